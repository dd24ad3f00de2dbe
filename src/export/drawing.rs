//! Drawings: the format-independent part of pictures of property graphs.
//!
//! Takes a [`PropertyGraph`]; returns nodes and edges in a fixed order, with shapes, colours, captions and line widths
//! from the reserved attributes, and the legend. A missing attribute or an unknown value gets a default, so that this
//! never fails. Used by the writers of DOT, SVG and Mermaid.

mod document;
mod legend;
mod lines;
mod panels;
mod style;
mod width;

pub(crate) use legend::Legend;
pub(crate) use lines::lines;
pub(crate) use panels::Panel;
pub(crate) use style::{Channel, Hue, Shape, Standing, Stroke, colour, darker, ink};

use document::Documents;

use crate::analysis::is_measure;
use crate::view::{Attribute, Directions, Edge, Node, PropertyGraph, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an IRI is an address of the web, which a picture may lead to: one of another scheme may run a script.
pub(super) fn is_web(iri: &str) -> bool {
    let scheme = iri.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// A drawing. Nodes are sorted by IRI; edges by the IRIs of their ends, then by their attributes.
pub(crate) struct Drawing {
    /// The title; may be empty.
    pub(crate) title: String,
    /// Its panels: a single one, or one for each unit.
    pub(crate) panels: Vec<Panel>,
    /// The legend of shapes, colours and lines.
    pub(crate) legend: Legend,
    /// The documents that edges refer to by number, from 1; empty if there are too many to list below a picture.
    pub(crate) documents: Vec<String>,
}

/// A node of a drawing.
#[derive(Clone)]
pub(crate) struct DrawnNode {
    /// Its index in the graph.
    pub(crate) number: usize,
    /// The entity's IRI.
    pub(crate) iri: String,
    /// The label, or else the IRI.
    pub(crate) label: String,
    /// The label of its class; may be empty.
    pub(crate) class: String,
    /// The fill colour, as `#rrggbb`.
    pub(crate) colour: String,
    /// The outline.
    pub(crate) shape: Shape,
    /// A short remark; may be empty.
    pub(crate) note: String,
    /// The requested measures, by name.
    pub(crate) measures: Vec<(String, String)>,
}

/// An edge of a drawing.
#[derive(Clone)]
pub(crate) struct DrawnEdge {
    /// Its index in the graph.
    pub(crate) number: usize,
    /// The index of the source in the panel's nodes.
    pub(crate) source: usize,
    /// The index of the target in the panel's nodes.
    pub(crate) target: usize,
    /// Whether it is speech, money or something else, and how its sum counts.
    pub(crate) hue: Hue,
    /// Whether it is directed.
    pub(crate) directed: bool,
    /// The line style.
    pub(crate) stroke: Stroke,
    /// How firm it is, in a word: lines of different stages are not one line. May be empty.
    pub(crate) stage: String,
    /// The line width in points.
    pub(crate) width: f64,
    /// The formatted amount; may be empty.
    pub(crate) amount: String,
    /// The text beside the amount; may be empty.
    pub(crate) caption: String,
    /// Why its sum does not count by itself; may be empty.
    pub(crate) remark: String,
    /// The number of its document, if documents are listed.
    pub(crate) document: Option<usize>,
    /// The claim's IRI; may be empty.
    pub(crate) claim: String,
    /// Whether its text is struck through: the claim was corrected or withdrawn.
    pub(crate) struck: bool,
    /// All its attributes, on several lines.
    pub(crate) tooltip: String,
}

impl DrawnNode {
    /// The tooltip: lines for label and class, each measure, and the IRI.
    pub(crate) fn tooltip(&self) -> String {
        let class = match self.class.as_str() {
            "" => String::new(),
            class => format!(" ({class})"),
        };
        let measures = self.measures.iter().map(|(name, value)| format!("{name}: {value}\n"));
        format!("{}{class}\n{}{}", self.label, measures.collect::<String>(), self.iri)
    }
}

impl Drawing {
    /// Builds the drawing of a property graph, in a single panel.
    pub(crate) fn of(graph: &PropertyGraph) -> Drawing {
        Self::read(graph, false)
    }

    /// Builds the drawing of a property graph, with a panel for each unit of amounts.
    pub(crate) fn in_panels(graph: &PropertyGraph) -> Drawing {
        Self::read(graph, true)
    }

    fn read(graph: &PropertyGraph, divided: bool) -> Drawing {
        let language = &graph.about.language;
        let mut order: Vec<Node<'_>> = graph.nodes().collect();
        order.sort_by_key(|node| node.iri());
        let mut positions = vec![0; order.len()];
        for (position, node) in order.iter().enumerate() {
            positions[node.index.index()] = position;
        }
        let ends = |edge: Edge<'_>| (positions[edge.source.index()], positions[edge.target.index()]);
        let mut edges: Vec<(usize, usize, Edge<'_>)> =
            graph.edges().map(|edge| (ends(edge).0, ends(edge).1, edge)).collect();
        let names = graph.edge_attributes();
        edges.sort_by_cached_key(|&(source, target, edge)| (source, target, sayings(edge, &names)));
        let directions = Directions::of(graph);
        let widths = width::Widths::of(edges.iter().map(|(_, _, edge)| *edge));
        let shared = shared_captions(edges.iter().map(|(_, _, edge)| *edge));
        let nodes: Vec<DrawnNode> = order.iter().map(|own| node(*own)).collect();
        let documents = Documents::of(graph, edges.iter().map(|(_, _, edge)| *edge));
        let mut legend = Legend::of(
            &nodes,
            edges.iter().map(|(_, _, edge)| *edge),
            &shared,
            &widths,
            directions,
            language,
        );
        let measured = edges.iter().map(|(_, _, edge)| measured(*edge).filter(|_| divided));
        let measured: Vec<_> = measured.collect();
        let edges = edges
            .into_iter()
            .map(|(source, target, edge)| DrawnEdge {
                source,
                target,
                width: hue(edge).width(widths.of_edge(edge)),
                directed: directions.leads(edge),
                document: documents.number(edge),
                tooltip: tooltip(
                    edge,
                    directions.leads(edge),
                    [&nodes[source].label, &nodes[target].label],
                    language,
                ),
                ..drawn(edge, &shared, language)
            })
            .collect();
        let panels = panels::divide(nodes, edges, &measured, &widths, language);
        if panels.len() > 1 {
            legend.is_of_panels(language);
        }
        Drawing {
            title: one_line(&graph.about.title),
            panels,
            legend,
            documents: documents.listed(language),
        }
    }
}

/// The sort key of parallel edges.
fn sayings(edge: Edge<'_>, names: &[Attribute<'_>]) -> Vec<String> {
    let mut key = vec![text(edge, "claim"), edge.kind().to_owned(), edge.label().to_owned()];
    key.extend([edge.weight(), edge.start(), edge.end()].map(|value| value.unwrap_or_default().to_owned()));
    key.extend(
        names
            .iter()
            .filter_map(|name| Some(format!("{}={}", name.name, edge.value(*name)?.plain()))),
    );
    key
}

/// The text of an edge's attribute; empty if missing.
fn text(edge: Edge<'_>, name: &str) -> String {
    edge.get(name).map(Value::plain).unwrap_or_default()
}

/// Collapses white space.
fn one_line(text: &str) -> String {
    text.trim().replace(['\n', '\r', '\t'], " ")
}

/// The style of a node.
fn node(node: Node<'_>) -> DrawnNode {
    let label = one_line(node.label());
    let text = |name: &str| node.get(name).map(Value::plain).unwrap_or_default();
    DrawnNode {
        number: node.index.index(),
        iri: node.iri().to_owned(),
        label: if label.is_empty() { node.iri().to_owned() } else { label },
        class: one_line(&text("class")),
        colour: style::colour(&text("colour")),
        shape: Shape::of(&text("shape")),
        note: one_line(&text("note")),
        measures: measures(node),
    }
}

/// The measures in a node's attributes.
pub(crate) fn measures(node: Node<'_>) -> Vec<(String, String)> {
    let measures = node.attributes().filter(|(name, _)| is_measure(name));
    measures.map(|(name, value)| (name.to_owned(), value.plain())).collect()
}

/// The style of an edge, without ends, width and tooltip.
fn drawn(edge: Edge<'_>, shared: &BTreeMap<Channel, String>, language: &str) -> DrawnEdge {
    let hue = hue(edge);
    let amount = one_line(&edge.amount(language));
    let label = one_line(edge.label());
    // The message that takes something back is no longer true of it, but stands itself.
    let is_message = text(edge, "standing") == "withdrawal";
    let struck = hue.standing == Standing::Gone || !is_message && !text(edge, "status").is_empty();
    // Something must be there to be struck through.
    let known = !struck && shared.get(&hue.channel) == Some(&label);
    let said = label.contains(&amount);
    DrawnEdge {
        number: edge.index.index(),
        source: 0,
        target: 0,
        hue,
        directed: true,
        stroke: stroke(edge),
        stage: ["stage", "modality"]
            .map(|name| text(edge, name))
            .into_iter()
            .find(|stage| !stage.is_empty())
            .unwrap_or_default(),
        width: 1.0,
        amount: if said && !known { String::new() } else { amount },
        caption: if known { String::new() } else { label },
        remark: one_line(&text(edge, "remark")),
        document: None,
        claim: text(edge, "claim"),
        struck,
        tooltip: String::new(),
    }
}

/// The channel of an edge.
fn channel(edge: Edge<'_>) -> Channel {
    Channel::of(&text(edge, "channel"))
}

/// What an edge is drawn for.
fn hue(edge: Edge<'_>) -> Hue {
    Hue {
        channel: channel(edge),
        standing: Standing::of(&text(edge, "standing")),
    }
}

/// The line style of an edge: that of its modality, unless it is a risk that is covered, or another stands in its place.
fn stroke(edge: Edge<'_>) -> Stroke {
    if hue(edge).standing == Standing::Replaced {
        return Stroke::Dashed;
    }
    match text(edge, EXPOSURE).is_empty() {
        true => Stroke::of(&text(edge, "style")),
        false => Stroke::Covered,
    }
}

/// The attribute with the form of money that is a risk, such as "guarantee".
const EXPOSURE: &str = "exposure";

/// The amount of an edge, with its unit; `None` without an amount.
fn measured(edge: Edge<'_>) -> Option<panels::Measured> {
    let (minimum, maximum) = edge.bounds();
    minimum.or(maximum)?;
    Some(panels::Measured {
        symbol: text(edge, "symbol"),
        is_money: text(edge, "money").parse().ok(),
        is_wide: width::magnitude(edge).is_some(),
    })
}

/// The labels that all edges of a channel share: they are in the legend instead of on each edge.
fn shared_captions<'a>(edges: impl Iterator<Item = Edge<'a>>) -> BTreeMap<Channel, String> {
    let mut labels: BTreeMap<Channel, BTreeSet<String>> = BTreeMap::new();
    for edge in edges {
        labels.entry(channel(edge)).or_default().insert(one_line(edge.label()));
    }
    labels
        .into_iter()
        .filter(|(_, labels)| labels.len() == 1)
        .filter_map(|(channel, labels)| labels.into_iter().next().map(|label| (channel, label)))
        .filter(|(_, label)| !label.is_empty())
        .collect()
}

/// How firm an edge is, in a word: of money its stage, if the view has it, or else the modality.
fn firmness(edge: Edge<'_>) -> String {
    match text(edge, "stage") {
        stage if stage.is_empty() || text(edge, "money") != "true" => text(edge, "modality"),
        stage => stage,
    }
}

/// The tooltip of an edge: its ends, label, amount, modality and status, dates, document, claim.
fn tooltip(edge: Edge<'_>, directed: bool, [source, target]: [&str; 2], language: &str) -> String {
    let label = if edge.label().is_empty() {
        edge.kind()
    } else {
        edge.label()
    };
    let amount = one_line(&edge.amount(language));
    // The remark has the status, where there is one.
    let status = match text(edge, "remark") {
        remark if remark.is_empty() => text(edge, "status"),
        remark => remark,
    };
    let says = [label.to_owned(), amount, firmness(edge), status];
    let dates = match (edge.start(), edge.end()) {
        (Some(start), Some(end)) if start != end => {
            format!(
                "{} – {}",
                text::date::display(start, language),
                text::date::display(end, language)
            )
        }
        (start, end) => text::date::display(start.or(end).unwrap_or_default(), language),
    };
    // Where the date comes from, if the document does not write it.
    let dates = match text(edge, "date_basis") {
        basis if basis.is_empty() || dates.is_empty() => dates,
        basis => format!("{dates} ({basis})"),
    };
    let says: Vec<String> = says.into_iter().filter(|part| !part.is_empty()).collect();
    let between = if directed { '→' } else { '—' };
    let mut lines = vec![format!("{source} {between} {target}"), says.join(", "), dates];
    lines.push(text::date::in_citation(&text(edge, "document"), language));
    lines.push(text(edge, "claim"));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_caption_that_all_edges_of_a_channel_share_moves_to_the_legend() {
        let graph = samples::funding();
        let drawing = Drawing::of(&graph);
        assert!(
            drawing.panels[0]
                .edges
                .iter()
                .filter(|edge| edge.hue.channel == Channel::Speech)
                .all(|edge| edge.caption.is_empty())
        );
        assert!(
            drawing
                .legend
                .channels
                .iter()
                .any(|(_, _, words)| words == "parole : annonce")
        );
    }

    #[test]
    fn a_guarantee_has_a_line_of_its_own_which_the_legend_names() {
        let mut graph = samples::each(&[&samples::edge("money", "pays", Some("5"), "€", "solid")]);
        let edge = graph.topology().edge_indices().next().expect("one edge");
        graph.set_edge(edge, "modality", Value::Text("received"));
        assert_eq!(
            Drawing::of(&graph).legend.strokes,
            [(Stroke::Solid, "received".to_owned())]
        );
        graph.set_edge(edge, EXPOSURE, Value::Text("guarantee"));
        let drawing = Drawing::of(&graph);
        assert_eq!(drawing.panels[0].edges[0].stroke, Stroke::Covered);
        assert_eq!(drawing.legend.strokes, [(Stroke::Covered, "guarantee".to_owned())]);
        let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
            let mut out = Vec::new();
            write(&mut out).expect("memory takes everything");
            String::from_utf8(out).expect("UTF-8")
        };
        let look = crate::export::Look::default();
        let svg = written(&|out| crate::export::svg::write(&graph, &look, out));
        assert_eq!(svg.matches("stroke-linecap=\"butt\"").count(), 2, "{svg}");
    }

    #[test]
    fn dates_of_documents_and_edges_are_in_the_words_of_the_language() {
        let mut graph = samples::each(&[&samples::edge("money", "pays", Some("5"), "€", "solid")]);
        let edge = graph.topology().edge_indices().next().expect("one edge");
        graph.set_edge(edge, "document", Value::Text("Gazette, the port, [2024-05]"));
        graph.set_edge(edge, "start", Value::Text("2024-05-21"));
        graph.set_edge(edge, "end", Value::Text("2024-05-21"));
        let drawing = Drawing::of(&graph);
        let language = &graph.about.language;
        let (day, month) = (
            text::date::display("2024-05-21", language),
            text::date::display("2024-05", language),
        );
        assert_eq!(drawing.documents, [format!("Gazette, the port, [{month}]")]);
        let tooltip = &drawing.panels[0].edges[0].tooltip;
        assert!(
            tooltip.contains(&format!("\n{day}\n")) && !tooltip.contains("2024-05"),
            "{tooltip}"
        );
    }

    #[test]
    fn an_amount_the_label_spells_is_not_repeated() {
        let two = |label: &str| {
            let graph = samples::each(&[&samples::edge("money", label, Some("500000000"), "€", "solid")]);
            let edge = graph.edges().next().expect("one edge");
            let drawn = drawn(edge, &BTreeMap::new(), "fr");
            (drawn.amount, drawn.caption)
        };
        let pair = |amount: &str, caption: &str| (amount.to_owned(), caption.to_owned());
        assert_eq!(two("500\u{a0}M€ annoncés"), pair("", "500\u{a0}M€ annoncés"));
        assert_eq!(two("dotation"), pair("500\u{a0}M€", "dotation"));
    }
}
