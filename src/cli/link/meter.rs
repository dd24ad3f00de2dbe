//! How far a command of the network is: one line on the terminal, rewritten, and gone at the end.

use std::io::{self, IsTerminal, Write};

/// Back to the beginning of the line, which is emptied.
const CLEAR: &str = "\r\u{1b}[K";

/// The columns of the bar.
const BAR: usize = 30;

/// Shows how many of how many are done, where standard error is a terminal.
pub struct Meter {
    is_terminal: bool,
    what: &'static str,
}

impl Meter {
    pub fn new(what: &'static str) -> Self {
        Self {
            is_terminal: io::stderr().is_terminal(),
            what,
        }
    }

    pub fn show(&self, done: usize, of: usize) {
        if self.is_terminal {
            let full = BAR * done / of.max(1);
            let bar = format!("{}{}", "#".repeat(full), ".".repeat(BAR.saturating_sub(full)));
            let _ = write!(io::stderr().lock(), "{CLEAR}[{bar}] {done} of {of} {}", self.what);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.is_terminal {
            let _ = write!(io::stderr().lock(), "{CLEAR}");
        }
    }
}
