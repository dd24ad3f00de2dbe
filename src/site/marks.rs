//! What is remarked of a figure wherever it stands: the one place in which marks are formed, from claims alone. Pages of claims, names
//! and sums, answers, plots, and lists of pictures take theirs from here.
//!
//! Of a claim these are: why it does not count by itself (replaced, withdrawn, said again), of which sum its own is a part, to what it
//! is not to be added, on top of what it comes, who disputes it, and that its passage can be read in several ways. What the figure
//! itself says (its form, a currency that is not written, one in brackets) is no mark.

use super::claimed::{Claim, semicolon};
use super::left_out::LeftOut;
use super::read::{ALT_LABEL, Reader};
use super::words::fill;
use crate::vocabulary as v;
use std::collections::BTreeSet;

impl<'a> Claim<'a> {
    /// Whether its passage can be read in several ways.
    pub fn is_ambiguous(&self) -> bool {
        self.thing.is(v::READING, v::READING_AMBIGUOUS)
    }

    /// Why it does not count by itself in the totals of a grouping; `None` if it does, or if it is the message of a withdrawal.
    pub fn left_out_by(&self, reader: &Reader<'a>, grouping: &str) -> Option<LeftOut> {
        let mut notes = self.left_out(reader).into_iter();
        let note = notes.find(|note| note.groupings.iter().any(|by| by == grouping));
        note.filter(|_| !self.tells_withdrawal(reader))
    }

    /// What is in doubt about its figure: others who say another one, and a passage that can be read in several ways.
    pub fn doubts(&self, reader: &Reader<'a>) -> Vec<String> {
        let words = reader.language.words();
        let disputed = self.is_disputed().then(|| words.disputed.to_owned());
        let ambiguous = self.is_ambiguous().then(|| words.ambiguous_reading.to_owned());
        let mut doubts: Vec<String> = disputed.into_iter().chain(self.rivals_apart(reader)).collect();
        doubts.extend(self.others_say(reader));
        doubts.extend(ambiguous);
        doubts
    }

    /// The marks of its figure wherever it stands among others that count.
    pub fn marks(&self, reader: &Reader<'a>) -> Vec<String> {
        let mut marks: Vec<String> = self.within(reader).into_iter().collect();
        marks.extend(self.apart(reader));
        marks.extend(self.doubts(reader));
        marks
    }

    /// All that is remarked of it: why it does not count by itself for what it is about, and the marks of its figure.
    pub fn remarks(&self, reader: &Reader<'a>) -> Vec<String> {
        let note = self.left_out_by(reader, "programme");
        let why = note.map(|note| note.told(reader));
        let mut remarks: Vec<String> = why.into_iter().collect();
        for mark in self.marks(reader) {
            // What it is a part of may be why it does not count, and who says another figure.
            if !remarks.contains(&mark) {
                remarks.push(mark);
            }
        }
        remarks
    }

    /// What keeps its money apart from that of others: it comes on top of a sum that nobody says, or has another scope.
    fn apart(&self, reader: &Reader<'a>) -> Vec<String> {
        let role = self.measure.as_ref().and_then(|measure| measure.text(v::MEASURE_ROLE));
        let is_on_top = self.is_money() && role == Some(v::MEASURE_ROLE_INCREMENT) && !self.thing.has(v::ADDS_TO);
        let on_top = is_on_top.then(|| aspect(reader, v::ASPECT_INCREMENT, &[]));
        let other_scope = self.is_money().then(|| not_added_to(reader, &[self.iri().to_owned()]));
        on_top.into_iter().chain(other_scope.flatten()).collect()
    }

    /// The figures of others in whose place it stands, as `others say £12m`.
    fn others_say(&self, reader: &Reader<'a>) -> Option<String> {
        let others = [v::UPDATES, v::REFINES]
            .into_iter()
            .flat_map(|link| self.thing.texts(link));
        let others = others.filter_map(|other| Self::read(reader, other));
        let mut figures: Vec<String> = others
            .filter(|other| self.is_by_others(other))
            .map(|other| other.figure_with_voice(reader))
            .collect();
        figures.sort();
        figures.dedup();
        (!figures.is_empty()).then(|| fill(reader.language.words().others_say, &[&figures.join(", ")]))
    }

    /// The figures that do not fit with it and cannot be compared, as `the other figure, > 300bn, does not count: lacks the currency`.
    fn rivals_apart(&self, reader: &Reader<'a>) -> Vec<String> {
        let is_counted = self.thing.has(v::IN_TOTAL);
        let own = [v::CONTRADICTS, v::DOES_NOT_FIT];
        let mut rivals: Vec<&str> = own.iter().flat_map(|link| self.thing.texts(link)).collect();
        rivals.extend(own.iter().flat_map(|link| reader.of(link, self.iri())));
        rivals.sort_unstable();
        rivals.dedup();
        let rivals = rivals.into_iter().filter(|_| is_counted && self.is_money());
        let told = rivals.filter_map(|rival| {
            let rival = Self::read(reader, rival)?;
            let note = rival
                .left_out_by(reader, "programme")
                .filter(|note| !note.lacks.is_empty())?;
            let why = fill(reader.language.words().lacks_only, &[&note.lacks.join(", ")]);
            let amount = rival.amount(reader);
            Some(fill(reader.language.words().does_not_count, &[&amount, &why]))
        });
        told.collect()
    }
}

/// Marks in one line: some have commas in them.
pub fn joined(reader: &Reader<'_>, marks: &[String]) -> String {
    let between = match marks.iter().any(|mark| mark.contains(", ")) {
        true => semicolon(reader.language),
        false => ", ",
    };
    marks.join(between)
}

/// What keeps a row of totals apart, in words: of another scope, to which sums its own is not to be added.
pub fn aspect(reader: &Reader<'_>, aspect: &str, claims: &[String]) -> String {
    let scope = (aspect == v::ASPECT_SCOPE).then(|| not_added_to(reader, claims));
    let is_told = [v::ASPECT_SCOPE, v::ASPECT_INCREMENT].contains(&aspect);
    let told = || reader.said(aspect, ALT_LABEL).filter(|_| is_told);
    scope.flatten().or_else(told).unwrap_or_else(|| reader.label(aspect))
}

/// The sums to which those of claims are not to be added, since they have another scope; `None` if a person found none. That is found of
/// sums, whichever of the claims that state one tells it.
fn not_added_to(reader: &Reader<'_>, claims: &[String]) -> Option<String> {
    let same = |claim: &String| {
        let sum = reader.text(claim, v::STATES);
        sum.map_or_else(|| vec![reader.thing(claim).iri], |sum| reader.of(v::STATES, sum))
    };
    let others = claims.iter().flat_map(same).flat_map(|claim| {
        let own = reader.thing(claim).texts(v::DIFFERS_IN_SCOPE).into_iter();
        own.chain(reader.of(v::DIFFERS_IN_SCOPE, claim))
    });
    let figures: BTreeSet<String> = others
        .filter_map(|other| Some(Claim::read(reader, other)?.amount(reader)))
        .filter(|figure| !figure.is_empty())
        .collect();
    let figures = Vec::from_iter(figures).join(", ");
    (!figures.is_empty()).then(|| fill(reader.language.words().not_added_to, &[&figures]))
}

/// What is remarked of the figure of an edge for some claims: `own` has what a picture says of its sum, and the first claim speaks for
/// it. What only some of the claims say of their money is no mark of all.
pub fn of_edge(reader: &Reader<'_>, own: &str, claims: &[Claim<'_>]) -> String {
    let Some((first, rest)) = claims.split_first() else {
        return own.to_owned();
    };
    let on_top = aspect(reader, v::ASPECT_INCREMENT, &[]);
    let is_of_all = |mark: &String| *mark != on_top || rest.iter().all(|claim| claim.apart(reader).contains(mark));
    let mut marks = first.marks(reader);
    marks.retain(is_of_all);
    if rest.iter().any(Claim::is_ambiguous) && !first.is_ambiguous() {
        marks.push(reader.language.words().ambiguous_reading.to_owned());
    }
    marks.extend(first.without_currency(reader).map(str::to_owned));
    let scope = aspect(reader, v::ASPECT_SCOPE, &[]);
    let has_scope = not_added_to(reader, &[first.iri().to_owned()]).is_some();
    let is_better_told = |part: &str| part == scope && has_scope;
    let own = own.split(", ").filter(|part| !part.is_empty() && !is_better_told(part));
    let mut all: Vec<String> = own.map(str::to_owned).collect();
    for mark in marks {
        if !all.join(", ").contains(&mark) {
            all.push(mark);
        }
    }
    all.join(", ")
}

/// What a picture says of a sum, with to which sums it is not to be added; `None` if it says nothing of that.
pub fn with_scope(reader: &Reader<'_>, own: &str, claim: &Claim<'_>) -> Option<String> {
    let scope = aspect(reader, v::ASPECT_SCOPE, &[]);
    let told = not_added_to(reader, &[claim.iri().to_owned()]).filter(|_| own.contains(&scope))?;
    Some(own.replace(&scope, &told))
}

/// The marks of a row of totals in which claims stand: those that the row itself has (`own`, by their IRIs), and those of its claims. Of
/// several sums, a mark that not all have says of which it is.
pub fn of_row(reader: &Reader<'_>, claims: &[Claim<'_>], own: &[String], is_one: bool) -> Vec<String> {
    let is_contained = own.iter().any(|mark| mark == v::MARK_CONTAINED);
    let of_claim = |claim: &Claim<'_>| {
        let within = claim.within(reader).filter(|_| is_contained);
        within.into_iter().chain(claim.doubts(reader)).collect::<Vec<String>>()
    };
    let told: Vec<(String, Vec<String>)> = claims
        .iter()
        .map(|claim| (claim.amount(reader), of_claim(claim)))
        .collect();
    let any = |mark: &str| {
        told.iter()
            .any(|(_, marks)| marks.iter().any(|own| own.starts_with(mark)))
    };
    // What the claims say of it, they say better.
    let is_told = |mark: &str| match mark {
        v::MARK_DISPUTED => any(reader.language.words().disputed),
        v::MARK_CONTAINED => any(&reader.label(v::LEFT_OUT_PART_OF)),
        _ => false,
    };
    let own = own.iter().filter(|mark| !is_told(mark));
    let mut marks: Vec<String> = own.map(|mark| reader.label(mark)).collect();
    let mut parts: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (amount, said) in told.into_iter().filter(|(_, said)| !said.is_empty()) {
        match parts.iter_mut().find(|(_, same)| *same == said) {
            Some((amounts, _)) if amounts.contains(&amount) => {}
            Some((amounts, _)) => amounts.push(amount),
            None => parts.push((vec![amount], said)),
        }
    }
    for (amounts, said) in parts {
        match is_one || amounts.len() == claims.len() {
            true => marks.extend(
                said.into_iter()
                    .filter(|mark| !marks.contains(mark))
                    .collect::<Vec<_>>(),
            ),
            false => marks.push(fill(
                reader.language.words().of_which,
                &[&amounts.join(", "), &joined(reader, &said)],
            )),
        }
    }
    marks
}
