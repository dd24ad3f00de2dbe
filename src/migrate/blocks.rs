//! A file in Turtle of which only some blocks were changed by its owner.
//!
//! A block is what stands between blank lines: in the shipped ontology the definition of one term. Blocks as they were
//! shipped are replaced by the new ones, the owner's own and changed ones stay, and new ones are added in their places.

use super::shipped::File;
use crate::evidence::sha256;
use crate::graph::parse_turtle;
use diagnostic::Report;
use std::collections::{BTreeMap, BTreeSet};

/// An owner's file with the new blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// The text.
    pub text: String,
    /// The first words of blocks that the owner changed, and that differ from the new ones.
    pub kept: Vec<String>,
}

/// Merges the new text of a shipped file into its owner's; `None` if the result would not be Turtle.
pub(super) fn merge(own: &str, new: &str, shipped: &File) -> Option<Merged> {
    let new: Vec<(&str, &str)> = blocks(new).map(|block| (word(block), block)).collect();
    let of_word: BTreeMap<&str, &str> = new.iter().copied().collect();
    let shipped_words: BTreeSet<&str> = shipped.blocks.values().copied().collect();
    let mut merged: Vec<(&str, &str)> = Vec::new();
    let mut kept = Vec::new();
    for block in blocks(own) {
        let word = word(block);
        let now = of_word.get(word).copied();
        let is_shipped = shipped.blocks.contains_key(sha256(block.as_bytes()).as_str());
        match now {
            Some(now) if is_shipped => merged.push((word, now)),
            None if is_shipped => {}
            _ => {
                kept.extend(now.filter(|now| *now != block).map(|_| word.to_owned()));
                merged.push((word, block));
            }
        }
    }
    let mut last = None;
    for (word, block) in &new {
        if let Some(at) = merged.iter().position(|(there, _)| there == word) {
            last = Some(at);
        } else if !shipped_words.contains(word) {
            // What was shipped and is not there was removed by the owner.
            let at = last.map_or(merged.len(), |last| last + 1);
            merged.insert(at, (word, block));
            last = Some(at);
        }
    }
    let blocks: Vec<&str> = merged.into_iter().map(|(_, block)| block).collect();
    let text = blocks.join("\n\n") + "\n";
    let mut report = Report::default();
    parse_turtle("merged.ttl", &text, "https://example.org/", &mut report);
    report.is_empty().then_some(Merged { text, kept })
}

/// The blocks of a text.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(|block| block.trim_matches('\n'))
        .filter(|block| !block.is_empty())
}

/// The first word of a block, not counting comments; the first line of one that is a comment.
fn word(block: &str) -> &str {
    let first = block.lines().next().unwrap_or_default();
    let line = block.lines().find(|line| !line.starts_with('#'));
    line.map_or(first, |line| line.split(' ').next().unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str =
        "# Words.\n\n@prefix s: <https://example.org/> .\n\ns:a s:is 1 .\n\ns:b s:is 1 .\n\ns:gone s:is 1 .\n";
    const NEW: &str =
        "# Words.\n\n@prefix s: <https://example.org/> .\n\ns:a s:is 2 .\n\ns:new s:is 2 .\n\ns:b s:is 2 .\n";

    /// The blocks of [`OLD`] as shipped.
    fn merged(own: &str) -> Option<Merged> {
        let mut file = File::default();
        for block in blocks(OLD) {
            file.blocks.insert(sha256(block.as_bytes()).leak(), word(block));
        }
        merge(own, NEW, &file)
    }

    #[test]
    fn shipped_blocks_are_renewed_and_those_of_the_owner_stay() {
        assert_eq!(merged(OLD).unwrap().text, NEW);
        let own = OLD.replace("s:b s:is 1 .", "s:b s:is 7 .\n\ns:mine s:is 1 .");
        let merged = merged(&own).unwrap();
        let expected = NEW.replace("s:b s:is 2 .", "s:b s:is 7 .\n\ns:mine s:is 1 .");
        assert_eq!((merged.text, merged.kept), (expected, vec!["s:b".to_owned()]));
    }

    #[test]
    fn what_the_owner_removed_stays_away() {
        let own = OLD.replace("s:a s:is 1 .\n\n", "");
        let expected = NEW.replace("s:a s:is 2 .\n\n", "");
        // The new block stands behind the one that is before it in the new file, if that is there.
        assert_eq!(merged(&own).unwrap().text, expected);
    }

    #[test]
    fn a_result_that_is_no_turtle_is_none() {
        assert_eq!(merged("s:a s:is 1 ."), None, "the prefix was removed");
    }
}
