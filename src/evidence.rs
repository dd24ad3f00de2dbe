//! Evidence: compares claims with the texts of their documents.
//!
//! Takes the graph and the folder of texts, if there is one; returns [`Finding`]s. Texts are never copied: each is
//! read, compared with its hash, and its passages are checked; one is in memory at a time. Offsets count Unicode scalar
//! values (RFC 5147).

mod claimed;
mod places;
mod quoted;
mod reading;
mod rows;

pub use crate::texts::{Missing, Text, Texts, sentence, sha256};
pub use rows::{NoRows, TableRow, rows};

use crate::budget::OWN;
use crate::disk::limit;
use crate::graph::{Answer, Graph, Solution, Solutions};
use crate::query::AskError;
use crate::vocabulary as v;
use claimed::{Claimed, Units};
use diagnostic::{Diagnostic, Place, Severity, code};
use oxigraph::model::{Literal, NamedNode, Triple};
use reading::Written;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use text::language::Language;
use text::quantity::{Quantity, quantities};
use text::scan::scan;
use text::time::{Time, times};

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
    /// The date of the document in ISO 8601, if recorded.
    pub published: Option<String>,
    /// The status of the document, if it no longer stands: corrected or withdrawn.
    pub status: Option<String>,
}

impl Source {
    /// The language in which its text is read; digits alone for a language that the program does not know. `default` is that of documents that
    /// state none.
    fn reader(&self, default: &str) -> &'static Language {
        let tag = if self.language.is_empty() {
            default
        } else {
            &self.language
        };
        Language::of(tag).unwrap_or_else(Language::digits)
    }

    /// The figures and dates that the program reads in some words of the text, such as `about 109000000000 EUR` and `2025-02-10`. `language` is
    /// that of documents that state none.
    pub fn read(&self, words: &str, language: &str) -> Vec<String> {
        let scan = scan(words, self.reader(language), self.published.as_deref());
        let times = scan.times.into_iter().filter_map(|time| time.text);
        reading::told(&scan.quantities).into_iter().chain(times).collect()
    }

    /// The places in a text where a figure stands, however it is written: `400 M€` finds `quatre cents millions d'euros`. None if the words are no
    /// figure. `language` is that of documents that state none.
    pub fn find_figure(&self, text: &Text, figure: &str, language: &str) -> Vec<Range<usize>> {
        let reader = self.reader(language);
        let figure = figure.trim();
        let wanted = quantities(figure, reader);
        let [wanted] = wanted.as_slice() else { return Vec::new() };
        if wanted.place != (0..figure.chars().count()) {
            return Vec::new();
        }
        let same = |found: &Quantity| {
            let bounds = (found.minimum, found.maximum) == (wanted.minimum, wanted.maximum);
            let unit = wanted.unit.is_none() || wanted.unit == found.unit;
            bounds && unit && wanted.minimum.is_some()
        };
        let found = quantities(&text.content, reader).into_iter().filter(same);
        found.map(|found| found.place).collect()
    }
}

/// How many passages were compared with their texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Passages whose range has the claim's words.
    pub ranges: usize,
    /// All passages.
    pub of: usize,
    /// Figures of claims that were read in their passages, or in their words where no text is available.
    pub read: usize,
    /// All figures of claims.
    pub figures: usize,
    /// Claims with a figure that rest on no passage.
    pub without_passage: usize,
    /// Documents whose text is available.
    pub texts: usize,
    /// All documents.
    pub documents: usize,
}

/// The most characters of a passage: a claim is stated in one sentence.
pub const MOST_CHARACTERS_OF_A_PASSAGE: usize = 10_000;

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
         OPTIONAL {{ ?document <{}> ?published }} \
         OPTIONAL {{ ?document <{}> ?is . ?is <{}> ?status FILTER(?is != <{}>) }} ?document a <{}> }} ORDER BY ?document",
        v::TEXT,
        v::SHA256,
        v::CHARACTERS,
        v::FILE_NAME,
        v::DCTERMS_LANGUAGE,
        v::PUBLISHED,
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
            published: row.text("published").map(str::to_owned),
            status: row.text("status").map(str::to_owned),
        })
        .collect();
    Ok(sources)
}

/// A passage given in a row of a table.
struct Passage {
    subject: String,
    /// The claim that it states; empty for figures that were left out.
    claim: String,
    document: String,
    start: u64,
    end: u64,
    words: Option<String>,
}

impl Passage {
    fn is_claim(&self) -> bool {
        self.claim == self.subject
    }
}

/// All passages: of claims, of further evidence, and of figures that were left out.
fn passages(graph: &Graph) -> Result<Vec<Passage>, AskError> {
    let query = format!(
        "SELECT ?subject ?document ?start ?end ?words ?claim WHERE {{
           {{ ?subject <{doc}> ?document ; <{start}> ?start ; <{end}> ?end .
              OPTIONAL {{ ?subject <{words}> ?words }} BIND(?subject AS ?claim) }}
           UNION {{ ?subject <{of}> ?claim ; <{start}> ?start ; <{end}> ?end . ?claim <{doc}> ?document .
              OPTIONAL {{ ?claim <{words}> ?words }} }}
         }}",
        doc = v::IN_DOCUMENT,
        start = v::START,
        end = v::END,
        words = v::AS_WRITTEN,
        of = v::OF_CLAIM,
    );
    // Sorted here: the evaluator would read both texts again for each comparison.
    let mut found: Vec<Passage> = Vec::new();
    for row in select(graph, &query)?.iter() {
        let text = |name: &str| row.text(name).map(str::to_owned);
        let number = |name: &str| row.text(name).and_then(|text| text.parse().ok());
        let (Some(subject), Some(document), Some(start), Some(end)) =
            (text("subject"), text("document"), number("start"), number("end"))
        else {
            continue;
        };
        found.push(Passage {
            subject,
            claim: text("claim").unwrap_or_default(),
            document,
            start,
            end,
            words: text("words"),
        });
    }
    found.sort_by(|one, other| one.subject.cmp(&other.subject));
    Ok(found)
}

/// What passages are compared with.
struct Comparison {
    claims: BTreeMap<String, Claimed>,
    units: Units,
    /// The language of documents that state none.
    language: String,
}

/// What the comparison of passages with texts found.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings about passages.
    pub findings: Vec<Finding>,
    /// How many passages were compared.
    pub verified: Verified,
    /// The words of each passage whose text is at hand, as `s:quote` of its claim. Checks see them; they are not of the graph, since
    /// the words of others must not leave with it.
    pub words: Vec<Triple>,
}

/// Checks every passage: it is within its text and within one sentence, has the claim's words, and says what the claim says: its figure,
/// unit, wording, rate and dates. `language` is that of documents that state none.
///
/// # Errors
/// When a query over the graph fails.
pub fn check(graph: &Graph, texts: Option<&Texts>, language: &str) -> Result<Compared, AskError> {
    let (mut findings, mut words) = (Vec::new(), Vec::new());
    let passages = passages(graph)?;
    let sources = sources(graph)?;
    let units = claimed::units(graph)?;
    let comparison = Comparison {
        claims: claimed::claimed(graph, &units)?,
        units,
        language: language.to_owned(),
    };
    let mut verified = Verified {
        of: passages.len(),
        documents: sources.len(),
        ..Verified::default()
    };
    let quoted = quoted::quoted(graph)?;
    let resting = rows::resting(graph)?;
    let others = quoted.iter().map(|quoted| &quoted.claim);
    let others = others.chain(resting.iter().map(|resting| &resting.claim));
    count_figures(&comparison, &passages, others, &mut verified);
    let tables: BTreeSet<&str> = rows::tables(&resting).collect();
    let without_positions = without_positions(&quoted, &resting);
    let mut of_document = by_document(&passages);
    let mut of_passage: Vec<Vec<Finding>> = passages.iter().map(|_| Vec::new()).collect();
    let (mut bytes, mut read) = (0, BTreeSet::new());
    let mut at_hand: BTreeSet<&str> = BTreeSet::new();
    for source in &sources {
        let mine = of_document.remove(source.document.as_str()).unwrap_or_default();
        let characters = source.characters.parse().ok();
        for &index in &mine {
            of_passage[index] = check_without_text(&passages[index], characters);
        }
        let is_table = mine.is_empty() && tables.contains(source.document.as_str());
        let others = without_positions.get(source.document.as_str()).copied();
        let ranges = mine.len() + others.unwrap_or_default();
        let text = check_text(texts, source, (ranges, is_table), &mut bytes, &mut findings);
        at_hand.extend(text.as_ref().map(|_| source.document.as_str()));
        let document = Document::of(source, text.as_ref(), &comparison);
        findings.extend(document.unread(&mine));
        for index in mine {
            words.extend(quoted_words(&passages[index], text.as_ref()));
            let found = &mut of_passage[index];
            let is_read = check_passage(&passages[index], &document, &comparison, found);
            // A key that two rows have gives one claim several passages.
            verified.read += usize::from(is_read && read.insert(passages[index].claim.as_str()));
            verified.ranges += usize::from(text.is_some() && !found.iter().any(is_fault));
        }
    }
    findings.extend(of_passage.into_iter().flatten());
    quoted::check(&quoted, &comparison, &mut verified, &mut findings);
    let tables = rows::check(&resting, &sources, texts, &comparison, &mut verified, &mut findings);
    at_hand.extend(tables);
    verified.texts = at_hand.len();
    Ok(Compared {
        findings,
        verified,
        words,
    })
}

/// How many claims of each document rest on quotations or rows.
fn without_positions<'a>(quoted: &'a [quoted::Quoted], resting: &'a [rows::Resting]) -> BTreeMap<&'a str, usize> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let documents = quoted.iter().map(quoted::Quoted::document);
    for document in documents.chain(rows::tables(resting)) {
        *counted.entry(document).or_default() += 1;
    }
    counted
}

/// The numbers of the passages of each document.
fn by_document(passages: &[Passage]) -> BTreeMap<&str, Vec<usize>> {
    let mut of_document: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        of_document.entry(&passage.document).or_default().push(index);
    }
    of_document
}

/// The words of a passage, as `s:quote` of its claim.
fn quoted_words(passage: &Passage, text: Option<&Text>) -> Option<Triple> {
    let text = text.filter(|_| !is_too_long(passage))?;
    let [start, end] = [passage.start, passage.end].map(usize::try_from);
    let words = Literal::new_simple_literal(text.slice(start.ok()?, end.ok()?)?);
    let claim = NamedNode::new(&passage.claim).ok()?;
    Some(Triple::new(claim, NamedNode::new_unchecked(v::QUOTE), words))
}

/// Whether a finding keeps a passage from being verified.
fn is_fault(finding: &Finding) -> bool {
    finding.diagnostic.severity == Severity::Error
}

/// Counts the figures of claims, and those that rest on no passage; `others` are claims that rest on quoted words or on rows.
fn count_figures<'a>(
    comparison: &Comparison,
    passages: &'a [Passage],
    others: impl Iterator<Item = &'a String>,
    verified: &mut Verified,
) {
    let has_bounds = |claimed: &&Claimed| claimed.figure.as_ref().is_some_and(|figure| !figure.bounds.is_empty());
    let with_passage = passages.iter().filter(|passage| passage.is_claim());
    // A key that two rows have gives one claim several passages.
    let with_passage: BTreeSet<&str> = with_passage
        .map(|passage| passage.claim.as_str())
        .chain(others.map(String::as_str))
        .collect();
    let with_passage = with_passage
        .into_iter()
        .filter_map(|claim| comparison.claims.get(claim));
    verified.figures = comparison.claims.values().filter(has_bounds).count();
    verified.without_passage = verified.figures - with_passage.filter(has_bounds).count();
}

/// A document while its passages are checked.
struct Document<'a> {
    source: &'a Source,
    text: Option<&'a Text>,
    language: &'static Language,
    /// The tag of a language that is not read.
    not_read: Option<&'a str>,
    /// The times of the whole text.
    times: Option<Vec<Time>>,
}

impl<'a> Document<'a> {
    fn of(source: &'a Source, text: Option<&'a Text>, comparison: &'a Comparison) -> Self {
        let tag = if source.language.is_empty() {
            &comparison.language
        } else {
            &source.language
        };
        let known = Language::of(tag);
        let language = known.unwrap_or_else(Language::digits);
        Self {
            source,
            text,
            language,
            not_read: known.is_none().then_some(tag),
            times: text.map(|text| times(&text.content, language, source.published.as_deref())),
        }
    }

    /// The finding that its figures in words are not read; none if it has no passages.
    fn unread(&self, passages: &[usize]) -> Option<Finding> {
        let language = self.not_read.filter(|_| !passages.is_empty())?;
        let note = code::language_not_read(unplaced(), language);
        Some(finding(&self.source.document, v::DCTERMS_LANGUAGE, note))
    }

    fn written<'t>(&'t self, words: &'t str, passage: Option<&'t str>) -> Written<'t> {
        Written {
            words,
            passage,
            times: self.times.as_deref(),
            has_words: self.not_read.is_none(),
            language: self.language,
            published: self.source.published.as_deref(),
        }
    }
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
    findings
}

fn is_too_long(passage: &Passage) -> bool {
    passage.end.saturating_sub(passage.start) > MOST_CHARACTERS_OF_A_PASSAGE as u64
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

/// Reads the text of a source; `read` counts the bytes of all texts. A table on which claims rest need not be UTF-8.
fn check_text(
    texts: Option<&Texts>,
    source: &Source,
    (ranges, is_table): (usize, bool),
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
        Text::compare(bytes, &source.sha256)
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
        Err(Missing::NotUtf8) if is_table => {}
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

/// Checks a passage with its text, if that is at hand. Says whether the claim's figure was read.
fn check_passage(
    passage: &Passage,
    document: &Document<'_>,
    comparison: &Comparison,
    findings: &mut Vec<Finding>,
) -> bool {
    let slice = check_slice(passage, document.text, findings);
    let claimed = comparison.claims.get(&passage.claim);
    let (Some(claimed), true) = (claimed, passage.is_claim()) else {
        check_further(passage, claimed, slice, document, findings);
        return false;
    };
    let Some(words) = passage.words.as_deref() else {
        let figure = claimed.figure.iter().flat_map(|figure| &figure.bounds);
        findings.extend(figure.map(|bound| {
            let wrong = code::figure_without_words(unplaced(), bound);
            finding(&passage.subject, v::AS_WRITTEN, wrong)
        }));
        return false;
    };
    let found = reading::compare(claimed, document.written(words, slice), &comparison.units);
    let differences = found.differences.into_iter();
    findings.extend(differences.map(|(property, wrong)| finding(&passage.subject, property, wrong)));
    found.is_read
}

/// Checks that a passage lies within one sentence and has the claim's words; gives its text.
fn check_slice<'t>(passage: &Passage, text: Option<&'t Text>, findings: &mut Vec<Finding>) -> Option<&'t str> {
    let text = text.filter(|_| !is_too_long(passage))?;
    let (start, end) = (passage.start, passage.end);
    let [Ok(from), Ok(to)] = [start, end].map(usize::try_from) else {
        return None;
    };
    // A passage outside the recorded length was reported already.
    let slice = text.slice(from, to)?;
    if sentence::crosses(&text.sentences, from, to) {
        let valid = text.sentence(from).map_or_else(
            || "a passage within a sentence".to_owned(),
            |sentence| format!("an end of at most {}: there the sentence ends", sentence.end),
        );
        let wrong = code::range_across_sentences(unplaced(), start, end, &valid);
        findings.push(finding(&passage.subject, v::END, wrong));
    }
    if let Some(place) = [from, to].into_iter().find(|place| text.is_within_number(*place)) {
        let property = if place == from { v::START } else { v::END };
        let wrong = code::range_cuts_number(unplaced(), start, end, place);
        findings.push(finding(&passage.subject, property, wrong));
    }
    let words = passage
        .words
        .as_deref()
        .filter(|words| passage.is_claim() && !slice.contains(words));
    if let Some(words) = words {
        let wrong = code::words_not_in_range(unplaced(), words, start, end);
        findings.push(finding(&passage.subject, v::AS_WRITTEN, wrong));
    }
    Some(slice)
}

/// Checks that a further passage states the figure of its claim. One that is missing from the claim's own words was reported already.
fn check_further(
    passage: &Passage,
    claimed: Option<&Claimed>,
    slice: Option<&str>,
    document: &Document<'_>,
    findings: &mut Vec<Finding>,
) {
    let (Some(slice), Some(figure)) = (slice, claimed.and_then(|claimed| claimed.figure.as_ref())) else {
        return;
    };
    let [own, there] =
        [passage.words.as_deref().unwrap_or_default(), slice].map(|text| quantities(text, document.language));
    let is_unread = |bound: &&String| reading::is_stated(bound, &own) && !reading::is_stated(bound, &there);
    if let Some(bound) = figure.bounds.iter().find(is_unread) {
        let wrong = code::figure_not_in_words(unplaced(), bound, slice, &reading::told(&there));
        findings.push(finding(&passage.subject, v::START, wrong));
    }
}
