//! Words around figures, in cells of stages and beside names: what they say, and what is left in the list.

use sheet::AmountRole;

use super::{figure, figures, has_note, payers, reason, understood, understood_by};

#[test]
fn a_stage_that_is_denied_is_not_taken() {
    for (cell, expected) in [
        ("voté, non versé", Some("approved")),
        ("non versé", None),
        ("sera versé", None),
        ("versé à 50 %", None),
        ("versé (solde)", Some("received")),
        ("attribuée", Some("committed")),
    ] {
        let read = understood(&format!("Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;{cell}\n"));
        assert_eq!(
            read.records[0].stage.as_ref().map(|stage| stage.text.as_str()),
            expected,
            "{cell}"
        );
    }
}

#[test]
fn money_that_is_gone_is_told_from_money_that_never_came() {
    for cell in [
        "annulé",
        "Abandonnée",
        "retiré en 2024",
        "cancelled",
        "withdrawn",
        "scrapped",
    ] {
        let read = understood(&format!("Payer;Purpose;Amount;Status\nState;Port;£3m;{cell}\n"));
        let gone = read.records[0].gone.as_ref();
        assert_eq!(gone.map(|gone| gone.words.text.as_str()), Some(cell), "{cell}");
    }
    let read = understood("Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;voté puis annulé le 12/03/2024\n");
    let record = &read.records[0];
    assert_eq!(record.gone.as_ref().unwrap().on.as_deref(), Some("2024-03-12"));
    assert_eq!(record.stage.as_ref().unwrap().text, "approved");
    let read = understood("Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;voté le 12/03/2024\n");
    assert_eq!(
        (
            read.records[0].when.as_ref().unwrap().iso.as_str(),
            read.words_left.len()
        ),
        ("2024-03-12", 0)
    );
    for cell in [
        "refusé",
        "Rejeté",
        "non retenu",
        "rejected",
        "declined",
        "not awarded",
        "en partie annulé",
    ] {
        let read = understood(&format!("Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;{cell}\n"));
        assert_eq!(read.records, [], "{cell}");
        assert!(reason(&read, "C2").contains(cell), "{cell}: {}", reason(&read, "C2"));
    }
    // In the cell of the amount, or in its heading.
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;3 M€ (annulé)\nÉtat;Quai;2 M€ refusés\nÉtat;Phare;1 M€\n");
    let gone: Vec<bool> = read.records.iter().map(|record| record.gone.is_some()).collect();
    assert_eq!(gone, [true, false]);
    let read = understood("Payeur;Objet;Montant voté;Montant annulé;Montant refusé\nÉtat;Port;3 M€;1 M€;9 M€\n");
    assert_eq!(figures(&read), ["3000000 EUR exact", "1000000 EUR exact"]);
    assert!(read.records[1].gone.is_some() && reason(&read, "E2").contains("not granted"));
}

#[test]
fn a_figure_is_never_a_part_of_what_its_cell_says() {
    for cell in [
        "3 x 2 M€",
        "2 fois 3 M€",
        "2 M€ (x3)",
        "2 M€ x 3 ans",
        "2 M€ (2024) 3 M€ (2025)",
        "deux tranches de 3 M€",
        "5 M€ (+ 2 M€)",
        "5 M€ (ou 6 M€)",
        "50 % de 5 M€",
        "5 M€ / 10 M€",
        "5 M€ 300",
        "Phase 1 : 5 M€",
        "2 M€ de moins",
    ] {
        let read = understood(&format!("Payeur;Objet;Montant\nÉtat;Port;{cell}\nÉtat;Quai;2 M€\n"));
        assert_eq!(
            read.records.iter().filter(|one| !one.amounts.is_empty()).count(),
            1,
            "{cell}"
        );
        assert_ne!(reason(&read, "C2"), "taken", "{cell}");
    }
}

#[test]
fn words_around_a_figure_say_how_exact_it_is_and_what_it_is() {
    for (cell, expected) in [
        ("env. 5 M€", "5000000 EUR about"),
        ("~5 M€", "5000000 EUR about"),
        ("approx. 5 M€", "5000000 EUR about"),
        ("ca 5 M€", "5000000 EUR about"),
        ("c. £5m", "5000000 GBP about"),
        ("près de 5 M€", "5000000 EUR about"),
        ("around £5m", "5000000 GBP about"),
        ("> 5 M€", "5000000 to .. EUR more-than"),
        ("+ de 5 M€", "5000000 to .. EUR more-than"),
        ("5 M€+", "5000000 to .. EUR at-least"),
        ("min. 5 M€", "5000000 to .. EUR at-least"),
        ("5 M€ max", ".. to 5000000 EUR up-to"),
        ("up to £5m", ".. to 5000000 GBP up-to"),
        ("au plus 5 M€", ".. to 5000000 EUR up-to"),
        ("5 M€/an", "5000000 EUR a year exact"),
        ("£5m p.a.", "5000000 GBP a year exact"),
    ] {
        let read = understood(&format!("Payeur;Objet;Montant\nÉtat;Port;{cell}\n"));
        assert_eq!(figures(&read), [expected], "{cell}: {:?}", read.not_taken);
    }
    for (cell, role) in [
        ("+2 M€", AmountRole::Increment),
        ("2 M€ supplémentaires", AmountRole::Increment),
        ("additional 2m", AmountRole::Increment),
        ("5 000 € par logement", AmountRole::Each),
        ("£500 a head", AmountRole::Each),
        ("5 M€ par l’État", AmountRole::Total),
    ] {
        let read = understood(&format!("Payeur;Objet;Montant\nÉtat;Port;{cell}\n"));
        assert_eq!(read.records[0].amounts[0].role, role, "{cell}");
    }
}

#[test]
fn forms_and_stages_are_read_out_of_one_cell_and_other_words_are_left_in_the_list() {
    let said = |sheet: &str| {
        let read = understood(sheet);
        let record = &read.records[0];
        let stage = record
            .stage
            .as_ref()
            .map(|stage| stage.text.clone())
            .unwrap_or_default();
        let instrument = record.amounts[0].instrument.clone().unwrap_or_default();
        let left: Vec<String> = read
            .words_left
            .iter()
            .map(|cell| format!("{} {}", cell.address, cell.text))
            .collect();
        (stage, instrument, left.join("; "))
    };
    for (heading, cell, stage, instrument, left) in [
        ("Statut", "prêt signé", "committed", "loan", ""),
        ("Statut", "subvention versée", "received", "grant", ""),
        ("Nature", "voté (CP)", "approved", "payment-credit", ""),
        ("Statut", "signé chez le notaire", "committed", "", "D2 chez notaire"),
        (
            "Status",
            "loan agreed in principle",
            "approved",
            "loan",
            "D2 in principle",
        ),
    ] {
        let expected = (stage.to_owned(), instrument.to_owned(), left.to_owned());
        assert_eq!(
            said(&format!("Payeur;Objet;Montant;{heading}\nÉtat;Port;3 M€;{cell}\n")),
            expected,
            "{cell}"
        );
    }
    for (cell, stage, instrument) in [
        ("5 M€ (prêt)", "", "loan"),
        ("prêt de 5 M€ votés", "approved", "loan"),
        ("£5m grant, paid", "received", "grant"),
        ("5 M€ de prêt et subvention", "", ""),
        ("5 M€ non versés", "", ""),
    ] {
        let expected = (stage.to_owned(), instrument.to_owned(), String::new());
        assert_eq!(
            said(&format!("Payeur;Objet;Montant\nÉtat;Port;{cell}\n")),
            expected,
            "{cell}"
        );
    }
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;5 M€ HT\n");
    assert_eq!(read.records[0].notes[0].text, "5 M€ HT");
}

#[test]
fn shares_in_a_payers_cell_are_sums_of_their_own_or_are_left_in_the_list() {
    let said = |sheet: &str| -> Vec<(String, String)> {
        let read = understood(sheet);
        let one = |record: &sheet::Record| (payers(record).join(" + "), figure(record));
        read.records.iter().map(one).collect()
    };
    let two = |first: (&str, &str), second: (&str, &str)| -> Vec<(String, String)> {
        [first, second]
            .map(|(name, figure)| (name.to_owned(), figure.to_owned()))
            .to_vec()
    };
    let halves = two(("Etat", "5000000 EUR exact"), ("Région", "3000000 EUR exact"));
    for cell in [
        "Etat 5 / Région 3",
        "Etat (62,5 %), Région (37,5 %)",
        "Etat : 5 M€ + Région : 3 M€",
    ] {
        assert_eq!(
            said(&format!("Payeur;Objet;Montant\n{cell};Port;8 M€\n")),
            halves,
            "{cell}"
        );
        let read = understood(&format!("Payeur;Objet;Montant\n{cell};Port;8 M€\n"));
        assert_eq!(read.records[0].amounts[0].role, AmountRole::Contribution);
        assert_eq!(read.words_left, []);
    }
    for (cell, names) in [
        ("Etat 5 / Région 3", "Etat 5 + Région 3"),
        ("Etat (60 %), Région", "Etat + Région"),
        ("Etat (2 M€) et Région (1 M€)", "Etat + Région"),
    ] {
        let sheet = format!("Payeur;Objet;Montant\n{cell};Port;9 M€\n");
        assert_eq!(
            said(&sheet),
            [(names.to_owned(), "9000000 EUR exact".to_owned())],
            "{cell}"
        );
        assert!(!understood(&sheet).words_left.is_empty(), "{cell}");
    }
    for (cell, names, left) in [
        ("Etat (dont ANRU 2 M€)", "Etat", "(dont ANRU 2 M€)"),
        ("Etat / Région (70/30)", "Etat + Région", "(70/30)"),
        ("Etat et Région : 3 M€ et 1 M€", "Etat + Région", "3 M€; 1 M€"),
        ("Ville de Saint-Denis (93)", "Ville de Saint-Denis (93)", ""),
    ] {
        let read = understood(&format!("Payeur;Objet;Montant\n{cell};Port;9 M€\n"));
        let words: Vec<&str> = read.words_left.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(
            (payers(&read.records[0]).join(" + "), words.join("; ")),
            (names.to_owned(), left.to_owned())
        );
    }
    let read = understood("Payeur;Objet;Montant\nEtat 300 k€ + Ville 200 k€;Port;500 000\n");
    assert_eq!(figures(&read), ["300000 EUR exact", "200000 EUR exact"]);
    let paris = "Payeur;Objet;Montant\nUniversité Paris 8;Port;9 M€\n";
    assert_eq!(
        said(paris),
        [("Université Paris 8".to_owned(), "9000000 EUR exact".to_owned())]
    );
}

#[test]
fn blank_cells_below_a_thing_are_that_thing_and_a_note_says_so() {
    let things = |text: &str| {
        let read = understood(text);
        let things = read
            .records
            .iter()
            .map(|record| record.about.as_ref().map(|about| about.text.clone()));
        (
            things.collect::<Vec<_>>(),
            read.notes.iter().any(|note| note.text.contains("blank cells below")),
        )
    };
    let (bridge, quay) = (Some("Pont".to_owned()), Some("Quai".to_owned()));
    let grouped = "Projet;Étape;Montant;Payeur\nPont;annoncé;9 M€;Ville\n;voté;8 M€;Ville\n;payé;7 M€;Ville\nQuai;voté;6 M€;Ville\n";
    assert_eq!(
        things(grouped),
        (vec![bridge.clone(), bridge.clone(), bridge.clone(), quay.clone()], true)
    );
    // One blank cell among many is a gap, and so is one above all others.
    let gap = "Projet;Étape;Montant;Payeur\nPont;annoncé;9 M€;Ville\n;voté;8 M€;Ville\nQuai;voté;7 M€;Ville\nQuai;payé;6 M€;Ville\n";
    assert_eq!(things(gap), (vec![bridge, None, quay.clone(), quay], false));
}

#[test]
fn fiscal_years_across_are_periods() {
    let read =
        understood("Project;FY 2022-23;Exercice 2024;Who funds\nBridge;£3m;up to £4m;County\nQuay;£1m;£2m;State\n");
    let periods: Vec<Option<String>> = read
        .records
        .iter()
        .flat_map(|record| {
            record.amounts.iter().map(|amount| {
                amount
                    .period
                    .clone()
                    .or(record.period.as_ref().map(|period| period.iso.clone()))
            })
        })
        .collect();
    let [first, second] = ["2022/2023", "2024"].map(|period| Some(period.to_owned()));
    assert_eq!(periods, [first.clone(), second.clone(), first, second]);
}

#[test]
fn idem_is_the_cell_above_and_is_told() {
    for mark in ["idem", "\"\"\"\"", "ditto", "〃", "do.", "''"] {
        let read = understood(&format!(
            "Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;voté\n{mark};Quai;2 M€;{mark}\n{mark};Phare;{mark};-\n"
        ));
        let of = |index: usize| payers(&read.records[index]).join("+");
        assert_eq!([of(0), of(1), of(2)], ["État", "État", "État"], "{mark}");
        assert_eq!(read.records[1].stage.as_ref().unwrap().text, "approved");
        assert_eq!(figures(&read)[2], "2000000 EUR exact", "{mark}");
        assert_eq!(reason(&read, "A2"), "taken");
        assert!(has_note(&read, "4 cells say that it is as above"), "{:?}", read.notes);
    }
    // Nothing stands above.
    let read = understood("Payer;Purpose;Amount\nditto;Port;£3m\nState;Quay;£2m\n");
    assert_eq!(reason(&read, "A2"), "not recorded");
    // What stands above a total is meant, not the total.
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;3 M€\nTotal;;3 M€\nidem;Quai;2 M€\n");
    assert_eq!(payers(&read.records[1]), ["État"]);
}

#[test]
fn payers_of_equal_shares_are_joint_and_fractions_are_divided() {
    for (cell, expected) in [
        ("Ville et Région à parts égales", "Ville+Région"),
        ("Ville, Région (moitié-moitié)", "Ville+Région"),
        ("Ville / Région 50/50", "Ville+Région"),
        ("Ville et Région, 50 % chacune", "Ville+Région"),
        ("City and Acme Works, half each", "City+Acme Works"),
    ] {
        let read = understood(&format!("Qui paie;Objet;Montant\n{cell};Port;8 M€\n"));
        assert_eq!(payers(&read.records[0]).join("+"), expected, "{cell}");
        let notes: Vec<&str> = read.records[0].notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, [cell]);
        assert_eq!(figures(&read), ["8000000 EUR exact"]);
    }
    for (cell, expected) in [
        ("État (1/4), Région (3/4)", ["État 2000000", "Région 6000000"]),
        ("1/4 État + 3/4 Région", ["État 2000000", "Région 6000000"]),
        (
            "État : un quart, Région : trois quarts",
            ["État 2000000", "Région 6000000"],
        ),
    ] {
        let read = understood(&format!("Qui paie;Objet;Montant\n{cell};Port;8 M€\n"));
        let of = |record: &sheet::Record| {
            let amount = &record.amounts[0];
            assert_eq!(amount.role, AmountRole::Contribution);
            format!("{} {}", payers(record)[0], amount.minimum.unwrap())
        };
        assert_eq!(read.records.iter().map(of).collect::<Vec<_>>(), expected, "{cell}");
    }
    // Shares that are not the whole stand in the list.
    let read = understood("Qui paie;Objet;Montant\nÉtat (1/4), Région (1/4);Port;8 M€\n");
    assert_eq!((figures(&read).len(), read.words_left.len()), (1, 2));
}

#[test]
fn a_number_in_full_below_millions_is_asked_for() {
    let sheet = "Payer,Purpose,Amount (£m)\nState,Port,\"3,900,000\"\nState,Quay,2.5\n";
    let read = understood(sheet);
    assert_eq!(figures(&read), ["3900000 GBP exact", "2500000 GBP exact"]);
    let doubt = read
        .doubts
        .iter()
        .find(|doubt| doubt.question.contains("3,900,000"))
        .unwrap();
    assert_eq!(doubt.address.unwrap().to_string(), "C2");
    let mut map = read.map.clone();
    assert_eq!(super::understood_by(sheet, &map).doubts, []);
    map.apply(&doubt.choices[1].change);
    assert_eq!(
        figures(&super::understood_by(sheet, &map))[0],
        "3900000000000 GBP exact"
    );
    let read = understood("Payeur;Objet;Montant (M€)\nÉtat;Port;1 250\nÉtat;Quai;3 900 000\n");
    assert_eq!(figures(&read), ["1250000000 EUR exact", "3900000 EUR exact"]);
    assert!(read.doubts.iter().any(|doubt| doubt.question.contains("3 900 000")));
}

#[test]
fn a_number_in_full_below_thousands_is_one_that_is_far_longer_than_others() {
    let sheet = |long: &str| format!("Payeur;Objet;Montant (k€)\nÉtat;Port;{long}\nÉtat;Quai;450\nVille;Quai;1 250\n");
    let read = understood(&sheet("3 900 000"));
    assert_eq!(figures(&read)[0], "3900000 EUR exact");
    assert!(
        read.doubts.iter().any(|doubt| doubt.question.contains("3 900 000")),
        "{:?}",
        read.doubts
    );
    let read = understood(&sheet("39 000"));
    assert_eq!(
        (figures(&read)[0].as_str(), read.doubts.len()),
        ("39000000 EUR exact", 0)
    );
    // A budget of large sums is what it says.
    let read = understood("Payeur;Objet;Montant (k€)\nÉtat;Port;3 900 000\nÉtat;Quai;1 450 000\nVille;Quai;1 250\n");
    assert_eq!(
        (figures(&read)[0].as_str(), read.doubts.len()),
        ("3900000000 EUR exact", 0)
    );
}

#[test]
fn a_column_of_names_that_no_heading_explains_is_asked_for() {
    let read = understood("Chose;Objet;Montant\nVille;Port;3 M€\n");
    let doubt = read
        .doubts
        .iter()
        .find(|doubt| doubt.question.contains("who pays"))
        .unwrap();
    assert_eq!((doubt.choices.len(), payers(&read.records[0]).len()), (2, 0));
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let read = super::understood_by("Chose;Objet;Montant\nVille;Port;3 M€\n", &map);
    assert_eq!((payers(&read.records[0]), read.doubts.len()), (vec!["Ville"], 0));
}

#[test]
fn a_remark_that_names_a_form_of_money_is_asked_for() {
    let sheet =
        "Payeur;Objet;Montant;Remarques\nÉtat;Port;3 M€;prêt\nÉtat;Quai;2 M€;prêt à voir\nVille;Quai;1 M€;garantie\n";
    let read = understood(sheet);
    let forms = |read: &sheet::Understood| -> Vec<Option<String>> {
        read.records
            .iter()
            .map(|record| record.amounts[0].instrument.clone())
            .collect()
    };
    let form = |word: &str| Some(word.to_owned());
    // Words for a loan make it one until somebody says otherwise; `prêt à voir` may be ready to be seen.
    assert_eq!(forms(&read), [form("loan"), None, None]);
    let asks = |words: &str| read.doubts.iter().find(|doubt| doubt.question.contains(words));
    let (loan, guarantee) = (asks("`prêt` names a loan").unwrap(), asks("`garantie`").unwrap());
    let mut map = read.map.clone();
    map.apply(&guarantee.choices[1].change);
    let taken = super::understood_by(sheet, &map);
    assert_eq!(forms(&taken), [form("loan"), None, form("guarantee")]);
    assert_eq!(taken.doubts, []);
    let mut map = read.map.clone();
    map.apply(&loan.choices[1].change);
    assert_eq!(forms(&super::understood_by(sheet, &map)), [None, None, None]);
}

#[test]
fn a_total_is_not_compared_with_sums_by_year() {
    let read = understood("Payeur;Objet;Montant\nÉtat;Port;3 M€/an\nVille;Quai;2 M€\nTotal;;5 M€\n");
    assert!(reason(&read, "C4").contains("not compared"), "{}", reason(&read, "C4"));
    assert!(!has_note(&read, "is not the sum"));
}

#[test]
fn who_pays_a_part_is_taken_where_the_words_name_a_payer() {
    for (cell, expected) in [
        ("5 M€ dont 1 M€ État", Some("État")),
        ("5 M€ (dont 1 M€ de l'État)", Some("État")),
        ("5 M€ dont État 1 M€", Some("État")),
        ("5 M€, dont 1 M€ apportés par Acme", Some("Acme")),
        ("5 M€ dont 2 M€ FEDER", Some("FEDER")),
        ("5 M€ (including €2m from the Council)", Some("Council")),
        ("5 M€, of which €2m State", Some("State")),
        ("5 M€ dont 1 M€ de prêt", None),
        ("5 M€ dont 1 M€ Dragage", None),
        ("5 M€ dont 1 M€ pour la Ville", None),
        ("5 M€ dont 1 M€ en 2025", None),
        ("5 M€ dont 1 M€", None),
    ] {
        let read =
            understood(&format!("Qui paie;Objet;Montant\nRégion;Port;{cell}\nFEDER;Quai;2 M€\n").replace('\'', "’"));
        let part = read.records[0]
            .amounts
            .iter()
            .find(|amount| amount.role == AmountRole::Part);
        let part = part.unwrap_or_else(|| panic!("{cell}: {:?}", read.records[0]));
        assert_eq!(part.payer.as_ref().map(|payer| payer.name.as_str()), expected, "{cell}");
        assert!(read.records[0].amounts[0].payer.is_none());
    }
}

#[test]
fn lines_above_the_headings_that_say_nothing_of_the_rows_are_not_taken() {
    let sheet = "Tableau établi par la rédaction;;;\nMontants en M€, mis à jour le 3 mars;;;\nAttention : brouillon;;voir Paul;\n\
                 Source : Cour des comptes;;;\nQui paie;Bénéficiaire;Objet;Montant\nRégion Nord;Port de Brume;Quai sud;12\n";
    let read = understood(sheet);
    assert_eq!(figures(&read), ["12000000 EUR exact"]);
    for address in ["A1", "A3", "C3"] {
        assert!(
            reason(&read, address).starts_with("it stands above the headings"),
            "{address}"
        );
    }
    assert_eq!((reason(&read, "A2"), reason(&read, "A4")), ("taken", "taken"));
    // The map of the last import has the unit; with another, the line says nothing that holds.
    let again = understood_by(sheet, &read.map);
    assert_eq!(again.not_taken, read.not_taken);
    let mut map = read.map.clone();
    map.defaults.unit = Some("USD".to_owned());
    map.defaults.scale = None;
    assert!(reason(&understood_by(sheet, &map), "A2").starts_with("it stands above the headings"));
}

#[test]
fn a_total_of_one_currency_leaves_rows_of_another_out() {
    let sheet = |total: &str| {
        format!(
            "Payeur;Objet;Montant (en euros)\nÉtat;Pont;1 250 000\nRégion;Pont;200 000\nVille;École;80 000 CHF\nTotal;;{total}\n"
        )
    };
    assert_eq!(
        reason(&understood(&sheet("1 450 000")), "C5"),
        "a total, which is the sum of its rows"
    );
    let other = understood(&sheet("1 500 000"));
    assert_eq!(reason(&other, "C5"), "a total, not compared: a row has another unit");
}
