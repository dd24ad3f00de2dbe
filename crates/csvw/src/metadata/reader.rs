//! Reads values of each kind of property, and reports invalid ones (section 5.1).

use super::super::datatype::{Datatype, Declared};
use super::super::limits::{DOCUMENTS, FINDINGS, LIST, READ_BYTES, READ_VALUES};
use super::super::{Resources, context};
use super::document::Document;
use diagnostic::{Diagnostic, Place, Report, code, grouped};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// Reads one metadata document and those to which it refers.
pub(super) struct Reader<'a> {
    pub resources: &'a dyn Resources,
    pub report: &'a mut Report,
    pub main: Document,
    /// The URL that the one table has, whatever the document says.
    pub table_url: Option<&'a str>,
    /// The URL that the document gives that table.
    pub replaced: Option<String>,
    /// Documents that are in the place of a reference, by the pointer of the reference.
    inlined: Vec<(String, Document)>,
    /// What was reported already: many columns inherit one value.
    reported: HashSet<String>,
    /// How many values the schemas and dialects have so far, and how many bytes the documents that others refer to.
    values_read: usize,
    bytes_read: usize,
    /// How many columns the tables have so far.
    pub columns_read: usize,
    /// How many variables of templates name no column.
    pub bad_references: usize,
    /// How many formats are regular expressions.
    pub expressions: usize,
    /// The datatypes that were compiled without a finding: most columns of a dossier share a few.
    pub compiled: Vec<(Declared, Datatype)>,
}

/// Properties that a column takes from its schema, table or group (section 5.7).
pub(super) const INHERITED: &[&str] = &[
    "aboutUrl",
    "datatype",
    "default",
    "lang",
    "null",
    "ordered",
    "propertyUrl",
    "required",
    "separator",
    "textDirection",
    "valueUrl",
];

/// How many values an object has, those within it counted; stops counting at `limit`.
fn object_values(object: &Object, limit: usize) -> usize {
    let mut open: Vec<&Value> = object.values().collect();
    let mut count = 1;
    while let Some(value) = open.pop() {
        count += 1;
        if count + open.len() > limit {
            return limit + 1;
        }
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    count
}

impl<'a> Reader<'a> {
    pub fn new(main: Document, resources: &'a dyn Resources, report: &'a mut Report) -> Self {
        Self {
            resources,
            report,
            main,
            table_url: None,
            replaced: None,
            inlined: Vec::new(),
            reported: HashSet::new(),
            values_read: 0,
            bytes_read: 0,
            columns_read: 0,
            bad_references: 0,
            expressions: 0,
            compiled: Vec::new(),
        }
    }

    /// The document in which a pointer points, and the rest of the pointer.
    fn document<'p>(&self, pointer: &'p str) -> (&Document, &'p str) {
        let holder = self.inlined.iter().filter_map(|(at, document)| {
            let rest = pointer.strip_prefix(at.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((at.len(), document, rest))
        });
        holder
            .max_by_key(|(length, ..)| *length)
            .map_or((&self.main, pointer), |(_, document, rest)| (document, rest))
    }

    pub fn place(&self, pointer: &str) -> Place {
        let (document, rest) = self.document(pointer);
        document.place(rest)
    }

    /// A number or a word at a pointer, as it is written.
    pub fn written(&self, pointer: &str) -> &str {
        let (document, rest) = self.document(pointer);
        document.written(rest)
    }

    /// The default language of the document in which a pointer points.
    pub fn language(&self, pointer: &str) -> Option<String> {
        self.document(pointer).0.language.clone()
    }

    /// Resolves a URL that is at a pointer.
    pub fn resolve(&self, pointer: &str, reference: &str) -> Option<String> {
        self.document(pointer).0.resolve(reference)
    }

    /// Reports a finding at a pointer, once.
    pub fn report(&mut self, pointer: &str, finding: impl FnOnce(Place) -> Diagnostic) {
        match self.reported.len() {
            0..FINDINGS => {}
            FINDINGS => {
                // It does not occur as a message, so that it is added once.
                self.reported.insert(String::new());
                let place = Place::file(self.main.file.clone());
                return self.report.push(code::many_findings(place, &grouped(FINDINGS)));
            }
            _ => return,
        }
        let finding = finding(self.place(pointer));
        if self.reported.insert(format!("{pointer} {}", finding.message)) {
            self.report.push(finding);
        }
    }

    /// Reports a value that makes the metadata unusable.
    pub fn error(&mut self, pointer: &str, why: &str, valid: &str) {
        self.report(pointer, |place| code::bad_metadata(place, pointer, why, valid));
    }

    /// Reports metadata that are larger than a limit.
    pub fn too_many(&mut self, pointer: &str, limit: usize, of: &str) {
        let limit = grouped(limit);
        let (has, valid) = (format!("{limit} {of}"), format!("at most {limit} {of}"));
        self.report(pointer, |place| code::large_metadata(place, pointer, &has, &valid));
    }

    /// Reports a list that is longer than any needs to be.
    pub fn too_many_in_list(&mut self, pointer: &str) {
        self.too_many(pointer, LIST, "values");
    }

    /// Reports a value that is ignored.
    pub fn pass_over(&mut self, pointer: &str, why: &str, valid: &str) {
        self.report(pointer, |place| code::ignored_value(place, pointer, why, valid));
    }

    /// Reports every property that is not one of these, nor a common one; those are for [`Reader::annotations`].
    pub fn names(&mut self, object: &Object, pointer: &str, own: &[&str], inherits: bool) {
        for name in object.keys() {
            let is_inherited = inherits && INHERITED.contains(&name.as_str());
            if !name.contains(':') && !own.contains(&name.as_str()) && !is_inherited {
                let known: Vec<_> = own
                    .iter()
                    .chain(INHERITED.iter().filter(|_| inherits))
                    .copied()
                    .collect();
                let at = format!("{pointer}/{name}");
                self.report(&at, |place| code::unknown_metadata(place, pointer, name, &known));
            }
        }
    }

    /// A string, in a property whose invalid values are ignored.
    pub fn string<'v>(&mut self, object: &'v Object, pointer: &str, name: &str) -> Option<&'v str> {
        let value = object.get(name)?;
        if value.as_str().is_none() {
            let why = format!("`{value}` is no text");
            self.pass_over(&format!("{pointer}/{name}"), &why, "a text between quotation marks");
        }
        value.as_str()
    }

    /// A boolean, in a property whose invalid values are ignored.
    pub fn boolean(&mut self, object: &Object, pointer: &str, name: &str) -> Option<bool> {
        let value = object.get(name)?;
        if value.as_bool().is_none() {
            let why = format!("`{value}` is neither true nor false");
            let valid = "true or false, without quotation marks";
            self.pass_over(&format!("{pointer}/{name}"), &why, valid);
        }
        value.as_bool()
    }

    /// An integer, in a property whose invalid values are ignored.
    pub fn count(&mut self, object: &Object, pointer: &str, name: &str) -> Option<u64> {
        let value = object.get(name)?;
        let number = value.as_u64();
        if number.is_none() {
            let why = format!("`{value}` is no whole number");
            self.pass_over(
                &format!("{pointer}/{name}"),
                &why,
                "a number such as 0 or 120, without quotation marks",
            );
        }
        number
    }

    /// A string that is one of a few.
    pub fn choice(&mut self, object: &Object, pointer: &str, name: &str, choices: &[&str]) {
        let Some(value) = object.get(name) else { return };
        if !value.as_str().is_some_and(|text| choices.contains(&text)) {
            let why = format!("`{value}` is not permitted");
            self.pass_over(&format!("{pointer}/{name}"), &why, &choices.join(", "));
        }
    }

    /// The items of an array property (section 5.1.1) that are objects, each with its pointer.
    pub fn objects<'v>(&mut self, object: &'v Object, pointer: &str, name: &str) -> Vec<(String, &'v Object)> {
        let Some(value) = object.get(name) else {
            return Vec::new();
        };
        let pointer = format!("{pointer}/{name}");
        let Some(items) = value.as_array() else {
            self.pass_over(&pointer, "this is no list", "[ {...}, ... ]");
            return Vec::new();
        };
        let mut objects = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            match item.as_object() {
                Some(object) => objects.push((pointer, object)),
                None => self.pass_over(&pointer, "this is no object", "{ ... }"),
            }
        }
        objects
    }

    /// `@id` (a link property, section 5.1.2), resolved.
    pub fn id(&mut self, object: &Object, pointer: &str) -> Option<String> {
        // A value that is not a string counts as an empty one (section 5.1.2).
        let id = object
            .contains_key("@id")
            .then(|| self.string(object, pointer, "@id").unwrap_or_default())?;
        let pointer = format!("{pointer}/@id");
        if id.starts_with("_:") {
            self.error(&pointer, &format!("`{id}` is a blank node"), "an address");
            return None;
        }
        let resolved = self.resolve(&pointer, id);
        if resolved.is_none() {
            self.pass_over(&pointer, &format!("`{id}` is no address"), "an address");
        }
        resolved
    }

    /// Reports a `@type` that is not the one of this kind of object.
    pub fn kind(&mut self, object: &Object, pointer: &str, kind: &str) {
        if object.get("@type").is_some_and(|value| value.as_str() != Some(kind)) {
            let why = format!("`@type` of this object is not {}", object["@type"]);
            self.error(&format!("{pointer}/@type"), &why, kind);
        }
    }

    /// An object property (section 5.1.5): an object, or the URL of one, which then is in its place.
    pub fn object(&mut self, object: &Object, pointer: &str, name: &str) -> Option<Object> {
        let pointer = format!("{pointer}/{name}");
        match object.get(name)? {
            Value::Object(found) => {
                // Each table of a group takes over a schema of the group.
                self.values_read += object_values(found, READ_VALUES);
                if self.values_read > READ_VALUES {
                    self.too_many(&pointer, READ_VALUES, "values, counted again for each table");
                    return None;
                }
                Some(found.clone())
            }
            Value::String(url) => {
                let Some(url) = self.resolve(&pointer, url) else {
                    self.error(
                        &pointer,
                        &format!("`{url}` is no address"),
                        "the file of a schema, or { ... }",
                    );
                    return None;
                };
                if !self.resources.allows(&url) {
                    self.report(&pointer, |place| code::table_outside(place, &pointer, &url));
                    return None;
                }
                if self.inlined.len() >= DOCUMENTS {
                    self.too_many(&pointer, DOCUMENTS, "other documents before it");
                    return None;
                }
                let document = Document::open(&url, self.resources, self.report)?;
                self.bytes_read += document.size();
                if self.bytes_read > READ_BYTES {
                    self.too_many(&pointer, READ_BYTES, "bytes, with the documents before it");
                    return None;
                }
                let mut found = document.root.clone();
                found.entry("@id").or_insert(Value::String(url));
                found.remove("@context");
                self.inlined.push((pointer, document));
                Some(found)
            }
            other => {
                self.pass_over(
                    &pointer,
                    &format!("`{other}` is no object"),
                    "{ ... }, or the address of one",
                );
                Some(Object::new())
            }
        }
    }

    /// A natural language property (section 5.1.6).
    pub fn titles(&mut self, object: &Object, pointer: &str, name: &str) -> Vec<super::Title> {
        let Some(value) = object.get(name) else {
            return Vec::new();
        };
        let language = self
            .language(pointer)
            .unwrap_or_else(|| context::UNDETERMINED.to_owned());
        let pointer = format!("{pointer}/{name}");
        let mut titles = Vec::new();
        match value {
            Value::Object(languages) => {
                for (language, value) in languages {
                    let pointer = format!("{pointer}/{language}");
                    if context::is_language(language) {
                        self.texts(value, &pointer, language, &mut titles);
                    } else {
                        self.pass_over(&pointer, &format!("`{language}` is no language code"), "fr, en-GB ...");
                    }
                }
            }
            other => self.texts(other, &pointer, &language, &mut titles),
        }
        titles
    }

    fn texts(&mut self, value: &Value, pointer: &str, language: &str, titles: &mut Vec<super::Title>) {
        let title = |text: &str| super::Title {
            language: language.to_owned(),
            text: text.to_owned(),
        };
        match value {
            Value::String(text) => titles.push(title(text)),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    match item.as_str() {
                        Some(text) => titles.push(title(text)),
                        None => {
                            self.pass_over(&format!("{pointer}/{index}"), &format!("`{item}` is no text"), "a text")
                        }
                    }
                }
            }
            other => self.pass_over(pointer, &format!("`{other}` is no title"), "a text, or a list of texts"),
        }
    }
}
