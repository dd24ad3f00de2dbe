//! Loads a dossier's files into its graph: reads tables and ontology, runs the rules.
//!
//! Takes a dossier; returns a [`Loaded`] graph. Errors in the files are added to the report, and loading continues.

mod languages;
mod rows;

pub use rows::{RowIndex, TableRow};

use crate::disk::limit;
use crate::dossier::{Dossier, Store};
use crate::files::{self, Files};
use crate::graph::{Derived, Graph, GraphError, parse_turtle};
use crate::query::{self, Folder, Query};
use crate::tables::{self, Around, Tables};
use crate::texts::Texts;
use crate::totals;
use crate::vocabulary;
use crate::withheld::Withheld;
use csvw::{self, BlockSink, Options, Resources, Sink, Statement, metadata::TableGroup};
use diagnostic::{Diagnostic, Place, Report, code};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNodeRef, TermRef, Triple};
use rows::Indexing;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, OnceLock};

/// A dossier's graph and tables.
pub struct Loaded {
    /// The graph, including the triples that the rules derive.
    pub graph: Graph,
    read: OnceLock<Read>,
    /// What the tables are read from when they are asked for, if the graph was there before.
    from: Option<(Dossier, Option<Texts>)>,
}

/// What was read of the tables beside their triples.
struct Read {
    tables: TableGroup,
    rows: RowIndex,
}

impl Loaded {
    /// A graph that was loaded before; the tables are read when they are asked for.
    pub(crate) fn of_graph(graph: Graph, dossier: &Dossier, texts: Option<&Texts>) -> Self {
        Self {
            graph,
            read: OnceLock::new(),
            from: Some((dossier.clone(), texts.cloned())),
        }
    }

    /// The metadata of the tables.
    pub fn tables(&self) -> &TableGroup {
        &self.read().tables
    }

    /// The row of each subject of the tables.
    pub fn rows(&self) -> &RowIndex {
        &self.read().rows
    }

    pub(crate) fn rows_mut(&mut self) -> Option<&mut RowIndex> {
        self.read();
        self.read.get_mut().map(|read| &mut read.rows)
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let read = self.from.as_ref().and_then(|(dossier, texts)| {
                // Its errors were found when the graph was loaded.
                let mut report = Report::bounded(1);
                let resources = Files::of(dossier);
                let tables = read_metadata(&resources, dossier, &mut report);
                let ontology = ontology(dossier, &mut report);
                let converted = converted(&resources, dossier, texts.as_ref(), &tables, &ontology, &mut report);
                let rows = converted.ok()?.rows;
                Some(Read { tables, rows })
            });
            read.unwrap_or_else(|| Read {
                tables: TableGroup::default(),
                rows: RowIndex::default(),
            })
        })
    }
}

/// Loads a dossier: metadata, tables, ontology, rules. `texts` is the folder of its texts, if there is one.
///
/// # Errors
/// When the store fails. Errors in the dossier are added to the report.
pub fn load(dossier: &Dossier, texts: Option<&Texts>, report: &mut Report) -> Result<Loaded, GraphError> {
    load_from(&Files::of(dossier), dossier, texts, report)
}

/// Loads a dossier, reading its metadata and tables through `resources`. Each table is read once, except the first lines of one with
/// columns in languages, and a table with a foreign key to itself: its keys are collected in a first pass.
///
/// # Errors
/// As [`load`].
pub fn load_from(
    resources: &dyn Resources,
    dossier: &Dossier,
    texts: Option<&Texts>,
    report: &mut Report,
) -> Result<Loaded, GraphError> {
    let (loaded, _) = load_as(resources, dossier, texts, None, report)?;
    Ok(loaded)
}

/// Loads a dossier again for publication: what is withheld is taken out of the tables before any rule runs. Errors in the files were
/// found before.
///
/// # Errors
/// As [`load`].
pub fn load_published(
    dossier: &Dossier,
    texts: Option<&Texts>,
    withheld: Withheld,
) -> Result<(Loaded, Arc<Withheld>), GraphError> {
    let mut report = Report::bounded(1);
    load_as(&Files::of(dossier), dossier, texts, Some(withheld), &mut report)
}

fn load_as(
    resources: &dyn Resources,
    dossier: &Dossier,
    texts: Option<&Texts>,
    mut withheld: Option<Withheld>,
    report: &mut Report,
) -> Result<(Loaded, Arc<Withheld>), GraphError> {
    let mut tables = read_metadata(resources, dossier, report);
    if let Some(withheld) = &withheld {
        tables = withheld.tables(tables);
    }
    let ontology = ontology(dossier, report);
    let Converted {
        mut graph, mut rows, ..
    } = converted(resources, dossier, texts, &tables, &ontology, report)?;
    if let Some(withheld) = &mut withheld {
        let published = withheld.take_out(graph.triples().collect());
        graph = Graph::new(dossier.store)?;
        graph.extend(published)?;
        graph.extend(ontology.into_iter().map(|triple| withheld.cover(triple)))?;
    } else {
        graph.extend(ontology)?;
    }
    graph.extend(described(dossier))?;
    languages::tag(dossier, &tables, &mut graph)?;
    run_rules(dossier, &mut graph, report)?;
    graph.compact()?;
    let is_published = withheld.is_some();
    let withheld = Arc::new(withheld.unwrap_or_default());
    if is_published {
        rows.keep_back(Arc::clone(&withheld));
    }
    let loaded = Loaded {
        graph,
        read: OnceLock::from(Read { tables, rows }),
        from: None,
    };
    Ok((loaded, withheld))
}

/// The triples of a dossier's tables, and their rows. Most dossiers have their tables in the form that the metadata describe; others
/// are brought into it first.
fn converted(
    resources: &dyn Resources,
    dossier: &Dossier,
    texts: Option<&Texts>,
    tables: &TableGroup,
    ontology: &[Triple],
    report: &mut Report,
) -> Result<Converted, GraphError> {
    let base = &dossier.manifest.base;
    let mut found = Report::bounded(1);
    let store = dossier.store;
    let converted = convert(tables, base, resources, store, &mut found)?;
    if found.is_empty() && !converted.wants.a_passage && !(converted.wants.a_hash && texts.is_some()) {
        return Ok(converted);
    }
    let around = Around {
        ontology,
        language: &dossier.manifest.language,
        texts,
    };
    let mut kept = Tables::read(resources, tables, &around);
    let mut found = Report::default();
    let mut converted = convert(&kept.group(tables), base, &kept, store, &mut found)?;
    let told = kept.told(tables, found.into_findings());
    told.into_iter().for_each(|finding| report.push(finding));
    converted.rows.keep(kept.into_sheets());
    Ok(converted)
}

/// The triples of tables, and their rows.
struct Converted {
    graph: Graph,
    rows: RowIndex,
    wants: Wants,
}

/// What tables leave to the texts of the documents.
#[derive(Debug, Clone, Copy, Default)]
struct Wants {
    /// A quotation is to be found.
    a_passage: bool,
    /// A file has no hash or no length.
    a_hash: bool,
}

fn convert(
    tables: &TableGroup,
    base: &str,
    resources: &dyn Resources,
    store: Store,
    report: &mut Report,
) -> Result<Converted, GraphError> {
    let mut graph = Graph::new(store)?;
    let mut rows = RowIndex::default();
    let mut inexact = Vec::new();
    let mut wants = Wants::default();
    let mut writer = graph.writer();
    let mut sink = Indexing {
        sink: Exact {
            sink: &mut writer,
            base,
            inexact: &mut inexact,
            wants: &mut wants,
        },
        index: &mut rows,
    };
    let converted = csvw::convert(tables, resources, &Options::default(), report, &mut sink);
    debug_assert!(converted.is_ok(), "a sink in memory takes everything");
    inexact.into_iter().for_each(|finding| report.push(finding));
    writer.commit()?;
    Ok(Converted { graph, rows, wants })
}

/// The manifest's description of the dossier, as triples.
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

fn read_metadata(resources: &dyn Resources, dossier: &Dossier, report: &mut Report) -> TableGroup {
    let url = files::metadata(dossier);
    let Some(group) = csvw::metadata::read(&url, resources, report) else {
        return TableGroup::default();
    };
    report_undescribed(dossier, &group, report);
    tables::with_languages(resources, group)
}

fn report_undescribed(dossier: &Dossier, group: &TableGroup, report: &mut Report) {
    let described: BTreeSet<&str> = group.tables.iter().map(|table| table.file.as_str()).collect();
    match dossier.files(&dossier.manifest.folders.data, "csv", limit::NONE) {
        Ok(_) if described.is_empty() => {}
        Ok(files) => files
            .iter()
            .filter(|file| !described.contains(file.as_str()))
            .for_each(|file| report.push(code::undescribed_table(Place::file(file)))),
        Err(diagnostic) => report.push(diagnostic),
    }
}

/// Forwards the triples of the tables, except those with decimals that the evaluator would round, and those about something
/// that a row does not name: a document without a hash has no text, though a template makes an IRI of its empty cell.
struct Exact<'a, S> {
    sink: S,
    base: &'a str,
    inexact: &'a mut Vec<Diagnostic>,
    wants: &'a mut Wants,
}

/// The triples of a block of rows, without these.
struct ExactBlock<B> {
    block: B,
    base: String,
    inexact: Vec<Diagnostic>,
    wants: Wants,
    /// Whether the row so far has a file, its hash and its length.
    text: [bool; 3],
}

impl<B> ExactBlock<B> {
    /// Notes what the row leaves to the texts.
    fn note(&mut self, property: &str) {
        self.wants.a_passage |= property == vocabulary::QUOTE;
        let properties = [vocabulary::FILE_NAME, vocabulary::SHA256, vocabulary::CHARACTERS];
        if let Some(index) = properties.iter().position(|known| *known == property) {
            self.text[index] = true;
        }
    }
}

impl<B: BlockSink> BlockSink for ExactBlock<B> {
    fn statement(&mut self, statement: &Statement<'_>) {
        self.note(statement.predicate.as_str());
        if let (TermRef::Literal(literal), Some(row), Some(column_index)) =
            (statement.object, statement.row, statement.column_index)
            && (literal.datatype() == xsd::DECIMAL || literal.datatype() == xsd::INTEGER)
            && !is_exact(literal.value())
        {
            let base = row.plan.columns[column_index].datatype.base.name();
            let valid = "digits with an optional sign and decimal point, at most 18 before and 18 after it, such as 400000000 or 7.5";
            self.inexact
                .push(code::bad_value(row.cell(column_index), literal.value(), base, valid));
            return;
        }
        // `<base>text/`
        let is_nameless = |iri: &str| {
            let path = iri.strip_prefix(self.base.as_str());
            path.and_then(|path| path.strip_suffix('/'))
                .is_some_and(|path| !path.contains('/'))
        };
        let subject = match statement.subject {
            NamedOrBlankNodeRef::NamedNode(node) => node.as_str(),
            NamedOrBlankNodeRef::BlankNode(_) => "",
        };
        let object = match statement.object {
            TermRef::NamedNode(node) => node.as_str(),
            _ => "",
        };
        if !is_nameless(subject) && !is_nameless(object) {
            self.block.statement(statement);
        }
    }

    fn end_row(&mut self) {
        self.block.end_row();
        self.wants.a_hash |= matches!(std::mem::take(&mut self.text), [true, false, _] | [true, _, false]);
    }
}

impl<S: Sink> Sink for Exact<'_, S> {
    type Block = ExactBlock<S::Block>;

    fn block(&mut self) -> Self::Block {
        ExactBlock {
            block: self.sink.block(),
            base: self.base.to_owned(),
            inexact: Vec::new(),
            wants: Wants::default(),
            text: [false; 3],
        }
    }

    fn accept(&mut self, block: Self::Block, left_out: &[usize]) -> io::Result<()> {
        self.inexact.extend(block.inexact);
        self.wants.a_passage |= block.wants.a_passage;
        self.wants.a_hash |= block.wants.a_hash;
        self.sink.accept(block.block, left_out)
    }
}

/// Whether the store keeps a number exactly: it holds 18 digits before and 18 after the decimal point.
fn is_exact(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    whole.trim_start_matches('0').len() <= 18 && fraction.trim_end_matches('0').len() <= 18
}

/// The triples of the ontology. Errors in it are added to the report.
pub(crate) fn ontology(dossier: &Dossier, report: &mut Report) -> Vec<Triple> {
    let files = match dossier.files(&dossier.manifest.folders.ontology, "ttl", limit::ONTOLOGIES) {
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
        match dossier.read_text(&file, "the ontology", limit::ONTOLOGY) {
            Ok(text) => triples.extend(parse_turtle(&file, &text, &dossier.manifest.base, report)),
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    triples
}

/// Runs each rule once, in name order; a rule sees the triples that earlier rules derived.
fn run_rules(dossier: &Dossier, graph: &mut Graph, report: &mut Report) -> Result<(), GraphError> {
    for rule in query::load(dossier, Folder::Rules, report) {
        match derive(&rule, dossier, graph) {
            Ok(derived) if derived.has_blank_nodes() => {
                report.push(code::blank_node_from_rule(rule.body_place()));
            }
            Ok(derived) => graph.put(derived)?,
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    Ok(())
}

/// What a rule derives, by itself or through the step that it names.
fn derive(rule: &Query, dossier: &Dossier, graph: &Graph) -> Result<Derived, Diagnostic> {
    if rule.header.step.is_none() {
        return rule.derive(dossier, graph);
    }
    let triples = match rule.rows(dossier, graph)? {
        Some(rows) => totals::derive(graph, &rule.file, rows).map_err(|error| rule.failed(&error))?,
        None => Vec::new(),
    };
    Ok(triples.into())
}
