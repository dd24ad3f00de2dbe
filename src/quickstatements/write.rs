//! The two formats of QuickStatements, version 1 and CSV, and the list of what is left out.

use super::{Contribution, Statement, Value};
use std::io::{self, Write};

impl Contribution {
    /// Writes version 1: a line a statement, its parts between tabs.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_v1(&self, out: &mut impl Write) -> io::Result<()> {
        for statement in &self.statements {
            let mut parts = vec![
                statement.subject.clone(),
                statement.property.clone(),
                value(&statement.value),
            ];
            for (property, qualifier) in &statement.qualifiers {
                parts.extend([property.clone(), value(qualifier)]);
            }
            for (property, reference) in &statement.references {
                parts.extend([source(property), value(reference)]);
            }
            writeln!(out, "{}", parts.join("\t"))?;
        }
        Ok(())
    }

    /// Writes CSV: a row a statement; for each property its column, then those of its qualifiers and references.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut header = vec!["qid".to_owned()];
        let mut groups: Vec<(String, usize, Vec<String>)> = Vec::new();
        for statement in &self.statements {
            if groups.iter().any(|(property, ..)| *property == statement.property) {
                continue;
            }
            let mut columns: Vec<String> = Vec::new();
            let alike = self
                .statements
                .iter()
                .filter(|other| other.property == statement.property);
            for (column, _) in alike.flat_map(cells) {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
            // Qualifiers before references, as QuickStatements reads them.
            columns.sort_by_key(|column| column.starts_with('S'));
            groups.push((statement.property.clone(), header.len(), columns.clone()));
            header.push(statement.property.clone());
            header.extend(columns);
        }
        let mut table = csv::WriterBuilder::new().from_writer(out);
        table.write_record(&header)?;
        for statement in &self.statements {
            let mut row = vec![String::new(); header.len()];
            row[0].clone_from(&statement.subject);
            if let Some((_, at, columns)) = groups.iter().find(|(property, ..)| *property == statement.property) {
                row[*at] = value(&statement.value);
                for (column, cell) in cells(statement) {
                    if let Some(index) = columns.iter().position(|known| *known == column) {
                        row[at + 1 + index] = cell;
                    }
                }
            }
            table.write_record(&row)?;
        }
        table.flush()
    }

    /// Writes what is left out as CSV: claim, kind, property, reason.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_left_out(&self, out: &mut impl Write) -> io::Result<()> {
        let mut table = csv::WriterBuilder::new().from_writer(out);
        table.write_record(["claim", "kind", "property", "reason"])?;
        for left_out in &self.left_out {
            table.write_record([&left_out.claim, &left_out.kind, &left_out.property, &left_out.reason])?;
        }
        table.flush()
    }
}

/// The columns of a statement behind its property, with their cells.
fn cells(statement: &Statement) -> Vec<(String, String)> {
    let qualifiers = statement.qualifiers.iter();
    let qualifiers = qualifiers.map(|(property, of)| (property.replacen('P', "qal", 1), value(of)));
    let references = statement.references.iter();
    qualifiers
        .chain(references.map(|(property, of)| (source(property), value(of))))
        .collect()
}

/// The name of a property in a reference.
fn source(property: &str) -> String {
    property.replacen('P', "S", 1)
}

fn value(value: &Value) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace(['\t', '\n', '\r'], " "));
    match value {
        Value::Item(item) => item.clone(),
        Value::Quantity { amount, unit } => format!("{amount}U{}", unit.trim_start_matches('Q')),
        Value::Time(time) => {
            let parts: Vec<&str> = time.split('-').collect();
            let part = |index: usize| parts.get(index).copied().unwrap_or("01");
            // Year 9, month 10, day 11.
            format!(
                "+{}-{}-{}T00:00:00Z/{}",
                part(0),
                part(1),
                part(2),
                8 + parts.len().min(3)
            )
        }
        Value::Text(text) => quoted(text),
        Value::Monolingual { language, text } => format!("{language}:{}", quoted(text)),
    }
}
