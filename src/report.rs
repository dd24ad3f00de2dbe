//! The report: all pages of a site as files in a folder.
//!
//! Takes a [`Site`] and a folder that a person named; writes the files that are new or differ, each complete or not at all, and
//! removes those of an earlier report that are gone. A folder with something else in it is not touched.

use crate::disk::{self, Many, Named, Tree, limit};
use crate::dossier::{Author, MANIFEST, Manifest};
use crate::graph::Graph;
use crate::open::OpenDossier;
use crate::site::{Content, Site, SiteError};
use crate::vocabulary as v;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The file that marks the folder of a report and lists its files.
const MARKER: &str = ".sourcier-report";
/// The first line of the marker.
const MADE_BY: &str = "Made by `sourcier report`, which rewrites these files, and removes those that are gone:";

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// There is something else in the folder.
    #[error("{} has something else in it than a report: name a new or empty folder", .0.display())]
    NotAReport(PathBuf),
    /// A page cannot be made.
    #[error(transparent)]
    Site(#[from] SiteError),
}

/// A report that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its folder.
    pub folder: PathBuf,
    /// How many of its files are pages.
    pub pages: usize,
    /// How many files it has, pages among them.
    pub files: usize,
    /// How many of them are new or differ from those that were there.
    pub changed: usize,
    /// How many files of an earlier report were removed.
    pub removed: usize,
}

/// Writes all pages and files of a site into a folder, on all processors.
///
/// # Errors
/// When a page cannot be made, the folder is no report, or something cannot be written. Files are then each old or new.
pub fn write(site: &Site<'_>, manifest: &Manifest, folder: &Path) -> Result<Written, ReportError> {
    let failed = |path: &Path| {
        let path = folder.join(path);
        move |source| ReportError::Write { path, source }
    };
    let tree = open(folder).map_err(failed(Path::new("")))?;
    let Some(earlier) = earlier(&tree).map_err(failed(Path::new(MARKER)))? else {
        return Err(ReportError::NotAReport(folder.to_owned()));
    };
    let paths = site.paths();
    let writing = Writing {
        site,
        tree: &tree,
        folder,
        planned: Mutex::new(earlier.iter().chain(&paths).cloned().collect()),
    };
    let mut done = written(&writing, &paths)?;
    let mut files = tree.many();
    done.listed.sort();
    let about = crate_metadata(manifest, &done.listed);
    for (path, content) in [("ro-crate-metadata.json", about), ("CITATION.cff", citation(manifest))] {
        writing.put(&mut files, &mut done, path, content.as_bytes())?;
    }
    let gone: Vec<&String> = earlier.iter().filter(|path| !done.files.contains(*path)).collect();
    for path in &gone {
        match tree.remove_file(Path::new(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(Path::new(path))(error)),
            _ => {}
        }
    }
    let marked = files.put(Path::new(MARKER), listing(done.files.iter()).as_bytes(), || Ok(()));
    marked.map_err(failed(Path::new(MARKER)))?;
    Ok(Written {
        folder: folder.to_owned(),
        pages: done.pages,
        files: done.files.len(),
        changed: done.changed,
        removed: gone.len(),
    })
}

/// Writes the files at these paths. Those that ask queries, whose budget counts what the whole process uses, are first and alone; the
/// others are written by several threads.
fn written(writing: &Writing<'_>, paths: &[String]) -> Result<Done, ReportError> {
    let (asking, others): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| Site::asks(path));
    let (single, general): (Vec<&String>, Vec<&String>) = others.into_iter().partition(|path| is_single(path));
    let mut done = writing.all(&asking)?;
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let chunks: Vec<&[&String]> = general.chunks(1).chain(single.chunks(CHUNK)).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Done, ReportError> {
        let mut done = Done::default();
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let written = writing.all(chunk);
            if written.is_err() {
                // Nobody begins another one.
                next.store(chunks.len(), Ordering::Relaxed);
            }
            done.add(written?);
        }
        Ok(done)
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // What a thread that cannot be started would do, the others do.
        let others: Vec<_> = (1..threads).map(start).filter_map(Result::ok).collect();
        done.add(work()?);
        for other in others {
            done.add(other.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(done)
    })
}

/// The address space of a thread's stack: layouts of large pictures may recurse.
const STACK: usize = 1 << 28;

/// How many files about single things a thread writes before it takes others.
const CHUNK: usize = 64;

/// Whether a path is that of a page or of data about a single claim, name or document: these are in folders of their own.
fn is_single(path: &str) -> bool {
    ["claim/", "entity/", "document/"]
        .iter()
        .any(|folder| path.contains(folder))
}

/// Opens the folder, which is made if it is not there. In a dossier no link may lead to it.
fn open(folder: &Path) -> io::Result<Tree> {
    let path = match disk::named(folder, MANIFEST)? {
        Named::Outside(path) => path,
        Named::Inside(tree, below) if tree.has_link(&below) => {
            return Err(io::Error::other("it is a link, or below one"));
        }
        Named::Inside(tree, below) => tree.path().join(below),
    };
    disk::make_folders(&path)?;
    Tree::open(&path)
}

/// The files of the report that is there, or none in an empty folder; `None` if something else is there.
fn earlier(tree: &Tree) -> io::Result<Option<Vec<String>>> {
    if !tree.has_file(Path::new(MARKER)) {
        return Ok(tree.names()?.is_empty().then(Vec::new));
    }
    let bytes = tree.read(Path::new(MARKER), limit::TABLE)?;
    let text = String::from_utf8(bytes).map_err(|error| io::Error::other(error.utf8_error()))?;
    let mut lines = text.lines();
    if lines.next() != Some(MADE_BY) {
        return Ok(None);
    }
    Ok(Some(lines.map(str::to_owned).collect()))
}

/// A report that is being written.
struct Writing<'a> {
    site: &'a Site<'a>,
    tree: &'a Tree,
    folder: &'a Path,
    /// What the marker lists while files are written: a killed process leaves a folder that is marked. Empty once it does.
    planned: Mutex<BTreeSet<String>>,
}

/// Files that were written, or are as they were.
#[derive(Default)]
struct Done {
    files: BTreeSet<String>,
    pages: usize,
    changed: usize,
    /// Files with media type, size and hash, for the crate: all but those about single things.
    listed: Vec<(String, String, usize, String)>,
}

impl Done {
    fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.pages += other.pages;
        self.changed += other.changed;
        self.listed.extend(other.listed);
    }
}

impl Writing<'_> {
    /// Writes the files at these paths that are new or differ.
    fn all(&self, paths: &[&String]) -> Result<Done, ReportError> {
        let mut done = Done::default();
        let mut files = self.tree.many();
        for path in paths {
            if let Some(content) = self.site.content(path)? {
                done.pages += usize::from(path.ends_with(".html"));
                if !is_single(path) {
                    done.listed.push(described(path, &content));
                }
                self.put(&mut files, &mut done, path, &content.bytes)?;
            }
        }
        Ok(done)
    }

    /// Writes a file, if it is new or differs.
    fn put(&self, files: &mut Many<'_>, done: &mut Done, path: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let written = files.put(Path::new(path), bytes, || self.mark());
        let changed = written.map_err(|source| ReportError::Write {
            path: self.folder.join(path),
            source,
        })?;
        done.files.insert(path.to_owned());
        done.changed += usize::from(changed);
        Ok(())
    }

    /// Marks the folder before the first file is written.
    fn mark(&self) -> io::Result<()> {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        if !planned.is_empty() {
            self.tree.write(Path::new(MARKER), listing(planned.iter()).as_bytes())?;
            planned.clear();
        }
        Ok(())
    }
}

/// A file for the crate, with its media type, size and hash.
fn described(path: &str, content: &Content) -> (String, String, usize, String) {
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(&content.bytes) {
        // Writing to a text cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    (
        path.to_owned(),
        content.media_type.to_owned(),
        content.bytes.len(),
        hash,
    )
}

/// The content of the marker.
fn listing<'p>(paths: impl Iterator<Item = &'p String>) -> String {
    let mut text = format!("{MADE_BY}\n");
    for path in paths {
        text += path;
        text.push('\n');
    }
    text
}

/// What an editor may not expect of a report, in sentences: remarks that are published, a date that is missing, and an
/// address that nobody can open.
pub fn advice(open: &OpenDossier) -> Vec<String> {
    let manifest = &open.dossier.manifest;
    let columns = noted(&open.loaded.graph);
    let mut advice = Vec::new();
    if !columns.is_empty() {
        let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        advice.push(format!(
            "remarks are published ({}); to keep them to yourself: internal = [{}] below [publish] in {MANIFEST}",
            columns.join(", "),
            quoted.join(", ")
        ));
    }
    if manifest.modified.is_none() {
        advice.push(format!(
            "no page says as of when it is: set `modified` in {MANIFEST} to the date of the last change, such as modified = \"2025-06-30\""
        ));
    }
    if manifest.credited().is_empty() {
        advice.push(format!(
            "no author is cited: name them below [publish] in {MANIFEST}, such as authors = [\"Martin, Anne\"]"
        ));
    }
    let host = manifest
        .base
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', ':', '#']).next());
    let is_example = |host: &str| {
        ["example.org", "example.com", "example.net"]
            .iter()
            .any(|example| host == *example || host.ends_with(&format!(".{example}")))
    };
    if host.is_some_and(is_example) {
        advice.push(format!(
            "permanent addresses begin with {}, which is nobody's: choose another `base` in {MANIFEST} before others link to them",
            manifest.base
        ));
    }
    advice
}

/// The columns of remarks that something in the graph has.
fn noted(graph: &Graph) -> Vec<&'static str> {
    let comment = NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#comment");
    let is_a = |subject: &NamedOrBlankNode, class: &str| {
        let (rdf_type, class) = (
            NamedNodeRef::new_unchecked(v::RDF_TYPE),
            NamedNodeRef::new_unchecked(class),
        );
        let NamedOrBlankNode::NamedNode(subject) = subject else {
            return false;
        };
        graph
            .matching(Some(subject.as_ref()), Some(rdf_type), Some(class.into()))
            .next()
            .is_some()
    };
    let columns = [
        (v::CLAIM, "claims.note"),
        (v::DOCUMENT, "documents.note"),
        (v::ENTITY, "entities.note"),
    ];
    let has = |class: &str| {
        let mut noted = graph.matching(None, Some(comment), None);
        noted.any(|triple| is_a(&triple.subject, class))
    };
    columns
        .into_iter()
        .filter(|(class, _)| has(class))
        .map(|(_, column)| column)
        .collect()
}

/// The description of the folder as an RO-Crate 1.1.
fn crate_metadata(manifest: &Manifest, files: &[(String, String, usize, String)]) -> String {
    let part = |(path, _, _, _): &(String, String, usize, String)| json!({"@id": path});
    let authors = authors(manifest);
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": manifest.title,
        "description": manifest.description.as_ref().unwrap_or(&manifest.title),
        "identifier": manifest.base,
        "hasPart": files.iter().map(part).collect::<Vec<_>>(),
    });
    let optional = [
        ("datePublished", manifest.modified.as_ref().map(|date| json!(date))),
        (
            "license",
            manifest.licence.as_ref().map(|licence| json!({"@id": licence})),
        ),
        (
            "author",
            (!authors.is_empty()).then(|| authors.iter().map(|author| json!({"@id": author["@id"]})).collect()),
        ),
    ];
    for (name, value) in optional {
        if let (Some(value), Some(root)) = (value, root.as_object_mut()) {
            root.insert(name.to_owned(), value);
        }
    }
    let descriptor = json!({
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    });
    let mut graph: Vec<Value> = vec![descriptor, root];
    graph.extend(authors);
    graph.extend(files.iter().map(|(path, media_type, size, hash)| {
        json!({"@id": path, "@type": "File", "encodingFormat": media_type, "contentSize": size.to_string(), "sha256": hash})
    }));
    let whole = json!({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph});
    format!("{whole:#}\n")
}

/// The authors as things of the crate.
fn authors(manifest: &Manifest) -> Vec<Value> {
    let authors = manifest.credited().into_iter().zip(1..);
    authors
        .map(|(author, number)| {
            let id = format!("#author-{number}");
            match author {
                Author::Person { family, given } => json!({
                    "@id": id, "@type": "Person", "name": author.name(), "familyName": family, "givenName": given,
                }),
                Author::Other(name) => json!({"@id": id, "@type": "Organization", "name": name}),
            }
        })
        .collect()
}

/// How the dossier is cited, as CITATION.cff 1.2.0. Texts are written as JSON, which YAML takes.
fn citation(manifest: &Manifest) -> String {
    let text = |value: &str| Value::from(value).to_string();
    let authors = manifest.credited().into_iter().map(|author| match author {
        Author::Person { family, given } => {
            format!("  - family-names: {}\n    given-names: {}", text(family), text(given))
        }
        Author::Other(name) => format!("  - name: {}", text(name)),
    });
    let mut authors: Vec<String> = authors.collect();
    if authors.is_empty() {
        // The format needs one, and a title is nobody.
        authors.push(format!(
            "  - name: {}",
            text(&format!("The authors of “{}”", manifest.title))
        ));
    }
    let mut lines = vec![
        "cff-version: 1.2.0".to_owned(),
        format!(
            "message: {}",
            text("If you use these claims, please cite them as below, and their documents.")
        ),
        "type: dataset".to_owned(),
        format!("title: {}", text(&manifest.title)),
        format!("authors:\n{}", authors.join("\n")),
        format!("url: {}", text(&manifest.base)),
    ];
    let description = manifest.description.iter();
    lines.extend(description.map(|description| format!("abstract: {}", text(description))));
    lines.extend(
        manifest
            .licence
            .iter()
            .map(|licence| format!("license-url: {}", text(licence))),
    );
    // The format knows whole days only.
    let day = manifest.modified.as_ref().filter(|date| date.len() == 10);
    lines.extend(day.map(|date| format!("date-released: {}", text(date))));
    lines.join("\n") + "\n"
}
