//! `sourcier export chart`

use super::super::argument::parser;
use super::super::output::errors;
use super::super::write_to;
#[cfg(feature = "png")]
use super::fonts;
use super::in_folder;
use crate::chart::{COLUMN, ChartFormat};
use crate::diagnostic::Style;
use crate::entities::Unknown;
#[cfg(feature = "png")]
use crate::export::png;
use crate::formats::Format as _;
use crate::open::OpenDossier;
use crate::site::{self, ChartError, ChartKind, ChartRequest, Grouping, Language};
use crate::terminal::shown;
use anyhow::{anyhow, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::Write;
use std::path::PathBuf;

/// Export a plot for print: sums by stage, what was said over time, or targets
///
/// The picture stands alone: title, unit, who says each figure, what does not count and why, sources with their dates, and the date
/// of the dossier. Ranges are hatched and what does not count by itself is hollow, so that it can be printed in black. Like a
/// report, it has nothing whose `publish` is `no`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export chart sums IA-clusters -o clusters.svg
  sourcier export chart sums Bpifrance --by funder --lang en --format png -o bpifrance.png
  sourcier export chart time \"109 milliards\" -o .             what was said of what this figure is about
  sourcier export chart targets --width 120 -o targets.svg    all targets of the dossier")]
pub struct Arguments {
    /// What is shown
    #[arg(value_parser = kind())]
    kind: ChartKind,
    /// Of what: a key, a name or an alias; or a claim's key or figure, for what the claim is about
    ///
    /// Targets are those of all things without it. With a claim's key, time shows the promise that the claim is part of, alone.
    name: Option<String>,
    /// Sums for it (programme), paid by it (funder) or received by it (recipient) [default: the first of which there are any]
    #[arg(long, value_parser = by())]
    by: Option<Grouping>,
    /// The language: en or fr [default: that of the dossier]
    #[arg(long, value_parser = language())]
    lang: Option<Language>,
    /// The width in millimetres; letters keep their size
    #[arg(long, value_name = "MM", default_value_t = COLUMN)]
    width: f64,
    /// The format [default: by the name of the file, or else svg]
    #[arg(long, value_parser = parser::<ChartFormat>())]
    format: Option<ChartFormat>,
    /// For png: a font file for characters that Liberation Sans lacks, such as Arabic or emoji
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
    /// A file, or a folder; standard output without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

fn kind() -> impl TypedValueParser<Value = ChartKind> {
    let kinds = [
        ("sums", "the sums of a programme, payer or recipient as bars, by stage"),
        ("time", "what was said of a thing's money over time, by stage"),
        ("targets", "targets against where they start"),
    ];
    PossibleValuesParser::new(kinds.map(|(name, help)| PossibleValue::new(name).help(help))).map(|name| {
        match name.as_str() {
            "sums" => ChartKind::Sums,
            "time" => ChartKind::Time,
            _ => ChartKind::Targets,
        }
    })
}

fn by() -> impl TypedValueParser<Value = Grouping> {
    PossibleValuesParser::new(Grouping::ALL.map(Grouping::name)).try_map(|name| {
        let known = Grouping::ALL.into_iter().find(|by| by.name() == name);
        known.ok_or("there is no such grouping")
    })
}

fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::tag)).map(|tag| Language::of(&tag))
}

pub fn run(arguments: &Arguments, open: OpenDossier, out: &mut impl Write) -> anyhow::Result<()> {
    let format = format(arguments)?;
    if arguments.by.is_some() && arguments.kind != ChartKind::Sums {
        bail!("--by is for sums");
    }
    if arguments.kind != ChartKind::Targets && arguments.name.is_none() {
        bail!("{}; `sourcier query totals` lists what has sums", ChartError::Nameless);
    }
    let request = ChartRequest {
        kind: arguments.kind,
        name: arguments.name.clone(),
        by: arguments.by,
        language: arguments.lang,
        width: arguments.width,
    };
    let open = open.published()?;
    let is_whole = open.withheld.is_nothing();
    let printed = site::print(&open, &request).map_err(|error| match error {
        ChartError::Unknown(unknown @ Unknown::None { .. }) if !is_whole => {
            anyhow!("{unknown}; what is not published is in no plot")
        }
        error => error.into(),
    })?;
    for other in &printed.others {
        let name = arguments.name.as_deref().unwrap_or_default();
        let told = format!("sourcier: note: {name} has other sums, too: --by {}", other.name());
        writeln!(errors(Style::Plain), "{}", shown(&told))?;
    }
    let path = in_folder(
        arguments.output.as_deref(),
        &format!("{}.{}", printed.name, format.description().extension),
    );
    write_to(path.as_deref(), out, |out| match format {
        ChartFormat::Svg => Ok(out.write_all(printed.svg.as_bytes())?),
        #[cfg(feature = "png")]
        ChartFormat::Png => {
            let mut out = out;
            let options = png::Options {
                scale: Some(RESOLUTION / 96.0),
                fonts: fonts(&arguments.font)?,
                resolution: Some(RESOLUTION),
            };
            Ok(png::write(printed.svg.as_bytes(), &options, &mut out)?)
        }
    })
}

/// The pixels of an inch in print.
#[cfg(feature = "png")]
const RESOLUTION: f64 = 300.0;

/// The format that is named, or that of the file's name.
fn format(arguments: &Arguments) -> anyhow::Result<ChartFormat> {
    let path = arguments.output.as_deref();
    let end = path
        .and_then(|path| path.extension())
        .map(|end| end.to_string_lossy().to_lowercase());
    let format = match (arguments.format, end) {
        (Some(format), _) => format,
        (None, Some(end)) if path.is_some_and(|path| !path.is_dir()) => match ChartFormat::named(&end) {
            Some(format) => format,
            None => bail!("there is no plot as {end}: name the file .svg or .png, or add --format"),
        },
        (None, _) => ChartFormat::Svg,
    };
    if !arguments.font.is_empty() && format == ChartFormat::Svg {
        bail!("--font is for png: in an svg, the program that shows it has the fonts");
    }
    Ok(format)
}
