//! A reader who doubts a figure finds beside it who says otherwise, how it is read, and how it counts.

use crate::support::{output, sourcier, tree};
use crate::told::{SHIPPED, Site, rows, shown, text};
use std::fs;
use std::sync::LazyLock;

/// A sheet in which others replace figures, and one was taken back.
const SHEET: &str = "\
Who says it,Who pays,To whom,For what,How much,When,Stage,Source
Mayor Jane Doe,Ostermere Council,Sea Trust,Pier,£12m,10/02/2025,announced,Gazette
Sea Trust,Ostermere Council,Sea Trust,Pier,£9m,01/03/2025,announced,Radio
Mayor Jane Doe,Ostermere Council,Sea Trust,Quay,3m,02/2025,announced,Gazette
,Lottery Fund,Sea Trust,Lighthouse,about £1.2m,07/01/2025,announced,Radio
,Lottery Fund,Sea Trust,Lighthouse,about £1.2m,07/04/2025,withdrawn,Radio
";

pub static HARBOUR: LazyLock<Site> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    fs::write(folder.path().join("sheet.csv"), SHEET).unwrap();
    output(&dossier, &["import", "../sheet.csv"]);
    output(&dossier, &["report", "-o", "site"]);
    tree(&dossier.join("site"))
});

/// The pages of claims in which a word stands in the title.
fn claims<'s>(site: &'s Site, words: &str) -> Vec<&'s str> {
    let pages = site
        .keys()
        .filter(|path| path.starts_with("claim/") && path.ends_with(".html"));
    let pages = pages.map(|path| text(site, path));
    pages
        .filter(|page| shown(page.split("</h1>").next().unwrap()).contains(words))
        .collect()
}

fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let found = page.split("<section").find(|section| section.contains(heading));
    found.unwrap_or_else(|| panic!("no section {heading} in {page}"))
}

#[test]
fn what_others_said_stands_beside_the_figure_that_took_its_place_and_beside_the_other() {
    for figure in ["£12m", "£9m"] {
        let pages = claims(&HARBOUR, figure);
        let section = shown(section(pages[0], "<h2>What does not fit</h2>"));
        assert!(
            section.contains("£12m") && section.contains("£9m"),
            "{figure}: {section}"
        );
        assert!(
            section.contains("Mayor Jane Doe") && section.contains("Sea Trust"),
            "{section}"
        );
    }
    for path in ["index.html", "sums.html"] {
        let rows = rows(text(&HARBOUR, path));
        let own = rows.iter().find(|row| row.contains("£9m")).unwrap();
        assert!(own.contains("others say £12m"), "{path}: {own}");
    }
    let csv = text(&HARBOUR, "data/totals-programme.csv");
    assert!(csv.contains("others say £12m") && csv.contains(",GBP,"), "{csv}");
    assert!(
        csv.lines().next().unwrap().ends_with("claims,said_by,documents"),
        "{csv}"
    );
    // What was decided is beside both, with the reason.
    for claim in ["7-milliards-annonce", "10-milliards-proposes"] {
        let page = text(&SHIPPED, &format!("en/claim/dev23-{claim}.html"));
        let section = shown(section(page, "Replaced or made more precise"));
        assert!(
            section.contains("7bn") && section.contains("10bn") && section.contains("Reason given"),
            "{section}"
        );
    }
}

#[test]
fn what_a_person_decided_comes_before_what_a_rule_guesses() {
    let page = shown(text(&SHIPPED, "en/disagreements.html"));
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}: {page}"));
    let settled = at("Replaced or made more precise");
    let decided = page[settled..].find(" replaces ").unwrap();
    assert!(decided > 0 && !page.contains(" updates "), "{page}");
    let list = rows(text(&SHIPPED, "en/promise/dev23-7-milliards-annonce.html"));
    let replaced = list.iter().find(|row| row.contains("10bn")).unwrap();
    assert!(replaced.contains("replaced by €7bn"), "{replaced}");
}

#[test]
fn an_ambiguous_reading_is_marked_wherever_its_sum_stands() {
    for path in ["en/index.html", "en/sums.html", "en/sums-funder.html"] {
        let rows = rows(text(&SHIPPED, path));
        let own = rows.iter().find(|row| row.contains("€200bn")).unwrap();
        assert!(own.contains("ambiguous reading"), "{path}: {own}");
    }
    let list = shown(text(&SHIPPED, "picture/money.html"));
    assert!(list.contains("lecture ambiguë"), "{list}");
    let csv = text(&SHIPPED, "data/totals-funder.csv");
    let own = csv.lines().find(|line| line.contains("200000000000")).unwrap();
    assert!(own.contains("lecture ambiguë") && own.contains(",EUR,"), "{own}");
    let plot = text(&SHIPPED, "entity/commission-europeenne.html");
    assert!(plot.split("<svg").nth(1).unwrap().contains("ambiguë"), "{plot}");
}

#[test]
fn a_member_of_a_payer_says_where_its_sums_are_counted() {
    let page = shown(text(&SHIPPED, "en/entity/assureurs.html"));
    assert!(
        page.contains("What it pays is counted with: institutional investors"),
        "{page}"
    );
    for path in ["en/index.html", "en/sums-funder.html"] {
        let rows = rows(text(&SHIPPED, path));
        let own = rows.iter().find(|row| row.contains("€7bn")).unwrap();
        assert!(
            own.contains("institutional investors") && own.contains("including insurers"),
            "{path}: {own}"
        );
    }
}

#[test]
fn a_rest_says_of_what_it_is_the_rest() {
    let rows = rows(text(&SHIPPED, "en/sums-recipient.html"));
    let own = rows.iter().find(|row| row.contains("€180bn")).unwrap();
    assert!(own.contains("€200bn less €20bn, counted for: "), "{own}");
}

#[test]
fn a_figure_without_a_currency_says_so_and_does_not_widen_a_total() {
    let start = rows(text(&SHIPPED, "en/index.html"));
    let own = start.iter().find(|row| row.contains("> 10bn")).unwrap();
    assert!(own.contains("currency not written"), "{own}");
    let disputed = start.iter().find(|row| row.contains("€109bn")).unwrap();
    assert!(
        disputed.contains("the other figure, > 300bn, does not count: lacks the currency"),
        "{disputed}"
    );
    let left_out = rows(text(&SHIPPED, "en/sums.html"));
    let row = left_out
        .iter()
        .find(|row| row.contains("open: lacks the currency") && row.contains("300bn"))
        .unwrap();
    assert!(row.trim_end().ends_with('|') && row.contains("disputed"), "{row}");
}

#[test]
fn the_message_of_a_withdrawal_takes_money_back_and_has_no_history() {
    let sums = rows(text(&HARBOUR, "sums.html"));
    let own = sums
        .iter()
        .find(|row| row.starts_with("Lighthouse, withdrawal"))
        .unwrap();
    assert!(
        own.contains("takes money back, is no sum") && !own.contains("(withdrawn)"),
        "{own}"
    );
    let pages = claims(&HARBOUR, "withdrawal");
    assert!(
        !pages[0].contains("<h2>History</h2>") && pages[0].contains("This is the message that the money"),
        "{}",
        pages[0]
    );
}

#[test]
fn bars_come_in_one_order_in_both_languages() {
    let figures = |path: &str| -> Vec<String> {
        let page = text(&SHIPPED, path);
        let rows = rows(page)
            .into_iter()
            .filter(|row| row.contains("Bpifrance") || row.contains("00"));
        rows.map(|row| row.chars().filter(char::is_ascii_digit).collect())
            .collect()
    };
    let claims = |path: &str| -> Vec<String> {
        let plot = text(&SHIPPED, path).split("<svg").nth(1).unwrap();
        plot.split("claim/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        figures("entity/ia-clusters.html").len(),
        figures("en/entity/ia-clusters.html").len()
    );
    assert_eq!(claims("entity/ia-clusters.html"), claims("en/entity/ia-clusters.html"));
}

#[test]
fn a_month_is_drawn_over_its_length() {
    let page = text(&HARBOUR, "entity/quay.html");
    assert!(page.contains("<line class=\"span\""), "{page}");
    assert!(!text(&HARBOUR, "entity/pier.html").contains("class=\"span\""));
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("c.svg");
    let path = chart.to_str().unwrap();
    let root = crate::support::root();
    assert!(
        sourcier(&root)
            .args([
                "export",
                "chart",
                "time",
                "dev23-7-milliards-annonce",
                "--lang",
                "en",
                "-o",
                path
            ])
            .status()
            .unwrap()
            .success()
    );
    let svg = fs::read_to_string(&chart).unwrap();
    assert!(svg.contains("line above: dated to") && svg.contains("[€] in"), "{svg}");
}

#[test]
fn a_date_that_no_document_writes_says_so_in_answers_and_brackets_stand_in_no_brackets() {
    let answer = shown(text(&SHIPPED, "en/question/said-about.html"));
    assert!(answer.contains("June 2023 (inferred)"), "{answer}");
    for (path, bytes) in SHIPPED.iter().filter(|(path, _)| path.ends_with(".html")) {
        // Queries have brackets of their own.
        let page = std::str::from_utf8(bytes).unwrap().split("<pre").next().unwrap();
        assert!(!shown(page).contains("))"), "{path}");
    }
    let document = text(&SHIPPED, "en/document/sommet-ia-2025.html");
    assert_eq!(document.matches("was not at hand").count(), 1);
    for (path, bytes) in SHIPPED
        .iter()
        .filter(|(path, _)| path.starts_with("en/") || path.ends_with(".en.svg"))
    {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains("document sans titre, reçu"), "{path}");
    }
    assert!(text(&SHIPPED, "corrections.html").contains("Rien n’a été corrigé."));
}

#[test]
fn relations_and_measures_are_explained_and_names_in_answers_lead_to_their_pages() {
    let method = shown(text(&SHIPPED, "en/method.html"));
    for words in [
        "comes on top of / on top of it comes",
        "According to the document, one is money on top of the other.",
        "Raised from investors.",
        "How claims stand to each other",
    ] {
        assert!(method.contains(words), "{words}: {method}");
    }
    let answer = text(&SHIPPED, "en/question/said-about.html");
    assert!(
        answer.contains("entity/emmanuel-macron.html\">Emmanuel Macron</a>"),
        "{answer}"
    );
    let counts = shown(text(&SHIPPED, "en/claim/som25-109-milliards.html"));
    assert!(counts.contains("By payer (not stated)"), "{counts}");
}
