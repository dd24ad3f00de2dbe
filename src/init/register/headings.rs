//! Two rows of headings of a sheet as one, without the lines above: a CSV file has one row, and begins with it.

use sheet::{Cell, Format, Sheet, Understood, Workbook};

/// The most cells of a line above the headings, as a title has them.
const TITLE: usize = 2;

/// Joins two rows of headings, `2024` over `T1` to `2024 / T1`; titles above them are left out. Gives the end of a sentence on it.
pub(super) fn join(sheet: &mut Sheet) -> Option<String> {
    let alone = Workbook {
        name: String::new(),
        format: Format::Xlsx,
        sheets: vec![sheet.clone()],
        notes: Vec::new(),
    };
    let understood = sheet::understand(&alone, None);
    let first = understood.map.header?;
    let start = (first as usize).checked_sub(1)?;
    let above = sheet.rows.get(..start)?;
    let is_title = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.is_blank()).count() <= TITLE;
    let titles = above.iter().flatten().filter(|cell| !cell.is_blank()).count();
    if titles > 0 && !above.iter().all(is_title) {
        return None;
    }
    let joined = match understood.map.header_rows {
        Some(2) => Some(two(sheet, &understood, first)?),
        _ => None,
    };
    let left = (titles > 0).then(|| leave_out(sheet, start));
    match (left, joined) {
        (Some(left), Some(joined)) => Some(format!("{left}, and {joined}")),
        (left, joined) => left.or(joined),
    }
}

/// Leaves out the rows above a place.
fn leave_out(sheet: &mut Sheet, start: usize) -> String {
    sheet.rows.drain(..start);
    let count = u32::try_from(start).unwrap_or(u32::MAX);
    sheet.merged.retain(|merged| merged.first.row > count);
    for merged in &mut sheet.merged {
        merged.first.row -= count;
        merged.last.row -= count;
    }
    match start {
        1 => "has a line above its headings, which is left out".to_owned(),
        count => format!("has {count} lines above its headings, which are left out"),
    }
}

/// Joins two rows of headings, of which the first has this number.
fn two(sheet: &mut Sheet, understood: &Understood, first: u32) -> Option<String> {
    let start = (first as usize).checked_sub(1)?;
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
