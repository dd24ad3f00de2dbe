//! Triples that are added in batches are numbered and sorted as one after the other, whatever rows are left out.

use super::{node, support, triples};
use index::Index;
use oxigraph::model::Triple;
use proptest::prelude::*;

/// Blocks of rows, and of each row whether it is left out.
fn blocks() -> impl Strategy<Value = Vec<Vec<(Vec<Triple>, bool)>>> {
    let row = (triples(), prop::bool::weighted(0.1));
    prop::collection::vec(prop::collection::vec(row, 0..6), 1..4)
}

/// All triples, in the order of the numbers of their terms.
fn numbered(index: &Index) -> Vec<Triple> {
    index.triples().collect::<Result<_, _>>().unwrap()
}

fn alike(mut one: Index, mut other: Index, blocks: &[Vec<(Vec<Triple>, bool)>]) -> Result<(), TestCaseError> {
    let mut batch = other.batch();
    for block in blocks {
        for (row, is_left_out) in block {
            for (column, triple) in row.iter().enumerate() {
                batch.add(triple.as_ref(), column % 4).unwrap();
                if !is_left_out {
                    one.add(triple.as_ref()).unwrap();
                }
            }
            batch.end_row();
        }
        let left_out = block.iter().enumerate().filter(|(_, row)| row.1);
        let left_out: Vec<usize> = left_out.map(|(number, _)| number).collect();
        other.append(&batch, &left_out).unwrap();
        batch.clear();
    }
    one.compact().unwrap();
    other.compact().unwrap();
    prop_assert_eq!(numbered(&one), numbered(&other));
    Ok(())
}

/// Triples of few predicates, with numbers of subjects that may have gaps.
fn numbers(most: usize) -> impl Strategy<Value = Vec<Triple>> {
    let triple = (0u8..120, 200u8..203, 0u8..60).prop_map(|(s, p, o)| Triple::new(node(s), node(p), node(o)));
    prop::collection::vec(triple, 1..most)
}

proptest! {
    #[test]
    fn few_triples_are_inserted_among_many(known in numbers(60), many in numbers(400), few in prop::collection::vec(numbers(12), 1..4)) {
        let (mut one, mut other) = (Index::default(), Index::default());
        // Some terms are known before they are subjects.
        let quoted = |triple: &Triple| Triple::new(triple.predicate.clone(), node(250), triple.subject.clone());
        for triple in known.iter().map(quoted).chain(many) {
            one.add(triple.as_ref()).unwrap();
            other.add(triple.as_ref()).unwrap();
        }
        for added in few {
            other.commit().unwrap();
            for triple in &added {
                one.add(triple.as_ref()).unwrap();
                other.add(triple.as_ref()).unwrap();
            }
        }
        one.compact().unwrap();
        other.compact().unwrap();
        prop_assert_eq!(numbered(&one), numbered(&other));
        for predicate in (200u8..203).chain([250]).map(node) {
            let of = |index: &Index| index.matching(None, Some(predicate.as_ref()), None).collect::<Result<Vec<_>, _>>().unwrap();
            prop_assert_eq!(of(&one), of(&other));
        }
    }

    #[test]
    fn a_batch_is_numbered_as_its_triples_are(blocks in blocks(), before in triples()) {
        alike(Index::default(), Index::default(), &blocks)?;
        alike(Index::by_value(), Index::by_value(), &blocks)?;
        let mut index = Index::by_value();
        before.iter().for_each(|triple| index.add(triple.as_ref()).unwrap());
        let kept = support::kept(&mut index);
        let opened = || support::opened(&kept).unwrap();
        alike(opened(), opened(), &blocks)?;
    }

    #[test]
    fn a_batch_of_another_index_is_added_too(rows in triples()) {
        let (mut one, mut other) = (Index::default(), Index::default());
        let mut batch = Index::default().batch();
        for triple in &rows {
            one.add(triple.as_ref()).unwrap();
            other.add(triple.as_ref()).unwrap();
            batch.add(triple.as_ref(), 0).unwrap();
        }
        other.append(&batch, &[]).unwrap();
        one.compact().unwrap();
        other.compact().unwrap();
        prop_assert_eq!(numbered(&one), numbered(&other));
    }
}
