//! Decisions that others replace, as cells with their numbers say: `remplacée par 2024-121`, `annule et remplace 2024-011`.

use hashbrown::{HashMap, HashSet};

use crate::record::{Gone, Record, Words};
use crate::words::LISTS;
use crate::workbook::{Address, Note};

use super::Reading;

/// The most pairs that a note names.
const TOLD: usize = 10;

/// A decision that replaces another: the places of both among the records, with the cell that says so.
struct Replaced {
    by: Vec<usize>,
    of: Vec<usize>,
    address: Address,
}

/// The records by the numbers of their rows in the sheet, and by those that the sheet gives them.
struct Places {
    rows: HashMap<u32, Vec<usize>>,
    numbers: HashMap<String, Vec<usize>>,
}

impl Places {
    fn of(records: &[Record]) -> Self {
        let (mut rows, mut numbers) = (HashMap::new(), HashMap::new());
        for (place, record) in records.iter().enumerate() {
            rows.entry(record.address.row).or_insert_with(Vec::new).push(place);
            for number in &record.identifiers {
                let of_number: &mut Vec<usize> = numbers.entry(plain(&number.value)).or_default();
                of_number.push(place);
            }
        }
        Self { rows, numbers }
    }

    /// The records of another decision whose number is among the words of a cell.
    fn named(&self, text: &str, own: &[usize]) -> Option<&Vec<usize>> {
        let words = text.split([' ', '\u{a0}', ',', ';', '(', ')']);
        let numbers = words.filter(|word| word.contains(|letter: char| letter.is_ascii_digit()));
        let mut found = numbers.filter_map(|word| self.numbers.get(&plain(word)));
        found.find(|places| places.iter().all(|place| !own.contains(place)))
    }
}

/// A number without its case and the marks around it: `n°2024-011.`
fn plain(number: &str) -> String {
    let bare = number.trim_start_matches(['n', 'N', '°', 'º', '#']);
    let bare = bare.trim_matches(|letter: char| !letter.is_alphanumeric());
    bare.to_lowercase()
}

impl Reading<'_> {
    /// Withdraws the sums of decisions that others replace, and takes down what stands in their place, where both are rows of the sheet.
    pub(super) fn replaced_decisions(&mut self) {
        let gone = self
            .understood
            .records
            .iter()
            .filter_map(|record| record.gone.as_ref()?.words.address);
        let doubted = self.doubted.iter().map(|(address, _)| *address);
        let mut cells: Vec<Address> = gone.chain(doubted).chain(self.instead.iter().copied()).collect();
        cells.sort_unstable();
        cells.dedup();
        if cells.is_empty() {
            return;
        }
        let places = Places::of(&self.understood.records);
        let found: Vec<Replaced> = cells
            .into_iter()
            .filter_map(|address| self.replaced(&places, address))
            .collect();
        for replaced in &found {
            self.replace(replaced);
        }
        let settled: HashSet<Address> = found.iter().map(|one| one.address).collect();
        let is_settled = |address: &Address| settled.contains(address);
        self.instead.retain(|address| !is_settled(address));
        self.doubted.retain(|(address, _)| !is_settled(address));
        self.understood.words_left.retain(|left| !is_settled(&left.address));
        self.tell_replaced(&found);
    }

    /// The decisions of which a cell says that one replaces the other.
    fn replaced(&self, places: &Places, address: Address) -> Option<Replaced> {
        let text = self.shown(address);
        let own = places.rows.get(&address.row)?;
        let other = places.named(&text, own)?;
        let says = |section: &str| !LISTS.within(section, &text).is_empty();
        let (by, of) = match (says("replaced-by"), says("instead-of")) {
            (true, _) => (other.clone(), own.clone()),
            (false, true) => (own.clone(), other.clone()),
            (false, false) => return None,
        };
        let payer = |places: &[usize]| Some(&self.understood.records.get(*places.first()?)?.payers);
        (payer(&by) == payer(&of)
            || payer(&by)?
                .iter()
                .map(|one| &one.name)
                .eq(payer(&of)?.iter().map(|one| &one.name)))
        .then_some(Replaced { by, of, address })
    }

    /// Withdraws the sums of a decision, and links its one sum with the one that stands in its place.
    fn replace(&mut self, replaced: &Replaced) {
        let text = self.shown(replaced.address);
        let records = &mut self.understood.records;
        let new = replaced.by.first().and_then(|place| records.get(*place));
        let on = new.and_then(|record| record.when.as_ref()).map(|when| when.iso.clone());
        for place in &replaced.of {
            let Some(record) = records.get_mut(*place) else {
                continue;
            };
            record.gone.get_or_insert_with(|| Gone {
                words: Words {
                    text: text.clone(),
                    address: Some(replaced.address),
                },
                on: None,
            });
            if let Some(gone) = &mut record.gone {
                gone.on = gone.on.take().or_else(|| on.clone());
            }
        }
        if let ([by], [of]) = (replaced.by.as_slice(), replaced.of.as_slice())
            && let Some(cell) = records.get(*of).map(|record| record.address)
            && let Some(record) = records.get_mut(*by)
            && !record.replaces.contains(&cell)
        {
            record.replaces.push(cell);
        }
    }

    /// Tells the rows.
    fn tell_replaced(&mut self, found: &[Replaced]) {
        let row = |places: &[usize]| Some(self.understood.records.get(*places.first()?)?.address.row);
        let mut pairs: Vec<(u32, u32)> = found
            .iter()
            .filter_map(|one| Some((row(&one.of)?, row(&one.by)?)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let told: Vec<String> = pairs
            .iter()
            .take(TOLD)
            .map(|(of, by)| format!("row {of} by row {by}"))
            .collect();
        let more = if pairs.len() > TOLD { " ..." } else { "" };
        if let Some(first) = found.first() {
            let text = format!(
                "Decisions that others replace, whose sums are withdrawn: {}{more}.",
                told.join(", ")
            );
            self.understood.notes.push(Note::at(first.address, text));
        }
    }
}
