//! The named questions of a dossier, each with its answer.

use super::address::{Place, stem};
use super::answers;
use super::asked::{self, Asked, Values};
use super::claimed::{colon, source};
use super::page::Page;
use super::words::{Each, counted, fill};
use crate::graph::{Answer, Solutions};
use crate::open::Network;
use crate::query::{
    Query,
    answer::{self, AnswerFormat},
    header::{Kind, Parameter},
};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use text::amount;

/// The most rows of an answer on a page; the CSV has all.
const MOST_ROWS: usize = 500;

/// A question with its answer in each language, once it is needed.
pub struct Question<'a> {
    /// The query.
    pub query: &'a Query,
    answers: Each<OnceLock<Result<Answer, String>>>,
}

impl<'a> Question<'a> {
    /// A question without answers.
    pub fn of(query: &'a Query) -> Self {
        Self {
            query,
            answers: Each::default(),
        }
    }

    /// The answer in the language of the page, or why there is none in words.
    fn answer(&self, page: &Page<'_>) -> &Result<Answer, String> {
        let kept = self.answers.get(page.frame.language());
        kept.get_or_init(|| answered(page, self.query))
    }

    fn title(&self, page: &Page<'_>) -> &str {
        self.query.header.title_in(page.frame.language().tag())
    }
}

/// The list of questions.
pub fn questions(page: &Page<'_>, questions: &[Question<'_>]) -> Markup {
    html! {
        h1 { (page.words().questions) }
        p { a href=(page.to(Place::Page("sparql"))) { (page.words().sparql) } }
        (listed(page, questions))
    }
}

/// Questions as a list of links, with what they answer.
pub fn listed(page: &Page<'_>, questions: &[Question<'_>]) -> Markup {
    html! {
        dl.questions {
            @for question in questions {
                @let (answers, language) = page.answers(&question.query.header);
                div {
                    dt { a href=(page.to(Place::Question(&question.query.name))) { (question.title(page)) } }
                    dd lang=[language] { (described(page, answers, questions)) }
                }
            }
        }
    }
}

/// What a question answers, with the titles of other questions in place of their names.
fn described(page: &Page<'_>, answers: &str, questions: &[Question<'_>]) -> Markup {
    let title = |name: &str| {
        let named = questions.iter().find(|question| question.query.name == name)?;
        Some(named.title(page).to_owned())
    };
    answers::described(page, answers, title)
}

/// The page of a question: its answer with the parameters that it has by default, or as it was asked.
pub fn question(page: &Page<'_>, question: &Question<'_>, questions: &[Question<'_>], asked: Option<&Asked>) -> Markup {
    let words = page.words();
    let query = question.query;
    let given = asked.map(|asked| asked.values.clone()).unwrap_or_default();
    let parameters = parameters(page, query, &given);
    html! {
        h1 { (question.title(page)) }
        @let (answers, language) = page.answers(&query.header);
        p lang=[language] { (described(page, answers, questions)) }
        @if page.frame.imprint.is_live { (asked::form(page, query, &given, &|parameter, choice| value(page, parameter, choice))) }
        @if !parameters.is_empty() { p.aside { (fill(words.with_parameters, &[&parameters.join(", ")])) } }
        @for name in asked.iter().flat_map(|asked| &asked.unknown) {
            p.aside role="status" { (fill(words.no_parameter, &[name])) }
        }
        @match asked.and_then(|asked| asked.answer.as_ref()).unwrap_or_else(|| question.answer(page)) {
            Ok(Answer::Solutions(solutions)) => (rows(page, query, solutions, &parameters, asked)),
            Ok(Answer::Boolean(value)) => p { strong { (if *value { words.yes } else { words.no }) } },
            Ok(Answer::Triples(triples)) => pre { @for triple in triples.iter().take(MOST_ROWS) { (triple.to_string()) " .\n" } },
            Err(why) => p.warning { (why) },
        }
        details {
            summary { (words.the_query) }
            pre { code { (query.text) } }
            @if !query.is_federated() {
                p { a href=(format!("{}#question={}", page.to(Place::Page("sparql")), encoded(&query.name))) { (words.sparql) } }
            }
        }
    }
}

/// The answer of a question as CSV; `None` if it has no rows.
pub fn csv(page: &Page<'_>, question: &Question<'_>) -> Option<Vec<u8>> {
    let answer = question.answer(page).as_ref().ok()?;
    if matches!(answer, Answer::Solutions(solutions) if solutions.rows.is_empty()) {
        return None;
    }
    let mut out = Vec::new();
    let dossier = &page.open.dossier;
    let answer = match answer {
        Answer::Solutions(solutions) => Answer::Solutions(answers::marked(page, solutions)),
        other => other.clone(),
    };
    answer::write(answer.into(), AnswerFormat::Spreadsheet, None, dossier, &mut out).ok()?;
    Some(out)
}

/// A name as a part of an address after `#`.
fn encoded(name: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let encode = |byte: u8| match kept(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    name.bytes().map(encode).collect()
}

/// The parameters with the values that are given, or their defaults, as `name = value`.
fn parameters(page: &Page<'_>, query: &Query, given: &Values) -> Vec<String> {
    let language = page.frame.language().tag();
    let set = query
        .header
        .parameters
        .iter()
        .filter(|parameter| parameter.name != crate::query::header::LANGUAGE);
    set.filter_map(|parameter| {
        let name = page.site.lexicon.word(&page.reader, &parameter.name);
        let given = given.get(&parameter.name).map(String::as_str);
        let value = value(page, parameter, given.or_else(|| parameter.default_in(language))?);
        Some(format!("{name}{} {value}", colon(page.reader.language)))
    })
    .collect()
}

/// The value of a parameter for readers: the name of what a key is of, a word, a date.
pub fn value(page: &Page<'_>, parameter: &Parameter, value: &str) -> String {
    let (reader, words) = (&page.reader, page.words());
    match &parameter.kind {
        Kind::Key(_) => {
            let base = &page.open.dossier.manifest.base;
            let entity = format!("{base}id/{value}");
            match page.document_with_key(value) {
                Some(document) => source(reader, &document),
                None => reader.name(&entity).unwrap_or(value).to_owned(),
            }
        }
        Kind::Choice(_) => page.site.lexicon.word(reader, value),
        Kind::Boolean => if value == "true" { words.yes } else { words.no }.to_lowercase(),
        Kind::Integer | Kind::Decimal => amount::display(Some(value), Some(value), "", reader.language.tag()),
        Kind::Date => reader.language.date(value),
        Kind::String | Kind::Iri => value.to_owned(),
    }
}

/// The language of the page as a value of the query's parameter, if it has one.
pub fn language_of(page: &Page<'_>, query: &Query) -> BTreeMap<String, String> {
    let name = crate::query::header::LANGUAGE;
    let takes = query.header.parameters.iter().any(|parameter| parameter.name == name);
    let given = takes.then(|| (name.to_owned(), page.frame.language().tag().to_owned()));
    given.into_iter().collect()
}

/// The answer, or why there is none in words.
fn answered(page: &Page<'_>, query: &Query) -> Result<Answer, String> {
    let words = page.words();
    if query.is_federated() {
        return Err(words.needs_network.to_owned());
    }
    if let Some(key) = names_nothing(page, query) {
        return Err(fill(words.default_is_no_name, &[key]));
    }
    let given = language_of(page, query);
    let failed = |why: &dyn std::fmt::Display| fill(words.could_not_answer, &[&why.to_string()]);
    let answered = page
        .open
        .answer(query, &given, Network::Never)
        .map_err(|error| failed(&error))?;
    answered.results.collect().map_err(|error| failed(&error))
}

/// The default of a parameter that is no key of the dossier: the question came with another one.
fn names_nothing<'q>(page: &Page<'_>, query: &'q Query) -> Option<&'q str> {
    let base = &page.open.dossier.manifest.base;
    let is_known = |key: &str| {
        let entity = format!("{base}id/{key}");
        page.reader.name(&entity).is_some() || page.document_with_key(key).is_some()
    };
    let keys = query
        .header
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.kind {
            Kind::Key(prefix) if ["id", "doc"].contains(&prefix.as_str()) => parameter.default.as_deref(),
            _ => None,
        });
    keys.into_iter().find(|key| !is_known(key))
}

fn rows(page: &Page<'_>, query: &Query, solutions: &Solutions, parameters: &[String], asked: Option<&Asked>) -> Markup {
    let words = page.words();
    let text = asked
        .filter(|asked| asked.answer.is_some())
        .and_then(|asked| asked::text(page, query, &asked.values).ok());
    let table = match &text {
        Some(text) => asked::csv_address(page, text),
        None => page.to(Place::File(&csv_path(page, &query.name))),
    };
    if solutions.rows.is_empty() {
        let given = if parameters.is_empty() {
            words.no_parameters.to_owned()
        } else {
            parameters.join(", ")
        };
        return html! { p { (fill(words.nothing_found, &[&given])) } };
    }
    let count = solutions.rows.len();
    let shown = answers::shown(page, solutions);
    html! {
        p {
            @match count > MOST_ROWS {
                true => (fill(words.rows_shown, &[&MOST_ROWS.to_string(), &count.to_string()])),
                false => (counted(words.rows_of, count)),
            }
            " · " a href=(table) download { "CSV" }
        }
        // Answers may have no link, and a box that scrolls must be reached by keyboard.
        div.wide tabindex="0" role="region" aria-label=(query.header.title_in(page.frame.language().tag())) {
            table.answer.stacked {
                thead { tr { @for column in &shown { th { (column.heading(page, solutions)) } } } }
                tbody {
                    @for row in solutions.rows.iter().take(MOST_ROWS) { (answers::row(page, solutions, row, &shown)) }
                }
            }
        }
    }
}

/// The path of the CSV of a question's answer.
pub fn csv_path(page: &Page<'_>, name: &str) -> String {
    format!("data/question/{}.{}.csv", stem(name), page.frame.language().tag())
}
