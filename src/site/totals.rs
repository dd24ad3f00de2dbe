//! Rows of totals: as plots, as tables, as CSV.

use super::added::{self, Added};
use super::address::Place;
use super::aspects;
use super::claimed::{Claim, is_exposure, semicolon, source, source_in_print, symbol, unbroken};
use super::left_out::LeftOut;
use super::marks;
use super::page::Page;
use super::read::Reader;
use super::things::Thing;
use super::words::{Words, fill};
use crate::export::spreadsheet::guarded;
use crate::terminal::bare;
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::BTreeSet;
use text::Decimal;
use text::amount;
use text::fold::fold;

/// What totals are grouped by, and the name of the page of each grouping.
pub const GROUPINGS: [&str; 5] = ["programme", "funder", "recipient", "kind", "currency"];

/// A row of totals.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its group's name, its order among columns, and so on: rows are sorted by it, those of one group alike in all languages.
    key: (String, i64, String, String, String),
    /// What it is grouped by.
    pub grouping: String,
    /// The IRIs of its group; empty if it has no name.
    pub group: Vec<String>,
    /// The name of its group.
    pub named: String,
    /// Its column's IRI and name.
    pub column: (String, String),
    /// Its amount for readers.
    pub figure: String,
    /// The sign of its currency; empty if none is written.
    pub currency: String,
    /// The code of its currency, such as `EUR`; empty if none is written.
    code: String,
    /// Its bounds, as decimals.
    pub bounds: (Option<String>, Option<String>),
    /// What its one sum is for, if its group has no name.
    pub purpose: Option<String>,
    /// Instrument, sector and what keeps it apart from plain sums.
    pub aspects: Vec<String>,
    /// Its marks, such as "disputed".
    pub marks: Vec<String>,
    /// Whether its instrument is a risk that is covered, and is not paid.
    pub is_exposure: bool,
    /// How many sums are added in it.
    pub count: String,
    /// The claims that stand in it.
    pub claims: Vec<String>,
}

/// The name of a grouping.
pub fn grouping(words: &Words, by: &str) -> &'static str {
    match by {
        "funder" => words.by_funder,
        "recipient" => words.by_recipient,
        "kind" => words.by_kind,
        "currency" => words.by_currency,
        _ => words.by_programme,
    }
}

/// The title of the sums of a thing.
pub fn title(words: &Words, by: &str, name: &str) -> String {
    match by {
        "funder" => fill(words.sums_paid_by, &[name]),
        "recipient" => fill(words.sums_received_by, &[name]),
        _ => fill(words.sums_about, &[name]),
    }
}

impl Row {
    fn read(reader: &Reader<'_>, total: &Thing<'_>, added: Added) -> Self {
        let column = total.text(v::COLUMN).unwrap_or_default().to_owned();
        let order = reader
            .text(&column, v::COLUMN_ORDER)
            .and_then(|order| order.parse().ok());
        let currency = total.text(v::UNIT).map(|unit| symbol(reader, unit)).unwrap_or_default();
        let code = total.text(v::UNIT).and_then(|unit| reader.text(unit, v::SKOS_NOTATION));
        let group: Vec<String> = total.texts(v::GROUP).into_iter().map(str::to_owned).collect();
        let named = match group.is_empty() {
            false => reader.labels(group.iter().map(String::as_str)),
            true => match total.text(v::UNNAMED) {
                Some(why) => reader.label(why),
                None => reader.language.words().no_currency.to_owned(),
            },
        };
        let grouping = total.text(v::GROUPED_BY).unwrap_or_default().to_owned();
        let aspects = aspects::of(reader, total, &added, &group, &grouping);
        let mut marks = marks(reader, &added, &currency);
        // An aspect says what the row is less.
        if aspects::less(reader, &added, &grouping).is_some() {
            marks.retain(|mark| *mark != reader.label(v::MARK_REST));
        }
        let naming = aspects::naming(reader, &added.claims, &grouping);
        // Sums of which nobody is named are told apart by what they are for.
        let purpose = Some(&added.claims).filter(|_| group.is_empty() && added.count == "1");
        let purpose = purpose.and_then(|claims| aspects::for_what(reader, claims));
        Self {
            key: (
                fold(&named),
                order.unwrap_or(i64::MAX),
                currency.clone(),
                first_day(reader, &added.claims),
                format!("{} {}", total.iri, added.place),
            ),
            grouping,
            group,
            named,
            figure: figure(reader, &added, &currency),
            column: (column.clone(), stage(reader, &reader.label(&column), &added.claims)),
            marks,
            code: code.unwrap_or_default().to_owned(),
            currency,
            bounds: added.bounds,
            purpose,
            aspects,
            is_exposure: is_exposure(reader, &total.texts(v::INSTRUMENT)),
            count: added.count,
            claims: added
                .claims
                .into_iter()
                .chain(naming.iter().map(|claim| claim.iri().to_owned()))
                .collect(),
        }
    }

    fn is_by(total: &Thing<'_>, grouping: &str) -> bool {
        total.texts(v::GROUPED_BY).contains(&grouping)
    }
}

/// The stage of a row, with the word of the documents where all of its claims have the same other one, as `asked (proposed)`, or some of
/// them, as `announced (in part planned)`.
pub fn stage(reader: &Reader<'_>, own: &str, claims: &[String]) -> String {
    let read = claims.iter().filter_map(|claim| Claim::read(reader, claim));
    let said: BTreeSet<String> = read.filter_map(|claim| claim.firmness_as_said(reader)).collect();
    let word = |said: &String| {
        Some(
            said.strip_prefix(own)?
                .strip_prefix(" (")?
                .strip_suffix(')')?
                .to_owned(),
        )
    };
    let others: Vec<String> = said.iter().filter_map(word).collect();
    match (others.as_slice(), said.len()) {
        ([], _) => own.to_owned(),
        ([other], 1) => format!("{own} ({other})"),
        (others, _) => fill(reader.language.words().stage_in_part, &[own, &others.join(", ")]),
    }
}

/// What pages say of a row of totals besides its group: its figure and its marks.
pub struct Told {
    /// Its amount for readers.
    pub figure: String,
    /// Its marks, such as "disputed".
    pub marks: Vec<String>,
}

/// What pages say of sums in a currency, which has a sign.
pub fn told(reader: &Reader<'_>, added: &Added, currency: &str) -> Told {
    Told {
        figure: figure(reader, added, currency),
        marks: marks(reader, added, currency),
    }
}

/// The first day of which claims tell.
fn first_day(reader: &Reader<'_>, claims: &[String]) -> String {
    let read = claims.iter().filter_map(|claim| Claim::read(reader, claim));
    read.map(|claim| claim.day(reader).to_owned()).min().unwrap_or_default()
}

/// The marks of a row: those of its claims, and how it was added up. A currency that stands only in a neighbouring phrase is one where
/// that is so of some of several sums alone.
fn marks(reader: &Reader<'_>, added: &Added, currency: &str) -> Vec<String> {
    let words = reader.language.words();
    let claims = added.claims.iter();
    let claims: Vec<Claim<'_>> = claims.filter_map(|claim| Claim::read(reader, claim)).collect();
    let is_one = added.count == "1";
    let mut marks = marks::of_row(reader, &claims, &added.marks, is_one);
    if currency.is_empty() && added.bounds != (None, None) {
        marks.push(words.no_currency.to_owned());
    }
    if !is_one && !currency.is_empty() && claims.iter().any(Claim::is_carried) {
        marks.push(fill(words.carried_in_part, &[currency]));
    }
    if !is_one && added.bounds != (None, None) && !is_said(reader, added) {
        marks.push(fill(words.said_by_nobody, &[&added.count]));
    }
    marks
}

/// Whether a document says what a row adds up: a claim that is left out since the sums of the row cover it has its figure.
fn is_said(reader: &Reader<'_>, added: &Added) -> bool {
    let notes = added.claims.iter().flat_map(|claim| reader.of(v::GIVES_WAY_TO, claim));
    let wholes = notes.filter_map(|note| Claim::read(reader, reader.text(note, v::OF_CLAIM)?));
    let (least, most) = &added.bounds;
    wholes
        .into_iter()
        .any(|whole| whole.has_bounds(least.as_deref(), most.as_deref()))
}

/// The amount of a row for readers; that of several sums that nobody adds up is how many they are.
fn figure(reader: &Reader<'_>, added: &Added, currency: &str) -> String {
    if added.bounds == (None, None) && added.count != "1" {
        return fill(reader.language.words().sums_counted, &[&added.count]);
    }
    let (sign, is_carried) = written(reader, added);
    let currency = match is_carried && !currency.is_empty() {
        true => format!("[{currency}]"),
        false => currency.to_owned(),
    };
    let bounds = [&added.bounds.0, &added.bounds.1].map(|bound| bound.as_deref());
    let figure = amount::display_with_sign(sign, bounds[0], bounds[1], &currency, reader.language.tag());
    let read = added.claims.iter().filter_map(|claim| Claim::read(reader, claim));
    let measured: BTreeSet<Option<String>> = read.map(|claim| claim.measured(reader)).collect();
    match measured.into_iter().collect::<Option<Vec<String>>>().as_deref() {
        Some([measured]) if added.count == "1" => format!("{figure} ({measured})"),
        _ => figure,
    }
}

/// How the claims that state the figure of a single sum write it, if all do alike: the sign of their wording, such as `≈` for
/// "about", and whether the currency stands only in a neighbouring phrase.
fn written<'a>(reader: &Reader<'a>, added: &Added) -> (Option<&'a str>, bool) {
    if added.count != "1" {
        return (None, false);
    }
    let number = |bound: &Option<String>| bound.as_deref().and_then(Decimal::parse);
    let bounds = [number(&added.bounds.0), number(&added.bounds.1)];
    let claims = added.claims.iter().filter_map(|claim| Claim::read(reader, claim));
    let of = |measure: &Thing<'_>| [v::MINIMUM, v::MAXIMUM].map(|bound| measure.text(bound).and_then(Decimal::parse));
    let has_bounds = |claim: &Claim<'_>| claim.measure.is_some_and(|measure| of(&measure) == bounds);
    let same: Vec<Claim<'_>> = claims.filter(has_bounds).collect();
    let sign = |claim: &Claim<'a>| reader.text(claim.measure?.text(v::WORDING)?, v::SIGN);
    let mut signs = same.iter().map(sign);
    let first = signs.next().flatten();
    let sign = first.filter(|first| signs.all(|sign| sign == Some(first)));
    (sign, !same.is_empty() && same.iter().all(Claim::is_carried))
}

/// The rows of a grouping to whose group a thing belongs, sorted. What it shares with others says with whom.
pub fn of_group(reader: &Reader<'_>, grouping: &str, group: &str) -> Vec<Row> {
    let totals = reader.of(v::GROUP, group);
    let mut rows = rows(reader, grouping, totals);
    for row in rows.iter_mut().filter(|row| row.group.len() > 1) {
        let others = row.group.iter().map(String::as_str).filter(|other| *other != group);
        let with = fill(reader.language.words().jointly_with, &[&reader.labels(others)]);
        row.aspects.insert(0, with);
    }
    rows
}

/// All rows of a grouping, sorted by group, column, currency.
pub fn all(reader: &Reader<'_>, grouping: &str) -> Vec<Row> {
    rows(reader, grouping, reader.of(v::RDF_TYPE, v::TOTAL))
}

fn rows(reader: &Reader<'_>, grouping: &str, totals: Vec<&str>) -> Vec<Row> {
    let totals = totals.into_iter().map(|total| reader.thing(total));
    let totals = totals.filter(|total| total.is(v::RDF_TYPE, v::TOTAL) && Row::is_by(total, grouping));
    let mut rows: Vec<Row> = totals
        .flat_map(|total| {
            let added = added::added(reader, &total).into_iter();
            added.map(|added| Row::read(reader, &total, added)).collect::<Vec<_>>()
        })
        .collect();
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}

/// The rows as a table; `grouped` adds a column with the group.
pub fn table(page: &Page<'_>, rows: &[Row], grouped: bool) -> Markup {
    let words = page.words();
    html! {
        div.wide {
            table.totals.stacked {
                thead {
                    tr {
                        @if grouped { th { (head(words, rows)) } }
                        th { (words.column) } th.number { (words.amount) } th { (words.remarks) } th { (words.claims) }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @if grouped {
                                th scope="row" {
                                    @if row.group.is_empty() { em { (row.named) } @if let Some(purpose) = &row.purpose { ", " (purpose) } }
                                    @else { (page.entities(row.group.iter().map(String::as_str))) }
                                }
                            }
                            td data-head=(words.column) { (page.stamp_as(row.is_exposure, Some(&row.column.0), &row.column.1)) }
                            td.number data-head=(words.amount) { (row.figure) }
                            td data-head=(words.remarks) { (remarks(page, row)) }
                            td data-head=(words.claims) { (claims(page, &row.claims)) }
                        }
                    }
                }
            }
        }
    }
}

/// The heading of the groups of rows.
fn head(words: &Words, rows: &[Row]) -> &'static str {
    match rows.first().map(|row| row.grouping.as_str()) {
        Some("funder") => words.payer,
        Some("recipient") => words.recipient,
        Some("kind") => words.class,
        Some("currency") => words.currency,
        _ => words.group,
    }
}

/// What is said of a row besides its amount.
fn remarks(page: &Page<'_>, row: &Row) -> Markup {
    html! {
        (row.aspects.join(", "))
        @if !row.marks.is_empty() {
            @if !row.aspects.is_empty() { ", " }
            span.warning { (marks::joined(&page.reader, &row.marks)) }
        }
    }
}

/// Links to the claims of a row, by their figures.
fn claims(page: &Page<'_>, claims: &[String]) -> Markup {
    let read = claims.iter().filter_map(|claim| Claim::read(&page.reader, claim));
    html! {
        @for (at, claim) in read.enumerate() {
            @if at > 0 { ", " }
            a href=(page.to(Place::Claim(claim.iri()))) title=(claim.sentence(&page.reader)) {
                (claim.figure(&page.reader)) ", " (claim.who(&page.reader))
            }
        }
    }
}

/// The documents from which claims come, and the date of the dossier.
pub fn sources(page: &Page<'_>, claims: &[String], most: usize) -> String {
    let documents: BTreeSet<&str> = claims
        .iter()
        .filter_map(|claim| page.reader.text(claim, v::IN_DOCUMENT))
        .collect();
    let mut named: Vec<String> = documents
        .iter()
        .map(|document| source_in_print(&page.reader, document))
        .collect();
    named.sort();
    named.dedup();
    let more = named.len().saturating_sub(most);
    named.truncate(most);
    if more > 0 {
        named.push(fill(page.words().and_more, &[&more.to_string()]));
    }
    let sources = fill(page.words().rest_of, &[&named.join(semicolon(page.frame.language()))]);
    match &page.frame.imprint.modified {
        Some(date) => format!(
            "{sources}. {}",
            fill(page.words().as_of, &[&unbroken(&page.frame.language().date(date))])
        ),
        None => sources,
    }
}

/// The most sources that are named below a plot of a page.
pub const MOST_SOURCES: usize = 6;

/// The claims that are left out of the totals of a grouping, with the reason, as a table.
pub fn left_out(page: &Page<'_>, claims: &[Claim<'_>], by: &str) -> Markup {
    let words = page.words();
    let notes = claims.iter().flat_map(|claim| {
        let notes = claim.left_out(&page.reader).into_iter();
        notes
            .filter(|note| note.groupings.iter().any(|own| own == by))
            .filter(|note| !stands_in_row(&page.reader, claim, note, by))
            .map(move |note| (claim, note))
            .collect::<Vec<_>>()
    });
    let notes: Vec<_> = notes.collect();
    html! {
        @if notes.is_empty() { p { (words.no_left_out) } } @else {
            div.wide {
                table.left-out.stacked {
                    thead { tr { th { (words.claim) } th { (words.said_by) } th { (words.column) } th { (words.reason) } th { (words.gives_way_to) } } }
                    tbody {
                        @for (claim, note) in &notes {
                            tr {
                                td { (page.claim(claim)) }
                                td data-head=(words.said_by) { (claim.who(&page.reader)) }
                                td data-head=(words.column) { (page.stage(claim)) }
                                td data-head=(words.reason) { (reason(page, claim, note)) }
                                td data-head=(words.gives_way_to) { (in_its_place(page, claim, note)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a claim that says again what another one says stands in the row of that one, since it alone names who pays or receives it.
fn stands_in_row(reader: &Reader<'_>, claim: &Claim<'_>, note: &LeftOut, by: &str) -> bool {
    let first = note.gives_way_to.clone().filter(|_| note.says_again);
    let naming = aspects::naming(reader, first.as_slice(), by);
    naming.iter().any(|named| named.iri() == claim.iri())
}

/// Why a claim is left out, and with which claims it does not fit.
fn reason(page: &Page<'_>, claim: &Claim<'_>, note: &LeftOut) -> Markup {
    let unfit = claim
        .unfit()
        .into_iter()
        .filter_map(|iri| Claim::read(&page.reader, iri));
    let unfit: Vec<Claim<'_>> = unfit.filter(|_| note.gives_way_to.is_none()).collect();
    html! {
        (note.why(&page.reader))
        @for other in &unfit { p { span.warning { (page.words().disputed) } " " (named(page, other)) } }
    }
}

/// A claim with who says it.
fn named(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    html! { (page.claim(claim)) " " (page.stage(claim)) ", " (claim.who(&page.reader)) }
}

/// The claim that stands in the place of one that is left out, with who says it; of one that was withdrawn, the message of that.
fn in_its_place(page: &Page<'_>, claim: &Claim<'_>, note: &LeftOut) -> Markup {
    let other = note
        .gives_way_to
        .as_deref()
        .and_then(|iri| Claim::read(&page.reader, iri));
    html! { @if let Some(other) = other.or_else(|| message(page, claim)) { (named(page, &other)) } }
}

/// The message that a claim's money was taken back, if there is one.
fn message<'a>(page: &Page<'a>, claim: &Claim<'a>) -> Option<Claim<'a>> {
    let reader = &page.reader;
    if !claim.is_withdrawn(reader) || claim.tells_withdrawal(reader) {
        return None;
    }
    let on = claim.gone_on(reader)?;
    let about = claim.thing.texts(v::ABOUT).into_iter();
    let same = about.filter_map(|thing| page.site.same.get(thing));
    // They are sorted by day: the message is of the day of the withdrawal.
    let near = same.flat_map(|same| {
        let start = same.partition_point(|(day, _)| day.as_str() < on);
        same[start..].iter().take_while(|(day, _)| day == on)
    });
    let mut read = near.filter_map(|(_, other)| Claim::read(reader, other));
    read.find(|other| other.tells_withdrawal(reader) && other.is_about_same_withdrawal(reader, &claim.thing))
}

/// The rows as CSV: group, column, bounds, currency and so on, with the keys of the claims.
///
/// # Errors
/// None but those of the writer, which is in memory.
pub fn csv(page: &Page<'_>, rows: &[Row]) -> csv::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "grouping",
        "group",
        "column",
        "minimum",
        "maximum",
        "currency",
        "figure",
        "aspects",
        "marks",
        "sums",
        "claims",
        "said_by",
        "documents",
    ])?;
    for row in rows {
        let claims = row.claims.iter().filter_map(|claim| Claim::read(&page.reader, claim));
        let claims: Vec<Claim<'_>> = claims.collect();
        let each = |told: &dyn Fn(&Claim<'_>) -> String| {
            let told: BTreeSet<String> = claims.iter().map(told).collect();
            Vec::from_iter(told).join(" | ")
        };
        let who = each(&|claim| claim.who(&page.reader));
        let documents = each(&|claim| {
            claim
                .document()
                .map(|iri| source(&page.reader, iri))
                .unwrap_or_default()
        });
        let claims: Vec<String> = claims.iter().map(|claim| claim.key().to_owned()).collect();
        let aspects: Vec<&str> = row.aspects.iter().chain(&row.purpose).map(String::as_str).collect();
        let (aspects, marks, claims) = (aspects.join(" | "), row.marks.join(" | "), claims.join(" | "));
        out.write_record([
            &row.grouping,
            &*guarded(&bare(&row.named)),
            &*guarded(&bare(&row.column.1)),
            row.bounds.0.as_deref().unwrap_or_default(),
            row.bounds.1.as_deref().unwrap_or_default(),
            &*guarded(&bare(&row.code)),
            &*guarded(&bare(&row.figure)),
            &*guarded(&bare(&aspects)),
            &*guarded(&bare(&marks)),
            &row.count,
            &*guarded(&claims),
            &*guarded(&bare(&who)),
            &*guarded(&bare(&documents)),
        ])?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}
