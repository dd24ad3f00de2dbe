//! Promises: the claims that state, change or contest one sum of money, and those of its other stages.

use super::claimed::Claim;
use super::read::Reader;
use crate::vocabulary as v;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
pub fn chain<'a>(reader: &Reader<'a>, claims: &[Claim<'a>], start: &Claim<'a>) -> Vec<Claim<'a>> {
    let linked = linked(reader, start.iri());
    let is_linked = |claim: &Claim<'_>| linked.contains(claim.iri());
    let own: Vec<&Claim<'_>> = claims.iter().filter(|claim| is_linked(claim)).collect();
    let stages = other_stages(reader, &own, &claims.iter().collect::<Vec<_>>());
    let is_stage = |claim: &Claim<'_>| stages.iter().any(|stage| stage.iri() == claim.iri());
    claims
        .iter()
        .filter(|claim| is_linked(claim) || is_stage(claim))
        .copied()
        .collect()
}

/// The claims that are linked with one, in any number of steps, and itself.
fn linked<'a>(reader: &Reader<'a>, start: &'a str) -> BTreeSet<&'a str> {
    let mut linked = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(iri) = open.pop() {
        let thing = reader.thing(iri);
        for link in LINKS {
            for other in thing.texts(link).into_iter().chain(reader.of(link, iri)) {
                if linked.insert(other) {
                    open.push(other);
                }
            }
        }
    }
    linked
}

/// The claims among those near linked ones that may be of their money at another stage. Payers are the same: who is not named may be
/// the only one whom claims of the thing name, but not one of several.
fn other_stages<'c, 'a>(reader: &Reader<'a>, own: &[&Claim<'a>], near: &[&'c Claim<'a>]) -> Vec<&'c Claim<'a>> {
    let theirs: BTreeSet<&str> = own.iter().flat_map(|claim| claim.thing.texts(v::FUNDER)).collect();
    let of_thing = near
        .iter()
        .filter(|claim| own.iter().any(|own| is_same_thing(own, claim)));
    let payers = of_thing.chain(own).map(|claim| claim.thing.texts(v::FUNDER));
    let payers: BTreeSet<Vec<&str>> = payers.filter(|payers| !payers.is_empty()).collect();
    let may_be_theirs = |claim: &Claim<'_>| {
        let its = claim.thing.texts(v::FUNDER);
        match (theirs.is_empty(), its.is_empty()) {
            (true, true) => true,
            (false, false) => its.iter().any(|payer| theirs.contains(payer)),
            _ => payers.len() == 1,
        }
    };
    let stages = near.iter().copied().filter(|claim| may_be_theirs(claim));
    stages
        .filter(|claim| own.iter().any(|own| is_other_stage(reader, own, claim)))
        .collect()
}

/// Whether a property of two claims has a value in common.
fn share(one: &Claim<'_>, other: &Claim<'_>, property: &str) -> bool {
    let others = other.thing.texts(property);
    one.thing.texts(property).iter().any(|thing| others.contains(thing))
}

fn is_same_thing(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    share(one, other, v::ABOUT) && share(one, other, v::KIND)
}

/// Whether two claims may be of one money at two stages: of the same thing and kind, both of a whole or both of what one payer brings,
/// for the same time, and not in two currencies. What somebody else expects it to cost is no stage of it.
fn is_other_stage<'a>(reader: &Reader<'a>, one: &Claim<'a>, other: &Claim<'a>) -> bool {
    let of_measure = |claim: &Claim<'a>, property: &str| claim.measure?.text(property);
    let [unit, other_unit] = [one, other].map(|claim| of_measure(claim, v::UNIT_OF_MEASURE));
    let [per, other_per] = [one, other].map(|claim| of_measure(claim, v::PER_OF_MEASURE));
    is_same_thing(one, other)
        && (unit.is_none() || other_unit.is_none() || unit == other_unit)
        && per == other_per
        && extent(one) == extent(other)
        && [None, Some(v::MEASURE_ROLE_CONTRIBUTION)].contains(&extent(one))
        && one.column(reader) != other.column(reader)
        && !is_estimate_of_others(reader, one, other)
        && !is_estimate_of_others(reader, other, one)
}

/// What a figure is of, if it is not the whole.
fn extent<'a>(claim: &Claim<'a>) -> Option<&'a str> {
    let role = claim.measure.as_ref()?.text(v::MEASURE_ROLE)?;
    (role != v::MEASURE_ROLE_TOTAL).then_some(role)
}

/// Whether a claim is what somebody expects who neither says nor pays the other one, and names no payer.
fn is_estimate_of_others<'a>(reader: &Reader<'a>, claim: &Claim<'a>, other: &Claim<'a>) -> bool {
    let theirs = [v::SPEAKER, v::FUNDER].map(|role| other.thing.texts(role)).concat();
    let is_theirs = claim
        .thing
        .texts(v::SPEAKER)
        .iter()
        .any(|speaker| theirs.contains(speaker));
    stage(reader, claim) == "expected" && !claim.thing.has(v::FUNDER) && !is_theirs
}

/// The key of the column of totals of a claim; empty if it has none.
fn stage<'a>(reader: &Reader<'a>, claim: &Claim<'a>) -> &'a str {
    let column = claim.column(reader).unwrap_or_default();
    column.rsplit("column-").next().unwrap_or_default()
}

/// The stages by which a promise is called, the best first; others come last.
const NAMING: [&str; 6] = ["announced", "voted", "committed", "paid", "expected", "asked"];

/// How well a claim names the promise of which it tells, the best first: said first, a whole sum that is more than nothing, as it was announced, that
/// still stands, of the chain itself, on the first day that is written.
fn naming<'a>(reader: &Reader<'a>, claim: &Claim<'a>, is_own: bool) -> impl Ord + use<'a> {
    let amount = |bound: &str| claim.measure.as_ref().and_then(|measure| measure.text(bound));
    let is_nothing = amount(v::MAXIMUM) == Some("0");
    let stage = stage(reader, claim);
    let rank = NAMING.iter().position(|named| *named == stage).unwrap_or(NAMING.len());
    let is_undated = !claim.thing.has(v::EARLIEST);
    let note = claim.left_out_by(reader, "programme");
    (
        note.is_some_and(|note| note.says_again),
        extent(claim).is_some() || is_nothing,
        claim.tells_withdrawal(reader),
        rank,
        !is_own,
        is_undated,
        claim.day(reader),
        claim.iri(),
    )
}

/// Of a thing with more claims of money than this, only linked claims are one promise: stages are found by comparing all of them.
const MOST_COMPARED: usize = 60;

/// The promises of a dossier.
#[derive(Debug, Default)]
pub struct Promises {
    /// The claims of each promise in the order of their days, by the IRI of the claim that names it.
    pub claims: BTreeMap<String, Vec<String>>,
    /// The promises of each claim, by its IRI.
    of: HashMap<String, BTreeSet<String>>,
}

impl Promises {
    /// Finds the promises of which at least two claims tell. `same` are the claims about each thing, with their days.
    pub fn of(reader: &Reader<'_>, claims: &[String], same: &HashMap<String, Vec<(String, String)>>) -> Self {
        let mut found = Self::default();
        let read = claims.iter().filter_map(|claim| Claim::read(reader, claim));
        let money: HashMap<&str, Claim<'_>> = read.filter(Claim::is_money).map(|claim| (claim.iri(), claim)).collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in claims.iter().filter_map(|claim| money.get(claim.as_str())) {
            if done.contains(start.iri()) {
                continue;
            }
            let mut own_chain = linked(reader, start.iri());
            own_chain.retain(|claim| money.contains_key(claim));
            let own: Vec<&Claim<'_>> = own_chain.iter().map(|claim| &money[claim]).collect();
            let about: BTreeSet<&str> = own.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
            let near = about.iter().filter_map(|thing| same.get(*thing));
            let near = near.filter(|near| near.len() <= MOST_COMPARED).flatten();
            let near: Vec<&Claim<'_>> = near.filter_map(|(_, claim)| money.get(claim.as_str())).collect();
            let told: BTreeSet<(String, String)> = own
                .iter()
                .copied()
                .chain(other_stages(reader, &own, &near))
                .map(|claim| (claim.day(reader).to_owned(), claim.iri().to_owned()))
                .collect();
            let told: Vec<String> = told.into_iter().map(|(_, claim)| claim).collect();
            // Claims that are all stages of each other lead to the same promise.
            if told.len() > 1 && !found.with(&told[0]).any(|known| found.claims[known] == told) {
                let mut names: Vec<&Claim<'_>> = told.iter().map(|claim| &money[claim.as_str()]).collect();
                names.sort_by_cached_key(|claim| naming(reader, claim, own_chain.contains(claim.iri())));
                let names: Vec<String> = names.into_iter().map(|claim| claim.iri().to_owned()).collect();
                found.add(told, &names);
            }
            done.extend(own_chain);
        }
        found
    }

    /// Adds a promise under the first of these names that is no other's.
    fn add(&mut self, told: Vec<String>, names: &[String]) {
        let Some(name) = names.iter().find(|name| !self.claims.contains_key(*name)).cloned() else {
            return;
        };
        for claim in &told {
            self.of.entry(claim.clone()).or_default().insert(name.clone());
        }
        self.claims.insert(name, told);
    }

    /// The promises of which a claim tells.
    pub fn with(&self, claim: &str) -> impl Iterator<Item = &str> {
        self.of.get(claim).into_iter().flatten().map(String::as_str)
    }
}
