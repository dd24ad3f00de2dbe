//! Names that are withheld, and where they stand in a text.
//!
//! A name is a sequence of words: letters and digits of any script, folded, so that neither case nor accents nor what
//! separates the words matters. `Jean Dupont` stands in `jean-dupont`, `JEAN  DUPONT` and `jeandupont75`.

use super::cut::Cuts;
use super::word::{Found, Word, overlap, words};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// Names by their first words; keys and addresses, which stand in prose as a whole.
#[derive(Debug, Default)]
pub struct Names {
    by_first: HashMap<String, Vec<Name>>,
    keys: HashSet<String>,
    addresses: BTreeSet<String>,
    /// The words of the names of each person, by its number: beside a family name they are names as well.
    beside: HashMap<usize, HashSet<String>>,
    cuts: Cuts,
}

#[derive(Debug)]
struct Name {
    /// All words but the first.
    rest: Vec<String>,
    /// The number of the entity; `None` for the key of a claim or document.
    of: Option<usize>,
    stands: Stands,
}

/// Where a name is one in prose. In keys and addresses it always is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// Everywhere.
    Always,
    /// Where one of its words begins with a capital: a family name, or a name of one word, such as that of the company Total.
    Capitalised,
    /// Where it is written so: a short name, which may be a word.
    Exactly(String),
    /// Nowhere.
    InKeys,
}

/// A text in which names are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Words for people.
    Prose,
    /// A key, an address, the name of a file, a query.
    Key,
}

/// The most letters of a name of one word that may well be a word.
const SHORT: usize = 3;

/// What stands before a nickname within a name.
const OPENING: [char; 8] = ['"', '\'', '“', '„', '«', '‘', '(', '\u{a0}'];
/// What stands behind it.
const CLOSING: [char; 8] = ['"', '\'', '”', '“', '»', '’', ')', '\u{a0}'];

/// The most given names and initials beside a family name.
const MOST_GIVEN: usize = 5;

/// The fewest letters of a name whose words may be written together.
const TOGETHER: usize = 6;

/// A name with German umlauts in two letters: `Mueller` of `Müller`.
fn in_two_letters(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            'ä' => spelled.push_str("ae"),
            'ö' => spelled.push_str("oe"),
            'ü' => spelled.push_str("ue"),
            'Ä' => spelled.push_str("Ae"),
            'Ö' => spelled.push_str("Oe"),
            'Ü' => spelled.push_str("Ue"),
            other => spelled.push(other),
        }
    }
    spelled
}

impl Names {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty() && self.keys.is_empty() && self.addresses.is_empty()
    }

    /// Adds a name as it is written.
    pub fn add(&mut self, name: &str, of: Option<usize>) {
        let parts = words(name);
        let stands = match &parts[..] {
            [word] if word.folded.chars().count() <= SHORT => Stands::Exactly(name[word.bytes.clone()].to_owned()),
            [word] if name[word.bytes.clone()].contains(char::is_uppercase) => Stands::Capitalised,
            _ => Stands::Always,
        };
        self.add_as(name, of, stands);
    }

    /// Adds the name of a person, which may be turned round: `Dupont, Jean`.
    pub fn add_person(&mut self, name: &str, of: Option<usize>) {
        self.add(name, of);
        let mut parts: Vec<String> = words(name).into_iter().map(|word| word.folded).collect();
        if let Some(of) = of {
            self.beside.entry(of).or_default().extend(parts.iter().cloned());
        }
        if parts.len() > 1 {
            parts.rotate_right(1);
            self.add(&parts.join(" "), of);
        }
    }

    /// Adds a name that is one where `stands` says so, as it is written and with German umlauts in two letters.
    pub fn add_as(&mut self, name: &str, of: Option<usize>, stands: Stands) {
        let spelled = in_two_letters(name);
        if spelled != name {
            self.add_spelled(&spelled, of, stands.clone());
        }
        self.add_spelled(name, of, stands);
    }

    fn add_spelled(&mut self, name: &str, of: Option<usize>, stands: Stands) {
        let parts: Vec<String> = words(name).into_iter().map(|word| word.folded).collect();
        // A number is no name.
        let has_letters = parts.iter().any(|part| part.contains(char::is_alphabetic));
        let Some((first, rest)) = parts.split_first().filter(|_| has_letters) else {
            return;
        };
        let together = parts.concat();
        let mut put = |first: String, rest: Vec<String>| {
            let names = self.by_first.entry(first).or_default();
            let known = names
                .iter()
                .any(|known| known.rest == rest && (known.of, &known.stands) == (of, &stands));
            if !known {
                names.push(Name {
                    rest,
                    of,
                    stands: stands.clone(),
                });
            }
        };
        if !rest.is_empty() && together.chars().count() >= TOGETHER {
            put(together, Vec::new());
        }
        put(first.clone(), rest.to_vec());
    }

    /// Adds the key of a claim or document, which stands in prose as a whole, if it is no word.
    pub fn add_key(&mut self, key: &str) {
        if key.contains('-') || key.contains(|letter: char| letter.is_ascii_digit()) {
            self.keys.insert(key.to_lowercase());
        }
    }

    /// Adds an address, which stands in prose as a whole.
    pub fn add_address(&mut self, address: &str) {
        if address.contains("://") {
            self.addresses.insert(address.to_owned());
        }
    }

    /// Adds a text of which keys may have the beginning, if a name stands in it.
    pub fn add_cut(&mut self, text: &str, is_person: bool) {
        let found = self.find(text, Text::Prose);
        self.cuts.add(text, &found, is_person);
    }

    /// Sets the words that are no beginning of a name, since they stand in published ones.
    pub fn know(&mut self, known: BTreeSet<String>) {
        self.cuts.know(known);
    }

    /// Whether a text has one.
    pub fn are_in(&self, text: &str, kind: Text) -> bool {
        !self.find(text, kind).is_empty()
    }

    /// The names in a text, in order; of those that begin at one word the longest.
    pub fn find(&self, text: &str, kind: Text) -> Vec<Found> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut found = match kind {
            Text::Prose => self.whole(text),
            Text::Key => Vec::new(),
        };
        let whole = found.clone();
        let is_free = |word: &Word| !whole.iter().any(|found| overlap(&found.bytes, &word.bytes));
        let mut at = 0;
        while at < words.len() {
            match self.longest(text, &words[at..], kind).filter(|_| is_free(&words[at])) {
                Some((count, of)) => {
                    let (from, to) = self.with_given((text, &words), at..at + count, of);
                    let bytes = words[from].bytes.start..words[to - 1].bytes.end;
                    found.push(Found { bytes, of });
                    at = to;
                }
                None => at += 1,
            }
        }
        if kind == Text::Key {
            let cut = self.cuts.find(&words).into_iter();
            let is_free = |cut: &Found| !found.iter().any(|found| overlap(&found.bytes, &cut.bytes));
            let cut: Vec<Found> = cut.filter(is_free).collect();
            found.extend(cut);
        }
        found.sort_by_key(|found| (found.bytes.start, found.bytes.end));
        found.dedup_by(|next, before| overlap(&next.bytes, &before.bytes));
        found
    }

    /// The words of a name with those beside it that are further names of the same person, initials and nicknames between them among
    /// these: `Ann M.` before `Ley`. A given name that stands beside the mark of a withheld one would tell whose it is.
    fn with_given(&self, (text, words): (&str, &[Word]), name: Range<usize>, of: Option<usize>) -> (usize, usize) {
        let known = of.and_then(|of| self.beside.get(&of));
        let Some(known) = known else {
            return (name.start, name.end);
        };
        let is_given = |word: &Word| known.contains(&word.folded);
        let is_initial = |word: &Word| word.folded.chars().count() == 1;
        let is_nickname = |word: &Word| {
            let before = text[..word.bytes.start].chars().next_back();
            let after = text[word.bytes.end..].chars().next();
            before
                .zip(after)
                .is_some_and(|(before, after)| OPENING.contains(&before) && CLOSING.contains(&after))
        };
        let reach = |beside: &mut dyn Iterator<Item = &Word>| {
            let near: Vec<&Word> = beside
                .take(MOST_GIVEN)
                .take_while(|word| is_given(word) || is_initial(word) || is_nickname(word))
                .collect();
            near.iter().rposition(|word| is_given(word)).map_or(0, |last| last + 1)
        };
        let before = reach(&mut words[..name.start].iter().rev());
        let after = reach(&mut words[name.end..].iter());
        (name.start - before, name.end + after)
    }

    /// The keys and addresses in a text.
    fn whole(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut take = |bytes: Range<usize>| found.push(Found { bytes, of: None });
        if !self.addresses.is_empty() && text.contains("://") {
            for address in &self.addresses {
                let ends = |at: &usize| {
                    let mut rest = text[at + address.len()..].chars();
                    rest.next()
                        .is_none_or(|letter| !letter.is_alphanumeric() && !"/?#=&%-_~+".contains(letter))
                };
                let found = text.match_indices(address.as_str()).map(|(at, _)| at).filter(ends);
                found.for_each(|at| take(at..at + address.len()));
            }
        }
        if !self.keys.is_empty() {
            let mut start = 0;
            for part in text.split(|letter: char| !letter.is_alphanumeric() && letter != '-') {
                if part.contains(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
                    let key = part.trim_matches('-');
                    let from = start + part.len() - part.trim_start_matches('-').len();
                    if self.keys.contains(&key.to_lowercase()) {
                        take(from..from + key.len());
                    }
                }
                start += part.len();
                start += text[start..].chars().next().map_or(0, char::len_utf8);
            }
        }
        found
    }

    /// The number of words of the longest name with which these begin, and whose it is.
    fn longest(&self, text: &str, words: &[Word], kind: Text) -> Option<(usize, Option<usize>)> {
        let (first, after) = words.split_first()?;
        let is_capital = |word: &Word| text[word.bytes.clone()].starts_with(char::is_uppercase);
        let stands = |name: &Name| match &name.stands {
            _ if kind == Text::Key => true,
            Stands::Always => true,
            // `de Gaulle`
            Stands::Capitalised => words.iter().take(name.rest.len() + 1).any(is_capital),
            Stands::Exactly(name) => name.as_str() == &text[first.bytes.clone()],
            Stands::InKeys => false,
        };
        let begins = |name: &&Name| {
            let same = name.rest.iter().zip(after).all(|(name, word)| *name == word.folded);
            same && name.rest.len() <= after.len() && stands(name)
        };
        let whole = self.by_first.get(&first.folded).into_iter().flatten();
        let longest = whole
            .filter(begins)
            .max_by_key(|name| (name.rest.len(), name.of.is_some()));
        // `jeandupont75`
        let bare = first.folded.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let numbered = || {
            let names = (bare.len() < first.folded.len() && bare.chars().count() >= TOGETHER)
                .then(|| self.by_first.get(bare))
                .flatten();
            let mut alone = names.into_iter().flatten();
            alone.find(|name| name.rest.is_empty() && stands(name))
        };
        let name = longest.or_else(numbered)?;
        Some((name.rest.len() + 1, name.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, kind: Text) -> Vec<(&str, Option<usize>)> {
        let mut names = Names::default();
        names.add_person("Jean-Luc d’Étable", Some(1));
        names.add_as("d’Étable", Some(1), Stands::Capitalised);
        names.add("IA", Some(2));
        names.add("王小明", Some(3));
        names.add("Total", Some(4));
        names.add_key("em24-fonds");
        names.add_address("https://example.org/a");
        let found = names.find(text, kind);
        found.into_iter().map(|found| (&text[found.bytes], found.of)).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for text in [
            "JEAN-LUC D'ETABLE",
            "jean luc d etable",
            "Jean\u{ad}-Luc d\u{2019}E\u{301}table",
            "Jeanlucdetable",
            "@JeanLucdEtable75",
            "étable jean luc d’",
        ] {
            let found = named(text, Text::Prose);
            assert_eq!(found.iter().map(|(_, of)| *of).collect::<Vec<_>>(), [Some(1)], "{text}");
        }
        assert_eq!(named("selon 王小明的话", Text::Prose), [("王小明", Some(3))]);
        assert!(named("Jean Luc, d’été", Text::Prose).is_empty());
    }

    #[test]
    fn given_names_beside_a_family_name_are_covered_with_it() {
        let mut names = Names::default();
        names.add_person("Ann Ley", Some(1));
        names.add_as("Ley", Some(1), Stands::Capitalised);
        names.add_person("Paul L’Hermitte", Some(2));
        names.add_as("L’Hermitte", Some(2), Stands::Capitalised);
        names.add_person("Marie Müller", Some(3));
        let found = |text: &str, kind| {
            let found = names.find(text, kind).into_iter();
            found.map(|found| text[found.bytes].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("Ann M. Ley on roads", Text::Prose), ["Ann M. Ley"]);
        assert_eq!(found("ann-m-ley-on-roads", Text::Key), ["ann-m-ley"]);
        assert_eq!(found("says Ley, Ann M., again", Text::Prose), ["Ley, Ann"]);
        assert_eq!(found("Ann said that M. Ley", Text::Prose), ["Ley"]);
        assert_eq!(found("Paul LHermitte writes", Text::Prose), ["Paul LHermitte"]);
        assert_eq!(found("Marie Mueller letter", Text::Prose), ["Marie Mueller"]);
    }

    #[test]
    fn what_may_be_a_word_is_a_name_only_where_it_is_written_as_one() {
        assert_eq!(named("l’IA, ia", Text::Prose), [("IA", Some(2))]);
        assert_eq!(named("fonds-ia", Text::Key), [("ia", Some(2))]);
        assert_eq!(named("M. d’Étable", Text::Prose), [("d’Étable", Some(1))]);
        assert!(named("d’étable", Text::Prose).is_empty());
        assert_eq!(named("le total de TOTAL", Text::Prose), [("TOTAL", Some(4))]);
    }

    #[test]
    fn keys_and_addresses_stand_as_a_whole() {
        let named = |text| named(text, Text::Prose);
        assert_eq!(named("voir em24-fonds."), [("em24-fonds", None)]);
        assert!(named("em24-fonds-creation, fonds").is_empty());
        assert_eq!(named("(https://example.org/a)"), [("https://example.org/a", None)]);
        assert!(named("https://example.org/a/b https://example.org/").is_empty());
    }

    fn cut_names() -> Names {
        let mut names = Names::default();
        names.add_person("Zoé Tarnowska", Some(1));
        names.add("Hydrolande", Some(2));
        names.add("Ligue du Nord", Some(3));
        names.add_cut("Zoé Tarnowska", true);
        names.add_cut("Hydrolande", false);
        names.add_cut("Ligue du Nord", false);
        names.add_cut("Entretien avec Zoé Tarnowska, ingénieure", false);
        names.know(["hydro", "ligue"].map(str::to_owned).into());
        names
    }

    #[test]
    fn the_beginning_of_a_name_is_found_in_keys() {
        let names = cut_names();
        let found = |key: &str| {
            let found = names.find(key, Text::Key).into_iter();
            found
                .map(|found| (key[found.bytes].to_owned(), found.of))
                .collect::<Vec<_>>()
        };
        let one = |part: &str, of| vec![(part.to_owned(), Some(of))];
        assert_eq!(found("entretien-avec-zoe-ta-digue-etat"), one("zoe-ta", 1));
        assert_eq!(found("entretien-avec-z-digue"), one("z", 1));
        assert_eq!(found("gazette-zoe-tarnow-62e0b9"), one("zoe-tarnow", 1));
        assert_eq!(found("levee-de-fonds-d-hydrola-ville"), one("hydrola", 2));
        assert_eq!(found("levee-de-fonds-d-hydrolande-ville"), one("hydrolande", 2));
        for other in [
            "hydro-ville",
            "ligue-de-l-est",
            "ligue-du-sud",
            "entretien-digue",
            "hyd-1",
        ] {
            assert_eq!(found(other), [], "{other}");
        }
    }
}
