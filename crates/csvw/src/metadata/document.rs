//! A metadata document: JSON with its URL, its base and its default language (section 5.2).

use super::super::{Resources, context, position};
use diagnostic::{Place, Report, code};
use serde_json::{Map, Value};
use std::io::Read as _;

/// The URL of the vocabulary, which every `@context` has to name.
const CSVW: &str = "http://www.w3.org/ns/csvw";

/// The maximum size of a metadata document, in bytes: no description by a person comes near it.
const LIMIT: u64 = 64 << 20;

/// A metadata document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// Its name in messages.
    pub file: String,
    text: String,
    /// What it says.
    pub root: Map<String, Value>,
    /// What its relative URLs are relative to.
    pub base: String,
    /// The language of its own texts.
    pub language: Option<String>,
}

impl Document {
    /// Opens a document and reads its `@context`.
    pub fn open(url: &str, resources: &dyn Resources, report: &mut Report) -> Option<Self> {
        let file = resources.name(url);
        let missing = || code::missing_file(Place::file(&file), "the tables' metadata");
        let mut bytes = Vec::new();
        match resources.open(url) {
            Err(diagnostic) => {
                report.push(diagnostic);
                return None;
            }
            Ok(None) => {
                report.push(missing());
                return None;
            }
            Ok(Some(reader)) => {
                if let Err(error) = reader.take(LIMIT).read_to_end(&mut bytes) {
                    report.push(code::unreadable_file(Place::file(&file), &error.to_string()));
                    return None;
                }
            }
        }
        Self::parse(url, file, &bytes, report)
    }

    fn parse(url: &str, file: String, bytes: &[u8], report: &mut Report) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let root = match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(root)) => root,
            Ok(_) => {
                let place = Place::file(file);
                report.push(code::bad_metadata(
                    place,
                    "the metadata",
                    "this is no JSON object",
                    "{ ... }",
                ));
                return None;
            }
            Err(error) => {
                let place = Place::in_text(file, &text, error.line() as u64, error.column() as u64);
                let why = error.to_string();
                report.push(code::broken_json(
                    place,
                    why.split(" at line ").next().unwrap_or_default(),
                ));
                return None;
            }
        };
        let mut document = Self {
            base: url.to_owned(),
            file,
            text,
            root,
            language: None,
        };
        document.context(report);
        Some(document)
    }

    /// The place of a JSON pointer.
    pub fn place(&self, pointer: &str) -> Place {
        let (line, column) = diagnostic::position(&self.text, position::of_pointer(&self.text, pointer));
        Place::in_text(self.file.clone(), &self.text, line, column)
    }

    /// Resolves a URL of the document.
    pub fn resolve(&self, reference: &str) -> Option<String> {
        let base = oxiri::Iri::parse(self.base.as_str()).ok()?;
        base.resolve(reference).ok().map(oxiri::Iri::into_inner)
    }

    fn context(&mut self, report: &mut Report) {
        let valid = "\"http://www.w3.org/ns/csvw\", or [\"http://www.w3.org/ns/csvw\", {\"@language\": \"en\"}]";
        let context = self.root.get("@context").cloned();
        let bad = |document: &Self, pointer: &str, why: &str| {
            code::bad_metadata(document.place(pointer), pointer, why, valid)
        };
        let local = match &context {
            Some(Value::String(url)) if url == CSVW => return,
            Some(Value::Array(parts)) => match parts.as_slice() {
                [Value::String(url)] if url == CSVW => return,
                [Value::String(url), Value::Object(local)] if url == CSVW => local,
                _ => {
                    report.push(bad(self, "/@context", "this is not the context of CSV on the Web"));
                    return;
                }
            },
            Some(_) => {
                report.push(bad(self, "/@context", "this is not the context of CSV on the Web"));
                return;
            }
            None => {
                report.push(bad(self, "/@context", "the metadata has no `@context`"));
                return;
            }
        };
        for (name, value) in local {
            let pointer = format!("/@context/1/{name}");
            match (name.as_str(), value) {
                ("@language", Value::String(language)) if context::is_language(language) => {
                    self.language = Some(language.clone());
                }
                ("@language", _) => {
                    let place = self.place(&pointer);
                    report.push(code::ignored_value(
                        place,
                        &pointer,
                        "this is no language code",
                        "a BCP 47 code, as fr or en-GB",
                    ));
                }
                ("@base", Value::String(base)) => match self.resolve(base) {
                    Some(base) => self.base = base,
                    None => report.push(bad(self, &pointer, &format!("`{base}` is no address"))),
                },
                _ => report.push(bad(
                    self,
                    &pointer,
                    &format!("a context may hold `@base` and `@language`, not `{name}`"),
                )),
            }
        }
    }
}
