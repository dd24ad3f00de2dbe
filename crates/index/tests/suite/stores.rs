//! The stores that a test runs over, all with the same quads.

use crate::answer::Answer;
use crate::support;
use index::Index;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Triple};
use oxigraph::sparql::PreparedSparqlQuery;
use oxigraph::store::Store;

/// The names of the stores: Oxigraph's own, against which those after it are measured.
pub const NAMES: [&str; 4] = [
    "Oxigraph's Store",
    "the index in memory",
    "the index in a file",
    "the index in a file, added to",
];

pub struct Stores {
    store: Store,
    indexes: [Index; 3],
}

impl Stores {
    pub fn of(quads: &[Quad]) -> Self {
        let store = Store::new().unwrap();
        quads.iter().for_each(|quad| store.insert(quad).unwrap());
        let memory = filled(Index::default(), quads);
        let kept = support::opened(&support::kept(&mut memory.clone())).unwrap();
        // What is said of one thing is partly in the file and partly beside it.
        let (some, others): (Vec<_>, Vec<_>) = quads.iter().cloned().enumerate().partition(|(at, _)| at % 2 == 0);
        let [some, others] = [some, others].map(|quads| quads.into_iter().map(|(_, quad)| quad).collect::<Vec<_>>());
        let half = support::opened(&support::kept(&mut filled(Index::default(), &some))).unwrap();
        Self {
            store,
            indexes: [memory, kept, filled(half, &others)],
        }
    }

    /// The answers of a query, in the order of the names; with columns, as CSV.
    pub fn answers(&self, query: &PreparedSparqlQuery, columns: Option<&str>) -> [Result<Answer, String>; 4] {
        let of_store = query.clone().on_store(&self.store).execute();
        let of_store = of_store.map_err(|error| error.to_string());
        let of_index = |index: &Index| {
            let results = query.clone().on_queryable_dataset(index.view()).execute();
            Answer::found(results.map_err(|error| error.to_string())?, columns)
        };
        let [memory, kept, added] = self.indexes.each_ref().map(of_index);
        [
            of_store.and_then(|results| Answer::found(results, columns)),
            memory,
            kept,
            added,
        ]
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
            None => index.add(triple.as_ref()).unwrap(),
            Some(graph) => index.add_to(graph.as_ref(), triple.as_ref()).unwrap(),
        }
    }
    index.commit().unwrap();
    index
}
