//! Programmes of things: one that some rows of a thing have is that of the thing, in whatever order the rows stand.

use hashbrown::{HashMap, HashSet};

use crate::record::Words;
use crate::words::words;
use crate::workbook::{Address, Note};

use super::Reading;
use super::asked::rows_of;

/// The programmes of the rows of a thing.
#[derive(Default)]
struct Of {
    /// The programmes, by their words, with the first one as written.
    named: HashSet<String>,
    first: Option<Words>,
    /// The places of the rows without one.
    blank: Vec<usize>,
}

impl Reading<'_> {
    /// Gives rows without a programme that of other rows of their thing, if these have one alone; tells rows of a thing that has several.
    pub(super) fn programmes(&mut self) {
        let mut things: HashMap<String, Of> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        for (place, record) in self.understood.records.iter().enumerate() {
            let Some(about) = &record.about else { continue };
            let thing = words(&about.text).join(" ");
            if !things.contains_key(&thing) {
                order.push(thing.clone());
            }
            let of = things.entry(thing).or_default();
            match &record.programme {
                Some(programme) => {
                    of.named.insert(words(&programme.text).join(" "));
                    of.first.get_or_insert_with(|| programme.clone());
                }
                None => of.blank.push(place),
            }
        }
        for thing in order {
            let Some(Of {
                named,
                first: Some(first),
                blank,
            }) = things.remove(&thing).filter(|of| !of.blank.is_empty())
            else {
                continue;
            };
            let cells: Vec<Address> = blank
                .iter()
                .filter_map(|place| Some(self.understood.records.get(*place)?.address))
                .collect();
            let Some(cell) = cells.first().copied() else { continue };
            let about = self.understood.records.get(blank.first().copied().unwrap_or_default());
            let about = about
                .and_then(|record| record.about.as_ref())
                .map_or("", |about| about.text.as_str());
            let (about, programme) = (about.to_owned(), first.text.clone());
            let rows = match cells.len() {
                1 => format!("Row {} has", cell.row),
                _ => format!("{} rows{} have", cells.len(), rows_of(&cells)),
            };
            let text = match named.len() {
                1 => format!(
                    "{rows} no programme, and other rows of {about} have {programme}: a thing has one programme, and totals by scheme count \
                     these sums in it, too. If they do not belong to it, give what they are for a name of its own."
                ),
                _ => format!(
                    "{rows} no programme, and other rows of {about} have several: totals by scheme count these sums in {programme}. Write their \
                     programme, or give what they are for a name of its own."
                ),
            };
            self.understood.notes.push(Note::at(cell, text));
            for place in blank {
                if let Some(record) = self.understood.records.get_mut(place) {
                    record.programme = Some(Words {
                        address: None,
                        ..first.clone()
                    });
                }
            }
        }
    }
}
