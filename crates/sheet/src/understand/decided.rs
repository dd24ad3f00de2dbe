//! What is decided about a table before its rows are read, and holds for all of them.

use hashbrown::{HashMap, HashSet};
use text::Decimal;

use crate::map::{DateOrder, Language, Map, Role};
use crate::measure::Measure;
use crate::record::Party;
use crate::words::{LISTS, words};
use crate::workbook::{Address, Cell, Value};

use super::column::Spec;
use super::column::conflict::{paired, recipient_of};
use super::date;
use super::figure::Context;
use super::grid::Grid;
use super::measures::Measures;
use super::party::{self, Alone};
use super::table::Row;

/// What all rows of a table share.
pub(super) struct Table<'t> {
    pub(super) grid: &'t Grid<'t>,
    pub(super) specs: &'t [Spec],
    pub(super) map: &'t Map,
    pub(super) measures: &'t Measures,
    pub(super) alone: Alone,
    /// The names of those who pay, as they stand alone.
    pub(super) payers: Alone,
    /// The columns whose names are those of persons, as most of them or the map say; true: all of them.
    pub(super) persons: HashMap<usize, bool>,
    /// The columns of who pays whose heading says that they are public bodies: `Dept`, `Ministry`.
    pub(super) public: HashSet<usize>,
    /// The columns of given names, by those of the surnames.
    pub(super) given: HashMap<usize, usize>,
    pub(super) footnotes: HashMap<String, (Address, &'t str)>,
    pub(super) order: DateOrder,
    pub(super) is_english: bool,
    /// The document that a line beside the table names.
    pub(super) source: Option<String>,
    /// The columns whose blank cells mean what stands above.
    pub(super) carried: Vec<usize>,
    /// How many columns there are up to the last that has a heading.
    pub(super) headed: usize,
    /// How many columns each role has.
    pub(super) counts: HashMap<Role, usize>,
    /// The columns in which `2009-10` is two years.
    pub(super) years: HashSet<usize>,
    /// The columns of who pays, by those of their sums, where both are numbered.
    pub(super) pairs: HashMap<usize, usize>,
    /// The groups whose sums rows of totals are, by their words: `Homes total`.
    pub(super) groups: HashSet<String>,
    /// From which number on the bare ones of a column are sums in full, though its heading gives a scale.
    pub(super) full_from: HashMap<usize, Decimal>,
    /// The columns of who receives, by those of their sums, where several of a row have one each.
    pub(super) partners: HashMap<usize, usize>,
    /// The stage of sums that were paid, before they were.
    pub(super) granted: &'static str,
    /// The columns of dates, by those of the sums that stand below one heading with them.
    pub(super) dates: HashMap<usize, usize>,
}

/// How many columns each role has.
pub(super) fn counts(specs: &[Spec]) -> HashMap<Role, usize> {
    let mut counts = HashMap::new();
    for spec in specs {
        *counts.entry(spec.role()).or_default() += 1;
    }
    counts
}

/// The columns of who pays whose heading says that they are public bodies: `Dept`, `Ministry`.
pub(super) fn public(specs: &[Spec]) -> HashSet<usize> {
    let is_public = |spec: &&Spec| {
        let found = LISTS.within("class", &spec.heading.text);
        spec.role() == Role::Payer && found.first().is_some_and(|found| found.value == "PublicBody")
    };
    specs.iter().filter(is_public).map(|spec| spec.index).collect()
}

/// The columns of who pays, by those of their sums, where both are numbered.
pub(super) fn pairs(specs: &[Spec]) -> HashMap<usize, usize> {
    let amounts = specs.iter().filter(|spec| spec.role() == Role::Amount).take(PAIRS);
    amounts
        .filter_map(|spec| Some((spec.index, paired(specs, spec)?)))
        .collect()
}

/// The columns of who receives, by those of their sums, where several of a row have one each.
pub(super) fn partners(specs: &[Spec]) -> HashMap<usize, usize> {
    let amounts = specs.iter().filter(|spec| spec.role() == Role::Amount).take(PAIRS);
    amounts
        .filter_map(|spec| Some((spec.index, recipient_of(specs, spec)?)))
        .collect()
}

/// The most numbered columns; headings count to twenty.
const PAIRS: usize = 100;

/// Whether the cells of a column have a currency and a scale each, but for single ones, and its heading has none.
fn are_scaled(spec: &Spec) -> bool {
    let kinds = &spec.kinds;
    let is_most = kinds.money > 1 && 2 * kinds.money >= kinds.numbers;
    is_most && kinds.unscaled == 0 && spec.map.scale.is_none() && spec.map.unit.is_none()
}

/// Whether a column has the totals of others, which are not taken.
pub(super) fn is_row_total(spec: &Spec) -> bool {
    spec.said.is_total && spec.role() == Role::Ignored
}

/// The longest name of a group.
const LONGEST: usize = 200;

impl<'t> Table<'t> {
    /// How many columns a role has.
    pub(super) fn count(&self, role: Role) -> usize {
        self.counts.get(&role).copied().unwrap_or_default()
    }

    /// A column of totals in the scale of the sums that it adds: `Total` beside `2024 (k€)` is in thousands, too.
    pub(super) fn in_scale(&self, spec: &Spec) -> Spec {
        let mut scales = self.specs.iter().filter(|other| other.role() == Role::Amount);
        let mut spec = spec.clone();
        let of_others = scales.find_map(|other| other.map.scale);
        spec.map.scale = spec.map.scale.or(of_others);
        spec
    }

    /// The texts of a row that are the name of a group whose sum a row of totals is, in whatever column.
    pub(super) fn groups_of(&self, row: &Row) -> impl Iterator<Item = &'t str> {
        let texts = row.filled.iter().map(|column| self.grid.text(row.index, *column));
        let is_named = |text: &&str| text.len() < LONGEST && self.groups.contains(&words(text).join(" "));
        texts.filter(move |text| !self.groups.is_empty() && is_named(text))
    }

    /// The columns of a role whose blank cells mean what stands above.
    pub(super) fn carried(&self, role: Role) -> impl Iterator<Item = usize> {
        let is_of = move |column: &usize| self.specs.get(*column).is_some_and(|spec| spec.role() == role);
        self.carried.iter().copied().filter(is_of)
    }

    /// What holds for the figures of a column; `of_row`: the unit and scale that its row names.
    pub(super) fn context(
        &self,
        spec: Option<&Spec>,
        of_row: Option<&Measure>,
        instrument: Option<&String>,
    ) -> Context {
        let defaults = &self.map.defaults;
        let own = spec.map(|spec| &spec.map);
        let unit = own
            .and_then(|map| map.unit.clone())
            .or(of_row.and_then(|measure| measure.unit.clone()))
            .or(defaults.unit.clone());
        // The scale of the title does not hold for a column that names its own unit.
        let has_own = own.is_some_and(|map| map.unit.is_some() || map.scale.is_some());
        let scale = of_row
            .map(|measure| measure.scale)
            .filter(|scale| *scale > 0)
            .or(own.and_then(|map| map.scale))
            .or(defaults.scale.filter(|_| !has_own))
            .unwrap_or_default();
        Context {
            unit,
            scale: scale.min(15),
            mark: self.map.decimal_mark,
            digits: spec.and_then(|spec| spec.digits),
            full_from: spec.and_then(|spec| self.full_from.get(&spec.index).copied()),
            full: self.map.full_digits,
            instrument: own
                .and_then(|map| map.instrument.clone())
                .or(instrument.cloned())
                .or(defaults.instrument.clone()),
            is_rare: spec.is_some_and(|spec| 2 * spec.kinds.unscaled < spec.kinds.numbers),
            are_scaled: spec.is_some_and(are_scaled),
            is_each: false,
            is_english: self.is_english,
            has_long_billions: self.has_long_billions(),
        }
    }

    /// Whether a `billion` may be the French one: the sheet is not in English.
    pub(super) fn has_long_billions(&self) -> bool {
        self.map
            .language
            .map_or(!self.is_english, |language| language != Language::English)
    }

    pub(super) fn party(&self, name: &str, address: Option<Address>) -> Party {
        let name = party::without_contact(name).map_or(name, |(name, _)| name);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let column = address.and_then(|address| usize::try_from(address.column).ok()?.checked_sub(1));
        let person = match column.and_then(|column| self.persons.get(&column)) {
            Some(true) => party::class(&name).is_none_or(|class| class == "Person"),
            Some(false) => party::person(&name) || party::may_be(&name),
            None => party::person(&name),
        };
        // `Police` and `Parks` below `Dept` are public bodies, whatever else they are called.
        let of_heading = || {
            column
                .filter(|column| self.public.contains(column))
                .map(|_| "PublicBody")
        };
        let class = if person {
            Some("Person")
        } else {
            party::class(&name).or_else(of_heading)
        };
        Party {
            person,
            class: class.map(str::to_owned),
            name,
            identifiers: Vec::new(),
            address,
        }
    }

    /// The date or the years of a cell of a column.
    pub(super) fn date_in(&self, column: usize, cell: &Cell) -> Option<String> {
        let years = || date::two_years(&cell.text).filter(|_| cell.value == Value::Text);
        let is_of_years = self.years.contains(&column);
        is_of_years.then(years).flatten().or_else(|| self.date(cell))
    }

    pub(super) fn date(&self, cell: &Cell) -> Option<String> {
        let text = cell.text.trim();
        match &cell.value {
            Value::Date(iso) => return Some(iso.clone()),
            Value::Error => return None,
            Value::Number { .. } | Value::Text => {}
        }
        let days = || date::serial(text.parse().ok()?, self.grid.sheet.epoch_1904);
        let read = date::date(text, self.order).map(|date| date.iso);
        read.or_else(days).or_else(|| date::within(text, self.order))
    }
}
