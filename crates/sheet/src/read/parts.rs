//! The parts of a workbook, which is an archive: inflated within a budget, whatever sizes the archive itself tells.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::{Stop, limits};

/// What an archive holds.
pub(super) enum Kind {
    /// An Excel workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// Something else, with its article.
    Other(&'static str),
}

/// The parts of an archive.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
    /// How many bytes may still be inflated.
    budget: u64,
}

impl<'b> Parts<'b> {
    /// Opens an archive.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Stop> {
        let damaged = |_| Stop::Damaged("its end is missing, as after a transfer that was cut off".to_owned());
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > limits::PARTS {
            return Err(Stop::TooLarge("parts", limits::PARTS as u64));
        }
        let names = archive
            .file_names()
            .filter_map(|name| name.ok().map(|name| name.into_owned()))
            .collect();
        Ok(Self {
            archive,
            names,
            budget: limits::INFLATED,
        })
    }

    /// Whether it has a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    fn has_folder(&self, folder: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(folder))
    }

    /// What the archive holds.
    pub(super) fn kind(&self) -> Kind {
        if self.has("xl/workbook.bin") {
            return Kind::Other("a binary Excel workbook (XLSB)");
        }
        if self.has_folder("xl/") {
            return Kind::Xlsx;
        }
        if self.has("content.xml") && self.has("mimetype") {
            return Kind::Ods;
        }
        let others = [
            ("word/", "a Word document"),
            ("ppt/", "a presentation"),
            ("Index/", "a Numbers, Pages or Keynote document"),
        ];
        let other = others.into_iter().find(|(folder, _)| self.has_folder(folder));
        Kind::Other(other.map_or("a compressed file", |(_, what)| what))
    }

    /// Inflates a part; none if there is none of that name.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Stop> {
        let Some(name) = self
            .names
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))
            .cloned()
        else {
            return Ok(None);
        };
        let Some(index) = self.archive.index_for_name(&name) else {
            return Ok(None);
        };
        self.inflate(index, true).map(Some)
    }

    /// Inflates every part once, so that another reader cannot be made to inflate more.
    pub(super) fn check(&mut self) -> Result<(), Stop> {
        for index in 0..self.archive.len() {
            self.inflate(index, false)?;
        }
        self.budget = limits::INFLATED;
        Ok(())
    }

    fn inflate(&mut self, index: usize, keep: bool) -> Result<Vec<u8>, Stop> {
        let part = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => Stop::Encrypted,
            _ => Stop::Damaged("one of its parts cannot be inflated".to_owned()),
        })?;
        let mut limited = part.take(self.budget + 1);
        let mut content = Vec::new();
        let result = match keep {
            true => limited.read_to_end(&mut content).map(|read| read as u64),
            false => std::io::copy(&mut limited, &mut std::io::sink()),
        };
        let read = result.map_err(|_| Stop::Damaged("one of its parts is cut off or changed".to_owned()))?;
        match self.budget.checked_sub(read) {
            Some(rest) => {
                self.budget = rest;
                Ok(content)
            }
            None => Err(Stop::TooLarge("bytes once inflated", limits::INFLATED)),
        }
    }
}

/// A reader of a part's XML.
pub(super) fn xml(content: &[u8]) -> Reader<&[u8]> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    reader
}

/// The value of an attribute, by its name without prefix; none if it is missing or malformed.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    let found = attributes
        .filter_map(Result::ok)
        .find(|one| one.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// The number in an attribute, if it is one.
pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

/// Why XML cannot be read.
pub(super) fn malformed<E>(_: E) -> Stop {
    Stop::Damaged("one of its parts is no well-formed XML".to_owned())
}
