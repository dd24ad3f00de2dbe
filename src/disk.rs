//! Files and folders on disk: opens, lists and makes them for all other modules.
//!
//! A [`Tree`] is a folder whose content somebody else may have written: below it only regular files are read, only what
//! lies in it after all links are resolved is opened, and only up to a size ([`limit`]). New files get a random name or
//! none until they are complete, and are synchronised before they replace others. Paths that a person names outside a
//! dossier are opened as they are.

mod journal;
mod lock;
mod many;
mod new;
mod opened;
mod since;
mod system;
mod tree;

pub use journal::Journal;
pub use lock::{Lock, Tried};
pub use many::Many;
pub use new::{NewFile, NewFolder, Scratch, scratch};
pub use opened::Opened;
pub use since::Stamps;
pub use tree::{MOST_FILES, Tree};

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// The largest sizes of files and folders, in bytes.
pub mod limit {
    const MIB: u64 = 1 << 20;
    /// The manifest.
    pub const MANIFEST: u64 = MIB;
    /// A query.
    pub const QUERY: u64 = MIB;
    /// All queries of a folder.
    pub const QUERIES: u64 = 16 * MIB;
    /// A file of the ontology.
    pub const ONTOLOGY: u64 = 16 * MIB;
    /// All files of the ontology.
    pub const ONTOLOGIES: u64 = 64 * MIB;
    /// A file of metadata, and the record of an interrupted search.
    pub const METADATA: u64 = 64 * MIB;
    /// A table.
    pub const TABLE: u64 = 4096 * MIB;
    /// A table that is read as a whole: the decisions about links, and the cached items.
    pub const DECISIONS: u64 = 64 * MIB;
    /// The text of a document.
    pub const TEXT: u64 = 16 * MIB;
    /// All texts that one command reads.
    pub const TEXTS: u64 = 1024 * MIB;
    /// A font.
    pub const FONT: u64 = 64 * MIB;
    /// Files that a person names outside a dossier.
    pub const NONE: u64 = u64::MAX;
}

/// Why a file or folder is refused. It is the inner error of an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// A refusal as an [`io::Error`].
fn refused(why: impl Into<String>) -> io::Error {
    io::Error::other(Refused(why.into()))
}

/// Whether an error is a refusal: the file is there, and is not opened.
pub fn is_refused(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Refused>())
}

/// The error for a file that is larger than its limit.
fn too_large(limit: u64) -> io::Error {
    let size = match limit >> 20 {
        mib if mib >= 1024 && mib.is_multiple_of(1024) => format!("{} GiB", mib >> 10),
        mib => format!("{mib} MiB"),
    };
    refused(format!("it is larger than {size}"))
}

/// Where a path lies that a person named.
#[derive(Debug)]
pub enum Named {
    /// In a dossier, whose folder it must not leave: the dossier's folder, and the path below it.
    Inside(Tree, PathBuf),
    /// In no dossier: the absolute path.
    Outside(PathBuf),
}

/// The nearest folder with a file of this name, from a folder upwards. The file may be of any type.
pub fn above<'a>(start: &'a Path, file: &str) -> Option<&'a Path> {
    start
        .ancestors()
        .find(|folder| folder.join(file).symlink_metadata().is_ok())
}

/// Whether a file is in a folder that anyone may write to, and belongs neither to the user nor to the administrator.
pub fn is_strange(folder: &Path, file: &str) -> bool {
    system::file_is_not_mine(folder, file)
}

/// An absolute path: without links if something is there.
///
/// # Errors
/// When the current folder is gone.
pub fn whole(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().or_else(|_| std::path::absolute(path))
}

/// The folder of a file, absolute and without links, and the name of the file there, which may be that of a link.
///
/// # Errors
/// When nothing is there, or a folder.
pub fn placed(path: &Path) -> io::Result<(PathBuf, OsString)> {
    let path = std::path::absolute(path)?;
    match (path.metadata()?.is_dir(), path.parent(), path.file_name()) {
        (false, Some(folder), Some(name)) => Ok((folder.canonicalize()?, name.to_owned())),
        _ => Err(io::ErrorKind::IsADirectory.into()),
    }
}

/// The names in a folder, sorted.
///
/// # Errors
/// When it cannot be read.
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    Tree::open(folder)?.names()
}

/// Makes a folder that a person named, with those above it.
///
/// # Errors
/// When it cannot be made.
pub fn make_folders(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Makes a folder that nobody else may look into, with those above it; one that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Finds the dossier that a path lies in, by its manifest. Of several, one inside the other, it is the outermost: a link
/// of a dossier into another one also leads out.
///
/// # Errors
/// When a folder cannot be read.
pub fn named(path: &Path, manifest: &str) -> io::Result<Named> {
    let path = without_parents(&std::path::absolute(path)?)?;
    let mut folders: Vec<&Path> = path.parent().into_iter().flat_map(Path::ancestors).collect();
    // From the root, so that no link below the dossier's folder is followed.
    folders.reverse();
    let has_manifest = |folder: &&Path| folder.join(manifest).symlink_metadata().is_ok();
    let Some(root) = folders.into_iter().find(has_manifest) else {
        return Ok(Named::Outside(path));
    };
    let below = path.strip_prefix(root).map_err(io::Error::other)?.to_owned();
    Ok(Named::Inside(Tree::open(root)?, below))
}

/// A path in which no component is `..`: the part up to the last one is resolved.
fn without_parents(path: &Path) -> io::Result<PathBuf> {
    let components: Vec<_> = path.components().collect();
    let is_parent = |component: &std::path::Component<'_>| matches!(component, std::path::Component::ParentDir);
    match components.iter().rposition(is_parent) {
        None => Ok(path.to_owned()),
        Some(last) => {
            let front: PathBuf = components[..=last].iter().collect();
            let rest: PathBuf = components[last + 1..].iter().collect();
            Ok(front.canonicalize()?.join(rest))
        }
    }
}

/// Opens a file that a person named. In a dossier it must be a regular file of the dossier within the limit; elsewhere
/// it may be anything that can be read, of any size.
///
/// # Errors
/// When it cannot be opened or is refused.
pub fn open_named(path: &Path, manifest: &str, limit: u64) -> io::Result<Opened> {
    match named(path, manifest)? {
        Named::Inside(tree, below) => tree.read_file(&below, limit),
        Named::Outside(path) => Opened::anything(&path),
    }
}

/// Reads a regular file through links, from a folder that a person named.
///
/// # Errors
/// When it cannot be read, is no regular file, or is larger than `limit`.
pub fn read_through(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let real = path.canonicalize()?;
    let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
        return Err(refused("it is a folder"));
    };
    Tree::open(folder)?.read(Path::new(name), limit)
}

/// The size of a file that a person named; 0 for a pipe.
pub fn size_named(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|found| found.len())
}

/// Reads a file that a person named as a whole; see [`open_named`].
///
/// # Errors
/// When it cannot be read or is refused.
pub fn read_named(path: &Path, manifest: &str, limit: u64) -> io::Result<Vec<u8>> {
    open_named(path, manifest, limit)?.whole()
}
