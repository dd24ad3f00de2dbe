//! All triples of an index in the order of their N-Triples forms.

use crate::{Damaged, Index};
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
    pub(crate) fn new(index: &'a Index) -> Result<Self, Damaged> {
        let by_place = by_form(index)?;
        let mut places = vec![0; by_place.len()];
        for (place, number) in (0..).zip(&by_place) {
            if let Some(of_number) = places.get_mut(*number as usize) {
                *of_number = place;
            }
        }
        let other = |numbers: &[u32], at: u32| numbers.get(at as usize).copied().ok_or(Damaged);
        let each = |[subject, predicate, object]: [u32; 3], numbers: &[u32]| {
            Ok([
                other(numbers, subject)?,
                other(numbers, predicate)?,
                other(numbers, object)?,
            ])
        };
        let all = index.matches([None; 3]);
        let mut triples: Vec<[u32; 3]> = all.map(|triple| each(triple?, &places)).collect::<Result<_, _>>()?;
        triples.sort_unstable();
        for triple in &mut triples {
            *triple = each(*triple, &by_place)?;
        }
        Ok(Self {
            index,
            triples: triples.into(),
            next: 0,
        })
    }
}

/// The numbers of all terms, sorted by their N-Triples forms.
fn by_form(index: &Index) -> Result<Vec<u32>, Damaged> {
    let layers = index.layers();
    let mut forms = String::new();
    let mut ends = vec![0];
    for number in 0..layers.end() {
        // Writing to memory cannot fail.
        let _ = write!(forms, "{}", layers.term(number)?);
        ends.push(forms.len());
    }
    let form = |number: u32| {
        let at = number as usize;
        let end = ends.get(at + 1).copied().unwrap_or(0);
        forms.get(ends[at]..end).unwrap_or("")
    };
    let mut numbers: Vec<u32> = (0..layers.end()).collect();
    numbers.sort_unstable_by(|a, b| form(*a).cmp(form(*b)));
    Ok(numbers)
}

impl Iterator for Sorted<'_> {
    type Item = Result<Triple, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        let triple = *self.triples.get(self.next)?;
        self.next += 1;
        Some(self.index.triple(triple))
    }
}
