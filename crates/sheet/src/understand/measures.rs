//! Units and headings that were looked up, each once: a sheet has them again and again.

use std::cell::RefCell;

use hashbrown::HashMap;

use crate::measure::{Measure, measure};
use crate::words::LISTS;

use super::said::Said;

/// The most different units that are kept.
pub(super) const KEPT: usize = 20_000;

/// The longest text that may be a unit.
const LONGEST: usize = 60;

/// Finds units by the lists of `text`, each text once.
#[derive(Default)]
pub(super) struct Measures {
    known: RefCell<HashMap<String, Option<Measure>>>,
    /// What headings say, which are looked at again and again.
    pub(super) headings: RefCell<HashMap<String, Said>>,
}

impl Measures {
    /// The unit that a text is beside a number, or in a column of units: francs, too, `F`, `MF`, `kF`.
    pub(super) fn of_money(&self, text: &str) -> Option<Measure> {
        self.of(text).or_else(|| francs(text))
    }

    /// The unit that a text is: `M€`, `£m`, `millions d'euros`, `k€`, `US$`.
    pub(super) fn of(&self, text: &str) -> Option<Measure> {
        let text = text.trim();
        let has_digits = text.replace("000", "").contains(|letter: char| letter.is_ascii_digit());
        if text.is_empty() || text.len() > LONGEST || has_digits {
            return None;
        }
        if let Some(known) = self.known.borrow().get(text) {
            return known.clone();
        }
        let found = measure(text);
        let mut known = self.known.borrow_mut();
        if known.len() < KEPT {
            known.insert(text.to_owned(), found.clone());
        }
        found
    }
}

/// Francs as they are abbreviated beside a number, with their scale: `fr.`, `mio. fr.`, `SFr.`, `Frs`. `Fr.` is the sign of Swiss ones. In
/// other columns `fr` is a language.
pub(super) fn abbreviated(text: &str) -> Option<Measure> {
    let bare = text.trim().trim_end_matches('.');
    let lower = bare.to_ascii_lowercase();
    let (lead, end) = ["sfrs", "sfr", "frs", "fr"]
        .into_iter()
        .find_map(|end| Some((lower.strip_suffix(end)?, end)))?;
    let lead = bare.get(..lead.len())?;
    let is_apart = lead.is_empty() || lead.ends_with([' ', '.', '\u{a0}']);
    let lead = lead.trim().trim_end_matches('.');
    let scale = if lead.is_empty() { 0 } else { LISTS.scale(lead)? };
    let is_swiss = end.starts_with('s') || text.trim().ends_with("Fr.");
    is_apart.then(|| Measure {
        unit: Some(if is_swiss { "CHF" } else { "FRF" }.to_owned()),
        scale,
    })
}

/// Francs as they stand beside numbers; in a heading, `F` may be much else.
fn francs(text: &str) -> Option<Measure> {
    let before = text.trim().strip_suffix('F')?.trim_end();
    let before = before.strip_suffix('F').unwrap_or(before);
    let scale = if before.is_empty() { 0 } else { LISTS.scale(before)? };
    Some(Measure {
        unit: Some("FRF".to_owned()),
        scale,
    })
}
