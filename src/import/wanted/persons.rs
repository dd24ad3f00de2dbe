//! Natural persons who pay or receive, who are taken only if that is asked for; and the rows that say nothing right without them.

use super::{Wanted, clean};
use sheet::{Address, BESIDE_A_NAME, BESIDE_A_RECIPIENT, NotTaken, Note, Party, Record, Understood};
use std::collections::{HashMap, HashSet};
use text::fold::fold_words;

/// Why they are not taken.
const REASON: &str = "a natural person who pays or receives is taken only with --persons";

/// What the list says instead of a name.
pub(in crate::import) const A_PERSON: &str = "(a person)";

/// What it says instead of other cells of their rows, which may name them, too.
pub(in crate::import) const NOT_SHOWN: &str = "(not shown)";

/// Hides natural persons who are named beside a name, or beside the one who receives: the list must not keep them.
pub(in crate::import) fn hide(understood: &mut Understood, persons: bool) {
    for cell in understood.words_left.iter_mut().chain(&mut understood.not_taken) {
        if !persons && [BESIDE_A_NAME, BESIDE_A_RECIPIENT].contains(&cell.reason.as_str()) {
            A_PERSON.clone_into(&mut cell.text);
        }
    }
}

impl Wanted<'_> {
    /// Those who pay or receive and are taken.
    pub(super) fn allowed<'p>(&self, parties: &'p [Party]) -> impl Iterator<Item = &'p Party> {
        let persons = self.around.persons;
        parties.iter().filter(move |party| persons || !is_person(party))
    }

    /// The cells of natural persons who pay or receive, if they are not taken.
    pub(super) fn persons_left(&self, record: &Record) -> Vec<NotTaken> {
        let parties = record.payers.iter().chain(&record.recipients);
        let persons = parties.filter(|party| is_person(party) && !self.around.persons);
        let cells = persons.flat_map(|party| {
            let own = party.identifiers.iter().map(|identifier| identifier.address);
            party.address.into_iter().chain(own)
        });
        // The list must not keep the names that the tables do not.
        let left = cells.map(|address| NotTaken {
            address,
            text: A_PERSON.to_owned(),
            reason: REASON.to_owned(),
        });
        left.collect()
    }

    /// The records that would say something else without the natural persons who pay or receive. Without its payer, a sum would be
    /// in dispute with those of others; without its recipient, one of several for a thing would be the whole of it.
    pub(super) fn of_persons(&self, records: &[Record]) -> HashSet<Address> {
        if self.around.persons {
            return HashSet::new();
        }
        let thing = |record: &Record| {
            let about = record.about.as_ref();
            about.map(|about| fold_words(&clean(&about.text))).unwrap_or_default()
        };
        let mut rows: HashMap<String, HashSet<u32>> = HashMap::new();
        for record in records.iter().filter(|record| !record.recipients.is_empty()) {
            rows.entry(thing(record)).or_default().insert(record.address.row);
        }
        let is_one_of_several = |record: &Record| rows.get(&thing(record)).is_some_and(|rows| rows.len() > 1);
        // Where money is for who receives it, nothing is left to say without the name.
        let says_nothing = |record: &Record| record.about.is_none() || is_one_of_several(record);
        let is_left =
            |record: &&Record| are_persons(&record.payers) || are_persons(&record.recipients) && says_nothing(record);
        records.iter().filter(is_left).map(|record| record.address).collect()
    }

    /// Leaves a record of natural persons. The list shows its figure and what it is for.
    pub(super) fn leave_person(&mut self, record: &Record, text: &dyn Fn(Address) -> String) {
        self.of_persons.insert(record.address.row);
        let parties = record
            .payers
            .iter()
            .chain(&record.recipients)
            .filter(|party| is_person(party));
        let persons: HashSet<Address> = parties.filter_map(|party| party.address).collect();
        let about = record.about.as_ref().and_then(|about| about.address);
        let figures = record.amounts.iter().map(|amount| amount.address);
        let shown: HashSet<Address> = figures.chain(about).collect();
        let leave = |address: &Address| NotTaken {
            address: *address,
            text: match () {
                () if persons.contains(address) => A_PERSON.to_owned(),
                () if shown.contains(address) => text(*address),
                () => NOT_SHOWN.to_owned(),
            },
            reason: match persons.contains(address) {
                true => REASON.to_owned(),
                false => "its row is not taken: a natural person pays or receives".to_owned(),
            },
        };
        self.not_taken.extend(record.cells.iter().map(leave));
    }

    /// Tells the rows that were left for natural persons.
    pub(in crate::import) fn note_on_persons(&self) -> Option<Note> {
        let rows: Vec<String> = self.of_persons.iter().take(MOST).map(u32::to_string).collect();
        let more = if self.of_persons.len() > MOST { " ..." } else { "" };
        let (row, is) = match rows.len() {
            0 => return None,
            1 => ("Row", "is"),
            _ => ("Rows", "are"),
        };
        let text = format!(
            "{row} {}{more} {is} not taken, nor in any total: natural persons pay or receive there. --persons takes them, with their names",
            rows.join(", ")
        );
        Some(Note { address: None, text })
    }

    /// Tells the names that may be those of natural persons where others of their column are, and that are taken.
    pub(in crate::import) fn note_on_likely(&self, records: &[Record]) -> Option<Note> {
        if self.around.persons {
            return None;
        }
        let of = [
            |record: &Record| record.payers.clone(),
            |record: &Record| record.recipients.clone(),
        ];
        let mut rows: Vec<u32> = Vec::new();
        for parties in of {
            let has_persons = records.iter().any(|record| parties(record).iter().any(is_person));
            let may_be =
                |party: &Party| !is_person(party) && party.class.is_none() && sheet::may_be_person(&party.name);
            let likely = records
                .iter()
                .filter(|record| has_persons && parties(record).iter().any(may_be));
            rows.extend(likely.map(|record| record.address.row));
        }
        rows.sort_unstable();
        rows.dedup();
        let named: Vec<String> = rows.iter().take(MOST).map(u32::to_string).collect();
        let more = if rows.len() > MOST { " ..." } else { "" };
        let (names, row, are) = match rows.len() {
            0 => return None,
            1 => ("1 name".to_owned(), "row", "is"),
            count => (format!("{count} names"), "rows", "are"),
        };
        let text = format!(
            "{names} may be of natural persons, as others of the column are, and {are} taken ({row} {}{more}). Where one is, write `natural \
             person` into a column for the kind of recipient",
            named.join(", ")
        );
        Some(Note { address: None, text })
    }

    /// Words of the note on a sum that natural persons pay or receive together with those who are named.
    pub(super) fn words_on_persons(&self, record: &Record) -> Vec<String> {
        let has_some =
            |parties: &[Party]| !self.around.persons && parties.iter().any(is_person) && !are_persons(parties);
        let payers = has_some(&record.payers).then(|| self.around.phrases.a_person_pays.to_owned());
        let recipients = has_some(&record.recipients).then(|| self.around.phrases.a_person_receives.to_owned());
        payers.into_iter().chain(recipients).collect()
    }
}

/// How many rows a note names.
const MOST: usize = 8;

fn are_persons(parties: &[Party]) -> bool {
    !parties.is_empty() && parties.iter().all(is_person)
}

/// Whether a party is a natural person.
pub(in crate::import) fn is_person(party: &Party) -> bool {
    party.person || party.class.as_deref() == Some("Person")
}
