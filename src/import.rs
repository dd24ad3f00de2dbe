//! Imports a spreadsheet into a dossier: its rows become documents, entities and claims.
//!
//! Takes an opened dossier and the bytes of a sheet; computes an [`Import`], which can be shown or carried out. Tables are
//! edited as text: new rows are added behind the others, and all else stays. `imports/` keeps, for each name of a sheet, the
//! map of its columns, the cells that were not taken, and the rows as they were last imported, so that an import of a later
//! version changes only what changed in the sheet, and keeps what was edited by hand since. All new files are complete before
//! the first one takes its place; the rows as last imported are last, so that an interrupted import is completed by the next.

mod again;
mod changed;
mod chosen;
mod error;
mod exported;
mod keys;
mod known;
mod lacking;
mod language;
mod ledger;
mod left;
mod likely;
mod missing;
mod near;
mod open;
mod phrases;
mod reasons;
mod same;
mod things;
mod units;
mod versions;
mod wanted;
mod withheld;

use crate::disk::{Lock, Tried, limit};
use crate::dossier::Dossier;
use crate::files;
use crate::revision::{self, Revision};
pub use again::Double;
pub use changed::Changed;
use chosen::{chosen, parsed};
pub use error::ImportError;
use exported::Exported;
use known::Known;
pub use lacking::lacking;
use ledger::{Cells, Ledger};
pub use likely::Likely;
use open::{table_file, tables, units};
use phrases::Phrases;
use sheet::{Address, Language, Map, NotTaken, Sheet, Understood, Workbook};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use units::{UNITS, Units};
use wanted::{Around, CLAIMS, DOCUMENTS, LINKS, ROLES, Row, Wanted};

/// The folder of what is kept about imports.
pub const FOLDER: &str = "imports";

/// The lock of imports.
const LOCK: &str = ".import.lock";

/// How often the lock is tried, and how long the pauses are: ten seconds, in which several imports fit.
const ATTEMPTS: u32 = 500;
const PAUSE: Duration = Duration::from_millis(20);

/// What a person decided about an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The map of the columns; without one, that of the last import of a sheet of this name.
    pub map: Option<Map>,
    /// The sheet of the workbook, by name.
    pub sheet: Option<String>,
    /// Whether natural persons who pay or receive are taken.
    pub persons: bool,
    /// The language of the sheet; without one, that of the map, else the one that it seems to be in.
    pub language: Option<Language>,
    /// Whether claims are removed whose rows are no longer in the sheet.
    pub remove_missing: bool,
    /// Claims of the sheet that are claims of its last version, which a name and a figure changed at once: keys of both, the new one first.
    pub same: Vec<(String, String)>,
}

/// What an import of a sheet would do.
#[derive(Debug)]
pub struct Import {
    /// What was understood of the sheet.
    pub understood: Understood,
    /// The cells that were not taken, and words of others, in reading order.
    pub not_taken: Vec<NotTaken>,
    /// New rows, by table.
    pub added: BTreeMap<String, usize>,
    /// How many new documents have no day on which they were published.
    pub undated: usize,
    /// Changed cells.
    pub changed: Vec<Changed>,
    /// Cells that changed both in the sheet and in the table, which are left.
    pub conflicts: Vec<Changed>,
    /// Cells of entities that were there before the sheet, and of which it says something else. They are left.
    pub differing: Vec<Changed>,
    /// Rows that an earlier version of the sheet gave, and this one does not: table and key. They are left.
    pub gone: Vec<(String, String)>,
    /// How many of their claims still count.
    pub counting: usize,
    /// Rows that an earlier version of the sheet gave, and this one does not, and that are taken out, as was asked for: table and
    /// key.
    pub taken_out: Vec<(String, String)>,
    /// Rows that were to be taken out so, and stay since they were edited by hand: table, key, and the columns that were.
    pub edited: Vec<(String, String, Vec<String>)>,
    /// Rows that were removed from a table by hand since, and are not added again: table and key.
    pub removed: Vec<(String, String)>,
    /// New claims that nearly say what claims say that are no longer in the sheet, where these are most of them: perhaps the
    /// same, under a column that was changed. Written as they are, they would count twice.
    pub doubles: Vec<Double>,
    /// New claims that stand where others stood in the last version, and nearly say the same: perhaps these, corrected.
    pub likely: Vec<Likely>,
    /// New entities that perhaps are the same as others, of the tables or of the sheet: key, label, and the keys of the others.
    pub near: Vec<(String, String, Vec<String>)>,
    /// The name of the files in [`FOLDER`], without ending.
    pub stem: String,
    /// Whether the sheet is one of the dossier's own claims, of which only new and edited rows are read.
    pub is_exported: bool,
    revision: Revision,
}

impl Import {
    /// Computes what the import of a sheet would do. `name` is the name of its file.
    ///
    /// # Errors
    /// When the bytes are no sheet, or a table cannot be read or written in its encoding.
    pub fn of(dossier: &Dossier, name: &str, bytes: &[u8], options: &Options) -> Result<Self, ImportError> {
        let stem = stem(name);
        let mut workbook = sheet::read(bytes, name)?;
        let (mut understood, exported) = understood_of(Some(dossier), name, &mut workbook, options)?;
        let sheet = sheet_of(&understood, &workbook, name)?;
        let group = files::group(dossier).map_err(ImportError::Described)?;
        let (mut tables, mut units) = (tables(dossier, &group)?, units(dossier, &group)?);
        let [documents, entities, claims, ..] = &tables;
        let other = language::other(dossier, &understood);
        let phrases = Phrases::of(&language::of_dossier(dossier));
        let (old, ledger) = last(dossier, &stem, (&workbook, &sheet.name))?;
        let around = Around {
            documents,
            entities,
            claims,
            units: &units,
            ledger: &ledger,
            sheet: place(name, &workbook, sheet, phrases),
            phrases,
            title: name.to_owned(),
            label: language::label_column(dossier, other, entities),
            language: other,
            persons: options.persons,
        };
        let text = |address: Address| sheet.cell(address).map_or_else(String::new, |cell| cell.text.clone());
        let uncounted = missing::uncounted(&mut understood, &ledger, (bytes, &around.sheet));
        let (refused, records) = things::of(&mut understood, &around);
        let mut wanted = Wanted::of(&records, &around, &text);
        let renamed = same::keep(&mut wanted, &ledger, (bytes, &around.sheet), exported.is_some());
        wanted.settle((&refused, &records), &understood);
        let mut notes = wanted.notes(&records);
        notes.extend(things::notes(&understood, &records, (&stem, entities)));
        let edits = exported.as_ref().map(|exported| exported.edit(&mut wanted, &around));
        wanted.share(&mut understood, exported.is_some());
        let mut import = Self {
            near: near::near(&wanted, entities),
            differing: wanted.differing,
            is_exported: exported.is_some(),
            ..Self::begun(understood, wanted.not_taken, stem)
        };
        notes.extend(other.map(|other| language::note(other, &import.stem)));
        import.understood.notes.extend(notes);
        let mut rows = wanted.rows;
        if exported.is_none() {
            import.recognise(dossier, (&mut rows, &tables[2]), (&ledger, options))?;
        }
        if let Some(edits) = edits {
            edits.apply(&mut tables, &mut import);
        }
        if exported.as_ref().is_some_and(Exported::is_unchanged) && import.not_taken.is_empty() {
            return Ok(import);
        }
        import.add_units(dossier, &rows, &mut units)?;
        let out = missing::Out::of(dossier, &group, (options, uncounted, renamed))?;
        import.files(dossier, (rows, old), tables, (ledger, out, &sheet.name))?;
        exported.map(|exported| exported.finish(&mut import)).transpose()?;
        Ok(import)
    }

    /// Gives rows the keys of the claims that they are, as a person or all but one of their cells say; keeps those that may be.
    fn recognise(
        &mut self,
        dossier: &Dossier,
        (rows, claims): (&mut Vec<Row>, &Known<'_>),
        (ledger, options): (&Ledger, &Options),
    ) -> Result<(), ImportError> {
        likely::decide(rows, (claims, ledger), options)?;
        self.understood.notes.extend(again::note_on_years(rows, ledger));
        let is_first = ledger.rows().next().is_none();
        let elsewhere = is_first.then(|| versions::note(dossier, rows, &self.stem));
        self.understood.notes.extend(elsewhere.flatten());
        self.doubles = again::recognise(rows, claims, ledger);
        if self.doubles.is_empty() {
            self.likely = likely::likely(rows, claims, ledger);
        }
        Ok(())
    }

    /// Adds the currencies to the units that rows and changed cells have, and the units do not.
    fn add_units(&mut self, dossier: &Dossier, rows: &[Row], units: &mut Units<'_>) -> Result<(), ImportError> {
        let of_rows = rows
            .iter()
            .filter(|row| row.table == CLAIMS)
            .filter_map(|row| row.cells.get("unit"));
        let of_cells = self
            .changed
            .iter()
            .filter(|cell| cell.table == CLAIMS && cell.column == "unit");
        let used = of_rows.chain(of_cells.map(|cell| &cell.new)).cloned().collect();
        let file = table_file(dossier, UNITS);
        let (added, bytes) = units.add(&used).ok_or_else(|| ImportError::Encoding(file.clone()))?;
        if !added.is_empty() {
            self.revision.push(file, units.old(), Some(bytes));
            self.added.insert(UNITS.to_owned(), added.len());
        }
        Ok(())
    }

    /// An import that writes nothing yet, with what was not taken.
    fn begun(understood: Understood, left: Vec<NotTaken>, stem: String) -> Self {
        let mut not_taken = understood.not_taken.clone();
        not_taken.extend(understood.words_left.iter().cloned());
        not_taken.extend(left);
        not_taken.sort_by_key(|cell| cell.address);
        Self {
            understood,
            not_taken,
            added: BTreeMap::new(),
            undated: 0,
            changed: Vec::new(),
            conflicts: Vec::new(),
            differing: Vec::new(),
            gone: Vec::new(),
            counting: 0,
            taken_out: Vec::new(),
            edited: Vec::new(),
            removed: Vec::new(),
            doubles: Vec::new(),
            likely: Vec::new(),
            near: Vec::new(),
            stem,
            is_exported: false,
            revision: Revision::default(),
        }
    }

    /// Whether nothing would be written.
    pub fn is_unchanged(&self) -> bool {
        self.revision.is_empty()
    }

    /// The files that would be written, by their names in the dossier.
    pub fn files_written(&self) -> impl Iterator<Item = &str> {
        self.revision.names()
    }

    /// Writes the map, if it is another than the last.
    fn map_file(&mut self, dossier: &Dossier, has_claims: bool) -> Result<(), ImportError> {
        let map = format!("{FOLDER}/{}.toml", self.stem);
        let kept = revision::read(dossier, &map, limit::TABLE)?;
        let last = kept.as_deref().and_then(|kept| parsed(kept).ok());
        let is_same = last.as_ref() == Some(&self.understood.map);
        // A sheet that gives no claim says nothing of how others are read.
        let of_another = |last: &Map| last.sheet != self.understood.map.sheet && !has_claims;
        let is_others = self.is_exported && last.as_ref().is_some_and(|last| !Exported::has_map(last));
        if !is_same && !is_others && !last.as_ref().is_some_and(of_another) {
            let text = self.understood.map.to_toml();
            let text = text.map_err(|reason| ImportError::Map {
                file: map.clone(),
                reason,
            })?;
            self.revision.push(map, kept, Some(text.into_bytes()));
        }
        Ok(())
    }

    /// Computes the files with these rows.
    fn files(
        &mut self,
        dossier: &Dossier,
        (rows, old): (Vec<Row>, Option<Vec<u8>>),
        mut tables: [Known<'_>; 5],
        (ledger, out, sheet): (Ledger, missing::Out<'_>, &str),
    ) -> Result<(), ImportError> {
        let mut new = Ledger::default();
        let has_claims = rows.iter().any(|row| row.table == CLAIMS);
        for mut row in rows {
            if let Some(table) = tables.iter_mut().find(|table| table.name == row.table) {
                let unsettled = self.row(&row, table, &ledger);
                row.cells.extend(unsettled);
                row.cells.retain(|_, value| !value.is_empty());
            }
            new.insert((row.table.to_owned(), row.key), row.cells);
        }
        self.understood
            .notes
            .extend(changed::notes(&self.changed, &self.understood.map));
        self.keep_gone(&mut tables, &ledger, &mut new, &out);
        if !sheet.is_empty() {
            new.stand_in(sheet, &ledger);
        }
        for table in tables {
            let file = table_file(dossier, table.name);
            let bytes = table
                .edited
                .bytes()
                .ok_or_else(|| ImportError::Encoding(file.clone()))?;
            let is_empty = table.old.is_none() && !self.added.contains_key(table.name);
            if !is_empty {
                self.revision.push(file, table.old, Some(bytes));
            }
        }
        self.map_file(dossier, has_claims)?;
        let list = format!("{FOLDER}/{}-not-taken.csv", self.stem);
        let failed = |file: &str| {
            let file = file.to_owned();
            |source| ImportError::Ledger { file, source }
        };
        let language = language::of_dossier(dossier);
        let bytes = left::cells(&self.not_taken, &language).map_err(failed(&list))?;
        let kept = revision::read(dossier, &list, limit::TABLE)?;
        self.revision.push(list, kept, Some(bytes));
        let file = format!("{FOLDER}/{}-left.csv", self.stem);
        let kept = revision::read(dossier, &file, limit::TABLE)?;
        let bytes = left::list(self, &language).map_err(failed(&file))?;
        self.revision.push(file, kept, bytes);
        let file = format!("{FOLDER}/{}.csv", self.stem);
        let bytes = new.bytes().map_err(failed(&file))?;
        self.revision.push(file, old, Some(bytes));
        Ok(())
    }

    /// Adds a row to its table, or changes those of its cells that changed in the sheet alone. Returns the cells that changed
    /// in the table, too, as they were at the last import that was settled: they are told until one of both gives way.
    fn row(&mut self, row: &Row, table: &mut Known<'_>, ledger: &Ledger) -> Cells {
        let last = ledger.row(row.table, &row.key);
        match (table.record(&row.key), last) {
            (Some(record), Some(last)) => return self.merge(row, table, record, last),
            // The same by chance, or an interrupted import.
            (Some(_), None) => {}
            (None, Some(_)) => self.removed.push((row.table.to_owned(), row.key.clone())),
            (None, None) => {
                let key = [("key", row.key.as_str())];
                let has_key = table.column("key").is_some();
                let own = row
                    .cells
                    .iter()
                    .map(|(column, value)| (column.as_str(), value.as_str()));
                let cells = key.into_iter().filter(|_| has_key).chain(own);
                let cells: Vec<(usize, &str)> = cells
                    .filter_map(|(column, value)| Some((table.column(column)?, value)))
                    .collect();
                table.edited.add(&cells);
                *self.added.entry(row.table.to_owned()).or_default() += 1;
                self.undated += usize::from(row.table == DOCUMENTS && !row.cells.contains_key("published"));
            }
        }
        Cells::new()
    }

    fn merge(&mut self, row: &Row, table: &mut Known<'_>, record: usize, last: &Cells) -> Cells {
        let mut unsettled = Cells::new();
        let mut columns: Vec<&String> = last.keys().chain(row.cells.keys()).collect();
        columns.sort_unstable();
        columns.dedup();
        for name in columns {
            let value = |cells: &Cells| cells.get(name).cloned().unwrap_or_default();
            let (before, new) = (value(last), value(&row.cells));
            let old = table.cell(&row.key, name).to_owned();
            if before == new || old == new {
                continue;
            }
            let Some(column) = table.column(name) else { continue };
            let changed = Changed {
                table: row.table.to_owned(),
                key: row.key.clone(),
                column: name.clone(),
                old,
                new,
            };
            if changed.old == before {
                table.edited.set(record, column, &changed.new);
                self.changed.push(changed);
            } else if !changed::is_moved(&before, &changed.new) {
                unsettled.insert(name.clone(), before);
                self.conflicts.push(changed);
            }
        }
        unsettled
    }

    /// Reports the rows that are no longer in the sheet, and keeps them in the record of the import; takes those out that may be.
    fn keep_gone(&mut self, tables: &mut [Known<'_>; 5], ledger: &Ledger, new: &mut Ledger, out: &missing::Out<'_>) {
        for ((name, key), _) in ledger.rows() {
            let is_there = tables.iter().any(|table| table.name == name && table.has(key));
            if is_there && new.row(name, key).is_none() {
                self.gone.push((name.clone(), key.clone()));
            }
        }
        if let Some(elsewhere) = &out.elsewhere {
            let meant = self.gone.iter().filter(|(table, key)| out.has(ledger, (table, key)));
            let mut gone: Vec<(String, String)> = meant.cloned().collect();
            self.edited = missing::edited(tables, &gone, ledger);
            gone.retain(|(table, key)| !self.edited.iter().any(|(of, edited, _)| of == table && edited == key));
            self.taken_out = missing::take_out(tables, &gone, elsewhere);
            let is_left = |row: &(String, String)| self.taken_out.binary_search(row).is_err();
            self.gone.retain(is_left);
        }
        self.replace_roles(tables, ledger, new);
        self.counting = missing::counting(&self.gone, tables);
        let renamed = missing::rename(tables, &self.gone, (ledger, &out.renamed));
        for (name, key) in &self.gone {
            let mut cells = ledger.row(name, key).cloned().unwrap_or_default();
            let own = renamed.iter().filter(|one| one.table == *name && one.key == *key);
            cells.extend(own.map(|one| (one.column.clone(), one.new.clone())));
            // It stands in no row of this version.
            cells.remove(ledger::ROW);
            new.insert((name.clone(), key.clone()), cells);
        }
        self.changed.extend(renamed);
    }

    /// Takes out further payers, recipients and speakers that claims of the sheet no longer have, since others stand in their place, and that
    /// such a claim replaces another.
    fn replace_roles(&mut self, tables: &mut [Known<'_>; 5], ledger: &Ledger, new: &Ledger) {
        let is_of_kept = |(table, key): &(String, String)| {
            let cells = ledger.row(table, key);
            let of = |column: &str| cells.and_then(|cells| cells.get(column));
            let is_one = table == ROLES || table == LINKS && of("relation").is_some_and(|word| word == "replaces");
            is_one && of("claim").is_some_and(|claim| new.row(CLAIMS, claim).is_some())
        };
        let roles: Vec<(String, String)> = self.gone.iter().filter(|row| is_of_kept(row)).cloned().collect();
        let out = missing::take_out_roles(tables, if self.is_exported { &[] } else { &roles });
        self.gone.retain(|row| !out.contains(row));
        self.taken_out.extend(out);
    }

    /// Carries the import out.
    ///
    /// # Errors
    /// When a file cannot be written, or was changed since it was read.
    pub fn carry_out(&self, dossier: &Dossier) -> Result<(), ImportError> {
        Ok(self.revision.carry_out(dossier)?)
    }
}

/// The sheet of which something was understood.
fn sheet_of<'w>(understood: &Understood, workbook: &'w Workbook, name: &str) -> Result<&'w Sheet, ImportError> {
    let sheet = understood.sheet.and_then(|index| workbook.sheets.get(index));
    sheet.ok_or_else(|| ImportError::NoTable(name.to_owned()))
}

/// The record of the last import of a sheet of this name: the bytes of its file, and its rows.
fn last(
    dossier: &Dossier,
    stem: &str,
    (workbook, sheet): (&Workbook, &str),
) -> Result<(Option<Vec<u8>>, Ledger), ImportError> {
    let file = format!("{FOLDER}/{stem}.csv");
    let old = revision::read(dossier, &file, limit::TABLE)?;
    // Of a sheet that is no longer there, the rows are those of the one that is read: it was renamed.
    let is_another = |name: &str| name != sheet && workbook.sheets.iter().any(|other| other.name == name);
    let ledger = Ledger::read(old.as_deref().unwrap_or_default(), is_another);
    let ledger = ledger.map_err(|source| ImportError::Ledger { file, source })?;
    Ok((old, ledger))
}

/// What leads back to a sheet: the name of its file, with its own if there are several.
fn place(name: &str, workbook: &Workbook, sheet: &Sheet, phrases: &Phrases) -> String {
    match workbook.sheets.len() {
        1 => name.to_owned(),
        _ => format!("{name}, {} {}", phrases.sheet, sheet.name),
    }
}

/// What is understood of a sheet, without a look at the tables. `name` is the name of its file; the dossier, if there is one
/// yet, has the map of the last import.
///
/// # Errors
/// When the bytes are no sheet, the map of the last import is none, or there is no sheet of the name that was asked for.
pub fn understood(
    dossier: Option<&Dossier>,
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Understood, ImportError> {
    let mut workbook = sheet::read(bytes, name)?;
    Ok(understood_of(dossier, name, &mut workbook, options)?.0)
}

/// What is understood of a workbook; for one that was exported, of its new and edited rows alone.
fn understood_of(
    dossier: Option<&Dossier>,
    name: &str,
    workbook: &mut Workbook,
    options: &Options,
) -> Result<(Understood, Option<Exported>), ImportError> {
    let mut exported = match dossier {
        Some(dossier) => Exported::of(dossier, &stem(name), workbook)?,
        None => None,
    };
    let file = format!("{FOLDER}/{}.toml", stem(name));
    let mut map = chosen(dossier, file, workbook, (options.map.as_ref(), options.sheet.as_ref()))?;
    // A sheet that was exported may have the name of one that was imported: the map of one is not that of the other.
    if options.map.is_none() {
        map = map.filter(|map| map.columns.is_empty() || Exported::has_map(map) == exported.is_some());
    }
    if let Some(exported) = exported
        .as_ref()
        .filter(|_| workbook.sheets.len() > 1 && options.sheet.is_none())
    {
        map.get_or_insert_default().sheet = Some(exported.sheet.clone());
    }
    let mut understood = sheet::understand(workbook, map.as_ref());
    understood.map.language = match exported {
        // The names of an exported sheet are those of the dossier.
        Some(_) => None,
        None => language::decide(dossier, options, map.as_ref(), understood.map.language),
    };
    if let Some(exported) = &mut exported {
        exported.take(&mut understood);
    }
    if exported.is_none() && !options.persons {
        let language = dossier.map(language::of_dossier);
        let sheet = understood.sheet.and_then(|index| workbook.sheets.get_mut(index));
        let phrase = Phrases::of(language.as_deref().unwrap_or_default()).a_person;
        sheet
            .into_iter()
            .for_each(|sheet| withheld::withhold(&mut understood, sheet, phrase));
    }
    wanted::persons::hide(&mut understood, options.persons);
    match understood.sheet {
        Some(_) => Ok((understood, exported)),
        None => Err(ImportError::NoTable(name.to_owned())),
    }
}

/// The name of a sheet's files in [`FOLDER`], without ending.
pub fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem();
    stem.map_or_else(|| "sheet".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The lock of imports, which excludes others in the dossier while it is held: what one read, no other changes.
///
/// # Errors
/// When another holds it for ten seconds, or its file cannot be made.
pub fn lock(dossier: &Dossier) -> Result<Lock, ImportError> {
    let mut process = None;
    for _ in 0..ATTEMPTS {
        match dossier.tree.try_lock(Path::new(LOCK)).map_err(ImportError::Lock)? {
            Tried::Got(lock) => return Ok(lock),
            Tried::Held(holder) => process = holder,
        }
        std::thread::sleep(PAUSE);
    }
    Err(ImportError::Busy(process))
}
