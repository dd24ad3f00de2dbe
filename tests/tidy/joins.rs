//! Joins that the evaluator cannot do by a key: it then compares each pair of rows.
//!
//! A variable is a key only if both sides bind it for sure. A triple does; a computed term may always be unbound (IRI, IF,
//! COALESCE without a constant at the end, every aggregate), and so may what stands in OPTIONAL or in one branch of UNION.
//! Within EXISTS no join is planned at all: each part of it must name something that is known outside.

use std::collections::BTreeSet;

use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, Function, GraphPattern as P, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

type Names = BTreeSet<String>;

/// What a pattern binds: for sure, and perhaps.
#[derive(Debug, Clone, Default)]
struct Bound {
    sure: Names,
    any: Names,
}

impl Bound {
    fn of(names: Names) -> Self {
        Self {
            sure: names.clone(),
            any: names,
        }
    }

    /// Both of two patterns.
    fn and(self, other: Self) -> Self {
        Self {
            sure: &self.sure | &other.sure,
            any: &self.any | &other.any,
        }
    }

    /// The variables of both, if none of them is a key.
    fn without_key(&self, other: &Self) -> Option<String> {
        let shared: Vec<String> = self
            .any
            .intersection(&other.any)
            .map(|name| format!("?{name}"))
            .collect();
        (!shared.is_empty() && self.sure.is_disjoint(&other.sure)).then(|| shared.join(" "))
    }
}

/// The joins of a query that have no key, in words.
pub fn without_key(query: &Query) -> Vec<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut found = Vec::new();
    look(pattern, None, &mut found);
    found
}

/// Looks through a pattern; `outside` is what is known around it, within EXISTS.
fn look(pattern: &P, outside: Option<&Names>, found: &mut Vec<String>) {
    let mut parts = Vec::new();
    match pattern {
        P::Join { .. } | P::Bgp { .. } | P::Path { .. } => {
            flatten(pattern, &mut parts);
            match outside {
                Some(outside) => found.extend(unknown(&parts, outside)),
                None => found.extend(apart(&parts)),
            }
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => {
            found.extend(unkeyed("OPTIONAL", left, right, outside));
            parts.extend([(**left).clone(), (**right).clone()]);
            let bound = bound(pattern).any;
            expression
                .iter()
                .for_each(|expression| exists(expression, &bound, outside, found));
        }
        P::Minus { left, right } => {
            found.extend(unkeyed("MINUS", left, right, outside));
            parts.extend([(**left).clone(), (**right).clone()]);
        }
        P::Filter { expr, inner } => {
            exists(expr, &bound(inner).any, outside, found);
            parts.push((**inner).clone());
        }
        P::Extend { inner, expression, .. } => {
            exists(expression, &bound(inner).any, outside, found);
            parts.push((**inner).clone());
        }
        P::OrderBy { inner, expression } => {
            for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                exists(expression, &bound(inner).any, outside, found);
            }
            parts.push((**inner).clone());
        }
        P::Union { left, right } | P::Lateral { left, right } => parts.extend([(**left).clone(), (**right).clone()]),
        P::Graph { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. } => parts.push((**inner).clone()),
        P::Values { .. } | P::Service { .. } => {}
    }
    for part in parts
        .iter()
        .filter(|part| !matches!(part, P::Bgp { .. } | P::Path { .. }))
    {
        look(part, outside, found);
    }
}

/// The parts of nested joins: each triple by itself.
fn flatten(pattern: &P, parts: &mut Vec<P>) {
    match pattern {
        P::Join { left, right } => {
            flatten(left, parts);
            flatten(right, parts);
        }
        P::Bgp { patterns } => parts.extend(patterns.iter().map(|triple| P::Bgp {
            patterns: vec![triple.clone()],
        })),
        other => parts.push(other.clone()),
    }
}

/// Parts of a join that share variables, but none that is a key.
fn apart(parts: &[P]) -> Option<String> {
    let mut groups: Vec<Bound> = Vec::new();
    for part in parts {
        let mut whole = bound(part);
        // What shares a key with this part is one group with it, and so is what then shares one with that.
        while let Some(at) = groups.iter().position(|group| !group.sure.is_disjoint(&whole.sure)) {
            whole = whole.and(groups.remove(at));
        }
        groups.push(whole);
    }
    let pairs = groups.iter().enumerate();
    let mut shared = pairs.flat_map(|(at, one)| groups[at + 1..].iter().filter_map(|other| one.without_key(other)));
    shared
        .next()
        .map(|names| format!("a join by {names}, which may be unbound on one side"))
}

/// Two sides that share variables, but none that is a key.
fn unkeyed(word: &str, left: &P, right: &P, outside: Option<&Names>) -> Option<String> {
    let names = bound(left).without_key(&bound(right))?;
    outside
        .is_none()
        .then(|| format!("{word} by {names}, which may be unbound on one side"))
}

/// A part of EXISTS that names nothing from outside, beside another part.
fn unknown(parts: &[P], outside: &Names) -> Option<String> {
    let mut lost = parts
        .iter()
        .filter(|part| !matches!(part, P::Values { .. }) && bound(part).any.is_disjoint(outside));
    let lost = lost.next().filter(|_| parts.len() > 1)?;
    Some(format!("within EXISTS, `{lost}` names nothing that is known outside"))
}

/// Looks through the EXISTS of an expression, about rows that bind `bound`.
fn exists(expression: &Expression, bound: &Names, outside: Option<&Names>, found: &mut Vec<String>) {
    use Expression as E;
    let mut each = |parts: &[&Expression]| parts.iter().for_each(|part| exists(part, bound, outside, found));
    match expression {
        E::Exists(inner) => {
            let known = outside.map_or_else(|| bound.clone(), |outside| outside | bound);
            look(inner, Some(&known), found);
        }
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
        | E::Divide(a, b) => each(&[a, b]),
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => each(&[a]),
        E::If(a, b, c) => each(&[a, b, c]),
        E::In(a, others) => {
            each(&[a]);
            each(&others.iter().collect::<Vec<_>>());
        }
        E::Coalesce(parts) | E::FunctionCall(_, parts) => each(&parts.iter().collect::<Vec<_>>()),
    }
}

fn bound(pattern: &P) -> Bound {
    match pattern {
        P::Bgp { patterns } => Bound::of(patterns.iter().flat_map(names).collect()),
        P::Path { subject, object, .. } => Bound::of([subject, object].into_iter().filter_map(name).collect()),
        P::Join { left, right } | P::Lateral { left, right } => bound(left).and(bound(right)),
        P::LeftJoin { left, right, .. } => {
            let (left, right) = (bound(left), bound(right));
            Bound {
                any: &left.any | &right.any,
                ..left
            }
        }
        P::Union { left, right } => {
            let (left, right) = (bound(left), bound(right));
            Bound {
                sure: &left.sure & &right.sure,
                any: &left.any | &right.any,
            }
        }
        P::Minus { left, .. } => bound(left),
        P::Extend {
            inner,
            variable,
            expression,
        } => {
            let mut inner = bound(inner);
            if is_sure(expression, &inner.sure) {
                inner.sure.insert(variable.as_str().to_owned());
            }
            inner.any.insert(variable.as_str().to_owned());
            inner
        }
        P::Values { variables, bindings } => {
            let is_full = |at: usize| bindings.iter().all(|row| row[at].is_some());
            let full = variables.iter().enumerate().filter(|(at, _)| is_full(*at));
            Bound {
                sure: full.map(|(_, name)| text(name)).collect(),
                any: variables.iter().map(text).collect(),
            }
        }
        P::Project { inner, variables } => kept(bound(inner), variables),
        P::Group {
            inner,
            variables,
            aggregates,
        } => {
            let mut groups = kept(bound(inner), variables);
            groups
                .any
                .extend(aggregates.iter().map(|(name, _): &(_, AggregateExpression)| text(name)));
            groups
        }
        P::Filter { inner, .. }
        | P::Graph { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Service { inner, .. } => bound(inner),
    }
}

fn kept(bound: Bound, variables: &[Variable]) -> Bound {
    let variables: Names = variables.iter().map(text).collect();
    Bound {
        sure: &bound.sure & &variables,
        any: &bound.any & &variables,
    }
}

/// Whether an expression has a value in each row.
fn is_sure(expression: &Expression, sure: &Names) -> bool {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Exists(_) | Expression::Bound(_) => true,
        Expression::Variable(name) => sure.contains(name.as_str()),
        Expression::Coalesce(parts) => parts.iter().any(|part| is_sure(part, sure)),
        Expression::FunctionCall(Function::Rand | Function::Now | Function::Uuid | Function::StrUuid, _) => true,
        _ => false,
    }
}

fn text(variable: &Variable) -> String {
    variable.as_str().to_owned()
}

fn names(triple: &TriplePattern) -> Vec<String> {
    let predicate = match &triple.predicate {
        NamedNodePattern::Variable(name) => Some(text(name)),
        NamedNodePattern::NamedNode(_) => None,
    };
    [name(&triple.subject), predicate, name(&triple.object)]
        .into_iter()
        .flatten()
        .collect()
}

fn name(term: &TermPattern) -> Option<String> {
    match term {
        TermPattern::Variable(name) => Some(text(name)),
        TermPattern::BlankNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    }
}

#[test]
fn a_join_needs_a_key() {
    let joins = |body: &str| {
        let query = format!("PREFIX : <x:> SELECT * WHERE {{ {body} }}");
        without_key(&spargebra::SparqlParser::new().parse_query(&query).unwrap()).len()
    };
    assert_eq!(joins("?m :of ?x BIND (IRI(STR(?m)) AS ?c) ?c :kind ?k"), 1);
    assert_eq!(joins("?m :of ?x BIND (IF(true, ?m, ?x) AS ?c) ?c :kind ?k"), 1);
    assert_eq!(
        joins("?m :of ?x BIND (COALESCE(IRI(STR(?m)), :none) AS ?c) ?c :kind ?k"),
        0
    );
    assert_eq!(joins("?m :of ?x BIND (?m AS ?c) ?c :kind ?k"), 0);
    assert_eq!(
        joins("?m :of ?x BIND (IRI(STR(?m)) AS ?c) FILTER EXISTS { ?c :kind ?k }"),
        0
    );
    assert_eq!(
        joins("{ SELECT ?e (MIN(?s) AS ?c) { ?s :of ?e } GROUP BY ?e } ?c :kind ?k"),
        1
    );
    assert_eq!(
        joins("{ SELECT ?e (MIN(?s) AS ?c) { ?s :of ?e } GROUP BY ?e } ?e :kind ?k"),
        0
    );
    assert_eq!(joins("{ { ?a :p ?b } UNION { ?c :q ?b } } ?a :r ?x"), 1);
    assert_eq!(joins("?a :p ?b OPTIONAL { ?a :q ?c } OPTIONAL { ?c :r ?d }"), 1);
    assert_eq!(joins("?a :p ?b OPTIONAL { ?a :q ?c OPTIONAL { ?c :r ?d } }"), 0);
    assert_eq!(joins("?a :p ?b FILTER NOT EXISTS { ?a :q/:r :z }"), 1);
    assert_eq!(
        joins("?a :p ?b FILTER NOT EXISTS { ?a :q ?c FILTER EXISTS { ?c :r :z } }"),
        0
    );
    assert_eq!(joins("?a :p ?b FILTER NOT EXISTS { VALUES ?k { :x :y } ?a :q ?k }"), 0);
}
