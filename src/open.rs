//! An open dossier: what every command shares, and whatever else asks the same of it.
//!
//! Takes a dossier's files, each of which is read once; then gives values, never printed text: a view as a property graph, a
//! claim explained, the dossier at a glance, what is wrong in it, the answer of a query row by row. Stands after all stages that
//! compute, before the build.

mod view;

pub use view::{ViewAnswer, ViewError, ViewRequest, answer_view};

use crate::check::{self, CheckError};
use crate::dossier::Dossier;
use crate::evidence::{Finding, Verified};
use crate::explain::{self, Explanation, Search};
use crate::federated::{self, FederatedError};
use crate::files::Files;
use crate::graph::Results;
use crate::load::{Loaded, load_from};
use crate::overview::Overview;
use crate::query::{AskError, BindError, Defaults, Folder, Queries, Query};
use crate::web::Limits;
use csvw::Resources;
use diagnostic::{Diagnostic, Rejected, Report};
use oxigraph::sparql::QueryEvaluationError;
use oxigraph::store::StorageError;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A dossier that is open.
pub struct OpenDossier {
    /// What its manifest says.
    pub dossier: Dossier,
    /// Its graph, its tables, and where each subject stands in them.
    pub loaded: Loaded,
    /// The folder of its texts, where there is one.
    pub texts: Option<PathBuf>,
    queries: Queries,
}

/// Whether a query may ask other endpoints.
#[derive(Debug, Clone)]
pub enum Network {
    /// It may not.
    Never,
    /// It may, within these limits.
    Within(Limits),
}

/// The answer of a query, rows being computed as they are taken.
pub struct Answered<'a> {
    /// The answer.
    pub results: Results<'a>,
    /// Why endpoints did not answer that may fail (SERVICE SILENT).
    pub silenced: Vec<FederatedError>,
}

/// A query cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// A value does not fit a parameter.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// It asks another endpoint and may not.
    #[error("{}", .0.message)]
    NoNetwork(Box<Diagnostic>),
    /// Another endpoint could not be asked.
    #[error("the query could not be answered")]
    Federated(#[from] FederatedError),
    /// It cannot be evaluated.
    #[error("the query could not be answered")]
    Evaluation(#[from] QueryEvaluationError),
}

impl OpenDossier {
    /// Opens a dossier: reads its tables and ontology, runs its rules. `texts` is the folder of its texts, where there is one.
    ///
    /// # Errors
    /// When the store fails; what is wrong in the files goes into the report.
    pub fn open(dossier: Dossier, texts: Option<PathBuf>, report: &mut Report) -> Result<Self, StorageError> {
        let files = Files::of(&dossier);
        Self::open_from(&files, dossier, texts, report)
    }

    /// Opens a dossier whose metadata and tables are opened by `resources`: never again once this is done.
    ///
    /// # Errors
    /// As [`OpenDossier::open`].
    pub fn open_from(
        resources: &dyn Resources,
        dossier: Dossier,
        texts: Option<PathBuf>,
        report: &mut Report,
    ) -> Result<Self, StorageError> {
        let loaded = load_from(resources, &dossier, report)?;
        Ok(Self {
            dossier,
            loaded,
            texts,
            queries: Queries::default(),
        })
    }

    /// The queries of a folder in which nothing is wrong; they are parsed when they are first asked for.
    ///
    /// # Errors
    /// What is wrong.
    pub fn queries(&self, folder: Folder) -> Result<&[Query], Rejected> {
        self.queries.accepted(&self.dossier, folder)
    }

    /// Finds everything that is wrong and was not found when the dossier was opened; `report` is the one of the opening. Gives
    /// how many passages were compared with their texts.
    ///
    /// # Errors
    /// When the store fails or cannot answer.
    pub fn check(&self, report: &mut Report) -> Result<Verified, CheckError> {
        check::check(
            &self.dossier,
            &self.loaded,
            &self.queries,
            self.texts.as_deref(),
            report,
        )
    }

    /// What the checks find, without the places. A check that cannot be run goes into the report.
    ///
    /// # Errors
    /// When the graph cannot be asked.
    pub fn findings(&self, report: &mut Report) -> Result<Vec<Finding>, AskError> {
        check::findings(&self.dossier, &self.loaded.graph, &self.queries, report)
    }

    /// The dossier at a glance.
    ///
    /// # Errors
    /// When a question cannot be answered.
    pub fn overview(&self) -> Result<Overview, AskError> {
        Overview::of(&self.dossier, &self.loaded.graph)
    }

    /// Finds claims by key, by a figure or by words.
    ///
    /// # Errors
    /// When the question cannot be answered.
    pub fn find(&self, wanted: &str) -> Result<Search, AskError> {
        explain::find(&self.dossier, &self.loaded.graph, wanted)
    }

    /// Explains a claim, named by its IRI; none where there is no such claim.
    ///
    /// # Errors
    /// When a question cannot be answered.
    pub fn explain(&self, claim: &str) -> Result<Option<Explanation>, AskError> {
        explain::explain(&self.dossier, &self.loaded, self.texts.as_deref(), claim)
    }

    /// Answers a query; `parameters` are values by name.
    ///
    /// # Errors
    /// When a value does not fit, or the query cannot be evaluated; each row can fail as well.
    pub fn answer(
        &self,
        query: &Query,
        parameters: &BTreeMap<String, String>,
        network: Network,
    ) -> Result<Answered<'_>, AnswerError> {
        let graph = &self.loaded.graph;
        let algebra = query.bind(&self.dossier, graph, parameters, Defaults::MustExist)?;
        let (algebra, silenced) = match (query.needs_network(), network) {
            (None, _) => (algebra, Vec::new()),
            (Some(diagnostic), Network::Never) => return Err(AnswerError::NoNetwork(Box::new(diagnostic))),
            (Some(_), Network::Within(limits)) => {
                let resolved = federated::resolve(algebra, graph, limits)?;
                (resolved.query, resolved.silenced)
            }
        };
        let results = graph.evaluate(algebra)?;
        Ok(Answered { results, silenced })
    }
}
