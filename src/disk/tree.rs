//! A folder, and what lies below it.
//!
//! A path is walked component by component, each opened from the handle of the one before without following links. A link
//! is read, and its target walked in the same way; one that leads out of the folder is refused before anything outside is
//! looked at (a look may mount a file system, or wait for a server). So a component that is exchanged for a link in the
//! meantime is an error and never leads elsewhere.

use super::opened::Opened;
use super::{refused, too_large};
use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, mkdirat, openat, readlinkat, statat, unlinkat,
};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The most files with one extension in a folder.
pub const MOST_FILES: usize = 10_000;

/// How many links are followed on one path.
const MOST_LINKS: usize = 40;

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

/// A walk from a folder to something in it.
struct Walked {
    /// The open folders: the first one, and each below it on the way.
    folders: Vec<OwnedFd>,
    /// The path so far.
    resolved: PathBuf,
    /// Its last component, which was not opened yet; `None` in a folder.
    last: Option<(OsString, Stat)>,
}

impl Walked {
    /// Opens the last component, which must be a folder.
    fn enter(&mut self) -> io::Result<()> {
        if let Some((name, stat)) = self.last.take() {
            if kind_of(&stat) != FileType::Directory {
                return Err(Errno::NOTDIR.into());
            }
            let folder = step(self.current()?, &name)?;
            self.folders.push(folder);
        }
        Ok(())
    }

    fn current(&self) -> io::Result<&OwnedFd> {
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

fn kind_of(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
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
            let stat = statat(folder, name.as_os_str(), AtFlags::SYMLINK_NOFOLLOW)?;
            if kind_of(&stat) != FileType::Symlink {
                walked.resolved.push(&name);
                walked.last = Some((name, stat));
                continue;
            }
            links += 1;
            if links > MOST_LINKS {
                return Err(refused("its links lead in a circle"));
            }
            let target = readlinkat(folder, name.as_os_str(), Vec::new())?;
            let target = PathBuf::from(OsString::from_vec(target.into_bytes()));
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
    pub(super) fn folder(&self, path: &Path) -> io::Result<OwnedFd> {
        let mut walked = self.walk(path)?;
        walked.enter()?;
        walked.folders.pop().ok_or_else(leads_out)
    }

    /// The place of something that is there.
    pub(super) fn place(&self, path: &Path) -> io::Result<Place> {
        let mut walked = self.walk(path)?;
        let (Some((name, _)), Some(folder)) = (walked.last, walked.folders.pop()) else {
            return Err(Errno::ISDIR.into());
        };
        let parent = walked.resolved.parent().unwrap_or(Path::new(""));
        Ok(Place {
            folder,
            path: self.real.join(parent),
            name,
        })
    }

    /// What is at a path, without following a link there.
    fn found(&self, path: &Path) -> io::Result<Stat> {
        let Some(name) = path.file_name() else {
            return Ok(fstat(self.folder(path)?)?);
        };
        let folder = self.folder(path.parent().unwrap_or(Path::new("")))?;
        Ok(statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?)
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
    pub(super) fn make_folders(&self, path: &Path) -> io::Result<(OwnedFd, PathBuf)> {
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
        let walked = self.walk(path).ok()?;
        Some(walked.last.map_or(FileType::Directory, |(_, stat)| kind_of(&stat)))
    }

    /// Whether something is there, be it refused.
    pub fn is_there(&self, path: &Path) -> bool {
        self.found(path).is_ok()
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
        let stat = fstat(self.folder(path).ok()?).ok()?;
        #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
        Some((stat.st_dev as u64, stat.st_ino as u64))
    }

    /// Whether a link is on the path.
    pub fn has_link(&self, path: &Path) -> bool {
        match self.resolve(path) {
            Ok(resolved) => resolved != path,
            Err(_) => self.found(path).is_ok_and(|stat| kind_of(&stat) == FileType::Symlink),
        }
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
        let handle = self.folder(folder)?;
        for name in names(&handle)? {
            let name = name?;
            if Path::new(&name).extension() != Some(OsStr::new(extension)) {
                continue;
            }
            match self.walk(&folder.join(&name)).map(|walked| walked.last) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Ok(None) => continue,
                Ok(Some((_, stat))) if kind_of(&stat) == FileType::Directory => continue,
                // Whoever opens one that is refused, or too large by itself, says so.
                Ok(Some((_, stat))) => {
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
        Ok(names(&self.folder(folder)?)?.next().is_none())
    }

    /// Removes a file or a link, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (Some(name), parent) = (path.file_name(), path.parent().unwrap_or(Path::new(""))) else {
            return Err(refused("it is no file name"));
        };
        let folder = self.folder(parent)?;
        match unlinkat(&folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The names in an open folder.
pub(super) fn names(folder: &OwnedFd) -> io::Result<impl Iterator<Item = io::Result<OsString>> + use<>> {
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
    let what = match kind_of(stat) {
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
