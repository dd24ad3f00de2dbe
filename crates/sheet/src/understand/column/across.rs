//! Columns of figures under the names of those who pay: `État | Région | Ville`.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::heading;
use super::super::measures::Measures;
use super::Spec;
use super::funders::{self, Funder, Kind};
use super::party::called;

/// Whether a column may be one of figures under a name.
fn is_open(spec: &Spec, funder: Option<&Funder>) -> bool {
    let is_open = spec.basis == Basis::Unknown
        || spec.basis == Basis::Heading
            && matches!(spec.role(), Role::Place | Role::Payer | Role::Recipient | Role::Amount)
            && spec.map.payer.is_none();
    let is_name = !spec.heading.text.is_empty() && spec.said.period.is_none() && !spec.said.is_total;
    let is_amount = spec.role() == Role::Amount && !spec.said.is_body && funder.is_none();
    is_open && is_name && !is_amount && spec.kinds.all > 0 && spec.kinds.most(spec.kinds.numbers)
}

/// Whether the figures of a column are more than `1`, `2`, `3`, or money.
pub(super) fn is_sum(spec: &Spec) -> bool {
    spec.kinds.money > 0 || spec.said.measure.is_some() || spec.digits > Some(1)
}

/// Takes such columns, and asks whether they are that.
pub(super) fn take(specs: &mut [Spec], measures: &Measures, doubts: &mut Vec<Doubt>) {
    let funders: Vec<Option<Funder>> = specs.iter().map(|spec| funders::of(spec, measures)).collect();
    let candidates = candidates(specs, &funders);
    let has_payer = specs
        .iter()
        .any(|spec| spec.role() == Role::Payer && !candidates.contains(&spec.index) && called(spec).is_none());
    if has_payer {
        return;
    }
    let mut names = Vec::new();
    let named = specs.iter_mut().zip(funders);
    for (spec, funder) in named.filter(|(spec, _)| candidates.contains(&spec.index)) {
        spec.map.role = Role::Amount;
        let name = heading::without_brackets(heading::last_of(&spec.heading.text));
        let voter = spec.said.stage.and_then(|stage| Some((stage, voter(&name)?)));
        let named = voter.map_or(name.trim(), |(_, voter)| voter).to_owned();
        spec.map.payer = Some(funder.map_or(named, |funder| funder.name));
        spec.map.stage = voter.map(|(stage, _)| stage.to_owned()).or(spec.map.stage.take());
        if let Some(measure) = &spec.said.measure {
            spec.map.unit.clone_from(&measure.unit);
            spec.map.scale = (measure.scale > 0).then_some(measure.scale);
        }
        spec.basis = Basis::Heading;
        names.push(spec.label());
    }
    if !names.is_empty() {
        ask(specs, &names, doubts);
    }
}

/// The columns that are such, by their positions; none unless they are several, of which one names a public body.
fn candidates(specs: &[Spec], funders: &[Option<Funder>]) -> Vec<usize> {
    let all = || specs.iter().zip(funders.iter().map(Option::as_ref));
    let is_body = |(spec, funder): (&Spec, Option<&Funder>)| {
        spec.said.is_body || funder.is_some_and(|funder| matches!(funder.kind, Kind::Union | Kind::Body | Kind::Level))
    };
    // `Council approved` alone says at which stage its sums are; beside `Region approved` it says who pays, too.
    let is_voter = |spec: &Spec| spec.said.is_body && spec.said.stage.is_some();
    let open = all().filter(|(spec, funder)| is_open(spec, *funder));
    let is_only = open.filter(|(spec, _)| spec.said.is_body).count() < 2;
    let are_sums = all().any(|(spec, funder)| is_open(spec, funder) && is_sum(spec));
    // `1`, `2`, `3` beside sums of money are none, unless a public body stands above them.
    let is_mark = |spec: &Spec| are_sums && !is_sum(spec) && !spec.said.is_body;
    let is_candidate = |(spec, funder): &(&Spec, Option<&Funder>)| {
        is_open(spec, *funder) && !(is_only && is_voter(spec)) && !is_mark(spec)
    };
    let found: Vec<(&Spec, Option<&Funder>)> = all().filter(is_candidate).collect();
    let are_payers = found.len() > 1 && found.iter().any(|one| is_body(*one));
    let positions = found.into_iter().filter(|_| are_payers);
    positions.map(|(spec, _)| spec.index).collect()
}

/// Asks whether the columns are those of who pays.
fn ask(specs: &[Spec], names: &[String], doubts: &mut Vec<Doubt>) {
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

/// Who decides, as a heading says before the words for it: `Region` of `Region voted`.
fn voter(heading: &str) -> Option<&str> {
    let heading = heading.trim();
    let spaces = heading.char_indices().filter(|(_, letter)| letter.is_whitespace());
    let mut cuts = spaces.map(|(at, _)| heading.split_at(at));
    cuts.find_map(|(name, rest)| LISTS.whole("stage", rest).map(|_| name.trim()))
}
