//! Files and folders by the standard library alone: paths, each component looked at before it is opened.

use super::{Found, Kind, exchanged};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that was there when it was opened.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl From<&Metadata> for Found {
    fn from(metadata: &Metadata) -> Self {
        let kind = match metadata.file_type() {
            of if of.is_file() => Kind::File,
            of if of.is_dir() => Kind::Folder,
            of if of.is_symlink() => Kind::Link,
            _ => Kind::Other,
        };
        Self {
            kind,
            size: metadata.len(),
            identity: None,
            changed: None,
            permissions: u32::from(metadata.permissions().readonly()),
        }
    }
}

impl Folder {
    /// Opens a folder by its path, which has no links.
    pub fn open(path: &Path) -> io::Result<Self> {
        match path.symlink_metadata()?.is_dir() {
            true => Ok(Self(path.to_owned())),
            false => Err(is_no_folder()),
        }
    }

    /// Another handle of it.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self(self.0.clone()))
    }

    /// What is at a name in it.
    pub fn found(&self, name: &OsStr) -> io::Result<Found> {
        Ok(Found::from(&self.0.join(name).symlink_metadata()?))
    }

    /// What it is itself.
    pub fn found_itself(&self) -> io::Result<Found> {
        Ok(Found::from(&self.0.symlink_metadata()?))
    }

    /// Opens a folder in it.
    pub fn step(&self, name: &OsStr) -> io::Result<Self> {
        match self.found(name)?.kind {
            Kind::Folder => Ok(Self(self.0.join(name))),
            _ => Err(exchanged()),
        }
    }

    /// The target of a link in it.
    pub fn target(&self, name: &OsStr) -> io::Result<PathBuf> {
        self.0.join(name).read_link()
    }

    /// Makes a folder in it.
    pub fn make(&self, name: &OsStr) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    /// Opens what is at a name for reading: a file.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        match self.found(name)?.kind {
            Kind::File => File::open(self.0.join(name)),
            _ => Err(exchanged()),
        }
    }

    /// Opens a file to lock it, and makes it if it is not there.
    pub fn lockable(&self, name: &OsStr) -> io::Result<File> {
        let path = self.0.join(name);
        if self.found(name).is_ok_and(|found| found.kind != Kind::File) {
            return Err(exchanged());
        }
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(&path),
            other => other,
        }
    }

    /// Makes a file at a name that nothing has.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        options.open(self.0.join(name))
    }

    /// A file without a name in it: the standard library makes none.
    #[allow(clippy::unused_self, reason = "as on other systems")]
    pub fn unnamed(&self) -> Option<File> {
        None
    }

    /// Gives a file without a name one: there is none.
    #[allow(clippy::unused_self, reason = "as on other systems")]
    pub fn name(&self, _: &File, _: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Moves what is at a name to another one, where a file is replaced.
    pub fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        let new = to.0.join(new);
        let marked = unmark(&new);
        let renamed = fs::rename(self.0.join(name), &new);
        if let (Err(_), Some(permissions)) = (&renamed, marked) {
            let _ = fs::set_permissions(&new, permissions);
        }
        renamed
    }

    /// Moves what is at a name to one that nothing has.
    pub fn rename_new(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        match to.found(new) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(name, to, new),
        }
    }

    /// Exchanges what is at two names in one step: the standard library cannot.
    #[allow(clippy::unused_self, reason = "as on other systems")]
    pub fn exchange(&self, _: &OsStr, other: &OsStr) -> io::Result<bool> {
        self.found(other).map(|_| false)
    }

    /// Removes a file or a link.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        let path = self.0.join(name);
        fs::remove_file(&path).or_else(|error| match unmark(&path) {
            Some(_) => fs::remove_file(&path),
            None => Err(error),
        })
    }

    /// Removes a folder with nothing in it.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    /// The names in it.
    pub fn names(&self) -> io::Result<impl Iterator<Item = io::Result<OsString>> + use<>> {
        Ok(self.0.read_dir()?.map(|entry| Ok(entry?.file_name())))
    }

    /// Writes the content of a file in it to the disk: Windows does so only for files that are open for writing.
    pub fn sync_file(&self, name: &OsStr) -> io::Result<()> {
        match self.found(name)?.kind {
            Kind::File => File::options().write(true).open(self.0.join(name))?.sync_all(),
            _ => Err(exchanged()),
        }
    }

    /// Writes its names to the disk, where a folder can be opened.
    pub fn sync(&self) {
        if let Ok(folder) = File::open(&self.0) {
            let _ = folder.sync_all();
        }
    }
}

/// On Windows: takes the mark off a file that may only be read, which is neither replaced nor removed with it. Gives its permissions
/// with the mark, if it had it.
#[allow(
    clippy::permissions_set_readonly_false,
    reason = "on Windows it is a mark, and no right of others"
)]
fn unmark(path: &Path) -> Option<fs::Permissions> {
    if !cfg!(windows) {
        return None;
    }
    let found = path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    let permissions = found.permissions();
    let mut unmarked = permissions.clone();
    unmarked.set_readonly(false);
    (permissions.readonly() && fs::set_permissions(path, unmarked).is_ok()).then_some(permissions)
}

/// What an open file is.
pub fn found_of(file: &File) -> io::Result<Found> {
    Ok(Found::from(&file.metadata()?))
}

/// Gives an open file the permissions of another: whether it may be written.
pub fn set_permissions(file: &File, permissions: u32) -> io::Result<()> {
    let mut wanted = file.metadata()?.permissions();
    if permissions == 0 {
        return Ok(());
    }
    wanted.set_readonly(true);
    file.set_permissions(wanted)
}

/// The error where a file was to be, and a folder is.
pub fn is_a_folder() -> io::Error {
    io::ErrorKind::IsADirectory.into()
}

/// The error where a folder was to be, and something else is.
pub fn is_no_folder() -> io::Error {
    io::ErrorKind::NotADirectory.into()
}

/// Whether a file in a folder that anyone may write to belongs to somebody else: the standard library does not tell.
pub fn file_is_not_mine(_: &Path, _: &str) -> bool {
    false
}
