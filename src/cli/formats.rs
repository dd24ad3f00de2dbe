//! `sourcier formats`

use super::Outcome;
use super::analyse::{PathFormat, TableFormat};
use super::check::ReportFormat;
use crate::chart::ChartFormat;
use crate::export::GraphFormat;
use crate::export::rdf::RdfFormat;
use crate::formats::{Description, Format};
use crate::query::answer::AnswerFormat;
use serde_json::{Map, Value, json};
use std::io::Write;

/// List the output formats of graphs, plots, RDF, answers, measures, paths and findings
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier formats
  sourcier formats --json | jq -r '.graphs.formats[].name'")]
pub struct Arguments {
    /// One JSON object with all formats: name, files, media type, purpose and features
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let kinds = [
        Kind::of::<GraphFormat>("sourcier export graph VIEW"),
        Kind::of::<ChartFormat>("sourcier export chart KIND NAME"),
        Kind::of::<RdfFormat>("sourcier export rdf, sourcier table rdf"),
        Kind::of::<AnswerFormat>("sourcier query NAME"),
        Kind::of::<TableFormat>("sourcier analyse, sourcier analyse bridges"),
        Kind::of::<PathFormat>("sourcier analyse path"),
        Kind::of::<ReportFormat>("sourcier check, sourcier table check"),
    ];
    if arguments.json {
        let kinds: Map<String, Value> = kinds.iter().map(Kind::json).collect();
        serde_json::to_writer_pretty(&mut *out, &kinds)?;
        writeln!(out)?;
        return Ok(Outcome::Clean);
    }
    for (number, kind) in kinds.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        kind.write(out)?;
    }
    Ok(Outcome::Clean)
}

/// The formats of one kind.
struct Kind {
    name: &'static str,
    /// The commands that write them.
    commands: &'static str,
    formats: Vec<&'static dyn Description>,
}

impl Kind {
    fn of<F: Format>(commands: &'static str) -> Self {
        Self {
            name: F::KIND,
            commands,
            formats: F::ALL.iter().map(|format| format.describe()).collect(),
        }
    }

    fn json(&self) -> (String, Value) {
        let format = |format: &&dyn Description| {
            let identity = format.identity();
            json!({
                "name": identity.name,
                "files": format.endings(),
                "media_type": identity.media_type,
                "owns_media_type": identity.owns_media_type,
                "purpose": identity.purpose,
                "features": format.features(),
            })
        };
        let formats = self.formats.iter().map(format).collect::<Vec<_>>();
        (
            self.name.to_owned(),
            json!({"commands": self.commands, "formats": formats}),
        )
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(out, "{} ({} --format ...)", self.name, self.commands)?;
        for format in &self.formats {
            let identity = format.identity();
            let files = format.endings().join(", ");
            writeln!(out, "  {:<12} {files:<34} {}", identity.name, identity.purpose)?;
        }
        Ok(())
    }
}
