//! Creates a new dossier: the shared vocabulary, queries and table metadata, and an example.
//!
//! Takes a path that does not exist or is an empty folder; creates a dossier that checks, builds and draws without
//! changes. Refuses a folder with files in it. On failure nothing half-written is left.

mod embedded;
mod register;

pub use register::{RegisterError, Source};

use crate::disk::{self, Named, Tree};
use crate::dossier::{self, MANIFEST};
use crate::query::header::{self, Header};
use diagnostic::Diagnostic;
use embedded::Embedded;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The options of a new dossier.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its title; the folder's name if `None`.
    pub title: Option<String>,
    /// The base of its IRIs; one at `example.org` if `None`.
    pub base: Option<String>,
    /// The language of its labels, pictures and documents.
    pub language: Language,
    /// Whether to leave the tables empty, except that of units.
    pub empty: bool,
    /// The date of its last change, ISO 8601; left out if `None`.
    pub modified: Option<String>,
}

/// The languages in which the vocabulary has labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    fn example(self) -> &'static [Embedded] {
        match self {
            Self::English => embedded::ENGLISH,
            Self::French => embedded::FRENCH,
        }
    }

    /// The defaults of the queries' parameters: keys and a sum of the example.
    fn defaults(self) -> [(&'static str, &'static str); 8] {
        let [actor, region, plan, facility, document] = match self {
            Self::English => [
                "mira-oakdale",
                "selt-valley",
                "footbridge-plan",
                "footbridge",
                "courier-2025",
            ],
            Self::French => [
                "adele-tourmel",
                "val-de-sele",
                "plan-passerelle",
                "passerelle",
                "echo-2025",
            ],
        };
        [
            ("about", plan),
            ("actor", region),
            ("amount", "300000"),
            ("document", document),
            ("entity", actor),
            ("facility", facility),
            ("from", region),
            ("to", actor),
        ]
    }
}

/// A new dossier could not be created.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The folder is not empty.
    #[error("{} is not empty: {things} in it; name a folder that is new or empty", folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
        /// Its content, as a subject with its verb.
        things: String,
    },
    /// The path is a file.
    #[error("{} is a file: name a folder that is new or empty", .0.display())]
    NotAFolder(PathBuf),
    /// The title or the base is invalid.
    #[error("{}; valid: {}", .0.message, .0.valid.as_deref().unwrap_or("what docs/tables.md lists"))]
    Setting(Box<Diagnostic>),
    /// The tables cannot become a dossier.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

/// The files that a new dossier shares with all others, by name: vocabulary, queries, metadata of tables.
pub(crate) fn shared(language: Language) -> impl Iterator<Item = (&'static str, String)> {
    embedded::SHARED
        .iter()
        .map(move |(name, text)| (*name, adapted(name, text, language)))
}

/// The headers of the checks of a new dossier, with their files.
pub fn checks() -> Vec<(String, Header)> {
    let checks = embedded::SHARED
        .iter()
        .filter(|(file, _)| file.starts_with("queries/checks/"));
    // The headers are valid: a test parsed the repository's queries, which are the same files.
    let headers = checks.filter_map(|(file, text)| {
        let header = header::parse(file, text, true, &BTreeMap::new()).ok()?;
        Some(((*file).to_owned(), header))
    });
    headers.collect()
}

/// Creates a new dossier in a folder.
///
/// # Errors
/// When the folder is not empty, a setting is invalid, or writing fails. The folder is then unchanged.
pub fn init(folder: &Path, options: &Options) -> Result<(), InitError> {
    is_in_its_dossier(folder).map_err(failed(folder))?;
    let folder = &whole(folder)?;
    let is_there = may_be_filled(folder)?;
    let files = files(&name(folder), options);
    let files = files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    write(folder, is_there, &dated(files, options))
}

/// Creates a new dossier of tables as they come in a folder; returns what their columns were taken for, and notes.
///
/// # Errors
/// When a table is no CSV file or cannot be described, and as [`init`].
pub fn init_tables(
    folder: &Path,
    options: &Options,
    sources: &[Source],
) -> Result<(Vec<String>, Vec<String>), InitError> {
    is_in_its_dossier(folder).map_err(failed(folder))?;
    let folder = &whole(folder)?;
    let is_there = may_be_filled(folder)?;
    let name = name(folder);
    let register = register::register(
        &name,
        options.title.as_deref(),
        options.base.as_deref(),
        options.language,
        sources,
    )?;
    write(folder, is_there, &dated(register.files, options))?;
    Ok((register.taken, register.notes))
}

/// The files with the date of the last change in the manifest, below the language.
fn dated(mut files: BTreeMap<String, Vec<u8>>, options: &Options) -> BTreeMap<String, Vec<u8>> {
    if let (Some(date), Some(bytes)) = (&options.modified, files.get_mut(MANIFEST)) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let lines = text.split_inclusive('\n').map(|line| match line.starts_with("language = ") {
            true => format!("{line}\n# The date of the last change: it stands on every page and picture. Set it when you change the tables.\nmodified = \"{date}\"\n"),
            false => line.to_owned(),
        });
        *bytes = lines.collect::<String>().into_bytes();
    }
    files
}

/// The name of a dossier's folder.
fn name(folder: &Path) -> String {
    let name = folder.file_name();
    name.map_or_else(|| "dossier".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Writes the files of a new dossier.
fn write(folder: &Path, is_there: bool, files: &BTreeMap<String, Vec<u8>>) -> Result<(), InitError> {
    let manifest = files.get(MANIFEST).map(|bytes| String::from_utf8_lossy(bytes));
    dossier::manifest(&manifest.unwrap_or_default()).map_err(|diagnostic| InitError::Setting(Box::new(diagnostic)))?;
    // The new folder is made beside the target, so that it appears in one step. An existing folder is filled instead of
    // replaced, as it may be somebody's working directory or a mount point.
    let write = || {
        let (tree, below) = match disk::named(folder, MANIFEST)? {
            Named::Inside(tree, below) => (tree, below),
            Named::Outside(path) => {
                let parent = path.parent().unwrap_or(Path::new("/"));
                disk::make_folders(parent)?;
                let below = path.strip_prefix(parent).map_err(io::Error::other)?;
                (Tree::open(parent)?, below.to_owned())
            }
        };
        let target = is_there.then(|| tree.below(&below)).transpose()?;
        let mut fresh = match &target {
            Some(target) => target.new_folder(Path::new("dossier"))?,
            None => tree.new_folder(&below)?,
        };
        fresh.folder(Path::new("texts"))?;
        for (name, bytes) in files {
            fresh.write(Path::new(name), |out| out.write_all(bytes))?;
        }
        match &target {
            Some(target) => fresh.move_into(target),
            None => fresh.keep(),
        }
    };
    write().map_err(failed(folder))
}

/// Refuses a link in another dossier that leads out of it.
fn is_in_its_dossier(folder: &Path) -> io::Result<()> {
    match disk::named(folder, MANIFEST) {
        Ok(Named::Inside(tree, below)) if tree.is_there(&below) => tree.resolve(&below).map(drop),
        _ => Ok(()),
    }
}

/// The absolute path without `.` and `..`, so that it has a file name.
fn whole(folder: &Path) -> Result<PathBuf, InitError> {
    disk::whole(folder).map_err(failed(folder))
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> InitError {
    let path = path.to_owned();
    move |source| InitError::Write { path, source }
}

/// Whether the folder exists; it must then be empty, except for `.git`.
fn may_be_filled(folder: &Path) -> Result<bool, InitError> {
    let found = match disk::names(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(InitError::NotAFolder(folder.to_owned()));
        }
        other => other.map_err(failed(folder))?,
    };
    let mut names: Vec<String> = found.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name != ".git");
    names.sort();
    let folder = folder.to_owned();
    let things = match names.as_slice() {
        [] => return Ok(true),
        [one] => format!("{one} is"),
        [some @ .., last] if some.len() < 4 => format!("{} and {last} are", some.join(", ")),
        [one, two, three, more @ ..] => format!("{one}, {two}, {three} and {} more are", more.len()),
        [..] => format!("{} are", names.join(", ")),
    };
    Err(InitError::NotEmpty { folder, things })
}

/// The files of a new dossier, by name.
fn files(name: &str, options: &Options) -> BTreeMap<String, String> {
    let language = options.language;
    let title = options.title.as_deref().unwrap_or(name);
    let base = options.base.clone().unwrap_or_else(|| base(name));
    let manifest = embedded::MANIFEST
        .replace("{language}", language.tag())
        .replace("{base}", &quoted(&base))
        .replace("{title}", &quoted(title));
    let shared = shared(language).map(|(name, text)| (name.to_owned(), text));
    let example = language
        .example()
        .iter()
        .chain(embedded::HEADERS)
        .filter(|(name, _)| !(options.empty && name.starts_with("texts/")))
        .map(|(name, text)| {
            let text = match *name {
                "README.md" => readme(text, options.empty).replace("{title}", title),
                "data/units.csv" => (*text).to_owned(),
                _ if options.empty => text.split_inclusive('\n').take(1).collect(),
                _ => (*text).to_owned(),
            };
            ((*name).to_owned(), text)
        });
    shared
        .chain(example)
        .chain([
            (MANIFEST.to_owned(), manifest),
            (".gitignore".to_owned(), embedded::GITIGNORE.to_owned()),
            (".gitattributes".to_owned(), embedded::GITATTRIBUTES.to_owned()),
        ])
        .collect()
}

/// Adapts a file of the repository: the language of quoted words, the licence of the tables, which the curator must
/// choose, and the defaults of parameters.
fn adapted(name: &str, text: &str, language: Language) -> String {
    let lines = text.split_inclusive('\n');
    if name == "data/csv-metadata.json" {
        let quoted = format!("\"lang\": \"{}\"", language.tag());
        lines
            .filter(|line| !line.contains("\"dc:license\""))
            .map(|line| match line.contains("_fr\"") {
                true => line.to_owned(),
                false => line.replace("\"lang\": \"fr\"", &quoted),
            })
            .collect()
    } else if name.ends_with(".rq") {
        lines.map(|line| parameter(line, language)).collect()
    } else {
        text.to_owned()
    }
}

/// The line of a query; if it declares a parameter for a key or a sum, with the example's default.
fn parameter(line: &str, language: Language) -> String {
    let declared = line
        .strip_prefix("# parameter: ")
        .and_then(|rest| rest.split_once(" = "))
        .and_then(|(left, right)| Some((left, left.split_once(' ')?.0, right.split_once(" -- ")?)));
    let Some((left, wanted, (_, help))) = declared else {
        return line.to_owned();
    };
    let defaults = language.defaults();
    match defaults.iter().find(|(parameter, _)| *parameter == wanted) {
        Some((_, default)) => format!("# parameter: {left} = {default} -- {help}"),
        None => line.to_owned(),
    }
}

/// The README; without the example, the parts about it are left out.
fn readme(template: &str, empty: bool) -> String {
    let parts = template.split("<!-- example -->\n").enumerate();
    parts
        .filter(|(index, _)| !empty || index % 2 == 0)
        .map(|(_, part)| part)
        .collect()
}

/// A placeholder base IRI, made from the folder's name.
fn base(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    match words.is_empty() {
        true => "https://example.org/dossier/".to_owned(),
        false => format!("https://example.org/{}/", words.join("-")),
    }
}

/// A TOML string. JSON strings are the same, except that TOML also escapes U+007F.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
