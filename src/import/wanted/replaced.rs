//! Figures that replace others of their row, in links of claims: `Award`, `Amended to`.

use super::{LINKS, Wanted, owned};
use sheet::{Amount, AmountRole, Record};

impl Wanted<'_> {
    /// Links the claim of a figure with that of the one that it replaces, and takes down whose figure it is itself.
    pub(super) fn replace(&mut self, key: &str, record: &Record, amount: &Amount) {
        if amount.role != AmountRole::Total {
            return;
        }
        if let Some(other) = record.replaces.and_then(|cell| self.of_cells.get(&cell)).cloned() {
            let reason = self.around.phrases.row_of(&self.around.sheet, record.address.row);
            let cells = [
                ("claim", key),
                ("relation", "replaces"),
                ("other", other.as_str()),
                ("reason", reason.as_str()),
            ];
            self.push(LINKS, format!("{key} replaces {other}"), owned(&cells));
        }
        self.of_cells.entry(amount.address).or_insert_with(|| key.to_owned());
    }
}
