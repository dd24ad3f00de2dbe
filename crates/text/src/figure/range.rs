//! Ranges: two figures that a word or a dash joins, such as `5 à 10` and `entre 20 et 30`.
//!
//! Takes the figures of a text in its order, gives those that span two of them.

use super::token::{Token, after_space, is_alternative, is_hyphen, mark_at, word_at};
use super::{Figure, Form, Placed};

/// Returns the figure that spans `low` and `high`, two neighbours, if the text joins them.
///
/// What only the second says, its scale word, its currency, its per cent, holds for both: `5 à 10 millions d'euros`.
pub(super) fn range(tokens: &[Token], low: &Placed, high: &Placed) -> Option<Figure> {
    let cardinals = low.figure.form == Form::Cardinal && high.figure.form == Form::Cardinal;
    if !cardinals || !is_joined(tokens, low, high) {
        return None;
    }
    let minimum = match (low.reading.scale, high.reading.scale, high.reading.mantissa) {
        (0, 1.., Some(mantissa)) if low.figure.minimum < mantissa => low.figure.minimum.shifted(high.reading.scale)?,
        _ => low.figure.minimum,
    };
    let units_agree = match (low.figure.currency, high.figure.currency) {
        (Some(low), Some(high)) => low == high,
        (Some(_), None) => false,
        (None, _) => true,
    };
    let percents_agree = !low.figure.percent || high.figure.percent;
    (minimum < high.figure.maximum && units_agree && percents_agree).then_some(Figure {
        start: low.figure.start,
        end: high.figure.end,
        minimum,
        maximum: high.figure.maximum,
        percent: high.figure.percent,
        currency: high.figure.currency,
        money: low.figure.money || high.figure.money,
        form: Form::Cardinal,
    })
}

fn is_joined(tokens: &[Token], low: &Placed, high: &Placed) -> bool {
    let connector = after_space(tokens, low.next);
    if after_space(tokens, connector + 1) != high.first {
        return false;
    }
    let tight = high.first == low.next + 1;
    match mark_at(tokens, connector) {
        Some('\u{2013}') => tight,
        Some(mark) if is_hyphen(mark) => tight && !is_chained(tokens, low.first, high.next),
        Some(_) => false,
        None if word_at(tokens, connector) == "et" => follows_between(tokens, low.first),
        None => tokens.get(connector).is_some_and(is_alternative),
    }
}

/// Says whether more hyphens follow or precede, as in a date or a telephone number.
fn is_chained(tokens: &[Token], first: usize, next: usize) -> bool {
    let before = first.checked_sub(1).and_then(|index| mark_at(tokens, index));
    before.is_some_and(is_hyphen) || mark_at(tokens, next).is_some_and(is_hyphen)
}

fn follows_between(tokens: &[Token], first: usize) -> bool {
    let word = tokens[..first].iter().rposition(|token| !token.folded.is_empty());
    word.is_some_and(|index| tokens[index].folded == "entre" && after_space(tokens, index + 1) == first)
}
