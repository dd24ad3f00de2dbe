//! Amounts with their currencies: what a cell says of the unit beside it.

use super::columns::{Columns, Settled};
use super::known::{Found, is_of};
use super::{cells, trimmed};
use csvw::metadata::Column;
use diagnostic::code;

impl Columns<'_> {
    fn at(&self, name: &str) -> Option<usize> {
        self.table.columns.iter().position(|column| is_of(column, name))
    }

    /// Whether a row says where its unit stands: only then do the others have to.
    pub(super) fn has_bases(&self, rows: &super::Rows) -> bool {
        let basis = self.at("unitBasis");
        basis.is_some_and(|basis| {
            rows.iter()
                .any(|row| row.get(basis).is_some_and(|cell| !trimmed(cell).is_empty()))
        })
    }

    /// Writes the currency of an amount into an empty cell for its unit; gives the unit that is there if it is another.
    pub(super) fn give_unit(&self, row: &mut [String], currency: &str, has_bases: bool) -> Option<String> {
        let unit = self.at("unit")?;
        let known = trimmed(row.get(unit)?).to_owned();
        if !known.is_empty() {
            let is_same = self.key_of_unit(unit, &known) == self.key_of_unit(unit, currency);
            return (!is_same).then_some(known);
        }
        *row.get_mut(unit)? = currency.to_owned();
        let basis = self.at("unitBasis").filter(|_| has_bases);
        if let Some(basis) = basis
            .and_then(|basis| row.get_mut(basis))
            .filter(|basis| basis.is_empty())
        {
            basis.push_str("written");
        }
        None
    }

    /// The key of a unit by key, label or symbol; the text itself if there is none.
    fn key_of_unit(&self, unit: usize, text: &str) -> String {
        let mut keys = self.table.foreign_keys.iter();
        let key = keys.find(|key| key.columns == [unit]);
        match key.map(|key| self.known.key(key.table_index, text)) {
            Some(Found::One(key)) => key,
            _ => text.to_owned(),
        }
    }

    /// A finding for a unit that is a currency with a scale (`M€`, `£m`), or a currency that has no row.
    pub(super) fn unit_in_parts(&self, column: &Column, table_index: usize, text: &str) -> Option<Settled> {
        let is_unknown = !self.known.is_unread(table_index) && matches!(self.known.key(table_index, text), Found::None);
        if !is_of(column, "unit") || !is_unknown {
            return None;
        }
        let (scale, currency) = cells::currency(text, self.language)?;
        let is_there = matches!(self.known.key(table_index, &currency), Found::One(_));
        // `euros`
        if scale.is_none()
            && let Found::One(key) = self.known.key(table_index, &currency)
        {
            return Some(Settled::As(key));
        }
        let file = self.group.tables.get(table_index)?.file.clone();
        let labels = self.known.labels(table_index);
        let text = text.to_owned();
        let row = if is_there {
            String::new()
        } else {
            format!(", and add a row {currency} with its names to {file}")
        };
        let help = match scale {
            // `2 M€` in the cell of the amount is read.
            Some(figure) => {
                format!("write {currency}{row}; `{text}` belongs to the figure: `{figure}` in `minimum` and `maximum`")
            }
            None => format!("add a row {currency} with its names to {file}"),
        };
        Some(Settled::Wrong(Box::new(move |place| {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            let mut found = code::unknown_key(place, &text, false, &file, labels.len(), &labels);
            found.help = Some(help);
            found
        })))
    }
}
