//! Takes out of a look-up the branches that need no evaluator.
//!
//! `?thing ?property ?value` with VALUES for the property and what it is called, or a chain of such triples, is a walk through
//! the index. Looking up what a picture shows of its nodes and edges is mostly that.

use crate::graph::{Constants, Listed};
use oxigraph::model::{NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

/// Takes the branches that only list properties of a thing out of the UNION of a SELECT.
pub fn split(query: Query, thing: &Variable) -> (Query, Vec<Listed>) {
    let mut listed = Vec::new();
    let query = match query {
        Query::Select {
            dataset: None,
            pattern: GraphPattern::Project { inner, variables },
            base_iri,
        } => {
            let lookup = Lookup {
                thing,
                shown: &variables,
            };
            let inner = Box::new(lookup.rest(*inner, &mut listed));
            Query::Select {
                dataset: None,
                pattern: GraphPattern::Project { inner, variables },
                base_iri,
            }
        }
        other => other,
    };
    (query, listed)
}

/// What a look-up is about, and the variables that it shows.
struct Lookup<'q> {
    thing: &'q Variable,
    shown: &'q [Variable],
}

impl Lookup<'_> {
    /// What is left of a pattern once such branches are taken out.
    fn rest(&self, pattern: GraphPattern, listed: &mut Vec<Listed>) -> GraphPattern {
        if let GraphPattern::Union { left, right } = pattern {
            return GraphPattern::Union {
                left: Box::new(self.rest(*left, listed)),
                right: Box::new(self.rest(*right, listed)),
            };
        }
        match self.branch(&pattern) {
            Some(found) => {
                listed.push(found);
                // It has no rows.
                GraphPattern::Values {
                    variables: Vec::new(),
                    bindings: Vec::new(),
                }
            }
            None => pattern,
        }
    }

    /// A branch that lists properties, or chains of them.
    fn branch(&self, pattern: &GraphPattern) -> Option<Listed> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                let chain = self.chain(patterns)?;
                Some(self.listed(&chain, vec![(chain.properties(None)?, Vec::new())]))
            }
            GraphPattern::Join { left, right } => match (&**left, &**right) {
                (GraphPattern::Values { variables, bindings }, GraphPattern::Bgp { patterns }) => {
                    let chain = self.chain(patterns)?;
                    let rows = bindings.iter().map(|row| chain.row(variables, row));
                    let is_apart = variables.iter().all(|variable| !chain.passes(variable));
                    is_apart.then_some(self.listed(&chain, rows.collect::<Option<_>>()?))
                }
                _ => None,
            },
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                let constant: Term = match expression {
                    Expression::Literal(literal) => literal.clone().into(),
                    Expression::NamedNode(node) => node.clone().into(),
                    _ => return None,
                };
                let mut listed = self.branch(inner)?;
                for (_, constants) in &mut listed.chains {
                    constants.push((variable.as_str().to_owned(), constant.clone()));
                }
                Some(listed)
            }
            _ => None,
        }
    }

    fn listed(&self, chain: &Chain<'_>, properties: Vec<Property>) -> Listed {
        Listed {
            of: [self.thing, chain.value].map(|variable| variable.as_str().to_owned()),
            chains: properties,
        }
    }

    /// Triples of which each goes on where the one before ended, from the thing to a value; what is between is not shown.
    fn chain<'p>(&self, patterns: &'p [TriplePattern]) -> Option<Chain<'p>> {
        let mut nodes = vec![&patterns.first()?.subject];
        for triple in patterns {
            let is_open = matches!(triple.object, TermPattern::Variable(_) | TermPattern::BlankNode(_));
            if nodes.last() != Some(&&triple.subject) || nodes.contains(&&triple.object) || !is_open {
                return None;
            }
            nodes.push(&triple.object);
        }
        let variable = |node: &'p TermPattern| match node {
            TermPattern::Variable(variable) => Some(variable),
            _ => None,
        };
        let starts = variable(nodes[0]) == Some(self.thing);
        let mut between = nodes[1..nodes.len() - 1].iter().filter_map(|node| variable(node));
        let value = variable(nodes[nodes.len() - 1])?;
        (starts && between.all(|name| !self.shown.contains(name))).then_some(Chain {
            predicates: patterns.iter().map(|triple| &triple.predicate).collect(),
            nodes,
            value,
        })
    }
}

/// The properties from a thing to a value, and what is constant beside it.
type Property = (Vec<NamedNode>, Constants);

/// `?thing s:unit ?unit . ?unit s:symbol ?value`.
struct Chain<'p> {
    predicates: Vec<&'p NamedNodePattern>,
    /// The subject of the first triple, and the object of each.
    nodes: Vec<&'p TermPattern>,
    value: &'p Variable,
}

impl Chain<'_> {
    fn passes(&self, variable: &Variable) -> bool {
        let is = |node: &&TermPattern| matches!(node, TermPattern::Variable(known) if known == variable);
        self.nodes.iter().any(is)
    }

    /// A row of VALUES, which gives one of the properties.
    fn row(&self, variables: &[Variable], row: &[Option<GroundTerm>]) -> Option<Property> {
        let mut properties = variables.iter().zip(row).filter_map(|(variable, cell)| match cell {
            Some(GroundTerm::NamedNode(property)) => Some((variable, property)),
            _ => None,
        });
        let given = properties.find(|(variable, _)| {
            let is = |predicate: &&NamedNodePattern| matches!(predicate, NamedNodePattern::Variable(name) if name == *variable);
            self.predicates.iter().any(is)
        });
        let constants = variables
            .iter()
            .zip(row)
            .filter_map(|(variable, cell)| Some((variable.as_str().to_owned(), term(cell.as_ref()?)?)));
        Some((self.properties(Some(given?))?, constants.collect()))
    }

    /// The properties, of which one variable may stand for a given one; `None` if another is not constant.
    fn properties(&self, given: Option<(&Variable, &NamedNode)>) -> Option<Vec<NamedNode>> {
        let property = |predicate: &&NamedNodePattern| match predicate {
            NamedNodePattern::NamedNode(property) => Some(property.clone()),
            NamedNodePattern::Variable(variable) => {
                let given = given.filter(|(name, _)| *name == variable && !self.passes(name));
                given.map(|(_, property)| property.clone())
            }
        };
        self.predicates.iter().map(property).collect()
    }
}

fn term(ground: &GroundTerm) -> Option<Term> {
    match ground {
        GroundTerm::NamedNode(node) => Some(node.clone().into()),
        GroundTerm::Literal(literal) => Some(literal.clone().into()),
        GroundTerm::Triple(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    /// The branches that are taken out, as the properties of each, and how many are left.
    fn taken(branches: &[&str]) -> (Vec<Vec<String>>, usize) {
        let union = branches.iter().map(|branch| format!("{{ {branch} }}"));
        let text = format!(
            "PREFIX : <urn:> SELECT ?thing ?kind ?value {{ {} }}",
            union.collect::<Vec<_>>().join(" UNION ")
        );
        let query = SparqlParser::new().parse_query(&text).unwrap();
        let (rest, listed) = split(query, &Variable::new_unchecked("thing"));
        let name = |property: &NamedNode| property.as_str().trim_start_matches("urn:").to_owned();
        let path = |chain: &Property| chain.0.iter().map(name).collect::<Vec<_>>().join("/");
        let paths = |listed: &Listed| listed.chains.iter().map(path).collect();
        let left = branches.len()
            - format!("{rest:?}")
                .matches("Values { variables: [], bindings: [] }")
                .count();
        (listed.iter().map(paths).collect(), left)
    }

    #[test]
    fn lists_and_chains_of_properties_need_no_evaluator() {
        let (listed, left) = taken(&[
            "?thing :a ?value",
            "?thing :a/:b ?value BIND (\"x\" AS ?kind)",
            "VALUES (?p ?kind) { (:a \"x\") (:b UNDEF) } ?thing ?p ?value",
            "VALUES (?p ?kind) { (:b \"x\") (:c \"y\") } ?thing :a ?between . ?between ?p ?value",
        ]);
        assert_eq!(listed, [vec!["a"], vec!["a/b"], vec!["a", "b"], vec!["a/b", "a/c"]]);
        assert_eq!(left, 0);
    }

    #[test]
    fn what_is_joined_filtered_computed_or_shown_on_the_way_is_left() {
        let branches = [
            "?thing :a ?value . ?thing :b ?kind",
            "?thing :a ?value FILTER (?value > 1)",
            "?thing :a ?value BIND (STR(?value) AS ?kind)",
            "?thing :a ?kind . ?kind :b ?value",
            "?thing :a ?thing",
            "?other :a ?value",
            "?thing :a :b",
            "VALUES ?value { :x } ?thing :a ?value",
            "VALUES (?p ?thing) { (:a :x) } ?thing ?p ?value",
            "?thing ?p ?value",
            "VALUES ?p { UNDEF } ?thing ?p ?value",
            "?thing :a+ ?value",
        ];
        assert_eq!(taken(&branches), (Vec::new(), branches.len()));
    }
}
