//! Graph patterns: their visible variables, where to insert VALUES, and grouping for serialisation.

use crate::query::algebra::map_operands;
use oxigraph::model::Variable;
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern};

/// A VALUES clause.
#[derive(Debug, Clone)]
pub(super) struct Values {
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Vec<Option<GroundTerm>>>,
}

/// Joins two patterns.
pub(super) fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join {
        left: left.into(),
        right: right.into(),
    }
}

/// The operands of nested joins, in order.
pub(super) fn operands(left: GraphPattern, right: GraphPattern) -> Vec<GraphPattern> {
    let mut found = Vec::new();
    for side in [left, right] {
        match side {
            GraphPattern::Join { left, right } => found.extend(operands(*left, *right)),
            other => found.push(other),
        }
    }
    found
}

/// The distinct variables of a pattern's solutions.
pub(super) fn visible(pattern: &GraphPattern) -> Vec<Variable> {
    let mut found = Vec::new();
    pattern.on_in_scope_variable(|variable| {
        if !found.contains(variable) {
            found.push(variable.clone());
        }
    });
    found
}

/// The variables in SERVICE position of a pattern.
pub(super) fn services(pattern: &GraphPattern) -> Vec<Variable> {
    let mut found = Vec::new();
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            GraphPattern::Service {
                name: NamedNodePattern::Variable(variable),
                ..
            } => found.push(variable.clone()),
            GraphPattern::Join { left, right }
            | GraphPattern::LeftJoin { left, right, .. }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => open.extend([&**left, &**right]),
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Graph { inner, .. } => open.push(inner),
            _ => {}
        }
    }
    found
}

/// Variables that are bound in all solutions of a pattern; may miss some.
fn certain(pattern: &GraphPattern) -> Vec<Variable> {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => visible(pattern),
        P::Values { variables, bindings } => {
            let columns = variables.iter().enumerate();
            let full = columns.filter(|(at, _)| bindings.iter().all(|row| row.get(*at).is_some_and(Option::is_some)));
            full.map(|(_, variable)| variable.clone()).collect()
        }
        P::Join { left, right } | P::Lateral { left, right } => [certain(left), certain(right)].concat(),
        P::LeftJoin { left, .. } | P::Minus { left, .. } => certain(left),
        P::Union { left, right } => {
            let right = certain(right);
            let mut both = certain(left);
            both.retain(|variable| right.contains(variable));
            both
        }
        P::Filter { inner, .. }
        | P::Extend { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Graph { inner, .. } => certain(inner),
        P::Project { inner, variables } | P::Group { inner, variables, .. } => {
            let mut inner = certain(inner);
            inner.retain(|variable| variables.contains(variable));
            inner
        }
        P::Service { .. } => Vec::new(),
    }
}

/// Joins a pattern with VALUES, pushed down as far as the solutions stay the same, since many endpoints evaluate from
/// the inside.
pub(super) fn with_values(pattern: GraphPattern, values: Values) -> GraphPattern {
    use GraphPattern as P;
    let fits = |inner: &P| {
        let certain = certain(inner);
        values.variables.iter().all(|variable| certain.contains(variable))
    };
    let shows = |shown: &[Variable]| values.variables.iter().all(|variable| shown.contains(variable));
    let within = |inner: Box<P>, values: Values| Box::new(with_values(*inner, values));
    match pattern {
        P::Join { left, right } if fits(&left) => join(with_values(*left, values), *right),
        P::Join { left, right } if fits(&right) => join(*left, with_values(*right, values)),
        P::LeftJoin {
            left,
            right,
            expression,
        } if fits(&left) => P::LeftJoin {
            left: within(left, values),
            right,
            expression,
        },
        P::Minus { left, right } if fits(&left) => P::Minus {
            left: within(left, values),
            right,
        },
        P::Project { inner, variables } if shows(&variables) && fits(&inner) => P::Project {
            inner: within(inner, values),
            variables,
        },
        P::Group {
            inner,
            variables,
            aggregates,
        } if shows(&variables) && fits(&inner) => P::Group {
            inner: within(inner, values),
            variables,
            aggregates,
        },
        P::Filter { ref inner, .. } | P::Extend { ref inner, .. } | P::Distinct { ref inner } if fits(inner) => {
            map_operands(pattern, &mut |inner| with_values(inner, values.clone()))
        }
        other => join(
            P::Values {
                variables: values.variables,
                bindings: values.rows,
            },
            other,
        ),
    }
}

/// Adds groups so that the serialised pattern parses as this pattern: FILTER applies to the whole group it is in, and
/// BIND, OPTIONAL and MINUS to the patterns before them in the group.
pub(super) fn readable(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    match pattern {
        P::Join { left, right } => {
            let operands = operands(*left, *right).into_iter().map(readable);
            let apart = operands.map(|operand| match operand {
                P::Join { .. } => group(operand),
                other => other,
            });
            apart
                .reduce(|left, right| join(group_of_filter(left), right))
                .unwrap_or_default()
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => P::LeftJoin {
            left: group_of_filter(readable(*left)).into(),
            right: group_of_filter(readable(*right)).into(),
            expression,
        },
        P::Minus { left, right } => P::Minus {
            left: group_of_filter(readable(*left)).into(),
            right: readable(*right).into(),
        },
        P::Lateral { left, right } => P::Lateral {
            left: group_of_filter(readable(*left)).into(),
            right: readable(*right).into(),
        },
        P::Extend {
            inner,
            variable,
            expression,
        } => P::Extend {
            inner: group_of_filter(readable(*inner)).into(),
            variable,
            expression,
        },
        other => map_operands(other, &mut readable),
    }
}

fn group_of_filter(pattern: GraphPattern) -> GraphPattern {
    match pattern {
        GraphPattern::Filter { .. } => group(pattern),
        other => other,
    }
}

/// Wraps a pattern in a group: a join with the empty pattern is serialised in braces.
fn group(pattern: GraphPattern) -> GraphPattern {
    join(GraphPattern::default(), pattern)
}
