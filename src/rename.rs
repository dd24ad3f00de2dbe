//! Changes the key of a row through all tables of a dossier, or makes one of two rows.
//!
//! Takes a dossier and two names; computes a [`Rename`], which can be shown or carried out. Every cell that refers to the row by
//! its key changes, in lists too, and so do the rows as last imported (`imports/`), so that a later version of a sheet finds
//! them. A cell that names the row by a label is left, as long as the label still means that row. Tables are edited as text.
//! Refuses a key that no row has or that is taken, and a merge of a thing with its own part.

mod imports;
mod mentions;
mod merge;
mod open;
mod repeated;
mod together;

use crate::disk::limit;
use crate::dossier::Dossier;
use crate::files;
use crate::revision::{self, Revision, RevisionError};
use crate::tables::references::Named;
use csvw::metadata::TableGroup;
use diagnostic::Rejected;
pub use mentions::Mention;
use open::Open;
pub use together::Together;

/// The rows whose keys can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those of entities.csv.
    Entities,
    /// Those of documents.csv.
    Documents,
    /// Those of claims.csv.
    Claims,
}

/// What a change of keys does to a dossier.
#[derive(Debug)]
pub struct Rename {
    /// The key that goes.
    pub old: String,
    /// The key that takes its place.
    pub new: String,
    /// Cells that change, by table in the order of the metadata, then by row.
    pub changes: Vec<Change>,
    /// Rows that go.
    pub removed: Vec<Removed>,
    /// Cells in which two rows that become one differ.
    pub conflicts: Vec<Conflict>,
    /// Sums that were those of two, and become those of one payer or recipient, of which one alone counts.
    pub together: Vec<Together>,
    /// Records of imports that change, by file.
    pub imports: Vec<String>,
    /// Where the old key stands besides, and is left.
    pub mentions: Vec<Mention>,
    revision: Revision,
}

/// A cell that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub file: String,
    /// The line on which its row begins, from 1.
    pub line: usize,
    /// Its column.
    pub column: String,
    /// What it has.
    pub old: String,
    /// What it gets.
    pub new: String,
}

/// A row that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The file.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What tells it from others: its key, or the cells that are it.
    pub row: String,
    /// Why it goes.
    pub reason: String,
}

/// A cell in which two rows that become one differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub file: String,
    /// The line of the row that stays, from 1.
    pub line: usize,
    /// The column.
    pub column: String,
    /// What stays.
    pub kept: String,
    /// What the other row says.
    pub left: String,
}

/// A key could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// No row has this key or label.
    #[error("no row of {file} has the key or the label `{name}`{}", hint(near))]
    Unknown {
        /// What was named.
        name: String,
        /// The table.
        file: String,
        /// Labels with keys of rows that are like it.
        near: Vec<String>,
    },
    /// Several rows have this label.
    #[error("several rows of {file} have the label `{name}`: say which by its key, {}", found.join(", "))]
    Several {
        /// What was named.
        name: String,
        /// The table.
        file: String,
        /// Their labels with keys.
        found: Vec<String>,
    },
    /// Both are the same row.
    #[error("both names mean the row `{0}`: there is nothing to change")]
    Same(String),
    /// The new key cannot be one.
    #[error("`{key}` cannot be a key: small letters, digits and `-`, such as `{valid}`")]
    Malformed {
        /// The key.
        key: String,
        /// One like it.
        valid: String,
    },
    /// Another row has the new key.
    #[error("{file} has a row `{new}` already{}", of_two(old, new, *is_mergeable))]
    Taken {
        /// The table.
        file: String,
        /// The key that was to go.
        old: String,
        /// The new key.
        new: String,
        /// Whether the two can be merged.
        is_mergeable: bool,
    },
    /// One is a part of the other.
    #[error("`{part}` is a part of `{whole}`, so they cannot be one: change {column} in {file} first")]
    Part {
        /// The part.
        part: String,
        /// The whole.
        whole: String,
        /// The column that says so.
        column: String,
        /// The table.
        file: String,
    },
    /// The description of the tables has errors.
    #[error("the description of the tables has errors")]
    Described(#[source] Rejected),
    /// A table is not described, or cannot be read.
    #[error("{0} cannot be read as a table: `sourcier check` says why")]
    Table(String),
    /// A table has two versions of rows.
    #[error("{0} has marks of a merge that Git did not finish: `sourcier check` says where")]
    Unmerged(String),
    /// A table's encoding has no place for a letter.
    #[error("{0} is in Windows-1252, which lacks a letter of a name: save it as UTF-8 first")]
    Encoding(String),
    /// A record of an import cannot be read.
    #[error("{file} cannot be read: restore it, or remove it, so that all rows of its sheet count as new")]
    Ledger {
        /// The file.
        file: String,
        /// The reason.
        source: csv::Error,
    },
    /// Files of the dossier cannot be listed.
    #[error("{0}")]
    Listed(String),
    /// A file cannot be read or changed.
    #[error(transparent)]
    File(#[from] RevisionError),
}

fn hint(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}

fn of_two(old: &str, new: &str, is_mergeable: bool) -> String {
    match is_mergeable {
        true => format!(": `sourcier merge {old} {new}` makes one of the two"),
        false => ": choose another key".to_owned(),
    }
}

impl Rows {
    fn file(self, dossier: &Dossier) -> String {
        let name = match self {
            Self::Entities => "entities",
            Self::Documents => "documents",
            Self::Claims => "claims",
        };
        format!("{}/{name}.csv", dossier.manifest.folders.data)
    }
}

impl Rename {
    /// Computes what giving a row another key does. `old` is a key, or a label that one row alone has.
    ///
    /// # Errors
    /// When no row or several are meant, the new key is taken or cannot be one, or a file cannot be read.
    pub fn of(dossier: &Dossier, rows: Rows, old: &str, new: &str) -> Result<Self, RenameError> {
        let group = files::group(dossier).map_err(RenameError::Described)?;
        let mut open = Open::of(dossier, &group, &rows.file(dossier))?;
        let old = meant(&open, old)?;
        if old == new {
            return Err(RenameError::Same(old));
        }
        if !open.may_be_key(new) {
            let valid = crate::tables::slug(new);
            let is_free = open.may_be_key(&valid) && open.row_of(&valid).is_none();
            let valid = if is_free { valid } else { format!("{old}-2") };
            let key = new.to_owned();
            return Err(RenameError::Malformed { key, valid });
        }
        if open.row_of(new).is_some() {
            return Err(RenameError::Taken {
                file: open.target_file(),
                is_mergeable: rows == Rows::Entities,
                old,
                new: new.to_owned(),
            });
        }
        open.replace(&old, new);
        let mut rename = Self::begun(old, new.to_owned());
        repeated::remove(&mut open, &mut rename);
        let changed = imports::changed(dossier, &open, &rename, None)?;
        rename.finish(dossier, open, changed)?;
        Ok(rename)
    }

    /// Computes what making one of two entities does. `old` goes, `new` stays; both are keys, or labels that one row alone has.
    ///
    /// # Errors
    /// When no row or several are meant, both are the same, one is a part of the other, or a file cannot be read.
    pub fn merge(dossier: &Dossier, old: &str, new: &str) -> Result<Self, RenameError> {
        let group = files::group(dossier).map_err(RenameError::Described)?;
        let mut open = Open::of(dossier, &group, &Rows::Entities.file(dossier))?;
        let (old, new) = (meant(&open, old)?, meant(&open, new)?);
        if old == new {
            return Err(RenameError::Same(old));
        }
        merge::refuse_part(&open, &old, &new)?;
        open.replace(&old, &new);
        let mut rename = Self::begun(old, new);
        let mut names = Vec::new();
        let changed = imports::changed(dossier, &open, &rename, Some(&mut names))?;
        merge::rows(&mut open, &mut rename, names);
        repeated::remove(&mut open, &mut rename);
        rename.together = together::of(dossier, &open);
        rename.finish(dossier, open, changed)?;
        Ok(rename)
    }

    fn begun(old: String, new: String) -> Self {
        Self {
            old,
            new,
            changes: Vec::new(),
            removed: Vec::new(),
            conflicts: Vec::new(),
            together: Vec::new(),
            imports: Vec::new(),
            mentions: Vec::new(),
            revision: Revision::default(),
        }
    }

    /// Computes the files. That with the row itself is the last to change, so that an interrupted change can be run again.
    fn finish(
        &mut self,
        dossier: &Dossier,
        mut open: Open<'_>,
        imports: Vec<imports::Changed>,
    ) -> Result<(), RenameError> {
        open.settle();
        open.apply(self);
        let mut last = None;
        for (file, old, new, is_target) in open.into_files()? {
            match is_target {
                true => last = Some((file, old, new)),
                false => self.revision.push(file, Some(old), Some(new)),
            }
        }
        for imports::Changed { file, old, new } in imports {
            if old != new {
                self.imports.push(file.clone());
            }
            self.revision.push(file, Some(old), Some(new));
        }
        if let Some((file, old, new)) = last {
            self.revision.push(file, Some(old), Some(new));
        }
        self.mentions = mentions::of(dossier, &self.old).map_err(|found| RenameError::Listed(found.message))?;
        Ok(())
    }

    /// The files that change, by their names in the dossier.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.revision.names()
    }

    /// Carries the change out.
    ///
    /// # Errors
    /// When a file cannot be written, or was changed since it was read.
    pub fn carry_out(&self, dossier: &Dossier) -> Result<(), RenameError> {
        Ok(self.revision.carry_out(dossier)?)
    }
}

/// The key of the row that a name means.
fn meant(open: &Open<'_>, name: &str) -> Result<String, RenameError> {
    let file = open.target_file();
    let name = name.to_owned();
    let told = |keys: Vec<String>| keys.iter().map(|key| open.told(key)).collect();
    match open.named(&name) {
        Named::One(key) => Ok(key),
        Named::Several(keys) => {
            let found = told(keys);
            Err(RenameError::Several { name, file, found })
        }
        Named::None(keys) => {
            let near = told(keys);
            Err(RenameError::Unknown { name, file, near })
        }
    }
}

/// The bytes of a file that the tables are read from.
fn bytes(dossier: &Dossier, file: &str) -> Result<Option<Vec<u8>>, RenameError> {
    Ok(revision::read(dossier, file, limit::TABLE)?)
}

/// The table of a file.
fn table_index(group: &TableGroup, file: &str) -> Option<usize> {
    group.tables.iter().position(|table| table.file == file)
}
