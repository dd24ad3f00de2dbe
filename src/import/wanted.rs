//! The rows that a sheet gives: documents, entities and claims, with their keys.

mod accounts;
mod alike;
mod archive;
mod cells;
mod documents;
mod elsewhere;
mod identified;
mod named;
mod moved;
mod partly;
mod payers;
pub(super) mod persons;
mod published;
mod replaced;
mod silent;
mod titles;
mod to_date;
mod withdrawn;
mod zeros;

use super::Changed;
use super::keys::{bounded, numbered, short};
use super::known::Known;
use super::ledger::{self, Cells, Ledger};
use super::phrases::Phrases;
use super::units::{self, Units};
use crate::tables::slug;
use identified::Identified;
use moved::Made;
pub(super) use moved::are_running;
pub(super) use payers::SAID_AGAIN;
pub(super) use persons::{A_PERSON, NOT_SHOWN};
use sheet::{Address, Amount, AmountRole, NotTaken, Note, Party, Record, Words};
use std::collections::{BTreeSet, HashMap, HashSet};
use text::fold::fold_words;

/// The tables that are written, by name.
pub(super) const DOCUMENTS: &str = "documents";
pub(super) const ENTITIES: &str = "entities";
pub(super) const CLAIMS: &str = "claims";
pub(super) const ROLES: &str = "claim-roles";
pub(super) const LINKS: &str = "claim-links";

/// Kinds of claims that need a figure and nothing else that a sheet would not say.
const KINDS: [&str; 6] = ["funding", "raises", "target", "count", "rank", "duration"];

/// The columns of entities that name them.
pub(super) const LABELS: [&str; 3] = ["label_fr", "label_en", "aliases"];

/// A row that a sheet gives.
pub(super) struct Row {
    pub(super) table: &'static str,
    pub(super) key: String,
    pub(super) cells: Cells,
}

/// What is known besides the sheet.
pub(super) struct Around<'a> {
    pub(super) documents: &'a Known<'a>,
    pub(super) entities: &'a Known<'a>,
    pub(super) claims: &'a Known<'a>,
    pub(super) units: &'a Units<'a>,
    pub(super) ledger: &'a Ledger,
    /// What leads back to the sheet: `grants.csv`, with the name of the sheet if there are several.
    pub(super) sheet: String,
    /// The phrases of notes and reasons, in the language of the dossier.
    pub(super) phrases: &'static Phrases,
    /// The title of the sheet as a document.
    pub(super) title: String,
    /// The column of labels in the language of the sheet.
    pub(super) label: &'static str,
    /// The language of the sheet, if it is not that of the dossier.
    pub(super) language: Option<&'static str>,
    /// Whether natural persons who pay or receive are taken.
    pub(super) persons: bool,
}

/// The rows of a sheet, as they are made.
pub(super) struct Wanted<'a> {
    around: &'a Around<'a>,
    pub(super) rows: Vec<Row>,
    pub(super) not_taken: Vec<NotTaken>,
    /// New entities, by key, with their labels.
    pub(super) new_entities: Vec<(String, String)>,
    /// Cells of entities that are not the sheet's, and that it would fill otherwise.
    pub(super) differing: Vec<Changed>,
    at: HashMap<(&'static str, String), usize>,
    by_label: HashMap<(String, Option<String>), String>,
    /// The folded labels of things that are parts of a programme.
    in_programmes: HashSet<String>,
    /// The number with which the next row of a key is tried.
    numbers: HashMap<String, u64>,
    used: BTreeSet<Address>,
    /// The titles of documents that the sheet gives several addresses.
    shared_titles: HashSet<String>,
    /// The addresses of titles that other rows have without one.
    filled_links: HashMap<String, String>,
    /// The row of the sheet, and what the money is for, by the key of the claim.
    places: HashMap<String, (u32, String)>,
    /// The payers of joint sums besides the first, by the key of the claim.
    joint: HashMap<String, Vec<String>>,
    /// The keys of claims that the sheet calls withdrawn, and their rows.
    gone: Vec<(String, u32)>,
    /// The keys of those whose row says so, and not a heading of the one figure.
    gone_by_row: Vec<String>,
    /// The claims of 0, and the rows of the sheet that have a sum that is not.
    zeros: Vec<zeros::Zero>,
    with_money: HashSet<u32>,
    /// The rows that withdraw money, and have no figure.
    silent: Vec<silent::Silent>,
    /// The keys of claims whose sums are to date.
    to_date: Vec<String>,
    /// The keys of claims by the cells of their figures.
    of_cells: HashMap<Address, String>,
    /// Links of claims with figures that stand below theirs: key, row, relation, cell.
    below: Vec<(String, u32, &'static str, Address)>,
    /// The rows that are not taken since a natural person pays or receives.
    of_persons: BTreeSet<u32>,
    /// Those who have identifiers.
    identified: Identified,
    /// How claims got their keys.
    pub(super) made: HashMap<String, Made>,
    /// Whether the identifiers of rows are running numbers, which another row has once one is inserted.
    are_running: bool,
}

impl<'a> Wanted<'a> {
    /// The rows of these records. `text` gives the text of a cell.
    pub(super) fn of(records: &[Record], around: &'a Around<'a>, text: &dyn Fn(Address) -> String) -> Self {
        let mut wanted = Self {
            around,
            rows: Vec::new(),
            not_taken: Vec::new(),
            new_entities: Vec::new(),
            differing: Vec::new(),
            at: HashMap::new(),
            by_label: HashMap::new(),
            in_programmes: HashSet::new(),
            numbers: HashMap::new(),
            used: BTreeSet::new(),
            shared_titles: titles::shared(records),
            filled_links: titles::filled(records),
            places: HashMap::new(),
            joint: HashMap::new(),
            gone: Vec::new(),
            gone_by_row: Vec::new(),
            zeros: Vec::new(),
            with_money: zeros::rows_with_money(records),
            silent: Vec::new(),
            to_date: Vec::new(),
            of_cells: HashMap::new(),
            below: Vec::new(),
            of_persons: BTreeSet::new(),
            identified: Identified::default(),
            made: HashMap::new(),
            are_running: are_running(records),
        };
        let of_persons = wanted.of_persons(records);
        wanted.take(records, &of_persons, text);
        wanted.link_below();
        // A cell may hold for several rows: it is taken if it is for one of them.
        let used = std::mem::take(&mut wanted.used);
        let mut seen = HashSet::new();
        wanted
            .not_taken
            .retain(|cell| !used.contains(&cell.address) && seen.insert((cell.address, cell.reason.clone())));
        wanted
    }

    /// Takes the records that make claims, and leaves the others.
    fn take(&mut self, records: &[Record], of_persons: &HashSet<Address>, text: &dyn Fn(Address) -> String) {
        for record in records {
            if of_persons.contains(&record.address) {
                self.leave_person(record, text);
                continue;
            }
            if self.is_silent(record, text) {
                continue;
            }
            match self.why_not(record) {
                Some(reason) => {
                    let leave = |address: &Address| NotTaken {
                        address: *address,
                        text: text(*address),
                        reason: reason.clone(),
                    };
                    let persons = self.persons_left(record);
                    let is_other = |cell: &&Address| !persons.iter().any(|person| person.address == **cell);
                    self.not_taken.extend(record.cells.iter().filter(is_other).map(leave));
                    self.not_taken.extend(persons);
                }
                None => self.record(record, text),
            }
        }
    }

    /// What a person should know of the rows: titles of several documents, natural persons, withdrawals.
    pub(super) fn notes(&mut self, records: &[Record]) -> Vec<Note> {
        let titles = self.notes_on_titles(records);
        let identifiers = self.notes_on_identifiers();
        let named = self.withdraw_named();
        let to_date = self.chain_to_date();
        let others = [self.note_on_persons(), self.note_on_likely(records), self.withdraw()];
        let others = titles.into_iter().chain(others).flatten();
        others.chain(named).chain(to_date).chain(identifiers).collect()
    }

    /// Why a record makes no claim.
    fn why_not(&self, record: &Record) -> Option<String> {
        let kind = record.kind.as_deref().unwrap_or("funding");
        let figures = || record.amounts.iter().filter(|amount| is_figure(amount));
        if !KINDS.contains(&kind) {
            return Some(format!("the row is of the kind `{kind}`, which a sheet cannot give"));
        }
        if record.about.as_ref().is_none_or(|about| clean(&about.text).is_empty()) {
            return Some("the row does not say what the money is for".to_owned());
        }
        if figures().next().is_none() {
            return Some("the row has no figure".to_owned());
        }
        if figures().all(|amount| self.has_no_unit(amount)) {
            let unit = figures().find_map(|amount| amount.unit.clone()).unwrap_or_default();
            return Some(units::unknown(&unit));
        }
        (kind == "raises" && self.allowed(&record.recipients).next().is_none())
            .then(|| "the row does not say who raises the money".to_owned())
    }

    /// The keys of those who receive a part: those whom its own row names, else those of the whole.
    fn of_part(&mut self, own: &[Party], whole: &[String], left: &mut Vec<NotTaken>) -> Vec<String> {
        match own {
            [] => whole.to_vec(),
            own => self.parties(own, left),
        }
    }

    fn has_no_unit(&self, amount: &Amount) -> bool {
        amount
            .unit
            .as_ref()
            .is_some_and(|unit| !self.around.units.contains(unit))
    }

    /// Makes the claims of a record.
    fn record(&mut self, record: &Record, text: &dyn Fn(Address) -> String) {
        let mut left = self.persons_left(record);
        let document = self.described_document(record.source.as_ref(), &mut left);
        let programme = record
            .programme
            .as_ref()
            .map(|programme| self.entity(&programme.text, None, None));
        let Some(about) = record.about.as_ref().map(|about| self.about(about, programme)) else {
            return;
        };
        let payers = self.parties(&record.payers, &mut left);
        let recipients = self.parties(&record.recipients, &mut left);
        let speakers = self.speakers(record, &mut left);
        let mut first: Option<String> = None;
        // What the document converts itself is told in the note: the original counts.
        let is_own = |amount: &&Amount| amount.role != AmountRole::Converted && is_figure(amount);
        for amount in record.amounts.iter().filter(is_own) {
            if self.has_no_unit(amount) {
                left.push(unitless(amount, text));
                continue;
            }
            // `3 M€ dont 1 M€ État`: who pays the part is not always who pays the whole.
            let (of_part, to_part) = (amount.payer.as_slice(), amount.recipient.as_slice());
            let payers = match amount.role {
                AmountRole::Part if is_of_payer(record, amount, text) => payers.clone(),
                AmountRole::Part => self.parties(of_part, &mut left),
                _ => payers.clone(),
            };
            let recipients = self.of_part(to_part, &recipients, &mut left);
            let named = [
                ("document", Some(&document)),
                ("about", Some(&about)),
                ("funder", payers.first()),
                ("recipient", recipients.first()),
                ("speaker", speakers.first()),
            ];
            let named = named
                .into_iter()
                .filter_map(|(column, key)| Some((column.to_owned(), key?.clone())));
            let mut cells = self.cells(record, amount);
            cells.extend(named);
            cells.retain(|_, value| !value.is_empty());
            let key = self.claim_key(record, &cells, first.as_deref());
            cells.insert(ledger::ROW.to_owned(), amount.address.row.to_string());
            self.push(CLAIMS, key.clone(), cells);
            self.place(&key, record, amount);
            self.note_zero(&key, record, text);
            self.roles(&key, "funder", &payers);
            self.roles(&key, "recipient", &recipients);
            self.roles(&key, "speaker", &speakers);
            match &first {
                Some(whole) => self.link(&key, amount.role, whole, record),
                None => first = Some(key),
            }
        }
        let left_cells: HashSet<Address> = left.iter().map(|cell| cell.address).collect();
        self.used
            .extend(record.cells.iter().filter(|address| !left_cells.contains(address)));
        self.not_taken.extend(left);
    }

    /// Takes down where a claim stands in the sheet, whether it is withdrawn there, and what it replaces.
    fn place(&mut self, key: &str, record: &Record, amount: &Amount) {
        let thing = record.about.as_ref().map_or("", |about| about.text.as_str());
        self.places.insert(key.to_owned(), (record.address.row, clean(thing)));
        let gone = record.gone.as_ref().map(|_| (key.to_owned(), amount.address.row));
        self.gone.extend(gone);
        let gone_at = record.gone.as_ref().and_then(|gone| gone.words.address);
        let is_by_row = gone_at.is_some_and(|address| address.row == record.address.row && address != amount.address);
        self.gone_by_row.extend(is_by_row.then(|| key.to_owned()));
        self.to_date.extend(record.is_to_date.then(|| key.to_owned()));
        self.replace(key, record, amount);
    }

    /// The key of a claim: made of the words of the sheet, so that it changes neither with the figure nor with the entities
    /// that its names turn out to be.
    fn claim_key(&mut self, record: &Record, cells: &Cells, first: Option<&str>) -> String {
        let cell = |column: &str| cells.get(column).map_or("", String::as_str);
        let source = record.source.as_ref();
        let document = source.and_then(|source| source.title.as_deref().or(source.link.as_deref()));
        let document = document.unwrap_or(&self.around.title);
        let is_shared = self.shared_titles.contains(&fold_words(&clean(document)));
        let document = if is_shared { cell("document") } else { document };
        let document = document.trim_start_matches("https://").trim_start_matches("http://");
        let identifier = record.identifiers.first().filter(|_| !self.are_running);
        let made = match (first, identifier) {
            (Some(first), _) => format!("{first}-part"),
            (None, Some(identifier)) => format!("{}-{}", short(document), slug(&identifier.value)),
            (None, None) => {
                let about = record.about.as_ref().map_or("", |about| about.text.as_str());
                let parties = self.allowed(&record.payers).chain(self.allowed(&record.recipients));
                let names = [document, about]
                    .into_iter()
                    .chain(parties.map(|party| party.name.as_str()));
                let parts = names.chain([cell("period"), cell("instrument")]);
                let parts: Vec<String> = parts.map(short).filter(|part| !part.is_empty()).collect();
                parts.join("-")
            }
        };
        let made = if made.is_empty() { "claim".to_owned() } else { made };
        // Claims that were imported under longer keys keep them.
        let is_kept = self.around.ledger.row(CLAIMS, &made).is_some();
        let made = if is_kept { made } else { bounded(&made) };
        // A key is this row's if it was so at the last import, nobody has it, or a row that says the same.
        let is_free = |key: &String| {
            let claims = self.around.claims;
            let is_same = || cells.iter().all(|(column, value)| claims.cell(key, column) == value);
            !self.at.contains_key(&(CLAIMS, key.clone()))
                && (!claims.has(key) || self.around.ledger.row(CLAIMS, key).is_some() || is_same())
        };
        let number = self.numbers.get(&made).copied().unwrap_or(1);
        let (key, number) = numbered(&made, number, is_free);
        self.numbers.insert(made.clone(), number + 1);
        let made = Made {
            base: made,
            is_identified: first.is_none() && identifier.is_some(),
            whole: first.map(str::to_owned),
        };
        self.made.insert(key.clone(), made);
        key
    }

    /// Further holders of a role.
    fn roles(&mut self, claim: &str, role: &str, holders: &[String]) {
        if let ("funder", [_, others @ ..]) = (role, holders) {
            self.joint
                .extend((!others.is_empty()).then(|| (claim.to_owned(), others.to_vec())));
        }
        for holder in holders.iter().skip(1) {
            let cells = [("claim", claim), ("role", role), ("entity", holder)];
            self.push(ROLES, format!("{claim} {role} {holder}"), owned(&cells));
        }
    }

    /// Links a further figure of a row to its first.
    fn link(&mut self, claim: &str, role: AmountRole, first: &str, record: &Record) {
        if role != AmountRole::Part {
            return;
        }
        let phrases = self.around.phrases;
        let reason = phrases.part(&phrases.row_of(&self.around.sheet, record.address.row));
        let cells = [
            ("claim", claim),
            ("relation", "part-of"),
            ("other", first),
            ("reason", &reason),
        ];
        self.push(LINKS, format!("{claim} part-of {first}"), owned(&cells));
    }

    /// What the money is for: one thing of that name for each programme.
    fn about(&mut self, about: &Words, programme: Option<String>) -> String {
        let label = clean(&about.text);
        let programme = programme.filter(|programme| self.by_label.get(&(fold_words(&label), None)) != Some(programme));
        let Some(programme) = programme else {
            return self.entity(&label, None, None);
        };
        let name = (fold_words(&label), Some(programme.clone()));
        if let Some(key) = self.by_label.get(&name) {
            return key.clone();
        }
        let unique = match self.in_programmes.insert(name.0.clone()) {
            true => label,
            false => self.in_programme(&label, &programme),
        };
        let key = self.entity(&unique, None, Some(&programme));
        self.by_label.insert(name, key.clone());
        key
    }

    /// The label of a thing whose name another programme has, too.
    fn in_programme(&self, label: &str, programme: &str) -> String {
        let of = |name: &str| format!("{label} ({name})");
        let row = self.at.get(&(ENTITIES, programme.to_owned()));
        let new = row.and_then(|row| self.rows.get(*row)?.cells.get(self.around.label));
        let old = LABELS.iter().map(|column| self.around.entities.cell(programme, column));
        let name = new
            .map(String::as_str)
            .into_iter()
            .chain(old)
            .find(|name| !name.is_empty());
        let name = name.unwrap_or(programme);
        let is_known = |name: &str| self.last(ENTITIES, self.around.label, &of(name), |_| true).is_some();
        // An earlier version of the program took the key.
        match is_known(programme) && !is_known(name) {
            true => of(programme),
            false => of(name),
        }
    }

    /// The parties that are taken.
    fn parties(&mut self, parties: &[Party], left: &mut Vec<NotTaken>) -> Vec<String> {
        let allowed: Vec<&Party> = self.allowed(parties).collect();
        let mut keys: Vec<String> = Vec::new();
        for party in allowed {
            let key = self.party(party, left);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// The key of an entity by name, which is made if there is none.
    fn entity(&mut self, name: &str, class: Option<&str>, part_of: Option<&str>) -> String {
        let label = clean(name);
        let name = (fold_words(&label), None);
        if let Some(key) = self.by_label.get(&name).cloned() {
            let row = self.at.get(&(ENTITIES, key.clone()));
            if let Some((row, class)) = row.and_then(|row| self.rows.get_mut(*row)).zip(class) {
                row.cells.entry("class".to_owned()).or_insert_with(|| class.to_owned());
            }
            return key;
        }
        let entities = self.around.entities;
        let same = match entities.named(&label)[..] {
            [key] => Some(key.to_owned()),
            _ => None,
        };
        let found = self.last(ENTITIES, self.around.label, &label, |_| true).or(same);
        let is_ours = found
            .as_ref()
            .is_none_or(|key| self.around.ledger.row(ENTITIES, key).is_some());
        let key = found
            .clone()
            .unwrap_or_else(|| self.new_key(ENTITIES, &label, entities));
        if found.is_none() {
            self.new_entities.push((key.clone(), label.clone()));
        }
        self.by_label.insert(name, key.clone());
        if !is_ours {
            self.compare(&key, [("class", class), ("part_of", part_of)]);
        }
        if is_ours && !self.at.contains_key(&(ENTITIES, key.clone())) {
            let part_of = part_of.filter(|whole| !self.is_within(whole, &key));
            let cells = [
                (self.around.label, label.as_str()),
                ("class", class.unwrap_or_default()),
                ("part_of", part_of.unwrap_or_default()),
            ];
            self.push(ENTITIES, key.clone(), owned(&cells));
        }
        key
    }

    /// Compares what the sheet says of an entity with the row that is there, which stays.
    fn compare(&mut self, key: &str, cells: [(&str, Option<&str>); 2]) {
        let entities = self.around.entities;
        for (column, new) in cells {
            let old = entities.cell(key, column);
            let Some(new) = new.filter(|new| *new != old && entities.named(old) != [*new]) else {
                continue;
            };
            self.differing.push(Changed {
                table: ENTITIES.to_owned(),
                key: key.to_owned(),
                column: column.to_owned(),
                old: old.to_owned(),
                new: new.to_owned(),
            });
        }
    }

    /// Whether a thing is, or is a part of, another.
    fn is_within(&self, thing: &str, other: &str) -> bool {
        let mut at = thing.to_owned();
        for _ in 0..64 {
            if at == other {
                return true;
            }
            let own = self.at.get(&(ENTITIES, at.clone())).and_then(|row| self.rows.get(*row));
            let whole = own.and_then(|row| row.cells.get("part_of").cloned());
            at = whole.unwrap_or_else(|| self.around.entities.cell(&at, "part_of").to_owned());
            if at.is_empty() {
                return false;
            }
        }
        true
    }

    /// The key of a row that had a value at the last import, if it is still there.
    fn last(&self, table: &str, column: &str, value: &str, is_one: impl Fn(&str) -> bool) -> Option<String> {
        let known = match table {
            DOCUMENTS => self.around.documents,
            _ => self.around.entities,
        };
        let keys = self.around.ledger.with(table, column, value);
        keys.iter().find(|key| known.has(key) && is_one(key)).cloned()
    }

    fn new_key(&self, table: &'static str, name: &str, known: &Known<'_>) -> String {
        let made = slug(name);
        let made = if made.is_empty() { "row".to_owned() } else { made };
        numbered(&made, 1, |key| {
            !known.has(key) && !self.at.contains_key(&(table, key.clone()))
        })
        .0
    }

    fn push(&mut self, table: &'static str, key: String, mut cells: Cells) {
        if self.at.contains_key(&(table, key.clone())) {
            return;
        }
        cells.retain(|_, value| !value.is_empty());
        self.at.insert((table, key.clone()), self.rows.len());
        self.rows.push(Row { table, key, cells });
    }
}

/// Whether a part that stands in the cell of its whole is paid by the one payer of that: its words name nobody (`600 (dont 150 en prêt)`).
fn is_of_payer(record: &Record, part: &Amount, text: &dyn Fn(Address) -> String) -> bool {
    let is_in_cell = record
        .amounts
        .first()
        .is_some_and(|whole| whole.address == part.address);
    is_in_cell && part.payer.is_none() && record.payers.len() == 1 && !sheet::names_payer_of_part(&text(part.address))
}

fn is_figure(amount: &Amount) -> bool {
    amount.minimum.is_some() || amount.maximum.is_some()
}

/// Whether a note says something already.
fn has(note: &str, words: &str) -> bool {
    note.split("; ").any(|known| known == words)
}

/// The cell of a figure whose unit the dossier does not have.
fn unitless(amount: &Amount, text: &dyn Fn(Address) -> String) -> NotTaken {
    let unit = amount.unit.as_deref().unwrap_or_default();
    NotTaken {
        address: amount.address,
        text: text(amount.address),
        reason: units::unknown(unit),
    }
}

/// A text on one line, with single spaces.
pub(super) fn clean(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn owned(cells: &[(&str, &str)]) -> Cells {
    cells
        .iter()
        .map(|(column, value)| ((*column).to_owned(), (*value).to_owned()))
        .collect()
}
