//! How firm the sum of a column is, where its heading says so and a status of the row, too.

use crate::map::Role;
use crate::record::Words;
use crate::understand::beside::{self, ORDER};
use crate::understand::column::Spec;
use crate::understand::said::{REFUSED, WITHDRAWN};
use crate::workbook::Address;

use super::Row;

/// Stages of what was given, or promised for certain.
const GRANTED: [&str; 3] = ["announced", "approved", "committed"];

/// Whether money of a stage was given, and not only asked for.
pub(super) fn is_granted(stage: &str) -> bool {
    GRANTED.contains(&stage)
}

/// Whether a word of a column of stages is none: `Active`, `Open`. Of a question, or of several stages, it is not known which holds.
pub(super) fn says_no_stage(text: &str) -> bool {
    let told = beside::states(text);
    told.stages.is_empty() && !text.trim_end().ends_with('?')
}

/// What is asked for: sums that no status of their row makes firmer.
fn is_request(stage: &str) -> bool {
    matches!(stage, "wished" | "called-for" | "proposed")
}

fn rank(stage: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == stage)
}

/// The stage that a heading or the map gives to the sums of a column.
fn own(spec: &Spec) -> Option<&str> {
    let stage = spec.map.stage.as_deref();
    stage.filter(|stage| ![WITHDRAWN, REFUSED].contains(stage))
}

impl<'t> Row<'_, 't> {
    /// Whether the table has sums that were asked for beside others, so that the others are the part that was granted.
    pub(super) fn has_request(&self) -> bool {
        let sums = || self.table.specs.iter().filter(|spec| spec.role() == Role::Amount);
        let is_asked = |spec: &Spec| own(spec).is_some_and(is_request);
        sums().any(is_asked) && !sums().all(is_asked)
    }

    /// How firm the sum of a column is: as its heading or the map says, unless a status of the row says that the same money has gone
    /// further, of which no other column has the sum.
    pub(super) fn stage_of(&self, spec: &Spec, of_row: Option<Words>) -> Option<Words> {
        let heading = || {
            own(spec).map(|stage| Words {
                text: stage.to_owned(),
                address: spec.heading.cells.last().copied(),
            })
        };
        let Some(said) = of_row else { return heading() };
        // What holds for all sums, as the map or a title says, is less than a heading.
        if said.address.is_none() && own(spec).is_some() {
            return heading();
        }
        let sums = self.table.specs.iter().filter(|other| other.role() == Role::Amount);
        let mut others = sums.filter(|other| other.map.stage != spec.map.stage);
        let Some(stage) = own(spec) else {
            let has_figure = |other: &Spec| self.state.columns.contains(&other.index);
            let is_taken = others.any(|other| own(other) == Some(&said.text) && has_figure(other));
            return Some(said).filter(|_| !is_taken);
        };
        let is_later = rank(&said.text) > rank(stage) && !is_request(stage);
        let is_beyond = |other: &Spec| own(other).is_some_and(|other| rank(other) > rank(stage));
        match is_later && !others.any(is_beyond) {
            true => Some(said),
            false => heading(),
        }
    }

    /// The cell of the figure that a later figure of the row replaces.
    pub(super) fn replaced(&self, spec: &Spec) -> Option<Address> {
        let heading = text::fold::fold_words(spec.map.replaces.as_deref()?);
        let is_it = |other: &&Spec| {
            other.role() == Role::Amount
                && other.index != spec.index
                && text::fold::fold_words(&other.heading.text) == heading
                && self.state.columns.contains(&other.index)
        };
        let other = self.table.specs.iter().find(is_it)?;
        Some(Address::of(self.index, other.index))
    }

    /// Tells a status that no sum of its row has, since the headings say otherwise; not one that agrees with them.
    pub(super) fn tell_stage(&mut self, said: Option<&Words>) {
        let Some(Words {
            text: stage,
            address: Some(address),
        }) = said
        else {
            return;
        };
        let stages = self.given.records.iter().filter_map(|record| record.stage.as_ref());
        let stages: Vec<&str> = stages.map(|stage| stage.text.as_str()).collect();
        let is_other = |known: &&str| is_granted(known) || *known == "received";
        let is_said = stages.contains(&stage.as_str()) && !(is_request(stage) && stages.iter().any(is_other));
        // What was granted or paid was approved before.
        let agrees = is_granted(stage) && stages.iter().any(|known| rank(known) > rank(stage));
        let cell = self.table.grid.sheet.cell(*address);
        if let Some(cell) = cell.filter(|_| !is_said && !agrees && !self.given.records.is_empty()) {
            let why = "the headings of the sums of its row say otherwise how firm these are, and hold";
            self.given
                .left
                .push((*address, cell.text.trim().to_owned(), why.to_owned()));
        }
    }
}
