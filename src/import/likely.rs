//! New rows that stand where rows of the last version stood, and say nearly the same: a name and the figure may have been corrected
//! at once. Nothing tells for certain that they are the same claims, so a person decides.

use super::again::{TELLING, Years, adopt, differing};
use super::known::Known;
use super::ledger::{Cells, Ledger, ROW};
use super::wanted::{CLAIMS, ENTITIES, Row};
use super::{ImportError, Options};
use std::collections::{HashMap, HashSet};

/// The most cells besides the figure in which two versions of one row differ.
const MOST: usize = 2;

/// The columns of the figure.
const FIGURE: [&str; 3] = ["minimum", "maximum", "unit"];

/// A new claim, and the one that is no longer in the sheet and stood in the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// The key of the new claim.
    pub new: String,
    /// The key of the claim that is no longer in the sheet.
    pub old: String,
    /// The row of the sheet.
    pub row: u32,
    /// The cells in which they differ: column, old, new.
    pub differing: Vec<[String; 3]>,
}

/// A claim in its place.
struct Placed<'c> {
    key: &'c str,
    cells: &'c Cells,
    row: u32,
}

/// The claims of a version, from the first row to the last.
fn placed<'c>(claims: impl Iterator<Item = (&'c str, &'c Cells)>) -> Vec<Placed<'c>> {
    let place = |(key, cells): (&'c str, &'c Cells)| {
        let row = cells.get(ROW)?.parse().ok()?;
        Some(Placed { key, cells, row })
    };
    let mut placed: Vec<Placed<'c>> = claims.filter_map(place).collect();
    placed.sort_by_key(|claim| claim.row);
    placed
}

/// The keys of the nearest claims of other rows, above and below.
fn neighbours<'c>(placed: &[Placed<'c>], place: usize) -> [Option<&'c str>; 2] {
    let own = placed[place].row;
    let is_other = |claim: &&Placed<'c>| claim.row != own;
    let above = placed[..place].iter().rev().find(is_other);
    let below = placed[place + 1..].iter().find(is_other);
    [above, below].map(|claim| claim.map(|claim| claim.key))
}

/// The new claims that are likely old ones.
pub(super) fn likely(rows: &[Row], claims: &Known<'_>, ledger: &Ledger) -> Vec<Likely> {
    let of_sheet = rows.iter().filter(|row| row.table == CLAIMS);
    let news = placed(of_sheet.map(|row| (row.key.as_str(), &row.cells)));
    let in_ledger = ledger
        .rows()
        .filter(|((table, key), _)| table == CLAIMS && claims.has(key));
    let olds = placed(in_ledger.map(|((_, key), cells)| (key.as_str(), cells)));
    let kept: HashSet<&str> = news.iter().map(|claim| claim.key).collect();
    let mut gone: HashMap<[Option<&str>; 2], Vec<&Placed<'_>>> = HashMap::new();
    for (place, claim) in olds.iter().enumerate().filter(|(_, claim)| !kept.contains(claim.key)) {
        gone.entry(neighbours(&olds, place)).or_default().push(claim);
    }
    let mut named: HashMap<(usize, [&str; 3]), Vec<&Placed<'_>>> = HashMap::new();
    for claim in olds.iter().filter(|claim| !kept.contains(claim.key)) {
        let ways = parties(claim.cells).into_iter().enumerate();
        for (way, names) in ways.filter_map(|(way, names)| Some((way, names?))) {
            named.entry((way, names)).or_default().push(claim);
        }
    }
    let years = Years::of(rows, ledger);
    let mut found: Vec<Likely> = Vec::new();
    for (place, new) in news.iter().enumerate() {
        if claims.has(new.key) || ledger.row(CLAIMS, new.key).is_some() {
            continue;
        }
        // In its place, or of two of one thing, payer and recipient wherever it stands now.
        let free = gone.get(&neighbours(&news, place)).into_iter().flatten();
        let ways = parties(new.cells).into_iter().enumerate();
        let of_names = ways.filter_map(|(way, names)| named.get(&(way, names?)));
        let of_names = of_names.flat_map(|olds| of_one(new.cells, olds));
        let free = free.chain(of_names);
        let alike = free.filter(|old| is_alike(new.cells, old.cells) && !found.iter().any(|one| one.old == old.key));
        // A figure of the next year is no correction, unless it is the only one.
        let alike = alike.filter(|old| news.len() == 1 || !years.are_others(new.cells, old.cells));
        if let Some(old) = alike.min_by_key(|old| differing(new.cells, old.cells)) {
            found.push(Likely {
                new: new.key.to_owned(),
                old: old.key.to_owned(),
                row: new.row,
                differing: changes(old.cells, new.cells),
            });
        }
    }
    found
}

/// The most claims of one payer and recipient with which a new one is compared.
const COMPARED: usize = 50;

/// The document of a claim, with each two of who pays, who receives, and its thing; none where one of both is not named.
fn parties(cells: &Cells) -> [Option<[&str; 3]>; 3] {
    let cell = |column: &str| cells.get(column).map_or("", String::as_str);
    let (funder, recipient, about) = (bare(cell("funder")), bare(cell("recipient")), bare(stem(cell("about"))));
    [[funder, recipient], [funder, about], [recipient, about]].map(|[one, other]| {
        let is_named = !one.is_empty() && !other.is_empty();
        is_named.then(|| [cell("document"), one, other])
    })
}

/// The claims among these, which agree with a new one in two names, that may be it: those for the same thing by and to the same, and of
/// its stage the only one.
fn of_one<'p, 'c>(new: &'p Cells, olds: &'p [&'p Placed<'c>]) -> impl Iterator<Item = &'p &'p Placed<'c>> {
    let cell = |cells: &'p Cells, column: &str| cells.get(column).map_or("", String::as_str);
    let is_only = olds
        .iter()
        .filter(|old| cell(new, "modality") == cell(old.cells, "modality"))
        .count()
        == 1;
    let is_it = move |old: &&&Placed<'_>| {
        let is_same = |column: &str| new.get(column) == old.cells.get(column);
        let is_of_thing = stem(cell(new, "about")) == stem(old.cells.get("about").map_or("", String::as_str));
        is_of_thing && is_same("funder") && is_same("recipient") || is_only && is_same("modality")
    };
    olds.iter().filter(is_it).take(COMPARED)
}

/// The key of a thing without the day at its end.
fn stem(key: &str) -> &str {
    let bare = key.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
    let day = key.get(bare.len()..).unwrap_or_default();
    let is_day = day.starts_with("-19") || day.starts_with("-20");
    if is_day && !bare.is_empty() && day.len() >= "-2024".len() {
        bare
    } else {
        key
    }
}

/// Whether a key is that of the same thing with another day, or with one.
fn is_told_apart(one: &str, other: &str) -> bool {
    one != other && stem(one) == stem(other)
}

/// A key without the number that tells it from that of nearly the same name: `martin-wood-farm-2`.
fn bare(key: &str) -> &str {
    let number = key
        .rsplit_once('-')
        .filter(|(_, number)| number.len() < 3 && number.parse::<u8>().is_ok());
    number.map_or(key, |(bare, _)| bare)
}

/// Whether two rows are of one document, and differ in few cells. Names of nearly the same letters are the same.
fn is_alike(new: &Cells, old: &Cells) -> bool {
    let is_near = |column: &&str| {
        let [new, old] = [new, old].map(|cells| cells.get(*column).map_or("", String::as_str));
        new != old && bare(new) == bare(old)
    };
    let near = ["about", "funder", "recipient"]
        .iter()
        .filter(|column| is_near(column))
        .count();
    let count = differing(new, old) - near;
    let is_said = |column: &&&str| new.get(**column).is_some_and(|value| !value.is_empty());
    let said = TELLING.iter().filter(is_said).count();
    new.get("document") == old.get("document") && count <= MOST && count * 2 < said
}

fn changes(old: &Cells, new: &Cells) -> Vec<[String; 3]> {
    let value = |cells: &Cells, column: &str| cells.get(column).cloned().unwrap_or_default();
    let all = TELLING
        .iter()
        .chain(&FIGURE)
        .map(|column| [(*column).to_owned(), value(old, column), value(new, column)]);
    all.filter(|[_, old, new]| old != new).collect()
}

/// Gives rows the keys of the claims that a person says they are.
pub(super) fn decide(
    rows: &mut Vec<Row>,
    (claims, ledger): (&Known<'_>, &Ledger),
    options: &Options,
) -> Result<(), ImportError> {
    let mut keys = HashMap::new();
    for (new, old) in &options.same {
        let is_new = rows.iter().any(|row| row.table == CLAIMS && row.key == *new);
        // Once it is decided, the row has the old key.
        let is_done = rows.iter().any(|row| row.table == CLAIMS && row.key == *old);
        match (is_new, is_done, claims.has(old)) {
            (true, false, true) => {
                keys.insert(new.clone(), old.clone());
            }
            (false, true, _) => {}
            (true, true, _) => return Err(ImportError::Same(format!("{old} is another row of the sheet"))),
            (true, false, false) => return Err(ImportError::Same(format!("the tables have no claim {old}"))),
            (false, false, _) => return Err(ImportError::Same(format!("the sheet gives no claim {new}"))),
        }
    }
    let mut renamed: HashMap<String, String> = HashMap::new();
    for row in rows.iter_mut().filter(|row| row.table == CLAIMS) {
        let Some(old) = keys.get(&row.key) else { continue };
        let about = claims.cell(old, "about").to_owned();
        // What told it apart from itself goes.
        if let Some(own) = row.cells.get_mut("about").filter(|own| is_told_apart(own, &about)) {
            renamed.insert(std::mem::replace(own, about.clone()), about);
        }
    }
    let named: HashSet<String> = rows.iter().filter_map(|row| row.cells.get("about").cloned()).collect();
    let things: HashSet<String> = rows
        .iter()
        .filter(|row| row.table == ENTITIES)
        .map(|row| row.key.clone())
        .collect();
    rows.retain_mut(|row| {
        let about = renamed
            .get(&row.key)
            .filter(|_| row.table == ENTITIES && !named.contains(&row.key));
        let Some(about) = about else { return true };
        if let Some(cells) = ledger.row(ENTITIES, about) {
            row.cells.clone_from(cells);
        }
        row.key.clone_from(about);
        !things.contains(about)
    });
    adopt(rows, &keys);
    Ok(())
}
