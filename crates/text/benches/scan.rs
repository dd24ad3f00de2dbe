//! How long reading the figures and times of a text takes, at two sizes each: the second takes twice as long as the first
//! if the reading is linear.
//!
//! `cargo bench -p sourcier-text --bench scan`; a factor gives longer texts (`-- 10`), a word the texts of that name (`-- French`).

use std::time::Instant;

use text::language::Language;
use text::scan::scan;

/// The size of the smaller text, in bytes.
const SIZE: usize = 4 << 20;

const FRENCH: &str = "Le plan coûtera près de 4,2 milliards d’euros par an sur cinq ans, dont un quart pour la recherche. Le ministère, \
    qui emploie 2 500 personnes, l’a confirmé mardi : la mesure entrera en vigueur en janvier. « Nous y travaillons depuis des \
    mois avec les élus, les entreprises et les habitants de la région », a expliqué la directrice du programme.\n\n";
const ENGLISH: &str = "The programme will cost nearly $4.2bn a year over five years, of which a quarter is for research. The ministry, \
    which has 2,500 employees, confirmed it on Tuesday: the measure takes effect in January. \"We have worked on it for months \
    with councillors, companies and the people of the region,\" the head of the programme said.\n\n";

fn main() {
    let factor = std::env::args()
        .filter_map(|argument| argument.parse::<usize>().ok())
        .next()
        .unwrap_or(1);
    let filter = std::env::args().find(|argument| argument.chars().all(char::is_alphabetic));
    println!("{:<34} {:>9} {:>9} {:>9}", "text", "bytes", "seconds", "MB/s");
    for (name, tag, piece) in [
        ("French articles", "fr", FRENCH),
        ("English articles", "en", ENGLISH),
        ("words without punctuation", "fr", "mot "),
        ("number words without punctuation", "fr", "deux cent mille "),
        ("the word `millions`", "en", "of millions "),
        ("groups of digits", "fr", "100 "),
        ("figures of 10,000 digits", "en", &format!("{} ", "7".repeat(10_000))),
        ("one numeral without a space", "en", "7"),
        ("digits and full stops", "en", "1."),
        ("commas and numbers", "en", "3, "),
        ("hyphens", "en", "two-"),
        ("wording", "en", "up to about "),
        ("signs", "fr", "-$"),
    ] {
        if filter.as_ref().is_some_and(|filter| !name.contains(filter.as_str())) {
            continue;
        }
        let language = Language::of(tag).unwrap_or(Language::digits());
        for size in [SIZE * factor, 2 * SIZE * factor] {
            measure(name, &piece.repeat(size / piece.len()), language);
        }
    }
}

fn measure(name: &str, text: &str, language: &Language) {
    let start = Instant::now();
    let found = scan(text, language, Some("2024-05-22"));
    let seconds = start.elapsed().as_secs_f64();
    let speed = text.len() as f64 / 1e6 / seconds;
    println!(
        "{name:<34} {:>9} {seconds:>9.3} {speed:>9.1}   {} figures",
        text.len(),
        found.quantities.len()
    );
}
