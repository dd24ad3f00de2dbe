//! An index that is full. Tests of this crate alone have a small [`MOST`].

use crate::{Failure, Index, MOST};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxrdf::{Literal, NamedNode, Triple};
use std::fs::File;

fn node(number: u32) -> NamedNode {
    NamedNode::new_unchecked(format!("http://example.org/{number}"))
}

/// An index with terms up to a number, all in one triple.
fn with_terms(terms: u32) -> Index {
    let mut index = Index::default();
    for number in (0..terms).step_by(3) {
        let [subject, predicate, object] = [number, number + 1, number + 2].map(|number| node(number.min(terms - 1)));
        index.add(Triple::new(subject, predicate, object).as_ref()).unwrap();
    }
    index.commit().unwrap();
    index
}

/// The number of rows of a query, or its failure.
fn rows(index: &Index, query: &str) -> Result<usize, String> {
    let query = SparqlEvaluator::new().parse_query(query).unwrap();
    let results = query.on_queryable_dataset(index.view()).execute();
    let QueryResults::Solutions(solutions) = results.map_err(|error| error.to_string())? else {
        panic!("a SELECT has solutions");
    };
    let rows: Result<Vec<_>, _> = solutions.collect();
    Ok(rows.map_err(|error| error.to_string())?.len())
}

fn in_a_file(index: &mut Index) -> Index {
    let mut bytes = std::io::Cursor::new(Vec::new());
    index.keep([0; 32], b"", &mut bytes).unwrap();
    let mut file: File = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, bytes.get_ref()).unwrap();
    Index::open(&file, [0; 32]).unwrap()
}

#[test]
fn one_term_more_than_there_are_numbers_is_an_error_and_the_rest_stays() {
    let full = with_terms(MOST);
    let in_file = in_a_file(&mut full.clone());
    for mut index in [full, in_file] {
        let triples = index.len();
        let (known, other) = (node(0), node(MOST));
        let new = Triple::new(known.clone(), known.clone(), other.clone());
        assert_eq!(index.add(new.as_ref()), Err(Failure::Full));
        let named = Triple::new(known.clone(), known.clone(), known.clone());
        assert_eq!(index.add_to(other.as_ref().into(), named.as_ref()), Err(Failure::Full));
        let typed = Literal::new_typed_literal("1", other);
        let new = Triple::new(known.clone(), known.clone(), typed);
        assert_eq!(index.add(new.as_ref()), Err(Failure::Full));
        // Terms that are there are no new ones.
        let known = Triple::new(known.clone(), known.clone(), known);
        index.add(known.as_ref()).unwrap();
        index.commit().unwrap();
        assert_eq!(index.len(), triples + 1);
        assert_eq!(rows(&index, "SELECT * { ?s ?p ?o }"), Ok(triples + 1));
        let again = in_a_file(&mut index);
        assert_eq!(again.len(), triples + 1);
    }
}

#[test]
fn a_query_that_computes_a_term_too_many_fails() {
    let most = with_terms(MOST);
    let full = Failure::Full.to_string();
    assert_eq!(
        rows(&most, "SELECT * { ?s ?p ?o BIND (CONCAT(STR(?s), '!') AS ?x) }"),
        Err(full.clone())
    );
    assert_eq!(rows(&most, "SELECT * { ?s ?p 'no such term' }"), Err(full.clone()));
    assert!(most.numbered(&[]).is_err_and(|error| error == Failure::Full));
    // Two terms and the datatype have room, a third term has not.
    let some = with_terms(MOST - 3);
    assert_eq!(rows(&some, "SELECT * { VALUES ?x { 1 2 } }"), Ok(2));
    assert_eq!(rows(&some, "SELECT * { VALUES ?x { 1 2 3 } }"), Err(full));
}

#[test]
fn one_triple_more_than_there_are_positions_is_an_error_and_the_rest_stays() {
    let triple = |number: u32| Triple::new(node(number / 10), node(20), node(number % 10));
    let mut full = Index::default();
    (0..MOST).for_each(|number| full.add(triple(number).as_ref()).unwrap());
    full.commit().unwrap();
    let in_file = in_a_file(&mut full.clone());
    for mut index in [full, in_file] {
        index.add(triple(MOST).as_ref()).unwrap();
        assert_eq!(index.commit(), Err(Failure::Full));
        assert_eq!(index.len(), MOST as usize);
        // One that is there is no new one; another graph has its own positions.
        index.add(triple(0).as_ref()).unwrap();
        index.add_to(node(20).as_ref().into(), triple(MOST).as_ref()).unwrap();
        index.commit().unwrap();
        assert_eq!(
            rows(&index, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"),
            Ok(MOST as usize + 1)
        );
        index.remove([triple(0).as_ref()]).unwrap();
        index.add(triple(MOST).as_ref()).unwrap();
        index.commit().unwrap();
        assert_eq!(index.len(), MOST as usize);
    }
}
