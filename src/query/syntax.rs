//! What is wrong in a SPARQL text, told to people: the parser's list of all it would take becomes a place and a word.

use diagnostic::{Diagnostic, Place, code, nearest};
use std::collections::BTreeMap;

/// Words of the language, for the one that is nearest to a misspelled one.
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

/// The deepest nesting of brackets that is read; the parser goes down one call for each.
const DEEPEST: usize = 200;

/// A query whose brackets are nested deeper than it can be read.
pub(super) fn too_deep(file: &str, text: &str) -> Option<Diagnostic> {
    let mut depth = 0_usize;
    for (byte, character) in text.char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let (line, column) = diagnostic::position(text, byte);
            let why = format!("its brackets are nested more than {DEEPEST} deep");
            return Some(code::broken_sparql(
                Place::in_text(file, text, line, column),
                &why,
                None,
            ));
        }
    }
    None
}

/// Places a syntax error, which the parser gives as `error at 3:14: expected one of ...`.
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
    // The parser stands behind a keyword that it tried in vain: what is wrong stands where that one would begin.
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

/// The short ones of what the parser would take: signs and words, no classes of characters.
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

/// How many characters stand before a line and a column, both from 1.
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
