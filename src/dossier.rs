//! A dossier on disk: its manifest, the paths of its parts, and its files by relative name.
//!
//! Takes a folder; returns a [`Dossier`]; refuses a folder without `sourcier.toml`. Reads files but does not check
//! their content.

use crate::vocabulary;
use diagnostic::{Diagnostic, Place, code, nearest, position};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the manifest.
pub const MANIFEST: &str = "sourcier.toml";

/// The content of `sourcier.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The dossier's title.
    pub title: String,
    /// The base IRI of the dossier's own IRIs; absolute, ends in `/`.
    pub base: String,
    /// The language of its labels and pictures (BCP 47); the default is `en`.
    #[serde(default = "english")]
    pub language: String,
    /// The licence of the data, an IRI.
    pub licence: Option<String>,
    /// The people or organisations that made it, as they wish to be credited.
    pub creator: Option<String>,
    /// The date of the last change, ISO 8601 (year, month or day).
    pub modified: Option<String>,
    /// The folder of the texts, relative to the dossier.
    pub texts: Option<PathBuf>,
    /// The default view.
    pub view: Option<String>,
    /// Additional prefixes for queries.
    #[serde(default)]
    pub prefixes: BTreeMap<String, String>,
    /// The paths of its parts, relative to the dossier.
    #[serde(default)]
    pub folders: Folders,
}

fn english() -> String {
    "en".to_owned()
}

/// The paths of a dossier's parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Folders {
    /// Turtle files.
    pub ontology: String,
    /// Tables and their metadata.
    pub data: String,
    /// Named queries, with `rules/`, `checks/` and `views/` below.
    pub queries: String,
    /// The output of `build`.
    pub build: String,
}

impl Default for Folders {
    fn default() -> Self {
        let [ontology, data, queries, build] = ["ontology", "data", "queries", "build"].map(str::to_owned);
        Self {
            ontology,
            data,
            queries,
            build,
        }
    }
}

/// An opened dossier.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The folder with the manifest.
    pub root: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// The prefixes of its queries.
    prefixes: BTreeMap<String, String>,
}

/// A dossier could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither the folder nor one above it has a manifest.
    #[error(
        "no {MANIFEST} in {} or any folder above it: go into a dossier's folder or name one with -C DIR",
        .0.display()
    )]
    NotFound(PathBuf),
    /// The manifest exists but cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The manifest.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The manifest has an invalid setting.
    #[error("{}", .0.message)]
    Invalid(Box<Diagnostic>),
}

impl Dossier {
    /// Opens the dossier of the nearest folder with a manifest, starting at `start` and going up.
    ///
    /// # Errors
    /// When there is none, or its manifest is invalid.
    pub fn find(start: &Path) -> Result<Self, OpenError> {
        start
            .ancestors()
            .find(|folder| folder.join(MANIFEST).is_file())
            .map_or_else(|| Err(OpenError::NotFound(start.to_owned())), Self::open)
    }

    /// Opens the dossier whose manifest is in `root`.
    ///
    /// # Errors
    /// When the manifest is missing or invalid.
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let path = root.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => OpenError::NotFound(root.to_owned()),
            _ => OpenError::Unreadable { path, source },
        })?;
        let manifest = manifest(&text).map_err(|diagnostic| OpenError::Invalid(Box::new(diagnostic)))?;
        let prefixes = prefixes(&manifest);
        Ok(Self {
            root: root.to_owned(),
            manifest,
            prefixes,
        })
    }

    /// The prefixes of the dossier's queries: the built-in ones, its own, and the manifest's.
    pub fn prefixes(&self) -> &BTreeMap<String, String> {
        &self.prefixes
    }

    /// Abbreviates an IRI to its shortest prefixed name, or returns it in angle brackets.
    pub fn shorten(&self, iri: &str) -> String {
        self.prefixes()
            .iter()
            .filter_map(|(prefix, start)| Some((start.len(), prefix, iri.strip_prefix(start.as_str())?)))
            .filter(|(_, _, rest)| !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)))
            .max()
            .map_or_else(|| format!("<{iri}>"), |(_, prefix, rest)| format!("{prefix}:{rest}"))
    }

    /// The path on disk of a file of the dossier.
    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Whether the dossier has this file.
    pub fn has_file(&self, file: &str) -> bool {
        self.path(file).is_file()
    }

    /// Whether the dossier has this folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.path(folder).is_dir()
    }

    /// The bytes of a file of the dossier.
    ///
    /// # Errors
    /// A diagnostic with the file's name, when it is missing or cannot be read.
    pub fn read(&self, file: &str, what: &str) -> Result<Vec<u8>, Diagnostic> {
        std::fs::read(self.path(file)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => code::missing_file(Place::file(file), what),
            _ => code::unreadable_file(Place::file(file), &error.to_string()),
        })
    }

    /// The text of a file of the dossier.
    ///
    /// # Errors
    /// As [`Dossier::read`], and when the file is not UTF-8.
    pub fn read_text(&self, file: &str, what: &str) -> Result<String, Diagnostic> {
        let text = String::from_utf8(self.read(file, what)?)
            .map_err(|error| code::unreadable_file(Place::file(file), &format!("not UTF-8: {}", error.utf8_error())))?;
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }

    /// The files of a folder with an extension, sorted by name; empty if there is no such folder.
    ///
    /// # Errors
    /// A diagnostic, when the folder exists but cannot be read.
    pub fn files(&self, folder: &str, extension: &str) -> Result<Vec<String>, Diagnostic> {
        let unreadable = |error: io::Error| code::unreadable_file(Place::file(folder), &error.to_string());
        let entries = match std::fs::read_dir(self.path(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(unreadable)?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            if !path.is_file() || path.extension().is_none_or(|found| found != extension) {
                continue;
            }
            match path.file_name().and_then(|name| name.to_str()) {
                Some(name) => files.push(format!("{folder}/{name}")),
                None => {
                    let why = format!("the name of {} is not UTF-8", path.display());
                    return Err(code::unreadable_file(Place::file(folder), &why));
                }
            }
        }
        files.sort();
        Ok(files)
    }
}

fn prefixes(manifest: &Manifest) -> BTreeMap<String, String> {
    let own = [
        ("id", "id/"),
        ("claim", "claim/"),
        ("doc", "document/"),
        ("text", "text/"),
        ("unit", "unit/"),
    ];
    vocabulary::PREFIXES
        .iter()
        .map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()))
        .chain(own.map(|(prefix, path)| (prefix.to_owned(), format!("{}{path}", manifest.base))))
        .chain(manifest.prefixes.clone())
        .collect()
}

const EXAMPLE: &str =
    "title = \"...\", base = \"https://example.org/my-dossier/\", and the settings that docs/tables.md lists";

/// Parses a manifest.
///
/// # Errors
/// A diagnostic at the first invalid setting.
pub(crate) fn manifest(text: &str) -> Result<Manifest, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let manifest: Manifest = toml::from_str(text).map_err(|error| {
        let (line, column) = error.span().map_or((1, 1), |span| position(text, span.start));
        let unknown = error
            .message()
            .split('`')
            .nth(1)
            .filter(|_| error.message().starts_with("unknown field"));
        let mut diagnostic = code::bad_manifest(Place::in_text(MANIFEST, text, line, column), error.message(), EXAMPLE);
        diagnostic.help = unknown
            .and_then(|name| nearest(name, SETTINGS.iter().copied()))
            .map(|name| format!("did you mean `{name}`?"));
        diagnostic
    })?;
    match wrong_setting(&manifest) {
        None => Ok(manifest),
        Some((setting, why, valid)) => {
            let is_line = |line: &str| {
                line.split('=').next().is_some_and(|name| name.contains(setting)) && line.contains(['=', '['])
            };
            let line = text.lines().position(is_line);
            let line = line.map_or(1, |index| index as u64 + 1);
            Err(code::bad_manifest(Place::in_text(MANIFEST, text, line, 1), &why, valid))
        }
    }
}

/// The settings of the manifest.
const SETTINGS: &[&str] = &[
    "title", "base", "language", "licence", "texts", "view", "prefixes", "folders", "ontology", "data", "queries",
    "build",
];

/// The first invalid setting: its name, the reason, and the valid values.
fn wrong_setting(manifest: &Manifest) -> Option<(&'static str, String, &'static str)> {
    let is_iri = |text: &str| oxiri::Iri::parse(text).is_ok();
    let Manifest {
        base,
        language,
        licence,
        prefixes,
        folders,
        ..
    } = manifest;
    if !is_iri(base) || !base.ends_with('/') {
        let why = format!("base `{base}` is not an absolute IRI that ends in `/`");
        return Some(("base", why, "base = \"https://example.org/my-dossier/\""));
    }
    if oxigraph::model::Literal::new_language_tagged_literal("", language).is_err()
        || language.len() > 3 && !language.contains('-')
    {
        return Some((
            "language",
            format!("`{language}` is no language tag"),
            "language = \"fr\" or \"en-GB\" (BCP 47)",
        ));
    }
    if let Some(licence) = licence.as_deref().filter(|licence| !is_iri(licence)) {
        let why = format!("licence `{licence}` is no address");
        return Some((
            "licence",
            why,
            "licence = \"https://creativecommons.org/licenses/by/4.0/\"",
        ));
    }
    if let Some((prefix, iri)) = prefixes.iter().find(|(_, iri)| !is_iri(iri)) {
        let why = format!("the prefix `{prefix}` stands for `{iri}`, which is no absolute IRI");
        return Some(("[prefixes", why, "[prefixes] ex = \"https://example.org/\""));
    }
    wrong_folder(folders, manifest.texts.as_deref())
}

/// The first folder that is outside the dossier, or overlaps another part or the texts.
fn wrong_folder(folders: &Folders, texts: Option<&Path>) -> Option<(&'static str, String, &'static str)> {
    let Folders {
        ontology,
        data,
        queries,
        build,
    } = folders;
    let named = [
        ("ontology", ontology),
        ("data", data),
        ("queries", queries),
        ("build", build),
    ];
    for (index, (setting, folder)) in named.iter().enumerate() {
        if !is_inside(folder) {
            let why = format!("the folder {setting} `{folder}` is not one inside the dossier");
            return Some((setting, why, "a relative name without `..`, such as \"data\""));
        }
        let other = named.iter().take(index).find(|(_, other)| overlap(folder, other));
        let texts = texts.and_then(Path::to_str).filter(|texts| overlap(folder, texts));
        if let Some(other) = other.map(|(name, _)| *name).or(texts.map(|_| "texts")) {
            let why = format!("the folder {setting} `{folder}` and that of the {other} are one inside the other");
            return Some((setting, why, "folders beside each other"));
        }
    }
    None
}

fn is_inside(folder: &str) -> bool {
    let path = Path::new(folder);
    !folder.is_empty()
        && path
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn overlap(one: &str, other: &str) -> bool {
    Path::new(one).starts_with(other) || Path::new(other).starts_with(one)
}
