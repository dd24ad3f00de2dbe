//! The endpoints that a query names, before it is evaluated.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;
use std::collections::BTreeSet;

/// The IRIs of SERVICE clauses, also in EXISTS. A clause within another is the other endpoint's, and endpoints that are
/// variables are known only when the rest of the query was evaluated.
pub(super) fn endpoints(query: &Query) -> BTreeSet<String> {
    let names = services(query).into_iter();
    let nodes = names.filter_map(|name| match name {
        NamedNodePattern::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedNodePattern::Variable(_) => None,
    });
    nodes.collect()
}

/// The IRIs and variables of SERVICE clauses.
pub(super) fn services(query: &Query) -> Vec<NamedNodePattern> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut found = Vec::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern(pattern: &GraphPattern, found: &mut Vec<NamedNodePattern>) {
    use GraphPattern as P;
    match pattern {
        P::Service { name, .. } => found.push(name.clone()),
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => {}
        P::Join { left, right } | P::Lateral { left, right } | P::Union { left, right } | P::Minus { left, right } => {
            in_pattern(left, found);
            in_pattern(right, found);
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => {
            in_pattern(left, found);
            in_pattern(right, found);
            in_expressions(expression, found);
        }
        P::Filter { expr, inner } => {
            in_expression(expr, found);
            in_pattern(inner, found);
        }
        P::Extend { inner, expression, .. } => {
            in_expression(expression, found);
            in_pattern(inner, found);
        }
        P::OrderBy { inner, expression } => {
            for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                in_expression(by, found);
            }
            in_pattern(inner, found);
        }
        P::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    in_expression(expr, found);
                }
            }
            in_pattern(inner, found);
        }
        P::Graph { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. } => in_pattern(inner, found),
    }
}

fn in_expressions<'e>(all: impl IntoIterator<Item = &'e Expression>, found: &mut Vec<NamedNodePattern>) {
    all.into_iter().for_each(|one| in_expression(one, found));
}

fn in_expression(expression: &Expression, found: &mut Vec<NamedNodePattern>) {
    use Expression as E;
    match expression {
        E::Exists(pattern) => in_pattern(pattern, found),
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => {}
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => in_expressions([&**a, &**b], found),
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => in_expression(a, found),
        E::If(a, b, c) => in_expressions([&**a, &**b, &**c], found),
        E::In(a, list) => {
            in_expression(a, found);
            in_expressions(list, found);
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => in_expressions(list, found),
    }
}
