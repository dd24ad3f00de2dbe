//! What the cells of a column are, and the form in which its conversion takes them.

use super::cells::{self, Order, Told};
use super::figures::Figures;
use super::known::{self, Found, Known, fits};
use super::sheet::Sheet;
use super::{asides, key_column, odd, several, trimmed};
use crate::vocabulary;
use csvw::metadata::{Column, Table, TableGroup};
use diagnostic::{Diagnostic, Place, code};
use std::collections::HashMap;
use text::language::Language;

/// The columns of a table, and what its cells may refer to.
pub(super) struct Columns<'a> {
    pub(super) group: &'a TableGroup,
    pub(super) table_index: usize,
    pub(super) table: &'a Table,
    pub(super) known: &'a Known,
    pub(super) language: &'static Language,
}

/// What the cells of a column are.
pub(super) enum Kind {
    /// Keys of a table, by its index.
    Reference(usize),
    /// Words of a list: ends of IRIs that begin so.
    Word(String),
    /// Numbers, with what they tell of their signs.
    Number(Figures),
    /// Dates, with any precision or as days; the order of day and month where a cell leaves it open, and whether it is sure.
    Date(Order, bool),
    /// Anything else.
    Other,
}

/// A finding of a cell, made when its place is known.
type Finding = Box<dyn FnOnce(Place) -> Diagnostic>;

/// What becomes of a cell.
pub(super) enum Settled {
    As(String),
    Amount {
        number: String,
        currency: String,
    },
    /// It is left as it is, and nothing is said of it: the fault is elsewhere.
    Silent,
    Wrong(Finding),
    /// It names no row of the table with this index.
    Unknown(usize, Finding),
}

impl Columns<'_> {
    pub(super) fn kind(&self, column_index: usize) -> Kind {
        let column = &self.table.columns[column_index];
        if column.is_virtual || column.separator.is_some() {
            return Kind::Other;
        }
        let mut keys = self.table.foreign_keys.iter();
        if let Some(key) = keys.find(|key| key.columns == [column_index] && key.referenced.len() == 1) {
            return Kind::Reference(key.table_index);
        }
        if let Some(start) = known::beginning(column)
            && self.known.has_words(&start)
        {
            return Kind::Word(start);
        }
        match (fits(column, "2024-05-21"), fits(column, "1"), fits(column, "a")) {
            (true, _, false) => Kind::Date(Order::DayFirst, true),
            (false, true, false) => Kind::Number(Figures::default()),
            _ => Kind::Other,
        }
    }

    pub(super) fn settled(&self, kind: &Kind, column_index: usize, text: &str) -> Settled {
        let column = &self.table.columns[column_index];
        let as_it_is = || Settled::As(text.to_owned());
        if text.is_empty() || matches!(kind, Kind::Other) {
            return as_it_is();
        }
        let told_by_others = match kind {
            Kind::Number(figures) => figures.read(text).filter(|number| fits(column, number)),
            _ => None,
        };
        if let Some(number) = told_by_others {
            return Settled::As(number);
        }
        match kind {
            Kind::Reference(table_index) => match self.unit_in_parts(column, *table_index, text) {
                Some(wrong) => wrong,
                None => self.reference(column_index, *table_index, text),
            },
            Kind::Word(start) => self.word(column, start, text),
            _ if fits(column, text) => as_it_is(),
            Kind::Number(_) if odd::is_more(column, text) => Settled::Wrong(Box::new(odd::more(text, self.language))),
            Kind::Number(_) => match cells::number(text, self.language) {
                Some((number, None)) => Settled::As(number),
                Some((number, Some(currency))) => Settled::Amount { number, currency },
                None => odd::no_number(column, text, self.language)
                    .map_or_else(as_it_is, |say| Settled::Wrong(Box::new(say))),
            },
            // It is read so, and not written so.
            Kind::Date(_, false) if cells::order(text) == Some(Told::Unsure) => Settled::Silent,
            Kind::Date(order, _) => {
                let period = || cells::period(text, self.language, *order).filter(|period| fits(column, period));
                cells::date(text, self.language, *order)
                    .or_else(period)
                    .map_or_else(as_it_is, Settled::As)
            }
            Kind::Other => as_it_is(),
        }
    }

    /// What stands for a cell that is wrong although its column takes it, or for one whose date is not sure.
    pub(super) fn stands_for(&self, kind: &Kind, column_index: usize, text: &str) -> Option<String> {
        let column = &self.table.columns[column_index];
        match kind {
            Kind::Word(start) => {
                let is_wrong =
                    self.is_class(column) && self.known.is_term(start, text) && !self.known.is_class(start, text);
                is_wrong.then(String::new)
            }
            Kind::Date(order, false) if cells::order(text) == Some(Told::Unsure) && !fits(column, text) => {
                cells::date(text, self.language, *order)
            }
            _ => None,
        }
    }

    fn is_class(&self, column: &Column) -> bool {
        column.property.constant() == Some(vocabulary::RDF_TYPE)
    }

    /// Whether the first row explains the headings: three of its cells or more are not of their columns, and none is, unlike in the
    /// second row.
    pub(super) fn explains(&self, kinds: &[Kind], rows: &super::Rows) -> bool {
        let [first, second, ..] = &rows[..] else { return false };
        let judged = |row: &[String]| -> (usize, usize) {
            let cells = kinds.iter().zip(row).enumerate();
            let typed = cells.filter_map(|(index, (kind, cell))| self.is_of(kind, index, trimmed(cell)));
            typed.fold((0, 0), |(good, bad), is_good| match is_good {
                true => (good + 1, bad),
                false => (good, bad + 1),
            })
        };
        matches!(judged(first), (0, 3..)) && judged(second).0 > 0
    }

    /// Whether a cell is of its column; `None` if any text is, or nothing is known of it.
    fn is_of(&self, kind: &Kind, column_index: usize, text: &str) -> Option<bool> {
        let column = &self.table.columns[column_index];
        match kind {
            _ if text.is_empty() => None,
            Kind::Other => None,
            Kind::Reference(table_index) => Some(matches!(self.known.key(*table_index, text), Found::One(_))),
            _ => Some(match self.settled(kind, column_index, text) {
                Settled::As(text) => fits(column, &text),
                Settled::Amount { .. } => true,
                Settled::Silent | Settled::Wrong(_) | Settled::Unknown(..) => false,
            }),
        }
    }

    /// What is said of rows in which cells are empty that must not be, by index: one finding at the first of them, whether it
    /// stands for the whole row, and that column.
    pub(super) fn emptiness(&self, sheet: &Sheet, rows: &super::Rows) -> HashMap<usize, (usize, bool, Diagnostic)> {
        let lacking: Vec<usize> = sheet.lacks().collect();
        let key = key_column(self.table);
        let wanted: Vec<usize> = (0..self.table.columns.len())
            .filter(|index| {
                let column = &self.table.columns[*index];
                // Positions may follow from a quotation.
                let names = self.is_reference(*index) || known::beginning(column).is_some();
                let is_wanted = column.required && column.default.is_empty() && !column.is_virtual && names;
                is_wanted && Some(*index) != key && !lacking.contains(index)
            })
            .collect();
        fn text(row: &[String], index: usize) -> &str {
            row.get(index).map_or("", |cell| trimmed(cell))
        }
        let mut found = HashMap::new();
        for (row_index, row) in rows.iter().enumerate() {
            let empty: Vec<usize> = wanted
                .iter()
                .copied()
                .filter(|index| text(row, *index).is_empty())
                .collect();
            let Some(first) = empty.first().copied() else { continue };
            let names: Vec<&str> = empty.iter().map(|index| self.table.columns[*index].label()).collect();
            let mut finding = code::required_cell(sheet.cell(row_index, Some(first)), names[0]);
            let above = row_index.checked_sub(1).map_or("", |above| text(&rows[above], first));
            let help = asides::help(row.iter().map(String::as_str));
            if empty.len() > 1 && help.is_none() && sheet.is_short(row_index) {
                finding = sheet.too_short(row_index);
            } else if empty.len() > 1 {
                finding.message = format!("the cells in `{}` are empty", names.join("`, `"));
                finding.valid = Some("values: these columns are required".to_owned());
                finding.help = Some(help.unwrap_or(asides::FILL).to_owned());
            } else if above.is_empty() || !self.is_reference(first) {
                continue;
            } else {
                finding.help = Some(format!(
                    "write `{above}` if it is that of the row above: of cells that were merged, only the first has a text"
                ));
            }
            found.insert(row_index, (first, empty.len() > 1, finding));
        }
        found
    }

    fn is_reference(&self, column_index: usize) -> bool {
        self.table.foreign_keys.iter().any(|key| key.columns == [column_index])
    }

    fn reference(&self, column_index: usize, table_index: usize, text: &str) -> Settled {
        let column = &self.table.columns[column_index];
        let file = self.group.tables[table_index].file.clone();
        let fits = fits(column, text);
        match self.known.key(table_index, text) {
            // What is wrong with the key is told where it is one.
            Found::One(key) if key == text && !fits => Settled::Silent,
            Found::One(key) => Settled::As(key),
            Found::Several(keys) => {
                let text = text.to_owned();
                let told: Vec<String> = keys.iter().map(|key| self.known.told(table_index, key)).collect();
                Settled::Wrong(Box::new(move |place| {
                    let told: Vec<&str> = told.iter().map(String::as_str).collect();
                    code::several_of_this_name(place, &text, &file, &told)
                }))
            }
            Found::None => {
                let find = |part: &str| self.known.key(table_index, part);
                if let Some(several) = several::of(text, &find) {
                    let help = self.others_of_role(column, table_index);
                    return Settled::Wrong(Box::new(move |place| several.finding(place, help.as_deref())));
                }
                // A key that nobody has: its conversion names the nearest.
                if fits {
                    return Settled::As(text.to_owned());
                }
                let labels = self.known.labels(table_index);
                let help = odd::no_value(text);
                let text = text.to_owned();
                let say = move |place| {
                    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                    let mut found = code::unknown_key(place, &text, false, &file, labels.len(), &labels);
                    found.help = help.or(found.help);
                    found
                };
                Settled::Unknown(table_index, Box::new(say))
            }
        }
    }

    /// Where further things go that have the role of a column: into a table with a reference to this one, one to them, and a
    /// column of roles of which this column's name is one.
    fn others_of_role(&self, column: &Column, target: usize) -> Option<String> {
        self.group.tables.iter().find_map(|table| {
            let refers = |index: usize| table.foreign_keys.iter().any(|key| key.table_index == index);
            if !refers(self.table_index) || !refers(target) {
                return None;
            }
            let mut roles = table.columns.iter();
            let role = roles.find(|role| {
                let start = known::beginning(role);
                start.is_some_and(|start| {
                    let words = self.known.words(&start, &|word| fits(role, word));
                    words.contains(&column.name)
                })
            })?;
            Some(format!(
                "write one of them; further ones are rows of {} with `{}` as their {}",
                table.file,
                column.name,
                role.label()
            ))
        })
    }

    fn word(&self, column: &Column, start: &str, text: &str) -> Settled {
        // Lists may share the beginning of their IRIs; then the form of the column tells their words apart.
        let is_class = self.is_class(column);
        let takes = |word: &str| fits(column, word) && (!is_class || self.known.is_class(start, word));
        let text = text.to_owned();
        match self.known.word(start, &text, &takes) {
            Found::One(word) => Settled::As(word),
            Found::None if fits(column, &text) && !self.known.is_term(start, &text) => Settled::As(text),
            Found::None | Found::Several(_) => {
                if let Some(several) = several::of(&text, &|part| self.known.word(start, part, &takes)) {
                    return Settled::Wrong(Box::new(move |place| several.finding(place, None)));
                }
                let words = self.known.words(start, &takes);
                let help = self.word_of_another(start, &text);
                Settled::Wrong(Box::new(move |place| {
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    let mut found = code::unknown_word(place, &text, &words);
                    found.help = help.or(found.help);
                    found
                }))
            }
        }
    }

    /// Where a word belongs that is of the list of another column of the table: `Prêt` into `instrument`.
    fn word_of_another(&self, start: &str, text: &str) -> Option<String> {
        let columns = self.table.columns.iter().filter(|column| !column.is_virtual);
        let others = columns.filter_map(|column| {
            let other = known::beginning(column)?;
            let is_another = other != start && self.known.has_words(&other) && !self.is_class(column);
            let found = is_another.then(|| self.known.word(&other, text, &|word| fits(column, word)));
            match found {
                Some(Found::One(word)) => Some((column.label().to_owned(), word)),
                _ => None,
            }
        });
        let others: Vec<(String, String)> = others.collect();
        if others.len() > 1 {
            let told: Vec<String> = others
                .iter()
                .map(|(other, word)| format!("`{word}` into `{other}`"))
                .collect();
            return Some(format!("write what is meant: {}", told.join(", or ")));
        }
        let (other, word) = others.into_iter().next()?;
        let here = match self.known.is_term(start, "funding") {
            true => "`funding` here for a sum",
            false => "a word of this list here",
        };
        Some(format!(
            "`{text}` is a word of `{other}`: write `{word}` there, and {here}"
        ))
    }
}
