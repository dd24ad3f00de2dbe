//! The parts of a cell between words that join names.

/// What stands between names.
const DIVIDERS: [&str; 4] = [", ", " et ", " and ", " & "];

/// The parts of a text between words that join names.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for divider in DIVIDERS {
        let divided = parts.into_iter().flat_map(|part| part.split(divider));
        parts = divided.map(str::trim).collect();
    }
    parts
}
