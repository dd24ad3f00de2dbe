//! The build: graph, views and summary, written whole or not at all.
//!
//! Takes a checked dossier; writes its build folder. Everything is written into a new folder beside it, which then takes
//! its place in one step (`renameat2` with `RENAME_EXCHANGE`): killed at any moment, the last good build or the new one
//! is there. Same input, same bytes.

use crate::check::Checked;
use crate::dossier::Dossier;
use crate::export::{GraphFormat, Options, positions, rdf};
use crate::graph::Graph;
use crate::lookup;
use crate::overview::Overview;
use crate::query::{AskError, Defaults, Query};
use crate::view::{About, Projection, PropertyGraph};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A build cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}; a build needs a folder that it may write to", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something that is no build stands in the place of the build folder.
    #[error(
        "{} is there and was not made by a build: move it away, or name another folder in sourcier.toml \
         ([folders] build = \"...\")",
        .0.display()
    )]
    NotABuild(PathBuf),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] oxigraph::store::StorageError),
    /// The summary could not be made.
    #[error(transparent)]
    Summary(#[from] AskError),
    /// A view could not be answered or is no graph.
    #[error("the view `{view}` is no graph: {why}")]
    View {
        /// The view's name.
        view: String,
        /// What is wrong.
        why: String,
    },
    /// A value does not fit a parameter of the view.
    #[error(transparent)]
    Bind(#[from] crate::query::BindError),
}

/// What was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// The build folder.
    pub folder: PathBuf,
    /// Its files, relative to it, with their sizes in bytes.
    pub files: BTreeMap<String, u64>,
}

/// Writes the build folder of a checked dossier.
///
/// # Errors
/// When it cannot be written; what was there before is then still there.
pub fn build(dossier: &Dossier, checked: &Checked) -> Result<Built, BuildError> {
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
    // One build at a time: what another one left behind when it was killed can then be cleared away.
    let lock_path = parent.join(format!(".{name}.lock"));
    let lock = File::create(&lock_path).map_err(failed(&lock_path))?;
    lock.lock().map_err(failed(&lock_path))?;
    let fresh = parent.join(format!(".{name}.new"));
    remove(&fresh).map_err(failed(&fresh))?;
    fs::create_dir(&fresh).map_err(failed(&fresh))?;
    let files = write_all(dossier, checked, &fresh)?;
    swap(&fresh, &folder).map_err(failed(&folder))?;
    remove(&fresh).map_err(failed(&fresh))?;
    Ok(Built { folder, files })
}

/// The file by which a build is known, so that no folder of a person's own is replaced.
const MARKER: &str = ".sourcier-build";

/// Whether there is nothing in the place of the build folder, or a build, or an empty folder.
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

/// Puts the new folder in the place of the old one, in one step.
fn swap(fresh: &Path, folder: &Path) -> io::Result<()> {
    if !folder.try_exists()? {
        return fs::rename(fresh, folder);
    }
    renameat_with(CWD, fresh, CWD, folder, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Writes files into the new folder and keeps their sizes.
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

fn write_all(dossier: &Dossier, checked: &Checked, root: &Path) -> Result<BTreeMap<String, u64>, BuildError> {
    let mut files = Files {
        root,
        sizes: BTreeMap::new(),
    };
    let graph = &checked.loaded.graph;
    let triples = graph.triples()?;
    files.write(MARKER, |out| {
        writeln!(out, "Made by `sourcier build`, which replaces this folder as a whole.")
    })?;
    files.write("graph.nq", |out| {
        rdf::write(&triples, rdf::Format::NQuads, dossier, out)
    })?;
    files.write("graph.ttl", |out| {
        rdf::write(&triples, rdf::Format::Turtle, dossier, out)
    })?;
    for query in &checked.views {
        let view = answer_view(query, dossier, graph, &BTreeMap::new(), Defaults::MayNameNothing)?;
        let options = Options {
            positions: positions(&view),
            ..Options::default()
        };
        for format in GraphFormat::BUILT {
            for (suffix, write) in format.files() {
                files.write(&format!("views/{}{suffix}", query.name), |out| {
                    write(&view, &options, out)
                })?;
            }
        }
    }
    let overview = Overview::of(dossier, graph)?;
    files.write("summary.txt", |out| {
        overview.write(out)?;
        overview.write_attention(dossier, out)?;
        overview.write_sums(out)
    })?;
    Ok(files.sizes)
}

/// Answers a view and makes its graph.
///
/// # Errors
/// When it cannot be answered, or a row is no edge.
pub fn answer_view(
    query: &Query,
    dossier: &Dossier,
    graph: &Graph,
    given: &BTreeMap<String, String>,
    defaults: Defaults,
) -> Result<PropertyGraph, BuildError> {
    let failed = |why: String| BuildError::View {
        view: query.name.clone(),
        why,
    };
    let algebra = query.bind(dossier, graph, given, defaults)?;
    let language = given.get("lang").unwrap_or(&dossier.manifest.language);
    let manifest = &dossier.manifest;
    let colon = if language == "fr" { " :" } else { ":" };
    let about = About {
        title: query.header.title_in(language).to_owned(),
        source: format!("Source{colon} {} ({})", manifest.title, manifest.base),
        language: language.clone(),
        creator: manifest.creator.clone().unwrap_or_default(),
        modified: manifest.modified.clone(),
    };
    let rows = graph.select(algebra).map_err(|error| failed(error.to_string()))?;
    let rows = rows.ok_or_else(|| failed("a view is a SELECT".to_owned()))?;
    let mut view = Projection::new(about, &rows.variables);
    for row in rows {
        let row = row.map_err(|error| failed(error.to_string()))?;
        view.row(row.values()).map_err(|error| failed(error.to_string()))?;
    }
    lookup::complete(view.finish(), dossier, graph, query.language(dossier, given))
        .map_err(|error| failed(error.to_string()))
}
