//! Programmes of things: one that some rows of a thing have is that of the thing, in whatever order the rows stand.

use hashbrown::{HashMap, HashSet};

use crate::record::{Record, Words};
use crate::words::words;
use crate::workbook::{Address, Note};

use super::Reading;
use super::asked::rows_of;

/// The most things that are told one by one.
const TOLD: usize = 10;

/// The programmes of the rows of a thing.
#[derive(Default)]
struct Of {
    /// The programmes, by their words, with the first one as written.
    named: HashSet<String>,
    first: Option<Words>,
    /// The places of the rows without one.
    blank: Vec<usize>,
}

/// The things of rows, in the order of their first ones, with their programmes.
fn of_things(records: &[Record]) -> Vec<(String, Of)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut things: Vec<(String, Of)> = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let Some(about) = &record.about else { continue };
        let at = *places.entry(words(&about.text).join(" ")).or_insert_with(|| {
            things.push((about.text.clone(), Of::default()));
            things.len() - 1
        });
        let Some((_, of)) = things.get_mut(at) else { continue };
        match &record.programme {
            Some(programme) => {
                of.named.insert(words(&programme.text).join(" "));
                of.first.get_or_insert_with(|| programme.clone());
            }
            None => of.blank.push(place),
        }
    }
    things
}

impl Reading<'_> {
    /// Gives rows without a programme that of other rows of their thing, the first of several; tells them.
    pub(super) fn programmes(&mut self) {
        let mut told = 0;
        for (about, of) in of_things(&self.understood.records) {
            let Some(first) = of.first.filter(|_| !of.blank.is_empty()) else {
                continue;
            };
            let (mut cells, programme) = (Vec::new(), first.text.clone());
            for place in of.blank {
                let Some(record) = self.understood.records.get_mut(place) else {
                    continue;
                };
                cells.push(record.address);
                record.programme = Some(Words {
                    address: None,
                    ..first.clone()
                });
            }
            told += 1;
            if told <= TOLD {
                self.tell_programme(&cells, &about, (&programme, of.named.len()));
            }
        }
        if told > TOLD {
            let text = format!("So it is with {} more things.", told - TOLD);
            self.understood.notes.push(Note::new(text));
        }
    }

    /// Tells rows without a programme, of a thing of which others have one, or several.
    fn tell_programme(&mut self, cells: &[Address], about: &str, (programme, count): (&str, usize)) {
        let Some(cell) = cells.first().copied() else {
            return;
        };
        let rows = match cells.len() {
            1 => format!("Row {} has", cell.row),
            count => format!("{count} rows{} have", rows_of(cells)),
        };
        let text = match count {
            1 => format!(
                "{rows} no programme, and other rows of {about} have {programme}: a thing has one programme, and totals by scheme count these \
                 sums in it, too. If they do not belong to it, give what they are for a name of its own."
            ),
            _ => format!(
                "{rows} no programme, and other rows of {about} have several: totals by scheme count these sums in {programme}. Write their \
                 programme, or give what they are for a name of its own."
            ),
        };
        self.understood.notes.push(Note::at(cell, text));
    }
}
