//! The addresses of pages: which path each thing has, and how one page leads to another.

use super::words::Language;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The most characters of a key in a path.
const MOST: usize = 100;

/// What a page or file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place<'a> {
    /// A page of the site, by its name without extension: `index`, `sums`.
    Page(&'a str),
    /// A claim, by its IRI.
    Claim(&'a str),
    /// One promise over time, by the IRI of its first claim.
    Promise(&'a str),
    /// An entity, by its IRI.
    Entity(&'a str),
    /// A document, by its IRI.
    Document(&'a str),
    /// A question, by its name.
    Question(&'a str),
    /// A view, by its name.
    View(&'a str),
    /// A file that all languages share, by its path: `data/graph.ttl`.
    File(&'a str),
}

/// Addresses as they are written in the pages of one language.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// The language at the root of the site.
    pub first: Language,
    /// The language of the page.
    pub language: Language,
    /// How many folders above the page the root of the site is.
    depth: usize,
}

impl Addresses {
    /// Addresses in pages of a language, in a site whose root has the language `first`. `place` is that of the page.
    pub fn new(first: Language, language: Language, place: Place<'_>) -> Self {
        let folders = match place {
            Place::File(file) => file.matches('/').count(),
            Place::Page(_) => 0,
            _ => 1,
        };
        let is_other = language != first && !matches!(place, Place::File(_));
        Self {
            first,
            language,
            depth: folders + usize::from(is_other),
        }
    }

    /// How many folders above the page the root of the site is.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The relative address of a place, in the language of the page.
    pub fn to(&self, place: Place<'_>) -> String {
        self.in_language(self.language, place)
    }

    /// The relative address of a place, in a language.
    pub fn in_language(&self, language: Language, place: Place<'_>) -> String {
        let mut address = String::with_capacity(64);
        (0..self.depth).for_each(|_| address.push_str("../"));
        add_path(&mut address, self.first, language, place);
        address
    }
}

/// The path of a place in the site, in a language.
pub fn path(first: Language, language: Language, place: Place<'_>) -> String {
    let mut path = String::new();
    add_path(&mut path, first, language, place);
    path
}

/// Adds the path of a place to a text.
fn add_path(text: &mut String, first: Language, language: Language, place: Place<'_>) {
    let (folder, name) = match place {
        Place::File(file) => return text.push_str(file),
        Place::Page(name) => ("", Cow::Borrowed(name)),
        Place::Claim(iri) => ("claim/", stem(iri)),
        Place::Promise(iri) => ("promise/", stem(iri)),
        Place::Entity(iri) => ("entity/", stem(iri)),
        Place::Document(iri) => ("document/", stem(iri)),
        Place::Question(name) => ("question/", stem(name)),
        Place::View(name) => ("picture/", stem(name)),
    };
    let (tag, slash) = match language == first {
        true => ("", ""),
        false => (language.tag(), "/"),
    };
    [tag, slash, folder, &name, ".html"]
        .iter()
        .for_each(|part| text.push_str(part));
}

/// The name of a thing in a path: its key, if any file system takes it and tells it from others, or else a part of the hash of
/// its IRI after the characters that it has in common with a key.
pub fn stem(iri: &str) -> Cow<'_, str> {
    let key = iri.rsplit(['/', '#']).next().unwrap_or(iri);
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    if !is_reserved(key) && !key.is_empty() && key.len() <= MOST && key.bytes().all(is_plain) && !key.starts_with('-') {
        return Cow::Borrowed(key);
    }
    let plain: String = key.bytes().filter(|c| is_plain(*c)).take(40).map(char::from).collect();
    let digest = Sha256::digest(iri.as_bytes());
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Cow::Owned(format!("{}.{hash}", plain.trim_matches('-')))
}

/// Whether Windows takes no file of this name, whatever its extension.
fn is_reserved(key: &str) -> bool {
    let numbered = |start: &str| {
        key.strip_prefix(start)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&key) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_no_file_may_have_becomes_another_name() {
        let base = "https://example.org/id/";
        assert_eq!(stem(&format!("{base}mistral-ai")), "mistral-ai");
        for key in [
            "Mistral-AI",
            "..",
            "%2e%2e",
            "",
            "con",
            "lpt1",
            "con.",
            &"a".repeat(200),
            "a b",
            "-x",
        ] {
            let iri = format!("{base}{key}");
            let stem = stem(&iri);
            assert!(
                stem.len() < 70 && stem.contains('.') && !stem.contains(['/', '\\', ' ', '%']),
                "{stem}"
            );
        }
        assert_ne!(stem(&format!("{base}A")).to_lowercase(), stem(&format!("{base}a")));
        assert_ne!(stem(&format!("{base}É")), stem(&format!("{base}é")));
    }

    #[test]
    fn a_page_leads_to_others_by_relative_addresses() {
        let (french, english) = (Language::French, Language::English);
        let here = Addresses::new(french, english, Place::Claim("https://example.org/claim/a"));
        assert_eq!(here.to(Place::Page("index")), "../../en/index.html");
        assert_eq!(
            here.in_language(french, Place::Claim("https://example.org/claim/a")),
            "../../claim/a.html"
        );
        assert_eq!(here.to(Place::File("assets/site.css")), "../../assets/site.css");
    }
}
