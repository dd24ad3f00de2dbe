//! First readings of columns: who carries out, what is counted, shares in money, conversions, currencies of other headings.

use sheet::{AmountRole, Role, Understood};

use super::{figure, figures, has_note, payers, questions, reason, roles, stages, understood};

/// The names of those who receive the first sum.
fn recipients(read: &Understood) -> Vec<&str> {
    let first = read.records.first().into_iter().flat_map(|record| &record.recipients);
    first.map(|party| party.name.as_str()).collect()
}

#[test]
fn those_who_carry_out_receive_beside_who_pays() {
    for heading in [
        "Implementing agency",
        "Executing agency",
        "Delivery partner",
        "Host organisation",
        "Partner organization",
        "Implementer",
        "Channel",
        "Participant",
        "Coordinator",
        "Lead partner",
        "Legal entity",
        "Consortium member",
        "Agence d'exécution",
        "Organisme d'accueil",
        "Partenaire",
        "Coordinateur",
        "Chef de file",
        "Durchführungsorganisation",
        "Projektpartner",
    ] {
        let read = understood(&format!(
            "Donor;{heading};Project;Grant (EUR)\nEU;Delta Lab;Tide;1000\n"
        ));
        assert_eq!(recipients(&read), ["Delta Lab"], "{heading}");
        assert_eq!(payers(&read.records[0]), ["EU"], "{heading}");
        // Where nobody says who pays, both are offered.
        let read = understood(&format!("{heading};Project;Grant (EUR)\nDelta Lab;Tide;1000\n"));
        let both = format!("Does `{heading}` say who receives, or who pays?");
        assert_eq!(questions(&read), [both.as_str()]);
    }
    let read = understood("Donor;Delivery agency;Host institution;Project;Grant (EUR)\nEU;Delta Lab;Gamma;Tide;1000\n");
    assert_eq!(recipients(&read), ["Delta Lab"]);
    assert_eq!(
        questions(&read),
        ["Several columns may be who receives. Which one is it?"]
    );
    let read = understood("Donor;Recipient;Coordinator;Project;Grant (EUR)\nEU;Delta Lab;Gamma;Tide;1000\n");
    assert_eq!((recipients(&read), read.doubts.len()), (vec!["Delta Lab"], 0));
    // A person who coordinates neither pays nor receives.
    let read = understood("Donor;Coordinator;Project;Grant (EUR)\nEU;Jane Smith;Tide;1000\nEU;John Miller;Wave;2000\n");
    assert_eq!(roles(&read)[1], Role::Ignored);
}

#[test]
fn what_is_counted_is_no_money_and_takes_no_stage() {
    let counted = [
        "Doses pledged",
        "R21 vaccine doses delivered (million)",
        "Jobs created",
        "Number of beneficiaries",
        "People reached",
        "Road (km)",
        "Hectares",
        "Schools built",
        "Number of schools",
        "Kits",
        "Units",
        "Doses promises",
        "Emplois créés",
        "Nombre d'habitants",
        "Surface (ha)",
        "Impfdosen geliefert",
    ];
    for heading in counted {
        let read = understood(&format!(
            "Donor;Recipient;Project;{heading};Value (USD)\nNorway;Delta;Tide;1200;50000\nJapan;Gamma;Wave;300;66000\n"
        ));
        assert_eq!(figures(&read), ["50000 USD exact", "66000 USD exact"], "{heading}");
        assert_eq!(stages(&read), ["none", "none"], "{heading}");
        assert!(
            reason(&read, "D2").contains("no money"),
            "{heading}: {}",
            reason(&read, "D2")
        );
    }
    for heading in [
        "Cost of doses",
        "Grants to refugees",
        "Kits (EUR)",
        "Amount per kit",
        "Teacher training paid",
        "Schools 2023",
    ] {
        let read = understood(&format!(
            "Donor;Recipient;Project;{heading}\nNorway;Delta;Tide;1200\nJapan;Gamma;Wave;300\n"
        ));
        assert_eq!(read.records.len(), 2, "{heading}");
        assert!(!read.records[0].amounts.is_empty(), "{heading}");
    }
    // What a budget is for is a question, as long as no other column has sums.
    let read = understood("Programme;Payer;Schools;Homes\nRepair;City;120000;50000\nNew;City;90000;40000\n");
    assert!(read.doubts[0].choices.iter().any(|choice| choice.label == "`Homes`"));
}

#[test]
fn shares_in_money_are_sums_and_percentages_of_nothing_are_told() {
    for heading in ["Share (EUR)", "EU share (€)", "Part UE (€)", "Quote-part (en euros)"] {
        let read = understood(&format!(
            "Project;Recipient;Payer;{heading}\nTide;Delta;EU;2100000\nTide;Gamma;EU;665000\n"
        ));
        assert_eq!(figures(&read), ["2100000 EUR exact", "665000 EUR exact"], "{heading}");
        assert_eq!(read.records[0].amounts[0].instrument, None);
    }
    let read = understood("Project;Recipient;Payer;Share\nTide;Delta;EU;2100000\nTide;Gamma;EU;665000\n");
    assert_eq!(figures(&read), ["2100000 - exact", "665000 - exact"]);
    let read =
        understood("Project;Partner;Payer;Total (EUR);Share (EUR)\nTide;Delta;EU;3000;2000\nTide;Gamma;EU;3000;1000\n");
    assert_eq!(figures(&read), ["2000 EUR exact", "1000 EUR exact"]);
    assert_eq!(reason(&read, "D2"), "the whole of which `Share (EUR)` has the shares");
    assert!(!has_note(&read, "not the sum of its row"));
    for shares in [["50 %", "30 %"], ["50", "30"]] {
        let [one, two] = shares;
        let read = understood(&format!(
            "Project;Recipient;Payer;Share\nTide;Delta;EU;{one}\nTide;Gamma;EU;{two}\n"
        ));
        assert_eq!(figures(&read), ["50 % exact", "30 % exact"]);
        assert!(has_note(
            &read,
            "and 1 other cell are shares, and the sheet does not say of what"
        ));
    }
}

#[test]
fn a_column_of_the_same_sums_in_another_currency_is_asked() {
    for heading in ["USD", "In USD m", "Amount (USD)", "Contre-valeur en USD"] {
        let read = understood(&format!(
            "Donor;Recipient;Initiative;Pledge;{heading}\nNorway;Delta;Malaria;NOK 850m;80\nJapan;Gamma;Cold chain;JPY 3.2bn;21\n"
        ));
        assert_eq!(
            figures(&read),
            ["850000000 NOK exact", "3200000000 JPY exact"],
            "{heading}"
        );
        let asked = &read.doubts[0];
        assert_eq!(asked.question, format!("What does `{heading}` have?"));
        assert!(
            asked.choices[0]
                .label
                .starts_with("what `Pledge` has, in another currency")
        );
    }
    let read = understood(
        "Donor;Recipient;Initiative;Pledge;Ccy;USD\nNorway;Delta;Malaria;850;NOK;80\nJapan;Gamma;Cold;32;JPY;21\n",
    );
    assert_eq!(figures(&read), ["850 NOK exact", "32 JPY exact"]);
    // Columns of which a row fills one have sums of their own.
    let read = understood("Donor;Project;Pledged USD;Pledged EUR\nNorway;Malaria;80;\nGermany;Malaria;;60\n");
    assert_eq!(figures(&read), ["80 USD exact", "60 EUR exact"]);
    assert!(questions(&read)[0].contains("no row fills two of them"));
}

#[test]
fn a_heading_without_currency_has_that_of_the_others_or_is_asked() {
    let read = understood("Funder;Recipient;Project;Committed (EUR);Paid in 2023\nEU;Delta;Tide;9000;3000\n");
    assert_eq!(figures(&read), ["9000 EUR exact", "3000 EUR exact"]);
    assert_eq!(questions(&read), Vec::<&str>::new());
    assert_eq!(read.map.columns[4].unit.as_deref(), Some("EUR"));
    let read = understood("Funder;Recipient;Project;Committed (EUR m);Paid\nEU;Delta;Tide;9.5;3\n");
    assert_eq!(figures(&read), ["9500000 EUR exact", "3000000 EUR exact"]);
    assert_eq!(
        questions(&read),
        ["`Paid` names no currency, and other headings do. In what are its figures?"]
    );
    let read = understood("Funder;Recipient;Project;Committed (EUR m);Paid\nEU;Delta;Tide;9.5;3000000\n");
    assert_eq!(figures(&read), ["9500000 EUR exact", "3000000 EUR exact"]);
    let read =
        understood("Bailleur;Bénéficiaire;Projet;Promis (USD);Engagé (EUR);Versé\nNorvège;Delta;T;3500;1200;2300\n");
    assert_eq!(figures(&read), ["3500 USD exact", "1200 EUR exact", "2300 - exact"]);
    let labels: Vec<&str> = read.doubts[0]
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(labels, ["that is not recorded", "EUR", "USD"]);
    assert!(has_note(&read, "`2300` has no currency, and none is recorded"));
}

#[test]
fn a_bare_number_among_sums_with_scale_and_currency_is_not_taken() {
    let sheet = |cell: &str| {
        let read = understood(&format!(
            "Donor;Initiative;Pledge;Paid so far\nNorway;Malaria;NOK 850m;NOK 300m\nSwiss;Polio;CHF 9m;{cell}\nJapan;Cold;JPY 3bn;JPY 1bn\n"
        ));
        (
            figures(&read).len(),
            reason(&read, "D3").to_owned(),
            has_note(&read, "has no currency"),
        )
    };
    assert_eq!(sheet("4.5").0, 5);
    assert!(sheet("4.5").1.contains("no currency and no scale"));
    assert_eq!((sheet("4.5m").0, sheet("4.5m").2), (6, true));
    assert_eq!(sheet("CHF 4.5m"), (6, "taken".to_owned(), false));
}

#[test]
fn names_behind_of_which_receive_the_part() {
    let read = understood(
        "Project;Beneficiary;Payer;Grant (EUR)\nBrine;Seeheim;EU;2450\nBrine;of which Lariana;EU;640\nBrine;dont Saltworks;EU;560\n",
    );
    let parts: Vec<(AmountRole, Option<&str>)> = read.records[0]
        .amounts
        .iter()
        .map(|amount| (amount.role, amount.recipient.as_ref().map(|party| party.name.as_str())))
        .collect();
    assert_eq!(
        parts,
        [
            (AmountRole::Total, None),
            (AmountRole::Part, Some("Lariana")),
            (AmountRole::Part, Some("Saltworks"))
        ]
    );
}

#[test]
fn a_part_in_another_form_does_not_make_the_sum_one() {
    for cell in [
        "€60m (in-kind: 12m)",
        "€60m (in kind: €12m)",
        "60 M€ (en nature : 12 M€)",
        "€60m (loan: 12m)",
    ] {
        let read = understood(&format!(
            "Donor;Recipient;Project;Pledge\nGermany;Delta;Fund;{cell}\nNorway;Delta;Fund;€5m\nJapan;Delta;Fund;€7m\n"
        ));
        assert_eq!(read.records[0].amounts[0].instrument, None, "{cell}");
        assert_eq!(read.words_left.len(), 1, "{cell}");
    }
    let read = understood(
        "Donor;Recipient;Project;Pledge\nGermany;Delta;Fund;€60m (in kind)\nNorway;Delta;Fund;€5m\nJapan;Delta;Fund;€7m\n",
    );
    assert_eq!(read.records[0].amounts[0].instrument.as_deref(), Some("in-kind"));
}

#[test]
fn headings_beside_each_other_tell_what_replaces_what_is_planned_and_what_remains() {
    for (first, second) in [
        ("Original pledge (USD)", "Revised pledge (USD)"),
        ("Pledge (USD)", "Revised pledge (USD)"),
        ("Initial award (USD)", "Final award (USD)"),
        ("Subvention initiale (USD)", "Subvention révisée (USD)"),
    ] {
        let read = understood(&format!(
            "Donor;Recipient;Project;{first};{second}\nNorway;Delta;T;85;90\nJapan;Gamma;W;32;\n"
        ));
        assert_eq!(read.map.columns[4].replaces.as_deref(), Some(first), "{second}");
        assert_eq!((read.records.len(), read.doubts.len()), (3, 0), "{second}");
        assert!(!read.records[1].replaces.is_empty(), "{second}");
    }
    for paid in ["Paid 2023", "Outturn 2023", "Accounts 2023"] {
        let read = understood(&format!(
            "Programme;Payer;Budget 2023;{paid}\nFrigate;Defence;640;598\n"
        ));
        assert_eq!(stages(&read), ["planned", "received"], "{paid}");
    }
    let read = understood("Programme;Payeur;Budget 2023;Versé 2023\nFrégate;Défense;640;598\n");
    assert_eq!(stages(&read), ["planned", "received"]);
    let read = understood("Programme;Payer;Budget 2023\nFrigate;Defence;640\n");
    assert_eq!(stages(&read), ["none"]);
    for heading in [
        "Engagement",
        "Engagé",
        "AE engagées",
        "Engagement (€)",
        "Commitment (EUR)",
    ] {
        let read = understood(&format!(
            "Bénéficiaire;Opération;{heading};Liquidé\nDrac;Crues;920000;276000\n"
        ));
        assert_eq!(stages(&read), ["committed", "received"], "{heading}");
    }
    let read =
        understood("Donor;Recipient;Project;Pledge (USD);Received (USD);Balance (USD)\nNorway;Delta;T;90;30;60\n");
    assert_eq!(
        reason(&read, "F2"),
        "what remains of a sum, or the last payment of `Received (USD)`"
    );
    let read = understood("Donor;Recipient;Project;Total cost;Max EU contribution (EUR)\nEU;Delta;T;1250;1000\n");
    assert_eq!(figures(&read), [".. to 1000 EUR up-to"]);
    let read = understood("Donor;Recipient;Project;Total cost (EUR);Max EU contribution\nEU;Delta;T;1250;1000\n");
    assert_eq!(figures(&read), [".. to 1000 EUR up-to"]);
}

#[test]
fn roles_without_a_speaker_and_answers_say_nothing_of_the_money() {
    let read = understood(
        "Project;Organisation;Role;Payer;Grant (EUR)\nTide;Delta;Coordinator;EU;20\nTide;Gamma;Partner;EU;10\n",
    );
    assert_eq!(roles(&read)[2], Role::Note);
    let read = understood("Speaker;Role;Payer;Project;Grant (EUR)\nAnn Lee;Minister;State;Tide;20\n");
    assert_eq!(roles(&read)[1], Role::Office);
    let read = understood(
        "Donor;Recipient;Replenishment;Pledge (EUR);Signed agreement\nNorway;Delta;First;20;yes\nJapan;Delta;Second;30;no\n",
    );
    let labels: Vec<&str> = read.doubts[0]
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(labels, ["none: each sum is for who receives it", "`Replenishment`"]);
    let read = understood(
        "Payeur;Bénéficiaire;Objet;Montant;Remarques\nÉtat;Port;Quai;3 M€;avance de 30 %\nÉtat;Port;Grue;2 M€;avance\n",
    );
    assert!(!has_note(&read, "avance de 30"), "{:?}", read.notes);
}

#[test]
fn words_behind_a_figure_are_its_scale_or_another_figure() {
    for (cell, expected) in [
        ("£1.2 mill", "1200000 GBP exact"),
        ("£3 bil", "3000000000 GBP exact"),
        ("£400 grand", "400000 GBP exact"),
        ("£12 thou", "12000 GBP exact"),
    ] {
        let read = understood(&format!("Funder;Project;Amount\nLottery;Roof;{cell}\n"));
        assert_eq!(figures(&read), [expected], "{cell}");
    }
    for cell in ["£90k overspend", "£30k saved", "£30k short", "12 000 € économisés"] {
        let read = understood(&format!(
            "Funder;Project;Amount\nLottery;Roof;{cell}\nLottery;Hall;£5k\n"
        ));
        assert_eq!(figures(&read), ["none", "5000 GBP exact"], "{cell}");
    }
    let read = understood("Funder;Project;Amount\nLottery;Roof;£30k (now £45k)\n");
    assert_eq!(figures(&read), ["30000 GBP exact"]);
    assert!(has_note(&read, "gives another figure"), "{:?}", read.notes);
}

#[test]
fn the_day_of_a_standing_committee_is_no_form_of_money() {
    let read = understood(
        "Financeur;Bénéficiaire;Objet;Montant voté (€)\nRégion Nord;Ville d'Aube;Toit;180 000 (CP du 12/06)\n\
         Région Nord;Ville de Brume;Gare;20 000 (CP)\nRégion Nord;Ville de Cole;Pont;30 000\n",
    );
    let forms: Vec<(String, Option<&str>)> = read
        .records
        .iter()
        .map(|record| (figure(record), record.amounts[0].instrument.as_deref()))
        .collect();
    let expected = [
        ("180000 EUR exact".to_owned(), None),
        ("20000 EUR exact".to_owned(), Some("payment-credit")),
        ("30000 EUR exact".to_owned(), None),
    ];
    assert_eq!(forms, expected);
}
