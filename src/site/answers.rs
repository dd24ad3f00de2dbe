//! Cells of answers as readers expect them: sums with their currency, dates in words, names and links in place of keys.

use super::added::Added;
use super::address::Place;
use super::claimed::{Claim, symbol, with_basis};
use super::marks;
use super::page::Page;
use super::totals::{self, Told};
use super::words::fill;
use crate::graph::{Solutions, text};
use crate::terminal::{bare, isolated};
use crate::vocabulary as v;
use maud::{Markup, html};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use text::amount;

/// A column that a page shows.
pub struct Column {
    at: usize,
    shows: Shows,
}

/// What a column shows.
enum Shows {
    /// The value of the answer.
    Value,
    /// Both bounds of a figure with their unit; what stands before `minimum`.
    Amount(String),
    /// What is remarked of the figure of the row.
    Remarks,
}

/// The columns that a page shows, in their order: those with a value, with both bounds of a figure and its unit in one. The positions of passages are in
/// the answer's CSV, and claims are where their words lead.
pub fn shown(page: &Page<'_>, solutions: &Solutions) -> Vec<Column> {
    let has = |name: &str| solutions.variables.iter().any(|variable| variable == name);
    let beside = |name: &str, endings: &[&str], other: &str| {
        let starts = endings.iter().filter_map(|ending| name.strip_suffix(ending));
        starts.map(|start| format!("{start}{other}")).any(|other| has(&other))
    };
    let is_shown = |(at, name): &(usize, &String)| {
        let leads = ["claim", "other"]
            .iter()
            .any(|claims| has(claims) && words_of(claims).as_ref() == Some(*name));
        let says_nothing = |row: &Vec<Option<Term>>| match row[*at].as_ref() {
            None => name.as_str() != "mark" || remarks(page, solutions, row).is_empty(),
            Some(value) => {
                let of = of_row(solutions, row);
                is_form(name) && beyond_figure(page, text(value), &of).is_some_and(|rest| rest.is_empty())
            }
        };
        let is_empty = !leads && !name.ends_with("minimum") && solutions.rows.iter().all(says_nothing);
        let is_position = beside(name, &["start", "end"], "document")
            || beside(name, &["start"], "end")
            || beside(name, &["end"], "start");
        // Beside a unit, a column may say where the currency comes from.
        let is_currency = beside(name, &["currency"], "minimum") && !beside(name, &["currency"], "unit");
        let is_in_amount = is_currency || beside(name, &["maximum", "unit"], "minimum");
        // The claim of a person's decision stands in the place of the one that counts.
        let is_decision = name.as_str() == "decision" && has("gives_way_to");
        !is_empty && !is_decision && !is_position && !is_in_amount && !words_of(name).is_some_and(|words| has(&words))
    };
    let columns = solutions.variables.iter().enumerate().filter(is_shown);
    let columns = columns.flat_map(|(at, name)| {
        let amount = name.strip_suffix("minimum").map(str::to_owned);
        let own = match amount.clone() {
            Some(start) => Shows::Amount(start),
            None => Shows::Value,
        };
        // Marks stand beside the figure, unless the answer has a column for them.
        let is_remarked = amount.as_deref() == Some("") && !has("mark");
        let remarked = is_remarked.then_some(Shows::Remarks);
        [Some(own), remarked]
            .into_iter()
            .flatten()
            .map(move |shows| Column { at, shows })
    });
    columns.filter(|column| is_there(page, solutions, column)).collect()
}

/// Whether a column says something in some row.
fn is_there(page: &Page<'_>, solutions: &Solutions, column: &Column) -> bool {
    let has = |name: &str| {
        let at = solutions.variables.iter().position(|variable| variable == name);
        at.is_some_and(|at| solutions.rows.iter().any(|row| row[at].is_some()))
    };
    match &column.shows {
        Shows::Value => true,
        Shows::Amount(start) => ["minimum", "maximum"]
            .iter()
            .any(|bound| has(&format!("{start}{bound}"))),
        Shows::Remarks => solutions
            .rows
            .iter()
            .any(|row| !remarks(page, solutions, row).is_empty()),
    }
}

/// The value of a variable in a row of an answer.
fn of_row<'t>(solutions: &'t Solutions, row: &'t [Option<Term>]) -> impl Fn(&str) -> Option<&'t Term> {
    move |name: &str| {
        let at = solutions.variables.iter().position(|variable| variable == name)?;
        row.get(at)?.as_ref()
    }
}

/// Whether a column has the form of money or what a figure measures, which a figure says itself.
fn is_form(column: &str) -> bool {
    ["aspect", "instrument"].contains(&column)
}

/// What a column says of the form of the figure of a row besides what the figure and its marks say; `None` if it is a row of totals, or of
/// no claim.
fn beyond_figure<'t>(page: &Page<'_>, said: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Option<String> {
    let claim = of("claim").filter(|_| of("sums").is_none());
    let claim = Claim::read(&page.reader, &claim_of(page, claim?)?)?;
    let told = format!(
        "{}, {}",
        claim.figure(&page.reader),
        claim.remarks(&page.reader).join(", ")
    );
    let own = said
        .split(", ")
        .filter(|own| !own.split(" / ").all(|own| told.contains(own)));
    Some(own.collect::<Vec<_>>().join(", "))
}

impl Column {
    /// Its heading.
    pub fn heading(&self, page: &Page<'_>, solutions: &Solutions) -> String {
        let word = page.site.lexicon.word(&page.reader, &solutions.variables[self.at]);
        match &self.shows {
            // The claim with a key is shown in its place.
            Shows::Value if word_of_key(page, solutions, self.at) => page.words().claim.to_lowercase(),
            Shows::Value => word,
            Shows::Remarks => page.words().remarks.to_lowercase(),
            Shows::Amount(start) if start.is_empty() => page.words().amount.to_lowercase(),
            // "the other, at least"
            Shows::Amount(_) => word.split_once(", ").map_or(word.clone(), |(of, _)| of.to_owned()),
        }
    }
}

/// Whether a column has the keys of the claims of another one.
fn word_of_key(page: &Page<'_>, solutions: &Solutions, at: usize) -> bool {
    let is_claim = |row: &Vec<Option<Term>>| {
        row[at]
            .as_ref()
            .is_some_and(|key| page.claim_with_key(text(key)).is_some())
    };
    solutions.variables[at] == "key" && solutions.rows.iter().any(is_claim)
}

/// The column with the words of the claims in a column: `written` of `claim`, `other_written` of `other`.
fn words_of(claims: &str) -> Option<String> {
    match claims {
        "claim" => Some("written".to_owned()),
        "other" => Some("other_written".to_owned()),
        _ => None,
    }
}

/// A row of an answer, with the columns that are shown.
pub fn row(page: &Page<'_>, solutions: &Solutions, row: &[Option<Term>], shown: &[Column]) -> Markup {
    let of = of_row(solutions, row);
    let remarks = remarks(page, solutions, row);
    let remarked = || html! { @if !remarks.is_empty() { span.warning { (marks::joined(&page.reader, &remarks)) } } };
    html! {
        tr {
            @for column in shown {
                @let head = column.heading(page, solutions);
                @match &column.shows {
                    Shows::Amount(start) => td.number data-head=(head) { (amount_of(page, start, &of)) },
                    Shows::Remarks => td data-head=(head) { (remarked()) },
                    Shows::Value => {
                        @let value = row[column.at].as_ref();
                        @let name = solutions.variables[column.at].as_str();
                        td.number[value.is_some_and(is_number)] data-head=(head) {
                            @if name == "mark" { (remarked()) }
                            @else if let Some(value) = value { (cell(page, name, value, &of)) }
                            // A claim without words has its page, too.
                            @else if let Some(address) = claim_of_words(page, name, &of) {
                                a href=(address) { (unwritten(page, name, &of)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is remarked of the figure of a row: of the claim that it leads to, or of the row of totals whose claims it names.
pub fn remarks(page: &Page<'_>, solutions: &Solutions, row: &[Option<Term>]) -> Vec<String> {
    let of = of_row(solutions, row);
    if let Some(row) = self::row_of(page, &of) {
        return row.marks;
    }
    let claim = of("claim").and_then(|claim| Claim::read(&page.reader, &claim_of(page, claim)?));
    let Some(claim) = claim else {
        let own = of("mark").map(text).unwrap_or_default().split(", ");
        return own.filter(|mark| !mark.is_empty()).map(str::to_owned).collect();
    };
    // An answer that asks why a claim does not count has a column for that.
    match of("reason").is_some() && of("gives_way_to").is_some() {
        true => claim.marks(&page.reader),
        false => claim.remarks(&page.reader),
    }
}

/// An answer with what is remarked of the figures of its rows in a column of its own, `marks`; as it is if it has no figures, or nothing is
/// remarked of them.
pub fn marked(page: &Page<'_>, solutions: &Solutions) -> Solutions {
    let has = |name: &str| solutions.variables.iter().any(|variable| variable == name);
    let mut marked = solutions.clone();
    let remarks = solutions.rows.iter().map(|row| remarks(page, solutions, row));
    let remarks: Vec<Vec<String>> = remarks.collect();
    if !has("minimum") || has(MARKS) || remarks.iter().all(Vec::is_empty) {
        return marked;
    }
    marked.variables.push(MARKS.to_owned());
    for (row, remarks) in marked.rows.iter_mut().zip(remarks) {
        let told = (!remarks.is_empty()).then(|| bare(&remarks.join(" | ")).into_owned());
        row.push(told.map(|told| Literal::new_simple_literal(told).into()));
    }
    marked
}

/// The column of an answer's CSV with what is remarked of figures.
const MARKS: &str = "marks";

/// Why the claim of a row is left out of totals, as its page says it.
fn reason_of<'t>(page: &Page<'_>, column: &str, said: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Option<String> {
    if column != "reason" {
        return None;
    }
    let reader = &page.reader;
    let notes = Claim::read(reader, &claim_of(page, of("claim")?)?)?.left_out(reader);
    let note = notes.into_iter().find(|note| said.starts_with(&note.label))?;
    Some(match note.lacks.is_empty() {
        true => said.replacen(&note.label, &note.reason, 1),
        false => note.why(reader),
    })
}

/// What keeps the row of totals apart that a row of an answer is, as pages say it.
fn aspects_of<'t>(page: &Page<'_>, said: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Option<String> {
    of("sums")?;
    let (reader, claims) = (&page.reader, claims_of(page, of));
    let known = [v::ASPECT_SCOPE, v::ASPECT_INCREMENT];
    let aspects = said.split(", ").map(|aspect| {
        let own = known.into_iter().find(|own| reader.label(own) == aspect);
        own.map_or_else(|| aspect.to_owned(), |own| marks::aspect(reader, own, &claims))
    });
    Some(Vec::from_iter(aspects).join(", "))
}

/// The claims that a row of an answer names.
fn claims_of<'t>(page: &Page<'_>, of: &dyn Fn(&str) -> Option<&'t Term>) -> Vec<String> {
    let one = of("claim").and_then(|claim| claim_of(page, claim));
    let several = of("claims")
        .map(|claims| text(claims).split(" | "))
        .into_iter()
        .flatten();
    one.into_iter()
        .chain(several.filter_map(|key| page.claim_with_key(key)))
        .collect()
}

/// The row of totals that a row of an answer is: the one whose claims it names.
fn row_of<'t>(page: &Page<'_>, of: &dyn Fn(&str) -> Option<&'t Term>) -> Option<Told> {
    let (claims, count) = (text(of("claims")?), text(of("sums")?));
    let claims = claims.split(" | ").map(|key| page.claim_with_key(key));
    let bound = |name: &str| of(name).map(|bound| text(bound).to_owned());
    let currency = of("currency").and_then(|code| page.site.lexicon.unit(text(code)));
    let currency = currency.map(|unit| symbol(&page.reader, unit)).unwrap_or_default();
    let contained = page.reader.label(v::MARK_CONTAINED);
    let is_contained = of("mark").is_some_and(|marks| text(marks).split(", ").any(|mark| mark == contained));
    let added = Added {
        place: 0,
        bounds: (bound("minimum"), bound("maximum")),
        count: count.to_owned(),
        marks: is_contained.then(|| v::MARK_CONTAINED.to_owned()).into_iter().collect(),
        claims: claims.collect::<Option<Vec<String>>>()?,
    };
    Some(totals::told(&page.reader, &added, &currency))
}

/// The address of the claim whose words a column has.
fn claim_of_words<'t>(page: &Page<'_>, column: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Option<String> {
    let mut claims = ["claim", "other"].into_iter();
    let claim = of(claims.find(|claims| words_of(claims).as_deref() == Some(column))?)?;
    Some(page.to(Place::Claim(&claim_of(page, claim)?)))
}

/// What stands in the place of the words that a claim does not have: its figure, or else that it is a claim.
fn unwritten<'t>(page: &Page<'_>, column: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> String {
    let mut claims = ["claim", "other"].into_iter();
    let claim = claims
        .find(|claims| words_of(claims).as_deref() == Some(column))
        .and_then(of);
    let claim = claim.and_then(|claim| Claim::read(&page.reader, &claim_of(page, claim)?));
    let figure = claim
        .map(|claim| claim.figure(&page.reader))
        .filter(|figure| !figure.is_empty());
    figure.unwrap_or_else(|| page.site.lexicon.word(&page.reader, "claim"))
}

/// The IRI of a claim that a term names, or is the key of.
fn claim_of(page: &Page<'_>, term: &Term) -> Option<String> {
    match term {
        Term::NamedNode(iri) => Some(iri.as_str().to_owned()),
        key => page.claim_with_key(text(key)),
    }
}

/// Both bounds of a figure with their unit; `start` is what stands before `minimum` in the name of the column. The figure of the claim of
/// the row is written as on the claim's page.
fn amount_of<'t>(page: &Page<'_>, start: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Markup {
    let (reader, lexicon) = (&page.reader, &page.site.lexicon);
    let [least, most] = ["minimum", "maximum"].map(|bound| of(&format!("{start}{bound}")).map(text));
    let claim = of(if start == "other_" { "other" } else { "claim" });
    let claim = claim.and_then(|claim| Claim::read(reader, &claim_of(page, claim)?));
    if let Some(claim) = claim.filter(|claim| claim.has_bounds(least, most)) {
        let remarks = Some(claim.remarks(reader)).filter(|remarks| !start.is_empty() && !remarks.is_empty());
        return html! {
            (claim.figure(reader))
            @if let Some(remarks) = remarks { " " span.warning { (marks::joined(reader, &remarks)) } }
        };
    }
    if let Some(row) = row_of(page, of).filter(|_| start.is_empty()) {
        return html! { (row.figure) };
    }
    let units = [
        format!("{start}unit"),
        format!("{start}currency"),
        "unit".to_owned(),
        "currency".to_owned(),
    ];
    let unit = units.iter().find_map(|name| lexicon.unit(text(of(name)?)));
    let symbol = unit.map(|unit| symbol(reader, unit)).unwrap_or_default();
    html! { (amount::display(least, most, &symbol, reader.language.tag())) }
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
        @else if thing.is_nothing() { (super::frame::outside(iri, iri)) }
        @else { (page.entity(iri)) }
    }
}

fn literal<'t>(page: &Page<'_>, column: &str, value: &Term, of: &dyn Fn(&str) -> Option<&'t Term>) -> Markup {
    let (said, reader) = (text(value), &page.reader);
    if let Some(reason) = reason_of(page, column, said, of) {
        return html! { (reason) };
    }
    if column == "gives_way_to"
        && let Some(decision) = of("decision")
    {
        return keyed(page, column, text(decision), of);
    }
    if column == "aspect"
        && let Some(aspects) = aspects_of(page, said, of)
    {
        return html! { (aspects) };
    }
    if is_form(column)
        && let Some(rest) = beyond_figure(page, said, of)
    {
        return html! { (rest) };
    }
    if column == "column" {
        return html! { (totals::stage(reader, said, &claims_of(page, of))) };
    }
    if let Some(told) = told_of_claim(page, column, said, of) {
        return told;
    }
    let words = page.words();
    let lexicon = &page.site.lexicon;
    if is_number(value) {
        return html! { (amount::display(Some(said), Some(said), "", reader.language.tag())) };
    }
    if let Some(address) = claim_of_words(page, column, of) {
        // Who says it, unless a column has that.
        let is_named = ["who", "speaker"].iter().any(|column| of(column).is_some());
        let claim = of(if column == "written" { "claim" } else { "other" });
        let claim = claim.and_then(|claim| Claim::read(reader, &claim_of(page, claim)?));
        return html! {
            a href=(address) { (isolated(said)) }
            @if let Some(claim) = claim.filter(|_| !is_named) { " " (page.voice(&claim)) }
        };
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
                    (keyed(page, column, part, of))
                }
            }
        }
    }
}

/// What a column has of the claim of a row, as pages say it: of money one scale of stages, and a document without a title with its date.
fn told_of_claim<'t>(
    page: &Page<'_>,
    column: &str,
    said: &str,
    of: &dyn Fn(&str) -> Option<&'t Term>,
) -> Option<Markup> {
    let reader = &page.reader;
    let (claims, column) = match column.strip_prefix("other_") {
        Some(column) => ("other", column),
        None => ("claim", column),
    };
    let claim = Claim::read(reader, &claim_of(page, of(claims)?)?)?;
    match column {
        "modality" if claim.is_money() => claim.firmness_as_said(reader).map(|stage| html! { (stage) }),
        "who" if said.starts_with(page.words().untitled_in_short) => Some(page.said_by(&claim)),
        // Members of a group are named after it.
        "payer" if claim.thing.has(v::FUNDER) => Some(page.with_members(&claim.thing.texts(v::FUNDER))),
        "how" => {
            let other = Claim::read(reader, &claim_of(page, of("other")?)?)?;
            let is_apart = claim.is_by_others(&other) && claim.gives_way(&other);
            let told = fill(page.words().others_say, &[""]);
            is_apart.then(|| html! { (told.trim_end()) })
        }
        _ => None,
    }
}

/// A text that is, or begins with, the key of a document or claim, as a link; a date in words; other texts as they are.
fn keyed<'t>(page: &Page<'_>, column: &str, part: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> Markup {
    let (key, rest) = part.split_once(' ').unwrap_or((part, ""));
    let is_key = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    // A name may be a single word.
    let may_be = key.chars().all(is_key) && (key.contains('-') || column.ends_with("document") || column == "passages");
    let document = may_be.then(|| page.document_with_key(key)).flatten();
    let claim = may_be.then(|| page.claim_with_key(key)).flatten();
    html! {
        @match (document, claim) {
            (Some(document), _) => { (page.source(&document)) @if !rest.is_empty() { " " (rest) } },
            // The row of such a claim has its marks in a column of their own.
            (_, Some(claim)) if rest.is_empty() && ["key", "claims"].contains(&column) => (page.claim_with_voice(&claim)),
            (_, Some(claim)) if rest.is_empty() => (page.claim_at(&claim)),
            _ => {
                @let said = isolated(&dated(page, column, part, of)).into_owned();
                @match page.site.named.get(page.frame.language()).get(&said) {
                    Some(entity) => (page.entity(entity)),
                    None => (said),
                }
            },
        }
    }
}

/// A date in words; one that the claim or the document of the row has, and does not write, says so.
fn dated<'t>(page: &Page<'_>, column: &str, written: &str, of: &dyn Fn(&str) -> Option<&'t Term>) -> String {
    let reader = &page.reader;
    let said = reader.language.date(written);
    // A year is written as it is.
    if said == written && !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return said;
    }
    let claim = of(if column.starts_with("other") { "other" } else { "claim" });
    let claim = claim.and_then(|claim| Claim::read(reader, &claim_of(page, claim)?));
    let own = of("document").map(|term| match term {
        Term::NamedNode(iri) => Some(iri.as_str().to_owned()),
        key => page.document_with_key(text(key)),
    });
    let document = claim
        .and_then(|claim| claim.document().map(str::to_owned))
        .or(own.flatten());
    let things = [
        (claim.map(|claim| claim.thing), v::WHEN, v::WHEN_BASIS),
        (claim.map(|claim| claim.thing), v::DUE, v::DUE_BASIS),
        (
            document.map(|document| reader.thing(&document)),
            v::PUBLISHED,
            v::PUBLISHED_BASIS,
        ),
    ];
    let mut bases = things.into_iter().filter_map(|(thing, property, basis)| {
        let thing = thing.filter(|thing| thing.text(property) == Some(written))?;
        thing.text(basis)
    });
    with_basis(reader, said, bases.next())
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
