//! `sourcier export sheet`

use super::write_to;
use crate::flat::{Flat, SheetFormat};
use crate::open::OpenDossier;
use anyhow::{Context as _, bail};
use std::io::Write;
use std::path::PathBuf;

/// Export the claims that have a figure as one flat sheet, which `sourcier import` takes back
///
/// A row for each claim, with labels in place of keys: who says, who pays, to whom, for what, how much, when, which document.
/// Edit it in any spreadsheet program, and import it: only the cells that you changed change in the tables, and a row without
/// an entry in the column of keys becomes a new claim.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export sheet -o claims.xlsx
  sourcier export sheet --format csv > claims.csv
  sourcier import claims.xlsx      after somebody edited it")]
pub struct Arguments {
    /// The format: xlsx or csv [default: by the name of the file, or else csv]
    #[arg(long, value_parser = ["csv", "xlsx"])]
    format: Option<String>,
    /// A file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, open: &OpenDossier, out: &mut impl Write) -> anyhow::Result<()> {
    let path = arguments.output.as_deref();
    let extension = path
        .and_then(|path| path.extension())
        .map(|end| end.to_string_lossy().to_lowercase());
    let name = arguments
        .format
        .clone()
        .or(extension)
        .unwrap_or_else(|| "csv".to_owned());
    let format = match name.as_str() {
        "csv" => SheetFormat::Csv,
        "xlsx" => SheetFormat::Xlsx,
        other => bail!("there is no sheet as {other}: name the file .xlsx or .csv, or add --format"),
    };
    let flat = Flat::of(&open.dossier)?;
    write_to(path, out, |out| flat.write(format, out).context("export sheet"))
}
