//! Totals of a sheet, compared with the sums of the rows above them.

use hashbrown::HashMap;
use text::Decimal;

use crate::map::Role;
use crate::measure::Measure;
use crate::record::{Amount, AmountRole};
use crate::words::{LISTS, words};
use crate::workbook::Address;

use super::beside::ORDER;
use super::column::Spec;
use super::decided::{Table, is_row_total};
use super::figure::{Figure, Sums, figure};
use super::row::Given;
use super::table::{self, SumsUp};

/// The bounds of a row's sum.
struct Part {
    minimum: Option<Decimal>,
    maximum: Option<Decimal>,
    unit: Option<String>,
    /// The period of a rate.
    per: Option<&'static str>,
    /// Whether it is the sum for one of several.
    is_each: bool,
    /// The names by which a sub-total may call its row: its programme, its thing, who pays and who receives.
    names: Vec<String>,
    of: Of,
}

/// What a row of sums is, beside its names.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Of {
    /// How firm its money is; none if it does not say so.
    pub(super) stage: Option<&'static str>,
    /// Whether its money was refused, or its row is not taken for another reason.
    pub(super) is_left: bool,
    /// Whether its money is gone: given up, cancelled.
    pub(super) is_gone: bool,
    /// Whether a natural person pays or receives.
    pub(super) is_person: bool,
}

impl Of {
    /// What the records of a row are, taken or refused.
    pub(super) fn row(given: &Given) -> Self {
        let records = given.records.iter().chain(&given.refused_money);
        let mut parties = records.flat_map(|record| record.payers.iter().chain(&record.recipients));
        let stage = given.records.first().and_then(|record| record.stage.as_ref());
        Self {
            stage: stage.and_then(|stage| ORDER.iter().find(|known| **known == stage.text).copied()),
            is_left: given.records.is_empty(),
            is_gone: !given.records.is_empty() && given.records.iter().all(|record| record.gone.is_some()),
            is_person: parties.any(|party| party.person || party.class.as_deref() == Some("Person")),
        }
    }
}

/// The sums of the rows of a column.
#[derive(Default)]
struct Running {
    parts: Vec<Part>,
    /// Where the rows since the last sub-total begin.
    since: usize,
    /// Where those began that the last sub-total added: that of another currency adds them, too.
    before: usize,
    /// Whether the last row of sums had one for them: `Total 2024` below `Total 2023` adds the rows above both.
    is_summed: bool,
}

/// The sums of rows, by column, since the beginning of the table.
#[derive(Default)]
pub(super) struct Totals {
    columns: HashMap<usize, Running>,
    /// How many comparisons were made.
    work: usize,
}

/// The most comparisons of totals with rows, which bounds the time that they take.
const WORK: usize = 20_000_000;

impl Totals {
    /// Adds the sums of a row.
    pub(super) fn add(&mut self, sums: &[(usize, Sums)], names: &[&str], of: Of) {
        let names: Vec<String> = names.iter().map(|name| words(name).join(" ")).collect();
        for (column, sums) in sums {
            let Some(amount) = sums.amounts.first() else { continue };
            let (minimum, maximum, unit) = (amount.minimum, amount.maximum, amount.unit.clone());
            let per = amount.per;
            let running = self.columns.entry(*column).or_default();
            running.is_summed = false;
            running.parts.push(Part {
                minimum,
                maximum,
                unit,
                per,
                is_each: amount.role == AmountRole::Each,
                names: names.clone(),
                of,
            });
        }
    }

    /// Compares a row of totals with the rows above; gives for each of its figures the cell and the outcome.
    ///
    /// `all`: with all rows; else with those of the group that `of` names, or those since the last sub-total. `is_of`: which columns are
    /// compared.
    pub(super) fn compare(
        &mut self,
        table: &Table<'_>,
        row: usize,
        (all, of): (bool, &str),
        is_of: &dyn Fn(&Spec) -> bool,
    ) -> Vec<(Address, Outcome)> {
        let mut outcomes = Vec::new();
        let named = named_currency(table, row);
        let (currency, is_named) = (named.as_ref(), named.is_some());
        let stage = named_stage(table, row);
        for column in table.grid.filled(row) {
            let Some(spec) = table.specs.get(column).filter(|spec| is_of(spec)) else {
                continue;
            };
            let Some(total) = total_of(table, (row, spec), currency) else {
                continue;
            };
            let address = Address::of(row, column);
            let known = self.columns.entry(column).or_default();
            self.work += known.parts.len();
            if self.work > WORK {
                outcomes.push((address, Outcome::Open("the sheet has too many totals")));
                continue;
            }
            let is_open = (is_named || !known.is_summed) && known.since == known.parts.len();
            known.is_summed = true;
            let from = if is_open { known.before } else { known.since };
            let since: Vec<&Part> = known.parts.get(from..).unwrap_or_default().iter().collect();
            let is_of = |part: &&Part| !of.is_empty() && part.names.iter().any(|name| name == of);
            let all_named: Vec<&Part> = known.parts.iter().filter(is_of).collect();
            let since_named: Vec<&Part> = since.iter().copied().filter(is_of).collect();
            // `Total Ville` may be that of `Ville de Brume`.
            let begins = |name: &String| name.strip_prefix(of).is_some_and(|rest| rest.starts_with(' '));
            let is_begun = |part: &&Part| !of.is_empty() && part.names.iter().any(begins);
            let begun: Vec<&Part> = known.parts.iter().filter(is_begun).collect();
            // `Sous-total Ville` below rows of several payers: those of the town, in its group or in all; else the whole group.
            let tries = match all {
                true => vec![known.parts.iter().collect()],
                false => vec![since_named, all_named, since, begun],
            };
            let compared = tries
                .into_iter()
                .filter(|parts| all || !parts.is_empty())
                .flat_map(|parts| counted(parts, stage))
                .map(|parts| told(&total, &in_unit(&total, parts, is_named)));
            let compared: Vec<Outcome> = compared.collect();
            let agrees = compared.contains(&Outcome::Agrees).then_some(Outcome::Agrees);
            let first = || compared.into_iter().next();
            let none = Outcome::Open("no row above has a figure");
            outcomes.push((address, agrees.or_else(first).unwrap_or(none)));
        }
        if !all {
            self.begin();
        }
        outcomes
    }

    /// Whether all figures of a row of data, which its name may call a sum, are those of rows above: of its group since the last
    /// sub-total, of those that it names, or of all.
    pub(super) fn sums_up(&mut self, table: &Table<'_>, row: &table::Row, called: &SumsUp) -> bool {
        let mut found = None;
        for column in &row.filled {
            let Some(spec) = table.specs.get(*column).filter(|spec| spec.role() == Role::Amount) else {
                continue;
            };
            let Some(cell) = table.grid.own(row.index, *column) else {
                continue;
            };
            let address = Address::of(row.index, *column);
            let context = table.context(Some(spec), None, None);
            let Figure::Sums(total) = figure(cell, address, &context, table.measures) else {
                continue;
            };
            let known = self.columns.entry(*column).or_default();
            self.work += known.parts.len() * (4 + 2 * called.beside.len());
            let sum = (self.work <= WORK).then(|| known.sum_of(&total, called)).flatten();
            let Some(sum) = sum else { return false };
            found = found.max(Some(sum));
        }
        // In one column a single row may have a figure, where another adds several.
        found == Some(SumOf::Group)
    }

    /// Whether all figures of a row are the sums of two rows above or more: of all, or of those since the last sub-total.
    pub(super) fn is_sum_of_rows(&mut self, table: &Table<'_>, row: &table::Row, called: &SumsUp) -> bool {
        let has_several = |column: &usize| {
            let parts = self.columns.get(column);
            parts.is_none_or(|known| known.parts.len() > known.since + 1 || known.since > 0 && known.parts.len() > 1)
        };
        row.filled.iter().all(has_several) && self.sums_up(table, row, called)
    }

    /// Begins new groups below a row of sums.
    pub(super) fn begin(&mut self) {
        for column in self
            .columns
            .values_mut()
            .filter(|column| column.since < column.parts.len())
        {
            column.before = column.since;
            column.since = column.parts.len();
        }
    }
}

impl Running {
    /// Of which rows a figure is the sum; none if it is that of none.
    fn sum_of(&self, total: &Sums, called: &SumsUp) -> Option<SumOf> {
        let since: Vec<&Part> = self.parts.get(self.since..).unwrap_or_default().iter().collect();
        let all: Vec<&Part> = self.parts.iter().collect();
        let of = |parts: &[&'_ Part], name: &String| -> Vec<usize> {
            let of = parts.iter().enumerate().filter(|(_, part)| part.names.contains(name));
            of.map(|(at, _)| at).collect()
        };
        let names = called.beside.iter().chain(Some(&called.of).filter(|of| !of.is_empty()));
        let named = names.flat_map(|name| {
            [&since, &all].map(|parts| {
                of(parts, name)
                    .into_iter()
                    .filter_map(|at| parts.get(at).copied())
                    .collect()
            })
        });
        let tries: Vec<Vec<&Part>> = named.chain([since.clone(), all.clone()]).collect();
        let sums = tries.into_iter().filter_map(|parts| {
            let agrees = !parts.is_empty()
                && (outcome(total, &parts) == Outcome::Agrees || called.is_mean && is_statistic(total, &parts));
            // One row has its own sum: `Total` alone says so, and `Club 1 Total` below Club 1.
            let is_one = || called.of.is_empty() || parts.iter().all(|part| part.names.contains(&called.of));
            agrees.then(|| match parts.len() > 1 || is_one() {
                true => SumOf::Group,
                false => SumOf::One,
            })
        });
        sums.max()
    }
}

/// Of which rows a figure is the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SumOf {
    /// Of one, which any figure may be that repeats it.
    One,
    /// Of a group.
    Group,
}

/// Whether a figure is the mean, the median or the count of parts.
fn is_statistic(total: &Sums, parts: &[&Part]) -> bool {
    let Some(whole) = total.amounts.first().and_then(|whole| whole.minimum) else {
        return false;
    };
    let mut values: Vec<Decimal> = parts.iter().filter_map(|part| part.minimum).collect();
    values.sort_unstable();
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
    is_mean(total, parts) || values.get(values.len() / 2) == Some(&whole) || whole == Decimal::from(count)
}

/// Whether a figure is the mean of parts in its unit, as exactly as it is written.
fn is_mean(total: &Sums, parts: &[&Part]) -> bool {
    let Some(whole) = total.amounts.first() else {
        return false;
    };
    let count = Decimal::from(i64::try_from(parts.len()).unwrap_or(i64::MAX));
    let half = total.precision.unwrap_or_else(|| Decimal::from(0));
    let times = |value: Decimal| value.times(count);
    let bound = |value: Option<Decimal>| times(value?);
    let sums = Sums {
        amounts: vec![Amount {
            minimum: bound(whole.minimum),
            maximum: bound(whole.maximum),
            ..whole.clone()
        }],
        precision: times(half),
        ..Sums::default()
    };
    outcome(&sums, parts) == Outcome::Agrees
}

/// The figure of a row of totals in a column.
fn total_of(table: &Table<'_>, (row, spec): (usize, &Spec), currency: Option<&Measure>) -> Option<Sums> {
    let cell = table.grid.own(row, spec.index)?;
    let scaled = is_row_total(spec).then(|| table.in_scale(spec));
    let context = table.context(Some(scaled.as_ref().unwrap_or(spec)), currency, None);
    match figure(cell, Address::of(row, spec.index), &context, table.measures) {
        Figure::Sums(total) => Some(total),
        _ => None,
    }
}

/// The stage that a row of totals names: `Subtotal awarded`.
fn named_stage(table: &Table<'_>, row: usize) -> Option<&'static str> {
    let is_name = |column: &usize| {
        let role = table.specs.get(*column).map(Spec::role);
        !matches!(role, None | Some(Role::Amount | Role::Note | Role::Ignored))
    };
    let names = table.grid.filled(row).into_iter().filter(is_name);
    let mut stages = names.filter_map(|column| {
        let found = LISTS.within("stage", table.grid.text(row, column));
        found.first().map(|found| found.value)
    });
    stages
        .next()
        .and_then(|stage| ORDER.iter().find(|known| **known == stage).copied())
}

/// The rows that a total may add: those that count, of its stage if it names one; then all that count, and those that did; then all.
fn counted<'p>(parts: Vec<&'p Part>, stage: Option<&'static str>) -> Vec<Vec<&'p Part>> {
    let of =
        |is_it: &dyn Fn(&Part) -> bool| -> Vec<&'p Part> { parts.iter().copied().filter(|part| is_it(part)).collect() };
    let mut views = Vec::new();
    if stage.is_some() {
        views.push(of(&|part| {
            !part.of.is_left && !part.of.is_gone && part.of.stage == stage
        }));
        views.push(of(&|part| !part.of.is_left && part.of.stage == stage));
    }
    views.push(of(&|part| !part.of.is_left && !part.of.is_gone));
    views.push(of(&|part| !part.of.is_left));
    views.retain(|view| !view.is_empty() && view.len() < parts.len());
    views.push(parts);
    views
}

/// The outcome for a total, without the sum where a natural person pays or receives a part: it would tell that.
fn told(total: &Sums, parts: &[&Part]) -> Outcome {
    match outcome(total, parts) {
        Outcome::Differs(_) if parts.iter().any(|part| part.of.is_person) => Outcome::Differs(String::new()),
        outcome => outcome,
    }
}

/// The currency that a row of totals names, in the column of currencies, there with its scale, or beside the word for it: `Total GBP`.
fn named_currency(table: &Table<'_>, row: usize) -> Option<Measure> {
    let currency = |text: &str| {
        let named = table.measures.of_money(text);
        named.filter(|measure| measure.unit.as_deref().is_some_and(|unit| unit != "%"))
    };
    let is_currency = |spec: &&Spec| spec.role() == Role::Currency;
    let of_column = table.specs.iter().filter(is_currency).find_map(|spec| {
        let text = table.grid.text(row, spec.index);
        currency(text)
    });
    of_column.or_else(|| {
        let first = table.grid.filled(row).into_iter().next()?;
        let text = table.grid.text(row, first);
        let mut words = text.split(|letter: char| letter.is_whitespace() || "()[]:,;".contains(letter));
        let unit = words.find_map(|word| table.measures.of(word)?.unit.filter(|unit| unit != "%"));
        unit.map(|unit| Measure {
            unit: Some(unit),
            scale: 0,
        })
    })
}

/// The parts in the currency of a total that names one: rows of other currencies have totals of their own.
fn in_unit<'p>(total: &Sums, parts: Vec<&'p Part>, is_named: bool) -> Vec<&'p Part> {
    let unit = total.amounts.first().and_then(|whole| whole.unit.as_ref());
    match unit.filter(|_| is_named) {
        Some(unit) => {
            let is_of_it = |part: &&Part| part.unit.as_ref().is_none_or(|own| own == unit);
            parts.into_iter().filter(is_of_it).collect()
        }
        None => parts,
    }
}

/// How a total compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is the sum of its rows.
    Agrees,
    /// It is not; the sum, as people read it.
    Differs(String),
    /// It cannot be compared, with the reason.
    Open(&'static str),
}

/// Compares the total of a row, in a column of its own, with the sums of the row.
pub(super) fn across(total: &Sums, sums: &[(usize, Sums)]) -> Outcome {
    let mut totals = Totals::default();
    let sums: Vec<(usize, Sums)> = sums.iter().map(|(_, sums)| (0, sums.clone())).collect();
    totals.add(&sums, &[], Of::default());
    let parts = totals.columns.entry(0).or_default();
    outcome(total, &parts.parts.iter().collect::<Vec<_>>())
}

fn outcome(total: &Sums, parts: &[&Part]) -> Outcome {
    let Some(whole) = total.amounts.first() else {
        return Outcome::Open("it has no figure");
    };
    if parts.is_empty() {
        return Outcome::Open("no row above has a figure");
    }
    let mut bounds = (Decimal::from(0), Decimal::from(0));
    let mut units = parts.iter().filter_map(|part| part.unit.as_ref());
    if whole.unit.is_none()
        && let Some(first) = units.next()
        && units.any(|unit| unit != first)
    {
        return Outcome::Open("its rows are in several units, which are not added");
    }
    let is_other = |part: &&Part| part.unit != whole.unit && part.unit.is_some() && whole.unit.is_some();
    if parts.iter().any(&is_other) {
        // The total of one currency leaves rows of another out.
        let own: Vec<&Part> = parts.iter().copied().filter(|part| !is_other(part)).collect();
        return match outcome(total, &own) {
            Outcome::Agrees if own.len() > 1 => Outcome::Agrees,
            _ => Outcome::Open("a row has another unit"),
        };
    }
    for part in parts {
        // Two million a year and five million are no seven million.
        if part.per != whole.per {
            return Outcome::Open(match whole.per {
                None => "a row has an amount for each year or month",
                Some(_) => "a row has no amount for each year or month",
            });
        }
        if part.is_each {
            return Outcome::Open("a row above has the price of one of several, and does not say of how many");
        }
        let (Some(minimum), Some(maximum)) = (part.minimum, part.maximum) else {
            return Outcome::Open("a row has no upper or lower bound");
        };
        let added = bounds.0.checked_add(minimum).zip(bounds.1.checked_add(maximum));
        let Some(added) = added else {
            return Outcome::Open("its rows are too large to add");
        };
        bounds = added;
    }
    match fits(whole, total.precision, bounds) {
        true => Outcome::Agrees,
        false => Outcome::Differs(written(bounds, whole)),
    }
}

/// Whether a total, as exactly as it is written, lies within the bounds of a sum.
fn fits(whole: &Amount, precision: Option<Decimal>, (least, most): (Decimal, Decimal)) -> bool {
    let half = precision.unwrap_or_else(|| Decimal::from(0));
    let lower = whole.minimum.and_then(|value| value.checked_add(half.negated()?));
    let upper = whole.maximum.and_then(|value| value.checked_add(half));
    lower.is_none_or(|lower| lower <= most) && upper.is_none_or(|upper| upper >= least)
}

fn written((least, most): (Decimal, Decimal), whole: &Amount) -> String {
    let unit = whole.unit.as_deref().unwrap_or_default();
    let symbol = match unit {
        "EUR" => "€",
        other => other,
    };
    text::amount::display(Some(&least.to_string()), Some(&most.to_string()), symbol, "en")
}
