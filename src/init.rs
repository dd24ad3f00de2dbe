//! Creates a new dossier: the shared vocabulary, queries and table metadata, and an example.
//!
//! Takes a path that does not exist or is an empty folder; creates a dossier that checks, builds and draws without
//! changes. Refuses a folder with files in it. On failure nothing half-written is left.

mod embedded;

use crate::dossier::{self, MANIFEST};
use crate::query::header::{self, Header};
use diagnostic::Diagnostic;
use embedded::Embedded;
use std::collections::BTreeMap;
use std::fs;
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
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
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
    let folder = &whole(folder)?;
    let is_there = may_be_filled(folder)?;
    let name = folder
        .file_name()
        .map_or_else(|| "dossier".to_owned(), |name| name.to_string_lossy().into_owned());
    let files = files(&name, options);
    dossier::manifest(&files[MANIFEST]).map_err(|diagnostic| InitError::Setting(Box::new(diagnostic)))?;
    // The new folder is made beside the target, so that it appears in one step. An existing folder is filled instead of
    // replaced, as it may be somebody's working directory or a mount point.
    let fresh_name = format!(".{name}.new-{}", std::process::id());
    let fresh = if is_there {
        folder.join(fresh_name)
    } else {
        folder.with_file_name(fresh_name)
    };
    let written = write(&fresh, &files).and_then(|()| move_to(&fresh, folder, is_there));
    if written.is_err() {
        // If the removal fails, the original error is still the one to report.
        let _ = fs::remove_dir_all(&fresh);
    }
    written
}

/// The absolute path without `.` and `..`, so that it has a file name.
fn whole(folder: &Path) -> Result<PathBuf, InitError> {
    folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder))
        .map_err(failed(folder))
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> InitError {
    let path = path.to_owned();
    move |source| InitError::Write { path, source }
}

/// Whether the folder exists; it must then be empty, except for `.git`.
fn may_be_filled(folder: &Path) -> Result<bool, InitError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(InitError::NotAFolder(folder.to_owned()));
        }
        other => other.map_err(failed(folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(
            entry
                .map_err(failed(folder))?
                .file_name()
                .to_string_lossy()
                .into_owned(),
        );
    }
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
    let shared = embedded::SHARED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), adapted(name, text, language)));
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

fn write(root: &Path, files: &BTreeMap<String, String>) -> Result<(), InitError> {
    let texts = root.join("texts");
    fs::create_dir_all(&texts).map_err(failed(&texts))?;
    for (name, text) in files {
        let path = root.join(name);
        let parent = path.parent().unwrap_or(root);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        fs::write(&path, text).map_err(failed(&path))?;
    }
    Ok(())
}

/// Moves the new folder, or its content, to its destination.
fn move_to(fresh: &Path, folder: &Path, is_there: bool) -> Result<(), InitError> {
    if !is_there {
        return fs::rename(fresh, folder).map_err(failed(folder));
    }
    let mut moved = Vec::new();
    let all = fs::read_dir(fresh).and_then(|entries| {
        for entry in entries {
            let entry = entry?;
            let target = folder.join(entry.file_name());
            fs::rename(entry.path(), &target)?;
            moved.push(target);
        }
        fs::remove_dir(fresh)
    });
    all.map_err(|error| {
        for path in moved {
            // As above: the first error is the one to report.
            let _ = match path.is_dir() {
                true => fs::remove_dir_all(path),
                false => fs::remove_file(path),
            };
        }
        failed(folder)(error)
    })
}
