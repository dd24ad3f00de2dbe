//! Describes further columns of a table in its metadata: the same as others in another language, and columns that give no triples. The
//! metadata are changed as text, and all else in them stays.

use serde_json::Value;
use std::ops::Range;

/// Metadata with these columns described in a table, behind those that it describes as columns of files. `None` if the table or
/// its columns are not found in them. `languages` are headings such as `label_de` beside `label_fr`; the `others` give no triples.
pub(super) fn with_columns(metadata: &str, url: &str, languages: &[String], others: &[String]) -> Option<String> {
    let top = trimmed(metadata, 0..metadata.len())?;
    let tables = elements(metadata, member(metadata, top, "tables")?)?;
    let is_meant = |table: &Range<usize>| parsed(metadata, table).is_some_and(|table| table["url"] == url);
    let table = tables.into_iter().find(is_meant)?;
    let schema = member(metadata, table, "tableSchema")?;
    let columns = elements(metadata, member(metadata, schema, "columns")?)?;
    let is_virtual = |column: &Range<usize>| parsed(metadata, column).is_some_and(|column| column["virtual"] == true);
    let count = columns.iter().position(is_virtual).unwrap_or(columns.len());
    let last = columns.get(count.checked_sub(1)?)?;
    let between = match (columns.get(count), columns.get(count.saturating_sub(2))) {
        (Some(next), _) => &metadata[last.end..next.start],
        (None, Some(before)) if before.end < last.start => &metadata[before.end..last.start],
        _ => ", ",
    };
    let mut new = metadata[..last.end].to_owned();
    let known: Vec<Value> = columns.iter().filter_map(|column| parsed(metadata, column)).collect();
    for heading in languages {
        new.push_str(between);
        new.push_str(&in_language(&known, heading)?.to_string());
    }
    for heading in others {
        let title = serde_json::to_string(heading).ok()?;
        new.push_str(between);
        new.push_str(&format!("{{\"titles\": {title}, \"suppressOutput\": true}}"));
    }
    new.push_str(&metadata[last.end..]);
    serde_json::from_str::<Value>(&new).is_ok().then_some(new)
}

/// The description of a column that has the name of another one in another language.
fn in_language(known: &[Value], heading: &str) -> Option<Value> {
    let (name, language) = heading.rsplit_once('_')?;
    let is_same = |column: &&Value| {
        let own = column["name"].as_str().and_then(|own| own.rsplit_once('_'));
        own.is_some_and(|(own, tag)| own == name && column["lang"] == tag)
    };
    let mut column = known.iter().find(is_same)?.clone();
    for (member, value) in [("name", heading), ("titles", heading), ("lang", language)] {
        column[member] = Value::from(value);
    }
    Some(column)
}

fn parsed(text: &str, range: &Range<usize>) -> Option<Value> {
    serde_json::from_str(&text[range.clone()]).ok()
}

/// The value of a member of an object.
fn member(text: &str, object: Range<usize>, name: &str) -> Option<Range<usize>> {
    let inner = inside(text, &object, '{', '}')?;
    split(text, inner, ',').into_iter().find_map(|part| {
        let halves = split(text, part, ':');
        let key = trimmed(text, halves.first()?.clone())?;
        let is_meant = parsed(text, &key)? == name;
        let start = halves.get(1)?.start;
        let end = halves.last()?.end;
        is_meant.then(|| trimmed(text, start..end)).flatten()
    })
}

/// The values of an array.
fn elements(text: &str, array: Range<usize>) -> Option<Vec<Range<usize>>> {
    let inner = inside(text, &array, '[', ']')?;
    Some(
        split(text, inner, ',')
            .into_iter()
            .filter_map(|part| trimmed(text, part))
            .collect(),
    )
}

fn inside(text: &str, range: &Range<usize>, open: char, close: char) -> Option<Range<usize>> {
    let inner = text[range.clone()].strip_prefix(open)?.strip_suffix(close)?;
    Some(range.start + 1..range.start + 1 + inner.len())
}

/// The parts between a sign that stands outside of strings, objects and arrays.
fn split(text: &str, range: Range<usize>, sign: char) -> Vec<Range<usize>> {
    let (mut parts, mut start) = (Vec::new(), range.start);
    let (mut depth, mut is_string, mut is_escaped) = (0_usize, false, false);
    for (at, letter) in text[range.clone()]
        .char_indices()
        .map(|(at, letter)| (range.start + at, letter))
    {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_string => is_escaped = true,
            '"' => is_string = !is_string,
            _ if is_string => {}
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ if letter == sign && depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..range.end);
    parts
}

/// A range without white space around; `None` if it has nothing else.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{
  "tables": [
    {"tableSchema": {"columns": [{"name": "x"}]}, "url": "a.csv"},
    {"url": "b.csv",
      "tableSchema": {
        "columns": [
          {"name": "k", "titles": ["], \"k"]},
          {"name": "t", "virtual": true}
        ]
      }}
  ]
}"#;

    #[test]
    fn columns_are_described_behind_those_of_files() {
        let headings = ["code \"interne\"".to_owned(), "lot".to_owned()];
        let new = with_columns(METADATA, "b.csv", &[], &headings).unwrap();
        let added = concat!(
            "\"]},\n          {\"titles\": \"code \\\"interne\\\"\", \"suppressOutput\": true}",
            ",\n          {\"titles\": \"lot\", \"suppressOutput\": true},\n          {\"name\": \"t\""
        );
        assert!(new.contains(added), "{new}");
        let new = with_columns(METADATA, "a.csv", &[], &headings[1..]).unwrap();
        assert!(new.contains("{\"name\": \"x\"}, {\"titles\": \"lot\""), "{new}");
        assert_eq!(with_columns(METADATA, "c.csv", &[], &headings), None);
        for odd in ["", "{", "[]", "{\"tables\": [", "{\"tables\": 1}", "null"] {
            assert_eq!(with_columns(odd, "a.csv", &[], &headings), None);
        }
    }

    #[test]
    fn a_column_in_another_language_is_described_as_the_others_are() {
        let metadata = r#"{"tables": [{"url": "a.csv", "tableSchema": {"columns": [{"name": "label_fr", "titles": ["label_fr", "nom"], "propertyUrl": "rdfs:label", "lang": "fr"}]}}]}"#;
        let new = with_columns(metadata, "a.csv", &["label_de".to_owned()], &[]).unwrap();
        let read: Value = serde_json::from_str(&new).unwrap();
        let expected =
            serde_json::json!({"name": "label_de", "titles": "label_de", "propertyUrl": "rdfs:label", "lang": "de"});
        assert_eq!(read["tables"][0]["tableSchema"]["columns"][1], expected);
        assert_eq!(with_columns(metadata, "a.csv", &["note_de".to_owned()], &[]), None);
    }
}
