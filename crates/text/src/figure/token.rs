//! Tokens: a text as words, runs of digits, and single marks.
//!
//! Takes any text; returns tokens that cover it without gaps, in its order, with places in Unicode scalar values.

use super::lexicon::{self, Number};
use crate::fold::fold;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with their combining marks.
    Word,
    /// ASCII digits.
    Digits,
    /// One other character.
    Mark(char),
}

/// A piece of the text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Place of its first character.
    pub start: usize,
    /// Place after its last character.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
    /// As it is written.
    pub raw: String,
    /// In lower case, without accents; empty for marks.
    pub folded: String,
    /// The number that a word names.
    pub number: Option<Number>,
}

/// Splits a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (index, character) in text.chars().enumerate() {
        let kind = kind(character);
        match tokens.last_mut() {
            Some(last) if continues(last.kind, character, kind) => {
                last.end += 1;
                last.raw.push(character);
            }
            _ => tokens.push(Token {
                start: index,
                end: index + 1,
                kind,
                raw: character.to_string(),
                folded: String::new(),
                number: None,
            }),
        }
    }
    for token in &mut tokens {
        if token.kind == Kind::Word {
            token.folded = fold(&token.raw);
            token.number = lexicon::number(&token.folded);
        }
    }
    tokens
}

fn kind(character: char) -> Kind {
    if character.is_ascii_digit() {
        Kind::Digits
    } else if character.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Mark(character)
    }
}

fn continues(last: Kind, character: char, kind: Kind) -> bool {
    match last {
        Kind::Word => kind == Kind::Word || is_combining(character),
        Kind::Digits => kind == Kind::Digits,
        Kind::Mark(_) => false,
    }
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Returns the folded word at `index`; the empty text where no word is.
pub(super) fn word_at(tokens: &[Token], index: usize) -> &str {
    tokens.get(index).map_or("", |token| token.folded.as_str())
}

/// Returns the mark at `index`.
pub(super) fn mark_at(tokens: &[Token], index: usize) -> Option<char> {
    match tokens.get(index)?.kind {
        Kind::Mark(mark) => Some(mark),
        Kind::Word | Kind::Digits => None,
    }
}

/// Returns the digits at `index`.
pub(super) fn digits_at(tokens: &[Token], index: usize) -> Option<&str> {
    let token = tokens.get(index)?;
    (token.kind == Kind::Digits).then_some(token.raw.as_str())
}

/// Returns the index of the first token from `index` on that is no space within the line.
pub(super) fn after_space(tokens: &[Token], mut index: usize) -> usize {
    while mark_at(tokens, index).is_some_and(is_space) {
        index += 1;
    }
    index
}

/// Says whether a character is white space that does not end the line.
pub(super) fn is_space(mark: char) -> bool {
    mark.is_whitespace()
        && !matches!(
            mark,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
}

/// Says whether a character is a hyphen.
pub(super) fn is_hyphen(mark: char) -> bool {
    matches!(mark, '-' | '\u{2010}' | '\u{2011}')
}

/// Says whether a word joins alternatives: `à`, `ou`. Not the verb `a`, nor `où`.
pub(super) fn is_alternative(token: &Token) -> bool {
    matches!(token.raw.to_lowercase().as_str(), "à" | "a\u{300}" | "ou")
}

/// Returns the index of the word joined by a hyphen or white space to what ends before `index`.
pub(super) fn joined(tokens: &[Token], index: usize) -> Option<usize> {
    let next = match mark_at(tokens, index)? {
        mark if is_hyphen(mark) => index + 1,
        mark if is_space(mark) => after_space(tokens, index),
        _ => return None,
    };
    (tokens.get(next)?.kind == Kind::Word).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cover_the_text_without_gaps() {
        for text in [
            "",
            "été 12h30",
            "🙂\u{301}a\u{301}1",
            "l’IA, 100 000 €\n\u{202f}x",
            "1ᵉʳ",
        ] {
            let mut place = 0;
            let mut joined = String::new();
            for token in tokens(text) {
                assert_eq!(token.start, place);
                place = token.end;
                joined.push_str(&token.raw);
            }
            assert_eq!(joined, text);
            assert_eq!(place, text.chars().count());
        }
    }

    #[test]
    fn accents_and_case_fold_away() {
        for raw in ["DEUXIÈME", "deuxième", "deuxie\u{300}me"] {
            let tokens = tokens(raw);
            assert_eq!(tokens.len(), 1);
            assert_eq!(word_at(&tokens, 0), "deuxieme");
        }
    }
}
