//! SPARQL Query Results XML.
//!
//! The library writes it, but for two things: it leaves a carriage return as it is, which a reader makes a line feed, and
//! characters that XML forbids, so that no reader takes the file.

use super::WriteError;
use crate::export::rdf::xml::is_forbidden;
use crate::graph::Rows;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

pub(super) fn write(rows: Rows<'_>, out: &mut impl Write) -> Result<(), WriteError> {
    let variables: Vec<Variable> = rows.variables.iter().map(Variable::new_unchecked).collect();
    let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Xml);
    let mut writer = serializer.serialize_solutions_to_writer(References(&mut *out), variables)?;
    for (index, row) in rows.enumerate() {
        let row = row?;
        for (variable, term) in &row {
            if let Some(character) = forbidden(term) {
                return Err(WriteError::Character {
                    character: character.into(),
                    row: index + 1,
                    column: variable.as_str().to_owned(),
                });
            }
        }
        writer.serialize(&row)?;
    }
    writer.finish()?;
    writeln!(out)?;
    Ok(())
}

/// A character of a term that XML forbids.
fn forbidden(term: &Term) -> Option<char> {
    let find = |text: &str| text.chars().find(|character| is_forbidden(*character));
    match term {
        Term::NamedNode(node) => find(node.as_str()),
        Term::BlankNode(_) => None,
        Term::Literal(literal) => find(literal.value()).or_else(|| find(literal.datatype().as_str())),
        Term::Triple(triple) => forbidden(&triple.subject.clone().into())
            .or_else(|| find(triple.predicate.as_str()))
            .or_else(|| forbidden(&triple.object)),
    }
}

/// Writes each carriage return as a reference.
struct References<W>(W);

impl<W: Write> Write for References<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (index, part) in bytes.split(|byte| *byte == b'\r').enumerate() {
            if index > 0 {
                self.0.write_all(b"&#13;")?;
            }
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
