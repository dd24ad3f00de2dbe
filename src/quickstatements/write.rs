//! Writes statements in QuickStatements version 1 and CSV, and the list of claims left out.

use super::{Contribution, Statement, Value};
use std::io::{self, Write};

impl Contribution {
    /// Writes version 1: one line for each statement, its parts separated by tabs. A vertical bar also separates parts
    /// and cannot be escaped, so a title that contains one is left out of the reference.
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

    /// Writes CSV: one row for each statement; each property has a column, followed by those of its qualifiers and
    /// references.
    ///
    /// A column that begins with `S` starts a reference, and one with `s` continues it. A property has these columns
    /// once for each property that its references start with, so that no reference starts with an empty cell.
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
            // QuickStatements expects qualifiers before references.
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

    /// Writes the claims left out as CSV: claim, kind, property, reason.
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

/// The key of statements that share columns: their property, and the first property of their reference.
type Group<'a> = (&'a str, Option<&'a str>);

fn group(statement: &Statement) -> Group<'_> {
    let begin = statement.references.first().map(|(property, _)| property.as_str());
    (&statement.property, begin)
}

/// The columns of a statement after its property, with their cells.
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
            // Wikidata writes unknown parts as 00.
            let part = |index: usize| parts.get(index).copied().unwrap_or("00");
            // Precision 9 is a year, 10 a month, 11 a day.
            format!(
                "+{}-{}-{}T00:00:00Z/{}",
                part(0),
                part(1),
                part(2),
                8 + parts.len().min(3)
            )
        }
        // In a URL, characters that would end the string or the part are percent-encoded.
        Value::Address(address) => format!("\"{}\"", address.replace('"', "%22").replace('|', "%7C")),
        Value::Monolingual { language, text } => {
            let words = text.split(|c: char| c.is_whitespace() || c.is_control());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            format!("{language}:\"{}\"", words.join(" "))
        }
    }
}
