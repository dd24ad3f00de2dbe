//! What the rest of a query knows around a SERVICE: patterns that hold together with it, and filters over them.
//!
//! Each pattern may be left out: then an endpoint is asked about more than needed, and the answer stays the same.

use super::pattern;
use crate::query::service;
use oxigraph::model::Variable;
use spargebra::algebra::{Expression, Function, GraphPattern};

/// Patterns that are joined with what is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    patterns: Vec<GraphPattern>,
    filters: Vec<Expression>,
}

impl Context {
    /// With one more pattern.
    pub(super) fn with(&self, pattern: GraphPattern) -> Self {
        let mut more = self.clone();
        more.patterns.push(pattern);
        more
    }

    /// With one more filter over all of it.
    pub(super) fn filtered(&self, filter: &Expression) -> Self {
        let mut more = self.clone();
        conjuncts(filter, &mut more.filters);
        more
    }

    /// As the right side of OPTIONAL or MINUS sees it: of the left one those solutions that the filters leave. A filter
    /// says nothing of the right side alone, without which a solution of the left one may stay.
    pub(super) fn of_left(&self, left: GraphPattern) -> Self {
        let alone = Self {
            patterns: vec![left],
            filters: self.filters.clone(),
        };
        let joined = alone.joined(&alone.patterns.iter().collect::<Vec<_>>());
        Self::default().with(joined)
    }

    /// As a sub-select or a group sees it: of other variables it knows nothing.
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

    /// As a pattern sees it that comes before a variable is assigned.
    pub(super) fn without(&self, assigned: &Variable) -> Self {
        let patterns: Vec<&GraphPattern> = self.patterns.iter().collect();
        let known = variables_of(&patterns);
        if !known.contains(assigned) {
            return self.clone();
        }
        let others: Vec<Variable> = known.into_iter().filter(|variable| variable != assigned).collect();
        self.shown(&others)
    }

    /// Whether it knows something of a pattern's variables.
    pub(super) fn tells_of(&self, pattern: &GraphPattern) -> bool {
        let known = variables_of(&self.patterns.iter().collect::<Vec<_>>());
        pattern::visible(pattern)
            .iter()
            .chain(&pattern::services(pattern))
            .any(|variable| known.contains(variable))
    }

    /// A pattern for what is known of some variables, each solution once; nothing, if it is nothing.
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

    /// The patterns that share variables with what is wanted, or with one that does.
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

    /// Some of the patterns together, with the filters that speak of nothing else.
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

/// A filter as it holds over a part of a solution: with all its variables bound it says the same as over the whole one;
/// else it says nothing yet. Nothing, if it speaks of more.
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
