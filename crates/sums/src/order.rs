//! The order in which claims speak for a figure.

use crate::claim::{Claim, Input, Relation, Role, Sector, Span};
use std::cmp::{Ordering, Reverse};
use text::decimal::Decimal;

impl Claim {
    /// Whether it states a sum that can be added up.
    fn counts(&self) -> bool {
        self.money && self.sums && self.use_of != Role::Apart && !self.bounds.is_empty()
    }
}

/// Which claims are figures in another currency than the document's own.
pub(crate) fn converted(input: &Input) -> Vec<bool> {
    let mut converted = vec![false; input.claims.len()];
    for link in input.links.iter().filter(|link| link.relation == Relation::Converts) {
        converted[link.claim] |= link.claim != link.other;
    }
    converted
}

/// Which claims state a sum that can be added up: converted figures do not.
pub(crate) fn counted(input: &Input, converted: &[bool]) -> Vec<bool> {
    let claims = input.claims.iter().zip(converted);
    claims.map(|(claim, converted)| claim.counts() && !converted).collect()
}

/// The rank of each claim: the claim with the lowest one speaks.
///
/// Sums that count come first, then amounts of money, those of a whole before rates, then written units, then the earliest document, then the first
/// passage; then what the claims say decides, and never their place in the input.
pub(crate) fn ranks(input: &Input, counted: &[bool]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..input.claims.len()).collect();
    order.sort_by(|&one, &two| {
        let counts = counted[two].cmp(&counted[one]);
        counts.then_with(|| speaks_before(input, one, two))
    });
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
            Reverse(claim.money),
            claim.per.is_some(),
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
    [Option<Sector>; 1],
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
