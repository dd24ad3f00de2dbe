//! A map over the SPARQL algebra, shared by the modules that rewrite it.

use spargebra::algebra::GraphPattern;

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
