//! Two rows of headings of a sheet as one: a CSV file has one row.

use sheet::{Cell, Format, Sheet, Workbook};

/// Joins two rows of headings, `2024` over `T1` to `2024 / T1`; lines above them are left out. Gives the end of a sentence on it.
pub(super) fn join(sheet: &mut Sheet) -> Option<String> {
    let alone = Workbook {
        name: String::new(),
        format: Format::Xlsx,
        sheets: vec![sheet.clone()],
        notes: Vec::new(),
    };
    let understood = sheet::understand(&alone, None);
    let (first, count) = (understood.map.header?, understood.map.header_rows?);
    let start = (first as usize).checked_sub(1).filter(|_| count == 2)?;
    let columns = &understood.columns;
    let width = columns.iter().map(|column| column.number as usize).max()?;
    let mut row = vec![Cell::default(); width];
    for column in columns {
        if let Some(cell) = row.get_mut((column.number as usize).saturating_sub(1)) {
            *cell = Cell::text(column.heading.as_str());
        }
    }
    sheet.rows.get(start + 1)?;
    sheet.rows.splice(start..start + 2, [row]);
    // What is merged above would be filled into rows that are others now.
    sheet.merged.retain(|merged| merged.first.row > first + 1);
    for merged in &mut sheet.merged {
        merged.first.row -= 1;
        merged.last.row -= 1;
    }
    Some(format!(
        "has two rows of headings ({first} and {}), which are joined",
        first + 1
    ))
}
