//! Bytes to a workbook: finds out the format, and reads it within limits.
//!
//! Refuses what it cannot read, saying what to do instead; a file is read whole or not at all.

mod decode;
mod delimited;
mod dialect;
mod json_lines;
mod grow;
mod number_format;
mod ods;
mod parts;
mod records;
mod xlsx;

use crate::workbook::{Format, Workbook};

/// Limits that bound memory and time. They are far above the sheets that people keep, of which each row is a statement.
pub mod limits {
    /// The greatest size of a file, in bytes.
    pub const BYTES: usize = 64 << 20;
    /// The most rows of a sheet, blank ones included, below its headings.
    pub const ROWS: usize = 200_000;
    /// The rows of headings, titles and notes that may stand besides.
    pub const BESIDE: usize = 100;
    /// The most columns of a sheet, as many as Excel has.
    pub const COLUMNS: usize = 16_384;
    /// The most cells of a workbook, those before the last of each row included.
    pub const CELLS: usize = 4_000_000;
    /// The most bytes that the parts of a workbook may have once inflated.
    pub const INFLATED: u64 = 256 << 20;
    /// The most bytes of text of a workbook.
    pub const TEXT: usize = 256 << 20;
    /// The longest text of a cell, in bytes: Excel takes 32,767 characters.
    pub const CELL_TEXT: usize = 4 * 32_767;
    /// The most parts of a workbook.
    pub const PARTS: usize = 4096;
}

/// Why a file cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It has no bytes, or nothing but white space.
    #[error("{name} is empty. Save the sheet again, or name another file.")]
    Empty {
        /// The file.
        name: String,
    },
    /// It needs a password.
    #[error(
        "{name} is encrypted. Open it with its password, save a copy without one (File, Info, Protect Workbook, Encrypt with Password: leave it empty), and import the copy."
    )]
    Encrypted {
        /// The file.
        name: String,
    },
    /// It is a format for which there is no reader.
    #[error("{name} is {what}. Open it in a spreadsheet program, save it as XLSX, ODS or CSV, and import that.")]
    OtherFormat {
        /// The file.
        name: String,
        /// The format, with its article: `an Excel 97 workbook`.
        what: &'static str,
    },
    /// It is cut off or damaged.
    #[error(
        "{name} is damaged: {detail}. Open it in a spreadsheet program, which may repair it, save it again, and import that."
    )]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong.
        detail: String,
    },
    /// It goes beyond a limit.
    #[error("{name} has more than {limit} {what}. {advice}")]
    TooLarge {
        /// The file.
        name: String,
        /// What there is too much of: `rows`, `bytes once inflated`.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// What to do.
        advice: &'static str,
    },
}

/// What to do with a sheet that is too large.
const SPLIT: &str = "Split it, for instance by year, and import the parts, or describe it as a table of its own.";

/// Why reading stopped; the name of the file is added by [`read`].
enum Stop {
    Empty,
    Encrypted,
    Damaged(String),
    TooLarge(&'static str, u64),
}

impl Stop {
    fn named(self, name: &str) -> Unreadable {
        let name = name.to_owned();
        match self {
            Self::Empty => Unreadable::Empty { name },
            Self::Encrypted => Unreadable::Encrypted { name },
            Self::Damaged(detail) => Unreadable::Damaged { name, detail },
            Self::TooLarge(what, limit) => Unreadable::TooLarge {
                name,
                what,
                limit,
                advice: SPLIT,
            },
        }
    }
}

/// Reads a file: CSV in any dialect, XLSX, ODS, or JSON Lines of FollowTheMoney.
///
/// `name` is what messages call the file; its ending does not matter, since the bytes tell the format.
///
/// # Errors
/// If the file is empty, encrypted, damaged, of another format, or beyond one of the [`limits`].
pub fn read(bytes: &[u8], name: &str) -> Result<Workbook, Unreadable> {
    if bytes.len() > limits::BYTES {
        return Err(Stop::TooLarge("bytes", limits::BYTES as u64).named(name));
    }
    let stop = |stop: Stop| stop.named(name);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return read_archive(bytes, name);
    }
    if let Some(what) = other_format(bytes) {
        return Err(match what {
            OLE if has_utf16(bytes, "EncryptedPackage") => stop(Stop::Encrypted),
            _ => Unreadable::OtherFormat {
                name: name.to_owned(),
                what,
            },
        });
    }
    let mut notes = Vec::new();
    let content = decode::decode(bytes, &mut notes).map_err(stop)?;
    if content.trim().is_empty() {
        return Err(stop(Stop::Empty));
    }
    let (format, sheets) = match json_lines::looks_like(&content) {
        true => (
            Format::JsonLines,
            json_lines::sheets(&content, &mut notes).map_err(stop)?,
        ),
        false => (Format::Csv, vec![delimited::sheet(&content, &mut notes).map_err(stop)?]),
    };
    Ok(Workbook {
        name: name.to_owned(),
        format,
        sheets,
        notes,
    })
}

fn read_archive(bytes: &[u8], name: &str) -> Result<Workbook, Unreadable> {
    let stop = |stop: Stop| stop.named(name);
    let mut parts = parts::Parts::open(bytes).map_err(stop)?;
    let mut notes = Vec::new();
    let (format, sheets) = match parts.kind() {
        parts::Kind::Xlsx => (Format::Xlsx, xlsx::sheets(bytes, &mut parts, &mut notes).map_err(stop)?),
        parts::Kind::Ods => (Format::Ods, ods::sheets(&mut parts, &mut notes).map_err(stop)?),
        parts::Kind::Other(what) => {
            return Err(Unreadable::OtherFormat {
                name: name.to_owned(),
                what,
            });
        }
    };
    Ok(Workbook {
        name: name.to_owned(),
        format,
        sheets,
        notes,
    })
}

/// What the container of Excel 97 is called, which encrypted workbooks use as well.
const OLE: &str = "an Excel 97 workbook";

/// Formats that are known by their first bytes and have no reader.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let begins: [(&[u8], &'static str); 8] = [
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OLE),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"\x1F\x8B", "a compressed file"),
        (b"7z\xBC\xAF", "a compressed file"),
        (b"<!DOCTYPE html", "a web page"),
        (b"<html", "a web page"),
    ];
    let trimmed = bytes.trim_ascii_start();
    begins
        .iter()
        .find(|(magic, _)| trimmed.starts_with(magic))
        .map(|(_, what)| *what)
}

/// Whether a text stands in the bytes as UTF-16, low byte first.
fn has_utf16(bytes: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
