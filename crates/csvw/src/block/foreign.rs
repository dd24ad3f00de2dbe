//! Files of other kinds that are given as CSV, known by their first bytes.

use memchr::memmem::find as position;
use std::fmt;

/// So many bytes are looked at.
pub const BYTES: u64 = 8192;

/// A file of another kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// What it is, with its article.
    pub name: &'static str,
    /// How to get CSV instead.
    pub help: &'static str,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is {}; {}", self.name, self.help)
    }
}

const SAVE: &str = "open it in a spreadsheet program and save each sheet as CSV (UTF-8)";
const UNPACK: &str = "unpack it first";
const EXPORT: &str = "export its table as CSV (UTF-8)";

static XLSX: Foreign = Foreign {
    name: "an XLSX workbook",
    help: SAVE,
};
static XLS: Foreign = Foreign {
    name: "an XLS workbook, or one with a password",
    help: SAVE,
};
static ODS: Foreign = Foreign {
    name: "an ODS workbook",
    help: SAVE,
};
static DOCX: Foreign = Foreign {
    name: "a text document (DOCX or ODT)",
    help: "copy its table into a spreadsheet program and save that as CSV (UTF-8)",
};
static ZIP: Foreign = Foreign {
    name: "a ZIP archive",
    help: UNPACK,
};
static GZIP: Foreign = Foreign {
    name: "compressed (gzip)",
    help: UNPACK,
};
static PACKED: Foreign = Foreign {
    name: "a compressed archive",
    help: UNPACK,
};
static PDF: Foreign = Foreign {
    name: "a PDF",
    help: "take its tables out with a program for that, such as Tabula, and save them as CSV",
};
static HTML: Foreign = Foreign {
    name: "a page of HTML",
    help: "its address was perhaps that of a page and not of the file: download the table itself as CSV",
};
static XML: Foreign = Foreign {
    name: "an XML document",
    help: EXPORT,
};
static JSON: Foreign = Foreign {
    name: "JSON",
    help: EXPORT,
};
static PARQUET: Foreign = Foreign {
    name: "a Parquet file",
    help: EXPORT,
};
static SQLITE: Foreign = Foreign {
    name: "an SQLite database",
    help: EXPORT,
};
static IMAGE: Foreign = Foreign {
    name: "a picture",
    help: "type its table into a spreadsheet program and save that as CSV (UTF-8)",
};

/// Which kind of file begins with these bytes, if it is no text.
pub fn find(bytes: &[u8]) -> Option<&'static Foreign> {
    let magic: [(&[u8], &'static Foreign); 12] = [
        (b"%PDF-", &PDF),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &XLS),
        (b"\x1F\x8B", &GZIP),
        (b"BZh9", &PACKED),
        (b"\xFD7zXZ\0", &PACKED),
        (b"7z\xBC\xAF\x27\x1C", &PACKED),
        (b"Rar!\x1A\x07", &PACKED),
        (b"\x28\xB5\x2F\xFD", &PACKED),
        (b"PAR1", &PARQUET),
        (b"SQLite format 3\0", &SQLITE),
        (b"\x89PNG\r\n", &IMAGE),
        (b"\xFF\xD8\xFF", &IMAGE),
    ];
    if let Some((_, found)) = magic.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(found);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zipped(bytes));
    }
    markup(bytes)
}

/// Which kind of document a ZIP archive is, by the names of its first entries.
fn zipped(bytes: &[u8]) -> &'static Foreign {
    let has = |name: &str| position(bytes, name.as_bytes()).is_some();
    if has("opendocument.spreadsheet") {
        &ODS
    } else if has("opendocument.text") || has("word/") {
        &DOCX
    } else if has("xl/") || has("[Content_Types].xml") || has("docProps/") {
        &XLSX
    } else {
        &ZIP
    }
}

fn markup(bytes: &[u8]) -> Option<&'static Foreign> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start = text.get(..text.len().min(64)).unwrap_or_default().to_ascii_lowercase();
    let is_json = |open: u8, next: u8| {
        start
            .strip_prefix(&[open])
            .is_some_and(|rest| rest.trim_ascii_start().starts_with(&[next]))
    };
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        Some(&HTML)
    } else if start.starts_with(b"<?xml") {
        let is_page = text.windows(5).any(|part| part.eq_ignore_ascii_case(b"<html"));
        Some(if is_page { &HTML } else { &XML })
    } else if is_json(b'{', b'"') || is_json(b'[', b'{') {
        Some(&JSON)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_called_by_their_names() {
        let zip = |name: &str| [b"PK\x03\x04\x14\0\x06\0\x08\0".as_slice(), &[0; 16], name.as_bytes()].concat();
        let cases = [
            (zip("[Content_Types].xml ... xl/workbook.xml"), "an XLSX workbook"),
            (zip("docProps/app.xml"), "an XLSX workbook"),
            (
                zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
                "an ODS workbook",
            ),
            (
                zip("[Content_Types].xml word/document.xml"),
                "a text document (DOCX or ODT)",
            ),
            (zip("grants.csv"), "a ZIP archive"),
            (b"%PDF-1.7\n%\xE2\xE3".to_vec(), "a PDF"),
            (b"\xEF\xBB\xBF\n <!DOCTYPE HTML>".to_vec(), "a page of HTML"),
            (b"<?xml version=\"1.0\"?>\n<HTML>".to_vec(), "a page of HTML"),
            (b"<?xml version=\"1.0\"?>\n<Workbook>".to_vec(), "an XML document"),
            (b"[\n  {\"a\": 1}]".to_vec(), "JSON"),
        ];
        for (bytes, name) in cases {
            assert_eq!(find(&bytes).map(|found| found.name), Some(name), "{bytes:?}");
        }
    }

    #[test]
    fn tables_are_no_files_of_other_kinds() {
        for text in [
            "",
            "P",
            "a,b\n",
            "PK,name\n1,a\n",
            "<5 %,a\n",
            "{id},b\n",
            "[1],[2]\n",
            "PARIS,1\n",
            "BZh,1\n",
        ] {
            assert_eq!(find(text.as_bytes()), None, "{text}");
        }
    }
}
