//! Columns in languages that the metadata do not name: beside `label_fr` and `label_en`, a table may have `label_de`.

use super::heading;
use super::known;
use super::lines::encoding;
use csvw::Resources;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup, Title};
use std::io::Read as _;

/// The bytes in which the headings are looked for.
const HEAD: u64 = 64 << 10;

/// The most languages of a table's columns; headings of more are columns of somebody's own.
const MOST: usize = 40;

/// The tables with a column for each heading that names a described column in another language.
pub fn with_languages(files: &dyn Resources, mut group: TableGroup) -> TableGroup {
    for table in &mut group.tables {
        let known = in_languages(table);
        if known.is_empty() {
            continue;
        }
        let headings = headings(files, table);
        let others: Vec<Column> = headings
            .iter()
            .filter_map(|heading| other(table, &known, heading))
            .take(MOST)
            .collect();
        let mut place = table.columns.iter().take_while(|column| !column.is_virtual).count();
        for column in others {
            if !table.columns.iter().any(|known| known.name == column.name) {
                table.columns.insert(place, column);
                place += 1;
            }
        }
    }
    group
}

/// The columns that are named for a language, such as `label_fr`, by the name before it.
fn in_languages(table: &Table) -> Vec<(String, usize)> {
    let columns = table.columns.iter().enumerate();
    let columns = columns.filter(|(_, column)| !column.is_virtual);
    columns
        .filter_map(|(index, column)| {
            let (name, language) = column.name.rsplit_once('_')?;
            column
                .language
                .eq_ignore_ascii_case(language)
                .then(|| (name.to_owned(), index))
        })
        .collect()
}

/// The headings of a table's file; empty if it has none that are known.
fn headings(files: &dyn Resources, table: &Table) -> Vec<String> {
    let mut bytes = Vec::new();
    let Ok(Some(file)) = files.open(&table.url) else {
        return Vec::new();
    };
    if file.take(HEAD).read_to_end(&mut bytes).is_err() {
        return Vec::new();
    }
    let dialect = Dialect {
        encoding: encoding(&bytes).to_owned(),
        header_row_count: 0,
        ..table.dialect.clone()
    };
    let header = heading::header(&bytes, &dialect, table);
    header
        .filter(|header| header.known > 0)
        .map_or_else(Vec::new, |header| header.headings)
}

/// The column that a heading is that of, if it names one of these in another language (BCP 47, a language alone).
fn other(table: &Table, known: &[(String, usize)], heading: &str) -> Option<Column> {
    let heading = heading.trim();
    let (name, language) = heading.rsplit_once('_')?;
    let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_language || known::column(table, heading).is_some() {
        return None;
    }
    let (_, index) = known.iter().find(|(known, _)| known == name)?;
    Some(Column {
        name: heading.to_owned(),
        titles: vec![Title {
            language: "und".to_owned(),
            text: heading.to_owned(),
        }],
        language: language.to_owned(),
        may_be_missing: true,
        required: false,
        ..table.columns[*index].clone()
    })
}
