//! Output to standard output, or atomically to a file.

use anyhow::Context as _;
use sourcier::disk::{self, Named, NewFile, Tree};
use sourcier::dossier::MANIFEST;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Standard output as a file that any thread can write to: the main thread holds the lock of the program's own handle.
pub fn stdout() -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle as _;
        Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
    }
}

/// A file that is complete at its path or not there; without [`PendingFile::keep`] it is gone on drop.
pub struct PendingFile {
    /// `None` for a device or a pipe, such as /dev/null, which is written directly.
    new: Option<NewFile>,
    path: PathBuf,
}

impl PendingFile {
    /// Begins a file. In a dossier its folder must lie in the dossier after links are resolved, and so must the target of
    /// a link at its path.
    pub fn create(path: &Path) -> anyhow::Result<(Self, File)> {
        let begin = || {
            let new = match disk::named(path, MANIFEST)? {
                Named::Inside(tree, below) => tree.new_file(&below)?,
                Named::Outside(path) => {
                    // A symbolic link is kept, and its target is replaced.
                    let path = path.canonicalize().unwrap_or(path);
                    if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
                        return Ok((None, File::options().write(true).open(path)?));
                    }
                    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
                        return Err(io::Error::other("it is no file name"));
                    };
                    std::fs::create_dir_all(folder)?;
                    Tree::open(folder)?.new_file(Path::new(name))?
                }
            };
            let file = new.file()?;
            Ok((Some(new), file))
        };
        let (new, file) = begin().with_context(|| format!("cannot write {}", path.display()))?;
        let path = path.to_owned();
        Ok((Self { new, path }, file))
    }

    /// Puts the file into its place.
    pub fn keep(self) -> anyhow::Result<()> {
        let kept = self.new.map_or(Ok(()), NewFile::keep);
        kept.with_context(|| format!("cannot write {}", self.path.display()))
    }
}
