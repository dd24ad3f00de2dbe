//! What single columns of a row name, for rows of which only some cells were edited.

use super::{ENTITIES, Wanted, clean};
use sheet::{NotTaken, Record, Role};

impl Wanted<'_> {
    /// The keys of all who say a record; the office of the speaker is taken down.
    pub(super) fn speakers(&mut self, record: &Record, left: &mut Vec<NotTaken>) -> Vec<String> {
        let speakers = record.speaker.iter().chain(&record.also);
        let speakers: Vec<String> = speakers.map(|speaker| self.party(speaker, left)).collect();
        self.office(record, &speakers, left);
        speakers
    }

    /// Takes down the office of who says a record, as a further name: `Ann Lee, Minister for Health`.
    fn office(&mut self, record: &Record, speakers: &[String], left: &mut Vec<NotTaken>) {
        let (Some(office), [speaker]) = (&record.office, speakers) else {
            return;
        };
        let text = clean(&office.text);
        let place = self.at.get(&(ENTITIES, speaker.clone()));
        let Some(row) = place.and_then(|place| self.rows.get_mut(*place)) else {
            let known = self.around.entities.cell(speaker, "aliases");
            left.extend(
                office
                    .address
                    .filter(|_| !known.contains(&text))
                    .map(|address| NotTaken {
                        address,
                        text: office.text.clone(),
                        reason: format!("{speaker} was in entities.csv before: its row is left as it is"),
                    }),
            );
            return;
        };
        let label = row.cells.get(self.around.label).cloned().unwrap_or_default();
        let name = format!("{label}, {}", text.replace('|', " "));
        let aliases = row.cells.entry("aliases".to_owned()).or_default();
        if !aliases.split('|').any(|alias| *alias == name) {
            let gap = if aliases.is_empty() { "" } else { "|" };
            *aliases = format!("{aliases}{gap}{name}");
        }
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
