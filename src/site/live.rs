//! What a server needs of a site besides its pages.

use super::address::{Place, path, stem};
use super::{Content, Kind, Language, Site, assets, editor, excerpt, not_empty};
use oxigraph::model::Triple;

impl Site<'_> {
    /// Says that a server answers with the pages and has a SPARQL endpoint at `sparql`: the page for queries becomes an editor that
    /// asks it.
    pub fn go_live(&mut self) {
        self.imprint.is_live = true;
    }

    /// A file that only a live site has: those of the editor.
    pub(super) fn live_file(&self, path: &str) -> Option<Content> {
        if !self.imprint.is_live {
            return None;
        }
        if let Some((_, media_type)) = assets::LIVE.iter().find(|(file, _)| *file == path) {
            return not_empty(media_type, assets::built(path)?.to_vec());
        }
        let language = Language::ALL
            .into_iter()
            .find(|language| editor::path(*language) == path)?;
        let page = self.page(language, Place::Page("sparql"));
        let script = editor::script(&page, &self.things, &self.questions);
        not_empty("text/javascript", script.into_bytes())
    }

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
