//! HTTP client for the few commands that use the network.
//!
//! Takes URLs and request bodies; returns whole responses, or an error with the URL and a remedy. It sends a
//! User-Agent, pauses between requests, retries transient failures, honours `Retry-After`, and limits the response
//! size. Only `http` and `https` are allowed, redirects only to the same host, and credentials in addresses never. No
//! other module opens a socket. Callers keep their own progress, so that they can continue after an interruption.

mod access;

pub use access::{Access, Allowed, BadAllowed};

use access::{Guard, has_credentials, is_same_host, refusal};
use serde_json::Value;
use std::net::IpAddr;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, UNIX_EPOCH};
use ureq::http::Response;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

/// The User-Agent of each request.
const USER_AGENT: &str = concat!(
    "sourcier/",
    env!("CARGO_PKG_VERSION"),
    " (https://w3id.org/sourcier; command line, asks in batches)"
);

/// The maximum number of redirects.
const MOST_REDIRECTS: usize = 5;

/// The length of the quoted response in an error, in characters.
const EXCERPT: usize = 160;

/// The limits of the client.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The time-out of a request, from the first byte sent to the last one read.
    pub time_out: Duration,
    /// The maximum size of a response, in bytes.
    pub body_bytes: u64,
    /// The maximum number of attempts.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles with each further one.
    pub back_off: Duration,
    /// The maximum wait that a server may ask for; more is an error, so that no command hangs.
    pub longest_wait: Duration,
    /// The pause between two requests.
    pub pause: Duration,
    /// The time since 1970, for servers that send a date in `Retry-After` but no `Date`; zero if unknown.
    pub clock: fn() -> Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time_out: Duration::from_secs(60),
            body_bytes: 32 << 20,
            attempts: 4,
            back_off: Duration::from_secs(2),
            longest_wait: Duration::from_secs(120),
            pause: Duration::from_millis(500),
            clock: || Duration::ZERO,
        }
    }
}

/// A request failed.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The URL is not http or https.
    #[error("`{0}` is no address of the web: it begins with https:// or http://")]
    NotWeb(String),
    /// The URL contains a user name or a password.
    #[error("`{0}` has credentials before its host, which this program does not send: give an address without them")]
    Credentials(String),
    /// The URL is not one that the user allowed.
    #[error("{0} is not allowed: add --allow {0}")]
    NotAllowed(String),
    /// The host's name resolves to an address that is not on the public internet.
    #[error(
        "{url} leads to {address}, a {kind} address, which is not allowed: to allow it all the same, add --allow {address}"
    )]
    NotPublic {
        /// The requested URL.
        url: String,
        /// The address to which its host resolves.
        address: IpAddr,
        /// The kind of the address, such as `private`.
        kind: &'static str,
    },
    /// The server redirects to a URL that is not allowed.
    #[error(
        "{url} sends to `{to}`, where this program does not go: redirects may lead only to the same host, scheme and port"
    )]
    Redirect {
        /// The requested URL.
        url: String,
        /// The target of the redirect.
        to: String,
    },
    /// There are too many redirects.
    #[error("{0} sends elsewhere more than {MOST_REDIRECTS} times")]
    Redirects(String),
    /// The server does not respond, or stops in the middle of the response.
    #[error("{url} did not answer as it should, tried {}: {why}", times(*attempts))]
    Failed {
        /// The address.
        url: String,
        /// The number of attempts.
        attempts: u32,
        /// The last error.
        why: String,
    },
    /// The server refuses.
    #[error("{url} answers {status}{excerpt}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The beginning of the response, after a colon.
        excerpt: String,
    },
    /// The server asks for too long a wait.
    #[error("{url} answers {status} and asks to wait {seconds} seconds: start the command again then")]
    Wait {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The requested wait.
        seconds: u64,
    },
    /// The response is too large.
    #[error("the answer of {url} is longer than {limit} bytes: it was not read to its end")]
    TooLong {
        /// The address.
        url: String,
        /// The limit in bytes.
        limit: u64,
    },
}

fn times(attempts: u32) -> String {
    match attempts {
        1 => "once".to_owned(),
        more => format!("{more} times"),
    }
}

/// The method and body of a request.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    /// GET.
    Get,
    /// POST with a form of names and values.
    Form(&'a [(&'a str, &'a str)]),
    /// POST with a JSON value.
    Json(&'a Value),
    /// A SPARQL query, with results as JSON ("SPARQL 1.1 Protocol", section 2.1.2).
    Sparql(&'a str),
}

/// A JSON response.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The final URL, after redirects.
    pub url: String,
    /// The parsed response.
    pub value: Value,
}

/// The outcome of one attempt.
enum Try {
    Done(Answer),
    /// A redirect.
    Elsewhere(String),
    /// A transient failure, with the wait that the server asked for, if any.
    Again {
        why: String,
        status: u16,
        after: Option<Duration>,
    },
    Never(WebError),
}

/// An HTTP client with limits.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    access: Access,
    limits: Limits,
    has_asked: bool,
}

impl Client {
    /// A client with these limits. If it contacts listed endpoints only, it uses no proxy of the environment, since a proxy
    /// resolves names itself.
    pub fn new(limits: Limits, access: Access) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_global(Some(limits.time_out))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false);
        let agent = match &access {
            Access::Typed => config.build().into(),
            Access::Listed(allowed) => {
                let allowed = Arc::clone(allowed);
                Agent::with_parts(
                    config.proxy(None).build(),
                    DefaultConnector::default(),
                    Guard { allowed },
                )
            }
        };
        Self {
            agent,
            access,
            limits,
            has_asked: false,
        }
    }

    /// Sends a request and returns the JSON response.
    ///
    /// # Errors
    /// When the URL is not http or https, or not allowed; when the server refuses, redirects too often, does not respond or responds
    /// with too much, after all attempts; when the response is not JSON.
    pub fn json(&mut self, url: &str, request: Request<'_>) -> Result<Answer, WebError> {
        let mut url = url.to_owned();
        if let Access::Listed(allowed) = &self.access
            && is_web(&url)
            && !has_credentials(&url)
            && !allowed.has(&url)
        {
            return Err(WebError::NotAllowed(url));
        }
        for _ in 0..=MOST_REDIRECTS {
            if !is_web(&url) {
                return Err(WebError::NotWeb(url));
            }
            if has_credentials(&url) {
                return Err(WebError::Credentials(url));
            }
            match self.patiently(&url, request)? {
                Ok(answer) => return Ok(answer),
                Err(elsewhere) => url = elsewhere,
            }
        }
        Err(WebError::Redirects(url))
    }

    /// Retries until there is a response or a redirect.
    fn patiently(&mut self, url: &str, request: Request<'_>) -> Result<Result<Answer, String>, WebError> {
        let attempts = self.limits.attempts.max(1);
        let mut back_off = self.limits.back_off;
        for attempt in 1..=attempts {
            if self.has_asked {
                sleep(self.limits.pause);
            }
            self.has_asked = true;
            match self.once(url, request) {
                Try::Done(answer) => return Ok(Ok(answer)),
                Try::Elsewhere(to) => return Ok(Err(to)),
                Try::Never(error) => return Err(error),
                Try::Again { status, after, .. } if after.is_some_and(|after| after > self.limits.longest_wait) => {
                    return Err(WebError::Wait {
                        url: url.to_owned(),
                        status,
                        seconds: after.unwrap_or_default().as_secs(),
                    });
                }
                Try::Again { why, .. } if attempt == attempts => {
                    return Err(WebError::Failed {
                        url: url.to_owned(),
                        attempts,
                        why,
                    });
                }
                Try::Again { after, .. } => {
                    sleep(after.unwrap_or(back_off));
                    back_off = back_off.saturating_mul(2).min(self.limits.longest_wait);
                }
            }
        }
        unreachable!("the last try returns")
    }

    fn once(&self, url: &str, request: Request<'_>) -> Try {
        let sent = match request {
            Request::Get => self.agent.get(url).header("Accept", "application/json").call(),
            Request::Form(fields) => {
                let post = self.agent.post(url).header("Accept", "application/json");
                post.send_form(fields.iter().copied())
            }
            Request::Json(value) => {
                let post = self.agent.post(url).header("Accept", "application/json");
                post.header("Content-Type", "application/json").send(value.to_string())
            }
            Request::Sparql(query) => {
                let accepted = "application/sparql-results+json, application/json;q=0.5";
                let post = self.agent.post(url).header("Accept", accepted);
                post.send_form([("query", query)])
            }
        };
        match sent {
            Ok(response) => self.answer(url, response),
            Err(error) => refusal(url, &error).map_or_else(|| again(&error), Try::Never),
        }
    }

    /// Reads a response.
    fn answer(&self, url: &str, mut response: Response<Body>) -> Try {
        let status = response.status().as_u16();
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        if response.status().is_redirection() {
            let to = header("location").unwrap_or_default();
            return elsewhere(url, to);
        }
        let after = header("retry-after").and_then(|after| wait(after, header("date"), self.limits.clock));
        let limit = self.limits.body_bytes;
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        let is_passing = matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504);
        match body {
            _ if is_passing => Try::Again {
                why: format!(
                    "it answers {status}{}",
                    body.as_deref().map(excerpt).unwrap_or_default()
                ),
                status,
                after,
            },
            Err(ureq::Error::BodyExceedsLimit(_)) => Try::Never(WebError::TooLong {
                url: url.to_owned(),
                limit,
            }),
            Err(error) => again(&error),
            Ok(body) if status == 200 => match serde_json::from_slice(&body) {
                Ok(value) => Try::Done(Answer {
                    url: url.to_owned(),
                    value,
                }),
                Err(error) => Try::Again {
                    why: format!("its answer is no JSON ({error}){}", excerpt(&body)),
                    status,
                    after,
                },
            },
            Ok(body) => Try::Never(WebError::Status {
                url: url.to_owned(),
                status,
                excerpt: excerpt(&body),
            }),
        }
    }
}

/// The wait in `Retry-After`: seconds, or until a date (RFC 9110, section 10.2.3), relative to the server's own `Date`
/// if it sends one.
fn wait(after: &str, date: Option<&str>, clock: fn() -> Duration) -> Option<Duration> {
    let moment = |text: &str| {
        let moment = httpdate::parse_http_date(text.trim()).ok()?;
        moment.duration_since(UNIX_EPOCH).ok()
    };
    match after.trim().parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let own = Some(clock()).filter(|now| !now.is_zero());
            let now = date.and_then(moment).or(own)?;
            moment(after).map(|until| until.saturating_sub(now))
        }
    }
}

fn again(error: &ureq::Error) -> Try {
    Try::Again {
        why: error.to_string(),
        status: 0,
        after: None,
    }
}

/// The target of a redirect, if it is allowed.
fn elsewhere(url: &str, to: &str) -> Try {
    let resolved = oxiri::Iri::parse(url)
        .ok()
        .and_then(|base| base.resolve(to).ok())
        .map(|iri| iri.as_str().to_owned());
    match resolved {
        Some(resolved) if is_same_host(url, &resolved) && !to.is_empty() => Try::Elsewhere(resolved),
        _ => Try::Never(WebError::Redirect {
            url: url.to_owned(),
            to: to.to_owned(),
        }),
    }
}

fn is_secure(url: &str) -> bool {
    url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

/// Whether a URL is http or https and has a host.
pub fn is_web(url: &str) -> bool {
    let is_plain = url.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"));
    (is_secure(url) || is_plain)
        && oxiri::Iri::parse(url).is_ok_and(|iri| iri.authority().is_some_and(|a| !a.is_empty()))
}

/// The beginning of a response as plain text.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let text: String = words.join(" ").chars().take(EXCERPT).collect();
    if text.is_empty() { text } else { format!(": {text}") }
}
