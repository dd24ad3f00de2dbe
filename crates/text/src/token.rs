//! Tokens: a text as words, runs of digits and single marks, with the white space between them.
//!
//! Takes a text and a vocabulary; gives blocks of tokens that borrow from the text, in its order, each with its places in
//! code points and in bytes and the [`Term`] of its word. A block ends at a blank line or between words that no list knows,
//! so that no figure goes from one to the next, and a text of any length takes little memory.

use std::borrow::Cow;
use std::ops::Range;

use crate::vocabulary::{Buffers, Term, Vocabulary, is_unseen};

/// The number of tokens after which a block ends between words that no list knows.
const BLOCK: usize = 4_096;
/// The number of tokens after which a block ends in any case.
const LONGEST_BLOCK: usize = 1 << 20;
/// Between so many unknown words no figure and no date continues.
const UNKNOWN_WORDS: usize = 8;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with their combining marks.
    Word,
    /// ASCII digits.
    Digits,
    /// One other character; any apostrophe is `'`, and any hyphen `-` (dashes and the minus sign stay themselves).
    Mark(char),
}

/// The white space before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// One space of any width.
    Space,
    /// Several spaces, or a tab.
    Wide,
    /// The end of a line.
    Line,
    /// A blank line, or the start of the block.
    Paragraph,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// What it is made of.
    pub kind: Kind,
    /// The white space before it.
    pub gap: Gap,
    /// The word or mark, as the vocabulary knows it.
    pub term: Term,
    /// The place of its first character in the whole text, in code points.
    pub start: usize,
    /// The place after its last character.
    pub end: usize,
    /// The byte of the whole text at which it begins.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
}

/// A block of tokens.
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    list: Cow<'a, [Token]>,
    /// For each token the index after the groups of three digits that follow it, and their separator.
    groups: Cow<'a, [(u32, char)]>,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str, vocabulary: &'a Vocabulary, list: Vec<Token>) -> Self {
        let mut groups = vec![(0, ' '); list.len()];
        let mut tokens = Self {
            text,
            vocabulary,
            list: Cow::Owned(list),
            groups: Cow::Borrowed(&[]),
        };
        for index in (0..tokens.list.len()).rev() {
            let Some((group, separator)) = tokens.next_group(index) else {
                continue;
            };
            let (end, next) = groups[group];
            let end = if next == separator && end > 0 {
                end
            } else {
                u32::try_from(group + 1).unwrap_or(0)
            };
            groups[index] = (end, separator);
        }
        tokens.groups = Cow::Owned(groups);
        tokens
    }

    /// The group of three digits after the digits at `index`, and its separator; a space stands for all.
    fn next_group(&self, index: usize) -> Option<(usize, char)> {
        self.digits(index)?;
        let is_group = |at: usize| self.digits(at).is_some_and(|group| group.len() == 3);
        if self.gap(index + 1) == Gap::Space && is_group(index + 1) {
            return Some((index + 1, ' '));
        }
        let mark = self.mark(index + 1).filter(|mark| matches!(mark, '.' | ',' | '\''))?;
        let attached = self.gap(index + 1) == Gap::None && self.gap(index + 2) == Gap::None;
        (attached && is_group(index + 2)).then_some((index + 2, mark))
    }

    /// The index after all groups of three digits that follow the digits at `index` with one separator.
    pub fn groups_end(&self, index: usize) -> usize {
        let end = self.groups.get(index).map_or(0, |(end, _)| *end as usize);
        end.min(self.list.len()).max(index + 1)
    }

    /// The tokens of the block.
    pub fn list(&self) -> &[Token] {
        &self.list
    }

    /// The tokens before one of them.
    pub fn until(&self, index: usize) -> Tokens<'_> {
        Tokens {
            text: self.text,
            vocabulary: self.vocabulary,
            list: Cow::Borrowed(self.list.get(..index).unwrap_or(&self.list)),
            groups: Cow::Borrowed(&self.groups),
        }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at `index`.
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The text of the token at `index`, as it is written; empty where none is.
    pub fn raw(&self, index: usize) -> &'a str {
        let place = self.list.get(index).map(|token| token.from..token.to);
        place.and_then(|place| self.text.get(place)).unwrap_or_default()
    }

    /// The term at `index`; [`Term::UNKNOWN`] where none is.
    pub fn term(&self, index: usize) -> Term {
        self.list.get(index).map_or(Term::UNKNOWN, |token| token.term)
    }

    /// Whether the token at `index` is in no list of numbers, units, wording and names.
    pub fn is_plain(&self, index: usize) -> bool {
        self.vocabulary.is_plain(self.term(index))
    }

    /// The white space before the token at `index`; that of a paragraph where none is.
    pub fn gap(&self, index: usize) -> Gap {
        self.list.get(index).map_or(Gap::Paragraph, |token| token.gap)
    }

    /// The digits at `index`.
    pub fn digits(&self, index: usize) -> Option<&'a str> {
        (self.list.get(index)?.kind == Kind::Digits).then(|| self.raw(index))
    }

    /// The mark at `index`.
    pub fn mark(&self, index: usize) -> Option<char> {
        match self.list.get(index)?.kind {
            Kind::Mark(mark) => Some(mark),
            Kind::Word | Kind::Digits => None,
        }
    }

    /// Whether there is a word at `index`.
    pub fn is_word(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|token| token.kind == Kind::Word)
    }

    /// Whether there is a word at `index` that begins with a capital letter.
    pub fn is_capital(&self, index: usize) -> bool {
        self.is_word(index) && self.raw(index).starts_with(char::is_uppercase)
    }

    /// The places in code points from the token `first` to the token before `next`.
    pub fn place(&self, first: usize, next: usize) -> Range<usize> {
        let start = self.list.get(first).map_or(0, |token| token.start);
        let last = self.list.get(next.wrapping_sub(1)).map_or(start, |token| token.end);
        start..last.max(start)
    }

    /// The text from the token `first` to the token before `next`, as it is written.
    pub fn span(&self, first: usize, next: usize) -> &'a str {
        let from = self.list.get(first).map(|token| token.from);
        let to = next
            .checked_sub(1)
            .and_then(|last| self.list.get(last))
            .map(|token| token.to);
        from.zip(to)
            .and_then(|(from, to)| self.text.get(from..to))
            .unwrap_or_default()
    }

    /// The index of the first token that begins at or after a place.
    pub fn index_of(&self, place: usize) -> usize {
        self.list.partition_point(|token| token.start < place)
    }
}

/// Splits a text into blocks.
pub fn blocks<'a>(text: &'a str, vocabulary: &'a Vocabulary) -> Blocks<'a> {
    Blocks {
        text,
        vocabulary,
        byte: 0,
        place: 0,
        buffers: Buffers::default(),
    }
}

/// The blocks of a text, in its order.
#[derive(Debug)]
pub struct Blocks<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    byte: usize,
    place: usize,
    buffers: Buffers,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Tokens<'a>;

    fn next(&mut self) -> Option<Tokens<'a>> {
        let mut list: Vec<Token> = Vec::new();
        let mut unknown = 0;
        loop {
            let gap = self.skip_space();
            let ends = gap == Gap::Paragraph || (list.len() >= BLOCK && unknown >= UNKNOWN_WORDS);
            let ends = ends && !list.is_empty();
            if ends || list.len() >= LONGEST_BLOCK {
                break;
            }
            let gap = if list.is_empty() { Gap::Paragraph } else { gap };
            let Some(token) = self.token(gap) else { break };
            let is_plain = token.kind == Kind::Word && token.term.is_unknown();
            unknown = if is_plain { unknown + 1 } else { 0 };
            list.push(token);
        }
        (!list.is_empty()).then(|| Tokens::new(self.text, self.vocabulary, list))
    }
}

impl Blocks<'_> {
    /// Moves behind white space and characters that are not seen.
    fn skip_space(&mut self) -> Gap {
        let (mut spaces, mut lines) = (0, 0);
        for character in self.text[self.byte..].chars() {
            match character {
                '\r' => {}
                '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' => lines += 1,
                '\u{2029}' => lines += 2,
                '\t' => spaces += 2,
                space if space.is_whitespace() => spaces += 1,
                unseen if is_unseen(unseen) => {}
                _ => break,
            }
            self.byte += character.len_utf8();
            self.place += 1;
        }
        match (lines, spaces) {
            (0, 0) => Gap::None,
            (0, 1) => Gap::Space,
            (0, _) => Gap::Wide,
            (1, _) => Gap::Line,
            _ => Gap::Paragraph,
        }
    }

    /// Reads the token at the current place, where no white space is.
    fn token(&mut self, gap: Gap) -> Option<Token> {
        let rest = &self.text[self.byte..];
        let first = rest.chars().next()?;
        let (kind, bytes, characters) = match first {
            '0'..='9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                (Kind::Digits, digits, digits)
            }
            letter if letter.is_alphabetic() => word(rest),
            mark => (Kind::Mark(plain_mark(mark)), mark.len_utf8(), 1),
        };
        let (start, from) = (self.place, self.byte);
        self.place += characters;
        self.byte += bytes;
        let term = match kind {
            Kind::Digits => Term::UNKNOWN,
            Kind::Word => self.vocabulary.term(&rest[..bytes], &mut self.buffers),
            Kind::Mark(mark) => {
                let mut one = [0; 4];
                self.vocabulary.term(mark.encode_utf8(&mut one), &mut self.buffers)
            }
        };
        Some(Token {
            kind,
            gap,
            term,
            start,
            end: self.place,
            from,
            to: self.byte,
        })
    }
}

/// The length of the word with which a text begins, in bytes and in characters.
fn word(text: &str) -> (Kind, usize, usize) {
    let (mut bytes, mut characters) = (0, 0);
    let mut unseen = (0, 0);
    for character in text.chars() {
        if character.is_alphabetic() || is_combining(character) {
            bytes += character.len_utf8() + unseen.0;
            characters += 1 + unseen.1;
            unseen = (0, 0);
        } else if is_unseen(character) {
            unseen = (unseen.0 + character.len_utf8(), unseen.1 + 1);
        } else {
            break;
        }
    }
    (Kind::Word, bytes, characters)
}

fn is_combining(character: char) -> bool {
    !character.is_ascii() && unicode_normalization::char::is_combining_mark(character)
}

/// One form for apostrophes, and one for hyphens.
fn plain_mark(mark: char) -> char {
    match mark {
        '’' | '‘' | 'ʼ' | '`' | '´' | '′' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(String, Gap)> {
        let vocabulary = Vocabulary::default();
        let blocks: Vec<_> = blocks(text, &vocabulary).collect();
        let tokens = blocks
            .iter()
            .flat_map(|block| (0..block.len()).map(move |index| (block, index)));
        tokens
            .map(|(block, index)| (block.raw(index).to_owned(), block.gap(index)))
            .collect()
    }

    #[test]
    fn a_text_is_words_digits_and_marks() {
        let found = read("L’été 12h30, 4\u{202f}000\u{a0}€\n\u{200f}x\n\ny");
        let expected = [
            ("L", Gap::Paragraph),
            ("’", Gap::None),
            ("été", Gap::None),
            ("12", Gap::Space),
            ("h", Gap::None),
            ("30", Gap::None),
            (",", Gap::None),
            ("4", Gap::Space),
            ("000", Gap::Space),
            ("€", Gap::Space),
            ("x", Gap::Line),
            ("y", Gap::Paragraph),
        ];
        let found: Vec<_> = found.iter().map(|(word, gap)| (word.as_str(), *gap)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn long_texts_are_read_in_blocks() {
        let vocabulary = Vocabulary::default();
        let text = "mot ".repeat(30_000);
        let sizes: Vec<_> = blocks(&text, &vocabulary).map(|block| block.len()).collect();
        assert!(sizes.len() > 5 && sizes.iter().sum::<usize>() == 30_000);
    }

    proptest! {
        #[test]
        fn places_are_those_of_the_text(text in "(\\PC|[ \n0-9a-z\u{301}\u{200b}]){0,60}") {
            let vocabulary = Vocabulary::default();
            let (mut end, mut to) = (0, 0);
            for block in blocks(&text, &vocabulary) {
                for token in block.list() {
                    prop_assert!(token.start >= end && token.end > token.start && token.from >= to);
                    prop_assert_eq!(text[..token.from].chars().count(), token.start);
                    prop_assert_eq!(text[..token.to].chars().count(), token.end);
                    (end, to) = (token.end, token.to);
                }
            }
            prop_assert!(end <= text.chars().count());
        }
    }
}
