//! Dialect descriptions (section 5.9).

use super::super::dialect::{self, Dialect, Trim};
use super::reader::{Object, Reader};
use serde_json::Value;

const DIALECT: &[&str] = &[
    "@id",
    "@type",
    "commentPrefix",
    "delimiter",
    "doubleQuote",
    "encoding",
    "header",
    "headerRowCount",
    "lineTerminators",
    "quoteChar",
    "skipBlankRows",
    "skipColumns",
    "skipInitialSpace",
    "skipRows",
    "trim",
];

/// Reads a dialect; invalid properties are ignored.
pub(super) fn read(reader: &mut Reader<'_>, object: &Object, pointer: &str) -> Dialect {
    reader.names(object, pointer, DIALECT, false);
    reader.kind(object, pointer, "Dialect");
    reader.id(object, pointer);
    reader.annotations(object, pointer, false);
    let mut dialect = Dialect::described();
    let is_null = |name: &str| object.get(name).is_some_and(Value::is_null);
    if is_null("commentPrefix") {
        dialect.comment_prefix = None;
    } else if let Some(prefix) = reader.string(object, pointer, "commentPrefix") {
        dialect.comment_prefix = Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty());
    }
    if let Some(delimiter) = reader.string(object, pointer, "delimiter") {
        if delimiter.is_empty() {
            reader.pass_over(
                &format!("{pointer}/delimiter"),
                "it is empty",
                "\",\", \";\" or \"\\t\"",
            );
        } else {
            dialect.delimiter = delimiter.to_owned();
        }
    }
    dialect.double_quote = reader.boolean(object, pointer, "doubleQuote").unwrap_or(true);
    if let Some(encoding) = reader.string(object, pointer, "encoding") {
        if dialect::is_encoding(encoding) {
            dialect.encoding = encoding.to_owned();
        } else {
            let why = format!("`{encoding}` is no encoding");
            reader.pass_over(
                &format!("{pointer}/encoding"),
                &why,
                "utf-8, windows-1252, iso-8859-1, utf-16le ...",
            );
        }
    }
    let header = reader.boolean(object, pointer, "header").unwrap_or(true);
    let rows = reader.count(object, pointer, "headerRowCount");
    dialect.header_row_count = rows.map_or(usize::from(header), size);
    dialect.quote = if is_null("quoteChar") {
        None
    } else {
        quote(reader, object, pointer).or(dialect.quote)
    };
    dialect.skip_blank_rows = reader.boolean(object, pointer, "skipBlankRows").unwrap_or(false);
    dialect.skip_columns = reader.count(object, pointer, "skipColumns").map_or(0, size);
    dialect.skip_rows = reader.count(object, pointer, "skipRows").map_or(0, size);
    dialect.skip_initial_space = reader.boolean(object, pointer, "skipInitialSpace").unwrap_or(false);
    if dialect.skip_initial_space {
        dialect.trim = Trim::Start;
    }
    trim(reader, object, pointer, &mut dialect);
    line_terminators(reader, object, pointer, &mut dialect);
    dialect
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn quote(reader: &mut Reader<'_>, object: &Object, pointer: &str) -> Option<char> {
    let text = reader.string(object, pointer, "quoteChar")?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Some(character),
        _ => {
            let why = format!("`{text}` is not one character");
            reader.pass_over(&format!("{pointer}/quoteChar"), &why, "one character, or null for none");
            None
        }
    }
}

fn trim(reader: &mut Reader<'_>, object: &Object, pointer: &str, dialect: &mut Dialect) {
    let chosen = match object.get("trim") {
        None => return,
        Some(Value::Bool(trim)) => Some(if *trim { Trim::True } else { Trim::False }),
        Some(Value::String(text)) => match text.as_str() {
            "true" => Some(Trim::True),
            "false" => Some(Trim::False),
            "start" => Some(Trim::Start),
            "end" => Some(Trim::End),
            _ => None,
        },
        Some(_) => None,
    };
    match chosen {
        Some(trim) => dialect.trim = trim,
        None => {
            let why = format!("`{}` is not permitted", object["trim"]);
            reader.pass_over(&format!("{pointer}/trim"), &why, "true, false, \"start\" or \"end\"");
        }
    }
}

fn line_terminators(reader: &mut Reader<'_>, object: &Object, pointer: &str, dialect: &mut Dialect) {
    let pointer = format!("{pointer}/lineTerminators");
    let texts: Option<Vec<String>> = match object.get("lineTerminators") {
        None => return,
        Some(Value::String(text)) => Some(vec![text.clone()]),
        Some(Value::Array(items)) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    };
    match texts.filter(|texts| !texts.is_empty() && texts.iter().all(|text| !text.is_empty())) {
        Some(texts) => dialect.line_terminators = texts,
        None => {
            let why = format!("`{}` is no line end", object["lineTerminators"]);
            reader.pass_over(&pointer, &why, "\"\\r\\n\", \"\\n\", or a list of these");
        }
    }
}
