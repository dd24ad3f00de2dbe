//! An open dossier, its answers and its views.

use crate::answer::Rows;
use crate::{apart, claim, failure, within};
use oxigraph::model::{Literal, Term};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use sourcier::diagnostic::{Diagnostic, Report};
use sourcier::dossier::{Dossier as Folder, OpenError};
use sourcier::evidence::Texts;
use sourcier::export::{self, Feature, GraphFormat, Options};
use sourcier::formats::Format as _;
use sourcier::graph::{Answer, Solutions};
use sourcier::open::{AnswerError, Network, OpenDossier, ViewError, ViewRequest};
use sourcier::query::{self, FindError, Query};
use sourcier::view::PropertyGraph;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An open dossier.
#[pyclass(frozen, module = "sourcier._native")]
pub struct Dossier {
    open: Arc<OpenDossier>,
    /// What opening it found, which is no error.
    found: Vec<Diagnostic>,
    /// The most seconds that a query may take.
    timeout: Option<f64>,
}

/// What a dossier could not be opened for.
enum Refusal {
    Error(String),
    Files(Box<Report>),
}

/// Claims as IRI, key and statement, and the nearest key, if there are none.
type FoundClaims = (Vec<(String, String, String)>, Option<String>);

/// Why there is no answer.
enum NoAnswer {
    Find(FindError),
    Invalid(Report),
    Answer(AnswerError),
}

fn opened(path: PathBuf, texts: Option<PathBuf>) -> Result<Dossier, Refusal> {
    let refused = |error: &dyn std::error::Error| Refusal::Error(error.to_string());
    // The command line's words for this name its options.
    if !path.is_dir() {
        let what = if path.exists() { "is no folder" } else { "is not there" };
        return Err(Refusal::Error(format!("{} {what}", path.display())));
    }
    let dossier = Folder::find(&path).map_err(|error| match error {
        OpenError::NotFound(_) => Refusal::Error(format!(
            "there is no sourcier.toml in {} or any folder above it: `sourcier init` makes a dossier",
            path.display()
        )),
        OpenError::Invalid(diagnostic) => {
            let mut report = Report::default();
            report.push(*diagnostic);
            Refusal::Files(Box::new(report))
        }
        other => refused(&other),
    })?;
    if let Some(given) = texts.as_deref().filter(|given| !given.is_dir()) {
        return Err(Refusal::Error(format!(
            "the folder of the texts {} is not there",
            given.display()
        )));
    }
    let texts = Texts::find(&dossier, texts.as_deref()).map_err(|error| refused(&error))?;
    let mut report = Report::default();
    let open = OpenDossier::open(dossier, texts, &mut report).map_err(|error| refused(&error))?;
    match report.fails(false) {
        true => Err(Refusal::Files(Box::new(report))),
        false => Ok(Dossier {
            open: Arc::new(open),
            found: report.into_findings(),
            timeout: None,
        }),
    }
}

fn found(open: &OpenDossier, name: &str) -> Result<Query, NoAnswer> {
    let mut report = Report::default();
    let query = query::named(&open.dossier, name, &mut report).map_err(NoAnswer::Find)?;
    query.ok_or(NoAnswer::Invalid(report))
}

fn parsed(open: &OpenDossier, text: &str) -> Result<Query, NoAnswer> {
    let mut report = Report::default();
    let folder = query::Folder::Named;
    let query = query::parse(&open.dossier, folder, "(text)", text, false, &mut report);
    query.ok_or(NoAnswer::Invalid(report))
}

fn answered(open: &OpenDossier, query: &Query, given: &BTreeMap<String, String>) -> Result<Answer, NoAnswer> {
    let answered = open.answer(query, given, Network::Never).map_err(NoAnswer::Answer)?;
    answered
        .results
        .collect()
        .map_err(|error| NoAnswer::Answer(AnswerError::Evaluation(error)))
}

impl Dossier {
    fn given<'py>(py: Python<'py>, answer: Result<Answer, NoAnswer>) -> PyResult<Bound<'py, Rows>> {
        let solutions = match answer {
            Ok(Answer::Boolean(value)) => Solutions {
                variables: vec!["answer".to_owned()],
                rows: vec![vec![Some(Literal::from(value).into())]],
            },
            Ok(Answer::Solutions(solutions)) => solutions,
            Ok(Answer::Triples(triples)) => Solutions {
                variables: ["subject", "predicate", "object"].map(str::to_owned).to_vec(),
                rows: triples
                    .into_iter()
                    .map(|triple| {
                        let terms: [Term; 3] = [triple.subject.into(), triple.predicate.into(), triple.object];
                        terms.map(Some).to_vec()
                    })
                    .collect(),
            },
            Err(NoAnswer::Find(error)) => return Err(failure::caused(py, &error)),
            Err(NoAnswer::Invalid(report)) => return Err(failure::rejected(py, &report)),
            Err(NoAnswer::Answer(error)) => return Err(failure::caused(py, &error)),
        };
        Bound::new(py, Rows::new(solutions))
    }

    /// The queries of a folder, as dictionaries.
    fn listed<'py>(&self, py: Python<'py>, folder: query::Folder) -> PyResult<Bound<'py, PyList>> {
        let queries = self.open.queries(folder);
        let queries = queries.map_err(|rejected| failure::rejected(py, &rejected.report))?;
        let list = PyList::empty(py);
        let language = &self.open.dossier.manifest.language;
        for query in queries {
            let parameters = PyList::empty(py);
            for parameter in &query.header.parameters {
                let dict = PyDict::new(py);
                dict.set_item("name", &parameter.name)?;
                dict.set_item("type", parameter.kind.name())?;
                dict.set_item("default", parameter.default_in(language))?;
                dict.set_item("help", &parameter.help)?;
                parameters.append(dict)?;
            }
            let dict = PyDict::new(py);
            dict.set_item("name", &query.name)?;
            dict.set_item("title", query.header.title_in(language))?;
            dict.set_item("parameters", parameters)?;
            list.append(dict)?;
        }
        Ok(list)
    }
}

#[pymethods]
impl Dossier {
    /// Opens the dossier of a folder, or of the nearest one above it.
    #[new]
    fn new(py: Python<'_>, path: PathBuf, texts: Option<PathBuf>, timeout: Option<f64>) -> PyResult<Self> {
        match apart(py, || opened(path, texts))? {
            Ok(dossier) => Ok(Self { timeout, ..dossier }),
            Err(Refusal::Error(message)) => Err(failure::error(py, &message)),
            Err(Refusal::Files(report)) => Err(failure::rejected(py, &report)),
        }
    }

    /// Its title.
    #[getter]
    fn title(&self) -> &str {
        &self.open.dossier.manifest.title
    }

    /// The language of its labels.
    #[getter]
    fn language(&self) -> &str {
        &self.open.dossier.manifest.language
    }

    /// Its folder.
    #[getter]
    fn folder(&self) -> PathBuf {
        self.open.dossier.path("")
    }

    /// The number of its triples, with those that rules derive.
    fn __len__(&self) -> usize {
        self.open.loaded.graph.len()
    }

    /// Its named queries, with their parameters.
    fn queries<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.listed(py, query::Folder::Named)
    }

    /// Its views, with their parameters.
    fn views<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.listed(py, query::Folder::Views)
    }

    /// The answer of a named query.
    fn query<'py>(&self, py: Python<'py>, name: String, given: BTreeMap<String, String>) -> PyResult<Bound<'py, Rows>> {
        let open = Arc::clone(&self.open);
        let answer = within(py, self.timeout, move || {
            found(&open, &name).and_then(|query| answered(&open, &query, &given))
        })?;
        Self::given(py, answer)
    }

    /// The answer of a SPARQL text, for which the dossier's prefixes are declared.
    fn sparql<'py>(&self, py: Python<'py>, text: String) -> PyResult<Bound<'py, Rows>> {
        let open = Arc::clone(&self.open);
        let answer = within(py, self.timeout, move || {
            parsed(&open, &text).and_then(|query| answered(&open, &query, &BTreeMap::new()))
        })?;
        Self::given(py, answer)
    }

    /// A view, with the coordinates of its nodes; without a name, the dossier's own.
    fn view(&self, py: Python<'_>, name: Option<String>, given: BTreeMap<String, String>) -> PyResult<View> {
        let request = ViewRequest {
            view: name,
            parameters: given,
            positions: true,
            ..ViewRequest::default()
        };
        let open = Arc::clone(&self.open);
        match within(py, self.timeout, move || open.view(&request))? {
            Ok(answer) => Ok(View {
                name: answer.name,
                graph: answer.graph,
                positions: answer.positions,
            }),
            Err(ViewError::Rejected(rejected)) => Err(failure::rejected(py, &rejected.report)),
            Err(other) => Err(failure::caused(py, &other)),
        }
    }

    /// The claims that a key, a figure or words find, in a language or else in the dossier's.
    fn find(&self, py: Python<'_>, wanted: String, lang: Option<String>) -> PyResult<FoundClaims> {
        let open = Arc::clone(&self.open);
        let search = within(py, self.timeout, move || open.find(&wanted, lang.as_deref()))?;
        let search = search.map_err(|error| failure::caused(py, &error))?;
        let found = search.found.into_iter();
        let found = found.map(|claim| (claim.claim, claim.key, claim.says.join(" · ")));
        Ok((found.collect(), search.nearest))
    }

    /// What is known of the claim with this IRI, in a language or else in the dossier's; `None` if there is no such claim.
    fn explain<'py>(
        &self,
        py: Python<'py>,
        claim: String,
        lang: Option<String>,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        let open = Arc::clone(&self.open);
        let explanation = within(py, self.timeout, move || open.explain(&claim, lang.as_deref()))?;
        let explanation = explanation.map_err(|error| failure::caused(py, &error))?;
        explanation.map(|found| claim::explained(py, &found)).transpose()
    }

    /// All findings, as `sourcier check` has them, and how many passages were compared with their texts, of how many.
    fn check<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyList>, (usize, usize))> {
        let checked = apart(py, || {
            let mut report = Report::default();
            self.found
                .iter()
                .cloned()
                .for_each(|diagnostic| report.push(diagnostic));
            self.open.check(&mut report).map(|verified| (report, verified))
        })?;
        let (report, verified) = checked.map_err(|error| failure::caused(py, &error))?;
        Ok((failure::findings(py, &report.sorted())?, (verified.ranges, verified.of)))
    }
}

/// A view: a directed multigraph whose nodes are entities.
#[pyclass(frozen, module = "sourcier._native")]
pub struct View {
    name: String,
    graph: PropertyGraph,
    positions: Vec<(f64, f64)>,
}

#[pymethods]
impl View {
    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Its number of nodes and of edges.
    #[getter]
    fn size(&self) -> (usize, usize) {
        let topology = self.graph.topology();
        (topology.node_count(), topology.edge_count())
    }

    /// The view in one of the formats of `sourcier export graph`: the bytes of each file, by the suffix after its name.
    fn export<'py>(&self, py: Python<'py>, format: &str) -> PyResult<Bound<'py, PyDict>> {
        let found = GraphFormat::named(format).ok_or_else(|| {
            let known: Vec<&str> = GraphFormat::ALL.iter().map(|format| format.name()).collect();
            failure::error(py, &format!("there is no format `{format}`: {}", known.join(", ")))
        })?;
        if found.has(Feature::Picture) {
            export::drawable(&self.graph).map_err(|error| failure::caused(py, &error))?;
        }
        let options = Options {
            positions: match found.has(Feature::Positions) {
                true => self.positions.clone(),
                false => Vec::new(),
            },
            ..Options::default()
        };
        let files = PyDict::new(py);
        for (suffix, write) in found.files() {
            let written = apart(py, || {
                let mut bytes = Vec::new();
                write(&self.graph, &options, &mut bytes).map(|()| bytes)
            })?;
            files.set_item(suffix, PyBytes::new(py, &written?))?;
        }
        Ok(files)
    }
}
