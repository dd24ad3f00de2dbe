//! The tests that need only the library and the program, in one binary that is linked once. `cargo test --test
//! integration tidy::` runs those of `tests/tidy.rs`.

mod analysis;
mod answered;
mod answers;
mod build;
mod closed_pipe;
mod completions;
mod csvw_properties;
mod doubted;
mod explained;
mod federated;
mod formats;
mod grants;
mod graph_schemas;
mod growth;
mod import;
mod init;
mod kept;
mod labels;
mod link;
mod marks;
mod merge_tables;
mod migrate;
mod open;
mod parameters;
mod planted;
mod properties;
mod published;
mod readback;
mod readers;
mod readme;
mod reconcile;
mod register_rows;
mod registers;
mod rename;
mod report;
mod review;
mod sarif;
mod serve;
mod sheet_export;
mod stores;
mod terminal;
mod texts;
mod tidied;
mod tidy;
mod told;
mod web;
mod withheld;
mod words;

#[path = "support/text.rs"]
mod nasty_text;
mod server;
mod support;
