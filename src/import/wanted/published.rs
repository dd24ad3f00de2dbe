//! When documents were published, where a column of the sheet says so.

use super::{DOCUMENTS, Wanted};
use sheet::{NotTaken, Note, Record, Source};
use std::collections::{BTreeMap, BTreeSet};
use text::fold::fold_words;

/// How many documents a note names.
const MOST: usize = 8;

impl Wanted<'_> {
    /// Tells new documents that have a title and no address, in rows of several days: a newspaper is no article.
    pub(in crate::import) fn note_on_titles(&self, records: &[Record]) -> Option<Note> {
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

    /// Takes down when the document of a row was published. What the tables or an earlier row say otherwise stays.
    pub(super) fn published(&mut self, document: &str, source: Option<&Source>, left: &mut Vec<NotTaken>) {
        let Some(published) = source.and_then(|source| source.published.as_ref()) else {
            return;
        };
        let documents = self.around.documents;
        if documents.column("published").is_none() {
            return;
        }
        let place = self.at.get(&(DOCUMENTS, document.to_owned()));
        let (known, reason) = match place.and_then(|place| self.rows.get_mut(*place)) {
            Some(row) => {
                let cells = &mut row.cells;
                let known = cells
                    .entry("published".to_owned())
                    .or_insert_with(|| published.iso.clone())
                    .clone();
                if documents.column("published_basis").is_some() {
                    cells.insert("published_basis".to_owned(), "written".to_owned());
                }
                (known, "another row has another day for its document")
            }
            None => {
                let known = documents.cell(document, "published").to_owned();
                (
                    known,
                    "its document was in documents.csv before: its row is left as it is",
                )
            }
        };
        left.extend(
            published
                .address
                .filter(|_| known != published.iso)
                .map(|address| NotTaken {
                    address,
                    text: published.as_written.clone(),
                    reason: reason.to_owned(),
                }),
        );
    }
}
