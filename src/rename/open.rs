//! The tables of a dossier, opened to change a key: their cells before and after.

use super::{Change, Removed, Rename, RenameError};
use crate::dossier::Dossier;
use crate::tables::edited::Edited;
use crate::tables::references::{Named, References, decision_columns, labels, references};
use csvw::metadata::{Table, TableGroup};
use std::collections::HashSet;

/// How often keys are settled: a key that is written may free another.
const ROUNDS: usize = 4;

/// All tables.
pub(super) struct Open<'a> {
    pub(super) group: &'a TableGroup,
    /// The table whose row changes its key.
    pub(super) target: usize,
    files: Vec<Option<File<'a>>>,
    before: References<'a>,
    /// The key that goes and the one that comes.
    keys: (String, String),
}

struct File<'a> {
    bytes: Vec<u8>,
    edited: Edited<'a>,
    lines: Vec<usize>,
    rows: Vec<Row>,
}

struct Row {
    record: usize,
    old: Vec<String>,
    new: Vec<String>,
    is_removed: bool,
}

/// A row: the index of its table, and its own.
pub(super) type At = (usize, usize);

/// A file of the dossier with its bytes before and after; whether it is that of the row whose key changes.
type Written = (String, Vec<u8>, Vec<u8>, bool);

impl<'a> Open<'a> {
    /// Reads all tables; `target` is the file of the rows whose keys change.
    pub(super) fn of(dossier: &Dossier, group: &'a TableGroup, target: &str) -> Result<Self, RenameError> {
        let unknown = || RenameError::Table(target.to_owned());
        let index = super::table_index(group, target).ok_or_else(unknown)?;
        let mut files = Vec::new();
        for table in &group.tables {
            files.push(File::of(dossier, table)?);
        }
        if files[index].is_none() || group.tables[index].primary_key.len() != 1 {
            return Err(unknown());
        }
        let rows = files.iter().map(|file| file.as_ref().map(File::cells)).collect();
        Ok(Self {
            group,
            target: index,
            before: References::of(group, rows),
            files,
            keys: (String::new(), String::new()),
        })
    }

    pub(super) fn target_table(&self) -> &'a Table {
        &self.group.tables[self.target]
    }

    pub(super) fn target_file(&self) -> String {
        self.target_table().file.clone()
    }

    /// The column of the key in the table whose rows change.
    pub(super) fn key_column(&self) -> usize {
        self.target_table().primary_key.first().copied().unwrap_or_default()
    }

    pub(super) fn may_be_key(&self, text: &str) -> bool {
        let column = &self.target_table().columns[self.key_column()];
        !text.is_empty() && column.datatype.read(text, &mut String::new()).is_ok()
    }

    pub(super) fn named(&self, text: &str) -> Named {
        self.before.named(self.target, text)
    }

    /// The rows of a table before the change, with all keys.
    pub(super) fn before(&self, table_index: usize) -> &[Vec<String>] {
        self.before.rows(table_index).unwrap_or_default()
    }

    /// The row with a key, before the change.
    pub(super) fn row_of(&self, key: &str) -> Option<usize> {
        let column = self.key_column();
        self.before(self.target)
            .iter()
            .position(|row| row.get(column).is_some_and(|own| own == key))
    }

    /// A row for people: its label with its key.
    pub(super) fn told(&self, key: &str) -> String {
        let labels = labels(self.target_table());
        let row = self.row_of(key).map(|row| &self.before(self.target)[row]);
        let texts = row
            .into_iter()
            .flat_map(|row| labels.iter().filter_map(|column| row.get(*column)));
        match texts.into_iter().find(|label| !label.is_empty()) {
            Some(label) => format!("{label} (`{key}`)"),
            None => format!("`{key}`"),
        }
    }

    /// A cell before the change, with the new key where the old one was.
    pub(super) fn wanted(&self, (table, row): At, column: usize) -> &str {
        let cell = self.before(table)[row].get(column).map_or("", String::as_str);
        let is_reference = || references(&self.group.tables[table]).any(|own| own == (column, self.target));
        let (old, new) = &self.keys;
        match cell == old && !old.is_empty() && is_reference() {
            true => new,
            false => cell,
        }
    }

    /// Whether a row refers to the key that goes.
    pub(super) fn refers_to_old(&self, (table, row): At) -> bool {
        references(&self.group.tables[table])
            .filter(|(_, target)| *target == self.target)
            .any(|(column, _)| self.before(table)[row].get(column) == Some(&self.keys.0))
    }

    /// The rows of a table that stay.
    pub(super) fn staying(&self, table_index: usize) -> Vec<usize> {
        let rows = self.files[table_index]
            .iter()
            .flat_map(|file| file.rows.iter().enumerate());
        rows.filter(|(_, row)| !row.is_removed)
            .map(|(index, _)| index)
            .collect()
    }

    /// A cell as it will be.
    pub(super) fn cell(&self, (table, row): At, column: usize) -> &str {
        let row = self.files[table].as_ref().and_then(|file| file.rows.get(row));
        row.and_then(|row| row.new.get(column)).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, (table, row): At, column: usize, text: &str) {
        let row = self.files[table].as_mut().and_then(|file| file.rows.get_mut(row));
        if let Some(cell) = row.and_then(|row| row.new.get_mut(column)) {
            text.clone_into(cell);
        }
    }

    /// The line of a row.
    pub(super) fn line(&self, (table, row): At) -> usize {
        let file = self.files[table].as_ref();
        let line = file.and_then(|file| file.lines.get(file.rows.get(row)?.record));
        line.copied().unwrap_or_default()
    }

    /// Removes a row.
    pub(super) fn remove(&mut self, at: At, reason: String, rename: &mut Rename) {
        let (table_index, row_index) = at;
        let table = &self.group.tables[table_index];
        let keys = table.primary_key.iter();
        let cells: Vec<&str> = keys
            .filter_map(|column| self.before(table_index)[row_index].get(*column))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        rename.removed.push(Removed {
            file: table.file.clone(),
            line: self.line(at),
            row: cells.join(", "),
            reason,
        });
        let row = self.files[table_index]
            .as_mut()
            .and_then(|file| file.rows.get_mut(row_index));
        if let Some(row) = row {
            row.is_removed = true;
        }
    }

    /// Replaces a key where rows refer to it, and in its own row.
    pub(super) fn replace(&mut self, old: &str, new: &str) {
        self.keys = (old.to_owned(), new.to_owned());
        if let Some(row) = self.row_of(old) {
            self.set((self.target, row), self.key_column(), new);
        }
        for table_index in 0..self.group.tables.len() {
            let table = &self.group.tables[table_index];
            let columns = references(table).filter(|(_, target)| *target == self.target);
            for (column, _) in columns {
                let separator = table.columns[column].separator.as_deref();
                let rows = self.files[table_index].iter_mut().flat_map(|file| &mut file.rows);
                for cell in rows.filter_map(|row| row.new.get_mut(column)) {
                    match separator {
                        Some(separator) => replace_in_list(cell, separator, (old, new)),
                        None if cell == old => new.clone_into(cell),
                        None => {}
                    }
                }
            }
        }
    }

    /// Writes keys where rows would otherwise come to mean others: cells with labels, and rows without a key that others refer to.
    pub(super) fn settle(&mut self) {
        let key_of = |table: &Table| match table.primary_key[..] {
            [key] => Some(key),
            _ => None,
        };
        let tables = 0..self.group.tables.len();
        let mut known: Vec<HashSet<String>> = vec![HashSet::new(); tables.len()];
        let mut referred: Vec<HashSet<String>> = vec![HashSet::new(); tables.len()];
        for index in tables.clone() {
            let table = &self.group.tables[index];
            for row in self.before(index) {
                known[index].extend(key_of(table).and_then(|key| row.get(key)).cloned());
                for (column, target) in references(table) {
                    referred[target].extend(row.get(column).cloned());
                }
            }
        }
        referred[self.target].clone_from(&known[self.target]);
        for _ in 0..ROUNDS {
            let staying: Vec<Vec<usize>> = tables.clone().map(|index| self.staying(index)).collect();
            let rows = tables.clone().map(|index| self.after(index, &staying[index])).collect();
            let after = References::of(self.group, rows);
            let mut wrong = Vec::new();
            for index in tables.clone() {
                let table = &self.group.tables[index];
                let single = references(table).filter(|(column, _)| table.columns[*column].separator.is_none());
                let mut columns: Vec<(usize, &HashSet<String>)> =
                    single.map(|(column, target)| (column, &known[target])).collect();
                columns.extend(key_of(table).map(|key| (key, &referred[index])));
                for (row, own) in staying[index].iter().zip(after.rows(index).unwrap_or_default()) {
                    let before = &self.before(index)[*row];
                    for (column, keys) in &columns {
                        let wanted = self.wanted_key((index, *row), *column);
                        let is_key = before.get(*column).is_some_and(|cell| keys.contains(cell));
                        if is_key && own.get(*column).map(String::as_str) != Some(wanted) {
                            wrong.push(((index, *row), *column, wanted.to_owned()));
                        }
                    }
                }
            }
            if wrong.is_empty() {
                return;
            }
            for (at, column, text) in wrong {
                self.set(at, column, &text);
            }
        }
    }

    /// A cell before the change, with the new key in the row that has it.
    fn wanted_key(&self, at: At, column: usize) -> &str {
        let is_own = at.0 == self.target && column == self.key_column();
        let (old, new) = &self.keys;
        match self.wanted(at, column) {
            key if is_own && key == old => new,
            cell => cell,
        }
    }

    fn after(&self, table_index: usize, rows: &[usize]) -> Option<Vec<Vec<String>>> {
        let file = self.files[table_index].as_ref()?;
        Some(rows.iter().map(|row| file.rows[*row].new.clone()).collect())
    }

    /// Tells the changes, and makes them in the tables.
    pub(super) fn apply(&mut self, rename: &mut Rename) {
        for (table, file) in self.group.tables.iter().zip(&mut self.files) {
            let Some(file) = file else { continue };
            let mut moved = Vec::new();
            for row in &file.rows {
                if row.is_removed {
                    file.edited.remove(row.record);
                    continue;
                }
                for (column, (old, new)) in row.old.iter().zip(&row.new).enumerate() {
                    if old != new {
                        file.edited.set(row.record, column, new);
                        rename.changes.push(Change {
                            file: table.file.clone(),
                            line: file.lines.get(row.record).copied().unwrap_or_default(),
                            column: table.columns[column].label().to_owned(),
                            old: old.clone(),
                            new: new.clone(),
                        });
                    }
                }
                if row.old != row.new {
                    moved.push(row.record);
                }
            }
            if let Some(columns) = decision_columns(table) {
                file.sort(&moved, columns);
            }
        }
    }

    /// The files with their changes.
    pub(super) fn into_files(self) -> Result<Vec<Written>, RenameError> {
        let target = self.target;
        let files = self.group.tables.iter().zip(self.files).enumerate();
        let files = files.filter_map(|(index, (table, file))| Some((index == target, table, file?)));
        files
            .map(|(is_target, table, file)| {
                let bytes = file.edited.bytes();
                let bytes = bytes.ok_or_else(|| RenameError::Encoding(table.file.clone()))?;
                Ok((table.file.clone(), file.bytes, bytes, is_target))
            })
            .collect()
    }
}

impl<'a> File<'a> {
    fn of(dossier: &Dossier, table: &'a Table) -> Result<Option<Self>, RenameError> {
        let Some(bytes) = super::bytes(dossier, &table.file)? else {
            return Ok(None);
        };
        let edited = Edited::read(&bytes, table).ok_or_else(|| RenameError::Table(table.file.clone()))?;
        if edited.has_conflict_marks() {
            return Err(RenameError::Unmerged(table.file.clone()));
        }
        let rows = edited.rows().into_iter().map(|row| Row {
            record: row.record,
            new: row.cells.clone(),
            old: row.cells,
            is_removed: false,
        });
        Ok(Some(Self {
            rows: rows.collect(),
            lines: edited.lines(),
            edited,
            bytes,
        }))
    }

    fn cells(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.old.clone()).collect()
    }

    /// Moves changed decisions to their places: they are in the order of entity and item.
    fn sort(&mut self, moved: &[usize], [entity, item]: [usize; 2]) {
        let order = |row: &Row| {
            let cell = |column: usize| row.new.get(column).cloned().unwrap_or_default();
            (cell(entity), cell(item).len(), cell(item))
        };
        let mut placed: Vec<&Row> = self.rows.iter().filter(|row| !row.is_removed).collect();
        for record in moved {
            let Some(place) = placed.iter().position(|row| row.record == *record) else {
                continue;
            };
            let row = placed.remove(place);
            let next = placed.iter().position(|other| order(other) > order(row));
            self.edited.move_before(*record, next.map(|next| placed[next].record));
            placed.insert(next.unwrap_or(placed.len()), row);
        }
    }
}

/// Replaces a key in a list, once.
fn replace_in_list(cell: &mut String, separator: &str, (old, new): (&str, &str)) {
    if separator.is_empty() || !cell.split(separator).any(|part| part.trim() == old) {
        return;
    }
    let mut parts: Vec<String> = Vec::new();
    for part in cell.split(separator) {
        let part = match part.trim() == old {
            true => part.replacen(old, new, 1),
            false => part.to_owned(),
        };
        if part.trim() != new || !parts.iter().any(|known| known.trim() == new) {
            parts.push(part);
        }
    }
    *cell = parts.join(separator);
}
