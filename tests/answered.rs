//! A report answers its readers in full: in questions, sentences, places and reasons, on a phone and in the search.

use crate::support::output;
use crate::told::{COUNCIL, SHIPPED, report_of, rows, shown, text};
use regex::Regex;
use std::sync::LazyLock;

/// The rows of a page that have all of these words.
fn rows_with<'r>(rows: &'r [String], words: &[&str]) -> Vec<&'r String> {
    let has = |row: &&String| words.iter().all(|word| row.contains(word));
    rows.iter().filter(has).collect()
}

#[test]
fn answers_of_questions_write_figures_and_voices_as_pages_do() {
    let largest = rows(text(&SHIPPED, "question/largest-sums.html"));
    let unfunded = rows(text(&SHIPPED, "question/unfunded-amounts.html"));
    for (answer, words) in [
        // "more than", and who says it where nobody is named.
        (
            &largest,
            [
                "OpenAI",
                "| > 10 Md (monnaie non écrite) |",
                "| document sans titre (juin 2023) |",
            ],
        ),
        (
            &largest,
            ["Stargate", "| 500 Md$ |", "| intelligence-artificielle.com |"],
        ),
        // The currency stands in a neighbouring phrase.
        (
            &unfunded,
            ["Anthropic", "| 450 M [€] |", "| document sans titre (juin 2023) |"],
        ),
        (
            &unfunded,
            [
                "400 millions d’euros supplémentaires",
                "| 400 M€ (supplément) |",
                "| Emmanuel Macron |",
            ],
        ),
    ] {
        assert_eq!(rows_with(answer, &words).len(), 1, "{words:?} in {answer:?}");
    }
    let page = shown(text(&SHIPPED, "question/unfunded-amounts.html"));
    assert!(page.contains("[€] entre crochets n’est pas écrit à côté du chiffre"));
    for path in [
        "question/largest-sums.html",
        "question/said-about.html",
        "question/second-hand.html",
    ] {
        for language in ["", "en/"] {
            let page = text(&SHIPPED, &format!("{language}{path}"));
            let head = if language.is_empty() { "qui" } else { "who" };
            let empty = format!("data-head=\"{head}\"></td>");
            assert!(
                page.contains(&format!("data-head=\"{head}\"")) && !page.contains(&empty),
                "{language}{path}"
            );
        }
    }
}

#[test]
fn what_was_left_out_is_told_with_its_figure_and_no_key() {
    let french = rows(text(&SHIPPED, "question/left-out.html"));
    assert_eq!(french[0], "document | tel qu’écrit | raison | ");
    assert!(
        french[1].contains("| 22 mai 2024 à 12h30 | Jour et heure de publication"),
        "{french:?}"
    );
    let english = rows(text(&SHIPPED, "en/question/left-out.html"));
    assert!(
        english[2].contains("| 41.37% | The share of the article"),
        "{english:?}"
    );
}

#[test]
fn totals_as_csv_have_the_figures_of_pages_and_say_what_is_carried_over() {
    let csv = text(&SHIPPED, "data/totals-programme.csv");
    assert!(
        csv.starts_with("grouping,group,column,minimum,maximum,currency,figure,aspects,marks,"),
        "{csv}"
    );
    assert!(csv.contains("450000000,450000000,EUR,450\u{a0}M\u{a0}[€],"), "{csv}");
    assert!(csv.contains("10000000000,,,>\u{a0}10\u{a0}Md,"), "{csv}");
    // Of several sums, one whose currency stands elsewhere.
    let rows = rows(text(&SHIPPED, "sums-currency.html"));
    let paid = rows_with(&rows, &["| payé |", "€", "une partie en [€]"]);
    assert_eq!(paid.len(), 1, "{rows:?}");
    assert!(text(&SHIPPED, "data/totals-currency.csv").contains("une partie en [€]"));
}

#[test]
fn reasons_are_in_the_language_of_the_page() {
    for (path, french, english) in [
        (
            "claim/em24-400m-neuf-clusters.html",
            "Économie Matin ne le dit pas. À ne pas compter deux fois.",
            "Économie Matin does not. Not to be counted twice.",
        ),
        (
            "question/parts.html",
            "une seule enveloppe, dite deux fois",
            "one envelope, said twice",
        ),
        (
            "question/disagreements.html",
            "L’intertitre dit IA",
            "The heading says AI",
        ),
        ("disagreements.html", "L’intertitre dit IA", "The heading says AI"),
    ] {
        let (own, other) = (
            shown(text(&SHIPPED, path)),
            shown(text(&SHIPPED, &format!("en/{path}"))),
        );
        assert!(own.contains(french) && !own.contains(english), "{path}");
        assert!(other.contains(english) && !other.contains(french), "en/{path}");
    }
    // Each decision once, although it has two reasons.
    let parts = rows(text(&SHIPPED, "question/parts.html"));
    assert_eq!(rows_with(&parts, &["400 M€", "deux fois"]).len(), 1, "{parts:?}");
}

#[test]
fn two_dates_of_one_promise_clash_on_the_page_of_its_sum() {
    static TAGS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("(?s)<section class=\"conflicts\">(.*?)</section>").unwrap());
    let conflicts = |path: &str| {
        let page = text(&SHIPPED, path);
        TAGS.captures(page).map(|found| shown(&found[1])).unwrap_or_default()
    };
    let french = conflicts("claim/som25-109-milliards.html");
    let clash = french
        .split("La date ou l’occasion est dite, dans le même document, de deux façons")
        .nth(1);
    let clash = clash.unwrap_or_else(|| panic!("{french}"));
    for words in [
        "9 février 2025",
        "occasion : passage d’Emmanuel Macron sur France 2",
        "occasion : Sommet de l’IA à Paris",
        "le texte dit la veille",
    ] {
        assert!(clash.contains(words), "{words} in {clash}");
    }
    assert!(
        conflicts("en/claim/som25-109-milliards.html").contains("told in two ways that clash, in the same document")
    );
    // The claims that clash have each other there already.
    assert!(!conflicts("claim/som25-annonce-au-sommet.html").contains("deux façons"));
}

#[test]
fn a_sum_is_a_sentence_with_its_verb_recipient_and_payer() {
    let page = text(&SHIPPED, "en/claim/em24-400m-neuf-clusters.html");
    let sentence = "Emmanuel Macron announces €400m for IA-clusters, with the nine French AI clusters as recipient";
    let first = page.split("</h1>").nth(1).unwrap();
    assert!(
        first.starts_with(&format!("<p class=\"sentence\">{sentence}</p>")),
        "{first:.300}"
    );
    assert!(
        page.contains(&format!("<title>{sentence} · ")) && page.contains(&format!("“{sentence}”")),
        "cited"
    );
    let data = text(&SHIPPED, "claim/em24-400m-neuf-clusters.jsonld").replace('\u{a0}', " ");
    assert!(data.contains("\"text\":\"Emmanuel Macron annonce 400 M€ pour IA-clusters, au bénéfice de : les neuf clusters d’IA français\""), "{data}");
    let of = |start: &str, end: &str| {
        let paths = COUNCIL
            .keys()
            .filter(|path| path.starts_with(start) && path.ends_with(".html"));
        let sentences = paths.filter_map(|path| {
            text(&COUNCIL, path)
                .split("<p class=\"sentence\">")
                .nth(1)?
                .split("</p>")
                .next()
        });
        let mut sentences = sentences.map(shown);
        sentences
            .find(|sentence| sentence.contains(end))
            .unwrap_or_else(|| panic!("no {end} in {start}"))
    };
    assert_eq!(
        of("claim/", "£12.5m"),
        "Ostermere Council says that £12.5m was approved for Swimming pool, with Pool Trust as recipient (20 June 2024)"
    );
    assert!(
        of("claim/", "Ada Stone, leader of Ostermere Council announces £14m")
            .contains("with Ostermere Council as payer, with Pool Trust as recipient")
    );
    assert!(of("claim/", "withdraws £6m").ends_with("(12 December 2024)"));
    assert!(
        of("claim/", "announces £6m").ends_with("– withdrawn~"),
        "struck, and says why"
    );
    // A headline's figure is the document's, and nobody announces it.
    let headline = shown(text(&SHIPPED, "en/claim/som25-300-milliards-titre.html"));
    assert!(
        headline.contains("According to intelligence-artificielle.com, Sommet"),
        "{headline:.800}"
    );
}

#[test]
fn two_documents_that_are_cited_alike_have_two_numbers_in_a_picture() {
    let site = report_of(
        "\
Who says it,Who pays,Recipient,Project,Amount,Date,Status,Source,Link
Ministry,Ministry,Port Trust,New quay,£14m,2024-02-12,announced,Press release,https://example.org/quay
Ministry,Ministry,Rail Trust,New station,£9m,2024-02-13,announced,Press release,https://example.org/station
",
    );
    let picture = text(&site, "picture/money.html");
    assert!(picture.contains(">1 Press release</text>") && picture.contains(">2 Press release</text>"));
    for number in ["1", "2"] {
        assert!(
            picture.contains(&format!("font-size=\"8.5\">{number}</tspan>")),
            "{number}"
        );
    }
}

#[test]
fn each_entry_of_a_legend_says_of_which_links_it_is() {
    let of = Regex::new("<g data-shows=\"([0-9 ]*)\" [^>]*>.*?<text[^>]*>([^<]*)</text>").unwrap();
    let picture = text(&SHIPPED, "picture/money.html");
    let entries: Vec<(String, usize)> = of
        .captures_iter(picture)
        .map(|entry| (shown(&entry[2]), entry[1].split(' ').count()))
        .collect();
    for entry in ["argent", "annoncé", "en désaccord avec une autre"] {
        assert!(
            entries.iter().any(|(name, count)| name.contains(entry) && *count > 0),
            "{entry}: {entries:?}"
        );
    }
    // Files of pictures are for other programs.
    assert!(!text(&SHIPPED, "data/picture/money.fr.svg").contains("data-shows"));
}

#[test]
fn answers_fold_on_a_phone_with_the_names_of_their_columns() {
    let page = text(&SHIPPED, "en/question/fate.html");
    assert!(page.contains("<table class=\"answer stacked\">"));
    let cells = page.matches("<td").count();
    assert!(
        cells > 0 && cells == page.matches("data-head=\"").count(),
        "each cell has the name of its column"
    );
}

#[test]
fn the_search_knows_the_questions() {
    let index = text(&SHIPPED, "assets/search.en.js");
    assert!(
        index.contains("{\"k\":\"question\",\"t\":\"What became of a sum\",\"m\":\"Which claims replace, repeat"),
        "{index:.200}"
    );
}

#[test]
fn a_passage_is_found_by_paragraph_and_sentence_where_the_text_is_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--language", "en"]);
    output(&folder.path().join("d"), &["report", "-o", "site"]);
    let site = crate::support::tree(&folder.path().join("d/site"));
    let claims = site
        .keys()
        .filter(|path| path.starts_with("claim/") && path.ends_with(".html"));
    let places: Vec<String> = claims.map(|path| shown(text(&site, path))).collect();
    assert!(!places.is_empty());
    for place in places {
        let at = place.split(" · paragraph ").nth(1).unwrap_or_else(|| panic!("{place}"));
        assert!(
            at.starts_with(char::is_numeric) && at.contains(", sentence ") && at.contains(" (characters "),
            "{at:.80}"
        );
    }
    // Without the text there are only the characters.
    assert!(!shown(text(&SHIPPED, "claim/som25-109-milliards.html")).contains("paragraphe"));
}

#[test]
fn what_was_said_in_a_sheet_is_quoted() {
    let said = "up to 45 million for the wall over five years";
    for heading in ["What was said", "Words"] {
        let site = report_of(&format!(
            "Who says it,Who pays,Project,Amount,Date,Status,Source,{heading}\n\
             Ministry,Works Office,Flood wall,up to £45m,2023-12-02,announced,Echo of 2 December,{said}\n"
        ));
        let claim = site
            .keys()
            .find(|path| path.starts_with("claim/") && path.ends_with(".html"));
        let page = text(&site, claim.unwrap());
        let words = page
            .split("<blockquote")
            .nth(1)
            .map(|words| shown(&format!("<{words}")));
        assert!(words.is_some_and(|words| words.contains(said)), "{heading}: {page}");
    }
}

#[test]
fn sums_of_nobody_are_told_apart_by_what_they_are_for_and_links_stand_once() {
    let rows = rows(text(&SHIPPED, "en/sums-funder.html"));
    let unnamed = rows_with(&rows, &["not stated"]);
    assert!(
        unnamed.len() > 3 && unnamed.iter().all(|row| row.contains("for: ")),
        "{unnamed:#?}"
    );
    let page = text(&SHIPPED, "en/claim/em24-400m-neuf-clusters.html");
    let linked = page
        .split("<ul class=\"linked\">")
        .nth(1)
        .unwrap()
        .split("</ul>")
        .next()
        .unwrap();
    let same = linked.matches("ely24-400m-supplement-clusters.html").count();
    assert!(same == 1 && linked.contains("repeats, same figure as"), "{linked}");
}

#[test]
fn a_sheet_tells_who_publishes_and_which_office_a_speaker_holds() {
    let site = report_of(
        "\
Speaker,Role,Who pays,Project,Amount,Date,Status,Publisher,Document,URL
Ann Lee,Minister for Works,Works Office,Flood wall,£45m,2023-12-02,announced,Harbour Echo,Wall to be built,https://example.org/wall
Paul Lock,resident,Works Office,New quay,£9m,2023-12-03,asked,Harbour Echo,A quay for all,https://example.org/quay
",
    );
    let claims = site
        .keys()
        .filter(|path| path.starts_with("claim/") && path.ends_with(".html"));
    let claims: Vec<String> = claims.map(|path| shown(text(&site, path))).collect();
    let of = |figure: &str| claims.iter().find(|claim| claim.contains(figure)).unwrap();
    assert!(
        of("£45m").contains("Ann Lee announces £45m for Flood wall"),
        "{}",
        of("£45m")
    );
    assert!(of("£45m").contains("Harbour Echo, Wall to be built"), "{}", of("£45m"));
    // The office of a resident is none.
    assert!(
        !of("£9m").contains("Paul Lock") && of("£9m").contains("[name withheld 1] asks for £9m"),
        "{}",
        of("£9m")
    );
}
