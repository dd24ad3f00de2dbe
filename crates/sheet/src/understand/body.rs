//! The rows of a table, one after the other: records, totals, sections, notes.

use hashbrown::{HashMap, HashSet};

use crate::map::{DateOrder, EqualSums, Map, Role};
use crate::record::Record;
use crate::understood::{NotTaken, Understood, Used};
use crate::words::LISTS;
use crate::workbook::{Address, Note};

use super::column::Spec;
use super::column::conflict::dates_of_sums;
use super::decided::{Table, counts, pairs, partners, public};

use super::grid::Grid;
use super::lacking::{Called, Lacking};
use super::layout::Layout;
use super::party::Alone;
use super::row::{self, Above, Given};
use super::row_total::row_totals;
use super::table::{self, Kind, Row, SumsUp};
use super::total::{Of, Totals};
use super::{Reading, cumulative, group, guarantee, heading, in_full, marked, partial, people, variation, years};

impl Reading<'_> {
    /// Reads the rows.
    pub(super) fn rows(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], is_told: bool) {
        let rows = table::rows(grid, layout, specs, self.measures);
        let notes: Vec<usize> = (0..layout.header.start)
            .chain(rows.iter().filter(|row| row.kind == Kind::Note).map(|row| row.index))
            .collect();
        let source = table::source_line(grid, &notes);
        if !is_told {
            self.units_of_notes(
                (grid, specs),
                notes.iter().copied().filter(|row| *row >= layout.header.end),
            );
        }
        let carried = carried(grid, specs, &rows);
        let blank = carried.iter().filter_map(|column| blanks(grid, specs, &rows, *column));
        blank.for_each(|(column, count)| self.tell_blank(specs, column, count));
        let map = self.understood.map.clone();
        let mut shared = Table {
            grid,
            specs,
            map: &map,
            measures: self.measures,
            alone: names_of(grid, layout, specs, &map),
            persons: people::columns(grid, layout, specs),
            given: people::pairs(specs),
            payers: alone(grid, layout, specs, &[Role::Payer]),
            footnotes: table::footnotes(grid, &rows),
            order: map.date_order.unwrap_or(DateOrder::DayFirst),
            is_english: self.is_english(specs),
            source: source.as_ref().map(|(_, title)| (*title).to_owned()),
            carried,
            counts: counts(specs),
            pairs: pairs(specs),
            partners: partners(specs),
            public: public(specs),
            years: years::columns(grid, layout, specs),
            dates: dates_of_sums(specs).collect(),
            granted: row::granted((grid, specs), &rows, &map),
            full_from: HashMap::new(),
            groups: HashSet::new(),
            headed: specs
                .iter()
                .rposition(|spec| !spec.heading.text.is_empty())
                .map_or(0, |last| last + 1),
        };
        self.understood.headings.extend(source.map(|(used, _)| used));
        let (full_from, look) = in_full::columns(grid, &rows, &shared);
        shared.full_from = full_from;
        self.tell_look(grid, &rows, (specs, &look));
        let (mut above, mut totals) = (Above::default(), Totals::default());
        self.lacking = Lacking::of(grid, specs, &rows);
        shared.groups = self.groups(&shared, &rows);
        if map.marked_rows_are_parts != Some(false) {
            self.marked = marked::rows(&shared, &rows);
        }
        for row in &rows {
            self.row(&shared, row, &mut above, &mut totals);
        }
        self.replaced_decisions();
        self.sums(&map, specs);
    }

    /// Settles which rows tell one sum.
    fn sums(&mut self, map: &Map, specs: &[Spec]) {
        let mut decided = self.sums_to_date(specs);
        decided.extend(self.variations());
        self.group(map);
        if !decided.is_empty() {
            let records = &mut self.understood.records;
            records.extend(decided);
            records.sort_by_key(|record| (record.address.row, record.address.column));
        }
        self.included();
        self.programmes();
    }

    /// Takes the unit and scale of all figures from notes below the table.
    fn units_of_notes(&mut self, (grid, specs): (&Grid<'_>, &[Spec]), notes: impl Iterator<Item = usize>) {
        for row in notes {
            for column in grid.filled(row) {
                let text = grid.text(row, column);
                let Some(measure) = heading::trailing(text, self.measures) else {
                    continue;
                };
                let defaults = &mut self.understood.map.defaults;
                let is_open = defaults.scale.is_none();
                defaults.unit = defaults.unit.take().or(measure.unit);
                defaults.scale = defaults.scale.take().or(Some(measure.scale).filter(|scale| *scale > 0));
                if is_open {
                    self.ask_billions_of_all(specs, text, Address::of(row, column));
                }
            }
        }
    }

    /// The groups whose sums rows of totals are, whatever these are called.
    fn groups(&self, table: &Table<'_>, rows: &[Row]) -> HashSet<String> {
        let called = |row: &&Row| match self.lacking.is_called_sum(table.grid, table.specs, row) {
            Some(Called::Sum { of }) => Some(of),
            _ => table::sums_up(table.grid, table.specs, row).map(|called| called.of),
        };
        let data = rows.iter().filter(|row| row.kind == Kind::Data).take(MOST);
        let of_data = data.filter_map(|row| called(&row)).filter(|of| !of.is_empty());
        of_data.chain(groups(rows).cloned()).collect()
    }

    /// Tells blank cells of a column that are read as what stands above them.
    fn tell_blank(&mut self, specs: &[Spec], column: usize, count: usize) {
        let heading = specs.iter().find(|spec| spec.index == column).map(|spec| &spec.heading);
        self.understood.notes.push(Note {
            address: heading.and_then(|heading| heading.cells.last().copied()),
            text: format!("{count} blank cells below are read as what stands above them, as in merged cells"),
        });
    }

    /// Asks and tells what single cells leave open.
    pub(super) fn ask(&mut self) {
        self.ask_currency();
        self.tell_without_currency();
        self.tell_shares();
        self.ask_full();
        self.ask_remarks();
        self.ask_names();
        self.ask_loans();
        self.tell_amended();
        self.tell_estimated();
        self.tell_guarantees();
        self.tell_no_stages();
        self.ask_unclear();
        self.tell_numbered();
        self.tell_counted();
        self.tell_several();
        self.ask_doubted();
        self.tell_scaled();
        self.tell_worded();
        self.tell_prices();
        self.tell_merged();
        let marked = std::mem::take(&mut self.marked);
        self.ask_marked(&marked);
    }

    fn row(&mut self, table: &Table<'_>, row: &Row, above: &mut Above, totals: &mut Totals) {
        let cells = |row: &Row| {
            row.filled
                .iter()
                .map(|column| Address::of(row.index, *column))
                .collect::<Vec<_>>()
        };
        let texts = |row: &Row| {
            row.filled
                .iter()
                .map(|column| table.grid.text(row.index, *column).to_owned())
                .next()
                .unwrap_or_default()
        };
        match &row.kind {
            Kind::Data => match table::sums_up(table.grid, table.specs, row) {
                Some(called) if self.may_be_sum(row, &called) && totals.sums_up(table, row, &called) => {
                    self.summed(table, row, &called, totals)
                }
                _ => self.data_or_sum(table, row, above, totals),
            },
            Kind::Total { all, of } => self.total(table, row, (*all, of), totals),
            Kind::Section => {
                let address = cells(row).first().copied();
                above.section = address.map(|address| (address, texts(row)));
                self.refuse(
                    cells(row),
                    "it stands alone in its row, and rows below have a programme of their own",
                );
            }
            Kind::Note => self.refuse(cells(row), "a note beside the table"),
            Kind::Header => self.refuse(cells(row), "the headings again"),
            Kind::Other => self.refuse(
                cells(row),
                "another table begins above: name its row of headings in the map to read it instead",
            ),
        }
    }

    /// Tells the words that make a sum a guarantee.
    fn tell_exposed(&mut self, given: &Given) {
        let forms: Vec<_> = given.records.iter().flat_map(|record| &record.amounts).collect();
        let is_taken = |form: &str| forms.iter().any(|amount| amount.instrument.as_deref() == Some(form));
        for (address, text, _) in given.exposed.iter().filter(|(.., form)| is_taken(form)) {
            let text = format!(
                "`{text}` in {address}: the sum of its row is taken as a guarantee, which is no money that is paid."
            );
            self.understood.notes.push(Note::at(*address, text));
        }
    }

    /// Whether a name may be that of a sum: a company that pays or receives like others is none.
    fn may_be_sum(&self, row: &Row, called: &SumsUp) -> bool {
        !called.is_company || self.lacking.has(row)
    }

    /// A row that is no sum by its name and figure together: it may be one by one of them, where it lacks what other rows have.
    fn data_or_sum(&mut self, table: &Table<'_>, row: &Row, above: &mut Above, totals: &mut Totals) {
        let lacking = std::mem::take(&mut self.lacking);
        let (by_figure, by_name) = (
            lacking.may_sum_up(table.grid, table.specs, row),
            lacking.is_called_sum(table.grid, table.specs, row),
        );
        let of_thing = lacking.is_sum_of_thing(table.grid, table.specs, row);
        self.lacking = lacking;
        if let Some(thing) = of_thing {
            self.total(table, row, (false, &thing), totals);
            return;
        }
        let label = row
            .filled
            .first()
            .map_or("", |column| table.grid.text(row.index, *column));
        match (by_figure, by_name) {
            (_, Some(Called::Statistic)) => {
                let cells = row.filled.iter().map(|column| Address::of(row.index, *column));
                self.refuse(
                    cells.collect(),
                    "a mean, a median or a count of the rows above, and no sum",
                );
            }
            (_, Some(Called::Sum { of })) => self.total(table, row, (of.is_empty(), &of), totals),
            (Some(called), None) if totals.is_sum_of_rows(table, row, &called) => {
                let text = format!(
                    "Row {} (`{label}`) is taken for a total: its figure is the sum of the rows above, and it lacks what these have. If it is a \
                     sum of its own, write who pays or receives it.",
                    row.index + 1
                );
                self.understood.notes.push(Note::at(Address::of(row.index, 0), text));
                self.summed(table, row, &called, totals);
            }
            _ => self.data(table, row, above, totals),
        }
    }

    fn data(&mut self, table: &Table<'_>, row: &Row, above: &mut Above, totals: &mut Totals) {
        let mut given = row::read(table, row.index, above);
        let is_beyond = row.filled.last().is_some_and(|last| *last >= table.headed);
        if self.is_longer(row.index) && (is_beyond || given.misfits > 0) {
            self.shifted(row);
            return;
        }
        self.across(table, row, &given.sums);
        self.seen.guarantees.extend(guarantee::commit(&mut given.records));
        self.seen
            .varied
            .extend(variation::said(table, row, &given.records).map(|said| (row.index as u32 + 1, said)));
        let marked = self.marked.get(&row.index);
        let marked = marked.map(|(address, rest)| partial::marked(table, *address, rest));
        let part = marked.or_else(|| partial::of(table, row.index, &row.filled));
        if let Some(part) = part.filter(|_| !given.records.is_empty()) {
            let records = std::mem::take(&mut given.records);
            match part.join(table, records, &mut self.understood.records) {
                Some(left) => self.understood.words_left.extend(left),
                None => self.lone_part(row),
            }
            given.sums.clear();
        }
        let mut names = given.records.first().map(names).unwrap_or_default();
        names.extend(table.groups_of(row));
        totals.add(&given.sums, &names, Of::row(&given));
        totals.add(&row_totals(table, row, &given.sums), &names, Of::row(&given));
        self.tell_exposed(&given);
        self.understood.refused.append(&mut given.refused_money);
        self.take_down(table, row, &mut given);
        for (address, reason) in given.refused {
            self.refuse(vec![address], &reason);
        }
        let left = given
            .left
            .into_iter()
            .map(|(address, text, reason)| NotTaken { address, text, reason });
        self.understood.words_left.extend(left);
        for address in given.footnotes {
            let text = self
                .sheet
                .cell(address)
                .map(|cell| cell.text.trim().to_owned())
                .unwrap_or_default();
            self.understood.headings.push(Used {
                address,
                text,
                as_what: "footnote",
            });
        }
        self.understood.records.extend(given.records);
    }

    /// Takes down what cells of a row leave open.
    fn take_down(&mut self, table: &Table<'_>, row: &Row, given: &mut Given) {
        for (address, mark) in given.unsure.drain(..) {
            self.ask_mark(address, mark, table.is_english);
        }
        self.merged
            .extend(given.merged.iter().map(|address| (*address, row.index)));
        self.full.append(&mut given.full);
        self.worded.append(&mut given.worded);
        self.each.append(&mut given.each);
        self.scaled.append(&mut given.scaled);
        self.remarked.append(&mut given.remarked);
        self.joint.append(&mut given.joint);
        self.seen.unclear.append(&mut given.unclear);
        self.seen.numbered.append(&mut given.numbered);
        self.seen.no_stages.append(&mut given.no_stages);
        self.counted.append(&mut given.counted);
        self.several.append(&mut given.several);
        let mut records = given.records.iter();
        if records.any(|record| record.gone.is_none() && !record.amounts.is_empty()) {
            self.doubted.append(&mut given.doubted);
            self.loans.append(&mut given.loans);
            self.amended.append(&mut given.amended);
            self.estimated.append(&mut given.estimated);
            self.rests.append(&mut given.rests);
            self.instead.append(&mut given.instead);
        }
    }

    /// A row that says that it is a part, below no row that is greater.
    fn lone_part(&mut self, row: &Row) {
        let text = format!(
            "Row {} is not taken: {}. Say in the sheet of what it is a part, or write it without the word for a part.",
            row.index + 1,
            partial::NO_WHOLE
        );
        self.understood.notes.push(Note::at(Address::of(row.index, 0), text));
        let cells = row.filled.iter().map(|column| Address::of(row.index, *column));
        self.refuse(cells.collect(), partial::NO_WHOLE);
    }

    /// Whether a row of delimited text has more cells than the rows of its table have.
    fn is_longer(&self, row: usize) -> bool {
        self.width
            .is_some_and(|width| self.sheet.rows.get(row).is_some_and(|cells| cells.len() > width))
    }

    /// A row whose cells do not stand below their headings.
    fn shifted(&mut self, row: &Row) {
        let cells = self.sheet.rows.get(row.index).map_or(0, Vec::len);
        let why = format!(
            "the row has {cells} cells, and others have {}: a text in it has the delimiter and is not quoted, so that cells are shifted",
            self.width.unwrap_or_default()
        );
        let text = format!(
            "Row {} is not taken: {why}. Put that text into quotation marks.",
            row.index + 1
        );
        self.understood.notes.push(Note::at(Address::of(row.index, 0), text));
        self.refuse(
            row.filled
                .iter()
                .map(|column| Address::of(row.index, *column))
                .collect(),
            &why,
        );
    }

    /// Takes those sums out that reports tell anew, so that nothing else joins them.
    fn sums_to_date(&mut self, specs: &[Spec]) -> Vec<Record> {
        let settled = cumulative::settle(std::mem::take(&mut self.understood.records), specs);
        self.understood.records = settled.open;
        self.understood.notes.extend(settled.notes);
        for (address, reason) in settled.repeated {
            self.refuse(vec![address], &reason);
        }
        settled.decided
    }

    /// Joins the rows of one sum, where the map says which columns stand for one.
    fn group(&mut self, map: &Map) {
        // Who names the columns of one sum says that a row has the whole sum.
        let usual = if map.one_sum_per.is_empty() {
            EqualSums::Payments
        } else {
            EqualSums::One
        };
        let mut roles = map.one_sum_per.clone();
        if roles.is_empty() && group::has_decisions(&self.understood.records) {
            roles = vec![Role::Key, Role::Recipient];
            self.understood.map.one_sum_per.clone_from(&roles);
        }
        if !roles.contains(&Role::Key) {
            let Understood { records, notes, .. } = &mut self.understood;
            group::share::divide(records, (group::share::thing, false), notes);
            let found = group::share::lone(records);
            if map.lone_sums_are_shared != Some(false) {
                let first = found.first().and_then(|(whole, _)| Some(records.get(*whole)?.address));
                group::share::spread(records, found, notes);
                self.ask_shared(first.filter(|_| map.lone_sums_are_shared.is_none()));
            }
        }
        if roles.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.understood.records);
        let grouped = group::group(records, &roles, map.equal_sums.unwrap_or(usual));
        if let Some(address) = grouped.equal.filter(|_| map.equal_sums.is_none()) {
            self.ask_equal(address, usual);
        }
        self.understood.records = grouped.records;
        self.understood.notes.extend(grouped.notes);
        for (address, reason) in grouped.repeated {
            self.refuse(vec![address], &reason);
        }
    }
}

/// The names of a record by which a sub-total may call it.
fn names(record: &Record) -> Vec<&str> {
    let texts = [&record.programme, &record.about].into_iter().flatten();
    let texts = texts.map(|words| words.text.as_str());
    let parties = record
        .payers
        .iter()
        .chain(&record.recipients)
        .map(|party| party.name.as_str());
    texts.chain(parties).collect()
}

/// The most rows of data among which those are looked for that sum up others.
const MOST: usize = 20_000;

/// The most columns of names that are looked at as a whole, which bounds the time that this takes.
const NAMED: usize = 50;

/// The names that stand alone in a cell, with what was decided about those that words join.
fn names_of(grid: &Grid<'_>, layout: &Layout, specs: &[Spec], map: &Map) -> Alone {
    let mut names = alone(grid, layout, specs, &[Role::Speaker, Role::Payer, Role::Recipient]);
    let has = |role: Role| specs.iter().any(|spec| spec.role() == role);
    // Names with identifiers, and those of the dossier's own claims, stand as they are.
    let is_own = |spec: &Spec| LISTS.whole("own-claim", &spec.heading.text).is_some();
    let asks = !has(Role::PayerId) && !has(Role::RecipientId) && !specs.iter().any(is_own);
    names.decide(map, asks);
    names
}

/// The names that stand alone in a cell of columns of these roles.
fn alone(grid: &Grid<'_>, layout: &Layout, specs: &[Spec], roles: &[Role]) -> Alone {
    let mut alone = Alone::default();
    let is_party = |spec: &&Spec| roles.contains(&spec.role());
    for spec in specs.iter().filter(is_party).take(NAMED) {
        for row in layout.header.end..grid.height() {
            let text = grid.text(row, spec.index);
            let is_joint = [" et ", " and ", " & "].iter().any(|word| text.contains(word));
            if !text.is_empty() && !is_joint {
                alone.add(text);
            }
        }
    }
    alone
}

/// The groups that rows of totals name.
fn groups(rows: &[Row]) -> impl Iterator<Item = &String> {
    rows.iter().filter_map(|row| match &row.kind {
        Kind::Total { of, .. } if !of.is_empty() => Some(of),
        _ => None,
    })
}

/// The columns whose blank cells mean what stands above: programmes, and those that sub-totals name.
fn carried(grid: &Grid<'_>, specs: &[Spec], rows: &[Row]) -> Vec<usize> {
    let names: HashSet<&String> = groups(rows).collect();
    let is_named = |spec: &Spec| {
        rows.iter().filter(|row| row.kind == Kind::Data).any(|row| {
            let text = grid.text(row.index, spec.index);
            !text.is_empty() && text.len() < 200 && names.contains(&crate::words::words(text).join(" "))
        })
    };
    let below = below_things(grid, specs, rows);
    let carries = |spec: &&Spec| match spec.role() {
        Role::Programme => begins(specs, spec) && is_grouped(grid, rows, spec),
        _ if below == Some(spec.index) => true,
        _ => !names.is_empty() && is_named(spec),
    };
    let roles = [Role::Programme, Role::Payer, Role::Recipient, Role::About];
    let texts = specs.iter().filter(|spec| roles.contains(&spec.role())).take(NAMED);
    texts.filter(carries).map(|spec| spec.index).collect()
}

/// The column of things, if several of its cells are blank below one that is not, as where cells were merged: left of the column
/// are programmes alone, and a quarter of its cells are blank.
fn below_things(grid: &Grid<'_>, specs: &[Spec], rows: &[Row]) -> Option<usize> {
    let about = specs.iter().find(|spec| spec.role() == Role::About)?;
    if !begins(specs, about) || !is_grouped(grid, rows, about) {
        return None;
    }
    let (blank, all) = blank(grid, rows, about.index);
    (blank > 1 && 4 * blank >= all).then_some(about.index)
}

/// Whether left of a column are programmes alone: rows stand in its groups. Elsewhere a blank cell is one that nobody filled in.
fn begins(specs: &[Spec], of: &Spec) -> bool {
    let mut before = specs.iter().filter(|spec| spec.index < of.index);
    before.all(|spec| spec.role() == Role::Programme)
}

/// Whether the first row has a cell in the column.
fn is_grouped(grid: &Grid<'_>, rows: &[Row], spec: &Spec) -> bool {
    let mut data = rows.iter().filter(|row| row.kind == Kind::Data);
    data.next()
        .is_some_and(|row| !grid.text(row.index, spec.index).is_empty())
}

/// How many cells of a column are blank, and how many there are.
fn blank(grid: &Grid<'_>, rows: &[Row], column: usize) -> (usize, usize) {
    let data = rows.iter().filter(|row| row.kind == Kind::Data);
    data.fold((0, 0), |(blank, all), row| {
        (blank + usize::from(grid.text(row.index, column).is_empty()), all + 1)
    })
}

/// A column of programmes or things that are carried down, with the number of its blank cells, if there are some.
fn blanks(grid: &Grid<'_>, specs: &[Spec], rows: &[Row], column: usize) -> Option<(usize, usize)> {
    let spec = specs.iter().find(|spec| spec.index == column)?;
    let (blank, _) = blank(grid, rows, column);
    let is_carried = matches!(spec.role(), Role::Programme | Role::About) && begins(specs, spec);
    (is_carried && blank > 0).then_some((column, blank))
}
