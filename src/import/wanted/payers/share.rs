//! What one payer is said to pay, beside a greater sum of which nobody says who pays: a share of it, not its rival.

use super::{CLAIMS, OF_THING, Row, TOLD, Wanted, cell};
use sheet::Note;
use std::collections::{BTreeSet, HashMap};
use text::Decimal;

/// The columns of a sum, besides those of its thing, that tell how it stands to another.
const OF_SUM: [&str; 5] = ["speaker", "period", "instrument", "minimum", "maximum"];

/// A sum: who says it, its period and instrument, and its bounds.
struct Sum<'r> {
    speaker: &'r str,
    period: &'r str,
    instrument: &'r str,
    least: Option<Decimal>,
    greatest: Option<Decimal>,
}

/// Rows that are shares of sums without a payer.
pub(super) struct Shares {
    /// The rows, by place.
    pub(super) rows: Vec<usize>,
    /// The rows that have the greater sum, where they are of this sheet.
    wholes: Vec<usize>,
}

impl<'r> Sum<'r> {
    fn of(cell: impl Fn(&str) -> &'r str) -> Self {
        let [speaker, period, instrument, least, greatest] = OF_SUM.map(cell);
        Self {
            speaker,
            period,
            instrument,
            least: Decimal::parse(least),
            greatest: Decimal::parse(greatest),
        }
    }

    fn is_within(&self, other: &Self) -> bool {
        let above = other.least.is_none_or(|least| self.least >= Some(least));
        let below = other
            .greatest
            .is_none_or(|most| self.greatest.is_some_and(|own| own <= most));
        above && below
    }

    /// Whether this may be a share of the other: neither says the other's figure, nor is this for certain the greater one. Who says
    /// both says the sum anew.
    fn is_share_of(&self, whole: &Self) -> bool {
        let is_greater = matches!((self.least, whole.greatest), (Some(least), Some(most)) if least > most);
        let is_of_form =
            self.instrument.is_empty() || whole.instrument.is_empty() || self.instrument == whole.instrument;
        let is_said_anew = !self.speaker.is_empty() && self.speaker == whole.speaker;
        self.period == whole.period
            && is_of_form
            && !is_said_anew
            && !is_greater
            && !self.is_within(whole)
            && !whole.is_within(self)
    }
}

impl Wanted<'_> {
    /// The totals of which nobody says who pays, by thing: those of the sheet, and those of the tables that are not of its rows.
    fn unnamed(&self) -> HashMap<[String; 5], Vec<(Sum<'_>, Option<usize>)>> {
        let mut unnamed: HashMap<[String; 5], Vec<(Sum<'_>, Option<usize>)>> = HashMap::new();
        let is_total = |role: &str| matches!(role, "" | "total");
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| row.table == CLAIMS) {
            if is_total(cell(row, "measure_role")) && cell(row, "funder").is_empty() && cell(row, "status").is_empty() {
                let thing = OF_THING.map(|column| cell(row, column).to_owned());
                let sum = Sum::of(|column| cell(row, column));
                unnamed.entry(thing).or_default().push((sum, Some(index)));
            }
        }
        let claims = self.around.claims;
        for key in claims
            .keys()
            .filter(|key| !self.at.contains_key(&(CLAIMS, (*key).to_owned())))
        {
            let cell = |column: &str| claims.cell(key, column);
            if is_total(cell("measure_role")) && cell("funder").is_empty() && cell("status").is_empty() {
                let thing = OF_THING.map(|column| cell(column).to_owned());
                unnamed.entry(thing).or_default().push((Sum::of(cell), None));
            }
        }
        unnamed
    }

    /// The rows that name the only payer of a thing, beside a greater sum for it without a payer. What was paid is no share of
    /// what was paid elsewhere.
    pub(super) fn shares(&self) -> Vec<Shares> {
        let unnamed = self.unnamed();
        let mut named: Vec<([String; 5], Vec<usize>)> = Vec::new();
        let mut places: HashMap<[String; 5], usize> = HashMap::new();
        let is_named =
            |row: &&Row| row.table == CLAIMS && cell(row, "measure_role") == "total" && !cell(row, "funder").is_empty();
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| is_named(row)) {
            let thing = OF_THING.map(|column| cell(row, column).to_owned());
            if thing[2] != "received" && unnamed.contains_key(&thing) {
                let place = *places.entry(thing.clone()).or_insert(named.len());
                if place == named.len() {
                    named.push((thing, Vec::new()));
                }
                named[place].1.push(index);
            }
        }
        let shares = named
            .into_iter()
            .map(|(thing, rows)| self.shares_of(rows, &unnamed[&thing]));
        shares.filter(|shares| !shares.rows.is_empty()).collect()
    }

    /// The rows of these that are shares of the sums without payer. A sum that only says again what a payer gives is no whole.
    fn shares_of(&self, rows: Vec<usize>, unnamed: &[(Sum<'_>, Option<usize>)]) -> Shares {
        let sum = |index: &usize| Sum::of(|column| cell(&self.rows[*index], column));
        let says_again = |whole: &Sum<'_>| {
            let mut sums = rows.iter().map(sum);
            sums.any(|one| one.period == whole.period && one.least == whole.least && one.greatest == whole.greatest)
        };
        let mut wholes = Vec::new();
        let mut periods = BTreeSet::new();
        for (whole, place) in unnamed.iter().filter(|(whole, _)| !says_again(whole)) {
            let mut of_period = rows.iter().map(sum).filter(|one| one.period == whole.period).peekable();
            // All sums of a payer stay sums of one kind, so that a later one replaces an earlier.
            if of_period.peek().is_some() && of_period.all(|one| one.is_share_of(whole)) {
                wholes.extend(*place);
                periods.insert(whole.period);
            }
        }
        // What one payer gives with and without a recipient would be added up.
        let recipients: BTreeSet<&str> = rows.iter().map(|index| cell(&self.rows[*index], "recipient")).collect();
        let is_share = |index: &usize| recipients.len() == 1 && periods.contains(cell(&self.rows[*index], "period"));
        Shares {
            rows: rows.into_iter().filter(is_share).collect(),
            wholes,
        }
    }

    /// What notes tell of shares.
    pub(super) fn told_shares(&self, shares: &[Shares]) -> Vec<Note> {
        let mut texts: Vec<String> = Vec::new();
        for of in shares.iter().take(TOLD) {
            let (rows, thing) = self.told_rows(&of.rows);
            let says = if rows.starts_with("Rows") { "say" } else { "says" };
            let whole = match self.told_rows(&of.wholes).0 {
                _ if of.wholes.is_empty() => "a greater sum in the tables".to_owned(),
                whole => format!("the greater sum of {}", whole.to_lowercase()),
            };
            texts.push(format!(
                "{rows} {says} who pays for {thing}, and {whole} does not: taken for a share of that, and no other figure for it"
            ));
        }
        if let Some(rest) = shares.len().checked_sub(TOLD).filter(|rest| *rest > 0) {
            texts.push(format!(
                "{rest} more things have what one pays beside a greater sum without a payer: shares of that"
            ));
        }
        texts.into_iter().map(|text| Note { address: None, text }).collect()
    }
}
