//! Trackers, registers, budgets: rows and wide tables in French and English.

use sheet::{AmountRole, Change, Role};

use super::{figure, figures, has_note, payers, reason, roles, understood, understood_by};

const TRACKER: &str = "Suivi des promesses - MÀJ 01/02/25;;;;;;;\n;;;;;;;\nQui annonce ?;Qui paie ?;Pour qui;Pour quoi;Combien;Quand;Où en est-on / statut;Source\n\
    Mme Durand;Ville + Métropole;;Halle;2,5 M€ (dont mécénat);03/09/2024;promis;https://example.org/halle\n\
    ;?;Lycée Hugo;Toiture;30-40 k€;sept. 24;voté ?;PV (p. 7)\n\
    Le maire;Acme;Studio Nord;levée;10 MUSD (9,2 M€);2023;versé;\nTOTAL;;;;12,5 M€;;;\n";

#[test]
fn a_tracker_becomes_statements_with_joint_payers_ranges_and_conversions() {
    let read = understood(TRACKER);
    let expected = [
        Role::Speaker,
        Role::Payer,
        Role::Recipient,
        Role::About,
        Role::Amount,
        Role::When,
        Role::Stage,
        Role::Source,
    ];
    assert_eq!(roles(&read), expected);
    let [hall, roof, studio] = read.records.as_slice() else {
        panic!("{} records", read.records.len())
    };
    assert_eq!(payers(hall), ["Ville", "Métropole"]);
    assert_eq!(
        (figure(hall), hall.when.as_ref().unwrap().iso.as_str()),
        ("2500000 EUR exact".to_owned(), "2024-09-03")
    );
    assert_eq!(hall.amounts[0].as_written, "2,5 M€");
    assert_eq!(hall.notes[0].text, "dont mécénat");
    assert_eq!(hall.stage.as_ref().unwrap().text, "announced");
    assert!(hall.speaker.as_ref().unwrap().person);
    assert_eq!(
        hall.source.as_ref().unwrap().link.as_deref(),
        Some("https://example.org/halle")
    );
    assert_eq!(
        (figure(roof), roof.when.as_ref().unwrap().iso.as_str()),
        ("30000 to 40000 EUR range".to_owned(), "2024-09")
    );
    assert!(roof.payers.is_empty() && roof.stage.is_none());
    assert_eq!(reason(&read, "B5"), "not recorded");
    assert!(reason(&read, "G5").contains("question"));
    let source = roof.source.as_ref().unwrap();
    assert_eq!(
        (source.title.as_deref(), source.page.as_deref()),
        (Some("PV"), Some("7"))
    );
    assert_eq!(
        (figure(studio), studio.kind.as_deref()),
        ("10000000 USD exact".to_owned(), Some("raises"))
    );
    assert_eq!(
        (studio.amounts[1].role, studio.amounts[1].unit.as_deref()),
        (AmountRole::Converted, Some("EUR"))
    );
    assert!(reason(&read, "E7").contains("another unit"));
}

const BUDGET: &str = "Loi de finances initiale - Mission Phares (en milliers d'euros);;;;;\n;;2023;;2024;\nProgramme;Action;AE;CP;AE;Réalisé (31/10)\n\
    Phares du Sud;1 Lampes;120 (1);40,5;-;7\n;2 Tours;n.c.;(3,5);60;0\nSous-total Phares du Sud;;120;37;60;8\n(1) dont 12 reportés;;;;;\n";

#[test]
fn a_wide_budget_becomes_a_statement_a_cell() {
    let read = understood(BUDGET);
    assert_eq!(
        figures(&read),
        [
            "120000 EUR exact",
            "40500 EUR exact",
            "7000 EUR exact",
            "-3500 EUR exact",
            "60000 EUR exact",
            "0 EUR exact"
        ]
    );
    let first = &read.records[0];
    assert_eq!(
        (
            first.about.as_ref().unwrap().text.as_str(),
            first.programme.as_ref().unwrap().text.as_str()
        ),
        ("1 Lampes", "Phares du Sud")
    );
    assert_eq!(first.period.as_ref().unwrap().iso, "2023");
    assert_eq!(first.amounts[0].instrument.as_deref(), Some("commitment-authorisation"));
    assert_eq!(first.stage.as_ref().unwrap().text, "approved");
    assert_eq!(first.notes[0].text, "dont 12 reportés");
    let spent = &read.records[2];
    assert_eq!(
        (
            spent.stage.as_ref().unwrap().text.as_str(),
            spent.when.as_ref().unwrap().iso.as_str()
        ),
        ("received", "2024-10-31")
    );
    assert_eq!(read.records[3].programme.as_ref().unwrap().text, "Phares du Sud");
    assert_eq!(reason(&read, "C5"), "not recorded");
    assert!(reason(&read, "C6").contains("the sum of its rows"));
    assert!(reason(&read, "F6").contains("not the sum"), "{}", reason(&read, "F6"));
    assert!(has_note(&read, "The total 8 in F6"));
}

const REGISTER: &str = "N° décision;Bénéficiaire;SIRET;Objet;Montant accordé (€);Date de décision\n\
    2022-01;Club d’échecs;12345678901234;Tournoi;1 500,00;15/03/2022\n2022-01;Club d’échecs;12345678901234;Tournoi;2 500,00;16/04/2022\n\
    2022-01;Club d’échecs;12345678901234;Tournoi;2 500,00;16/04/2022\n2022-02;M. Paul Durand;;Bourse;800;20/03/2022\n\
    2022-03;Judo;2,1060E+13;Tatamis;900;22/03/2022\n2022-04;Voile;98765432109876;Course; régate;3 000;21/03/2022\n2022-05;Boxe;1234567890123;Gants;100;23/03/2022\n";

#[test]
fn a_register_tells_damaged_identifiers_shifted_rows_persons_and_payments_of_one_decision() {
    let read = understood(REGISTER);
    assert_eq!(
        figures(&read),
        ["4000 EUR exact", "800 EUR exact", "900 EUR exact", "100 EUR exact"]
    );
    assert_eq!(read.records[0].amounts[0].role, AmountRole::Total);
    assert_eq!(read.records[0].when.as_ref().unwrap().iso, "2022-03-15/2022-04-16");
    assert!(has_note(&read, "Rows 2, 3 are payments of one decision"));
    assert!(reason(&read, "E4").contains("says again what row 3 says"));
    assert!(read.records[1].recipients[0].person && !read.records[2].recipients[0].person);
    assert!(reason(&read, "C6").contains("shortened"));
    assert!(read.records[2].recipients[0].identifiers.is_empty());
    assert_eq!(read.records[0].recipients[0].identifiers[0].value, "12345678901234");
    assert!(reason(&read, "E7").contains("not quoted"));
    assert!(has_note(&read, "Row 7 is not taken"));
    assert!(reason(&read, "C8").contains("14 digits, and this one 13"));
}

#[test]
fn figures_are_read_as_they_stand() {
    for (cell, expected) in [
        ("109 milliards d'euros", "109000000000 EUR exact"),
        ("£3m-4m", "3000000 to 4000000 GBP range"),
        ("au moins 25 %", "25 to .. % at-least"),
        ("jusqu’à 3 M€", ".. to 3000000 EUR up-to"),
        ("plus de 2 millions d'euros", "2000000 to .. EUR more-than"),
        ("environ 12,5 M€ par an", "12500000 EUR a year about"),
        ("40-50 M€", "40000000 to 50000000 EUR range"),
        ("entre 3 et 5 millions d’euros", "3000000 to 5000000 EUR range"),
        ("105 M€ (113 M$)", "105000000 EUR exact"),
        ("US$ 120,000,000", "120000000 USD exact"),
        ("$120,000,000", "120000000 - exact"),
        ("12 500 000,00 €", "12500000 EUR exact"),
        ("~ 12 M€", "12000000 EUR about"),
        ("CHF 12'500.50", "12500.5 CHF exact"),
        ("1,5 Md€", "1500000000 EUR exact"),
        ("40 M€ ?", "40000000 EUR about"),
        ("250 KEUR", "250000 EUR exact"),
        ("-3,5 M€", "-3500000 EUR exact"),
        ("(12,3) M€", "-12300000 EUR exact"),
    ] {
        let read = understood(&format!("Payeur;Bénéficiaire;Objet;Montant\nÉtat;CNRS;Labo;{cell}\n"));
        assert_eq!(figures(&read), [expected], "{cell}: {:?}", read.not_taken);
    }
}

#[test]
fn what_is_not_recorded_or_has_two_sums_gives_no_figure() {
    for (cell, why) in [
        ("n.d.", "not recorded"),
        ("-", "not recorded"),
        ("?", "not recorded"),
        ("N/A", "not recorded"),
        ("3 M€ + 2 M€", "several figures"),
        ("à définir", "no figure"),
        ("2,1060E+13", "shortened"),
    ] {
        let read = understood(&format!(
            "Payeur;Bénéficiaire;Objet;Montant\nÉtat;CNRS;Labo;{cell}\nÉtat;CNRS;Labo;3\n"
        ));
        assert_eq!(read.records[0].amounts, [], "{cell}");
        assert!(reason(&read, "D2").contains(why), "{cell}: {}", reason(&read, "D2"));
    }
}

#[test]
fn units_of_headings_titles_columns_and_lines_below_hold_for_bare_figures() {
    for (sheet, expected) in [
        ("Payeur;Objet;Montant (M€)\nÉtat;Port;12,5\n", "12500000 EUR exact"),
        (
            "Budget du port (en k€);;\n\nPayeur;Objet;Montant\nÉtat;Port;12,5\n",
            "12500 EUR exact",
        ),
        ("Payeur;Objet;Montant;Devise\nÉtat;Port;12,5;CHF\n", "12.5 CHF exact"),
        ("Payer;Purpose;Amount (£m)\nState;Port;12.5\n", "12500000 GBP exact"),
        (
            "Payeur;Objet;Montant\nÉtat;Port;12,5\nVille;Quai;7\nEn milliers d'euros\n",
            "12500 EUR exact",
        ),
        ("Payeur;Objet;Montant (M€)\nÉtat;Port;12,5 k€\n", "12500 EUR exact"),
        ("Payeur;Objet;Montant\nÉtat;Port;12,5\n", "12.5 - exact"),
        ("Payer,Purpose,Amount (USD m)\nState,Port,$12.5\n", "12500000 USD exact"),
        (
            "Payer,Purpose,Amount (USD m)\nState,Port,\"$12,500,000\"\n",
            "12500000 USD exact",
        ),
    ] {
        assert_eq!(figures(&understood(sheet))[0], expected, "{sheet}");
    }
    let read = understood("Payeur;Objet;Montant (kilos d'or)\nÉtat;Port;12,5\n");
    assert!(has_note(&read, "(kilos d'or) in the heading"));
}

#[test]
fn columns_of_stages_years_and_payers_give_a_sum_each() {
    let read = understood("Association;Montant demandé;Montant voté;Montant versé\nJudo;900 €;800 €;-\n");
    let stages: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.stage.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(
        (figures(&read).len(), stages.as_slice()),
        (2, ["called-for", "approved"].as_slice())
    );

    let read = understood("Ministère,Dispositif,2022,2023,2024-2026\nSport,Pass,1.5,2.5,7\n");
    let years: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.period.as_ref().unwrap().iso.as_str())
        .collect();
    assert_eq!(years, ["2022", "2023", "2024/2026"]);

    let read = understood("Projet;État;Région;Ville;Total\nTram;10;5;5;20\nBus;1;2;3;7\n");
    let payers: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.payers[0].name.as_str())
        .collect();
    assert_eq!(payers, ["État", "Région", "Ville", "État", "Région", "Ville"]);
    assert_eq!(read.doubts.len(), 1);
    assert!(reason(&read, "E2").contains("total of other columns"));
    assert!(
        reason(&read, "E3").contains("not the sum of its row: that is 6"),
        "{}",
        reason(&read, "E3")
    );
}

#[test]
fn the_order_of_day_and_month_is_asked_where_nothing_decides() {
    let english = "Payer,Purpose,Amount,Date\nState,Port,£3m,05/06/2024\n";
    let read = understood(english);
    assert_eq!(read.records[0].when.as_ref().unwrap().iso, "2024-06-05");
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let again = understood_by(english, &map);
    assert_eq!(again.records[0].when.as_ref().unwrap().iso, "2024-05-06");
    assert_eq!(again.doubts, []);

    let decided = understood("Payer,Purpose,Amount,Date\nState,Port,£3m,05/06/2024\nState,Quay,£2m,05/26/2024\n");
    assert_eq!(decided.records[0].when.as_ref().unwrap().iso, "2024-05-06");
    assert_eq!(decided.doubts, []);

    let french = understood("Payeur;Objet;Montant;Date\nÉtat;Port;3 M€;05/06/2024\n");
    assert_eq!(
        (
            french.records[0].when.as_ref().unwrap().iso.as_str(),
            french.doubts.len()
        ),
        ("2024-06-05", 0)
    );
}

#[test]
fn a_mark_that_may_be_decimal_is_asked() {
    let sheet = "Payeur;Objet;Montant\nÉtat;Port;1,234\nÉtat;Quai;2,500\n";
    let read = understood(sheet);
    assert_eq!(figures(&read), ["1234 - exact", "2500 - exact"]);
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let again = understood_by(sheet, &map);
    assert_eq!(
        (figures(&again), again.doubts.len()),
        (vec!["1.234 - exact".to_owned(), "2.5 - exact".to_owned()], 0)
    );
}

#[test]
fn the_money_is_for_the_programme_where_nothing_says_for_what_of_it() {
    let headings = [
        "Programme",
        "Projet",
        "Dispositif",
        "Action",
        "Opération",
        "Nom du dispositif",
        "Chantier",
        "Project",
        "Scheme",
        "Fund",
        "Purpose",
        "Theme",
    ];
    for heading in headings {
        let read = understood(&format!("{heading};Payeur;Montant\nQuais propres;État;3 M€\n"));
        let about = read.records[0].about.as_ref().map(|about| about.text.as_str());
        assert_eq!(about, Some("Quais propres"), "{heading}");
        assert_eq!(read.columns[0].role, Role::About, "{heading}");
    }
    let read = understood("Programme;Projet;Montant\nQuais propres;Grue;3 M€\n");
    assert_eq!(roles(&read)[..2], [Role::Programme, Role::About]);
}

#[test]
fn numbered_columns_of_payers_and_sums_belong_together() {
    let read = understood(
        "Opération;Financeur 1;Montant 1;Financeur 2;Montant 2\nHalle;Ville;100 000 €;Région;50 000 €\nPort;Ville;7 €;;\n",
    );
    let said: Vec<(Vec<&str>, String)> = read
        .records
        .iter()
        .map(|record| (payers(record), figure(record)))
        .collect();
    let expected = [
        ("Ville", "100000 EUR exact"),
        ("Région", "50000 EUR exact"),
        ("Ville", "7 EUR exact"),
    ];
    assert_eq!(said, expected.map(|(payer, figure)| (vec![payer], figure.to_owned())));
    assert_eq!(read.doubts, []);
}

#[test]
fn two_columns_of_one_role_are_a_question_whose_answer_is_kept() {
    let sheet = "Payeur;Objet;Montant;Date de décision;Date de signature\nÉtat;Port;3 M€;01/02/2024;03/04/2024\n";
    let read = understood(sheet);
    assert_eq!(read.records[0].when.as_ref().unwrap().iso, "2024-02-01");
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    assert!(matches!(doubt.choices[0].change, Change::Nothing));
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let again = understood_by(sheet, &map);
    assert_eq!(
        (again.records[0].when.as_ref().unwrap().iso.as_str(), again.doubts.len()),
        ("2024-04-03", 0)
    );
}

#[test]
fn titles_sections_repeated_headings_and_notes_are_no_rows() {
    let read = understood(
        "Aides 2024 de la ville;;\nSource : rapport d’activité;;\n;;\nBénéficiaire;Objet;Montant (€)\nSport;;\nJudo;Tatamis;900\nVoile;Course;1 000\n\
         Bénéficiaire;Objet;Montant (€)\nCulture;;\nChorale;Concert;300\n;;\n* montants provisoires;;\n",
    );
    assert_eq!(figures(&read), ["900 EUR exact", "1000 EUR exact", "300 EUR exact"]);
    let programmes: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.programme.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(programmes, ["Sport", "Sport", "Culture"]);
    assert_eq!(
        read.records[0]
            .period
            .as_ref()
            .map(|period| (period.iso.as_str(), period.basis)),
        Some(("2024", "inferred"))
    );
    assert_eq!(
        read.records[0].source.as_ref().unwrap().title.as_deref(),
        Some("rapport d’activité")
    );
    assert!(reason(&read, "A8").contains("headings again"));
    assert!(reason(&read, "A12").contains("note"));
}

#[test]
fn a_total_is_compared_as_exactly_as_it_is_written() {
    let sheet = |total: &str| {
        format!("Payeur;Objet;Montant\nÉtat;Port;109 Md€\nVille;Quai;40-50 M€\nVille;Phare;105 M€\nTOTAL;;{total}\n")
    };
    for (total, agrees) in [
        ("109,2 Md€", true),
        ("109,15 Md€", true),
        ("109,3 Md€", false),
        ("110 Md€", false),
    ] {
        let read = understood(&sheet(total));
        assert_eq!(read.records.len(), 3);
        assert_eq!(
            reason(&read, "C5").contains("which is the sum"),
            agrees,
            "{total}: {}",
            reason(&read, "C5")
        );
    }
    // A company of that name is no total.
    let read = understood("Payeur;Objet;Montant\nTotal;Port;3 M€\nÉtat;Port;2 M€\n");
    assert_eq!(read.records.len(), 2);
}

#[test]
fn a_public_body_above_the_table_is_asked_for_where_no_column_says_who_pays() {
    let sheet = "Ville de Sable;;\nSubventions;;\nBénéficiaire;Objet;Montant\nJudo;Tatamis;900 €\n";
    let read = understood(sheet);
    assert!(read.records[0].payers.is_empty());
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let again = understood_by(sheet, &map);
    assert_eq!(
        (payers(&again.records[0]), again.doubts.len()),
        (vec!["Ville de Sable"], 0)
    );
}

#[test]
fn shares_and_bounds_have_columns_of_their_own() {
    let read = understood("project|payer|min (M€)|max (M€)\nHydrogen|State|40|50\nRail|Region||12.5\n");
    assert_eq!(
        figures(&read),
        ["40000000 to 50000000 EUR range", ".. to 12500000 EUR up-to"]
    );
    let read = understood("Payeur;Projet;Pourcentage\nÉtat;Port;25 %\nRégion;Port;12,5\n");
    assert_eq!(figures(&read), ["25 % exact", "12.5 % exact"]);
}

#[test]
fn what_a_shuffled_sheet_says_is_the_same() {
    let one = understood("Payeur;Objet;Montant;Date\nÉtat;Port;3 M€;01/02/2024\n");
    let other = understood("Date,Montant,Payeur,Objet\n01/02/2024,3 M€,État,Port\n");
    let said = |read: &sheet::Understood| {
        let record = &read.records[0];
        (
            figure(record),
            record.payers[0].name.clone(),
            record.about.as_ref().unwrap().text.clone(),
            record.when.as_ref().unwrap().iso.clone(),
        )
    };
    assert_eq!(said(&one), said(&other));
}

#[test]
fn a_total_adds_no_currencies() {
    let sheet = |totals: &str| {
        format!("Project,Funder,Amount,Currency\nA,City,100000,GBP\nB,City,200000,USD\nC,State,50000,GBP\n{totals}")
    };
    // Each currency has its total, by its column or by the words of the row.
    for totals in [
        "Total,,150000,GBP\nTotal,,200000,USD\n",
        "Total GBP,,150000,\nTotal USD,,200000,\n",
    ] {
        let read = understood(&sheet(totals));
        assert_eq!(read.records.len(), 3);
        for cell in ["C5", "C6"] {
            assert!(
                reason(&read, cell).contains("which is the sum"),
                "{cell}: {}",
                reason(&read, cell)
            );
        }
    }
    let read = understood(&sheet("Total GBP,,140000,GBP\n"));
    assert!(
        reason(&read, "C5").contains("that is £150k") || reason(&read, "C5").contains("150,000"),
        "{}",
        reason(&read, "C5")
    );
    let read = understood(&sheet("Total,,350000,\n"));
    assert!(
        reason(&read, "C5").contains("several units, which are not added"),
        "{}",
        reason(&read, "C5")
    );
}

#[test]
fn a_sheet_has_a_language_by_its_headings_or_else_by_its_words() {
    use sheet::Language::{English, French};
    for (text, language) in [
        ("Objet;Financeur;Montant\nQuai;État;5 M€\n", Some(French)),
        ("Project,Funder,Amount\nQuay,State,£5m\n", Some(English)),
        (
            "Programme,Source,Date\nTravaux du quai de la Brume,Délibération du conseil,2024\n",
            Some(French),
        ),
    ] {
        assert_eq!(understood(text).map.language, language, "{text}");
    }
}
