//! How to read the pages: the words of the dossier's vocabulary with what they mean.

use super::page::Page;
use super::read::{DEFINITION, IN_SCHEME, PREF_LABEL};
use crate::vocabulary as v;
use maud::{Markup, html};

/// The method page.
pub fn method(page: &Page<'_>) -> Markup {
    let words = page.words();
    let schemes = [
        ("columns", words.stages),
        ("left-out-reasons", words.reasons_left_out),
        ("marks", words.marks),
        ("instruments", words.instruments),
        ("modalities", words.modalities),
        ("readings", words.readings),
    ];
    html! {
        h1 { (words.how_to_read) }
        @for paragraph in words.method_text.split('\n') { p { (paragraph) } }
        @let withheld = page.withheld();
        @if !withheld.0.is_empty() {
            (withheld)
            p { (words.withheld_method) }
        }
        @for (scheme, title) in schemes { (concepts(page, scheme, title)) }
    }
}

/// The concepts of a scheme with their definitions.
fn concepts(page: &Page<'_>, scheme: &str, title: &str) -> Markup {
    let reader = &page.reader;
    let concepts = reader.of(IN_SCHEME, &format!("{}{scheme}", v::NS));
    let described = concepts.iter().map(|concept| {
        let order = reader
            .text(concept, v::COLUMN_ORDER)
            .and_then(|order| order.parse::<i64>().ok());
        (
            order,
            reader.said(concept, PREF_LABEL).unwrap_or_default(),
            reader.said(concept, DEFINITION).unwrap_or_default(),
        )
    });
    let mut described: Vec<_> = described.collect();
    described.sort();
    html! {
        @if !described.is_empty() {
            section {
                h2 { (title) }
                dl.facts { @for (_, word, meaning) in &described { div { dt { (word) } dd { (meaning) } } } }
            }
        }
    }
}
