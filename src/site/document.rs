//! The page of a document: what it is, and its passages in order.

use super::claim::status;
use super::claimed::{Claim, PUBLISHER, URL, published, source, voice};
use super::page::Page;
use super::read::COMMENT;
use super::things::Thing;
use super::words::fill;
use crate::vocabulary as v;
use maud::{Markup, html};

/// The page's title, and its content.
pub fn document(page: &Page<'_>, document: &Thing<'_>) -> (String, Markup) {
    let words = page.words();
    let title = source(&page.reader, document.iri);
    let mut claims: Vec<Claim<'_>> = page
        .reader
        .of(v::IN_DOCUMENT, document.iri)
        .iter()
        .filter_map(|claim| Claim::read(&page.reader, claim))
        .collect();
    claims.sort_by_cached_key(|claim| (claim.start().unwrap_or(usize::MAX), claim.end(), claim.iri().to_owned()));
    let content = html! {
        article.document {
            h1 { (title) }
            (facts(page, document))
            section.passages {
                h2 { (words.passages_in_order) }
                ol.passages {
                    @for claim in &claims {
                        li {
                            p { (page.claim(claim)) " " (page.stage(claim)) }
                            p.who { (fill(words.according_to, &[&voice(&page.reader, claim)])) }
                            (page.quotation(claim))
                        }
                    }
                }
            }
        }
    };
    (title, content)
}

/// Publisher, author, date, address and so on.
fn facts(page: &Page<'_>, document: &Thing<'_>) -> Markup {
    let words = page.words();
    let reader = &page.reader;
    let is_gone = document
        .text(v::STATUS)
        .is_some_and(|status| status != v::STATUS_CURRENT);
    html! {
        dl.facts {
            @if is_gone { div { dt { (words.status_history) } dd { (status(page, document)) } } }
            @if document.has(PUBLISHER) { div { dt { (words.publisher) } dd { (page.entities(document.texts(PUBLISHER))) } } }
            @if document.has(CREATOR) { div { dt { (words.author) } dd { (page.entities(document.texts(CREATOR))) } } }
            div {
                dt { (words.published) }
                dd { (published(reader, document).unwrap_or_else(|| words.undated.to_owned())) }
            }
            @if let Some(address) = document.text(URL) {
                div {
                    dt { (words.address) }
                    dd {
                        (super::frame::outside(address, address))
                        @if let Some(archived) = page.archived(document.iri) { " · " (archived) }
                    }
                }
            } @else if let Some(archived) = page.archived(document.iri) {
                div { dt { (words.address) } dd { (archived) } }
            }
            @if let Some(completeness) = document.text(v::COMPLETENESS) {
                div { dt { (words.completeness) } dd { (reader.label(completeness)) } }
            }
            @if let Some(hash) = document.text(v::TEXT).and_then(|text| reader.text(text, v::SHA256)) {
                div { dt { "SHA-256" } dd { code { (hash) } } }
            }
            @if let Some(note) = reader.remark(document.all(COMMENT)) { div { dt { (words.note) } dd { (note) } } }
        }
    }
}

/// `dcterms:creator`.
const CREATOR: &str = "http://purl.org/dc/terms/creator";
