//! A folder, and what lies below it.
//!
//! A path is walked component by component, each opened from the handle of the one before without following links. A link
//! is read, and its target walked in the same way; one that leads out of the folder is refused before anything outside is
//! looked at (a look may mount a file system, or wait for a server). So a component that is exchanged for a link in the
//! meantime is an error and never leads elsewhere.

use super::journal::{Journal, Noted};
use super::opened::Opened;
use super::system::{Folder, Found, Kind, found_of, is_a_folder, is_no_folder};
use super::{refused, too_large};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The most files with one extension in a folder.
pub const MOST_FILES: usize = 10_000;

/// How many links are followed on one path.
const MOST_LINKS: usize = 40;

/// A folder below which files are opened and made, and outside of which nothing is.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The folder as it was named.
    path: PathBuf,
    /// The folder without links.
    real: PathBuf,
    handle: Arc<Folder>,
    /// What is read is noted there.
    journal: Option<Arc<Journal>>,
}

/// A name in an open folder.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) folder: Folder,
    /// The path of the folder without links.
    pub(super) path: PathBuf,
    pub(super) name: OsString,
}

impl Place {
    /// What is there, without following a link.
    pub(super) fn found(&self) -> io::Result<Found> {
        self.folder.found(&self.name)
    }
}

/// A walk from a folder to something in it.
struct Walked {
    /// The open folders: the first one, and each below it on the way.
    folders: Vec<Folder>,
    /// The path so far.
    resolved: PathBuf,
    /// Its last component, which was not opened yet; `None` in a folder.
    last: Option<(OsString, Found)>,
}

impl Walked {
    /// Opens the last component, which must be a folder.
    fn enter(&mut self) -> io::Result<()> {
        if let Some((name, found)) = self.last.take() {
            if found.kind != Kind::Folder {
                return Err(is_no_folder());
            }
            let folder = self.current()?.step(&name)?;
            self.folders.push(folder);
        }
        Ok(())
    }

    fn current(&self) -> io::Result<&Folder> {
        self.folders.last().ok_or_else(leads_out)
    }

    /// Goes to the folder above, but not out of the first one.
    fn up(&mut self) -> io::Result<()> {
        if self.folders.len() < 2 {
            return Err(leads_out());
        }
        self.folders.pop();
        self.resolved.pop();
        Ok(())
    }
}

/// Puts the components of a path before others, which are in reverse order.
fn prepend(rest: &mut Vec<OsString>, path: &Path) {
    let parts = path.components().rev();
    let parts = parts.filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    rest.extend(parts.map(|part| part.as_os_str().to_owned()));
}

fn leads_out() -> io::Error {
    refused("a link leads out of the folder that it must lie in")
}

impl Tree {
    /// Opens a folder; links to it are followed.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let real = path.canonicalize()?;
        let handle = Folder::open(&real)?;
        Ok(Self {
            path: path.to_owned(),
            real,
            handle: Arc::new(handle),
            journal: None,
        })
    }

    /// The same folder; what is read through it is noted in a journal, and in that in which it was noted before.
    #[must_use]
    pub fn noted(&self, journal: &Arc<Journal>) -> Self {
        self.note(|outer| journal.within(outer));
        Self {
            journal: Some(Arc::clone(journal)),
            ..self.clone()
        }
    }

    pub(super) fn note(&self, note: impl FnOnce(&Arc<Journal>)) {
        if let Some(journal) = &self.journal {
            note(journal);
        }
    }

    /// The folder as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder without links.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// A path below the folder without links.
    ///
    /// # Errors
    /// When nothing is there, or it is not below the folder.
    pub fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.walk(path)?.resolved)
    }

    fn walk(&self, path: &Path) -> io::Result<Walked> {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !path.components().all(is_plain) {
            return Err(refused("it is not a path below the folder"));
        }
        let mut walked = Walked {
            folders: vec![self.handle.try_clone()?],
            resolved: PathBuf::new(),
            last: None,
        };
        let (mut rest, mut links) = (Vec::new(), 0);
        prepend(&mut rest, path);
        while let Some(name) = rest.pop() {
            walked.enter()?;
            if name == ".." {
                walked.up()?;
                continue;
            }
            let folder = walked.current()?;
            let found = folder.found(&name)?;
            if found.kind != Kind::Link {
                walked.resolved.push(&name);
                walked.last = Some((name, found));
                continue;
            }
            links += 1;
            if links > MOST_LINKS {
                return Err(refused("its links lead in a circle"));
            }
            let target = folder.target(&name)?;
            if target.is_absolute() {
                let roots = [&self.real, &self.path];
                let below = roots.into_iter().find_map(|root| target.strip_prefix(root).ok());
                prepend(&mut rest, below.ok_or_else(leads_out)?);
                walked.folders.truncate(1);
                walked.resolved.clear();
            } else {
                prepend(&mut rest, &target);
            }
        }
        Ok(walked)
    }

    /// Opens a folder.
    pub(super) fn folder(&self, path: &Path) -> io::Result<Folder> {
        let mut walked = self.walk(path)?;
        walked.enter()?;
        walked.folders.pop().ok_or_else(leads_out)
    }

    /// The place of something that is there.
    pub(super) fn place(&self, path: &Path) -> io::Result<Place> {
        let mut walked = self.walk(path)?;
        let (Some((name, _)), Some(folder)) = (walked.last, walked.folders.pop()) else {
            return Err(is_a_folder());
        };
        let parent = walked.resolved.parent().unwrap_or(Path::new(""));
        Ok(Place {
            folder,
            path: self.real.join(parent),
            name,
        })
    }

    /// What is at a path, without following a link there.
    fn found(&self, path: &Path) -> io::Result<Found> {
        match path.file_name() {
            None => self.folder(path)?.found_itself(),
            Some(name) => self.folder(path.parent().unwrap_or(Path::new("")))?.found(name),
        }
    }

    /// The place of something to write: a link that stays below the folder is followed, one that leads nowhere is not;
    /// missing folders are made.
    pub(super) fn place_to_write(&self, path: &Path) -> io::Result<Place> {
        match self.place(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other,
        }
        let Some(name) = path.file_name() else {
            return Err(refused("it is no file name"));
        };
        let (folder, path) = self.make_folders(path.parent().unwrap_or(Path::new("")))?;
        let name = name.to_owned();
        Ok(Place { folder, path, name })
    }

    /// Opens a folder, after it and those above it were made, with its path.
    pub(super) fn make_folders(&self, path: &Path) -> io::Result<(Folder, PathBuf)> {
        let mut missing = Vec::new();
        let mut known = path;
        let resolved = loop {
            match self.resolve(known) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let (Some(name), Some(parent)) = (known.file_name(), known.parent()) else {
                        return Err(error);
                    };
                    missing.push(name);
                    known = parent;
                }
                other => break other?,
            }
        };
        let mut folder = self.folder(&resolved)?;
        let mut real = self.real.join(resolved);
        for name in missing.into_iter().rev() {
            match folder.make(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            folder = folder.step(name)?;
            real.push(name);
        }
        Ok((folder, real))
    }

    /// Opens a regular file.
    ///
    /// # Errors
    /// When it is not there, is no regular file below the folder, or is larger than `limit`.
    pub fn read_file(&self, path: &Path, limit: u64) -> io::Result<Opened> {
        match self.opened(path, limit) {
            Ok(file) => {
                let journal = self.journal.as_ref();
                Ok(file.noted(journal.map(|journal| Noted::new(journal, path, limit))))
            }
            Err(error) => {
                self.note(|journal| journal.note_file(path, limit, None));
                Err(error)
            }
        }
    }

    fn opened(&self, path: &Path, limit: u64) -> io::Result<Opened> {
        let place = self.place(path)?;
        // A device is not even opened, and a FIFO that comes in between does not block.
        regular(&place.found()?)?;
        let opened = place.folder.read(&place.name)?;
        let found = found_of(&opened)?;
        regular(&found)?;
        if found.size > limit {
            return Err(too_large(limit));
        }
        Ok(Opened::new(opened, limit))
    }

    /// Reads a regular file as a whole.
    ///
    /// # Errors
    /// As [`Tree::read_file`].
    pub fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read_file(path, limit)?.whole()
    }

    /// Reads a regular file through links that may lead out of the folder, which a person named.
    ///
    /// # Errors
    /// When it cannot be read, is no regular file, or is larger than `limit`.
    pub fn read_through(&self, name: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let read = super::read_through(&self.path.join(name), limit);
        self.note(|journal| journal.note_read(name, limit, read.as_deref().ok()));
        read
    }

    /// When a file was last changed, if the system tells.
    pub fn modified(&self, name: &Path) -> impl Ord + use<> {
        std::fs::metadata(self.path.join(name))
            .and_then(|found| found.modified())
            .ok()
    }

    /// The type of what is there, after links are resolved; `None` if nothing is, or it is not below the folder.
    fn kind(&self, path: &Path) -> Option<Kind> {
        let walked = self.walk(path).ok()?;
        Some(walked.last.map_or(Kind::Folder, |(_, found)| found.kind))
    }

    /// Whether something is there, be it refused; whether that is a file, or a folder.
    pub(super) fn there(&self, path: &Path) -> [bool; 3] {
        let kind = self.kind(path);
        let is_there = self.found(path).is_ok();
        let there = [is_there, kind == Some(Kind::File), kind == Some(Kind::Folder)];
        self.note(|journal| journal.note_there(path, there));
        there
    }

    /// Whether something is there, be it refused.
    pub fn is_there(&self, path: &Path) -> bool {
        self.there(path)[0]
    }

    /// Whether a regular file is there.
    pub fn has_file(&self, path: &Path) -> bool {
        self.there(path)[1]
    }

    /// Whether a folder is there.
    pub fn has_folder(&self, path: &Path) -> bool {
        self.there(path)[2]
    }

    /// The size of a regular file.
    pub fn size(&self, path: &Path) -> Option<u64> {
        self.note(|journal| journal.spoil());
        let found = self.place(path).ok()?.found().ok()?;
        regular(&found).ok()?;
        Some(found.size)
    }

    /// Numbers by which the same folder is known under other names, where the system has them.
    pub fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        self.folder(path).ok()?.found_itself().ok()?.identity
    }

    /// Whether a link is on the path.
    pub fn has_link(&self, path: &Path) -> bool {
        match self.resolve(path) {
            Ok(resolved) => resolved != path,
            Err(_) => self.found(path).is_ok_and(|found| found.kind == Kind::Link),
        }
    }

    /// The names in a folder with an extension, sorted, without folders and without links that lead nowhere (editors
    /// make such).
    ///
    /// # Errors
    /// When the folder is not there or cannot be read, has more than [`MOST_FILES`] of these, or they have together more
    /// than `limit` bytes.
    pub fn files(&self, folder: &Path, extension: &str, limit: u64) -> io::Result<Vec<OsString>> {
        let found = self.listed(folder, extension, limit);
        self.note(|journal| journal.note_names(folder, extension, limit, found.as_deref().ok()));
        found
    }

    fn listed(&self, folder: &Path, extension: &str, limit: u64) -> io::Result<Vec<OsString>> {
        let mut found = Vec::new();
        let mut bytes = 0_u64;
        let handle = self.folder(folder)?;
        for name in handle.names()? {
            let name = name?;
            if Path::new(&name).extension() != Some(OsStr::new(extension)) {
                continue;
            }
            match self.walk(&folder.join(&name)).map(|walked| walked.last) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Ok(None) => continue,
                Ok(Some((_, found))) if found.kind == Kind::Folder => continue,
                // Whoever opens one that is refused, or too large by itself, says so.
                Ok(Some((_, found))) => {
                    bytes = bytes.saturating_add(if found.size > limit { 0 } else { found.size });
                }
                Err(_) => {}
            }
            found.push(name);
            if found.len() > MOST_FILES {
                return Err(refused(format!("it has more than {MOST_FILES} files *.{extension}")));
            }
            if bytes > limit {
                let size = limit >> 20;
                return Err(refused(format!(
                    "its files *.{extension} are larger than {size} MiB together"
                )));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The names in the folder, sorted.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        let mut found = self.handle.names()?.collect::<io::Result<Vec<_>>>()?;
        found.sort();
        Ok(found)
    }

    /// A folder below this one, by itself.
    ///
    /// # Errors
    /// When it is not there or not below this one.
    pub fn below(&self, path: &Path) -> io::Result<Self> {
        self.note(|journal| journal.spoil());
        let resolved = self.resolve(path)?;
        Ok(Self {
            path: self.path.join(path),
            handle: Arc::new(self.folder(&resolved)?),
            real: self.real.join(resolved),
            journal: None,
        })
    }

    /// Whether a folder has nothing in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_empty(&self, folder: &Path) -> io::Result<bool> {
        Ok(self.folder(folder)?.names()?.next().is_none())
    }

    /// Removes a file or a link, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (Some(name), parent) = (path.file_name(), path.parent().unwrap_or(Path::new(""))) else {
            return Err(refused("it is no file name"));
        };
        match self.folder(parent)?.remove_file(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// Refuses what is not a regular file.
pub(super) fn regular(found: &Found) -> io::Result<()> {
    let what = match found.kind {
        Kind::File => return Ok(()),
        Kind::Folder => return Err(is_a_folder()),
        Kind::Link => "a link",
        Kind::Fifo => "a FIFO",
        Kind::Socket => "a socket",
        Kind::Device => "a device",
        Kind::Other => "something else",
    };
    Err(refused(format!("it is {what}, not a regular file")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_that_stay_below_are_followed_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, outside) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir_all(inside.join("deep")).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(inside.join("deep/a"), "a").unwrap();
        fs::write(outside.join("secret"), "secret").unwrap();
        symlink("deep/../deep/a", inside.join("relative")).unwrap();
        symlink(inside.join("deep"), inside.join("absolute")).unwrap();
        symlink("../out/secret", inside.join("leaf")).unwrap();
        symlink(&outside, inside.join("folder")).unwrap();
        symlink("circle", inside.join("circle")).unwrap();
        let tree = Tree::open(&inside).unwrap();
        let read = |path: &str| tree.read(Path::new(path), 10);
        for path in ["deep/a", "relative", "absolute/a", "./deep/./a"] {
            assert_eq!(read(path).unwrap(), b"a", "{path}");
        }
        for path in [
            "leaf",
            "folder/secret",
            "circle",
            "../out/secret",
            "/etc/passwd",
            "deep/../../out/secret",
        ] {
            let error = read(path).unwrap_err();
            assert!(super::super::is_refused(&error), "{path}: {error}");
        }
        assert_eq!(read("missing").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(read("deep").unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn a_folder_that_becomes_a_link_after_it_was_resolved_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("in");
        fs::create_dir_all(inside.join("data/deep")).unwrap();
        let tree = Tree::open(&inside).unwrap();
        let mut walked = tree.walk(Path::new("data")).unwrap();
        fs::rename(inside.join("data"), folder.path().join("aside")).unwrap();
        symlink(folder.path().join("aside"), inside.join("data")).unwrap();
        let error = walked.enter().unwrap_err();
        assert!(super::super::is_refused(&error), "{error}");
    }

    #[test]
    fn a_file_beyond_its_limit_is_refused_even_if_it_grows_while_it_is_read() {
        use std::io::{Read as _, Write as _};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        assert!(tree.read_file(Path::new("a"), 4).is_err());
        let mut opened = tree.read_file(Path::new("a"), 5).unwrap();
        fs::File::options()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(b"6")
            .unwrap();
        let error = opened.read_to_end(&mut Vec::new()).unwrap_err();
        assert!(super::super::is_refused(&error), "{error}");
    }
}
