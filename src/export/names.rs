//! Short names for nodes, from their IRIs.

use std::collections::{BTreeMap, BTreeSet};

/// Names the nodes by the last segments of their IRIs, as many as make the names unique.
pub(super) fn shorten(iris: &[&str]) -> Vec<String> {
    let mut names = vec![String::new(); iris.len()];
    let mut open: Vec<usize> = (0..iris.len()).collect();
    let mut segments = 1;
    while !open.is_empty() {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &node in &open {
            groups.entry(last(iris[node], segments)).or_default().push(node);
        }
        open.clear();
        for (name, group) in groups {
            let whole: BTreeSet<&str> = group.iter().map(|&node| iris[node]).collect();
            match group.as_slice() {
                [only] => names[*only] = name,
                same if whole.len() == 1 => same
                    .iter()
                    .enumerate()
                    .for_each(|(n, &node)| names[node] = format!("{name} {n}")),
                several => open.extend(several),
            }
        }
        segments += 1;
    }
    names
}

/// The last segments of an IRI, with their separators.
fn last(iri: &str, segments: usize) -> String {
    let trimmed = iri.trim_end_matches(['/', '#']);
    let starts = trimmed.rmatch_indices(['/', '#', ':']);
    let start = starts.map(|(at, _)| at + 1).nth(segments - 1).unwrap_or(0);
    iri.get(start..if segments == 1 { trimmed.len() } else { iri.len() })
        .unwrap_or(iri)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_last_segments_that_tell_nodes_apart() {
        let iris = [
            "http://a.org/id/x",
            "http://a.org/doc/x",
            "http://a.org/ns#y",
            "urn:z",
            "http://b.org/x/",
            "urn:z",
        ];
        assert_eq!(shorten(&iris), ["id/x", "doc/x", "y", "z 0", "b.org/x/", "z 1"]);
    }
}
