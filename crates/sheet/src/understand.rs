//! Sheets to records.

use crate::map::Map;
use crate::understood::Understood;
use crate::workbook::Workbook;

/// The maps that ship with the program: SCDL subventions, 360Giving, FollowTheMoney.
pub fn shipped_maps() -> Vec<Map> {
    Vec::new()
}

/// Understands a workbook, by a map where there is one; see [`Understood`].
pub fn understand(workbook: &Workbook, map: Option<&Map>) -> Understood {
    let _ = workbook;
    Understood {
        map: map.cloned().unwrap_or_default(),
        shipped: None,
        sheet: None,
        why: None,
        columns: Vec::new(),
        records: Vec::new(),
        headings: Vec::new(),
        not_taken: Vec::new(),
        doubts: Vec::new(),
        notes: Vec::new(),
    }
}
