//! How to read the pages: the words of the dossier's vocabulary with what they mean.

use super::marks;
use super::page::Page;
use super::read::{COMMENT, DEFINITION, IN_SCHEME, PREF_LABEL};
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The method page.
pub fn method(page: &Page<'_>) -> Markup {
    let words = page.words();
    let schemes = [
        ("columns", words.stages),
        ("left-out-reasons", words.reasons_left_out),
        ("marks", words.marks),
        ("remarks", words.remarks_on_figures),
        ("aspects", words.aspects),
        ("sectors", words.sectors),
        ("instruments", words.instruments),
        ("measure-roles", words.measure_roles),
        ("modalities", words.modalities),
        ("readings", words.readings),
        ("bases", words.date_bases),
        ("kinds", words.kinds_of_claims),
        ("wordings", words.wordings),
        ("completenesses", words.completeness),
        ("unnamed-groups", words.unnamed_groups),
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
        (links(page))
    }
}

/// The links between names that are derived from claims: what each is called, and what it means.
fn links(page: &Page<'_>) -> Markup {
    let reader = &page.reader;
    let links: BTreeSet<&str> = reader
        .having(v::RDF_PREDICATE)
        .filter_map(|link| link.text(v::RDF_PREDICATE))
        .collect();
    let described = links.into_iter().filter_map(|link| {
        let inverse = reader
            .said(link, v::INVERSE_LABEL)
            .map(|inverse| format!(" / {inverse}"));
        Some((
            reader.label(link) + &inverse.unwrap_or_default(),
            reader.said(link, COMMENT)?,
        ))
    });
    let mut described: Vec<(String, String)> = described.collect();
    described.sort();
    html! {
        @if !described.is_empty() {
            section {
                h2 { (page.words().links_of_money) }
                dl.facts { @for (word, meaning) in &described { div { dt { (word) } dd { (meaning) } } } }
            }
        }
    }
}

/// How claims stand to each other: what each relation is called in either direction, and what it means.
fn relations(page: &Page<'_>) -> Markup {
    let reader = &page.reader;
    let is_shown = |relation: &&String| {
        let mut having = reader.having(relation);
        having.any(|thing| thing.is(v::RDF_TYPE, v::CLAIM))
    };
    let mut described: Vec<(String, String)> = page
        .site
        .relations
        .iter()
        .filter(is_shown)
        .filter_map(|relation| {
            let inverse = reader
                .said(relation, v::INVERSE_LABEL)
                .map(|inverse| format!(" / {inverse}"));
            let meaning = reader.said(relation, COMMENT)?;
            Some((reader.label(relation) + &inverse.unwrap_or_default(), meaning))
        })
        .collect();
    described.sort();
    html! {
        @if !described.is_empty() {
            section {
                h2 { (page.words().relations) }
                dl.facts { @for (word, meaning) in &described { div { dt { (word) } dd { (meaning) } } } }
            }
        }
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
            // Aspects are called as in the rows of totals.
            match scheme {
                "aspects" => marks::aspect(reader, concept, &[]),
                _ => reader.said(concept, PREF_LABEL).unwrap_or_default(),
            },
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
