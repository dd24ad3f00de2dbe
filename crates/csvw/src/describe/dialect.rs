//! Guesses delimiter and quotation mark.
//!
//! Each separator is tried: the right one gives rows that agree in their number of cells. Other quotation marks than
//! those of RFC 4180 are tried only where these do not fit, as nearly every text makes some sense without any.

use super::sample::Sample;
use crate::dialect::{Dialect, Trim};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Separators, the more usual first.
const DELIMITERS: [(&str, &str); 5] = [
    (",", "commas"),
    (";", "semicolons"),
    ("\t", "tabs"),
    ("|", "vertical bars"),
    (":", "colons"),
];

const COLON: &str = ":";

/// So many lines before the header may be titles.
pub const TITLE_LINES: usize = 20;

/// The sample as a dialect reads it.
#[derive(Debug, Clone)]
pub struct Reading {
    pub dialect: Dialect,
    /// How many cells most rows have.
    pub width: usize,
    /// The share of rows that have so many, and no fault; lines before the header do not count.
    score: f64,
    /// The same, of all lines.
    coverage: f64,
    /// How many lines before the header do not count.
    titles: usize,
    /// How many records have quotation marks out of place.
    problems: usize,
    /// Whether the first line is `sep=;`, as spreadsheets write it to say what the delimiter is.
    pub is_declared: bool,
    /// Whether more rows have quotation marks where they belong than out of place.
    is_quoted: bool,
}

/// Guesses how a table is written: separator, quotation marks, line ends; header and skipped rows are not yet known.
pub fn guess(sample: &Sample, encoding: &str, notes: &mut Vec<String>) -> Reading {
    let usual = Dialect {
        encoding: encoding.to_owned(),
        header_row_count: 0,
        line_terminators: match sample.has_cr {
            true => vec!["\r".to_owned()],
            false => Dialect::default().line_terminators,
        },
        ..Dialect::default()
    };
    if let Some(delimiter) = declared(sample.text()) {
        let dialect = Dialect {
            delimiter: delimiter.to_string(),
            ..usual
        };
        notes.push(format!(
            "The first line says that `{delimiter}` separates the cells; it is skipped."
        ));
        return Reading {
            is_declared: true,
            ..read(sample, dialect)
        };
    }
    let first = best(sample, &usual);
    let found = match first {
        Some(reading) if reading.score >= 1.0 && !has_single_quotes(sample, &reading.dialect) => reading,
        first => otherwise(sample, &usual, first),
    };
    tell(sample, &found, notes);
    found
}

/// The delimiter that a first line `sep=;` declares to spreadsheets.
fn declared(text: &str) -> Option<char> {
    let line = text.split(['\r', '\n']).next()?;
    let line = line
        .strip_prefix('"')
        .and_then(|line| line.strip_suffix('"'))
        .unwrap_or(line);
    let (name, value) = line.split_at_checked(4)?;
    let mut characters = value.chars();
    let delimiter = characters
        .next()
        .filter(|delimiter| !delimiter.is_alphanumeric() && *delimiter != '"')?;
    (name.eq_ignore_ascii_case("sep=") && characters.next().is_none()).then_some(delimiter)
}

/// Tries other quotation marks, where those of RFC 4180 leave something to be wished for.
fn otherwise(sample: &Sample, usual: &Dialect, first: Option<Reading>) -> Reading {
    let plain = first.clone().unwrap_or_else(|| single(sample, usual));
    let mut best_yet = first;
    for dialect in variants(sample, usual, &plain) {
        let Some(found) = best(sample, &dialect) else { continue };
        let is_better = match &best_yet {
            None => true,
            Some(known) if dialect.quote == Some('\'') => found.score >= known.score,
            Some(known) => found.score > known.score,
        };
        if is_better {
            best_yet = Some(found);
        }
    }
    let is_faultless = |reading: &Reading| reading.score >= 1.0;
    best_yet.unwrap_or_else(|| match is_faultless(&plain) {
        true => plain,
        false => {
            let others = variants(sample, usual, &plain)
                .into_iter()
                .map(|dialect| single(sample, &dialect));
            others.fold(
                plain.clone(),
                |best, other| {
                    if other.score > best.score { other } else { best }
                },
            )
        }
    })
}

/// The other ways to quote for which there is a sign.
fn variants(sample: &Sample, usual: &Dialect, plain: &Reading) -> Vec<Dialect> {
    let text = sample.text();
    let mut variants = Vec::new();
    let is_spaced = DELIMITERS
        .iter()
        .any(|(delimiter, _)| text.contains(&format!("{delimiter} \"")));
    if is_spaced {
        variants.push(Dialect {
            trim: Trim::True,
            ..usual.clone()
        });
    }
    if plain.problems > 0 && text.contains("\\\"") {
        variants.push(Dialect {
            double_quote: false,
            ..usual.clone()
        });
    }
    if has_single_quotes(sample, &plain.dialect) {
        variants.push(Dialect {
            quote: Some('\''),
            ..usual.clone()
        });
    }
    // A single mark is rather forgotten than meant.
    if plain.problems > 1 && !plain.is_quoted {
        variants.push(Dialect {
            quote: None,
            ..usual.clone()
        });
    }
    variants
}

/// Whether nearly all texts begin with `'`.
fn has_single_quotes(sample: &Sample, dialect: &Dialect) -> bool {
    let (mut texts, mut quoted) = (0_usize, 0_usize);
    sample.rows(dialect, |row| {
        for (index, cell) in row.iter().enumerate() {
            if cell.contains(char::is_alphabetic) && !row.is_quoted(index) {
                texts += 1;
                quoted += usize::from(cell.starts_with('\''));
            }
        }
        true
    });
    quoted >= 4 && quoted * 10 >= texts * 6
}

/// The best reading with several columns, where one is good enough.
///
/// One in which all agrees is right. Of others that are nearly as good as the best, the one with more columns is: some
/// rows of any table are broken, and a comma in each decimal number agrees, too.
fn best(sample: &Sample, usual: &Dialect) -> Option<Reading> {
    let mut found: Vec<Reading> = readings(sample, usual).filter(Reading::is_good).collect();
    // Colons stand in times, in addresses and in sentences.
    if found.len() > 1 || has_colons_in_cells(sample) {
        found.retain(|reading| reading.dialect.delimiter != COLON);
    }
    let most = found.iter().map(|reading| reading.score).fold(0.0, f64::max);
    found.into_iter().max_by(|one, other| {
        let is_whole = |reading: &Reading| reading.coverage >= 1.0;
        let is_near = |reading: &Reading| reading.score + 0.05 >= most;
        let order = is_whole(one).cmp(&is_whole(other));
        let order = order.then(is_near(one).cmp(&is_near(other)));
        let order = order.then(one.width.cmp(&other.width));
        let order = order.then(other.titles.cmp(&one.titles));
        let order = order.then(one.coverage.total_cmp(&other.coverage));
        // Of equals the last counts as the greatest, and the first is wanted.
        order.then(Reverse(rank(one)).cmp(&Reverse(rank(other))))
    })
}

/// Whether the colons of a text seem to belong to its values: one line has none, or a space or `//` is behind one, or
/// most are within times.
fn has_colons_in_cells(sample: &Sample) -> bool {
    let (mut colons, mut in_times) = (0_usize, 0_usize);
    for line in sample.text().lines().filter(|line| !line.trim().is_empty()) {
        if !line.contains(COLON) || line.contains(": ") || line.contains("://") {
            return true;
        }
        let parts: Vec<&str> = line.split(COLON).collect();
        let is_of_time =
            |part: &str| part.len() <= 2 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        colons += parts.len() - 1;
        in_times += parts
            .windows(2)
            .filter(|pair| pair.iter().all(|part| is_of_time(part)))
            .count();
    }
    in_times * 2 > colons
}

/// The best reading with one column.
fn single(sample: &Sample, usual: &Dialect) -> Reading {
    let mut best: Option<Reading> = None;
    for reading in readings(sample, usual) {
        let reading = Reading {
            score: if reading.width == 1 { reading.score } else { 0.0 },
            ..reading
        };
        if best.as_ref().is_none_or(|best| reading.score > best.score) {
            best = Some(reading);
        }
    }
    best.unwrap_or_else(|| read(sample, usual.clone()))
}

fn rank(reading: &Reading) -> Option<usize> {
    DELIMITERS
        .iter()
        .position(|(delimiter, _)| *delimiter == reading.dialect.delimiter)
}

fn readings<'s>(sample: &'s Sample, usual: &'s Dialect) -> impl Iterator<Item = Reading> + 's {
    DELIMITERS.into_iter().map(|(delimiter, _)| {
        let dialect = Dialect {
            delimiter: delimiter.to_owned(),
            ..usual.clone()
        };
        read(sample, dialect)
    })
}

/// A record, as far as it tells of the dialect.
struct Record {
    width: usize,
    filled: usize,
    is_whole: bool,
    is_quoted: bool,
    /// Whether there is nothing after the last delimiter.
    is_open: bool,
}

/// Reads the sample by a dialect.
pub fn read(sample: &Sample, dialect: Dialect) -> Reading {
    let mut records = Vec::new();
    let swallowed = sample.rows(&dialect, |row| {
        let problem = row.problem();
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        if row.len() > 1 || filled > 0 {
            records.push(Record {
                width: row.len(),
                filled,
                is_whole: problem.is_none(),
                is_quoted: (0..row.len()).any(|index| row.is_quoted(index)),
                is_open: row.get(row.len() - 1).is_some_and(str::is_empty),
            });
        }
        true
    });
    let problems = records.iter().filter(|record| !record.is_whole).count();
    let quoted = records
        .iter()
        .filter(|record| record.is_whole && record.is_quoted)
        .count();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for record in &records {
        *widths.entry(record.width).or_default() += 1;
    }
    let most = widths.into_iter().max_by_key(|(width, count)| (*count, *width));
    let width = most.map_or(1, |(width, _)| width);
    let titles = records.iter().take(TITLE_LINES).take_while(|record| record.filled <= 1);
    let titles = if width > 1 { titles.count() } else { 0 };
    let table = records
        .get(titles..)
        .filter(|table| !table.is_empty())
        .unwrap_or(&records);
    let is_good = |record: &&Record| record.is_whole && record.width == width;
    let good = table.iter().filter(is_good).count();
    // Where each row ends with a delimiter, the header often does not.
    let is_open = table.iter().filter(is_good).all(|record| record.is_open);
    let is_skewed = is_open && good > 1 && table.first().is_some_and(|head| head.width + 1 == width);
    let kept = 1.0 - swallowed as f64 / sample.text().len().max(1) as f64;
    let share = |good: usize, of: usize| good as f64 / of.max(1) as f64 * kept;
    Reading {
        dialect,
        width,
        score: share(good, table.len() - usize::from(is_skewed)),
        coverage: share(records.iter().filter(is_good).count(), records.len()),
        titles,
        problems,
        is_declared: false,
        is_quoted: quoted > problems,
    }
}

impl Reading {
    /// Whether it is likely that this is how the table is written: rows of a few cells agree by chance more easily.
    fn is_good(&self) -> bool {
        self.width > 1 && (self.score >= 0.9 || (self.score >= 0.55 && self.width > 2))
    }

    /// The share of rows that it reads without fault.
    #[cfg(test)]
    pub fn score(&self) -> f64 {
        self.score
    }
}

fn tell(sample: &Sample, found: &Reading, notes: &mut Vec<String>) {
    let name = |delimiter: &str| {
        let known = DELIMITERS.iter().find(|(known, _)| *known == delimiter);
        known.map_or("", |(_, name)| *name)
    };
    if found.width > 1 {
        let others: Vec<&str> = readings(sample, &found.dialect)
            .filter(|other| other.dialect.delimiter != found.dialect.delimiter && other.is_good())
            .filter(|other| other.score + 0.05 >= found.score && other.coverage >= found.coverage)
            .map(|other| name(&other.dialect.delimiter))
            .collect();
        if !others.is_empty() {
            notes.push(format!(
                "The cells are taken as separated by {}; {} would fit nearly as well.",
                name(&found.dialect.delimiter),
                others.join(" or ")
            ));
        }
    }
    match (found.dialect.quote, found.dialect.double_quote) {
        (Some('\''), _) => notes.push("Cells seem to be quoted with ' rather than \".".to_owned()),
        (None, _) => {
            notes.push("Quotation marks stand so that they seem to belong to the texts: none quotes a cell.".to_owned())
        }
        (Some(_), false) => notes.push("Within quoted cells, \\ seems to stand before a quotation mark.".to_owned()),
        (Some(_), true) => {}
    }
}
