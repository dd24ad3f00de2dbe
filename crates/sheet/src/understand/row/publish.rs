//! Whether a row is to be published, as its column for that says.

use crate::map::Role;
use crate::understand::column::publishing::{Answer, answer, is_turned};

use super::Row;

impl Row<'_, '_> {
    /// Whether the row is not to be published. A cell that says neither yes nor no keeps it back until somebody answers.
    pub(super) fn is_withheld(&mut self) -> bool {
        let mut is_withheld = false;
        for (spec, address, cell) in self.cells(Role::Publish) {
            let Some(said) = answer(&cell.text) else { continue };
            self.used.push(address);
            is_withheld |= match said {
                Answer::Yes => is_turned(&spec.heading.text),
                Answer::No => !is_turned(&spec.heading.text),
                Answer::Unclear => {
                    self.given.unclear.push(address);
                    self.table.map.unclear_is_published != Some(true)
                }
            };
        }
        is_withheld
    }
}
