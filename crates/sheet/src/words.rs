//! The word lists of `words/`: what headings mean, and words within cells.
//!
//! Plain text, a phrase a line, `[section]` lines between. Phrases and texts are compared without case, accents,
//! punctuation and plurals, word by word.

pub(crate) use crate::map::Language;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};
use serde::Deserialize as _;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use text::list::{Line, lines};

use crate::map::Role;

/// The most words of a phrase.
const LONGEST: usize = 6;

/// The longest text in which phrases are looked for, in bytes: those of headings and short cells.
const TEXT: usize = 400;

/// A meaning of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What it says of the column.
    pub(crate) sense: Sense,
    /// Whether it counts only where nothing else is said.
    pub(crate) weak: bool,
    /// The language of the phrase.
    pub(crate) language: Language,
}

/// What a phrase says of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Its role.
    Role(Role),
    /// That it identifies what the rest of the heading names.
    Identifier,
    /// That it is the kind of that.
    Type,
    /// That it is the place of that.
    Located,
    /// That it is what the whole costs, whoever pays.
    Cost,
}

/// A phrase that was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found<T> {
    /// Its value.
    pub(crate) value: T,
    /// The position of its first word.
    pub(crate) start: usize,
    /// How many words it has.
    pub(crate) words: usize,
}

/// Phrases with values.
struct Phrases<T> {
    by_words: HashMap<String, Vec<T>>,
    /// How many words the longest phrase has that begins with a word.
    longest: HashMap<String, usize>,
}

/// The lists.
pub(crate) struct Lists {
    headings: Phrases<Meaning>,
    sections: HashMap<&'static str, Phrases<&'static str>>,
    given: HashSet<&'static str>,
    scales: HashMap<Cow<'static, str>, u32>,
}

/// The lists of the program, read at their first use.
pub(crate) static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

const HEADINGS: [(Language, &str); 2] = [
    (Language::French, include_str!("../words/fr/headings.txt")),
    (Language::English, include_str!("../words/en/headings.txt")),
];

const VALUES: [&str; 3] = [
    include_str!("../words/fr/values.txt"),
    include_str!("../words/en/values.txt"),
    include_str!("../words/other/values.txt"),
];

const UNITS: &str = include_str!("../words/units.txt");

const GIVEN: &str = include_str!("../words/given.txt");

/// The words of a text: folded, without punctuation and plurals; `nomAttribuant` is two. Those of short texts are kept for a
/// while: each list is asked for the same cell.
pub(crate) fn words(text: &str) -> Rc<[String]> {
    if text.len() > TEXT {
        return split(text).into();
    }
    SPLIT.with_borrow_mut(|known| {
        if let Some(words) = known.get(text) {
            return Rc::clone(words);
        }
        if known.len() >= MOST_SPLIT {
            known.clear();
        }
        let words: Rc<[String]> = split(text).into();
        known.insert(text.to_owned(), Rc::clone(&words));
        words
    })
}

/// How many texts are kept with their words.
const MOST_SPLIT: usize = 4_096;

thread_local! {
    /// The words of the last texts.
    static SPLIT: RefCell<HashMap<String, Rc<[String]>>> = RefCell::default();
}

fn split(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        before = letter;
        match letter {
            '%' | '?' => spaced.extend([' ', letter, ' ']),
            '°' => spaced.push(letter),
            '\'' | '’' => spaced.push(' '),
            _ if letter.is_alphanumeric() => spaced.push(letter),
            _ => spaced.push(' '),
        }
    }
    let folded = text::fold::fold_words(&spaced);
    folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

fn singular(word: &str) -> String {
    let stem = match word.len() > 3 {
        true => word.strip_suffix(['s', 'x']).unwrap_or(word),
        false => word,
    };
    stem.to_owned()
}

impl<T: Copy> Phrases<T> {
    fn new() -> Self {
        Self {
            by_words: HashMap::new(),
            longest: HashMap::new(),
        }
    }

    fn add(&mut self, phrase: &str, value: T) {
        let words = split(phrase);
        self.by_words.entry(words.join(" ")).or_default().push(value);
        if let Some(first) = words.first() {
            let longest = self.longest.entry(first.clone()).or_default();
            *longest = words.len().max(*longest);
        }
    }

    /// How many words the longest phrase has that may begin a list of words.
    fn longest(&self, words: &[String]) -> usize {
        let longest = words.first().and_then(|first| self.longest.get(first));
        longest.map_or(0, |longest| LONGEST.min(words.len()).min(*longest))
    }

    /// The values of a phrase.
    fn get(&self, words: &[String]) -> Option<&Vec<T>> {
        match words {
            [one] => self.by_words.get(one),
            several => self.by_words.get(&several.join(" ")),
        }
    }

    /// The phrases of a text, the longest at each word, none within another.
    fn within(&self, words: &[String]) -> Vec<Found<T>> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let rest = words.get(start..).unwrap_or_default();
            let longest = (1..=self.longest(rest))
                .rev()
                .find_map(|count| Some((count, self.get(rest.get(..count)?)?)));
            let Some((count, values)) = longest else {
                start += 1;
                continue;
            };
            found.extend(values.iter().map(|value| Found {
                value: *value,
                start,
                words: count,
            }));
            start += count;
        }
        found
    }

    /// The value of a text that is one phrase, and nothing else.
    fn whole(&self, words: &[String]) -> Option<T> {
        let is_short = words.first().and_then(|first| self.longest.get(first)) >= Some(&words.len());
        self.get(words).filter(|_| is_short)?.first().copied()
    }
}

impl Lists {
    fn read() -> Self {
        let mut headings = Phrases::new();
        for (language, list) in HEADINGS {
            for Line { section, phrase, .. } in lines(list) {
                let (section, weak) = section
                    .strip_suffix(" weak")
                    .map_or((section, false), |name| (name, true));
                if let Some(sense) = sense(section) {
                    headings.add(&phrase, Meaning { sense, weak, language });
                }
            }
        }
        let mut sections: HashMap<&'static str, Phrases<&'static str>> = HashMap::new();
        for list in VALUES {
            for Line { section, phrase, value } in lines(list) {
                sections.entry(section).or_insert_with(Phrases::new).add(&phrase, value);
            }
        }
        let given = GIVEN
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect();
        let scale = |line: Line| Some((line.phrase, line.value.parse().ok()?));
        let scales = lines(UNITS).into_iter().filter_map(scale).collect();
        Self {
            headings,
            sections,
            given,
            scales,
        }
    }

    /// What a heading says of its column.
    pub(crate) fn heading(&self, words: &[String]) -> Vec<Found<Meaning>> {
        self.headings.within(words)
    }

    /// What a heading says that is one phrase and nothing else.
    pub(crate) fn whole_heading(&self, words: &[String]) -> Option<Meaning> {
        self.headings.whole(words)
    }

    /// The value of a text that is one phrase of a section, and nothing else.
    pub(crate) fn whole(&self, section: &str, text: &str) -> Option<&'static str> {
        if text.len() > TEXT {
            return None;
        }
        self.sections.get(section)?.whole(&words(text))
    }

    /// The phrases of a section in a text, the longest at each word.
    pub(crate) fn within(&self, section: &str, text: &str) -> Vec<Found<&'static str>> {
        match self.sections.get(section) {
            Some(phrases) if text.len() <= TEXT => phrases.within(&words(text)),
            _ => Vec::new(),
        }
    }

    /// The longest phrase of these sections that begins at a word: how many words it has, and its sections with values.
    pub(crate) fn at(
        &self,
        sections: &[&'static str],
        words: &[String],
        start: usize,
    ) -> Option<(usize, Vec<(&'static str, &'static str)>)> {
        let rest = words.get(start..)?;
        let lists = sections
            .iter()
            .filter_map(|section| Some((*section, self.sections.get(section)?)));
        let lists: Vec<(&'static str, &Phrases<&'static str>)> = lists.collect();
        let longest = lists.iter().map(|(_, list)| list.longest(rest)).max()?;
        (1..=longest).rev().find_map(|count| {
            let phrase = rest.get(..count)?;
            let values = lists.iter().flat_map(|(section, list)| {
                let known = list.get(phrase);
                known.into_iter().flatten().map(move |value| (*section, *value))
            });
            let values: Vec<_> = values.collect();
            (!values.is_empty()).then_some((count, values))
        })
    }

    /// The power of ten that a word is, as it stands beside a currency.
    pub(crate) fn scale(&self, word: &str) -> Option<u32> {
        let lower = word.to_lowercase();
        let known = self.scales.get(word);
        known
            .or_else(|| self.scales.get(lower.as_str()).filter(|_| word.len() > 1))
            .copied()
    }

    /// Whether a word, folded, is a given name.
    pub(crate) fn is_given(&self, folded: &str) -> bool {
        self.given.contains(folded)
    }

    /// Whether a text stands for that of the cell above: `idem`, `"`, `〃`, `''`.
    pub(crate) fn is_ditto(&self, text: &str) -> bool {
        let text = text.trim();
        let is_mark = |mark: char| matches!(mark, '"' | '\'' | '’' | '”' | '“' | '″' | '〃' | '«' | '»');
        match text.chars().count() {
            0 => false,
            // One apostrophe is what a spreadsheet writes before a text, and a comma pair that of old typewriters.
            1 => text.chars().all(|mark| is_mark(mark) && !matches!(mark, '\'' | '’')),
            2 if text.chars().all(is_mark) || text == ",," => true,
            // A quotation mark that was quoted once too often, or not to its end.
            3..=6 if text.chars().all(|mark| mark == '"') => true,
            _ => self.whole("ditto", text).is_some(),
        }
    }

    /// Whether a text says that nothing is recorded: `n.d.`, `-`, `?`, or `idem` where nothing stands above.
    pub(crate) fn is_empty_word(&self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return true;
        }
        let is_mark = |mark: char| matches!(mark, '?' | '-' | '–' | '—' | '…' | '.' | '_' | '/' | '*' | '¿');
        if text.chars().all(is_mark) {
            return true;
        }
        // `../../x` is a name, though `x` is none.
        let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '(' | '[' | '-' | '"' | '\'' | '«');
        text.starts_with(is_word) && self.whole("empty", text).is_some() || self.is_ditto(text)
    }
}

fn sense(section: &str) -> Option<Sense> {
    match section {
        "identifier" => Some(Sense::Identifier),
        "type" => Some(Sense::Type),
        "located" => Some(Sense::Located),
        "cost" => Some(Sense::Cost),
        name => role_of(name).map(Sense::Role),
    }
}

/// The role of a name, as maps write it.
pub(crate) fn role_of(name: &str) -> Option<Role> {
    let name: serde::de::value::StrDeserializer<'_, Error> = name.into_deserializer();
    Role::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_headings_is_known() {
        for (_, list) in HEADINGS {
            for Line { section, phrase, .. } in lines(list) {
                let name = section.strip_suffix(" weak").unwrap_or(section);
                assert!(sense(name).is_some(), "[{section}] of {phrase}");
            }
        }
    }

    #[test]
    fn headings_are_compared_without_case_accents_and_plurals() {
        for (heading, expected) in [
            ("nomBeneficiaire", ["nom", "beneficiaire"].as_slice()),
            ("Bénéficiaires :", &["beneficiaire"]),
            ("Date d’annonce", &["date", "d", "annonce"]),
            ("RECIPIENT_ORG:NAME", &["recipient", "org", "name"]),
        ] {
            assert_eq!(&*words(heading), expected);
        }
    }

    #[test]
    fn what_is_not_recorded_is_told_from_a_value() {
        for text in ["?", "-", "n.d.", "N.D.", "nc", "tbc", "…", "non communiqué", "??"] {
            assert!(LISTS.is_empty_word(text), "{text}");
        }
        for text in [
            "idem",
            "Idem.",
            "id.",
            "do.",
            "ditto",
            "\"",
            "''",
            "〃",
            "same as above",
            "idem ci-dessus",
        ] {
            assert!(LISTS.is_ditto(text), "{text}");
        }
        for text in ["", "'", "Idem Conseil", "the same river", "12", "«»x"] {
            assert!(!LISTS.is_ditto(text), "{text}");
        }
        for text in ["0", "0,0", "État", "12", "-1", "oui"] {
            assert!(!LISTS.is_empty_word(text), "{text}");
        }
    }
}
