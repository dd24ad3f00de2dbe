//! Columns of post codes and telephone numbers, which are numbers and no sums.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::words;

use super::Spec;

/// The word that is a French post code as well as a kind of credit (`crédits de paiement`).
const POST_CODE: &str = "cp";

/// The credit beside which it stands in budgets.
const BESIDE: &str = "commitment-authorisation";

/// How many digits a post code has; a spreadsheet drops the zero at its beginning.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=5;

/// Whether a text has the form of a post code: `29200`, `02100`, `2100`.
pub(super) fn is_post_code(text: &str) -> bool {
    DIGITS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text begins as telephone numbers and codes do, and sums do not: `0298445566`, `02 98`, `+33 2`.
pub(super) fn is_code(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '\u{a0}' | '.' | '-' | '(' | ')');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if let Some(rest) = text.strip_prefix("+") {
        return digits >= 10 && rest.chars().all(is_plain);
    }
    let second = text.as_bytes().get(1);
    text.starts_with('0')
        && second.is_some_and(|byte| byte.is_ascii_digit())
        && digits >= 4
        && text.chars().all(is_plain)
}

/// Takes a column `CP` for post codes, unless it stands beside one of commitment authorisations, or its cells are money.
pub(super) fn take(specs: &mut [Spec]) {
    if specs.iter().any(|spec| spec.said.instrument == Some(BESIDE)) {
        return;
    }
    let is_code = |spec: &&mut Spec| {
        let is_open = spec.basis == Basis::Heading && spec.role() == Role::Amount && spec.said.measure.is_none();
        let is_called = words(&spec.heading.text).iter().any(|word| word == POST_CODE);
        is_open && is_called && spec.kinds.money == 0 && spec.kinds.most(spec.kinds.post_codes)
    };
    for spec in specs.iter_mut().filter(is_code) {
        spec.map.role = Role::Ignored;
        (spec.map.instrument, spec.map.period, spec.map.stage) = (None, None, None);
        spec.ignored = Some(format!("{} has post codes", spec.label()));
    }
}
