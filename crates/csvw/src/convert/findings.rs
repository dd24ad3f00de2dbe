//! What can be wrong with the rows of a table, beyond their cells: their shape, their keys, their references.

use super::references::{Reference, Referenced, References, Standing};
use super::{Job, Rejected, key_of};
use crate::block::{Block, NUL, ReadError, Undecodable};
use crate::cells::Cells;
use crate::keys::{KeySet, LIST_END, shown};
use crate::metadata::ForeignKey;
use crate::place::RowPlace;
use crate::plan::Plan;
use crate::record::{Quoting, Row, Rows};
use crate::row::CurrentRow;
use diagnostic::{Diagnostic, Excerpt, Place, Report, code};
use hashbrown::DefaultHashBuilder;
use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Why rows are set aside: code and message of each finding, by the number of the row.
#[derive(Default)]
pub(super) struct Reasons(HashMap<u64, Vec<String>>);

impl Reasons {
    /// Adds findings after those of the same rows.
    pub(super) fn add<'f>(&mut self, findings: impl IntoIterator<Item = &'f Diagnostic>) {
        for found in findings {
            if let Some(cell) = found.place.as_ref().and_then(|place| place.cell.as_ref()) {
                let reasons = self.0.entry(cell.row_number).or_default();
                reasons.push(format!("{}: {}", found.code, found.message));
            }
        }
    }
}

impl Job<'_> {
    /// Whether a row has as many cells as the header, and quotation marks where they belong.
    pub(super) fn shape(&self, current: &CurrentRow<'_>, report: &mut Report) -> usize {
        let (plan, row) = (current.plan, current.row);
        let mut wrong = 0;
        if let Some(problem) = row.problem() {
            if matches!(problem, Quoting::NeverClosed { .. }) {
                self.is_swallowed.store(true, Ordering::Relaxed);
            }
            self.quotation(current, problem, report);
            wrong += 1;
        }
        if row.len() != plan.width {
            let found = row.width().saturating_sub(plan.table.dialect.skip_columns);
            let make = || {
                let finding = code::row_length(current.whole(), found, plan.width, &plan.table.dialect.delimiter);
                of_merge(row.text(), finding)
            };
            report.push_with(plan.kind("T005", 0), row.row_number, || plan.sorted(make()));
            wrong += 1;
        }
        wrong
    }

    /// Reports a quotation mark that is where none should, at its cell.
    fn quotation(&self, current: &CurrentRow<'_>, problem: Quoting, report: &mut Report) {
        let (plan, row) = (current.plan, current.row);
        let (Quoting::TextBehind { cell_index, .. } | Quoting::NeverClosed { cell_index, .. }) = problem;
        let position = cell_index.checked_sub(self.table.dialect.skip_columns);
        let kind = plan.kind("T014", position.map_or(0, |position| position + 1));
        report.push_with(kind, row.row_number, || {
            let mut place = current.place();
            // A cell that is never closed holds the rest of the table.
            if let (Quoting::NeverClosed { .. }, Some(last)) = (problem, Arc::make_mut(&mut place.row).last_mut()) {
                last.truncate(last.find('\n').unwrap_or(last.len()));
            }
            let at = position.and_then(|position| row.place(position));
            plan.sorted(code::malformed_csv(place.cell(position, at), reason(problem)))
        });
    }

    /// Reports each reference of a row to a row that is not there, or to several.
    pub(super) fn references(
        &self,
        referenced: &Referenced<'_>,
        of_row: Option<&[Reference]>,
        references: &References,
        current: &CurrentRow<'_>,
        report: &mut Report,
    ) -> usize {
        let mut wrong = 0;
        for (reference, (foreign, set)) in of_row.unwrap_or_default().iter().zip(referenced.iter()) {
            let Some(set) = set else { continue };
            match reference.standing {
                Standing::Found | Standing::Open => {}
                Standing::Empty => {
                    if self.options.complete_references {
                        wrong += 1;
                        let table = &self.group.tables[foreign.table_index].file;
                        let column_index = foreign.columns.first().copied().unwrap_or_default();
                        report.push(code::empty_reference(current.cell(column_index), table));
                    }
                }
                Standing::Unknown | Standing::Repeated => {
                    wrong += 1;
                    let is_repeated = reference.standing == Standing::Repeated;
                    self.unknown(set, foreign, current, references.key(reference), is_repeated, report);
                }
            }
        }
        wrong
    }

    pub(super) fn unknown(
        &self,
        set: &KeySet,
        foreign: &ForeignKey,
        current: &CurrentRow<'_>,
        key: &str,
        is_repeated: bool,
        report: &mut Report,
    ) {
        let column_index = foreign.columns.first().copied().unwrap_or_default();
        let position = current.plan.positions.get(column_index).copied().flatten();
        let is_list = key.contains(LIST_END);
        let shown = shown(key);
        let table = &self.group.tables[foreign.table_index].file;
        let name = if is_repeated { "T020" } else { "T012" };
        let kind = current.plan.kind(name, position.map_or(0, |position| position + 1));
        report.push_with(kind, current.row.row_number, || {
            if is_repeated {
                return code::several_rows(current.cell(column_index), &shown, table);
            }
            let mut known = set.samples();
            known.sort_unstable();
            let mut found = code::unknown_key(current.cell(column_index), &shown, is_list, table, set.len(), &known);
            let meant = (!is_list)
                .then(|| self.named.find(self, foreign, key, &known))
                .flatten();
            if let Some((key, name)) = meant {
                found.help = Some(match key == name {
                    true => format!("did you mean `{key}`?"),
                    false => format!("did you mean `{key}` ({name})?"),
                });
            }
            found
        });
    }

    /// Reports a primary key that an earlier row has, where the keys of the table are known already.
    pub(super) fn repeated(
        &self,
        sets: &[KeySet],
        current: &CurrentRow<'_>,
        cells: &Cells,
        hasher: &DefaultHashBuilder,
        report: &mut Report,
    ) -> usize {
        let mut wrong = 0;
        for set in sets.iter().filter(|set| set.is_primary) {
            let mut key = String::new();
            if !key_of(cells, current, &set.columns, &mut key) {
                continue;
            }
            let found = set.find(&key, hasher.hash_one(key.as_str()));
            if let Some(found) = found.filter(|found| found.row_number < current.row.row_number) {
                wrong += 1;
                let column_index = set.columns.first().copied().unwrap_or_default();
                let shown = shown(&key);
                report.push(code::duplicate_key(
                    current.cell(column_index),
                    &shown,
                    found.row_number,
                ));
            }
        }
        wrong
    }

    pub(super) fn duplicate(&self, current: &CurrentRow<'_>, set: &KeySet, first: u64) -> Diagnostic {
        let mut cells = Cells::default();
        cells.read(current, set.columns.iter().copied(), &mut Report::bounded(1));
        let mut key = String::new();
        key_of(&cells, current, &set.columns, &mut key);
        let column_index = set.columns.first().copied().unwrap_or_default();
        code::duplicate_key(current.cell(column_index), &shown(&key), first)
    }

    /// Hands the rows that were left out of a block to where they are set aside.
    pub(super) fn reject(
        &self,
        plan: &Plan<'_>,
        block: &Block,
        left_out: &[usize],
        mut reasons: Reasons,
        rejects: &dyn Fn(&Rejected<'_>),
    ) {
        let mut rows = Rows::new(block, &self.table.dialect);
        let mut row = Row::default();
        let mut number = 0;
        while rows.next(&mut row) {
            if left_out.binary_search(&number).is_ok() {
                rejects(&Rejected {
                    table: &self.table.file,
                    header: &plan.header,
                    cells: row.iter().collect(),
                    row_number: row.row_number,
                    line: row.line,
                    reasons: reasons.0.remove(&row.row_number).unwrap_or_default(),
                });
            }
            number += 1;
        }
    }

    pub(super) fn unreadable(&self, error: &ReadError, plan: Option<&Plan<'_>>) -> Diagnostic {
        let file = &self.table.file;
        let at = |line: u64| Place {
            line: Some(line),
            ..Place::file(file)
        };
        match error {
            ReadError::Io(error) => code::unreadable_file(Place::file(file), &error.to_string()),
            ReadError::NoEncoding { declared } => code::undecodable(Place::file(file), 0, declared, "", &[]),
            ReadError::Foreign(found) => code::malformed_csv(Place::file(file), &found.to_string()),
            ReadError::Encoding(found) if found.is_nul() => {
                let place = Place {
                    column: Some(found.char_column),
                    ..at(found.line)
                };
                code::malformed_csv(place, NUL)
            }
            ReadError::Encoding(found) => self.undecodable(found, plan),
            ReadError::RecordTooLong {
                line, opened, limit, ..
            } => match opened {
                Some(opened) => quoting(
                    file,
                    Quoting::NeverClosed {
                        line: *opened,
                        cell_index: 0,
                    },
                ),
                None => code::malformed_csv(at(*line), &format!("this row has more than {limit} bytes")),
            },
        }
    }

    /// A byte that is no text: in the head of the table, or in one of its cells.
    fn undecodable(&self, found: &Undecodable, plan: Option<&Plan<'_>>) -> Diagnostic {
        let file = &self.table.file;
        if found.row_number == 0 {
            let place = Place {
                line: Some(found.line),
                column: Some(found.char_column),
                excerpt: found
                    .row
                    .lines()
                    .last()
                    .map(|line| Excerpt::of(line, found.char_column)),
                ..Place::file(file)
            };
            return code::undecodable(place, found.byte, &found.declared, "", &found.proposals);
        }
        let header = plan.map(|plan| plan.header.clone()).unwrap_or_default();
        let position = found.cell_index.checked_sub(self.table.dialect.skip_columns);
        let mut row = vec![String::new(); found.cell_index + 1 - self.table.dialect.skip_columns.min(found.cell_index)];
        if let Some(last) = row.last_mut() {
            found.cell.clone_into(last);
        }
        let name = position
            .and_then(|position| header.get(position))
            .cloned()
            .unwrap_or_default();
        let place = RowPlace {
            file: file.as_str().into(),
            header,
            row: row.into(),
            row_number: found.row_number,
            line: found.line,
        };
        let place = place.cell(position, Some((found.line, found.char_column)));
        code::undecodable(place, found.byte, &found.declared, &name, &found.proposals)
    }
}

/// A quotation mark out of place where there is no row to show.
pub(super) fn quoting(file: &str, problem: Quoting) -> Diagnostic {
    let (Quoting::NeverClosed { line, .. } | Quoting::TextBehind { line, .. }) = problem;
    let place = Place {
        line: Some(line),
        ..Place::file(file)
    };
    code::malformed_csv(place, reason(problem))
}

fn reason(problem: Quoting) -> &'static str {
    match problem {
        Quoting::NeverClosed { .. } => {
            "a quotation mark is opened on this line and never closed: all rows below are in one cell"
        }
        Quoting::TextBehind { .. } => {
            "text follows a closing quotation mark; within quotation marks, write each as two"
        }
    }
}

/// Says of a row of the wrong length that it is a mark around a version that Git could not merge, if it is one.
fn of_merge(text: &str, finding: Diagnostic) -> Diagnostic {
    const MARKS: [char; 4] = ['<', '|', '=', '>'];
    let is_mark = MARKS.iter().any(|mark| {
        let rest = text.trim_start_matches(*mark);
        text.len() - rest.len() == 7 && !rest.starts_with(|letter: char| letter.is_alphanumeric())
    });
    match is_mark {
        true => Diagnostic {
            message: "this line is a mark of a merge that Git did not finish".to_owned(),
            valid: None,
            help: Some("keep the lines that are right, and remove those that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`".to_owned()),
            ..finding
        },
        false => finding,
    }
}
