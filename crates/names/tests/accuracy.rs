//! The matcher's accuracy on hand-made pairs of names (`tests/pairs`; `docs/matcher.md` says how they were made, and
//! which were used for tuning).

use names::{Candidate, Class, Hints, Matcher, Name, THRESHOLD, score};
use std::fs;

struct Pair {
    is_same: bool,
    /// `None` where the set does not tell it.
    class: Option<Class>,
    a: String,
    b: String,
}

fn pairs(file: &str) -> Vec<Pair> {
    let path = format!("{}/tests/pairs/{file}.tsv", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let pair = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        Pair {
            is_same: cells[0] == "1",
            class: match cells[1] {
                "person" => Some(Class::Person),
                "org" => Some(Class::Organisation),
                "programme" => Some(Class::Programme),
                "other" => Some(Class::Other),
                _ => None,
            },
            a: cells[2].to_owned(),
            b: cells[3].to_owned(),
        }
    };
    text.lines().skip(1).map(pair).collect()
}

/// F1 at the default threshold.
fn f1(pairs: &[Pair], told: (bool, bool)) -> f64 {
    let (mut right, mut wrong) = (0.0, 0.0);
    for pair in pairs {
        let hints = Hints {
            class_a: pair.class.filter(|_| told.0),
            class_b: pair.class.filter(|_| told.1),
        };
        let is_found = score(&pair.a, &pair.b, &hints).value >= THRESHOLD;
        right += f64::from(u8::from(is_found && pair.is_same));
        wrong += f64::from(u8::from(is_found != pair.is_same));
    }
    2.0 * right / (2.0 * right + wrong)
}

#[test]
fn names_that_were_not_tuned_on_are_told_apart() {
    for (file, least) in [("held-out", 0.94), ("blind", 0.9), ("final", 0.92)] {
        let pairs = pairs(file);
        for told in [(true, true), (true, false), (false, true), (false, false)] {
            let f1 = f1(&pairs, told);
            assert!(f1 >= least, "{file}, class told {told:?}: F1 is {f1:.3}");
        }
    }
}

#[test]
fn pairs_made_by_others_are_told_apart() {
    for (file, least) in [
        ("others/nomenklatura-1", 0.87),
        ("others/nomenklatura-2", 0.86),
        ("others/suppliers", 0.88),
        ("others/human-name-1", 0.89),
        ("others/human-name-2", 0.81),
    ] {
        let f1 = f1(&pairs(file), (true, true));
        assert!(f1 >= least, "{file}: F1 is {f1:.3}");
    }
}

#[test]
fn what_only_names_a_person_is_not_that_person() {
    let hints = Hints {
        class_a: None,
        class_b: Some(Class::Person),
    };
    for (a, b) in [
        ("déclaration d’Emmanuel Macron sur Le Chat", "Emmanuel Macron"),
        ("journey of Emmanuel Macron to New Caledonia", "Emmanuel Macron"),
    ] {
        let score = score(a, b, &hints).value;
        assert!(score < THRESHOLD, "{a}, {b}: {score}");
    }
}

#[test]
fn a_list_is_searched_as_its_names_are_compared() {
    let pairs: Vec<Pair> = pairs("held-out").into_iter().filter(|pair| pair.is_same).collect();
    let list: Vec<Candidate> = pairs
        .iter()
        .enumerate()
        .map(|(index, pair)| Candidate {
            id: format!("Q{}", index + 1),
            labels: vec![pair.b.clone()],
            aliases: Vec::new(),
            class: pair.class,
        })
        .collect();
    let matcher = Matcher::new(&list);
    let (mut alike, mut found) = (0, 0);
    for (index, pair) in pairs.iter().enumerate() {
        let matches = matcher.find(&Name {
            labels: vec![pair.a.clone()],
            aliases: Vec::new(),
            class: pair.class,
        });
        assert!(matches.iter().all(|found| (0.0..=1.0).contains(&found.score)));
        let hints = Hints {
            class_a: pair.class,
            class_b: pair.class,
        };
        if score(&pair.a, &pair.b, &hints).value >= THRESHOLD {
            alike += 1;
            found += usize::from(matches.iter().any(|found| found.candidate_index == index));
        }
    }
    assert!(alike > 300 && found * 100 >= alike * 95, "{found} of {alike}");
}
