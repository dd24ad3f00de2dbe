//! A progress line on the terminal for network commands; it is cleared at the end.

use std::io::{self, IsTerminal, Write};

/// Returns to the beginning of the line and clears it.
const CLEAR: &str = "\r\u{1b}[K";

/// The width of the bar.
const BAR: usize = 30;

/// Shows how much is done, if standard error is a terminal.
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
