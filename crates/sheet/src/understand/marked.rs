//! Rows that a dash, brackets, a letter or an indent marks below one that has a greater sum: perhaps its parts.

use hashbrown::HashMap;
use text::Decimal;

use crate::map::{Change, Role};
use crate::understood::{Choice, Doubt};
use crate::words::{LISTS, words};
use crate::workbook::Address;

use super::Reading;
use super::decided::Table;
use super::figure::{Figure, figure};
use super::table::{Kind, Row};

/// The marks with which parts begin.
const DASHES: [char; 12] = ['-', '–', '—', '•', '·', '>', '→', '▪', '‣', '↳', '*', '+'];

/// How a label is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Sign(char),
    Indent,
    Brackets,
    Letter,
    Word,
}

/// The mark of a label, and the rest of it.
fn mark(text: &str) -> Option<(Mark, &str)> {
    let bare = text.trim();
    if let Some(sign) = bare.chars().next().filter(|letter| DASHES.contains(letter)) {
        let rest = bare.trim_start_matches(sign);
        let is_word = rest.trim_start().starts_with(char::is_alphabetic);
        return is_word.then(|| (Mark::Sign(sign), rest.trim_start()));
    }
    if let Some(inner) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let is_one = !inner.contains(['(', ')']) && inner.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
        return is_one.then_some((Mark::Brackets, inner));
    }
    let mut letters = bare.chars();
    if let (Some(first), Some(')')) = (letters.next(), letters.next())
        && first.is_ascii_lowercase()
    {
        return Some((Mark::Letter, letters.as_str().trim_start()));
    }
    // `part Etat`, `soit Région`, `have: roof`
    if let Some((first, rest)) = bare.split_once(' ')
        && LISTS.whole("perhaps-part", first.trim_end_matches(':')).is_some()
        && rest.trim_start().starts_with(char::is_alphabetic)
    {
        return Some((Mark::Word, rest.trim_start()));
    }
    let indent = text.len() - text.trim_start().len();
    (indent >= 2).then_some((Mark::Indent, bare))
}

/// The rows that are marked below a whole, each with the words behind its mark.
pub(super) fn rows(table: &Table<'_>, rows: &[Row]) -> HashMap<usize, (Address, String)> {
    let Some(spec) = table.specs.iter().find(|spec| spec.role() == Role::About) else {
        return HashMap::new();
    };
    let raw = |row: &Row| {
        table
            .grid
            .own(row.index, spec.index)
            .map_or("", |cell| cell.text.as_str())
    };
    let marked = |row: &Row| mark(raw(row)).filter(|_| row.kind == Kind::Data);
    let mut found = HashMap::new();
    let mut at = 0;
    while let Some(whole) = rows.get(at) {
        at += 1;
        let next = rows.get(at).and_then(marked).map(|(mark, _)| mark);
        let (Some(kind), None, Kind::Data) = (next, marked(whole), &whole.kind) else {
            continue;
        };
        let run = rows.iter().skip(at);
        let run: Vec<&Row> = run
            .take_while(|row| marked(row).is_some_and(|(mark, _)| mark == kind))
            .collect();
        at += run.len();
        // A word alone does not make the money of another a part.
        let is_of_others = kind == Mark::Word && run.iter().any(|row| has_own_party(table, whole, row));
        if is_of_others || !is_whole(table, whole, &run) {
            continue;
        }
        for row in run {
            // Words say so for certain: `- dont toit`.
            let is_said = |rest: &str| LISTS.at(&["part-of"], &words(rest), 0).is_some();
            if let Some((_, rest)) = marked(row).filter(|(_, rest)| !is_said(rest)) {
                found.insert(row.index, (Address::of(row.index, spec.index), rest.to_owned()));
            }
        }
    }
    found
}

/// Whether a row names a recipient who is not that of the row above.
fn has_own_party(table: &Table<'_>, whole: &Row, row: &Row) -> bool {
    let mut specs = table.specs.iter().filter(|spec| spec.role() == Role::Recipient);
    let own = |row: &Row, column: usize| table.grid.text(row.index, column).to_owned();
    specs.any(|spec| {
        let text = own(row, spec.index);
        !LISTS.is_empty_word(&text) && !LISTS.is_ditto(&text) && text != own(whole, spec.index)
    })
}

/// Whether a row has a sum in each column of sums in which the rows below it have one, which is not less than theirs together.
fn is_whole(table: &Table<'_>, whole: &Row, parts: &[&Row]) -> bool {
    let sums = table.specs.iter().filter(|spec| spec.role() == Role::Amount);
    let mut is_some = false;
    for spec in sums {
        let value = |row: &Row| -> Option<Decimal> {
            let cell = table.grid.own(row.index, spec.index)?;
            let address = Address::of(row.index, spec.index);
            match figure(cell, address, &table.context(Some(spec), None, None), table.measures) {
                Figure::Sums(sums) => sums.amounts.first()?.minimum,
                _ => None,
            }
        };
        let values: Vec<Decimal> = parts.iter().filter_map(|row| value(row)).collect();
        if values.is_empty() {
            continue;
        }
        let added = values
            .iter()
            .try_fold(Decimal::from(0), |sum, value| sum.checked_add(*value));
        if value(whole).zip(added).is_none_or(|(whole, added)| whole < added) {
            return false;
        }
        is_some = true;
    }
    is_some
}

impl Reading<'_> {
    /// Asks whether marked rows are parts of the row above.
    pub(super) fn ask_marked(&mut self, marked: &HashMap<usize, (Address, String)>) {
        let Some(first) = marked.values().map(|(address, _)| *address).min() else {
            return;
        };
        if self.understood.map.marked_rows_are_parts.is_some() {
            return;
        }
        self.understood.map.marked_rows_are_parts = Some(true);
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        let others = match marked.len() {
            1 => String::new(),
            2 => ", and so is another row".to_owned(),
            count => format!(", and so are {} other rows", count - 1),
        };
        let choice = |label: &str, are| Choice {
            label: label.to_owned(),
            change: Change::MarkedRowsAreParts(are),
        };
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!("`{text}` is marked below a row with a greater sum{others}. Is it a part of that sum?"),
            choices: vec![
                choice("yes, a part of the sum above", true),
                choice("no, a sum of its own", false),
            ],
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_marked_by_signs_indents_brackets_and_letters() {
        for (text, expected) in [
            ("- roof", Some((Mark::Sign('-'), "roof"))),
            ("— roof", Some((Mark::Sign('—'), "roof"))),
            ("> toit", Some((Mark::Sign('>'), "toit"))),
            ("(roof)", Some((Mark::Brackets, "roof"))),
            ("a) roof", Some((Mark::Letter, "roof"))),
            ("    roof", Some((Mark::Indent, "roof"))),
            ("part Etat", Some((Mark::Word, "Etat"))),
            ("have: roof", Some((Mark::Word, "roof"))),
            ("Part-time staff", None),
            ("roof", None),
            ("-500", None),
            ("(1)", None),
            ("A) roof", None),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }
}
