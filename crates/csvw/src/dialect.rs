//! The dialect of a table, and its defaults.
//!
//! "Metadata Vocabulary for Tabular Data", section 5.9; the flags of "Model for Tabular Data and Metadata on the Web",
//! section 8. Holds what a dialect description says, and gives it to [`super::block`] and [`super::record`].

use encoding_rs::Encoding;

/// The dialect of a table (5.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The prefix of comment rows; a comment ends with its line, even within quotation marks.
    pub comment_prefix: Option<String>,
    /// The delimiter of cells: one or more characters.
    pub delimiter: String,
    /// Whether a quotation mark in a quoted cell is written twice; otherwise `\` is before it.
    pub double_quote: bool,
    /// A label of the Encoding Standard.
    pub encoding: String,
    /// The number of header rows after the skipped rows.
    pub header_row_count: usize,
    /// The line terminators.
    pub line_terminators: Vec<String>,
    /// The quotation mark; with `None`, cells are neither quoted nor escaped.
    pub quote: Option<char>,
    /// Whether rows with only empty cells are skipped.
    pub skip_blank_rows: bool,
    /// The number of cells skipped at the beginning of each row.
    pub skip_columns: usize,
    /// As described; what it means for reading is already in `trim`, which alone is used.
    pub skip_initial_space: bool,
    /// The number of rows skipped at the beginning.
    pub skip_rows: usize,
    /// Where white space around the text of a cell is removed.
    pub trim: Trim,
}

/// Where white space around the text of a cell is removed: space, tab, CR and LF, quoted or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trim {
    /// Nowhere.
    #[default]
    False,
    /// On both sides.
    True,
    /// Before the text.
    Start,
    /// After the text.
    End,
}

impl Trim {
    /// Whether it is removed before the text.
    pub fn is_start(self) -> bool {
        matches!(self, Self::True | Self::Start)
    }

    /// Whether it is removed after the text.
    pub fn is_end(self) -> bool {
        matches!(self, Self::True | Self::End)
    }
}

impl Default for Dialect {
    /// The dialect of a table for which none is described.
    ///
    /// As section 8 has no comments then, a header cell may begin with `#`. `trim` is false, as in the default dialect
    /// description of 5.9, against the sentence on `trim` there.
    fn default() -> Self {
        Self {
            comment_prefix: None,
            delimiter: ",".to_owned(),
            double_quote: true,
            encoding: "utf-8".to_owned(),
            header_row_count: 1,
            line_terminators: vec!["\r\n".to_owned(), "\n".to_owned()],
            quote: Some('"'),
            skip_blank_rows: false,
            skip_columns: 0,
            skip_initial_space: false,
            skip_rows: 0,
            trim: Trim::False,
        }
    }
}

impl Dialect {
    /// The dialect of an empty description: the default dialect description of 5.9, where `#` begins a
    /// comment.
    pub fn described() -> Self {
        Self {
            comment_prefix: Some("#".to_owned()),
            ..Self::default()
        }
    }
}

/// Whether this is a label of the Encoding Standard by which text can be read.
pub fn is_encoding(label: &str) -> bool {
    Encoding::for_label_no_replacement(label.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_only_where_a_dialect_is_described() {
        assert_eq!(Dialect::default().comment_prefix, None);
        assert_eq!(Dialect::described().comment_prefix.as_deref(), Some("#"));
        assert_eq!(
            Dialect {
                comment_prefix: None,
                ..Dialect::described()
            },
            Dialect::default()
        );
    }

    #[test]
    fn trim_has_two_sides() {
        let sides = [Trim::False, Trim::True, Trim::Start, Trim::End].map(|trim| (trim.is_start(), trim.is_end()));
        assert_eq!(sides, [(false, false), (true, true), (true, false), (false, true)]);
    }

    #[test]
    fn labels_are_those_of_the_encoding_standard() {
        for label in [
            "utf-8",
            "UTF8",
            "latin1",
            "iso-8859-1",
            "windows-1252",
            "utf-16",
            "utf-16be",
            "macintosh",
        ] {
            assert!(is_encoding(label), "{label}");
        }
        for label in ["", "utf-9", "iso-2022-kr"] {
            assert!(!is_encoding(label), "{label}");
        }
    }
}
