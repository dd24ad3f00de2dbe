//! The lists of a language: plain text, a phrase a line.
//!
//! ```text
//! # comment
//! [section]
//! phrase
//! phrase = value
//! ```

/// A phrase of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The section in which it stands; empty before the first.
    pub section: &'a str,
    /// The phrase.
    pub phrase: &'a str,
    /// Its value; empty where none is given.
    pub value: &'a str,
}

/// The phrases of a list, in its order. Every line is a comment, a section or a phrase, so nothing is refused.
pub fn lines(list: &str) -> impl Iterator<Item = Line<'_>> {
    let mut section = "";
    list.lines().filter_map(move |line| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            return None;
        }
        let (phrase, value) = line.split_once(" = ").unwrap_or((line, ""));
        Some(Line {
            section,
            phrase: phrase.trim(),
            value: value.trim(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_phrase_of_its_section() {
        let found: Vec<_> = lines("# units\n[money]\n€ = EUR\n\npour cent\n[time]\nan = year\n").collect();
        let line = |section, phrase, value| Line { section, phrase, value };
        let expected = [
            line("money", "€", "EUR"),
            line("money", "pour cent", ""),
            line("time", "an", "year"),
        ];
        assert_eq!(found, expected);
    }
}
