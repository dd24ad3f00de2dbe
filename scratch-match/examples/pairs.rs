//! Scores the pairs of a TSV (same, class, a, b, made): score, whether as people, features, reasons.
//! A second argument `none` keeps the class to itself.

use scratch_match::matcher::{Class, Hints, features, score};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a file");
    let hide = arguments.next().as_deref() == Some("none");
    let text = std::fs::read_to_string(path).expect("a readable file");
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let class = match cells[1] {
            _ if hide => None,
            "person" => Some(Class::Person),
            "org" => Some(Class::Organisation),
            _ => Some(Class::Programme),
        };
        let hints = Hints {
            class_a: class,
            class_b: class,
        };
        let result = score(cells[2], cells[3], &hints);
        let (person, features) = features(cells[2], cells[3], &hints);
        let features: Vec<String> = features.iter().map(|feature| format!("{feature:.2}")).collect();
        let reasons: Vec<String> = result.reasons.iter().map(ToString::to_string).collect();
        println!(
            "{:.4}\t{}\t{}\t{}",
            result.value,
            if person { "P" } else { "N" },
            features.join(","),
            reasons.join("; ")
        );
    }
}
