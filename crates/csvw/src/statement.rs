//! The statements of a row ("Generating RDF from Tabular Data on the Web", section 4.6).

use super::cells::{Cells, Content, TextSpan};
use super::metadata::{Column, slot};
use super::plan::Plan;
use super::row::CurrentRow;
use super::template::{IriTemplate, Value};
use super::{Invalid, Mode, context};
use crate::vocabulary::{RDF_TYPE, XSD};
use diagnostic::{Report, code};
use oxrdf::{BlankNodeRef, LiteralRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef, TripleRef};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

/// One statement.
pub struct Statement<'a> {
    /// Its subject.
    pub subject: NamedOrBlankNodeRef<'a>,
    /// Its predicate.
    pub predicate: NamedNodeRef<'a>,
    /// Its object.
    pub object: TermRef<'a>,
    /// The column it comes from, by its index in [`Plan::columns`]; `None` for statements about a row, a table or a group.
    pub column_index: Option<usize>,
    /// The row it comes from; `None` for statements about a table or a group.
    pub row: Option<&'a CurrentRow<'a>>,
}

impl<'a> Statement<'a> {
    /// The statement as a triple.
    pub fn triple(&self) -> TripleRef<'a> {
        TripleRef::new(self.subject, self.predicate, self.object)
    }
}

/// Takes the statements of a block of rows; blocks are filled in parallel.
pub trait BlockSink: Send {
    /// Takes a statement.
    fn statement(&mut self, statement: &Statement<'_>);

    /// Ends the statements of a row; some rows have none.
    fn end_row(&mut self) {}
}

/// Takes the blocks in the order of the rows.
pub trait Sink: Send {
    /// The buffer of a block of rows.
    type Block: BlockSink;

    /// Makes an empty block; one that was accepted may be used again.
    fn block(&mut self) -> Self::Block;

    /// Takes a block. `left_out` are rows found invalid after their statements were added, by
    /// their index among the rows of the block, in order.
    ///
    /// # Errors
    /// When it cannot be written.
    fn accept(&mut self, block: Self::Block, left_out: &[usize]) -> io::Result<()>;
}

impl<S: Sink> Sink for &mut S {
    type Block = S::Block;

    fn block(&mut self) -> Self::Block {
        S::block(self)
    }

    fn accept(&mut self, block: Self::Block, left_out: &[usize]) -> io::Result<()> {
        S::accept(self, block, left_out)
    }
}

/// The range of a row, where rows end at `ends`.
pub(super) fn row_range(ends: &[usize], row: usize) -> std::ops::Range<usize> {
    let start = row
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .copied()
        .unwrap_or_default();
    start..ends.get(row).copied().unwrap_or(start)
}

/// The buffers of a row's statements, reused.
#[derive(Default)]
pub(super) struct Writer {
    subjects: Vec<String>,
    filled: Vec<bool>,
    /// The subjects that the row was said to describe.
    described: HashSet<String>,
    is_blank_described: bool,
    /// For each subject, whether its template was considered.
    is_described: Vec<bool>,
    blank: String,
    predicate: String,
    object: String,
    list: [String; 2],
    row_number: String,
    source_number: String,
}

/// A subject that is the row's blank node.
const BLANK: usize = usize::MAX;

impl Writer {
    /// Passes on the statements of a row; returns how many findings there were.
    pub fn row(
        &mut self,
        current: &CurrentRow<'_>,
        cells: &Cells,
        report: &mut Report,
        sink: &mut impl BlockSink,
    ) -> usize {
        let plan = current.plan;
        let mut wrong = 0;
        self.begin(current, cells, sink);
        for index in plan.emitted.iter().copied() {
            let column = &plan.columns[index];
            let content = cells.contents[index];
            let gives = match content {
                Content::Null => {
                    column.is_virtual && column.value.as_ref().is_some_and(|value| names_something(value, cells))
                }
                Content::Invalid(_) => plan.invalid == Invalid::AsText,
                Content::One(_) | Content::List(..) => true,
            };
            if !gives || rests_on_invalid(plan, column, cells) {
                continue;
            }
            if let Err((at, iri)) = self.iris(current, cells, index) {
                wrong += 1;
                let diagnostic = code::bad_iri(current.cell(index), &iri, at);
                report.push(plan.sorted(diagnostic));
                continue;
            }
            self.describes(current, index, sink);
            if column.value.is_some() {
                self.give(current, index, NamedNodeRef::new_unchecked(&self.object).into(), sink);
            } else {
                self.literals(current, cells, index, content, sink);
            }
        }
        wrong
    }

    /// Begins a row: in standard mode the triples about the row itself (steps 4.6.1 to 4.6.6).
    fn begin(&mut self, current: &CurrentRow<'_>, cells: &Cells, sink: &mut impl BlockSink) {
        let (plan, row) = (current.plan, current.row);
        self.filled.clear();
        self.filled.resize(plan.subjects.len(), false);
        self.subjects.resize_with(plan.subjects.len(), String::new);
        self.described.clear();
        self.is_blank_described = false;
        self.is_described.clear();
        self.is_described.resize(plan.subjects.len(), false);
        self.blank.clear();
        self.row_number.clear();
        self.source_number.clear();
        if !plan.is_numbered {
            return;
        }
        let _ = write!(self.row_number, "{}", row.row_number);
        let _ = write!(self.source_number, "{}", row.source_number);
        let _ = write!(self.blank, "{}{}d", plan.blank, self.row_number);
        if plan.mode == Mode::Minimal {
            return;
        }
        let node = format!("{}{}", plan.blank, self.row_number);
        let table = plan.node();
        let subject: NamedOrBlankNodeRef<'_> = BlankNodeRef::new_unchecked(&node).into();
        let term = |name: &str| format!("{}{name}", context::CSVW);
        let [in_table, class, number, url, title] = ["row", "Row", "rownum", "url", "title"].map(term);
        let mut give = |subject: NamedOrBlankNodeRef<'_>, predicate: &str, object: TermRef<'_>| {
            sink.statement(&Statement {
                subject,
                predicate: NamedNodeRef::new_unchecked(predicate),
                object,
                column_index: None,
                row: Some(current),
            });
        };
        give(table.as_ref(), &in_table, BlankNodeRef::new_unchecked(&node).into());
        give(subject, RDF_TYPE, NamedNodeRef::new_unchecked(&class).into());
        let integer = format!("{XSD}integer");
        let literal = LiteralRef::new_typed_literal(&self.row_number, NamedNodeRef::new_unchecked(&integer));
        give(subject, &number, literal.into());
        let address = format!(
            "{}#row={}",
            plan.table.url.split('#').next().unwrap_or_default(),
            self.source_number
        );
        give(subject, &url, NamedNodeRef::new_unchecked(&address).into());
        for index in &plan.table.row_titles {
            let column = &plan.columns[*index];
            for piece in pieces(cells, cells.contents[*index]) {
                let text = cells.text(piece, row);
                let literal = if column.language == context::UNDETERMINED {
                    LiteralRef::new_simple_literal(text)
                } else {
                    LiteralRef::new_language_tagged_literal_unchecked(text, &column.language)
                };
                give(subject, &title, literal.into());
            }
        }
    }

    /// In standard mode, that the row describes a subject, once each (step 4.6.8.2).
    fn describes(&mut self, current: &CurrentRow<'_>, index: usize, sink: &mut impl BlockSink) {
        let subject = current.plan.subject_of[index].unwrap_or(BLANK);
        if current.plan.mode == Mode::Minimal {
            return;
        }
        // Two templates can give one subject: it is described once.
        let is_new = match subject {
            BLANK => !std::mem::replace(&mut self.is_blank_described, true),
            known if std::mem::replace(&mut self.is_described[known], true) => false,
            known => self.described.insert(self.subjects[known].clone()),
        };
        if !is_new {
            return;
        }
        let node = format!("{}{}", current.plan.blank, self.row_number);
        let predicate = format!("{}describes", context::CSVW);
        let object = match subject {
            BLANK => TermRef::BlankNode(BlankNodeRef::new_unchecked(&self.blank)),
            known => NamedNodeRef::new_unchecked(&self.subjects[known]).into(),
        };
        sink.statement(&Statement {
            subject: BlankNodeRef::new_unchecked(&node).into(),
            predicate: NamedNodeRef::new_unchecked(&predicate),
            object,
            column_index: None,
            row: Some(current),
        });
    }

    /// Makes the subject, the predicate and, where there is a template for it, the object of a column.
    fn iris(&mut self, current: &CurrentRow<'_>, cells: &Cells, index: usize) -> Result<(), (&'static str, String)> {
        let column = &current.plan.columns[index];
        if let Some(subject) = current.plan.subject_of[index]
            && !self.filled[subject]
        {
            let mut buffer = std::mem::take(&mut self.subjects[subject]);
            buffer.clear();
            let template = &current.plan.subjects[subject];
            let result = self.expand(template, current, cells, index, &mut buffer);
            self.subjects[subject] = buffer;
            result.map_err(|iri| ("aboutUrl", iri))?;
            // What depends on the column is made anew for each.
            self.filled[subject] = !depends_on_column(template);
        }
        if column.property.constant().is_none() {
            let mut buffer = std::mem::take(&mut self.predicate);
            buffer.clear();
            let result = self.expand(&column.property, current, cells, index, &mut buffer);
            self.predicate = buffer;
            result.map_err(|iri| ("propertyUrl", iri))?;
        }
        if let Some(value) = &column.value {
            let mut buffer = std::mem::take(&mut self.object);
            buffer.clear();
            let result = self.expand(value, current, cells, index, &mut buffer);
            self.object = buffer;
            result.map_err(|iri| ("valueUrl", iri))?;
        }
        Ok(())
    }

    fn expand(
        &self,
        template: &IriTemplate,
        current: &CurrentRow<'_>,
        cells: &Cells,
        index: usize,
        out: &mut String,
    ) -> Result<(), String> {
        let column = &current.plan.columns[index];
        let mut lists: Vec<(usize, String, Vec<Range<usize>>)> = Vec::new();
        for slot in template.slots().filter(|slot| *slot < slot::FIRST) {
            if let Some(Content::List(from, to)) = cells.contents.get(slot) {
                let (mut text, mut ranges) = (String::new(), Vec::new());
                for piece in cells.list(*from, *to) {
                    let start = text.len();
                    text.push_str(cells.text(*piece, current.row));
                    ranges.push(start..text.len());
                }
                lists.push((slot, text, ranges));
            }
        }
        let special = column_variables(template, column, current, index);
        template.expand(
            |slot| match slot {
                slot::ROW => Value::Text(&self.row_number),
                slot::SOURCE_ROW => Value::Text(&self.source_number),
                slot::NAME => Value::Text(&special[0]),
                slot::COLUMN => Value::Text(&special[1]),
                slot::SOURCE_COLUMN => Value::Text(&special[2]),
                slot => match cells.contents.get(slot) {
                    Some(Content::One(piece) | Content::Invalid(piece)) => Value::Text(cells.text(*piece, current.row)),
                    Some(Content::List(..)) => {
                        let list = lists.iter().find(|(known, ..)| *known == slot);
                        list.map_or(Value::Undefined, |(_, text, ranges)| Value::List(text, ranges))
                    }
                    Some(Content::Null) | None => Value::Undefined,
                },
            },
            out,
        )
    }

    /// The literals of a cell: one, a list in order, or one for each value (steps 4.6.8.5 to 4.6.8.7).
    fn literals(
        &mut self,
        current: &CurrentRow<'_>,
        cells: &Cells,
        index: usize,
        content: Content,
        sink: &mut impl BlockSink,
    ) {
        let column = &current.plan.columns[index];
        if let (Content::List(from, to), true) = (content, column.ordered) {
            self.ordered_list(current, cells, index, (from, to), sink);
            return;
        }
        for piece in pieces(cells, content) {
            let datatype = if piece.is_invalid {
                ""
            } else {
                current.plan.datatypes[index].as_str()
            };
            let literal = literal(cells.text(piece, current.row), column, datatype);
            self.give(current, index, literal.into(), sink);
        }
    }

    fn ordered_list(
        &mut self,
        current: &CurrentRow<'_>,
        cells: &Cells,
        index: usize,
        range: (usize, usize),
        sink: &mut impl BlockSink,
    ) {
        const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let column = &current.plan.columns[index];
        let [first, rest, nil] = ["first", "rest", "nil"].map(|name| format!("{RDF}{name}"));
        let [mut node, mut next] = std::mem::take(&mut self.list);
        node.clear();
        let values = cells.list(range.0, range.1);
        let label = |number: usize| format!("{}{}c{index}i{number}", current.plan.blank, self.row_number);
        node.push_str(&label(0));
        if values.is_empty() {
            self.give(current, index, NamedNodeRef::new_unchecked(&nil).into(), sink);
        } else {
            self.give(current, index, BlankNodeRef::new_unchecked(&node).into(), sink);
        }
        for (number, piece) in values.iter().enumerate() {
            let literal = literal(cells.text(*piece, current.row), column, &current.plan.datatypes[index]);
            next.clear();
            next.push_str(&label(number + 1));
            let subject = BlankNodeRef::new_unchecked(&node);
            let tail: TermRef<'_> = if number + 1 == values.len() {
                NamedNodeRef::new_unchecked(&nil).into()
            } else {
                BlankNodeRef::new_unchecked(&next).into()
            };
            for (predicate, object) in [(&first, literal.into()), (&rest, tail)] {
                sink.statement(&Statement {
                    subject: subject.into(),
                    predicate: NamedNodeRef::new_unchecked(predicate),
                    object,
                    column_index: Some(index),
                    row: Some(current),
                });
            }
            std::mem::swap(&mut node, &mut next);
        }
        self.list = [node, next];
    }

    fn give(&self, current: &CurrentRow<'_>, index: usize, object: TermRef<'_>, sink: &mut impl BlockSink) {
        let subject = match current.plan.subject_of[index] {
            Some(subject) => NamedNodeRef::new_unchecked(&self.subjects[subject]).into(),
            None => BlankNodeRef::new_unchecked(&self.blank).into(),
        };
        let property = &current.plan.columns[index].property;
        sink.statement(&Statement {
            subject,
            predicate: NamedNodeRef::new_unchecked(property.constant().unwrap_or(&self.predicate)),
            object,
            column_index: Some(index),
            row: Some(current),
        });
    }
}

/// The variables of a template that tell of the column: its name, its number, its number in the file.
fn column_variables(template: &IriTemplate, column: &Column, current: &CurrentRow<'_>, index: usize) -> [String; 3] {
    if !depends_on_column(template) {
        return [const { String::new() }; 3];
    }
    let position = current.plan.positions[index].map_or(index, |position| position);
    let skipped = current.plan.table.dialect.skip_columns;
    [
        decoded(&column.name),
        (index + 1).to_string(),
        position.saturating_add(skipped).saturating_add(1).to_string(),
    ]
}

fn depends_on_column(template: &IriTemplate) -> bool {
    template
        .slots()
        .any(|slot| matches!(slot, slot::NAME | slot::COLUMN | slot::SOURCE_COLUMN))
}

/// A percent-encoded name, decoded.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match (byte, digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(decoded)) => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a template of a virtual column has something to name: it has no variables, or one of them has a value.
fn names_something(template: &IriTemplate, cells: &Cells) -> bool {
    let mut slots = template.slots().peekable();
    slots.peek().is_none() || slots.any(|slot| !matches!(cells.contents.get(slot), Some(Content::Null)))
}

/// Whether an IRI of this column is made from a cell that is not valid: then it gives no triple.
fn rests_on_invalid(plan: &Plan<'_>, column: &Column, cells: &Cells) -> bool {
    plan.invalid != Invalid::AsText
        && [column.about.as_ref(), column.value.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(IriTemplate::slots)
            .any(|slot| matches!(cells.contents.get(slot), Some(Content::Invalid(_))))
}

fn pieces(cells: &Cells, content: Content) -> impl Iterator<Item = TextSpan> + '_ {
    let (one, list) = match content {
        Content::Null => (None, &[][..]),
        Content::One(piece) | Content::Invalid(piece) => (Some(piece), &[][..]),
        Content::List(from, to) => (None, cells.list(from, to)),
    };
    one.into_iter().chain(list.iter().copied())
}

/// A literal; `datatype` is empty for the text of an invalid cell.
fn literal<'a>(text: &'a str, column: &'a Column, datatype: &'a str) -> LiteralRef<'a> {
    if !datatype.is_empty() && !column.datatype.is_string() {
        return LiteralRef::new_typed_literal(text, NamedNodeRef::new_unchecked(datatype));
    }
    if column.language == context::UNDETERMINED || datatype.is_empty() {
        LiteralRef::new_simple_literal(text)
    } else {
        LiteralRef::new_language_tagged_literal_unchecked(text, &column.language)
    }
}
