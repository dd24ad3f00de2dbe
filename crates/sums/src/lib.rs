//! Forms sums from claims about money, and adds them up so that nothing counts twice.
//!
//! Takes [`Input`]: claims with their documents, entities and links, all referred to by their index. Gives [`Derived`]:
//! figures (sums, and other measures that are compared in the same way), rows of totals, and the claims that are in none. The
//! method is described in `docs/method.md`; this crate knows no vocabulary, no graph and no files. Neither the order of the input
//! nor anything else than its values changes the result.

mod bounds;
pub mod claim;
mod compare;
mod figure;
mod form;
mod left_out;
mod links;
mod order;
mod part;
mod place;
mod rows;
mod total;
mod voice;

pub use claim::{Bounds, Claim, Document, Entity, Input, Link, Relation, Role, Sector, Span, Status};
pub use figure::{Derived, Figure, Known, State, Whole};
pub use total::{Aspect, By, Group, LeftOut, Reason, Row};

/// Forms the figures of the claims, compares them, and adds up the sums of money.
pub fn derive(input: &Input) -> Derived {
    let moved = links::moved(input);
    let input = moved.as_ref().unwrap_or(input);
    let mut formed = form::figures(input);
    let links = links::Links::of(input, &formed);
    compare::compare(input, &links, &mut formed);
    part::find(input, &links, &mut formed);
    rows::add_up(input, &links, formed)
}
