//! Answers, the suite's and ours, and how far two agree.

use crate::manifest::Files;
use oxigraph::model::{Graph, NamedNode, NamedOrBlankNodeRef, Term, TermRef, Triple, Variable, vocab::rdf};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, QueryResultsSerializer, SliceQueryResultsParserOutput,
};
use spareval::ExpressionTerm;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The W3C's vocabulary of results.
const RESULTS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";
/// The comparisons of rows before a test says that it takes too long.
const STEPS: usize = 1 << 20;

/// The terms of a row, by variable; those of a triple by its parts.
type Row = BTreeMap<String, Term>;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Boolean(bool),
    /// Rows, and whether they have an order.
    Rows(Vec<Row>, bool),
    /// The triples of a graph.
    Graph(Vec<Row>),
    /// Lines of CSV.
    Lines(Vec<String>),
}

/// How far two answers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    Nothing,
    /// Literals have the same values, by other lexical forms.
    Values,
    Terms,
}

impl Answer {
    /// The answer that the suite wants.
    pub fn wanted(files: &Files, iri: &str) -> Result<Self, String> {
        let extension = Path::new(iri).extension().and_then(|extension| extension.to_str());
        let text = || files.read(iri);
        match extension {
            Some("csv") => Ok(Self::Lines(lines(&text()?))),
            Some("ttl" | "rdf" | "nt") => Ok(Self::of_graph(&files.graph(iri)?)),
            Some(extension) => {
                let format = QueryResultsFormat::from_extension(extension);
                let format = format.ok_or_else(|| format!("{iri} has no format"))?;
                Self::parsed(format, &text()?).map_err(|error| format!("{iri}: {error}"))
            }
            None => Err(format!("{iri} has no extension")),
        }
    }

    fn parsed(format: QueryResultsFormat, text: &str) -> Result<Self, Box<dyn std::error::Error>> {
        Ok(match QueryResultsParser::from_format(format).for_slice(text)? {
            SliceQueryResultsParserOutput::Boolean(is) => Self::Boolean(is),
            SliceQueryResultsParserOutput::Solutions(solutions) => {
                let rows = solutions.map(|solution| Ok(row(solution?.iter())));
                Self::Rows(rows.collect::<Result<_, Box<dyn std::error::Error>>>()?, true)
            }
        })
    }

    /// The first line, if it is CSV.
    pub fn columns(&self) -> Option<&str> {
        match self {
            Self::Lines(lines) => lines.first().map(String::as_str),
            _ => None,
        }
    }

    /// The answer of a query. With columns it is as CSV, in their order, which `SELECT *` leaves open.
    pub fn found(results: QueryResults<'_>, columns: Option<&str>) -> Result<Self, String> {
        Ok(match results {
            QueryResults::Boolean(is) => Self::Boolean(is),
            QueryResults::Graph(triples) => {
                let triples: Result<Graph, _> = triples.collect();
                Self::of_triples(&triples.map_err(|error| error.to_string())?)
            }
            QueryResults::Solutions(solutions) => {
                let mut variables = solutions.variables().to_vec();
                let rows: Result<Vec<Row>, _> = solutions.map(|solution| Ok(row(solution?.iter()))).collect();
                let rows = rows.map_err(|error: oxigraph::sparql::QueryEvaluationError| error.to_string())?;
                let Some(columns) = columns else {
                    return Ok(Self::Rows(rows, true));
                };
                variables.sort_by_key(|variable| columns.split(',').position(|column| column == variable.as_str()));
                Self::Lines(lines(&csv(variables, &rows)?))
            }
        })
    }

    fn of_triples(graph: &Graph) -> Self {
        let part = |name: &str, term: Term| (name.to_owned(), term);
        let rows = graph.iter().map(Triple::from).map(|triple| {
            let parts = [
                part("s", triple.subject.into()),
                part("p", triple.predicate.into()),
                part("o", triple.object),
            ];
            Row::from(parts)
        });
        Self::Graph(rows.collect())
    }

    /// A graph that is an answer, or describes one.
    fn of_graph(graph: &Graph) -> Self {
        let term = |name: &str| NamedNode::new_unchecked(format!("{RESULTS}{name}"));
        let Some(set) = graph.subject_for_predicate_object(rdf::TYPE, &term("ResultSet")) else {
            return Self::of_triples(graph);
        };
        let one = |node: TermRef<'_>, name: &str| -> Option<Term> {
            let node = match node {
                TermRef::NamedNode(node) => NamedOrBlankNodeRef::from(node),
                TermRef::BlankNode(node) => node.into(),
                _ => return None,
            };
            graph
                .object_for_subject_predicate(node, &term(name))
                .map(TermRef::into_owned)
        };
        let text = |term: Option<Term>| match term {
            Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        };
        if let Some(is) = text(one(set.into(), "boolean")) {
            return Self::Boolean(is == "true");
        }
        let (solution, binding) = (term("solution"), term("binding"));
        let mut rows: Vec<(Option<usize>, Row)> = Vec::new();
        for node in graph.objects_for_subject_predicate(set, &solution) {
            let index = text(one(node, "index")).and_then(|index| index.parse().ok());
            let TermRef::BlankNode(node) = node else {
                panic!("{node} is no solution");
            };
            let bindings = graph.objects_for_subject_predicate(node, &binding);
            let terms = bindings.filter_map(|binding| Some((text(one(binding, "variable"))?, one(binding, "value")?)));
            rows.push((index, terms.collect()));
        }
        rows.sort_by_key(|(index, _)| *index);
        let has_order = rows.iter().all(|(index, _)| index.is_some());
        Self::Rows(rows.into_iter().map(|(_, row)| row).collect(), has_order)
    }

    /// The same answer, with the canonical form of each value.
    fn by_value(&self) -> Self {
        let canonical = |rows: &[Row]| -> Vec<Row> {
            let value = |term: &Term| Term::from(ExpressionTerm::from(term.clone()));
            let row = |row: &Row| row.iter().map(|(name, term)| (name.clone(), value(term))).collect();
            rows.iter().map(row).collect()
        };
        match self {
            Self::Boolean(is) => Self::Boolean(*is),
            Self::Rows(rows, has_order) => Self::Rows(canonical(rows), *has_order),
            Self::Graph(rows) => Self::Graph(canonical(rows)),
            Self::Lines(lines) => Self::Lines(lines.iter().map(|line| numbers(line)).collect()),
        }
    }

    /// Without rows that are there twice.
    fn distinct(&self) -> Self {
        match self {
            Self::Rows(rows, has_order) => {
                let mut rows = rows.clone();
                rows.sort_by_cached_key(|row| format!("{row:?}"));
                rows.dedup();
                Self::Rows(rows, *has_order)
            }
            other => other.clone(),
        }
    }

    /// How far two answers agree, whatever the order of rows. With `is_lax`, rows that are there twice count once.
    pub fn agreement(&self, other: &Self, is_lax: bool) -> Agreement {
        if is_lax {
            return self.distinct().agreement(&other.distinct(), false);
        }
        if self.is(other) {
            return Agreement::Terms;
        }
        match self.by_value().is(&other.by_value()) {
            true => Agreement::Values,
            false => Agreement::Nothing,
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Lines(one), Self::Lines(other)) => {
                let [mut one, mut other] = [one.clone(), other.clone()];
                one.sort();
                other.sort();
                one == other
            }
            (Self::Rows(one, _), Self::Rows(other, _)) | (Self::Graph(one), Self::Graph(other)) => {
                Matching::is_possible(one, other)
            }
            _ => false,
        }
    }

    /// Whether rows come in the order of the wanted ones, by value; `None` if these have no order.
    pub fn is_in_order(&self, wanted: &Self) -> Option<bool> {
        let (Self::Rows(found, _), Self::Rows(wanted, true)) = (self.by_value(), wanted.by_value()) else {
            return None;
        };
        let mut matching = Matching::default();
        let is = found.len() == wanted.len() && found.iter().zip(&wanted).all(|(one, other)| matching.row(one, other));
        Some(is)
    }
}

fn row<'a>(terms: impl Iterator<Item = (&'a Variable, &'a Term)>) -> Row {
    terms
        .map(|(variable, term)| (variable.as_str().to_owned(), term.clone()))
        .collect()
}

fn csv(variables: Vec<Variable>, rows: &[Row]) -> Result<String, String> {
    let write = || {
        let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Csv);
        let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables.clone())?;
        for row in rows {
            let terms = variables
                .iter()
                .filter_map(|variable| Some((variable, row.get(variable.as_str())?)));
            writer.serialize(terms)?;
        }
        writer.finish()
    };
    let bytes = write().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// The lines of a text; the names of blank nodes, which differ, are left out.
fn lines(text: &str) -> Vec<String> {
    let cell = |cell: &str| match cell.starts_with("_:") {
        true => "_:".to_owned(),
        false => cell.to_owned(),
    };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect()
}

/// A line of CSV whose numbers have one form.
fn numbers(line: &str) -> String {
    let number = |cell: &str| {
        cell.parse()
            .map_or_else(|_| cell.to_owned(), |number: f64| number.to_string())
    };
    line.split(',').map(number).collect::<Vec<_>>().join(",")
}

/// A one-to-one map of the blank nodes of two answers.
#[derive(Default, Clone)]
struct Matching {
    there: HashMap<String, String>,
    back: HashMap<String, String>,
}

impl Matching {
    /// Whether some map makes the rows of both the same, with repetition.
    fn is_possible(one: &[Row], other: &[Row]) -> bool {
        let split = |rows: &[Row]| -> (Vec<Row>, Vec<Row>) {
            let mut rows = rows.to_vec();
            rows.sort_by_cached_key(|row| format!("{row:?}"));
            rows.into_iter().partition(|row| row.values().all(is_ground))
        };
        let ((ground, rest), (other_ground, other_rest)) = (split(one), split(other));
        if ground != other_ground || rest.len() != other_rest.len() {
            return false;
        }
        let mut left: Vec<&Row> = other_rest.iter().collect();
        let mut steps = 0;
        Self::default().rows(&rest, &mut left, &mut steps)
    }

    /// Whether each of the rows has its own among those that are left.
    fn rows(&self, rows: &[Row], left: &mut Vec<&Row>, steps: &mut usize) -> bool {
        let Some((first, rest)) = rows.split_first() else {
            return left.is_empty();
        };
        for at in 0..left.len() {
            *steps += 1;
            assert!(*steps < STEPS, "too many blank nodes to compare");
            let mut matching = self.clone();
            if matching.row(first, left[at]) {
                let row = left.remove(at);
                if matching.rows(rest, left, steps) {
                    return true;
                }
                left.insert(at, row);
            }
        }
        false
    }

    fn row(&mut self, one: &Row, other: &Row) -> bool {
        let mut pairs = one.iter().zip(other);
        one.len() == other.len() && pairs.all(|(one, other)| one.0 == other.0 && self.term(one.1, other.1))
    }

    fn term(&mut self, one: &Term, other: &Term) -> bool {
        match (one, other) {
            (Term::BlankNode(one), Term::BlankNode(other)) => {
                let (one, other) = (one.as_str().to_owned(), other.as_str().to_owned());
                *self.there.entry(one.clone()).or_insert_with(|| other.clone()) == other
                    && *self.back.entry(other).or_insert_with(|| one.clone()) == one
            }
            (Term::Triple(one), Term::Triple(other)) => {
                one.predicate == other.predicate
                    && self.term(&one.subject.clone().into(), &other.subject.clone().into())
                    && self.term(&one.object, &other.object)
            }
            _ => one == other,
        }
    }
}

fn is_ground(term: &Term) -> bool {
    match term {
        Term::BlankNode(_) => false,
        Term::Triple(triple) => is_ground(&triple.subject.clone().into()) && is_ground(&triple.object),
        _ => true,
    }
}
