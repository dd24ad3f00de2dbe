//! Cells with as many figures as the row has names: each of several payers, or of several recipients, has its own.

use crate::map::Role;
use crate::record::{Amount, AmountRole, Record, UnitBasis};
use crate::understand::column::Spec;
use crate::understand::figure::{Context, Figure, Sums, figure};
use crate::understand::number::number;
use crate::workbook::{Address, Cell, Value};
use text::Decimal;

use super::Row;

/// What may stand between figures; the longer ones first.
const DIVIDERS: [&str; 11] = ["\n", ";", " / ", "/", " + ", "+", " and ", " et ", " & ", " und ", ", "];

/// The most figures of a cell.
const MOST: usize = 20;

/// Below which a number beside one with a scale shares that: `4 / 2,5 M€`.
const SCALED: u128 = 1000;

/// A cell that has as many figures as its row has names.
pub(in crate::understand) struct Counted {
    /// The cell.
    pub(in crate::understand) address: Address,
    /// How many figures and names there are.
    pub(in crate::understand) count: usize,
    /// Whether the names are those of who receives.
    pub(in crate::understand) are_recipients: bool,
}

impl Row<'_, '_> {
    /// The figures of a cell that has one for each payer of the row, or for each recipient: a contribution of each, in the order of the
    /// names. A cell of names that is divided as the figures are is that of several.
    pub(super) fn several(
        &mut self,
        base: &mut Record,
        (spec, address, cell): (&Spec, Address, &Cell),
        context: &Context,
    ) -> Option<Sums> {
        let is_paired = [&self.table.pairs, &self.table.partners]
            .iter()
            .any(|pairs| pairs.contains_key(&spec.index));
        let is_of_column = spec.map.payer.is_some() || is_paired;
        if is_of_column || cell.value != Value::Text {
            return None;
        }
        let text = cell.text.trim();
        // `1/2 M€` may be half of one.
        if is_fraction(text) {
            return None;
        }
        let mut found = DIVIDERS.iter().filter(|divider| text.contains(**divider));
        let (divider, amounts) =
            found.find_map(|divider| Some((*divider, self.each(text, divider, address, context)?)))?;
        let count = amounts.len();
        let is_open = |names: usize| names < 2;
        let payers =
            base.payers.len() == count || is_open(base.payers.len()) && self.are_divided(Role::Payer, divider, count);
        let recipients = base.recipients.len() == count
            || is_open(base.recipients.len()) && self.are_divided(Role::Recipient, divider, count);
        // Nobody can tell whose each is, where both are as many.
        let (role, parties) = match (payers, recipients) {
            (true, false) => (Role::Payer, &mut base.payers),
            (false, true) if is_open(base.payers.len()) => (Role::Recipient, &mut base.recipients),
            _ => return None,
        };
        if parties.len() != count {
            *parties = self.divided_names(role, divider);
        }
        self.given.counted.push(Counted {
            address,
            count,
            are_recipients: role == Role::Recipient,
        });
        Some(Sums {
            amounts,
            ..Sums::default()
        })
    }

    /// The one cell of names of a role.
    fn cell_of_names(&self, role: Role) -> Option<(Address, &str)> {
        let cells = self.cells(role);
        let [(_, address, cell)] = cells.as_slice() else {
            return None;
        };
        Some((*address, cell.text.as_str()))
    }

    /// Whether the one cell of names of a role is divided into so many.
    fn are_divided(&self, role: Role, divider: &str, count: usize) -> bool {
        let names = self.cell_of_names(role).map(|(_, text)| parts(text, divider));
        let is_name = |part: &&str| part.starts_with(char::is_alphabetic);
        names.is_some_and(|names| names.len() == count && names.iter().all(is_name))
    }

    /// The names of a cell that is divided as its figures are, which are no question then.
    fn divided_names(&mut self, role: Role, divider: &str) -> Vec<crate::record::Party> {
        let Some((address, text)) = self.cell_of_names(role) else {
            return Vec::new();
        };
        let table = self.table;
        let names = parts(text, divider).into_iter();
        let parties = names.map(|name| table.party(name, Some(address))).collect();
        self.given.joint.retain(|(known, ..)| *known != address);
        parties
    }

    /// The figures between dividers; none if a part is no figure, or is one of which it is not clear what it is in.
    fn each(&self, text: &str, divider: &str, address: Address, context: &Context) -> Option<Vec<Amount>> {
        let parts = parts(text, divider);
        if !(2..=MOST).contains(&parts.len()) {
            return None;
        }
        let mut amounts = parts
            .iter()
            .map(|part| self.one(part, address, context))
            .collect::<Option<Vec<Amount>>>()?;
        let mut scales: Vec<u32> = Vec::new();
        for part in &parts {
            let scale = number(part, context.mark, self.table.measures).map_or(0, |read| read.unit.scale);
            scales.push(scale);
        }
        let scale = scales.iter().copied().max().unwrap_or_default();
        for (amount, own) in amounts.iter_mut().zip(&scales) {
            if *own == scale || context.scale > 0 {
                continue;
            }
            let is_short = *own == 0 && amount.maximum.is_some_and(|value| !value.reaches(SCALED));
            if !is_short {
                // `500k / 2m` are two scales, and `120 000 / 2 M€` may be anything.
                if *own == 0 {
                    return None;
                }
                continue;
            }
            let scaled = |bound: Option<Decimal>| bound.and_then(|bound| bound.shifted(scale));
            (amount.minimum, amount.maximum) = (scaled(amount.minimum), scaled(amount.maximum));
        }
        same_unit(&mut amounts)?;
        Some(amounts)
    }

    /// The one figure of a part.
    fn one(&self, part: &str, address: Address, context: &Context) -> Option<Amount> {
        let cell = Cell {
            text: part.to_owned(),
            ..Cell::default()
        };
        let Figure::Sums(sums) = figure(&cell, address, context, self.table.measures) else {
            return None;
        };
        let is_plain = sums.remark.is_none() && !sums.told.is_state() && sums.period.is_none();
        let [amount] = sums.amounts.as_slice() else { return None };
        (is_plain && amount.role == AmountRole::Total && amount.per.is_none()).then(|| Amount {
            role: AmountRole::Contribution,
            ..amount.clone()
        })
    }

    /// The records of a cell with a figure for each name.
    pub(super) fn each_its_own(record: &Record) -> Option<Vec<Record>> {
        let count = record.amounts.len();
        let are_of_names = record
            .amounts
            .iter()
            .all(|amount| amount.role == AmountRole::Contribution);
        if count < 2 || !are_of_names {
            return None;
        }
        let of_payers = record.payers.len() == count;
        let parties = if of_payers { &record.payers } else { &record.recipients };
        let one = |(amount, party): (&Amount, &crate::record::Party)| {
            let mut own = record.clone();
            own.amounts = vec![amount.clone()];
            let parties = if of_payers {
                &mut own.payers
            } else {
                &mut own.recipients
            };
            *parties = vec![party.clone()];
            own
        };
        Some(record.amounts.iter().zip(parties).map(one).collect())
    }
}

/// Whether a text begins with a fraction below one in single digits: `1/2 M€`.
fn is_fraction(text: &str) -> bool {
    let mut letters = text.chars();
    let (low, bar, high, rest) = (letters.next(), letters.next(), letters.next(), letters.next());
    let digit = |letter: Option<char>| letter.and_then(|letter| letter.to_digit(10));
    let is_longer = rest.is_some_and(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'));
    bar == Some('/') && !is_longer && matches!((digit(low), digit(high)), (Some(low), Some(high)) if low < high)
}

/// The parts of a text between dividers.
fn parts<'t>(text: &'t str, divider: &str) -> Vec<&'t str> {
    let parts = text.split(divider).map(str::trim);
    parts.filter(|part| !part.is_empty()).take(MOST + 1).collect()
}

/// Gives figures without a unit of their own that of the one beside them which has one; none if several have others.
fn same_unit(amounts: &mut [Amount]) -> Option<()> {
    let is_own = |amount: &&Amount| amount.unit_basis == UnitBasis::Written;
    let Some(unit) = amounts.iter().find(is_own).map(|amount| amount.unit.clone()) else {
        return Some(());
    };
    let are_all = amounts.iter().all(|amount| is_own(&amount));
    let is_one = amounts.iter().filter(is_own).all(|amount| amount.unit == unit);
    if !are_all && !is_one {
        return None;
    }
    for amount in amounts
        .iter_mut()
        .filter(|amount| amount.unit_basis != UnitBasis::Written)
    {
        (amount.unit, amount.unit_basis) = (unit.clone(), UnitBasis::CarriedOver);
    }
    Some(())
}
