//! Numbers among words, in the marks of the sheet: `rd. 350.000` below English headings, `350.000,-`.

use text::quantity::Quantity;

use crate::map::DecimalMark;
use crate::understand::number::{Marks, marks};
use crate::words::LISTS;

/// The least scale beside which one mark before three digits is a decimal one: `1,234 Md€`.
const LARGE: u32 = 6;

/// A number of a text: its letters, and the text behind it.
struct Token<'t> {
    text: &'t str,
    after: &'t str,
}

impl Token<'_> {
    /// Its one mark, where that stands before three digits and could be either.
    fn open(&self) -> Option<char> {
        let Marks { open, .. } = marks(self.text);
        match open {
            [1, 0] => Some(','),
            [0, 1] => Some('.'),
            _ => None,
        }
    }

    /// Whether a scale follows, beside which nobody writes thousands: `1,234 million`.
    fn is_scaled(&self) -> bool {
        let word = self.after.split_whitespace().next().unwrap_or_default();
        let bare = word.trim_matches(['€', '$', '£', '.', ',', ';', ')']);
        LISTS.scale(bare).is_some_and(|scale| scale >= LARGE)
    }

    /// The decimal mark; none if it has no decimals, and nothing if it is no number that is known.
    fn decimal(&self, mark: Option<DecimalMark>) -> Option<Option<char>> {
        let found: Vec<char> = self.text.chars().filter(|letter| matches!(letter, '.' | ',')).collect();
        if let Some(open) = self.open() {
            return match mark {
                _ if self.is_scaled() => None,
                Some(DecimalMark::Comma) => Some((open == ',').then_some(open)),
                Some(DecimalMark::Point) => Some((open == '.').then_some(open)),
                Some(DecimalMark::Neither) => Some(None),
                // English commas are known; of a point nobody knows.
                None => (open == '.').then_some(None),
            };
        }
        let told = marks(self.text);
        match found.as_slice() {
            [_, .., last] if told.decimal != [0, 0] => Some(Some(*last)),
            [_, _, ..] if told.thousands != [0, 0] => Some(None),
            _ => None,
        }
    }
}

/// The numbers of a text, with their places in bytes.
fn numbers(text: &str) -> Vec<(usize, Token<'_>)> {
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text
        .get(at..)
        .and_then(|rest| rest.find(|letter: char| letter.is_ascii_digit()))
    {
        let begin = at + start;
        let rest = text.get(begin..).unwrap_or_default();
        let end = rest.find(|letter| !is_of_number(letter)).unwrap_or(rest.len());
        let number = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',']);
        let after = rest.get(number.len()..).unwrap_or_default();
        found.push((begin, Token { text: number, after }));
        at = begin + end;
    }
    found
}

/// A text whose numbers have the marks of a language, whatever those of the sheet are; as many characters as before.
pub(super) fn in_language(text: &str, mark: Option<DecimalMark>, is_english: bool) -> String {
    let own = if is_english { '.' } else { ',' };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (begin, token) in numbers(text) {
        let Some(decimal) = token.decimal(mark) else { continue };
        out.push_str(text.get(at..begin).unwrap_or_default());
        let last = decimal.and_then(|decimal| token.text.rfind(decimal));
        out.extend(token.text.char_indices().map(|(place, letter)| match letter {
            '.' | ',' if Some(place) == last => own,
            '.' | ',' => ' ',
            digit => digit,
        }));
        at = begin + token.text.len();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The mark of a number of a text that could as well be a decimal one, and was taken for one of thousands.
pub(super) fn unsure(text: &str, mark: Option<DecimalMark>) -> Option<char> {
    let is_open = mark.is_none_or(|mark| mark == DecimalMark::Neither);
    let found = numbers(text);
    let mut open = found
        .iter()
        .filter(|(_, token)| !token.is_scaled())
        .filter_map(|(_, token)| token.open());
    open.next().filter(|_| is_open)
}

/// Whether words stand before a figure that neither it nor its wording has.
pub(super) fn has_words_before(text: &str, figure: &Quantity) -> bool {
    let start = figure
        .wording
        .iter()
        .map(|wording| wording.place.start)
        .fold(figure.place.start, usize::min);
    let before: String = text.chars().take(start).collect();
    // `entre 5 et 7 millions`
    let is_of_range = LISTS.whole("range-begins", &before).is_some();
    !is_of_range && !before.contains('(') && before.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_marks_of_the_sheet() {
        let comma = Some(DecimalMark::Comma);
        for (text, mark, expected) in [
            ("rd. 350.000", comma, "rd. 350 000"),
            ("rd. 350.000", None, "rd. 350 000"),
            ("rd. 1,234", comma, "rd. 1.234"),
            ("rd. 1.234.567,89", None, "rd. 1 234 567.89"),
            ("about 1,234", None, "about 1,234"),
            ("about 1.234 million", comma, "about 1.234 million"),
            ("12.03.2024", comma, "12.03.2024"),
            ("au 3.5", comma, "au 3.5"),
        ] {
            assert_eq!(in_language(text, mark, true), expected, "{text}");
        }
        assert_eq!(in_language("rd. 1.234", Some(DecimalMark::Point), false), "rd. 1,234");
        assert_eq!(unsure("rd. 350.000", None), Some('.'));
        assert_eq!(unsure("rd. 350.000", comma), None);
    }
}
