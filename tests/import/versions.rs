//! Later versions of a sheet: each claim stays the one that it was, wherever its row stands and whatever was corrected.

use super::{column, empty, import, table};
use crate::support::output;
use crate::support::person::Person;
use std::fs;
use std::path::Path;

const HEADINGS: &str = "Projet;Qui paie;Pour qui;Montant;Date;Étape;Type d’aide;Source\n";
const OTHERS: &str = "Pont;Région;Ville de B;7 M€;01/02/2024;voté;prêt;Écho\n\
    Quai;Région;Ville de C;9 M€;01/03/2024;voté;;Écho\nPort;Département;Ville de C;11 M€;01/03/2024;annoncé;;Écho\n";

/// What a claim says, by its key.
fn said_by(folder: &Path) -> Vec<(String, String)> {
    let file = folder.join("d/data/claims.csv");
    let mut rows = csv::Reader::from_path(file).unwrap();
    let headings = rows.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let columns = ["document", "modality", "when", "minimum"].map(at);
    let mut found: Vec<(String, String)> = rows
        .records()
        .map(|row| {
            let row = row.unwrap();
            (row[at("key")].to_owned(), columns.map(|column| &row[column]).join(" "))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_sheet_that_is_sorted_leaves_each_claim_what_it_is() {
    let long = "La Gazette de Brévanne, « La digue attendra »";
    let other = "La Gazette de Brévanne, « L’État vote la digue »";
    for (one, two) in [
        ("5 M€;01/02/2024;annoncé;;Gazette", "5 M€;01/02/2025;voté;;Écho"),
        (
            &*format!("5 M€;01/02/2024;annoncé;;{long}"),
            &*format!("5 M€;01/02/2025;voté;;{other}"),
        ),
        ("5 M€;01/02/2024;annoncé;;Gazette", "5 M€;01/02/2025;abandonné;;Gazette"),
        ("5 M€;01/02/2024;annoncé;;Gazette", "5 M€;01/02/2025;voté;;Gazette"),
        ("5 M€;01/02/2024;payé;;Gazette", "6 M€;01/02/2025;payé;;Gazette"),
    ] {
        let folder = empty();
        let [one, two] = [one, two].map(|cells| format!("Digue;État;Ville;{cells}\n"));
        import(
            folder.path(),
            "s.csv",
            format!("{HEADINGS}{one}{two}{OTHERS}").as_bytes(),
            &[],
        );
        let before = said_by(folder.path());
        let sorted = format!("{HEADINGS}{OTHERS}{two}{one}");
        import(folder.path(), "s.csv", sorted.as_bytes(), &[]);
        assert_eq!(said_by(folder.path()), before, "{one}{two}");
        // A row that is new has a key of its own.
        let new = format!("{HEADINGS}Digue;État;Ville;8 M€;01/02/2026;voté;;Gazette\n{OTHERS}{two}{one}");
        import(folder.path(), "s.csv", new.as_bytes(), &[]);
        let after = said_by(folder.path());
        assert_eq!(after.len(), before.len() + 1);
        assert!(before.iter().all(|claim| after.contains(claim)), "{after:?}");
    }
}

#[test]
fn what_was_corrected_by_hand_stays_with_its_payment() {
    let folder = empty();
    let one = "Digue;État;Ville;5 M€;01/02/2024;payé;;Gazette\n";
    let two = "Digue;État;Ville;6 M€;01/02/2025;payé;;Gazette\n";
    import(
        folder.path(),
        "s.csv",
        format!("{HEADINGS}{one}{two}{OTHERS}").as_bytes(),
        &[],
    );
    let file = folder.path().join("d/data/claims.csv");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("5000000,5000000", "5500000,5500000");
    fs::write(&file, edited).unwrap();
    import(
        folder.path(),
        "s.csv",
        format!("{HEADINGS}{two}{OTHERS}{one}").as_bytes(),
        &[],
    );
    let claims = said_by(folder.path());
    let of = |when: &str| claims.iter().find(|(_, said)| said.contains(when)).unwrap().1.clone();
    assert_eq!(of("2024-02-01 5"), "gazette received 2024-02-01 5500000");
    assert_eq!(of("2025"), "gazette received 2025-02-01 6000000");
    output(folder.path(), &["-C", "d", "check"]);
}

#[test]
fn a_cell_that_was_corrected_and_another_in_the_next_version_make_no_second_claim() {
    let names = [
        ("Digue;", "Digue nord;"),
        ("État", "État (DDT)"),
        ("Ville de B;5", "Ville de Bé;5"),
        ("01/02/2024;voté;subvention", "02/02/2024;voté;subvention"),
        ("voté;subvention", "signé;subvention"),
        ("subvention", "prêt"),
        ("Gazette", "La Gazette"),
    ];
    for (old, new) in names {
        let second = [("5 M€", "5,8 M€"), ("voté;", "payé;"), ("01/02/2024", "07/07/2024")];
        let count = if old == "Digue;" { 3 } else { 1 };
        for (before, after) in second.into_iter().take(count) {
            let folder = empty();
            let mut row = "Digue;État;Ville de B;5 M€;01/02/2024;voté;subvention;Gazette\n".to_owned();
            for (old, new) in [("", ""), (old, new), (before, after)] {
                row = row.replacen(old, new, 1);
                import(
                    folder.path(),
                    "s.csv",
                    format!("{HEADINGS}{row}{OTHERS}").as_bytes(),
                    &[],
                );
            }
            assert_eq!(column(folder.path(), "key").len(), 4, "{old} {after}");
            let left = fs::read_to_string(folder.path().join("d/imports/s-left.csv")).unwrap_or_default();
            assert!(!left.contains("claims,"), "{old} {after}: {left}");
        }
    }
}

/// Makes the record of the last import what an earlier version of the program wrote: numbers of rows stand in notes alone.
fn age_record(folder: &Path) {
    let file = folder.join("d/imports/s.csv");
    let record = fs::read_to_string(&file).unwrap();
    assert!(record.contains(",(row),2\n"), "{record}");
    let is_old = |line: &&str| !line.contains(",(row),") && !line.contains("sheet,file,place");
    let old: Vec<&str> = record.lines().filter(is_old).collect();
    fs::write(file, old.join("\n") + "\n").unwrap();
}

#[test]
fn another_map_reads_the_rows_anew_and_adds_none() {
    another_map(&|_| {});
    another_map(&age_record);
}

/// `before` is done before each further import.
fn another_map(before_each: &dyn Fn(&Path)) {
    let folder = empty();
    let sheet = "Projet;Qui paie;Pour qui;Montant;Date;Étape;Truc;Source\n\
        Digue;État;Ville de B;5 M€;01/02/2024;voté;subvention;Gazette\nPont;Région;Ville de B;7 M€;01/02/2024;voté;prêt;Écho\n\
        Quai;Région;Ville de B;9 M€;01/02/2024;voté;;Écho\n";
    let ignored = "[[column]]\nheading = \"Truc\"\nrole = \"ignored\"\n";
    fs::write(folder.path().join("map.toml"), ignored).unwrap();
    let map = folder.path().join("map.toml").display().to_string();
    import(folder.path(), "s.csv", sheet.as_bytes(), &["--map", &map]);
    let before = column(folder.path(), "key");
    assert!(!table(folder.path(), "claims").contains(",loan"));
    let file = folder.path().join("d/imports/s.toml");
    let text = fs::read_to_string(&file).unwrap();
    let at = text.find("heading = \"Truc\"").unwrap();
    let (head, tail) = text.split_at(at);
    fs::write(&file, format!("{head}{}", tail.replacen("ignored", "instrument", 1))).unwrap();
    before_each(folder.path());
    import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(table(folder.path(), "claims").contains(",loan"));
    // What it is for and who receives, exchanged.
    let text = fs::read_to_string(&file).unwrap();
    let swapped = text.replace("\"about\"", "\"x\"").replace("\"recipient\"", "\"about\"");
    fs::write(&file, swapped.replace("\"x\"", "\"recipient\"")).unwrap();
    before_each(folder.path());
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert_eq!(column(folder.path(), "key"), before, "{said}");
    assert!(!said.contains("would be new"), "{said}");
    // The next version, with another figure.
    let said = import(folder.path(), "s.csv", sheet.replace("5 M€", "5,4 M€").as_bytes(), &[]);
    assert_eq!(column(folder.path(), "key"), before, "{said}");
}

#[test]
fn the_day_on_which_a_document_was_published_is_taken_and_what_the_sheet_does_not_say_is_told() {
    let folder = empty();
    let sheet = "Projet;Qui paie;Montant;Date;Source;Date de publication\n\
        Digue;État;5 M€;01/02/2024;Gazette du 2;02/02/2024\nQuai;État;6 M€;03/02/2024;Écho;\n\
        Port;État;7 M€;01/02/2024;Gazette du 2;03/02/2024\n../../x;État;8 M€;01/02/2024;Écho;\n";
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(said.contains("`published` and `file` are empty"), "{said}");
    assert!(said.contains("one document each: Écho (2 days)."), "{said}");
    assert!(said.contains("03/02/2024: another row has another day"), "{said}");
    let documents = table(folder.path(), "documents");
    assert!(documents.contains("2024-02-02,written"), "{documents}");
    assert_eq!(column(folder.path(), "minimum").len(), 4);
    assert!(table(folder.path(), "entities").contains("../../x"));
    output(folder.path(), &["-C", "d", "check"]);
    // Without another date, it is when it was said.
    let sheet = "Projet;Qui paie;Montant;Source;Paru le\nPhare;État;5 M€;Lettre;04/02/2024\n";
    import(folder.path(), "t.csv", sheet.as_bytes(), &[]);
    assert!(table(folder.path(), "claims").contains("2024-02-04,inferred"));
}

#[test]
fn a_row_of_which_a_name_and_the_figure_changed_at_once_is_told_and_taken_as_a_person_says() {
    let sheet = |row: &str| format!("{HEADINGS}Pont;Région;Ville de B;7 M€;01/02/2024;voté;prêt;Écho\n{row}\n{OTHERS}");
    let first = sheet("Digue;État;Ville;5 M€;01/02/2024;voté;;Gazette");
    let second = sheet("Digue nord;État;Ville;6 M€;01/02/2024;voté;;Gazette");
    let key = "gazette-digue-etat-ville";
    let same = format!("gazette-digue-nord-etat-ville={key}");
    let said_in = |folder: &Path, arguments: &[&str]| import(folder, "s.csv", second.as_bytes(), arguments);

    let folder = empty();
    import(folder.path(), "s.csv", first.as_bytes(), &[]);
    let said = said_in(folder.path(), &[]);
    assert!(
        said.contains("both count\n  row 3: gazette-digue-nord-etat-ville is perhaps gazette-digue-etat-ville"),
        "{said}"
    );
    assert!(said.contains(&format!("if so, import with --same {same}")), "{said}");
    assert_eq!(column(folder.path(), "key").len(), 6);
    // Said afterwards, and before.
    let said = said_in(folder.path(), &["--same", &same]);
    assert_eq!(column(folder.path(), "key").len(), 5, "{said}");
    let other = empty();
    import(other.path(), "s.csv", first.as_bytes(), &[]);
    said_in(other.path(), &["--same", &same]);
    for folder in [&folder, &other] {
        let claims = said_by(folder.path());
        let own = claims.iter().find(|(own, _)| own == key).unwrap();
        assert_eq!(own.1, "gazette approved 2024-02-01 6000000");
        let said = said_in(folder.path(), &["--same", &same]);
        assert!(said.contains("No row of a table changed"), "{said}");
        output(folder.path(), &["-C", "d", "check"]);
    }
    // On a terminal it is a question.
    let folder = empty();
    import(folder.path(), "s.csv", first.as_bytes(), &[]);
    fs::write(folder.path().join("s.csv"), &second).unwrap();
    let mut person = Person::start(folder.path(), &["-C", "d", "import", "../s.csv"]);
    person.shows("2. the same claim");
    person.shows("q stops: ");
    person.types("2\n");
    person.shows("sourcier query totals");
    person.ends();
    assert_eq!(column(folder.path(), "key").len(), 5);
    // Another document, or another place, is another claim.
    for row in [
        "Digue nord;État;Ville;6 M€;01/02/2024;voté;;Radio",
        "Grue;Canton;Ville X;6 M€;01/02/2025;payé;;Gazette",
    ] {
        let folder = empty();
        import(folder.path(), "s.csv", first.as_bytes(), &[]);
        let said = import(folder.path(), "s.csv", sheet(row).as_bytes(), &[]);
        assert!(
            !said.contains("is perhaps") && said.contains("which stays and counts"),
            "{said}"
        );
    }
    let (said, is_done) = super::tried(folder.path(), "s.csv", &second, &["--same", "x=y"]);
    assert!(
        !is_done && said.contains("--same: the sheet gives no claim x"),
        "{said}"
    );
}
