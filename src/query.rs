//! Queries: parses `.rq` files with their headers, binds parameters and answers them.
//!
//! Takes `.rq` files and SPARQL texts; returns [`Query`] values and, over a graph, answers. The dossier's prefixes need
//! no PREFIX declaration. Refuses values that do not fit a parameter, and queries that assign to their own parameters.

pub mod answer;
pub(crate) mod algebra;
mod bind;
mod find;
pub mod header;
mod listed;
mod parser;
mod resource;
pub(crate) mod service;
mod standalone;
mod syntax;
pub mod terms;
pub mod tokens;

pub use find::{FindError, Parsed, Queries, named, view};
pub use parser::is_update;

use crate::budget::{self, Exceeded, OWN};
use crate::disk::limit;
use crate::dossier::Dossier;
use crate::graph::{Answer, Derived, Graph, Rows, Solutions, Table};
use diagnostic::{Diagnostic, Place, Report, code, nearest};
use header::{Header, Kind, LANGUAGE, Parameter};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::QueryEvaluationError;
use parser::{parser, parser_at};
use std::collections::BTreeMap;

/// A folder of queries; it determines which query forms are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// Named queries of any form.
    Named,
    /// CONSTRUCT: derives triples.
    Rules,
    /// SELECT: each row is a finding.
    Checks,
    /// SELECT: each row is an edge of a graph.
    Views,
}

impl Folder {
    /// All folders.
    pub const ALL: [Self; 4] = [Self::Named, Self::Rules, Self::Checks, Self::Views];

    /// Its path in a dossier.
    pub fn path(self, dossier: &Dossier) -> String {
        let queries = &dossier.manifest.folders.queries;
        match self {
            Self::Named => queries.clone(),
            Self::Rules => format!("{queries}/rules"),
            Self::Checks => format!("{queries}/checks"),
            Self::Views => format!("{queries}/views"),
        }
    }

    fn form(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::Rules => Some("CONSTRUCT"),
            Self::Checks | Self::Views => Some("SELECT"),
        }
    }

    /// The name of this folder's queries, if they are never allowed to use the network.
    fn offline(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::Rules => Some("a rule"),
            Self::Checks => Some("a check"),
            Self::Views => Some("a view"),
        }
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Named | Self::Rules => &[],
            Self::Checks => &["subject"],
            Self::Views => &["source", "target"],
        }
    }
}

/// The step of the program that a rule may name: it forms sums from the rule's rows.
pub const STEP: &str = "sums";

/// The columns of a rule for that step.
const STEP_COLUMNS: &[&str] = &["subject", "feature", "value"];

/// Whether a parameter of type key must have a default that exists in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defaults {
    /// It must: a person asked, and would get an empty answer without a reason.
    MustExist,
    /// It need not: the program asks, and in another dossier the answer is empty.
    MayNameNothing,
}

/// A query with its header.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its name: the file's, without `.rq`.
    pub name: String,
    /// Its file, relative to the dossier; empty for a text from the command line.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Its header.
    pub header: Header,
    /// Its algebra.
    pub algebra: spargebra::Query,
}

/// A value does not fit a query's parameters.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The query has no such parameter.
    #[error("the query `{query}` has no parameter `{name}`{}{}", hint(suggestion.as_deref()), listed(known))]
    Unknown {
        /// The query.
        query: String,
        /// The name given.
        name: String,
        /// The nearest known name.
        suggestion: Option<String>,
        /// The parameters of the query.
        known: Vec<String>,
    },
    /// The value is not of the parameter's type.
    #[error("`{value}` is no value for the parameter `{name}`, which takes {valid}{}", hint(suggestion.as_deref()))]
    Type {
        /// The parameter.
        name: String,
        /// The value given.
        value: String,
        /// A description of the valid values.
        valid: String,
        /// The nearest valid value.
        suggestion: Option<String>,
    },
    /// The parameter's default is a key that the dossier does not have, and no other value is given.
    #[error(
        "the parameter `{name}` needs a value: its default `{value}` is not in this dossier. --set {name}=KEY gives it, with {valid}"
    )]
    Default {
        /// The parameter.
        name: String,
        /// Its default.
        value: String,
        /// A description of the valid values.
        valid: String,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!(" (did you mean `{name}`?)"))
}

fn listed(known: &[String]) -> String {
    if known.is_empty() {
        "; it has none".to_owned()
    } else {
        format!("; it has {}", known.join(", "))
    }
}

/// Reads all queries of a folder, in name order. Errors are added to the report.
pub fn load(dossier: &Dossier, folder: Folder, report: &mut Report) -> Vec<Query> {
    let files = match dossier.files(&folder.path(dossier), "rq", limit::QUERIES) {
        Ok(files) => files,
        Err(diagnostic) => {
            report.push(diagnostic);
            return Vec::new();
        }
    };
    files
        .iter()
        .filter_map(|file| read(dossier, folder, file, report))
        .collect()
}

/// Reads one query file. Errors are added to the report.
pub fn read(dossier: &Dossier, folder: Folder, file: &str, report: &mut Report) -> Option<Query> {
    match dossier.read_text(file, "the query", limit::QUERY) {
        Ok(text) => parse(dossier, folder, file, &text, true, report),
        Err(diagnostic) => {
            report.push(diagnostic);
            None
        }
    }
}

/// Parses a query. Files of the dossier need a header (`needs_header`); texts of a command line or a client do not, and their relative
/// IRIs are those of the dossier.
pub fn parse(
    dossier: &Dossier,
    folder: Folder,
    file: &str,
    text: &str,
    needs_header: bool,
    report: &mut Report,
) -> Option<Query> {
    let prefixes = dossier.prefixes();
    let header = match header::parse(file, text, folder == Folder::Checks, prefixes) {
        Ok(mut header) => {
            if folder == Folder::Views {
                header.add_language(text);
            }
            Some(header)
        }
        Err(_) if !needs_header => Some(Header::default()),
        Err(diagnostics) => {
            diagnostics.into_iter().for_each(|diagnostic| report.push(diagnostic));
            None
        }
    };
    if let Some(diagnostic) = syntax::too_complex(file, text) {
        report.push(diagnostic);
        return None;
    }
    let running = match budget::begin(file, 0) {
        Ok(running) => running,
        Err(exceeded) => {
            report.push(over_budget(body_place(file, text), exceeded));
            return None;
        }
    };
    let base = (!needs_header).then_some(dossier.manifest.base.as_str());
    let algebra = match running.time(|| parser_at(base, prefixes).parse_query(text)) {
        Ok(algebra) => algebra::with_simple_concatenations(algebra),
        Err(error) => {
            report.push(syntax::diagnostic(file, text, &error.to_string(), prefixes));
            return None;
        }
    };
    let stem = file.rsplit('/').next().unwrap_or(file);
    let name = stem.strip_suffix(".rq").unwrap_or(stem).to_owned();
    let query = Query {
        name,
        file: file.to_owned(),
        text: text.to_owned(),
        header: header?,
        algebra,
    };
    let wrong = query.shape(folder);
    let is_right = wrong.is_empty();
    wrong.into_iter().for_each(|diagnostic| report.push(diagnostic));
    is_right.then_some(query)
}

/// A parser that knows the prefixes. They are valid IRIs, since the manifest was accepted.
/// One of the program's own queries failed.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The query is not valid SPARQL.
    #[error(transparent)]
    Syntax(#[from] spargebra::SparqlSyntaxError),
    /// The query cannot be evaluated.
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
}

/// Answers one of the program's own SELECTs for some values of `?thing`, IRIs, unsorted; `?lang` is the language.
///
/// # Errors
/// When the query is not valid SPARQL or cannot be evaluated.
pub fn ask_about<'g>(
    dossier: &Dossier,
    graph: &'g Graph,
    text: &str,
    things: &[&str],
    language: &str,
) -> Result<Option<Table<'g>>, AskError> {
    let lang = Literal::new_simple_literal(language).into();
    let algebra = parser(dossier.prefixes()).parse_query(text)?;
    let algebra = bind::bind(algebra, &Variable::new_unchecked(LANGUAGE), &lang);
    let thing = Variable::new_unchecked("thing");
    let (algebra, listed) = listed::split(algebra, &thing);
    let algebra = bind::marked(algebra, &thing);
    Ok(graph.table(OWN, algebra, things, &listed)?)
}

/// Answers one of the program's own SELECTs with variables bound; `?lang` is the dossier's language if it is not bound.
///
/// # Errors
/// When the query is not valid SPARQL or cannot be evaluated.
pub fn ask(dossier: &Dossier, graph: &Graph, text: &str, bindings: &[(Variable, Term)]) -> Result<Solutions, AskError> {
    let lang = (
        Variable::new_unchecked(LANGUAGE),
        Literal::new_simple_literal(&dossier.manifest.language).into(),
    );
    let is_given = bindings.iter().any(|(variable, _)| variable.as_str() == LANGUAGE);
    let lang = (!is_given).then_some(&lang);
    let algebra = bindings.iter().chain(lang).fold(
        parser(dossier.prefixes()).parse_query(text)?,
        |algebra, (variable, term)| bind::bind(algebra, variable, term),
    );
    match graph.answer(OWN, algebra)? {
        Answer::Solutions(solutions) => Ok(solutions),
        Answer::Boolean(_) | Answer::Triples(_) => Ok(Solutions::default()),
    }
}

impl Query {
    /// The keyword of the query's form.
    pub fn form(&self) -> &'static str {
        match self.algebra {
            spargebra::Query::Select { .. } => "SELECT",
            spargebra::Query::Construct { .. } => "CONSTRUCT",
            spargebra::Query::Describe { .. } => "DESCRIBE",
            spargebra::Query::Ask { .. } => "ASK",
        }
    }

    /// The variables of a SELECT.
    pub fn variables(&self) -> Vec<String> {
        let spargebra::Query::Select { pattern, .. } = &self.algebra else {
            return Vec::new();
        };
        projected(pattern)
    }

    /// Whether each row of a view is an edge or a single node for any data, because `?source` and `?target` cannot be
    /// literals.
    pub fn is_always_a_graph(&self) -> bool {
        let spargebra::Query::Select { pattern, .. } = &self.algebra else {
            return false;
        };
        resource::is_resource(pattern, &Variable::new_unchecked("source"))
            && resource::is_no_literal(pattern, &Variable::new_unchecked("target"))
    }

    /// The place of the header line that declares a parameter.
    fn parameter_place(&self, parameter: &Parameter) -> Place {
        let is_line = |line: &str| line.starts_with('#') && line.contains(&format!("parameter: {}", parameter.name));
        let line = self.text.lines().position(is_line).map_or(1, |index| index as u64 + 1);
        Place::in_text(&self.file, &self.text, line, 1)
    }

    /// The place of the first line after the header.
    pub fn body_place(&self) -> Place {
        body_place(&self.file, &self.text)
    }

    /// Whether the query calls other endpoints (SERVICE).
    pub fn is_federated(&self) -> bool {
        service::in_query(&self.algebra)
    }

    /// The error that a query with SERVICE gets where the network is not allowed; `None` for other queries.
    pub fn needs_network(&self) -> Option<Diagnostic> {
        let place = || service::place(&self.file, &self.text);
        self.is_federated()
            .then(|| code::network_not_allowed(place(), "this needs `--federated`", "run `sourcier query --federated`"))
    }

    /// The errors in the query's form, variables and parameters, given its folder and header.
    fn shape(&self, folder: Folder) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        let step = self.header.step.as_deref().filter(|_| folder == Folder::Rules);
        if let Some(name) = step.filter(|name| *name != STEP) {
            let why = format!("the program has no step `{name}`");
            wrong.push(code::bad_header(self.body_place(), &why, &format!("# step: {STEP}")));
        }
        let form = step.map_or_else(|| folder.form(), |_| Some("SELECT"));
        if let Some(expected) = form.filter(|form| *form != self.form()) {
            wrong.push(code::wrong_form(self.body_place(), self.form(), expected));
            return wrong;
        }
        if let Some(what) = folder.offline().filter(|_| self.is_federated()) {
            let place = service::place(&self.file, &self.text);
            let help = "a question, in queries/, may ask it: `sourcier query NAME --federated`";
            wrong.push(code::network_not_allowed(place, &format!("{what} never uses it"), help));
        }
        let variables = self.variables();
        let columns = step.map_or_else(|| folder.columns(), |_| STEP_COLUMNS);
        for column in columns {
            if !variables.iter().any(|variable| variable == column) {
                let why = format!("this query gives no column ?{column}");
                wrong.push(code::bad_variable(
                    self.body_place(),
                    &why,
                    &format!("SELECT ?{}", columns.join(" ?")),
                ));
            }
        }
        self.parameters(&mut wrong);
        wrong
    }

    /// Adds the errors in the parameters.
    fn parameters(&self, wrong: &mut Vec<Diagnostic>) {
        for parameter in &self.header.parameters {
            if Variable::new(&parameter.name).is_ok_and(|variable| bind::assigns(&self.algebra, &variable)) {
                let why = format!("this query assigns a value to its own parameter ?{}", parameter.name);
                wrong.push(code::bad_variable(
                    self.body_place(),
                    &why,
                    "another name in BIND, VALUES or AS",
                ));
            }
            if let Some(default) = parameter
                .default
                .as_deref()
                .filter(|default| !parameter.kind.takes(default))
            {
                let why = format!("the default `{default}` is no {}", parameter.kind.name());
                wrong.push(code::bad_header(
                    self.parameter_place(parameter),
                    &why,
                    &parameter.kind.example(),
                ));
            }
            // A view need not use `?lang`: the look-ups after it do.
            let is_language = parameter.name == LANGUAGE;
            if !is_language && !self.text.contains(&format!("?{}", parameter.name)) {
                let why = format!("the parameter {} is declared and nowhere used", parameter.name);
                let place = self.parameter_place(parameter);
                wrong.push(code::bad_variable(
                    place,
                    &why,
                    &format!("?{} in the query", parameter.name),
                ));
            }
        }
    }

    /// The algebra with the parameters bound to the given values, or to their defaults.
    ///
    /// # Errors
    /// When a parameter is unknown, a value is not of its type, or a key does not exist in the graph.
    pub fn bind(
        &self,
        dossier: &Dossier,
        graph: &Graph,
        given: &BTreeMap<String, String>,
        defaults: Defaults,
    ) -> Result<spargebra::Query, BindError> {
        let bindings = self.bindings(dossier, graph, given, defaults)?;
        let bound = |algebra, (variable, term): &(Variable, Term)| bind::bind(algebra, variable, term);
        Ok(bindings.iter().fold(self.algebra.clone(), bound))
    }

    /// The language of labels: the given one, or the dossier's if the query has labels in it.
    pub fn language<'a>(&'a self, dossier: &'a Dossier, given: &'a BTreeMap<String, String>) -> &'a str {
        let of_dossier = &dossier.manifest.language;
        let declared = self.header.parameters.iter().find(|known| known.name == LANGUAGE);
        let given = given.get(LANGUAGE).map(String::as_str);
        let default = declared.and_then(|declared| declared.default_in(of_dossier));
        given.or(default).unwrap_or(of_dossier)
    }

    /// Answers the query over a graph with default parameters.
    ///
    /// # Errors
    /// A diagnostic placed at the query's file.
    pub fn answer(&self, dossier: &Dossier, graph: &Graph) -> Result<Answer, Diagnostic> {
        let algebra = self.with_defaults(dossier, graph)?;
        graph.answer(&self.file, algebra).map_err(|error| self.failed(&error))
    }

    /// What a rule derives from a graph.
    ///
    /// # Errors
    /// A diagnostic placed at the query's file.
    pub fn derive(&self, dossier: &Dossier, graph: &Graph) -> Result<Derived, Diagnostic> {
        let algebra = self.with_defaults(dossier, graph)?;
        graph.derive(&self.file, algebra).map_err(|error| self.failed(&error))
    }

    /// The rows of a rule that names a step.
    ///
    /// # Errors
    /// A diagnostic placed at the query's file.
    pub fn rows<'g>(&self, dossier: &Dossier, graph: &'g Graph) -> Result<Option<Rows<'g>>, Diagnostic> {
        let algebra = self.with_defaults(dossier, graph)?;
        graph.select(&self.file, algebra).map_err(|error| self.failed(&error))
    }

    /// The finding for a failed evaluation.
    pub fn failed(&self, error: &QueryEvaluationError) -> Diagnostic {
        match budget::exceeded(error) {
            Some(exceeded) => over_budget(self.body_place(), exceeded),
            None => code::failed_query(self.body_place(), &error.to_string()),
        }
    }

    fn with_defaults(&self, dossier: &Dossier, graph: &Graph) -> Result<spargebra::Query, Diagnostic> {
        self.bind(dossier, graph, &BTreeMap::new(), Defaults::MayNameNothing)
            .map_err(|error| code::bad_header(self.body_place(), &error.to_string(), "a default of the declared type"))
    }
}

/// The place of the first line after the header.
fn body_place(file: &str, text: &str) -> Place {
    let is_body = |line: &str| !line.starts_with('#') && !line.trim().is_empty();
    let line = text.lines().position(is_body).map_or(1, |index| index as u64 + 1);
    Place::in_text(file, text, line, 1)
}

/// The finding for a query that exceeded its budget.
fn over_budget(place: Place, exceeded: Exceeded) -> Diagnostic {
    code::over_budget(place, &exceeded.to_string(), budget::ADVICE)
}

fn projected(pattern: &spargebra::algebra::GraphPattern) -> Vec<String> {
    use spargebra::algebra::GraphPattern as P;
    match pattern {
        P::Project { variables, .. } => variables.iter().map(|variable| variable.as_str().to_owned()).collect(),
        P::Distinct { inner } | P::Reduced { inner } | P::Slice { inner, .. } | P::OrderBy { inner, .. } => {
            projected(inner)
        }
        _ => Vec::new(),
    }
}

/// Converts a value to a term of the parameter's type. A key must exist in the graph unless `must_exist` is `None`; it
/// says whether a person gave the value.
fn term(
    parameter: &Parameter,
    value: &str,
    dossier: &Dossier,
    graph: &Graph,
    must_exist: Option<bool>,
) -> Result<Term, BindError> {
    let wrong = |valid: &str, suggestion: Option<String>| BindError::Type {
        name: parameter.name.clone(),
        value: value.to_owned(),
        valid: valid.to_owned(),
        suggestion,
    };
    if !parameter.kind.takes(value) {
        return Err(wrong(&parameter.kind.example(), None));
    }
    let typed = |name: &str| {
        let datatype = NamedNode::new_unchecked(format!("{}{name}", crate::vocabulary::XSD));
        Ok(Literal::new_typed_literal(value, datatype).into())
    };
    match &parameter.kind {
        Kind::String | Kind::Choice(_) => Ok(Literal::new_simple_literal(value).into()),
        Kind::Integer | Kind::Decimal | Kind::Boolean | Kind::Date => typed(parameter.kind.name()),
        Kind::Iri => iri(value, dossier)
            .map(Term::from)
            .ok_or_else(|| wrong(&parameter.kind.example(), None)),
        Kind::Key(prefix) => {
            let start = dossier.prefixes().get(prefix).cloned().unwrap_or_default();
            let whole = iri(value, dossier).filter(|iri| iri.as_str().starts_with(&start));
            let node = whole.or_else(|| NamedNode::new(format!("{start}{value}")).ok());
            if let Some(node) = &node
                && (must_exist.is_none() || graph.knows(node.as_ref()))
            {
                return Ok(node.clone().into());
            }
            let keys = graph.subjects(&start);
            let keys: Vec<&str> = keys.iter().filter_map(|iri| iri.strip_prefix(&start)).collect();
            // In a dossier that is still empty, the default can name nothing, and the answer is empty.
            if let (Some(node), true, Some(false)) = (node, keys.is_empty(), must_exist) {
                return Ok(node.into());
            }
            let valid = match keys.iter().find(|key| !key.contains('%')).or(keys.first()) {
                Some(key) => format!("a key below {prefix}:, such as {key}"),
                None => format!("a key below {prefix}:, where the dossier has none yet"),
            };
            Err(match must_exist {
                Some(false) => BindError::Default {
                    name: parameter.name.clone(),
                    value: value.to_owned(),
                    valid,
                },
                _ => wrong(&valid, nearest(value, keys).map(str::to_owned)),
            })
        }
    }
}

/// Parses an IRI: absolute, or a prefixed name of the dossier.
fn iri(text: &str, dossier: &Dossier) -> Option<NamedNode> {
    let bare = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(text);
    let (prefix, local) = bare.split_once(':')?;
    match dossier.prefixes().get(prefix) {
        Some(start) => NamedNode::new(format!("{start}{local}")).ok(),
        None => NamedNode::new(bare).ok(),
    }
}
