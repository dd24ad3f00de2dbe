//! The start page: what the dossier is about, from which documents, what does not fit, the largest sums, the money.

use super::address::Place;
use super::claimed::Claim;
use super::page::Page;
use super::pairs::pairs;
use super::pictures::{self, View};
use super::questions::{self, Question};
use super::read::Reader;
use super::words::{Language, counted, fill};
use crate::overview::Held;
use crate::terminal::isolated;
use crate::vocabulary as v;
use maud::{Markup, html};

/// How many sums and pairs the start page shows.
const MOST: usize = 8;

/// What the start page is made from, besides the claims.
pub struct Contents<'a> {
    /// The documents, by date.
    pub documents: &'a [String],
    /// The number of entities.
    pub entities: usize,
    /// The picture of the money, if there is one.
    pub picture: Option<Markup>,
}

/// The start page.
pub fn start(page: &Page<'_>, claims: &[Claim<'_>], contents: Contents<'_>) -> Markup {
    let words = page.words();
    let counts = [
        counted(words.withheld_claims, claims.len()),
        counted(words.withheld_documents, contents.documents.len()),
        counted(words.withheld_names, contents.entities),
    ];
    let counts = counts.each_ref().map(String::as_str);
    let largest = largest(&page.reader);
    let pairs = pairs(page, claims);
    html! {
        h1 { (page.frame.title()) }
        (description(page))
        p.lead { (fill(words.about_dossier, &counts)) " " (words.a_claim_is_no_fact) }
        (page.withheld())
        @if !largest.is_empty() {
            section.largest {
                h2 { (words.largest_sums) }
                (sums(page, &largest))
                p.aside { (words.never_add) }
                p { a href=(page.to(Place::Page("sums"))) { (words.all_of_them) } }
            }
        }
        @if pairs.iter().any(|pair| pair.is_open) {
            section.conflicts {
                h2 { (words.what_does_not_fit) }
                @for pair in pairs.iter().filter(|pair| pair.is_open).take(2) { (pair.shown(page)) }
                p { a href=(page.to(Place::Page("disagreements"))) { (words.all_of_them) " (" (pairs.iter().filter(|pair| pair.is_open).count()) ")" } }
            }
        }
        @if let Some(picture) = contents.picture {
            section.picture {
                h2 { (words.money_picture) }
                (picture)
                p {
                    a href=(page.to(Place::View("money"))) { (words.as_list) } " · "
                    a href=(page.to(Place::Page("pictures"))) { (words.graphs) }
                }
            }
        }
        section.documents {
            h2 { (words.from_which_documents) }
            ul { @for document in contents.documents.iter().take(MOST) { li { (page.source(document)) } } }
            @if contents.documents.len() > MOST {
                p { a href=(page.to(Place::Page("documents"))) { (words.all_of_them) " (" (contents.documents.len()) ")" } }
            }
        }
    }
}

/// What the dossier says that it is about.
fn description(page: &Page<'_>) -> Markup {
    let language = page.frame.language();
    html! {
        @if let Some((description, tag)) = page.open.dossier.manifest.description_in(language.tag()) {
            p.lead lang=[(Language::of(tag) != language).then_some(tag)] { (isolated(description)) }
        }
    }
}

/// The start page of a dossier of tables as they come: what they hold, its questions, its pictures.
pub fn tables(page: &Page<'_>, held: &[Held], asked: &[Question<'_>], views: &[View<'_>]) -> Markup {
    let words = page.words();
    html! {
        h1 { (page.frame.title()) }
        (description(page))
        (page.withheld())
        @if !held.is_empty() {
            // The table has no link, and a box that scrolls must be reached by keyboard.
            div.wide tabindex="0" role="region" aria-label=(page.frame.title()) {
                table {
                    thead { tr { th { (words.column_name) } th.number { (words.count) } th.number { (words.total) } th { (words.range) } } }
                    tbody {
                        @for held in held {
                            tr {
                                th scope="row" { (held.label) }
                                td.number { (held.count) }
                                td.number { (held.total.as_deref().unwrap_or_default()) }
                                td { @if let Some((least, most)) = &held.range { (fill(words.a_to_b, &[least, most])) } }
                            }
                        }
                    }
                }
            }
        }
        (questions::listed(page, asked))
        (pictures::listed(page, views))
    }
}

/// A sum that stands.
struct Largest<'a> {
    /// The claim that speaks for it.
    claim: Claim<'a>,
    /// What is remarked of it, such as that it is disputed.
    marks: Vec<String>,
}

/// The sums that stand, the largest first.
fn largest<'a>(reader: &Reader<'a>) -> Vec<Largest<'a>> {
    let stands = |sum: &super::things::Thing<'_>| {
        ![v::REPLACED_BY, v::REFINED_BY, v::GAVE_WAY_TO]
            .iter()
            .any(|state| sum.has(state))
    };
    let sums = reader
        .of(v::RDF_TYPE, v::SUM)
        .into_iter()
        .map(|sum| reader.thing(sum))
        .filter(stands);
    let mut sums: Vec<_> = sums
        .map(|sum| {
            let amount = sum
                .text(v::LEAST)
                .or(sum.text(v::GREATEST))
                .and_then(|amount| amount.parse::<f64>().ok());
            (amount.unwrap_or_default(), sum)
        })
        .collect();
    sums.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.iri.cmp(b.1.iri)));
    let spoken = sums.into_iter().filter_map(|(_, sum)| {
        let claim = Claim::read(reader, sum.text(v::SPEAKING_CLAIM)?)?;
        let (mut marks, disputed) = (claim.marks(reader), reader.language.words().disputed);
        if sum.has(v::IN_DISPUTE) && !claim.is_disputed() {
            marks.insert(0, disputed.to_owned());
        }
        Some(Largest { marks, claim })
    });
    let mut largest: Vec<Largest<'a>> = spoken.take(MOST).collect();
    // Sums of different currencies are not compared: those of the currency with most of them come first, those without one last.
    let unit = |one: &Largest<'a>| one.claim.measure.and_then(|measure| measure.text(v::UNIT_OF_MEASURE));
    let units: Vec<Option<&str>> = largest.iter().map(unit).collect();
    let place = |own: Option<&str>| {
        let count = units.iter().filter(|unit| **unit == own).count();
        (
            own.is_none(),
            std::cmp::Reverse(count),
            units.iter().position(|unit| *unit == own),
        )
    };
    largest.sort_by_key(|one| place(unit(one)));
    largest
}

fn sums(page: &Page<'_>, largest: &[Largest<'_>]) -> Markup {
    let words = page.words();
    let reader = &page.reader;
    html! {
        div.wide {
            table.claims.stacked {
                thead { tr { th.number { (words.amount) } th { (words.group) } th { (words.column) } th { (words.payer) } th { (words.said_by) } } }
                tbody {
                    @for Largest { claim, marks } in largest {
                        tr {
                            td.number {
                                a href=(page.to(Place::Claim(claim.iri()))) { (claim.figure(reader)) }
                                @if !marks.is_empty() { " " span.warning { (super::marks::joined(reader, marks)) } }
                            }
                            td data-head=(words.group) { (page.entities(claim.thing.texts(v::ABOUT))) }
                            td data-head=(words.column) { (page.stamped(claim)) }
                            td data-head=(words.payer) {
                                @match claim.thing.texts(v::FUNDER) {
                                    payers if payers.is_empty() => em.missing { (words.not_stated) },
                                    payers => (page.with_members(&payers)),
                                }
                            }
                            td data-head=(words.said_by) { (claim.who(reader)) }
                        }
                    }
                }
            }
        }
    }
}
