//! Reports: findings, all kept, some kept, or written as they are found.

use super::{Diagnostic, Kind, KindCount, Out, Severity, Stream, plural, tally::Tally};
use std::io;

/// How many findings of each kind are shown in a terminal; all are counted.
pub const SHOWN: usize = 20;

/// How many findings a bounded report keeps in all, of whatever kinds: a table with very many columns has a kind for each.
const MOST_KEPT: usize = 2000;

/// All findings, in the order in which they were found.
///
/// All findings are counted, by severity and by kind (code, file and column). Which of them are kept is chosen when the
/// report is made: all ([`Report::default`]), the first of each kind ([`Report::bounded`]), or none, since each is
/// written out as it is found ([`Report::streaming`]). Counts, [`Report::fails`] and [`Report::accept`] never depend on
/// that choice. Beside what is kept, a report takes one bit for each row of a table in which something was found.
#[derive(Debug, Default)]
pub struct Report {
    keep: Keep,
    kept: Vec<Diagnostic>,
    tally: Box<Tally>,
    record: Option<Record>,
}

/// All findings, whatever becomes of them, if there are not too many.
#[derive(Debug)]
struct Record {
    findings: Vec<Diagnostic>,
    most: usize,
}

/// What happens to a finding after it is counted.
#[derive(Debug, Default)]
enum Keep {
    #[default]
    All,
    /// So many of each kind.
    First(usize),
    /// Written out at once.
    HandOn(Box<Stream<Out>>),
}

impl Keep {
    /// Whether one more of a kind is kept or written, beside `kept` of all kinds; if so it is noted.
    fn takes(&self, kept: usize, count: &mut KindCount) -> bool {
        let takes = match self {
            Self::All | Self::HandOn(_) => true,
            Self::First(per_kind) => count.kept < *per_kind && kept < MOST_KEPT,
        };
        count.kept += usize::from(takes);
        takes
    }
}

/// A report with errors in it: the value was not accepted.
#[derive(Debug, thiserror::Error)]
#[error("{} found", plural(report.count(Severity::Error), "error"))]
pub struct Rejected {
    /// The findings; a bounded report still has the first of each kind, and the counts of all.
    pub report: Report,
}

impl Report {
    /// A report that keeps the first findings of each kind (at least one) and counts the others.
    pub fn bounded(per_kind: usize) -> Self {
        Self {
            keep: Keep::First(per_kind.max(1)),
            ..Self::default()
        }
    }

    /// A report that writes each finding as it is found and keeps none. Call [`Report::end`] after the last one.
    pub fn streaming(stream: Stream<Out>) -> Self {
        Self {
            keep: Keep::HandOn(Box::new(stream)),
            ..Self::default()
        }
    }

    /// Keeps a copy of each finding from now on, for [`Report::recorded`]; none of them if there are more than `most`.
    pub fn record(&mut self, most: usize) {
        self.record = Some(Record {
            findings: Vec::new(),
            most,
        });
    }

    /// What [`Report::record`] keeps so far; `None` if it was not called, or there were too many.
    pub fn recording(&self) -> Option<&[Diagnostic]> {
        self.record.as_ref().map(|record| record.findings.as_slice())
    }

    /// Ends what [`Report::record`] began: all findings since then, in their order; `None` if there were too many.
    pub fn recorded(&mut self) -> Option<Vec<Diagnostic>> {
        self.record.take().map(|record| record.findings)
    }

    fn note(&mut self, diagnostic: &Diagnostic) {
        let Some(record) = &mut self.record else { return };
        match record.findings.len() < record.most {
            true => record.findings.push(diagnostic.clone()),
            false => self.record = None,
        }
    }

    /// An empty report for a part of the work, such as a block of rows, that keeps what this one will take of it.
    /// Parts may be filled side by side; [`Report::absorb`] takes them in their order.
    pub fn part(&self) -> Self {
        match self.keep {
            Keep::First(per_kind) if self.record.is_none() => Self::bounded(per_kind),
            Keep::First(_) | Keep::All | Keep::HandOn(_) => Self::default(),
        }
    }

    /// Appends the findings of a part.
    pub fn absorb(&mut self, part: Self) {
        self.tally.absorb(&part.tally);
        for diagnostic in part.kept {
            self.note(&diagnostic);
            if self
                .keep
                .takes(self.kept.len(), self.tally.of(Kind::of_finding(&diagnostic)))
            {
                self.take(diagnostic);
            }
        }
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.note(&diagnostic);
        let cell = diagnostic.place.as_ref().and_then(|place| place.cell.as_ref());
        let row_number = cell.map_or(0, |cell| cell.row_number);
        let count = self.tally.add(Kind::of_finding(&diagnostic), row_number);
        if self.keep.takes(self.kept.len(), count) {
            self.take(diagnostic);
        }
    }

    /// Adds a finding of a kind in a row (0: in none) and makes it only if it will be kept or written.
    ///
    /// For loops that may find millions: what is only counted costs a look-up and no memory. The finding that is made
    /// must be of that kind.
    pub fn push_with(&mut self, kind: Kind<'_>, row_number: u64, make: impl FnOnce() -> Diagnostic) {
        let takes = self.keep.takes(self.kept.len(), self.tally.add(kind, row_number));
        if takes || self.record.is_some() {
            let diagnostic = make();
            debug_assert_eq!(Kind::of_finding(&diagnostic), kind, "a finding of another kind");
            self.note(&diagnostic);
            if takes {
                self.take(diagnostic);
            }
        }
    }

    /// Whether the next finding of a kind would be kept or written, not only counted.
    pub fn wants(&self, kind: Kind<'_>) -> bool {
        match self.keep {
            Keep::All | Keep::HandOn(_) => true,
            Keep::First(_) if self.record.is_some() => true,
            Keep::First(per_kind) => {
                self.kept.len() < MOST_KEPT && self.tally.find(kind).is_none_or(|count| count.kept < per_kind)
            }
        }
    }

    /// Keeps or writes a finding that is counted already.
    fn take(&mut self, diagnostic: Diagnostic) {
        let diagnostic = diagnostic.clipped();
        match &mut self.keep {
            Keep::HandOn(stream) => stream.finding(&diagnostic),
            Keep::All | Keep::First(_) => self.kept.push(diagnostic),
        }
    }

    /// Ends what a streaming report writes, with the counts. Nothing is to be done for other reports.
    ///
    /// # Errors
    /// The first failure of the output, of any finding; nothing was written after it.
    pub fn end(&mut self) -> io::Result<()> {
        let counts = self.counts();
        match &mut self.keep {
            Keep::HandOn(stream) => stream.end(counts),
            Keep::All | Keep::First(_) => Ok(()),
        }
    }

    /// The kept findings, by severity, file, line and column, then by code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.kept.iter().collect();
        sorted.sort_by_key(|d| (d.severity, &d.place, &d.code, &d.message));
        sorted
    }

    /// The kept findings, in the order in which it was found.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.kept
    }

    /// The kinds of findings, with their counts, in the order of their first finding.
    pub fn kinds(&self) -> &[KindCount] {
        self.tally.kinds()
    }

    /// The count of a kind, where one was found.
    pub fn kind(&self, kind: Kind<'_>) -> Option<&KindCount> {
        self.tally.find(kind)
    }

    /// Whether something was found in a row of a table.
    pub fn has_row(&self, file: &str, row_number: u64) -> bool {
        self.tally.has_row(file, row_number)
    }

    /// How many were found of a severity, kept or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.tally.count(severity)
    }

    /// How many errors, warnings and notes were found.
    pub fn counts(&self) -> [usize; 3] {
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| self.count(severity))
    }

    /// How many were only counted.
    pub fn hidden(&self) -> usize {
        self.kinds().iter().map(KindCount::hidden).sum()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.kinds().is_empty()
    }

    /// Whether there are errors; with `strict`, any findings.
    pub fn fails(&self, strict: bool) -> bool {
        self.count(Severity::Error) > 0 || (strict && !self.is_empty())
    }

    /// Returns the value if there is no error; the gate between stages.
    ///
    /// # Errors
    /// The report, if it has errors.
    pub fn accept<T>(self, value: T) -> Result<(T, Self), Rejected> {
        if self.fails(false) {
            Err(Rejected { report: self })
        } else {
            Ok((value, self))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Place, StreamFormat, Tool, code};
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    const FILE: &str = "data/grants.csv";

    fn bad(row_number: u64, column_number: usize) -> Diagnostic {
        let place = Place {
            line: Some(row_number + 1),
            cell: Some(Cell {
                row_number,
                column_number,
                header: Arc::new(vec!["key".to_owned(), "amount".to_owned()]),
                row: Arc::new(vec![row_number.to_string(), "many".to_owned()]),
            }),
            ..Place::file(FILE)
        };
        code::bad_value(place, "many", "decimal", "digits")
    }

    fn fill(report: &mut Report, rows: std::ops::Range<u64>) {
        let kind = Kind::of("T008", FILE, 2);
        for row in rows {
            report.push_with(kind, row, || bad(row, 2));
            if row % 2 == 0 {
                report.push(bad(row, 1));
            }
        }
    }

    fn rows(report: &Report) -> Vec<(usize, u64)> {
        let cells = report
            .kept
            .iter()
            .filter_map(|found| found.place.as_ref()?.cell.as_ref());
        cells.map(|cell| (cell.column_number, cell.row_number)).collect()
    }

    #[test]
    fn a_bounded_report_keeps_the_first_of_each_kind_and_counts_all() {
        let mut report = Report::bounded(2);
        fill(&mut report, 1..10_001);
        assert_eq!(rows(&report), [(2, 1), (2, 2), (1, 2), (1, 4)]);
        assert_eq!(report.counts(), [15_000, 0, 0]);
        assert_eq!(report.hidden(), 14_996);
        let count = report.kind(Kind::of("T008", FILE, 2)).unwrap();
        assert_eq!((count.found, count.kept, count.hidden()), (10_000, 2, 9_998));
        assert!(report.fails(false) && !report.is_empty());
        assert!(report.has_row(FILE, 9_999) && !report.has_row(FILE, 10_001) && !report.has_row("data/b.csv", 1));
        let rejected = report.accept(()).map(|_| ()).unwrap_err();
        assert_eq!(rejected.to_string(), "15000 errors found");
    }

    #[test]
    fn what_is_only_counted_is_not_made() {
        let mut report = Report::bounded(3);
        let kind = Kind::of("T008", FILE, 2);
        let mut made = 0;
        for row in 1..=1000 {
            report.push_with(kind, row, || {
                made += 1;
                bad(row, 2)
            });
        }
        assert_eq!(
            (made, report.wants(kind), report.wants(Kind::of("T008", FILE, 1))),
            (3, false, true)
        );
    }

    /// Blocks of rows, each with a report of its own, absorbed in their order.
    fn in_parts(mut report: Report) -> Report {
        for start in [1, 101, 201] {
            let mut part = report.part();
            fill(&mut part, start..start + 100);
            report.absorb(part);
        }
        report
    }

    #[test]
    fn parts_in_their_order_are_the_whole() {
        for make in [|| Report::bounded(70), Report::default] {
            let mut whole = make();
            fill(&mut whole, 1..301);
            let parts = in_parts(make());
            assert_eq!(rows(&parts), rows(&whole));
            assert_eq!(parts.kinds(), whole.kinds());
            assert_eq!(parts.counts(), whole.counts());
            assert!((0..400).all(|row| parts.has_row(FILE, row) == whole.has_row(FILE, row)));
        }
    }

    /// An output that can be looked at afterwards.
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_streaming_report_writes_all_keeps_none_and_says_when_the_output_fails() {
        let shared = Shared::default();
        let stream = Stream::begin(StreamFormat::Csv, Tool::default(), Box::new(shared.clone()) as Out);
        let mut report = in_parts(Report::streaming(stream));
        report.end().unwrap();
        assert!(rows(&report).is_empty());
        assert_eq!((report.count(Severity::Error), report.hidden()), (450, 0));
        assert!(report.fails(false));
        let lines = shared.0.lock().unwrap().split(|byte| *byte == b'\n').count();
        assert_eq!(lines, 1 + 450 + 1);

        let stream = Stream::begin(
            StreamFormat::Json,
            Tool::default(),
            Box::new(io::Cursor::new([0_u8; 0])) as Out,
        );
        let mut report = Report::streaming(stream);
        fill(&mut report, 1..3);
        assert_eq!(report.end().unwrap_err().kind(), io::ErrorKind::WriteZero);
        assert_eq!(report.count(Severity::Error), 3);
    }
}
