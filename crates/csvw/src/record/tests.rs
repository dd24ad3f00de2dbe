use super::super::block::read_all;
use super::super::dialect::Trim;
use super::*;
use proptest::prelude::*;

/// The rows of a text behind its head: number, source number, line, values, problem.
type Read = (u64, u64, u64, Vec<String>, Option<Quoting>);

fn read(text: &str, dialect: &Dialect) -> Vec<Read> {
    let (_, blocks) = read_all(text.as_bytes(), dialect).expect("text");
    let mut found = Vec::new();
    for block in &blocks {
        let mut rows = Rows::new(block, dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            let cells = row.iter().map(str::to_owned).collect();
            found.push((row.row_number, row.source_number, row.line, cells, row.problem()));
        }
    }
    found
}

fn cells(text: &str, dialect: &Dialect) -> Vec<Vec<String>> {
    read(text, dialect)
        .into_iter()
        .map(|(_, _, _, cells, _)| cells)
        .collect()
}

fn headless() -> Dialect {
    Dialect {
        header_row_count: 0,
        ..Dialect::default()
    }
}

/// The same dialect, read string by string.
fn slowly(dialect: &Dialect) -> Dialect {
    let mut dialect = dialect.clone();
    dialect.line_terminators.push("never a line end".to_owned());
    dialect
}

#[track_caller]
fn expect(text: &str, dialect: &Dialect, expected: &[&[&str]]) {
    for dialect in [dialect, &slowly(dialect)] {
        assert_eq!(cells(text, dialect), expected, "{dialect:?}");
    }
}

#[test]
fn rows_end_at_line_ends() {
    expect("a,b\nc,d", &headless(), &[&["a", "b"], &["c", "d"]]);
    expect("a,b\r\nc,d\r\n", &headless(), &[&["a", "b"], &["c", "d"]]);
    expect("a\rb,\r\n", &headless(), &[&["a\rb", ""]]);
    expect("", &headless(), &[]);
    expect("\u{FEFF}a,\u{FEFF}\n", &headless(), &[&["a", "\u{FEFF}"]]);
}

#[test]
fn an_empty_line_is_a_row_with_an_empty_cell() {
    expect("a\n\nb\n", &headless(), &[&["a"], &[""], &["b"]]);
    expect("a\n\n", &headless(), &[&["a"], &[""]]);
    expect("\r\n", &headless(), &[&[""]]);
}

#[test]
fn blank_rows_are_skipped_but_counted_in_the_source() {
    let dialect = Dialect {
        skip_blank_rows: true,
        skip_columns: 1,
        ..headless()
    };
    for dialect in [&dialect, &slowly(&dialect)] {
        let rows = read("\n,,\na,b\n\"\",\n ,\nx,\n", dialect);
        let numbers: Vec<_> = rows.iter().map(|row| (row.0, row.1, row.2, row.3.join("|"))).collect();
        assert_eq!(
            numbers,
            [
                (1, 3, 3, "b".to_owned()),
                (2, 5, 5, String::new()),
                (3, 6, 6, String::new())
            ]
        );
    }
}

#[test]
fn quotation_marks_quote_only_at_the_beginning_of_a_cell() {
    expect(
        "\"a,\"\"b\"\"\",5\" pipe,\"\"\n",
        &headless(),
        &[&["a,\"b\"", "5\" pipe", ""]],
    );
    expect(
        "\"x\r\ny\",\"\"\"\"\r\nz\r\n",
        &headless(),
        &[&["x\r\ny", "\""], &["z"]],
    );
    expect("a\"b\nc\"d\n", &headless(), &[&["a\"b"], &["c\"d"]]);
    expect(" \"a\nb\"\n", &headless(), &[&[" \"a"], &["b\""]]);
    expect(
        "\"a\",b\n",
        &Dialect {
            quote: None,
            ..headless()
        },
        &[&["\"a\"", "b"]],
    );
    expect(
        "'it''s',\"\n",
        &Dialect {
            quote: Some('\''),
            ..headless()
        },
        &[&["it's", "\""]],
    );
    expect(
        "«a,««",
        &Dialect {
            quote: Some('«'),
            ..headless()
        },
        &[&["a,«"]],
    );
}

#[test]
fn text_behind_a_closing_quotation_mark_is_kept_and_told() {
    for dialect in [headless(), slowly(&headless())] {
        let rows = read("1,\"a\nb\"c\"d,e\n2,\"f\" ,g\n3,h\n", &dialect);
        assert_eq!(rows[0].3, ["1", "a\nbc\"d", "e"]);
        assert_eq!(rows[0].4, Some(Quoting::TextBehind { line: 1, cell_index: 1 }));
        assert_eq!((rows[1].2, rows[1].3[1].as_str()), (3, "f "));
        assert_eq!(rows[1].4, Some(Quoting::TextBehind { line: 3, cell_index: 1 }));
        assert_eq!((rows[2].0, rows[2].2, rows[2].4), (3, 4, None));
    }
    let trimmed = Dialect {
        trim: Trim::End,
        ..headless()
    };
    assert_eq!(read("\"f\" ,g\n", &trimmed)[0].4, None);
}

#[test]
fn an_open_quotation_mark_is_told_with_its_line() {
    for dialect in [headless(), slowly(&headless())] {
        let rows = read("a\n\"b\nc\",\"d\n\"\"e\nf\n", &dialect);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].3, ["b\nc", "d\n\"e\nf\n"]);
        assert_eq!(rows[1].4, Some(Quoting::NeverClosed { line: 3, cell_index: 1 }));
    }
}

#[test]
fn a_backslash_escapes_where_marks_are_not_doubled() {
    let dialect = Dialect {
        double_quote: false,
        ..headless()
    };
    expect(r#""a\"b\\,",c\,d,\é,"x""#, &dialect, &[&[r#"a"b\,"#, "c,d", "é", "x"]]);
    expect("\\\"a,b\\", &dialect, &[&["\"a", "b\\"]]);
    expect("\"a\\", &dialect, &[&["a\\"]]);
    expect(
        "a\\,b",
        &Dialect {
            quote: None,
            ..dialect.clone()
        },
        &[&["a\\", "b"]],
    );
    let rows = read("\"a\"\\b\\,c\n", &dialect);
    assert_eq!(rows[0].3, ["ab,c"]);
    assert!(rows[0].4.is_some());
}

#[test]
fn delimiters_are_of_any_length() {
    expect(
        "a;b,c\n",
        &Dialect {
            delimiter: ";".to_owned(),
            ..headless()
        },
        &[&["a", "b,c"]],
    );
    expect(
        "a||b|c||\n",
        &Dialect {
            delimiter: "||".to_owned(),
            ..headless()
        },
        &[&["a", "b|c", ""]],
    );
    expect(
        "a→\"b→\"→é\n",
        &Dialect {
            delimiter: "→".to_owned(),
            ..headless()
        },
        &[&["a", "b→", "é"]],
    );
    let tab = Dialect {
        delimiter: "\t".to_owned(),
        trim: Trim::True,
        ..headless()
    };
    expect("\t a \t \"b\t\"\n", &tab, &[&["", "a", "b"]]);
}

#[test]
fn terminators_are_those_declared() {
    let with = |terminators: &[&str]| Dialect {
        line_terminators: terminators.iter().map(|text| (*text).to_owned()).collect(),
        ..headless()
    };
    expect("a\r\nb\n", &with(&["\n"]), &[&["a\r"], &["b"]]);
    assert_eq!(cells("a\rb\r", &with(&["\r"])), [["a"], ["b"]]);
    assert_eq!(cells("a\nb\r\nc", &with(&["\r\n"])), [["a\nb"], ["c"]]);
    assert_eq!(
        cells("a\r\nb\rc\nd", &with(&["\r", "\n", "\r\n"])),
        [["a"], ["b"], ["c"], ["d"]]
    );
    assert_eq!(
        cells("a,b|\"c|\"|d", &with(&["|"])),
        [vec!["a", "b"], vec!["c|"], vec!["d"]]
    );
    let lines: Vec<u64> = read("a\r\nb\rc\n\"d\re\"\rf", &with(&["\r", "\n", "\r\n"]))
        .iter()
        .map(|row| row.2)
        .collect();
    assert_eq!(lines, [1, 2, 3, 4, 6]);
}

#[test]
fn white_space_is_trimmed_where_the_dialect_says_in_quotation_marks_too() {
    let with = |trim| Dialect { trim, ..headless() };
    let text = " a ,\" b\t\", \"c,d\"\n";
    expect(text, &with(Trim::True), &[&["a", "b", "c,d"]]);
    expect(text, &with(Trim::Start), &[&["a ", "b\t", "c,d"]]);
    expect(text, &with(Trim::End), &[&[" a", " b", " \"c", "d\""]]);
    expect(text, &with(Trim::False), &[&[" a ", " b\t", " \"c", "d\""]]);
}

#[test]
fn columns_are_skipped() {
    let dialect = Dialect {
        skip_columns: 2,
        ..headless()
    };
    expect("a,b,c,d\ne\n", &dialect, &[&["c", "d"], &[]]);
    assert_eq!(
        read("a,b,\"c", &dialect)[0].4,
        Some(Quoting::NeverClosed { line: 1, cell_index: 2 })
    );
}

#[test]
fn comments_end_with_their_line() {
    let dialect = Dialect {
        comment_prefix: Some("//".to_owned()),
        ..headless()
    };
    for dialect in [&dialect, &slowly(&dialect)] {
        let (_, blocks) = read_all("a\n//,\"x\r\n\"/\n//\"\nb,//\n//end".as_bytes(), dialect).expect("text");
        let mut rows = Rows::new(&blocks[0], dialect);
        let mut row = Row::default();
        assert!(rows.next(&mut row));
        assert!(rows.next(&mut row));
        assert_eq!(
            (row.row_number, row.source_number, row.line, row.get(0)),
            (2, 3, 3, Some("/\n//"))
        );
        assert!(rows.next(&mut row));
        assert_eq!(
            (row.row_number, row.source_number, row.line, row.get(1)),
            (3, 4, 5, Some("//"))
        );
        assert!(!rows.next(&mut row));
        let comments: Vec<_> = rows
            .comments()
            .iter()
            .map(|comment| (comment.text, comment.source_number))
            .collect();
        assert_eq!(comments, [(",\"x", 2), ("end", 5)]);
        assert_eq!(blocks[0].rows, 3);
    }
}

#[test]
fn a_cell_knows_how_and_where_it_is_written() {
    for dialect in [headless(), slowly(&headless())] {
        let (_, blocks) = read_all("x\né,\"a\"\"\nb\",c \r\n".as_bytes(), &dialect).expect("text");
        let mut rows = Rows::new(&blocks[0], &dialect);
        let mut row = Row::default();
        assert!(rows.next(&mut row) && rows.next(&mut row));
        assert_eq!(row.as_written(1), Some("\"a\"\"\nb\""));
        assert_eq!(row.as_written(2), Some("c "));
        assert_eq!([0, 1, 2].map(|index| row.is_quoted(index)), [false, true, false]);
        assert_eq!(
            [0, 1, 2, 3].map(|index| row.place(index)),
            [Some((2, 1)), Some((2, 3)), Some((3, 4)), None]
        );
        assert_eq!(row.text(), "é,\"a\"\"\nb\",c ");
        assert_eq!((row.len(), row.get(3)), (3, None));
    }
}

fn written(cell: &str) -> String {
    match cell.contains(['"', ',', '\n', '\r']) || cell.is_empty() {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tables_read_as_the_csv_crate_reads_them(
        table in prop::collection::vec(prop::collection::vec("[ab é,\"\r\n]{0,5}", 1..5), 1..8),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let line = |row: &Vec<String>| row.iter().map(|cell| written(cell)).collect::<Vec<_>>().join(",") + end;
        let text: String = table.iter().map(line).collect();
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.expect("text").iter().map(str::to_owned).collect())
            .collect();
        prop_assert_eq!(&theirs, &table);
        prop_assert_eq!(&cells(&text, &headless()), &table);
        prop_assert_eq!(&cells(&text, &slowly(&headless())), &table);
    }
}
