//! Renders a report: as text for terminals, as JSON for programs. Texts of files are shown by [`shown`], so that no cell
//! controls the terminal or looks like another finding; JSON has them as they are.

use super::{Cell, Diagnostic, Excerpt, Kind, KindCount, Place, Report, Severity, clipped, plural, shown, visible};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Whether to use the terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With ANSI colours.
    Coloured,
}

impl Style {
    /// A text in the colour of a severity.
    fn severity(self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.paint(colour, text)
    }

    /// A text in an ANSI colour.
    pub fn paint(self, colour: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        }
    }
}

/// The most characters of a cell in reports for programs; of a longer one, the middle is left out.
pub(super) const VALUE: usize = 10_000;

/// The widest that a cell is shown.
const CELL_WIDTH: usize = 28;

/// The report as people read it: each finding with its cell in its row under its header and a caret; below the last of
/// a kind, how many more there are.
pub fn human(report: &Report, style: Style) -> String {
    let mut out = String::new();
    let mut shown: HashMap<Kind<'_>, usize> = HashMap::new();
    for diagnostic in report.sorted() {
        finding(&mut out, diagnostic, style);
        out.push('\n');
        let kind = Kind::of_finding(diagnostic);
        let shown = shown.entry(kind).or_default();
        *shown += 1;
        if let Some(count) = report
            .kind(kind)
            .filter(|count| count.kept == *shown && count.hidden() > 0)
        {
            more(&mut out, count, diagnostic, style);
        }
    }
    out
}

/// How many of a kind were only counted, after the last that is shown.
fn more(out: &mut String, count: &KindCount, last: &Diagnostic, style: Style) {
    let mut text = format!("… and {} more {}", grouped(count.hidden()), count.code);
    if !count.file.is_empty() {
        let _ = write!(text, " in {}", count.file);
    }
    let cell = last.place.as_ref().and_then(|place| place.cell.as_ref());
    if let Some(name) = cell.and_then(Cell::column_name) {
        let _ = write!(text, ", column `{name}`");
    }
    line(out, &style.severity(count.severity, &shown(&text)));
    out.push('\n');
}

/// A number with a space between each three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// One line with the counts.
pub fn summary(report: &Report) -> String {
    let counts: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| report.count(*severity) > 0)
        .map(|severity| {
            let count = report.count(severity);
            plural(count, severity.name()).replacen(&count.to_string(), &grouped(count), 1)
        })
        .collect();
    if counts.is_empty() {
        "nothing found".to_owned()
    } else {
        counts.join(", ")
    }
}

fn finding(out: &mut String, diagnostic: &Diagnostic, style: Style) {
    let head = format!("{}[{}]", diagnostic.severity.name(), diagnostic.code);
    line(
        out,
        &format!(
            "{}: {}",
            style.severity(diagnostic.severity, &shown(&head)),
            shown(&diagnostic.message)
        ),
    );
    if let Some(place) = &diagnostic.place {
        line(
            out,
            &format!("  {} {}", style.paint("34", "-->"), shown(&describe(place))),
        );
        match (&place.cell, &place.excerpt) {
            (Some(cell), _) => row(out, cell, diagnostic.severity, style),
            (None, Some(text)) => excerpt(out, text, place.column, diagnostic.severity, style),
            (None, None) => {}
        }
    }
    let rows = [
        ("valid", diagnostic.valid.as_deref()),
        ("rule", diagnostic.rule),
        ("help", diagnostic.help.as_deref()),
    ];
    for (name, text) in rows {
        if let Some(text) = text {
            line(
                out,
                &format!("   {} {name}: {text}", style.paint("34", "="), text = shown(text)),
            );
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A place in words: `data/claims.csv, row 3 (line 4), column 2 `unit``; and the cell's line where it is another.
fn describe(place: &Place) -> String {
    let mut out = place.file.clone();
    match (&place.cell, place.line, place.column) {
        (Some(cell), number, _) => {
            let _ = match (cell.row_number, number) {
                (0, _) => write!(out, ", header"),
                (row, Some(number)) => match place.cell_line().filter(|line| *line != number) {
                    Some(line) => write!(out, ", row {row} (line {number}, the cell in line {line})"),
                    None => write!(out, ", row {row} (line {number})"),
                },
                (row, None) => write!(out, ", row {row}"),
            };
            if let Some(name) = cell.column_name() {
                let _ = write!(out, ", column {} `{name}`", cell.column_number);
            }
        }
        (None, Some(number), Some(column)) => {
            let _ = write!(out, ":{number}:{column}");
        }
        (None, Some(number), None) => {
            let _ = write!(out, ", line {number}");
        }
        (None, None, _) => {}
    }
    out
}

/// The row's first cell, the cell meant and its neighbours, under their header, with a caret below.
fn row(out: &mut String, cell: &Cell, severity: Severity, style: Style) {
    let meant = cell.column_number.saturating_sub(1);
    let last = cell.row.len().max(cell.header.len()).saturating_sub(1);
    let from = meant.saturating_sub(1);
    let to = (meant + 1).min(last).max(from);
    let shown: Vec<usize> = match cell.column_number {
        // The row as a whole: as much as fits a line.
        0 => (0..=last.min(5)).collect(),
        _ => (from > 0).then_some(0).into_iter().chain(from..=to).collect(),
    };
    let (mut header, mut values, mut caret) = (String::new(), String::new(), String::new());
    let mut previous = None;
    for index in shown {
        let gap = if previous.is_some_and(|before| before + 1 < index) {
            " … "
        } else {
            " "
        };
        previous = Some(index);
        let name = short(cell.header.get(index).map_or("", String::as_str));
        let value = short(cell.row.get(index).map_or("", String::as_str));
        let width = name.width().max(value.width());
        let mark = if cell.column_number > 0 && index == meant {
            "^".repeat(value.width().max(1))
        } else {
            String::new()
        };
        let blank = " ".repeat(gap.width());
        for (target, gap, text) in [
            (&mut header, gap, name),
            (&mut values, gap, value),
            (&mut caret, &blank, mark),
        ] {
            let padding = width.saturating_sub(text.width());
            let _ = write!(target, "{gap}{text}{} ", " ".repeat(padding));
        }
    }
    let bar = style.paint("34", "|");
    line(out, &format!("   {bar}{}", style.paint("2", header.trim_end())));
    if cell.row_number > 0 {
        line(out, &format!("   {bar}{}", values.trim_end()));
    }
    if cell.column_number > 0 {
        line(out, &format!("   {bar}{}", style.severity(severity, caret.trim_end())));
    }
}

fn excerpt(out: &mut String, line_of: &Excerpt, column: Option<u64>, severity: Severity, style: Style) {
    let bar = style.paint("34", "|");
    let at = usize::try_from(column.unwrap_or(1)).unwrap_or(1).saturating_sub(1);
    let skipped = at.saturating_sub(60);
    let text = || {
        line_of
            .text
            .chars()
            .skip(skipped.saturating_sub(line_of.skipped))
            .map(visible)
    };
    let shown: String = text().take(100).collect();
    let before: String = text().take(at - skipped).collect();
    let more = if line_of.is_cut || text().nth(100).is_some() {
        "…"
    } else {
        ""
    };
    line(out, &format!("   {bar} {shown}{more}"));
    if column.is_some() {
        line(
            out,
            &format!(
                "   {bar} {}{}",
                " ".repeat(before.width()),
                style.severity(severity, "^")
            ),
        );
    }
}

/// A cell on one line, cut visibly where it is long.
fn short(text: &str) -> String {
    // A character may have no width; a cell of very many of these is cut, too.
    let (most, is_cut) = (4 * CELL_WIDTH, text.chars().nth(4 * CELL_WIDTH).is_some());
    let flat = |c: char| if c.is_control() { '␤' } else { visible(c) };
    let flat: String = text.chars().take(most).map(flat).collect();
    if flat.width() <= CELL_WIDTH && !is_cut {
        return flat;
    }
    let mut out = String::new();
    for character in flat.chars() {
        if out.width() + 2 > CELL_WIDTH {
            break;
        }
        out.push(character);
    }
    out.push('…');
    out
}

/// The report as JSON: `{"diagnostics": [...], "errors": n, "warnings": n, "notes": n}`.
///
/// The findings that were kept, sorted; the counts are of all. A finding has `code`, `severity` and `message`; its place:
/// `file`, `line` (the physical line, from 1; of a row, that on which it begins), `row` (the data row, from 1; 0 is the
/// header), `column` (of a table, from 1; elsewhere the character in the line), `columnName`, `cellLine` (the physical
/// line on which the cell begins), `character` (at which it begins there, from 1); `value` (the cell as written);
/// `valid` (the valid values), `rule` (the specification and its section), `help`. Unknown values are null.
pub fn json(report: &Report) -> Value {
    json!({
        "diagnostics": report.sorted().into_iter().map(finding_json).collect::<Vec<_>>(),
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "notes": report.count(Severity::Note),
    })
}

pub(super) fn finding_json(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.place.as_ref();
    let cell = place.and_then(|place| place.cell.as_ref());
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "file": place.map(|place| &place.file),
        "line": place.and_then(|place| place.line),
        "row": cell.map(|cell| cell.row_number),
        "column": cell.map_or(place.and_then(|p| p.column), |c| Some(c.column_number as u64).filter(|n| *n > 0)),
        "columnName": cell.and_then(Cell::column_name),
        "cellLine": place.and_then(Place::cell_line),
        "character": place.and_then(|place| place.column),
        "value": cell.and_then(Cell::value).map(|value| clipped(value, VALUE)),
        "valid": diagnostic.valid,
        "rule": diagnostic.rule,
        "help": diagnostic.help,
    })
}
