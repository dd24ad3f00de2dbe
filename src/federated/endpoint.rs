//! Requests to an endpoint, and the rows kept of its responses.

use super::FederatedError;
use super::pattern::{Values, readable, with_values};
use crate::graph::Solutions;
use crate::web::Answer;
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, GroundTriple};
use std::collections::{BTreeMap, HashMap};

/// The number of rows sent along in one request.
const BATCH: usize = 100;

/// The maximum number of rows sent to one endpoint.
const MOST_QUESTIONS: usize = 10_000;

/// The maximum number of rows kept from one endpoint.
const MOST_ROWS: usize = 1_000_000;

/// A row of a response: one optional term for each variable.
pub(super) type Row = Vec<Option<GroundTerm>>;

/// The rows to send along, in batches.
pub(super) struct Batches {
    variables: Vec<Variable>,
    rows: std::vec::IntoIter<Row>,
    /// Nothing is known: a single request without VALUES.
    asks_all: bool,
}

impl Batches {
    /// Batches the known solutions for the variables of the request.
    pub(super) fn new(url: &str, asked: &[Variable], known: Option<Solutions>) -> Result<Self, FederatedError> {
        let (variables, rows) = known
            .map(|known| columns(asked, &known))
            .filter(|(variables, _)| !variables.is_empty())
            .unwrap_or_default();
        if rows.len() > MOST_QUESTIONS {
            let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
            return Err(FederatedError::TooManyQuestions {
                url: url.to_owned(),
                count: rows.len(),
                variables: names.join(" "),
                limit: MOST_QUESTIONS,
            });
        }
        Ok(Self {
            asks_all: variables.is_empty(),
            variables,
            rows: rows.into_iter(),
        })
    }
}

impl Iterator for Batches {
    type Item = Option<Values>;

    fn next(&mut self) -> Option<Self::Item> {
        if std::mem::take(&mut self.asks_all) {
            return Some(None);
        }
        let rows: Vec<Row> = self.rows.by_ref().take(BATCH).collect();
        let variables = self.variables.clone();
        (!rows.is_empty()).then_some(Some(Values { variables, rows }))
    }
}

/// The columns that have a value in each row, with their distinct rows, sorted.
///
/// UNDEF in a column would match anything, and return the rows of others twice.
fn columns(asked: &[Variable], known: &Solutions) -> (Vec<Variable>, Vec<Row>) {
    let values = |at: usize| -> Option<Vec<GroundTerm>> {
        let cells = known.rows.iter();
        cells.map(|row| sendable(row.get(at)?.as_ref()?)).collect()
    };
    let columns: Vec<(Variable, Vec<GroundTerm>)> = asked
        .iter()
        .filter_map(|variable| Some((variable.clone(), values(known.index(variable.as_str())?)?)))
        .collect();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for number in 0..known.rows.len() {
        let row: Vec<&GroundTerm> = columns.iter().filter_map(|(_, column)| column.get(number)).collect();
        let key: Vec<String> = row.iter().map(ToString::to_string).collect();
        rows.insert(key.join(" "), row.into_iter().cloned().map(Some).collect());
    }
    (
        columns.into_iter().map(|(variable, _)| variable).collect(),
        rows.into_values().collect(),
    )
}

/// A term that VALUES can contain; a blank node has no meaning elsewhere.
fn sendable(term: &Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::Literal(literal) => Some(literal.clone().into()),
        Term::BlankNode(_) | Term::Triple(_) => None,
    }
}

/// The query to send.
pub(super) fn question(pattern: GraphPattern, asked: &[Variable], values: Option<Values>) -> String {
    let pattern = match values {
        Some(values) => with_values(pattern, values),
        None => pattern,
    };
    let query = Query::Select {
        dataset: None,
        pattern: GraphPattern::Project {
            inner: readable(pattern).into(),
            variables: asked.to_vec(),
        },
        base_iri: None,
    };
    query.to_string()
}

/// Reads the rows of a response.
pub(super) fn read(
    answer: &Answer,
    asked: &[Variable],
    blank_nodes: &mut usize,
    rows: &mut Vec<Row>,
) -> Result<(), FederatedError> {
    let wrong = |why: String| FederatedError::NotResults {
        url: answer.url.clone(),
        why,
    };
    let text = answer.value.to_string();
    let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
    let solutions = match parser.for_slice(text.as_bytes()) {
        Ok(SliceQueryResultsParserOutput::Solutions(solutions)) => solutions,
        Ok(SliceQueryResultsParserOutput::Boolean(_)) => return Err(wrong("it says yes or no".to_owned())),
        Err(error) => return Err(wrong(format!("{error}, in {}", beginning(&text)))),
    };
    let mut names = Names {
        given: HashMap::new(),
        count: blank_nodes,
    };
    for solution in solutions {
        let solution = solution.map_err(|error| wrong(format!("{error}, in {}", beginning(&text))))?;
        if rows.len() == MOST_ROWS {
            return Err(FederatedError::TooManyRows {
                url: answer.url.clone(),
                limit: MOST_ROWS,
            });
        }
        let row = asked.iter().map(|variable| Some(names.term(solution.get(variable)?)));
        rows.push(row.collect());
    }
    Ok(())
}

fn beginning(text: &str) -> String {
    text.chars().take(160).collect()
}

/// IRIs for the blank nodes of one response; their labels are local to it.
struct Names<'a> {
    given: HashMap<BlankNode, NamedNode>,
    count: &'a mut usize,
}

impl Names<'_> {
    fn node(&mut self, node: &BlankNode) -> NamedNode {
        let count = &mut *self.count;
        let name = self.given.entry(node.clone()).or_insert_with(|| {
            *count += 1;
            NamedNode::new_unchecked(format!("urn:x-sourcier:blank:{count}"))
        });
        name.clone()
    }

    fn term(&mut self, term: &Term) -> GroundTerm {
        match term {
            Term::NamedNode(node) => node.clone().into(),
            Term::BlankNode(node) => self.node(node).into(),
            Term::Literal(literal) => literal.clone().into(),
            Term::Triple(triple) => GroundTerm::Triple(Box::new(GroundTriple {
                subject: match &triple.subject {
                    NamedOrBlankNode::NamedNode(node) => node.clone(),
                    NamedOrBlankNode::BlankNode(node) => self.node(node),
                },
                predicate: triple.predicate.clone(),
                object: self.term(&triple.object),
            })),
        }
    }
}

/// A row with the endpoint's IRI in its column; `None` if the row has another one there.
pub(super) fn of(mut row: Row, url: &str, at: Option<usize>, width: usize) -> Option<Row> {
    row.resize(width, None);
    if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
        let address = GroundTerm::from(NamedNode::new_unchecked(url));
        match cell {
            Some(other) if *other != address => return None,
            _ => *cell = Some(address),
        }
    }
    Some(row)
}
