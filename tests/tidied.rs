//! `sourcier tidy`: what is read for cells is written into them, and the dossier says the same before and after; tables in any form say
//! what those say that have the form of the metadata.

use crate::support::{copy, invented_dossier, output, root, said, sourcier, tree};
use proptest::prelude::*;
use sourcier::diagnostic::{Report, Severity};
use sourcier::dossier::Dossier;
use sourcier::evidence::Texts;
use sourcier::open::OpenDossier;
use sourcier::tidy::{Options, Tidy};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a dossier says, and the first errors in its files.
fn read(folder: &Path) -> (Vec<String>, Vec<String>) {
    let (open, report) = opened(folder);
    let mut triples: Vec<String> = open.loaded.graph.triples().map(|triple| triple.to_string()).collect();
    triples.sort();
    let errors = report
        .sorted()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    (triples, errors.map(|error| format!("{error:?}")).collect())
}

fn opened(folder: &Path) -> (OpenDossier, Report) {
    let dossier = Dossier::open(folder).unwrap();
    let texts = Texts::find(&dossier, None).unwrap();
    let mut report = Report::bounded(20);
    let open = OpenDossier::open(dossier, texts, &mut report).unwrap();
    (open, report)
}

fn tidied(folder: &Path, options: Options) -> Tidy {
    let (open, report) = opened(folder);
    let tidy = Tidy::of(
        &open.dossier,
        open.loaded.tables(),
        open.texts.as_ref(),
        &report,
        options,
    )
    .unwrap();
    tidy.carry_out(&open.dossier).unwrap();
    tidy
}

/// A form in which a spreadsheet is saved.
#[derive(Debug, Clone)]
struct Form {
    delimiter: u8,
    encoding: usize,
    order: usize,
    is_french: bool,
    is_crlf: bool,
    is_quoted: bool,
    blank_rows: usize,
    /// Rows that have quotations, names, French numbers and dates: one bit for each.
    rows: u32,
}

fn form() -> impl Strategy<Value = Form> {
    let delimiter = prop::sample::select(vec![b',', b';', b'\t']);
    (
        delimiter,
        0..4_usize,
        0..97_usize,
        any::<[bool; 3]>(),
        0..3_usize,
        any::<u32>(),
    )
        .prop_map(
            |(delimiter, encoding, order, [is_french, is_crlf, is_quoted], blank_rows, rows)| Form {
                delimiter,
                encoding,
                order,
                is_french,
                is_crlf,
                is_quoted,
                blank_rows,
                rows,
            },
        )
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn table(path: &Path) -> Table {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = cells(reader.headers().unwrap());
    (header, reader.records().map(|record| cells(&record.unwrap())).collect())
}

/// Writes a table in a form.
fn write(path: &Path, (mut header, mut rows): Table, form: &Form) {
    // Columns without a cell are left out, the others stand in another order.
    let filled: Vec<usize> = (0..header.len())
        .filter(|column| rows.iter().any(|row| !row[*column].is_empty()))
        .collect();
    let mut order: Vec<usize> = filled
        .iter()
        .copied()
        .cycle()
        .skip(form.order % filled.len())
        .take(filled.len())
        .collect();
    if form.order % 2 == 1 {
        order.reverse();
    }
    if form.is_french {
        let french = [
            ("key", "Clé"),
            ("title", "TITRE"),
            ("published", "date de publication"),
            ("class", "classe"),
            ("label_fr", "nom"),
            ("about", "Au sujet de"),
            ("kind", "nature"),
            ("funder", "qui paie"),
            ("recipient", "bénéficiaire"),
            ("modality", "étape"),
            ("unit", "devise"),
            ("quote", "citation"),
        ];
        for heading in &mut header {
            if let Some((_, title)) = french.iter().find(|(name, _)| name == heading) {
                (*title).clone_into(heading);
            }
        }
    }
    rows.insert(0, header);
    let terminator = if form.is_crlf {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let style = if form.is_quoted {
        csv::QuoteStyle::Always
    } else {
        csv::QuoteStyle::Necessary
    };
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer
        .delimiter(form.delimiter)
        .terminator(terminator)
        .quote_style(style)
        .from_writer(Vec::new());
    for (index, row) in rows.iter().enumerate() {
        writer.write_record(order.iter().map(|column| &row[*column])).unwrap();
        if index > 0 && index <= form.blank_rows {
            writer.write_record(order.iter().map(|_| "")).unwrap();
        }
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let bytes = match form.encoding {
        0 => text.into_bytes(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        2 => [&b"\xff\xfe"[..], &utf16(&text)].concat(),
        _ => {
            let (bytes, _, has_others) = encoding_rs::WINDOWS_1252.encode(&text);
            assert!(!has_others, "{text}");
            bytes.into_owned()
        }
    };
    fs::write(path, bytes).unwrap();
}

/// Writes cells of the claims as people do.
fn as_people_write(
    claims: &mut Table,
    labels: &BTreeMap<String, String>,
    texts: &BTreeMap<String, Vec<char>>,
    form: &Form,
) {
    let (header, rows) = claims;
    let at = |name: &str| header.iter().position(|heading| heading == name).unwrap();
    let chosen = |index: usize| form.rows >> (index % 32) & 1 == 1;
    for (index, row) in rows.iter_mut().enumerate() {
        row.push(String::new());
        if chosen(index) {
            let range: Vec<usize> = ["start", "end"]
                .iter()
                .map(|name| row[at(name)].parse().unwrap())
                .collect();
            let words: String = texts[&row[at("document")]][range[0]..range[1]].iter().collect();
            *row.last_mut().unwrap() = words.replace('’', "'").replace('\u{a0}', " ");
            row[at("start")].clear();
            row[at("end")].clear();
            // The words of a figure that is read once in its passage are found again.
        }
        if chosen(index + 7) {
            for name in ["about", "speaker", "funder", "recipient"] {
                let cell = &mut row[at(name)];
                *cell = labels.get(cell).unwrap_or(cell).to_uppercase();
            }
            if row[at("modality")] == "announced" {
                "Annoncé".clone_into(&mut row[at("modality")]);
            }
        }
        if chosen(index + 13) {
            for name in ["minimum", "maximum"] {
                let cell = &mut row[at(name)];
                let digits: Vec<char> = cell.replace('.', ",").chars().collect();
                if digits.len() > 3 && digits.iter().all(char::is_ascii_digit) {
                    let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
                    *cell = groups.join("\u{a0}");
                }
            }
            let when = &mut row[at("when")];
            if let [year, month, day] = when.split('-').collect::<Vec<_>>()[..] {
                *when = format!("{day}/{month}/{year}");
            }
        }
    }
    header.push("quote".to_owned());
}

fn messy_dossier(folder: &Path, forms: &[Form; 3]) {
    invented_dossier(folder);
    let data = folder.join("data");
    let [documents, entities, claims] =
        ["documents", "entities", "claims"].map(|name| data.join(format!("{name}.csv")));
    let known = table(&entities);
    let labels = known.1.iter().map(|row| (row[0].clone(), row[2].clone())).collect();
    let mut of_documents = table(&documents);
    let texts = of_documents.1.iter().map(|row| {
        let text = fs::read_to_string(folder.join("texts").join(&row[10])).unwrap();
        (row[0].clone(), text.chars().collect())
    });
    let texts = texts.collect();
    for row in of_documents.1.iter_mut().filter(|_| !forms[0].rows.is_multiple_of(3)) {
        row[8].clear();
        row[9].clear();
    }
    let mut of_claims = table(&claims);
    as_people_write(&mut of_claims, &labels, &texts, &forms[2]);
    write(&documents, of_documents, &forms[0]);
    write(&entities, known, &forms[1]);
    write(&claims, of_claims, &forms[2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn tables_in_any_form_say_the_same_before_and_after(forms in [form(), form(), form()], canonical in any::<bool>()) {
        let plain = tempfile::tempdir().unwrap();
        invented_dossier(plain.path());
        let expected = read(plain.path());
        prop_assert_eq!(&expected.1, &Vec::<String>::new());
        let folder = tempfile::tempdir().unwrap();
        messy_dossier(folder.path(), &forms);
        prop_assert_eq!(&read(folder.path()), &expected);
        let options = Options { canonical, ..Options::default() };
        let tidy = tidied(folder.path(), options);
        prop_assert_eq!(&tidy.left, &Vec::new());
        prop_assert_eq!(&read(folder.path()), &expected);
        let before = tree(folder.path());
        prop_assert!(tidied(folder.path(), options).is_empty());
        prop_assert_eq!(tree(folder.path()), before);
        let dropping = Options { drop_quotes: true, ..options };
        tidied(folder.path(), dropping);
        prop_assert_eq!(&read(folder.path()), &expected);
    }
}

/// The dossier of a newsroom's spreadsheet: semicolons, Windows-1252, French headings, names in place of keys, no keys.
fn newsroom(folder: &Path) {
    invented_dossier(folder);
    for name in ["claim-roles", "claim-links", "evidence", "left-out", "wikidata"] {
        fs::remove_file(folder.join(format!("data/{name}.csv"))).unwrap();
    }
    copy(
        &root().join("tests/cases/tables/a-newsrooms-spreadsheet-is-read-as-it-is/files"),
        folder,
    );
}

#[test]
fn other_processors_read_the_canonical_form() {
    let folder = tempfile::tempdir().unwrap();
    newsroom(folder.path());
    let before = read(folder.path());
    let check = ["table", "check", "data/csv-metadata.json"];
    assert!(!sourcier(folder.path()).args(check).output().unwrap().status.success());
    output(folder.path(), &["tidy", "--canonical"]);
    output(folder.path(), &check);
    assert_eq!(read(folder.path()), before);
    let entities = fs::read_to_string(folder.path().join("data/entities.csv")).unwrap();
    assert!(
        entities.starts_with("key,class,label_fr,") && entities.contains(",code interne\n"),
        "{entities}"
    );
    let again = sourcier(folder.path()).args(["tidy", "--canonical"]).output().unwrap();
    assert_eq!(said(&again), "nothing to do\n");
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    newsroom(folder.path());
    let before = tree(folder.path());
    let told = String::from_utf8(output(folder.path(), &["tidy", "--dry-run"])).unwrap();
    assert!(told.contains("maximum: `12,5 M€` becomes `12500000`"), "{told}");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn what_is_wrong_is_left_and_the_rest_is_written() {
    let folder = tempfile::tempdir().unwrap();
    newsroom(folder.path());
    let claims = folder.path().join("data/claims.csv");
    let bytes = fs::read(&claims).unwrap();
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    let text = text.replace("Le plan Granit;", "Le plan Grannit;");
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    fs::write(&claims, &bytes).unwrap();
    let told = sourcier(folder.path()).arg("tidy").output().unwrap();
    assert_eq!(told.status.code(), Some(1), "{}", said(&told));
    assert!(said(&told).contains("Le plan Grannit"), "{}", said(&told));
    let bytes = fs::read(&claims).unwrap();
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    let rows: Vec<&str> = text.lines().collect();
    // No key is made of a name that nothing has; the other cells of the row are written.
    assert!(
        rows[1].starts_with("Le plan Grannit;plan-granit;funding;") && rows[1].ends_with(";EUR;"),
        "{text}"
    );
    assert!(rows[2].ends_with(";EUR;art1-plan-granit"), "{text}");
}

#[test]
fn the_example_with_quotations_is_checked_and_tidied() {
    let page = fs::read_to_string(root().join("docs/your-own-dossier.md")).unwrap();
    let (_, block) = page.split_once("```csv\n").unwrap();
    let (claims, _) = block.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d"]);
    let dossier = folder.path().join("d");
    let data = dossier.join("data");
    fs::write(data.join("claims.csv"), claims).unwrap();
    for name in ["claim-links", "claim-roles"] {
        fs::remove_file(data.join(format!("{name}.csv"))).unwrap();
    }
    let documents = fs::read_to_string(data.join("documents.csv")).unwrap();
    let hash = documents.split(',').find(|cell| cell.len() == 64).unwrap();
    fs::write(
        data.join("documents.csv"),
        documents.replace(&format!("{hash},319"), ","),
    )
    .unwrap();
    let checked = String::from_utf8(output(&dossier, &["check"])).unwrap();
    assert!(
        checked.contains("4 of 4 passages verified, 2 of 2 figures read"),
        "{checked}"
    );
    let before = read(&dossier);
    output(&dossier, &["tidy", "--canonical", "--drop-quotes"]);
    assert_eq!(read(&dossier), before);
    // The canonical form has the three columns that the table of a new dossier lacks, too.
    let table = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    };
    let mut with_all = table(&documents);
    let note = with_all[0].iter().position(|heading| heading == "note").unwrap();
    for (row, cells) in with_all.iter_mut().enumerate() {
        let new = |heading: &str| if row == 0 { heading.to_owned() } else { String::new() };
        cells.insert(note + 1, new("note_fr"));
        cells.extend(["publish", "archive"].map(new));
    }
    assert_eq!(
        table(&fs::read_to_string(data.join("documents.csv")).unwrap()),
        with_all
    );
    let claims = fs::read_to_string(data.join("claims.csv")).unwrap();
    assert!(
        claims.contains("courier-2025-footbridge-plan-184,courier-2025,184,249,1.5 million euros,"),
        "{claims}"
    );
}
