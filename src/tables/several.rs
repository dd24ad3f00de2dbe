//! Cells that name several things in a column that takes one: `service;software`, `Ostermere and Selt Valley`.

use super::known::Found;
use diagnostic::{Diagnostic, Place, code};

/// What may stand between names, the surest first.
const SEPARATORS: [&str; 12] = [
    ";", "|", "\n", ", ", ",", " / ", "/", " & ", "&", " + ", " et ", " and ",
];

/// The most names that are looked up.
const MOST: usize = 12;

/// The names of a cell.
pub(super) struct Several {
    /// Those that things have, as they are typed.
    known: Vec<String>,
    others: Vec<String>,
}

/// The names in a cell that as a whole is none, if the cell is surely a list, or things have all of them.
pub(super) fn of(text: &str, find: &dyn Fn(&str) -> Found) -> Option<Several> {
    SEPARATORS.iter().find_map(|separator| {
        let parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.take(MOST + 1).collect();
        if !(2..=MOST).contains(&parts.len()) {
            return None;
        }
        let (known, others): (Vec<&str>, Vec<&str>) =
            parts.into_iter().partition(|part| !matches!(find(part), Found::None));
        let is_sure = matches!(*separator, ";" | "|" | "\n");
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        (is_sure || others.is_empty()).then(|| Several {
            known: owned(known),
            others: owned(others),
        })
    })
}

impl Several {
    /// Says which names there are; `help` says where further ones go.
    pub(super) fn finding(&self, place: Place, help: Option<&str>) -> Diagnostic {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let others: Vec<&str> = self.others.iter().map(String::as_str).collect();
        code::several_in_cell(place, &known, &others, help.unwrap_or("write one of them"))
    }
}
