//! The figure that another replaced: `10 000 au lieu de 12 000`.

/// Words between a figure and the one that it replaced.
const WORDS: [&str; 24] = [
    " au lieu de ",
    " au lieu des ",
    " en lieu et place de ",
    " plutôt que ",
    " contre ",
    " initialement ",
    " anciennement ",
    " instead of ",
    " rather than ",
    " et non pas ",
    " et non ",
    " et pas ",
    " and not ",
    ", not ",
    ", non ",
    " previously ",
    " formerly ",
    " originally ",
    " was ",
    " orig. ",
    " statt ",
    " anstatt ",
    " en vez de ",
    " invece di ",
];

/// A text in which the figure that another replaced stands in brackets: `10 000 (au lieu de 12 000)`.
pub(in crate::understand) fn in_brackets(text: &str) -> std::borrow::Cow<'_, str> {
    let has_digit = |text: &str| text.contains(|letter: char| letter.is_ascii_digit());
    if text.contains('(') || !has_digit(text) {
        return text.into();
    }
    let lower = text.to_lowercase();
    let found = WORDS
        .iter()
        .find_map(|words| lower.find(words).map(|at| (at, words.len())));
    // Letters whose small form has another length keep their text.
    let Some((at, length)) = found.filter(|_| lower.len() == text.len()) else {
        return text.into();
    };
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let figure = rest.get(length..).unwrap_or_default();
    let is_figure = figure.starts_with(|letter: char| letter.is_ascii_digit() || "€$£¥~".contains(letter));
    if !is_figure || !has_digit(before) {
        return text.into();
    }
    format!(
        "{} ({})",
        before.trim_end_matches([',', ';', ' ']),
        rest.trim_matches([',', ' '])
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::in_brackets;

    #[test]
    fn what_a_figure_replaced_stands_in_brackets() {
        for (text, expected) in [
            ("10 000 au lieu de 12 000", "10 000 (au lieu de 12 000)"),
            ("£9,999, was £12,000", "£9,999 (was £12,000)"),
            ("25 M€ et non 52", "25 M€ (et non 52)"),
            ("25 M€, et non pas 52", "25 M€ (et non pas 52)"),
            ("£25m, not 52", "£25m (not 52)"),
            ("4'000 statt 5'000", "4'000 (statt 5'000)"),
            ("au lieu de 12 000", "au lieu de 12 000"),
            ("5 M€ contre la montre", "5 M€ contre la montre"),
            ("£5m (was £6m)", "£5m (was £6m)"),
        ] {
            assert_eq!(in_brackets(text), expected, "{text}");
        }
    }
}
