//! What releases of an older format put into every dossier, known by its hashes.

use crate::evidence::sha256;
use crate::init::Language;
use std::collections::BTreeMap;

/// The files of format 1, as `scripts/shipped` lists them.
const FORMAT_1: &str = include_str!("format-1.txt");

/// The files of format 2.
const FORMAT_2: &str = include_str!("format-2.txt");

/// The files of format 3.
const FORMAT_3: &str = include_str!("format-3.txt");

/// The files of format 4.
const FORMAT_4: &str = include_str!("format-4.txt");

/// The files of format 5.
const FORMAT_5: &str = include_str!("format-5.txt");

/// The files of format 6.
const FORMAT_6: &str = include_str!("format-6.txt");

/// The files of format 7.
const FORMAT_7: &str = include_str!("format-7.txt");

/// The files of format 8.
const FORMAT_8: &str = include_str!("format-8.txt");

/// The files of format 9.
const FORMAT_9: &str = include_str!("format-9.txt");

/// The files of format 10.
const FORMAT_10: &str = include_str!("format-10.txt");

/// The files of format 12.
const FORMAT_12: &str = include_str!("format-12.txt");

/// The files of format 13.
const FORMAT_13: &str = include_str!("format-13.txt");

/// The files of format 14.
const FORMAT_14: &str = include_str!("format-14.txt");

/// The files of format 15.
const FORMAT_15: &str = include_str!("format-15.txt");

/// The files of format 16.
const FORMAT_16: &str = include_str!("format-16.txt");

/// The files of format 11.
const FORMAT_11: &str = include_str!("format-11.txt");

/// The files that releases of a format shipped.
#[derive(Debug, Default)]
pub(super) struct Shipped {
    files: BTreeMap<&'static str, File>,
}

/// A file that was shipped.
#[derive(Debug, Default)]
pub(super) struct File {
    /// The hashes of its shape, with the language of its quoted words if it has one.
    hashes: Vec<(&'static str, Option<Language>)>,
    /// The hashes of the blocks of a file in Turtle, with their first words.
    pub blocks: BTreeMap<&'static str, &'static str>,
}

impl Shipped {
    /// The files of a format; none if it is not older than the current one.
    pub fn of(format: u32) -> Self {
        match format {
            1 => Self::read(FORMAT_1),
            2 => Self::read(FORMAT_2),
            3 => Self::read(FORMAT_3),
            4 => Self::read(FORMAT_4),
            5 => Self::read(FORMAT_5),
            6 => Self::read(FORMAT_6),
            7 => Self::read(FORMAT_7),
            8 => Self::read(FORMAT_8),
            9 => Self::read(FORMAT_9),
            10 => Self::read(FORMAT_10),
            11 => Self::read(FORMAT_11),
            12 => Self::read(FORMAT_12),
            13 => Self::read(FORMAT_13),
            14 => Self::read(FORMAT_14),
            15 => Self::read(FORMAT_15),
            16 => Self::read(FORMAT_16),
            _ => Self::default(),
        }
    }

    fn read(list: &'static str) -> Self {
        let mut shipped = Self::default();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.splitn(4, ' ');
            let (Some(hash), Some(name)) = (parts.next(), parts.next()) else {
                continue;
            };
            let file = shipped.files.entry(name).or_default();
            match (parts.next(), parts.next()) {
                (Some("block"), Some(word)) => {
                    file.blocks.insert(hash, word);
                }
                (language, _) => {
                    let of_tag = |tag: &str| Language::ALL.into_iter().find(|language| language.tag() == tag);
                    file.hashes.push((hash, language.and_then(of_tag)));
                }
            }
        }
        shipped
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.files.keys().copied()
    }

    /// A file by name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }
}

impl File {
    /// Whether a text is the one that was shipped, apart from what owners set; with the language of its quoted words if
    /// it has one.
    pub fn is(&self, name: &str, text: &str) -> Option<Option<Language>> {
        let hash = sha256(shape(name, text).as_bytes());
        self.hashes
            .iter()
            .find(|(known, _)| *known == hash)
            .map(|(_, language)| *language)
    }
}

/// A text without what owners set: the defaults of a query's parameters, and the licence in the metadata.
pub(super) fn shape(name: &str, text: &str) -> String {
    let lines = text.split_inclusive('\n');
    if is_query(name) {
        let without = |line: &str| match default(line) {
            Some((before, _, after)) => format!("{before}{after}"),
            None => line.to_owned(),
        };
        lines.map(without).collect()
    } else if is_metadata(name) {
        lines.filter(|line| !is_licence(line)).collect()
    } else {
        text.to_owned()
    }
}

/// Whether a file is a query.
pub(super) fn is_query(name: &str) -> bool {
    name.ends_with(".rq")
}

/// Whether a file is the metadata of the tables.
pub(super) fn is_metadata(name: &str) -> bool {
    name.ends_with("csv-metadata.json")
}

/// Whether a line of the metadata gives the licence.
pub(super) fn is_licence(line: &str) -> bool {
    line.contains("\"dc:license\"")
}

/// The line of a query that declares a parameter: what is before its default, the default, and what is after it.
pub(super) fn default(line: &str) -> Option<(&str, &str, &str)> {
    line.strip_prefix("# parameter: ")?;
    let start = line.find(" = ")? + " = ".len();
    let (before, rest) = line.split_at(start);
    let (default, after) = rest.split_at(rest.find(" -- ")?);
    Some((before, default, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_format_1_has_all_that_it_shipped() {
        let shipped = Shipped::of(1);
        assert_eq!(shipped.names().count(), 91);
        let ontology = shipped.file("ontology/sourcier.ttl").unwrap();
        assert!(ontology.blocks.len() > 250);
        assert_eq!(shipped.file("data/csv-metadata.json").unwrap().hashes.len(), 2);
        let unhashed = shipped.files.iter().filter(|(_, file)| file.hashes.is_empty());
        assert_eq!(unhashed.count(), 0);
    }

    #[test]
    fn what_owners_set_is_no_part_of_the_shape() {
        let query = "# title: T\n# parameter: about id = footbridge-plan -- a plan -- of all\nSELECT * {}\n";
        assert_eq!(
            shape("queries/fate.rq", query),
            "# title: T\n# parameter: about id =  -- a plan -- of all\nSELECT * {}\n"
        );
        let metadata = "{\n  \"dc:license\": 1,\n  \"tables\": []\n}\n";
        assert_eq!(shape("data/csv-metadata.json", metadata), "{\n  \"tables\": []\n}\n");
    }
}
