//! No rule, check, question, view or query of the program grows faster than the dossier: each is evaluated over several
//! copies of the shipped dossier, and over twice as many.
//!
//! What is counted is the same on every machine: how often the evaluator reads a triple, and copies, compares or hashes a
//! term. A product of two lists compares each of their pairs, so it shows even where nearly all pairs are dropped again.

mod copies;
mod counted;

use std::collections::BTreeMap;
use std::fs;

use copies::{Shared, copied_dossier};
use counted::Counted;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
use sourcier::load;
use sourcier::query::{self, Defaults, Folder, Query};

/// How many figures of one thing are added to the smaller dossier: as many as it has claims.
const FIGURES: usize = 240;

/// The copies of the smaller dossier: few, so that a development build takes seconds. What grows with the square shows all
/// the same, unless it is less than a sixth of the work at this size.
const COPIES: usize = 4;

/// The most that the count grows by from one size to twice that size; 2 is linear, sorting takes a little more.
const MOST: f64 = 2.3;

/// A count below this one says nothing: a short list is sorted by insertion.
const FEW: u64 = 2_000;

/// A claim of the shipped dossier.
const CLAIM: &str = "claim/em24-400m-neuf-clusters";

struct Size {
    _folder: tempfile::TempDir,
    dossier: Dossier,
    loaded: load::Loaded,
    counted: Counted,
}

impl Size {
    fn of(copies: usize, shared: Shared) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copied_dossier(folder.path(), copies, shared);
        Self::in_folder(folder)
    }

    /// The shipped dossier, with so many different figures of one thing in one document.
    fn of_figures(count: usize) -> Self {
        Self::with_claims(count, |_, column| {
            (column == "modality").then(|| "announced".to_owned())
        })
    }

    /// The shipped dossier, with so many payments for one thing on different days, by turns to somebody and by the same.
    fn of_payments(count: usize) -> Self {
        Self::with_claims(count, |number, column| match (column, number % 2) {
            ("modality", _) => Some("received".to_owned()),
            ("when", _) => Some(format!(
                "{}-{:02}-{:02}",
                2000 + number / 336,
                1 + number / 28 % 12,
                1 + number % 28
            )),
            ("when_basis", _) => Some("written".to_owned()),
            ("recipient", 0) | ("funder", 1) => Some("mistral-ai".to_owned()),
            _ => None,
        })
    }

    /// The shipped dossier, with so many sums for one thing in one document, of which a function gives more cells.
    fn with_claims(count: usize, more: impl Fn(usize, &str) -> Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copied_dossier(folder.path(), 1, Shared::Nothing);
        let file = folder.path().join("data/claims.csv");
        let mut rows = fs::read_to_string(&file).unwrap();
        let columns: Vec<String> = rows.lines().next().unwrap().split(',').map(str::to_owned).collect();
        for number in 0..count {
            let cell = |column: &String| match column.as_str() {
                "key" => format!("figure-{number}"),
                "document" => "sommet-ia-2025".to_owned(),
                "about" => "investissement-ia-france-2025".to_owned(),
                "kind" => "funding".to_owned(),
                "minimum" | "maximum" => (1_000 + number).to_string(),
                "unit" => "EUR".to_owned(),
                "wording" => "exact".to_owned(),
                "measure_role" => "total".to_owned(),
                column => more(number, column).unwrap_or_default(),
            };
            rows.push_str(&columns.iter().map(cell).collect::<Vec<_>>().join(","));
            rows.push('\n');
        }
        fs::write(file, rows).unwrap();
        Self::in_folder(folder)
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let dossier = Dossier::open(folder.path()).unwrap();
        let mut report = Report::default();
        let loaded = load::load(&dossier, None, &mut report).unwrap();
        assert!(report.is_empty(), "{:?}", report.sorted());
        let counted = Counted::new(loaded.graph.triples().collect());
        Self {
            _folder: folder,
            dossier,
            loaded,
            counted,
        }
    }

    /// How much work a query is.
    fn cost(&self, query: &Query) -> u64 {
        let algebra = query
            .bind(
                &self.dossier,
                &self.loaded.graph,
                &BTreeMap::new(),
                Defaults::MayNameNothing,
            )
            .unwrap();
        let evaluator = SparqlEvaluator::new().for_query(algebra);
        counted::during(
            || match evaluator.on_queryable_dataset(self.counted.clone()).execute().unwrap() {
                QueryResults::Solutions(rows) => rows.for_each(|row| drop(row.unwrap())),
                QueryResults::Graph(triples) => triples.for_each(|triple| drop(triple.unwrap())),
                QueryResults::Boolean(_) => {}
            },
        )
    }
}

/// The dossier's queries, and those of the program, which are asked about everything.
pub fn queries(dossier: &Dossier) -> Vec<Query> {
    let mut report = Report::default();
    let mut queries: Vec<Query> = Folder::ALL
        .into_iter()
        .flat_map(|folder| query::load(dossier, folder, &mut report))
        .collect();
    for (file, text) in crate::tidy::files("src", &["rq"]) {
        // An explanation is of one claim.
        let claim = match file.starts_with("src/explain/") && !file.ends_with("search.rq") {
            true => format!(
                "# parameter: claim iri = {}{CLAIM} -- the claim\n",
                dossier.manifest.base
            ),
            false => String::new(),
        };
        let text =
            format!("# title: {file}\n# answers: {file}\n# parameter: lang string = fr -- language\n{claim}{text}");
        queries.extend(query::parse(dossier, Folder::Named, &file, &text, true, &mut report));
    }
    assert!(report.is_empty(), "{:?}", report.sorted());
    queries.retain(|query| !query.is_federated());
    queries
}

#[test]
fn nothing_grows_faster_than_the_dossier() {
    grow(Shared::Nothing);
}

#[test]
fn nothing_grows_faster_than_a_dossier_whose_documents_speak_of_the_same_actors() {
    grow(Shared::Actors);
}

#[test]
fn nothing_grows_faster_than_the_figures_of_one_thing() {
    compare(&Size::of_figures(FIGURES), &Size::of_figures(2 * FIGURES));
}

#[test]
fn nothing_grows_faster_than_the_payments_to_and_by_one_recipient() {
    compare(&Size::of_payments(FIGURES), &Size::of_payments(2 * FIGURES));
}

fn grow(shared: Shared) {
    compare(&Size::of(COPIES, shared), &Size::of(2 * COPIES, shared));
}

fn compare(small: &Size, large: &Size) {
    let queries = queries(&small.dossier);
    assert!(queries.len() > 80);
    let mut wrong = Vec::new();
    for query in &queries {
        let costs = (small.cost(query), large.cost(query));
        let growth = costs.1 as f64 / costs.0 as f64;
        if growth > MOST && costs.1 > FEW {
            wrong.push(format!("{}: {} -> {} ({growth:.2})", query.file, costs.0, costs.1));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
