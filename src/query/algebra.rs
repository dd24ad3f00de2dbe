//! A map over the SPARQL algebra, shared by the modules that rewrite it; and the plain literals of GROUP_CONCAT.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern};
use spargebra::term::Variable;

/// Returns the same operator with its operands replaced by `change`, left before right. Expressions are unchanged,
/// including the patterns of EXISTS.
#[rustfmt::skip] // One line for each operator.
pub(crate) fn map_operands(pattern: GraphPattern, change: &mut impl FnMut(GraphPattern) -> GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    let mut boxed = |pattern: Box<P>| Box::new(change(*pattern));
    match pattern {
        P::Join { left, right } => P::Join { left: boxed(left), right: boxed(right) },
        P::Lateral { left, right } => P::Lateral { left: boxed(left), right: boxed(right) },
        P::Union { left, right } => P::Union { left: boxed(left), right: boxed(right) },
        P::Minus { left, right } => P::Minus { left: boxed(left), right: boxed(right) },
        P::LeftJoin { left, right, expression } => P::LeftJoin { left: boxed(left), right: boxed(right), expression },
        P::Filter { expr, inner } => P::Filter { expr, inner: boxed(inner) },
        P::Graph { name, inner } => P::Graph { name, inner: boxed(inner) },
        P::Service { name, inner, silent } => P::Service { name, inner: boxed(inner), silent },
        P::Extend { inner, variable, expression } => P::Extend { inner: boxed(inner), variable, expression },
        P::OrderBy { inner, expression } => P::OrderBy { inner: boxed(inner), expression },
        P::Project { inner, variables } => P::Project { inner: boxed(inner), variables },
        P::Distinct { inner } => P::Distinct { inner: boxed(inner) },
        P::Reduced { inner } => P::Reduced { inner: boxed(inner) },
        P::Slice { inner, start, length } => P::Slice { inner: boxed(inner), start, length },
        P::Group { inner, variables, aggregates } => P::Group { inner: boxed(inner), variables, aggregates },
        leaf @ (P::Bgp { .. } | P::Path { .. } | P::Values { .. }) => leaf,
    }
}

/// Makes each GROUP_CONCAT give a simple literal, as SPARQL 1.1 says (section 18.5.1.7): the evaluator keeps a language
/// tag that all its texts have. What goes to other endpoints is not changed.
pub(crate) fn with_simple_concatenations(mut query: Query) -> Query {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = &mut query;
    *pattern = simple_concatenations(std::mem::take(pattern));
    query
}

fn simple_concatenations(pattern: GraphPattern) -> GraphPattern {
    if matches!(pattern, GraphPattern::Service { .. }) {
        return pattern;
    }
    match map_operands(pattern, &mut simple_concatenations) {
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            let mut renamed: Vec<(Variable, Variable)> = Vec::new();
            let named: Vec<Variable> = aggregates.iter().map(|(name, _)| name.clone()).collect();
            let is_taken = |name: &Variable| named.contains(name) || variables.contains(name);
            let aggregates = aggregates.into_iter().map(|(name, aggregate)| {
                if !is_concatenation(&aggregate) {
                    return (name, aggregate);
                }
                let mut free = Variable::new_unchecked(format!("{}_", name.as_str()));
                while is_taken(&free) {
                    free = Variable::new_unchecked(format!("{}_", free.as_str()));
                }
                renamed.push((free.clone(), name));
                (free, aggregate)
            });
            let group = GraphPattern::Group {
                inner,
                aggregates: aggregates.collect(),
                variables: variables.clone(),
            };
            renamed
                .into_iter()
                .fold(group, |inner, (from, variable)| GraphPattern::Extend {
                    inner: Box::new(inner),
                    variable,
                    expression: Expression::FunctionCall(Function::Str, vec![from.into()]),
                })
        }
        other => other,
    }
}

fn is_concatenation(aggregate: &AggregateExpression) -> bool {
    let AggregateExpression::FunctionCall { name, .. } = aggregate else {
        return false;
    };
    matches!(name, AggregateFunction::GroupConcat { .. })
}
