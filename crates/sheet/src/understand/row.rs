//! A row of data to records: one for each of its sums.

mod amends;
mod dates;
mod estimate;
mod loan;
mod names;
mod other_currency;
mod publish;
mod several;
mod source;
mod stage;
mod sums;
mod taken_back;
mod words;

use hashbrown::HashMap;
use text::Decimal;

use crate::map::Role;
use crate::measure::Measure;
use crate::record::{AmountRole, Party, Record, Words};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value};

use super::column::Spec;
use super::decided::Table;
use super::figure::Sums;
pub(super) use amends::amended_to;
pub(super) use several::Counted;
pub(super) use stage::granted;
use words::State;

/// What a row gives.
#[derive(Default)]
pub(super) struct Given {
    /// Its records.
    pub(super) records: Vec<Record>,
    /// Those that are not taken since the money was refused, or a remark takes it back.
    pub(super) refused_money: Vec<Record>,
    /// Its cells that were not taken, each with the reason.
    pub(super) refused: Vec<(Address, String)>,
    /// The sums of its figures by column, for comparing totals.
    pub(super) sums: Vec<(usize, Sums)>,
    /// Cells whose figures have a mark that may be decimal.
    pub(super) unsure: Vec<(Address, char)>,
    /// Cells whose numbers have full digits below a heading that says millions.
    pub(super) full: Vec<Address>,
    /// Cells whose numbers look as if they were in full, and are scaled like others.
    pub(super) scaled: Vec<Address>,
    /// Cells of figures with words before them that are not understood.
    pub(super) worded: Vec<Address>,
    /// Cells whose figure is for one of several.
    pub(super) each: Vec<Address>,
    /// Remarks that are the name of a form of money, and nothing else.
    pub(super) remarked: Vec<Address>,
    /// Names that words join, of which nothing tells whether they are several, with whether they are taken for that.
    pub(super) joint: Vec<(Address, String, bool)>,
    /// Cells that have numbers in place of documents.
    pub(super) numbered: Vec<Address>,
    /// Cells below a heading that asks whether to publish, which say neither yes nor no.
    pub(super) unclear: Vec<Address>,
    /// Cells that say, among other words, that the sum of their row perhaps does not count.
    pub(super) doubted: Vec<(Address, String)>,
    /// Remarks and names that say, among other words, that a sum is a guarantee, with the form of money.
    pub(super) exposed: Vec<(Address, String, &'static str)>,
    /// How many cells have no value of the kind that their column has.
    pub(super) misfits: usize,
    /// Sums that stand in cells merged with those of rows above, which have them.
    pub(super) merged: Vec<Address>,
    /// Footnotes that were used.
    pub(super) footnotes: Vec<Address>,
    /// Cells with as many figures as their row has names.
    pub(super) counted: Vec<Counted>,
    /// Cells with several figures, none of which is taken.
    pub(super) several: Vec<Address>,
    /// Remarks and titles that name a loan among other words, with whether they begin with it.
    pub(super) loans: Vec<(Address, bool)>,
    /// Remarks that give the sum of their row anew.
    pub(super) amended: Vec<Address>,
    /// Remarks that call the sum of their row an estimate.
    pub(super) estimated: Vec<Address>,
    /// Remarks that take back what is left of the sum of their row.
    pub(super) rests: Vec<Address>,
    /// Cells of a status that are no stage.
    pub(super) no_stages: Vec<Address>,
    /// Remarks that say that their row stands in the place of another.
    pub(super) instead: Vec<Address>,
    /// Words of cells that are used otherwise: the cell, the words, and why they are not taken.
    pub(super) left: Vec<(Address, String, String)>,
}

/// What stands above a row and holds for it.
#[derive(Default)]
pub(super) struct Above {
    /// The last values of columns that are carried down.
    pub(super) values: HashMap<usize, (Address, String)>,
    /// The section.
    pub(super) section: Option<(Address, String)>,
}

/// Reads a row.
pub(super) fn read(table: &Table<'_>, index: usize, above: &mut Above) -> Given {
    let mut row = Row {
        table,
        index,
        shown: shown(table, index),
        given: Given::default(),
        used: Vec::new(),
        fraction: None,
        state: State::default(),
        split: Vec::new(),
        beside_names: Vec::new(),
        said: None,
        is_of_rest: false,
    };
    let base = row.base(above);
    row.records(base);
    if row.is_of_rest {
        let amounts = row.given.records.iter_mut().flat_map(|record| &mut record.amounts);
        for amount in amounts.filter(|amount| amount.role == AmountRole::Total) {
            amount.role = AmountRole::Contribution;
        }
    }
    row.given
}

/// The cells of a row with their columns; of merged ones, the first.
fn shown<'t>(table: &Table<'t>, index: usize) -> Vec<(&'t Spec, Address, &'t Cell)> {
    let columns = table.grid.columns(index).into_iter();
    let placed = columns.filter_map(|column| {
        let (address, cell) = table.grid.shown(index, column)?;
        Some((table.specs.get(column)?, address, cell))
    });
    placed.collect()
}

/// A row while it is read: what is used of it, and what it gives.
struct Row<'r, 't> {
    table: &'r Table<'t>,
    index: usize,
    shown: Vec<(&'t Spec, Address, &'t Cell)>,
    given: Given,
    used: Vec<Address>,
    /// The share of its sum that is for the recipient.
    fraction: Option<Decimal>,
    /// How firm its money is, and of which form.
    state: State,
    /// What each of several payers pays of its sum.
    split: Vec<Split>,
    /// Cells of names that say that these have equal shares.
    beside_names: Vec<Words>,
    /// The unit or scale that a remark says the figures have, and its words.
    said: Option<(Measure, String)>,
    /// Whether it says nothing of what a programme's money is for, as other rows do.
    is_of_rest: bool,
}

/// What one of several payers pays of a sum.
struct Split {
    party: Party,
    value: Decimal,
    /// The unit that stands beside the share.
    unit: Option<String>,
    /// The words of the share.
    words: String,
}

impl<'t> Row<'_, 't> {
    /// The cells of a role, with their columns.
    fn cells(&self, role: Role) -> Vec<(&'t Spec, Address, &'t Cell)> {
        self.shown
            .iter()
            .copied()
            .filter(|(spec, ..)| spec.role() == role)
            .collect()
    }

    fn refuse(&mut self, address: Address, reason: impl Into<String>) {
        self.given.refused.push((address, reason.into()));
    }

    /// The words of a role's first cell, unless they say that nothing is recorded.
    fn words(&mut self, role: Role) -> Option<Words> {
        let mut found = None;
        for (_, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
            } else if cell.value == Value::Error {
                self.refuse(address, format!("{text} is an error of a formula"));
            } else if found.is_none() {
                self.used.push(address);
                found = Some(Words {
                    text: text.to_owned(),
                    address: Some(address),
                });
            }
        }
        found
    }

    /// The words of a role, else what stands above in a column that is carried down.
    fn words_or_above(&mut self, role: Role, above: &mut Above) -> Option<Words> {
        let own = self.words(role);
        let columns: Vec<usize> = self.table.carried(role).collect();
        for column in columns {
            match &own {
                Some(Words {
                    text,
                    address: Some(address),
                }) => {
                    above.values.insert(column, (*address, text.clone()));
                }
                // Below another programme, a blank cell is not what stood above it.
                _ if self.begins_programme(column) => {
                    above.values.remove(&column);
                }
                _ => {
                    if self.table.grid.own(self.index, column).is_none()
                        && let Some((address, text)) = above.values.get(&column)
                    {
                        self.used.push(*address);
                        return Some(Words {
                            text: text.clone(),
                            address: Some(*address),
                        });
                    }
                }
            }
        }
        own
    }

    /// Whether the row has a programme of its own left of a column.
    fn begins_programme(&self, column: usize) -> bool {
        let specs = self.table.specs.iter();
        let mut programmes = specs.filter(|spec| spec.role() == Role::Programme && spec.index < column);
        programmes.any(|spec| self.table.grid.own(self.index, spec.index).is_some())
    }

    /// The programme: a column, what stands above in it, or the section.
    fn programme(&mut self, above: &mut Above) -> Option<Words> {
        let own = self.words_or_above(Role::Programme, above);
        if own.is_some() {
            return own;
        }
        let (address, text) = above.section.clone()?;
        self.used.push(address);
        Some(Words {
            text,
            address: Some(address),
        })
    }

    /// Who says it, and others who say it, too.
    fn speakers(&mut self, above: &mut Above) -> (Option<Party>, Vec<Party>) {
        let mut speakers = self.parties(Role::Speaker, above).into_iter();
        let of_map = || self.table.map.defaults.speaker.as_ref();
        let first = speakers
            .next()
            .or_else(|| of_map().map(|name| self.table.party(name, None)));
        (first, speakers.collect())
    }

    /// The office of who says it.
    fn office(&mut self, has_speaker: bool) -> Option<Words> {
        if has_speaker {
            return self.words(Role::Office);
        }
        for (_, address, cell) in self.cells(Role::Office) {
            if !LISTS.is_empty_word(cell.text.trim()) {
                self.refuse(address, "the row does not name who says it");
            }
        }
        None
    }

    /// What the money is for, and the programme, as the row, the rows above or the map say.
    fn about_and_programme(&mut self, above: &mut Above) -> (Option<Words>, Option<Words>) {
        let defaults = &self.table.map.defaults;
        let word = |text: &Option<String>| text.clone().map(|text| Words { text, address: None });
        let about = self.words_or_above(Role::About, above);
        let programme = self.programme(above);
        (
            about.or_else(|| word(&defaults.about)),
            programme.or_else(|| word(&defaults.programme)),
        )
    }

    /// Everything of the row but its sums.
    fn base(&mut self, above: &mut Above) -> Record {
        let defaults = &self.table.map.defaults;
        let party = |text: &Option<String>| text.as_ref().map(|name| self.table.party(name, None));
        let (default_payer, default_recipient) = (party(&defaults.payer), party(&defaults.recipient));
        let (speaker, also) = self.speakers(above);
        let mut payers = self.parties(Role::Payer, above);
        let mut recipients = self.parties(Role::Recipient, above);
        let has = |role| self.table.count(role) > 0;
        if payers.is_empty() && !has(Role::Payer) {
            payers.extend(default_payer);
        }
        if recipients.is_empty() && !has(Role::Recipient) {
            recipients.extend(default_recipient);
        }
        self.identify_all(&mut payers, &mut recipients);
        let (about, programme) = self.about_and_programme(above);
        let kind = self.kind(about.as_ref(), !recipients.is_empty());
        self.states();
        let mut source = self.source();
        let when = self.when(&mut source);
        let period = self.period();
        let (quote, office) = (self.words(Role::Quote), self.office(speaker.is_some()));
        let notes = self.notes();
        // Money for a programme is for that, where nothing says for what of it; beside what others get for things of it, it is no total.
        self.is_of_rest = about.is_none() && has(Role::About) && has(Role::Programme) && !recipients.is_empty();
        let (about, programme) = match about {
            Some(about) => (Some(about), programme),
            None => (programme, None),
        };
        Record {
            address: Address::of(self.index, 0),
            speaker,
            also,
            office,
            payers,
            recipients,
            about,
            programme,
            kind,
            amounts: Vec::new(),
            replaces: Vec::new(),
            adds_to: Vec::new(),
            part_of: Vec::new(),
            share: None,
            when,
            period,
            stage: self.state.stage.take(),
            is_implied: false,
            gone: self.state.gone.take(),
            source,
            quote,
            notes,
            place: self.place(),
            is_withheld: self.is_withheld(),
            is_to_date: false,
            identifiers: self.keys(),
            cells: Vec::new(),
        }
    }
}
