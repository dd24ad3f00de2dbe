//! The SPARQL 1.1 Protocol and the Graph Store HTTP Protocol: from a request to a question.

use super::frames::Ask;
use super::problem::Problem;
use crate::export::rdf::RdfFormat;
use crate::formats::Format as _;
use crate::query::answer::AnswerFormat;
use percent_encoding::percent_decode;
use std::collections::BTreeSet;

/// What protocols look at in a request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, `HEAD`, `POST` ...
    pub method: &'a str,
    /// What follows the question mark, as it is.
    pub query: &'a str,
    /// The media type of the body.
    pub content_type: Option<&'a str>,
    /// The media types that are accepted.
    pub accept: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// What is wanted of the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// An answer.
    Answer(Ask),
    /// What the endpoint is.
    Description,
}

/// Names and values, decoded.
pub type Parameters = Vec<(String, String)>;

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// Reads the parameters of an address or a form.
///
/// # Errors
/// When they are not UTF-8.
pub fn parameters(text: &[u8]) -> Result<Parameters, Problem> {
    let pairs = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let decoded = |part: &[u8]| {
        let spaced: Vec<u8> = part
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        let decoded = percent_decode(&spaced).decode_utf8().map(std::borrow::Cow::into_owned);
        decoded.map_err(|_| Problem::bad("a parameter is not UTF-8"))
    };
    pairs
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = at.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// The value of a parameter that may be there once.
fn single<'p>(parameters: &'p Parameters, name: &str) -> Result<Option<&'p str>, Problem> {
    let mut found = parameters.iter().filter(|(known, _)| known == name);
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(Problem::bad(&format!("`{name}` may be there once"))),
        (first, None) => Ok(first.map(|(_, value)| value.as_str())),
    }
}

fn all(parameters: &Parameters, name: &str) -> Vec<String> {
    let found = parameters.iter().filter(|(known, _)| known == name);
    found.map(|(_, value)| value.clone()).collect()
}

fn is(content_type: Option<&str>, wanted: &str) -> bool {
    let media_type = content_type.and_then(|found| found.split(';').next());
    media_type.is_some_and(|found| found.trim().eq_ignore_ascii_case(wanted))
}

/// Nothing is written here.
fn read_only() -> Problem {
    Problem::of(
        403,
        "this endpoint is read-only: it takes queries, no updates. The tables of the dossier are the place for changes",
    )
}

/// The answer to a method that is not known.
pub fn not_allowed(allowed: &str) -> Problem {
    Problem::of(405, &format!("this method is not allowed here: {allowed}"))
}

/// Reads a request to the endpoint (SPARQL 1.1 Protocol, section 2.1).
///
/// # Errors
/// When it is no query, or not well formed.
pub fn query(request: Request<'_>) -> Result<Wanted, Problem> {
    let mut parameters = parameters(request.query.as_bytes())?;
    let direct = match request.method {
        "GET" | "HEAD" => None,
        "POST" if is(request.content_type, QUERY) => Some(text(request.body)?),
        "POST" if is(request.content_type, UPDATE) => return Err(read_only()),
        "POST" if is(request.content_type, FORM) => {
            parameters.extend(self::parameters(request.body)?);
            None
        }
        "POST" => {
            return Err(Problem::of(
                415,
                &format!("a query is posted as a form ({FORM}) with the field `query`, or as {QUERY}"),
            ));
        }
        _ => return Err(not_allowed("GET, HEAD, POST, OPTIONS")),
    };
    if parameters.iter().any(|(name, _)| name == "update") {
        return Err(read_only());
    }
    let named = single(&parameters, "query")?;
    let text = match (direct, named) {
        (Some(_), Some(_)) => return Err(Problem::bad("the query is there twice: in the address and in the body")),
        (Some(text), None) => text,
        (None, Some(text)) => text.to_owned(),
        (None, None) if request.method == "POST" || !parameters.is_empty() => {
            return Err(Problem::bad("there is no parameter `query`"));
        }
        (None, None) => return Ok(Wanted::Description),
    };
    let format = single(&parameters, "format")?.or(single(&parameters, "output")?);
    let format = format.map(media_type).transpose()?;
    Ok(Wanted::Answer(Ask::Query {
        text,
        default_graphs: all(&parameters, "default-graph-uri"),
        named_graphs: all(&parameters, "named-graph-uri"),
        accept: format.or(request.accept).map(str::to_owned),
        is_head: request.method == "HEAD",
    }))
}

/// The formats of rows, and of yes and no; the first is for clients that do not say.
pub const SERVED: [AnswerFormat; 4] = [
    AnswerFormat::Json,
    AnswerFormat::Xml,
    AnswerFormat::Csv,
    AnswerFormat::Tsv,
];

/// The media type of a format that a link names, as it has no headers: `format=csv`, or the media type itself.
fn media_type(format: &str) -> Result<&'static str, Problem> {
    let answers = SERVED.iter().map(|format| format.describe().identity());
    let graphs = RdfFormat::ALL.iter().map(|format| format.describe().identity());
    let all: Vec<_> = answers
        .chain(graphs)
        .filter(|identity| identity.owns_media_type)
        .collect();
    let found = all
        .iter()
        .find(|identity| identity.name == format || identity.media_type == format);
    found.map(|identity| identity.media_type).ok_or_else(|| {
        let names: BTreeSet<&str> = all.iter().map(|identity| identity.name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        Problem::bad(&format!("there is no format `{format}`: {}", names.join(", ")))
    })
}

fn text(body: &[u8]) -> Result<String, Problem> {
    let text = str::from_utf8(body).map_err(|_| Problem::bad("the query is not UTF-8"))?;
    Ok(text.to_owned())
}

/// Reads a request for a graph (SPARQL 1.1 Graph Store HTTP Protocol, section 4). `base` is the name of the default graph.
///
/// # Errors
/// When it wants to write, or names no graph that is there.
pub fn graph(request: Request<'_>, base: &str) -> Result<Ask, Problem> {
    match request.method {
        "GET" | "HEAD" => {}
        "PUT" | "POST" | "DELETE" | "PATCH" => return Err(read_only()),
        _ => return Err(not_allowed("GET, HEAD, OPTIONS")),
    }
    let parameters = parameters(request.query.as_bytes())?;
    let which = "name the graph with ?default, or with ?graph= and its IRI";
    match (single(&parameters, "default")?, single(&parameters, "graph")?) {
        (Some(_), None) => {}
        (None, Some(graph)) if graph == base => {}
        (None, Some(graph)) => {
            return Err(Problem::of(
                404,
                &format!("there is no graph <{graph}> here: the default graph is also named <{base}>"),
            ));
        }
        (Some(_), Some(_)) => return Err(Problem::bad(&format!("two graphs are named: {which}"))),
        (None, None) => return Err(Problem::bad(&format!("no graph is named: {which}"))),
    }
    Ok(Ask::Graph {
        accept: request.accept.map(str::to_owned),
        is_head: request.method == "HEAD",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: Request<'_> = Request {
        method: "GET",
        query: "",
        content_type: None,
        accept: None,
        body: b"",
    };

    fn status(request: Request<'_>) -> u16 {
        match query(request) {
            Ok(Wanted::Answer(_)) => 200,
            Ok(Wanted::Description) => 0,
            Err(problem) => problem.status,
        }
    }

    fn post<'a>(content_type: &'a str, body: &'a [u8]) -> Request<'a> {
        Request {
            method: "POST",
            content_type: Some(content_type),
            body,
            ..GET
        }
    }

    #[test]
    fn a_query_comes_in_three_ways_and_an_update_in_none() {
        let in_address = Request {
            query: "query=ASK%20%7B%7D",
            ..GET
        };
        assert_eq!(status(in_address), 200);
        assert_eq!(status(post(FORM, b"query=ASK+%7B%7D")), 200);
        assert_eq!(status(post("Application/SPARQL-query; charset=utf-8", b"ASK {}")), 200);
        assert_eq!(status(GET), 0);
        for (content_type, body, expected) in [
            (UPDATE, &b"INSERT DATA {}"[..], 403),
            (FORM, b"update=CLEAR+ALL", 403),
            (FORM, b"query=ASK+%7B%7D&query=ASK+%7B%7D", 400),
            (FORM, b"other=1", 400),
            (FORM, b"query=%FF", 400),
            (QUERY, b"ASK { \xff }", 400),
            ("text/plain", b"ASK {}", 415),
            ("", b"ASK {}", 415),
        ] {
            assert_eq!(status(post(content_type, body)), expected, "{content_type} {body:?}");
        }
        let twice = Request {
            query: "query=ASK%7B%7D",
            ..post(QUERY, b"ASK {}")
        };
        assert_eq!(status(twice), 400);
        assert_eq!(
            status(Request {
                method: "PUT",
                ..in_address
            }),
            405
        );
        assert_eq!(
            status(Request {
                query: "qurey=ASK",
                ..GET
            }),
            400
        );
    }

    #[test]
    fn the_graphs_are_those_of_the_parameters_wherever_they_are() {
        let request = Request {
            query: "default-graph-uri=http%3A%2F%2Fa%2F",
            ..post(
                FORM,
                b"query=ASK+%7B%7D&named-graph-uri=http%3A%2F%2Fb%2F&default-graph-uri=http%3A%2F%2Fc%2F",
            )
        };
        let Ok(Wanted::Answer(Ask::Query {
            default_graphs,
            named_graphs,
            text,
            ..
        })) = query(request)
        else {
            panic!("no query");
        };
        assert_eq!(text, "ASK {}");
        assert_eq!(default_graphs, ["http://a/", "http://c/"]);
        assert_eq!(named_graphs, ["http://b/"]);
    }

    #[test]
    fn a_graph_is_named_and_only_read() {
        let base = "https://example.org/";
        let status = |method, query| match graph(Request { method, query, ..GET }, base) {
            Ok(_) => 200,
            Err(problem) => problem.status,
        };
        assert_eq!(status("GET", "default"), 200);
        assert_eq!(status("HEAD", "graph=https%3A%2F%2Fexample.org%2F"), 200);
        assert_eq!(status("GET", "graph=https%3A%2F%2Fexample.com%2F"), 404);
        assert_eq!(status("GET", ""), 400);
        assert_eq!(status("GET", "default&graph=x"), 400);
        assert_eq!(status("PUT", "default"), 403);
        assert_eq!(status("TRACE", "default"), 405);
    }
}
