//! Forms sums from claims about money, and adds them up so that nothing counts twice.
//!
//! Takes [`Input`]: claims with their documents, entities and links, all referred to by their index. Gives [`Derived`]:
//! figures (sums, and other measures that are compared in the same way), rows of totals, and the claims that are in none. The
//! method is described in `docs/method.md`; this crate knows no vocabulary, no graph and no files. Neither the order of the input
//! nor anything else than its values changes the result.

pub mod claim;
mod compare;
mod figure;
mod form;
mod links;
mod order;
mod part;
mod place;
mod rows;
mod voice;

pub use claim::{Bounds, Claim, Document, Entity, Input, Link, Relation, Role, Sector, Span, Status};
pub use figure::{Figure, Known, State, Whole};
pub use rows::{Aspect, By, Group, LeftOut, Reason, Row};

/// What claims say together.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// The figures, in the order of the claims that speak for them.
    pub figures: Vec<Figure>,
    /// The rows of the totals, for each [`By`].
    pub rows: Vec<Row>,
    /// The claims of money that stand in no row, with the reason, for each [`By`].
    pub left_out: Vec<LeftOut>,
    /// Figures whose parts exceed them: the index of the whole, and those of its parts.
    pub exceeded: Vec<(usize, Vec<usize>)>,
}

/// Forms the figures of the claims, compares them, and adds up the sums of money.
pub fn derive(input: &Input) -> Derived {
    let mut formed = form::figures(input);
    let links = links::Links::of(input, &formed);
    compare::compare(input, &links, &mut formed);
    part::find(input, &links, &mut formed);
    rows::add_up(input, &links, formed)
}
