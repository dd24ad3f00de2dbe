//! Makes a text from a file safe to show to people, on one line.
//!
//! Takes any text; returns it with the characters replaced that would control a terminal, reorder the line, hide, or begin
//! a line of their own. Every text of a report passes through [`shown`], and so does all other output for people.

use std::borrow::Cow;

/// A text for one line of a terminal: line ends and tabs become spaces, the other control characters of ASCII become their
/// visible symbols, and characters that reorder the line or hide in it become U+FFFD. Each character gives one character.
///
/// ```
/// assert_eq!(diagnostic::shown("a\u{1b}[2J\nerror: b\u{202e}"), "a␛[2J error: b\u{fffd}");
/// ```
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| visible(character) == character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

/// The character to show for one of a text.
pub fn visible(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        // The symbols for control characters are in the same order, from U+2400 on.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if character.is_control() || reorders(character) || hides(character) => '\u{fffd}',
        other => other,
    }
}

/// Whether a character is one of the controls of the Unicode Bidirectional Algorithm (UAX #9, section 2).
fn reorders(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has no form of its own, and none that joins or separates letters: such characters make two names
/// look the same, or carry a text that nobody sees. Joiners, soft hyphens and variation selectors belong to words.
fn hides(character: char) -> bool {
    matches!(
        character,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_visible_and_words_stay() {
        assert_eq!(shown("\0\u{7}\u{8}\u{1b}\u{7f}\u{85}\u{9b}"), "␀␇␈␛␡\u{fffd}\u{fffd}");
        assert_eq!(shown("a\r\nb\tc\u{2028}d\u{2029}e"), "a  b c d e");
        assert_eq!(
            shown("\u{61c}\u{200f}\u{202e}\u{2066}\u{feff}\u{e0041}"),
            "\u{fffd}".repeat(6)
        );
        for kept in ["l’é… «\u{202f}x\u{a0}»", "👩‍🚀 עברית", "می\u{200c}خواهم", "𐐷\u{fe0f}"]
        {
            assert!(matches!(shown(kept), Cow::Borrowed(_)), "{kept}");
        }
    }
}
