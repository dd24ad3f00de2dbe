//! Reads the figures and times of texts: JSON Lines in, JSON Lines out.
//!
//! Takes objects with `text`, `language` (a tag; without it only figures in digits are read) and `published` (an ISO date)
//! on standard input; gives for each a line with `figures` and `times` as `tests/sentences` writes them, and their places in
//! code points (`start`, `end`). The ends of a range are figures of their own, marked `within_range`. With `--figures` dates
//! are figures like others, and no times are given.
//!
//! `echo '{"text":"près de 4,2 milliards d’euros par an","language":"fr"}' | cargo run -p sourcier-text --example read`

#[path = "../tests/sentences/json.rs"]
mod json;

use std::error::Error;
use std::io::{self, BufRead as _, BufWriter, Write as _};
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use text::language::Language;
use text::quantity::quantities;
use text::scan::{Scan, scan};

#[derive(Deserialize)]
struct Document {
    text: String,
    language: Option<String>,
    published: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let only_figures = std::env::args().any(|argument| argument == "--figures");
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: Document = serde_json::from_str(&line?)?;
        let tag = document.language.as_deref().unwrap_or_default();
        let language = Language::of(tag).unwrap_or(Language::digits());
        let read = if only_figures {
            Scan {
                quantities: quantities(&document.text, language),
                ..Scan::default()
            }
        } else {
            scan(&document.text, language, document.published.as_deref())
        };
        serde_json::to_writer(&mut out, &lists(&document.text, &read))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// What is read, as the sentences write it, with the places.
fn lists(text: &str, read: &Scan) -> Value {
    let text = json::Places::new(text);
    let figures = read.quantities.iter().map(|one| {
        let mut figure = placed(json::figure(&text, one), &one.place);
        if one.within_range {
            figure["within_range"] = Value::Bool(true);
        }
        figure
    });
    let times = read.times.iter().map(|one| placed(json::time(&text, one), &one.place));
    serde_json::json!({ "figures": figures.collect::<Vec<_>>(), "times": times.collect::<Vec<_>>() })
}

fn placed(mut entry: Value, place: &Range<usize>) -> Value {
    entry["start"] = place.start.into();
    entry["end"] = place.end.into();
    entry
}
