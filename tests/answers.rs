//! Answers: tables fit the terminal without losing cells, other formats are streamed.

use std::cell::Cell;
use std::io;
use std::path::Path;

use oxigraph::model::Literal;
use oxigraph::sparql::QueryEvaluationError;
use sourcier::dossier::Dossier;
use sourcier::graph::{Answer, Results, Rows, Solutions};
use sourcier::query::answer::{AnswerFormat, WriteError, write};
use unicode_width::UnicodeWidthStr;

/// Writes a table of this many columns, each cell a sentence.
fn table(columns: usize, width: Option<usize>) -> String {
    let dossier = Dossier::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let variables = (0..columns).map(|index| format!("column_{index}")).collect();
    let row = (0..columns)
        .map(|index| Some(Literal::from(format!("élément {index} sur plusieurs mots")).into()))
        .collect();
    let answer = Answer::Solutions(Solutions {
        variables,
        rows: vec![row],
    });
    let mut out = Vec::new();
    write(answer.into(), AnswerFormat::Table, width, &dossier, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn columns_are_made_narrower_until_the_table_fits() {
    let shown = table(3, Some(50));
    assert!(shown.lines().all(|line| line.width() <= 50), "{shown}");
    assert!(
        shown.starts_with("column_0") && shown.lines().next().unwrap().contains("column_2"),
        "{shown}"
    );
}

#[test]
fn a_row_of_too_many_columns_is_shown_one_below_the_other() {
    let shown = table(12, Some(60));
    assert!(shown.lines().all(|line| line.width() <= 60), "{shown}");
    for index in 0..12 {
        assert!(
            shown.contains(&format!("column_{index}")) && shown.contains(&format!("élément {index} ")),
            "{shown}"
        );
    }
}

#[test]
fn in_a_pipe_a_row_stays_a_row() {
    let shown = table(12, None);
    assert_eq!(shown.lines().count(), 4, "{shown}");
}

/// A writer that records how many rows were computed when it was first called.
struct Watched<'a> {
    computed: &'a Cell<usize>,
    first: Option<usize>,
    bytes: Vec<u8>,
}

impl io::Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        let is_row = self.first.is_none() && self.bytes.windows(5).any(|part| part == b"row-0");
        if is_row {
            self.first = Some(self.computed.get());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const ROWS: usize = 20_000;

/// Rows that count how many were computed; the row with the number `failing` fails.
fn rows(computed: &Cell<usize>, failing: Option<usize>) -> Results<'_> {
    let rows = (0..ROWS).map(move |number| {
        computed.set(computed.get() + 1);
        if failing == Some(number) {
            return Err(QueryEvaluationError::Unexpected("it fails".into()));
        }
        Ok(vec![Some(Literal::from(format!("row-{number}")).into())])
    });
    Results::Solutions(Rows::new(vec!["name".to_owned()], rows))
}

const STREAMED: [AnswerFormat; 6] = [
    AnswerFormat::Csv,
    AnswerFormat::Tsv,
    AnswerFormat::Json,
    AnswerFormat::Xml,
    AnswerFormat::Markdown,
    AnswerFormat::Spreadsheet,
];

#[test]
fn the_first_row_is_written_before_the_last_is_computed() {
    let dossier = Dossier::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for format in STREAMED {
        let computed = Cell::new(0);
        let mut out = Watched {
            computed: &computed,
            first: None,
            bytes: Vec::new(),
        };
        write(rows(&computed, None), format, None, &dossier, &mut out).unwrap();
        // A writer may buffer some kilobytes.
        assert!(
            out.first.unwrap() < ROWS / 10,
            "{format:?}: {:?} of {ROWS} rows",
            out.first
        );
        assert_eq!(computed.get(), ROWS);
    }
}

#[test]
fn an_answer_that_fails_on_the_way_is_an_error_and_goes_on_no_further() {
    let dossier = Dossier::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for format in STREAMED.into_iter().chain([AnswerFormat::Table]) {
        let computed = Cell::new(0);
        let mut out = Vec::new();
        let written = write(rows(&computed, Some(ROWS / 2)), format, None, &dossier, &mut out);
        assert!(matches!(written, Err(WriteError::Evaluation(_))), "{format:?}");
        assert_eq!(computed.get(), ROWS / 2 + 1);
        let text = String::from_utf8(out).unwrap();
        match format {
            AnswerFormat::Json => assert!(serde_json::from_str::<serde_json::Value>(&text).is_err()),
            AnswerFormat::Xml => assert!(!text.contains("</sparql>")),
            AnswerFormat::Table => assert!(text.is_empty()),
            _ => {}
        }
    }
}
