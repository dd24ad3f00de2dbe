//! What an editor sees in the report of an imported sheet: each figure with its form, each disagreement, each payer.

use crate::support::{output, tree};
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A sheet as an editor keeps it.
const SHEET: &str = "\
Projet;Qui paie;Pour qui;Montant;Type d'aide;Annoncé par;Date;Étape;Source
Isolation;Département de la Lande;Brévanne Habitat;22 M€;garantie;Département de la Lande;01/02/2024;voté;Délibération 12
Dépôt de bus;BEI;Agglo;30 M€;prêt;BEI;02/03/2024;engagé;Communiqué BEI
Digue de Morlieu;État;Ville de Brévanne;1,1 M€;subvention;État;05/03/2024;retiré;Gazette du 5 mars
Musée du fleuve;Ville de Brévanne et Département de la Lande;Musée;4 M€;subvention;Agglo;06/03/2024;annoncé;Écho du 6 mars
Pont;État;Ville de Brévanne;3,2 M€;subvention;Gazette;07/03/2024;voté;Gazette du 7 mars
Pont;État;Ville de Brévanne;3,5 M€;subvention;Radio Lande;08/03/2024;voté;Radio du 8 mars
École Jean Moulin;Région;Ville de Brévanne;2 M€;subvention;Région;09/03/2024;payé;Écho du 9 mars
";

/// A dossier of the sheet.
fn imported(folder: &Path) {
    output(folder, &["init", "d", "--empty", "--language", "fr"]);
    fs::write(folder.join("sheet.csv"), SHEET).unwrap();
    output(&folder.join("d"), &["import", "../sheet.csv"]);
}

static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path());
    output(&folder.path().join("d"), &["report", "-o", "site"]);
    tree(&folder.path().join("d/site"))
});

/// The content of the first file whose path begins and ends so.
fn file(start: &str, end: &str) -> &'static str {
    let site: &'static BTreeMap<String, Vec<u8>> = &SITE;
    let (_, bytes) = site
        .iter()
        .find(|(path, _)| path.starts_with(start) && path.ends_with(end))
        .unwrap_or_else(|| panic!("no file {start}…{end}"));
    std::str::from_utf8(bytes).unwrap()
}

/// A part of a page as its readers see it: without tags; what is struck through is between tildes.
fn shown(html: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<[^>]*>").unwrap());
    let marked = html.replace("<s>", "~").replace("</s>", "~").replace("</td>", " | ");
    TAG.replace_all(&marked, "").replace(['\u{a0}', '\u{202f}'], " ")
}

fn page(path: &str) -> String {
    shown(file(path, ".html"))
}

#[test]
fn a_guarantee_is_called_one_wherever_its_figure_is_named() {
    let claim = file("claim/deliberation-12-", ".html");
    let headline = shown(claim.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap());
    assert!(headline.contains("22 M€ (garantie)"), "{headline}");
    let cited = shown(claim.split("</main>").nth(1).unwrap());
    assert!(cited.contains("22 M€ (garantie)"), "{cited}");
    assert!(shown(claim).contains("Garantie : Un risque que l’on couvre"));
    assert!(
        claim.contains("class=\"exposure\""),
        "its stage looks like that of money"
    );
    assert!(!file("claim/communique-bei", ".html").contains("class=\"exposure\""));
    let start = page("index");
    assert!(
        start.contains("22 M€ (garantie)") && start.contains("30 M€ (prêt)"),
        "{start}"
    );
    let picture = file("picture/money", ".html");
    let (drawn, list) = picture.split_once("id=\"graph-list\"").unwrap();
    assert!(drawn.contains("finance (garantie)"), "the picture says nothing");
    assert!(shown(list).contains("finance (garantie) | 22 M€"), "{}", shown(list));
    assert!(file("assets/search.fr.js", "").contains("(garantie)"));
    let exposed = file("sums.", "html").matches("class=\"exposure\"").count();
    assert_eq!(exposed, 1, "a row of the totals");
    assert!(
        drawn.contains("1er février 2024") && !drawn.contains("&#10;2024-02-01"),
        "dates of machines"
    );
    let edges = file("data/views/money-edges.csv", "");
    assert!(edges.contains("finance (garantie)"), "{edges}");
}

#[test]
fn what_was_withdrawn_is_struck_through_in_the_list_below_a_picture() {
    let list = page("picture/money");
    assert!(
        list.contains("~finance (subvention)~ retirée | ~1,1 M€~ | Digue de Morlieu"),
        "{list}"
    );
    assert!(
        list.contains("finance (subvention) d’autres disent 3,2 M€ (subvention, Gazette) | 3,5 M€ | Pont"),
        "{list}"
    );
}

#[test]
fn a_joint_payers_page_says_who_pays_with_it() {
    for (name, other) in [
        ("entity/ville-de-brevanne", "avec Département de la Lande"),
        ("entity/departement-de-la-lande", "avec Ville de Brévanne"),
    ] {
        let all = page(name);
        let plot = all.split("annoncé").nth(1).unwrap();
        assert!(plot.contains(other), "{name}: {plot}");
        assert!(all.contains(&format!("4 M€ | {other}")), "{name}: {all}");
    }
    assert!(!page("entity/region.").contains("avec Ville"));
}

#[test]
fn disagreements_are_those_of_the_picture() {
    let picture = page("picture/contradictions");
    assert!(picture.contains("3,2 M€") && picture.contains("3,5 M€"), "{picture}");
    let list = page("disagreements");
    assert!(
        list.contains("3,2 M€") && list.contains("3,5 M€") && list.contains("d’autres disent"),
        "{list}"
    );
    assert!(list.contains("ne comptent que ce que disent ces autres"), "{list}");
    assert!(page("index").contains("Désaccords"));
    // No node is called by its key.
    let nodes = file("data/picture/contradictions.fr", ".js");
    assert!(
        nodes.contains("(subvention) pour Pont") && !nodes.contains("\",\"gazette-du-7-mars"),
        "{nodes}"
    );
    let drawn = file("data/picture/contradictions.fr", ".svg");
    assert!(
        drawn.contains("Pont, financement") && !drawn.contains(">gazette-du-7-mars"),
        "{drawn}"
    );
}

#[test]
fn a_question_reads_in_the_language_of_its_page() {
    let question = file("question/totals.", "html");
    let (head, rest) = question.split_once("<table class=\"answer stacked\">").unwrap();
    let shown_head = shown(head.split("<main").nth(1).unwrap());
    assert!(shown_head.contains("Avec regroupement : programme"), "{shown_head}");
    let table = shown(&rest.replace("</th>", " | "));
    assert!(table.starts_with("pour | stade | instrument |"), "{table}");
    assert!(
        table.contains(" | montant |") && !table.contains("monnaie |"),
        "{table}"
    );
    assert!(table.contains("22 M€") && !table.contains("22000000"), "{table}");
    assert!(table.contains("(garantie)"), "{table}");
    let english = shown(&file("en/question/largest-sums.", "html").replace("</th>", " | "));
    assert!(english.contains("subject | as written | amount |"), "{english}");
    assert!(english.contains("€22m"), "{english}");
    for (path, bytes) in SITE
        .iter()
        .filter(|(path, _)| path.starts_with("question/") && path.ends_with(".html"))
    {
        let page = std::str::from_utf8(bytes).unwrap();
        let main = page.split("<main").nth(1).unwrap().split("<details").next().unwrap();
        assert!(!shown(main).contains('`'), "{path}: {}", shown(main));
    }
    // Empty pictures say so in words of the page.
    let targets = page("picture/targets");
    assert!(
        targets.contains("rien dans ce dossier") && !targets.contains("empty"),
        "{targets}"
    );
}

#[test]
fn a_stage_has_one_word_and_names_are_in_the_order_of_their_letters() {
    for (path, bytes) in SITE
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && !path.contains("picture/"))
    {
        let page = std::str::from_utf8(bytes).unwrap();
        let stamps = page.split("<span class=\"stamp").skip(1);
        for stamp in stamps.map(|rest| rest.split('>').nth(1).unwrap().split('<').next().unwrap()) {
            assert!(
                !["approuvé", "obtenu", "approved", "received"].contains(&stamp),
                "{path}: {stamp}"
            );
        }
    }
    let sums = page("sums.");
    let place = |name: &str| sums.find(name).unwrap_or_else(|| panic!("{name}: {sums}"));
    assert!(place("Dépôt de bus") < place("École Jean Moulin") && place("École Jean Moulin") < place("Isolation"));
    let timeline = page("timeline");
    assert_eq!(timeline.matches("8 mars 2024").count(), 1, "{timeline}");
    assert!(file("search", ".html").contains("data-none=\"Aucun résultat.\""));
    let claim = page("claim/deliberation-12-");
    assert!(
        claim.contains("maximum22 M") && claim.contains("au plus tard1er février 2024"),
        "{claim}"
    );
}

#[test]
fn the_terminal_says_that_remarks_are_published_and_that_addresses_are_examples() {
    let folder = tempfile::tempdir().unwrap();
    imported(folder.path());
    let dossier = folder.path().join("d");
    let told = || String::from_utf8(output(&dossier, &["report", "-o", "site"])).unwrap();
    let first = told();
    assert!(first.contains("internal = [\"claims.note\"]"), "{first}");
    assert!(first.contains("`base` in sourcier.toml"), "{first}");
    let path = dossier.join("sourcier.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    let manifest = manifest.replace("https://example.org/d/", "https://lande.news/d/");
    fs::write(&path, manifest + "\n[publish]\ninternal = [\"claims.note\"]\n").unwrap();
    let then = told();
    assert!(!then.contains("internal =") && !then.contains("`base`"), "{then}");
}

#[test]
fn no_file_has_more_words_of_a_passage_than_are_allowed() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty", "--language", "en"]);
    let dossier = folder.path().join("d");
    let words: Vec<String> = (1..40).map(|number| format!("word{number}x")).collect();
    let quote = format!("{} 7 million euros {}", words[..20].join(" "), words[20..].join(" "));
    fs::write(
        dossier.join("data/documents.csv"),
        "key,title,published,language\npaper,Paper,2024-02-09,en\n",
    )
    .unwrap();
    fs::write(
        dossier.join("data/entities.csv"),
        "key,class,label_en\nplan,Programme,Plan\n",
    )
    .unwrap();
    let claims = format!(
        "key,document,about,kind,minimum,maximum,unit,wording,modality,as_written,quote\n\
         quote,paper,plan,funding,7000000,7000000,EUR,exact,announced,7 million euros,{quote}\n"
    );
    fs::write(dossier.join("data/claims.csv"), claims).unwrap();
    let manifest = fs::read_to_string(dossier.join("sourcier.toml")).unwrap();
    fs::write(
        dossier.join("sourcier.toml"),
        manifest + "\n[publish]\nwords_per_passage = 7\n",
    )
    .unwrap();
    output(&dossier, &["report", "-o", "site"]);
    let site = tree(&dossier.join("site"));
    let mut shown = 0;
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        let found: Vec<&String> = words.iter().filter(|word| text.contains(word.as_str())).collect();
        assert!(
            found.is_empty() || found == [&words[18], &words[19], &words[20], &words[21]],
            "{path}: {found:?}"
        );
        shown += usize::from(!found.is_empty());
    }
    for path in [
        "claim/quote.html",
        "claim/quote.csv",
        "claim/quote.ttl",
        "data/graph.nq",
    ] {
        let text = String::from_utf8_lossy(&site[path]);
        assert!(text.contains("word20x"), "{path}: {text}");
    }
    let graph = String::from_utf8_lossy(&site["data/graph.nq"]);
    assert_eq!(graph.matches("word20x").count(), 2, "the quotation and its selector");
    assert!(shown >= 4);
}
