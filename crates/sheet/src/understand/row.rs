//! A row of data to records: one for each of its sums.

use hashbrown::HashMap;

use crate::map::{DateOrder, Map, Role};
use crate::record::{Amount, Dated, Identifier, Party, Record, Source, Words};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value};

use super::column::Spec;
use super::figure::{Context, Figure, Sums, figure, is_damaged};
use super::grid::Grid;
use super::number::Measures;
use super::party::{self, Alone};
use super::{date, is_link};

/// What all rows of a table share.
pub(super) struct Table<'t> {
    pub(super) grid: &'t Grid<'t>,
    pub(super) specs: &'t [Spec],
    pub(super) map: &'t Map,
    pub(super) measures: &'t Measures,
    pub(super) alone: Alone,
    pub(super) footnotes: HashMap<String, (Address, &'t str)>,
    pub(super) order: DateOrder,
    pub(super) is_english: bool,
    /// The years of the title, if the table has none of its own.
    pub(super) years: Option<String>,
    /// The document that a line beside the table names.
    pub(super) source: Option<String>,
    /// The columns whose blank cells mean what stands above.
    pub(super) carried: Vec<usize>,
}

/// What a row gives.
#[derive(Default)]
pub(super) struct Given {
    /// Its records.
    pub(super) records: Vec<Record>,
    /// Its cells that were not taken, each with the reason.
    pub(super) refused: Vec<(Address, String)>,
    /// The sums of its figures by column, for comparing totals.
    pub(super) sums: Vec<(usize, Sums)>,
    /// Cells whose figures have a mark that may be decimal.
    pub(super) unsure: Vec<(Address, char)>,
    /// How many cells have no value of the kind that their column has.
    pub(super) misfits: usize,
    /// Footnotes that were used.
    pub(super) footnotes: Vec<Address>,
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
        given: Given::default(),
        used: Vec::new(),
    };
    let base = row.base(above);
    row.records(base);
    row.given
}

struct Row<'r, 't> {
    table: &'r Table<'t>,
    index: usize,
    given: Given,
    used: Vec<Address>,
}

impl<'t> Row<'_, 't> {
    /// The cells of a role, with their columns; of merged ones, the first.
    fn cells(&self, role: Role) -> Vec<(&'t Spec, Address, &'t Cell)> {
        let specs = self.table.specs.iter().filter(|spec| spec.role() == role);
        specs
            .filter_map(|spec| {
                self.table
                    .grid
                    .shown(self.index, spec.index)
                    .map(|(address, cell)| (spec, address, cell))
            })
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
        let columns: Vec<usize> = self
            .table
            .specs
            .iter()
            .filter(|spec| spec.role() == role && self.table.carried.contains(&spec.index))
            .map(|spec| spec.index)
            .collect();
        for column in columns {
            match &own {
                Some(Words {
                    text,
                    address: Some(address),
                }) => {
                    above.values.insert(column, (*address, text.clone()));
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

    /// Everything of the row but its sums.
    fn base(&mut self, above: &mut Above) -> Record {
        let defaults = &self.table.map.defaults;
        let (by_map, no_address) = (|text: &Option<String>| text.clone(), None);
        let word = |text: Option<String>| {
            text.map(|text| Words {
                text,
                address: no_address,
            })
        };
        let party = |text: Option<String>| text.map(|name| self.table.party(&name, no_address));
        let default_speaker = party(by_map(&defaults.speaker));
        let (default_payer, default_recipient) = (party(by_map(&defaults.payer)), party(by_map(&defaults.recipient)));
        let speaker = self
            .parties(Role::Speaker, above)
            .into_iter()
            .next()
            .or(default_speaker);
        let mut payers = self.parties(Role::Payer, above);
        let mut recipients = self.parties(Role::Recipient, above);
        let has = |role| self.table.specs.iter().any(|spec| spec.role() == role);
        if payers.is_empty() && !has(Role::Payer) {
            payers.extend(default_payer);
        }
        if recipients.is_empty() && !has(Role::Recipient) {
            recipients.extend(default_recipient);
        }
        self.identify(Role::PayerId, Role::PayerType, &mut payers);
        self.identify(Role::RecipientId, Role::RecipientType, &mut recipients);
        let about = self
            .words_or_above(Role::About, above)
            .or_else(|| word(by_map(&defaults.about)));
        let mut programme = self.words_or_above(Role::Programme, above);
        if programme.is_none()
            && let Some((address, text)) = &above.section
        {
            self.used.push(*address);
            programme = Some(Words {
                text: text.clone(),
                address: Some(*address),
            });
        }
        let programme = programme.or_else(|| word(by_map(&defaults.programme)));
        let kind = self.kind(about.as_ref());
        let when = self.when().or_else(|| inferred(&defaults.when));
        let period = self.period();
        let stage = self.stage();
        let source = self.source();
        let quote = self.words(Role::Quote);
        let place = self.place();
        let identifiers = self.keys();
        let notes = self.notes();
        Record {
            address: Address::of(self.index, 0),
            speaker,
            payers,
            recipients,
            about,
            programme,
            kind,
            amounts: Vec::new(),
            when,
            period,
            stage,
            source,
            quote,
            notes,
            place,
            identifiers,
            cells: Vec::new(),
        }
    }

    fn parties(&mut self, role: Role, above: &mut Above) -> Vec<Party> {
        let mut found = Vec::new();
        for (spec, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            if cell.value == Value::Error {
                self.refuse(address, format!("{text} is an error of a formula"));
                continue;
            }
            self.used.push(address);
            let names = match role {
                Role::Speaker => vec![text],
                _ => party::names(text, &self.table.alone),
            };
            found.extend(names.into_iter().map(|name| self.table.party(name, Some(address))));
            if self.table.carried.contains(&spec.index) {
                above.values.insert(spec.index, (address, text.to_owned()));
            }
        }
        if found.is_empty() {
            let carried = self
                .table
                .specs
                .iter()
                .filter(|spec| spec.role() == role && self.table.carried.contains(&spec.index));
            let blank = carried.filter(|spec| self.table.grid.own(self.index, spec.index).is_none());
            for (address, text) in blank.filter_map(|spec| above.values.get(&spec.index)) {
                self.used.push(*address);
                let names = party::names(text, &self.table.alone);
                found.extend(names.into_iter().map(|name| self.table.party(name, Some(*address))));
            }
        }
        found
    }

    /// Identifiers and kinds of parties, from the columns beside their names.
    fn identify(&mut self, id: Role, kind: Role, parties: &mut [Party]) {
        let identifiers = self.identifiers(id);
        let class = self.words(kind);
        match parties {
            [one] => {
                one.identifiers.extend(identifiers);
                if let Some(class) = class.as_ref().and_then(|class| party::class(&class.text)) {
                    one.class = Some(class.to_owned());
                    one.person = one.person && class == "Person" || class == "Person";
                }
            }
            _ => {
                let why = "no one name to which it belongs";
                for identifier in identifiers {
                    self.used.retain(|used| *used != identifier.address);
                    self.refuse(identifier.address, why);
                }
                if let Some(address) = class.and_then(|class| class.address) {
                    self.used.retain(|used| *used != address);
                    self.refuse(address, why);
                }
            }
        }
    }

    fn keys(&mut self) -> Vec<Identifier> {
        self.identifiers(Role::Key)
    }

    fn identifiers(&mut self, role: Role) -> Vec<Identifier> {
        let mut found = Vec::new();
        for (spec, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
            } else if let Some(why) = damage(text, spec) {
                self.refuse(address, why);
            } else {
                self.used.push(address);
                found.push(Identifier {
                    scheme: spec.heading.text.clone(),
                    value: text.to_owned(),
                    address,
                });
            }
        }
        found
    }

    fn kind(&mut self, about: Option<&Words>) -> Option<String> {
        let column = self.words(Role::Kind);
        let of = |words: &Words| {
            LISTS
                .whole("kind", &words.text)
                .or_else(|| LISTS.within("kind", &words.text).first().map(|found| found.value))
        };
        if let Some(words) = &column
            && of(words).is_none()
            && let Some(address) = words.address
        {
            self.used.retain(|used| *used != address);
            self.refuse(address, "no kind of claim is called so");
        }
        let told = column.as_ref().and_then(of).or_else(|| about.and_then(of));
        told.map(str::to_owned).or_else(|| self.table.map.defaults.kind.clone())
    }

    fn date(&mut self, role: Role) -> Option<Dated> {
        let mut found = None;
        for (_, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if found.is_some() {
                self.refuse(address, "another column has the date");
                continue;
            }
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            match self.table.date(cell) {
                Some(iso) => {
                    self.used.push(address);
                    found = Some(Dated {
                        iso,
                        basis: "written",
                        as_written: text.to_owned(),
                        address: Some(address),
                    });
                }
                None => {
                    self.given.misfits += 1;
                    self.refuse(
                        address,
                        "no date was understood: write it as 2024-05-21, 2024-05 or 2024",
                    );
                }
            }
        }
        found
    }

    fn when(&mut self) -> Option<Dated> {
        self.date(Role::When)
    }

    fn period(&mut self) -> Option<Dated> {
        let own = self.date(Role::Period);
        let (start, end) = (self.date(Role::PeriodStart), self.date(Role::PeriodEnd));
        let joined = match (start, end) {
            (Some(start), Some(end)) if start.iso == end.iso => Some(start),
            (Some(start), Some(end)) => {
                let first = start.iso.split('/').next().unwrap_or_default();
                let last = end.iso.rsplit('/').next().unwrap_or_default();
                match first <= last {
                    true => Some(Dated {
                        iso: format!("{first}/{last}"),
                        as_written: format!("{} – {}", start.as_written, end.as_written),
                        ..start
                    }),
                    false => {
                        for one in [&start, &end] {
                            if let Some(address) = one.address {
                                self.used.retain(|used| *used != address);
                                self.refuse(address, "the period ends before it begins");
                            }
                        }
                        None
                    }
                }
            }
            (one, other) => one.or(other),
        };
        let defaults = &self.table.map.defaults;
        own.or(joined)
            .or_else(|| inferred(&defaults.period))
            .or_else(|| inferred(&self.table.years))
    }

    fn stage(&mut self) -> Option<Words> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Stage) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
            } else if text.ends_with('?') {
                self.refuse(address, "a question: its stage is not known");
            } else if let Some(word) = stage_of(text) {
                self.used.push(address);
                found = Some(Words {
                    text: word.to_owned(),
                    address: Some(address),
                });
            } else if !LISTS.within("refused", text).is_empty() {
                self.refuse(address, "it did not come about: the row has no stage");
            } else {
                self.refuse(address, "no stage is called so");
            }
        }
        let has_column = self.table.specs.iter().any(|spec| spec.role() == Role::Stage);
        let default = self
            .table
            .map
            .defaults
            .stage
            .clone()
            .filter(|_| !has_column || found.is_none() && self.cells(Role::Stage).is_empty());
        found.or_else(|| default.map(|text| Words { text, address: None }))
    }

    fn source(&mut self) -> Option<Source> {
        let defaults = &self.table.map.defaults;
        let mut source = Source {
            title: defaults.source.clone(),
            link: defaults.link.clone(),
            page: None,
        };
        let mut is_own = false;
        for (spec, address, cell) in self.cells(Role::Source).into_iter().chain(self.cells(Role::Link)) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            let (link, title) = link_and_title(text);
            if link.is_none() && spec.role() == Role::Link && title.is_none() {
                self.refuse(address, "no address of the web");
                continue;
            }
            self.used.push(address);
            if !is_own {
                source = Source::default();
                is_own = true;
            }
            source.link = source.link.or(link);
            if let Some(title) = title {
                let (title, page) = with_page(&title);
                source.page = source.page.or(page);
                source.title = source.title.or(Some(title));
            }
        }
        if let Some(page) = self.words(Role::Page) {
            source.page = Some(page.text);
        }
        if !is_own && source.title.is_none() {
            source.title.clone_from(&self.table.source);
        }
        (source != Source::default()).then_some(source)
    }

    fn place(&mut self) -> Option<Words> {
        let mut found: Option<Words> = None;
        for (_, address, cell) in self.cells(Role::Place) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            self.used.push(address);
            match &mut found {
                Some(words) => words.text.push_str(&format!(", {text}")),
                None => {
                    found = Some(Words {
                        text: text.to_owned(),
                        address: Some(address),
                    })
                }
            }
        }
        found
    }

    fn notes(&mut self) -> Vec<Words> {
        let mut found = Vec::new();
        let columns = self.table.specs.iter().filter(|spec| spec.role() == Role::Note).count();
        for (spec, address, cell) in self.cells(Role::Note) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            self.used.push(address);
            let is_named = columns > 1 && !spec.heading.text.is_empty();
            let text = if is_named {
                format!("{}: {text}", spec.heading.text)
            } else {
                text.to_owned()
            };
            found.push(Words {
                text,
                address: Some(address),
            });
        }
        found
    }

    /// The currency of the row.
    fn currency(&mut self) -> Option<String> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Currency) {
            let text = cell.text.trim();
            let code = text.to_uppercase();
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            let unit = self
                .table
                .measures
                .of(text)
                .and_then(|measure| measure.unit)
                .or(is_code.then_some(code));
            match unit {
                _ if LISTS.is_empty_word(text) => self.refuse(address, "not recorded"),
                Some(unit) => {
                    self.used.push(address);
                    found = Some(unit);
                }
                None => self.refuse(address, "no currency is called so"),
            }
        }
        found
    }

    fn instrument(&mut self) -> Option<String> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Instrument) {
            let text = cell.text.trim();
            let mut words: Vec<&str> = LISTS
                .within("instrument", text)
                .iter()
                .map(|found| found.value)
                .collect();
            words.dedup();
            match words.as_slice() {
                _ if LISTS.is_empty_word(text) => self.refuse(address, "not recorded"),
                [one] => {
                    self.used.push(address);
                    found = Some((*one).to_owned());
                }
                [] => self.refuse(address, "no form of money is called so"),
                _ => self.refuse(address, "several forms of money: which part is which is not said"),
            }
        }
        found
    }

    /// Adds a record for each sum of the row, or one without.
    fn records(&mut self, base: Record) {
        let currency = self.currency();
        let instrument = self.instrument();
        let shared = std::mem::take(&mut self.used);
        let mut figures: Vec<(&Spec, Sums, Vec<Address>)> = Vec::new();
        for (spec, address, cell) in self.cells(Role::Amount) {
            let context = self.table.context(Some(spec), currency.as_ref(), instrument.as_ref());
            match figure(cell, address, &context, self.table.measures) {
                Figure::Sums(sums) => figures.push((spec, sums, vec![address])),
                Figure::NotRecorded => self.refuse(address, "not recorded"),
                Figure::Unread(why) => {
                    self.given.misfits += 1;
                    self.refuse(address, why);
                }
            }
        }
        self.bounds(currency.as_ref(), instrument.as_ref(), &mut figures);
        let share = self.share(instrument.as_ref(), &mut figures);
        for (_, sums, cells) in &figures {
            if let (Some(mark), Some(address)) = (sums.unsure, cells.first()) {
                self.given.unsure.push((*address, mark));
            }
        }
        for (spec, sums, cells) in figures {
            self.given.sums.push((spec.index, sums.clone()));
            let record = self.record(&base, spec, sums, cells, &shared, &share);
            self.given.records.push(record);
        }
        if self.given.records.is_empty() {
            self.without_sum(base, shared, share);
        }
    }

    /// A row without a sum says something if it names who and what.
    fn without_sum(&mut self, base: Record, shared: Vec<Address>, share: Vec<(Address, String)>) {
        let is_wide = self
            .table
            .specs
            .iter()
            .filter(|spec| spec.role() == Role::Amount)
            .count()
            > 1;
        let who = base.speaker.as_ref().and_then(|one| one.address).is_some()
            || !base.payers.is_empty()
            || !base.recipients.is_empty();
        let what = base.about.is_some() || !base.payers.is_empty() && !base.recipients.is_empty();
        if who && what && !is_wide {
            let mut record = Record {
                cells: sorted(shared),
                ..base
            };
            record.notes.extend(share.into_iter().map(|(address, text)| Words {
                text,
                address: Some(address),
            }));
            if let Some(first) = record.cells.first() {
                record.address = *first;
            }
            self.given.records.push(record);
            return;
        }
        let why = if who || what {
            "its row has no figure"
        } else {
            "its row does not say who or what"
        };
        let own = shared.into_iter().chain(share.into_iter().map(|(address, _)| address));
        for address in own.filter(|address| address.row as usize == self.index + 1) {
            self.given.refused.push((address, why.to_owned()));
        }
    }

    /// The record of a sum.
    fn record(
        &mut self,
        base: &Record,
        spec: &Spec,
        sums: Sums,
        cells: Vec<Address>,
        shared: &[Address],
        share: &[(Address, String)],
    ) -> Record {
        let mut record = base.clone();
        let map = &spec.map;
        record.address = cells.first().copied().unwrap_or(record.address);
        if let Some(payer) = &map.payer {
            let heading = spec.heading.cells.last().copied();
            record.payers = vec![self.table.party(payer, heading)];
        }
        if let Some(recipient) = &map.recipient {
            record.recipients = vec![self.table.party(recipient, spec.heading.cells.last().copied())];
        }
        if let Some(stage) = &map.stage
            && self.cells(Role::Stage).is_empty()
        {
            record.stage = Some(Words {
                text: stage.clone(),
                address: spec.heading.cells.last().copied(),
            });
        }
        let heading = |iso: &String| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: spec.heading.text.clone(),
            address: spec.heading.cells.first().copied(),
        };
        let beside = sums.period.as_ref().map(|iso| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: iso.clone(),
            address: cells.first().copied(),
        });
        record.period = beside.or_else(|| map.period.as_ref().map(heading)).or(record.period);
        record.when = record.when.or_else(|| map.when.as_ref().map(heading));
        record.notes.extend(sums.remark.map(|text| Words {
            text,
            address: cells.first().copied(),
        }));
        if let Some((address, text)) = sums.footnote.as_ref().and_then(|mark| self.table.footnotes.get(mark)) {
            record.notes.push(Words {
                text: (*text).to_owned(),
                address: Some(*address),
            });
            self.given.footnotes.push(*address);
        }
        record.notes.extend(share.iter().map(|(address, text)| Words {
            text: text.clone(),
            address: Some(*address),
        }));
        record.amounts = sums.amounts;
        let all = shared
            .iter()
            .copied()
            .chain(cells)
            .chain(share.iter().map(|(address, _)| *address));
        record.cells = sorted(all.collect());
        record
    }

    /// The bounds of a sum that stand in two columns.
    fn bounds(
        &mut self,
        currency: Option<&String>,
        instrument: Option<&String>,
        figures: &mut Vec<(&'t Spec, Sums, Vec<Address>)>,
    ) {
        let mut ends: [Option<(&'t Spec, Address, Amount)>; 2] = [None, None];
        for (end, role) in ends.iter_mut().zip([Role::Minimum, Role::Maximum]) {
            for (spec, address, cell) in self.cells(role) {
                let context = self.table.context(Some(spec), currency, instrument);
                match figure(cell, address, &context, self.table.measures) {
                    Figure::Sums(sums) => *end = sums.amounts.into_iter().next().map(|amount| (spec, address, amount)),
                    Figure::NotRecorded => self.refuse(address, "not recorded"),
                    Figure::Unread(why) => {
                        self.given.misfits += 1;
                        self.refuse(address, why);
                    }
                }
            }
        }
        let [low, high] = ends;
        if !figures.is_empty() {
            for (_, address, _) in low.into_iter().chain(high) {
                self.refuse(address, "the row has a sum besides its bounds");
            }
            return;
        }
        let cells: Vec<Address> = low.iter().chain(&high).map(|(_, address, _)| *address).collect();
        let Some((spec, _, first)) = low.as_ref().or(high.as_ref()) else {
            return;
        };
        let minimum = low.as_ref().and_then(|(_, _, amount)| amount.minimum);
        let maximum = high.as_ref().and_then(|(_, _, amount)| amount.maximum);
        let wording = match (minimum, maximum) {
            (Some(low), Some(high)) if low > high => {
                cells
                    .into_iter()
                    .for_each(|address| self.refuse(address, "the minimum is greater than the maximum"));
                return;
            }
            (Some(low), Some(high)) if low == high => "exact",
            (Some(_), Some(_)) => "range",
            (Some(_), None) => "at-least",
            _ => "up-to",
        };
        let written: Vec<&str> = low
            .iter()
            .chain(&high)
            .map(|(_, _, amount)| amount.as_written.as_str())
            .collect();
        let amount = Amount {
            minimum,
            maximum,
            wording,
            as_written: written.join(" – "),
            ..first.clone()
        };
        figures.push((
            spec,
            Sums {
                amounts: vec![amount],
                ..Sums::default()
            },
            cells,
        ));
    }

    /// A share: the figure of a row without sum, else a remark on it.
    fn share(
        &mut self,
        instrument: Option<&String>,
        figures: &mut Vec<(&'t Spec, Sums, Vec<Address>)>,
    ) -> Vec<(Address, String)> {
        let mut beside = Vec::new();
        for (spec, address, cell) in self.cells(Role::Share) {
            if !figures.is_empty() && !LISTS.is_empty_word(&cell.text) {
                beside.push((address, format!("{}: {}", spec.heading.text, cell.text.trim())));
                continue;
            }
            let context = Context {
                unit: Some("%".to_owned()),
                scale: 0,
                ..self.table.context(None, None, instrument)
            };
            match figure(cell, address, &context, self.table.measures) {
                Figure::Sums(sums) => figures.push((spec, sums, vec![address])),
                Figure::NotRecorded => self.refuse(address, "not recorded"),
                Figure::Unread(why) => {
                    self.given.misfits += 1;
                    self.refuse(address, why);
                }
            }
        }
        beside
    }
}

impl Table<'_> {
    /// What holds for the figures of a column.
    pub(super) fn context(
        &self,
        spec: Option<&Spec>,
        currency: Option<&String>,
        instrument: Option<&String>,
    ) -> Context {
        let defaults = &self.map.defaults;
        let own = spec.map(|spec| &spec.map);
        let unit = own
            .and_then(|map| map.unit.clone())
            .or(currency.cloned())
            .or(defaults.unit.clone());
        // The scale of the title does not hold for a column that names its own unit.
        let has_own = own.is_some_and(|map| map.unit.is_some() || map.scale.is_some());
        let scale = own
            .and_then(|map| map.scale)
            .or(defaults.scale.filter(|_| !has_own))
            .unwrap_or_default();
        Context {
            unit,
            scale: scale.min(15),
            mark: self.map.decimal_mark,
            instrument: own
                .and_then(|map| map.instrument.clone())
                .or(instrument.cloned())
                .or(defaults.instrument.clone()),
            is_english: self.is_english,
        }
    }

    fn party(&self, name: &str, address: Option<Address>) -> Party {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let person = party::person(&name);
        let class = if person { Some("Person") } else { party::class(&name) };
        Party {
            person,
            class: class.map(str::to_owned),
            name,
            identifiers: Vec::new(),
            address,
        }
    }

    fn date(&self, cell: &Cell) -> Option<String> {
        let text = cell.text.trim();
        match &cell.value {
            Value::Date(iso) => return Some(iso.clone()),
            Value::Error => return None,
            Value::Number { .. } | Value::Text => {}
        }
        let days = || date::serial(text.parse().ok()?, self.grid.sheet.epoch_1904);
        date::date(text, self.order).map(|date| date.iso).or_else(days)
    }
}

fn inferred(text: &Option<String>) -> Option<Dated> {
    text.as_ref().map(|iso| Dated {
        iso: iso.clone(),
        basis: "inferred",
        as_written: iso.clone(),
        address: None,
    })
}

fn sorted(mut cells: Vec<Address>) -> Vec<Address> {
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// The stage that a text says, as a whole or by its first word that is one.
fn stage_of(text: &str) -> Option<&'static str> {
    let found = LISTS.within("stage", text);
    let is_negated = |word: &String| matches!(word.as_str(), "non" | "pas" | "not" | "no" | "jamai" | "never");
    if crate::words::words(text).iter().any(is_negated) {
        return None;
    }
    LISTS
        .whole("stage", text)
        .or_else(|| found.first().map(|found| found.value))
}

/// Why an identifier is not used: a spreadsheet has taken digits or zeros from it.
fn damage(text: &str, spec: &Spec) -> Option<String> {
    if is_damaged(text) && text.contains(['+', '.', ',']) {
        return Some(format!(
            "{text} was shortened by a spreadsheet: the digits of the identifier are lost"
        ));
    }
    let is_siret = crate::words::words(&spec.heading.text)
        .iter()
        .any(|word| word == "siret");
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter.is_whitespace());
    (is_siret && is_number && digits != 14 && digits > 0)
        .then(|| format!("a SIRET has 14 digits, and this one {digits}: leading zeros may be lost"))
}

/// The address and the other words of a source.
fn link_and_title(text: &str) -> (Option<String>, Option<String>) {
    let link = text
        .split_whitespace()
        .find(|word| is_link(word.trim_matches(['(', ')', '<', '>', ','])));
    let link = link.map(|word| word.trim_matches(['(', ')', '<', '>', ',']).to_owned());
    let rest = match &link {
        Some(link) => text.replace(link.as_str(), " "),
        None => text.to_owned(),
    };
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = rest.trim_matches(['(', ')', '<', '>', ',', ':', '-', ' ']);
    let rest = if link.is_some() { rest } else { text };
    (
        link,
        Some(rest.to_owned()).filter(|rest| rest.chars().any(char::is_alphanumeric)),
    )
}

/// A title and the page that it names: `article Devis (p. 2)`.
fn with_page(title: &str) -> (String, Option<String>) {
    let Some((before, rest)) = title.rsplit_once('(') else {
        return (title.to_owned(), None);
    };
    let inner = rest.trim_end().strip_suffix(')').unwrap_or_default().trim();
    let folded = text::fold::fold(inner);
    let page = ["pages", "page", "pp.", "p.", "pp", "p"]
        .iter()
        .find_map(|lead| folded.strip_prefix(lead))
        .map(str::trim);
    match page.filter(|page| page.starts_with(|letter: char| letter.is_ascii_digit())) {
        Some(page) => (before.trim().to_owned(), Some(page.to_owned())),
        None => (title.to_owned(), None),
    }
}
