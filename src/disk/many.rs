//! Many files below one folder: each folder is opened once, and what has the same bytes already stays as it is.

use super::refused;
use super::system::{Folder, found_of};
use super::tree::{Tree, regular};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Writes files below a folder, one after the other.
#[derive(Debug)]
pub struct Many<'t> {
    tree: &'t Tree,
    folders: HashMap<PathBuf, Folder>,
    /// What was read last.
    read: Vec<u8>,
}

impl Tree {
    /// Begins to write many files.
    pub fn many(&self) -> Many<'_> {
        Many {
            tree: self,
            folders: HashMap::new(),
            read: Vec::new(),
        }
    }
}

impl Many<'_> {
    /// Writes a whole file as [`Tree::write_unsynced`] does, with the folders above it, unless it has these bytes already; returns
    /// whether it did. `begin` is called before it writes.
    ///
    /// # Errors
    /// As [`Tree::new_file`], and those of `begin`.
    pub fn put(&mut self, path: &Path, bytes: &[u8], begin: impl FnOnce() -> io::Result<()>) -> io::Result<bool> {
        let name = path.file_name().ok_or_else(|| refused("it is no file name"))?;
        let parent = path.parent().unwrap_or(Path::new(""));
        if !self.folders.contains_key(parent) {
            let (folder, _) = self.tree.make_folders(parent)?;
            self.folders.insert(parent.to_owned(), folder);
        }
        let folder = &self.folders[parent];
        let is_same = match folder.read(name) {
            Ok(file) => has_bytes(file, bytes, &mut self.read).unwrap_or(false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                begin()?;
                return match make(folder, name, bytes)? {
                    true => Ok(true),
                    false => self.tree.write_unsynced(path, bytes).map(|()| true),
                };
            }
            // It may be a link.
            Err(_) => self.tree.read(path, bytes.len() as u64).is_ok_and(|old| old == bytes),
        };
        if !is_same {
            begin()?;
            self.tree.write_unsynced(path, bytes)?;
        }
        Ok(!is_same)
    }
}

/// Whether an open file is a regular one with these bytes.
fn has_bytes(file: File, bytes: &[u8], read: &mut Vec<u8>) -> io::Result<bool> {
    let found = found_of(&file)?;
    if regular(&found).is_err() || found.size != bytes.len() as u64 {
        return Ok(false);
    }
    read.clear();
    // One byte more than expected tells that it grew.
    file.take(bytes.len() as u64 + 1).read_to_end(read)?;
    Ok(read == bytes)
}

/// Makes a file that is complete when it gets its name; returns whether that is possible.
fn make(folder: &Folder, name: &OsStr, bytes: &[u8]) -> io::Result<bool> {
    let Some(mut file) = folder.unnamed() else {
        return Ok(false);
    };
    file.write_all(bytes)?;
    match folder.name(&file, name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        named => named.map(|()| true),
    }
}
