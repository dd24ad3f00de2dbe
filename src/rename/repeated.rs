//! Rows that say the same once two keys are one.

use super::open::{At, Open};
use super::{Conflict, Rename};
use crate::tables::references::{column_of, decision_columns};
use std::collections::HashMap;

/// Removes rows that another row makes needless.
pub(super) fn remove(open: &mut Open<'_>, rename: &mut Rename) {
    for table_index in 0..open.group.tables.len() {
        if table_index != open.target {
            same_key(open, table_index, rename);
            decisions(open, table_index, rename);
            roles(open, table_index, rename);
        }
    }
}

/// Of rows whose keys become the same, that of the key that goes.
fn same_key(open: &mut Open<'_>, table_index: usize, rename: &mut Rename) {
    let table = &open.group.tables[table_index];
    if table.primary_key.is_empty() {
        return;
    }
    let key = |open: &Open<'_>, row: usize| -> Vec<String> {
        let cells = table.primary_key.iter();
        cells
            .map(|column| open.wanted((table_index, row), *column).to_owned())
            .collect()
    };
    let rows = open.staying(table_index);
    let (changed, others): (Vec<usize>, Vec<usize>) = rows
        .into_iter()
        .partition(|row| open.refers_to_old((table_index, *row)));
    if changed.is_empty() {
        return;
    }
    let by_key: HashMap<Vec<String>, usize> = others.into_iter().rev().map(|row| (key(open, row), row)).collect();
    for row in changed {
        if let Some(same) = by_key.get(&key(open, row)) {
            join(open, (table_index, row), (table_index, *same), rename);
            let reason = format!("the same as line {}", open.line((table_index, *same)));
            open.remove((table_index, row), reason, rename);
        }
    }
}

/// Gives a row the cells that it lacks and another has; tells where they differ.
fn join(open: &mut Open<'_>, from: At, to: At, rename: &mut Rename) {
    let table = &open.group.tables[to.0];
    for (column, about) in table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.is_virtual)
    {
        let (theirs, ours) = (open.wanted(from, column).to_owned(), open.wanted(to, column).to_owned());
        if theirs.is_empty() || theirs == ours || table.primary_key.contains(&column) {
            continue;
        }
        if ours.is_empty() {
            open.set(to, column, &theirs);
        } else {
            rename.conflicts.push(Conflict {
                file: table.file.clone(),
                line: open.line(to),
                column: about.label().to_owned(),
                kept: ours,
                left: theirs,
            });
        }
    }
}

/// Rows that say that no item was found, of an entity that now has another row, and a second item that it is.
fn decisions(open: &mut Open<'_>, table_index: usize, rename: &mut Rename) {
    let table = &open.group.tables[table_index];
    let (Some([entity, item]), Some(decision)) = (decision_columns(table), column_of(table, "decision")) else {
        return;
    };
    let new = rename.new.clone();
    let of_entity = |open: &Open<'_>| -> Vec<usize> {
        let rows = open.staying(table_index).into_iter();
        rows.filter(|row| open.wanted((table_index, *row), entity) == new)
            .collect()
    };
    let changed = |open: &Open<'_>, row: usize| open.refers_to_old((table_index, row));
    if !of_entity(open).iter().any(|row| changed(open, *row)) {
        return;
    }
    let says = |open: &Open<'_>, row: usize, word: &str| open.wanted((table_index, row), decision) == word;
    for row in of_entity(open) {
        let is_nothing = open.wanted((table_index, row), item).is_empty() && says(open, row, "undecided");
        if is_nothing && of_entity(open).len() > 1 {
            let reason = format!("another row of `{new}` names an item");
            open.remove((table_index, row), reason, rename);
        }
    }
    let same: Vec<usize> = of_entity(open)
        .into_iter()
        .filter(|row| says(open, *row, "same"))
        .collect();
    let Some(kept) = same.iter().find(|row| !changed(open, **row)).copied() else {
        return;
    };
    for row in same.into_iter().filter(|row| changed(open, *row)).collect::<Vec<_>>() {
        rename.conflicts.push(Conflict {
            file: table.file.clone(),
            line: open.line((table_index, kept)),
            column: table.columns[item].label().to_owned(),
            kept: open.wanted((table_index, kept), item).to_owned(),
            left: open.wanted((table_index, row), item).to_owned(),
        });
        open.remove((table_index, row), "an entity is one item".to_owned(), rename);
    }
}

/// Further holders of a role who now are the holder that the claim itself names.
fn roles(open: &mut Open<'_>, table_index: usize, rename: &mut Rename) {
    let table = &open.group.tables[table_index];
    let columns = ["ofClaim", "role", "entity"].map(|term| column_of(table, term));
    let [Some(claim), Some(role), Some(entity)] = columns else {
        return;
    };
    let claims = crate::tables::references::references(table).find(|(column, _)| *column == claim);
    let Some((_, claims_index)) = claims else { return };
    let claims = &open.group.tables[claims_index];
    let [key] = claims.primary_key[..] else { return };
    let by_key: HashMap<String, usize> = open
        .before(claims_index)
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((row.get(key)?.clone(), index)))
        .collect();
    let holder = |role: &str| column_of(claims, role);
    for row in open.staying(table_index) {
        let at = (table_index, row);
        let named = by_key.get(open.wanted(at, claim)).map(|row| (claims_index, *row));
        let Some((own, column)) = named.zip(holder(open.wanted(at, role))) else {
            continue;
        };
        let is_held = open.wanted(at, entity) == rename.new && open.wanted(own, column) == rename.new;
        let is_changed = open.before(own.0)[own.1].get(column) != open.before(at.0)[at.1].get(entity);
        if is_held && is_changed {
            let reason = format!("{}, line {} says it", claims.file, open.line(own));
            open.remove(at, reason, rename);
        }
    }
}
