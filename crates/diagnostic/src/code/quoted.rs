//! The codes about what passages, quotations and rows of tables cut or miss.

use super::draft::{Draft, at};
use super::{Diagnostic, ManualPage, Place, Severity, first, listed};

codes! {
    /// A quotation does not stand in the text of its document.
    ///
    /// White space, quotation marks, dashes, accents and case do not matter; `…` or `[...]` stands for words that were left out. The
    /// message names the passage that shares most words with it.
    "E019" Error fn quote_not_found(place: Place, quote: &str, nearest: Option<(String, Vec<String>)>) {
        let draft = at(place, format!("“{quote}” does not stand in the text"));
        match nearest {
            None => draft.help("copy the words from the text, or leave the cell empty"),
            Some((passage, lacks)) if lacks.is_empty() => draft.valid(format!("the nearest: {passage}; the order of its words differs")),
            Some((passage, lacks)) => draft.valid(format!("the nearest: {passage}; not there: {}", listed(lacks.iter().map(String::as_str)))),
        }
    }
    /// A quotation stands several times in the text of its document.
    ///
    /// Each claim is read in one place. Quote more words, or write the start of the one that is meant beside the quotation.
    "E020" Error fn quote_several_times(place: Place, quote: &str, count: usize, places: &[String]) {
        let more = if count > places.len() { "; ..." } else { "" };
        at(place, format!("“{quote}” stands {count} times in the text"))
            .valid(format!("{}{more}", places.join("; ")))
            .help("quote more words, or write the start of the one that is meant into `start`")
    }
    /// A quotation stands elsewhere than at the positions of its row.
    "E021" Error fn quote_elsewhere(place: Place, quote: &str, given: (&str, &str), places: &[String]) {
        let (start, end) = given;
        let given = if end.is_empty() { format!("at {start}") } else { format!("within {start} to {end}") };
        at(place, format!("“{quote}” does not stand {given}"))
            .valid(places.join("; "))
            .help("remove `start` and `end`, so that they are those of the quotation")
    }
    /// A passage begins or ends within a number.
    ///
    /// "5 million euros" cut out of "3.5 million euros" says another sum than the text.
    "E026" Error fn range_cuts_number(place: Place, start: u64, end: u64, at_character: usize) {
        at(place, format!("the passage {start} to {end} cuts a number at {at_character}"))
            .valid("a passage that has the whole number, or none of it")
            .help("`sourcier range DOCUMENT \"words\"` finds words in a text")
    }
    /// A further passage is quoted, and the text of its document is not at hand: where it stands is not known, and it enters nothing.
    "E022" Note fn quote_without_text(place: Place, document: &str) {
        at(place, format!("not used: the text of `{document}` is not at hand, so that the place of these words is not known"))
            .help("give the folder of the texts with --texts, SOURCIER_TEXTS or `texts` in sourcier.toml")
    }
    /// Quoted words have no figure, and the claim has one.
    ///
    /// What somebody says of the money need not say how much it is. One note is for all such quotations.
    "E027" Note fn quotes_without_figure(place: Place, figure: &str, quote: &str, others: usize) {
        let others = match others {
            0 => String::new(),
            1 => "; so has 1 other quotation".to_owned(),
            more => format!("; so have {more} other quotations"),
        };
        at(place, format!("\"{quote}\" has no figure to compare {figure} with{others}"))
            .help("nothing, if the words are only about the money; else quote those of the figure, or write them into `as_written`")
    }
    /// A claim rests on a row that its table does not have.
    ///
    /// Rows are counted from 1, the row of the headings included, as spreadsheets do (RFC 7111).
    "E023" Error fn row_not_there(place: Place, row: &str, rows: usize) {
        at(place, format!("the table has no row {row}: it has {rows} rows")).valid(format!("a row from 1 to {rows}, or several such as 5-7"))
    }
    /// The row on which a claim rests does not have its figure or its words.
    ///
    /// A number is read as spreadsheets write it, also with what its heading says: 12,5 below "Montant (M€)" is 12500000.
    "E024" Error fn not_in_row(place: Place, what: &str, row: &str, cells: &str, help: &str) {
        at(place, format!("{what} is not in row {row}")).valid(format!("what is there: {cells}")).help(help)
    }
    /// A claim rests on a row of a document whose file is no table.
    "E025" Error fn no_table(place: Place, file: &str, why: &str) {
        at(place, format!("`{file}` is no table: {why}")).valid("a CSV file")
    }
}
