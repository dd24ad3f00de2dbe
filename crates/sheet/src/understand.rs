//! A workbook to records: chooses the sheet, finds its table, decides what columns mean, reads the rows, and accounts for
//! every cell.

mod account;
mod asked;
mod beside;
mod billions;
mod body;
mod carried;
mod column;
mod context;
mod cumulative;
mod currencies;
mod currency;
mod date;
mod decided;
mod ditto;
mod dollar;
mod figure;
mod francs;
mod grid;
mod group;
mod guarantee;
mod heading;
mod in_full;
mod included;
mod lacking;
mod layout;
mod mark;
mod marked;
mod measures;
mod months;
mod number;
mod partial;
mod party;
mod people;
mod programme;
mod row;
mod row_total;
mod replacing;
mod said;
mod sheets;
mod shipped;
mod table;
mod total;
mod stages;
mod variation;
mod withheld;
mod years;

use std::collections::BTreeMap;

use column::Spec;
use currencies::Currencies;
pub use date::dates;
use grid::Grid;
use hashbrown::{HashMap, HashSet};
use lacking::Lacking;
use layout::Layout;
use measures::Measures;
pub use shipped::shipped_maps;
pub use table::{Aside, aside};

use crate::map::{Map, Role};
use crate::understood::{Column, Understood};
use crate::words::LISTS;
use crate::workbook::{Address, Format, Note, Sheet, Workbook};

/// Whether a word is an address of the web.
fn is_link(text: &str) -> bool {
    let begins = |start: &str| {
        text.get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    !text.contains(char::is_whitespace) && (begins("http://") || begins("https://") || begins("www."))
}

/// The code that a word for a stage, a form of money or a kind of claim is, as it stands in a column of that role.
pub fn code(role: Role, word: &str) -> Option<&'static str> {
    let told = beside::states(word);
    match role {
        Role::Stage => told.stage().filter(|_| told.unknown.is_empty()),
        Role::Instrument => told.instrument().filter(|_| told.unknown.is_empty()),
        Role::Kind => LISTS.whole("kind", word).or_else(|| LISTS.whole("claim-kind", word)),
        _ => None,
    }
}

/// Whether a name may be that of a natural person, though nothing says so for certain: two words with capitals that are those of no
/// organisation, or a given name alone.
pub fn may_be_person(name: &str) -> bool {
    let is_other = |section: &str, word: &str| LISTS.whole(section, word).is_some();
    let first = name.split([' ', '-']).next().unwrap_or_default();
    let is_known = is_other("eponym", name) || is_other("no-surname", first) || is_other("no-person", first);
    !is_known && party::may_be(name) || !name.contains(' ') && LISTS.is_given(&text::fold::fold(name))
}

/// Whether words of a status say that money was refused or is gone: `rejected`, `annulé`.
pub fn is_no_money(word: &str) -> bool {
    let told = beside::states(word);
    told.is_refused || told.is_gone
}

/// Whether the words for a part of the sum of a cell may name who pays it: `5 M€ dont 1 M€ Fondation Mer`, not `600 (dont 150 en prêt)`.
pub fn names_payer_of_part(cell: &str) -> bool {
    partial::names_somebody(cell, &Measures::default())
}

/// Whether words of a status hold for a part of the sum, and say no stage of the whole: `Partially paid`.
pub fn is_of_part(word: &str) -> bool {
    let told = beside::states(word);
    told.is_partly && !told.stages.is_empty() && beside::stage_of_whole(word).is_none()
}

/// Whether words say that a sum does not count, and not that the money is gone: `duplicate of row 4`, `ne pas compter`.
pub fn is_not_counted(words: &str) -> bool {
    let says = |section: &str| !LISTS.within(section, words).is_empty();
    says("not-counted") && !says("gone") && !says("refused")
}

/// Whether a word, folded, is a given name.
pub fn is_given(folded: &str) -> bool {
    LISTS.is_given(folded)
}

/// Whether a word stands before the names of persons: `Mme`, `Dr`.
pub fn is_title(word: &str) -> bool {
    LISTS.whole("civility", word).is_some()
}

/// The natural persons whom words name for whom money is, or whom one may ask: `Bursary for Leila Haddad`.
pub fn individuals(text: &str) -> Vec<&str> {
    party::individuals(text)
}

/// Whether a name reads like that of a natural person.
pub fn is_person(name: &str) -> bool {
    party::person(name)
}

/// How firm the sums of a column are, as far as its heading tells: `montant_verse` is `received`.
pub fn heading_stage(heading: &str) -> Option<&'static str> {
    heading::said(heading, &Measures::default()).stage
}

/// What a heading says that its column means, as far as the word lists tell.
pub fn heading_role(heading: &str) -> Option<Role> {
    let is_type = || {
        let found = LISTS.whole_heading(&crate::words::words(heading));
        matches!(found.map(|found| found.sense), Some(crate::words::Sense::Type))
    };
    let role = heading::said(heading, &Measures::default()).role;
    role.or_else(|| is_type().then_some(Role::Kind))
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
        refused: Vec::new(),
        headings: Vec::new(),
        not_taken: Vec::new(),
        words_left: Vec::new(),
        doubts: Vec::new(),
        notes: workbook.notes.clone(),
    };
    if understood.map.units_as_written == Some(true) {
        understood.map.defaults.unit = None;
    }
    let measures = Measures::default();
    let Some(position) = sheets::choose(workbook, map, &measures, &mut understood) else {
        understood.notes.push(Note::new(EMPTY));
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
            full: Vec::new(),
            scaled: Vec::new(),
            worded: Vec::new(),
            each: Vec::new(),
            currencies: Currencies::default(),
            dollar: None,
            lacking: Lacking::default(),
            marked: HashMap::new(),
            merged: Vec::new(),
            remarked: Vec::new(),
            loans: Vec::new(),
            amended: Vec::new(),
            estimated: Vec::new(),
            seen: Seen::default(),
            rests: Vec::new(),
            instead: Vec::new(),
            counted: Vec::new(),
            several: Vec::new(),
            doubted: Vec::new(),
            joint: Vec::new(),
            beside: dollar::beside(&workbook.sheets, position),
        }
        .read(map)
    } else {
        understood
    }
}

/// What is told of a workbook without a table.
const EMPTY: &str = "No sheet has a table: every sheet is empty. Name a file with a row of headings and rows below.";

/// The reading of one sheet.
struct Reading<'s> {
    sheet: &'s Sheet,
    /// How many cells most rows of delimited text have.
    width: Option<usize>,
    measures: &'s Measures,
    understood: Understood,
    /// Cells whose numbers have full digits below a heading that says millions.
    full: Vec<Address>,
    /// Cells whose numbers look as if they were in full, and are scaled like others.
    scaled: Vec<Address>,
    /// Cells of figures with words before them that are not understood.
    worded: Vec<Address>,
    /// Cells whose figure is for one of several.
    each: Vec<Address>,
    /// The currencies of figures, and the figures without one.
    currencies: Currencies,
    /// The currency that `$` means where columns have that sign; the inner one is none where it is not known.
    dollar: Option<Option<String>>,
    /// The rows that lack what others have.
    lacking: Lacking,
    /// The rows that are marked below a greater sum, with the words behind the mark.
    marked: HashMap<usize, (Address, String)>,
    /// Sums in merged cells, each with a row, from 0, to which these belong as well.
    merged: Vec<(Address, usize)>,
    /// Remarks that are the name of a form of money, and nothing else.
    remarked: Vec<Address>,
    /// Remarks and titles that name a loan among other words, with whether they begin with it.
    loans: Vec<(Address, bool)>,
    /// Remarks that give the sum of their row anew.
    amended: Vec<Address>,
    /// Remarks that call the sum of their row an estimate.
    estimated: Vec<Address>,
    /// What else is to be asked or told of cells.
    seen: Seen,
    /// Remarks that take back what is left of the sum of their row.
    rests: Vec<Address>,
    /// Remarks that say that their row stands in the place of another.
    instead: Vec<Address>,
    /// Cells with as many figures as their row has names.
    counted: Vec<row::Counted>,
    /// Cells with several figures, none of which is taken.
    several: Vec<Address>,
    /// Cells that say, among other words, that a sum perhaps does not count, which does.
    doubted: Vec<(Address, String)>,
    /// Names that words join, of which nothing tells whether they are several, with whether they are taken for that.
    joint: Vec<(Address, String, bool)>,
    /// The codes of dollars that other sheets of the workbook name.
    beside: HashSet<&'static str>,
}

/// Cells and rows of which something is asked or told once all are read.
#[derive(Default)]
struct Seen {
    /// Figures of guarantees that their rows call paid.
    guarantees: Vec<Address>,
    /// The rows, by their numbers, that say that they change an earlier sum.
    varied: HashMap<u32, variation::Said>,
    /// Cells of a status that are no stage.
    no_stages: Vec<Address>,
    /// Cells that have numbers in place of documents.
    numbered: Vec<Address>,
    /// Cells below a heading that asks whether to publish, which say neither yes nor no.
    unclear: Vec<Address>,
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
        match ditto::filled(&grid, &layout) {
            Some((filled, note)) => {
                self.understood.notes.push(note);
                self.read_table(&Grid::new(&filled), &layout, given)
            }
            None => self.read_table(&grid, &layout, given),
        }
    }

    fn read_table(mut self, grid: &Grid<'_>, layout: &Layout, given: Option<&Map>) -> Understood {
        if given.is_none() {
            self.ask_second(grid, layout);
        }
        let shipped = if given.is_none() { shipped::of(layout) } else { None };
        if let Some(map) = &shipped {
            self.understood.shipped.clone_from(&map.name);
            self.understood.map = Map {
                sheet: self.understood.map.sheet.take(),
                ..map.clone()
            };
        }
        let map = given.cloned().or(shipped);
        let given_map = (map.as_ref(), given.is_some());
        let mut specs = column::decide(grid, layout, given_map, self.measures, &mut self.understood.doubts);
        let is_told = given.is_some_and(|map| !map.columns.is_empty());
        let dollars = self.dollars(grid, layout, &mut specs, is_told);
        self.dollar = dollars.is_any().then(|| dollars.code.clone());
        self.decide_map(grid, layout, &specs, is_told);
        self.carry_currency(&mut specs);
        self.decide_language(&specs);
        self.ask_billions(&specs);
        self.rows(grid, layout, &specs, is_told);
        self.settle_francs(&mut specs, is_told);
        self.ask();
        self.settle_dollars(&dollars, &mut specs);
        self.keep_currencies(&specs);
        self.columns(&specs);
        self.account("not understood");
        self.understood
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
                becomes: column::told::told(spec),
                basis: spec.basis,
            })
            .collect();
        self.ignored(specs);
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
