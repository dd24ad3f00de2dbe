//! A dossier on disk: its manifest, the paths of its parts, and its files by relative name.
//!
//! Takes a folder; returns a [`Dossier`]; refuses a folder without `sourcier.toml`. Reads files but does not check
//! their content.

mod folders;
mod prefixes;

pub use folders::Folders;
pub(crate) use prefixes::is_prefix;

use crate::disk::{self, Tree, limit};
use diagnostic::{Diagnostic, Place, code, nearest, position};
use folders::wrong_folder;
use prefixes::{prefixes, wrong_prefix};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the manifest.
pub const MANIFEST: &str = "sourcier.toml";

/// The format of dossiers that this program knows: tables, vocabulary and queries as a new dossier has them.
pub const FORMAT: u32 = 17;

/// The content of `sourcier.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the dossier; the first one had no such setting.
    #[serde(default = "first")]
    pub format: u32,
    /// The dossier's title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub description: Option<String>,
    /// The base IRI of the dossier's own IRIs; absolute, ends in `/`.
    pub base: String,
    /// The language of its labels and pictures (BCP 47); the default is `en`.
    #[serde(default = "english")]
    pub language: String,
    /// The title and the description in other languages of a report, by tag (`en`, `fr`).
    #[serde(default)]
    pub translated: BTreeMap<String, Translated>,
    /// The licence of the data, an IRI.
    pub licence: Option<String>,
    /// The people or organisations that made it, as they wish to be credited.
    pub creator: Option<String>,
    /// The date of the last change, ISO 8601 (year, month or day).
    pub modified: Option<String>,
    /// The folder of the texts, in the dossier. Only the user can name one elsewhere.
    pub texts: Option<PathBuf>,
    /// The default view.
    pub view: Option<String>,
    /// Additional prefixes for queries; those that every query has keep their meaning.
    #[serde(default)]
    pub prefixes: BTreeMap<String, String>,
    /// The paths of its parts, relative to the dossier.
    #[serde(default)]
    pub folders: Folders,
    /// What a report publishes.
    #[serde(default)]
    pub publish: Publish,
}

/// What a dossier says of itself in another language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translated {
    /// The dossier's title.
    pub title: Option<String>,
    /// What it is about, in a sentence or two.
    pub description: Option<String>,
}

/// What a report publishes.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Publish {
    /// The most words that are quoted of a passage.
    pub words_per_passage: usize,
    /// The most words that are quoted of a document, all its passages together.
    pub words_per_document: usize,
    /// Where readers report errors: an address of the web, or one of e-mail with or without `mailto:`.
    pub contact: Option<String>,
    /// The columns whose cells are not published, `note` in all tables or `claims.note` in one.
    pub internal: Vec<String>,
    /// Who is cited as author, `Family, Given` for a person; without any, the creator.
    pub authors: Vec<String>,
}

impl Publish {
    /// Where readers report errors, as an IRI.
    pub fn contact(&self) -> Option<String> {
        let contact = self.contact.as_deref()?;
        Some(match contact.contains(':') {
            true => contact.to_owned(),
            false => format!("mailto:{contact}"),
        })
    }
}

impl Manifest {
    /// The title in a language, or else in that of the dossier.
    pub fn title_in(&self, tag: &str) -> &str {
        let own = self.translated.get(tag).and_then(|own| own.title.as_deref());
        own.unwrap_or(&self.title)
    }

    /// What it is about in a language, or else in that of the dossier, with the language.
    pub fn description_in<'m>(&'m self, tag: &'m str) -> Option<(&'m str, &'m str)> {
        let own = self.translated.get(tag).and_then(|own| own.description.as_deref());
        let own = own.map(|own| (own, tag));
        own.or_else(|| Some((self.description.as_deref()?, self.language.as_str())))
    }

    /// Who is cited as author, as names read: the authors, or else the creator.
    pub fn credited(&self) -> Vec<Author<'_>> {
        let authors: Vec<Author<'_>> = self.publish.authors.iter().map(|author| Author::of(author)).collect();
        let creator = || self.creator.iter().map(|name| Author::Other(name)).collect();
        if authors.is_empty() { creator() } else { authors }
    }
}

/// Somebody who is cited as author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'a> {
    /// A person.
    Person {
        /// The family name.
        family: &'a str,
        /// The given names.
        given: &'a str,
    },
    /// An organisation, or a name whose parts are not told apart.
    Other(&'a str),
}

impl<'a> Author<'a> {
    /// An author as the manifest writes it: `Family, Given` is a person.
    fn of(text: &'a str) -> Self {
        match text
            .split_once(',')
            .map(|(family, given)| (family.trim(), given.trim()))
        {
            Some((family, given)) if !family.is_empty() && !given.is_empty() => Self::Person { family, given },
            _ => Self::Other(text.trim()),
        }
    }

    /// The name as it reads.
    pub fn name(self) -> String {
        match self {
            Self::Person { family, given } => format!("{given} {family}"),
            Self::Other(name) => name.to_owned(),
        }
    }
}

impl Default for Publish {
    fn default() -> Self {
        Self {
            words_per_passage: 25,
            words_per_document: 400,
            contact: None,
            internal: Vec::new(),
            authors: Vec::new(),
        }
    }
}

fn first() -> u32 {
    1
}

fn english() -> String {
    "en".to_owned()
}

/// What holds the triples of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Store {
    /// The compact index of this program.
    #[default]
    Index,
    /// Oxigraph's store in memory: slower and larger, for comparison.
    Oxigraph,
}

/// An opened dossier.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The folder with the manifest.
    pub root: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its folder, through which its files are read and written.
    pub tree: Tree,
    /// What will hold its graph.
    pub store: Store,
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
    /// The manifest was found in a folder above that anyone may write to, and is another user's.
    #[error(
        "{} belongs to another user, in a folder that anyone may write to: name it with -C {} if it is meant",
        .0.join(MANIFEST).display(), .0.display()
    )]
    Strange(PathBuf),
    /// The manifest has an invalid setting.
    #[error("{}", .0.message)]
    Invalid(Box<Diagnostic>),
}

impl Dossier {
    /// Opens the dossier of the nearest folder with a manifest, starting at `start` and going up.
    ///
    /// # Errors
    /// When there is none, its manifest is invalid, or somebody else put it into a folder above that anyone may write
    /// to, such as `/tmp`.
    pub fn find(start: &Path) -> Result<Self, OpenError> {
        let Some(root) = disk::above(start, MANIFEST) else {
            return Err(OpenError::NotFound(start.to_owned()));
        };
        if root != start && disk::is_strange(root, MANIFEST) {
            return Err(OpenError::Strange(root.to_owned()));
        }
        Self::open(root)
    }

    /// Opens the dossier whose manifest is in `root`.
    ///
    /// # Errors
    /// When the manifest is missing or invalid.
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let read = || {
            let bytes = Tree::open(root)?.read(Path::new(MANIFEST), limit::MANIFEST)?;
            String::from_utf8(bytes).map_err(|error| io::Error::other(error.utf8_error()))
        };
        let text = read().map_err(|source: io::Error| unreadable(root, source))?;
        Self::with_manifest(root, &text)
    }

    /// Opens the dossier in `root` as if its manifest were this text.
    ///
    /// # Errors
    /// When the folder is not there, or the manifest is invalid.
    pub fn with_manifest(root: &Path, text: &str) -> Result<Self, OpenError> {
        let tree = Tree::open(root).map_err(|source| unreadable(root, source))?;
        let manifest = manifest(text).map_err(|diagnostic| OpenError::Invalid(Box::new(diagnostic)))?;
        let prefixes = prefixes(&manifest);
        Ok(Self {
            root: root.to_owned(),
            manifest,
            tree,
            store: Store::default(),
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
        self.tree.has_file(Path::new(file))
    }

    /// Whether the dossier has this folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.tree.has_folder(Path::new(folder))
    }

    /// The bytes of a file of the dossier, at most `limit`.
    ///
    /// # Errors
    /// A diagnostic with the file's name, when it is missing, cannot be read or is refused.
    pub fn read(&self, file: &str, what: &str, limit: u64) -> Result<Vec<u8>, Diagnostic> {
        let read = self.tree.read(Path::new(file), limit);
        read.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => code::missing_file(Place::file(file), what),
            _ => unread(file, &error),
        })
    }

    /// The text of a file of the dossier.
    ///
    /// # Errors
    /// As [`Dossier::read`], and when the file is not UTF-8.
    pub fn read_text(&self, file: &str, what: &str, limit: u64) -> Result<String, Diagnostic> {
        let text = String::from_utf8(self.read(file, what, limit)?)
            .map_err(|error| code::unreadable_file(Place::file(file), &format!("not UTF-8: {}", error.utf8_error())))?;
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }

    /// The files of a folder with an extension, sorted by name; empty if there is no such folder. `limit` is for the
    /// sizes of all of them.
    ///
    /// # Errors
    /// A diagnostic, when the folder exists but cannot be read or is refused.
    pub fn files(&self, folder: &str, extension: &str, limit: u64) -> Result<Vec<String>, Diagnostic> {
        let names = match self.tree.files(Path::new(folder), extension, limit) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| unread(folder, &error))?,
        };
        let named = names.into_iter().map(|name| match name.to_str() {
            Some(name) => Ok(format!("{folder}/{name}")),
            None => {
                let path = self.path(folder).join(name);
                let why = format!("the name of {} is not UTF-8", path.display());
                Err(code::unreadable_file(Place::file(folder), &why))
            }
        });
        named.collect()
    }
}

/// The diagnostic of a file or folder that is there and was not read.
pub(crate) fn unread(file: &str, error: &io::Error) -> Diagnostic {
    let why = error.to_string();
    match disk::is_refused(error) {
        true => code::refused_file(Place::file(file), &why),
        false => code::unreadable_file(Place::file(file), &why),
    }
}

const EXAMPLE: &str =
    "title = \"...\", base = \"https://example.org/my-dossier/\", and the settings that docs/tables.md lists";

/// The error of a manifest that is not there, or cannot be read.
fn unreadable(root: &Path, source: io::Error) -> OpenError {
    match source.kind() {
        io::ErrorKind::NotFound => OpenError::NotFound(root.to_owned()),
        _ => OpenError::Unreadable {
            path: root.join(MANIFEST),
            source,
        },
    }
}

/// Parses a manifest.
///
/// # Errors
/// A diagnostic at the first invalid setting.
pub(crate) fn manifest(text: &str) -> Result<Manifest, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(newer) = newer(text) {
        return Err(newer);
    }
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
            let line = text.lines().position(|line| setting.is_in(line));
            let line = line.map_or(1, |index| index as u64 + 1);
            Err(code::bad_manifest(
                Place::in_text(MANIFEST, text, line, 1),
                &why,
                &valid,
            ))
        }
    }
}

/// The diagnostic of a manifest in a newer format, which may have settings that this program does not know.
fn newer(text: &str) -> Option<Diagnostic> {
    let format = text.parse::<toml::Table>().ok()?.get("format")?.as_integer()?;
    (format > i64::from(FORMAT)).then(|| code::newer_format(setting_place(text, "format"), format, FORMAT))
}

/// The place of a setting in the manifest.
fn setting_place(text: &str, name: &'static str) -> Place {
    let setting = Written::Setting(name);
    let line = text.lines().position(|line| setting.is_in(line));
    Place::in_text(MANIFEST, text, line.map_or(1, |index| index as u64 + 1), 1)
}

/// The settings of the manifest.
const SETTINGS: &[&str] = &[
    "format",
    "title",
    "description",
    "translated",
    "base",
    "language",
    "licence",
    "texts",
    "view",
    "prefixes",
    "folders",
    "ontology",
    "data",
    "queries",
    "build",
    "creator",
    "modified",
    "publish",
    "words_per_passage",
    "words_per_document",
    "contact",
    "internal",
    "authors",
];

/// An invalid setting: where it is, the reason, and the valid values.
type Wrong = (Written, String, String);

/// Where something is in the manifest.
enum Written {
    /// In the line of this setting.
    Setting(&'static str),
    /// In the first line with this text.
    Text(String),
}

impl Written {
    fn is_in(&self, line: &str) -> bool {
        match self {
            Self::Setting(name) => {
                line.split('=').next().is_some_and(|found| found.contains(name)) && line.contains(['=', '['])
            }
            Self::Text(text) => line.contains(text),
        }
    }
}

/// The first invalid setting.
fn wrong_setting(manifest: &Manifest) -> Option<Wrong> {
    let of_setting = |(setting, why, valid): (&'static str, String, &str)| {
        let setting = Written::Setting(setting);
        (setting, why, valid.to_owned())
    };
    let folder = || wrong_folder(&manifest.folders, manifest.texts.as_deref()).map(of_setting);
    let identity = wrong_identity(manifest).map(of_setting);
    let contact = || wrong_contact(manifest.publish.contact.as_deref()?).map(of_setting);
    identity
        .or_else(|| wrong_prefix(manifest))
        .or_else(folder)
        .or_else(contact)
}

/// What is wrong with the address for reports of errors: pages link to it.
fn wrong_contact(contact: &str) -> Option<(&'static str, String, &'static str)> {
    let scheme = contact.split_once(':').map(|(scheme, _)| scheme);
    let is_known = |scheme: &str| {
        ["https", "http", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    };
    let is_address = match scheme {
        Some(scheme) => is_known(scheme) && is_iri(contact),
        None => is_iri(&format!("mailto:{contact}")) && contact.contains('@'),
    };
    (!is_address).then(|| {
        let why = format!("contact `{contact}` is an address neither of the web nor of e-mail");
        (
            "contact",
            why,
            "contact = \"desk@example.org\" or \"https://example.org/corrections\"",
        )
    })
}

fn is_iri(text: &str) -> bool {
    oxiri::Iri::parse(text).is_ok()
}

/// The first invalid setting among format, base, language and licence.
fn wrong_identity(manifest: &Manifest) -> Option<(&'static str, String, &'static str)> {
    let Manifest {
        format,
        base,
        language,
        licence,
        ..
    } = manifest;
    if *format == 0 {
        return Some(("format", "there is no format 0".to_owned(), "format = 17"));
    }
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
    None
}
