//! Pages that list things: documents, names, disagreements, targets, the timeline, corrections.

use super::address::Place;
use super::claim::{pair, status};
use super::claimed::{Claim, colon};
use super::entity::class;
use super::page::Page;
use super::plots::{Plots, aims};
use super::read::Thing;
use super::words::fill;
use crate::chart::{self, Surroundings};
use crate::vocabulary as v;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// All documents, by date.
pub fn documents(page: &Page<'_>, documents: &[String]) -> Markup {
    let words = page.words();
    html! {
        h1 { (words.documents) }
        div.wide {
            table.documents {
                thead { tr { th { (words.source) } th { (words.published) } th { (words.completeness) } th.number { (words.claims) } } }
                tbody {
                    @for document in documents {
                        @let thing = page.reader.thing(document);
                        tr {
                            td { (page.source(document)) }
                            td { (thing.text(v::PUBLISHED).map(|date| page.reader.language.date(date)).unwrap_or_default()) }
                            td { (thing.text(v::COMPLETENESS).map(|whole| page.reader.label(whole)).unwrap_or_default()) }
                            td.number { (page.reader.of(v::IN_DOCUMENT, document).iter().filter(|claim| is_claim(page, claim)).count()) }
                        }
                    }
                }
            }
        }
    }
}

fn is_claim(page: &Page<'_>, iri: &str) -> bool {
    page.reader.is(iri, v::RDF_TYPE, v::CLAIM)
}

/// All entities, by class and name.
pub fn names(page: &Page<'_>, entities: &[String]) -> Markup {
    let mut classes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for entity in entities {
        let thing = page.reader.thing(entity);
        let class = class(page, &thing).unwrap_or_default();
        classes
            .entry(class)
            .or_default()
            .push((page.reader.label(entity), entity.clone()));
    }
    classes
        .values_mut()
        .for_each(|names| names.sort_by_cached_key(|(name, iri)| (name.to_lowercase(), iri.clone())));
    html! {
        h1 { (page.words().entities) }
        @for (class, names) in &classes {
            section {
                h2 { (class) }
                ul.names { @for (name, iri) in names { li { a href=(page.to(Place::Entity(iri))) { (name) } } } }
            }
        }
    }
}

/// Pairs of claims that do not fit, by what they are about.
pub fn pairs(page: &Page<'_>, claims: &[Claim]) -> Vec<(Claim, Claim)> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut pairs = Vec::new();
    for claim in claims {
        for property in [v::CONTRADICTS, v::DOES_NOT_FIT] {
            for other in claim.thing.texts(property) {
                let (one, two) = if claim.iri() < other {
                    (claim.iri(), other)
                } else {
                    (other, claim.iri())
                };
                if !seen.insert((one.to_owned(), two.to_owned())) {
                    continue;
                }
                if let Some(other) = Claim::read(&page.reader, other) {
                    pairs.push((claim.clone(), other));
                }
            }
        }
    }
    // Money first.
    pairs.sort_by_cached_key(|(claim, other)| {
        (
            !claim.is_money(),
            page.reader.labels(claim.thing.texts(v::ABOUT)),
            claim.iri().to_owned(),
            other.iri().to_owned(),
        )
    });
    pairs
}

/// Claims that do not fit, side by side.
pub fn disagreements(page: &Page<'_>, claims: &[Claim]) -> Markup {
    let words = page.words();
    let pairs = pairs(page, claims);
    html! {
        h1 { (words.disagreements) }
        @if pairs.is_empty() { p { (words.no_disagreement) } }
        @for (claim, other) in &pairs {
            section.conflicts {
                h2 { (page.entities(claim.thing.texts(v::ABOUT))) }
                (pair(page, claim, other))
            }
        }
    }
}

/// Targets against baselines, as plots and as a table.
pub fn targets(page: &Page<'_>, claims: &[Claim]) -> Markup {
    let words = page.words();
    let (listed, baselines) = aims(claims);
    let plot = Plots::of_page(page, WIDE).targets(&listed, &baselines);
    html! {
        h1 { (words.targets) }
        @if listed.is_empty() { p { (words.no_targets) } } @else {
            @if let Some(plot) = plot {
                @let surroundings = Surroundings {
                    title: words.targets.to_owned(),
                    language: page.frame.language().tag().to_owned(),
                    ..Surroundings::default()
                };
                figure.chart { (PreEscaped(chart::in_page(&surroundings, &plot, WIDE))) }
            }
            (page.claims(listed.iter().map(|claim| claim.iri())))
            @if !baselines.is_empty() {
                h2 { (words.baseline) }
                (page.claims(baselines.iter().map(|claim| claim.iri())))
            }
        }
    }
}

/// The width of plots on pages, in pixels.
const WIDE: f64 = 560.0;

/// Claims with a date of their own, by day, under their years.
pub fn timeline(page: &Page<'_>, claims: &[Claim]) -> Markup {
    let words = page.words();
    let mut dated: Vec<(&str, &str, &Claim)> = claims
        .iter()
        .filter_map(|claim| Some((claim.thing.text(v::EARLIEST)?, claim.thing.text(v::WHEN)?, claim)))
        .collect();
    dated.sort_by(|a, b| (a.0, a.2.iri()).cmp(&(b.0, b.2.iri())));
    let mut years: BTreeMap<&str, Vec<(&str, &Claim)>> = BTreeMap::new();
    for (day, when, claim) in dated {
        years
            .entry(day.split('-').next().unwrap_or(day))
            .or_default()
            .push((when, claim));
    }
    html! {
        h1 { (words.timeline) }
        @for (year, claims) in &years {
            section {
                h2 { (year) }
                ol.timeline {
                    @for (when, claim) in claims {
                        li {
                            span.when { (page.frame.language().date(when)) } " "
                            (page.claim(claim)) " " (page.stage(claim)) " "
                            span.who { (fill(words.according_to, &[&claim.who(&page.reader)])) }
                        }
                    }
                }
            }
        }
    }
}

/// Claims and documents that were corrected or withdrawn.
pub fn corrections(page: &Page<'_>, things: &[Thing]) -> Markup {
    let words = page.words();
    html! {
        h1 { (words.corrections) }
        @if things.is_empty() { p { (words.no_corrections) } } @else {
            ul {
                @for thing in things {
                    li {
                        @if thing.is(v::RDF_TYPE, v::DOCUMENT) { (page.source(&thing.iri)) } @else { (page.claim_at(&thing.iri)) }
                        (colon(page.frame.language())) " " (status(page, thing))
                    }
                }
            }
        }
    }
}
