//! Sorted runs of triples, and the search in them.

use crate::Pattern;
use std::ops::Range;
use std::slice;

/// Triples, sorted by subject, predicate, object, and once more by predicate, object, subject.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    by_subject: Vec<[u32; 3]>,
    /// Each as predicate, object, subject.
    by_predicate: Vec<[u32; 3]>,
    /// Each predicate with its triples in `by_predicate`, sorted.
    predicates: Vec<(u32, Range<usize>)>,
    /// Where the triples of a subject start in `by_subject`, for each number up to one after the last subject; empty if the
    /// run is so short that the table would be larger than the run.
    starts: Vec<u32>,
}

impl Run {
    /// A run of triples that are sorted and distinct.
    pub(crate) fn new(by_subject: Vec<[u32; 3]>) -> Self {
        let mut by_predicate: Vec<[u32; 3]> = by_subject.iter().map(|[s, p, o]| [*p, *o, *s]).collect();
        by_predicate.sort_unstable();
        Self::of(by_subject, by_predicate)
    }

    fn of(by_subject: Vec<[u32; 3]>, by_predicate: Vec<[u32; 3]>) -> Self {
        let mut predicates: Vec<(u32, Range<usize>)> = Vec::new();
        for group in by_predicate.chunk_by(|a, b| a[0] == b[0]) {
            let start = predicates.last().map_or(0, |(_, range)| range.end);
            predicates.push((group[0][0], start..start + group.len()));
        }
        let starts = starts(&by_subject);
        Self {
            by_subject,
            by_predicate,
            predicates,
            starts,
        }
    }

    /// The run with the triples of both.
    pub(crate) fn merged(self, other: Self) -> Self {
        Self::of(
            merge(&self.by_subject, &other.by_subject),
            merge(&self.by_predicate, &other.by_predicate),
        )
    }

    /// Keeps the triples for which the predicate holds.
    pub(crate) fn retain(&mut self, keep: impl Fn(&[u32; 3]) -> bool) {
        let mut kept = std::mem::take(&mut self.by_subject);
        kept.retain(keep);
        *self = Self::new(kept);
    }

    /// The number of triples.
    pub(crate) fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// The distinct subjects.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = u32> + '_ {
        self.by_subject.chunk_by(|a, b| a[0] == b[0]).map(|group| group[0][0])
    }

    fn of_subject(&self, subject: u32) -> &[[u32; 3]] {
        if self.starts.is_empty() {
            return equal(&self.by_subject, 0, subject);
        }
        let at = subject as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.by_subject[*start as usize..*end as usize],
            _ => &[],
        }
    }

    fn of_predicate(&self, predicate: u32) -> &[[u32; 3]] {
        match self.predicates.binary_search_by_key(&predicate, |(number, _)| *number) {
            Ok(at) => &self.by_predicate[self.predicates[at].1.clone()],
            Err(_) => &[],
        }
    }
}

/// The part of a sorted slice in which the numbers at a place, by which it is sorted, have a value.
fn equal(sorted: &[[u32; 3]], place: usize, value: u32) -> &[[u32; 3]] {
    let start = sorted.partition_point(|triple| triple[place] < value);
    let rest = &sorted[start..];
    // Most answers are short: look at the first few before searching the rest.
    let end = match rest.get(8) {
        Some(triple) if triple[place] == value => rest.partition_point(|triple| triple[place] == value),
        _ => rest.iter().take_while(|triple| triple[place] == value).count(),
    };
    &rest[..end]
}

fn starts(by_subject: &[[u32; 3]]) -> Vec<u32> {
    let last = by_subject.last().map_or(0, |triple| triple[0] as usize);
    if last / 4 > by_subject.len() || u32::try_from(by_subject.len()).is_err() {
        return Vec::new();
    }
    let mut starts = Vec::with_capacity(last + 2);
    for (at, triple) in (0..).zip(by_subject) {
        while starts.len() <= triple[0] as usize {
            starts.push(at);
        }
    }
    starts.push(u32::try_from(by_subject.len()).unwrap_or(u32::MAX));
    starts
}

fn merge(a: &[[u32; 3]], b: &[[u32; 3]]) -> Vec<[u32; 3]> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a, b);
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if first_a <= first_b {
            merged.push(*first_a);
            a = rest_a;
        } else {
            merged.push(*first_b);
            b = rest_b;
        }
    }
    merged.extend_from_slice(a);
    merged.extend_from_slice(b);
    merged
}

/// Predicates, each with the place of its triples.
type Predicates<'a> = slice::Iter<'a, (u32, Range<usize>)>;

/// The triples of a pattern, run by run.
pub(crate) struct Matches<'a> {
    runs: slice::Iter<'a, Run>,
    pattern: Pattern,
    /// What is left of the part of a run that is read.
    part: slice::Iter<'a, [u32; 3]>,
    /// Whether the part is of triples as predicate, object, subject.
    rotated: bool,
    /// The object alone is known: the run that is read, and its predicates that were not looked at.
    left: Option<(&'a Run, Predicates<'a>)>,
}

impl<'a> Matches<'a> {
    /// The triples of runs that match a pattern.
    pub(crate) fn new(runs: &'a [Run], pattern: Pattern) -> Self {
        Self {
            runs: runs.iter(),
            pattern,
            part: [].iter(),
            rotated: false,
            left: None,
        }
    }

    /// Goes on to the next part in which triples may match; `false` after the last.
    fn advance(&mut self) -> bool {
        if let (Some((run, predicates)), [_, _, Some(object)]) = (&mut self.left, self.pattern)
            && let Some((_, range)) = predicates.next()
        {
            self.part = equal(&run.by_predicate[range.clone()], 1, object).iter();
            return true;
        }
        let Some(run) = self.runs.next() else {
            return false;
        };
        self.rotated = false;
        self.part = match self.pattern {
            [Some(subject), None, _] => run.of_subject(subject),
            [Some(subject), Some(predicate), None] => equal(run.of_subject(subject), 1, predicate),
            [Some(subject), Some(predicate), Some(object)] => {
                equal(equal(run.of_subject(subject), 1, predicate), 2, object)
            }
            [None, Some(predicate), object] => {
                self.rotated = true;
                let all = run.of_predicate(predicate);
                object.map_or(all, |object| equal(all, 1, object))
            }
            [None, None, Some(_)] => {
                self.rotated = true;
                self.left = Some((run, run.predicates.iter()));
                &[]
            }
            [None, None, None] => &run.by_subject,
        }
        .iter();
        true
    }
}

impl Iterator for Matches<'_> {
    type Item = [u32; 3];

    fn next(&mut self) -> Option<[u32; 3]> {
        loop {
            for triple in self.part.by_ref() {
                let triple = match (self.rotated, *triple) {
                    (true, [predicate, object, subject]) => [subject, predicate, object],
                    (false, triple) => triple,
                };
                // Every part but that of a subject with an object holds only triples that match.
                if self.pattern[2].is_none_or(|object| object == triple[2]) {
                    return Some(triple);
                }
            }
            if !self.advance() {
                return None;
            }
        }
    }
}
