//! The page for SPARQL of a live site: an editor that asks the server's endpoint, and its data.
//!
//! The data are the dossier's questions with their parameters, its prefixes, the names of classes and properties that the editor
//! completes, and the words of the page. The endpoint is `sparql` beside the first page, below whatever path a proxy serves it.

use super::address::Place;
use super::frame::in_script;
use super::graph;
use super::page::Page;
use super::questions::{Question, language_of};
use super::spacing::unbroken_marks;
use super::sparql::{asked, pages};
use super::things::Things;
use super::words::{Language, Words};
use crate::query::header::{Kind, LANGUAGE, Parameter};
use crate::vocabulary as v;
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const OWL_CLASS: &str = "http://www.w3.org/2002/07/owl#Class";
const RDFS_CLASS: &str = "http://www.w3.org/2000/01/rdf-schema#Class";

/// The path of the script with the data, in a language.
pub fn path(language: Language) -> String {
    format!("assets/editor.{}.js", language.tag())
}

/// The page. Its script puts the editor and the answers into their places.
pub fn page(page: &Page<'_>, questions: &[Question<'_>]) -> Markup {
    let words = page.words();
    let file = |path: &str| page.to(Place::File(path));
    let (before, after) = words.editor_lead.split_once("{}").unwrap_or((words.editor_lead, ""));
    html! {
        // Its style is after that of all pages, so that it can say more.
        link rel="stylesheet" href=(file("assets/editor.css"));
        h1 { (words.sparql) }
        p { (before) a #editor-endpoint href=(file("sparql")) { "sparql" } (after) }
        noscript { p.warning { (words.sparql_script) } }
        div #editor {
            div {
                label for="editor-question" { (words.sparql_question) }
                select #editor-question {
                    option value="" { (words.sparql_own) }
                    @for question in asked(questions) {
                        option value=(question.query.name) { (question.query.header.title_in(page.frame.language().tag())) }
                    }
                }
            }
            form #editor-parameters hidden {}
            p #editor-label { (words.sparql_query) }
            div #editor-query {}
            p.warning #editor-error role="status" {}
            p.aside { (words.editor_keys) }
            p.acts #editor-acts {
                button #editor-run type="button" { (words.sparql_run) }
                button #editor-stop type="button" disabled { (words.sparql_stop) }
                a #editor-link href="#" { (words.editor_link) }
            }
            details {
                summary { (words.editor_prefixes) }
                table {
                    tbody {
                        @for (prefix, iri) in page.open.dossier.prefixes() {
                            tr { th scope="row" { code { (prefix) ":" } } td { code { (iri) } } }
                        }
                    }
                }
            }
            p #editor-state role="status" {}
            div #editor-results {}
        }
        p { a href=(page.to(Place::Page("questions"))) { (words.questions) } " · " a href=(page.to(Place::Page("downloads"))) { (words.downloads) } }
        script defer src=(file(&path(page.frame.language()))) {}
        script defer src=(file("assets/editor.js")) {}
    }
}

/// The script with the data of the page.
pub fn script(page: &Page<'_>, things: &Things, questions: &[Question<'_>]) -> String {
    let file = |path: &str| page.to(Place::File(path));
    let texts = asked(questions).filter_map(|question| Some((question.query.name.clone(), asking(page, question)?)));
    let texts: Map<String, Value> = texts.collect();
    let manifest = &page.open.dossier.manifest;
    let data = json!({
        "language": page.frame.language().tag(),
        "title": manifest.title,
        "base": manifest.base,
        "endpoint": file("sparql"),
        "network": file("assets/network.js"),
        "prefixes": page.open.dossier.prefixes(),
        "questions": texts,
        "keys": keys(page, questions),
        "classes": labelled(page, &classes(things)),
        "properties": labelled(page, &things.properties()),
        "pages": pages(page),
        "words": words(page.words()),
        "picture": graph::words(page.words()),
    });
    format!("window.sourcierEditor={};\n", in_script(&data.to_string()))
}

/// A question: its text with the defaults of its parameters, the text in which they have places, and the parameters.
fn asking(page: &Page<'_>, question: &Question<'_>) -> Option<Value> {
    let open = page.open;
    let (query, graph) = (question.query, &open.loaded.graph);
    let given = language_of(page, query);
    let parameters = query.header.parameters.iter().filter(|own| own.name != LANGUAGE);
    let parameters: Vec<Value> = parameters.map(|own| parameter(page, own)).collect();
    Some(json!({
        "text": query.standalone(&open.dossier, graph, &given)?,
        "template": (!parameters.is_empty()).then(|| query.template(&open.dossier, graph, &given)),
        "parameters": parameters,
    }))
}

/// A parameter: its name, what it is, its type, its default, and for a key what comes before it.
fn parameter(page: &Page<'_>, parameter: &Parameter) -> Value {
    let prefixes = page.open.dossier.prefixes();
    let (kind, start, choices) = match &parameter.kind {
        Kind::Key(prefix) => ("key", prefixes.get(prefix).map(String::as_str), Vec::new()),
        Kind::Choice(words) => ("choice", None, words.split('|').collect()),
        plain => (plain.name(), None, Vec::new()),
    };
    json!({
        "name": parameter.name,
        "label": page.site.lexicon.word(&page.reader, &parameter.name),
        "help": parameter.help,
        "kind": kind,
        "start": start,
        "choices": choices,
        "default": parameter.default_in(page.frame.language().tag()),
    })
}

/// The keys that parameters take, with what they are of, by what comes before them.
fn keys(page: &Page<'_>, questions: &[Question<'_>]) -> Value {
    let parameters = asked(questions).flat_map(|question| &question.query.header.parameters);
    let prefixes = parameters.filter_map(|parameter| match &parameter.kind {
        Kind::Key(prefix) => Some(prefix),
        _ => None,
    });
    let starts = prefixes.filter_map(|prefix| Some((page.open.dossier.prefixes().get(prefix)?.clone(), prefix)));
    let starts: BTreeMap<String, &String> = starts.collect();
    let keys = starts.into_iter();
    keys.map(|(start, prefix)| (start, json!(super::asked::keys(page, prefix))))
        .collect::<Map<_, _>>()
        .into()
}

/// The classes that things are of, and those that an ontology declares; sorted.
fn classes(things: &Things) -> Vec<&str> {
    let mut classes = things.values(v::RDF_TYPE);
    for declared in [OWL_CLASS, RDFS_CLASS] {
        classes.extend(things.with(v::RDF_TYPE, declared));
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// IRIs with their labels in the language of the page; an empty one where there is none.
fn labelled(page: &Page<'_>, iris: &[&str]) -> Value {
    let pair = |iri: &&str| json!([iri, page.reader.name(iri).unwrap_or_default()]);
    Value::Array(iris.iter().map(pair).collect())
}

fn words(words: &Words) -> Value {
    let mut words = json!({
        "running": words.sparql_running, "rows": words.sparql_rows, "nothing": words.sparql_nothing, "error": words.sparql_error,
        "yes": words.yes, "no": words.no, "answer": words.answer, "query": words.sparql_query, "optional": words.editor_optional,
        "invalid": words.editor_invalid, "line": words.editor_line, "undeclared": words.editor_undeclared, "table": words.editor_table, "raw": words.editor_raw,
        "picture": words.editor_picture, "shownAs": words.editor_shown_as, "range": words.editor_range, "page": words.editor_page,
        "first": words.editor_first, "previous": words.editor_previous, "next": words.editor_next, "last": words.editor_last,
        "soFar": words.editor_so_far, "cut": words.editor_cut, "broken": words.editor_broken, "stopped": words.editor_stopped,
        "unreachable": words.editor_unreachable, "download": words.editor_download, "received": words.editor_received,
        "saved": words.editor_saved, "notSaved": words.editor_not_saved, "tooLarge": words.editor_too_large,
        "drawn": words.editor_drawn, "undrawn": words.editor_undrawn, "webgl": words.editor_webgl, "things": words.editor_things,
        "elsewhere": words.editor_elsewhere, "values": words.editor_values, "parameters": words.editor_parameters,
        "insert": words.editor_insert,
    });
    for word in words.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Value::String(text) = word {
            *text = unbroken_marks(std::mem::take(text));
        }
    }
    words
}
