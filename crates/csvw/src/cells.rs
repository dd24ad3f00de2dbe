//! The cells of a row as values ("Model for Tabular Data and Metadata on the Web", section 6.4).

use super::datatype::{Base, Invalid as Reason};
use super::limits::LIST_VALUES;
use super::metadata::Column;
use super::record::Row;
use super::row::CurrentRow;
use diagnostic::{Diagnostic, Place, Report, code, grouped, rule};

/// A text of a row: a piece of a cell as written, or of the buffer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextSpan {
    /// The position of the cell; [`BUFFER`] for the buffer.
    source: usize,
    start: usize,
    end: usize,
    /// Whether it is not a value of its column.
    pub is_invalid: bool,
}

const BUFFER: usize = usize::MAX;

/// The content of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// No value.
    Null,
    /// One value, in its lexical form.
    One(TextSpan),
    /// The values of a list, by their range.
    List(usize, usize),
    /// The text of an invalid cell.
    Invalid(TextSpan),
}

/// The values of a row; one is reused for all rows.
#[derive(Default)]
pub(super) struct Cells {
    pub contents: Vec<Content>,
    pieces: Vec<TextSpan>,
    buffer: String,
    scratch: String,
    lexical: String,
}

impl Cells {
    /// Reads the cells of these columns; returns how many findings there were.
    pub fn read(
        &mut self,
        current: &CurrentRow<'_>,
        columns: impl Iterator<Item = usize>,
        report: &mut Report,
    ) -> usize {
        self.pieces.clear();
        self.buffer.clear();
        self.contents.clear();
        self.contents.resize(current.plan.columns.len(), Content::Null);
        columns.map(|index| self.cell(current, index, report)).sum()
    }

    /// The text of a piece.
    pub fn text<'t>(&'t self, piece: TextSpan, row: &'t Row<'_>) -> &'t str {
        let whole = if piece.source == BUFFER {
            &self.buffer
        } else {
            row.get(piece.source).unwrap_or_default()
        };
        whole.get(piece.start..piece.end).unwrap_or_default()
    }

    /// The values of a list.
    pub fn list(&self, from: usize, to: usize) -> &[TextSpan] {
        self.pieces.get(from..to).unwrap_or_default()
    }

    fn cell(&mut self, current: &CurrentRow<'_>, index: usize, report: &mut Report) -> usize {
        let Some(position) = current.plan.positions[index] else {
            return 0;
        };
        let column = &current.plan.columns[index];
        let text = current.row.get(position).unwrap_or_default();
        if current.plan.plain[index] {
            if !text.is_empty() {
                let piece = TextSpan {
                    source: position,
                    start: 0,
                    end: text.len(),
                    is_invalid: false,
                };
                self.contents[index] = Content::One(piece);
                return 0;
            }
            if !column.required {
                return 0;
            }
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let piece = normalise(text, position, column, &mut scratch);
        let found = if piece.source == BUFFER {
            self.value(current, index, (&scratch, BUFFER), report)
        } else {
            let text = text.get(piece.start..piece.end).unwrap_or_default();
            self.value(current, index, (text, position), report)
        };
        scratch.clear();
        self.scratch = scratch;
        found
    }

    /// Reads a normalised text: a list, or one value.
    fn value(&mut self, current: &CurrentRow<'_>, index: usize, text: (&str, usize), report: &mut Report) -> usize {
        let column = &current.plan.columns[index];
        let (text, source) = text;
        let is_null = match column.separator {
            Some(_) => text.is_empty(),
            None => column.null.iter().any(|null| null == text),
        };
        if is_null {
            self.contents[index] = Content::Null;
            if column.required {
                let make = || code::required_cell(current.cell(index), column.label());
                push(current, index, "T010", make, report);
            }
            return usize::from(column.required);
        }
        let Some(separator) = column.separator.as_deref() else {
            return match self.lexical(current, index, text, source, report) {
                Ok(piece) => {
                    self.contents[index] = Content::One(piece);
                    0
                }
                Err(piece) => {
                    self.contents[index] = Content::Invalid(piece);
                    1
                }
            };
        };
        let from = self.pieces.len();
        let mut wrong = 0;
        for (number, part) in text.split(separator).enumerate() {
            if number == LIST_VALUES {
                let make = || code::long_list(current.cell(index), &grouped(LIST_VALUES));
                push(current, index, "T026", make, report);
                wrong += 1;
                break;
            }
            let part = if column.datatype.base.keeps_white_space() {
                part
            } else {
                part.trim()
            };
            if column.null.iter().any(|null| null == part) {
                continue;
            }
            let piece = match self.lexical(current, index, part, source, report) {
                Ok(piece) => piece,
                Err(piece) => {
                    wrong += 1;
                    piece
                }
            };
            self.pieces.push(piece);
        }
        self.contents[index] = Content::List(from, self.pieces.len());
        if wrong > 0 && current.plan.invalid != super::Invalid::AsText {
            self.contents[index] = Content::Invalid(TextSpan::default());
        }
        wrong
    }

    /// The lexical form of one value, as a piece; of a text that is none, the text.
    fn lexical(
        &mut self,
        current: &CurrentRow<'_>,
        index: usize,
        text: &str,
        source: usize,
        report: &mut Report,
    ) -> Result<TextSpan, TextSpan> {
        let column = &current.plan.columns[index];
        let mut lexical = std::mem::take(&mut self.lexical);
        lexical.clear();
        let result = match column.datatype.read(text, &mut lexical) {
            Ok(read) => Ok(self.keep(current.row, read, source)),
            Err(reason) => {
                let is_reference = column.separator.is_none() && current.plan.referring.get(index) == Some(&true);
                if !(is_reference && matches!(reason, Reason::Format { .. })) {
                    let code = code_of(&reason);
                    let make = || finding(current.cell(index), text, column, reason);
                    push(current, index, code, make, report);
                }
                let mut piece = self.keep(current.row, text, source);
                piece.is_invalid = true;
                Err(piece)
            }
        };
        self.lexical = lexical;
        result
    }

    /// A text as a piece: of its cell where it lies in it, else copied into the buffer.
    fn keep(&mut self, row: &Row<'_>, text: &str, source: usize) -> TextSpan {
        if source != BUFFER
            && let Some(cell) = row.get(source)
        {
            let start = (text.as_ptr() as usize).wrapping_sub(cell.as_ptr() as usize);
            if start <= cell.len() && start + text.len() <= cell.len() {
                return TextSpan {
                    source,
                    start,
                    end: start + text.len(),
                    is_invalid: false,
                };
            }
        }
        let start = self.buffer.len();
        self.buffer.push_str(text);
        TextSpan {
            source: BUFFER,
            start,
            end: self.buffer.len(),
            is_invalid: false,
        }
    }
}

/// Reports a finding of a cell, which is made only if it will be kept.
fn push(current: &CurrentRow<'_>, index: usize, code: &str, make: impl FnOnce() -> Diagnostic, report: &mut Report) {
    let plan = current.plan;
    let kind = plan.kind(code, plan.positions[index].map_or(0, |position| position + 1));
    report.push_with(kind, current.row.row_number, || plan.sorted(make()));
}

/// White space as section 6.4 asks, steps 1 to 3; the piece of the cell that is left, or the whole of `scratch`.
fn normalise(text: &str, position: usize, column: &Column, scratch: &mut String) -> TextSpan {
    let base = column.datatype.base;
    let mut piece = TextSpan {
        source: position,
        start: 0,
        end: text.len(),
        is_invalid: false,
    };
    // Most cells have none; without a way out of the loop many bytes are examined together.
    let has_space = text.bytes().fold(false, |found, byte| found | (byte <= b' '));
    if has_space && !base.keeps_white_space() {
        let trimmed = text.trim_matches(is_space);
        let is_single = !trimmed.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) && !trimmed.contains("  ");
        if base.collapses_white_space() {
            if is_single {
                piece.start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
                piece.end = piece.start + trimmed.len();
            } else {
                for (index, word) in trimmed.split(is_space).filter(|word| !word.is_empty()).enumerate() {
                    if index > 0 {
                        scratch.push(' ');
                    }
                    scratch.push_str(word);
                }
                return TextSpan {
                    source: BUFFER,
                    start: 0,
                    end: scratch.len(),
                    is_invalid: false,
                };
            }
        } else if !is_single {
            scratch.extend(text.chars().map(|c| if is_space(c) { ' ' } else { c }));
            return TextSpan {
                source: BUFFER,
                start: 0,
                end: scratch.len(),
                is_invalid: false,
            };
        }
    }
    if piece.start == piece.end && !column.default.is_empty() {
        scratch.push_str(&column.default);
        return TextSpan {
            source: BUFFER,
            start: 0,
            end: scratch.len(),
            is_invalid: false,
        };
    }
    piece
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The code of what [`finding`] makes.
fn code_of(reason: &Reason) -> &'static str {
    match reason {
        Reason::Lexical { .. } => "T008",
        Reason::Length { .. } => "T013",
        Reason::Range { .. } => "T018",
        Reason::Format { .. } => "T009",
    }
}

fn finding(place: Place, value: &str, column: &Column, reason: Reason) -> Diagnostic {
    let base = column.datatype.base;
    let under = |found: Diagnostic| match rule_of(base) {
        Some(rule) => found.under(rule),
        None => found,
    };
    match reason {
        Reason::Lexical { valid } => under(code::bad_value(place, value, base.name(), &valid)),
        Reason::Length { length, valid } => code::bad_length(place, length, &valid),
        Reason::Range { valid } => code::out_of_range(place, value, &valid),
        Reason::Format { format, suggestion } => {
            let help = suggestion.map(|near| format!("did you mean `{near}`?"));
            under(code::bad_format(place, value, &format, help))
        }
    }
}

/// The section on how values of a datatype are written; `None` if it is that of the code.
fn rule_of(base: Base) -> Option<&'static str> {
    if base.is_numeric() {
        Some(rule::NUMBERS)
    } else if base == Base::Boolean {
        Some(rule::BOOLEANS)
    } else if base.is_date_time() {
        Some(rule::DATES)
    } else if base.is_duration() {
        Some(rule::DURATIONS)
    } else {
        None
    }
}
