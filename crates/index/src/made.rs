//! Triples that are made of an answer, on their way back into its index: as numbers, so that no term becomes text on the way.

use crate::dictionary::{Dictionary, Kind, VACANT};
use crate::view::internalized;
use crate::{Failure, Index, Terms};
use oxrdf::{Term, TermRef};

/// Triples of the numbers of an answer, for the index that gave it; made by [`Terms::made`].
#[derive(Debug)]
pub struct Made {
    /// Terms that the answer computed.
    computed: Dictionary,
    /// Those of them that are triple terms and are in a triple, by number.
    triple_terms: Vec<(u32, Term)>,
    triples: Vec<[u32; 3]>,
    has_blank_nodes: bool,
}

impl Made {
    /// The number of triples, the same one counted as often as it was made.
    pub fn len(&self) -> usize {
        self.triples.len()
    }

    /// Whether there are no triples.
    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// Whether the subject or the object of a triple is a blank node.
    pub fn has_blank_nodes(&self) -> bool {
        self.has_blank_nodes
    }
}

impl Terms<'_> {
    /// The number of a term, which becomes one that the answer computed if it has none.
    ///
    /// # Errors
    /// When there are too many terms, or a kept index is damaged.
    pub fn put(&mut self, term: TermRef<'_>) -> Result<u32, Failure> {
        internalized(self.index, &mut self.computed, term)
    }

    /// Triples of numbers, for [`Index::add_made`]. What is no triple is left out, as CONSTRUCT does ("SPARQL 1.1 Query Language",
    /// section 16.2): one whose subject is a literal or a triple term, or whose predicate is no IRI.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn made(self, triples: impl IntoIterator<Item = [u32; 3]>) -> Result<Made, Failure> {
        let mut made = Made {
            computed: Dictionary::default(),
            triple_terms: Vec::new(),
            triples: Vec::new(),
            has_blank_nodes: false,
        };
        let kind = |number: u32| self.layers().part(number).map(|(kind, _)| kind);
        for triple in triples {
            let [subject, predicate, object] = triple;
            let is_triple = matches!(kind(subject)?, Kind::Iri | Kind::Blank) && kind(predicate)? == Kind::Iri;
            if !is_triple {
                continue;
            }
            let of_object = kind(object)?;
            made.has_blank_nodes |= kind(subject)? == Kind::Blank || of_object == Kind::Blank;
            if matches!(of_object, Kind::Triple(_)) && object >= self.computed.first {
                made.triple_terms.push((object, self.layers().term(object)?));
            }
            made.triples.push(triple);
        }
        made.computed = self.computed;
        Ok(made)
    }
}

impl Index {
    /// Adds triples that were made of an answer of this index; queries find them after [`Index::commit`].
    ///
    /// # Errors
    /// When terms were added since the answer, there are too many, or a kept index is damaged.
    pub fn add_made(&mut self, made: Made) -> Result<(), Failure> {
        let first = made.computed.first;
        if first != self.dictionary.end() {
            return Err(Failure::Stale);
        }
        let mut numbers = vec![VACANT; (made.computed.end() - first) as usize];
        for (number, term) in made.triple_terms {
            numbers[(number - first) as usize] = self.put(term.as_ref())?;
        }
        for mut triple in made.triples {
            for number in &mut triple {
                *number = self.adopted(&made.computed, *number, &mut numbers)?;
            }
            self.triples.add(triple);
        }
        Ok(())
    }

    /// The number that a term of an answer has here, which is added if it is not there.
    fn adopted(&mut self, computed: &Dictionary, number: u32, numbers: &mut [u32]) -> Result<u32, Failure> {
        let Some(at) = number.checked_sub(computed.first).map(|at| at as usize) else {
            return Ok(number);
        };
        if let Some(known) = numbers.get(at).copied().filter(|known| *known != VACANT) {
            return Ok(known);
        }
        let (kind, text) = computed.part(number).ok_or(crate::Damaged)?;
        // A datatype or a language is numbered before the literals that have it.
        let word = kind
            .word()
            .map(|word| self.adopted(computed, word, numbers))
            .transpose()?;
        let here = self.put_part(kind.with_word(|_| word.unwrap_or(VACANT)), text)?;
        numbers[at] = here;
        Ok(here)
    }
}
