//! Writes the results as a metadata document.

use super::Column;
use super::layout::Layout;
use super::survey::Survey;
use crate::dialect::{Dialect, Trim};
use serde_json::{Map, Value, json};

/// Writes a metadata document: properties in the order in which a person reads them, and none that says what holds
/// anyway.
pub fn metadata(name: &str, layout: &Layout, survey: &Survey, columns: &[Column], key: Option<&[usize]>) -> Value {
    let mut document = Map::new();
    document.insert("@context".to_owned(), json!("http://www.w3.org/ns/csvw"));
    document.insert("url".to_owned(), json!(address(name)));
    let dialect = dialect(layout, survey);
    if !dialect.is_empty() {
        document.insert("dialect".to_owned(), Value::Object(dialect));
    }
    let mut schema = Map::new();
    schema.insert("columns".to_owned(), columns.iter().map(column).collect());
    let named = |index: &usize| columns.get(*index).and_then(|column| column.name.as_deref());
    let key: Vec<&str> = key.unwrap_or_default().iter().filter_map(named).collect();
    match key.as_slice() {
        [] => {}
        [one] => drop(schema.insert("primaryKey".to_owned(), json!(one))),
        several => drop(schema.insert("primaryKey".to_owned(), json!(several))),
    }
    let about = match key.is_empty() {
        true => "#row-{_row}".to_owned(),
        false => format!("#{{{}}}", key.join("}-{")),
    };
    schema.insert("aboutUrl".to_owned(), json!(about));
    document.insert("tableSchema".to_owned(), Value::Object(schema));
    Value::Object(document)
}

/// A file name as a URL relative to the folder of the file.
fn address(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // A string can always be written to.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn dialect(layout: &Layout, survey: &Survey) -> Map<String, Value> {
    let usual = Dialect::default();
    let found = &layout.dialect;
    let mut dialect = Map::new();
    let mut say = |name: &str, value: Value| drop(dialect.insert(name.to_owned(), value));
    if found.encoding != usual.encoding {
        say("encoding", json!(found.encoding));
    }
    if found.delimiter != usual.delimiter {
        say("delimiter", json!(found.delimiter));
    }
    if found.quote != usual.quote {
        say("quoteChar", json!(found.quote.map(String::from)));
    }
    if !found.double_quote {
        say("doubleQuote", json!(false));
    }
    if found.line_terminators != usual.line_terminators {
        say("lineTerminators", json!(found.line_terminators));
    }
    if found.skip_rows > 0 {
        say("skipRows", json!(found.skip_rows));
    }
    if found.header_row_count == 0 {
        say("header", json!(false));
    }
    if survey.blank_rows > 0 {
        say("skipBlankRows", json!(true));
    }
    if found.trim != Trim::False {
        say("trim", json!(true));
    }
    if layout.has_comments {
        say("commentPrefix", json!("#"));
    } else if survey.has_hash && !dialect.is_empty() {
        // A table for which a dialect is described has comments, if nothing else is said.
        dialect.insert("commentPrefix".to_owned(), Value::Null);
    }
    dialect
}

fn column(column: &Column) -> Value {
    let mut object = Map::new();
    let mut say = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
    if let Some(name) = &column.name {
        say("name", json!(name));
    }
    if !column.title.is_empty() {
        say("titles", json!(column.title));
    }
    let verdict = &column.verdict;
    if let Some(datatype) = &verdict.declared {
        say("datatype", datatype.clone());
    }
    if !verdict.nulls.is_empty() {
        let texts = std::iter::once("").chain(verdict.nulls.iter().map(String::as_str));
        say("null", texts.collect());
    }
    if let Some(separator) = column.separator {
        say("separator", json!(separator));
    }
    if verdict.required {
        say("required", json!(true));
    }
    Value::Object(object)
}
