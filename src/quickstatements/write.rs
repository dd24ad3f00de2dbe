//! The two formats of QuickStatements, version 1 and CSV, and the list of what is left out.

use super::{Contribution, Statement, Value};
use std::io::{self, Write};

impl Contribution {
    /// Writes version 1: a line a statement, its parts between tabs. A vertical bar is as good as a tab there, and nothing
    /// escapes it: a title that has one stays out of its reference.
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
            let references = statement.references.iter();
            let references = references.map(|(property, of)| (property.replacen('P', "S", 1), value(of)));
            for (property, reference) in references.filter(|(_, reference)| !reference.contains('|')) {
                parts.extend([property, reference]);
            }
            writeln!(out, "{}", parts.join("\t"))?;
        }
        Ok(())
    }

    /// Writes CSV: a row a statement; for each property its column, then those of its qualifiers and of its reference.
    ///
    /// A column that begins with `S` begins a reference, one with `s` goes on with it. So a property has these columns
    /// once for each property that its references begin with: no reference begins with a cell that is empty.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut header = vec!["qid".to_owned()];
        let mut groups: Vec<(Group<'_>, usize, Vec<String>)> = Vec::new();
        for statement in &self.statements {
            if groups.iter().any(|(known, ..)| *known == group(statement)) {
                continue;
            }
            let mut columns: Vec<String> = Vec::new();
            let alike = self.statements.iter().filter(|other| group(other) == group(statement));
            for (column, _) in alike.flat_map(cells) {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
            // Qualifiers before the reference, as QuickStatements reads them.
            columns.sort_by_key(|column| column.starts_with(['S', 's']));
            groups.push((group(statement), header.len(), columns.clone()));
            header.push(statement.property.clone());
            header.extend(columns);
        }
        let mut table = csv::WriterBuilder::new().from_writer(out);
        table.write_record(&header)?;
        for statement in &self.statements {
            let mut row = vec![String::new(); header.len()];
            row[0].clone_from(&statement.subject);
            if let Some((_, at, columns)) = groups.iter().find(|(known, ..)| *known == group(statement)) {
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

/// What statements have in common that stand in the same columns: their property, and what their reference begins with.
type Group<'a> = (&'a str, Option<&'a str>);

fn group(statement: &Statement) -> Group<'_> {
    let begin = statement.references.first().map(|(property, _)| property.as_str());
    (&statement.property, begin)
}

/// The columns of a statement behind its property, with their cells.
fn cells(statement: &Statement) -> Vec<(String, String)> {
    let qualifiers = statement.qualifiers.iter();
    let qualifiers = qualifiers.map(|(property, of)| (property.replacen('P', "qal", 1), value(of)));
    let references = statement.references.iter().enumerate();
    let references = references.map(|(index, (property, of))| {
        let letter = if index == 0 { "S" } else { "s" };
        (property.replacen('P', letter, 1), value(of))
    });
    qualifiers.chain(references).collect()
}

fn value(value: &Value) -> String {
    match value {
        Value::Item(item) => item.clone(),
        Value::Quantity { amount, unit } => format!("{amount}U{}", unit.trim_start_matches('Q')),
        Value::Time(time) => {
            let parts: Vec<&str> = time.split('-').collect();
            // What is not known is 00, as Wikidata keeps it.
            let part = |index: usize| parts.get(index).copied().unwrap_or("00");
            // Year 9, month 10, day 11.
            format!(
                "+{}-{}-{}T00:00:00Z/{}",
                part(0),
                part(1),
                part(2),
                8 + parts.len().min(3)
            )
        }
        // An address: what ends a text, or a part of a line, is written as addresses write it.
        Value::Address(address) => format!("\"{}\"", address.replace('"', "%22").replace('|', "%7C")),
        Value::Monolingual { language, text } => {
            let words = text.split(|c: char| c.is_whitespace() || c.is_control());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            format!("{language}:\"{}\"", words.join(" "))
        }
    }
}
