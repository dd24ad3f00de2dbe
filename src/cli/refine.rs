//! The options of `sourcier export graph` that keep a part of a view, or merge its parallel edges.

use crate::refine::Request;

/// What of a view to keep
#[derive(Debug, clap::Args)]
#[group(requires = "way")]
pub struct Arguments {
    /// Keep edges that meet a condition: class=Programme, modality=announced,planned, kind=funds, document=2024,
    /// unit=EUR, period=2024..2025, "amount>=100 M€"; != negates; several conditions must all hold
    #[arg(long = "where", value_name = "CONDITION", help_heading = "Part of the view")]
    conditions: Vec<String>,
    /// Keep the neighbourhood of an entity: its key, a label or alias, a person's family name, or words of a name
    #[arg(long, value_name = "ENTITY", help_heading = "Part of the view")]
    around: Option<String>,
    /// The number of steps from the entity, ignoring edge direction [default: 1]
    #[arg(long, value_name = "N", requires = "around", help_heading = "Part of the view")]
    depth: Option<usize>,
    /// Merge parallel edges of one type, unit and modality: sums of money are added, equal figures once, with the count
    /// and the list of claims; parts, and sums that others replace or contradict, are not merged
    #[arg(long, help_heading = "Part of the view")]
    merge: bool,
    /// Keep the N nodes with the most edges, and the edges between them
    #[arg(long, value_name = "N", help_heading = "Part of the view", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// For --top: rank nodes by the sum of their amounts in this unit, such as EUR, instead of the number of edges
    #[arg(long, value_name = "UNIT", requires = "top", help_heading = "Part of the view")]
    by: Option<String>,
}

impl Arguments {
    /// The request from the arguments.
    pub fn request(&self) -> Request {
        Request {
            conditions: self.conditions.clone(),
            around: self.around.clone(),
            depth: self.depth,
            merge: self.merge,
            top: self.top.map(|count| count as usize),
            by: self.by.clone(),
        }
    }
}
