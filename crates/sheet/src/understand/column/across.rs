//! Columns of figures under the names of those who pay: `État | Région | Ville`.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::heading;
use super::Spec;

/// Whether a column may be one of figures under a name.
fn is_open(spec: &Spec) -> bool {
    let is_open = spec.basis == Basis::Unknown
        || spec.basis == Basis::Heading
            && matches!(spec.role(), Role::Place | Role::Payer | Role::Recipient | Role::Amount)
            && spec.map.payer.is_none();
    let is_name = !spec.heading.text.is_empty() && spec.said.period.is_none() && !spec.said.is_total;
    let is_amount = spec.role() == Role::Amount && !spec.said.is_body;
    is_open && is_name && !is_amount && spec.kinds.all > 0 && spec.kinds.most(spec.kinds.numbers)
}

/// Whether the figures of a column are more than `1`, `2`, `3`, or money.
pub(super) fn is_sum(spec: &Spec) -> bool {
    spec.kinds.money > 0 || spec.said.measure.is_some() || spec.digits > Some(1)
}

/// Takes such columns, and asks whether they are that.
pub(super) fn take(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    // `Council approved` alone says at which stage its sums are; beside `Region approved` it says who pays, too.
    let is_voter = |spec: &Spec| spec.said.is_body && spec.said.stage.is_some();
    let is_only = specs.iter().filter(|spec| is_open(spec) && spec.said.is_body).count() < 2;
    let are_sums = specs.iter().any(|spec| is_open(spec) && is_sum(spec));
    // `1`, `2`, `3` beside sums of money are none, unless a public body stands above them.
    let is_mark = |spec: &Spec| are_sums && !is_sum(spec) && !spec.said.is_body;
    let is_candidate = |spec: &Spec| is_open(spec) && !(is_only && is_voter(spec)) && !is_mark(spec);
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
        let name = heading::without_brackets(heading::last_of(&spec.heading.text));
        let voter = spec.said.stage.and_then(|stage| Some((stage, voter(&name)?)));
        spec.map.payer = Some(voter.map_or(name.trim(), |(_, voter)| voter).to_owned());
        spec.map.stage = voter.map(|(stage, _)| stage.to_owned()).or(spec.map.stage.take());
        if let Some(measure) = &spec.said.measure {
            spec.map.unit.clone_from(&measure.unit);
            spec.map.scale = (measure.scale > 0).then_some(measure.scale);
        }
        spec.basis = Basis::Heading;
        names.push(spec.label());
    }
    ask(specs, &names, doubts);
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
