//! The shipped dossier, repeated: each copy has the same claims under keys of its own.

use crate::support::{copy, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What all copies have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Nothing: the copies have nothing to do with each other.
    Nothing,
    /// Those who act: persons, companies, offices and groups.
    Actors,
}

/// The classes of those who act.
const ACTORS: &[&str] = &[
    "Person",
    "Company",
    "PublicBody",
    "Organisation",
    "Media",
    "Group",
    "Office",
];

/// Creates a dossier of several copies in a folder. The first copy keeps its keys.
pub fn copied_dossier(folder: &Path, copies: usize, shared: Shared) {
    for name in ["ontology", "queries"] {
        copy(&root().join(name), &folder.join(name));
    }
    fs::create_dir_all(folder.join("data")).unwrap();
    let metadata = fs::read_to_string(root().join("data/csv-metadata.json")).unwrap();
    let tables: Value = serde_json::from_str(&metadata).unwrap();
    fs::write(folder.join("data/csv-metadata.json"), metadata).unwrap();
    fs::copy(root().join("sourcier.toml"), folder.join("sourcier.toml")).unwrap();
    let kept = match shared {
        Shared::Nothing => BTreeSet::new(),
        Shared::Actors => actors(),
    };
    for table in tables["tables"].as_array().unwrap() {
        let file = Path::new("data").join(table["url"].as_str().unwrap());
        if root().join(&file).exists() {
            let (header, rows) = read(&file);
            let renamed = renamed(table);
            let mut writer = csv::Writer::from_path(folder.join(&file)).unwrap();
            writer.write_record(&header).unwrap();
            for number in 0..if renamed.is_empty() { 1 } else { copies } {
                let copied = rows
                    .iter()
                    .filter(|row| number == 0 || !row_key(table, &header, row).is_some_and(|key| kept.contains(key)));
                for row in copied {
                    let cells = header.iter().zip(row).map(|(column, cell)| {
                        let is_renamed =
                            number > 0 && !cell.is_empty() && renamed.contains(column) && !kept.contains(cell);
                        if is_renamed {
                            name(column, cell, number)
                        } else {
                            cell.to_owned()
                        }
                    });
                    writer.write_record(cells).unwrap();
                }
            }
            writer.flush().unwrap();
        }
    }
    let decided = csv::Reader::from_path(folder.join("data/wikidata.csv")).unwrap();
    fs::write(folder.join("data/wikidata.lock.csv"), items(decided)).unwrap();
}

/// The items that the decisions name, as if they had been retrieved.
fn items(mut decided: csv::Reader<fs::File>) -> String {
    let header = decided.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (entity, item) = (column("entity"), column("qid"));
    let rows = decided.records().map(Result::unwrap);
    let items: BTreeMap<String, String> = rows
        .filter(|row| !row[item].is_empty())
        .map(|row| (row[item].to_owned(), row[entity].to_owned()))
        .collect();
    let mut text = "qid,label_fr,label_en,aliases_fr,aliases_en,instance_of,redirect,revision,retrieved\n".to_owned();
    for (item, entity) in items {
        text.push_str(&format!("{item},{entity},{entity},,,Q5|Q43229,,1,2026-01-01\n"));
    }
    text
}

/// A table of the shipped dossier.
fn read(file: &Path) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_path(root().join(file)).unwrap();
    let header = reader.headers().unwrap().clone();
    (header, reader.records().map(Result::unwrap).collect())
}

/// The entities that act, and the wholes that they are parts of.
fn actors() -> BTreeSet<String> {
    let (header, rows) = read(Path::new("data/entities.csv"));
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (key, class, whole) = (column("key"), column("class"), column("part_of"));
    let acting = rows.iter().filter(|row| ACTORS.contains(&&row[class]));
    let all = acting.flat_map(|row| [row[key].to_owned(), row[whole].to_owned()]);
    all.filter(|key| !key.is_empty()).collect()
}

/// The entity that a row is about, in the tables of entities and of decisions.
fn row_key<'r>(table: &Value, header: &csv::StringRecord, row: &'r csv::StringRecord) -> Option<&'r str> {
    let column = match table["url"].as_str()? {
        "entities.csv" => "key",
        "wikidata.csv" => "entity",
        _ => return None,
    };
    row.get(header.iter().position(|name| name == column)?)
}

/// The columns whose values differ between copies: keys, references to them, and what identifies a text or an item.
fn renamed(table: &Value) -> BTreeSet<&str> {
    // All copies share the units.
    if table["url"] == "units.csv" {
        return BTreeSet::new();
    }
    let references = table["tableSchema"]["foreignKeys"].as_array().into_iter().flatten();
    references
        .filter(|key| key["reference"]["resource"] != "units.csv")
        .filter_map(|key| key["columnReference"].as_str())
        .chain(["key", "qid", "redirect", "sha256", "file"])
        .collect()
}

/// The name that a copy has for a thing.
fn name(column: &str, name: &str, number: usize) -> String {
    match column {
        // An item has at most nine digits: here some that depend on those of the first copy.
        "qid" | "redirect" => {
            let known: u64 = name.trim_start_matches('Q').parse().unwrap();
            let mixed = (known << 10 | number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
            format!("Q{}", 100_000_000 + mixed % 900_000_000)
        }
        "sha256" => format!("{number:08x}{}", &name[8..]),
        "file" => format!("{number}-{name}"),
        _ => format!("{name}-c{number}"),
    }
}
