//! Files and folders by POSIX: each is opened from the handle of its folder, without following links.

use super::{Found, Kind};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::fs::{fchmod, fstat, fsync, mkdirat, openat, readlinkat, renameat, renameat_with, statat, unlinkat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

/// A folder is only searched, not listed: this needs no permission to read it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const SEARCH: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const SEARCH: OFlags = OFlags::RDONLY;

/// Neither a link is followed, nor waited for a FIFO, nor a terminal taken.
const WARY: OFlags = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// The mode of new files, before the user's mask is applied.
const FILE_MODE: Mode = Mode::from_raw_mode(0o666);

/// The mode of new folders, before the user's mask is applied.
const FOLDER_MODE: Mode = Mode::from_raw_mode(0o777);

/// An open folder.
#[derive(Debug)]
pub struct Folder(OwnedFd);

impl From<&Stat> for Found {
    fn from(stat: &Stat) -> Self {
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            FileType::Symlink => Kind::Link,
            FileType::Fifo => Kind::Fifo,
            FileType::Socket => Kind::Socket,
            FileType::CharacterDevice | FileType::BlockDevice => Kind::Device,
            _ => Kind::Other,
        };
        #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
        let (identity, changed, permissions) = (
            Some((stat.st_dev as u64, stat.st_ino as u64)),
            Some((stat.st_ctime as i64, stat.st_ctime_nsec as i64)),
            (stat.st_mode & 0o777) as u32,
        );
        Self {
            kind,
            size: u64::try_from(stat.st_size).unwrap_or(u64::MAX),
            identity,
            changed,
            permissions,
        }
    }
}

impl Folder {
    /// Opens a folder by its path, which has no links.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = SEARCH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(openat(CWD, path, flags, Mode::empty())?))
    }

    /// Another handle of it.
    pub fn try_clone(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    /// What is at a name in it.
    pub fn found(&self, name: &OsStr) -> io::Result<Found> {
        Ok(Found::from(&statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// What it is itself.
    pub fn found_itself(&self) -> io::Result<Found> {
        Ok(Found::from(&fstat(&self.0)?))
    }

    /// Opens a folder in it.
    pub fn step(&self, name: &OsStr) -> io::Result<Self> {
        let flags = SEARCH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = openat(&self.0, name, flags, Mode::empty());
        opened.map(Self).map_err(exchanged)
    }

    /// The target of a link in it.
    pub fn target(&self, name: &OsStr) -> io::Result<PathBuf> {
        let target = readlinkat(&self.0, name, Vec::new())?;
        Ok(PathBuf::from(OsString::from_vec(target.into_bytes())))
    }

    /// Makes a folder in it.
    pub fn make(&self, name: &OsStr) -> io::Result<()> {
        Ok(mkdirat(&self.0, name, FOLDER_MODE)?)
    }

    /// Opens what is at a name for reading; a device or a FIFO is opened without waiting.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        let opened = openat(&self.0, name, OFlags::RDONLY | WARY, Mode::empty());
        opened.map(File::from).map_err(exchanged)
    }

    /// Opens a file to lock it, and makes it if it is not there.
    pub fn lockable(&self, name: &OsStr) -> io::Result<File> {
        let open = |flags| openat(&self.0, name, flags | OFlags::CREATE | WARY, FILE_MODE);
        // Some network file systems lock only files that are open for writing.
        let opened = match open(OFlags::RDWR) {
            Err(Errno::ACCESS | Errno::ROFS | Errno::PERM) => open(OFlags::RDONLY),
            other => other,
        };
        opened.map(File::from).map_err(exchanged)
    }

    /// Makes a file at a name that nothing has.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(openat(&self.0, name, flags, FILE_MODE)?))
    }

    /// A file without a name in it; `None` if the system cannot make one, or not give it a name afterwards.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn unnamed(&self) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, ".", flags, FILE_MODE).ok()?);
        statat(CWD, handle(&file), AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Some(file)
    }

    /// A file without a name in it: this system makes none.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn unnamed(&self) -> Option<File> {
        None
    }

    /// Gives a file without a name one that nothing has.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn name(&self, file: &File, name: &OsStr) -> io::Result<()> {
        use rustix::fs::linkat;
        Ok(linkat(CWD, handle(file), &self.0, name, AtFlags::SYMLINK_FOLLOW)?)
    }

    /// Gives a file without a name one: this system makes none.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn name(&self, _: &File, _: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Moves what is at a name to another one, where a file is replaced.
    pub fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        Ok(renameat(&self.0, name, &to.0, new)?)
    }

    /// Moves what is at a name to one that nothing has.
    pub fn rename_new(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        match renameat_with(&self.0, name, &to.0, new, RenameFlags::NOREPLACE) {
            // Not all file systems know the flag; nothing was there a moment ago.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.rename(name, to, new),
            other => Ok(other?),
        }
    }

    /// Exchanges what is at two names in it in one step; `false` if the file system cannot.
    pub fn exchange(&self, one: &OsStr, other: &OsStr) -> io::Result<bool> {
        match renameat_with(&self.0, one, &self.0, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file or a link.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes a folder with nothing in it.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// The names in it.
    pub fn names(&self) -> io::Result<impl Iterator<Item = io::Result<OsString>> + use<>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let entries = Dir::new(openat(&self.0, ".", flags, Mode::empty())?)?;
        let names = entries.map(|entry| Ok(OsString::from_vec(entry?.file_name().to_bytes().to_vec())));
        Ok(names.filter(|name: &io::Result<OsString>| !name.as_ref().is_ok_and(|name| name == "." || name == "..")))
    }

    /// Writes the content of a file in it to the disk.
    pub fn sync_file(&self, name: &OsStr) -> io::Result<()> {
        self.read(name)?.sync_all()
    }

    /// Writes its names to the disk. A folder that may not be read cannot be synchronised.
    pub fn sync(&self) {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        if let Ok(folder) = openat(&self.0, ".", flags, Mode::empty()) {
            let _ = fsync(folder);
        }
    }
}

/// The path by which Linux knows an open file.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn handle(file: &File) -> String {
    use std::os::fd::AsRawFd as _;
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

fn exchanged(error: Errno) -> io::Error {
    match error {
        Errno::LOOP | Errno::NOTDIR | Errno::MLINK => super::exchanged(),
        other => other.into(),
    }
}

/// What an open file is.
pub fn found_of(file: &File) -> io::Result<Found> {
    Ok(Found::from(&fstat(file)?))
}

/// Gives an open file the permissions of another.
pub fn set_permissions(file: &File, permissions: u32) -> io::Result<()> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "nine bits, in the type that this system has for them"
    )]
    Ok(fchmod(file, Mode::from_raw_mode(permissions as _))?)
}

/// The error where a file was to be, and a folder is.
pub fn is_a_folder() -> io::Error {
    Errno::ISDIR.into()
}

/// The error where a folder was to be, and something else is.
pub fn is_no_folder() -> io::Error {
    Errno::NOTDIR.into()
}

/// Whether a file lies in a folder that anyone may write to, and belongs neither to the user nor to the administrator.
pub fn file_is_not_mine(folder: &Path, file: &str) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let is_open = folder.metadata().is_ok_and(|found| found.mode() & 0o002 != 0);
    let owner = folder.join(file).symlink_metadata().map(|found| found.uid());
    let me = rustix::process::geteuid().as_raw();
    is_open && owner.is_ok_and(|owner| owner != me && owner != 0)
}
