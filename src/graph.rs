//! The graph: an embedded RDF store with SPARQL. Only this module uses Oxigraph's store.
//!
//! Takes triples and Turtle; returns answers. It has one default graph and no blank nodes: those of an ontology become
//! IRIs.

use crate::budget::{self, Running};
use diagnostic::{Place, Report, code};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, QuadRef, Term, Triple, TripleRef, Variable,
};
use oxigraph::sparql::{
    QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter, SparqlEvaluator,
};
use oxigraph::store::{StorageError, Store, Transaction};
use spargebra::Query;
use std::sync::atomic::{AtomicU64, Ordering};

/// A graph in memory.
pub struct Graph {
    store: Store,
    /// The number of triples written so far, repeated ones included: the store would have to count its own.
    written: AtomicU64,
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
                let variables = rows.variables.clone();
                let Some(first) = rows.next() else {
                    return (Self::Solutions(Rows::new(variables, [])), true);
                };
                let all = std::iter::once(first).chain(rows);
                let all = all.map(|row| row.map(|row| row.values().to_vec()));
                (Self::Solutions(Rows::new(variables, all)), false)
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
            taken: 0,
            running: None,
        }
    }

    /// The rows of a query under its budget.
    fn evaluated(rows: QuerySolutionIter<'a>, running: Running) -> Self {
        Self {
            variables: rows.variables().iter().map(|v| v.as_str().to_owned()).collect(),
            rows,
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
    /// An empty graph.
    ///
    /// # Errors
    /// When the store cannot be created.
    pub fn new() -> Result<Self, StorageError> {
        Ok(Self {
            store: Store::new()?,
            written: AtomicU64::new(0),
        })
    }

    /// Adds triples.
    ///
    /// # Errors
    /// When the store fails.
    pub fn extend(&self, triples: impl IntoIterator<Item = Triple>) -> Result<(), StorageError> {
        let quads = triples.into_iter().map(|triple| {
            self.written.fetch_add(1, Ordering::Relaxed);
            triple.in_graph(oxigraph::model::GraphName::DefaultGraph)
        });
        self.store.extend(quads)
    }

    /// Replaces triples by others, all of them or none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn replace(&self, changes: impl IntoIterator<Item = (Triple, Triple)>) -> Result<(), StorageError> {
        let mut transaction = self.store.start_transaction()?;
        for (old, new) in changes {
            transaction.remove(quad(&old));
            transaction.insert(quad(&new));
        }
        transaction.commit()
    }

    /// The number of triples.
    ///
    /// # Errors
    /// When the store fails.
    pub fn len(&self) -> Result<usize, StorageError> {
        self.store.len()
    }

    /// Whether the graph has no triples.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_empty(&self) -> Result<bool, StorageError> {
        self.store.is_empty()
    }

    /// Starts a bulk load. Part of it is visible before [`Writer::commit`], all of it after.
    ///
    /// # Errors
    /// When the store fails.
    pub fn writer(&self) -> Result<Writer<'_>, StorageError> {
        Ok(Writer {
            store: &self.store,
            written: &self.written,
            transaction: Some(self.store.start_transaction()?),
            open: 0,
            failure: None,
        })
    }

    /// Whether an IRI is the subject of a triple.
    ///
    /// # Errors
    /// When the store fails.
    pub fn knows(&self, iri: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        self.store
            .quads_for_pattern(Some(iri.into()), None, None, Some(GraphNameRef::DefaultGraph))
            .next()
            .transpose()
            .map(|found| found.is_some())
    }

    /// Whether an IRI is in a triple, as subject, predicate or object.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mentions(&self, iri: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        let default = Some(GraphNameRef::DefaultGraph);
        let patterns = [
            (Some(iri.into()), None, None),
            (None, Some(iri), None),
            (None, None, Some(iri.into())),
        ];
        for (subject, predicate, object) in patterns {
            let mut found = self.store.quads_for_pattern(subject, predicate, object, default);
            if found.next().transpose()?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an IRI is the subject of a triple with a predicate.
    ///
    /// # Errors
    /// When the store fails.
    pub fn says(&self, iri: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        self.store
            .quads_for_pattern(
                Some(iri.into()),
                Some(predicate),
                None,
                Some(GraphNameRef::DefaultGraph),
            )
            .next()
            .transpose()
            .map(|found| found.is_some())
    }

    /// The subjects whose IRIs begin with a prefix, sorted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn subjects(&self, start: &str) -> Result<Vec<String>, StorageError> {
        let mut found = Vec::new();
        for quad in &self.store {
            if let NamedOrBlankNode::NamedNode(node) = quad?.subject
                && node.as_str().starts_with(start)
            {
                found.push(node.into_string());
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// All triples, sorted by their N-Triples form.
    ///
    /// # Errors
    /// When the store fails.
    pub fn triples(&self) -> Result<Vec<Triple>, StorageError> {
        let triples: Result<Vec<Triple>, _> = self.store.iter().map(|quad| quad.map(Triple::from)).collect();
        triples.map(sorted)
    }

    /// The triples of a CONSTRUCT, unsorted, as they are only put back into the graph. `name` is the query's, in its budget.
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
        Ok(match running.step(|| self.execute(query, &running))? {
            QueryResults::Boolean(value) => Results::Boolean(value),
            QueryResults::Graph(triples) => Results::Triples(sorted(collect(triples, &running)?)),
            QueryResults::Solutions(rows) => Results::Solutions(Rows::evaluated(rows, running)),
        })
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
        Ok(budget::begin(name, self.written.load(Ordering::Relaxed))?)
    }

    fn execute(&self, query: Query, running: &Running) -> Result<QueryResults<'_>, QueryEvaluationError> {
        SparqlEvaluator::new()
            .with_cancellation_token(running.cancellation.clone())
            .for_query(query)
            .on_store(&self.store)
            .execute()
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

/// Writes triples in bulk without buffering them all.
///
/// The store logs the changes of a transaction in memory, so triples are committed in batches of 131 072.
pub struct Writer<'a> {
    store: &'a Store,
    written: &'a AtomicU64,
    transaction: Option<Transaction<'a>>,
    open: usize,
    failure: Option<StorageError>,
}

const STEP: usize = 1 << 17;

impl Writer<'_> {
    /// Adds a triple.
    pub fn insert(&mut self, triple: TripleRef<'_>) {
        if self.open == STEP {
            self.step();
        }
        if let Some(transaction) = &mut self.transaction {
            transaction.insert(triple.in_graph(GraphNameRef::DefaultGraph));
            self.open += 1;
        }
    }

    fn step(&mut self) {
        self.written.fetch_add(self.open as u64, Ordering::Relaxed);
        self.open = 0;
        let done = self.transaction.take().map_or(Ok(()), Transaction::commit);
        match done.and_then(|()| self.store.start_transaction()) {
            Ok(next) => self.transaction = Some(next),
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// Commits the last batch.
    ///
    /// # Errors
    /// When the store fails.
    pub fn commit(self) -> Result<(), StorageError> {
        self.written.fetch_add(self.open as u64, Ordering::Relaxed);
        match (self.failure, self.transaction) {
            (Some(failure), _) => Err(failure),
            (None, transaction) => transaction.map_or(Ok(()), Transaction::commit),
        }
    }
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

/// A triple as a quad of the default graph.
pub fn quad(triple: &Triple) -> QuadRef<'_> {
    triple.as_ref().in_graph(GraphNameRef::DefaultGraph)
}
