//! When documents were published and by whom, where a column of the sheet says so.

use super::{DOCUMENTS, Wanted};
use sheet::{NotTaken, Source};

impl Wanted<'_> {
    /// The key of the document of a row, with what the row says of it.
    pub(super) fn described_document(&mut self, source: Option<&Source>, left: &mut Vec<NotTaken>) -> String {
        let document = self.document(source);
        self.archive(&document, source, left);
        self.published(&document, source, left);
        self.publisher(&document, source, left);
        document
    }

    /// Takes down when the document of a row was published. What the tables or an earlier row say otherwise stays.
    fn published(&mut self, document: &str, source: Option<&Source>, left: &mut Vec<NotTaken>) {
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
    /// Takes down who publishes the document of a row. What the tables or an earlier row say otherwise stays.
    fn publisher(&mut self, document: &str, source: Option<&Source>, left: &mut Vec<NotTaken>) {
        let Some(publisher) = source.and_then(|source| source.publisher.as_ref()) else {
            return;
        };
        let documents = self.around.documents;
        let is_new = self.at.contains_key(&(DOCUMENTS, document.to_owned()));
        let (is_taken, reason) = match is_new && documents.column("publisher").is_some() {
            true => {
                let key = self.entity(&publisher.text, None, None);
                let place = self.at.get(&(DOCUMENTS, document.to_owned()));
                let row = place.and_then(|place| self.rows.get_mut(*place));
                let known = row.map(|row| row.cells.entry("publisher".to_owned()).or_insert_with(|| key.clone()));
                let is_taken = known.is_some_and(|known| *known == key);
                (is_taken, "another row has another publisher of its document")
            }
            false => {
                let known = documents.cell(document, "publisher");
                let is_same = self.around.entities.named(&publisher.text).contains(&known);
                (
                    is_same,
                    "its document was in documents.csv before: its row is left as it is",
                )
            }
        };
        left.extend(publisher.address.filter(|_| !is_taken).map(|address| NotTaken {
            address,
            text: publisher.text.clone(),
            reason: reason.to_owned(),
        }));
    }
}
