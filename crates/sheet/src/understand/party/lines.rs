//! Lines of a cell of names: a list of bodies has one on each; else a narrow column has broken one name.

use std::borrow::Cow;

use crate::words::LISTS;

use super::together::is_body;
use super::{Alone, LONGEST, class, ends_legal, person};

/// The most lines that are looked at.
const MOST: usize = 20;

/// A cell of names whose line breaks divide names, and no name.
pub(in crate::understand) struct Lines<'t> {
    /// The text, with a space for each line break within a name.
    pub(in crate::understand) text: Cow<'t, str>,
    /// Whether a person may say otherwise: no name of it is known by its words, nor stands elsewhere.
    pub(in crate::understand) is_open: bool,
}

/// What the line breaks of a cell are.
pub(in crate::understand) fn lines<'t>(text: &'t str, alone: &Alone) -> Lines<'t> {
    let is_listed = text.contains([';', '+']) || text.contains(" / ") || text.contains(",\n");
    // `État 50 %` on one line, `Région 50 %` on the next.
    let is_listed = is_listed || text.contains(|letter: char| letter.is_ascii_digit());
    let all: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let as_is = Lines {
        text: Cow::Borrowed(text),
        is_open: false,
    };
    if all.len() < 2 || all.len() > MOST || text.len() > LONGEST || is_listed {
        return as_is;
    }
    let whole = all.iter().fold(String::new(), |whole, line| joined(&whole, line));
    let one = |is_open| Lines {
        text: Cow::Owned(whole.clone()),
        is_open,
    };
    match alone.decided(&whole) {
        Some(true) => return as_is,
        Some(false) => return one(false),
        None if alone.has(&whole) => return one(false),
        None => {}
    }
    let names = names(&all, alone);
    let is_name = |name: &String| is_known(name, alone);
    match () {
        () if names.len() < 2 => one(false),
        () if names.iter().all(is_name) => Lines {
            text: Cow::Owned(names.join("\n")),
            is_open: false,
        },
        // Of two lines of which nobody is known, a narrow column has made two of one.
        () => one(alone.asks && names.iter().any(is_name)),
    }
}

/// The lines, those that go on with the one before joined to it.
fn names(all: &[&str], alone: &Alone) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in all {
        match names.last_mut() {
            Some(last) if goes_on(last, line, alone) => *last = joined(last, line),
            _ => names.push((*line).to_owned()),
        }
    }
    names
}

/// Whether a line goes on with the one before.
fn goes_on(before: &str, line: &str, alone: &Alone) -> bool {
    let edge = |word: Option<&str>| word.is_some_and(|word| LISTS.whole("line-goes-on", word).is_some());
    let last = before.rsplit([' ', '\'', '’']).find(|word| !word.is_empty());
    let first = line.split([' ', '\'', '’']).next();
    // `La Poste` is a name of its own.
    let first = first.filter(|word| word.starts_with(char::is_lowercase));
    let ends_open = before.ends_with(['-', '–', '&', '\'', '’', '(']) || edge(last);
    let begins_open = line.starts_with(['-', '–', '&', '(', ')']) || edge(first);
    // `Région` alone, then `Centre`; `Sea`, then `Trust`.
    let is_bare = |text: &str| LISTS.whole("class", text).is_some();
    let is_cut = is_bare(before) && !is_known(line, alone) || is_bare(line) && !is_known(before, alone);
    ends_open || begins_open || alone.has(&joined(before, line)) || is_cut
}

/// Whether a text is the name of somebody by its words, or stands alone elsewhere.
fn is_known(text: &str, alone: &Alone) -> bool {
    let is_acronym = text.chars().count() > 1
        && text
            .chars()
            .all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
    let is_joint = [" et ", " and ", " & "].iter().any(|word| text.contains(word)) && class(text).is_some();
    alone.has(text) || is_acronym || is_joint || is_body(&text) || ends_legal(text) || person(text)
}

/// Two lines as one text: a hyphen at the end joins without a space.
fn joined(before: &str, line: &str) -> String {
    let is_close = before.ends_with(['-', '\'', '’', '(']) && !before.ends_with(" -") || before.is_empty();
    match is_close {
        true => format!("{before}{line}"),
        false => format!("{before} {line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Map;

    #[test]
    fn lines_that_cut_a_name_are_told_from_lists_of_bodies() {
        let mut alone = Alone::default();
        ["Terre et Mer", "Bolt"].iter().for_each(|name| alone.add(name));
        alone.decide(&Map::default(), true);
        for (text, expected, is_open) in [
            ("Région\nCentre", "Région Centre", false),
            ("Commune de\nGien", "Commune de Gien", false),
            ("Région Centre-\nVal de Loire", "Région Centre-Val de Loire", false),
            ("Département du\nNord", "Département du Nord", false),
            ("Terre\net Mer", "Terre et Mer", false),
            ("Sea\nTrust", "Sea Trust", false),
            ("City\nof Leeds", "City of Leeds", false),
            ("Ville de Brume\nRégion Nord", "Ville de Brume\nRégion Nord", false),
            ("État\nRégion\nVille", "État\nRégion\nVille", false),
            ("CNRS\nINRIA\nBolt", "CNRS\nINRIA\nBolt", false),
            (
                "Région\nCentre\nVille de\nTours",
                "Région Centre\nVille de Tours",
                false,
            ),
            ("CNRS\nLa Poste SA", "CNRS\nLa Poste SA", false),
            ("Harbour 50 %\nWorks 50 %", "Harbour 50 %\nWorks 50 %", false),
            ("Brume;\nNord", "Brume;\nNord", false),
            ("Harbour\nWorks", "Harbour Works", false),
            ("Ville de Brume\nWorks", "Ville de Brume Works", true),
        ] {
            let found = lines(text, &alone);
            assert_eq!((found.text.as_ref(), found.is_open), (expected, is_open), "{text:?}");
        }
    }
}
