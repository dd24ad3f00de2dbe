//! Prints a score for each pair of names, for `benches/names`, which compares them with those of other programs.
//!
//! ```text
//! cargo bench --bench names -- crates/names/tests/pairs/held-out.tsv
//! ```

use names::{Class, Hints, score};

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("skipped: cargo bench --bench names -- PAIRS");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("the pairs can be read");
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let class = match cells[1] {
            "person" => Some(Class::Person),
            "org" => Some(Class::Organisation),
            "programme" => Some(Class::Programme),
            "other" => Some(Class::Other),
            _ => None,
        };
        let hints = Hints {
            class_a: class,
            class_b: class,
        };
        println!("{:.4}", score(cells[2], cells[3], &hints).value);
    }
}
