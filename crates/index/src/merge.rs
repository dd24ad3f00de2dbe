//! Two sorted runs as one.
//!
//! Few triples are inserted among many where these are, so that no second copy of the many is ever needed; others are merged one by one.

use crate::Damaged;
use crate::part::Part;
use crate::run::{Form, Rows};
use std::iter::Peekable;

/// So many times as many triples are many.
const MANY: usize = 8;

impl Rows {
    /// The rows with the triples of both, which have none in common.
    pub(crate) fn merged(mut self, other: Self, form: Form) -> Result<Self, Damaged> {
        if other.pairs.len() > self.pairs.len() / MANY {
            return self.one_by_one(&other, form);
        }
        let added: Vec<[u32; 3]> = other.numbers().collect::<Result<_, _>>()?;
        drop(other);
        match self.insert(&added, form)? {
            true => Ok(self),
            false => self.one_by_one(&Self::of(added.iter().copied(), added.len(), form), form),
        }
    }

    /// Inserts sorted triples; `false` if the rows are in a file, or would have another form: nothing is changed then.
    fn insert(&mut self, added: &[[u32; 3]], form: Form) -> Result<bool, Damaged> {
        let places = added.iter().map(|triple| self.place(*triple));
        let places: Vec<usize> = places.collect::<Result<_, _>>()?;
        let (Part::Own(pairs), Part::Own(heads), Part::Own(starts)) =
            (&mut self.pairs, &mut self.heads, &mut self.starts)
        else {
            return Ok(false);
        };
        let length = pairs.len() + added.len();
        let last_added = added.last().map_or(0, |triple| triple[0] as usize);
        let last = last_added.max(starts.len().saturating_sub(2));
        let is_by_number = form == Form::ByNumber && last / 4 <= length;
        if is_by_number == starts.is_empty() {
            return Ok(false);
        }
        if is_by_number {
            shift_starts(starts, pairs.len(), added);
        } else {
            *heads = shifted_heads(heads, pairs.len(), added);
        }
        let mut end = pairs.len();
        pairs.reserve_exact(added.len());
        pairs.resize(length, [0; 2]);
        for (before, (place, [_, second, third])) in places.iter().zip(added).enumerate().rev() {
            pairs.copy_within(*place..end, place + before + 1);
            pairs[place + before] = [*second, *third];
            end = *place;
        }
        Ok(true)
    }

    fn one_by_one(&self, other: &Self, form: Form) -> Result<Self, Damaged> {
        let merged = Merged {
            one: self.numbers().peekable(),
            other: other.numbers().peekable(),
            failure: None,
        };
        let mut failure = None;
        let numbers = merged.map_while(|numbers| match numbers {
            Ok(numbers) => Some(numbers),
            Err(error) => {
                failure = Some(error);
                None
            }
        });
        let rows = Self::of(numbers, self.pairs.len() + other.pairs.len(), form);
        failure.map_or(Ok(rows), Err)
    }
}

/// Adds triples to the positions of the first pairs of all numbers; so many pairs were there.
fn shift_starts(starts: &mut Vec<u32>, count: usize, added: &[[u32; 3]]) {
    let last = added.last().map_or(0, |triple| triple[0] as usize);
    if starts.len() < last + 2 {
        // There are fewer triples than numbers (`Triples::commit`).
        starts.resize(last + 2, u32::try_from(count).unwrap_or(u32::MAX));
    }
    let mut added = added.iter().peekable();
    let mut before = 0;
    for (first, start) in (0..).zip(starts) {
        while added.next_if(|triple| triple[0] < first).is_some() {
            before += 1;
        }
        *start += before;
    }
}

/// The first numbers and the positions of their first pairs, with triples added; so many pairs were there.
fn shifted_heads(heads: &[[u32; 2]], count: usize, added: &[[u32; 3]]) -> Vec<[u32; 2]> {
    let end = u32::try_from(count).unwrap_or(u32::MAX);
    let mut heads = heads.iter().copied().peekable();
    let mut before = 0;
    let mut shifted = Vec::new();
    for group in added.chunk_by(|one, other| one[0] == other[0]) {
        let first = group[0][0];
        while let Some([known, start]) = heads.next_if(|head| head[0] < first) {
            shifted.push([known, start + before]);
        }
        let known = heads.next_if(|head| head[0] == first);
        let start = known.or(heads.peek().copied()).map_or(end, |head| head[1]);
        shifted.push([first, start + before]);
        before += u32::try_from(group.len()).unwrap_or(u32::MAX);
    }
    shifted.extend(heads.map(|[known, start]| [known, start + before]));
    shifted
}

/// Two sorted sequences as one, without repetition. It ends with the first failure.
struct Merged<I: Iterator, J: Iterator> {
    one: Peekable<I>,
    other: Peekable<J>,
    failure: Option<Damaged>,
}

type Numbers = Result<[u32; 3], Damaged>;

impl<I: Iterator<Item = Numbers>, J: Iterator<Item = Numbers>> Iterator for Merged<I, J> {
    type Item = Numbers;

    fn next(&mut self) -> Option<Numbers> {
        if self.failure.is_some() {
            return None;
        }
        let next = match (self.one.peek(), self.other.peek()) {
            (Some(Ok(one)), Some(Ok(other))) if one == other => {
                self.other.next();
                self.one.next()
            }
            (Some(Ok(one)), Some(Ok(other))) if other < one => self.other.next(),
            (Some(Err(_)), _) | (Some(_), Some(Ok(_)) | None) => self.one.next(),
            (Some(Ok(_)), Some(Err(_))) | (None, _) => self.other.next(),
        };
        if let Some(Err(error)) = &next {
            self.failure = Some(*error);
        }
        next
    }
}
