//! Telephone numbers and e-mail addresses in remarks, by which somebody without a name is found.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// An e-mail address; a number with `+` or `0` before it, or in groups of three, three and four digits; whatever digits stand behind a word for
/// telephone.
static CONTACTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mail = r"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+";
    let international = r"(?:\+|\b00)[1-9](?:[ \u{a0}\u{202f}.()/-]{0,2}[0-9]){6,14}";
    let national = r"\(?\b0[1-9](?:[ \u{a0}\u{202f}.()/-]{0,2}[0-9]){7,10}\b";
    let american = r"\(?\b[2-9][0-9]{2}\)?[ .-]{1,2}[0-9]{3}[.-][0-9]{4}\b";
    let told = r"\b(?i:phone|telephone|téléphone|tel|tél|mobile|portable|cell)(?:\p{Po}?s)?[ .:\u{a0}]{0,5}(?:n[°o]\.? ?|no\. ?|number )?(?P<told>\+?[0-9](?:[ \u{a0}\u{202f}.()/-]{0,2}[0-9]){3,14})\b";
    Regex::new(&format!("{told}|{mail}|{international}|{national}|{american}")).ok()
});

/// The most digits of a date: what is written like `02.03.2024` is no telephone number.
const DATE: usize = 8;

/// Where a text has telephone numbers and e-mail addresses; in order.
pub fn contacts(text: &str) -> Vec<Range<usize>> {
    let Some(contacts) = CONTACTS.as_ref() else {
        return Vec::new();
    };
    let found = contacts.captures_iter(text).filter_map(|captures| {
        let told = captures.name("told");
        let whole = told.or_else(|| captures.get(0))?;
        let digits = whole.as_str().chars().filter(char::is_ascii_digit).count();
        let is_number = !whole.as_str().contains('@');
        let is_date = is_number && told.is_none() && digits <= DATE && !whole.as_str().starts_with('+');
        (!is_date).then(|| whole.range())
    });
    found.collect()
}

/// A text with something else in the place of its telephone numbers and e-mail addresses.
pub fn without_contacts(text: &str, instead: &str) -> String {
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for found in contacts(text) {
        new += &text[end..found.start];
        new += instead;
        end = found.end;
    }
    new + &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_by_which_somebody_is_found_are_covered() {
        for (text, covered) in [
            ("rang on 07700 900123, twice", "rang on …, twice"),
            ("appelée au 06 12 34 56 78.", "appelée au …."),
            ("06.12.34.56.78", "…"),
            ("+33 (0)6 12 34 56 78", "…"),
            ("(020) 7946 0958", "…"),
            ("call (555) 123-4567 or 555.123.4567", "call … or …"),
            ("0044 20 7946 0958", "…"),
            ("ann.ley@mail.example.org; o'neil+1@example.fr", "…; …"),
            ("phone 0123, Tél. : 4567", "phone …, Tél. : …"),
        ] {
            assert_eq!(without_contacts(text, "…"), covered, "{text}");
        }
        for text in [
            "02.03.2024 and 2024-03-02",
            "1 000 000 000 euros",
            "€400m in 2024, row 12345678",
            "0.5 million, 0,75 %",
            "page 12, lines 0100 to 0200",
            "@ann at example.org",
            "12 mobile phones",
        ] {
            assert!(contacts(text).is_empty(), "{text}");
        }
    }
}
