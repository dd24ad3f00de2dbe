use super::super::dialect::Trim;
use super::super::record::Rows;
use super::*;
use proptest::prelude::*;

fn headless() -> Dialect {
    Dialect {
        header_row_count: 0,
        ..Dialect::default()
    }
}

fn in_encoding(encoding: &str) -> Dialect {
    Dialect {
        encoding: encoding.to_owned(),
        ..headless()
    }
}

/// What a reader of blocks sees.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    head: Head,
    text: String,
    rows: Vec<String>,
    comments: Vec<String>,
    error: Option<String>,
}

fn see(bytes: &[u8], dialect: &Dialect, block_bytes: usize, limit: usize) -> Seen {
    let mut blocks = Blocks::new(bytes, dialect, block_bytes);
    blocks.record_limit = limit;
    let mut seen = Seen::default();
    match blocks.head() {
        Ok(head) => seen.head = head,
        Err(error) => seen.error = Some(format!("{error:?}")),
    }
    let mut reuse = String::new();
    loop {
        let block = match blocks.next(reuse) {
            Ok(Some(block)) => block,
            Ok(None) => return seen,
            Err(error) => {
                seen.error = Some(format!("{error:?}"));
                reuse = String::new();
                continue;
            }
        };
        let before = seen.rows.len();
        let mut rows = Rows::new(&block, dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            let cells: Vec<_> = (0..row.len())
                .map(|index| {
                    (
                        row.get(index),
                        row.as_written(index),
                        row.is_quoted(index),
                        row.place(index),
                    )
                })
                .collect();
            let (number, source) = (row.row_number, row.source_number);
            seen.rows.push(format!(
                "{number} {source} {} {cells:?} {:?} {:?}",
                row.line,
                row.text(),
                row.problem()
            ));
        }
        seen.comments
            .extend(rows.comments().iter().map(|comment| format!("{comment:?}")));
        assert_eq!(block.rows, (seen.rows.len() - before) as u64, "{block:?}");
        seen.text.push_str(&block.text);
        drop(row);
        drop(rows);
        reuse = block.text;
    }
}

fn error(bytes: &[u8], dialect: &Dialect) -> Undecodable {
    let mut blocks = Blocks::new(bytes, dialect, 1 << 16);
    loop {
        match blocks.next(String::new()) {
            Ok(Some(_)) => {}
            Err(ReadError::Encoding(found)) => return *found,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn workers_may_share_a_reader_of_blocks() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Blocks::new(std::io::empty(), &Dialect::default(), 1));
}

#[test]
fn the_head_has_skipped_rows_comments_and_header_rows() {
    let dialect = Dialect {
        skip_rows: 2,
        header_row_count: 2,
        skip_columns: 1,
        ..Dialect::described()
    };
    let text = "#made by hand\n\"Trees\nof Paris\"\n# here\nx,\"a\",é b\ny,c\n1,2,3\n";
    let mut blocks = Blocks::new(text.as_bytes(), &dialect, 1 << 16);
    let head = blocks.head().expect("text");
    assert_eq!(head.header, [vec!["a", "é b"], vec!["c"]]);
    assert_eq!(head.places, [vec![(5, 3), (5, 7)], vec![(6, 3)]]);
    assert_eq!(head.written, ["x,\"a\",é b", "y,c"]);
    assert_eq!(head.comments, ["made by hand", "\"Trees\nof Paris\"", " here"]);
    let block = blocks.next(String::new()).expect("text").expect("a row");
    assert_eq!(
        (block.line, block.source_number, block.row_number, block.rows),
        (7, 6, 1, 1)
    );
    assert_eq!(blocks.head().expect("text"), Head::default());
    assert_eq!(blocks.next(String::new()).expect("text"), None);
}

#[test]
fn a_head_may_be_all_there_is() {
    for text in ["", "a,b", "a,b\n", "\u{FEFF}a,b"] {
        let (head, blocks) = read_all(text.as_bytes(), &Dialect::default()).expect("text");
        assert_eq!(head.header.len(), usize::from(!text.is_empty()));
        assert!(head.header.iter().all(|row| row == &["a", "b"]));
        assert!(blocks.is_empty());
    }
}

#[test]
fn an_open_quotation_mark_in_the_head_is_told() {
    let (head, blocks) = read_all("a,\"b\n1,2\n".as_bytes(), &Dialect::default()).expect("text");
    assert_eq!(head.problems, [Quoting::NeverClosed { line: 1, cell_index: 1 }]);
    assert!(blocks.is_empty());
}

#[test]
fn a_record_without_end_is_refused_with_the_line_of_its_quotation_mark() {
    let text = format!("a\nb,\"c\n{}", "d,e\n".repeat(1000));
    let mut blocks = Blocks::new(text.as_bytes(), &headless(), 16);
    blocks.record_limit = 256;
    let first = blocks.next(String::new()).expect("text").expect("a block");
    assert_eq!(first.text, "a\n");
    let error = blocks.next(String::new()).expect_err("too long");
    assert!(matches!(
        error,
        ReadError::RecordTooLong {
            line: 2,
            source_number: 2,
            limit: 256,
            opened: Some(2)
        }
    ));
    assert_eq!(blocks.next(String::new()).expect("the end"), None);
}

#[test]
fn an_undecodable_byte_is_told_with_its_place() {
    let found = error(b"id,nom\n1,\"a\nb\",x\n2,\xC3\xA9t\xE9,\xE0\n", &Dialect::default());
    assert_eq!(
        (found.line, found.char_column, found.source_number, found.row_number),
        (4, 5, 3, 2)
    );
    assert_eq!(
        (found.cell_index, found.byte, found.declared.as_str()),
        (1, 0xE9, "utf-8")
    );
    assert_eq!(
        (found.cell.as_str(), found.row.as_str()),
        ("ét\u{FFFD}", "2,ét\u{FFFD}")
    );
    let found = error(b"id,nom\n1,x\n\xE9", &Dialect::default());
    assert_eq!(
        (found.line, found.char_column, found.row_number, found.cell_index),
        (3, 1, 2, 0)
    );
    let found = error(b"id,d\xE9partement\n1,x\n", &Dialect::default());
    assert_eq!(
        (found.line, found.char_column, found.row_number, found.cell_index),
        (1, 5, 0, 1)
    );
    let found = error(b"a\n1,\xC3", &Dialect::default());
    assert_eq!((found.line, found.byte, found.cell_index), (2, 0xC3, 1));
}

#[test]
fn what_stands_before_an_undecodable_byte_is_given() {
    let seen = see(b"a\nb\nc,\xFFd\ne\n", &headless(), 1 << 16, 1 << 20);
    assert_eq!(seen.text, "a\nb\n");
    assert!(seen.error.is_some());
}

#[test]
fn encodings_are_proposed() {
    let text = "id,nom\n1,L’été à Besançon\n2,Hôtel-Dieu de Nîmes, où l’œuvre\n";
    for encoding in ["windows-1252", "macintosh"] {
        let bytes = encoding_rs::Encoding::for_label(encoding.as_bytes())
            .expect("a label")
            .encode(text)
            .0
            .into_owned();
        assert_eq!(error(&bytes, &headless()).proposals.first(), Some(&encoding));
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(error(&wide, &headless()).proposals, ["utf-16le"]);
    assert_eq!(
        error(&[b"\xFF\xFE".to_vec(), wide].concat(), &headless()).proposals,
        ["utf-16le"]
    );
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(error(&wide, &headless()).proposals, ["utf-16be"]);
    assert_eq!(
        error(&[b"\xFE\xFF".to_vec(), wide].concat(), &headless()).proposals,
        ["utf-16be"]
    );
    assert_eq!(
        error("ªé\n".as_bytes(), &in_encoding("windows-1253")).proposals.first(),
        Some(&"utf-8")
    );
    assert_eq!(error(b"a\0\n", &headless()).byte, 0);
}

#[test]
fn text_is_read_as_declared() {
    let text = "é,\"œ\n\",→\nb\n";
    for (encoding, mark) in [("utf-8", "\u{FEFF}"), ("utf-16le", ""), ("utf-16le", "\u{FEFF}")] {
        let marked = format!("{mark}{text}");
        let bytes = match encoding {
            "utf-8" => marked.into_bytes(),
            _ => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        };
        for size in [1, 3, 1000] {
            assert_eq!(
                see(&bytes, &in_encoding(encoding), size, 1 << 20).text,
                text,
                "{encoding}"
            );
        }
    }
    let wide: Vec<u8> = "\u{FEFF}a\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(see(&wide, &in_encoding("utf-16"), 10, 1 << 20).text, "a\n");
    assert_eq!(see(b"\xE9,\x80\n", &in_encoding("latin1"), 10, 1 << 20).text, "é,€\n");
    assert!(
        see(b"a", &in_encoding("utf-9"), 10, 1 << 20)
            .error
            .is_some_and(|error| error.contains("utf-9"))
    );
}

/// The error at the end of a table, and whether it looks and begins like UTF-8.
fn said(bytes: &[u8], dialect: &Dialect, size: usize) -> (String, bool, bool) {
    let mut blocks = Blocks::new(bytes, dialect, size);
    let error = loop {
        match blocks.next(String::new()) {
            Ok(Some(_)) => {}
            Ok(None) => break String::new(),
            Err(error) => break format!("{error:?}"),
        }
    };
    (error, blocks.looks_like_utf8(), blocks.begins_like_utf8())
}

fn sizes() -> impl Iterator<Item = usize> {
    (1..=64).chain([4096, 1 << 20])
}

#[test]
fn what_is_proposed_depends_on_the_file_only() {
    let row = "1,L’été à Besançon, où l’œuvre\n";
    let encode = |label: &str, text: &str| {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
        encoding.encode(text).0.into_owned()
    };
    let long = row.repeat(2000);
    let wide: Vec<u8> = row.repeat(20).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nul_behind_half = [b"a,b\n1,".as_slice(), b"\xC3\0", long.as_bytes()].concat();
    // What the last character is shows only behind the bytes that are kept.
    let at_the_border: Vec<u8> = [b"\xD2".to_vec(), vec![b'a'; (16 << 10) - 2], "é".into()].concat();
    let cases = [
        ("utf-8", encode("windows-1252", &long)),
        ("utf-8", encode("macintosh", row)),
        ("utf-8", [b"a\n".repeat(3000), encode("macintosh", &long)].concat()),
        ("utf-8", [long.as_bytes(), b"\xE9t\xE9"].concat()),
        ("utf-8", nul_behind_half),
        ("utf-8", wide),
        ("utf-8", b"a\n1,\xC3".to_vec()),
        ("windows-1253", [b"a\xD2,b\n", long.as_bytes()].concat()),
        ("windows-1253", at_the_border),
        ("shift_jis", [b"a\n\x81\xFF,b\n", long.as_bytes()].concat()),
        ("gb18030", [b"a\n\x81\x30\x81,b\n", long.as_bytes()].concat()),
    ];
    for (encoding, bytes) in cases {
        let dialect = in_encoding(encoding);
        let whole = said(&bytes, &dialect, 1 << 16);
        assert!(whole.0.contains("proposals"), "{encoding}: {whole:?}");
        for size in sizes() {
            assert_eq!(said(&bytes, &dialect, size), whole, "{encoding}, {size}");
        }
    }
}

#[test]
fn utf8_declared_as_single_bytes_is_noticed() {
    // 64 KiB are decoded at a time: the characters stand across their borders, and across those of small blocks.
    let border = |character: &str, before: usize| {
        let text = format!("{}{character}\n", "a\n".repeat(1 << 15).split_at((1 << 16) - before).0);
        text.into_bytes()
    };
    let mut cases = vec![
        (format!("{}é,→\n", "abc,def\n".repeat(7)).into_bytes(), true, true),
        ("é,→,😀\n".repeat(300).into_bytes(), true, true),
        (b"abc\xE9\n\xC3\xA9\n".to_vec(), false, false),
        (b"abc\n".to_vec(), false, false),
        (Vec::new(), false, false),
        // Latin-1 that begins like UTF-8, is cut short like it, or has more continuations than it.
        (
            [b"\xC3\xA9\n".repeat(99), b"\xE9t\xE9\n".to_vec()].concat(),
            false,
            true,
        ),
        ([b"\xC3\xA9\n".repeat(99), b"\xC3".to_vec()].concat(), false, true),
        (b"\xC3\xA9\xA9\n".to_vec(), false, true),
        // Too long, a surrogate, beyond Unicode.
        (b"\xC3\xA9\xC0\xAF\n".to_vec(), false, true),
        (b"\xED\xA0\x80\n".to_vec(), false, false),
        (b"\xF4\x90\x80\x80\n".to_vec(), false, false),
        // By its mark it is read as UTF-8, whatever is declared.
        ("\u{FEFF}é\n".into(), false, false),
    ];
    for character in ["é", "→", "😀"] {
        for before in 0..=character.len() {
            cases.push((border(character, before), true, true));
            let mut broken = border(character, before);
            let last = broken.len() - 2;
            broken[last] = b'a';
            cases.push((broken, false, false));
        }
    }
    for (bytes, looks, begins) in &cases {
        // Many small blocks of a long table take long, and are no different.
        for size in sizes().filter(|size| bytes.len() < 4096 || [1, 7, 4096, 1 << 20].contains(size)) {
            let seen = said(bytes, &in_encoding("windows-1252"), size);
            assert_eq!(seen, (String::new(), *looks, *begins), "{size}, {} bytes", bytes.len());
        }
    }
    assert_eq!(said("é\n".as_bytes(), &headless(), 9), (String::new(), false, false));
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let flags = (any::<bool>(), any::<bool>(), 0..3_usize, 0..3_usize, 0..3_usize);
    let trims = prop::sample::select(vec![Trim::False, Trim::True, Trim::Start, Trim::End]);
    let text = |texts: &'static [&'static str]| prop::sample::select(texts);
    let quotes = prop::sample::select(vec![
        Some('"'),
        Some('"'),
        Some('\''),
        Some('é'),
        Some('\\'),
        Some(' '),
        None,
    ]);
    let ends = prop::sample::select(vec![
        vec!["\r\n", "\n"],
        vec!["\n"],
        vec!["\n", "\r\n"],
        vec!["\r\n"],
        vec!["\r"],
        vec!["\r", "\r\n", "\n"],
        vec!["|", "||"],
        vec![],
    ]);
    let tokens = (
        text(&[",", ",", "\t", ";;", "é", "\n", ""]),
        text(&["", "", "#", ",", "\"", "é#"]),
        quotes,
        ends,
    );
    let encodings = text(&["utf-8", "utf-8", "utf-8", "windows-1252", "utf-16le", "shift_jis"]);
    (flags, trims, tokens, encodings).prop_map(|(flags, trim, tokens, encoding)| Dialect {
        comment_prefix: Some(tokens.1.to_owned()).filter(|prefix| !prefix.is_empty()),
        delimiter: tokens.0.to_owned(),
        double_quote: flags.0,
        encoding: encoding.to_owned(),
        header_row_count: flags.2,
        line_terminators: tokens.3.iter().map(|end| (*end).to_owned()).collect(),
        quote: tokens.2,
        skip_blank_rows: flags.1,
        skip_columns: flags.3,
        skip_initial_space: false,
        skip_rows: flags.4,
        trim,
    })
}

const TEXT: &str = "[ab \t,;|#é\"\"\"'\\\\\r\n\n]{0,80}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_size_of_blocks_changes_nothing(text in TEXT, dialect in dialects(), size in 1..100_usize) {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = if dialect.encoding == "utf-16le" { wide.as_slice() } else { text.as_bytes() };
        let limit = 1 << 20;
        prop_assert_eq!(see(bytes, &dialect, size, limit), see(bytes, &dialect, 1 << 16, limit));
    }

    #[test]
    fn both_ways_of_reading_agree(text in TEXT, dialect in dialects(), size in 1..100_usize) {
        let mut usual = Dialect { encoding: "utf-8".to_owned(), delimiter: ",".to_owned(), double_quote: true, ..dialect };
        usual.quote = usual.quote.filter(|quote| *quote == '"');
        usual.line_terminators = vec!["\n".to_owned(), "\r\n".to_owned()];
        if usual.skip_columns == 0 {
            usual.line_terminators.pop();
        }
        prop_assert!(Grammar::new(&usual).simple().is_some());
        let mut other = usual.clone();
        other.line_terminators.push("never a line end".to_owned());
        prop_assert!(Grammar::new(&other).simple().is_none());
        prop_assert_eq!(see(text.as_bytes(), &usual, size, 1 << 20), see(text.as_bytes(), &other, size, 1 << 20));
    }

    #[test]
    fn broken_input_is_told_alike_whatever_the_blocks(
        bytes in prop::collection::vec(prop::sample::select(b"ab,\"\n\n\r# \xC3\xA9\xE9\x00\xFF".to_vec()), 0..60),
        dialect in dialects(),
        size in 1..100_usize,
    ) {
        prop_assert_eq!(see(&bytes, &dialect, size, 1 << 20), see(&bytes, &dialect, 1 << 16, 1 << 20));
    }

    #[test]
    fn nothing_panics(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        dialect in dialects(),
        size in 1..100_usize,
        limit in 1..100_usize,
    ) {
        see(&bytes, &dialect, size, limit);
    }
}
