//! The build: writes graph, views and summary, atomically.
//!
//! Takes a checked dossier; writes its build folder. All files are written into a new folder beside it, which is then
//! exchanged with it in one step (`renameat2` with `RENAME_EXCHANGE`): if the program is killed or the power fails, either
//! the old build or the new one is there. The same input gives the same bytes.

use crate::disk::NewFolder;
use crate::dossier::Dossier;
use crate::export::period::{self, Undated};
use crate::export::rdf::{self, RdfFormat};
use crate::export::{Feature, GraphFormat, Options, TooLargeToDraw, drawable, positions};
use crate::graph::GraphError;
use crate::open::{OpenDossier, ViewError, answer_view};
use crate::query::{AskError, Defaults, Folder};
use crate::view::PropertyGraph;
use std::collections::BTreeMap;
use std::io::{self, Write};
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
    Graph(#[from] GraphError),
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
    /// The views without a picture, each with the reason.
    pub undrawn: Vec<(String, Undrawn)>,
    /// The views with edges that have no interval.
    pub undated: BTreeMap<String, Undated>,
}

/// Why a view has no picture.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Undrawn {
    /// It has no edge.
    #[error("it is empty")]
    Empty,
    /// It is too large.
    #[error(
        "it has {} nodes and {} edges: draw a part of it, as with `sourcier export graph {view} --top 100 --format svg -o {view}.svg`",
        .size.nodes, .size.edges
    )]
    Large {
        /// Its name.
        view: String,
        /// Its size.
        size: TooLargeToDraw,
    },
}

/// Writes the build folder of a checked dossier.
///
/// # Errors
/// When it cannot be written; the previous build is then still there.
pub fn build(open: &OpenDossier) -> Result<Built, BuildError> {
    let dossier = &open.dossier;
    let named = Path::new(&dossier.manifest.folders.build);
    let folder = dossier.path(&dossier.manifest.folders.build);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| BuildError::Write { path, source }
    };
    if !may_be_replaced(dossier, named).map_err(failed(&folder))? {
        return Err(BuildError::NotABuild(folder));
    }
    let views = views(open)?;
    // A lock allows one build at a time, so that the leftovers of a killed one can be removed.
    let name = named.file_name().unwrap_or_default().to_string_lossy();
    let lock_path = named.with_file_name(format!(".{name}.lock"));
    let locked = dossier.tree.lock(&lock_path);
    let lock = locked.map_err(failed(&dossier.root.join(&lock_path)))?;
    let cleared = dossier.tree.remove_leftovers(named, MARKER, &parts(dossier));
    cleared.map_err(failed(&folder))?;
    let fresh = dossier.tree.new_folder(named).map_err(failed(&folder))?;
    let (fresh, files, undrawn) = write_all(open, &views, fresh)?;
    // Another program may have put something there in the meantime.
    if !may_be_replaced(dossier, named).map_err(failed(&folder))? {
        return Err(BuildError::NotABuild(folder));
    }
    fresh.keep().map_err(failed(&folder))?;
    drop(lock);
    let lost = views
        .iter()
        .filter_map(|(name, view)| Some(((*name).to_owned(), period::undated(view)?)));
    Ok(Built {
        folder,
        files,
        undrawn,
        undated: lost.collect(),
    })
}

/// The file that marks a build folder, so that no other folder is ever replaced.
const MARKER: &str = ".sourcier-build";

/// Whether the build folder is missing, empty, or made by a build, and is not another part of the dossier.
fn may_be_replaced(dossier: &Dossier, folder: &Path) -> io::Result<bool> {
    let tree = &dossier.tree;
    if tree.has_link(folder) {
        return Err(io::Error::other("it is a link, or below one"));
    }
    match tree.resolve(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(false),
        Err(error) => return Err(error),
        Ok(_) if !tree.has_folder(folder) => return Ok(false),
        Ok(_) => {}
    }
    let own = tree.identity(folder);
    let is_part = parts(dossier)
        .into_iter()
        .any(|part| tree.identity(part).is_some_and(|part| Some(part) == own));
    Ok(!is_part && (tree.has_file(&folder.join(MARKER)) || tree.is_empty(folder)?))
}

/// The folders of a dossier that people write.
fn parts(dossier: &Dossier) -> Vec<&Path> {
    let folders = &dossier.manifest.folders;
    let parts = [&folders.ontology, &folders.data, &folders.queries].map(Path::new);
    parts.into_iter().chain(dossier.manifest.texts.as_deref()).collect()
}

/// Writes files into the new folder and records their sizes.
struct Files {
    folder: NewFolder,
    /// The path for messages.
    root: PathBuf,
    sizes: BTreeMap<String, u64>,
}

impl Files {
    fn write(&mut self, name: &str, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), BuildError> {
        let size = self.folder.write(Path::new(name), content);
        let size = size.map_err(|source| BuildError::Write {
            path: self.root.join(name),
            source,
        })?;
        self.sizes.insert(name.to_owned(), size);
        Ok(())
    }
}

/// The answers of all views, with their names.
fn views(open: &OpenDossier) -> Result<Vec<(&str, PropertyGraph)>, BuildError> {
    let views = open.queries(Folder::Views).map_err(ViewError::from)?;
    let answered = views.iter().map(|query| {
        let graph = &open.loaded.graph;
        let view = answer_view(query, &open.dossier, graph, &BTreeMap::new(), Defaults::MayNameNothing)?;
        Ok((query.name.as_str(), view))
    });
    answered.collect()
}

/// Why a view is not drawn; `None` if it is.
fn undrawn(view: &PropertyGraph, name: &str) -> Option<Undrawn> {
    if view.topology().edge_count() == 0 {
        return Some(Undrawn::Empty);
    }
    let size = drawable(view).err()?;
    let view = name.to_owned();
    Some(Undrawn::Large { view, size })
}

/// The new folder, the sizes of its files, and the views without a picture.
type Written = (NewFolder, BTreeMap<String, u64>, Vec<(String, Undrawn)>);

fn write_all(open: &OpenDossier, views: &[(&str, PropertyGraph)], folder: NewFolder) -> Result<Written, BuildError> {
    let dossier = &open.dossier;
    let mut files = Files {
        folder,
        root: dossier.path(&dossier.manifest.folders.build),
        sizes: BTreeMap::new(),
    };
    let mut without = Vec::new();
    files.write(MARKER, |out| {
        writeln!(out, "Made by `sourcier build`, which replaces this folder as a whole.")
    })?;
    let triples = open.loaded.graph.triples();
    files.write("graph.nq", |mut out| {
        rdf::write(triples.clone(), RdfFormat::NQuads, dossier, &mut out)
    })?;
    files.write("graph.ttl", |mut out| {
        rdf::write(triples, RdfFormat::Turtle, dossier, &mut out)
    })?;
    for (name, view) in views {
        let options = Options {
            positions: positions(view),
            ..Options::default()
        };
        let reason = undrawn(view, name);
        for format in GraphFormat::with(Feature::Build) {
            if reason.is_some() && format.has(Feature::Picture) {
                continue;
            }
            for (suffix, write) in format.files() {
                files.write(&format!("views/{name}{suffix}"), |mut out| {
                    write(view, &options, &mut out)
                })?;
            }
        }
        without.extend(reason.map(|reason| ((*name).to_owned(), reason)));
    }
    let overview = open.overview()?;
    files.write("summary.txt", |mut out| {
        overview.write(&mut out)?;
        overview.write_attention(dossier, &mut out)?;
        overview.write_sums(&mut out)
    })?;
    Ok((files.folder, files.sizes, without))
}
