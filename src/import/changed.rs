//! A cell of a table that a sheet changes, or would change.

use super::phrases::without_rows;
use super::wanted::CLAIMS;
use sheet::{Map, Note};
use text::Decimal;

/// A cell that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The table.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// The column.
    pub column: String,
    /// What the table has.
    pub old: String,
    /// What the sheet says.
    pub new: String,
}

impl Changed {
    /// Where it stands among others: figures first, what only says where they are from last.
    pub fn rank(&self) -> usize {
        const FIGURES: [&str; 6] = ["minimum", "maximum", "unit", "status", "modality", "when"];
        const REMARKS: [&str; 3] = ["unit_basis", "note", "when_basis"];
        let place = |columns: &[&str]| columns.iter().position(|column| *column == self.column);
        match (place(&FIGURES), place(&REMARKS)) {
            (Some(_), _) if self.table == CLAIMS => 0,
            (_, Some(_)) => 2,
            _ => 1,
        }
    }

    /// Whether a note of a claim has what it had, and more behind it: the number of a row, where the sheet has a new column of these.
    pub fn is_longer_note(&self) -> bool {
        let [old, new] = [&self.old, &self.new].map(|text| without_rows(text));
        let has_all = || {
            let mut new = new.split("; ");
            old.split("; ").all(|part| new.any(|other| other == part))
        };
        self.column == "note" && self.table == CLAIMS && !self.is_moved() && !old.is_empty() && has_all()
    }

    /// Whether nothing changed but the number of the row of the sheet.
    pub fn is_moved(&self) -> bool {
        is_moved(&self.old, &self.new)
    }
}

/// Whether two texts differ in numbers of rows only.
pub(super) fn is_moved(one: &str, other: &str) -> bool {
    one != other && without_rows(one) == without_rows(other)
}

/// Tells what changed alike in many cells.
pub(super) fn notes(changed: &[Changed], map: &Map) -> Vec<Note> {
    let notes = [note_on_scales(changed), note_on_currencies(changed, map)];
    notes.into_iter().flatten().collect()
}

/// Tells that figures no longer have the sign of their currency, which the map has kept.
fn note_on_currencies(changed: &[Changed], map: &Map) -> Option<Note> {
    let is_it = |one: &&Changed| {
        one.table == CLAIMS && one.column == "unit_basis" && one.old == "written" && one.new == "carried-over"
    };
    let count = changed.iter().filter(is_it).count();
    let mut units: Vec<&str> = map.columns.iter().filter_map(|column| column.unit.as_deref()).collect();
    units.sort_unstable();
    units.dedup();
    let (sums, have) = match count {
        1 => ("1 sum".to_owned(), "has"),
        count => (format!("{count} sums"), "have"),
    };
    (count > 0 && !units.is_empty()).then(|| Note {
        address: None,
        text: format!(
            "{sums} no longer {have} the sign of a currency in the sheet: {} is kept, as the map has it from the last version (`unit`)",
            units.join(", ")
        ),
    })
}

/// Tells that figures changed by thousands or millions alike: then it is perhaps their scale that changed, not the money.
fn note_on_scales(changed: &[Changed]) -> Option<Note> {
    let is_figure = |one: &&Changed| one.table == CLAIMS && one.column == "minimum";
    let figures: Vec<&Changed> = changed.iter().filter(is_figure).collect();
    let factor = |one: &Changed, scale: u32| {
        let [old, new] = [&one.old, &one.new].map(|text| Decimal::parse(text));
        let (old, new) = (old.filter(|value| *value != Decimal::from(0))?, new?);
        Some([old.shifted(scale) == Some(new), new.shifted(scale) == Some(old)])
    };
    let (scale, place) = [3, 6, 9]
        .into_iter()
        .flat_map(|scale| [(scale, 0), (scale, 1)])
        .find(|(scale, place)| {
            let alike = figures
                .iter()
                .filter(|one| factor(one, *scale).is_some_and(|is| is[*place]));
            2 * alike.count() > figures.len()
        })?;
    let times = match (scale, place) {
        (3, 0) => "1000 times",
        (6, 0) => "a million times",
        (_, 0) => "a thousand million times",
        (3, _) => "a thousandth of",
        (6, _) => "a millionth of",
        _ => "a thousand millionth of",
    };
    let first = figures.first()?;
    Some(Note {
        address: None,
        text: format!(
            "Most figures that changed are {times} what they were (`{}` was {}, and is {}). Look whether the sheet says in which scale they \
             are: thousands (k€), millions (M€), or in full",
            first.key, first.old, first.new
        ),
    })
}
