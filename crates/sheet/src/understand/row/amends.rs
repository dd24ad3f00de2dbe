//! Remarks that give the sum of their row anew: `cut to £10,000`, `ramené à 10 000 €`.

use crate::words::{Found, LISTS, words};
use crate::workbook::Address;

use super::Row;

/// How many words may stand between the words for a change and the figure: `reduced to about £10,000`.
const BETWEEN: usize = 2;

/// The digits of the figure behind words for a change of a sum.
fn amended(text: &str) -> Option<String> {
    behind(text, |_| true)
}

/// The digits of the figure to which words say that a sum was changed, and not by how much: `revised to £10,000`.
pub(in crate::understand) fn amended_to(text: &str) -> Option<String> {
    behind(text, |last| !matches!(last, "by" | "de"))
}

/// The digits of the figure behind words for a change of a sum whose last word is one of these.
fn behind(text: &str, is_it: impl Fn(&str) -> bool) -> Option<String> {
    let all = words(text);
    let found = LISTS.within("amends", text);
    let last = |found: &Found<&str>| all.get((found.start + found.words).checked_sub(1)?);
    let mut found = found.iter().filter(|found| last(found).is_some_and(|last| is_it(last)));
    found.find_map(|found| {
        let rest = all.get(found.start + found.words..)?;
        let lead = rest.iter().take(BETWEEN).take_while(|word| !begins(word)).count();
        let figures = rest.get(lead..)?.iter().take_while(|word| begins(word));
        let digits: String = figures
            .flat_map(|word| word.chars().filter(char::is_ascii_digit))
            .collect();
        let has_sign = text.contains(['€', '£', '$', '%']);
        let is_year = digits.len() == 4 && !has_sign && (digits.starts_with("19") || digits.starts_with("20"));
        (!digits.is_empty() && !is_year).then_some(digits)
    })
}

fn begins(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

impl Row<'_, '_> {
    /// Takes down a remark that gives the sum of its row anew, if no other cell of the row has that figure.
    pub(super) fn amends(&mut self, address: Address, text: &str) {
        let Some(digits) = amended(text) else { return };
        let is_there = self.shown.iter().any(|(_, other, cell)| {
            let own: String = cell.text.chars().filter(char::is_ascii_digit).collect();
            *other != address && own == digits
        });
        if !is_there {
            self.given.amended.push(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::amended;

    #[test]
    fn remarks_that_change_a_sum_are_told_from_others() {
        for (text, expected) in [
            ("cut to £10,000 in June", Some("10000")),
            ("Reduced by £5,000", Some("5000")),
            ("now £25,000", Some("25000")),
            ("ramené à 10 000 € en juin", Some("10000")),
            ("porté à 35 M€", Some("35")),
            ("réduit de 5 %", Some("5")),
            ("gekürzt auf 3.000 €", Some("3000")),
            ("raised to 2025", None),
            ("increased from £15,000", None),
            ("now open", None),
            ("ramené au bureau", None),
        ] {
            assert_eq!(amended(text).as_deref(), expected, "{text}");
        }
    }
}
