//! `sourcier link review`: each answer is on disk, with a terminal and without.

use crate::support::person::Person;
use crate::support::{invented_dossier, said, sourcier};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const HEADER: &str = "entity,qid,decision,reason,evidence,decided_on,score,label,description,item_type,item_dates\n";

/// The invented dossier with these rows of decisions.
fn dossier(rows: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    fs::write(folder.path().join("data/wikidata.csv"), format!("{HEADER}{rows}")).unwrap();
    folder
}

fn decisions(folder: &Path) -> String {
    fs::read_to_string(folder.join("data/wikidata.csv")).unwrap()
}

fn undecided(entity: &str, qid: &str) -> String {
    format!("{entity},{qid},undecided,,,,0.50,\"A, label\",what it is,human,1950/2001\n")
}

#[test]
fn each_answer_of_a_review_is_on_disk_and_the_rest_stays_byte_for_byte() {
    let kept = "radio-valmoret,,undecided,\"nobody, yet\",,,,,,,\r\n";
    let rows = format!(
        "{}{}{}{kept}",
        undecided("jeanne-duroc", "Q900000001"),
        undecided("jeanne-duroc", "Q900000002"),
        undecided("la-gazette", "Q900000003"),
    );
    let dossier = dossier(&rows);
    let mut child = sourcier(dossier.path())
        .args(["link", "review"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let answers = "what\ns 1\nn 1\ns 1 her official page\nq\n";
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let shown = said(&output);
    assert!(
        shown.contains("│ 1. A, label Q900000001 0.50")
            && shown.contains("│    1950 – 2001")
            && shown.contains("2 answers written"),
        "{shown}"
    );
    assert!(shown.contains("what shows that they are the same?"), "{shown}");
    let written = decisions(dossier.path());
    let lines: Vec<&str> = written.split_inclusive('\n').skip(1).collect();
    assert!(
        lines[0].starts_with("jeanne-duroc,Q900000001,not-same,,,20"),
        "{written}"
    );
    assert!(
        lines[1].starts_with("jeanne-duroc,Q900000002,same,,her official page,20"),
        "{written}"
    );
    assert!(
        lines[1].ends_with(",0.50,\"A, label\",what it is,human,1950/2001\n"),
        "{written}"
    );
    assert_eq!(lines[2..], [undecided("la-gazette", "Q900000003").as_str(), kept]);
}

/// The output of a review with these lines as input.
fn review(folder: &Path, answers: &str) -> String {
    let mut child = sourcier(folder)
        .args(["link", "review"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    said(&output)
}

#[test]
fn an_item_that_is_another_entity_and_one_of_another_class_are_marked_and_the_first_is_refused() {
    let rows = format!(
        "{}{}",
        undecided("jeanne-duroc", "Q900000001"),
        undecided("la-gazette", "Q900000001"),
    );
    let dossier = dossier(&rows);
    let shown = review(dossier.path(), "s 1 her page\ns 1 its imprint\nq\n");
    assert_eq!(shown.matches("! already: jeanne-duroc").count(), 1, "{shown}");
    assert_eq!(shown.matches("! other class: ours is Media").count(), 1, "{shown}");
    assert!(!shown.contains("ours is Person"), "{shown}");
    assert!(shown.contains("Q900000001 is jeanne-duroc already"), "{shown}");
    assert!(shown.contains("1 answer written"), "{shown}");
    assert!(decisions(dossier.path()).ends_with(&undecided("la-gazette", "Q900000001")));
}

#[test]
fn after_a_decision_the_reason_is_that_of_a_person_or_none() {
    let row = |qid: &str, reason: &str| format!("jeanne-duroc,{qid},undecided,{reason},,,0.98,,,human,\n");
    let matched = "“Jeanne Duroc” and “Jeanne Duroc”: same name";
    let rows = [
        row("Q900000001", matched),
        row("Q900000002", matched),
        row("Q900000003", "ask her sister"),
        row("Q900000004", matched),
    ];
    let dossier = dossier(&rows.concat());
    review(dossier.path(), "n 1\nn 1 a ship, \"Jeanne\"\nn 1\ns 1 her page\n");
    let written = decisions(dossier.path());
    for begin in [
        "jeanne-duroc,Q900000001,not-same,,,20",
        "jeanne-duroc,Q900000002,not-same,\"a ship, \"\"Jeanne\"\"\",,20",
        "jeanne-duroc,Q900000003,not-same,ask her sister,,20",
        "jeanne-duroc,Q900000004,same,,her page,20",
    ] {
        assert!(written.contains(begin), "{begin} in\n{written}");
    }
}

#[test]
fn what_is_decided_in_the_meantime_stays() {
    let dossier = dossier(&undecided("jeanne-duroc", "Q900000001"));
    let mut child = Person::start(dossier.path(), &["link", "review"]);
    child.shows("q stop");
    let theirs = "jeanne-duroc,Q900000001,not-same,her aunt,,2026-11-21,,,,,\n";
    fs::write(dossier.path().join("data/wikidata.csv"), format!("{HEADER}{theirs}")).unwrap();
    child.types("s");
    child.shows("what shows it");
    child.types("her page\n");
    child.shows("was decided on in wikidata.csv in the meantime");
    child.ends();
    assert_eq!(decisions(dossier.path()), format!("{HEADER}{theirs}"));
}

#[test]
fn half_an_answer_is_none() {
    let row = undecided("jeanne-duroc", "Q900000001");
    let dossier = dossier(&row);
    let shown = review(dossier.path(), "s 1 her pa");
    assert!(
        shown.contains("`s 1 her pa` is not taken") && shown.contains("0 answers written"),
        "{shown}"
    );
    assert_eq!(decisions(dossier.path()), format!("{HEADER}{row}"));
    let mut person = Person::start(dossier.path(), &["link", "review"]);
    person.shows("q stop");
    person.types("n");
    person.shows("why not");
    // Ctrl-D on a line of its own ends the input.
    person.types("\u{4}");
    person.shows("0 answers written");
    person.ends();
    assert_eq!(decisions(dossier.path()), format!("{HEADER}{row}"));
}

#[test]
fn a_table_that_was_broken_in_the_meantime_is_not_overwritten() {
    let dossier = dossier(&undecided("jeanne-duroc", "Q900000001"));
    let mut person = Person::start(dossier.path(), &["link", "review"]);
    person.shows("q stop");
    let theirs = format!(
        "{HEADER}{}la-gazette,Q900000003,same,,\"its imprint,,,,,,\nles-palmes,,undecided,,,,,,,,\n",
        undecided("jeanne-duroc", "Q900000001")
    );
    fs::write(dossier.path().join("data/wikidata.csv"), &theirs).unwrap();
    person.types("s");
    person.shows("what shows it");
    person.types("her page\n");
    person.shows("line 3: a quotation mark is opened and never closed");
    assert_eq!(person.child.wait().unwrap().code(), Some(2));
    assert_eq!(decisions(dossier.path()), theirs);
}

#[test]
fn on_a_terminal_a_key_is_enough_and_each_answer_is_on_disk() {
    let rows: String = [
        ("jeanne-duroc", "Q900000001"),
        ("jeanne-duroc", "Q900000002"),
        ("la-gazette", "Q900000003"),
        ("les-palmes", "Q900000004"),
        ("radio-valmoret", "Q900000005"),
    ]
    .map(|(entity, qid)| undecided(entity, qid))
    .concat();
    let dossier = dossier(&rows);
    let mut person = Person::start(dossier.path(), &["link", "review"]);
    person.shows("1 of 4");
    person.shows("q stop");
    person.types("n");
    person.shows("which, 1 to 2, a all? ");
    person.types("1");
    person.shows("why not (Enter leaves it open)? ");
    person.types("une homonyme\n");
    person.shows("1. A, label Q900000002");
    person.shows("q stop");
    assert!(decisions(dossier.path()).contains("jeanne-duroc,Q900000001,not-same,une homonyme,,20"));
    // Arrow keys and unknown letters do nothing; an answer "same" needs evidence.
    person.types("\u{1b}[Ax");
    person.shows("s, n, o, q or Enter");
    person.shows("q stop");
    person.types("s");
    person.shows("what shows it");
    person.types("\n");
    person.shows("a link needs its evidence");
    person.shows("q stop");
    person.types("s");
    person.shows("what shows it");
    person.types("sa page d’accueil\n");
    person.shows("2 of 4");
    assert!(decisions(dossier.path()).contains("jeanne-duroc,Q900000002,same,,sa page d’accueil,20"));
    person.shows("q stop");
    person.types("o");
    person.shows("https://www.wikidata.org/wiki/Q900000003");
    person.shows("q stop");
    person.types("\r");
    person.shows("3 of 4");
    person.shows("q stop");
    person.types("\u{3}");
    person.shows("2 answers written");
    person.ends();
    let written = decisions(dossier.path());
    assert!(
        written.ends_with(&rows[rows.find("la-gazette").unwrap()..]),
        "{written}"
    );
}
