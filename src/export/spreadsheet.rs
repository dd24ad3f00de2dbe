//! Cells for spreadsheets: a text stays a text, whatever it begins with.
//!
//! A spreadsheet computes a cell that begins with `=`, `+`, `-` or `@`, and who wrote the text decides what. Such a text,
//! and one that begins with a tab, a line break, a full-width form of these signs or an apostrophe, gets an apostrophe in
//! front (OWASP, "CSV Injection"). Numbers get none. To read it back, take one apostrophe off each text that begins with
//! one: [`unguarded`] is the inverse of [`guarded`].

use std::borrow::Cow;

/// The signs that make a spreadsheet compute, and the apostrophe itself, so that it can be taken off again.
const SIGNS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

/// The text as a cell that no spreadsheet computes.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(SIGNS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell.
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
