//! Columns whose cells are the keys of another table.

use super::{Column, Draft};
use serde_json::json;

/// A column that has the keys of another table.
struct Link {
    from: usize,
    column: String,
    to: usize,
    key: String,
}

/// Declares the columns whose values are all keys of another table.
pub(super) fn declare(drafts: &mut [Draft]) {
    let mut found = Vec::new();
    for (from, draft) in drafts.iter().enumerate() {
        let columns = draft.columns.iter();
        for column in columns.filter(|column| column.values.len() > 1 && !column.is_list) {
            let target = drafts.iter().enumerate().find_map(|(to, other)| {
                let [key] = &other.columns.iter().filter(|column| column.is_key).collect::<Vec<_>>()[..] else {
                    return None;
                };
                let fits = from != to
                    && is_named(column, key, &other.word)
                    && column.values.keys().all(|value| key.values.contains_key(value));
                fits.then(|| (to, key.name.clone()))
            });
            if let Some((to, key)) = target {
                let column = column.name.clone();
                found.push(Link { from, column, to, key });
            }
        }
    }
    found.into_iter().for_each(|link| link.write(drafts));
}

/// Whether a column is called like the key of a table, or like the table: `org_id` for a row of `orgs`.
fn is_named(column: &Column, key: &Column, word: &str) -> bool {
    let one = word.strip_suffix('s').filter(|one| !one.is_empty()).unwrap_or(word);
    column.name == key.name || column.name.starts_with(one)
}

impl Link {
    fn write(self, drafts: &mut [Draft]) {
        let Self {
            from,
            column: name,
            to,
            key,
        } = self;
        drafts[to].is_linked = true;
        let (file, word) = (drafts[to].file.clone(), drafts[to].word.clone());
        for column in drafts[from].columns.iter_mut().filter(|column| column.name == name) {
            column.is_link = true;
        }
        let schema = &mut drafts[from].description["tableSchema"];
        let reference = json!({"columnReference": name, "reference": {"resource": file, "columnReference": key}});
        match schema["foreignKeys"].as_array_mut() {
            Some(keys) => keys.push(reference),
            None => schema["foreignKeys"] = json!([reference]),
        }
        let columns = schema["columns"].as_array_mut().into_iter().flatten();
        for column in columns.filter(|column| column["name"] == name) {
            column["valueUrl"] = json!(format!("../{word}/{{{name}}}"));
        }
    }
}
