//! A sheet that `sourcier export sheet` wrote, and that somebody edited: its rows lead back to claims by their key.
//!
//! A cell is changed in the tables if it is another than when the sheet was written, or last imported, and the claim has not
//! been edited since. Whether it has, the mark of the row tells, which was made of the row as it was written; what was
//! imported since is in `imports/NAME-sheet.csv`. Rows without a key are new, and are read as those of any other sheet.

mod cells;

use super::known::Known;
use super::wanted::{Around, CLAIMS, ROLES, Wanted, clean};
use super::{Changed, FOLDER, Import, ImportError, revision};
use crate::disk::limit;
use crate::dossier::Dossier;
use crate::export::spreadsheet::unguarded;
use crate::flat::{self, Column, Flat, FlatError, WIDTH};
use cells::{OF_DOCUMENT, Says, amount, dated, emptied, meaning, plain, unit};
use sheet::{Address, Cell, Format, Map, NotTaken, Record, Role, Sheet, Understood, UnitBasis, Value, Workbook};
use std::collections::{HashMap, HashSet};
use text::Decimal;
use text::fold::fold_words;

/// How far down the headings are looked for.
const DEEPEST: usize = 20;

/// What is known of an exported sheet.
pub(super) struct Exported {
    /// The name of the sheet within its workbook.
    pub(super) sheet: String,
    flat: Flat,
    /// The column of the sheet, from 0, of each column of the export.
    places: [Option<usize>; WIDTH],
    /// The rows that are new, by number.
    new: HashSet<u32>,
    edited: Vec<Edited>,
    not_taken: Vec<NotTaken>,
    /// What each cell was when it was last imported, by claim and column.
    last: HashMap<(String, Column), String>,
    file: String,
    old: Option<Vec<u8>>,
}

/// A row of a claim that differs from the claim.
struct Edited {
    /// The number of the row.
    number: u32,
    /// Its place in the rows of the export.
    index: usize,
    texts: [String; WIDTH],
    /// The columns that were edited, and whether the claim was, too.
    columns: Vec<(Column, bool)>,
    record: Option<Record>,
}

/// A change of the tables.
enum Edit {
    Cell {
        row_index: usize,
        changed: Changed,
    },
    Holder {
        claim: String,
        role: &'static str,
        entity: String,
        is_added: bool,
    },
}

impl Exported {
    /// Compares a sheet with the claims of the dossier; `None` if it has no column with their keys. Rows that were not edited
    /// are taken out of the workbook.
    pub(super) fn of(dossier: &Dossier, stem: &str, workbook: &mut Workbook) -> Result<Option<Self>, ImportError> {
        let found = workbook.sheets.iter().enumerate();
        let mut found = found.filter_map(|(index, sheet)| Some((index, header(sheet)?)));
        let Some((sheet_index, (head, places))) = found.next() else {
            return Ok(None);
        };
        let flat = Flat::of(dossier).map_err(|error| match error {
            FlatError::Described(rejected) => ImportError::Described(rejected),
            FlatError::Table(file) | FlatError::NoClaims(file) => ImportError::Table(file),
        })?;
        let file = format!("{FOLDER}/{stem}-sheet.csv");
        let old = revision::read(dossier, &file, limit::TABLE)?;
        let last = last(old.as_deref().unwrap_or_default());
        let last = last.map_err(|source| ImportError::Ledger {
            file: file.clone(),
            source,
        })?;
        let sheet = workbook.sheets.get(sheet_index).map(|sheet| sheet.name.clone());
        let mut exported = Self {
            sheet: sheet.unwrap_or_default(),
            flat,
            places,
            new: HashSet::new(),
            edited: Vec::new(),
            not_taken: Vec::new(),
            last,
            file,
            old,
        };
        let is_csv = workbook.format == Format::Csv;
        if let Some(sheet) = workbook.sheets.get_mut(sheet_index) {
            exported.compare(sheet, head, is_csv);
        }
        Ok(Some(exported))
    }

    fn compare(&mut self, sheet: &mut Sheet, head: usize, is_csv: bool) {
        let by_key = self.flat.rows.iter().enumerate();
        let by_key: HashMap<String, usize> = by_key
            .map(|(index, row)| (row.text(Column::Claim).to_owned(), index))
            .collect();
        let mut seen = HashSet::new();
        let mut settled = Vec::new();
        for (place, row) in sheet.rows.iter_mut().enumerate().skip(head + 1) {
            if is_csv {
                for cell in row.iter_mut().filter(|cell| cell.text.starts_with('\'')) {
                    cell.text = unguarded(&cell.text).to_owned();
                }
            }
            if row.iter().all(|cell| cell.text.trim().is_empty()) {
                continue;
            }
            let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
            let texts = Column::ALL.map(|column| self.text(row, column));
            let key = texts[Column::Claim as usize].clone();
            let reason = match by_key.get(&key) {
                _ if key.is_empty() => {
                    self.new.insert(number);
                    continue;
                }
                Some(index) if seen.insert(key.clone()) => {
                    let columns = self.differing(*index, &texts, row);
                    if !columns.is_empty() {
                        self.edited.push(Edited {
                            number,
                            index: *index,
                            texts,
                            columns,
                            record: None,
                        });
                        continue;
                    }
                    settled.push(place);
                    continue;
                }
                Some(_) => {
                    format!("the row of the claim `{key}` stands twice: for a new claim, empty the cell with its key")
                }
                None => format!("no claim with a figure has the key `{key}`: for a new claim, empty this cell"),
            };
            let address = self.address(number, Column::Claim);
            self.not_taken.extend(address.map(|address| NotTaken {
                address,
                text: key,
                reason,
            }));
            settled.push(place);
        }
        // What was not edited is read again by nobody; but a sheet without a row would be none.
        if !self.new.is_empty() || !self.edited.is_empty() {
            for place in settled {
                sheet.rows[place].clear();
            }
        }
    }

    /// The columns in which a row was edited, and whether the claim was, too.
    fn differing(&self, index: usize, texts: &[String; WIDTH], row: &[Cell]) -> Vec<(Column, bool)> {
        let current = &self.flat.rows[index].texts;
        let mark = &texts[Column::Mark as usize];
        let is_current = mark.is_empty() || *mark == current[Column::Mark as usize];
        let is_untouched = *mark == flat::mark(texts);
        let edited = |column: Column| {
            let (text, now) = (&texts[column as usize], &current[column as usize]);
            let place = self.places[column as usize]?;
            let is_same = |other: &String| {
                let is_date = matches!(column, Column::When | Column::Period);
                is_same(text, other, row.get(place)) || is_date && is_same_date(text, other, row.get(place))
            };
            if matches!(column, Column::Claim | Column::Mark) || is_same(now) {
                return None;
            }
            let last = self.last.get(&(texts[Column::Claim as usize].clone(), column));
            let before = last.or(is_current.then_some(now)).or(is_untouched.then_some(text));
            match before {
                Some(before) if is_same(before) => None,
                before => Some((column, before.is_none_or(|before| clean(before) != clean(now)))),
            }
        };
        Column::ALL.into_iter().filter_map(edited).collect()
    }

    fn text(&self, row: &[Cell], column: Column) -> String {
        let cell = self.places[column as usize].and_then(|place| row.get(place));
        cell.map_or_else(String::new, |cell| cell.text.trim().to_owned())
    }

    fn address(&self, row: u32, column: Column) -> Option<Address> {
        let column = u32::try_from(self.places[column as usize]? + 1).ok()?;
        Some(Address { row, column })
    }

    /// Takes the records of edited rows out of what was understood, and leaves those of new rows.
    pub(super) fn take(&mut self, understood: &mut Understood) {
        for record in std::mem::take(&mut understood.records) {
            let row = record.address.row;
            if self.new.contains(&row) {
                understood.records.push(record);
            } else if let Some(edited) = self.edited.iter_mut().find(|edited| edited.number == row) {
                edited.record.get_or_insert(record);
            }
        }
        let is_own = |address: Address| {
            let own = [Column::Claim, Column::Mark].map(|column| self.address(address.row, column));
            own.contains(&Some(address)) || !self.new.contains(&address.row)
        };
        understood.not_taken.retain(|cell| !is_own(cell.address));
        understood.not_taken.append(&mut self.not_taken);
        // Of rows that nobody edited nothing is asked.
        if self.is_unchanged() {
            understood.doubts.clear();
        }
    }

    /// Whether the sheet has neither new rows nor edited ones.
    pub(super) fn is_unchanged(&self) -> bool {
        self.new.is_empty() && self.edited.is_empty()
    }

    /// Whether a map is one of exported sheets, by the heading of the keys of claims.
    pub(super) fn has_map(map: &Map) -> bool {
        let headings = Column::Claim.headings().map(fold_words);
        let mut columns = map.columns.iter();
        columns.any(|column| headings.contains(&fold_words(&column.heading)))
    }

    /// Makes the changes of edited rows. New entities and documents are added to those that the sheet gives.
    pub(super) fn edit(&self, wanted: &mut Wanted<'_>, around: &Around<'_>) -> Edits {
        let mut edits = Edits::default();
        for edited in &self.edited {
            let row = &self.flat.rows[edited.index];
            let claim = row.text(Column::Claim);
            for (column, is_conflict) in &edited.columns {
                let text = &edited.texts[*column as usize];
                // `£0.4m` says its unit itself; then an emptied column does not take it away.
                if *column == Column::Unit && text.is_empty() && edited.has_own_unit() {
                    continue;
                }
                let says = self.says(edited, *column, wanted, around);
                let says = match says {
                    Ok(says) => says,
                    Err(reason) => {
                        let address = self.address(edited.number, *column);
                        edits.not_taken.extend(address.map(|address| NotTaken {
                            address,
                            text: text.clone(),
                            reason,
                        }));
                        continue;
                    }
                };
                let mut made = made(row, says);
                if *is_conflict && !made.is_empty() {
                    edits.conflicts.push(Changed {
                        table: CLAIMS.to_owned(),
                        key: claim.to_owned(),
                        column: column.headings()[0].to_owned(),
                        old: row.text(*column).to_owned(),
                        new: text.clone(),
                    });
                } else {
                    edits.made.append(&mut made);
                }
            }
        }
        edits
    }

    /// What an edited cell says.
    fn says(
        &self,
        edited: &Edited,
        column: Column,
        wanted: &mut Wanted<'_>,
        around: &Around<'_>,
    ) -> Result<Says, String> {
        let row = &self.flat.rows[edited.index];
        let text = clean(&edited.texts[column as usize]);
        if let Some(name) = plain(row, column) {
            return Ok(Says::Cells(vec![(name, text)]));
        }
        if text.is_empty() {
            return emptied(column);
        }
        let record = edited.record.as_ref();
        let unread = || format!("it cannot be read as {}", meaning(column));
        let keys = |wanted: &mut Wanted<'_>, role| {
            let keys = record.map(|record| wanted.keys(record, role)).unwrap_or_default();
            match keys.is_empty() {
                true => Err(unread()),
                false => Ok(keys),
            }
        };
        let one = |name: &'static str, mut keys: Vec<String>| Says::Cells(vec![(name, keys.swap_remove(0))]);
        match column {
            Column::Speaker => keys(wanted, Role::Speaker).map(|keys| one("speaker", keys)),
            Column::About => keys(wanted, Role::About).map(|keys| one("about", keys)),
            Column::Source => keys(wanted, Role::Source).map(|keys| one("document", keys)),
            Column::Payer => keys(wanted, Role::Payer).map(|keys| Says::Holders("funder", keys)),
            Column::Recipient => keys(wanted, Role::Recipient).map(|keys| Says::Holders("recipient", keys)),
            Column::Amount => amount(row, &text, record, around).ok_or_else(unread),
            Column::Unit => unit(row, text, record, around),
            Column::When | Column::Period | Column::Stage => dated(row, column, record).ok_or_else(unread),
            Column::Kind => {
                let kind = record.and_then(|record| record.kind.clone());
                Ok(Says::Cells(vec![("kind", kind.unwrap_or(text))]))
            }
            Column::Instrument => {
                let amount = record.and_then(|record| record.amounts.first());
                let instrument = amount.and_then(|amount| amount.instrument.clone());
                let cells = instrument.map(|instrument| Says::Cells(vec![("instrument", instrument)]));
                cells.ok_or_else(unread)
            }
            Column::Link | Column::Archive => Err(OF_DOCUMENT.to_owned()),
            Column::Page | Column::Quote | Column::Note | Column::Claim | Column::Mark => Err(unread()),
        }
    }

    /// Adds the file of what was last imported, which is written when the tables are.
    pub(super) fn finish(mut self, import: &mut Import) -> Result<(), ImportError> {
        // Claims that were exported are no sheet's own: none is gone.
        import.gone.clear();
        for edited in &self.edited {
            let claim = &edited.texts[Column::Claim as usize];
            for column in Column::ALL {
                // What changed in the table, too, is told again until it is settled.
                let is_conflict = edited.columns.contains(&(column, true));
                let is_own = matches!(column, Column::Claim | Column::Mark);
                if self.places[column as usize].is_some() && !is_own && !is_conflict {
                    let text = edited.texts[column as usize].clone();
                    self.last.insert((claim.clone(), column), text);
                }
            }
        }
        let mut cells: Vec<_> = self.last.into_iter().collect();
        cells.sort_by(|one, other| {
            let key = |((claim, column), _): &((String, Column), String)| (claim.clone(), *column as usize);
            key(one).cmp(&key(other))
        });
        let file = self.file;
        let failed = |source| ImportError::Ledger {
            file: file.clone(),
            source,
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(HEADER).map_err(failed)?;
        for ((claim, column), text) in &cells {
            let [heading, _] = column.headings();
            writer.write_record([CLAIMS, claim, heading, text]).map_err(failed)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| failed(csv::Error::from(error.into_error())))?;
        // A sheet of which nothing was taken leaves no file.
        if !cells.is_empty() {
            import.revision.push(file, self.old, Some(bytes));
        }
        Ok(())
    }
}

impl Edited {
    /// Whether the amount was edited, and names its unit.
    fn has_own_unit(&self) -> bool {
        let amount = self.record.as_ref().and_then(|record| record.amounts.first());
        let is_edited = self.columns.iter().any(|(column, _)| *column == Column::Amount);
        is_edited && amount.is_some_and(|amount| amount.unit.is_some() && amount.unit_basis == UnitBasis::Written)
    }
}

/// The changes that an edited sheet makes.
#[derive(Default)]
pub(super) struct Edits {
    made: Vec<Edit>,
    conflicts: Vec<Changed>,
    not_taken: Vec<NotTaken>,
}

impl Edits {
    /// Makes the changes in the tables, and tells them.
    pub(super) fn apply(self, tables: &mut [Known<'_>], import: &mut Import) {
        import.conflicts.extend(self.conflicts);
        import.not_taken.extend(self.not_taken);
        import.not_taken.sort_by_key(|cell| cell.address);
        for edit in self.made {
            match edit {
                Edit::Cell { row_index, changed } => {
                    let claims = tables.iter_mut().find(|table| table.name == CLAIMS);
                    let Some(claims) = claims else { continue };
                    let place = claims.record_at(row_index).zip(claims.column(&changed.column));
                    if let Some((record, column)) = place {
                        claims.edited.set(record, column, &changed.new);
                        import.changed.push(changed);
                    }
                }
                Edit::Holder {
                    claim,
                    role,
                    entity,
                    is_added,
                } => {
                    let roles = tables.iter_mut().find(|table| table.name == ROLES);
                    let Some(roles) = roles else { continue };
                    let key = format!("{claim} {role} {entity}");
                    let (old, new) = match is_added {
                        true => (String::new(), entity.clone()),
                        false => (entity.clone(), String::new()),
                    };
                    match (is_added, roles.record(&key)) {
                        (true, None) => {
                            let cells = [("claim", claim.as_str()), ("role", role), ("entity", &entity)];
                            let cells: Vec<(usize, &str)> = cells
                                .into_iter()
                                .filter_map(|(column, value)| Some((roles.column(column)?, value)))
                                .collect();
                            roles.edited.add(&cells);
                            *import.added.entry(ROLES.to_owned()).or_default() += 1;
                        }
                        (false, Some(record)) => roles.edited.remove(record),
                        _ => continue,
                    }
                    import.changed.push(Changed {
                        table: ROLES.to_owned(),
                        key: claim,
                        column: role.to_owned(),
                        old,
                        new,
                    });
                }
            }
        }
    }
}

/// The first row of the file of what was last imported.
const HEADER: [&str; 4] = ["table", "key", "column", "value"];

/// What each cell was when it was last imported.
fn last(bytes: &[u8]) -> Result<HashMap<(String, Column), String>, csv::Error> {
    let mut last = HashMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize() {
        let (_, claim, heading, text): (String, String, String, String) = row?;
        let column = Column::ALL.into_iter().find(|column| column.headings()[0] == heading);
        if let Some(column) = column {
            last.insert((claim, column), text);
        }
    }
    Ok(last)
}

/// The row of headings of an exported sheet, and the place of each column.
fn header(sheet: &Sheet) -> Option<(usize, [Option<usize>; WIDTH])> {
    let rows = sheet.rows.iter().enumerate().take(DEEPEST);
    let found = rows.map(|(index, row)| {
        let place = |column: Column| {
            let headings = column.headings().map(fold_words);
            row.iter().position(|cell| headings.contains(&fold_words(&cell.text)))
        };
        (index, Column::ALL.map(place))
    });
    found
        .into_iter()
        .find(|(_, places)| places[Column::Claim as usize].is_some())
}

/// Whether a cell says the same as a text: spaces and the form of a number do not matter.
fn is_same(text: &str, other: &str, cell: Option<&Cell>) -> bool {
    if clean(text) == clean(other) {
        return true;
    }
    let Some(number) = Decimal::parse(other) else {
        return false;
    };
    let value = match cell.map(|cell| &cell.value) {
        Some(Value::Number { number, .. }) => Some(*number),
        _ => {
            let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            Decimal::parse(&plain.replace(',', "."))
        }
    };
    value == Some(number)
}

/// Whether a cell is a date that a spreadsheet program wrote in its own form: day or month first, a month as its first day.
fn is_same_date(text: &str, other: &str, cell: Option<&Cell>) -> bool {
    match cell.map(|cell| &cell.value) {
        Some(Value::Date(iso)) => iso == other || other.len() == "2024-05".len() && *iso == format!("{other}-01"),
        _ => !other.is_empty() && sheet::dates(text).iter().any(|iso| iso == other),
    }
}

/// The changes that make a claim say so.
fn made(row: &flat::Row, says: Says) -> Vec<Edit> {
    let claim = row.text(Column::Claim).to_owned();
    let cell = |column: &str, new: String| Edit::Cell {
        row_index: row.index,
        changed: Changed {
            table: CLAIMS.to_owned(),
            key: claim.clone(),
            column: column.to_owned(),
            old: row.cell(column).to_owned(),
            new,
        },
    };
    match says {
        Says::Cells(cells) => {
            let changed = cells.into_iter().filter(|(column, new)| row.cell(column) != new);
            changed.map(|(column, new)| cell(column, new)).collect()
        }
        Says::Holders(role, keys) => {
            let old = if role == "funder" { &row.payers } else { &row.recipients };
            if *old == keys {
                return Vec::new();
            }
            let first = keys.first().cloned().unwrap_or_default();
            let mut edits = Vec::new();
            let holder = |entity: &String, is_added| Edit::Holder {
                claim: claim.clone(),
                role,
                entity: entity.clone(),
                is_added,
            };
            let further = keys.iter().skip(1);
            edits.extend(
                old.iter()
                    .filter(|key| !further.clone().any(|new| new == *key))
                    .map(|key| holder(key, false)),
            );
            edits.extend(
                further
                    .filter(|key| !old.iter().skip(1).any(|known| known == *key))
                    .map(|key| holder(key, true)),
            );
            if row.cell(role) != first {
                edits.push(cell(role, first));
            }
            edits
        }
    }
}
