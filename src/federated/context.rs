//! The context of a SERVICE in a query: the patterns joined with it, and the filters over them.
//!
//! Leaving a pattern out is safe: the endpoint returns more rows, and the result stays the same.

use super::pattern;
use crate::query::service;
use oxigraph::model::Variable;
use spargebra::algebra::{Expression, Function, GraphPattern};

/// Patterns that are joined with a SERVICE.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    patterns: Vec<GraphPattern>,
    filters: Vec<Expression>,
}

impl Context {
    /// Adds a pattern.
    pub(super) fn with(&self, pattern: GraphPattern) -> Self {
        let mut more = self.clone();
        more.patterns.push(pattern);
        more
    }

    /// Adds a filter over all patterns.
    pub(super) fn filtered(&self, filter: &Expression) -> Self {
        let mut more = self.clone();
        conjuncts(filter, &mut more.filters);
        more
    }

    /// The context for the right side of OPTIONAL or MINUS: the solutions of the left side that pass the filters. A
    /// filter must not apply to the right side alone, since a left solution may remain without it.
    pub(super) fn of_left(&self, left: GraphPattern) -> Self {
        let alone = Self {
            patterns: vec![left],
            filters: self.filters.clone(),
        };
        let joined = alone.joined(&alone.patterns.iter().collect::<Vec<_>>());
        Self::default().with(joined)
    }

    /// The context for a sub-select or a group: restricted to the projected variables.
    pub(super) fn shown(&self, variables: &[Variable]) -> Self {
        let patterns: Vec<&GraphPattern> = self.patterns.iter().collect();
        let known = variables_of(&patterns);
        let shown: Vec<Variable> = variables
            .iter()
            .filter(|variable| known.contains(variable))
            .cloned()
            .collect();
        if shown.is_empty() {
            return Self::default();
        }
        Self {
            patterns: vec![GraphPattern::Project {
                inner: self.joined(&patterns).into(),
                variables: shown,
            }],
            filters: Vec::new(),
        }
    }

    /// The context for a pattern before a variable is assigned.
    pub(super) fn without(&self, assigned: &Variable) -> Self {
        let patterns: Vec<&GraphPattern> = self.patterns.iter().collect();
        let known = variables_of(&patterns);
        if !known.contains(assigned) {
            return self.clone();
        }
        let others: Vec<Variable> = known.into_iter().filter(|variable| variable != assigned).collect();
        self.shown(&others)
    }

    /// Whether the context shares variables with a pattern.
    pub(super) fn tells_of(&self, pattern: &GraphPattern) -> bool {
        let known = variables_of(&self.patterns.iter().collect::<Vec<_>>());
        pattern::visible(pattern)
            .iter()
            .chain(&pattern::services(pattern))
            .any(|variable| known.contains(variable))
    }

    /// A pattern for the distinct solutions of some variables; `None` if the context binds none of them.
    pub(super) fn about(&self, wanted: &[Variable]) -> Option<GraphPattern> {
        let patterns = self.connected(wanted);
        let known = variables_of(&patterns);
        let variables: Vec<Variable> = wanted
            .iter()
            .filter(|variable| known.contains(variable))
            .cloned()
            .collect();
        let inner = GraphPattern::Project {
            inner: self.joined(&patterns).into(),
            variables: variables.clone(),
        };
        (!variables.is_empty()).then(|| GraphPattern::Distinct { inner: inner.into() })
    }

    /// The patterns that share variables with `wanted`, directly or through others.
    fn connected(&self, wanted: &[Variable]) -> Vec<&GraphPattern> {
        let mut reached = wanted.to_vec();
        let mut apart: Vec<&GraphPattern> = self.patterns.iter().collect();
        let mut connected = Vec::new();
        while let Some(next) = apart.iter().position(|pattern| {
            pattern::visible(pattern)
                .iter()
                .any(|variable| reached.contains(variable))
        }) {
            let next = apart.remove(next);
            reached.extend(pattern::visible(next));
            connected.push(next);
        }
        connected
    }

    /// Joins patterns, with the filters that use only their variables.
    fn joined(&self, patterns: &[&GraphPattern]) -> GraphPattern {
        let known = variables_of(patterns);
        let inner = patterns
            .iter()
            .copied()
            .cloned()
            .reduce(pattern::join)
            .unwrap_or_default();
        let filters = self.filters.iter().filter_map(|filter| over(filter, &known));
        filters.fold(inner, |inner, expr| GraphPattern::Filter {
            expr,
            inner: inner.into(),
        })
    }
}

fn variables_of(patterns: &[&GraphPattern]) -> Vec<Variable> {
    let mut found = Vec::new();
    for variable in patterns.iter().flat_map(|pattern| pattern::visible(pattern)) {
        if !found.contains(&variable) {
            found.push(variable);
        }
    }
    found
}

fn conjuncts(filter: &Expression, into: &mut Vec<Expression>) {
    match filter {
        Expression::And(left, right) => {
            conjuncts(left, into);
            conjuncts(right, into);
        }
        other => into.push(other.clone()),
    }
}

/// Weakens a filter so that it can be applied to partial solutions: it is evaluated if all its variables are bound, and
/// otherwise true. `None` if it uses other variables, or its value is not determined by them (EXISTS, RAND).
fn over(filter: &Expression, known: &[Variable]) -> Option<Expression> {
    use Expression as E;
    let is_other = |part: &E| match part {
        E::Variable(variable) | E::Bound(variable) => !known.contains(variable),
        E::Exists(_) | E::FunctionCall(Function::Rand | Function::Uuid | Function::StrUuid | Function::BNode, _) => {
            true
        }
        _ => false,
    };
    if service::any(filter, &is_other) {
        return None;
    }
    let mut whole = filter.clone();
    for variable in known {
        let is_it = |part: &E| matches!(part, E::Variable(found) | E::Bound(found) if found == variable);
        if service::any(filter, &is_it) {
            let unbound = E::Not(E::Bound(variable.clone()).into());
            whole = E::Or(unbound.into(), whole.into());
        }
    }
    Some(whole)
}
