//! The manifests of a suite: which tests there are, and of which files.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef, vocab::rdf};
use std::fs;
use std::path::{Path, PathBuf};

/// Terms of the W3C's vocabularies of manifests and of query tests.
const MANIFEST: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QUERY: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";

/// A suite: its files, and their IRIs.
#[derive(Clone)]
pub struct Files {
    pub folder: PathBuf,
    /// What the IRI of a file of the folder begins with.
    pub base: &'static str,
}

/// A test.
pub struct Case {
    /// The group, and the local name of its IRI.
    pub name: String,
    pub kind: Kind,
    /// The IRI of the query.
    pub query: String,
    /// The IRIs of the data of the default graph, and of each named graph.
    pub data: Vec<String>,
    pub named: Vec<String>,
    pub result: Option<String>,
    /// Whether rows may be left out that are there twice (REDUCED).
    pub is_lax: bool,
}

/// What a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The answer of a query.
    Answer,
    /// The answer of a query, as CSV.
    Csv,
    /// A query that is well formed.
    Accepted,
    /// A query that is not.
    Refused,
    /// Something that is not asked of an index: an update, a service, a protocol.
    Other,
}

impl Files {
    pub fn read(&self, iri: &str) -> Result<String, String> {
        let path = self.path(iri).ok_or_else(|| format!("{iri} is no file of the suite"))?;
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn path(&self, iri: &str) -> Option<PathBuf> {
        Some(self.folder.join(iri.strip_prefix(self.base)?))
    }

    /// The triples of a file; its blank nodes are those of no other file.
    pub fn triples(&self, iri: &str) -> Result<Vec<Quad>, String> {
        let text = self.read(iri)?;
        let extension = Path::new(iri).extension().and_then(|extension| extension.to_str());
        let format = extension
            .and_then(RdfFormat::from_extension)
            .ok_or_else(|| format!("{iri} has no format"))?;
        let parser = RdfParser::from_format(format).rename_blank_nodes();
        let parser = parser.with_base_iri(iri).map_err(|error| error.to_string())?;
        let quads: Result<Vec<Quad>, _> = parser.for_slice(text.as_bytes()).collect();
        quads.map_err(|error| format!("{iri}: {error}"))
    }

    pub fn graph(&self, iri: &str) -> Result<Graph, String> {
        Ok(self
            .triples(iri)?
            .into_iter()
            .map(oxigraph::model::Triple::from)
            .collect())
    }

    /// The tests of a manifest, and of those that it includes.
    pub fn cases(&self, manifest: &str) -> Vec<Case> {
        let iri = format!("{}{manifest}", self.base);
        let graph = self.graph(&iri).unwrap_or_else(|error| panic!("{error}"));
        let group = manifest.rsplit_once('/').map_or("", |(group, _)| group);
        let of = |property: &str| -> Vec<Term> {
            let property = NamedNodeRef::new_unchecked(property);
            let lists = graph.triples_for_predicate(property);
            lists.flat_map(|triple| list(&graph, triple.object)).collect()
        };
        let included = of(&format!("{MANIFEST}include"));
        let included = included.iter().flat_map(|manifest| match manifest {
            Term::NamedNode(manifest) => self.cases(manifest.as_str().trim_start_matches(self.base)),
            other => panic!("{other} is no manifest"),
        });
        let included: Vec<Case> = included.collect();
        let entries = of(&format!("{MANIFEST}entries"));
        let own = entries.iter().map(|entry| case(&graph, group, entry));
        included.into_iter().chain(own).collect()
    }
}

/// The elements of an RDF list.
fn list(graph: &Graph, head: TermRef<'_>) -> Vec<Term> {
    let mut elements = Vec::new();
    let mut rest = Some(head.into_owned());
    while let Some(Term::BlankNode(node)) = rest {
        elements.extend(
            graph
                .object_for_subject_predicate(&node, rdf::FIRST)
                .map(TermRef::into_owned),
        );
        rest = graph
            .object_for_subject_predicate(&node, rdf::REST)
            .map(TermRef::into_owned);
    }
    elements
}

fn case(graph: &Graph, group: &str, entry: &Term) -> Case {
    let Term::NamedNode(entry) = entry else {
        panic!("{entry} is no test");
    };
    let test = NamedOrBlankNode::from(entry.clone());
    let one = |property| objects(graph, &test, property).into_iter().next();
    let action = one(format!("{MANIFEST}action"));
    // The action is the query, or has it.
    let (query, node) = match action {
        Some(Term::NamedNode(query)) => (Some(query.into_string()), None),
        Some(Term::BlankNode(node)) => (None, Some(NamedOrBlankNode::from(node))),
        _ => (None, None),
    };
    let parts = |property: &str| -> Vec<Term> {
        let node = node.as_ref();
        node.map_or_else(Vec::new, |node| objects(graph, node, format!("{QUERY}{property}")))
    };
    let iris = |property: &str| -> Vec<String> { parts(property).into_iter().filter_map(iri).collect() };
    let kinds = objects(graph, &test, rdf::TYPE.as_str().to_owned());
    let kind = kinds.into_iter().filter_map(iri).find_map(|kind| {
        Some(match kind.strip_prefix(MANIFEST)? {
            "QueryEvaluationTest" => Kind::Answer,
            "CSVResultFormatTest" => Kind::Csv,
            "PositiveSyntaxTest" | "PositiveSyntaxTest11" => Kind::Accepted,
            "NegativeSyntaxTest" | "NegativeSyntaxTest11" => Kind::Refused,
            _ => Kind::Other,
        })
    });
    let query = query.or_else(|| iris("query").pop()).unwrap_or_default();
    // Some tests of updates are said to be of queries; their files are not.
    let is_query = query.ends_with(".rq") && parts("serviceData").is_empty();
    let kind = kind.filter(|_| is_query);
    let local = entry.as_str().rsplit('#').next().unwrap_or_default();
    let lax = format!("{MANIFEST}LaxCardinality");
    Case {
        name: format!("{group}::{local}"),
        kind: kind.unwrap_or(Kind::Other),
        query,
        data: iris("data"),
        named: iris("graphData"),
        result: one(format!("{MANIFEST}result")).and_then(iri),
        is_lax: one(format!("{MANIFEST}resultCardinality")).and_then(iri) == Some(lax),
    }
}

fn iri(term: Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    }
}

fn objects(graph: &Graph, subject: &NamedOrBlankNode, property: String) -> Vec<Term> {
    let property = oxigraph::model::NamedNode::new_unchecked(property);
    let objects = graph.objects_for_subject_predicate(subject, &property);
    objects.map(TermRef::into_owned).collect()
}
