//! Formats texts for a terminal: wraps lines, and replaces control characters.
//!
//! Takes and returns texts. Used by all modules that write for people.

use unicode_width::UnicodeWidthStr;

/// Wraps a text into lines of at most `width` columns, at spaces where possible.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word.to_owned();
        loop {
            let current = lines.last().map_or(0, |line| line.width());
            let gap = usize::from(current > 0);
            if current + gap + word.width() <= width {
                if let Some(line) = lines.last_mut() {
                    line.push_str(if gap == 1 { " " } else { "" });
                    line.push_str(&word);
                }
                break;
            }
            if current == 0 {
                let cut = word
                    .char_indices()
                    .map(|(index, c)| index + c.len_utf8())
                    .take_while(|end| word[..*end].width() <= width)
                    .last();
                let cut = cut.unwrap_or(word.len());
                let rest = word.split_off(cut);
                if let Some(line) = lines.last_mut() {
                    line.push_str(&word);
                }
                word = rest;
                if word.is_empty() {
                    break;
                }
            }
            lines.push(String::new());
        }
    }
    lines
}

/// Makes a cell safe for a terminal: line ends and tabs become spaces, other control characters become visible symbols.
/// Cells may come from other endpoints, and must not send escape sequences.
pub fn shown(cell: &str) -> String {
    cell.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            // The symbols for control characters are in the same order, from U+2400 on.
            '\0'..=' ' if character != ' ' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
            control if control.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}
