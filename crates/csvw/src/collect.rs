//! Statements passed on as triples, in the order of the rows.
//!
//! A block keeps its terms in one text and not as a string each: a store that loads millions of triples takes what it
//! needs of them without as many allocations.

use super::statement::{BlockSink, Sink, Statement, row_range};
use oxrdf::vocab::xsd;
use oxrdf::{BlankNodeRef, LiteralRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef, TripleRef};
use std::io;

/// A sink that hands on each statement as a triple, in order.
pub struct Collect<F> {
    take: F,
    spare: Vec<Triples>,
}

impl<F: FnMut(TripleRef<'_>) + Send> Collect<F> {
    /// Passes each triple to `take`.
    pub fn new(take: F) -> Self {
        Self {
            take,
            spare: Vec::new(),
        }
    }
}

/// The triples of a block, with the end of each row.
#[derive(Default)]
pub struct Triples {
    text: String,
    triples: Vec<Kept>,
    ends: Vec<usize>,
}

/// Where a term lies in the text.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    subject: Node,
    predicate: Span,
    object: Object,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    Named(Span),
    Blank(Span),
}

#[derive(Debug, Clone, Copy)]
enum Object {
    Node(Node),
    Simple(Span),
    Typed(Span, Span),
    Tagged(Span, Span),
}

impl Triples {
    fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span {
            start,
            end: self.text.len(),
        }
    }

    fn node(&mut self, node: NamedOrBlankNodeRef<'_>) -> Node {
        match node {
            NamedOrBlankNodeRef::NamedNode(node) => Node::Named(self.keep(node.as_str())),
            NamedOrBlankNodeRef::BlankNode(node) => Node::Blank(self.keep(node.as_str())),
        }
    }

    fn subject(&mut self, subject: NamedOrBlankNodeRef<'_>) -> Node {
        match (self.triples.last().map(|last| last.subject), subject) {
            (Some(Node::Named(last)), NamedOrBlankNodeRef::NamedNode(node)) if self.get(last) == node.as_str() => {
                Node::Named(last)
            }
            _ => self.node(subject),
        }
    }

    fn object(&mut self, object: TermRef<'_>) -> Option<Object> {
        Some(match object {
            TermRef::NamedNode(node) => Object::Node(self.node(node.into())),
            TermRef::BlankNode(node) => Object::Node(self.node(node.into())),
            TermRef::Literal(literal) => {
                let value = self.keep(literal.value());
                match literal.language() {
                    Some(language) => Object::Tagged(value, self.keep(language)),
                    None if literal.datatype() == xsd::STRING => Object::Simple(value),
                    None => Object::Typed(value, self.keep(literal.datatype().as_str())),
                }
            }
            // Tables give no triple terms.
            TermRef::Triple(_) => return None,
        })
    }

    fn get(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn triple(&self, kept: Kept) -> TripleRef<'_> {
        let node = |node| match node {
            Node::Named(span) => NamedOrBlankNodeRef::from(NamedNodeRef::new_unchecked(self.get(span))),
            Node::Blank(span) => BlankNodeRef::new_unchecked(self.get(span)).into(),
        };
        let object: TermRef<'_> = match kept.object {
            Object::Node(object) => node(object).into(),
            Object::Simple(value) => LiteralRef::new_simple_literal(self.get(value)).into(),
            Object::Typed(value, datatype) => {
                LiteralRef::new_typed_literal(self.get(value), NamedNodeRef::new_unchecked(self.get(datatype))).into()
            }
            Object::Tagged(value, language) => {
                LiteralRef::new_language_tagged_literal_unchecked(self.get(value), self.get(language)).into()
            }
        };
        TripleRef::new(
            node(kept.subject),
            NamedNodeRef::new_unchecked(self.get(kept.predicate)),
            object,
        )
    }
}

impl BlockSink for Triples {
    fn statement(&mut self, statement: &Statement<'_>) {
        let subject = self.subject(statement.subject);
        let predicate = self.keep(statement.predicate.as_str());
        if let Some(object) = self.object(statement.object) {
            self.triples.push(Kept {
                subject,
                predicate,
                object,
            });
        }
    }

    fn end_row(&mut self) {
        self.ends.push(self.triples.len());
    }
}

impl<F: FnMut(TripleRef<'_>) + Send> Sink for Collect<F> {
    type Block = Triples;

    fn block(&mut self) -> Triples {
        self.spare.pop().unwrap_or_default()
    }

    fn accept(&mut self, mut block: Triples, left_out: &[usize]) -> io::Result<()> {
        let mut left_out = left_out.iter().map(|row| row_range(&block.ends, *row)).peekable();
        for (index, kept) in block.triples.iter().enumerate() {
            while left_out.next_if(|range| range.end <= index).is_some() {}
            if !left_out.peek().is_some_and(|range| range.contains(&index)) {
                (self.take)(block.triple(*kept));
            }
        }
        block.text.clear();
        block.triples.clear();
        block.ends.clear();
        self.spare.push(block);
        Ok(())
    }
}
