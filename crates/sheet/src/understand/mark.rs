//! Which mark of numbers is a decimal one, by all cells of the columns of sums: `80,5` tells, `350,000` does not, and where both stand in
//! one column a person is asked.

use hashbrown::HashMap;

use crate::map::{Change, DecimalMark};
use crate::understood::{Choice, Doubt};
use crate::workbook::{Address, Value};

use super::Reading;
use super::column::Spec;
use super::grid::Grid;
use super::layout::Layout;
use super::number::{Marks, marks};

const LETTERS: [char; 2] = [',', '.'];

/// How many cells that have a mark for certain tell those that leave it open.
const CERTAIN: usize = 3;

/// What a question says where the map says otherwise than the cells.
pub(super) const OTHERWISE: &str = " The map says otherwise than the cells.";

/// What the cells of columns say of one mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing: no cell leaves it open.
    Nothing,
    Decimal,
    Thousands,
    /// Both, or neither; which one is taken, and the first cell that is open.
    Open {
        is_decimal: bool,
    },
}

/// The cells of the columns of one scale and unit.
#[derive(Default)]
struct Cells {
    marks: Marks,
    /// The first cell that leaves each mark open, and the first in which it is a decimal one.
    open: [Option<Address>; 2],
    decimal: [Option<Address>; 2],
}

impl Cells {
    fn add(&mut self, text: &str, address: Address) {
        let own = marks(text);
        for place in 0..2 {
            self.marks.decimal[place] += own.decimal[place];
            self.marks.thousands[place] += own.thousands[place];
            self.marks.open[place] += own.open[place];
            self.marks.zeros[place] += own.zeros[place];
            let first = |has: bool| has.then_some(address);
            self.open[place] = self.open[place].or(first(own.open[place] > 0));
            self.decimal[place] = self.decimal[place].or(first(own.decimal[place] > 0));
        }
    }

    /// What they say of a mark.
    fn verdict(&self, place: usize, is_english: bool) -> Verdict {
        let Marks {
            decimal,
            thousands,
            open,
            zeros,
        } = self.marks;
        // Where the other one is a decimal mark, this one is none.
        let against = thousands[place] + decimal[1 - place];
        match (decimal[place], against) {
            _ if open[place] == 0 => Verdict::Nothing,
            // In English a comma divides thousands, and nothing else.
            (0, 0) if is_english && LETTERS[place] == ',' => Verdict::Thousands,
            (0, 0) => Verdict::Open { is_decimal: false },
            (0, _) => Verdict::Thousands,
            // `1.025,600` tells what both marks are.
            (_, 0) if thousands[1 - place] > 0 && zeros[place] == 0 => Verdict::Decimal,
            // Nobody writes `350,000` where others have one decimal or two.
            (decimals, 0) if decimals >= CERTAIN * open[place] && zeros[place] == 0 => Verdict::Decimal,
            (decimals, against) => Verdict::Open {
                is_decimal: decimals > against + open[place] && zeros[place] == 0,
            },
        }
    }
}

/// What all groups of columns say of a mark.
fn joined(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Nothing, verdict) | (verdict, Verdict::Nothing) => verdict,
        (one, other) if one == other => one,
        (Verdict::Open { is_decimal }, Verdict::Open { is_decimal: other }) => Verdict::Open {
            is_decimal: is_decimal && other,
        },
        (Verdict::Open { .. }, Verdict::Decimal) | (Verdict::Decimal, Verdict::Open { .. }) => {
            Verdict::Open { is_decimal: true }
        }
        _ => Verdict::Open { is_decimal: false },
    }
}

impl Reading<'_> {
    /// Decides the decimal mark: by cells that have one for certain; where others have that mark before three digits, and more do or a
    /// third kind contradicts, a person is asked. What the last import decided holds unless the cells say otherwise for certain.
    pub(super) fn decimal_mark(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], amounts: &[&Spec]) {
        let groups = groups(grid, layout, amounts);
        let is_english = self.is_english(specs);
        let verdicts = [0, 1].map(|place| {
            let of = groups.iter().map(|cells| cells.verdict(place, is_english));
            of.fold(Verdict::Nothing, joined)
        });
        let taken = |verdict: Verdict| matches!(verdict, Verdict::Decimal | Verdict::Open { is_decimal: true });
        let known = self.understood.map.decimal_mark;
        let new = match verdicts.map(taken) {
            _ if verdicts == [Verdict::Nothing; 2] => known.or_else(|| most(&groups)),
            [true, false] => Some(DecimalMark::Comma),
            [false, true] => Some(DecimalMark::Point),
            [true, true] => Some(DecimalMark::Neither),
            [false, false] => match verdicts {
                [Verdict::Nothing, _] => Some(DecimalMark::Comma),
                [_, Verdict::Nothing] => Some(DecimalMark::Point),
                _ => Some(DecimalMark::Neither),
            },
        };
        let is_open = |verdict: &Verdict| matches!(verdict, Verdict::Open { .. });
        let is_sure = !verdicts.iter().any(is_open) && verdicts.map(taken) != [true; 2];
        match known {
            None if !is_sure => self.ask_marks(&groups, new, verdicts, false),
            None => {}
            Some(known) if contradicts(known, verdicts) => self.ask_marks(&groups, new, verdicts, true),
            Some(_) => return,
        }
        self.understood.map.decimal_mark = new;
    }

    /// Asks what the mark of the first open cell is; `new` is what was taken.
    fn ask_marks(&mut self, groups: &[Cells], new: Option<DecimalMark>, verdicts: [Verdict; 2], is_otherwise: bool) {
        let first =
            |of: fn(&Cells) -> &[Option<Address>; 2], place: usize| groups.iter().find_map(|cells| of(cells)[place]);
        let is_asked = |place: &usize| verdicts[*place] != Verdict::Nothing;
        let is_open = |place: &usize| matches!(verdicts[*place], Verdict::Open { .. });
        let places = || (0..2).filter(is_asked);
        let Some(place) = places().find(is_open).or_else(|| places().next()) else {
            return;
        };
        let Some((address, new)) = first(|cells| &cells.open, place).zip(new) else {
            return;
        };
        let others = (0..2).filter_map(|other| Some((other, first(|cells| &cells.open, other)?)));
        let mut named: Vec<String> = others.map(|(_, address)| self.text_of(address)).collect();
        named.dedup();
        let beside =
            first(|cells| &cells.decimal, place).map(|other| format!(" In {}, it is one.", self.text_of(other)));
        let choice = |mark: DecimalMark| {
            let decimal = match mark {
                DecimalMark::Comma => ',',
                DecimalMark::Point => '.',
                DecimalMark::Neither => ' ',
            };
            let label = match (mark, named.len()) {
                (DecimalMark::Neither, _) => "no, both marks divide thousands".to_owned(),
                (_, 1) if decimal == LETTERS[place] => "yes".to_owned(),
                (_, 1) => "no, it divides thousands".to_owned(),
                _ => format!("`{decimal}` is a decimal mark, and the other one divides thousands"),
            };
            Choice {
                label,
                change: Change::Decimals(mark),
            }
        };
        let mut marks = vec![new, DecimalMark::Comma, DecimalMark::Point];
        marks.extend((named.len() > 1).then_some(DecimalMark::Neither));
        let mut seen: Vec<DecimalMark> = Vec::new();
        marks.retain(|mark| {
            !seen.contains(mark) && {
                seen.push(*mark);
                true
            }
        });
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!(
                "Is the mark a decimal one in numbers such as {}?{}{}",
                named.join(" and "),
                beside.unwrap_or_default(),
                if is_otherwise { OTHERWISE } else { "" }
            ),
            choices: marks.into_iter().map(choice).collect(),
        });
    }

    fn text_of(&self, address: Address) -> String {
        let cell = self.sheet.cell(address);
        cell.map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
    }
}

/// Whether cells say for certain otherwise than a mark that was decided.
fn contradicts(known: DecimalMark, verdicts: [Verdict; 2]) -> bool {
    let is_decimal = [known == DecimalMark::Comma, known == DecimalMark::Point];
    verdicts
        .iter()
        .zip(is_decimal)
        .any(|(verdict, is_decimal)| match verdict {
            Verdict::Decimal => !is_decimal,
            Verdict::Thousands => is_decimal,
            Verdict::Nothing | Verdict::Open { .. } => false,
        })
}

/// The mark that most cells have as a decimal one, where none leaves it open.
fn most(groups: &[Cells]) -> Option<DecimalMark> {
    let [comma, point] = [0, 1].map(|place| groups.iter().map(|cells| cells.marks.decimal[place]).sum::<usize>());
    match comma.cmp(&point) {
        std::cmp::Ordering::Greater => Some(DecimalMark::Comma),
        std::cmp::Ordering::Less => Some(DecimalMark::Point),
        std::cmp::Ordering::Equal => None,
    }
}

/// The cells of the columns of sums, those of one scale and unit together.
fn groups(grid: &Grid<'_>, layout: &Layout, amounts: &[&Spec]) -> Vec<Cells> {
    let mut groups: Vec<Cells> = Vec::new();
    let mut known = HashMap::new();
    for spec in amounts {
        let place = *known.entry((&spec.map.unit, spec.map.scale)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Cells::default());
        }
        let Some(cells) = groups.get_mut(place) else { continue };
        for row in layout.header.end..grid.height() {
            let cell = grid.own(row, spec.index).filter(|cell| cell.value == Value::Text);
            if let Some(cell) = cell {
                cells.add(cell.text.trim(), Address::of(row, spec.index));
            }
        }
    }
    groups
}
