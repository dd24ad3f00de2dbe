//! `billion`: a thousand millions in English, and nothing that is taken without a question elsewhere.

use sheet::Understood;

use super::{questions, reason, understood};

/// The figures of the records that have one.
fn figures(read: &Understood) -> Vec<String> {
    let mut figures = super::figures(read);
    figures.retain(|figure| figure != "none");
    figures
}

#[test]
fn an_english_billion_is_a_thousand_millions_beside_every_currency() {
    for (cell, expected) in [
        ("1.5 billion euros", "1500000000 EUR exact"),
        ("€1.5 billion", "1500000000 EUR exact"),
        ("1.5 billion EUR", "1500000000 EUR exact"),
        ("EUR 1.5 billion", "1500000000 EUR exact"),
        ("1.5 billion €", "1500000000 EUR exact"),
        ("$1.5 billion", "1500000000 exact"),
        ("US$1.5 billion", "1500000000 USD exact"),
        ("1.5 billion pounds", "1500000000 GBP exact"),
        ("CHF 1.5 billion", "1500000000 CHF exact"),
        ("1.5 billion DKK", "1500000000 DKK exact"),
        ("€2 Billion", "2000000000 EUR exact"),
        ("€2billion", "2000000000 EUR exact"),
        ("€1.5 billion (2024-2027)", "1500000000 EUR exact"),
        ("half a billion euros", "500000000 EUR exact"),
        ("a billion euros", "1000000000 EUR exact"),
        ("five hundred billion euros", "500000000000 EUR exact"),
        ("up to 1.2 billion euros", "up-to 1200000000"),
        ("1-2 billion euros", "1000000000 to 2000000000 EUR range"),
        ("environ 1.5 billion dollars", "1500000000"),
        ("1.5 trillion euros", "1500000000000 EUR exact"),
    ] {
        let read = understood(&format!(
            "For what;Amount;Payer;Year\nPort;{cell};State;2024\nQuay;€7;State;2024\n"
        ));
        let found = figures(&read).join(" ");
        let all = expected.split(' ').all(|word| found.contains(word));
        assert!(all, "{cell}: {found}, {}", reason(&read, "B2"));
        assert!(
            !found.contains("000000000000") || cell.contains("trillion"),
            "{cell}: {found}"
        );
    }
    let read = understood("Payer;Amount (billion EUR);For what\nState;1.5;Port\n");
    assert_eq!(
        (figures(&read), questions(&read)),
        (vec!["1500000000 EUR exact".to_owned()], vec![])
    );
    let read = understood("Payer;Amount;Unit;For what\nState;1.5;billion euros;Port\n");
    assert_eq!(figures(&read), ["1500000000 EUR exact"]);
    let read = understood("Payer;Amount;For what;Remark\nState;1.5;Port;in billion euros\n");
    assert!(!figures(&read).join(" ").contains("1500000000000"));
}

#[test]
fn a_billion_in_a_french_sheet_is_a_question_or_left_out() {
    for cell in [
        "1,5 billion d'euros",
        "1.5 billion euros",
        "$1.5 billion",
        "un billion d'euros",
        "2 trillions",
    ] {
        let read = understood(&format!(
            "Payeur;Montant;Objet;Année\nÉtat;{cell};Port;2024\nÉtat;3 M€;Quai;2024\n"
        ));
        assert_eq!(figures(&read), ["3000000 EUR exact"], "{cell}");
        let why = reason(&read, "B2");
        assert!(why.contains("a million millions in French"), "{cell}: {why}");
    }
    let read = understood("Payeur;Montant (billions d'euros);Objet\nÉtat;1,5;Port\n");
    assert_eq!(figures(&read), ["1500000000 EUR exact"]);
    assert!(questions(&read)[0].contains("what is a billion"));
    let read = understood("Payeur;Montant;Unité;Objet\nÉtat;1,5;billions d'euros;Port\nÉtat;3;M€;Quai\n");
    assert_eq!(figures(&read), ["3000000 EUR exact"]);
    assert!(reason(&read, "C2").contains("a million millions in French"));
}

#[test]
fn decimals_that_are_said_after_a_scale_are_read_or_refused() {
    for (cell, expected) in [
        ("un milliard cinq d'euros", "1500000000 EUR exact"),
        ("un milliard cinq", "1500000000 EUR exact"),
        ("deux millions trois", "2300000 EUR exact"),
        ("trois milliards deux euros", "3200000000 EUR exact"),
        ("deux mille trois euros", "2003 EUR exact"),
        ("deux millions cinq cent mille euros", "2500000 EUR exact"),
        ("1 milliard 200 millions d'euros", "1200000000 EUR exact"),
        ("un quart de milliard d'euros", "250000000 EUR exact"),
        ("trois quarts de milliard d'euros", "750000000 EUR exact"),
        ("près d'un demi-milliard d'euros", "500000000 EUR about"),
    ] {
        let read = understood(&format!(
            "Qui annonce;Montant;Projet;Année\nClara V.;{cell};tram;2024\nClara V.;7 €;quai;2024\n"
        ));
        assert_eq!(figures(&read)[0], expected, "{cell}: {}", reason(&read, "B2"));
    }
    for cell in [
        "2 milliards 5",
        "1 million 2",
        "un milliard deux cents d'euros",
        "un tiers de milliard d'euros",
    ] {
        let read = understood(&format!(
            "Qui annonce;Montant;Projet;Année\nClara V.;{cell};tram;2024\nClara V.;3 M€;quai;2024\n"
        ));
        assert_eq!(figures(&read), ["3000000 EUR exact"], "{cell}");
    }
    let read = understood(
        "Qui annonce;Montant;Projet;Année\nClara;un tiers de milliard d'euros;tram;2024\nX;3 M€;quai;2024\n",
    );
    assert!(reason(&read, "B2").contains("no number in digits says exactly"));
    for (cell, expected) in [
        ("a quarter of a billion pounds", "250000000 GBP exact"),
        ("three quarters of a billion euros", "750000000 EUR exact"),
        ("three quarters of a million pounds", "750000 GBP exact"),
        ("one and a half billion euros", "1500000000 EUR exact"),
        ("nearly half a billion euros", "500000000 EUR about"),
    ] {
        let read = understood(&format!(
            "For what;Amount;Payer;Year\nPort;{cell};State;2024\nQuay;€7;State;2024\n"
        ));
        assert_eq!(figures(&read)[0], expected, "{cell}: {}", reason(&read, "B2"));
    }
}

#[test]
fn a_figure_that_is_to_be_confirmed_is_approximate() {
    for cell in [
        "tbc (30?)",
        "30?",
        "30 (tbc)",
        "to be confirmed: 30",
        "30, à confirmer",
        "(30?)",
        "30 ? à vérifier",
    ] {
        let read = understood(&format!(
            "Payer;Amount (EUR m);For what\nState;{cell};Port\nState;200;Wind\n"
        ));
        let found = figures(&read);
        let is_exact = found
            .first()
            .is_some_and(|first| first.starts_with("30000000 EUR exact"));
        assert!(
            !is_exact && found.last().unwrap() == "200000000 EUR exact",
            "{cell}: {found:?}"
        );
    }
    let read = understood("Payer;Amount (EUR m);For what\nState;tbc (30?);Port\n");
    assert_eq!(figures(&read), ["30000000 EUR about"]);
}
