//! Figures that replace others of their row or of earlier ones, in links of claims: `Award`, `Amended to`.

use super::{LINKS, Wanted, owned};
use sheet::{Amount, AmountRole, Record};

impl Wanted<'_> {
    /// Links the claim of a figure with those of the figures that it replaces, comes on top of or is in, and takes down whose figure it is itself.
    /// Figures that stand below it are linked at the end.
    pub(super) fn replace(&mut self, key: &str, record: &Record, amount: &Amount) {
        if !matches!(amount.role, AmountRole::Total | AmountRole::Increment) {
            return;
        }
        let row = record.address.row;
        let replaced = record.replaces.iter().map(|cell| ("replaces", cell));
        let added = record.adds_to.iter().map(|cell| ("adds-to", cell));
        let within = record.part_of.iter().map(|cell| ("part-of", cell));
        for (relation, cell) in replaced.chain(added).chain(within) {
            match self.of_cells.get(cell).cloned() {
                Some(other) => self.link_to(key, row, (relation, &other)),
                None => self.below.push((key.to_owned(), row, relation, *cell)),
            }
        }
        self.of_cells.entry(amount.address).or_insert_with(|| key.to_owned());
    }

    /// Links claims with figures that stand below theirs.
    pub(super) fn link_below(&mut self) {
        for (key, row, relation, cell) in std::mem::take(&mut self.below) {
            if let Some(other) = self.of_cells.get(&cell).cloned() {
                self.link_to(&key, row, (relation, &other));
            }
        }
    }

    /// Writes that the claim of a row replaces others.
    pub(super) fn link_replaced(&mut self, key: &str, row: u32, others: &[String]) {
        for other in others {
            self.link_to(key, row, ("replaces", other));
        }
    }

    /// Links the claim of a row with another.
    fn link_to(&mut self, key: &str, row: u32, (relation, other): (&str, &str)) {
        let reason = self.around.phrases.row_of(&self.around.sheet, row);
        let cells = [
            ("claim", key),
            ("relation", relation),
            ("other", other),
            ("reason", reason.as_str()),
        ];
        self.push(LINKS, format!("{key} {relation} {other}"), owned(&cells));
    }
}
