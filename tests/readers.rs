//! Other programs read the exports: rapper (Debian's raptor2-utils), rdflib, Graphviz.

use crate::support::{has, output, python, root, said, sourcier};
use std::process::Command;

const BASE: &str = "https://example.org/";

/// The number of triples that the program reports.
fn triples() -> usize {
    let ntriples = String::from_utf8(output(&root(), &["export", "rdf", "--format", "ntriples"])).unwrap();
    ntriples.lines().count()
}

#[test]
fn rapper_reads_each_rdf_1_1_export() {
    if !has("rapper", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let expected = triples();
    assert!(expected > 5000);
    for (format, syntax) in [
        ("turtle", "turtle"),
        ("ntriples", "ntriples"),
        ("nquads", "nquads"),
        ("trig", "trig"),
        ("rdfxml", "rdfxml"),
    ] {
        let path = folder.path().join(format);
        output(
            &root(),
            &["export", "rdf", "--format", format, "-o", path.to_str().unwrap()],
        );
        let read = Command::new("rapper")
            .args(["-q", "-i", syntax, "-o", "ntriples"])
            .arg(&path)
            .arg(BASE)
            .output();
        let read = read.unwrap();
        assert!(
            read.status.success() && read.stderr.is_empty(),
            "{format}: {}",
            String::from_utf8_lossy(&read.stderr)
        );
        let mut lines: Vec<&str> = std::str::from_utf8(&read.stdout).unwrap().lines().collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), expected, "{format}");
    }
}

#[test]
fn rdflib_reads_the_same_graph_from_json_ld_and_turtle() {
    let python = python();
    if !has(python, &["-c", "import rdflib"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for format in ["jsonld", "ntriples"] {
        let path = folder.path().join(format);
        output(
            &root(),
            &["export", "rdf", "--format", format, "-o", path.to_str().unwrap()],
        );
    }
    let program = "import rdflib, sys\n\
                   a = rdflib.Graph().parse(sys.argv[1] + '/jsonld', format='json-ld')\n\
                   b = rdflib.Graph().parse(sys.argv[1] + '/ntriples', format='nt')\n\
                   print(len(a), len(b), len(set(a) ^ set(b)))";
    let read = Command::new(python)
        .args(["-c", program])
        .arg(folder.path())
        .output()
        .unwrap();
    let expected = triples();
    assert_eq!(
        String::from_utf8_lossy(&read.stdout).trim(),
        format!("{expected} {expected} 0"),
        "{}",
        said(&read)
    );
}

/// The property in the graph for each property of the framed claims; those not listed are the same.
const SAID_AS: &str = "\
import rdflib, sys
schema, own = 'http://schema.org/', 'https://w3id.org/sourcier/ns#'
rdfs, skos = 'http://www.w3.org/2000/01/rdf-schema#', 'http://www.w3.org/2004/02/skos/core#'
dc = 'http://purl.org/dc/terms/'
said = {'identifier': [dc + 'identifier'], 'text': [own + 'asWritten'], 'appearance': [own + 'document'],
    'author': [own + 'speaker', dc + 'creator'], 'about': [own + 'about'], 'mentions': [own + 'measure'],
    'citation': [own + 'range'], 'comment': [rdfs + 'comment'], 'alternateName': [skos + 'altLabel'],
    'name': [rdfs + 'label', dc + 'title', skos + 'prefLabel'], 'publisher': [dc + 'publisher'],
    'datePublished': [dc + 'issued'], 'inLanguage': [dc + 'language'], 'sameAs': [skos + 'exactMatch'],
    'minValue': [own + 'minimum'], 'maxValue': [own + 'maximum'], 'value': [own + 'minimum', own + 'maximum']}
of_unit = {'currency': skos + 'notation', 'unitText': rdfs + 'label'}
classes = {'Claim': 'Claim', 'CreativeWork': 'Document', 'QuantitativeValue': 'Measure', 'MonetaryAmount': 'Money'}
rdflib.NORMALIZE_LITERALS = False
framed = rdflib.Graph().parse(sys.argv[1] + '/claims.jsonld', format='json-ld')
graph = rdflib.Graph().parse(sys.argv[1] + '/ntriples', format='nt')
wrong = []
for s, p, o in framed:
    name = str(p).removeprefix(schema)
    if p == rdflib.RDF.type:
        held = (s, p, o) in graph or (s, p, rdflib.URIRef(own + classes.get(str(o).removeprefix(schema), ''))) in graph
    elif name in of_unit:
        held = (graph.value(s, rdflib.URIRef(own + 'unit')), rdflib.URIRef(of_unit[name]), o) in graph
    else:
        held = any((s, rdflib.URIRef(of), o) in graph for of in said.get(name, [str(p)]))
    if not held:
        wrong.append((s, p, o))
claims = lambda g, c: set(g.subjects(rdflib.RDF.type, rdflib.URIRef(c)))
amounts = lambda g, p: set(g.subject_objects(rdflib.URIRef(p)))
print(claims(framed, schema + 'Claim') == claims(graph, own + 'Claim'),
    amounts(framed, schema + 'minValue') == amounts(graph, own + 'minimum'), len(framed) > 2000, wrong[:3])
";

#[test]
fn rdflib_reads_the_framed_claims_and_the_graph_says_all_of_it() {
    let python = python();
    if !has(python, &["-c", "import rdflib"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    output(&root(), &["export", "claims", "-o", &path("claims.jsonld")]);
    output(
        &root(),
        &["export", "rdf", "--format", "ntriples", "-o", &path("ntriples")],
    );
    let read = Command::new(python)
        .args(["-c", SAID_AS])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&read.stdout).trim(),
        "True True True []",
        "{}",
        said(&read)
    );
}

#[test]
fn graphviz_draws_when_asked() {
    let args = ["export", "graph", "money", "--clusters", "--engine", "dot", "--format"];
    let none = sourcier(&root())
        .args(args)
        .arg("svg")
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("Graphviz is not installed"));
    if has("dot", &["-V"]) {
        let draw = |format| output(&root(), &[&args[..], &[format]].concat());
        assert!(String::from_utf8(draw("svg")).unwrap().contains("<svg width="));
        assert!(draw("png").starts_with(b"\x89PNG"));
    }
}

#[test]
fn graphviz_draws_every_view() {
    if !has("dot", &["-V"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for view in ["announcements", "money", "actors", "document"] {
        let path = folder.path().join(view);
        output(
            &root(),
            &["export", "graph", view, "--format", "dot", "-o", path.to_str().unwrap()],
        );
        let drawn = Command::new("dot").arg("-Tsvg").arg(&path).output().unwrap();
        assert!(
            drawn.status.success() && drawn.stderr.is_empty(),
            "{view}: {}",
            said(&drawn)
        );
        let edges = String::from_utf8_lossy(&drawn.stdout).matches("class=\"edge\"").count();
        assert!(edges >= 15, "{view} has {edges} edges");
    }
}

#[test]
fn every_picture_is_well_formed_xml() {
    let python = "import sys, xml.dom.minidom as m; d = m.parse(sys.stdin.buffer); print(d.documentElement.tagName)";
    if !has("python3", &["--version"]) {
        return;
    }
    for view in ["announcements", "money", "actors", "document"] {
        let drawn = output(&root(), &["export", "graph", view, "--format", "svg"]);
        let mut child = Command::new("python3")
            .args(["-c", python])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), &drawn).unwrap();
        let read = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), "svg", "{view}");
    }
}

#[test]
fn the_dossier_of_trouble_is_clean() {
    let said = String::from_utf8(output(&root().join("tests/interop"), &["check", "--color", "never"])).unwrap();
    assert!(said.starts_with("nothing found"), "{said}");
}
