//! Rows of a register that are none of its rows: totals, sub-totals, sources, notes.
//!
//! Takes a table and its dialect; takes those rows out of its bytes, and says which. A total is told by its label: by `Total` and
//! nothing else beside figures, or where one of its figures is the sum of those above. Sources and notes stand below the rows.

use super::super::Language;
use super::workbook::Table;
use crate::tables::{edited, number};
use csvw::block::Blocks;
use csvw::dialect::Dialect;
use csvw::record::{Row, Rows};
use sheet::Aside;
use std::collections::{BTreeMap, HashSet};
use text::Decimal;

/// The most rows that a note lists.
const TOLD: usize = 12;

/// Rows by number in the file.
type Found = BTreeMap<u64, Taken>;

/// A row that is none.
struct Taken {
    look: Look,
    text: String,
    /// Its first line in the file, and how many it has.
    line: u64,
    lines: u64,
}

/// What a row that is none looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A total below all rows, or a sub-total.
    Total { is_sub: bool },
    /// A total if a figure proves it.
    Doubt,
    /// None if nothing but such rows comes after it.
    Note,
}

/// Takes out the rows that are none, and says which.
pub(super) fn take_out(table: &mut Table, dialect: &Dialect, language: Language) -> Option<String> {
    let language = text::language::Language::of(language.tag())?;
    let bytes = &table.source.bytes;
    let mut found = labelled(bytes, dialect)?;
    if found.values().any(|row| row.look == Look::Doubt) {
        prove(bytes, dialect, language, &mut found)?;
    }
    if found.is_empty() {
        return None;
    }
    let (encoding, text) = edited::decoded(bytes);
    let kept = without(&text, &found);
    table.source.bytes = edited::encoded(&kept, encoding)?;
    Some(told(table, &found))
}

/// The rows that look as if they were none; `None` if there are none or no others.
fn labelled(bytes: &[u8], dialect: &Dialect) -> Option<Found> {
    let mut found = Found::new();
    // Rows behind the table, until one of the table follows.
    let mut behind = Found::new();
    let (mut rows, mut is_parted, mut last) = (0_u64, false, 0);
    each_row(bytes, dialect, &mut |row, width| {
        let is_blank = row.iter().all(|cell| cell.trim().is_empty());
        is_parted |= is_blank || rows > 0 && row.source_number > last + 1;
        last = row.source_number;
        if let Some(look) = look(row, width, is_parted || !behind.is_empty()) {
            behind.insert(row.source_number, taken(row, look));
        } else if !is_blank {
            let totals = std::mem::take(&mut behind).into_iter();
            found.extend(totals.filter_map(|(number, row)| Some((number, row.between()?))));
            (rows, is_parted) = (rows + 1, false);
        }
    })?;
    found.extend(behind);
    (rows > 0 && !found.is_empty()).then_some(found)
}

impl Taken {
    /// As a row between others: a note is one of them, and a total has to be proved.
    fn between(self) -> Option<Self> {
        let look = match self.look {
            Look::Note => return None,
            Look::Total { is_sub: false } => Look::Doubt,
            look => look,
        };
        Some(Self { look, ..self })
    }
}

/// How a row looks by itself; `is_apart` if something parts it from the rows above.
fn look(row: &Row<'_>, width: usize, is_apart: bool) -> Option<Look> {
    let filled: Vec<&str> = row.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let (first, others) = filled.split_first()?;
    let is_alone = others.is_empty();
    let are_figures = filled.len() < width && others.iter().all(|cell| is_figure(cell));
    match sheet::aside(first) {
        Some(Aside::Subtotal) if are_figures => Some(Look::Total { is_sub: true }),
        Some(Aside::Total { is_sure: true }) if are_figures => Some(Look::Total { is_sub: false }),
        Some(Aside::Total { .. } | Aside::Subtotal) if !is_alone => Some(Look::Doubt),
        Some(Aside::Note { is_word }) if is_alone || is_word && others.len() == 1 => Some(Look::Note),
        _ => (is_alone && is_apart && first.contains(char::is_alphabetic)).then_some(Look::Note),
    }
}

/// Whether a cell has a number and at most a unit beside it.
fn is_figure(cell: &str) -> bool {
    let letters = cell.chars().filter(|letter| letter.is_alphabetic()).count();
    cell.contains(|letter: char| letter.is_ascii_digit()) && letters <= 4
}

fn taken(row: &Row<'_>, look: Look) -> Taken {
    let text = row.iter().map(str::trim).find(|cell| !cell.is_empty());
    let mut text = text
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if let Some((end, _)) = text.char_indices().nth(40) {
        text.truncate(end);
        text.push('…');
    }
    Taken {
        look,
        text,
        line: row.line,
        lines: row.text().lines().count().max(1) as u64,
    }
}

/// Keeps of the totals in doubt those of which a figure is the sum of two rows or more: of all, or of those since the last total.
fn prove(bytes: &[u8], dialect: &Dialect, language: &text::language::Language, found: &mut Found) -> Option<()> {
    let mut sums: Vec<Sums> = Vec::new();
    each_row(bytes, dialect, &mut |row, _| {
        let figures: Vec<Option<Decimal>> = row.iter().map(|cell| figure(cell, language)).collect();
        sums.resize_with(figures.len().max(sums.len()), Sums::default);
        let columns = || {
            figures
                .iter()
                .zip(&sums)
                .filter_map(|(figure, sums)| Some(((*figure)?, sums)))
        };
        let is_total = match found.get(&row.source_number) {
            Some(taken) => taken.look != Look::Doubt || columns().any(|(figure, sums)| sums.are(figure)),
            None => false,
        };
        if is_total {
            sums.iter_mut().for_each(|sums| sums.last = Sum::default());
            return;
        }
        found.remove(&row.source_number);
        for (sums, figure) in sums.iter_mut().zip(figures) {
            if let Some(figure) = figure {
                sums.all.add(figure);
                sums.last.add(figure);
            }
        }
    })
}

/// The number that a cell is.
fn figure(cell: &str, language: &text::language::Language) -> Option<Decimal> {
    let cell = cell.trim();
    let looks_so = cell.len() < 40 && is_figure(cell);
    looks_so.then(|| Decimal::parse(&number(cell, language)?.0))?
}

/// The sums of a column: of all its rows, and of those since the last total.
#[derive(Default)]
struct Sums {
    all: Sum,
    last: Sum,
}

#[derive(Default)]
struct Sum {
    /// None where it has too many digits.
    value: Option<Decimal>,
    rows: u64,
}

impl Sum {
    fn add(&mut self, figure: Decimal) {
        self.value = match self.rows {
            0 => Some(figure),
            _ => self.value.and_then(|value| value.checked_add(figure)),
        };
        self.rows += 1;
    }
}

impl Sums {
    fn are(&self, figure: Decimal) -> bool {
        [&self.all, &self.last]
            .iter()
            .any(|sum| sum.rows > 1 && sum.value == Some(figure))
    }
}

/// Calls `take` with each row below the headings, and their number; `None` if the bytes are no text.
fn each_row(bytes: &[u8], dialect: &Dialect, take: &mut dyn FnMut(&Row<'_>, usize)) -> Option<()> {
    let mut blocks = Blocks::new(bytes, dialect, 1 << 20);
    let width = blocks.head().ok()?.header.first().map_or(usize::MAX, Vec::len);
    while let Some(block) = blocks.next(String::new()).ok()? {
        let mut rows = Rows::new(&block, dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            take(&row, width);
        }
    }
    Some(())
}

/// A text without the lines of these rows.
fn without(text: &str, found: &Found) -> String {
    let ends: &[char] = if text.contains('\n') { &['\n'] } else { &['\r'] };
    let lines = text.split_inclusive(ends).zip(1_u64..);
    let taken: HashSet<u64> = found.values().flat_map(|row| row.line..row.line + row.lines).collect();
    lines
        .filter(|(_, number)| !taken.contains(number))
        .map(|(line, _)| line)
        .collect()
}

/// Says which rows were taken out.
fn told(table: &Table, found: &Found) -> String {
    let rows: Vec<String> = found
        .iter()
        .take(TOLD)
        .map(|(number, row)| format!("{} (`{}`)", table.row(*number), row.text))
        .collect();
    let listed = match (&rows[..], found.len().saturating_sub(TOLD)) {
        ([one], 0) => format!("row {one} is none of the table (a total, a source or a note), and is"),
        (_, more) => {
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!(
                "the rows {}{more} are none of the table (totals, sources or notes), and are",
                rows.join(", ")
            )
        }
    };
    format!("{listed} left out of data/{}", table.source.name)
}
