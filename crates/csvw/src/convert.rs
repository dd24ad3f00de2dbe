//! Reads the tables of a group, block by block, in parallel, and passes everything on in the order of the rows.

mod findings;
mod gather;
mod kept;
mod named;
mod options;
mod order;
mod references;
mod turns;
mod work;

use super::block::{Block, Blocks, Head};
use super::cells::{Cells, Content};
use super::keys::{Keys, LIST_END, SEPARATOR, reading_order};
use super::metadata::{Table, TableGroup};
use super::plan::{How, Plan};
use super::record::{Row, Rows};
use super::row::CurrentRow;
use super::statement::{BlockSink, Sink, Statement};
use super::{Resources, annotate};
use diagnostic::{Place, Report, code};
use findings::quoting;
use gather::gather;
use kept::KeptTables;
use named::Named;
pub use options::{Invalid, Mode, Options, Progress, Rejected, Summary};
use order::Ordered;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads all tables of a group and validates every cell, key and reference. Findings go into the report.
pub fn validate(group: &TableGroup, resources: &dyn Resources, options: &Options<'_>, report: &mut Report) -> Summary {
    // A sink that keeps nothing takes everything.
    convert(group, resources, options, report, &mut Discard).unwrap_or_default()
}

/// A sink that discards all statements.
struct Discard;

impl BlockSink for Discard {
    fn statement(&mut self, _: &Statement<'_>) {}
}

impl Sink for Discard {
    type Block = Self;

    fn block(&mut self) -> Self {
        Self
    }

    fn accept(&mut self, _: Self, _: &[usize]) -> io::Result<()> {
        Ok(())
    }
}

/// Reads all tables of a group, validates them and passes each statement to `sink`.
///
/// Tables that others refer to are read first; where tables refer to one another or to themselves, their keys are
/// gathered in a pass of its own. Findings go into the report.
///
/// # Errors
/// The error of `sink`.
pub fn convert<S: Sink>(
    group: &TableGroup,
    resources: &dyn Resources,
    options: &Options<'_>,
    report: &mut Report,
    sink: &mut S,
) -> io::Result<Summary> {
    let resources = KeptTables::new(resources);
    let mut keys = Keys::new(group);
    let named = Named::new(group);
    let mut summary = Summary::default();
    if options.mode == Mode::Standard {
        annotate::group(group, sink)?;
    }
    for table_index in reading_order(group) {
        let table = &group.tables[table_index];
        if options.invalid != Invalid::AsText {
            for key in &table.foreign_keys {
                if !keys.is_complete(key.table_index) {
                    gather(group, key.table_index, &resources, options, &mut keys);
                }
            }
        }
        let gives = !table.suppress_output;
        let job = Job {
            group,
            table_index,
            table,
            resources: &resources,
            options,
            gives,
            named: &named,
            is_swallowed: AtomicBool::new(false),
        };
        let read = job.run(&mut keys, report, sink)?;
        summary.tables += 1;
        summary.rows += read.rows;
        summary.rejected += read.rejected;
        summary.unfinished += read.unfinished;
    }
    Ok(summary)
}

/// Adds the key of a row to `key`; false if one of its cells is null.
fn key_of(cells: &Cells, current: &CurrentRow<'_>, columns: &[usize], key: &mut String) -> bool {
    for (number, index) in columns.iter().enumerate() {
        if number > 0 {
            key.push(SEPARATOR);
        }
        match cells.contents.get(*index) {
            Some(Content::One(piece) | Content::Invalid(piece)) => key.push_str(cells.text(*piece, current.row)),
            Some(Content::List(from, to)) => {
                for piece in cells.list(*from, *to) {
                    key.push_str(cells.text(*piece, current.row));
                    key.push(LIST_END);
                }
            }
            Some(Content::Null) | None => return false,
        }
    }
    true
}

/// One table of a group, to be read.
struct Job<'a> {
    group: &'a TableGroup,
    table_index: usize,
    table: &'a Table,
    resources: &'a dyn Resources,
    options: &'a Options<'a>,
    gives: bool,
    /// What the rows of other tables are called, for messages.
    named: &'a Named,
    /// Whether a quotation mark that is never closed holds rows, so that their keys are not known.
    is_swallowed: AtomicBool,
}

impl Job<'_> {
    /// Reads the table: its head, then its rows.
    fn run<S: Sink>(&self, keys: &mut Keys, report: &mut Report, sink: &mut S) -> io::Result<Summary> {
        let unread = Summary {
            unfinished: 1,
            ..Summary::default()
        };
        let mut blocks = match self.open(report) {
            Opened::Blocks(blocks) => blocks,
            Opened::Missing => return Ok(Summary::default()),
            Opened::Unreadable => return Ok(unread),
        };
        let Some(head) = self.head(&mut blocks, report) else {
            return Ok(unread);
        };
        let (first, failure) = match blocks.next(String::new()) {
            Ok(first) => (first, None),
            Err(error) => (None, Some(error)),
        };
        let width = first.as_ref().map_or(0, |block| self.cells_of_first_row(block));
        let Some(mut plan) = Plan::new(self.table, &head, width, self.how(), report) else {
            return Ok(unread);
        };
        self.annotate(&plan, &head, sink)?;
        plan.referring = self.referring(keys);
        let is_filled = keys.is_complete(self.table_index) && !keys.sets(self.table_index).is_empty();
        let sets = if is_filled {
            Vec::new()
        } else {
            keys.take(self.table_index)
        };
        plan.key_columns = sets.iter().map(|set| set.columns.clone()).collect();
        let mut ordered = Ordered::new(sets, is_filled, report, sink);
        let failure = match first {
            Some(first) => failure.or(self.blocks(&plan, keys, &mut blocks, first, &mut ordered)),
            None => failure,
        };
        let is_whole = failure.is_none();
        if let Some(error) = failure {
            ordered.report.push(self.unreadable(&error, Some(&plan)));
            ordered.read.unfinished = 1;
        }
        if blocks.looks_like_utf8() {
            let place = Place::file(&self.table.file);
            let finding = code::looks_like_utf8(place, &self.table.dialect.encoding);
            ordered.report.push(finding);
        }
        let (sets, read) = ordered.finish()?;
        // Which keys a table has is unknown unless it was read to its end.
        if !is_filled && is_whole && !self.is_swallowed.load(Ordering::Relaxed) {
            keys.put(self.table_index, sets);
        }
        Ok(read)
    }

    /// For each column, whether its cells alone are looked up as keys of another table: what is no key there is then told
    /// as that, and not as a text of the wrong form.
    fn referring(&self, keys: &Keys) -> Vec<bool> {
        let mut referring = vec![false; self.table.columns.len()];
        for foreign in &self.table.foreign_keys {
            let is_known = keys.set(foreign.table_index, &foreign.referenced).is_some();
            if let ([column], true, false) = (
                foreign.columns.as_slice(),
                is_known,
                self.options.invalid == Invalid::AsText,
            ) && let Some(place) = referring.get_mut(*column)
            {
                *place = true;
            }
        }
        referring
    }

    /// Opens the table; a table that is missing or cannot be opened is a finding.
    fn open(&self, report: &mut Report) -> Opened {
        match self.resources.open(&self.table.url) {
            Ok(Some(reader)) => {
                let blocks = Blocks::new(reader, &self.table.dialect, self.options.block_bytes);
                return Opened::Blocks(Box::new(blocks));
            }
            Ok(None) if self.table.may_be_missing => return Opened::Missing,
            Ok(None) => report.push(code::missing_table(Place::file(&self.table.file))),
            Err(diagnostic) => report.push(diagnostic),
        }
        Opened::Unreadable
    }

    /// Reads the head of the table; `None` if it cannot be read, which is a finding.
    fn head(&self, blocks: &mut Blocks<Box<dyn Read + Send>>, report: &mut Report) -> Option<Head> {
        match blocks.head() {
            Ok(head) => {
                let problems = head.problems.iter();
                problems.for_each(|problem| report.push(quoting(&self.table.file, *problem)));
                Some(head)
            }
            Err(error) => {
                report.push(self.unreadable(&error, None));
                None
            }
        }
    }

    fn cells_of_first_row(&self, block: &Block) -> usize {
        let mut row = Row::default();
        if Rows::new(block, &self.table.dialect).next(&mut row) {
            row.len()
        } else {
            0
        }
    }

    fn how(&self) -> How {
        How {
            mode: self.options.mode,
            invalid: self.options.invalid,
            table_index: self.table_index,
        }
    }

    /// Writes the triples of standard mode about the table, and its comments before the rows.
    fn annotate<S: Sink>(&self, plan: &Plan<'_>, head: &Head, sink: &mut S) -> io::Result<()> {
        if plan.mode != Mode::Standard || !self.gives {
            return Ok(());
        }
        annotate::table(self.group, plan, sink)?;
        let mut comments = sink.block();
        annotate::comments(plan, head.comments.iter().map(String::as_str), &mut comments);
        sink.accept(comments, &[])
    }
}

/// What became of opening a table.
enum Opened {
    /// It can be read.
    Blocks(Box<Blocks<Box<dyn Read + Send>>>),
    /// It is not there and need not be.
    Missing,
    /// It is not there or cannot be opened, which was reported.
    Unreadable,
}
