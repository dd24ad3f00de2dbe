//! Columns of sums whose heading names who pays them, and titles that name who pays.

use super::{figures, has_note, payers, questions, reason, understood};

/// Each sum with those who pay it.
fn paid(text: &str) -> Vec<String> {
    let read = understood(text);
    let of = |(record, figure): (&sheet::Record, String)| format!("{}: {figure}", payers(record).join(" + "));
    read.records.iter().zip(figures(&read)).map(of).collect()
}

#[test]
fn the_share_of_the_union_is_not_the_co_funders() {
    let rows =
        "Tram;Welden;25600000;38400000;Ministry of Transport;approved\nGate;Ohlau;6000000;4000000;Land B;approved\n";
    let expected = [
        "EU: 25600000 EUR exact",
        "Ministry of Transport: 38400000 EUR exact",
        "EU: 6000000 EUR exact",
        "Land B: 4000000 EUR exact",
    ];
    for headings in [
        "Operation;Beneficiary;EU contribution (EUR);National share (EUR);National co-funder;Status",
        "Operation;Beneficiary;EU contribution (EUR);National co-funding (EUR);Co-financed by;Status",
        "Operation;Beneficiary;EU grant (EUR);Match (EUR);Match funder;Status",
    ] {
        assert_eq!(paid(&format!("{headings}\n{rows}")), expected, "{headings}");
        let read = understood(&format!("{headings}\n{rows}"));
        assert_eq!(questions(&read), [""; 0], "{headings}");
    }
    let french = "Opération;Bénéficiaire;Part UE (€);Contrepartie nationale (€);Cofinanceur;Statut\n\
        Quai;Port;600000;400000;Région Armor;voté\n";
    assert_eq!(paid(french), ["UE: 600000 EUR exact", "Région Armor: 400000 EUR exact"]);
}

#[test]
fn whose_a_column_of_payers_is_beside_two_shares_is_a_question() {
    let text =
        "Operation;Beneficiary;EU contribution (EUR);National share (EUR);Funder\nTram;Welden;600000;400000;Land B\n";
    assert_eq!(
        questions(&understood(text)),
        ["Who pays the sums of `EU contribution (EUR)`?"]
    );
    assert_eq!(paid(text), ["EU: 600000 EUR exact", "Land B: 400000 EUR exact"]);
    // One share alone is that of the fund which the column names.
    let text = "Operation;Beneficiary;Funder;EU grant (EUR)\nTram;Welden;ERDF;600000\n";
    assert_eq!(paid(text), ["ERDF: 600000 EUR exact"]);
}

#[test]
fn columns_by_funder_have_a_sum_for_each() {
    let text = "Operation;Beneficiary;Total cost (TEUR);ERDF (TEUR);National public (TEUR);Private (TEUR);EU rate;Status\n\
        Rewetting;Hochmoor;2.500;1.250;1.000;250;50 %;approved\nBench;TH;18.400;12.880;5.520;0;70 %;approved\n";
    let read = understood(text);
    assert_eq!(questions(&read).len(), 2, "{:?}", questions(&read));
    assert!(
        questions(&read)
            .iter()
            .any(|one| one.starts_with("The columns `ERDF (TEUR)`, `National public (TEUR)`"))
    );
    assert_eq!(reason(&read, "C2"), "what the whole costs, whoever pays");
    let names: Vec<Vec<&str>> = read.records.iter().take(3).map(payers).collect();
    assert_eq!(names, [["ERDF"], ["National public"], ["Private"]]);
    for (headings, names) in [
        (
            "Projet;Porteur;FEDER (€);Région (€);Autres publics (€)",
            ["FEDER", "Région", "Autres publics"],
        ),
        (
            "Projet;Porteur;Part État (k€);Part Région (k€);Part commune (k€)",
            ["État", "Région", "commune"],
        ),
        (
            "Projet;Porteur;Confédération (CHF);Canton (CHF);Commune (CHF)",
            ["Confédération", "Canton", "Commune"],
        ),
        (
            "Projet;Porteur;Wallonie (€);FEDER (€);Commune (€)",
            ["Wallonie", "FEDER", "Commune"],
        ),
        (
            "Projet;Porteur;Québec ($ CA);Canada ($ CA);Municipal ($ CA)",
            ["Québec", "Canada", "Municipal"],
        ),
        (
            "Objet;Bénéficiaire;Subvention fédérale (CHF);Subvention cantonale (CHF);Part communale (CHF)",
            ["Subvention fédérale", "Subvention cantonale", "Part communale"],
        ),
        (
            "Organisme;Projet;Contribution du Québec (CAD);Contribution du Canada (CAD);Municipalité (CAD)",
            ["Québec", "Canada", "Municipalité"],
        ),
        (
            "Project;Lead;ESF+ (Mio. EUR);National (Mio. EUR);Private (Mio. EUR)",
            ["ESF+", "National", "Private"],
        ),
    ] {
        let read = understood(&format!("{headings}\nQuai;Port;120;80;40\nGrue;Port;60;30;20\n"));
        let found: Vec<&str> = read.records.iter().take(3).flat_map(payers).collect();
        assert_eq!(found, names, "{headings}");
    }
}

#[test]
fn a_body_in_the_title_is_asked_about() {
    let text =
        "Hollins Foundation - grants register;;;\nGrantee;Purpose;Awarded (£);Date\nFood Bank;Van;31000;23/03/2024\n";
    assert_eq!(
        questions(&understood(text)),
        ["No column says who pays. Is it Hollins Foundation?"]
    );
    let text = "Tracker;;;\nGrantee;Purpose;Awarded (£);Date\nFood Bank;Van;31000;23/03/2024\n";
    assert_eq!(questions(&understood(text)), [""; 0]);
}

#[test]
fn a_sum_to_date_replaces_the_one_of_the_report_before() {
    for heading in [
        "Paid to date (£)",
        "Cumulative paid (£)",
        "Payé à ce jour (£)",
        "Versé depuis le début (£)",
    ] {
        let text = format!(
            "Grantee;Purpose;Funder;Awarded (£);{heading};Report\nYouth Club;Night bus;Hollins Foundation;36500;24000;June 2022\n\
            Youth Club;Night bus;Hollins Foundation;36500;36500;June 2023\nFood Bank;Van;Hollins Foundation;31000;31000;June 2023\n"
        );
        let read = understood(&text);
        let replaced: Vec<Option<String>> = read
            .records
            .iter()
            .map(|record| record.replaces.first().map(|cell| cell.to_string()))
            .collect();
        assert_eq!(replaced, [None, None, Some("E2".to_owned()), None, None], "{heading}");
        assert!(has_note(&read, "the last one counts"), "{heading}");
        assert_eq!(reason(&read, "D3"), "says again what row 2 says: one sum", "{heading}");
    }
    // Less than before is no report on the same money.
    let text = "Grantee;Purpose;Paid to date (£);Report\nClub;Bus;36500;June 2022\nClub;Bus;24000;June 2023\n";
    let read = understood(text);
    assert!(read.records.iter().all(|record| record.replaces.is_empty()));
    assert!(has_note(&read, "a later one is less"));
    // Two decisions have a number each.
    let text =
        "Ref;Grantee;Purpose;Paid to date (£);Report\nA/17;Club;Bus;24000;June 2022\nB/4;Club;Bus;36500;June 2023\n";
    assert!(understood(text).records.iter().all(|record| record.replaces.is_empty()));
}

#[test]
fn a_journal_is_the_document() {
    let text = "Date;Qui le dit;Projet;Payeur;Montant;Journal\n05/01/2023;H. Le Goarant;Lycée;Région Armor;18 M€;Le Courrier\n\
        07/01/2023;H. Le Goarant;Lycée;Région Armor;16,5 M€;La Dépêche\n";
    let read = understood(text);
    let titles: Vec<Option<&str>> = read
        .records
        .iter()
        .map(|record| record.source.as_ref().and_then(|source| source.title.as_deref()))
        .collect();
    assert_eq!(titles, [Some("Le Courrier"), Some("La Dépêche")]);
}

#[test]
fn ports_with_letters_are_no_persons_and_a_widow_is_one() {
    for (name, expected) in [
        ("Port M", false),
        ("Widow Jones", true),
        ("Veuve Petit", true),
        ("Vve Le Bihan", true),
        ("Widows and Orphans Fund", false),
        ("Girard Sylvie (Mme)", true),
        ("Smith, Mrs", true),
        ("M. Durand", true),
    ] {
        assert_eq!(sheet::is_person(name), expected, "{name}");
    }
}
