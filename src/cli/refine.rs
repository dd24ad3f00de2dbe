//! The options of `sourcier export graph` that keep a part of a view, or merge its parallel edges.

use sourcier::refine::Request;

/// What of a view to keep
#[derive(Debug, clap::Args)]
#[group(requires = "format")]
pub struct Arguments {
    /// Keep edges that fulfil a condition: class=Programme, modality=announced,planned, kind=funds, document=2024,
    /// unit=EUR, period=2024..2025, "amount>=100 M€"; != excludes; given twice, both must hold
    #[arg(long = "where", value_name = "CONDITION", help_heading = "Part of the view")]
    conditions: Vec<String>,
    /// Keep what is near this: a key, a label or another name, a person's family name, or words of a name
    #[arg(long, value_name = "ENTITY", help_heading = "Part of the view")]
    around: Option<String>,
    /// How near: this many steps, whichever way edges point [default: 1]
    #[arg(long, value_name = "N", requires = "around", help_heading = "Part of the view")]
    depth: Option<usize>,
    /// Merge parallel edges of one kind, unit and modality: sums of money are added up, each figure once, with the count
    /// and the list of claims; parts, and sums that others replace or contest, stay apart
    #[arg(long, help_heading = "Part of the view")]
    merge: bool,
    /// Keep the N nodes with the most edges, and the edges between them
    #[arg(long, value_name = "N", help_heading = "Part of the view", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// For --top: the largest sums of amounts in this unit, such as EUR, instead of the most edges
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
