//! All triples of an index in the order of their N-Triples forms.

use crate::Index;
use oxrdf::Triple;
use std::fmt::Write as _;
use std::rc::Rc;

/// All triples of an index, sorted by the N-Triples forms of their subjects, predicates and objects.
///
/// Terms are made when a triple is reached: the triples that wait take twelve bytes each. A clone goes through the rest anew.
#[derive(Clone)]
pub struct Sorted<'a> {
    index: &'a Index,
    triples: Rc<[[u32; 3]]>,
    next: usize,
}

impl<'a> Sorted<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let by_place = by_form(index);
        let mut places = vec![0; by_place.len()];
        for (place, number) in (0..).zip(&by_place) {
            if let Some(of_number) = places.get_mut(*number as usize) {
                *of_number = place;
            }
        }
        let other = |numbers: &[u32], at: u32| numbers.get(at as usize).copied().unwrap_or(at);
        let all = index.matches([None; 3]);
        let mut triples: Vec<[u32; 3]> = all.map(|triple| triple.map(|part| other(&places, part))).collect();
        triples.sort_unstable();
        for triple in &mut triples {
            *triple = triple.map(|part| other(&by_place, part));
        }
        Self {
            index,
            triples: triples.into(),
            next: 0,
        }
    }
}

/// The numbers of all terms, sorted by their N-Triples forms.
fn by_form(index: &Index) -> Vec<u32> {
    let dictionary = &index.dictionary;
    let mut forms = String::new();
    let mut ends = vec![0];
    for number in 0..dictionary.end() {
        // Writing to memory cannot fail.
        let _ = write!(forms, "{}", dictionary.term(number, None));
        ends.push(forms.len());
    }
    let form = |number: u32| {
        let at = number as usize;
        let end = ends.get(at + 1).copied().unwrap_or(0);
        forms.get(ends[at]..end).unwrap_or("")
    };
    let mut numbers: Vec<u32> = (0..dictionary.end()).collect();
    numbers.sort_unstable_by(|a, b| form(*a).cmp(form(*b)));
    numbers
}

impl Iterator for Sorted<'_> {
    type Item = Triple;

    fn next(&mut self) -> Option<Triple> {
        loop {
            let triple = *self.triples.get(self.next)?;
            self.next += 1;
            if let Some(triple) = self.index.triple(triple) {
                return Some(triple);
            }
        }
    }
}
