//! Turns the SPARQL parser's errors, which list all tokens it expected, into short messages with a place.

use super::tokens::{self, Excess};
use diagnostic::{Diagnostic, Place, code, nearest};
use std::collections::BTreeMap;

/// SPARQL keywords, to suggest the nearest one for a misspelled word.
const KEYWORDS: &[&str] = &[
    "SELECT",
    "CONSTRUCT",
    "ASK",
    "DESCRIBE",
    "WHERE",
    "FILTER",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "BIND",
    "VALUES",
    "GROUP",
    "ORDER",
    "BY",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "DISTINCT",
    "EXISTS",
    "NOT",
    "PREFIX",
    "BASE",
    "GRAPH",
    "COUNT",
    "SUM",
];

/// Reports a query that nests too deeply or is too large.
pub(super) fn too_complex(file: &str, text: &str) -> Option<Diagnostic> {
    let Excess { at, why, valid } = tokens::limit(text).err()?;
    let (line, column) = diagnostic::position(text, at);
    Some(code::too_complex(
        Place::in_text(file, text, line, column),
        &why,
        &valid,
    ))
}

/// Converts a syntax error, which the parser formats as `error at 3:14: expected one of ...`, into a diagnostic.
pub(super) fn diagnostic(file: &str, text: &str, error: &str, prefixes: &BTreeMap<String, String>) -> Diagnostic {
    let parsed = error.strip_prefix("error at ").and_then(|rest| {
        let (position, expected) = rest.split_once(": ")?;
        let (line, column) = position.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?, expected))
    });
    let Some((line, column, expected)) = parsed else {
        return code::broken_sparql(Place::file(file), error, None);
    };
    let before = characters_before(text, line, column);
    if expected.contains("Prefix not found") {
        return unknown_prefix(file, text, before, prefixes);
    }
    let items: Vec<&str> = expected
        .trim_start_matches("expected ")
        .trim_start_matches("one of ")
        .split(", ")
        .map(|item| item.trim_matches('"'))
        .collect();
    let is_keyword = |item: &&str| item.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    // The parser's position is after a keyword that it tried to match: the error is where that keyword would begin.
    let longest = items.iter().map(|item| item.chars().count()).max().unwrap_or(0);
    let all_keywords = items.iter().all(is_keyword);
    let back = if all_keywords && column > longest as u64 {
        longest
    } else {
        0
    };
    let at = before.saturating_sub(back);
    let found: String = text.chars().skip(at).skip_while(|c| c.is_whitespace()).collect();
    let word: String = found.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let word = if word.is_empty() {
        found.chars().take(1).collect()
    } else {
        word
    };
    let place = place(file, text, at);
    if word.is_empty() {
        return code::broken_sparql(place, "it ends too early", valid(&items, all_keywords));
    }
    let mut diagnostic = code::broken_sparql(
        place,
        &format!("`{word}` does not belong here"),
        valid(&items, all_keywords),
    );
    let is_word = word.chars().count() > 2 && !KEYWORDS.contains(&word.to_uppercase().as_str());
    diagnostic.help = nearest(&word, KEYWORDS.iter().copied())
        .filter(|_| is_word)
        .map(|near| format!("did you mean {near}?"));
    diagnostic
}

/// Lists the short expected tokens: symbols and keywords, no character classes.
fn valid(items: &[&str], all_keywords: bool) -> Option<String> {
    let short: Vec<&str> = items
        .iter()
        .copied()
        .filter(|item| !item.contains('[') && item.len() < 16)
        .collect();
    (!all_keywords && !short.is_empty() && short.len() <= 12).then(|| short.join("  "))
}

fn unknown_prefix(file: &str, text: &str, before: usize, prefixes: &BTreeMap<String, String>) -> Diagnostic {
    let is_part = |c: &char| c.is_alphanumeric() || "-_.:".contains(*c);
    let head: Vec<char> = text.chars().take(before).collect();
    let name: String = head
        .iter()
        .rev()
        .take_while(|c| is_part(c))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let prefix = name.split(':').next().unwrap_or_default();
    let known: Vec<&str> = prefixes.keys().map(String::as_str).collect();
    let at = before.saturating_sub(name.chars().count());
    let listed = known
        .iter()
        .map(|prefix| format!("{prefix}:"))
        .collect::<Vec<_>>()
        .join(" ");
    let why = format!("the prefix `{prefix}:` is not declared");
    let mut diagnostic = code::broken_sparql(place(file, text, at), &why, Some(listed));
    diagnostic.help = nearest(prefix, known).map(|near| format!("did you mean `{near}:`?"));
    diagnostic
}

/// The number of characters before a line and column, both counted from 1.
fn characters_before(text: &str, line: u64, column: u64) -> usize {
    let lines = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let above: usize = text
        .split_inclusive('\n')
        .take(lines)
        .map(|line| line.chars().count())
        .sum();
    above + usize::try_from(column).unwrap_or(1).saturating_sub(1)
}

fn place(file: &str, text: &str, characters: usize) -> Place {
    let byte = text.char_indices().nth(characters).map_or(text.len(), |(byte, _)| byte);
    let (line, column) = diagnostic::position(text, byte);
    Place::in_text(file, text, line, column)
}
