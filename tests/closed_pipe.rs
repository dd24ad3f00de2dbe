//! A closed pipe (`| head`) is not an error.

use crate::support::{root, said, sourcier};
use std::io::{Read as _, pipe};
use std::process::{Command, Stdio};

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut complaints = Vec::new();
    for line in [
        "",
        "check",
        "check --format json",
        "check --format csv",
        "check --format sarif",
        "query largest-sums",
        "query largest-sums --format csv",
        "query largest-sums --format json",
        "query largest-sums --format xml",
        "explain ely24-20000-formation-continue",
        "explain-code C101",
        "analyse money",
        "analyse money --format csv",
        "analyse money --format json",
        "analyse bridges --view claims --format csv",
        "analyse bridges --view claims --format json",
        "analyse path macron bpifrance --view claims",
        "analyse path macron bpifrance --view claims --format json",
        "export graph money --format dot",
        "export graph money --format svg",
        "export graph money --format gexf",
        "export graph money --format graphml",
        "export graph money --format csv --table edges",
        "export graph money --format neo4j --table nodes",
        "export graph money --format json",
        "export graph money --format cytoscape",
        "export claims",
        "export rdf --format turtle",
        "export quickstatements",
        "export quickstatements --format csv",
        "table describe data/units.csv",
        "table check data/units.csv --format csv",
        "table rdf data/units.csv",
        "--help",
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = sourcier(&root())
            .args(line.split_whitespace())
            .stdout(writer)
            .output()
            .unwrap();
        if !output.status.success() || said(&output).to_lowercase().contains("pipe") {
            complaints.push(format!("sourcier {line}: {} {}", output.status, said(&output)));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn who_reads_one_row_does_not_wait_for_the_last() {
    // The product of all triples, three times: a million million rows.
    let query = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    for format in ["csv", "tsv", "json", "xml", "markdown", "spreadsheet"] {
        // A program that collects the rows first runs out of memory.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "ulimit -v 4000000; exec \"$@\"",
                "sh",
                env!("CARGO_BIN_EXE_sourcier"),
            ])
            .args(["query", "-e", query, "--format", format])
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 256];
        let mut reader = child.stdout.take().unwrap();
        reader.read_exact(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success() && said(&output).is_empty(),
            "{format}: {}",
            said(&output)
        );
    }
}
