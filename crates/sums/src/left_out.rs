//! Why claims of money stand in no row.

use crate::claim::{Input, Link, Relation, Role, Status};
use crate::figure::State;
use crate::form::Formed;
use crate::place::Places;
use crate::total::{LeftOut, Reason};
use std::collections::BTreeMap;

/// The claims of money that stand in no row of the grouping, in the order of the input. `covered` gives the first part of each figure whose parts cover it.
pub(crate) fn find(
    input: &Input,
    formed: &Formed,
    places: &Places<'_>,
    covered: &BTreeMap<usize, usize>,
) -> Vec<LeftOut> {
    let corrections = first_of(
        formed,
        links(input, Relation::Replaces).map(|link| (link.other, link.claim)),
    );
    let originals = first_of(
        formed,
        links(input, Relation::Converts).map(|link| (link.claim, link.other)),
    );
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

/// The links of one relation between two claims.
fn links(input: &Input, relation: Relation) -> impl Iterator<Item = &Link> {
    let links = input.links.iter();
    links.filter(move |link| link.relation == relation && link.claim != link.other)
}

/// For each claim the first to speak of those paired with it.
fn first_of(formed: &Formed, pairs: impl Iterator<Item = (usize, usize)>) -> BTreeMap<usize, usize> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (claim, other) in pairs {
        let known = found.entry(claim).or_insert(other);
        if formed.ranks[other] < formed.ranks[*known] {
            *known = other;
        }
    }
    found
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
