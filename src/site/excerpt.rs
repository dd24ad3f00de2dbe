//! The words of each claim's passage that a site quotes: around the figure, within limits for each passage and document.
//!
//! Takes the texts that are at hand. Sums of money come first, then other figures, then the rest: where a document's limit is
//! reached, the words of the others are left out.

use super::claimed::Claim;
use super::read::Reader;
use crate::evidence::{self, Missing, Source, Text, Texts};
use crate::graph::Graph;
use crate::query::AskError;
use crate::vocabulary as v;
use crate::withheld::Withheld;
use oxigraph::model::{Literal, NamedOrBlankNode, Term, Triple};
use std::collections::BTreeMap;

/// `oa:exact`, the words of a selector.
const EXACT: &str = "http://www.w3.org/ns/oa#exact";

/// How many words are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of a passage.
    pub of_a_passage: usize,
    /// Of a document, all its passages together.
    pub of_a_document: usize,
}

/// What is quoted of a claim's passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt {
    /// Words around the figure.
    Words(Quoted),
    /// No more words of the document may be quoted.
    Limit,
    /// The text is not at hand, or cannot be read.
    NotAtHand,
    /// The text at hand is another version.
    OtherVersion,
    /// They name what is withheld.
    Withheld,
}

/// Words of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quoted {
    /// The words before the figure; all of them where the figure is not found there.
    pub before: String,
    /// The figure as it is written.
    pub figure: String,
    /// The words after it.
    pub after: String,
    /// Whether words of the passage before these are left out.
    pub begins_later: bool,
    /// Whether words of the passage after these are left out.
    pub ends_earlier: bool,
}

/// The excerpts of a dossier's claims, by the claim's IRI; those without passage have none.
#[derive(Debug, Clone, Default)]
pub struct Excerpts {
    words: BTreeMap<String, Excerpt>,
    /// The paragraph and the sentence in which a passage begins, where the text is at hand.
    places: BTreeMap<String, (usize, usize)>,
}

impl Excerpts {
    /// What is quoted of a claim; `None` without passage.
    pub fn get(&self, claim: &str) -> Option<&Excerpt> {
        self.words.get(claim)
    }

    /// The number of the paragraph in which the passage of a claim begins, and that of the sentence within it.
    pub fn place(&self, claim: &str) -> Option<(usize, usize)> {
        self.places.get(claim).copied()
    }
}

/// Computes the excerpts of these claims.
///
/// # Errors
/// When a query over the graph fails.
pub fn excerpts(
    graph: &Graph,
    reader: &Reader<'_>,
    texts: Option<&Texts>,
    claims: &[String],
    limits: Limits,
    withheld: &Withheld,
) -> Result<Excerpts, AskError> {
    let sources: BTreeMap<String, Source> = evidence::sources(graph)?
        .into_iter()
        .map(|source| (source.document.clone(), source))
        .collect();
    let mut by_document: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    for claim in claims.iter().filter_map(|claim| Claim::read(reader, claim)) {
        let has_words = claim.thing.has(v::START) || claim.thing.has(v::QUOTE);
        if let (Some(document), true) = (claim.document(), has_words) {
            by_document.entry(document.to_owned()).or_default().push(claim);
        }
    }
    let mut found = Excerpts::default();
    for (document, claims) in by_document {
        let text = match sources.get(&document) {
            Some(source) => Text::open(texts, &source.file, &source.sha256),
            None => Err(Missing::NotAtHand),
        };
        match text {
            Ok(text) => {
                let silences = |claim: &str, passage, words: &str| withheld.silences(&document, claim, passage, words);
                found.places.extend(places(&text, &claims));
                of_document(Some(&text), claims, limits, &silences, &mut found.words);
            }
            Err(why) => {
                let why = match why {
                    Missing::Differs(_) => Excerpt::OtherVersion,
                    Missing::NotAtHand | Missing::Unreadable(_) | Missing::NotUtf8 => Excerpt::NotAtHand,
                };
                let (copied, placed): (Vec<Claim<'_>>, Vec<Claim<'_>>) =
                    claims.into_iter().partition(|claim| claim.thing.has(v::QUOTE));
                found
                    .words
                    .extend(placed.into_iter().map(|claim| (claim.iri().to_owned(), why.clone())));
                of_document(None, copied, limits, &|_, _, _| false, &mut found.words);
            }
        }
    }
    let wordless = claims.iter().filter(|claim| withheld.is_wordless(claim));
    found
        .words
        .extend(wordless.map(|claim| (claim.clone(), Excerpt::Withheld)));
    Ok(found)
}

/// The paragraphs and sentences in which the passages of claims begin.
fn places(text: &Text, claims: &[Claim<'_>]) -> Vec<(String, (usize, usize))> {
    let paragraphs = text.paragraphs();
    let place = |claim: &Claim<'_>| Some((claim.iri().to_owned(), text.place(&paragraphs, claim.start()?)?));
    claims.iter().filter_map(place).collect()
}

/// Whether words are not quoted: by the claim, start and end of its passage.
type Silences<'a> = dyn Fn(&str, (usize, usize), &str) -> bool + 'a;

/// The excerpts of a document's claims, the most important first, until its limit is reached: of its text, or of what a table copies from it.
fn of_document(
    text: Option<&Text>,
    mut claims: Vec<Claim<'_>>,
    limits: Limits,
    silences: &Silences<'_>,
    found: &mut BTreeMap<String, Excerpt>,
) {
    let rank = |claim: &Claim<'_>| match (claim.is_money(), claim.measure.is_some()) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    claims.sort_by_key(|claim| (rank(claim), claim.start(), claim.end(), claim.iri()));
    let mut left = limits.of_a_document;
    let mut quoted: BTreeMap<(usize, usize, String), Quoted> = BTreeMap::new();
    for claim in claims {
        let written = claim.thing.text(v::AS_WRITTEN).unwrap_or_default();
        let (start, end) = (claim.start(), claim.end());
        let words = match (text, start, end) {
            (Some(text), Some(start), Some(end)) => text.slice(
                start,
                end.min(start.saturating_add(evidence::MOST_CHARACTERS_OF_A_PASSAGE)),
            ),
            _ => claim.thing.text(v::QUOTE),
        };
        let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
        let excerpt = match words {
            None => Excerpt::OtherVersion,
            Some(words) => {
                let copied = if end == 0 { words } else { "" };
                let key = (start, end, format!("{copied}\u{0}{written}"));
                let known = quoted.get(&key).cloned();
                let excerpt = known
                    .clone()
                    .unwrap_or_else(|| around(words, written, limits.of_a_passage));
                let count = if known.is_some() { 0 } else { excerpt.count() };
                if silences(claim.iri(), (start, end), &excerpt.words()) {
                    Excerpt::Withheld
                } else if count <= left {
                    left -= count;
                    quoted.insert(key, excerpt.clone());
                    Excerpt::Words(excerpt)
                } else {
                    Excerpt::Limit
                }
            }
        };
        found.insert(claim.iri().to_owned(), excerpt);
    }
}

/// A triple as it is published: of a quotation, the words that are quoted of its claim; none where none may be.
pub fn published(excerpts: &Excerpts, triple: Triple) -> Option<Triple> {
    let is_quotation = [v::QUOTE, EXACT].contains(&triple.predicate.as_str());
    let (Term::Literal(literal), true) = (&triple.object, is_quotation) else {
        return Some(triple);
    };
    let NamedOrBlankNode::NamedNode(claim) = &triple.subject else {
        return None;
    };
    // The selector of the words is named below its claim (01-selectors).
    let claim = match triple.predicate.as_str() {
        EXACT => claim.as_str().strip_suffix("/quote")?,
        _ => claim.as_str(),
    };
    let words = printed(excerpts, claim)?;
    let object = match literal.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(words, language),
        None => Literal::new_simple_literal(words),
    };
    Some(Triple {
        object: object.into(),
        ..triple
    })
}

/// The words that are quoted of a claim, with "…" where others are left out; none where none may be.
pub fn printed(excerpts: &Excerpts, claim: &str) -> Option<String> {
    let Some(Excerpt::Words(quoted)) = excerpts.get(claim) else {
        return None;
    };
    let dots = |left_out: bool| if left_out { "…" } else { "" };
    let parts = [
        dots(quoted.begins_later),
        &quoted.before,
        &quoted.figure,
        &quoted.after,
        dots(quoted.ends_earlier),
    ];
    Some(
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

impl Quoted {
    /// All of them.
    fn words(&self) -> String {
        [self.before.as_str(), &self.figure, &self.after].join(" ")
    }

    /// How many words it has.
    pub fn count(&self) -> usize {
        let parts = [&self.before, &self.figure, &self.after];
        parts.iter().map(|part| part.split_whitespace().count()).sum()
    }
}

/// At most `most` words of a passage, around the figure if it is there.
pub fn around(passage: &str, figure: &str, most: usize) -> Quoted {
    let at = (!figure.is_empty()).then(|| passage.find(figure)).flatten();
    let (before, figure, after) = match at {
        Some(at) => (&passage[..at], figure, &passage[at + figure.len()..]),
        None => ("", "", passage),
    };
    let before: Vec<&str> = before.split_whitespace().collect();
    let after: Vec<&str> = after.split_whitespace().collect();
    let room = most.saturating_sub(figure.split_whitespace().count());
    // Half of the room is for the words before; what one side does not need goes to the other.
    let first = before.len().min((room / 2).max(room.saturating_sub(after.len())));
    let last = after.len().min(room - first);
    Quoted {
        before: before[before.len() - first..].join(" "),
        figure: figure.split_whitespace().collect::<Vec<_>>().join(" "),
        after: after[..last].join(" "),
        begins_later: first < before.len(),
        ends_earlier: last < after.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_on_both_sides_of_the_figure() {
        let passage = "one two three four  cinq cents\nmillions six seven eight nine";
        let quoted = around(passage, "cinq cents\nmillions", 7);
        assert_eq!(quoted.before, "three four");
        assert_eq!(quoted.figure, "cinq cents millions");
        assert_eq!(quoted.after, "six seven");
        assert!(quoted.begins_later && quoted.ends_earlier);
        assert_eq!(quoted.count(), 7);
        let whole = around(passage, "cinq cents\nmillions", 25);
        assert_eq!(whole.before, "one two three four");
        assert!(!whole.begins_later && !whole.ends_earlier);
        let end = around(passage, "nine", 4);
        assert_eq!((end.before.as_str(), end.after.as_str()), ("six seven eight", ""));
        assert_eq!(around(passage, "absent", 2).after, "one two");
        assert_eq!(around("a", "a", 0).count(), 1);
    }
}
