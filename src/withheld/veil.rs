//! What stands in the place of withheld names: in words, in keys, in IRIs.

use super::names::{Names, Text};
use super::word::decoded;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Withheld names, and what stands in their places.
#[derive(Debug, Default)]
pub struct Veil {
    /// The base IRI of the dossier.
    base: String,
    /// The names.
    pub names: Names,
    /// The parts of the dossier's IRIs that have others in their places.
    parts: HashMap<String, String>,
}

/// The parts of an IRI end with these.
const ENDS: [char; 3] = ['/', '#', '?'];

impl Veil {
    /// Covers names. `nameless` are the numbers of entities by IRI, `iris` all IRIs of the graph.
    pub fn new<'i>(
        base: &str,
        names: Names,
        nameless: &BTreeMap<String, usize>,
        iris: impl IntoIterator<Item = &'i str>,
    ) -> Self {
        let mut veil = Self {
            base: base.to_owned(),
            names,
            parts: HashMap::new(),
        };
        let mut parts = BTreeSet::new();
        for iri in iris {
            // The first part is the kind of thing: `claim/`.
            if let Some((_, rest)) = iri.strip_prefix(base).and_then(|path| path.split_once(ENDS)) {
                parts.extend(rest.split(ENDS).filter(|part| !part.is_empty()));
            }
        }
        let numbers: HashMap<&str, usize> = nameless
            .iter()
            .filter_map(|(iri, number)| Some((iri.strip_prefix(base)?.rsplit(ENDS).next()?, *number)))
            .collect();
        let mut taken: BTreeSet<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        for part in parts {
            let Some(new) = veil.in_place_of(part, numbers.get(part).copied()) else {
                continue;
            };
            let mut unique = new.clone();
            let mut count = 1;
            while !taken.insert(unique.clone()) {
                count += 1;
                unique = format!("{new}-{count}");
            }
            // Notes may name what has such a key.
            if !veil.names.are_in(part, Text::Prose) {
                veil.names.add_key(part);
            }
            veil.parts.insert(part.to_owned(), unique);
        }
        veil
    }

    /// What stands in the place of a part of an IRI; `None` if it may stay.
    fn in_place_of(&self, part: &str, number: Option<usize>) -> Option<String> {
        if number.is_some() {
            return Some(key(number));
        }
        let decoded = decoded(part);
        let found = self.names.find(&decoded, Text::Key);
        let first = found.first()?;
        let is_plain = decoded == part
            && part
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
        if !is_plain {
            return Some(key(first.of));
        }
        let mut new = String::new();
        let mut end = 0;
        for name in found {
            new += &part[end..name.bytes.start];
            new += &key(name.of);
            end = name.bytes.end;
        }
        Some(new + &part[end..])
    }

    /// An IRI without withheld names; `None` if it is not the dossier's own and has one.
    pub fn iri<'i>(&self, iri: &'i str) -> Option<Cow<'i, str>> {
        let own = iri.strip_prefix(&self.base).and_then(|path| path.find(ENDS));
        let Some(first) = own else {
            let has_name = !iri.starts_with(&self.base) && self.names.are_in(&decoded(iri), Text::Key);
            return (!has_name).then_some(Cow::Borrowed(iri));
        };
        let (start, rest) = iri.split_at(self.base.len() + first + 1);
        if !rest.split(ENDS).any(|part| self.parts.contains_key(part)) {
            return Some(Cow::Borrowed(iri));
        }
        let mut new = start.to_owned();
        for part in rest.split_inclusive(ENDS) {
            let name = part.trim_end_matches(ENDS);
            new += self.parts.get(name).map_or(name, String::as_str);
            new += &part[name.len()..];
        }
        Some(Cow::Owned(new))
    }

    /// Words without withheld names.
    pub fn words<'t>(&self, text: &'t str, language: &str) -> Cow<'t, str> {
        let found = self.names.find(text, Text::Prose);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut new = String::with_capacity(text.len());
        let (mut end, mut last) = (0, None);
        for name in found {
            let between = &text[end..name.bytes.start];
            // Two parts of one name, also with a nickname between them, are one name.
            if last != Some(name.of) || !is_within_name(between) {
                new += between;
                new += &stand_in(name.of, language);
            }
            (end, last) = (name.bytes.end, Some(name.of));
        }
        Cow::Owned(new + &text[end..])
    }

    /// The key that stands in the place of another one.
    pub fn key<'t>(&self, key: &'t str) -> Cow<'t, str> {
        match self.parts.get(key) {
            Some(new) => Cow::Owned(new.clone()),
            None => self.in_place_of(key, None).map_or(Cow::Borrowed(key), Cow::Owned),
        }
    }
}

/// Whether a text may stand between two parts of a name: a comma, a hyphen, or a nickname in quotation marks or brackets.
fn is_within_name(text: &str) -> bool {
    const MARKS: [char; 14] = ['"', '\'', '“', '”', '„', '«', '»', '‘', '’', '(', ')', ',', '-', '.'];
    let is_mark = |letter: char| letter.is_whitespace() || MARKS.contains(&letter);
    let inner = text.trim_matches(is_mark);
    let is_marked = text.trim().starts_with(MARKS) && text.trim().ends_with(MARKS);
    inner.is_empty() && !text.contains(['.', '('])
        || is_marked && inner.chars().count() < 20 && inner.chars().all(char::is_alphabetic)
}

/// What is called so in place of a name.
pub fn stand_in(number: Option<usize>, language: &str) -> String {
    let is_french = language == "fr" || language.starts_with("fr-");
    match (number, is_french) {
        (Some(number), true) => format!("[nom non publié {number}]"),
        (Some(number), false) => format!("[name withheld {number}]"),
        (None, true) => "[non publié]".to_owned(),
        (None, false) => "[withheld]".to_owned(),
    }
}

/// A key in place of a name.
fn key(number: Option<usize>) -> String {
    number.map_or_else(|| "withheld".to_owned(), |number| format!("withheld-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil() -> Veil {
        let mut names = Names::default();
        names.add_person("Zoé Tarn", Some(1));
        names.add("Tarn", Some(1));
        names.add_key("secret-2024");
        let base = "https://example.org/d/";
        let nameless = BTreeMap::from([(format!("{base}id/zt"), 1)]);
        let iris = [
            "id/zt",
            "claim/a-zoe-tarn",
            "claim/a-tarn-zoe",
            "claim/withheld-1",
            "claim/a/role/b/zt",
            "document/%C5%92",
        ];
        let iris = iris.map(|path| format!("{base}{path}"));
        Veil::new(base, names, &nameless, iris.iter().map(String::as_str))
    }

    #[test]
    fn a_name_in_parts_is_covered_once() {
        let veil = veil();
        for text in ["Tarn, Zoé said", "Zoé “Zizi” Tarn said", "Zoé (Zizi) Tarn said"] {
            assert_eq!(veil.words(text, "en"), "[name withheld 1] said", "{text}");
        }
    }

    #[test]
    fn parts_of_iris_that_name_somebody_have_others_in_their_places_each_its_own() {
        let veil = veil();
        let of = |path: &str| veil.iri(&format!("https://example.org/d/{path}")).map(Cow::into_owned);
        let base = "https://example.org/d/";
        assert_eq!(of("id/zt"), Some(format!("{base}id/withheld-1-2")));
        assert_eq!(
            of("claim/a/role/b/zt"),
            Some(format!("{base}claim/a/role/b/withheld-1-2"))
        );
        let (one, other) = (of("claim/a-zoe-tarn").unwrap(), of("claim/a-tarn-zoe").unwrap());
        assert!(
            one != other && !one.contains("tarn") && !other.contains("tarn"),
            "{one} {other}"
        );
        assert_eq!(of("claim/withheld-1"), Some(format!("{base}claim/withheld-1")));
        assert_eq!(veil.iri("https://example.com/zo%C3%A9-tarn"), None);
        assert!(veil.iri("https://example.com/other").is_some());
    }

    #[test]
    fn words_say_that_a_name_is_withheld() {
        let veil = veil();
        assert_eq!(veil.words("Selon Zoé Tarn, …", "fr"), "Selon [nom non publié 1], …");
        assert_eq!(veil.words("see secret-2024", "en"), "see [withheld]");
        assert_eq!(veil.key("zoe-tarn"), "withheld-1");
    }
}
