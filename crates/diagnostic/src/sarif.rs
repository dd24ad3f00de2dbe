//! Findings as SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS Standard incorporating Errata 01).
//!
//! One run. A finding is a result; its code is a rule, and the rules that were broken are listed with their manual
//! pages at the end of the run, since only then they are known. Columns count Unicode characters. Files are named
//! relative to the folder of the dossier; where that lies is not said (section 3.14.14), so that the same dossier gives
//! the same bytes everywhere. A cell is the region's snippet, as written. What a region cannot say is in the logical
//! location (row and column by name) and in the result's properties, named as in JSON.

use super::clipped;
use super::render::VALUE;
use super::{Cell, Diagnostic, Place, Severity, code};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Where the standard's schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of the folder to which files are relative.
const BASE: &str = "DOSSIER";

/// The description of a code, for lists of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The code.
    pub code: String,
    /// Its severity.
    pub severity: Severity,
    /// What it means, in a line.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
    /// The violated rule, with the section of its specification, where a specification says so.
    pub specification: Option<String>,
}

impl Rule {
    /// The rule of a code of the program.
    pub fn own(code: &str) -> Option<Self> {
        let page = code::MANUAL.iter().find(|page| page.code == code)?;
        let lines: Vec<&str> = page
            .text
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        Some(Self {
            code: page.code.to_owned(),
            severity: page.severity,
            title: lines.first().copied().unwrap_or_default().to_owned(),
            text: lines.join("\n"),
            specification: page.rule.map(str::to_owned),
        })
    }

    fn descriptor(&self) -> Value {
        let mut descriptor = object([
            ("id", self.code.as_str().into()),
            ("shortDescription", message(&self.title)),
            ("fullDescription", message(&self.text)),
            ("defaultConfiguration", json!({"level": level(self.severity)})),
        ]);
        if let Some(specification) = &self.specification {
            descriptor.insert("help".to_owned(), message(&format!("Rule: {specification}")));
            descriptor.insert("properties".to_owned(), json!({"rule": specification}));
        }
        descriptor.into()
    }
}

/// The program that reports the findings.
#[derive(Debug, Clone, Default)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it does, in one sentence.
    pub description: &'static str,
    /// The rules that it knows beside those of [`code::MANUAL`], such as a dossier's own checks.
    pub rules: Vec<Rule>,
}

/// What is remembered of the results for the end of the run.
pub(super) struct Run {
    tool: Tool,
    /// Its further rules, by code.
    known: HashMap<String, Rule>,
    /// The rules that were broken, in the order in which they were.
    broken: Vec<Rule>,
    /// By code, the index of a broken rule.
    indices: HashMap<String, usize>,
}

impl Run {
    pub(super) fn new(mut tool: Tool) -> Self {
        let rules = std::mem::take(&mut tool.rules);
        Self {
            tool,
            known: rules.into_iter().map(|rule| (rule.code.clone(), rule)).collect(),
            broken: Vec::new(),
            indices: HashMap::new(),
        }
    }

    /// Whether there was no result yet.
    pub(super) fn is_empty(&self) -> bool {
        self.broken.is_empty()
    }

    /// A finding as a result; its rule is remembered.
    pub(super) fn result(&mut self, diagnostic: &Diagnostic) -> Value {
        let index = self.rule_index(diagnostic);
        let mut text = diagnostic.message.clone();
        for (name, more) in [("valid", &diagnostic.valid), ("help", &diagnostic.help)] {
            if let Some(more) = more {
                text.push_str(&format!("\n{name}: {more}"));
            }
        }
        let mut result = object([
            ("ruleId", diagnostic.code.as_str().into()),
            ("ruleIndex", index.into()),
            ("level", level(diagnostic.severity).into()),
            ("message", message(&text)),
        ]);
        let place = diagnostic.place.as_ref().filter(|place| !place.file.is_empty());
        if let Some(place) = place {
            result.insert("locations".to_owned(), json!([location(place)]));
        }
        let properties = properties(diagnostic);
        if !properties.is_empty() {
            result.insert("properties".to_owned(), properties.into());
        }
        result.into()
    }

    fn rule_index(&mut self, diagnostic: &Diagnostic) -> usize {
        if let Some(index) = self.indices.get(&diagnostic.code) {
            return *index;
        }
        let rule = self
            .known
            .remove(&diagnostic.code)
            .or_else(|| Rule::own(&diagnostic.code));
        self.broken.push(rule.unwrap_or_else(|| Rule {
            code: diagnostic.code.clone(),
            severity: diagnostic.severity,
            title: diagnostic.code.clone(),
            text: diagnostic.code.clone(),
            specification: diagnostic.rule.map(str::to_owned),
        }));
        self.indices.insert(diagnostic.code.clone(), self.broken.len() - 1);
        self.broken.len() - 1
    }

    /// The program, with the rules that were broken.
    pub(super) fn tool(&self) -> Value {
        let rules: Vec<_> = self.broken.iter().map(Rule::descriptor).collect();
        json!({
            "driver": {
                "name": self.tool.name,
                "version": self.tool.version,
                "shortDescription": message(self.tool.description),
                "rules": rules,
            }
        })
    }
}

/// Writes all that comes before the results.
pub(super) fn write_beginning(out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        r#"{{
  "$schema": "{SCHEMA}",
  "version": "2.1.0",
  "runs": [
    {{
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {{
        "{BASE}": {{
          "description": {{
            "text": "The folder of the dossier, in which sourcier.toml lies; without one, that in which sourcier was started."
          }}
        }}
      }},
      "results": ["#
    )
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A message; braces are doubled, since one alone would begin a placeholder (section 3.11.5).
fn message(text: &str) -> Value {
    json!({"text": text.replace('{', "{{").replace('}', "}}")})
}

fn location(place: &Place) -> Value {
    let mut physical = object([(
        "artifactLocation",
        json!({"uri": relative_uri(&place.file), "uriBaseId": BASE}),
    )]);
    if let Some(region) = region(place) {
        physical.insert("region".to_owned(), region);
    }
    let mut location = object([("physicalLocation", physical.into())]);
    if let Some(cell) = &place.cell {
        location.insert("logicalLocations".to_owned(), json!([logical(place, cell)]));
    }
    location.into()
}

/// The line, the column where it is known, and the text that is there.
fn region(place: &Place) -> Option<Value> {
    let line = place.cell_line().or(place.line).filter(|line| *line > 0)?;
    let mut region = object([("startLine", line.into())]);
    if let Some(column) = place.column {
        region.insert("startColumn".to_owned(), column.into());
    }
    let snippet = match &place.cell {
        Some(cell) => cell.value().map(|value| clipped(value, VALUE)),
        // From the column to the end of the line, which is what a region without an end covers.
        None => place.excerpt.as_ref().map(|excerpt| {
            let before = usize::try_from(place.column.unwrap_or(1))
                .unwrap_or(1)
                .saturating_sub(1);
            excerpt
                .text
                .chars()
                .skip(before.saturating_sub(excerpt.skipped))
                .collect()
        }),
    };
    if let Some(text) = snippet {
        region.insert("snippet".to_owned(), json!({"text": text}));
    }
    Some(region.into())
}

/// Row and column, by their names: `data/claims.csv/row 4/column unit`.
fn logical(place: &Place, cell: &Cell) -> Value {
    let row = match cell.row_number {
        0 => "header".to_owned(),
        number => format!("row {number}"),
    };
    match cell.column_name() {
        Some(column) => json!({
            "name": column,
            "fullyQualifiedName": format!("{}/{row}/column {column}", place.file),
            "kind": "cell",
        }),
        None => json!({
            "name": row,
            "fullyQualifiedName": format!("{}/{row}", place.file),
            "kind": "row",
        }),
    }
}

/// What the format has no name for, where there is something.
fn properties(diagnostic: &Diagnostic) -> Map<String, Value> {
    let cell = diagnostic.place.as_ref().and_then(|place| place.cell.as_ref());
    let all = object([
        ("row", cell.map(|cell| cell.row_number).into()),
        (
            "column",
            cell.map(|cell| cell.column_number).filter(|column| *column > 0).into(),
        ),
        ("columnName", cell.and_then(Cell::column_name).into()),
        (
            "value",
            cell.and_then(Cell::value).map(|value| clipped(value, VALUE)).into(),
        ),
        ("valid", diagnostic.valid.as_deref().into()),
        ("rule", diagnostic.rule.into()),
    ]);
    all.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A relative file name as a URI: all but letters, digits, `-._~` and `/` is percent-encoded.
fn relative_uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
