//! Figures that replace others of their row or of earlier ones, in links of claims: `Award`, `Amended to`.

use super::{LINKS, Wanted, owned};
use sheet::{Amount, AmountRole, Record};

impl Wanted<'_> {
    /// Links the claim of a figure with those of the figures that it replaces, and takes down whose figure it is itself.
    pub(super) fn replace(&mut self, key: &str, record: &Record, amount: &Amount) {
        if amount.role != AmountRole::Total {
            return;
        }
        let of_cell = |cell: &sheet::Address| self.of_cells.get(cell).cloned();
        let others: Vec<String> = record.replaces.iter().filter_map(of_cell).collect();
        self.link_replaced(key, record.address.row, &others);
        self.of_cells.entry(amount.address).or_insert_with(|| key.to_owned());
    }

    /// Writes that the claim of a row replaces others.
    pub(super) fn link_replaced(&mut self, key: &str, row: u32, others: &[String]) {
        let reason = self.around.phrases.row_of(&self.around.sheet, row);
        for other in others {
            let cells = [
                ("claim", key),
                ("relation", "replaces"),
                ("other", other.as_str()),
                ("reason", reason.as_str()),
            ];
            self.push(LINKS, format!("{key} replaces {other}"), owned(&cells));
        }
    }
}
