//! A report tells the truth on every page: who says a figure, at which stage and when, what it measures, and what became of it.

use crate::support::{invented_dossier, output, root, tree};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

pub type Site = BTreeMap<String, Vec<u8>>;

/// A sheet as a council's reporter keeps it.
const SHEET: &str = "\
Who says it,Who pays,Recipient,Project,Amount,Date,Status,Source
\"Ada Stone, leader of Ostermere Council\",Ostermere Council,Pool Trust,Swimming pool,£14m,2024-02-12,announced,Echo of 12 February
Ostermere Council,Ostermere Council,Pool Trust,Swimming pool,£12.5m,2024-06-20,approved,Council minutes
Sport Fund,Sport Fund,Pool Trust,Swimming pool,£1.5m,2024-09-15,awarded,List of awards
\"Ada Stone, leader of Ostermere Council\",?,,Swimming pool,about £19m,2025-01-10,announced,New Year address
Highways engineer,?,,Bypass,£110m,2024-12-15,estimated,Echo of 15 December
Rail users' group,?,,Station,£60-70m,2024-12-01,estimated,Rail Voice
\"Ada Stone, leader of Ostermere Council\",Ostermere Council,,Covered market,£6m,2023-10-05,announced,Echo of 5 October
\"Ada Stone, leader of Ostermere Council\",Ostermere Council,,Covered market,£6m,2024-12-12,withdrawn,Echo of 12 December
Ostermere Council,Ostermere Council,Homes Trust,Flats at Mill Lane,\"£12,000 per home\",2024-03-03,approved,Housing committee
";

pub static COUNCIL: LazyLock<Site> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    let manifest = dossier.join("sourcier.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let described = text.replacen(
        "\n# Everything",
        "\ndescription = \"What the council promised, and what became of it.\"\n\n# Everything",
        1,
    );
    fs::write(&manifest, described).unwrap();
    fs::write(folder.path().join("sheet.csv"), SHEET).unwrap();
    output(&dossier, &["import", "../sheet.csv"]);
    output(&dossier, &["report", "-o", "site"]);
    tree(&dossier.join("site"))
});

/// The report of the repository's dossier, without its texts.
pub static SHIPPED: LazyLock<Site> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    output(&root(), &["report", "-o", site.to_str().unwrap()]);
    tree(&site)
});

pub fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

/// The first file whose path begins and ends so.
fn first<'s>(site: &'s Site, start: &str, end: &str) -> &'s str {
    let path = site.keys().find(|path| path.starts_with(start) && path.ends_with(end));
    text(site, path.unwrap_or_else(|| panic!("no {start}…{end}")))
}

/// A part of a page as its readers see it: without tags; what is struck through is between tildes, cells end with a bar.
pub fn shown(html: &str) -> String {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("(?s)<script.*?</script>|<svg.*?</svg>|<[^>]*>").unwrap());
    let marked = html.replace("<s>", "~").replace("</s>", "~");
    let marked = marked.replace("</td>", " | ").replace("</th>", " | ");
    TAG.replace_all(&marked, "")
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace("&gt;", ">")
}

/// The rows of the tables of a page.
pub fn rows(html: &str) -> Vec<String> {
    html.split("<tr>")
        .skip(1)
        .map(|row| shown(row.split("</tr>").next().unwrap()))
        .collect()
}

fn titles(site: &Site, start: &str) -> Vec<(String, String)> {
    let pages = pages(site).filter(|(path, _)| path.starts_with(start));
    let title = |page: &str| {
        page.split("<title>")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap()
            .to_owned()
    };
    pages.map(|(path, page)| (path.to_owned(), title(page))).collect()
}

#[test]
fn sums_whose_payer_or_recipient_nobody_names_are_not_added_up() {
    for (path, sums) in [
        (
            "sums-funder.html",
            ["| 109 Md€ |", "| 50 M€ |", "| 25 M€ |", "| 450 M [€] |", "| 105 M€ |"],
        ),
        (
            "sums-recipient.html",
            [
                "| 109 Md€ |",
                "| 50 M€ |",
                "| 25 M€ |",
                "| 180 Md€ |",
                "| 250 M€ (contribution) |",
            ],
        ),
    ] {
        let rows = rows(text(&SHIPPED, path));
        let unnamed: Vec<&String> = rows.iter().filter(|row| row.starts_with("non nommé")).collect();
        for sum in sums {
            assert!(
                unnamed.iter().any(|row| row.contains(sum)),
                "{path}: no {sum} in {unnamed:?}"
            );
        }
        // Only the sum that others dispute is disputed.
        assert_eq!(
            unnamed.iter().filter(|row| row.contains("en désaccord")).count(),
            1,
            "{unnamed:?}"
        );
        let csv = text(
            &SHIPPED,
            &format!("data/totals-{}", path.replace("sums-", "").replace("html", "csv")),
        );
        assert!(!csv.contains("109075000000") && csv.contains(",109000000000,"), "{csv}");
    }
    let shown = shown(text(&COUNCIL, "sums-funder.html"));
    assert!(shown.contains("£110m |") && shown.contains("£60m to £70m |"), "{shown}");
    assert!(!shown.contains("£170m"), "{shown}");
}

#[test]
fn the_list_below_a_picture_and_its_data_have_marks_and_stages_of_each_link() {
    let rows = rows(text(&COUNCIL, "picture/money.html"));
    let of = |words: &[&str]| {
        let mut found = rows.iter().filter(|row| words.iter().all(|word| row.contains(word)));
        found.next().unwrap_or_else(|| panic!("no {words:?} in {rows:#?}"))
    };
    assert!(of(&["~funds~", "~£6m~"]).contains("announced, 5 October 2023 | Ada Stone"));
    assert!(of(&[" withdraws ", " £6m "]).contains("withdrawal, 12 December 2024"));
    assert!(of(&["£14m", "updated by £19m"]).contains("announced"));
    assert!(of(&["£12,000", "(each)"]).contains("voted"));
    // Two stages are two lines.
    let both = rows_of(text(&SHIPPED, "picture/money.html"), "7 Md€");
    assert!(
        both.iter().any(|row| row.contains("| demandé")) && both.iter().any(|row| row.contains("| annoncé")),
        "{both:?}"
    );
    let script = text(&COUNCIL, "data/picture/money.en.js");
    let json = script.split_once('=').unwrap().1.trim_end().trim_end_matches(';');
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    let edges = data["edges"].as_array().unwrap();
    let is = |remark: &str, gone: u64, stage: &str| {
        edges.iter().any(|edge| {
            edge[13].as_str().unwrap().starts_with(remark) && edge[14].as_u64() == Some(gone) && edge[15] == stage
        })
    };
    assert!(is("withdrawn", 1, "announced") && is("", 0, "withdrawal"), "{edges:?}");
    assert!(is("updated by £19m", 0, "announced"), "{edges:?}");
    assert!(
        edges.iter().all(|edge| !edge[16].as_str().unwrap().is_empty()),
        "{edges:?}"
    );
}

fn rows_of(page: &str, words: &str) -> Vec<String> {
    rows(page).into_iter().filter(|row| row.contains(words)).collect()
}

#[test]
fn what_a_figure_measures_stands_in_each_sentence_of_its_claim() {
    let claim = first(&COUNCIL, "claim/housing-committee", ".html");
    let heading = shown(claim.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap());
    assert!(heading.contains("£12,000 (each)"), "{heading}");
    let told = claim.matches("£12,000 (each)").count();
    // The title, JSON-LD (text and amount), heading and citation.
    assert!(
        told >= 5 && !claim.contains("£12,000<") && !claim.contains("£12,000 (voted"),
        "{told}: {claim}"
    );
    for path in ["timeline.html", "assets/search.en.js", "sums.html"] {
        assert!(text(&COUNCIL, path).contains("£12,000 (each)"), "{path}");
    }
    let increment = text(&SHIPPED, "claim/ely24-400m-supplement-clusters.html");
    assert!(
        increment
            .split("<h1>")
            .nth(1)
            .unwrap()
            .contains("400\u{a0}M€ (supplément)"),
        "{increment}"
    );
    assert!(rows_of(text(&SHIPPED, "index.html"), "20 Md€")[0].contains("20 Md€ (partie)"));
}

#[test]
fn a_date_that_no_document_writes_says_so_and_is_not_lent() {
    let claim = text(&SHIPPED, "en/claim/som25-109-milliards.html");
    let day = "9\u{a0}February\u{a0}2025";
    for place in ["<title>", "<h1>", "application/ld+json", "class=\"stage\"", "<footer"] {
        let rest = claim.split(place).nth(1).unwrap().replace(' ', "\u{a0}");
        let rest = &rest[rest.find(day).unwrap_or_else(|| panic!("{place}"))..];
        // Within brackets it is behind a comma.
        assert!(
            ["\u{a0}(inferred)", ",\u{a0}inferred)"]
                .iter()
                .any(|basis| rest.starts_with(&format!("{day}{basis}"))),
            "{place}: {}",
            &rest[..60]
        );
    }
    let plots = text(&SHIPPED, "en/entity/ia-clusters.html").replace('\u{a0}', " ");
    assert!(plots.contains("Emmanuel Macron, published 22 May 2024"), "{plots}");
    assert!(!plots.contains("Emmanuel Macron, 22 May 2024"), "{plots}");
    assert!(text(&SHIPPED, "timeline.html").contains("(déduite)"));
    assert!(text(&SHIPPED, "targets.html").contains("(calculée)"));
    assert!(text(&SHIPPED, "documents.html").contains("juin 2023 (déduite)"));
}

#[test]
fn who_says_it_is_said_in_each_row_passage_and_link() {
    let cell = Regex::new(r#"(?s)<td data-head="(?:Qui le dit|Who says it)">(.*?)</td>"#).unwrap();
    let mut count = 0;
    for (path, page) in pages(&SHIPPED).chain(pages(&COUNCIL)) {
        for cell in cell.captures_iter(page) {
            count += 1;
            assert!(!shown(&cell[1]).trim().is_empty(), "{path}");
        }
    }
    assert!(count > 1_000, "{count}");
    for (path, page) in pages(&SHIPPED).filter(|(path, _)| path.starts_with("document/")) {
        let passages = page
            .split("<ol class=\"passages\">")
            .nth(1)
            .unwrap()
            .split("</ol>")
            .next()
            .unwrap();
        for passage in passages.split("<li>").skip(1) {
            assert!(shown(passage).contains("Selon "), "{path}: {passage}");
        }
    }
    let links = text(&SHIPPED, "entity/france.html")
        .split("class=\"neighbours\"")
        .nth(1)
        .unwrap();
    let links = shown(links.split("</section>").next().unwrap());
    assert!(
        links.contains("février 2025 (selon intelligence-artificielle.com)"),
        "{links}"
    );
}

#[test]
fn our_remarks_are_nobody_s_words() {
    for site in [&*SHIPPED, &*COUNCIL] {
        for (path, bytes) in site.iter().filter(|(path, _)| path.contains("picture/")) {
            let Ok(said) = std::str::from_utf8(bytes) else { continue };
            for remark in [
                "lacks the currency",
                "measures no sum",
                "il lui manque la monnaie",
                "mesure autre chose qu’une somme",
            ] {
                for by in [", according to", ", selon"] {
                    assert!(!said.contains(&format!("{remark}{by}")), "{path}: {remark}{by}");
                }
            }
        }
    }
    let rows = rows_of(text(&SHIPPED, "picture/money.html"), "> 300 Md");
    let row = rows.iter().find(|row| row.contains("| > 300 Md |")).unwrap();
    let words = "selon intelligence-artificielle.com ; il lui manque la monnaie, en désaccord";
    assert!(row.contains(words), "{row}");
}

#[test]
fn a_promise_is_called_by_its_claim_and_has_nobody_else_s_money() {
    for (site, start) in [
        (&*SHIPPED, "promise/"),
        (&*SHIPPED, "en/promise/"),
        (&*COUNCIL, "promise/"),
    ] {
        let titles = titles(site, start);
        let different: BTreeSet<&String> = titles.iter().map(|(_, title)| title).collect();
        assert_eq!(different.len(), titles.len(), "{titles:#?}");
    }
    // What was announced names it, and no headline that says more.
    let headings: Vec<String> = titles(&SHIPPED, "promise/")
        .into_iter()
        .map(|(_, title)| title)
        .collect();
    assert!(
        headings
            .iter()
            .any(|title| title.contains("109\u{a0}Md€ selon Emmanuel Macron, annoncé")),
        "{headings:#?}"
    );
    assert!(
        headings.iter().all(|title| !title.contains("300\u{a0}Md")),
        "{headings:#?}"
    );
    let pools: Vec<String> = titles(&COUNCIL, "promise/")
        .into_iter()
        .filter(|(_, title)| title.contains("pool"))
        .map(|(path, _)| path)
        .collect();
    assert!(!pools.is_empty());
    for path in pools {
        let told = rows(text(&COUNCIL, &path)).join("\n");
        let both = told.contains("£1.5m") && (told.contains("£19m") || told.contains("£12.5m"));
        assert!(!both, "{path}: {told}");
    }
}

#[test]
fn a_withdrawal_is_told_once_and_its_message_is_not_struck() {
    let corrections = shown(text(&COUNCIL, "corrections.html"));
    assert_eq!(corrections.matches("Covered market").count(), 1, "{corrections}");
    let message = first(&COUNCIL, "claim/echo-of-12-december-covered", ".html");
    let title = message
        .split("<title>")
        .nth(1)
        .unwrap()
        .split("</title>")
        .next()
        .unwrap();
    assert!(
        title.contains(" withdraws £6m for Covered market")
            && title.contains("(12 December 2024)")
            && !title.contains("– withdrawn"),
        "{title}"
    );
    let heading = shown(message.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap());
    assert!(heading.contains("Covered market, withdrawal: £6m"), "{heading}");
    let withdrawn = first(&COUNCIL, "claim/echo-of-5-october-covered", ".html");
    let history = withdrawn
        .split("class=\"history\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap();
    assert!(
        history.contains("claim/echo-of-12-december-covered") || history.contains("href=\"echo-of-12-december-covered"),
        "{history}"
    );
    let left_out = rows_of(text(&COUNCIL, "sums.html"), "~Covered market");
    assert!(
        left_out[0].contains("withdrawal: £6m withdrawal 12 December 2024, Ada Stone"),
        "{left_out:?}"
    );
    let svg = text(&COUNCIL, "data/picture/money.en.svg");
    assert_eq!(
        svg.matches("class=\"struck\"").count(),
        2,
        "the amount and the word of one line are struck"
    );
}

#[test]
fn a_dossier_says_what_it_is_about() {
    let words = "What the council promised, and what became of it.";
    assert!(text(&COUNCIL, "index.html").contains(words));
    assert!(text(&COUNCIL, "fr/index.html").contains(&format!("lang=\"en\">{words}")));
    assert!(text(&COUNCIL, "ro-crate-metadata.json").contains(&format!("\"description\": \"{words}\"")));
    let citation = text(&COUNCIL, "CITATION.cff");
    assert!(
        citation.contains(&format!("abstract: \"{words}\"")) && citation.contains("The authors of “d”"),
        "{citation}"
    );
}

#[test]
fn plots_over_time_name_their_sources() {
    let figure = Regex::new(r#"(?s)<section class="time">.*?<figure class="chart">(.*?)</figure>"#).unwrap();
    let mut count = 0;
    for (path, page) in pages(&SHIPPED).filter(|(path, _)| path.starts_with("entity/")) {
        for figure in figure.captures_iter(page) {
            count += 1;
            assert!(figure[1].contains("Sources"), "{path}");
        }
    }
    assert!(count > 10, "{count}");
}

/// A sheet of a promise with all that is said beside it.
const FLOOD: &str = "\
Who says it,Who pays,Project,Amount,Date,Status,Source
Ministry,Works Office,Flood wall,£45m,2023-12-02,announced,Press release
Works Office,Works Office,Flood wall,£0,2024-01-10,paid,Accounts
Works Office,Works Office,Flood wall,£4.5m a year,2024-03-01,approved,Budget
Harbour engineer,?,Flood wall,£61m,2024-02-01,estimated,Echo of 1 February
Housing Agency,Housing Agency,Flats,£210 each,2024-04-01,approved,Circular
Housing Agency,Housing Agency,Flats,£14m,2024-05-01,announced,Press day
Housing Agency,Housing Agency,Flats,£14m,2024-09-01,paid,Accounts 2
";

/// The report of a sheet.
pub fn report_of(sheet: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    fs::write(folder.path().join("sheet.csv"), sheet).unwrap();
    output(&dossier, &["import", "../sheet.csv"]);
    output(&dossier, &["report", "-o", "site"]);
    tree(&dossier.join("site"))
}

#[test]
fn a_promise_is_called_by_the_sum_that_was_announced_and_holds_no_other() {
    let site = report_of(FLOOD);
    let titles = titles(&site, "promise/");
    let of = |name: &str| {
        let mut found = titles.iter().filter(|(_, title)| title.contains(name));
        let (path, title) = found.next().unwrap_or_else(|| panic!("no {name} in {titles:?}"));
        assert!(found.next().is_none(), "{titles:?}");
        (title.clone(), rows(text(&site, path)).join("\n"))
    };
    let (wall, told) = of("Flood wall");
    assert!(wall.contains("£45m according to Ministry, announced"), "{wall}");
    assert!(told.contains("£45m") && told.contains("£0"), "{told}");
    assert!(!told.contains("£61m") && !told.contains("£4.5m"), "{told}");
    let (flats, told) = of("Flats");
    assert!(flats.contains("£14m according to Housing Agency, announced"), "{flats}");
    assert!(!told.contains("£210"), "{told}");
}

#[test]
fn reasons_say_in_which_language_they_are_and_name_documents_by_no_key() {
    let reason = "no currency, and present tense for what is only announced";
    let of_title = |page: &str| page.contains("et le présent pour ce qui n’est qu’annoncé");
    // The row at the end of the page has both.
    let above_row = |path: &str| text(&SHIPPED, path).split("<details class=\"row\">").next().unwrap();
    let french = above_row("claim/som25-300-milliards-titre.html");
    assert!(of_title(french) && !french.contains(reason), "{french}");
    let english = above_row("en/claim/som25-300-milliards-titre.html");
    assert!(english.contains(reason) && !of_title(english) && !english.contains("<span lang=\"fr\">"));
    // A note that is in one language alone.
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    output(folder.path(), &["report", "-o", "site"]);
    let page = |path: &str| fs::read_to_string(folder.path().join("site").join(path)).unwrap();
    let [french, english] = ["claim/g-plan.html", "en/claim/g-plan.html"].map(page);
    let (_, note) = french.split_once("<span lang=\"en\">").unwrap();
    let (note, _) = note.split_once("</span>").unwrap();
    assert!(!note.is_empty() && english.contains(note), "{note}");
    assert!(!english.contains("<span lang=\"en\">"), "{english}");
    for (path, page) in pages(&SHIPPED) {
        for key in ["elysee-2024 says", "economie-matin-2024 does"] {
            assert!(!page.contains(key), "{path}");
        }
    }
}

#[test]
fn a_speaker_does_what_the_stage_says() {
    let rows = rows(text(&COUNCIL, "picture/announcements.html"));
    let of = |words: &[&str]| {
        let mut found = rows.iter().filter(|row| words.iter().all(|word| row.contains(word)));
        found.next().unwrap_or_else(|| panic!("no {words:?} in {rows:#?}"))
    };
    of(&["Highways engineer", " expects ", "£110m"]);
    of(&["Rail users' group", " expects "]);
    of(&["Ostermere Council", " says approved ", "£12.5m"]);
    of(&["Ada Stone", " announces ", "£14m", "updated by £19m"]);
    // What was withdrawn is struck and stays; the message of it promises nothing.
    of(&["Ada Stone", "~announces~", "~£6m~", "withdrawn"]);
    of(&["Ostermere Council", "~funds~", "~£6m~"]);
    of(&["Ada Stone", " withdraws ", "£6m", "withdrawal"]);
    of(&["Ostermere Council", " withdraws ", "£6m", "withdrawal"]);
    assert!(
        !rows.iter().any(|row| row.contains(" funds ") && row.contains("£6m")),
        "{rows:#?}"
    );
    let bypass = shown(text(&COUNCIL, "entity/bypass.html"));
    let links = bypass.split("Linked with").nth(1).unwrap();
    assert!(
        links.contains("← expects money forHighways engineer") && !links.contains("announces"),
        "{links}"
    );
    for (path, page) in pages(&SHIPPED).filter(|(path, _)| path.starts_with("picture/")) {
        let rows = rows_of(page, "| demandé");
        assert!(rows.iter().all(|row| !row.contains("| annonce ")), "{path}: {rows:#?}");
    }
}

/// The edges of a picture, as its script has them.
fn edges(site: &Site, name: &str) -> Vec<serde_json::Value> {
    let script = text(site, &format!("data/picture/{name}.en.js"));
    let json = script.split_once('=').unwrap().1.trim_end().trim_end_matches(';');
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    data["edges"].as_array().unwrap().clone()
}

#[test]
fn no_line_of_a_picture_is_of_two_stages_and_each_caption_says_of_which_links_it_is() {
    let numbers = Regex::new(r#"data-edges="([^"]*)""#).unwrap();
    let captions = Regex::new(r#"(?s)<g data-edges="([^"]*)">.*?</g>"#).unwrap();
    let lines = Regex::new(r#"<tspan data-lines="([^"]*)""#).unwrap();
    let of = |text: &str| {
        text.split(' ')
            .map(|number| number.parse().unwrap())
            .collect::<BTreeSet<usize>>()
    };
    for name in ["money", "announcements"] {
        let page = text(&COUNCIL, &format!("picture/{name}.html"));
        let edges = edges(&COUNCIL, name);
        let mut count = 0;
        for line in numbers.captures_iter(page) {
            let stages: BTreeSet<String> = of(&line[1])
                .iter()
                .map(|number| edges[*number][15].to_string())
                .collect();
            assert_eq!(stages.len(), 1, "{name}: {stages:?}");
            count += 1;
        }
        assert!(count > 15, "{name}: {count}");
        for caption in captions.captures_iter(page) {
            let told: BTreeSet<usize> = lines.captures_iter(&caption[0]).flat_map(|line| of(&line[1])).collect();
            assert_eq!(told, of(&caption[1]), "{name}: {}", &caption[0]);
        }
    }
}

#[test]
fn money_of_which_no_stage_is_known_is_not_drawn_as_if_it_was_paid() {
    let site = report_of(
        "Who says it,Who pays,Project,Amount,Date,Status,Source\n\
         Town A,Town A,Hall,£4m,2024-01-01,paid,Echo 1\nTown A,Town A,Pool,£5m,2024-01-02,,Echo 2\n",
    );
    let page = text(&site, "picture/money.html");
    let path = |number: usize| {
        let at = page.find(&format!("<path data-edges=\"{number}\"")).unwrap();
        &page[at..at + page[at..].find('>').unwrap()]
    };
    let edges = edges(&site, "money");
    let of = |stage: &str| path(edges.iter().position(|edge| edge[15] == stage).unwrap());
    assert!(!of("paid").contains("stroke-dasharray") && of("stage not stated").contains("stroke-dasharray"));
}

#[test]
fn what_one_payer_brings_to_a_whole_is_marked_as_a_part_of_it() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d"]);
    output(&folder.path().join("d"), &["report", "-o", "site"]);
    let site = tree(&folder.path().join("d/site"));
    let rows = rows_of(text(&site, "picture/money.html"), "€1.5m");
    assert!(rows[0].contains("part of €4.2m"), "{rows:?}");
    assert!(text(&site, "data/picture/money.en.svg").contains("part of €4.2m"));
    let rows = rows_of(text(&site, "index.html"), "€1.5m (contribution)");
    assert!(rows[0].contains("part of €4.2m"), "{rows:?}");
}

/// Words of others that turn what follows them round: an override, and letters from right to left.
const TURNING: [(&str, &str); 2] = [("jeanne-duroc", "שרה כהן"), ("piscine", "\u{202e}tnemecnanif")];

#[test]
fn letters_from_right_to_left_turn_no_words_round() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    rename(folder.path());
    output(folder.path(), &["report", "-o", "site"]);
    let site = tree(&folder.path().join("site"));
    let mut count = 0;
    let data = Regex::new("(?s)<script.*?</script>").unwrap();
    for (path, page) in pages(&site) {
        let page = data.replace_all(page, "");
        for (_, label) in TURNING {
            for (at, _) in page.match_indices(label) {
                // Pictures have each name in a text of its own.
                let (before, after) = (&page[..at], &page[at + label.len()..]);
                let is_apart = before.ends_with('\u{2068}') && after.starts_with('\u{2069}');
                let is_drawn = before.rfind("<svg") > before.rfind("</svg>");
                assert!(
                    is_apart || is_drawn,
                    "{path}: {}",
                    &before[before.len().saturating_sub(200)..].escape_unicode()
                );
                count += usize::from(is_apart);
            }
        }
    }
    assert!(count > 50, "{count}");
    let claims = titles(&site, "claim/");
    assert!(
        claims
            .iter()
            .any(|(_, title)| title.contains("\u{2068}שרה כהן\u{2069} annonce 12")),
        "{claims:?}"
    );
}

fn rename(dossier: &Path) {
    let path = dossier.join("data/entities.csv");
    let entities = fs::read_to_string(&path).unwrap();
    let lines =
        entities.lines().map(
            |line| match TURNING.iter().find(|(key, _)| line.starts_with(&format!("{key},"))) {
                Some((key, label)) => {
                    let mut cells: Vec<&str> = line.split(',').collect();
                    (cells[2], cells[3]) = (label, label);
                    assert_eq!(cells[0], *key);
                    cells.join(",")
                }
                None => line.to_owned(),
            },
        );
    fs::write(&path, lines.collect::<Vec<_>>().join("\n") + "\n").unwrap();
}
