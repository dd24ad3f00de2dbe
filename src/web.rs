//! The web: a small, polite client for the few commands that use the network.
//!
//! Takes addresses and what is to be sent; gives whole bodies, or an error that names the address and what to do. It says
//! who it is, leaves time between requests, tries again after failures that pass, waits as long as it is asked to, and
//! reads no more than it was told. Only `http` and `https` are spoken, also where it is sent elsewhere. Nothing else in
//! the program opens a socket. What was asked already is known to the caller, who can go on after a break.

use serde_json::Value;
use std::thread::sleep;
use std::time::{Duration, UNIX_EPOCH};
use ureq::http::Response;
use ureq::{Agent, Body};

/// Who asks: sent with each request.
const USER_AGENT: &str = concat!(
    "sourcier/",
    env!("CARGO_PKG_VERSION"),
    " (https://w3id.org/sourcier; command line, asks in batches)"
);

/// How often a request may be sent elsewhere.
const MOST_REDIRECTS: usize = 5;

/// How much of an answer an error quotes, in characters.
const EXCERPT: usize = 160;

/// What the client keeps to.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a request may take, from the first byte sent to the last one read.
    pub time_out: Duration,
    /// How much of an answer is read, in bytes.
    pub body_bytes: u64,
    /// How often a request is tried.
    pub attempts: u32,
    /// How long to wait before the second try; twice as long before each further one.
    pub back_off: Duration,
    /// How long a server may ask to wait; more is an error, so that nobody sits before a command that does nothing.
    pub longest_wait: Duration,
    /// How long to wait between two requests.
    pub pause: Duration,
    /// How long ago 1970 began, for servers that say when to come again and not what time it is; nought: nobody knows.
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

/// A request came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The address is not one of the web.
    #[error("`{0}` is no address of the web: it begins with https:// or http://")]
    NotWeb(String),
    /// The server sends elsewhere, to where this program does not go.
    #[error(
        "{url} sends to `{to}`, where this program does not go: only to https:// and http://, and not from https to http"
    )]
    Redirect {
        /// The address that was asked.
        url: String,
        /// Where it sends to.
        to: String,
    },
    /// The server sends on and on.
    #[error("{0} sends elsewhere more than {MOST_REDIRECTS} times")]
    Redirects(String),
    /// The server does not answer, or stops within its answer.
    #[error("{url} did not answer as it should, tried {}: {why}", times(*attempts))]
    Failed {
        /// The address.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// What went wrong the last time.
        why: String,
    },
    /// The server refuses.
    #[error("{url} answers {status}{excerpt}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The beginning of what it says, after a colon.
        excerpt: String,
    },
    /// The server asks to wait longer than is reasonable.
    #[error("{url} answers {status} and asks to wait {seconds} seconds: start the command again then")]
    Wait {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// How long.
        seconds: u64,
    },
    /// The answer is longer than what is read.
    #[error("the answer of {url} is longer than {limit} bytes: it was not read to its end")]
    TooLong {
        /// The address.
        url: String,
        /// How many bytes are read.
        limit: u64,
    },
}

fn times(attempts: u32) -> String {
    match attempts {
        1 => "once".to_owned(),
        more => format!("{more} times"),
    }
}

/// What is asked of an address.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    /// To read it.
    Get,
    /// To answer a form of names and values.
    Form(&'a [(&'a str, &'a str)]),
    /// To answer a JSON value.
    Json(&'a Value),
    /// To answer a SPARQL query, with results as JSON ("SPARQL 1.1 Protocol", section 2.1.2).
    Sparql(&'a str),
}

/// An answer as JSON.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The address that answered in the end.
    pub url: String,
    /// What it said.
    pub value: Value,
}

/// How one try ended.
enum Try {
    Done(Answer),
    /// Ask there instead.
    Elsewhere(String),
    /// It may be better the next time, after so long if the server said.
    Again {
        why: String,
        status: u16,
        after: Option<Duration>,
    },
    Never(WebError),
}

/// A polite client.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
    has_asked: bool,
}

impl Client {
    /// A client that keeps to limits.
    pub fn new(limits: Limits) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_global(Some(limits.time_out))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Self {
            agent: config.into(),
            limits,
            has_asked: false,
        }
    }

    /// Asks, and gives the answer as JSON.
    ///
    /// # Errors
    /// When the address is none of the web, the server refuses, sends elsewhere, is not there, or says too much, and
    /// when what it says is no JSON, after all tries.
    pub fn json(&mut self, url: &str, request: Request<'_>) -> Result<Answer, WebError> {
        let mut url = url.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            if !is_web(&url) {
                return Err(WebError::NotWeb(url));
            }
            match self.patiently(&url, request)? {
                Ok(answer) => return Ok(answer),
                Err(elsewhere) => url = elsewhere,
            }
        }
        Err(WebError::Redirects(url))
    }

    /// Tries until there is an answer, or another address.
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
            Err(error) => again(&error),
        }
    }

    /// Reads an answer.
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

/// How long `Retry-After` asks to wait: so many seconds, or until a moment (RFC 9110, section 10.2.3), by the server's own
/// clock if it says what time it is.
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

/// Where a server sends to, if this program goes there.
fn elsewhere(url: &str, to: &str) -> Try {
    let resolved = oxiri::Iri::parse(url)
        .ok()
        .and_then(|base| base.resolve(to).ok())
        .map(|iri| iri.as_str().to_owned());
    match resolved {
        Some(resolved) if is_web(&resolved) && (!is_secure(url) || is_secure(&resolved)) && !to.is_empty() => {
            Try::Elsewhere(resolved)
        }
        _ => Try::Never(WebError::Redirect {
            url: url.to_owned(),
            to: to.to_owned(),
        }),
    }
}

fn is_secure(url: &str) -> bool {
    url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

/// Whether an address is one of the web, with a host.
pub fn is_web(url: &str) -> bool {
    let is_plain = url.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"));
    (is_secure(url) || is_plain)
        && oxiri::Iri::parse(url).is_ok_and(|iri| iri.authority().is_some_and(|a| !a.is_empty()))
}

/// The beginning of what a server said, as a person reads it.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let text: String = words.join(" ").chars().take(EXCERPT).collect();
    if text.is_empty() { text } else { format!(": {text}") }
}
