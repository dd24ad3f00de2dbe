//! Roman numerals: `XIXe siècle`, `Henri IV`.

use super::{Form, Numeral, Reader};
use crate::Decimal;
use crate::token::Gap;

impl Reader<'_> {
    /// The Roman numeral at `index`: with an ordinal ending, or of two capitals and more after a capital word.
    pub(super) fn roman(&self, index: usize) -> Option<Numeral> {
        let raw = self.tokens.raw(index);
        if !raw.starts_with(['I', 'V', 'X', 'L', 'C', 'D', 'M']) || raw.len() > 20 {
            return None;
        }
        let capitals = raw.bytes().take_while(u8::is_ascii_uppercase).count();
        let (numeral, ending) = raw.split_at(capitals);
        let value = value(numeral)?;
        let has_ending = ["e", "er", "ème", "eme", "re", "ère"].contains(&ending) && self.is_worded;
        let is_named = ending.is_empty()
            && capitals >= 2
            && value < 40
            && index > 0
            && self.tokens.is_capital(index - 1)
            && self.tokens.gap(index) == Gap::Space;
        // `Ie`, `De`, `Ce`: words.
        let is_word = capitals == 1 && !(ending == "er" && numeral == "I") && !matches!(numeral, "V" | "X");
        let is_word = is_word || matches!(raw, "CD" | "MIX" | "DI" | "Ve" if ending.is_empty());
        if !(has_ending || is_named) || is_word {
            return None;
        }
        Some(Numeral::of(Form::Roman, index, index + 1, Decimal::new(value, 0)))
    }
}

/// The value of a Roman numeral in its usual form.
fn value(text: &str) -> Option<i128> {
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
    let (mut rest, mut value, mut written) = (text, 0, String::new());
    for (step, number) in STEPS {
        while let Some(after) = rest.strip_prefix(step) {
            (rest, value) = (after, value + number);
            written.push_str(step);
        }
    }
    let repeats = ["IIII", "XXXX", "CCCC", "MMMM", "VV", "LL", "DD"];
    (rest.is_empty() && value > 0 && written == text && !repeats.iter().any(|four| text.contains(four)))
        .then_some(value)
}
