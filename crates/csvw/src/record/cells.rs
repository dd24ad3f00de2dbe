//! A parsed record: where its cells lie.

/// A record and its cells; one is reused for all.
#[derive(Debug, Default)]
pub(in super::super) struct Record {
    /// Its cells after the skipped columns.
    pub spans: Vec<Span>,
    /// The values of cells that are not as written.
    pub scratch: String,
    /// Where it begins.
    pub from: usize,
    /// Where it ends, before its terminator.
    pub to: usize,
    /// Where the next one begins.
    pub next: usize,
    /// How many physical lines end in it, its terminator included.
    pub lines: u64,
    pub is_terminated: bool,
    pub is_comment: bool,
    /// Whether all its cells are empty.
    pub is_blank: bool,
    pub problem: Option<Problem>,
    /// The number of cells, skipped columns included.
    pub width: usize,
}

/// A quotation mark out of place.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Problem {
    /// Where it was opened.
    pub at: usize,
    pub cell_index: usize,
    /// Whether it was never closed; otherwise text follows the one that closes.
    pub is_open: bool,
}

/// A cell: `from..to` as written, `start..end` its value, in the text or in the scratch. Blocks are less than 4 GiB.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Span {
    pub from: u32,
    pub to: u32,
    pub start: u32,
    pub end: u32,
    pub is_copied: bool,
    pub is_quoted: bool,
}

impl Record {
    #[inline]
    pub(super) fn begin(&mut self, at: usize) {
        self.spans.clear();
        self.scratch.clear();
        self.from = at;
        self.lines = 0;
        self.is_terminated = false;
        self.is_comment = false;
        self.is_blank = true;
        self.problem = None;
        self.width = 0;
    }

    #[inline]
    pub(super) fn end(&mut self, to: usize, next: usize) {
        self.to = to;
        self.next = next;
        self.is_terminated = next > to;
    }

    pub(super) fn complain(&mut self, at: usize, is_open: bool) {
        let cell_index = self.width;
        self.problem = self.problem.or(Some(Problem {
            at,
            cell_index,
            is_open,
        }));
    }
}

/// The value of a cell while it is read: pieces of the text, copied as soon as there is more than one.
pub(super) struct Value {
    piece: usize,
    copied: Option<usize>,
}

impl Value {
    #[inline]
    pub fn new(start: usize) -> Self {
        Self {
            piece: start,
            copied: None,
        }
    }

    /// Leaves out what lies between `until` and `resume`.
    pub fn leave_out(&mut self, text: &str, until: usize, resume: usize, scratch: &mut String) {
        self.copied.get_or_insert(scratch.len());
        scratch.push_str(&text[self.piece..until]);
        self.piece = resume;
    }

    /// The range of the value, and whether it is one of the scratch.
    #[inline]
    pub fn finish(self, text: &str, end: usize, scratch: &mut String) -> (usize, usize, bool) {
        match self.copied {
            None => (self.piece, end, false),
            Some(start) => {
                scratch.push_str(&text[self.piece..end]);
                (start, scratch.len(), true)
            }
        }
    }
}
