//! Rows that give one thing to several payers: what each of them pays, or sums that contradict each other.

use super::{CLAIMS, Row, Wanted};
use sheet::{Change, Choice, Doubt, Note, SeveralPayers, Understood};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The columns in which payments agree that several made for one thing: what two have paid is never in dispute, whenever they
/// paid it. So it is where one of several payers lends, and the form of the others' money is not said: each pays, whatever the
/// document and the date.
const OF_THING: [&str; 5] = ["about", "kind", "modality", "unit", "per"];

/// The columns in which other rows agree that are what each of several pays.
const SAME: [&str; 9] = [
    "document", "about", "kind", "speaker", "modality", "when", "period", "unit", "per",
];

/// How many things are told one by one, and how many rows of each.
const TOLD: usize = 10;

/// Rows of several payers for one thing.
struct Several {
    /// The rows, by place.
    rows: Vec<usize>,
    is_paid: bool,
}

/// Whether a row is a sum that somebody pays, and nothing says what it is beside others.
fn is_sum_of_payer(row: &Row) -> bool {
    let cell = |column: &str| row.cells.get(column).map_or("", String::as_str);
    row.table == CLAIMS && cell("measure_role") == "total" && !cell("funder").is_empty()
}

impl Wanted<'_> {
    /// Rows of one document that give one thing in one stage and time to several payers are what each of them pays, and no totals
    /// that contradict each other, unless the map says so. Notes tell it, and a doubt asks, if nobody has decided.
    pub(in crate::import) fn share(&mut self, understood: &mut Understood) {
        let decided = understood.map.several_payers;
        let notes = &mut understood.notes;
        let groups = self.several();
        let is_taken = |group: &Several| group.is_paid || decided != Some(SeveralPayers::Rivals);
        let taken: Vec<&Several> = groups.iter().filter(|group| is_taken(group)).collect();
        for group in &taken {
            for index in &group.rows {
                let role = "contribution".to_owned();
                self.rows[*index].cells.insert("measure_role".to_owned(), role);
            }
        }
        // Sums in one row are what each pays, as the heading of each says.
        let told: Vec<&&Several> = taken.iter().filter(|group| self.is_of_rows(group)).collect();
        for group in told.iter().take(TOLD) {
            let (rows, thing) = self.told(group);
            notes.push(Note {
                address: None,
                text: format!("{rows} give what several payers pay for {thing}: contributions, which add up"),
            });
        }
        if let Some(rest) = told.len().checked_sub(TOLD).filter(|rest| *rest > 0) {
            let text = format!("{rest} more things have several payers: contributions, which add up");
            notes.push(Note { address: None, text });
        }
        notes.extend(self.formless());
        let mut open = groups.iter().filter(|group| !group.is_paid && self.is_of_rows(group));
        if let Some(first) = open.next().filter(|_| decided.is_none()) {
            understood.map.several_payers = Some(SeveralPayers::Contributions);
            understood.doubts.push(self.doubt(first, open.count()));
        }
    }

    /// The groups of totals that differ in who pays, in their order.
    fn several(&self) -> Vec<Several> {
        let mixed = self.mixed();
        let mut groups: Vec<Several> = Vec::new();
        let mut known: HashMap<Vec<&str>, usize> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            let cell = |column: &str| row.cells.get(column).map_or("", String::as_str);
            if !is_sum_of_payer(row) {
                continue;
            }
            let is_paid = cell("modality") == "received";
            let of_thing = OF_THING.map(cell);
            let key: Vec<&str> = match is_paid || mixed.contains(&of_thing) {
                true => of_thing.to_vec(),
                false => SAME.map(cell).to_vec(),
            };
            let place = *known.entry(key).or_insert_with(|| {
                groups.push(Several {
                    rows: Vec::new(),
                    is_paid,
                });
                groups.len() - 1
            });
            groups[place].rows.push(index);
        }
        let payers = |group: &Several| {
            let payers = group
                .rows
                .iter()
                .filter_map(|index| self.rows[*index].cells.get("funder"));
            payers.collect::<BTreeSet<_>>().len()
        };
        groups.retain(|group| payers(group) > 1);
        groups
    }

    /// The things of which some payers have a form of money, and others have none.
    fn mixed(&self) -> HashSet<[&str; 5]> {
        let mut payers: HashMap<[&str; 5], [BTreeSet<&str>; 2]> = HashMap::new();
        for row in self.rows.iter().filter(|row| is_sum_of_payer(row)) {
            let cell = |column: &str| row.cells.get(column).map_or("", String::as_str);
            let [with, without] = payers.entry(OF_THING.map(cell)).or_default();
            let of = if cell("instrument").is_empty() { without } else { with };
            of.insert(cell("funder"));
        }
        let is_mixed =
            |[with, without]: &[BTreeSet<&str>; 2]| !with.is_empty() && without.difference(with).next().is_some();
        let mixed = payers.into_iter().filter(|(_, payers)| is_mixed(payers));
        mixed.map(|(thing, _)| thing).collect()
    }

    /// Tells sums without a form of money where the same payer gives the same thing another sum with one: which of both the first
    /// is, totals leave open.
    fn formless(&self) -> Vec<Note> {
        let mut sums: BTreeMap<[&str; 6], [BTreeSet<usize>; 2]> = BTreeMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            let cell = |column: &str| row.cells.get(column).map_or("", String::as_str);
            let is_sum = matches!(cell("measure_role"), "total" | "contribution") && row.table == CLAIMS;
            if is_sum && !cell("funder").is_empty() {
                let [about, kind, modality, unit, per] = OF_THING.map(cell);
                let [with, without] = sums
                    .entry([about, kind, modality, unit, per, cell("funder")])
                    .or_default();
                let of = if cell("instrument").is_empty() { without } else { with };
                of.insert(index);
            }
        }
        let both = sums.into_values().filter(|of| of.iter().all(|rows| !rows.is_empty()));
        let told = both.take(TOLD).map(|[with, without]| {
            let of = |rows: BTreeSet<usize>| Several {
                rows: rows.into_iter().collect(),
                is_paid: false,
            };
            let ((with, thing), (without, _)) = (self.told(&of(with)), self.told(&of(without)));
            let text = format!(
                "For {thing}, the sums of one payer have a form of money ({}) and none ({}): totals leave out the latter until \
                 their form is written (grant, loan ...)",
                with.to_lowercase(),
                without.to_lowercase()
            );
            Note { address: None, text }
        });
        told.collect()
    }

    /// Whether a group has several rows of the sheet: sums in one row are what each pays, for certain.
    fn is_of_rows(&self, group: &Several) -> bool {
        self.numbers_of(group).len() > 1
    }

    /// The rows of the sheet.
    fn numbers_of(&self, group: &Several) -> BTreeSet<u32> {
        let rows = group.rows.iter().map(|index| &self.rows[*index].key);
        rows.filter_map(|key| Some(self.places.get(key)?.0)).collect()
    }

    /// The rows of a group, and what they are for, in words.
    fn told(&self, group: &Several) -> (String, String) {
        let numbers = self.numbers_of(group);
        let mut rows: Vec<String> = numbers.iter().take(TOLD).map(u32::to_string).collect();
        if numbers.len() > TOLD {
            rows.push("...".to_owned());
        }
        let first = group.rows.first().map(|index| &self.rows[*index].key);
        let thing = first
            .and_then(|key| self.places.get(key))
            .map_or("", |(_, thing)| thing);
        let word = if numbers.len() > 1 { "Rows" } else { "Row" };
        (format!("{word} {}", rows.join(", ")), thing.to_owned())
    }

    fn doubt(&self, first: &Several, others: usize) -> Doubt {
        let (rows, thing) = self.told(first);
        let others = match others {
            0 => String::new(),
            1 => ", and so do rows for 1 other thing".to_owned(),
            more => format!(", and so do rows for {more} other things"),
        };
        let choice = |label: &str, meaning| Choice {
            label: label.to_owned(),
            change: Change::SeveralPayers(meaning),
        };
        Doubt {
            address: None,
            question: format!("{rows} have sums of several payers for {thing}{others}. What are they?"),
            choices: vec![
                choice("what each of them pays, which adds up", SeveralPayers::Contributions),
                choice("sums that contradict each other", SeveralPayers::Rivals),
            ],
        }
    }
}
