//! What a server needs of a site besides its pages.

use super::address::{Place, path, stem};
use super::asked::{self, Asked};
use super::explore::{self, Wanted};
use super::page::Page;
use super::questions::{self, Question};
use super::words::{Language, fill};
use super::{CSV, Content, Kind, Site, SiteError, assets, editor, excerpt, not_empty};
use crate::terminal::isolated;
use oxigraph::model::Triple;

/// What a reader of a live site gave with an address: names and values.
pub type Given = [(String, String)];

/// What a question that was asked found, as SPARQL Query Results JSON, or why nothing.
pub type Answered<'a> = Result<&'a [u8], &'a str>;

impl Site<'_> {
    /// Says that a server answers with the pages and has a SPARQL endpoint at `sparql`: the page for queries becomes an editor that
    /// asks it.
    pub fn go_live(&mut self) {
        self.imprint.is_live = true;
    }

    /// The page or file at a path of a live site, with what was given; `None` if there is none. `answer` has that of the question that
    /// [`Site::question_at`] gives, as SPARQL Query Results JSON, or why there is none.
    ///
    /// # Errors
    /// As [`Site::content`].
    pub fn asked(&self, path: &str, given: &Given, answer: Option<Answered<'_>>) -> Result<Option<Content>, SiteError> {
        let (language, name) = self.language_of(path);
        let html = |html: String| Content {
            media_type: "text/html; charset=utf-8",
            bytes: html.into_bytes(),
        };
        let wanted = Wanted::of(given);
        let explored = self.page(language, Place::Page(explore::NAME));
        if name == format!("{}.html", explore::NAME) {
            let content = explore::page(&explored, &self.views, &wanted);
            let title = explored.words().explore;
            return Ok(Some(html(explored.frame.page(title, None, None, &content))));
        }
        if name == explore::TABLE {
            let bytes = explore::csv(&explored, &self.views, &wanted)?;
            return Ok(bytes.map(|bytes| Content { media_type: CSV, bytes }));
        }
        let Some(question) = self.question_of(name).filter(|_| !given.is_empty()) else {
            return self.content(path);
        };
        let page = self.page(language, Place::Question(&question.query.name));
        let asked = Asked {
            values: asked::values(question.query, language.tag(), given),
            answer: answer.map(|answer| answer.map_err(str::to_owned).and_then(asked::read)),
            unknown: asked::unknown(question.query, given),
        };
        let content = questions::question(&page, question, &self.questions, Some(&asked));
        let title = isolated(question.query.header.title_in(language.tag()));
        Ok(Some(html(page.frame.page(
            &title,
            None,
            None,
            &page.explained(content),
        ))))
    }

    /// The query of the question at a path, with the values that were given, as a text that the endpoint takes; `None` if there is no
    /// question, or it is answered as it is.
    ///
    /// # Errors
    /// Why a value does not fit, in words.
    pub fn question_at(&self, path: &str, given: &Given) -> Result<Option<String>, String> {
        let (language, name) = self.language_of(path);
        let Some(question) = self.question_of(name) else {
            return Ok(None);
        };
        let page: Page<'_> = self.page(language, Place::Question(&question.query.name));
        if let Some(name) = asked::twice(question.query, given) {
            return Err(fill(page.words().given_twice, &[name]));
        }
        let values = asked::values(question.query, language.tag(), given);
        let is_set = values.keys().any(|name| name != crate::query::header::LANGUAGE);
        if !is_set || question.query.is_federated() {
            return Ok(None);
        }
        asked::text(&page, question.query, &values).map(Some)
    }

    fn question_of(&self, name: &str) -> Option<&Question<'_>> {
        let name = name.strip_prefix("question/")?.strip_suffix(".html")?;
        self.questions
            .iter()
            .find(|question| stem(&question.query.name) == name)
    }

    /// The language of a path, and the path below it.
    fn language_of<'p>(&self, path: &'p str) -> (Language, &'p str) {
        let others = Language::ALL
            .into_iter()
            .filter(|language| *language != self.imprint.first);
        let found = others.filter_map(|other| Some((other, path.strip_prefix(other.tag())?.strip_prefix('/')?)));
        found.into_iter().next().unwrap_or((self.imprint.first, path))
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
