//! What a cell of figures says: one sum with its bounds, the same in another currency, a part of it; or that nothing is recorded.

mod billions;
mod doubtful;
mod given;
mod halves;
mod instead;
mod marks;
mod other;
mod parts;
mod sums;

use text::Decimal;
use text::language::Language;
use text::quantity::{Period, Quantity, Unit};
use text::scan::{Scan, scan};

use crate::map::{DateOrder, DecimalMark};
use crate::record::{Amount, AmountRole, UnitBasis};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value};

use super::beside;
use super::date;
use super::measures::Measures;
use super::number::{Number, footnote, is_damaged, number, without_dash};
use crate::measure::{Measure, has_billions, names_a_currency};

pub(super) use billions::FRENCH as FRENCH_BILLIONS;
pub(super) use given::{Context, digits};
pub(super) use sums::{SEVERAL, Sums};

/// What a cell of figures says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Figure {
    /// The sum, then what is said besides.
    Sums(Sums),
    /// That nothing is recorded.
    NotRecorded,
    /// No figure that can be taken, with the reason.
    Unread(String),
}

/// The longest cell in which a figure is looked for.
const LONGEST: usize = 500;

/// The longest words of a figure that are kept, as tables take them: characters, words.
const WORDS: (usize, usize) = (120, 12);

/// Reads a cell of figures.
pub(super) fn figure(cell: &Cell, address: Address, context: &Context, measures: &Measures) -> Figure {
    let text = cell.text.trim();
    match &cell.value {
        Value::Number { number, unit, scale } => {
            return typed(*number, (unit.as_deref(), *scale), text, address, context);
        }
        Value::Error => {
            return Figure::Unread(format!(
                "{text} is an error of a formula, or a formula without its result"
            ));
        }
        Value::Date(_) => return Figure::Unread("it is a date".to_owned()),
        Value::Text => {}
    }
    if LISTS.is_empty_word(text) {
        return Figure::NotRecorded;
    }
    if LISTS.whole("refused", text).is_some() {
        return Figure::Unread(format!("`{text}`: the money was not granted"));
    }
    if is_damaged(text) {
        return Figure::Unread(format!("{text} was shortened by a spreadsheet: its digits are lost"));
    }
    if let Some(why) = billions::why(text, context) {
        return Figure::Unread(why);
    }
    if text.len() > LONGEST {
        return Figure::Unread("it is a text, too long for a figure".to_owned());
    }
    let (plain, asks) = match text.strip_suffix('?') {
        Some(rest) => (rest.trim_end().trim_end_matches('(').trim_end(), true),
        None => (text, false),
    };
    let plain = without_dash(plain);
    // `5 000 € / ?`: one of several is not known.
    if asks && plain.ends_with(['/', '+', ';', '&']) {
        return Figure::Unread(SEVERAL.to_owned());
    }
    let own = number(&plain, context.mark, measures);
    if own.is_some_and(|own| context.lacks_unit(&own.unit, own.value)) {
        return Figure::Unread(NO_UNIT.to_owned());
    }
    match text_of(text, &plain, (address, context, measures)) {
        Figure::Sums(mut sums) => {
            if let Some(why) = other::currency(text, &mut sums, context) {
                return Figure::Unread(why);
            }
            // `tbc (30?)`
            if text.contains('?') || !LISTS.within("unconfirmed", text).is_empty() {
                sums.ask(text);
            }
            Figure::Sums(sums)
        }
        other => other,
    }
}

/// Why a bare number is not taken that stands in a column of sums with their currency and scale.
const NO_UNIT: &str =
    "it has no currency and no scale, which the other figures of its column have: write both beside it";

/// Reads the text of a figure. `plain` is `text` without a question mark.
fn text_of(text: &str, plain: &str, (address, context, measures): (Address, &Context, &Measures)) -> Figure {
    let plain = &*halves::in_digits(plain);
    let plain = &*instead::in_brackets(plain);
    if beside::multiplies(plain) {
        return Figure::Unread("it multiplies a figure: write the one sum that is meant".to_owned());
    }
    // `5 M€ dont 2 M€ de prêt`: what is said of the part is not said of the whole.
    let is_open = |at: &usize| !plain.get(..=*at).is_some_and(|head| head.contains('('));
    let cut = beside::part(plain).filter(is_open);
    let (head, tail) = plain.split_at(cut.unwrap_or(plain.len()));
    let one = beside::priced(head);
    let mut edged = beside::edges(one.unwrap_or(head).trim_end_matches([',', ' ']));
    edged.told.is_each |= one.is_some();
    let context = &Context {
        is_each: edged.told.is_each,
        ..context.clone()
    };
    let reader = Reader {
        text: edged.core,
        whole: text,
        address,
        context,
        measures,
    };
    if let Some(why) = doubtful::why(plain, edged.core, context.mark, measures) {
        return Figure::Unread(why);
    }
    let Some(mut sums) = reader.read() else {
        return reader.unread();
    };
    if let Some(scale) = reader.lost_scale() {
        return Figure::Unread(format!(
            "`{scale}` behind its figure is a scale, and what follows is no unit that is known: write the sum in full"
        ));
    }
    if !tail.is_empty() {
        reader.beside(tail, &mut sums);
    }
    sums.tell(edged.told, text);
    if sums.told.is_decrease {
        return Figure::Unread("it says by how much a sum falls, which is no sum".to_owned());
    }
    if let Some(remark) = &sums.remark {
        let has_sum = reader.has_sum(&remark.replace(reader.text, ""));
        let words = beside::states(remark);
        if !has_sum && tail.is_empty() {
            sums.doubt_instrument(&words, context.instrument.as_ref());
        }
        sums.told.end(&words, has_sum);
    }
    Figure::Sums(sums)
}

fn typed(
    value: Decimal,
    (unit, scale): (Option<&str>, Option<u32>),
    text: &str,
    address: Address,
    context: &Context,
) -> Figure {
    let own = Measure {
        unit: unit.map(str::to_owned),
        scale: scale.unwrap_or_default(),
    };
    // The currency of a number format is that of the column.
    let money = unit.filter(|unit| *unit != "%").map(str::to_owned);
    let context = &Context {
        unit: money.or_else(|| context.unit.clone()),
        ..context.clone()
    };
    if context.lacks_unit(&own, value) {
        return Figure::Unread(NO_UNIT.to_owned());
    }
    let (mut measure, basis) = context.measure(&own, value);
    measure.scale = scale.unwrap_or(measure.scale);
    let is_full = scale.is_none() && context.may_be_full(&own, value);
    let Some(scaled) = value.shifted(measure.scale) else {
        return Figure::Unread("the number is too large to calculate with".to_owned());
    };
    let mut amount = amount(Some(scaled), Some(scaled), text, address, context);
    (amount.unit, amount.unit_basis) = (measure.unit, basis);
    let precision = half_of_last(value.decimals(), measure.scale);
    Figure::Sums(Sums {
        amounts: vec![amount],
        precision,
        is_full,
        is_scaled: scale.is_none() && context.seems_full(&own, value),
        ..Sums::default()
    })
}

fn half_of_last(decimals: u32, scale: u32) -> Option<Decimal> {
    Decimal::new(5, decimals + 1)?.shifted(scale)
}

/// An amount without unit.
fn amount(
    minimum: Option<Decimal>,
    maximum: Option<Decimal>,
    words: &str,
    address: Address,
    context: &Context,
) -> Amount {
    let is_one = minimum == maximum;
    Amount {
        minimum,
        maximum,
        unit: None,
        unit_basis: UnitBasis::None,
        wording: if is_one { "exact" } else { "range" },
        per: None,
        period: None,
        instrument: context.instrument.clone(),
        payer: None,
        recipient: None,
        role: AmountRole::Total,
        as_written: clipped(words),
        address,
    }
}

fn clipped(words: &str) -> String {
    let (characters, count) = WORDS;
    let few: Vec<&str> = words.split_whitespace().take(count).collect();
    few.join(" ").chars().take(characters).collect()
}

struct Reader<'r> {
    /// The cell without the words at its edges that are known.
    text: &'r str,
    /// The whole cell.
    whole: &'r str,
    address: Address,
    context: &'r Context,
    measures: &'r Measures,
}

impl Reader<'_> {
    fn read(&self) -> Option<Sums> {
        self.bare(self.text)
            .or_else(|| self.bracketed())
            .or_else(|| self.range(self.text))
            .or_else(|| self.worded())
    }

    fn number(&self, text: &str) -> Option<Number> {
        let mark = self.context.mark;
        number(text, mark, self.measures).map(|read| match read.unsure {
            // `1,234 Md€` has decimals: nobody writes 1234 thousand millions so.
            Some(',') if read.unit.scale >= 6 => number(text, Some(DecimalMark::Comma), self.measures).unwrap_or(read),
            Some('.') if read.unit.scale >= 6 => number(text, Some(DecimalMark::Point), self.measures).unwrap_or(read),
            _ => read,
        })
    }

    /// One number and nothing else.
    fn bare(&self, text: &str) -> Option<Sums> {
        let read = self.number(text)?;
        let (measure, basis) = self.context.measure(&read.unit, read.value);
        let value = read.value.shifted(measure.scale)?;
        let mut amount = amount(Some(value), Some(value), footnote(text).0, self.address, self.context);
        (amount.unit, amount.unit_basis) = (measure.unit, basis);
        let precision = half_of_last(read.decimals, measure.scale);
        Some(Sums {
            amounts: vec![amount],
            footnote: read.footnote,
            unsure: read.unsure,
            precision,
            is_full: self.context.may_be_full(&read.unit, read.value),
            is_scaled: self.context.seems_full(&read.unit, read.value),
            ..Sums::default()
        })
    }

    /// A figure with brackets after it: the same in another currency, a part, years, a remark.
    fn bracketed(&self) -> Option<Sums> {
        let (before, rest) = self.text.split_once('(')?;
        let (inner, after) = rest.rsplit_once(')').unwrap_or((rest, ""));
        let before = before.trim();
        if before.is_empty() || !after.trim().is_empty() {
            return None;
        }
        let edged = beside::edges(before);
        let before = edged.core;
        let mut sums = self
            .bare(before)
            .or_else(|| self.range(before))
            .or_else(|| self.worded_of(before))?;
        let inner = inner.trim();
        let has_sum = self.has_sum(inner);
        // `5 M€ (+ 2 M€)`, `2 M€ (2024) 3 M€ (2025)`: two sums.
        if has_sum && (inner.starts_with('+') || inner.contains(')'))
            || beside::is_other(inner)
            || doubtful::is_other_sum(inner)
        {
            return None;
        }
        sums.tell(edged.told, self.whole);
        let besides = self.number(inner).filter(|number| number.unit.unit.is_some());
        let first = sums.amounts.first()?.clone();
        match besides {
            // `60 % (3 M€)`: the sum counts.
            Some(other) if first.unit.as_deref() == Some("%") && other.unit.unit.as_deref() != Some("%") => {
                sums = self.bare(inner)?;
                sums.remark = Some(self.whole.to_owned());
            }
            Some(other) if other.unit.unit != first.unit && other.unit.unit.as_deref() != Some("%") => {
                let value = other.value.shifted(other.unit.scale)?;
                let mut converted = amount(Some(value), Some(value), inner, self.address, self.context);
                (converted.unit, converted.unit_basis, converted.role) =
                    (other.unit.unit, UnitBasis::Written, AmountRole::Converted);
                sums.amounts.push(converted);
            }
            _ => match date::date(inner, DateOrder::DayFirst) {
                Some(date) => sums.period = Some(date.iso),
                None if has_sum => {
                    let is_form = beside::states(inner).instrument().is_some() && !beside::begins_part(inner);
                    sums.besides = is_form.then(|| inner.to_owned());
                    self.beside(inner, &mut sums);
                }
                None => self.state(inner, &mut sums),
            },
        }
        Some(sums)
    }

    /// Whether a text has a sum or a share of its own.
    fn has_sum(&self, text: &str) -> bool {
        self.scanned(text).quantities.iter().any(is_sum)
    }

    /// Words in brackets: what they say of the figure, and a remark if they say more.
    fn state(&self, inner: &str, sums: &mut Sums) {
        let told = beside::states(inner);
        // `12 000 € (est.)`
        if LISTS.whole("estimated", inner).is_some() {
            let exact = sums.amounts.iter_mut().filter(|amount| amount.wording == "exact");
            exact.for_each(|amount| amount.wording = "about");
        }
        // `€60m (in-kind: 12m)`: not all of it is in kind.
        if told.instrument().is_some() && self.has_scaled(inner) {
            sums.remark = Some(inner.to_owned());
            sums.besides = Some(inner.to_owned());
            return;
        }
        if !told.unknown.is_empty() || !told.is_state() {
            self.beside(inner, sums);
        }
        sums.tell(told, inner);
    }

    /// `40-50 M€`, `£3m-4m`, `3 à 5 M€`.
    fn range(&self, text: &str) -> Option<Sums> {
        for divider in [" - ", " – ", "–", "—", " à ", " to ", "-"] {
            let Some((low, high)) = text.split_once(divider) else {
                continue;
            };
            let (low, right) = (low.trim(), high.trim());
            let high = right;
            let low = ["de ", "entre ", "from ", "between "]
                .iter()
                .find_map(|lead| low.strip_prefix(lead))
                .unwrap_or(low);
            // `£3m-4m`: the sign of the first holds for both.
            let digits = low.find(|letter: char| letter.is_ascii_digit()).unwrap_or_default();
            let signed = || self.number(&format!("{}{high}", low.get(..digits)?));
            let (Some(low), Some(high)) = (self.number(low), self.number(high).or_else(signed)) else {
                continue;
            };
            // `5 M€ - 2024`: the second is a year.
            if !low.unit.is_empty() && high.unit.is_empty() && date::year(right).is_some() {
                continue;
            }
            // What one end leaves out, the other says.
            let unit = high.unit.unit.clone().or(low.unit.unit.clone());
            if low.unit.unit.is_some() && high.unit.unit.is_some() && low.unit.unit != high.unit.unit {
                return None;
            }
            let scale_of = |own: &Number, other: &Number| {
                if own.unit.scale == 0 {
                    other.unit.scale
                } else {
                    own.unit.scale
                }
            };
            // `€4-5m`: the millions of the second hold for both.
            let low_scale = scale_of(&low, &high);
            let scale = scale_of(&high, &low);
            let written = Measure { unit, scale };
            let (own, basis) = self.context.measure(&written, high.value);
            let low_scale = if scale == 0 { own.scale } else { low_scale };
            let (minimum, maximum) = (low.value.shifted(low_scale)?, high.value.shifted(own.scale)?);
            if minimum >= maximum {
                return None;
            }
            let mut amount = amount(Some(minimum), Some(maximum), text, self.address, self.context);
            (amount.unit, amount.unit_basis) = (own.unit, basis);
            return Some(Sums {
                amounts: vec![amount],
                unsure: low.unsure.or(high.unsure),
                is_full: self.context.may_be_full(&written, high.value),
                ..Sums::default()
            });
        }
        None
    }

    /// A figure with words: `au moins 25 %`, `environ 12 M€ par an`, `109 milliards d'euros`.
    fn worded(&self) -> Option<Sums> {
        self.worded_of(self.text)
    }

    fn worded_of(&self, text: &str) -> Option<Sums> {
        let read = self.scanned(text);
        let mut whole = read
            .quantities
            .iter()
            .filter(|one| is_sum(one) && !one.within_range && one.part.is_none());
        let first = whole.next()?;
        if !is_whole(text, &read, first) {
            return None;
        }
        let rest: String = text.chars().skip(first.place.end).collect();
        if first.unit.is_none() && names_a_currency(&rest) {
            return None;
        }
        let (own, value) = written(first)?;
        let mut sums = Sums {
            amounts: vec![self.amount_of(first, text)?],
            unsure: marks::unsure(text, self.context.mark),
            is_worded: marks::has_words_before(text, first),
            is_full: self.context.may_be_full(&own, value),
            ..Sums::default()
        };
        for other in read
            .quantities
            .iter()
            .filter(|one| is_sum(one) && !one.within_range)
            .filter(|one| one.place != first.place)
        {
            let mut amount = self.amount_of(other, text)?;
            let is_money = |unit: &Option<Unit>| matches!(unit, Some(Unit::Currency { .. }));
            let is_other_unit = is_money(&first.unit) && is_money(&other.unit) && first.unit != other.unit;
            amount.role = match () {
                () if other.part.is_some() => AmountRole::Part,
                () if is_other_unit => AmountRole::Converted,
                // Two sums in one cell: which one is meant is not for a program to say.
                () => return None,
            };
            sums.amounts.push(amount);
        }
        sums.period = read
            .times
            .first()
            .and_then(|time| time.text.clone())
            .filter(|iso| !iso.starts_with('P') && !iso.contains(".."));
        let said: usize = first.place.len() + first.wording.as_ref().map_or(0, |wording| wording.place.len());
        if said + 2 < text.chars().count() {
            sums.remark = Some(self.whole.to_owned());
            // `5 M€ votés en juin`
            let told = beside::states(text);
            if sums.amounts.len() == 1 && !told.is_partly {
                told.stage().into_iter().for_each(|stage| sums.told.stages.push(stage));
            }
        }
        sums.footnote = footnote(text).1;
        Some(sums)
    }

    /// Why no figure was taken.
    fn unread(&self) -> Figure {
        let read = self.scanned(self.text);
        let sums = || read.quantities.iter().filter(|one| is_sum(one) && !one.within_range);
        Figure::Unread(match sums().count() {
            1 if sums().any(|one| one.ratio.is_some()) => {
                "it is a part that no number in digits says exactly: write the sum that is meant".to_owned()
            }
            0 => "it has no figure".to_owned(),
            1 if self.text.contains(|letter: char| letter.is_ascii_digit()) => {
                "another number stands beside its figure, or a part of it was not understood".to_owned()
            }
            1 => "its figure was not understood".to_owned(),
            _ => SEVERAL.to_owned(),
        })
    }

    fn scanned(&self, text: &str) -> Scan {
        let tags: &[&str] = match self.context.is_english {
            // A `billion` that is taken is the English one.
            _ if has_billions(text) => &["en"],
            true => &["en", "fr"],
            false => &["fr", "en"],
        };
        let mut best: Option<(usize, Scan)> = None;
        for language in tags.iter().filter_map(|tag| Language::of(tag)) {
            let text = marks::in_language(text, self.context.mark, language.tag() == "en");
            let read = scan(&text, language, None);
            let known = read.quantities.iter().map(|one| {
                usize::from(matches!(one.unit, Some(Unit::Currency { .. }))) * 3
                    + usize::from(one.wording.is_some()) * 2
                    + usize::from(one.per.is_some())
                    + usize::from(one.scale > 0)
            });
            let known = known.sum();
            if best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, read));
            }
        }
        best.map(|(_, read)| read).unwrap_or_default()
    }

    fn amount_of(&self, one: &Quantity, text: &str) -> Option<Amount> {
        let (own, value) = written(one)?;
        let (measure, basis) = self.context.measure(&own, value);
        let scaled = |bound: Option<Decimal>| match one.scale > 0 {
            true => bound,
            false => bound.and_then(|bound| bound.shifted(measure.scale)),
        };
        let (mut minimum, mut maximum) = (scaled(one.minimum), scaled(one.maximum));
        if minimum.is_none() && maximum.is_none() {
            return None;
        }
        let wording = one.wording.as_ref().map(|wording| wording.kind.name());
        match wording {
            Some("at-least" | "more-than") => maximum = None,
            Some("up-to" | "less-than") => minimum = None,
            _ => {}
        }
        let words: String = text.chars().skip(one.place.start).take(one.place.len()).collect();
        let mut amount = amount(minimum, maximum, &words, self.address, self.context);
        (amount.unit, amount.unit_basis) = (measure.unit, basis);
        amount.wording = wording.unwrap_or("exact");
        amount.per = one.per.as_ref().and_then(|per| match per.period {
            Period::Year => Some("year"),
            Period::Month => Some("month"),
            _ => None,
        });
        Some(amount)
    }
}

/// The unit and scale that a quantity has itself, and its number.
fn written(one: &Quantity) -> Option<(Measure, Decimal)> {
    let unit = match &one.unit {
        Some(Unit::Currency { code, .. }) => Some((*code).to_owned()),
        Some(Unit::Percent) => Some("%".to_owned()),
        _ => None,
    };
    let scale = one.scale;
    Some((Measure { unit, scale }, one.maximum.or(one.minimum)?))
}

/// Whether the figure and what is said with it account for every number of a text.
fn is_whole(text: &str, read: &Scan, first: &Quantity) -> bool {
    let is_before = |one: &&Quantity| !is_sum(one) && !one.within_range && one.place.end <= first.place.start;
    // `2 subventions de 3 M€`
    if read.quantities.iter().any(|one| is_before(&one)) {
        return false;
    }
    let places = read.quantities.iter().flat_map(|one| {
        let per = one.per.as_ref().map(|per| &per.place);
        let wording = one.wording.as_ref().map(|wording| &wording.place);
        [Some(&one.place), per, wording].into_iter().flatten()
    });
    let places: Vec<_> = places.chain(read.times.iter().map(|time| &time.place)).collect();
    let is_read = |place: usize| places.iter().any(|known| known.contains(&place));
    let (bare, _) = footnote(text);
    let mut digits = bare.chars().enumerate().filter(|(_, letter)| letter.is_ascii_digit());
    digits.all(|(place, _)| is_read(place))
}

/// Whether a quantity can be a sum or a share.
fn is_sum(one: &Quantity) -> bool {
    match &one.unit {
        Some(Unit::Currency { .. } | Unit::Percent) => true,
        Some(_) => false,
        None => one.counted.is_none(),
    }
}
