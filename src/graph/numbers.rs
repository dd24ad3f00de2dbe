//! Answers as numbers of terms: what makes no text costs little for each row.

use super::{Graph, sound};
use crate::budget::Running;
use index::{Answered, Failure, Terms, number_of};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::Query;

/// The cell of a variable that is not bound.
pub(super) const UNBOUND: u32 = u32::MAX;

/// The answer of a SELECT: rows of numbers, each of which stands for a term.
pub struct Table<'g> {
    /// The variables' names, without `?`.
    pub variables: Vec<String>,
    /// Row by row; [`UNBOUND`] where there is no term.
    cells: Vec<u32>,
    rows: usize,
    terms: Terms<'g>,
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
        running: &Running,
    ) -> Result<Option<Self>, QueryEvaluationError> {
        let marked: Vec<_> = marked.iter().map(|iri| NamedNodeRef::new_unchecked(iri)).collect();
        let marked = graph.index.numbered(&marked);
        let (view, answered) = marked.map_err(unexpected)?;
        let evaluated = running.step(|| {
            SparqlEvaluator::new()
                .with_cancellation_token(running.cancellation.clone())
                .for_query(query)
                .on_queryable_dataset(view)
                .execute()
        })?;
        let QueryResults::Solutions(mut solutions) = evaluated else {
            return Ok(None);
        };
        let variables: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
        let (mut cells, mut rows) = (Vec::new(), 0);
        while let Some(row) = running.step(|| solutions.next().transpose())? {
            rows += 1;
            running.took(rows as u64, [])?;
            let numbers = row.values().iter().map(|term| term.as_ref().and_then(number_of));
            cells.extend(numbers.map(|number| number.unwrap_or(UNBOUND)));
        }
        drop(solutions);
        for listed in listed {
            rows += running.step(|| listed.add(&answered, &variables, &mut cells).map_err(unexpected))?;
            running.took(rows as u64, [])?;
        }
        Ok(Some(Self {
            variables,
            cells,
            rows,
            terms: answered.terms(),
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

    /// The number of an IRI, if the graph has it.
    pub fn number(&self, iri: &str) -> Option<u32> {
        sound(self.terms.number(NamedNodeRef::new_unchecked(iri))).flatten()
    }

    pub(super) fn terms(&self) -> &Terms<'g> {
        &self.terms
    }

    /// A row of [`Table::len`], with a cell for each variable.
    pub(super) fn row(&self, row: usize) -> &[u32] {
        let width = self.variables.len();
        self.cells.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.rows).map(|row| self.row(row))
    }

    /// Some rows as terms, in the order given, with the first so many columns.
    pub(super) fn into_terms(self, order: Vec<usize>, columns: usize) -> impl Iterator<Item = Vec<Option<Term>>> + 'g {
        order.into_iter().map(move |row| {
            let cells = self.row(row).iter().take(columns);
            let term = |cell: &u32| (*cell != UNBOUND).then(|| sound(self.terms.term(*cell)));
            cells.map(|cell| term(cell).flatten()).collect()
        })
    }
}

fn unexpected(failure: Failure) -> QueryEvaluationError {
    QueryEvaluationError::Unexpected(Box::new(failure))
}

impl Listed {
    /// Adds the rows, and gives their number.
    fn add(&self, answered: &Answered<'_>, variables: &[String], cells: &mut Vec<u32>) -> Result<usize, Failure> {
        let column = |name: &str| variables.iter().position(|known| known == name);
        let of = self.of.each_ref().map(|name| column(name));
        let mut rows = 0;
        let mut values = Vec::new();
        for (chain, constants) in &self.chains {
            let number = |property: &NamedNode| answered.number(property.as_ref().into());
            let chain: Vec<u32> = chain.iter().map(number).collect::<Result<_, _>>()?;
            let mut row = vec![UNBOUND; variables.len()];
            for (variable, term) in constants {
                if let Some(column) = column(variable) {
                    row[column] = answered.number(term.as_ref())?;
                }
            }
            for &thing in answered.marked() {
                values.clear();
                follow(answered, thing, &chain, &mut values)?;
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
fn follow(answered: &Answered<'_>, subject: u32, chain: &[u32], values: &mut Vec<u32>) -> Result<(), Failure> {
    match chain {
        [] => values.push(subject),
        [property, rest @ ..] => {
            for object in answered.objects(subject, *property) {
                follow(answered, object?, rest, values)?;
            }
        }
    }
    Ok(())
}
