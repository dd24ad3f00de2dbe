//! What somebody else may make of the file of an index, and all that can be asked of it then.

use index::{Index, OpenError};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use twox_hash::XxHash3_64;

/// The words of the head before the ends of the sections (src/kept.rs), and those of the file's number and the head's checksum.
pub const WORDS: usize = 10;
const SEED: usize = 2;
const SUM: usize = 3;
pub const BLOCK: usize = 1 << 15;

/// What is wrong with an index, or how all of its triples and some queries answer.
pub fn read(index: Result<Index, OpenError>) -> Result<Vec<String>, String> {
    let index = index.map_err(|error| error.to_string())?;
    let triples: Result<Vec<String>, _> = index
        .triples()
        .map(|triple| triple.map(|triple| triple.to_string()))
        .collect();
    let mut said = triples.map_err(|error| error.to_string())?;
    let sorted = index.sorted().map_err(|error| error.to_string())?;
    for triple in sorted {
        said.push(triple.map_err(|error| error.to_string())?.to_string());
    }
    for query in [
        "SELECT ?p { <http://example.org/thing/9> ?p ?o }",
        "SELECT ?s { ?s ?p \"1 text 3999\"@fr }",
        "SELECT ?s ?g { GRAPH ?g { ?s <http://example.org/1> ?o } ?s ?p <http://example.org/1> }",
        "SELECT ?x { ?s ?p <<( ?x <http://example.org/2> ?y )>> FILTER (?y > 1) } ORDER BY ?y",
    ] {
        let prepared = SparqlEvaluator::new().parse_query(query).unwrap();
        let results = prepared
            .on_queryable_dataset(index.view())
            .execute()
            .map_err(|error| error.to_string())?;
        let QueryResults::Solutions(solutions) = results else {
            panic!("a SELECT has solutions");
        };
        for row in solutions {
            said.push(format!("{:?}", row.map_err(|error| error.to_string())?.values()));
        }
    }
    index.verify().map_err(|error| error.to_string())?;
    Ok(said)
}

/// Gives blocks and head the checksums that they should have, if there is as much as a head.
pub fn summed(bytes: &mut [u8]) {
    let word = |bytes: &[u8], at: usize| u64::from_ne_bytes(bytes[8 * at..8 * at + 8].try_into().unwrap());
    let seed = word(bytes, SEED);
    let sections = usize::from(bytes[8 * (WORDS - 1)]);
    if bytes.len() < 8 * (WORDS + sections) {
        return;
    }
    let length = usize::try_from(word(bytes, WORDS + sections - 1)).unwrap_or(0);
    let head = 8 * (WORDS + sections + length.div_ceil(BLOCK));
    if bytes.len() < head {
        return;
    }
    let sums: Vec<u64> = (0u64..)
        .zip(bytes[head..].chunks(BLOCK))
        .map(|(number, block)| XxHash3_64::oneshot_with_seed(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15), block))
        .collect();
    let begin = WORDS + sections;
    for (at, sum) in (begin..head / 8).zip(sums) {
        bytes[8 * at..8 * at + 8].copy_from_slice(&sum.to_ne_bytes());
    }
    bytes[8 * SUM..8 * SUM + 8].fill(0);
    let sum = XxHash3_64::oneshot_with_seed(seed, &bytes[..head]);
    bytes[8 * SUM..8 * SUM + 8].copy_from_slice(&sum.to_ne_bytes());
}
