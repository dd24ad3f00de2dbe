//! Tables on a terminal: they fit its width, and nothing of a row is lost.

use std::path::Path;

use oxigraph::model::Literal;
use sourcier::dossier::Dossier;
use sourcier::graph::{Answer, Solutions};
use sourcier::query::answer::{Format, write};
use unicode_width::UnicodeWidthStr;

/// A table of so many columns, each with a sentence of words in it.
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
    write(answer.into(), Format::Table, width, &dossier, &mut out).unwrap();
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
