//! Checks: everything that is wrong in a dossier, all at once, each with its place.
//!
//! Takes a dossier; gives its loaded graph and fills the report: tables, ontology, every query of every folder, the
//! SELECTs of `queries/checks/`, the passages in their texts, and the names of linked items.

mod names;
mod order;

use crate::dossier::{Dossier, MANIFEST};
use crate::evidence::{self, Finding, Verified};
use crate::files::Files;
use crate::graph::{Answer, Graph, Solution, Solutions};
use crate::load::{self, Loaded};
use crate::query::{self, AskError, Folder, Query, header::CheckHeader, header::Header};
use crate::view::{About, Projection};
use csvw::{self, BlockSink, Options, Sink, Statement};
use diagnostic::{Diagnostic, Place, Report, Rule, Severity, code, nearest};
use oxigraph::model::NamedOrBlankNodeRef;
use oxigraph::store::StorageError;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;

/// A dossier that was looked at from end to end.
pub struct Checked {
    /// Its graph.
    pub loaded: Loaded,
    /// How many passages were compared with their texts.
    pub verified: Verified,
    /// Its views.
    pub views: Vec<Query>,
}

/// A dossier could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
    /// The graph could not be asked for its passages.
    #[error("the passages cannot be looked at: {0}")]
    Ask(#[from] AskError),
}

/// Checks a dossier. `texts` is the folder of the texts, where there is one.
///
/// # Errors
/// When the store fails or cannot answer; what is wrong in the dossier goes into the report.
pub fn check(dossier: &Dossier, texts: Option<&Path>, report: &mut Report) -> Result<Checked, CheckError> {
    let loaded = load::load(dossier, report)?;
    query::load(dossier, Folder::Named, report);
    let views = query::load(dossier, Folder::Views, report);
    if let Some(view) = dossier
        .manifest
        .view
        .as_deref()
        .filter(|name| !views.iter().any(|view| view.name == *name))
    {
        let names: Vec<_> = views.iter().map(|view| view.name.as_str()).collect();
        let why = format!("there is no view `{view}`");
        report.push(code::bad_manifest(Place::file(MANIFEST), &why, &names.join(", ")));
    }
    let checks = query::load(dossier, Folder::Checks, report);
    report_twice(&checks, report);
    let rules = Folder::Rules.path(dossier);
    if !checks.is_empty() && !dossier.has_folder(&rules) {
        report.push(code::missing_file(Place::file(rules), "the folder of the rules"));
    }
    let (mut findings, verified) = evidence::check(&loaded.graph, texts)?;
    if can_be_checked(report) {
        findings.extend(run_all(&checks, dossier, &loaded.graph, report)?);
        for view in &views {
            report_no_graph(view, dossier, &loaded.graph, report);
        }
    }
    place(dossier, &loaded, findings, report);
    if let Some(finding) = order::finding(dossier, &loaded.tables) {
        report.push(finding);
    }
    Ok(Checked {
        loaded,
        verified,
        views,
    })
}

/// Reports checks that have the same code.
fn report_twice(checks: &[Query], report: &mut Report) {
    let mut files: HashMap<&str, &str> = HashMap::new();
    for query in checks {
        let Some(header) = &query.header.check else { continue };
        if let Some(first) = files.insert(&header.code, &query.file) {
            let why = format!("the code {} is that of {first} already", header.code);
            report.push(code::bad_header(query.body_place(), &why, "a code of its own"));
        }
    }
}

/// Reports a view of which a row is no edge. Where its ends can be no literals it need not be answered.
fn report_no_graph(view: &Query, dossier: &Dossier, graph: &Graph, report: &mut Report) {
    if view.is_always_a_graph() {
        return;
    }
    let rows = match view.answer(dossier, graph) {
        Ok(Answer::Solutions(rows)) => rows,
        Ok(_) => return,
        Err(diagnostic) => return report.push(diagnostic),
    };
    let mut projection = Projection::new(About::default(), &rows.variables);
    if let Some(error) = rows.rows.iter().find_map(|row| projection.row(row).err()) {
        report.push(code::no_edge(view.body_place(), &error.to_string()));
    }
}

/// Without its ontology and rules a graph lacks what the checks ask of it: each row would be a finding.
fn can_be_checked(report: &Report) -> bool {
    let mut kinds = report.kinds().iter();
    !kinds.any(|kind| kind.code.starts_with('G') || kind.code == "D002" || kind.file.contains("/rules"))
}

/// What the checks find in a graph, and the names of linked items, without their places. A check that cannot be run goes
/// into the report.
///
/// # Errors
/// When the graph cannot be asked.
pub fn findings(dossier: &Dossier, graph: &Graph, report: &mut Report) -> Result<Vec<Finding>, AskError> {
    let checks = query::load(dossier, Folder::Checks, report);
    run_all(&checks, dossier, graph, report)
}

fn run_all(checks: &[Query], dossier: &Dossier, graph: &Graph, report: &mut Report) -> Result<Vec<Finding>, AskError> {
    let mut findings = Vec::new();
    for check in checks {
        findings.extend(run(check, dossier, graph, report));
    }
    findings.extend(names::findings(dossier, graph)?);
    Ok(findings)
}

/// Runs one check; each row is a finding.
fn run(check: &Query, dossier: &Dossier, graph: &Graph, report: &mut Report) -> Vec<Finding> {
    let Some(header) = &check.header.check else {
        return Vec::new();
    };
    match check.answer(dossier, graph) {
        Ok(Answer::Solutions(solutions)) => solutions
            .iter()
            .map(|row| finding(header, &solutions, row, dossier))
            .collect(),
        Ok(_) => Vec::new(),
        Err(diagnostic) => {
            report.push(diagnostic);
            Vec::new()
        }
    }
}

fn finding(header: &CheckHeader, solutions: &Solutions, row: Solution<'_>, dossier: &Dossier) -> Finding {
    let fill = |text: &str| {
        solutions.variables.iter().fold(text.to_owned(), |text, name| {
            let value = match row.get(name) {
                Some(oxigraph::model::Term::NamedNode(node)) => dossier.shorten(node.as_str()),
                _ => row.text(name).unwrap_or("nothing").to_owned(),
            };
            text.replace(&format!("{{{name}}}"), &value)
        })
    };
    let candidates = row.text("valid").map(str::to_owned);
    Finding {
        subject: row.text("subject").unwrap_or_default().to_owned(),
        property: row.text("property").map(str::to_owned),
        diagnostic: Diagnostic {
            code: header.code.clone(),
            severity: header.severity,
            message: fill(&header.message),
            place: None,
            valid: candidates
                .as_ref()
                .map(|words| words.split(' ').collect::<Vec<_>>().join(", ")),
            rule: None,
            help: header.help.as_deref().map(fill),
        },
        candidates,
    }
}

/// Finds the rows of all findings in one more pass over the tables, and reports them.
fn place(dossier: &Dossier, loaded: &Loaded, findings: Vec<Finding>, report: &mut Report) {
    let subjects: Vec<_> = findings
        .iter()
        .map(|f| (f.subject.as_str(), f.property.as_deref()))
        .collect();
    let mut places = locate(dossier, loaded, &subjects);
    // What is found in a row with a cell that could not be read mostly follows from that cell.
    let is_held_back: HashSet<usize> = places
        .iter()
        .filter(|(_, place)| is_broken(place, report))
        .map(|(index, _)| *index)
        .collect();
    for (index, finding) in findings.into_iter().enumerate() {
        let mut diagnostic = finding.diagnostic;
        diagnostic.place = places.remove(&index);
        if is_held_back.contains(&index) {
            continue;
        }
        let written = diagnostic.place.as_ref().and_then(|place| place.cell.as_ref()?.value());
        if let (Some(written), Some(candidates)) = (written, finding.candidates) {
            let near = nearest(written, candidates.split(' ')).map(|near| format!("did you mean `{near}`?"));
            diagnostic.help = near.or(diagnostic.help);
        }
        report.push(diagnostic);
    }
}

/// Whether something was found already in the row of a place.
fn is_broken(place: &Place, report: &Report) -> bool {
    let cell = place.cell.as_ref();
    cell.is_some_and(|cell| report.has_row(&place.file, cell.row_number))
}

/// The row of a subject, where a table has one.
pub fn row(dossier: &Dossier, loaded: &Loaded, subject: &str) -> Option<Place> {
    locate(dossier, loaded, &[(subject, None)]).remove(&0)
}

/// The places of subjects, by their index: the cell of the property, or the row.
fn locate(dossier: &Dossier, loaded: &Loaded, subjects: &[(&str, Option<&str>)]) -> HashMap<usize, Place> {
    let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (subject, _)) in subjects.iter().enumerate() {
        wanted.entry(subject).or_default().push(index);
    }
    if wanted.is_empty() {
        return HashMap::new();
    }
    let mut sink = Places {
        subjects,
        wanted: &wanted,
        places: HashMap::new(),
    };
    let mut ignored = Report::bounded(1);
    let located = csvw::convert(
        &loaded.tables,
        &Files::of(dossier),
        &Options::default(),
        &mut ignored,
        &mut sink,
    );
    debug_assert!(located.is_ok(), "a sink in memory takes everything");
    sink.places
}

/// Looks for the rows of subjects.
struct Places<'a> {
    subjects: &'a [(&'a str, Option<&'a str>)],
    wanted: &'a HashMap<&'a str, Vec<usize>>,
    places: HashMap<usize, Place>,
}

/// The places found in a block of rows.
struct BlockPlaces<'a> {
    subjects: &'a [(&'a str, Option<&'a str>)],
    wanted: &'a HashMap<&'a str, Vec<usize>>,
    places: Vec<(usize, Place)>,
}

impl BlockSink for BlockPlaces<'_> {
    fn statement(&mut self, statement: &Statement<'_>) {
        let (NamedOrBlankNodeRef::NamedNode(subject), Some(row)) = (statement.subject, statement.row) else {
            return;
        };
        for index in self.wanted.get(subject.as_str()).into_iter().flatten() {
            if self.places.iter().any(|(known, _)| known == index) {
                continue;
            }
            let column = self.subjects[*index].1.and_then(|property| {
                let mut columns = row.plan.columns.iter();
                columns.position(|column| column.property.constant() == Some(property) && !column.is_virtual)
            });
            let place = column.map_or_else(|| row.whole(), |column_index| row.cell(column_index));
            self.places.push((*index, place));
        }
    }
}

impl<'a> Sink for Places<'a> {
    type Block = BlockPlaces<'a>;

    fn block(&mut self) -> BlockPlaces<'a> {
        BlockPlaces {
            subjects: self.subjects,
            wanted: self.wanted,
            places: Vec::new(),
        }
    }

    fn accept(&mut self, block: BlockPlaces<'a>, _: &[usize]) -> io::Result<()> {
        for (index, place) in block.places {
            self.places.entry(index).or_insert(place);
        }
        Ok(())
    }
}

/// The headers of a dossier's checks, each with its file.
pub fn headers(dossier: &Dossier) -> Vec<(String, Header)> {
    let checks = query::load(dossier, Folder::Checks, &mut Report::default());
    checks.into_iter().map(|check| (check.file, check.header)).collect()
}

/// The manual page of a code: the program's own, or that of one of these checks.
pub fn manual(code: &str, checks: &[(String, Header)]) -> Option<String> {
    let own = code::MANUAL.iter().find(|page| page.code.eq_ignore_ascii_case(code));
    if let Some(rule) = own.and_then(|page| Rule::own(page.code)) {
        let specification = rule
            .specification
            .map_or_else(String::new, |specification| format!("\nRule: {specification}\n"));
        return Some(format!(
            "{} ({})\n\n{}\n{specification}",
            rule.code,
            rule.severity.name(),
            rule.text
        ));
    }
    let mut told = checks
        .iter()
        .filter_map(|(file, header)| Some((file, &header.title, header.check.as_ref()?)));
    let (file, title, header) = told.find(|(.., header)| header.code.eq_ignore_ascii_case(code))?;
    let help = header.help.as_deref().map_or_else(String::new, |help| {
        format!("\nWhat to do: {}\n", help.replace('{', "‹").replace('}', "›"))
    });
    Some(format!(
        "{} ({}): {}\n\n{}\n{help}\nThe check is {}.\n",
        header.code,
        header.severity.name(),
        title,
        header.explain,
        file
    ))
}

/// All codes with the first line of their manual page: the program's own, and those of these checks.
pub fn codes(checks: &[(String, Header)]) -> Vec<(String, Severity, String)> {
    let own = code::MANUAL.iter().map(|page| {
        let first = page.text.lines().next().unwrap_or_default().trim().to_owned();
        (page.code.to_owned(), page.severity, first)
    });
    let checks = checks.iter().filter_map(|(_, header)| {
        let check = header.check.as_ref()?;
        Some((check.code.clone(), check.severity, header.title.clone()))
    });
    let mut all: Vec<_> = own.chain(checks).collect();
    all.sort();
    all
}

/// What the codes of the dossier's checks mean, for lists of rules.
pub fn rules(dossier: &Dossier) -> Vec<Rule> {
    let rules = headers(dossier).into_iter().filter_map(|(_, header)| {
        let check = header.check?;
        Some(Rule {
            code: check.code,
            severity: check.severity,
            title: header.title,
            text: check.explain,
            specification: None,
        })
    });
    rules.collect()
}
