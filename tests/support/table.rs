//! Properties of every table and its metadata, for the tests and the fuzz targets.

#![allow(dead_code, reason = "each takes what it needs")]

use csvw::metadata::{self, TableGroup};
use csvw::{self, InMemory, Invalid, Mode, Options, Rejected, Resources};
use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;
use sourcier::diagnostic::{Report, Style, human, json};
use std::sync::Mutex;

/// The URLs of an input's parts, in order; those of tables end in `.csv`.
pub const ADDRESSES: [&str; 4] = [
    "https://example.org/t.csv",
    "https://example.org/t.csv-metadata.json",
    "https://example.org/u.csv",
    "https://example.org/s.json",
];

/// The separator of an input's parts.
const SEPARATOR: &[u8] = b"=====\n";

/// Tables and metadata of one input.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The content of [`ADDRESSES`]; empty and missing parts do not exist.
    parts: [&'a [u8]; 4],
}

impl<'a> Input<'a> {
    /// A table and its metadata.
    pub fn new(table: &'a [u8], metadata: &'a [u8]) -> Self {
        Self {
            parts: [table, metadata, b"", b""],
        }
    }

    /// Splits a file at its lines `=====`: a table, its metadata, another table, a schema or dialect.
    pub fn split(bytes: &'a [u8]) -> Self {
        let mut parts: [&[u8]; 4] = [b""; 4];
        let mut rest = bytes;
        for part in &mut parts {
            let found = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
            let end = found.unwrap_or(rest.len());
            *part = &rest[..end];
            rest = rest.get(end + SEPARATOR.len()..).unwrap_or_default();
        }
        Self { parts }
    }

    /// The parts by URL.
    pub fn resources(&self) -> InMemory {
        let there = |(index, part): &(usize, &[u8])| *index < 2 || !part.is_empty();
        let parts = self.parts.into_iter().enumerate().filter(there);
        InMemory::new(parts.map(|(index, part)| (ADDRESSES[index], part)))
    }
}

/// The result of a conversion.
#[derive(Debug, PartialEq, Eq)]
pub struct Converted {
    /// N-Triples.
    pub lines: String,
    /// All findings, in display order.
    pub findings: Vec<Value>,
    /// The number of rows that were read, and that were rejected.
    pub rows: (u64, u64),
    /// The rejected rows: table, number, line, cells and reasons.
    pub rejected: Vec<String>,
}

/// The options of a conversion.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Minimal or standard mode.
    pub mode: Mode,
    /// How invalid cells are handled.
    pub invalid: Invalid,
    /// The number of threads.
    pub threads: usize,
    /// The size of blocks in bytes.
    pub block_bytes: usize,
}

/// Converts the tables of a group.
pub fn convert(group: &TableGroup, resources: &dyn Resources, how: How) -> Converted {
    let rejected = Mutex::new(Vec::new());
    let reject = |row: &Rejected<'_>| {
        let Rejected {
            table,
            row_number,
            line,
            cells,
            reasons,
            ..
        } = row;
        let text = format!("{table} {row_number} {line} {cells:?} {reasons:?}");
        rejected.lock().expect("no panic while it is held").push(text);
    };
    let options = Options {
        mode: how.mode,
        invalid: how.invalid,
        threads: how.threads,
        block_bytes: how.block_bytes,
        rejects: Some(&reject),
        ..Options::default()
    };
    let mut report = Report::default();
    let mut lines = Vec::new();
    let read = csvw::convert(
        group,
        resources,
        &options,
        &mut report,
        &mut csvw::NTriples::new(&mut lines),
    );
    let read = read.expect("memory takes everything");
    Converted {
        lines: String::from_utf8(lines).expect("N-Triples are UTF-8"),
        findings: findings(&report),
        rows: (read.rows, read.rejected),
        rejected: rejected.into_inner().expect("no panic while it is held"),
    }
}

fn findings(report: &Report) -> Vec<Value> {
    match json(report)["diagnostics"].take() {
        Value::Array(all) => all,
        _ => Vec::new(),
    }
}

/// Converts an input with all options, and checks each result.
///
/// Nothing panics, the output is valid N-Triples, and neither the block size nor the number of threads changes
/// anything.
///
/// # Panics
/// When a check fails.
pub fn holds(input: &Input<'_>, threads: &[usize], block_bytes: &[usize]) {
    let resources = input.resources();
    let mut report = Report::default();
    let group = metadata::read(ADDRESSES[1], &resources, &mut report);
    human(&report, Style::Plain);
    let group = group.unwrap_or_else(|| metadata::undescribed(ADDRESSES[0], &resources));
    for mode in [Mode::Minimal, Mode::Standard] {
        for invalid in [Invalid::SkipCell, Invalid::SkipRow, Invalid::AsText] {
            let how = |threads, block_bytes| How {
                mode,
                invalid,
                threads,
                block_bytes,
            };
            let whole = convert(&group, &resources, how(1, 1 << 16));
            is_n_triples(&whole.lines);
            for threads in threads {
                for block_bytes in block_bytes {
                    let how = how(*threads, *block_bytes);
                    let parts = convert(&group, &resources, how);
                    assert_eq!(
                        in_order(&parts.lines),
                        in_order(&whole.lines),
                        "other statements: {how:?}"
                    );
                    assert_eq!(parts.findings, whole.findings, "other findings: {how:?}");
                    assert_eq!(parts.rows, whole.rows, "other counts of rows: {how:?}");
                    assert_eq!(parts.rejected, whole.rejected, "other rows set aside: {how:?}");
                }
            }
        }
    }
}

/// The lines, with those about comments moved to the end: a block writes them after its rows.
fn in_order(lines: &str) -> Vec<&str> {
    let (comments, mut all): (Vec<&str>, Vec<&str>) =
        lines.lines().partition(|line| line.contains("rdf-schema#comment"));
    all.extend(comments);
    all
}

/// Parses lines with another N-Triples parser.
///
/// # Panics
/// When they are not valid N-Triples.
pub fn is_n_triples(lines: &str) {
    let mut count = 0;
    for quad in RdfParser::from_format(RdfFormat::NTriples).for_slice(lines) {
        if let Err(error) = quad {
            let line = lines.lines().nth(count).unwrap_or_default();
            panic!("no N-Triples: {error}\n{line}");
        }
        count += 1;
    }
    assert_eq!(count, lines.lines().count(), "a line is no statement");
}
