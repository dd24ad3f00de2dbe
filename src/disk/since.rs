//! Whether what a journal tells is still so.

use super::journal::{Reading, Seen};
use super::system::{Changed, Found};
use super::tree::Tree;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::Path;

/// How long before something was kept a file must have been changed last, so that its stamp counts, in seconds: what is changed twice
/// within one tick of the file system's clock has one time.
const TICK: i64 = 1;

/// How files were when they had their digests: one that is still so is not read again.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps(BTreeMap<String, Stamp>);

/// A file as the system knows it, and the digest that it had.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    size: u64,
    identity: (u64, u64),
    changed: Changed,
    digest: String,
}

impl Stamp {
    /// The stamp of a file; `None` if the system tells too little.
    fn of(found: &Found, digest: &str) -> Option<Self> {
        Some(Self {
            size: found.size,
            identity: found.identity?,
            changed: found.changed?,
            digest: digest.to_owned(),
        })
    }
}

impl Tree {
    /// Whether everything that the text of a journal tells is still so below this folder; what is so is noted in this folder's
    /// own journal, if it has one. `stamps` spares reading files that had not changed when something was `kept` of them, and
    /// still have not; it gets the stamps of others.
    pub fn is_as(&self, journal: &str, stamps: &mut Stamps, kept: Option<(i64, i64)>) -> bool {
        let Ok(seen) = serde_json::from_str::<Vec<Seen>>(journal) else {
            return false;
        };
        let mut is_as = true;
        for seen in seen {
            is_as = is_as && is_current(&seen, self, stamps, kept);
            if is_as {
                self.note(|journal| journal.note(seen));
            }
        }
        is_as
    }
}

fn is_current(seen: &Seen, tree: &Tree, stamps: &mut Stamps, kept: Option<Changed>) -> bool {
    match seen {
        Seen::File {
            path,
            limit,
            digest: Some(digest),
        } => has_digest(tree, Path::new(path), (*limit, None, digest), stamps, kept),
        Seen::File { path, limit, .. } => now(tree, Path::new(path), *limit, None).is_err(),
        Seen::Head {
            path,
            limit,
            length,
            digest,
        } => has_digest(tree, Path::new(path), (*limit, Some(*length), digest), stamps, kept),
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

/// Whether a file, or its head of some length, has a digest.
fn has_digest(
    tree: &Tree,
    path: &Path,
    (limit, length, digest): (u64, Option<u64>, &str),
    stamps: &mut Stamps,
    kept: Option<Changed>,
) -> bool {
    let found = tree.place(path).and_then(|place| place.found());
    let stamp = found.ok().filter(|found| found.size <= limit);
    let stamp = stamp.and_then(|found| Stamp::of(&found, digest));
    let (Some(stamp), Some(kept)) = (stamp, kept) else {
        return now(tree, path, limit, length).is_ok_and(|found| found == digest);
    };
    let counts = (stamp.changed.0 + TICK, stamp.changed.1) < kept;
    let name = tree.real().join(path).to_string_lossy().into_owned();
    // No name of a file has this byte.
    let name = length.map_or(name.clone(), |length| format!("{name}\0{length}"));
    if counts && stamps.0.get(&name) == Some(&stamp) {
        return true;
    }
    // The stamp was taken before the file is read: a change from now on has another time.
    let has_it = now(tree, path, limit, length).is_ok_and(|found| found == digest);
    match has_it && counts {
        true => stamps.0.insert(name, stamp),
        false => stamps.0.remove(&name),
    };
    has_it
}

/// The digest of a file, or of its head of some length, as it is. Of a shorter file there is none.
fn now(tree: &Tree, path: &Path, limit: u64, length: Option<u64>) -> io::Result<String> {
    let file = tree.read_file(path, limit)?;
    let mut file = file.take(length.unwrap_or(u64::MAX));
    let mut reading = Reading::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 if length.is_some() && file.limit() > 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            0 => return Ok(reading.digest()),
            count => reading.hash.update(&buffer[..count]),
        }
    }
}
