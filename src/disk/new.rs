//! New files and folders: complete at their path, or not there.
//!
//! A new file has no name until it is complete where the system can do so (`O_TMPFILE`), and a random one elsewhere. It is
//! synchronised before it gets its name, and its folder afterwards.

use super::refused;
use super::tree::{Place, Tree, names, regular, step};
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RenameFlags, fchmod, fsync, linkat, mkdirat, openat, renameat};
use rustix::fs::{renameat_with, statat, unlinkat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufWriter, Read as _, Write};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::{Path, PathBuf};

/// How often another random name is tried.
const ATTEMPTS: usize = 64;

/// The mode of new files, before the user's mask is applied.
const FILE_MODE: Mode = Mode::from_raw_mode(0o666);

/// A file that is being written; [`NewFile::keep`] puts it into its place. Without that it is gone on drop.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    place: Place,
    /// Its name until it is kept, if it has one.
    temporary: Option<OsString>,
    /// The permissions of the file that it replaces.
    mode: Option<Mode>,
}

impl Tree {
    /// Begins a file. A link at its path is kept if it stays below the folder, and its target is replaced.
    ///
    /// # Errors
    /// When a link leads out of the folder, something other than a regular file is there, or it cannot be written.
    pub fn new_file(&self, path: &Path) -> io::Result<NewFile> {
        let place = self.place_to_write(path)?;
        let mode = match place.stat() {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink => None,
            Ok(stat) => {
                regular(&stat)?;
                Some(Mode::from_raw_mode(stat.st_mode & 0o777))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        NewFile::create(place, mode)
    }

    /// Writes a whole file; see [`Tree::new_file`].
    ///
    /// # Errors
    /// As [`Tree::new_file`]. The old file is then as it was.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.new_file(path)?;
        file.write_all(bytes)?;
        file.keep()
    }

    /// Writes a whole file without waiting for the disk, for files that can be made again; see [`Tree::new_file`].
    ///
    /// # Errors
    /// As [`Tree::new_file`].
    pub fn write_unsynced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.new_file(path)?;
        file.write_all(bytes)?;
        file.put()
    }

    /// Replaces a file if it still has the bytes `old`; returns whether it did. See [`Tree::new_file`].
    ///
    /// # Errors
    /// As [`Tree::new_file`].
    pub fn write_over(&self, path: &Path, old: &[u8], bytes: &[u8]) -> io::Result<bool> {
        let mut file = self.new_file(path)?;
        file.write_all(bytes)?;
        file.keep_over(old)
    }

    /// Begins a folder that will be, or replace, the one at a path. No link may be on the path.
    ///
    /// # Errors
    /// When a link is on the path, or the folder cannot be made.
    pub fn new_folder(&self, path: &Path) -> io::Result<NewFolder> {
        let place = self.place_to_write(path)?;
        let is_link = place
            .stat()
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
        if is_link || place.path.join(&place.name) != self.real().join(path) {
            return Err(refused("it is a link, or below one"));
        }
        let (temporary, ()) = at_random(
            |name| Ok(mkdirat(&place.folder, name, Mode::from_raw_mode(0o777))?),
            &fresh(&place),
            "",
        )?;
        let handle = match step(&place.folder, &temporary) {
            Ok(handle) => handle,
            Err(error) => {
                let _ = unlinkat(&place.folder, &temporary, AtFlags::REMOVEDIR);
                return Err(error);
            }
        };
        let files = Vec::new();
        Ok(NewFolder {
            place,
            temporary,
            handle,
            files,
        })
    }

    /// Removes the folders that [`Tree::new_folder`] left behind for a path when its process was killed: those that have
    /// the file `marker`, or nothing, and the one without a random name that earlier versions left. A folder with one of
    /// `kept` in it stays.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn remove_leftovers(&self, path: &Path, marker: &str, kept: &[&Path]) -> io::Result<()> {
        let place = self.place_to_write(path)?;
        let (prefix, earlier) = (fresh(&place), format!(".{}.new", place.name.to_string_lossy()));
        let kept: Vec<PathBuf> = kept.iter().filter_map(|path| self.resolve(path).ok()).collect();
        for name in names(&place.folder)?.collect::<io::Result<Vec<_>>>()? {
            let is_earlier = name == OsStr::new(&earlier);
            if !is_earlier && !name.as_encoded_bytes().starts_with(prefix.as_bytes()) {
                continue;
            }
            let Ok(folder) = step(&place.folder, &name) else {
                continue;
            };
            let left = place.path.join(&name);
            if kept.iter().any(|kept| self.real().join(kept).starts_with(&left)) {
                continue;
            }
            let has_marker =
                statat(&folder, marker, AtFlags::SYMLINK_NOFOLLOW).is_ok_and(|stat| regular(&stat).is_ok());
            if is_earlier || has_marker {
                remove(&left, Some(Path::new(marker)))?;
            } else {
                // It stays if something is in it.
                let _ = unlinkat(&place.folder, &name, AtFlags::REMOVEDIR);
            }
        }
        Ok(())
    }
}

/// Removes a folder, and the file that marks it last: what is left when the process is killed is still marked.
fn remove(folder: &Path, marker: Option<&Path>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if Some(Path::new(&entry.file_name())) == marker {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => std::fs::remove_dir_all(entry.path())?,
            false => std::fs::remove_file(entry.path())?,
        }
    }
    std::fs::remove_dir_all(folder)
}

/// How the names of new folders for a place begin.
fn fresh(place: &Place) -> String {
    format!(".{}.new-", place.name.to_string_lossy())
}

/// Makes something with a random name: `make` fails if the name is taken.
fn at_random<T>(
    mut make: impl FnMut(&OsStr) -> io::Result<T>,
    prefix: &str,
    suffix: &str,
) -> io::Result<(OsString, T)> {
    for _ in 0..ATTEMPTS {
        // The keys of the hasher are the system's random numbers.
        let random = RandomState::new().hash_one(0);
        let name = OsString::from(format!("{prefix}{random:016x}{suffix}"));
        match make(&name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((name, made?)),
        }
    }
    Err(refused("no random name is free beside it"))
}

impl NewFile {
    fn create(place: Place, mode: Option<Mode>) -> io::Result<Self> {
        if let Some(file) = unnamed(&place.folder) {
            let temporary = None;
            return Ok(Self {
                file,
                place,
                temporary,
                mode,
            });
        }
        Self::create_named(place, mode)
    }

    /// Begins a file with a random name.
    fn create_named(place: Place, mode: Option<Mode>) -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let make = |name: &OsStr| Ok(openat(&place.folder, name, flags, FILE_MODE)?);
        let (temporary, file) = at_random(make, ".sourcier-", ".part")?;
        Ok(Self {
            file: File::from(file),
            place,
            temporary: Some(temporary),
            mode,
        })
    }

    /// The file, for a writer that needs its own.
    ///
    /// # Errors
    /// When the system has no more handles.
    pub fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// When it cannot be written to the end; the old file is then as it was.
    pub fn keep(mut self) -> io::Result<()> {
        self.prepare()?;
        self.rename()?;
        sync_folder(&self.place.folder);
        Ok(())
    }

    /// Puts the file into its place, without waiting for the disk.
    fn put(mut self) -> io::Result<()> {
        if let Some(mode) = self.mode {
            fchmod(&self.file, mode)?;
        }
        self.rename()
    }

    fn rename(&mut self) -> io::Result<()> {
        if self.temporary.is_none() {
            self.give_name()?;
        }
        if let Some(temporary) = &self.temporary {
            renameat(&self.place.folder, temporary, &self.place.folder, &self.place.name)?;
            self.temporary = None;
        }
        Ok(())
    }

    /// Exchanges the file with the one in its place, and back if that has other bytes than `old`; returns whether the
    /// file is in its place. So what another program saves at the last moment is not lost.
    ///
    /// # Errors
    /// As [`NewFile::keep`].
    pub fn keep_over(mut self, old: &[u8]) -> io::Result<bool> {
        self.prepare()?;
        if self.temporary.is_none() {
            self.temporary = Some(at_random(|name| self.link(name), ".sourcier-", ".part")?.0);
        }
        let Some(temporary) = self.temporary.clone() else {
            return Ok(false);
        };
        let Place { folder, name, .. } = &self.place;
        let exchange = || renameat_with(folder, &temporary, folder, name, RenameFlags::EXCHANGE);
        match exchange() {
            Ok(()) => {
                let is_same = has_bytes(folder, &temporary, old);
                if !is_same {
                    exchange()?;
                }
                sync_folder(folder);
                Ok(is_same)
            }
            // Not all file systems can exchange.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                let is_same = has_bytes(folder, name, old);
                if is_same {
                    renameat(folder, &temporary, folder, name)?;
                    sync_folder(folder);
                    self.temporary = None;
                }
                Ok(is_same)
            }
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Sets the permissions, and writes the content to the disk.
    fn prepare(&self) -> io::Result<()> {
        if let Some(mode) = self.mode {
            fchmod(&self.file, mode)?;
        }
        self.file.sync_all()
    }

    /// Links a file without a name into its place, or, if that is taken, beside it under a random name.
    fn give_name(&mut self) -> io::Result<()> {
        match self.link(&self.place.name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.temporary = Some(at_random(|name| self.link(name), ".sourcier-", ".part")?.0);
                Ok(())
            }
            other => other,
        }
    }

    /// Gives a name to a file that has none.
    fn link(&self, name: &OsStr) -> io::Result<()> {
        let path = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        let linked = linkat(CWD, path, &self.place.folder, name, AtFlags::SYMLINK_FOLLOW);
        linked.map_err(io::Error::from)
    }
}

/// Whether a name in a folder is a regular file with these bytes.
fn has_bytes(folder: &OwnedFd, name: &OsStr, bytes: &[u8]) -> bool {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let Ok(file) = openat(folder, name, flags, Mode::empty()) else {
        return false;
    };
    let most = bytes.len() as u64 + 1;
    let mut found = Vec::new();
    let read = File::from(file).take(most).read_to_end(&mut found);
    read.is_ok() && found == bytes
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = unlinkat(&self.place.folder, temporary, AtFlags::empty());
        }
    }
}

/// A file without a name in a folder; `None` if the system cannot make one, or not give it a name afterwards.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn unnamed(folder: &OwnedFd) -> Option<File> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = File::from(openat(folder, ".", flags, FILE_MODE).ok()?);
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    Some(file)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn unnamed(_: &OwnedFd) -> Option<File> {
    None
}

/// Writes the names in a folder to the disk. A folder that may not be read cannot be synchronised.
fn sync_folder(folder: &OwnedFd) {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    if let Ok(folder) = openat(folder, ".", flags, Mode::empty()) {
        let _ = fsync(folder);
    }
}

/// A folder that is being filled; [`NewFolder::keep`] puts it into its place. Without that it is gone on drop.
#[derive(Debug)]
pub struct NewFolder {
    place: Place,
    /// Its name until it is kept.
    temporary: OsString,
    handle: OwnedFd,
    /// The files in it; the first one marks the folder.
    files: Vec<PathBuf>,
}

impl NewFolder {
    /// Makes a folder in it, with those above.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, path: &Path) -> io::Result<()> {
        self.open(path).map(drop)
    }

    fn open(&self, path: &Path) -> io::Result<OwnedFd> {
        let mut folder = self.handle.try_clone()?;
        for part in path.components() {
            match mkdirat(&folder, part.as_os_str(), Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            folder = step(&folder, part.as_os_str())?;
        }
        Ok(folder)
    }

    /// Writes a file in it, with the folders above; returns its size.
    ///
    /// # Errors
    /// When it cannot be written, or is there already.
    pub fn write(&mut self, path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<u64> {
        let mut out = BufWriter::new(self.file(path)?);
        content(&mut out)?;
        out.flush()?;
        out.get_ref().metadata().map(|metadata| metadata.len())
    }

    fn file(&mut self, path: &Path) -> io::Result<File> {
        let folder = self.open(path.parent().unwrap_or(Path::new("")))?;
        let name = path.file_name().ok_or_else(|| refused("it is no file name"))?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&folder, name, flags, FILE_MODE)?;
        self.files.push(path.to_owned());
        Ok(File::from(file))
    }

    /// Writes all files and names to the disk.
    fn sync(&self) -> io::Result<()> {
        let mut folders = std::collections::BTreeSet::from([PathBuf::new()]);
        for path in &self.files {
            let parent = path.parent().unwrap_or(Path::new(""));
            folders.extend(parent.ancestors().map(Path::to_owned));
            let name = path.file_name().unwrap_or_default();
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            fsync(openat(self.open(parent)?, name, flags, Mode::empty())?)?;
        }
        for folder in folders {
            sync_folder(&self.open(&folder)?);
        }
        Ok(())
    }

    /// Puts the folder into its place, in one step. One that was there is removed.
    ///
    /// # Errors
    /// When it cannot be; the old folder is then as it was.
    pub fn keep(self) -> io::Result<()> {
        self.sync()?;
        let Place { folder, name, .. } = &self.place;
        match self.place.stat() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                move_to_new((folder, &self.temporary), (folder, name))?;
            }
            found => {
                found?;
                // What was there has the temporary name now, and goes when this value is dropped.
                renameat_with(folder, &self.temporary, folder, name, RenameFlags::EXCHANGE)?;
            }
        }
        sync_folder(folder);
        Ok(())
    }

    /// Moves what is in it into a folder that is there.
    ///
    /// # Errors
    /// When something cannot be moved; what was is then moved back.
    pub fn move_into(self, target: &Tree) -> io::Result<()> {
        self.sync()?;
        let to = target.folder(Path::new(""))?;
        let mut moved = Vec::new();
        let names: Vec<OsString> = names(&self.handle)?.collect::<io::Result<_>>()?;
        let all = names.into_iter().try_for_each(|name| {
            move_to_new((&self.handle, &name), (&to, &name))?;
            moved.push(name);
            Ok(())
        });
        if all.is_err() {
            for name in moved {
                // The first error is the one to report.
                let _ = renameat(&to, &name, &self.handle, &name);
            }
        }
        sync_folder(&to);
        all
    }
}

/// Gives something a name that nothing has.
fn move_to_new(from: (&OwnedFd, &OsStr), to: (&OwnedFd, &OsStr)) -> io::Result<()> {
    match renameat_with(from.0, from.1, to.0, to.1, RenameFlags::NOREPLACE) {
        // Not all file systems know the flag; nothing was there a moment ago.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(renameat(from.0, from.1, to.0, to.1)?),
        other => Ok(other?),
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        let marker = self.files.first().map(PathBuf::as_path);
        let _ = remove(&self.place.path.join(&self.temporary), marker);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree() -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        (folder, tree)
    }

    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_with_a_random_name_takes_its_place_or_goes() {
        let (folder, tree) = tree();
        let path = folder.path().join("a");
        for (text, is_kept) in [("one", true), ("two", false), ("three", true)] {
            let place = tree.place_to_write(Path::new("a")).unwrap();
            let mut file = NewFile::create_named(place, None).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            if is_kept {
                file.keep().unwrap();
                assert_eq!(fs::read_to_string(&path).unwrap(), text);
            }
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_file_that_somebody_saved_meanwhile_is_not_replaced() {
        let (folder, tree) = tree();
        let path = folder.path().join("a");
        fs::write(&path, "mine").unwrap();
        assert!(!tree.write_over(Path::new("a"), b"old", b"new").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert!(tree.write_over(Path::new("a"), b"mine", b"new").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        fs::remove_file(&path).unwrap();
        assert!(!tree.write_over(Path::new("a"), b"new", b"newer").unwrap());
        assert_eq!(names(folder.path()), Vec::<OsString>::new());
    }

    #[test]
    fn a_folder_is_swapped_in_or_gone() {
        let (folder, tree) = tree();
        for text in ["one", "two"] {
            let mut fresh = tree.new_folder(Path::new("build")).unwrap();
            fresh
                .write(Path::new("deep/er/file"), |out| out.write_all(text.as_bytes()))
                .unwrap();
            assert!(fresh.write(Path::new("deep/er/file"), |_| Ok(())).is_err());
            fresh.keep().unwrap();
            assert_eq!(
                fs::read_to_string(folder.path().join("build/deep/er/file")).unwrap(),
                text
            );
        }
        drop(tree.new_folder(Path::new("build")).unwrap());
        assert_eq!(names(folder.path()), ["build"]);
    }
}
