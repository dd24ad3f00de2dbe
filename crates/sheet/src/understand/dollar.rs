//! Dollars: the sign `$` is that of many currencies. The sheet says which (`A$`, `CAD`, a column of currencies), or the map, or a
//! person; else the figures have no currency.

use hashbrown::{HashMap, HashSet};

use crate::map::{Change, DateOrder, Role};
use crate::record::{Amount, AmountRole, UnitBasis};
use crate::understood::{Basis, Choice, Doubt};
use crate::workbook::{Address, Sheet, Value};

use super::Reading;
use super::column::Spec;
use super::grid::Grid;
use super::layout::Layout;

/// The code by which `$` is read until it is settled which dollar it is.
pub(super) const READ_AS: &str = "USD";

/// What the map says of `$` whose country is not known.
pub(super) const NONE: &str = "none";

/// Codes of dollars.
const CODES: [&str; 20] = [
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "JMD", "BBD", "TTD", "FJD", "NAD", "BSD", "BZD", "XCD", "LRD",
    "GYD", "SRD", "BND", "SBD",
];

/// What stands before the sign of one of them.
const SIGNS: [(&str, &str); 12] = [
    ("US", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CAN", "CAD"),
    ("CDN", "CAD"),
    ("NZ", "NZD"),
    ("S", "SGD"),
    ("HK", "HKD"),
    ("NT", "TWD"),
    ("R", "BRL"),
];

/// Their names.
const NAMES: [(&str, &str); 9] = [
    ("us dollar", "USD"),
    ("american dollar", "USD"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("singapore dollar", "SGD"),
    ("hong kong dollar", "HKD"),
    ("dollar canadien", "CAD"),
    ("dollar americain", "USD"),
];

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 400;

/// The most cells of a sheet that are looked at.
const MOST: usize = 20_000;

/// The dollars of a table.
#[derive(Debug, Default)]
pub(super) struct Dollars {
    /// The columns with such a sign, with the currency that the map gives them; without one, the sheet's counts.
    columns: HashMap<usize, Option<String>>,
    /// Those of them whose heading has the sign.
    headed: HashSet<usize>,
    /// The currency of the others; none if it is not known.
    pub(super) code: Option<String>,
}

/// The codes of dollars that a text names.
fn named(text: &str) -> Vec<&'static str> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let tokens = text.split(|letter: char| !letter.is_ascii_alphabetic());
    let codes = tokens.filter_map(|token| CODES.iter().find(|code| **code == token).copied());
    let signs = text.match_indices('$').filter_map(|(at, _)| {
        let lead = lead(text, at);
        SIGNS.iter().find(|(sign, _)| *sign == lead).map(|(_, code)| *code)
    });
    let folded = text::fold::fold_words(text);
    let names = NAMES
        .iter()
        .filter(|(name, _)| folded.contains(name))
        .map(|(_, code)| *code);
    codes.chain(signs).chain(names).collect()
}

/// The capitals that stand before a sign.
fn lead(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default().replace('.', "");
    let rest = before.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    before.get(rest.len()..).unwrap_or_default().to_owned()
}

/// Whether a text has a sign or word for dollars, and not of which country.
fn is_bare(text: &str) -> bool {
    if text.len() > LONGEST || !named(text).is_empty() {
        return false;
    }
    // `105 M€ (113 M$)`: the dollars are what the sum is in another currency.
    let first = text.find(['$', '€', '£', '¥']).and_then(|at| text.get(at..));
    if first.is_some_and(|first| !first.starts_with('$')) {
        return false;
    }
    let is_word = || crate::words::words(text).iter().any(|word| word == "dollar");
    text.contains('$') || is_word()
}

/// Whether a code is one of a dollar.
fn is_dollar(code: &str) -> bool {
    CODES.contains(&code)
}

/// The codes that the lines and columns of a sheet name; of data, those of columns of sums and currencies.
fn stated(sheet: &Sheet, counts: impl Fn(usize, usize) -> bool) -> HashSet<&'static str> {
    let cells = sheet.rows.iter().enumerate().flat_map(|(row, cells)| {
        let counts = &counts;
        cells
            .iter()
            .enumerate()
            .filter_map(move |(column, cell)| counts(row, column).then_some(cell))
    });
    cells.take(MOST).flat_map(|cell| named(&cell.text)).collect()
}

/// The codes that a sheet beside the one that is read names: `All $ are AUD`. Tables of many rows are none of its notes.
pub(super) fn beside(sheets: &[Sheet], position: usize) -> HashSet<&'static str> {
    let others = sheets.iter().enumerate().filter(|(place, _)| *place != position);
    let notes = others.filter(|(_, sheet)| sheet.rows.len() <= NOTES);
    notes.flat_map(|(_, sheet)| stated(sheet, |_, _| true)).collect()
}

/// The most rows of a sheet of notes.
const NOTES: usize = 60;

impl Dollars {
    /// Finds the columns with such signs.
    fn find(grid: &Grid<'_>, layout: &Layout, specs: &mut [Spec], is_given: bool) -> Self {
        let mut found = Self::default();
        let is_sum = |spec: &&mut Spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum);
        for spec in specs.iter_mut().filter(is_sum) {
            let is_headed = is_bare(&spec.heading.text);
            let cells = (layout.header.end..grid.height())
                .take(MOST)
                .map(|row| grid.text(row, spec.index));
            if !is_headed && !cells.into_iter().any(is_bare) {
                continue;
            }
            let own = spec.map.unit.clone().filter(|_| is_given && spec.basis == Basis::Map);
            if own.as_deref().is_some_and(|own| !is_dollar(own)) && is_headed {
                continue;
            }
            let own = own.filter(|own| is_dollar(own));
            if is_headed || own.is_some() {
                spec.map.unit = Some(READ_AS.to_owned());
            }
            if is_headed {
                found.headed.insert(spec.index);
            }
            found.columns.insert(spec.index, own);
        }
        found
    }

    /// Whether at least as many cells of a column name their dollar as have the bare sign: a single `US$` among many `$` says rather
    /// that these are others.
    fn is_mostly_named(&self, grid: &Grid<'_>, layout: &Layout, column: usize) -> bool {
        let rows = (layout.header.end..grid.height()).take(MOST);
        let (mut bare, mut coded) = (0_usize, 0_usize);
        for text in rows.map(|row| grid.text(row, column)) {
            bare += usize::from(is_bare(text));
            coded += usize::from(!named(text).is_empty());
        }
        coded >= bare
    }

    /// Whether a column has such a sign that the map does not explain.
    pub(super) fn is_any(&self) -> bool {
        self.columns.values().any(Option::is_none)
    }

    /// The currency of a column with such signs; none: it is not known.
    fn of(&self, column: usize) -> Option<String> {
        self.columns
            .get(&column)
            .cloned()
            .flatten()
            .or_else(|| self.code.clone())
    }
}

impl Reading<'_> {
    /// Settles which dollars the signs of a table are, and asks where nothing says it.
    pub(super) fn dollars(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &mut [Spec], is_given: bool) -> Dollars {
        let mut found = Dollars::find(grid, layout, specs, is_given);
        let titles =
            || (0..layout.header.start).flat_map(|row| grid.filled(row).into_iter().map(move |column| (row, column)));
        let title = titles().find(|(row, column)| is_bare(grid.text(*row, *column)));
        let is_of_title = title.is_some() && !is_given;
        if !is_of_title && found.columns.values().all(Option::is_some) {
            return found;
        }
        let of_map = self.understood.map.dollar.clone();
        let of_defaults = self
            .understood
            .map
            .defaults
            .unit
            .clone()
            .filter(|unit| is_dollar(unit) && is_given);
        if let Some(code) = of_map.or(of_defaults) {
            found.code = Some(code).filter(|code| code != NONE);
            return found;
        }
        let is_line = |row: usize, _: usize| row < layout.header.end || grid.filled(row).len() == 1;
        let of_notes = || self.beside.iter().copied();
        let lines: HashSet<_> = stated(self.sheet, is_line).into_iter().chain(of_notes()).collect();
        let is_told = |row: usize, column: usize| {
            let is_said = specs.get(column).is_some_and(|spec| match spec.role() {
                Role::Amount | Role::Minimum | Role::Maximum => found.is_mostly_named(grid, layout, column),
                Role::Currency | Role::Note => true,
                _ => false,
            });
            is_line(row, column) || is_said
        };
        let codes = || stated(self.sheet, is_told).into_iter().chain(of_notes()).collect();
        // What a title or heading says holds for all signs, whatever single cells have.
        for codes in [lines, codes()] {
            if let (1, Some(code)) = (codes.len(), codes.iter().next()) {
                found.code = Some((*code).to_owned());
                return found;
            }
        }
        // Each row names its own.
        if specs
            .iter()
            .any(|spec| spec.role() == Role::Currency && spec.samples.iter().any(|text| !named(text).is_empty()))
        {
            return found;
        }
        let first = specs.iter().find(|spec| found.columns.contains_key(&spec.index));
        let place = first.and_then(|spec| spec.heading.cells.last().copied());
        found.code = self.ask_dollar(place, specs);
        found
    }

    /// Asks which dollar it is: where months stand before days, as in the United States, that is the first answer.
    fn ask_dollar(&mut self, place: Option<Address>, specs: &[Spec]) -> Option<String> {
        let is_american = self.has_months_first(specs);
        let choice = |label: &str, code: &str| Choice {
            label: label.to_owned(),
            change: Change::Dollar(code.to_owned()),
        };
        let mut choices = vec![
            choice("not known: these sums have no currency", NONE),
            choice("US dollars", "USD"),
            choice("Australian dollars", "AUD"),
            choice("Canadian dollars", "CAD"),
            choice("New Zealand dollars", "NZD"),
        ];
        if is_american {
            choices.swap(0, 1);
        }
        let code = if is_american { READ_AS } else { NONE };
        self.understood.map.dollar = Some(code.to_owned());
        self.understood.doubts.push(Doubt {
            address: place,
            question: "Which dollars are meant by `$`? The sheet does not say it".to_owned(),
            choices,
        });
        is_american.then(|| READ_AS.to_owned())
    }

    /// Whether a date says for certain that months stand first: `05/21/2024`.
    fn has_months_first(&self, specs: &[Spec]) -> bool {
        let is_date = |column: usize| {
            let role = specs.get(column).map(Spec::role);
            matches!(
                role,
                Some(Role::When | Role::Published | Role::PeriodStart | Role::PeriodEnd)
            )
        };
        let cells = self.sheet.rows.iter().take(MOST).flat_map(|row| row.iter().enumerate());
        let texts = cells.filter(|(column, cell)| is_date(*column) && matches!(cell.value, Value::Text));
        let order = self.understood.map.date_order;
        let is_certain = |text: &str| {
            let mut parts = text.trim().split(['/', '-']).map(|part| part.parse::<u32>().ok());
            let [month, day, year] = [parts.next(), parts.next(), parts.next()].map(Option::flatten);
            matches!((month, day, year), (Some(1..=12), Some(13..=31), Some(_)))
        };
        order == Some(DateOrder::MonthFirst) || texts.into_iter().any(|(_, cell)| is_certain(&cell.text))
    }

    /// Gives records and columns the dollars that were settled, in the place of those by which signs were read.
    pub(super) fn settle_dollars(&mut self, dollars: &Dollars, specs: &mut [Spec]) {
        let currencies: Vec<usize> = specs
            .iter()
            .filter(|spec| spec.role() == Role::Currency)
            .map(|spec| spec.index)
            .collect();
        let sheet = self.sheet;
        let of_row = |address: Address| {
            let row = sheet.rows.get(usize::try_from(address.row).ok()?.checked_sub(1)?)?;
            let cells = currencies.iter().filter_map(|column| row.get(*column));
            cells.flat_map(|cell| named(&cell.text)).next()
        };
        let settle = |amount: &mut Amount| {
            if amount.unit.as_deref() != Some(READ_AS) || amount.role == AmountRole::Converted {
                return;
            }
            let Some(column) = usize::try_from(amount.address.column)
                .ok()
                .and_then(|column| column.checked_sub(1))
            else {
                return;
            };
            let cell = sheet.cell(amount.address).map_or("", |cell| cell.text.as_str());
            if !named(cell).is_empty() || !dollars.columns.contains_key(&column) {
                return;
            }
            amount.unit = of_row(amount.address).map(str::to_owned).or_else(|| dollars.of(column));
            if amount.unit.is_none() {
                amount.unit_basis = UnitBasis::None;
            }
        };
        let understood = &mut self.understood;
        let records = understood.records.iter_mut().chain(&mut understood.refused);
        records.flat_map(|record| &mut record.amounts).for_each(settle);
        for spec in specs
            .iter_mut()
            .filter(|spec| dollars.columns.contains_key(&spec.index))
        {
            let own = dollars.columns.get(&spec.index).cloned().flatten();
            if own.is_none() && !dollars.headed.contains(&spec.index) {
                continue;
            }
            spec.map.unit = dollars.of(spec.index);
            let column = &spec.map;
            let known = understood.map.columns.iter_mut();
            let mut known =
                known.filter(|known| known.heading == column.heading && known.occurrence == column.occurrence);
            if let Some(known) = known.next() {
                known.unit.clone_from(&column.unit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_dollars_says_of_which_country_or_not() {
        for (text, expected) in [
            ("A$5m", vec!["AUD"]),
            ("US$ 3.5bn", vec!["USD"]),
            ("U.S.$ 5", vec!["USD"]),
            ("Amount (CAD)", vec!["CAD"]),
            ("5 C$", vec!["CAD"]),
            ("New Zealand dollars", vec!["NZD"]),
        ] {
            assert_eq!(named(text), expected, "{text}");
            assert!(!is_bare(text), "{text}");
        }
        for text in ["$5,000", "M$", "Amount ($m)", "Amount in dollars"] {
            assert!(is_bare(text), "{text}");
        }
        assert!(!is_bare("£5"));
    }
}
