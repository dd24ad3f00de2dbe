//! Two documents of days apart that give two figures of one speaker for one thing: accounts of one statement, or a figure and a later one.

use super::{CLAIMS, LINKS, Row, SAID_AGAIN, Wanted, owned};
use sheet::{Change, Choice, Doubt, Understood};
use std::collections::BTreeMap;
use text::Decimal;
use text::calendar::days_since_1970;

/// The columns in which two accounts of one statement agree.
const STATEMENT: [&str; 10] = [
    "about",
    "kind",
    "modality",
    "unit",
    "per",
    "funder",
    "recipient",
    "speaker",
    "period",
    "instrument",
];

/// How many days after one document another may report the same statement.
const DAYS: i64 = 7;

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.cells.get(column).map_or("", String::as_str)
}

/// The number of the day of a claim, if it has one.
fn day(row: &Row) -> Option<i64> {
    let mut parts = cell(row, "when").split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(days_since_1970(year, month, day))
}

/// The least and the greatest value of a figure.
fn bounds(row: &Row) -> [Option<Decimal>; 2] {
    ["minimum", "maximum"].map(|column| Decimal::parse(cell(row, column)))
}

/// Whether one figure lies within another, and only makes it more exact.
fn is_within([least, most]: [Option<Decimal>; 2], [low, high]: [Option<Decimal>; 2]) -> bool {
    let above = low.is_none_or(|low| least.is_some_and(|least| least >= low));
    let below = high.is_none_or(|high| most.is_some_and(|most| most <= high));
    above && below
}

impl Wanted<'_> {
    /// Puts such figures in dispute, unless the map says that the later one holds, and asks where nobody has decided: the days are those of
    /// the documents perhaps, and not of what was said.
    pub(super) fn dispute_accounts(&mut self, understood: &mut Understood) {
        let pairs = self.accounts();
        let decided = understood.map.accounts_disagree;
        if pairs.is_empty() || decided == Some(false) {
            return;
        }
        let reason = self.around.phrases.accounts;
        for (later, earlier) in &pairs {
            let [claim, other] = [later, earlier].map(|place| self.rows.get(*place).map(|row| row.key.clone()));
            let (Some(claim), Some(other)) = (claim, other) else {
                continue;
            };
            let cells = [
                ("claim", claim.as_str()),
                ("relation", "does-not-fit"),
                ("other", other.as_str()),
                ("reason", reason),
            ];
            self.push(LINKS, format!("{claim} does-not-fit {other}"), owned(&cells));
        }
        if decided.is_none() {
            understood.map.accounts_disagree = Some(true);
            understood.doubts.extend(self.ask_accounts(&pairs));
        }
    }

    /// The rows that may be accounts of one statement, in pairs, the later one first.
    fn accounts(&self) -> Vec<(usize, usize)> {
        let mut statements: BTreeMap<[&str; 10], Vec<(i64, usize)>> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| row.table == CLAIMS) {
            let is_said = !cell(row, "speaker").is_empty() && cell(row, "status").is_empty();
            let stage = cell(row, "modality");
            let is_open = stage.is_empty() || SAID_AGAIN.contains(&stage);
            let is_whole = matches!(cell(row, "measure_role"), "total" | "contribution");
            if let Some(day) = day(row).filter(|_| is_said && is_open && is_whole) {
                let of = STATEMENT.map(|column| cell(row, column));
                statements.entry(of).or_default().push((day, place));
            }
        }
        let mut pairs = Vec::new();
        for mut rows in statements.into_values() {
            rows.sort_unstable();
            for (first, next) in rows.iter().zip(rows.iter().skip(1)) {
                if (1..=DAYS).contains(&(next.0 - first.0)) && self.do_not_fit(first.1, next.1) {
                    pairs.push((next.1, first.1));
                }
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// Whether two rows are of two documents, and neither figure is the other, made more exact.
    fn do_not_fit(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.rows.get(one), self.rows.get(other)) else {
            return false;
        };
        let (own, others) = (bounds(one), bounds(other));
        let is_linked = |row: &&Row| {
            let pair = [cell(row, "claim"), cell(row, "other")];
            row.table == LINKS && pair.contains(&one.key.as_str()) && pair.contains(&other.key.as_str())
        };
        cell(one, "document") != cell(other, "document")
            && !is_within(own, others)
            && !is_within(others, own)
            && !self.rows.iter().any(|row| is_linked(&row))
    }

    fn ask_accounts(&self, pairs: &[(usize, usize)]) -> Option<Doubt> {
        let place = |index: usize| self.places.get(&self.rows.get(index)?.key);
        let (later, earlier) = pairs.first()?;
        let ((later, thing), (earlier, _)) = (place(*later)?, place(*earlier)?);
        let others = match pairs.len() - 1 {
            0 => String::new(),
            1 => ", and so do rows for 1 other thing".to_owned(),
            more => format!(", and so do rows for {more} other things"),
        };
        let (first, second) = (earlier.min(later), earlier.max(later));
        Some(Doubt {
            address: None,
            question: format!(
                "Rows {first} and {second} give two figures of one speaker for {thing}, from two documents of one week{others}. What are they?"
            ),
            choices: vec![
                Choice {
                    label: "two accounts of one statement, which do not agree".to_owned(),
                    change: Change::AccountsDisagree(true),
                },
                Choice {
                    label: "a figure, and a later one in its place".to_owned(),
                    change: Change::AccountsDisagree(false),
                },
            ],
        })
    }
}
