//! Rows of a register whose sums nothing tells apart: totals count one of them.

use super::{CLAIMS, LINKS, Row, SAID_AGAIN, Wanted};
use crate::totals;
use sheet::{Change, Choice, Doubt, Note, Understood};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What rows agree in that nothing tells apart: their document, what tells their sums apart, and further payers.
type Alike<'r> = (&'r str, [&'r str; 10], Option<&'r [String]>);

/// How many things are told, and how many rows of each.
const TOLD: usize = 8;

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.cells.get(column).map_or("", String::as_str)
}

/// Whether a row is a sum that counts.
fn is_sum(row: &Row) -> bool {
    let is_whole = matches!(cell(row, "measure_role"), "total" | "contribution");
    row.table == CLAIMS && is_whole && cell(row, "status").is_empty()
}

/// Whether a later row may say the same sum again.
fn may_be_said_again(row: &Row) -> bool {
    SAID_AGAIN.contains(&cell(row, "modality")) || !cell(row, "speaker").is_empty()
}

impl Wanted<'_> {
    /// Asks whether the sums of rows for one thing, payer, recipient and stage that name several places are sums of their own, whatever
    /// their days and documents.
    pub(super) fn ask_places(&self, understood: &mut Understood) {
        if understood.map.places_are_apart.is_some() {
            return;
        }
        let mut groups: BTreeMap<[&str; 10], Vec<&Row>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| is_sum(row)) {
            groups
                .entry(totals::telling(|column| cell(row, column)))
                .or_default()
                .push(row);
        }
        let open = groups.into_values().filter(|rows| self.are_of_places(rows));
        let mut open: Vec<(BTreeSet<u32>, &str)> = open
            .filter_map(|rows| {
                let numbers = rows.iter().filter_map(|row| Some(self.places.get(&row.key)?.0));
                let (_, thing) = self.places.get(&rows.first()?.key)?;
                Some((numbers.collect(), thing.as_str()))
            })
            .collect();
        open.sort();
        let Some((numbers, thing)) = open.first() else { return };
        let named: Vec<String> = numbers.iter().take(TOLD).map(u32::to_string).collect();
        let more = if numbers.len() > TOLD { " ..." } else { "" };
        let others = match open.len() - 1 {
            0 => String::new(),
            1 => ", and so have rows for 1 other thing".to_owned(),
            more => format!(", and so have rows for {more} other things"),
        };
        let choice = |label: &str, are| Choice {
            label: label.to_owned(),
            change: Change::PlacesAreApart(are),
        };
        understood.doubts.push(Doubt {
            address: None,
            question: format!(
                "Rows {}{more} have sums of one payer and recipient for {thing}, each for another place{others}. What are they?",
                named.join(", ")
            ),
            choices: vec![
                choice("one sum, which a later row says again or contradicts", false),
                choice("a sum for each place, which add up", true),
            ],
        });
        understood.map.places_are_apart = Some(false);
    }

    /// Whether rows name a place each, none twice.
    fn are_of_places(&self, rows: &[&Row]) -> bool {
        let places: Vec<&str> = rows.iter().filter_map(|row| self.place_of(row)).collect();
        let several: BTreeSet<&str> = places.iter().copied().collect();
        rows.len() > 1 && places.len() == rows.len() && several.len() == rows.len()
    }

    /// What the note of a row says of its place.
    fn place_of<'r>(&self, row: &'r Row) -> Option<&'r str> {
        let lead = self.around.phrases.place("");
        cell(row, "note").split("; ").find(|part| part.starts_with(&lead))
    }

    /// Tells the rows whose sums nothing tells apart but their days or figures.
    /// The sheet of the dossier's own claims says nothing new.
    pub(super) fn note_on_alike(&self, is_exported: bool) -> Option<Note> {
        if is_exported {
            return None;
        }
        let linked: BTreeSet<&str> = self
            .rows
            .iter()
            .filter(|row| row.table == LINKS && cell(row, "relation") == "replaces")
            .flat_map(|row| [cell(row, "claim"), cell(row, "other")])
            .collect();
        let mut order: Vec<Vec<&Row>> = Vec::new();
        let mut known: HashMap<Alike<'_>, usize> = HashMap::new();
        let is_open = |row: &&Row| is_sum(row) && !linked.contains(row.key.as_str());
        for row in self.rows.iter().filter(is_open) {
            let others = self.joint.get(&row.key).map(Vec::as_slice);
            let key = (
                cell(row, "document"),
                totals::telling(|column| cell(row, column)),
                others,
            );
            let at = *known.entry(key).or_insert_with(|| {
                order.push(Vec::new());
                order.len() - 1
            });
            order[at].push(row);
        }
        let mut told: Vec<String> = Vec::new();
        let mut more = 0_usize;
        for rows in order {
            let numbers: BTreeSet<u32> = rows
                .iter()
                .filter_map(|row| Some(self.places.get(&row.key)?.0))
                .collect();
            let is_again = rows.iter().any(|row| may_be_said_again(row)) && self.has_one_place(&rows);
            match numbers.len() {
                0 | 1 => {}
                _ if is_again => {}
                _ if told.len() == TOLD => more += 1,
                _ => told.extend(self.alike(&rows, &numbers)),
            }
        }
        let others = match more {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let text = format!(
            "Rows of one thing, payer, recipient and stage count once, and nothing else tells their sums apart: {}{others}. Where each is a \
             sum of its own, give it a number in a column such as N° or Ref",
            told.join("; ")
        );
        (!told.is_empty()).then_some(Note { address: None, text })
    }

    /// Whether rows say of no two places that the money is for them: what is announced for another place is not said again.
    fn has_one_place(&self, rows: &[&Row]) -> bool {
        let places: BTreeSet<&str> = rows.iter().filter_map(|row| self.place_of(row)).collect();
        places.len() < 2
    }

    /// The rows of a thing, and which of them counts.
    fn alike(&self, rows: &[&Row], numbers: &BTreeSet<u32>) -> Option<String> {
        let (_, thing) = self.places.get(&rows.first()?.key)?;
        let distinct = |columns: &[&str]| {
            let of = |row: &&Row| {
                columns
                    .iter()
                    .map(|column| cell(row, column).to_owned())
                    .collect::<Vec<_>>()
            };
            rows.iter().map(of).collect::<BTreeSet<_>>().len()
        };
        let counts = match (distinct(&["minimum", "maximum"]), distinct(&["when"])) {
            (1, _) => "the same sum, once",
            (_, 1) => "none is later, so that they are in dispute",
            _ => "the last one",
        };
        let named: Vec<String> = numbers.iter().take(TOLD).map(u32::to_string).collect();
        let more = if numbers.len() > TOLD { " ..." } else { "" };
        Some(format!("{}{more} ({thing}: {counts})", named.join(", ")))
    }
}
