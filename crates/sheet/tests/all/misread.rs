//! Cells that look like something else: what they are is taken, or told.

use sheet::Role;

use super::{figures, payers, reason, roles, understood, understood_by};

#[test]
fn a_post_code_is_no_sum() {
    let read = understood(
        "Bénéficiaire;Adresse;CP;Ville;Objet;Montant\n\
         Atelier du Port;1 quai Nord;29200;Brest;Phare;1500\n\
         Club de Voile;2 rue Haute;02100;Laon;Régate;800\n",
    );
    assert_eq!(figures(&read), ["1500 - exact", "800 - exact"]);
    assert_eq!(reason(&read, "C2"), "`CP` has post codes");
    let read = understood("Bénéficiaire;CP;Objet;Aide\nAtelier du Port;29200;Phare;1500\n");
    assert_eq!(figures(&read), ["1500 - exact"]);
    // Payment credit, beside commitment authorisations or where the cells are money.
    for sheet in [
        "Programme;Action;AE;CP\nSud;Lampes;12000;10500\n",
        "Programme;Action;CP\nSud;Lampes;10500 €\n",
        "Programme;Action;CP\nSud;Lampes;40,5\n",
    ] {
        let read = understood(sheet);
        assert_eq!(roles(&read).last(), Some(&Role::Amount), "{sheet}");
        let credit = read.columns.last().map(|column| column.becomes.as_str());
        assert!(
            credit.is_some_and(|credit| credit.contains("payment-credit")),
            "{credit:?}"
        );
    }
}

#[test]
fn a_telephone_number_is_no_sum() {
    for (heading, cell) in [
        ("Téléphone", "298445566"),
        ("Tél.", "02 98 44 55 66"),
        ("Phone", "0298445566"),
        ("Standard", "0298445566"),
    ] {
        let read = understood(&format!(
            "Bénéficiaire;Objet;{heading}\nAtelier;Phare;{cell}\nClub;Régate;{cell}\n"
        ));
        assert_ne!(roles(&read).last(), Some(&Role::Amount), "{heading}");
    }
}

#[test]
fn only_a_line_that_says_so_gives_the_years_of_the_sums() {
    let with = |line: &str| {
        understood(&format!(
            "{line};;\nBénéficiaire;Objet;Montant\nPort;Quai;12\nClub;Voile;8\n"
        ))
    };
    for line in [
        "Mis à jour le 3 mai 2024",
        "Data as at 31 December 2023",
        "Source: council minutes, 4 June 2023",
        "Source : Budget 2024",
        "Rapport de la Cour des comptes 2022",
        "Paris, 2023",
    ] {
        let read = with(line);
        assert_eq!(read.map.defaults.period, None, "{line}");
        let fate = reason(&read, "A1");
        assert!(
            fate.starts_with("it stands above the headings") || line.starts_with("Source"),
            "{line}: {fate}"
        );
    }
    for (line, period) in [
        ("Exercice 2024", "2024"),
        ("Année : 2024", "2024"),
        ("Budget 2024 (en M€)", "2024"),
        ("Mission Ports - Budget primitif 2024", "2024"),
        ("Year 2024", "2024"),
        ("FY2023/24", "2023/2024"),
        ("Budgets 2023 et 2024", "2023/2024"),
        ("Grants for 2024", "2024"),
        ("2024", "2024"),
    ] {
        assert_eq!(with(line).map.defaults.period.as_deref(), Some(period), "{line}");
    }
}

#[test]
fn who_gets_it_receives_and_who_is_paying_pays() {
    use Role::{About, Amount, Payer, Recipient, Speaker, When};
    for (headings, expected) in [
        (
            "Who pays;Who gets it;What for;How much;When",
            [Payer, Recipient, About, Amount, When],
        ),
        (
            "Who said it;Who's paying;What for;How much;When",
            [Speaker, Payer, About, Amount, When],
        ),
        (
            "Financeur;Receveur;Objet;Montant;Date",
            [Payer, Recipient, About, Amount, When],
        ),
        (
            "From;To;What for;How much;When",
            [Payer, Recipient, About, Amount, When],
        ),
        ("De;Vers;Objet;Montant;Date", [Payer, Recipient, About, Amount, When]),
        ("De;À;Objet;Montant;Date", [Payer, Recipient, About, Amount, When]),
    ] {
        let read = understood(&format!(
            "{headings}\nTown;Club;Boat;12;2024-05-03\nState;Port;Quay;8;2024-05-04\n"
        ));
        assert_eq!(roles(&read), expected, "{headings}");
        assert!(read.doubts.is_empty(), "{headings}: {:?}", read.doubts);
    }
}

#[test]
fn a_heading_that_may_say_several_things_is_asked_about() {
    use Role::{About, Amount, Payer, PeriodEnd, PeriodStart, Speaker};
    let asked = |read: &sheet::Understood, question: &str| read.doubts.iter().any(|doubt| doubt.question == question);
    let read = understood("From;What for;How much\nTown;Boat;12\nState;Quay;8\n");
    assert_eq!(roles(&read), [Payer, About, Amount]);
    assert!(asked(&read, "What does `From` say?"), "{:?}", read.doubts);
    let read = understood("Funder;What for;How much;From;To\nTown;Boat;12;2024-01-01;2024-12-31\n");
    assert_eq!(roles(&read), [Payer, About, Amount, PeriodStart, PeriodEnd]);
    let read = understood("Reported by;Payer;What for;How much\nThe Herald;Town;Boat;12\nThe Sun;State;Quay;8\n");
    assert_eq!(roles(&read), [Speaker, Payer, About, Amount]);
    assert!(asked(&read, "What does `Reported by` say?"), "{:?}", read.doubts);
    let read = understood("Who said it;Who;What for;How much\nMayor;Town;Boat;12\nMinister;State;Quay;8\n");
    assert!(!read.doubts.is_empty());
}

#[test]
fn a_number_at_the_end_of_a_name_is_a_part_of_it() {
    for name in ["Comité 21", "Association 1901", "Region 2", "Lycée 4", "Région 1"] {
        let read = understood(&format!(
            "Payeur;Bénéficiaire;Objet;Montant\n{name};{name};Quai;12000\n"
        ));
        assert_eq!(payers(&read.records[0]), [name]);
        assert_eq!(read.records[0].recipients[0].name, name);
        assert!(read.words_left.is_empty(), "{:?}", read.words_left);
    }
    let read = understood("Payeur;Objet;Montant\nLycée 1, Lycée 2;Quai;12000\n");
    assert_eq!(payers(&read.records[0]), ["Lycée 1", "Lycée 2"]);
    // Parts that make up the sum are shares.
    let read = understood("Payeur;Objet;Montant\nEtat 5 / Région 3;Quai;8\n");
    assert_eq!(figures(&read), ["5 - exact", "3 - exact"]);
}

#[test]
fn a_new_heading_in_the_place_of_another_has_its_own_unit_and_scale() {
    let first = understood("Payer;Purpose;Amount\nState;Port;£3m\n");
    assert_eq!(figures(&first), ["3000000 GBP exact"]);
    let again = understood_by("Payer;Purpose;Amount (£m)\nState;Port;3\n", &first.map);
    assert_eq!(figures(&again), figures(&first));
    let first = understood("Payer;Purpose;Amount (£m)\nState;Port;3\n");
    let again = understood_by("Payer;Purpose;Amount (£)\nState;Port;3000000\n", &first.map);
    assert_eq!(figures(&again), figures(&first));
    // A heading that says nothing of its unit has that of the one before.
    let again = understood_by("Payer;Purpose;Sum\nState;Port;3\n", &first.map);
    assert_eq!(figures(&again), figures(&first));
}

#[test]
fn a_part_without_scale_has_that_of_its_whole() {
    for (cell, expected) in [
        ("10 millions (dont 2 de la région)", "2000000"),
        ("10 millions, dont 2 de la région", "2000000"),
        ("10 millions (dont 500 000 de la région)", "500000"),
        ("10 millions (dont 500 mille de la région)", "500000"),
        ("10 (dont 2 de la région)", "2"),
    ] {
        let read = understood(&format!("Payeur;Objet;Montant\nÉtat;Port;{cell}\n"));
        let part = read.records[0].amounts.get(1).and_then(|part| part.minimum);
        assert_eq!(part.map(|part| part.to_string()).as_deref(), Some(expected), "{cell}");
    }
    let read = understood("Payer;Purpose;Amount\nState;Port;10 million, including 2 loan\n");
    let part = read.records[0].amounts[1].minimum;
    assert_eq!(part.map(|part| part.to_string()).as_deref(), Some("2000000"));
}

#[test]
fn a_column_of_units_has_the_unit_and_scale_of_its_row() {
    for heading in ["Unité", "Unit", "Devise", "Exprimé en"] {
        let read = understood(&format!(
            "Payeur;Objet;Montant;{heading}\nÉtat;Port;12;M€\nVille;Quai;500;k€\nVille;Mur;7;EUR\n"
        ));
        assert_eq!(
            figures(&read),
            ["12000000 EUR exact", "500000 EUR exact", "7 EUR exact"],
            "{heading}"
        );
        assert_eq!(reason(&read, "D2"), "taken");
        // The map of the import keeps it.
        let sheet = format!("Payeur;Objet;Montant;{heading}\nÉtat;Port;12;M€\n");
        assert_eq!(figures(&understood_by(&sheet, &read.map)), ["12000000 EUR exact"]);
    }
    let read = understood("Payeur;Objet;Montant (€);Unité\nÉtat;Port;12;millions\nVille;Quai;500;milliers\n");
    assert_eq!(figures(&read), ["12000000 EUR exact", "500000 EUR exact"]);
    let read = understood("Bénéficiaire;Sexe;Montant\nPort;F;12\nQuai;F;500\n");
    assert_eq!(figures(&read), ["12 - exact", "500 - exact"]);
}

#[test]
fn francs_stand_beside_figures_as_a_letter() {
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;12 MF\nVille;Quai;800 kF\nVille;Mur;300 000 F\n");
    assert_eq!(
        figures(&read),
        ["12000000 FRF exact", "800000 FRF exact", "300000 FRF exact"]
    );
}
