//! What a cell of figures says: one sum with its bounds, the same in another currency, a part of it; or that nothing is recorded.

use text::Decimal;
use text::language::Language;
use text::quantity::{Period, Quantity, Unit};
use text::scan::{Scan, scan};

use crate::map::{DateOrder, DecimalMark};
use crate::record::{Amount, AmountRole, UnitBasis};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value};

use super::date;
use super::number::{Measure, Measures, Number, footnote, number};

/// What holds for figures that do not say it themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The unit.
    pub(super) unit: Option<String>,
    /// The power of ten.
    pub(super) scale: u32,
    /// The decimal mark.
    pub(super) mark: Option<DecimalMark>,
    /// The form of the money.
    pub(super) instrument: Option<String>,
    /// The language that is tried first.
    pub(super) is_english: bool,
}

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

/// The sums of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sums {
    /// The sum, then what is said besides.
    pub(super) amounts: Vec<Amount>,
    /// The footnote to which it refers.
    pub(super) footnote: Option<String>,
    /// Words beside the figure.
    pub(super) remark: Option<String>,
    /// Years beside the figure.
    pub(super) period: Option<String>,
    /// A mark that may be decimal or not, and was taken as not.
    pub(super) unsure: Option<char>,
    /// Half of the last digit that is written, for comparing totals.
    pub(super) precision: Option<Decimal>,
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
    if is_damaged(text) {
        return Figure::Unread(format!("{text} was shortened by a spreadsheet: its digits are lost"));
    }
    if text.len() > LONGEST {
        return Figure::Unread("it is a text, too long for a figure".to_owned());
    }
    let (plain, asks) = match text.strip_suffix('?') {
        Some(rest) => (rest.trim_end().trim_end_matches('(').trim_end(), true),
        None => (text, false),
    };
    let reader = Reader {
        text: plain,
        address,
        context,
        measures,
    };
    let read = reader
        .bare(plain)
        .or_else(|| reader.bracketed())
        .or_else(|| reader.range(plain))
        .or_else(|| reader.worded());
    let Some(mut sums) = read else { return reader.unread() };
    if asks {
        sums.remark = Some(text.to_owned());
        if let Some(first) = sums.amounts.first_mut()
            && first.wording == "exact"
        {
            first.wording = "about";
        }
    }
    Figure::Sums(sums)
}

/// Whether a number was shortened to a few digits: `2,1060E+13`.
pub(super) fn is_damaged(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(exponent)
        && digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.split([',', '.']).all(is_digits)
}

fn typed(
    value: Decimal,
    (unit, scale): (Option<&str>, Option<u32>),
    text: &str,
    address: Address,
    context: &Context,
) -> Figure {
    let (measure, basis) = match unit {
        Some("%") => (
            Measure {
                unit: Some("%".to_owned()),
                scale: 0,
            },
            UnitBasis::Written,
        ),
        Some(unit) => (
            Measure {
                unit: Some(unit.to_owned()),
                scale: scale.unwrap_or(context.scale),
            },
            UnitBasis::Written,
        ),
        None => (
            Measure {
                unit: context.unit.clone(),
                scale: scale.unwrap_or(context.scale),
            },
            carried(context),
        ),
    };
    let Some(scaled) = value.shifted(measure.scale) else {
        return Figure::Unread("the number is too large to calculate with".to_owned());
    };
    let mut amount = amount(Some(scaled), Some(scaled), text, address, context);
    (amount.unit, amount.unit_basis) = (measure.unit, basis);
    let precision = half_of_last(value.decimals(), measure.scale);
    Figure::Sums(Sums {
        amounts: vec![amount],
        precision,
        ..Sums::default()
    })
}

fn carried(context: &Context) -> UnitBasis {
    if context.unit.is_some() {
        UnitBasis::CarriedOver
    } else {
        UnitBasis::None
    }
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
    text: &'r str,
    address: Address,
    context: &'r Context,
    measures: &'r Measures,
}

impl Reader<'_> {
    fn number(&self, text: &str) -> Option<Number> {
        let mark = self.context.mark;
        number(text, mark, self.measures).map(|read| match read.unsure {
            // `1,234 Md€` has decimals: nobody writes 1234 thousand millions so.
            Some(',') if read.unit.scale >= 6 => number(text, Some(DecimalMark::Comma), self.measures).unwrap_or(read),
            Some('.') if read.unit.scale >= 6 => number(text, Some(DecimalMark::Point), self.measures).unwrap_or(read),
            _ => read,
        })
    }

    /// The unit and scale of a number: its own, else those of the column.
    fn measure(&self, own: &Measure) -> (Measure, UnitBasis) {
        let context = self.context;
        match (&own.unit, own.scale) {
            (Some(_), _) => (own.clone(), UnitBasis::Written),
            (None, 0) => (
                Measure {
                    unit: context.unit.clone(),
                    scale: context.scale,
                },
                carried(context),
            ),
            (None, scale) => (
                Measure {
                    unit: context.unit.clone(),
                    scale,
                },
                carried(context),
            ),
        }
    }

    /// One number and nothing else.
    fn bare(&self, text: &str) -> Option<Sums> {
        let read = self.number(text)?;
        let (measure, basis) = self.measure(&read.unit);
        let value = read.value.shifted(measure.scale)?;
        let mut amount = amount(Some(value), Some(value), footnote(text).0, self.address, self.context);
        (amount.unit, amount.unit_basis) = (measure.unit, basis);
        let precision = half_of_last(read.decimals, measure.scale);
        Some(Sums {
            amounts: vec![amount],
            footnote: read.footnote,
            unsure: read.unsure,
            precision,
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
        let mut sums = self
            .bare(before)
            .or_else(|| self.range(before))
            .or_else(|| self.worded_of(before))?;
        let inner = inner.trim();
        let besides = self.number(inner).filter(|number| number.unit.unit.is_some());
        let first = sums.amounts.first()?.clone();
        match besides {
            Some(other) if other.unit.unit != first.unit && other.unit.unit.as_deref() != Some("%") => {
                let value = other.value.shifted(other.unit.scale)?;
                let mut converted = amount(Some(value), Some(value), inner, self.address, self.context);
                (converted.unit, converted.unit_basis, converted.role) =
                    (other.unit.unit, UnitBasis::Written, AmountRole::Converted);
                sums.amounts.push(converted);
            }
            _ => match date::date(inner, DateOrder::DayFirst) {
                Some(date) => sums.period = Some(date.iso),
                None => self.beside(inner, &mut sums),
            },
        }
        Some(sums)
    }

    /// What stands in brackets, or after a comma: a part (`dont 3 M€`), or words.
    fn beside(&self, inner: &str, sums: &mut Sums) {
        sums.remark = Some(inner.to_owned());
        let read = self.scanned(inner);
        let mut parts = read
            .quantities
            .iter()
            .filter(|one| one.part.is_some() && !one.within_range);
        if let (Some(part), None) = (parts.next(), parts.next())
            && let Some(mut amount) = self.amount_of(part, inner)
        {
            amount.role = AmountRole::Part;
            sums.amounts.push(amount);
        }
    }

    /// `40-50 M€`, `£3m-4m`, `3 à 5 M€`.
    fn range(&self, text: &str) -> Option<Sums> {
        for divider in [" - ", " – ", "–", "—", " à ", " to ", "-", "/"] {
            let Some((low, high)) = text.split_once(divider) else {
                continue;
            };
            let (low, high) = (low.trim(), high.trim());
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
            let is_bare = low.unit.is_empty() && high.unit.is_empty();
            let low_scale = if low.unit.is_empty() {
                high.unit.scale
            } else {
                low.unit.scale
            };
            let (own, basis) = self.measure(&Measure {
                unit,
                scale: scale_of(&high, &low),
            });
            let low_scale = if is_bare { own.scale } else { low_scale };
            let (minimum, maximum) = (low.value.shifted(low_scale)?, high.value.shifted(own.scale)?);
            if minimum >= maximum {
                return None;
            }
            let mut amount = amount(Some(minimum), Some(maximum), text, self.address, self.context);
            (amount.unit, amount.unit_basis) = (own.unit, basis);
            return Some(Sums {
                amounts: vec![amount],
                unsure: low.unsure.or(high.unsure),
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
        let mut sums = Sums {
            amounts: vec![self.amount_of(first, text)?],
            ..Sums::default()
        };
        for other in read
            .quantities
            .iter()
            .filter(|one| is_sum(one) && !one.within_range)
            .filter(|one| one.place != first.place)
        {
            let mut amount = self.amount_of(other, text)?;
            let is_other_unit = amount.unit != sums.amounts.first()?.unit && amount.unit.as_deref() != Some("%");
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
            sums.remark = Some(text.to_owned());
        }
        sums.footnote = footnote(text).1;
        Some(sums)
    }

    /// Why no figure was taken.
    fn unread(&self) -> Figure {
        let sums = self
            .scanned(self.text)
            .quantities
            .iter()
            .filter(|one| is_sum(one) && !one.within_range)
            .count();
        Figure::Unread(match sums {
            0 => "it has no figure".to_owned(),
            1 => "its figure was not understood".to_owned(),
            _ => "it has several figures: give each a row of its own".to_owned(),
        })
    }

    fn scanned(&self, text: &str) -> Scan {
        let tags = if self.context.is_english {
            ["en", "fr"]
        } else {
            ["fr", "en"]
        };
        let mut best: Option<(usize, Scan)> = None;
        for language in tags.into_iter().filter_map(Language::of) {
            let read = scan(text, language, None);
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
        let unit = match &one.unit {
            Some(Unit::Currency { code, .. }) => Some((*code).to_owned()),
            Some(Unit::Percent) => Some("%".to_owned()),
            _ => None,
        };
        let (measure, basis) = self.measure(&Measure { unit, scale: one.scale });
        let is_scaled = one.scale > 0 || one.unit.is_some();
        let scaled = |bound: Option<Decimal>| match is_scaled {
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

/// Whether a quantity can be a sum or a share.
fn is_sum(one: &Quantity) -> bool {
    match &one.unit {
        Some(Unit::Currency { .. } | Unit::Percent) => true,
        Some(_) => false,
        None => one.counted.is_none(),
    }
}
