//! The rows of a table, each with what it is: data, a total, a heading of those below, a note.

use hashbrown::HashMap;

use crate::map::Role;
use crate::understood::Used;
use crate::words::LISTS;
use crate::workbook::{Address, Note, Sheet, counted};

use super::column::Spec;
use super::grid::Grid;
use super::layout::{self, Layout};
use super::measures::Measures;

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// It says something.
    Data,
    /// It sums the rows above: all of them, or those since the last sub-total. The label without the word for a total.
    Total { all: bool, of: String },
    /// It names what the rows below have in common.
    Section,
    /// Text below or between the rows.
    Note,
    /// The headings again.
    Header,
    /// It belongs to another table.
    Other,
}

/// A row with its kind; by number from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) index: usize,
    pub(super) kind: Kind,
    /// The columns that have a text.
    pub(super) filled: Vec<usize>,
}

/// The rows below the headings, without blank ones.
pub(super) fn rows(grid: &Grid<'_>, layout: &Layout, specs: &[Spec], measures: &Measures) -> Vec<Row> {
    let headers: Vec<(usize, Vec<usize>)> = layout.header.clone().map(|row| (row, grid.filled(row))).collect();
    let columns = specs
        .iter()
        .filter(|spec| spec.role() != Role::Ignored || !spec.heading.text.is_empty())
        .count();
    let mut rows: Vec<Row> = Vec::new();
    let mut is_other = false;
    let mut was_blank = false;
    for index in layout.header.end..grid.height() {
        let filled = grid.filled(index);
        if filled.is_empty() {
            was_blank = true;
            continue;
        }
        let after_break = was_blank || rows.last().is_some_and(|row| row.kind != Kind::Data);
        is_other = is_other
            || after_break
                && !rows.is_empty()
                && !layout::repeats(grid, &headers, index, &filled)
                && layout::begins_another(grid, layout, index, measures);
        was_blank = false;
        let kind = match is_other {
            true => Kind::Other,
            false if layout::repeats(grid, &headers, index, &filled) => Kind::Header,
            false => kind(grid, specs, columns, index, &filled),
        };
        rows.push(Row { index, kind, filled });
    }
    settle_sections(&mut rows);
    rows
}

/// A section without rows below it is a note.
fn settle_sections(rows: &mut [Row]) {
    let mut has_data = false;
    for row in rows.iter_mut().rev() {
        match row.kind {
            Kind::Data | Kind::Total { .. } => has_data = true,
            Kind::Section if !has_data => row.kind = Kind::Note,
            _ => {}
        }
    }
}

fn kind(grid: &Grid<'_>, specs: &[Spec], columns: usize, index: usize, filled: &[usize]) -> Kind {
    if let Some(kind) = total(grid, specs, index, filled) {
        return kind;
    }
    let [only] = filled else { return Kind::Data };
    let text = grid.text(index, *only);
    let role = specs.get(*only).map(Spec::role);
    let is_figure = matches!(role, Some(Role::Amount | Role::Minimum | Role::Maximum | Role::Share));
    if columns < 3 || is_figure && !is_note(text) {
        return Kind::Data;
    }
    // One text in a row of many columns: of merged cells, or a remark.
    match is_note(text) || text.len() > 120 {
        true => Kind::Note,
        false => Kind::Section,
    }
}

/// What the first text of a row says that is none of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// It sums other rows.
    Total {
        /// Whether it says so and nothing else: a company may be called `Total Énergies`, a place `Somme`.
        is_sure: bool,
    },
    /// It sums some of the rows above.
    Subtotal,
    /// It is a source, a note or a footnote.
    Note {
        /// Whether it is a word for one, and nothing else: the text is then in the next cell.
        is_word: bool,
    },
}

/// What the first text of a row says, if it is that of a total, a source or a note.
pub fn aside(text: &str) -> Option<Aside> {
    let label = text.trim_end_matches([':', ' ', '.']);
    match (total_of(label, true), total_of(label, false)) {
        (Some(Kind::Total { all: true, .. }), _) => Some(Aside::Total {
            is_sure: text::fold::fold(label).contains("tota"),
        }),
        (Some(_), Some(_)) => Some(Aside::Subtotal),
        (Some(_), None) => Some(Aside::Total { is_sure: false }),
        _ if LISTS.whole("note", label).is_some() => Some(Aside::Note { is_word: true }),
        _ => is_note(text).then_some(Aside::Note { is_word: false }),
    }
}

/// Whether a text begins like a note or a footnote.
pub(super) fn is_note(text: &str) -> bool {
    mark_of(text).is_some() || {
        let first = text.split([':', ' ', '.']).next().unwrap_or_default();
        let has_colon = text
            .split_once(':')
            .is_some_and(|(before, _)| before.split_whitespace().count() <= 3);
        has_colon
            && LISTS
                .within("note", first)
                .first()
                .is_some_and(|found| found.start == 0)
            || super::heading::trailing(text, &Measures::default()).is_some()
    }
}

/// The mark of a footnote, and its text: `(1) dont 4 M€`, `* provisional`.
pub(super) fn mark_of(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let stars = text.len() - text.trim_start_matches('*').len();
    if stars > 0 {
        return Some((text.get(..stars)?.to_owned(), text.get(stars..)?.trim()));
    }
    if let Some(rest) = text.strip_prefix('(') {
        let (mark, rest) = rest.split_once(')')?;
        let is_mark = (1..=2).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return is_mark.then(|| (mark.to_owned(), rest.trim()));
    }
    let first = text.chars().next()?;
    let raised = matches!(first, '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹');
    raised.then(|| {
        (
            text::fold::fold(&first.to_string()),
            text.get(first.len_utf8()..).unwrap_or_default().trim(),
        )
    })
}

/// Whether a row is a total: its label says so, and besides figures and remarks it says nothing.
fn total(grid: &Grid<'_>, specs: &[Spec], index: usize, filled: &[usize]) -> Option<Kind> {
    let role = |column: usize| specs.get(column).map_or(Role::Ignored, Spec::role);
    let texts_of = |is_wanted: &dyn Fn(Role) -> bool| -> Vec<&str> {
        let columns = filled.iter().filter(|column| is_wanted(role(**column)));
        let texts = columns.map(|column| grid.text(index, *column));
        texts.filter(|text| !LISTS.is_empty_word(text)).collect()
    };
    let is_text = |role: Role| !is_figure(role) && role != Role::Ignored;
    let mut texts = texts_of(&|role| is_text(role) && !is_remark(role));
    // A payer may be called `Total Énergies`.
    let is_party = |column: &usize| {
        let is_of = matches!(role(*column), Role::Payer | Role::Recipient | Role::Speaker);
        is_of && !grid.text(index, *column).is_empty()
    };
    let is_alone = texts.len() == 1 && !filled.iter().any(is_party);
    // The label may stand in a column that nothing is known of, or in that of remarks.
    if !texts.iter().any(|text| total_of(text, is_alone).is_some()) {
        texts = texts_of(&|role| !is_figure(role));
        texts.retain(|text| text.chars().any(char::is_alphabetic));
    }
    let found = texts.iter().find_map(|text| total_of(text, texts.len() == 1));
    // Other words beside the label: a company may be called Total.
    found.filter(|_| {
        texts.len() <= 1
            || texts.iter().all(|text| {
                LISTS
                    .within("total", text)
                    .first()
                    .or(LISTS.within("subtotal", text).first())
                    .is_some_and(|one| one.start == 0)
            })
    })
}

/// Whether a column has figures, or the currency of figures.
pub(super) fn is_figure(role: Role) -> bool {
    matches!(
        role,
        Role::Amount | Role::Minimum | Role::Maximum | Role::Share | Role::Currency
    )
}

/// Whether words of a column may stand in a row of totals as a remark on it.
pub(super) fn is_remark(role: Role) -> bool {
    matches!(
        role,
        Role::Note | Role::Stage | Role::When | Role::Period | Role::Instrument
    )
}

/// The total that a label is; words behind `total` say of what, if the label is alone.
fn total_of(text: &str, is_alone: bool) -> Option<Kind> {
    let label = text.trim_end_matches([':', ' ']);
    let first = |section: &str| {
        let found = LISTS.within(section, label);
        found.first().filter(|found| found.start == 0).copied()
    };
    let is_whole = LISTS.whole("total", label).is_some();
    match (first("subtotal"), first("total")) {
        (Some(sub), _) => Some(Kind::Total {
            all: false,
            of: rest_of(label, sub.words),
        }),
        (None, Some(_)) if is_whole => Some(Kind::Total {
            all: true,
            of: String::new(),
        }),
        (None, Some(all)) if is_alone => Some(Kind::Total {
            all: false,
            of: rest_of(label, all.words),
        }),
        _ => None,
    }
}

/// What a row may be called that sums the rows above, in a column of names: the label without the word for it, and whether that
/// is one for their mean. Only its figure tells whether it is one.
pub(super) struct SumsUp {
    pub(super) of: String,
    pub(super) is_mean: bool,
    /// Whether that name is one of a company, which may be called `Total Care Ltd`.
    pub(super) is_company: bool,
    /// The other names of the row, normalised.
    pub(super) beside: Vec<String>,
}

/// Whether a row of data may sum the rows above, by a name of it: `Total`, `S/T Ville`, `Club 1 Total`, `Average grant`.
pub(super) fn sums_up(grid: &Grid<'_>, specs: &[Spec], row: &Row) -> Option<SumsUp> {
    let role = |column: &&usize| specs.get(**column).map_or(Role::Ignored, Spec::role);
    let columns = row
        .filled
        .iter()
        .filter(|column| !is_figure(role(column)) && !is_remark(role(column)));
    let texts: Vec<&str> = columns.map(|column| grid.text(row.index, *column)).collect();
    let (at, of, is_mean) = texts.iter().enumerate().find_map(|(at, text)| {
        let (of, is_mean) = label_of_sum(text)?;
        Some((at, of, is_mean))
    })?;
    let others = texts.iter().enumerate().filter(|(other, _)| *other != at);
    let beside = others
        .map(|(_, text)| crate::words::words(text).join(" "))
        .filter(|text| !text.is_empty());
    Some(SumsUp {
        of,
        is_mean,
        is_company: texts
            .get(at)
            .is_some_and(|text| super::party::class(text) == Some("Company")),
        beside: beside.collect(),
    })
}

/// The rest of a name that begins or ends with a word for a sum or a mean, and whether it is one for a mean.
pub(super) fn label_of_sum(text: &str) -> Option<(String, bool)> {
    [("sums-up", false), ("means", true)]
        .into_iter()
        .find_map(|(section, is_mean)| Some((rest_beside(section, text)?, is_mean)))
}

/// The words of a text beside a phrase of a section at its beginning or end.
pub(super) fn rest_beside(section: &str, text: &str) -> Option<String> {
    let all = crate::words::words(text);
    let found = LISTS.within(section, text);
    let edge = found
        .iter()
        .find(|one| one.start == 0 || one.start + one.words == all.len())?;
    let rest = all
        .iter()
        .enumerate()
        .filter(|(at, _)| !(edge.start..edge.start + edge.words).contains(at));
    let rest: Vec<&str> = rest.map(|(_, word)| word.as_str()).collect();
    Some(rest.join(" "))
}

/// The words of a label after those for a total, normalised.
fn rest_of(label: &str, count: usize) -> String {
    crate::words::words(label).get(count..).unwrap_or_default().join(" ")
}

/// The footnotes below a table, by their marks.
pub(super) fn footnotes<'g>(grid: &Grid<'g>, rows: &[Row]) -> HashMap<String, (Address, &'g str)> {
    let mut notes = HashMap::new();
    for row in rows.iter().filter(|row| row.kind == Kind::Note) {
        for column in &row.filled {
            if let Some((mark, rest)) = mark_of(grid.text(row.index, *column)) {
                notes.insert(mark, (Address::of(row.index, *column), rest));
            }
        }
    }
    notes
}

/// The document that a line below or above the table names: `Source : Cour des comptes`.
pub(super) fn source_line<'g>(grid: &Grid<'g>, lines: &[usize]) -> Option<(Used, &'g str)> {
    for index in lines {
        for column in grid.filled(*index) {
            let text = grid.text(*index, column);
            let Some((lead, rest)) = text.split_once(':') else {
                continue;
            };
            if LISTS.whole("source-line", lead).is_some() && !rest.trim().is_empty() {
                let used = Used {
                    address: Address::of(*index, column),
                    text: text.to_owned(),
                    as_what: "source",
                };
                return Some((used, rest.trim()));
            }
        }
    }
    None
}

/// Tells cells that are struck through.
fn struck(sheet: &Sheet) -> Option<Note> {
    let first = *sheet.struck.first()?;
    let mut rows: Vec<u32> = sheet.struck.iter().map(|address| address.row).collect();
    rows.dedup();
    let named: Vec<String> = rows.iter().take(10).map(u32::to_string).collect();
    let more = if rows.len() > named.len() { " ..." } else { "" };
    let (row, is) = if rows.len() == 1 {
        ("row", "is")
    } else {
        ("rows", "are")
    };
    let text = format!(
        "Text is struck through in {row} {}{more}, which {is} read like the rest. If a sum does not count, write `annulé`, `refusé`, \
         `cancelled` or `refused` alone in the column of stages or remarks, or take its row out.",
        named.join(", ")
    );
    Some(Note::at(first, text))
}

/// Tells hidden rows and columns, and what is struck through.
pub(super) fn hidden(grid: &Grid<'_>) -> Vec<Note> {
    let sheet = grid.sheet;
    let mut notes = Vec::new();
    if let (Some(first), count) = (sheet.hidden_rows.first(), sheet.hidden_rows.len()) {
        notes.push(Note::new(format!(
            "{}, the first of them row {first}. What is hidden is read like the rest.",
            counted(count, "row is hidden", "rows are hidden")
        )));
    }
    notes.extend(struck(sheet));
    if !sheet.hidden_columns.is_empty() {
        let names: Vec<String> = sheet
            .hidden_columns
            .iter()
            .take(10)
            .map(|column| crate::workbook::letters(*column))
            .collect();
        notes.push(Note::new(format!(
            "Columns are hidden: {}. They are read like others.",
            names.join(", ")
        )));
    }
    notes
}
