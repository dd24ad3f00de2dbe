//! `sourcier analyse` without a subcommand: measures of nodes.

use super::super::{Outcome, Session, argument::assignment, leave, write_to};
use super::{Output, TableFormat};
use crate::analysis::{Direction, Measure, Taking};
use crate::open::{ViewError, ViewRequest};
use crate::ranking::write;
use anyhow::{Context as _, bail};
use std::io::Write;

/// The default number of rows in a table, without --top.
const TOP: usize = 20;

#[derive(Debug, clap::Args)]
#[group(id = "nodes")]
pub struct Arguments {
    /// The view's name (the file in queries/views/ without .rq) [default: the manifest's `view`]
    view: Option<String>,
    /// Set a parameter of the view
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Measures; rows are sorted by the first one [default: degree,in_degree,out_degree,pagerank,core,community]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', value_parser = super::measure)]
    measure: Vec<Measure>,
    /// The number of nodes [default: 20 in a table, all in CSV and JSON]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Let betweenness and closeness follow the direction of edges
    #[arg(long)]
    directed: bool,
    /// The seed of communities [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[command(flatten)]
    output: Output,
}

const DEFAULT: [Measure; 6] = [
    Measure::Degree,
    Measure::InDegree,
    Measure::OutDegree,
    Measure::PageRank,
    Measure::Core,
    Measure::Community,
];

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let measures = if arguments.measure.is_empty() {
        &DEFAULT[..]
    } else {
        &arguments.measure
    };
    heeded(arguments, measures)?;
    let open = session.accepted()?;
    let request = ViewRequest {
        view: arguments.view.clone(),
        parameters: arguments.set.iter().cloned().collect(),
        ..ViewRequest::default()
    };
    let taking = Taking {
        direction: if arguments.directed {
            Direction::Followed
        } else {
            Direction::Ignored
        },
        seed: arguments.seed.unwrap_or(1),
        unlimited: session.unlimited,
    };
    let format = arguments.output.format;
    let most = match format {
        TableFormat::Table => TOP,
        TableFormat::Csv | TableFormat::Spreadsheet | TableFormat::Json => usize::MAX,
    };
    let most = arguments.top.unwrap_or(most);
    let ranking = match open.rank(&request, measures, taking, most) {
        Err(ViewError::Measure(error)) => {
            return Err(error).context("choose other measures with --measure, or wait for them with --unlimited");
        }
        ranking => ranking?,
    };
    let width = session.width.filter(|_| arguments.output.output.is_none());
    write_to(arguments.output.output.as_deref(), out, |out| match format {
        TableFormat::Table => Ok(write::table(&ranking, width, &open.dossier, out)?),
        TableFormat::Csv => Ok(write::csv(&ranking, out)?),
        TableFormat::Spreadsheet => Ok(write::spreadsheet(&ranking, &open.dossier, out)?),
        TableFormat::Json => Ok(write::json(&ranking, out)?),
    })?;
    leave(open);
    leave(ranking);
    Ok(Outcome::Clean)
}

/// Refuses options that none of the measures uses.
fn heeded(arguments: &Arguments, measures: &[Measure]) -> anyhow::Result<()> {
    let walks = measures.iter().any(|measure| measure.walks_from_each());
    if arguments.directed && !walks {
        bail!("--directed is for betweenness and closeness: ask for one of them with --measure");
    }
    if arguments.seed.is_some() && !measures.contains(&Measure::Community) {
        bail!("--seed is for community: ask for it with --measure");
    }
    Ok(())
}
