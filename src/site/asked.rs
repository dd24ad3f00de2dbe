//! A question of a live site, with the values that a reader gives its parameters.

use super::explore::encoded;
use super::page::Page;
use super::words::fill;
use crate::graph::{Answer, Solutions};
use crate::query::header::{Kind, LANGUAGE, Parameter};
use crate::query::{Defaults, Query};
use crate::vocabulary as v;
use maud::{Markup, html};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use std::collections::BTreeMap;

/// The values of parameters, by name.
pub type Values = BTreeMap<String, String>;

/// A question as it was asked.
pub struct Asked {
    /// The values that were given.
    pub values: Values,
    /// The answer, or why there is none in words; `None` if it is answered with the values that it has by default.
    pub answer: Option<Result<Answer, String>>,
    /// The names that were given and are no parameters.
    pub unknown: Vec<String>,
}

/// The most entities that a field offers.
const MOST_NAMES: usize = 2_000;

/// The values that are given to parameters of a query: empty ones are not given.
pub fn values(query: &Query, language: &str, given: &[(String, String)]) -> Values {
    let known = |name: &String| query.header.parameters.iter().any(|parameter| parameter.name == *name);
    let given = given
        .iter()
        .filter(|(name, value)| known(name) && !value.trim().is_empty());
    let mut values: Values = given
        .map(|(name, value)| (name.clone(), value.trim().to_owned()))
        .collect();
    if known(&LANGUAGE.to_owned()) {
        values.insert(LANGUAGE.to_owned(), language.to_owned());
    }
    values
}

/// The names that are given and that no parameter of a query has.
pub fn unknown(query: &Query, given: &[(String, String)]) -> Vec<String> {
    let known = |name: &String| query.header.parameters.iter().any(|parameter| parameter.name == *name);
    let names = given.iter().map(|(name, _)| name).filter(|name| !known(name));
    names.cloned().collect()
}

/// A parameter that is given twice with two values.
pub fn twice<'g>(query: &Query, given: &'g [(String, String)]) -> Option<&'g str> {
    let known = |name: &String| query.header.parameters.iter().any(|parameter| parameter.name == *name);
    let set: Vec<_> = given
        .iter()
        .filter(|(name, value)| known(name) && !value.trim().is_empty())
        .collect();
    let mut pairs = set.iter().enumerate();
    let found = pairs.find(|(at, (name, value))| {
        set[..*at]
            .iter()
            .any(|(other, before)| other == name && before != value)
    });
    found.map(|(_, (name, _))| name.as_str())
}

/// The query with its values as a text that the endpoint takes.
///
/// # Errors
/// Why a value does not fit, in words.
pub fn text(page: &Page<'_>, query: &Query, values: &Values) -> Result<String, String> {
    let (dossier, graph) = (&page.open.dossier, &page.open.loaded.graph);
    let bound = query.bind(dossier, graph, values, Defaults::MustExist);
    bound.map_err(|error| error.to_string())?;
    let text = query.standalone(dossier, graph, values);
    text.ok_or_else(|| fill(page.words().could_not_answer, &[&query.name]))
}

/// An answer that came as SPARQL Query Results JSON.
///
/// # Errors
/// When it is none.
pub fn read(json: &[u8]) -> Result<Answer, String> {
    let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
    let told = |error: &dyn std::fmt::Display| error.to_string();
    match parser.for_reader(json).map_err(|error| told(&error))? {
        ReaderQueryResultsParserOutput::Boolean(value) => Ok(Answer::Boolean(value)),
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions
                .variables()
                .iter()
                .map(|name| name.as_str().to_owned())
                .collect();
            let rows = solutions.map(|row| row.map(|row| row.values().to_vec()));
            let rows: Result<_, _> = rows.collect();
            let rows = rows.map_err(|error| told(&error))?;
            Ok(Answer::Solutions(Solutions { variables, rows }))
        }
    }
}

/// How a value of a parameter is shown to readers.
pub type Shown<'f> = &'f dyn Fn(&Parameter, &str) -> String;

/// The form of a question's parameters; nothing if it has none.
pub fn form(page: &Page<'_>, query: &Query, values: &Values, shown: Shown<'_>) -> Markup {
    let words = page.words();
    let parameters = || {
        let all = query.header.parameters.iter();
        all.filter(|parameter| parameter.name != LANGUAGE)
    };
    html! {
        @if parameters().next().is_some() && !query.is_federated() {
            form.explore method="get" {
                @for parameter in parameters() {
                    p {
                        label for=(format!("asked-{}", parameter.name)) { (page.site.lexicon.word(&page.reader, &parameter.name)) }
                        (field(page, parameter, values.get(&parameter.name).map(String::as_str), shown))
                    }
                }
                p { button type="submit" { (words.sparql_run) } }
            }
        }
    }
}

fn field(page: &Page<'_>, parameter: &Parameter, given: Option<&str>, shown: Shown<'_>) -> Markup {
    let words = page.words();
    let name = &parameter.name;
    let id = format!("asked-{name}");
    let current = given
        .or_else(|| parameter.default_in(page.frame.language().tag()))
        .unwrap_or_default();
    let listed = |options: Vec<(String, String)>| {
        html! {
            select #(id) name=(name) {
                @for (value, text) in options { option value=(value) selected[value == current] { (text) } }
            }
        }
    };
    match &parameter.kind {
        Kind::Choice(choices) => listed(
            choices
                .split('|')
                .map(|choice| (choice.to_owned(), shown(parameter, choice)))
                .collect(),
        ),
        Kind::Boolean => listed(
            [("true", words.yes), ("false", words.no)]
                .map(|(value, text)| (value.to_owned(), text.to_owned()))
                .to_vec(),
        ),
        Kind::Key(prefix) => html! {
            input #(id) type="text" name=(name) value=(current) list=(format!("{id}-keys")) autocomplete="off" spellcheck="false";
            datalist #(format!("{id}-keys")) {
                @for (key, label) in keys(page, prefix) { option value=(key) { (label) } }
            }
        },
        Kind::Integer | Kind::Decimal => {
            html! { input #(id) type="text" inputmode="decimal" name=(name) value=(current); }
        }
        Kind::Date => html! { input #(id) type="text" name=(name) value=(current) placeholder="2025-02-09"; },
        Kind::String | Kind::Iri => html! { input #(id) type="text" name=(name) value=(current); },
    }
}

/// The keys below a prefix, with what they are of.
pub fn keys(page: &Page<'_>, prefix: &str) -> Vec<(String, String)> {
    let class = match prefix {
        "id" => v::ENTITY,
        "doc" => v::DOCUMENT,
        _ => return Vec::new(),
    };
    let Some(start) = page.open.dossier.prefixes().get(prefix) else {
        return Vec::new();
    };
    let things = page.reader.of(v::RDF_TYPE, class).into_iter();
    let keys = things.filter_map(|iri| Some((iri.strip_prefix(start.as_str())?.to_owned(), page.reader.label(iri))));
    keys.take(MOST_NAMES).collect()
}

/// Where the query can be asked as CSV.
pub fn csv_address(page: &Page<'_>, text: &str) -> String {
    let up = "../".repeat(page.frame.addresses.depth());
    format!("{up}sparql?format=csv&query={}", encoded(text))
}
