//! Cells of answers as readers expect them: sums with their currency, dates in words, names and links in place of keys.

use super::claimed::symbol;
use super::page::Page;
use crate::graph::{Solutions, text};
use crate::vocabulary as v;
use maud::{Markup, html};
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use text::amount;

/// A row of an answer.
pub fn row(page: &Page<'_>, solutions: &Solutions, row: &[Option<Term>]) -> Markup {
    let names = solutions.variables.iter();
    let of = |name: &str| {
        let at = solutions.variables.iter().position(|variable| variable == name)?;
        row.get(at)?.as_ref()
    };
    html! {
        tr {
            @for (name, value) in names.zip(row) {
                @let number = value.as_ref().is_some_and(is_number);
                td.number[number] { @if let Some(value) = value { (cell(page, name, value, &of)) } }
            }
        }
    }
}

/// A value: what has a page is a link to it.
fn cell<'t>(page: &Page<'_>, column: &str, value: &Term, of: &dyn Fn(&str) -> Option<&'t Term>) -> Markup {
    let Term::NamedNode(node) = value else {
        return literal(page, column, value, of);
    };
    let iri = node.as_str();
    let thing = page.reader.thing(iri);
    html! {
        @if thing.is(v::RDF_TYPE, v::CLAIM) { (page.claim_at(iri)) }
        @else if thing.is(v::RDF_TYPE, v::DOCUMENT) { (page.source(iri)) }
        @else if thing.properties.is_empty() { (super::frame::outside(iri, iri)) }
        @else { (page.entity(iri)) }
    }
}

fn literal<'t>(page: &Page<'_>, column: &str, value: &Term, of: &dyn Fn(&str) -> Option<&'t Term>) -> Markup {
    let (said, reader) = (text(value), &page.reader);
    let words = page.words();
    let lexicon = &page.site.lexicon;
    if let Some(start) = ["minimum", "maximum"]
        .iter()
        .find_map(|bound| column.strip_suffix(bound))
    {
        let units = [
            format!("{start}unit"),
            format!("{start}currency"),
            "unit".to_owned(),
            "currency".to_owned(),
        ];
        let unit = units.iter().find_map(|name| lexicon.unit(text(of(name)?)));
        let symbol = unit.map(|unit| symbol(reader, unit)).unwrap_or_default();
        return html! { (amount::display(Some(said), Some(said), &symbol, reader.language.tag())) };
    }
    if is_number(value) {
        return html! { (amount::display(Some(said), Some(said), "", reader.language.tag())) };
    }
    if column.ends_with("unit") || column.ends_with("currency") {
        let unit = lexicon.unit(said).map(|unit| reader.label(unit));
        return html! { (unit.unwrap_or_else(|| said.to_owned())) };
    }
    html! {
        @match said {
            "true" => (words.yes),
            "false" => (words.no),
            _ => {
                @for (at, part) in said.split(" | ").enumerate() {
                    @if at > 0 { " | " }
                    (keyed(page, column, part))
                }
            }
        }
    }
}

/// A text that is, or begins with, the key of a document or claim, as a link; a date in words; other texts as they are.
fn keyed(page: &Page<'_>, column: &str, part: &str) -> Markup {
    let (key, rest) = part.split_once(' ').unwrap_or((part, ""));
    let is_key = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    // A name may be a single word.
    let may_be = key.chars().all(is_key) && (key.contains('-') || column.ends_with("document"));
    let document = may_be.then(|| page.document_with_key(key)).flatten();
    let claim = may_be.then(|| page.claim_with_key(key)).flatten();
    html! {
        @match (document, claim) {
            (Some(document), _) => { (page.source(&document)) @if !rest.is_empty() { " " (rest) } },
            (_, Some(claim)) if rest.is_empty() => (page.claim_at(&claim)),
            _ => (page.reader.language.date(part)),
        }
    }
}

/// The words of a header, in which names of columns and questions stand between grave accents.
pub fn described(page: &Page<'_>, described: &str, title: impl Fn(&str) -> Option<String>) -> Markup {
    let lexicon = &page.site.lexicon;
    html! {
        @for (at, part) in described.split('`').enumerate() {
            @if at % 2 == 0 { (part) }
            @else if let Some(title) = title(part) { em { (title) } }
            @else if lexicon.knows(part) { em { (lexicon.word(&page.reader, part)) } }
            @else { code { (part) } }
        }
    }
}

fn is_number(value: &Term) -> bool {
    let Term::Literal(literal) = value else { return false };
    [xsd::INTEGER, xsd::DECIMAL].contains(&literal.datatype())
}
