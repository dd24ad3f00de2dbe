//! Addresses: numbers of houses, and postal codes.

use super::draft::{Draft, Finder};
use crate::token::{Gap, Kind, Tokens};

/// The digits of a postal code, and the tokens after the word `street` or `rue` within which one is looked for.
const POSTAL_DIGITS: usize = 5;
const ADDRESS: usize = 12;
/// The tokens of the longest name of a town after its postal code.
const LONGEST_TOWN: usize = 8;

/// `12, rue de Rivoli`, `10 Downing Street`.
pub(super) fn is_address(finder: &Finder<'_>, draft: &Draft) -> bool {
    let tokens = finder.tokens;
    let streets = &finder.language.lexicon.names.street;
    let is_house = draft.is_unadorned() && !draft.numeral.is_amount || is_house_letter(tokens, draft);
    if !is_house {
        return false;
    }
    let at = draft.next + usize::from(tokens.mark(draft.next) == Some(','));
    let direct = streets.at(tokens, at).is_some_and(|(_, next)| {
        let words = &finder.language.lexicon.words;
        // `14 bis rue`
        tokens.is_capital(next) || words.stop.at(tokens, next).is_some() || streets.at(tokens, next).is_some()
    });
    let named = (1..=2).any(|words| {
        let capitals = (at..at + words).all(|index| tokens.is_capital(index));
        capitals && tokens.is_capital(at + words) && streets.at(tokens, at + words).is_some()
    });
    direct || named || is_postal_code(finder, draft)
}

/// `14b` of `14b Mill Lane`: a small letter, which elsewhere may be a scale.
fn is_house_letter(tokens: &Tokens<'_>, draft: &Draft) -> bool {
    let letter = draft.first + 1;
    draft.unit.is_none()
        && draft.next == letter + 1
        && tokens.digits(draft.first).is_some()
        && tokens.is_word(letter)
        && tokens.raw(letter).len() == 1
        && tokens.gap(letter) == Gap::None
}

/// `12, rue des Lilas, 44000 Nantes`; `Springfield, IL 62704`.
fn is_postal_code(finder: &Finder<'_>, draft: &Draft) -> bool {
    let (tokens, first) = (finder.tokens, draft.first);
    if tokens.raw(first).len() != POSTAL_DIGITS || draft.next != first + 1 || first == 0 {
        return false;
    }
    let state = tokens.raw(first - 1);
    let is_state = state.len() == 2 && state.chars().all(char::is_uppercase) && tokens.gap(first) == Gap::Space;
    if is_state && first > 1 && tokens.mark(first - 2) == Some(',') {
        return true;
    }
    if is_code_of_a_town(tokens, first) {
        return true;
    }
    let before = (first.saturating_sub(ADDRESS)..first).rev();
    let is_street = |at: usize| finder.language.lexicon.names.street.at(tokens, at).is_some();
    // `rue par rue, 12000 Rennais`; `75008 Paris et 25000 Parisiens`
    let mut is_named = false;
    for at in before {
        if is_street(at) {
            return is_named && tokens.is_capital(draft.next);
        }
        is_named |= tokens.is_capital(at);
        let is_mark = matches!(tokens.mark(at), Some(';' | '!' | '?'));
        if is_mark || tokens.gap(at + 1) == Gap::Paragraph || tokens.digits(at).is_some_and(|digits| digits.len() >= 4)
        {
            return false;
        }
    }
    false
}

/// `(75011 Paris)`: five digits without groups after a comma, a dash or a bracket, and a name up to the next mark.
fn is_code_of_a_town(tokens: &Tokens<'_>, first: usize) -> bool {
    let opens = matches!(tokens.mark(first - 1), Some(',' | '(' | '–' | '—' | '-'));
    let mut next = first + 1;
    if !opens || !tokens.is_capital(next) || tokens.gap(next) != Gap::Space {
        return false;
    }
    while next <= first + LONGEST_TOWN {
        let is_hyphen = tokens.mark(next) == Some('-') && tokens.is_word(next + 1);
        if !is_hyphen && !tokens.is_capital(next) && tokens.mark(next - 1) != Some('-') {
            return tokens.get(next).is_none_or(|token| matches!(token.kind, Kind::Mark(_)));
        }
        next += 1;
    }
    false
}
