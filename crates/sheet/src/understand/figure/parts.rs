//! Parts of a sum: whose unit and scale they have, and whether words say whose they are.

use text::Decimal;
use text::quantity::{Quantity, Unit};

use crate::record::{Amount, AmountRole, UnitBasis};
use crate::understand::beside;

use super::{Reader, Sums, amount, is_sum};

impl Reader<'_> {
    /// What stands in brackets, or after a comma: a part (`dont 3 M€`), or words.
    pub(super) fn beside(&self, inner: &str, sums: &mut Sums) {
        sums.remark = Some(inner.to_owned());
        let read = self.scanned(inner);
        // `dont État 1 M€`: the words between do not hinder that it is a part, if it is the one sum.
        let mut sums_of = read.quantities.iter().filter(|one| is_sum(one) && !one.within_range);
        let one_sum = sums_of
            .next()
            .filter(|_| sums_of.next().is_none() && beside::begins_part(inner));
        let is_money = |one: &&Quantity| matches!(one.unit, Some(Unit::Currency { .. }));
        let one_sum = one_sum.filter(|one| is_money(one) && one.wording.is_none());
        let is_part = |one: &&Quantity| {
            (one.part.is_some() || Some(&one.place) == one_sum.map(|one| &one.place)) && !one.within_range
        };
        let mut parts = read.quantities.iter().filter(is_part);
        // `5 M€ dont 3`: three of what is not said.
        let has_unit = |sums: &Sums| {
            sums.amounts
                .first()
                .is_some_and(|first| first.unit_basis == UnitBasis::Written)
        };
        if let (Some(part), None) = (parts.next(), parts.next())
            && (part.unit.is_some() || !has_unit(sums) || Self::is_of_somebody(part, inner))
            && let Some(mut amount) = self.amount_of(part, inner)
        {
            if let Some(whole) = sums.amounts.first().filter(|_| amount.unit.is_none()) {
                (amount.unit, amount.unit_basis) = (whole.unit.clone(), UnitBasis::CarriedOver);
            }
            self.scale_part(part, sums, &mut amount);
            amount.role = AmountRole::Part;
            let own = beside::states(inner).instrument().map(str::to_owned);
            amount.instrument = own.or(amount.instrument);
            sums.amounts.push(amount);
        } else if let Some(part) = self.short_part(inner, sums) {
            sums.amounts.push(part);
        }
    }

    /// Whether a text has a number with a scale, which nothing says to be a length: `in-kind: 12m`.
    pub(super) fn has_scaled(&self, text: &str) -> bool {
        let mut tokens = text
            .split_whitespace()
            .filter(|token| token.contains(|letter: char| letter.is_ascii_digit()));
        tokens.any(|token| self.number(token).is_some_and(|number| number.unit.scale > 0))
    }

    /// Whether the words behind a part say whose or of what it is: `dont 2 de la région`, `of which 2m from the State`; not `dont 3`.
    pub(super) fn is_of_somebody(part: &Quantity, text: &str) -> bool {
        let after: String = text.chars().skip(part.place.end).collect();
        leads_to_a_name(&after)
    }

    /// A part whose unit is that of the whole, and whose scale is a letter: `£10m, of which 4m from the Council`; alone, `4m` is a length.
    pub(super) fn short_part(&self, inner: &str, sums: &Sums) -> Option<Amount> {
        let whole = sums.amounts.first().filter(|_| beside::begins_part(inner))?;
        whole.unit.as_ref()?;
        let token = inner
            .split_whitespace()
            .find(|token| token.starts_with(|letter: char| letter.is_ascii_digit()))?;
        let number = self
            .number(token)
            .filter(|number| number.unit.unit.is_none() && number.unit.scale > 0)?;
        let (_, after) = inner.split_once(token)?;
        let value = number
            .value
            .shifted(number.unit.scale)
            .filter(|_| leads_to_a_name(after))?;
        let mut part = amount(Some(value), Some(value), token, self.address, self.context);
        (part.unit, part.unit_basis, part.role) = (whole.unit.clone(), UnitBasis::CarriedOver, AmountRole::Part);
        Some(part)
    }

    /// Gives a part without scale that of its whole: `10 millions (dont 2 de la région)`, unless it is more than that then.
    pub(super) fn scale_part(&self, part: &Quantity, sums: &Sums, amount: &mut Amount) {
        let head = self.text.split('(').next().unwrap_or_default().trim();
        let of_number = self.number(head).map(|number| number.unit.scale);
        let of_words = || self.scanned(head).quantities.first().map(|one| one.scale);
        let scale = of_number.or_else(of_words).unwrap_or_default();
        if part.unit.is_some() || part.scale > 0 || scale == 0 {
            return;
        }
        let whole = sums.amounts.first().and_then(|first| first.maximum.or(first.minimum));
        let scaled = |bound: Option<Decimal>| bound.and_then(|bound| bound.shifted(scale));
        let is_within =
            scaled(part.maximum.or(part.minimum)).is_some_and(|part| whole.is_some_and(|whole| part <= whole));
        let scaled = |bound: Option<Decimal>| if is_within { scaled(bound) } else { bound };
        amount.minimum = amount.minimum.and(scaled(part.minimum));
        amount.maximum = amount.maximum.and(scaled(part.maximum));
    }
}

/// Whether words lead from a figure to whose or of what it is.
fn leads_to_a_name(after: &str) -> bool {
    let after = after.trim_start().to_lowercase();
    let leads = [
        "de la ", "de l'", "de l’", "du ", "des ", "de ", "d'", "d’", "from ", "by ", "par ",
    ];
    let rest = leads.iter().find_map(|lead| after.strip_prefix(lead));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}
