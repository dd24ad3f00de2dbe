//! An input in another order and with other numbers, and the way back.

use std::collections::BTreeSet;
use sums::{Group, Input, LeftOut, Row};

/// A shuffled input.
pub struct Shuffled {
    pub input: Input,
    /// The claim and the entity of the original, by their new numbers.
    claims: Vec<usize>,
    entities: Vec<usize>,
}

/// The numbers below `count`, in the order of the seeds.
fn order(seeds: &[u64], salt: u64, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|index| (seeds[*index % seeds.len()].rotate_left(7) ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    order
}

/// The new number of each old one.
fn inverse(order: &[usize]) -> Vec<usize> {
    let mut inverse = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        inverse[*old] = new;
    }
    inverse
}

/// Puts claims, documents, entities and links in another order, with the numbers that follow.
pub fn shuffle(input: &Input, seeds: &[u64]) -> Shuffled {
    let claims = order(seeds, 1, input.claims.len());
    let documents = order(seeds, 2, input.documents.len());
    let entities = order(seeds, 3, input.entities.len());
    let links = order(seeds, 4, input.links.len());
    let (new_claim, new_document, new_entity) = (inverse(&claims), inverse(&documents), inverse(&entities));
    let renamed = |set: &BTreeSet<usize>| {
        set.iter()
            .map(|entity| new_entity[*entity])
            .collect::<BTreeSet<usize>>()
    };

    let mut shuffled = Input {
        claims: claims.iter().map(|old| input.claims[*old].clone()).collect(),
        documents: documents.iter().map(|old| input.documents[*old].clone()).collect(),
        entities: entities.iter().map(|old| input.entities[*old]).collect(),
        links: links.iter().map(|old| input.links[*old]).collect(),
    };
    for claim in &mut shuffled.claims {
        claim.document = new_document[claim.document];
        claim.base = claim.base.map(|base| new_entity[base]);
        for set in [
            &mut claim.things,
            &mut claim.speakers,
            &mut claim.payers,
            &mut claim.payees,
        ] {
            *set = renamed(set);
        }
    }
    for entity in &mut shuffled.entities {
        entity.part_of = entity.part_of.map(|above| new_entity[above]);
    }
    for link in &mut shuffled.links {
        (link.claim, link.other) = (new_claim[link.claim], new_claim[link.other]);
    }
    Shuffled {
        input: shuffled,
        claims,
        entities,
    }
}

impl Shuffled {
    /// The answer in the numbers of the original.
    pub fn back(&self, (mut rows, mut left_out): (Vec<Row>, Vec<LeftOut>)) -> (Vec<Row>, Vec<LeftOut>) {
        for row in &mut rows {
            if let Group::Entities(set) = &row.group {
                row.group = Group::Entities(set.iter().map(|entity| self.entities[*entity]).collect());
            }
            row.aspect.scope = row.aspect.scope.map(|claim| self.claims[claim]);
            row.claims.iter_mut().for_each(|claim| *claim = self.claims[*claim]);
        }
        for left in &mut left_out {
            left.claim = self.claims[left.claim];
            left.other = left.other.map(|claim| self.claims[claim]);
        }
        (rows, left_out)
    }
}
