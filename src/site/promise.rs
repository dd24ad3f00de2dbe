//! The page of a promise: what was said of one sum of money over time; links to it.

use super::address::Place;
use super::claimed::{Claim, voice};
use super::page::Page;
use super::plots;
use super::read::Reader;
use super::totals;
use super::words::{capitalised, fill};
use crate::chart::Surroundings;
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The width of plots on pages, in pixels.
const WIDE: f64 = 640.0;

/// The claim that names a promise in a few words: its figure, who says it, at which stage and when.
fn described(reader: &Reader<'_>, claim: &Claim<'_>) -> String {
    let about = reader.labels(claim.thing.texts(v::ABOUT));
    let said = fill(reader.language.words().as_said_by, &[&voice(reader, claim)]);
    format!("{about}, {} {said}, {}", claim.figure(reader), claim.stage(reader))
}

/// What each promise is called, by the claim that names it. Those that are described alike are numbered.
fn names<'p>(page: &Page<'p>) -> &'p BTreeMap<String, String> {
    let site = page.site;
    site.promise_names.get(page.frame.language()).get_or_init(|| {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let claims = site.promises.claims.keys();
        let read = claims.filter_map(|name| Claim::read(&page.reader, name));
        read.map(|claim| {
            let described = described(&page.reader, &claim);
            let count = seen.entry(described.clone()).or_default();
            *count += 1;
            let called = match *count {
                1 => described,
                count => format!("{described} ({count})"),
            };
            (claim.iri().to_owned(), called)
        })
        .collect()
    })
}

/// The page of a promise by the claim that names it; `None` if there is none.
pub fn promise(page: &Page<'_>, name: &str) -> Option<(String, Markup)> {
    let (words, reader) = (page.words(), &page.reader);
    let told = page.site.promises.claims.get(name)?;
    let mut claims: Vec<Claim<'_>> = told.iter().filter_map(|claim| Claim::read(reader, claim)).collect();
    // In the order of the plot: what is dated to a year stands in its middle.
    let at = |claim: &Claim<'_>| plots::time(claim.days(reader)).0.unwrap_or(f64::INFINITY);
    // At one time, in the order of the lanes.
    let lane = |claim: &Claim<'_>| reader.text(claim.column(reader)?, v::COLUMN_ORDER)?.parse::<i64>().ok();
    claims.sort_by(|one, other| at(one).total_cmp(&at(other)).then_with(|| lane(one).cmp(&lane(other))));
    let title = capitalised(&fill(words.over_time_of, &[names(page).get(name)?]));
    let surroundings = Surroundings {
        title: title.clone(),
        source: totals::sources(page, told, totals::MOST_SOURCES),
        language: page.frame.language().tag().to_owned(),
        ..Surroundings::default()
    };
    let shown: Vec<&Claim<'_>> = claims.iter().collect();
    let about: BTreeSet<&str> = claims.iter().flat_map(|claim| claim.thing.texts(v::ABOUT)).collect();
    let content = html! {
        article.promise {
            h1 { (title) }
            p.lead { (words.promise_is) }
            p { (words.group) " " (page.entities(about)) }
            (plots::figure(page, &surroundings, WIDE, |plots| Some(plots.time(&shown))))
            h2 { (words.as_list) }
            (list(page, &claims))
            p.aside { (words.never_add) }
        }
    };
    Some((title, content))
}

/// The claims of a promise as a list that says what its plot says: what does not count by itself is grey and says why, what no longer
/// stands is struck through.
fn list(page: &Page<'_>, claims: &[Claim<'_>]) -> Markup {
    let (words, reader) = (page.words(), &page.reader);
    html! {
        div.wide {
            table.claims.stacked {
                thead { tr { th { (words.claim) } th { (words.column) } th { (words.said_by) } th { (words.remarks) } th { (words.source) } } }
                tbody {
                    @for claim in claims {
                        tr {
                            td.replaced[claim.left_out_by(reader, totals::GROUPINGS[0]).is_some()] { (page.claim(claim)) }
                            td data-head=(words.column) { (page.stage(claim)) }
                            td data-head=(words.said_by) { (page.said_by(claim)) }
                            td data-head=(words.remarks) { (page.remarks(claim)) }
                            td data-head=(words.source) { @if let Some(document) = claim.document() { (page.source(document)) } }
                        }
                    }
                    @for claim in withdrawn(reader, claims) { (withdrawal(page, claim)) }
                }
            }
        }
    }
}

/// The claims that were withdrawn on a day of which none of the claims is the message, as the plot shows them.
fn withdrawn<'c, 'a>(reader: &Reader<'a>, claims: &'c [Claim<'a>]) -> impl Iterator<Item = &'c Claim<'a>> {
    let messages = claims.iter().filter(|claim| claim.tells_withdrawal(reader));
    let told: BTreeSet<&str> = messages.filter_map(|claim| claim.gone_on(reader)).collect();
    let withdrawn = claims
        .iter()
        .filter(|claim| claim.is_withdrawn(reader) && !claim.tells_withdrawal(reader));
    withdrawn.filter(move |claim| claim.gone_on(reader).is_some_and(|on| !told.contains(on)))
}

/// A row for the withdrawal of a claim: when, and by whom.
fn withdrawal(page: &Page<'_>, claim: &Claim<'_>) -> Markup {
    let (words, reader) = (page.words(), &page.reader);
    let when = claim
        .gone_on(reader)
        .map(|on| reader.language.date(on))
        .unwrap_or_default();
    html! {
        tr {
            td.replaced { (page.claim(claim)) }
            td data-head=(words.column) { (page.stamp(None, words.withdrawal)) " " span.when { (when) } }
            td data-head=(words.said_by) { @if let Some(by) = claim.thing.text(v::STATUS_BY) { (page.entity(by)) } }
            td data-head=(words.remarks) {}
            td data-head=(words.source) {}
        }
    }
}

/// Links to the promises of which some claims tell.
pub fn links<'t>(page: &Page<'_>, claims: impl IntoIterator<Item = &'t str>) -> Markup {
    let promises = &page.site.promises;
    let found: BTreeSet<&str> = claims.into_iter().flat_map(|claim| promises.with(claim)).collect();
    let called = found.into_iter().filter_map(|name| names(page).get_key_value(name));
    let called: Vec<(&String, &String)> = called.collect();
    html! {
        @if !called.is_empty() {
            ul.promises {
                @for (name, called) in &called {
                    li { a href=(page.to(Place::Promise(name))) { (fill(page.words().over_time_of, &[called])) } }
                }
            }
        }
    }
}
