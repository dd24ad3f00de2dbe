//! Each cell of a sheet stands in a record, is a heading, or is in the list of those not taken, once.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sheet::{Address, Sheet, Understood, read, understand};

/// Asserts that every cell with a text has one fate, and that each fate is that of a cell.
pub(super) fn assert_accounted(sheet: &Sheet, read: &Understood) {
    let cells: BTreeSet<Address> = sheet.filled().map(|(address, _)| address).collect();
    let used: BTreeSet<Address> = read
        .records
        .iter()
        .flat_map(|record| record.cells.iter().copied())
        .chain(read.headings.iter().map(|used| used.address))
        .collect();
    let mut refused = BTreeSet::new();
    for cell in &read.not_taken {
        assert!(refused.insert(cell.address), "{} is refused twice", cell.address);
        assert!(!used.contains(&cell.address), "{} is refused and used", cell.address);
        assert_eq!(
            sheet.cell(cell.address).map(|known| known.text.as_str()),
            Some(cell.text.as_str())
        );
        assert!(!cell.reason.is_empty());
    }
    let all: BTreeSet<Address> = used.union(&refused).copied().collect();
    assert_eq!(cells, all);
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        2 => "[A-Za-zéÉ ]{1,10}",
        2 => (0_u32..100_000, 0_u32..100).prop_map(|(whole, rest)| format!("{whole},{rest:02}")),
        1 => (1_u32..32, 1_u32..14, 2000_u32..2040).prop_map(|(day, month, year)| format!("{day:02}/{month:02}/{year}")),
        1 => Just("TOTAL".to_owned()),
        1 => Just("Sous-total Nord".to_owned()),
        1 => prop::sample::select(vec!["n.d.", "-", "?", "(12,3)", "54 (1)", "(1) note", "M. Paul Durand", "Etat + région", "40-50 M€", "109 Md€ (dont privé)", "versé ?", "https://example.org/a", "2,1060E+13", "3 M€ + 2 M€", "105 M€ (113 M$)", "Source : rapport", "\"", "a;b"]).prop_map(str::to_owned),
    ]
}

fn heading() -> impl Strategy<Value = String> {
    let known = vec![
        "Qui annonce ?",
        "Payeur",
        "Bénéficiaire",
        "Objet",
        "Programme",
        "Montant (M€)",
        "Montant",
        "Date",
        "Statut",
        "Source",
        "Lien",
        "Note",
        "2023",
        "2024",
        "AE",
        "CP",
        "Total",
        "SIRET",
        "N° de décision",
        "Amount",
        "Minimum",
        "Maximum",
        "Share",
        "État",
        "Région",
        "",
        "???",
        "Devise",
        "Début",
        "Fin",
        "Citation",
        "Nature",
        "Type d'annonce",
        "Page",
    ];
    prop::sample::select(known).prop_map(str::to_owned)
}

fn sheet_text() -> impl Strategy<Value = String> {
    let width = 1_usize..8;
    width.prop_flat_map(|width| {
        let titles = prop::collection::vec(cell(), 0..3);
        let headings = prop::collection::vec(heading(), width);
        let rows = prop::collection::vec(prop::collection::vec(cell(), 0..=width + 1), 0..12);
        (titles, headings, rows).prop_map(|(titles, headings, rows)| {
            let quoted = |cells: &Vec<String>| {
                cells
                    .iter()
                    .map(|cell| {
                        if cell.contains(';') {
                            format!("\"{cell}\"")
                        } else {
                            cell.clone()
                        }
                    })
                    .collect::<Vec<_>>()
                    .join(";")
            };
            let mut lines: Vec<String> = titles;
            lines.push(headings.join(";"));
            lines.extend(rows.iter().map(quoted));
            lines.join("\n")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_cell_of_a_random_sheet_is_accounted_for(text in sheet_text()) {
        if let Ok(book) = read(text.as_bytes(), "sheet") {
            let first = understand(&book, None);
            if let Some(position) = first.sheet {
                assert_accounted(&book.sheets[position], &first);
            }
            let second = understand(&book, Some(&first.map));
            if let Some(position) = second.sheet {
                assert_accounted(&book.sheets[position], &second);
            }
            for choice in first.doubts.iter().flat_map(|doubt| &doubt.choices) {
                let mut map = first.map.clone();
                map.apply(&choice.change);
                let read = understand(&book, Some(&map));
                if let Some(position) = read.sheet {
                    assert_accounted(&book.sheets[position], &read);
                }
            }
        }
    }

    #[test]
    fn any_bytes_give_a_sheet_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(book) = read(&bytes, "bytes") {
            let read = understand(&book, None);
            if let Some(position) = read.sheet {
                assert_accounted(&book.sheets[position], &read);
            }
        }
    }

    #[test]
    fn any_text_gives_an_account_of_its_cells(text in "[a-z0-9;,\"\n\t€ ./()-]{0,200}") {
        if let Ok(book) = read(text.as_bytes(), "text") {
            let read = understand(&book, None);
            if let Some(position) = read.sheet {
                assert_accounted(&book.sheets[position], &read);
            }
        }
    }
}
