//! References between columns and tables (sections 5.1.4 and 5.5.2).

use super::super::limits::LIST;
use super::locate::normalised;
use super::reader::{Object, Reader};
use super::{ForeignKey, Table};
use diagnostic::{code, listed};
use serde_json::Value;

const FOREIGN_KEY: &[&str] = &["columnReference", "reference"];
const REFERENCE: &[&str] = &["columnReference", "resource", "schemaReference"];
const VALID: &str = "{ \"columnReference\": ..., \"reference\": { \"resource\": ..., \"columnReference\": ... } }";

/// What is valid where no column can be referred to.
const NAMED: &str = "the `name` of a column: titles alone cannot be referred to";

impl Reader<'_> {
    pub(super) fn foreign_keys(&mut self, tables: &mut [Table], index: usize, pointer: &str, schema: &Object) {
        let keys = self.objects(schema, pointer, "foreignKeys");
        if keys.len() > LIST {
            return self.too_many_in_list(&format!("{pointer}/foreignKeys"));
        }
        for (pointer, key) in keys {
            let read = self.foreign_key(tables, index, &pointer, key);
            tables[index].foreign_keys.extend(read);
        }
    }

    fn foreign_key(&mut self, tables: &[Table], index: usize, pointer: &str, key: &Object) -> Option<ForeignKey> {
        self.only(key, pointer, FOREIGN_KEY);
        let Some(Value::Object(reference)) = key.get("reference") else {
            self.error(pointer, "it says not to what it refers", VALID);
            return None;
        };
        self.only(reference, &format!("{pointer}/reference"), REFERENCE);
        let table_index = self.referenced_table(tables, pointer, reference)?;
        let columns = self.key_columns(&tables[index], key, pointer)?;
        let referenced = self.key_columns(&tables[table_index], reference, pointer)?;
        if columns.len() != referenced.len() {
            let why = format!("{} columns refer to {}", columns.len(), referenced.len());
            self.error(pointer, &why, "as many columns on both sides");
            return None;
        }
        Some(ForeignKey {
            columns,
            table_index,
            referenced,
        })
    }

    /// Reports each property that a foreign key may not have, common ones included.
    fn only(&mut self, object: &Object, pointer: &str, known: &[&str]) {
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let why = format!("a foreign key has no `{name}`");
            self.error(&format!("{pointer}/{name}"), &why, &known.join(", "));
        }
    }

    fn referenced_table(&mut self, tables: &[Table], pointer: &str, reference: &Object) -> Option<usize> {
        let text = |name: &str| reference.get(name).and_then(Value::as_str);
        let (name, found) = match (text("resource"), text("schemaReference")) {
            (Some(name), None) => {
                let url = self.resolve(pointer, name);
                (name, url.and_then(|url| self.position(tables, &url)))
            }
            (None, Some(name)) => {
                let id = self.resolve(pointer, name);
                (
                    name,
                    tables
                        .iter()
                        .position(|table| table.schema_id.is_some() && table.schema_id == id),
                )
            }
            (Some(_), Some(_)) => {
                self.error(pointer, "it has both `resource` and `schemaReference`", VALID);
                return None;
            }
            (None, None) => {
                self.error(pointer, "it names no table", VALID);
                return None;
            }
        };
        if found.is_none() {
            let known: Vec<_> = tables
                .iter()
                .map(|table| table.url.rsplit('/').next().unwrap_or_default())
                .collect();
            self.report(pointer, |place| code::bad_reference(place, pointer, name, &known));
        }
        found
    }

    /// The columns of a foreign key; without them it is an error.
    fn key_columns(&mut self, table: &Table, object: &Object, pointer: &str) -> Option<Vec<usize>> {
        let names = match object.get("columnReference") {
            Some(Value::String(name)) => vec![name.as_str()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if names.len() > LIST {
            self.too_many_in_list(pointer);
            return None;
        }
        let is_whole = !matches!(object.get("columnReference"), Some(Value::Array(all)) if all.len() != names.len());
        if names.is_empty() || !is_whole {
            self.error(
                pointer,
                "it names no column",
                "the name of a column, or a list of names",
            );
            return None;
        }
        let name_of = |column: &'_ super::Column| {
            if column.is_named {
                column.name.clone()
            } else {
                String::new()
            }
        };
        let known: Vec<String> = table.columns.iter().map(name_of).collect();
        let shown: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
            .collect();
        let mut indexes = Vec::new();
        for name in &names {
            match known.iter().position(|column| column == name) {
                Some(index) => indexes.push(index),
                None if shown.is_empty() => self.error(pointer, &format!("no column is named \"{name}\""), NAMED),
                None => self.report(pointer, |place| code::bad_reference(place, pointer, name, &shown)),
            }
        }
        (indexes.len() == names.len()).then_some(indexes)
    }

    /// A column reference property, ignored if it is invalid.
    pub(super) fn column_references(&mut self, value: &Value, pointer: &str, named: &[&str]) -> Option<Vec<usize>> {
        let names: Vec<&Value> = match value {
            Value::Array(names) => names.iter().collect(),
            other => vec![other],
        };
        if names.len() > LIST {
            self.too_many_in_list(pointer);
            return None;
        }
        let mut indexes = Vec::new();
        for name in &names {
            let found = name
                .as_str()
                .and_then(|name| named.iter().position(|known| *known == name && !name.is_empty()));
            match found {
                Some(index) => indexes.push(index),
                None => {
                    let known: Vec<_> = named.iter().copied().filter(|name| !name.is_empty()).collect();
                    let why = format!("no column is named {name}");
                    let valid = if known.is_empty() {
                        NAMED.to_owned()
                    } else {
                        listed(known)
                    };
                    self.pass_over(pointer, &why, &valid);
                }
            }
        }
        if names.is_empty() {
            self.pass_over(
                pointer,
                "it names no column",
                "the name of a column, or a list of names",
            );
        }
        (!indexes.is_empty() && indexes.len() == names.len()).then_some(indexes)
    }
    /// The table of a URL; URLs are compared after normalisation (section 6.3).
    fn position(&self, tables: &[Table], url: &str) -> Option<usize> {
        let url = normalised(url);
        let is_replaced = self.replaced.as_deref().is_some_and(|old| normalised(old) == url);
        let found = tables.iter().position(|table| normalised(&table.url) == url);
        found.or(is_replaced.then_some(0))
    }
}
