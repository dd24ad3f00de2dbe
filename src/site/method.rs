//! How to read the pages: the words of the dossier's vocabulary with what they mean.

use super::page::Page;
use super::read::{COMMENT, DEFINITION, DOMAIN, IN_SCHEME, PREF_LABEL, RANGE};
use crate::vocabulary as v;
use maud::{Markup, html};

/// The method page.
pub fn method(page: &Page<'_>) -> Markup {
    let words = page.words();
    let schemes = [
        ("columns", words.stages),
        ("left-out-reasons", words.reasons_left_out),
        ("marks", words.marks),
        ("aspects", words.aspects),
        ("measure-roles", words.measure_roles),
        ("sectors", words.sectors),
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
        (relations(page))
    }
}

/// How one claim is related to another, read from both ends, with what it means.
fn relations(page: &Page<'_>) -> Markup {
    let reader = &page.reader;
    let properties = reader.of(RANGE, v::CLAIM).into_iter();
    let properties: Vec<&str> = properties
        .filter(|property| reader.thing(property).is(DOMAIN, v::CLAIM))
        .collect();
    let described = properties.iter().map(|property| {
        let inverse = reader.said(property, v::INVERSE_LABEL);
        let inverse = inverse.map(|inverse| format!(" / {inverse}")).unwrap_or_default();
        (
            format!("{}{inverse}", reader.label(property)),
            reader.said(property, COMMENT).unwrap_or_default(),
        )
    });
    let mut described: Vec<_> = described.filter(|(_, meaning)| !meaning.is_empty()).collect();
    described.sort();
    described_as(page.words().relations, &described)
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
    let described: Vec<_> = described
        .into_iter()
        .map(|(_, word, meaning)| (word, meaning))
        .collect();
    described_as(title, &described)
}

/// Words under a title, each with its meaning.
fn described_as(title: &str, described: &[(String, String)]) -> Markup {
    html! {
        @if !described.is_empty() {
            section {
                h2 { (title) }
                dl.facts { @for (word, meaning) in described { div { dt { (word) } dd { (meaning) } } } }
            }
        }
    }
}
