//! A dialect, its five first lines, and a table: where records are cut, and what is in them, does not depend on how much
//! is read at once.

#![no_main]

use csvw::block::{Blocks, Head};
use csvw::dialect::{Dialect, Trim};
use csvw::record::{Row, Rows};

/// Rows as number, source number, line and cells.
type Read = (Head, Vec<(u64, u64, u64, Vec<String>)>, String, bool);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((dialect, table)) = split(bytes) else { return };
    let whole = read(table, &dialect, 1 << 20);
    for block_bytes in 1..=40 {
        assert_eq!(
            read(table, &dialect, block_bytes),
            whole,
            "blocks of {block_bytes} bytes"
        );
    }
});

/// Flags, delimiter, quotation mark, comment prefix and line end, one a line; then the table.
fn split(bytes: &[u8]) -> Option<(Dialect, &[u8])> {
    let mut lines = bytes.splitn(6, |byte| *byte == b'\n');
    let mut text = || lines.next().and_then(|line| std::str::from_utf8(line).ok());
    let flags = text()?.as_bytes();
    let [delimiter, quote, prefix, terminator] = [text()?, text()?, text()?, text()?];
    let flag = |index: usize| flags.get(index).map_or(0, |byte| byte % 4);
    let trims = [Trim::False, Trim::True, Trim::Start, Trim::End];
    let mut dialect = Dialect {
        comment_prefix: Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()),
        double_quote: flag(0) == 0,
        header_row_count: usize::from(flag(1)),
        quote: quote.chars().next(),
        skip_blank_rows: flag(2) == 1,
        skip_columns: usize::from(flag(3)),
        skip_rows: usize::from(flag(4)),
        trim: trims[usize::from(flag(5))],
        ..Dialect::default()
    };
    if !delimiter.is_empty() {
        dialect.delimiter = delimiter.to_owned();
    }
    if !terminator.is_empty() {
        let written = terminator.replace('r', "\r").replace('n', "\n");
        dialect.line_terminators = written
            .split('|')
            .map(str::to_owned)
            .filter(|text| !text.is_empty())
            .collect();
    }
    Some((dialect, lines.next()?))
}

fn read(table: &[u8], dialect: &Dialect, block_bytes: usize) -> Read {
    let mut blocks = Blocks::new(table, dialect, block_bytes);
    let (mut rows, mut text) = (Vec::new(), String::new());
    let Ok(head) = blocks.head() else {
        return (Head::default(), rows, text, false);
    };
    let is_read = loop {
        match blocks.next(String::new()) {
            Ok(Some(block)) => {
                let (mut inner, mut row) = (Rows::new(&block, dialect), Row::default());
                let before = rows.len();
                while inner.next(&mut row) {
                    let cells = row.iter().map(str::to_owned).collect();
                    rows.push((row.row_number, row.source_number, row.line, cells));
                }
                assert_eq!(
                    (rows.len() - before) as u64,
                    block.rows,
                    "as many rows as were announced"
                );
                text.push_str(&block.text);
            }
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    (head, rows, text, is_read)
}
