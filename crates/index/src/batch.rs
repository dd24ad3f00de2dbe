//! Triples that are numbered by themselves, beside others, and then added in turn.
//!
//! Most triples of a table say again what was said before: the subject is that of the row, a column has one predicate and one
//! datatype, and its values repeat. A batch numbers its terms in a dictionary of its own, which stays in the processor's cache;
//! the index is asked once for each of its terms.

use crate::dictionary::{Dictionary, Kind, Layers, Literals, VACANT, number};
use crate::{Failure, Index};
use oxrdf::{TermRef, TripleRef};

/// Triples to be added to an index, in rows; made by [`Index::batch`].
#[derive(Debug)]
pub struct Batch {
    literals: Literals,
    /// The terms, numbered from 0, with the hashes that they have in the index.
    dictionary: Dictionary,
    /// The half of each term's hash.
    halves: Vec<u32>,
    triples: Vec<[u32; 3]>,
    /// Of each row, the number of triples up to its end.
    ends: Vec<usize>,
    /// The subject of the last triple.
    subject: u32,
    columns: Vec<Column>,
    has_triple_terms: bool,
}

/// The terms of the last triple of a column.
#[derive(Debug, Clone, Copy)]
struct Column {
    predicate: u32,
    /// The datatype or language of the object.
    word: u32,
    object: u32,
}

const NO_COLUMN: Column = Column {
    predicate: VACANT,
    word: VACANT,
    object: VACANT,
};

impl Batch {
    /// Adds a triple to the row. `column` tells which triples are likely to be alike: those of one column mostly have one predicate.
    ///
    /// # Errors
    /// When there are too many terms.
    pub fn add(&mut self, triple: TripleRef<'_>, column: usize) -> Result<(), Failure> {
        if self.columns.len() <= column {
            self.columns.resize(column + 1, NO_COLUMN);
        }
        let mut last = self.columns[column];
        let literals = self.literals;
        let subject = number(literals, triple.subject.into(), &mut |kind, text| {
            self.put([self.subject], kind, text)
        })?;
        last.predicate = self.put([last.predicate], Kind::Iri, triple.predicate.as_str())?;
        let mut word = None;
        let object = number(literals, triple.object, &mut |kind, text| {
            let put = self.put([last.object, last.word], kind, text)?;
            word.get_or_insert(put);
            Ok::<u32, Failure>(put)
        })?;
        last.object = object;
        last.word = word.unwrap_or(VACANT);
        self.has_triple_terms |= matches!(triple.object, TermRef::Triple(_));
        self.subject = subject;
        self.columns[column] = last;
        self.triples.push([subject, last.predicate, object]);
        Ok(())
    }

    /// Ends a row, which may have no triples.
    pub fn end_row(&mut self) {
        self.ends.push(self.triples.len());
    }

    /// Removes everything, so that the batch can be filled anew.
    pub fn clear(&mut self) {
        self.dictionary.clear();
        self.halves.clear();
        self.triples.clear();
        self.ends.clear();
        self.columns.clear();
        self.subject = VACANT;
        self.has_triple_terms = false;
    }

    /// The number of a term, which is added if it is not there; it is likely to be one of these.
    fn put<const N: usize>(&mut self, likely: [u32; N], kind: Kind, text: &str) -> Result<u32, Failure> {
        let is_it = |number: &u32| self.dictionary.part(*number) == Some((kind, text));
        if let Some(number) = likely.into_iter().find(is_it) {
            return Ok(number);
        }
        let word = kind.word().and_then(|word| self.halves.get(word as usize));
        let half = self.dictionary.half_with(kind, word.copied().unwrap_or(0), text);
        if let Some(number) = self.dictionary.find(half, kind, text) {
            return Ok(number);
        }
        self.halves.push(half);
        self.dictionary.insert(half, kind, text)
    }

    /// The triples that are in none of some rows, which are in order.
    fn without<'a>(&'a self, rows: &'a [usize]) -> impl Iterator<Item = [u32; 3]> + 'a {
        let end = |row: usize| self.ends.get(row).copied().unwrap_or(self.triples.len());
        let mut start = 0;
        let parts = rows.iter().map(Some).chain([None]).map(move |row| {
            let begins = match row {
                Some(0) => 0,
                Some(row) => end(row - 1),
                None => self.triples.len(),
            };
            let part = self.triples.get(start..begins).unwrap_or_default();
            start = row.map_or(begins, |row| end(*row));
            part
        });
        parts.flatten().copied()
    }
}

impl Index {
    /// An empty batch for this index.
    pub fn batch(&self) -> Batch {
        Batch {
            literals: self.literals,
            dictionary: self.dictionary.beside(),
            halves: Vec::new(),
            triples: Vec::new(),
            ends: Vec::new(),
            subject: VACANT,
            columns: Vec::new(),
            has_triple_terms: false,
        }
    }

    /// Adds the triples of a batch, as [`Index::add`] does one after the other, except those of some rows: their numbers, from
    /// 0, in order. A batch of this index is the quickest.
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn append(&mut self, batch: &Batch, left_out: &[usize]) -> Result<(), Failure> {
        let is_of_this = self.dictionary.hashes_as(&batch.dictionary);
        if self.kept.is_some() || batch.has_triple_terms || !left_out.is_empty() || !is_of_this {
            return self.append_each(batch, left_out);
        }
        let numbers = self.dictionary.take_in(&batch.dictionary, &batch.halves)?;
        for triple in &batch.triples {
            self.triples.add(triple.map(|own| numbers[own as usize]));
        }
        Ok(())
    }

    /// Numbers the terms when a triple has them: a row that is left out has no part in their order.
    fn append_each(&mut self, batch: &Batch, left_out: &[usize]) -> Result<(), Failure> {
        let layers = Layers {
            kept: None,
            own: &batch.dictionary,
            computed: None,
        };
        let mut numbers = vec![VACANT; batch.halves.len()];
        for triple in batch.without(left_out) {
            for own in triple.map(|own| own as usize) {
                if numbers[own] == VACANT {
                    // A batch has each number that its triples have.
                    let term = layers.term(u32::try_from(own).unwrap_or(VACANT))?;
                    numbers[own] = self.put(term.as_ref())?;
                }
            }
            self.triples.add(triple.map(|own| numbers[own as usize]));
        }
        Ok(())
    }
}

impl Dictionary {
    /// Adds the terms of another dictionary, in its order, with the halves of their hashes, which are the same here; returns the
    /// number of each. None is a triple term.
    fn take_in(&mut self, other: &Self, halves: &[u32]) -> Result<Vec<u32>, Failure> {
        // Looking for all of them before the first is compared lets the processor wait for many places of memory at once.
        let mut numbers: Vec<u32> = halves
            .iter()
            .map(|half| self.candidate(*half).unwrap_or(VACANT))
            .collect();
        for (own, half) in (0..).zip(halves) {
            let Some((kind, text)) = other.part(own) else { continue };
            let own = own as usize;
            // Datatypes and languages come before the literals that have them.
            let kind = kind.with_word(|word| numbers[word as usize]);
            let known = match numbers[own] {
                VACANT => None,
                number if self.part(number) == Some((kind, text)) => Some(number),
                _ => self.find(*half, kind, text),
            };
            numbers[own] = match known {
                Some(number) => number,
                None => self.insert(*half, kind, text)?,
            };
        }
        Ok(numbers)
    }
}
