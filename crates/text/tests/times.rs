//! The sentences of `tests/sentences` with the dates, periods and durations that they state.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use text::language::Language;
use text::time::{Basis, Time, times};

/// A time as the sentences write it: words, ISO 8601, whether computed, whether approximate.
type Stated = (String, Option<String>, bool, bool);

fn stated(sentence: &Value) -> Vec<Stated> {
    let list = sentence["times"].as_array().into_iter().flatten();
    list.map(|time| {
        (
            time["words"].as_str().unwrap().to_owned(),
            time["is"].as_str().map(str::to_owned),
            time["basis"] == "computed",
            time["approximate"] == true,
        )
    })
    .collect()
}

fn read(text: &str, time: &Time) -> Stated {
    let words = text.chars().skip(time.place.start).take(time.place.len()).collect();
    (
        words,
        time.text.clone(),
        time.basis == Basis::Computed,
        time.approximate,
    )
}

#[test]
fn the_times_of_sentences_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sentences");
    let mut wrong = String::new();
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "jsonl"))
    {
        let name = file.file_name().unwrap().to_str().unwrap();
        let language = Language::of(&name[..2]).unwrap();
        for (number, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let sentence: Value = serde_json::from_str(line).unwrap();
            if sentence.get("times").is_none() {
                continue;
            }
            let text = sentence["text"].as_str().unwrap();
            let found = times(text, language, sentence["published"].as_str());
            let found: Vec<Stated> = found.iter().map(|time| read(text, time)).collect();
            let expected = stated(&sentence);
            if found != expected {
                let line = number + 1;
                writeln!(
                    wrong,
                    "{name}:{line} {text}\n    read  {found:?}\n    right {expected:?}"
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
