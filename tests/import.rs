//! `sourcier import`: sheets as people keep them become rows of the tables, and later versions change only what changed.

mod documents;
mod language;
mod parties;
mod units;
mod versions;

use crate::support::person::Person;
use crate::support::{output, said, sourcier, tree};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// A newsroom's tracker in Windows-1252 with semicolons.
const TRACKER: &[u8] = b"Suivi annonces port - M\xc0J 12/03/25;;;;;;;\n;;;;;;;\n\
    Qui annonce ?;Qui paie;B\xe9n\xe9ficiaire;Objet;Montant;Date;Statut;Source / lien\n\
    A. Lerouge;Etat + r\xe9gion Nord;;Quai sud;12 M\x80;09/02/2025;annonc\xe9;https://example.org/a\n\
    Ville de Brume;?;Port de Brume;Grue g\xe9ante;4-5 M\x80;14/06/23;promis;article Gazette (p. 2)\n";

/// A dossier without a row.
fn empty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    folder
}

fn import(folder: &Path, name: &str, bytes: &[u8], arguments: &[&str]) -> String {
    fs::write(folder.join(name), bytes).unwrap();
    let file = folder.join(name).display().to_string();
    let mut all = vec!["-C", "d", "import", &file];
    all.extend(arguments);
    String::from_utf8(output(folder, &all)).unwrap()
}

fn table(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(format!("d/data/{name}.csv"))).unwrap()
}

#[test]
fn a_newsrooms_sheet_becomes_a_dossier_without_errors() {
    let folder = empty();
    let said = import(folder.path(), "suivi.csv", TRACKER, &[]);
    assert!(said.contains("claims.csv: 2 new rows"), "{said}");
    let claims = table(folder.path(), "claims");
    assert!(
        claims.contains("12000000,12000000,EUR") && claims.contains("4000000,5000000,EUR"),
        "{claims}"
    );
    assert!(
        claims.contains("suivi.csv, row 4") && claims.contains("suivi.csv, row 5"),
        "{claims}"
    );
    let roles = table(folder.path(), "claim-roles");
    assert!(roles.contains(",funder,region-nord"), "{roles}");
    output(folder.path(), &["-C", "d", "check"]);
    assert!(folder.path().join("d/imports/suivi.toml").exists());
}

#[test]
fn the_same_sheet_again_changes_nothing() {
    let folder = empty();
    import(folder.path(), "suivi.csv", TRACKER, &[]);
    let before = tree(&folder.path().join("d"));
    let again = import(folder.path(), "suivi.csv", TRACKER, &[]);
    assert_eq!(tree(&folder.path().join("d")), before);
    assert!(again.contains("No row of a table changed"), "{again}");
    assert!(!again.contains("In doubt"), "a second import asks: {again}");
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = empty();
    let before = tree(&folder.path().join("d"));
    let said = import(folder.path(), "suivi.csv", TRACKER, &["--dry-run"]);
    assert_eq!(tree(&folder.path().join("d")), before);
    assert!(said.contains("claims.csv: 2 new rows (not written)"), "{said}");
}

#[test]
fn only_what_changed_in_the_sheet_changes_and_edits_by_hand_stay() {
    let folder = empty();
    import(folder.path(), "suivi.csv", TRACKER, &[]);
    let file = folder.path().join("d/data/claims.csv");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("4000000,5000000", "4500000,5000000");
    fs::write(&file, edited).unwrap();
    let text = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let later = text(TRACKER).replace("12 M", "13 M").replace("4-5 M", "3-5 M");
    let later: Vec<u8> = later.chars().map(|letter| letter as u8).collect();
    let said = import(folder.path(), "suivi.csv", &later, &[]);
    let claims = table(folder.path(), "claims");
    assert!(
        claims.contains("13000000,13000000") && claims.contains("4500000,5000000"),
        "{claims}"
    );
    let (_, kept) = said.split_once("the table's is kept").unwrap();
    assert!(kept.contains("minimum: `4500000`, in the sheet `3000000`"), "{said}");
    let shorter: Vec<u8> = later
        .split_inclusive(|byte| *byte == b'\n')
        .take(4)
        .flatten()
        .copied()
        .collect();
    let said = import(folder.path(), "suivi.csv", &shorter, &[]);
    assert!(said.contains("No longer in the sheet"), "{said}");
    assert_eq!(table(folder.path(), "claims"), claims);
}

#[test]
fn an_entity_that_turns_out_to_be_another_is_taken_over() {
    let folder = empty();
    let file = folder.path().join("d/data/entities.csv");
    fs::write(&file, "key,label_en\nharbour,The Harbour\n").unwrap();
    import(folder.path(), "suivi.csv", TRACKER, &[]);
    let rows = fs::read_to_string(&file).unwrap();
    let own = rows.lines().find(|line| line.contains("Port de Brume")).unwrap();
    let key = own.split(',').next().unwrap().to_owned();
    let rows = rows
        .replace(&format!("{own}\n"), "")
        .replace("harbour,The Harbour", "harbour,Port de Brume");
    fs::write(&file, rows).unwrap();
    import(folder.path(), "suivi.csv", TRACKER, &[]);
    let claims = table(folder.path(), "claims");
    assert_eq!(claims.lines().count(), 3, "{claims}");
    assert!(
        claims.contains(",harbour,") && !claims.contains(&format!(",{key},")),
        "{claims}"
    );
    output(folder.path(), &["-C", "d", "check"]);
}

#[test]
fn a_table_keeps_its_dialect_and_all_that_is_in_it() {
    let folder = empty();
    let file = folder.path().join("d/data/entities.csv");
    let own =
        b"cl\xe9;label_fr;class;remarque\r\nport;\"Port de Brume\";Organisation; d\xe9j\xe0 l\xe0\r\n\r\n".to_vec();
    let own = [b"key".as_slice(), &own[3..]].concat();
    fs::write(&file, &own).unwrap();
    import(folder.path(), "suivi.csv", TRACKER, &[]);
    let now = fs::read(&file).unwrap();
    let own_row: &[u8] = b"port;\"Port de Brume\";Organisation; d\xe9j\xe0 l\xe0";
    assert!(now.windows(own_row.len()).any(|found| found == own_row));
    let text: String = now.iter().map(|byte| char::from(*byte)).collect();
    assert!(text.contains("Grue g\u{e9}ante") && text.ends_with("\r\n"), "{text}");
    assert_eq!(text.matches("Port de Brume").count(), 1, "{text}");
}

#[test]
fn persons_who_receive_are_taken_only_if_asked_for() {
    let sheet = "payeur;bénéficiaire;objet;montant\nVille de Brume;Mme Jeanne Duroc;bourse d'étude;1200 €\n";
    let folder = empty();
    let said = import(folder.path(), "bourses.csv", sheet.as_bytes(), &[]);
    assert!(said.contains("only with --persons"), "{said}");
    assert!(!table(folder.path(), "entities").contains("Duroc"));
    let list = fs::read_to_string(folder.path().join("d/imports/bourses-not-taken.csv")).unwrap();
    assert!(!list.contains("Duroc"), "{list}");
    import(folder.path(), "bourses.csv", sheet.as_bytes(), &["--persons"]);
    assert!(table(folder.path(), "entities").contains("Duroc"));
}

#[test]
fn a_file_that_is_no_sheet_changes_nothing() {
    let folder = empty();
    let before = tree(&folder.path().join("d"));
    for bytes in [&b""[..], b"%PDF-1.7 no sheet", b"\xff\xd8\xff\xe0 a photograph"] {
        fs::write(folder.path().join("x.csv"), bytes).unwrap();
        let file = folder.path().join("x.csv").display().to_string();
        let run = sourcier(folder.path())
            .args(["-C", "d", "import", &file])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{}", said(&run));
    }
    assert_eq!(tree(&folder.path().join("d")), before);
}

#[test]
fn what_the_sheet_says_otherwise_of_an_entity_that_was_there_is_told_and_left() {
    let folder = empty();
    let rows = "key,class,label_en,part_of\nport,Facility,Port,\nquay,Facility,Quay,port\nstate,Group,State,\n";
    fs::write(folder.path().join("d/data/entities.csv"), rows).unwrap();
    let sheet = "Payer,Scheme,Project,Amount\nState,Harbours,Quay,£3m\nState,Port,Quay,£2m\n";
    let said = import(folder.path(), "grants.csv", sheet.as_bytes(), &[]);
    let (_, told) = said
        .split_once("their rows are left")
        .unwrap_or_else(|| panic!("{said}"));
    assert!(
        told.contains("entities.csv, quay, part_of: `port`, in the sheet `harbours`"),
        "{said}"
    );
    assert!(
        told.contains("entities.csv, state, class: `Group`, in the sheet `PublicBody`"),
        "{said}"
    );
    assert!(
        table(folder.path(), "entities").starts_with(rows),
        "{}",
        table(folder.path(), "entities")
    );
}

#[test]
fn money_that_is_gone_counts_in_no_total_and_refused_money_is_not_taken() {
    let folder = empty();
    let sheet = "Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;annulé le 12/03/2024\nÉtat;Quai;2 M€;refusé\nÉtat;Phare;1 M€;voté\n";
    let said = import(folder.path(), "aides.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("row 3, État: `refusé`: the money was not granted"),
        "{said}"
    );
    let claims = table(folder.path(), "claims");
    let gone = claims.lines().find(|line| line.contains("port")).unwrap();
    assert!(
        gone.contains("withdrawn") && gone.contains("2024-03-12") && gone.contains("the sheet says: annulé"),
        "{gone}"
    );
    let totals = String::from_utf8(output(
        folder.path(),
        &["-C", "d", "query", "totals", "--format", "csv"],
    ))
    .unwrap();
    assert!(totals.contains("1000000") && !totals.contains("3000000"), "{totals}");
}

#[test]
fn what_payers_share_adds_up_in_the_totals() {
    let folder = empty();
    let sheet = "Payeur;Objet;Montant;Statut\nEtat 5 / Région 3;Port;8 M€;voté\n";
    import(folder.path(), "aides.csv", sheet.as_bytes(), &[]);
    output(folder.path(), &["-C", "d", "check", "--strict"]);
    let entities = table(folder.path(), "entities");
    assert!(!entities.contains("5") && !entities.contains("3"), "{entities}");
    let totals = ["-C", "d", "query", "totals", "--set", "by=funder", "--format", "csv"];
    let totals = String::from_utf8(output(folder.path(), &totals)).unwrap();
    assert!(totals.contains("5000000") && totals.contains("3000000"), "{totals}");
}

#[test]
fn an_import_waits_for_another_and_both_sheets_are_taken() {
    let folder = empty();
    let sheets: Vec<String> = (1..=4)
        .map(|number| format!("Payer,Project,Amount\nState,Quay {number},£{number}m\n"))
        .collect();
    let children = sheets.iter().enumerate().map(|(number, sheet)| {
        let file = folder.path().join(format!("s{number}.csv"));
        fs::write(&file, sheet).unwrap();
        let mut command = sourcier(folder.path());
        command
            .args(["-C", "d", "import"])
            .arg(file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    });
    for mut child in children.collect::<Vec<_>>() {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(
        table(folder.path(), "claims").lines().count(),
        5,
        "{}",
        table(folder.path(), "claims")
    );
    assert!(!folder.path().join("d/.import.lock").exists());
}

#[test]
fn a_sheet_of_which_nothing_can_be_imported_makes_no_dossier_and_says_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), "Payeur;Montant\nVille;900 €\n").unwrap();
    fs::write(folder.path().join("b.csv"), "Payeur;Objet;Avis\nÉtat;Port;bon\n").unwrap();
    for (file, lacks) in [("a.csv", "what the money is for"), ("b.csv", "no column has amounts")] {
        let run = sourcier(folder.path())
            .args(["init", "d", "--from", file])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{}", said(&run));
        assert!(
            said(&run).contains(lacks) && said(&run).contains("no dossier was made"),
            "{}",
            said(&run)
        );
        assert!(!folder.path().join("d").exists());
    }
    let folder = empty();
    let told = import(folder.path(), "a.csv", "Payeur;Montant\nVille;900 €\n".as_bytes(), &[]);
    assert!(told.contains("no column says what the money is for"), "{told}");
}

/// A sheet that leaves two things open: the order of day and month, and which of two columns is the date.
const OPEN: &str = "Payer,Project,Amount,Date of award,Payment date\nState,Quay,£3m,05/06/2024,07/08/2024\n";

#[test]
fn on_a_terminal_an_import_asks_and_the_next_one_does_not() {
    let folder = empty();
    fs::write(folder.path().join("grants.csv"), OPEN).unwrap();
    let arguments = ["-C", "d", "import", "../grants.csv"];
    let start = || Person::start(folder.path(), &arguments);
    let before = tree(&folder.path().join("d"));
    let mut person = start();
    person.shows("q stops: ");
    person.types("q\n");
    person.shows("nothing was changed");
    person.ends();
    assert_eq!(tree(&folder.path().join("d")), before);

    let mut person = start();
    person.shows("Question 1 of 2");
    person.shows("q stops: ");
    person.types("9\n");
    person.shows("give a number from 1 to 2");
    person.types("2\n");
    person.shows("Question 2 of 2");
    person.shows("q stops: ");
    person.types("2\n");
    person.shows("claims.csv: 1 new row");
    person.ends();
    let claims = table(folder.path(), "claims");
    assert!(
        claims.contains("2024-07-08"),
        "the month first, and the day of payment: {claims}"
    );

    let mut person = start();
    person.shows("No row of a table changed");
    person.ends();
    assert!(!person.seen().contains("Question"), "{}", person.seen());
}

#[test]
fn payers_on_rows_of_their_own_are_added_and_their_words_are_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = "Projet;Étape;Date;Montant;Qui finance;Source;Citation\nTram;payé;30/06/2023;97,4 M€;Métropole;CA 2023;la Métropole a versé 97,4 millions\n\
                 Tram;payé;30/06/2023;61,25 M€;État;CA 2023;\nPont;annoncé;2022;3 M€;Métropole;Presse 2022;\nPont;annoncé;2023;4 M€;État;Presse 2023;\n";
    std::fs::write(folder.path().join("suivi.csv"), sheet).unwrap();
    crate::support::output(folder.path(), &["init", "d", "--language", "fr", "--from", "suivi.csv"]);
    let dossier = folder.path().join("d");
    let claims = std::fs::read(dossier.join("data/claims.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(&claims[..]);
    let headers = reader.headers().unwrap().clone();
    let at =
        |row: &csv::StringRecord, name: &str| row[headers.iter().position(|header| header == name).unwrap()].to_owned();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let roles: Vec<String> = rows.iter().map(|row| at(row, "measure_role")).collect();
    // Those of two documents are what each pays, too: nothing says that one corrects the other.
    assert_eq!(roles, ["contribution"; 4]);
    assert_eq!(at(&rows[0], "quote"), "la Métropole a versé 97,4 millions");
    // The sheet writes the currency, and these words do not.
    assert_eq!(
        [0, 1].map(|row| at(&rows[row], "unit_basis")),
        ["carried-over", "written"]
    );
    let totals = crate::support::output(&dossier, &["query", "totals", "--format", "csv"]);
    let totals = String::from_utf8(totals).unwrap();
    assert!(
        totals.contains("Tram,payé,,EUR,public,,158650000,158650000,2,,"),
        "{totals}"
    );
}

/// Imports a sheet, and returns its whole output with whether it succeeded.
fn tried(folder: &Path, name: &str, sheet: &str, arguments: &[&str]) -> (String, bool) {
    fs::write(folder.join(name), sheet).unwrap();
    let file = format!("../{name}");
    let mut all = vec!["-C", "d", "import", &file];
    all.extend(arguments);
    let output = sourcier(folder).args(&all).output().unwrap();
    (said(&output), output.status.success())
}

/// A column of claims.csv, in the order of the rows.
fn column(folder: &Path, name: &str) -> Vec<String> {
    let claims = table(folder, "claims");
    let mut reader = csv::Reader::from_reader(claims.as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|header| header == name)
        .unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// Three who pay for one thing, one of them by a loan, in documents of their own.
const SEVERAL: &str = "Qui paie;Objet;Montant;Statut;Date;Source\nÉtat;Quai;5 M€;voté;2024-01-05;Doc A\n\
                       Région;Quai;3 M€;voté;2024-03-05;Doc B\nBanque;Quai;2 M€ (prêt);voté;2024-04-05;Doc C\n";

#[test]
fn what_becomes_of_several_payers_is_told_and_can_be_decided_otherwise() {
    let folder = empty();
    let said = import(folder.path(), "s.csv", SEVERAL.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3, 4 give what several payers pay for Quai: contributions, which add up"),
        "{said}"
    );
    assert!(said.contains("several-payers = \"rivals\""), "{said}");
    assert_eq!(column(folder.path(), "measure_role"), ["contribution"; 3]);
    let totals = output(folder.path(), &["-C", "d", "query", "totals", "--format", "csv"]);
    let totals = String::from_utf8(totals).unwrap();
    // A loan beside them leaves out nobody's money.
    assert!(
        totals.contains(",8000000,8000000,2,") && totals.contains("loan"),
        "{totals}"
    );
    // Kept in the map, and not asked again.
    let map = folder.path().join("d/imports/s.toml");
    let text = fs::read_to_string(&map).unwrap();
    assert!(text.contains("several-payers = \"contributions\""), "{text}");
    fs::write(&map, text.replace("\"contributions\"", "\"rivals\"")).unwrap();
    let said = import(folder.path(), "s.csv", SEVERAL.as_bytes(), &[]);
    assert!(!said.contains("In doubt"), "{said}");
    assert_eq!(column(folder.path(), "measure_role"), ["total"; 3]);
}

#[test]
fn on_a_terminal_several_payers_are_a_question() {
    let folder = empty();
    fs::write(folder.path().join("s.csv"), SEVERAL).unwrap();
    let mut person = Person::start(folder.path(), &["-C", "d", "import", "../s.csv"]);
    person.shows("have sums of several payers for Quai");
    person.shows("q stops: ");
    person.types("2\n");
    person.shows("claims.csv: 3 new rows");
    person.ends();
    assert_eq!(column(folder.path(), "measure_role"), ["total"; 3]);
}

#[test]
fn a_part_has_the_payer_whom_its_words_name() {
    let folder = empty();
    let sheet =
        "Payer,Project,Amount\nCity,Quay,\"£5m, of which £2m from the State\"\nCity,Port,\"£3m, including £1m loan\"\n";
    import(folder.path(), "p.csv", sheet.as_bytes(), &[]);
    // Words that name nobody leave the part to who pays the whole.
    assert_eq!(column(folder.path(), "funder"), ["city", "state", "city", "city"]);
}

/// A sheet of four rows, each with its payer.
fn four(payer: &str) -> String {
    let rows = [
        "État;Quai;5 M€",
        "Région;Grue;3 M€",
        "Ville;Phare;2 M€",
        "Ville;Digue;1 M€",
    ];
    format!("{payer};Objet;Montant\n{}\n", rows.join("\n"))
}

#[test]
fn rows_that_would_count_twice_are_refused_and_written_if_wanted() {
    let folder = empty();
    import(folder.path(), "s.csv", four("Qui paie").as_bytes(), &[]);
    let before = tree(&folder.path().join("d"));
    // The column is gone, and another stands elsewhere.
    let moved = "Objet;Montant;Xyz\nQuai;5 M€;État\nGrue;3 M€;Région\nPhare;2 M€;Ville\nDigue;1 M€;Ville\n";
    let (said, is_done) = tried(folder.path(), "s.csv", moved, &[]);
    assert!(
        !is_done && said.contains("4 rows would be new") && said.contains("imports/s.toml"),
        "{said}"
    );
    assert_eq!(tree(&folder.path().join("d")), before);
    let (said, is_done) = tried(folder.path(), "s.csv", moved, &["--dry-run"]);
    assert!(is_done && said.contains("4 rows would be new"), "{said}");

    let mut person = Person::start(folder.path(), &["-C", "d", "import", "../s.csv"]);
    person.shows("1. stop, and change nothing");
    person.shows("q stops: ");
    person.types("\n");
    person.shows("nothing was changed");
    person.ends();
    assert_eq!(tree(&folder.path().join("d")), before);
    let (said, is_done) = tried(folder.path(), "s.csv", moved, &["--yes"]);
    assert!(is_done && said.contains("claims.csv: 4 new rows"), "{said}");
}

#[test]
fn a_heading_that_was_changed_doubles_nothing() {
    let folder = empty();
    import(folder.path(), "s.csv", four("Qui paie").as_bytes(), &[]);
    let claims = table(folder.path(), "claims");
    for heading in ["Financeur", "Partenaire", "Zzz"] {
        let said = import(folder.path(), "s.csv", four(heading).as_bytes(), &[]);
        assert!(said.contains("No row of a table changed"), "{heading}: {said}");
        assert_eq!(table(folder.path(), "claims"), claims, "{heading}");
    }
}

#[test]
fn a_name_that_was_corrected_in_one_cell_leaves_the_claim_what_it_is() {
    let folder = empty();
    import(folder.path(), "s.csv", four("Qui paie").as_bytes(), &[]);
    let keys = column(folder.path(), "key");
    let later = four("Qui paie").replace("Région;", "Région Nord + Ville;");
    let said = import(folder.path(), "s.csv", later.as_bytes(), &[]);
    assert_eq!(column(folder.path(), "key"), keys);
    assert!(said.contains("funder: `region`, in the sheet `region-nord`"), "{said}");
    let roles = table(folder.path(), "claim-roles");
    assert!(roles.contains(&format!("{},funder,ville", keys[1])), "{roles}");
    let said = import(folder.path(), "s.csv", later.as_bytes(), &[]);
    assert!(said.contains("No row of a table changed"), "{said}");
    output(folder.path(), &["-C", "d", "check"]);
}

#[test]
fn what_differs_is_told_until_it_is_settled_and_rows_that_moved_in_one_line() {
    let folder = empty();
    import(folder.path(), "s.csv", four("Qui paie").as_bytes(), &[]);
    let file = folder.path().join("d/data/claims.csv");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("3000000,3000000", "3000001,3000001");
    fs::write(&file, edited).unwrap();
    // One row more above the others, and one sum that changed.
    let later = four("Qui paie")
        .replace("Montant\n", "Montant\nÉtat;Mole;9 M€\n")
        .replace(";3 M€", ";4 M€");
    for _ in 0..2 {
        let said = import(folder.path(), "s.csv", later.as_bytes(), &[]);
        assert!(said.contains("minimum: `3000001`, in the sheet `4000000`"), "{said}");
        let left = fs::read_to_string(folder.path().join("d/imports/s-left.csv")).unwrap();
        assert!(left.contains(",minimum,3000001,4000000,"), "{left}");
    }
    let said = import(
        folder.path(),
        "s.csv",
        later.replace("Mole;", "Môle neuf;").as_bytes(),
        &[],
    );
    assert!(said.contains("about: `mole`"), "{said}");
    // Settled: the table says what the sheet does.
    let settled = fs::read_to_string(&file)
        .unwrap()
        .replace("3000001,3000001", "4000000,4000000");
    fs::write(&file, settled).unwrap();
    let said = import(
        folder.path(),
        "s.csv",
        later.replace("Mole;", "Môle neuf;").as_bytes(),
        &[],
    );
    let left = fs::read_to_string(folder.path().join("d/imports/s-left.csv")).unwrap();
    assert!(!said.contains("is kept") && !left.contains("minimum"), "{said}");
    let moved = later
        .replace("Mole;", "Môle neuf;")
        .replace("Montant\n", "Montant\nÉtat;Bac;7 M€\n");
    let said = import(folder.path(), "s.csv", moved.as_bytes(), &[]);
    assert!(said.contains("in 5 cells only the number of the row"), "{said}");
    assert!(!said.contains(", note:"), "{said}");
}

#[test]
fn a_new_dossier_asks_for_columns_or_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("o.csv"),
        "Chose;Montant;Payeur\nQuai;3 M€;Ville\nGrue;2 M€;Ville\n",
    )
    .unwrap();
    let refused = sourcier(folder.path())
        .args(["init", "d", "--from", "o.csv"])
        .output()
        .unwrap();
    let told = said(&refused);
    assert!(!refused.status.success() && !folder.path().join("d").exists(), "{told}");
    assert!(told.contains("sourcier init d --from o.csv --map map.toml"), "{told}");
    // The lines that it shows are a map.
    let lines = told.lines().filter_map(|line| line.strip_prefix("  "));
    let shown: String = lines
        .skip_while(|line| *line != "header = 1")
        .take_while(|line| !line.starts_with("sourcier"))
        .map(|line| format!("{line}\n"))
        .collect();
    let map = shown.replacen("role = \"ignored\"", "role = \"about\"", 1);
    assert_ne!(map, shown);
    fs::write(folder.path().join("map.toml"), map).unwrap();
    output(folder.path(), &["init", "d", "--from", "o.csv", "--map", "map.toml"]);
    assert_eq!(column(folder.path(), "about"), ["quai", "grue"]);

    fs::remove_dir_all(folder.path().join("d")).unwrap();
    let mut person = Person::start(folder.path(), &["init", "d", "--from", "o.csv"]);
    person.shows("which column has what the money is for");
    person.shows("q stops: ");
    person.types("2\n");
    person.shows("claims.csv: 2 new rows");
    person.ends();
    assert_eq!(column(folder.path(), "about"), ["quai", "grue"]);
}

#[test]
fn pictures_say_that_money_is_for_a_year_and_no_stage_that_nobody_said() {
    for (language, rate, stage, wrong) in [
        ("fr", "par an", "stade non dit", "constaté"),
        ("en", "per year", "stage not stated", ">stated"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let sheet = "Qui paie;Objet;Montant\nÉtat;Quai;3 M€/an\nRégion;Quai;2 M€\n";
        fs::write(folder.path().join("r.csv"), sheet).unwrap();
        output(folder.path(), &["init", "d", "--language", language, "--from", "r.csv"]);
        let picture = fs::read_to_string(folder.path().join("d/build/views/money.svg")).unwrap();
        assert!(
            picture.contains(rate) && picture.contains(stage),
            "{language}: {picture}"
        );
        assert!(!picture.contains(wrong), "{language}");
    }
}

#[test]
fn blank_cells_below_a_project_are_that_project_until_the_programme_changes() {
    let folder = empty();
    let sheet = "Programme,Project,Funder,Amount,Stage,Date,Source\n\
        Transport,Line A,the State,12m EUR,announced,2024-09-05,Echo\n\
        ,,Nord Region,9m EUR,announced,2024-09-05,Echo\n\
        ,Bridge,the State,2m EUR,announced,2024-09-05,Echo\n\
        ,,Nord Region,3m EUR,announced,2024-09-05,Echo\n\
        Schools,,the State,7m EUR,announced,2024-09-05,Echo\n";
    let told = import(folder.path(), "works.csv", sheet.as_bytes(), &[]);
    assert!(
        told.contains("2 blank cells below are read as what stands above them") || told.contains("3 blank cells"),
        "{told}"
    );
    let totals = ["-C", "d", "query", "totals", "--set", "lang=en", "--format", "csv"];
    let totals = String::from_utf8(output(folder.path(), &totals)).unwrap();
    for (name, amount) in [
        ("Line A", ",21000000,21000000,"),
        ("Bridge", ",5000000,5000000,"),
        ("Schools", ",7000000,7000000,"),
    ] {
        assert!(
            totals
                .lines()
                .any(|line| line.starts_with(name) && line.contains(amount)),
            "{name}: {totals}"
        );
    }
}

#[test]
fn articles_of_one_newspaper_at_several_addresses_are_several_documents() {
    let folder = empty();
    let sheet = "Funder,For what,Amount,Stage,Date,Source,Link\n\
        the State,line,12m EUR,announced,2024-09-05,Echo,https://example.org/a\n\
        Nord Region,bridge,9m EUR,announced,2024-10-05,Echo,https://example.org/b\n\
        Nord Region,school,4m EUR,announced,2024-10-05,Echo,https://example.org/b\n\
        the State,dike,1m EUR,announced,2024-11-05,Radio,https://example.org/c\n";
    import(folder.path(), "works.csv", sheet.as_bytes(), &[]);
    let documents = table(folder.path(), "documents");
    for address in [
        "https://example.org/a",
        "https://example.org/b",
        "https://example.org/c",
    ] {
        assert_eq!(documents.matches(address).count(), 1, "{documents}");
    }
    let before = tree(&folder.path().join("d"));
    import(folder.path(), "works.csv", sheet.as_bytes(), &[]);
    assert!(
        tree(&folder.path().join("d")) == before,
        "the same sheet again changed something"
    );
    // A corrected address of a title that has one alone is the same document.
    let corrected = sheet.replace("example.org/c", "example.org/d");
    import(folder.path(), "works.csv", corrected.as_bytes(), &[]);
    let documents = table(folder.path(), "documents");
    assert!(
        documents.contains("example.org/d") && !documents.contains("example.org/c"),
        "{documents}"
    );
}
