//! Output to standard output, or atomically to a file.

use crate::diagnostic::Style;
use crate::disk::{self, Named, NewFile, Tree};
use crate::dossier::MANIFEST;
use crate::terminal::{Guard, Passes};
use anyhow::Context as _;
use std::fs::File;
use std::io::{self, IsTerminal, StderrLock, Write};
use std::path::{Path, PathBuf};

/// Where data go.
#[derive(Debug)]
pub enum Data {
    /// A file, a pipe, or a device that a person named.
    File(File),
    /// A terminal at standard output. Not every one takes bytes of UTF-8: for a console of Windows, the standard library converts them.
    Terminal(io::Stdout),
}

impl Write for Data {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Terminal(terminal) => terminal.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Terminal(terminal) => terminal.flush(),
        }
    }
}

/// Standard output for data, as a writer that any thread can use.
pub fn stdout() -> io::Result<Guard<Data>> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        return Ok(Guard::new(Data::Terminal(stdout), Passes::Lines));
    }
    #[cfg(unix)]
    let file = {
        use std::os::fd::AsFd as _;
        File::from(stdout.as_fd().try_clone_to_owned()?)
    };
    #[cfg(windows)]
    let file = {
        use std::os::windows::io::AsHandle as _;
        File::from(stdout.as_handle().try_clone_to_owned()?)
    };
    Ok(Guard::new(Data::File(file), Passes::All))
}

/// A file for data, which may be a terminal.
pub fn data(file: File) -> Guard<Data> {
    let passes = match file.is_terminal() {
        true => Passes::Lines,
        false => Passes::All,
    };
    Guard::new(Data::File(file), passes)
}

/// Standard error, for text only: it is guarded wherever it goes.
pub fn errors(style: Style) -> Guard<StderrLock<'static>> {
    let passes = match style {
        Style::Plain => Passes::Lines,
        Style::Coloured => Passes::Colours,
    };
    Guard::new(io::stderr().lock(), passes)
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
