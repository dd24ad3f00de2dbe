//! `sourcier merge-tables`: Git merges tables by their rows, in a real repository.

use crate::support::{has, invented_dossier, output, said, sourcier};
use proptest::prelude::*;
use sourcier::csvw::metadata::Table;
use sourcier::dossier::Dossier;
use sourcier::files;
use sourcier::tables::edited::merged::merge;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

const HEADER: &str = "key,document,about,kind,minimum,maximum,unit,note\n";

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let tools = Path::new(env!("CARGO_BIN_EXE_sourcier")).parent().unwrap();
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default());
    Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap()
}

fn must(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// A repository with a new dossier, in which Git was told to merge tables by rows.
fn repository(driver: bool) -> Option<tempfile::TempDir> {
    if !has("git", &["--version"]) {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    must(path, &["init", "-q"]);
    let said = String::from_utf8(output(path, &["init", "water"])).unwrap();
    let line = said
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("git config "))
        .unwrap();
    if driver {
        let shell = Command::new("sh").args(["-c", line]).current_dir(path).status();
        assert!(shell.unwrap().success(), "{line}");
    }
    commit(path);
    Some(folder)
}

fn commit(folder: &Path) {
    must(folder, &["add", "-A"]);
    must(folder, &["commit", "-q", "-m", "x"]);
}

fn claims(folder: &Path) -> String {
    fs::read_to_string(folder.join("water/data/claims.csv")).unwrap()
}

/// Changes the claims on this branch, and otherwise on another; merges the other.
fn merged(folder: &Path, ours: impl Fn(&str) -> String, theirs: impl Fn(&str) -> String) -> Output {
    let before = claims(folder);
    let file = folder.join("water/data/claims.csv");
    must(folder, &["switch", "-q", "-c", "other"]);
    fs::write(&file, theirs(&before)).unwrap();
    commit(folder);
    must(folder, &["switch", "-q", "-"]);
    fs::write(&file, ours(&before)).unwrap();
    commit(folder);
    git(folder, &["merge", "-q", "--no-edit", "other"])
}

/// A further claim like the first.
fn like_the_first(text: &str, key: &str) -> String {
    let row = text.lines().nth(1).unwrap().replacen("courier-plan", key, 1);
    format!("{text}{row}\n")
}

#[test]
fn rows_that_both_add_at_the_end_and_cells_of_one_row_merge_without_conflict() {
    let Some(folder) = repository(true) else { return };
    let output = merged(
        folder.path(),
        |text| like_the_first(&text.replace("4.2 million euros", "4.20 million euros"), "ours"),
        |text| {
            like_the_first(
                &text.replace("mira-oakdale,,,footbridge", "dry-feet,,,footbridge"),
                "theirs",
            )
        },
    );
    assert!(output.status.success(), "{}", said(&output));
    let claims = claims(folder.path());
    let keys: Vec<&str> = claims.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(
        keys,
        [
            "key",
            "courier-plan",
            "courier-region",
            "courier-lighting",
            "ours",
            "theirs"
        ]
    );
    let first = claims.lines().nth(1).unwrap();
    assert!(
        first.contains("4.20 million euros") && first.contains("dry-feet,,,footbridge"),
        "{first}"
    );
}

#[test]
fn a_cell_that_both_change_is_a_conflict_of_its_row_alone() {
    let Some(folder) = repository(true) else { return };
    let output = merged(
        folder.path(),
        |text| like_the_first(&text.replace("1500000,1500000", "1600000,1600000"), "ours"),
        |text| like_the_first(&text.replace("1500000,1500000", "1700000,1700000"), "theirs"),
    );
    let told = said(&output);
    assert!(!output.status.success(), "{told}");
    assert!(
        told.contains("water/data/claims.csv: both changed the same cell of 1 row"),
        "{told}"
    );
    assert!(told.contains("courier-region"), "{told}");
    let claims = claims(folder.path());
    let lines: Vec<&str> = claims.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(
        lines,
        [
            "key",
            "courier-plan",
            "<<<<<<< ours",
            "courier-region",
            "=======",
            "courier-region",
            ">>>>>>> theirs",
            "courier-lighting",
            "ours",
            "theirs"
        ]
    );
    let check = sourcier(&folder.path().join("water")).arg("check").output().unwrap();
    assert!(
        said(&check).contains("error[T030]: lines 3, 5 and 7 are marks of a merge"),
        "{}",
        said(&check)
    );
}

#[test]
fn without_the_line_of_configuration_git_merges_as_it_does() {
    let Some(folder) = repository(false) else { return };
    let output = merged(
        folder.path(),
        |text| like_the_first(text, "ours"),
        |text| like_the_first(text, "theirs"),
    );
    assert!(said(&output).contains("CONFLICT (content)"), "{}", said(&output));
}

/// The merge of three versions of the claims of a dossier: the result, and whether it has no conflict.
fn of(versions: [&[u8]; 3]) -> (Vec<u8>, bool) {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    merge_at(folder.path(), versions, "d/data/claims.csv")
}

fn merge_at(folder: &Path, versions: [&[u8]; 3], place: &str) -> (Vec<u8>, bool) {
    for (name, bytes) in ["base", "ours", "theirs"].iter().zip(versions) {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let output = sourcier(folder)
        .args(["merge-tables", "base", "ours", "theirs", place])
        .output()
        .unwrap();
    let is_clean = output.status.success();
    assert!(is_clean || output.status.code() == Some(1), "{}", said(&output));
    (fs::read(folder.join("ours")).unwrap(), is_clean)
}

fn texts(base: &str, ours: &str, theirs: &str) -> (String, bool) {
    let (bytes, is_clean) = of([base, ours, theirs].map(str::as_bytes));
    (String::from_utf8(bytes).unwrap(), is_clean)
}

#[test]
fn the_form_of_our_version_is_kept() {
    let base = "\u{feff}key;about;note\r\na;x;\"one; two\"\r\n\r\nb;y;\r\n";
    let theirs = "about,key,mine,note\nx,a,,\"one; two\"\nz,b,\"1, 2\",new\nw,c,3,\n";
    let (merged, is_clean) = texts(base, base, theirs);
    assert!(is_clean);
    assert_eq!(
        merged,
        "\u{feff}key;about;note;mine\r\na;x;\"one; two\";\r\n\r\nb;z;new;1, 2\r\nc;w;;3\r\n"
    );
    let latin = b"key,note\na,\xe9t\xe9\nb,\n";
    let (merged, is_clean) = of([latin, latin, "key,note\na,été\nb,café\n".as_bytes()]);
    assert!(is_clean);
    assert_eq!(merged, b"key,note\na,\xe9t\xe9\nb,caf\xe9\n");
}

#[test]
fn rows_that_one_side_removes_go_unless_the_other_changed_them() {
    let row = |key: &str, note: &str| format!("{key},d,x,funding,1,1,EUR,{note}\n");
    let all = |rows: &[String]| format!("{HEADER}{}", rows.concat());
    let base = all(&[row("a", ""), row("b", ""), row("c", ""), row("d", "")]);
    let ours = all(&[row("b", ""), row("c", "mine"), row("d", "")]);
    let theirs = all(&[row("a", ""), row("c", ""), row("e", ""), row("d", "")]);
    assert_eq!(
        texts(&base, &ours, &theirs),
        (all(&[row("c", "mine"), row("e", ""), row("d", "")]), true)
    );
    let changed = all(&[row("a", "theirs"), row("b", ""), row("d", "")]);
    let (merged, is_clean) = texts(&base, &ours, &changed);
    assert!(!is_clean);
    assert_eq!(
        merged,
        format!(
            "{HEADER}<<<<<<< ours\n=======\n{}>>>>>>> theirs\n{}<<<<<<< ours\n{}=======\n>>>>>>> theirs\n{}",
            row("a", "theirs"),
            row("b", ""),
            row("c", "mine"),
            row("d", "")
        )
    );
}

#[test]
fn the_same_addition_on_both_sides_is_one_row_and_a_different_one_a_conflict() {
    let base = format!("{HEADER}a,d,x,funding,1,1,EUR,\n");
    let one = format!("{base}b,d,y,funding,2,2,EUR,");
    assert_eq!(texts(&base, &one, &format!("{one}\n")), (one.clone(), true));
    let other = format!("{base}b,d,z,funding,2,2,EUR,\n");
    let (merged, is_clean) = texts(&base, &one, &other);
    assert!(!is_clean);
    assert!(
        merged.ends_with("<<<<<<< ours\nb,d,y,funding,2,2,EUR,\n=======\nb,d,z,funding,2,2,EUR,\n>>>>>>> theirs\n"),
        "{merged}"
    );
    // Git gives an empty version where both sides add the file.
    assert!(texts("", &one, &format!("{HEADER}c,d,x,funding,1,1,EUR,\n")).1);
}

#[test]
fn decisions_stay_in_the_order_of_their_entities() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    let header = "entity,qid,decision,reason,evidence,decided_on\n";
    let base = format!("{header}b,Q9,undecided,,,\nd,Q1,undecided,,,\n");
    let ours = format!("{header}b,Q9,undecided,,,\nc,Q5,undecided,,,\nd,Q1,undecided,,,\n");
    let theirs = format!(
        "{header}a,Q2,undecided,,,\nb,Q9,undecided,,,\nb,Q10,undecided,,,\nd,Q1,undecided,,,\ne,Q1,undecided,,,\n"
    );
    let (merged, is_clean) = merge_at(
        folder.path(),
        [&base, &ours, &theirs].map(|text| text.as_bytes()),
        "d/data/wikidata.csv",
    );
    assert!(is_clean);
    let merged = String::from_utf8(merged).unwrap();
    let order: Vec<String> = merged
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(order, ["a Q2", "b Q9", "b Q10", "c Q5", "d Q1", "e Q1"]);
}

#[test]
fn what_rows_cannot_settle_is_merged_as_text() {
    if !has("git", &["--version"]) {
        return;
    }
    // A column that one side removed; rows without a key that both changed; a file that no dossier describes.
    let cases = [
        ("key,note\na,1\n", "key,note\na,1\nb,2\n", "key\na\n"),
        (
            "key,about,note\n,x,1\n",
            "key,about,note\n,x,2\n",
            "key,about,note\n,x,3\n",
        ),
    ];
    for (base, ours, theirs) in cases {
        let (merged, is_clean) = texts(base, ours, theirs);
        assert!(!is_clean && merged.contains("<<<<<<< ours\n"), "{merged}");
    }
    let folder = tempfile::tempdir().unwrap();
    let versions = ["a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nb\nc\nD\n"].map(str::as_bytes);
    assert_eq!(
        merge_at(folder.path(), versions, "x.csv"),
        (b"a\nB\nc\nD\n".to_vec(), true)
    );
}

/// The description of claims.csv.
static CLAIMS: LazyLock<Table> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let group = files::group(&Dossier::open(folder.path()).unwrap()).unwrap();
    group
        .tables
        .into_iter()
        .find(|table| table.file.ends_with("claims.csv"))
        .unwrap()
});

/// Rows of a small table of claims: keys in an order, each with two cells.
fn rows() -> impl Strategy<Value = Vec<(u8, String, String)>> {
    let cell = || {
        prop_oneof![
            Just(String::new()),
            "[a-c]",
            Just("x,y".to_owned()),
            Just("\"q\" \n".to_owned())
        ]
    };
    proptest::collection::vec((0_u8..12, cell(), cell()), 0..10).prop_map(|mut rows| {
        rows.sort();
        rows.dedup_by_key(|row| row.0);
        rows
    })
}

fn csv_of(rows: &[(u8, String, String)]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["key", "about", "note"]).unwrap();
    for (key, about, note) in rows {
        writer.write_record([&format!("k{key}"), about, note]).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The rows of a table without conflicts, sorted.
fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_one_side_left_alone_is_what_the_other_made_of_it(base in rows(), other in rows()) {
        let (base, other) = (csv_of(&base), csv_of(&other));
        let ours = merge(&base, &other, &base, &CLAIMS).unwrap();
        prop_assert_eq!(&ours.bytes, &other);
        let theirs = merge(&base, &base, &other, &CLAIMS).unwrap();
        prop_assert!(ours.conflicts.is_empty() && theirs.conflicts.is_empty());
        prop_assert_eq!(read(&theirs.bytes), read(&other));
    }

    #[test]
    fn both_sides_give_the_same_rows_and_the_same_conflicts(base in rows(), one in rows(), other in rows()) {
        let [base, one, other] = [base, one, other].map(|rows| csv_of(&rows));
        let ours = merge(&base, &one, &other, &CLAIMS).unwrap();
        let theirs = merge(&base, &other, &one, &CLAIMS).unwrap();
        let sorted = |mut keys: Vec<String>| { keys.sort(); keys };
        let has_conflicts = !ours.conflicts.is_empty();
        prop_assert_eq!(sorted(ours.conflicts), sorted(theirs.conflicts));
        if !has_conflicts {
            prop_assert_eq!(read(&ours.bytes), read(&theirs.bytes));
        }
    }

    #[test]
    fn no_bytes_are_too_much(versions in proptest::array::uniform3(proptest::collection::vec(
        prop_oneof![Just(b"key,note\n".to_vec()), Just(b"key;about\r\n".to_vec()), "[ab\\\"\r\n,;|\u{e9}]{0,6}".prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 0..4)], 0..6))) {
        let [base, ours, theirs] = versions.map(|parts| parts.concat());
        let merged = merge(&base, &ours, &theirs, &CLAIMS);
        prop_assert!(merged.is_none_or(|merged| !merged.bytes.is_empty()));
    }
}
