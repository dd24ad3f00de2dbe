//! Pages: what the keeper makes, with the answers of workers to what a reader asks.

use super::accept::Accepted;
use super::frames::Ask;
use super::generation::Generation;
use super::problem::Problem;
use super::protocol;
use super::route::{Body, RECONCILE, Server, accepted, received, tagged};
use http_body_util::{BodyExt as _, Limited};
use hyper::Response;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use hyper::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;

/// The most bytes of an answer that a page shows a part of.
const MOST_OF_ANSWER: usize = 16 << 20;

/// The media type of answers that pages show.
const JSON: &str = "application/sparql-results+json";

/// The policy of previews: nothing is loaded, and they may stand in frames of any site.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The formats of RDF that something with an IRI can be had in.
const TYPES: [&str; 4] = [
    "text/turtle",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-triples",
];

impl Server {
    /// A page or file, or where something with an IRI has its page.
    pub(super) async fn page(&self, client: IpAddr, parts: &Parts) -> Result<Response<Body>, Problem> {
        if !["GET", "HEAD"].contains(&parts.method.as_str()) {
            return Err(protocol::not_allowed("GET, HEAD, OPTIONS"));
        }
        let accept = accepted(&parts.headers);
        let path = parts.uri.path().trim_start_matches('/').to_owned();
        let given = protocol::parameters(parts.uri.query().unwrap_or_default().as_bytes())?;
        let generation = self.current.generation();
        let answer = match given.is_empty() || !path.contains("question/") {
            true => None,
            false => self.answered(client, &generation, &path, &given).await?,
        };
        let ask = Ask::Page {
            path,
            given,
            answer,
            wants_page: Accepted::of(accept.as_deref()).prefers_page(&TYPES),
            is_broken: self.current.is_broken(),
        };
        if let Some((head, bytes)) = generation.made.find(&ask) {
            return Ok(tagged(parts, &head, bytes));
        }
        let (head, bytes) = kept(&generation, ask.clone()).await?;
        let made = (head, Bytes::from(bytes));
        generation.made.hold(ask, &made);
        let (head, bytes) = made;
        Ok(tagged(parts, &head, bytes))
    }

    /// What the Reconciliation Service answers to parameters in the address or in a form. Other sites may show its previews.
    pub(super) async fn reconciled(&self, parts: &Parts, body: Incoming) -> Result<Response<Body>, Problem> {
        let mut given = protocol::parameters(parts.uri.query().unwrap_or_default().as_bytes())?;
        match parts.method.as_str() {
            "GET" | "HEAD" => {}
            "POST" => given.extend(protocol::parameters(&received(body).await?)?),
            _ => return Err(protocol::not_allowed("GET, HEAD, POST, OPTIONS")),
        }
        let ask = Ask::Reconcile {
            address: format!("{}{RECONCILE}", self.address_of(parts)),
            path: parts.uri.path()[RECONCILE.len()..].to_owned(),
            given,
        };
        let (head, bytes) = kept(&self.current.generation(), ask).await?;
        let mut response = tagged(parts, &head, bytes.into());
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        Ok(response)
    }

    /// The answer of a worker to a question with the values that a reader gave, or why there is none; `None` if it is answered as it is.
    async fn answered(
        &self,
        client: IpAddr,
        generation: &Arc<Generation>,
        path: &str,
        given: &[(String, String)],
    ) -> Result<Option<Result<String, String>>, Problem> {
        let ask = Ask::Question {
            path: path.to_owned(),
            given: given.to_vec(),
        };
        let (head, text) = kept(generation, ask).await?;
        let text = String::from_utf8_lossy(&text).into_owned();
        if head.status != 200 {
            return Ok(Some(Err(text)));
        }
        if text.is_empty() {
            return Ok(None);
        }
        let ask = Ask::Query {
            text,
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            accept: Some(JSON.to_owned()),
            is_head: false,
        };
        let (head, body) = match self.pool.ask(client, Arc::clone(generation), ask).await {
            Ok(answered) => answered,
            Err(problem) if problem.status == 503 => return Err(problem),
            Err(problem) => return Ok(Some(Err(problem.text))),
        };
        let whole = Limited::new(body, MOST_OF_ANSWER).collect().await;
        Ok(Some(match (whole, head.status) {
            (Err(error), _) => Err(format!("the answer is too long for a page: {error}")),
            (Ok(whole), status) => {
                let text = String::from_utf8_lossy(&whole.to_bytes()).into_owned();
                if status == 200 { Ok(text) } else { Err(text) }
            }
        }))
    }
}

/// What the keeper answers. A client that goes away must not leave it with half an answer.
async fn kept(generation: &Arc<Generation>, ask: Ask) -> Result<(super::frames::Head, Vec<u8>), Problem> {
    let generation = Arc::clone(generation);
    let answered = tokio::spawn(async move { generation.page(&ask).await }).await;
    answered.map_err(|error| Problem::failed(&error.to_string()))?
}
