//! Answers a view: its rows become a property graph, which is then refined, measured and laid out.

use super::OpenDossier;
use crate::analysis::{self, AnalysisError, Measure, Taking};
use crate::dossier::Dossier;
use crate::export::positions;
use crate::graph::Graph;
use crate::lookup;
use crate::query::{self, BindError, Defaults, FindError, Query};
use crate::ranking::Ranking;
use crate::refine::{self, RefineError, refine};
use crate::view::{About, Projection, PropertyGraph};
use diagnostic::{Rejected, Report, plural};
use oxigraph::sparql::QueryEvaluationError;
use std::collections::BTreeMap;

/// A request for a view.
#[derive(Debug, Clone, Default)]
pub struct ViewRequest {
    /// The view's name; if `None`, the manifest's view, or else the first.
    pub view: Option<String>,
    /// Values of its parameters, by name.
    pub parameters: BTreeMap<String, String>,
    /// How to refine the graph: conditions, neighbourhood, merging of parallel edges.
    pub part: refine::Request,
    /// Measures to add to the nodes as attributes.
    pub measures: Vec<Measure>,
    /// Whether to lay out the nodes.
    pub positions: bool,
}

/// The answer to a [`ViewRequest`].
#[derive(Debug, Clone)]
pub struct ViewAnswer {
    /// Its name.
    pub name: String,
    /// Its graph.
    pub graph: PropertyGraph,
    /// The coordinates of each node, in node order; empty unless they were requested.
    pub positions: Vec<(f64, f64)>,
    /// Why it has no edge, if it has none.
    pub emptiness: Option<Emptiness>,
}

/// Why an answer to a view has no edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Emptiness {
    /// Its query has no rows.
    #[error("has no edge: nothing in the dossier fits its query")]
    NoRows,
    /// The part that was requested has none.
    #[error("has {}, none of them in the part that is kept ({}): keep more, or what is --around one", plural(*edges, "edge"), plural(*nodes, "node"))]
    NoEdgeLeft {
        /// How many nodes are kept.
        nodes: usize,
        /// How many edges there were.
        edges: usize,
    },
}

/// A view could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is no such view.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The file of the view has errors, or the query could not be answered.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// The view cannot be evaluated, or one of its rows is not an edge.
    #[error("the view `{view}` is no graph: {why}")]
    NoGraph {
        /// The view's name.
        view: String,
        /// The reason.
        why: String,
    },
    /// A value does not fit a parameter of the view.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// The graph cannot be refined as requested.
    #[error(transparent)]
    Refine(#[from] RefineError),
    /// A measure cannot be computed.
    #[error(transparent)]
    Measure(#[from] AnalysisError),
}

impl OpenDossier {
    /// Answers a view: builds its graph, then refines, measures and lays it out, in this order.
    ///
    /// # Errors
    /// When there is no such view, a value or condition does not fit, or a measure would take too long.
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

    /// Answers a view and returns its `most` highest-ranking nodes by the first of `measures`. The measures of the
    /// request are ignored.
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
        let query = self.view_query(request.view.as_deref())?;
        let view = answer_view(&query, dossier, graph, &request.parameters, Defaults::MustExist)?;
        let edges = view.topology().edge_count();
        let part = refine(view, &request.part, dossier, graph)?;
        let emptiness = match (edges, part.topology().edge_count()) {
            (0, _) => Some(Emptiness::NoRows),
            // Somebody asked for a node alone.
            (_, 0) if request.part.depth == Some(0) => None,
            (edges, 0) => {
                let nodes = part.topology().node_count();
                Some(Emptiness::NoEdgeLeft { nodes, edges })
            }
            _ => None,
        };
        Ok(ViewAnswer {
            name: query.name,
            graph: part,
            positions: Vec::new(),
            emptiness,
        })
    }

    /// Reads one view.
    fn view_query(&self, name: Option<&str>) -> Result<Query, ViewError> {
        let mut report = Report::default();
        let query = query::view(&self.dossier, name, &mut report)?;
        query.ok_or(ViewError::Rejected(Rejected { report }))
    }
}

/// Answers a view and builds its graph.
///
/// # Errors
/// When it cannot be evaluated, or a row is not an edge.
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
        ..About::default()
    };
    let unanswered = |error: QueryEvaluationError| {
        let mut report = Report::default();
        report.push(query.failed(&error));
        ViewError::Rejected(Rejected { report })
    };
    let rows = graph.select(&query.file, algebra).map_err(unanswered)?;
    let rows = rows.ok_or_else(|| failed("a view is a SELECT".to_owned()))?;
    let mut view = Projection::new(about, &rows.variables);
    for row in rows {
        let row = row.map_err(unanswered)?;
        view.row(row.values()).map_err(|error| failed(error.to_string()))?;
    }
    let language = query.language(dossier, given);
    lookup::complete(view.finish(), dossier, graph, language).map_err(|error| failed(error.to_string()))
}
