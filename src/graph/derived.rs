//! What a CONSTRUCT derives from a graph, to be put back into it.
//!
//! Where the program's index holds the graph, triples are made of the numbers of the answer's terms: a rule then makes a text only
//! where its query does.

use super::held::Held;
use super::numbers::{Table, unexpected};
use super::order::UNBOUND;
use super::{Graph, GraphError};
use crate::budget::Running;
use index::{Made, Terms};
use oxigraph::model::{NamedOrBlankNode, Term, Triple, Variable};
use oxigraph::sparql::QueryEvaluationError;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The triples that a rule derived from a graph.
pub struct Derived(Triples);

enum Triples {
    /// In the numbers of the graph's index.
    Made(Made),
    Written(Vec<Triple>),
}

impl Derived {
    /// The number of triples, the same one counted as often as it was derived.
    pub fn len(&self) -> usize {
        match &self.0 {
            Triples::Made(made) => made.len(),
            Triples::Written(triples) => triples.len(),
        }
    }

    /// Whether there are no triples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a triple has a blank node.
    pub fn has_blank_nodes(&self) -> bool {
        match &self.0 {
            Triples::Made(made) => made.has_blank_nodes(),
            Triples::Written(triples) => triples.iter().any(|triple| {
                matches!(triple.subject, NamedOrBlankNode::BlankNode(_)) || matches!(triple.object, Term::BlankNode(_))
            }),
        }
    }
}

impl From<Vec<Triple>> for Derived {
    fn from(triples: Vec<Triple>) -> Self {
        Self(Triples::Written(triples))
    }
}

impl Graph {
    /// What a CONSTRUCT derives, for [`Graph::put`]. `name` is the query's, in its budget.
    ///
    /// # Errors
    /// When it cannot be evaluated.
    pub fn derive(&self, name: &str, query: Query) -> Result<Derived, QueryEvaluationError> {
        if let (Held::Index(_), Some((select, template))) = (&self.held, Template::of(&query)) {
            let running = self.begin(name)?;
            let table = Table::of(self, select, &[], &[], None, &running)?;
            if let Some(table) = table {
                let made = running.time(|| template.filled(table, &running))?;
                return Ok(Derived(Triples::Made(made)));
            }
        }
        Ok(self.construct(name, query)?.into())
    }

    /// Adds what was derived from this graph, to which nothing was added since.
    ///
    /// # Errors
    /// When there are too many terms or triples.
    pub fn put(&mut self, derived: Derived) -> Result<(), GraphError> {
        match (derived.0, &mut self.held) {
            (Triples::Written(triples), _) => self.extend(triples),
            (Triples::Made(made), Held::Index(indexed)) => {
                indexed.own().add_made(made)?;
                self.held.commit()
            }
            (Triples::Made(_), Held::Oxigraph(_)) => Err(index::Failure::Stale.into()),
        }
    }
}

/// The triples that a CONSTRUCT makes of each row.
struct Template(Vec<[Part; 3]>);

/// A part of a triple.
enum Part {
    /// What is in a column of the row.
    Column(usize),
    Term(Term),
}

impl Template {
    /// The SELECT of the variables of a CONSTRUCT, and what it makes of each row; `None` for other queries, and for templates with
    /// blank nodes or triple terms.
    fn of(query: &Query) -> Option<(Query, Self)> {
        let Query::Construct {
            template,
            dataset,
            pattern,
            base_iri,
        } = query
        else {
            return None;
        };
        let mut variables = Vec::new();
        let parts = template.iter().map(|triple| parts(triple, &mut variables));
        let parts = parts.collect::<Option<_>>()?;
        let select = Query::Select {
            dataset: dataset.clone(),
            pattern: GraphPattern::Project {
                inner: Box::new(pattern.clone()),
                variables,
            },
            base_iri: base_iri.clone(),
        };
        Some((select, Self(parts)))
    }

    /// The triples of an answer, each of which counts in its budget; a row that lacks a part of one gives the others.
    fn filled(self, table: Table<'_>, running: &Running) -> Result<Made, QueryEvaluationError> {
        let (rows, width, cells, mut terms) = table.into_parts();
        let number = |part: Part, terms: &mut Terms<'_>| match part {
            Part::Column(column) => Ok(Err(column)),
            Part::Term(term) => terms.put(term.as_ref()).map(Ok),
        };
        let mut template = Vec::new();
        for triple in self.0 {
            for part in triple {
                template.push(number(part, &mut terms).map_err(unexpected)?);
            }
        }
        let rows = (0..rows).map(|row| cells.get(row * width..(row + 1) * width).unwrap_or_default());
        let triples = rows.flat_map(|row| {
            template.chunks_exact(3).filter_map(move |parts| {
                let mut triple = [UNBOUND; 3];
                for (number, part) in triple.iter_mut().zip(parts) {
                    *number = match part {
                        Ok(constant) => *constant,
                        Err(column) => row.get(*column).copied().filter(|cell| *cell != UNBOUND)?,
                    };
                }
                Some(triple)
            })
        });
        let mut made = Vec::new();
        for triple in triples {
            let text = terms.text(triple[2]).map_err(|damaged| unexpected(damaged.into()))?;
            running.took(made.len() as u64 + 1, [text.map_or(0, str::len)])?;
            made.push(triple);
        }
        terms.made(made).map_err(unexpected)
    }
}

fn parts(triple: &TriplePattern, variables: &mut Vec<Variable>) -> Option<[Part; 3]> {
    let mut column = |variable: &Variable| {
        let known = variables.iter().position(|known| known == variable);
        Part::Column(known.unwrap_or_else(|| {
            variables.push(variable.clone());
            variables.len() - 1
        }))
    };
    let mut part = |pattern: &TermPattern| {
        Some(match pattern {
            TermPattern::Variable(variable) => column(variable),
            TermPattern::NamedNode(node) => Part::Term(node.clone().into()),
            TermPattern::Literal(literal) => Part::Term(literal.clone().into()),
            TermPattern::BlankNode(_) | TermPattern::Triple(_) => return None,
        })
    };
    let (subject, object) = (part(&triple.subject)?, part(&triple.object)?);
    let predicate = match &triple.predicate {
        NamedNodePattern::Variable(variable) => column(variable),
        NamedNodePattern::NamedNode(node) => Part::Term(node.clone().into()),
    };
    Some([subject, predicate, object])
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    fn graph() -> Graph {
        let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        let mut graph = Graph::default();
        let number = |text: &str| Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("{XSD}decimal")));
        graph
            .extend([
                Triple::new(node("a"), node("amount"), number("1.50")),
                Triple::new(node("b"), node("amount"), number("2")),
                Triple::new(
                    node("a"),
                    node("label"),
                    Literal::new_language_tagged_literal_unchecked("un", "fr"),
                ),
                Triple::new(node("b"), node("label"), Literal::new_simple_literal("two")),
                Triple::new(node("b"), node("in"), node("a")),
                Triple::new(
                    node("c"),
                    node("says"),
                    Triple::new(node("a"), node("amount"), number("1.50")),
                ),
            ])
            .unwrap();
        graph
    }

    const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

    /// What a CONSTRUCT adds, as numbers and as triples.
    fn both(query: &str) -> [Vec<String>; 2] {
        let query = spargebra::SparqlParser::new()
            .with_prefix("", "https://example.org/")
            .unwrap()
            .with_prefix("xsd", XSD)
            .unwrap()
            .parse_query(query)
            .unwrap();
        let told = |graph: &Graph| graph.triples().map(|triple| triple.to_string()).collect();
        let (mut derived, mut constructed) = (graph(), graph());
        let made = derived.derive("test", query.clone()).unwrap();
        derived.put(made).unwrap();
        let triples = constructed.construct("test", query).unwrap();
        constructed.extend(triples).unwrap();
        [told(&derived), told(&constructed)]
    }

    #[test]
    fn what_is_derived_as_numbers_is_what_the_evaluator_constructs() {
        for query in [
            "CONSTRUCT { ?x :twice ?y ; a :Thing } WHERE { ?x :amount ?z BIND (?z * 2 AS ?y) }",
            // A value that is calculated in several ways, new IRIs, languages and datatypes.
            "CONSTRUCT { ?n :of ?x ; :l ?l ; :d ?d } WHERE { ?x :amount ?z BIND (IRI(CONCAT(STR(?x), '/n')) AS ?n)
             BIND (STRLANG('neu', 'de') AS ?l) BIND (STRDT('x', :type) AS ?d) }",
            "CONSTRUCT { ?x :same '1.5'^^xsd:decimal, '1.50'^^xsd:decimal, true, '01'^^xsd:integer } WHERE { ?x :amount 1.5 }",
            // A row that lacks a part of a triple gives the others; what is no triple is left out.
            "CONSTRUCT { ?x :label2 ?l . ?x :in2 ?y } WHERE { ?x :amount ?z OPTIONAL { ?x :label ?l } OPTIONAL { ?x :in ?y } }",
            "CONSTRUCT { ?z :of ?x . ?x ?z :a . ?x :ok ?z } WHERE { ?x :amount ?z }",
            "CONSTRUCT { :a :b :c } WHERE { ?x :amount ?z }",
            "CONSTRUCT { :a :b :c } WHERE { ?x :nothing ?z }",
            "CONSTRUCT { ?x :says2 ?t } WHERE { ?x :says ?t }",
            "CONSTRUCT { ?x :says2 ?t } WHERE { ?x :amount ?z BIND (TRIPLE(?x, :new, ?z) AS ?t) }",
            "CONSTRUCT { ?x :says2 ?t } WHERE { ?x :amount ?z BIND (TRIPLE(?x, :new, STRLANG('neu', 'de')) AS ?t) }",
            "CONSTRUCT { ?x ?p ?n } WHERE { SELECT ?x ?p (COUNT(?o) AS ?n) WHERE { ?x ?p ?o } GROUP BY ?x ?p }",
        ] {
            let [derived, constructed] = both(query);
            assert_eq!(derived, constructed, "{query}");
            let is_nothing = query.contains(":nothing");
            assert_eq!(derived.len() > graph().len(), !is_nothing, "{query}");
        }
    }

    #[test]
    fn blank_nodes_are_told_and_another_state_of_the_graph_is_refused() {
        let parse = |text: &str| spargebra::SparqlParser::new().parse_query(text).unwrap();
        let graph = graph();
        for (query, has) in [
            (
                "CONSTRUCT { ?x <urn:p> _:b } WHERE { ?x <https://example.org/in> ?y }",
                true,
            ),
            (
                "CONSTRUCT { ?x <urn:p> ?b } WHERE { ?x <https://example.org/in> ?y BIND (BNODE() AS ?b) }",
                true,
            ),
            (
                "CONSTRUCT { ?x <urn:p> 3 } WHERE { ?x <https://example.org/in> ?y }",
                false,
            ),
        ] {
            let derived = graph.derive("test", parse(query)).unwrap();
            assert_eq!((derived.len(), derived.has_blank_nodes()), (1, has), "{query}");
        }
        let made = graph
            .derive(
                "test",
                parse("CONSTRUCT { ?x <urn:p> 3 } WHERE { ?x <https://example.org/in> ?y }"),
            )
            .unwrap();
        let mut other = Graph::default();
        assert!(other.put(made).is_err() && other.is_empty());
    }
}
