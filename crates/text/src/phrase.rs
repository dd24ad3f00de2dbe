//! Phrases of one or several words, each with a value, found in tokens from left to right or from right to left.
//!
//! A phrase is written as in a text: `pour cent`, `d'ici à`, `of which`. Between its words the text may have any white space
//! within a paragraph, or a hyphen. The longest phrase wins.

use hashbrown::HashMap;

use crate::token::{Gap, Kind, Tokens, blocks};
use crate::vocabulary::{Term, Vocabulary};

/// Phrases with their values.
#[derive(Debug)]
pub struct Phrases<T> {
    /// The node of each first term (of each last one, where phrases are found backwards); 0: none.
    roots: Vec<u32>,
    nodes: Vec<Node<T>>,
    steps: HashMap<(u32, Term), u32>,
    backward: bool,
}

#[derive(Debug)]
struct Node<T> {
    value: Option<T>,
    is_leaf: bool,
}

impl<T> Phrases<T> {
    /// No phrases yet, to be found by [`Self::at`].
    pub fn forward() -> Self {
        Self::new(false)
    }

    /// No phrases yet, to be found by [`Self::before`].
    pub fn backward() -> Self {
        Self::new(true)
    }

    fn new(backward: bool) -> Self {
        let root = Node {
            value: None,
            is_leaf: true,
        };
        Self {
            roots: Vec::new(),
            nodes: vec![root],
            steps: HashMap::new(),
            backward,
        }
    }

    /// Adds a phrase; a later value replaces an earlier one. A text without a word is left out.
    pub fn add(&mut self, vocabulary: &mut Vocabulary, phrase: &str, value: T) {
        if let Some(place) = self.entry(vocabulary, phrase) {
            *place = Some(value);
        }
    }

    /// The place of a phrase's value, which is made if it is new; none for a text without a word.
    pub fn entry(&mut self, vocabulary: &mut Vocabulary, phrase: &str) -> Option<&mut Option<T>> {
        let mut terms = terms(vocabulary, phrase);
        if self.backward {
            terms.reverse();
        }
        let (first, rest) = terms.split_first()?;
        if self.roots.len() <= first.index() {
            self.roots.resize(first.index() + 1, 0);
        }
        let mut node = match self.roots[first.index()] {
            0 => {
                let new = self.node();
                self.roots[first.index()] = new;
                new
            }
            known => known,
        };
        for term in rest {
            node = match self.steps.get(&(node, *term)) {
                Some(known) => *known,
                None => {
                    let new = self.node();
                    self.nodes[node as usize].is_leaf = false;
                    self.steps.insert((node, *term), new);
                    new
                }
            };
        }
        Some(&mut self.nodes[node as usize].value)
    }

    /// Adds a phrase if it has a value.
    pub fn extend(&mut self, vocabulary: &mut Vocabulary, phrase: &str, value: Option<T>) {
        if let Some(value) = value {
            self.add(vocabulary, phrase, value);
        }
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node {
            value: None,
            is_leaf: true,
        });
        u32::try_from(self.nodes.len() - 1).unwrap_or(0)
    }

    /// The longest phrase that begins with the token at `index`, and the index after its last token.
    pub fn at(&self, tokens: &Tokens<'_>, index: usize) -> Option<(&T, usize)> {
        self.at_most(tokens, index, usize::MAX)
    }

    /// The longest phrase that begins with the token at `index` and ends at `limit` or before.
    pub fn at_most(&self, tokens: &Tokens<'_>, index: usize, limit: usize) -> Option<(&T, usize)> {
        let mut node = self.root(tokens.term(index))?;
        let mut next = index + 1;
        let mut best = None;
        loop {
            let Node { value, is_leaf } = &self.nodes[node as usize];
            let found = value.as_ref().filter(|_| next <= limit);
            best = found.map(|value| (value, next)).or(best);
            if *is_leaf || next >= limit || tokens.gap(next) == Gap::Paragraph {
                return best;
            }
            (node, next) = match self.step(node, tokens.term(next)) {
                Some(step) => (step, next + 1),
                None if tokens.mark(next) == Some('-') => match self.step(node, tokens.term(next + 1)) {
                    Some(step) => (step, next + 2),
                    None => return best,
                },
                None => return best,
            };
        }
    }

    /// The longest phrase that ends with the token before `index`, and the index of its first token.
    pub fn before(&self, tokens: &Tokens<'_>, index: usize) -> Option<(&T, usize)> {
        let mut first = index.checked_sub(1)?;
        let mut node = self.root(tokens.term(first))?;
        let mut best = None;
        loop {
            let Node { value, is_leaf } = &self.nodes[node as usize];
            best = value.as_ref().map(|value| (value, first)).or(best);
            if *is_leaf || first == 0 || tokens.gap(first) == Gap::Paragraph {
                return best;
            }
            (node, first) = match self.step(node, tokens.term(first - 1)) {
                Some(step) => (step, first - 1),
                None if first >= 2 && tokens.mark(first - 1) == Some('-') => {
                    match self.step(node, tokens.term(first - 2)) {
                        Some(step) => (step, first - 2),
                        None => return best,
                    }
                }
                None => return best,
            };
        }
    }

    /// The terms with which phrases begin (end, where they are found backwards).
    pub fn starts(&self) -> impl Iterator<Item = Term> {
        let used = self.roots.iter().enumerate().filter(|(_, root)| **root != 0);
        used.filter_map(|(index, _)| Term::of(index))
    }

    fn root(&self, term: Term) -> Option<u32> {
        self.roots.get(term.index()).copied().filter(|root| *root != 0)
    }

    fn step(&self, node: u32, term: Term) -> Option<u32> {
        if term.is_unknown() {
            return None;
        }
        self.steps.get(&(node, term)).copied()
    }
}

/// The terms of a phrase, added to the vocabulary where they are new.
fn terms(vocabulary: &mut Vocabulary, phrase: &str) -> Vec<Term> {
    let empty = Vocabulary::default();
    let mut terms = Vec::new();
    for block in blocks(phrase, &empty) {
        for (index, token) in block.list().iter().enumerate() {
            let mut one = [0; 4];
            terms.push(match token.kind {
                Kind::Mark(mark) => vocabulary.add(mark.encode_utf8(&mut one)),
                Kind::Word | Kind::Digits => vocabulary.add(block.raw(index)),
            });
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_from_both_sides() {
        let mut vocabulary = Vocabulary::default();
        let (mut forward, mut backward) = (Phrases::forward(), Phrases::backward());
        for (phrase, value) in [("plus de", 1), ("un peu plus de", 2), ("d'ici", 3), ("pour cent", 4)] {
            forward.add(&mut vocabulary, phrase, value);
            backward.add(&mut vocabulary, phrase, value);
        }
        let text = "Un peu plus\nde pour-cent D’ICI plus\n\nde";
        let tokens = blocks(text, &vocabulary).next().unwrap();
        assert_eq!(forward.at(&tokens, 0), Some((&2, 4)));
        assert_eq!(forward.at(&tokens, 2), Some((&1, 4)));
        assert_eq!(backward.before(&tokens, 4), Some((&2, 0)));
        assert_eq!(forward.at(&tokens, 4), Some((&4, 7)));
        assert_eq!(backward.before(&tokens, 7), Some((&4, 4)));
        assert_eq!(forward.at_most(&tokens, 4, 6), None);
        assert_eq!(forward.at(&tokens, 7), Some((&3, 10)));
        assert_eq!(forward.at(&tokens, 10), None);
        assert_eq!(backward.before(&tokens, 0), None);
    }
}
