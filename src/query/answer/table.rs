//! Writes answers as a table for a terminal. Columns are as wide as their widest cell, so all rows are computed before
//! the first is written.

use super::cell;
use crate::dossier::Dossier;
use crate::graph::Solutions;
use crate::terminal::{shown, wrap};
use diagnostic::plural;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The maximum column width, in terminal columns.
const WIDEST: usize = 48;
/// The minimum width to which a column is shrunk.
const NARROWEST: usize = 10;

pub(super) fn write(
    solutions: &Solutions,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> io::Result<()> {
    let cells: Vec<Vec<String>> = solutions
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|term| shown(&cell(term.as_ref(), dossier)).into_owned())
                .collect()
        })
        .collect();
    let variables: Vec<String> = solutions
        .variables
        .iter()
        .map(|name| shown(name).into_owned())
        .collect();
    let widths = column_widths(&variables, &cells, width);
    let total = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    if let Some(width) = width.filter(|width| total > *width) {
        return records(&variables, &cells, width, out);
    }
    print_line(&variables, &widths, out)?;
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    print_line(&rule, &widths, out)?;
    for row in &cells {
        let wrapped: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| wrap(cell, *width))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for line_index in 0..height {
            let line: Vec<String> = wrapped
                .iter()
                .map(|cell| cell.get(line_index).cloned().unwrap_or_default())
                .collect();
            print_line(&line, &widths, out)?;
        }
    }
    writeln!(out, "({})", plural(solutions.rows.len(), "row"))
}

/// Writes rows that are too wide for the terminal as records: one line for each cell that is not empty.
fn records(variables: &[String], cells: &[Vec<String>], width: usize, out: &mut impl Write) -> io::Result<()> {
    let names = variables.iter().map(|name| name.width()).max().unwrap_or(0);
    for row in cells {
        writeln!(out, "{}", "─".repeat(width.min(names + 2 + WIDEST)))?;
        for (name, cell) in variables.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            for (index, line) in wrap(cell, width.saturating_sub(names + 2).max(NARROWEST))
                .iter()
                .enumerate()
            {
                let name = if index == 0 { name.as_str() } else { "" };
                writeln!(out, "{name}{}  {line}", " ".repeat(names - name.width()))?;
            }
        }
    }
    writeln!(out, "({})", plural(cells.len(), "row"))
}

/// The width of each column: that of its widest cell; the widest columns are shrunk until the table fits.
fn column_widths(variables: &[String], cells: &[Vec<String>], width: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = variables
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let column = cells.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
            column.max().unwrap_or(0).min(WIDEST).max(name.width())
        })
        .collect();
    let Some(width) = width else { return widths };
    while widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) > width {
        let floor = |index: usize| variables[index].width().max(NARROWEST);
        let Some(widest) = (0..widths.len())
            .filter(|index| widths[*index] > floor(*index))
            .max_by_key(|i| widths[*i])
        else {
            break;
        };
        widths[widest] -= 1;
    }
    widths
}

fn print_line(cells: &[String], widths: &[usize], out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
    }
    writeln!(out, "{}", line.trim_end())
}
