//! Cells of which nobody can tell what their figure is: `4-5000 €`, `500 CR`, `£40m less than planned`.

use super::{Reader, is_sum};
use crate::map::DecimalMark;
use crate::measure::measure;
use crate::understand::measures::Measures;
use crate::understand::number::number;
use crate::words::{LISTS, words};
use text::Decimal;

/// Why a figure cannot be taken, though its digits can be read; nothing for others.
pub(super) fn why(text: &str, core: &str, mark: Option<DecimalMark>, measures: &Measures) -> Option<String> {
    if compares(text) {
        return Some("it says by how much a sum differs from another, which is no sum".to_owned());
    }
    if text.to_lowercase().contains(" et quart") {
        return Some("`et quart` beside its figure is not understood: write the sum in full".to_owned());
    }
    if let Some(low) = short_range(core, mark, measures) {
        return Some(format!(
            "its first number may be {low}, or in the hundreds, thousands or millions of its second: write both in full"
        ));
    }
    unknown_letters(core, mark, measures).map(|letters| {
        format!("`{letters}` beside its figure is no unit that is known, and may be a scale: write the sum in full")
    })
}

/// Whether words behind a figure compare it with another: `£40m less than planned`, `5 M€ de plus qu'en 2023`.
fn compares(text: &str) -> bool {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let is_figure = |token: &str| {
        token.contains(|letter: char| letter.is_ascii_digit()) || measure(token.trim_end_matches('.')).is_some()
    };
    (1..tokens.len()).any(|place| {
        let (before, rest) = tokens.split_at(place);
        let is_behind = before
            .last()
            .is_some_and(|last| !last.ends_with([',', ';', ':']) && is_figure(last));
        let has_figure = before
            .iter()
            .any(|token| token.contains(|letter: char| letter.is_ascii_digit()));
        let rest: Vec<&str> = rest.iter().take(4).copied().collect();
        is_behind && has_figure && LISTS.at(&["compares"], &words(&rest.join(" ")), 0).is_some()
    })
}

/// The first number of a range that may leave out the thousands of the second: `4-5000`, not `100 - 50 000`.
fn short_range(core: &str, mark: Option<DecimalMark>, measures: &Measures) -> Option<String> {
    let divider = ["-", "–", "—", " à ", " to "]
        .into_iter()
        .find(|divider| core.contains(divider))?;
    let (low, high) = core.split_once(divider)?;
    let low = low.trim().trim_start_matches(['€', '$', '£', '¥']).trim();
    let high = high.trim();
    let is_short = (1..=3).contains(&low.len()) && low.bytes().all(|byte| byte.is_ascii_digit());
    let has_sign = high.starts_with(['€', '$', '£', '¥']);
    if !is_short || has_sign {
        return None;
    }
    let high = number(high, mark, measures)?;
    let (has_scale, high) = (high.unit.scale > 0, high.value);
    let low_value = Decimal::parse(low).filter(|low| *low > Decimal::from(0))?;
    let is_left_out = |scale: u32| {
        let scaled = low_value.shifted(scale);
        high.shifted_down(scale).is_some_and(|rest| rest.decimals() == 0) && scaled.is_some_and(|scaled| scaled < high)
    };
    // `$3-400m` is 300 to 400 as people say it, and 3 to 400 as it stands.
    let is_hundreds = high < Decimal::from(1000) && is_left_out(2);
    let is_thousands = !has_scale && [3, 6, 9].into_iter().any(is_left_out);
    (is_hundreds || is_thousands).then(|| low.to_owned())
}

/// Two letters behind a number that are no unit: `500 CR` may be crores, credit, or a name. Beside a currency with which nobody
/// counts in crores, they are a remark.
fn unknown_letters<'t>(core: &'t str, mark: Option<DecimalMark>, measures: &Measures) -> Option<&'t str> {
    let at = core.rfind(|letter: char| letter.is_ascii_digit())? + 1;
    let (figure, letters) = core.split_at(at);
    let letters = letters.trim().trim_end_matches('.');
    let is_unknown = letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_capital = letters.starts_with(|letter: char| letter.is_ascii_uppercase()) || letters == "cr";
    let of_rupees = |unit: &Option<String>| {
        unit.as_deref()
            .is_none_or(|unit| ["INR", "PKR", "BDT", "NPR", "LKR"].contains(&unit))
    };
    let is_number = number(figure, mark, measures).is_some_and(|read| of_rupees(&read.unit.unit));
    let is_rupees = ["Rs", "INR", "PKR"].iter().any(|sign| figure.starts_with(sign));
    (is_unknown && is_capital && (is_number || is_rupees) && number(core, mark, measures).is_none()).then_some(letters)
}

impl Reader<'_> {
    /// The scale behind the figure of a text that was not read with it, since nothing is known of the unit that follows: `2 mio zł`.
    pub(super) fn lost_scale(&self) -> Option<String> {
        if self.number(self.text).is_some() {
            return None;
        }
        let read = self.scanned(self.text);
        let first = read.quantities.iter().find(|one| is_sum(one) && !one.within_range)?;
        let after: String = self.text.chars().skip(first.place.end).collect();
        let word: String = after
            .trim_start()
            .chars()
            .take_while(|letter| letter.is_alphabetic())
            .collect();
        // `£7 figures` are millions.
        let is_count = matches!(word.as_str(), "figures" | "figure" | "chiffres");
        (first.scale == 0 && (is_count || LISTS.scale(&word).is_some())).then_some(word)
    }
}

/// The number in brackets that nothing says what it is, beside a form of money: `6,3 (loan 4)`.
pub(super) fn is_other_sum(inner: &str) -> bool {
    let told = crate::understand::beside::states(inner);
    let mut numbers = inner
        .split_whitespace()
        .filter(|word| word.contains(|letter: char| letter.is_ascii_digit()));
    let first = numbers.next();
    let is_number = |word: &str| {
        word.chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'))
    };
    let is_year = |word: &str| word.len() == 4 && word.starts_with(['1', '2']);
    let is_plain = first.is_some_and(|word| is_number(word) && !is_year(word)) && numbers.next().is_none();
    let is_last = first.is_some_and(|word| inner.trim_end().ends_with(word));
    !told.instruments.is_empty() && is_plain && is_last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_which_nobody_can_tell_are_told_from_others() {
        let measures = Measures::default();
        let is_doubtful = |text: &str| why(text, text, None, &measures).is_some();
        for text in [
            "4-5000 €",
            "£4-5000",
            "300-400 000",
            "$3-400m",
            "3-400 €",
            "4 - 5 000 000",
            "sept millions et quart",
            "500 CR",
            "₹500 cr",
            "£40m less than",
            "£40m less than planned",
            "5 M€ de plus qu'en 2023",
            "5 millions de moins que prévu",
        ] {
            assert!(is_doubtful(text), "{text}");
        }
        for text in [
            "4-5 M€",
            "100 - 50 000",
            "0-5000",
            "50-100 M€",
            "5-100 M€",
            "£4-£5000",
            "4000-5000 €",
            "5 M€ HT",
            "500 k",
            "less than £40m",
            "plus de 5 M€",
            "€500 CR",
            "£5m, more than £3m of it from the State",
        ] {
            assert!(!is_doubtful(text), "{text}");
        }
        assert!(is_other_sum("loan 4") && is_other_sum("prêt 1,5"));
        for inner in ["loan 2024", "prêt sur 20 ans", "loan at 2%", "2 lots", "dont prêt 4 M€"] {
            assert!(!is_other_sum(inner), "{inner}");
        }
    }
}
