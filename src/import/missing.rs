//! Claims whose rows are no longer in the sheet, taken out of the tables where a person asked for it.

use super::changed::{Changed, is_moved};
use super::known::Known;
use super::ledger::{Ledger, ROW};
use super::open::others;
use super::same::{Renamed, is_of_last};
use super::wanted::{CLAIMS, DOCUMENTS, ENTITIES, LABELS, LINKS, ROLES};
use super::{ImportError, Options};
use crate::dossier::Dossier;
use csvw::metadata::TableGroup;
use sheet::{Record, Understood, is_not_counted};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which rows that are no longer in the sheet are taken out.
pub(super) struct Out<'o> {
    /// The other tables of the dossier as text; none: no row is taken out.
    pub(super) elsewhere: Option<Vec<String>>,
    /// The keys of claims that alone are; none: all rows are.
    pub(super) only: Option<Vec<std::borrow::Cow<'o, str>>>,
    /// The names that are others in all rows of this version.
    pub(super) renamed: Renamed,
}

/// The claims of rows of which a remark says that they do not count (`duplicate of row 4`), as another answer says now: the file is the
/// one that was imported last, and nobody withdrew anything. Their rows are no longer told.
pub(super) fn uncounted(understood: &mut Understood, ledger: &Ledger, sheet: (&[u8], &str)) -> Vec<String> {
    if !is_of_last(ledger, sheet) {
        return Vec::new();
    }
    let is_it = |record: &Record| {
        record
            .gone
            .as_ref()
            .is_some_and(|gone| is_not_counted(&gone.words.text))
    };
    let (left, refused) = std::mem::take(&mut understood.refused).into_iter().partition(is_it);
    understood.refused = refused;
    let left: Vec<Record> = left;
    let rows: HashSet<String> = left.iter().map(|record| record.address.row.to_string()).collect();
    let is_of_row = |cells: &super::Cells| cells.get(ROW).is_some_and(|row| rows.contains(row));
    let claims = ledger
        .rows()
        .filter(|((table, _), cells)| table == CLAIMS && is_of_row(cells));
    claims.map(|((_, key), _)| key.clone()).collect()
}

impl<'o> Out<'o> {
    /// What a person decided.
    pub(super) fn of(
        dossier: &Dossier,
        group: &TableGroup,
        (options, uncounted, renamed): (&'o Options, Vec<String>, Renamed),
    ) -> Result<Self, ImportError> {
        let same = options.same.iter().map(|(new, _)| new.as_str().into());
        let taken_over: Vec<std::borrow::Cow<'o, str>> = same.chain(uncounted.into_iter().map(Into::into)).collect();
        let takes_out = options.remove_missing || !taken_over.is_empty();
        Ok(Self {
            elsewhere: takes_out.then(|| others(dossier, group)).transpose()?,
            only: (!options.remove_missing).then_some(taken_over),
            renamed,
        })
    }
}

impl Out<'_> {
    /// Whether a row that is no longer in the sheet is to be taken out. With a claim that is another one now goes what it was for.
    pub(super) fn has(&self, ledger: &Ledger, (table, key): (&str, &str)) -> bool {
        let Some(only) = &self.only else { return true };
        let columns: &[&str] = match table {
            CLAIMS => return only.iter().any(|claim| claim == key),
            ENTITIES => &["about", "funder", "recipient"],
            DOCUMENTS => &["document"],
            _ => return false,
        };
        let mut claims = only.iter().filter_map(|claim| ledger.row(CLAIMS, claim));
        claims.any(|cells| {
            columns
                .iter()
                .any(|column| cells.get(*column).is_some_and(|cell| cell == key))
        })
    }
}

/// The key of a row, and what `tidy` writes, which is nobody's edit.
const TIDIED: [&str; 6] = ["key", "start", "end", "quote", "sha256", "characters"];

/// The rows among these that were edited by hand since the last import, with the columns that were; of claims also those which rows of
/// other tables name that no import wrote.
pub(super) fn edited(tables: &[Known<'_>; 5], gone: &[RowKey], ledger: &Ledger) -> Vec<(String, String, Vec<String>)> {
    let mut named: HashMap<&str, Vec<String>> = HashMap::new();
    for table in tables {
        let columns: &[&str] = match table.name {
            ROLES => &["claim"],
            LINKS => &["claim", "other"],
            _ => continue,
        };
        for key in table.keys().filter(|key| ledger.row(table.name, key).is_none()) {
            for claim in columns.iter().map(|column| table.cell(key, column)) {
                let tables = named.entry(claim).or_default();
                let name = format!("{}.csv", table.name);
                if !claim.is_empty() && !tables.contains(&name) {
                    tables.push(name);
                }
            }
        }
    }
    let of = |(name, key): &RowKey| {
        let table = tables.iter().find(|table| table.name == name && table.has(key))?;
        let last = ledger.row(name, key)?;
        let columns = table.table.columns.iter().filter(|column| !column.is_virtual);
        let mut own: Vec<String> = columns.map(|column| column.name.clone()).collect();
        own.retain(|column| {
            let before = last.get(column).map_or("", String::as_str);
            let is_key = TIDIED.contains(&column.as_str()) || matches!(table.name, ROLES | LINKS);
            !is_key && table.cell(key, column) != before && !is_moved(before, table.cell(key, column))
        });
        if name == CLAIMS {
            own.extend(named.get(key.as_str()).into_iter().flatten().cloned());
        }
        (!own.is_empty()).then(|| (name.clone(), key.clone(), own))
    };
    gone.iter().filter_map(of).collect()
}

/// A table and the key of a row in it.
type RowKey = (String, String);

/// The columns of each table that name its row, or say something in words: no references.
const OWN: [(&str, &[&str]); 5] = [
    (DOCUMENTS, &["key", "title", "address"]),
    (ENTITIES, &["key", LABELS[0], LABELS[1], LABELS[2], "note"]),
    (CLAIMS, &["key", "note", "quote", "as_written"]),
    (ROLES, &[]),
    (LINKS, &["reason"]),
];

/// Takes claims out, with the rows that say more about them; then the documents and entities of the sheet that nothing names any
/// more. Gives the rows that were taken out.
///
/// `gone`: the rows that are no longer in the sheet. `elsewhere`: the other tables of the dossier as text: a row that one of them
/// names stays.
pub(super) fn take_out(tables: &mut [Known<'_>; 5], gone: &[RowKey], elsewhere: &[String]) -> Vec<RowKey> {
    let of = |name: &str| -> Vec<&str> {
        let own = gone
            .iter()
            .filter(|(table, _)| table == name)
            .map(|(_, key)| key.as_str());
        own.filter(|key| !elsewhere.iter().any(|text| names(text, key)))
            .collect()
    };
    let claims: HashSet<&str> = of(CLAIMS).into_iter().collect();
    let mut out: BTreeSet<RowKey> = BTreeSet::new();
    for table in tables.iter_mut() {
        let columns: &[&str] = match table.name {
            CLAIMS => &["key"],
            ROLES => &["claim"],
            LINKS => &["claim", "other"],
            _ => continue,
        };
        let is_of_one = |key: &&str| {
            let mut cells = columns.iter().map(|column| table.cell(key, column));
            cells.any(|cell| claims.contains(cell))
        };
        let mut keys: Vec<String> = table.keys().filter(is_of_one).map(str::to_owned).collect();
        // A table of an older format may lack a column of keys.
        keys.extend(
            claims
                .iter()
                .filter(|key| table.name == CLAIMS && table.has(key))
                .map(|key| (*key).to_owned()),
        );
        remove(table, keys, &mut out);
    }
    // An entity is free once its last part is.
    loop {
        let before = out.len();
        for name in [DOCUMENTS, ENTITIES] {
            let mentioned = mentioned(tables, &out);
            let Some(table) = tables.iter_mut().find(|table| table.name == name) else {
                continue;
            };
            let is_free = |key: &&str| {
                let labels = ["title", "address", LABELS[0], LABELS[1]].map(|column| table.cell(key, column));
                let mut names = labels.into_iter().chain([*key]).filter(|name| !name.is_empty());
                table.has(key) && names.all(|name| !mentioned.contains(name))
            };
            let keys: Vec<String> = of(name).into_iter().filter(is_free).map(str::to_owned).collect();
            remove(table, keys, &mut out);
        }
        if out.len() == before {
            return out.into_iter().collect();
        }
    }
}

/// Gives claims that stay, though their rows are no longer in the sheet, the new names of those whom all other rows call otherwise: under
/// the old one they would be sums of somebody else, and count beside what they only said again. Cells edited by hand stay.
pub(super) fn rename(
    tables: &mut [Known<'_>; 5],
    gone: &[RowKey],
    (ledger, renamed): (&Ledger, &Renamed),
) -> Vec<Changed> {
    let mut changed = Vec::new();
    let [_, _, claims, ..] = tables;
    for (table, key) in gone.iter().filter(|(table, _)| table == CLAIMS) {
        let (Some(last), Some(record)) = (ledger.row(table, key), claims.record(key)) else {
            continue;
        };
        let names = renamed.of_claim(|column| claims.cell(key, column).to_owned());
        for (column, old, new) in names {
            let is_own = last.get(column).is_none_or(|last| *last != old);
            let Some(place) = claims.column(column).filter(|_| !is_own) else {
                continue;
            };
            claims.edited.set(record, place, &new);
            changed.push(Changed {
                table: table.clone(),
                key: key.clone(),
                column: column.to_owned(),
                old,
                new,
            });
        }
    }
    changed
}

/// Takes out rows of further payers, recipients or speakers, and links, which claims no longer have that the sheet still gives. Gives the
/// rows that were taken out.
pub(super) fn take_out_roles(tables: &mut [Known<'_>; 5], roles: &[RowKey]) -> Vec<RowKey> {
    let mut out = BTreeSet::new();
    for table in tables.iter_mut().filter(|table| matches!(table.name, ROLES | LINKS)) {
        let own = roles.iter().filter(|(name, _)| name == table.name);
        remove(table, own.map(|(_, key)| key.clone()).collect(), &mut out);
    }
    out.into_iter().collect()
}

/// How many claims of these rows count: those that are neither withdrawn nor corrected.
pub(super) fn counting(gone: &[RowKey], tables: &[Known<'_>; 5]) -> usize {
    let [_, _, claims, ..] = tables;
    let counts = |key: &str| matches!(claims.cell(key, "status"), "" | "current");
    gone.iter()
        .filter(|(table, key)| table == CLAIMS && counts(key))
        .count()
}

/// Removes rows that are not removed yet.
fn remove(table: &mut Known<'_>, mut keys: Vec<String>, out: &mut BTreeSet<RowKey>) {
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let row = (table.name.to_owned(), key);
        if let Some(record) = table.record(&row.1).filter(|_| !out.contains(&row)) {
            table.edited.remove(record);
            out.insert(row);
        }
    }
}

/// What the cells of rows that stay refer to.
fn mentioned(tables: &[Known<'_>; 5], out: &BTreeSet<RowKey>) -> HashSet<String> {
    let out: HashSet<(&str, &str)> = out.iter().map(|(table, key)| (table.as_str(), key.as_str())).collect();
    let mut mentioned = HashSet::new();
    for table in tables {
        let own = OWN
            .iter()
            .find(|(name, _)| *name == table.name)
            .map_or(&[][..], |(_, own)| *own);
        let columns = table.table.columns.iter().map(|column| column.name.as_str());
        let columns: Vec<&str> = columns.filter(|column| !own.contains(column)).collect();
        for key in table.keys().filter(|key| !out.contains(&(table.name, *key))) {
            let cells = columns.iter().flat_map(|column| table.cell(key, column).split('|'));
            mentioned.extend(cells.map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned));
        }
    }
    mentioned
}

/// Whether a text has a key as a word of its own.
fn names(text: &str, key: &str) -> bool {
    let is_of_key = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    text.match_indices(key).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + key.len()..].chars().next();
        !before.is_some_and(is_of_key) && !after.is_some_and(is_of_key)
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_key_is_named_as_a_word_and_not_within_another() {
        assert!(names("claim,row\nquay-state,3\n", "quay-state"));
        assert!(!names("claim,row\nquay-state-2,3\nthe-quay-state,4\n", "quay-state"));
    }
}
