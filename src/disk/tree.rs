//! A folder, and what lies below it.
//!
//! A path is resolved first: all links, to a path without any. It must be below the folder. Then its components are opened
//! one by one from the folder's handle without following links, so that a component that was exchanged for a link in the
//! meantime is an error and never leads elsewhere.

use super::opened::Opened;
use super::{refused, too_large};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, mkdirat, openat, statat, unlinkat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The most files with one extension in a folder.
pub const MOST_FILES: usize = 10_000;

/// A folder is only searched, not listed: this needs no permission to read it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const SEARCH: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const SEARCH: OFlags = OFlags::RDONLY;

/// A folder below which files are opened and made, and outside of which nothing is.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The folder as it was named.
    path: PathBuf,
    /// The folder without links.
    real: PathBuf,
    handle: Arc<OwnedFd>,
}

/// A name in an open folder.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) folder: OwnedFd,
    /// The path of the folder without links.
    pub(super) path: PathBuf,
    pub(super) name: OsString,
}

impl Place {
    /// What is there, without following a link.
    pub(super) fn stat(&self) -> io::Result<Stat> {
        Ok(statat(&self.folder, self.name.as_os_str(), AtFlags::SYMLINK_NOFOLLOW)?)
    }
}

impl Tree {
    /// Opens a folder; links to it are followed.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let real = path.canonicalize()?;
        let handle = openat(CWD, &real, SEARCH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self {
            path: path.to_owned(),
            real,
            handle: Arc::new(handle),
        })
    }

    /// The folder as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A path below the folder without links.
    ///
    /// # Errors
    /// When nothing is there, or it is not below the folder.
    pub fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !path.components().all(is_plain) {
            return Err(refused("it is not a path below the folder"));
        }
        let whole = self.real.join(path).canonicalize().map_err(|error| {
            let is_circle = error.raw_os_error() == Some(Errno::LOOP.raw_os_error());
            if is_circle {
                refused("its links lead in a circle")
            } else {
                error
            }
        })?;
        match whole.strip_prefix(&self.real) {
            Ok(below) => Ok(below.to_owned()),
            Err(_) => Err(refused("a link leads out of the folder that it must lie in")),
        }
    }

    /// Opens a folder by a path without links.
    pub(super) fn folder(&self, resolved: &Path) -> io::Result<OwnedFd> {
        let mut folder = self.handle.try_clone()?;
        for part in resolved.components() {
            folder = step(&folder, part.as_os_str())?;
        }
        Ok(folder)
    }

    /// The place of something that is there.
    pub(super) fn place(&self, path: &Path) -> io::Result<Place> {
        let resolved = self.resolve(path)?;
        let Some(name) = resolved.file_name() else {
            return Err(Errno::ISDIR.into());
        };
        let parent = resolved.parent().unwrap_or(Path::new(""));
        Ok(Place {
            folder: self.folder(parent)?,
            path: self.real.join(parent),
            name: name.to_owned(),
        })
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
    fn make_folders(&self, path: &Path) -> io::Result<(OwnedFd, PathBuf)> {
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
            match mkdirat(&folder, name, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            folder = step(&folder, name)?;
            real.push(name);
        }
        Ok((folder, real))
    }

    /// Opens a regular file.
    ///
    /// # Errors
    /// When it is not there, is no regular file below the folder, or is larger than `limit`.
    pub fn read_file(&self, path: &Path, limit: u64) -> io::Result<Opened> {
        let place = self.place(path)?;
        // A device is not even opened, and a FIFO that comes in between does not block.
        regular(&place.stat()?)?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let opened = openat(&place.folder, &place.name, flags, Mode::empty()).map_err(exchanged)?;
        let stat = fstat(&opened)?;
        regular(&stat)?;
        if u64::try_from(stat.st_size).unwrap_or(u64::MAX) > limit {
            return Err(too_large(limit));
        }
        Ok(Opened::new(File::from(opened), limit))
    }

    /// Reads a regular file as a whole.
    ///
    /// # Errors
    /// As [`Tree::read_file`].
    pub fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read_file(path, limit)?.whole()
    }

    /// The type of what is there, after links are resolved; `None` if nothing is, or it is not below the folder.
    fn kind(&self, path: &Path) -> Option<FileType> {
        match self.place(path) {
            Ok(place) => Some(FileType::from_raw_mode(place.stat().ok()?.st_mode)),
            Err(_) => self.resolve(path).ok().map(|_| FileType::Directory),
        }
    }

    /// Whether something is there, be it refused.
    pub fn is_there(&self, path: &Path) -> bool {
        self.real.join(path).symlink_metadata().is_ok()
    }

    /// Whether a regular file is there.
    pub fn has_file(&self, path: &Path) -> bool {
        self.kind(path) == Some(FileType::RegularFile)
    }

    /// Whether a folder is there.
    pub fn has_folder(&self, path: &Path) -> bool {
        self.kind(path) == Some(FileType::Directory)
    }

    /// The size of a regular file.
    pub fn size(&self, path: &Path) -> Option<u64> {
        let stat = self.place(path).ok()?.stat().ok()?;
        regular(&stat).ok()?;
        u64::try_from(stat.st_size).ok()
    }

    /// A number by which the same folder is known under other names.
    pub fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        let stat = fstat(self.folder(&self.resolve(path).ok()?).ok()?).ok()?;
        #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
        Some((stat.st_dev as u64, stat.st_ino as u64))
    }

    /// Whether a link is on the path.
    pub fn has_link(&self, path: &Path) -> bool {
        self.resolve(path).is_ok_and(|resolved| resolved != path)
            || self
                .real
                .join(path)
                .symlink_metadata()
                .is_ok_and(|found| found.is_symlink())
    }

    /// The names in a folder with an extension, sorted, without folders and without links that lead nowhere (editors
    /// make such).
    ///
    /// # Errors
    /// When the folder is not there or cannot be read, has more than [`MOST_FILES`] of these, or they have together more
    /// than `limit` bytes.
    pub fn files(&self, folder: &Path, extension: &str, limit: u64) -> io::Result<Vec<OsString>> {
        let mut found = Vec::new();
        let mut bytes = 0_u64;
        let handle = self.folder(&self.resolve(folder)?)?;
        for name in names(&handle)? {
            let name = name?;
            if Path::new(&name).extension() != Some(OsStr::new(extension)) {
                continue;
            }
            match statat(&handle, name.as_os_str(), AtFlags::empty()) {
                Err(Errno::NOENT) => continue,
                Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => continue,
                // Whoever opens one that is too large by itself, or in a circle of links, says so.
                Ok(stat) => {
                    let size = u64::try_from(stat.st_size).unwrap_or(0);
                    bytes = bytes.saturating_add(if size > limit { 0 } else { size });
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
        let mut found = names(&self.handle)?.collect::<io::Result<Vec<_>>>()?;
        found.sort();
        Ok(found)
    }

    /// A folder below this one, by itself.
    ///
    /// # Errors
    /// When it is not there or not below this one.
    pub fn below(&self, path: &Path) -> io::Result<Self> {
        let resolved = self.resolve(path)?;
        Ok(Self {
            path: self.path.join(path),
            handle: Arc::new(self.folder(&resolved)?),
            real: self.real.join(resolved),
        })
    }

    /// Whether a folder has nothing in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_empty(&self, folder: &Path) -> io::Result<bool> {
        let handle = self.folder(&self.resolve(folder)?)?;
        Ok(names(&handle)?.next().is_none())
    }

    /// Removes a file or a link, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (Some(name), parent) = (path.file_name(), path.parent().unwrap_or(Path::new(""))) else {
            return Err(refused("it is no file name"));
        };
        let folder = self.folder(&self.resolve(parent)?)?;
        match unlinkat(&folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The names in an open folder.
pub(super) fn names(folder: &OwnedFd) -> io::Result<impl Iterator<Item = io::Result<OsString>> + use<>> {
    use std::os::unix::ffi::OsStringExt as _;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let entries = Dir::new(openat(folder, ".", flags, Mode::empty())?)?;
    let names = entries.map(|entry| Ok(OsString::from_vec(entry?.file_name().to_bytes().to_vec())));
    Ok(names.filter(|name: &io::Result<OsString>| !name.as_ref().is_ok_and(|name| name == "." || name == "..")))
}

/// Opens a folder in another one, without following a link.
pub(super) fn step(folder: &OwnedFd, name: &OsStr) -> io::Result<OwnedFd> {
    let flags = SEARCH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    openat(folder, name, flags, Mode::empty()).map_err(exchanged)
}

/// The error of a component that was opened as a link, which it was not when the path was resolved.
pub(super) fn exchanged(error: Errno) -> io::Error {
    match error {
        Errno::LOOP | Errno::NOTDIR | Errno::MLINK => {
            refused("a link is where there was none, or a file where a folder was")
        }
        other => other.into(),
    }
}

/// Refuses what is not a regular file.
pub(super) fn regular(stat: &Stat) -> io::Result<()> {
    let what = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => return Ok(()),
        FileType::Directory => return Err(Errno::ISDIR.into()),
        FileType::Symlink => "a link",
        FileType::Fifo => "a FIFO",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        _ => "something else",
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
        let resolved = tree.resolve(Path::new("data/deep")).unwrap();
        fs::rename(inside.join("data"), folder.path().join("aside")).unwrap();
        symlink(folder.path().join("aside"), inside.join("data")).unwrap();
        let error = tree.folder(&resolved).unwrap_err();
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
