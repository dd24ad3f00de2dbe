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

#[test]
fn marks_of_a_merge_are_no_rows() {
    for table in [
        "<<<<<<< HEAD\na,b\n=======\na,c\n>>>>>>> x\n1,2\n",
        "a,b\n<<<<<<< HEAD\n1,2\n||||||| base\n1,1\n=======\n1,3\n>>>>>>> x\n",
    ] {
        let error = describe("a.csv", &mut || Ok(Box::new(std::io::Cursor::new(table.to_owned())))).unwrap_err();
        assert!(error.to_string().contains("marks of a merge"), "{error}");
    }
    let Described { notes, .. } = described("a,b\n=======,2\n<<<<<<<<<,3\n");
    assert!(!has(&notes, "merge"), "{notes:?}");
}

#[test]
fn a_second_line_of_headings_is_told() {
    let Described { notes, .. } = described("who,,what,,amount\nname,town,thing,kind,eur\na,b,c,d,1\ne,f,g,h,2\n");
    assert!(has(&notes, "The row 2 seems to have headings, too"), "{notes:?}");
    let Described { notes, .. } = described(",name,score\na,Bob,NA\nb,Al,3\nc,Cy,4\n");
    assert!(!has(&notes, "headings, too"), "{notes:?}");
}

#[test]
fn dates_with_day_and_month_first_are_told() {
    let Described { notes, .. } = described("d,x\n03/04/2024,1\n04/25/2024,2\n25/05/2024,3\n");
    let told = "the day first (`25/05/2024` in line 4) and with the month first (`04/25/2024` in line 3)";
    assert!(has(&notes, told) && has(&notes, "`03/04/2024` in line 2"), "{notes:?}");
    let Described { notes, .. } = described("d,x\n03/04/2024,1\n04/05/2024,2\n25/05/2024,3\n");
    assert!(!has(&notes, "month first"), "{notes:?}");
}
