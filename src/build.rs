//! The build: writes graph, views and summary, atomically.
//!
//! Takes a checked dossier; writes its build folder. All files are written into a new folder beside it, which is then
//! exchanged with it in one step (`renameat2` with `RENAME_EXCHANGE`): if the program is killed, either the old build
//! or the new one is there. The same input gives the same bytes.

use crate::export::period::{self, Undated};
use crate::export::rdf::{self, RdfFormat};
use crate::export::{Feature, GraphFormat, Options, positions};
use crate::open::{OpenDossier, ViewError, answer_view};
use crate::query::{AskError, Defaults, Folder};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The build failed.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}; a build needs a folder that it may write to", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The build folder exists but was not made by a build.
    #[error(
        "{} is there and was not made by a build: move it away, or name another folder in sourcier.toml \
         ([folders] build = \"...\")",
        .0.display()
    )]
    NotABuild(PathBuf),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] oxigraph::store::StorageError),
    /// The overview for the summary could not be computed.
    #[error(transparent)]
    Summary(#[from] AskError),
    /// A view could not be answered, or is not a graph.
    #[error(transparent)]
    View(#[from] ViewError),
}

/// The result of a build.
#[derive(Debug, Clone)]
pub struct Built {
    /// The build folder.
    pub folder: PathBuf,
    /// Its files, by relative path, with their sizes in bytes.
    pub files: BTreeMap<String, u64>,
    /// The views with edges that have no interval.
    pub undated: BTreeMap<String, Undated>,
}

/// Writes the build folder of a checked dossier.
///
/// # Errors
/// When it cannot be written; the previous build is then still there.
pub fn build(open: &OpenDossier) -> Result<Built, BuildError> {
    let dossier = &open.dossier;
    let folder = dossier.path(&dossier.manifest.folders.build);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| BuildError::Write { path, source }
    };
    let parent = folder.parent().unwrap_or(&dossier.root);
    if !may_be_replaced(&folder).map_err(failed(&folder))? {
        return Err(BuildError::NotABuild(folder));
    }
    fs::create_dir_all(parent).map_err(failed(parent))?;
    let name = folder
        .file_name()
        .map_or_else(|| "build".to_owned(), |name| name.to_string_lossy().into_owned());
    // A lock allows one build at a time, so that the leftovers of a killed one can be removed.
    let lock_path = parent.join(format!(".{name}.lock"));
    let lock = File::create(&lock_path).map_err(failed(&lock_path))?;
    lock.lock().map_err(failed(&lock_path))?;
    let fresh = parent.join(format!(".{name}.new"));
    remove(&fresh).map_err(failed(&fresh))?;
    fs::create_dir(&fresh).map_err(failed(&fresh))?;
    let (files, undated) = write_all(open, &fresh)?;
    swap(&fresh, &folder).map_err(failed(&folder))?;
    remove(&fresh).map_err(failed(&fresh))?;
    Ok(Built { folder, files, undated })
}

/// The file that marks a build folder, so that no other folder is ever replaced.
const MARKER: &str = ".sourcier-build";

/// Whether the build folder is missing, empty, or made by a build.
fn may_be_replaced(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(folder.join(MARKER).is_file() || entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(error),
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(folder),
        other => other,
    }
}

/// Exchanges the new folder with the old one, atomically.
fn swap(fresh: &Path, folder: &Path) -> io::Result<()> {
    if !folder.try_exists()? {
        return fs::rename(fresh, folder);
    }
    renameat_with(CWD, fresh, CWD, folder, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Writes files into the new folder and records their sizes.
struct Files<'a> {
    root: &'a Path,
    sizes: BTreeMap<String, u64>,
}

impl Files<'_> {
    fn write(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), BuildError> {
        let path = self.root.join(name);
        let write = || -> io::Result<u64> {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut out = BufWriter::new(File::create(&path)?);
            content(&mut out)?;
            out.flush()?;
            out.get_ref().metadata().map(|metadata| metadata.len())
        };
        let size = write().map_err(|source| BuildError::Write {
            path: path.clone(),
            source,
        })?;
        self.sizes.insert(name.to_owned(), size);
        Ok(())
    }
}

/// The size of each file, and the views with edges whose dates are no interval.
type Written = (BTreeMap<String, u64>, BTreeMap<String, Undated>);

fn write_all(open: &OpenDossier, root: &Path) -> Result<Written, BuildError> {
    let dossier = &open.dossier;
    let mut files = Files {
        root,
        sizes: BTreeMap::new(),
    };
    let graph = &open.loaded.graph;
    let triples = graph.triples()?;
    let mut undated = BTreeMap::new();
    files.write(MARKER, |out| {
        writeln!(out, "Made by `sourcier build`, which replaces this folder as a whole.")
    })?;
    files.write("graph.nq", |out| rdf::write(&triples, RdfFormat::NQuads, dossier, out))?;
    files.write("graph.ttl", |out| rdf::write(&triples, RdfFormat::Turtle, dossier, out))?;
    for query in open.queries(Folder::Views).map_err(ViewError::from)? {
        let view = answer_view(query, dossier, graph, &BTreeMap::new(), Defaults::MayNameNothing)?;
        if let Some(lost) = period::undated(&view) {
            undated.insert(query.name.clone(), lost);
        }
        let options = Options {
            positions: positions(&view),
            ..Options::default()
        };
        for format in GraphFormat::with(Feature::Build) {
            for (suffix, write) in format.files() {
                files.write(&format!("views/{}{suffix}", query.name), |out| {
                    write(&view, &options, out)
                })?;
            }
        }
    }
    let overview = open.overview()?;
    files.write("summary.txt", |out| {
        overview.write(out)?;
        overview.write_attention(dossier, out)?;
        overview.write_sums(out)
    })?;
    Ok((files.sizes, undated))
}
