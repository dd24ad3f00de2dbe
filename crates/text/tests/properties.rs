//! Properties of the scanner on texts that nobody would write: it never panics, its places are in the text and in order, the
//! same text gives the same reading, and what surrounds a text by blank lines does not change it.

use proptest::prelude::*;
use text::language::Language;
use text::quantity::quantities;
use text::scan::{Scan, scan};

/// Pieces of figures and dates, and characters that are hard.
const PIECES: &str = "un|une|deux|vingt|cent|cents|mille|million|millions|milliardième|et|demi|tiers|quart|à|ou|de|d'|euros|pour \
    cent|%|€|$|US$|12|000|1|2024|01|.|,|-|–|−|+|/|:| | | |\u{202f}|\u{a0}|\n|\n\n|\t|XXI|Ier|🙂|\u{301}|e\u{301}|M|Md|bn|m|k|½|doubler|\
    entre|between|and|to|from|unième|İ|ß|a|one|two|twenty|hundred|thousand|third|half|of|out of|in|percent|points|fell by|près de|\
    au moins|up to|dont|soit|par an|a year|mai|May|mardi|last|Top|page|h|heures|am|(|)|[|]|#|'|’|\u{200b}|\u{200f}|٣|מיליון|三|km²|\
    C$|times|fois|x|×|sur|prices|dollars|cents|http://|²";

fn pieces() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    let one = prop::sample::select(pieces);
    prop::collection::vec((one, prop::bool::ANY), 0..40).prop_map(|parts| {
        let words = parts.iter().map(|(piece, space)| {
            if *space {
                format!("{piece} ")
            } else {
                (*piece).to_owned()
            }
        });
        words.collect()
    })
}

fn languages() -> [&'static Language; 3] {
    ["fr", "en", "de"].map(|tag| Language::of(tag).unwrap_or(Language::digits()))
}

fn check(text: &str, scan: &Scan) -> Result<(), TestCaseError> {
    let length = text.chars().count();
    let mut last = (0, 0);
    for quantity in &scan.quantities {
        let place = (quantity.place.start, quantity.place.end);
        prop_assert!(
            last <= place && place.0 < place.1 && place.1 <= length,
            "{place:?} after {last:?}"
        );
        last = place;
        let within = quantity.place.start <= quantity.number.start && quantity.number.end <= quantity.place.end;
        prop_assert!(within && quantity.number.start < quantity.number.end, "{quantity:?}");
        if let (Some(minimum), Some(maximum)) = (quantity.minimum, quantity.maximum) {
            prop_assert!(minimum <= maximum, "{quantity:?}");
        }
        let wording = quantity.wording.iter().map(|wording| &wording.place);
        let per = quantity.per.iter().map(|per| &per.place);
        for place in wording.chain(per).chain(&quantity.part).chain(&quantity.counted) {
            prop_assert!(place.start < place.end && place.end <= length, "{quantity:?}");
        }
    }
    let mut end = 0;
    for time in &scan.times {
        prop_assert!(end <= time.place.start && time.place.start < time.place.end && time.place.end <= length);
        end = time.place.end;
    }
    let mut end = 0;
    for place in &scan.unread {
        prop_assert!(end <= place.start && place.start < place.end && place.end <= length);
        end = place.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn places_are_in_the_text_and_in_order(text in pieces()) {
        for language in languages() {
            let read = scan(&text, language, Some("2024-05-22"));
            check(&text, &read)?;
            prop_assert_eq!(&read, &scan(&text, language, Some("2024-05-22")));
            let _ = quantities(&text, language);
        }
    }

    #[test]
    fn any_characters_are_read_without_harm(text in "(\\PC|[0-9 ,.\n]){0,80}") {
        for language in languages() {
            check(&text, &scan(&text, language, None))?;
        }
    }

    #[test]
    fn paragraphs_are_read_each_for_itself(one in pieces(), other in pieces()) {
        let language = Language::of("en").unwrap();
        let (one, other) = (one.trim(), other.trim());
        let both = quantities(&format!("{one}\n\n{other}"), language).len();
        prop_assert_eq!(both, quantities(one, language).len() + quantities(other, language).len());
    }
}

#[test]
fn figures_of_ten_thousand_digits_are_refused_and_their_neighbours_read() {
    let digits = "7".repeat(10_000);
    let groups = format!("1{}", " 000".repeat(5_000));
    let words = "cent mille ".repeat(3_000);
    for long in [
        &digits,
        &groups,
        &words,
        &format!("1.{digits}"),
        &format!("{digits}/{digits}"),
    ] {
        let text = format!("Il y a 12 pays. {long} Et 3 % de plus.");
        let found = quantities(&text, Language::of("fr").unwrap());
        assert_eq!(
            found
                .first()
                .and_then(|first| first.minimum)
                .map(|value| value.to_string())
                .as_deref(),
            Some("12")
        );
        assert_eq!(
            found
                .last()
                .and_then(|last| last.minimum)
                .map(|value| value.to_string())
                .as_deref(),
            Some("3")
        );
    }
    let found = quantities(&format!("{digits} €"), Language::of("fr").unwrap());
    assert!(found.len() == 1 && found[0].minimum.is_none());
}

#[test]
fn figures_stand_where_readers_see_them() {
    let text = "🙂 e\u{301}té : \u{200f}12\u{a0}000\u{202f}€ 👩‍👩‍👧 3 %";
    let found = quantities(text, Language::of("fr").unwrap());
    let characters: Vec<char> = text.chars().collect();
    let words: Vec<String> = found
        .iter()
        .map(|one| characters[one.place.clone()].iter().collect())
        .collect();
    assert_eq!(words, ["12\u{a0}000\u{202f}€", "3 %"]);
}

#[test]
fn a_language_without_words_has_figures_in_digits() {
    let found = quantities(
        "12 Mrd. Euro, 3,5 % und 1,200 Stück, 2.500.000 €, zwei",
        Language::digits(),
    );
    let values: Vec<_> = found
        .iter()
        .map(|one| one.minimum.map(|value| value.to_string()))
        .collect();
    let some = |value: &str| Some(value.to_owned());
    assert_eq!(values, [some("12"), some("3.5"), None, some("2500000")]);
}

#[test]
fn what_is_not_read_is_said() {
    let read = scan("Die Zahl ٣ und ½, zwei", Language::digits(), None);
    assert_eq!(read.quantities.len(), 1);
    assert_eq!((read.unread.len(), read.unread.first()), (1, Some(&(9..10))));
}
