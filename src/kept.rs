//! The graph of a dossier and what its checks found, kept between runs.
//!
//! Takes a dossier, and the folder of the user's caches; returns the dossier's loaded graph: that of the last run if nothing that
//! it was made from differs, else one that is loaded and kept. Nothing is kept in a dossier. What was kept and is missing, foreign,
//! cut or changed is made anew, and a cache that cannot be written is none: neither is ever an error.

mod findings;
mod sources;

use findings::Findings;
pub(crate) use findings::Found;
pub(crate) use sources::{Noted, Watched};

use crate::disk::{self, Stamps, Tree, limit};
use crate::dossier::Dossier;
use crate::graph::{Graph, GraphError};
use crate::load::{self, Loaded};
use crate::texts::Texts;
use diagnostic::{Diagnostic, Report};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sources::Sources;
use std::path::{Path, PathBuf};

/// The ending of a kept graph.
const ENDING: &str = "graph";
/// The endings of what is kept beside it.
const BESIDE: [&str; 2] = [findings::ENDING, STAMPS];
/// The ending of what tells how files were.
const STAMPS: &str = "stamps";
/// How many bytes of a digest name a graph.
const BYTES_OF_NAME: usize = 12;
/// The most graphs that are kept; the oldest go.
const MOST: usize = 32;
/// The most findings of one run that are kept.
pub(crate) const MOST_FINDINGS: usize = 50_000;

/// Where graphs are kept.
#[derive(Debug, Clone)]
pub struct Cache {
    /// The folder, which is made if it is not there.
    pub folder: PathBuf,
    /// What tells this program from others and from its other versions.
    pub program: String,
}

/// What belongs to a kept graph.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    sources: Sources,
    /// What was found when it was loaded.
    findings: Findings,
}

/// Loads a dossier, or opens what was kept of it; see [`load::load`].
///
/// # Errors
/// When the graph is too large. What was found in the dossier is added to the report, whether it is found now or was found before.
pub fn load(
    cache: Option<&Cache>,
    dossier: &Dossier,
    texts: Option<&Texts>,
    report: &mut Report,
) -> Result<Loaded, GraphError> {
    let Some(cache) = cache else {
        return load::load(dossier, texts, report);
    };
    if let Some((graph, findings)) = cache.find(dossier, texts) {
        findings.tell(report);
        return Ok(Loaded::of_graph(graph, dossier, texts));
    }
    load_anew(cache, dossier, texts, report)
}

/// Loads a dossier, and keeps the graph.
fn load_anew(
    cache: &Cache,
    dossier: &Dossier,
    texts: Option<&Texts>,
    report: &mut Report,
) -> Result<Loaded, GraphError> {
    let noted = Noted::of(dossier, texts);
    let before = report.recording().map(<[Diagnostic]>::len);
    if before.is_none() {
        report.record(MOST_FINDINGS);
    }
    let mut loaded = load::load(&noted.dossier, noted.texts.as_ref(), report)?;
    let findings = report.recording().map(|all| Findings::of(&all[before.unwrap_or(0)..]));
    if before.is_none() {
        report.recorded();
    }
    if let (false, Some(findings), Some(sources)) = (report.fails(false), findings, noted.sources()) {
        cache.put(dossier, texts, &About { sources, findings }, &mut loaded.graph);
    }
    Ok(loaded)
}

impl Cache {
    /// The kept graph of a dossier, if what it was made from is as it was; and what was found then.
    fn find(&self, dossier: &Dossier, texts: Option<&Texts>) -> Option<(Graph, Findings)> {
        let tree = Tree::open(&self.folder).ok()?;
        let address = Address::of(self, dossier, texts);
        let file = tree.read_file(&address.file(ENDING), limit::NONE).ok()?;
        let again = (self.clone(), dossier.clone(), texts.cloned());
        let make = move || {
            let (cache, dossier, texts) = &again;
            // What is wrong was told when the graph was loaded first.
            let loaded = load_anew(cache, dossier, texts.as_ref(), &mut Report::bounded(1));
            loaded.ok().map(|loaded| loaded.graph)
        };
        let (graph, about) = Graph::open(&file, address.digest, Box::new(make))?;
        let about: About = serde_json::from_str(&about).ok()?;
        let is_current = address.are_current(&tree, &about.sources, (dossier, texts), file.changed());
        is_current.then_some((graph, about.findings))
    }

    /// Keeps the graph of a dossier.
    fn put(&self, dossier: &Dossier, texts: Option<&Texts>, about: &About, graph: &mut Graph) {
        let mut put = || -> std::io::Result<()> {
            disk::make_private_folder(&self.folder)?;
            let tree = Tree::open(&self.folder)?;
            let address = Address::of(self, dossier, texts);
            let about = serde_json::to_string(about)?;
            let file = tree.new_file(&address.file(ENDING))?;
            graph.keep(address.digest, &about, &mut file.file()?)?;
            file.put()?;
            remove_oldest(&tree)
        };
        // Whoever cannot keep it makes it anew.
        let _ = put();
    }
}

/// Where something of a dossier is kept.
struct Address {
    name: String,
    /// The digest of what it must be of: this program, and this folder.
    digest: [u8; 32],
}

impl Address {
    fn of(cache: &Cache, dossier: &Dossier, texts: Option<&Texts>) -> Self {
        let mut place = Sha256::new();
        let folders = [Some(dossier.tree.path()), texts.map(Texts::path)];
        for folder in folders.into_iter().flatten() {
            let folder = disk::whole(folder).unwrap_or_else(|_| folder.to_owned());
            place.update(folder.as_os_str().as_encoded_bytes());
            place.update([0]);
        }
        let place = place.finalize();
        let mut digest = Sha256::new();
        digest.update(place);
        digest.update(cache.program.as_bytes());
        Self {
            name: hexadecimal(&place[..BYTES_OF_NAME]),
            digest: digest.finalize().into(),
        }
    }

    /// Whether all that something was made from is as it was, of a file that was changed last at this time.
    fn are_current(
        &self,
        tree: &Tree,
        sources: &Sources,
        (dossier, texts): (&Dossier, Option<&Texts>),
        kept: Option<(i64, i64)>,
    ) -> bool {
        let file = self.file(STAMPS);
        let read = tree.read(&file, limit::METADATA).ok();
        let mut stamps: Stamps = read
            .as_deref()
            .and_then(|bytes| serde_json::from_slice(bytes).ok())
            .unwrap_or_default();
        let are_current = sources.are_current(dossier, texts, &mut stamps, kept);
        let written = serde_json::to_vec(&stamps).ok();
        if let Some(bytes) = written
            .filter(|_| are_current)
            .filter(|bytes| read.as_ref() != Some(bytes))
        {
            // Without them the files are read once more.
            let _ = tree.write_unsynced(&file, &bytes);
        }
        are_current
    }

    fn file(&self, ending: &str) -> PathBuf {
        Path::new(&self.name).with_extension(ending)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Removes the oldest of too many graphs with what is kept beside them, and nothing that has another name than these.
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
    for name in names.iter().take(more).map(Path::new) {
        tree.remove_file(name)?;
        for ending in BESIDE {
            let beside = name.with_extension(ending);
            if tree.has_file(&beside) {
                tree.remove_file(&beside)?;
            }
        }
    }
    Ok(())
}
