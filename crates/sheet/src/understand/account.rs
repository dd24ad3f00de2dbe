//! The account of a sheet's cells: each is used by a record, is a heading, or is refused with a reason.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::map::Role;
use crate::understood::{Basis, NotTaken};
use crate::workbook::Address;

use super::Reading;
use super::column::Spec;

impl Reading<'_> {
    pub(super) fn refuse(&mut self, cells: Vec<Address>, reason: &str) {
        for address in cells {
            let text = self
                .sheet
                .cell(address)
                .map(|cell| cell.text.clone())
                .unwrap_or_default();
            self.understood.not_taken.push(NotTaken {
                address,
                text,
                reason: reason.to_owned(),
            });
        }
    }

    /// Refuses the cells of columns that are not taken, unless they have another fate.
    pub(super) fn ignored(&mut self, specs: &[Spec]) {
        let reasons: HashMap<u32, String> = specs
            .iter()
            .filter(|spec| spec.role() == Role::Ignored)
            .map(|spec| {
                let reason = match (&spec.ignored, spec.basis) {
                    (Some(reason), _) => reason.clone(),
                    (None, Basis::Unknown) => format!("nothing tells what {} is", spec.label()),
                    (None, _) => format!("{} is not taken", spec.label()),
                };
                (Address::of(0, spec.index).column, reason)
            })
            .collect();
        if reasons.is_empty() {
            return;
        }
        let fates = self.fates();
        let cells: Vec<Address> = self
            .sheet
            .filled()
            .map(|(address, _)| address)
            .filter(|address| !fates.contains_key(address))
            .collect();
        for address in cells {
            if let Some(reason) = reasons.get(&address.column) {
                self.refuse(vec![address], reason);
            }
        }
    }

    /// The cells that are accounted for; true: by a record or as a heading.
    pub(super) fn fates(&self) -> BTreeMap<Address, bool> {
        let refused = self.understood.not_taken.iter().map(|cell| (cell.address, false));
        let used = self
            .understood
            .records
            .iter()
            .flat_map(|record| &record.cells)
            .map(|cell| (*cell, true));
        let headings = self.understood.headings.iter().map(|used| (used.address, true));
        refused.chain(used).chain(headings).collect()
    }

    /// Gives each cell one fate: what a record uses is not refused, and what is left over is refused.
    pub(super) fn account(&mut self, reason: &str) {
        let fates = self.fates();
        let left: Vec<Address> = self
            .sheet
            .filled()
            .map(|(address, _)| address)
            .filter(|address| !fates.contains_key(address))
            .collect();
        self.refuse(left, reason);
        let not_taken = &mut self.understood.not_taken;
        not_taken.retain(|cell| fates.get(&cell.address) != Some(&true));
        not_taken.sort_by_key(|cell| cell.address);
        not_taken.dedup_by_key(|cell| cell.address);
        self.understood.headings.sort_by_key(|used| used.address);
        self.understood.headings.dedup_by_key(|used| used.address);
    }
}
