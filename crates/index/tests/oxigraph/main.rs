//! The index answers as the evaluator does over a list of quads, and by value as Oxigraph's own store does, for random triples that are
//! added in random batches and removed, in memory and after it was kept in a file. Where these two differ is in `forms`.

mod batches;
mod damage;
mod forms;
mod kept;
mod triple_terms;
#[path = "../support.rs"]
mod support;

use index::Index;
use oxigraph::model::{Dataset, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Questions with each form of pattern, joins on stored and on computed terms, and values of each kind.
const QUERIES: [&str; 24] = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?p ?o { <http://example.org/1> ?p ?o }",
    "SELECT ?o { <http://example.org/1> <http://example.org/2> ?o }",
    "SELECT ?s { ?s <http://example.org/2> <http://example.org/3> }",
    "SELECT ?s ?o { ?s <http://example.org/2> ?o }",
    "SELECT ?s ?p { ?s ?p <http://example.org/3> }",
    "SELECT ?p { <http://example.org/1> ?p <http://example.org/3> }",
    "SELECT * { ?a <http://example.org/1> ?b . ?b <http://example.org/2> ?c }",
    "SELECT * { ?s ?p 1 }",
    "SELECT ?s { ?s ?p 1.5 } ",
    "SELECT DISTINCT ?o { ?s ?p ?o FILTER (isNumeric(?o)) }",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o",
    "SELECT ?s ?x { ?s ?p ?o BIND (?o + 1 AS ?x) ?t ?q ?x }",
    "SELECT ?s ?x { ?s ?p ?o BIND (CONCAT(STR(?o), \"!\") AS ?x) }",
    "SELECT ?s (SUM(?o) AS ?x) { ?s ?p ?o FILTER (isNumeric(?o)) } GROUP BY ?s",
    "SELECT ?s ?e { ?s (<http://example.org/1>|<http://example.org/2>)+ ?e }",
    "SELECT ?s ?l { ?s ?p ?o FILTER (LANG(?o) = 'fr') BIND (LANG(?o) AS ?l) }",
    "SELECT ?x { ?s ?p <<( ?x <http://example.org/2> ?y )>> }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <http://example.org/1> { ?s ?p ?o } }",
    "SELECT ?g ?s { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g { GRAPH ?g {} }",
    "SELECT * FROM <http://example.org/1> FROM NAMED <http://example.org/2> { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?q ?t } } }",
    "SELECT * { GRAPH <http://example.org/7> {} }",
];

fn node(number: u8) -> NamedNode {
    NamedNode::new_unchecked(format!("http://example.org/{number}"))
}

fn object() -> impl Strategy<Value = Term> {
    let typed = |value: String, datatype: &str| {
        let datatype = NamedNode::new_unchecked(format!("http://www.w3.org/2001/XMLSchema#{datatype}"));
        Term::from(Literal::new_typed_literal(value, datatype))
    };
    let text = prop::sample::select(vec!["", "a", "é", "1"]);
    // Decimals of twenty digits overflow when they are added, or not, by the order of the rows.
    let number = prop::sample::select(vec!["1", "01", "+1", "1.5", "1.50", "x", "999999999999999999"]);
    let date = prop::sample::select(vec!["2024-05-21", "2024-05-21Z", "2024-13-01"]);
    prop_oneof![
        4 => (0u8..5).prop_map(|number| node(number).into()),
        2 => text.clone().prop_map(|text| Literal::new_simple_literal(text).into()),
        2 => (text.clone(), prop::sample::select(vec!["fr", "en"]))
            .prop_map(|(text, tag)| Literal::new_language_tagged_literal_unchecked(text, tag).into()),
        3 => (number, prop::sample::select(vec!["integer", "decimal", "int", "double", "boolean"]))
            .prop_map(move |(value, datatype)| typed(value.to_owned(), datatype)),
        1 => date.prop_map(move |value| typed(value.to_owned(), "date")),
        1 => (0u8..3, 0u8..3, 0u8..3).prop_map(|(s, p, o)| Triple::new(node(s), node(p), node(o)).into()),
        1 => (0u8..3, 0u8..3, 0u8..3).prop_map(|(s, p, o)| Triple::new(node(s), node(p), Literal::from(i32::from(o))).into()),
    ]
}

fn triples() -> impl Strategy<Value = Vec<Triple>> {
    let triple = (0u8..5, 0u8..4, object()).prop_map(|(s, p, object)| Triple::new(node(s), node(p), object));
    prop::collection::vec(triple, 0..30)
}

/// The rows of a query, as text, with repetition.
fn rows(results: QueryResults<'_>) -> Vec<String> {
    let QueryResults::Solutions(solutions) = results else {
        panic!("a SELECT has solutions");
    };
    let mut rows: Vec<String> = solutions.map(|row| format!("{:?}", row.unwrap().values())).collect();
    rows.sort();
    rows
}

/// What the index is compared with.
enum Other {
    Store(Store),
    List(Box<Dataset>),
}

impl Other {
    fn insert(&mut self, graph: impl Into<GraphName>, triple: &Triple) {
        let quad = triple.clone().in_graph(graph);
        match self {
            Self::Store(store) => store.insert(&quad).unwrap(),
            Self::List(list) => _ = list.insert(&quad),
        }
    }

    fn remove(&mut self, triple: &Triple) {
        let quad = triple.clone().in_graph(GraphName::DefaultGraph);
        match self {
            Self::Store(store) => store.remove(&quad).unwrap(),
            Self::List(list) => _ = list.remove(&quad),
        }
    }

    /// The triples of the default graph.
    fn triples(&self) -> BTreeSet<String> {
        let quads: Vec<Quad> = match self {
            Self::Store(store) => store.iter().collect::<Result<_, _>>().unwrap(),
            Self::List(list) => list.iter().map(Quad::from).collect(),
        };
        let of_default = quads.into_iter().filter(|quad| quad.graph_name.is_default_graph());
        of_default.map(|quad| Triple::from(quad).to_string()).collect()
    }

    fn rows(&self, query: PreparedSparqlQuery) -> Vec<String> {
        match self {
            Self::Store(store) => rows(query.on_store(store).execute().unwrap()),
            Self::List(list) => rows(query.on_queryable_dataset(list.as_ref()).execute().unwrap()),
        }
    }
}

fn is_equal(index: &Index, other: &Other) -> Result<(), TestCaseError> {
    let of_index: BTreeSet<String> = index.triples().map(|triple| triple.unwrap().to_string()).collect();
    prop_assert_eq!(index.len(), of_index.len());
    prop_assert_eq!(of_index, other.triples());
    for query in QUERIES {
        let prepared = SparqlEvaluator::new().parse_query(query).unwrap();
        let here = rows(prepared.clone().on_queryable_dataset(index.view()).execute().unwrap());
        prop_assert_eq!(here, other.rows(prepared), "{}", query);
    }
    Ok(())
}

/// Triples that are added in batches, removed, and added to a kept index, and those of named graphs.
type Changes = (Vec<Vec<Triple>>, Vec<Triple>, Vec<Triple>, Vec<(u8, Vec<Triple>)>);

fn changes() -> impl Strategy<Value = Changes> {
    let named = prop::collection::vec((0u8..3, triples()), 0..4);
    (prop::collection::vec(triples(), 1..6), triples(), triples(), named)
}

/// The same changes, with an IRI instead of each triple term that has a literal: those are in `triple_terms`.
fn without_quoted_literals((batches, removed, later, named): Changes) -> Changes {
    let plain = |triple: Triple| match &triple.object {
        Term::Triple(quoted) if quoted.object.is_literal() => Triple::new(triple.subject, triple.predicate, node(1)),
        _ => triple,
    };
    let all = |triples: Vec<Triple>| triples.into_iter().map(plain).collect::<Vec<_>>();
    let named = named.into_iter().map(|(graph, triples)| (graph, all(triples)));
    (
        batches.into_iter().map(all).collect(),
        all(removed),
        all(later),
        named.collect(),
    )
}

fn answers_as(mut other: Other, (batches, removed, later, named): Changes) -> Result<(), TestCaseError> {
    let mut index = match other {
        Other::Store(_) => Index::by_value(),
        Other::List(_) => Index::default(),
    };
    for batch in &batches {
        for triple in batch {
            index.add(triple.as_ref()).unwrap();
            other.insert(GraphName::DefaultGraph, triple);
        }
        index.commit().unwrap();
    }
    is_equal(&index, &other)?;
    for (graph, triples) in &named {
        for triple in triples {
            index.add_to(node(*graph).as_ref().into(), triple.as_ref()).unwrap();
            other.insert(node(*graph), triple);
        }
        index.commit().unwrap();
        is_equal(&index, &other)?;
    }
    let removed: Vec<&Triple> = removed.iter().chain(batches[0].iter().take(3)).collect();
    index.remove(removed.iter().map(|triple| triple.as_ref())).unwrap();
    removed.into_iter().for_each(|triple| other.remove(triple));
    is_equal(&index, &other)?;
    index.compact().unwrap();
    is_equal(&index, &other)?;
    let mut kept = support::opened(&support::kept(&mut index)).unwrap();
    is_equal(&kept, &other)?;
    for triple in &later {
        kept.add(triple.as_ref()).unwrap();
        other.insert(GraphName::DefaultGraph, triple);
        kept.add_to(node(1).as_ref().into(), triple.as_ref()).unwrap();
        other.insert(node(1), triple);
    }
    kept.commit().unwrap();
    is_equal(&kept, &other)?;
    kept.remove(later.iter().take(3).map(|triple| triple.as_ref())).unwrap();
    later.iter().take(3).for_each(|triple| other.remove(triple));
    is_equal(&support::opened(&support::kept(&mut kept)).unwrap(), &other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn answers_as_the_store_does(changes in changes()) {
        answers_as(Other::Store(Store::new().unwrap()), changes)?;
    }

    #[test]
    fn answers_as_over_a_list_whatever_the_form_of_literals(changes in changes()) {
        answers_as(Other::List(Box::default()), without_quoted_literals(changes))?;
    }
}

/// The objects of all triples in the evaluator's order, and the places that the index gives their numbers.
fn ordered(index: &Index) -> (Vec<Term>, Vec<u32>) {
    let prepared = SparqlEvaluator::new()
        .parse_query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
        .unwrap();
    let rows = |results: QueryResults<'_>| -> Vec<Term> {
        let QueryResults::Solutions(solutions) = results else {
            panic!("a SELECT has solutions");
        };
        solutions.map(|row| row.unwrap()["o"].clone()).collect()
    };
    let terms = rows(prepared.clone().on_queryable_dataset(index.view()).execute().unwrap());
    let (view, answered) = index.numbered(&[]).unwrap();
    let numbers = rows(prepared.on_queryable_dataset(view).execute().unwrap());
    let numbers: Vec<u32> = numbers.iter().map(|number| index::number_of(number).unwrap()).collect();
    let named = answered.terms();
    assert_eq!(
        terms,
        numbers
            .iter()
            .map(|number| named.term(*number).unwrap())
            .collect::<Vec<_>>()
    );
    let places = named.places(numbers.iter().copied()).unwrap();
    (terms, numbers.iter().map(|number| places[number]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn two_terms_have_the_places_that_the_evaluator_gives_them(one in object(), other in object()) {
        let mut index = Index::default();
        for (at, object) in (0..).zip([one, other]) {
            index.add(Triple::new(node(at), node(0), object).as_ref()).unwrap();
        }
        index.commit().unwrap();
        let (terms, places) = ordered(&index);
        prop_assert!(places.is_sorted(), "{:?} {:?}", terms, places);
        // Two that differ in place are never returned the other way round.
        let mut turned = Index::default();
        for (at, object) in (0..).zip(&terms) {
            turned.add(Triple::new(node(1 - at), node(0), object.clone()).as_ref()).unwrap();
        }
        turned.commit().unwrap();
        let (again, _) = ordered(&turned);
        prop_assert!(places.windows(2).all(|pair| pair[0] == pair[1]) || again == terms);
    }

    #[test]
    fn sorted_triples_are_all_of_them_by_their_n_triples(batches in prop::collection::vec(triples(), 1..4)) {
        let mut index = Index::default();
        for batch in &batches {
            batch.iter().for_each(|triple| index.add(triple.as_ref()).unwrap());
            index.commit().unwrap();
        }
        let mut all: Vec<String> = index.triples().map(|triple| triple.unwrap().to_string()).collect();
        all.sort();
        prop_assert_eq!(index.sorted().unwrap().map(|triple| triple.unwrap().to_string()).collect::<Vec<_>>(), all);
    }
}

#[test]
fn marked_things_are_found_by_the_mark_alone() {
    let mut index = Index::default();
    for number in 0..9 {
        index
            .add(Triple::new(node(number), node(9), node(number)).as_ref())
            .unwrap();
    }
    index.commit().unwrap();
    let rows = |query: &str| {
        let prepared = SparqlEvaluator::new().parse_query(query).unwrap();
        // The last is in no triple.
        let marked = [7, 3, 3, 200].map(node);
        let (view, answered) = index.numbered(&marked.each_ref().map(|thing| thing.as_ref())).unwrap();
        let QueryResults::Solutions(rows) = prepared.on_queryable_dataset(view).execute().unwrap() else {
            panic!("a SELECT has solutions");
        };
        let numbers: Vec<u32> = rows.map(|row| index::number_of(&row.unwrap()["s"]).unwrap()).collect();
        let terms = answered.terms();
        let mut found: Vec<String> = numbers
            .iter()
            .filter_map(|number| terms.text(*number).unwrap())
            .map(str::to_owned)
            .collect();
        found.sort();
        found
    };
    let both = [3, 7].map(|number| node(number).as_str().to_owned());
    let mark = index::MARK;
    assert_eq!(rows(&format!("SELECT ?s {{ ?s <{mark}> <{mark}> }}")), both);
    assert_eq!(
        rows(&format!("SELECT ?s {{ ?s <http://example.org/9> ?o ; <{mark}> ?any }}")),
        both
    );
    assert_eq!(
        rows(&format!("SELECT ?s {{ ?s <{mark}> <http://example.org/9> }}")),
        [""; 0]
    );
    assert_eq!(rows("SELECT ?s { ?s ?p ?o }").len(), 9);
}

#[test]
fn each_form_of_pattern_is_found_and_nothing_else() {
    let mut index = Index::default();
    let triples: Vec<Triple> = (0u8..200)
        .map(|number| Triple::new(node(number % 40), node(number % 7), node(number)))
        .collect();
    for (at, triple) in triples.iter().enumerate() {
        index.add(triple.as_ref()).unwrap();
        if at % 17 == 0 {
            index.commit().unwrap();
        }
    }
    index.commit().unwrap();
    assert_eq!(index.len(), 200);
    let has = |s: Option<u8>, p: Option<u8>, o: Option<u8>| {
        let [s, p, o] = [s, p, o].map(|number| number.map(node));
        let subject = s.as_ref().map(|node| NamedOrBlankNode::from(node.clone()));
        let (subject, object) = (subject.as_ref().map(NamedOrBlankNode::as_ref), o.as_ref());
        index
            .has(
                subject,
                p.as_ref().map(NamedNode::as_ref),
                object.map(|node| node.as_ref().into()),
            )
            .unwrap()
    };
    for number in 0u8..200 {
        let (s, p) = (number % 40, number % 7);
        for kept in 0..8 {
            let part = |place: u32, number: u8| (kept >> place & 1 == 1).then_some(number);
            assert!(has(part(0, s), part(1, p), part(2, number)));
        }
        assert!(!has(Some(s), Some((p + 1) % 7), Some(number)));
        assert!(!has(Some((s + 1) % 40), None, Some(number)));
        assert!(!has(None, Some((p + 1) % 7), Some(number)));
    }
    assert!(!has(Some(250), None, None));
}
