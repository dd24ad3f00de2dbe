//! Rows that change an earlier sum, guarantees that nobody paid, rows that are not published, and those who handle a file.

use sheet::{AmountRole, Role, Understood};

use super::{figures, has_note, payers, questions, reason, roles, stages, understood, understood_by};

/// The row of the figure that each record replaces, beside its own.
fn replaced(read: &Understood) -> Vec<(u32, Vec<u32>)> {
    let of = read.records.iter().filter(|record| !record.replaces.is_empty());
    of.map(|record| {
        (
            record.address.row,
            record.replaces.iter().map(|cell| cell.row).collect(),
        )
    })
    .collect()
}

#[test]
fn a_new_total_replaces_what_it_varies_and_what_is_added_does_not() {
    let sheet = "Date,Type,Recipient,Project,Funder,Amount,Remark\n\
        2024-01-05,award,Acme Ltd,Bridge A,City of Leeds,\"£100,000\",\n\
        2024-06-05,variation (new total value),Acme Ltd,Bridge A,City of Leeds,\"£130,000\",\n\
        2024-01-05,award,Beta Ltd,Road B,City of Leeds,\"£200,000\",\n\
        2024-07-05,variation,Beta Ltd,Road B,City of Leeds,\"£250,000\",revised to £250k: new total\n\
        2024-01-05,award,Gamma Ltd,Hall C,City of Leeds,\"£300,000\",\n\
        2024-08-05,extension (+£50k),Gamma Ltd,Hall C,City of Leeds,\"£50,000\",\n\
        2024-09-05,variation,Gamma Ltd,Hall C,City of Leeds,\"£370,000\",new total value\n";
    let read = understood(sheet);
    assert_eq!(replaced(&read), [(3, vec![2]), (5, vec![4]), (8, vec![6, 7])]);
    assert!(questions(&read).is_empty() && has_note(&read, "row 8 in place of row 6, 7"));
    // Money of another year, or for another, is no earlier figure.
    let read = understood(
        "Payeur;Bénéficiaire;Objet;Exercice;Montant voté;Observations\n\
         Ville;Club;Festival;2023;20 000 €;\nVille;Club;Festival;2024;25 000 €;porté à 25 000 €\n\
         Ville;Chorale;Concert;2024;5 000 €;\nVille;Chorale;Festival;2024;6 000 €;nouveau montant total\n",
    );
    assert_eq!(replaced(&read), []);
    assert!(has_note(&read, "no earlier row that can be told"));
}

#[test]
fn a_variation_that_says_no_more_is_a_question() {
    let sheet = |figure: &str| {
        format!(
            "Funder,Recipient,Project,Amount,Date,Type\nCity,Acme,Pool,\"£400,000\",2024-01-05,award\n\
             City,Acme,Pool,{figure},2024-06-05,variation\n"
        )
    };
    for (figure, is_whole) in [("\"£450,000\"", true), ("\"£50,000\"", false)] {
        let read = understood(&sheet(figure));
        assert_eq!(replaced(&read).len(), usize::from(is_whole), "{figure}");
        let [doubt] = read.doubts.as_slice() else {
            panic!("{:?}", questions(&read))
        };
        assert!(doubt.question.contains("`variation` in F3"), "{}", doubt.question);
        let mut map = read.map.clone();
        map.apply(&doubt.choices[1].change);
        let other = understood_by(&sheet(figure), &map);
        assert_eq!(replaced(&other).len(), usize::from(!is_whole), "{figure}");
        let is_added = |read: &Understood| read.records[1].amounts[0].role == AmountRole::Increment;
        assert_eq!((is_added(&read), is_added(&other)), (!is_whole, is_whole));
        assert!(other.doubts.is_empty());
    }
}

#[test]
fn a_guarantee_is_not_paid_and_a_secured_loan_is_none() {
    let read = understood(
        "Organisme;Bénéficiaire;Objet;Nature;Montant versé\nRégion;SCI B;Usine;garantie d'emprunt;200 000 €\n\
         Région;SCI C;Halle;prêt garanti par une hypothèque;90 000 €\nRégion;SCI D;Port;subvention;1 000 €\n",
    );
    assert_eq!(stages(&read), ["committed", "received", "received"]);
    let forms = read
        .records
        .iter()
        .map(|record| record.amounts[0].instrument.as_deref());
    assert_eq!(
        forms.collect::<Vec<_>>(),
        [Some("guarantee"), Some("loan"), Some("grant")]
    );
    assert!(has_note(&read, "is a guarantee, of which nothing is paid"));
    let read = understood(
        "Payer,Recipient,Purpose,Paid,Remark\nState,Mill,Plant,£5m,loan guaranteed by a mortgage\n\
         State,Yard,Dock,£7m,loan guaranteed by the state\n",
    );
    assert_eq!(stages(&read), ["received", "committed"]);
}

#[test]
fn rows_that_are_not_to_be_published_say_so_and_unclear_ones_are_asked() {
    for (heading, cells, expected) in [
        ("Publier", ["oui", "non", "à vérifier"], [false, true, true]),
        ("Publish?", ["yes", "no", "maybe"], [false, true, true]),
        ("publication", ["oui", "non", ""], [false, true, false]),
        ("Ne pas publier", ["x", "", "non"], [true, false, false]),
        ("Confidential", ["yes", "no", ""], [true, false, false]),
    ] {
        let [one, two, three] = cells;
        let sheet = format!(
            "Payeur;Objet;Montant;{heading}\nÉtat;Quai;1 M€;{one}\nÉtat;Parc;2 M€;{two}\nÉtat;Pont;3 M€;{three}\n"
        );
        let read = understood(&sheet);
        let withheld: Vec<bool> = read.records.iter().map(|record| record.is_withheld).collect();
        assert_eq!(
            (withheld.as_slice(), roles(&read)[3]),
            (&expected[..], Role::Publish),
            "{heading}"
        );
        let is_asked = questions(&read).iter().any(|one| one.contains("neither yes nor no"));
        assert_eq!(is_asked, expected == [false, true, true], "{heading}");
        if let Some(doubt) = read.doubts.first() {
            let mut map = read.map.clone();
            map.apply(&doubt.choices[1].change);
            assert!(!understood_by(&sheet, &map).records[2].is_withheld);
        }
    }
    // The title of a publication is the document.
    let read = understood("Payeur;Objet;Montant;Publication\nÉtat;Quai;1 M€;Gazette du 3 mai\n");
    assert_eq!((roles(&read)[3], read.records[0].is_withheld), (Role::Source, false));
}

#[test]
fn who_handles_a_file_pays_where_nobody_else_does() {
    for heading in ["Direction", "Autorité", "Service instructeur", "Behörde"] {
        let read = understood(&format!(
            "{heading};Bénéficiaire;Objet;Montant\nDirection de la culture;Asso A;Festival;10 000 €\n"
        ));
        assert_eq!(roles(&read)[0], Role::Payer, "{heading}");
        assert!(questions(&read).iter().any(|one| one.contains(heading)), "{heading}");
        let read = understood(&format!(
            "{heading};Financeur;Bénéficiaire;Objet;Montant\nDirection de la culture;Ville;Asso A;Festival;10 000 €\n"
        ));
        assert_eq!(
            (roles(&read)[0], roles(&read)[1]),
            (Role::Ignored, Role::Payer),
            "{heading}"
        );
    }
}

#[test]
fn billions_of_a_title_are_a_question_and_those_of_german_a_million_millions() {
    for (sheet, figure) in [
        (
            "Annonces, en billions d'euros;;\nQui paie;Objet;Montant\nÉtat;Port;1,5\n",
            "1500000000 EUR exact",
        ),
        (
            "Qui paie;Objet;Montant (Billionen Euro)\nBund;Port;1,5\n",
            "1500000000000 EUR exact",
        ),
        (
            "Qui paie;Objet;Montant\nBund;Port;1,5\n(Angaben in Billionen Euro)\n",
            "1.5 - exact",
        ),
    ] {
        let read = understood(sheet);
        assert_eq!(figures(&read), [figure], "{sheet}");
        if figure == "1.5 - exact" {
            continue;
        }
        let doubt = read
            .doubts
            .iter()
            .find(|one| one.question.contains("what is a billion"));
        let mut map = read.map.clone();
        map.apply(&doubt.unwrap_or_else(|| panic!("{sheet}")).choices[1].change);
        let other = understood_by(sheet, &map);
        assert!(figures(&other) != [figure] && other.doubts.is_empty(), "{sheet}");
    }
    let read = understood("Pledges, in billion euros;;\nWho pays;For what;Amount\nState;Port;1.5\n");
    assert_eq!(
        (figures(&read), questions(&read)),
        (vec!["1500000000 EUR exact".to_owned()], vec![])
    );
}

#[test]
fn a_row_with_a_thing_of_its_own_is_no_part_of_the_one_above() {
    let read = understood(
        "Projet;Montant;Financeur;Étape\nPont A;30 M€;Région;voté\nPont B;20 M€;dont Métropole 12 M€, État 8 M€;voté\n\
         Pont C;50 M€;dont Ville;voté\nPont C;10 M€;dont Canton;voté\n",
    );
    assert_eq!(
        figures(&read),
        [
            "30000000 EUR exact",
            "12000000 EUR exact",
            "8000000 EUR exact",
            "50000000 EUR exact"
        ]
    );
    assert_eq!(
        (payers(&read.records[1]), payers(&read.records[3]).len()),
        (vec!["Métropole"], 0)
    );
    assert_eq!(read.records[3].amounts.len(), 2);
    // What a part is for is nobody who receives it, and other languages have words for parts, too.
    let read = understood(
        "Collectivité;Institution;Montant (CHF)\nVaud;Musée;4'150'000\n;dont expositions;500'000\n;davon Energie;100'000\n",
    );
    let parts: Vec<bool> = read.records[0].amounts[1..]
        .iter()
        .map(|part| part.recipient.is_some())
        .collect();
    assert_eq!((read.records.len(), parts), (1, vec![false, false]));
}

#[test]
fn remarks_behind_names_scales_and_currencies() {
    let read = understood(
        "Projet;Financeur;Montant\nPont D;Métropole (chef de file), État, Région (sous réserve);100 M€\n\
         Pont E;Métropole (60), État (le reste);100 M€\nPont F;Métropole;2,0 G€\nPont G;Métropole;$3-400m\n",
    );
    assert_eq!(payers(&read.records[0]), ["Métropole", "État", "Région"]);
    assert_eq!(payers(&read.records[1]), ["Métropole", "État"]);
    assert_eq!(figures(&read)[2], "2000000000 EUR exact");
    assert!(reason(&read, "C5").contains("hundreds"), "{}", reason(&read, "C5"));
    let read = understood("Projet;Financeur;Montant\nPont;Québec;2,0 G$\nQuai;Québec;3,5 M$\n");
    assert!(figures(&read)[0].starts_with("2000000000"), "{:?}", figures(&read));
    let read = understood("Donor,Recipient,Project,Pledge,Currency\nFund,Club,p1,£1.2m,USD\nFund,Club 2,p2,2m,USD\n");
    assert_eq!(figures(&read), ["1200000 GBP exact", "2000000 USD exact"]);
    let told: Vec<String> = read.words_left.iter().map(|cell| cell.address.to_string()).collect();
    assert_eq!(told, ["E2"]);
    let read = understood(
        "Date;Titre;Média;Lien;Qui parle;Montant;Financeur;Objet\n\
         03/03/2023;L'État confirme;Radio Val;https://ex.example/a3;Jean Morin;80 M€;État;Tram\n",
    );
    assert_eq!((roles(&read)[1], roles(&read)[2]), (Role::Source, Role::Publisher));
}

#[test]
fn each_new_total_stands_in_the_place_of_the_one_before() {
    let read = understood(
        "Date,Type,Recipient,Project,Funder,Amount\n\
         2024-01-05,award,Acme Ltd,Bridge A,City of Leeds,\"£100,000\"\n\
         2024-06-05,variation (new total value),Acme Ltd,Bridge A,City of Leeds,\"£130,000\"\n\
         2024-07-05,extension (+£5k),Acme Ltd,Bridge A,City of Leeds,\"£5,000\"\n\
         2024-08-05,variation (new total value),Acme Ltd,Bridge A,City of Leeds,\"£150,000\"\n",
    );
    assert_eq!(replaced(&read), [(3, vec![2]), (5, vec![3, 4])]);
    assert!(has_note(&read, "row 5 in place of row 3, 4."));
}

#[test]
fn credits_of_a_budget_are_no_loans() {
    let forms = |heading: &str| {
        let sheet = format!("Département;Programme;{heading}\nSPF Justice;Prisons;1 200\n");
        let read = understood(&sheet);
        read.records
            .iter()
            .map(|record| record.amounts[0].instrument.clone().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(forms("Crédits votés 2024 (k EUR)"), [""]);
    assert_eq!(forms("Crédits d'engagement 2024 (k EUR)"), ["commitment-authorisation"]);
    assert_eq!(forms("Crédits de liquidation 2024 (k EUR)"), ["payment-credit"]);
    assert_eq!(forms("Montant du crédit (k EUR)"), ["loan"]);
    assert_eq!(forms("Crédits d'impôt (k EUR)"), ["tax-relief"]);
}

#[test]
fn totals_in_dutch_and_german_do_not_count() {
    for total in ["Totaal", "Algemeen totaal", "Gesamtsumme"] {
        let sheet =
            format!("Payeur;Programme;Montant (€)\nFOD Justitie;Prisons;100\nFOD Justitie;Cours;50\n{total};;150\n");
        assert_eq!(figures(&understood(&sheet)).len(), 2, "{total}");
    }
}

#[test]
fn a_local_authority_pays_only_where_somebody_says_so() {
    let sheet = "Recipient,Local authority,What for,Awarded (£)\nHarbour Kitchen,South Tyneside,Meals,45000\n";
    let read = understood(sheet);
    assert!(
        questions(&read)
            .iter()
            .any(|question| question.contains("Local authority")),
        "{:?}",
        questions(&read)
    );
    // A new column without names takes nothing from the answer of the map.
    let mut map = understood("Recipient,What for,Awarded (£)\nHarbour Kitchen,Meals,45000\n").map;
    map.defaults.payer = Some("Brightwater Foundation".to_owned());
    let later = understood_by(
        "Recipient,Local authority,What for,Awarded (£)\nHarbour Kitchen,,Meals,45000\n",
        &map,
    );
    assert_eq!(roles(&later)[1], Role::Ignored);
}
