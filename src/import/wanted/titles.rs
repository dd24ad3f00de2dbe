//! Titles of documents that tell none from another: one at several addresses, or of several days.

use super::{DOCUMENTS, Wanted, clean, short};
use sheet::{Note, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use text::fold::fold_words;

/// How many documents a note names.
const MOST: usize = 8;

/// The titles of documents, folded, that stand beside several addresses.
pub(super) fn shared(records: &[Record]) -> HashSet<String> {
    let mut addresses: HashMap<String, &str> = HashMap::new();
    let mut shared = HashSet::new();
    for source in records.iter().filter_map(|record| record.source.as_ref()) {
        if let (Some(title), Some(link)) = (&source.title, &source.link) {
            let title = fold_words(&clean(title));
            if *addresses.entry(title.clone()).or_insert(link) != link {
                shared.insert(title);
            }
        }
    }
    shared
}

/// The addresses of titles, folded, that stand beside one address, and in other rows beside none: these are of the same document.
pub(super) fn filled(records: &[Record]) -> HashMap<String, String> {
    let shared = shared(records);
    let mut addresses: HashMap<String, String> = HashMap::new();
    let mut without: HashSet<String> = HashSet::new();
    for source in records.iter().filter_map(|record| record.source.as_ref()) {
        let Some(title) = source.title.as_deref().map(|title| fold_words(&clean(title))) else {
            continue;
        };
        match &source.link {
            Some(link) if oxiri::Iri::parse(link.as_str()).is_ok() => {
                addresses.entry(title).or_insert_with(|| link.clone());
            }
            _ => {
                without.insert(title);
            }
        }
    }
    addresses.retain(|title, _| without.contains(title) && !shared.contains(title));
    addresses
}

/// The end of an address, as a part of a key: `quai-nord` of `https://example.org/2024/quai-nord.html?a=1`.
pub(super) fn end_of(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("://")?;
    let path = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, last) = path.rsplit_once('/')?;
    let bare = last.rsplit_once('.').map_or(last, |(bare, _)| bare);
    Some(short(bare)).filter(|end| !end.is_empty())
}

impl Wanted<'_> {
    /// Tells titles that stand for several documents, and those that perhaps do.
    pub(in crate::import) fn notes_on_titles(&self, records: &[Record]) -> [Option<Note>; 3] {
        [
            self.note_on_addresses(),
            self.note_on_filled(records),
            self.note_on_days(records),
        ]
    }

    /// Tells rows that have a source and no address, which other rows of that source have.
    fn note_on_filled(&self, records: &[Record]) -> Option<Note> {
        let sources = records
            .iter()
            .filter_map(|record| Some((record, record.source.as_ref()?)));
        let rows: BTreeSet<u32> = sources
            .filter(|(_, source)| source.link.is_none())
            .filter(|(_, source)| {
                let title = source.title.as_deref().map(|title| fold_words(&clean(title)));
                title.is_some_and(|title| self.filled_links.contains_key(&title))
            })
            .map(|(record, _)| record.address.row)
            .collect();
        let named: Vec<String> = rows.iter().take(MOST).map(u32::to_string).collect();
        let more = if rows.len() > MOST { " ..." } else { "" };
        let (row, has) = if rows.len() == 1 {
            ("Row", "has")
        } else {
            ("Rows", "have")
        };
        let text = format!(
            "{row} {}{more} {has} a source without an address, and other rows of that source have one: it is taken for the same document. Where it \
             is another, write another title",
            named.join(", ")
        );
        (!rows.is_empty()).then_some(Note { address: None, text })
    }

    /// Tells new documents that have one title at several addresses.
    fn note_on_addresses(&self) -> Option<Note> {
        let mut keys: BTreeMap<String, (&str, Vec<&str>)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.table == DOCUMENTS) {
            let title = row.cells.get("title").filter(|_| row.cells.contains_key("address"));
            let title = title.filter(|title| self.shared_titles.contains(&fold_words(title)));
            if let Some(title) = title.filter(|_| !self.around.documents.has(&row.key)) {
                let of = keys.entry(fold_words(title)).or_insert_with(|| (title, Vec::new()));
                of.1.push(&row.key);
            }
        }
        let told: Vec<String> = keys
            .into_values()
            .take(MOST)
            .map(|(title, keys)| {
                let more = if keys.len() > MOST { " ..." } else { "" };
                let named = keys.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
                format!("{title} ({named}{more})")
            })
            .collect();
        let text = format!(
            "One title at several addresses is several documents: {}. Where the title is that of a newspaper, write the article's, \
             so that they can be told apart",
            told.join("; ")
        );
        (!told.is_empty()).then_some(Note { address: None, text })
    }

    /// Tells new documents that have a title and no address, in rows of several days: a newspaper is no article.
    fn note_on_days(&self, records: &[Record]) -> Option<Note> {
        let mut days: BTreeMap<String, (&str, BTreeSet<&str>)> = BTreeMap::new();
        for record in records {
            let source = record.source.as_ref().filter(|source| source.link.is_none());
            let when = record.when.as_ref().filter(|when| when.iso.len() == "2024-05-21".len());
            if let (Some(title), Some(when)) = (source.and_then(|source| source.title.as_deref()), when) {
                let of = days
                    .entry(fold_words(title))
                    .or_insert_with(|| (title, BTreeSet::new()));
                of.1.insert(&when.iso);
            }
        }
        let is_new = |title: &str| self.around.documents.named(title).is_empty();
        // A title with a number has its day or its issue.
        let has_number = |title: &str| title.contains(|letter: char| letter.is_ascii_digit());
        let several = days
            .into_values()
            .filter(|(title, days)| days.len() > 1 && is_new(title) && !has_number(title));
        let told: Vec<String> = several
            .map(|(title, days)| format!("{title} ({} days)", days.len()))
            .collect();
        let more = if told.len() > MOST { " ..." } else { "" };
        let named = told
            .iter()
            .take(MOST)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        let text = format!(
            "Sources without an address that stand in rows of several days are one document each: {named}{more}. Where that is a \
             newspaper or a station, write each article with its day"
        );
        (!told.is_empty()).then_some(Note { address: None, text })
    }
}
