//! The input: claims, documents, entities, links.

use std::collections::BTreeSet;
use text::decimal::Decimal;

/// All claims of a dossier that state a figure, and what they refer to.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The claims.
    pub claims: Vec<Claim>,
    /// The documents that state them.
    pub documents: Vec<Document>,
    /// The entities that they are about, and that speak, pay and receive.
    pub entities: Vec<Entity>,
    /// The relations between claims that a person decided.
    pub links: Vec<Link>,
}

/// One claim that states a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The index of its document.
    pub document: usize,
    /// First character of its passage and the position after the last, in code points; `None` if no passage is recorded.
    pub passage: Option<(u64, u64)>,
    /// Whether it rests on quoted words whose position is not known, or on rows of a table.
    pub quoted: bool,
    /// The words of the figure.
    pub words: String,
    /// The entities that it is about; several together are one joint thing.
    pub things: BTreeSet<usize>,
    /// The number of its kind.
    pub kind: usize,
    /// Whether the kind makes sums: a sum of another kind is in no total.
    pub sums: bool,
    /// Whether the kind is that of rounds, which share no row with plans.
    pub round: bool,
    /// The number of its measure role; the number of the total where no role is given.
    pub role: usize,
    /// The use of that role.
    pub use_of: Role,
    /// The period of a rate (per year), as a number.
    pub per: Option<usize>,
    /// The entity that a share is a share of.
    pub base: Option<usize>,
    /// The bounds of the figure.
    pub bounds: Bounds,
    /// The number of its unit (a currency, where it is money).
    pub unit: Option<usize>,
    /// Whether the unit is written beside the figure, not carried over or absent.
    pub unit_written: bool,
    /// Whether the figure is a sum of money.
    pub money: bool,
    /// The number of its column: asked, expected, announced, voted, committed, paid, stated.
    pub column: usize,
    /// Whether this is the column of payments.
    pub paid: bool,
    /// The time that the figure is for: of a payment without one its own date; of a target the time when it is due.
    pub period: Option<Span>,
    /// When it was said or happened, by its own words.
    pub own: Option<Span>,
    /// The number of its instrument: grant, loan, guarantee ...
    pub instrument: Option<usize>,
    /// Whether the instrument is exposure (a guarantee), which no sum of money contains.
    pub exposure: bool,
    /// The entities that say it.
    pub speakers: BTreeSet<usize>,
    /// The entities that pay; several together are one group. A member named with its group is left out.
    pub payers: BTreeSet<usize>,
    /// The entities that receive; several together are one group.
    pub payees: BTreeSet<usize>,
    /// The sector of payers that are not named.
    pub payer_sector: Option<Sector>,
    /// Whether the claim still stands.
    pub status: Status,
}

/// The bounds of a figure, both included. A missing one is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bounds {
    /// The least.
    pub minimum: Option<Decimal>,
    /// The greatest.
    pub maximum: Option<Decimal>,
}

/// The use of a measure role in totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A whole: the total of its thing.
    Total,
    /// A share of one who pays.
    Contribution,
    /// A part of a larger sum.
    Part,
    /// An amount on top of another.
    Increment,
    /// No sum that can be added (each, multiple, baseline, target, cost).
    Apart,
}

/// Whose money it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// Public bodies and offices.
    Public,
    /// Companies and persons.
    Private,
}

/// Whether a claim still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// It stands.
    #[default]
    Current,
    /// It was corrected by who said it.
    Corrected,
    /// It was withdrawn by who said it.
    Withdrawn,
}

/// Days from the first to the last, both included, counted from any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day.
    pub first: i64,
    /// The last day.
    pub last: i64,
}

impl Span {
    /// Whether both have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether the other lies within this one; equal spans do.
    pub fn holds(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The hash of its text, which decides where all else is equal.
    pub hash: String,
    /// When it was published.
    pub published: Option<Span>,
    /// Whether it was withdrawn, and all its claims with it.
    pub withdrawn: bool,
}

/// An entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entity {
    /// The entity that it is a part of.
    pub part_of: Option<usize>,
    /// The sector of its class.
    pub sector: Option<Sector>,
}

/// A relation between two claims that a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The claim.
    pub claim: usize,
    /// Its relation to the other.
    pub relation: Relation,
    /// The other claim.
    pub other: usize,
}

/// The relations between claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Both state the same figure.
    SameAs,
    /// The claim's sum is contained in the other's.
    PartOf,
    /// The claim's sum comes on top of the other's.
    AddsTo,
    /// Neither compared nor added.
    DiffersInScope,
    /// Both cannot be true.
    DoesNotFit,
    /// The claim's sum replaces the other's.
    Replaces,
    /// The claim's sum is the larger one, and takes up the other's.
    TakesUp,
    /// As [`Relation::TakesUp`], where the document leaves open whether it does.
    MayTakeUp,
    /// The claim is the other's figure in another currency.
    Converts,
}
