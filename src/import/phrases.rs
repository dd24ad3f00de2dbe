//! What an import writes into the tables besides the words of the sheet, in the language of the dossier.

/// The phrases of one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrases {
    /// Before the name of a sheet of a workbook.
    pub(super) sheet: &'static str,
    /// Before the number of a row.
    pub(super) row: &'static str,
    /// Before what follows, with its spaces.
    colon: &'static str,
    /// How firm the money is, the sheet does not say.
    pub(super) no_stage: &'static str,
    page: &'static str,
    place: &'static str,
    quoted: &'static str,
    converted: &'static str,
    /// What stands for the name of a natural person who is not taken.
    pub(super) a_person: &'static str,
    /// A natural person who is not named is among those who pay.
    pub(super) a_person_pays: &'static str,
    /// A natural person who is not named is among those who receive.
    pub(super) a_person_receives: &'static str,
    part: &'static str,
    /// Why two claims are in dispute, though they are of different days.
    pub(super) accounts: &'static str,
    says: &'static str,
}

const ENGLISH: Phrases = Phrases {
    sheet: "sheet",
    row: "row",
    colon: ": ",
    no_stage: "stage not known",
    page: "page",
    place: "place",
    quoted: "quoted",
    converted: "converted there",
    a_person: "(a person)",
    a_person_pays: "a natural person pays, too",
    a_person_receives: "a natural person receives, too",
    part: "the row gives it as a part",
    accounts: "two accounts of one statement",
    says: "the sheet says",
};

const FRENCH: Phrases = Phrases {
    sheet: "feuille",
    row: "ligne",
    colon: " : ",
    no_stage: "étape inconnue",
    page: "page",
    place: "lieu",
    quoted: "cité",
    converted: "converti par la source",
    a_person: "(une personne)",
    a_person_pays: "une personne physique paie aussi",
    a_person_receives: "une personne physique reçoit aussi",
    part: "la ligne en fait une partie",
    accounts: "deux comptes rendus d’une déclaration",
    says: "le tableau dit",
};

/// All languages: a note of an earlier import may be in another one.
const ALL: [&Phrases; 2] = [&ENGLISH, &FRENCH];

impl Phrases {
    /// The phrases of a language: French, or else English.
    pub(super) fn of(language: &str) -> &'static Self {
        if language.starts_with("fr") { &FRENCH } else { &ENGLISH }
    }

    /// What leads back to a row.
    pub(super) fn row_of(&self, sheet: &str, number: u32) -> String {
        format!("{sheet}, {} {number}", self.row)
    }

    pub(super) fn page(&self, page: &str) -> String {
        format!("{} {page}", self.page)
    }

    pub(super) fn place(&self, place: &str) -> String {
        [self.place, self.colon, place].concat()
    }

    pub(super) fn quoted(&self, words: &str) -> String {
        [self.quoted, self.colon, words].concat()
    }

    pub(super) fn converted(&self, figure: &str) -> String {
        [self.converted, self.colon, figure].concat()
    }

    /// Why a claim is a part of another one of its row.
    pub(super) fn part(&self, row: &str) -> String {
        [row, self.colon, self.part].concat()
    }

    /// Why money is gone.
    pub(super) fn says(&self, words: &str) -> String {
        [self.says, self.colon, words].concat()
    }
}

/// The row that a note names, of a sheet, in whichever language.
pub(super) fn row_in(note: &str, sheet: &str) -> Option<u32> {
    let rest = note.strip_prefix(sheet)?.strip_prefix(", ")?;
    let rest = ALL
        .iter()
        .find_map(|phrases| rest.strip_prefix(phrases.row))?
        .trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.get(..digits)?.parse().ok()
}

/// A text without the numbers of rows, and with one word for a row and a sheet in all languages.
pub(super) fn without_rows(text: &str) -> String {
    let mut text = text.to_owned();
    for phrases in ALL {
        text = text.replace(&format!(", {} ", phrases.sheet), ", sheet ");
        let word = format!(", {} ", phrases.row);
        let mut parts = text.split(&word);
        let first = parts.next().unwrap_or_default().to_owned();
        text = parts.fold(first, |bare, part| {
            bare + ", row " + part.trim_start_matches(|letter: char| letter.is_ascii_digit())
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Phrases, row_in, without_rows};

    #[test]
    fn rows_are_found_in_notes_of_both_languages() {
        for language in ["fr-FR", "en"] {
            let note = Phrases::of(language).row_of("suivi.csv", 12) + "; page 3";
            assert_eq!(row_in(&note, "suivi.csv"), Some(12), "{note}");
            assert_eq!(without_rows(&note), "suivi.csv, row ; page 3");
        }
        assert_eq!(row_in("suivi.csv: 3", "suivi.csv"), None);
    }
}
