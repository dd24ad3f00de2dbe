//! Figures that are written otherwise: parts of a million in words (`half a million`), rands (`R5,000`).

/// A text in which half a million, or a quarter of one, stands in digits: `half a million` is `0.5 million`.
pub(in crate::understand) fn in_digits(text: &str) -> std::borrow::Cow<'_, str> {
    const WORDS: [(&str, &str); 15] = [
        ("1/2m", "0.5m"),
        ("1/4m", "0.25m"),
        ("½m", "0.5m"),
        ("½ million", "0.5 million"),
        ("1/2 million", "0.5 million"),
        ("1/4 million", "0.25 million"),
        ("half a million", "0.5 million"),
        ("half a billion", "0.5 billion"),
        ("a quarter of a million", "0.25 million"),
        ("quarter of a million", "0.25 million"),
        ("three quarters of a million", "0.75 million"),
        ("un demi-million", "0,5 million"),
        ("un demi million", "0,5 million"),
        ("un demi-milliard", "0,5 milliard"),
        ("un quart de million", "0,25 million"),
    ];
    // Rands have the sign `R`, which elsewhere is a letter.
    let rands = text.strip_prefix('R').map(str::trim_start);
    if let Some(figure) = rands.filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit())) {
        return format!("ZAR {figure}").into();
    }
    let lower = text.to_lowercase();
    let before = |at: usize| lower.get(..at).and_then(|head| head.chars().next_back());
    let begins = |at: usize| before(at).is_none_or(|letter| !letter.is_ascii_digit() && letter != '/');
    let found = WORDS
        .iter()
        .find_map(|(words, digits)| Some((lower.find(words).filter(|at| begins(*at))?, words, digits)));
    // Letters whose small form has another length keep their text.
    match found.filter(|_| lower.len() == text.len()) {
        Some((at, words, digits)) => {
            let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
            format!("{before}{digits}{}", rest.get(words.len()..).unwrap_or_default()).into()
        }
        None => text.into(),
    }
}
