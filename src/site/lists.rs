//! Pages that list things: documents, names, disagreements, targets, the timeline, corrections.

use super::address::Place;
use super::claim::status;
use super::claimed::{Claim, colon, published};
use super::entity::class;
use super::page::Page;
use super::pairs::{Pair, UNFIT, pairs};
use super::plots::{self, aims};
use super::read::Reader;
use super::things::Thing;
use super::totals;
use super::words::{capitalised, fill};
use crate::chart::Surroundings;
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use text::fold::fold;

/// The pages that would have no content, for these claims, entities and documents.
pub fn empty(reader: &Reader<'_>, [claims, entities, documents]: [&[String]; 3]) -> Vec<&'static str> {
    let read: Vec<Claim<'_>> = claims.iter().filter_map(|claim| Claim::read(reader, claim)).collect();
    let any = |has: &dyn Fn(&Claim<'_>) -> bool| read.iter().any(has);
    let counted = [v::TOTAL, v::NOT_COUNTED];
    let has_sums = counted.iter().any(|class| !reader.of(v::RDF_TYPE, class).is_empty());
    let pages = [
        ("sums", has_sums),
        (
            "disagreements",
            any(&|claim| UNFIT.iter().any(|relation| claim.thing.has(relation))),
        ),
        ("targets", !aims(&read).0.is_empty()),
        (
            "timeline",
            any(&|claim| claim.thing.has(v::EARLIEST) && claim.thing.has(v::WHEN)),
        ),
        ("documents", any(&|_| true) && !documents.is_empty()),
        ("names", any(&|_| true) && !entities.is_empty()),
        ("corrections", any(&|_| true)),
    ];
    pages
        .into_iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(page, _)| page)
        .collect()
}

/// Whether a claim or document was corrected or withdrawn.
pub fn is_gone(thing: &Thing<'_>) -> bool {
    thing.text(v::STATUS).is_some_and(|status| status != v::STATUS_CURRENT)
}

/// All documents, by date.
pub fn documents(page: &Page<'_>, documents: &[String]) -> Markup {
    let words = page.words();
    html! {
        h1 { (words.documents) }
        div.wide {
            table.documents.stacked {
                thead { tr { th { (words.source) } th { (words.published) } th { (words.completeness) } th.number { (words.claims) } } }
                tbody {
                    @for document in documents {
                        @let thing = page.reader.thing(document);
                        tr {
                            td { (page.source(document)) }
                            td data-head=(words.published) { (published(&page.reader, &thing).unwrap_or_default()) }
                            td data-head=(words.completeness) { (thing.text(v::COMPLETENESS).map(|whole| page.reader.label(whole)).unwrap_or_default()) }
                            td.number data-head=(words.claims) { (page.reader.of(v::IN_DOCUMENT, document).iter().filter(|claim| is_claim(page, claim)).count()) }
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
        .for_each(|names| names.sort_by_cached_key(|(name, iri)| (fold(name), iri.clone())));
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_cached_key(|(class, _)| fold(class));
    html! {
        h1 { (page.words().entities) }
        (jumps(page, classes.iter().enumerate().map(|(at, (class, _))| (format!("c{at}"), capitalised(class)))))
        @for (at, (class, names)) in classes.iter().enumerate() {
            section {
                h2 id=(format!("c{at}")) { (capitalised(class)) }
                ul.names { @for (name, iri) in names { li { a href=(page.to(Place::Entity(iri))) { (name) } } } }
            }
        }
    }
}

/// Claims that do not fit, side by side.
pub fn disagreements(page: &Page<'_>, claims: &[Claim<'_>]) -> Markup {
    let words = page.words();
    let pairs = pairs(page, claims);
    let (open, settled): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| pair.is_open);
    let about = |pair: &Pair| page.entities(pair.claim.thing.texts(v::ABOUT));
    // What is about the same has one heading.
    let same = |one: &&Pair, other: &&Pair| one.claim.thing.texts(v::ABOUT) == other.claim.thing.texts(v::ABOUT);
    // With a figure or without one.
    let mut places: HashMap<Vec<&str>, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Pair>> = Vec::new();
    for pair in open {
        let place = *places.entry(pair.claim.thing.texts(v::ABOUT)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(pairs) => pairs.push(pair),
            None => groups.push(vec![pair]),
        }
    }
    html! {
        h1 { (words.disagreements) }
        @if groups.is_empty() { p { (words.no_disagreement) } }
        (jumps(page, groups.iter().enumerate().map(|(at, pairs)| (format!("d{at}"), page.reader.labels(pairs[0].claim.thing.texts(v::ABOUT))))))
        @for (at, pairs) in groups.iter().enumerate() {
            section.conflicts {
                h2 id=(format!("d{at}")) { (about(pairs[0])) }
                @for pair in pairs { (pair.shown(page)) }
            }
        }
        @if !settled.is_empty() {
            h2 { (words.replaced_or_refined) }
            p.aside { (words.replaced_or_refined_why) }
            @for pairs in settled.chunk_by(same) {
                section.conflicts {
                    h3 { (about(pairs[0])) }
                    @for pair in pairs { (pair.shown(page)) }
                }
            }
        }
    }
}

/// Targets against baselines, as plots and as a table.
pub fn targets(page: &Page<'_>, claims: &[Claim<'_>]) -> Markup {
    let words = page.words();
    // In the order of days, as printed plots are.
    let mut claims = claims.to_vec();
    claims.sort_by_cached_key(|claim| (claim.day(&page.reader), claim.iri()));
    let (listed, baselines) = aims(&claims);
    html! {
        h1 { (words.targets) }
        @if listed.is_empty() { p { (words.no_targets) } } @else {
            @let drawn: Vec<String> = listed.iter().chain(baselines.iter().copied()).map(|claim| claim.iri().to_owned()).collect();
            @let surroundings = Surroundings {
                title: words.targets.to_owned(),
                source: totals::sources(page, &drawn, totals::MOST_SOURCES),
                language: page.frame.language().tag().to_owned(),
                ..Surroundings::default()
            };
            (plots::figure(page, &surroundings, WIDE, |plots| plots.targets(&listed, &baselines)))
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

/// Links to the parts of a long page, by their ids; none to a single one.
fn jumps(page: &Page<'_>, parts: impl Iterator<Item = (String, String)>) -> Markup {
    // Things of the same name are numbered.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let numbered = parts.filter(|(_, name)| !name.is_empty()).map(|(id, name)| {
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name} ({count})") } else { name };
        (id, name)
    });
    let parts: Vec<(String, String)> = numbered.collect();
    html! {
        @if parts.len() > 1 {
            nav.jumps aria-label=(page.words().on_this_page) {
                @for (at, (id, name)) in parts.iter().enumerate() {
                    @if at > 0 { " · " }
                    a href=(format!("#{id}")) { (name) }
                }
            }
        }
    }
}

/// Claims with a date of their own, by day, under their years.
pub fn timeline(page: &Page<'_>, claims: &[Claim<'_>]) -> Markup {
    let words = page.words();
    let mut dated: Vec<(&str, String, &Claim<'_>)> = claims
        .iter()
        .filter_map(|claim| Some((claim.thing.text(v::EARLIEST)?, claim.when(&page.reader)?, claim)))
        .collect();
    dated.sort_by(|a, b| (a.0, a.2.iri()).cmp(&(b.0, b.2.iri())));
    let mut years: BTreeMap<&str, Vec<(String, &Claim<'_>)>> = BTreeMap::new();
    for (day, when, claim) in dated {
        years
            .entry(day.split('-').next().unwrap_or(day))
            .or_default()
            .push((when, claim));
    }
    html! {
        h1 { (words.timeline) }
        (jumps(page, years.keys().map(|year| (format!("y{year}"), (*year).to_owned()))))
        @for (year, claims) in &years {
            section {
                h2 id=(format!("y{year}")) { (year) }
                ol.timeline {
                    @for (when, claim) in claims {
                        li {
                            span.when { (when) } " "
                            (page.claim(claim)) " " (page.stamped(claim)) " "
                            span.who { (fill(words.according_to, &[&claim.who(&page.reader)])) }
                        }
                    }
                }
            }
        }
    }
}

/// Claims and documents that were corrected or withdrawn: what publishers corrected, apart from what speakers took back.
pub fn corrections(page: &Page<'_>, things: &[Thing<'_>]) -> Markup {
    let words = page.words();
    let things = told_once(page, things).into_iter();
    let (taken_back, corrected): (Vec<Thing<'_>>, Vec<Thing<'_>>) = things.partition(is_taken_back);
    html! {
        h1 { (words.corrections) }
        @if corrected.is_empty() { p { (words.no_corrections) } } @else { (changed(page, &corrected)) }
        @if !taken_back.is_empty() {
            h2 { (words.taken_back) }
            p.aside { (words.taken_back_why) }
            (changed(page, &taken_back))
        }
    }
}

/// Things without the messages of withdrawals that are told there already.
fn told_once<'t>(page: &Page<'_>, things: &[Thing<'t>]) -> Vec<Thing<'t>> {
    let reader = &page.reader;
    let is_message =
        |thing: &Thing<'_>| Claim::read(reader, thing.iri).is_some_and(|claim| claim.tells_withdrawal(reader));
    let (messages, mut told): (Vec<Thing<'_>>, Vec<Thing<'_>>) = things.iter().copied().partition(is_message);
    let days = |thing: Thing<'t>| {
        let on = thing.text(v::STATUS_ON);
        thing.texts(v::ABOUT).into_iter().map(move |about| (about, on))
    };
    let known: BTreeSet<(&str, Option<&str>)> = told.iter().copied().flat_map(days).collect();
    told.extend(
        messages
            .into_iter()
            .filter(|message| !days(*message).any(|day| known.contains(&day))),
    );
    told
}

/// Whether a claim was withdrawn by who said it or who was to pay it: that is news, and no correction of the document.
fn is_taken_back(thing: &Thing<'_>) -> bool {
    let own = [v::SPEAKER, v::FUNDER].map(|role| thing.texts(role)).concat();
    thing.is(v::STATUS, v::STATUS_WITHDRAWN)
        && thing.is(v::RDF_TYPE, v::CLAIM)
        && thing.text(v::STATUS_BY).is_some_and(|by| own.contains(&by))
}

/// Things with what became of them.
fn changed(page: &Page<'_>, things: &[Thing<'_>]) -> Markup {
    html! {
        ul {
            @for thing in things {
                li {
                    @if thing.is(v::RDF_TYPE, v::DOCUMENT) { (page.source(thing.iri)) } @else { (page.claim_at(thing.iri)) }
                    (colon(page.frame.language())) " " (status(page, thing))
                }
            }
        }
    }
}

/// The search page: its script finds what the index of the language has.
pub fn search(page: &Page<'_>) -> Markup {
    let words = page.words();
    let index = format!("assets/search.{}.js", page.frame.language().tag());
    html! {
        h1 { (words.search) }
        div #search data-index=(page.to(Place::File(&index))) data-none=(words.search_none) {
            label for="search-words" { (words.search_label) }
            input #search-words type="search" autocomplete="off" disabled;
            noscript { p { (words.search_needs_script) } }
            div #search-results aria-live="polite" {}
        }
        ul {
            @for (name, shown) in [("names", words.entities), ("documents", words.documents), ("sums", words.sums)].into_iter().filter(|(name, _)| page.frame.imprint.has(name)) {
                li { a href=(page.to(Place::Page(name))) { (shown) } }
            }
        }
    }
}
