//! Options for the conversion of a table group, and its summary.

/// The conversion mode ("Generating RDF", section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Standard mode: also triples about groups, tables and rows.
    Standard,
    /// Minimal mode: only the triples of the cells.
    #[default]
    Minimal,
}

/// How an invalid cell is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Invalid {
    /// It gives no triple, and is an error.
    #[default]
    SkipCell,
    /// Its row gives no triple, and is an error.
    SkipRow,
    /// Its text is converted to a string, and is a warning, as the specification requires of converters that do not validate.
    AsText,
}

/// How to convert.
pub struct Options<'a> {
    /// The conversion mode.
    pub mode: Mode,
    /// How an invalid cell is treated.
    pub invalid: Invalid,
    /// The number of threads; 0 for as many as there are processors.
    pub threads: usize,
    /// About how many bytes are read at once.
    pub block_bytes: usize,
    /// Whether a foreign key with an empty cell is an error, as the specification literally says; otherwise it
    /// refers to nothing.
    pub complete_references: bool,
    /// Called after each block.
    pub progress: Option<&'a (dyn Fn(&Progress<'_>) + Sync)>,
    /// Takes each invalid row, with [`Invalid::SkipRow`].
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

/// Progress of reading a table.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The table's name in messages.
    pub table: &'a str,
    /// The number of rows read.
    pub rows: u64,
    /// The number of bytes of text read.
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
    /// Code and message of each finding.
    pub reasons: Vec<String>,
}

/// A summary of the tables read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of tables.
    pub tables: usize,
    /// The number of rows, including those set aside.
    pub rows: u64,
    /// The number of rows set aside.
    pub rejected: u64,
    /// The number of tables that could not be read to their end.
    pub unfinished: usize,
}
