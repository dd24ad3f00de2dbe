//! The dossier and the five articles: every figure is in its passage, every numeral of the articles is in a claim or
//! listed as left out, and no sentence of an article is in the repository. Runs if the texts are available
//! (`SOURCIER_TEXTS`, default `../shared/sources`).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use regex::Regex;
use sourcier::evidence::{Text, sentence, sha256};
use text::Decimal;
use text::language::Language;
use text::quantity::{Unit, numerals, quantities};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the texts; in CI it must be there, elsewhere its absence is reported.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("SOURCIER_TEXTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/sources"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "in CI the texts must be there: {}",
        folder.display()
    );
    eprintln!("skipped: the articles are not at hand ({})", folder.display());
    None
}

type Row = BTreeMap<String, String>;

fn rows(table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(root().join("data").join(table)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The texts by document key, with verified hashes.
fn texts() -> Option<BTreeMap<String, Text>> {
    let folder = folder()?;
    let mut texts = BTreeMap::new();
    for document in rows("documents.csv") {
        let bytes = fs::read(folder.join(&document["file"])).unwrap();
        assert_eq!(sha256(&bytes), document["sha256"], "{}", document["key"]);
        let text = Text::new(String::from_utf8(bytes).unwrap());
        assert_eq!(
            text.characters().to_string(),
            document["characters"],
            "{}",
            document["key"]
        );
        texts.insert(document["key"].clone(), text);
    }
    assert_eq!(texts.len(), 5);
    Some(texts)
}

fn bounds(row: &Row) -> (usize, usize) {
    (row["start"].parse().unwrap(), row["end"].parse().unwrap())
}

fn french() -> &'static Language {
    Language::of("fr").unwrap()
}

/// Whether some numeral or quantity of a text has this value.
fn states(text: &str, bound: &str) -> bool {
    let bound = Decimal::parse(bound);
    let read = numerals(text, french()).into_iter().chain(quantities(text, french()));
    bound.is_some()
        && read
            .into_iter()
            .any(|figure| figure.minimum == bound || figure.maximum == bound)
}

#[test]
fn every_figure_is_read_out_of_its_passage() {
    let Some(texts) = texts() else { return };
    let mut read = 0;
    for claim in rows("claims.csv") {
        let (start, end) = bounds(&claim);
        let text = &texts[&claim["document"]];
        let passage = text.slice(start, end).unwrap();
        assert!(
            !sentence::crosses(&text.sentences, start, end),
            "{} crosses a sentence",
            claim["key"]
        );
        assert!(
            passage.contains(&claim["as_written"]),
            "{}: {} not in its passage",
            claim["key"],
            claim["as_written"]
        );
        for bound in ["minimum", "maximum"]
            .map(|name| &claim[name])
            .into_iter()
            .filter(|bound| !bound.is_empty())
        {
            assert!(
                states(passage, bound),
                "{}: {bound} is not in its passage",
                claim["key"]
            );
            assert!(
                states(&claim["as_written"], bound),
                "{}: {bound} is not in its words",
                claim["key"]
            );
            read += 1;
        }
    }
    assert!(read > 60, "only {read} bounds were read");
}

/// Finds numerals in a second, simpler way, to detect those that the reader misses.
fn plain_numerals(text: &str) -> Vec<std::ops::Range<usize>> {
    let words = "zéro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|\
                 quarante|cinquante|soixante|cents?|mille|millions?|milliards?|billions?|premi(?:er|ère)s?|seconde?s?|\
                 \\w+ièmes?|quarts?|tiers|demie?s?|moitiés?|doubl\\w+|tripl\\w+|[IVX]{2,}(?:e|ème)?";
    let numeral = Regex::new(&format!(r"\d+|\b(?:{words})\b")).unwrap();
    let characters = |byte: usize| text[..byte].chars().count();
    numeral
        .find_iter(text)
        .map(|found| characters(found.start())..characters(found.end()))
        .collect()
}

#[test]
fn every_numeral_is_in_a_claim_or_left_out_with_a_reason() {
    let Some(texts) = texts() else { return };
    let claims = rows("claims.csv");
    let document_of: BTreeMap<_, _> = claims.iter().map(|row| (&row["key"], &row["document"])).collect();
    let mut covered: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for claim in &claims {
        covered
            .entry(claim["document"].clone())
            .or_default()
            .push(bounds(claim));
    }
    for row in rows("evidence.csv") {
        covered
            .entry(document_of[&row["claim"]].clone())
            .or_default()
            .push(bounds(&row));
    }
    for row in rows("left-out.csv") {
        assert!(!row["reason"].is_empty());
        covered.entry(row["document"].clone()).or_default().push(bounds(&row));
    }
    let mut missing = Vec::new();
    let mut seen = 0;
    for (document, text) in &texts {
        let content = text.slice(0, text.characters()).unwrap();
        let read = numerals(content, french()).into_iter().map(|numeral| numeral.place);
        for numeral in read.chain(plain_numerals(content)) {
            seen += 1;
            let is_covered = covered[document]
                .iter()
                .any(|(start, end)| *start <= numeral.start && numeral.end <= *end);
            if !is_covered {
                missing.push(format!(
                    "{document} {numeral:?} {:?}",
                    text.slice(numeral.start, numeral.end)
                ));
            }
        }
    }
    assert!(seen > 150, "only {seen} numerals were seen");
    assert!(
        missing.is_empty(),
        "neither in a claim nor left out:\n{}",
        missing.join("\n")
    );
}

#[test]
fn no_sum_of_money_is_left_out() {
    let Some(texts) = texts() else { return };
    for row in rows("left-out.csv") {
        let (start, end) = bounds(&row);
        let text = &texts[&row["document"]];
        let words = text.slice(start, (end + 30).min(text.characters())).unwrap();
        let is_money = |unit: Option<Unit>| matches!(unit, Some(Unit::Currency { .. }));
        let money = quantities(words, french())
            .into_iter()
            .find(|figure| is_money(figure.unit) && figure.place.start < end - start);
        assert_eq!(money, None, "{start} to {end} of {} is a sum of money", row["document"]);
    }
}

#[test]
fn no_sentence_of_the_articles_is_in_the_repository() {
    const WORDS: usize = 12;
    let Some(texts) = texts() else { return };
    let normal = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let mut passages = BTreeMap::new();
    for (document, text) in &texts {
        for window in normal(text.slice(0, text.characters()).unwrap()).windows(WORDS) {
            passages.insert(window.join(" "), document.clone());
        }
    }
    let listed = std::process::Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard"])
        .current_dir(root())
        .output();
    let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
    let titles: Vec<String> = rows("documents.csv")
        .iter()
        .map(|row| normal(&row["title"]).join(" "))
        .collect();
    let mut read = 0;
    for file in listed.lines() {
        let Ok(text) = fs::read_to_string(root().join(file)) else {
            continue;
        };
        read += 1;
        for window in normal(&text).windows(WORDS) {
            let window = window.join(" ");
            let is_title = titles.iter().any(|title| title.contains(&window));
            assert!(
                is_title || !passages.contains_key(&window),
                "{file} has words of {}: {window}",
                passages[&window]
            );
        }
    }
    assert!(read > 50);
}

#[test]
fn only_verified_wikidata_items_are_used() {
    let Some(folder) = folder() else { return };
    let verified = folder.join("../wikidata/items.csv");
    let Ok(verified) = fs::read_to_string(&verified) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI the verified items must be there"
        );
        eprintln!("skipped: the verified Wikidata items are not at hand");
        return;
    };
    let decisions = rows("wikidata.csv");
    assert!(decisions.len() > 40);
    for row in decisions.iter().filter(|row| !row["qid"].is_empty()) {
        let is_verified = verified
            .lines()
            .any(|line| line.split(',').any(|cell| cell == row["qid"]));
        assert!(is_verified, "{} is not among the verified items", row["qid"]);
    }
    let has_row = |entity: &str, qid: &str| decisions.iter().any(|row| row["entity"] == entity && row["qid"] == qid);
    for entity in rows("entities.csv") {
        let key = &entity["key"];
        let own: Vec<_> = decisions.iter().filter(|row| row["entity"] == *key).collect();
        assert!(
            !own.is_empty(),
            "nothing is decided about {key}, not even that it is undecided"
        );
        let same = own.iter().filter(|row| row["decision"] == "same").count();
        let open = own.iter().filter(|row| row["decision"] == "undecided").count();
        assert!(same + open == 1, "{key} is one item, or undecided");
        // An item with the same name as the entity was reviewed.
        for item in verified.lines().skip(1) {
            let cells: Vec<&str> = item.split(',').collect();
            let labels = cells[0].split(" / ").chain([cells[1]]);
            let is_called = |name: &str| !name.is_empty() && (name == entity["label_fr"] || name == entity["label_en"]);
            assert!(
                !labels.into_iter().any(is_called) || has_row(key, cells[3]),
                "{key} may be {}, and no row says whether",
                cells[3]
            );
        }
    }
}
