//! Prints the overview.

use super::{Overview, Sum};
use crate::dossier::Dossier;
use crate::evidence::Verified;
use crate::terminal::shown;
use diagnostic::{Report, Severity, plural};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

impl Overview {
    /// Prints the counts that need only the dossier's files.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}\n", shown(&self.title))?;
        if !self.tables.is_empty() {
            return self.write_tables(out);
        }
        let documents = &self.documents;
        writeln!(
            out,
            "  documents   {}: {} whole, {} partial or with gaps{}; {} dated by inference, {} undated",
            documents.all,
            documents.whole(),
            documents.incomplete,
            match documents.unsaid {
                0 => String::new(),
                unsaid => format!(", {unsaid} not recorded which"),
            },
            documents.inferred,
            documents.undated
        )?;
        match &self.amounts {
            Some(amounts) => writeln!(
                out,
                "  amounts     {}: funder named in {}, a group in {}, not stated in {}{}",
                amounts.all,
                amounts.with_funder,
                amounts.with_class,
                amounts.not_stated(),
                match amounts.not_recorded {
                    0 => String::new(),
                    unread => format!(", not recorded in {unread}"),
                }
            )?,
            None => writeln!(out, "  amounts     not formed in this format: `sourcier migrate`")?,
        }
        let entities = plural(self.entities, "entity");
        writeln!(out, "  Wikidata    {} of {entities} linked", self.linked)
    }

    /// Prints what tables without claims hold.
    fn write_tables(&self, out: &mut impl Write) -> io::Result<()> {
        let width = self
            .tables
            .iter()
            .map(|held| width(&held.label))
            .max()
            .unwrap_or(0)
            .clamp(10, 24);
        for held in &self.tables {
            let label = shown(&held.label);
            let gap = " ".repeat(width.saturating_sub(self::width(&held.label)));
            write!(out, "  {label}{gap}  ")?;
            match (&held.total, &held.range) {
                (Some(total), Some((least, most))) => {
                    writeln!(out, "{total} in {}, from {least} to {most}", plural(held.count, "row"))?;
                }
                (_, Some((least, most))) => writeln!(out, "{least} to {most}")?,
                _ => writeln!(out, "{}", held.count)?,
            }
        }
        Ok(())
    }

    /// Prints the points that need attention.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_attention(&self, dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
        if !self.attention.is_empty() {
            writeln!(out, "\nLook at")?;
        }
        for attention in &self.attention {
            let what = plural(attention.count, &attention.what);
            let what = [what.as_str(), &attention.rest].join(" ");
            let what = what.trim_end();
            let example = attention.such_as.as_ref();
            let example = example.map(|iri| dossier.shorten(iri)).unwrap_or_default();
            let key = example.split_once(':').map_or(example.as_str(), |(_, key)| key);
            writeln!(out, "  {:<24} such as {}", shown(what), shown(key))?;
        }
        Ok(())
    }

    /// Prints the largest sums with their documents.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_sums(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.sums.is_empty() {
            writeln!(out, "\nLargest sums")?;
        }
        for sum in &self.sums {
            let Sum {
                figure,
                about,
                modality,
                document,
            } = sum;
            let about = format!("{about} ({modality}; {document})");
            writeln!(out, "  {:>12}  {}", shown(figure), shown(&about))?;
        }
        Ok(())
    }
}

/// The columns of a terminal that a text fills.
fn width(text: &str) -> usize {
    shown(text).width()
}

/// Prints how many passages were verified and what the checks found.
///
/// # Errors
/// When writing fails.
pub fn write_state(verified: &Verified, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let Verified {
        ranges,
        of,
        texts,
        documents,
        ..
    } = verified;
    match texts {
        // Tables without claims rest on no passages.
        0 if *of == 0 => {}
        0 => writeln!(out, "  passages    {of}, not verified: no texts (--texts DIR)")?,
        _ => writeln!(
            out,
            "  passages    {ranges} of {of} verified in {texts} of {}",
            plural(*documents, "text")
        )?,
    }
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| plural(report.count(s), s.name()));
    writeln!(out, "  checks      {}", counts.join(", "))
}
