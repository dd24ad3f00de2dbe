//! How a group of tables is converted, and what is told of it.

/// How much is said ("Generating RDF", section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Also where each statement stands: groups, tables and rows are nodes.
    Standard,
    /// Only what the cells say.
    #[default]
    Minimal,
}

/// What becomes of a cell that is no value of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Invalid {
    /// It gives no statement, and is an error.
    #[default]
    SkipCell,
    /// Its row gives no statement, and is an error.
    SkipRow,
    /// Its text is given as a string, and is a warning: what the specification asks of converters that do not validate.
    AsText,
}

/// How to convert.
pub struct Options<'a> {
    /// How much is said.
    pub mode: Mode,
    /// What becomes of a cell that is no value of its column.
    pub invalid: Invalid,
    /// How many threads read; 0 for as many as there are processors.
    pub threads: usize,
    /// About how many bytes are read at once.
    pub block_bytes: usize,
    /// Whether a foreign key with an empty cell is an error, as the specification has it to the letter; otherwise it
    /// refers to nothing.
    pub complete_references: bool,
    /// Called after each block.
    pub progress: Option<&'a (dyn Fn(&Progress<'_>) + Sync)>,
    /// Takes each row that gave no statement because something in it is wrong; with [`Invalid::SkipRow`].
    pub rejects: Option<&'a (dyn Fn(&Rejected<'_>) + Sync)>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            invalid: Invalid::default(),
            threads: 0,
            block_bytes: 1 << 18,
            complete_references: false,
            progress: None,
            rejects: None,
        }
    }
}

/// How far a table is read.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The table's name in messages.
    pub table: &'a str,
    /// How many rows were read.
    pub rows: u64,
    /// How many bytes of text were read.
    pub bytes: u64,
    /// How many bytes the file has, where that is known.
    pub size: Option<u64>,
}

/// A row that was set aside.
pub struct Rejected<'a> {
    /// The table's name in messages.
    pub table: &'a str,
    /// Its header.
    pub header: &'a [String],
    /// The cells.
    pub cells: Vec<&'a str>,
    /// The data row, from 1.
    pub row_number: u64,
    /// The physical line, from 1.
    pub line: u64,
    /// Why: code and message of each finding.
    pub reasons: Vec<String>,
}

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many tables.
    pub tables: usize,
    /// How many rows, those set aside included.
    pub rows: u64,
    /// How many rows were set aside.
    pub rejected: u64,
    /// How many tables could not be read, or not to their end.
    pub unfinished: usize,
}
