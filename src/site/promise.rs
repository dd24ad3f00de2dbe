//! The page of a promise: what was said of one sum of money over time; links to it.

use super::address::Place;
use super::claimed::Claim;
use super::page::Page;
use super::plots;
use super::totals;
use super::words::{capitalised, fill};
use crate::chart::Surroundings;
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The width of plots on pages, in pixels.
const WIDE: f64 = 640.0;

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
    let shown: Vec<&Claim> = claims.iter().collect();
    let about: BTreeSet<&str> = claims.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
    let content = html! {
        article.promise {
            h1 { (title) }
            p.lead { (words.promise_is) }
            p { (words.group) " " (page.entities(about)) }
            (plots::figure(page, &surroundings, WIDE, |plots| Some(plots.time(&shown))))
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
