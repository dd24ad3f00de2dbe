//! Maps: the decisions of one import are those of the next; formats that many publish in are known.

use proptest::prelude::*;
use sheet::{AmountRole, ColumnMap, DateOrder, Map, Role, shipped_maps};

use super::{figures, reason, roles, understood, understood_by};

#[test]
fn the_next_import_asks_nothing_and_reads_the_same() {
    for sheet in [
        "Payeur;Objet;Montant;Date de décision;Date de signature\nÉtat;Port;1,234;01/02/2024;03/04/2024\n",
        "Payer,Purpose,Amount,Date\nState,Port,£3m,05/06/2024\n",
        "Projet;État;Région;Ville;Total\nTram;10;5;5;20\n",
        "Budget 2024 (en k€);;\n;;\nPayeur;Objet;Montant\nÉtat;Port;12,5\n",
        "Mission Phares (en M€);;;;\n;;2023;;2024\nProgramme;Action;AE;CP;AE\nSud;1 Lampes;120;40,5;-\n",
    ] {
        let first = understood(sheet);
        let map = Map::parse(&first.map.to_toml().unwrap()).unwrap();
        assert_eq!(map, first.map);
        let second = understood_by(sheet, &map);
        assert_eq!(second.doubts, [], "{sheet}");
        assert_eq!(second.records, first.records, "{sheet}");
    }
}

#[test]
fn a_map_holds_when_rows_are_added_above_and_columns_change_places() {
    let first = understood("Payeur;Objet;Montant (k€)\nÉtat;Port;3\n");
    let moved = "Nouveau titre;;;\n;;;\nMontant (k€);Payeur;Remarque;Objet\n3;État;vu;Port\n";
    let second = understood_by(moved, &first.map);
    assert_eq!(figures(&second), ["3000 EUR exact"]);
    assert_eq!(roles(&second), [Role::Amount, Role::Payer, Role::Note, Role::About]);
}

#[test]
fn a_map_decides_against_headings() {
    let sheet = "A;B;C;D\nx;y;12;z\n";
    let mut map = Map {
        header: Some(1),
        header_rows: Some(1),
        ..Map::default()
    };
    map.columns = vec![
        ColumnMap::new("A", Role::Payer),
        ColumnMap::new("B", Role::About),
        ColumnMap {
            unit: Some("EUR".to_owned()),
            scale: Some(6),
            stage: Some("committed".to_owned()),
            ..ColumnMap::new("C", Role::Amount)
        },
        ColumnMap::new("D", Role::Ignored),
    ];
    let read = understood_by(sheet, &map);
    assert_eq!(figures(&read), ["12000000 EUR exact"]);
    assert_eq!(read.records[0].stage.as_ref().unwrap().text, "committed");
    assert_eq!(reason(&read, "D2"), "`D` is not taken");
}

#[test]
fn scdl_subventions_are_committed_once_for_each_decision_and_beneficiary() {
    let read = understood(
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention\n\
         Ville de Sable,21060004500392,2023-07-07,D-1,Judo Club,52499120500013,Tatamis,5000,aide en numéraire,échelonné,2023-09-01,,non,1\n\
         Ville de Sable,21060004500392,2023-07-07,D-1,Judo Club,52499120500013,Tatamis,4000,aide en numéraire,échelonné,2024-01-15,,non,1\n\
         Ville de Sable,21060004500392,2023-07-07,D-1,Judo Club,52499120500013,Tatamis,4000,aide en numéraire,échelonné,2024-01-15,,non,1\n\
         Ville de Sable,21060004500392,2023-07-08,D-2,Voile,2.1060E+13,Course,1000,aide en nature,unique,2023-09-01/2023-12-31,,non,1\n",
    );
    assert_eq!(read.shipped.as_deref(), Some("scdl-subventions"));
    assert_eq!(figures(&read), ["9000 EUR exact", "1000 EUR exact"]);
    let roles: Vec<AmountRole> = read.records.iter().map(|record| record.amounts[0].role).collect();
    assert_eq!(roles, [AmountRole::Total, AmountRole::Total]);
    assert_eq!(read.records[0].payers[0].name, "Ville de Sable");
    assert_eq!(read.records[0].period.as_ref().unwrap().iso, "2023-09-01/2024-01-15");
    assert!(
        read.records
            .iter()
            .all(|record| record.stage.as_ref().unwrap().text == "committed")
    );
    assert!(reason(&read, "H4").contains("says again"));
    assert!(reason(&read, "F5").contains("shortened"));
    assert_eq!(read.records[1].amounts[0].instrument.as_deref(), Some("in-kind"));
    assert_eq!(read.records[1].period.as_ref().unwrap().iso, "2023-09-01/2023-12-31");
    assert_eq!(read.doubts, []);
}

const SCDL: &str = "nomAttribuant;referenceDecision;nomBeneficiaire;objet;montant;datesPeriodeVersement;pourcentageSubvention\n\
    Ville de Sable;D-3;Voile;Course;800;2023-09-01;1\nVille de Sable;D-3;Voile;Course;800;2024-02-01;1\n\
    Ville de Sable;D-4;Chorale;Concert;1000;2023-09-01;0,4\nVille de Sable;D-4;Orchestre;Concert;1000;2023-09-01;0,6\n";

#[test]
fn a_sum_that_stands_in_several_rows_of_a_decision_counts_once_and_by_shares() {
    let read = understood(SCDL);
    assert_eq!(figures(&read), ["800 EUR exact", "400 EUR exact", "600 EUR exact"]);
    assert_eq!(read.records[0].period.as_ref().unwrap().iso, "2023-09-01/2024-02-01");
    assert!(reason(&read, "E3").contains("one sum"));
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let again = understood_by(SCDL, &map);
    assert_eq!(figures(&again), ["1600 EUR exact", "400 EUR exact", "600 EUR exact"]);
    assert_eq!(
        (again.records[0].amounts[0].role, again.doubts.len()),
        (AmountRole::Total, 0)
    );
}

#[test]
fn the_three_sums_of_360giving_have_their_stages() {
    let read = understood(
        "Identifier,Title,Currency,Amount Applied For,Amount Awarded,Amount Disbursed,Award Date,Recipient Org:Name,Funding Org:Name\n\
         360G-1,Garden,GBP,12000,10000,5000,2024-05-01,Green Trust,Big Fund\n",
    );
    assert_eq!(read.shipped.as_deref(), Some("360giving"));
    let said: Vec<(String, &str)> = read
        .records
        .iter()
        .map(|record| (super::figure(record), record.stage.as_ref().unwrap().text.as_str()))
        .collect();
    let expected = [
        ("12000 GBP exact", "called-for"),
        ("10000 GBP exact", "committed"),
        ("5000 GBP exact", "received"),
    ];
    assert_eq!(said, expected.map(|(figure, stage)| (figure.to_owned(), stage)));
}

#[test]
fn shipped_maps_have_names_and_can_be_written() {
    let names: Vec<&str> = shipped_maps().iter().filter_map(|map| map.name.as_deref()).collect();
    assert_eq!(names, ["scdl-subventions", "360giving", "followthemoney-payment"]);
    for map in shipped_maps() {
        assert_eq!(&Map::parse(&map.to_toml().unwrap()).unwrap(), map);
    }
}

#[test]
fn a_map_with_unknown_words_is_refused_with_its_place() {
    let error = Map::parse("header = 1\n[[column]]\nheading = \"A\"\nrole = \"payor\"\n")
        .unwrap_err()
        .to_string();
    assert!(error.contains("payor") && error.contains("line 4"), "{error}");
    assert!(Map::parse("headr = 1\n").is_err());
}

fn any_map() -> impl Strategy<Value = Map> {
    let text = || "[a-zA-Zé \"'\\\\=\\[\\]#]{0,12}";
    let role = prop_oneof![
        Just(Role::Amount),
        Just(Role::Payer),
        Just(Role::PeriodStart),
        Just(Role::Ignored)
    ];
    let column = (text(), role, prop::option::of(text()), prop::option::of(0_u32..20)).prop_map(
        |(heading, role, unit, scale)| ColumnMap {
            unit,
            scale,
            ..ColumnMap::new(heading, role)
        },
    );
    (
        prop::option::of(text()),
        prop::option::of(0_u32..100),
        prop::collection::vec(column, 0..4),
        any::<bool>(),
    )
        .prop_map(|(sheet, header, columns, day)| Map {
            sheet,
            header,
            columns,
            date_order: Some(if day {
                DateOrder::DayFirst
            } else {
                DateOrder::MonthFirst
            }),
            ..Map::default()
        })
}

proptest! {
    #[test]
    fn a_map_is_read_as_it_was_written(map in any_map()) {
        prop_assert_eq!(Map::parse(&map.to_toml().unwrap()).unwrap(), map);
    }
}

#[test]
fn a_column_whose_heading_was_changed_keeps_its_role() {
    let first = understood("Objet;Financeur;Montant\nPort;Ville;3 M€\nQuai;État;2 M€\n");
    for (heading, doubts) in [("Partenaire", 1), ("Xyz", 1), ("Qui paie", 0)] {
        let sheet = format!("Objet;{heading};Montant\nPort;Ville;3 M€\nQuai;État;2 M€\n");
        let read = understood_by(&sheet, &first.map);
        assert_eq!(roles(&read), roles(&first), "{heading}");
        assert_eq!(read.doubts.len(), doubts, "{heading}: {:?}", read.doubts);
        assert_eq!(understood_by(&sheet, &read.map).doubts, [], "{heading}");
    }
    // What the map says of its figures stays, too.
    let first = understood("Objet;Payeur;Montant (M€)\nPort;Ville;3\n");
    let read = understood_by("Objet;Payeur;Zzz\nPort;Ville;3\n", &first.map);
    assert_eq!(figures(&read), ["3000000 EUR exact"]);
    // A column that is added is none of the others.
    let read = understood_by("Objet;Payeur;Zzz;Montant (M€)\nPort;Ville;x;3\n", &first.map);
    assert_eq!((roles(&read)[2], read.doubts.len()), (Role::Ignored, 0));
    // Nor is one that stands elsewhere.
    let read = understood_by("Objet;Montant (M€);Zzz\nPort;3;x\n", &first.map);
    assert_eq!(roles(&read)[2], Role::Ignored);
}
