//! The metadata of a group of tables: what `csv-metadata.json` says, checked and compiled.
//!
//! "Metadata Vocabulary for Tabular Data", sections 5.3 to 5.6. Takes the JSON; gives a [`TableGroup`]; what is not
//! implemented yet is reported, never ignored.

use super::datatype::{self, Base, Datatype};
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
        let address = oxiri::Iri::parse(self.base)
            .and_then(|base| base.resolve(url))
            .ok()?
            .into_inner();
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

    fn datatype(&mut self, value: Option<(String, &Value)>) -> Datatype {
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

    fn base(&mut self, name: &str, pointer: &str) -> Base {
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

    fn format(&mut self, format: &Value, base: Base, pointer: &str) -> Option<Arc<(String, Regex)>> {
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

    fn primary_key(&mut self, tables: &mut [Table], index: usize, pointer: &str, schema: &Map<String, Value>) {
        if let Some(key) = schema.get("primaryKey") {
            let pointer = format!("{pointer}/primaryKey");
            tables[index].primary_key = self
                .references(&tables[index], &strings(key), &pointer)
                .unwrap_or_default();
        }
    }

    fn foreign_keys(&mut self, tables: &mut [Table], index: usize, pointer: &str, schema: &Map<String, Value>) {
        let Some(keys) = schema.get("foreignKeys").and_then(Value::as_array) else {
            return;
        };
        for (number, key) in keys.iter().enumerate() {
            let pointer = format!("{pointer}/foreignKeys/{number}");
            let read = self.foreign_key(tables, index, &pointer, key);
            tables[index].foreign_keys.extend(read);
        }
    }

    fn foreign_key(&mut self, tables: &[Table], index: usize, pointer: &str, key: &Value) -> Option<ForeignKey> {
        let reference = &key["reference"];
        if reference.get("schemaReference").is_some() {
            self.not_implemented(pointer, "`schemaReference`");
            return None;
        }
        let Some(resource) = reference["resource"].as_str() else {
            let valid = "{ \"columnReference\": ..., \"reference\": { \"resource\": ..., \"columnReference\": ... } }";
            self.bad(pointer, "it names no table", valid);
            return None;
        };
        let Some(table_index) = tables.iter().position(|table| table.name == resource) else {
            let known: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
            self.refuse(pointer, |place| code::bad_reference(place, pointer, resource, &known));
            return None;
        };
        let columns = self.references(&tables[index], &strings(&key["columnReference"]), pointer)?;
        let referenced = self.references(&tables[table_index], &strings(&reference["columnReference"]), pointer)?;
        Some(ForeignKey {
            columns,
            table_index,
            referenced,
        })
    }

    fn references(&mut self, table: &Table, names: &[String], pointer: &str) -> Option<Vec<usize>> {
        let known: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let mut indexes = Vec::new();
        for name in names {
            match known.iter().position(|column| column == name) {
                Some(index) => indexes.push(index),
                None => self.refuse(pointer, |place| code::bad_reference(place, pointer, name, &known)),
            }
        }
        (!names.is_empty() && indexes.len() == names.len()).then_some(indexes)
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
