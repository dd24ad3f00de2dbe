//! The page of a claim: what it says, its words, what does not fit, and how it stands in the totals.

use super::address::{Place, stem};
use super::claimed::Claim;
use super::left_out::LeftOut;
use super::page::Page;
use super::pairs::{Pair, because, decided, is_decided_otherwise, pair, with};
use super::things::Thing;
use super::words::{capitalised, fill};
use crate::graph::text;
use crate::vocabulary as v;
use diagnostic::Place as RowPlace;
use maud::{Markup, html};
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use std::collections::BTreeMap;
use text::amount;

/// Properties that other parts of the page show, or that say nothing to a reader.
const SHOWN_ELSEWHERE: [&str; 20] = [
    v::RDF_TYPE,
    v::IN_DOCUMENT,
    v::START,
    v::END,
    v::QUOTE,
    v::SELECTOR,
    v::ROW,
    v::MEASURE,
    v::STATES,
    v::IN_TOTAL,
    v::ABOUT,
    v::KIND,
    v::VALUE,
    v::MODALITY,
    v::SPEAKER,
    v::FUNDER,
    v::RECIPIENT,
    v::STATUS_BY,
    v::STATUS_ON,
    v::STATUS_REASON,
];

/// The page's title, and its content.
pub fn claim(page: &Page<'_>, claim: &Claim<'_>) -> (String, Markup) {
    let reader = &page.reader;
    let statement = claim.statement(reader);
    let title = claim.sentence(reader);
    let content = html! {
        article.claim {
            (heading(page, claim, &statement, &title))
            (history(page, claim))
            section.quotation aria-label=(page.words().quotation) {
                (page.quotation(claim))
                (page.place(claim))
                @if claim.is_unit_of_table() { p.aside { (page.words().unit_of_table) } }
            }
            (money(page, claim))
            (conflicts(page, claim))
            (in_totals(page, claim))
            (others(page, claim))
            (super::promise::links(page, [claim.iri()]))
            (details(page, claim))
            (row(page, claim, page.open.loaded.rows().row(claim.iri()).map(|row| row.place(None))))
            (downloads(page, claim))
        }
    };
    (title, content)
}

/// Who says it, what, and at which stage; a sum in a sentence.
fn heading(page: &Page<'_>, claim: &Claim<'_>, statement: &str, sentence: &str) -> Markup {
    let words = page.words();
    let reader = &page.reader;
    let gone = claim.is_gone(reader) && !claim.tells_withdrawal(reader);
    let statement = capitalised(statement);
    let who = claim.who(reader);
    html! {
        h1 {
            span.who { (fill(words.according_to, &[&who])) (super::claimed::colon(reader.language)) } " "
            @if gone { s.statement { (statement) } } @else { span.statement { (statement) } }
        }
        // Without a speaker, the sentence would say the heading again.
        @if claim.sum_in_words(reader).is_some() && claim.thing.has(v::SPEAKER) {
            p.sentence { @if gone { s { (sentence) } } @else { (sentence) } }
        }
        p.stage {
            (page.stage(claim))
            @if let vias @ [_, ..] = claim.thing.texts(v::VIA).as_slice() {
                " · " (fill(words.reported_via, &[&reader.labels(vias.iter().copied())]))
            }
            @if claim.thing.is(v::READING, v::READING_AMBIGUOUS) {
                " · " span.warning { (words.ambiguous_reading) }
            }
        }
        // Which readings there are stands in the remark.
        @if claim.thing.is(v::READING, v::READING_AMBIGUOUS) && let Some(note) = reader.remark(claim.thing.all(super::read::COMMENT)) {
            p.aside { (words.note) (super::claimed::colon(reader.language)) " " (note) }
        }
    }
}

/// Its status, if it no longer stands; that of its document as well.
fn history(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let reader = &page.reader;
    let document = claim.document().map(|document| reader.thing(document));
    let things = [Some(&claim.thing), document.as_ref()];
    let gone = things.into_iter().flatten().filter(|thing| {
        let status = thing.text(v::STATUS);
        status.is_some_and(|status| status != v::STATUS_CURRENT)
    });
    let lines: Vec<Markup> = gone.map(|thing| status(page, thing)).collect();
    html! {
        @if claim.tells_withdrawal(reader) { p.aside { (page.words().withdrawal_note) } }
        @else if !lines.is_empty() {
            section.history {
                h2 { (page.words().status_history) }
                @for line in lines { p { (line) } }
                @for message in messages(page, claim) { p { (page.claim(&message)) " " (page.stage(&message)) } }
                p.aside { (page.words().withdrawn_note) }
            }
        }
    }
}

/// The messages that withdraw a claim, which is none itself.
fn messages<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Vec<Claim<'a>> {
    let reader = &page.reader;
    if !claim.is_withdrawn(reader) || claim.tells_withdrawal(reader) {
        return Vec::new();
    }
    let about = claim.thing.texts(v::ABOUT).into_iter();
    let same = about.filter_map(|thing| page.site.same.get(thing)).flatten();
    let read = same.filter_map(|(_, other)| Claim::read(reader, other));
    read.filter(|other| other.tells_withdrawal(reader) && claim.is_about_same_withdrawal(reader, &other.thing))
        .collect()
}

/// A changed status in words: what, when, by whom, why.
pub fn status(page: &Page<'_>, thing: &Thing<'_>) -> Markup {
    let words = page.words();
    let status = thing
        .text(v::STATUS)
        .map(|status| page.reader.label(status))
        .unwrap_or_default();
    html! {
        @match thing.text(v::STATUS_ON) {
            Some(on) => (fill(words.status_changed, &[&status, &page.reader.language.date(on)])),
            None => (status),
        }
        @if let Some(by) = thing.text(v::STATUS_BY) { ", " (fill(words.by, &[&page.reader.label(by)])) }
        @if let Some(why) = page.reader.remark(thing.all(v::STATUS_REASON)) { ". " (why) }
    }
}

/// Who pays and who receives, or that it is not stated.
fn money(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    if !claim.is_money() {
        return html! {};
    }
    let words = page.words();
    let (payers, recipients) = (claim.thing.texts(v::FUNDER), claim.thing.texts(v::RECIPIENT));
    // Whoever read no passage does not know that it names nobody.
    let was_read = [v::START, v::QUOTE, v::ROW]
        .iter()
        .any(|property| claim.thing.has(property));
    html! {
        section.money {
            h2 { (words.money) }
            @if payers.is_empty() {
                p.missing { (if was_read { words.payer_not_stated } else { words.payer_not_recorded }) }
            } @else {
                p {
                    (words.payer) (super::claimed::colon(page.reader.language)) " " (page.with_members(&payers))
                    @if claim.is_ambiguous() { " " span.warning { (words.ambiguous_reading) } }
                }
            }
            @if !recipients.is_empty() {
                p { (words.recipient) (super::claimed::colon(page.reader.language)) " " (page.entities(recipients)) }
            }
            @for instrument in claim.thing.texts(v::CLAIM_INSTRUMENT) {
                p.instrument {
                    strong { (capitalised(&page.reader.label(instrument))) } (super::claimed::colon(page.reader.language)) " "
                    (page.reader.said(instrument, super::read::DEFINITION).unwrap_or_default())
                }
            }
        }
    }
}

/// The claims that say something else, each beside it: those that disagree, and those in whose place it stands or that stand in its.
fn conflicts(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let words = page.words();
    let (open, settled): (Vec<Pair<'_>>, Vec<Pair<'_>>) = with(page, claim).into_iter().partition(|pair| pair.is_open);
    let when = when_it_was_said(page, claim);
    html! {
        @if !open.is_empty() || !when.is_empty() {
            section.conflicts {
                h2 { (words.conflicts) }
                @for other in &open { (other.shown(page)) }
                @for (one, other) in &when {
                    p.clash { (if one.document() == other.document() { words.clash_within } else { words.clash_of_date }) }
                    (pair(page, one, other))
                }
            }
        }
        @if !settled.is_empty() {
            section.conflicts {
                h2 { (words.replaced_or_refined) }
                @for other in &settled { (other.shown(page)) }
            }
        }
    }
}

/// The pairs of claims without figures that do not fit, about what a claim is about, of which one has its date or its occasion: they tell in two
/// ways when this was said.
fn when_it_was_said<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Vec<(Claim<'a>, Claim<'a>)> {
    let shares = |other: &Thing<'_>| {
        let mut of_saying = [v::WHEN, v::OCCASION].into_iter();
        of_saying.any(|property| claim.thing.has(property) && claim.thing.text(property) == other.text(property))
    };
    let about = claim.thing.texts(v::ABOUT).into_iter();
    let clashing = about.filter_map(|thing| page.site.clashes.get(thing)).flatten();
    let document = claim.document().unwrap_or_default();
    let mut pairs: Vec<(Claim<'a>, Claim<'a>)> = Vec::new();
    for one in clashing.filter_map(|one| Claim::read(&page.reader, one)) {
        if one.iri() == claim.iri() || one.document() != Some(document) || !shares(&one.thing) {
            continue;
        }
        for rival in rivals(page, &one) {
            let is_known =
                |(known, second): &(Claim<'_>, Claim<'_>)| known.iri() == rival.iri() && second.iri() == one.iri();
            if rival.measure.is_none() && rival.iri() != claim.iri() && !pairs.iter().any(is_known) {
                pairs.push((one, rival));
            }
        }
    }
    pairs
}

/// The claims that contradict a claim, or that a person found not to fit with it, sorted.
fn rivals<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Vec<Claim<'a>> {
    let mut others: Vec<&str> = Vec::new();
    for property in [v::CONTRADICTS, v::DOES_NOT_FIT] {
        others.extend(claim.thing.texts(property));
        others.extend(page.reader.of(property, claim.iri()));
    }
    others.sort_unstable();
    others.dedup();
    others
        .iter()
        .filter_map(|other| Claim::read(&page.reader, other))
        .collect()
}

/// The rows of totals in which it stands, and those from which it is left out.
fn in_totals(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    if !claim.is_money() {
        return html! {};
    }
    let words = page.words();
    let totals: Vec<_> = claim
        .thing
        .texts(v::IN_TOTAL)
        .into_iter()
        .map(|total| page.reader.thing(total))
        .collect();
    let mut counted: BTreeMap<String, Vec<Markup>> = BTreeMap::new();
    for total in &totals {
        let column = total
            .text(v::COLUMN)
            .map(|column| page.reader.label(column))
            .unwrap_or_default();
        let group = total.texts(v::GROUP);
        let by = super::totals::grouping(words, total.text(v::GROUPED_BY).unwrap_or_default());
        let unnamed = total.text(v::UNNAMED).filter(|_| group.is_empty());
        let named = html! {
            (by)
            @if let Some(why) = unnamed { " (" (page.reader.label(why)) ")" }
            @else if group.is_empty() && by == words.by_currency { " (" (words.no_currency) ")" }
            @if !group.is_empty() {
                " (" (page.entities(group)) ")"
                // Another claim of the sum may name them.
                @let own = [claim.iri().to_owned()];
                @for naming in super::aspects::naming(&page.reader, &own, total.text(v::GROUPED_BY).unwrap_or_default()) { " " (page.voice(&naming)) }
            }
        };
        counted.entry(column).or_default().push(named);
    }
    let left_out = claim.left_out(&page.reader);
    html! {
        section.totals {
            h2 { (words.in_totals) }
            @for (column, groups) in &counted {
                p {
                    (fill(words.counts_in, &[column])) (super::claimed::colon(page.reader.language)) " "
                    @for (at, group) in groups.iter().enumerate() { @if at > 0 { ", " } (group) }
                }
            }
            @for note in &left_out { p { (left_out_line(page, note)) } }
            @if page.frame.imprint.has("sums") { p { a href=(page.to(Place::Page("sums"))) { (words.sums) } } }
        }
    }
}

/// Why a claim is left out, and which stands in its place.
pub fn left_out_line(page: &Page<'_>, note: &LeftOut) -> Markup {
    let words = page.words();
    let by: Vec<&str> = note
        .groupings
        .iter()
        .map(|by| super::totals::grouping(words, by))
        .collect();
    html! {
        (fill(words.left_out_by, &[&by.join(", ").to_lowercase()])) (super::claimed::colon(page.reader.language)) " " (note.why(&page.reader))
        @if let Some(other) = note.gives_way_to.as_ref().and_then(|other| Claim::read(&page.reader, other)) {
            " → " (page.claim(&other)) " " (page.stage(&other)) " " (page.voice(&other))
        }
    }
}

/// The other claims that this one is linked to, by relation, and those about the same thing.
fn others(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let linked = linked(page, claim);
    let mut same: Vec<&(String, String)> = Vec::new();
    let mut more = false;
    for about in claim.thing.texts(v::ABOUT) {
        let all = page.site.same.get(about).map_or(&[][..], Vec::as_slice);
        let (near, is_all) = near(all, (claim.day(&page.reader), claim.iri()));
        same.extend(
            near.iter()
                .filter(|(_, other)| other != claim.iri() && !linked.iter().any(|(_, known)| known == other)),
        );
        more |= !is_all;
    }
    same.sort();
    same.dedup();
    html! {
        @if !linked.is_empty() || !same.is_empty() {
            section.others {
                h2 { (page.words().others) }
                @if !linked.is_empty() {
                    ul.linked {
                        @for (relation, other) in &linked { li { (linked_line(page, claim, relation, other)) } }
                    }
                }
                @if !same.is_empty() { (page.claims(same.iter().map(|(_, other)| other.as_str()))) }
                @if more {
                    @for about in claim.thing.texts(v::ABOUT) {
                        p { a href=(page.to(Place::Entity(about))) { (fill(page.words().more_about, &[&page.reader.label(about)])) } }
                    }
                }
            }
        }
    }
}

/// A relation to another claim, with who says that, at which stage, and the reason that a person gave for the relation.
fn linked_line(page: &Page<'_>, claim: &Claim<'_>, relation: &str, other: &str) -> Markup {
    let reason = decided(page, claim.iri(), other);
    html! {
        span.relation { (relation) } " "
        @match Claim::read(&page.reader, other) {
            Some(other) => { (page.claim(&other)) " " (page.stage(&other)) " " (page.voice(&other)) },
            None => (page.reader.label(other)),
        }
        @if let Some(reason) = reason { " " span.reason { (because(page, &reason)) } }
    }
}

/// Those of the claims about a thing, by day, that are nearest to one of them in time, and whether these are all.
fn near<'c>(all: &'c [(String, String)], claim: (&str, &str)) -> (&'c [(String, String)], bool) {
    let at = all.partition_point(|(day, other)| (day.as_str(), other.as_str()) < claim);
    let first = at
        .saturating_sub(MOST_OTHERS / 2)
        .min(all.len().saturating_sub(MOST_OTHERS + 1));
    let last = all.len().min(first + MOST_OTHERS + 1);
    (&all[first..last], last - first == all.len())
}

/// The most claims about the same thing that a claim's page lists; the page of the thing has all of them.
const MOST_OTHERS: usize = 20;

/// Relations to other claims in words, with the claims; in either direction.
pub fn linked<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Vec<(String, &'a str)> {
    let reader = &page.reader;
    let between = |property: &str| page.site.relations.contains(property);
    // Where a person decided, no guess of a rule.
    let is_guess = |property: &str, gone: &str| {
        Claim::read(reader, gone).is_some_and(|gone| is_decided_otherwise(reader, property, &gone))
    };
    let mut linked: Vec<(String, &str)> = Vec::new();
    for (property, values) in claim.thing.properties() {
        if between(property) && values.clone().all(|value| matches!(value, Term::NamedNode(_))) {
            let others = values.map(text).filter(|other| !is_guess(property, other));
            linked.extend(others.map(|other| (relation(page, [claim.iri(), property, other], true), other)));
        }
    }
    for (property, other) in reader.leading_to(claim.iri()) {
        let known = linked.iter().any(|(_, known)| *known == other);
        let is_told = !known && between(property) && !is_guess(property, claim.iri());
        if is_told && reader.is(other, v::RDF_TYPE, v::CLAIM) {
            linked.push((relation(page, [other, property, claim.iri()], false), other));
        }
    }
    linked.sort();
    linked.dedup();
    // Each other claim once, with all that is between the two.
    let mut between: Vec<(String, &str)> = Vec::new();
    for (relation, other) in linked {
        match between.iter_mut().find(|(_, known)| *known == other) {
            Some((relations, _)) => *relations = format!("{relations}, {relation}"),
            None => between.push((relation, other)),
        }
    }
    between
}

/// What a relation of two claims is called from the first of them, or from the second. The figure of somebody else is no later or closer
/// one: others say it.
fn relation(page: &Page<'_>, [from, property, to]: [&str; 3], is_first: bool) -> String {
    let reader = &page.reader;
    let both = Claim::read(reader, from).zip(Claim::read(reader, to));
    let is_by_others =
        [v::UPDATES, v::REFINES].contains(&property) && both.is_some_and(|(one, other)| one.is_by_others(&other));
    match is_by_others {
        true => fill(page.words().others_say, &[""]).trim_end().to_owned(),
        false if is_first => reader.label(property),
        false => reader
            .said(property, v::INVERSE_LABEL)
            .unwrap_or_else(|| reader.label(property)),
    }
}

/// Everything else that was recorded, by the names of the properties.
fn details(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let reader = &page.reader;
    let measured = claim.measure.into_iter().flat_map(|measure| measure.properties());
    let properties = claim.thing.properties().chain(measured);
    let named = properties.filter_map(|(property, values)| {
        let is_claim = page.site.relations.contains(property);
        // Of money the heading has the stage.
        let is_modality = property == v::MODALITY && claim.is_money();
        let is_shown =
            !is_modality && (is_claim || SHOWN_ELSEWHERE.contains(&property) || property.ends_with("#range"));
        let name = reader.name(property).filter(|_| !is_shown)?;
        let values: Vec<String> = values.map(|value| recorded(page, value)).collect();
        Some((name, values.join(", ")))
    });
    let mut named: Vec<(&str, String)> = named.collect();
    named.sort();
    html! {
        @if !named.is_empty() {
            details.details {
                summary { (page.words().details) }
                dl { @for (name, value) in &named { div { dt { (name) } dd { (value) } } } }
            }
        }
    }
}

/// A recorded value: a number with its digits in groups, a date in words, a name.
fn recorded(page: &Page<'_>, value: &Term) -> String {
    let said = page.reader.value(value);
    match value {
        Term::Literal(literal) if [xsd::INTEGER, xsd::DECIMAL].contains(&literal.datatype()) => {
            amount::display(Some(&said), Some(&said), "", page.reader.language.tag())
        }
        Term::Literal(_) => page.reader.language.date(&said),
        _ => said,
    }
}

/// The row of the table in which it was recorded.
fn row(page: &Page<'_>, claim: &Claim<'_>, place: Option<RowPlace>) -> Markup {
    let words = page.words();
    html! {
        @if let Some(place) = place && let Some(cell) = &place.cell {
            details.row {
                summary { (words.table_row) }
                p { code { (place.file) } ", " (fill(words.row, &[&cell.row_number.to_string()])) }
                div.wide {
                    table {
                        thead { tr { th { (words.column_name) } th { (words.cell) } } }
                        tbody {
                            @for (name, value) in cell.header.iter().zip(cell.row.iter()).filter(|(_, value)| !value.is_empty()) {
                                tr { th scope="row" { (name) } td { (page.cell(claim.iri(), (&place.file, name), value)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The claim as data.
fn downloads(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let stem = stem(claim.iri());
    html! {
        section.data {
            h2 { (page.words().as_data) }
            ul.files {
                @for (name, extension) in [("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("CSV", "csv")] {
                    li { a href=(page.to(Place::File(&format!("claim/{stem}.{extension}")))) download { (name) } }
                }
            }
        }
    }
}
