//! What a server and its worker processes tell each other over pipes.
//!
//! A question is one line of JSON ([`Ask`]). The answer is a sequence of frames, each with a letter and the length of what follows
//! (4 bytes, the most significant first): `H` the head as JSON ([`Head`]), `D` bytes of the body, then either `E`, the end, or `F`,
//! why the rest cannot be made. So an answer that is cut never looks whole.

use super::problem::Problem;
use crate::budget;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};

/// A question for a worker.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ask {
    /// SPARQL.
    Query {
        /// The text of the query.
        text: String,
        /// The graphs that the protocol's parameters name: those that make up the default graph.
        default_graphs: Vec<String>,
        /// The graphs that may be named.
        named_graphs: Vec<String>,
        /// The media types that are accepted, as the header says.
        accept: Option<String>,
        /// Whether only the head is wanted.
        is_head: bool,
    },
    /// The whole graph.
    Graph {
        /// The media types that are accepted, as the header says.
        accept: Option<String>,
        /// Whether only the head is wanted.
        is_head: bool,
    },
    /// A page or file of the site, or where something with an IRI has its page.
    Page {
        /// Its path, without a slash at the beginning.
        path: String,
        /// What was given with the address: names and values.
        given: Vec<(String, String)>,
        /// The answer of the question at the path, as SPARQL Query Results JSON, or why there is none.
        answer: Option<Result<String, String>>,
        /// Whether a page is wanted rather than RDF, of something with an IRI.
        wants_page: bool,
        /// Whether the files of the dossier are broken, so that this is an earlier state.
        is_broken: bool,
    },
    /// The query of the question at a path, with the values that were given.
    Question {
        /// The path of its page.
        path: String,
        /// What was given with the address: names and values.
        given: Vec<(String, String)>,
    },
    /// A request to the Reconciliation Service.
    Reconcile {
        /// The address of the service, without a slash at the end.
        address: String,
        /// What follows it.
        path: String,
        /// Names and values.
        given: Vec<(String, String)>,
    },
    /// Whether the files are as they were when they were read.
    Current,
}

/// The head of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The status of HTTP.
    pub status: u16,
    /// The media type of the body.
    pub media_type: String,
    /// Where something else is, relative to the root of the server.
    pub location: Option<String>,
    /// The entity tag, without quotation marks.
    pub tag: Option<String>,
    /// The number of bytes of the body, if it is known beforehand.
    pub length: Option<u64>,
}

impl Head {
    /// The head of a text for people.
    pub fn text(status: u16) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8".to_owned(),
            ..Self::default()
        }
    }
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Its head.
    Head(Head),
    /// Bytes of its body.
    Data(Vec<u8>),
    /// Its end: it is whole.
    End,
    /// Why the rest cannot be made.
    Failed(String),
}

/// The most bytes of one frame.
const MOST_BYTES: usize = 1 << 26;

/// So many bytes of a body make a frame. What fails before the first one has a status that says so.
const BYTES_OF_FRAME: usize = 1 << 15;

fn write_frame(out: &mut impl Write, letter: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    out.write_all(&[letter])?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(bytes)
}

/// The length of a frame, if it may be so long.
pub(super) fn bounded(length: u32) -> io::Result<usize> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    match length > MOST_BYTES {
        true => Err(io::Error::other("a frame is too long")),
        false => Ok(length),
    }
}

impl Frame {
    /// The frame with this letter.
    ///
    /// # Errors
    /// When there is no such frame.
    pub fn of(letter: u8, bytes: Vec<u8>) -> io::Result<Self> {
        Ok(match letter {
            b'H' => Self::Head(serde_json::from_slice(&bytes)?),
            b'D' => Self::Data(bytes),
            b'E' => Self::End,
            b'F' => Self::Failed(String::from_utf8_lossy(&bytes).into_owned()),
            _ => return Err(io::Error::other("an unknown frame")),
        })
    }
}

/// Answers one question after another until there are no more, or `is_over` says so after an answer. Each has the whole budget.
///
/// # Errors
/// When the pipes cannot be read or written.
pub fn answer_each<W: Write>(
    input: &mut impl BufRead,
    out: &mut W,
    mut answer: impl FnMut(&Ask, &mut Reply<'_, W>) -> Result<(), Problem>,
    is_over: impl Fn() -> bool,
) -> io::Result<()> {
    let mut line = String::new();
    while !is_over() {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            break;
        }
        let ask: Ask = serde_json::from_str(&line)?;
        budget::renew();
        let mut reply = Reply::new(out);
        match answer(&ask, &mut reply) {
            Ok(()) => reply.end()?,
            Err(Problem { status, text, .. }) => reply.fail(status, &text)?,
        }
    }
    Ok(())
}

/// An answer that is being written.
pub struct Reply<'a, W: Write> {
    out: &'a mut W,
    head: Option<Head>,
    waiting: Vec<u8>,
    is_sent: bool,
}

impl<'a, W: Write> Reply<'a, W> {
    /// Begins an answer.
    pub fn new(out: &'a mut W) -> Self {
        Self {
            out,
            head: None,
            waiting: Vec::new(),
            is_sent: false,
        }
    }

    /// Sets the head, which is sent with the first bytes.
    pub fn head(&mut self, head: Head) {
        self.head = Some(head);
    }

    fn send(&mut self) -> io::Result<()> {
        if let Some(head) = self.head.take() {
            self.is_sent = true;
            write_frame(self.out, b'H', &serde_json::to_vec(&head)?)?;
        }
        for part in self.waiting.chunks(MOST_BYTES) {
            write_frame(self.out, b'D', part)?;
        }
        self.waiting.clear();
        self.out.flush()
    }

    /// Ends an answer that is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        if let Some(head) = &mut self.head {
            head.length = Some(self.waiting.len() as u64);
        }
        self.send()?;
        write_frame(self.out, b'E', b"")?;
        self.out.flush()
    }

    /// Ends an answer whose rest cannot be made. If nothing was sent, it has this status, and says why.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn fail(mut self, status: u16, why: &str) -> io::Result<()> {
        self.waiting.clear();
        if !self.is_sent {
            return self.say(status, why);
        }
        write_frame(self.out, b'F', why.as_bytes())?;
        self.out.flush()
    }

    /// Answers with a status and a text for people.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn say(mut self, status: u16, text: &str) -> io::Result<()> {
        self.head = Some(Head::text(status));
        self.waiting = format!("{}\n", text.trim_end()).into_bytes();
        self.end()
    }
}

impl<W: Write> Write for Reply<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= BYTES_OF_FRAME {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn read(rest: &mut &[u8]) -> io::Result<Frame> {
        let mut start = [0; 5];
        rest.read_exact(&mut start)?;
        let mut bytes = vec![0; bounded(u32::from_be_bytes([start[1], start[2], start[3], start[4]]))?];
        rest.read_exact(&mut bytes)?;
        Frame::of(start[0], bytes)
    }

    fn frames(bytes: &[u8]) -> Vec<Frame> {
        let mut rest = bytes;
        let frames = std::iter::from_fn(|| (!rest.is_empty()).then(|| read(&mut rest).unwrap()));
        frames.collect()
    }

    #[test]
    fn a_short_answer_tells_its_length_beforehand() {
        let mut out = Vec::new();
        let mut reply = Reply::new(&mut out);
        reply.head(Head::text(200));
        reply.write_all(b"abc").unwrap();
        reply.end().unwrap();
        let head = Head {
            length: Some(3),
            ..Head::text(200)
        };
        assert_eq!(
            frames(&out),
            [Frame::Head(head), Frame::Data(b"abc".to_vec()), Frame::End]
        );
    }

    #[test]
    fn what_fails_before_the_first_bytes_are_sent_has_a_status_that_says_so_and_later_ends_as_failed() {
        let mut out = Vec::new();
        let mut reply = Reply::new(&mut out);
        reply.head(Head::text(200));
        reply.write_all(b"abc").unwrap();
        reply.fail(500, "too long").unwrap();
        let found = frames(&out);
        assert!(
            matches!(&found[0], Frame::Head(head) if head.status == 500),
            "{found:?}"
        );
        assert_eq!(found[1..], [Frame::Data(b"too long\n".to_vec()), Frame::End]);

        let mut out = Vec::new();
        let mut reply = Reply::new(&mut out);
        reply.head(Head::text(200));
        reply.write_all(&[b'a'; BYTES_OF_FRAME]).unwrap();
        reply.write_all(b"rest").unwrap();
        reply.fail(500, "too long").unwrap();
        let found = frames(&out);
        assert!(matches!(&found[0], Frame::Head(head) if head.status == 200 && head.length.is_none()));
        assert_eq!(found.last(), Some(&Frame::Failed("too long".to_owned())));
    }
}
