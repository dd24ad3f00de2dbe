//! Rows of totals, and the claims that are in none.

use crate::Derived;
use crate::claim::{Bounds, Input, Sector};
use crate::form::Formed;
use crate::links::Links;
use crate::place::{Entry, Key, Places, Units};
use std::collections::{BTreeMap, BTreeSet};
use text::decimal::Decimal;

mod reasons;

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
        /// Whether a claim has a passage: "not stated"; else "not recorded".
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

impl Bounds {
    const NOTHING: Self = Self {
        minimum: None,
        maximum: None,
    };

    /// The sum of both: a missing minimum counts as nothing, a missing maximum leaves the maximum open.
    fn plus(self, other: Self) -> Self {
        let zero = Decimal::new(0, 0);
        let minimum = match (self.minimum, other.minimum) {
            (None, None) => None,
            (one, two) => one
                .or(zero)
                .zip(two.or(zero))
                .and_then(|(one, two)| one.checked_add(two)),
        };
        let maximum = self.maximum.zip(other.maximum);
        Self {
            minimum,
            maximum: maximum.and_then(|(one, two)| one.checked_add(two)),
        }
    }

    /// What is left after the parts: at least nothing; the maximum stays open where it is.
    pub(crate) fn less(self, parts: &[Self]) -> Self {
        let Some(zero) = Decimal::new(0, 0) else { return self };
        let minus = |from: Decimal, sum: Option<Decimal>| {
            let rest = sum?.negated().and_then(|sum| from.checked_add(sum));
            Some(rest?.max(zero))
        };
        let most = parts.iter().try_fold(zero, |sum, part| sum.checked_add(part.maximum?));
        let least = parts
            .iter()
            .try_fold(zero, |sum, part| sum.checked_add(part.minimum.unwrap_or(zero)));
        Self {
            minimum: self.minimum.map(|from| minus(from, most).unwrap_or(zero)),
            maximum: self.maximum.map(|from| minus(from, least).unwrap_or(from)),
        }
    }
}

/// Adds up the figures, for each grouping.
pub(crate) fn add_up(input: &Input, links: &Links, formed: Formed) -> Derived {
    let units = Units::of(&formed.figures, links);
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for by in By::ALL {
        let places = Places::of(&formed.figures, links, &units, by);
        let mut covered = BTreeMap::new();
        let mut by_key: BTreeMap<Key, Row> = BTreeMap::new();
        for entry in places.entries() {
            let bounds = entry.rest();
            if let Some(first) = entry.first_taken().filter(|_| bounds.maximum == Decimal::new(0, 0)) {
                covered.extend(entry.figures.iter().map(|&figure| (figure, first)));
                continue;
            }
            let key = places.key(&entry);
            let row = by_key.entry(key.clone()).or_insert_with(|| empty(by, &key, &formed));
            add(row, &entry, bounds, &formed);
        }
        left_out.extend(reasons::left_out(input, &formed, &places, &covered));
        rows.extend(by_key.into_values());
    }
    let exceeded = units.exceeded(&formed.figures);
    for row in &mut rows {
        finish(row, &units, &formed);
    }
    Derived {
        figures: formed.figures,
        rows,
        left_out,
        exceeded,
    }
}

/// A row without sums.
fn empty(by: By, key: &Key, formed: &Formed) -> Row {
    Row {
        by,
        group: key.group.clone(),
        column: key.column,
        instrument: key.instrument,
        unit: key.unit,
        sector: key.sector,
        aspect: Aspect {
            scope: key.scope.map(|figure| formed.figures[figure].claims[0]),
            round: key.round,
            increment: key.increment,
            per: key.per,
        },
        bounds: Bounds::NOTHING,
        count: 0,
        disputed: false,
        mixed: false,
        part_of_more: false,
        new: None,
        claims: Vec::new(),
    }
}

fn add(row: &mut Row, entry: &Entry, bounds: Bounds, formed: &Formed) {
    row.bounds = if row.count == 0 {
        bounds
    } else {
        row.bounds.plus(bounds)
    };
    row.count += 1;
    row.disputed |= entry.disputed;
    for &index in &entry.figures {
        let figure = &formed.figures[index];
        row.mixed |= figure.mixed;
        row.part_of_more |= figure.use_of == crate::Role::Part && figure.whole.is_none();
        row.claims.push(figure.claims[0]);
    }
}

/// Sorts the claims, and tells what is new.
fn finish(row: &mut Row, units: &Units, formed: &Formed) {
    row.claims.sort_by_key(|&claim| formed.ranks[claim]);
    if row.by != By::Programme {
        return;
    }
    let rivals: BTreeSet<usize> = row
        .claims
        .iter()
        .filter_map(|&claim| formed.figure_of[claim])
        .map(|figure| formed.figures[figure].rivals)
        .collect();
    let taken: Vec<Bounds> = rivals.iter().flat_map(|&unit| units.taken_up(unit)).copied().collect();
    row.new = (!taken.is_empty()).then(|| row.bounds.less(&taken));
}
