//! The W3C's test suites of CSV on the Web: csv2rdf (`manifest-rdf.jsonld`) and validation
//! (`manifest-validation.jsonld`), one trial for each of their tests.
//!
//! Runs if the suites are available (`SOURCIER_SUITES`, default `../shared/suites`); in CI they must be. As with every
//! test, `cargo test --test cases csv2rdf::test011` runs those whose names contain a text. Known failures are listed in
//! [`EXPECTED_FAILURES`], which may only shrink.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use csvw::{self, Invalid, Mode, NTriples, Options, Resources, metadata};
use diagnostic::{Diagnostic, Place, Report, Style, code, human};
use libtest_mimic::{Arguments, Failed, Trial};
use oxrdf::graph::CanonicalizationAlgorithm;
use oxrdf::{Graph, NamedOrBlankNodeRef, TermRef, TripleRef};
use oxttl::{NTriplesParser, TurtleParser, TurtleSyntaxError};
use serde::Deserialize;

/// The failing tests by name, each with the sentence of the specification that explains it.
const EXPECTED_FAILURES: &[(&str, &str)] = &[];

/// The base URL of the suites.
const BASE: &str = "http://www.w3.org/2013/csvw/tests/";

/// The well-known URL for the locations of metadata, on which tests 259 and 260 depend.
const WELL_KNOWN: &str = "http://www.w3.org/.well-known/csvm";

/// The content at that URL.
const LOCATIONS: &str = "{+url}-metadata.json\ncsv-metadata.json\n{+url}.json\ncsvm.json\n";

/// The maximum number of triples that a failure shows.
const SHOWN: usize = 8;

static SUITES: [Suite; 2] = [
    Suite::new("csv2rdf", "manifest-rdf.jsonld", Invalid::AsText),
    Suite::new("validation", "manifest-validation.jsonld", Invalid::SkipCell),
];

/// A suite, with the counts of this run.
struct Suite {
    name: &'static str,
    manifest: &'static str,
    /// How invalid cells are handled: csv2rdf is for converters that do not validate.
    invalid: Invalid,
    run: AtomicUsize,
    passed: AtomicUsize,
}

#[derive(Deserialize)]
struct Manifest {
    entries: Vec<Case>,
}

/// A test of a suite.
#[derive(Deserialize)]
struct Case {
    id: String,
    #[serde(rename = "type")]
    kind: Kind,
    name: String,
    comment: String,
    action: String,
    result: Option<String>,
    option: Settings,
    #[serde(rename = "httpLink")]
    link: Option<String>,
}

/// The options of a test; `noProv`, which all have, is the library's behaviour anyway.
#[derive(Deserialize)]
struct Settings {
    metadata: Option<String>,
    #[serde(default)]
    minimal: bool,
}

#[derive(Deserialize, Clone, Copy)]
enum Kind {
    #[serde(rename = "csvt:ToRdfTest")]
    ToRdf,
    #[serde(rename = "csvt:ToRdfTestWithWarnings")]
    ToRdfWithWarnings,
    #[serde(rename = "csvt:NegativeRdfTest")]
    NegativeRdf,
    #[serde(rename = "csvt:PositiveValidationTest")]
    PositiveValidation,
    #[serde(rename = "csvt:WarningValidationTest")]
    WarningValidation,
    #[serde(rename = "csvt:NegativeValidationTest")]
    NegativeValidation,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let conclusion = libtest_mimic::run(&arguments, trials());
    say_totals();
    conclusion.exit_code()
}

/// The trials of both suites; none if the suites are missing.
fn trials() -> Vec<Trial> {
    let folder = suites().join("csvw/tests");
    if !folder.is_dir() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI the W3C suites must be there: {}",
            folder.display()
        );
        eprintln!("skipped: the W3C suites are not at hand (SOURCIER_SUITES)");
        return Vec::new();
    }
    let trials: Vec<_> = SUITES.iter().flat_map(|suite| suite.trials(&folder)).collect();
    for (name, _) in EXPECTED_FAILURES {
        let is_known = trials.iter().any(|trial| trial.name() == *name);
        assert!(is_known, "{name} is expected to fail, and is in no suite");
    }
    trials
}

/// Prints how many tests of each suite passed.
fn say_totals() {
    let totals: Vec<_> = SUITES.iter().filter_map(Suite::total).collect();
    if !totals.is_empty() {
        println!("{}", totals.join(", "));
    }
}

/// The folder of the suites.
fn suites() -> PathBuf {
    let named = std::env::var_os("SOURCIER_SUITES").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites"))
}

impl Suite {
    const fn new(name: &'static str, manifest: &'static str, invalid: Invalid) -> Self {
        Self {
            name,
            manifest,
            invalid,
            run: AtomicUsize::new(0),
            passed: AtomicUsize::new(0),
        }
    }

    fn trials(&'static self, folder: &Path) -> Vec<Trial> {
        let path = folder.join(self.manifest);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let manifest: Manifest =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!manifest.entries.is_empty(), "{} has no tests", path.display());
        let trial = |case: Case| {
            let name = format!("{}::{}", self.name, case.id.rsplit('#').next().unwrap_or_default());
            let folder = folder.to_owned();
            Trial::test(name.clone(), move || self.judge(&name, &case, &folder))
        };
        manifest.entries.into_iter().map(trial).collect()
    }

    /// Runs a test and counts it; an expected failure has to fail.
    fn judge(&self, name: &str, case: &Case, folder: &Path) -> Result<(), Failed> {
        self.run.fetch_add(1, Ordering::Relaxed);
        let outcome = case.run(self.invalid, folder);
        if outcome.is_ok() {
            self.passed.fetch_add(1, Ordering::Relaxed);
        }
        let is_expected_to_fail = EXPECTED_FAILURES.iter().any(|(known, _)| *known == name);
        match outcome {
            Ok(()) if is_expected_to_fail => Err("passes: take it off EXPECTED_FAILURES".into()),
            Err(_) if is_expected_to_fail => Ok(()),
            Ok(()) => Ok(()),
            Err(why) => Err(format!("{}: {}\n{why}", case.name, case.comment).into()),
        }
    }

    /// The summary of passed tests; `None` if no test ran.
    fn total(&self) -> Option<String> {
        let (run, passed) = (self.run.load(Ordering::Relaxed), self.passed.load(Ordering::Relaxed));
        (run > 0).then(|| format!("{}: {passed} of {run}", self.name))
    }
}

impl Case {
    fn run(&self, invalid: Invalid, folder: &Path) -> Result<(), String> {
        let mut report = Report::default();
        let lines = self.convert(invalid, folder, &mut report)?;
        let mut wrong: Vec<String> = self.misses(&report).map(str::to_owned).into_iter().collect();
        if let Some(result) = &self.result {
            wrong.extend(different(&lines, result, folder)?);
        }
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!("{}\n{}", wrong.join("\n"), human(&report, Style::Plain)))
    }

    /// Converts the test's input to N-Triples.
    fn convert(&self, invalid: Invalid, folder: &Path, report: &mut Report) -> Result<Vec<u8>, String> {
        let action = format!("{BASE}{}", self.action);
        let user = self.option.metadata.as_ref().map(|path| format!("{BASE}{path}"));
        let files = Files {
            folder,
            action: &action,
        };
        let group = if action.ends_with(".json") {
            metadata::read(&action, &files, report)
        } else {
            let request = metadata::Request {
                url: &action,
                metadata: user.as_deref(),
                link: self.link.as_deref(),
            };
            metadata::locate(&request, &files, report)
        };
        let mut lines = Vec::new();
        let Some(group) = group else {
            let is_said = report.fails(false);
            return is_said
                .then_some(lines)
                .ok_or_else(|| "there is no metadata, and no error says so".to_owned());
        };
        let mode = if self.option.minimal {
            Mode::Minimal
        } else {
            Mode::Standard
        };
        // The tests already run in parallel.
        let options = Options {
            mode,
            invalid,
            threads: 1,
            // Strictly as in the suite (csv2rdf and validation tests 034): an empty reference is an error.
            complete_references: true,
            ..Options::default()
        };
        csvw::convert(&group, &files, &options, report, &mut NTriples::new(&mut lines))
            .map_err(|error| error.to_string())?;
        Ok(lines)
    }

    /// The expected finding that is missing.
    fn misses(&self, report: &Report) -> Option<&'static str> {
        let [errors, warnings, _] = report.counts();
        let (is_as_wanted, wanted) = match self.kind {
            Kind::ToRdf => (errors == 0, "no error is wanted"),
            Kind::PositiveValidation => (errors + warnings == 0, "no error and no warning is wanted"),
            Kind::ToRdfWithWarnings | Kind::WarningValidation => {
                (errors == 0 && warnings > 0, "a warning and no error is wanted")
            }
            Kind::NegativeRdf | Kind::NegativeValidation => (errors > 0, "an error is wanted"),
        };
        (!is_as_wanted).then_some(wanted)
    }
}

/// The files of the suites by URL; nothing else is served.
struct Files<'a> {
    folder: &'a Path,
    action: &'a str,
}

impl Files<'_> {
    /// The file of a URL. The query string is part of the URL of a test's table (tests 116 and 118), but not of the
    /// file's name; no other file has one.
    fn path(&self, url: &str) -> Option<PathBuf> {
        let query = if url == self.action { url.find('?') } else { None };
        let url = &url[..query.unwrap_or(url.len())];
        let path = self.folder.join(url.strip_prefix(BASE)?);
        path.is_file().then_some(path)
    }
}

impl Resources for Files<'_> {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        if url == WELL_KNOWN {
            return Ok(Some(Box::new(LOCATIONS.as_bytes())));
        }
        let Some(path) = self.path(url) else { return Ok(None) };
        match File::open(path) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) => Err(code::unreadable_file(Place::file(self.name(url)), &error.to_string())),
        }
    }

    fn name(&self, url: &str) -> String {
        url.strip_prefix(BASE).unwrap_or(url).to_owned()
    }
}

/// Missing and additional triples compared with the expected graph; `None` if the graphs are isomorphic.
fn different(lines: &[u8], result: &str, folder: &Path) -> Result<Option<String>, String> {
    let turtle = fs::read(folder.join(result)).map_err(|error| format!("{result}: {error}"))?;
    let expected = graph(&turtle, Some(result))?;
    let found = graph(lines, None)?;
    if found == expected {
        return Ok(None);
    }
    let mut counts: BTreeMap<String, isize> = BTreeMap::new();
    for triple in &expected {
        *counts.entry(without_labels(triple)).or_default() += 1;
    }
    for triple in &found {
        *counts.entry(without_labels(triple)).or_default() -= 1;
    }
    let some = |title: &str, is_meant: fn(isize) -> bool| {
        let mut triples = counts
            .iter()
            .filter(|(_, count)| is_meant(**count))
            .map(|(triple, _)| triple.as_str());
        let shown: Vec<_> = triples.by_ref().take(SHOWN).collect();
        let more = match triples.count() {
            0 => String::new(),
            more => format!("\n  … and {more} more"),
        };
        (!shown.is_empty()).then(|| format!("{title}:\n  {}{more}", shown.join("\n  ")))
    };
    let parts: Vec<_> = [some("missing", |count| count > 0), some("too many", |count| count < 0)]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        return Ok(Some(
            "the triples differ only in which blank node stands where".to_owned(),
        ));
    }
    Ok(Some(parts.join("\n")))
}

/// Parses Turtle from a file of the suites, or our N-Triples, and canonicalises blank node labels: isomorphic graphs are then equal.
fn graph(bytes: &[u8], file: Option<&str>) -> Result<Graph, String> {
    let name = file.unwrap_or("the statements");
    let base = format!("{BASE}{name}");
    let wrong = |error: TurtleSyntaxError| format!("{name}: {error}\n{}", String::from_utf8_lossy(bytes));
    let mut graph = match file {
        Some(_) => {
            let parser = TurtleParser::new().with_base_iri(&base);
            let parser = parser.map_err(|error| format!("{base}: {error}"))?;
            parser.for_slice(bytes).collect::<Result<Graph, _>>().map_err(wrong)?
        }
        None => NTriplesParser::new()
            .for_slice(bytes)
            .collect::<Result<Graph, _>>()
            .map_err(wrong)?,
    };
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    Ok(graph)
}

/// A triple without blank node labels, since a single difference changes the canonical labels of many nodes.
fn without_labels(triple: TripleRef<'_>) -> String {
    let subject = match triple.subject {
        NamedOrBlankNodeRef::BlankNode(_) => "_:".to_owned(),
        NamedOrBlankNodeRef::NamedNode(node) => node.to_string(),
    };
    let object = match triple.object {
        TermRef::BlankNode(_) => "_:".to_owned(),
        object => object.to_string(),
    };
    format!("{subject} {} {object}", triple.predicate)
}
