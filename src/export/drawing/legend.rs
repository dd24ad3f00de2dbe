//! Legends: the classes, channels and line styles of a drawing, in its language.

use super::width::{Widths, magnitude};
use super::{
    Channel, DrawnNode, EXPOSURE, Hue, Shape, Standing, Stroke, channel, firmness, hue, one_line, stroke, text,
};
use crate::view::{Directions, Edge};
use std::collections::{BTreeMap, BTreeSet};

/// The legend of a drawing; has only entries that the drawing uses.
pub(crate) struct Legend {
    /// Its heading.
    pub(crate) heading: &'static str,
    /// Label, shape and colour of each class, sorted by label.
    pub(crate) classes: Vec<(String, Shape, String)>,
    /// Each channel with its label, and whether its lines are directed.
    pub(crate) channels: Vec<(Channel, bool, String)>,
    /// Each line style with the modalities it represents.
    pub(crate) strokes: Vec<(Stroke, String)>,
    /// Each way in which sums do not count by themselves, with its line style.
    pub(crate) standings: Vec<(Hue, Stroke, &'static str)>,
    /// Remarks, such as the meaning of line widths.
    pub(crate) remarks: Vec<&'static str>,
    /// The text before the number of lines without room for their captions.
    pub(crate) silent: &'static str,
    /// For each unit with different amounts, the heading of its scale, and sample amounts with their line widths.
    pub(crate) scales: Vec<(String, Vec<(f64, String)>)>,
    /// The edges that each entry is of.
    pub(crate) edges: OfEdges,
}

/// The numbers of the edges that the entries of a legend are of, in the order of the entries.
#[derive(Debug, Default)]
pub(crate) struct OfEdges {
    /// Of each channel.
    pub(crate) channels: Vec<Vec<usize>>,
    /// Of each line style.
    pub(crate) strokes: Vec<Vec<usize>>,
    /// Of each way in which sums do not count by themselves.
    pub(crate) standings: Vec<Vec<usize>>,
    /// Of each scale.
    pub(crate) scales: Vec<Vec<usize>>,
}

/// The texts of legends and panels in one language.
pub(super) struct Words {
    heading: &'static str,
    speech: &'static str,
    money: &'static str,
    other: &'static str,
    colon: &'static str,
    both_ways: &'static str,
    width: &'static str,
    of_units: &'static str,
    of_panels: &'static str,
    silent: &'static str,
    disputed: &'static str,
    replaced: &'static str,
    uncounted: &'static str,
    gone: &'static str,
    unit: &'static str,
    unitless: &'static str,
    /// The prefix of a panel's heading, before the unit.
    pub(super) panel: &'static str,
    /// The heading for money without a currency.
    pub(super) no_currency: &'static str,
    /// The heading for other figures without a unit.
    pub(super) no_unit: &'static str,
    /// The heading for counts.
    pub(super) counts: &'static str,
    /// The heading for edges without an amount.
    pub(super) no_amount: &'static str,
    /// The heading for nodes without an edge.
    pub(super) no_link: &'static str,
}

impl Words {
    /// The texts of a language: French, or else English.
    pub(super) fn of(language: &str) -> &'static Words {
        if language.starts_with("fr") { &FRENCH } else { &ENGLISH }
    }

    /// What a channel is called.
    pub(super) fn channel(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Speech => self.speech,
            Channel::Money => self.money,
            Channel::Other => self.other,
        }
    }

    /// What is said of a sum that does not count by itself.
    pub(super) fn standing(&self, standing: Standing) -> Option<&'static str> {
        match standing {
            Standing::Counted => None,
            Standing::Disputed => Some(self.disputed),
            Standing::Replaced => Some(self.replaced),
            Standing::Uncounted => Some(self.uncounted),
            Standing::Gone => Some(self.gone),
        }
    }
}

const FRENCH: Words = Words {
    heading: "Légende",
    speech: "parole",
    money: "argent",
    other: "autre lien",
    colon: " : ",
    both_ways: ", dans les deux sens",
    width: "plus le montant est grand, plus le trait est épais",
    of_units: "plus le montant est grand, plus le trait est épais ; chaque unité a son échelle",
    of_panels: "plus le montant est grand, plus le trait est épais ; chaque partie a son échelle",
    silent: "traits sans libellé, faute de place : ",
    disputed: "en désaccord avec une autre",
    replaced: "remplacée ou précisée par une autre",
    uncounted: "ne compte dans aucun total",
    gone: "corrigée ou retirée",
    unit: "trait, en ",
    unitless: "trait, sans monnaie écrite",
    panel: "En ",
    no_currency: "Sans monnaie écrite",
    no_unit: "Sans unité écrite",
    counts: "Autres grandeurs",
    no_amount: "Sans montant",
    no_link: "Sans lien",
};

const ENGLISH: Words = Words {
    heading: "Legend",
    speech: "speech",
    money: "money",
    other: "other link",
    colon: ": ",
    both_ways: ", both ways",
    width: "the larger the amount, the wider the line",
    of_units: "the larger the amount, the wider the line; each unit has its own scale",
    of_panels: "the larger the amount, the wider the line; each part has its own scale",
    silent: "lines without a caption, for want of room: ",
    disputed: "disputed by another",
    replaced: "replaced or narrowed by another",
    uncounted: "in no total",
    gone: "corrected or withdrawn",
    unit: "line, in ",
    unitless: "line, no currency written",
    panel: "In ",
    no_currency: "No currency written",
    no_unit: "No unit written",
    counts: "Other quantities",
    no_amount: "No amount",
    no_link: "Not linked",
};

impl Legend {
    /// Collects the styles of nodes and edges; `shared` are the captions that the legend has instead of each edge.
    pub(super) fn of<'a>(
        nodes: &[DrawnNode],
        edges: impl Iterator<Item = Edge<'a>> + Clone,
        shared: &BTreeMap<Channel, String>,
        widths: &Widths,
        directions: Directions<'_>,
        language: &str,
    ) -> Legend {
        let words = Words::of(language);
        let classes: BTreeSet<_> = nodes
            .iter()
            .filter(|node| !node.class.is_empty())
            .map(|node| (node.class.clone(), node.shape, node.colour.clone()))
            .collect();
        let wide: BTreeSet<String> = edges
            .clone()
            .filter(|edge| magnitude(*edge).is_some())
            .map(|edge| text(edge, "symbol"))
            .collect();
        let remark = if wide.len() > 1 { words.of_units } else { words.width };
        let mut legend = Legend {
            heading: words.heading,
            classes: classes.into_iter().collect(),
            channels: channels(edges.clone(), shared, directions, words),
            standings: standings(edges.clone(), words),
            strokes: strokes(edges.clone()),
            remarks: (!wide.is_empty()).then_some(remark).into_iter().collect(),
            silent: words.silent,
            scales: headed(scales(widths, language), words),
            edges: OfEdges::default(),
        };
        legend.edges = OfEdges::of(&legend, edges, widths, directions);
        legend
    }

    /// Removes the scales, which the panels have.
    pub(super) fn is_of_panels(&mut self, language: &str) {
        self.scales.clear();
        for remark in &mut self.remarks {
            *remark = Words::of(language).of_panels;
        }
    }

    /// Whether the legend is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.channels.is_empty() && self.strokes.is_empty()
    }
}

impl OfEdges {
    fn of<'a>(
        legend: &Legend,
        edges: impl Iterator<Item = Edge<'a>> + Clone,
        widths: &Widths,
        directions: Directions<'_>,
    ) -> Self {
        let numbers = |fits: &dyn Fn(Edge<'a>) -> bool| {
            let fitting = edges.clone().filter(|edge| fits(*edge));
            fitting.map(|edge| edge.index.index()).collect::<Vec<usize>>()
        };
        let channels = legend
            .channels
            .iter()
            .map(|(own, directed, _)| numbers(&|edge| channel(edge) == *own && directions.leads(edge) == *directed));
        let standings = legend.standings.iter();
        let scales = widths.scales().into_iter();
        Self {
            channels: channels.collect(),
            strokes: legend
                .strokes
                .iter()
                .map(|(own, _)| numbers(&|edge| stroke(edge) == *own))
                .collect(),
            standings: standings
                .map(|(own, ..)| numbers(&|edge| hue(edge).standing == own.standing))
                .collect(),
            scales: scales
                .map(|(unit, _)| numbers(&|edge| magnitude(edge).is_some() && text(edge, "symbol") == unit))
                .collect(),
        }
    }
}

/// Formats the sample amounts of each unit's scale.
pub(super) fn scales<'w>(widths: &'w Widths, language: &str) -> Vec<(&'w str, Vec<(f64, String)>)> {
    let scales = widths.scales().into_iter().map(|(unit, samples)| {
        let samples = samples.into_iter().map(|(amount, width)| {
            let amount = format!("{amount}");
            let amount = text::amount::display_with_sign(None, Some(&amount), Some(&amount), unit, language);
            (width, one_line(&amount))
        });
        (unit, samples.collect())
    });
    scales.collect()
}

/// Adds a heading with the unit to each scale.
fn headed(scales: Vec<(&str, Vec<(f64, String)>)>, words: &Words) -> Vec<(String, Vec<(f64, String)>)> {
    let heading = |unit: &str| match one_line(unit) {
        unit if unit.is_empty() => words.unitless.to_owned(),
        unit => format!("{}{unit}", words.unit),
    };
    scales
        .into_iter()
        .map(|(unit, samples)| (heading(unit), samples))
        .collect()
}

/// Labels the channels in use.
fn channels<'a>(
    edges: impl Iterator<Item = Edge<'a>>,
    shared: &BTreeMap<Channel, String>,
    directions: Directions<'_>,
    words: &Words,
) -> Vec<(Channel, bool, String)> {
    let used: BTreeSet<(Channel, bool)> = edges.map(|edge| (channel(edge), !directions.leads(edge))).collect();
    let entry = |&(channel, both_ways): &(Channel, bool)| {
        let name = words.channel(channel);
        let caption = shared.get(&channel).filter(|caption| *caption != name);
        let caption = caption.map_or_else(String::new, |caption| format!("{}{caption}", words.colon));
        // If all lines of a channel are undirected, the label need not say so.
        let which = if both_ways && used.contains(&(channel, false)) {
            words.both_ways
        } else {
            ""
        };
        (channel, !both_ways, format!("{name}{which}{caption}"))
    };
    used.iter().map(entry).collect()
}

/// The ways in which sums do not count by themselves.
fn standings<'a>(edges: impl Iterator<Item = Edge<'a>>, words: &Words) -> Vec<(Hue, Stroke, &'static str)> {
    let used: BTreeSet<Hue> = edges.map(hue).collect();
    let named = used.into_iter().filter_map(|hue| {
        let stroke = match hue.standing {
            Standing::Replaced => Stroke::Dashed,
            _ => Stroke::Solid,
        };
        Some((hue, stroke, words.standing(hue.standing)?))
    });
    let mut named: Vec<_> = named.collect();
    let mut seen = BTreeSet::new();
    named.retain(|(hue, ..)| seen.insert(hue.standing));
    named
}

/// The modalities of each line style, or the forms of money that are risks; styles without any are left out.
fn strokes<'a>(edges: impl Iterator<Item = Edge<'a>>) -> Vec<(Stroke, String)> {
    let mut used: BTreeMap<Stroke, BTreeSet<String>> = BTreeMap::new();
    for edge in edges.filter(|edge| hue(*edge).standing != Standing::Replaced) {
        let stroke = stroke(edge);
        let named = one_line(&match stroke {
            Stroke::Covered => text(edge, EXPOSURE),
            _ => firmness(edge),
        });
        if !named.is_empty() {
            used.entry(stroke).or_default().insert(named);
        }
    }
    used.into_iter()
        .map(|(stroke, names)| (stroke, names.into_iter().collect::<Vec<_>>().join(", ")))
        .collect()
}
