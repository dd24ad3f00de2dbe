//! A figure: the claims that state it once, and what it is.

use crate::claim::{Bounds, Role, Sector, Span};
use crate::total::{LeftOut, Row};
use std::collections::BTreeSet;

/// What claims say together.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// The figures, in the order of the claims that speak for them.
    pub figures: Vec<Figure>,
    /// The rows of the totals, for each [`crate::By`].
    pub rows: Vec<Row>,
    /// The claims of money that stand in no row, with the reason, for each [`crate::By`].
    pub left_out: Vec<LeftOut>,
    /// The claims that are left open, and whether each lacks the unit, the period or the instrument that others of its topic state.
    pub lacks: Vec<(usize, [bool; 3])>,
    /// Figures whose parts exceed them: the index of the whole, and those of its parts.
    pub exceeded: Vec<(usize, Vec<usize>)>,
    /// Figures that a row by payer or payee counts beside another one of the same things, whose longer period theirs lies
    /// within: the index of the shorter, and of the longer.
    pub beside: Vec<(usize, usize)>,
}

/// Claims that state one figure once, within one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The claims, in speaking order: the first speaks for it.
    pub claims: Vec<usize>,
    /// The number of the figure that stands in each column where some of its claims are: equal for these.
    pub component: usize,
    /// What it is about.
    pub things: BTreeSet<usize>,
    /// The number of its kind.
    pub kind: usize,
    /// Whether it is a round.
    pub round: bool,
    /// The number of its measure role.
    pub role: usize,
    /// The use of that role.
    pub use_of: Role,
    /// The period of a rate.
    pub per: Option<usize>,
    /// What a share is a share of.
    pub base: Option<usize>,
    /// Its bounds.
    pub bounds: Bounds,
    /// Its unit.
    pub unit: Option<usize>,
    /// Whether it is a sum of money.
    pub money: bool,
    /// Whether it is exposure (a guarantee).
    pub exposure: bool,
    /// Whether it can be added up.
    pub counted: bool,
    /// Its column.
    pub column: usize,
    /// Whether this is the column of payments.
    pub paid: bool,
    /// The time that it is for.
    pub period: Option<Span>,
    /// Its instrument.
    pub instrument: Option<usize>,
    /// Who pays.
    pub payers: BTreeSet<usize>,
    /// Who receives.
    pub payees: BTreeSet<usize>,
    /// The sector of its payers.
    pub sector: Option<Sector>,
    /// Whether a passage was read for it.
    pub recorded: bool,
    /// The sector of payers that are not named.
    pub payer_sector: Option<Sector>,
    /// Whether it stands.
    pub state: State,
    /// The number of its unit: rivals share one.
    pub rivals: usize,
    /// The figure that it is a part of.
    pub whole: Option<Whole>,
    /// The figure of the same thing that it is a part of.
    pub same_thing_whole: Option<Whole>,
    /// Whether a link names it as a part, of whatever whole.
    pub linked_part: bool,
    /// The mixed whole of the same column beside which it stands, though it is a part of it.
    pub outside: Option<usize>,
    /// Whether it is a whole of parts that differ in column, instrument or sector.
    pub mixed: bool,
}

/// Whether a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It stands.
    Stands,
    /// Another replaces it, which stands.
    Replaced(usize),
    /// Another is narrower, which stands.
    Refined(usize),
    /// Its parts, of different kinds, stand in its place; the first of them.
    GaveWay(usize),
}

/// The whole of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// The index of the figure.
    pub figure: usize,
    /// How it is known.
    pub by: Known,
    /// Whether the whole takes up what was said before.
    pub takes_up: bool,
}

/// How a part is known to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// By a link.
    Link,
    /// Its payers are among those of the whole, or members of them.
    Payers,
    /// Its role, or its period, is a part of that of its thing.
    Thing,
    /// Its thing is a part of that of the whole, at this distance.
    Entity(usize),
}
