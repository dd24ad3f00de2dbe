//! What a server needs of a site besides its pages.

use super::address::{Place, path, stem};
use super::{Kind, Site, excerpt};
use oxigraph::model::Triple;

impl Site<'_> {
    /// Says on every page that the files have errors, so that it shows an earlier state, or no more.
    pub fn tell_broken(&mut self, is_broken: bool) {
        self.imprint.is_broken = is_broken;
    }

    /// The path of the page about something with this IRI.
    pub fn page_of(&self, iri: &str) -> Option<String> {
        let name = stem(iri);
        let places = [
            (Kind::Claim, Place::Claim(iri)),
            (Kind::Entity, Place::Entity(iri)),
            (Kind::Document, Place::Document(iri)),
        ];
        let found = places.into_iter().find(|(kind, _)| self.iri(*kind, &name) == Some(iri));
        found.map(|(_, place)| path(self.imprint.first, self.imprint.first, place))
    }

    /// A triple as it is published: of a quotation, the words that may be quoted; `None` where none may be.
    pub fn published(&self, triple: Triple) -> Option<Triple> {
        excerpt::published(&self.excerpts, triple)
    }
}
