//! Texts that break formats: controls, line ends, quotation marks, markup, bidirectional controls, noncharacters, blanks.

use proptest::prelude::*;
use proptest::sample::select;

/// Characters that mean something in some format.
const SIGNS: &str = "\"'`\\,;|<>&#{}[]()=+-@/*_%$!~^:?.";

/// Characters that readers change, hide or end a line with.
const TROUBLE: [char; 44] = [
    '\t',
    '\n',
    '\r',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    '\u{2028}',
    '\u{2029}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{202a}',
    '\u{202b}',
    '\u{202c}',
    '\u{202d}',
    '\u{202e}',
    '\u{61c}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{feff}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{fffd}',
    '\u{fdd0}',
    '\u{fdef}',
    '\u{1fffe}',
    '\u{10ffff}',
    '\u{10437}',
    '\u{1f469}',
    '\u{e0041}',
    '\u{e000}',
    '\u{301}',
    '\u{3000}',
    '\u{5d0}',
    '\u{d7ff}',
    '\u{7f}',
    '\u{9b}',
    '\u{1b}',
    '\u{7}',
    '\u{8}',
];

/// Whole texts that a reader may take for something else.
const WORDS: [&str; 18] = [
    "",
    " ",
    "  a",
    "a  ",
    "\n",
    "\r\n",
    "]]>",
    "&amp;",
    "&#13;",
    "<![CDATA[",
    "-->",
    "null",
    "NaN",
    "\\N",
    "1e3",
    "_:b0",
    "<https://e.org/>",
    "\"\"\"",
];

/// One character.
pub fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => "[a-zé]".prop_map(|text: String| text.chars().next().unwrap_or('a')),
        2 => Just(' '),
        3 => select(SIGNS.chars().collect::<Vec<_>>()),
        3 => select(TROUBLE.to_vec()),
        2 => (0_u32..0xA0).prop_map(|code| char::from_u32(code).unwrap_or(' ')),
        1 => any::<char>(),
    ]
}

/// A text.
pub fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => select(WORDS.to_vec()).prop_map(str::to_owned),
        6 => prop::collection::vec(character(), 0..12).prop_map(|letters| letters.into_iter().collect()),
    ]
}

/// Whether a text has a character that XML 1.0 forbids.
pub fn unspeakable_in_xml(text: &str) -> bool {
    text.contains(|letter: char| {
        matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
    })
}
