//! Loans that a remark or a title names among other words: `prêt sans intérêt, remboursable sur 25 ans`.

use crate::record::Words;
use crate::words::{Found, LISTS, words};
use crate::workbook::Address;

use super::Row;

/// How many words before words for a loan may deny it, or say that it is another sum.
const BEFORE: usize = 4;

/// Whether words name a loan, and whether they begin with it, as those do that say what the sum of their row is.
fn named(text: &str) -> Option<bool> {
    let all = words(text);
    let found = LISTS.within("loan", text);
    let is_excluded = |start: usize| {
        let near = start.saturating_sub(BEFORE)..start;
        near.into_iter()
            .any(|at| LISTS.at(&["denied", "excluded"], &all, at).is_some())
    };
    // `avance de 30 %`: a part of a grant that is paid before the rest.
    let is_rate = |found: &Found<&str>| {
        let rest = all.iter().skip(found.start + found.words);
        let mut rest = rest
            .skip_while(|word| matches!(word.as_str(), "de" | "of" | "a"))
            .take(3);
        let is_number = rest
            .next()
            .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        is_number && rest.any(|word| word == "%")
    };
    let is_it = |found: &Found<&str>| {
        let is_advance = found.value == "perhaps" && is_rate(found);
        found.value != "none" && !is_advance && !is_excluded(found.start)
    };
    let mut found = found.into_iter().filter(is_it).peekable();
    found.peek()?;
    let is_lead = |start: usize| (0..start).all(|at| all.get(at).is_some_and(|word| is_article(word)));
    Some(found.any(|found| found.value == "sure" && is_lead(found.start)))
}

/// Whether a word may stand before that for a loan, and says nothing: `un prêt`, `sous forme de prêt`.
fn is_article(word: &str) -> bool {
    LISTS.whole("loan-lead", word).is_some()
}

impl Row<'_, '_> {
    /// The form of money that a remark or title names among other words, if the map does not say that it is none.
    pub(super) fn loan(&mut self, said: &Words) -> Option<String> {
        let address = said.address.filter(|address| address.row as usize == self.index + 1)?;
        self.loan_in(address, &said.text)
    }

    /// The same, of the words of a cell.
    pub(super) fn loan_in(&mut self, address: Address, text: &str) -> Option<String> {
        let is_sure = named(text)?;
        self.given.loans.push((address, is_sure));
        let is_loan = is_sure && self.table.map.loans_among_words != Some(false);
        is_loan.then(|| "loan".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn loans_are_told_from_what_is_lent_and_from_those_that_are_denied() {
        for (text, expected) in [
            ("prêt sans intérêt, remboursable sur 25 ans", Some(true)),
            ("Un prêt de la Banque des territoires", Some(true)),
            ("sous forme d'avance remboursable", Some(true)),
            ("interest-free loan, 10 years", Some(true)),
            ("Loan for the new boiler", Some(true)),
            ("zinsloses Darlehen", Some(true)),
            ("complète le prêt de la CDC", Some(false)),
            ("remboursable sur 10 ans", Some(false)),
            ("avance sur la saison", Some(false)),
            ("avance de 30 %", None),
            ("avance 30 % versée en mars", None),
            ("avance de 30 000 € de la Région", Some(false)),
            ("pas un prêt", None),
            ("not a loan", None),
            ("prêt à démarrer", None),
            ("prêt de salle", None),
            ("loan of equipment", None),
            ("subvention de fonctionnement", None),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }
}
