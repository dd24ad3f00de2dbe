//! No text of a dossier controls a terminal: escapes, line ends and bidirectional controls in labels, titles, texts, names
//! of files, queries and arguments come out as visible characters, and begin no line that looks like one of ours. Data in
//! pipes and files are as they are.

use crate::support::{invented_dossier, root, sourcier, terminal};
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

/// What a hostile text tries: the title, the screen, colours, C1, the direction, and a line of its own.
const HOSTILE: &str =
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31mred\u{8}\u{9b}2J\u{7f}\u{202e}evil\u{2066}\u{61c}\u{200b}\u{e0041}";
/// The beginning of a line that is not ours.
const FORGED: &str = "error[X666]: forged";

/// The invented dossier with the hostile text wherever a text may be.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let change = |file: &str, changes: &[(&str, &str)]| {
        let path = folder.path().join(file);
        let mut text = fs::read_to_string(&path).unwrap();
        for (old, new) in changes {
            assert!(text.contains(old), "{file} has no {old}");
            text = text.replacen(old, new, 1);
        }
        fs::write(path, text).unwrap();
    };
    let cell = format!("\"{HOSTILE}\n{FORGED}\r{FORGED}\u{2028}{FORGED}\"");
    let escaped: String = HOSTILE
        .chars()
        .map(|letter| format!("\\U{:08X}", u32::from(letter)))
        .collect();
    change(
        "sourcier.toml",
        &[("La piscine de Valmoret", &format!("{escaped}\\n{FORGED}"))],
    );
    change(
        "data/entities.csv",
        &[
            (",plan pour la piscine des Tilleuls,", &format!(",{cell},")),
            (",Jeanne Duroc,", &format!(",{cell},")),
            (",région,", &format!(",{cell},")),
        ],
    );
    change(
        "data/documents.csv",
        &[
            ("La piscine des Tilleuls rouvrira", &cell),
            ("the end of the broadcast is missing", &cell),
        ],
    );
    change("data/claims.csv", &[(",34,maire,", &format!(",34,{cell},"))]);
    fs::write(
        folder.path().join("queries/hostile.rq"),
        format!("# title: {HOSTILE}\n# answers: {HOSTILE}?\n# parameter: a{HOSTILE} text x {HOSTILE}\nSELECT ?x WHERE {{ }} ORDER BY ?x"),
    )
    .unwrap();
    fs::write(
        folder.path().join("queries/views/hostile.rq"),
        format!("# title: {HOSTILE}\n# answers: {HOSTILE}?\nSELECT ?source ?target WHERE {{ ?source s:funds ?target }} ORDER BY ?source"),
    )
    .unwrap();
    fs::write(
        folder.path().join("queries/checks/hostile.rq"),
        format!(
            "# title: {HOSTILE}\n# answers: {HOSTILE}?\n# code: C900\n# severity: warning\n# message: {HOSTILE} {{words}}\n\
             # help: {HOSTILE}\n# explain: {HOSTILE}\nSELECT ?subject ?words WHERE {{ ?subject s:asWritten ?words }} ORDER BY ?subject"
        ),
    )
    .unwrap();
    folder
}

/// A dossier that cannot be read, with the hostile text in what is wrong.
fn broken(file: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let path = folder.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    folder
}

/// Everything that a command shows on a terminal.
fn on_a_terminal(folder: &Path, arguments: &[&str]) -> String {
    let (controller, name) = terminal(50, 120);
    let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut child = sourcier(folder)
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stdout(terminal.try_clone().unwrap())
        .stderr(terminal)
        .spawn()
        .unwrap();
    let mut shown = Vec::new();
    // The end of a terminal whose last program has left is an error.
    let _ = File::from(controller).read_to_end(&mut shown);
    child.wait().unwrap();
    String::from_utf8(shown).expect("UTF-8")
}

/// Everything that a command writes to pipes.
fn in_pipes(folder: &Path, arguments: &[&str]) -> String {
    let output = sourcier(folder).args(arguments).output().unwrap();
    [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
        .concat()
}

/// Fails unless a text is safe: our colours and those of clap, if `coloured`, line ends, tabs, and nothing else that is not visible.
fn is_safe(shown: &str, coloured: bool, what: &str) {
    let mut rest = shown.replace("\r\r\n", "\n").replace("\r\n", "\n");
    if coloured {
        // A progress line is cleared.
        rest = rest.replace("\r\u{1b}[K", "");
        for colour in ["0", "1", "2", "4", "31", "32", "33", "34", "1;31", "1;33", "1;36"] {
            rest = rest.replace(&format!("\u{1b}[{colour}m"), "");
        }
    }
    let wrong = rest
        .chars()
        .find(|letter| !matches!(letter, '\n' | '\t') && sourcier::diagnostic::visible(*letter) != *letter);
    assert!(wrong.is_none(), "{what}: {wrong:?} in {shown:?}");
}

/// Fails if a text of the dossier begins a line. A table wraps cells in their columns, and the first column is at the
/// beginning.
fn has_no_forged_line(shown: &str, what: &str) {
    if shown.contains("───") {
        return;
    }
    let forged = shown.lines().find(|line| line.starts_with(FORGED));
    assert!(forged.is_none(), "{what}: {shown}");
}

/// Commands whose output is text for people.
const FOR_PEOPLE: &[&[&str]] = &[
    &[],
    &["check"],
    &["explain", "g-plan"],
    &["explain", "g-maire"],
    &["explain", "12 millions"],
    &["explain", "piscine"],
    &["explain", "no\u{1b}[31m\nerror[X666]: forged"],
    &["explain-code"],
    &["explain-code", "C900"],
    &["explain-code", "X\u{1b}[2J\nerror[X666]: forged"],
    &["query"],
    &["query", "documents"],
    &["query", "largest-sums"],
    &["query", "-e", "SELECT ?l WHERE { ?e rdfs:label ?l } ORDER BY ?l"],
    &["query", "no\u{1b}[31m\nerror[X666]: forged"],
    &["query", "hostile", "--set", "a\u{1b}[31m\nerror[X666]: forged=1"],
    &["query", "-e", "SELECT \u{1b}[31m\u{202e}\nerror[X666]: forged"],
    &[
        "query",
        "-e",
        "SELECT ?x WHERE { ?x a <no\u{9b}iri> \nerror[X666]: forged",
    ],
    &["query", "documents", "--format", "\u{1b}[31m\nerror[X666]: forged"],
    &["--\u{1b}[31m\nerror[X666]: forged"],
    &["\u{202e}\nerror[X666]: forged"],
    &["-C", "no\u{1b}[31m\nerror[X666]: forged", "check"],
    &["export", "graph"],
    &[
        "export",
        "graph",
        "no\u{1b}[31m\nerror[X666]: forged",
        "--format",
        "dot",
    ],
    &[
        "export",
        "graph",
        "--format",
        "dot",
        "--where",
        "x\u{1b}[31m\nerror[X666]: forged",
    ],
    &[
        "export",
        "graph",
        "--format",
        "dot",
        "--around",
        "x\u{1b}[31m\nerror[X666]: forged",
    ],
    &["analyse"],
    &["analyse", "hostile"],
    &["analyse", "bridges"],
    &["analyse", "path", "jeanne-duroc", "commune", "--view", "claims"],
    &["analyse", "path", "x\u{1b}[31m\nerror[X666]: forged", "commune"],
    &[
        "analyse",
        "path",
        "les-palmes",
        "commune",
        "--view",
        "claims",
        "-k",
        "3",
    ],
    &["range", "gazette-2024", "no\u{1b}[31m\nerror[X666]: forged"],
    &["range", "x\u{1b}[31m\nerror[X666]: forged", "12"],
    &["range", "gazette-2024", "12 millions"],
    &["link", "candidates", "--class", "x\u{1b}[31m\nerror[X666]: forged"],
    &["link", "candidates", "--from", "x\u{1b}[31m\nerror[X666]: forged"],
    &["link", "sort"],
    &["build"],
    &["table", "check", "data/entities.csv"],
    &["table", "check", "x\u{1b}[31m\nerror[X666]: forged"],
    &["table", "describe", "x\u{1b}[31m\nerror[X666]: forged"],
];

/// Commands whose output is data.
const DATA: &[&[&str]] = &[
    &["query", "documents", "--format", "csv"],
    &["query", "documents", "--format", "tsv"],
    &["query", "documents", "--format", "markdown"],
    &["query", "documents", "--format", "json"],
    &["query", "documents", "--format", "spreadsheet"],
    &[
        "query",
        "-e",
        "CONSTRUCT { ?e rdfs:label ?l } WHERE { ?e rdfs:label ?l }",
        "--format",
        "ntriples",
    ],
    &["export", "rdf", "--format", "turtle"],
    &["export", "rdf", "--format", "jsonld"],
    &["export", "claims"],
    &["export", "graph", "--format", "dot"],
    &["export", "graph", "--format", "csv", "--table", "nodes"],
    &["export", "graph", "--format", "neo4j", "--table", "nodes"],
    &["export", "graph", "--format", "json"],
    &["export", "graph", "--format", "gexf"],
    &["export", "graph", "--format", "svg"],
    &["export", "graph", "--format", "mermaid"],
    &["export", "graph", "--format", "pajek"],
    &["export", "quickstatements"],
    &["analyse", "--format", "csv"],
    &["analyse", "--format", "json"],
    &["check", "--format", "csv"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["table", "rdf", "data/entities.csv"],
    &["table", "rdf", "data/entities.csv", "--format", "turtle"],
    &["table", "check", "data/entities.csv", "--format", "csv"],
    &["table", "describe", "data/entities.csv"],
];

#[test]
fn no_text_controls_a_terminal() {
    let folder = hostile();
    for arguments in FOR_PEOPLE.iter().chain(DATA) {
        let shown = on_a_terminal(folder.path(), arguments);
        assert!(!shown.is_empty(), "{arguments:?}");
        is_safe(&shown, true, &format!("{arguments:?}"));
        if FOR_PEOPLE.contains(arguments) {
            has_no_forged_line(&shown, &format!("{arguments:?}"));
        }
    }
}

#[test]
fn texts_for_people_are_safe_in_pipes_and_data_are_as_they_are() {
    let folder = hostile();
    for arguments in FOR_PEOPLE {
        let shown = in_pipes(folder.path(), arguments);
        is_safe(&shown, false, &format!("{arguments:?}"));
        has_no_forged_line(&shown, &format!("{arguments:?}"));
    }
    fs::remove_file(folder.path().join("queries/hostile.rq")).unwrap();
    fs::remove_dir_all(folder.path().join("texts")).unwrap();
    let built = in_pipes(folder.path(), &["build"]);
    let summary = fs::read_to_string(folder.path().join("build/summary.txt")).expect(&built);
    assert!(summary.contains("evil"), "{summary}");
    is_safe(&summary, false, "summary.txt");
    has_no_forged_line(&summary, "summary.txt");
    let query = "SELECT ?l WHERE { ?e rdfs:label ?l FILTER (CONTAINS(?l, 'red')) } ORDER BY ?l LIMIT 1";
    let csv = in_pipes(folder.path(), &["query", "-e", query, "--format", "csv"]);
    assert!(
        csv.contains(&format!("\"{HOSTILE}\n{FORGED}\r{FORGED}\u{2028}{FORGED}\"")),
        "{csv:?}"
    );
}

#[test]
fn messages_about_broken_files_are_safe() {
    let evil = format!("{HOSTILE}{FORGED}");
    let tricks = [
        ("sourcier.toml", format!("title = \"x\"\nbase = \"https://e.org/{evil}/\"\n")),
        ("sourcier.toml", format!("title = \"x\n{evil} =\n")),
        ("sourcier.toml", "title = \"x\"\nbase = \"https://e.org/\\u001b[31m\\nerror[X666]: forged\"\n".to_owned()),
        ("sourcier.toml", "title = \"x\"\nbase = \"https://e.org/\"\n\"a\\u001b[31m\\nerror[X666]: forged\" = 1\n".to_owned()),
        ("data/csv-metadata.json", format!("{{\"{evil}")),
        ("data/csv-metadata.json", "{\"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"a\\u001b[31m\\nerror[X666]: forged.csv\", \"b\\u001b[31m\\nerror[X666]: forged\": 1, \"tableSchema\": {\"columns\": [{\"name\": \"c\\u001b\\nerror[X666]: forged\", \"datatype\": \"d\\u001b[31m\\nerror[X666]: forged\"}]}}".to_owned()),
        ("ontology/evil.ttl", format!("@prefix a: <{evil}> .\n<x> {evil}\n")),
        ("queries/broken.rq", format!("# title: x\nSELECT {evil}\n")),
        ("queries/rules/broken.rq", format!("# title: {evil}\n# {evil}: x\nCONSTRUCT {evil}\n")),
        ("queries/checks/broken.rq", format!("# title: x\n# code: {evil}\n# severity: {evil}\nSELECT ?x WHERE {{ ?x ?y ?z }}")),
        ("data/units.csv", format!("key,\"{evil}\n{FORGED}\",x\n\"{evil}\",2\n")),
        ("data/claims.csv", format!("key,document\n\"{evil}\n{FORGED}\",\"{evil}\n{FORGED}\"\n")),
        ("data/\u{1b}[31m\u{202e}\nerror[X666]: forged.csv", "a,b\n1,2\n".to_owned()),
        ("queries/\u{1b}[31m\u{202e}\nerror[X666]: forged.rq", "SELECT".to_owned()),
        ("queries/views/\u{1b}[31m\u{202e}\nerror[X666]: forged.rq", "SELECT".to_owned()),
    ];
    for (file, text) in &tricks {
        let folder = broken(file, text);
        for arguments in [&["check"][..], &["query"], &["explain-code"], &["export", "graph"]] {
            let what = format!("{file:?}, {arguments:?}: {text:?}");
            let shown = in_pipes(folder.path(), arguments);
            is_safe(&shown, false, &what);
            has_no_forged_line(&shown, &what);
        }
    }
}

#[test]
fn one_place_opens_standard_output_and_standard_error() {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let opens = [
                "stderr().lock()",
                "stdout().lock()",
                "stdout.lock()",
                "Guard::new(stdout",
                "println!",
                "eprint!",
                "print!",
            ];
            if path.extension().is_some_and(|extension| extension == "rs") && opens.iter().any(|one| text.contains(one))
            {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    // The two meters write their own progress alone, with the sequence that clears the line.
    let known = [
        "src/cli.rs",
        "src/cli/link/meter.rs",
        "src/cli/output.rs",
        "src/cli/table/progress.rs",
    ];
    assert_eq!(
        found, known,
        "write through `output::errors` or the command's `out`, which guard the terminal"
    );
}
