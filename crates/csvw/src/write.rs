//! Statements as N-Triples (RDF 1.1 N-Triples, section 4: canonical form), straight into bytes.

use super::statement::{BlockSink, Sink, Statement, row_range};
use oxrdf::{LiteralRef, NamedOrBlankNodeRef, TermRef};
use std::io::{self, Write};

/// Writes N-Triples, in the order of the rows.
pub struct NTriples<W> {
    out: W,
    spare: Vec<Lines>,
}

impl<W: Write + Send> NTriples<W> {
    /// Writes to `out`, in large pieces.
    pub fn new(out: W) -> Self {
        Self { out, spare: Vec::new() }
    }
}

/// The lines of a block.
#[derive(Default)]
pub struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lines {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

impl BlockSink for Lines {
    fn statement(&mut self, statement: &Statement<'_>) {
        let out = &mut self.bytes;
        match statement.subject {
            NamedOrBlankNodeRef::NamedNode(node) => iri(out, node.as_str()),
            NamedOrBlankNodeRef::BlankNode(node) => blank(out, node.as_str()),
        }
        out.extend_from_slice(b" <");
        out.extend_from_slice(statement.predicate.as_str().as_bytes());
        out.extend_from_slice(b"> ");
        match statement.object {
            TermRef::NamedNode(node) => iri(out, node.as_str()),
            TermRef::BlankNode(node) => blank(out, node.as_str()),
            TermRef::Literal(value) => literal(out, value),
            // Tables give no triple terms.
            TermRef::Triple(_) => {}
        }
        out.extend_from_slice(b" .\n");
    }

    fn end_row(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

fn iri(out: &mut Vec<u8>, iri: &str) {
    out.push(b'<');
    out.extend_from_slice(iri.as_bytes());
    out.push(b'>');
}

fn blank(out: &mut Vec<u8>, label: &str) {
    out.extend_from_slice(b"_:");
    out.extend_from_slice(label.as_bytes());
}

fn literal(out: &mut Vec<u8>, literal: LiteralRef<'_>) {
    out.push(b'"');
    escaped(out, literal.value());
    out.push(b'"');
    if let Some(language) = literal.language() {
        out.push(b'@');
        out.extend_from_slice(language.as_bytes());
    } else if literal.datatype() != oxrdf::vocab::xsd::STRING {
        out.extend_from_slice(b"^^<");
        out.extend_from_slice(literal.datatype().as_str().as_bytes());
        out.push(b'>');
    }
}

/// A text with the escapes of N-Triples' canonical form.
fn escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    // Without a way out of the loop, so that many bytes are examined together.
    if !bytes.iter().fold(false, |found, byte| found | needs_escape(*byte)) {
        out.extend_from_slice(bytes);
        return;
    }
    for byte in bytes {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            byte if needs_escape(*byte) => {
                let _ = write!(out, "\\u{byte:04X}");
            }
            byte => out.push(*byte),
        }
    }
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\' || byte == 0x7f
}

impl<W: Write + Send> Sink for NTriples<W> {
    type Block = Lines;

    fn block(&mut self) -> Lines {
        self.spare.pop().unwrap_or_default()
    }

    fn accept(&mut self, mut block: Lines, left_out: &[usize]) -> io::Result<()> {
        let mut start = 0;
        for row in left_out {
            let range = row_range(&block.ends, *row);
            self.out.write_all(&block.bytes[start..range.start])?;
            start = range.end;
        }
        self.out.write_all(&block.bytes[start..])?;
        block.clear();
        self.spare.push(block);
        Ok(())
    }
}
