//! Every code has a case that shows it, and every check a case that comes close to it without a finding.
//!
//! A case declares this in its script: `# fires: C103`, `# quiet: C103`. Both are compared with its output and its
//! edits. A code fires if a run of `sourcier` prints it at the head of a finding (for a check, in a full `$ check`); a
//! page of `explain-code`, a list or a filtered output does not count. A check is quiet if it has run (a full `$ check`
//! without errors), and the case edits a column that one of the firing cases also edits.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use sourcier::diagnostic::{Report, code};
use sourcier::dossier::Dossier;
use sourcier::query::{self, Folder};

use crate::support::{self, root, tree};

/// A case and its codes.
pub(super) struct Case {
    pub(super) name: String,
    fires: BTreeSet<String>,
    quiet: BTreeSet<String>,
    /// The codes whose help it follows.
    pub(super) follows: BTreeSet<String>,
    pub(super) script: String,
    pub(super) expected: String,
    pub(super) runs: Vec<Run>,
    /// The columns that the case edits in the invented dossier, by file; a file that is not a table counts as one
    /// column without a name.
    changes: BTreeSet<(String, String)>,
}

/// A command of a case, and the codes at the heads of the printed findings.
pub(super) struct Run {
    pub(super) command: String,
    pub(super) codes: BTreeSet<String>,
    has_errors: bool,
    /// The exit code, as printed.
    pub(super) exit: String,
}

impl Run {
    /// Whether it prints all findings, in the format for people.
    fn shows_findings(&self) -> bool {
        !["|", "explain-code", "--format"]
            .iter()
            .any(|part| self.command.contains(part))
    }

    /// Whether it is a plain check of the whole dossier.
    fn is_check(&self) -> bool {
        let is_alone = ![">", ";", "&"].iter().any(|part| self.command.contains(part));
        is_alone && self.shows_findings() && self.command.split(' ').next() == Some("check")
    }
}

#[test]
fn every_code_has_a_case_and_every_check_a_quiet_one() {
    let wrong = wrong(&cases(), &own_codes(), &checks());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes of the program itself.
fn own_codes() -> BTreeSet<String> {
    code::MANUAL.iter().map(|page| page.code.to_owned()).collect()
}

/// The codes of the checks.
fn checks() -> BTreeSet<String> {
    let dossier = Dossier::open(&root()).unwrap();
    let checks = query::load(&dossier, Folder::Checks, &mut Report::default());
    checks
        .into_iter()
        .filter_map(|query| query.header.check)
        .map(|check| check.code)
        .collect()
}

/// Missing cases, and cases that do not do what they declare.
fn wrong(cases: &[Case], own: &BTreeSet<String>, checks: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for code in own.union(checks) {
        if !cases.iter().any(|case| case.fires.contains(code)) {
            wrong.push(format!("no case is there to show {code} (`# fires: {code}`)"));
        }
        if checks.contains(code) && !cases.iter().any(|case| case.quiet.contains(code)) {
            wrong.push(format!(
                "no case comes near to {code} and is silent (`# quiet: {code}`)"
            ));
        }
    }
    for case in cases {
        for code in case
            .fires
            .iter()
            .chain(&case.quiet)
            .chain(&case.follows)
            .filter(|code| !own.contains(*code) && !checks.contains(*code))
        {
            wrong.push(format!("{}: there is no code {code}", case.name));
        }
        wrong.extend(case.fires.iter().filter_map(|code| does_not_fire(case, code, checks)));
        wrong.extend(case.quiet.iter().filter_map(|code| is_not_quiet(case, code, cases)));
    }
    wrong
}

fn does_not_fire(case: &Case, code: &str, checks: &BTreeSet<String>) -> Option<String> {
    let is_a_run_for_it = |run: &&Run| {
        if checks.contains(code) {
            run.is_check()
        } else {
            run.shows_findings()
        }
    };
    let fires = case
        .runs
        .iter()
        .filter(is_a_run_for_it)
        .any(|run| run.codes.contains(code));
    (!fires).then(|| format!("{}: it should show {code}, and no finding of a run has it", case.name))
}

fn is_not_quiet(case: &Case, code: &str, cases: &[Case]) -> Option<String> {
    let name = &case.name;
    let mut firing = cases.iter().filter(|other| other.fires.contains(code)).peekable();
    if !case.runs.iter().any(|run| run.is_check() && !run.has_errors) {
        return Some(format!(
            "{name}: {code} is not looked for: there is no whole `check` without errors"
        ));
    }
    if case.runs.iter().any(|run| run.codes.contains(code)) {
        return Some(format!("{name}: it should not show {code}"));
    }
    let touches = |other: &Case| !other.changes.is_disjoint(&case.changes);
    (firing.peek().is_some() && !firing.any(touches)).then(|| {
        format!("{name}: it is not near to {code}: it changes no column that a case changes in which {code} fires")
    })
}

/// All cases.
pub(super) fn cases() -> Vec<Case> {
    let mut found = Vec::new();
    for area in fs::read_dir(root().join("tests/cases")).unwrap() {
        for case in fs::read_dir(area.unwrap().path()).unwrap() {
            let path = case.unwrap().path();
            let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            let overlay = path.join("files");
            let overlay = if overlay.is_dir() {
                tree(&overlay)
            } else {
                BTreeMap::new()
            };
            found.push(Case::new(&name, &read("run"), &read("expected"), overlay));
        }
    }
    found
}

impl Case {
    pub(super) fn new(name: &str, script: &str, expected: &str, overlay: BTreeMap<String, Vec<u8>>) -> Self {
        let codes = |header: &str| {
            let lines = script.lines().filter_map(|line| line.strip_prefix(header));
            lines
                .flat_map(|line| line.split_whitespace().map(str::to_owned))
                .collect::<BTreeSet<_>>()
        };
        let (fires, quiet) = (codes("# fires: "), codes("# quiet: "));
        let is_about_codes = !fires.is_empty() || !quiet.is_empty();
        Self {
            name: name.to_owned(),
            runs: runs(expected),
            changes: if is_about_codes {
                changes(script, overlay)
            } else {
                BTreeSet::new()
            },
            fires,
            quiet,
            follows: codes("# follows: "),
            script: script.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

/// The commands of a transcript.
fn runs(expected: &str) -> Vec<Run> {
    let head = Regex::new(r"^(?:! )?(error|warning|note)\[(\w+)\]: ").unwrap();
    let mut runs: Vec<Run> = Vec::new();
    for line in expected.lines() {
        if let Some(command) = line.strip_prefix("$ sourcier ") {
            let command = command.to_owned();
            runs.push(Run {
                command,
                codes: BTreeSet::new(),
                has_errors: false,
                exit: String::new(),
            });
        } else if let (Some(run), Some(exit)) = (runs.last_mut(), line.strip_prefix("exit ")) {
            run.exit = exit.to_owned();
        } else if let (Some(run), Some(found)) = (runs.last_mut(), head.captures(line)) {
            run.codes.insert(found[2].to_owned());
            run.has_errors |= &found[1] == "error";
        }
    }
    runs
}

/// The columns in which a case differs from the invented dossier.
fn changes(script: &str, overlay: BTreeMap<String, Vec<u8>>) -> BTreeSet<(String, String)> {
    let mut after = overlay;
    for edit in script.lines().filter_map(|line| line.strip_prefix("edit ")) {
        let (file, old, new) = support::edit(edit);
        let bytes = after.entry(file.to_owned()).or_insert_with(|| before(file));
        *bytes = String::from_utf8_lossy(bytes).replace(old, new).into_bytes();
    }
    after
        .iter()
        .flat_map(|(file, bytes)| differences(file, &before(file), bytes))
        .collect()
}

/// A file of the invented dossier; empty if there is none of that name.
fn before(file: &str) -> Vec<u8> {
    let places = ["tests/dossier", ""].map(|folder| root().join(folder).join(file));
    places.iter().find_map(|path| fs::read(path).ok()).unwrap_or_default()
}

/// The columns in which two versions of a file differ. An added or removed row differs in all its cells.
fn differences(file: &str, before: &[u8], after: &[u8]) -> BTreeSet<(String, String)> {
    if Path::new(file).extension().is_none_or(|extension| extension != "csv") {
        return BTreeSet::from([(file.to_owned(), String::new())]);
    }
    let (old, new) = (rows(before), rows(after));
    let mut columns = BTreeSet::new();
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(&new) {
            let all: BTreeSet<_> = old.keys().chain(new.keys()).collect();
            columns.extend(
                all.into_iter()
                    .filter(|column| old.get(*column) != new.get(*column))
                    .cloned(),
            );
        }
    } else {
        let one_sided = old
            .iter()
            .filter(|row| !new.contains(row))
            .chain(new.iter().filter(|row| !old.contains(row)));
        for row in one_sided {
            columns.extend(
                row.iter()
                    .filter(|(_, cell)| !cell.is_empty())
                    .map(|(column, _)| column.clone()),
            );
        }
    }
    columns.into_iter().map(|column| (file.to_owned(), column)).collect()
}

/// The rows of a table: cells by column name.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.byte_headers().unwrap().clone();
    let names: Vec<_> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let row = |record: csv::ByteRecord| names.iter().cloned().zip(record.iter().map(<[u8]>::to_vec)).collect();
    reader.byte_records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_case_that_does_not_do_what_it_says_is_found() {
    let (own, checks) = (BTreeSet::from(["D001".to_owned()]), BTreeSet::from(["C103".to_owned()]));
    let fires = "# fires: C103\nedit data/claims.csv: 12000000,12000000 => 12000000,1\n$ check\n";
    let quiet = "# quiet: C103\nedit data/claims.csv: 12000000,12000000 => 12000000,12000001\n$ check\n";
    let found = "$ sourcier check\nerror[C103]: above\nexit 1\n";
    let clean = "$ sourcier check\nnothing found\nexit 0\n";
    let told = (
        "# fires: D001\n$ build\n",
        "$ sourcier build\n! error[D001]: no\nexit 2\n",
    );
    let of = |parts: &[(&str, &str)]| {
        let case = |(script, expected): &(&str, &str)| Case::new("case", script, expected, BTreeMap::new());
        wrong(&parts.iter().map(case).collect::<Vec<_>>(), &own, &checks).join("; ")
    };
    assert_eq!(of(&[told, (fires, found), (quiet, clean)]), "");
    let page = "$ sourcier explain-code C103\nC103 (error)\n[C103]\nexit 0\n";
    let listed = "$ sourcier check --format json\nerror[C103]: above\nexit 1\n";
    let cut = "$ sourcier check | grep C103\nerror[C103]: above\nexit 0\n";
    let inside = "$ sourcier check\nnote[C101]: see error[C103]: above\nexit 0\n";
    for expected in [page, listed, cut, inside, clean] {
        assert!(
            of(&[told, (fires, expected), (quiet, clean)]).contains("it should show C103"),
            "{expected}"
        );
    }
    assert!(of(&[told, (fires, found), (quiet, found)]).contains("not looked for"));
    let warned = "$ sourcier check\nwarning[C103]: above\nexit 0\n";
    assert!(of(&[told, (fires, found), (quiet, warned)]).contains("it should not show C103"));
    let untouched = "# quiet: C103\n$ check\n";
    let elsewhere = "# quiet: C103\nedit data/claims.csv: called-for => wished\n$ check\n";
    for script in [untouched, elsewhere] {
        assert!(
            of(&[told, (fires, found), (script, clean)]).contains("not near to C103"),
            "{script}"
        );
    }
    assert!(of(&[told, (fires, found)]).contains("no case comes near to C103"));
    assert!(of(&[(fires, found), (quiet, clean)]).contains("no case is there to show D001"));
}
