//! Counts findings by kind, and records their rows, also for findings that are not kept.

use super::{Diagnostic, Severity, code};
use std::collections::{BTreeMap, HashMap};

/// What findings of one kind have in common: the code and the column in which they are.
///
/// Small enough to be made once for a column and used for each of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind<'a> {
    /// The documented code, such as `T008`.
    pub code: &'a str,
    /// Its severity.
    pub severity: Severity,
    /// The file, relative to the dossier; empty where there is none.
    pub file: &'a str,
    /// The column of a table, from 1; 0 where no column is meant.
    pub column_number: usize,
}

impl<'a> Kind<'a> {
    /// The kind of a code of the program in a column (from 1; 0: none), with the severity of its manual page.
    pub fn of(code: &'a str, file: &'a str, column_number: usize) -> Self {
        let page = code::MANUAL.iter().find(|page| page.code == code);
        Self {
            code,
            severity: page.map_or(Severity::Error, |page| page.severity),
            file,
            column_number,
        }
    }

    /// The kind of a finding.
    pub fn of_finding(diagnostic: &'a Diagnostic) -> Self {
        let place = diagnostic.place.as_ref();
        Self {
            code: &diagnostic.code,
            severity: diagnostic.severity,
            file: place.map_or("", |place| &place.file),
            column_number: place
                .and_then(|place| place.cell.as_ref())
                .map_or(0, |cell| cell.column_number),
        }
    }
}

/// How many findings there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// The documented code.
    pub code: String,
    /// Its severity.
    pub severity: Severity,
    /// The file; empty where there is none.
    pub file: String,
    /// The column of a table, from 1; 0 where no column is meant.
    pub column_number: usize,
    /// How many were found.
    pub found: usize,
    /// How many of them the report kept, or passed on.
    pub kept: usize,
}

impl KindCount {
    /// The kind that is counted.
    pub fn kind(&self) -> Kind<'_> {
        Kind {
            code: &self.code,
            severity: self.severity,
            file: &self.file,
            column_number: self.column_number,
        }
    }

    /// How many were found and only counted.
    pub fn hidden(&self) -> usize {
        self.found - self.kept
    }
}

/// The counts of a report, and the rows in which something was found.
#[derive(Debug, Default)]
pub(super) struct Tally {
    by_severity: [usize; 3],
    kinds: Vec<KindCount>,
    files: Vec<FileTally>,
    /// By name, the index of a file.
    names: HashMap<String, usize>,
}

#[derive(Debug, Default)]
struct FileTally {
    /// By column, the indices of its kinds.
    columns: BTreeMap<usize, Vec<usize>>,
    rows: Rows,
}

impl Tally {
    /// The kinds, in the order in which their first one was found.
    pub(super) fn kinds(&self) -> &[KindCount] {
        &self.kinds
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.by_severity[severity as usize]
    }

    pub(super) fn find(&self, kind: Kind<'_>) -> Option<&KindCount> {
        let file = self.names.get(kind.file)?;
        self.index(*file, kind).map(|index| &self.kinds[index])
    }

    fn index(&self, file_index: usize, kind: Kind<'_>) -> Option<usize> {
        let indices = self.files[file_index].columns.get(&kind.column_number)?;
        indices.iter().copied().find(|index| self.kinds[*index].kind() == kind)
    }

    fn file(&mut self, name: &str) -> usize {
        if let Some(index) = self.names.get(name) {
            return *index;
        }
        self.files.push(FileTally::default());
        self.names.insert(name.to_owned(), self.files.len() - 1);
        self.files.len() - 1
    }

    /// Counts a finding of a kind in a row (0: in none); returns its count.
    pub(super) fn add(&mut self, kind: Kind<'_>, row_number: u64) -> &mut KindCount {
        let file_index = self.file(kind.file);
        if row_number > 0 {
            self.files[file_index].rows.insert(row_number);
        }
        self.add_to(file_index, kind, 1)
    }

    fn add_to(&mut self, file_index: usize, kind: Kind<'_>, found: usize) -> &mut KindCount {
        self.by_severity[kind.severity as usize] += found;
        let index = self.index(file_index, kind).unwrap_or_else(|| {
            let columns = &mut self.files[file_index].columns;
            columns.entry(kind.column_number).or_default().push(self.kinds.len());
            self.kinds.push(KindCount {
                code: kind.code.to_owned(),
                severity: kind.severity,
                file: kind.file.to_owned(),
                column_number: kind.column_number,
                found: 0,
                kept: 0,
            });
            self.kinds.len() - 1
        });
        self.kinds[index].found += found;
        &mut self.kinds[index]
    }

    /// The count of a kind that was found already.
    pub(super) fn of(&mut self, kind: Kind<'_>) -> &mut KindCount {
        let file_index = self.file(kind.file);
        self.add_to(file_index, kind, 0)
    }

    pub(super) fn has_row(&self, file: &str, row_number: u64) -> bool {
        let file = self.names.get(file);
        file.is_some_and(|index| self.files[*index].rows.contains(row_number))
    }

    /// Adds the counts and rows of another, as if they had been found after one's own; what it kept is not added.
    pub(super) fn absorb(&mut self, other: &Self) {
        for count in &other.kinds {
            let file_index = self.file(&count.file);
            self.add_to(file_index, count.kind(), count.found);
        }
        for (name, index) in &other.names {
            let file_index = self.file(name);
            self.files[file_index].rows.absorb(&other.files[*index].rows);
        }
    }
}

/// Numbers of rows: a bit each, in blocks that are there only where a bit is set.
#[derive(Debug, Default)]
struct Rows {
    blocks: BTreeMap<u64, Box<[u64; Self::WORDS]>>,
}

impl Rows {
    const WORDS: usize = 64;
    const BITS: u64 = 64 * Self::WORDS as u64;

    /// The block of a row, the word in it, and the bit in that.
    fn split(row_number: u64) -> (u64, usize, u64) {
        let within = row_number % Self::BITS;
        (row_number / Self::BITS, (within / 64) as usize, 1 << (within % 64))
    }

    fn insert(&mut self, row_number: u64) {
        let (block, word, bit) = Self::split(row_number);
        let block = self.blocks.entry(block).or_insert_with(|| Box::new([0; Self::WORDS]));
        block[word] |= bit;
    }

    fn contains(&self, row_number: u64) -> bool {
        let (block, word, bit) = Self::split(row_number);
        self.blocks.get(&block).is_some_and(|block| block[word] & bit != 0)
    }

    fn absorb(&mut self, other: &Self) {
        for (number, words) in &other.blocks {
            let own = self.blocks.entry(*number).or_insert_with(|| Box::new([0; Self::WORDS]));
            for (own, word) in own.iter_mut().zip(words.iter()) {
                *own |= word;
            }
        }
    }
}
