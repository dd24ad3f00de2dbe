//! The columns that new dossiers describe: an older dossier may have a table with one of them, and metadata that do not know it.

use super::known::folded;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The metadata of a new dossier.
const METADATA: &str = include_str!("../../data/csv-metadata.json");

/// Tables and headings of their columns, names and titles, folded.
static HEADINGS: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
    let metadata: Value = serde_json::from_str(METADATA).unwrap_or_default();
    let mut headings = HashSet::new();
    for table in metadata["tables"].as_array().into_iter().flatten() {
        let url = table["url"].as_str().unwrap_or_default();
        let columns = table["tableSchema"]["columns"].as_array().into_iter().flatten();
        for column in columns.filter(|column| column["virtual"] != true) {
            let titles = column["titles"].as_array().into_iter().flatten();
            let names = titles
                .chain([&column["titles"], &column["name"]])
                .filter_map(Value::as_str);
            headings.extend(names.map(|name| (url.to_owned(), folded(name))));
        }
    }
    headings
});

/// Whether new dossiers describe a column with this heading in a table of that name.
pub(super) fn describes(file: &str, heading: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    HEADINGS.contains(&(name.to_owned(), folded(heading)))
}
