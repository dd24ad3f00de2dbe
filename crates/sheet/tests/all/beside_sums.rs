//! Columns and remarks beside sums that are no further sums: money that came back, ceilings, differences, rates, estimates.

use sheet::{AmountRole, Map, Role};

use super::{figures, has_note, questions, reason, roles, stages, understood, understood_by};

#[test]
fn money_that_came_back_is_no_further_sum() {
    for heading in [
        "Montant récupéré",
        "Montant remboursé",
        "Dont récupéré",
        "Remboursements",
        "Amount recovered",
        "Amount repaid",
        "Refunded",
        "Clawback",
    ] {
        let read = understood(&format!(
            "Entreprise;Dispositif;Montant versé;{heading};Financeur\nBatteries;Chips Act;240 M€;20 M€;Bpifrance\n"
        ));
        assert_eq!(figures(&read), ["240000000 EUR exact"], "{heading}");
        assert!(questions(&read)[0].contains(heading), "{heading}");
        assert!(
            reason(&read, "D2").contains("came back"),
            "{heading}: {}",
            reason(&read, "D2")
        );
    }
    // Where it is the only sum of the sheet, it is that.
    let read = understood("Entreprise;Dispositif;Montant remboursé;Financeur\nBatteries;Chips Act;20 M€;Bpifrance\n");
    assert_eq!(figures(&read), ["20000000 EUR exact"]);
    let read = understood("Payeur;Objet;Montant;Statut\nÉtat;Port;3 M€;récupérée\n");
    assert!(
        reason(&read, "D2").contains("money came back"),
        "{}",
        reason(&read, "D2")
    );
}

#[test]
fn a_ceiling_beside_sums_is_none_even_where_it_stands_alone_in_its_row() {
    for heading in [
        "Framework ceiling",
        "Montant maximum accord-cadre HT",
        "Plafond autorisé",
        "Montant maximal autorisé",
    ] {
        let read = understood(&format!(
            "Supplier;Title;Value excl. VAT;{heading}\nHale;Roofs;£64,250.50;£600,000\nVarious;Homes;;£4,500,000\n"
        ));
        let sums: Vec<String> = figures(&read).into_iter().filter(|figure| figure != "none").collect();
        assert_eq!(sums, ["64250.5 GBP exact"], "{heading}");
        assert!(questions(&read).iter().any(|one| one.contains("ceilings")), "{heading}");
        assert!(reason(&read, "D3").contains("ceiling"), "{heading}");
    }
    // Bounds that are all that a sheet has stay bounds.
    let read = understood("Payer;For what;Maximum\nState;Port;£3m\n");
    assert_eq!(figures(&read), [".. to 3000000 GBP up-to"]);
}

#[test]
fn a_new_column_of_sums_is_asked_about_beside_one_that_the_map_has() {
    let rows =
        |heading: &str, cell: &str| format!("Supplier;Title;Value excl. VAT{heading}\nHale;Roofs;£64,250.50{cell}\n");
    let first = understood(&rows("", ""));
    let map = Map {
        columns: first.map.columns.clone(),
        ..Map::default()
    };
    let later = understood_by(&rows(";Invoice total to come", ";£20,000"), &map);
    assert_eq!(figures(&later), ["64250.5 GBP exact"]);
    let later = understood_by(&rows(";Contract sum", ";£20,000"), &map);
    assert_eq!(figures(&later), ["64250.5 GBP exact"]);
    assert!(
        questions(&later)[0].contains("Several columns have sums"),
        "{:?}",
        questions(&later)
    );
}

#[test]
fn the_total_after_an_extension_replaces_the_first_value() {
    for headings in [
        "Original value;Extension value;Revised total value",
        "Montant HT;Avenants HT;Total après avenants HT",
        "Montant HT;Montant TTC;Total après avenants HT",
    ] {
        let read = understood(&format!(
            "Supplier;Title;{headings}\nDatafern;Licences;£39,999;£42,000;£51,999\n"
        ));
        assert_eq!(figures(&read), ["39999 GBP exact", "51999 GBP exact"], "{headings}");
        assert!(!read.records[1].replaces.is_empty(), "{headings}");
    }
}

#[test]
fn an_annual_value_is_a_rate_and_gives_way_to_the_whole() {
    let read = understood("Supplier;Title;Annual value;Total contract value\nBrown;Bins;£250,000;£1,250,000\n");
    assert_eq!(figures(&read), ["1250000 GBP exact"]);
    assert_eq!(roles(&read)[2], Role::Ignored);
    let read = understood("Supplier;Title;Annual value\nBrown;Bins;£250,000\n");
    assert_eq!(figures(&read), ["250000 GBP a year exact"]);
    let read = understood("Fournisseur;Objet;Montant annuel;Année\nBrun;Bacs;250 000 €;2024\n");
    assert_eq!(figures(&read), ["250000 EUR exact"]);
}

#[test]
fn an_estimate_in_a_remark_makes_its_figure_approximate() {
    let read = understood(
        "Entreprise;Dispositif;Montant versé;Financeur;Remarques\nPuces;CIR;95 M€;DGFiP;estimation de l'ONG, moyenne 2021-2023\nPap;ADE;3 M€;ADEME;\n",
    );
    assert_eq!(figures(&read), ["95000000 EUR about", "3000000 EUR exact"]);
    assert_eq!(stages(&read), ["received", "received"]);
    assert!(has_note(&read, "taken as approximate"));
}

#[test]
fn a_column_of_a_year_may_have_ranges_alone() {
    let read = understood(
        "Member state;Scheme;Beneficiary;2023;2024\nGermany;Brake;Stahl;€200–300m;€100m\nPoland;Ammo;Zbroja;€0.5–0.7bn;€9m\nSweden;Steel;Norr;€300–€350m [1];€1,200m\n",
    );
    assert_eq!(figures(&read).len(), 6, "{:?}", figures(&read));
    assert_eq!(figures(&read)[0], "200000000 to 300000000 EUR range");
}

#[test]
fn a_guarantee_by_whom_the_remark_names_is_one() {
    for remark in [
        "prêt garanti par l'État à 90 %",
        "PGE (garantie État 90 %)",
        "loan guaranteed by the State",
        "prêt garanti",
    ] {
        let read = understood(&format!(
            "Entreprise;Dispositif;Montant versé;Financeur;Remarques\nAéro;PGE;200 M€;BNP;{remark}\nPap;Décarb;3 M€;ADEME;\n"
        ));
        let first = &read.records[0].amounts[0];
        assert_eq!(first.instrument.as_deref(), Some("guarantee"), "{remark}");
        assert_eq!(first.role, AmountRole::Total);
    }
}

#[test]
fn a_corrected_figure_is_taken_without_the_one_that_it_corrects() {
    for cell in ["25 M€ et non 52", "25 M€, et non pas 52", "25 M€ au lieu de 52"] {
        let read = understood(&format!("Qui annonce;Montant;Projet\nX;{cell};tram\n"));
        assert_eq!(figures(&read), ["25000000 EUR exact"], "{cell}");
    }
}
