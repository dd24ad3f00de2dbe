//! SPARQL 1.1 Query Results CSV.
//!
//! Fields are quoted as RFC 4180 requires, IRIs too: the library quotes literals alone, and a comma in an IRI moved the
//! columns. A row of one empty field is `""`, since a reader takes an empty line for no row.

use crate::graph::{Rows, text};
use oxigraph::model::Term;
use std::borrow::Cow;
use std::io::Write;

pub(super) fn write(rows: Rows<'_>, out: &mut impl Write) -> Result<(), super::WriteError> {
    let mut line = String::new();
    end(
        &mut line,
        rows.variables.iter().map(|name| Cow::Borrowed(name.as_str())),
    );
    out.write_all(line.as_bytes())?;
    for row in rows {
        line.clear();
        let row = row?;
        end(
            &mut line,
            row.values().iter().map(|term| term.as_ref().map_or("".into(), field)),
        );
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Writes the fields of a line.
fn end<'f>(line: &mut String, fields: impl ExactSizeIterator<Item = Cow<'f, str>>) {
    let is_one = fields.len() == 1;
    for (index, field) in fields.enumerate() {
        if index > 0 {
            line.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) || (is_one && field.is_empty()) {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&field);
        }
    }
    line.push_str("\r\n");
}

/// A term without its type (section 3.2 of the specification).
fn field(term: &Term) -> Cow<'_, str> {
    match term {
        Term::NamedNode(_) | Term::Literal(_) => Cow::Borrowed(text(term)),
        Term::BlankNode(node) => format!("_:{}", node.as_str()).into(),
        Term::Triple(triple) => {
            let subject = Term::from(triple.subject.clone());
            format!(
                "{} {} {}",
                field(&subject),
                triple.predicate.as_str(),
                field(&triple.object)
            )
            .into()
        }
    }
}
