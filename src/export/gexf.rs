//! Property graphs as GEXF 1.3, for Gephi, networkx and graphology: one file that all three open.
//!
//! Follows the RELAX NG schema of GEXF 1.3 and the behaviour of its readers. An edge's `kind` is its relation with an
//! ordinal among parallel edges, so that Gephi does not merge them; the attribute `relation` is without the ordinal.
//! `start` and `end` are days, the first and last that the dates can mean; `start_date` and `end_date` are the dates as
//! written, and `precision` is their precision. `weight` is present only if all weights have the same unit; `amount`,
//! or `amount SYMBOL` for each of several units, is a double, and `amount_exact` has all its digits as a text; so has
//! each other number that no double and no `long` holds. networkx refuses the types `bigdecimal` and `biginteger`, and
//! a graph in which only some edges have a direction: in such a graph undirected edges are marked by an attribute only.
//! IRIs and dates are strings, since Gephi drops columns of other types. An underscore is appended to attribute names
//! that readers reserve; empty values are left out.

#[cfg(test)]
mod tests;

use super::attributes::named;
use super::kinds::Kinds;
use super::numbers::Numbers;
use super::period::{Day, Period, interval};
use super::pieces::{Pieces, is_empty};
use super::rows::{Row, each_edge};
use super::units::Units;
use super::xml::{Xml, escaped};
use super::{Feature, GraphDescription, Options};
use crate::formats::Identity;
use crate::view::{Attribute, Course, Directions, Node, PropertyGraph, Type, Value};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

/// The description of GEXF.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new(
        "gexf",
        "gexf",
        "application/gexf+xml",
        "Gephi, networkx, graphology: types, dates, colours and places as they are",
    )
    .formerly(&["gexf-static"]),
    files: &[(".gexf", write)],
    features: &[
        Feature::Measures,
        Feature::Positions,
        Feature::Intervals,
        Feature::Build,
    ],
    both_ways: "`undirected` as the default where all are; else only the attribute, since networkx refuses a graph of both",
};

/// Names that Gephi, networkx or graphology reserve.
const TAKEN: [&str; 23] = [
    "id",
    "label",
    "weight",
    "start",
    "end",
    "viz",
    "key",
    "u_for_edge",
    "v_for_edge",
    "color",
    "size",
    "x",
    "y",
    "z",
    "shape",
    "thickness",
    "kind",
    "type",
    "source",
    "target",
    "timeset",
    "interval",
    "timestamp",
];

/// Writes the graph; edges with dates have a period.
///
/// # Errors
/// Those of `out`, and when two nodes have more parallel edges than Gephi supports.
pub fn write(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    Writer::new(graph, out)?.write(options)
}

/// A declared attribute of nodes or edges.
struct Declared<'g> {
    name: String,
    kind: &'static str,
    attribute: Attribute<'g>,
}

/// An attribute value of an edge.
enum Said<'g> {
    /// The value of the column at this index of the row.
    Column(usize, Pieces<'g>),
    /// The precision of its dates, after this opening markup.
    Precision(String),
    /// Its weight, if it has the unit with this index.
    Amount(usize, Pieces<'g>),
}

/// An edge attribute that this format adds.
struct Own<'g> {
    name: String,
    kind: &'static str,
    source: Source<'g>,
}

/// Where the values of an added attribute come from.
#[derive(Clone, Copy)]
enum Source<'g> {
    /// This column, which has this index in the row.
    Column(usize, Attribute<'g>),
    /// The precision of the dates.
    Precision,
    /// The weights of the unit with this index.
    Amount(usize),
}

impl<'g> Source<'g> {
    /// The values as the attribute with this number.
    fn said(self, number: usize, graph: &'g PropertyGraph) -> Said<'g> {
        match self {
            Self::Column(place, column) => Said::Column(place, pieces(number, column)),
            Self::Precision => Said::Precision(opening(number)),
            Self::Amount(place) => Said::Amount(place, pieces(number, graph.weights())),
        }
    }
}

/// The contents of an edge's tag.
struct Tag<'g> {
    ends: [Pieces<'g>; 2],
    /// The kinds, by index.
    kinds: Vec<String>,
    label: Pieces<'g>,
    weight: Pieces<'g>,
}

/// The number of columns in an edge's row before its attributes.
const FIXED: usize = 5;
const KIND: usize = 0;
const LABEL: usize = 1;
const WEIGHT: usize = 2;
const START: usize = 3;
const END: usize = 4;

struct Writer<'g, 'w> {
    graph: &'g PropertyGraph,
    xml: Xml<'w>,
    /// Whether edges have a period.
    dynamic: bool,
    nodes: Vec<Declared<'g>>,
    edges: Vec<Declared<'g>>,
    /// The attributes that this format adds, numbered after those of edges.
    own: Vec<Own<'g>>,
    /// The indices of these attributes in an edge's row.
    colour: Option<usize>,
    style: Option<usize>,
    kinds: Kinds,
    units: Units<'g>,
    directions: Directions<'g>,
}

impl<'g, 'w> Writer<'g, 'w> {
    fn new(graph: &'g PropertyGraph, out: &'w mut dyn Write) -> io::Result<Self> {
        let units = Units::of(graph);
        let own = own(graph, &units);
        let taken: Vec<&str> = own.iter().map(|own| own.name.as_str()).chain(TAKEN).collect();
        let nodes = declared(graph.node_attributes(), &TAKEN);
        let edges = declared(graph.edge_attributes(), &taken);
        let dynamic = graph.dates().iter().any(|dates| dates.all().next().is_some());
        let of_edges = |name: &str| {
            let place = edges.iter().position(|declared| declared.attribute.name == name);
            place.map(|place| FIXED + place)
        };
        Ok(Self {
            colour: of_edges("colour"),
            style: of_edges("style"),
            graph,
            xml: Xml::new(out),
            dynamic,
            nodes,
            edges,
            own,
            kinds: Kinds::of(graph).map_err(io::Error::other)?,
            units,
            directions: Directions::of(graph),
        })
    }

    fn write(mut self, options: &Options) -> io::Result<()> {
        let graph = self.graph;
        self.xml
            .raw("<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n");
        self.meta();
        self.xml.raw(match self.directions.of_all() {
            Course::Undirected => "<graph defaultedgetype=\"undirected\"",
            Course::Directed | Course::Mixed => "<graph defaultedgetype=\"directed\"",
        });
        self.xml.raw(if self.dynamic {
            " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"
        } else {
            " mode=\"static\">\n"
        });
        self.declare();
        self.write_nodes(options)?;
        self.xml.raw("<edges count=\"");
        self.xml.number(graph.topology().edge_count());
        self.xml.raw("\">\n");
        let weighted = self.units.are_one();
        let [starts, ends] = graph.dates();
        let mut columns = vec![graph.kinds(), graph.edge_labels(), graph.weights(), starts, ends];
        columns.extend(self.edges.iter().map(|declared| declared.attribute));
        let given = self.edges.iter().enumerate();
        let given = given.map(|(number, declared)| Said::Column(FIXED + number, pieces(number, declared.attribute)));
        let own = std::mem::take(&mut self.own).into_iter().enumerate();
        let own = own.map(|(number, own)| own.source.said(self.edges.len() + number, graph));
        let said: Vec<_> = given.chain(own).collect();
        let in_tag = |name: &str, values| Pieces::of(values, format!(" {name}=\""), "\"");
        let tag = Tag {
            ends: ["source", "target"].map(|name| in_tag(name, graph.iris())),
            kinds: self
                .kinds
                .names()
                .iter()
                .map(|kind| format!(" kind=\"{}\"", escaped(kind)))
                .collect(),
            label: in_tag("label", graph.edge_labels()),
            weight: in_tag("weight", graph.weights()),
        };
        each_edge(graph, &columns, |row| {
            self.edge(row, &tag, &said, weighted);
            self.xml.pass_on()
        })?;
        self.xml.raw("</edges>\n</graph>\n</gexf>\n");
        self.xml.finish()
    }

    fn write_nodes(&mut self, options: &Options) -> io::Result<()> {
        let graph = self.graph;
        self.xml.raw("<nodes count=\"");
        self.xml.number(graph.topology().node_count());
        self.xml.raw("\">\n");
        let degrees = graph.degrees();
        let most = f64::from(degrees.iter().copied().max().unwrap_or_default().max(1));
        let attributes = self.nodes.iter().map(|declared| declared.attribute).enumerate();
        let of_nodes: Vec<_> = attributes
            .map(|(number, attribute)| pieces(number, attribute))
            .collect();
        for (node, degree) in graph.nodes().zip(degrees) {
            let size = 10.0 + 40.0 * (f64::from(degree) / most).sqrt();
            self.node(
                node,
                &of_nodes,
                options.positions.get(node.index.index()).copied(),
                size,
            );
            self.xml.pass_on()?;
        }
        self.xml.raw("</nodes>\n");
        Ok(())
    }

    fn meta(&mut self) {
        let about = &self.graph.about;
        let xml = &mut self.xml;
        xml.raw("<meta");
        if let Some(modified) = about.modified.as_deref().and_then(Period::of) {
            xml.attribute("lastmodifieddate", modified.first.as_str());
        }
        xml.raw(">\n");
        if !about.creator.is_empty() {
            xml.raw("<creator>");
            xml.text(&about.creator);
            xml.raw("</creator>\n");
        }
        let described = [about.title.as_str(), &about.source];
        let described: Vec<&str> = described.into_iter().filter(|text| !text.is_empty()).collect();
        if !described.is_empty() {
            xml.raw("<description>");
            xml.text(&described.join(". "));
            xml.raw("</description>\n");
        }
        xml.raw("</meta>\n");
    }

    /// Writes the names and types of all attributes.
    fn declare(&mut self) {
        let typed = |declared: &'_ Declared<'g>| (declared.name.clone(), declared.kind);
        let nodes = self.nodes.iter().map(typed).collect();
        let edges = self.edges.iter().map(typed);
        let edges = edges
            .chain(self.own.iter().map(|own| (own.name.clone(), own.kind)))
            .collect();
        let both: [(&str, Vec<(String, &str)>); 2] = [("node", nodes), ("edge", edges)];
        for (class, attributes) in both {
            if attributes.is_empty() {
                continue;
            }
            self.xml.raw("<attributes");
            self.xml.attribute("class", class);
            self.xml.raw(">\n");
            for (number, (name, kind)) in attributes.into_iter().enumerate() {
                self.xml.raw("<attribute id=\"");
                self.xml.number(number);
                self.xml.raw("\"");
                self.xml.attribute("title", &name);
                self.xml.attribute("type", kind);
                self.xml.raw("/>\n");
            }
            self.xml.raw("</attributes>\n");
        }
    }

    fn node(&mut self, node: Node<'g>, of_nodes: &[Pieces<'g>], position: Option<(f64, f64)>, size: f64) {
        let xml = &mut self.xml;
        xml.raw("<node");
        xml.attribute("id", node.iri());
        xml.attribute("label", node.label());
        xml.raw(">");
        let mut values = Values::default();
        for (declared, pieces) in self.nodes.iter().zip(of_nodes) {
            values.value(pieces, node.index.index(), node.value(declared.attribute), xml);
        }
        values.end(xml);
        colour(node.get("colour"), xml);
        if let Some((x, y)) = position.filter(|(x, y)| x.is_finite() && y.is_finite()) {
            xml.raw("<viz:position");
            xml.attribute("x", &x.to_string());
            xml.attribute("y", &y.to_string());
            xml.attribute("z", "0");
            xml.raw("/>");
        }
        xml.raw("<viz:size value=\"");
        xml.hundredths(size);
        xml.raw("\"/>");
        if let Some(shape) = node.get("shape") {
            let shape = match shape.stored() {
                "box" | "note" | "component" | "square" => "square",
                "diamond" => "diamond",
                "triangle" => "triangle",
                _ => "disc",
            };
            xml.raw("<viz:shape");
            xml.attribute("value", shape);
            xml.raw("/>");
        }
        xml.raw("</node>\n");
    }

    fn edge(&mut self, row: &Row<'_, 'g>, tag: &Tag<'g>, said: &[Said<'g>], weighted: bool) {
        let xml = &mut self.xml;
        let number = row.edge.index.index();
        let weight = row.stored(WEIGHT);
        let dates = [START, END].map(|place| row.stored(place));
        xml.raw("<edge id=\"e");
        xml.number(number);
        xml.raw("\"");
        for ((pieces, node), iri) in tag.ends.iter().zip([row.edge.source, row.edge.target]).zip(row.ends) {
            pieces.write(node.index(), Some(Value::Iri(iri)), xml);
        }
        xml.raw(&tag.kinds[self.kinds.place(row.edge.index)]);
        tag.label.write(number, row.value(LABEL), xml);
        if weighted {
            tag.weight.write(number, row.value(WEIGHT), xml);
        }
        let [start, end] = interval(dates);
        // An invalid period, which ends before it begins, is left out; its dates are still attributes.
        if self.dynamic && start.zip(end).is_none_or(|(start, end)| start.first <= end.last) {
            day(" start=\"", start.map(|start| start.first), xml);
            day(" end=\"", end.map(|end| end.last), xml);
        }
        xml.raw(">");
        let unit = self.units.place(number);
        let mut values = Values::default();
        for said in said {
            match said {
                Said::Column(place, pieces) => values.value(pieces, number, row.value(*place), xml),
                Said::Precision(opening) => {
                    if let Some(precision) = precision(start, end) {
                        values.piece(opening, xml);
                        xml.raw(&precision);
                    }
                }
                Said::Amount(of, pieces) if unit == Some(*of) => values.value(pieces, number, row.value(WEIGHT), xml),
                Said::Amount(..) => {}
            }
        }
        values.end(xml);
        colour(self.colour.and_then(|place| row.value(place)), xml);
        let share = unit
            .zip(weight)
            .and_then(|(unit, weight)| self.units.share(unit, weight));
        let style = self.style.and_then(|place| row.stored(place));
        line_of(share, style, xml);
        xml.raw("</edge>\n");
    }
}

/// Writes the line width of an edge, from its share of the largest amount, and its line style.
fn line_of(share: Option<f64>, style: Option<&str>, xml: &mut Xml<'_>) {
    if let Some(share) = share {
        xml.raw("<viz:thickness value=\"");
        xml.hundredths(1.0 + 7.0 * share);
        xml.raw("\"/>");
    }
    if let Some(style @ ("solid" | "dotted" | "dashed" | "double")) = style {
        xml.raw("<viz:shape value=\"");
        xml.raw(style);
        xml.raw("\"/>");
    }
}

/// The edge attributes that this format adds, if some edge has a value.
fn own<'g>(graph: &'g PropertyGraph, units: &Units<'g>) -> Vec<Own<'g>> {
    let [starts, ends] = graph.dates();
    let has_dates = [starts, ends].map(|dates| dates.all().next().is_some());
    let has_relations = graph.kinds().all().any(|kind| !kind.is_empty());
    let mut own: Vec<Own<'g>> = Vec::new();
    let mut add = |name: String, kind, source| own.push(Own { name, kind, source });
    for (is_there, name, place, column) in [
        (has_relations, "relation", KIND, graph.kinds()),
        (has_dates[0], "start_date", START, starts),
        (has_dates[1], "end_date", END, ends),
    ] {
        if is_there {
            add(name.to_owned(), "string", Source::Column(place, column));
        }
    }
    if has_dates.contains(&true) {
        add("precision".to_owned(), "string", Source::Precision);
    }
    for (place, (name, numbers)) in amounts(units).enumerate() {
        let source = Source::Amount(place);
        if numbers.are_numbers() {
            let twin = exact(&name);
            add(name, "double", source);
            add(twin, "string", source);
        } else {
            add(name, "string", source);
        }
    }
    own
}

/// The names of the amounts, one for each unit.
fn amounts<'u>(units: &'u Units<'_>) -> impl Iterator<Item = (String, Numbers)> + 'u {
    let is_one = units.iter().len() == 1;
    units
        .iter()
        .map(move |(symbol, numbers)| match is_one || symbol.is_empty() {
            true => ("amount".to_owned(), numbers),
            false => (format!("amount {symbol}"), numbers),
        })
}

/// The name of the text beside a double, which has all digits.
fn exact(name: &str) -> String {
    format!("{name}_exact")
}

/// The attributes with their types; a number that no type holds exactly is a double with its text beside it.
fn declared<'g>(attributes: Vec<Attribute<'g>>, taken: &[&str]) -> Vec<Declared<'g>> {
    let named = named(attributes, taken, str::to_owned);
    let mut names: HashSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    names.extend(named.iter().map(|named| named.name.to_lowercase()));
    let mut declared = Vec::with_capacity(named.len());
    for named in named {
        let (kind, is_exact) = kind(named.attribute.kind, named.numbers);
        let mut twin = exact(&named.name);
        let attribute = named.attribute;
        declared.push(Declared {
            name: named.name,
            kind,
            attribute,
        });
        if !is_exact {
            while !names.insert(twin.to_lowercase()) {
                twin.push('_');
            }
            declared.push(Declared {
                name: twin,
                kind: "string",
                attribute,
            });
        }
    }
    declared
}

/// The markup for the attribute with this number.
fn pieces(number: usize, attribute: Attribute<'_>) -> Pieces<'_> {
    Pieces::of(attribute, opening(number), "")
}

/// The markup before a value of the attribute with this number, after another value.
fn opening(number: usize) -> String {
    format!("{CLOSING}<attvalue for=\"{number}\" value=\"")
}

/// The markup after a value, which the next value continues.
const CLOSING: &str = "\"/>";

/// The type of an attribute, one that Gephi, networkx and graphology support, and whether it holds each value exactly.
fn kind(kind: Type, numbers: Numbers) -> (&'static str, bool) {
    match kind {
        Type::Boolean => ("boolean", true),
        Type::List => ("liststring", true),
        Type::Integer if numbers.fit_int() => ("integer", true),
        Type::Integer if numbers.fit_long() => ("long", true),
        Type::Integer | Type::Decimal if numbers.are_numbers() => ("double", numbers.fit_double()),
        _ => ("string", true),
    }
}

/// The precision of an edge's dates; both in turn if they differ.
fn precision(start: Option<Period>, end: Option<Period>) -> Option<Cow<'static, str>> {
    let [start, end] = [start, end].map(|date| date.map(|date| date.precision.name()));
    match (start, end) {
        (Some(start), Some(end)) if start != end => Some(format!("{start}/{end}").into()),
        (start, end) => start.or(end).map(Cow::Borrowed),
    }
}

/// Writes a day after this markup, and closes it.
fn day(markup: &str, day: Option<Day>, xml: &mut Xml<'_>) {
    if let Some(day) = day {
        xml.raw(markup);
        xml.bytes(day.as_bytes());
        xml.raw("\"");
    }
}

/// Writes a colour of the form `#rrggbb`; other values are left out.
fn colour(value: Option<Value<'_>>, xml: &mut Xml<'_>) {
    let digits = value.and_then(|value| value.stored().strip_prefix('#'));
    let Some(digits) =
        digits.filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    else {
        return;
    };
    if let Ok(colour) = u32::from_str_radix(digits, 16) {
        let [_, red, green, blue] = colour.to_be_bytes();
        xml.raw("<viz:color r=\"");
        xml.number(red.into());
        xml.raw("\" g=\"");
        xml.number(green.into());
        xml.raw("\" b=\"");
        xml.number(blue.into());
        xml.raw("\"/>");
    }
}

/// The values of one node or edge; the enclosing tags are written only if there is a value.
#[derive(Default)]
struct Values {
    begun: bool,
}

impl Values {
    /// Writes the value of a node or edge by its index.
    fn value(&mut self, pieces: &Pieces<'_>, number: usize, value: Option<Value<'_>>, xml: &mut Xml<'_>) {
        match (pieces.ready(number), value) {
            (Some(""), _) | (None, None) => {}
            (Some(piece), _) => self.piece(piece, xml),
            (None, Some(value)) if is_empty(value) => {}
            (None, Some(value)) => {
                self.piece(&pieces.before, xml);
                pieces.escaped(value, xml);
            }
        }
    }

    /// Writes markup after another value.
    fn piece(&mut self, piece: &str, xml: &mut Xml<'_>) {
        if self.begun {
            xml.raw(piece);
        } else {
            xml.raw("<attvalues>");
            xml.raw(&piece[CLOSING.len()..]);
            self.begun = true;
        }
    }

    fn end(&mut self, xml: &mut Xml<'_>) {
        if self.begun {
            xml.raw(CLOSING);
            xml.raw("</attvalues>");
        }
    }
}
