//! The archived copy of a row's document.

use super::{DOCUMENTS, NotTaken, Wanted};
use sheet::Source;

impl Wanted<'_> {
    /// Adds the address of an archived copy to the row of a document, or tells why it is not taken.
    pub(super) fn archive(&mut self, document: &str, source: Option<&Source>, left: &mut Vec<NotTaken>) {
        let Some((address, link)) = source.and_then(|source| source.archive.as_ref()) else {
            return;
        };
        let mut refuse = |reason: String| {
            left.push(NotTaken {
                address: *address,
                text: link.clone(),
                reason,
            });
        };
        let documents = self.around.documents;
        if documents.column(ARCHIVE).is_none() {
            refuse("documents.csv has no column `archive`: `sourcier migrate` describes it".to_owned());
            return;
        }
        if !["http://", "https://"].iter().any(|scheme| link.starts_with(scheme))
            || oxiri::Iri::parse(link.as_str()).is_err()
        {
            refuse("no address of the web: it begins with https:// or http://".to_owned());
            return;
        }
        let row = self.at.get(&(DOCUMENTS, document.to_owned()));
        match row.and_then(|row| self.rows.get_mut(*row)) {
            Some(row) => {
                let known = row.cells.entry(ARCHIVE.to_owned()).or_insert_with(|| link.clone());
                if known != link {
                    refuse(format!(
                        "another row of the sheet has another archived copy of {document}"
                    ));
                }
            }
            None if documents.cell(document, ARCHIVE) == link => {}
            None => refuse(format!(
                "{document} was in documents.csv before: its row is left as it is"
            )),
        }
    }
}

/// The column of documents.
const ARCHIVE: &str = "archive";
