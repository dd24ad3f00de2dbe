//! `sourcier rename` and `sourcier merge`: a key changes in all tables, and all else stays.

use crate::support::{output, said, sourcier, terminal, tree};
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;

/// The example in English.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "."]);
    folder
}

fn table(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(format!("data/{name}.csv"))).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(format!("data/{name}.csv")), text).unwrap();
}

/// Adds rows to a table.
fn add(folder: &Path, name: &str, rows: &str) {
    let path = folder.join(format!("data/{name}.csv"));
    let before = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, before + rows).unwrap();
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(output(folder, arguments)).unwrap()
}

/// What a command says that does not succeed.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = tree(folder);
    let output = sourcier(folder).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    assert_eq!(tree(folder), before, "{arguments:?}");
    said(&output)
}

#[test]
fn a_key_changes_wherever_a_row_refers_to_it_and_all_else_stays() {
    let folder = example();
    let dossier = folder.path();
    write(
        dossier,
        "claim-roles",
        "claim,role,entity,basis\ncourier-plan,funder,selt-valley,\"named, once\"\n",
    );
    write(
        dossier,
        "wikidata",
        "entity,qid,decision,reason,evidence,decided_on\nmira-oakdale,,undecided,none found,,\n\
         selt-valley,Q1,undecided,,,\n",
    );
    let before = tree(dossier);
    run(dossier, &["rename", "selt-valley", "a-valley", "--yes"]);
    let after = tree(dossier);
    for (file, bytes) in &before {
        let text = String::from_utf8_lossy(bytes);
        let new = String::from_utf8_lossy(&after[file]).into_owned();
        match file.as_str() {
            // Decisions are in the order of their entities.
            "data/wikidata.csv" => assert_eq!(
                new,
                "entity,qid,decision,reason,evidence,decided_on\na-valley,Q1,undecided,,,\n\
                 mira-oakdale,,undecided,none found,,\n"
            ),
            name if name.starts_with("data/") && name.ends_with(".csv") => {
                assert_eq!(new, text.replace("selt-valley", "a-valley"), "{file}");
            }
            _ => assert_eq!(new, text, "{file}"),
        }
    }
    run(dossier, &["check"]);
}

#[test]
fn queries_that_name_the_key_are_listed_and_left() {
    let folder = example();
    let said = run(folder.path(), &["rename", "selt-valley", "valley", "--dry-run"]);
    assert!(
        said.contains("Left, although they name `selt-valley`") && said.contains("# parameter: actor id = selt-valley"),
        "{said}"
    );
    assert!(
        said.contains("data/claims.csv: 1 cell\n  line 3, funder: `selt-valley` → `valley`"),
        "{said}"
    );
    assert!(said.ends_with("sourcier rename selt-valley valley --yes\n"), "{said}");
}

#[test]
fn documents_and_claims_get_other_keys_too() {
    let folder = example();
    let dossier = folder.path();
    run(dossier, &["rename", "--document", "courier-2025", "courier", "--yes"]);
    assert!(table(dossier, "documents").contains("\ncourier,"));
    assert!(!table(dossier, "claims").contains(",courier-2025,"));
    assert!(!table(dossier, "left-out").contains("courier-2025"));
    run(dossier, &["rename", "--claim", "courier-plan", "the-plan", "--yes"]);
    assert!(table(dossier, "claim-links").contains("courier-region,part-of,the-plan,"));
    run(dossier, &["check"]);
}

#[test]
fn a_row_is_named_by_its_label_and_refusals_say_what_would_be_right() {
    let folder = example();
    let dossier = folder.path();
    let said = run(dossier, &["rename", "Selt Valley region", "valley", "--dry-run"]);
    assert!(said.starts_with("`selt-valley` becomes `valley`"), "{said}");
    add(
        dossier,
        "entities",
        "oakdale,Place,,Selt Valley region,,selt-valley,,\nsettlement,Place,,settlement,,oakdale,,\n",
    );
    for (arguments, message) in [
        (
            &["rename", "selt-vally", "valley"][..],
            "no row of data/entities.csv has the key or the label `selt-vally`; did you mean région de Selt Valley (`selt-valley`)",
        ),
        (
            &["rename", "Selt Valley region", "valley"],
            "say which by its key, Selt Valley region (`oakdale`), région de Selt Valley (`selt-valley`)",
        ),
        (
            &["rename", "selt-valley", "dry-feet"],
            "`sourcier merge selt-valley dry-feet` makes one of the two",
        ),
        (&["rename", "selt-valley", "Selt Valley"], "such as `selt-valley-2`"),
        (&["rename", "selt-valley", "Valley of Selt"], "such as `valley-of-selt`"),
        (&["rename", "selt-valley", "selt-valley"], "both names mean the row"),
        (&["merge", "selt-valley", "selt-valley"], "both names mean the row"),
        (&["merge", "nobody", "selt-valley"], "has the key or the label `nobody`"),
        (
            &["merge", "settlement", "selt-valley"],
            "`settlement` is a part of `selt-valley`, so they cannot be one: change part_of",
        ),
        (
            &["merge", "selt-valley", "settlement"],
            "`settlement` is a part of `selt-valley`, so they cannot be one: change part_of",
        ),
        (
            &["rename", "--document", "courier-2025", "courier-2025"],
            "both names mean the row",
        ),
        (
            &["merge", "selt-valley", "dry-feet"],
            "nobody is there to agree. To make these changes: sourcier merge selt-valley dry-feet --yes",
        ),
    ] {
        let said = refused(dossier, arguments);
        assert!(said.contains(message), "{arguments:?}: {said}");
    }
}

#[test]
fn two_entities_become_one_with_the_names_and_cells_of_both() {
    let folder = example();
    let dossier = folder.path();
    add(
        dossier,
        "entities",
        "valley,Organisation,vallée,The Valley,La Vallée|Selt,ostermere,12,another note\n",
    );
    write(
        dossier,
        "claim-roles",
        "claim,role,entity,basis\ncourier-region,recipient,valley,\ncourier-region,funder,valley,\n\
         courier-plan,funder,valley,in a table\ncourier-plan,funder,selt-valley,\n",
    );
    write(
        dossier,
        "wikidata",
        "entity,qid,decision,reason,evidence,decided_on\nselt-valley,Q1,same,,its page,2025-01-01\n\
         valley,,undecided,none found,,\nvalley,Q1,undecided,,,\nvalley,Q3,not-same,a river,,\n",
    );
    let said = run(dossier, &["merge", "valley", "selt-valley", "--yes"]);
    let entities = table(dossier, "entities");
    assert!(
        entities.contains(
            "selt-valley,PublicBody,région de Selt Valley,Selt Valley region,vallée|The Valley|La Vallée|Selt,ostermere,12,another note\n"
        ) && !entities.contains("\nvalley,"),
        "{entities}"
    );
    assert!(
        said.contains("class: `PublicBody` is kept, `Organisation` is not"),
        "{said}"
    );
    // A role that the claim itself has, and one that two rows had.
    assert_eq!(
        table(dossier, "claim-roles"),
        "claim,role,entity,basis\ncourier-region,recipient,selt-valley,\ncourier-plan,funder,selt-valley,in a table\n"
    );
    assert_eq!(
        table(dossier, "wikidata"),
        "entity,qid,decision,reason,evidence,decided_on\nselt-valley,Q1,same,,its page,2025-01-01\n\
         selt-valley,Q3,not-same,a river,,\n"
    );
    assert!(said.contains("decision: `same` is kept, `undecided` is not"), "{said}");
    run(dossier, &["check"]);
}

#[test]
fn labels_go_on_meaning_the_same_rows_and_rows_without_a_key_keep_theirs() {
    let folder = example();
    let dossier = folder.path();
    // Two rows of one label have the keys `mill` and `mill-2`, without saying so; the claim has one of what it says.
    add(
        dossier,
        "entities",
        ",Place,,mill,,,,\n,Place,,mill,,,,\n,Place,,Old Weir,,mill-2,,\n",
    );
    let claims = table(dossier, "claims");
    write(
        dossier,
        "claims",
        &format!(
            "{claims},courier-2025,62,183,4.2 million euros,Old Weir,funding,,4200000,4200000,EUR,written,exact,total,,,mill-2,,weir-fund,,,planned,,,,,clear,,,,,,,,\n"
        ),
    );
    add(dossier, "entities", "weir-fund,Programme,,Weir fund,,,,\n");
    write(dossier, "evidence", "claim,start,end\ncourier-2025-old-weir,62,183\n");
    run(dossier, &["check"]);
    // The first mill goes: the second must not become the first.
    run(dossier, &["merge", "mill", "ostermere", "--yes"]);
    let entities = table(dossier, "entities");
    assert!(entities.contains("\nmill-2,Place,,mill,"), "{entities}");
    assert!(entities.contains(",Old Weir,,mill-2,"), "{entities}");
    // The reference by label stays one, the evidence keeps its claim, and a key that is another's label is no trap.
    run(dossier, &["rename", "old-weir", "weir", "--yes"]);
    let claims = table(dossier, "claims");
    assert!(
        claims.contains("\ncourier-2025-old-weir,courier-2025,62,183,4.2 million euros,Old Weir,"),
        "{claims}"
    );
    assert!(table(dossier, "entities").contains("\nweir,Place,,Old Weir,"));
    let claims = table(dossier, "claims").replace(",weir-fund,", ",Weir fund,");
    write(dossier, "claims", &claims);
    let entities = table(dossier, "entities").replace(",Weir fund,", ",dam,");
    write(dossier, "entities", &entities);
    write(dossier, "claims", &claims.replace(",Weir fund,", ",dam,"));
    run(dossier, &["rename", "weir", "dam", "--yes"]);
    let claims = table(dossier, "claims");
    assert!(
        claims.contains(",Old Weir,funding,") && claims.contains(",weir-fund,,,planned,"),
        "{claims}"
    );
    run(dossier, &["check"]);
}

#[test]
fn a_table_keeps_its_dialect_its_encoding_and_its_other_columns() {
    let folder = example();
    let dossier = folder.path();
    let text = "sep=;\r\nlabel_en;key;mine;class;label_fr;aliases;part_of;members;note\r\n\
        Mira Oakdale;mira-oakdale;\"a;b\";Person;;;;;\r\n\r\ntown;ostermere;x;PublicBody;;;;;\r\nvalley;selt-valley; y ;PublicBody;r\u{e9}gion;;ostermere;;\r\n\
        feet;dry-feet;;Organisation;;;;;\r\nplan;footbridge-plan;;Programme;;;;;\r\nbridge;footbridge;;Place;;;;;\r\ncourier;courier;;Organisation;;;;;";
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    fs::write(dossier.join("data/entities.csv"), latin).unwrap();
    run(dossier, &["rename", "ostermere", "brume", "--yes"]);
    run(dossier, &["merge", "courier", "dry-feet", "--yes"]);
    let bytes = fs::read(dossier.join("data/entities.csv")).unwrap();
    let after: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let expected = text
        .replace("ostermere", "brume")
        .replace(
            "feet;dry-feet;;Organisation;;;",
            "feet;dry-feet;;Organisation;;courier;",
        )
        .replace("courier;courier;;Organisation;;;;;", "");
    assert_eq!(after, expected);
}

#[test]
fn a_later_version_of_a_sheet_finds_its_rows_under_the_new_key() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    let dossier = &folder.path().join("d");
    let sheet = "Who says;Who pays;To whom;For what;Amount;Date;Link\n\
        Gazette;Brume;Port of Brume;quay;12 M€;2025-02-09;https://example.org/a\n\
        Gazette;City of Brume;Port Company + Port of Brume;crane;3 M€;2025-03-09;https://example.org/b\n";
    fs::write(folder.path().join("sheet.csv"), sheet).unwrap();
    run(dossier, &["import", "../sheet.csv"]);
    run(dossier, &["rename", "quay", "south-quay", "--yes"]);
    let said = run(dossier, &["merge", "city-of-brume", "brume", "--yes"]);
    assert!(said.contains("Records of imports"), "{said}");
    run(dossier, &["merge", "port-company", "port-of-brume", "--yes"]);
    let before = tree(&dossier.join("data"));
    let again = run(dossier, &["import", "../sheet.csv"]);
    assert!(again.contains("No row of a table changed"), "{again}");
    for section in ["in the table", "No longer in the sheet", "Removed from the tables"] {
        assert!(!again.contains(section), "{again}");
    }
    assert_eq!(tree(&dossier.join("data")), before);
    fs::write(folder.path().join("sheet.csv"), sheet.replace("12 M€", "13 M€")).unwrap();
    let changed = run(dossier, &["import", "../sheet.csv"]);
    assert!(changed.contains("in the sheet `13000000`"), "{changed}");
    assert!(table(dossier, "claims").contains(",south-quay,funding,"));
    run(dossier, &["check"]);
}

#[test]
fn a_table_with_an_unfinished_merge_of_git_is_not_changed() {
    let folder = example();
    let claims = table(folder.path(), "claims");
    write(
        folder.path(),
        "claims",
        &format!("{claims}<<<<<<< ours\n=======\n>>>>>>> theirs\n"),
    );
    let said = refused(folder.path(), &["rename", "selt-valley", "valley", "--yes"]);
    assert!(
        said.contains("data/claims.csv has marks of a merge that Git did not finish"),
        "{said}"
    );
}

/// What a person sees who answers.
fn answered(folder: &Path, answer: &[u8]) -> String {
    let (controller, name) = terminal(40, 100);
    let open = || OpenOptions::new().read(true).write(true).open(&name).unwrap();
    let mut child = sourcier(folder)
        .args(["rename", "selt-valley", "valley"])
        .stdin(Stdio::from(open()))
        .stdout(Stdio::from(open()))
        .stderr(Stdio::from(open()))
        .spawn()
        .unwrap();
    let mut terminal = File::from(controller);
    terminal.write_all(answer).unwrap();
    assert!(child.wait().unwrap().success());
    let mut bytes = vec![0; 1 << 16];
    let count = terminal.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[test]
fn a_person_at_a_terminal_is_asked() {
    let folder = example();
    let before = tree(folder.path());
    let said = answered(folder.path(), b"\n");
    assert_eq!(tree(folder.path()), before, "{said}");
    answered(folder.path(), b"y\n");
    assert!(table(folder.path(), "claims").contains(",valley,ostermere,"));
}

#[test]
fn nothing_that_an_import_keeps_names_a_key_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    let dossier = &folder.path().join("d");
    let head = "Payer;Recipient;Recipient number;Project;Programme;Amount;Source\n";
    let one = "City;Port Ltd;12345678901234;Quay;Harbour plan;5 M€;Minutes\n";
    let two = "City;Port Limited;12345678901234;Quay;Harbour scheme;3 M€;Minutes\n";
    let sheet = |rows: &[&str]| fs::write(folder.path().join("s.csv"), head.to_owned() + &rows.concat()).unwrap();
    sheet(&[one, two]);
    run(dossier, &["import", "../s.csv"]);
    let entities = fs::read_to_string(dossier.join("data/entities.csv")).unwrap();
    assert!(entities.contains("Quay (Harbour scheme)"), "{entities}");
    // The second row is no longer in the sheet, and what is left is listed.
    sheet(&[one]);
    run(dossier, &["import", "../s.csv"]);
    let left = || fs::read_to_string(dossier.join("imports/s-left.csv")).unwrap();
    assert!(
        left().contains("entities,port-limited,") && left().contains("entities,harbour-scheme,"),
        "{}",
        left()
    );
    run(dossier, &["merge", "port-limited", "port-ltd", "--yes"]);
    run(dossier, &["rename", "harbour-scheme", "scheme", "--yes"]);
    assert!(
        !left().contains(",port-limited,") && left().contains("entities,scheme,"),
        "{}",
        left()
    );
    run(dossier, &["merge", "scheme", "harbour-plan", "--yes"]);
    for name in [
        "imports/s.csv",
        "imports/s-left.csv",
        "data/entities.csv",
        "data/claims.csv",
    ] {
        let text = fs::read_to_string(dossier.join(name)).unwrap();
        for key in [",port-limited,", ",harbour-scheme,", "(harbour-scheme)", ",scheme,"] {
            assert!(!text.contains(key), "{name} has {key}: {text}");
        }
    }
    // The number is in the note of the row that stays, so that nothing of it is left.
    sheet(&[one]);
    let said = run(dossier, &["import", "../s.csv"]);
    assert!(!said.contains("Not taken"), "{said}");
}
