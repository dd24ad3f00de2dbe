//! The page of a live site that shows a part of a view: by conditions, around an entity, page by page.

use super::SiteError;
use super::address::Place;
use super::claimed::source;
use super::page::Page;
use super::pictures::{self, View};
use super::read::IDENTIFIER;
use super::words::fill;
use crate::export::spreadsheet::guarded;
use crate::refine::Request;
use crate::view::{PropertyGraph, Value};
use crate::vocabulary as v;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The name of the page.
pub const NAME: &str = "explore";

/// The path of the same as CSV.
pub const TABLE: &str = "explore.csv";

/// The rows of a page.
const ROWS: usize = 100;

/// A part with more links than these is not drawn: a layout would take seconds of the server.
const MOST_DRAWN: usize = 200;

/// The fields of conditions that the form has, by their names in `--where`.
const FIELDS: [&str; 7] = ["class", "modality", "kind", "document", "unit", "period", "amount"];

/// What is shown first: what claims say.
const FIRST: &str = "claims";

/// The view of the sums: who pays how much for what.
const SUMS: &str = "money";

/// The most values that a field offers.
const MOST_VALUES: usize = 500;

/// The most documents that are offered; others are asked for in an address, by `where`.
const MOST_DOCUMENTS: usize = 2_000;

/// What is asked for.
pub struct Wanted<'p> {
    given: &'p [(String, String)],
}

impl<'p> Wanted<'p> {
    /// What the parameters of an address ask for.
    pub fn of(given: &'p [(String, String)]) -> Self {
        Self { given }
    }

    fn get(&self, name: &str) -> &'p str {
        let found = self.given.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The number of the page, from 1.
    fn page(&self) -> usize {
        self.get("page").parse().unwrap_or(1).max(1)
    }

    fn request(&self) -> Request {
        let typed = self
            .given
            .iter()
            .filter(|(name, value)| name == "where" && !value.trim().is_empty());
        let mut conditions: Vec<String> = typed.map(|(_, value)| value.clone()).collect();
        for field in FIELDS {
            let value = self.get(field);
            let has_sign = value.starts_with(['=', '<', '>', '!', '≥', '≤', '≠']);
            match (value.is_empty(), has_sign) {
                (true, _) => {}
                (false, true) => conditions.push(format!("{field}{value}")),
                (false, false) => conditions.push(format!("{field}={value}")),
            }
        }
        let around = Some(self.get("around").to_owned()).filter(|around| !around.is_empty());
        Request {
            conditions,
            depth: around.as_ref().map(|_| self.get("depth").parse().unwrap_or(1).min(4)),
            around,
            ..Request::default()
        }
    }

    /// The address of the same at another page, or as CSV.
    fn address(&self, path: &str, page: Option<usize>) -> String {
        let kept = self
            .given
            .iter()
            .filter(|(name, value)| name != "page" && !value.is_empty());
        let mut parts: Vec<String> = kept
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        parts.extend(page.map(|page| format!("page={page}")));
        format!("{path}?{}", parts.join("&"))
    }
}

/// A text as a part of an address.
pub fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The view of this name.
fn named<'v, 'a>(views: &'v [View<'a>], name: &str) -> Option<&'v View<'a>> {
    views.iter().find(|view| view.query.name == name)
}

/// The view that is asked for, and the part of it, or why there is none.
fn part<'v, 'a>(
    page: &Page<'_>,
    views: &'v [View<'a>],
    wanted: &Wanted<'_>,
) -> Option<(&'v View<'a>, Result<PropertyGraph, String>)> {
    let name = wanted.get("view");
    let first = named(views, FIRST).or_else(|| views.first())?;
    if let (false, None) = (name.is_empty(), named(views, name)) {
        let names: Vec<&str> = views.iter().map(|view| view.query.name.as_str()).collect();
        let why = fill(page.words().explore_no_view, &[name, &names.join(", ")]);
        return Some((first, Err(why)));
    }
    let view = named(views, name).unwrap_or(first);
    let part = view.part(&wanted.request(), page);
    Some((view, part.map_err(|error| error.to_string())))
}

/// The page.
pub fn page(page: &Page<'_>, views: &[View<'_>], wanted: &Wanted<'_>) -> Markup {
    let words = page.words();
    let Some((view, part)) = part(page, views, wanted) else {
        return html! { h1 { (words.explore) } p { (words.picture_empty) } };
    };
    html! {
        h1 { (words.explore) }
        p { (words.explore_lead) }
        p {
            @for (at, (view, name)) in [(FIRST, words.claims), (SUMS, words.sums)].into_iter().filter(|(view, _)| named(views, view).is_some()).enumerate() {
                @if at > 0 { " · " }
                a href=(format!("{NAME}.html?view={view}")) { (name) }
            }
        }
        (form(page, views, view, wanted))
        @match &part {
            Err(why) => p.warning role="alert" { (why) },
            Ok(graph) => (shown(page, view, graph, wanted)),
        }
    }
}

/// The part: a picture if it is small, and its rows.
fn shown(page: &Page<'_>, view: &View<'_>, graph: &PropertyGraph, wanted: &Wanted<'_>) -> Markup {
    let words = page.words();
    let (nodes, edges) = (graph.topology().node_count(), graph.topology().edge_count());
    let rows = pictures::listed_rows(page, graph);
    let pages = rows.len().div_ceil(ROWS).max(1);
    let number = wanted.page().min(pages);
    let from = (number - 1) * ROWS;
    let here = format!("{NAME}.html");
    html! {
        p role="status" {
            (fill(words.explore_found, &[&rows.len().to_string(), &nodes.to_string()]))
            @if !rows.is_empty() { " · " a href=(wanted.address(TABLE, None)) download { "CSV" } }
        }
        @if (1..=MOST_DRAWN).contains(&edges) { (pictures::part(page, graph, &view.query.name)) }
        @else if edges > MOST_DRAWN { p.aside { (fill(words.explore_large, &[&MOST_DRAWN.to_string()])) } }
        @if !rows.is_empty() {
            (pictures::table(page, &rows[from..rows.len().min(from + ROWS)]))
        }
        @if pages > 1 {
            nav.pages aria-label=(words.explore_pages) {
                @if number > 1 { a rel="prev" href=(wanted.address(&here, Some(number - 1))) { (words.explore_before) } " " }
                (fill(words.explore_page, &[&number.to_string(), &pages.to_string()]))
                @if number < pages { " " a rel="next" href=(wanted.address(&here, Some(number + 1))) { (words.explore_next) } }
            }
        }
    }
}

/// The values that a field has in a view, for people to choose from.
fn values(graph: &PropertyGraph, field: &str) -> BTreeSet<String> {
    let attribute = if field == "unit" { "symbol" } else { field };
    let of_edge = |edge: crate::view::Edge<'_>| match field {
        "kind" => Some(edge.label().to_owned()),
        _ => edge.get(attribute).map(Value::plain),
    };
    let edges = graph.edges().filter_map(of_edge);
    let nodes = graph.nodes().filter_map(|node| node.get(attribute).map(Value::plain));
    let all = edges
        .chain(nodes)
        .filter(|value| !value.is_empty() && !value.contains(','));
    all.take(100_000)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .take(MOST_VALUES)
        .collect()
}

fn form(page: &Page<'_>, views: &[View<'_>], view: &View<'_>, wanted: &Wanted<'_>) -> Markup {
    let words = page.words();
    let language = page.frame.language();
    let graph = view.graph(language);
    let names: BTreeSet<&str> = graph.nodes().map(|node| node.label()).take(MOST_VALUES * 4).collect();
    html! {
        form.explore method="get" action=(format!("{NAME}.html")) {
            p {
                label for="explore-view" { (words.explore_view) }
                select #explore-view name="view" {
                    @for known in views {
                        option value=(known.query.name) selected[known.query.name == view.query.name] {
                            (known.query.header.title_in(language.tag()))
                        }
                    }
                }
            }
            p {
                label for="explore-document" { (words.field_document) }
                select #explore-document name="document" {
                    option value="" {}
                    @for (key, name) in documents(page) { option value=(key) selected[wanted.get("document") == key] { (name) } }
                }
            }
            @for field in FIELDS.into_iter().filter(|field| *field != "document") {
                p {
                    label for=(format!("explore-{field}")) { (name_of(page, field)) }
                    input #(format!("explore-{field}")) type="text" name=(field) value=(wanted.get(field)) list=(format!("explore-{field}-values"))
                        placeholder=[placeholder(field)] autocomplete="off";
                    @if placeholder(field).is_none() {
                        datalist #(format!("explore-{field}-values")) { @for value in values(graph, field) { option value=(value) {} } }
                    }
                }
            }
            p {
                label for="explore-around" { (words.explore_around) }
                input #explore-around type="text" name="around" value=(wanted.get("around")) list="explore-names" autocomplete="off";
                datalist #explore-names { @for name in names { option value=(name) {} } }
            }
            p {
                label for="explore-depth" { (words.explore_depth) }
                select #explore-depth name="depth" {
                    @for depth in ["1", "2", "3"] { option value=(depth) selected[wanted.get("depth") == depth] { (depth) } }
                }
            }
            p { button type="submit" { (words.explore_show) } " " a href=(format!("{NAME}.html")) { (words.explore_all) } }
        }
    }
}

/// The key of each document, and its name for readers.
fn documents(page: &Page<'_>) -> Vec<(String, String)> {
    let documents = page.reader.of(v::RDF_TYPE, v::DOCUMENT);
    let named = documents.into_iter().filter_map(|document| {
        let key = page.reader.text(document, IDENTIFIER)?.to_owned();
        Some((key, source(&page.reader, document)))
    });
    let mut named: Vec<_> = named.collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named.truncate(MOST_DOCUMENTS);
    named
}

/// The name of a field for readers.
fn name_of(page: &Page<'_>, field: &str) -> &'static str {
    let words = page.words();
    match field {
        "class" => words.field_class,
        "modality" => words.field_modality,
        "kind" => words.link,
        "document" => words.field_document,
        "unit" => words.field_unit,
        "period" => words.field_period,
        _ => words.amount,
    }
}

/// An example of what is typed into a field whose values are not listed.
fn placeholder(field: &str) -> Option<&'static str> {
    match field {
        "period" => Some("2024..2025"),
        "amount" => Some(">=100 M€"),
        _ => None,
    }
}

/// The same as CSV; `None` if the dossier has no view.
///
/// # Errors
/// When the conditions do not fit.
pub fn csv(page: &Page<'_>, views: &[View<'_>], wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, SiteError> {
    let Some((_, graph)) = part(page, views, wanted) else {
        return Ok(None);
    };
    let graph = graph.map_err(SiteError::Given)?;
    let words = page.words();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record([
        words.from_node,
        words.link,
        words.amount,
        words.to_node,
        words.column,
        words.said_by,
    ])?;
    for row in pictures::listed_rows(page, &graph) {
        writer.write_record(row.cells().iter().map(|cell| guarded(cell).into_owned()))?;
    }
    Ok(writer.into_inner().ok())
}

/// The address of the page about what is around an entity.
pub fn around(page: &Page<'_>, name: &str) -> String {
    format!("{}?around={}", page.to(Place::Page(NAME)), encoded(name))
}
