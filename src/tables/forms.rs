//! What the cells of a column are to look like, in words: metadata have regular expressions for it.

use super::known::fits;
use csvw::datatype::Invalid;
use csvw::metadata::Column;

/// A form: texts that columns of it take, texts that they do not take, and what to say.
struct Form {
    takes: &'static [&'static str],
    refuses: &'static [&'static str],
    words: &'static str,
}

/// The forms of a dossier's columns.
const FORMS: [Form; 9] = [
    Form {
        takes: &["2024", "2024-05", "2024-05-21", "2024/2026"],
        refuses: &["a"],
        words: "a day, month or year, such as 2024-05-21, 21/05/2024, 2024-05 or 2024, or a period of two, such as 2024/2026",
    },
    Form {
        takes: &["2024", "2024-05", "2024-05-21"],
        refuses: &["a", "2024/2026"],
        words: "a day, month or year, such as 2024-05-21, 21/05/2024, 2024-05 or 2024",
    },
    Form {
        takes: &["2024-05-21"],
        refuses: &["a", "2024", "2024-05"],
        words: "a day, such as 2024-05-21 or 21/05/2024",
    },
    Form {
        takes: &["5", "5-7"],
        refuses: &["a", "0", "5-", "5,7"],
        words: "the number of a row, such as 5, or of several that follow each other, such as 5-7; the row of the headings is 1",
    },
    Form {
        takes: &["a", "les-palmes", "2025-plan"],
        refuses: &["A", "a b", "é", "-a", "a.b"],
        words: "small letters without accents, digits and hyphens, such as `les-palmes`",
    },
    Form {
        takes: &["A", "PublicBody"],
        refuses: &["a", "Public Body", "A1"],
        words: "one word with a capital letter, such as `PublicBody`",
    },
    Form {
        takes: &["Q142"],
        refuses: &["142", "q142", "Q0"],
        words: "the number of an item of Wikidata: Q and one to nine digits",
    },
    Form {
        takes: &["http://example.org/", "https://example.org/a"],
        refuses: &["example.org", "a"],
        words: "an address of the web, such as https://example.org/article",
    },
    Form {
        takes: &["0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
        refuses: &["a", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"],
        words: "a SHA-256: 64 digits and letters from a to f; leave it empty, and it is computed where the text is at hand",
    },
];

/// What the cells of a column are to look like; `None` if its form is one of the dossier's own.
pub(super) fn in_words(column: &Column) -> Option<String> {
    let is_it = |form: &&Form| {
        form.takes.iter().all(|text| fits(column, text)) && !form.refuses.iter().any(|text| fits(column, text))
    };
    let known = FORMS.iter().find(is_it).map(|form| form.words.to_owned());
    known.or_else(|| words(column))
}

/// The words of a form that is a list of them, `yes|no`.
fn words(column: &Column) -> Option<String> {
    let Err(Invalid::Format { format, .. }) = column.datatype.read("\u{1}", &mut String::new()) else {
        return None;
    };
    let words: Vec<&str> = format.split('|').collect();
    let is_word =
        |word: &&str| !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    (words.len() > 1 && words.iter().all(is_word)).then(|| words.join(" or "))
}
