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

/// Whether a body is said to be in another encoding than the one that SPARQL and forms have.
fn is_encoded_otherwise(content_type: Option<&str>) -> bool {
    let parameters = content_type.unwrap_or_default().split(';').skip(1);
    let mut charsets = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"'))
    });
    charsets.any(|charset| !["utf-8", "utf8", "us-ascii"].contains(&charset.to_ascii_lowercase().as_str()))
}

/// Nothing is written here.
pub fn read_only() -> Problem {
    Problem::of(
        403,
        "this endpoint is read-only: it takes queries, no updates. The tables of the dossier are the place for changes",
    )
}

/// The answer to a method that is not known.
pub fn not_allowed(allowed: &'static str) -> Problem {
    Problem {
        allowed: Some(allowed),
        ..Problem::of(405, &format!("this method is not allowed here: {allowed}"))
    }
}

/// Reads a request to the endpoint (SPARQL 1.1 Protocol, section 2.1).
///
/// # Errors
/// When it is no query, or not well formed.
pub fn query(request: Request<'_>) -> Result<Wanted, Problem> {
    let mut parameters = parameters(request.query.as_bytes())?;
    let direct = match request.method {
        "GET" | "HEAD" => None,
        "POST" if is_encoded_otherwise(request.content_type) => {
            return Err(Problem::of(415, "a query is posted in UTF-8"));
        }
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
    let format = named_formats(&parameters)?;
    Ok(Wanted::Answer(Ask::Query {
        text,
        default_graphs: all(&parameters, "default-graph-uri"),
        named_graphs: all(&parameters, "named-graph-uri"),
        accept: format.or_else(|| request.accept.map(str::to_owned)),
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

/// The parameters by which links and clients name a format, as a link has no headers. Clients give several values of which a server
/// may know one.
const FORMATS: [&str; 2] = ["format", "output"];

/// Names of formats besides our own, and further formats that a name means where the answer is a graph.
const ALSO: [(&str, &str); 11] = [
    ("json", "application/ld+json"),
    ("xml", "application/rdf+xml"),
    ("json-ld", "application/ld+json"),
    ("rdf", "application/rdf+xml"),
    ("rdf+xml", "application/rdf+xml"),
    // A plus sign that was not encoded.
    ("rdf xml", "application/rdf+xml"),
    ("n3", "text/turtle"),
    ("ttl", "text/turtle"),
    ("nt", "application/n-triples"),
    ("ntriples", "application/n-triples"),
    ("nq", "application/n-quads"),
];

/// The media types that the parameters name, as a header would have them; `None` if they name none.
fn named_formats(parameters: &Parameters) -> Result<Option<String>, Problem> {
    let named: Vec<&str> = parameters
        .iter()
        .filter(|(name, _)| FORMATS.contains(&name.as_str()))
        .map(|(_, value)| value.as_str())
        .collect();
    let Some(first) = named.first() else {
        return Ok(None);
    };
    let answers = SERVED.iter().map(|format| format.describe().identity());
    let graphs = RdfFormat::ALL.iter().map(|format| format.describe().identity());
    let own: Vec<_> = answers
        .chain(graphs)
        .filter(|identity| identity.owns_media_type)
        .collect();
    let means = |format: &str| {
        let own = own
            .iter()
            .filter(move |identity| identity.name == format || identity.media_type == format)
            .map(|identity| identity.media_type);
        let also = ALSO.iter().filter(move |(name, _)| *name == format);
        own.chain(also.map(|(_, media_type)| *media_type)).collect::<Vec<_>>()
    };
    let found: Vec<&str> = named
        .iter()
        .flat_map(|format| means(&format.to_ascii_lowercase()))
        .collect();
    if found.is_empty() {
        let names: BTreeSet<&str> = own.iter().map(|identity| identity.name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        return Err(Problem::bad(&format!(
            "there is no format `{first}`: {}",
            names.join(", ")
        )));
    }
    Ok(Some(found.join(", ")))
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
        "PUT" | "POST" | "DELETE" | "PATCH" => {
            return Err(Problem {
                allowed: Some("GET, HEAD, OPTIONS"),
                ..read_only()
            });
        }
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
    let format = named_formats(&parameters)?;
    Ok(Ask::Graph {
        accept: format.or_else(|| request.accept.map(str::to_owned)),
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
            ("application/sparql-query; charset=UTF-16", b"ASK {}", 415),
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
    fn a_link_or_a_client_names_a_format_in_its_own_way() {
        let accept = |rest: &str| {
            let asked = query(Request {
                query: &format!("query=ASK%20%7B%7D&{rest}"),
                accept: Some("image/png"),
                ..GET
            });
            match asked {
                Ok(Wanted::Answer(Ask::Query { accept, .. })) => Ok(accept.unwrap_or_default()),
                other => Err(other),
            }
        };
        let rows = "application/sparql-results+json";
        assert_eq!(accept("format=json"), Ok(format!("{rows}, application/ld+json")));
        assert_eq!(accept("output=text%2Fcsv"), Ok("text/csv".to_owned()));
        assert_eq!(accept("format=rdf+xml"), Ok("application/rdf+xml".to_owned()));
        // As SPARQLWrapper asks.
        let twice = "format=tsv&output=tsv&results=tsv&format=text%2Ftab-separated-values";
        let tabs = "text/tab-separated-values";
        assert_eq!(accept(twice), Ok([tabs; 3].join(", ")));
        assert_eq!(accept("other=1"), Ok("image/png".to_owned()));
        assert!(matches!(accept("format=cvs"), Err(Err(Problem { status: 400, .. }))));
        let asked = graph(
            Request {
                query: "default&format=jsonld",
                ..GET
            },
            "https://example.org/",
        );
        assert!(matches!(asked, Ok(Ask::Graph { accept: Some(accept), .. }) if accept == "application/ld+json"));
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
