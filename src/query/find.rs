//! Finds a dossier's queries by name. Folders are parsed on first use.

use super::{Folder, Query, load, read};
use crate::disk::limit;
use crate::dossier::Dossier;
use diagnostic::{Diagnostic, Rejected, Report, nearest};
use std::sync::OnceLock;

/// There is no such query.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// No named query has this name.
    #[error("there is no query `{name}`{} (`sourcier query` lists them)", meant(suggestion.as_deref()))]
    NoQuery {
        /// The name.
        name: String,
        /// The nearest known name.
        suggestion: Option<String>,
    },
    /// No view has this name.
    #[error("there is no view `{name}`{} (views: {})", meant(suggestion.as_deref()), .known.join(", "))]
    NoView {
        /// The name.
        name: String,
        /// The nearest known name.
        suggestion: Option<String>,
        /// The names of the views.
        known: Vec<String>,
    },
    /// The dossier has no views.
    #[error("the dossier has no view in {0}")]
    NoViews(String),
    /// The folder of queries cannot be read.
    #[error("{}", .0.message)]
    Unreadable(Box<Diagnostic>),
}

fn meant(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Reads the named query; `None` if its file is not valid, which is added to the report.
///
/// # Errors
/// When there is no query of this name.
pub fn named(dossier: &Dossier, name: &str, report: &mut Report) -> Result<Option<Query>, FindError> {
    let folder = Folder::Named.path(dossier);
    let file = format!("{folder}/{name}.rq");
    if dossier.has_file(&file) {
        return Ok(read(dossier, Folder::Named, &file, report));
    }
    let files = dossier
        .files(&folder, "rq", limit::QUERIES)
        .map_err(|found| FindError::Unreadable(Box::new(found)))?;
    // It is there, and no regular file: reading says so.
    if files.contains(&file) {
        return Ok(read(dossier, Folder::Named, &file, report));
    }
    let names = files
        .iter()
        .filter_map(|file| file.rsplit('/').next()?.strip_suffix(".rq"));
    Err(FindError::NoQuery {
        name: name.to_owned(),
        suggestion: nearest(name, names).map(str::to_owned),
    })
}

/// Reads the view with this name; if `None`, the manifest's view, or else the first. `None` if its file is not valid,
/// which is added to the report. Other views are not read.
///
/// # Errors
/// When there is no such view.
pub fn view(dossier: &Dossier, name: Option<&str>, report: &mut Report) -> Result<Option<Query>, FindError> {
    let folder = Folder::Views.path(dossier);
    let files = dossier
        .files(&folder, "rq", limit::QUERIES)
        .map_err(|found| FindError::Unreadable(Box::new(found)))?;
    let names = files
        .iter()
        .filter_map(|file| file.rsplit('/').next()?.strip_suffix(".rq"));
    let known: Vec<String> = names.map(str::to_owned).collect();
    let first = known.first().map(String::as_str);
    let Some(name) = name.or(dossier.manifest.view.as_deref()).or(first) else {
        return Err(FindError::NoViews(folder));
    };
    match known.iter().position(|known| known == name) {
        Some(at) => Ok(read(dossier, Folder::Views, &files[at], report)),
        None => Err(FindError::NoView {
            name: name.to_owned(),
            suggestion: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
            known,
        }),
    }
}

/// A dossier's queries; each folder is parsed on first use.
#[derive(Debug, Default)]
pub struct Queries([OnceLock<Parsed>; Folder::ALL.len()]);

/// The valid queries of a folder in name order, and the errors in the others.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The queries.
    pub queries: Vec<Query>,
    /// The errors, in the order in which they were found.
    pub findings: Vec<Diagnostic>,
}

impl Queries {
    /// The queries of a folder.
    pub fn of(&self, dossier: &Dossier, folder: Folder) -> &Parsed {
        self.0[folder as usize].get_or_init(|| {
            let mut report = Report::default();
            let queries = load(dossier, folder, &mut report);
            Parsed {
                queries,
                findings: report.into_findings(),
            }
        })
    }

    /// The valid queries of a folder; errors in the others are added to the report.
    pub fn reported(&self, dossier: &Dossier, folder: Folder, report: &mut Report) -> &[Query] {
        let parsed = self.of(dossier, folder);
        parsed.findings.iter().for_each(|finding| report.push(finding.clone()));
        &parsed.queries
    }

    /// The queries of a folder, if all of them are valid.
    ///
    /// # Errors
    /// The findings, when a query is not valid.
    pub fn accepted(&self, dossier: &Dossier, folder: Folder) -> Result<&[Query], Rejected> {
        let mut report = Report::default();
        let queries = self.reported(dossier, folder, &mut report);
        report.accept(queries).map(|(queries, _)| queries)
    }
}
