//! Empty cells of a row as one finding: those of a total, a source or a note, which is no row of its table.

use diagnostic::Diagnostic;
use sheet::{Aside, aside};
use std::collections::{HashMap, HashSet};

/// What to do with a row that lacks several cells.
pub(super) const FILL: &str = "fill them; or remove the row if it is none, such as a total or a note below the table";

/// What to do with a row that is none, by its cells.
pub(super) fn help<'c>(cells: impl Iterator<Item = &'c str>) -> Option<&'static str> {
    let mut filled = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let (first, is_alone) = (filled.next()?, filled.next().is_none());
    match aside(first)? {
        Aside::Total { is_sure: true } | Aside::Subtotal => {
            Some("remove this row: a total is none of the rows of a table, and questions compute it from them")
        }
        Aside::Note { is_word } if is_alone || is_word => {
            Some("remove this row: a source or a note is none of the rows of a table; write it into README.md")
        }
        Aside::Total { .. } | Aside::Note { .. } => None,
    }
}

/// The row of a finding: its file and its number.
fn row(finding: &Diagnostic) -> Option<(String, u64)> {
    let place = finding.place.as_ref()?;
    Some((place.file.clone(), place.cell.as_ref()?.row_number))
}

/// Tells the empty cells of a row once; of one that is none of its table, nothing else.
pub(super) fn told_once(findings: &mut Vec<Diagnostic>) {
    let mut of_row: HashMap<(String, u64), Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(row) = row(finding) {
            of_row.entry(row).or_default().push(index);
        }
    }
    let mut silent: HashSet<usize> = HashSet::new();
    for all in of_row.values() {
        let cells: Vec<usize> = all
            .iter()
            .copied()
            .filter(|index| findings[*index].code == "T010")
            .collect();
        let [first, others @ ..] = &cells[..] else { continue };
        silent.extend(others);
        let name = |index: &usize| {
            let place = findings[*index].place.as_ref();
            place
                .and_then(|place| place.cell.as_ref()?.column_name())
                .map(str::to_owned)
        };
        let names: Vec<String> = cells.iter().filter_map(name).collect();
        let place = findings[*first].place.as_ref();
        let cell = place.and_then(|place| place.cell.as_ref());
        let help = cell.and_then(|cell| help(cell.row.iter().map(String::as_str)));
        if help.is_some() {
            silent.extend(all.iter().filter(|index| *index != first));
        }
        let finding = &mut findings[*first];
        if names.len() > 1 {
            finding.message = format!("the cells in `{}` are empty", names.join("`, `"));
            finding.valid = Some("values: these columns are required".to_owned());
            finding.help = Some(FILL.to_owned());
        }
        if let Some(help) = help {
            finding.help = Some(help.to_owned());
        }
    }
    let mut index = 0;
    findings.retain(|_| {
        index += 1;
        !silent.contains(&(index - 1))
    });
}
