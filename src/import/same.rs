//! Which rows of a later version of a sheet are which claims of the last one: a claim keeps its key, and with it what was edited
//! by hand, links and its address, wherever its row stands now and whichever of its cells was corrected.
//!
//! Rows are compared by what they say: first by all of it, then by names with date, stage and figure, then by names alone. Where the
//! file is the one that was imported last, and is only read otherwise, rows are told by their numbers, which the record of the
//! import has. A record of an earlier version of the program has them in the notes alone.

mod renamed;

use super::again::adopt;
use super::keys::{bounded, numbered};
use super::ledger::{Cells, Ledger, ROW};
use super::phrases::row_in;
use super::wanted::{CLAIMS, LINKS, ROLES, Row, Wanted, clean};
use crate::evidence::sha256;
pub(super) use renamed::Renamed;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The row of the record of an import that is about the file itself.
const SHEET: (&str, &str) = ("sheet", "file");

/// Its columns: the hash of the file, and what leads back to the sheet.
const HASH: &str = "sha256";
const PLACE: &str = "place";

/// The columns that name what a claim is about.
const NAMES: [&str; 6] = ["document", "about", "funder", "recipient", "kind", "period"];

/// What the money is for and whose it is, the figure, and both: what tells whether a row has the number of another.
const PARTIES: [&str; 4] = ["about", "funder", "recipient", "period"];
const FIGURE: [&str; 3] = ["minimum", "maximum", "unit"];
const SUM: [&str; 7] = ["about", "funder", "recipient", "period", "minimum", "maximum", "unit"];

/// The columns that are compared besides names, those that tell most first.
const PASSES: [&[&str]; 9] = [
    &[
        "speaker",
        "instrument",
        "when",
        "modality",
        "minimum",
        "maximum",
        "unit",
        "per",
    ],
    &["instrument", "when", "modality", "minimum", "maximum", "unit"],
    &["when", "modality", "minimum", "maximum", "unit"],
    &["when", "minimum", "maximum", "unit"],
    &["modality", "minimum", "maximum", "unit"],
    &["minimum", "maximum", "unit"],
    &["instrument", "when", "modality"],
    &["instrument", "when"],
    &["instrument", "modality"],
];

/// What is compared of claims of one row that is read otherwise, whose names may all be others: never one year's figure with that of
/// another while its own is there.
const OF_ROW: [&[&str]; 5] = [
    &["period", "minimum", "maximum", "unit"],
    &["period", "minimum", "maximum"],
    &["minimum", "maximum"],
    &["period", "modality", "instrument"],
    &["period"],
];

/// The columns that other rows decide.
const OF_OTHERS: [&str; 5] = ["measure_role", "status", "status_by", "status_on", "status_reason"];

/// A claim, as a sheet gives it.
struct One<'c> {
    key: &'c str,
    cells: Cow<'c, Cells>,
    /// Further payers and recipients, and whether it is a part.
    more: String,
    /// The row of the sheet.
    row: Option<u32>,
}

/// How claims are compared.
#[derive(Clone, Copy)]
enum By<'p> {
    /// By all cells.
    All,
    /// By names, and these columns.
    Names(&'p [&'static str]),
    /// By these columns alone.
    Columns(&'p [&'static str]),
    /// By key.
    Key,
    /// By nothing further.
    Nothing,
}

/// Gives the claims of a sheet the keys of those that they were at the last import, and records the content of the file. A sheet
/// that was exported has the keys itself. Gives the names that are others in all rows of this version.
pub(super) fn keep(
    wanted: &mut Wanted<'_>,
    ledger: &Ledger,
    (bytes, sheet): (&[u8], &str),
    is_exported: bool,
) -> Renamed {
    if is_exported {
        return Renamed::default();
    }
    let (table, key) = SHEET;
    let hash = sha256(bytes);
    let is_same = is_last(ledger, (&hash, sheet));
    let (keys, renamed) = keys(wanted, ledger, (sheet, is_same));
    adopt(&mut wanted.rows, &keys);
    wanted.moved(&keys);
    wanted.rows.push(Row {
        table,
        key: key.to_owned(),
        cells: [(HASH, hash), (PLACE, sheet.to_owned())]
            .map(|(column, value)| (column.to_owned(), value))
            .into(),
    });
    renamed
}

/// Whether a file is the one that was imported last.
pub(super) fn is_of_last(ledger: &Ledger, (bytes, sheet): (&[u8], &str)) -> bool {
    is_last(ledger, (&sha256(bytes), sheet))
}

fn is_last(ledger: &Ledger, (hash, sheet): (&str, &str)) -> bool {
    let last = |column: &str| ledger.row(SHEET.0, SHEET.1).and_then(|cells| cells.get(column));
    last(HASH).is_some_and(|last| last == hash) && last(PLACE).is_none_or(|place| *place == sheet)
}

/// The keys that change: what each new claim is called, and what it is to be called; and the names that do.
fn keys(wanted: &Wanted<'_>, ledger: &Ledger, (sheet, is_same): (&str, bool)) -> (HashMap<String, String>, Renamed) {
    let rows = wanted.rows.iter().map(|row| (row.table, row.key.as_str(), &row.cells));
    let news = claims(rows, None);
    // A record of an earlier version of the program has the numbers in notes alone.
    let in_notes = ledger
        .row(SHEET.0, SHEET.1)
        .is_none_or(|cells| !cells.contains_key(PLACE));
    let last = ledger.rows();
    let olds = claims(
        last.map(|((table, key), cells)| (table.as_str(), key.as_str(), cells)),
        in_notes.then_some(sheet),
    );
    if olds.is_empty() {
        return (HashMap::new(), Renamed::default());
    }
    let renamed = renamed::of(&news, &olds);
    let olds: Vec<One<'_>> = olds.into_iter().map(|old| renamed.apply(old)).collect();
    let mut pairs = Pairs {
        taken: vec![false; olds.len()],
        found: vec![None; news.len()],
        news,
        olds,
    };
    let all: Vec<By<'_>> = [By::All].into_iter().chain(PASSES.map(By::Names)).collect();
    if is_same {
        let row = |one: &One<'_>| one.row.map(|row| row.to_string());
        for by in all.iter().copied().chain(OF_ROW.map(By::Columns)) {
            pairs.pass(by, &row, &row);
        }
        // What is left of a row is the same if nothing was added to it, and nothing taken away.
        let counts = [count(&pairs.news), count(&pairs.olds)];
        let even = |one: &One<'_>| row(one).filter(|_| counts[0].get(&one.row) == counts[1].get(&one.row));
        pairs.pass(By::Nothing, &even, &even);
    }
    pairs.by_identifier(wanted, &all);
    pairs.by_words(wanted, &all);
    if pairs.forget() {
        pairs.by_words(wanted, &all);
    }
    let keys = pairs.keys(wanted, ledger);
    (keys, renamed)
}

/// The columns that a version may have as new ones: what the other version lacks tells no rows apart.
const MAY_BE_NEW: [&str; 2] = ["instrument", "period"];

/// Whether a document is called by numbers of footnotes, and nothing else: `2, 3`.
fn is_of_footnotes(document: &str) -> bool {
    document.contains(|letter: char| letter.is_ascii_digit())
        && document.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && document.split('-').all(|number| number.len() < 4)
}

/// How many claims each row of the sheet has.
fn count(claims: &[One<'_>]) -> HashMap<Option<u32>, usize> {
    let mut counts = HashMap::new();
    for one in claims {
        *counts.entry(one.row).or_default() += 1;
    }
    counts
}

/// The claims among rows of tables. `sheet`: what leads back to the sheet, if notes have the numbers of its rows.
fn claims<'c>(rows: impl Iterator<Item = (&'c str, &'c str, &'c Cells)>, sheet: Option<&str>) -> Vec<One<'c>> {
    let sheet = sheet.map(clean);
    let mut more: HashMap<&str, BTreeSet<String>> = HashMap::new();
    let mut found = Vec::new();
    for (table, key, cells) in rows {
        let claim = cell(cells, "claim");
        match table {
            CLAIMS => found.push(One {
                key,
                cells: Cow::Borrowed(cells),
                more: String::new(),
                row: match (cells.get(ROW), &sheet) {
                    (Some(number), _) => number.parse().ok(),
                    (None, Some(sheet)) => row_in(cell(cells, "note"), sheet),
                    (None, None) => None,
                },
            }),
            ROLES => {
                let holder = format!("{} {}", cell(cells, "role"), cell(cells, "entity"));
                more.entry(claim).or_default().insert(holder);
            }
            LINKS if cell(cells, "relation") == "part-of" => {
                more.entry(claim).or_default().insert("part".to_owned());
            }
            _ => {}
        }
    }
    for one in &mut found {
        let own = more.remove(one.key).unwrap_or_default();
        one.more = own.into_iter().collect::<Vec<_>>().join("; ");
    }
    found
}

fn cell<'c>(cells: &'c Cells, column: &str) -> &'c str {
    cells.get(column).map_or("", String::as_str)
}

impl One<'_> {
    /// What is compared of it.
    fn signature(&self, by: By<'_>) -> String {
        let mut parts: Vec<&str> = Vec::new();
        match by {
            By::Nothing => {}
            By::Key => parts.push(self.key),
            By::Names(columns) => {
                let columns = NAMES.iter().chain(columns);
                parts.extend(columns.map(|column| cell(&self.cells, column)));
                parts.push(&self.more);
            }
            By::Columns(columns) => parts.extend(columns.iter().map(|column| cell(&self.cells, column))),
            By::All => {
                for (column, value) in self.cells.iter() {
                    let value = match column.as_str() {
                        column if column == ROW || OF_OTHERS.contains(&column) => continue,
                        // The number of the row is no part of what it says.
                        "note" => value.split_once("; ").map_or("", |(_, rest)| rest),
                        _ => value,
                    };
                    parts.extend([column.as_str(), value]);
                }
                parts.push(&self.more);
            }
        }
        parts.join("\u{1f}")
    }
}

/// Claims of this sheet and of the last one, as they find each other.
struct Pairs<'c> {
    news: Vec<One<'c>>,
    olds: Vec<One<'c>>,
    /// The old claim of each new one.
    found: Vec<Option<usize>>,
    /// Whether an old claim is one of these.
    taken: Vec<bool>,
}

impl Pairs<'_> {
    /// Pairs claims whose rows have one identifier, and those of several rows of it by what else they say. Rows that were numbered
    /// anew are told by their words before: those that another row's claim has, and the one of their number does not.
    fn by_identifier(&mut self, wanted: &Wanted<'_>, ways: &[By<'_>]) {
        let made = |one: &One<'_>| wanted.made.get(one.key).filter(|made| made.is_identified);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for made in self.news.iter().filter_map(made) {
            *counts.entry(made.base.clone()).or_default() += 1;
        }
        let base = |one: &One<'_>| made(one).map(|made| made.base.clone());
        let base_of_old = |one: &One<'_>| {
            let stem = one
                .key
                .rsplit_once('-')
                .filter(|(_, number)| number.parse::<u64>().is_ok());
            let is_shared = |stem: &&str| counts.get(*stem).is_some_and(|count| *count > 1);
            let stem = stem.map(|(stem, _)| stem).filter(is_shared);
            Some(stem.unwrap_or(one.key).to_owned())
        };
        let renumbered = self.renumbered(&base, &base_of_old);
        let is_renumbered = |one: &One<'_>| renumbered.contains(one.key).then(String::new);
        for by in ways {
            self.pass(*by, &is_renumbered, &|_| Some(String::new()));
        }
        for by in ways {
            self.pass(*by, &base, &base_of_old);
        }
        // What is left of an identifier is the same, whatever changed, if the identifier is that of one row; not where several rows,
        // such as those of partners, have one: then it is another's.
        let shared = self.shared(&base, &base_of_old);
        let own = |base: Option<String>| base.filter(|base| !shared.contains(base));
        self.pass(By::Nothing, &|one| own(base(one)), &|one| own(base_of_old(one)));
    }

    /// The identifiers that several rows of a version have.
    fn shared(
        &self,
        base: &dyn Fn(&One<'_>) -> Option<String>,
        base_of_old: &dyn Fn(&One<'_>) -> Option<String>,
    ) -> HashSet<String> {
        let news = self.news.iter().map(|one| (base(one), one.row, true));
        let olds = self.olds.iter().map(|one| (base_of_old(one), one.row, false));
        let mut first: HashMap<(String, bool), Option<u32>> = HashMap::new();
        let mut shared = HashSet::new();
        for (base, row, is_new) in news.chain(olds) {
            let Some(base) = base else { continue };
            if *first.entry((base.clone(), is_new)).or_insert(row) != row {
                shared.insert(base);
            }
        }
        shared
    }

    /// The keys of new claims of which no old one of their identifier has the names or the figure, and one of another has both.
    fn renumbered(
        &self,
        base: &dyn Fn(&One<'_>) -> Option<String>,
        base_of_old: &dyn Fn(&One<'_>) -> Option<String>,
    ) -> HashSet<String> {
        let (names, figure, both) = (By::Columns(&PARTIES), By::Columns(&FIGURE), By::Columns(&SUM));
        let mut known: HashSet<(String, String)> = HashSet::new();
        let mut all: HashSet<String> = HashSet::new();
        for old in &self.olds {
            all.insert(old.signature(both));
            let base = base_of_old(old).unwrap_or_default();
            known.insert((base.clone(), String::new()));
            known.extend([names, figure].map(|by| (base.clone(), old.signature(by))));
        }
        let is_it = |new: &&One<'_>| {
            let has = |base: &str, signature: String| known.contains(&(base.to_owned(), signature));
            base(new).is_some_and(|base| {
                has(&base, String::new()) && ![names, figure].iter().any(|by| has(&base, new.signature(*by)))
            }) && all.contains(&new.signature(both))
        };
        self.news.iter().filter(is_it).map(|new| new.key.to_owned()).collect()
    }

    /// Pairs claims that are alike and free: first those of one key, then the others in their order. What has no group takes no part.
    fn pass(
        &mut self,
        by: By<'_>,
        group_of_new: &dyn Fn(&One<'_>) -> Option<String>,
        group_of_old: &dyn Fn(&One<'_>) -> Option<String>,
    ) {
        let mut alike: BTreeMap<(String, String), [Vec<usize>; 2]> = BTreeMap::new();
        for (index, one) in self.news.iter().enumerate() {
            if let (None, Some(group)) = (self.found[index], group_of_new(one)) {
                alike.entry((group, one.signature(by))).or_default()[0].push(index);
            }
        }
        for (index, one) in self.olds.iter().enumerate().filter(|(index, _)| !self.taken[*index]) {
            let group = group_of_old(one).map(|group| (group, one.signature(by)));
            if let Some(both) = group.and_then(|group| alike.get_mut(&group)) {
                both[1].push(index);
            }
        }
        for [news, olds] in alike.into_values() {
            let by_key: HashMap<&str, usize> = olds.iter().map(|old| (self.olds[*old].key, *old)).collect();
            for new in &news {
                if let Some(old) = by_key.get(self.news[*new].key) {
                    self.found[*new] = Some(*old);
                    self.taken[*old] = true;
                }
            }
            let olds: Vec<usize> = olds.into_iter().filter(|old| !self.taken[*old]).collect();
            let news = news
                .into_iter()
                .filter(|new| self.found[*new].is_none())
                .collect::<Vec<_>>();
            for (new, old) in news.into_iter().zip(olds) {
                self.found[new] = Some(old);
                self.taken[old] = true;
            }
        }
    }

    /// Pairs claims by the words of their rows, and those of a row that is the only one of its kind in each version.
    fn by_words(&mut self, wanted: &Wanted<'_>, ways: &[By<'_>]) {
        let plain = |_: &One<'_>| Some(String::new());
        let is_plain = |one: &One<'_>| {
            wanted
                .made
                .get(one.key)
                .is_none_or(|made| !made.is_identified)
                .then(String::new)
        };
        for (index, by) in ways.iter().enumerate() {
            match index {
                0..=4 => self.pass(*by, &plain, &plain),
                _ => self.pass(*by, &is_plain, &plain),
            }
        }
        self.pass(By::Names(&["instrument"]), &is_plain, &plain);
        self.pass(By::Key, &is_plain, &plain);
        self.unique(wanted);
    }

    /// Forgets of all claims what tells no rows of two versions apart: a column that one version lacks, and the numbers of footnotes in
    /// place of a document. Whether there was any.
    fn forget(&mut self) -> bool {
        let has = |claims: &[One<'_>], column: &str| claims.iter().any(|one| !cell(&one.cells, column).is_empty());
        let is_new = |column: &&str| has(&self.news, column) != has(&self.olds, column);
        let columns: Vec<&str> = MAY_BE_NEW.into_iter().filter(is_new).collect();
        let is_footnoted = |one: &One<'_>| is_of_footnotes(cell(&one.cells, "document"));
        let are_footnotes = self.news.iter().any(is_footnoted) && self.olds.iter().any(is_footnoted);
        for one in self.news.iter_mut().chain(&mut self.olds) {
            let document = (are_footnotes && is_footnoted(one)).then_some("document");
            for column in columns.iter().copied().chain(document) {
                Cow::to_mut(&mut one.cells).insert(column.to_owned(), String::new());
            }
        }
        are_footnotes || !columns.is_empty()
    }

    /// Pairs what is left whose payer, recipient, thing, stage and form are those of one claim in each version: its figure was corrected. Where
    /// rows have numbers, only if none of these was there before: their column is new, too.
    fn unique(&mut self, wanted: &Wanted<'_>) {
        let by = By::Names(&["modality", "instrument", "per"]);
        let identified = |one: &One<'_>| wanted.made.get(one.key).filter(|made| made.is_identified);
        let numbered: HashSet<&str> = self
            .news
            .iter()
            .filter_map(identified)
            .map(|made| made.base.as_str())
            .collect();
        let stem = |key: &str| key.rsplit_once('-').map(|(stem, _)| stem.to_owned());
        let is_known = |one: &One<'_>| {
            numbered.contains(one.key) || stem(one.key).is_some_and(|stem| numbered.contains(stem.as_str()))
        };
        let are_new = !self.olds.iter().any(is_known);
        let [news, olds] = [&self.news, &self.olds].map(|claims| {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, one) in claims.iter().enumerate() {
                let is_named = !cell(&one.cells, "funder").is_empty() || !cell(&one.cells, "recipient").is_empty();
                if is_named {
                    places.entry(one.signature(by)).or_default().push(place);
                }
            }
            places
        });
        for (signature, places) in news {
            let (&[new], Some(&[old])) = (places.as_slice(), olds.get(&signature).map(Vec::as_slice)) else {
                continue;
            };
            let is_open = self.found[new].is_none() && !self.taken[old];
            if is_open && (are_new || identified(&self.news[new]).is_none()) {
                self.found[new] = Some(old);
                self.taken[old] = true;
            }
        }
    }

    /// The keys that change. A new claim has a key of its own, which no claim of the last sheet has.
    fn keys(&self, wanted: &Wanted<'_>, ledger: &Ledger) -> HashMap<String, String> {
        let mut keys: HashMap<String, String> = HashMap::new();
        let mut used: HashSet<String> = HashSet::new();
        for (new, old) in self.news.iter().zip(&self.found) {
            if let Some(old) = old {
                used.insert(self.olds[*old].key.to_owned());
                keys.insert(new.key.to_owned(), self.olds[*old].key.to_owned());
            }
        }
        let mut numbers: HashMap<String, u64> = HashMap::new();
        for (new, _) in self.news.iter().zip(&self.found).filter(|(_, old)| old.is_none()) {
            let made = wanted.made.get(new.key);
            let whole = made.and_then(|made| made.whole.as_ref());
            let moved = whole.and_then(|whole| keys.get(whole).filter(|key| *key != whole));
            let is_last = |key: &str| ledger.row(CLAIMS, key).is_some();
            if moved.is_none() && !is_last(new.key) && used.insert(new.key.to_owned()) {
                continue;
            }
            let base = match (moved, made) {
                (Some(whole), _) => bounded(&format!("{whole}-part")),
                (None, Some(made)) => made.base.clone(),
                (None, None) => new.key.to_owned(),
            };
            let is_free = |key: &String| !used.contains(key) && !is_last(key) && !wanted.has_claim(key);
            let number = numbers.get(&base).copied().unwrap_or(1);
            let (key, number) = numbered(&base, number, is_free);
            numbers.insert(base, number + 1);
            used.insert(key.clone());
            keys.insert(new.key.to_owned(), key);
        }
        keys.retain(|old, new| old != new);
        keys
    }
}
