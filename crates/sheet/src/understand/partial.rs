//! Rows that are a part of the one above: `dont part Europe`, `of which capital`, `Quai 1 - dont études`.

use text::Decimal;
use text::fold::fold_words;

use crate::map::Role;
use crate::record::{Amount, AmountRole, Party, Record, Words};
use crate::understood::NotTaken;
use crate::words::{LISTS, words};
use crate::workbook::Address;

use super::beside;
use super::decided::Table;
use super::measures::Measures;

/// What a row says that is a part of another.
pub(super) struct Partial {
    /// The words that say so.
    words: Words,
    /// What is left of them without the words for a part.
    rest: String,
    /// Whether they stand where those who pay do, or those who receive.
    party: Option<Role>,
    /// What stands before them: the thing of the whole.
    head: String,
}

/// Why such a row is not taken, if no row above may be its whole.
pub(super) const NO_WHOLE: &str = "its row says that it is a part, and the row above it has no greater sum";

/// What a row says that is a part; none for others.
pub(super) fn of(table: &Table<'_>, row: usize, filled: &[usize]) -> Option<Partial> {
    filled.iter().find_map(|column| {
        let role = table.specs.get(*column)?.role();
        if ![Role::About, Role::Payer, Role::Recipient, Role::Programme].contains(&role) {
            return None;
        }
        if matches!(role, Role::Payer | Role::Recipient) && has_own_thing(table, row) {
            return None;
        }
        let text = table.grid.text(row, *column);
        let (head, part) = begun(text).filter(|(head, _)| head.is_empty() || role == Role::About)?;
        let (count, _) = LISTS.at(&["part-of"], &words(part), 0)?;
        let rest = behind(part, count)
            .trim_end_matches(')')
            .trim_start_matches([':', ',', ' ']);
        let is_tax = !head.is_empty() && LISTS.within("tax", part).first().is_some_and(|tax| tax.start == 0);
        // `roof (part of above)`
        let is_behind = rest.is_empty() && LISTS.whole("part-behind", part).is_some();
        let (rest, head) = if is_behind { (head, "") } else { (rest, head) };
        (!rest.is_empty() && !is_tax).then(|| Partial {
            words: Words {
                text: if is_behind { text } else { part }.to_owned(),
                address: Some(Address::of(row, *column)),
            },
            rest: rest.to_owned(),
            party: [Role::Payer, Role::Recipient].into_iter().find(|party| *party == role),
            head: fold_words(head),
        })
    })
}

/// Whether a row has a thing of its own, and not that of the row above: who pays or receives a part of its sum makes it no part of another.
fn has_own_thing(table: &Table<'_>, row: usize) -> bool {
    let mut things = table.specs.iter().filter(|spec| spec.role() == Role::About);
    let Some(column) = things.next().map(|spec| spec.index) else {
        return false;
    };
    let own = fold_words(table.grid.text(row, column));
    let above = (0..row).rev().map(|row| table.grid.text(row, column));
    let above = above.take(LOOKED_AT).find(|text| !text.trim().is_empty());
    !own.is_empty() && begun(table.grid.text(row, column)).is_none() && above.map(fold_words).as_deref() != Some(&own)
}

/// Whether words for a part are German ones, behind which every noun has a capital: `davon Energie`.
fn is_german(text: &str) -> bool {
    let first = fold_words(text.split_whitespace().next().unwrap_or_default());
    ["davon", "hiervon", "darunter", "darin"].contains(&first.as_str())
}

/// How many rows above are looked at for their thing.
const LOOKED_AT: usize = 1000;

/// Whether the words of a cell of names say that those named pay or receive a part of a sum: `dont Métropole`.
pub(super) fn names_of_part(text: &str) -> Option<&str> {
    let (_, part) = begun(text).filter(|(head, _)| head.is_empty())?;
    let (count, _) = LISTS.at(&["part-of"], &words(part), 0)?;
    Some(behind(part, count)).filter(|rest| !rest.is_empty())
}

/// The part that a mark says a row is.
pub(super) fn marked(table: &Table<'_>, address: Address, rest: &str) -> Partial {
    let cell = table.grid.sheet.cell(address);
    Partial {
        words: Words {
            text: cell.map_or_else(String::new, |cell| cell.text.trim().to_owned()),
            address: Some(address),
        },
        rest: rest.to_owned(),
        party: None,
        head: String::new(),
    }
}

/// The text behind its first words, of which one may have several of these: `y.c. toit`.
fn behind(text: &str, count: usize) -> &str {
    let mut places = text
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace())
        .map(|(place, _)| place);
    places
        .find(|place| words(text.get(..*place).unwrap_or_default()).len() >= count)
        .map_or("", |place| text.get(place..).unwrap_or_default())
        .trim()
}

/// What stands before the words for a part, and these with what follows.
fn begun(text: &str) -> Option<(&str, &str)> {
    let is_part = |text: &str| LISTS.at(&["part-of"], &words(text), 0).is_some();
    let begin = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    if is_part(begin) {
        return Some(("", begin));
    }
    [" - ", " – ", " — ", ", ", " (", ": "].iter().find_map(|mark| {
        let (head, part) = text.split_once(mark)?;
        is_part(part).then_some((head.trim(), part.trim()))
    })
}

/// Whether the words for a part of a sum may name somebody: one has a capital, and is no unit.
pub(super) fn names_somebody(text: &str, measures: &Measures) -> bool {
    let open = text.find('(').map(|at| at + 1);
    let of_part = beside::part(text)
        .or(open)
        .and_then(|at| text.get(at..))
        .unwrap_or(text);
    let mut tokens = of_part.split(|letter: char| !letter.is_alphabetic());
    tokens.any(|token| token.starts_with(char::is_uppercase) && measures.of_money(token).is_none())
}

impl Partial {
    /// Adds the sums of a row to those of the records above, as their parts; what is not taken of it. None: no record is greater.
    pub(super) fn join(&self, table: &Table<'_>, parts: Vec<Record>, above: &mut [Record]) -> Option<Vec<NotTaken>> {
        let mut wholes = Vec::new();
        for part in &parts {
            let amount = part.amounts.first()?;
            // The last row that has a sum in this column.
            let at = above.iter().rposition(|whole| {
                let first = whole.amounts.first();
                first.is_some_and(|first| first.address.column == amount.address.column)
            })?;
            wholes.push(above.get(at).filter(|whole| self.may_be(whole, amount)).map(|_| at)?);
        }
        let mut left = Vec::new();
        for (part, at) in parts.into_iter().zip(wholes) {
            let whole = above.get_mut(at)?;
            self.add(table, part, whole, &mut left);
        }
        Some(left)
    }

    /// Whether a record may be the whole of a part.
    fn may_be(&self, whole: &Record, part: &Amount) -> bool {
        let bound = |amount: &Amount| -> Option<Decimal> { amount.maximum.or(amount.minimum) };
        let thing = whole.about.as_ref().map(|about| fold_words(&about.text));
        let is_of_thing = self.head.is_empty() || thing.as_ref() == Some(&self.head);
        let first = whole.amounts.first();
        is_of_thing && first.is_some_and(|first| first.unit == part.unit && bound(first) > bound(part))
    }

    fn add(&self, table: &Table<'_>, part: Record, whole: &mut Record, left: &mut Vec<NotTaken>) {
        let named = || Some(table.party(&self.rest, self.words.address));
        let payer: Option<Party> = match self.party {
            Some(Role::Payer) => named(),
            _ => part.payers.into_iter().next(),
        };
        // `dont expositions` below a museum is what the part is for, and nobody who receives it.
        let has_capital = self.rest.starts_with(char::is_uppercase) && !is_german(&self.words.text);
        let is_body = has_capital || super::party::class(&self.rest).is_some();
        let recipient = if self.party == Some(Role::Recipient) && is_body {
            named()
        } else {
            None
        };
        let written = part.amounts.first().map_or("", |amount| amount.as_written.as_str());
        whole.notes.push(Words {
            text: format!("{}: {written}", self.words.text),
            address: self.words.address,
        });
        let is_other = |stage: &Words| whole.stage.as_ref().is_none_or(|known| known.text != stage.text);
        let stage = part.stage.filter(is_other).and_then(|stage| stage.address);
        left.extend(stage.map(|address| {
            NotTaken {
                address,
                text: table
                    .grid
                    .sheet
                    .cell(address)
                    .map_or_else(String::new, |cell| cell.text.clone()),
                reason: "its row is a part of the one above, which has another stage".to_owned(),
            }
        }));
        whole.notes.extend(part.notes);
        // Cells of a row below stand behind those of the rows above: sorting them all again for each part would take long.
        let is_sorted = whole.cells.last() < part.cells.first();
        whole.cells.extend(part.cells);
        if !is_sorted {
            whole.cells.sort_unstable();
            whole.cells.dedup();
        }
        let own = part
            .amounts
            .into_iter()
            .filter(|amount| amount.role == AmountRole::Total);
        whole.amounts.extend(own.map(|amount| Amount {
            role: AmountRole::Part,
            payer: payer.clone(),
            recipient: recipient.clone(),
            ..amount
        }));
    }
}
