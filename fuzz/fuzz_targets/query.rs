//! A query: the tokeniser takes any text, and what it lets pass is parsed without the end of the stack.

#![no_main]

use sourcier::query::tokens::{self, Excess};
use spargebra::SparqlParser;

/// The stack of the program's own threads for commands.
const STACK: usize = 1 << 30;

libfuzzer_sys::fuzz_target!(|text: &str| {
    match tokens::limit(text) {
        Err(Excess { at, .. }) => assert!(text.is_char_boundary(at), "no place in the text"),
        Ok(()) => {
            let text = text.to_owned();
            let parsing = std::thread::Builder::new().stack_size(STACK).spawn(move || {
                let _ = SparqlParser::new().parse_query(&text);
            });
            parsing.unwrap().join().unwrap();
        }
    }
});
