//! Watches the quotation marks of a table while it is read (RFC 4180, section 2, rules 5 to 7).
//!
//! The CSV reader takes an unclosed quotation mark, or text after a closing one, without a word; whole rows can
//! disappear in a cell that way. Here such a place is found, in the same pass.

use crate::diagnostic::{Place, Report, code};
use std::cell::Cell;
use std::io::{self, Read};

/// Where quotation marks stand wrong; shared with the reader that watches.
#[derive(Debug, Default)]
pub struct Quoting {
    state: Cell<State>,
    line: Cell<u64>,
    opened: Cell<u64>,
    broken: Cell<Option<u64>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    #[default]
    Start,
    /// In a cell without quotation marks.
    Bare,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark that closes, or is the first of two.
    Closed,
}

impl Quoting {
    fn see(&self, bytes: &[u8]) {
        for byte in bytes {
            let line = self.line.get();
            let state = match (self.state.get(), byte) {
                (State::Start, b'"') => {
                    self.opened.set(line);
                    State::Quoted
                }
                (State::Quoted, b'"') => State::Closed,
                (State::Closed, b'"') | (State::Quoted, _) => State::Quoted,
                (_, b',' | b'\n' | b'\r') => State::Start,
                (State::Closed, _) => {
                    self.broken.set(self.broken.get().or(Some(line)));
                    State::Bare
                }
                // A byte-order mark stands before the first cell.
                (State::Start, 0xef | 0xbb | 0xbf) if line == 0 => State::Start,
                (State::Start | State::Bare, _) => State::Bare,
            };
            self.state.set(state);
            if *byte == b'\n' {
                self.line.set(line + 1);
            }
        }
    }

    /// Reports what was seen, once the table has been read to its end.
    pub fn report(&self, file: &str, report: &mut Report) {
        let at = |index: u64| Place {
            line: Some(index + 1),
            ..Place::file(file)
        };
        if self.state.get() == State::Quoted {
            let why = "a quotation mark is opened on this line and never closed: all rows below are in one cell";
            report.push(code::malformed_csv(at(self.opened.get()), why));
        }
        if let Some(line) = self.broken.get() {
            let why = "text follows a closing quotation mark; within quotation marks, write each as two";
            report.push(code::malformed_csv(at(line), why));
        }
    }
}

/// A reader whose bytes are watched.
pub struct Watched<'a, R> {
    inner: R,
    quoting: &'a Quoting,
}

impl<'a, R> Watched<'a, R> {
    /// Watches a reader.
    pub fn new(inner: R, quoting: &'a Quoting) -> Self {
        Self { inner, quoting }
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.quoting.see(&buffer[..count]);
        Ok(count)
    }
}
