//! The graph of a dossier, kept between runs.
//!
//! Takes a dossier, and the folder of the user's caches; returns the dossier's loaded graph: that of the last run if nothing that
//! it was made from differs, else one that is loaded and kept. Nothing is kept in a dossier. A kept graph that is missing, foreign,
//! cut or changed is made anew, and a cache that cannot be written is none: neither is ever an error.

use crate::disk::{self, Journal, Tree, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::graph::{Graph, GraphError};
use crate::load::{self, Loaded};
use crate::texts::Texts;
use diagnostic::Report;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The ending of a kept graph.
const ENDING: &str = "graph";
/// How many bytes of a digest name a graph.
const BYTES_OF_NAME: usize = 12;
/// The most graphs that are kept; the oldest go.
const MOST: usize = 32;

/// Where graphs are kept.
#[derive(Debug, Clone)]
pub struct Cache {
    /// The folder, which is made if it is not there.
    pub folder: PathBuf,
    /// What tells this program from others and from its other versions.
    pub program: String,
}

/// What a kept graph was made from.
#[derive(Debug, Serialize, Deserialize)]
struct MadeFrom {
    /// What was read of the dossier.
    dossier: String,
    /// What was read of the folder of its texts, if that is another.
    texts: String,
}

/// Loads a dossier, or opens what was kept of it; see [`load::load`].
///
/// # Errors
/// When the graph is too large. Errors in the dossier are added to the report.
pub fn load(
    cache: Option<&Cache>,
    dossier: &Dossier,
    texts: Option<&Texts>,
    report: &mut Report,
) -> Result<Loaded, GraphError> {
    let Some(cache) = cache else {
        return load::load(dossier, texts, report);
    };
    if let Some(graph) = cache.find(dossier, texts) {
        return Ok(Loaded::of_graph(graph, dossier, texts));
    }
    let (journal, beside) = (Arc::<Journal>::default(), Arc::<Journal>::default());
    let mut noted = dossier.clone();
    noted.tree = dossier.tree.noted(&journal);
    // The manifest was read before.
    let is_read = noted.read(MANIFEST, "the manifest", limit::MANIFEST).is_ok();
    let noted_texts = texts.map(|texts| texts.noted(&dossier.tree, &journal, &beside));
    let mut loaded = load::load(&noted, noted_texts.as_ref(), report)?;
    if let (true, false, Some(of_dossier), Some(of_texts)) =
        (is_read, report.fails(false), journal.text(), beside.text())
    {
        let made_from = MadeFrom {
            dossier: of_dossier,
            texts: of_texts,
        };
        cache.put(dossier, texts, &made_from, &mut loaded.graph);
    }
    Ok(loaded)
}

impl Cache {
    /// The kept graph of a dossier, if what it was made from is as it was.
    fn find(&self, dossier: &Dossier, texts: Option<&Texts>) -> Option<Graph> {
        let tree = Tree::open(&self.folder).ok()?;
        let (name, digest) = self.address(dossier, texts);
        let file = tree.read_file(&name, limit::NONE).ok()?;
        let (graph, about) = Graph::open(&file, digest)?;
        let made_from: MadeFrom = serde_json::from_str(&about).ok()?;
        let is_current =
            dossier.tree.is_as(&made_from.dossier) && texts.is_none_or(|texts| texts.is_current(&made_from.texts));
        is_current.then_some(graph)
    }

    /// Keeps the graph of a dossier.
    fn put(&self, dossier: &Dossier, texts: Option<&Texts>, made_from: &MadeFrom, graph: &mut Graph) {
        let mut put = || -> std::io::Result<()> {
            disk::make_private_folder(&self.folder)?;
            let tree = Tree::open(&self.folder)?;
            let (name, digest) = self.address(dossier, texts);
            let about = serde_json::to_string(made_from)?;
            let file = tree.new_file(&name)?;
            graph.keep(digest, &about, &mut file.file()?)?;
            file.put()?;
            remove_oldest(&tree)
        };
        // Whoever cannot keep it makes it anew.
        let _ = put();
    }

    /// The name of the file of a dossier, and the digest of what it must be of: this program, and this folder.
    fn address(&self, dossier: &Dossier, texts: Option<&Texts>) -> (PathBuf, [u8; 32]) {
        let mut place = Sha256::new();
        let folders = [Some(dossier.tree.path()), texts.map(Texts::path)];
        for folder in folders.into_iter().flatten() {
            let folder = disk::whole(folder).unwrap_or_else(|_| folder.to_owned());
            place.update(folder.as_os_str().as_encoded_bytes());
            place.update([0]);
        }
        let place = place.finalize();
        let name: String = place
            .iter()
            .take(BYTES_OF_NAME)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let mut digest = Sha256::new();
        digest.update(place);
        digest.update(self.program.as_bytes());
        (Path::new(&name).with_extension(ENDING), digest.finalize().into())
    }
}

/// Removes the oldest of too many graphs, and nothing that has another name than these.
fn remove_oldest(tree: &Tree) -> std::io::Result<()> {
    let mut names = tree.files(Path::new("."), ENDING, limit::NONE)?;
    names.retain(|name| {
        let stem = Path::new(name)
            .file_stem()
            .map(|stem| stem.as_encoded_bytes().to_owned());
        stem.is_some_and(|stem| stem.len() == 2 * BYTES_OF_NAME && stem.iter().all(u8::is_ascii_hexdigit))
    });
    if names.len() <= MOST {
        return Ok(());
    }
    names.sort_by_key(|name| tree.modified(Path::new(name)));
    let more = names.len() - MOST;
    names
        .iter()
        .take(more)
        .try_for_each(|name| tree.remove_file(Path::new(name)))
}
