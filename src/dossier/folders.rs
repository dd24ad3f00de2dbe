//! The folders of a dossier's parts: each inside the dossier, none inside another.

use serde::Deserialize;
use std::path::{Component, Path, PathBuf};

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

/// The first folder that is outside the dossier, or overlaps another part or the texts.
pub fn wrong_folder(folders: &Folders, texts: Option<&Path>) -> Option<(&'static str, String, &'static str)> {
    let Folders {
        ontology,
        data,
        queries,
        build,
    } = folders;
    if let Some(texts) = texts.filter(|texts| plain(texts).is_none()) {
        let why = format!("the folder texts `{}` is not one inside the dossier", texts.display());
        let valid =
            "a folder in the dossier, such as \"texts\"; name one elsewhere with --texts DIR, or in SOURCIER_TEXTS";
        return Some(("texts", why, valid));
    }
    let named = [
        ("ontology", ontology),
        ("data", data),
        ("queries", queries),
        ("build", build),
    ];
    for (index, (setting, folder)) in named.iter().enumerate() {
        let Some(path) = plain(Path::new(folder)).filter(|path| !folder.is_empty() && *path == Path::new(folder))
        else {
            let why = format!("the folder {setting} `{folder}` is not one inside the dossier");
            return Some((setting, why, "a relative name without `..`, such as \"data\""));
        };
        let other = named
            .iter()
            .take(index)
            .find(|(_, other)| overlap(&path, Path::new(other)));
        let texts = texts.and_then(plain).filter(|texts| overlap(&path, texts));
        if let Some(other) = other.map(|(name, _)| *name).or(texts.map(|_| "texts")) {
            let why = format!("the folder {setting} `{folder}` and that of the {other} are one inside the other");
            return Some((setting, why, "folders beside each other"));
        }
    }
    None
}

/// A relative path of names alone, without `.`; `None` if it has `..`, is absolute or the dossier itself, or leads into
/// Git's folder.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut names = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) if !name.eq_ignore_ascii_case(".git") => names.push(name),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (!names.as_os_str().is_empty()).then_some(names)
}

/// Whether one folder is in the other. Some file systems do not distinguish capitals.
fn overlap(one: &Path, other: &Path) -> bool {
    let small = |path: &Path| PathBuf::from(path.to_string_lossy().to_lowercase());
    let (one, other) = (small(one), small(other));
    one.starts_with(&other) || other.starts_with(&one)
}
