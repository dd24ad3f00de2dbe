//! The page that answers SPARQL in the reader's browser, and its data: questions, names of pages, words.
//!
//! The browser loads the whole graph as N-Quads and Oxigraph compiled to WebAssembly; both are files of the site. A page from
//! a file may load neither, and says so.

use super::address::{Place, stem};
use super::frame::in_script;
use super::page::Page;
use super::questions::{Question, language_of};
use super::words::Language;
use crate::vocabulary as v;
use maud::{Markup, html};
use serde_json::{Map, Value, json};

/// The path of the script with the questions, in a language.
pub fn path(language: Language) -> String {
    format!("assets/questions.{}.js", language.tag())
}

/// The page. Its controls work once its script has loaded the graph.
pub fn page(page: &Page<'_>, questions: &[Question<'_>]) -> Markup {
    let words = page.words();
    html! {
        h1 { (words.sparql) }
        p { (words.sparql_lead) }
        noscript { p.warning { (words.sparql_script) } }
        div #sparql {
            form {
                label for="sparql-question" { (words.sparql_question) }
                select #sparql-question disabled {
                    option value="" { (words.sparql_own) }
                    @for question in asked(questions) {
                        option value=(question.query.name) { (question.query.header.title_in(page.frame.language().tag())) }
                    }
                }
                label for="sparql-query" { (words.sparql_query) }
                textarea #sparql-query rows="16" spellcheck="false" autocomplete="off" disabled {}
                p.aside { (words.sparql_keys) }
                p { button #sparql-run type="submit" disabled { (words.sparql_run) } " " button #sparql-stop type="button" disabled { (words.sparql_stop) } }
            }
            p #sparql-state role="status" {}
            div #sparql-results {}
        }
        p { a href=(page.to(Place::Page("questions"))) { (words.questions) } " · " a href=(page.to(Place::Page("downloads"))) { (words.downloads) } }
        script defer src=(page.to(Place::File(&path(page.frame.language())))) {}
        script defer src=(page.to(Place::File("assets/sparql.js"))) {}
    }
}

/// The questions that a browser can answer: those that ask no other server.
pub fn asked<'q, 'a>(questions: &'q [Question<'a>]) -> impl Iterator<Item = &'q Question<'a>> {
    questions.iter().filter(|question| !question.query.is_federated())
}

/// The script with the data of the page.
pub fn script(page: &Page<'_>, questions: &[Question<'_>]) -> String {
    let open = page.open;
    let texts = asked(questions).filter_map(|question| {
        let given = language_of(page, question.query);
        let text = question.query.standalone(&open.dossier, &open.loaded.graph, &given)?;
        Some((question.query.name.clone(), json!(text)))
    });
    let texts: Map<String, Value> = texts.collect();
    let prefixes = open.dossier.prefixes();
    let file = |path: &str| page.to(Place::File(path));
    let data = json!({
        "language": page.frame.language().tag(),
        "worker": file("assets/sparql-worker.js"),
        "wasm": file("assets/oxigraph.wasm.gz"),
        "graph": file("data/graph.nq"),
        "prefixes": prefixes,
        "questions": texts,
        "pages": pages(page),
        "words": words(page),
    });
    format!("window.sourcierSparql={};\n", in_script(&data.to_string()))
}

/// Where things of a class have their pages, and the pages of those whose keys cannot be the names of files.
pub fn pages(page: &Page<'_>) -> Value {
    let classes = [(v::CLAIM, "claim"), (v::ENTITY, "entity"), (v::DOCUMENT, "document")];
    let pages = classes.map(|(class, folder)| {
        let things = page.reader.of(v::RDF_TYPE, class);
        let odd = things.iter().filter_map(|iri| {
            let stem = stem(iri);
            let key = iri.rsplit(['/', '#']).next().unwrap_or(iri);
            (stem != key).then(|| ((*iri).to_owned(), json!(stem)))
        });
        let odd: Map<String, Value> = odd.collect();
        json!({"class": class, "folder": folder, "odd": odd})
    });
    Value::Array(pages.to_vec())
}

fn words(page: &Page<'_>) -> Value {
    let words = page.words();
    json!({
        "file": words.sparql_file, "loading": words.sparql_loading, "ready": words.sparql_ready, "running": words.sparql_running,
        "stopped": words.sparql_stopped, "rows": words.sparql_rows, "first": words.sparql_first, "nothing": words.sparql_nothing,
        "error": words.sparql_error, "loadError": words.sparql_load_error, "yes": words.yes, "no": words.no,
        "answer": words.answer,
    })
}
