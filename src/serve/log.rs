//! The log of requests, in the common format of web servers.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::io::Write;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::SystemTime;

/// Where lines go.
pub type Lines = Arc<Mutex<Box<dyn Write + Send>>>;

/// A request that is answered.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who asks.
    pub client: IpAddr,
    /// When.
    pub time: SystemTime,
    /// Method, address and version.
    pub request: String,
    /// The status of the response.
    pub status: u16,
}

impl Line {
    /// The line, with the number of bytes that were sent.
    fn text(&self, bytes: u64) -> String {
        // "Sun, 06 Nov 1994 08:49:37 GMT"
        let date = httpdate::fmt_http_date(self.time);
        let parts: Vec<&str> = date.split([' ', ',']).filter(|part| !part.is_empty()).collect();
        let date = match parts[..] {
            [_, day, month, year, time, _] => format!("{day}/{month}/{year}:{time} +0000"),
            _ => date.clone(),
        };
        // A quotation mark or a control character of an address cannot look like the end of a field.
        let request = self.request.escape_default();
        format!("{} - - [{date}] \"{request}\" {} {bytes}\n", self.client, self.status)
    }
}

/// A body that is logged, and counted, when it has been sent, or the client went away.
pub struct Logged<B> {
    body: B,
    bytes: u64,
    line: Line,
    lines: Option<Lines>,
    counted: Box<dyn Fn(u64) + Send>,
}

impl<B> Logged<B> {
    /// A body, with its line, and who counts its bytes.
    pub fn new(body: B, line: Line, lines: Option<Lines>, counted: impl Fn(u64) + Send + 'static) -> Self {
        Self {
            body,
            bytes: 0,
            line,
            lines,
            counted: Box::new(counted),
        }
    }
}

impl<B> Drop for Logged<B> {
    fn drop(&mut self) {
        (self.counted)(self.bytes);
        if let Some(lines) = &self.lines {
            let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
            // A full disk must not stop the server.
            let _ = lines
                .write_all(self.line.text(self.bytes).as_bytes())
                .and_then(|()| lines.flush());
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Logged<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        polled
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn a_line_has_the_common_format_and_no_request_can_forge_another() {
        let line = Line {
            client: [127, 0, 0, 1].into(),
            time: UNIX_EPOCH + Duration::from_secs(784_111_777),
            request: "GET /a\"b\nc HTTP/1.1".to_owned(),
            status: 404,
        };
        assert_eq!(
            line.text(12),
            "127.0.0.1 - - [06/Nov/1994:08:49:37 +0000] \"GET /a\\\"b\\nc HTTP/1.1\" 404 12\n"
        );
    }
}
