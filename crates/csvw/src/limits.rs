//! Limits that bound the time and the memory that a table or its metadata can take.
//!
//! They lie far above what people and spreadsheets write. Beyond one, a finding names the limit.

/// The maximum number of columns of a table, and of cells of a row: as many as a spreadsheet has.
pub const COLUMNS: usize = 16_384;

/// The maximum number of columns of all tables of a group.
pub const GROUP_COLUMNS: usize = 100_000;

/// The maximum size of what is before the rows of a table (skipped rows and header rows), in bytes.
pub const HEAD_BYTES: usize = 4 << 20;

/// The maximum size of a metadata document, in bytes.
pub const METADATA_BYTES: usize = 16 << 20;

/// The maximum number of values in a metadata document, which bounds the memory that they take.
pub const METADATA_VALUES: usize = 500_000;

/// The maximum number of values of all schemas and dialects of a group, those that tables share counted for each.
pub const READ_VALUES: usize = 2_000_000;

/// The maximum size of the documents to which metadata refers, together, in bytes.
pub const READ_BYTES: usize = 64 << 20;

/// The maximum number of metadata documents to which one refers.
pub const DOCUMENTS: usize = 1000;

/// The maximum number of tables of a group.
pub const TABLES: usize = 10_000;

/// The maximum number of keys of a schema, of columns of a key, and of texts that mean "no value".
pub const LIST: usize = 1000;

/// The maximum number of values of a cell that is a list.
pub const LIST_VALUES: usize = 100_000;

/// The maximum number of findings in the metadata of a group.
pub const FINDINGS: usize = 10_000;

/// The maximum number of columns among which the one that a name might mean is looked for.
pub const NAMES: usize = 500;

/// The maximum number of differences between a header and its description that are reported.
pub const DIFFERENCES: usize = 20;

/// The maximum length of a URI template and of a default value, in bytes.
pub const TEMPLATE_BYTES: usize = 8192;

/// The maximum length of an IRI that a template makes, in bytes.
pub const IRI_BYTES: usize = 1 << 16;

/// The maximum number of different formats that are regular expressions, in a group.
pub const EXPRESSIONS: usize = 200;
