//! Two rows of headings: a year over its quarters, a group over what it has, merged or not.

use rust_xlsxwriter::{Format, Workbook};
use sheet::{Role, Understood, understand};

use super::accounted::assert_accounted;
use super::{figures, has_note, payers, reason, roles, workbook};

/// A workbook of two rows of headings and a row of values; ranges are merged.
fn understood(rows: &[&[&str]], merged: &[(u32, u16, u32, u16)]) -> Understood {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, *cell),
            }
            .unwrap();
        }
    }
    for (first, left, last, right) in merged.iter().copied() {
        let text = rows[first as usize][left as usize];
        sheet
            .merge_range(first, left, last, right, text, &Format::new())
            .unwrap();
    }
    let book = workbook(&book.save_to_buffer().unwrap());
    let read = understand(&book, None);
    assert_accounted(&book.sheets[0], &read);
    let again = understand(&book, Some(&read.map));
    assert_eq!((&again.records, again.doubts.len()), (&read.records, 0));
    read
}

fn headings_of(read: &Understood) -> Vec<&str> {
    read.columns.iter().map(|column| column.heading.as_str()).collect()
}

fn days(read: &Understood) -> Vec<&str> {
    read.records
        .iter()
        .map(|record| record.when.as_ref().map_or("", |when| when.iso.as_str()))
        .collect()
}

#[test]
fn a_group_that_begins_in_the_first_column_is_joined_with_what_it_has() {
    let rows: [&[&str]; 3] = [
        &["Qui", "", "", "Quoi", "Argent", "", "Où"],
        &["Annonce", "Paie", "Reçoit", "Objet", "Montant (M€)", "Étape", "Source"],
        &[
            "A. Lerouge",
            "Région Nord",
            "Port",
            "Quai sud",
            "12",
            "annoncé",
            "Gazette",
        ],
    ];
    for merged in [&[(0, 0, 0, 2), (0, 4, 0, 5)][..], &[]] {
        let read = understood(&rows, merged);
        let expected = [
            Role::Speaker,
            Role::Payer,
            Role::Recipient,
            Role::About,
            Role::Amount,
            Role::Stage,
            Role::Source,
        ];
        assert_eq!(roles(&read), expected, "{:?}", headings_of(&read));
        assert_eq!(
            (figures(&read)[0].as_str(), read.doubts.len()),
            ("12000000 EUR exact", 0)
        );
    }
}

#[test]
fn quarters_below_years_are_the_months_of_their_figures() {
    let rows: [&[&str]; 3] = [
        &["Bénéficiaire", "Objet", "2024", "", "2025", ""],
        &["", "", "T1", "T2", "T1", "T2"],
        &["Port", "Quai sud", "1", "2", "3", "4"],
    ];
    let all = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)];
    for merged in [&all[..], &[]] {
        let read = understood(&rows, merged);
        let periods: Vec<&str> = read
            .records
            .iter()
            .map(|record| record.period.as_ref().unwrap().iso.as_str())
            .collect();
        assert_eq!(
            periods,
            [
                "2024-01/2024-03",
                "2024-04/2024-06",
                "2025-01/2025-03",
                "2025-04/2025-06"
            ]
        );
    }
    let read = super::understood("Recipient,Purpose,Q4 2024 (£m),H2 2025 (£m)\nPort,Quay,1,2\n");
    assert_eq!(
        read.columns[2].becomes,
        "the amount, in millions of GBP, for 2024-10/2024-12"
    );
    assert_eq!(
        read.columns[3].becomes,
        "the amount, in millions of GBP, for 2025-07/2025-12"
    );
}

#[test]
fn a_group_of_a_stage_has_its_own_sum_and_date() {
    let values: &[&str] = &["Port", "Quai sud", "1.5", "01/02/2024", "1", "03/04/2024"];
    let below: &[&str] = &["", "", "Montant (M€)", "Date", "Montant (M€)", "Date"];
    let upper: &[&str] = &["Bénéficiaire", "Objet", "Engagement", "", "Paiement", ""];
    let (all, groups): (&[_], &[_]) = (
        &["Projet", "", "Engagement", "", "Paiement", ""],
        &[(0, 2, 0, 3), (0, 4, 0, 5)],
    );
    let named: &[&str] = &["Bénéficiaire", "Objet", "Montant (M€)", "Date", "Montant (M€)", "Date"];
    for (upper, below, merged) in [
        (upper, below, groups),
        (upper, below, &[]),
        (all, named, groups),
        (all, named, &[]),
    ] {
        let read = understood(&[upper, below, values], merged);
        assert_eq!(figures(&read), ["1500000 EUR exact", "1000000 EUR exact"]);
        assert_eq!(days(&read), ["2024-02-01", "2024-04-03"], "{:?}", headings_of(&read));
        let stages: Vec<&str> = read
            .records
            .iter()
            .map(|record| record.stage.as_ref().unwrap().text.as_str())
            .collect();
        assert_eq!(stages, ["committed", "received"]);
    }
    // A date whose sum is missing is told.
    let read = understood(
        &[
            upper,
            below,
            &["Port", "Quai sud", "1.5", "01/02/2024", "", "03/04/2024"],
        ],
        groups,
    );
    assert_eq!(reason(&read, "F3"), "the sum of which it is the date is not recorded");
}

#[test]
fn payers_below_one_heading_are_named_without_it_and_without_their_unit() {
    for merged in [&[(0, 2, 0, 3)][..], &[]] {
        let rows: [&[&str]; 3] = [
            &["Bénéficiaire", "Objet", "Financeurs", "", "Source"],
            &["", "", "État (M€)", "Région (M€)", ""],
            &["Port", "Quai sud", "1.5", "2", "Gazette"],
        ];
        let read = understood(&rows, merged);
        let names: Vec<Vec<&str>> = read.records.iter().map(payers).collect();
        assert_eq!(names, [["État"], ["Région"]]);
        assert_eq!(figures(&read), ["1500000 EUR exact", "2000000 EUR exact"]);
    }
}

#[test]
fn words_above_the_headings_and_rows_of_words_are_no_second_row() {
    let headings: &[&str] = &["Qui paie", "Bénéficiaire", "Objet", "Montant", "", "Statut"];
    let row: &[&str] = &["Région Nord", "Port", "Quai", "3 M€", "prêt", "annoncé"];
    let read = understood(&[&["brouillon", "", "voir Paul"], headings, row], &[]);
    assert_eq!(read.map.header_rows, Some(1));
    let open: &[&str] = &["Région Nord", "Port", "Quai", "?", "prêt", "annoncé"];
    let read = understood(&[headings, open, row], &[]);
    assert_eq!(read.map.header_rows, Some(1));
    let title: &[&str] = &["Suivi des annonces", "", "", "màj mars", "", ""];
    let read = understood(&[title, headings, row], &[(0, 0, 0, 2), (0, 3, 0, 5)]);
    assert_eq!(read.map.header_rows, Some(1));
}

#[test]
fn a_currency_below_a_group_is_a_column_of_sums_though_few_cells_are_plain_numbers() {
    let rows: [&[&str]; 5] = [
        &["Project", "Funder", "Pledge", "", "Paid", ""],
        &["", "", "£m", "Date", "£m", "Date"],
        &["Barrier", "Agency", "12.5", "04/02/2024", "3", "15/11/2024"],
        &["Station", "Council", "2-3", "04/03/2024", "", ""],
        &["Store", "Council", "up to 4", "04/04/2024", "", ""],
    ];
    let read = understood(&rows, &[(0, 2, 0, 3), (0, 4, 0, 5)]);
    let expected = [
        "12500000 GBP exact",
        "3000000 GBP exact",
        "2000000 to 3000000 GBP range",
        ".. to 4000000 GBP up-to",
    ];
    assert_eq!(figures(&read), expected);
    let stages: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.stage.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(stages, ["announced", "received", "announced", "announced"]);
}

#[test]
fn years_that_share_one_are_told_until_the_map_has_their_months() {
    let sheet = "Recipient,Purpose,2023/24 (£),2024/25 (£)\nScouts,Hut,1200,1500\n";
    let read = super::understood(sheet);
    let told = "period = \"2023-04/2024-03\" for the first";
    let asked = "`2023/24 (£)` and `2024/25 (£)` are years that share 2024";
    let doubt = read
        .doubts
        .iter()
        .find(|doubt| doubt.question.starts_with(asked))
        .unwrap();
    let mut april = read.map.clone();
    april.apply(&doubt.choices[1].change);
    assert_eq!(april.columns[2].period.as_deref(), Some("2023-04/2024-03"));
    assert!(has_note(&super::understood_by(sheet, &read.map), told));
    let mut map = read.map.clone();
    for (column, period) in [(2, "2023-04/2024-03"), (3, "2024-04/2025-03")] {
        map.columns[column].period = Some(period.to_owned());
    }
    let read = super::understood_by(sheet, &map);
    assert!(!has_note(&read, told));
    assert_eq!(read.records[1].period.as_ref().unwrap().iso, "2024-04/2025-03");
    let years = super::understood("Recipient,Purpose,2023 (£),2024 (£)\nScouts,Hut,1200,1500\n");
    assert!(!years.doubts.iter().any(|doubt| doubt.question.contains("share")));
}

#[test]
fn a_row_of_units_or_of_other_names_below_the_headings_is_a_part_of_them() {
    let headings: &[&str] = &["Payeur", "Bénéficiaire", "Objet", "Montant", "Date", "Source"];
    let values: &[&str] = &["État", "Port", "Quai", "12", "01/02/2024", "Gazette"];
    for (second, figure) in [
        (&["", "", "", "M€", "jj/mm/aaaa", ""], "12000000 EUR exact"),
        (
            &["qui paie", "qui reçoit", "pour quoi", "en M€", "jj/mm/aaaa", "article"],
            "12000000 EUR exact",
        ),
        (
            &["Payer", "Recipient", "Purpose", "Amount (£m)", "Date", "Source"],
            "12000000 GBP exact",
        ),
        (&["", "", "", "k€", "", ""], "12000 EUR exact"),
    ] {
        let read = understood(&[headings, second, values], &[]);
        assert_eq!(
            (read.map.header_rows, figures(&read)),
            (Some(2), vec![figure.to_owned()]),
            "{second:?}"
        );
        let expected = [
            Role::Payer,
            Role::Recipient,
            Role::About,
            Role::Amount,
            Role::When,
            Role::Source,
        ];
        assert_eq!(roles(&read), expected, "{:?}", headings_of(&read));
    }
    // A row whose sum is not known, or is in words, is a row.
    for first in [
        &["État", "Port", "Grue", "?", "2024", "Gazette"],
        &["État", "Port", "Grue", "4-5 M€", "2024", "Gazette"],
        &["État", "Port", "Grue", "quelques M€", "", "Gazette"],
    ] {
        let read = understood(&[headings, first, values], &[]);
        assert_eq!(read.map.header_rows, Some(1), "{first:?}");
    }
}

#[test]
fn a_first_row_of_words_alone_is_data_where_rows_below_have_its_words() {
    for text in [
        "Qui paie;Bénéficiaire;Objet;;Statut;Montant\nMinistère;Association;Projet;Commentaire;annoncé;\n\
         Région;Ville;Quai;;annoncé;3 M€\n",
        "Payeur;Bénéficiaire;Objet;Stade;Montant\nCollectivité;Association;Action;voté;subvention\nRégion;Ville;Quai;voté;3 M€\n",
    ] {
        let book = workbook(text.as_bytes());
        let read = understand(&book, None);
        assert_eq!(read.map.header_rows, Some(1), "{text}");
        assert_accounted(&book.sheets[0], &read);
    }
    // Where nothing comes again, it is a question.
    let book = workbook(
        b"Payer,Recipient,Project,Stage,Amount\nMinistry,Charity,Purpose,promised,grant\nRegion,City,Quay,paid,5\n",
    );
    let read = understand(&book, None);
    let doubt = read.doubts.first().unwrap();
    assert!(doubt.question.starts_with("Row 2 (`Ministry`"), "{}", doubt.question);
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let other = understand(&book, Some(&map));
    assert_eq!((other.map.header_rows, roles(&other)), (Some(1), roles(&read)));
}
