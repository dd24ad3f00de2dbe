//! Dates as readers of French or English expect them: `10 février 2025`, `10 February 2025`.
//!
//! Takes dates as ISO 8601 and EDTF write them, and the tag of a language, of which `fr…` gives French and all others English.
//! What is no date is returned as it is.

use crate::amount::is_french;

/// Writes a date for readers: `2025-02-10` as `10 February 2025`, `2025-02` as `February 2025`, `2024/2027` as `2024 to 2027`.
pub fn display(written: &str, language: &str) -> String {
    let french = is_french(language);
    if let Some((from, to)) = written.split_once('/').filter(|ends| is_period(*ends)) {
        let word = if french { "à" } else { "to" };
        return format!("{} {word} {}", display(from, language), display(to, language));
    }
    let mut parts = written.split('-').map(str::parse::<usize>);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let months = if french { MOIS } else { MONTHS };
    let month = match month {
        Some(Ok(month)) if written.len() >= 7 => months.get(month.wrapping_sub(1)),
        _ => None,
    };
    match (year, month, day) {
        (Some(Ok(year)), Some(month), None) => format!("{month} {year}"),
        (Some(Ok(year)), Some(month), Some(Ok(1))) if french => format!("1er {month} {year}"),
        (Some(Ok(year)), Some(month), Some(Ok(day))) => format!("{day} {month} {year}"),
        _ => written.to_owned(),
    }
}

/// Whether two texts are the ends of a period, of which one may be open. A slash between others is part of a name, such as that of two
/// bodies.
fn is_period((from, to): (&str, &str)) -> bool {
    let is_end = |end: &str| is_date(end) || ["", ".."].contains(&end);
    is_end(from) && is_end(to) && (is_date(from) || is_date(to))
}

/// Whether a text is a year, a month or a day (ISO 8601).
fn is_date(text: &str) -> bool {
    let is_part = |(at, part): (usize, &str)| {
        part.len() == if at == 0 { 4 } else { 2 } && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split('-').count() <= 3 && text.split('-').enumerate().all(is_part)
}

/// Writes the dates of a text that have a month for readers.
pub fn in_text(text: &str, language: &str) -> String {
    let is_of_date = |letter: char| letter.is_ascii_digit() || letter == '-';
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_date) {
        let (before, from) = rest.split_at(start);
        let (part, after) = from.split_at(from.find(|letter| !is_of_date(letter)).unwrap_or(from.len()));
        said.push_str(before);
        match has_month(part) && !before.ends_with(char::is_alphanumeric) {
            true => said.push_str(&display(part, language)),
            false => said.push_str(part),
        }
        rest = after;
    }
    said + rest
}

/// Writes the date at the end of a citation for readers: `Gazette, The port, [2023-06]`. Dates in a title stay as they are.
pub fn in_citation(citation: &str, language: &str) -> String {
    match citation.rsplit_once(", ") {
        Some((before, date)) if has_month(date.trim_start_matches('[').trim_end_matches(']')) => {
            format!("{before}, {}", in_text(date, language))
        }
        _ => citation.to_owned(),
    }
}

/// Whether a text has the form of a date with a month.
fn has_month(part: &str) -> bool {
    let is_dash = |at: usize| [4, 7].contains(&at);
    [7, 10].contains(&part.len())
        && part.bytes().enumerate().all(|(at, byte)| match is_dash(at) {
            true => byte == b'-',
            false => byte.is_ascii_digit(),
        })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_for_readers_with_their_own_precision() {
        assert_eq!(display("2025-02-10", "en"), "10 February 2025");
        assert_eq!(display("2025-02-01", "fr-FR"), "1er février 2025");
        assert_eq!(display("2025-02", "fr"), "février 2025");
        assert_eq!(display("2025", "en"), "2025");
        assert_eq!(display("2024/2027", "en"), "2024 to 2027");
        for name in ["ANR/Inria", "Plan 2024/2025", "../../x", "2024-6/2025", "2024/25", "/"] {
            assert_eq!(display(name, "en"), name);
        }
        assert_eq!(display("soon", "en"), "soon");
        assert_eq!(display("2025-13", "en"), "2025-13");
    }

    #[test]
    fn dates_in_texts_are_those_with_a_month() {
        assert_eq!(
            in_text("pour 2025-05 – 2025-11-30, 12-18", "fr"),
            "pour mai 2025 – 30 novembre 2025, 12-18"
        );
        assert_eq!(in_text("[2023-06] a2023-06, 2025", "en"), "[June 2023] a2023-06, 2025");
    }

    #[test]
    fn a_citation_ends_in_its_date_and_its_title_is_as_written() {
        assert_eq!(
            in_citation("Gazette, Minutes of 2024-01-02, 2024-05-21", "en"),
            "Gazette, Minutes of 2024-01-02, 21 May 2024"
        );
        assert_eq!(in_citation("Gazette, [2023-06]", "fr"), "Gazette, [juin 2023]");
        assert_eq!(in_citation("é, [[2023-0é]", "fr"), "é, [[2023-0é]");
    }
}
