//! The process that reads the dossier for a server: it makes the graph that the workers answer from, and the pages.
//!
//! It reads the dossier once, writes the graph that may be published into a file that it was given, and says that it is ready, or why
//! not. Then it answers with pages, and whether the files are still as it read them.

use super::answers::{About, DIGEST};
use super::frames::{Ask, Head, Reply, answer_each};
use super::problem::Problem;
use crate::disk::{self, Opened, Scratch, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::graph::Graph;
use crate::kept::{Noted, Watched};
use crate::open::OpenDossier;
use crate::reconcile::Service;
use crate::site::{Answered, Given, Site, SiteError};
use crate::texts::Texts;
use diagnostic::{Report, Severity, Style, human};
use oxigraph::model::{NamedNodeRef, Triple};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::{self, BufRead, Read as _, Seek as _, Write};

/// The media type of the message that a keeper is ready, or why not.
pub(super) const READY: &str = "application/vnd.sourcier.ready+json";

/// What a keeper read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ready {
    /// The dossier's title.
    pub title: String,
    /// Its base IRI.
    pub base: String,
    /// A hash of its graph.
    pub hash: String,
    /// The number of triples of the graph.
    pub triples: usize,
    /// The date of the last change, if the manifest has one.
    pub modified: Option<String>,
    /// The licence of the data, if the manifest has one.
    pub licence: Option<String>,
    /// What it is about, if the manifest has a description.
    pub description: Option<String>,
    /// The errors, if the dossier has some.
    pub errors: Option<String>,
}

/// The most findings that are told of a broken dossier.
const MOST_FINDINGS: usize = 20;

/// Characters that an IRI has in a query's address as they are.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Reads a dossier, writes its graph into a file, and answers for its pages until there are no more questions.
///
/// # Errors
/// When the file or the pipes cannot be read or written. What is wrong with the dossier is said.
pub fn keep(
    dossier: &Dossier,
    texts: Option<&Texts>,
    graph: &mut Scratch,
    is_private: bool,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<()> {
    let noted = Noted::of(dossier, texts);
    let open = match opened(&noted, is_private) {
        Ok(open) => open,
        Err(errors) => return broken(&noted, dossier, texts, errors, graph, input, out),
    };
    let mut site = match Site::of(&open) {
        Ok(site) => site,
        Err(error) => return broken(&noted, dossier, texts, error.to_string(), graph, input, out),
    };
    site.go_live();
    let ready = ready(&open, &site, graph, is_private)?;
    say_ready(&ready, out)?;
    let watched = Watched::of(&noted, dossier, texts, Opened::of(graph)?.changed());
    let mut keeper = Keeper {
        open: &open,
        site,
        service: Service::of(&open),
        watched,
    };
    answer_each(input, out, |ask, reply| keeper.answer(ask, reply), || false)
}

/// Opens the dossier and checks it; the errors, if it has some.
fn opened(noted: &Noted, is_private: bool) -> Result<OpenDossier, String> {
    let mut report = Report::bounded(MOST_FINDINGS);
    let told = |error: &dyn std::error::Error| error.to_string();
    let open =
        OpenDossier::open(noted.dossier.clone(), noted.texts.clone(), &mut report).map_err(|error| told(&error))?;
    if report.count(Severity::Error) == 0 {
        open.check(&mut report).map_err(|error| told(&error))?;
    }
    if report.count(Severity::Error) > 0 {
        return Err(errors(report));
    }
    match is_private {
        true => Ok(open),
        false => open.published().map_err(|error| told(&error)),
    }
}

/// The errors of a report as a text, without warnings and notes: what stands last is what is read.
fn errors(report: Report) -> String {
    let mut errors = Report::bounded(MOST_FINDINGS);
    let all = report.into_findings().into_iter();
    all.filter(|finding| finding.severity == Severity::Error)
        .for_each(|error| errors.push(error));
    human(&errors, Style::Plain)
}

/// Says what is wrong, and then answers whether the files are still so.
fn broken(
    noted: &Noted,
    dossier: &Dossier,
    texts: Option<&Texts>,
    errors: String,
    graph: &Scratch,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<()> {
    let ready = Ready {
        errors: Some(errors),
        ..Ready::default()
    };
    say_ready(&ready, out)?;
    let mut watched = Watched::of(noted, dossier, texts, Opened::of(graph)?.changed());
    let answer = |ask: &Ask, reply: &mut Reply<'_, _>| match ask {
        Ask::Current => current(&mut watched, reply),
        _ => Err(Problem::failed("the dossier has errors")),
    };
    answer_each(input, out, answer, || false)
}

fn say_ready(ready: &Ready, out: &mut impl Write) -> io::Result<()> {
    let mut reply = Reply::new(out);
    reply.head(Head {
        status: 200,
        media_type: READY.to_owned(),
        ..Head::default()
    });
    reply.write_all(&serde_json::to_vec(ready)?)?;
    reply.end()
}

/// Writes the graph, unless it is there already; then it must be the same.
fn ready(open: &OpenDossier, site: &Site<'_>, file: &mut Scratch, is_private: bool) -> io::Result<Ready> {
    let manifest = &open.dossier.manifest;
    let text = open.dossier.read_text(MANIFEST, "the manifest", limit::MANIFEST);
    let about = About {
        root: open.dossier.root.clone(),
        manifest: text.map_err(|diagnostic| io::Error::other(diagnostic.message))?,
    };
    let about = serde_json::to_string(&about)?;
    let mut graph = published(&open.loaded.graph, site, is_private)?;
    let before = hash_of(file)?;
    let hash = if file.metadata()?.len() == 0 {
        graph.keep(DIGEST, &about, file)?;
        hash_of(file)?
    } else {
        let mut again = disk::scratch()?;
        graph.keep(DIGEST, &about, &mut again)?;
        if hash_of(&mut again)? != before {
            return Err(io::Error::other("the dossier changed"));
        }
        before
    };
    Ok(Ready {
        title: manifest.title.clone(),
        base: manifest.base.clone(),
        hash,
        triples: graph.len(),
        modified: manifest.modified.clone(),
        licence: manifest.licence.clone(),
        description: manifest.description.clone(),
        errors: None,
    })
}

/// A copy of the graph in which no quotation is longer than the manifest allows.
fn published(graph: &Graph, site: &Site<'_>, is_private: bool) -> io::Result<Graph> {
    let changed = |triple: Triple| match site.published(triple.clone()) {
        Some(same) if same == triple => None,
        other => Some((triple, other)),
    };
    let changes: Vec<(Triple, Option<Triple>)> = match is_private {
        true => Vec::new(),
        false => graph.triples().filter_map(changed).collect(),
    };
    let mut copy = graph.with([]).map_err(io::Error::other)?;
    copy.change(changes).map_err(io::Error::other)?;
    copy.compact().map_err(io::Error::other)?;
    Ok(copy)
}

/// The SHA-256 of a file, in hexadecimal digits.
fn hash_of(file: &mut Scratch) -> io::Result<String> {
    file.rewind()?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            count => hash.update(&piece[..count]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn current(watched: &mut Watched, reply: &mut Reply<'_, impl Write>) -> Result<(), Problem> {
    reply.head(Head::text(200));
    let answer = if watched.is_current() { "yes" } else { "no" };
    reply
        .write_all(answer.as_bytes())
        .map_err(|error| Problem::failed(&error.to_string()))
}

fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// The file at a path: in a folder, its first page.
fn file_of(path: &str) -> String {
    let decoded = decoded(path);
    match decoded.ends_with('/') || decoded.is_empty() {
        true => format!("{decoded}index.html"),
        false => decoded,
    }
}

/// The dossier and its pages.
struct Keeper<'a> {
    open: &'a OpenDossier,
    site: Site<'a>,
    service: Service,
    watched: Watched,
}

impl Keeper<'_> {
    fn answer(&mut self, ask: &Ask, reply: &mut Reply<'_, impl Write>) -> Result<(), Problem> {
        match ask {
            Ask::Current => current(&mut self.watched, reply),
            Ask::Page {
                path,
                given,
                answer,
                wants_page,
                is_broken,
            } => {
                self.site.tell_broken(*is_broken);
                let answer = answer.as_ref().map(|answer| answer.as_deref());
                let answer = answer.map(|answer| answer.map(str::as_bytes).map_err(String::as_str));
                self.page(path, (given, answer), *wants_page, reply)
            }
            Ask::Question { path, given } => self.question(path, given, reply),
            Ask::Reconcile { address, path, given } => {
                let answered = self.service.answer(address, path, given);
                let answered = answered.map_err(|problem| Problem::of(problem.status(), &problem.to_string()))?;
                reply.head(Head {
                    status: 200,
                    media_type: answered.media_type.to_owned(),
                    ..Head::default()
                });
                reply
                    .write_all(&answered.body)
                    .map_err(|error| Problem::failed(&error.to_string()))
            }
            Ask::Query { .. } | Ask::Graph { .. } => Err(Problem::failed("this process answers with pages only")),
        }
    }

    /// The query of a question with the values that were given; nothing if it is answered as it is.
    fn question(&self, path: &str, given: &Given, reply: &mut Reply<'_, impl Write>) -> Result<(), Problem> {
        let text = self.site.question_at(&file_of(path), given);
        let text = text.map_err(|why| Problem::bad(&why))?.unwrap_or_default();
        reply.head(Head::text(200));
        reply
            .write_all(text.as_bytes())
            .map_err(|error| Problem::failed(&error.to_string()))
    }

    fn page(
        &self,
        path: &str,
        (given, answer): (&Given, Option<Answered<'_>>),
        wants_page: bool,
        reply: &mut Reply<'_, impl Write>,
    ) -> Result<(), Problem> {
        let decoded = decoded(path);
        let content = self
            .site
            .asked(&file_of(path), given, answer)
            .map_err(|error| match error {
                SiteError::Given(why) => Problem::bad(&why),
                other => Problem::failed(&other.to_string()),
            })?;
        if let Some(content) = content {
            reply.head(Head {
                status: 200,
                media_type: content.media_type.to_owned(),
                tag: Some(hexadecimal(&Sha256::digest(&content.bytes)[..16])),
                ..Head::default()
            });
            return reply
                .write_all(&content.bytes)
                .map_err(|error| Problem::failed(&error.to_string()));
        }
        let found = [path, &decoded]
            .into_iter()
            .find_map(|path| self.place_of(path, wants_page));
        let Some(place) = found else {
            return Err(Problem::of(
                404,
                "there is no page here: / is the first one, /sparql the endpoint",
            ));
        };
        let up = "../".repeat(path.matches('/').count());
        reply.head(Head {
            location: Some(format!("{up}{place}")),
            ..Head::text(303)
        });
        Ok(())
    }

    /// Where the thing is described whose IRI has this path: its page, or its triples.
    fn place_of(&self, path: &str, wants_page: bool) -> Option<String> {
        let base = &self.open.dossier.manifest.base;
        let host = base.find("://").map_or(0, |at| at + 3);
        let root = base[host..].find('/').map_or(base.len(), |at| host + at + 1);
        let iri = format!("{}{path}", &base[..root]);
        if iri == *base || format!("{iri}/") == *base {
            return Some("index.html".to_owned());
        }
        let page = self.site.page_of(&iri).filter(|_| wants_page);
        page.or_else(|| {
            let is_known = self.open.loaded.graph.knows(NamedNodeRef::new(&iri).ok()?);
            let describe = utf8_percent_encode(&format!("DESCRIBE <{iri}>"), KEPT).to_string();
            // A browser takes no RDF by its headers.
            let format = if wants_page { "&format=turtle" } else { "" };
            is_known.then(|| format!("sparql?query={describe}{format}"))
        })
    }
}
