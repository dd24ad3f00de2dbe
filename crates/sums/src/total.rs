//! The output: rows of totals, and the claims that are in none.

use crate::claim::{Bounds, Sector};
use std::collections::BTreeSet;

/// What totals are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The thing that the money is for.
    Programme,
    /// Who pays.
    Payer,
    /// Who receives.
    Payee,
    /// The kind of claim.
    Kind,
    /// The unit: the currency.
    Unit,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Programme, Self::Payer, Self::Payee, Self::Kind, Self::Unit];
}

/// A row of the totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is grouped by.
    pub by: By,
    /// Its group.
    pub group: Group,
    /// Its column.
    pub column: usize,
    /// Its instrument; `None` if not stated.
    pub instrument: Option<usize>,
    /// Its unit; `None` if not written.
    pub unit: Option<usize>,
    /// Its sector; `None` if not stated.
    pub sector: Option<Sector>,
    /// What keeps it apart from plain sums.
    pub aspect: Aspect,
    /// The total; a missing maximum is open.
    pub bounds: Bounds,
    /// The number of sums, rivals counted once.
    pub count: usize,
    /// Whether one of the sums is disputed.
    pub disputed: bool,
    /// Whether one of the sums mixes columns, instruments or sectors.
    pub mixed: bool,
    /// Whether one of the sums is a part of a sum that nobody states.
    pub part_of_more: bool,
    /// Whether parts of one of the sums are taken off, since they stand in rows of their own.
    pub rest: bool,
    /// By programme, whether one of the sums is a part of a sum in another row.
    pub contained: bool,
    /// By programme, what of it is new, if it takes up other sums.
    pub new: Option<Bounds>,
    /// The claims that speak for its sums, in speaking order.
    pub claims: Vec<usize>,
}

/// The group of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Entities: things, payers or payees.
    Entities(BTreeSet<usize>),
    /// Payers or payees that are not named: their sector, and whether a passage was read for them.
    Unnamed {
        /// The sector, where the claim gives it.
        sector: Option<Sector>,
        /// Whether a claim has a passage, quoted words or a row: "not stated"; else "not recorded".
        recorded: bool,
    },
    /// The number of a kind.
    Kind(usize),
    /// The number of a unit.
    Unit(Option<usize>),
}

/// What keeps sums apart from plain ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Aspect {
    /// The claim that speaks for it, if it differs in scope from another sum.
    pub scope: Option<usize>,
    /// Whether it is a round.
    pub round: bool,
    /// Whether it is an increment of a sum that is not known.
    pub increment: bool,
    /// The period of a rate.
    pub per: Option<usize>,
}

/// A claim of money that stands in no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeftOut {
    /// What the totals are grouped by.
    pub by: By,
    /// The claim.
    pub claim: usize,
    /// Why.
    pub reason: Reason,
    /// The claim that it gives way to.
    pub other: Option<usize>,
}

/// Why a claim stands in no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It, or its document, was withdrawn.
    Withdrawn,
    /// It was corrected.
    Corrected,
    /// It is the other's figure in another currency.
    Converted,
    /// Its kind makes no sums.
    OtherKind,
    /// Its measure role, by number, makes no sums.
    NoSum(usize),
    /// It has no figure.
    NoFigure,
    /// It lacks the currency, period or instrument that others of its topic state.
    Open,
    /// It says the other's sum again.
    SaysAgain,
    /// The other replaces it.
    Replaced,
    /// The other is narrower.
    Refined,
    /// It is a whole whose parts, of different kinds, add up to it.
    GaveWay,
    /// It is a part of the other.
    PartOf,
    /// The other takes it up.
    TakenUp,
    /// Its parts cover it.
    Covered,
}
