//! Keys of new rows, made of words.

use crate::tables::slug;

/// The beginning of a key.
pub(super) fn short(text: &str) -> String {
    let mut key = slug(text);
    key.truncate(24);
    key.trim_end_matches('-').to_owned()
}

/// A key that is free, with a number from 2 on if needed, and that number; numbers below `from` are not tried.
pub(super) fn numbered(made: &str, from: u64, is_free: impl Fn(&String) -> bool) -> (String, u64) {
    let name = |number: u64| match number {
        1 => made.to_owned(),
        _ => format!("{made}-{number}"),
    };
    let mut all = (from..).map(|number| (name(number), number));
    all.find(|(key, _)| is_free(key))
        .unwrap_or_else(|| (made.to_owned(), from))
}
