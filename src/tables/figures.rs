//! The signs in the numbers of a column: which one groups digits, and which numbers leave that open.

use super::sheet::Sheet;
use super::{Rows, trimmed};
use diagnostic::{Diagnostic, code};

/// What the numbers of a column tell: rows, by their index.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    /// The decimal sign of a number that has one for certain, and its row.
    decimal: Option<(char, usize)>,
    /// The sign between groups of digits of a number that has one for certain, and its row.
    grouping: Option<(char, usize)>,
    /// Whether other numbers say otherwise.
    is_mixed: bool,
    /// The numbers that may be either, such as `5,000`.
    unsure: Vec<(char, usize)>,
}

/// What a number tells of its signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Decimal(char),
    Grouping(char),
    Both { decimal: char, grouping: char },
    Unsure(char),
}

impl Figures {
    /// Those of a column.
    pub(super) fn of(rows: &Rows, column_index: usize) -> Self {
        let mut figures = Self::default();
        for (row_index, row) in rows.iter().enumerate() {
            let text = row.get(column_index).map_or("", |cell| trimmed(cell));
            match told(text) {
                Some(Told::Decimal(sign)) => figures.has_decimal(sign, row_index),
                Some(Told::Grouping(sign)) => figures.has_grouping(sign, row_index),
                Some(Told::Both { decimal, grouping }) => {
                    figures.has_decimal(decimal, row_index);
                    figures.has_grouping(grouping, row_index);
                }
                Some(Told::Unsure(sign)) => figures.unsure.push((sign, row_index)),
                None => {}
            }
        }
        figures
    }

    fn has_decimal(&mut self, sign: char, row_index: usize) {
        let (known, _) = *self.decimal.get_or_insert((sign, row_index));
        self.is_mixed |= known != sign || self.grouping.is_some_and(|(grouping, _)| grouping == sign);
    }

    fn has_grouping(&mut self, sign: char, row_index: usize) {
        let (known, _) = *self.grouping.get_or_insert((sign, row_index));
        self.is_mixed |= known != sign || self.decimal.is_some_and(|(decimal, _)| decimal == sign);
    }

    /// Whether a sign groups digits in this column, and the row that tells so; `None` if nothing tells, or other numbers say otherwise.
    ///
    /// A point is the decimal sign of the form that `tidy` writes: beside `12,5` alone, `1.234` stays what it is.
    fn groups(&self, sign: char) -> Option<(bool, usize)> {
        if self.is_mixed {
            return None;
        }
        let grouping = self.grouping.map(|(grouping, row)| (grouping == sign, row));
        let decimal = self.decimal.map(|(decimal, row)| (decimal != sign, row));
        grouping.or(decimal.filter(|(groups, _)| !groups || sign == ','))
    }

    /// Whether a number may be another than it is read as, and nothing tells.
    fn is_open(&self, sign: char) -> bool {
        self.groups(sign).is_none() && self.decimal.is_some_and(|(decimal, _)| decimal != sign)
    }

    /// A number whose sign others of its column tell, with a decimal point; `None` for any other text.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let Some(Told::Unsure(sign)) = told(text) else {
            return None;
        };
        let (groups, _) = self.groups(sign)?;
        let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        Some(digits.replace(sign, if groups { "" } else { "." }))
    }

    /// What is to be said of numbers that may be either: how the first is read, and why. `read` tells how a number is read of which
    /// nothing tells, or nothing if its language does.
    pub(super) fn finding(
        &self,
        sheet: &Sheet,
        rows: &Rows,
        column_index: usize,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Diagnostic> {
        let text = |row: usize| {
            let row = rows.get(row).and_then(|row| row.get(column_index));
            row.map_or("", |cell| trimmed(cell))
        };
        let told = self.unsure.iter().filter_map(|(sign, row)| {
            let number = self.read(text(*row)).or_else(|| read(text(*row)));
            let number = number.or_else(|| self.is_open(*sign).then(|| text(*row).to_owned()))?;
            // As it is written, with a decimal point.
            let is_plain = number == text(*row) && !self.is_open(*sign);
            (!is_plain).then_some((*sign, *row, number))
        });
        let told: Vec<(char, usize, String)> = told.collect();
        let (sign, row, number) = told.first()?;
        let because = self.groups(*sign).map(|(_, other)| text(other).to_owned());
        let place = sheet.cell(*row, Some(column_index));
        let because = because.map_or_else(
            || format!("`{sign}` is taken for a decimal sign"),
            |other| format!("`{other}` in this column tells so"),
        );
        Some(code::unsure_numbers(place, text(*row), number, &because, told.len()))
    }
}

/// What the signs in a text tell, if it is a number with at most a unit around it.
fn told(text: &str) -> Option<Told> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
    let number: String = text[first..=last]
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if number.contains(|letter: char| !is_digit(letter) && letter != ',' && letter != '.') {
        return None;
    }
    let is_bare = text[..first].chars().all(|letter| "-\u{2212}".contains(letter)) && last + 1 == text.len();
    let counted = |sign: char| number.matches(sign).count();
    let groups = |sign: char| {
        let whole = number
            .split(if sign == ',' { '.' } else { ',' })
            .next()
            .unwrap_or_default();
        let mut parts = whole.split(sign);
        let first = parts.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && !first.starts_with('0') && parts.all(|part| part.len() == 3)
    };
    let of_one = |sign: char| match counted(sign) {
        0 => None,
        1 if groups(sign) => is_bare.then_some(Told::Unsure(sign)),
        1 => Some(Told::Decimal(sign)),
        _ => groups(sign).then_some(Told::Grouping(sign)),
    };
    match (number.rfind(','), number.rfind('.')) {
        (Some(comma), Some(point)) => {
            let (decimal, grouping) = if comma > point { (',', '.') } else { ('.', ',') };
            (counted(decimal) == 1 && groups(grouping)).then_some(Told::Both { decimal, grouping })
        }
        (Some(_), None) => of_one(','),
        (None, _) => of_one('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Figures {
        let rows: Rows = cells.iter().map(|cell| vec![(*cell).to_owned()]).collect();
        Figures::of(&rows, 0)
    }

    #[test]
    fn other_numbers_of_a_column_tell_which_sign_groups_digits() {
        assert_eq!(
            column(&["12.500.000,00", "1.234"]).read("1.234").as_deref(),
            Some("1234")
        );
        assert_eq!(column(&["12,500,000.00"]).read("5,000").as_deref(), Some("5000"));
        assert_eq!(column(&["12,5"]).read("5,000").as_deref(), Some("5.000"));
        assert_eq!(column(&["12.500.000"]).read("5,000").as_deref(), Some("5.000"));
        assert_eq!(column(&["12,500,000"]).read("1.234").as_deref(), Some("1.234"));
        // It may have been written by `tidy`.
        assert_eq!(column(&["12,5"]).read("1.234"), None);
        assert_eq!(column(&["7.5 M€"]).read("-5,000").as_deref(), Some("-5000"));
        assert_eq!(column(&["400000000"]).read("5,000"), None);
        assert_eq!(column(&["12,5", "7.5"]).read("5,000"), None);
        assert_eq!(column(&["12,5"]).read("12,50"), None);
    }

    #[test]
    fn what_is_no_number_tells_nothing() {
        for text in ["", "a", "5,000 to 6", "1.2.3", "0,125", "12/5", "5,000 €"] {
            assert!(
                !matches!(told(text), Some(Told::Unsure(_) | Told::Grouping(_))),
                "{text}"
            );
        }
        assert_eq!(told("0,125"), Some(Told::Decimal(',')));
        assert_eq!(told("1234,567"), Some(Told::Decimal(',')));
    }
}
