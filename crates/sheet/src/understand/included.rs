//! Sums that words of a row say are inside others of the sheet: `includes the £40k for the lighting`, `déjà compris dans les 310 k€`.

use std::rc::Rc;

use hashbrown::{HashMap, HashSet};
use text::Decimal;
use text::language::Language;
use text::quantity::{Quantity, Unit, quantities};

use crate::map::Change;
use crate::record::{Amount, AmountRole, Record};
use crate::understood::{Choice, Doubt};
use crate::words::{LISTS, words};
use crate::workbook::{Address, Note};

use super::Reading;

/// The most rows of one sum that are looked at, and the most that a question or note names.
const LOOKED_AT: usize = 50;
/// How many words the name of a thing has at most that is looked for in a remark.
const NAME: usize = 8;
const TOLD: usize = 10;

/// What stands before the number of a row.
const ROW: [&str; 6] = ["row", "line", "ligne", "rang", "zeile", "regel"];

/// Which of two sums is in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Another one is in that of the row.
    Contains,
    /// That of the row is in another one.
    Contained,
}

/// A sum that is in another: the places of both among the records, with the cell that says so.
struct Inside {
    part: usize,
    whole: usize,
    address: Address,
}

/// The records by their rows, and by their sums and who pays them.
struct Places {
    rows: HashMap<u32, Vec<usize>>,
    sums: HashMap<Decimal, Vec<usize>>,
    of_payers: HashMap<(Decimal, String), Vec<usize>>,
    things: HashMap<String, Vec<usize>>,
}

/// A figure of a remark.
pub(super) struct Figure {
    pub(super) value: Decimal,
    /// Whether it may be scaled as the sums of its table are: `40` below `M€`.
    pub(super) is_bare: bool,
}

fn sum(record: &Record) -> Option<&Amount> {
    record.amounts.first().filter(|first| first.role == AmountRole::Total)
}

fn value(record: &Record) -> Option<Decimal> {
    sum(record).and_then(|sum| sum.maximum.or(sum.minimum))
}

fn payers(record: &Record) -> String {
    let mut names: Vec<String> = record
        .payers
        .iter()
        .map(|payer| text::fold::fold_words(&payer.name))
        .collect();
    names.sort_unstable();
    names.join("; ")
}

impl Places {
    fn of(records: &[Record]) -> Self {
        let mut rows: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut sums: HashMap<Decimal, Vec<usize>> = HashMap::new();
        let mut of_payers: HashMap<(Decimal, String), Vec<usize>> = HashMap::new();
        let mut things: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, record) in records.iter().enumerate() {
            rows.entry(record.address.row).or_default().push(place);
            if let Some(value) = value(record) {
                sums.entry(value).or_default().push(place);
                of_payers.entry((value, payers(record))).or_default().push(place);
            }
            if let Some(about) = &record.about {
                things.entry(words(&about.text).join(" ")).or_default().push(place);
            }
        }
        Self {
            rows,
            sums,
            of_payers,
            things,
        }
    }
}

/// What a clause says of a sum: that it is in another, or is not.
fn direction(clause: &str) -> Option<Option<Direction>> {
    let words = words(clause);
    let sections = ["contained-not", "contained", "contains"];
    let (_, found) = (0..words.len()).find_map(|at| LISTS.at(&sections, &words, at))?;
    let is_in = |name: &str| found.iter().any(|(section, _)| *section == name);
    Some(match () {
        () if is_in("contained-not") => None,
        () if is_in("contained") => Some(Direction::Contained),
        () => Some(Direction::Contains),
    })
}

/// The clauses of a text that say that a sum is in another. What stands behind a comma or in brackets goes on with what is said before.
fn clauses(text: &str) -> Vec<(&str, Direction)> {
    let mut found = Vec::new();
    for sentence in text.split([';', '\n']).flat_map(|part| part.split(". ")) {
        let mut said = None;
        let parts = sentence
            .split(['(', ')'])
            .flat_map(|part| part.split(", "))
            .flat_map(|part| part.split(" but "))
            .flat_map(|part| part.split(" mais "));
        for clause in parts {
            said = direction(clause).unwrap_or(said);
            found.extend(said.map(|direction| (clause, direction)));
        }
    }
    found
}

/// The sums of a text, as either language reads them: `15,000`.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let languages = ["en", "fr"].into_iter().filter_map(Language::of);
    let read = languages.flat_map(|language| quantities(text, language));
    let of_sum = |one: Quantity| {
        let is_money = matches!(one.unit, Some(Unit::Currency { .. }));
        let is_sum = is_money || one.unit.is_none() && one.counted.is_none();
        let value = one.maximum.or(one.minimum).filter(|_| is_sum && !one.within_range)?;
        Some(Figure {
            value,
            is_bare: !is_money && one.scale == 0,
        })
    };
    read.filter_map(of_sum).collect()
}

/// The numbers of rows that a text names.
fn rows(text: &str) -> Vec<u32> {
    let words = words(text);
    let pairs = words.iter().zip(words.iter().skip(1));
    let numbers = pairs.filter(|(before, _)| ROW.contains(&before.as_str()));
    numbers.filter_map(|(_, number)| number.parse().ok()).collect()
}

/// The words of what a sum is for, without short ones.
fn words_of(record: &Record) -> HashSet<String> {
    let about = record.about.as_ref().map(|about| words(&about.text));
    let words = about.iter().flat_map(|words| words.iter());
    words.filter(|word| word.len() > 3).cloned().collect()
}

/// Those that are not words of another.
fn own_words(one: &Record, other: &Record) -> HashSet<String> {
    &words_of(one) - &words_of(other)
}

impl Reading<'_> {
    /// Takes down which sums are in others, as remarks say that name these by their figure or row; asks whether that holds.
    pub(super) fn included(&mut self) {
        let said = self.said_to_be_in();
        if said.is_empty() || self.understood.map.remarks_tell_parts == Some(false) {
            return;
        }
        let places = Places::of(&self.understood.records);
        let (mut found, mut open) = (Vec::new(), Vec::new());
        for (place, address, text, direction) in said {
            let Some(own) = self.understood.records.get(place) else {
                continue;
            };
            let said = words(&text);
            let clause = Clause {
                records: &self.understood.records,
                places: &places,
                place,
                own,
                said,
                direction,
            };
            match clause.others(&text) {
                Others::None => {}
                Others::Open => open.push(address),
                Others::Found(others) => found.extend(others.into_iter().map(|other| match direction {
                    Direction::Contains => (other, place, address),
                    Direction::Contained => (place, other, address),
                })),
            }
        }
        let mut known: HashSet<usize> = HashSet::new();
        let found: Vec<Inside> = found
            .into_iter()
            .filter(|(part, ..)| known.insert(*part))
            .map(|(part, whole, address)| Inside { part, whole, address })
            .collect();
        self.tell_open(&open);
        self.join(&found);
        self.ask_inside(&found);
    }

    /// The remarks that say that a sum is in another, with the places of their records.
    fn said_to_be_in(&self) -> Vec<(usize, Address, String, Direction)> {
        let mut said = Vec::new();
        for (place, record) in self.understood.records.iter().enumerate() {
            if sum(record).is_none() || record.gone.is_some() {
                continue;
            }
            let mut cells: Vec<Address> = record.notes.iter().filter_map(|note| note.address).collect();
            cells.extend(record.about.as_ref().and_then(|about| about.address));
            cells.extend(record.amounts.first().map(|amount| amount.address));
            cells.sort_unstable();
            cells.dedup();
            for address in cells {
                let text = self.sheet.cell(address).map_or("", |cell| cell.text.as_str());
                let clauses = clauses(text).into_iter();
                said.extend(clauses.map(|(clause, direction)| (place, address, clause.to_owned(), direction)));
            }
        }
        said
    }

    /// Takes down that sums are in others; what a cell said of a part of its own that is a row is that row.
    fn join(&mut self, found: &[Inside]) {
        for inside in found {
            let cell = self.understood.records.get(inside.whole).map(|whole| whole.address);
            let Some(part) = self.understood.records.get_mut(inside.part) else {
                continue;
            };
            part.part_of.extend(cell);
            let value = value(part);
            if let Some(whole) = self.understood.records.get_mut(inside.whole) {
                let is_it =
                    |amount: &Amount| amount.role == AmountRole::Part && amount.maximum.or(amount.minimum) == value;
                whole.amounts.retain(|amount| !is_it(amount));
            }
        }
        let settled: HashSet<Address> = found.iter().map(|inside| inside.address).collect();
        self.doubted.retain(|(address, _)| !settled.contains(address));
    }

    /// Asks whether sums are in others.
    fn ask_inside(&mut self, found: &[Inside]) {
        let Some(first) = found.first() else {
            return;
        };
        let row = |place: usize| self.understood.records.get(place).map(|record| record.address.row);
        let pairs = found.iter().take(TOLD);
        let told: Vec<String> = pairs
            .filter_map(|one| {
                Some(format!(
                    "that of row {} is in that of row {}",
                    row(one.part)?,
                    row(one.whole)?
                ))
            })
            .collect();
        let more = if found.len() > TOLD { "; ..." } else { "" };
        let said = format!(
            "`{}` in {} says that a sum is in another one of the sheet: {}{more}",
            self.shown(first.address),
            first.address,
            told.join("; ")
        );
        if self.understood.map.remarks_tell_parts.is_some() {
            self.understood
                .notes
                .push(Note::at(first.address, format!("{said}. Totals count it once.")));
            return;
        }
        self.understood.map.remarks_tell_parts = Some(true);
        let choice = |label: &str, tell| Choice {
            label: label.to_owned(),
            change: Change::RemarksTellParts(tell),
        };
        self.understood.doubts.push(Doubt {
            address: Some(first.address),
            question: format!("{said}. Is it?"),
            choices: vec![
                choice("yes: totals count it once (`part-of` in claim-links.csv)", true),
                choice("no: both count", false),
            ],
        });
    }

    /// Tells remarks of which it is open which sum is in which.
    fn tell_open(&mut self, open: &[Address]) {
        let Some(first) = open.first().copied() else {
            return;
        };
        let text = format!(
            "`{}` in {first}{} says that a sum is in another one, and no single row is that for certain (of the same stage, unit and years, and \
             the whole greater): all of them count. Name the row in the remark (`includes row 2`, `compris dans la ligne 2`), and import again.",
            self.shown(first),
            super::asked::rows_of(open)
        );
        self.understood.notes.push(Note::at(first, text));
    }
}

/// What a remark names.
enum Others {
    None,
    Open,
    Found(Vec<usize>),
}

/// A clause that says that the sum of its record is in another, or has another in it.
struct Clause<'r> {
    records: &'r [Record],
    places: &'r Places,
    place: usize,
    own: &'r Record,
    /// The words of the clause.
    said: Rc<[String]>,
    direction: Direction,
}

impl Clause<'_> {
    /// The records that the clause names as parts of the sum of its row, or as the whole of it: by their rows, or their figures.
    fn others(&self, text: &str) -> Others {
        let of_rows = rows(text);
        let of_rows = of_rows.iter().filter_map(|row| self.places.rows.get(row)).flatten();
        let (fitting, others): (Vec<usize>, Vec<usize>) = of_rows.copied().partition(|other| self.fits(*other));
        if !fitting.is_empty() {
            return Others::Found(fitting);
        }
        let mut is_open = others.iter().any(|other| *other != self.place && self.is_sum(*other));
        let mut found = self.of_names();
        if found.is_empty() && self.direction == Direction::Contains && !LISTS.within("rows-above", text).is_empty() {
            found = self.above();
            is_open |= found.is_empty();
        }
        for figure in figures(text) {
            match self.of_figure(&figure) {
                Others::Found(others) => found.extend(others),
                Others::Open => is_open = true,
                Others::None => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        match found.is_empty() {
            false => Others::Found(found),
            true if is_open => Others::Open,
            true => Others::None,
        }
    }

    /// The records of the things that the clause names whole, of the same payers.
    fn of_names(&self) -> Vec<usize> {
        let said = self.said.as_ref();
        let starts = 0..said.len();
        let phrases = starts.flat_map(|start| (1..=NAME.min(said.len() - start)).map(move |count| (start, count)));
        let phrases = phrases.filter_map(|(start, count)| said.get(start..start + count));
        let is_long = |phrase: &&[String]| phrase.iter().any(|word| word.len() > 3);
        let named = phrases
            .filter(is_long)
            .filter_map(|phrase| self.places.things.get(&phrase.join(" ")));
        let named = named.filter(|places| places.len() <= LOOKED_AT).flatten().copied();
        let own = payers(self.own);
        let is_of_payers = |other: &usize| self.records.get(*other).is_some_and(|other| payers(other) == own);
        named.filter(is_of_payers).filter(|other| self.fits(*other)).collect()
    }

    /// The records of the same payers above, if the sum of the clause is greater than all of theirs.
    fn above(&self) -> Vec<usize> {
        let (Some(rows), own) = (self.records.get(..self.place), payers(self.own)) else {
            return Vec::new();
        };
        let first = rows.len().saturating_sub(LOOKED_AT);
        let programme = |record: &Record| record.programme.as_ref().map(|programme| words(&programme.text));
        let is_of_programme = |other: &Record| {
            let (own, other) = (programme(self.own), programme(other));
            own.is_none() || other.is_none() || own == other
        };
        let is_it = |(_, other): &(usize, &Record)| payers(other) == own && is_of_programme(other);
        let found = rows.iter().enumerate().skip(first).filter(is_it);
        let found: Vec<usize> = found
            .map(|(place, _)| place)
            .filter(|place| self.fits(*place))
            .collect();
        let mut values = found
            .iter()
            .filter_map(|place| self.records.get(*place).and_then(value));
        let sum = values.try_fold(Decimal::from(0), Decimal::checked_add);
        match sum <= value(self.own) {
            true => found,
            false => Vec::new(),
        }
    }

    /// The one record whose sum a figure of the clause is.
    fn of_figure(&self, figure: &Figure) -> Others {
        let scales: &[u32] = if figure.is_bare { &[0, 3, 6, 9] } else { &[0] };
        let values = scales.iter().filter_map(|scale| figure.value.shifted(*scale));
        let payers = payers(self.own);
        let of_value = |value: Decimal| {
            let of_payers = self.places.of_payers.get(&(value, payers.clone()));
            let of_others = self.places.sums.get(&value).filter(|all| all.len() <= LOOKED_AT);
            let of_others = of_others
                .into_iter()
                .flatten()
                .filter(|other| self.is_alike(**other) && self.names_payer(**other));
            of_payers
                .into_iter()
                .flatten()
                .take(LOOKED_AT)
                .chain(of_others)
                .copied()
                .collect::<Vec<_>>()
        };
        let of_sum: Vec<usize> = values.flat_map(of_value).filter(|other| self.fits(*other)).collect();
        let kept =
            |is_it: fn(&Self, usize) -> bool| of_sum.iter().copied().filter(|other| is_it(self, *other)).collect();
        let (named, alike): (Vec<usize>, Vec<usize>) = (kept(Self::is_named), kept(Self::is_alike));
        match (named.as_slice(), alike.as_slice(), of_sum.as_slice()) {
            ([one], ..) => Others::Found(vec![*one]),
            ([], [one], _) if !figure.is_bare => Others::Found(vec![*one]),
            (.., []) => Others::None,
            ([], ..) if figure.is_bare => Others::None,
            _ => Others::Open,
        }
    }

    /// Whether a record has a sum that is not gone.
    fn is_sum(&self, other: usize) -> bool {
        let other = self.records.get(other);
        other.is_some_and(|other| sum(other).is_some() && other.gone.is_none())
    }

    /// Whether the sums of both may be in one another: of the same stage, unit and years, and the whole the greater.
    fn fits(&self, other: usize) -> bool {
        let Some(record) = self
            .records
            .get(other)
            .filter(|_| other != self.place && self.is_sum(other))
        else {
            return false;
        };
        let own = self.own;
        let unit = |record: &Record| sum(record).and_then(|sum| sum.unit.clone());
        let stage = |record: &Record| record.stage.as_ref().map(|stage| stage.text.clone());
        let is_of_years = match (&own.period, &record.period) {
            (Some(one), Some(two)) => one.iso == two.iso,
            _ => true,
        };
        let is_greater = match self.direction {
            Direction::Contains => value(own) > value(record),
            Direction::Contained => value(own) < value(record),
        };
        unit(own) == unit(record) && stage(own) == stage(record) && is_of_years && is_greater
    }

    /// Whether the clause names who pays another sum: that is in its own one if both are for one thing.
    fn names_payer(&self, other: usize) -> bool {
        let names = |record: &Record| -> HashSet<String> {
            let words = record.payers.iter().flat_map(|payer| words(&payer.name).to_vec());
            words.filter(|word| word.len() > 3).collect()
        };
        let other = self.records.get(other).map(names).unwrap_or_default();
        (&other - &names(self.own)).iter().any(|word| self.said.contains(word))
    }

    /// Whether the clause has a word of what another sum is for, which its own is not for.
    fn is_named(&self, other: usize) -> bool {
        let other = self.records.get(other).map(|other| own_words(other, self.own));
        other.unwrap_or_default().iter().any(|word| self.said.contains(word))
    }

    /// Whether both sums are for things that have a word in common.
    fn is_alike(&self, other: usize) -> bool {
        let other = self.records.get(other);
        other.is_some_and(|other| own_words(self.own, other).len() < words_of(self.own).len())
    }
}
