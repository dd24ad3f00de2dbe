//! Finds the column, or the pair of columns, that identifies rows.

use super::Column;
use super::column::collapsed;
use super::layout::Layout;
use super::survey::{each_row, is_blank};
use crate::block::ReadError;
use crate::datatype::Base;
use hashbrown::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::Read;

/// So many different values are kept of each candidate, as hashes; more would take another 20 megabytes each.
pub const LIMIT: usize = 1_800_000;

/// The maximum numbers of columns and of pairs examined.
const MOST: usize = 4;

/// A longer value identifies nothing to a person.
const LENGTH: usize = 200;

/// A column that looks like an identifier without being named so is believed from so many rows on.
const ROWS: u64 = 3;

/// Two columns are believed to be a key from so many rows on.
const PAIR_ROWS: u64 = 5;

/// Words of titles of identifiers, the surer first.
const WORDS: &[&str] = &[
    "id",
    "identifiant",
    "identifier",
    "uuid",
    "guid",
    "key",
    "cle",
    "clef",
    "code",
    "siret",
    "siren",
    "numero",
    "num",
    "number",
    "no",
    "ref",
    "reference",
    "matricule",
    "isbn",
    "issn",
    "doi",
    "slug",
    "uri",
    "iri",
    "url",
    "uai",
    "rna",
    "finess",
    "insee",
];

/// Columns of which a key may consist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(Vec<Vec<usize>>);

impl Wanted {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The candidates, the likeliest first: single columns, then pairs.
pub fn candidates(columns: &[Column], rows: u64) -> Wanted {
    if rows < 2 {
        return Wanted(Vec::new());
    }
    let is_identifying = |column: &Column| matches!(column.verdict.base, Base::String | Base::Integer | Base::AnyUri);
    let may_be = |column: &Column| {
        let is_whole = column.verdict.is_complete && column.separator.is_none() && column.verdict.longest <= LENGTH;
        is_whole && column.name.is_some()
    };
    let mut named: Vec<((bool, usize), usize)> = Vec::new();
    for (index, column) in columns
        .iter()
        .enumerate()
        .filter(|(_, column)| may_be(column) && is_identifying(column))
    {
        named.extend(rank(column).map(|rank| (rank, index)));
    }
    named.sort_unstable();
    let named: Vec<usize> = named.into_iter().map(|(_, index)| index).take(MOST).collect();
    let mut wanted: Vec<Vec<usize>> = named.iter().map(|index| vec![*index]).collect();
    if let Some(first) = columns
        .first()
        .filter(|column| may_be(column) && is_identifying(column))
        && rows >= ROWS
        && !named.contains(&0)
        && !first.verdict.has_space
    {
        wanted.push(vec![0]);
    }
    if rows >= PAIR_ROWS {
        let is_time = |base| matches!(base, Base::GYear | Base::GYearMonth | Base::Date | Base::DateTime);
        let times = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| may_be(column) && is_time(column.verdict.base));
        let others: Vec<usize> = named.iter().copied().chain(times.map(|(index, _)| index)).collect();
        let pairs = named.iter().enumerate().flat_map(|(number, one)| {
            let rest = others.iter().skip(number + 1);
            rest.map(|other| vec![*one, *other])
        });
        wanted.extend(pairs.take(MOST));
    }
    Wanted(wanted)
}

/// How likely a title is that of an identifier; less is likelier.
fn rank(column: &Column) -> Option<(bool, usize)> {
    let name = super::names::words(&column.title);
    let words: Vec<&str> = name.split('_').collect();
    let best = words
        .iter()
        .filter_map(|word| WORDS.iter().position(|known| known == word))
        .min()?;
    Some((words.len() > 1, best))
}

/// So many repeated values of a column are counted; with more it is no key, nor meant to be one.
const REPEATS: u64 = 20;

/// A candidate that not much speaks against so far.
struct Candidate {
    columns: Vec<usize>,
    seen: HashSet<u64>,
    /// The number of rows that repeat an earlier one, and the line of the first.
    repeats: u64,
    line: u64,
}

/// Up to where keys are compared.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The most different values: [`LIMIT`] but in tests.
    pub values: usize,
    /// The line of the first row behind the table.
    pub end: Option<u64>,
}

/// The first candidate of which no two rows have the same, once all rows are seen.
pub fn find(
    reader: Box<dyn Read + Send>,
    layout: &Layout,
    columns: &[Column],
    wanted: Wanted,
    bounds: Bounds,
    notes: &mut Vec<String>,
) -> Result<Option<Vec<usize>>, ReadError> {
    let Bounds { values: limit, end } = bounds;
    let candidate = |columns| Candidate {
        columns,
        seen: HashSet::new(),
        repeats: 0,
        line: 0,
    };
    let mut left: Vec<Candidate> = wanted.0.into_iter().map(candidate).collect();
    let mut given_up: Vec<Vec<usize>> = Vec::new();
    let mut rows = 0_u64;
    let mut buffer = String::new();
    each_row(reader, layout, |row| {
        let is_behind = end.is_some_and(|end| row.line >= end);
        if is_behind || row.len() != layout.width || row.problem().is_some() || is_blank(row, layout.width) {
            return true;
        }
        rows += 1;
        left.retain_mut(|candidate| {
            let mut hasher = DefaultHasher::new();
            for index in &candidate.columns {
                let text = row.get(*index).unwrap_or_default();
                hash(text, &columns[*index], &mut buffer, &mut hasher);
            }
            if !candidate.seen.insert(hasher.finish()) {
                if candidate.repeats == 0 {
                    candidate.line = row.line;
                }
                candidate.repeats += 1;
            }
            let is_full = candidate.seen.len() > limit;
            if is_full && candidate.repeats == 0 && candidate.columns.len() == 1 {
                given_up.push(std::mem::take(&mut candidate.columns));
            }
            let most = if candidate.columns.len() == 1 { REPEATS } else { 0 };
            candidate.repeats <= most && !is_full
        });
        !left.is_empty()
    })?;
    for columns_of in given_up {
        let label = label(&columns_of, columns);
        notes.push(format!(
            "{label} may be a primary key: more than {limit} different values were found, and no further ones were compared."
        ));
    }
    Ok(chosen(left, columns, rows, notes))
}

/// Chooses among the candidates that are left when all rows are seen: a single column before a pair.
fn chosen(left: Vec<Candidate>, columns: &[Column], rows: u64, notes: &mut Vec<String>) -> Option<Vec<usize>> {
    let mut single = left.iter().filter(|candidate| candidate.columns.len() == 1);
    if let Some(found) = single.clone().find(|candidate| candidate.repeats == 0) {
        return Some(found.columns.clone());
    }
    // Where a few rows of many repeat an identifier, they are wrong rather than the identifier half a key.
    if let Some(found) = single.find(|candidate| candidate.repeats * REPEATS <= rows) {
        notes.push(format!(
            "{} would be a primary key, but {} of {rows} rows repeat the value of an earlier one, first in line {}.",
            label(&found.columns, columns),
            found.repeats,
            found.line
        ));
        return None;
    }
    let pair = left.into_iter().find(|candidate| candidate.repeats == 0);
    pair.map(|candidate| candidate.columns)
}

/// What the columns of a candidate are called in notes.
fn label(indexes: &[usize], columns: &[Column]) -> String {
    let labels: Vec<String> = indexes.iter().map(|index| columns[*index].label(*index)).collect();
    labels.join(" with ")
}

/// Hashes a value as keys are compared: by its lexical form.
fn hash(text: &str, column: &Column, buffer: &mut String, hasher: &mut DefaultHasher) {
    buffer.clear();
    let datatype = &column.verdict.datatype;
    if column.verdict.is_text() {
        text.hash(hasher);
    } else {
        let text = collapsed(text);
        datatype.read(&text, buffer).unwrap_or(&text).hash(hasher);
    }
}

/// Tells what the key is, or that there is none.
pub fn tell(key: Option<&[usize]>, columns: &[Column], rows: u64, notes: &mut Vec<String>) {
    let label = |index: &usize| columns[*index].label(*index);
    notes.push(match key {
        Some([one]) => format!("The primary key is {}: each row has another value there.", label(one)),
        Some(key) => {
            let labels: Vec<String> = key.iter().map(label).collect();
            format!(
                "The primary key is {}: no single column that looks like a key differs in all rows.",
                labels.join(" with ")
            )
        }
        None if rows < 2 => return,
        None => {
            "No primary key is given: rows are told apart by their number, which changes with their order.".to_owned()
        }
    });
}
