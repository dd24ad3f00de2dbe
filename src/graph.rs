//! The graph: RDF triples in memory, with SPARQL by Oxigraph's evaluator. Only this module uses the index of triples.
//!
//! Takes triples and Turtle; returns answers. It has one default graph and no blank nodes: those of an ontology become
//! IRIs.

mod asked;
mod derived;
mod held;
mod numbers;
mod order;
mod peer;
mod sort;
mod writer;

pub use derived::Derived;
pub use held::Make;
pub use index::MARK;
pub use numbers::{Constants, Listed, Table};
pub use writer::Writer;

use crate::budget::{self, Running};
use crate::disk::Opened;
use crate::dossier::Store;
use diagnostic::{Place, Report, code};
use held::{Held, Indexed};
use index::Index;
use order::{Order, unordered};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef, Triple, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};
use sort::Merged;
use spargebra::Query;
use std::io;

/// A graph in memory.
#[derive(Default)]
pub struct Graph {
    held: Held,
    /// A name under which queries find it, too, as a named graph.
    called: Option<NamedNode>,
}

/// A graph could not be filled or asked.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// It can hold no more terms or triples.
    #[error(transparent)]
    Index(#[from] index::Failure),
    /// One of the program's own queries failed.
    #[error(transparent)]
    Query(Box<dyn std::error::Error + Send + Sync>),
}

/// The answer of a query.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Of SELECT: variables and rows, in query order.
    Solutions(Solutions),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE: distinct triples, sorted.
    Triples(Vec<Triple>),
}

/// Rows of terms under variables.
#[derive(Debug, Clone, Default)]
pub struct Solutions {
    /// The variables' names, without `?`.
    pub variables: Vec<String>,
    /// One optional term for each variable.
    pub rows: Vec<Vec<Option<Term>>>,
}

impl Solutions {
    /// The position of a variable.
    pub fn index(&self, variable: &str) -> Option<usize> {
        self.variables.iter().position(|name| name == variable)
    }

    /// The rows, each as a map from variable to term.
    pub fn iter(&self) -> impl Iterator<Item = Solution<'_>> {
        self.rows.iter().map(|row| Solution { solutions: self, row })
    }
}

/// The answer of a query, computed lazily.
pub enum Results<'a> {
    /// Of SELECT.
    Solutions(Rows<'a>),
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE: distinct triples, sorted; all of them are computed first.
    Triples(Vec<Triple>),
}

impl<'a> Results<'a> {
    /// The same answer, and whether it has neither rows nor triples; computes the first row.
    pub fn peeked(self) -> (Self, bool) {
        match self {
            Self::Solutions(mut rows) => {
                rows.first = rows.next();
                let is_empty = rows.first.is_none();
                (Self::Solutions(rows), is_empty)
            }
            Self::Triples(triples) => {
                let is_empty = triples.is_empty();
                (Self::Triples(triples), is_empty)
            }
            yes_or_no @ Self::Boolean(_) => (yes_or_no, false),
        }
    }

    /// Computes the whole answer.
    ///
    /// # Errors
    /// When a row cannot be evaluated.
    pub fn collect(self) -> Result<Answer, QueryEvaluationError> {
        Ok(match self {
            Self::Solutions(rows) => Answer::Solutions(rows.collect()?),
            Self::Boolean(value) => Answer::Boolean(value),
            Self::Triples(triples) => Answer::Triples(triples),
        })
    }
}

impl From<Answer> for Results<'static> {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Solutions(Solutions { variables, rows }) => {
                Self::Solutions(Rows::new(variables, rows.into_iter().map(Ok)))
            }
            Answer::Boolean(value) => Self::Boolean(value),
            Answer::Triples(triples) => Self::Triples(triples),
        }
    }
}

/// The rows of a SELECT, one at a time.
pub struct Rows<'a> {
    /// The variables' names, without `?`.
    pub variables: Vec<String>,
    rows: QuerySolutionIter<'a>,
    /// The first row, if it was taken to see whether there is one.
    first: Option<Result<QuerySolution, QueryEvaluationError>>,
    /// The number of rows taken so far.
    taken: u64,
    /// The query's budget, while it is evaluated.
    running: Option<Running>,
}

impl<'a> Rows<'a> {
    /// Rows from an iterator; variable names have no `?`, and each row has one optional term for each of them.
    pub fn new(
        variables: Vec<String>,
        rows: impl IntoIterator<Item = Result<Vec<Option<Term>>, QueryEvaluationError>> + 'a,
    ) -> Self {
        let named = variables.iter().map(Variable::new_unchecked).collect();
        Self {
            variables,
            rows: QuerySolutionIter::from_tuples(named, rows),
            first: None,
            taken: 0,
            running: None,
        }
    }

    /// The rows of a query under its budget.
    fn evaluated(rows: QuerySolutionIter<'a>, running: Running) -> Self {
        Self {
            variables: rows.variables().iter().map(|v| v.as_str().to_owned()).collect(),
            rows,
            first: None,
            taken: 0,
            running: Some(running),
        }
    }

    /// Computes all rows.
    ///
    /// # Errors
    /// When a row cannot be evaluated.
    pub fn collect(self) -> Result<Solutions, QueryEvaluationError> {
        let variables = self.variables.clone();
        let rows: Result<_, _> = self.map(|row| row.map(|row| row.values().to_vec())).collect();
        Ok(Solutions { variables, rows: rows? })
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<QuerySolution, QueryEvaluationError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let Some(running) = &self.running else {
            return self.rows.next();
        };
        let row = match running.step(|| self.rows.next().transpose()) {
            Ok(row) => row?,
            Err(error) => return Some(Err(error)),
        };
        self.taken += 1;
        let sizes = row.values().iter().flatten().map(size);
        Some(running.took(self.taken, sizes).map(|()| row).map_err(Into::into))
    }
}

/// The size of a term in bytes; a triple is smaller than the terms that it was made of.
fn size(term: &Term) -> usize {
    match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
        Term::Triple(_) => 0,
    }
}

/// One row.
#[derive(Clone, Copy)]
pub struct Solution<'a> {
    solutions: &'a Solutions,
    row: &'a [Option<Term>],
}

impl<'a> Solution<'a> {
    /// The value of a variable.
    pub fn get(&self, variable: &str) -> Option<&'a Term> {
        self.row.get(self.solutions.index(variable)?)?.as_ref()
    }

    /// The value of a variable as text: the lexical form of a literal, or an IRI without brackets.
    pub fn text(&self, variable: &str) -> Option<&'a str> {
        self.get(variable).map(text)
    }
}

/// A term as text: the lexical form of a literal, or an IRI without brackets.
pub fn text(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::Triple(_) => "<<( ... )>>",
    }
}

impl Graph {
    /// An empty graph whose triples a store holds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn new(store: Store) -> Result<Self, GraphError> {
        Ok(Self {
            held: Held::new(store)?,
            called: None,
        })
    }

    /// Adds triples.
    ///
    /// # Errors
    /// When there are too many terms or triples.
    pub fn extend(&mut self, triples: impl IntoIterator<Item = Triple>) -> Result<(), GraphError> {
        for triple in triples {
            self.held.add(triple.as_ref())?;
        }
        self.held.commit()
    }

    /// A copy with more triples.
    ///
    /// # Errors
    /// When there are too many terms or triples.
    pub fn with(&self, triples: impl IntoIterator<Item = Triple>) -> Result<Self, GraphError> {
        let mut copy = Self {
            held: self.held.copy()?,
            called: self.called.clone(),
        };
        copy.extend(triples)?;
        Ok(copy)
    }

    /// Writes the graph into a file, for [`Graph::open`]. `digest` tells what it was made from, `about` is anything that belongs to it.
    ///
    /// # Errors
    /// When writing fails, or Oxigraph's store holds it.
    pub fn keep(
        &mut self,
        digest: [u8; index::DIGEST],
        about: &str,
        file: &mut (impl io::Write + io::Seek),
    ) -> io::Result<()> {
        match &mut self.held {
            Held::Index(indexed) => indexed.own().keep(digest, about.as_bytes(), file),
            Held::Oxigraph(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Opens a kept graph of what has this digest, and what belongs to it; `None` if the file has another one, or is not whole.
    ///
    /// Its blocks are compared with their checksums when they are first read. If one is damaged, `make` makes the graph anew,
    /// and it answers in place of this one: no answer has anything of a damaged block.
    pub fn open(file: &Opened, digest: [u8; index::DIGEST], make: Make) -> Option<(Self, String)> {
        let index = Index::open(&file.file().ok()?, digest).ok()?;
        if !index.is_mapped() {
            // All of it is in memory: now is as good a time as any.
            index.verify().ok()?;
        }
        let about = str::from_utf8(index.about().ok()?).ok()?.to_owned();
        let held = Held::Index(Indexed::kept(index, make));
        Some((Self { held, called: None }, about))
    }

    /// The graph, which queries also find as a named graph with this name.
    #[must_use]
    pub fn called(self, name: NamedNode) -> Self {
        Self {
            called: Some(name),
            ..self
        }
    }

    /// Replaces each of these triples by another one, or removes it.
    ///
    /// # Errors
    /// When there are too many terms or triples.
    pub fn change(&mut self, changes: Vec<(Triple, Option<Triple>)>) -> Result<(), GraphError> {
        self.held.remove(changes.iter().map(|(old, _)| old.as_ref()))?;
        self.extend(changes.into_iter().filter_map(|(_, new)| new))
    }

    /// Prepares for questions, when all triples are there.
    ///
    /// # Errors
    /// When there are too many triples.
    pub fn compact(&mut self) -> Result<(), GraphError> {
        self.held.compact()
    }

    /// The number of triples.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether the graph has no triples.
    pub fn is_empty(&self) -> bool {
        self.held.len() == 0
    }

    /// Starts a bulk load of tables, which is visible after [`Writer::commit`].
    pub fn writer(&mut self) -> Writer<'_> {
        Writer::of(&mut self.held)
    }

    /// Whether an IRI is the subject of a triple.
    pub fn knows(&self, iri: NamedNodeRef<'_>) -> bool {
        self.has(Some(iri), None, None)
    }

    /// Whether an IRI is in a triple, as subject, predicate or object.
    pub fn mentions(&self, iri: NamedNodeRef<'_>) -> bool {
        self.knows(iri) || self.has(None, Some(iri), None) || self.has(None, None, Some(iri.into()))
    }

    /// Whether an IRI is the subject of a triple with a predicate.
    pub fn says(&self, iri: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> bool {
        self.has(Some(iri), Some(predicate), None)
    }

    fn has(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> bool {
        self.held.has((subject, predicate, object))
    }

    /// The triples with a subject, a predicate and an object, or any where one is `None`, without the evaluator; in an order
    /// that depends on how the graph was filled.
    pub fn matching(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Triple> + use<> {
        self.held.matching((subject, predicate, object)).into_iter()
    }

    /// The subjects whose IRIs begin with a prefix, sorted.
    pub fn subjects(&self, start: &str) -> Vec<String> {
        let mut found = self.held.subjects(start);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// All triples, sorted by the N-Triples forms of their subjects, predicates and objects. They are made one by one: all of
    /// them at once take much more memory than the graph.
    pub fn triples(&self) -> impl Iterator<Item = Triple> + Clone {
        self.held.triples()
    }

    /// The triples of a CONSTRUCT, unsorted. `name` is the query's, in its budget.
    ///
    /// # Errors
    /// When it cannot be evaluated.
    pub fn construct(&self, name: &str, query: Query) -> Result<Vec<Triple>, QueryEvaluationError> {
        let running = self.begin(name)?;
        match running.step(|| self.execute(query, &running))? {
            QueryResults::Graph(triples) => collect(triples, &running),
            QueryResults::Boolean(_) | QueryResults::Solutions(_) => Ok(Vec::new()),
        }
    }

    /// The rows of a SELECT, computed lazily; `None` for another query form. `name` is the query's, in its budget. SERVICE
    /// is never called.
    ///
    /// # Errors
    /// When it cannot be evaluated; each row can fail as well.
    pub fn select(&self, name: &str, query: Query) -> Result<Option<Rows<'_>>, QueryEvaluationError> {
        Ok(match self.evaluate(name, query)? {
            Results::Solutions(rows) => Some(rows),
            Results::Boolean(_) | Results::Triples(_) => None,
        })
    }

    /// Evaluates a query; its rows are computed lazily. `name` is the query's, in its budget. SERVICE is never called.
    ///
    /// # Errors
    /// When it cannot be evaluated; each row can fail as well.
    pub fn evaluate(&self, name: &str, query: Query) -> Result<Results<'_>, QueryEvaluationError> {
        let running = self.begin(name)?;
        let (query, order) = unordered(query);
        if let Some(order) = order {
            return self.ordered(query, order, running);
        }
        Ok(match running.step(|| self.execute(query, &running))? {
            QueryResults::Boolean(value) => Results::Boolean(value),
            QueryResults::Graph(triples) => Results::Triples(sorted(collect(triples, &running)?)),
            QueryResults::Solutions(rows) => Results::Solutions(Rows::evaluated(rows, running)),
        })
    }

    /// Evaluates a SELECT and sorts its rows; their terms are made lazily.
    fn ordered(&self, query: Query, order: Order, running: Running) -> Result<Results<'_>, QueryEvaluationError> {
        self.ordered_within(sort::BUDGET, query, order, running)
    }

    /// The same, with a budget for the rows that are sorted in memory, in bytes.
    fn ordered_within(
        &self,
        budget: usize,
        query: Query,
        order: Order,
        running: Running,
    ) -> Result<Results<'_>, QueryEvaluationError> {
        let sorting = Some((&order, budget));
        let Some(mut table) = Table::of(self, query, &[], &[], sorting, &running)? else {
            return Ok(Results::Solutions(Rows::new(Vec::new(), [])));
        };
        let columns = order.variables.len();
        let rows: Box<dyn Iterator<Item = _>> = match table.take_spilled() {
            Some(spilled) => {
                let merged = Merged::of(spilled, &order, table.variables.len(), table.terms());
                let merged = merged.map_err(|error| QueryEvaluationError::Unexpected(Box::new(error)))?;
                Box::new(order.within(table.into_merged(merged, columns)))
            }
            None => {
                let width = table.variables.len();
                let sorted = running.time(|| order.sorted(table.terms(), table.cells(), width));
                let rows = order.within(sorted.into_iter()).collect();
                Box::new(table.into_terms(rows, columns).map(Ok))
            }
        };
        let rows = QuerySolutionIter::from_tuples(order.variables.into(), rows);
        Ok(Results::Solutions(Rows::evaluated(rows, running)))
    }

    /// Evaluates a SELECT whose rows come in any order, as numbers; `None` for another query form. The query can find the things
    /// that are `marked`, IRIs, by the triple `?thing MARK MARK` ([`MARK`]). `name` is the query's, in its budget. SERVICE is never
    /// called.
    ///
    /// # Errors
    /// When it cannot be evaluated.
    pub fn table(
        &self,
        name: &str,
        query: Query,
        marked: &[&str],
        listed: &[Listed],
    ) -> Result<Option<Table<'_>>, QueryEvaluationError> {
        let running = self.begin(name)?;
        Table::of(self, query, marked, listed, None, &running)
    }

    /// Answers a query. `name` is the query's, in its budget. SERVICE is never called.
    ///
    /// # Errors
    /// When it cannot be evaluated.
    pub fn answer(&self, name: &str, query: Query) -> Result<Answer, QueryEvaluationError> {
        self.evaluate(name, query)?.collect()
    }

    /// Does work on this graph within the budget of a query, by its name.
    ///
    /// # Errors
    /// When the query exceeded its budget before.
    pub fn within_budget<T>(&self, name: &str, work: impl FnOnce() -> T) -> Result<T, QueryEvaluationError> {
        let running = self.begin(name)?;
        Ok(running.time(work))
    }

    fn begin(&self, name: &str) -> Result<Running, QueryEvaluationError> {
        Ok(budget::begin(name, self.held.len() as u64)?)
    }

    fn execute(&self, query: Query, running: &Running) -> Result<QueryResults<'_>, QueryEvaluationError> {
        self.held.execute(query, self.called.as_ref(), &running.cancellation)
    }
}

/// The triples of a CONSTRUCT or DESCRIBE, within the budget.
fn collect(mut triples: QueryTripleIter<'_>, running: &Running) -> Result<Vec<Triple>, QueryEvaluationError> {
    let mut found = Vec::new();
    while let Some(triple) = running.step(|| triples.next().transpose())? {
        running.took(found.len() as u64 + 1, [size(&triple.object)])?;
        found.push(triple);
    }
    Ok(found)
}

fn sorted(triples: Vec<Triple>) -> Vec<Triple> {
    let mut keyed: Vec<(String, Triple)> = triples.into_iter().map(|triple| (triple.to_string(), triple)).collect();
    keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    keyed.into_iter().map(|(_, triple)| triple).collect()
}

/// Parses a Turtle file; its blank nodes become IRIs below `<base>ontology/`, numbered in file order.
///
/// Syntax errors are added to the report with line and column.
pub fn parse_turtle(file: &str, source: &str, base: &str, report: &mut Report) -> Vec<Triple> {
    let address = format!("{base}{file}");
    let parser = match RdfParser::from_format(RdfFormat::Turtle).with_base_iri(&address) {
        Ok(parser) => parser,
        Err(error) => {
            report.push(code::broken_turtle(Place::file(file), &error.to_string()));
            return Vec::new();
        }
    };
    let mut names = std::collections::HashMap::new();
    let mut name = |label: &str| {
        let number = names.len() + 1;
        let number = *names.entry(label.to_owned()).or_insert(number);
        NamedNode::new_unchecked(format!("{address}#node-{number}"))
    };
    let mut triples = Vec::new();
    for quad in parser.for_slice(source) {
        match quad {
            Ok(quad) => {
                let subject = match quad.subject {
                    NamedOrBlankNode::BlankNode(node) => name(node.as_str()),
                    NamedOrBlankNode::NamedNode(node) => node,
                };
                let object = match quad.object {
                    Term::BlankNode(node) => name(node.as_str()).into(),
                    other => other,
                };
                triples.push(Triple::new(subject, quad.predicate, object));
            }
            Err(error) => {
                let (line, column) = error
                    .location()
                    .map_or((1, 1), |location| (location.start.line + 1, location.start.column + 1));
                report.push(code::broken_turtle(
                    Place::in_text(file, source, line, column),
                    &syntax(&error.into()),
                ));
            }
        }
    }
    triples
}

/// The message of a parse error, without the place, which the diagnostic has.
fn syntax(error: &RdfParseError) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some((before, after)) if before.contains("line") => after.to_owned(),
        _ => text,
    }
}
