//! Bytes to text: UTF-8, UTF-16; where the bytes are neither, the one of Windows-1252, ISO-8859-15 and Mac Roman (`CSV (Macintosh)` of
//! Excel) in which their letters stand as in words.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Stop;
use crate::workbook::Note;

/// How many bytes are looked at to tell UTF-16 without a mark.
const LOOK: usize = 4096;

/// Reads bytes as text, and tells the encoding where it is not UTF-8.
pub(super) fn decode(bytes: &[u8], notes: &mut Vec<Note>) -> Result<String, Stop> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (guess(bytes), bytes),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(rest);
    if had_errors {
        notes.push(Note::new(format!(
            "Some bytes are no text in {}; they are shown as \u{fffd}. Save the file as UTF-8 if names look wrong.",
            encoding.name()
        )));
    }
    if encoding != UTF_8 {
        notes.push(Note::new(format!(
            "The file is read as {}. Look whether accents come out right.{}",
            shown(encoding),
            if encoding == WINDOWS_1252 {
                ""
            } else {
                " If not, save it as UTF-8, and import that."
            }
        )));
    }
    let nulls = text.matches('\0').count();
    if nulls > 0 {
        if nulls * 4 > text.len() {
            return Err(Stop::Damaged("it is no text, but mostly zero bytes".to_owned()));
        }
        notes.push(Note::new(format!("{nulls} zero bytes within the text are left out.")));
        return Ok(text.replace('\0', ""));
    }
    Ok(text.into_owned())
}

fn shown(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        "macintosh" => "Mac Roman (CSV of Excel for Macintosh)",
        name => name,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..LOOK.min(bytes.len())).unwrap_or_default();
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Western text in UTF-16 has a zero in nearly every second byte.
    if head.len() >= 8 && odd * 5 > head.len() && even * 20 < head.len() {
        return UTF_16LE;
    }
    if head.len() >= 8 && even * 5 > head.len() && odd * 20 < head.len() {
        return UTF_16BE;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => of_one_byte(bytes),
    }
}

/// The encoding of one byte a letter in which most letters that are not ASCII are those of words; Windows-1252, if others are no better.
fn of_one_byte(bytes: &[u8]) -> &'static Encoding {
    let looked = bytes.get(..SCORED.min(bytes.len())).unwrap_or_default();
    let score = |encoding: &'static Encoding| score(&encoding.decode_without_bom_handling(looked).0);
    let mut best = (WINDOWS_1252, score(WINDOWS_1252));
    for encoding in [ISO_8859_15, MACINTOSH] {
        let own = score(encoding);
        if own > best.1 {
            best = (encoding, own);
        }
    }
    best.0
}

/// How many bytes are looked at to tell encodings of one byte.
const SCORED: usize = 1 << 20;

/// Small letters of western languages.
const LETTERS: &str = "éèêëàâäáãåîïíìôöóòõøûüúùçñßæœÿ";

/// Marks and signs that texts of money have.
const SIGNS: &str = "€£°«»’‘“”–—…§²³·•\u{a0}\u{202f}";

/// How many more of the letters beyond ASCII are those of words than are not.
fn score(text: &str) -> i64 {
    let (mut before, mut score) = (' ', 0);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii() {
            let after = letters.peek().copied().unwrap_or(' ');
            score += if fits(before, letter, after) { 1 } else { -1 };
        }
        before = letter;
    }
    score
}

/// Whether a letter or sign stands as in a word, or beside one.
fn fits(before: char, letter: char, after: char) -> bool {
    if SIGNS.contains(letter) {
        return true;
    }
    let is_small = |letter: char| letter.is_lowercase();
    match letter {
        // `cœur`, but not `1œ M€`
        'œ' => is_small(before) || is_small(after) || before.is_uppercase(),
        '½' | '¼' | '¾' => !before.is_alphabetic() && !after.is_alphabetic(),
        _ if LETTERS.contains(letter) => true,
        // `État`, `RÉGION`; not `RÈgion`
        _ if letter.is_uppercase() && letter.to_lowercase().all(|small| LETTERS.contains(small)) => {
            let is_within = before.is_alphabetic() && is_small(after) || is_small(before);
            !is_within
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_one_byte_are_told_by_the_letters_of_their_words() {
        let texts = [
            "Qui paie;Montant (M€)\nRégion Nord;12,5\nÉtat;3\n",
            "Bénéficiaire;Œuvre\nLe Château d’Été;cœur de l’île\nCôtes-d’Armor;« ½ M€ »\n",
            "Straße;Höhe\nMünchen;Größe\nÖsterreich;für\n",
        ];
        for text in texts {
            for encoding in [WINDOWS_1252, MACINTOSH] {
                let (bytes, _, had_errors) = encoding.encode(text);
                let is_whole = !had_errors && !text.contains('½') || encoding == WINDOWS_1252;
                assert!(!is_whole || guess(&bytes) == encoding, "{text} in {}", encoding.name());
            }
        }
        let (bytes, ..) = ISO_8859_15.encode("Montant (M€);cœur\nRégion;12\n");
        assert_eq!(guess(&bytes), ISO_8859_15);
        let (bytes, ..) = WINDOWS_1252.encode("Région;Été\nChâteau;à Paris\n");
        assert_eq!(guess(&bytes), WINDOWS_1252);
    }
}
