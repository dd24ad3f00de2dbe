//! Prints an explanation, its texts by [`shown`].

use super::{Document, Explanation, Passage, Quotation};
use crate::evidence::{Missing, NoRows, TableRow};
use crate::terminal::{shown, wrap};
use diagnostic::{Place, Style, plural};
use std::io::{self, Write};

/// The width of names before their values, in characters, unless one is longer.
const NAMES: usize = 16;

/// Writes an explanation.
///
/// # Errors
/// When writing fails.
pub fn write(explanation: &Explanation, style: Style, out: &mut impl Write) -> io::Result<()> {
    let heading = |text: &str| style.paint("1", text);
    writeln!(out, "{}\n", heading(&shown(&said(explanation))))?;
    let names = explanation.details.iter().map(|(name, _)| name.chars().count());
    let width = names.max().unwrap_or(0).max(NAMES);
    for (name, value) in &explanation.details {
        writeln!(out, "  {:<width$} {}", shown(name), shown(value))?;
    }
    writeln!(out, "\n{}", heading("Document"))?;
    passage(&explanation.document, &explanation.passage, out)?;
    if let Some(place) = &explanation.row {
        row(place, heading, out)?;
    }
    if !explanation.links.is_empty() {
        writeln!(out, "\n{}", heading("Derived links"))?;
    }
    for link in &explanation.links {
        let told = format!("{} — {} → {}  ({})", link.from, link.by, link.to, link.rule);
        writeln!(out, "  {}", shown(&told))?;
    }
    let count = plural(explanation.others.len(), "other claim");
    let title = format!("{count} about the same thing or linked to it");
    writeln!(out, "\n{}", heading(&title))?;
    for other in &explanation.others {
        let relation = other.relation.as_ref();
        let relation = relation.map_or_else(String::new, |relation| format!("  [{relation}]"));
        let says = format!("{}{relation}", other.says.join(" · "));
        writeln!(out, "  {:<36} {}", shown(&other.key), shown(&says))?;
    }
    Ok(())
}

/// The claim in one line.
fn said(explanation: &Explanation) -> String {
    let Explanation {
        speaker,
        about,
        kind,
        modality,
        figure,
        value,
        when,
        ..
    } = explanation;
    let stated = [figure.as_str(), value];
    let stated: Vec<_> = stated.into_iter().filter(|part| !part.is_empty()).collect();
    let stated = match stated.is_empty() {
        true => String::new(),
        false => format!(": {}", stated.join(", ")),
    };
    let when = when.as_ref().map_or_else(String::new, |when| format!(", {when}"));
    format!("{speaker} — {about} · {kind}{stated} ({modality}{when})")
}

fn passage(document: &Document, passage: &Passage, out: &mut impl Write) -> io::Result<()> {
    let Document {
        key,
        title,
        publisher,
        published,
        status,
        archive,
    } = document;
    let named = [title, publisher, published, status].map(String::as_str);
    let named: Vec<_> = named.into_iter().filter(|part| !part.is_empty()).collect();
    writeln!(out, "  {} ({})", shown(key), shown(&named.join("; ")))?;
    if !archive.is_empty() {
        writeln!(out, "  archived copy: {}", shown(archive))?;
    }
    let Passage {
        start, end, address, ..
    } = passage;
    if !passage.page.is_empty() {
        writeln!(out, "  page: {}", shown(&passage.page))?;
    }
    if let Some((number, rows)) = &passage.rows {
        table_rows(number, rows, out)?;
    }
    if !passage.quote.is_empty() {
        quote(&passage.quote, None, out)?;
        writeln!(out, "  quoted words, not compared with the text: it is not at hand")?;
    }
    if start.is_empty() {
        let has_none = passage.rows.is_none() && passage.quote.is_empty();
        return if has_none {
            writeln!(out, "  no passage is recorded")
        } else {
            Ok(())
        };
    }
    let mut place = format!("characters {start} to {end}");
    if !address.is_empty() {
        place = format!("{place}, {address}");
    }
    writeln!(out, "  {}", shown(&place))?;
    match &passage.quotation {
        Quotation::Unrecorded => Ok(()),
        Quotation::Missing { file, why } => writeln!(out, "  {}", shown(&missing(&format!("text {file}"), why))),
        Quotation::TooLong => writeln!(out, "  the passage is too long to be quoted"),
        Quotation::Outside => writeln!(out, "  the passage is not within the text"),
        Quotation::Words { words, written, read } => {
            quote(words, written.as_deref(), out)?;
            if read.is_empty() {
                return Ok(());
            }
            let told = format!("read there: {}", read.join("; "));
            wrap(&shown(&told), 92)
                .iter()
                .try_for_each(|line| writeln!(out, "  {line}"))
        }
    }
}

fn missing(what: &str, why: &Missing) -> String {
    match why {
        Missing::NotAtHand => format!("the {what} is not available (--texts DIR)"),
        Missing::Differs(found) => format!("the {what} is another one (SHA-256 {found})"),
        Missing::Unreadable(why) => format!("the {what} cannot be read: {why}"),
        Missing::NotUtf8 => format!("the {what} is not UTF-8"),
    }
}

/// Writes rows of a document's table with their headings.
fn table_rows(number: &str, rows: &Result<Vec<TableRow>, NoRows>, out: &mut impl Write) -> io::Result<()> {
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => {
            let why = match why {
                NoRows::Missing(why) => missing("table", why),
                NoRows::NoTable(why) => why.clone(),
                NoRows::Ends(count) => format!("the table has {count} rows"),
            };
            return writeln!(out, "  row {}; {}", shown(number), shown(&why));
        }
    };
    for (number, cells) in rows {
        writeln!(out, "  row {number}")?;
        for (heading, cell) in cells {
            writeln!(out, "    {:<24} {}", shown(heading), shown(cell))?;
        }
    }
    Ok(())
}

/// Quotes a passage, with brackets around the figure.
fn quote(words: &str, written: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let marked = written.map_or(flat.clone(), |written| flat.replace(written, &format!("[{written}]")));
    wrap(&shown(&format!("“{marked}”")), 92)
        .iter()
        .try_for_each(|line| writeln!(out, "  {line}"))
}

fn row(place: &Place, heading: impl Fn(&str) -> String, out: &mut impl Write) -> io::Result<()> {
    let Some(cell) = &place.cell else { return Ok(()) };
    let line = place.line.unwrap_or_default();
    let title = format!("{}, row {} (line {line})", place.file, cell.row_number);
    writeln!(out, "\n{}", heading(&shown(&title)))?;
    let cells = cell.header.iter().zip(cell.row.iter());
    for (name, value) in cells.filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {:<NAMES$} {}", shown(name), shown(value))?;
    }
    Ok(())
}
