//! Names of natural persons who are not taken, in the other cells of their rows: what the money is for, remarks, documents.

use super::wanted::NOT_SHOWN;
use super::wanted::persons::is_person;
use sheet::{
    Address, BESIDE_A_NAME, BESIDE_A_RECIPIENT, NotTaken, Note, Record, Role, Sheet, Understood, Words, is_given,
    is_person as is_person_name, is_title,
};
use std::collections::{BTreeMap, BTreeSet};
use text::fold::fold;

/// Why a cell that names a person is left.
const REASON: &str = "it names a natural person of its row, who is not taken";

/// Why a remark beside a person is left that does not name them.
const CONTACT: &str = "it has an address or a long number, perhaps of the natural person of its row, who is not taken";

/// Digits from which a remark beside a person has a telephone number or an account.
const DIGITS: usize = 9;

/// The words of the names that are withheld in the rows of a sheet.
struct Withheld {
    rows: BTreeMap<u32, BTreeSet<String>>,
    /// Their last words: surnames, even those that are given names, too.
    last: BTreeMap<u32, BTreeSet<String>>,
}

/// Takes the names of persons who are not taken out of the other cells of their rows: the words of what the money is for, and of
/// the sheet, are replaced; remarks, quotes, places and numbers that name them are left out and listed.
pub(super) fn withhold(understood: &mut Understood, sheet: &mut Sheet, phrase: &str) {
    let withheld = Withheld::of(understood);
    understood.notes.extend(note_on_individuals(understood));
    if withheld.rows.is_empty() {
        return;
    }
    let mut left = Vec::new();
    for record in understood.records.iter_mut().chain(&mut understood.refused) {
        withheld.record(record, phrase, &mut left);
    }
    for cell in understood.not_taken.iter_mut().chain(&mut understood.words_left) {
        cell.text = withheld.without(cell.address.row, &cell.text, phrase);
    }
    understood.not_taken.extend(left);
    for row in withheld.rows.keys() {
        let at = usize::try_from(*row).ok().and_then(|row| row.checked_sub(1));
        let cells = at.and_then(|at| sheet.rows.get_mut(at));
        for cell in cells.into_iter().flatten() {
            cell.text = withheld.without(*row, &cell.text, phrase);
        }
    }
}

/// The words of a row in which persons may be named for whom money is, or whom one may ask.
fn individuals(record: &Record) -> impl Iterator<Item = &str> {
    let words = record.about.iter().chain(&record.programme).chain(&record.notes);
    words.flat_map(|words| sheet::individuals(&words.text))
}

/// Tells the rows whose words name persons.
fn note_on_individuals(understood: &Understood) -> Option<Note> {
    let has_some = |record: &&Record| {
        let mut parties = record.payers.iter().chain(&record.recipients);
        !parties.any(is_person) && individuals(record).next().is_some()
    };
    let rows: BTreeSet<u32> = understood
        .records
        .iter()
        .filter(has_some)
        .map(|record| record.address.row)
        .collect();
    let named: Vec<String> = rows.iter().take(MOST).map(u32::to_string).collect();
    let more = if rows.len() > MOST { " ..." } else { "" };
    let (names, row, their) = match rows.len() {
        1 => ("1 row names".to_owned(), "row", "its"),
        count => (format!("{count} rows name"), "rows", "their"),
    };
    let text = format!(
        "{names} natural persons in what {their} money is for, or in remarks ({row} {}{more}): the names are left out. --persons takes them",
        named.join(", ")
    );
    (!rows.is_empty()).then_some(Note { address: None, text })
}

/// How many rows a note names.
const MOST: usize = 8;

impl Withheld {
    fn of(understood: &Understood) -> Self {
        let mut withheld = Self {
            rows: BTreeMap::new(),
            last: BTreeMap::new(),
        };
        for record in understood.records.iter().chain(&understood.refused) {
            let persons = record
                .payers
                .iter()
                .chain(&record.recipients)
                .chain(
                    record
                        .amounts
                        .iter()
                        .flat_map(|amount| amount.payer.iter().chain(&amount.recipient)),
                )
                .filter(|party| is_person(party));
            for person in persons {
                let own = person.address.into_iter().chain([record.address]);
                let rows: BTreeSet<u32> = own.map(|address| address.row).collect();
                rows.into_iter().for_each(|row| withheld.add(row, &person.name));
            }
        }
        for record in understood.records.iter().chain(&understood.refused) {
            individuals(record).for_each(|name| withheld.add(record.address.row, name));
        }
        let beside = understood.words_left.iter().chain(&understood.not_taken);
        // A row that is not taken, as where money was refused, has no record that names them.
        let named: BTreeSet<u32> = understood
            .columns
            .iter()
            .filter(|column| matches!(column.role, Role::Payer | Role::Recipient))
            .map(|column| column.number)
            .collect();
        let is_name = |cell: &&NotTaken| {
            let is_beside = [BESIDE_A_NAME, BESIDE_A_RECIPIENT].contains(&cell.reason.as_str());
            is_beside || named.contains(&cell.address.column) && is_person_name(&cell.text)
        };
        beside
            .filter(is_name)
            .for_each(|cell| withheld.add(cell.address.row, &cell.text));
        withheld
    }

    fn add(&mut self, row: u32, name: &str) {
        let is_of_name = |word: &Word<'_>| {
            let is_capital = word.text.starts_with(char::is_uppercase);
            is_capital && word.text.chars().count() > 1 && !word.is_title() && !word.is_particle()
        };
        let parts = words_of(name).into_iter().filter(is_of_name).map(|word| word.folded);
        let mut parts: Vec<String> = parts.collect();
        // `Smith17` may be `Smith` elsewhere.
        let plain = parts
            .last()
            .map(|last| last.trim_end_matches(|letter: char| letter.is_ascii_digit()));
        let plain = plain.filter(|plain| plain.len() > 1).map(str::to_owned);
        let last = self.last.entry(row).or_default();
        last.extend(parts.last().cloned());
        last.extend(plain.clone());
        parts.extend(plain);
        let others = other_spellings(name);
        last.extend(others.iter().cloned());
        self.rows
            .entry(row)
            .or_default()
            .extend(parts.into_iter().chain(others));
    }

    /// A text of a row, with `instead` where it names somebody who is withheld.
    fn without(&self, row: u32, text: &str, instead: &str) -> String {
        let Some(names) = self.rows.get(&row) else {
            return text.to_owned();
        };
        let words = words_of(text);
        let mut found = String::new();
        let (mut copied, mut index) = (0, 0);
        while let Some(first) = words.get(index) {
            let run = words.get(index..).unwrap_or_default();
            let count = self.run(row, names, run);
            let Some(last) = count.checked_sub(1).and_then(|last| run.get(last)) else {
                index += 1;
                continue;
            };
            found.push_str(text.get(copied..first.at).unwrap_or_default());
            found.push_str(instead);
            copied = last.at + last.text.len();
            index += count;
        }
        found.push_str(text.get(copied..).unwrap_or_default());
        found
    }

    /// How many words name somebody, from the first of these on: two words of a name, one that is no given name, or a title and one.
    fn run(&self, row: u32, names: &BTreeSet<String>, words: &[Word<'_>]) -> usize {
        let is_name = |word: &&Word<'_>| names.contains(&word.folded);
        let is_last = |word: &str| self.last.get(&row).is_some_and(|last| last.contains(word));
        // Initials and particles stand within names.
        let is_within =
            |word: &&Word<'_>| is_name(word) || word.is_title() || word.is_particle() || word.text.len() == 1;
        let is_initial = |word: &Word<'_>| word.text.len() == 1 && word.text.starts_with(char::is_uppercase);
        let begins = words
            .first()
            .is_some_and(|word| is_name(&word) || word.is_title() || is_initial(word));
        let run = words.iter().take_while(is_within).count();
        let run = words.get(..run).unwrap_or_default();
        let Some(last) = run.iter().rposition(|word| is_name(&word)).filter(|_| begins) else {
            return 0;
        };
        let is_sure = last > 0
            || words.first().is_some_and(|word| {
                word.text.starts_with(char::is_uppercase) && (!is_given(&word.folded) || is_last(&word.folded))
            });
        if is_sure { last + 1 } else { 0 }
    }

    fn names(&self, row: u32, text: &str) -> bool {
        self.without(row, text, "") != text
    }

    fn record(&self, record: &mut Record, phrase: &str, left: &mut Vec<NotTaken>) {
        let row = record.address.row;
        if !self.rows.contains_key(&row) {
            return;
        }
        let replace = |words: &mut Words| words.text = self.without(row, &words.text, phrase);
        let gone = record.gone.as_mut().map(|gone| &mut gone.words);
        let named = [record.about.as_mut(), record.programme.as_mut(), gone];
        named.into_iter().flatten().for_each(replace);
        if let Some(source) = &mut record.source {
            source.title = source.title.take().map(|title| self.without(row, &title, phrase));
            // An address with the name leads nowhere without it.
            source.link.take_if(|link| self.names(row, link));
            source.archive.take_if(|(_, link)| self.names(row, link));
        }
        for amount in &mut record.amounts {
            amount.as_written = self.without(row, &amount.as_written, phrase);
        }
        let mut leave = |address: Option<Address>, reason: &str| {
            left.extend(address.map(|address| NotTaken {
                address,
                text: NOT_SHOWN.to_owned(),
                reason: reason.to_owned(),
            }));
        };
        record.notes.retain(|note| {
            let reason = match () {
                () if self.names(row, &note.text) => REASON,
                () if has_contact(&note.text) => CONTACT,
                () => return true,
            };
            leave(note.address, reason);
            false
        });
        for words in [&mut record.quote, &mut record.place] {
            if let Some(words) = words.take_if(|words| self.names(row, &words.text)) {
                leave(words.address, REASON);
            }
        }
        record.identifiers.retain(|identifier| {
            let is_kept = !self.names(row, &identifier.value);
            if !is_kept {
                leave(Some(identifier.address), REASON);
            }
            is_kept
        });
        if let Some(speaker) = record.speaker.take_if(|speaker| self.names(row, &speaker.name)) {
            leave(speaker.address, REASON);
        }
        record.also.retain(|speaker| {
            let is_kept = !self.names(row, &speaker.name);
            if !is_kept {
                leave(speaker.address, REASON);
            }
            is_kept
        });
    }
}

/// Words of a name as others write them: `LHermitte` for `L'Hermitte`, `Mueller` for `Müller` and the other way round.
fn other_spellings(name: &str) -> Vec<String> {
    let words = words_of(name);
    let joined = words.windows(2).filter_map(|pair| {
        let [first, second] = pair else { return None };
        let between = name.get(first.at + first.text.len()..second.at)?;
        let is_one = ["'", "’", "‘", "ʼ", "`"].contains(&between);
        is_one.then(|| format!("{}{}", first.folded, second.folded))
    });
    let is_name = |word: &&Word<'_>| word.text.starts_with(char::is_uppercase) && word.text.chars().count() > 2;
    let two_ways = words.iter().filter(is_name).flat_map(|word| {
        let spelled: String = word.text.chars().map(in_two_letters).collect();
        let two = fold(&spelled);
        let one = ["ae", "oe", "ue"]
            .into_iter()
            .zip(["a", "o", "u"])
            .fold(word.folded.clone(), |text, (two, one)| text.replace(two, one));
        [two, one]
            .into_iter()
            .filter(|other| *other != word.folded && other.len() > 2)
    });
    joined.chain(two_ways).collect()
}

/// A letter as it is written where it is not at hand.
fn in_two_letters(letter: char) -> String {
    let two = match letter {
        'ä' | 'æ' => "ae",
        'Ä' | 'Æ' => "Ae",
        'ö' | 'ø' | 'œ' => "oe",
        'Ö' | 'Ø' | 'Œ' => "Oe",
        'ü' => "ue",
        'Ü' => "Ue",
        'å' => "aa",
        'Å' => "Aa",
        other => return other.to_string(),
    };
    two.to_owned()
}

fn has_contact(text: &str) -> bool {
    text.contains('@') || text.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

/// A word of a text: where it begins, as it is written and folded.
struct Word<'t> {
    at: usize,
    text: &'t str,
    folded: String,
}

impl Word<'_> {
    fn is_title(&self) -> bool {
        is_title(&self.folded)
    }

    fn is_particle(&self) -> bool {
        matches!(
            self.folded.as_str(),
            "de" | "du" | "des" | "la" | "le" | "d" | "van" | "von" | "der" | "el"
        )
    }
}

/// The words of a text, at whose ends neither letters nor digits stand.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split(|letter: char| !letter.is_alphanumeric()) {
        if !part.is_empty() {
            words.push(Word {
                at,
                text: part,
                folded: fold(part),
            });
        }
        let gap = text.get(at + part.len()..).and_then(|rest| rest.chars().next());
        at += part.len() + gap.map_or(0, char::len_utf8);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_the_spellings_that_others_use() {
        let mut withheld = Withheld {
            rows: BTreeMap::new(),
            last: BTreeMap::new(),
        };
        for name in ["Jean-Marc L'Hermitte", "Marie Müller", "Zoë O’Brien", "Ole Soerensen"] {
            withheld.add(1, name);
        }
        for (text, covered) in [
            ("Jean Marc LHermitte touche 50 000 euros", "(x) touche 50 000 euros"),
            ("Marie Mueller vend", "(x) vend"),
            ("rachat du pré Mueller", "rachat du pré (x)"),
            ("Zoe OBrien boursière", "(x) boursière"),
            ("die Wiese von Müller", "die Wiese von (x)"),
            ("Sorensen, gartner", "(x), gartner"),
            ("le muguet et la nuelle", "le muguet et la nuelle"),
        ] {
            assert_eq!(withheld.without(1, text, "(x)"), covered);
        }
        assert_eq!(withheld.without(2, "Marie Mueller", "(x)"), "Marie Mueller");
    }
}
