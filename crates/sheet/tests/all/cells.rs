//! Single cells that say something else than their column: sums in full, and words of forms of money.

use sheet::{AmountRole, Basis, Role};

use super::{figures, reason, understood, understood_by};

fn asks(read: &sheet::Understood) -> usize {
    let is_asked = |doubt: &&sheet::Doubt| doubt.question.contains("the sum in full");
    read.doubts.iter().filter(is_asked).count()
}

#[test]
fn a_cell_with_its_own_currency_and_no_scale_is_in_plain_units_from_a_thousand_on_and_is_asked_for() {
    for (heading, cell, expected) in [
        ("Montant (M€)", "700 000 €", "700000 EUR exact"),
        ("Montant (M€)", "5 000 € par logement", "5000 EUR exact"),
        ("Montant (M€)", "env. 700 000 €", "700000 EUR about"),
        ("Montant (M€)", "700000", "700000 EUR exact"),
        ("Montant (k€)", "4 500 €", "4500 EUR exact"),
        ("Amount (£m)", "£4,000", "4000 GBP exact"),
        ("Amount (£m)", "£4,000 per home", "4000 GBP exact"),
        ("Amount (£m)", "£350 per pupil", "350 GBP exact"),
        ("Amount (£m)", "£4,000 a year", "4000 GBP a year exact"),
        ("Amount (£m)", "£4,000-5,000", "4000 to 5000 GBP range"),
    ] {
        let sheet = format!("Payer;Purpose;{heading}\nState;Port;5.5\nState;Quay;9.5\nState;Pier;{cell}\n");
        let read = understood(&sheet.replace("5.5", "5").replace("9.5", "9"));
        assert_eq!((figures(&read)[2].as_str(), asks(&read)), (expected, 1), "{cell}");
        let mut map = read.map.clone();
        let doubt = read.doubts.iter().find(|doubt| doubt.question.contains("in full"));
        map.apply(&doubt.unwrap().choices[1].change);
        assert_ne!(figures(&understood_by(&sheet, &map))[2], expected, "{cell}");
    }
    // The sign is written again: so many millions, as its neighbours.
    for cell in ["£12", "£1,200", "£1.5 per bus", "£0.35"] {
        let sheet = format!("Payer;Purpose;Amount (£m)\nState;Port;£800\nState;Quay;£450\nState;Pier;{cell}\n");
        let read = understood(&sheet);
        assert!(figures(&read)[2].contains("0000"), "{cell}");
        assert_eq!(asks(&read), 0, "{cell}");
    }
    let read = understood("Payer;Purpose;Amount (£m)\nState;Pier;£4,000 per home\n");
    assert_eq!(read.records[0].amounts[0].role, AmountRole::Each);
    // It is no part of a total.
    let read = understood("Payer;Purpose;Amount (£m)\nState;Port;3\nState;Pier;£4,000 per home\nTotal;;3\n");
    assert_eq!(
        reason(&read, "C4"),
        "a total, not compared: a row above has the price of one of several, and does not say of how many"
    );
}

#[test]
fn a_total_with_a_remark_is_a_total_and_a_company_of_that_name_is_none() {
    for total in [
        "TOTAL;;;20 M€;;;hors Région",
        "Grand total;;;£20m;;;not audited",
        "TOTAL;;;20 M€;2024;;",
        "TOTAL;;;> 20 M€;;provisoire;ne pas publier",
        "Sous-total;;;20 M€;;;hors Région",
        "Total Ville;;;20 M€;;;à revoir",
    ] {
        let sheet = "Projet;Qui paie;Pour qui;Montant;Date;Étape;Remarque\nPort;État;Ville;15 M€;2024;voté;\n";
        let read = understood(&format!("{sheet}Quai;État;Ville;3 M€;2024;voté;\n{total}\n"));
        assert_eq!(figures(&read).len(), 2, "{total}");
        assert!(reason(&read, "D4").starts_with("a total"), "{total}");
        assert!(!reason(&read, "G4").is_empty(), "{total}");
    }
    let read = understood("Projet;Qui paie;Montant;Remarque\nPort;Total;15 M€;mécénat\n");
    assert_eq!(figures(&read), ["15000000 EUR exact"]);
    let read = understood("Qui paie;Pour qui;Montant;Date;Remarque\nTotal Énergies;;15 M€;2024;mécénat\n");
    assert!(!reason(&read, "C2").starts_with("a total"));
}

#[test]
fn a_guarantee_of_a_loan_is_a_guarantee_wherever_its_words_stand() {
    for words in [
        "garantie d’emprunt",
        "Garanties d'emprunts",
        "garantie d’emprunt accordée",
        "prêt garanti",
        "prêt garanti par l’État",
        "emprunt garanti",
        "caution",
        "cautionnement",
        "loan guarantee",
        "guaranteed loan",
    ] {
        let headings = "Projet;Qui paie;Montant;Étape;Type d’aide\n";
        for row in [
            format!("Port;Région;22 M€;voté;{words}"),
            format!("Port;Région;22 M€ ({words});voté;"),
            format!("Port;Région;22 M€;{words};"),
        ] {
            let read = understood(&format!("{headings}Digue;État;5 M€;voté;subvention\n{row}\n"));
            let instrument = read.records[1].amounts[0].instrument.as_deref();
            assert_eq!(instrument, Some("guarantee"), "{row}");
            assert!(read.words_left.is_empty(), "{row}: {:?}", read.words_left);
        }
    }
    for (words, expected) in [
        ("mécénat", "grant"),
        ("fonds de concours", "grant"),
        ("emprunt", "loan"),
    ] {
        let read = understood(&format!(
            "Projet;Qui paie;Montant;Type d’aide\nPort;Région;22 M€;{words}\n"
        ));
        assert_eq!(
            read.records[0].amounts[0].instrument.as_deref(),
            Some(expected),
            "{words}"
        );
    }
}

#[test]
fn words_for_a_guarantee_hold_among_others_unless_they_are_denied() {
    let headings = "Projet;Qui paie;Montant;Étape;Remarque\n";
    for (row, expected) in [
        ("Port;Région;22 M€ (garantie d’emprunt à 80 %);voté;", Some("guarantee")),
        ("Port (garantie d'emprunt);Région;22 M€;voté;", Some("guarantee")),
        (
            "Port;Région;22 M€;voté;Garantie d'emprunt, 80 %, 25 ans",
            Some("guarantee"),
        ),
        ("Port;Région;22 M€;voté;la ville se porte caution", Some("guarantee")),
        ("Port;Région;22 M€;voté;garantie d’emprunt", Some("guarantee")),
        ("Port;Région;22 M€;voté;sans garantie d'emprunt", None),
        ("Port;Région;22 M€;voté;hors garantie d'emprunt", None),
        ("Port;Région;22 M€;voté;excluding the town's loan guarantee", None),
        (
            "Port;Région;22 M€;voté;subvention, la ville accorde en plus sa garantie d'emprunt",
            None,
        ),
        (
            "Port;Région;prêt de 22 M€;voté;garantie d'emprunt de la ville",
            Some("loan"),
        ),
        ("Port;Région;22 M€;voté;la caution des parents", None),
    ] {
        let read = understood(&format!("{headings}Digue;État;5 M€;voté;à voir\n{row}\n"));
        assert_eq!(read.records[1].amounts[0].instrument.as_deref(), expected, "{row}");
        assert_eq!(read.records[0].amounts[0].instrument, None, "{row}");
        let is_told = read.notes.iter().any(|note| note.text.contains("as a guarantee"));
        assert_eq!(is_told, expected == Some("guarantee") && !row.contains("M€ ("), "{row}");
    }
}

#[test]
fn a_total_of_a_row_may_be_in_the_scale_of_its_neighbours() {
    let headings = "Financeur;Bénéficiaire;Objet;2022 (k€);2023 (k€);Total\n";
    let rows =
        "Ville;Asso Les Lilas;Fête;10;12;22\nVille;Club Foot;Stade;5,5;7;12,5\nVille;Club;Gymnase;1 000;7;1 008\n";
    let read = understood(&format!("{headings}{rows}"));
    let told: Vec<_> = read
        .notes
        .iter()
        .filter(|note| note.text.contains("not the sum of its row"))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].text.contains("1 008"), "{told:?}");
}

#[test]
fn who_pays_a_part_is_read_across_any_space() {
    for space in [" ", "\u{a0}", "\u{202f}"] {
        let row = format!("Piste;Ville;1,6 M€ dont 300{space}000{space}€ Région Val-Clair;voté");
        let read = understood(&format!("Projet;Qui paie;Montant;Étape\nDigue;État;5 M€;voté\n{row}\n"));
        let part = &read.records[1].amounts[1];
        let payer = part.payer.as_ref().map(|payer| payer.name.as_str());
        assert_eq!(payer, Some("Région Val-Clair"), "{row}");
    }
}

#[test]
fn a_column_of_forms_of_money_or_of_stages_is_that_whatever_its_heading() {
    for heading in [
        "Aide",
        "Type",
        "Mode de financement",
        "Dispositif",
        "Form",
        "Support",
        "Truc",
        "",
    ] {
        let sheet = format!(
            "Projet;Qui paie;Montant;{heading}\nPort;Région;22 M€;prêt\nQuai;État;2 M€;garantie d’emprunt\nDigue;État;3 M€;\nPhare;État;1 M€;mécénat\n"
        );
        let read = understood(&sheet);
        let column = read.columns.last().unwrap();
        assert_eq!(
            (column.role, column.basis),
            (Role::Instrument, Basis::Values),
            "{heading}"
        );
        let forms: Vec<_> = read
            .records
            .iter()
            .map(|record| record.amounts[0].instrument.as_deref())
            .collect();
        assert_eq!(
            forms,
            [Some("loan"), Some("guarantee"), None, Some("grant")],
            "{heading}"
        );
    }
    let read = understood("Projet;Qui paie;Montant;Truc\nPort;Région;22 M€;voté\nQuai;État;2 M€;annoncé\n");
    assert_eq!(read.columns[3].role, Role::Stage);
    // A programme that is called so is none if others are not.
    let read = understood("Projet;Qui paie;Montant;Dispositif\nPort;Région;22 M€;Prêt\nQuai;État;2 M€;Plan Quais\n");
    assert_eq!(read.columns[3].role, Role::Programme);
}
