//! A metadata document: JSON with its URL, its base and its default language (section 5.2).

use super::super::limits::{METADATA_BYTES, METADATA_VALUES};
use super::super::position::{self, Positions};
use super::super::{Resources, context};
use diagnostic::{Lines, Place, Report, code, grouped};
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::io::Read as _;

/// The URL of the vocabulary, which every `@context` has to name.
const CSVW: &str = "http://www.w3.org/ns/csvw";

/// A metadata document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// Its name in messages.
    pub file: String,
    text: String,
    index: OnceCell<(Positions, Lines)>,
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
                if let Err(error) = reader.take(METADATA_BYTES as u64 + 1).read_to_end(&mut bytes) {
                    report.push(code::unreadable_file(Place::file(&file), &error.to_string()));
                    return None;
                }
            }
        }
        if bytes.len() > METADATA_BYTES {
            let has = format!("{} bytes", grouped(METADATA_BYTES));
            report.push(code::large_metadata(Place::file(&file), "", &has, "a smaller file"));
            return None;
        }
        Self::parse(url, file, &bytes, report)
    }

    fn parse(url: &str, file: String, bytes: &[u8], report: &mut Report) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        if position::count_values(&text, METADATA_VALUES + 1) > METADATA_VALUES {
            let has = format!("{} values", grouped(METADATA_VALUES));
            report.push(code::large_metadata(Place::file(file), "", &has, "fewer values"));
            return None;
        }
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
            index: OnceCell::new(),
            root,
            language: None,
        };
        document.context(report);
        Some(document)
    }

    /// The place of a JSON pointer.
    pub fn place(&self, pointer: &str) -> Place {
        let (positions, lines) = self.index();
        lines.place(self.file.clone(), &self.text, positions.of_pointer(pointer))
    }

    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// The number or the word at a pointer, as written.
    pub fn written(&self, pointer: &str) -> &str {
        position::word_at(&self.text, self.index().0.of_pointer(pointer))
    }

    /// Where everything is; most documents have no finding and never need it.
    fn index(&self) -> &(Positions, Lines) {
        self.index
            .get_or_init(|| (Positions::of(&self.text), Lines::of(&self.text)))
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
