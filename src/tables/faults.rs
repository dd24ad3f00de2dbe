//! What was found while tables were read, and what follows from it: told once, where the cause is.

use super::known::Known;
use super::{forms, odd};
use csvw::metadata::{Column, TableGroup};
use diagnostic::{Diagnostic, Place, code};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use text::language::Language;

/// What was found while reading.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) findings: Vec<Diagnostic>,
    /// How many quotations stand nowhere.
    pub(super) nowhere: usize,
    /// The cells with findings here: file, data row, column from 1, all in the form of the metadata.
    settled: HashSet<(String, u64, usize)>,
    /// Columns, from 1, that refer to a table which was not read.
    silent: HashSet<(String, usize)>,
    /// Tables of which nothing is read for a fault that was told, by file.
    broken: HashSet<String>,
    /// Cells that name no row of a table.
    unknown: Vec<Unknown>,
    /// How the tables of the group are, by index.
    targets: Vec<Target>,
}

/// A cell that names no row of a table.
struct Unknown {
    target: usize,
    name: String,
    finding: Diagnostic,
}

/// A table to which others refer.
#[derive(Default, Clone)]
struct Target {
    is_unread: bool,
    is_empty: bool,
    /// Rows that have a key which an earlier row has: each may be the one that cells name in vain.
    repeated: usize,
    /// Cells that refer to it and are not compared.
    open: usize,
}

impl Faults {
    /// Notes that nothing of a table is read, for these faults.
    pub(super) fn break_off(&mut self, file: &str, findings: Vec<Diagnostic>) {
        self.findings.extend(findings);
        self.broken.insert(file.to_owned());
    }

    /// Whether nothing of a table is read for a fault that was told.
    pub(super) fn is_broken(&self, file: &str) -> bool {
        self.broken.contains(file)
    }

    /// Notes how the tables are to which others refer.
    pub(super) fn know(&mut self, group: &TableGroup, known: &Known) {
        let target = |index| Target {
            is_unread: known.is_unread(index),
            is_empty: known.is_empty(index),
            repeated: known.repeated(index),
            open: 0,
        };
        self.targets = (0..group.tables.len()).map(target).collect();
    }

    /// Whether a table was not read, so that references to it are not compared.
    pub(super) fn is_unread(&self, table_index: usize) -> bool {
        self.targets.get(table_index).is_some_and(|target| target.is_unread)
    }

    /// Notes a column, from 1, with so many cells that refer to a table which was not read.
    pub(super) fn leave_open(&mut self, file: &str, column_number: usize, target: usize, cells: usize) {
        self.silent.insert((file.to_owned(), column_number));
        if let Some(target) = self.targets.get_mut(target) {
            target.open += cells;
        }
    }

    /// Notes a cell of which nothing more is to be said.
    pub(super) fn settle(&mut self, file: &str, row_number: u64, column_number: usize) {
        self.settled.insert((file.to_owned(), row_number, column_number));
    }

    /// Notes a cell that names no row of a table.
    pub(super) fn name_unknown(&mut self, target: usize, name: &str, finding: Diagnostic) {
        self.unknown.push(Unknown {
            target,
            name: name.to_owned(),
            finding,
        });
    }

    /// Takes a finding of the conversion, with its place in the form of the metadata; `placed` gives that in the file.
    pub(super) fn take(
        &mut self,
        mut finding: Diagnostic,
        group: &TableGroup,
        language: &Language,
        placed: &dyn Fn(Place) -> Place,
    ) {
        let Some(place) = finding.place.take() else {
            self.findings.push(finding);
            return;
        };
        let cell = place.cell.as_ref();
        let at = cell.map_or((0, 0), |cell| (cell.row_number, cell.column_number));
        let is_reference = matches!(finding.code.as_str(), "T009" | "T012");
        let is_silent = self.broken.contains(&place.file)
            || self.settled.contains(&(place.file.clone(), at.0, at.1))
            || (is_reference && self.silent.contains(&(place.file.clone(), at.1)));
        if is_silent {
            return;
        }
        let table = group.tables.iter().find(|table| table.file == place.file);
        let column_index = at.1.checked_sub(1);
        let column = table
            .zip(column_index)
            .and_then(|(table, index)| table.columns.get(index));
        let target = table.zip(column_index).and_then(|(table, index)| {
            let mut keys = table.foreign_keys.iter();
            keys.find(|key| key.columns == [index]).map(|key| key.table_index)
        });
        let name = cell.and_then(|cell| cell.value()).unwrap_or_default().to_owned();
        finding.place = Some(placed(place));
        match (finding.code.as_str(), column, target) {
            ("T012", _, Some(target)) => {
                finding.help = odd::no_value(&name).or(finding.help);
                self.name_unknown(target, &name, finding);
            }
            ("T008" | "T009", Some(column), _) => {
                if finding.code == "T009" {
                    finding.valid = forms::in_words(column).or(finding.valid);
                }
                finding.help = odd::instead(&name, column, language).or(finding.help);
                self.findings.push(finding);
            }
            _ => self.findings.push(finding),
        }
    }

    /// All findings. What follows from others is left out, and a note says so.
    pub(super) fn told(&mut self, group: &TableGroup) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.findings);
        let mut unknown: BTreeMap<usize, Vec<Unknown>> = BTreeMap::new();
        for cell in std::mem::take(&mut self.unknown) {
            unknown.entry(cell.target).or_default().push(cell);
        }
        let mut open: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, cells) in unknown {
            let target = self.targets.get(index).cloned().unwrap_or_default();
            let names: BTreeSet<&str> = cells.iter().map(|cell| cell.name.as_str()).collect();
            if target.is_empty {
                let names: Vec<&str> = names.into_iter().collect();
                found.push(code::no_rows(
                    Place::file(&group.tables[index].file),
                    cells.len(),
                    &names,
                ));
            } else if names.len() <= target.repeated {
                open.insert(index, cells.len());
            } else {
                found.extend(each_name_once(cells));
            }
        }
        super::asides::told_once(&mut found);
        self.advise(group, &mut found);
        for (index, table) in group.tables.iter().enumerate() {
            let cells = self.targets.get(index).map_or(0, |target| target.open);
            let cells = cells + open.get(&index).copied().unwrap_or(0);
            if cells > 0 {
                found.push(code::not_compared(Place::file(&table.file), cells, &table.file));
            }
        }
        found
    }

    /// Says what to write into a table that is not there and to which cells refer.
    fn advise(&self, group: &TableGroup, found: &mut [Diagnostic]) {
        for finding in found.iter_mut().filter(|finding| finding.code == "T001") {
            let file = finding.place.as_ref().map_or("", |place| place.file.as_str());
            let Some(index) = group.tables.iter().position(|table| table.file == file) else {
                continue;
            };
            if self.targets.get(index).is_some_and(|target| target.open > 0) {
                let columns = group.tables[index].columns.iter();
                let columns = columns.filter(|column| !column.is_virtual && !column.may_be_missing);
                let headings: Vec<&str> = columns.map(Column::label).collect();
                finding.help = Some(format!(
                    "write the file: a first line with {}, and a row for each thing that other tables name",
                    headings.join(",")
                ));
            }
        }
    }
}

/// Tells of each name once, at the first cell that has it.
fn each_name_once(cells: Vec<Unknown>) -> Vec<Diagnostic> {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for cell in cells {
        match names.get(&cell.name) {
            Some(index) => told[*index].1 += 1,
            None => {
                names.insert(cell.name, told.len());
                told.push((cell.finding, 1));
            }
        }
    }
    let finding = |(mut finding, count): (Diagnostic, usize)| {
        if count > 1 {
            finding.message = format!("{}: {count} cells name it, and this is the first", finding.message);
        }
        finding
    };
    told.into_iter().map(finding).collect()
}
