//! A server on loopback with scripted replies, one for each request, that records the requests.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The server's reaction to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Writes these bytes.
    Bytes(Vec<u8>),
    /// Does not reply for a while.
    Hangs,
    /// Writes without end, after announcing this length, or none.
    Endless(Option<u64>),
}

impl Reply {
    pub fn status(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let length = body.len();
        let text =
            format!("HTTP/1.1 {status} Status\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        Self::Bytes(text.into_bytes())
    }

    pub fn json(body: &str) -> Self {
        Self::status(200, &[("Content-Type", "application/json")], body)
    }

    /// A body that is shorter than its announced length.
    pub fn cut(body: &str, announced: usize) -> Self {
        let text = format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n{body}");
        Self::Bytes(text.into_bytes())
    }
}

/// A recorded request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The request line and the headers.
    pub head: String,
    /// The body.
    pub body: String,
}

/// A server; it stops with the test.
pub struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts a server with these replies, in order; afterwards it replies with 410.
    pub fn start(replies: Vec<Reply>) -> Self {
        let mut replies = replies.into_iter();
        Self::answering(move |_| {
            replies
                .next()
                .unwrap_or_else(|| Reply::status(410, &[], "no reply is left"))
        })
    }

    /// Starts a server that computes its replies from the requests.
    pub fn answering(mut reply: impl FnMut(&Asked) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let Some(asked) = read(&mut stream) else { continue };
                seen.lock().unwrap().push(asked.clone());
                let reply = reply(&asked);
                thread::spawn(move || answer(&mut stream, &reply));
            }
        });
        Self { port, requests }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn requests(&self) -> Vec<Asked> {
        self.requests.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap_or(0));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        head,
        body: String::from_utf8(body).ok()?,
    })
}

fn answer(stream: &mut TcpStream, reply: &Reply) {
    match reply {
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(bytes);
        }
        Reply::Hangs => thread::sleep(Duration::from_secs(3)),
        Reply::Endless(announced) => {
            let length = announced.map_or_else(String::new, |length| format!("Content-Length: {length}\r\n"));
            let head = format!("HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n[");
            let zeros = [b' '; 1 << 16];
            // The client closes the connection long before.
            let mut written = stream.write_all(head.as_bytes());
            for _ in 0..4096 {
                if written.is_err() {
                    break;
                }
                written = stream.write_all(&zeros);
            }
        }
    }
}

/// Decodes a form value (application/x-www-form-urlencoded).
pub fn decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
