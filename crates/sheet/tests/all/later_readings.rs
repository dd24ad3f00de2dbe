//! Columns in full below a scale, francs, prices of one, columns of totals, partners of one row, words of bids.

use sheet::{AmountRole, Role};

use super::{figures, has_note, payers, questions, reason, roles, stages, understood, understood_by};

#[test]
fn all_figures_of_a_column_are_in_full_if_one_is() {
    let read = understood(
        "Project,Payer,Amount (£m)\nTrees,Council,2500000\nRiver,Council,800000\nLofts,Council,350000\nDock,Council,90000\n",
    );
    let full = [
        "2500000 GBP exact",
        "800000 GBP exact",
        "350000 GBP exact",
        "90000 GBP exact",
    ];
    assert_eq!(figures(&read), full);
    let question = "2500000 stands below a heading that gives a scale, and so do 800000 (C3), 350000 (C4), 90000 (C5). Is that the sum in full?";
    assert_eq!(questions(&read), [question]);
    // Small ones beside it are millions.
    let read =
        understood("Project,Payer,Amount (£m)\nTrees,Council,2500000\nRiver,Council,2.5\nLofts,Council,800000\n");
    assert_eq!(
        figures(&read),
        ["2500000 GBP exact", "2500000 GBP exact", "800000 GBP exact"]
    );
    let read = understood(
        "Projet;Payeur;Montant (k€)\nBois;Ville;2500000\nPont;Ville;800\nQuai;Ville;350\nMur;Ville;90\nGare;Ville;400000\nParc;Ville;15\n",
    );
    assert_eq!(figures(&read)[0], "2500000 EUR exact");
    assert_eq!(figures(&read)[1], "800000 EUR exact");
    assert_eq!(figures(&read)[4], "400000 EUR exact");
}

#[test]
fn a_column_that_looks_in_full_below_thousands_is_told() {
    let read =
        understood("Project,Payer,Amount (£000)\nTrees,Council,2500000\nRiver,Council,800000\nLofts,Council,350000\n");
    assert_eq!(figures(&read)[1], "800000000 GBP exact");
    assert!(
        has_note(&read, "are whole thousands of five digits or more"),
        "{:?}",
        read.notes
    );
    let mut map = read.map.clone();
    map.columns[2].scale = Some(0);
    let again = understood_by(
        "Project,Payer,Amount (£000)\nTrees,Council,2500000\nRiver,Council,800000\n",
        &map,
    );
    assert_eq!(figures(&again), ["2500000 GBP exact", "800000 GBP exact"]);
    assert!(!has_note(&again, "whole thousands"));
    let read = understood("Project,Payer,Amount (£000)\nTrees,Council,2500\nRiver,Council,800000\nLofts,Council,350\n");
    assert!(!has_note(&read, "whole thousands"));
}

#[test]
fn a_scale_is_never_dropped_with_its_unit() {
    for (cell, expected) in [
        ("2 mio fr.", "2000000 CHF exact"),
        ("2 mio. fr.", "2000000 CHF exact"),
        ("2 millions fr.", "2000000 CHF exact"),
        ("800 mille fr.", "800000 CHF exact"),
        ("1,2 mio de francs", "1200000 CHF exact"),
        ("40'000 fr.", "40000 CHF exact"),
        ("SFr. 40'000", "40000 CHF exact"),
        ("Frs 5'000.-", "5000 CHF exact"),
        ("100'000 francs", "100000 CHF exact"),
        ("Fr. 3 mio", "3000000 CHF exact"),
    ] {
        let read = understood(&format!(
            "Objet;Bailleur;Montant\nGare;Canton de Vaud;3 mio CHF\nPuits;Ville;{cell}\n"
        ));
        assert_eq!(figures(&read), ["3000000 CHF exact", expected], "{cell}");
        assert!(read.doubts.is_empty(), "{cell}: {:?}", questions(&read));
    }
    let read = understood("Objet;Payeur;Montant\nGare;Ville;3 M€\nPuits;Ville;2 mio zlotych\n");
    assert_eq!(figures(&read), ["3000000 EUR exact", "none"]);
    assert!(
        reason(&read, "C3").contains("`mio` behind its figure is a scale"),
        "{}",
        reason(&read, "C3")
    );
    let read = understood("Funder;Project;Amount\nLottery;Roof;£1/2m\nLottery;Hall;£5k\n");
    assert_eq!(figures(&read), ["500000 GBP exact", "5000 GBP exact"]);
}

#[test]
fn francs_are_those_of_the_sheet_or_a_question() {
    // Swiss marks, and no other francs.
    let read = understood("Objet;Bailleur;Montant\nPont;Ville de Sion;100'000 francs\nQuai;Ville de Sion;40'000 fr.\n");
    assert_eq!(figures(&read), ["100000 CHF exact", "40000 CHF exact"]);
    assert_eq!(read.doubts.len(), 1, "{:?}", questions(&read));
    assert_eq!(read.map.franc.as_deref(), Some("CHF"));
    // French ones, where no other francs are.
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;12 MF\nVille;Quai;300 000 francs\n");
    assert_eq!(figures(&read), ["12000000 FRF exact", "300000 FRF exact"]);
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;5 000 FRF\nVille;Quai;300 000 CHF\n");
    assert_eq!(figures(&read), ["5000 FRF exact", "300000 CHF exact"]);
    // Two other francs: nobody knows.
    let read =
        understood("Payeur;Objet;Montant\nÉtat;Port;5 000 XOF\nVille;Quai;300 000 CHF\nVille;Mur;20 000 francs\n");
    assert_eq!(figures(&read)[2], "20000 - exact");
    assert_eq!(read.doubts.len(), 1, "{:?}", questions(&read));
    let again = understood_by(
        "Payeur;Objet;Montant\nVille;Mur;20 000 francs\n",
        &sheet::Map {
            franc: Some("XOF".to_owned()),
            ..sheet::Map::default()
        },
    );
    assert_eq!(figures(&again), ["20000 XOF exact"]);
    // CFA francs are those of two currencies.
    let read = understood("Objet;Qui paie;Montant\nPuits;Région;12 millions de francs CFA\nPont;Région;12 000 F CFA\n");
    assert_eq!(figures(&read), ["none", "none"]);
    assert!(reason(&read, "C2").contains("XOF or XAF"), "{}", reason(&read, "C2"));
    let read =
        understood("Objet;Qui paie;Montant (XAF)\nPuits;Région;12 millions de francs CFA\nPont;Région;12 000 F CFA\n");
    assert_eq!(figures(&read), ["12000000 XAF exact", "12000 XAF exact"]);
}

#[test]
fn prices_of_one_are_no_sums() {
    for cell in [
        "£20k each for 3 schools",
        "£30k a club",
        "£30k ea",
        "£30k a pop",
        "£30k a week",
        "£30k for each of the clubs",
        "12 000 € à chaque éleveur",
        "12 000 € l'unité",
        "12 000 € l'élève",
        "£5k per school, 3 schools",
    ] {
        let read = understood(&format!(
            "Funder;Project;Amount\nLottery;Roof;{cell}\nLottery;Hall;£5k\n"
        ));
        let role = read.records[0].amounts.first().map(|amount| amount.role);
        assert_eq!(role, Some(AmountRole::Each), "{cell}: {}", reason(&read, "C2"));
        assert!(has_note(&read, "for one of several"), "{cell}");
    }
    for (cell, expected) in [
        ("£15k each year", "15000 GBP a year exact"),
        ("£15k a year", "15000 GBP a year exact"),
        ("£15k a loan", "15000 GBP exact"),
    ] {
        let read = understood(&format!(
            "Funder;Project;Amount\nLottery;Roof;{cell}\nLottery;Hall;£5k\n"
        ));
        assert_eq!(figures(&read)[0], expected, "{cell}");
        assert_ne!(read.records[0].amounts[0].role, AmountRole::Each, "{cell}");
    }
}

#[test]
fn the_total_of_a_column_of_totals_is_compared() {
    let sheet = |total: &str| {
        understood(&format!(
            "Bailleur;Projet;Devise;2023;2024;Total;État\nCanton de Vaud;Eau;CHF;80'000.-;80'000.-;160'000.-;versé\n\
             Ville de Lausanne;Puits;CHF;25'000.-;25'000.-;50'000.-;versé\nTotal CHF;;;;;{total};\n"
        ))
    };
    let read = sheet("999'000.-");
    assert!(
        has_note(&read, "is not the sum of its rows, which is"),
        "{:?}",
        read.notes
    );
    assert!(
        reason(&read, "F4").contains("not the sum of its rows"),
        "{}",
        reason(&read, "F4")
    );
    let read = sheet("210'000.-");
    assert!(!has_note(&read, "is not the sum"), "{:?}", read.notes);
    assert_eq!(reason(&read, "F4"), "a total, which is the sum of its rows");
    let read = understood(
        "Payer,Project,2023,2024,Total,Stage\nKent Council,Water,80000,80000,160000,paid\nLeeds Council,Wells,25000,25000,50000,paid\n\
         Total,,105000,105000,999000,\n",
    );
    assert!(has_note(&read, "The total 999000 in E4"), "{:?}", read.notes);
}

#[test]
fn a_subtotal_is_that_of_the_group_that_it_names() {
    for heading in ["Strand", "Ward", "Batch"] {
        let read = understood(&format!(
            "{heading},Project,Funder,Recipient,Amount,Stage\nNature,Trees,City Council,Wardens,100000,Approved\n\
             Nature,River,Environment Agency,Trust,50000,Approved\nHomes,Lofts,City Council,CIC,200000,Approved\n\
             Homes,Pumps,DESNZ,City Council,300000,Approved\n,Homes total,,,500000,\n,TOTAL,,,650000,\n"
        ));
        assert!(!has_note(&read, "500000 in E6"), "{heading}: {:?}", read.notes);
    }
}

#[test]
fn a_sub_total_of_a_group_that_stands_elsewhere_is_compared_with_it() {
    let read = understood(
        "Borough,Theme,Project,Paid by,Amount (£k),Stage\nCamden,Air,School streets,TfL,400,Approved\nCamden,Trees,Street trees,Mayor,150,Approved\n\
         Brent,Air,Monitors,TfL,90,Approved\nBrent,Trees,Orchard,Mayor,60,Approved\nCamden subtotal,,,,550,\nBrent subtotal,,,,150,\n\
         Air subtotal,,,,500,\nTOTAL,,,,700,\n",
    );
    assert!(
        has_note(
            &read,
            "The total 500 in E8 is not the sum of its rows, which is 490,000"
        ),
        "{:?}",
        read.notes
    );
    assert!(!has_note(&read, "700 in E9"), "{:?}", read.notes);
}

#[test]
fn partners_of_one_row_have_their_own_sums() {
    let read = understood(
        "Project,Call,Coordinator,EU contribution to coordinator (EUR),Partner 1,EU contribution to partner 1,Partner 2,EU contribution to partner 2\n\
         Tide,H1,Delta Lab,500000,Gamma Institute,200000,Beta Centre,100000\nWave,H1,Alpha Lab,300000,Gamma Institute,50000,,\n",
    );
    let each: Vec<(String, String)> = read
        .records
        .iter()
        .zip(figures(&read))
        .map(|(record, figure)| {
            let names: Vec<&str> = record.recipients.iter().map(|party| party.name.as_str()).collect();
            (names.join(" + "), figure)
        })
        .collect();
    let expected = [
        ("Delta Lab", "500000 EUR exact"),
        ("Gamma Institute", "200000 EUR exact"),
        ("Beta Centre", "100000 EUR exact"),
        ("Alpha Lab", "300000 EUR exact"),
        ("Gamma Institute", "50000 EUR exact"),
    ];
    assert_eq!(
        each,
        expected.map(|(name, figure)| (name.to_owned(), figure.to_owned()))
    );
}

#[test]
fn bids_are_asked_for_and_what_is_paid_in_part_stays_promised() {
    for (cell, stage) in [
        ("Bid submitted", "called-for"),
        ("Bid in", "called-for"),
        ("Shortlisted", "called-for"),
        ("Candidature déposée", "called-for"),
        ("Bid successful", "approved"),
        ("Announced, partially paid", "announced"),
        ("Annoncé (versé en partie)", "announced"),
    ] {
        let read = understood(&format!(
            "Project,Funder,Amount,Stage\nSpine,Fund,£5m,\"{cell}\"\nTram,Fund,£1m,Approved\n"
        ));
        assert_eq!(stages(&read)[0], stage, "{cell}");
    }
    let read = understood("Project,Funder,Amount,Stage\nSpine,Fund,£5m,Bid rejected\nTram,Fund,£1m,Approved\n");
    assert_eq!(figures(&read), ["1000000 GBP exact"]);
    let read = understood_by(
        "Project,Funder,Amount,Stage\nSpine,Fund,£5m,Partially paid\nTram,Fund,£1m,Approved\n",
        &sheet::Map {
            defaults: sheet::Defaults {
                stage: Some("announced".to_owned()),
                ..sheet::Defaults::default()
            },
            ..sheet::Map::default()
        },
    );
    assert_eq!(stages(&read), ["announced", "approved"]);
}

#[test]
fn who_pays_where_the_names_are_those_of_bodies() {
    let read = understood(
        "Date,What for,Who,Amount,Status\n2025-03-03,sports hall,Sport England,£2.5m,announced\n2025-03-03,library,borough council,£300k,agreed\n",
    );
    assert_eq!(payers(&read.records[0]), ["Sport England"]);
    assert_eq!(questions(&read), ["Does `Who` say who pays, or who says it?"]);
    let read = understood("Who,What for,Amount,Paid by\nJane Smith,hall,£2m,Council\nAnn Lee,roof,£1m,Council\n");
    assert_eq!(roles(&read)[0], Role::Speaker);
    let read = understood("Who,What for,Amount\nJane Smith,hall,£2m\nAnn Lee,roof,£1m\n");
    assert_eq!(roles(&read)[0], Role::Speaker);
    for heading in ["Pillar", "Strand", "Workstream", "Budget heading"] {
        let read = understood(&format!(
            "{heading},Project,Funder,Amount\nHomes,Lofts,Council,£100k\nNature,Trees,Council,£50k\n"
        ));
        assert_eq!(roles(&read)[0], Role::Programme, "{heading}");
    }
    let read =
        understood("Pouvoir subsidiant;Bénéficiaire;Objet;Montant\nRégion wallonne;Ville de Namur;Halle;1.250.000 €\n");
    assert_eq!(payers(&read.records[0]), ["Région wallonne"]);
    let read = understood(
        "Financeur;Bénéficiaire;Objet;Annoncé (k€)\nMinistère;SCIC Bellac;Abattoir;600 (dont 150 en prêt)\nRégion;Coop;Halle;90\n",
    );
    assert_eq!(figures(&read), ["600000 EUR exact", "90000 EUR exact"]);
    assert_eq!(stages(&read), ["announced", "announced"]);
}
