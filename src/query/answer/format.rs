//! The formats of answers.

use crate::export::rdf::RdfFormat;
use crate::formats::{Description, Format, Identity, formats};
use oxigraph::sparql::results::QueryResultsFormat;

formats! {
    /// A format of answers.
    pub enum AnswerFormat of "answers", described by AnswerDescription {
        /// A table for a terminal.
        Table = AnswerDescription {
            identity: Identity::new("table", "txt", "text/plain", "people, in a terminal"),
            forms: &[Form::Table, Form::Boolean],
            results: None,
            graph: Some(RdfFormat::Turtle),
        },
        /// SPARQL 1.1 Query Results CSV.
        Csv = AnswerDescription {
            identity: Identity::new("csv", "csv", "text/csv", "programs: SPARQL 1.1 Query Results CSV"),
            forms: &[Form::Table, Form::Boolean],
            results: Some(QueryResultsFormat::Csv),
            graph: None,
        },
        /// CSV with a byte order mark for spreadsheets, and with texts escaped that would be read as formulas.
        Spreadsheet = AnswerDescription {
            identity: SPREADSHEET,
            forms: &[Form::Table],
            results: None,
            graph: None,
        },
        /// SPARQL 1.1 Query Results TSV.
        Tsv = AnswerDescription {
            identity: Identity::new("tsv", "tsv", "text/tab-separated-values", "programs: SPARQL 1.1 Query Results TSV, terms with their types"),
            forms: &[Form::Table, Form::Boolean],
            results: Some(QueryResultsFormat::Tsv),
            graph: None,
        },
        /// SPARQL 1.1 Query Results JSON.
        Json = AnswerDescription {
            identity: Identity::new("json", "json", "application/sparql-results+json", "programs: SPARQL 1.1 Query Results JSON"),
            forms: &[Form::Table, Form::Boolean],
            results: Some(QueryResultsFormat::Json),
            graph: None,
        },
        /// SPARQL Query Results XML.
        Xml = AnswerDescription {
            identity: Identity::new("xml", "xml", "application/sparql-results+xml", "programs: SPARQL Query Results XML"),
            forms: &[Form::Table, Form::Boolean],
            results: Some(QueryResultsFormat::Xml),
            graph: None,
        },
        /// A Markdown table.
        Markdown = AnswerDescription {
            identity: Identity::new("markdown", "md", "text/markdown", "a table in a page of Markdown"),
            forms: &[Form::Table, Form::Boolean],
            results: None,
            graph: None,
        },
        /// Turtle, for CONSTRUCT and DESCRIBE.
        Turtle = AnswerDescription {
            identity: Identity::new("turtle", "ttl", "text/turtle", "the graphs that CONSTRUCT and DESCRIBE give"),
            forms: &[Form::Graph],
            results: None,
            graph: Some(RdfFormat::Turtle),
        },
        /// N-Triples, for CONSTRUCT and DESCRIBE.
        NTriples = AnswerDescription {
            identity: Identity::new("ntriples", "nt", "application/n-triples", "the same, a triple on each line"),
            forms: &[Form::Graph],
            results: None,
            graph: Some(RdfFormat::NTriples),
        },
    }
}

/// The identity of CSV for spreadsheets, shared with other kinds of output.
pub const SPREADSHEET: Identity = Identity::new(
    "spreadsheet",
    "csv",
    "text/csv",
    "CSV in which spreadsheets find accents, and take no text for a formula",
)
.by_name_only();

/// The description of a format of answers.
#[derive(Debug, Clone, Copy)]
pub struct AnswerDescription {
    /// Its name, extension and media type.
    pub identity: Identity,
    /// The forms of answers that it can represent.
    pub forms: &'static [Form],
    /// The format in `sparesults`, if it writes it.
    pub(super) results: Option<QueryResultsFormat>,
    /// The format of a graph, if it writes graphs.
    pub(super) graph: Option<RdfFormat>,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The rows of a SELECT.
    Table,
    /// The boolean of an ASK.
    Boolean,
    /// The triples of a CONSTRUCT or DESCRIBE.
    Graph,
}

impl Form {
    /// The form in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Table => "a table",
            Self::Boolean => "the answer of ASK",
            Self::Graph => "a graph",
        }
    }
}

impl Description for AnswerDescription {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn features(&self) -> Vec<&'static str> {
        let name = |form: &Form| match form {
            Form::Table => "select",
            Form::Boolean => "ask",
            Form::Graph => "construct",
        };
        self.forms.iter().map(name).collect()
    }
}

impl AnswerFormat {
    /// The formats that can represent a form of answer.
    pub fn of(form: Form) -> Vec<Self> {
        let is_for = |format: &Self| format.description().forms.contains(&form);
        Self::ALL.iter().copied().filter(is_for).collect()
    }

    pub(super) fn results(self) -> Option<QueryResultsFormat> {
        self.description().results
    }
}
