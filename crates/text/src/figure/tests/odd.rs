//! Texts that nobody would write.

use super::super::{figures, numerals, states};

/// Draws texts from what numerals are made of, in an order that is scrambled but always the same.
#[test]
fn nothing_panics_and_places_are_in_order() {
    let pieces: Vec<&str> = concat!(
        "un|deux|vingt|cent|cents|mille|millions|milliardième|et|demi|tiers|quart|à|",
        "ou|de|d'|euros|pour|%|€|$|12|000|.|,|-| | |\u{202f}|\n|XXI|Ier|🙂|\u{301}|",
        "e\u{301}|M|½|doubler|entre|unième|−|İ|ß"
    )
    .split('|')
    .collect();
    let mut state: u64 = 7;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[usize::try_from(state >> 40).unwrap_or(0) % pieces.len()]);
        }
        let length = text.chars().count();
        let mut place = 0;
        for numeral in numerals(&text) {
            assert!(
                place <= numeral.start && numeral.start < numeral.end && numeral.end <= length,
                "{text:?}"
            );
            place = numeral.end;
        }
        for figure in figures(&text) {
            assert!(figure.start < figure.end && figure.end <= length, "{text:?}");
            assert!(figure.minimum <= figure.maximum, "{text:?}");
        }
    }
}

#[test]
fn odd_texts_are_read_without_harm() {
    let digits = "1".repeat(10_000);
    let groups = "1 000".to_owned() + &" 000".repeat(10_000);
    let words = "mille ".repeat(2_000);
    let millions = format!("{digits} milliards");
    for text in [
        "",
        "\u{301}",
        "🙂",
        "%",
        "1e\u{301}",
        "d'",
        "1.",
        "1,",
        "-",
        "vingt et",
        "un ",
        "\0",
    ] {
        let _ = (numerals(text), figures(text), states(text, &digits));
    }
    for text in [&digits, &groups, &words, &millions] {
        let _ = (numerals(text), figures(text), states(text, "1"));
    }
    assert_eq!(numerals(&millions).len(), 1);
}
