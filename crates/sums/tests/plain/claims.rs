//! Single claims: which take part, which speaks first, what they are about, which is later.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use sums::{Bounds, Claim, Input, Link, Reason, Relation, Role};

/// Withdrawn and corrected claims take part in nothing. The reason, and the claim that they give way to.
pub fn out(input: &Input, claim: usize) -> Option<(Reason, Option<usize>)> {
    use sums::Status::{Corrected, Withdrawn};
    let this = &input.claims[claim];
    let ends = links(input).filter(|link| link.relation == Relation::Replaces && link.other == claim);
    let replacing = first_speaking(input, ends.map(|link| link.claim));
    if this.status == Withdrawn || input.documents[this.document].withdrawn {
        Some((Reason::Withdrawn, replacing))
    } else if this.status == Corrected {
        Some((Reason::Corrected, replacing))
    } else {
        None
    }
}

/// The original of a figure that somebody converted into another currency.
pub fn original(input: &Input, claim: usize) -> Option<usize> {
    let originals = links(input).filter(|link| link.relation == Relation::Converts && link.claim == claim);
    first_speaking(input, originals.map(|link| link.other))
}

/// A claim has no relation to itself.
fn links(input: &Input) -> impl Iterator<Item = &Link> {
    input.links.iter().filter(|link| link.claim != link.other)
}

/// The links between claims that take part. What is out takes its links with it, but those of parts, additions, scope and what is taken up
/// lead to the claim that replaces it.
pub fn links_that_count(input: &Input) -> Vec<Link> {
    let moves = [
        Relation::PartOf,
        Relation::AddsTo,
        Relation::DiffersInScope,
        Relation::TakesUp,
        Relation::MayTakeUp,
    ];
    let end = |link: &Link, claim: usize| match out(input, claim) {
        None => Some(claim),
        Some(_) if moves.contains(&link.relation) => in_place(input, claim),
        Some(_) => None,
    };
    let ends = links(input).filter_map(|link| {
        let (claim, other) = (end(link, link.claim)?, end(link, link.other)?);
        (claim != other).then_some(Link { claim, other, ..*link })
    });
    ends.collect()
}

/// The claim that replaces one that is out, or replaces what replaces it.
fn in_place(input: &Input, claim: usize) -> Option<usize> {
    let mut seen = vec![claim];
    loop {
        let at = *seen.last()?;
        let Some((_, newer)) = out(input, at) else {
            return Some(at);
        };
        let newer = newer?;
        if seen.contains(&newer) {
            return None;
        }
        seen.push(newer);
    }
}

/// The claims that take part.
pub fn taking_part(input: &Input) -> Vec<usize> {
    let mut claims: Vec<usize> = (0..input.claims.len())
        .filter(|claim| out(input, *claim).is_none())
        .collect();
    claims.sort_by(|a, b| speaking(input, *a, *b));
    claims
}

/// Converted figures, kinds that make no sums, roles apart from sums, and claims without a figure are never added. The reason, and the claim
/// that they give way to.
pub fn uncounted(input: &Input, claim: usize) -> Option<(Reason, Option<usize>)> {
    let this = &input.claims[claim];
    if let Some(original) = original(input, claim) {
        Some((Reason::Converted, Some(original)))
    } else if !this.sums {
        Some((Reason::OtherKind, None))
    } else if this.use_of == Role::Apart {
        Some((Reason::NoSum(this.role), None))
    } else if this.bounds.minimum.is_none() && this.bounds.maximum.is_none() {
        Some((Reason::NoFigure, None))
    } else {
        None
    }
}

/// A sum that can be added: money that nothing keeps from it. This asks for links, but for no order of claims.
fn counted(input: &Input, claim: usize) -> bool {
    let this = &input.claims[claim];
    let converted = links(input).any(|link| link.relation == Relation::Converts && link.claim == claim);
    let bounded = this.bounds.minimum.is_some() || this.bounds.maximum.is_some();
    this.money && !converted && this.sums && this.use_of != Role::Apart && bounded
}

/// Sums that count speak first, then money, then what is no rate, then who writes the unit, then the earliest document, then the first
/// passage; ties go by hash, end, bounds, words.
pub fn speaking(input: &Input, a: usize, b: usize) -> Ordering {
    let key = |claim: usize| {
        let counted = counted(input, claim);
        let claim = &input.claims[claim];
        let document = &input.documents[claim.document];
        let what = (!counted, !claim.money, claim.per.is_some(), !claim.unit_written);
        let place = (
            document.published.is_none(),
            document.published,
            claim.passage.is_none(),
            claim.passage.map(|passage| passage.0),
        );
        let ties = (
            &document.hash,
            claim.passage.map(|passage| passage.1),
            claim.bounds.minimum,
            claim.bounds.maximum,
            &claim.words,
        );
        (what, place, ties)
    };
    key(a).cmp(&key(b))
}

/// The claim of these that speaks first.
pub fn first_speaking(input: &Input, claims: impl Iterator<Item = usize>) -> Option<usize> {
    claims.min_by(|a, b| speaking(input, *a, *b))
}

/// What claims must share to state one figure: column, things, kind, role, rate, base, money, exposure.
pub type Matter = (
    usize,
    BTreeSet<usize>,
    usize,
    usize,
    Option<usize>,
    Option<usize>,
    bool,
    bool,
);

/// What they must share to be compared: of a contribution who pays and who receives, too.
pub type Topic = (Matter, Option<(BTreeSet<usize>, BTreeSet<usize>)>);

/// What a claim is about, whoever pays.
pub fn matter(claim: &Claim) -> Matter {
    (
        claim.column,
        claim.things.clone(),
        claim.kind,
        claim.role,
        claim.per,
        claim.base,
        claim.money,
        claim.exposure,
    )
}

/// The topic of a claim.
pub fn topic(claim: &Claim) -> Topic {
    let contribution = claim.use_of == Role::Contribution;
    let between = contribution.then(|| (claim.payers.clone(), claim.payees.clone()));
    (matter(claim), between)
}

/// A claim that has no unit, period or instrument, where another of its topic has one, lacks it.
pub fn lacks_something(input: &Input, claims: &[usize], claim: usize) -> bool {
    let this = &input.claims[claim];
    let others: Vec<&Claim> = claims.iter().map(|other| &input.claims[*other]).collect();
    others
        .into_iter()
        .filter(|other| topic(other) == topic(this))
        .any(|other| {
            (this.unit.is_none() && other.unit.is_some())
                || (this.period.is_none() && other.period.is_some())
                || (this.instrument.is_none() && other.instrument.is_some())
        })
}

/// Sets of payers or of payees do not contradict each other if they are equal or one is not stated.
pub fn compatible(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
    a == b || a.is_empty() || b.is_empty()
}

/// Whether the bounds lie inside the others.
pub fn inside(a: Bounds, b: Bounds) -> bool {
    let above = b
        .minimum
        .is_none_or(|least| a.minimum.is_some_and(|minimum| minimum >= least));
    let below = b
        .maximum
        .is_none_or(|most| a.maximum.is_some_and(|maximum| maximum <= most));
    above && below
}

/// Whether one lies inside the other, so that neither replaces the other by rule.
pub fn nested(a: Bounds, b: Bounds) -> bool {
    inside(a, b) || inside(b, a)
}

/// A common speaker, the same payers, or one document where one of both has no speaker.
pub fn same_voice(a: &Claim, b: &Claim) -> bool {
    !a.speakers.is_disjoint(&b.speakers)
        || (!a.payers.is_empty() && a.payers == b.payers)
        || (a.document == b.document && (a.speakers.is_empty() || b.speakers.is_empty()))
}

/// Where both tell their own dates, these alone decide; else the dates of the documents.
pub fn later(input: &Input, a: usize, b: usize) -> bool {
    let (a, b) = (&input.claims[a], &input.claims[b]);
    let published = |claim: &Claim| input.documents[claim.document].published;
    match (a.own, b.own, published(a), published(b)) {
        (Some(a), Some(b), _, _) | (_, _, Some(a), Some(b)) => a.first > b.last,
        _ => false,
    }
}

/// One sum is later than another if a claim of it is later, in the same voice, and none of the other's is later.
pub fn sum_later(input: &Input, these: &[usize], those: &[usize]) -> bool {
    let any_later = |these: &[usize], those: &[usize]| {
        these.iter().any(|a| {
            those
                .iter()
                .any(|b| same_voice(&input.claims[*a], &input.claims[*b]) && later(input, *a, *b))
        })
    };
    any_later(these, those) && !any_later(those, these)
}
