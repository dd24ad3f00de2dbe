//! New files and folders: complete at their path, or not there.
//!
//! A new file has no name until it is complete where the system can do so (`O_TMPFILE`), and a random one elsewhere. It is
//! synchronised before it gets its name, and its folder afterwards.

use super::refused;
use super::system::{Folder, Kind, set_permissions};
use super::tree::{Place, Tree, regular};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

/// How often another random name is tried.
const ATTEMPTS: usize = 64;

/// A file without a name.
pub type Scratch = File;

/// Makes a file for what does not fit into memory. It has no name, so that nothing of it stays, however the program ends.
///
/// # Errors
/// When the system's folder for such files cannot be written.
pub fn scratch() -> io::Result<Scratch> {
    let name = format!(".sourcier-{:016x}", RandomState::new().hash_one(0));
    let new = Tree::open(&std::env::temp_dir())?.new_file(Path::new(&name))?;
    // Where the system gives it a name until it is kept, it loses that here.
    new.file()
}

/// A file that is being written; [`NewFile::keep`] puts it into its place. Without that it is gone on drop.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    place: Place,
    /// Its name until it is kept, if it has one.
    temporary: Option<OsString>,
    /// The permissions of the file that it replaces.
    permissions: Option<u32>,
}

impl Tree {
    /// Begins a file. A link at its path is kept if it stays below the folder, and its target is replaced.
    ///
    /// # Errors
    /// When a link leads out of the folder, something other than a regular file is there, or it cannot be written.
    pub fn new_file(&self, path: &Path) -> io::Result<NewFile> {
        let place = self.place_to_write(path)?;
        let permissions = match place.found() {
            Ok(found) if found.kind == Kind::Link => None,
            Ok(found) => {
                regular(&found)?;
                Some(found.permissions)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        NewFile::create(place, permissions)
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
        let is_link = place.found().is_ok_and(|found| found.kind == Kind::Link);
        if is_link || place.path.join(&place.name) != self.real().join(path) {
            return Err(refused("it is a link, or below one"));
        }
        let (temporary, ()) = at_random(|name| place.folder.make(name), &fresh(&place), "")?;
        let handle = match place.folder.step(&temporary) {
            Ok(handle) => handle,
            Err(error) => {
                let _ = place.folder.remove_folder(&temporary);
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
        for name in place.folder.names()?.collect::<io::Result<Vec<_>>>()? {
            let is_earlier = name == OsStr::new(&earlier);
            if !is_earlier && !name.as_encoded_bytes().starts_with(prefix.as_bytes()) {
                continue;
            }
            let Ok(folder) = place.folder.step(&name) else {
                continue;
            };
            let left = place.path.join(&name);
            if kept.iter().any(|kept| self.real().join(kept).starts_with(&left)) {
                continue;
            }
            let has_marker = folder
                .found(OsStr::new(marker))
                .is_ok_and(|found| regular(&found).is_ok());
            if is_earlier || has_marker {
                remove(&left, Some(Path::new(marker)))?;
            } else {
                // It stays if something is in it.
                let _ = place.folder.remove_folder(&name);
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
    fn create(place: Place, permissions: Option<u32>) -> io::Result<Self> {
        if let Some(file) = place.folder.unnamed() {
            let temporary = None;
            return Ok(Self {
                file,
                place,
                temporary,
                permissions,
            });
        }
        Self::create_named(place, permissions)
    }

    /// Begins a file with a random name.
    fn create_named(place: Place, permissions: Option<u32>) -> io::Result<Self> {
        let (temporary, file) = at_random(|name| place.folder.create(name), ".sourcier-", ".part")?;
        Ok(Self {
            file,
            place,
            temporary: Some(temporary),
            permissions,
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
        self.place.folder.sync();
        Ok(())
    }

    /// Puts the file into its place, without waiting for the disk.
    ///
    /// # Errors
    /// As [`NewFile::keep`].
    pub fn put(mut self) -> io::Result<()> {
        if let Some(permissions) = self.permissions {
            set_permissions(&self.file, permissions)?;
        }
        self.rename()
    }

    fn rename(&mut self) -> io::Result<()> {
        if self.temporary.is_none() {
            self.give_name()?;
        }
        if let Some(temporary) = &self.temporary {
            let Place { folder, name, .. } = &self.place;
            folder.rename(temporary, folder, name)?;
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
        match folder.exchange(&temporary, name) {
            Ok(true) => {
                let is_same = has_bytes(folder, &temporary, old);
                if !is_same {
                    folder.exchange(&temporary, name)?;
                }
                folder.sync();
                Ok(is_same)
            }
            Ok(false) => {
                let is_same = has_bytes(folder, name, old);
                if is_same {
                    folder.rename(&temporary, folder, name)?;
                    folder.sync();
                    self.temporary = None;
                }
                Ok(is_same)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sets the permissions, and writes the content to the disk.
    fn prepare(&self) -> io::Result<()> {
        if let Some(permissions) = self.permissions {
            set_permissions(&self.file, permissions)?;
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
        self.place.folder.name(&self.file, name)
    }
}

/// Whether a name in a folder is a regular file with these bytes.
fn has_bytes(folder: &Folder, name: &OsStr, bytes: &[u8]) -> bool {
    let Ok(file) = folder.read(name) else {
        return false;
    };
    let most = bytes.len() as u64 + 1;
    let mut found = Vec::new();
    let read = file.take(most).read_to_end(&mut found);
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
            let _ = self.place.folder.remove_file(temporary);
        }
    }
}

/// A folder that is being filled; [`NewFolder::keep`] puts it into its place. Without that it is gone on drop.
#[derive(Debug)]
pub struct NewFolder {
    place: Place,
    /// Its name until it is kept.
    temporary: OsString,
    handle: Folder,
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

    fn open(&self, path: &Path) -> io::Result<Folder> {
        let mut folder = self.handle.try_clone()?;
        for part in path.components() {
            match folder.make(part.as_os_str()) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            folder = folder.step(part.as_os_str())?;
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
        let file = folder.create(name)?;
        self.files.push(path.to_owned());
        Ok(file)
    }

    /// Writes all files and names to the disk.
    fn sync(&self) -> io::Result<()> {
        let mut folders = std::collections::BTreeSet::from([PathBuf::new()]);
        for path in &self.files {
            let parent = path.parent().unwrap_or(Path::new(""));
            folders.extend(parent.ancestors().map(Path::to_owned));
            let name = path.file_name().unwrap_or_default();
            self.open(parent)?.sync_file(name)?;
        }
        for folder in folders {
            self.open(&folder)?.sync();
        }
        Ok(())
    }

    /// Puts the folder into its place, in one step where the system can do so. One that was there is removed.
    ///
    /// # Errors
    /// When it cannot be; the old folder is then as it was.
    pub fn keep(mut self) -> io::Result<()> {
        self.sync()?;
        let Place { folder, name, .. } = &self.place;
        match self.place.found() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                folder.rename_new(&self.temporary, folder, name)?
            }
            found => {
                found?;
                // What was there has the temporary name now, and goes when this value is dropped.
                if !folder.exchange(&self.temporary, name)? {
                    self.temporary = self.take_place_of()?;
                }
            }
        }
        self.place.folder.sync();
        Ok(())
    }

    /// Puts the folder into its place in two steps; returns the name that the one that was there has now.
    fn take_place_of(&self) -> io::Result<OsString> {
        let Place { folder, name, .. } = &self.place;
        let aside = |aside: &OsStr| folder.rename_new(name, folder, aside);
        let (old, ()) = at_random(aside, &fresh(&self.place), "")?;
        match folder.rename_new(&self.temporary, folder, name) {
            Ok(()) => Ok(old),
            Err(error) => {
                folder.rename_new(&old, folder, name)?;
                Err(error)
            }
        }
    }

    /// Moves what is in it into a folder that is there.
    ///
    /// # Errors
    /// When something cannot be moved; what was is then moved back.
    pub fn move_into(self, target: &Tree) -> io::Result<()> {
        self.sync()?;
        let to = target.folder(Path::new(""))?;
        let mut moved = Vec::new();
        let names: Vec<OsString> = self.handle.names()?.collect::<io::Result<_>>()?;
        let all = names.into_iter().try_for_each(|name| {
            self.handle.rename_new(&name, &to, &name)?;
            moved.push(name);
            Ok(())
        });
        if all.is_err() {
            for name in moved {
                // The first error is the one to report.
                let _ = to.rename(&name, &self.handle, &name);
            }
        }
        to.sync();
        all
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
    fn a_file_that_may_only_be_read_is_replaced_and_stays_so() {
        let (folder, tree) = tree();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(tree.write_over(Path::new("a"), b"old", b"new").unwrap());
        tree.write(Path::new("a"), b"newer").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert!(path.metadata().unwrap().permissions().readonly());
        let begun = tree.new_file(Path::new("a")).unwrap();
        drop(begun);
        assert_eq!(names(folder.path()), ["a"]);
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
