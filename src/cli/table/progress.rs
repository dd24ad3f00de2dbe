//! A progress line on the terminal while tables are read; it is cleared at the end.

use crate::diagnostic::grouped;
use crate::terminal::shown;
use csvw::Progress;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The minimum time between two updates.
const PAUSE: Duration = Duration::from_millis(100);

/// Returns to the beginning of the line and clears it.
const CLEAR: &str = "\r\u{1b}[K";

/// Shows how much of a table is read, if standard error is a terminal.
pub struct Meter {
    is_terminal: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    table: String,
    began: Option<Instant>,
    shown: Option<Instant>,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            is_terminal: io::stderr().is_terminal(),
            state: Mutex::default(),
        }
    }
}

impl Meter {
    /// Shows the progress, unless it was shown just before.
    pub fn show(&self, progress: &Progress<'_>) {
        if !self.is_terminal {
            return;
        }
        let Ok(mut state) = self.state.lock() else { return };
        let now = Instant::now();
        if state.table != progress.table || state.began.is_none() {
            progress.table.clone_into(&mut state.table);
            state.began = Some(now);
            state.shown = Some(now);
            return;
        }
        if state.shown.is_some_and(|shown| now - shown < PAUSE) {
            return;
        }
        state.shown = Some(now);
        let seconds = state.began.map_or(0.0, |began| (now - began).as_secs_f64());
        let _ = write!(io::stderr().lock(), "{CLEAR}{}", line(progress, seconds));
    }
}

fn line(progress: &Progress<'_>, seconds: f64) -> String {
    let number = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
    let megabytes = |bytes: u64| number(bytes / 1_000_000);
    let of = progress
        .size
        .map_or_else(String::new, |size| format!(" of {}", megabytes(size)));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a speed that is shown and gone"
    )]
    let speed = (progress.rows as f64 / seconds.max(0.001)) as u64;
    format!(
        "{}: {} rows, {}{of} MB, {} rows/s",
        shown(progress.table),
        number(progress.rows),
        megabytes(progress.bytes),
        number(speed)
    )
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.is_terminal {
            let _ = write!(io::stderr().lock(), "{CLEAR}");
        }
    }
}
