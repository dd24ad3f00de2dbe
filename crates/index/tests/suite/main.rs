//! The W3C's tests of SPARQL 1.0 and 1.1 over Oxigraph's Store, over a list of quads and over the index: in memory, kept in a file and
//! opened, kept and added to, each by value and by form. One trial for each of their tests of queries; updates and services are not asked
//! of an index.
//!
//! No list says which tests may fail. In each test an index answers, term by term and in order, as the Store does if it is by value, and otherwise as the
//! evaluator does over the list; and it passes what the Store passes, term by term where the Store does so. Where that is not what the suite says
//! (entailment, for instance), it is the evaluator that answers otherwise.
//!
//! Runs if the suites are there: `scripts/sparql-suites` fetches them into `SOURCIER_SPARQL` (default `~/.cache/sourcier-sparql`);
//! in CI they must be.

mod answer;
mod manifest;
mod stores;
#[path = "../support.rs"]
mod support;

use answer::{Agreement, Answer};
use libtest_mimic::{Arguments, Failed, Trial};
use manifest::{Case, Files, Kind};
use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::{PreparedSparqlQuery, SparqlEvaluator};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use stores::{NAMES, STORES, Stores};

/// The suites: the folder, the IRI of it, the manifests, and how many tests of queries they have, so that none is lost.
const SUITES: [(&str, &str, &[&str], usize); 2] = [
    (
        "sparql11",
        "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/",
        &["manifest-all.ttl"],
        348,
    ),
    (
        "dawg-data-r2",
        "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/",
        &["manifest-evaluation.ttl", "manifest-syntax.ttl"],
        448,
    ),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let suites: Vec<Arc<Suite>> = suites().into_iter().map(Arc::new).collect();
    let trials = suites.iter().flat_map(Suite::trials).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        suites.iter().for_each(|suite| suite.say_totals());
    }
    conclusion.exit_code()
}

/// The suites; none if they are missing.
fn suites() -> Vec<Suite> {
    let folder = folder();
    if !folder.is_dir() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI the W3C's tests of SPARQL must be there: {}",
            folder.display()
        );
        eprintln!("skipped: the W3C's tests of SPARQL are not at hand (scripts/sparql-suites fetches them)");
        return Vec::new();
    }
    let suite = |(name, base, manifests, least): (&'static str, _, &[&str], _)| {
        let files = Files {
            folder: folder.join(name),
            base,
        };
        let cases: Vec<Case> = manifests.iter().flat_map(|manifest| files.cases(manifest)).collect();
        let (cases, others): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| case.kind != Kind::Other);
        assert!(cases.len() >= least, "{name} has {} tests of queries", cases.len());
        Suite {
            name,
            files,
            cases: cases.into_iter().map(Arc::new).collect(),
            others: others.len(),
            totals: Mutex::default(),
        }
    };
    SUITES.into_iter().map(suite).collect()
}

/// The folder of the suites.
fn folder() -> PathBuf {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = || variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let named = variable("SOURCIER_SPARQL").or_else(|| Some(cache()?.join("sourcier-sparql")));
    named.unwrap_or_default().join("suites")
}

struct Suite {
    name: &'static str,
    files: Files,
    cases: Vec<Arc<Case>>,
    /// Tests of something else.
    others: usize,
    totals: Mutex<Totals>,
}

/// The counts of a run.
#[derive(Default)]
struct Totals {
    run: usize,
    /// Of each store, the tests that it passes, and those of them in which every term is the wanted one.
    passed: [(usize, usize); STORES],
    /// What the evaluator answers otherwise over a list of quads.
    otherwise: BTreeSet<String>,
}

impl Suite {
    fn trials(self: &Arc<Self>) -> Vec<Trial> {
        let trial = |case: &Arc<Case>| {
            let (suite, case) = (Arc::clone(self), Arc::clone(case));
            Trial::test(format!("{}::{}", self.name, case.name), move || {
                suite.judge(&case).map_err(Failed::from)
            })
        };
        self.cases.iter().map(trial).collect()
    }

    /// Runs a test over each store.
    fn judge(&self, case: &Case) -> Result<(), String> {
        let text = self.files.read(&case.query)?;
        let evaluator = SparqlEvaluator::new().with_base_iri(&case.query);
        let query = evaluator.map_err(|error| error.to_string())?.parse_query(&text);
        let agreements = match (case.kind, query) {
            (Kind::Refused, query) => Ok([agreement(query.is_err()); STORES]),
            (Kind::Accepted, Ok(query)) => runs_over_nothing(&query).map(|()| [Agreement::Terms; STORES]),
            (_, Ok(query)) => self.compare(case, &query, &text),
            (_, Err(_)) => Ok([Agreement::Nothing; STORES]),
        };
        self.count(case, agreements.as_ref().unwrap_or(&[Agreement::Nothing; STORES]));
        agreements.map(|_| ())
    }

    /// How far the answer of each store agrees with the suite's; an error where an index does worse.
    fn compare(&self, case: &Case, query: &PreparedSparqlQuery, text: &str) -> Result<[Agreement; STORES], String> {
        let stores = Stores::of(&self.quads(case, query)?);
        let wanted = case.result.as_ref().ok_or("the test has no result")?;
        let wanted = Answer::wanted(&self.files, wanted)?;
        let found = stores.answers(query, wanted.columns());
        let agreement = |answer: &Result<Answer, String>| match answer {
            Ok(answer) => answer.agreement(&wanted, case.is_lax),
            Err(_) => Agreement::Nothing,
        };
        let agreements = found.each_ref().map(agreement);
        let is_sorted = text.to_ascii_uppercase().contains("ORDER BY");
        let in_order = |answer: &Result<Answer, String>| match answer {
            Ok(answer) if is_sorted => answer.is_in_order(&wanted),
            _ => None,
        };
        for (at, answer) in found.iter().enumerate() {
            let model = &found[stores::model(at)];
            let is_other = !is_equal(answer, model, case.is_lax);
            let is_worse = agreements[at] < agreements[0];
            let is_out_of_order = in_order(model) == Some(true) && in_order(answer) != Some(true);
            if is_other || is_worse || is_out_of_order {
                let (name, of) = (NAMES[at], NAMES[stores::model(at)]);
                return Err(format!("{name}:\n{answer:#?}\n{of}:\n{model:#?}\nwanted:\n{wanted:#?}"));
            }
        }
        Ok(agreements)
    }

    /// The data of a test: those that the manifest names, or else those that the query names.
    fn quads(&self, case: &Case, query: &PreparedSparqlQuery) -> Result<Vec<Quad>, String> {
        let mut quads = Vec::new();
        for iri in &case.data {
            quads.extend(self.files.triples(iri)?);
        }
        let mut named: BTreeSet<String> = case.named.iter().cloned().collect();
        if case.data.is_empty() && case.named.is_empty() {
            let dataset = query.dataset();
            let default = dataset.default_graph_graphs().unwrap_or_default().iter();
            named.extend(default.filter_map(|graph| match graph {
                GraphName::NamedNode(node) => Some(node.as_str().to_owned()),
                _ => None,
            }));
            let graphs = dataset.available_named_graphs().unwrap_or_default();
            named.extend(graphs.iter().map(|graph| graph.to_string().replace(['<', '>'], "")));
        }
        for iri in named {
            let graph = oxigraph::model::NamedNode::new_unchecked(&iri);
            let triples = self.files.triples(&iri)?;
            quads.extend(triples.into_iter().map(|quad| Quad {
                graph_name: graph.clone().into(),
                ..quad
            }));
        }
        Ok(quads)
    }

    fn count(&self, case: &Case, agreements: &[Agreement; STORES]) {
        let mut totals = self.totals.lock().unwrap();
        totals.run += 1;
        for (passed, agreement) in totals.passed.iter_mut().zip(agreements) {
            passed.0 += usize::from(*agreement > Agreement::Nothing);
            passed.1 += usize::from(*agreement == Agreement::Terms);
        }
        if agreements[stores::model(STORES - 1)] == Agreement::Nothing {
            totals.otherwise.insert(case.name.clone());
        }
    }

    fn say_totals(&self) {
        let totals = self.totals.lock().unwrap();
        if totals.run == 0 {
            return;
        }
        println!(
            "{}: {} tests of queries; {} of something else",
            self.name, totals.run, self.others
        );
        for (name, (passed, by_term)) in NAMES.iter().zip(totals.passed) {
            println!("  {name}: {passed} as the suite says, {by_term} of them in every lexical form");
        }
        let (entailment, others): (Vec<_>, Vec<_>) = totals
            .otherwise
            .iter()
            .partition(|name| name.starts_with("entailment::"));
        println!(
            "  otherwise over a list of quads: {} of entailment; {}",
            entailment.len(),
            others.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
        );
    }
}

fn agreement(is: bool) -> Agreement {
    if is { Agreement::Terms } else { Agreement::Nothing }
}

/// Whether two answers have the same terms, or both are failures.
fn is_equal(one: &Result<Answer, String>, other: &Result<Answer, String>, is_lax: bool) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one.agreement(other, is_lax) == Agreement::Terms,
        (one, other) => one.is_err() && other.is_err(),
    }
}

/// Over no data, each index answers as Oxigraph's Store does.
fn runs_over_nothing(query: &PreparedSparqlQuery) -> Result<(), String> {
    let found = Stores::of(&[]).answers(query, None);
    match found.iter().all(|answer| is_equal(answer, &found[0], false)) {
        true => Ok(()),
        false => Err(format!("{found:#?}")),
    }
}
