//! A new dossier: the repository's vocabulary, queries and description of the tables, and an example to begin with.
//!
//! Takes a folder that is not there, or empty; gives a dossier that checks, builds and draws as it is. Refuses a folder
//! in which something stands, and leaves nothing half-written.

mod embedded;

use crate::dossier::{self, MANIFEST};
use crate::query::header::{self, Header};
use diagnostic::Diagnostic;
use embedded::Embedded;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a new dossier is to be.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its title; the folder's name where none is given.
    pub title: Option<String>,
    /// The IRI under which everything in it is named; one at `example.org` where none is given.
    pub base: Option<String>,
    /// The language of its labels, pictures and documents.
    pub language: Language,
    /// Whether its tables have no rows, the units apart.
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
    /// All of them.
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

    /// What the questions ask about where nothing is set, by parameter: keys and a sum of the example.
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

/// A new dossier cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// Something stands in the folder.
    #[error("{} is not empty: {things} in it; name a folder that is new or empty", folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
        /// What is in it, as a subject with its verb.
        things: String,
    },
    /// A file has the folder's name.
    #[error("{} is a file: name a folder that is new or empty", .0.display())]
    NotAFolder(PathBuf),
    /// A title or a base that no dossier can have.
    #[error("{}; valid: {}", .0.message, .0.valid.as_deref().unwrap_or("what docs/tables.md lists"))]
    Setting(Box<Diagnostic>),
    /// The folder or a file in it cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The headers of the checks that a new dossier has, each with its file.
pub fn checks() -> Vec<(String, Header)> {
    let checks = embedded::SHARED
        .iter()
        .filter(|(file, _)| file.starts_with("queries/checks/"));
    // Each was read as the repository's own before it was compiled in.
    let headers = checks.filter_map(|(file, text)| {
        let header = header::parse(file, text, true, &BTreeMap::new()).ok()?;
        Some(((*file).to_owned(), header))
    });
    headers.collect()
}

/// Makes a new dossier in a folder.
///
/// # Errors
/// When something stands in the folder, a setting is not valid, or it cannot be written. The folder is then as it was.
pub fn init(folder: &Path, options: &Options) -> Result<(), InitError> {
    let folder = &whole(folder)?;
    let is_there = may_be_filled(folder)?;
    let name = folder
        .file_name()
        .map_or_else(|| "dossier".to_owned(), |name| name.to_string_lossy().into_owned());
    let files = files(&name, options);
    dossier::manifest(&files[MANIFEST]).map_err(|diagnostic| InitError::Setting(Box::new(diagnostic)))?;
    // Beside the folder, so that it appears in one step. A folder that is there stays the same one (somebody may be in
    // it, or it is a mount): it is filled from within.
    let fresh_name = format!(".{name}.new-{}", std::process::id());
    let fresh = if is_there {
        folder.join(fresh_name)
    } else {
        folder.with_file_name(fresh_name)
    };
    let written = write(&fresh, &files).and_then(|()| move_to(&fresh, folder, is_there));
    if written.is_err() {
        // What cannot be cleared away does not hide why it was to be.
        let _ = fs::remove_dir_all(&fresh);
    }
    written
}

/// The folder's path without `.` and `..`, so that it has a name.
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

/// Whether the folder is there; it must then be empty. Where Git keeps its own does not count.
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

/// What is changed in a file of the repository: the language of quoted words, the licence of tables, which is for their
/// curator to choose, and what questions ask about where nothing is set.
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

/// The line of a query, with the example's default if it is that of a parameter that asks about a key or a sum.
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

/// The README, without what it says of the example where there is none.
fn readme(template: &str, empty: bool) -> String {
    let parts = template.split("<!-- example -->\n").enumerate();
    parts
        .filter(|(index, _)| !empty || index % 2 == 0)
        .map(|(_, part)| part)
        .collect()
}

/// An address that nobody has, made from the folder's name.
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

/// A text as TOML writes it. JSON writes it the same way, but for one character.
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

/// Puts the new folder, or what is in it, in its place.
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
            // As above: the first failure is the one to be told.
            let _ = match path.is_dir() {
                true => fs::remove_dir_all(path),
                false => fs::remove_file(path),
            };
        }
        failed(folder)(error)
    })
}
