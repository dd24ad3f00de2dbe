//! Answers as numbers of terms: what makes no text costs little for each row.

use super::Graph;
use super::asked::Asked;
use super::held::{Held, sound, with_name};
use super::order::{Order, UNBOUND};
use super::sort::{Merged, Sorting, Spilled};
use crate::budget::Running;
use index::{Damaged, Failure, Terms, number_of};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::Query;
use std::io;

/// The answer of a SELECT: rows of numbers, each of which stands for a term.
pub struct Table<'g> {
    /// The variables' names, without `?`.
    pub variables: Vec<String>,
    /// Row by row; [`UNBOUND`] where there is no term.
    cells: Vec<u32>,
    rows: usize,
    terms: Terms<'g>,
    /// Rows that are in a file, sorted; there are then no others.
    spilled: Option<Spilled>,
}

/// Rows that need no evaluator: the values to which some chains of properties lead from each thing that is marked.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The variables of the thing and of its value.
    pub of: [String; 2],
    /// Each chain, with the variables that are constants beside its values.
    pub chains: Vec<(Vec<NamedNode>, Constants)>,
}

/// Variables with the terms that they stand for in each row.
pub type Constants = Vec<(String, Term)>;

impl<'g> Table<'g> {
    /// Evaluates a SELECT, of which each row counts in its budget; `None` for another query form. `marked` are IRIs; the rows of
    /// `listed` are added to those of the query.
    ///
    /// # Errors
    /// When a row cannot be evaluated.
    pub(super) fn of(
        graph: &'g Graph,
        query: Query,
        marked: &[&str],
        listed: &[Listed],
        sorting: Option<(&Order, usize)>,
        running: &Running,
    ) -> Result<Option<Self>, QueryEvaluationError> {
        let sorting = || sorting.map(|(order, budget)| Sorting::within(order, budget));
        let marked: Vec<_> = marked.iter().map(|iri| NamedNodeRef::new_unchecked(iri)).collect();
        let token = &running.cancellation;
        match &graph.held {
            Held::Index(indexed) => indexed.ask(|index| {
                let (view, answered) = index.numbered(&marked).map_err(unexpected)?;
                let view = with_name(view, graph.called.as_ref())?;
                let evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
                let prepared = evaluator.for_query(query.clone()).on_queryable_dataset(view);
                let results = running.step(|| prepared.execute())?;
                let asked = Asked {
                    marked: answered.marked().to_vec(),
                    answered,
                    number: &|_, term| Ok(number_of(term)),
                    objects: &|answered, subject, predicate| {
                        Ok(answered.objects(subject, predicate).collect::<Result<_, _>>()?)
                    },
                };
                Self::read(results, asked, listed, sorting(), running)
            }),
            Held::Oxigraph(peer) => peer.ask(query, &marked, token, |results, asked| {
                Self::read(results, asked, listed, sorting(), running)
            }),
        }
    }

    /// Reads the rows of a SELECT; `None` of another query form.
    fn read(
        results: QueryResults<'_>,
        asked: Asked<'_, 'g>,
        listed: &[Listed],
        mut sorting: Option<Sorting<'_>>,
        running: &Running,
    ) -> Result<Option<Self>, QueryEvaluationError> {
        let QueryResults::Solutions(mut solutions) = results else {
            return Ok(None);
        };
        let variables: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
        let (mut cells, mut rows) = (Vec::new(), 0);
        while let Some(row) = running.step(|| solutions.next().transpose())? {
            rows += 1;
            running.took(rows as u64, [])?;
            for term in row.values() {
                let number = term.as_ref().map(|term| (asked.number)(&asked.answered, term));
                let number = number.transpose().map_err(unexpected)?.flatten();
                cells.push(number.unwrap_or(UNBOUND));
            }
            if let Some(sorting) = sorting.as_mut().filter(|sorting| sorting.is_full(&cells)) {
                let reduce = |terms: &Terms<'_>| {
                    verify(terms, &cells)?;
                    sorting.reduce(terms, variables.len(), &mut cells).map_err(other)
                };
                running.time(|| asked.answered.with_terms(reduce))?;
            }
        }
        drop(solutions);
        for listed in listed {
            rows += running.step(|| listed.add(&asked, &variables, &mut cells).map_err(unexpected))?;
            running.took(rows as u64, [])?;
        }
        let terms = asked.answered.terms();
        verify(&terms, &cells)?;
        let finish = |sorting: Sorting<'_>| sorting.finish(&terms, variables.len(), &mut cells);
        let spilled = running
            .time(|| sorting.map(finish))
            .transpose()
            .map_err(other)?
            .flatten();
        if spilled.is_none() && !variables.is_empty() {
            rows = cells.len() / variables.len();
        }
        Ok(Some(Self {
            variables,
            cells,
            rows,
            terms,
            spilled,
        }))
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The position of a variable.
    pub fn column(&self, variable: &str) -> Option<usize> {
        self.variables.iter().position(|name| name == variable)
    }

    /// The number of the term in a row and a column, if there is one.
    pub fn cell(&self, row: usize, column: usize) -> Option<u32> {
        let cell = self.row(row).get(column).copied();
        cell.filter(|cell| *cell != UNBOUND)
    }

    /// The text of a number's term: an IRI without brackets, or the lexical form of a literal.
    pub fn text(&self, number: u32) -> &str {
        sound(self.terms.text(number)).flatten().unwrap_or_default()
    }

    /// The IRI of the datatype of a number's term, if that is a literal.
    pub fn datatype(&self, number: u32) -> Option<&str> {
        sound(self.terms.datatype(number)).flatten()
    }

    /// The language tag of a number's term, if it has one.
    pub fn language(&self, number: u32) -> Option<&str> {
        sound(self.terms.language(number)).flatten()
    }

    /// The number of an IRI, if the graph or the answer has it.
    pub fn number(&self, iri: &str) -> Option<u32> {
        match self.terms.number(NamedNodeRef::new_unchecked(iri)) {
            Ok(number) => number,
            // Only terms of the answer were read before: the number matters if it is among them.
            Err(Damaged) => {
                let mut cells = self.cells.iter().copied().filter(|cell| *cell != UNBOUND);
                cells.find(|cell| self.text(*cell) == iri && self.datatype(*cell).is_none())
            }
        }
    }

    pub(super) fn terms(&self) -> &Terms<'g> {
        &self.terms
    }

    /// A row of [`Table::len`], with a cell for each variable.
    pub(super) fn row(&self, row: usize) -> &[u32] {
        let width = self.variables.len();
        self.cells.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    pub(super) fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// The number of rows, that of columns, the cells row by row, and the terms of their numbers.
    pub(super) fn into_parts(self) -> (usize, usize, Vec<u32>, Terms<'g>) {
        (self.rows, self.variables.len(), self.cells, self.terms)
    }

    /// The rows in a file, if there are some.
    pub(super) fn take_spilled(&mut self) -> Option<Spilled> {
        self.spilled.take()
    }

    /// Some rows as terms, in the order given, with the first so many columns.
    pub(super) fn into_terms(self, order: Vec<usize>, columns: usize) -> impl Iterator<Item = Vec<Option<Term>>> + 'g {
        order
            .into_iter()
            .map(move |row| as_terms(&self.terms, self.row(row), columns))
    }

    /// The merged rows of a file as terms, with the first so many columns.
    pub(super) fn into_merged(
        self,
        mut merged: Merged,
        columns: usize,
    ) -> impl Iterator<Item = Result<Vec<Option<Term>>, QueryEvaluationError>> + 'g {
        std::iter::from_fn(move || {
            let row = merged.next(&self.terms).map_err(other).transpose()?;
            Some(row.map(|row| as_terms(&self.terms, &row, columns)))
        })
    }
}

/// The first so many cells of a row as terms.
fn as_terms(terms: &Terms<'_>, row: &[u32], columns: usize) -> Vec<Option<Term>> {
    let term = |cell: &u32| (*cell != UNBOUND).then(|| sound(terms.term(*cell)));
    row.iter().take(columns).map(|cell| term(cell).flatten()).collect()
}

/// Reads the terms of cells, so that none can be found damaged later.
fn verify(terms: &Terms<'_>, cells: &[u32]) -> Result<(), QueryEvaluationError> {
    let numbers = cells.iter().copied().filter(|cell| *cell != UNBOUND);
    terms.verify(numbers).map_err(|damaged| unexpected(damaged.into()))
}

/// Rows could not be written into a file, or read.
fn other(error: io::Error) -> QueryEvaluationError {
    QueryEvaluationError::Unexpected(Box::new(error))
}

pub(super) fn unexpected(failure: Failure) -> QueryEvaluationError {
    QueryEvaluationError::Unexpected(Box::new(failure))
}

impl Listed {
    /// Adds the rows, and gives their number.
    fn add(&self, asked: &Asked<'_, '_>, variables: &[String], cells: &mut Vec<u32>) -> Result<usize, Failure> {
        let column = |name: &str| variables.iter().position(|known| known == name);
        let of = self.of.each_ref().map(|name| column(name));
        let mut rows = 0;
        let mut values = Vec::new();
        for (chain, constants) in &self.chains {
            let number = |property: &NamedNode| asked.answered.number(property.as_ref().into());
            let chain: Vec<u32> = chain.iter().map(number).collect::<Result<_, _>>()?;
            let mut row = vec![UNBOUND; variables.len()];
            for (variable, term) in constants {
                if let Some(column) = column(variable) {
                    row[column] = asked.answered.number(term.as_ref())?;
                }
            }
            for &thing in &asked.marked {
                values.clear();
                follow(asked, thing, &chain, &mut values)?;
                for &value in &values {
                    for (column, number) in of.into_iter().zip([thing, value]) {
                        if let Some(column) = column {
                            row[column] = number;
                        }
                    }
                    cells.extend_from_slice(&row);
                }
                rows += values.len();
            }
        }
        Ok(rows)
    }
}

/// Adds the numbers to which a chain of properties leads from a subject, each as often as it does.
fn follow(asked: &Asked<'_, '_>, subject: u32, chain: &[u32], values: &mut Vec<u32>) -> Result<(), Failure> {
    match chain {
        [] => values.push(subject),
        [property, rest @ ..] => {
            for object in (asked.objects)(&asked.answered, subject, *property)? {
                follow(asked, object, rest, values)?;
            }
        }
    }
    Ok(())
}
