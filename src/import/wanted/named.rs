//! What single columns of a row name, for rows of which only some cells were edited.

use super::Wanted;
use sheet::{NotTaken, Record, Role};

impl Wanted<'_> {
    /// The keys of all who say a record.
    pub(super) fn speakers(&mut self, record: &Record, left: &mut Vec<NotTaken>) -> Vec<String> {
        let first = record.speaker.iter();
        first
            .chain(&record.also)
            .map(|speaker| self.party(speaker, left))
            .collect()
    }

    /// The keys of what a column of a record names; rows for those that are new. Empty if it names none that is taken.
    pub(in crate::import) fn keys(&mut self, record: &Record, role: Role) -> Vec<String> {
        let mut left = Vec::new();
        match role {
            Role::Speaker => {
                let speaker = record.speaker.as_ref();
                speaker
                    .map(|speaker| self.party(speaker, &mut left))
                    .into_iter()
                    .collect()
            }
            Role::Payer => self.parties(&record.payers, &mut left),
            Role::Recipient => self.parties(&record.recipients, &mut left),
            Role::About => {
                let about = record.about.as_ref();
                about.map(|about| self.about(about, None)).into_iter().collect()
            }
            Role::Source => vec![self.document(record.source.as_ref())],
            _ => Vec::new(),
        }
    }
}
