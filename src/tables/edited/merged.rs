//! Merges two versions of a table that come from a third, by rows and by the cells of a row.
//!
//! Rows are told apart by the primary key, columns by what their headings mean. Dialect, encoding and order are those of our
//! version; rows that only the other version has come behind the row that they follow there. A cell that both changed, to
//! different texts, is a conflict of its row, which then stands twice between Git's marks. Refuses what rows cannot settle: a
//! version without headings, or without one of the columns, rows with more cells than headings, and rows without a key that both
//! changed.

use super::Edited;
use crate::tables::references::decision_columns;
use csvw::metadata::Table;
use std::collections::HashMap;

/// Two versions as one.
#[derive(Debug)]
pub struct Merged {
    /// The table.
    pub bytes: Vec<u8>,
    /// The keys of rows in conflict.
    pub conflicts: Vec<String>,
}

/// What a column is: one of the metadata, or another, by its heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Meaning {
    Described(usize),
    Other(String, usize),
}

/// What tells a row from others: its key, and how many of that key are before it.
type Key = (String, usize);

/// A version of the table.
struct Version<'a> {
    edited: Edited<'a>,
    rows: Vec<Row>,
    by_key: HashMap<Key, usize>,
}

struct Row {
    record: usize,
    key: Key,
    /// Whether its key is its own: rows without one are known by all their cells.
    has_key: bool,
    /// Its cells, in the order of all columns.
    cells: Vec<String>,
}

/// A line of the merged table.
struct Line {
    text: String,
    /// Whether only our version has the row.
    is_new: bool,
    /// What it is sorted by, where rows are.
    order: Option<(String, usize, String)>,
}

/// Merges two versions. `None` if rows cannot settle it.
pub fn merge(base: &[u8], ours: &[u8], theirs: &[u8], table: &Table) -> Option<Merged> {
    if table.primary_key.is_empty() {
        return None;
    }
    let ours = Edited::read(ours, table)?;
    let theirs = Edited::read(theirs, table)?;
    let base = match base.iter().all(u8::is_ascii_whitespace) {
        true => Edited::new(table)?,
        false => Edited::read(base, table)?,
    };
    if [&ours, &theirs, &base]
        .into_iter()
        .any(|version| version.has_conflict_marks() || is_ragged(version))
    {
        return None;
    }
    let (our_columns, their_columns) = (meanings(&ours), meanings(&theirs));
    let known = meanings(&base);
    let is_kept = |column: &Meaning| our_columns.contains(column) && their_columns.contains(column);
    if !base.records.iter().skip(base.header + 1).all(Vec::is_empty) && !known.iter().all(is_kept) {
        return None;
    }
    let mut columns = our_columns.clone();
    let further = their_columns.iter().filter(|column| !our_columns.contains(column));
    columns.extend(further.cloned());
    let is_alike =
        our_columns == their_columns && ours.delimiter == theirs.delimiter && ours.line_end == theirs.line_end;
    let merging = Merging {
        base: Version::of(base, &known, &columns, table),
        ours: Version::of(ours, &our_columns, &columns, table),
        theirs: Version::of(theirs, &their_columns, &columns, table),
        width: our_columns.len(),
        columns,
        is_alike,
        sorted: decision_columns(table),
        conflicts: Vec::new(),
    };
    merging.merged()
}

/// Whether a row has cells beyond the headings, which belong to no column.
fn is_ragged(edited: &Edited<'_>) -> bool {
    let width = edited.records[edited.header].len();
    edited
        .records
        .iter()
        .skip(edited.header + 1)
        .any(|cells| cells.len() > width)
}

/// What the columns of a file are, in its order.
fn meanings(edited: &Edited<'_>) -> Vec<Meaning> {
    let headings = &edited.records[edited.header];
    let mut seen: HashMap<String, usize> = HashMap::new();
    let columns = headings.iter().enumerate().map(|(position, cell)| {
        if let Some(column) = edited.positions.iter().position(|own| *own == Some(position)) {
            return Meaning::Described(column);
        }
        let heading = super::unquoted(&edited.text[cell.clone()]).trim().to_owned();
        let count = seen.entry(heading.clone()).or_default();
        *count += 1;
        Meaning::Other(heading, *count)
    });
    columns.collect()
}

impl<'a> Version<'a> {
    /// Reads the rows of a version whose columns are `own`, with their cells in the order of `all`.
    fn of(edited: Edited<'a>, own: &[Meaning], all: &[Meaning], table: &Table) -> Self {
        let place = |column: &Meaning| own.iter().position(|other| other == column);
        let places: Vec<Option<usize>> = all.iter().map(place).collect();
        let place = |key: &usize| all.iter().position(|column| *column == Meaning::Described(*key));
        let keys: Vec<usize> = table.primary_key.iter().filter_map(place).collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        let rows = (edited.header + 1..edited.records.len()).filter_map(|record| {
            let own = &edited.records[record];
            let cell = |place: &Option<usize>| {
                let range = place.and_then(|place| own.get(place));
                range.map_or_else(String::new, |range| super::unquoted(&edited.text[range.clone()]))
            };
            let cells: Vec<String> = places.iter().map(cell).collect();
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return None;
            }
            let key: Vec<&str> = keys.iter().map(|key| cells[*key].trim()).collect();
            let has_key = key.iter().any(|part| !part.is_empty());
            let name = if has_key { key.join(", ") } else { cells.join("\u{0}") };
            let count = counts.entry(name.clone()).or_default();
            let key = (name, *count);
            *count += 1;
            Some(Row {
                record,
                key,
                has_key,
                cells,
            })
        });
        let rows: Vec<Row> = rows.collect();
        let by_key = rows.iter().enumerate().map(|(index, row)| (row.key.clone(), index));
        Self {
            by_key: by_key.collect(),
            rows,
            edited,
        }
    }

    fn row(&self, key: &Key) -> Option<&Row> {
        self.by_key.get(key).and_then(|index| self.rows.get(*index))
    }
}

/// A merge that is under way.
struct Merging<'a> {
    base: Version<'a>,
    ours: Version<'a>,
    theirs: Version<'a>,
    /// All columns: ours, then those that only the other version has.
    columns: Vec<Meaning>,
    /// How many columns our version has.
    width: usize,
    /// Whether a row of the other version can be taken as it is.
    is_alike: bool,
    /// The columns by which rows are sorted.
    sorted: Option<[usize; 2]>,
    conflicts: Vec<String>,
}

impl Merging<'_> {
    fn merged(mut self) -> Option<Merged> {
        if self.has_lost_rows() {
            return None;
        }
        let (lines, at) = self.our_lines();
        let mut added = self.their_lines(&lines, &at);
        added.sort_by_key(|(place, _)| *place);
        let mut text = String::new();
        let line_end = self.ours.edited.line_end;
        let mut push = |line: &str| {
            if !line.is_empty() && !text.is_empty() && !text.ends_with(['\n', '\r']) {
                text.push_str(line_end);
            }
            text.push_str(line);
        };
        for record in 0..=self.ours.edited.header {
            let mut line = String::new();
            self.ours.edited.write(record, &mut line);
            if record == self.ours.edited.header {
                let headings = self.columns[self.width..].iter().map(|column| self.heading(column));
                line = self.widened(&line, record, &headings.collect::<Vec<_>>());
            }
            push(&line);
        }
        let mut added = added.into_iter().peekable();
        for place in 0..=lines.len() {
            if let Some(line) = place.checked_sub(1).and_then(|index| lines.get(index)) {
                push(&line.text);
            }
            while let Some((_, line)) = added.next_if(|(at, _)| *at == place) {
                push(&line);
            }
        }
        let bytes = super::encoded(&text, self.ours.edited.encoding)?;
        let conflicts = self.conflicts;
        Some(Merged { bytes, conflicts })
    }

    /// Whether both versions lack a row without a key: each may have changed it.
    fn has_lost_rows(&self) -> bool {
        let mut rows = self.base.rows.iter().filter(|row| !row.has_key);
        rows.any(|row| self.ours.row(&row.key).is_none() && self.theirs.row(&row.key).is_none())
    }

    /// The lines of our version with what changed in the other, and the place of each row among them.
    fn our_lines(&mut self) -> (Vec<Line>, HashMap<Key, usize>) {
        let (mut lines, mut at) = (Vec::new(), HashMap::new());
        let own: HashMap<usize, usize> = self
            .ours
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| (row.record, index))
            .collect();
        for record in self.ours.edited.header + 1..self.ours.edited.records.len() {
            let Some(index) = own.get(&record) else {
                let mut text = String::new();
                self.ours.edited.write(record, &mut text);
                let (is_new, order) = (false, None);
                lines.push(Line { text, is_new, order });
                continue;
            };
            at.insert(self.ours.rows[*index].key.clone(), lines.len());
            let line = self.our_line(*index);
            lines.push(line);
        }
        (lines, at)
    }

    fn our_line(&mut self, index: usize) -> Line {
        let ours = &self.ours.rows[index];
        let (base, theirs) = (self.base.row(&ours.key), self.theirs.row(&ours.key));
        let order = self.order(&ours.cells);
        let is_new = base.is_none() && theirs.is_none();
        let text = match (base, theirs) {
            (Some(base), None) if base.cells == ours.cells => String::new(),
            (Some(_), None) => {
                let text = self.conflict(&self.as_ours(ours, &ours.cells), "");
                self.conflicts.push(ours.key.0.clone());
                text
            }
            (_, None) => self.as_ours(ours, &ours.cells),
            (base, Some(theirs)) => {
                let mut merged = ours.cells.clone();
                let mut other = ours.cells.clone();
                let mut is_conflict = false;
                for (column, (one, two)) in ours.cells.iter().zip(&theirs.cells).enumerate() {
                    let before = base.map_or("", |base| base.cells[column].as_str());
                    if one == two || two == before {
                        continue;
                    }
                    two.clone_into(&mut other[column]);
                    if one == before {
                        two.clone_into(&mut merged[column]);
                    } else {
                        is_conflict = true;
                    }
                }
                match is_conflict {
                    false => self.as_ours(ours, &merged),
                    true => {
                        let text = self.conflict(&self.as_ours(ours, &merged), &self.as_ours(ours, &other));
                        self.conflicts.push(ours.key.0.clone());
                        text
                    }
                }
            }
        };
        Line { text, is_new, order }
    }

    /// The rows that only the other version has, each with the number of the line behind which it comes.
    fn their_lines(&mut self, lines: &[Line], at: &HashMap<Key, usize>) -> Vec<(usize, String)> {
        let mut added = Vec::new();
        let mut place = 0;
        let mut conflicts = Vec::new();
        for row in &self.theirs.rows {
            if let Some(index) = at.get(&row.key) {
                place = index + 1;
                continue;
            }
            let text = self.as_theirs(row);
            let text = match self.base.row(&row.key) {
                Some(base) if base.cells == row.cells => continue,
                Some(_) => {
                    conflicts.push(row.key.0.clone());
                    self.conflict("", &text)
                }
                None => text,
            };
            let place = match self.order(&row.cells) {
                Some(order) => {
                    let before = |line: &Line| line.order.as_ref().is_some_and(|other| *other <= order);
                    lines.iter().rposition(before).map_or(0, |index| index + 1)
                }
                // Rows that we added there come first.
                None => place + lines[place..].iter().take_while(|line| line.is_new).count(),
            };
            added.push((place, text));
        }
        self.conflicts.extend(conflicts);
        added
    }

    /// What a row is sorted by, where rows are.
    fn order(&self, cells: &[String]) -> Option<(String, usize, String)> {
        let [entity, item] = self.sorted?;
        let cell = |column: usize| {
            let place = self.columns.iter().position(|own| *own == Meaning::Described(column));
            place.and_then(|place| cells.get(place)).cloned().unwrap_or_default()
        };
        Some((cell(entity), cell(item).len(), cell(item)))
    }

    /// A row of our version with these cells: those that did not change are as they were written.
    fn as_ours(&self, row: &Row, cells: &[String]) -> String {
        let edited = &self.ours.edited;
        let own = &edited.records[row.record];
        let mut text = String::new();
        let mut at = edited.start(row.record);
        for (position, range) in own.iter().enumerate() {
            text.push_str(&edited.text[at..range.start]);
            match cells.get(position).filter(|cell| **cell != row.cells[position]) {
                Some(cell) => text.push_str(&edited.quoted(cell)),
                None => text.push_str(&edited.text[range.clone()]),
            }
            at = range.end;
        }
        // A row may be shorter than the headings.
        let last = (own.len()..self.width)
            .rev()
            .find(|position| !cells[*position].is_empty());
        let least = last.map_or(own.len(), |last| last + 1);
        for cell in cells.iter().take(least).skip(own.len()) {
            text.push(edited.delimiter);
            text.push_str(&edited.quoted(cell));
        }
        text.push_str(&edited.text[at..edited.start(row.record + 1)]);
        self.widened(&text, row.record, &cells[self.width..])
    }

    /// A row of the other version in the form of ours.
    fn as_theirs(&self, row: &Row) -> String {
        let (ours, theirs) = (&self.ours.edited, &self.theirs.edited);
        let mut text = match self.is_alike {
            true => theirs.text[theirs.start(row.record)..theirs.start(row.record + 1)].to_owned(),
            false => {
                let cells = row.cells.iter().map(|cell| ours.quoted(cell));
                cells.collect::<Vec<_>>().join(&ours.delimiter.to_string())
            }
        };
        if !text.ends_with(['\n', '\r']) {
            text.push_str(ours.line_end);
        }
        text
    }

    /// A line with the cells of columns that our version lacks.
    fn widened(&self, line: &str, record: usize, cells: &[String]) -> String {
        if cells.is_empty() {
            return line.to_owned();
        }
        let edited = &self.ours.edited;
        let (body, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        let found = super::records(body, edited.delimiter).and_then(|records| Some(records.first()?.len()));
        let found = found.unwrap_or_else(|| edited.records[record].len());
        let mut text = body.to_owned();
        (found..self.width).for_each(|_| text.push(edited.delimiter));
        for cell in cells {
            text.push(edited.delimiter);
            text.push_str(&edited.quoted(cell));
        }
        text + end
    }

    /// The heading that the other version gives to a column.
    fn heading(&self, column: &Meaning) -> String {
        let theirs = &self.theirs.edited;
        let position = match column {
            Meaning::Other(heading, _) => return heading.clone(),
            Meaning::Described(index) => theirs.positions.get(*index).copied().flatten(),
        };
        let range = position.and_then(|position| theirs.records[theirs.header].get(position));
        range.map_or_else(String::new, |range| super::unquoted(&theirs.text[range.clone()]))
    }

    /// Two versions of a row, between Git's marks.
    fn conflict(&self, ours: &str, theirs: &str) -> String {
        let end = self.ours.edited.line_end;
        let whole = |text: &str| match text.is_empty() || text.ends_with(['\n', '\r']) {
            true => text.to_owned(),
            false => format!("{text}{end}"),
        };
        let (ours, theirs) = (whole(ours), whole(theirs));
        format!("<<<<<<< ours{end}{ours}======={end}{theirs}>>>>>>> theirs{end}")
    }
}
