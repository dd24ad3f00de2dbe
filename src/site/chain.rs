//! The promise that a claim is part of: the claims that state, change or contest its sum, and those of its other stages.

use super::claimed::Claim;
use super::read::Reader;
use crate::vocabulary as v;
use std::collections::BTreeSet;

/// The links between claims of one sum; parts and increments are other sums.
const LINKS: [&str; 10] = [
    v::REPEATS,
    v::SAME_FIGURE_AS,
    v::REPLACES,
    v::UPDATES,
    v::REFINES,
    v::CONVERTS,
    v::TAKES_UP,
    v::MAY_TAKE_UP,
    v::CONTRADICTS,
    v::DOES_NOT_FIT,
];

/// The claims among these that are linked with one, in any number of steps, and those of the same thing, currency and payers at
/// another stage; in the order of `claims`.
pub fn chain(reader: &Reader<'_>, claims: &[Claim], start: &Claim) -> Vec<Claim> {
    let linked = linked(reader, start.iri());
    let is_linked = |claim: &Claim| linked.contains(claim.iri());
    let own: Vec<&Claim> = claims.iter().filter(|claim| is_linked(claim)).collect();
    let is_stage = |claim: &Claim| own.iter().any(|own| is_other_stage(reader, own, claim));
    claims
        .iter()
        .filter(|claim| is_linked(claim) || is_stage(claim))
        .cloned()
        .collect()
}

/// The claims that are linked with one, in any number of steps, and itself.
pub fn linked(reader: &Reader<'_>, start: &str) -> BTreeSet<String> {
    let mut linked = BTreeSet::from([start.to_owned()]);
    let mut open = vec![start.to_owned()];
    while let Some(iri) = open.pop() {
        let thing = reader.thing(&iri);
        for link in LINKS {
            let forth = thing.texts(link).into_iter().map(str::to_owned);
            for other in forth.chain(reader.of(link, &iri)) {
                if linked.insert(other.clone()) {
                    open.push(other);
                }
            }
        }
    }
    linked
}

/// Whether two claims may be of one money at two stages: of the same thing and kind, and not in two currencies or by other payers.
pub fn is_other_stage(reader: &Reader<'_>, one: &Claim, other: &Claim) -> bool {
    let share = |property: &str| {
        let others = other.thing.texts(property);
        one.thing.texts(property).iter().any(|thing| others.contains(thing))
    };
    let may_share = |property: &str| !one.thing.has(property) || !other.thing.has(property) || share(property);
    let unit = |claim: &Claim| claim.measure.as_ref()?.text(v::UNIT_OF_MEASURE).map(str::to_owned);
    let (unit, other_unit) = (unit(one), unit(other));
    share(v::ABOUT)
        && share(v::KIND)
        && may_share(v::FUNDER)
        && (unit.is_none() || other_unit.is_none() || unit == other_unit)
        && one.column(reader) != other.column(reader)
}
