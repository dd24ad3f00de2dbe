//! Panels: a drawing divided by units of amounts, so that lines of different scales are never compared.
//!
//! A unit has a panel if its amounts set line widths; a currency also if it is only spoken of. Counts, whose lines are
//! all thin, share one panel. An edge without an amount is in the panel that has both of its ends, or else one of them,
//! preferring the unit with the most edges; this is repeated along the edges. Edges that are not connected to an
//! amount have a panel of their own, and so do isolated nodes. A node is in each panel that has one of its edges. The
//! drawing has a single panel, without a heading, if no amount sets a line width, or if there is only one unit.

use super::legend::{Words, scales};
use super::width::Widths;
use super::{DrawnEdge, DrawnNode, one_line};
use std::collections::{BTreeMap, BTreeSet};
use text::amount::leading;

/// A part of a drawing: nodes and edges whose amounts have the same unit.
pub(crate) struct Panel {
    /// Its heading; empty if it is the only panel.
    pub(crate) heading: String,
    /// Sample amounts with their line widths; empty if it is the only panel, or all its amounts are equal.
    pub(crate) scale: Vec<(f64, String)>,
    /// Its nodes, sorted by IRI.
    pub(crate) nodes: Vec<DrawnNode>,
    /// Its edges, sorted by the indices of their ends in `nodes`, then by their attributes.
    pub(crate) edges: Vec<DrawnEdge>,
}

/// The unit of an edge's amount.
#[derive(Clone)]
pub(super) struct Measured {
    /// The symbol of the unit; may be empty.
    pub(super) symbol: String,
    /// Whether it is money, if known.
    pub(super) is_money: Option<bool>,
    /// Whether the amount sets the line width.
    pub(super) is_wide: bool,
}

/// The content of a panel.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// Amounts in this unit; may be empty.
    Unit(String),
    /// Counts and the like.
    Count,
    /// Edges without an amount.
    Link,
    /// Nodes alone.
    Node,
}

/// Divides a drawing by the units of its edges; `None` is an edge without an amount.
pub(super) fn divide(
    nodes: Vec<DrawnNode>,
    edges: Vec<DrawnEdge>,
    measured: &[Option<Measured>],
    widths: &Widths,
    language: &str,
) -> Vec<Panel> {
    let kinds = kinds(measured);
    if kinds.is_empty() {
        return vec![Panel {
            heading: String::new(),
            scale: Vec::new(),
            nodes,
            edges,
        }];
    }
    let fixed = measured.iter().map(|measured| {
        let own = Of::Unit(measured.as_ref()?.symbol.clone());
        let place = kinds.iter().position(|kind| *kind == own);
        place.or_else(|| kinds.iter().position(|kind| *kind == Of::Count))
    });
    let panel_of = settle(&edges, fixed.collect(), kinds.len());
    let alone = [Of::Link, Of::Node];
    let mut panels: Vec<Panel> = (kinds.iter().chain(&alone))
        .map(|kind| kind.panel(measured, widths, language))
        .collect();
    let mut standing: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); nodes.len()];
    for (edge, panel) in edges.iter().zip(&panel_of) {
        for end in [edge.source, edge.target] {
            standing[end].insert(panel.unwrap_or(kinds.len()));
        }
    }
    let mut places: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, (node, mut stands)) in nodes.into_iter().zip(standing).enumerate() {
        if stands.is_empty() {
            stands.insert(kinds.len() + 1);
        }
        for panel in stands {
            places.insert((panel, at), panels[panel].nodes.len());
            panels[panel].nodes.push(node.clone());
        }
    }
    for (edge, panel) in edges.into_iter().zip(panel_of) {
        let panel = panel.unwrap_or(kinds.len());
        let place = |end: usize| places[&(panel, end)];
        panels[panel].edges.push(DrawnEdge {
            source: place(edge.source),
            target: place(edge.target),
            ..edge
        });
    }
    panels.retain(|panel| !panel.nodes.is_empty());
    panels
}

impl Of {
    /// Creates the panel without nodes and edges.
    fn panel(&self, measured: &[Option<Measured>], widths: &Widths, language: &str) -> Panel {
        let words = Words::of(language);
        let is_money = |symbol: &str| {
            let mut alike = measured.iter().flatten().filter(|one| one.symbol == symbol);
            alike.any(|one| one.is_money != Some(false))
        };
        let heading = match self {
            Of::Unit(symbol) => match one_line(symbol) {
                unit if !unit.is_empty() => {
                    format!("{}{}", words.panel, leading(&unit).unwrap_or_else(|| unit.clone()))
                }
                _ if is_money(symbol) => words.no_currency.to_owned(),
                _ => words.no_unit.to_owned(),
            },
            Of::Count => words.counts.to_owned(),
            Of::Link => words.no_amount.to_owned(),
            Of::Node => words.no_link.to_owned(),
        };
        let scale = scales(widths, language)
            .into_iter()
            .find(|(unit, _)| matches!(self, Of::Unit(symbol) if symbol == unit));
        Panel {
            heading,
            scale: scale.map(|(_, samples)| samples).unwrap_or_default(),
            nodes: Vec::new(),
            edges: Vec::new(),
        }
    }
}

/// The panels of a drawing: units by number of edges, the empty one last, then counts, if any. Empty if the drawing is
/// not divided.
fn kinds(measured: &[Option<Measured>]) -> Vec<Of> {
    let measured = || measured.iter().flatten();
    if !measured().any(|one| one.is_wide) {
        return Vec::new();
    }
    let heads = measured().filter(|one| one.is_wide || one.is_money == Some(true));
    let mut counts: BTreeMap<&str, usize> = heads.map(|one| (one.symbol.as_str(), 0)).collect();
    if counts.len() < 2 {
        return Vec::new();
    }
    let mut others = false;
    for one in measured() {
        match counts.get_mut(one.symbol.as_str()) {
            Some(count) => *count += 1,
            None => others = true,
        }
    }
    let mut units: Vec<(&str, usize)> = counts.into_iter().collect();
    units.sort_by_key(|(symbol, count)| (symbol.is_empty(), std::cmp::Reverse(*count)));
    let units = units.into_iter().map(|(symbol, _)| Of::Unit(symbol.to_owned()));
    units.chain(others.then_some(Of::Count)).collect()
}

/// Assigns edges without an amount to panels, if they are connected to an amount.
fn settle(edges: &[DrawnEdge], mut panel_of: Vec<Option<usize>>, panels: usize) -> Vec<Option<usize>> {
    let mut standing: BTreeSet<(usize, usize)> = BTreeSet::new();
    loop {
        for (edge, panel) in edges.iter().zip(&panel_of) {
            standing.extend(
                panel
                    .iter()
                    .flat_map(|&panel| [(edge.source, panel), (edge.target, panel)]),
            );
        }
        let ends = |edge: &DrawnEdge, panel: usize| {
            let stand = [edge.source, edge.target].map(|end| standing.contains(&(end, panel)));
            stand.into_iter().filter(|stands| *stands).count()
        };
        let best = |edge: &DrawnEdge| {
            let panels = (0..panels).filter(|&panel| ends(edge, panel) > 0);
            panels.max_by_key(|&panel| (ends(edge, panel), std::cmp::Reverse(panel)))
        };
        let open = panel_of.iter().enumerate().filter(|(_, panel)| panel.is_none());
        let joined: Vec<(usize, usize)> = open.filter_map(|(at, _)| Some((at, best(&edges[at])?))).collect();
        if joined.is_empty() {
            return panel_of;
        }
        for (at, panel) in joined {
            panel_of[at] = Some(panel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Drawing;
    use super::*;
    use crate::export::samples;
    use crate::view::{PropertyGraph, Value};

    /// The heading of each panel, and the last segments of its nodes' IRIs.
    fn panels(graph: &PropertyGraph) -> Vec<(String, Vec<String>)> {
        let panels = Drawing::in_panels(graph).panels.into_iter();
        let last = |node: DrawnNode| node.iri.rsplit('/').next().unwrap_or_default().to_owned();
        panels
            .map(|panel| (panel.heading, panel.nodes.into_iter().map(last).collect()))
            .collect()
    }

    fn graph_of(channel: &str, edges: &[(&str, &str, Option<&str>, &str)]) -> PropertyGraph {
        let mut graph = samples::each(&[]);
        graph.about.language = "fr".to_owned();
        for (from, to, amount, symbol) in edges {
            let [from, to] = [from, to].map(|key| graph.add_node(&format!("https://example.org/id/{key}")));
            samples::edge(channel, "", *amount, symbol, "solid").add(&mut graph, from, to);
        }
        graph
    }

    fn graph(edges: &[(&str, &str, Option<&str>, &str)]) -> PropertyGraph {
        graph_of("money", edges)
    }

    fn expected(panels: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let own = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        panels
            .iter()
            .map(|(heading, keys)| ((*heading).to_owned(), own(keys)))
            .collect()
    }

    #[test]
    fn a_single_unit_is_one_panel_without_a_heading() {
        let one = graph(&[("a", "b", Some("5"), "€"), ("b", "c", None, "")]);
        assert_eq!(panels(&one), expected(&[("", &["a", "b", "c"])]));
        assert_eq!(panels(&PropertyGraph::default()), expected(&[("", &[])]));
    }

    #[test]
    fn each_unit_has_a_panel_and_what_has_no_amount_stands_where_it_is_linked() {
        let mut several = graph(&[
            ("a", "b", Some("5"), "€"),
            ("a", "c", Some("6"), "€"),
            ("a", "d", Some("7"), "$"),
            ("e", "d", Some("8"), ""),
            ("d", "f", None, ""),
            ("f", "g", None, ""),
            ("a", "h", None, ""),
            ("x", "y", None, ""),
        ]);
        several.add_node("https://example.org/id/z");
        assert_eq!(
            panels(&several),
            expected(&[
                ("En €", &["a", "b", "c", "h"]),
                ("En $", &["a", "d", "f", "g"]),
                ("Sans monnaie écrite", &["d", "e"]),
                ("Sans montant", &["x", "y"]),
                ("Sans lien", &["z"]),
            ])
        );
    }

    #[test]
    fn where_no_line_is_wide_nothing_is_divided() {
        let spoken = [("a", "b", Some("5"), "€"), ("a", "b", Some("5"), "$")];
        assert_eq!(panels(&graph_of("speech", &spoken)), expected(&[("", &["a", "b"])]));
    }

    #[test]
    fn counts_stand_together_and_a_currency_that_is_only_spoken_of_apart() {
        let mut mixed = graph(&[("a", "b", Some("5"), "€")]);
        let spoken = [
            ("a", "c", "6", "$", true),
            ("a", "d", "7", "clusters", false),
            ("a", "e", "2", "×", false),
        ];
        for (from, to, amount, symbol, money) in spoken {
            let [from, to] = [from, to].map(|key| mixed.add_node(&format!("https://example.org/id/{key}")));
            let edge = samples::edge("speech", "", Some(amount), symbol, "solid").add(&mut mixed, from, to);
            mixed.set_edge(edge, "money", Value::Boolean(money));
        }
        assert_eq!(
            panels(&mixed),
            expected(&[
                ("En $", &["a", "c"]),
                ("En €", &["a", "b"]),
                ("Autres grandeurs", &["a", "d", "e"]),
            ])
        );
    }

    #[test]
    fn each_edge_stands_in_one_panel_between_its_own_ends() {
        let edges = [
            ("a", "b", Some("5"), "€"),
            ("b", "c", Some("7"), "$"),
            ("c", "a", None, ""),
        ];
        let drawn = Drawing::in_panels(&graph(&edges)).panels;
        let ends: Vec<(usize, &str, &str)> = drawn
            .iter()
            .enumerate()
            .flat_map(|(at, panel)| {
                let iri = |node: usize| panel.nodes[node].iri.rsplit('/').next().unwrap_or_default();
                panel
                    .edges
                    .iter()
                    .map(move |edge| (at, iri(edge.source), iri(edge.target)))
            })
            .collect();
        assert_eq!(ends, [(0, "b", "c"), (0, "c", "a"), (1, "a", "b")]);
    }
}
