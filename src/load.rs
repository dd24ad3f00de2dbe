//! From a dossier's files to its graph: tables and ontology in, rules run.
//!
//! Takes a dossier; gives a [`Loaded`] graph; everything wrong goes into the report, and the stages go on.

use crate::csvw::{self, metadata::TableGroup};
use crate::diagnostic::{Diagnostic, Place, Report, code};
use crate::dossier::Dossier;
use crate::graph::{Graph, parse_turtle};
use crate::query::{self, Folder};
use crate::vocabulary;
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple, TripleRef};
use oxigraph::store::StorageError;
use std::collections::BTreeSet;
use std::io::{self, Read};

/// A dossier's graph, with what is needed to find its places again.
pub struct Loaded {
    /// The graph, rules run.
    pub graph: Graph,
    /// The description of the tables.
    pub tables: TableGroup,
}

/// Loads a dossier: metadata, tables, ontology, rules.
///
/// # Errors
/// When the store fails; what is wrong in the dossier goes into the report.
pub fn load(dossier: &Dossier, report: &mut Report) -> Result<Loaded, StorageError> {
    let tables = read_metadata(dossier, report);
    let graph = Graph::new()?;
    let mut writer = graph.writer()?;
    described(dossier)
        .iter()
        .for_each(|triple| writer.insert(triple.as_ref()));
    csvw::convert(&tables, &|file| open(dossier, file), report, &mut |statement| {
        writer.insert(TripleRef::new(statement.subject, statement.predicate, statement.object));
    });
    read_ontology(dossier, report)
        .iter()
        .for_each(|triple| writer.insert(triple.as_ref()));
    writer.commit()?;
    run_rules(dossier, &graph, report)?;
    Ok(Loaded { graph, tables })
}

/// What the manifest says of the dossier, as triples.
fn described(dossier: &Dossier) -> Vec<Triple> {
    let node = |iri: &str| NamedNode::new_unchecked(iri);
    let manifest = &dossier.manifest;
    let subject = node(&manifest.base);
    let title = Literal::new_language_tagged_literal(&manifest.title, &manifest.language)
        .unwrap_or_else(|_| Literal::new_simple_literal(&manifest.title));
    let mut triples = vec![
        Triple::new(subject.clone(), node(vocabulary::RDF_TYPE), node(vocabulary::DOSSIER)),
        Triple::new(subject.clone(), node(vocabulary::DCTERMS_TITLE), title),
    ];
    if let Some(licence) = manifest.licence.as_deref().and_then(|iri| NamedNode::new(iri).ok()) {
        triples.push(Triple::new(subject, node(vocabulary::DCTERMS_LICENSE), licence));
    }
    triples
}

fn read_metadata(dossier: &Dossier, report: &mut Report) -> TableGroup {
    let data = &dossier.manifest.folders.data;
    let file = format!("{data}/csv-metadata.json");
    let base = format!("{}{file}", dossier.manifest.base);
    match dossier.read(&file, "the tables' metadata") {
        Ok(bytes) => {
            let group = csvw::metadata::parse(&file, &bytes, &base, report);
            report_undescribed(dossier, &group, report);
            group
        }
        Err(diagnostic) => {
            report.push(diagnostic);
            TableGroup { tables: Vec::new() }
        }
    }
}

fn report_undescribed(dossier: &Dossier, group: &TableGroup, report: &mut Report) {
    let described: BTreeSet<&str> = group.tables.iter().map(|table| table.file.as_str()).collect();
    match dossier.files(&dossier.manifest.folders.data, "csv") {
        Ok(_) if described.is_empty() => {}
        Ok(files) => files
            .iter()
            .filter(|file| !described.contains(file.as_str()))
            .for_each(|file| report.push(code::undescribed_table(Place::file(file)))),
        Err(diagnostic) => report.push(diagnostic),
    }
}

/// Opens a table; a byte-order mark is passed over by the CSV reader.
pub fn open(dossier: &Dossier, file: &str) -> Result<Box<dyn Read>, Diagnostic> {
    match std::fs::File::open(dossier.path(file)) {
        Ok(opened) => Ok(Box::new(opened)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(code::missing_table(Place::file(file))),
        Err(error) => Err(code::unreadable_file(Place::file(file), &error.to_string())),
    }
}

fn read_ontology(dossier: &Dossier, report: &mut Report) -> Vec<Triple> {
    let files = match dossier.files(&dossier.manifest.folders.ontology, "ttl") {
        Ok(files) => files,
        Err(diagnostic) => {
            report.push(diagnostic);
            return Vec::new();
        }
    };
    if files.is_empty() {
        report.push(code::missing_file(
            Place::file(&dossier.manifest.folders.ontology),
            "the ontology (*.ttl)",
        ));
    }
    let mut triples = Vec::new();
    for file in files {
        match dossier.read_text(&file, "the ontology") {
            Ok(text) => triples.extend(parse_turtle(&file, &text, &dossier.manifest.base, report)),
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    triples
}

/// Runs each rule once, in the order of the names; what one derives, the next sees.
fn run_rules(dossier: &Dossier, graph: &Graph, report: &mut Report) -> Result<(), StorageError> {
    for rule in query::load(dossier, Folder::Rules, report) {
        match rule.construct(dossier, graph) {
            Ok(triples) if triples.iter().any(has_blank_node) => {
                report.push(code::blank_node_from_rule(rule.body_place()));
            }
            Ok(triples) => graph.extend(triples)?,
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    Ok(())
}

fn has_blank_node(triple: &Triple) -> bool {
    let subject: Option<&BlankNode> = match &triple.subject {
        NamedOrBlankNode::BlankNode(node) => Some(node),
        NamedOrBlankNode::NamedNode(_) => None,
    };
    subject.is_some() || matches!(triple.object, Term::BlankNode(_))
}
