//! The HTTP client against misbehaving servers on loopback: bounded, with clear errors, and with retries where they
//! help.

use crate::server::{Reply, Server};
use serde_json::json;
use sourcier::web::{Access, Allowed, Client, Limits, Request, WebError};
use std::sync::Arc;
use std::time::{Duration, Instant};

fn client() -> Client {
    client_with(Access::Typed)
}

fn client_with(access: Access) -> Client {
    let limits = Limits {
        time_out: Duration::from_millis(700),
        body_bytes: 1 << 20,
        attempts: 3,
        back_off: Duration::from_millis(10),
        longest_wait: Duration::from_secs(2),
        pause: Duration::ZERO,
        clock: || Duration::from_secs(784_111_778),
    };
    Client::new(limits, access)
}

fn ask(server: &Server) -> Result<serde_json::Value, WebError> {
    client()
        .json(&server.url("/api"), Request::Get)
        .map(|answer| answer.value)
}

#[test]
fn it_says_who_it_is_and_gives_what_is_answered() {
    let server = Server::start(vec![Reply::json("{\"a\": 1}")]);
    assert_eq!(ask(&server).unwrap(), json!({"a": 1}));
    let requests = server.requests();
    let head = requests[0].head.to_lowercase();
    assert!(
        head.contains("user-agent: sourcier/") && head.contains("(https://"),
        "{head}"
    );
    assert!(head.contains("accept: application/json"), "{head}");
}

#[test]
fn what_passes_is_asked_again() {
    for reply in [
        Reply::status(500, &[], "broken"),
        Reply::status(503, &[], ""),
        Reply::json("{\"half\": [1, 2"),
        Reply::cut("{\"half\": [1, 2", 900),
        Reply::Hangs,
    ] {
        let server = Server::start(vec![reply.clone(), Reply::json("{}")]);
        assert_eq!(ask(&server).unwrap(), json!({}), "{reply:?}");
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn what_does_not_pass_is_an_error_after_all_tries() {
    let server = Server::start(vec![Reply::status(500, &[], ""); 3]);
    let error = ask(&server).unwrap_err();
    assert!(matches!(error, WebError::Failed { attempts: 3, .. }), "{error}");
    assert!(error.to_string().contains("answers 500"), "{error}");
    let server = Server::start(vec![Reply::status(404, &[], "no such\u{1b}[31m thing")]);
    let error = ask(&server).unwrap_err().to_string();
    assert!(error.ends_with("answers 404: no such [31m thing"), "{error}");
}

#[test]
fn a_server_that_stalls_is_given_up() {
    let server = Server::start(vec![Reply::Hangs, Reply::Hangs, Reply::Hangs]);
    let began = Instant::now();
    assert!(matches!(ask(&server).unwrap_err(), WebError::Failed { .. }));
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn it_waits_as_long_as_it_is_asked_to_within_reason() {
    let wait = Reply::status(429, &[("Retry-After", "1")], "");
    let server = Server::start(vec![wait, Reply::json("{}")]);
    let began = Instant::now();
    assert_eq!(ask(&server).unwrap(), json!({}));
    assert!(began.elapsed() >= Duration::from_secs(1));
    let server = Server::start(vec![Reply::status(429, &[("Retry-After", "86400")], "")]);
    let error = ask(&server).unwrap_err();
    assert!(matches!(error, WebError::Wait { seconds: 86_400, .. }), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn it_waits_until_the_moment_that_it_is_told() {
    // One second after the server's `Date`; without one, one second after our clock.
    let moment = ("Retry-After", "Sun, 06 Nov 1994 08:49:39 GMT");
    for headers in [&[moment, ("Date", "Sun, 06 Nov 1994 08:49:38 GMT")][..], &[moment]] {
        let server = Server::start(vec![Reply::status(503, headers, ""), Reply::json("{}")]);
        let began = Instant::now();
        assert_eq!(ask(&server).unwrap(), json!({}));
        assert!(began.elapsed() >= Duration::from_secs(1));
    }
    let late = [
        ("Retry-After", "Sun, 06 Nov 1994 09:49:38 GMT"),
        ("Date", "Sun, 06 Nov 1994 08:49:38 GMT"),
    ];
    let server = Server::start(vec![Reply::status(429, &late, "")]);
    let error = ask(&server).unwrap_err();
    assert!(matches!(error, WebError::Wait { seconds: 3600, .. }), "{error}");
    // A date in the past, or an invalid one, is ignored.
    for said in ["Sun, 06 Nov 1994 08:49:37 GMT", "soon"] {
        let server = Server::start(vec![
            Reply::status(503, &[("Retry-After", said)], ""),
            Reply::json("{}"),
        ]);
        assert_eq!(ask(&server).unwrap(), json!({}), "{said}");
    }
}

#[test]
fn a_body_without_end_is_not_read_to_its_end() {
    for reply in [Reply::Endless(None), Reply::Endless(Some(2_000_000_000))] {
        let server = Server::start(vec![reply]);
        let error = ask(&server).unwrap_err();
        assert!(matches!(error, WebError::TooLong { .. }), "{error}");
    }
}

#[test]
fn it_goes_to_the_web_and_nowhere_else() {
    for to in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://x",
        "data:text/plain,x",
        "http://",
        "",
    ] {
        let server = Server::start(vec![Reply::status(302, &[("Location", to)], "")]);
        let error = ask(&server).unwrap_err();
        assert!(matches!(error, WebError::Redirect { .. }), "{to}: {error}");
    }
    for url in ["file:///etc/passwd", "data.json", "", "https://"] {
        let error = client().json(url, Request::Get).unwrap_err();
        assert!(matches!(error, WebError::NotWeb(_)), "{url}: {error}");
    }
    let server = Server::start(vec![
        Reply::status(301, &[("Location", "/elsewhere?a=b")], ""),
        Reply::json("[]"),
    ]);
    assert_eq!(ask(&server).unwrap(), json!([]));
    assert!(server.requests()[1].head.starts_with("GET /elsewhere?a=b "));
    let server = Server::start(vec![Reply::status(302, &[("Location", "/api")], ""); 9]);
    let error = ask(&server).unwrap_err();
    assert!(matches!(error, WebError::Redirects(_)), "{error}");
}

fn listed(texts: &[&str]) -> Client {
    client_with(Access::Listed(Arc::new(Allowed::parse(texts.iter().copied()).unwrap())))
}

#[test]
fn only_listed_endpoints_are_contacted() {
    let server = Server::start(vec![Reply::json("1"), Reply::json("2")]);
    let (url, other) = (server.url("/sparql"), server.url("/other"));
    assert_eq!(listed(&[&url]).json(&url, Request::Get).unwrap().value, json!(1));
    let error = listed(&[&url]).json(&other, Request::Get).unwrap_err();
    assert!(error.to_string().ends_with(&format!("add --allow {other}")), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_name_that_leads_to_a_private_address_is_not_contacted() {
    let server = Server::start(vec![Reply::json("1"); 9]);
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    // Decimal, octal, hexadecimal and short spellings, which resolve as 127.0.0.1 does, and IPv4 in IPv6.
    for host in ["2130706433", "0177.0.0.1", "0x7f.0.0.1", "127.1", "localhost."] {
        let url = format!("http://{host}:{port}/sparql");
        let error = listed(&[&url]).json(&url, Request::Get).unwrap_err();
        let is_refused = matches!(error, WebError::NotPublic { kind: "loopback", .. });
        // Some resolvers do not know these spellings.
        assert!(is_refused || matches!(error, WebError::Failed { .. }), "{url}: {error}");
        if is_refused {
            let allow = "add --allow 127.0.0.1";
            assert!(
                error.to_string().ends_with(allow) || error.to_string().ends_with("::1"),
                "{error}"
            );
            assert!(listed(&[&url, "127.0.0.1"]).json(&url, Request::Get).is_ok(), "{url}");
        }
    }
    let url = format!("http://[::ffff:127.0.0.1]:{port}/sparql");
    let seen = listed(&["http://127.0.0.2/"]).json(&url, Request::Get);
    assert!(matches!(seen, Err(WebError::NotAllowed(_))), "{seen:?}");
    for url in [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[fd00::1]/",
    ] {
        let seen = listed(&["https://query.wikidata.org/sparql"]).json(url, Request::Get);
        assert!(matches!(seen, Err(WebError::NotAllowed(_))), "{seen:?}");
    }
}

#[test]
fn a_redirect_stays_on_its_host() {
    let inside = Server::start(vec![Reply::json("\"secret\""); 3]);
    for to in [
        inside.url("/admin"),
        inside.url("/admin").replace("127.0.0.1", "localhost"),
    ] {
        for access in [Access::Typed, Access::Listed(Arc::default())] {
            let server = Server::start(vec![Reply::status(307, &[("Location", &to)], "")]);
            let url = server.url("/sparql");
            let mut client = match access {
                Access::Typed => client(),
                Access::Listed(_) => listed(&[&url, &inside.url("/admin")]),
            };
            let error = client.json(&url, Request::Sparql("ASK {}")).unwrap_err();
            assert!(matches!(error, WebError::Redirect { .. }), "{to}: {error}");
        }
    }
    assert!(inside.requests().is_empty());
}

#[test]
fn credentials_in_an_address_are_not_sent() {
    let server = Server::start(vec![Reply::json("1")]);
    let url = server.url("/api").replace("http://", "http://me:secret@");
    let error = client().json(&url, Request::Get).unwrap_err();
    assert!(matches!(error, WebError::Credentials(_)), "{error}");
    assert!(server.requests().is_empty());
}
