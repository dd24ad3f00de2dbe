//! The triples of the tables without what is withheld.
//!
//! Before any rule runs: what is derived, summed, drawn and searched comes from what is left.

use super::decision::{Decision, PART_OF, Span};
use super::names::Text;
use super::naming::{ITEM, LABEL, URL, key};
use super::veil::{Veil, stand_in};
use super::word::decoded;
use crate::vocabulary as v;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;

/// `dcterms:identifier`.
const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";

/// What is published of the tables.
#[derive(Debug, Default)]
pub struct Published {
    /// The triples.
    pub triples: Vec<Triple>,
    /// What stands in the places of names.
    pub veil: Veil,
    /// The claims whose words are withheld, by their published IRIs.
    pub wordless: BTreeSet<String>,
    /// The IRIs of claims in the tables, where others are published.
    pub originals: HashMap<String, String>,
}

/// Takes what is withheld out of the triples of the tables. The names move from the decision into the veil.
pub fn publish(base: &str, decision: &mut Decision, triples: Vec<Triple>) -> Published {
    let mut kept = Kept::new(base, decision, &triples);
    while kept.leave_out(&triples) {}
    let gone = std::mem::take(&mut kept.gone);
    let things: HashSet<String> = kept.things.iter().map(|iri| (*iri).to_owned()).collect();
    let claims: BTreeSet<String> = kept.claims.iter().map(|iri| (*iri).to_owned()).collect();
    let lost = things.iter().filter(|iri| gone.contains(*iri));
    decision.keys.extend(lost.map(|iri| key(iri).to_owned()));
    let left: Vec<Triple> = {
        let is_left = |triple: &&Triple| {
            let has_gone_object =
                matches!(&triple.object, Term::NamedNode(node) if is_below(base, &gone, node.as_str()));
            !has_gone_object && !is_below(base, &gone, subject(triple)) && says(&decision.nameless, triple)
        };
        triples.iter().filter(is_left).cloned().collect()
    };
    let iris = left.iter().flat_map(|triple| {
        let object = match &triple.object {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        };
        [Some(subject(triple)), object].into_iter().flatten()
    });
    let veil = Veil::new(base, std::mem::take(&mut decision.names), &decision.nameless, iris);
    let covering = Covering {
        base,
        documents: documents(&left),
        decision,
        things,
        veil: &veil,
    };
    let mut wordless = BTreeSet::new();
    let mut published: Vec<Triple> = left
        .into_iter()
        .filter_map(|triple| covering.triple(triple, &mut wordless))
        .collect();
    published.extend(covering.labels(&gone));
    let originals = claims.into_iter().filter_map(|claim| {
        let new = veil.iri(&claim)?.into_owned();
        (new != claim).then_some((new, claim))
    });
    Published {
        originals: originals.collect(),
        triples: published,
        wordless,
        veil,
    }
}

/// Whether a triple may be said: of an entity without a name its class and its wholes, of the others everything but whether they
/// are published.
fn says(nameless: &BTreeMap<String, usize>, triple: &Triple) -> bool {
    let predicate = triple.predicate.as_str();
    match nameless.contains_key(subject(triple)) {
        true => predicate == v::RDF_TYPE || predicate == PART_OF,
        false => predicate != v::PUBLISH,
    }
}

/// What is left out of the triples, so far.
struct Kept<'a> {
    base: &'a str,
    /// Claims, documents and entities: they lose a triple that leads to what is withheld, other rows are lost with it.
    things: HashSet<&'a str>,
    claims: HashSet<&'a str>,
    documents: HashSet<&'a str>,
    /// What something else mentions.
    mentioned: HashSet<&'a str>,
    gone: HashSet<String>,
}

impl<'a> Kept<'a> {
    fn new(base: &'a str, decision: &'a Decision, triples: &'a [Triple]) -> Self {
        let of_class = |class: &str| -> HashSet<&'a str> {
            let typed = triples.iter().filter(|triple| triple.predicate == rdf::TYPE);
            let typed =
                typed.filter(|triple| matches!(&triple.object, Term::NamedNode(node) if node.as_str() == class));
            typed.map(subject).collect()
        };
        let (claims, documents) = (of_class(v::CLAIM), of_class(v::DOCUMENT));
        let mut things = of_class(v::ENTITY);
        things.extend(claims.iter().chain(&documents));
        let mut gone: HashSet<String> = decision.gone.iter().cloned().collect();
        let nameless: HashSet<String> = decision.nameless.keys().cloned().collect();
        for triple in triples {
            let subject = subject(triple);
            if !nameless.contains(subject) && is_below(base, &nameless, subject) {
                gone.insert(subject.to_owned());
            }
        }
        let mut kept = Self {
            base,
            things,
            claims,
            documents,
            mentioned: decision.mentioned.iter().map(String::as_str).collect(),
            gone,
        };
        let mentioned = kept.mentions(triples, &HashSet::new());
        kept.mentioned.extend(mentioned);
        kept
    }

    /// What other rows than those of `gone` mention.
    fn mentions(&self, triples: &'a [Triple], gone: &HashSet<String>) -> HashSet<&'a str> {
        let mut mentioned = HashSet::new();
        for triple in triples.iter().filter(|triple| triple.predicate != rdf::TYPE) {
            if let Term::NamedNode(object) = &triple.object {
                let (subject, object) = (subject(triple), object.as_str());
                // A row below a thing says something of it.
                let is_own = subject
                    .strip_prefix(object)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                if !is_own && !is_below(self.base, gone, subject) {
                    mentioned.insert(object);
                }
            }
        }
        mentioned
    }

    /// Leaves out rows that lead to what is left out, and what only such rows mention. Whether there were any.
    fn leave_out(&mut self, triples: &'a [Triple]) -> bool {
        let before = self.gone.len();
        for triple in triples {
            if let Term::NamedNode(object) = &triple.object
                && !self.things.contains(subject(triple))
                && is_below(self.base, &self.gone, object.as_str())
            {
                self.gone.insert(subject(triple).to_owned());
            }
        }
        let still = self.mentions(triples, &self.gone);
        let mut lost: Vec<&str> = triples.iter().map(subject).collect();
        lost.retain(|subject| {
            self.mentioned.contains(subject)
                && !still.contains(subject)
                && !self.claims.contains(subject)
                && !self.documents.contains(subject)
        });
        lost.extend(self.items(triples));
        self.gone.extend(lost.into_iter().map(str::to_owned));
        self.gone.len() > before
    }

    /// The rows of Wikidata's items about which no decision is left.
    fn items(&self, triples: &'a [Triple]) -> Vec<&'a str> {
        let of_item = triples.iter().filter(|triple| triple.predicate.as_str() == ITEM);
        let (mut decided, mut left, mut rows) = (HashSet::new(), HashSet::new(), Vec::new());
        for triple in of_item {
            let Term::NamedNode(item) = &triple.object else {
                continue;
            };
            let subject = subject(triple);
            let is_decision = owner(self.base, &self.things, subject).is_some();
            if !is_decision {
                rows.push((subject, item.as_str()));
                continue;
            }
            decided.insert(item.as_str());
            if !is_below(self.base, &self.gone, subject) {
                left.insert(item.as_str());
            }
        }
        let lost = rows
            .into_iter()
            .filter(|(_, item)| decided.contains(item) && !left.contains(item));
        lost.map(|(row, _)| row).collect()
    }
}

/// What covers names in triples.
struct Covering<'a> {
    base: &'a str,
    decision: &'a Decision,
    veil: &'a Veil,
    things: HashSet<String>,
    /// The document of each claim.
    documents: HashMap<String, String>,
}

impl Covering<'_> {
    /// A triple without withheld names; `None` if nothing of it can be said.
    fn triple(&self, triple: Triple, wordless: &mut BTreeSet<String>) -> Option<Triple> {
        let owner = owner(self.base, &self.things, subject(&triple))
            .unwrap_or_else(|| subject(&triple))
            .to_owned();
        let predicate = triple.predicate.as_str();
        let object = match &triple.object {
            Term::NamedNode(node) if predicate != v::RDF_TYPE => match self.veil.iri(node.as_str()) {
                Some(iri) => Term::from(NamedNode::new_unchecked(iri)),
                None => return None,
            },
            Term::Literal(literal) => match self.literal(predicate, literal, &owner) {
                Some(literal) => Term::from(literal),
                None => {
                    if [v::AS_WRITTEN, v::QUOTE].contains(&predicate) {
                        wordless.extend(self.veil.iri(&owner).map(Cow::into_owned));
                    }
                    return None;
                }
            },
            other => other.clone(),
        };
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => {
                NamedOrBlankNode::from(NamedNode::new_unchecked(self.veil.iri(node.as_str())?))
            }
            blank @ NamedOrBlankNode::BlankNode(_) => blank.clone(),
        };
        Some(Triple {
            subject,
            predicate: triple.predicate,
            object,
        })
    }

    fn literal(&self, predicate: &str, literal: &Literal, owner: &str) -> Option<Literal> {
        let text = literal.value();
        let names = &self.veil.names;
        match predicate {
            v::AS_WRITTEN | v::QUOTE if names.are_in(text, Text::Prose) || self.decision.own.are_in(owner, text) => {
                None
            }
            v::QUOTE if self.holds_a_withheld_figure(owner, text) => None,
            URL | v::ARCHIVE | v::FILE_NAME if names.are_in(&decoded(text), Text::Key) => None,
            IDENTIFIER => Some(Literal::from(self.veil.key(text).into_owned())),
            _ if literal.datatype() == xsd::ANY_URI && names.are_in(&decoded(text), Text::Key) => None,
            _ => Some(covered(self.veil, &self.bare(literal, owner))),
        }
    }

    /// A literal without the given names of the persons whom its claim or document mentions, and without how to reach them.
    fn bare(&self, literal: &Literal, owner: &str) -> Literal {
        let language = literal.language().unwrap_or("en");
        match self.decision.own.words(owner, literal.value(), language) {
            Cow::Owned(text) => in_place_of(literal, text),
            Cow::Borrowed(_) => literal.clone(),
        }
    }

    /// Whether quoted words are those of a withheld claim of the same document, too.
    fn holds_a_withheld_figure(&self, claim: &str, words: &str) -> bool {
        let document = self.documents.get(claim);
        let spans = document.and_then(|document| self.decision.spans.get(document));
        spans.into_iter().flatten().any(|span| has_words(span, words))
    }

    /// The labels and keys of entities without names.
    fn labels(&self, gone: &HashSet<String>) -> Vec<Triple> {
        let mut triples = Vec::new();
        let left = self.decision.nameless.iter().filter(|(iri, _)| !gone.contains(*iri));
        for (iri, number) in left {
            let Some(new) = self.veil.iri(iri) else { continue };
            let entity = NamedNode::new_unchecked(new);
            let mut say = |property: &str, value: Literal| {
                triples.push(Triple::new(entity.clone(), NamedNode::new_unchecked(property), value));
            };
            for language in ["en", "fr"] {
                let label = stand_in(Some(*number), language);
                say(LABEL, Literal::new_language_tagged_literal_unchecked(label, language));
            }
            let key = entity.as_str().rsplit('/').next().unwrap_or_default();
            say(IDENTIFIER, Literal::from(key));
        }
        triples
    }
}

/// A literal without withheld names, of whatever datatype.
pub fn covered(veil: &Veil, literal: &Literal) -> Literal {
    let language = literal.language().unwrap_or("en");
    match veil.words(literal.value(), language) {
        Cow::Borrowed(_) => literal.clone(),
        Cow::Owned(text) => in_place_of(literal, text),
    }
}

/// Another text in the place of a literal's, in its language if it has one.
fn in_place_of(literal: &Literal, text: String) -> Literal {
    match literal.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(text, language),
        None => Literal::from(text),
    }
}

/// Whether words have the figure of a withheld claim in them.
pub fn has_words(span: &Span, words: &str) -> bool {
    let folded = text::fold::fold_words(words);
    let written = text::fold::fold_words(&span.written);
    !written.is_empty() && folded.contains(&written)
}

/// The subject of a triple as text.
fn subject(triple: &Triple) -> &str {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// The IRI itself, and those of the dossier above it.
fn above<'i>(base: &str, iri: &'i str) -> impl Iterator<Item = &'i str> {
    let start = if iri.starts_with(base) { base.len() } else { iri.len() };
    let parents = iri.get(start..).unwrap_or_default().match_indices('/');
    let parents = parents.map(move |(at, _)| &iri[..start + at]);
    std::iter::once(iri).chain(parents)
}

fn is_below(base: &str, things: &HashSet<String>, iri: &str) -> bool {
    above(base, iri).any(|iri| things.contains(iri))
}

/// The claim, document or entity that a row says something of.
fn owner<'i, S: Borrow<str> + Eq + Hash>(base: &str, things: &HashSet<S>, iri: &'i str) -> Option<&'i str> {
    above(base, iri).find(|iri| things.contains(*iri))
}

fn documents(triples: &[Triple]) -> HashMap<String, String> {
    let of_document = triples
        .iter()
        .filter(|triple| triple.predicate.as_str() == v::IN_DOCUMENT);
    let pairs = of_document.filter_map(|triple| match &triple.object {
        Term::NamedNode(document) => Some((subject(triple).to_owned(), document.as_str().to_owned())),
        _ => None,
    });
    pairs.collect()
}
