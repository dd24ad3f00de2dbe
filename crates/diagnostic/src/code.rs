//! The codes of all diagnostics that the program itself makes, one constructor each; its comment is its manual page.
//!
//! Checks written in SPARQL bring their own codes (`C...`) in their headers.

mod draft;
mod manual;

use super::{Diagnostic, Place, Severity, listed, rule};
use draft::{Draft, at};
pub use manual::ManualPage;
use manual::joined;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:literal $severity:ident $([$rule:expr])?
        fn $name:ident($($arg:ident: $kind:ty),* $(,)?) $body:block)+) => {
        $($(#[doc = $doc])+
        pub fn $name($($arg: $kind),*) -> Diagnostic {
            let draft: Draft = $body;
            Diagnostic {
                code: $code.to_owned(),
                severity: Severity::$severity,
                message: draft.message,
                place: draft.place,
                valid: draft.valid,
                rule: first(&[$($rule)?]),
                help: draft.help,
            }
        })+
        /// The manual pages of these codes.
        pub(super) const PAGES: &[ManualPage] = &[
            $(ManualPage { code: $code, severity: Severity::$severity, text: concat!($($doc, "\n"),+),
                rule: first(&[$($rule)?]) }),+
        ];
    };
}

/// The rule of a code that has one.
const fn first(rules: &[&'static str]) -> Option<&'static str> {
    match rules {
        [rule, ..] => Some(rule),
        [] => None,
    }
}

mod quoted;
mod tables;

pub use quoted::*;
pub use tables::*;

/// The manual pages of all codes.
pub const MANUAL: &[ManualPage] = &joined::<{ PAGES.len() + OTHERS.len() }>(PAGES, OTHERS);

/// The manual pages of the codes in files of their own.
const OTHERS: &[ManualPage] = &joined::<{ tables::PAGES.len() + quoted::PAGES.len() }>(tables::PAGES, quoted::PAGES);

codes! {
    /// `sourcier.toml` cannot be read.
    ///
    /// It is a TOML file with `title`, `base` (an absolute IRI that ends in `/`), and optionally `language`,
    /// `licence`, `texts` and `[prefixes]`.
    "D001" Error fn bad_manifest(place: Place, why: &str, valid: &str) {
        at(place, format!("sourcier.toml: {why}")).valid(valid)
    }
    /// A folder or file that every dossier needs is missing.
    ///
    /// A dossier needs `sourcier.toml`, `data/csv-metadata.json` and the tables that the latter describes.
    "D002" Error fn missing_file(place: Place, what: &str) {
        let message = format!("{what} `{}` is not there", place.file);
        at(place, message).help("write it, or say in sourcier.toml under [folders] where it lies")
    }
    /// A file of the dossier cannot be read.
    "D003" Error fn unreadable_file(place: Place, why: &str) {
        let message = format!("`{}` cannot be read: {why}", place.file);
        at(place, message)
    }
    /// A file or folder of the dossier is refused: the program does not open it.
    ///
    /// A dossier may come from anybody, so that only regular files in its own folder are read, after all links are
    /// resolved: no links that lead out of it, no FIFOs, sockets or devices. The limits: 1 MiB for `sourcier.toml` and
    /// a query, 16 MiB for a file of metadata, of the ontology, and for a text, 4 GiB for a table; in one folder 10,000
    /// files of a kind, 16 MiB of queries and 64 MiB of ontology. Copy the file into the dossier instead of a link, or
    /// split it.
    "D004" Error fn refused_file(place: Place, why: &str) {
        let message = format!("`{}` is refused: {why}", place.file);
        at(place, message).valid("a regular file in the dossier's folder, or a link to one; `sourcier explain-code D004` has the limits")
    }
    /// The dossier has an older format than the program.
    ///
    /// It works as before, with the rules and queries in its own folder. What later versions of the program bring (new columns
    /// of tables, relations, totals) needs the vocabulary, metadata and queries of the current format. `sourcier migrate` lists
    /// with `--dry-run` what it would change, and without it changes it; files that you changed yourself are left as they
    /// are.
    "D010" Warning fn older_format(place: Place, found: u32, known: u32) {
        at(place, format!("the dossier has format {found}, and the current one is {known}"))
            .help("run `sourcier migrate` (with --dry-run it only lists the changes)")
    }
    /// The dossier has a newer format than the program.
    ///
    /// It was made with a later version of the program. This one would misread it, and does not open it.
    "D011" Error fn newer_format(place: Place, found: i64, known: u32) {
        at(place, format!("sourcier.toml: the dossier has format {found}, and this program knows only those up to {known}"))
            .valid(format!("format = {known}"))
            .help("install a newer version of sourcier")
    }

    /// The metadata is not JSON.
    ///
    /// `data/csv-metadata.json` describes the tables (CSV on the Web, "Metadata Vocabulary for Tabular Data").
    /// The place is that of the first syntax error.
    "M001" Error [rule::METADATA] fn broken_json(place: Place, why: &str) {
        at(place, format!("this is not JSON: {why}"))
    }
    /// A property of the metadata is missing or has a value of the wrong kind.
    "M003" Error [rule::METADATA] fn bad_metadata(place: Place, pointer: &str, why: &str, valid: &str) {
        at(place, format!("{pointer}: {why}")).valid(valid)
    }
    /// A property of the metadata is not one of CSV on the Web.
    "M004" Warning [rule::METADATA] fn unknown_metadata(place: Place, pointer: &str, name: &str, known: &[&str]) {
        let draft = at(place, format!("{pointer}: `{name}` is not a property of CSV on the Web here: it is ignored"));
        if known.is_empty() { draft } else { draft.valid(listed(known.iter().copied())).nearest(name, known.iter().copied()) }
    }
    /// A key of the metadata refers to a table or a column that does not exist.
    "M005" Error [rule::SCHEMAS] fn bad_reference(place: Place, pointer: &str, name: &str, known: &[&str]) {
        at(place, format!("{pointer}: there is no `{name}` to refer to"))
            .valid(listed(known.iter().copied())).nearest(name, known.iter().copied())
    }
    /// The metadata names a table outside the folder of the tables.
    ///
    /// Tables must be in the dossier's `data/` folder, or in that of the file given to `sourcier table`, or below it;
    /// other paths, `..` and remote URLs are rejected.
    "M006" Error fn table_outside(place: Place, pointer: &str, url: &str) {
        let before = if pointer.is_empty() { String::new() } else { format!("{pointer}: ") };
        at(place, format!("{before}`{url}` is outside the folder of the tables"))
            .valid("a file name relative to the metadata, such as `claims.csv`")
    }

    /// A property of the metadata has an invalid value, and is ignored.
    ///
    /// The specification requires a warning, and that the property is treated as absent.
    "M007" Warning [rule::METADATA] fn ignored_value(place: Place, pointer: &str, why: &str, valid: &str) {
        at(place, format!("{pointer}: {why}: it is ignored")).valid(valid)
    }
    /// Metadata beside a table does not describe it, and is ignored.
    "M008" Warning [rule::ANNOTATED_TABLES] fn metadata_of_others(place: Place, table: &str) {
        let message = format!("`{}` does not describe {table}: it is ignored", place.file);
        at(place, message).help("name the table with `url`, or give its metadata yourself")
    }
    /// A datatype is not built-in: the column is read as text.
    "M009" Warning [rule::DERIVED_DATATYPES] fn unknown_datatype(place: Place, pointer: &str, name: &str, known: &[&str]) {
        at(place, format!("{pointer}: there is no datatype `{name}`: the column is read as text"))
            .valid(listed(known.iter().copied())).nearest(name, known.iter().copied())
    }

    /// The metadata, or a list or a text in it, is larger than the program reads.
    ///
    /// A metadata document may have 16 MiB and 500,000 values; docs/reliability.md lists the other limits. They lie far
    /// above what describing tables takes; put long lists into a table.
    "M010" Error fn large_metadata(place: Place, pointer: &str, has: &str, valid: &str) {
        let message = match pointer {
            "" => format!("`{}` has more than {has}: it is not read", place.file),
            pointer => format!("{pointer}: this has more than {has}: it is not read"),
        };
        at(place, message).valid(valid)
    }

    /// The metadata has very many findings; the others are not reported.
    "M011" Error fn many_findings(place: Place, limit: &str) {
        let message = format!("`{}` has more than {limit} findings: the rest is not reported", place.file);
        at(place, message).help("probably this is no metadata of CSV on the Web")
    }

    /// A table that the metadata describes is missing.
    "T001" Error fn missing_table(place: Place) {
        let message = format!("the table `{}` is not there", place.file);
        at(place, message).help("write the file with its header row alone if there is nothing to say yet")
    }
    /// A table lacks a column that the metadata describes.
    "T002" Error [rule::SCHEMA_COMPATIBILITY] fn missing_column(place: Place, name: &str, header: &[String]) {
        at(place, format!("the column `{name}` is missing"))
            .valid(format!("a header with `{name}`; this one has {}", listed(header.iter().map(String::as_str))))
    }
    /// A table has a column that the metadata does not describe.
    "T003" Error [rule::SCHEMA_COMPATIBILITY] fn unknown_column(place: Place, name: &str, known: &[&str]) {
        at(place, format!("the column `{name}` is not described in the metadata"))
            .valid(listed(known.iter().copied())).nearest(name, known.iter().copied())
    }
    /// The columns are in another order than in the metadata, or one is repeated.
    ///
    /// CSV on the Web matches columns by position.
    "T004" Error [rule::SCHEMA_COMPATIBILITY] fn column_order(place: Place, found: &str, expected: &str) {
        at(place, format!("the column `{found}` is where `{expected}` should be"))
            .valid(format!("`{expected}` here"))
    }
    /// A row has more or fewer cells than the header.
    ///
    /// The usual cause is a comma in a text without quotation marks, or a missing comma.
    "T005" Error [rule::CSV] fn row_length(place: Place, found: usize, expected: usize, delimiter: &str) {
        let (separated, contains) = match delimiter {
            "," => ("commas".to_owned(), "a comma".to_owned()),
            ";" => ("semicolons".to_owned(), "a semicolon".to_owned()),
            "\t" => ("tabs".to_owned(), "a tab".to_owned()),
            other => (format!("`{other}`"), format!("`{other}`")),
        };
        at(place, format!("this row has {found} cells, its header {expected}"))
            .valid(format!("{expected} cells, separated by {separated}"))
            .help(match (found, found < expected) {
                (1, _) => "delete the row if it is empty, or say in the metadata \"dialect\": {\"skipBlankRows\": true}".to_owned(),
                (_, true) => format!("put {contains} for each cell that is missing, also for an empty one"),
                (_, false) => format!("put a text that contains {contains} between quotation marks"),
            })
    }
    /// A table is not in its declared encoding.
    ///
    /// The finding shows the first invalid byte; the rest of the table is not read. Save it as UTF-8 (in a spreadsheet:
    /// "CSV UTF-8"), or declare its encoding in the metadata: `"dialect": {"encoding": "windows-1252"}`.
    "T006" Error [rule::ENCODING] fn undecodable(place: Place, byte: u8, declared: &str, column: &str, proposals: &[&str]) {
        let what = match (&place.cell, column) {
            (None, _) => "this line".to_owned(),
            (Some(_), "") => "this cell".to_owned(),
            (Some(_), _) => format!("the cell in `{column}`"),
        };
        let draft = at(place, format!("{what} is not {}: its byte 0x{byte:02X} does not belong there", declared.to_uppercase()))
            .valid(format!("text in {}", declared.to_uppercase()));
        match proposals.first() {
            None => draft.help("save the file again as UTF-8"),
            Some(first) => draft.help(format!(
                "save the file again as UTF-8, or say in the metadata \"dialect\": {{\"encoding\": \"{first}\"}} (it can be read as {})",
                proposals.join(", ")
            )),
        }
    }
    /// A table is empty, without even a header row.
    "T007" Error [rule::HEADERS] fn empty_table(place: Place, header: &str) {
        let message = format!("the table `{}` is empty: it has no header row", place.file);
        at(place, message).valid(format!("a first line with {header}"))
    }
    /// A cell's text is not a value of its column's datatype.
    "T008" Error [rule::CELLS] fn bad_value(place: Place, value: &str, datatype: &str, valid: &str) {
        at(place, format!("`{value}` is not a value of type {datatype}")).valid(valid)
    }
    /// A cell's text does not match the format of its column.
    "T009" Error [rule::OTHER_TYPES] fn bad_format(place: Place, value: &str, format: &str, help: Option<String>) {
        let mut draft = at(place, format!("`{value}` does not have the form of this column"))
            .valid(format!("text that matches {format}"));
        draft.help = help;
        draft
    }
    /// A required cell is empty.
    "T010" Error [rule::CELLS] fn required_cell(place: Place, column: &str) {
        at(place, format!("the cell in `{column}` is empty")).valid("a value: this column is required")
    }
    /// Two rows have the same primary key.
    "T011" Error [rule::SCHEMAS] fn duplicate_key(place: Place, key: &str, first_row: u64) {
        at(place, format!("the key `{key}` is already in row {first_row}"))
            .valid("a key that no other row of this table has")
            .help("remove the row if both say the same; otherwise give it another key")
    }
    /// A foreign key has no matching row in the other table.
    ///
    /// A column with a `separator` has lists. A foreign key compares a whole list with the cells of the other table, so
    /// such a column can rarely have one.
    "T012" Error [rule::SCHEMAS] fn unknown_key(
        place: Place, key: &str, is_list: bool, table: &str, count: usize, known: &[&str],
    ) {
        if is_list {
            at(place, format!("this cell is the list `{key}`, and no row of {table} has that list as its key"))
                .valid(format!("one key of {table} ({count} of them)"))
                .help("a foreign key compares whole lists: take out \"separator\" and write one key in each cell, or take out the foreign key")
        } else {
            at(place, format!("there is no `{key}` in {table}"))
                .valid(format!("a key of {table} ({count} of them)"))
                .help(format!("add a row for `{key}` to {table}")).nearest(key, known.iter().copied())
        }
    }
    /// A cell's text is longer or shorter than its column allows.
    "T013" Error [rule::LENGTH] fn bad_length(place: Place, length: usize, valid: &str) {
        at(place, format!("this text has {length} characters")).valid(valid)
    }
    /// A table cannot be read as CSV.
    ///
    /// Causes are a quotation mark that is never closed, text after a closing one, and cells that are not separated by
    /// commas.
    "T014" Error [rule::CSV] fn malformed_csv(place: Place, why: &str) {
        at(place, format!("this is not CSV: {why}"))
    }
    /// A cell gives an IRI that is not valid.
    "T015" Error [rule::TEMPLATES] fn bad_iri(place: Place, iri: &str, property: &str) {
        at(place, format!("this row makes `{iri}` of its {property}, which is not a valid IRI"))
            .valid("letters, digits and - in keys; a whole address elsewhere")
    }
    /// A table in the data folder is not described by metadata, so it is not loaded into the graph.
    "T016" Warning fn undescribed_table(place: Place) {
        let message = format!("`{}` is not described in csv-metadata.json: nothing of it enters the graph", place.file);
        at(place, message)
    }
    /// The schema of a table describes no column, so that its columns have no names.
    "T017" Error [rule::SCHEMA_COMPATIBILITY] fn no_columns(place: Place, header: &[String]) {
        at(place, "the metadata describes no column of this table".to_owned())
            .valid(format!("\"columns\" with one for each of {}", listed(header.iter().map(String::as_str))))
    }
    /// A value is smaller or greater than its column allows.
    "T018" Error [rule::VALUE_RANGE] fn out_of_range(place: Place, value: &str, valid: &str) {
        at(place, format!("`{value}` is out of range")).valid(valid)
    }
    /// A table is UTF-8, but its metadata declare another encoding: accents are read wrongly.
    "T019" Warning [rule::ENCODING] fn looks_like_utf8(place: Place, declared: &str) {
        let message = format!("`{}` is read as {declared} and looks like UTF-8: accents would come out wrong", place.file);
        at(place, message).valid("\"encoding\": \"utf-8\", which is the default")
    }
    /// A foreign key matches several rows of the other table.
    "T020" Error [rule::SCHEMAS] fn several_rows(place: Place, key: &str, table: &str) {
        at(place, format!("several rows of {table} have the key `{key}`"))
            .valid("a key that one row has").help(format!("make `{key}` the key of one row of {table} alone"))
    }
    /// The delimiter of a table is not the one in the metadata.
    "T021" Error [rule::PARSING] fn wrong_delimiter(place: Place, why: &str, delimiter: &str) {
        at(place, why.to_owned())
            .help(format!("say in the metadata \"dialect\": {{\"delimiter\": {}}}", serde_json::Value::from(delimiter)))
    }
    /// A column of the metadata has a name but no titles, so its heading is unknown.
    "T022" Error [rule::SCHEMA_COMPATIBILITY] fn untitled_column(place: Place, name: &str, title: &str) {
        at(place, format!("the metadata names the column `{name}` and gives it no titles"))
            .valid(format!("\"name\": \"{name}\", \"titles\": {}", serde_json::Value::from(title)))
    }
    /// A foreign key has an empty cell.
    ///
    /// Reported only if complete references are required; otherwise such keys are not checked.
    "T023" Error [rule::SCHEMAS] fn empty_reference(place: Place, table: &str) {
        at(place, format!("this cell refers to no row of {table}: it is empty")).valid(format!("a key of {table}"))
    }

    /// A table has more columns than the program reads.
    ///
    /// A table may have 16,384 columns, as many as a spreadsheet. One with more usually has its rows and columns
    /// exchanged, or another delimiter than declared.
    "T024" Error fn too_many_columns(place: Place, limit: &str) {
        let message = format!("`{}` has more than {limit} columns", place.file);
        at(place, message).valid(format!("at most {limit} columns"))
    }
    /// The header of a table differs from its description in very many columns; the others are not compared.
    "T025" Error [rule::SCHEMA_COMPATIBILITY] fn many_differences(place: Place, limit: &str) {
        at(place, format!("the header differs from the description in more than {limit} columns: the rest is not compared"))
            .help("probably the metadata describes another table, or the delimiter is another one")
    }
    /// A cell that is a list has more values than the program reads.
    ///
    /// A list may have 100,000 values. Write longer ones as rows of a table.
    "T026" Error fn long_list(place: Place, limit: &str) {
        at(place, format!("this list has more than {limit} values")).valid(format!("at most {limit} values, or rows of a table"))
    }
    /// A cell has a name that several rows of the other table have.
    ///
    /// A reference is a key, or a label or alias that one row alone has. Otherwise write the key, or change a label. The message has the key,
    /// the label, the class and the line of each row; `sourcier tidy` writes keys that no cell has into the table.
    "T027" Error fn several_of_this_name(place: Place, name: &str, table: &str, rows: &[&str]) {
        at(place, format!("several rows of {table} are named `{name}`"))
            .valid(format!("the key of one of them: {}", listed(rows.iter().copied())))
    }
    /// A cell has a word that is neither a word of its list nor the label of one.
    ///
    /// The words of lists are terms of the ontology. A cell has the word or its label in any language: `announced`, `annoncé`.
    "T028" Error fn unknown_word(place: Place, word: &str, words: &[&str]) {
        at(place, format!("`{word}` is no word of this list"))
            .valid(listed(words.iter().copied())).nearest(word, words.iter().copied())
    }
    /// A table has columns that its metadata do not describe.
    ///
    /// They stay in the file and enter nothing. Rename one, or add its heading to a column's `titles` in `csv-metadata.json`.
    "T029" Note fn extra_columns(place: Place, headings: &[&str], meant: &[(&str, &str)]) {
        let draft = at(place, format!("not used, as the metadata do not describe {}: {}", if headings.len() == 1 { "this column" } else { "these columns" }, listed(headings.iter().copied())));
        let meant: Vec<String> = meant.iter().map(|(heading, column)| format!("`{heading}` is to be `{column}`")).collect();
        if meant.is_empty() { draft } else { draft.help(format!("perhaps {}", meant.join(" and "))) }
    }
    /// A cell has an amount with a currency, and the cell for its unit another unit.
    ///
    /// `3 M€` beside `USD`: one of the two is wrong. The currency may stand in either cell, or in both.
    "T031" Error fn two_units(place: Place, amount: &str, currency: &str, unit: &str) {
        at(place, format!("`{amount}` is in {currency}, and `unit` is {unit}"))
            .help(format!("write the figure alone, or {currency} into `unit`"))
    }

    /// An ontology file is not Turtle.
    "G001" Error [rule::TURTLE] fn broken_turtle(place: Place, why: &str) {
        at(place, format!("this is not Turtle: {why}"))
    }
    /// A rule creates a blank node, so its results have no stable IRIs.
    "G002" Error fn blank_node_from_rule(place: Place) {
        at(place, "this rule makes a blank node".to_owned())
            .valid("IRIs, such as IRI(CONCAT(STR(?claim), \"/link/my-rule\"))")
    }

    /// A query is not SPARQL.
    "Q001" Error [rule::SPARQL] fn broken_sparql(place: Place, why: &str, valid: Option<String>) {
        let mut draft = at(place, format!("this is not SPARQL: {why}"));
        draft.valid = valid;
        draft
    }
    /// A query's header lacks a line, or a line of it is malformed.
    ///
    /// Every `.rq` begins with comment lines: `# title: ...`, `# answers: ...`, and optionally
    /// `# parameter: name type = default -- description`; a check also `# code:`, `# severity:`, `# message:`.
    "Q002" Error fn bad_header(place: Place, why: &str, valid: &str) {
        at(place, why.to_owned()).valid(valid)
    }
    /// A query does not have the form that its folder requires.
    ///
    /// `queries/rules/` contains CONSTRUCT queries, `queries/checks/` and `queries/views/` contain SELECT queries.
    "Q003" Error fn wrong_form(place: Place, found: &str, expected: &str) {
        at(place, format!("this is {found}; files in this folder are {expected}")).valid(expected)
    }
    /// A query lacks a column that its folder requires, or assigns a value to its own parameter.
    "Q004" Error fn bad_variable(place: Place, why: &str, valid: &str) {
        at(place, why.to_owned()).valid(valid)
    }
    /// The evaluation of a query failed.
    "Q005" Error fn failed_query(place: Place, why: &str) {
        at(place, format!("this query could not be answered: {why}"))
    }
    /// A row of a view is not an edge: one of its nodes is a literal, or it has no source.
    ///
    /// Nodes are IRIs. A literal such as a name is an attribute of a node: select the resource as `?source` or `?target`,
    /// and its name as `?source_label` or `?target_label`.
    "Q006" Error fn no_edge(place: Place, why: &str) {
        at(place, format!("this view is no graph: {why}")).valid("things as ?source and ?target, texts as ?source_label and ?target_label")
    }

    /// A query with SERVICE needs permission to use the network.
    ///
    /// `sourcier query` uses the network only with `--federated`. A failing endpoint is skipped if SERVICE is SILENT; a missing
    /// `--federated` is always an error. Rules, checks and views must not use SERVICE, so that builds, findings and
    /// pictures depend only on the dossier's files.
    "Q007" Error fn network_not_allowed(place: Place, why: &str, help: &str) {
        at(place, format!("SERVICE queries another endpoint over the network: {why}")).help(help)
    }

    /// A query exceeded its budget of time, memory, rows or term size, and was stopped.
    ///
    /// A dossier's rules, checks, views and questions run under a budget, since a dossier may come from anyone. By default a
    /// query may take 10 seconds of processor time for each 100 000 triples of the graph (the program's own 30); after each
    /// query that exceeds its budget, the others get half the time. The program may take 1 GiB beyond four times the memory of the loaded dossier, an answer may have
    /// a million rows more than ten times the triples of the graph, and a term 16 MiB. `--time-limit`, `--memory-limit` and
    /// `--unlimited` change that.
    "Q008" Error fn over_budget(place: Place, why: &str, help: &str) {
        at(place, format!("this query was stopped: {why}")).help(help)
    }
    /// A query is nested too deeply, or has too many elements.
    ///
    /// Brackets, operators before an operand and quoted triples may nest 128 deep. A query may have 4 096 tokens
    /// (names, operators, brackets, punctuation), not counting the data of VALUES and the items of IN, and 1 MiB of text.
    "Q009" Error fn too_complex(place: Place, why: &str, valid: &str) {
        at(place, format!("this query is too complex: {why}")).valid(valid)
    }

    /// A passage extends beyond the end of its text, or is empty.
    "E001" Error [rule::TEXT_POSITION] fn range_outside_text(place: Place, start: u64, end: u64, characters: u64) {
        let why = if start >= end {
            format!("the passage {start} to {end} is empty: its end is not after its start")
        } else {
            format!("the passage {start} to {end} is not within the text, which has {characters} characters")
        };
        at(place, why)
            .valid(format!("0 <= start < end <= {characters}"))
            .help("`sourcier range DOCUMENT \"words\"` finds words in a text")
    }
    /// A passage spans several sentences.
    ///
    /// A claim is stated in one sentence; a longer passage hides which one.
    "E002" Error fn range_across_sentences(place: Place, start: u64, end: u64, valid: &str) {
        at(place, format!("the passage {start} to {end} extends beyond the end of a sentence")).valid(valid.to_owned())
            .help("`sourcier range DOCUMENT \"words\"` finds words in a text; a second passage goes into evidence.csv")
    }
    /// A passage is longer than 10,000 characters, and is not compared with its text.
    ///
    /// A claim is stated in one sentence; comparing passages as long as books would take hours.
    "E011" Error fn passage_too_long(place: Place, start: u64, end: u64, most: usize) {
        at(place, format!("the passage {start} to {end} is longer than {most} characters"))
            .valid("a passage within a sentence")
    }
    /// A text is not the one that was read: its SHA-256 differs.
    ///
    /// All ranges refer to the text with the recorded hash; in another text they are meaningless.
    "E003" Error fn hash_differs(place: Place, file: &str, found: &str) {
        at(place, format!("the text `{file}` has another SHA-256: {found}"))
            .valid("the text as it was read, or its new hash with all its ranges reviewed")
    }
    /// A document was corrected or withdrawn, and its text at hand is not the one that was read.
    ///
    /// This is no error: the passages refer to the text with the recorded hash, and are not verified. A corrected text is a
    /// new document: enter it as a row of its own, with its own file and hash, and its claims with their own passages. Where
    /// a new claim corrects an old one, link them with `replaces` in claim-links.csv.
    "E012" Note fn text_of_another_version(place: Place, file: &str, status: &str, ranges: usize) {
        at(place, format!("{ranges} passages not verified: the document is {status}, and `{file}` is not the text that was read"))
            .help("enter the new text as a document of its own, with its own file and hash")
    }
    /// The words recorded for a claim are not in its passage.
    "E004" Error fn words_not_in_range(place: Place, words: &str, start: u64, end: u64) {
        at(place, format!("\"{words}\" is not in the passage {start} to {end}"))
            .valid("words of the passage, as written there")
            .help("`sourcier range DOCUMENT \"words\"` finds words in a text")
    }
    /// A recorded figure is not in the words it was taken from.
    ///
    /// The program recognises figures in the words as written ("cinq cents millions d'euros" is 500000000; "un quart" is
    /// 25 %), or else in the passage; each bound must be among them.
    "E005" Error fn figure_not_in_words(place: Place, figure: &str, words: &str, read: &[String]) {
        let read = if read.is_empty() { "no figure".to_owned() } else { read.join(", ") };
        at(place, format!("the figure {figure} cannot be read in \"{words}\""))
            .valid(format!("what is read there: {read}"))
            .help("if the figure is right, write more of the passage into `as_written`, from the figure to its scale and currency; if these stand beside another figure only (\"12 million euros in place of 15\"), write `carried-over` into `unit_basis`")
    }
    /// The passage counts something else than the claim, or its figure has another unit.
    ///
    /// The program reads currencies, per cent, measures and the nouns that are counted, in French and English. If the text
    /// takes the unit over from another figure ("40 million euros, then 10 million"), put `carried-over` into `unit_basis`.
    "E013" Error fn unit_differs(place: Place, unit: &str, read: &str) {
        let claimed = match unit {
            "" => format!("no unit is recorded, and the passage says {read}"),
            unit => format!("the unit `{unit}` is not that of the passage, which says {read}"),
        };
        let found = at(place, claimed).valid(format!("what is read there: {read}"));
        let help = "if another figure of the document has this unit, and it goes for this one, too, write `carried-over` into `unit_basis`; else leave `unit` empty";
        if read == "no unit" { found.help(help) } else { found }
    }
    /// The passage qualifies the figure otherwise than the claim.
    ///
    /// "Nearly 250" is `about`, "at least 100" is `at-least`, "up to" is `up-to`: a figure must not be more exact than its
    /// source, nor a bound on the other side.
    "E014" Error fn wording_differs(place: Place, wording: &str, read: &str) {
        at(place, format!("the wording `{wording}` is not that of the passage, which says `{read}`")).valid(read.to_owned())
    }
    /// The passage gives the figure for another period than the claim: "a year" is missing, or is not said.
    "E015" Error fn rate_differs(place: Place, per: Option<&str>, read: Option<&str>) {
        let name = |per: Option<&str>| per.map_or_else(|| "no period".to_owned(), |per| format!("`{per}`"));
        at(place, format!("the claim's figure is per {}, that of the passage per {}", name(per), name(read)))
            .valid(read.map_or_else(|| "empty".to_owned(), str::to_owned))
    }
    /// A date that the document is said to write, or that was computed from it, is not what the text says.
    ///
    /// Dates are read in the passage, and if it has none, in the whole text; relative ones ("Tuesday", "last month") are
    /// computed from the date of the document. A date that follows from other circumstances is `inferred`.
    "E016" Error fn date_differs(place: Place, date: &str, read: Option<&str>, period: bool) {
        let otherwise = if period { "its months, if a fiscal or school year is meant (2023-04/2024-03)" } else { "`inferred` as its basis, if another date is meant" };
        let valid = read.map_or_else(|| format!("a date of the text, or {otherwise}"), |read| format!("what is read there: {read}; or {otherwise}"));
        let why = read.map_or_else(|| "the text says it nowhere".to_owned(), |read| format!("the passage says {read}"));
        at(place, format!("the date {date} is not that of the passage: {why}")).valid(valid)
    }
    /// A claim says less than its passage: "about" where the passage gives an exact figure, a year where it gives the day.
    "E017" Warning fn looser_than_passage(place: Place, claimed: &str, what: &str, read: &str) {
        at(place, format!("the claim has `{claimed}`, the passage gives {what} as {read}")).valid(read.to_owned())
    }
    /// Texts in a language that the program does not read are compared by figures in digits only.
    "E018" Note fn language_not_read(place: Place, language: &str) {
        at(place, format!("figures in words, units and dates are not read in `{language}`"))
            .valid("fr, en, or a text whose figures somebody compares by hand")
    }
    /// The recorded number of characters is not that of the text.
    "E006" Error fn characters_differ(place: Place, recorded: &str, found: usize) {
        at(place, format!("{recorded} characters are recorded, the text has {found}")).valid(found.to_string())
    }
    /// The passages of a document were not compared with its text, since the text is not available.
    "E007" Note fn text_not_at_hand(place: Place, file: &str, ranges: usize) {
        at(place, format!("{ranges} passages not verified: the text `{file}` is not available"))
            .help("give the folder of the texts with --texts, SOURCIER_TEXTS or `texts` in sourcier.toml")
    }
    /// The text of a document is not UTF-8.
    ///
    /// Offsets count characters, so the text must be readable as characters.
    "E009" Error fn text_not_utf8(place: Place, file: &str) {
        at(place, format!("the text `{file}` is not UTF-8")).valid("a text in UTF-8, with its new hash and ranges")
    }
    /// The text of a document cannot be read.
    "E010" Error fn unreadable_text(place: Place, file: &str, why: &str) {
        at(place, format!("the text `{file}` cannot be read: {why}"))
    }
    /// A claim gives a figure without the words it was taken from.
    "E008" Error fn figure_without_words(place: Place, figure: &str) {
        at(place, format!("the figure {figure} has no words: `as_written` is empty"))
            .valid("the few words of the figure, as the text writes them")
            .help("where the scale stands beside another figure (\"6 of the 8 million\"), the words are `6`, and `unit_basis` is `carried-over`; a figure that is computed (\"half of its 800,000\") has no words: leave `quote` and the passage empty, and say in `note` how it follows")
    }

    /// A linked item has another name than the entity.
    ///
    /// No label or alias of the item, as cached by `sourcier link refresh`, is similar to a label or alias of the entity.
    /// Names are compared in all languages, ignoring case, accents and legal forms; acronyms and initials match.
    "W001" Warning fn other_name(place: Place, key: &str, qid: &str, theirs: &str) {
        at(place, format!("{qid} is called \"{theirs}\", and `{key}` has no name like it"))
            .help("examine the item; if it is the right one, enter its name as an alias")
    }
    /// Decisions about Wikidata are not sorted by entity and item.
    ///
    /// In that order, with items by number, changing a decision changes one line, whatever program wrote the table last.
    /// The finding shows the first row out of order. `sourcier link sort` sorts all rows.
    "W002" Note fn out_of_order(place: Place, own: &str, above: &str) {
        at(place, format!("`{own}` is below `{above}`: decisions must be sorted by entity and item"))
            .help("run `sourcier link sort`")
    }
}
