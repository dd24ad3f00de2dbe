//! Checks: finds all errors in a dossier, each with its place.
//!
//! Takes a loaded dossier, whose tables and ontology were checked when they were read. Checks every query of every
//! folder, runs the SELECTs of `queries/checks/`, compares passages with their texts and the names of linked items with
//! ours; adds the findings to the report.

mod names;
mod order;

use crate::budget;
use crate::dossier::{Dossier, FORMAT, MANIFEST};
use crate::evidence::{self, Finding, Texts, Verified};
use crate::graph::{Answer, Graph, GraphError, Solution, Solutions};
use crate::load::Loaded;
use crate::query::{AskError, Folder, Queries, Query, header::CheckHeader};
use crate::view::{About, Projection};
use crate::withheld;
use diagnostic::{Diagnostic, Place, Report, Severity, clipped, code, nearest};
use std::collections::{HashMap, HashSet};

/// The property of keys, as in the metadata of tables.
const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";

/// A dossier could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The words of passages do not fit into the graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The query for the passages failed.
    #[error("the passages cannot be looked at: {0}")]
    Ask(#[from] AskError),
}

/// Checks a loaded dossier; `report` already has the errors in its files. `texts` is the folder of the texts, if there
/// is one. Returns how many passages were compared with them.
///
/// # Errors
/// When the store fails or a query over it does. Errors in the dossier are added to the report.
pub fn check(
    dossier: &Dossier,
    loaded: &Loaded,
    queries: &Queries,
    texts: Option<&Texts>,
    report: &mut Report,
) -> Result<Verified, CheckError> {
    if dossier.manifest.format < FORMAT {
        report.push(code::older_format(
            Place::file(MANIFEST),
            dossier.manifest.format,
            FORMAT,
        ));
    }
    if let Err(wrong) = withheld::check_columns(&dossier.manifest, loaded.tables()) {
        report.push(*wrong);
    }
    queries.reported(dossier, Folder::Named, report);
    let views = queries.reported(dossier, Folder::Views, report);
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
    let checks = queries.reported(dossier, Folder::Checks, report);
    report_twice(checks, report);
    let rules = Folder::Rules.path(dossier);
    if !checks.is_empty() && !dossier.has_folder(&rules) {
        report.push(code::missing_file(Place::file(rules), "the folder of the rules"));
    }
    let compared = evidence::check(&loaded.graph, texts, &dossier.manifest.language)?;
    let mut findings = compared.findings;
    if can_be_checked(report) {
        let with_words = match compared.words.is_empty() {
            true => None,
            false => Some(loaded.graph.with(compared.words)?),
        };
        let graph = with_words.as_ref().unwrap_or(&loaded.graph);
        findings.extend(run_all(checks, dossier, graph, report)?);
        for view in views {
            report_no_graph(view, dossier, &loaded.graph, report);
        }
    }
    place(loaded, findings, report);
    if let Some(finding) = order::finding(loaded) {
        report.push(finding);
    }
    Ok(compared.verified)
}

/// Reports checks that share a code.
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

/// Reports a view that has a row which is not an edge. A view whose `?source` and `?target` can never be literals is
/// not evaluated.
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

/// Findings by which a table, or rows of it, were not read.
const UNREAD: [&str; 19] = [
    "D003", "M001", "M003", "M010", "T001", "T002", "T003", "T004", "T006", "T007", "T014", "T017", "T021", "T022",
    "T024", "T025", "T030", "T032", "T035",
];

/// The finding that something follows from such findings which is not told.
const NOT_TOLD: &str = "T039";

/// Whether the ontology, the rules and the tables were read: without them the checks would report every row, or miss
/// what stands in a table that was not read.
fn can_be_checked(report: &Report) -> bool {
    let mut kinds = report.kinds().iter();
    !kinds.any(|kind| {
        let is_unread = UNREAD.contains(&kind.code.as_str());
        let is_error = kind.severity == Severity::Error;
        kind.code.starts_with('G')
            || kind.code == "D002"
            || kind.code == "D004"
            || kind.file.contains("/rules")
            || kind.code == NOT_TOLD
            || (is_error && is_unread)
    })
}

/// Returns the findings of the checks and of the comparison of names, without places. A check that fails is added to
/// the report.
///
/// # Errors
/// When a query over the graph fails.
pub fn findings(
    dossier: &Dossier,
    graph: &Graph,
    queries: &Queries,
    report: &mut Report,
) -> Result<Vec<Finding>, AskError> {
    let checks = queries.reported(dossier, Folder::Checks, report);
    run_all(checks, dossier, graph, report)
}

fn run_all(checks: &[Query], dossier: &Dossier, graph: &Graph, report: &mut Report) -> Result<Vec<Finding>, AskError> {
    let mut findings = Vec::new();
    for check in checks {
        findings.extend(run(check, dossier, graph, report));
    }
    findings.extend(names::findings(dossier, graph)?);
    Ok(findings)
}

/// Runs one check; each row of its answer is a finding.
fn run(check: &Query, dossier: &Dossier, graph: &Graph, report: &mut Report) -> Vec<Finding> {
    let Some(header) = &check.header.check else {
        return Vec::new();
    };
    match check.answer(dossier, graph) {
        Ok(Answer::Solutions(solutions)) => {
            // The memory of the findings counts to the check that makes them.
            let running = match budget::begin(&check.file, 0) {
                Ok(running) => running,
                Err(exceeded) => {
                    report.push(check.failed(&exceeded.into()));
                    return Vec::new();
                }
            };
            running.time(|| {
                let rows = solutions.iter();
                rows.map(|row| finding(header, &solutions, row, dossier)).collect()
            })
        }
        Ok(_) => Vec::new(),
        Err(diagnostic) => {
            report.push(diagnostic);
            Vec::new()
        }
    }
}

fn finding(header: &CheckHeader, solutions: &Solutions, row: Solution<'_>, dossier: &Dossier) -> Finding {
    let fill = |text: &str| {
        filled(text, |name| {
            solutions.index(name)?;
            let value = match row.get(name) {
                Some(oxigraph::model::Term::NamedNode(node)) => dossier.shorten(node.as_str()),
                _ => row.text(name).unwrap_or("nothing").to_owned(),
            };
            Some(clipped(&value, MOST_OF_A_VALUE))
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

/// The most characters of a value in a message.
const MOST_OF_A_VALUE: usize = 500;

/// The bytes after which nothing more is put into a message.
const MOST_OF_A_MESSAGE: usize = 2_000;

/// Replaces each `{name}` in a text by its value, if it has one. Values are not looked through again.
fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{').filter(|_| out.len() < MOST_OF_A_MESSAGE) {
        out.push_str(before);
        let named = after
            .split_once('}')
            .and_then(|(name, after)| Some((value(name)?, after)));
        rest = match named {
            Some((value, after)) => {
                out.push_str(&value);
                after
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out + rest
}

/// The keys that two rows have: what is said of the rows with such a key, or refers to it, is said of two things.
fn repeated(loaded: &Loaded, report: &Report) -> HashSet<String> {
    if !report.kinds().iter().any(|kind| kind.code == "T011") {
        return HashSet::new();
    }
    let rows = loaded.rows().rows_with(IDENTIFIER);
    rows.filter(|row| report.has_row(row.file(), row.row_number()))
        .map(|row| row.cell(IDENTIFIER))
        .collect()
}

/// Reports findings at the rows of their subjects.
fn place(loaded: &Loaded, findings: Vec<Finding>, report: &mut Report) {
    let row = |finding: &Finding| loaded.rows().row(&finding.subject);
    // A finding in a row with an unreadable cell is mostly a consequence of that cell. Only earlier reports count: the
    // findings placed here do not suppress each other.
    // Notes are mostly of what is missing, as a claim for an entity: it may be in a row with an error.
    let is_of_table = |code: &str| code.starts_with('T');
    let has_errors = report
        .kinds()
        .iter()
        .any(|kind| is_of_table(&kind.code) && kind.severity == Severity::Error);
    let repeated = repeated(loaded, report);
    let is_broken = |finding: &Finding| {
        row(finding).is_some_and(|row| report.has_row(row.file(), row.row_number()))
            || (has_errors && finding.diagnostic.severity == Severity::Note)
    };
    let held_back: Vec<bool> = findings.iter().map(is_broken).collect();
    for (finding, _) in findings.into_iter().zip(held_back).filter(|(_, held_back)| !held_back) {
        let place = row(&finding).map(|row| row.place(finding.property.as_deref()));
        let cells = place.as_ref().and_then(|place| place.cell.as_ref());
        if cells.is_some_and(|cell| cell.row.iter().any(|text| repeated.contains(text))) {
            continue;
        }
        let mut diagnostic = finding.diagnostic;
        diagnostic.place = place;
        let written = diagnostic.place.as_ref().and_then(|place| place.cell.as_ref()?.value());
        if let (Some(written), Some(candidates)) = (written, finding.candidates) {
            let near = nearest(written, candidates.split(' ')).map(|near| format!("did you mean `{near}`?"));
            // What a check knows of the word itself comes before a word that is like it.
            let is_known = |help: &String| help.starts_with(&format!("`{written}` is "));
            diagnostic.help = match diagnostic.help {
                Some(help) if is_known(&help) => Some(help),
                help => near.or(help),
            };
        }
        report.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_filled_once_and_has_an_end() {
        let value = |name: &str| (name != "z").then(|| format!("<{name} {{y}}>"));
        assert_eq!(filled("a {x} b {z} c {", value), "a <x {y}> b {z} c {");
        let long = filled(&"{x}".repeat(100_000), |_| Some("v".repeat(500)));
        assert!(long.len() < 310_000, "{}", long.len());
    }
}
