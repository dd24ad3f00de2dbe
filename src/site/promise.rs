//! Promises: claims of one sum of money that are linked, with what is said of the same money at other stages, and their page.

use super::address::Place;
use super::chain;
use super::claim::capitalised;
use super::claimed::Claim;
use super::page::Page;
use super::plots::Plots;
use super::read::Reader;
use super::totals;
use super::words::fill;
use crate::chart::{self, Surroundings};
use crate::vocabulary as v;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The width of plots on pages, in pixels.
const WIDE: f64 = 640.0;

/// Of a thing with more claims of money than this, only linked claims are one promise: stages are found by comparing all of them.
const MOST_COMPARED: usize = 60;

/// The promises of a dossier.
#[derive(Debug, Default)]
pub struct Promises {
    /// The claims of each promise in the order of their days, by the IRI of the first.
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
            let mut linked = chain::linked(reader, iri);
            linked.retain(|claim| money.contains_key(claim));
            let own: Vec<&Claim> = linked.iter().map(|claim| &money[claim]).collect();
            let about: BTreeSet<&str> = own.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
            let near = about.iter().filter_map(|thing| same.get(*thing));
            let near = near.filter(|near| near.len() <= MOST_COMPARED).flatten();
            let stages = near
                .filter_map(|(_, claim)| money.get(claim))
                .filter(|claim| own.iter().any(|own| chain::is_other_stage(reader, own, claim)));
            let told: BTreeSet<(String, String)> = own
                .iter()
                .copied()
                .chain(stages)
                .map(|claim| (claim.day(reader), claim.iri().to_owned()))
                .collect();
            let told: Vec<String> = told.into_iter().map(|(_, claim)| claim).collect();
            done.extend(linked);
            // Claims that are all stages of each other lead to the same promise.
            if told.len() > 1 && !found.with(&told[0]).any(|known| found.claims[known] == told) {
                found.add(told);
            }
        }
        found
    }

    fn add(&mut self, told: Vec<String>) {
        // The first claim names the page, unless it names another's already.
        let free = told.iter().find(|claim| !self.claims.contains_key(*claim));
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

/// A promise in a few words: its figure, and who first said it.
fn called(page: &Page<'_>, claim: &Claim) -> String {
    let reader = &page.reader;
    let about = reader.labels(claim.thing.texts(v::ABOUT));
    format!("{about}, {}", claim.figure(reader))
}

/// The page of a promise, named by its first claim; `None` if there is none.
pub fn promise(page: &Page<'_>, name: &str) -> Option<(String, Markup)> {
    let (words, reader) = (page.words(), &page.reader);
    let told = page.site.promises.claims.get(name)?;
    let claims: Vec<Claim> = told.iter().filter_map(|claim| Claim::read(reader, claim)).collect();
    let first = claims.first()?;
    let title = capitalised(&fill(words.over_time_of, &[&called(page, first)]));
    let surroundings = Surroundings {
        title: title.clone(),
        source: totals::sources(page, told, totals::MOST_SOURCES),
        language: page.frame.language().tag().to_owned(),
        ..Surroundings::default()
    };
    let plot = Plots::of_page(page, WIDE).time(&claims.iter().collect::<Vec<_>>());
    let about: BTreeSet<&str> = claims.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
    let content = html! {
        article.promise {
            h1 { (title) }
            p.lead { (words.promise_is) }
            p { (words.group) " " (page.entities(about)) }
            figure.chart { (PreEscaped(chart::in_page(&surroundings, &plot, WIDE))) }
            h2 { (words.as_list) }
            (page.claims(told.iter().map(String::as_str)))
            p.aside { (words.never_add) }
        }
    };
    Some((title, content))
}

/// Links to the promises of which some claims tell.
pub fn links<'t>(page: &Page<'_>, claims: impl IntoIterator<Item = &'t str>) -> Markup {
    let promises = &page.site.promises;
    let names: BTreeSet<&str> = claims.into_iter().flat_map(|claim| promises.with(claim)).collect();
    let read = names.into_iter().filter_map(|name| {
        let first = Claim::read(&page.reader, promises.claims.get(name)?.first()?)?;
        Some((name, called(page, &first)))
    });
    let read: Vec<(&str, String)> = read.collect();
    html! {
        @if !read.is_empty() {
            ul.promises {
                @for (name, called) in &read {
                    li { a href=(page.to(Place::Promise(name))) { (fill(page.words().over_time_of, &[called])) } }
                }
            }
        }
    }
}
