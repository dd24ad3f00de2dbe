//! The marks of figures in a report: the same ones wherever a figure stands.

use crate::support::{output, root, tree};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The report of the repository's dossier, without its texts.
static SHIPPED: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    output(&root(), &["report", "-o", site.to_str().unwrap()]);
    tree(&site)
});

fn page(path: &str) -> &'static str {
    std::str::from_utf8(SHIPPED.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The text of a part of a page without tags and pictures.
fn prose(part: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<svg.*?</svg>|<[^>]*>").unwrap());
    TAG.replace_all(part, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The rows of a page's tables that have some words, as texts.
fn rows(path: &str, words: &str) -> Vec<String> {
    let rows = page(path).split("<tr>").skip(1);
    let rows = rows.filter_map(|row| Some(prose(row.split("</tr>").next()?)));
    let found: Vec<String> = rows.filter(|row| row.contains(words)).collect();
    assert!(!found.is_empty(), "{words} is not in {path}");
    found
}

#[test]
fn a_disputed_figure_and_an_ambiguous_one_say_so_in_every_answer_that_has_them() {
    for (name, figure, mark) in [
        ("announcements", "€109bn", "disputed"),
        ("dated-events", "€109bn", "disputed"),
        ("single-source", "€109bn", "disputed"),
        (
            "unfunded-amounts",
            "€109bn",
            "300bn, does not count: lacks the currency",
        ),
        ("largest-sums", "€109bn", "disputed"),
        ("parts", "€109bn", "disputed"),
        ("totals", "€109bn", "disputed"),
        ("totals-by-scheme", "€200bn", "ambiguous reading"),
        ("money-raised", "450m [€]", "ambiguous reading"),
        ("no-currency", "450m [€]", "ambiguous reading"),
        ("actor", "€50m", "ambiguous reading"),
        (
            "unfunded-amounts",
            "cinq cents millions",
            "not added to €400m (another scope)",
        ),
        (
            "said-about",
            "euros supplémentaires",
            "on top of a sum that is not said, not added to €500m (another scope)",
        ),
    ] {
        let found = rows(&format!("en/question/{name}.html"), figure);
        assert!(found.iter().all(|row| row.contains(mark)), "{name}: {found:#?}");
    }
    let csv = page("data/question/unfunded-amounts.en.csv");
    assert!(csv.lines().next().unwrap().ends_with(",claim,marks"), "{csv}");
    let sum = csv.lines().find(|line| line.contains("109000000000")).unwrap();
    assert!(sum.contains("disputed"), "{sum}");
}

#[test]
fn the_claims_of_a_name_and_of_a_promise_have_the_marks_of_their_sums() {
    for path in [
        "en/entity/ia-clusters.html",
        "en/promise/ely24-400m-supplement-clusters.html",
    ] {
        let found = rows(path, "€400m (increment)");
        let mark = "not added to €500m (another scope)";
        assert!(
            found.iter().all(|row| row.contains(mark) || row.contains("says again")),
            "{path}: {found:#?}"
        );
    }
    // A promise is called by the claim that counts; what is said again says of which it is.
    let promise = prose(page("en/promise/ely24-400m-supplement-clusters.html"));
    assert!(
        promise
            .contains("€400m (increment) according to Emmanuel Macron, announced (planned), 21 May 2024 (inferred): ")
    );
    assert!(promise.contains("says again €400m (increment) according to Emmanuel Macron, 21 May 2024 (inferred)"));
}

#[test]
fn a_mark_of_a_sum_is_not_on_a_claim_that_does_not_say_it() {
    for path in ["en/picture/announcements.html", "en/picture/money.html"] {
        for row in rows(path, "€400m")
            .iter()
            .filter(|row| row.ends_with("announced, published 22 May 2024 Emmanuel Macron"))
        {
            assert!(!row.contains("on top of a sum"), "{path}: {row}");
        }
    }
}

#[test]
fn who_receives_a_sum_is_told_with_the_document_that_names_them() {
    for path in ["en/sums-recipient.html", "en/entity/universites-ecoles-ia.html"] {
        let found = rows(path, "€500m");
        let told = "recipient: according to untitled document (June 2023)";
        assert!(found.iter().any(|row| row.contains(told)), "{path}: {found:#?}");
    }
    let claim = prose(page("en/claim/dev23-500m-clusters.html"));
    assert!(claim.contains("By recipient ( French universities and schools to be brought to the fore in AI ) according to untitled document (June 2023)"), "{claim}");
}

#[test]
fn a_row_of_several_sums_says_of_which_a_mark_is_and_that_no_document_has_its_total() {
    let found = rows("en/sums-currency.html", "€116.075bn");
    for words in [
        "announced (in part planned)",
        "of which €109bn: disputed",
        "adds 4 sums: no document says this total",
    ] {
        assert!(found[0].contains(words), "{words}: {found:#?}");
    }
    let found = rows("en/sums-currency.html", "€200.25bn");
    assert!(found[0].contains("of which €200bn: ambiguous reading"), "{found:#?}");
}

#[test]
fn the_picture_of_disagreements_has_the_decision_of_a_person_and_who_says_what() {
    let picture = page("en/picture/contradictions.html");
    let list = rows("en/picture/contradictions.html", "replaces");
    assert!(
        list.iter().any(|row| row.contains("€7bn") && row.contains("10bn [€]")),
        "{list:#?}"
    );
    assert!(
        !prose(picture).contains("updates"),
        "a guess of a rule beside a decision"
    );
    let svg = picture.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
    let drawn = prose(&format!("<p{svg}"));
    assert!(
        drawn.contains("109 milliards d’euros announced, Emmanuel Macron"),
        "{drawn}"
    );
    // So has the page of the claim that is replaced.
    let claim = prose(page("en/claim/dev23-10-milliards-proposes.html"));
    assert!(
        claim.contains("is replaced by") && !claim.contains("is updated by"),
        "{claim}"
    );
}
