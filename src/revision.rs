//! New contents for files of a dossier: all are complete before the first one takes its place, and a file that somebody changed
//! in the meantime is left.

use crate::disk::NewFile;
use crate::dossier::Dossier;
use std::io::{self, Write as _};
use std::path::Path;

/// The files of a dossier that change together.
#[derive(Debug, Default)]
pub struct Revision {
    files: Vec<Revised>,
}

#[derive(Debug)]
struct Revised {
    name: String,
    old: Option<Vec<u8>>,
    new: Option<Vec<u8>>,
}

/// The files of a dossier could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// A file cannot be read.
    #[error("cannot read {file}: nothing was changed")]
    Read {
        /// The file.
        file: String,
        /// The reason.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error(
        "cannot write {file}; files before it may be written already, the others are as they were: run the command again"
    )]
    Write {
        /// The file.
        file: String,
        /// The reason.
        source: io::Error,
    },
    /// Somebody changed a file in the meantime.
    #[error("{0} was changed in the meantime, and is left: run the command again")]
    Changed(String),
}

/// The bytes of a file of the dossier; `None` if it is not there. `limit` in bytes.
///
/// # Errors
/// When it cannot be read, or has more bytes.
pub fn read(dossier: &Dossier, file: &str, limit: u64) -> Result<Option<Vec<u8>>, RevisionError> {
    match dossier.tree.read(Path::new(file), limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => {
            let file = file.to_owned();
            Err(RevisionError::Read { file, source })
        }
    }
}

impl Revision {
    /// Adds a file: what it was when it was read (`None`: not there), what it becomes (`None`: removed). One that stays as it is
    /// is passed over.
    pub fn push(&mut self, name: String, old: Option<Vec<u8>>, new: Option<Vec<u8>>) {
        if old != new {
            self.files.push(Revised { name, old, new });
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files that change, by their names in the dossier, in the order in which they take their places.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Changes the files.
    ///
    /// # Errors
    /// When a file cannot be written, or was changed since it was read. Those before it are changed then.
    pub fn carry_out(&self, dossier: &Dossier) -> Result<(), RevisionError> {
        let failed = |file: &Revised| {
            let file = file.name.clone();
            move |source| RevisionError::Write { file, source }
        };
        let mut prepared = Vec::new();
        for file in &self.files {
            prepared.push((file, file.prepared(dossier).map_err(failed(file))?));
        }
        for (file, new) in prepared {
            let is_done = match (new, &file.old) {
                (Some(new), Some(old)) => new.keep_over(old),
                (Some(new), None) => new.keep().map(|()| true),
                (None, _) => file.remove(dossier),
            };
            if !is_done.map_err(failed(file))? {
                return Err(RevisionError::Changed(file.name.clone()));
            }
        }
        Ok(())
    }
}

impl Revised {
    fn prepared(&self, dossier: &Dossier) -> io::Result<Option<NewFile>> {
        let Some(new) = &self.new else { return Ok(None) };
        let mut file = dossier.tree.new_file(Path::new(&self.name))?;
        file.write_all(new)?;
        Ok(Some(file))
    }

    /// Removes the file if it still is as it was read.
    fn remove(&self, dossier: &Dossier) -> io::Result<bool> {
        let path = Path::new(&self.name);
        let limit = self.old.as_ref().map_or(0, Vec::len) as u64;
        let is_same = Some(dossier.tree.read(path, limit)?) == self.old;
        if is_same {
            dossier.tree.remove_file(path)?;
        }
        Ok(is_same)
    }
}
