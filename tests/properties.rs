//! Properties for any input: no panic, no silent loss, and parsing inverts writing.

use csvw::{self, Collect, InMemory, Options, metadata};
use oxigraph::model::{Triple, TripleRef};
use proptest::prelude::*;
use sourcier::diagnostic::{Report, Severity, Style, human, json};
use sourcier::evidence::Text;
use sourcier::graph::Graph;
use text::language::Language;
use text::quantity::quantities;
use text::{Decimal, amount};

const METADATA: &str = r#"{ "@context": "http://www.w3.org/ns/csvw", "tables": [ { "url": "t.csv",
  "tableSchema": { "aboutUrl": "../id/{key}", "primaryKey": "key", "columns": [
    { "name": "key", "titles": "key", "required": true, "datatype": { "base": "string", "format": "[a-z0-9-]+" } },
    { "name": "text", "titles": "text", "propertyUrl": "rdfs:label", "lang": "fr" },
    { "name": "number", "titles": "number", "propertyUrl": "schema:price", "datatype": "decimal" } ] } } ] }"#;

/// Reads a table; returns its triples and the findings.
fn read(metadata: &[u8], table: &[u8]) -> (Vec<Triple>, Report) {
    let mut report = Report::default();
    let files = InMemory::new([("https://e.org/m.json", metadata), ("https://e.org/t.csv", table)]);
    let mut triples = Vec::new();
    if let Some(group) = metadata::read("https://e.org/m.json", &files, &mut report) {
        let mut sink = Collect::new(|triple: TripleRef<'_>| triples.push(triple.into_owned()));
        csvw::convert(&group, &files, &Options::default(), &mut report, &mut sink).unwrap();
    }
    (triples, report)
}

/// Converts a table; returns its triples as N-Triples lines, and the findings.
fn convert(metadata: &[u8], table: &[u8]) -> (Vec<String>, Report) {
    let (triples, report) = read(metadata, table);
    (triples.iter().map(ToString::to_string).collect(), report)
}

/// Writes rows as CSV, with all cells quoted.
fn csv(rows: &[(String, String, String)]) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |(key, text, number): &(String, String, String)| {
        format!("{},{},{}\n", quoted(key), quoted(text), quoted(number))
    };
    format!("key,text,number\n{}", rows.iter().map(line).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_table_or_metadata_are_reported_and_never_panic(
        table in prop::collection::vec(any::<u8>(), 0..300),
        text in ".{0,200}",
    ) {
        let (_, report) = convert(METADATA.as_bytes(), &table);
        human(&report, Style::Coloured);
        json(&report);
        let (_, report) = convert(text.as_bytes(), &table);
        prop_assert!(report.count(Severity::Error) > 0);
    }

    #[test]
    fn every_cell_becomes_a_triple_or_a_diagnostic(
        rows in prop::collection::btree_map("[a-z]{1,6}", ("\\PC{0,20}", "(-?[0-9]{1,9}(\\.[0-9]{1,4})?)?|[a-z]{1,3}"), 1..20),
    ) {
        let rows: Vec<_> = rows.into_iter().map(|(key, (text, number))| (key, text, number)).collect();
        let (triples, report) = convert(METADATA.as_bytes(), csv(&rows).as_bytes());
        let filled: usize = rows.iter().map(|(_, text, number)| 1 + usize::from(!text.is_empty()) + usize::from(!number.is_empty())).sum();
        prop_assert_eq!(triples.len() + report.count(Severity::Error), filled);
    }

    #[test]
    fn the_order_of_rows_changes_only_order(
        rows in prop::collection::btree_map("[a-z]{1,6}", ("[a-zé ]{0,20}", "[0-9]{1,9}"), 1..20),
    ) {
        let mut rows: Vec<_> = rows.into_iter().map(|(key, (text, number))| (key, text, number)).collect();
        let (mut forth, _) = convert(METADATA.as_bytes(), csv(&rows).as_bytes());
        rows.reverse();
        let (mut back, _) = convert(METADATA.as_bytes(), csv(&rows).as_bytes());
        forth.sort();
        back.sort();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn a_text_survives_the_way_through_the_graph(text in "\\PC{1,60}") {
        let table = csv(&[("k".into(), text.clone(), String::new())]);
        let (triples, report) = read(METADATA.as_bytes(), table.as_bytes());
        prop_assert!(report.is_empty());
        let mut graph = Graph::default();
        graph.extend(triples).unwrap();
        let literals: Vec<String> = graph.triples().map(|t| sourcier::graph::text(&t.object).to_owned()).collect();
        prop_assert!(literals.contains(&text));
    }

    #[test]
    fn reading_figures_never_panics_and_stays_in_the_text(text in "\\PC{0,80}") {
        let length = text.chars().count();
        for language in ["fr", "en"].into_iter().filter_map(Language::of) {
            for found in quantities(&text, language) {
                prop_assert!(found.place.start < found.place.end && found.place.end <= length);
                prop_assert!(found.minimum <= found.maximum);
            }
        }
        let text = Text::new(text);
        prop_assert!(text.sentences.iter().all(|sentence| sentence.end <= length));
    }

    #[test]
    fn a_decimal_is_read_as_it_is_written(mantissa in -999_999_999_999_i128..999_999_999_999, scale in 0_u32..9) {
        let decimal = Decimal::new(mantissa, scale).unwrap();
        prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
        let shown = amount::display(Some(&decimal.to_string()), Some(&decimal.to_string()), "€", "fr");
        prop_assert!(shown.contains('€'));
    }
}
