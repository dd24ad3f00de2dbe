//! Several payers or recipients of one thing: what they add up to, and what is asked.

use super::{column, empty, import, table};
use crate::support::{output, tree};
use std::fs;
use std::path::Path;

const HEAD: &str = "Project,Funder,Grantee,Amount,Currency,Stage,Date,Source\n";

fn totals(folder: &Path) -> String {
    String::from_utf8(output(folder, &["-C", "d", "query", "totals", "--format", "csv"])).unwrap()
}

fn check(folder: &Path) -> String {
    String::from_utf8(output(folder, &["-C", "d", "check"])).unwrap()
}

#[test]
fn a_contribution_that_another_paper_says_again_counts_once() {
    let folder = empty();
    let sheet = format!(
        "{HEAD}Quay,State,Port,5000000,EUR,announced,2025-05-22,Echo\nQuay,Region,Port,3000000,EUR,announced,2025-05-22,Echo\n\
         Quay,State,Port,5000000,EUR,announced,2025-05-25,Radio\nQuay,City,Port,1000000,EUR,announced,2025-05-26,Radio\n"
    );
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3, 4, 5 give what several payers pay for Quay"),
        "{said}"
    );
    let totals = totals(folder.path());
    assert!(totals.contains(",9000000,9000000,3,"), "{totals}");
    let found = check(folder.path());
    assert!(!found.contains("C140") && !found.contains("C142"), "{found}");
}

#[test]
fn what_two_councils_vote_in_their_minutes_adds_up_and_is_asked() {
    let folder = empty();
    let sheet = format!(
        "{HEAD}Tram,Region,Rail,31000000,EUR,voted,2024-06-28,Minutes R\nTram,County,Rail,6000000,EUR,voted,2024-07-04,Minutes C\n"
    );
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3 have sums of several payers for Tram"),
        "{said}"
    );
    assert!(totals(folder.path()).contains(",37000000,37000000,2,"));
}

#[test]
fn payers_of_different_papers_add_up_unless_somebody_says_that_they_are_rivals() {
    let folder = empty();
    let sheet = format!(
        "{HEAD}Pier,State,Port,5000000,EUR,announced,2025-01-12,Echo\nPier,Region,Port,3000000,EUR,announced,2025-02-03,Radio\n"
    );
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3 of several documents have sums of several payers for Pier"),
        "{said}"
    );
    let answer = "payers-of-several-documents = \"rivals\"";
    assert!(said.contains(answer), "{said}");
    assert!(totals(folder.path()).contains(",8000000,8000000,2,"));
    let map = folder.path().join("d/imports/s.toml");
    let text = fs::read_to_string(&map).unwrap();
    fs::write(
        &map,
        text.replace("payers-of-several-documents = \"contributions\"", answer),
    )
    .unwrap();
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(!said.contains("In doubt"), "{said}");
    assert!(totals(folder.path()).contains("disputed"));
}

#[test]
fn a_later_sheet_adds_to_contributions_of_an_earlier_one() {
    let folder = empty();
    let first = format!(
        "{HEAD}Halt,Region,Town,400000,EUR,announced,2025-03-14,Echo\nHalt,City,Town,850000,EUR,announced,2025-03-14,Echo\n"
    );
    import(folder.path(), "first.csv", first.as_bytes(), &[]);
    let second = format!(
        "{HEAD}Halt,County,Town,500000,EUR,announced,2025-05-16,Radio\nHalt,Region,Town,400000,EUR,announced,2025-05-17,Gazette\n"
    );
    let said = import(folder.path(), "second.csv", second.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3 give a sum for Halt, for which the tables have contributions"),
        "{said}"
    );
    assert!(
        totals(folder.path()).contains(",1750000,1750000,3,"),
        "{}",
        totals(folder.path())
    );
    let found = check(folder.path());
    assert!(!found.contains("C140") && !found.contains("C142"), "{found}");
    let again = import(folder.path(), "second.csv", second.as_bytes(), &[]);
    assert!(again.contains("No row of a table changed"), "{again}");
}

#[test]
fn what_a_person_made_a_contribution_draws_later_rows_along() {
    let folder = empty();
    let rows =
        "Halt,Region,Town,400000,EUR,announced,2025-03-14,Echo\nHalt,City,Town,850000,EUR,announced,2025-03-20,Radio\n";
    import(folder.path(), "s.csv", format!("{HEAD}{rows}").as_bytes(), &[]);
    let map = folder.path().join("d/imports/s.toml");
    let [add_up, rival] =
        ["contributions", "rivals"].map(|answer| format!("payers-of-several-documents = \"{answer}\""));
    fs::write(&map, fs::read_to_string(&map).unwrap().replace(&add_up, &rival)).unwrap();
    import(folder.path(), "s.csv", format!("{HEAD}{rows}").as_bytes(), &[]);
    assert_eq!(column(folder.path(), "measure_role"), ["total"; 2]);
    let file = folder.path().join("d/data/claims.csv");
    let edited = fs::read_to_string(&file).unwrap().replace(",total,", ",contribution,");
    fs::write(&file, edited).unwrap();
    let more = format!("{HEAD}{rows}Halt,County,Town,500000,EUR,announced,2025-05-16,Gazette\n");
    let said = import(folder.path(), "s.csv", more.as_bytes(), &[]);
    assert!(
        said.contains("Row 4 gives a sum for Halt, for which the tables have contributions"),
        "{said}"
    );
    assert_eq!(column(folder.path(), "measure_role"), ["contribution"; 3]);
    assert!(totals(folder.path()).contains(",1750000,1750000,3,"));
}

#[test]
fn several_recipients_of_one_document_are_what_each_of_them_gets() {
    let folder = empty();
    let sheet = format!(
        "{HEAD}Radio fund,State,Valley FM,40000,EUR,announced,2025-03-14,List\nRadio fund,State,Hill FM,30000,EUR,announced,2025-03-14,List\n\
         Radio fund,State,,70000,EUR,announced,2025-03-14,List\n"
    );
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(
        said.contains("Rows 2, 3 have sums of several recipients for Radio fund"),
        "{said}"
    );
    // The row that names nobody is the whole.
    assert_eq!(
        column(folder.path(), "measure_role"),
        ["contribution", "contribution", "total"]
    );
    let totals = totals(folder.path());
    assert!(
        totals.contains(",70000,70000,1,") && !totals.contains("disputed"),
        "{totals}"
    );
}

#[test]
fn rows_that_left_the_sheet_are_told_and_can_be_taken_out() {
    let folder = empty();
    let rows = [
        "Quay,State,Port,5000000,EUR,announced,2025-05-22,Echo\n",
        "Shed,Lender,Harbour Club,3000000,EUR,announced,2025-05-23,Bulletin\n",
    ];
    import(
        folder.path(),
        "s.csv",
        format!("{HEAD}{}", rows.concat()).as_bytes(),
        &[],
    );
    let shorter = format!("{HEAD}{}", rows[0]);
    let said = import(folder.path(), "s.csv", shorter.as_bytes(), &[]);
    assert!(
        said.contains("No longer in the sheet: 1 claim, which stays and counts"),
        "{said}"
    );
    assert!(said.contains("import with --remove-missing"), "{said}");
    assert!(totals(folder.path()).contains("Shed"));
    let said = import(folder.path(), "s.csv", shorter.as_bytes(), &["--remove-missing"]);
    assert!(
        said.contains("No longer in the sheet: taken out of the tables"),
        "{said}"
    );
    assert!(!totals(folder.path()).contains("Shed"));
    let entities = table(folder.path(), "entities");
    assert!(
        !entities.contains("Harbour Club") && entities.contains("Port"),
        "{entities}"
    );
    assert!(!table(folder.path(), "documents").contains("Bulletin"));
    assert_eq!(
        check(folder.path())
            .lines()
            .next_back()
            .map(|last| last.starts_with("nothing found")),
        Some(true)
    );
    // A row that comes back is new.
    let said = import(
        folder.path(),
        "s.csv",
        format!("{HEAD}{}", rows.concat()).as_bytes(),
        &[],
    );
    assert!(said.contains("claims.csv: 1 new row"), "{said}");
}

#[test]
fn what_the_tables_need_is_not_taken_out() {
    let folder = empty();
    let rows = "Quay,State,Port,5000000,EUR,announced,2025-05-22,Echo\nShed,Lender,Port,3000000,EUR,announced,2025-05-22,Echo\n";
    import(folder.path(), "s.csv", format!("{HEAD}{rows}").as_bytes(), &[]);
    let key = table(folder.path(), "claims")
        .lines()
        .nth(2)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let evidence = folder.path().join("d/data/evidence.csv");
    let head = fs::read_to_string(&evidence).unwrap();
    let shorter = format!("{HEAD}Quay,State,Port,5000000,EUR,announced,2025-05-22,Echo\n");
    // A passage that somebody wrote down for it.
    fs::write(&evidence, format!("{head}{key},0,4\n")).unwrap();
    let said = import(folder.path(), "s.csv", shorter.as_bytes(), &["--remove-missing"]);
    assert!(said.contains("1 claim, which stays"), "{said}");
    fs::write(&evidence, head).unwrap();
    // A link that somebody wrote.
    let links = folder.path().join("d/data/claim-links.csv");
    let own = format!("claim,relation,other,reason\n{key},adds-to,echo-quay-state-port,by hand\n");
    let without = fs::read_to_string(&links).unwrap();
    fs::write(&links, own).unwrap();
    let said = import(folder.path(), "s.csv", shorter.as_bytes(), &["--remove-missing"]);
    assert!(said.contains(&format!("{key} (claim-links.csv)")), "{said}");
    fs::write(&links, without).unwrap();
    import(folder.path(), "s.csv", shorter.as_bytes(), &["--remove-missing"]);
    assert!(!table(folder.path(), "claims").contains(&key));
    assert!(!table(folder.path(), "entities").contains("Shed"));
}

#[test]
fn similar_names_of_one_sheet_are_listed_and_each_pair_once() {
    let folder = empty();
    let sheet = "Projet;Qui paie;Pour qui;Montant;Source\nDigue;Région Haute-Lande;Ville de Brume;5 M€;Gazette\n\
        Pont;Région Haute Lande;Ville;7 M€;Gazette\nQuai;État;Brume Agglo;1 M€;Gazette\nPort;L’État;Agglo;2 M€;Gazette\n\
        Phare;Département;Brume Agglo;2 M€;Gazette\n";
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    let (_, said) = said.split_once("perhaps are the same as others").unwrap();
    let pairs = [
        "(region-haute-lande-2): perhaps the same as region-haute-lande",
        "Ville (ville): perhaps the same as ville-de-brume",
        "L’État (l-etat): perhaps the same as etat",
        "Agglo (agglo): perhaps the same as brume-agglo",
    ];
    for pair in pairs {
        assert!(said.contains(pair), "{pair}: {said}");
    }
    assert_eq!(said.matches("perhaps the same as").count(), pairs.len(), "{said}");
}

#[test]
fn a_row_of_a_natural_person_is_no_unnamed_rival_of_others() {
    let sheet = "Projet;Qui paie;Pour qui;Montant;Date;Étape;Source;Annoncé par\n\
        Pépinière;M. Gérard Pons;Agglo;100 k€;06/05/2025;voté;Gazette;Gérard Pons\n\
        Pépinière;Région Haute-Lande;Agglo;1,2 M€;06/05/2025;voté;Gazette;\n\
        Bourses;Région Haute-Lande;Mme Sonia Brault;5 k€;06/05/2025;voté;Gazette;\n\
        Bourses;Région Haute-Lande;Lycée Hugo;8 k€;06/05/2025;voté;Gazette;\n\
        Halle;Ville de Brume + famille Dupont;Agglo;3 M€;06/05/2025;voté;Gazette;\n";
    let folder = empty();
    let said = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(said.contains("Rows 2, 4 are not taken, nor in any total"), "{said}");
    assert_eq!(column(folder.path(), "minimum"), ["1200000", "8000", "3000000"]);
    let notes = column(folder.path(), "note");
    assert!(notes[2].contains("a natural person pays, too"), "{notes:?}");
    let list = fs::read_to_string(folder.path().join("d/imports/s-not-taken.csv")).unwrap();
    assert!(list.contains("100 k€") && list.contains("(a person)"), "{list}");
    for table in ["entities", "claims"]
        .map(|name| table(folder.path(), name))
        .iter()
        .chain([&list])
    {
        assert!(
            !table.contains("Pons") && !table.contains("Brault") && !table.contains("Dupont"),
            "{table}"
        );
    }
    import(folder.path(), "s.csv", sheet.as_bytes(), &["--persons"]);
    assert_eq!(column(folder.path(), "minimum").len(), 5);
    let totals = totals(folder.path());
    assert!(
        totals.contains(",100000,100000,1,,") && totals.contains(",1200000,1200000,1,,"),
        "{totals}"
    );
}

#[test]
fn without_a_column_for_it_money_is_for_who_receives_it() {
    let folder = empty();
    let register = "Subventions votées 2024;;;\nAssociation;Montant;Date;Délibération\n\
        Les Amis du port;12 500,00 €;12/02/2024;2024-11\nÉcole de voile;3 000,00 €;12/02/2024;2024-11\n\
        M. Paul Durand;800,00 €;12/02/2024;2024-12\nLes Amis du port;2 500,00 €;15/06/2024;2024-40\n";
    let said = import(folder.path(), "r.csv", register.as_bytes(), &[]);
    assert!(said.contains("each sum is for who receives it"), "{said}");
    assert_eq!(
        column(folder.path(), "about"),
        ["les-amis-du-port-2024-11", "ecole-de-voile", "les-amis-du-port-2024-40"]
    );
    assert_eq!(
        column(folder.path(), "recipient"),
        ["les-amis-du-port", "ecole-de-voile", "les-amis-du-port"]
    );
    let left = fs::read_to_string(folder.path().join("d/imports/r-not-taken.csv")).unwrap();
    assert!(left.contains("its row is not taken: a natural person"), "{left}");
    // Two decisions are two sums, and a natural person stands nowhere.
    output(folder.path(), &["-C", "d", "check"]);
    let totals = String::from_utf8(output(
        folder.path(),
        &["-C", "d", "query", "totals", "--set", "by=recipient", "--format", "csv"],
    ))
    .unwrap();
    assert!(totals.contains("15000"), "{totals}");
    for name in [
        "data/entities.csv",
        "data/claims.csv",
        "imports/r-not-taken.csv",
        "imports/r.csv",
    ] {
        let text = fs::read_to_string(folder.path().join("d").join(name)).unwrap();
        assert!(!text.contains("Durand"), "{name}: {text}");
    }
    let before = tree(&folder.path().join("d"));
    import(folder.path(), "r.csv", register.as_bytes(), &[]);
    assert_eq!(tree(&folder.path().join("d")), before);
    // A grant of a later version is no other name of its recipient.
    let longer = register.to_owned() + "École de voile;3 500,00 €;15/06/2024;2024-41\n";
    let said = import(folder.path(), "r.csv", longer.as_bytes(), &[]);
    assert!(
        said.contains("claims.csv: 1 new row") && !said.contains("perhaps the same"),
        "{said}"
    );
    // What several documents say of a recipient may be the same money.
    let folder = empty();
    let news = "Payer;Recipient;Amount;Stage;Date;Source\nState;Port of Brume;£5m;announced;2024-02-01;Gazette\n\
        State;Port of Brume;£7m;announced;2024-02-03;Radio\nState;Sailing School;£1m;paid;2024-02-03;Radio\n";
    import(folder.path(), "n.csv", news.as_bytes(), &[]);
    assert_eq!(
        column(folder.path(), "about"),
        ["port-of-brume", "port-of-brume", "sailing-school"]
    );
    // One thing for all, as the note says.
    let file = folder.path().join("d/imports/n.toml");
    let map = fs::read_to_string(&file).unwrap();
    fs::write(&file, map + "\n[defaults]\nabout = \"Harbour fund\"\n").unwrap();
    let said = import(folder.path(), "n.csv", news.as_bytes(), &[]);
    assert!(!said.contains("each sum is for who receives it"), "{said}");
    assert_eq!(column(folder.path(), "about"), ["harbour-fund"; 3]);
}

#[test]
fn grants_of_one_title_with_numbers_of_their_own_add_up() {
    const HEAD: &str =
        "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Name,Funding Org:Name\n";
    let grant = |number, amount, year| {
        format!("G-{number},Core funding,Running costs,GBP,{amount},{year}-03-01,Sea Trust,Haldane Foundation\n")
    };
    let folder = empty();
    let two = format!("{HEAD}{}{}", grant(9, 5000, 2023), grant(10, 5000, 2024));
    let said = import(folder.path(), "g.csv", two.as_bytes(), &[]);
    assert!(said.contains("`Core funding (G-10)`), so that they add up"), "{said}");
    assert!(totals(folder.path()).contains(",5000,5000,1,"));
    let by_recipient = ["-C", "d", "query", "totals", "--set", "by=recipient", "--format", "csv"];
    let received = || String::from_utf8(output(folder.path(), &by_recipient)).unwrap();
    assert!(received().contains(",10000,10000,2,"), "{}", received());
    assert!(check(folder.path()).starts_with("nothing found"));
    // A further grant changes nothing of the earlier ones.
    let before = table(folder.path(), "claims");
    let three = format!("{two}{}", grant(11, 7000, 2025));
    import(folder.path(), "g.csv", three.as_bytes(), &[]);
    assert!(table(folder.path(), "claims").starts_with(&before));
    assert!(received().contains(",17000,17000,3,"), "{}", received());
}
