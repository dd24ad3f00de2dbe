//! The order in which claims speak for a figure.

use crate::claim::{Bounds, Claim, Input, Role, Span};
use std::cmp::{Ordering, Reverse};
use text::decimal::Decimal;

impl Claim {
    /// Whether it states a sum that can be added up.
    pub(crate) fn counts(&self) -> bool {
        self.money && self.sums && self.use_of != Role::Apart && !self.bounds.is_empty()
    }
}

impl Bounds {
    /// Whether neither bound is known.
    pub fn is_empty(self) -> bool {
        self.minimum.is_none() && self.maximum.is_none()
    }

    /// Whether these bounds lie within the others; equal bounds do.
    pub(crate) fn inside(self, other: Self) -> bool {
        let above = other.minimum.is_none_or(|least| self.minimum >= Some(least));
        let below = other
            .maximum
            .is_none_or(|most| self.maximum.is_some_and(|own| own <= most));
        above && below
    }

    /// A key by which greater sums come later: the maximum, a missing one last, then the minimum.
    pub(crate) fn size(self) -> (bool, Option<Decimal>, Option<Decimal>) {
        (self.maximum.is_none(), self.maximum, self.minimum)
    }

    /// From the least to the greatest of both.
    pub(crate) fn spanning(self, other: Self) -> Self {
        let zero = Decimal::new(0, 0);
        let minimum = match (self.minimum, other.minimum) {
            (None, None) => None,
            (one, two) => one.or(zero).min(two.or(zero)),
        };
        let maximum = match (self.maximum, other.maximum) {
            (Some(one), Some(two)) => Some(one.max(two)),
            _ => None,
        };
        Self { minimum, maximum }
    }
}

/// The rank of each claim: the claim with the lowest one speaks.
///
/// Sums that count come first, then amounts of money, then written units, then the earliest document, then the first passage; then what the claims say
/// decides, and never their place in the input.
pub(crate) fn ranks(input: &Input) -> Vec<usize> {
    let mut order: Vec<usize> = (0..input.claims.len()).collect();
    order.sort_by(|&one, &two| speaks_before(input, one, two));
    let mut ranks = vec![0; order.len()];
    for (rank, claim) in order.into_iter().enumerate() {
        ranks[claim] = rank;
    }
    ranks
}

fn speaks_before(input: &Input, one: usize, two: usize) -> Ordering {
    let first = |claim: &Claim| {
        let published = input.documents[claim.document].published;
        (
            Reverse(claim.counts()),
            Reverse(claim.money),
            Reverse(claim.unit_written),
            published.is_none(),
            published,
            claim.passage.is_none(),
            claim.passage.map(|(start, _)| start),
        )
    };
    let [one, two] = [one, two].map(|index| &input.claims[index]);
    let hash = |claim: &Claim| &input.documents[claim.document].hash;
    first(one)
        .cmp(&first(two))
        .then_with(|| hash(one).cmp(hash(two)))
        .then_with(|| one.passage.cmp(&two.passage))
        .then_with(|| bounds(one).cmp(&bounds(two)))
        .then_with(|| one.words.cmp(&two.words))
        .then_with(|| content(one).cmp(&content(two)))
        .then_with(|| entities(one).cmp(&entities(two)))
}

fn bounds(claim: &Claim) -> (Option<Decimal>, Option<Decimal>) {
    (claim.bounds.minimum, claim.bounds.maximum)
}

type Content = (
    [usize; 3],
    [Option<usize>; 3],
    [Option<Span>; 2],
    [usize; 4],
    [Option<crate::Sector>; 1],
);

fn content(claim: &Claim) -> Content {
    (
        [claim.column, claim.kind, claim.role],
        [claim.per, claim.unit, claim.instrument],
        [claim.period, claim.own],
        [
            claim.things.len(),
            claim.speakers.len(),
            claim.payers.len(),
            claim.payees.len(),
        ],
        [claim.payer_sector],
    )
}

fn entities(claim: &Claim) -> [Vec<usize>; 4] {
    [&claim.things, &claim.payers, &claim.payees, &claim.speakers].map(|set| set.iter().copied().collect())
}
