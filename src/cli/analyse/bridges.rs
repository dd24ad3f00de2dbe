//! `sourcier analyse bridges`

use super::super::{Outcome, Session, write_to};
use super::{Chosen, Output, Seen, TableFormat, literal, see};
use crate::analysis;
use crate::diagnostic::plural;
use crate::graph::{Answer, Solutions};
use crate::query::answer::{self, AnswerFormat};
use crate::terminal::shown;
use serde_json::json;
use std::io::Write;

/// List the bridges: edges whose removal increases the number of components, each with its claim
///
/// A parallel edge is never a bridge. Directions are ignored.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier analyse bridges
  sourcier analyse bridges --view money --format csv")]
pub struct Arguments {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    output: Output,
}

/// The columns of the table and of CSV; the keys of JSON.
const COLUMNS: [&str; 4] = ["source", "target", "label", "claim"];

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let seen = see(&arguments.chosen, session)?;
    let joints = analysis::joints(seen.view.topology());
    let rows: Vec<[String; 4]> = joints.bridges.iter().map(|edge| row(&seen, *edge)).collect();
    let width = session.width.filter(|_| arguments.output.output.is_none());
    write_to(arguments.output.output.as_deref(), out, |mut out| {
        match arguments.output.format {
            TableFormat::Spreadsheet => {
                answer::write(
                    as_answer(&rows).into(),
                    AnswerFormat::Spreadsheet,
                    None,
                    &seen.open.dossier,
                    &mut out,
                )?;
            }
            TableFormat::Table => {
                answer::write(
                    as_answer(&rows).into(),
                    AnswerFormat::Table,
                    width,
                    &seen.open.dossier,
                    &mut out,
                )?;
                let edges = plural(seen.view.topology().edge_count(), "edge");
                let view = shown(&seen.name);
                writeln!(out, "view `{view}`: {} of {edges}", plural(rows.len(), "bridge"))?;
            }
            TableFormat::Csv => {
                let mut table = csv::Writer::from_writer(out);
                table.write_record(COLUMNS)?;
                rows.iter().try_for_each(|row| table.write_record(row))?;
                table.flush()?;
            }
            TableFormat::Json => {
                let bridge = |row: &[String; 4]| -> serde_json::Value {
                    COLUMNS
                        .iter()
                        .zip(row)
                        .map(|(name, cell)| (*name, cell.as_str()))
                        .collect()
                };
                let bridges: Vec<serde_json::Value> = rows.iter().map(bridge).collect();
                serde_json::to_writer_pretty(&mut out, &json!({"view": seen.name, "bridges": bridges}))?;
                writeln!(out)?;
            }
        }
        Ok(())
    })?;
    seen.leave();
    Ok(Outcome::Clean)
}

/// The rows as the answer of a query.
fn as_answer(rows: &[[String; 4]]) -> Answer {
    Answer::Solutions(Solutions {
        variables: COLUMNS.map(str::to_owned).to_vec(),
        rows: rows
            .iter()
            .map(|row| row.iter().cloned().map(literal).collect())
            .collect(),
    })
}

fn row(seen: &Seen, edge: petgraph::graph::EdgeIndex) -> [String; 4] {
    let edge = seen.view.edge(edge);
    [
        edge.source().label().to_owned(),
        edge.target().label().to_owned(),
        edge.label().to_owned(),
        super::claim(seen, edge).unwrap_or_default(),
    ]
}
