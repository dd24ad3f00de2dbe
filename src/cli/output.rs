//! Output to standard output, or atomically to a file.

use anyhow::Context as _;
use sourcier::diagnostic::Style;
use sourcier::terminal::{Guard, Passes};
use std::fs::File;
use std::io::{self, IsTerminal, StderrLock};
use std::path::{Path, PathBuf};

/// Standard output for data, as a writer that any thread can use: the main thread holds the lock of the program's own
/// handle.
pub fn stdout() -> io::Result<Guard<File>> {
    #[cfg(unix)]
    let file = {
        use std::os::fd::AsFd as _;
        File::from(io::stdout().as_fd().try_clone_to_owned()?)
    };
    #[cfg(windows)]
    let file = {
        use std::os::windows::io::AsHandle as _;
        File::from(io::stdout().as_handle().try_clone_to_owned()?)
    };
    Ok(data(file))
}

/// A file for data, which may be a terminal.
pub fn data(file: File) -> Guard<File> {
    let passes = match file.is_terminal() {
        true => Passes::Lines,
        false => Passes::All,
    };
    Guard::new(file, passes)
}

/// Standard error, for text only: it is guarded wherever it goes.
pub fn errors(style: Style) -> Guard<StderrLock<'static>> {
    let passes = match style {
        Style::Plain => Passes::Lines,
        Style::Coloured => Passes::Colours,
    };
    Guard::new(io::stderr().lock(), passes)
}

/// A file that is written beside its final place; without [`PendingFile::keep`] it is removed on drop.
pub struct PendingFile {
    path: PathBuf,
    /// `None` for a device or a pipe, such as /dev/null, which is written directly.
    partial: Option<PathBuf>,
}

impl PendingFile {
    /// Begins a file.
    pub fn create(path: &Path) -> anyhow::Result<(Self, File)> {
        // A symbolic link is kept, and its target is replaced.
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = path
            .file_name()
            .with_context(|| format!("{} is no file name", path.display()))?;
        let failed = || format!("cannot write {}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        let is_special = path.metadata().is_ok_and(|found| !found.is_file());
        let partial = (!is_special).then(|| path.with_file_name(format!(".{}.part", name.to_string_lossy())));
        let file = match &partial {
            Some(partial) => File::create(partial),
            None => File::options().write(true).open(path),
        };
        let path = path.clone();
        Ok((Self { path, partial }, file.with_context(failed)?))
    }

    /// Moves the file to its final place.
    pub fn keep(mut self) -> anyhow::Result<()> {
        let Some(partial) = self.partial.take() else {
            return Ok(());
        };
        std::fs::rename(&partial, &self.path).with_context(|| {
            let _ = std::fs::remove_file(&partial);
            format!("cannot write {}", self.path.display())
        })
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            let _ = std::fs::remove_file(partial);
        }
    }
}
