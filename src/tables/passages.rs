//! What tables leave to the texts of documents: hashes and lengths, and quotations in place of positions.
//!
//! A quotation that stands once in the text of its document becomes the start and the end of the passage, as if they had been
//! written. One whose text is not at hand stays: it is then the words of the claim, compared with nothing.

use super::{Faults, Kept};
use crate::disk::limit;
use crate::texts::{Text, Texts, sha256};
use crate::vocabulary as v;
use csvw::metadata::{Table, TableGroup};
use diagnostic::{Diagnostic, Place, code};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use text::Decimal;
use text::language::Language;
use text::quantity::quantities;
use text::quotation::Quoted;

/// The most places of a quotation that are named.
const MOST_PLACES: usize = 4;

/// How many quotations that do not stand in a text are compared with all of its passages.
const MOST_COMPARED: usize = 20;

/// Characters around a place that tell it from others.
const AROUND: usize = 40;

/// The most characters and words of `as_written`.
const MOST_OF_WORDS: (usize, usize) = (120, 12);

/// The texts, and how the tables refer to them.
pub(super) struct Passages<'a> {
    pub group: &'a TableGroup,
    pub texts: Option<&'a Texts>,
    /// The language of documents that state none.
    pub language: &'a str,
    /// The bytes of the texts that were read.
    pub read: Cell<u64>,
}

/// Which tables have quotations: those whose rows name their document, or those whose rows name a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Documents,
    Claims,
}

/// A document by its row.
#[derive(Default, Clone)]
struct Document {
    file: String,
    hash: String,
    language: String,
}

/// The columns of a table of quotations.
struct Columns {
    /// That of the document, or of the claim.
    of: usize,
    quote: usize,
    start: usize,
    end: usize,
}

/// The column of a property in a table.
pub(super) fn at(table: &Table, property: &str) -> Option<usize> {
    let mut columns = table.columns.iter();
    columns.position(|column| !column.is_virtual && column.property.constant() == Some(property))
}

fn cell(row: &[String], column: Option<usize>) -> &str {
    column.and_then(|column| row.get(column)).map_or("", String::as_str)
}

impl Passages<'_> {
    /// The table of documents, by its index.
    fn documents(&self) -> Option<usize> {
        let has = |table: &Table| at(table, v::FILE_NAME).is_some() && at(table, v::SHA256).is_some();
        self.group.tables.iter().position(has)
    }

    /// Fills empty cells for the hash and the length of a document whose text is at hand.
    pub(super) fn fill_hashes(&self, kept: &mut [Option<Kept>]) {
        let Some((texts, index)) = self.texts.zip(self.documents()) else {
            return;
        };
        let table = &self.group.tables[index];
        let [file, hash, characters] = [v::FILE_NAME, v::SHA256, v::CHARACTERS].map(|property| at(table, property));
        let Some(kept) = &mut kept[index] else { return };
        for row in &mut kept.rows {
            let name = cell(row, file);
            let is_whole = !cell(row, hash).is_empty() && !cell(row, characters).is_empty();
            if name.is_empty() || is_whole || self.read.get() > limit::TEXTS {
                continue;
            }
            let Ok(bytes) = texts.read(name) else { continue };
            self.read.set(self.read.get() + bytes.len() as u64);
            let found = sha256(&bytes);
            let count = std::str::from_utf8(&bytes).map(|text| text.chars().count().to_string());
            let is_same = cell(row, hash).is_empty() || cell(row, hash) == found;
            let values = [(hash, Some(found)), (characters, count.ok())];
            for (column, value) in values.into_iter().filter(|_| is_same) {
                if let (Some(cell), Some(value)) = (column.and_then(|column| row.get_mut(column)), value)
                    && cell.is_empty()
                {
                    *cell = value;
                    kept.changed = true;
                }
            }
        }
    }

    /// Changes quotations to positions.
    pub(super) fn settle(&self, of: Of, kept: &mut [Option<Kept>], found: &mut Faults) {
        let property = match of {
            Of::Documents => v::IN_DOCUMENT,
            Of::Claims => v::OF_CLAIM,
        };
        for index in 0..self.group.tables.len() {
            let table = &self.group.tables[index];
            let columns = [property, v::QUOTE, v::START, v::END].map(|property| at(table, property));
            let [Some(of_column), Some(quote), Some(start), Some(end)] = columns else {
                continue;
            };
            let columns = Columns {
                of: of_column,
                quote,
                start,
                end,
            };
            let has_quote = |kept: &Kept| kept.rows.iter().any(|row| !cell(row, Some(quote)).is_empty());
            if !kept[index].as_ref().is_some_and(has_quote) {
                continue;
            }
            let documents = self.read_documents(kept);
            let of_claim = match of {
                Of::Documents => HashMap::new(),
                Of::Claims => self.documents_of_claims(kept),
            };
            if let Some(kept) = &mut kept[index] {
                self.table(table, &columns, kept, (&documents, &of_claim), found);
            }
        }
    }

    fn read_documents(&self, kept: &[Option<Kept>]) -> HashMap<String, Document> {
        let Some(index) = self.documents() else {
            return HashMap::new();
        };
        let table = &self.group.tables[index];
        let [file, hash, language] = [v::FILE_NAME, v::SHA256, v::DCTERMS_LANGUAGE].map(|property| at(table, property));
        let rows = kept[index].iter().flat_map(|kept| &kept.rows);
        let document = |row: &Vec<String>| {
            let document = Document {
                file: cell(row, file).to_owned(),
                hash: cell(row, hash).to_owned(),
                language: cell(row, language).to_owned(),
            };
            (cell(row, table.primary_key.first().copied()).to_owned(), document)
        };
        rows.map(document).collect()
    }

    fn documents_of_claims(&self, kept: &[Option<Kept>]) -> HashMap<String, String> {
        let mut found = HashMap::new();
        for (table, kept) in self.group.tables.iter().zip(kept) {
            let (Some(document), [key], Some(kept)) = (at(table, v::IN_DOCUMENT), &table.primary_key[..], kept) else {
                continue;
            };
            let pairs = kept
                .rows
                .iter()
                .map(|row| (cell(row, Some(*key)), cell(row, Some(document))));
            found.extend(pairs.map(|(key, document)| (key.to_owned(), document.to_owned())));
        }
        found
    }

    fn table(
        &self,
        table: &Table,
        columns: &Columns,
        kept: &mut Kept,
        (documents, of_claim): (&HashMap<String, Document>, &HashMap<String, String>),
        found: &mut Faults,
    ) {
        let mut of_document: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row_index, row) in kept.rows.iter().enumerate() {
            if cell(row, Some(columns.quote)).is_empty() {
                continue;
            }
            let of = cell(row, Some(columns.of));
            let document = of_claim.get(of).map_or(of, String::as_str);
            of_document.entry(document.to_owned()).or_default().push(row_index);
        }
        for (key, rows) in of_document {
            let document = documents.get(&key).cloned().unwrap_or_default();
            let texts = self.texts.filter(|_| self.read.get() <= limit::TEXTS);
            let text = Text::open(texts, &document.file, &document.hash).ok();
            let bytes = text.as_ref().map_or(0, |text| text.content.len() as u64);
            self.read.set(self.read.get() + bytes);
            let quoted = text.as_ref().map(|text| (text, Quoted::of(&text.content)));
            let tag = if document.language.is_empty() {
                self.language
            } else {
                &document.language
            };
            let language = Language::of(tag).unwrap_or_else(Language::digits);
            for row_index in rows {
                match &quoted {
                    Some((text, quoted)) => {
                        let passage = resolve(row_index, columns, kept, (text, quoted), table, found);
                        let words = passage.and_then(|range| text.slice(range.start, range.end));
                        kept.fill_words(row_index, words.unwrap_or_default(), table, language);
                    }
                    None => {
                        let words = cell(&kept.rows[row_index], Some(columns.quote)).to_owned();
                        kept.fill_words(row_index, &words, table, language);
                        let is_placed = !cell(&kept.rows[row_index], Some(columns.start)).is_empty();
                        if table.columns[columns.start].required && !is_placed {
                            let place = kept.sheet.cell(row_index, Some(columns.quote));
                            found.findings.push(code::quote_without_text(place, &key));
                            kept.left_out.insert(row_index);
                        }
                    }
                }
            }
        }
    }
}

/// Changes the quotation of a row to positions; gives the passage.
fn resolve(
    row_index: usize,
    columns: &Columns,
    kept: &mut Kept,
    (text, quoted): (&Text, &Quoted),
    table: &Table,
    found: &mut Faults,
) -> Option<Range<usize>> {
    let row = &kept.rows[row_index];
    let quote = cell(row, Some(columns.quote)).to_owned();
    let [start, end] = [columns.start, columns.end].map(|column| cell(row, Some(column)).to_owned());
    let given = |text: &str| text.parse::<usize>().ok();
    let places = quoted.find(&quote);
    let chosen = match (given(&start), given(&end)) {
        _ if places.is_empty() => None,
        (Some(start), Some(end)) => {
            // A passage may be longer than what is quoted of it.
            let within = places.iter().any(|place| start <= place.start && place.end <= end);
            within.then_some(start..end)
        }
        (Some(start), None) => places.iter().find(|place| place.start == start).cloned(),
        (None, _) if places.len() == 1 => places.first().cloned(),
        (None, _) => None,
    };
    let Some(range) = chosen else {
        let place = kept.sheet.cell(row_index, Some(columns.quote));
        found.nowhere += usize::from(places.is_empty());
        // Comparing with all passages of a text takes long; a person mends a few quotations, and asks again.
        let is_compared = places.is_empty() && found.nowhere <= MOST_COMPARED;
        let nearest = is_compared.then(|| nearest(&quote, text, quoted)).flatten();
        let wrong = unsettled(place, &quote, (&start, &end), &places, text, nearest);
        found.findings.push(wrong);
        let row_number = row_index as u64 + 1;
        for column in [columns.quote, columns.start, columns.end] {
            found.settle(&table.file, row_number, column + 1);
        }
        return None;
    };
    let row = &mut kept.rows[row_index];
    for (column, value) in [
        (columns.start, range.start.to_string()),
        (columns.end, range.end.to_string()),
        (columns.quote, String::new()),
    ] {
        if let Some(cell) = row.get_mut(column) {
            *cell = value;
        }
    }
    kept.changed = true;
    Some(range)
}

/// The passage that is nearest to a quotation, and the words that are not there.
fn nearest(quote: &str, text: &Text, quoted: &Quoted) -> Option<(String, Vec<String>)> {
    let (range, lacks) = quoted.nearest(quote)?;
    let words = text.slice(range.start, range.end)?;
    Some((format!("{} to {}: “{}”", range.start, range.end, flat(words)), lacks))
}

/// Why a quotation gives no passage.
fn unsettled(
    place: Place,
    quote: &str,
    (start, end): (&str, &str),
    places: &[Range<usize>],
    text: &Text,
    nearest: Option<(String, Vec<String>)>,
) -> Diagnostic {
    if places.is_empty() {
        return code::quote_not_found(place, quote, nearest);
    }
    let told: Vec<String> = places.iter().take(MOST_PLACES).map(|range| told(text, range)).collect();
    match (start, end) {
        ("", _) => code::quote_several_times(place, quote, places.len(), &told),
        (start, end) => code::quote_elsewhere(place, quote, (start, end), &told),
    }
}

/// A place with the words around it: `12 to 34: … said that «it» …`.
fn told(text: &Text, range: &Range<usize>) -> String {
    let before = text
        .slice(range.start.saturating_sub(AROUND), range.start)
        .unwrap_or_default();
    let after_end = (range.end + AROUND).min(text.characters());
    let after = text.slice(range.end, after_end).unwrap_or_default();
    let words = text.slice(range.start, range.end).unwrap_or_default();
    format!(
        "{} to {}: “…{}[{}]{}…”",
        range.start,
        range.end,
        flat(before),
        flat(words),
        flat(after)
    )
}

/// A text on one line.
fn flat(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let end = if text.ends_with(char::is_whitespace) && !line.is_empty() {
        " "
    } else {
        ""
    };
    format!("{start}{line}{end}")
}

impl Kept {
    /// Fills the words of a figure that are empty with those of the passage in which the figure is read, if it is read once.
    fn fill_words(&mut self, row_index: usize, passage: &str, table: &Table, language: &Language) {
        let [words, minimum, maximum] = [v::AS_WRITTEN, v::MINIMUM, v::MAXIMUM].map(|property| at(table, property));
        let row = &self.rows[row_index];
        let bounds: Vec<Decimal> = [minimum, maximum]
            .into_iter()
            .filter_map(|bound| Decimal::parse(cell(row, bound)))
            .collect();
        let Some(words) = words.filter(|words| row.get(*words).is_some_and(String::is_empty)) else {
            return;
        };
        if bounds.is_empty() {
            return;
        }
        let found = quantities(passage, language);
        let mut stated = found.iter().filter(|quantity| {
            let own = [quantity.minimum, quantity.maximum];
            bounds.iter().all(|bound| own.contains(&Some(*bound)))
        });
        if let (Some(one), None) = (stated.next(), stated.next()) {
            let range = one.place.clone();
            let text: String = passage.chars().skip(range.start).take(range.len()).collect();
            let (most_letters, most_words) = MOST_OF_WORDS;
            if text.chars().count() <= most_letters && text.split_whitespace().count() <= most_words {
                self.rows[row_index][words] = text;
                self.changed = true;
            }
        }
    }
}
