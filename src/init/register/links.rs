//! Columns whose cells are the keys of another table.

use super::{Column, Draft, Notes};
use serde_json::json;

/// A column that has the keys of another table.
struct Link {
    from: usize,
    column: String,
    to: usize,
    key: String,
    /// Its values that are none of these keys.
    missing: Vec<String>,
}

/// How many of three different values are keys of the other table where the column has them: the others are told.
const MOST: usize = 2;

/// How many missing keys are named.
const NAMED: usize = 5;

/// Declares the columns whose values are keys of another table, nearly all of them.
pub(super) fn declare(drafts: &mut [Draft], notes: &mut Notes) {
    let mut found = Vec::new();
    for (from, draft) in drafts.iter().enumerate() {
        let columns = draft.columns.iter();
        for column in columns.filter(|column| column.values.len() > 1 && !column.is_list) {
            let target = drafts.iter().enumerate().find_map(|(to, other)| {
                let [key] = &other.columns.iter().filter(|column| column.is_key).collect::<Vec<_>>()[..] else {
                    return None;
                };
                let all = column.values.keys();
                let mut missing: Vec<String> = all.filter(|value| !key.values.contains_key(*value)).cloned().collect();
                missing.sort();
                let known = column.values.len() - missing.len();
                let fits = from != to
                    && known > 1
                    && known * 3 >= column.values.len() * MOST
                    && (is_named(column, key, &other.word) || is_code(key));
                fits.then(|| (to, key.name.clone(), missing))
            });
            if let Some((to, key, missing)) = target {
                let link = Link {
                    from,
                    column: column.name.clone(),
                    to,
                    key,
                    missing,
                };
                found.push(link);
            }
        }
    }
    for link in found {
        if !link.missing.is_empty() {
            notes.add(&drafts[link.from].file, &link.told(drafts));
        }
        link.write(drafts);
    }
}

/// Whether a key is a code with letters and figures, which no other column has by chance: `ORG-001`.
fn is_code(key: &Column) -> bool {
    let has = |text: &String, is: fn(char) -> bool| text.chars().any(is);
    let is_one = |text: &String| has(text, char::is_alphabetic) && has(text, |letter| letter.is_ascii_digit());
    key.values.len() > 2 && key.values.keys().all(is_one)
}

/// Whether a column is called like the key of a table, or like the table: `org_id` for a row of `orgs`.
fn is_named(column: &Column, key: &Column, word: &str) -> bool {
    let one = word.strip_suffix('s').filter(|one| !one.is_empty()).unwrap_or(word);
    column.name == key.name || column.name.starts_with(one)
}

impl Link {
    /// Tells the missing keys.
    fn told(&self, drafts: &[Draft]) -> String {
        let title = drafts[self.from]
            .columns
            .iter()
            .find(|column| column.name == self.column);
        let named: Vec<&str> = self.missing.iter().take(NAMED).map(String::as_str).collect();
        let more = if self.missing.len() > NAMED { " ..." } else { "" };
        format!(
            "`{}` has the keys of {}, in which these are missing: {}{more}. Correct them, or add them there with their names; a further \
             missing key is no error, since `foreignKeys` in data/csv-metadata.json does not have the column",
            title.map_or(&*self.column, |column| &*column.title),
            drafts[self.to].file,
            named.join(", ")
        )
    }

    fn write(self, drafts: &mut [Draft]) {
        let Self {
            from,
            column: name,
            to,
            key,
            missing,
        } = self;
        drafts[to].is_linked = true;
        let (file, word) = (drafts[to].file.clone(), drafts[to].word.clone());
        for column in drafts[from].columns.iter_mut().filter(|column| column.name == name) {
            column.is_link = true;
        }
        let schema = &mut drafts[from].description["tableSchema"];
        // A missing key would be an error, and nothing could be asked.
        if missing.is_empty() {
            let reference = json!({"columnReference": name, "reference": {"resource": file, "columnReference": key}});
            match schema["foreignKeys"].as_array_mut() {
                Some(keys) => keys.push(reference),
                None => schema["foreignKeys"] = json!([reference]),
            }
        }
        let columns = schema["columns"].as_array_mut().into_iter().flatten();
        for column in columns.filter(|column| column["name"] == name) {
            column["valueUrl"] = json!(format!("../{word}/{{{name}}}"));
        }
    }
}
