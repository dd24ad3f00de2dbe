//! What keeps a row of totals apart from plain sums, in words: its instrument and sector, another scope, which members of a group it has, what
//! was taken from it, and whose word it is that somebody pays or receives.

use super::added::Added;
use super::claimed::{Claim, colon, voice};
use super::marks;
use super::read::{PART_OF, Reader};
use super::things::Thing;
use super::words::fill;
use crate::vocabulary as v;
use std::collections::BTreeSet;

/// The aspects of a row of a total, whose group and grouping are known.
pub fn of(reader: &Reader<'_>, total: &Thing<'_>, added: &Added, group: &[String], grouping: &str) -> Vec<String> {
    let own = [v::INSTRUMENT, v::SECTOR, v::ASPECT, v::PER];
    let own = own.iter().flat_map(|property| total.texts(property));
    let mut aspects: Vec<String> = own.map(|aspect| marks::aspect(reader, aspect, &added.claims)).collect();
    aspects.extend(members(reader, &added.claims, group, grouping));
    aspects.extend(less(reader, added, grouping));
    aspects.extend(named_by(reader, &naming(reader, &added.claims, grouping), grouping));
    aspects
}

/// The role of claims that totals are grouped by.
fn role(grouping: &str) -> &'static str {
    match grouping {
        "funder" => v::FUNDER,
        "recipient" => v::RECIPIENT,
        _ => v::ABOUT,
    }
}

/// The claims that name who pays or receives the sums of other claims, which do not: the first one of each sum.
pub fn naming<'a>(reader: &Reader<'a>, claims: &[String], grouping: &str) -> Vec<Claim<'a>> {
    let role = role(grouping);
    let read = claims.iter().filter_map(|claim| Claim::read(reader, claim));
    let silent = read.filter(|claim| role != v::ABOUT && !claim.thing.has(role));
    let first = silent.filter_map(|claim| {
        let same = reader.of(v::STATES, claim.thing.text(v::STATES)?).into_iter();
        let same = same.filter_map(|other| Claim::read(reader, other));
        same.filter(|other| other.thing.has(role))
            .min_by_key(|other| (other.day(reader), other.iri()))
    });
    let mut naming: Vec<Claim<'a>> = first
        .filter(|claim| !claims.iter().any(|own| own == claim.iri()))
        .collect();
    naming.sort_by_key(Claim::iri);
    naming.dedup_by_key(|claim| claim.iri());
    naming
}

/// Whose word it is that somebody pays or receives, as `recipient: according to The Gull`.
fn named_by(reader: &Reader<'_>, naming: &[Claim<'_>], grouping: &str) -> Option<String> {
    let words = reader.language.words();
    let role = if grouping == "funder" {
        words.payer
    } else {
        words.recipient
    };
    let voices: BTreeSet<String> = naming.iter().map(|claim| voice(reader, claim)).collect();
    let said = fill(words.as_said_by, &[&Vec::from_iter(voices).join(", ")]);
    (!naming.is_empty()).then(|| format!("{}{} {said}", role.to_lowercase(), colon(reader.language)))
}

/// Who pays or receives what a row has as a member of its group, as `including insurers`.
fn members(reader: &Reader<'_>, claims: &[String], group: &[String], grouping: &str) -> Option<String> {
    let role = Some(role(grouping)).filter(|role| *role != v::ABOUT)?;
    let named: BTreeSet<&str> = claims
        .iter()
        .flat_map(|claim| reader.thing(claim).texts(role))
        .collect();
    let is_member = |iri: &&str| {
        let wholes = reader.thing(iri).texts(PART_OF);
        !group.iter().any(|own| own == iri) && wholes.iter().any(|whole| group.iter().any(|own| own == whole))
    };
    let members: Vec<&str> = named.into_iter().filter(is_member).collect();
    (!members.is_empty()).then(|| fill(reader.language.words().including, &[&reader.labels(members)]))
}

/// What was taken from the whole of which a row has the rest, as `€200bn less €20bn, counted for: gigafactories`.
pub fn less(reader: &Reader<'_>, added: &Added, grouping: &str) -> Option<String> {
    if !added.marks.iter().any(|mark| mark == v::MARK_REST) {
        return None;
    }
    let mut told = Vec::new();
    for whole in added.claims.iter().filter_map(|claim| Claim::read(reader, claim)) {
        let Some(sum) = whole.thing.text(v::STATES) else {
            continue;
        };
        let parts = reader.of(v::CONTAINED_IN, sum).into_iter();
        let parts = parts.filter_map(|part| Claim::read(reader, reader.text(part, v::SPEAKING_CLAIM)?));
        for part in parts.filter(|part| !added.claims.iter().any(|own| own == part.iri())) {
            let named = part.thing.texts(role(grouping));
            let named = if named.is_empty() {
                part.thing.texts(v::ABOUT)
            } else {
                named
            };
            let [of, taken] = [&whole, &part].map(|claim| claim.amount(reader));
            told.push(fill(
                reader.language.words().less,
                &[&of, &taken, &reader.labels(named)],
            ));
        }
    }
    told.dedup();
    (!told.is_empty()).then(|| told.join("; "))
}

/// What the claims of a row are about, as `for: a line`.
pub fn for_what(reader: &Reader<'_>, claims: &[String]) -> Option<String> {
    let read = claims.iter().filter_map(|claim| Claim::read(reader, claim));
    let about: BTreeSet<String> = read.map(|claim| reader.labels(claim.thing.texts(v::ABOUT))).collect();
    let about: Vec<String> = about.into_iter().collect();
    (!about.is_empty()).then(|| fill(reader.language.words().for_what, &[&about.join(", ")]))
}
