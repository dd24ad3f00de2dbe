//! Common properties and notes: JSON-LD, normalised ("Metadata Vocabulary", sections 5.8 and 6; "Generating RDF",
//! section 6).

use super::super::context;
use super::reader::{Object, Reader};
use crate::vocabulary::XSD;
use diagnostic::code;
use serde_json::{Number, Value as Json};

/// A property that metadata gives a table or a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The predicate, an IRI.
    pub property: String,
    /// What is said.
    pub value: Value,
}

/// A value in metadata.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An IRI or, without one, a blank node; with what is said of it.
    Node {
        /// Its IRI.
        id: Option<String>,
        /// What is said of it.
        properties: Vec<Annotation>,
    },
    /// A literal.
    Literal {
        /// Its text.
        text: String,
        /// Its language, where it has one.
        language: Option<String>,
        /// The IRI of its datatype, where it is not a string.
        datatype: Option<String>,
    },
}

impl Reader<'_> {
    /// The common properties of an object and, where they are `wanted`, its notes; reported in any case.
    pub(super) fn annotations(&mut self, object: &Object, pointer: &str, wanted: bool) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for (name, value) in object.iter().filter(|(name, _)| name.contains(':')) {
            self.property(name, value, &format!("{pointer}/{name}"), &mut annotations);
        }
        if wanted && object.contains_key("notes") {
            for (pointer, note) in self.objects(object, pointer, "notes") {
                if let Some(value) = self.node(note, &pointer) {
                    let property = format!("{}note", context::CSVW);
                    annotations.push(Annotation { property, value });
                }
            }
        }
        annotations
    }

    fn property(&mut self, name: &str, value: &Json, pointer: &str, annotations: &mut Vec<Annotation>) {
        let Some(property) = context::absolute(name) else {
            let why = format!("`{name}` is neither a prefixed name nor an address");
            self.pass_over(pointer, &why, "a name such as dc:title");
            return;
        };
        let values = match value {
            Json::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for (index, item) in values.iter().enumerate() {
            let at = match value.is_array() {
                true => format!("{pointer}/{index}"),
                false => pointer.to_owned(),
            };
            if let Some(value) = self.value(item, &at) {
                let property = property.clone();
                annotations.push(Annotation { property, value });
            }
        }
    }

    fn value(&mut self, value: &Json, pointer: &str) -> Option<Value> {
        let typed = |text: String, datatype: &str| Value::Literal {
            text,
            language: None,
            datatype: Some(format!("{XSD}{datatype}")),
        };
        match value {
            Json::Null => None,
            Json::Bool(truth) => Some(typed(truth.to_string(), "boolean")),
            Json::Number(number) => {
                let (text, native) = self.number(number, pointer, None);
                Some(typed(text, native))
            }
            Json::String(text) => Some(Value::Literal {
                text: text.clone(),
                language: self
                    .language(pointer)
                    .filter(|language| language != context::UNDETERMINED),
                datatype: None,
            }),
            Json::Object(object) if object.contains_key("@value") => self.literal(object, pointer),
            Json::Object(object) => self.node(object, pointer),
            Json::Array(_) => {
                self.error(pointer, "a list stands within a list", "values that are no lists");
                None
            }
        }
    }

    /// The canonical text of a number, and its datatype: an integer if it has no fraction and is below 10^21, in whatever
    /// way it is written, otherwise a double ("JSON-LD 1.1 Processing Algorithms and API", section 8.2.2).
    fn number(&self, number: &Number, pointer: &str, datatype: Option<&str>) -> (String, &'static str) {
        let value = number.as_f64().unwrap_or_default();
        let is_double = datatype.and_then(|iri| iri.strip_prefix(XSD)) == Some("double");
        if is_double || value.fract() != 0.0 || value.abs() >= 1e21 {
            let text = format!("{value:E}");
            return match text.contains('.') {
                true => (text, "double"),
                false => (text.replace('E', ".0E"), "double"),
            };
        }
        // A number above 64 bits is rounded when it is parsed, so its digits come from the text.
        let digits = || {
            let written = self.written(pointer);
            let digits = written.strip_prefix('-').unwrap_or(written);
            let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_plain.then(|| written.to_owned())
        };
        let text = match number.is_f64() {
            false => number.to_string(),
            true if value == 0.0 => "0".to_owned(),
            true => digits().unwrap_or_else(|| format!("{value:.0}")),
        };
        (text, "integer")
    }

    fn literal(&mut self, object: &Object, pointer: &str) -> Option<Value> {
        if !self.is_literal(object, pointer) {
            return None;
        }
        let language = match object.get("@language") {
            None | Some(Json::Null) => None,
            Some(Json::String(language)) if context::is_language(language) => Some(language.clone()),
            Some(other) => {
                self.error(
                    &format!("{pointer}/@language"),
                    &format!("{other} is no language code"),
                    "fr, en-GB or null",
                );
                return None;
            }
        };
        let datatype = match object.get("@type") {
            None => None,
            Some(kind) => Some(self.type_iri(kind, &format!("{pointer}/@type"))?),
        };
        if datatype.as_deref().is_some_and(context::needs_language) {
            self.error(
                &format!("{pointer}/@type"),
                "texts of this type have a language",
                "\"@language\" instead of \"@type\"",
            );
            return None;
        }
        let (text, native) = match &object["@value"] {
            Json::String(text) => (text.clone(), None),
            Json::Bool(truth) => (truth.to_string(), Some("boolean")),
            Json::Number(number) => {
                let (text, native) = self.number(number, &format!("{pointer}/@value"), datatype.as_deref());
                (text, Some(native))
            }
            other => {
                self.error(
                    &format!("{pointer}/@value"),
                    &format!("{other} is no value"),
                    "a text, a number, true or false",
                );
                return None;
            }
        };
        Some(Value::Literal {
            text,
            language,
            datatype: datatype.or_else(|| native.map(|native| format!("{XSD}{native}"))),
        })
    }

    /// Whether an object with `@value` has only what may be beside it (JSON-LD, "Value Objects").
    fn is_literal(&mut self, object: &Object, pointer: &str) -> bool {
        let valid = "\"@value\" with either \"@type\" or \"@language\"";
        let known = ["@value", "@type", "@language"];
        if let Some(name) = object.keys().find(|name| !known.contains(&name.as_str())) {
            let why = format!("`{name}` stands beside `@value`");
            self.error(&format!("{pointer}/{name}"), &why, valid);
            return false;
        }
        if object.contains_key("@type") && object.contains_key("@language") {
            self.error(pointer, "it has both `@type` and `@language`", valid);
            return false;
        }
        true
    }

    fn node(&mut self, object: &Object, pointer: &str) -> Option<Value> {
        let mut properties = Vec::new();
        let mut id = None;
        for (name, value) in object {
            let at = format!("{pointer}/{name}");
            match name.as_str() {
                "@id" => id = Some(self.node_id(value, &at)?),
                "@type" => {
                    let kinds = match value {
                        Json::Array(kinds) => kinds.iter().collect(),
                        one => vec![one],
                    };
                    for kind in kinds {
                        let value = Value::Node {
                            id: Some(self.type_iri(kind, &at)?),
                            properties: Vec::new(),
                        };
                        let property = crate::vocabulary::RDF_TYPE.to_owned();
                        properties.push(Annotation { property, value });
                    }
                }
                name if name.starts_with('@') => {
                    let why = match name {
                        "@context" => "metadata may add no context".to_owned(),
                        "@list" | "@set" => format!("metadata may hold no `{name}` objects"),
                        "@language" => "`@language` stands without `@value`".to_owned(),
                        _ => format!("`{name}` is no keyword"),
                    };
                    self.error(&at, &why, "@id, @type, @value, @language");
                    return None;
                }
                name if name.contains(':') => self.property(name, value, &at, &mut properties),
                name => {
                    self.report(&at, |place| code::unknown_metadata(place, pointer, name, &[]));
                }
            }
        }
        Some(Value::Node { id, properties })
    }

    fn node_id(&mut self, value: &Json, pointer: &str) -> Option<String> {
        let found = value.as_str().filter(|id| !id.starts_with("_:"));
        let resolved = found.and_then(|id| context::absolute(id).or_else(|| self.resolve(pointer, id)));
        if resolved.is_none() {
            self.error(
                pointer,
                &format!("{value} is no address"),
                "an address; blank nodes have no name here",
            );
        }
        resolved
    }

    fn type_iri(&mut self, value: &Json, pointer: &str) -> Option<String> {
        let found = value.as_str().and_then(context::term);
        if found.is_none() {
            let valid = "a term of CSV on the Web, a prefixed name such as schema:Thing, or an address";
            self.error(pointer, &format!("{value} is no type"), valid);
        }
        found
    }
}
