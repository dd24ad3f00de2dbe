//! Columns that say the same, or of which nothing tells what they say: one is taken, and the others are a question.

use hashbrown::{HashMap, HashSet};

use crate::map::{Change, ColumnMap, Map, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::grid::Grid;
use super::super::heading;
use super::Spec;
use super::across;
use super::currencies;
use super::told::becomes;
use super::units::is_unit;

/// Roles that one column has; of several the first is taken, after those whose heading says so for certain.
const SINGLE: [Role; 20] = [
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
    Role::Archive,
    Role::Page,
    Role::Quote,
    Role::PayerType,
    Role::RecipientType,
    Role::Kind,
    Role::Instrument,
];

/// Those of which a second column is kept as remarks.
const KEPT: [Role; 6] = [
    Role::About,
    Role::Quote,
    Role::Stage,
    Role::Instrument,
    Role::When,
    Role::Recipient,
];

pub(super) fn one_for_each_role(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let dates: Vec<usize> = dates_of_sums(specs).map(|(_, date)| date).collect();
    // `Unité` beside `Devise` has the scale of figures.
    let units: Vec<usize> = specs
        .iter()
        .filter(|spec| is_unit(spec))
        .map(|spec| spec.index)
        .collect();
    for role in SINGLE {
        let is_apart = |spec: &Spec| {
            let is_unit = role == Role::Currency && units.contains(&spec.index);
            dates.contains(&spec.index) || is_unit || spec.of_sum.is_some()
        };
        let of_role = |spec: &&Spec| spec.role() == role && !is_apart(spec);
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
        let is_other = |spec: &&mut Spec| spec.role() == role && spec.index != best && spec.basis != Basis::Map;
        for spec in specs.iter_mut().filter(is_other).filter(|spec| !is_apart(spec)) {
            // `Who` beside `Who says it` may be who pays: it is not dropped without a word.
            let is_asked = !spec.said.is_weak || role == Role::Speaker;
            if spec.kinds.all > 0 && is_asked && spec.basis != Basis::Values {
                address = address.or(spec.heading.cells.first().copied());
                choices.push(Choice {
                    label: spec.label(),
                    change: Change::Column(spec.map.clone()),
                });
            }
            give_way(spec, &label);
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

/// Takes the role from a column that another has: a second text about the same is kept beside the first.
fn give_way(spec: &mut Spec, other: &str) {
    let is_kept = KEPT.contains(&spec.role());
    spec.map.role = if is_kept { Role::Note } else { Role::Ignored };
    spec.ignored = (!is_kept).then(|| format!("{other} was taken for the same"));
}

/// The money is for the programme, where no column says for what of it.
pub(super) fn about(specs: &mut [Spec], map: Option<&Map>) {
    office(specs, map);
    if specs.iter().any(|spec| spec.role() == Role::About) {
        return;
    }
    let programme = specs.iter_mut().find(|spec| spec.role() == Role::Programme);
    if let Some(programme) = programme.filter(|spec| spec.basis != Basis::Map) {
        programme.map.role = Role::About;
    }
}

/// `Role`, with `Coordinator` below it, is no office where the table names nobody who speaks: it is a remark.
fn office(specs: &mut [Spec], map: Option<&Map>) {
    let is_said = map.is_some_and(|map| map.defaults.speaker.is_some());
    if is_said || specs.iter().any(|spec| spec.role() == Role::Speaker) {
        return;
    }
    let is_open = |spec: &&mut Spec| spec.role() == Role::Office && spec.basis == Basis::Heading && spec.said.is_weak;
    for spec in specs.iter_mut().filter(is_open) {
        spec.map.role = Role::Note;
    }
}

/// What the whole costs gives way to the bounds of what is paid: `Total cost`, `Max EU contribution`.
fn leave_costs(specs: &mut [Spec]) {
    let is_bound = |spec: &Spec| matches!(spec.role(), Role::Minimum | Role::Maximum) && spec.kinds.numbers > 0;
    let is_cost = |spec: &Spec| spec.role() == Role::Amount && spec.said.is_cost && spec.basis != Basis::Map;
    let is_only = specs.iter().all(|spec| spec.role() != Role::Amount || is_cost(spec));
    if !is_only || !specs.iter().any(is_bound) {
        return;
    }
    for spec in specs.iter_mut().filter(|spec| is_cost(spec)) {
        spec.map.role = Role::Ignored;
        spec.ignored = Some(COSTS.to_owned());
    }
}

/// Why a column of costs is left out beside those of sums.
const COSTS: &str = "what the whole costs, whoever pays";

/// Of several sums of a row that nothing tells apart, one is taken.
pub(super) fn one_sum(specs: &mut [Spec], sheet: (&Grid<'_>, &[usize]), doubts: &mut Vec<Doubt>) {
    super::instalments::take(specs, doubts);
    leave_costs(specs);
    let amounts = || specs.iter().filter(|spec| spec.role() == Role::Amount);
    if amounts().count() < 2 {
        return;
    }
    let mut ignored: Vec<(usize, String)> = Vec::new();
    let others = |spec: &&Spec| !spec.said.is_total && !spec.said.is_cost;
    let has_other = amounts().any(|spec| others(&spec));
    // `Total 2024` beside 2023 is the sum of 2024; beside months of 2024 it is their total.
    let adds_up = |spec: &Spec| match &spec.map.period {
        Some(period) => amounts().any(|other| others(&other) && is_within(other, period)),
        None => true,
    };
    let is_left = |spec: &&Spec| spec.basis != Basis::Map && has_other && !others(spec);
    for spec in amounts()
        .filter(is_left)
        .filter(|spec| spec.said.is_cost || adds_up(spec))
    {
        let why = if spec.said.is_total {
            "a total of other columns"
        } else {
            COSTS
        };
        ignored.push((spec.index, why.to_owned()));
    }
    for group in alike(specs, &ignored) {
        let of_group: Vec<&Spec> = group.iter().filter_map(|index| specs.get(*index)).collect();
        if currencies::ask(&of_group, sheet, doubts) {
            continue;
        }
        choose_sum(&of_group, &mut ignored, doubts);
    }
    for (index, why) in ignored {
        if let Some(spec) = specs.get_mut(index) {
            spec.map.role = Role::Ignored;
            spec.ignored = Some(why);
        }
    }
}

/// Whether the period of a column is within another: a month within its year, a year within years.
pub(in crate::understand) fn is_within(spec: &Spec, period: &str) -> bool {
    let (first, last) = period.split_once('/').unwrap_or((period, period));
    spec.map.period.as_deref().is_some_and(|own| {
        let (start, end) = own.split_once('/').unwrap_or((own, own));
        start.get(..first.len()).is_some_and(|start| start >= first)
            && end.get(..last.len()).is_some_and(|end| end <= last)
    })
}

/// The column of who pays a sum, where both are numbered: `Financeur 2`, `Montant 2`.
pub(in crate::understand) fn paired(specs: &[Spec], amount: &Spec) -> Option<usize> {
    let number = numbered(&amount.heading.text)?;
    let is_it = |spec: &&Spec| spec.role() == Role::Payer && numbered(&spec.heading.text) == Some(number);
    specs.iter().find(is_it).map(|spec| spec.index)
}

/// The column of who receives a sum, where each of several partners of a row has one.
pub(in crate::understand) fn recipient_of(specs: &[Spec], amount: &Spec) -> Option<usize> {
    let is_it = |spec: &&Spec| spec.of_sum == Some(amount.index) && spec.role() == Role::Recipient;
    specs.iter().find(is_it).map(|spec| spec.index)
}

/// The columns of sums with those of their dates, where both stand below one heading: `Versement / Montant`, `Versement / Date`.
pub(in crate::understand) fn dates_of_sums(specs: &[Spec]) -> impl Iterator<Item = (usize, usize)> {
    let group = |spec: &Spec| Some(spec.heading.text.split_once(" / ")?.0.to_owned());
    let of = move |role: Role| specs.iter().filter(move |spec| spec.role() == role);
    let dates: HashMap<String, usize> = of(Role::When)
        .filter_map(|spec| Some((group(spec)?, spec.index)))
        .collect();
    let stages = dates_of_stages(specs);
    let stage = move |spec: &Spec| stages.get(spec.map.stage.as_deref()?).copied();
    of(Role::Amount).filter_map(move |spec| {
        let below_one = group(spec).and_then(|group| dates.get(&group).copied());
        Some((spec.index, below_one.or_else(|| stage(spec))?))
    })
}

/// The columns of dates whose headings name a stage, by that, where sums of one row have several: `Date de vote`, `Date de paiement`.
fn dates_of_stages(specs: &[Spec]) -> HashMap<String, usize> {
    let of = |role: Role| specs.iter().filter(move |spec| spec.role() == role);
    let all: HashSet<Option<&str>> = of(Role::Amount).map(|spec| spec.map.stage.as_deref()).collect();
    if all.len() < 2 {
        return HashMap::new();
    }
    let sums: HashSet<&str> = all.into_iter().flatten().collect();
    let stage = |spec: &Spec| {
        let bare = heading::without_brackets(&spec.heading.text);
        let within = |section| LISTS.within(section, &bare).first().map(|found| found.value);
        let of_date = within("heading-stage").or_else(|| within("date-stage"));
        let stage = spec.map.stage.as_deref().or(of_date).or(spec.said.stage)?;
        // The day of a council is that of what it votes or awards, whatever the sum is called; not of what is paid.
        let other = match stage {
            "approved" => "committed",
            "committed" => "approved",
            stage => stage,
        };
        [stage, other]
            .into_iter()
            .find(|stage| sums.contains(stage))
            .map(str::to_owned)
    };
    // Of two columns for one stage the first counts.
    let dates = of(Role::When).filter(|spec| !spec.heading.text.contains(" / "));
    let mut found = HashMap::new();
    for (stage, index) in dates.filter_map(|spec| Some((stage(spec)?, spec.index))) {
        found.entry(stage).or_insert(index);
    }
    found
}

/// The number of a heading, if it counts columns: `Financeur 2`, `Partner 2 amount (€)`.
pub(super) fn numbered(heading: &str) -> Option<u32> {
    let bare = heading::without_brackets(heading);
    let digits = bare.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let counts = |number: &u32| (1..=20).contains(number);
    let last = bare.get(digits.len()..).and_then(|number| number.parse().ok());
    let mut words = bare.split_whitespace().filter_map(|word| word.parse().ok());
    last.filter(counts).or_else(|| words.next().filter(counts))
}

/// The sums that nothing tells apart, in groups; those that are ignored are in none, and none has only sums that the map names.
fn alike(specs: &[Spec], ignored: &[(usize, String)]) -> Vec<Vec<usize>> {
    let key = |spec: &Spec| {
        let map = &spec.map;
        (
            (paired(specs, spec), recipient_of(specs, spec)),
            map.period.clone(),
            map.stage.clone(),
            map.instrument.clone(),
            map.payer.clone(),
            map.recipient.clone(),
            map.replaces.clone(),
            // Instalments are payments of their own.
            spec.said.instalment.map(|_| spec.heading.text.clone()),
        )
    };
    let is_in = |spec: &&Spec| spec.role() == Role::Amount && !ignored.iter().any(|(known, _)| *known == spec.index);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for spec in specs.iter().filter(is_in) {
        let is_same = |group: &&mut Vec<usize>| {
            group
                .first()
                .and_then(|first| specs.get(*first))
                .is_some_and(|first| key(first) == key(spec))
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(spec.index),
            None => groups.push(vec![spec.index]),
        }
    }
    let is_new = |index: &usize| specs.get(*index).is_some_and(|spec| spec.basis != Basis::Map);
    groups.retain(|group| group.iter().any(is_new));
    groups
}

/// Takes one of several sums, and asks for the others.
fn choose_sum(of_group: &[&Spec], ignored: &mut Vec<(usize, String)>, doubts: &mut Vec<Doubt>) {
    let is_mapped = |spec: &Spec| spec.basis == Basis::Map;
    // A sum a year gives way to that of all years.
    let is_rate = |spec: &Spec| !LISTS.within("rate-heading", &spec.heading.text).is_empty();
    let rank = |spec: &&&Spec| {
        (
            !is_mapped(spec),
            spec.kinds.all == 0,
            is_rate(spec),
            spec.said.is_weak,
            spec.basis != Basis::Heading,
            spec.index,
        )
    };
    let Some(best) = of_group.iter().min_by_key(rank).filter(|_| of_group.len() > 1) else {
        return;
    };
    let mut choices = vec![Choice {
        label: format!("only {}", best.label()),
        change: Change::Nothing,
    }];
    let is_other = |spec: &&&Spec| spec.index != best.index && !is_mapped(spec);
    for spec in of_group.iter().filter(is_other) {
        ignored.push((spec.index, format!("{} was taken for the sum", best.label())));
        if spec.kinds.all > 0 {
            choices.push(Choice {
                label: format!("{} as well", spec.label()),
                change: Change::Column(spec.map.clone()),
            });
        }
    }
    if choices.len() > 1 {
        doubts.push(Doubt {
            address: best.heading.cells.first().copied(),
            question: "Several columns have sums that nothing tells apart. Which are sums of their own?".to_owned(),
            choices,
        });
    }
}

/// Asks for columns of which nothing tells what they are, if the sheet has no sum otherwise.
pub(super) fn unknown(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let has_sum = specs
        .iter()
        .any(|spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum | Role::Share));
    let candidates: Vec<usize> = specs
        .iter()
        .filter(|spec| spec.basis == Basis::Unknown && spec.kinds.most(spec.kinds.numbers) && spec.kinds.codes == 0)
        .map(|spec| spec.index)
        .collect();
    if has_sum || candidates.is_empty() {
        return;
    }
    // `1`, `2`, `3` may as well be ranks.
    let is_mark = |index: &usize| specs.get(*index).is_some_and(|spec| !across::is_sum(spec));
    let is_one = candidates.len() == 1 && !candidates.iter().any(is_mark);
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

/// Asks what the money is for, where no heading says which column does; none is taken by itself.
pub(super) fn unknown_about(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let is_said = specs
        .iter()
        .any(|spec| matches!(spec.role(), Role::About | Role::Programme));
    let is_text = |spec: &&Spec| {
        let kinds = &spec.kinds;
        let is_open = spec.basis == Basis::Unknown || matches!(spec.role(), Role::Note | Role::Place);
        is_open && spec.basis != Basis::Map && kinds.all > 0 && kinds.numbers + kinds.dates + kinds.links < kinds.all
    };
    let is_answer = |spec: &&Spec| spec.samples.iter().all(|text| LISTS.whole("answer", text).is_some());
    let mut candidates: Vec<&Spec> = specs.iter().filter(is_text).filter(|spec| !is_answer(spec)).collect();
    // `Remarks` seldom say it.
    candidates.sort_by_key(|spec| spec.role() == Role::Note);
    candidates.truncate(CANDIDATES);
    if is_said || candidates.is_empty() {
        return;
    }
    let has_recipient = specs.iter().any(|spec| spec.role() == Role::Recipient);
    let none = Choice {
        label: match has_recipient {
            true => "none: each sum is for who receives it",
            false => "none: its rows are not taken",
        }
        .to_owned(),
        change: Change::Nothing,
    };
    let of = |spec: &&Spec| Choice {
        label: spec.label(),
        change: Change::Column(ColumnMap {
            role: Role::About,
            ..spec.map.clone()
        }),
    };
    doubts.push(Doubt {
        address: None,
        question: "No heading says which column has what the money is for. Which one is it?".to_owned(),
        choices: std::iter::once(none).chain(candidates.iter().map(of)).collect(),
    });
}

/// Asks who pays, where no heading says who pays, receives or speaks, and a column of names is not understood.
pub(super) fn unknown_payer(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let is_party =
        |spec: &Spec| matches!(spec.role(), Role::Payer | Role::Recipient | Role::Speaker) || spec.map.payer.is_some();
    let is_text = |spec: &&Spec| {
        let kinds = &spec.kinds;
        let others = kinds.numbers + kinds.dates + kinds.links + kinds.identifiers;
        spec.basis == Basis::Unknown && kinds.all > 0 && others == 0
    };
    let has_about = specs
        .iter()
        .any(|spec| matches!(spec.role(), Role::About | Role::Programme));
    let candidates: Vec<&Spec> = specs.iter().filter(is_text).take(CANDIDATES).collect();
    if specs.iter().any(is_party) || !has_about || candidates.is_empty() {
        return;
    }
    let none = Choice {
        label: "none: that is not recorded".to_owned(),
        change: Change::Nothing,
    };
    let of = |spec: &&Spec| Choice {
        label: spec.label(),
        change: Change::Column(ColumnMap {
            role: Role::Payer,
            ..spec.map.clone()
        }),
    };
    doubts.push(Doubt {
        address: None,
        question: "No heading says which column has who pays. Which one is it?".to_owned(),
        choices: std::iter::once(none).chain(candidates.iter().map(of)).collect(),
    });
}

/// The most columns among which a person chooses.
const CANDIDATES: usize = 12;
