//! What is withheld is in no byte of a report.

use crate::support::{invented_dossier, output, said, sourcier, tree};
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The cells of a row by column.
type Row<'a> = Vec<(&'a str, &'a str)>;

/// Adds rows to a table, and the columns that it lacks.
fn add(folder: &Path, table: &str, columns: &[&str], rows: &[Row<'_>]) {
    let path = folder.join(format!("data/{table}.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let mut header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    header.extend(columns.iter().map(|column| (*column).to_owned()));
    let old: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for row in &old {
        let cells = row.iter().chain(std::iter::repeat("")).take(header.len());
        writer.write_record(cells).unwrap();
    }
    for row in rows {
        let mut cells = vec![""; header.len()];
        for (column, cell) in row {
            let at = header.iter().position(|known| known == column).unwrap();
            cells[at] = cell;
        }
        writer.write_record(cells).unwrap();
    }
    writer.flush().unwrap();
}

const OF_DOCUMENTS: [&str; 9] = [
    "note_fr",
    "retrieved",
    "publication",
    "status",
    "status_by",
    "status_on",
    "status_reason",
    "publish",
    "archive",
];
const OF_CLAIMS: [&str; 11] = [
    "note_fr",
    "period",
    "instrument",
    "status",
    "status_by",
    "status_on",
    "status_reason",
    "payer_sector",
    "quote",
    "row",
    "publish",
];

/// A claim of two million euros.
fn claim<'a>(key: &'a str, document: &'a str, about: &'a str, more: &[(&'a str, &'a str)]) -> Row<'a> {
    let mut row = vec![
        ("key", key),
        ("document", document),
        ("about", about),
        ("kind", "funding"),
        ("minimum", "2000000"),
        ("maximum", "2000000"),
        ("unit", "EUR"),
        ("unit_basis", "written"),
        ("wording", "exact"),
        ("measure_role", "total"),
        ("modality", "announced"),
        ("reading", "clear"),
    ];
    row.retain(|(column, _)| more.iter().all(|(other, _)| other != column));
    row.extend_from_slice(more);
    row
}

/// The text of the letter that names people.
const LETTER: &str =
    "Quentin Vexley promet 2 millions d’euros. Le comité promet 3 millions d’euros, et non 4 millions d’euros.\n";

/// The invented dossier with things that are not to be published, unless `publish` is empty.
pub fn dossier(folder: &Path, publish: &str) {
    invented_dossier(folder);
    fs::write(folder.join("texts/letter.txt"), LETTER).unwrap();
    let first = LETTER.chars().position(|letter| letter == '.').unwrap() + 1;
    let (start, end) = (first + 1, LETTER.trim_end().chars().count());
    let [first, start, end] = [first, start, end].map(|place| place.to_string());
    let entity = |key, class, label, aliases, note, publish| -> Row<'_> {
        let cells = [("key", key), ("class", class), ("label_fr", label), ("label_en", label)];
        let more = [("aliases", aliases), ("note", note), ("publish", publish)];
        cells.into_iter().chain(more).collect()
    };
    let mut holding = entity(
        "zorblatt-holding",
        "Company",
        "Zorblatt Holding",
        "Zorbco|ZBQ",
        "zznote-holding",
        publish,
    );
    holding.push(("members", "7341733"));
    add(
        folder,
        "entities",
        &["publish"],
        &[
            holding,
            // Withheld by themselves: nothing says of these two that they act in public.
            entity(
                "quentin-vexley",
                "Person",
                "Quentin Vexley",
                "le voisin Mirzo",
                "zznote-vexley",
                if publish.is_empty() { "yes" } else { "" },
            ),
            entity(
                "odile-brume-zwolle",
                "Person",
                "Odile Brume-Zwolle",
                "",
                "zznote-odile",
                if publish.is_empty() { "yes" } else { "" },
            ),
            entity(
                "projet-nocturnax",
                "Programme",
                "Projet Nocturnax",
                "",
                "zznote-nocturnax",
                "",
            ),
            // A name in which a withheld one stands.
            entity(
                "fondation-vexley",
                "Organisation",
                "Fondation Quentin Vexley",
                "",
                "founded by Mr Vexley, item Q987654321",
                "",
            ),
        ],
    );
    let mut documents = vec![
        ("key", "doc-wumpo"),
        ("title", "Le titre secret de Wumpo"),
        ("publisher", "la-gazette"),
    ];
    documents.extend([
        ("published", "2023-11-23"),
        ("published_basis", "written"),
        ("address", "https://wumpo.example/zzaddress"),
    ]);
    documents.extend([
        ("language", "fr"),
        ("file", "zzfile.txt"),
        ("completeness", "whole"),
        ("note", "zznote-document"),
        ("note_fr", "zznote-document"),
    ]);
    documents.extend([
        (
            "sha256",
            "abab0123abab0123abab0123abab0123abab0123abab0123abab0123abab0123",
        ),
        ("characters", "99"),
    ]);
    documents.extend([("retrieved", "2023-12-01"), ("publish", publish)]);
    documents.push(("archive", "https://archive.example/zzarchive"));
    let letter = vec![
        ("key", "letter"),
        ("title", "Lettre de Quentin VEXLEY"),
        ("language", "fr"),
        ("file", "letter.txt"),
        ("address", "https://letters.example/quentin%2Dvexley/1"),
        (
            "archive",
            "https://archive.example/2023/https://letters.example/quentin%2Dvexley/1",
        ),
        ("completeness", "whole"),
        ("note", "see doc-wumpo, https://wumpo.example/zzaddress"),
    ];
    // Its only claim is withheld.
    let note = vec![
        ("key", "billet-fnordix"),
        ("title", "Fnordix"),
        ("address", "https://fnordix.example/1"),
    ];
    add(folder, "documents", &OF_DOCUMENTS, &[documents, letter, note]);
    add(
        folder,
        "claims",
        &OF_CLAIMS,
        &[
            claim(
                "zzclaim-kraxi",
                "radio-2025",
                "projet-nocturnax",
                &[
                    ("start", "0"),
                    ("end", "97"),
                    ("as_written", "15 millions d’euros"),
                    ("minimum", "15000000"),
                    ("maximum", "15000000"),
                    ("speaker", "jeanne-duroc"),
                    ("note", "zznote-kraxi"),
                    ("status", "withdrawn"),
                    ("status_by", "commune"),
                    ("status_on", "2023-04-07"),
                    ("status_reason", "zzreason-status"),
                    ("publish", publish),
                ],
            ),
            claim(
                "zzclaim-in-wumpo",
                "doc-wumpo",
                "piscine",
                &[
                    ("as_written", "zzwords"),
                    ("quote", "zzwords of zzquote"),
                    ("note", "zznote-in-wumpo"),
                ],
            ),
            claim(
                "l-vexley-pays",
                "letter",
                "piscine",
                &[
                    ("start", "0"),
                    ("end", &first),
                    ("as_written", "2 millions d’euros"),
                    ("speaker", "quentin-vexley"),
                    ("funder", "zorblatt-holding"),
                    ("note", "internal-remark: ask Zorbco, see zzclaim-kraxi"),
                    ("note_fr", "internal-remark: demander à Zorbco, voir zzclaim-kraxi"),
                    ("status", "withdrawn"),
                    ("status_by", "zorblatt-holding"),
                    ("status_on", "2025-04-08"),
                    ("status_reason", "M. Vexley took it back"),
                ],
            ),
            // Keys that are cut in the middle of a name, as those that `import` makes from titles and names.
            claim(
                "lettre-de-quentin-ve-piscine-zorbla-62e0b9",
                "letter",
                "piscine",
                &[
                    ("as_written", "2 millions d’euros"),
                    ("note", "as lettre-de-quentin-ve-pont says"),
                ],
            ),
            claim(
                "lettre-de-quentin-ve-pont",
                "letter",
                "piscine",
                &[("as_written", "2 millions d’euros"), ("speaker", "odile-brume-zwolle")],
            ),
            claim("gazette-odile-brume-z-piscine", "letter", "piscine", &[]),
            claim("zzclaim-silent", "billet-fnordix", "piscine", &[("publish", publish)]),
            // Its sentence has the figure of a claim that is withheld.
            claim(
                "l-three",
                "letter",
                "piscine",
                &[
                    ("start", &start),
                    ("end", &end),
                    ("as_written", "3 millions d’euros"),
                    ("minimum", "3000000"),
                    ("maximum", "3000000"),
                    ("speaker", "odile-brume-zwolle"),
                    ("funder", "zorblatt-holding"),
                ],
            ),
            claim(
                "zzclaim-four",
                "letter",
                "piscine",
                &[
                    ("start", &start),
                    ("end", &end),
                    ("as_written", "4 millions d’euros"),
                    ("minimum", "4000000"),
                    ("maximum", "4000000"),
                    ("publish", publish),
                ],
            ),
        ],
    );
    let link = |claim, other, reason| {
        vec![
            ("claim", claim),
            ("relation", "differs-in-scope"),
            ("other", other),
            ("reason", reason),
        ]
    };
    add(
        folder,
        "claim-links",
        &[],
        &[
            link("zzclaim-kraxi", "g-plan", "zzreason-one"),
            link("g-plan", "zzclaim-in-wumpo", "zzreason-other"),
        ],
    );
    let role = |claim, entity, basis| {
        vec![
            ("claim", claim),
            ("role", "funder"),
            ("entity", entity),
            ("basis", basis),
        ]
    };
    add(
        folder,
        "claim-roles",
        &[],
        &[
            role("g-plan", "zorblatt-holding", "says Brume-Zwolle"),
            role("zzclaim-kraxi", "region", "zzbasis"),
        ],
    );
    let left_out = |document, reason| {
        vec![
            ("document", document),
            ("start", "1"),
            ("end", "2"),
            ("reason", reason),
            ("reason_fr", reason),
        ]
    };
    add(
        folder,
        "left-out",
        &["reason_fr"],
        &[
            left_out("doc-wumpo", "zzreason-left-out"),
            left_out("radio-2025", "what Vexley says of ZBQ"),
        ],
    );
    let decision = |entity, qid, decision, label| {
        vec![
            ("entity", entity),
            ("qid", qid),
            ("decision", decision),
            ("reason", "zzreason-item"),
            ("evidence", "zzevidence"),
            ("decided_on", "2026-11-21"),
            ("label", label),
        ]
    };
    add(
        folder,
        "wikidata",
        &[],
        &[
            decision("projet-nocturnax", "Q987654323", "same", "Projet Nocturnax"),
            decision("quentin-vexley", "Q987654321", "same", "Quentin Vexley"),
            decision(
                "zorblatt-holding",
                "Q987654322",
                "not-same",
                "Zorblatt Holdings of elsewhere",
            ),
        ],
    );
    let lock = "qid,label_fr,label_en,aliases_fr,aliases_en,instance_of,redirect,revision,retrieved\n\
                Q987654321,Quentin Vexley,Quentin Vexley,zzalias-vexley,,Q5,,1,2026-11-21\n\
                Q987654323,Projet Nocturnax,Projet Nocturnax,zzalias-nocturnax,,Q43229,,1,2026-11-21\n";
    fs::write(folder.join("data/wikidata.lock.csv"), lock).unwrap();
    let query = "# title: What does zorbco pay?\n# answers: zzquery?\n# licence: CC0\n\
                 SELECT ?claim WHERE { ?claim s:funder id:zorblatt-holding } ORDER BY ?claim\n";
    fs::write(folder.join("queries/what-it-pays.rq"), query).unwrap();
    fs::write(folder.join("queries/views/zzview-zorbco.rq"), VIEW).unwrap();
    if !publish.is_empty() {
        let manifest = fs::read_to_string(folder.join("sourcier.toml")).unwrap();
        fs::write(
            folder.join("sourcier.toml"),
            manifest + "\n[publish]\ninternal = [\"claims.note\"]\nauthors = [\"Martin, Anne\", \"The desk\"]\n",
        )
        .unwrap();
    }
}

const VIEW: &str = "# title: A picture\n# answers: Who?\n# licence: CC0\n\
    SELECT ?source ?edge ?target WHERE { ?source s:funds ?target . BIND (s:funds AS ?edge) } ORDER BY ?source ?target\n";

/// Parts of cells, keys and file names that only withheld things have. The words of a letter that only they have are last.
pub const SECRETS: [&str; 45] = [
    "zorblatt",
    "zorbco",
    "ZBQ",
    "7341733",
    "vexley",
    "mirzo",
    "brume-zwolle",
    "odile",
    "nocturnax",
    "kraxi",
    "wumpo",
    "zzclaim",
    "zznote-holding",
    "zznote-vexley",
    "zznote-odile",
    "zznote-nocturnax",
    "zznote-document",
    "zznote-kraxi",
    "zznote-in-wumpo",
    "internal-remark",
    "zzreason-status",
    "2023-04-07",
    "zzwords",
    "zzquote",
    "zzaddress",
    "zzarchive",
    "zzfile",
    "abab0123",
    "2023-11-23",
    "2023-12-01",
    "zzreason-one",
    "zzreason-other",
    "zzbasis",
    "zzreason-left-out",
    "987654321",
    "987654322",
    "987654323",
    "zzreason-item",
    "zzevidence",
    "zzquery",
    "zzview",
    "quentin-ve",
    "zorbla-",
    "brume-z",
    "fnordix",
];

/// Words that only pages with the texts at hand can quote.
const SECRET_WORDS: [&str; 2] = ["4 millions", "promet 2 millions"];

/// The paths and bytes of a report as texts, in small letters: as they are, and as they read once they are decoded.
fn readings(site: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, String)> {
    static ESCAPE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|&#(\d+);|&#x([0-9a-fA-F]+);").unwrap());
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<[^>]*>").unwrap());
    site.iter().map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let decoded = ESCAPE.replace_all(&text, |found: &regex::Captures<'_>| {
            let hexadecimal = [1, 2, 4].into_iter().find_map(|group| found.get(group));
            let code = match hexadecimal {
                Some(digits) => u32::from_str_radix(digits.as_str(), 16).ok(),
                None => found[3].parse().ok(),
            };
            code.and_then(char::from_u32).unwrap_or_default().to_string()
        });
        let entities = decoded
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        let bare = TAG
            .replace_all(&entities, " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        (
            path.as_str(),
            format!("{path}\n{text}\n{entities}\n{bare}").to_lowercase(),
        )
    })
}

fn report(publish: &str) -> (BTreeMap<String, Vec<u8>>, String) {
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), publish);
    let told = output(folder.path(), &["report", "-o", "site"]);
    (tree(&folder.path().join("site")), String::from_utf8(told).unwrap())
}

#[test]
fn what_is_withheld_is_in_no_byte_of_a_report() {
    let (site, told) = report("no");
    for (path, reading) in readings(&site) {
        for secret in SECRETS.iter().chain(&SECRET_WORDS) {
            let at = reading.find(&secret.to_lowercase());
            let around = at.map(|at| reading[at.saturating_sub(80)..].chars().take(200).collect::<String>());
            assert!(at.is_none(), "{path} has {secret}: {}", around.unwrap_or_default());
        }
    }
    assert!(
        told.contains("withheld: 4 claims, 2 documents, 3 names, 2 internal columns, 2 queries"),
        "{told}"
    );
    assert!(
        told.contains("2 persons who do not act in public are not named"),
        "{told}"
    );
    // Else the names above would be missing for other reasons.
    let (open, told) = report("");
    let all: String = readings(&open).map(|(_, reading)| reading).collect();
    for secret in SECRETS.iter().chain(&SECRET_WORDS) {
        assert!(all.contains(&secret.to_lowercase()), "{secret} is in no report");
    }
    assert!(!told.contains("withheld"), "{told}");
}

/// A report of a sheet of which entities are withheld, and what the command says.
fn report_of_sheet(sheet: &str, withheld: &[&str]) -> (BTreeMap<String, Vec<u8>>, String) {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    fs::write(folder.path().join("sheet.csv"), sheet).unwrap();
    output(&dossier, &["import", "../sheet.csv"]);
    let path = dossier.join("data/entities.csv");
    add(&dossier, "entities", &["publish"], &[]);
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().map(|line| {
        let is_withheld = withheld.iter().any(|key| line.starts_with(&format!("{key},")));
        format!("{line}{}\n", if is_withheld { "no" } else { "" })
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    let told = output(&dossier, &["report", "-o", "site"]);
    (tree(&dossier.join("site")), String::from_utf8(told).unwrap())
}

/// The first file in which one of these words stands, in small letters.
fn leak(site: &BTreeMap<String, Vec<u8>>, words: &[&str]) -> Option<String> {
    readings(site).find_map(|(path, reading)| {
        let word = words.iter().find(|word| reading.contains(**word))?;
        let at = reading.find(word)?;
        let around: String = reading[..at].chars().rev().take(80).collect();
        Some(format!(
            "{path}: {word} after {}",
            around.chars().rev().collect::<String>()
        ))
    })
}

#[test]
fn a_company_is_withheld_by_its_short_name_and_the_command_tells_which_words_still_stand() {
    let sheet = "Who says it,Who pays,Project,Amount,Date,Status,Source,Link\n\
        Nimbus Inc.,Nimbus Inc.,Nimbus data centre,£5m,2024-01-01,announced,Nimbus connection study,https://example.org/nimbus/1\n\
        Town A,Zorblatt Data Hubs Ltd,Hall,£4m,2024-01-02,paid,Zorblatt in figures,https://example.org/thezorblatts/2\n";
    let (site, told) = report_of_sheet(sheet, &["nimbus-inc", "zorblatt-data-hubs-ltd"]);
    assert_eq!(leak(&site, &["nimbus", "zorblatt data", "zorblatt-data"]), None);
    assert!(
        told.contains("1 word of a withheld name still stands in the report"),
        "{told}"
    );
    assert!(told.contains("\n  Zorblatt (Zorblatt Data Hubs Ltd) in "), "{told}");
    assert!(
        told.contains("1 address that is published may tell a withheld name"),
        "{told}"
    );
    assert!(told.contains("in https://example.org/thezorblatts/2\n"), "{told}");
    // As an alias, a word is withheld wherever it stands.
    let (open, _) = report_of_sheet(sheet, &[]);
    assert!(leak(&open, &["nimbus"]).is_some() && leak(&open, &["zorblatt-data"]).is_some());
}

#[test]
fn a_speaker_of_no_class_who_reads_like_a_private_person_is_withheld() {
    let sheet = "Project,Amount,Who pays,Who says it,Date,Status,Source\n\
        Hall,£1m,Town A,Resident Ann Ley,2024-01-01,requested,Echo 1\n\
        Hall2,£2m,Town A,Teacher Tom Reed,2024-01-02,requested,Echo 2\n\
        Hall3,£3m,Town A,Mother of two Jo Byrne,2024-01-03,requested,Echo 3\n\
        Hall4,£4m,Town A,Former mayor John Orr,2024-01-04,requested,Echo 4\n\
        Hall5,£5m,Town A,Humza Ali MSP,2024-01-05,requested,Echo 5\n\
        Hall6,£6m,Town A,Zuzka Qwirk,2024-01-06,requested,Echo 6\n\
        Hall7,£7m,Town A,Highways engineer,2024-01-07,requested,Echo 7\n";
    let (site, told) = report_of_sheet(sheet, &[]);
    let private = [
        "ann ley", "ann-ley", "tom reed", "tom-reed", "jo byrne", "jo-byrne", "john orr", "john-orr",
    ];
    assert_eq!(leak(&site, &private), None);
    assert!(
        told.contains("4 persons who do not act in public are not named"),
        "{told}"
    );
    assert!(
        told.contains("\n  Former mayor John Orr; Mother of two Jo Byrne; Resident Ann Ley; Teacher Tom Reed\n"),
        "{told}"
    );
    assert!(
        told.contains("named for a public office") && told.contains("\n  Humza Ali MSP\n"),
        "{told}"
    );
    assert!(
        told.contains("1 entity of no class may be a person, and is named"),
        "{told}"
    );
    assert!(told.contains("\n  Zuzka Qwirk\n"), "{told}");
    assert!(leak(&site, &["highways engineer"]).is_some() && leak(&site, &["humza ali"]).is_some());
}

#[test]
fn who_receives_without_a_class_and_has_the_title_of_a_person_is_withheld() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    let sheet = "Project,Amount,Who pays,To whom,Date,Status\n\
        Roof,£1000,Eel Council,Sea Trust,2024-01-01,paid\n\
        Fence,£2000,Eel Council,Hill Trust,2024-01-02,paid\n\
        Gate,£3000,Eel Council,Fen Trust,2024-01-03,paid\n";
    fs::write(folder.path().join("sheet.csv"), sheet).unwrap();
    output(&dossier, &["import", "../sheet.csv"]);
    let path = dossier.join("data/entities.csv");
    let mut text = fs::read_to_string(&path).unwrap();
    for (name, other) in [
        ("Sea Trust", "Widow Jones"),
        ("Hill Trust", "Ann Ley"),
        ("Fen Trust", "Widows Fund"),
        ("Organisation", ""),
    ] {
        text = text.replace(name, other);
    }
    fs::write(&path, text).unwrap();
    let told = String::from_utf8(output(&dossier, &["report", "-o", "site"])).unwrap();
    let site = tree(&dossier.join("site"));
    assert_eq!(leak(&site, &["widow jones"]), None);
    assert!(told.contains("\n  Widow Jones\n"), "{told}");
    assert!(
        told.contains("1 entity of no class may be a person, and is named") && told.contains("\n  Ann Ley\n"),
        "{told}"
    );
    assert!(leak(&site, &["widows fund"]).is_some());
}

#[test]
fn given_names_and_ways_to_reach_somebody_stand_in_no_remark_of_their_claims() {
    let sheet = "Who says it,Who pays,To whom,For what,How much,When,Stage,Source,Quote,Note\n\
        Ann Ley,Council,Sea Trust,Pier,£12m,10/02/2025,announced,Gazette,\"Ann Ley says £12m\",rang Ann on 07700 900123 / ann.ley@example.org\n\
        Dr Paul Lock,Council,Sea Trust,Quay,£3m,11/02/2025,announced,Gazette,Paul said £3m,his phone 0123\n\
        Sea Trust,Council,Sea Trust,Hall,£4m,12/02/2025,paid,Radio,£4m,as Paul told Sea Trust\n";
    let (site, told) = report_of_sheet(sheet, &[]);
    let secrets = [
        "07700",
        "900123",
        "example.org/ann",
        "ley@",
        "rang ann",
        "paul said",
        "phone 0123",
    ];
    assert_eq!(leak(&site, &secrets), None);
    let page = String::from_utf8(site["claim/gazette-pier-council-sea-trust.html"].clone()).unwrap();
    assert!(
        page.contains("rang [name withheld 1] on [withheld] / [withheld]"),
        "{page}"
    );
    // Others may be called so: the word stands, and the command tells it.
    assert!(leak(&site, &["as paul told"]).is_some());
    assert!(told.contains("\n  Paul (Dr Paul Lock) in "), "{told}");
}

#[test]
fn given_names_beside_a_family_name_stand_in_no_title_and_no_address() {
    let sheet = "Who says it,Who pays,To whom,For what,How much,When,Stage,Source\n\
        Ann Ley,Council,Sea Trust,Pier,£12m,10/02/2025,announced,Ann M. Ley on roads\n\
        Jean-Marc Dubreuil,Council,Sea Trust,Quay,£3m,11/02/2025,announced,Jean Marc Dubreuil writes\n\
        Paul L’Hermitte,Council,Sea Trust,Hall,£4m,12/02/2025,announced,Paul LHermitte blog\n\
        Marie Müller,Council,Sea Trust,Fence,£5m,13/02/2025,announced,Marie Mueller letter\n";
    let (site, told) = report_of_sheet(
        sheet,
        &["ann-ley", "jean-marc-dubreuil", "paul-l-hermitte", "marie-muller"],
    );
    let secrets = [
        "ley on",
        "ann m",
        "ann-m",
        "jean marc",
        "jean-marc",
        "dubreuil",
        "lhermitte",
        "paul [",
        "paul-",
        "mueller",
        "marie",
    ];
    assert_eq!(leak(&site, &secrets), None, "{told}");
    assert!(leak(&site, &["on roads"]).is_some());
}

#[test]
fn words_of_withheld_names_that_still_stand_are_told_with_how_often() {
    let sheet = "Who says it,Who pays,To whom,For what,How much,When,Stage,Source\n\
        Tobias Wrenfield,Council,Sea Trust,Wrenfield footbridge,£12m,10/02/2025,announced,WRENFIELD speaks of Hester\n\
        Hester Plimsoll-Grey,Council,Sea Trust,Quay,£3m,11/02/2025,announced,The Wrenfields differ\n";
    let (site, told) = report_of_sheet(sheet, &["tobias-wrenfield", "hester-plimsoll-grey"]);
    // The footbridge has the name, too.
    assert!(
        leak(&site, &["wrenfield footbridge", "the wrenfields"]).is_some(),
        "{told}"
    );
    assert!(told.contains("Hester (Hester Plimsoll-Grey) in "), "{told}");
    let line = told.split("; ").find(|line| line.contains("(Tobias Wrenfield) in "));
    let line = line.unwrap_or_else(|| panic!("{told}"));
    assert!(line.contains("other texts"), "{told}");
}

#[test]
fn what_is_withheld_is_in_no_plot_for_print() {
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), "no");
    let mut plots = BTreeMap::new();
    for kind in ["sums", "time"] {
        for key in [
            "plan-piscine",
            "withheld-1",
            "withheld-2",
            "withheld-3",
            "quentin-vexley",
        ] {
            let drawn = sourcier(folder.path())
                .args(["export", "chart", kind, key, "--lang", "en"])
                .output()
                .unwrap();
            if drawn.status.success() {
                plots.insert(format!("{kind} {key}"), drawn.stdout);
            }
        }
    }
    assert!(
        plots.contains_key("sums plan-piscine") && !plots.contains_key("sums quentin-vexley"),
        "{:?}",
        plots.keys()
    );
    assert!(
        plots.keys().any(|plot| plot.contains("withheld-")),
        "{:?}",
        plots.keys()
    );
    for (path, reading) in readings(&plots) {
        for secret in SECRETS.iter().chain(&SECRET_WORDS) {
            assert!(
                !reading.contains(&secret.to_lowercase()),
                "{path} has {secret}: {reading}"
            );
        }
    }
}

#[test]
fn a_report_says_what_it_keeps_back_and_claims_without_names_count() {
    let (site, _) = report("no");
    let page = |path: &str| std::str::from_utf8(&site[path]).unwrap();
    for path in ["en/index.html", "en/method.html", "en/sums.html"] {
        assert!(
            page(path).contains("Not published: 4 claims, 2 documents, 3 names, 2 columns."),
            "{path}"
        );
    }
    assert!(page("index.html").contains("Non publié\u{a0}: 4 affirmations, 2 documents, 3 noms, 2 colonnes."));
    // The claim of nobody is there, with its row, its figure and why its words are not.
    let (path, _) = site
        .iter()
        .find(|(path, _)| path.starts_with("en/claim/l-withheld-"))
        .unwrap();
    let claim = page(path);
    assert!(
        claim.contains("According to [name withheld ") && claim.contains("The words around it are not published"),
        "{claim}"
    );
    assert!(
        claim.contains("2 millions d’euros") && !claim.contains("internal"),
        "{claim}"
    );
    assert!(page("en/claim/l-three.html").contains("The words around it are not published"));
    assert!(page("en/claim/g-plan.html").contains("12 millions d’euros"));
    let funders = page("data/totals-funder.csv");
    assert!(
        funders.contains("[name withheld ") || funders.contains("[nom non publié "),
        "{funders}"
    );
    let crate_metadata = page("ro-crate-metadata.json");
    assert!(
        crate_metadata.contains("\"familyName\": \"Martin\"")
            && page("CITATION.cff").contains("family-names: \"Martin\"")
    );
    assert!(page("en/index.html").contains("Anne Martin, The desk"));
}

#[test]
fn a_total_has_no_withheld_claim_in_it() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let totals = || {
        output(folder.path(), &["report", "-o", "site"]);
        fs::read_to_string(folder.path().join("site/data/totals-programme.csv")).unwrap()
    };
    let before = totals();
    add(
        folder.path(),
        "claims",
        &OF_CLAIMS,
        &[
            claim(
                "z-public",
                "radio-2025",
                "piscine",
                &[("as_written", "2 millions d’euros"), ("speaker", "region")],
            ),
            claim(
                "z-secret",
                "radio-2025",
                "piscine",
                &[
                    ("as_written", "3 millions d’euros"),
                    ("speaker", "region"),
                    ("minimum", "3000000"),
                    ("maximum", "3000000"),
                    ("funder", "region"),
                    ("publish", "non"),
                ],
            ),
        ],
    );
    let after = totals();
    assert_ne!(before, after);
    let of_the_pool: Vec<&str> = after
        .lines()
        .filter(|line| line.starts_with("programme,piscine"))
        .collect();
    assert!(
        matches!(of_the_pool[..], [line] if line.contains(",2000000,2000000,") && line.contains(",1,z-public,")),
        "{after}"
    );
    assert!(!after.contains("z-secret"), "{after}");
}

#[test]
fn an_internal_column_is_one_of_the_tables_and_names_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let manifest = fs::read_to_string(folder.path().join("sourcier.toml")).unwrap();
    for (internal, says) in [
        ("\"claims.nots\"", "claims.note"),
        ("\"claims.key\"", "named by it"),
        ("\"zzz\"", "no table has"),
        ("\"claims.funder\"", "would say what is not so"),
        ("\"claims.maximum\"", "would say what is not so"),
        ("\"claims.modality\"", "would say what is not so"),
        ("\"entities.label_en\"", "would say what is not so"),
        ("\"claims.start\"", "words_per_passage = 0"),
    ] {
        fs::write(
            folder.path().join("sourcier.toml"),
            format!("{manifest}\n[publish]\ninternal = [{internal}]\n"),
        )
        .unwrap();
        for command in [&["check"][..], &["report", "-o", "site"]] {
            let refused = sourcier(folder.path()).args(command).output().unwrap();
            assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
            assert!(said(&refused).contains(says), "{}", said(&refused));
        }
        assert!(!folder.path().join("site").exists());
    }
}

#[test]
fn a_name_in_the_manifest_and_a_column_without_description_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    add(folder.path(), "entities", &["publish"], &[]);
    let entities = fs::read_to_string(folder.path().join("data/entities.csv")).unwrap();
    fs::write(
        folder.path().join("data/entities.csv"),
        entities.replace(
            "piscine des Tilleuls,Tilleuls swimming pool,,commune,,,",
            "piscine de Valmoret,,,commune,,,no",
        ),
    )
    .unwrap();
    let refused = |says: &str| {
        let refused = sourcier(folder.path()).args(["report", "-o", "site"]).output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(says), "{}", said(&refused));
        assert!(!folder.path().join("site").exists());
    };
    refused("`title` in sourcier.toml has a name in it that is not published (`piscine de Valmoret`)");
    // Of a dossier whose metadata are older.
    let metadata = folder.path().join("data/csv-metadata.json");
    let older = fs::read_to_string(&metadata)
        .unwrap()
        .replace("\"titles\": [\"publish\", \"publier\"]", "\"titles\": \"other\"");
    fs::write(
        &metadata,
        older
            .replace("-{publish}", "-{other}")
            .replace("\"name\": \"publish\"", "\"name\": \"other\""),
    )
    .unwrap();
    refused("has a column `publish`");
}

#[test]
fn tables_as_people_keep_them_withhold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), "no");
    // Semicolons, French headings, names for keys, and a column that nobody described.
    let path = folder.path().join("data/claims.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_path(&path).unwrap();
    let heading = |column| match column {
        "publish" => "Publier",
        "speaker" => "qui annonce",
        "note" => "Remarque",
        other => other,
    };
    writer
        .write_record(std::iter::once("pour moi").chain(header.iter().map(heading)))
        .unwrap();
    for row in &rows {
        let cells = row.iter().map(|cell| match cell {
            "no" => "NON",
            "quentin-vexley" => "Quentin Vexley",
            other => other,
        });
        writer.write_record(std::iter::once("zzprivate").chain(cells)).unwrap();
    }
    writer.flush().unwrap();
    output(folder.path(), &["report", "-o", "site"]);
    let site = tree(&folder.path().join("site"));
    for (path, reading) in readings(&site) {
        for secret in SECRETS.iter().chain(&SECRET_WORDS).chain(&["zzprivate"]) {
            assert!(!reading.contains(&secret.to_lowercase()), "{path} has {secret}");
        }
    }
    let claim = site
        .iter()
        .find(|(path, _)| path.starts_with("claim/l-withheld-") && path.ends_with(".csv"));
    let row = std::str::from_utf8(claim.unwrap().1).unwrap();
    assert!(row.contains("qui annonce") && row.contains("[nom non publié "), "{row}");
}
