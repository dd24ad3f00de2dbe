//! What each path of a server answers.

use super::accept::Accepted;
use super::describe;
use super::frames::{Ask, Head};
use super::generation::{Current, Generation};
use super::hosts::{Hosts, name_of};
use super::metrics::{Kind, Metrics, Now};
use super::pool::Pool;
use super::problem::Problem;
use super::protocol::{self, Request as Asked, Wanted};
use super::spool::Receiver;
use crate::export::rdf::RdfFormat;
use crate::formats::Format as _;
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Version};
use sha2::{Digest as _, Sha256};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use tokio::time::timeout;

/// The body of a response.
pub type Body = UnsyncBoxBody<Bytes, io::Error>;

/// The most bytes of the body of a request.
const MOST_OF_REQUEST: usize = 1 << 20;
/// So long the body of a request may take.
const TIME_OF_REQUEST: Duration = Duration::from_secs(10);
/// The most bytes of an answer over HTTP/1.0, which knows no answers whose length is not known beforehand: one that is cut would look
/// whole.
const MOST_OVER_10: usize = 16 << 20;
/// The seconds after which a client that was refused may ask again.
const RETRY: &str = "5";

/// The server.
pub struct Server {
    /// The state of the dossier.
    pub current: Arc<Current>,
    /// The workers.
    pub pool: Arc<Pool>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// The names under which it may be addressed.
    pub hosts: Hosts,
    /// The address under which others see it, without a slash at the end, if a proxy stands before it.
    pub address: Option<String>,
    /// Whether what the manifest withholds is served, too; then to nobody from other sites.
    pub is_private: bool,
}

impl Server {
    /// Answers a request.
    pub async fn answer(&self, client: IpAddr, request: Request<Incoming>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let answered = match self.refused(&parts) {
            Some(problem) => Err(problem),
            None => self.routed(client, &parts, body).await,
        };
        let response = answered.unwrap_or_else(|problem| said(&problem));
        let mut response = whole_over_10(&parts, response).await;
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.is_private {
            let policy = HeaderName::from_static("cross-origin-resource-policy");
            headers.insert(policy, HeaderValue::from_static("same-origin"));
        }
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static("frame-ancestors 'self'"));
        response
    }

    /// Why a request is not answered, whatever it asks.
    fn refused(&self, parts: &Parts) -> Option<Problem> {
        let mut named = parts.headers.get_all(header::HOST).iter();
        let host = named.next().and_then(|host| host.to_str().ok());
        if named.next().is_some() {
            return Some(Problem::bad("the request names two hosts"));
        }
        // That of an absolute address counts (RFC 9112, section 3.2.2).
        let host = parts.uri.authority().map(|authority| authority.as_str()).or(host);
        match host {
            Some(host) if !self.hosts.allow(host) => {
                return Some(Problem::of(
                    421,
                    &format!(
                        "this server is not called {}: `sourcier serve --host NAME` names it",
                        name_of(host).chars().take(100).collect::<String>()
                    ),
                ));
            }
            None if parts.version != Version::HTTP_10 => return Some(Problem::bad("the request names no host")),
            _ => {}
        }
        let origin = parts
            .headers
            .get(header::ORIGIN)
            .and_then(|origin| origin.to_str().ok());
        let own = |origin: &str| origin.split("://").nth(1).is_some_and(|origin| Some(origin) == host);
        let is_foreign = origin.is_some_and(|origin| !own(origin)) || is_used_by_another_site(&parts.headers);
        match self.is_private && is_foreign {
            true => Some(Problem::of(
                403,
                "what is served with --private is for no page of another site",
            )),
            false => None,
        }
    }

    async fn routed(&self, client: IpAddr, parts: &Parts, body: Incoming) -> Result<Response<Body>, Problem> {
        let path = parts.uri.path();
        match path {
            "/health" => Ok(self.health()),
            "/sparql" => self.sparql(client, parts, body).await,
            "/graph" => self.graph(client, parts).await,
            "/.well-known/void" => Ok(moved("../sparql")),
            _ if path == RECONCILE || path.starts_with(&format!("{RECONCILE}/")) => self.reconciled(parts, body).await,
            _ => self.page(client, parts).await,
        }
    }

    fn health(&self) -> Response<Body> {
        let generation = self.current.generation();
        let health = serde_json::json!({
            "status": "ok",
            "triples": generation.ready.triples,
            "broken": self.current.is_broken(),
            "read": httpdate::fmt_http_date(generation.since),
        });
        response(
            &Head {
                status: 200,
                media_type: "application/json".to_owned(),
                ..Head::default()
            },
            format!("{health}\n").into(),
        )
    }

    async fn sparql(&self, client: IpAddr, parts: &Parts, body: Incoming) -> Result<Response<Body>, Problem> {
        let bytes = received(body).await?;
        let accept = accepted(&parts.headers);
        let request = Asked {
            method: parts.method.as_str(),
            query: parts.uri.query().unwrap_or_default(),
            content_type: text_of(&parts.headers, header::CONTENT_TYPE),
            accept: accept.as_deref(),
            body: &bytes,
        };
        match protocol::query(request)? {
            Wanted::Answer(ask) => self.asked(client, parts, ask).await,
            Wanted::Description => self.described(parts, accept.as_deref()),
        }
    }

    async fn graph(&self, client: IpAddr, parts: &Parts) -> Result<Response<Body>, Problem> {
        let accept = accepted(&parts.headers);
        let request = Asked {
            method: parts.method.as_str(),
            query: parts.uri.query().unwrap_or_default(),
            content_type: None,
            accept: accept.as_deref(),
            body: b"",
        };
        let ask = protocol::graph(request, &self.current.generation().ready.base)?;
        self.asked(client, parts, ask).await
    }

    /// Has a worker answer, unless the client has the answer already.
    async fn asked(&self, client: IpAddr, parts: &Parts, ask: Ask) -> Result<Response<Body>, Problem> {
        let generation = self.current.generation();
        let tag = tag(&generation, &ask);
        if let Some(same) = tag.as_deref().and_then(|tag| not_modified(parts, tag)) {
            return Ok(same);
        }
        let (mut head, receiver) = self.pool.ask(client, generation, ask).await?;
        if head.status == 200 {
            head.tag = tag;
        }
        if parts.method == Method::HEAD {
            // A body that nobody reads looks as if the client were gone.
            let _ = receiver.collect().await;
            return Ok(response(&head, Bytes::new()));
        }
        let length = head.length;
        Ok(streamed(&head, receiver.with_length(length)))
    }

    /// The page for queries, or the description of the endpoint.
    fn described(&self, parts: &Parts, accept: Option<&str>) -> Result<Response<Body>, Problem> {
        let accepted = Accepted::of(accept);
        let types = [
            "text/turtle",
            "application/rdf+xml",
            "application/ld+json",
            "application/n-triples",
        ];
        if accepted.prefers_page(&types) {
            return Ok(moved("sparql.html"));
        }
        let chosen = accepted.choose(RdfFormat::ALL, &[]).ok_or_else(|| {
            Problem::of(
                406,
                "the description of this endpoint can be had as RDF, such as text/turtle",
            )
        })?;
        let address = self.address_of(parts);
        let ready = &self.current.generation().ready;
        let bytes =
            describe::described(ready, &address, chosen.format).map_err(|error| Problem::failed(&error.to_string()))?;
        let head = Head {
            status: 200,
            media_type: format!("{}; charset=utf-8", describe::media_type(chosen.format)),
            tag: Some(digest(&[&bytes])),
            ..Head::default()
        };
        Ok(tagged(parts, &head, bytes.into()))
    }

    /// The address of this server, as the client that asks knows it.
    pub(super) fn address_of(&self, parts: &Parts) -> String {
        let host = text_of(&parts.headers, header::HOST).unwrap_or("localhost");
        self.address.clone().unwrap_or_else(|| format!("http://{host}"))
    }

    /// What is counted, as text.
    pub fn counted(&self) -> String {
        let generation = self.current.generation();
        self.metrics.text(Now {
            waiting: self.pool.waiting(),
            triples: generation.ready.triples,
            is_broken: self.current.is_broken(),
            since: generation
                .since
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
        })
    }
}

/// Whether a page of another site uses the answer, such as a script of this server: browsers say so (Fetch Metadata Request Headers). A
/// link that somebody follows does not.
fn is_used_by_another_site(headers: &HeaderMap) -> bool {
    let said = |name| text_of(headers, HeaderName::from_static(name));
    let is_own = matches!(said("sec-fetch-site"), None | Some("same-origin" | "none"));
    let is_followed = said("sec-fetch-mode") == Some("navigate") && said("sec-fetch-dest") == Some("document");
    !is_own && !is_followed
}

/// Where the Reconciliation Service is.
pub(super) const RECONCILE: &str = "/reconcile";

/// What a request to a path is for.
pub fn kind_of(path: &str) -> Kind {
    match path {
        "/sparql" => Kind::Sparql,
        "/graph" => Kind::Graph,
        "/health" => Kind::Other,
        _ => Kind::Page,
    }
}

/// The body of a request.
pub(super) async fn received(body: Incoming) -> Result<Bytes, Problem> {
    let whole = timeout(TIME_OF_REQUEST, Limited::new(body, MOST_OF_REQUEST).collect()).await;
    match whole {
        Err(_) => Err(Problem::of(408, "the body of the request took too long")),
        Ok(Err(_)) => Err(Problem::of(413, "the body of a request may have 1 MiB")),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
    }
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// All that a client accepts; it may say so in several headers.
pub(super) fn accepted(headers: &HeaderMap) -> Option<String> {
    let all: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// A hash of parts, in hexadecimal digits.
fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What makes an answer another one each time.
const CHANGING: [&str; 6] = ["NOW", "RAND", "UUID", "STRUUID", "BNODE", "SAMPLE"];

/// The entity tag of the answer to a question; none if it may differ each time.
fn tag(generation: &Generation, ask: &Ask) -> Option<String> {
    if let Ask::Query { text, .. } = ask {
        let text = text.to_uppercase();
        if CHANGING.iter().any(|word| text.contains(word)) {
            return None;
        }
    }
    let mut same = ask.clone();
    let (Ask::Query { is_head, .. } | Ask::Graph { is_head, .. }) = &mut same else {
        return None;
    };
    *is_head = false;
    let asked = serde_json::to_vec(&same).ok()?;
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    Some(digest(&[generation.ready.hash.as_bytes(), version, &asked]))
}

/// The response to a client that has this already.
fn not_modified(parts: &Parts, tag: &str) -> Option<Response<Body>> {
    let known = text_of(&parts.headers, header::IF_NONE_MATCH)?;
    let is_same = known == "*"
        || known
            .split(',')
            .any(|known| known.trim().trim_start_matches("W/").trim_matches('"') == tag);
    let is_read = ["GET", "HEAD"].contains(&parts.method.as_str());
    (is_same && is_read).then(|| {
        let head = Head {
            status: 304,
            tag: Some(tag.to_owned()),
            ..Head::default()
        };
        response(&head, Bytes::new())
    })
}

/// A response, unless the client has it already.
pub(super) fn tagged(parts: &Parts, head: &Head, bytes: Bytes) -> Response<Body> {
    let same = head.tag.as_deref().and_then(|tag| not_modified(parts, tag));
    same.unwrap_or_else(|| response(head, bytes))
}

fn moved(location: &str) -> Response<Body> {
    let head = Head {
        location: Some(location.to_owned()),
        ..Head::text(303)
    };
    response(&head, Bytes::new())
}

/// What a client is told in place of an answer.
fn said(problem: &Problem) -> Response<Body> {
    let mut response = response(
        &Head::text(problem.status),
        format!("{}\n", problem.text.trim_end()).into(),
    );
    let headers = response.headers_mut();
    if problem.status == 503 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
    }
    if let Some(allowed) = problem.allowed {
        headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
    }
    response
}

fn response(head: &Head, bytes: Bytes) -> Response<Body> {
    let body = Full::new(bytes).map_err(|never| match never {});
    with_body(head, body.boxed_unsync())
}

fn streamed(head: &Head, receiver: Receiver) -> Response<Body> {
    with_body(head, receiver.boxed_unsync())
}

fn with_body(head: &Head, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let tag = head.tag.as_ref().map(|tag| format!("W/\"{tag}\""));
    let given = [
        (
            header::CONTENT_TYPE,
            Some(&head.media_type).filter(|found| !found.is_empty()),
        ),
        (header::LOCATION, head.location.as_ref()),
        (header::ETAG, tag.as_ref()),
    ];
    let headers = response.headers_mut();
    for (name, value) in given {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// Over HTTP/1.0, a response whose length is known: what is cut would look whole.
async fn whole_over_10(parts: &Parts, response: Response<Body>) -> Response<Body> {
    if parts.version != Version::HTTP_10 || hyper::body::Body::size_hint(response.body()).exact().is_some() {
        return response;
    }
    let (head, body) = response.into_parts();
    match Limited::new(body, MOST_OVER_10).collect().await {
        Ok(whole) => {
            let body = Full::new(whole.to_bytes()).map_err(|never| match never {});
            Response::from_parts(head, body.boxed_unsync())
        }
        Err(_) => said(&Problem::of(
            505,
            "the answer failed, or is too long for HTTP/1.0, by which nobody could see that it is whole: ask by HTTP/1.1",
        )),
    }
}
