//! One thing has one word in a report: on pages, in pictures, in answers of questions and in charts, in both languages.

use crate::doubted::HARBOUR;
use crate::told::{SHIPPED, Site, rows, shown, text};

fn row<'r>(rows: &'r [String], words: &[&str]) -> &'r str {
    let found = rows.iter().find(|row| words.iter().all(|word| row.contains(word)));
    found.unwrap_or_else(|| panic!("no row with {words:?} in {rows:#?}"))
}

/// The tooltips of a picture.
fn tooltips(site: &Site, path: &str) -> Vec<String> {
    let picture = text(site, path).split("<title>").skip(2);
    picture
        .map(|rest| shown(rest.split("</title>").next().unwrap()))
        .collect()
}

#[test]
fn what_became_of_a_figure_leads_to_the_claim_of_the_persons_decision_with_its_stage() {
    for (path, decided) in [
        ("claim/dev23-10-milliards-proposes.html", "remplacée par"),
        ("en/claim/dev23-10-milliards-proposes.html", "replaced by"),
    ] {
        let page = text(&SHIPPED, path);
        let totals = page.split("<section class=\"totals\">").nth(1).unwrap();
        let totals = totals.split("</section>").next().unwrap();
        assert!(totals.contains("dev23-7-milliards-annonce.html"), "{path}: {totals}");
        assert!(!totals.contains("dev23-7-milliards-propose.html"), "{path}: {totals}");
        let totals = shown(totals);
        assert!(totals.contains(decided), "{path}: {totals}");
        assert!(
            totals.contains("annoncé juin 2023") || totals.contains("announced June 2023"),
            "{totals}"
        );
    }
    for path in ["sums.html", "sums-funder.html", "question/totals-left-out.html"] {
        let page = text(&SHIPPED, path);
        let row = page
            .split("<tr>")
            .find(|row| row.contains("10\u{a0}Md\u{a0}[€]") && row.contains("par"));
        let row = row.unwrap_or_else(|| panic!("{path}: no row of the ten billion"));
        assert!(row.contains("dev23-7-milliards-annonce.html"), "{path}: {row}");
        assert!(!row.contains("dev23-7-milliards-propose.html"), "{path}: {row}");
    }
    let csv = text(&SHIPPED, "data/question/totals-left-out.fr.csv");
    let line = csv.lines().find(|line| line.starts_with("dev23-10-milliards")).unwrap();
    assert!(line.ends_with(",dev23-7-milliards-annonce,"), "{line}");
    let left_out = rows(text(&SHIPPED, "question/totals-left-out.html"));
    row(&left_out, &["300 milliards", "en suspens : il lui manque la monnaie"]);
    let disagreements = rows(text(&SHIPPED, "en/question/disagreements.html"));
    let decision = row(&disagreements, &["10 milliards", "7 milliards"]);
    assert!(
        decision.contains("replaces") && decision.contains("légèrement moins"),
        "{decision}"
    );
    assert!(
        !disagreements.iter().any(|row| row.contains("updates")),
        "{disagreements:#?}"
    );
}

#[test]
fn answers_write_figures_and_marks_as_pages_do() {
    let totals = rows(text(&SHIPPED, "question/totals.html"));
    row(&totals, &["OpenAI", "| > 10 Md |", "monnaie non écrite"]);
    row(&totals, &["Anthropic", "| 450 M [€] |", "lecture ambiguë"]);
    row(&totals, &["| 109 Md€ |", "en désaccord", "ne compte pas"]);
    row(&totals, &["| 20 Md€ (partie) |", "comprise dans 200 Md€"]);
    row(&totals, &["| 500 M€ |", "à ne pas ajouter à 400 M€ (autre périmètre)"]);
    row(&totals, &["| 50 M€ |", "demandé (proposé)"]);
    let largest = rows(text(&SHIPPED, "en/question/largest-sums.html"));
    row(&largest, &["| > 10bn (currency not written) |"]);
    row(&largest, &["| €200bn |", "ambiguous reading"]);
    row(&largest, &["| €50m |", "asked (proposed)"]);
    for question in ["totals", "largest-sums"] {
        let harbour = rows(text(&HARBOUR, &format!("question/{question}.html")));
        row(&harbour, &["| £9m |", "others say £12m"]);
    }
}

#[test]
fn a_date_that_no_document_writes_says_so_if_it_is_a_year_and_in_pictures() {
    for question in ["announcements", "dated-events"] {
        let rows = rows(text(&SHIPPED, &format!("question/{question}.html")));
        let years: Vec<&String> = rows.iter().filter(|row| row.contains("| 2017")).collect();
        assert!(
            !years.is_empty() && years.iter().all(|row| row.contains("| 2017 (déduite)")),
            "{years:?}"
        );
    }
    let titles = tooltips(&SHIPPED, "data/picture/money.fr.svg");
    let of = |words: &str| titles.iter().find(|title| title.contains(words)).unwrap();
    assert!(of("109 Md€").contains("9 février 2025 (déduite)"), "{titles:#?}");
    assert!(of("220 M€").contains("21 mai 2024 (calculée)"), "{titles:#?}");
}

#[test]
fn a_part_names_its_whole_and_what_is_not_to_be_added_says_to_what() {
    for path in ["index.html", "sums.html", "picture/money.html"] {
        row(&rows(text(&SHIPPED, path)), &["20 Md€", "comprise dans 200 Md€"]);
    }
    let page = rows(text(&SHIPPED, "en/entity/ia-clusters.html"));
    row(&page, &["| €500m |", "not added to €400m (another scope)"]);
    row(
        &page,
        &[
            "| €400m (increment) |",
            "on top of a sum that is not said, not added to €500m",
        ],
    );
    let list = rows(text(&SHIPPED, "picture/money.html"));
    row(&list, &["500 M€", "à ne pas ajouter à 400 M€ (autre périmètre)"]);
    let titles = tooltips(&SHIPPED, "data/picture/money.fr.svg");
    assert!(
        titles
            .iter()
            .any(|title| title.contains("400 M€") && title.contains("à ne pas ajouter")),
        "{titles:#?}"
    );
}

#[test]
fn the_figure_of_somebody_else_replaces_nothing() {
    let list = rows(text(&HARBOUR, "picture/money.html"));
    let twelve = row(&list, &["£12m"]);
    assert!(
        twelve.contains("others say £9m") && !twelve.contains("replaced"),
        "{twelve}"
    );
    let titles = tooltips(&HARBOUR, "data/picture/money.en.svg");
    let drawn = titles.iter().find(|title| title.contains("£12m")).unwrap();
    assert!(drawn.contains("others say £9m"), "{drawn}");
    for (path, page) in HARBOUR
        .iter()
        .filter(|(path, _)| path.starts_with("claim/") && path.ends_with(".html"))
    {
        let page = shown(std::str::from_utf8(page).unwrap());
        assert!(
            !page.contains("updates") && !page.contains("replaced by £"),
            "{path}: {page}"
        );
    }
}

#[test]
fn money_has_one_scale_and_an_ambiguous_payer_says_so() {
    let start = rows(text(&SHIPPED, "en/index.html"));
    for (sum, stage) in [
        ("€200bn", "announced (planned)"),
        ("$500bn", "announced (planned)"),
        ("€109bn", "announced |"),
    ] {
        row(&start, &[sum, stage]);
    }
    let picture = text(&SHIPPED, "data/picture/money.en.svg");
    assert!(
        picture.contains("announced (planned)") && !picture.contains(">planned"),
        "{picture}"
    );
    let claim = shown(text(&SHIPPED, "en/claim/dev23-50m-bpifrance.html"));
    assert!(claim.contains("Payer: Bpifrance ambiguous reading"), "{claim}");
    let titles = tooltips(&SHIPPED, "data/picture/money.en.svg");
    let ambiguous = titles.iter().filter(|title| title.contains("ambiguous reading"));
    assert!(ambiguous.count() >= 4, "{titles:#?}");
}

#[test]
fn who_announces_money_for_a_thing_does_not_announce_the_thing() {
    let macron = shown(text(&SHIPPED, "entity/emmanuel-macron.html"));
    let links = macron.split("Liens").nth(1).unwrap();
    assert!(links.contains("annonce de l’argent pour →"), "{links}");
    let things = links
        .split("annonce →")
        .nth(1)
        .unwrap_or_default()
        .split('→')
        .next()
        .unwrap();
    assert!(!things.contains("puce électronique"), "{things}");
}

#[test]
fn the_method_has_the_words_that_pages_use() {
    for (path, words) in [
        (
            "method.html",
            [
                "d’autres disent",
                "en suspens",
                "lecture ambiguë",
                "actualisée par",
                "calculée",
                "bénéficie à",
                "lève",
            ],
        ),
        (
            "en/method.html",
            [
                "others say",
                "open",
                "ambiguous reading",
                "updated by",
                "computed",
                "benefits",
                "raises",
            ],
        ),
    ] {
        let page = text(&SHIPPED, path);
        for word in words {
            assert!(page.contains(&format!("<dt>{word}")), "{path} lacks {word}");
        }
    }
    assert!(!shown(text(&SHIPPED, "method.html")).contains("ne va pas avec"));
}

#[test]
fn long_pages_lead_to_their_parts() {
    let timeline = text(&SHIPPED, "timeline.html");
    let jumps = timeline.split("<nav class=\"jumps\"").nth(1).unwrap();
    assert!(
        jumps.contains("href=\"#y2017\"") && timeline.contains("id=\"y2017\""),
        "{jumps}"
    );
    assert!(text(&SHIPPED, "names.html").contains("<nav class=\"jumps\""));
}

#[test]
fn a_title_and_a_description_in_both_languages_stand_on_the_pages_of_their_language() {
    for (path, title, description) in [
        ("index.html", "Intelligence artificielle", "Qui annonce"),
        ("en/index.html", "Artificial intelligence: French", "Who announces"),
    ] {
        let page = shown(text(&SHIPPED, path));
        assert!(page.contains(title) && page.contains(description), "{path}: {page}");
    }
    let claim = shown(text(&SHIPPED, "en/claim/som25-109-milliards.html"));
    assert!(
        !claim.contains("Intelligence artificielle : annonces publiques"),
        "{claim}"
    );
}

#[test]
fn large_pictures_keep_letters_that_can_be_read() {
    let frame = |path: &str| {
        let page = text(&SHIPPED, path);
        let frame = page.split("<figure class=\"view").nth(1).unwrap();
        frame.split('"').next().unwrap().to_owned()
    };
    assert_eq!(frame("picture/targets.html"), "");
    assert_eq!(frame("picture/money.html"), " large");
    assert_eq!(frame("picture/claims.html"), " large huge");
}
