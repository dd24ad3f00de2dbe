//! The method of docs/method.md, written down as plainly as it reads: slow, each function one sentence. The engine has to say the same.
//!
//! Nothing here looks at how the engine works. What is taken for granted: every index of the input exists, and sums fit a decimal.

mod claims;
mod compare;
mod figures;
mod totals;
mod wholes;

use std::collections::BTreeSet;
use sums::{By, Input, LeftOut, Row};

/// Wholes whose parts exceed them, with these.
pub fn exceeded(input: &Input) -> BTreeSet<(usize, BTreeSet<usize>)> {
    let formed = figures::form(input);
    let mut compared = compare::compare(input, &formed);
    let wholes = wholes::find(input, &mut compared);
    totals::exceeded(input, &compared, &wholes)
}

/// Rows of totals and left-out claims of a dossier.
pub fn derive(input: &Input) -> (Vec<Row>, Vec<LeftOut>) {
    let formed = figures::form(input);
    let mut compared = compare::compare(input, &formed);
    let wholes = wholes::find(input, &mut compared);
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for by in By::ALL {
        totals::add_up(input, &formed, &compared, &wholes, by, &mut rows, &mut left_out);
    }
    (rows, left_out)
}
