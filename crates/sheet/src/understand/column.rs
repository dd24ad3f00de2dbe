//! What each column means: by the map, by its heading, by its values; what remains open is a doubt.

mod accounts;
mod across;
mod amended;
mod ceilings;
mod codes;
pub(super) mod conflict;
mod consortium;
mod converted;
mod counted;
mod currencies;
mod direction;
mod division;
mod funders;
pub(super) mod given;
mod identifiers;
mod registered;
mod instalments;
mod neighbours;
mod party;
pub(super) mod publishing;
mod renamed;
mod returned;
mod set_aside;
mod shares;
mod side;
mod title;
pub(super) mod told;
pub(super) mod units;
mod who;
mod words;

use hashbrown::HashMap;
use text::fold::fold_words;

use crate::map::{ColumnMap, DateOrder, Map, Role};
use crate::understood::{Basis, Doubt};
use crate::words::{LISTS, Sense};
use crate::workbook::{Address, Cell, Value, letters};

use super::grid::Grid;
use super::heading::said;
use super::layout::{Heading, Layout};
use super::measures::Measures;
use super::number::{Number, number};
use super::said::Said;
use super::{beside, date, figure, is_link};

/// How many values of a column are looked at.
const LOOK: usize = 200;

/// How many rows are looked at for them.
const ROWS: usize = 5000;

/// How many of its values are shown.
const SAMPLES: usize = 5;

/// A column with its decision.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    /// Its position, from 0.
    pub(super) index: usize,
    /// The decision.
    pub(super) map: ColumnMap,
    /// By what it was decided.
    pub(super) basis: Basis,
    /// Its heading.
    pub(super) heading: Heading,
    /// What the heading says.
    pub(super) said: Said,
    /// Some of its values.
    pub(super) samples: Vec<String>,
    /// What kinds of values it has.
    pub(super) kinds: Kinds,
    /// How many digits the middle one of its numbers has before the decimal mark.
    pub(super) digits: Option<usize>,
    /// Why it is ignored.
    pub(super) ignored: Option<String>,
    /// The column of the sum that those receive whom it names, where others of the row have sums of their own.
    pub(super) of_sum: Option<usize>,
}

impl Spec {
    pub(super) fn role(&self) -> Role {
        self.map.role
    }

    /// What messages call it: its heading, or its letters.
    pub(super) fn label(&self) -> String {
        label(&self.heading.text, self.index)
    }
}

/// Whether a heading names those who pay.
pub(super) fn names_payers(heading: &str) -> bool {
    let found = LISTS.heading(&crate::words::words(heading));
    found.iter().any(|one| one.value.sense == Sense::Role(Role::Payer))
}

fn label(heading: &str, index: usize) -> String {
    match heading.is_empty() {
        true => format!("column {}", letters(Address::of(0, index).column)),
        false => format!("`{heading}`"),
    }
}

/// How many values of a column are of which kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kinds {
    pub(super) all: usize,
    pub(super) numbers: usize,
    pub(super) money: usize,
    /// Sums of money whose cell has a currency and no scale.
    pub(super) unscaled: usize,
    pub(super) shares: usize,
    pub(super) dates: usize,
    pub(super) years: usize,
    pub(super) links: usize,
    pub(super) identifiers: usize,
    /// Cells that are words of forms of money, and nothing else; of stages; and of money that is gone, perhaps with a number or day.
    pub(super) instruments: usize,
    pub(super) stages: usize,
    pub(super) ends: usize,
    /// Cells that are a currency, perhaps with a scale; and those that are a scale.
    pub(super) currencies: usize,
    pub(super) scales: usize,
    /// Cells that have the form of a post code; and those that begin as telephone numbers and codes do.
    pub(super) post_codes: usize,
    pub(super) codes: usize,
}

impl Kinds {
    fn most(&self, count: usize) -> bool {
        count * 10 >= self.all * 6 && count > 0
    }

    /// Whether values are figures but for single cells, which say something else.
    fn nearly(&self, count: usize) -> bool {
        count == self.all || self.most(count) && (count * 10 >= self.all * 8 || count > 1 && count + 1 == self.all)
    }

    fn add(&mut self, cell: &Cell, measures: &Measures) {
        let text = cell.text.trim();
        // What an error or a formula without result stands for, nothing tells.
        if LISTS.is_empty_word(text) || cell.value == Value::Error {
            return;
        }
        self.all += 1;
        if is_link(text) {
            self.links += 1;
            return;
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits >= 9
            && digits == text.chars().filter(|letter| !letter.is_whitespace()).count()
            && (digits == 9 || digits == 14)
            && !text.contains('.')
        {
            self.identifiers += 1;
        }
        if date::year(text).is_some() {
            self.years += 1;
        }
        self.post_codes += usize::from(codes::is_post_code(text));
        self.codes += usize::from(codes::is_code(text));
        let unit = match &cell.value {
            Value::Number { unit, scale, .. } => Some((unit.clone(), scale.unwrap_or_default())),
            Value::Date(_) => {
                self.dates += 1;
                return;
            }
            Value::Error | Value::Text => {
                let read = number(text, None, measures).or_else(|| qualified(text, measures));
                let read = read.or_else(|| ranged(text, measures));
                read.map(|number| (number.unit.unit, number.unit.scale))
            }
        };
        match unit {
            Some((Some(unit), _)) if unit == "%" => self.shares += 1,
            Some((Some(_), scale)) => {
                self.money += 1;
                self.unscaled += usize::from(scale == 0);
            }
            Some((None, _)) => {}
            None => {
                self.add_words(text, measures);
                let is_date = digits > 0 && date::date(text, DateOrder::DayFirst).is_some();
                self.dates += usize::from(is_date);
                return;
            }
        }
        self.numbers += 1;
    }

    /// Adds a cell that is no number by its words.
    fn add_words(&mut self, text: &str, measures: &Measures) {
        if let Some(measure) = measures.of_money(text) {
            self.currencies += usize::from(measure.unit.as_deref().is_some_and(|unit| unit != "%"));
            self.scales += usize::from(measure.unit.is_none());
        }
        let told = beside::states(text);
        if told.unknown.is_empty() {
            self.instruments += usize::from(told.instrument().is_some());
            self.stages += usize::from(told.instruments.is_empty() && told.stage().is_some());
        }
        let has_digit = |word: &String| word.contains(|letter: char| letter.is_ascii_digit());
        let is_end = told.is_gone || told.is_refused;
        self.ends += usize::from(is_end && told.stages.is_empty() && told.unknown.iter().all(has_digit));
    }
}

/// A figure behind or before words that tell how exact it is: `approx. £14k`, `12,500 or so`; or before a part of it: `600 (dont 150 en prêt)`.
fn qualified(text: &str, measures: &Measures) -> Option<Number> {
    let whole = beside::part(text).and_then(|at| text.get(..at));
    let whole = whole.map(|whole| whole.trim_end_matches([' ', '(', ',']));
    if let Some(number) = whole.and_then(|whole| number(whole, None, measures)) {
        return Some(number);
    }
    let edged = beside::edges(text);
    let is_only = edged.told.wording.is_some() && !edged.told.is_state() && edged.told.unknown.is_empty();
    let is_date = || date::date(text, DateOrder::DayFirst).is_some();
    number(edged.core, None, measures).filter(|_| is_only && !is_date())
}

/// The upper end of a range of money: `€200–300m`, `€0.5–0.7bn [1]`, `between €5m and €7m`.
fn ranged(text: &str, measures: &Measures) -> Option<Number> {
    let text = text.split(['[', '(']).next().unwrap_or_default();
    let edged = beside::edges(text);
    let dividers = ["-", "–", "—", " à ", " to ", " et ", " and "];
    let ends = dividers.into_iter().find_map(|divider| edged.core.split_once(divider));
    let (low, high) = ends.map(|(low, high)| (low.trim(), high.trim()))?;
    let low = ["de ", "entre ", "from ", "between "]
        .iter()
        .find_map(|lead| low.strip_prefix(lead))
        .unwrap_or(low);
    let (low, high) = (number(low, None, measures)?, number(high, None, measures)?);
    let unit = high.unit.unit.clone().or(low.unit.unit)?;
    let unit = crate::measure::Measure {
        unit: Some(unit),
        ..high.unit
    };
    Some(Number { unit, ..high })
}

/// Decides what the columns of a table mean.
pub(super) fn decide(
    grid: &Grid<'_>,
    layout: &Layout,
    (map, is_given): (Option<&Map>, bool),
    measures: &Measures,
    doubts: &mut Vec<Doubt>,
) -> Vec<Spec> {
    let rows = sample_rows(grid, layout);
    let mut seen: HashMap<String, u32> = HashMap::new();
    let entries = map.map(entries).unwrap_or_default();
    let mut specs = Vec::new();
    for (index, heading) in layout.headings.iter().enumerate() {
        let folded = fold_words(&heading.text);
        let occurrence = *seen.entry(folded.clone()).and_modify(|count| *count += 1).or_insert(1);
        let (samples, kinds) = values(grid, &rows, index, measures);
        let said = said(&heading.text, measures);
        let known = entries.get(&(folded, occurrence)).copied();
        let (mut decision, basis) = match known {
            Some(known) => (known.clone(), Basis::Map),
            None => guess(heading, &said, &kinds),
        };
        decision.heading.clone_from(&heading.text);
        decision.occurrence = (occurrence > 1).then_some(occurrence);
        let ignored = None;
        specs.push(Spec {
            index,
            map: decision,
            basis,
            heading: heading.clone(),
            said,
            samples,
            kinds,
            digits: digits(grid, &rows, index, measures),
            ignored,
            of_sum: None,
        });
    }
    if let Some(map) = map.filter(|_| is_given) {
        renamed::take(&mut specs, map, measures, doubts);
        neighbours::take(&mut specs);
    }
    by_headings(&mut specs, (grid, &rows), map);
    by_values(&mut specs, (grid, &rows), measures);
    direction::take(&mut specs, doubts);
    consortium::take(&mut specs);
    across::take(&mut specs, measures, doubts);
    funders::take(&mut specs, map, measures, doubts);
    party::take(&mut specs, map, doubts);
    division::take(&mut specs, map, doubts);
    returned::take(&mut specs, doubts);
    ceilings::take(&mut specs, doubts);
    conflict::one_for_each_role(&mut specs, doubts);
    given::leave_others(&mut specs);
    conflict::about(&mut specs, map);
    registered::take(&mut specs, grid, &rows);
    sums(&mut specs, (grid, &rows), measures, doubts);
    ask_unknown(&mut specs, map, doubts);
    specs
}

/// Asks for what no column says for certain.
fn ask_unknown(specs: &mut [Spec], map: Option<&Map>, doubts: &mut Vec<Doubt>) {
    conflict::unknown(specs, doubts);
    if map.is_none_or(|map| map.defaults.about.is_none()) {
        conflict::unknown_about(specs, doubts);
    }
    if map.is_none() {
        conflict::unknown_payer(specs, doubts);
    }
    who::ask(specs, doubts);
}

/// Decides what columns of sums are beside each other.
fn sums(specs: &mut [Spec], sheet: (&Grid<'_>, &[usize]), measures: &Measures, doubts: &mut Vec<Doubt>) {
    converted::take(specs, sheet, measures, doubts);
    amended::take(specs);
    accounts::take(specs);
    conflict::one_sum(specs, sheet, doubts);
}

/// Takes a column of sites for that of places where another one says what the money is for.
fn sites(specs: &mut [Spec]) {
    let has_thing = specs
        .iter()
        .any(|spec| spec.role() == Role::About && !spec.said.is_weak);
    let is_site = |spec: &&mut Spec| {
        let is_open = spec.role() == Role::About && spec.basis == Basis::Heading;
        is_open && LISTS.whole("site", &spec.heading.text).is_some()
    };
    for spec in specs.iter_mut().filter(|_| has_thing).filter(is_site) {
        spec.map.role = Role::Place;
    }
}

/// Decides what headings say together, and with their cells.
fn by_headings(specs: &mut [Spec], (grid, rows): (&Grid<'_>, &[usize]), map: Option<&Map>) {
    publishing::take(specs, grid, rows);
    sites(specs);
    title::take(specs);
    who::take(specs, map);
    side::take(specs);
}

/// Decides what headings leave open, and the values of columns tell.
fn by_values(specs: &mut [Spec], (grid, rows): (&Grid<'_>, &[usize]), measures: &Measures) {
    codes::take(specs);
    identifiers::take(specs, grid, rows);
    units::take(specs);
    words::take(specs);
    given::take(specs);
    shares::take(specs, measures);
    counted::take(specs);
}

/// The columns of a map, by heading and occurrence.
fn entries<'m>(map: &'m Map) -> HashMap<(String, u32), &'m ColumnMap> {
    let entry = |column: &'m ColumnMap| ((fold_words(&column.heading), column.occurrence.unwrap_or(1)), column);
    // Of two entries for one column the first counts.
    map.columns.iter().rev().map(entry).collect()
}

/// The rows whose values tell what columns are: neither totals nor notes.
fn sample_rows(grid: &Grid<'_>, layout: &Layout) -> Vec<usize> {
    let is_data = |row: &usize| {
        let filled = grid.filled(*row);
        let first = filled.first().map_or("", |column| grid.text(*row, *column));
        let begins = |section| {
            LISTS
                .within(section, first)
                .first()
                .is_some_and(|found| found.start == 0)
        };
        let is_total = begins("total") || begins("subtotal");
        !filled.is_empty() && (filled.len() > 1 || grid.width < 3) && !is_total
    };
    (layout.header.end..grid.height()).filter(is_data).take(ROWS).collect()
}

/// Some values of a column, and their kinds.
fn values(grid: &Grid<'_>, rows: &[usize], column: usize, measures: &Measures) -> (Vec<String>, Kinds) {
    let (mut samples, mut kinds) = (Vec::new(), Kinds::default());
    let cells = rows.iter().filter_map(|row| grid.own(*row, column)).take(LOOK);
    for cell in cells {
        kinds.add(cell, measures);
        let text = cell.text.trim();
        if samples.len() < SAMPLES && !samples.iter().any(|known| known == text) {
            samples.push(text.to_owned());
        }
    }
    (samples, kinds)
}

/// How many digits the middle one of a column's numbers has before the decimal mark.
fn digits(grid: &Grid<'_>, rows: &[usize], column: usize, measures: &Measures) -> Option<usize> {
    let cells = rows.iter().filter_map(|row| grid.own(*row, column)).take(LOOK);
    let values = cells.filter_map(|cell| match &cell.value {
        Value::Number { number, .. } => Some(*number),
        Value::Text => number(cell.text.trim(), None, measures).map(|read| read.value),
        Value::Date(_) | Value::Error => None,
    });
    let mut digits: Vec<usize> = values.map(figure::digits).collect();
    digits.sort_unstable();
    digits.get(digits.len().saturating_sub(1) / 2).copied()
}

/// What a column means by its heading, else by its values.
fn guess(heading: &Heading, said: &Said, kinds: &Kinds) -> (ColumnMap, Basis) {
    let mut decision = ColumnMap::new(heading.text.clone(), Role::Ignored);
    let is_figures = kinds.most(kinds.numbers);
    let is_group = said.is_group() && (said.role.is_none() || said.is_weak || said.role == Some(Role::Amount));
    let role = match said.role {
        Some(Role::Amount) if said.is_weak && !is_figures && kinds.all > 0 => None,
        // `Annoncé (M€)` above `24` and `trois millions`
        Some(Role::About | Role::Note | Role::Stage)
            if said.has_currency() && said.stage.is_some() && kinds.numbers > 0 =>
        {
            Some(Role::Amount)
        }
        Some(role @ (Role::About | Role::Recipient | Role::Payer | Role::Speaker | Role::Programme | Role::Note))
            if is_figures
                && (kinds.nearly(kinds.numbers) || kinds.most(kinds.money))
                && (said.period.is_some() || said.measure.is_some() || said.stage.is_some() || kinds.money > 0) =>
        {
            let _ = role;
            Some(Role::Amount)
        }
        // `Exercice 2022`, `FY 2022-23` above figures.
        Some(Role::When | Role::Period | Role::PeriodStart)
            if said.period.is_some()
                && kinds.numbers > 0
                && kinds.years < kinds.numbers
                && kinds.dates < kinds.numbers =>
        {
            Some(Role::Amount)
        }
        Some(Role::When) if kinds.most(kinds.years) && kinds.dates < kinds.all && kinds.numbers > 0 => Some(Role::When),
        // `Page web`, `Site`
        Some(Role::Page) if kinds.most(kinds.links) => Some(Role::Link),
        Some(Role::About) if said.is_weak && kinds.most(kinds.links) => Some(Role::Link),
        // `Voté` above figures; but `Nature` above `6574` has codes.
        Some(Role::Stage | Role::Instrument) if is_figures && kinds.nearly(kinds.numbers) => {
            let tells = said.stage.is_some() || said.instrument.is_some() || said.period.is_some();
            (tells || said.measure.is_some() || kinds.money > 0).then_some(Role::Amount)
        }
        role => role,
    };
    let by_heading = match role {
        Some(role) if !(said.is_weak && is_group && is_figures) => Some(role),
        _ if is_group && (is_figures || kinds.all == 0) => Some(Role::Amount),
        // `Pledge / £m` above `12.5` and `2-3`.
        None if said.has_currency() && kinds.numbers > 0 => Some(Role::Amount),
        other => other,
    };
    let (role, basis) = match by_heading {
        Some(role) => (role, Basis::Heading),
        None => by_kinds(kinds),
    };
    decision.role = role;
    match role {
        Role::Amount => tell_figures(&mut decision, said),
        Role::Minimum | Role::Maximum => tell_unit(&mut decision, said),
        Role::Payer | Role::Recipient if said.is_person => decision.persons = true,
        _ => {}
    }
    (decision, basis)
}

/// What a heading says of the figures below it.
fn tell_figures(decision: &mut ColumnMap, said: &Said) {
    tell_unit(decision, said);
    decision.stage = said.gone.or(said.stage).map(str::to_owned);
    decision.instrument = said.instrument.map(str::to_owned);
    decision.period.clone_from(&said.period);
    decision.when.clone_from(&said.when);
}

fn tell_unit(decision: &mut ColumnMap, said: &Said) {
    if let Some(measure) = &said.measure {
        decision.unit.clone_from(&measure.unit);
        decision.scale = (measure.scale > 0).then_some(measure.scale);
    }
}

fn by_kinds(kinds: &Kinds) -> (Role, Basis) {
    let role = if kinds.most(kinds.links) {
        Role::Link
    } else if kinds.most(kinds.identifiers) {
        Role::Key
    } else if kinds.most(kinds.money) {
        Role::Amount
    } else if kinds.most(kinds.shares) {
        Role::Share
    } else if kinds.most(kinds.dates) {
        Role::When
    } else {
        return (Role::Ignored, Basis::Unknown);
    };
    (role, Basis::Values)
}
