//! The views of a dossier as pictures, each with the same as a list.

mod named;

use super::address::{Place, stem};
use super::claimed::Claim;
use super::graph::{self, Said};
use super::page::Page;
use super::read::{LABEL, Reader};
use super::words::{Each, Language, fill};
use crate::build::Undrawn;
use crate::export::{Feature, GraphFormat, Links, Look, drawable, positions, svg};
use crate::open::{OpenDossier, ViewError, answer_view};
use crate::query::{Defaults, Query, header::LANGUAGE};
use crate::refine::{RefineError, Request, refine};
use crate::view::{Edge, Node, PropertyGraph, Value};
use crate::vocabulary as v;
use maud::{Markup, PreEscaped, html};
use named::named;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// A view with its graph in each language.
pub struct View<'a> {
    /// The query.
    pub query: &'a Query,
    graphs: Each<Answered>,
    /// The coordinates of its nodes in each language, once they are needed.
    positions: Each<OnceLock<Vec<(f64, f64)>>>,
}

/// The graph of a view.
struct Answered {
    /// As readers see it.
    graph: PropertyGraph,
    /// What each edge named as its document, in the order of the edges, before it got the name for readers: by that people ask for a
    /// part of a view.
    documents: Vec<String>,
}

impl<'a> View<'a> {
    /// Answers a view in each language.
    ///
    /// # Errors
    /// When it cannot be answered, or is no graph.
    pub fn of(open: &OpenDossier, query: &'a Query, reader: &Reader<'_>) -> Result<Self, ViewError> {
        let graph = |language| {
            let answer = answered(open, query, language)?;
            let documents = documents(&answer);
            let graph = dated(named(answer, &reader.with(language)), open, language);
            Ok::<_, ViewError>(Answered { graph, documents })
        };
        Ok(Self {
            query,
            graphs: Each::try_of(graph)?,
            positions: Each::default(),
        })
    }

    /// The part of the graph in a language that a request asks for.
    ///
    /// # Errors
    /// As [`refine`].
    pub fn part(&self, request: &Request, page: &Page<'_>) -> Result<PropertyGraph, RefineError> {
        let Answered { graph, documents } = self.graphs.get(page.frame.language());
        if request.conditions.is_empty() && request.around.is_none() {
            return Ok(graph.clone());
        }
        let cited = || documents.iter().map(String::as_str);
        let named: HashMap<&str, String> = cited().zip(self::documents(graph)).collect();
        let mut whole = graph.clone();
        set_documents(&mut whole, cited());
        let mut part = refine(whole, request, &page.open.dossier, &page.open.loaded.graph)?;
        let left = self::documents(&part);
        let names = left.iter().map(|document| named.get(document.as_str()));
        set_documents(&mut part, names.map(|name| name.map_or("", String::as_str)));
        Ok(part)
    }

    /// Its graph in a language.
    pub fn graph(&self, language: Language) -> &PropertyGraph {
        &self.graphs.get(language).graph
    }

    /// The coordinates of its nodes. Both languages have the same nodes and edges in the same order unless a view selects
    /// labels to sort by; then each has its own.
    pub fn positions(&self, language: Language) -> &[(f64, f64)] {
        let [first, _] = Language::ALL;
        let is_like_first = || edges(self.graph(first)).eq(edges(self.graph(language)));
        let like = if is_like_first() { first } else { language };
        let kept = self.positions.get(like);
        kept.get_or_init(|| positions(self.graph(like)))
    }

    /// Whether one of its graphs is drawn by WebGL.
    pub fn is_large(&self) -> bool {
        Language::ALL
            .iter()
            .any(|language| graph::is_large(self.graph(*language)))
    }

    fn title(&self, page: &Page<'_>) -> &str {
        self.query.header.title_in(page.frame.language().tag())
    }
}

/// The number of nodes of a graph, and the ends of its edges: all that coordinates depend on.
fn edges(graph: &PropertyGraph) -> impl Iterator<Item = [usize; 2]> {
    let nodes = graph.topology().node_count();
    let edges = graph.edges();
    std::iter::once([nodes; 2]).chain(edges.map(|edge| [edge.source.index(), edge.target.index()]))
}

/// The list of pictures.
pub fn pictures(page: &Page<'_>, views: &[View<'_>]) -> Markup {
    html! {
        h1 { (page.words().graphs) }
        (listed(page, views))
    }
}

/// Pictures as a list of links, with what they answer.
pub fn listed(page: &Page<'_>, views: &[View<'_>]) -> Markup {
    html! {
        dl.questions {
            @for view in views {
                @let (answers, language) = page.answers(&view.query.header);
                div {
                    dt { a href=(page.to(Place::View(&view.query.name))) { (view.title(page)) } }
                    dd lang=[language] { (answers) }
                }
            }
        }
    }
}

/// What each edge names as its document; empty where it names none.
fn documents(graph: &PropertyGraph) -> Vec<String> {
    let document = |edge: Edge<'_>| edge.get("document").map(|text| text.plain()).unwrap_or_default();
    graph.edges().map(document).collect()
}

fn set_documents<'t>(graph: &mut PropertyGraph, documents: impl Iterator<Item = &'t str>) {
    let edges: Vec<_> = graph.topology().edge_indices().collect();
    for (edge, document) in edges
        .into_iter()
        .zip(documents)
        .filter(|(_, document)| !document.is_empty())
    {
        graph.set_edge(edge, "document", Value::Text(document));
    }
}

/// A graph whose source says as of when it is.
fn dated(mut graph: PropertyGraph, open: &OpenDossier, language: Language) -> PropertyGraph {
    if let Some(date) = &open.dossier.manifest.modified {
        let as_of = fill(language.words().as_of, &[&language.date(date)]);
        let parts = [graph.about.source.as_str(), &as_of];
        graph.about.source = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
    }
    graph
}

fn answered(open: &OpenDossier, view: &Query, language: Language) -> Result<PropertyGraph, ViewError> {
    let takes = view
        .header
        .parameters
        .iter()
        .any(|parameter| parameter.name == LANGUAGE);
    let given = takes.then(|| (LANGUAGE.to_owned(), language.tag().to_owned()));
    let given: BTreeMap<String, String> = given.into_iter().collect();
    answer_view(
        view,
        &open.dossier,
        &open.loaded.graph,
        &given,
        Defaults::MayNameNothing,
    )
}

/// The picture of a view as SVG, with links; `Err` has why there is none.
///
/// # Errors
/// When it is empty or too large.
pub fn drawn(graph: &PropertyGraph, name: &str, look: &Look) -> Result<String, Undrawn> {
    if graph.topology().edge_count() == 0 {
        return Err(Undrawn::Empty);
    }
    let name = name.to_owned();
    drawable(graph).map_err(|size| Undrawn::Large { view: name, size })?;
    let mut out = Vec::new();
    let written = svg::write(graph, look, &mut out);
    debug_assert!(written.is_ok(), "memory takes everything");
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The addresses of the pages of a graph's nodes and claims.
fn links(page: &Page<'_>, graph: &PropertyGraph) -> Links {
    let claims = graph.edges().filter_map(|edge| Some(edge.get("claim")?.plain()));
    let nodes = graph.nodes().map(|node| node.iri().to_owned());
    let iris: BTreeSet<String> = claims.chain(nodes).collect();
    let addresses = iris
        .into_iter()
        .filter_map(|iri| Some((iri.clone(), page.address(&iri)?)));
    addresses.collect()
}

/// The path of a picture, which pages show and people download.
fn svg_path(page: &Page<'_>, name: &str) -> String {
    format!("data/picture/{}.{}.svg", stem(name), page.frame.language().tag())
}

/// The page of a view.
pub fn picture(page: &Page<'_>, view: &View<'_>) -> Markup {
    let words = page.words();
    let name = &view.query.name;
    html! {
        h1 { (view.title(page)) }
        @let (answers, language) = page.answers(&view.query.header);
        p lang=[language] { (answers) }
        (interactive(page, view))
        section.data {
            h2 { (words.for_other_programs) }
            ul.files {
                @for (format, path) in files(name) {
                    li { a href=(page.to(Place::File(&path))) download { (format) } }
                }
            }
        }
        section.list {
            h2 { (words.as_list) }
            (list(page, view.graph(page.frame.language())))
            @if name == MONEY { (undrawn(page)) }
        }
    }
}

/// The picture of a view with the scripts that make it answer; without them it is as it is.
fn interactive(page: &Page<'_>, view: &View<'_>) -> Markup {
    let words = page.words();
    let graph = view.graph(page.frame.language());
    let (nodes, edges) = (graph.topology().node_count(), graph.topology().edge_count());
    if edges == 0 {
        return figure(page, view);
    }
    let large = graph::is_large(graph);
    html! {
        div #graph {
            @if large { p.aside #graph-large { (fill(words.graph_large, &[&nodes.to_string(), &edges.to_string()])) } }
            @else { (framed(page, view, true)) }
        }
        script defer src=(page.to(Place::File(&script_path(page, &view.query.name)))) {}
        @if large { script defer src=(page.to(Place::File("assets/network.js"))) {} }
        script defer src=(page.to(Place::File("assets/graph.js"))) {}
    }
}

/// The paths of the picture of a view and of the script with its data.
pub fn paths(page: &Page<'_>, name: &str) -> [String; 2] {
    [svg_path(page, name), script_path(page, name)]
}

/// The path of the script with the data of a picture.
fn script_path(page: &Page<'_>, name: &str) -> String {
    format!("data/picture/{}.{}.js", stem(name), page.frame.language().tag())
}

/// The script with the data of a picture, whose addresses are those of the view's page; `None` if there is nothing to draw.
pub fn script(page: &Page<'_>, view: &View<'_>) -> Option<String> {
    let graph = view.graph(page.frame.language());
    if graph.topology().edge_count() == 0 {
        return None;
    }
    let places = match graph::is_large(graph) {
        true => view.positions(page.frame.language()),
        false => &[],
    };
    Some(graph::script(page, graph, places))
}

/// The picture of a view in a frame, or why there is none. Its nodes and amounts lead to their pages.
pub fn figure(page: &Page<'_>, view: &View<'_>) -> Markup {
    framed(page, view, false)
}

/// The picture of a view among other things; one that is too large to be read there only leads to its page.
pub fn among_others(page: &Page<'_>, view: &View<'_>) -> Markup {
    let graph = view.graph(page.frame.language());
    if !graph::is_large(graph) {
        return figure(page, view);
    }
    let counts = [graph.topology().node_count(), graph.topology().edge_count()].map(|count| count.to_string());
    let [nodes, edges] = &counts;
    html! {
        p { a href=(page.to(Place::View(&view.query.name))) { (fill(page.words().picture_elsewhere, &[nodes, edges])) } }
    }
}

fn framed(page: &Page<'_>, view: &View<'_>, numbered: bool) -> Markup {
    let words = page.words();
    let graph = view.graph(page.frame.language());
    let name = &view.query.name;
    let look = Look {
        links: links(page, graph),
        numbered,
        ..Look::default()
    };
    html! {
        @match drawn(graph, name, &look) {
            Ok(svg) => {
                figure class=(room(&svg)) { (inline(&svg)) }
                ul.files { li { a href=(page.to(Place::File(&svg_path(page, name)))) download { "SVG" } } }
            },
            Err(Undrawn::Empty) => p { (words.picture_empty) },
            Err(Undrawn::Large { size, .. }) => p { (fill(words.picture_large, &[&size.nodes.to_string(), &size.edges.to_string()])) },
        }
    }
}

/// The widths in pixels up to which the small letters of a picture have 8 pixels in a column of text, and on a whole screen.
const WIDTHS: [f64; 2] = [1_500.0, 1_960.0];

/// The class of a picture's frame, by the room that its letters need: a larger one than a screen scrolls in its frame.
fn room(svg: &str) -> &'static str {
    let width = svg
        .split(" width=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next()?.parse::<f64>().ok());
    match WIDTHS
        .iter()
        .filter(|most| width.is_some_and(|width| width > **most))
        .count()
    {
        0 => "view",
        1 => "view large",
        _ => "view large huge",
    }
}

/// A picture that stands alone, without its XML declaration, to be put into a page.
fn inline(svg: &str) -> Markup {
    html! { (PreEscaped(svg.split_once("?>").map_or(svg, |(_, rest)| rest))) }
}

/// The files of a view for other programs: names of formats, with paths.
pub fn files(name: &str) -> Vec<(String, String)> {
    let formats = GraphFormat::with(Feature::Build)
        .into_iter()
        .filter(|format| !format.has(Feature::Picture));
    let files = formats.flat_map(|format| format.files().iter());
    files
        .map(|(suffix, _)| {
            (
                suffix.trim_start_matches(['.', '-']).to_owned(),
                format!("data/views/{}{suffix}", stem(name)),
            )
        })
        .collect()
}

/// The view of who pays and who receives.
const MONEY: &str = "money";

/// The sums that have no link in the picture of the money, since one name pays and is what the money is for.
fn undrawn(page: &Page<'_>) -> Markup {
    let reader = &page.reader;
    let sums = reader.of(v::RDF_TYPE, v::SUM).into_iter();
    let claims = sums.filter_map(|sum| Claim::read(reader, reader.text(sum, v::SPEAKING_CLAIM)?));
    let is_of_one = |claim: &Claim<'_>| {
        let ends = [v::ABOUT, v::FUNDER, v::RECIPIENT].map(|role| claim.thing.texts(role));
        let names: BTreeSet<&str> = ends.iter().flatten().copied().collect();
        names.len() == 1 && !(ends[1].is_empty() && ends[2].is_empty())
    };
    let claims: Vec<Claim<'_>> = claims.filter(is_of_one).collect();
    html! {
        @if !claims.is_empty() {
            h3 { (page.words().not_drawn) }
            ul { @for claim in &claims { li { (page.claim(claim)) " " (page.stage(claim)) " " (page.voice(claim)) } } }
        }
    }
}

/// The most links that are listed below a picture; the files for other programs have all.
const MOST_ROWS: usize = 1_000;

/// The edges as a table, which the script of the page filters as the picture. What is said leads to its claim.
fn list(page: &Page<'_>, graph: &PropertyGraph) -> Markup {
    let words = page.words();
    let edges = listed_rows(page, graph);
    let shown = table(page, &edges[..edges.len().min(MOST_ROWS)]);
    html! {
        @if edges.len() > MOST_ROWS {
            p.aside #graph-rows { (fill(words.graph_rows, &[&MOST_ROWS.to_string(), &edges.len().to_string()])) }
        }
        @if edges.len() > MOST_OPEN {
            details { summary { (words.all_of_them) " (" (edges.len().min(MOST_ROWS)) ")" } (shown) }
        } @else { (shown) }
    }
}

/// The most links whose list is open: a longer one would be many screens of a phone.
const MOST_OPEN: usize = 100;

/// Rows as a table.
pub(super) fn table(page: &Page<'_>, rows: &[Row<'_>]) -> Markup {
    let words = page.words();
    let is_said = rows.iter().any(|row| !row.stage.is_empty() || !row.said.who.is_empty());
    html! {
        // The table may have no link, and a box that scrolls must be reached by keyboard.
        div.wide tabindex="0" role="region" aria-label=(words.as_list) {
            table.stacked #graph-list {
                thead { tr { th { (words.from_node) } th { (words.link) } th.number { (words.amount) } th { (words.to_node) }
                        @if is_said { th { (words.column) } th { (words.said_by) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            td data-head=(words.from_node) { (node(page, row.ends[0])) }
                            @let label = struck(row.said.is_gone, &row.label);
                            td data-head=(words.link) {
                                @match &row.address { Some(claim) => a href=(claim) { (label) }, None => (label) }
                                @if !row.said.remark.is_empty() { " " span.warning { (row.said.remark) } }
                            }
                            td.number data-head=(words.amount) { (struck(row.said.is_gone, &row.amount)) }
                            td data-head=(words.to_node) { (node(page, row.ends[1])) }
                            @if is_said { td data-head=(words.column) { (row.stage) } td data-head=[(!row.said.who.is_empty()).then_some(words.said_by)] { (row.said.who) } }
                        }
                    }
                }
            }
        }
    }
}

/// A part of a view in a frame, or nothing if it cannot be drawn.
pub(super) fn part(page: &Page<'_>, graph: &PropertyGraph, name: &str) -> Markup {
    let look = Look {
        links: links(page, graph),
        ..Look::default()
    };
    html! {
        @if let Ok(svg) = drawn(graph, name, &look) { figure class=(room(&svg)) { (inline(&svg)) } }
    }
}

/// A row of the list of a picture.
pub(super) struct Row<'g> {
    ends: [Node<'g>; 2],
    label: String,
    amount: String,
    /// Its stage and date.
    stage: String,
    said: Said,
    address: Option<String>,
}

impl Row<'_> {
    /// The cells of the row as texts: from, link, amount, to, stage, who says it.
    pub(super) fn cells(&self) -> [&str; 6] {
        let [from, to] = self.ends.map(|end| end.label());
        [from, &self.label, &self.amount, to, &self.stage, &self.said.who]
    }
}

/// The rows of the list of a picture; what several edges say alike is there once, but not at two stages or with other marks.
pub(super) fn listed_rows<'g>(page: &Page<'_>, graph: &'g PropertyGraph) -> Vec<Row<'g>> {
    let mut seen = BTreeSet::new();
    let edges = graph.edges().map(|edge| {
        let said = || page.reader.said(edge.kind(), LABEL).unwrap_or_default();
        let label = match edge.label() {
            "" => said(),
            label => label.to_owned(),
        };
        let amount = edge.amount(page.frame.language().tag());
        let claims = graph::claims(page, edge);
        let said = Said::of(page, edge, &claims);
        let told = [&said.stage, &said.when].map(String::as_str);
        let told: Vec<&str> = told.into_iter().filter(|told| !told.is_empty()).collect();
        let row = Row {
            ends: [edge.source(), edge.target()],
            label,
            amount,
            stage: told.join(", "),
            address: claims.first().map(|claim| page.to(Place::Claim(claim.iri()))),
            said,
        };
        let ends = [edge.source().iri(), edge.target().iri()].map(str::to_owned);
        let texts = [&row.label, &row.amount, &row.stage, &row.said.remark, &row.said.who].map(String::clone);
        ((ends, texts, row.said.is_gone), row)
    });
    edges
        .filter(|(key, _)| seen.insert(key.clone()))
        .map(|(_, row)| row)
        .collect()
}

/// A text, struck through if it no longer stands.
fn struck(is_gone: bool, text: &str) -> Markup {
    html! { @if is_gone { s { (text) } } @else { (text) } }
}

/// A node with a link to its page, if it has one; one that stands for somebody whom nobody names has its words alone.
fn node(page: &Page<'_>, node: Node<'_>) -> Markup {
    let iri = node.iri();
    let thing = page.reader.thing(iri);
    html! {
        @if thing.is(v::RDF_TYPE, v::DOCUMENT) { (page.source(iri)) }
        @else if thing.is(v::RDF_TYPE, v::CLAIM) { (page.claim_at(iri)) }
        @else if [v::SUM, v::NOT_COUNTED].iter().any(|class| thing.is(v::RDF_TYPE, class)) { em.missing { (node.label()) } }
        @else { (page.entity(iri)) }
    }
}
