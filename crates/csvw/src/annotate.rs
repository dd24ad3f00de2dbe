//! Triples about groups and tables themselves, in standard mode ("Generating RDF", section 4, steps 1 to 4.5).

use super::context::CSVW;
use super::metadata::{Annotation, TableGroup, Value};
use super::plan::Plan;
use super::statement::{BlockSink, Sink, Statement};
use crate::vocabulary::RDF_TYPE;
use oxrdf::{BlankNode, Literal, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use std::io;

/// Writes statements about nodes that metadata names.
struct Annotator<B> {
    sink: B,
    blank: String,
    count: usize,
}

/// Writes the triples about a group.
pub(super) fn group<S: Sink>(group: &TableGroup, sink: &mut S) -> io::Result<()> {
    let mut annotator = Annotator {
        sink: sink.block(),
        blank: "ga".to_owned(),
        count: 0,
    };
    let node = group_node(group);
    annotator.give(&node, RDF_TYPE, &class("TableGroup"));
    annotator.annotations(&node, &group.annotations);
    sink.accept(annotator.sink, &[])
}

/// Writes the triples about a table.
pub(super) fn table<S: Sink>(group: &TableGroup, plan: &Plan<'_>, sink: &mut S) -> io::Result<()> {
    let mut annotator = Annotator {
        sink: sink.block(),
        blank: format!("t{}a", plan.table_index),
        count: 0,
    };
    let node = plan.node();
    let as_term: Term = node.clone().into();
    annotator.give(&group_node(group), &format!("{CSVW}table"), &as_term);
    annotator.give(&node, RDF_TYPE, &class("Table"));
    annotator.give(
        &node,
        &format!("{CSVW}url"),
        &NamedNode::new_unchecked(&plan.table.url).into(),
    );
    annotator.annotations(&node, &plan.table.annotations);
    sink.accept(annotator.sink, &[])
}

/// Writes the comments of a table ("Model for Tabular Data", section 8).
pub(super) fn comments<'c>(plan: &Plan<'_>, comments: impl Iterator<Item = &'c str>, sink: &mut impl BlockSink) {
    const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
    let node = plan.node();
    for comment in comments {
        sink.statement(&Statement {
            subject: node.as_ref(),
            predicate: NamedNodeRef::new_unchecked(COMMENT),
            object: LiteralRef::new_simple_literal(comment).into(),
            column_index: None,
            row: None,
        });
    }
}

fn group_node(group: &TableGroup) -> NamedOrBlankNode {
    match &group.id {
        Some(id) => NamedNode::new_unchecked(id).into(),
        None => BlankNode::new_unchecked("g").into(),
    }
}

fn class(name: &str) -> Term {
    NamedNode::new_unchecked(format!("{CSVW}{name}")).into()
}

impl Plan<'_> {
    /// The node of the table.
    pub(super) fn node(&self) -> NamedOrBlankNode {
        match &self.table.id {
            Some(id) => NamedNode::new_unchecked(id).into(),
            None => BlankNode::new_unchecked(format!("t{}", self.table_index)).into(),
        }
    }
}

impl<B: BlockSink> Annotator<B> {
    fn give(&mut self, subject: &NamedOrBlankNode, predicate: &str, object: &Term) {
        let object: TermRef<'_> = object.as_ref();
        self.sink.statement(&Statement {
            subject: subject.as_ref(),
            predicate: NamedNodeRef::new_unchecked(predicate),
            object,
            column_index: None,
            row: None,
        });
    }

    fn annotations(&mut self, subject: &NamedOrBlankNode, annotations: &[Annotation]) {
        for annotation in annotations {
            match &annotation.value {
                Value::Literal {
                    text,
                    language,
                    datatype,
                } => {
                    let literal = match (language, datatype) {
                        (Some(language), _) => Literal::new_language_tagged_literal_unchecked(text, language),
                        (None, Some(datatype)) => Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)),
                        (None, None) => Literal::new_simple_literal(text),
                    };
                    self.give(subject, &annotation.property, &literal.into());
                }
                Value::Node { id, properties } => {
                    let node: NamedOrBlankNode = match id {
                        Some(id) => NamedNode::new_unchecked(id).into(),
                        None => {
                            self.count += 1;
                            BlankNode::new_unchecked(format!("{}{}", self.blank, self.count)).into()
                        }
                    };
                    self.give(subject, &annotation.property, &node.clone().into());
                    self.annotations(&node, properties);
                }
            }
        }
    }
}
