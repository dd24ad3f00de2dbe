//! The rules that findings name: a specification, its section, and the section's title.
//!
//! Each code declares the one that it mostly breaks ([`super::code`]); whoever makes a finding and knows better says
//! so with [`super::Diagnostic::under`].

/// A rule, as it is written. (By this name, serde does not take it for text that is borrowed from its input.)
pub type Written = &'static str;

macro_rules! rules {
    ($($specification:literal { $($(#[doc = $doc:literal])+ $name:ident = $section:literal)+ })+) => {
        $($($(#[doc = $doc])+ pub const $name: &str = concat!($specification, ", section ", $section);)+)+

        const ALL: &[&str] = &[$($($name),+),+];
    };
}

rules! {
    "Model for Tabular Data and Metadata on the Web" {
        /// How long a value may be.
        LENGTH = "4.6.1 (Length Constraints)"
        /// How large or small a value may be.
        VALUE_RANGE = "4.6.2 (Value Constraints)"
        /// From metadata and tables to annotated tables.
        ANNOTATED_TABLES = "6.1 (Creating Annotated Tables)"
        /// From a cell's text to its value: white space, nulls, lists, datatypes, required cells.
        CELLS = "6.4 (Parsing Cells)"
        /// Numbers, and the patterns for them.
        NUMBERS = "6.4.2 (Formats for numeric types)"
        /// Booleans.
        BOOLEANS = "6.4.3 (Formats for booleans)"
        /// Dates and times.
        DATES = "6.4.4 (Formats for dates and times)"
        /// Durations.
        DURATIONS = "6.4.5 (Formats for durations)"
        /// All other datatypes: their format is a regular expression.
        OTHER_TYPES = "6.4.6 (Formats for other types)"
        /// UTF-8.
        ENCODING = "7.2 (Encoding)"
        /// The header row.
        HEADERS = "7.4.1 (Headers)"
        /// From bytes to rows and cells, by the flags of a dialect.
        PARSING = "8 (Parsing Tabular Data)"
    }
    "Metadata Vocabulary for Tabular Data" {
        /// What a metadata document must be, and which properties it may have.
        METADATA = "4 (Annotating Tables)"
        /// Templates for addresses.
        TEMPLATES = "5.1.3 (URI Template Properties)"
        /// Primary keys, foreign keys, row titles.
        SCHEMAS = "5.5 (Schemas)"
        /// Whether the columns of a table are those of its schema.
        SCHEMA_COMPATIBILITY = "5.5.1 (Schema Compatibility)"
        /// Datatypes derived from others.
        DERIVED_DATATYPES = "5.11.2 (Derived Datatypes)"
    }
    "RFC 4180" {
        /// Records, fields, commas, quotation marks, line ends.
        CSV = "2 (Definition of the CSV Format)"
    }
    "RDF 1.1 Turtle" {
        /// The grammar of Turtle.
        TURTLE = "6.5 (Grammar)"
    }
    "SPARQL 1.1 Query Language" {
        /// The grammar of SPARQL.
        SPARQL = "19.8 (Grammar)"
    }
    "Web Annotation Data Model" {
        /// Start and end of a passage, in characters.
        TEXT_POSITION = "4.2.5 (Text Position Selector)"
    }
}

/// The rule that is written so, if there is one.
pub(crate) fn known(text: &str) -> Option<&'static str> {
    ALL.iter().copied().find(|rule| *rule == text)
}
