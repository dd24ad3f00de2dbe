//! Kind, stage, form of the money, place and notes: words of lists, and words as they stand.

use crate::map::Role;
use crate::measure::{Measure, measure};
use crate::record::{Dated, Gone, Words};
use crate::understand::beside::{self, Told};
use crate::understand::date;
use crate::understand::party::is_kind_of_person;
use crate::words::{LISTS, words};
use crate::workbook::Address;

use super::Row;
use super::stage::{self, is_granted, says_no_stage};
use super::taken_back::{TakenBack, is_returned, taken_back};

/// What cells of stages and forms say of a row.
#[derive(Default)]
pub(super) struct State {
    /// Whether a status says that the sum comes on top of another: `rallonge votée`.
    pub(super) is_increment: bool,
    /// Whether a remark says that the figure is an estimate.
    pub(super) is_estimate: bool,
    /// How firm the money is.
    pub(super) stage: Option<Words>,
    /// Whether a status says that a part of the money was paid, and nothing of the rest.
    pub(super) is_paid_in_part: bool,
    /// The form of the money.
    pub(super) instrument: Option<String>,
    /// That it is gone.
    pub(super) gone: Option<Gone>,
    /// Why the row is not taken.
    pub(super) hindered: Option<String>,
    /// The words by which all its money is none: it was refused, or a remark takes it back.
    pub(super) refused: Option<Words>,
    /// The day of the stage, if its cell says one: `voté le 12/03/2024`.
    pub(super) on: Option<Dated>,
    /// The columns of sums in which the row has a figure.
    pub(super) columns: Vec<usize>,
}

impl<'t> Row<'_, 't> {
    /// The kind of claim, by its column, or by what the money is for where somebody receives it.
    pub(super) fn kind(&mut self, about: Option<&Words>, is_raised: bool) -> Option<String> {
        let column = self.words(Role::Kind);
        let of = |words: &Words| {
            LISTS
                .whole("kind", &words.text)
                .or_else(|| LISTS.whole("claim-kind", &words.text))
                .or_else(|| LISTS.within("kind", &words.text).first().map(|found| found.value))
        };
        if let Some(words) = &column
            && of(words).is_none()
            && let Some(address) = words.address
        {
            self.used.retain(|used| *used != address);
            self.refuse(address, "no kind of claim is called so");
        }
        // `BlueSeed` and `levée de la digue` are no rounds, `levée` is one, and a round says who raises it.
        let round = |words: &Words| {
            let named = LISTS.whole("kind", &words.text);
            named.or_else(|| LISTS.within("round", &words.text).first().map(|found| found.value))
        };
        let told = column
            .as_ref()
            .and_then(of)
            .or_else(|| about.filter(|_| is_raised).and_then(round));
        told.map(str::to_owned).or_else(|| self.table.map.defaults.kind.clone())
    }

    /// How firm the money is, and its form: cells of either kind may say both (`prêt signé`, `voté (CP)`).
    pub(super) fn states(&mut self) {
        for role in [Role::Stage, Role::Instrument] {
            for (_, address, cell) in self.cells(role) {
                let text = cell.text.trim();
                if LISTS.is_empty_word(text) {
                    self.refuse(address, "not recorded");
                } else if text.ends_with('?') {
                    self.refuse(address, "a question: its stage is not known");
                } else {
                    self.state(role, address, text);
                }
            }
        }
        let default = self.table.map.defaults.stage.clone();
        let is_open = self
            .cells(Role::Stage)
            .iter()
            .all(|(.., cell)| says_no_stage(self.table.map, &cell.text));
        let has_column = self.table.count(Role::Stage) > 0 && !is_open;
        // What was paid in part was promised before.
        let is_part = |text: &str| beside::states(text).is_partly;
        let of_part = self.cells(Role::Stage).iter().any(|(.., cell)| is_part(&cell.text));
        let default = default.filter(|_| is_open || of_part);
        let stage = self.state.stage.take();
        let stage = stage.or_else(|| default.map(|text| Words { text, address: None }));
        self.state.stage = stage.or_else(|| self.paid().filter(|_| !has_column));
    }

    /// That the sum was paid, where the row has the day on which it was.
    fn paid(&self) -> Option<Words> {
        let days = self.cells(Role::When).into_iter();
        let mut days = days.filter(|(spec, _, cell)| spec.said.is_day_of_payment && self.table.date(cell).is_some());
        days.next().map(|(spec, ..)| Words {
            text: "received".to_owned(),
            address: spec.heading.cells.last().copied(),
        })
    }

    /// What a cell of a stage or form says.
    fn state(&mut self, role: Role, address: Address, text: &str) {
        if taken_back(text) == Some(TakenBack::Rest) {
            self.used.push(address);
            self.given.rests.push(address);
            return;
        }
        let told = stage::told(self.table.map, text);
        self.state.is_increment |= told.is_increment;
        let mut left: Vec<&str> = Vec::new();
        let mut is_taken = self.gone(&told, address, text);
        for taken in [self.take_stage(&told, (address, text)), self.take_instrument(&told)] {
            match taken {
                Ok(taken) => is_taken |= taken,
                Err(why) => left.push(why),
            }
        }
        if !is_taken {
            let unknown = match role {
                Role::Stage if is_returned(text) => RETURNED,
                Role::Stage => NO_STAGE,
                _ => "no form of money is called so",
            };
            let why = left.first().copied().unwrap_or(unknown);
            let is_unknown = why == NO_STAGE && taken_back(text).is_none() && !is_kind_of_person(text);
            self.given.no_stages.extend(is_unknown.then_some(address));
            self.refuse(address, why);
            self.doubt(address, text);
            return;
        }
        self.used.push(address);
        for why in left {
            self.given.left.push((address, text.to_owned(), why.to_owned()));
        }
        let mut unknown = told.unknown;
        if let Some(iso) = date::within(text, self.table.order).filter(|iso| !iso.contains('/')) {
            unknown.retain(|word| !word.contains(|letter: char| letter.is_ascii_digit()));
            if !told.is_gone {
                self.state.on = Some(Dated {
                    iso,
                    basis: "written",
                    as_written: text.to_owned(),
                    address: Some(address),
                });
            }
        }
        if !unknown.is_empty() {
            let why = format!("not understood; the rest of `{text}` is taken");
            self.given.left.push((address, unknown.join(" "), why));
        }
    }

    /// Takes the stage that words say; whether they say one, or why it is not taken.
    fn take_stage(&mut self, told: &Told, (address, text): (Address, &str)) -> Result<bool, &'static str> {
        let known = self.state.stage.as_ref().map(|known| known.text.as_str());
        let is_part = told.is_partly && !(told.stage().is_some_and(is_granted) && self.has_request());
        let of_whole = || beside::stage_of_whole(text).filter(|_| told.is_partly);
        match told.stage().filter(|_| !is_part).or_else(of_whole) {
            Some(stage) if known.is_none() => {
                self.state.stage = Some(Words {
                    text: stage.to_owned(),
                    address: Some(address),
                });
                Ok(true)
            }
            Some(stage) if known != Some(stage) => Err("another cell says how firm the money is"),
            Some(_) => Ok(true),
            None if told.stages.is_empty() => Ok(false),
            None if is_part => {
                self.state.is_paid_in_part |= told.stages.contains(&"received");
                Err("it holds for a part of the sum: which one is not said")
            }
            None => Err("several stages: which one holds is not said"),
        }
    }

    /// Takes the form of money that words say; whether they say one, or why it is not taken.
    fn take_instrument(&mut self, told: &Told) -> Result<bool, &'static str> {
        match told.instrument() {
            Some(instrument) if self.state.instrument.is_none() => {
                self.state.instrument = Some(instrument.to_owned());
                Ok(true)
            }
            Some(instrument) if self.state.instrument.as_deref() != Some(instrument) => {
                Err("another cell says the form of the money")
            }
            Some(_) => Ok(true),
            None if told.instruments.is_empty() => Ok(false),
            None => Err("several forms of money: which part is which is not said"),
        }
    }

    /// Takes down a cell that says, among other words, that its sum is gone, was refused or does not count.
    fn doubt(&mut self, address: Address, text: &str) {
        match taken_back(text) {
            Some(TakenBack::Own) => {
                self.given.doubted.push((address, text.to_owned()));
                if self.table.map.remarks_take_back == Some(true) {
                    let why = "a remark of its row takes the sum back, as the map says";
                    self.state.hindered = Some(why.to_owned());
                    self.state.refused = Some(Words {
                        text: text.to_owned(),
                        address: Some(address),
                    });
                }
            }
            Some(TakenBack::Rest) => self.given.rests.push(address),
            Some(TakenBack::Another) => self.given.instead.push(address),
            None => {}
        }
    }

    /// Takes down that money is gone, or never came about.
    pub(super) fn gone(&mut self, told: &Told, address: Address, text: &str) -> bool {
        if told.is_refused {
            self.state.hindered = Some(format!("`{text}`: the money was not granted"));
            self.state.refused = Some(Words {
                text: text.to_owned(),
                address: Some(address),
            });
        } else if told.is_gone && told.is_partly {
            self.state.hindered = Some(format!(
                "`{text}`: a part of the money is gone, and which one is not said"
            ));
        } else if told.is_gone {
            self.state.gone = Some(Gone {
                words: Words {
                    text: text.to_owned(),
                    address: Some(address),
                },
                on: date::within(text, self.table.order),
            });
        }
        told.is_refused || told.is_gone
    }

    pub(super) fn place(&mut self) -> Option<Words> {
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

    pub(super) fn notes(&mut self) -> Vec<Words> {
        let mut found = std::mem::take(&mut self.beside_names);
        let columns = self.table.count(Role::Note);
        let links = self.cells(Role::Link).into_iter();
        let remarks = links.filter(|(spec, _, cell)| self.is_remark(spec, cell));
        let cells: Vec<_> = self.cells(Role::Note).into_iter().chain(remarks).collect();
        for (spec, address, cell) in cells {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            self.used.push(address);
            self.said = self.said.take().or_else(|| Some((unit(text)?, text.to_owned())));
            // A remark that is nothing else: `annulé`.
            if LISTS.whole("gone", text).or(LISTS.whole("refused", text)).is_some() {
                self.gone(&beside::states(text), address, text);
            } else {
                self.doubt(address, text);
                self.amends(address, text);
                self.estimates(address, text);
                let has_sum = text.contains(['€', '£', '$']);
                if has_sum && is_returned(text) {
                    self.given.left.push((address, text.to_owned(), RETURNED.to_owned()));
                }
            }
            let is_open = self.state.instrument.is_none() && self.table.map.remarks_are_instruments != Some(false);
            if let Some(instrument) = exposure(text).filter(|_| is_open) {
                self.state.instrument = Some(instrument.to_owned());
                self.given.exposed.push((address, text.to_owned(), instrument));
            } else if let Some(instrument) = LISTS
                .whole("instrument", text)
                .filter(|_| self.state.instrument.is_none())
            {
                match self.table.map.remarks_are_instruments {
                    Some(true) => self.state.instrument = Some(instrument.to_owned()),
                    Some(false) => {}
                    None if instrument == "loan" => self.state.instrument = self.loan_in(address, text),
                    None => self.given.remarked.push(address),
                }
            } else if self.state.instrument.is_none() {
                self.state.instrument = self.loan_in(address, text);
            }
            // `Deadline`: a date says nothing without its heading.
            let is_date = self.table.date(cell).is_some();
            let is_named = (columns > 1 || is_date) && !spec.heading.text.is_empty();
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
}

/// The unit or scale that a remark says its row has, and nothing else: `in USD`, `figure in thousands`, `montants en k€`.
fn unit(text: &str) -> Option<Measure> {
    let text = text.trim().trim_end_matches('.');
    let lower = text.to_lowercase();
    let begin = ["in ", "en "].iter().find_map(|lead| {
        let at = lower.find(lead)?;
        let before = lower.get(..at)?.trim();
        let is_lead = before.is_empty() || LISTS.whole("figures", before).is_some();
        is_lead.then_some(at + lead.len())
    })?;
    measure(text.get(begin..)?.trim()).filter(|said| said.unit.as_deref() != Some("%"))
}

/// The form of money that is no sum to be paid, where words anywhere in a text say so: `garantie d'emprunt à 80 %`. Not where words
/// before them deny or exclude it, nor where the text names another form (`subvention, et en plus une garantie d'emprunt`).
pub(super) fn exposure(text: &str) -> Option<&'static str> {
    let all = words(text);
    // `prêt garanti` and nothing else; `garantie` alone may be that of a machine.
    let whole = LISTS.whole("instrument", text).filter(|form| *form == "guarantee");
    if let Some(form) = whole.filter(|_| all.len() > 1) {
        return Some(form);
    }
    let found = LISTS.within("exposure", text);
    let is_excluded = |start: usize| {
        let near = start.saturating_sub(BEFORE)..start;
        near.into_iter()
            .any(|at| LISTS.at(&["denied", "excluded"], &all, at).is_some())
    };
    let value = found.into_iter().find(|found| !is_excluded(found.start))?.value;
    // `prêt garanti par une hypothèque` is a loan.
    if value == "none" {
        return None;
    }
    let is_alone = beside::states(text).instruments.iter().all(|one| *one == value);
    is_alone.then_some(value)
}

/// Why words of a status are listed that are no stage.
const NO_STAGE: &str = "no stage is called so";

/// Why words for money that came back are listed.
const RETURNED: &str =
    "it says that money came back, which no sum of the row tells: give what came back a row of its own";

/// How many words before words for a guarantee may exclude it.
const BEFORE: usize = 4;
