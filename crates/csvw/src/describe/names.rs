//! Names of columns, for use in templates.

use std::collections::{HashMap, HashSet};
use text::fold::push;

/// A longer name is cut, between two words where there are several.
const LENGTH: usize = 40;

/// A name for each title: lower case, accents off, `_` between words, each different.
pub fn names(titles: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    // For each name that was repeated, the number to try next.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut names = Vec::new();
    for (index, title) in titles.iter().enumerate() {
        let words = words(title);
        let base = match cut(&words) {
            "" => format!("column_{}", index + 1),
            name => name.to_owned(),
        };
        let mut name = base.clone();
        while !taken.insert(name.clone()) {
            let number = numbers.entry(base.clone()).or_insert(2);
            name = format!("{base}_{number}");
            *number += 1;
        }
        names.push(name);
    }
    names
}

fn cut(words: &str) -> &str {
    let Some(start) = words.get(..LENGTH).filter(|_| words.len() > LENGTH) else {
        return words;
    };
    match start.rfind('_') {
        Some(end) if !words[LENGTH..].starts_with('_') => &start[..end],
        _ => start,
    }
}

/// The words of a title, in lower case without accents, with `_` between them.
pub fn words(title: &str) -> String {
    let mut out = String::new();
    let mut folded = String::new();
    let mut was_lower = false;
    for character in title.chars() {
        if was_lower && character.is_uppercase() {
            out.push('_');
        }
        was_lower = character.is_lowercase();
        folded.clear();
        push(if character == '°' { 'º' } else { character }, &mut folded);
        for letter in folded.chars() {
            if letter.is_ascii_alphanumeric() {
                out.push(letter);
            } else if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}
