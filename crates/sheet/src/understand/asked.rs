//! Questions that single cells leave open, asked once for all of their kind.

use crate::map::{Change, DecimalMark, EqualSums, FullDigits};
use crate::understood::{Choice, Doubt};
use crate::workbook::{Address, Note};

use super::grid::Grid;
use super::layout::Layout;
use super::layout::second::is_unsure;
use super::{Reading, row};

impl Reading<'_> {
    /// Asks what equal sums of one decision are.
    pub(super) fn ask_equal(&mut self, address: Address, usual: EqualSums) {
        self.understood.map.equal_sums = Some(usual);
        let one = Choice {
            label: "one sum, written in each row".to_owned(),
            change: Change::EqualSums(EqualSums::One),
        };
        let payments = Choice {
            label: "payments, which add up".to_owned(),
            change: Change::EqualSums(EqualSums::Payments),
        };
        let choices = if usual == EqualSums::One {
            vec![one, payments]
        } else {
            vec![payments, one]
        };
        let question = format!(
            "Row {} has the sum of another row of its decision and beneficiary, with another date. What are such sums?",
            address.row
        );
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question,
            choices,
        });
    }

    /// Asks whether a sum in the row of one of several who have shares is that of all of them.
    pub(super) fn ask_shared(&mut self, address: Option<Address>) {
        let Some(address) = address else { return };
        self.understood.map.lone_sums_are_shared = Some(true);
        let choice = |label: &str, are| Choice {
            label: label.to_owned(),
            change: Change::LoneSumsAreShared(are),
        };
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!(
                "`{}` in {address} is the only sum of its thing, and the rows of others who receive have a share alone. Whose sum is it?",
                self.shown(address)
            ),
            choices: vec![
                choice("that of all of them, who have their shares of it", true),
                choice("that of its row alone", false),
            ],
        });
    }

    /// Asks whether a mark in numbers is a decimal one.
    pub(super) fn ask_mark(&mut self, address: Address, mark: char, is_english: bool) {
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
        // In English a comma divides thousands, and nothing else.
        if is_english && mark == ',' {
            return;
        }
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

    /// Asks what numbers mean that have full digits below a heading that gives a scale.
    pub(super) fn ask_full(&mut self) {
        let Some(first) = self.full.first().copied() else {
            return;
        };
        if self.understood.map.full_digits.is_some() {
            return;
        }
        self.understood.map.full_digits = Some(FullDigits::InFull);
        let text = self.shown(first);
        let choice = |label: &str, meaning| Choice {
            label: label.to_owned(),
            change: Change::FullDigits(meaning),
        };
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!(
                "{text} stands below a heading that gives a scale{}. Is that the sum in full?",
                self.others_shown(&self.full)
            ),
            choices: vec![
                choice("yes, the sum in full", FullDigits::InFull),
                choice("no, so many millions or thousands", FullDigits::Scaled),
            ],
        });
    }

    /// Asks whether remarks that name a form of money are that of their rows.
    pub(super) fn ask_remarks(&mut self) {
        let Some(first) = self.remarked.first().copied() else {
            return;
        };
        self.understood.map.remarks_are_instruments = Some(false);
        let text = self.shown(first);
        let choice = |label: &str, are| Choice {
            label: label.to_owned(),
            change: Change::RemarksAreInstruments(are),
        };
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!(
                "The remark says `{text}`{}. Is that the form of the money of its row?",
                others(self.remarked.len())
            ),
            choices: vec![choice("no, it is a remark", false), choice("yes, its instrument", true)],
        });
    }

    /// Asks whether the sums of rows whose remark or title begins with words for a loan are loans; tells those that name one elsewhere,
    /// and those that are taken for loans once that is decided.
    pub(super) fn ask_loans(&mut self) {
        let of = |sure: bool| -> Vec<Address> {
            let cells = self.loans.iter().filter(|(_, is_sure)| *is_sure == sure);
            cells.map(|(address, _)| *address).collect()
        };
        let (leading, others) = (of(true), of(false));
        if let Some(first) = others.first() {
            let note = format!(
                "`{}` in {first} names a loan among other words{}: {} taken as plain money. If it is to be paid back, write `loan` or `prêt` \
                 in a column of its own, `Form`.",
                self.shown(*first),
                rows_of(&others),
                if others.len() == 1 {
                    "its sum is"
                } else {
                    "these sums are"
                },
            );
            self.understood.notes.push(Note::at(*first, note));
        }
        let Some(first) = leading.first().copied() else {
            return;
        };
        let (said, rows) = (self.shown(first), rows_of(&leading));
        match self.understood.map.loans_among_words {
            Some(true) => {
                let note = format!("`{said}` in {first}{rows}: taken as a loan, which is to be paid back.");
                self.understood.notes.push(Note::at(first, note));
            }
            Some(false) => {}
            None => {
                self.understood.map.loans_among_words = Some(true);
                let choice = |label: &str, are| Choice {
                    label: label.to_owned(),
                    change: Change::LoansAmongWords(are),
                };
                self.understood.doubts.push(Doubt {
                    address: Some(first),
                    question: format!("`{said}` names a loan{rows}. Is the money to be paid back?"),
                    choices: vec![choice("yes, a loan", true), choice("no, plain money", false)],
                });
            }
        }
    }

    /// Tells remarks that change a sum, and that the sum stays as it is: one figure more, less what is left, or in another's place.
    pub(super) fn tell_amended(&mut self) {
        let kinds = [
            (
                &self.amended,
                "gives another figure",
                "Write what replaces it in a column of its own, `Amended to`",
            ),
            (
                &self.rests,
                "takes back what is left of a sum",
                "Write what replaces it in a column of its own, `Amended to`",
            ),
            (
                &self.instead,
                "says that another row no longer counts",
                "Where that row is here and has another thing, payer or stage, write `annulé` or `cancelled` in it",
            ),
        ];
        let notes: Vec<Note> = kinds
            .into_iter()
            .filter_map(|(cells, does, instead)| {
                let first = *cells.first()?;
                let sums = match cells.len() {
                    1 => "the sum of its row stays as it is",
                    _ => "the sums of their rows stay as they are",
                };
                let (said, rows) = (self.shown(first), rows_of(cells));
                Some(Note::at(
                    first,
                    format!("`{said}` in {first}{rows} {does}: {sums}. {instead}."),
                ))
            })
            .collect();
        self.understood.notes.extend(notes);
    }

    /// Asks whether a second row of headings is one of data, where its words may be those of either.
    pub(super) fn ask_second(&mut self, grid: &Grid<'_>, layout: &Layout) {
        let (upper, lower) = (layout.header.start, layout.header.start + 1);
        let is_open = layout.header.len() == 2 && is_unsure(grid, (upper, lower), self.measures);
        let first = grid.filled(lower).first().map(|column| Address::of(lower, *column));
        let Some(first) = first.filter(|_| is_open) else {
            return;
        };
        let header = u32::try_from(lower).unwrap_or(u32::MAX);
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!(
                "Row {} (`{}` ...) is read as a second row of headings. Is it one?",
                first.row,
                self.shown(first)
            ),
            choices: vec![
                Choice {
                    label: "yes".to_owned(),
                    change: Change::Nothing,
                },
                Choice {
                    label: "no, a row of data".to_owned(),
                    change: Change::Header(header, 1),
                },
            ],
        });
    }

    /// Tells cells that have several numbers in place of documents, as of footnotes.
    pub(super) fn tell_numbered(&mut self) {
        let Some(first) = self.seen.numbered.first().copied() else {
            return;
        };
        let text = format!(
            "`{}` in {first}{} has numbers in place of documents: each such cell is one document that is called so. Write the title or the \
             address of the one that says the figure, and give what another says a row of its own.",
            self.shown(first),
            rows_of(&self.seen.numbered)
        );
        self.understood.notes.push(Note::at(first, text));
    }

    /// Tells remarks that call a sum an estimate, which is taken as approximate.
    pub(super) fn tell_estimated(&mut self) {
        let Some(first) = self.estimated.first().copied() else {
            return;
        };
        let (said, rows) = (self.shown(first), rows_of(&self.estimated));
        let text = format!(
            "`{said}` in {first}{rows}: the figures of such rows are taken as approximate, at the stage that their row says. Whose estimate it \
             is stands in the note of the claim alone."
        );
        self.understood.notes.push(Note::at(first, text));
    }

    /// Tells the cells with as many figures as their row has names.
    pub(super) fn tell_counted(&mut self) {
        for are_recipients in [false, true] {
            let found: Vec<&row::Counted> = self
                .counted
                .iter()
                .filter(|one| one.are_recipients == are_recipients)
                .collect();
            let Some(first) = found.first() else { continue };
            let cells: Vec<Address> = found.iter().map(|one| one.address).collect();
            let (who, does) = match are_recipients {
                true => ("recipients", "receives"),
                false => ("payers", "pays"),
            };
            let said = self.shown(first.address);
            let note = match cells.len() {
                1 => format!(
                    "Row {} has {} {who} and {} figures (`{said}`): each {does} its own, in their order",
                    first.address.row, first.count, first.count
                ),
                _ => format!(
                    "Rows {} have as many figures as {who} (`{said}`): each {does} its own, in their order",
                    listed(&cells)
                ),
            };
            let address = first.address;
            self.understood.notes.push(Note::at(address, note));
        }
    }

    /// Tells the cells with several figures, of which none is in any total.
    pub(super) fn tell_several(&mut self) {
        let Some(first) = self.several.first().copied() else {
            return;
        };
        let note = format!(
            "`{}` in {first} has several figures, and none of them is in any total{}. Where each is that of one payer, write as many names in \
             the same order (`A / B` beside `60,000 / 40,000`); else give each figure a row of its own.",
            self.shown(first),
            rows_of(&self.several)
        );
        self.understood.notes.push(Note::at(first, note));
    }

    /// Asks whether the cells that say, among other words, that a sum perhaps does not count take it back; tells them once that is decided.
    pub(super) fn ask_doubted(&mut self) {
        let Some((address, text)) = self.doubted.first().cloned() else {
            return;
        };
        let cells: Vec<String> = self.doubted.iter().map(|(address, _)| address.to_string()).collect();
        let others = match cells.get(1..MOST_NAMES.min(cells.len())).unwrap_or_default() {
            [] => String::new(),
            others => format!(", and so do cells such as {}", others.join(", ")),
        };
        let said = format!("`{text}` in {address} may say that the sum of its row does not count{others}");
        if self.understood.map.remarks_take_back.is_some() {
            let note = format!(
                "{said}: it is counted. If it does not count, write `annulé`, `refusé`, `cancelled` or `refused` alone in the column of \
                 stages or remarks, or take the row out."
            );
            self.understood.notes.push(Note::at(address, note));
            return;
        }
        self.understood.map.remarks_take_back = Some(false);
        let choice = |label: &str, take| Choice {
            label: label.to_owned(),
            change: Change::RemarksTakeBack(take),
        };
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!("{said}. Does it?"),
            choices: vec![
                choice("it counts", false),
                choice("no: rows with such remarks are left out", true),
            ],
        });
    }

    /// Tells the numbers that are scaled as their heading says, though they look like sums in full.
    pub(super) fn tell_scaled(&mut self) {
        let Some(first) = self.scaled.first().copied() else {
            return;
        };
        let text = self.shown(first);
        let note = format!(
            "`{text}` in {first} is read in the thousands or millions of its heading, and looks as if it were not{}. If it is the sum in \
             full, write it in the scale of the heading, or with one of its own (`0,85 k€`).",
            others(self.scaled.len())
        );
        self.understood.notes.push(Note::at(first, note));
    }

    /// Tells the figures with words before them that are not understood: they may say how exact it is, or what.
    pub(super) fn tell_worded(&mut self) {
        let Some(first) = self.worded.first().copied() else {
            return;
        };
        let note = format!(
            "`{}` has words before its figure that are not understood{}: the figure is taken, and the words stand in the note.",
            self.shown(first),
            others(self.worded.len())
        );
        self.understood.notes.push(Note::at(first, note));
    }

    /// Tells the figures that are for one of several: they count nowhere.
    pub(super) fn tell_prices(&mut self) {
        let Some(first) = self.each.first().copied() else {
            return;
        };
        let are = if self.each.len() == 1 { "is" } else { "are" };
        let note = format!(
            "`{}` in {first}{} {are} for one of several, and in no total: how many there are, nothing says that is understood. Where you know it, \
             write the sum of all.",
            self.shown(first),
            rows_of(&self.each)
        );
        self.understood.notes.push(Note::at(first, note));
    }

    /// Tells the sums in cells that are merged over several rows, which count once.
    pub(super) fn tell_merged(&mut self) {
        let mut cells: Vec<(Address, Vec<String>)> = Vec::new();
        for (address, row) in &self.merged {
            let number = (row + 1).to_string();
            let known = cells.iter().position(|(known, _)| known == address);
            if known.is_none() && cells.len() < MOST_CHOICES {
                cells.push((*address, vec![number]));
            } else if let Some((_, rows)) = known.and_then(|at| cells.get_mut(at)) {
                rows.push(number);
            }
        }
        for (address, rows) in cells {
            let note = format!(
                "`{}` in {address} stands in cells that are merged over row {} and row {}: it is taken once, for row {}. If each row has that \
                 sum, or a part of it, write it into each.",
                self.shown(address),
                address.row,
                rows.join(", "),
                address.row
            );
            self.understood.notes.push(Note::at(address, note));
        }
    }

    /// Asks whether names that words join are one or several: first those that are taken for several.
    pub(super) fn ask_names(&mut self) {
        for several in [true, false] {
            let open = self.joint.iter().filter(|(.., is_several)| *is_several == several);
            let mut cells: Vec<String> = Vec::new();
            for (_, text, _) in open.clone().take(MOST_LOOKED) {
                if cells.len() < MOST_NAMES && !cells.contains(text) {
                    cells.push(text.clone());
                }
            }
            let Some((address, first, _)) = open.clone().next() else {
                continue;
            };
            let more = match cells.len() - 1 {
                0 => String::new(),
                1 => ", and 1 other cell".to_owned(),
                rest => format!(", and {rest} other cells"),
            };
            let (usual, other) = match several {
                true => ("names of several, who pay or receive together", "one name"),
                false => ("one name", "names of several, who pay or receive together"),
            };
            let change = |cells: Vec<String>| Change::Names {
                several: !several,
                cells,
            };
            let mut choices = vec![Choice {
                label: usual.to_owned(),
                change: Change::Nothing,
            }];
            choices.extend(cells.iter().take(MOST_CHOICES).map(|cell| Choice {
                label: format!("{other}: `{cell}`"),
                change: change(vec![cell.clone()]),
            }));
            if cells.len() > 1 {
                choices.push(Choice {
                    label: format!("{other}: each of them"),
                    change: change(cells.clone()),
                });
            }
            self.understood.doubts.push(Doubt {
                address: Some(*address),
                question: format!("What is `{first}`{more}: one name, or several?"),
                choices,
            });
            self.understood.map.apply(&Change::Names { several, cells });
        }
    }

    /// The cells besides the first, each with its text: `, and so do 800000 (D3), 350000 (D4)`.
    fn others_shown(&self, cells: &[Address]) -> String {
        let rest = cells.get(1..).unwrap_or_default();
        let named = rest.iter().take(MOST_SHOWN);
        let named: Vec<String> = named.map(|cell| format!("{} ({cell})", self.shown(*cell))).collect();
        let more = match rest.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        match named.len() {
            0 => String::new(),
            1 => format!(", and so does {}", named.join(", ")),
            _ => format!(", and so do {}{more}", named.join(", ")),
        }
    }

    /// The text of a cell, without spaces around it.
    pub(super) fn shown(&self, address: Address) -> String {
        let cell = self.sheet.cell(address);
        cell.map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
    }
}

/// The most cells of names that are looked at, that a question is for, and among which a person chooses.
const MOST_LOOKED: usize = 2000;
const MOST_NAMES: usize = 50;
const MOST_CHOICES: usize = 6;

/// The most cells that a question shows with their texts.
const MOST_SHOWN: usize = 30;

/// How many cells there are besides the first.
fn others(count: usize) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        1 => ", and so does 1 other cell".to_owned(),
        rest => format!(", and so do {rest} other cells"),
    }
}

/// The rows of cells, if there are several: ` (rows 4, 9, 12)`.
pub(super) fn rows_of(cells: &[Address]) -> String {
    match cells.len() {
        0 | 1 => String::new(),
        _ => format!(" (rows {})", listed(cells)),
    }
}

/// The numbers of the rows of cells.
pub(super) fn listed(cells: &[Address]) -> String {
    let mut rows: Vec<u32> = cells.iter().map(|address| address.row).collect();
    rows.dedup();
    let shown: Vec<String> = rows.iter().take(MOST_NAMES).map(u32::to_string).collect();
    match rows.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
