//! Bytes to text: UTF-8, UTF-16, or Windows-1252 where the bytes are no UTF-8.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Stop;
use crate::workbook::Note;

/// How many bytes are looked at to tell UTF-16 without a mark.
const LOOK: usize = 4096;

/// Reads bytes as text, and tells the encoding where it is not UTF-8.
pub(super) fn decode(bytes: &[u8], notes: &mut Vec<Note>) -> Result<String, Stop> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (guess(bytes), bytes),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(rest);
    if had_errors {
        notes.push(Note::new(format!(
            "Some bytes are no text in {}; they are shown as \u{fffd}. Save the file as UTF-8 if names look wrong.",
            encoding.name()
        )));
    }
    if encoding != UTF_8 {
        notes.push(Note::new(format!(
            "The file is read as {}. Look whether accents come out right.",
            shown(encoding)
        )));
    }
    let nulls = text.matches('\0').count();
    if nulls > 0 {
        if nulls * 4 > text.len() {
            return Err(Stop::Damaged("it is no text, but mostly zero bytes".to_owned()));
        }
        notes.push(Note::new(format!("{nulls} zero bytes within the text are left out.")));
        return Ok(text.replace('\0', ""));
    }
    Ok(text.into_owned())
}

fn shown(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        name => name,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..LOOK.min(bytes.len())).unwrap_or_default();
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Western text in UTF-16 has a zero in nearly every second byte.
    if head.len() >= 8 && odd * 5 > head.len() && even * 20 < head.len() {
        return UTF_16LE;
    }
    if head.len() >= 8 && even * 5 > head.len() && odd * 20 < head.len() {
        return UTF_16BE;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    }
}
