//! Whether what a journal tells is still so.

use super::journal::{Reading, Seen};
use super::tree::Tree;
use sha2::Digest as _;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::Path;

impl Tree {
    /// Whether everything that the text of a journal tells is still so below this folder.
    pub fn is_as(&self, journal: &str) -> bool {
        let seen: Result<Vec<Seen>, _> = serde_json::from_str(journal);
        seen.is_ok_and(|seen| seen.iter().all(|seen| is_current(seen, self)))
    }
}

fn is_current(seen: &Seen, tree: &Tree) -> bool {
    match seen {
        Seen::File { path, limit, digest } => now(tree, Path::new(path), *limit).ok() == *digest,
        Seen::Names {
            folder,
            extension,
            limit,
            names,
        } => match (tree.files(Path::new(folder), extension, *limit), names) {
            (Ok(found), Some(names)) => found.iter().eq(names.iter().map(OsStr::new)),
            (Err(_), None) => true,
            _ => false,
        },
        Seen::There { path, found } => tree.there(Path::new(path)) == *found,
    }
}

/// The digest of a file as it is.
fn now(tree: &Tree, path: &Path, limit: u64) -> io::Result<String> {
    let mut file = tree.read_file(path, limit)?;
    let mut reading = Reading::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(reading.digest()),
            count => reading.hash.update(&buffer[..count]),
        }
    }
}
