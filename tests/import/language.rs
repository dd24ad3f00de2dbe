//! The language of a sheet, beside that of its dossier.

use super::{empty, import, table};
use crate::support::{output, root, sourcier};
use crate::tidy::files;
use regex::Regex;
use std::fs;
use std::path::Path;

const FRENCH: &str = "Opération;Financeur;Maître d'ouvrage;Montant;Étape;Source\n\
                      Quai sud;Région;Port de Brume;5 M€;voté;Délibération 12\n";
const ENGLISH: &str =
    "Project,Funder,Grantee,Amount,Stage,Source\nSouth quay,Region,Port of Brume,£5m,voted,Minutes 12\n";

fn new_dossier(sheet: &str, arguments: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.csv"), sheet).unwrap();
    let all = [&["init", "d", "--from", "s.csv"], arguments].concat();
    let said = String::from_utf8(output(folder.path(), &all)).unwrap();
    (folder, said)
}

#[test]
fn what_an_import_writes_into_the_tables_is_in_the_language_of_the_dossier() {
    let sheet = "Projet;Financeur;Montant;Étape;Source;Commune\n\
        Quai;Région;5 M€ (5,4 M$) dont 1 M€ État;;Gazette (p. 3);Brume\nPont;Région;7 M€;abandonné;Gazette;\n";
    let (folder, _) = new_dossier(sheet, &[]);
    let claims = table(folder.path(), "claims");
    let expected = [
        "s.csv, ligne 2; étape inconnue; lieu : Brume",
        "converti par la source : 5,4 M$",
        "le tableau dit : abandonné",
    ];
    for words in expected {
        assert!(claims.contains(words), "{words}: {claims}");
    }
    let links = table(folder.path(), "claim-links");
    assert!(
        links.contains("s.csv, ligne 2 : la ligne en fait une partie"),
        "{links}"
    );
    let (folder, _) = new_dossier(sheet, &["--language", "en"]);
    let claims = table(folder.path(), "claims");
    assert!(
        claims.contains("s.csv, row 2; stage not known; place: Brume"),
        "{claims}"
    );
    assert!(claims.contains("the sheet says: abandonné"), "{claims}");
    // Notes of an earlier version of the program are in English: they change without a conflict.
    let (folder, _) = new_dossier(sheet, &[]);
    for file in ["d/data/claims.csv", "d/imports/s.csv"] {
        let file = folder.path().join(file);
        let old = fs::read_to_string(&file)
            .unwrap()
            .replace("s.csv, ligne ", "s.csv, row ");
        fs::write(file, old).unwrap();
    }
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(said.contains("in 3 cells only the number of the row"), "{said}");
}

#[test]
fn a_french_sheet_makes_a_french_dossier_and_says_so() {
    let (folder, said) = new_dossier(FRENCH, &[]);
    assert!(
        said.contains("The sheet is in French, and so is the dossier; --language en makes"),
        "{said}"
    );
    let manifest = fs::read_to_string(folder.path().join("d/sourcier.toml")).unwrap();
    assert!(manifest.contains("language = \"fr\""), "{manifest}");
    let entities = table(folder.path(), "entities");
    assert!(
        entities.lines().next().unwrap().contains("label_fr") && entities.contains("Quai sud"),
        "{entities}"
    );
    let (folder, said) = new_dossier(ENGLISH, &[]);
    assert!(!said.contains("The sheet is in"), "{said}");
    let manifest = fs::read_to_string(folder.path().join("d/sourcier.toml")).unwrap();
    assert!(manifest.contains("language = \"en\""), "{manifest}");
}

#[test]
fn who_says_the_language_is_believed() {
    let (folder, said) = new_dossier(FRENCH, &["--language", "en"]);
    assert!(!said.contains("The sheet is in"), "{said}");
    let manifest = fs::read_to_string(folder.path().join("d/sourcier.toml")).unwrap();
    assert!(manifest.contains("language = \"en\""), "{manifest}");
    assert!(
        table(folder.path(), "entities")
            .lines()
            .next()
            .unwrap()
            .contains("label_en")
    );
}

#[test]
fn a_french_sheet_in_an_english_dossier_stays_french() {
    let folder = empty();
    let said = import(folder.path(), "s.csv", FRENCH.as_bytes(), &[]);
    assert!(
        said.contains("The sheet is in French, and the dossier is not"),
        "{said}"
    );
    let entities = table(folder.path(), "entities");
    let head: Vec<&str> = entities.lines().next().unwrap().split(',').collect();
    let place = head.iter().position(|name| *name == "label_fr").unwrap();
    let row = entities.lines().find(|row| row.contains("Quai sud")).unwrap();
    assert_eq!(row.split(',').nth(place), Some("Quai sud"), "{entities}");
    let documents = table(folder.path(), "documents");
    assert!(
        documents.lines().any(|row| row.contains("12") && row.contains("fr")),
        "{documents}"
    );
    let again = import(folder.path(), "s.csv", FRENCH.as_bytes(), &[]);
    assert!(again.contains("No row of a table changed"), "{again}");
    output(folder.path(), &["-C", "d", "check"]);
}

#[test]
fn what_was_imported_before_there_was_the_question_stays_as_it_is() {
    let folder = empty();
    import(folder.path(), "s.csv", FRENCH.as_bytes(), &["--language", "en"]);
    let map = folder.path().join("d/imports/s.toml");
    let text = fs::read_to_string(&map).unwrap();
    fs::write(&map, text.replace("language = \"en\"\n", "")).unwrap();
    let before = table(folder.path(), "entities");
    let again = import(folder.path(), "s.csv", FRENCH.as_bytes(), &[]);
    assert!(again.contains("No row of a table changed"), "{again}");
    assert_eq!(table(folder.path(), "entities"), before);
}

#[test]
fn a_path_that_leads_elsewhere_with_c_is_told_where_it_is() {
    let folder = empty();
    fs::write(folder.path().join("s.csv"), ENGLISH).unwrap();
    let commands = [["import", "s.csv"], ["query", "q.rq"]];
    fs::write(folder.path().join("q.rq"), "").unwrap();
    for [command, file] in commands {
        let answer = sourcier(folder.path())
            .args(["-C", "d", command, file])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        let there = folder.path().join(file).display().to_string();
        assert!(
            said.contains("with -C, paths are relative to ") && said.contains(&there),
            "{said}"
        );
    }
    fs::create_dir(folder.path().join("articles")).unwrap();
    let answer = sourcier(folder.path())
        .args(["-C", "d", "check", "--texts", "articles"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    let there = folder.path().join("articles").display().to_string();
    assert!(
        said.contains("d/articles is not there (with -C") && said.contains(&format!("the folder is {there}")),
        "{said}"
    );
}

/// The reasons of a list of an import.
fn reasons(path: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let last = |row: csv::StringRecord| row.iter().next_back().unwrap().to_owned();
    reader.records().map(|row| last(row.unwrap())).collect()
}

#[test]
fn the_lists_of_an_import_are_in_the_language_of_the_dossier() {
    let cases = crate::support::root().join("tests/cases/import");
    let mut seen = 0;
    for case in fs::read_dir(cases).unwrap() {
        let Ok(files) = fs::read_dir(case.unwrap().path().join("files")) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.ends_with(".csv") {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            output(folder.path(), &["init", "d", "--empty", "--language", "fr"]);
            let run = sourcier(folder.path())
                .args(["-C", "d", "import"])
                .arg(&path)
                .output()
                .unwrap();
            let stem = name.trim_end_matches(".csv");
            let list = folder.path().join(format!("d/imports/{stem}-not-taken.csv"));
            if !run.status.success() || !list.exists() {
                continue;
            }
            for reason in reasons(&list) {
                let is_english = ["the ", " is ", "not ", "its ", "which "]
                    .iter()
                    .any(|word| reason.contains(word));
                assert!(!is_english, "{name}: {reason}");
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "only {seen} reasons were seen");
    let sheet = "Association;Objet;Montant;Remarque\nM. Paul Durand;Vélo;12 M€;?\nJudo;?;3 M€;\nJudo;Salle;2 M€;\n";
    let (folder, _) = new_dossier(sheet, &[]);
    let list = folder.path().join("d/imports/s-not-taken.csv");
    let text = fs::read_to_string(&list).unwrap();
    for words in [
        "non renseigné",
        "la ligne ne dit pas à quoi sert l’argent",
        "(une personne)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    import(
        folder.path(),
        "s.csv",
        "Association;Objet;Montant;Remarque\nJudo;Salle;3 M€;\n".as_bytes(),
        &[],
    );
    let left = folder.path().join("d/imports/s-left.csv");
    assert!(!left.exists() || reasons(&left).iter().all(|reason| !reason.contains("the ")));
}

#[test]
fn each_reason_in_french_is_one_that_the_program_gives() {
    let sources = files("src", &["rs"])
        .into_values()
        .chain(files("crates", &["rs"]).into_values());
    let sources = sources.collect::<Vec<_>>().join("\n");
    // Texts are broken over lines, and name what they take over.
    let broken = Regex::new(r"\\\n\s*").unwrap();
    let sources = broken.replace_all(&sources, "").replace("\\\"", "\"");
    let list = fs::read_to_string(root().join("src/import/reasons.fr.txt")).unwrap();
    let reasons = list.lines().filter(|line| !line.starts_with('#'));
    for (english, _) in reasons.filter_map(|line| line.split_once(" = ")) {
        let longest = english.split("{}").max_by_key(|part| part.len()).unwrap().trim();
        assert!(
            sources.contains(longest),
            "no reason has the words `{longest}`: `{english}`"
        );
    }
}
