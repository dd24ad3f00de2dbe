//! The open dossier that all commands share.
//!
//! Takes a dossier and reads each of its files once. Returns values, never printed text: views as property graphs,
//! explanations of claims, the overview, findings, and the rows of an answer as a stream. Uses all computing stages;
//! only the build comes after it.

mod view;

pub use view::{Emptiness, ViewAnswer, ViewError, ViewRequest, answer_view};

use crate::check::{self, CheckError};
use crate::dossier::Dossier;
use crate::evidence::{Finding, Texts, Verified};
use crate::explain::{self, Explanation, Search};
use crate::federated::{self, FederatedError, Permission};
use crate::files::Files;
use crate::graph::{GraphError, Results};
use crate::kept::{self, Cache, Found, Noted};
use crate::load::{Loaded, load_from, load_published};
use crate::overview::Overview;
use crate::query::{self, AskError, BindError, Defaults, Folder, Queries, Query};
use crate::vocabulary;
use crate::withheld::{Withheld, WithholdError};
use csvw::Resources;
use diagnostic::{Diagnostic, Rejected, Report, nearest};
use oxigraph::model::NamedNodeRef;
use oxigraph::sparql::QueryEvaluationError;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An open dossier.
pub struct OpenDossier {
    /// The dossier's files and manifest.
    pub dossier: Dossier,
    /// Its graph, its tables, and the row of each subject.
    pub loaded: Loaded,
    /// The folder of its texts, if there is one.
    pub texts: Option<Texts>,
    /// What is kept back, if it was opened for publication.
    pub withheld: Arc<Withheld>,
    queries: Queries,
}

/// Whether a query may call other endpoints (SERVICE).
pub enum Network<'a> {
    /// Never: a query that does is refused.
    Never,
    /// With the user's permission.
    With(Permission<'a>),
}

/// The answer of a query; its rows are computed as they are taken.
pub struct Answered<'a> {
    /// The answer.
    pub results: Results<'a>,
    /// The errors of endpoints that SERVICE SILENT ignored.
    pub silenced: Vec<FederatedError>,
}

/// A query could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// A value does not fit a parameter.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// The query calls another endpoint and is not allowed to.
    #[error("{}", .0.message)]
    NoNetwork(Box<Diagnostic>),
    /// Calling another endpoint failed.
    #[error("the query could not be answered")]
    Federated(#[from] FederatedError),
    /// The query could not be evaluated.
    #[error("the query could not be answered")]
    Evaluation(#[from] QueryEvaluationError),
}

/// A dossier could not be opened for publication.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// What is withheld could not be decided.
    #[error(transparent)]
    Withhold(#[from] WithholdError),
    /// The store failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// A column that says what is published has no description.
    #[error(
        "{file} has a column `{heading}`, which csv-metadata.json does not describe, so that nothing is withheld by it: `sourcier migrate`, or the row `publish` of docs/tables.md, describes it"
    )]
    Undescribed {
        /// The table.
        file: String,
        /// The heading of the column.
        heading: String,
    },
}

/// Whether the heading of a column says that it is about publishing.
fn speaks_of_publishing(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let mut words = heading.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| ["publish", "publier"].contains(&word))
}

impl OpenDossier {
    /// Opens a dossier: reads its tables and ontology, runs its rules. `texts` is the folder of its texts, if there is
    /// one.
    ///
    /// # Errors
    /// When the store fails. Errors in the files are added to the report.
    pub fn open(dossier: Dossier, texts: Option<Texts>, report: &mut Report) -> Result<Self, GraphError> {
        let files = Files::of(&dossier);
        Self::open_from(&files, dossier, texts, report)
    }

    /// Opens a dossier, reading its metadata and tables through `resources`, which is not used afterwards.
    ///
    /// # Errors
    /// As [`OpenDossier::open`].
    pub fn open_from(
        resources: &dyn Resources,
        dossier: Dossier,
        texts: Option<Texts>,
        report: &mut Report,
    ) -> Result<Self, GraphError> {
        let loaded = load_from(resources, &dossier, texts.as_ref(), report)?;
        Ok(Self::of(dossier, texts, loaded))
    }

    /// Opens a dossier, or what was kept of it ([`crate::kept`]).
    ///
    /// # Errors
    /// As [`OpenDossier::open`].
    pub fn open_kept(
        cache: Option<&Cache>,
        dossier: Dossier,
        texts: Option<Texts>,
        report: &mut Report,
    ) -> Result<Self, GraphError> {
        let loaded = kept::load(cache, &dossier, texts.as_ref(), report)?;
        Ok(Self::of(dossier, texts, loaded))
    }

    /// Opens a dossier and runs all checks ([`OpenDossier::check`]), or tells what they found before, if nothing that they look at
    /// differs ([`crate::kept`]).
    ///
    /// # Errors
    /// As [`OpenDossier::check`].
    pub fn checked(
        cache: Option<&Cache>,
        dossier: Dossier,
        texts: Option<Texts>,
        report: &mut Report,
    ) -> Result<Verified, CheckError> {
        let Some(cache) = cache else {
            return Self::open(dossier, texts, report)?.check(report);
        };
        if let Some(verified) = Found::before(cache, &dossier, texts.as_ref(), report) {
            return Ok(verified);
        }
        let noted = Noted::of(&dossier, texts.as_ref());
        report.record(kept::MOST_FINDINGS);
        let open = Self::open_kept(Some(cache), noted.dossier.clone(), noted.texts.clone(), report)?;
        let verified = open.check(report)?;
        Found::keep(cache, &noted, verified, report);
        Ok(verified)
    }

    /// A dossier of which nothing is kept back.
    fn of(dossier: Dossier, texts: Option<Texts>, loaded: Loaded) -> Self {
        Self {
            dossier,
            loaded,
            texts,
            withheld: Arc::default(),
            queries: Queries::default(),
        }
    }

    /// The dossier as it is published: loaded again without what is withheld, before any rule runs.
    ///
    /// # Errors
    /// When the store fails, or a setting of the manifest does not fit.
    pub fn published(self) -> Result<Self, PublishError> {
        let withheld = Withheld::of(&self.dossier, &self.loaded.graph, self.loaded.tables())?;
        let Self {
            dossier,
            loaded,
            texts,
            queries,
            ..
        } = self;
        if let Some((file, heading)) = loaded
            .rows()
            .undescribed()
            .find(|(_, heading)| speaks_of_publishing(heading))
        {
            let (file, heading) = (file.to_owned(), heading.to_owned());
            return Err(PublishError::Undescribed { file, heading });
        }
        if withheld.is_nothing() {
            let withheld = Arc::new(withheld);
            let mut loaded = loaded;
            if let Some(rows) = loaded.rows_mut() {
                rows.keep_back(Arc::clone(&withheld));
            }
            return Ok(Self {
                dossier,
                loaded,
                texts,
                withheld,
                queries,
            });
        }
        drop(loaded);
        let (loaded, withheld) = load_published(&dossier, texts.as_ref(), withheld)?;
        Ok(Self {
            dossier,
            loaded,
            texts,
            withheld,
            queries,
        })
    }

    /// Returns the queries of a folder, if all of them are valid; they are parsed at the first call.
    ///
    /// # Errors
    /// The findings, when a query is not valid.
    pub fn queries(&self, folder: Folder) -> Result<&[Query], Rejected> {
        self.queries.accepted(&self.dossier, folder)
    }

    /// Runs all checks that opening the dossier did not run; `report` is the report of the opening. Returns how many
    /// passages were compared with their texts.
    ///
    /// # Errors
    /// When the store fails or a query over it does.
    pub fn check(&self, report: &mut Report) -> Result<Verified, CheckError> {
        check::check(&self.dossier, &self.loaded, &self.queries, self.texts.as_ref(), report)
    }

    /// Returns the findings of the checks, without places. A check that fails is added to the report.
    ///
    /// # Errors
    /// When a query over the graph fails.
    pub fn findings(&self, report: &mut Report) -> Result<Vec<Finding>, AskError> {
        check::findings(&self.dossier, &self.loaded.graph, &self.queries, report)
    }

    /// Computes the overview of the dossier.
    ///
    /// # Errors
    /// When a query fails.
    pub fn overview(&self) -> Result<Overview, AskError> {
        Overview::of(&self.dossier, &self.loaded.graph)
    }

    /// Finds claims by key, by a figure or by words; what they say is in a language, by its tag, or else in the dossier's.
    ///
    /// # Errors
    /// When the query fails.
    pub fn find(&self, wanted: &str, language: Option<&str>) -> Result<Search, AskError> {
        let language = language.unwrap_or(&self.dossier.manifest.language);
        explain::find(&self.dossier, &self.loaded.graph, wanted, language)
    }

    /// Explains the claim with this IRI, in a language or else in the dossier's; `None` if there is no such claim.
    ///
    /// # Errors
    /// When a query fails.
    pub fn explain(&self, claim: &str, language: Option<&str>) -> Result<Option<Explanation>, AskError> {
        let language = language.unwrap_or(&self.dossier.manifest.language);
        explain::explain(&self.dossier, &self.loaded, self.texts.as_ref(), claim, language)
    }

    /// The IRIs in a query that begin as the terms of the core vocabulary or as the dossier's own, and are nowhere in the
    /// graph; each with the nearest that is a subject there.
    pub fn unknown_terms(&self, query: &Query) -> Vec<(String, Option<String>)> {
        let graph = &self.loaded.graph;
        let mut unknown = Vec::new();
        for iri in query::terms::iris(&query.algebra) {
            let own = [vocabulary::NS, self.dossier.manifest.base.as_str()];
            let Some(start) = own.into_iter().find(|start| iri.starts_with(start) && iri != *start) else {
                continue;
            };
            if graph.mentions(NamedNodeRef::new_unchecked(&iri)) {
                continue;
            }
            let known = graph.subjects(start);
            let names = known.iter().filter_map(|known| known.strip_prefix(start));
            let near = nearest(&iri[start.len()..], names).map(|name| format!("{start}{name}"));
            unknown.push((iri, near));
        }
        unknown
    }

    /// Answers a query; `parameters` maps names to values.
    ///
    /// # Errors
    /// When a value does not fit its parameter, or the query cannot be evaluated. Evaluation of a row can fail as well.
    pub fn answer(
        &self,
        query: &Query,
        parameters: &BTreeMap<String, String>,
        network: Network<'_>,
    ) -> Result<Answered<'_>, AnswerError> {
        let graph = &self.loaded.graph;
        let algebra = query.bind(&self.dossier, graph, parameters, Defaults::MustExist)?;
        let (algebra, silenced) = match (query.needs_network(), network) {
            (None, _) => (algebra, Vec::new()),
            (Some(diagnostic), Network::Never) => return Err(AnswerError::NoNetwork(Box::new(diagnostic))),
            (Some(_), Network::With(permission)) => {
                let resolved = federated::resolve(algebra, graph, permission)?;
                (resolved.query, resolved.silenced)
            }
        };
        let results = graph.evaluate(&query.file, algebra)?;
        Ok(Answered { results, silenced })
    }
}
