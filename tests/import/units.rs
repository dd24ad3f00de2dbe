//! Currencies of a sheet, and units that a dossier lacks.

use super::{column, empty, import, table, tried};
use crate::support::{output, tree};
use std::fs;

#[test]
fn a_currency_that_the_units_lack_is_added_to_them_and_another_unit_is_told_with_what_to_do() {
    let folder = empty();
    let sheet = "Payer;Recipient;Project;Amount;Stage;Source\nCanton;EPFL;Lab;12 M CHF;voted;Minutes\n\
        Ontario;Waterloo;Grid;CA$ 5m;announced;Star\nCanton;EPFL;Coins;5 BTC;voted;Minutes\n";
    let (told, _) = tried(folder.path(), "s.csv", sheet, &["--dry-run"]);
    assert!(told.contains("units.csv: 2 new rows (not written)"), "{told}");
    let told = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert!(told.contains("units.csv: 2 new rows"), "{told}");
    let units = table(folder.path(), "units");
    assert!(units.contains("\nCHF,franc suisse,Swiss franc,CHF,money"), "{units}");
    assert!(
        units.contains("\nCAD,dollar canadien,Canadian dollar,CA$,money"),
        "{units}"
    );
    assert_eq!(column(folder.path(), "unit")[..2], ["CHF", "CAD"]);
    output(folder.path(), &["-C", "d", "check"]);
    let before = tree(&folder.path().join("d"));
    import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert_eq!(tree(&folder.path().join("d")), before);
    // Another unit is told, and the advice leads to a row.
    let left = fs::read_to_string(folder.path().join("d/imports/s-not-taken.csv")).unwrap();
    let advice = "units.csv has no XBT: add a row whose unit is XBT, and import again";
    assert!(left.contains(advice), "{left}");
    let file = folder.path().join("d/data/units.csv");
    fs::write(&file, units + "XBT,bitcoin,bitcoin,₿,money,,\n").unwrap();
    import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
    assert_eq!(column(folder.path(), "unit"), ["CHF", "CAD", "XBT"]);
    output(folder.path(), &["-C", "d", "check"]);
    // An edited sheet of the dossier may have a new currency, too.
    output(folder.path(), &["-C", "d", "export", "sheet", "-o", "../out.csv"]);
    let out = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(out.contains(",CHF,"), "{out}");
    import(folder.path(), "out.csv", out.replace(",CHF,", ",SEK,").as_bytes(), &[]);
    assert!(table(folder.path(), "units").contains("\nSEK,"));
    assert_eq!(column(folder.path(), "unit")[0], "SEK");
    output(folder.path(), &["-C", "d", "check"]);
}

#[test]
fn the_tables_of_a_sheet_of_twice_as_many_parts_are_twice_as_long() {
    let length = |parts: usize| {
        let folder = empty();
        let mut sheet = "Payeur;Objet;Montant\nRégion;Quai;900 000 €\n".to_owned();
        (0..parts).for_each(|part| sheet.push_str(&format!(";dont part {part};{} €\n", 1_000 + part)));
        let told = import(folder.path(), "s.csv", sheet.as_bytes(), &[]);
        assert!(told.contains(&format!("claims.csv: {} new rows", parts + 1)), "{told}");
        table(folder.path(), "claims").len() as f64
    };
    let growth = length(400) / length(200);
    assert!(growth < 2.3, "{growth}");
}
