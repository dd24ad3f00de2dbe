//! The report as pages: a pure function from an open dossier and a path to a page, a picture, a table or RDF.
//!
//! Takes an [`OpenDossier`]; returns a [`Site`], which knows its paths and the content of each. Opens no socket, asks no clock.
//! [`crate::report`] writes all of it as files; a server answers with the same function.
//!
//! Pages are written with [`maud`]: templates that the compiler checks, which escape every text and are plain functions of
//! values. Things are read out of the graph once, since a page for each of ten thousand claims would be too many queries.

mod added;
mod address;
mod answers;
mod aspects;
mod asked;
mod assets;
mod chain;
mod claim;
mod claimed;
mod data;
mod document;
mod downloads;
mod editor;
mod entity;
mod excerpt;
mod explore;
mod frame;
mod graph;
mod left_out;
mod lexicon;
mod lists;
mod live;
mod marks;
mod method;
mod page;
mod pairs;
mod pictures;
mod plots;
mod print;
mod promise;
mod questions;
mod read;
mod sentence;
mod spacing;
mod sparql;
mod start;
mod things;
mod totals;
mod words;

pub use live::{Answered, Given};
pub use print::{ChartError, ChartKind, ChartRequest, Grouping, Printed, print};
pub use words::Language;

use crate::export::Look;
use crate::export::claims::{self, ClaimsError};
use crate::export::rdf::{self, RdfFormat};
use crate::open::{OpenDossier, ViewError};
use crate::query::{AskError, Folder, Query};
use crate::terminal::isolated;
use crate::vocabulary as v;
use address::{Place, path, stem};
use assets::CLAIMS;
use claimed::Claim;
use excerpt::{Excerpts, Limits, excerpts};
use frame::{Frame, Imprint};
use maud::{Markup, html};
use page::{Page, Shared};
use pictures::View;
use questions::Question;
use read::{Names, Reader};
use std::collections::BTreeMap;
use std::io;
use things::Things;

/// A page or file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A site could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A query of the program failed.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A view or a question of the dossier is not valid.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The claims could not be written in schema.org's terms.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// Data could not be written.
    #[error("the data of a page cannot be written")]
    Io(#[from] io::Error),
    /// A table could not be written.
    #[error("a table cannot be written")]
    Csv(#[from] csv::Error),
    /// What a reader of a live site gave does not fit.
    #[error("{0}")]
    Given(String),
}

/// The pages of a dossier.
pub struct Site<'a> {
    open: &'a OpenDossier,
    things: Things,
    imprint: Imprint,
    excerpts: Excerpts,
    shared: Shared,
    /// Claims, entities and documents, each sorted by IRI; documents by date.
    claims: Vec<String>,
    entities: Vec<String>,
    documents: Vec<String>,
    questions: Vec<Question<'a>>,
    views: Vec<View<'a>>,
    /// How many questions and views are left out, since they name what is withheld.
    left_out: usize,
    /// The IRIs of claims, entities and documents by their names in paths.
    stems: BTreeMap<(Kind, String), String>,
}

/// A kind of thing that has pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Claim,
    Entity,
    Document,
}

/// The pages of each language that are about no single thing.
const PAGES: [&str; 18] = [
    "index",
    "sums",
    "sums-funder",
    "sums-recipient",
    "sums-kind",
    "sums-currency",
    "disagreements",
    "targets",
    "timeline",
    "documents",
    "names",
    "questions",
    "pictures",
    "method",
    "downloads",
    "search",
    "sparql",
    "corrections",
];

impl<'a> Site<'a> {
    /// The site of a dossier.
    ///
    /// # Errors
    /// When a query over the graph fails, or a query of the dossier is not valid.
    pub fn of(open: &'a OpenDossier) -> Result<Self, SiteError> {
        let manifest = &open.dossier.manifest;
        let limits = Limits {
            of_a_passage: manifest.publish.words_per_passage,
            of_a_document: manifest.publish.words_per_document,
        };
        let first = Language::of(&manifest.language);
        let things = Things::of(&open.loaded.graph);
        let names = Names::of(&things);
        let reader = Reader::new(&things, &names, first);
        let [claims, entities, mut documents] =
            [v::CLAIM, v::ENTITY, v::DOCUMENT].map(|class| of_class(&reader, class));
        documents.sort_by_key(|document| reader.text(document, v::EARLIEST));
        let excerpts = excerpts(
            &open.loaded.graph,
            &reader,
            open.texts.as_ref(),
            &claims,
            limits,
            &open.withheld,
        )?;
        let named = open.queries(Folder::Named).map_err(ViewError::from)?;
        let views = open.queries(Folder::Views).map_err(ViewError::from)?;
        let is_shown = |query: &&Query| !open.withheld.is_named_in(query);
        let all = named.len() + views.len();
        let questions: Vec<Question<'_>> = named.iter().filter(is_shown).map(Question::of).collect();
        let views: Vec<View<'_>> = views
            .iter()
            .filter(is_shown)
            .map(|view| View::of(open, view, &reader))
            .collect::<Result<_, ViewError>>()?;
        let kinds = [
            (Kind::Claim, &claims),
            (Kind::Entity, &entities),
            (Kind::Document, &documents),
        ];
        let stems = kinds.into_iter().flat_map(|(kind, things)| {
            things
                .iter()
                .map(move |iri| ((kind, stem(iri).into_owned()), iri.clone()))
        });
        Ok(Self {
            imprint: Imprint::of(
                manifest,
                !claims.is_empty(),
                lists::empty(&reader, [&claims, &entities, &documents]),
            ),
            excerpts,
            shared: Shared::of(&things, names, first, &claims),
            things,
            stems: stems.collect(),
            left_out: all - questions.len() - views.len(),
            questions,
            views,
            claims,
            entities,
            documents,
            open,
        })
    }

    /// How many questions and views are left out, since they name what is withheld.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The paths of all pages and files, sorted.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = assets::FILES.iter().map(|(file, _)| (*file).to_owned()).collect();
        for language in Language::ALL {
            let mut add = |place: Place<'_>| paths.push(path(self.imprint.first, language, place));
            self.pages().for_each(|page| add(Place::Page(page)));
            self.claims.iter().for_each(|claim| add(Place::Claim(claim)));
            let promises = self.shared.promises.claims.keys();
            promises.for_each(|promise| add(Place::Promise(promise)));
            self.entities.iter().for_each(|entity| add(Place::Entity(entity)));
            self.documents
                .iter()
                .for_each(|document| add(Place::Document(document)));
            self.questions
                .iter()
                .for_each(|question| add(Place::Question(&question.query.name)));
            self.views.iter().for_each(|view| add(Place::View(&view.query.name)));
            let page = self.page(language, Place::Page("index"));
            paths.extend(
                self.questions
                    .iter()
                    .map(|question| questions::csv_path(&page, &question.query.name)),
            );
            let pictures = self.views.iter().map(|view| &view.query.name);
            paths.extend(pictures.flat_map(|name| pictures::paths(&page, name)));
            paths.push(sparql::path(language));
        }
        for claim in &self.claims {
            paths.extend(["ttl", "jsonld", "csv"].map(|extension| format!("claim/{}.{extension}", stem(claim))));
        }
        paths.extend(
            self.entities
                .iter()
                .map(|entity| format!("entity/{}.csv", stem(entity))),
        );
        paths.extend(totals::GROUPINGS.iter().map(|by| format!("data/totals-{by}.csv")));
        paths.extend(
            self.views
                .iter()
                .flat_map(|view| pictures::files(&view.query.name))
                .map(|(_, path)| path),
        );
        paths.sort();
        paths.dedup();
        paths
    }

    /// Whether the content of a path may ask queries of the graph: the answers of questions, and what the dossier holds.
    pub fn asks(path: &str) -> bool {
        path.contains("question") || path == "data/claims.jsonld" || path.ends_with("index.html")
    }

    /// The page or file at a path; `None` if there is none, or if it would be empty.
    ///
    /// # Errors
    /// When a query of the dossier that it needs fails, or is not valid.
    pub fn content(&self, path: &str) -> Result<Option<Content>, SiteError> {
        let Some(page) = path.strip_suffix(".html") else {
            return self.file(path);
        };
        let other = Language::ALL
            .into_iter()
            .find(|language| *language != self.imprint.first);
        let (language, name) =
            match other.and_then(|other| Some((other, page.strip_prefix(other.tag())?.strip_prefix('/')?))) {
                Some(found) => found,
                None => (self.imprint.first, page),
            };
        let html = match name.split_once('/') {
            None => self.general(language, name)?,
            Some((folder, stem)) => self.particular(language, folder, stem)?,
        };
        Ok(html.map(|html| Content {
            media_type: "text/html; charset=utf-8",
            bytes: html.into_bytes(),
        }))
    }

    fn page<'p>(&'p self, language: Language, place: Place<'p>) -> Page<'p> {
        Page {
            open: self.open,
            reader: Reader::new(&self.things, &self.shared.names, language),
            frame: Frame::new(&self.imprint, language, place),
            excerpts: &self.excerpts,
            site: &self.shared,
        }
    }

    /// The names of the pages that are about no single thing.
    fn pages(&self) -> impl Iterator<Item = &'static str> {
        PAGES.into_iter().filter(|page| self.imprint.has(page))
    }

    fn claims<'p>(&'p self, page: &Page<'p>) -> Vec<Claim<'p>> {
        let claims = self.claims.iter();
        claims.filter_map(|claim| Claim::read(&page.reader, claim)).collect()
    }

    fn iri(&self, kind: Kind, stem: &str) -> Option<&str> {
        self.stems.get(&(kind, stem.to_owned())).map(String::as_str)
    }

    /// A page that is about no single thing.
    fn general(&self, language: Language, name: &str) -> Result<Option<String>, SiteError> {
        let Some(name) = self.pages().find(|page| *page == name) else {
            return Ok(None);
        };
        let page = self.page(language, Place::Page(name));
        let words = page.words();
        let (title, content) = match name {
            "index" => (words.start_page, self.start(&page)?),
            "disagreements" => (words.disagreements, lists::disagreements(&page, &self.claims(&page))),
            "targets" => (words.targets, lists::targets(&page, &self.claims(&page))),
            "timeline" => (words.timeline, lists::timeline(&page, &self.claims(&page))),
            "documents" => (words.documents, lists::documents(&page, &self.documents)),
            "names" => (words.entities, lists::names(&page, &self.entities)),
            "questions" => (words.questions, questions::questions(&page, &self.questions)),
            "pictures" => (words.graphs, pictures::pictures(&page, &self.views)),
            "method" => (words.method, method::method(&page)),
            "downloads" => (words.downloads, downloads::downloads(&page, &self.views)),
            "search" => (words.search, lists::search(&page)),
            "sparql" if self.imprint.is_live => (words.sparql, editor::page(&page, &self.questions)),
            "sparql" => (words.sparql, sparql::page(&page, &self.questions)),
            "corrections" => (words.corrections, self.corrections(&page)),
            sums => (
                words.sums,
                self.sums(&page, sums.strip_prefix("sums-").unwrap_or("programme")),
            ),
        };
        Ok(Some(page.frame.page(title, None, None, &page.explained(content))))
    }

    /// The page of a claim, an entity, a document, a question or a view.
    fn particular(&self, language: Language, folder: &str, name: &str) -> Result<Option<String>, SiteError> {
        Ok(match folder {
            "claim" => self.iri(Kind::Claim, name).and_then(|iri| {
                let page = self.page(language, Place::Claim(iri));
                let claim = Claim::read(&page.reader, iri)?;
                let (title, content) = claim::claim(&page, &claim);
                let content = page.explained(content);
                Some(
                    page.frame
                        .page(&title, Some(iri), Some(&data::schema(&page, &claim)), &content),
                )
            }),
            "entity" => self.iri(Kind::Entity, name).map(|iri| {
                let page = self.page(language, Place::Entity(iri));
                let (title, content) = entity::entity(&page, &page.reader.thing(iri));
                page.frame.page(&title, Some(iri), None, &page.explained(content))
            }),
            "promise" => self.iri(Kind::Claim, name).and_then(|iri| {
                let page = self.page(language, Place::Promise(iri));
                let (title, content) = promise::promise(&page, iri)?;
                Some(page.frame.page(&title, None, None, &page.explained(content)))
            }),
            "document" => self.iri(Kind::Document, name).map(|iri| {
                let page = self.page(language, Place::Document(iri));
                let (title, content) = document::document(&page, &page.reader.thing(iri));
                page.frame.page(&title, Some(iri), None, &page.explained(content))
            }),
            "question" => {
                let question = self
                    .questions
                    .iter()
                    .find(|question| stem(&question.query.name) == name);
                question.map(|question| {
                    let query = question.query;
                    let page = self.page(language, Place::Question(&query.name));
                    let content = questions::question(&page, question, &self.questions, None);
                    let title = isolated(query.header.title_in(language.tag()));
                    page.frame.page(&title, None, None, &page.explained(content))
                })
            }
            "picture" => {
                let view = self.views.iter().find(|view| stem(&view.query.name) == name);
                view.map(|view| {
                    let page = self.page(language, Place::View(&view.query.name));
                    let content = pictures::picture(&page, view);
                    let title = isolated(view.query.header.title_in(language.tag()));
                    page.frame.page(&title, None, None, &content)
                })
            }
            _ => None,
        })
    }

    fn start(&self, page: &Page<'_>) -> Result<Markup, SiteError> {
        if !self.imprint.has_claims {
            return Ok(start::tables(
                page,
                &self.open.overview()?.tables,
                &self.questions,
                &self.views,
            ));
        }
        let money = self.views.iter().find(|view| view.query.name == "money");
        let picture = money.map(|view| pictures::among_others(page, view));
        let contents = start::Contents {
            documents: &self.documents,
            entities: self.entities.len(),
            picture,
        };
        Ok(start::start(page, &self.claims(page), contents))
    }

    /// The totals of a grouping, what is left out of them, and links to the other groupings.
    fn sums(&self, page: &Page<'_>, by: &str) -> Markup {
        let words = page.words();
        let rows = totals::all(&page.reader, by);
        html! {
            h1 { (words.sums) }
            ul.tabs {
                @for other in totals::GROUPINGS {
                    @let name = if other == "programme" { "sums".to_owned() } else { format!("sums-{other}") };
                    li { a href=(page.to(Place::Page(&name))) aria-current=[(other == by).then_some("page")] { (totals::grouping(words, other)) } }
                }
            }
            p.aside { (words.never_add) }
            (page.withheld())
            @if rows.is_empty() { p { (words.no_sums) } } @else {
                (totals::table(page, &rows, true))
                p { a href=(page.to(Place::File(&format!("data/totals-{by}.csv")))) download { "CSV" } }
            }
            h2 { (words.left_out) }
            (totals::left_out(page, &self.claims(page), by))
        }
    }

    fn corrections(&self, page: &Page<'_>) -> Markup {
        let things = self
            .documents
            .iter()
            .chain(&self.claims)
            .map(|iri| page.reader.thing(iri));
        lists::corrections(page, &things.filter(lists::is_gone).collect::<Vec<_>>())
    }

    /// A file that is no page.
    fn file(&self, path: &str) -> Result<Option<Content>, SiteError> {
        let known = assets::FILES.iter().find(|(file, _)| *file == path);
        if let Some((_, media_type)) = known {
            // A file that is large and that no picture needs is not written.
            let needed = path != assets::NETWORK || self.imprint.is_live || self.views.iter().any(View::is_large);
            return match needed {
                true => Ok(not_empty(media_type, self.shared(path)?)),
                false => Ok(None),
            };
        }
        if let Some(content) = self.live_file(path) {
            return Ok(Some(content));
        }
        let page = self.page(self.imprint.first, Place::Page("index"));
        if let Some((name, extension)) = path.strip_prefix("claim/").and_then(|rest| rest.rsplit_once('.'))
            && let Some(claim) = self
                .iri(Kind::Claim, name)
                .and_then(|iri| Claim::read(&page.reader, iri))
        {
            let (media_type, bytes) = match extension {
                "ttl" => ("text/turtle", data::turtle(&page, &claim)?),
                "jsonld" => ("application/ld+json", data::schema(&page, &claim).into_bytes()),
                "csv" => (CSV, data::row(&page, &claim)?),
                _ => return Ok(None),
            };
            return Ok(not_empty(media_type, bytes));
        }
        if let Some(iri) = path
            .strip_prefix("entity/")
            .and_then(|rest| rest.strip_suffix(".csv"))
            .and_then(|name| self.iri(Kind::Entity, name))
        {
            let rows = entity::rows(&page, iri);
            return Ok(match rows.is_empty() {
                true => None,
                false => not_empty(CSV, totals::csv(&page, &rows)?),
            });
        }
        self.table_or_picture(&page, path)
    }

    fn table_or_picture(&self, page: &Page<'_>, path: &str) -> Result<Option<Content>, SiteError> {
        if let Some(by) = path
            .strip_prefix("data/totals-")
            .and_then(|rest| rest.strip_suffix(".csv"))
        {
            let known = totals::GROUPINGS.iter().find(|known| **known == by);
            return Ok(match known {
                Some(by) => not_empty(CSV, totals::csv(page, &totals::all(&page.reader, by))?),
                None => None,
            });
        }
        if path.starts_with("data/views/") {
            let file = data::of_view(self.imprint.first, &self.views, path)?;
            return Ok(file.and_then(|bytes| not_empty("application/octet-stream", bytes)));
        }
        for language in Language::ALL {
            let page = self.page(language, Place::Page("index"));
            if let Some(query) = self
                .questions
                .iter()
                .find(|question| questions::csv_path(&page, &question.query.name) == path)
            {
                return Ok(questions::csv(&page, query).and_then(|bytes| not_empty(CSV, bytes)));
            }
            let shows = |view: &&View<'_>| pictures::paths(&page, &view.query.name).iter().any(|own| own == path);
            if let Some(view) = self.views.iter().find(shows) {
                return Ok(self.picture(&page, view, path));
            }
            if path == sparql::path(language) {
                let page = self.page(language, Place::Page("sparql"));
                let bytes = sparql::script(&page, &self.questions).into_bytes();
                return Ok(not_empty("text/javascript", bytes));
            }
        }
        Ok(None)
    }

    /// The picture of a view as SVG, or the script with its data.
    fn picture(&self, page: &Page<'_>, view: &View<'_>, path: &str) -> Option<Content> {
        let (language, name) = (page.frame.language(), &view.query.name);
        if path.ends_with(".js") {
            let page = self.page(language, Place::View(name));
            return not_empty("text/javascript", pictures::script(&page, view)?.into_bytes());
        }
        let drawn = pictures::drawn(view.graph(language), name, &Look::default()).ok();
        drawn.and_then(|svg| not_empty("image/svg+xml", svg.into_bytes()))
    }

    /// A file that all languages share.
    fn shared(&self, path: &str) -> Result<Vec<u8>, SiteError> {
        let search = |language: Language| {
            let page = self.page(language, Place::Page("search"));
            let things = [self.entities.as_slice(), &self.documents];
            data::search(&page, &self.claims(&page), things, &self.questions).into_bytes()
        };
        let graph = |format: RdfFormat| -> io::Result<Vec<u8>> {
            let mut out = Vec::new();
            let triples = self.open.loaded.graph.triples();
            let published = triples.filter_map(|triple| self.published(triple));
            rdf::write(published, format, &self.open.dossier, &mut out)?;
            Ok(out)
        };
        if let Some(bytes) = assets::built(path) {
            return Ok(bytes.to_vec());
        }
        Ok(match path {
            "assets/search.en.js" => search(Language::English),
            "assets/search.fr.js" => search(Language::French),
            CLAIMS => {
                let page = self.page(self.imprint.first, Place::Page("index"));
                data::rows(&page, &self.claims(&page))?
            }
            "data/graph.ttl" => graph(RdfFormat::Turtle)?,
            "data/graph.nq" => graph(RdfFormat::NQuads)?,
            "data/graph.jsonld" => graph(RdfFormat::JsonLd)?,
            _ => {
                let mut out = Vec::new();
                claims::write(&self.open.loaded.graph, &mut out)?;
                out
            }
        })
    }
}

/// The IRIs of the things of a class, sorted.
fn of_class(reader: &Reader<'_>, class: &str) -> Vec<String> {
    let things = reader.of(v::RDF_TYPE, class).into_iter();
    things.map(str::to_owned).collect()
}

/// The media type of tables.
const CSV: &str = "text/csv; charset=utf-8";

fn not_empty(media_type: &'static str, bytes: Vec<u8>) -> Option<Content> {
    (!bytes.is_empty()).then_some(Content { media_type, bytes })
}
