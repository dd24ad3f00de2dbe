//! How firm the sum of a column is, where its heading says so and a status of the row, too.

use hashbrown::HashSet;
use text::fold::fold_words;

use crate::map::{Map, Role};
use crate::record::Words;
use crate::understand::beside::{self, ORDER, Told};
use crate::understand::column::Spec;
use crate::understand::grid::Grid;
use crate::understand::said::{REFUSED, WITHDRAWN};
use crate::understand::table::{self, Kind};
use crate::workbook::Address;

use super::Row;

/// Stages of what was given, or promised for certain.
const GRANTED: [&str; 3] = ["announced", "approved", "committed"];

/// The stage of what was paid.
const PAID: &str = "received";

/// The stage of what was promised.
const PROMISED: &str = "announced";

/// Whether money of a stage was given, and not only asked for.
pub(super) fn is_granted(stage: &str) -> bool {
    GRANTED.contains(&stage)
}

/// Whether a word of a column of stages is none: `Active`, `Open`. Of a question, or of several stages, it is not known which holds.
pub(super) fn says_no_stage(map: &Map, text: &str) -> bool {
    let told = told(map, text);
    told.stages.is_empty() && !text.trim_end().ends_with('?')
}

/// What a cell of stages says: what the map says of its words, else what they are known for.
pub(super) fn told(map: &Map, text: &str) -> Told {
    map.stage_of(text).map_or_else(|| beside::states(text), Told::of)
}

/// What is asked for: sums that no status of their row makes firmer.
fn is_request(stage: &str) -> bool {
    matches!(stage, "wished" | "called-for" | "proposed")
}

fn rank(stage: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == stage)
}

/// The stage that a heading or the map gives to the sums of a column; later figures of another column have that of the other at least.
fn own<'s>(specs: &'s [Spec], spec: &'s Spec) -> Option<&'s str> {
    let of = |spec: &'s Spec| spec.map.stage.as_deref();
    let stage = of(spec).or_else(|| of(original(specs, spec)?));
    stage.filter(|stage| ![WITHDRAWN, REFUSED].contains(stage))
}

/// The column whose figures those of another replace.
fn original<'s>(specs: &'s [Spec], spec: &Spec) -> Option<&'s Spec> {
    let heading = fold_words(spec.map.replaces.as_deref()?);
    let is_it = |other: &&Spec| {
        other.role() == Role::Amount && other.index != spec.index && fold_words(&other.heading.text) == heading
    };
    specs.iter().find(is_it)
}

/// The stage of sums that were granted before they were paid: the one that the status of other rows says, or a title; else they were
/// committed.
pub(in crate::understand) fn granted(
    (grid, specs): (&Grid<'_>, &[Spec]),
    rows: &[table::Row],
    map: &Map,
) -> &'static str {
    let columns: Vec<usize> = specs
        .iter()
        .filter(|spec| spec.role() == Role::Stage)
        .map(|spec| spec.index)
        .collect();
    let data = rows.iter().filter(|row| row.kind == Kind::Data).take(LOOKED_AT);
    let cells = data.flat_map(|row| columns.iter().map(|column| grid.text(row.index, *column)));
    let of_title = map.defaults.stage.as_deref();
    let known: HashSet<&str> = cells
        .filter_map(|text| told(map, text).stage())
        .chain(of_title)
        .collect();
    let told: Vec<&'static str> = GRANTED.into_iter().filter(|stage| known.contains(stage)).collect();
    match told.as_slice() {
        [one] | ["announced", one] => one,
        _ => "committed",
    }
}

/// How many rows are looked at for the stages of a column.
const LOOKED_AT: usize = 5_000;

/// How firm a sum is.
#[derive(Default)]
pub(super) struct Firmness {
    /// The stage.
    pub(super) stage: Option<Words>,
    /// Whether it is implied: the sum was granted, as it was paid, and another column has what was paid.
    pub(super) is_implied: bool,
}

impl<'t> Row<'_, 't> {
    /// The stage that a heading or the map gives to the sums of a column; a later figure has that of the one that it replaces in this row.
    fn own<'s>(&'s self, spec: &'s Spec) -> Option<&'s str> {
        let specs = self.table.specs;
        match self.original(spec).filter(|_| !self.has_declared(spec)) {
            Some(other) => own(specs, other),
            None => own(specs, spec),
        }
    }

    /// Whether the row has a figure of the column whose figures those of another replace.
    fn has_declared(&self, spec: &Spec) -> bool {
        original(self.table.specs, spec).is_some_and(|other| self.has_figure(other))
    }

    /// The column whose figure that of another replaces in this row: the one that the heading or the map names, or, where its cell is empty,
    /// the firmest of the others that are not paid.
    fn original<'s>(&'s self, spec: &Spec) -> Option<&'s Spec> {
        let specs = self.table.specs;
        let declared = original(specs, spec)?;
        if self.has_figure(declared) {
            return Some(declared);
        }
        let firmness = |other: &Spec| own(specs, other).filter(|stage| is_granted(stage)).and_then(rank);
        let others = specs.iter().filter(|other| {
            let is_first = original(specs, other).is_none() && other.index != spec.index;
            other.role() == Role::Amount && is_first && self.has_figure(other) && firmness(other).is_some()
        });
        others.max_by_key(|other| firmness(other))
    }

    /// The columns of sums.
    fn sums(&self) -> impl Iterator<Item = &'t Spec> {
        let specs = self.table.specs.iter();
        specs.filter(|spec| spec.role() == Role::Amount)
    }

    /// Whether the row has a figure of a column.
    fn has_figure(&self, spec: &Spec) -> bool {
        self.state.columns.contains(&spec.index)
    }

    /// Whether the table has sums that were asked for beside others, so that the others are the part that was granted.
    pub(super) fn has_request(&self) -> bool {
        let is_asked = |spec: &Spec| self.own(spec).is_some_and(is_request);
        self.sums().any(is_asked) && !self.sums().all(is_asked)
    }

    /// How firm the sum of a column is: as its heading or the map says, unless a status of the row says that the same money has gone
    /// further, of which no other column has the sum.
    pub(super) fn firmness(&self, spec: &Spec, of_row: Option<&Words>) -> Firmness {
        if self.is_granted_and_paid(spec, of_row) {
            let text = self.table.granted.to_owned();
            return Firmness {
                stage: Some(Words { text, address: None }),
                is_implied: true,
            };
        }
        Firmness {
            stage: self.stage_of(spec, of_row.cloned()),
            is_implied: false,
        }
    }

    /// Whether a status says that the sum of a column was paid, or a part of it, and another column has what was paid.
    fn is_granted_and_paid(&self, spec: &Spec, of_row: Option<&Words>) -> bool {
        let is_own = |address: Option<Address>| address.is_some_and(|address| address.row as usize == self.index + 1);
        let is_paid = match of_row {
            Some(said) => said.text == PAID && is_own(said.address),
            None => self.state.is_paid_in_part,
        };
        let has_payment = || {
            let mut sums = self.sums();
            sums.any(|other| self.own(other) == Some(PAID) && self.has_figure(other))
        };
        is_paid && self.own(spec).is_none() && has_payment()
    }

    fn stage_of(&self, spec: &Spec, of_row: Option<Words>) -> Option<Words> {
        let heading = || {
            self.own(spec).map(|stage| Words {
                text: stage.to_owned(),
                address: spec.heading.cells.last().copied(),
            })
        };
        let Some(said) = of_row else { return heading() };
        // What holds for all sums, as the map or a title says, is less than a heading.
        if said.address.is_none() && self.own(spec).is_some() {
            return heading();
        }
        let mut others = self.sums().filter(|other| other.map.stage != spec.map.stage);
        let Some(stage) = self.own(spec) else {
            let is_taken = others.any(|other| self.own(other) == Some(&said.text) && self.has_figure(other));
            return Some(said).filter(|_| !is_taken);
        };
        let is_later = rank(&said.text) > rank(stage) && !is_request(stage);
        let is_beyond = |other: &Spec| self.own(other).is_some_and(|other| rank(other) > rank(stage));
        match is_later && !others.any(is_beyond) && !self.is_first_promise(spec) {
            true => Some(said),
            false => heading(),
        }
    }

    /// Whether the sum of a column is what was promised at first, and the row has a later figure: the status is that of the later one.
    fn is_first_promise(&self, spec: &Spec) -> bool {
        let is_later = |other: &Spec| {
            let first = self.original(other);
            first.is_some_and(|first| first.index == spec.index) && self.has_figure(other)
        };
        self.own(spec) == Some(PROMISED) && self.sums().any(is_later)
    }

    /// The cell of the figure that a later figure of the row, with this stage, replaces. What was promised stays beside what was voted,
    /// committed or paid of it.
    pub(super) fn replaced(&self, spec: &Spec, stage: Option<&Words>) -> Option<Address> {
        let other = self.original(spec)?;
        let is_promise = self.own(spec) == Some(PROMISED);
        let is_promised = stage.is_none_or(|stage| stage.text == PROMISED);
        (!is_promise || is_promised).then(|| Address::of(self.index, other.index))
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
