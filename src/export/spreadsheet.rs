//! Escapes text cells for spreadsheets, so that they are never read as formulas.
//!
//! A spreadsheet evaluates a cell that begins with `=`, `+`, `-` or `@`, which lets the author of the text run
//! formulas. A text that begins with one of these, a full-width form of them, a tab, a line break or an apostrophe gets
//! an apostrophe in front (OWASP, "CSV Injection"). Numbers are unchanged. To read the texts back, remove one leading
//! apostrophe from each: [`unguarded`] is the inverse of [`guarded`].

use std::borrow::Cow;

/// The characters that start a formula, and the apostrophe itself, so that escaping is reversible.
const SIGNS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

/// Escapes a text that a spreadsheet would evaluate.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(SIGNS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Removes the escape from a cell.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn no_text_is_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+33 1", "'+33 1"),
            ("-5 %", "'-5 %"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'quoted'", "''quoted'"),
            ("1 = 1", "1 = 1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
        }
    }

    #[test]
    fn every_text_comes_back() {
        for text in samples::NASTY.into_iter().chain(["'", "''", "'=", "＝1"]) {
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
