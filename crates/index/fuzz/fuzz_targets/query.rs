//! Quads (N-Quads), then a line `=====`, then a SELECT or ASK: the index answers in memory as when it was kept, opened and added to, and as the
//! evaluator does over a plain list of the quads.

#![no_main]

#[path = "../../tests/support.rs"]
mod support;

use index::Index;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Dataset, GraphName, NamedOrBlankNode, Quad, Triple};
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults, SparqlEvaluator};
use support::{kept, opened};

/// At most so many quads, so that a pattern has at most a few million rows.
const QUADS: usize = 24;
/// At most so many bytes of a query, and rows of its answer.
const LENGTH: usize = 240;
const ROWS: usize = 2000;
/// What answers otherwise each time.
const RANDOM: [&str; 7] = ["RAND", "UUID", "NOW", "BNODE", "_:", "[", "SERVICE"];
/// What depends on the order in which rows come, which is nobody's promise.
const ORDERED: [&str; 7] = ["LIMIT", "OFFSET", "SAMPLE", "CONCAT", "REDUCED", "SUM", "AVG"];

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some((quads, query)) = text.split_once("=====\n") else {
        return;
    };
    let words = query.to_ascii_uppercase();
    let has = |of: &[&str]| of.iter().any(|word| words.contains(word));
    if query.len() > LENGTH || has(&RANDOM) {
        return;
    }
    let parser = RdfParser::from_format(RdfFormat::NQuads);
    let quads: Vec<Quad> = parser.for_slice(quads).map_while(Result::ok).take(QUADS).collect();
    let Ok(query) = SparqlEvaluator::new().parse_query(query) else {
        return;
    };
    let mut index = filled(Index::default(), &quads);
    let in_memory = answer(&query, &index);
    let opened_again = opened(&kept(&mut index)).expect("what was kept is opened");
    assert_eq!(answer(&query, &opened_again), in_memory, "kept");
    let (some, others) = quads.split_at(quads.len() / 2);
    let half = opened(&kept(&mut filled(Index::default(), some))).expect("what was kept is opened");
    assert_eq!(answer(&query, &filled(half, others)), in_memory, "kept and added to");
    // The plain list has triple terms with other terms (README.md).
    let has_terms = quads.iter().any(|quad| quad.object.is_triple()) || words.contains("<<");
    if !has_terms && !has(&ORDERED) {
        let dataset: Dataset = quads.into_iter().collect();
        let plain = rows(query.on_queryable_dataset(&dataset).execute());
        assert_eq!(plain, in_memory, "a plain list");
    }
});

fn answer(query: &PreparedSparqlQuery, index: &Index) -> Option<Vec<String>> {
    rows(query.clone().on_queryable_dataset(index.view()).execute())
}

/// The rows of an answer, sorted; `None` for a failure, or for more than a comparison should take.
fn rows(results: Result<QueryResults<'_>, QueryEvaluationError>) -> Option<Vec<String>> {
    match results.ok()? {
        QueryResults::Boolean(is) => Some(vec![is.to_string()]),
        QueryResults::Solutions(solutions) => {
            let rows: Result<Vec<String>, _> = solutions
                .take(ROWS + 1)
                .map(|row| row.map(|row| format!("{:?}", row.values())))
                .collect();
            let mut rows = rows.ok().filter(|rows| rows.len() <= ROWS)?;
            rows.sort();
            Some(rows)
        }
        QueryResults::Graph(_) => None,
    }
}

fn filled(mut index: Index, quads: &[Quad]) -> Index {
    for quad in quads {
        let triple = Triple::from(quad.clone());
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(node) => Some(NamedOrBlankNode::from(node.clone())),
            GraphName::BlankNode(node) => Some(node.clone().into()),
        };
        match graph {
            None => index.add(triple.as_ref()).expect("there is room"),
            Some(graph) => index.add_to(graph.as_ref(), triple.as_ref()).expect("there is room"),
        }
    }
    index.commit().expect("there is room");
    index
}
