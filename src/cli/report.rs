//! `sourcier report`

use super::{Outcome, Session};
use crate::diagnostic::{Report, SHOWN, Severity, human, plural, summary};
use crate::open::OpenDossier;
use crate::report;
use crate::site::Site;
use crate::terminal::shown;
use crate::withheld::Left;
use anyhow::Context as _;
use std::io::Write;
use std::path::PathBuf;

/// Write a website that leads every figure to its words
///
/// Writes pages in French and English for each claim, name and document, the sums, disagreements, questions and pictures, with the
/// data to download. The pages need no server: open index.html, or copy the folder to any web server. Written again, only what
/// changed is rewritten.
///
/// Claims, documents and entities whose column `publish` is `no` are in no file: of entities, the name and all that tells it.
/// So are the names of persons who do not act in public, unless `publish` is `yes`, and the columns that `internal` lists below
/// [publish] in sourcier.toml. Nothing withheld is in a total. The last lines say how much is withheld.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier report -o site
  sourcier --texts ~/articles report -o site    with the words around each figure")]
pub struct Arguments {
    /// The folder: new, empty, or one that an earlier report made
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut findings = Report::bounded(SHOWN);
    let cache = session.cache();
    let mut open = None;
    if cache.is_some() {
        OpenDossier::checked(cache.as_ref(), dossier.clone(), texts.clone(), &mut findings)?;
    } else {
        let opened = OpenDossier::open(dossier.clone(), texts.clone(), &mut findings)?;
        opened.check(&mut findings)?;
        open = Some(opened);
    }
    if findings.count(Severity::Error) > 0 {
        write!(out, "{}", human(&findings, session.style))?;
        writeln!(out, "{}; nothing was written", summary(&findings))?;
        return Ok(Outcome::Findings);
    }
    let open = match open {
        Some(open) => open,
        // What was found was told.
        None => OpenDossier::open_kept(cache.as_ref(), dossier, texts, &mut Report::bounded(1))?,
    };
    let open = open.published()?;
    let site = Site::of(&open)?;
    let written = report::write(&site, &open.dossier.manifest, &arguments.output)?;
    let folder = written.folder.display().to_string();
    let pages = plural(written.pages, "page");
    writeln!(
        out,
        "{pages} and {} in {folder}",
        plural(written.files - written.pages, "other file"),
        folder = shown(&folder)
    )?;
    writeln!(out, "{} new or changed, {} removed", written.changed, written.removed)?;
    for line in withheld(&open, site.left_out()) {
        writeln!(out, "{line}")?;
    }
    for line in report::advice(&open) {
        writeln!(out, "{}", shown(&line))?;
    }
    let first = written.folder.join("index.html");
    let first = std::path::absolute(&first).with_context(|| format!("cannot find {}", first.display()))?;
    writeln!(out, "open {} in a browser", shown(&first.display().to_string()))?;
    writeln!(out, "check: {}", summary(&findings))?;
    Ok(Outcome::Clean)
}

/// The most persons who are listed.
const MOST_PERSONS: usize = 30;

/// Names, separated by semicolons.
fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(MOST_PERSONS);
    let mut listed: Vec<String> = names.take(MOST_PERSONS).map(|name| shown(&name).to_string()).collect();
    if more > 0 {
        listed.push(format!("and {more} more"));
    }
    listed.join("; ")
}

/// What the report keeps back, in lines.
fn withheld(open: &OpenDossier, queries: usize) -> Vec<String> {
    let counts = open.withheld.counts();
    let counted = [
        (counts.claims, "claim"),
        (counts.documents, "document"),
        (counts.names, "name"),
        (counts.others, "other row"),
        (open.withheld.columns(), "internal column"),
        (queries, "query"),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(count, what))
        .collect();
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push(format!("withheld: {}", parts.join(", ")));
    }
    if counts.persons > 0 {
        let (who, theirs) = match counts.persons {
            1 => (
                "1 person who does not act in public is".to_owned(),
                "`publish` = yes in the row of entities.csv names them",
            ),
            many => (
                format!("{many} persons who do not act in public are"),
                "`publish` = yes in their rows of entities.csv names them",
            ),
        };
        lines.push(format!("{who} not named: {theirs}"));
        lines.push(format!("  {}", listed(open.withheld.private().iter().cloned())));
    }
    let in_office = open.withheld.in_office();
    if !in_office.is_empty() {
        let who = match in_office.len() {
            1 => "1 person is".to_owned(),
            many => format!("{many} persons are"),
        };
        lines.push(format!(
            "{who} named for a public office; `publish` = no in entities.csv withholds a name"
        ));
        let told = in_office
            .iter()
            .map(|(name, office)| match name.contains(office.as_str()) {
                true => name.clone(),
                false => format!("{name} ({office})"),
            });
        lines.push(format!("  {}", listed(told)));
    }
    lines.extend(doubtful(open));
    lines
}

/// What the report names though it may be meant to be kept back, in lines.
fn doubtful(open: &OpenDossier) -> Vec<String> {
    let mut lines = Vec::new();
    let unsure = open.withheld.unsure();
    if !unsure.is_empty() {
        let who = match unsure.len() {
            1 => "1 entity of no class may be a person, and is named".to_owned(),
            many => format!("{many} entities of no class may be persons, and are named"),
        };
        lines.push(format!(
            "{who}: `class` = Person in entities.csv withholds a name, another class keeps it"
        ));
        lines.push(format!("  {}", listed(unsure.iter().cloned())));
    }
    let left = open.withheld.left();
    let told = |left: &[Left]| {
        listed(left.iter().map(|left| {
            let others = match left.others {
                0 => String::new(),
                1 => ", and in another text".to_owned(),
                more => format!(", and in {more} other texts"),
            };
            format!("{} ({}) in {}{others}", left.part, left.of, left.text)
        }))
    };
    if !left.words.is_empty() {
        let what = match left.words.len() {
            1 => "1 word of a withheld name still stands".to_owned(),
            many => format!("{many} words of withheld names still stand"),
        };
        lines.push(format!(
            "{what} in the report, since others may be meant: in `aliases` of entities.csv a word is withheld, too"
        ));
        lines.push(format!("  {}", told(&left.words)));
    }
    if !left.addresses.is_empty() {
        let what = match left.addresses.len() {
            1 => "1 address that is published may tell".to_owned(),
            many => format!("{many} addresses that are published may tell"),
        };
        lines.push(format!("{what} a withheld name"));
        lines.push(format!("  {}", told(&left.addresses)));
    }
    lines
}
