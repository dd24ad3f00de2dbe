//! The ledger of a process under a budget: which queries exceeded it, and which are running.
//!
//! It is a file without a name that two processes share. One line for each query: `exceeded CAUSE NAME`, `stopped CAUSE
//! NAME` or `running NAME`, separated by tabs.

use super::{Exceeded, lock};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::sync::Mutex;
use std::time::Duration;

/// A shared file that tells which queries exceeded their budget, and which are running.
#[derive(Debug)]
pub struct Ledger(Mutex<Content>);

#[derive(Debug)]
struct Content {
    file: File,
    exceeded: Vec<String>,
    running: Vec<String>,
}

/// A query's name as it stands in a line.
pub(super) fn line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Ledger {
    /// Continues the ledger in a file: queries that were running are forgotten.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(mut file: File) -> io::Result<Self> {
        let mut text = String::new();
        file.rewind()?;
        file.read_to_string(&mut text)?;
        let exceeded = text
            .lines()
            .filter(|line| line.starts_with(EXCEEDED))
            .map(str::to_owned);
        Ok(Self(Mutex::new(Content {
            exceeded: exceeded.collect(),
            running: Vec::new(),
            file,
        })))
    }

    /// The queries that exceeded their budget.
    pub(super) fn exceeded(&self) -> Vec<(String, Exceeded)> {
        lock(&self.0).exceeded.iter().filter_map(|line| parse(line)).collect()
    }

    /// Notes a query that exceeded its budget and ended.
    pub(super) fn note(&self, name: &str, why: Exceeded) {
        let mut content = lock(&self.0);
        content.exceeded.push(written(EXCEEDED, name, why));
        content.write();
    }

    /// Notes the query for which the process is about to be stopped.
    pub(super) fn stop(&self, name: &str, why: Exceeded) {
        let mut content = lock(&self.0);
        content.running.push(written(STOPPED, name, why));
        content.write();
    }

    pub(super) fn begin(&self, name: &str) {
        let mut content = lock(&self.0);
        content.running.push(format!("{RUNNING}\t{name}"));
        content.write();
    }

    pub(super) fn end(&self, name: &str) {
        let mut content = lock(&self.0);
        let is_this = |line: &String| line.split_once('\t') == Some((RUNNING, name));
        if let Some(index) = content.running.iter().rposition(is_this) {
            content.running.remove(index);
            content.write();
        }
    }

    /// The query for which the process ended: the one that the watch stopped, or else the last that was running, which then
    /// took more memory or stack than there was.
    #[cfg_attr(
        any(not(target_os = "linux"), feature = "portable"),
        allow(dead_code, reason = "there are no workers")
    )]
    pub(super) fn culprit(text: &str, memory: u64) -> Option<(String, Exceeded)> {
        let stopped = text.lines().find(|line| line.starts_with(STOPPED)).and_then(parse);
        stopped.or_else(|| {
            let last = text.lines().rfind(|line| line.starts_with(RUNNING))?;
            Some((last.split_once('\t')?.1.to_owned(), Exceeded::Memory(memory)))
        })
    }
}

const EXCEEDED: &str = "exceeded";
const STOPPED: &str = "stopped";
const RUNNING: &str = "running";

impl Content {
    /// Writes the whole content. An error is passed over: the ledger only serves to explain a stop.
    fn write(&mut self) {
        let text: String = self
            .exceeded
            .iter()
            .chain(&self.running)
            .flat_map(|line| [line, "\n"])
            .collect();
        let _ = self
            .file
            .rewind()
            .and_then(|()| self.file.write_all(text.as_bytes()))
            .and_then(|()| self.file.set_len(text.len() as u64));
    }
}

/// The line of a query that exceeded its budget.
#[cfg_attr(
    any(not(target_os = "linux"), feature = "portable"),
    allow(dead_code, reason = "there are no workers")
)]
pub(super) fn exceeded_line(name: &str, why: Exceeded) -> String {
    written(EXCEEDED, name, why)
}

fn written(what: &str, name: &str, why: Exceeded) -> String {
    let (cause, amount) = match why {
        Exceeded::Time(time) => ("time", u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
        Exceeded::Memory(bytes) => ("memory", bytes),
        Exceeded::Rows(rows) => ("rows", rows),
        Exceeded::Term(bytes) => ("term", bytes as u64),
        Exceeded::Together(time) => ("together", u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
        Exceeded::Others(queries) => ("others", queries as u64),
    };
    format!("{what}\t{cause}\t{amount}\t{name}")
}

fn parse(line: &str) -> Option<(String, Exceeded)> {
    let mut parts = line.splitn(4, '\t').skip(1);
    let (cause, amount, name) = (parts.next()?, parts.next()?.parse::<u64>().ok()?, parts.next()?);
    let size = || usize::try_from(amount).unwrap_or(usize::MAX);
    let why = match cause {
        "time" => Exceeded::Time(Duration::from_millis(amount)),
        "memory" => Exceeded::Memory(amount),
        "rows" => Exceeded::Rows(amount),
        "term" => Exceeded::Term(size()),
        "together" => Exceeded::Together(Duration::from_millis(amount)),
        "others" => Exceeded::Others(size()),
        _ => return None,
    };
    Some((name.to_owned(), why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_culprit_is_the_query_that_was_stopped_or_else_the_last_that_ran() {
        let time = Exceeded::Time(Duration::from_secs(2));
        let text = format!(
            "{}\nrunning\ta.rq\nrunning\tb.rq\n",
            written(EXCEEDED, "old.rq", Exceeded::Rows(7))
        );
        assert_eq!(
            Ledger::culprit(&text, 5),
            Some(("b.rq".to_owned(), Exceeded::Memory(5)))
        );
        let stopped = format!("{text}{}\n", written(STOPPED, "a.rq", time));
        assert_eq!(Ledger::culprit(&stopped, 5), Some(("a.rq".to_owned(), time)));
        assert_eq!(Ledger::culprit(&written(EXCEEDED, "old.rq", time), 5), None);
    }

    #[test]
    fn what_is_written_is_read_by_the_next_process() {
        let ledger = Ledger::open(tempfile::tempfile().unwrap()).unwrap();
        let found = [
            (
                "queries/a b.rq".to_owned(),
                Exceeded::Time(Duration::from_millis(20_000)),
            ),
            ("(-e)".to_owned(), Exceeded::Memory(1 << 31)),
            ("c.rq".to_owned(), Exceeded::Rows(3)),
            ("d.rq".to_owned(), Exceeded::Term(4)),
        ];
        for (name, why) in &found {
            ledger.begin(name);
            ledger.note(name, *why);
            ledger.end(name);
        }
        ledger.begin("running.rq");
        let file = lock(&ledger.0).file.try_clone().unwrap();
        assert_eq!(Ledger::open(file).unwrap().exceeded(), found);
    }
}
