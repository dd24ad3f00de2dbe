//! Why claims of money stand in no row.

use super::{LeftOut, Reason};
use crate::claim::{Input, Relation, Role, Status};
use crate::figure::State;
use crate::form::Formed;
use crate::place::Places;
use std::collections::BTreeMap;

/// The claims of money that stand in no row of the grouping, in the order of the input. `covered` gives the first part of each figure whose parts cover it.
pub(super) fn left_out(
    input: &Input,
    formed: &Formed,
    places: &Places<'_>,
    covered: &BTreeMap<usize, usize>,
) -> Vec<LeftOut> {
    let corrections = corrections(input, formed);
    let originals: BTreeMap<usize, usize> = input
        .links
        .iter()
        .filter(|link| link.relation == Relation::Converts && link.claim != link.other)
        .map(|link| (link.claim, link.other))
        .collect();
    let money = input.claims.iter().enumerate().filter(|(_, claim)| claim.money);
    money
        .filter_map(|(claim, _)| {
            let (reason, other) = before(input, claim, &corrections, &originals)
                .or_else(|| formed.open[claim].then_some((Reason::Open, None)))
                .or_else(|| within(formed, places, covered, claim))?;
            Some(LeftOut {
                by: places.by,
                claim,
                reason,
                other,
            })
        })
        .collect()
}

/// The claims that replace others, by the claim that they replace: the first that speaks.
fn corrections(input: &Input, formed: &Formed) -> BTreeMap<usize, usize> {
    let mut corrections: BTreeMap<usize, usize> = BTreeMap::new();
    for link in input.links.iter().filter(|link| link.relation == Relation::Replaces) {
        let known = corrections.entry(link.other).or_insert(link.claim);
        if formed.ranks[link.claim] < formed.ranks[*known] {
            *known = link.claim;
        }
    }
    corrections
}

/// Why a claim takes no part in sums, whatever the others say.
fn before(
    input: &Input,
    index: usize,
    corrections: &BTreeMap<usize, usize>,
    originals: &BTreeMap<usize, usize>,
) -> Option<(Reason, Option<usize>)> {
    let claim = &input.claims[index];
    let corrected = corrections.get(&index).copied();
    if claim.status == Status::Withdrawn || input.documents[claim.document].withdrawn {
        Some((Reason::Withdrawn, corrected))
    } else if claim.status == Status::Corrected {
        Some((Reason::Corrected, corrected))
    } else if let Some(&original) = originals.get(&index) {
        Some((Reason::Converted, Some(original)))
    } else if !claim.sums {
        Some((Reason::OtherKind, None))
    } else if claim.use_of == Role::Apart {
        Some((Reason::NoSum(claim.role), None))
    } else if claim.bounds.is_empty() {
        Some((Reason::NoFigure, None))
    } else {
        None
    }
}

/// Why a claim of a figure stands in no row.
fn within(
    formed: &Formed,
    places: &Places<'_>,
    covered: &BTreeMap<usize, usize>,
    claim: usize,
) -> Option<(Reason, Option<usize>)> {
    let index = formed.figure_of[claim]?;
    let figure = &formed.figures[index];
    let speaker = |figure: usize| Some(formed.figures[figure].claims[0]);
    if figure.claims[0] != claim {
        return Some((Reason::SaysAgain, speaker(index)));
    }
    match figure.state {
        State::Replaced(other) => return Some((Reason::Replaced, speaker(other))),
        State::Refined(other) => return Some((Reason::Refined, speaker(other))),
        State::GaveWay(part) => return Some((Reason::GaveWay, speaker(part))),
        State::Stands => {}
    }
    if let Some(whole) = places.inside(index) {
        let reason = if whole.takes_up {
            Reason::TakenUp
        } else {
            Reason::PartOf
        };
        return Some((reason, speaker(whole.figure)));
    }
    let part = covered.get(&index)?;
    Some((Reason::Covered, speaker(*part)))
}
