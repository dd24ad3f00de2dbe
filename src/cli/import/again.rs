//! What a later version of a sheet changed, and what it left.

use super::{MOST, clipped, write_rest};
use crate::diagnostic::plural;
use crate::import::{Changed, FOLDER, Import, Likely};
use crate::terminal::shown;
use std::collections::BTreeMap;
use std::io::Write;

/// Tells what a later version of a sheet changed, and what it left.
pub fn write(import: &Import, is_dry: bool, out: &mut impl Write) -> std::io::Result<()> {
    write_changed(&import.changed, out)?;
    write_changes(
        "Changed in the sheet and in the table: the table's is kept",
        &import.conflicts,
        out,
    )?;
    write_changes(
        "The sheet says otherwise of entities that were there before it: their rows are left",
        &import.differing,
        out,
    )?;
    write_likely(&import.likely, out)?;
    write_gone(import, out)?;
    write_rows("Removed from the tables since: not added again", &import.removed, out)?;
    let left = import.gone.len() + import.removed.len() + import.conflicts.len() + import.differing.len();
    if left > 0 && !is_dry {
        writeln!(
            out,
            "\nAll that was left is in {FOLDER}/{}-left.csv",
            shown(&import.stem)
        )?;
    }
    Ok(())
}

/// A new claim that may be an old one: its row, and in what they differ.
pub fn likely(one: &Likely) -> String {
    let differing = one.differing.iter();
    let differing: Vec<String> = differing
        .map(|[column, old, new]| format!("{column} `{old}`, now `{new}`"))
        .collect();
    let (new, old) = (&one.new, &one.old);
    format!(
        "row {}: {new} is perhaps {old}, corrected ({})",
        one.row,
        differing.join("; ")
    )
}

/// Tells new claims that stand where others stood, and how to say that they are these.
fn write_likely(all: &[Likely], out: &mut impl Write) -> std::io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nNew, where a claim stood that is no longer in the sheet: both count"
    )?;
    for one in all.iter().take(MOST) {
        writeln!(out, "  {}", shown(&likely(one)))?;
        writeln!(
            out,
            "    if so, import with --same {}={}",
            shown(&one.new),
            shown(&one.old)
        )?;
    }
    write_rest(all.len(), out)
}

/// Tells the rows that are no longer in the sheet: what becomes of them, and what a person can do.
fn write_gone(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    write_rows(
        "No longer in the sheet: taken out of the tables",
        &import.taken_out,
        out,
    )?;
    write_edited(import, out)?;
    let is_edited = |row: &&(String, String)| {
        import
            .edited
            .iter()
            .any(|(table, key, _)| (table, key) == (&row.0, &row.1))
    };
    let gone: Vec<(String, String)> = import.gone.iter().filter(|row| !is_edited(row)).cloned().collect();
    // What only edited claims name stays with them.
    if !import.edited.is_empty() && gone.iter().all(|(table, _)| table != "claims") {
        return Ok(());
    }
    let claims = gone.iter().filter(|(table, _)| table == "claims").count();
    if claims == 0 {
        return write_rows("No longer in the sheet: the rows are left", &gone, out);
    }
    let (stay, them) = if claims == 1 {
        ("stays and counts", "it")
    } else {
        ("stay and count", "them")
    };
    let stay = match import.counting {
        0 if claims == 1 => "stays, is withdrawn or corrected, and counts nowhere".to_owned(),
        0 => "stay, are withdrawn or corrected, and count nowhere".to_owned(),
        counting if counting < claims => format!(
            "stay; {counting} of them {}",
            if counting == 1 { "counts" } else { "count" }
        ),
        _ => stay.to_owned(),
    };
    let title = format!("No longer in the sheet: {}, which {stay}", plural(claims, "claim"));
    write_rows(&title, &gone, out)?;
    if import.counting == 0 {
        return writeln!(out, "  to take {them} out, import with --remove-missing");
    }
    writeln!(
        out,
        "  to take {them} out, import with --remove-missing; where the money is withdrawn, give {them} the status `withdrawn`"
    )
}

/// Tells the rows that would have been taken out, had nobody edited them.
fn write_edited(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    if import.edited.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nNo longer in the sheet, and edited by hand since: not taken out, and they count. Remove a row from the table yourself if it is to go"
    )?;
    for (table, key, columns) in import.edited.iter().take(MOST) {
        writeln!(out, "  {table}.csv, {} ({})", shown(key), shown(&columns.join(", ")))?;
    }
    write_rest(import.edited.len(), out)
}

/// How many notes that have become longer are shown one by one.
const FEW: usize = 4;

/// Tells the cells that changed; those of which only the row of the sheet is another, in one line.
fn write_changed(changes: &[Changed], out: &mut impl Write) -> std::io::Result<()> {
    let (moved, changed): (Vec<Changed>, Vec<Changed>) = changes.iter().cloned().partition(Changed::is_moved);
    let (longer, mut changed): (Vec<Changed>, Vec<Changed>) = changed.into_iter().partition(Changed::is_longer_note);
    changed.sort_by_key(Changed::rank);
    let mut changed = exact(changed);
    // A few stand with the others.
    let is_many = longer.len() > FEW;
    changed.extend(longer.iter().filter(|_| !is_many).cloned());
    let are_shown = changed.iter().filter(|one| is_note(one)).count() <= 2 * FEW;
    let (notes, mut changed): (Vec<Changed>, Vec<Changed>) =
        changed.into_iter().partition(|one| !are_shown && is_note(one));
    write_changes("Changed", &changed, out)?;
    if let Some(first) = notes.first() {
        let gap = if changed.is_empty() { "\nChanged\n" } else { "" };
        let (count, old, new) = (notes.len(), clipped(&first.old), clipped(&first.new));
        writeln!(
            out,
            "{gap}  {count} notes say something else, such as `{old}`, in the sheet `{new}`"
        )?;
        changed.push(first.clone());
    }
    if let Some(first) = longer.first().filter(|_| is_many) {
        let gap = if changed.is_empty() { "\nChanged\n" } else { "" };
        let (count, note) = (longer.len(), clipped(&first.new));
        writeln!(
            out,
            "{gap}  {count} notes have more behind what they had, such as `{note}`"
        )?;
        changed.push(first.clone());
    }
    if !moved.is_empty() {
        let gap = if changed.is_empty() { "\nChanged\n" } else { "" };
        let cells = plural(moved.len(), "cell");
        writeln!(out, "{gap}  in {cells} only the number of the row of the sheet")?;
    }
    Ok(())
}

/// Whether the note of a claim changed.
fn is_note(one: &Changed) -> bool {
    one.table == "claims" && one.column == "note"
}

/// One line for both bounds of an exact figure that became another.
fn exact(changed: Vec<Changed>) -> Vec<Changed> {
    let bound = |one: &Changed, column: &str| (one.column == column).then(|| (one.table.clone(), one.key.clone()));
    let values = |one: &Changed| (one.old.clone(), one.new.clone());
    let of = |column: &str| -> BTreeMap<(String, String), (String, String)> {
        let all = changed.iter();
        all.filter_map(|one| Some((bound(one, column)?, values(one)))).collect()
    };
    let (least, most) = (of("minimum"), of("maximum"));
    let is_exact = |key: &(String, String)| least.get(key).is_some_and(|values| most.get(key) == Some(values));
    let lines = changed
        .iter()
        .filter(|one| !bound(one, "maximum").is_some_and(|key| is_exact(&key)));
    let lines = lines.map(|one| match bound(one, "minimum").is_some_and(|key| is_exact(&key)) {
        true => Changed {
            column: "amount".to_owned(),
            ..one.clone()
        },
        false => one.clone(),
    });
    lines.collect()
}

/// The columns of names, of which one change in many rows is told once.
const NAMES: [&str; 6] = ["document", "speaker", "about", "funder", "recipient", "part_of"];

/// From how many rows on.
const MANY: usize = 3;

/// The changes to be told, each with how many rows have it besides: one name that is another in many rows is one change.
fn joined(changes: &[Changed]) -> Vec<(&Changed, usize)> {
    let name = |one: &Changed| (one.table.clone(), one.column.clone(), one.old.clone(), one.new.clone());
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for one in changes.iter().filter(|one| NAMES.contains(&one.column.as_str())) {
        *counts.entry(name(one)).or_default() += 1;
    }
    let mut told = Vec::new();
    for one in changes {
        match counts.get_mut(&name(one)) {
            Some(0) => {}
            Some(count) if *count >= MANY => {
                told.push((one, *count - 1));
                *count = 0;
            }
            _ => told.push((one, 0)),
        }
    }
    told
}

fn write_changes(title: &str, changes: &[Changed], out: &mut impl Write) -> std::io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    let told = joined(changes);
    for (change, others) in told.iter().take(MOST) {
        let Changed {
            table,
            key,
            column,
            old,
            new,
        } = change;
        let (key, old, new) = (shown(key), clipped(old), clipped(new));
        match others {
            0 => writeln!(out, "  {table}.csv, {key}, {column}: `{old}`, in the sheet `{new}`")?,
            others => writeln!(
                out,
                "  {table}.csv, {key} and {others} other rows, {column}: `{old}`, in the sheet `{new}`"
            )?,
        }
    }
    write_rest(told.len(), out)
}

fn write_rows(title: &str, rows: &[(String, String)], out: &mut impl Write) -> std::io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for (table, key) in rows.iter().take(MOST) {
        writeln!(out, "  {table}.csv, {}", shown(key))?;
    }
    write_rest(rows.len(), out)
}
