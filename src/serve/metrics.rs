//! What a server counts, in Prometheus' text format.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The kinds of requests, by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SPARQL.
    Sparql,
    /// The whole graph.
    Graph,
    /// Pages and files.
    Page,
    /// All others.
    Other,
}

impl Kind {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Sparql, "sparql"),
        (Self::Graph, "graph"),
        (Self::Page, "page"),
        (Self::Other, "other"),
    ];
}

/// The upper bounds of the classes of durations, in seconds.
const BOUNDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0];

/// Counters.
#[derive(Debug, Default)]
pub struct Metrics {
    /// By kind, and the first digit of the status.
    requests: [[AtomicU64; 6]; 4],
    durations: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
    running: AtomicU64,
    stopped: AtomicU64,
    connections: AtomicU64,
    bytes: AtomicU64,
}

/// What is measured when it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Questions that wait.
    pub waiting: usize,
    /// Triples that are served.
    pub triples: usize,
    /// Whether the files have errors.
    pub is_broken: bool,
    /// When the files were read that are served, in seconds of Unix time.
    pub since: u64,
}

fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl Metrics {
    /// Counts a request whose head was sent after this time.
    pub fn request(&self, kind: Kind, status: u16, took: Duration) {
        let row = Kind::ALL
            .iter()
            .position(|(known, _)| *known == kind)
            .unwrap_or_default();
        add(&self.requests[row][usize::from(status / 100).min(5)], 1);
        let seconds = took.as_secs_f64();
        let class = BOUNDS
            .iter()
            .position(|bound| seconds <= *bound)
            .unwrap_or(BOUNDS.len());
        add(&self.durations[class], 1);
        add(&self.microseconds, u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Counts bytes of bodies.
    pub fn sent(&self, bytes: u64) {
        add(&self.bytes, bytes);
    }

    /// A worker begins an answer.
    pub fn begin(&self) {
        add(&self.running, 1);
    }

    /// A worker ended an answer, and itself with it if it was stopped.
    pub fn end(&self, is_stopped: bool) {
        self.running.fetch_sub(1, Ordering::Relaxed);
        add(&self.stopped, is_stopped.into());
    }

    /// A connection begins; returns how many there are.
    pub fn connect(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A connection ends.
    pub fn disconnect(&self) {
        self.connections.fetch_sub(1, Ordering::Relaxed);
    }

    /// All of it as text.
    pub fn text(&self, now: Now) -> String {
        let mut out = head(
            "sourcier_requests_total",
            "counter",
            "Requests, by what they are for and the class of their status.",
        );
        for (row, (_, kind)) in Kind::ALL.iter().enumerate() {
            let classes = self.requests[row].iter().map(read).enumerate();
            for (class, count) in classes.filter(|(_, count)| *count > 0) {
                // Writing to a text cannot fail.
                let _ = writeln!(
                    out,
                    "sourcier_requests_total{{kind=\"{kind}\",status=\"{class}xx\"}} {count}"
                );
            }
        }
        self.add_durations(&mut out);
        for (name, kind, help, value) in self.single(now) {
            out += &head(name, kind, help);
            let _ = writeln!(out, "{name} {value}");
        }
        out
    }

    fn add_durations(&self, out: &mut String) {
        let name = "sourcier_answer_seconds";
        *out += &head(name, "histogram", "The time from a request to the head of its answer.");
        let mut count = 0;
        let bounds = BOUNDS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
        for (bound, counter) in bounds.zip(&self.durations) {
            count += read(counter);
            let _ = writeln!(out, "{name}_bucket{{le=\"{bound}\"}} {count}");
        }
        let seconds = Duration::from_micros(read(&self.microseconds)).as_secs_f64();
        let _ = writeln!(out, "{name}_sum {seconds}\n{name}_count {count}");
    }

    /// What is one number: name, kind, help and value.
    fn single(&self, now: Now) -> [(&'static str, &'static str, &'static str, u64); 8] {
        let gauge = "gauge";
        let stopped = "Workers that ended with an answer.";
        let broken = "1 if the files have errors, so that an earlier state is served.";
        let since = "When the files were read that are served.";
        [
            (
                "sourcier_sent_bytes_total",
                "counter",
                "Bytes of bodies.",
                read(&self.bytes),
            ),
            (
                "sourcier_workers_stopped_total",
                "counter",
                stopped,
                read(&self.stopped),
            ),
            (
                "sourcier_running",
                gauge,
                "Questions that workers answer now.",
                read(&self.running),
            ),
            (
                "sourcier_waiting",
                gauge,
                "Questions that wait for a worker.",
                now.waiting as u64,
            ),
            (
                "sourcier_connections",
                gauge,
                "Open connections.",
                read(&self.connections),
            ),
            (
                "sourcier_triples",
                gauge,
                "Triples that are served.",
                now.triples as u64,
            ),
            ("sourcier_broken", gauge, broken, now.is_broken.into()),
            ("sourcier_read_timestamp_seconds", gauge, since, now.since),
        ]
    }
}

/// The two lines before the values of a metric.
fn head(name: &str, kind: &str, help: &str) -> String {
    format!("# HELP {name} {help}\n# TYPE {name} {kind}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.request(Kind::Sparql, 200, Duration::from_millis(7));
        metrics.request(Kind::Sparql, 400, Duration::from_secs(20));
        metrics.begin();
        let text = metrics.text(Now {
            waiting: 3,
            triples: 10,
            is_broken: true,
            since: 5,
        });
        for line in [
            "sourcier_requests_total{kind=\"sparql\",status=\"2xx\"} 1",
            "sourcier_answer_seconds_bucket{le=\"0.005\"} 0",
            "sourcier_answer_seconds_bucket{le=\"0.01\"} 1",
            "sourcier_answer_seconds_bucket{le=\"+Inf\"} 2",
            "sourcier_answer_seconds_count 2",
            "sourcier_running 1",
            "sourcier_waiting 3",
            "sourcier_broken 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            assert!(
                line.rsplit_once(' ')
                    .is_some_and(|(_, value)| value.parse::<f64>().is_ok()),
                "{line}"
            );
        }
    }
}
