//! The open dossier: each table is read once, and the row index agrees with the tables.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Mutex;

use crate::support::{invented_dossier, root};
use csvw::{self, BlockSink, InMemory, Options, Resources, Sink, Statement, metadata};
use oxigraph::model::NamedOrBlankNodeRef;
use proptest::prelude::*;
use proptest::sample::select;
use sourcier::diagnostic::{Diagnostic, Place, Report, Style};
use sourcier::dossier::Dossier;
use sourcier::explain;
use sourcier::files::Files;
use sourcier::load::load_from;
use sourcier::open::{OpenDossier, ViewRequest};
use sourcier::tables::{Sheets, Tables};

/// Files that count how often each was opened.
struct Counted {
    files: Files,
    opened: Mutex<BTreeMap<String, usize>>,
}

impl Resources for Counted {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        *self.opened.lock().unwrap().entry(self.files.name(url)).or_default() += 1;
        self.files.open(url)
    }

    fn name(&self, url: &str) -> String {
        self.files.name(url)
    }

    fn allows(&self, url: &str) -> bool {
        self.files.allows(url)
    }
}

/// The tables with columns in languages, whose headings are looked at first.
const IN_LANGUAGES: [&str; 7] = [
    "data/claim-links.csv",
    "data/claims.csv",
    "data/documents.csv",
    "data/entities.csv",
    "data/left-out.csv",
    "data/units.csv",
    "data/wikidata.lock.csv",
];

#[test]
fn each_table_is_read_once_but_for_its_headings() {
    let dossier = Dossier::open(&root()).unwrap();
    let counted = Counted {
        files: Files::of(&dossier),
        opened: Mutex::default(),
    };
    let mut report = Report::default();
    let open = OpenDossier::open_from(&counted, dossier, None, &mut report).unwrap();
    open.check(&mut report).unwrap();
    let claim = format!("{}claim/ely24-20000-formation-continue", open.dossier.manifest.base);
    assert!(open.explain(&claim, None).unwrap().unwrap().row.is_some());
    let opened = counted.opened.into_inner().unwrap();
    assert!(opened.len() > 8, "{opened:?}");
    for (file, times) in opened {
        let expected = 1 + usize::from(IN_LANGUAGES.contains(&&*file));
        assert_eq!(times, expected, "{file}");
    }
}

#[test]
fn an_open_dossier_needs_its_tables_no_more() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let claims = folder.path().join("data/claims.csv");
    // An error, so that its place is looked up.
    let text = fs::read_to_string(&claims)
        .unwrap()
        .replace(",12000000,12000000,", ",13000000,12000000,");
    fs::write(&claims, text).unwrap();
    let seen = |remove: bool| {
        let mut report = Report::default();
        let open = OpenDossier::open(Dossier::open(folder.path()).unwrap(), None, &mut report).unwrap();
        if remove {
            let data = fs::read_dir(folder.path().join("data")).unwrap();
            let tables = data.map(|entry| entry.unwrap().path());
            let tables = tables.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
            tables.for_each(|path| fs::remove_file(path).unwrap());
        }
        open.check(&mut report).unwrap();
        let view = open.view(&ViewRequest::default()).unwrap();
        let mut told = format!(
            "{:?}\n{} {}\n",
            report.sorted(),
            view.graph.topology().node_count(),
            view.graph.topology().edge_count()
        )
        .into_bytes();
        for found in open.find("", None).unwrap().found {
            let explanation = open.explain(&found.claim, None).unwrap().unwrap();
            explain::write(&explanation, Style::Plain, &mut told).unwrap();
        }
        String::from_utf8(told).unwrap()
    };
    let with = seen(false);
    assert!(
        with.contains("data/claims.csv, row 1 (line 2)") && with.contains("13000000"),
        "{with}"
    );
    assert_eq!(with, seen(true));
}

const BASE: &str = "https://e.org/";
const PROPERTIES: [&str; 3] = ["https://e.org/key", "https://e.org/text", "https://e.org/number"];

fn described(dialect: &str) -> String {
    format!(
        r#"{{ "@context": "http://www.w3.org/ns/csvw", "tables": [ {{ "url": "t.csv", "dialect": {dialect},
          "tableSchema": {{ "aboutUrl": "../id/{{key}}", "columns": [
            {{ "name": "key", "titles": "key", "propertyUrl": "{}" }},
            {{ "name": "text", "titles": "text", "propertyUrl": "{}", "aboutUrl": "../text/{{key}}" }},
            {{ "name": "number", "titles": "number", "propertyUrl": "{}", "datatype": "decimal" }} ] }} }} ] }}"#,
        PROPERTIES[0], PROPERTIES[1], PROPERTIES[2]
    )
}

/// The places of each subject's first row: of the row, and of the three properties.
#[derive(Default)]
struct Places(Vec<(String, [Place; 4])>);

impl BlockSink for Places {
    fn statement(&mut self, statement: &Statement<'_>) {
        if let (NamedOrBlankNodeRef::NamedNode(subject), Some(row)) = (statement.subject, statement.row) {
            let places = [row.whole(), row.cell(0), row.cell(1), row.cell(2)];
            self.0.push((subject.as_str().to_owned(), places));
        }
    }
}

struct All(BTreeMap<String, [Place; 4]>);

impl Sink for All {
    type Block = Places;

    fn block(&mut self) -> Places {
        Places::default()
    }

    fn accept(&mut self, block: Places, _: &[usize]) -> io::Result<()> {
        for (subject, places) in block.0 {
            self.0.entry(subject).or_insert(places);
        }
        Ok(())
    }
}

/// Loads a dossier of one table; returns the number of subjects, each of which is looked up.
fn hold_the_same(folder: &Path, dialect: &str, table: &str) -> usize {
    let files = InMemory::new([
        (format!("{BASE}data/csv-metadata.json"), described(dialect)),
        (format!("{BASE}data/t.csv"), table.to_owned()),
    ]);
    let dossier = Dossier::open(folder).unwrap();
    let loaded = load_from(&files, &dossier, None, &mut Report::default()).unwrap();
    let rows = loaded.rows();
    let mut wanted = All(BTreeMap::new());
    let mut report = Report::default();
    let group = metadata::read(&format!("{BASE}data/csv-metadata.json"), &files, &mut report).unwrap();
    csvw::convert(&group, &files, &Options::default(), &mut report, &mut wanted).unwrap();
    // A table in which something is found is read as people keep tables.
    let around = sourcier::tables::Around {
        ontology: &[],
        language: "en",
        texts: None,
    };
    let tables = Tables::read(&files, &group, &around);
    let mut sheets = Sheets::default();
    if !report.is_empty() {
        wanted = All(BTreeMap::new());
        let group = tables.group(&group);
        csvw::convert(&group, &tables, &Options::default(), &mut report, &mut wanted).unwrap();
        sheets = tables.into_sheets();
    }
    for (subject, [whole, cells @ ..]) in &wanted.0 {
        let row = rows
            .row(subject)
            .unwrap_or_else(|| panic!("{subject} is not in the index"));
        assert!(row.subjects().any(|own| own == *subject));
        assert_eq!(row.place(None), sheets.place(whole.clone()));
        for (property, cell) in PROPERTIES.iter().zip(cells) {
            assert_eq!(
                row.place(Some(property)),
                sheets.place(cell.clone()),
                "{subject} {property}"
            );
        }
    }
    assert!(rows.row("https://e.org/id/").is_none() || wanted.0.contains_key("https://e.org/id/"));
    wanted.0.len()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("sourcier.toml"),
        format!("title = \"t\"\nbase = \"{BASE}\"\n"),
    )
    .unwrap();
    folder
}

const DIALECTS: [&str; 6] = [
    "{}",
    r##"{ "commentPrefix": "#", "skipBlankRows": true }"##,
    r#"{ "doubleQuote": false, "trim": true }"#,
    r#"{ "quoteChar": null, "trim": "start" }"#,
    r#"{ "skipColumns": 1 }"#,
    r#"{ "lineTerminators": ["\r\n", "|"], "skipRows": 1 }"#,
];

/// Pieces of a table with a meaning in one of the dialects.
const PIECES: &[&str] = &[
    ",", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", "\\", "#", "|", " ", "\t", "a", "b", "c", "é", "𝄞", "7", "-1.5",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_was_noted_of_a_row_is_what_stands_there(
        dialect in select(&DIALECTS[..]),
        pieces in prop::collection::vec(select(PIECES), 0..120),
    ) {
        let folder = folder();
        let header = "key,text,number\n";
        let table = match dialect {
            _ if dialect.contains("skipColumns") => format!("x,{header}{}", pieces.concat()),
            _ if dialect.contains("skipRows") => format!("x\r\n{}|{}", header.trim_end(), pieces.concat()),
            _ => format!("{header}{}", pieces.concat()),
        };
        hold_the_same(folder.path(), dialect, &table);
    }
}

#[test]
fn rows_of_many_blocks_are_found() {
    let mut table = "key,text,number\n".to_owned();
    for row in 0..20_000 {
        table.push_str(&format!("k{},\"line {row}\nand \"\"next\"\"\",{row}\n", row % 15_000));
    }
    assert_eq!(hold_the_same(folder().path(), "{}", &table), 30_000);
}
