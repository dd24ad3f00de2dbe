//! Quantities: the figures of a text with their values, units, wording, rate, part, prices and direction.
//!
//! Takes a text and its language; gives each figure once, with places in code points, by start and then by end. A range is
//! one quantity and its two ends. Numbers that are names, labels, addresses, clock times or telephone numbers are none;
//! dates are left to [`crate::scan`].

mod address;
mod context;
mod counted;
mod draft;
mod find;
mod group;
mod trap;

use std::ops::Range;

use crate::Decimal;
use crate::language::Language;
pub use crate::lexicon::units::{Period, Unit};
pub use crate::lexicon::wording::WordingKind;
use crate::numeral;
pub use crate::numeral::Form;
use crate::token::{Tokens, blocks};

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Its place in code points, with sign, scale and unit, and without wording.
    pub place: Range<usize>,
    /// The place of the numeral with its scale word.
    pub number: Range<usize>,
    /// What the numeral is.
    pub form: Form,
    /// The least value that the numeral itself says, in its unit; none when it is open (`des millions`), has no finite
    /// decimal form, or is too long.
    pub minimum: Option<Decimal>,
    /// The greatest value that the numeral itself says.
    pub maximum: Option<Decimal>,
    /// A fraction as numerator and denominator: 2 and 3 for two thirds.
    pub ratio: Option<(i128, i128)>,
    /// The power of ten of its scale word.
    pub scale: u32,
    /// What it counts; none for plain numbers.
    pub unit: Option<Unit>,
    /// Whether unit or scale are those of a neighbour in the same list or range.
    pub carried: bool,
    /// The place of the noun that is counted: `personnes` of `2 500 personnes`.
    pub counted: Option<Range<usize>>,
    /// How exact it is; none: exactly so.
    pub wording: Option<Wording>,
    /// Its rate.
    pub per: Option<Per>,
    /// The place of the words that make it a part of a figure said before: `dont`, `of which`.
    pub part: Option<Range<usize>>,
    /// Whether it says in other terms a figure said before: `soit 3 %`.
    pub restates: bool,
    /// The year whose prices it is in.
    pub prices: Option<i32>,
    /// Its sign, or the direction that words beside it give.
    pub sign: Sign,
    /// Whether it is an end of a range.
    pub within_range: bool,
}

/// How exact a figure is, and where the text says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// How exact.
    pub kind: WordingKind,
    /// The place of the words.
    pub place: Range<usize>,
}

/// The rate of a figure, and where the text says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Per {
    /// The period.
    pub period: Period,
    /// The place of the words.
    pub place: Range<usize>,
}

/// A sign, or a direction in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Neither.
    None,
    /// Below zero; the bounds are, too.
    Minus,
    /// A written plus.
    Plus,
    /// A fall by so much; the bounds are above zero.
    Falls,
    /// A rise by so much.
    Rises,
}

/// The quantities of a text, dates included as plain numbers.
pub fn quantities(text: &str, language: &Language) -> Vec<Quantity> {
    let mut found = Vec::new();
    for tokens in blocks(text, &language.vocabulary) {
        found.extend(read(&tokens, language, &|_| false).quantities);
    }
    found
}

/// The numerals of a text by themselves, in its order; none overlap. Those of dates, names, labels and telephone numbers are included, and words
/// that are numbers only at times (`second`), but no articles. They have a value and a scale, and neither unit nor wording.
pub fn numerals(text: &str, language: &Language) -> Vec<Quantity> {
    let mut found = Vec::new();
    for tokens in blocks(text, &language.vocabulary) {
        let reader = numeral::Reader::new(&tokens, &language.lexicon.numbers);
        let mut index = 0;
        while index < tokens.len() {
            let Some(numeral) = reader.numeral(index, false).filter(|numeral| numeral.next > index) else {
                index += 1;
                continue;
            };
            index = numeral.next;
            if !numeral.is_article {
                let place = tokens.place(numeral.first, numeral.next);
                found.push(Quantity {
                    number: place.clone(),
                    place,
                    form: numeral.form,
                    minimum: numeral.value,
                    maximum: numeral.value,
                    ratio: numeral.ratio,
                    scale: numeral.scale,
                    unit: None,
                    carried: false,
                    counted: None,
                    wording: None,
                    per: None,
                    part: None,
                    restates: false,
                    prices: None,
                    sign: Sign::None,
                    within_range: false,
                });
            }
        }
    }
    found
}

/// The rates of a text, wherever they stand: `par an`, `a year`, in its order.
pub fn rates(text: &str, language: &Language) -> Vec<Per> {
    let words = &language.lexicon.words.per;
    let of_block = |tokens: Tokens<'_>| -> Vec<Per> {
        let at = |index| {
            words
                .at(&tokens, index)
                .map(|(period, end)| (*period, tokens.place(index, end)))
        };
        let found = (0..tokens.len()).filter_map(at);
        found.map(|(period, place)| Per { period, place }).collect()
    };
    blocks(text, &language.vocabulary).flat_map(of_block).collect()
}

/// What a block says.
pub(crate) struct Reading {
    /// The quantities of the block.
    pub quantities: Vec<Quantity>,
    /// The places of numbers that are names, labels and the like.
    pub names: Vec<Range<usize>>,
}

/// Reads a block of tokens. `is_time` says whether the token at an index belongs to a date or a period.
pub(crate) fn read(tokens: &Tokens<'_>, language: &Language, is_time: &dyn Fn(usize) -> bool) -> Reading {
    let finder = draft::Finder::new(tokens, language);
    let (mut drafts, names) = finder.drafts(is_time);
    let ranges = group::join(tokens, language, &mut drafts);
    let context = context::Context { tokens, language };
    let mut quantities = Vec::with_capacity(drafts.len() + ranges.len());
    for (index, draft) in drafts.iter().enumerate() {
        if draft.numeral.is_weak && !finder.is_ranked(draft)
            || draft.numeral.is_article && !draft.is_joined && !draft.is_counted_one()
        {
            continue;
        }
        let previous = index.checked_sub(1).and_then(|before| drafts.get(before));
        let quantity = context.quantity(draft, previous);
        // `Thousands march`: a number of nothing.
        if draft.numeral.is_open && quantity.counted.is_none() && quantity.unit.is_none() && !finder.is_linked(draft) {
            continue;
        }
        quantities.push(quantity);
    }
    for range in &ranges {
        let (low, high) = (&drafts[range.low], &drafts[range.high]);
        quantities.push(context.range(low, high));
    }
    quantities.sort_by_key(|quantity| (quantity.place.start, quantity.place.end));
    Reading { quantities, names }
}
