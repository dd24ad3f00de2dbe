//! The metadata of a group of tables: what `csv-metadata.json` says, checked and compiled.
//!
//! "Metadata Vocabulary for Tabular Data", sections 5.3 to 5.6. Takes the JSON; gives a [`TableGroup`]; what is not
//! implemented yet is reported, never ignored.

mod datatypes;
mod references;

use super::datatype::Datatype;
use super::position;
use super::template::{Template, TemplateError};
use crate::diagnostic::{Diagnostic, Place, Report, code};
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// All tables that one metadata file describes.
#[derive(Debug, Clone)]
pub struct TableGroup {
    /// The tables, in the order of the metadata.
    pub tables: Vec<Table>,
}

/// The description of a table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its address in the metadata, such as `claims.csv`.
    pub name: String,
    /// Its file, relative to the dossier.
    pub file: String,
    /// The columns that stand in the file, then the virtual ones.
    pub columns: Vec<Column>,
    /// The columns of the primary key, by index; empty where there is none.
    pub primary_key: Vec<usize>,
    /// The references to other tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// The description of a column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in templates.
    pub name: String,
    /// Its titles in the header row; the first is the one that messages show.
    pub titles: Vec<String>,
    /// Whether it stands in no file.
    pub is_virtual: bool,
    /// Whether it gives no triples.
    pub suppress_output: bool,
    /// What the cell's triples are about.
    pub about: Template,
    /// Their predicate.
    pub property: Template,
    /// Their object, where it is an IRI.
    pub value: Option<Template>,
    /// The datatype of the cell.
    pub datatype: Datatype,
    /// The texts that mean "no value".
    pub null: Vec<String>,
    /// The text that an empty cell stands for.
    pub default: String,
    /// The language of a text; `und` where not known.
    pub language: String,
    /// What separates the values of a list.
    pub separator: Option<String>,
    /// Whether the cell must have a value.
    pub required: bool,
}

/// A reference from columns of one table to columns of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The referring columns, by index.
    pub columns: Vec<usize>,
    /// The table referred to, by index.
    pub table_index: usize,
    /// The columns referred to, by index.
    pub referenced: Vec<usize>,
}

/// Properties that a column takes from its schema, table or group ("Inherited Properties", section 5.7).
const INHERITED: &[&str] = &[
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
const NOT_IMPLEMENTED: &[&str] = &[
    "dialect",
    "ordered",
    "rowTitles",
    "tableDirection",
    "textDirection",
    "transformations",
    "@id",
];
const GROUP: &[&str] = &["@context", "@type", "tables", "notes", "tableSchema", "suppressOutput"];
const TABLE: &[&str] = &["@type", "url", "notes", "tableSchema", "suppressOutput"];
const SCHEMA: &[&str] = &["@type", "columns", "primaryKey", "foreignKeys"];
const COLUMN: &[&str] = &["@type", "name", "titles", "virtual", "suppressOutput"];
const DATATYPE: &[&str] = &["@type", "base", "format", "length", "minLength", "maxLength"];
const DATATYPE_NOT_IMPLEMENTED: &[&str] = &[
    "minimum",
    "maximum",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "@id",
];

/// Reads a metadata file.
///
/// `file` is its name relative to the dossier, `base` the IRI at which it is read (its folder is that of the tables).
/// What is wrong goes into the report; the tables that could be understood are given all the same.
pub fn parse(file: &str, bytes: &[u8], base: &str, report: &mut Report) -> TableGroup {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(group)) => Reader {
            file,
            text,
            base,
            report,
            formats: HashMap::new(),
            refused: HashSet::new(),
        }
        .group(&group),
        Ok(_) => {
            report.push(code::bad_metadata(
                Place::file(file),
                "the metadata",
                "this is no JSON object",
                "{ ... }",
            ));
            TableGroup { tables: Vec::new() }
        }
        Err(error) => {
            let place = Place::in_text(file, text, error.line() as u64, error.column() as u64);
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            report.push(code::broken_json(place, why));
            TableGroup { tables: Vec::new() }
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    base: &'a str,
    report: &'a mut Report,
    /// Formats that were compiled already: many columns share one.
    formats: HashMap<String, Arc<(String, Regex)>>,
    /// Pointers to what was reported already: many columns inherit one value.
    refused: HashSet<String>,
}

/// The inherited properties in force, nearest last.
type Scope<'a> = Vec<(String, &'a Map<String, Value>)>;

/// The value of an inherited property, with its pointer.
fn inherited<'a>(scope: &Scope<'a>, name: &str) -> Option<(String, &'a Value)> {
    let holder = scope.iter().rev().find(|(_, object)| object.contains_key(name));
    holder.map(|(pointer, object)| (format!("{pointer}/{name}"), &object[name]))
}

impl Reader<'_> {
    fn place(&self, pointer: &str) -> Place {
        let (line, column) = crate::dossier::position(self.text, position::of_pointer(self.text, pointer));
        Place::in_text(self.file, self.text, line, column)
    }

    /// Reports a finding at a pointer, once.
    fn refuse(&mut self, pointer: &str, finding: impl FnOnce(Place) -> Diagnostic) {
        let finding = finding(self.place(pointer));
        if self.refused.insert(format!("{pointer} {}", finding.message)) {
            self.report.push(finding);
        }
    }

    fn bad(&mut self, pointer: &str, why: &str, valid: &str) {
        self.refuse(pointer, |place| code::bad_metadata(place, pointer, why, valid));
    }

    fn not_implemented(&mut self, pointer: &str, what: &str) {
        self.refuse(pointer, |place| code::metadata_not_implemented(place, pointer, what));
    }

    /// Reports every property that is not known or not implemented here.
    fn names(&mut self, object: &Map<String, Value>, pointer: &str, own: &[&str], refused: &[&str], inherits: bool) {
        for name in object.keys() {
            let common = name.contains(':');
            let is_inherited = inherits && INHERITED.contains(&name.as_str());
            if refused.contains(&name.as_str()) {
                let what = format!("`{name}`");
                self.not_implemented(&format!("{pointer}/{name}"), &what);
            } else if !common && !own.contains(&name.as_str()) && !is_inherited {
                let known: Vec<_> = own
                    .iter()
                    .chain(INHERITED.iter().filter(|_| inherits))
                    .copied()
                    .collect();
                self.refuse(&format!("{pointer}/{name}"), |place| {
                    code::unknown_metadata(place, pointer, name, &known)
                });
            }
        }
    }

    fn group(&mut self, group: &Map<String, Value>) -> TableGroup {
        let single = group.contains_key("url");
        self.context(group);
        if !single {
            self.names(group, "", GROUP, NOT_IMPLEMENTED, true);
        }
        let tables: Vec<(String, &Map<String, Value>)> = match (single, group.get("tables")) {
            (true, _) => vec![(String::new(), group)],
            (false, Some(Value::Array(tables))) if !tables.is_empty() => self.objects(tables, "/tables"),
            _ => {
                self.bad(
                    "/tables",
                    "there is no table",
                    "a list of tables, each with `url` and `tableSchema`",
                );
                Vec::new()
            }
        };
        let mut read = Vec::new();
        let mut keys = Vec::new();
        for (pointer, table) in &tables {
            let own = (pointer.clone(), *table);
            let scope = if single {
                vec![own]
            } else {
                vec![(String::new(), group), own]
            };
            if let Some((table, schema)) = self.table(table, pointer, scope) {
                read.push(table);
                keys.push((format!("{pointer}/tableSchema"), schema));
            }
        }
        for (index, (pointer, schema)) in keys.iter().enumerate() {
            self.primary_key(&mut read, index, pointer, schema);
            self.foreign_keys(&mut read, index, pointer, schema);
        }
        TableGroup { tables: read }
    }

    /// The objects of a list, each with its pointer; what is none is reported.
    fn objects<'a>(&mut self, list: &'a [Value], pointer: &str) -> Vec<(String, &'a Map<String, Value>)> {
        let mut objects = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            match value.as_object() {
                Some(object) => objects.push((pointer, object)),
                None => self.bad(&pointer, "this is no object", "{ ... }"),
            }
        }
        objects
    }

    fn table<'a>(
        &mut self,
        table: &'a Map<String, Value>,
        pointer: &str,
        mut scope: Scope<'a>,
    ) -> Option<(Table, &'a Map<String, Value>)> {
        let own = if pointer.is_empty() {
            [TABLE, &["@context"]].concat()
        } else {
            TABLE.to_vec()
        };
        self.names(table, pointer, &own, NOT_IMPLEMENTED, true);
        let Some(url) = table.get("url").and_then(Value::as_str) else {
            self.bad(
                &format!("{pointer}/url"),
                "the table has no address",
                "a file name such as `claims.csv`",
            );
            return None;
        };
        if url.contains(':') || url.starts_with('/') || url.split('/').any(|part| part == ".." || part.is_empty()) {
            self.refuse(&format!("{pointer}/url"), |place| {
                code::table_outside(place, pointer, url)
            });
            return None;
        }
        let schema =
            inherited(&scope, "tableSchema").and_then(|(pointer, schema)| Some((pointer, schema.as_object()?)));
        let table_pointer = pointer;
        let Some((pointer, schema)) = schema else {
            self.bad(
                &format!("{pointer}/tableSchema"),
                "the table has no schema",
                "{ \"columns\": [...] }",
            );
            return None;
        };
        scope.push((pointer.clone(), schema));
        self.names(schema, &pointer, SCHEMA, NOT_IMPLEMENTED, true);
        let folder = self
            .file
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let Ok(address) = oxiri::Iri::parse(self.base).and_then(|base| base.resolve(url)) else {
            let why = format!("`{url}` can be no part of an address");
            self.bad(
                &format!("{table_pointer}/url"),
                &why,
                "a file name without spaces, such as claims.csv",
            );
            return None;
        };
        let address = address.into_inner();
        let columns = self.columns(schema, &pointer, &scope, &address);
        let file = format!("{folder}{url}");
        let table = Table {
            name: url.to_owned(),
            file,
            columns,
            primary_key: Vec::new(),
            foreign_keys: Vec::new(),
        };
        Some((table, schema))
    }

    fn columns(&mut self, schema: &Map<String, Value>, pointer: &str, scope: &Scope<'_>, address: &str) -> Vec<Column> {
        let Some(columns) = schema.get("columns").and_then(Value::as_array) else {
            self.bad(
                &format!("{pointer}/columns"),
                "the schema has no columns",
                "a list of columns",
            );
            return Vec::new();
        };
        let columns = self.objects(columns, &format!("{pointer}/columns"));
        let names: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(index, (_, column))| column_name(column).unwrap_or_else(|| format!("_col.{}", index + 1)))
            .collect();
        let mut read = Vec::new();
        for (index, (pointer, column)) in columns.iter().enumerate() {
            self.names(column, pointer, COLUMN, NOT_IMPLEMENTED, true);
            let scope: Scope<'_> = scope.iter().cloned().chain([(pointer.clone(), *column)]).collect();
            read.extend(self.column(column, pointer, &scope, &names, index, address));
        }
        let first_virtual = read.iter().position(|column| column.is_virtual).unwrap_or(read.len());
        if read.iter().skip(first_virtual).any(|column| !column.is_virtual) {
            self.bad(
                &format!("{pointer}/columns"),
                "a virtual column stands before others",
                "virtual columns last",
            );
        }
        read
    }

    fn column(
        &mut self,
        column: &Map<String, Value>,
        pointer: &str,
        scope: &Scope<'_>,
        names: &[String],
        index: usize,
        address: &str,
    ) -> Option<Column> {
        let name = names[index].clone();
        self.types(scope);
        let text = |property: &str| inherited(scope, property).and_then(|(at, value)| Some((at, value.as_str()?)));
        let flag = |property: &str| column.get(property).and_then(Value::as_bool).unwrap_or(false);
        let Some((about_at, about)) = text("aboutUrl") else {
            self.not_implemented(pointer, "a row without `aboutUrl` (a blank node)");
            return None;
        };
        let own = format!("#{name}");
        let (property_at, property) = text("propertyUrl").unwrap_or_else(|| (pointer.to_owned(), &own));
        let about = self.template(about, &about_at, names, address)?;
        let property = self.template(property, &property_at, names, address)?;
        let value = match text("valueUrl") {
            Some((value_at, value)) => Some(self.template(value, &value_at, names, address)?),
            None => None,
        };
        let null = match inherited(scope, "null") {
            None => vec![String::new()],
            Some((_, null)) => strings(null),
        };
        Some(Column {
            titles: column
                .get("titles")
                .map(titles)
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| vec![name.clone()]),
            name,
            is_virtual: flag("virtual"),
            suppress_output: flag("suppressOutput")
                || scope
                    .iter()
                    .any(|(_, object)| object.get("suppressOutput").and_then(Value::as_bool) == Some(true)),
            about,
            property,
            value,
            datatype: self.datatype(inherited(scope, "datatype")),
            null,
            default: text("default").map_or(String::new(), |(_, default)| default.to_owned()),
            language: text("lang").map_or("und", |(_, language)| language).to_owned(),
            separator: text("separator").map(|(_, separator)| separator.to_owned()),
            required: inherited(scope, "required")
                .and_then(|(_, value)| value.as_bool())
                .unwrap_or(false),
        })
    }

    /// Reports every property whose value is of the wrong kind.
    fn types(&mut self, scope: &Scope<'_>) {
        for name in ["aboutUrl", "propertyUrl", "valueUrl", "default", "lang", "separator"] {
            if let Some((at, _)) = inherited(scope, name).filter(|(_, value)| !value.is_string()) {
                self.bad(&at, "this is no text", "a text between quotation marks");
            }
        }
        for name in ["required", "virtual", "suppressOutput"] {
            if let Some((at, _)) = inherited(scope, name).filter(|(_, value)| !value.is_boolean()) {
                self.bad(
                    &at,
                    "this is neither true nor false",
                    "true or false, without quotation marks",
                );
            }
        }
        if let Some((at, titles)) = inherited(scope, "titles").filter(|(_, value)| titles(value).is_empty()) {
            self.bad(&at, &format!("`{titles}` is no title"), "a text, or a list of texts");
        }
        if let Some((at, null)) = inherited(scope, "null") {
            let is_list = null.as_array().is_some_and(|list| list.iter().all(Value::is_string));
            if !is_list && !null.is_string() {
                self.bad(&at, "this is no text", "a text or a list of texts");
            }
        }
    }

    /// Reports what of the context is not implemented: all but the language of the metadata's own texts.
    fn context(&mut self, object: &Map<String, Value>) {
        let Some(Value::Array(context)) = object.get("@context") else {
            return;
        };
        for (index, part) in context.iter().enumerate() {
            for name in part
                .as_object()
                .into_iter()
                .flat_map(Map::keys)
                .filter(|name| *name != "@language")
            {
                self.not_implemented(
                    &format!("/@context/{index}/{name}"),
                    &format!("`{name}` of the context"),
                );
            }
        }
    }

    fn template(&mut self, text: &str, pointer: &str, names: &[String], address: &str) -> Option<Template> {
        match Template::compile(text, names, address) {
            Ok(template) => return Some(template),
            Err(TemplateError::UnknownColumn(name)) => {
                let known: Vec<_> = names.iter().map(String::as_str).collect();
                self.refuse(pointer, |place| code::bad_reference(place, pointer, &name, &known));
            }
            Err(error @ TemplateError::NotImplemented(_)) => {
                self.not_implemented(pointer, &error.to_string());
            }
            Err(error) => self.bad(
                pointer,
                &format!("`{text}`: {error}"),
                "a URI template such as ../claim/{key}",
            ),
        }
        None
    }
}

fn column_name(column: &Map<String, Value>) -> Option<String> {
    match column.get("name").and_then(Value::as_str) {
        Some(name) => Some(name.to_owned()),
        None => column.get("titles").and_then(|value| titles(value).into_iter().next()),
    }
}

/// A text or a list of texts.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A natural language property: a text, a list, or an object from languages to either.
fn titles(value: &Value) -> Vec<String> {
    match value {
        Value::Object(languages) => languages.values().flat_map(strings).collect(),
        other => strings(other),
    }
}
