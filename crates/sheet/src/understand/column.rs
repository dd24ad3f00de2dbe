//! What each column means: by the map, by its heading, by its values; what remains open is a doubt.

use crate::map::{Change, ColumnMap, DateOrder, Map, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value, letters};

use super::grid::Grid;
use super::heading::{Said, said};
use super::layout::{Heading, Layout};
use super::number::{Measures, number};
use super::{date, is_link};

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
    /// Why it is ignored.
    pub(super) ignored: Option<String>,
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
    pub(super) shares: usize,
    pub(super) dates: usize,
    pub(super) years: usize,
    pub(super) links: usize,
    pub(super) identifiers: usize,
}

impl Kinds {
    fn most(&self, count: usize) -> bool {
        count * 10 >= self.all * 6 && count > 0
    }

    fn add(&mut self, cell: &Cell, measures: &Measures) {
        let text = cell.text.trim();
        if LISTS.is_empty_word(text) {
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
        let unit = match &cell.value {
            Value::Number { unit, .. } => Some(unit.clone()),
            Value::Date(_) => {
                self.dates += 1;
                return;
            }
            Value::Error | Value::Text => number(text, None, measures).map(|number| number.unit.unit),
        };
        match unit {
            Some(Some(unit)) if unit == "%" => self.shares += 1,
            Some(Some(_)) => self.money += 1,
            Some(None) => {}
            None => {
                let is_date = digits > 0 && date::date(text, DateOrder::DayFirst).is_some();
                self.dates += usize::from(is_date);
                return;
            }
        }
        self.numbers += 1;
    }
}

/// Decides what the columns of a table mean.
pub(super) fn decide(
    grid: &Grid<'_>,
    layout: &Layout,
    map: Option<&Map>,
    measures: &Measures,
    doubts: &mut Vec<Doubt>,
) -> Vec<Spec> {
    let rows = sample_rows(grid, layout);
    let mut specs = Vec::new();
    for (index, heading) in layout.headings.iter().enumerate() {
        let occurrence = layout
            .headings
            .iter()
            .take(index)
            .filter(|other| same(&other.text, &heading.text))
            .count()
            + 1;
        let (samples, kinds) = values(grid, &rows, index, measures);
        let said = said(&heading.text, measures);
        let known = map.and_then(|map| entry(map, heading, occurrence));
        let (mut decision, basis) = match known {
            Some(known) => (known.clone(), Basis::Map),
            None => guess(heading, &said, &kinds),
        };
        decision.heading.clone_from(&heading.text);
        decision.occurrence = (occurrence > 1).then(|| u32::try_from(occurrence).unwrap_or(u32::MAX));
        let ignored = None;
        specs.push(Spec {
            index,
            map: decision,
            basis,
            heading: heading.clone(),
            said,
            samples,
            kinds,
            ignored,
        });
    }
    payers_across(&mut specs, doubts);
    one_for_each_role(&mut specs, doubts);
    one_sum(&mut specs, doubts);
    unknown(&mut specs, doubts);
    specs
}

fn same(one: &str, other: &str) -> bool {
    text::fold::fold_words(one) == text::fold::fold_words(other)
}

fn entry<'m>(map: &'m Map, heading: &Heading, occurrence: usize) -> Option<&'m ColumnMap> {
    map.columns
        .iter()
        .find(|column| same(&column.heading, &heading.text) && column.occurrence.unwrap_or(1) as usize == occurrence)
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

/// What a column means by its heading, else by its values.
fn guess(heading: &Heading, said: &Said, kinds: &Kinds) -> (ColumnMap, Basis) {
    let mut decision = ColumnMap::new(heading.text.clone(), Role::Ignored);
    let is_figures = kinds.most(kinds.numbers);
    let is_group = said.is_group() && (said.role.is_none() || said.is_weak || said.role == Some(Role::Amount));
    let role = match said.role {
        Some(Role::Amount) if said.is_weak && !is_figures && kinds.all > 0 => None,
        Some(role @ (Role::About | Role::Recipient | Role::Payer | Role::Speaker | Role::Programme | Role::Note))
            if is_figures
                && kinds.numbers == kinds.all
                && (said.period.is_some() || said.measure.is_some() || said.stage.is_some() || kinds.money > 0) =>
        {
            let _ = role;
            Some(Role::Amount)
        }
        Some(Role::When) if kinds.most(kinds.years) && kinds.dates < kinds.all && kinds.numbers > 0 => Some(Role::When),
        Some(Role::Stage | Role::Instrument) if is_figures && kinds.numbers == kinds.all => Some(Role::Amount),
        role => role,
    };
    let by_heading = match role {
        Some(role) if !(said.is_weak && is_group && is_figures) => Some(role),
        _ if is_group && (is_figures || kinds.all == 0) => Some(Role::Amount),
        other => other,
    };
    let (role, basis) = match by_heading {
        Some(role) => (role, Basis::Heading),
        None => by_values(kinds),
    };
    decision.role = role;
    match role {
        Role::Amount => tell_figures(&mut decision, said),
        Role::Minimum | Role::Maximum => tell_unit(&mut decision, said),
        _ => {}
    }
    (decision, basis)
}

/// What a heading says of the figures below it.
fn tell_figures(decision: &mut ColumnMap, said: &Said) {
    tell_unit(decision, said);
    decision.stage = said.stage.map(str::to_owned);
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

fn by_values(kinds: &Kinds) -> (Role, Basis) {
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

/// Columns of figures under the names of those who pay: `État | Région | Ville`.
fn payers_across(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let is_candidate = |spec: &Spec| {
        let is_open = spec.basis == Basis::Unknown
            || spec.basis == Basis::Heading
                && matches!(spec.role(), Role::Place | Role::Payer | Role::Recipient | Role::Amount)
                && spec.map.payer.is_none();
        let is_name = !spec.heading.text.is_empty() && spec.said.period.is_none() && !spec.said.is_total;
        let is_amount = spec.role() == Role::Amount && !spec.said.is_body;
        is_open && is_name && !is_amount && spec.kinds.all > 0 && spec.kinds.most(spec.kinds.numbers)
    };
    let count = specs.iter().filter(|spec| is_candidate(spec)).count();
    let is_public = specs.iter().any(|spec| is_candidate(spec) && spec.said.is_body);
    let has_payer = specs
        .iter()
        .any(|spec| spec.role() == Role::Payer && !is_candidate(spec));
    if count < 2 || !is_public || has_payer {
        return;
    }
    let mut names = Vec::new();
    for spec in specs.iter_mut().filter(|spec| is_candidate(spec)) {
        spec.map.role = Role::Amount;
        spec.map.payer = Some(spec.heading.text.clone());
        spec.basis = Basis::Heading;
        names.push(spec.label());
    }
    let Some(first) = specs.iter().find(|spec| spec.map.payer.is_some()) else {
        return;
    };
    doubts.push(Doubt {
        address: first.heading.cells.first().copied(),
        question: format!(
            "The columns {} have figures under names. Are these the ones who pay?",
            names.join(", ")
        ),
        choices: vec![
            Choice {
                label: "yes, one sum for each payer".to_owned(),
                change: Change::Nothing,
            },
            Choice {
                label: format!("no, leave {} out", first.label()),
                change: Change::Column(ColumnMap {
                    role: Role::Ignored,
                    payer: None,
                    ..first.map.clone()
                }),
            },
        ],
    });
}

/// Roles that one column has; of several the first is taken, after those whose heading says so for certain.
const SINGLE: [Role; 19] = [
    Role::Speaker,
    Role::Recipient,
    Role::About,
    Role::Programme,
    Role::Minimum,
    Role::Maximum,
    Role::Share,
    Role::Currency,
    Role::Stage,
    Role::When,
    Role::Period,
    Role::PeriodStart,
    Role::PeriodEnd,
    Role::Page,
    Role::Quote,
    Role::PayerType,
    Role::RecipientType,
    Role::Kind,
    Role::Instrument,
];

fn one_for_each_role(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    for role in SINGLE {
        let of_role = |spec: &&Spec| spec.role() == role;
        let rank = |spec: &&Spec| {
            (
                spec.basis != Basis::Map,
                spec.kinds.all == 0,
                spec.said.is_weak,
                spec.basis == Basis::Values,
                std::cmp::Reverse(spec.said.certainty),
                spec.index,
            )
        };
        let Some(best) = specs.iter().filter(of_role).min_by_key(rank).map(|spec| spec.index) else {
            continue;
        };
        let label = specs
            .iter()
            .find(|spec| spec.index == best)
            .map(Spec::label)
            .unwrap_or_default();
        let mut choices = vec![Choice {
            label: label.clone(),
            change: Change::Nothing,
        }];
        let mut address = None;
        for spec in specs
            .iter_mut()
            .filter(|spec| spec.role() == role && spec.index != best && spec.basis != Basis::Map)
        {
            // A second text about the same is kept beside the first.
            let instead = if matches!(
                role,
                Role::About | Role::Quote | Role::Stage | Role::Instrument | Role::When | Role::Recipient
            ) {
                Role::Note
            } else {
                Role::Ignored
            };
            if spec.kinds.all > 0 && !spec.said.is_weak && spec.basis != Basis::Values {
                address = address.or(spec.heading.cells.first().copied());
                choices.push(Choice {
                    label: spec.label(),
                    change: Change::Column(spec.map.clone()),
                });
            }
            spec.map.role = instead;
            spec.ignored = (instead == Role::Ignored).then(|| format!("{label} was taken for the same"));
        }
        if choices.len() > 1 {
            // The first column gives way to the one that is chosen.
            doubts.push(Doubt {
                address,
                question: format!("Several columns may be {}. Which one is it?", becomes(role)),
                choices,
            });
        }
    }
}

/// Of several sums of a row that nothing tells apart, one is taken.
fn one_sum(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let amounts = || specs.iter().filter(|spec| spec.role() == Role::Amount);
    if amounts().count() < 2 {
        return;
    }
    let mut ignored: Vec<(usize, String)> = Vec::new();
    let others = |spec: &&Spec| !spec.said.is_total && !spec.said.is_cost;
    let has_other = amounts().any(|spec| others(&spec));
    for spec in amounts().filter(|spec| spec.basis != Basis::Map && has_other && !others(spec)) {
        let why = if spec.said.is_total {
            "a total of other columns"
        } else {
            "what the whole costs, whoever pays"
        };
        ignored.push((spec.index, why.to_owned()));
    }
    let key = |spec: &Spec| {
        let map = &spec.map;
        (
            map.period.clone(),
            map.stage.clone(),
            map.instrument.clone(),
            map.payer.clone(),
            map.recipient.clone(),
        )
    };
    let is_out = |index: usize, ignored: &[(usize, String)]| ignored.iter().any(|(known, _)| *known == index);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for spec in amounts().filter(|spec| spec.basis != Basis::Map && !is_out(spec.index, &ignored)) {
        let same = groups.iter_mut().find(|group| {
            group
                .first()
                .and_then(|first| specs.get(*first))
                .is_some_and(|first| key(first) == key(spec))
        });
        match same {
            Some(group) => group.push(spec.index),
            None => groups.push(vec![spec.index]),
        }
    }
    for group in groups.iter().filter(|group| group.len() > 1) {
        let of_group: Vec<&Spec> = group.iter().filter_map(|index| specs.get(*index)).collect();
        let Some(best) = of_group.iter().min_by_key(|spec| {
            (
                spec.kinds.all == 0,
                spec.said.is_weak,
                spec.basis != Basis::Heading,
                spec.index,
            )
        }) else {
            continue;
        };
        let choices = of_group
            .iter()
            .filter(|spec| spec.index != best.index && spec.kinds.all > 0);
        let mut choices: Vec<Choice> = choices
            .map(|spec| Choice {
                label: format!("{} as well", spec.label()),
                change: Change::Column(spec.map.clone()),
            })
            .collect();
        choices.insert(
            0,
            Choice {
                label: format!("only {}", best.label()),
                change: Change::Nothing,
            },
        );
        ignored.extend(
            of_group
                .iter()
                .filter(|spec| spec.index != best.index)
                .map(|spec| (spec.index, format!("{} was taken for the sum", best.label()))),
        );
        if choices.len() > 1 {
            doubts.push(Doubt {
                address: best.heading.cells.first().copied(),
                question: "Several columns have sums that nothing tells apart. Which are sums of their own?".to_owned(),
                choices,
            });
        }
    }
    for (index, why) in ignored {
        if let Some(spec) = specs.get_mut(index) {
            spec.map.role = Role::Ignored;
            spec.ignored = Some(why);
        }
    }
}

/// Asks for columns of which nothing tells what they are, if the sheet has no sum otherwise.
fn unknown(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let has_sum = specs
        .iter()
        .any(|spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum | Role::Share));
    let candidates: Vec<usize> = specs
        .iter()
        .filter(|spec| spec.basis == Basis::Unknown && spec.kinds.most(spec.kinds.numbers))
        .map(|spec| spec.index)
        .collect();
    if has_sum || candidates.is_empty() {
        return;
    }
    let is_one = candidates.len() == 1;
    let mut choices = Vec::new();
    for index in candidates {
        let Some(spec) = specs.get_mut(index) else { continue };
        let decision = ColumnMap {
            role: Role::Amount,
            ..spec.map.clone()
        };
        if is_one {
            spec.map = decision.clone();
            spec.basis = Basis::Values;
            choices.push(Choice {
                label: format!("{} is the amount", spec.label()),
                change: Change::Nothing,
            });
            choices.push(Choice {
                label: "it is not".to_owned(),
                change: Change::Column(ColumnMap {
                    role: Role::Ignored,
                    ..decision
                }),
            });
        } else {
            choices.push(Choice {
                label: spec.label(),
                change: Change::Column(decision),
            });
        }
    }
    if !is_one {
        choices.insert(
            0,
            Choice {
                label: "none".to_owned(),
                change: Change::Nothing,
            },
        );
    }
    doubts.push(Doubt {
        address: None,
        question: "No heading says which column has the amounts. Which one is it?".to_owned(),
        choices,
    });
}

/// What values of a role become, for the person who imports.
pub(super) fn becomes(role: Role) -> &'static str {
    match role {
        Role::Speaker => "who says it",
        Role::Payer => "who pays",
        Role::Recipient => "who receives",
        Role::About => "what it is for",
        Role::Programme => "the programme of which it is a part",
        Role::Amount => "the amount",
        Role::Share => "a share",
        Role::Minimum => "the lower bound of the amount",
        Role::Maximum => "the upper bound of the amount",
        Role::Currency => "the currency",
        Role::Stage => "how firm the money is",
        Role::When => "when it was said or happened",
        Role::Period => "the years that the money is for",
        Role::PeriodStart => "the first day of the years that the money is for",
        Role::PeriodEnd => "the last day of the years that the money is for",
        Role::Source => "the document",
        Role::Link => "the address of the document",
        Role::Page => "the page of the document",
        Role::Quote => "the words of the document",
        Role::Note => "a note",
        Role::Place => "where it is",
        Role::Key => "an identifier of the row",
        Role::PayerId => "an identifier of who pays",
        Role::RecipientId => "an identifier of who receives",
        Role::PayerType => "what the one who pays is",
        Role::RecipientType => "what the one who receives is",
        Role::Kind => "the kind of claim",
        Role::Instrument => "the form of the money",
        Role::Ignored => "not taken",
    }
}

/// What the values of a column become, with what holds for its figures.
pub(super) fn told(spec: &Spec) -> String {
    let mut told = becomes(spec.role()).to_owned();
    let map = &spec.map;
    if spec.role() == Role::Amount {
        let scale = match map.scale {
            Some(3) => "thousands of ",
            Some(6) => "millions of ",
            Some(9) => "thousand millions of ",
            _ => "",
        };
        match (&map.unit, scale) {
            (Some(unit), scale) => told.push_str(&format!(", in {scale}{unit}")),
            (None, "") => {}
            (None, scale) => told.push_str(&format!(", in {}", scale.trim_end_matches(" of "))),
        }
        for (word, value) in [
            ("for", &map.period),
            ("as", &map.instrument),
            ("paid by", &map.payer),
            ("received by", &map.recipient),
            ("of", &map.when),
        ] {
            if let Some(value) = value {
                told.push_str(&format!(", {word} {value}"));
            }
        }
        if let Some(stage) = &map.stage {
            told.push_str(&format!(", {stage}"));
        }
    }
    if let Some(why) = &spec.ignored {
        told.push_str(&format!(": {why}"));
    }
    told
}
