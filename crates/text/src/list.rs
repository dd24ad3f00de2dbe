//! The lists of a language: plain text, a phrase a line.
//!
//! ```text
//! # comment
//! [section]
//! phrase
//! phrase = value
//! stem+class = value
//! ```
//!
//! The section `[endings]` names classes of endings (`er = e é er`), by which a line such as `doubl+er` stands for a phrase
//! with each of them; the ending `-` is none.

use std::borrow::Cow;
use std::collections::HashMap;

/// A phrase of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The section in which it stands; empty before the first.
    pub section: &'static str,
    /// The phrase.
    pub phrase: Cow<'static, str>,
    /// Its value; empty where none is given.
    pub value: &'static str,
}

/// The phrases of a list, in its order. Every line is a comment, a section or a phrase, so nothing is refused.
pub fn lines(list: &'static str) -> Vec<Line> {
    let endings = endings(list);
    let mut found = Vec::new();
    for (section, phrase, value) in entries(list).filter(|(section, ..)| *section != ENDINGS) {
        let Some((stem, endings, tail)) = class(phrase, &endings) else {
            let phrase = Cow::Borrowed(phrase);
            found.push(Line { section, phrase, value });
            continue;
        };
        found.extend(endings.iter().map(|ending| Line {
            section,
            phrase: Cow::Owned(format!("{stem}{ending}{tail}")),
            value,
        }));
    }
    found
}

const ENDINGS: &str = "endings";

/// Splits `dollar+s canadiens` into its stem, the endings of its class, and its tail.
fn class<'a>(
    phrase: &'static str,
    endings: &'a HashMap<&'static str, Vec<&'static str>>,
) -> Option<(&'static str, &'a [&'static str], &'static str)> {
    let (stem, rest) = phrase.split_once('+')?;
    let end = rest.find(' ').unwrap_or(rest.len());
    Some((stem, endings.get(&rest[..end])?, &rest[end..]))
}

/// The classes of endings, by their names.
fn endings(list: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    let classes = entries(list).filter(|(section, ..)| *section == ENDINGS);
    classes
        .map(|(_, name, endings)| {
            (
                name,
                endings
                    .split_whitespace()
                    .map(|ending| if ending == "-" { "" } else { ending })
                    .collect(),
            )
        })
        .collect()
}

/// The lines as section, phrase and value.
fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
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
        Some((section, phrase.trim(), value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_phrase_of_its_section() {
        let found =
            lines("# units\n[money]\n€ = EUR\n\npour cent\n[endings]\ns = o os\n[time]\nan = year\npes+s x = MXN\n+3");
        let found: Vec<_> = found
            .iter()
            .map(|line| (line.section, &*line.phrase, line.value))
            .collect();
        let expected = [
            ("money", "€", "EUR"),
            ("money", "pour cent", ""),
            ("time", "an", "year"),
            ("time", "peso x", "MXN"),
            ("time", "pesos x", "MXN"),
            ("time", "+3", ""),
        ];
        assert_eq!(found, expected);
    }
}
