//! Static analysis: can a variable of a query be bound to a literal?
//!
//! If the algebra rules out literals for a view's ends, the view need not be evaluated to know that its rows are edges.
//! The analysis is conservative: in doubt it says that a literal is possible.

use oxigraph::model::Variable;
use spargebra::algebra::{Expression, Function, GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

/// The possible values of a variable in the solutions of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gives {
    /// Always unbound.
    Nothing,
    /// Always an IRI or a blank node.
    Resource,
    /// Unbound, an IRI or a blank node.
    ResourceOrNothing,
    /// Always a term, perhaps a literal.
    Term,
    /// Unbound or any term.
    Anything,
}

use Gives::{Anything, Nothing, Resource, ResourceOrNothing, Term};

/// Whether no solution of a pattern binds a variable to a literal; it may be unbound.
pub(super) fn is_no_literal(pattern: &GraphPattern, variable: &Variable) -> bool {
    !matches!(gives(pattern, variable), Anything | Term)
}

/// Whether all solutions of a pattern bind a variable to an IRI or a blank node.
pub(super) fn is_resource(pattern: &GraphPattern, variable: &Variable) -> bool {
    gives(pattern, variable) == Resource
}

fn gives(pattern: &GraphPattern, variable: &Variable) -> Gives {
    let of = |pattern: &GraphPattern| gives(pattern, variable);
    let is_it = |term: &TermPattern| matches!(term, TermPattern::Variable(found) if found == variable);
    let is_name = |term: &NamedNodePattern| matches!(term, NamedNodePattern::Variable(found) if found == variable);
    match pattern {
        GraphPattern::Bgp { patterns } => patterns
            .iter()
            .map(|triple| of_triple(triple, variable))
            .fold(Nothing, both),
        GraphPattern::Path { subject, path, object } => match (is_it(subject), is_it(object)) {
            (true, _) if begins_at_subject(path) => Resource,
            (false, false) => Nothing,
            _ => Term,
        },
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => both(of(left), of(right)),
        GraphPattern::LeftJoin { left, right, .. } => match (of(left), of(right)) {
            (Nothing, Resource) => ResourceOrNothing,
            (Nothing | ResourceOrNothing, Term | Anything) => Anything,
            (Nothing, other) => other,
            (left, _) => left,
        },
        GraphPattern::Union { left, right } => either(of(left), of(right)),
        GraphPattern::Extend {
            inner,
            variable: assigned,
            expression,
        } if assigned == variable => computed(expression, inner),
        GraphPattern::Values { variables, bindings } => {
            let index = variables.iter().position(|found| found == variable);
            index.map_or(Nothing, |index| of_values(bindings.iter().map(|row| row.get(index))))
        }
        GraphPattern::Project { inner, variables } => match variables.contains(variable) {
            true => of(inner),
            false => Nothing,
        },
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            if aggregates.iter().any(|(assigned, _)| assigned == variable) {
                Anything
            } else if variables.contains(variable) {
                of(inner)
            } else {
                Nothing
            }
        }
        GraphPattern::Graph { name, inner } if is_name(name) => both(Resource, of(inner)),
        GraphPattern::Service { .. } => Anything,
        GraphPattern::Filter { expr, inner } => filtered(of(inner), expr, variable),
        GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Minus { left: inner, .. } => of(inner),
    }
}

/// For a triple pattern: subjects and predicates are resources, objects may be anything.
fn of_triple(triple: &TriplePattern, variable: &Variable) -> Gives {
    let is_it = |term: &TermPattern| matches!(term, TermPattern::Variable(found) if found == variable);
    let is_predicate = matches!(&triple.predicate, NamedNodePattern::Variable(found) if *found == *variable);
    if is_it(&triple.subject) || is_predicate {
        Resource
    } else if is_it(&triple.object) {
        Term
    } else {
        Nothing
    }
}

/// For a column of VALUES.
fn of_values<'v>(column: impl Iterator<Item = Option<&'v Option<GroundTerm>>>) -> Gives {
    let values = column.map(|value| match value {
        Some(Some(GroundTerm::NamedNode(_))) => Resource,
        Some(Some(_)) => Term,
        Some(None) | None => Nothing,
    });
    values.reduce(either).unwrap_or(Nothing)
}

/// For a join: both patterns match.
fn both(left: Gives, right: Gives) -> Gives {
    match (left, right) {
        (Resource, _) | (_, Resource) => Resource,
        (Nothing, other) | (other, Nothing) => other,
        (ResourceOrNothing, ResourceOrNothing) => ResourceOrNothing,
        (Term, _) | (_, Term) => Term,
        (Anything, _) | (_, Anything) => Anything,
    }
}

/// For a filter: what it requires to exist about a term shows that the term is no literal.
fn filtered(inner: Gives, condition: &Expression, variable: &Variable) -> Gives {
    match condition {
        Expression::And(one, other) => filtered(filtered(inner, one, variable), other, variable),
        Expression::Exists(pattern) if gives(pattern, variable) == Resource => match inner {
            Term => Resource,
            Anything => ResourceOrNothing,
            known => known,
        },
        _ => inner,
    }
}

/// For a union: one of the patterns matches.
fn either(left: Gives, right: Gives) -> Gives {
    match (left, right) {
        (Anything, _) | (_, Anything) => Anything,
        (left, right) if left == right => left,
        (Term, Resource) | (Resource, Term) => Term,
        (Term, _) | (_, Term) => Anything,
        _ => ResourceOrNothing,
    }
}

/// For an expression over the solutions of a pattern; on an error the variable is unbound.
fn computed(expression: &Expression, inner: &GraphPattern) -> Gives {
    match expression {
        Expression::NamedNode(_) => Resource,
        Expression::Variable(variable) => gives(inner, variable),
        Expression::FunctionCall(Function::Iri, _) => ResourceOrNothing,
        Expression::Coalesce(several) => {
            let several: Vec<Gives> = several.iter().map(|one| computed(one, inner)).collect();
            match () {
                () if several.contains(&Anything) => Anything,
                () if several.contains(&Term) => Term,
                () if several.contains(&Resource) => Resource,
                () => ResourceOrNothing,
            }
        }
        Expression::If(_, one, other) => match either(computed(one, inner), computed(other, inner)) {
            Anything | Term => Anything,
            _ => ResourceOrNothing,
        },
        _ => Anything,
    }
}

/// Whether a path starts with a forward step, so that its subject cannot be a literal.
fn begins_at_subject(path: &PropertyPathExpression) -> bool {
    match path {
        PropertyPathExpression::NamedNode(_) | PropertyPathExpression::NegatedPropertySet(_) => true,
        PropertyPathExpression::Sequence(first, _) | PropertyPathExpression::OneOrMore(first) => {
            begins_at_subject(first)
        }
        PropertyPathExpression::Alternative(one, other) => begins_at_subject(one) && begins_at_subject(other),
        PropertyPathExpression::Reverse(_)
        | PropertyPathExpression::ZeroOrMore(_)
        | PropertyPathExpression::ZeroOrOne(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::{Query, SparqlParser};

    /// Whether no solution of a pattern binds `?x` to a literal.
    fn holds(body: &str) -> bool {
        let text = format!("PREFIX : <http://example.org/> SELECT ?x {{ {body} }}");
        let Ok(Query::Select { pattern, .. }) = SparqlParser::new().parse_query(&text) else {
            panic!("{text} is a SELECT");
        };
        is_no_literal(&pattern, &Variable::new_unchecked("x"))
    }

    #[test]
    fn a_subject_is_no_literal() {
        for body in [
            "?x :p ?y",
            "?y :p ?x . ?x :q ?z",
            "?y :p ?x . { SELECT ?x { ?x :q ?z } }",
            "{ ?x :p ?y } UNION { ?y :p ?z }",
            "{ ?y :p ?x } { ?x :p ?y } UNION { ?x :q ?y }",
            "?y :p ?z OPTIONAL { ?x :q ?y }",
            "?a :p/:q ?b BIND (?a AS ?x)",
            "?a :p ?b BIND (IRI(?b) AS ?x)",
            "?a :p+ ?b . ?x :p* ?b . ?x :q ?b",
            "VALUES ?x { :a :b }",
            "?y :p ?z",
            "?y :p ?x FILTER (?y != ?x) FILTER EXISTS { ?x a :C }",
            "{ ?y :p ?x } UNION { ?y :q ?x } FILTER (?y != :b && EXISTS { ?x a :C })",
            "?y :p ?z OPTIONAL { ?z :q ?x } FILTER EXISTS { ?x a :C }",
        ] {
            assert!(holds(body), "{body}");
        }
    }

    #[test]
    fn a_source_is_always_bound() {
        let is_resource = |body: &str| {
            let text = format!("PREFIX : <http://example.org/> SELECT ?x {{ {body} }}");
            let Ok(Query::Select { pattern, .. }) = SparqlParser::new().parse_query(&text) else {
                panic!("{text} is a SELECT");
            };
            is_resource(&pattern, &Variable::new_unchecked("x"))
        };
        assert!(is_resource("?y :p ?x FILTER EXISTS { ?x a :C }"));
        assert!(!is_resource("?y :p ?z OPTIONAL { ?z :q ?x } FILTER EXISTS { ?x a :C }"));
        assert!(!is_resource(
            "{ ?y :p ?x } UNION { ?y :q ?z } FILTER EXISTS { ?x a :C }"
        ));
    }

    #[test]
    fn what_may_be_a_literal_is_not_said_to_be_none() {
        for body in [
            "?y :p ?x",
            "?x :p* ?y",
            "?x ^:p ?y",
            "{ ?x :p ?y } UNION { ?y :p ?x }",
            "{ ?x :p ?y } UNION { ?y :p ?z } ?a :q ?x",
            "?a :p ?b OPTIONAL { ?x :q ?a } OPTIONAL { ?a :r ?x }",
            "?a :p ?b BIND (COALESCE(?a, ?b) AS ?x)",
            "?a :p ?b BIND (STR(?a) AS ?x)",
            "VALUES ?x { :a 1 }",
            "{ SELECT (MIN(?a) AS ?x) { ?a :p ?b } }",
            "?y :p ?x FILTER NOT EXISTS { ?x a :C }",
            "?y :p ?x FILTER (?y = :b || EXISTS { ?x a :C })",
            "?y :p ?x FILTER EXISTS { ?y a ?x }",
            "?y :p ?x FILTER EXISTS { { SELECT ?y { ?y :p ?z . ?x a :C } } }",
        ] {
            assert!(!holds(body), "{body}");
        }
    }
}
