//! How a report is shown: to people in their terminal, to programs as JSON.

use super::{Cell, Diagnostic, Place, Report, Severity, plural};
use serde_json::{Value, json};
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

/// The widest that a cell is shown.
const CELL_WIDTH: usize = 28;

/// The report as people read it: each finding with its cell in its row under its header and a caret.
pub fn human(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in report.sorted() {
        finding(&mut out, diagnostic, style);
        out.push('\n');
    }
    out
}

/// One line with the counts.
pub fn summary(report: &Report) -> String {
    let counts: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| report.count(*severity) > 0)
        .map(|severity| plural(report.count(severity), severity.name()))
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
        &format!("{}: {}", style.severity(diagnostic.severity, &head), diagnostic.message),
    );
    if let Some(place) = &diagnostic.place {
        line(out, &format!("  {} {}", style.paint("34", "-->"), describe(place)));
        match (&place.cell, &place.excerpt) {
            (Some(cell), _) => row(out, cell, diagnostic.severity, style),
            (None, Some(text)) => excerpt(out, text, place.column, diagnostic.severity, style),
            (None, None) => {}
        }
    }
    for (name, text) in [("valid", &diagnostic.valid), ("help", &diagnostic.help)] {
        if let Some(text) = text {
            line(out, &format!("   {} {name}: {text}", style.paint("34", "=")));
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A place in words: `data/claims.csv, row 3 (line 4), column unit`.
fn describe(place: &Place) -> String {
    let mut out = place.file.clone();
    match (&place.cell, place.line, place.column) {
        (Some(cell), number, _) => {
            let _ = match (cell.row_number, number) {
                (0, _) => write!(out, ", header"),
                (row, Some(number)) => write!(out, ", row {row} (line {number})"),
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

fn excerpt(out: &mut String, text: &str, column: Option<u64>, severity: Severity, style: Style) {
    let bar = style.paint("34", "|");
    let at = usize::try_from(column.unwrap_or(1)).unwrap_or(1).saturating_sub(1);
    let skipped = at.saturating_sub(60);
    let shown: String = text
        .chars()
        .skip(skipped)
        .take(100)
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect();
    let before: String = text.chars().skip(skipped).take(at - skipped).collect();
    let more = if text.chars().count() > skipped + 100 {
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
    let flat: String = text.chars().map(|c| if c.is_control() { '␤' } else { c }).collect();
    if flat.width() <= CELL_WIDTH {
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
pub fn json(report: &Report) -> Value {
    json!({
        "diagnostics": report.sorted().into_iter().map(finding_json).collect::<Vec<_>>(),
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "notes": report.count(Severity::Note),
    })
}

fn finding_json(diagnostic: &Diagnostic) -> Value {
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
        "value": cell.and_then(Cell::value),
        "valid": diagnostic.valid,
        "help": diagnostic.help,
    })
}
