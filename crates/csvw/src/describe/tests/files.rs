//! Files: delimiters, quotation marks, what is before and behind the table.

use super::*;

fn dialect(table: impl AsRef<[u8]>) -> Value {
    described(table).metadata["dialect"].clone()
}

#[test]
fn one_open_quotation_mark_leaves_delimiter_and_columns_as_they_are() {
    for (delimiter, at) in [(",", 0), (",", 5), (";", 3), ("\t", 39), (",", 17)] {
        for closes in [false, true] {
            let mut table = ["id", "nom", "ville", "montant\n"].join(delimiter);
            for row in 0..40 {
                let mark = if row == at { "\"" } else { "" };
                // A later cell that is quoted closes the mark.
                let name = if closes && row == at + 3 {
                    "\"a b\"".to_owned()
                } else {
                    format!("{mark}nom {row}")
                };
                table.push_str(&[&row.to_string(), &name, "Lyon", &format!("{row}\n")].join(delimiter));
            }
            let Described { metadata, notes } = described(&table);
            let expected = match delimiter {
                "," => Value::Null,
                other => json!({"delimiter": other}),
            };
            assert_eq!(metadata["dialect"], expected, "{delimiter:?} {at} {closes} {notes:?}");
            let columns = &metadata["tableSchema"]["columns"];
            assert_eq!(columns.as_array().map(Vec::len), Some(4), "{metadata:#}");
            assert_eq!(columns[3]["datatype"], "integer");
            let line = format!("in line {} has quotation marks out of place", at + 2);
            assert!(has(&notes, &line), "{notes:?}");
        }
    }
}

#[test]
fn a_line_for_spreadsheets_declares_the_delimiter() {
    assert_eq!(
        dialect("sep=;\nid;nom\n1;a\n2;b\n"),
        json!({"delimiter": ";", "skipRows": 1})
    );
    assert_eq!(
        dialect("\"SEP=|\"\r\nid|nom\r\n1|a,b\r\n2|b,c\r\n"),
        json!({"delimiter": "|", "skipRows": 1})
    );
    assert_eq!(dialect("sep=,\nid,nom\n1,a\n2,b\n"), json!({"skipRows": 1}));
    let Described { metadata, .. } = described("sep=^\nid^nom\n1^a\n2^b\n");
    assert_eq!(metadata["dialect"], json!({"delimiter": "^", "skipRows": 1}));
    assert_eq!(metadata["tableSchema"]["columns"][1]["titles"], "nom");
    assert_eq!(dialect("sep=a\n1\n2\n"), Value::Null);
}

#[test]
fn colons_separate_cells_where_nothing_else_does() {
    assert_eq!(dialect("id:nom:ville\n1:a:Lyon\n2:b:Nice\n"), json!({"delimiter": ":"}));
    for table in [
        "heure\n12:30\n13:45\n",
        "12:30:10\n13:45:00\n14:45:00\n",
        "nom: Anne\nville: Lyon\nnom: Bob\n",
        "http://example.org/a\nhttp://example.org/b\n",
        "a,b:c\n1,2:3\n2,3:4\n",
        "a:b;c\n1:2;3\n2:3;4\n",
    ] {
        let Described { metadata, .. } = described(table);
        assert_ne!(metadata["dialect"]["delimiter"], ":", "{table:?}");
    }
}

#[test]
fn titles_above_the_header_do_not_become_columns() {
    let titles = |table: &str| {
        let Described { metadata, notes } = described(table);
        let columns = metadata["tableSchema"]["columns"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let titles: Vec<String> = columns
            .iter()
            .map(|it| it["titles"].as_str().unwrap_or("").to_owned())
            .collect();
        (titles.join("|"), metadata["dialect"]["skipRows"].clone(), notes)
    };
    for (table, skipped) in [
        (
            "Aides versées;;;;\nid;nom;ville;2023;2024\n1;a;Lyon;2;3\n2;b;Nice;3;4\n",
            1,
        ),
        (
            "Aides versées;;;;\n;;;;\nid;nom;ville;2023;2024\n1;a;Lyon;2;3\n2;b;Nice;3;4\n",
            2,
        ),
        (
            "Source : ministère;Date : 2024;;;\nid;nom;ville;2023;2024\n1;a;Lyon;2;3\n2;b;Nice;3;4\n",
            1,
        ),
        (
            "Aides;;;;\nSource : ministère, 2024;en euros\n\nid;nom;ville;2023;2024\n1;a;Lyon;2;3\n2;b;;3;4\n",
            3,
        ),
    ] {
        let (found, skip, notes) = titles(table);
        assert_eq!(found, "id|nom|ville|2023|2024", "{table} {notes:?}");
        assert_eq!(skip, skipped, "{table}");
    }
    let (found, ..) = titles("Aides versées,,,,\nid,nom,,ville,montant\n1,a,,Lyon,2\n2,b,,Nice,3\n");
    assert_eq!(found, "id|nom||ville|montant");
    let (found, skip, _) = titles("Aides versées;\nnom;montant\na;2\nb;3\n");
    assert_eq!((found.as_str(), skip), ("nom|montant", json!(1)));
    let (found, skip, _) = titles("id;;\n1;a;2\n2;b;3\n");
    assert_eq!((found.as_str(), skip), ("id||", Value::Null));
}

#[test]
fn what_stands_behind_the_table_is_told_and_spoils_no_column() {
    let body: String = (1..9).map(|row| format!("{row};nom {row};Lyon;{row}\n")).collect();
    for (footer, told) in [
        (";;;\nSource : ministère;;;\n", "line 11"),
        ("\nSource : ministère\n", "line 11"),
        ("Total;;;36\n", "line 10"),
        (
            "Total général;;;36\nNote : provisoire;;;\n* estimé\n",
            "3 rows from line 10",
        ),
    ] {
        let Described { metadata, notes } = described(format!("id;nom;ville;montant\n{body}{footer}"));
        let schema = &metadata["tableSchema"];
        assert_eq!(schema["columns"][0]["datatype"], "integer", "{footer} {notes:?}");
        assert_eq!(schema["columns"][2]["required"], true, "{footer}");
        assert_eq!(schema["primaryKey"], "id", "{footer}");
        assert!(
            has(&notes, told) && has(&notes, "behind the table"),
            "{footer} {notes:?}"
        );
    }
    let Described { notes, metadata } = described(format!("id;nom;ville;montant\n{body}9;nom 9;;\n"));
    assert!(!has(&notes, "behind the table"), "{notes:?}");
    assert_eq!(metadata["tableSchema"]["columns"][2]["required"], Value::Null);
}
