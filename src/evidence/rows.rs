//! Claims that rest on rows of a public table (RFC 7111): the rows exist, and have the figure of the claim.

use super::{AskError, Comparison, Finding, Missing, Source, Texts, Verified, finding, select, sha256, unplaced};
use crate::graph::Graph;
use crate::tables;
use crate::vocabulary as v;
use diagnostic::{clipped, code};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use text::Decimal;
use text::language::Language;

/// The most characters of a cell in a message.
const MOST_OF_A_CELL: usize = 60;

/// A claim with the rows on which it rests.
pub(super) struct Resting {
    pub claim: String,
    document: String,
    row: String,
    /// The words of its figure.
    words: Option<String>,
}

/// A row of a table: its number from 1, and its cells that are not empty, each with its heading.
pub type TableRow = (usize, Vec<(String, String)>);

/// The claims that rest on rows, in the order of their IRIs.
pub(super) fn resting(graph: &Graph) -> Result<Vec<Resting>, AskError> {
    let query = format!(
        "SELECT * WHERE {{ ?claim <{}> ?row ; <{}> ?document . OPTIONAL {{ ?claim <{}> ?words }} }} ORDER BY ?claim ?row",
        v::ROW,
        v::IN_DOCUMENT,
        v::AS_WRITTEN
    );
    let found = select(graph, &query)?;
    let resting = found.iter().map(|row| {
        let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
        Resting {
            claim: text("claim"),
            document: text("document"),
            row: text("row"),
            words: row.text("words").map(str::to_owned),
        }
    });
    Ok(resting.collect())
}

/// The documents that have claims resting on their rows.
pub(super) fn tables(resting: &[Resting]) -> impl Iterator<Item = &str> {
    resting.iter().map(|resting| resting.document.as_str())
}

/// The numbers of `5` or `5-7`.
fn numbers(row: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = row.split_once('-').unwrap_or((row, row));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first > 0 && first <= last).then_some(first..=last)
}

/// A table as rows of cells; the first has the headings.
struct Table(Vec<Vec<String>>);

/// Why rows cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRows {
    /// The file is missing, or another one.
    Missing(Missing),
    /// It is no table; the reason.
    NoTable(String),
    /// The table ends before; the number of its rows.
    Ends(usize),
}

impl Table {
    fn open(texts: Option<&Texts>, source: &Source) -> Result<Self, NoRows> {
        let bytes = texts
            .ok_or(Missing::NotAtHand)
            .and_then(|texts| texts.read(&source.file));
        let bytes = bytes.map_err(NoRows::Missing)?;
        let found = sha256(&bytes);
        if found != source.sha256 {
            return Err(NoRows::Missing(Missing::Differs(found)));
        }
        let workbook = sheet::read(&bytes, &source.file).map_err(|error| NoRows::NoTable(error.to_string()))?;
        let sheet = workbook.sheets.into_iter().next();
        let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default().into_iter();
        Ok(Self(
            rows.map(|row| row.into_iter().map(|cell| cell.text).collect())
                .collect(),
        ))
    }

    /// The rows of these numbers, each with its headings.
    fn rows(&self, row: &str) -> Result<Vec<TableRow>, NoRows> {
        let numbers = numbers(row).filter(|numbers| *numbers.end() <= self.0.len());
        let numbers = numbers.ok_or(NoRows::Ends(self.0.len()))?;
        let heading = |index: usize| {
            self.0
                .first()
                .and_then(|row| row.get(index))
                .map_or("", String::as_str)
                .trim()
        };
        let filled = |number: usize| {
            let cells = self.0[number - 1]
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.trim().is_empty());
            (
                number,
                cells
                    .map(|(index, cell)| (heading(index).to_owned(), cell.trim().to_owned()))
                    .collect(),
            )
        };
        Ok(numbers.map(filled).collect())
    }
}

/// The rows of a document's table, such as `5` or `5-7`.
///
/// # Errors
/// When the table is not at hand, is none, or has no such rows.
pub fn rows(texts: Option<&Texts>, source: &Source, row: &str) -> Result<Vec<TableRow>, NoRows> {
    Table::open(texts, source)?.rows(row)
}

/// Compares claims with the rows on which they rest. Gives the documents whose tables are at hand.
pub(super) fn check<'s>(
    resting: &[Resting],
    sources: &'s [Source],
    texts: Option<&Texts>,
    comparison: &Comparison,
    verified: &mut Verified,
    findings: &mut Vec<Finding>,
) -> Vec<&'s str> {
    let mut at_hand = Vec::new();
    verified.of += resting.len();
    let mut of_document: BTreeMap<&str, Vec<&Resting>> = BTreeMap::new();
    for resting in resting {
        of_document.entry(&resting.document).or_default().push(resting);
    }
    for source in sources {
        let Some(mine) = of_document.remove(source.document.as_str()) else {
            continue;
        };
        let table = match Table::open(texts, source) {
            Ok(table) => table,
            Err(NoRows::NoTable(why)) => {
                let wrong = code::no_table(unplaced(), &source.file, &why);
                findings.push(finding(&source.text, v::FILE_NAME, wrong));
                continue;
            }
            // Reported with the text.
            Err(_) => continue,
        };
        at_hand.push(source.document.as_str());
        let language = source.reader(&comparison.language);
        for resting in mine {
            let before = findings.len();
            let is_read = check_row(resting, &table, language, comparison, findings);
            verified.read += usize::from(is_read);
            verified.ranges += usize::from(findings.len() == before);
        }
    }
    at_hand
}

/// Checks that the rows of a claim have its words and its figure; whether they have the figure.
fn check_row(
    resting: &Resting,
    table: &Table,
    language: &Language,
    comparison: &Comparison,
    findings: &mut Vec<Finding>,
) -> bool {
    let Ok(rows) = table.rows(&resting.row) else {
        let wrong = code::row_not_there(unplaced(), &resting.row, table.0.len());
        findings.push(finding(&resting.claim, v::ROW, wrong));
        return false;
    };
    let cells: Vec<&(String, String)> = rows.iter().flat_map(|(_, cells)| cells).collect();
    let told = || {
        let cells = cells.iter().map(|(heading, cell)| {
            let cell = clipped(cell, MOST_OF_A_CELL);
            match heading.as_str() {
                "" => cell,
                heading => format!("{}: {cell}", clipped(heading, MOST_OF_A_CELL)),
            }
        });
        cells.collect::<Vec<_>>().join("; ")
    };
    if let Some(words) = resting.words.as_deref()
        && !cells.iter().any(|(_, cell)| cell.contains(words))
    {
        let help = "copy the words from one of its cells, or write the row that has them into `row`";
        let wrong = code::not_in_row(unplaced(), &format!("\"{words}\""), &resting.row, &told(), help);
        findings.push(finding(&resting.claim, v::AS_WRITTEN, wrong));
    }
    let bounds = comparison
        .claims
        .get(&resting.claim)
        .and_then(|claimed| claimed.figure.as_ref());
    let bounds = bounds.map(|figure| figure.bounds.as_slice()).unwrap_or_default();
    let is_there = |bound: &&String| {
        Decimal::parse(bound).is_some_and(|bound| {
            cells
                .iter()
                .any(|(heading, cell)| states(heading, cell, bound, language))
        })
    };
    let missing: Vec<&String> = bounds.iter().filter(|bound| !is_there(bound)).collect();
    for bound in &missing {
        let help = figures(&cells, language);
        let wrong = code::not_in_row(unplaced(), &format!("the figure {bound}"), &resting.row, &told(), &help);
        findings.push(finding(&resting.claim, v::MINIMUM, wrong));
    }
    !bounds.is_empty() && missing.is_empty()
}

/// Whether a cell has a number, in itself or with what its heading says after it: `12,5` below `Montant (M€)`.
fn states(heading: &str, cell: &str, bound: Decimal, language: &Language) -> bool {
    let scaled: Vec<Scaled> = with_heading(heading, cell, language).collect();
    if scaled.iter().any(|scaled| scaled.number == bound && scaled.is_money) {
        return true;
    }
    let plain = number(cell, language).map(|(plain, _)| plain);
    // 15 below k€ is 15000, and not 15; what has as many digits as the thousand is perhaps written in full.
    let is_less = |scaled: &Scaled| {
        let square = plain.and_then(|plain| plain.times(plain));
        scaled.is_money && square.is_some_and(|square| square < scaled.number) && Some(scaled.number) != plain
    };
    !scaled.iter().any(is_less) && (plain == Some(bound) || scaled.iter().any(|scaled| scaled.number == bound))
}

/// The number that a text is, and whether it has a currency.
fn number(text: &str, language: &Language) -> Option<(Decimal, bool)> {
    let (number, currency) = tables::number(text, language)?;
    Some((Decimal::parse(&number)?, currency.is_some()))
}

/// A number with the unit of its heading.
struct Scaled {
    number: Decimal,
    is_money: bool,
}

/// The numbers that a cell is with the words at the end of its heading: `15` below `Montant (k€)` is 15000.
fn with_heading<'a>(heading: &'a str, cell: &'a str, language: &'a Language) -> impl Iterator<Item = Scaled> + 'a {
    let brackets = |letter: char| matches!(letter, '(' | ')' | '[' | ']' | ':');
    let words: Vec<&str> = heading
        .split(|letter: char| letter.is_whitespace() || brackets(letter))
        .collect();
    (0..words.len())
        .map(move |start| words[start..].join(" "))
        // A year in a heading is no part of the number.
        .filter(|unit| !unit.contains(|letter: char| letter.is_ascii_digit()))
        .filter_map(move |unit| number(&format!("{cell} {}", unit.trim()), language))
        .map(|(number, is_money)| Scaled { number, is_money })
}

/// What to write in place of a figure that a row does not have: those that it has.
fn figures(cells: &[&(String, String)], language: &Language) -> String {
    const MOST: usize = 3;
    let (mut found, mut money) = (Vec::new(), Vec::new());
    for (heading, cell) in cells {
        let Some((plain, _)) = number(cell, language) else {
            continue;
        };
        let scaled = with_heading(heading, cell, language).find(|scaled| scaled.is_money);
        let figures = if scaled.is_some() { &mut money } else { &mut found };
        let figure = scaled.map_or(plain, |scaled| scaled.number);
        let below = match heading.as_str() {
            "" => String::new(),
            heading => format!(" below `{}`", clipped(heading, MOST_OF_A_CELL)),
        };
        figures.push(format!("{figure} for `{}`{below}", clipped(cell, MOST_OF_A_CELL)));
    }
    let found = if money.is_empty() { found } else { money };
    let other = "the row that has the figure into `row`";
    match &found[..] {
        [] => format!("write {other}"),
        some => format!("write {}; or {other}", some[..some.len().min(MOST)].join(", or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_what_its_numbers_are_in() {
        let french = Language::of("fr").unwrap();
        for (heading, cell, bound, expected) in [
            ("Montant", "12 500 000,00", "12500000", true),
            ("Montant (M€)", "12,5", "12500000", true),
            ("Montant en milliers d'euros", "12", "12000", true),
            ("Montant en M€", "12,5", "12.5", false),
            ("Montant (k€)", "15", "15", false),
            ("Montant (k€)", "40000", "40000", true),
            ("Amounts in £ thousands", "15", "15000", true),
            ("Longueur (m)", "15", "15", true),
            ("Part (%)", "25", "25", true),
            ("Subvention 2024 (€)", "500", "500", true),
            ("Montant (M€)", "12,5", "12500", false),
            ("Nom", "Mégalith", "12", false),
        ] {
            let found = states(heading, cell, Decimal::parse(bound).unwrap(), french);
            let read: Vec<String> = with_heading(heading, cell, french)
                .map(|scaled| format!("{} {}", scaled.number, scaled.is_money))
                .collect();
            assert_eq!(found, expected, "{heading}: {cell} {read:?}");
        }
    }

    #[test]
    fn rows_are_counted_from_one_and_in_order() {
        for (row, expected) in [
            ("5", Some(5..=5)),
            ("5-7", Some(5..=7)),
            ("0", None),
            ("7-5", None),
            ("x", None),
        ] {
            assert_eq!(numbers(row), expected, "{row}");
        }
    }
}
