//! The table of decisions, edited as text: unchanged rows keep their bytes.
//!
//! Takes the bytes of `wikidata.csv`; returns its rows in order, without placeholders that a decision has replaced, and
//! the bytes with a row added or changed. Refuses a table that lacks a column, or has an unclosed quotation mark or a
//! row with more or fewer cells than the header, such as a merge conflict: sorting the rows would tear its halves
//! apart. The file is replaced atomically.

use super::{DECISIONS, LinkError, never_closed, stored, table, unclosed};
use crate::dossier::Dossier;
use crate::tables::edited::{Encoding, decoded, encoded};
use diagnostic::plural;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// The columns of the table. The first six are required; the others describe candidates and are added with them.
pub const COLUMNS: [&str; 11] = [
    "entity",
    "qid",
    "decision",
    "reason",
    "evidence",
    "decided_on",
    "score",
    "label",
    "description",
    "item_type",
    "item_dates",
];

/// The number of required [`COLUMNS`].
const NEEDED: usize = 6;

const ENTITY: usize = 0;
const QID: usize = 1;
const DECISION: usize = 2;

/// How often a change is applied again to a table that somebody saved in the meantime.
const ATTEMPTS: usize = 100;

/// The delimiters that spreadsheets write, the usual one first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The value of `decision` before a person decides.
const UNDECIDED: &str = "undecided";

/// A row of the table, with its cells in the order of [`COLUMNS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    cells: [String; COLUMNS.len()],
}

impl Row {
    /// An undecided row.
    pub fn undecided(entity: &str, qid: &str) -> Self {
        let mut row = Self::default();
        row.set("entity", entity);
        row.set("qid", qid);
        row.set("decision", UNDECIDED);
        row
    }

    /// The row of a record, by the place of each of [`COLUMNS`] in it.
    fn of(record: &csv::StringRecord, places: [Option<usize>; COLUMNS.len()]) -> Self {
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned();
        Self {
            cells: places.map(cell),
        }
    }

    /// The cell of a column; empty if the column is unknown.
    pub fn get(&self, column: &str) -> &str {
        let index = COLUMNS.iter().position(|name| *name == column);
        index.map_or("", |index| &self.cells[index])
    }

    /// Sets a cell. Line breaks and control characters become spaces, so that a row is always one line and no service
    /// can send control characters to the terminal.
    pub fn set(&mut self, column: &str, text: &str) {
        if let Some(index) = COLUMNS.iter().position(|name| *name == column) {
            let words: Vec<&str> = text.split(char::is_control).map(str::trim).collect();
            self.cells[index] = words.join(" ").trim().to_owned();
        }
    }

    /// Whether the row is a placeholder, which says only that no item has been found.
    pub fn is_placeholder(&self) -> bool {
        let is_said = |index: usize| index == ENTITY || index == DECISION;
        self.cells[DECISION] == UNDECIDED
            && self
                .cells
                .iter()
                .enumerate()
                .all(|(index, cell)| is_said(index) || cell.is_empty())
    }

    /// The sort key; of several rows for one entity and item, the one with the lowest number comes first.
    fn order(&self, number: usize) -> Order {
        let (entity, qid) = (&self.cells[ENTITY], &self.cells[QID]);
        (entity.clone(), qid.len(), qid.clone(), number)
    }
}

/// The sort key of a row: entity, length of the item, item, and the number of earlier rows for the same pair.
type Order = (String, usize, String, usize);

/// The table, with the original bytes of each row.
#[derive(Debug, Clone)]
pub struct Decisions {
    path: PathBuf,
    /// The header with its line end, and anything before it.
    head: String,
    /// The position of each of [`COLUMNS`] in the file.
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
    /// What separates the cells of the file.
    delimiter: u8,
    line_end: &'static str,
    rows: BTreeMap<Order, (Row, String)>,
    /// How the file is written in bytes.
    encoding: Encoding,
    /// The content of the file when it was last read or written.
    on_disk: Vec<u8>,
}

impl Decisions {
    /// Reads the table.
    ///
    /// # Errors
    /// When it is missing, is not CSV, lacks a column, or has an unclosed quotation mark or a row with more or
    /// fewer cells than its header.
    pub fn read(dossier: &Dossier) -> Result<Self, LinkError> {
        let path = dossier.path(&table(dossier, DECISIONS));
        Self::of_bytes(&path, read_bytes(dossier)?)
    }

    fn of_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, LinkError> {
        let (encoding, text) = decoded(&bytes);
        Ok(Self {
            encoding,
            on_disk: bytes,
            ..Self::parse(path, text)?
        })
    }

    fn parse(path: &Path, text: String) -> Result<Self, LinkError> {
        let bad = |why: String| LinkError::Table {
            path: path.to_owned(),
            why,
        };
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let delimiter = delimiter(body);
        if let Some(line) = never_closed(text.as_bytes(), delimiter) {
            return Err(bad(unclosed(line)));
        }
        let mark = text.len() - body.len();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(body.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| bad(error.to_string()))?;
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or(usize::MAX).min(body.len());
            // A line end belongs to the row before it.
            let ends = body.as_bytes()[start..]
                .iter()
                .take_while(|byte| b"\r\n".contains(byte));
            records.push((start + ends.count(), record));
        }
        let Some((_, header)) = records.first() else {
            return Err(bad(format!("it has no header: {}", COLUMNS.join(","))));
        };
        let width = header.len();
        let places = places(header).map_err(bad)?;
        let end = |index: usize| records.get(index + 1).map_or(body.len(), |(start, _)| *start);
        let mut head = text[..mark + end(0)].to_owned();
        let line_end = if head.ends_with("\r\n") { "\r\n" } else { "\n" };
        end_line(&mut head, line_end);
        let mut rows = BTreeMap::new();
        for (index, (start, record)) in records.iter().enumerate().skip(1) {
            if record.len() != width {
                return Err(bad(other_width(record, width)));
            }
            let row = Row::of(record, places);
            let mut line = body[*start..end(index)].to_owned();
            end_line(&mut line, line_end);
            rows.insert(row.order(index), (row, line));
        }
        let mut decisions = Self {
            path: path.to_owned(),
            head,
            places,
            width,
            delimiter,
            line_end,
            rows,
            encoding: Encoding::Utf8,
            on_disk: text.into_bytes(),
        };
        decisions.drop_overtaken();
        Ok(decisions)
    }

    /// Drops the placeholders of entities that were linked since, no matter who decided `same`.
    fn drop_overtaken(&mut self) {
        let found = self
            .rows()
            .filter(|row| row.cells[DECISION] == "same" && !row.cells[QID].is_empty());
        let linked: HashSet<String> = found.map(|row| row.cells[ENTITY].clone()).collect();
        let is_overtaken = |row: &Row| {
            row.cells[DECISION] == UNDECIDED && row.cells[QID].is_empty() && linked.contains(&row.cells[ENTITY])
        };
        self.rows.retain(|_, (row, _)| !is_overtaken(row));
    }

    /// Reads the table again if somebody else changed it. Changes that were not written are lost.
    fn reload(&mut self, dossier: &Dossier) -> Result<(), LinkError> {
        let bytes = read_bytes(dossier)?;
        if bytes != self.on_disk {
            *self = Self::of_bytes(&self.path, bytes)?;
        }
        Ok(())
    }

    /// The rows, sorted by entity and item.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().map(|(row, _)| row)
    }

    /// The rows of an entity.
    pub fn of(&self, entity: &str) -> impl Iterator<Item = &Row> {
        let start = (entity.to_owned(), 0, String::new(), 0);
        let rows = self.rows.range(start..).map(|(_, (row, _))| row);
        rows.take_while(move |row| row.cells[ENTITY] == entity)
    }

    /// The entities that are linked to an item.
    pub fn linked(&self) -> HashSet<&str> {
        let same = self.rows().filter(|row| row.cells[DECISION] == "same");
        same.map(|row| row.cells[ENTITY].as_str()).collect()
    }

    /// The sort key of the row for an entity and an item.
    fn find(&self, entity: &str, qid: &str) -> Option<Order> {
        let place = |number| (entity.to_owned(), qid.len(), qid.to_owned(), number);
        let mut found = self.rows.range(place(0)..=place(usize::MAX));
        found.next().map(|(order, _)| order.clone())
    }

    /// Whether there is a row, decided or not, for an entity and an item.
    pub fn has(&self, entity: &str, qid: &str) -> bool {
        self.find(entity, qid).is_some()
    }

    /// Inserts a row in order. An existing row for the same entity and item is kept; a placeholder is replaced.
    pub fn add(&mut self, row: Row) -> bool {
        let entity = row.get("entity");
        if self.has(entity, row.get("qid")) {
            return false;
        }
        while let Some(order) = self
            .find(entity, "")
            .filter(|order| self.rows[order].0.is_placeholder())
        {
            self.rows.remove(&order);
        }
        self.widen();
        let line = self.line(&row, None);
        self.rows.insert(row.order(0), (row, line));
        true
    }

    /// Appends the missing columns to each line.
    fn widen(&mut self) {
        let delimiter = char::from(self.delimiter);
        for (place, name) in self.places.iter_mut().zip(COLUMNS).filter(|(place, _)| place.is_none()) {
            let lines = self.rows.values_mut().map(|(_, line)| (line, ""));
            for (line, text) in std::iter::once((&mut self.head, name)).chain(lines) {
                let end = line.trim_end_matches(['\r', '\n']).len();
                line.insert_str(end, &format!("{delimiter}{text}"));
            }
            *place = Some(self.width);
            self.width += 1;
        }
    }

    /// Sets cells of the undecided row for an entity and an item; other columns are kept. Returns `false` if the row is
    /// decided already. Once an entity is linked, its placeholder is removed.
    pub fn decide(&mut self, entity: &str, qid: &str, cells: &[(&str, &str)]) -> bool {
        let Some((order, (row, line))) = self.find(entity, qid).and_then(|order| self.rows.remove_entry(&order)) else {
            return false;
        };
        if row.cells[DECISION] != UNDECIDED {
            self.rows.insert(order, (row, line));
            return false;
        }
        let mut changed = row;
        for (column, text) in cells {
            changed.set(column, text);
        }
        let line = self.line(&changed, Some(&line));
        self.rows.insert(order, (changed, line));
        self.drop_overtaken();
        true
    }

    /// The line of a row; columns that this program does not know are copied from `old`.
    fn line(&self, row: &Row, old: Option<&str>) -> String {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.delimiter)
            .from_reader(old.unwrap_or_default().as_bytes());
        let before = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let mut cells: Vec<&str> = (0..self.width)
            .map(|index| before.get(index).unwrap_or_default())
            .collect();
        for (cell, place) in row.cells.iter().zip(self.places) {
            if let Some(place) = place {
                cells[place] = cell;
            }
        }
        let mut line = String::new();
        let delimiter = char::from(self.delimiter);
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                line.push(delimiter);
            }
            let needs_quotes =
                cell.contains(['"', delimiter, '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
            match needs_quotes {
                true => line.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
                false => line.push_str(cell),
            }
        }
        // A changed row keeps its own line end.
        let end = old.map(|old| &old[old.trim_end_matches(['\r', '\n']).len()..]);
        line + end.filter(|end| !end.is_empty()).unwrap_or(self.line_end)
    }

    /// The text of the table, sorted by entity and item.
    pub fn text(&self) -> String {
        let rows = self.rows.values().map(|(_, line)| line.as_str());
        std::iter::once(self.head.as_str()).chain(rows).collect()
    }

    /// The bytes of the table: in the encoding of its file, or, where that has no place for a letter, in UTF-8 with a byte order
    /// mark, by which spreadsheet programs know it.
    fn bytes(&mut self) -> Vec<u8> {
        if let Some(bytes) = encoded(&self.text(), self.encoding) {
            return bytes;
        }
        self.encoding = Encoding::Utf8;
        self.head.insert(0, '\u{feff}');
        self.text().into_bytes()
    }

    /// Changes the table on disk: reads it again if somebody else changed it, applies `change`, and replaces the file
    /// atomically if it differs. Other processes of this program wait; if somebody saves the file in the meantime,
    /// `change` is applied to that. Returns what `change` does, and whether the file was replaced.
    ///
    /// # Errors
    /// When the table cannot be read or written, or another process does not end its change.
    pub fn change<T>(
        &mut self,
        dossier: &Dossier,
        mut change: impl FnMut(&mut Self) -> T,
    ) -> Result<(T, bool), LinkError> {
        let file = table(dossier, DECISIONS);
        let _lock = stored::writing(dossier)?;
        for _ in 0..ATTEMPTS {
            self.reload(dossier)?;
            let changed = change(self);
            let bytes = self.bytes();
            if bytes == self.on_disk {
                return Ok((changed, false));
            }
            if stored::replace_if(dossier, &file, &self.on_disk, &bytes)? {
                self.on_disk = bytes;
                return Ok((changed, true));
            }
        }
        let what = "another program saves the table of decisions all the time";
        Err(LinkError::Busy { what, process: None })
    }
}

/// The delimiter with which the first line has the most of [`COLUMNS`].
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let known = |delimiter: &u8| {
        let headings = header.split(char::from(*delimiter));
        headings
            .filter(|heading| COLUMNS.contains(&heading.trim_matches('"')))
            .count()
    };
    let best = DELIMITERS.iter().rev().max_by_key(|delimiter| known(delimiter));
    best.copied().unwrap_or(b',')
}

fn read_bytes(dossier: &Dossier) -> Result<Vec<u8>, LinkError> {
    let file = table(dossier, DECISIONS);
    let failed = |source| LinkError::Read {
        path: dossier.path(&file),
        source,
    };
    stored::read(dossier, &file)?.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))
}

/// The error for a row with more or fewer cells than the header.
fn other_width(record: &csv::StringRecord, width: usize) -> String {
    let line = record.position().map_or(0, csv::Position::line);
    let first = record.get(0).unwrap_or_default();
    if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| first.starts_with(mark))
    {
        return format!(
            "line {line}: `{first}` is left from a merge; decide between the rows of both sides, then delete it"
        );
    }
    format!(
        "line {line}: this row has {}, its header {width}; valid: as many as the header has",
        plural(record.len(), "cell")
    )
}

/// The position of each of [`COLUMNS`] in a header, or the name of a missing column.
fn places(header: &csv::StringRecord) -> Result<[Option<usize>; COLUMNS.len()], String> {
    let places = COLUMNS.map(|name| header.iter().position(|column| column == name));
    match COLUMNS
        .iter()
        .zip(places)
        .take(NEEDED)
        .find(|(_, place)| place.is_none())
    {
        Some((name, _)) => Err(format!(
            "it has no column `{name}`; a header with all that `sourcier link` writes is {}",
            COLUMNS.join(",")
        )),
        None => Ok(places),
    }
}

fn end_line(line: &mut String, line_end: &str) {
    if !line.ends_with('\n') {
        line.push_str(line_end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "\u{feff}entity,qid,decision,reason,evidence,decided_on,mine,score,label,description,item_type,item_dates\r\n";

    fn table(rows: &str) -> Decisions {
        Decisions::parse(Path::new("wikidata.csv"), format!("{HEAD}{rows}")).unwrap()
    }

    #[test]
    fn what_is_not_changed_stays_byte_for_byte() {
        let rows = "a,Q10,\"same\",\"x, \"\"y\"\"\r\nz\",e,,\"kept\",,,,,\r\nb,Q2,undecided,,,,k,0.5,L,D,T,1990/";
        let mut decisions = table(rows);
        assert_eq!(decisions.text(), format!("{HEAD}{rows}\r\n"));
        assert!(decisions.decide("b", "Q2", &[("decision", "same"), ("evidence", "a, b")]));
        let changed = rows.replace("undecided,,,,k", "same,,\"a, b\",,k");
        assert_eq!(decisions.text(), format!("{HEAD}{changed}\r\n"));
        assert!(!decisions.decide("a", "Q10", &[("decision", "not-same")]));
        assert_eq!(decisions.text(), format!("{HEAD}{changed}\r\n"));
    }

    #[test]
    fn a_table_of_excel_keeps_its_encoding_as_long_as_it_has_the_letters() {
        let rows = b"entity;qid;decision;reason;evidence;decided_on\r\nquai;Q10;undecided;pr\xe9cis\xe9;;\r\n".to_vec();
        let mut decisions = Decisions::of_bytes(Path::new("wikidata.csv"), rows.clone()).unwrap();
        assert_eq!(decisions.bytes(), rows);
        assert!(decisions.decide("quai", "Q10", &[("decision", "same"), ("evidence", "\u{e9}vident")]));
        let changed = decisions.bytes();
        assert!(changed.windows(7).any(|found| found == b"\xe9vident"), "{changed:?}");
        let mut row = Row::undecided("quai", "Q11");
        row.set("reason", "\u{6e2f}");
        assert!(decisions.add(row));
        let text = String::from_utf8(decisions.bytes()).unwrap();
        assert!(
            text.starts_with("\u{feff}entity;qid") && text.contains("pr\u{e9}cis\u{e9}") && text.contains('\u{6e2f}'),
            "{text}"
        );
    }

    #[test]
    fn rows_are_added_in_the_order_of_entity_and_number_and_a_placeholder_makes_way() {
        let mut decisions = table(
            "c,,undecided,,,,,,,,,\r\na,,undecided,,,,,,,,,\r\nbb,,undecided,nobody yet,,,,,,,,\r\nb,Q9,not-same,,,,,,,,,\r\n",
        );
        for (entity, qid) in [("a", "Q10"), ("a", "Q9"), ("b", "Q100"), ("b", "Q9"), ("bb", "Q1")] {
            decisions.add(Row::undecided(entity, qid));
        }
        let rows: Vec<_> = decisions
            .rows()
            .map(|row| format!("{}:{}", row.get("entity"), row.get("qid")))
            .collect();
        assert_eq!(rows, ["a:Q9", "a:Q10", "b:Q9", "b:Q100", "bb:", "bb:Q1", "c:"]);
        assert!(decisions.text().contains("b,Q9,not-same,,,,,,,,,\r\n"));
    }

    #[test]
    fn a_row_without_an_item_goes_once_there_is_one() {
        let note = "a,,undecided,nobody yet,,,k,,,,,\r\n";
        let rows = format!("{note}a,Q1,undecided,,,,,,,,,\r\na,Q2,undecided,,,,,,,,,\r\nb,,undecided,x,,,,,,,,\r\n");
        let mut decisions = table(&rows);
        assert!(decisions.decide("a", "Q1", &[("decision", "not-same")]));
        assert!(decisions.text().contains(note));
        assert!(decisions.decide("a", "Q2", &[("decision", "same")]));
        let kept: Vec<_> = decisions
            .rows()
            .map(|row| (row.get("entity"), row.get("qid")))
            .collect();
        assert_eq!(kept, [("a", "Q1"), ("a", "Q2"), ("b", "")]);
    }

    #[test]
    fn it_goes_whoever_says_same() {
        let kept = "a,Q1,same,,e,,,,,,,\r\nb,,undecided,,,,,,,,,\r\n";
        let decisions = table(&format!("a,,undecided,nobody yet,,,,,,,,\r\n{kept}"));
        assert_eq!(decisions.text(), format!("{HEAD}{kept}"));
    }

    #[test]
    fn a_quotation_mark_that_nothing_closes_is_refused_with_its_line() {
        let text = format!("{HEAD}a,Q1,same,\"why,e,,,,,,,\r\nb,Q2,same,,e,,,,,,,\r\n");
        let error = Decisions::parse(Path::new("w.csv"), text).unwrap_err();
        assert!(error.to_string().contains("line 2: a quotation mark"), "{error}");
    }

    #[test]
    fn columns_of_candidates_come_with_the_first_one() {
        let text = "entity,qid,decision,reason,evidence,decided_on\nb,Q1,not-same,\"x\ny\",,\nc,Q2,undecided,,,\r\n";
        let mut decisions = Decisions::parse(Path::new("w.csv"), text.to_owned()).unwrap();
        assert!(decisions.decide("c", "Q2", &[("decision", "same")]));
        assert_eq!(decisions.text(), text.replace("undecided", "same"));
        let mut row = Row::undecided("a", "Q3");
        row.set("item_dates", "1990/");
        decisions.add(row);
        assert_eq!(
            decisions.text(),
            "entity,qid,decision,reason,evidence,decided_on,score,label,description,item_type,item_dates\n\
             a,Q3,undecided,,,,,,,,1990/\nb,Q1,not-same,\"x\ny\",,,,,,,\nc,Q2,same,,,,,,,,\r\n"
        );
    }

    #[test]
    fn the_file_keeps_its_delimiter() {
        let text = "entity;qid;decision;reason;evidence;decided_on\na;Q1;undecided;;;\n";
        for delimiter in [';', '\t', '|'] {
            let with = |text: &str| text.replace(';', &delimiter.to_string());
            let mut decisions = Decisions::parse(Path::new("w.csv"), with(text)).unwrap();
            let reason = format!("a, b{delimiter} c");
            assert!(decisions.decide("a", "Q1", &[("decision", "not-same"), ("reason", &reason)]));
            assert!(decisions.add(Row::undecided("b", "Q2")));
            let header =
                "entity;qid;decision;reason;evidence;decided_on;score;label;description;item_type;item_dates\n";
            // A control character such as a tab becomes a space in a cell.
            let written = match delimiter {
                '\t' => "a, b c".to_owned(),
                _ => format!("\"{reason}\""),
            };
            let rows = with("a;Q1;not-same;REASON;;;;;;;\nb;Q2;undecided;;;;;;;;\n").replace("REASON", &written);
            assert_eq!(decisions.text(), with(header) + &rows);
        }
    }

    #[test]
    fn a_table_without_the_columns_is_refused_by_name() {
        let error = Decisions::parse(Path::new("w.csv"), "entity,qid\n".to_owned()).unwrap_err();
        assert!(error.to_string().contains("`decision`"), "{error}");
    }
}
