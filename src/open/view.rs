//! A view answered: the rows of its query as a property graph, of which a part is kept and measured.

use super::OpenDossier;
use crate::analysis::{self, AnalysisError, Measure, Taking};
use crate::dossier::Dossier;
use crate::export::positions;
use crate::graph::Graph;
use crate::lookup;
use crate::query::{self, BindError, Defaults, FindError, Folder, Query};
use crate::ranking::Ranking;
use crate::refine::{self, RefineError, refine};
use crate::view::{About, Projection, PropertyGraph};
use diagnostic::Rejected;
use std::collections::BTreeMap;

/// What is asked of a view.
#[derive(Debug, Clone, Default)]
pub struct ViewRequest {
    /// Its name; without one the manifest's view, or the first.
    pub view: Option<String>,
    /// Values of its parameters, by name.
    pub parameters: BTreeMap<String, String>,
    /// What of it to keep, and whether parallel edges become one.
    pub part: refine::Request,
    /// Measures that its nodes get as attributes.
    pub measures: Vec<Measure>,
    /// Whether its nodes get places.
    pub positions: bool,
}

/// A view that was asked for.
#[derive(Debug, Clone)]
pub struct ViewAnswer {
    /// Its name.
    pub name: String,
    /// Its graph.
    pub graph: PropertyGraph,
    /// Where each node stands, in the order of the nodes; empty where no places were asked for.
    pub positions: Vec<(f64, f64)>,
}

/// A view cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is no such view.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Something is wrong in the files of the views.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// It cannot be evaluated, or a row is no edge.
    #[error("the view `{view}` is no graph: {why}")]
    NoGraph {
        /// The view's name.
        view: String,
        /// What is wrong.
        why: String,
    },
    /// A value does not fit a parameter of the view.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// No such part of it can be kept.
    #[error(transparent)]
    Refine(#[from] RefineError),
    /// A measure cannot be taken.
    #[error(transparent)]
    Measure(#[from] AnalysisError),
}

impl OpenDossier {
    /// Answers a view: its rows as a graph, refined, measured, its nodes placed, in this order.
    ///
    /// # Errors
    /// When there is no such view, a value or a condition does not fit, or a measure would take too long.
    pub fn view(&self, request: &ViewRequest) -> Result<ViewAnswer, ViewError> {
        let mut answer = self.refined(request)?;
        if !request.measures.is_empty() {
            let columns = analysis::measured(&answer.graph, &request.measures, Taking::default())?;
            analysis::annotate(&mut answer.graph, &columns);
        }
        if request.positions {
            answer.positions = positions(&answer.graph);
        }
        Ok(answer)
    }

    /// Answers a view and orders at most `most` of its nodes by the first of these measures, those of the request apart.
    ///
    /// # Errors
    /// As [`OpenDossier::view`].
    pub fn rank(
        &self,
        request: &ViewRequest,
        measures: &[Measure],
        taking: Taking,
        most: usize,
    ) -> Result<Ranking, ViewError> {
        let ViewAnswer { name, graph, .. } = self.refined(request)?;
        let columns = analysis::measured(&graph, measures, taking)?;
        Ok(Ranking::new(name, graph, columns, taking.seed, most))
    }

    fn refined(&self, request: &ViewRequest) -> Result<ViewAnswer, ViewError> {
        let (dossier, graph) = (&self.dossier, &self.loaded.graph);
        let query = query::chosen(self.queries(Folder::Views)?, request.view.as_deref(), dossier)?;
        let view = answer_view(query, dossier, graph, &request.parameters, Defaults::MustExist)?;
        Ok(ViewAnswer {
            name: query.name.clone(),
            graph: refine(view, &request.part, dossier, graph)?,
            positions: Vec::new(),
        })
    }
}

/// Answers a view and makes its graph.
///
/// # Errors
/// When it cannot be answered, or a row is no edge.
pub fn answer_view(
    query: &Query,
    dossier: &Dossier,
    graph: &Graph,
    given: &BTreeMap<String, String>,
    defaults: Defaults,
) -> Result<PropertyGraph, ViewError> {
    let failed = |why: String| ViewError::NoGraph {
        view: query.name.clone(),
        why,
    };
    let algebra = query.bind(dossier, graph, given, defaults)?;
    let language = given.get("lang").unwrap_or(&dossier.manifest.language);
    let manifest = &dossier.manifest;
    let colon = if language == "fr" { " :" } else { ":" };
    let about = About {
        title: query.header.title_in(language).to_owned(),
        source: format!("Source{colon} {} ({})", manifest.title, manifest.base),
        language: language.clone(),
        creator: manifest.creator.clone().unwrap_or_default(),
        modified: manifest.modified.clone(),
    };
    let rows = graph.select(algebra).map_err(|error| failed(error.to_string()))?;
    let rows = rows.ok_or_else(|| failed("a view is a SELECT".to_owned()))?;
    let mut view = Projection::new(about, &rows.variables);
    for row in rows {
        let row = row.map_err(|error| failed(error.to_string()))?;
        view.row(row.values()).map_err(|error| failed(error.to_string()))?;
    }
    let language = query.language(dossier, given);
    lookup::complete(view.finish(), dossier, graph, language).map_err(|error| failed(error.to_string()))
}
