//! Names to look for, then a line `=====`, then the labels, aliases and type of candidates, one candidate a line with tabs
//! between: no panic, scores from 0 to 1, the best first, and the same in whatever order the candidates are given.

#![no_main]

use names::{Candidate, Hints, Matcher, Name, score};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (wanted, listed) = text.split_once("=====\n").unwrap_or((text, text));
    let candidates: Vec<Candidate> = listed.lines().take(40).map(candidate).collect();
    let names: Vec<String> = wanted.lines().take(8).map(str::to_owned).collect();
    let name = Name {
        labels: names.clone(),
        ..Name::default()
    };
    let matcher = Matcher::new(&candidates);
    let found = matcher.find(&name);
    for pair in found.windows(2) {
        assert!(pair[0].score >= pair[1].score, "the best is not first");
    }
    for found in &found {
        assert!((0.0..=1.0).contains(&found.score), "{}", found.score);
    }
    if let [one, other, ..] = names.as_slice() {
        let there = score(one, other, &Hints::default());
        assert!((0.0..=1.0).contains(&there.value), "{}", there.value);
    }
});

fn candidate(line: &str) -> Candidate {
    let mut cells = line.split('\t');
    Candidate {
        labels: cells.next().into_iter().map(str::to_owned).collect(),
        aliases: cells.map(str::to_owned).collect(),
        ..Candidate::default()
    }
}
