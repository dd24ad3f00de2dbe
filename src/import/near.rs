//! New entities that perhaps are the same as others: of the tables, or of the same sheet, where the first import has them all.

use super::known::Known;
use super::wanted::{ENTITIES, LABELS, Wanted};
use names::{Candidate, Limits, Matcher, Name, THRESHOLD};
use std::collections::{HashMap, HashSet};
use text::fold::fold_words;

/// How many new entities are compared with others.
const MOST_COMPARED: usize = 5000;

/// How many others are named.
const MOST_OTHERS: usize = 3;

/// Words that begin or join names, and tell none from another.
const ARTICLES: [&str; 11] = ["l", "le", "la", "les", "the", "de", "du", "des", "d", "of", "et"];

/// The new entities with the keys of those that they may be: of two that are new the later one has the earlier one.
pub(super) fn near(wanted: &Wanted<'_>, entities: &Known<'_>) -> Vec<(String, String, Vec<String>)> {
    // Things of one name that were told apart, as by their programme or the number of a grant, are several.
    let labels: HashSet<&str> = wanted.new_entities.iter().map(|(_, label)| label.as_str()).collect();
    let is_told_apart = |label: &str| {
        label
            .split_once(" (")
            .is_some_and(|(name, _)| labels.contains(name) || !entities.named(name).is_empty())
    };
    let new: Vec<&(String, String)> = wanted
        .new_entities
        .iter()
        .filter(|(_, label)| !(label.ends_with(')') && is_told_apart(label)))
        .collect();
    if new.is_empty() {
        return Vec::new();
    }
    let mut candidates = entities.candidates(&LABELS);
    let first_new = candidates.len();
    candidates.extend(new.iter().take(MOST_COMPARED).map(|(key, label)| Candidate {
        id: key.clone(),
        labels: vec![label.clone()],
        ..Candidate::default()
    }));
    let matcher = Matcher::new(&candidates);
    let bodies = Bodies::of(wanted, entities, &candidates);
    let search = matcher.search(Limits::QUICK);
    let found = new.iter().take(MOST_COMPARED).enumerate().map(|(index, (key, label))| {
        let name = Name {
            labels: vec![label.clone()],
            ..Name::default()
        };
        let found = search.find_before(&name, first_new + index).into_iter();
        let alike = found
            .filter(|found| found.score >= THRESHOLD)
            .map(|found| found.candidate_index)
            .chain(bodies.alike(first_new + index));
        let mut others: Vec<String> = Vec::new();
        for other in alike.filter(|other| *other < first_new + index) {
            let labels = candidates.get(other).map(|other| other.labels.as_slice());
            if labels.is_some_and(|labels| {
                labels
                    .iter()
                    .any(|other| is_member(label, other) || is_more(label, other) || are_numbered(label, other))
            }) {
                continue;
            }
            let id = candidates.get(other).map(|other| other.id.clone());
            others.extend(id.filter(|id| id != key && !others.contains(id)));
        }
        others.truncate(MOST_OTHERS);
        (key.clone(), label.clone(), others)
    });
    found.filter(|(.., others)| !others.is_empty()).collect()
}

/// Whether one name is those of several, of whom the other is one: `Acme Energy and Bolt`, `Bolt`.
fn is_member(one: &str, other: &str) -> bool {
    let has = |long: &str, short: &str| {
        let short = fold_words(short);
        let folded = format!(" {} ", fold_words(long));
        let joins = [" et ", " and ", " & ", ", "];
        let mut parts = joins
            .iter()
            .filter(|join| long.contains(**join))
            .flat_map(|join| long.split(join));
        folded.len() > short.len() + 2 && parts.any(|part| fold_words(part) == short)
    };
    has(one, other) || has(other, one)
}

/// Whether one name is the other with a year behind it, or beside it in brackets: `Subsidy 2024`, `State (DETR)` beside `DETR`. A programme
/// is not who pays for it, and one year is not all.
fn is_more(one: &str, other: &str) -> bool {
    let more = |long: &str, short: &str| {
        let rest = long.strip_prefix(short).map(str::trim);
        let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let inner = long.strip_suffix(')').and_then(|long| long.rsplit_once(" ("));
        rest.is_some_and(is_year) || inner.is_some_and(|(_, inner)| fold_words(inner) == fold_words(short))
    };
    more(one, other) || more(other, one)
}

/// Whether two names differ in a letter or number at their end alone: `Port L`, `Port A`; `Lot 2`, `Lot 12`; `Phase I`, `Phase II`.
fn are_numbered(one: &str, other: &str) -> bool {
    let folded = [one, other].map(fold_words);
    let parts = folded.each_ref().map(|name| name.rsplit_once([' ', '-']));
    let is_tail = |tail: &str| {
        let is_letter = tail.chars().count() == 1;
        let is_number = tail.bytes().all(|byte| byte.is_ascii_digit());
        let is_roman = tail.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
        !tail.is_empty() && (is_letter || is_number || is_roman)
    };
    match parts {
        [Some((one, tail)), Some((other, last))] => one == other && tail != last && is_tail(tail) && is_tail(last),
        _ => false,
    }
}

/// Bodies whose name is the kind of another and nothing else: `Ville` beside `Ville de Brume`, `Agglo` beside `Brume Agglo`.
struct Bodies {
    /// The words of those that have a class, by place.
    words: HashMap<usize, Vec<HashSet<String>>>,
    /// The places of those of one word, and of those that have the word, by word.
    short: HashMap<String, Vec<usize>>,
    having: HashMap<String, Vec<usize>>,
}

impl Bodies {
    fn of(wanted: &Wanted<'_>, entities: &Known<'_>, candidates: &[Candidate]) -> Self {
        let rows = wanted.rows.iter().filter(|row| row.table == ENTITIES);
        let classes: HashMap<&str, &str> = rows
            .filter_map(|row| Some((row.key.as_str(), row.cells.get("class")?.as_str())))
            .collect();
        let is_body = |key: &str| {
            let class = classes.get(key).copied();
            !matches!(class.unwrap_or_else(|| entities.cell(key, "class")), "" | "Person")
        };
        let mut bodies = Self {
            words: HashMap::new(),
            short: HashMap::new(),
            having: HashMap::new(),
        };
        for (place, candidate) in candidates.iter().enumerate().filter(|(_, one)| is_body(&one.id)) {
            let names: Vec<HashSet<String>> = candidate.labels.iter().map(|label| telling(label)).collect();
            for words in &names {
                let of = if words.len() == 1 {
                    &mut bodies.short
                } else {
                    &mut bodies.having
                };
                for word in words {
                    of.entry(word.clone()).or_default().push(place);
                }
            }
            bodies.words.insert(place, names);
        }
        bodies
    }

    /// The places of those that one may be.
    fn alike(&self, place: usize) -> Vec<usize> {
        let names = self.words.get(&place).into_iter().flatten();
        let mut found: Vec<usize> = Vec::new();
        for words in names {
            let longer = words
                .iter()
                .filter(|_| words.len() == 1)
                .filter_map(|word| self.having.get(word));
            let shorter = words.iter().filter_map(|word| self.short.get(word));
            found.extend(longer.chain(shorter).flatten());
        }
        found
    }
}

/// The words of a name that tell it from others.
fn telling(name: &str) -> HashSet<String> {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let folded = fold_words(&plain);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    // The last word of `Port L` is no article.
    let last = words.len().saturating_sub(1);
    let telling = words.iter().enumerate();
    let telling = telling.filter(|(place, word)| *place == last || !ARTICLES.contains(word));
    telling.map(|(_, word)| (*word).to_owned()).collect()
}
