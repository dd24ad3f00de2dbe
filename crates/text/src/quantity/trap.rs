//! Numbers that are no figures: names, labels, addresses, clock times, telephone and account numbers, versions, scores.

use super::draft::{Draft, Finder};
use super::{address, counted};
use crate::Decimal;
use crate::lexicon::names::Label;
use crate::lexicon::numbers::Link;
use crate::lexicon::units::{Period, Unit, Written};
use crate::lexicon::wording::Joint;
use crate::numeral::Form;
use crate::token::{Gap, Kind, Tokens};

/// The digits of a telephone or account number at least.
const MANY_DIGITS: usize = 9;
/// The digits of a number that may be a label after `is` or a colon.
const LONG_NUMBER: usize = 5;
/// The tokens of the longest such number that is read at once.
const LONGEST_CHAIN: usize = 24;

/// The end of a number that is no figure by the marks and letters it is attached to, and begins with the digits at `index`.
pub(super) fn in_digits(finder: &Finder<'_>, index: usize) -> Option<usize> {
    let tokens = finder.tokens;
    if let Some('+' | '(') = tokens.mark(index) {
        return telephone(tokens, index);
    }
    let digits = tokens.digits(index)?;
    if is_in_word(tokens, index) {
        return Some(chain(tokens, index));
    }
    let attached = |at: usize| tokens.gap(at) == Gap::None;
    let next_mark = tokens.mark(index + 1).filter(|_| attached(index + 1));
    let next_digits = tokens.digits(index + 2).filter(|_| attached(index + 2));
    match (next_mark, next_digits) {
        // Clock times and ratios: `12:30`.
        (Some(':'), Some(_)) => return Some(chain(tokens, index)),
        (Some('/'), Some(_)) if !is_fraction(finder, index) => return Some(chain(tokens, index)),
        (Some('.'), Some(_)) if is_version(finder, index) => return Some(chain(tokens, index)),
        (Some('-' | '–'), Some(_)) if is_joined_again(tokens, index + 3) => return Some(chain(tokens, index)),
        // `555-0123`
        (Some('-' | '–'), Some(other)) if other.len() > 1 && other.starts_with('0') => {
            return Some(chain(tokens, index));
        }
        (Some('-' | '–'), Some(other)) if is_score(finder, index, digits, other) => return Some(index + 3),
        _ => {}
    }
    let is_enumerator = tokens.gap(index) >= Gap::Line
        && digits.len() <= 2
        && matches!(next_mark, Some('.' | ')'))
        && tokens.is_capital(index + 2)
        && tokens.gap(index + 2) == Gap::Space;
    let is_note = index > 0 && tokens.mark(index - 1) == Some('[') && next_mark == Some(']');
    if is_enumerator || is_note {
        return Some(index + 1);
    }
    telephone(tokens, index)
}

/// The end of an address of the web whose `://` is at `index`.
pub(super) fn address_of_the_web(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let slash = |at: usize| tokens.mark(at) == Some('/') && tokens.gap(at) == Gap::None;
    if tokens.mark(index) != Some(':') || !slash(index + 1) || !slash(index + 2) {
        return None;
    }
    let mut next = index + 3;
    while next < tokens.len() && tokens.gap(next) == Gap::None {
        next += 1;
    }
    Some(next)
}

/// Whether digits belong to a word, an address of the web or a variable: `A380`, `Covid-19`, `?id=12`.
fn is_in_word(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|_| tokens.gap(index) == Gap::None) else {
        return false;
    };
    match tokens.get(before).map(|token| token.kind) {
        Some(Kind::Word) => true,
        Some(Kind::Mark('/' | '=' | '&' | '_' | '?' | '@' | '\\' | '#')) => true,
        Some(Kind::Mark('-')) => {
            let is_percent = tokens.mark(index + 1) == Some('%');
            tokens.gap(before) == Gap::None && before > 0 && tokens.is_word(before - 1) && !is_percent
        }
        _ => false,
    }
}

/// The index after a chain of digits, letters and marks without white space.
fn chain(tokens: &Tokens<'_>, index: usize) -> usize {
    let mut next = index + 1;
    while tokens.gap(next) == Gap::None && next < index + LONGEST_CHAIN {
        let continues = match tokens.get(next).map(|token| token.kind) {
            Some(Kind::Digits | Kind::Word) => true,
            Some(Kind::Mark('-' | '–' | '.' | '/' | ':' | '_' | '=' | '&' | ',')) => {
                tokens.gap(next + 1) == Gap::None
                    && !matches!(tokens.get(next + 1).map(|token| token.kind), Some(Kind::Mark(_)) | None)
            }
            _ => false,
        };
        if !continues {
            break;
        }
        next += 1;
    }
    next
}

fn is_fraction(finder: &Finder<'_>, index: usize) -> bool {
    let numeral = finder.reader.numeral(index, false);
    numeral.is_some_and(|numeral| numeral.ratio.is_some())
}

/// Whether digits have more dots than a number can: `192.168.1.2`, `03.04.1999`.
fn is_version(finder: &Finder<'_>, index: usize) -> bool {
    let tokens = finder.tokens;
    let again = tokens.mark(index + 3) == Some('.')
        && tokens.gap(index + 3) == Gap::None
        && tokens.gap(index + 4) == Gap::None
        && tokens.digits(index + 4).is_some();
    again
        && finder
            .reader
            .numeral(index, false)
            .is_none_or(|numeral| numeral.next < index + 5)
}

/// Whether a hyphen or dash and more digits follow, as in account numbers: `0093-2011-6238`.
fn is_joined_again(tokens: &Tokens<'_>, index: usize) -> bool {
    matches!(tokens.mark(index), Some('-' | '–'))
        && tokens.gap(index) == Gap::None
        && tokens.digits(index + 1).is_some()
}

/// Whether two numbers are a score: `3-1`, `2-2`.
fn is_score(finder: &Finder<'_>, index: usize, one: &str, other: &str) -> bool {
    let tokens = finder.tokens;
    let numbers = one.parse::<u32>().ok().zip(other.parse::<u32>().ok());
    let is_short = one.len() <= 3 && other.len() <= 3;
    let falls = is_short && numbers.is_some_and(|(one, other)| one >= other);
    let is_before_unit = finder.language.lexicon.units.is_at(tokens, index + 3);
    let is_scaled = finder
        .reader
        .numeral(index + 2, false)
        .is_some_and(|numeral| numeral.is_amount || numeral.next > index + 3);
    falls && !is_before_unit && !is_scaled
}

/// The end of a telephone or account number: groups of digits that are no thousands.
fn telephone(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let is_international = tokens.mark(index) == Some('+');
    let mut next = index + usize::from(tokens.mark(index).is_some());
    let (mut groups, mut digits) = (0, 0);
    let mut is_odd = tokens.digits(next)?.starts_with('0') || is_international;
    let mut end = next;
    while next < index + LONGEST_CHAIN
        && let Some(group) = tokens.digits(next)
    {
        is_odd |= groups > 0 && group.len() != 3 && (group.len() != 2 || tokens.digits(index) == Some(group));
        is_odd &= group.len() <= 4 || groups == 0;
        (groups, digits, end) = (groups + 1, digits + group.len(), next + 1);
        next = end;
        let joint = matches!(tokens.mark(next), Some('.' | '-' | ')' | '(' | '/')) && tokens.gap(next) <= Gap::Space;
        if joint && tokens.gap(next + 1) <= Gap::Space {
            next += 1 + usize::from(tokens.mark(next + 1) == Some('('));
        } else if tokens.gap(next) != Gap::Space {
            break;
        }
    }
    let first = tokens
        .digits(index + usize::from(tokens.mark(index).is_some()))
        .unwrap_or_default();
    // `0 800 123 456`
    let is_alone = first == "0" && tokens.digits(index + 1).is_some_and(|group| group.len() == 3);
    let is_zero = (first.len() >= 2 || is_alone) && first.starts_with('0') && tokens.mark(index).is_none();
    // `(212) 555-0123`
    let is_bracketed = first.len() == 3 && tokens.mark(index) == Some('(') && tokens.mark(index + 2) == Some(')');
    let starts = is_zero || is_international || (first.len() == 4 && groups >= 3) || is_bracketed && groups == 3;
    (starts && is_odd && groups >= 3 && digits >= MANY_DIGITS).then_some(end)
}

/// Whether a number is a label, by the word before it: `article 12`, `page 3`, `top 50`.
pub(super) fn is_label(finder: &Finder<'_>, draft: &Draft) -> bool {
    let in_words = draft.numeral.form == Form::Cardinal && !draft.numeral.in_digits && is_alone(draft);
    if !(is_bare(draft) || in_words || is_lettered(finder.tokens, draft)) || finder.tokens.gap(draft.first) > Gap::Space
    {
        return false;
    }
    let (tokens, names) = (finder.tokens, &finder.language.lexicon.names);
    if names.label_after.at(tokens, draft.next).is_some() && tokens.gap(draft.next) <= Gap::Space {
        return !in_words;
    }
    let is_long = tokens.raw(draft.first).len() >= LONG_NUMBER;
    let link = names.label_link.before(tokens, draft.first).filter(|_| is_long);
    let at = link.map_or(draft.first, |(_, first)| first);
    let Some((label, first)) = names.label.before(tokens, at) else {
        return false;
    };
    match label {
        Label::Words => true,
        Label::Digits => !in_words,
        Label::Place => !in_words && (tokens.is_capital(first) || is_small(draft) && counts_nothing(finder, draft)),
        Label::Named => !in_words && tokens.is_capital(first) && !starts_sentence(tokens, first),
        Label::Alone => {
            !in_words && counts_nothing(finder, draft) && !finder.is_linked(draft) && !is_joined(finder, draft)
        }
    }
}

/// Two digits at most.
fn is_small(draft: &Draft) -> bool {
    draft.minimum.is_some_and(|value| !value.reaches(100))
}

/// Whether a number has no noun that it counts, and is not written as an amount. `49.3` is none in French.
fn counts_nothing(finder: &Finder<'_>, draft: &Draft) -> bool {
    let is_foreign = finder.language.lexicon.numbers.decimal == Some(',')
        && draft.numeral.next == draft.first + 3
        && finder.tokens.mark(draft.first + 1) == Some('.')
        && draft.minimum.is_some_and(|value| value.decimals() > 0);
    (!draft.numeral.is_amount || is_foreign) && counted::noun(finder.tokens, finder.language, draft).is_none()
}

/// Whether another number follows that may give a number its unit: `du 200 au 250 km`.
fn is_joined(finder: &Finder<'_>, draft: &Draft) -> bool {
    let joint = finder.language.lexicon.words.joint.at(finder.tokens, draft.next);
    joint.is_some_and(|(_, next)| finder.tokens.digits(next).is_some())
}

/// `terminal 2E`: digits and a capital letter, which small would be the ending of an ordinal.
fn is_lettered(tokens: &Tokens<'_>, draft: &Draft) -> bool {
    let letter = tokens.raw(draft.next - 1);
    draft.numeral.form == Form::Ordinal
        && draft.numeral.in_digits
        && letter.len() == 1
        && tokens.is_capital(draft.next - 1)
}

/// The index after what belongs to a label: `330` of `n° 2017-330`, `(2)` of `Section 14(2)`, the last group of a SIRET.
pub(super) fn label_end(tokens: &Tokens<'_>, draft: &Draft) -> usize {
    let mut next = draft.next;
    let is_part = |at: usize| tokens.digits(at).is_some() || tokens.is_word(at) && tokens.raw(at).len() <= 3;
    let joined = |at: usize| tokens.gap(at) == Gap::None;
    let length: usize = (draft.first..draft.next).map(|at| tokens.raw(at).len()).sum();
    while next < draft.next + LONGEST_CHAIN {
        let is_attached = joined(next) && joined(next + 1) && is_part(next + 1);
        next = match tokens.mark(next) {
            Some('-' | '–' | '/' | '.') if is_attached => next + 2,
            Some('(') if is_attached && tokens.mark(next + 2) == Some(')') => next + 3,
            None if length >= LONG_NUMBER && tokens.digits(next).is_some() && tokens.gap(next) == Gap::Space => {
                next + 1
            }
            _ => break,
        };
    }
    next
}

/// Whether a number continues a list of labels: `articles 12, 13 et 14`.
pub(super) fn continues(finder: &Finder<'_>, draft: &Draft, end: usize) -> bool {
    let tokens = finder.tokens;
    let words = &finder.language.lexicon.words;
    let joint = words.joint.at(tokens, end);
    let mark = matches!(tokens.mark(end), Some(',' | '-' | '–')).then_some(end + 1);
    let is_joined = joint.map(|(_, next)| next).or(mark) == Some(draft.first);
    // `pages 12 to 15 list`
    let is_end = matches!(joint, Some((Joint::To, _))) || tokens.mark(end).is_some_and(|mark| mark != ',');
    is_joined && is_bare(draft) && (is_end || counted::noun(tokens, finder.language, draft).is_none())
}

/// Digits or a Roman numeral and nothing else.
fn is_bare(draft: &Draft) -> bool {
    draft.is_unadorned()
}

/// A number without unit and scale.
fn is_alone(draft: &Draft) -> bool {
    draft.unit.is_none() && draft.numeral.scale == 0
}

/// Whether a number is a name, an address or a clock time by the words around it.
pub(super) fn is_name(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let last_in_digits = tokens.digits(draft.next - 1).is_some();
    let attached = tokens.gap(draft.next) == Gap::None;
    // `5G`, `3D`; `4x4`.
    let in_word = attached
        && ((last_in_digits && tokens.is_word(draft.next) && !draft.numeral.is_amount)
            || (tokens.is_word(draft.next - 1) && draft.numeral.in_digits && tokens.digits(draft.next).is_some()));
    in_word
        || is_of_a_name(finder, draft)
        || is_group(finder, draft)
        || is_of_time(finder, draft)
        || is_year_of_prices(finder, draft)
        || is_clock(finder, draft)
        || is_after_name(finder, draft)
        || is_title(finder, draft)
        || address::is_address(finder, draft)
        || is_adjective(finder, draft)
        || is_bracketed(finder, draft)
}

/// `Henri IV`: a Roman numeral without the ending of an ordinal.
fn is_of_a_name(finder: &Finder<'_>, draft: &Draft) -> bool {
    let raw = finder.tokens.raw(draft.numeral.first);
    draft.numeral.form == Form::Roman && !raw.contains(char::is_lowercase)
}

/// `7 jours sur 7`, `24 heures sur 24`: the whole of a length of time.
fn is_of_time(finder: &Finder<'_>, draft: &Draft) -> bool {
    let is_of = |link: usize| matches!(finder.reader.link(link), Some((Link::OutOf, next)) if next == draft.first);
    let Some(link) = draft.first.checked_sub(1).filter(|link| is_of(*link)) else {
        return false;
    };
    let is_time = |unit: &Written, _: usize| matches!(unit.unit, Unit::Time(_));
    let units = &finder.language.lexicon.units;
    is_bare(draft) && link > 0 && units.find(finder.tokens, link - 1, is_time).is_some()
}

/// `les Vingt-Sept`: number words with capitals within a sentence that count nothing.
fn is_group(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let form = draft.numeral.form == Form::Cardinal && !draft.numeral.in_digits;
    let counts = tokens.is_word(draft.next) && finder.language.lexicon.words.stop.at(tokens, draft.next).is_none();
    form && draft.unit.is_none()
        && draft.numeral.scale == 0
        && tokens.is_capital(draft.first)
        && !starts_sentence(tokens, draft.first)
        && !counts
}

/// `2020 dollars` after `in` or a bracket: the year of prices.
fn is_year_of_prices(finder: &Finder<'_>, draft: &Draft) -> bool {
    let (tokens, words) = (finder.tokens, &finder.language.lexicon.words);
    let numeral = &draft.numeral;
    let is_year = numeral.in_digits && !numeral.is_amount && tokens.raw(numeral.first).len() == 4;
    let after = words.prices_after.at(tokens, numeral.next).is_some();
    let opens = draft.first > 0 && tokens.mark(draft.first - 1) == Some('(');
    is_year && after && (opens || words.prices.before(tokens, draft.first).is_some())
}

/// `France 2`, `Vivatech 2023`, `Windows 11`: digits after a capital word that no list knows.
fn is_after_name(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let Some(before) = draft.first.checked_sub(1) else {
        return false;
    };
    let raw = tokens.raw(before);
    let is_named = tokens.is_word(before)
        && (tokens.is_plain(before) || is_initial(tokens, before))
        && tokens.gap(draft.first) == Gap::Space
        && raw.contains(char::is_uppercase);
    let is_short = tokens.raw(draft.first).len() <= 4 && !draft.numeral.is_amount;
    is_bare(draft) && draft.numeral.form != Form::Roman && is_named && is_short
}

/// Whether a token is the last letter of a name such as `S&P`.
fn is_initial(tokens: &Tokens<'_>, index: usize) -> bool {
    index > 0 && tokens.mark(index - 1) == Some('&') && tokens.gap(index) == Gap::None
}

/// Whether the token at `index` begins a sentence, a line or a quotation.
pub(super) fn starts_sentence(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.mark(before));
    index == 0
        || tokens.gap(index) >= Gap::Line
        || before.is_some_and(|mark| !matches!(mark, '\'' | '-' | ',' | '&' | '/'))
}

/// `la Loire (42)`, `Jane Roe (42)`: a small number alone in brackets after a name.
fn is_bracketed(finder: &Finder<'_>, draft: &Draft) -> bool {
    let (tokens, first) = (finder.tokens, draft.first);
    let is_alone = is_bare(draft) && is_small(draft) && draft.next == first + 1;
    let in_brackets = first > 1 && tokens.mark(first - 1) == Some('(') && tokens.mark(draft.next) == Some(')');
    is_alone && in_brackets && tokens.is_capital(first - 2) && !starts_sentence(tokens, first - 2)
}

/// `20 Minutes`: a unit of time with a capital after digits.
fn is_title(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let unit = draft.next - 1;
    let raw = tokens.raw(unit);
    let is_capital =
        raw.starts_with(char::is_uppercase) && raw.chars().skip(1).all(char::is_lowercase) && raw.len() > 1;
    let is_in_title =
        draft.first > 0 && tokens.is_capital(draft.first - 1) && !starts_sentence(tokens, draft.first - 1);
    matches!(draft.unit, Some(Unit::Time(_))) && draft.numeral.in_digits && is_capital && !is_in_title
}

/// `un bâtiment neuf`, `un grand logement neuf`, `le neuf`: a number word that is an adjective after a noun with its article.
fn is_adjective(finder: &Finder<'_>, draft: &Draft) -> bool {
    let (tokens, names) = (finder.tokens, &finder.language.lexicon.names);
    let is_one = names
        .adjective
        .at(tokens, draft.first)
        .is_some_and(|(_, next)| next == draft.next);
    if !is_one || !is_alone(draft) || counted::noun(tokens, finder.language, draft).is_some() {
        return false;
    }
    let words = &finder.language.lexicon.words;
    let is_noun =
        |at: usize| tokens.is_word(at) && words.stop.at(tokens, at).is_none() && tokens.gap(at + 1) <= Gap::Line;
    let noun = draft.first.checked_sub(1).filter(|noun| is_noun(*noun));
    let mut at = noun.unwrap_or(draft.first);
    while let Some((_, first)) = words.adjective_before.before(tokens, at) {
        at = first;
    }
    // `est de neuf`, but `dans le neuf`.
    let determiner = names.determiner.before(tokens, at);
    determiner.is_some_and(|(may_be_alone, _)| noun.is_some() || *may_be_alone)
}

/// `à 18 heures`, `12h30`, `9 am`, `three o'clock`.
fn is_clock(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let names = &finder.language.lexicon.names;
    let is_hour = draft
        .minimum
        .is_some_and(|value| !value.reaches(25) && value >= Decimal::from(0));
    let is_time = matches!(draft.unit, None | Some(Unit::Time(Period::Hour)));
    if !is_hour || !is_time || draft.numeral.form != Form::Cardinal {
        return false;
    }
    let unit = if draft.unit.is_some() {
        draft.next - 1
    } else {
        draft.next
    };
    let Some((_, next)) = names.clock_after.at(tokens, unit) else {
        return false;
    };
    let minutes = tokens.digits(next).is_some_and(|minutes| minutes.len() == 2) && tokens.gap(next) <= Gap::Space;
    // In a language without such a list the words after an hour say enough.
    minutes || !names.has_clock_before || names.clock_before.before(tokens, draft.first).is_some()
}
