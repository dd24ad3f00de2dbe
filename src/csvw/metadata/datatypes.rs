//! Datatypes in metadata: a name, or an object with `base`, `format` and facets (section 5.11).

use super::{DATATYPE, DATATYPE_NOT_IMPLEMENTED, Reader};
use crate::csvw::datatype::{self, Base, Datatype};
use crate::diagnostic::code;
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::Arc;

impl Reader<'_> {
    pub(super) fn datatype(&mut self, value: Option<(String, &Value)>) -> Datatype {
        let empty = Map::new();
        let Some((pointer, value)) = value else {
            return Datatype::default();
        };
        let pointer = pointer.as_str();
        let object = match value {
            Value::String(name) => {
                return Datatype {
                    base: self.base(name, pointer),
                    ..Datatype::default()
                };
            }
            Value::Object(object) => object,
            _ => {
                self.bad(
                    pointer,
                    "this is no datatype",
                    "a name such as \"decimal\", or { \"base\": ... }",
                );
                &empty
            }
        };
        self.names(object, pointer, DATATYPE, DATATYPE_NOT_IMPLEMENTED, false);
        let base = self.base(object.get("base").and_then(Value::as_str).unwrap_or("string"), pointer);
        for name in ["length", "minLength", "maxLength"] {
            if object.get(name).is_some_and(|length| !length.is_u64()) {
                self.bad(
                    &format!("{pointer}/{name}"),
                    "this is no length",
                    "a whole number such as 120",
                );
            }
        }
        for name in ["base", "format"] {
            if object.get(name).is_some_and(|text| !text.is_string()) {
                self.bad(
                    &format!("{pointer}/{name}"),
                    "this is no text",
                    "a text between quotation marks",
                );
            }
        }
        let length = |name: &str| object.get(name).and_then(Value::as_u64);
        Datatype {
            base,
            format: object
                .get("format")
                .and_then(|format| self.format(format, base, pointer)),
            minimum_length: length("length").or(length("minLength")),
            maximum_length: length("length").or(length("maxLength")),
        }
    }

    pub(super) fn base(&mut self, name: &str, pointer: &str) -> Base {
        Base::parse(name).unwrap_or_else(|| {
            if datatype::IN_THE_STANDARD.contains(&name) {
                let known = Base::names().join(", ");
                self.not_implemented(pointer, &format!("the datatype `{name}` (there are {known})"));
            } else {
                let known: Vec<_> = Base::names()
                    .into_iter()
                    .chain(datatype::IN_THE_STANDARD.iter().copied())
                    .collect();
                self.refuse(pointer, |place| code::bad_reference(place, pointer, name, &known));
            }
            Base::String
        })
    }

    pub(super) fn format(&mut self, format: &Value, base: Base, pointer: &str) -> Option<Arc<(String, Regex)>> {
        let pointer = format!("{pointer}/format");
        if base != Base::String {
            let what = format!("`format` of the datatype {}", base.name());
            self.not_implemented(&pointer, &what);
            return None;
        }
        let text = format.as_str().unwrap_or_default();
        if let Some(compiled) = self.formats.get(text) {
            return Some(Arc::clone(compiled));
        }
        match datatype::pattern(text) {
            Ok(regex) => {
                let compiled = Arc::new((text.to_owned(), regex));
                self.formats.insert(text.to_owned(), Arc::clone(&compiled));
                Some(compiled)
            }
            Err(error) => {
                let why = error.to_string();
                let why = why
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_owned();
                self.bad(
                    &pointer,
                    &format!("`{text}`: {why}"),
                    "a regular expression such as [a-z0-9-]+",
                );
                None
            }
        }
    }
}
