//! A dossier's queries by their names, and its folders of them, parsed when they are first asked for.

use super::{Folder, Query, load, read};
use crate::dossier::Dossier;
use diagnostic::{Diagnostic, Rejected, Report, nearest};
use std::sync::OnceLock;

/// There is no such query.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// No question has the name.
    #[error("there is no query `{name}`{} (`sourcier query` lists them)", meant(suggestion.as_deref()))]
    NoQuery {
        /// The name.
        name: String,
        /// A name near to it.
        suggestion: Option<String>,
    },
    /// No view has the name.
    #[error("there is no view `{name}`{} (views: {})", meant(suggestion.as_deref()), .known.join(", "))]
    NoView {
        /// The name.
        name: String,
        /// A name near to it.
        suggestion: Option<String>,
        /// The names of the views.
        known: Vec<String>,
    },
    /// There is no view at all.
    #[error("the dossier has no view in {0}")]
    NoViews(String),
    /// The folder of the queries cannot be read.
    #[error("{}", .0.message)]
    Unreadable(Box<Diagnostic>),
}

fn meant(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Reads the question of a name; none where its file is no query, which goes into the report.
///
/// # Errors
/// When there is none of that name.
pub fn named(dossier: &Dossier, name: &str, report: &mut Report) -> Result<Option<Query>, FindError> {
    let folder = Folder::Named.path(dossier);
    let file = format!("{folder}/{name}.rq");
    if dossier.has_file(&file) {
        return Ok(read(dossier, Folder::Named, &file, report));
    }
    let files = dossier
        .files(&folder, "rq")
        .map_err(|found| FindError::Unreadable(Box::new(found)))?;
    let names = files
        .iter()
        .filter_map(|file| file.rsplit('/').next()?.strip_suffix(".rq"));
    Err(FindError::NoQuery {
        name: name.to_owned(),
        suggestion: nearest(name, names).map(str::to_owned),
    })
}

/// The view of a name; without one the manifest's, or the first.
///
/// # Errors
/// When there is none.
pub fn chosen<'q>(views: &'q [Query], name: Option<&str>, dossier: &Dossier) -> Result<&'q Query, FindError> {
    let first = views.first().map(|view| view.name.as_str());
    let Some(name) = name.or(dossier.manifest.view.as_deref()).or(first) else {
        return Err(FindError::NoViews(Folder::Views.path(dossier)));
    };
    views.iter().find(|view| view.name == name).ok_or_else(|| {
        let known: Vec<String> = views.iter().map(|view| view.name.clone()).collect();
        FindError::NoView {
            name: name.to_owned(),
            suggestion: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
            known,
        }
    })
}

/// A dossier's queries, each folder of them parsed when it is first asked for.
#[derive(Debug, Default)]
pub struct Queries([OnceLock<Parsed>; Folder::ALL.len()]);

/// The queries of a folder, in the order of their names, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The queries.
    pub queries: Vec<Query>,
    /// What is wrong, in the order in which it was found.
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

    /// The queries of a folder; what is wrong with the others goes into the report.
    pub fn reported(&self, dossier: &Dossier, folder: Folder, report: &mut Report) -> &[Query] {
        let parsed = self.of(dossier, folder);
        parsed.findings.iter().for_each(|finding| report.push(finding.clone()));
        &parsed.queries
    }

    /// The queries of a folder in which nothing is wrong.
    ///
    /// # Errors
    /// What is wrong.
    pub fn accepted(&self, dossier: &Dossier, folder: Folder) -> Result<&[Query], Rejected> {
        let mut report = Report::default();
        let queries = self.reported(dossier, folder, &mut report);
        report.accept(queries).map(|(queries, _)| queries)
    }
}
