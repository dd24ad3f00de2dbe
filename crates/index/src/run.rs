//! Sorted runs of triples, and the search in them.

use crate::part::Part;
use crate::pending::Pending;
use crate::{Damaged, Pattern};
use hashbrown::HashMap;
use std::ops::Range;
use std::slice;

/// Triples, sorted by subject, predicate, object, and once more by predicate, object, subject. The first number of a group of
/// triples is written once (compressed sparse rows, see Saad, "Iterative Methods for Sparse Linear Systems", section 3.4).
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) by_subject: Rows,
    pub(crate) by_predicate: Rows,
}

/// Triples in groups of one first number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// The second and third number of each triple, sorted within a group.
    pub(crate) pairs: Part<[u32; 2]>,
    /// The first number of each group, and the position of its first pair; sorted. Empty if `starts` is not.
    pub(crate) heads: Part<[u32; 2]>,
    /// For each number up to one after the last first number, the position of the first pair of it or of a later one; empty if
    /// that would be longer than the pairs, or all groups are looked at one after the other.
    pub(crate) starts: Part<u32>,
}

/// How the groups of rows are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// By their number, unless most numbers have no triples: the groups of subjects.
    ByNumber,
    /// By a search among few: the groups of predicates, all of which are looked at for the triples of an object.
    Few,
}

impl Run {
    /// A run of triples in any order, of which some may be repeated.
    pub(crate) fn of(triples: Pending) -> Self {
        let by_subject = Rows::collected(triples);
        let by_predicate = by_subject.rotated();
        Self {
            by_subject,
            by_predicate,
        }
    }

    /// The run with the triples of both, which have none in common.
    pub(crate) fn merged(self, other: Self) -> Result<Self, Damaged> {
        // What was merged goes before the rest is.
        Ok(Self {
            by_subject: self.by_subject.merged(other.by_subject, Form::ByNumber)?,
            by_predicate: self.by_predicate.merged(other.by_predicate, Form::Few)?,
        })
    }

    /// The number of triples.
    pub(crate) fn len(&self) -> usize {
        self.by_subject.pairs.len()
    }

    /// The distinct subjects.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = Result<u32, Damaged>> + '_ {
        self.by_subject.groups().map(|group| group.map(|(subject, _)| subject))
    }

    /// All triples, sorted.
    pub(crate) fn triples(&self) -> Result<Vec<[u32; 3]>, Damaged> {
        let mut all = Vec::with_capacity(self.len());
        for group in self.by_subject.groups() {
            let (subject, range) = group?;
            let pairs = self.by_subject.pairs.slice(range)?;
            all.extend(pairs.iter().map(|[predicate, object]| [subject, *predicate, *object]));
        }
        Ok(all)
    }
}

impl Rows {
    /// The rows of sorted triples of which there are at most so many.
    pub(crate) fn of(triples: impl Iterator<Item = [u32; 3]>, most: usize, form: Form) -> Self {
        let mut pairs = Vec::with_capacity(most);
        let mut heads: Vec<[u32; 2]> = Vec::new();
        for (at, [first, second, third]) in (0..).zip(triples) {
            if heads.last().is_none_or(|head| head[0] != first) {
                heads.push([first, at]);
            }
            pairs.push([second, third]);
        }
        let last = heads.last().map_or(0, |head| head[0] as usize);
        if form == Form::Few || last / 4 > pairs.len() {
            return Self {
                pairs: Part::Own(pairs),
                heads: Part::Own(heads),
                starts: Part::default(),
            };
        }
        let mut starts = Vec::with_capacity(last + 2);
        for [first, at] in heads {
            starts.resize(first as usize + 1, at);
        }
        // An index has fewer than 2³² triples (`Index::commit`).
        starts.push(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
        Self {
            pairs: Part::Own(pairs),
            heads: Part::default(),
            starts: Part::Own(starts),
        }
    }

    /// The rows of triples in any order, without repetition, in groups of subjects.
    fn collected(triples: Pending) -> Self {
        let count = triples.len();
        let subjects = triples.parts().flatten().map(|triple| triple[0]);
        let last = subjects.max().unwrap_or(0) as usize;
        if last / 4 > count || count >= u32::MAX as usize {
            let mut all: Vec<[u32; 3]> = triples.into_parts().flatten().collect();
            all.sort_unstable();
            all.dedup();
            return Self::of(all.iter().copied(), all.len(), Form::ByNumber);
        }
        // A counting sort by subject: the next place of each, from the number of those before.
        let mut starts = vec![0_u32; last + 2];
        for triple in triples.parts().flatten() {
            starts[triple[0] as usize + 1] += 1;
        }
        for subject in 0..=last {
            starts[subject + 1] += starts[subject];
        }
        let mut next = starts.clone();
        let mut pairs = vec![[0; 2]; count];
        for [subject, predicate, object] in triples.into_parts().flatten() {
            let place = &mut next[subject as usize];
            pairs[*place as usize] = [predicate, object];
            *place += 1;
        }
        drop(next);
        let mut written = 0;
        for subject in 0..=last {
            let range = starts[subject] as usize..starts[subject + 1] as usize;
            pairs[range.clone()].sort_unstable_by_key(packed);
            let first = written;
            for at in range {
                if written == first || pairs[written - 1] != pairs[at] {
                    pairs[written] = pairs[at];
                    written += 1;
                }
            }
            // There are fewer triples than numbers.
            starts[subject] = u32::try_from(first).unwrap_or(u32::MAX);
        }
        starts[last + 1] = u32::try_from(written).unwrap_or(u32::MAX);
        pairs.truncate(written);
        Self {
            pairs: Part::Own(pairs),
            heads: Part::default(),
            starts: Part::Own(starts),
        }
    }

    /// The same triples in groups of predicates, each with object and subject.
    fn rotated(&self) -> Self {
        // Rows in memory are never damaged.
        let triples = || self.numbers().filter_map(Result::ok);
        let mut counts: HashMap<u32, u32> = HashMap::new();
        triples().for_each(|triple| *counts.entry(triple[1]).or_default() += 1);
        let mut heads: Vec<[u32; 2]> = counts.iter().map(|(predicate, count)| [*predicate, *count]).collect();
        heads.sort_unstable();
        let mut start = 0;
        for head in &mut heads {
            counts.insert(head[0], start);
            (head[1], start) = (start, start + head[1]);
        }
        let mut pairs = vec![[0; 2]; self.pairs.len()];
        for [subject, predicate, object] in triples() {
            if let Some(place) = counts.get_mut(&predicate) {
                pairs[*place as usize] = [object, subject];
                *place += 1;
            }
        }
        sort_groups(&mut pairs, &heads);
        Self {
            pairs: Part::Own(pairs),
            heads: Part::Own(heads),
            starts: Part::default(),
        }
    }

    /// The number of groups, some of them empty.
    fn count(&self) -> usize {
        match self.starts.len() {
            0 => self.heads.len(),
            starts => starts - 1,
        }
    }

    /// The first number and the pairs of a group, by its position; empty for a number without triples.
    fn group(&self, at: usize) -> Result<(u32, Range<usize>), Damaged> {
        if self.starts.len() > 0 {
            let [start, end] = pair(self.starts.slice(at..at + 2)?);
            return Ok((u32::try_from(at).map_err(|_| Damaged)?, start..end));
        }
        let [first, start] = self.heads.at(at)?;
        let end = match at + 1 == self.heads.len() {
            true => self.pairs.len(),
            false => self.heads.at(at + 1)?[1] as usize,
        };
        Ok((first, start as usize..end))
    }

    /// The first number and the pairs of each group that has some.
    fn groups(&self) -> impl Iterator<Item = Result<(u32, Range<usize>), Damaged>> + '_ {
        let groups = (0..self.count()).map(|at| self.group(at));
        groups.filter(|group| group.as_ref().map_or(true, |(_, range)| !range.is_empty()))
    }

    /// The three numbers of each triple, in order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Result<[u32; 3], Damaged>> + '_ {
        self.groups().flat_map(|group| {
            let read = group.and_then(|(first, range)| Ok((first, self.pairs.slice(range)?)));
            let (first, pairs, failure) = match read {
                Ok((first, pairs)) => (first, pairs, None),
                Err(error) => (0, &[][..], Some(Err(error))),
            };
            pairs
                .iter()
                .map(move |[second, third]| Ok([first, *second, *third]))
                .chain(failure)
        })
    }

    /// The positions of the pairs of a first number.
    fn range(&self, first: u32) -> Result<Range<usize>, Damaged> {
        let at = first as usize;
        if self.starts.len() > 0 {
            return match at < self.count() {
                true => self.group(at).map(|(_, range)| range),
                false => Ok(0..0),
            };
        }
        let at = self
            .heads
            .partition_point(0..self.heads.len(), |head| head[0] < first)?;
        if at == self.heads.len() {
            return Ok(0..0);
        }
        let (found, range) = self.group(at)?;
        Ok(if found == first { range } else { 0..0 })
    }

    /// The position before which a triple that is not there belongs.
    pub(crate) fn place(&self, [first, second, third]: [u32; 3]) -> Result<usize, Damaged> {
        let count = self.count();
        let range = match self.starts.len() > 0 {
            true if first as usize >= count => return Ok(self.pairs.len()),
            true => self.group(first as usize)?.1,
            false => {
                let at = self.heads.partition_point(0..count, |head| head[0] < first)?;
                if at == count {
                    return Ok(self.pairs.len());
                }
                let (found, range) = self.group(at)?;
                if found != first {
                    return Ok(range.start);
                }
                range
            }
        };
        self.pairs.partition_point(range, |pair| *pair < [second, third])
    }

    /// The pairs of a first number: of all, of a second one, or a single one.
    fn find(&self, first: u32, second: Option<u32>, third: Option<u32>) -> Result<&[[u32; 2]], Damaged> {
        let range = self.range(first)?;
        let Some(second) = second else {
            return self.pairs.slice(range);
        };
        let Some(third) = third else {
            return self.equal(range, second);
        };
        let wanted = [second, third];
        let at = self.pairs.partition_point(range.clone(), |pair| *pair < wanted)?;
        let found = at < range.end && self.pairs.at(at)? == wanted;
        self.pairs.slice(at..at + usize::from(found))
    }

    /// The pairs in a range of positions, by which they are sorted, whose first number has a value.
    fn equal(&self, range: Range<usize>, value: u32) -> Result<&[[u32; 2]], Damaged> {
        let start = self.pairs.partition_point(range.clone(), |pair| pair[0] < value)?;
        // Most answers are short: look at the first few before searching the rest.
        let near = self.pairs.slice(start..range.end.min(start + 9))?;
        let end = match near.get(8) {
            Some(pair) if pair[0] == value => self.pairs.partition_point(start..range.end, |pair| pair[0] == value)?,
            _ => start + near.iter().take_while(|pair| pair[0] == value).count(),
        };
        self.pairs.slice(start..end)
    }
}

/// A pair as one number, by which it is sorted.
fn packed(pair: &[u32; 2]) -> u64 {
    u64::from(pair[0]) << 32 | u64::from(pair[1])
}

/// Sorts each group of pairs, in which equal first numbers are in the order of the second; many of them on two processors.
fn sort_groups(pairs: &mut [[u32; 2]], heads: &[[u32; 2]]) {
    let sort = |pairs: &mut [[u32; 2]], heads: &[[u32; 2]]| {
        let first = heads.first().map_or(0, |head| head[1] as usize);
        let mut other = Vec::new();
        for (at, head) in heads.iter().enumerate() {
            let end = heads.get(at + 1).map_or(pairs.len(), |next| next[1] as usize - first);
            sort_by_first(&mut pairs[head[1] as usize - first..end], &mut other);
        }
    };
    // The group in the middle, and those after it.
    let middle = heads.partition_point(|head| (head[1] as usize) < pairs.len() / 2);
    if pairs.len() < FOR_TWO || middle == 0 || middle == heads.len() {
        return sort(pairs, heads);
    }
    let (one, other) = pairs.split_at_mut(heads[middle][1] as usize);
    std::thread::scope(|scope| {
        scope.spawn(|| sort(one, &heads[..middle]));
        sort(other, &heads[middle..]);
    });
}

/// Sorts pairs by their first numbers, of equal ones none before another that it follows: by one digit after the other, the last first
/// (Knuth, "The Art of Computer Programming", volume 3, section 5.2.5). `other` is memory to be used again.
fn sort_by_first(pairs: &mut [[u32; 2]], other: &mut Vec<[u32; 2]>) {
    const BITS: u32 = 11;
    if pairs.len() < 1 << BITS {
        pairs.sort_unstable_by_key(packed);
        return;
    }
    let (least, most) = pairs.iter().fold((u32::MAX, 0), |(least, most), pair| {
        (least.min(pair[0]), most.max(pair[0]))
    });
    other.clear();
    other.resize(pairs.len(), [0; 2]);
    let (mut from, mut to) = (&mut *pairs, other.as_mut_slice());
    let mut is_moved = false;
    let significant = u32::BITS - (most - least).leading_zeros();
    for shift in (0..significant).step_by(BITS as usize) {
        let digit = |pair: &[u32; 2]| ((pair[0] - least) >> shift) as usize % (1 << BITS);
        let mut next = [0_usize; 1 << BITS];
        from.iter().for_each(|pair| next[digit(pair)] += 1);
        let mut start = 0;
        for place in &mut next {
            start += std::mem::replace(place, start);
        }
        for pair in &*from {
            let place = &mut next[digit(pair)];
            to[*place] = *pair;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        is_moved = !is_moved;
    }
    if is_moved {
        to.copy_from_slice(from);
    }
}

/// So many pairs are worth a second thread.
const FOR_TWO: usize = 1 << 16;

/// The two elements of a slice that has two.
fn pair(two: &[u32]) -> [usize; 2] {
    [two[0] as usize, two[1] as usize]
}

/// What is left of a run whose triples are looked for in several places.
enum Left<'a> {
    Nothing,
    /// All triples: the groups of subjects that were not read.
    All(&'a Run, Range<usize>),
    /// The object alone is known: the groups of predicates that were not looked at.
    Object(&'a Run, Range<usize>, u32),
}

/// The triples of a pattern, run by run.
pub(crate) struct Matches<'a> {
    kept: Option<&'a Run>,
    runs: slice::Iter<'a, Run>,
    pattern: Pattern,
    /// The first number of the group that is read, and what is left of its pairs.
    first: u32,
    part: slice::Iter<'a, [u32; 2]>,
    /// Whether the pairs are object and subject of a predicate.
    rotated: bool,
    left: Left<'a>,
}

impl<'a> Matches<'a> {
    /// The triples of a kept run and of others that match a pattern.
    pub(crate) fn new(kept: Option<&'a Run>, runs: &'a [Run], pattern: Pattern) -> Self {
        Self {
            kept,
            runs: runs.iter(),
            pattern,
            first: 0,
            part: [].iter(),
            rotated: false,
            left: Left::Nothing,
        }
    }

    /// Goes on to the next part in which triples may match; `false` after the last.
    fn advance(&mut self) -> Result<bool, Damaged> {
        match &mut self.left {
            Left::Nothing => {}
            Left::All(run, groups) => {
                if let Some(at) = groups.next() {
                    let (subject, range) = run.by_subject.group(at)?;
                    (self.first, self.part) = (subject, run.by_subject.pairs.slice(range)?.iter());
                    return Ok(true);
                }
            }
            Left::Object(run, groups, object) => {
                if let Some(at) = groups.next() {
                    let (predicate, range) = run.by_predicate.group(at)?;
                    (self.first, self.part) = (predicate, run.by_predicate.equal(range, *object)?.iter());
                    return Ok(true);
                }
            }
        }
        self.left = Left::Nothing;
        let Some(run) = self.kept.take().or_else(|| self.runs.next()) else {
            return Ok(false);
        };
        self.rotated = self.pattern[0].is_none();
        self.part = [].iter();
        match self.pattern {
            [Some(subject), predicate, object] => {
                self.first = subject;
                self.part = run.by_subject.find(subject, predicate, object)?.iter();
            }
            [None, Some(predicate), object] => {
                self.first = predicate;
                self.part = run.by_predicate.find(predicate, object, None)?.iter();
            }
            [None, None, Some(object)] => self.left = Left::Object(run, 0..run.by_predicate.count(), object),
            [None, None, None] => {
                self.rotated = false;
                self.left = Left::All(run, 0..run.by_subject.count());
            }
        }
        Ok(true)
    }
}

impl Iterator for Matches<'_> {
    type Item = Result<[u32; 3], Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            for &[second, third] in self.part.by_ref() {
                let triple = match self.rotated {
                    true => [third, self.first, second],
                    false => [self.first, second, third],
                };
                // Every part but that of a subject with an object holds only triples that match.
                if self.pattern[2].is_none_or(|object| object == triple[2]) {
                    return Some(Ok(triple));
                }
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    (self.kept, self.runs, self.left) = (None, [].iter(), Left::Nothing);
                    return Some(Err(error));
                }
            }
        }
    }
}
