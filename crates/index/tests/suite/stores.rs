//! The stores that a test runs over, all with the same quads.

use crate::answer::Answer;
use crate::support;
use index::Index;
use oxigraph::model::{Dataset, GraphName, NamedOrBlankNode, Quad, Triple};
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults};
use oxigraph::store::Store;

/// The stores: two that others wrote, each with the indexes that must answer as it does. Oxigraph's keeps literals by value, the list, which
/// the evaluator goes through, as they are.
pub const NAMES: [&str; STORES] = [
    "Oxigraph's Store",
    "an index by value in memory",
    "an index by value in a file",
    "an index by value in a file, added to",
    "a list of quads",
    "an index in memory",
    "an index in a file",
    "an index in a file, added to",
];
pub const STORES: usize = 8;

/// The store as which one must answer.
pub fn model(at: usize) -> usize {
    at / 4 * 4
}

pub struct Stores {
    store: Store,
    by_value: [Index; 3],
    list: Dataset,
    by_form: [Index; 3],
}

impl Stores {
    pub fn of(quads: &[Quad]) -> Self {
        let store = Store::new().unwrap();
        quads.iter().for_each(|quad| store.insert(quad).unwrap());
        Self {
            store,
            by_value: indexes(&Index::by_value(), quads),
            list: quads.iter().cloned().collect(),
            by_form: indexes(&Index::default(), quads),
        }
    }

    /// The answers of a query, in the order of the names; with columns, as CSV.
    pub fn answers(&self, query: &PreparedSparqlQuery, columns: Option<&str>) -> [Result<Answer, String>; STORES] {
        let answer = |results: Result<QueryResults<'_>, QueryEvaluationError>| {
            Answer::found(results.map_err(|error| error.to_string())?, columns)
        };
        let of_index = |index: &Index| answer(query.clone().on_queryable_dataset(index.view()).execute());
        let of_store = answer(query.clone().on_store(&self.store).execute());
        let of_list = answer(query.clone().on_queryable_dataset(&self.list).execute());
        let [in_memory, in_file, added] = self.by_value.each_ref().map(of_index);
        let [plain_in_memory, plain_in_file, plain_added] = self.by_form.each_ref().map(of_index);
        [
            of_store,
            in_memory,
            in_file,
            added,
            of_list,
            plain_in_memory,
            plain_in_file,
            plain_added,
        ]
    }
}

/// An index of the quads in memory, in a file, and partly in a file.
fn indexes(empty: &Index, quads: &[Quad]) -> [Index; 3] {
    let memory = filled(empty.clone(), quads);
    let kept = support::opened(&support::kept(&mut memory.clone())).unwrap();
    // What is said of one thing is partly in the file and partly beside it.
    let (some, others): (Vec<_>, Vec<_>) = quads.iter().cloned().enumerate().partition(|(at, _)| at % 2 == 0);
    let [some, others] = [some, others].map(|quads| quads.into_iter().map(|(_, quad)| quad).collect::<Vec<_>>());
    let half = support::opened(&support::kept(&mut filled(empty.clone(), &some))).unwrap();
    [memory, kept, filled(half, &others)]
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
            None => index.add(triple.as_ref()).unwrap(),
            Some(graph) => index.add_to(graph.as_ref(), triple.as_ref()).unwrap(),
        }
    }
    index.commit().unwrap();
    index
}
