//! Roman numerals: `II`, `XXI`, `XXIème`, `Ier`.
//!
//! Takes tokens and an index; returns the numeral that begins there. A single letter counts only with an ordinal ending;
//! `L`, `C`, `D` and `M`, which make many abbreviations (`CV`, `CD`), only with one, before `siècle`, or in four letters.

use super::token::{Token, joined, word_at};
use super::{Form, Reading};

const STEPS: [(&str, i128); 13] = [
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
];

/// Reads the Roman numeral at `index`.
pub(super) fn roman(tokens: &[Token], index: usize) -> Option<Reading> {
    let raw = tokens.get(index)?.raw.as_str();
    let length = raw.bytes().take_while(|letter| b"IVXLCDM".contains(letter)).count();
    let (letters, ending) = raw.split_at(length);
    let (value, _) = value(letters).filter(|(_, canonical)| canonical == letters)?;
    let ordinal = !ending.chars().any(char::is_uppercase)
        && match &tokens[index].folded[length..] {
            "e" | "eme" | "emes" | "ieme" | "iemes" => true,
            "er" | "ere" | "re" => letters == "I",
            _ => false,
        };
    if !ordinal && !ending.is_empty() {
        return None;
    }
    let century = joined(tokens, index + 1).is_some_and(|next| word_at(tokens, next).starts_with("siecle"));
    let plain = letters.bytes().all(|letter| b"IVX".contains(&letter));
    let accepted = match length {
        0 => false,
        1 => plain && ordinal,
        _ if ordinal => letters != "MM",
        _ if century => true,
        _ => plain || length > 3,
    };
    accepted.then(|| Reading::whole(Form::Roman, value, index + 1))
}

/// Returns the value of Roman letters up to 3999, with the canonical spelling of that value.
fn value(letters: &str) -> Option<(i128, String)> {
    let mut rest = letters;
    let (mut total, mut canonical) = (0, String::new());
    for (step, worth) in STEPS {
        let mut times = 0;
        while times < 3
            && let Some(shorter) = rest.strip_prefix(step)
        {
            rest = shorter;
            total += worth;
            times += 1;
        }
    }
    let mut left = total;
    for (step, worth) in STEPS {
        while left >= worth {
            canonical.push_str(step);
            left -= worth;
        }
    }
    (rest.is_empty() && total > 0).then_some((total, canonical))
}
