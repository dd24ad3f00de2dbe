//! Properties of any table and metadata: no panic, no endless loop, nothing outside the folder is opened, and neither
//! threads nor blocks change the output. The inputs of the fuzz target are tested as well.

#[path = "support/table.rs"]
mod table;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use csvw::{self, Collect, InMemory, Invalid, Options, Resources, metadata};
use oxigraph::model::{NamedOrBlankNode, TripleRef};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use sourcier::diagnostic::{Diagnostic, Report, Style, human};
use sourcier::files::Files;
use table::{Input, holds};

const CONTEXT: &str = "http://www.w3.org/ns/csvw";

/// Texts with a meaning in metadata or cells.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "b",
    "c",
    "x y",
    "é",
    "%41",
    "_a",
    ",",
    ";",
    "::",
    "\"",
    "'",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "#",
    "%",
    "und",
    "fr",
    "en-GB",
    "no language",
    "string",
    "integer",
    "decimal",
    "double",
    "date",
    "dateTime",
    "time",
    "boolean",
    "any",
    "duration",
    "gYear",
    "xml",
    "json",
    "html",
    "anyURI",
    "QName",
    "hexBinary",
    "base64Binary",
    "nothing",
    "0.0#",
    "#,##0.00",
    "0%",
    "dd/MM/yyyy",
    "HH:mm",
    "yyyy-MM-ddTHH:mm:ss.SXXX",
    "Oui|Non",
    "[a-z]+",
    "(",
    "1",
    "-1",
    "1,5",
    "12/03/1998",
    "2001-02-03",
    "true",
    "NaN",
    "INF",
    "1E9",
    "{a}",
    "{+a}",
    "{#a*}",
    "{?b:2}",
    "{_row}",
    "{_name}{_column}{_sourceColumn}",
    "#{b}",
    "schema:{a}",
    "dc:title",
    "rdf:type",
    "rdf:langString",
    "dc:a b",
    "http://e.org/{a}",
    "//{a}",
    "urn:x:{a}",
    "{",
    "}",
    "{a b}",
    "t.csv",
    "u.csv",
    "s.json",
    "../t.csv",
    "/t.csv",
    "file:///t.csv",
    "_:b",
    "utf-8",
    "windows-1252",
    "utf-16le",
    "start",
    "<p>",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
];

/// The properties of every kind of object.
const PROPERTIES: &[&str] = &[
    "@id",
    "@type",
    "@language",
    "@value",
    "aboutUrl",
    "propertyUrl",
    "valueUrl",
    "datatype",
    "base",
    "format",
    "pattern",
    "decimalChar",
    "groupChar",
    "length",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minExclusive",
    "default",
    "lang",
    "null",
    "ordered",
    "required",
    "separator",
    "name",
    "titles",
    "virtual",
    "suppressOutput",
    "primaryKey",
    "rowTitles",
    "notes",
    "dc:title",
    "dc:a b",
    "schema:<x>",
    "http://e.org/p",
    "transformations",
    "tableDirection",
    "commentPrefix",
    "delimiter",
    "doubleQuote",
    "encoding",
    "header",
    "headerRowCount",
    "lineTerminators",
    "quoteChar",
    "skipBlankRows",
    "skipColumns",
    "skipInitialSpace",
    "skipRows",
    "trim",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => select(TEXTS).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

/// A value that may or may not be valid for a property.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => text().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        2 => (0_u64..4).prop_map(Value::from),
        1 => select(vec![json!(null), json!(-1), json!(1.5), json!(1e300), json!(u64::MAX), json!({}), json!([])]),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            object(inner, 4),
        ]
    })
}

/// An object with some of the properties.
fn object(value: impl Strategy<Value = Value>, length: usize) -> impl Strategy<Value = Value> {
    prop::collection::vec((select(PROPERTIES), value), 0..length)
        .prop_map(|properties| {
            properties
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()
        })
        .prop_map(|object: Map<String, Value>| Value::Object(object))
}

/// Merges the properties of the second into the first.
fn over(mut fixed: Value, varied: Value) -> Value {
    if let (Value::Object(fixed), Value::Object(varied)) = (&mut fixed, varied) {
        fixed.extend(varied);
    }
    fixed
}

/// Metadata of a table with columns a and b, with arbitrary variations; sometimes with a reference to a second table.
fn metadata() -> impl Strategy<Value = String> {
    let column = || object(value(), 4);
    let schema =
        (column(), column(), column(), object(value(), 3), any::<bool>()).prop_map(|(a, b, more, schema, is_keyed)| {
            let columns = json!([
                over(json!({"name": "a", "titles": "a"}), a),
                over(json!({"name": "b", "titles": "b"}), b),
                over(json!({"virtual": true}), more)
            ]);
            let reference = json!({"columnReference": "b", "reference": {"resource": "t.csv", "columnReference": "a"}});
            let keys = if is_keyed {
                json!({"primaryKey": "a", "foreignKeys": [reference]})
            } else {
                json!({})
            };
            over(over(json!({"columns": columns}), keys), schema)
        });
    let dialect = prop_oneof![
        Just(json!({})),
        object(value(), 5).prop_map(|dialect| json!({"dialect": dialect}))
    ];
    (schema, dialect, object(value(), 4), any::<bool>()).prop_map(|(schema, dialect, table, is_group)| {
        let table = over(over(json!({"url": "t.csv", "tableSchema": schema}), dialect), table);
        let whole = if is_group {
            json!({"@context": CONTEXT, "tables": [table, {"url": "u.csv"}]})
        } else {
            over(json!({"@context": CONTEXT}), table)
        };
        whole.to_string()
    })
}

/// The bytes of a table: arbitrary, or rows mostly of two cells.
fn rows() -> impl Strategy<Value = Vec<u8>> {
    let cell = || prop_oneof![3 => text(), 1 => text().prop_map(|text| format!("\"{}\"", text.replace('"', "\"\"")))];
    let row = prop::collection::vec(cell(), 1..4).prop_map(|cells| cells.join(","));
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..120),
        4 => prop::collection::vec(row, 0..12).prop_map(|rows| format!("a,b\n{}\n", rows.join("\n")).into_bytes()),
        1 => "[a-c,;\"'\\\\\n\r#% é0-9.-]{0,80}".prop_map(String::into_bytes),
    ]
}

/// Resources that record which URLs were opened.
struct Recording {
    files: InMemory,
    opened: Mutex<Vec<String>>,
}

impl Resources for Recording {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        self.opened.lock().unwrap().push(url.to_owned());
        self.files.open(url)
    }

    fn allows(&self, url: &str) -> bool {
        url.strip_prefix("https://example.org/data/")
            .is_some_and(|name| !name.contains('/'))
    }
}

/// References inside `https://example.org/data/`, and many outside it.
fn reference(name: &'static str) -> impl Strategy<Value = String> {
    let forms = [
        "NAME",
        "./NAME",
        "../NAME",
        "../data/NAME",
        "/NAME",
        "//e.org/NAME",
        "http://e.org/NAME",
        "https://example.org/NAME",
        "file:///etc/NAME",
        "file:NAME",
        "%2e%2e/NAME",
        "..%2fNAME",
        "%2E%2E%2FNAME",
        "..\\NAME",
        "a/../../NAME",
        "data:,NAME",
        "C:/NAME",
        "NAME?x",
        "NAME#x",
        "?x",
        "",
        "NAME%00",
        "....//NAME",
        "\u{0}NAME",
    ];
    select(forms.to_vec()).prop_map(move |form| form.replace("NAME", name))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_table_under_any_metadata_is_converted_alike_by_any_threads_and_blocks(rows in rows(), metadata in metadata()) {
        holds(&Input::new(&rows, metadata.as_bytes()), &[1, 4], &[1, 9, 64]);
    }

    #[test]
    fn metadata_that_is_not_json_or_nearly_so_is_reported_and_never_panics(
        rows in rows(),
        metadata in metadata(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut broken = metadata.into_bytes();
        let at = at.index(broken.len());
        broken[at] = byte;
        holds(&Input::new(&rows, &broken), &[], &[]);
        holds(&Input::new(&rows, &noise), &[], &[]);
    }

    #[test]
    fn statements_come_in_the_order_of_the_rows(cells in prop::collection::vec("[a-z]{0,9}", 1..60), block_bytes in 1_usize..40) {
        let rows = format!("a\n\"{}\"\n", cells.join("\"\n\""));
        let metadata = json!({"@context": CONTEXT, "url": "t.csv", "null": [], "tableSchema": {"aboutUrl": "#{_row}", "columns": [{"titles": "a"}]}});
        let resources = Input::new(rows.as_bytes(), metadata.to_string().as_bytes()).resources();
        let mut report = Report::default();
        let group = metadata::read(table::ADDRESSES[1], &resources, &mut report).unwrap();
        let mut subjects = Vec::new();
        let mut sink = Collect::new(|triple: TripleRef<'_>| subjects.push(triple.subject.into_owned()));
        let options = Options { threads: 4, block_bytes, ..Options::default() };
        csvw::convert(&group, &resources, &options, &mut report, &mut sink).unwrap();
        let numbers: Vec<usize> = subjects.iter().map(|subject| match subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().rsplit_once('#').unwrap().1.parse().unwrap(),
            NamedOrBlankNode::BlankNode(_) => 0,
        }).collect();
        prop_assert_eq!(numbers, (1..=cells.len()).collect::<Vec<_>>());
    }

    #[test]
    fn no_table_is_opened_that_is_not_allowed(
        base in prop::option::of(reference("")),
        tables in prop::collection::vec((reference("secret.csv"), reference("secret.json"), reference("secret.json"), any::<bool>()), 1..3),
    ) {
        let metadata = leading_out(base, &tables);
        let address = "https://example.org/data/csv-metadata.json";
        let files = [("https://example.org/secret.csv", "a\nSECRET\n"), ("https://example.org/data/secret.csv", "a\nopen\n")];
        let files = files.into_iter().map(|(url, text)| (url, text.to_owned())).chain([(address, metadata)]);
        let resources = Recording { files: InMemory::new(files), opened: Mutex::default() };
        let said = all_that_is_said(address, &resources);
        prop_assert!(!said.contains("SECRET"), "{}", said);
        for url in resources.opened.into_inner().unwrap() {
            prop_assert!(url.starts_with("https://example.org/data/"), "{} was opened", url);
        }
    }

    #[test]
    fn no_file_outside_its_folder_is_read(
        base in prop::option::of(reference("")),
        tables in prop::collection::vec((reference("secret.csv"), reference("secret.json"), reference("secret.json"), any::<bool>()), 1..3),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::write(folder.path().join("secret.csv"), "a\nSECRET\n").unwrap();
        fs::write(folder.path().join("secret.json"), r#"{"columns": [{"titles": "SECRET"}], "commentPrefix": "SECRET"}"#).unwrap();
        fs::write(data.join("secret.csv"), "a\nopen\n").unwrap();
        fs::write(data.join("csv-metadata.json"), leading_out(base, &tables)).unwrap();
        let said = all_that_is_said("https://example.org/data/csv-metadata.json", &laid(&data));
        prop_assert!(!said.contains("SECRET"), "{}", said);
    }
}

fn laid(folder: &Path) -> Files {
    let mut files = Files::default();
    files.lay("https://example.org/data/", folder, "data/");
    files
}

/// Metadata that refers to a table, a schema and a dialect for every entry; the last member says whether to describe
/// columns inline.
fn leading_out(base: Option<String>, tables: &[(String, String, String, bool)]) -> String {
    let context = base.map_or_else(|| json!(CONTEXT), |base| json!([CONTEXT, {"@base": base}]));
    let tables: Vec<Value> = tables
        .iter()
        .map(|(url, schema, dialect, is_here)| match is_here {
            true => json!({"url": url, "dialect": {}, "tableSchema": {"columns": [{"titles": "a"}]}}),
            false => json!({"url": url, "dialect": dialect, "tableSchema": schema}),
        })
        .collect();
    json!({"@context": context, "tables": tables}).to_string()
}

/// Triples and findings as one text.
fn all_that_is_said(address: &str, resources: &dyn Resources) -> String {
    let mut report = Report::default();
    let mut lines = Vec::new();
    if let Some(group) = metadata::read(address, resources, &mut report) {
        let options = Options {
            invalid: Invalid::AsText,
            ..Options::default()
        };
        csvw::convert(
            &group,
            resources,
            &options,
            &mut report,
            &mut csvw::NTriples::new(&mut lines),
        )
        .unwrap();
    }
    format!("{}{}", String::from_utf8(lines).unwrap(), human(&report, Style::Plain))
}

#[test]
fn what_the_fuzzer_starts_from_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/table");
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        eprintln!("{}", path.display());
        holds(&Input::split(&fs::read(&path).unwrap()), &[1, 4], &[1, 2, 3, 7, 16, 61]);
        count += 1;
    }
    assert!(count >= 20, "only {count} seeds in {}", folder.display());
}
