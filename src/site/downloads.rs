//! The page of downloads: the graph, the claims, the totals and the views as data.

use super::address::Place;
use super::assets::CLAIMS;
use super::page::Page;
use super::pictures::{self, View};
use super::totals;
use maud::{Markup, html};

/// The page of downloads.
pub fn downloads(page: &Page<'_>, views: &[View<'_>]) -> Markup {
    let words = page.words();
    let file = |file: &str, name: &str| html! { li { a href=(page.to(Place::File(file))) download { (name) } } };
    html! {
        h1 { (words.downloads) }
        h2 { (words.whole_graph) }
        ul.files {
            (file("data/graph.ttl", "Turtle")) (file("data/graph.nq", "N-Quads")) (file("data/graph.jsonld", "JSON-LD"))
        }
        h2 { (words.all_claims_schema) }
        ul.files { (file("data/claims.jsonld", "JSON-LD")) @if page.frame.imprint.has_claims { (file(CLAIMS, "CSV")) } }
        @if page.frame.imprint.has_claims {
            h2 { (words.totals_table) }
            ul.files { @for by in totals::GROUPINGS { (file(&format!("data/totals-{by}.csv"), totals::grouping(words, by))) } }
        }
        h2 { (words.cite) }
        ul.files { (file("CITATION.cff", "CITATION.cff")) (file("ro-crate-metadata.json", "RO-Crate")) }
        h2 { (words.views_for_programs) }
        @for view in views {
            h3 { (view.query.header.title_in(page.frame.language().tag())) }
            ul.files { @for (format, path) in pictures::files(&view.query.name) { (file(&path, &format)) } }
        }
    }
}
