//! The data of the picture of a view, for the script that lets readers search, filter and walk it.
//!
//! Takes a view's graph and the page that shows it; returns one script that sets `window.sourcierGraph`, so that it also
//! works from a file. Its fields are those of `Data` in `web/src/graph/data.ts`. The same graph gives the same bytes.

use super::address::Place;
use super::claimed::{Claim, voice};
use super::frame::in_script;
use super::marks;
use super::page::Page;
use super::read::LABEL;
use super::spacing::unbroken_marks;
use super::words::{Words, fill};
use crate::export::drawing;
use crate::terminal::isolated;
use crate::view::{Directions, Edge, PropertyGraph, Value as Attribute};
use crate::vocabulary as v;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The most nodes of a picture that is our own SVG made interactive; larger graphs are drawn by WebGL.
pub const MOST_NODES: usize = 300;
/// The most edges of such a picture.
pub const MOST_EDGES: usize = 1_000;

/// Whether a graph is drawn by WebGL.
pub fn is_large(graph: &PropertyGraph) -> bool {
    graph.topology().node_count() > MOST_NODES || graph.topology().edge_count() > MOST_EDGES
}

/// Values that many edges or nodes share, in the order in which they came.
#[derive(Default)]
struct Shared {
    places: BTreeMap<String, usize>,
    all: Vec<Value>,
}

impl Shared {
    /// The place of a value; `made` makes it when it comes for the first time.
    fn place(&mut self, key: &str, made: impl FnOnce() -> Value) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        self.places.insert(key.to_owned(), self.all.len());
        self.all.push(made());
        self.all.len() - 1
    }
}

/// What the edges of a graph have in common.
#[derive(Default)]
struct Tables {
    kinds: Shared,
    units: Shared,
    stages: Shared,
    claims: Shared,
}

/// The script with the data of a view, as a page shows it.
pub fn script(page: &Page<'_>, graph: &PropertyGraph, positions: &[(f64, f64)]) -> String {
    let mut classes = Shared::default();
    let nodes = nodes(page, graph, positions, &mut classes);
    let mut tables = Tables::default();
    let directions = Directions::of(graph);
    let kinds = kind_labels(page, graph);
    let edges = graph
        .edges()
        .map(|edge| edge_data(page, edge, directions.leads(edge), &kinds, &mut tables));
    let mut edges: Vec<Value> = edges.collect();
    // Of a smaller picture, the SVG has the lines.
    let lines = is_large(graph).then(|| drawing::lines(graph, page.frame.language().tag()));
    let (lines, each) = lines.unwrap_or_default();
    for (edge, line) in edges.iter_mut().filter_map(Value::as_array_mut).zip(each) {
        edge.push(json!(line));
    }
    let lines = lines
        .iter()
        .map(|line| json!([line.label, line.colour, u8::from(line.is_broken)]));
    let data = json!({
        "title": graph.about.title,
        "source": graph.about.source,
        "language": page.frame.language().tag(),
        "large": is_large(graph),
        "words": words(page.words()),
        "classes": classes.all,
        "kinds": tables.kinds.all,
        "units": tables.units.all,
        "stages": tables.stages.all,
        "claims": tables.claims.all,
        "lines": lines.collect::<Vec<_>>(),
        "nodes": nodes,
        "edges": edges,
    });
    format!("window.sourcierGraph={};\n", in_script(&data.to_string()))
}

/// The nodes: IRI, label, class, address of the page, coordinates if the graph is large.
fn nodes(page: &Page<'_>, graph: &PropertyGraph, positions: &[(f64, f64)], classes: &mut Shared) -> Vec<Value> {
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    let nodes = graph.nodes().map(|node| {
        let text = |name: &str| node.get(name).map(Attribute::plain).unwrap_or_default();
        let look = [text("class"), text("colour")];
        let class = classes.place(&look.join("\u{1f}"), || json!(look));
        let mut data = vec![
            json!(node.iri()),
            json!(page.name(node.iri(), node.label())),
            json!(class),
            json!(page.address(node.iri()).unwrap_or_default()),
        ];
        if let Some((x, y)) = positions.get(node.index.index()) {
            data.extend([json!(rounded(*x)), json!(rounded(*y))]);
        }
        Value::Array(data)
    });
    nodes.collect()
}

/// The label of each kind of edge: that of its property, or else the shortest that its edges have, which has no additions.
fn kind_labels(page: &Page<'_>, graph: &PropertyGraph) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for edge in graph.edges() {
        let label = labels
            .entry(edge.kind().to_owned())
            .or_insert_with(|| edge.label().to_owned());
        let (shorter, same) = (edge.label().len() < label.len(), edge.label().len() == label.len());
        if shorter || same && edge.label() < label.as_str() {
            edge.label().clone_into(label);
        }
    }
    for (kind, label) in &mut labels {
        if let Some(own) = page.reader.said(&format!("{}{kind}", v::NS), LABEL) {
            *label = own;
        }
    }
    labels
}

/// What the list below a picture says of an edge besides its ends, its label and its amount.
pub struct Said {
    /// At which stage it is, in a word.
    pub stage: String,
    /// When, in words.
    pub when: String,
    /// Why its sum does not count by itself; may be empty.
    pub remark: String,
    /// Whether its claim was corrected or withdrawn.
    pub is_gone: bool,
    /// Who says it.
    pub who: String,
}

/// The most voices that are named beside an edge.
const MOST_VOICES: usize = 4;

impl Said {
    /// Of an edge with these claims.
    pub fn of(page: &Page<'_>, edge: Edge<'_>, claims: &[Claim<'_>]) -> Self {
        let reader = &page.reader;
        let first = claims.first();
        let voices: BTreeSet<String> = claims.iter().map(|claim| voice(reader, claim)).collect();
        let more = voices.len().saturating_sub(MOST_VOICES);
        let mut voices: Vec<String> = voices.into_iter().take(MOST_VOICES).collect();
        if more > 0 {
            voices.push(fill(page.words().and_more, &[&more.to_string()]));
        }
        let own_remark = edge.get("remark").map(Attribute::plain).unwrap_or_default();
        let own = when(page, edge, first);
        // A view may have dates of its own.
        let is_claims = |claim: &&Claim<'_>| edge.start().is_none() || claim.thing.text(v::WHEN) == Some(own.as_str());
        let when = match first.filter(is_claims) {
            Some(claim) => claim.date(reader),
            None => (!own.is_empty()).then(|| reader.language.date(&own)),
        };
        Self {
            stage: first
                .and_then(|claim| claim.firmness_as_said(reader))
                .unwrap_or_default(),
            when: when.unwrap_or_default(),
            // Claims that are names of the picture have their marks there.
            remark: match Claim::read(reader, edge.source().iri()) {
                Some(_) => own_remark,
                None => marks::of_edge(reader, &own_remark, claims),
            },
            is_gone: first.is_some_and(|claim| claim.is_gone(reader) && !claim.tells_withdrawal(reader)),
            who: voices.join(", "),
        }
    }
}

/// An edge: source, target, kind, unit or -1, stages, first and last date, amount, label, claims, whether it leads from source
/// to target, its channel, its date in words, its remark, whether it no longer stands, its stage, and who says it.
fn edge_data(
    page: &Page<'_>,
    edge: Edge<'_>,
    leads: bool,
    kinds: &BTreeMap<String, String>,
    tables: &mut Tables,
) -> Value {
    let reader = &page.reader;
    let claims = claims(page, edge);
    let said = Said::of(page, edge, &claims);
    let amount = edge.amount(page.frame.language().tag());
    let kind = tables.kinds.place(edge.kind(), || {
        let label = kinds.get(edge.kind()).filter(|label| !label.is_empty());
        json!([edge.kind(), label.map_or(edge.kind(), String::as_str)])
    });
    let unit = match amount.is_empty() {
        true => None,
        false => unit(page, edge, claims.first(), &mut tables.units),
    };
    let stages = stages(page, &claims, &mut tables.stages);
    let when = when(page, edge, claims.first());
    let (start, end) = when.split_once('/').unwrap_or((&when, &when));
    let shown = claims.iter().map(|claim| {
        let made = || {
            json!([
                page.to(Place::Claim(claim.iri())),
                claim.sentence(reader),
                u8::from(claim.is_gone(reader) && !claim.tells_withdrawal(reader)),
                claim.iri(),
            ])
        };
        tables.claims.place(claim.iri(), made)
    });
    let shown: Vec<usize> = shown.collect();
    json!([
        edge.source.index(),
        edge.target.index(),
        kind,
        unit.map_or(json!(-1), |unit| json!(unit)),
        stages,
        start,
        end,
        amount,
        isolated(edge.label()),
        shown,
        u8::from(leads),
        edge.get("channel").map(Attribute::plain).unwrap_or_default(),
        said.when,
        said.remark,
        u8::from(said.is_gone),
        said.stage,
        said.who,
    ])
}

/// The stages of the claims of an edge.
fn stages(page: &Page<'_>, claims: &[Claim<'_>], all: &mut Shared) -> Vec<usize> {
    let reader = &page.reader;
    let mut stages: Vec<usize> = Vec::new();
    for column in claims.iter().filter_map(|claim| claim.column(reader)) {
        let key = column.rsplit("column-").next().unwrap_or(column).to_owned();
        let rank = || {
            reader
                .text(column, v::COLUMN_ORDER)
                .and_then(|place| place.parse::<i64>().ok())
        };
        stages.push(all.place(&key, || json!([key, reader.label(column), rank()])));
    }
    stages.sort_unstable();
    stages.dedup();
    stages
}

/// The date of an edge, or its first and last date with `/` between them: its own, or else that of its claim, or else that of
/// the claim's document; empty if there is none.
fn when(page: &Page<'_>, edge: Edge<'_>, claim: Option<&Claim<'_>>) -> String {
    match (edge.start(), edge.end()) {
        (Some(start), Some(end)) if start != end => return format!("{start}/{end}"),
        (Some(date), _) | (None, Some(date)) => return date.to_owned(),
        (None, None) => {}
    }
    let own = claim.and_then(|claim| claim.thing.text(v::WHEN));
    let published = || page.reader.text(claim?.document()?, v::PUBLISHED);
    own.or_else(published).unwrap_or_default().to_owned()
}

/// The unit of an edge's amount: that of its claim, or else its symbol.
fn unit(page: &Page<'_>, edge: Edge<'_>, claim: Option<&Claim<'_>>, units: &mut Shared) -> Option<usize> {
    let unit = claim.and_then(|claim| claim.measure.as_ref()?.text(v::UNIT_OF_MEASURE));
    if let Some(unit) = unit {
        let key = unit.rsplit(['/', '#']).next().unwrap_or(unit);
        let key = key.strip_prefix("unit-").unwrap_or(key);
        return Some(units.place(key, || json!([key, page.reader.label(unit)])));
    }
    let symbol = edge
        .get("symbol")
        .map(Attribute::plain)
        .filter(|symbol| !symbol.is_empty())?;
    Some(units.place(&symbol, || json!([symbol, symbol])))
}

/// The claims of an edge, the one that it shows first.
pub fn claims<'a>(page: &Page<'a>, edge: Edge<'_>) -> Vec<Claim<'a>> {
    let first = edge
        .get("claim")
        .map(Attribute::plain)
        .filter(|claim| !claim.is_empty());
    let base = &page.open.dossier.manifest.base;
    let keys = edge.get("claims").map(Attribute::plain).unwrap_or_default();
    let keys = keys.split(" | ").filter(|key| !key.is_empty());
    let mut all: Vec<String> = keys.map(|key| format!("{base}claim/{key}")).collect();
    if let Some(first) = first {
        all.retain(|claim| *claim != first);
        all.insert(0, first);
    }
    all.iter().filter_map(|iri| Claim::read(&page.reader, iri)).collect()
}

/// The words of a picture that can be walked.
pub fn words(words: &Words) -> Value {
    let words_of_lines = words.graph_lines;
    let without = [("noUnit", words.no_currency), ("noAmount", words.graph_no_amount)];
    let mut words = json!({
        "search": words.graph_search, "unit": words.graph_unit, "stage": words.column, "kind": words.graph_kind,
        "from": words.graph_since, "to": words.graph_until, "all": words.graph_all, "reset": words.graph_reset,
        "shown": words.graph_shown, "none": words.graph_none, "undated": words.graph_undated, "ego": words.graph_ego,
        "whole": words.graph_whole, "page": words.graph_page, "close": words.graph_close, "link": words.graph_link,
        "svg": words.graph_svg, "csv": words.graph_csv, "legend": words.graph_legend, "nodes": words.graph_nodes,
        "more": words.and_more, "help": words.graph_help, "canvas": words.graph_canvas, "webgl": words.graph_webgl,
        "links": words.graph_links, "filters": words.graph_filters, "fit": words.graph_fit, "zoomIn": words.graph_zoom_in,
        "zoomOut": words.graph_zoom_out, "source": words.from_node, "target": words.to_node, "label": words.link,
        "amount": words.amount, "claim": words.claims, "date": words.date, "found": words.graph_found,
        "wheel": words.graph_wheel, "touch": words.graph_touch, "two": words.graph_two_steps, "rows": words.graph_rows,
        "who": words.said_by,
    });
    words["lines"] = json!(words_of_lines);
    for (name, text) in without {
        words[name] = json!(text);
    }
    for word in words.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Value::String(text) = word {
            *text = unbroken_marks(std::mem::take(text));
        }
    }
    words
}
