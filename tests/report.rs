//! The report: complete, linked, the same bytes, and safe to publish.

use crate::support::{invented_dossier, output, root, said, sourcier, tree};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The report of the invented dossier.
static INVENTED: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    output(folder.path(), &["report", "-o", "site"]);
    tree(&folder.path().join("site"))
});

/// The report of the repository's dossier, without its texts.
static SHIPPED: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    output(&root(), &["report", "-o", site.to_str().unwrap()]);
    tree(&site)
});

fn html(site: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, &str)> {
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

/// The addresses in a page, as paths in the site; those of the web are left out.
fn links(path: &str, page: &str) -> Vec<String> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?:href|src|data-index)="([^"]*)""#).unwrap());
    let folder = Path::new(path).parent().unwrap();
    let found = LINK.captures_iter(page).map(|link| link[1].to_owned());
    let inner = found.filter(|address| !address.starts_with('#') && !address.contains(':'));
    inner
        .map(|address| {
            let mut parts: Vec<&str> = folder.iter().map(|part| part.to_str().unwrap()).collect();
            for part in address.split('#').next().unwrap().split('/') {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{path}: {address} leads out of the site"),
                    part => parts.push(part),
                }
            }
            parts.join("/")
        })
        .collect()
}

#[test]
fn every_link_leads_to_a_file_and_every_page_is_linked() {
    for site in [&*INVENTED, &*SHIPPED] {
        let mut linked = BTreeSet::from(["index.html".to_owned()]);
        for (path, page) in html(site) {
            for link in links(path, page) {
                assert!(site.contains_key(&link), "{path}: {link} is not there");
                linked.insert(link);
            }
        }
        let alone: Vec<&str> = html(site)
            .map(|(path, _)| path)
            .filter(|path| !linked.contains(*path))
            .collect();
        assert!(alone.is_empty(), "nothing leads to {alone:?}");
        assert!(html(site).count() > 100);
    }
}

#[test]
fn a_page_loads_nothing_from_elsewhere_and_has_no_script_or_style_in_it() {
    let loaded = Regex::new(r#"(?:src|<link rel="stylesheet" href)="([^"]*)""#).unwrap();
    let inline =
        Regex::new(r#"(?i)<script(?: type="text/javascript")?>|<style|\son[a-z]+="|\sstyle="|javascript:"#).unwrap();
    for (path, page) in html(&INVENTED) {
        assert!(
            page.contains("http-equiv=\"Content-Security-Policy\""),
            "{path} has no policy"
        );
        for address in loaded.captures_iter(page) {
            assert!(!address[1].contains("//"), "{path} loads {}", &address[1]);
        }
        if let Some(found) = inline.find(page) {
            panic!("{path} has {}", found.as_str());
        }
    }
}

/// The data of a script that sets one field of the window.
fn data(script: &str) -> serde_json::Value {
    let json = script.split_once('=').unwrap().1.trim_end().trim_end_matches(';');
    serde_json::from_str(json).unwrap()
}

#[test]
fn only_the_page_that_answers_sparql_may_load_and_compile() {
    for (path, page) in html(&INVENTED) {
        let policy = page
            .split("http-equiv=\"Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap();
        let policy = policy.split('"').next().unwrap();
        let may = ["connect-src", "wasm-unsafe-eval"].map(|word| policy.contains(word));
        assert_eq!(may, [path.ends_with("sparql.html"); 2], "{path}: {policy}");
        assert!(
            !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"),
            "{path}: {policy}"
        );
    }
    let packed = &SHIPPED["assets/oxigraph.wasm.gz"];
    assert!(packed.starts_with(&[0x1f, 0x8b]) && packed.len() < 2_000_000);
}

#[test]
fn a_picture_has_its_data_whose_pages_are_there() {
    let mut claims = 0;
    for site in [&*INVENTED, &*SHIPPED] {
        for (path, page) in html(site) {
            let Some(script) = links(path, page)
                .into_iter()
                .find(|link| link.starts_with("data/picture/") && link.ends_with(".js"))
            else {
                continue;
            };
            let data = data(std::str::from_utf8(&site[&script]).unwrap());
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let rows = |name: &str| data[name].as_array().unwrap().clone();
            let (nodes, claims_of) = (rows("nodes"), rows("claims"));
            let pages = nodes.iter().map(|node| text(&node[3]));
            let addresses = pages.chain(claims_of.iter().map(|claim| text(&claim[0])));
            for address in addresses.filter(|address| !address.is_empty()) {
                let link = links(path, &format!("href=\"{address}\"")).remove(0);
                assert!(site.contains_key(&link), "{script}: {link} is not there");
            }
            for edge in rows("edges") {
                for (at, table) in [(0, "nodes"), (1, "nodes"), (2, "kinds")] {
                    assert!(
                        edge[at].as_u64().unwrap() < rows(table).len() as u64,
                        "{script}: {edge}"
                    );
                }
                claims += edge[9].as_array().unwrap().len();
            }
            // Each node and edge is drawn, and what is drawn is there.
            for (attribute, table) in [("data-node", "nodes"), ("data-edges", "edges")] {
                let numbers = Regex::new(&format!(r#"{attribute}="([\d ]+)""#)).unwrap();
                let drawn: BTreeSet<usize> = numbers
                    .captures_iter(page)
                    .flat_map(|found| {
                        found[1]
                            .split(' ')
                            .map(|number| number.parse().unwrap())
                            .collect::<Vec<_>>()
                    })
                    .collect();
                let all: BTreeSet<usize> = (0..rows(table).len()).collect();
                assert_eq!(drawn, all, "{path}: {attribute}");
            }
        }
    }
    assert!(claims > 500, "only {claims} claims of links");
}

#[test]
fn a_picture_of_many_names_is_listed_and_drawn_by_a_script_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..1_100)
        .map(|at| format!("Seller {},Buyer {},{at}\n", at % 290, at * 7 % 291))
        .collect();
    fs::write(folder.path().join("deals.csv"), format!("seller,buyer,amount\n{rows}")).unwrap();
    output(folder.path(), &["init", "deals", "--tables", "deals.csv"]);
    let dossier = folder.path().join("deals");
    let views = dossier.join("queries/views");
    let view = fs::read_dir(&views).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&view).unwrap();
    fs::write(&view, text.split("LIMIT").next().unwrap()).unwrap();
    output(&dossier, &["report", "-o", "site"]);
    let site = tree(&dossier.join("site"));
    let (path, page) = html(&site).find(|(path, _)| path.starts_with("picture/")).unwrap();
    assert!(
        site.contains_key("assets/network.js") && page.contains("assets/network.js") && !page.contains("<svg"),
        "{path}"
    );
    assert_eq!(
        page.matches("<tr>").count(),
        1_001,
        "a head and the first thousand links"
    );
    let script = links(path, page)
        .into_iter()
        .find(|link| link.starts_with("data/picture/") && link.ends_with(".js"))
        .unwrap();
    let data = data(std::str::from_utf8(&site[&script]).unwrap());
    assert_eq!(data["nodes"].as_array().unwrap().len(), 581);
    assert!(
        data["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|node| node[4].is_number() && node[5].is_number())
    );
    assert!(
        !INVENTED.contains_key("assets/network.js"),
        "small pictures need no such script"
    );
}

#[test]
fn questions_need_no_prefixes_and_no_parameters_from_elsewhere() {
    let script = std::str::from_utf8(&SHIPPED["assets/questions.en.js"]).unwrap();
    let data = data(script);
    let questions = data["questions"].as_object().unwrap();
    assert!(questions.len() > 20);
    for (name, text) in questions {
        let text = text.as_str().unwrap();
        spargebra::SparqlParser::new()
            .parse_query(text)
            .unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        assert!(!text.contains("?lang"), "{name}: {text}");
    }
    for folder in ["worker", "wasm", "graph"] {
        let link = links(
            "en/sparql.html",
            &format!("href=\"{}\"", data[folder].as_str().unwrap()),
        )
        .remove(0);
        assert!(SHIPPED.contains_key(&link), "{link}");
    }
}

#[test]
fn written_again_it_has_the_same_bytes_and_only_what_changed_is_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let site = folder.path().join("site");
    let run = || String::from_utf8(output(folder.path(), &["report", "-o", "site"])).unwrap();
    run();
    assert!(tree(&site) == *INVENTED, "another folder, other bytes");
    let times = |site: &Path| {
        let mut times = BTreeMap::new();
        for path in tree(site).into_keys() {
            let time = fs::metadata(site.join(&path)).unwrap().modified().unwrap();
            times.insert(path, time);
        }
        times
    };
    let before = times(&site);
    assert!(run().contains("0 new or changed, 0 removed"));
    let rewritten: Vec<String> = times(&site)
        .into_iter()
        .filter(|(path, time)| before.get(path) != Some(time))
        .map(|(path, _)| path)
        .collect();
    assert!(rewritten.is_empty(), "{rewritten:?}");
    // An entity's page goes with its row.
    let claims = fs::read_to_string(folder.path().join("data/claims.csv")).unwrap();
    let (rest, last) = claims.trim_end().rsplit_once('\n').unwrap();
    let key = last.split(',').next().unwrap();
    let without = format!("{rest}\n");
    let links: String = fs::read_to_string(folder.path().join("data/claim-links.csv")).unwrap();
    let uses_last = links.contains(key);
    assert!(!uses_last, "the last claim is linked: take another for this test");
    fs::write(folder.path().join("data/claims.csv"), without).unwrap();
    run();
    assert!(site.join("index.html").exists());
    assert!(
        !site.join(format!("claim/{key}.html")).exists(),
        "the page of a claim that is gone stays"
    );
}

#[test]
fn a_folder_that_is_no_report_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let other = folder.path().join("photos");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("index.html"), "mine").unwrap();
    let refused = sourcier(folder.path())
        .args(["report", "-o", "photos"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("something else in it"), "{}", said(&refused));
    assert_eq!(
        tree(&other),
        BTreeMap::from([("index.html".to_owned(), b"mine".to_vec())])
    );
    // A link in a dossier that somebody else made leads nowhere else.
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("site")).unwrap();
    let refused = sourcier(folder.path()).args(["report", "-o", "site"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(tree(elsewhere.path()).is_empty());
}

#[test]
fn no_source_is_called_by_its_key() {
    let line =
        Regex::new(r#"(?s)<p class="source">.*?</p>|<(p|span) class="who">.*?</(p|span)>|<h1>.*?</h1>"#).unwrap();
    let tag = Regex::new("<[^>]*>").unwrap();
    let mut count = 0;
    for (path, page) in html(&SHIPPED) {
        for found in line.find_iter(page) {
            let shown = tag.replace_all(found.as_str(), "");
            count += 1;
            for key in [
                "elysee-2024",
                "devis-informatique-2023",
                "sommet-ia-2025",
                "innovation-2023",
                "economie-matin-2024",
            ] {
                assert!(!shown.contains(key), "{path}: {shown}");
            }
        }
    }
    assert!(count > 1000, "only {count} lines were found");
}

/// The fewest clicks from the start page to a page whose text has all these words.
fn clicks(site: &BTreeMap<String, Vec<u8>>, words: &[&str]) -> Option<(usize, String)> {
    let tag = Regex::new("<[^>]*>").unwrap();
    let mut seen = BTreeSet::from(["en/index.html".to_owned()]);
    let mut next = VecDeque::from([("en/index.html".to_owned(), 0)]);
    while let Some((path, count)) = next.pop_front() {
        let page = std::str::from_utf8(&site[&path]).unwrap();
        let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let shown = tag.replace_all(main, "");
        if words.iter().all(|word| shown.contains(word)) {
            return Some((count, path));
        }
        for link in links(&path, page)
            .into_iter()
            .filter(|link| link.starts_with("en/") && link.ends_with(".html"))
        {
            if seen.insert(link.clone()) {
                next.push_back((link, count + 1));
            }
        }
    }
    None
}

#[test]
fn three_questions_of_readers_are_answered_in_at_most_three_clicks() {
    let questions = [
        (
            "Who pays the 109 billion?",
            vec!["funding: €109bn", "The document does not say who pays."],
        ),
        (
            "Do the 400 add to the 500 million?",
            vec!["€400m", "€500m", "differs in scope from", "neither replaces the other"],
        ),
        (
            "What became of the ten billion?",
            vec!["10bn", "€7bn", "is replaced by"],
        ),
    ];
    for (question, words) in questions {
        let found = clicks(&SHIPPED, &words);
        let Some((clicks, path)) = found else {
            panic!("{question} is answered nowhere");
        };
        assert!(clicks <= 3, "{question} takes {clicks} clicks, to {path}");
    }
}

#[test]
fn a_claim_leads_to_its_passage_in_two_clicks_from_the_start_page() {
    let page = std::str::from_utf8(&SHIPPED["en/index.html"]).unwrap();
    let claim = links("en/index.html", page)
        .into_iter()
        .find(|link| link.starts_with("en/claim/"))
        .unwrap();
    let page = std::str::from_utf8(&SHIPPED[&claim]).unwrap();
    assert!(page.contains("<mark>"), "{claim} marks no figure");
    assert!(
        links(&claim, page).iter().any(|link| link.starts_with("en/document/")),
        "{claim} leads to no document"
    );
}

#[test]
fn texts_of_others_are_texts() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let path = folder.path().join("data/entities.csv");
    let long = "x".repeat(10_000);
    let hostile = [
        "</script><script>alert(1)</script>",
        "\u{202e}right to left",
        "../../x",
        &long,
        "javascript:alert(1)",
    ];
    let mut entities = fs::read_to_string(&path).unwrap();
    for (at, label) in hostile.iter().enumerate() {
        entities += &format!("hostile-{at},Programme,{label},{label},,,,\n");
    }
    fs::write(&path, entities).unwrap();
    output(folder.path(), &["report", "-o", "site"]);
    let site = tree(&folder.path().join("site"));
    for (path, page) in html(&site) {
        assert!(!page.contains("<script>alert"), "{path}");
        assert!(!page.contains("href=\"javascript:"), "{path}");
    }
    let made = site.keys().filter(|path| path.ends_with(".js"));
    let made = made.filter(|path| path.starts_with("data/") || path.contains("search.") || path.contains("questions."));
    for path in made {
        let script = std::str::from_utf8(&site[path]).unwrap();
        assert!(!script.contains("</script>") && !script.contains("<!--"), "{path}");
    }
    assert!(site.keys().all(|path| !path.contains("..")));
}

#[test]
fn a_dossier_of_tables_as_they_come_has_its_questions_and_no_page_of_claims() {
    let folder = tempfile::tempdir().unwrap();
    let deals =
        "who,whom,amount,day\nAcme,Helio,3000,2024-01-02\nAcme,Dust,4000,2024-02-02\nBolt,Dust,5000,2023-01-01\n";
    fs::write(folder.path().join("deals.csv"), deals).unwrap();
    output(folder.path(), &["init", "deals", "--tables", "deals.csv"]);
    let dossier = folder.path().join("deals");
    output(&dossier, &["report", "-o", "site"]);
    let site = tree(&dossier.join("site"));
    let start = std::str::from_utf8(&site["index.html"]).unwrap();
    assert!(
        start.contains("12000") && start.contains("question/largest.html"),
        "{start}"
    );
    assert!(!site.contains_key("sums.html") && !start.contains("0 claims"));
    for (path, page) in html(&site) {
        for link in links(path, page) {
            assert!(site.contains_key(&link), "{path}: {link} is not there");
        }
    }
}

#[test]
fn each_question_and_view_is_asked_in_the_language_of_its_page() {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<h1>([^<]*)</h1>\s*<p([^>]*)>([^<]*)").unwrap());
    let head = |path: &str| {
        let page = std::str::from_utf8(&SHIPPED[path]).unwrap();
        let found = HEAD.captures(page).unwrap();
        (found[1].to_owned(), found[2].to_owned(), found[3].to_owned())
    };
    let mut asked = 0;
    for (path, _) in html(&SHIPPED).filter(|(path, _)| path.starts_with("question/") || path.starts_with("picture/")) {
        let (french, english) = (head(path), head(&format!("en/{path}")));
        assert!(
            french.0 != english.0 && french.2 != english.2,
            "{path} has the words of the other language: {french:?}"
        );
        assert_eq!((french.1.as_str(), english.1.as_str()), ("", ""), "{path}");
        asked += 1;
    }
    assert!(asked > 30);
}

#[test]
fn figures_of_answers_lead_to_their_claims_and_stand_in_one_column_with_their_unit() {
    let fate = page(&SHIPPED, "en/question/fate.html");
    for (claim, words) in [
        ("dev23-10-milliards-proposes", "10 milliards"),
        ("dev23-7-milliards-annonce", "7 milliards d’euros"),
    ] {
        let link = format!(">{words}</a>");
        assert!(fate.contains(&format!("claim/{claim}.html\"{link}")), "{claim}: {fate}");
    }
    assert!(
        fate.contains("<td class=\"number\" data-head=\"the other\">€7bn</td>"),
        "{fate}"
    );
    let headings = Regex::new("<th>([^<]*)</th>").unwrap();
    let headings: Vec<&str> = headings
        .captures_iter(fate)
        .map(|found| found.extract::<1>().1[0])
        .collect();
    assert!(
        !headings.contains(&"other unit") && headings.contains(&"the other"),
        "{headings:?}"
    );
}

#[test]
fn pictures_have_no_keys_and_no_dates_of_machines_in_their_labels() {
    let label = Regex::new(r"<t(?:ext|span)[^>]*>([^<]*)<").unwrap();
    let keys: Vec<&str> = SHIPPED
        .keys()
        .filter_map(|path| {
            path.strip_prefix("document/")
                .or(path.strip_prefix("claim/"))?
                .strip_suffix(".html")
        })
        .collect();
    let date = Regex::new(r"\b\d{4}-\d{2}\b").unwrap();
    let mut count = 0;
    for (path, page) in html(&SHIPPED).filter(|(path, _)| path.starts_with("picture/")) {
        for found in label.captures_iter(page) {
            let shown = &found[1];
            count += 1;
            let key = keys.iter().find(|key| key.contains('-') && shown.contains(**key));
            assert!(key.is_none() && !date.is_match(shown), "{path}: {shown}");
        }
    }
    assert!(count > 300, "only {count} labels");
}

/// The report of the example of a new dossier, with changes in its claims.
fn example(changes: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d"]);
    let claims = folder.path().join("d/data/claims.csv");
    let mut text = fs::read_to_string(&claims).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{text}");
        text = text.replace(old, new);
    }
    fs::write(&claims, text).unwrap();
    output(&folder.path().join("d"), &["report", "-o", "site"]);
    tree(&folder.path().join("d/site"))
}

/// The text of a page without tags, scripts and pictures.
fn prose(page: &str) -> String {
    static NONE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)<script.*?</script>|<svg.*?</svg>|<pre.*?</pre>|<[^>]*>").unwrap());
    NONE.replace_all(page, "").into_owned()
}

fn page<'s>(site: &'s BTreeMap<String, Vec<u8>>, path: &str) -> &'s str {
    std::str::from_utf8(&site[path]).unwrap()
}

#[test]
fn a_sum_that_one_claim_says_about_is_about_in_totals_and_plots() {
    let site = example(&[("written,exact,total", "written,about,total")]);
    for path in ["sums.html", "entity/footbridge-plan.html"] {
        let shown = page(&site, path);
        assert!(shown.contains(">≈\u{a0}€4.2m</td>"), "{path}: {shown}");
    }
    let plot = Regex::new(r#"(?s)<figure class="chart">.*?</figure>"#).unwrap();
    let plot = plot.find(page(&site, "entity/footbridge-plan.html")).unwrap().as_str();
    assert!(plot.contains("≈\u{a0}€4.2m"), "{plot}");
    assert!(!page(&example(&[]), "sums.html").contains('≈'));
}

#[test]
fn pages_without_content_are_in_no_menu_and_come_with_it() {
    let without = example(&[]);
    let with = example(&[(
        "2025-03-12,written,,,clear,,,,,",
        "2025-03-12,written,2027,inferred,clear,,,,withdrawn,",
    )]);
    // Whoever looks for corrections finds that there are none.
    assert!(page(&without, "corrections.html").contains("Nothing was corrected."));
    for name in ["targets.html", "disagreements.html"] {
        let there = with.contains_key(name);
        assert_eq!(there, name != "disagreements.html", "{name}");
        assert_eq!(
            page(&with, "index.html").contains(&format!("\"{name}\"")),
            there,
            "{name}"
        );
        assert!(!without.contains_key(name), "{name}");
        let leads = |(path, page): (&str, &str)| {
            links(path, page)
                .iter()
                .any(|link| link.trim_start_matches("fr/") == name)
        };
        assert!(!html(&without).any(leads), "{name}");
    }
}

#[test]
fn a_place_in_a_ranking_is_no_number_of_ranks() {
    assert!(prose(page(&SHIPPED, "targets.html")).contains("rang\u{a0}≤\u{a0}50"));
    for (path, page) in html(&SHIPPED) {
        assert!(
            !page.contains("50\u{a0}rang") && !page.contains("50\u{a0}rank"),
            "{path}"
        );
    }
}

#[test]
fn no_mark_of_french_begins_a_line() {
    let mark = Regex::new(r".{0,20} [:;?!»](?:\s|$)|« ").unwrap();
    for (path, page) in html(&SHIPPED) {
        let prose = prose(page);
        assert!(mark.find(&prose).is_none(), "{path}: {:?}", mark.find(&prose));
    }
}

#[test]
fn targets_name_their_sources() {
    let figure = Regex::new(r#"(?s)<figure class="chart">.*?</figure>"#).unwrap();
    let figure = figure.find(page(&SHIPPED, "en/targets.html")).unwrap().as_str();
    assert!(
        figure.contains("Sources: ") && figure.contains("Économie Matin"),
        "{figure}"
    );
}

#[test]
fn what_is_disputed_and_what_is_left_out_say_so_wherever_they_stand() {
    let row = |path: &str, words: &str| {
        let rows = page(&SHIPPED, path).split("<tr>");
        let found: Vec<String> = rows.filter(|row| row.contains(words)).map(prose).collect();
        assert!(!found.is_empty(), "{words} is not in {path}");
        found
    };
    for path in [
        "en/index.html",
        "en/sums.html",
        "en/entity/investissement-ia-france-2025.html",
    ] {
        let rows = row(path, "€109bn");
        assert!(rows.iter().any(|row| row.contains("disputed")), "{path}: {rows:?}");
    }
    let csv = page(&SHIPPED, "data/totals-programme.csv");
    let sum = csv.lines().find(|line| line.contains("109000000000")).unwrap();
    assert!(sum.contains("en désaccord"), "{sum}");
    let left_out = row("en/sums.html", "300bn");
    for words in [
        "intelligence-artificielle.com",
        "lacks the currency",
        "disputed",
        "€109bn announced 9 February 2025 (inferred), Emmanuel Macron",
    ] {
        let left_out = &left_out[left_out.len() - 1..];
        assert!(left_out[0].contains(words), "{words}: {left_out:?}");
    }
}

#[test]
fn the_list_of_the_money_names_no_payer_where_nobody_does_and_says_what_does_not_count() {
    let shown = prose(page(&SHIPPED, "en/picture/money.html"));
    assert!(shown.contains("payer not stated"), "{shown}");
    for words in [
        "disputed",
        "replaced by €7bn",
        "according to intelligence-artificielle.com; lacks the currency",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    let list = page(&SHIPPED, "en/picture/money.html")
        .split("id=\"graph-list\"")
        .nth(1)
        .unwrap();
    assert!(!list.contains(">sum<"), "{list}");
}

#[test]
fn the_search_finds_amounts_as_they_are_said() {
    for (path, words) in [
        ("assets/search.en.js", ["109 billion", "10 ten billion"]),
        ("assets/search.fr.js", ["109 milliard", "10 dix milliard"]),
    ] {
        let index = page(&SHIPPED, path);
        assert!(words.iter().all(|words| index.contains(words)), "{path}: {words:?}");
    }
}

#[test]
fn all_claims_are_one_table_among_the_downloads() {
    let table = page(&SHIPPED, "data/claims.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.records().filter_map(Result::ok).count(), 233);
    let downloads = page(&SHIPPED, "en/downloads.html");
    for file in ["data/claims.csv", "CITATION.cff", "ro-crate-metadata.json"] {
        assert!(downloads.contains(&format!("href=\"../{file}\"")), "{file}");
    }
}

#[test]
fn plots_are_drawn_for_phones_as_well() {
    for path in ["en/entity/ia-clusters.html", "en/targets.html"] {
        let shown = page(&SHIPPED, path);
        assert!(
            shown.contains("class=\"chart narrow\" width=\"340\"") && shown.contains("class=\"chart broad\""),
            "{path}"
        );
    }
    let one = page(&example(&[]), "index.html").to_owned();
    assert!(one.contains("3 claims from 1 document about"), "{one}");
}

#[test]
fn a_promise_has_a_page_to_which_its_claims_and_its_programme_lead() {
    let promise = "en/promise/dev23-7-milliards-annonce.html";
    let shown = page(&SHIPPED, promise);
    assert!(shown.contains("<svg") && shown.contains("replaced by"), "{shown}");
    for claim in ["10-milliards-proposes", "7-milliards-propose", "7-milliards-annonce"] {
        let path = format!("en/claim/dev23-{claim}.html");
        assert!(
            links(&path, page(&SHIPPED, &path)).contains(&promise.to_owned()),
            "{path}"
        );
        assert!(shown.contains(&format!("claim/dev23-{claim}.html")), "{claim}");
    }
    let programme = "en/entity/financement-institutionnel-2023.html";
    assert!(links(programme, page(&SHIPPED, programme)).contains(&promise.to_owned()));
}

#[test]
fn a_withdrawal_has_a_lane_and_the_message_of_it_is_not_struck() {
    // The lighting is taken back a month later, by the same group; the plan's claim is itself the message of that day.
    let site = example(&[
        (
            "called-for,,,,,clear,,,,,,,,,,",
            "called-for,,,,,clear,,,,withdrawn,dry-feet,2025-04-02,,,,",
        ),
        (
            "announced,2025-03-12,written,,,clear,,,,,,,,,,",
            "announced,2025-03-12,written,,,clear,,,,withdrawn,mira-oakdale,2025-03-12,,,,",
        ),
    ]);
    let shown = page(&site, "entity/footbridge-plan.html");
    let plot = shown
        .split("<figure class=\"chart\">")
        .find(|plot| plot.contains(">withdrawn</text>"));
    let plot = plot.unwrap_or_else(|| panic!("no lane of what was withdrawn: {shown}"));
    assert!(plot.contains("2\u{a0}April\u{a0}2025"), "{plot}");
    let struck: Vec<&str> = shown
        .split("<s>")
        .skip(1)
        .filter_map(|rest| rest.split("</s>").next())
        .collect();
    assert!(struck.iter().any(|words| words.contains("€300,000")), "{struck:?}");
    assert!(!struck.iter().any(|words| words.contains("€4.2m")), "{struck:?}");
    assert!(shown.contains("withdrawal: €4.2m</a>"), "{shown}");
}

#[test]
fn every_page_has_its_own_permanent_address_and_the_date_of_the_dossier() {
    for (path, shown) in html(&SHIPPED) {
        let text = prose(shown);
        let address = text
            .split("Permanent address")
            .nth(1)
            .or(text.split("Adresse permanente").nth(1));
        let address = address.unwrap_or_else(|| panic!("{path} has no permanent address"));
        let is_general = !path.trim_start_matches("en/").contains('/');
        if is_general && path != "index.html" {
            assert!(address.contains(&format!("ia-france/{path}")), "{path}: {address}");
        }
        assert!(
            text.contains("État au 28") || text.contains("As of 28"),
            "{path} has no date"
        );
    }
    // A new dossier has the day on which it was made; without one, the command says so.
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d"]);
    let dossier = folder.path().join("d");
    let written = said(&sourcier(&dossier).args(["report", "-o", "site"]).output().unwrap());
    assert!(!written.contains("as of when"), "{written}");
    let manifest = fs::read_to_string(dossier.join("sourcier.toml")).unwrap();
    let date = manifest.lines().find(|line| line.starts_with("modified = ")).unwrap();
    assert_eq!(date, "modified = \"2025-06-15\"");
    fs::write(dossier.join("sourcier.toml"), manifest.replace(date, "")).unwrap();
    let written = said(&sourcier(&dossier).args(["report", "-o", "site"]).output().unwrap());
    assert!(written.contains("no page says as of when it is"), "{written}");
}

#[test]
fn what_speakers_take_back_is_apart_from_corrections() {
    let site = example(&[
        (
            "called-for,,,,,clear,,,,,,,,,,",
            "called-for,,,,,clear,,,,withdrawn,dry-feet,2025-04-02,,,,",
        ),
        (
            "planned,,,,,clear,,,,,,,,,,",
            "planned,,,,,clear,,,,corrected,dry-feet,2025-04-03,,,,",
        ),
    ]);
    let shown = prose(page(&site, "corrections.html"));
    let (corrected, taken_back) = shown.split_once("Taken back").unwrap();
    assert!(
        corrected.contains("€1.5m") && !corrected.contains("€300,000"),
        "{shown}"
    );
    assert!(
        taken_back.contains("€300,000") && !taken_back.contains("€1.5m"),
        "{shown}"
    );
}

#[test]
fn a_person_with_a_public_office_is_named_and_the_command_lists_persons() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d"]);
    let dossier = folder.path().join("d");
    let report = || said(&sourcier(&dossier).args(["report", "-o", "site"]).output().unwrap());
    let told = report();
    assert!(told.contains("1 person is named for a public office"), "{told}");
    assert!(told.contains("\n  Mira Oakdale (the mayor)\n"), "{told}");
    let site = tree(&dossier.join("site"));
    assert!(page(&site, "index.html").contains("Mira Oakdale"));
    let entities = dossier.join("data/entities.csv");
    let text = fs::read_to_string(&entities).unwrap();
    fs::write(&entities, text.replace("the mayor", "the baker")).unwrap();
    let told = report();
    assert!(
        told.contains("1 person who does not act in public is not named"),
        "{told}"
    );
    assert!(told.contains("\n  Mira Oakdale\n"), "{told}");
    assert!(!page(&tree(&dossier.join("site")), "index.html").contains("Mira Oakdale"));
}
