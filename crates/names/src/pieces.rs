//! A name parted into pieces: letters or figures between blanks and punctuation, before the lexicon sees them.

use std::borrow::Cow;
use std::iter::Peekable;

use text::fold::fold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lexicon::lexicon;

/// A piece of a name before the lexicon saw it.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) original: String,
    pub(super) text: String,
    pub(super) dotted: bool,
    pub(super) joined: bool,
    pub(super) aside: bool,
    pub(super) after_comma: bool,
    /// Whether it is letters with a full stop after each.
    pub(super) initials: bool,
}

/// Parts a name at blanks and punctuation.
pub(super) fn pieces(name: &str) -> Vec<Piece> {
    let clean = match name.is_ascii() {
        true => name.to_owned(),
        false => name.chars().filter(|c| !matches!(c, '™' | '®' | '©')).nfkc().collect(),
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut aside, mut comma) = (false, false);
    let mut chunk = String::new();
    let mut joined = false;
    let mut letters = clean.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_word = letter.is_alphanumeric() || is_combining_mark(letter) || letter == '.' || letter == '&';
        if is_word {
            chunk.push(letter);
        }
        if is_word && letters.peek().is_some() {
            continue;
        }
        if !chunk.is_empty() && is_apostrophe(letter) && is_within(&letters) && !lexicon().is_elision(&fold(&chunk)) {
            continue;
        }
        if !chunk.is_empty() {
            take(&mut pieces, &chunk, joined, aside, comma);
            joined = false;
            chunk.clear();
        }
        match letter {
            '-' | '‐' | '‑' => joined = true,
            '(' | '[' => aside = true,
            ')' | ']' => aside = false,
            ',' => comma = true,
            '+' => take(&mut pieces, "plus", false, aside, comma),
            '%' => take(&mut pieces, "percent", true, aside, comma),
            _ if is_apostrophe(letter) && letters.peek() == Some(&'s') => {
                let mut ahead = letters.clone();
                ahead.next();
                if ahead.peek().is_none_or(|c| !c.is_alphanumeric()) {
                    letters.next();
                }
            }
            _ => {}
        }
    }
    // A name that is all in brackets has nothing to be beside.
    if pieces.iter().all(|piece| piece.aside) {
        pieces.iter_mut().for_each(|piece| piece.aside = false);
    }
    pieces
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '‘' | '`' | 'ʿ' | 'ʾ')
}

/// Whether a word goes on, and not with the `s` of a genitive.
fn is_within(rest: &Peekable<impl Iterator<Item = char> + Clone>) -> bool {
    let mut ahead = rest.clone();
    let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    match ahead.next() {
        Some('s') => goes_on(ahead.next()),
        next => goes_on(next),
    }
}

/// Takes one chunk without blanks: an acronym with full stops, or words and numbers.
fn take(pieces: &mut Vec<Piece>, chunk: &str, joined: bool, aside: bool, after_comma: bool) {
    let mut push = |original: &str, joined: bool, dotted: bool| {
        let text = fold(original);
        if !text.is_empty() {
            pieces.push(Piece {
                original: original.to_owned(),
                text,
                dotted,
                joined,
                aside,
                after_comma,
                initials: false,
            });
        }
    };
    if chunk == "&" {
        return push("and", false, false);
    }
    let parts: Vec<&str> = chunk.split(['.', '&']).filter(|part| !part.is_empty()).collect();
    let single = |part: &&str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    let ampersand = chunk.contains('&');
    if parts.len() > 1 && (parts.iter().all(single) || (ampersand && parts.iter().all(|part| part.len() < 3))) {
        push(&parts.concat(), joined, false);
        if let Some(piece) = pieces.last_mut() {
            piece.initials = !ampersand;
        }
        return;
    }
    let decimal = parts.len() > 1 && chunk.chars().all(|c| c.is_ascii_digit() || c == '.');
    if decimal {
        return push(chunk.trim_matches('.'), joined, false);
    }
    for (number, part) in parts.iter().enumerate() {
        if ampersand && number > 0 {
            push("and", false, false);
        }
        let dotted = chunk.ends_with('.') && number + 1 == parts.len();
        let mut glued = joined && number == 0;
        for run in runs(part) {
            push(run, glued, dotted);
            glued = true;
        }
    }
}

/// Parts letters from figures; the ending of an ordinal goes.
fn runs(part: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in part.char_indices() {
        if before.is_some_and(|b| b.is_ascii_digit() != letter.is_ascii_digit()) {
            runs.push(&part[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    runs.push(&part[start..]);
    if runs.len() == 2 && runs[0].starts_with(|c: char| c.is_ascii_digit()) {
        let ordinal = matches!(
            runs[1],
            "er" | "re" | "e" | "eme" | "ème" | "nd" | "nde" | "st" | "rd" | "th"
        );
        if ordinal {
            runs.pop();
        }
    }
    runs
}

/// A name with letters in place of the digits that look like them, where a digit is within a word: "Sech1n".
pub(super) fn read_digits(name: &str) -> Cow<'_, str> {
    if !name.bytes().any(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    let letters: Vec<char> = name.chars().collect();
    let within = |at: usize| {
        let is_letter = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphabetic());
        letters[at].is_ascii_digit() && at > 0 && is_letter(at - 1) && is_letter(at + 1)
    };
    if !(0..letters.len()).any(within) {
        return Cow::Borrowed(name);
    }
    let read = |at: usize| match (within(at), letters[at]) {
        (true, '0') => 'o',
        (true, '1') => 'i',
        (true, '3') => 'e',
        (true, '4') => 'a',
        (true, '5') => 's',
        (true, '6' | '9') => 'g',
        (true, '7') => 't',
        (true, '8') => 'b',
        (_, letter) => letter,
    };
    Cow::Owned((0..letters.len()).map(read).collect())
}

/// Parts the initials of a person that are written without blanks: "A.B. Beck", "JM Beck".
pub(super) fn part_initials(pieces: Vec<Piece>) -> Vec<Piece> {
    let shouted = !pieces
        .iter()
        .any(|piece| piece.original.chars().any(char::is_lowercase));
    // "Anna Beck, M.D." has a degree.
    let is_degree = |piece: &Piece| piece.after_comma && lexicon().is_title(&piece.text);
    let is_parted = |piece: &Piece| (piece.initials && !is_degree(piece)) || (!shouted && has_no_vowel(piece));
    if !pieces.iter().any(is_parted) {
        return pieces;
    }
    let mut parted = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if !is_parted(&piece) {
            parted.push(piece);
            continue;
        }
        parted.extend(piece.text.chars().map(|letter| Piece {
            original: letter.to_uppercase().collect(),
            text: letter.to_string(),
            dotted: true,
            ..piece.clone()
        }));
    }
    parted
}

/// Whether it is two capitals that no name can be.
fn has_no_vowel(piece: &Piece) -> bool {
    let is_consonant = |letter: u8| letter.is_ascii_uppercase() && !b"AEIOUY".contains(&letter);
    piece.original.len() == 2 && piece.original.bytes().all(is_consonant) && !lexicon().is_of_people(&piece.text)
}
