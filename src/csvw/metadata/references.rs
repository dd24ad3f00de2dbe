//! Primary and foreign keys in metadata (section 5.5.1 and 5.5.2).

use super::{ForeignKey, Reader, Table, strings};
use crate::diagnostic::code;
use serde_json::{Map, Value};

impl Reader<'_> {
    pub(super) fn primary_key(
        &mut self,
        tables: &mut [Table],
        index: usize,
        pointer: &str,
        schema: &Map<String, Value>,
    ) {
        if let Some(key) = schema.get("primaryKey") {
            let pointer = format!("{pointer}/primaryKey");
            tables[index].primary_key = self.references(&tables[index], key, &pointer).unwrap_or_default();
        }
    }

    pub(super) fn foreign_keys(
        &mut self,
        tables: &mut [Table],
        index: usize,
        pointer: &str,
        schema: &Map<String, Value>,
    ) {
        let Some(keys) = schema.get("foreignKeys") else { return };
        let Some(keys) = keys.as_array() else {
            self.bad(
                &format!("{pointer}/foreignKeys"),
                "this is no list",
                "a list of foreign keys",
            );
            return;
        };
        for (number, key) in keys.iter().enumerate() {
            let pointer = format!("{pointer}/foreignKeys/{number}");
            let read = self.foreign_key(tables, index, &pointer, key);
            tables[index].foreign_keys.extend(read);
        }
    }

    pub(super) fn foreign_key(
        &mut self,
        tables: &[Table],
        index: usize,
        pointer: &str,
        key: &Value,
    ) -> Option<ForeignKey> {
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
        let columns = self.references(&tables[index], &key["columnReference"], pointer)?;
        let referenced = self.references(&tables[table_index], &reference["columnReference"], pointer)?;
        if columns.len() != referenced.len() {
            let why = format!("{} columns refer to {}", columns.len(), referenced.len());
            self.bad(pointer, &why, "as many columns on both sides");
            return None;
        }
        Some(ForeignKey {
            columns,
            table_index,
            referenced,
        })
    }

    /// The columns of these names, by index; that there is none is reported, too.
    pub(super) fn references(&mut self, table: &Table, value: &Value, pointer: &str) -> Option<Vec<usize>> {
        let known: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let names = strings(value);
        if names.is_empty() || value.as_array().is_some_and(|list| list.len() != names.len()) {
            self.bad(
                pointer,
                "it names no column",
                "the name of a column, or a list of names",
            );
        }
        let mut indexes = Vec::new();
        for name in &names {
            match known.iter().position(|column| column == name) {
                Some(index) => indexes.push(index),
                None => self.refuse(pointer, |place| code::bad_reference(place, pointer, name, &known)),
            }
        }
        (!names.is_empty() && indexes.len() == names.len()).then_some(indexes)
    }
}
