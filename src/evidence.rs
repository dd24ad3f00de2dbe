//! Evidence: compares claims with the texts of their documents.
//!
//! Takes the graph and the folder of texts, if there is one; returns [`Finding`]s. Texts are never copied: each is
//! read, compared with its hash, and its passages are checked; one is in memory at a time. Offsets count Unicode scalar
//! values (RFC 5147).

pub mod sentence;

use crate::budget::OWN;
use crate::disk::{self, Named, Tree, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::graph::{Answer, Graph, Solution, Solutions};
use crate::query::AskError;
use crate::vocabulary as v;
use diagnostic::{Diagnostic, Place, code};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use text::figure;
use text::fold;

/// A finding about a subject of the graph, not yet placed in the tables.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The subject's IRI.
    pub subject: String,
    /// The property whose cell has the error.
    pub property: Option<String>,
    /// Valid values for the cell, separated by spaces; the nearest is suggested.
    pub candidates: Option<String>,
    /// The diagnostic, without its place.
    pub diagnostic: Diagnostic,
}

/// A document and its text.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The document's IRI.
    pub document: String,
    /// The text's IRI.
    pub text: String,
    /// The recorded SHA-256, in hexadecimal.
    pub sha256: String,
    /// The recorded number of characters.
    pub characters: String,
    /// The name of the text's file.
    pub file: String,
    /// The language of the document (BCP 47), if recorded.
    pub language: String,
    /// The status of the document, if it no longer stands: corrected or withdrawn.
    pub status: Option<String>,
}

/// A text that was read and has the recorded hash.
#[derive(Debug, Clone)]
pub struct Text {
    content: String,
    /// The byte offset of every [`STEP`]th character.
    offsets: Vec<usize>,
    /// The number of characters.
    characters: usize,
    /// The sentences, as ranges of characters.
    pub sentences: Vec<Range<usize>>,
}

/// How many passages were compared with their texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// Passages whose range has the claim's words.
    pub ranges: usize,
    /// All passages.
    pub of: usize,
    /// Documents whose text is available.
    pub texts: usize,
    /// All documents.
    pub documents: usize,
}

/// The reason why a text is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// There is no folder, or no such file in it.
    NotAtHand,
    /// The file has another hash.
    Differs(String),
    /// The file exists but cannot be read; the reason.
    Unreadable(String),
    /// The file is not UTF-8.
    NotUtf8,
}

/// One offset in so many characters is kept.
const STEP: usize = 64;

/// The most characters of a passage: a claim is stated in one sentence.
pub const MOST_CHARACTERS_OF_A_PASSAGE: usize = 10_000;

/// A folder of texts.
#[derive(Debug, Clone)]
pub struct Texts {
    tree: Tree,
    /// Its path below the tree.
    below: PathBuf,
    /// Whether a link may lead to a text outside the folder: its owner is the person who named it.
    follows: bool,
}

impl Texts {
    /// The folder that a person named, or else the manifest's; `None` if there is none. Only from a folder that is in no
    /// dossier may links lead elsewhere.
    ///
    /// # Errors
    /// When the folder that was named cannot be opened.
    pub fn find(dossier: &Dossier, named: Option<&Path>) -> std::io::Result<Option<Self>> {
        if let Some(named) = named {
            let (tree, below, follows) = match disk::named(named, MANIFEST)? {
                Named::Inside(tree, below) => (tree, below, false),
                Named::Outside(path) => (Tree::open(&path)?, PathBuf::new(), true),
            };
            return Ok(Some(Self { tree, below, follows }));
        }
        let folder = dossier.manifest.texts.as_ref();
        Ok(folder
            .filter(|folder| dossier.tree.is_there(folder))
            .map(|folder| Self {
                tree: dossier.tree.clone(),
                below: folder.clone(),
                follows: false,
            }))
    }

    /// The bytes of a text.
    fn read(&self, file: &str) -> Result<Vec<u8>, Missing> {
        if file.is_empty() || file.contains(['/', '\\', '\0']) || file == ".." || file == "." {
            return Err(Missing::NotAtHand);
        }
        let read = match self.follows {
            true => disk::read_through(&self.tree.path().join(file), limit::TEXT),
            false => self.tree.read(&self.below.join(file), limit::TEXT),
        };
        read.map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Missing::NotAtHand,
            _ => Missing::Unreadable(error.to_string()),
        })
    }
}

impl Text {
    /// Reads a source's text and compares it with its hash.
    ///
    /// # Errors
    /// When it is missing, or has another hash.
    pub fn open(texts: Option<&Texts>, source: &Source) -> Result<Self, Missing> {
        let bytes = texts.ok_or(Missing::NotAtHand)?.read(&source.file)?;
        Self::compare(bytes, source)
    }

    fn compare(bytes: Vec<u8>, source: &Source) -> Result<Self, Missing> {
        let found = sha256(&bytes);
        if found != source.sha256 {
            return Err(Missing::Differs(found));
        }
        String::from_utf8(bytes).map(Self::new).map_err(|_| Missing::NotUtf8)
    }

    /// Computes the offsets and sentences of a text.
    pub fn new(content: String) -> Self {
        let mut characters = 0;
        let mut offsets = Vec::with_capacity(content.len() / STEP + 1);
        for (byte, _) in content.char_indices() {
            if characters % STEP == 0 {
                offsets.push(byte);
            }
            characters += 1;
        }
        let sentences = sentence::sentences(&content);
        Self {
            content,
            offsets,
            characters,
            sentences,
        }
    }

    /// Its length in characters.
    pub fn characters(&self) -> usize {
        self.characters
    }

    /// The byte offset of a character, or the length in bytes; `None` beyond the text.
    fn offset(&self, character: usize) -> Option<usize> {
        if character >= self.characters {
            return (character == self.characters).then_some(self.content.len());
        }
        let start = *self.offsets.get(character / STEP)?;
        let mut bytes = self.content[start..].char_indices().map(|(byte, _)| start + byte);
        bytes.nth(character % STEP)
    }

    /// The text of a range of characters; `None` if the range exceeds the text.
    pub fn slice(&self, start: usize, end: usize) -> Option<&str> {
        (start < end).then_some(())?;
        self.content.get(self.offset(start)?..self.offset(end)?)
    }

    /// The sentence that contains a character.
    pub fn sentence(&self, start: usize) -> Option<Range<usize>> {
        let next = self.sentences.partition_point(|sentence| sentence.end <= start);
        self.sentences
            .get(next)
            .filter(|sentence| sentence.contains(&start))
            .cloned()
    }

    /// Finds words in the text and returns their ranges of characters. White space and the shape of apostrophes are
    /// ignored.
    pub fn find(&self, words: &str) -> Vec<Range<usize>> {
        fold::find(&self.content, words)
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Answers one of this module's own queries.
fn select(graph: &Graph, query: &str) -> Result<Solutions, AskError> {
    match graph.answer(OWN, spargebra::SparqlParser::new().parse_query(query)?)? {
        Answer::Solutions(solutions) => Ok(solutions),
        Answer::Boolean(_) | Answer::Triples(_) => Ok(Solutions::default()),
    }
}

/// The documents of a graph that have a text, by IRI.
///
/// # Errors
/// When a query over the graph fails.
pub fn sources(graph: &Graph) -> Result<Vec<Source>, AskError> {
    let query = format!(
        "SELECT * WHERE {{ ?document <{}> ?text . ?text <{}> ?sha256 . OPTIONAL {{ ?text <{}> ?characters }} \
         OPTIONAL {{ ?text <{}> ?file }} OPTIONAL {{ ?document <{}> ?language }} \
         OPTIONAL {{ ?document <{}> ?is . ?is <{}> ?status FILTER(?is != <{}>) }} ?document a <{}> }} ORDER BY ?document",
        v::TEXT,
        v::SHA256,
        v::CHARACTERS,
        v::FILE_NAME,
        v::DCTERMS_LANGUAGE,
        v::STATUS,
        v::SKOS_NOTATION,
        v::STATUS_CURRENT,
        v::DOCUMENT
    );
    let text = |row: &Solution<'_>, name: &str| row.text(name).unwrap_or_default().to_owned();
    let sources = select(graph, &query)?
        .iter()
        .map(|row| Source {
            document: text(&row, "document"),
            text: text(&row, "text"),
            sha256: text(&row, "sha256"),
            characters: text(&row, "characters"),
            file: text(&row, "file"),
            language: text(&row, "language"),
            status: row.text("status").map(str::to_owned),
        })
        .collect();
    Ok(sources)
}

/// A passage given in a row of a table.
struct Passage {
    subject: String,
    document: String,
    start: u64,
    end: u64,
    words: Option<String>,
    figures: Vec<String>,
    is_claim: bool,
}

/// All passages: of claims, of further evidence, and of figures that were left out.
fn passages(graph: &Graph) -> Result<Vec<Passage>, AskError> {
    let query = format!(
        "SELECT ?subject ?document ?start ?end ?words ?claim WHERE {{
           {{ ?subject <{doc}> ?document ; <{start}> ?start ; <{end}> ?end .
              OPTIONAL {{ ?subject <{words}> ?words }} BIND(?subject AS ?claim) }}
           UNION {{ ?subject <{of}> ?claim ; <{start}> ?start ; <{end}> ?end . ?claim <{doc}> ?document .
              OPTIONAL {{ ?claim <{words}> ?words }} }}
         }} ORDER BY ?subject",
        doc = v::IN_DOCUMENT,
        start = v::START,
        end = v::END,
        words = v::AS_WRITTEN,
        of = v::OF_CLAIM,
    );
    let figures = figures(graph)?;
    let mut found = Vec::new();
    for row in select(graph, &query)?.iter() {
        let text = |name: &str| row.text(name).map(str::to_owned);
        let number = |name: &str| row.text(name).and_then(|text| text.parse().ok());
        let (Some(subject), Some(document), Some(start), Some(end)) =
            (text("subject"), text("document"), number("start"), number("end"))
        else {
            continue;
        };
        let claim = text("claim").unwrap_or_default();
        let is_claim = claim == subject;
        let figures = figures.get(&claim).cloned().unwrap_or_default();
        found.push(Passage {
            subject,
            document,
            start,
            end,
            words: text("words"),
            figures,
            is_claim,
        });
    }
    Ok(found)
}

/// The distinct bounds of each claim.
fn figures(graph: &Graph) -> Result<BTreeMap<String, Vec<String>>, AskError> {
    let query = format!(
        "SELECT DISTINCT ?claim ?figure WHERE {{ VALUES ?property {{ <{}> <{}> }} \
         ?measure ?property ?figure . BIND(STRBEFORE(STR(?measure), \"/measure\") AS ?claim) }} \
         ORDER BY ?claim ?figure",
        v::MINIMUM,
        v::MAXIMUM
    );
    let mut figures: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in select(graph, &query)?.iter() {
        if let (Some(claim), Some(figure)) = (row.text("claim"), row.text("figure")) {
            figures.entry(claim.to_owned()).or_default().push(figure.to_owned());
        }
    }
    Ok(figures)
}

/// Checks every passage: it is within its text and within one sentence, has the claim's words, and the words have the
/// claim's figure. Figures are read in French documents only.
///
/// # Errors
/// When a query over the graph fails.
pub fn check(graph: &Graph, texts: Option<&Texts>) -> Result<(Vec<Finding>, Verified), AskError> {
    let mut findings = Vec::new();
    let mut passages = passages(graph)?;
    let sources = sources(graph)?;
    let mut verified = Verified {
        of: passages.len(),
        documents: sources.len(),
        ..Verified::default()
    };
    let mut of_document: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        of_document.entry(passage.document.clone()).or_default().push(index);
    }
    let passages_of = |document: &str| of_document.get(document).map_or(&[] as &[usize], Vec::as_slice);
    for source in sources.iter().filter(|source| !reads(&source.language)) {
        passages_of(&source.document)
            .iter()
            .for_each(|index| passages[*index].figures.clear());
    }
    let lengths: BTreeMap<&str, u64> = sources
        .iter()
        .filter_map(|source| Some((source.document.as_str(), source.characters.parse().ok()?)))
        .collect();
    let mut of_passage: Vec<Vec<Finding>> = passages
        .iter()
        .map(|passage| check_without_text(passage, lengths.get(passage.document.as_str()).copied()))
        .collect();
    let mut bytes = 0;
    for source in &sources {
        let mine = passages_of(&source.document);
        let Some(text) = check_text(texts, source, mine.len(), &mut bytes, &mut findings) else {
            continue;
        };
        verified.texts += 1;
        for index in mine {
            check_passage(&passages[*index], &text, &mut of_passage[*index]);
            verified.ranges += usize::from(of_passage[*index].is_empty());
        }
    }
    findings.extend(of_passage.into_iter().flatten());
    Ok((findings, verified))
}

/// The findings about a passage that need no text. `characters` is the recorded length of its text.
fn check_without_text(passage: &Passage, characters: Option<u64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(characters) = characters {
        check_range(passage, characters, &mut findings);
    }
    if is_too_long(passage) {
        let wrong = code::passage_too_long(unplaced(), passage.start, passage.end, MOST_CHARACTERS_OF_A_PASSAGE);
        findings.push(finding(&passage.subject, v::END, wrong));
    }
    if passage.is_claim {
        check_words(passage, &mut findings);
    }
    findings
}

fn is_too_long(passage: &Passage) -> bool {
    passage.end.saturating_sub(passage.start) > MOST_CHARACTERS_OF_A_PASSAGE as u64
}

/// Whether figures in words can be read in a language: French, or no language recorded.
fn reads(language: &str) -> bool {
    language.is_empty() || language.split('-').next() == Some("fr")
}

/// A placeholder that `check` replaces by the place of the row.
fn unplaced() -> Place {
    Place::file("")
}

fn finding(subject: &str, property: &str, diagnostic: Diagnostic) -> Finding {
    Finding {
        subject: subject.to_owned(),
        property: Some(property.to_owned()),
        candidates: None,
        diagnostic,
    }
}

/// Reads the text of a source; `read` counts the bytes of all texts.
fn check_text(
    texts: Option<&Texts>,
    source: &Source,
    ranges: usize,
    read: &mut u64,
    findings: &mut Vec<Finding>,
) -> Option<Text> {
    let opened = texts.ok_or(Missing::NotAtHand).and_then(|texts| {
        if *read > limit::TEXTS {
            let most = limit::TEXTS >> 30;
            return Err(Missing::Unreadable(format!(
                "the texts before it have more than {most} GiB"
            )));
        }
        let bytes = texts.read(&source.file)?;
        *read += bytes.len() as u64;
        Text::compare(bytes, source)
    });
    match opened {
        Ok(text) => {
            if source.characters != text.characters().to_string() {
                let wrong = code::characters_differ(unplaced(), &source.characters, text.characters());
                findings.push(finding(&source.text, v::CHARACTERS, wrong));
            }
            return Some(text);
        }
        // Without a folder of texts, the count of verified passages reports this once.
        Err(Missing::NotAtHand) if texts.is_none() => {}
        Err(Missing::NotAtHand) => {
            let note = code::text_not_at_hand(unplaced(), &source.file, ranges);
            findings.push(finding(&source.text, v::FILE_NAME, note));
        }
        Err(Missing::Differs(found)) => {
            let wrong = match &source.status {
                Some(status) => code::text_of_another_version(unplaced(), &source.file, status, ranges),
                None => code::hash_differs(unplaced(), &source.file, &found),
            };
            findings.push(finding(&source.text, v::SHA256, wrong));
        }
        Err(Missing::Unreadable(why)) => {
            let wrong = code::unreadable_text(unplaced(), &source.file, &why);
            findings.push(finding(&source.text, v::FILE_NAME, wrong));
        }
        Err(Missing::NotUtf8) => {
            let wrong = code::text_not_utf8(unplaced(), &source.file);
            findings.push(finding(&source.text, v::FILE_NAME, wrong));
        }
    }
    None
}

/// Checks that a passage is within the recorded length of its text; needs no text.
fn check_range(passage: &Passage, characters: u64, findings: &mut Vec<Finding>) {
    if passage.start >= passage.end || passage.end > characters {
        let wrong = code::range_outside_text(unplaced(), passage.start, passage.end, characters);
        findings.push(finding(&passage.subject, v::END, wrong));
    }
}

/// Checks that each bound can be read from the words as written; needs no text.
fn check_words(passage: &Passage, findings: &mut Vec<Finding>) {
    for figure in &passage.figures {
        let wrong = match &passage.words {
            None => code::figure_without_words(unplaced(), figure),
            Some(words) if figure::states(words, figure) => continue,
            Some(words) => code::figure_not_in_words(unplaced(), figure, words, &read(words)),
        };
        findings.push(finding(&passage.subject, v::AS_WRITTEN, wrong));
    }
}

/// The figures that can be read from words, as text.
fn read(words: &str) -> Vec<String> {
    let mut read: Vec<String> = Vec::new();
    for figure in figure::figures(words) {
        for bound in [figure.minimum.to_string(), figure.maximum.to_string()] {
            if !read.contains(&bound) {
                read.push(bound);
            }
        }
    }
    read
}

fn check_passage(passage: &Passage, text: &Text, findings: &mut Vec<Finding>) {
    if is_too_long(passage) {
        return;
    }
    let (start, end) = (passage.start, passage.end);
    let [Ok(from), Ok(to)] = [start, end].map(usize::try_from) else {
        return;
    };
    // A passage outside the recorded length was reported already.
    let Some(slice) = text.slice(from, to) else { return };
    if sentence::crosses(&text.sentences, from, to) {
        let valid = text.sentence(from).map_or_else(
            || "a passage within a sentence".to_owned(),
            |sentence| format!("an end of at most {}: there the sentence ends", sentence.end),
        );
        let wrong = code::range_across_sentences(unplaced(), start, end, &valid);
        findings.push(finding(&passage.subject, v::END, wrong));
    }
    if passage.is_claim {
        if let Some(words) = passage.words.as_deref().filter(|words| !slice.contains(words)) {
            let wrong = code::words_not_in_range(unplaced(), words, start, end);
            findings.push(finding(&passage.subject, v::AS_WRITTEN, wrong));
        }
        return;
    }
    // A figure that is missing from the claim's own words was reported already.
    let stated = |figure: &&String| {
        passage
            .words
            .as_deref()
            .is_some_and(|words| figure::states(words, figure))
    };
    let unread = passage
        .figures
        .iter()
        .filter(stated)
        .find(|figure| !figure::states(slice, figure));
    if let Some(figure) = unread {
        let wrong = code::figure_not_in_words(unplaced(), figure, slice, &read(slice));
        findings.push(finding(&passage.subject, v::START, wrong));
    }
}
