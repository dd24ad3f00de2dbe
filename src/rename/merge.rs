//! Makes one row of the rows of two entities.

use super::open::{At, Open};
use super::{Conflict, Rename, RenameError};
use crate::tables::references::{labels, references};
use text::fold::fold_words;

/// The longest chain of parts that is followed.
const DEPTH: usize = 64;

/// Refuses to make one of a thing and its own part.
pub(super) fn refuse_part(open: &Open<'_>, old: &str, new: &str) -> Result<(), RenameError> {
    let table = open.target_table();
    let own = references(table)
        .filter(|(column, target)| *target == open.target && table.columns[*column].separator.is_none());
    for (column, _) in own {
        for (part, whole) in [(old, new), (new, old)] {
            if is_within(open, part, whole, column) {
                return Err(RenameError::Part {
                    part: part.to_owned(),
                    whole: whole.to_owned(),
                    column: table.columns[column].label().to_owned(),
                    file: table.file.clone(),
                });
            }
        }
    }
    Ok(())
}

fn is_within(open: &Open<'_>, part: &str, whole: &str, column: usize) -> bool {
    let mut at = part.to_owned();
    for _ in 0..DEPTH {
        let row = open.row_of(&at).map(|row| &open.before(open.target)[row]);
        match row.and_then(|row| row.get(column)).filter(|cell| !cell.is_empty()) {
            Some(next) if next == whole => return true,
            Some(next) => next.clone_into(&mut at),
            None => return false,
        }
    }
    false
}

/// Brings the row that goes into the one that stays. `names` are others by which sheets call them.
pub(super) fn rows(open: &mut Open<'_>, rename: &mut Rename, names: Vec<String>) {
    let rows = (open.row_of(&rename.old), open.row_of(&rename.new));
    let (Some(old), Some(new)) = rows else { return };
    let (from, to) = ((open.target, old), (open.target, new));
    let others = cells(open, from, to, rename);
    aliases(open, (from, to), others.into_iter().chain(names).collect(), rename);
    let reason = format!("it is `{}` now", rename.new);
    open.remove(from, reason, rename);
}

/// Takes the cells that the row that stays lacks. Returns labels in place of which it has others.
fn cells(open: &mut Open<'_>, from: At, to: At, rename: &mut Rename) -> Vec<String> {
    let table = open.target_table();
    let key = open.key_column();
    let labels = labels(table);
    let mut others = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        if column.is_virtual || index == key || labels.contains(&index) && column.separator.is_some() {
            continue;
        }
        let (theirs, ours) = (open.wanted(from, index).to_owned(), open.wanted(to, index).to_owned());
        if theirs.is_empty() || theirs == ours {
            continue;
        }
        if ours.is_empty() {
            open.set(to, index, &theirs);
        } else if labels.contains(&index) {
            others.push(theirs);
        } else if theirs != column.default {
            rename.conflicts.push(conflict(open, to, index, ours, theirs));
        }
    }
    others
}

fn conflict(open: &Open<'_>, at: At, column: usize, kept: String, left: String) -> Conflict {
    let table = open.target_table();
    Conflict {
        file: table.file.clone(),
        line: open.line(at),
        column: table.columns[column].label().to_owned(),
        kept,
        left,
    }
}

/// Adds names to the aliases of the row that stays: those of the other row, and the others given.
fn aliases(open: &mut Open<'_>, (from, to): (At, At), others: Vec<String>, rename: &mut Rename) {
    let table = open.target_table();
    let labels = labels(table);
    let list = labels
        .iter()
        .find_map(|index| Some((*index, table.columns[*index].separator.clone()?)));
    let Some((column, separator)) = list else {
        let own = labels.first().copied().unwrap_or_default();
        for name in others {
            let kept = open.cell(to, own).to_owned();
            rename.conflicts.push(conflict(open, to, own, kept, name));
        }
        return;
    };
    let split = |cell: &str| -> Vec<String> {
        let parts = cell.split(separator.as_str()).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let own_labels = labels.iter().filter(|index| table.columns[**index].separator.is_none());
    let mut known: Vec<String> = own_labels.map(|index| fold_words(open.cell(to, *index))).collect();
    let before = open.cell(to, column).to_owned();
    known.extend(split(&before).iter().map(|alias| fold_words(alias)));
    let mut all = before.clone();
    for name in others.into_iter().chain(split(open.cell(from, column))) {
        if known.contains(&fold_words(&name)) {
            continue;
        }
        if name.contains(separator.as_str()) {
            rename.conflicts.push(conflict(open, to, column, before.clone(), name));
            continue;
        }
        known.push(fold_words(&name));
        if !all.is_empty() {
            all.push_str(&separator);
        }
        all.push_str(&name);
    }
    if all != before {
        open.set(to, column, &all);
    }
}
