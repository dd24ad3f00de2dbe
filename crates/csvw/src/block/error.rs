//! What keeps a table from being read on.

use super::foreign::Foreign;
use std::fmt;
use std::io;

/// What keeps a table from being read on.
#[derive(Debug)]
pub enum ReadError {
    /// The input cannot be read.
    Io(io::Error),
    /// The dialect names an encoding that there is not.
    NoEncoding {
        /// What it names.
        declared: String,
    },
    /// It is no text at all, but a file of another kind.
    Foreign(&'static Foreign),
    /// A byte is not text in the declared encoding.
    Encoding(Box<Undecodable>),
    /// A record has no end within the limit.
    RecordTooLong {
        /// The physical line on which it begins, from 1.
        line: u64,
        /// The record in the source, from 1.
        source_number: u64,
        /// The limit, in bytes.
        limit: usize,
        /// The physical line of the quotation mark that is opened and not closed in it.
        opened: Option<u64>,
    },
}

/// A byte that is not text in the declared encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    /// Its physical line, from 1.
    pub line: u64,
    /// The character in that line, from 1.
    pub char_column: u64,
    /// Its record in the source, from 1.
    pub source_number: u64,
    /// Its data row, from 1; 0 where it is before the first.
    pub row_number: u64,
    /// Its cell, from 0, skipped columns counted.
    pub cell_index: usize,
    /// The cell as written up to the byte, which is shown as U+FFFD.
    pub cell: String,
    /// The record as written up to the byte, which is shown as U+FFFD.
    pub row: String,
    /// The byte.
    pub byte: u8,
    /// The encoding that the dialect names.
    pub declared: String,
    /// Encodings in which this and what follows is plausible text, best first.
    pub proposals: Vec<&'static str>,
}

/// What is said of a NUL in a text.
pub const NUL: &str = "here is a NUL (0x00), which no text has: delete it, or take the file again from where it came";

impl Undecodable {
    /// Whether it is a NUL in what is otherwise text; every second byte of UTF-16 may be one.
    pub fn is_nul(&self) -> bool {
        self.byte == 0 && !self.proposals.first().is_some_and(|first| first.starts_with("utf-16"))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::NoEncoding { declared } => write!(f, "`{declared}` is no encoding"),
            Self::Foreign(found) => found.fmt(f),
            Self::Encoding(found) if found.is_nul() => {
                write!(f, "line {}, character {}: {NUL}", found.line, found.char_column)
            }
            Self::Encoding(found) => {
                let Undecodable {
                    line,
                    char_column,
                    byte,
                    declared,
                    ..
                } = &**found;
                write!(
                    f,
                    "line {line}, character {char_column}: the byte 0x{byte:02X} is no text in {declared}"
                )?;
                match found.proposals.as_slice() {
                    [] => Ok(()),
                    proposals => write!(f, "; it would be in {}", proposals.join(", ")),
                }
            }
            Self::RecordTooLong {
                line, limit, opened, ..
            } => {
                write!(
                    f,
                    "line {line}: the row that begins here does not end within {limit} bytes"
                )?;
                match opened {
                    None => Ok(()),
                    Some(opened) => write!(f, "; the quotation mark opened on line {opened} is not closed"),
                }
            }
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}
