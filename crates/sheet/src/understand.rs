//! A workbook to records: chooses the sheet, finds its table, decides what columns mean, reads the rows, and accounts for
//! every cell.

mod column;
mod date;
mod figure;
mod grid;
mod group;
mod heading;
mod layout;
mod number;
mod party;
mod row;
mod shipped;
mod table;
mod total;

use std::collections::BTreeMap;

use column::Spec;
use grid::Grid;
use layout::Layout;
use number::Measures;
use party::Alone;
use row::{Above, Table};
pub use shipped::shipped_maps;
use table::{Kind, Row};
use total::{Outcome, Running};

use crate::map::{Change, DateOrder, DecimalMark, Map, Role};
use crate::understood::{Choice, Column, Doubt, NotTaken, Understood, Used};
use crate::workbook::{Address, Format, Note, Sheet, Value, Workbook};

/// Whether a word is an address of the web.
fn is_link(text: &str) -> bool {
    let begins = |start: &str| {
        text.get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    !text.contains(char::is_whitespace) && (begins("http://") || begins("https://") || begins("www."))
}

/// The unit and the power of ten that a text is: `M€`, `£`.
pub(crate) fn measure(text: &str) -> Option<(Option<String>, u32)> {
    Measures::default()
        .of(text)
        .map(|measure| (measure.unit, measure.scale))
}

/// Understands a workbook, by a map where there is one; see [`Understood`].
///
/// Without a map, those that ship with the program are tried by their headings. What a map does not say is guessed from
/// headings and values.
pub fn understand(workbook: &Workbook, map: Option<&Map>) -> Understood {
    let mut understood = Understood {
        map: map.cloned().unwrap_or_default(),
        shipped: None,
        sheet: None,
        why: None,
        columns: Vec::new(),
        records: Vec::new(),
        headings: Vec::new(),
        not_taken: Vec::new(),
        doubts: Vec::new(),
        notes: workbook.notes.clone(),
    };
    let measures = Measures::default();
    let Some(position) = choose(workbook, map, &measures, &mut understood) else {
        understood.notes.push(Note::new(
            "No sheet has a table: every sheet is empty. Name a file with a row of headings and rows below.",
        ));
        return understood;
    };
    understood.sheet = Some(position);
    if let Some(sheet) = workbook.sheets.get(position) {
        if workbook.sheets.len() > 1 {
            understood.map.sheet = Some(sheet.name.clone());
        }
        Reading {
            sheet,
            width: (workbook.format == Format::Csv).then(|| usual_width(sheet)),
            measures: &measures,
            understood,
        }
        .read(map)
    } else {
        understood
    }
}

/// Chooses the sheet: the one that the map names, else the one whose headings say most.
fn choose(workbook: &Workbook, map: Option<&Map>, measures: &Measures, understood: &mut Understood) -> Option<usize> {
    let wanted = map.and_then(|map| map.sheet.as_ref());
    if let Some(name) = wanted {
        if let Some(position) = workbook.sheets.iter().position(|sheet| sheet.name == *name) {
            understood.why = Some(format!("the map names the sheet `{name}`"));
            return Some(position);
        }
        understood
            .notes
            .push(Note::new(format!("There is no sheet `{name}` any more.")));
    }
    let mut rated: Vec<(i64, usize)> = Vec::new();
    for (position, sheet) in workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| !sheet.is_empty())
    {
        let grid = Grid::new(sheet);
        let layout = layout::find(&grid, map, measures);
        let score = layout.as_ref().map_or(-1, |layout| layout.score);
        let is_shipped = layout.as_ref().is_some_and(|layout| shipped::of(layout).is_some());
        let bonus = i64::from(is_shipped) * 1000 - i64::from(sheet.hidden) * 500;
        rated.push((score + bonus, position));
    }
    let best = rated
        .iter()
        .max_by_key(|(score, position)| (*score, std::cmp::Reverse(*position)))
        .map(|(_, position)| *position)?;
    if workbook.sheets.len() > 1 {
        tell_sheets(workbook, best, &rated, understood);
    }
    Some(best)
}

fn tell_sheets(workbook: &Workbook, best: usize, rated: &[(i64, usize)], understood: &mut Understood) {
    let name = |position: usize| {
        workbook
            .sheets
            .get(position)
            .map(|sheet| sheet.name.clone())
            .unwrap_or_default()
    };
    let score = |position: usize| {
        rated
            .iter()
            .find(|(_, known)| *known == position)
            .map(|(score, _)| *score)
    };
    understood.why = Some(format!(
        "of {} sheets, the headings of `{}` say most",
        workbook.sheets.len(),
        name(best)
    ));
    for (_, sheet) in workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(position, _)| *position != best)
    {
        let hidden = if sheet.hidden { ", which is hidden," } else { "" };
        if workbook.format == Format::JsonLines {
            let count = sheet.rows.len().saturating_sub(1);
            understood.notes.push(Note::new(format!(
                "{count} entities of the schema `{}` lend their names to others, and are not taken themselves.",
                sheet.name
            )));
            continue;
        }
        let text = match sheet.filled().count() {
            0 => format!("The sheet `{}`{hidden} is empty.", sheet.name),
            count => format!(
                "The sheet `{}`{hidden} is not read: {count} cells. Name it in the map to read it instead.",
                sheet.name
            ),
        };
        understood.notes.push(Note::new(text));
    }
    let near: Vec<usize> = rated
        .iter()
        .filter(|(score_of, position)| {
            *position != best && *score_of >= 3 && Some(*score_of * 10) >= score(best).map(|best| best * 8)
        })
        .map(|(_, position)| *position)
        .collect();
    if near.is_empty() || understood.map.sheet.is_some() {
        return;
    }
    let mut choices = vec![Choice {
        label: name(best),
        change: Change::Nothing,
    }];
    choices.extend(near.into_iter().map(|position| Choice {
        label: name(position),
        change: Change::Sheet(name(position)),
    }));
    understood.doubts.push(Doubt {
        address: None,
        question: "Several sheets have a table. Which one is read?".to_owned(),
        choices,
    });
}

/// The reading of one sheet.
struct Reading<'s> {
    sheet: &'s Sheet,
    /// How many cells most rows of delimited text have.
    width: Option<usize>,
    measures: &'s Measures,
    understood: Understood,
}

impl Reading<'_> {
    fn read(mut self, given: Option<&Map>) -> Understood {
        let grid = Grid::new(self.sheet);
        self.understood.notes.extend(self.sheet.notes.iter().cloned());
        self.understood.notes.extend(table::hidden(&grid));
        let Some(layout) = layout::find(&grid, given, self.measures) else {
            self.account("there is no table: no row has headings");
            return self.understood;
        };
        let shipped = if given.is_none() { shipped::of(&layout) } else { None };
        if let Some(map) = &shipped {
            self.understood.shipped.clone_from(&map.name);
            self.understood.map = Map {
                sheet: self.understood.map.sheet.take(),
                ..map.clone()
            };
        }
        let map = given.cloned().or(shipped);
        let specs = column::decide(&grid, &layout, map.as_ref(), self.measures, &mut self.understood.doubts);
        let is_told = given.is_some_and(|map| !map.columns.is_empty());
        self.decide_map(&grid, &layout, &specs, is_told);
        self.rows(&grid, &layout, &specs, is_told);
        self.columns(&specs);
        self.account("not understood");
        self.understood
    }

    /// Completes the map: what titles, headings and values tell.
    fn decide_map(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], is_told: bool) {
        let understood = &mut self.understood;
        let number = |row: usize| u32::try_from(row + 1).unwrap_or(u32::MAX);
        understood.map.header = Some(if layout.header.is_empty() {
            0
        } else {
            number(layout.header.start)
        });
        understood.map.header_rows = Some(u32::try_from(layout.header.len()).unwrap_or(1));
        understood.map.columns = specs
            .iter()
            .filter(|spec| !spec.heading.text.is_empty() || spec.role() != Role::Ignored)
            .map(|spec| spec.map.clone())
            .collect();
        for heading in layout.headings.iter().flat_map(|heading| &heading.cells) {
            let text = self
                .sheet
                .cell(*heading)
                .map(|cell| cell.text.trim().to_owned())
                .unwrap_or_default();
            understood.headings.push(Used {
                address: *heading,
                text,
                as_what: "heading",
            });
        }
        let amounts: Vec<&Spec> = specs
            .iter()
            .filter(|spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum))
            .collect();
        let has_years = specs.iter().any(|spec| {
            matches!(spec.role(), Role::When | Role::Period | Role::PeriodStart) || spec.map.period.is_some()
        });
        for row in 0..layout.header.start {
            for column in grid.filled(row) {
                let text = grid.text(row, column);
                let title = heading::title(text, self.measures);
                let defaults = &mut understood.map.defaults;
                if let Some(measure) = title.measure.filter(|_| !is_told) {
                    defaults.unit = defaults.unit.take().or(measure.unit);
                    defaults.scale = defaults.scale.take().or(Some(measure.scale).filter(|scale| *scale > 0));
                }
                if !has_years && !is_told {
                    defaults.period = defaults.period.take().or(title.period);
                }
                if !is_told {
                    defaults.stage = defaults.stage.take().or(title.stage.map(str::to_owned));
                }
                understood.headings.push(Used {
                    address: Address::of(row, column),
                    text: text.to_owned(),
                    as_what: "title",
                });
            }
        }
        self.decimal_mark(grid, layout, &amounts);
        self.date_order(grid, layout, specs);
    }

    fn decimal_mark(&mut self, grid: &Grid<'_>, layout: &Layout, amounts: &[&Spec]) {
        let map = &mut self.understood.map;
        if map.decimal_mark.is_some() {
            return;
        }
        let cells = amounts
            .iter()
            .flat_map(|spec| (layout.header.end..grid.height()).filter_map(|row| grid.own(row, spec.index)));
        let texts = cells
            .filter(|cell| cell.value == Value::Text)
            .map(|cell| cell.text.trim());
        map.decimal_mark = match number::evidence(texts) {
            (0, 0) => None,
            (comma, point) if comma > point => Some(DecimalMark::Comma),
            (comma, point) if point > comma => Some(DecimalMark::Point),
            _ => None,
        };
    }

    fn date_order(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) {
        if self.understood.map.date_order.is_some() {
            return;
        }
        let (mut day, mut month, mut unsure) = (0, 0, None);
        let dates = specs.iter().filter(|spec| {
            matches!(
                spec.role(),
                Role::When | Role::Period | Role::PeriodStart | Role::PeriodEnd
            )
        });
        let cells = dates.flat_map(|spec| (layout.header.end..grid.height()).map(|row| (row, spec.index)));
        for (row, column) in cells {
            let Some(cell) = grid.own(row, column).filter(|cell| cell.value == Value::Text) else {
                continue;
            };
            let Some(date) = date::date(&cell.text, DateOrder::DayFirst) else {
                continue;
            };
            match date.order {
                Some(DateOrder::DayFirst) => day += 1,
                Some(DateOrder::MonthFirst) => month += 1,
                None if date.is_unsure => unsure = unsure.or(Some(Address::of(row, column))),
                None => {}
            }
        }
        let order = if month > day {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        if let Some(address) = unsure
            && (day == 0) == (month == 0)
            && (month > 0 || self.is_english(specs))
        {
            let label = self
                .sheet
                .cell(address)
                .map(|cell| cell.text.trim().to_owned())
                .unwrap_or_default();
            let (first, other) = if order == DateOrder::DayFirst {
                (order, DateOrder::MonthFirst)
            } else {
                (order, DateOrder::DayFirst)
            };
            let choice = |order: DateOrder| Choice {
                label: if order == DateOrder::DayFirst {
                    "the day"
                } else {
                    "the month"
                }
                .to_owned(),
                change: Change::Dates(order),
            };
            self.understood.doubts.push(Doubt {
                address: Some(address),
                question: format!("What comes first in dates such as {label}?"),
                choices: vec![choice(first), choice(other)],
            });
        }
        if day + month > 0 || unsure.is_some() {
            self.understood.map.date_order = Some(order);
        }
    }

    /// Whether the headings are in English rather than in French.
    fn is_english(&self, specs: &[Spec]) -> bool {
        use crate::words::{LISTS, Language, words};
        let languages = specs
            .iter()
            .filter(|spec| spec.heading.text.len() < 200)
            .flat_map(|spec| LISTS.heading(&words(&spec.heading.text)));
        let (mut french, mut english) = (0, 0);
        for found in languages {
            match found.value.language {
                Language::French => french += 1,
                Language::English => english += 1,
            }
        }
        english > french
    }

    /// Reads the rows.
    fn rows(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], is_told: bool) {
        let rows = table::rows(grid, layout, specs, self.measures);
        let notes: Vec<usize> = (0..layout.header.start)
            .chain(rows.iter().filter(|row| row.kind == Kind::Note).map(|row| row.index))
            .collect();
        let source = table::source_line(grid, &notes);
        for row in notes.iter().filter(|row| **row >= layout.header.end && !is_told) {
            for text in grid.filled(*row).iter().map(|column| grid.text(*row, *column)) {
                let Some(measure) = heading::trailing(text, self.measures) else {
                    continue;
                };
                let defaults = &mut self.understood.map.defaults;
                defaults.unit = defaults.unit.take().or(measure.unit);
                defaults.scale = defaults.scale.take().or(Some(measure.scale).filter(|scale| *scale > 0));
            }
        }
        let map = self.understood.map.clone();
        let shared = Table {
            grid,
            specs,
            map: &map,
            measures: self.measures,
            alone: alone(grid, layout, specs),
            footnotes: table::footnotes(grid, &rows),
            order: map.date_order.unwrap_or(DateOrder::DayFirst),
            is_english: self.is_english(specs),
            years: None,
            source: source.as_ref().map(|(_, title)| (*title).to_owned()),
            carried: carried(grid, specs, &rows),
        };
        self.understood.headings.extend(source.map(|(used, _)| used));
        let (mut above, mut running) = (Above::default(), Running::default());
        for row in &rows {
            self.row(&shared, row, &mut above, &mut running);
        }
        self.group(&map);
    }

    fn row(&mut self, table: &Table<'_>, row: &Row, above: &mut Above, running: &mut Running) {
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
            Kind::Data => self.data(table, row, above, running),
            Kind::Total { all, of } => self.total(table, row, (*all, of), running),
            Kind::Section => {
                let address = cells(row).first().copied();
                above.section = address.map(|address| (address, texts(row)));
            }
            Kind::Note => self.refuse(cells(row), "a note beside the table"),
            Kind::Header => self.refuse(cells(row), "the headings again"),
            Kind::Other => self.refuse(
                cells(row),
                "another table begins above: name its row of headings in the map to read it instead",
            ),
        }
    }

    fn data(&mut self, table: &Table<'_>, row: &Row, above: &mut Above, running: &mut Running) {
        let given = row::read(table, row.index, above);
        let headed = table
            .specs
            .iter()
            .rposition(|spec| !spec.heading.text.is_empty())
            .unwrap_or_default();
        let is_beyond = row.filled.last().is_some_and(|last| *last > headed);
        if self.is_longer(row.index) && (is_beyond || given.misfits > 0) {
            self.shifted(row);
            return;
        }
        let group = given
            .records
            .first()
            .and_then(|record| record.programme.as_ref())
            .map(|programme| programme.text.clone());
        running.add(given.sums, group.as_deref());
        for (address, mark) in given.unsure {
            self.ask_mark(address, mark);
        }
        for (address, reason) in given.refused {
            self.refuse(vec![address], &reason);
        }
        for address in given.footnotes {
            let text = self
                .sheet
                .cell(address)
                .map(|cell| cell.text.trim().to_owned())
                .unwrap_or_default();
            if !self.understood.headings.iter().any(|used| used.address == address) {
                self.understood.headings.push(Used {
                    address,
                    text,
                    as_what: "footnote",
                });
            }
        }
        self.understood.records.extend(given.records);
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

    fn total(&mut self, table: &Table<'_>, row: &Row, (all, of): (bool, &str), running: &mut Running) {
        let outcomes = running.compare(table, row.index, all, of);
        for column in &row.filled {
            let address = Address::of(row.index, *column);
            let outcome = outcomes
                .iter()
                .find(|(known, _)| *known == address)
                .map(|(_, outcome)| outcome);
            let reason = match outcome {
                None => "a total is compared with its rows, and not taken".to_owned(),
                Some(Outcome::Agrees) => "a total, which is the sum of its rows".to_owned(),
                Some(Outcome::Open(why)) => format!("a total, not compared: {why}"),
                Some(Outcome::Differs(sum)) => {
                    let text = table.grid.text(row.index, *column);
                    self.understood.notes.push(Note::at(
                        address,
                        format!("The total {text} in {address} is not the sum of its rows, which is {sum}."),
                    ));
                    format!("a total, which is not the sum of its rows: that is {sum}")
                }
            };
            self.refuse(vec![address], &reason);
        }
    }

    fn ask_mark(&mut self, address: Address, mark: char) {
        let question = "Is the mark a decimal one in numbers such as";
        if self.understood.map.decimal_mark.is_some() {
            return;
        }
        let text = self
            .sheet
            .cell(address)
            .map(|cell| cell.text.trim().to_owned())
            .unwrap_or_default();
        let (decimal, thousands) = match mark {
            ',' => (DecimalMark::Comma, DecimalMark::Point),
            _ => (DecimalMark::Point, DecimalMark::Comma),
        };
        self.understood.map.decimal_mark = Some(thousands);
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!("{question} {text}?"),
            choices: vec![
                Choice {
                    label: "no, it divides thousands".to_owned(),
                    change: Change::Decimals(thousands),
                },
                Choice {
                    label: "yes".to_owned(),
                    change: Change::Decimals(decimal),
                },
            ],
        });
    }

    fn refuse(&mut self, cells: Vec<Address>, reason: &str) {
        for address in cells {
            let text = self
                .sheet
                .cell(address)
                .map(|cell| cell.text.clone())
                .unwrap_or_default();
            self.understood.not_taken.push(NotTaken {
                address,
                text,
                reason: reason.to_owned(),
            });
        }
    }

    /// Joins the rows of one sum, where the map says which columns stand for one.
    fn group(&mut self, map: &Map) {
        let mut roles = map.one_sum_per.clone();
        if roles.is_empty() && group::has_decisions(&self.understood.records) {
            roles = vec![Role::Key, Role::Recipient];
            self.understood.map.one_sum_per.clone_from(&roles);
        }
        if roles.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.understood.records);
        let grouped = group::group(records, &roles);
        self.understood.records = grouped.records;
        self.understood.notes.extend(grouped.notes);
        for (address, reason) in grouped.repeated {
            self.refuse(vec![address], &reason);
        }
    }

    fn columns(&mut self, specs: &[Spec]) {
        let is_shown = |spec: &&Spec| !spec.heading.text.is_empty() || spec.kinds.all > 0;
        self.understood.columns = specs
            .iter()
            .filter(is_shown)
            .map(|spec| Column {
                number: Address::of(0, spec.index).column,
                heading: spec.heading.text.clone(),
                samples: spec.samples.clone(),
                role: spec.role(),
                becomes: column::told(spec),
                basis: spec.basis,
            })
            .collect();
        for spec in specs.iter().filter(|spec| spec.role() == Role::Ignored) {
            self.ignored(spec);
        }
    }

    /// The cells of a column that is not taken.
    fn ignored(&mut self, spec: &Spec) {
        let reason = spec.ignored.clone().unwrap_or_else(|| match spec.basis {
            crate::understood::Basis::Unknown => format!("nothing tells what {} is", spec.label()),
            _ => format!("{} is not taken", spec.label()),
        });
        let column = Address::of(0, spec.index).column;
        let cells: Vec<Address> = self
            .sheet
            .filled()
            .map(|(address, _)| address)
            .filter(|address| address.column == column)
            .collect();
        let known = self.fates();
        self.refuse(
            cells
                .into_iter()
                .filter(|address| !known.contains_key(address))
                .collect(),
            &reason,
        );
    }

    /// The cells that are accounted for; true: by a record or as a heading.
    fn fates(&self) -> BTreeMap<Address, bool> {
        let refused = self.understood.not_taken.iter().map(|cell| (cell.address, false));
        let used = self
            .understood
            .records
            .iter()
            .flat_map(|record| &record.cells)
            .map(|cell| (*cell, true));
        let headings = self.understood.headings.iter().map(|used| (used.address, true));
        refused.chain(used).chain(headings).collect()
    }

    /// Gives each cell one fate: what a record uses is not refused, and what is left over is refused.
    fn account(&mut self, reason: &str) {
        let fates = self.fates();
        let left: Vec<Address> = self
            .sheet
            .filled()
            .map(|(address, _)| address)
            .filter(|address| !fates.contains_key(address))
            .collect();
        self.refuse(left, reason);
        let not_taken = &mut self.understood.not_taken;
        not_taken.retain(|cell| fates.get(&cell.address) != Some(&true));
        not_taken.sort_by_key(|cell| cell.address);
        not_taken.dedup_by_key(|cell| cell.address);
        self.understood.headings.sort_by_key(|used| used.address);
        self.understood.headings.dedup_by_key(|used| used.address);
    }
}

/// How many cells most rows have, blank ones included.
fn usual_width(sheet: &Sheet) -> usize {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in sheet.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        *widths.entry(row.len()).or_default() += 1;
    }
    widths
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .map_or(0, |(width, _)| width)
}

/// The names that stand alone in a cell.
fn alone(grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) -> Alone {
    let mut alone = Alone::default();
    for spec in specs
        .iter()
        .filter(|spec| matches!(spec.role(), Role::Speaker | Role::Payer | Role::Recipient))
    {
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

/// The columns whose blank cells mean what stands above: programmes, and those that sub-totals name.
fn carried(grid: &Grid<'_>, specs: &[Spec], rows: &[Row]) -> Vec<usize> {
    let names: Vec<&String> = rows
        .iter()
        .filter_map(|row| match &row.kind {
            Kind::Total { of, .. } if !of.is_empty() => Some(of),
            _ => None,
        })
        .collect();
    let is_named = |spec: &Spec| {
        rows.iter().filter(|row| row.kind == Kind::Data).any(|row| {
            let text = grid.text(row.index, spec.index);
            !text.is_empty() && text.len() < 200 && names.contains(&&crate::words::words(text).join(" "))
        })
    };
    let has_about = specs.iter().any(|spec| spec.role() == Role::About);
    let carries = |spec: &&Spec| match spec.role() {
        Role::Programme => has_about,
        Role::Payer | Role::Recipient | Role::About => !names.is_empty() && is_named(spec),
        _ => false,
    };
    specs.iter().filter(carries).map(|spec| spec.index).collect()
}
