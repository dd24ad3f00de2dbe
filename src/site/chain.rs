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
pub fn chain(reader: &Reader<'_>, claims: &[Claim], start: &Claim) -> Vec<Claim> {
    let linked = linked(reader, start.iri());
    let is_linked = |claim: &Claim| linked.contains(claim.iri());
    let own: Vec<&Claim> = claims.iter().filter(|claim| is_linked(claim)).collect();
    let stages = other_stages(reader, &own, &claims.iter().collect::<Vec<_>>());
    let is_stage = |claim: &Claim| stages.iter().any(|stage| stage.iri() == claim.iri());
    claims
        .iter()
        .filter(|claim| is_linked(claim) || is_stage(claim))
        .cloned()
        .collect()
}

/// The claims that are linked with one, in any number of steps, and itself.
fn linked(reader: &Reader<'_>, start: &str) -> BTreeSet<String> {
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

/// The claims among those near linked ones that may be of their money at another stage. Payers are the same: who is not named may be
/// the only one whom claims of the thing name, but not one of several.
fn other_stages<'c>(reader: &Reader<'_>, own: &[&Claim], near: &[&'c Claim]) -> Vec<&'c Claim> {
    let theirs: BTreeSet<&str> = own.iter().flat_map(|claim| claim.thing.texts(v::FUNDER)).collect();
    let of_thing = near
        .iter()
        .filter(|claim| own.iter().any(|own| is_same_thing(own, claim)));
    let payers = of_thing.chain(own).map(|claim| claim.thing.texts(v::FUNDER));
    let payers: BTreeSet<Vec<&str>> = payers.filter(|payers| !payers.is_empty()).collect();
    let may_be_theirs = |claim: &Claim| {
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
fn share(one: &Claim, other: &Claim, property: &str) -> bool {
    let others = other.thing.texts(property);
    one.thing.texts(property).iter().any(|thing| others.contains(thing))
}

fn is_same_thing(one: &Claim, other: &Claim) -> bool {
    share(one, other, v::ABOUT) && share(one, other, v::KIND)
}

/// Whether two claims may be of one money at two stages: of the same thing and kind, and not in two currencies.
fn is_other_stage(reader: &Reader<'_>, one: &Claim, other: &Claim) -> bool {
    let unit = |claim: &Claim| claim.measure.as_ref()?.text(v::UNIT_OF_MEASURE).map(str::to_owned);
    let (unit, other_unit) = (unit(one), unit(other));
    is_same_thing(one, other)
        && (unit.is_none() || other_unit.is_none() || unit == other_unit)
        && one.column(reader) != other.column(reader)
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
        let money: HashMap<String, Claim> = read
            .filter(Claim::is_money)
            .map(|claim| (claim.iri().to_owned(), claim))
            .collect();
        let mut done: BTreeSet<String> = BTreeSet::new();
        for iri in claims.iter().filter(|claim| money.contains_key(*claim)) {
            if done.contains(iri) {
                continue;
            }
            let mut own_chain = linked(reader, iri);
            own_chain.retain(|claim| money.contains_key(claim));
            let own: Vec<&Claim> = own_chain.iter().map(|claim| &money[claim]).collect();
            let about: BTreeSet<&str> = own.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
            let near = about.iter().filter_map(|thing| same.get(*thing));
            let near = near.filter(|near| near.len() <= MOST_COMPARED).flatten();
            let near: Vec<&Claim> = near.filter_map(|(_, claim)| money.get(claim)).collect();
            let told: BTreeSet<(String, String)> = own
                .iter()
                .copied()
                .chain(other_stages(reader, &own, &near))
                .map(|claim| (claim.day(reader), claim.iri().to_owned()))
                .collect();
            let told: Vec<String> = told.into_iter().map(|(_, claim)| claim).collect();
            // Claims that are all stages of each other lead to the same promise.
            if told.len() > 1 && !found.with(&told[0]).any(|known| found.claims[known] == told) {
                found.add(told, &own_chain);
            }
            done.extend(own_chain);
        }
        found
    }

    fn add(&mut self, told: Vec<String>, own: &BTreeSet<String>) {
        // The first of the linked claims names the page, unless it names another's already.
        let is_free = |claim: &&String| !self.claims.contains_key(*claim);
        let mut linked = told.iter().filter(|claim| own.contains(*claim));
        let free = linked.find(is_free).or_else(|| told.iter().find(is_free));
        let Some(name) = free.cloned() else { return };
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
