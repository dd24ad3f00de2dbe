//! The sentences of `tests/sentences` with the figures and times that they state.
//!
//! `tests/sentences/README.md` describes them. `fr-unseen.jsonl` and `en-unseen.jsonl` were written by someone who had not
//! seen the scanner. Sentences that fail are listed with their reasons in `tests/sentences-failures.tsv`, which may only
//! shrink: a listed sentence that passes fails the test, as does a new failure.

#[path = "sentences/json.rs"]
mod json;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value};
use text::language::Language;
use text::scan::scan;

const FAILURES: &str = include_str!("sentences-failures.tsv");

#[test]
fn the_figures_and_times_of_sentences_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sentences");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|file| file.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    let (mut listed, mut wrong) = (listed(), String::new());
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let language = Language::of(&name[..2]).unwrap();
        let mut count = Count::default();
        for (index, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let number = index + 1;
            let sentence: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}:{number}: {error}"));
            let problem = problem(&sentence, language, &mut count);
            let key = format!("{name}\t{}", sentence["text"]);
            match (problem, listed.remove(key.as_str())) {
                (None, None) | (Some(_), Some(_)) => (),
                (None, Some(_)) => writeln!(wrong, "{key}\tpasses: take it off the list").unwrap(),
                (Some(problem), None) => writeln!(wrong, "{name}:{number} {}{problem}", sentence["text"]).unwrap(),
            }
        }
        println!("{name}: {count}");
    }
    for key in listed.keys() {
        writeln!(wrong, "{key}\tis in no file").unwrap();
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The listed failures: their reasons by file and sentence.
fn listed() -> BTreeMap<&'static str, &'static str> {
    let mut listed = BTreeMap::new();
    for line in FAILURES.lines().filter(|line| !line.starts_with('#')) {
        let (key, reason) = line.rsplit_once('\t').expect("a reason");
        assert!(reason.len() > 5, "{line}");
        assert!(listed.insert(key, reason).is_none(), "{key} is listed twice");
    }
    listed
}

/// What is wrong with the reading of a sentence; nothing if each stated figure and time is read in full and no other is.
fn problem(sentence: &Value, language: &Language, count: &mut Count) -> Option<String> {
    let text = sentence["text"].as_str().unwrap();
    let read = scan(text, language, sentence["published"].as_str());
    let places = json::Places::new(text);
    let alone = read.quantities.iter().filter(|one| !one.within_range);
    let figures: Vec<_> = alone.map(|one| json::figure(&places, one)).collect();
    let times: Vec<_> = read.times.iter().map(|one| json::time(&places, one)).collect();
    let mut problem = String::new();
    for (key, found, count) in [
        ("figures", figures, &mut count.figures),
        ("times", times, &mut count.times),
    ] {
        // A file about figures alone says nothing about times.
        let Some(stated) = sentence[key].as_array() else {
            continue;
        };
        count.add(&found, stated);
        if !is_right(&found, stated) {
            write!(problem, "\n    read  {}\n    right {}", shown(&found), shown(stated)).unwrap();
        }
    }
    count.sentences.0 += usize::from(problem.is_empty());
    count.sentences.1 += 1;
    (!problem.is_empty()).then_some(problem)
}

fn shown(entries: &[Value]) -> String {
    let lines: Vec<_> = entries.iter().map(Value::to_string).collect();
    lines.join("\n          ")
}

/// Whether what is found is what is stated, in order; `optional` entries may be missing.
fn is_right(found: &[Value], stated: &[Value]) -> bool {
    match (found, stated) {
        ([], []) => true,
        ([first, rest @ ..], [next, others @ ..]) if matches(first, next) => is_right(rest, others),
        (_, [next, others @ ..]) => next["optional"] == true && is_right(found, others),
        _ => false,
    }
}

/// Whether an entry has the stated fields and no others; `also` has further values of a field that are right, null for
/// a field left out.
fn matches(found: &Value, stated: &Value) -> bool {
    let empty = Map::new();
    let also = stated["also"].as_object().unwrap_or(&empty);
    let (found, stated) = (found.as_object().unwrap(), stated.as_object().unwrap());
    let mut keys = found.keys().chain(stated.keys()).chain(also.keys());
    keys.all(|key| {
        let others = also.get(key).and_then(Value::as_array).into_iter().flatten();
        let mut right = others.chain([stated.get(key).unwrap_or(&Value::Null)]);
        matches!(key.as_str(), "also" | "optional")
            || right.any(|value| value == found.get(key).unwrap_or(&Value::Null))
    })
}

/// How many sentences, figures and times of a file are read right, of how many.
#[derive(Default)]
struct Count {
    sentences: (usize, usize),
    figures: Share,
    times: Share,
}

/// How many entries are right, how many are stated, and how many are read that are not.
#[derive(Default)]
struct Share {
    right: usize,
    stated: usize,
    wrong: usize,
}

impl Share {
    /// Counts each stated entry as right if it is found after the one before.
    fn add(&mut self, found: &[Value], stated: &[Value]) {
        let mut rest = found;
        let mut matched = 0;
        for entry in stated {
            let at = rest.iter().position(|one| matches(one, entry));
            let is_needed = entry["optional"] != true;
            self.stated += usize::from(is_needed);
            if let Some(at) = at {
                self.right += usize::from(is_needed);
                matched += 1;
                rest = &rest[at + 1..];
            }
        }
        self.wrong += found.len() - matched;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (right, all) = self.sentences;
        write!(formatter, "{right} of {all} sentences")?;
        for (name, share) in [("figures", &self.figures), ("times", &self.times)] {
            write!(
                formatter,
                ", {} of {} {name} and {} others",
                share.right, share.stated, share.wrong
            )?;
        }
        Ok(())
    }
}
