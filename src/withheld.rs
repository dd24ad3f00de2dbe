//! What a report keeps back: claims, documents and names that are not published, and internal columns.
//!
//! Takes the graph of a dossier; returns a [`Withheld`], with which the dossier is loaded again for publication: the triples of the
//! tables lose what is withheld before any rule runs, and cells of rows lose it when they are shown. Words that are quoted from texts
//! are compared with the names and the passages that are withheld.

mod columns;
mod contacts;
mod cut;
mod decision;
mod left;
mod names;
mod naming;
mod own;
mod triples;
mod veil;
mod word;

pub use decision::Counts;
pub use left::{Left, Leftovers};

use crate::dossier::{Dossier, Manifest};
use crate::graph::Graph;
use crate::query::{AskError, Query};
use crate::vocabulary as v;
use columns::Columns;
use csvw::metadata::TableGroup;
use decision::{Decision, Span};
use diagnostic::{Cell, Diagnostic, Place};
use names::Text;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use veil::Veil;

/// What a report keeps back.
#[derive(Debug, Default)]
pub struct Withheld {
    base: String,
    language: String,
    columns: Columns,
    decision: Decision,
    veil: Veil,
    /// The published IRIs of claims whose words are withheld.
    wordless: BTreeSet<String>,
    /// The IRIs of claims in the tables, where others are published.
    originals: HashMap<String, String>,
    /// The published IRIs of entities without names.
    nameless: BTreeSet<String>,
    /// The passages of withheld claims, by the published IRI of the document.
    spans: HashMap<String, Vec<Span>>,
    /// What still stands of withheld names.
    left: Leftovers,
}

/// What is withheld cannot be decided.
#[derive(Debug, thiserror::Error)]
pub enum WithholdError {
    /// A query over the graph failed.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The manifest names an internal column that is none.
    #[error("{}", .0.message)]
    Columns(Box<Diagnostic>),
    /// The manifest itself has a withheld name.
    #[error("`{setting}` in sourcier.toml has a name in it that is not published (`{name}`), and stands on each page")]
    Named {
        /// The setting.
        setting: &'static str,
        /// The name as it stands there.
        name: String,
    },
}

/// Finds what is wrong with the internal columns of a manifest.
///
/// # Errors
/// A diagnostic, at the first name that no column has, or whose column names the rows.
pub fn check_columns(manifest: &Manifest, tables: &TableGroup) -> Result<(), Box<Diagnostic>> {
    Columns::of(manifest, tables).map(|_| ())
}

impl Withheld {
    /// Decides what a report of a dossier keeps back. `graph` is the whole graph, `tables` the metadata.
    ///
    /// # Errors
    /// When a query fails, or a setting of the manifest does not fit.
    pub fn of(dossier: &Dossier, graph: &Graph, tables: &TableGroup) -> Result<Self, WithholdError> {
        let manifest = &dossier.manifest;
        let columns = Columns::of(manifest, tables).map_err(WithholdError::Columns)?;
        let decision = decision::decide(dossier, graph, columns.count() > 0)?;
        let published = &manifest.publish;
        let settings = [
            ("title", Some(&manifest.title)),
            ("description", manifest.description.as_ref()),
            ("base", Some(&manifest.base)),
            ("contact", published.contact.as_ref()),
            ("creator", manifest.creator.as_ref()),
        ];
        let translated = manifest
            .translated
            .values()
            .flat_map(|own| [("title", own.title.as_ref()), ("description", own.description.as_ref())]);
        let authors = published.authors.iter().map(|author| ("authors", Some(author)));
        for (setting, text) in settings.into_iter().chain(translated).chain(authors) {
            let kind = if setting == "base" || setting == "contact" {
                Text::Key
            } else {
                Text::Prose
            };
            let text = text.map(|text| word::decoded(text)).unwrap_or_default();
            if let Some(found) = decision.names.find(&text, kind).first() {
                let name = text[found.bytes.clone()].to_owned();
                return Err(WithholdError::Named { setting, name });
            }
        }
        Ok(Self {
            base: manifest.base.clone(),
            language: manifest.language.clone(),
            columns,
            decision,
            ..Self::default()
        })
    }

    /// How many things are withheld.
    pub fn counts(&self) -> Counts {
        self.decision.counts
    }

    /// The labels of persons who are not named, since nothing says that they act in public; sorted.
    pub fn private(&self) -> &[String] {
        &self.decision.private
    }

    /// The labels of persons who are named for the office that a name or class of theirs tells, with that office; sorted.
    pub fn in_office(&self) -> &[(String, String)] {
        &self.decision.in_office
    }

    /// The labels of those of no class who are named, and may be persons; sorted.
    pub fn unsure(&self) -> &[String] {
        &self.decision.unsure
    }

    /// What still stands of withheld names in the published triples: words that may be those of others, and addresses.
    pub fn left(&self) -> &Leftovers {
        &self.left
    }

    /// How many columns are internal.
    pub fn columns(&self) -> usize {
        self.columns.count()
    }

    /// The metadata of the tables, in which internal columns give no triples.
    pub fn tables(&self, tables: TableGroup) -> TableGroup {
        self.columns.without(tables)
    }

    /// The triples of the tables without what is withheld. Rows and words can be asked for afterwards.
    pub fn take_out(&mut self, triples: Vec<Triple>) -> Vec<Triple> {
        let published = triples::publish(&self.base, &mut self.decision, triples);
        self.veil = published.veil;
        self.wordless = published.wordless;
        self.originals = published.originals;
        let (decision, veil) = (&self.decision, &self.veil);
        let published_iri = |iri: &String| veil.iri(iri).map(Cow::into_owned);
        self.nameless = decision.nameless.keys().filter_map(published_iri).collect();
        let spans = decision.spans.iter();
        self.spans = spans
            .filter_map(|(document, spans)| Some((published_iri(document)?, spans.clone())))
            .collect();
        self.left = decision.parts.left_in(&self.base, &published.triples);
        published.triples
    }

    /// A triple of the ontology without withheld names. A name of one word may well be a word in the core vocabulary.
    pub fn cover(&self, triple: Triple) -> Triple {
        let Term::Literal(literal) = &triple.object else {
            return triple;
        };
        let is_core = matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node.as_str().starts_with(v::NS));
        let text = literal.value();
        let names = self.veil.names.find(text, Text::Prose);
        let is_word = |name: &word::Found| text[name.bytes.clone()].chars().all(char::is_alphanumeric);
        if names.is_empty() || (is_core && names.iter().all(is_word)) {
            return triple;
        }
        Triple {
            object: triples::covered(&self.veil, literal).into(),
            ..triple
        }
    }

    /// The IRI that a thing has in the tables.
    pub fn original<'i>(&'i self, iri: &'i str) -> &'i str {
        self.originals.get(iri).map_or(iri, String::as_str)
    }

    /// Whether a column has the words of a passage.
    pub fn is_quotation(&self, file: &str, heading: &str) -> bool {
        self.columns.property(file, heading) == Some(v::QUOTE)
    }

    /// The place of a row, with the cells that are published. `subjects` are the IRIs in the tables of what the
    /// row says something of.
    pub fn place(&self, place: Place, subjects: &[String]) -> Place {
        let thing = self.decision.own.thing(subjects);
        let file = self.veil.names.are_in(&place.file, Text::Key);
        let cell = place
            .cell
            .as_ref()
            .map(|cell| self.cells(&place.file, cell, thing.unwrap_or_default()));
        Place {
            cell,
            file: if file { "data".to_owned() } else { place.file },
            ..place
        }
    }

    fn cells(&self, file: &str, cell: &Cell, thing: &str) -> Cell {
        let pairs = cell.header.iter().zip(cell.row.iter());
        let public = pairs.filter(|(heading, _)| self.columns.is_public(file, heading));
        let (header, row): (Vec<String>, Vec<String>) = public
            .map(|(heading, text)| {
                let property = self.columns.property(file, heading);
                (heading.clone(), self.cell(property, text, thing))
            })
            .unzip();
        Cell {
            header: Arc::new(header),
            row: Arc::new(row),
            column_number: 0,
            ..cell.clone()
        }
    }

    fn cell(&self, property: Option<&str>, text: &str, thing: &str) -> String {
        let (names, own) = (&self.veil.names, &self.decision.own);
        let is_words = matches!(property, Some(v::AS_WRITTEN | v::QUOTE));
        let is_address = matches!(property, Some(naming::URL | v::ARCHIVE | v::FILE_NAME));
        let is_key = !text.is_empty()
            && text
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        match (is_words, is_address, is_key) {
            (true, ..) if names.are_in(text, Text::Prose) || own.are_in(thing, text) => String::new(),
            (_, true, _) if names.are_in(&word::decoded(text), Text::Key) => String::new(),
            (false, false, true) => self.veil.key(text).into_owned(),
            _ => {
                let bare = own.words(thing, text, &self.language);
                self.veil.words(&bare, &self.language).into_owned()
            }
        }
    }

    /// Whether the words of a claim are withheld; `iri` is the published one.
    pub fn is_wordless(&self, iri: &str) -> bool {
        self.wordless.contains(iri)
    }

    /// Whether words of a document are not quoted, since they have a withheld name, or the figure of a withheld claim whose passage
    /// they share. `start` and `end` are those of the passage, `claim` is the published IRI of the claim for which they would be quoted.
    pub fn silences(&self, document: &str, claim: &str, (start, end): (usize, usize), words: &str) -> bool {
        let shares = |span: &Span| {
            let overlaps = span.start.is_none_or(|first| first < end) && span.end.is_none_or(|last| last > start);
            overlaps && (span.written.is_empty() || triples::has_words(span, words))
        };
        let mut spans = self.spans.get(document).into_iter().flatten();
        let is_named = self.veil.names.are_in(words, Text::Prose);
        is_named || self.decision.own.are_in(self.original(claim), words) || spans.any(shares)
    }

    /// Whether a thing has no name; `iri` is the published one.
    pub fn is_nameless(&self, iri: &str) -> bool {
        self.nameless.contains(iri)
    }

    /// Whether a query names what is withheld: in words, or by a key behind a prefix, in an IRI or as a value.
    pub fn is_named_in(&self, query: &Query) -> bool {
        let names = &self.veil.names;
        let is_key = |(at, key): (usize, &str)| {
            query.text[..at].ends_with([':', '/', '"', '\'', ' ']) && self.decision.keys.contains(key)
        };
        let mut start = 0;
        let mut parts = query
            .text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .map(|part| {
                let at = start;
                start += part.len();
                start += query.text[start..].chars().next().map_or(0, char::len_utf8);
                (at, part)
            });
        // In a text that is compared, any name may be meant.
        let quoted = |mark: char| {
            query
                .text
                .lines()
                .flat_map(move |line| line.split(mark).skip(1).step_by(2))
        };
        let mut quoted = quoted('"').chain(quoted('\''));
        parts.any(is_key)
            || quoted.any(|text| names.are_in(text, Text::Key))
            || names.are_in(&query.text, Text::Prose)
            || names.are_in(&query.name, Text::Key)
    }

    /// Whether nothing is withheld, and nothing says that anything might be.
    pub fn is_nothing(&self) -> bool {
        self.decision.gone.is_empty()
            && self.decision.nameless.is_empty()
            && !self.decision.is_said
            && self.columns.count() == 0
    }
}
