//! Why cells and rows are not taken, in the language of the dossier: the lists of an import are a part of it.

use std::sync::LazyLock;
use text::amount::display;
use text::language::Language;
use text::quantity::quantities;

/// A reason in English, in parts between what is taken over, and in French.
struct Reason {
    english: Vec<&'static str>,
    french: Vec<&'static str>,
}

static FRENCH: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let lines = include_str!("reasons.fr.txt").lines();
    let both = lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "));
    let reason = |(english, french): (&'static str, &'static str)| Reason {
        english: english.split("{}").collect(),
        french: french.split("{}").collect(),
    };
    both.map(reason).collect()
});

/// A reason in a language; in English, where the language is another one or the reason is none of the list.
pub(super) fn told(reason: &str, language: &str) -> String {
    match language {
        "fr" => french(reason, 0).unwrap_or_else(|| reason.to_owned()),
        _ => reason.to_owned(),
    }
}

/// How deep reasons stand in one another: `a total, not compared: a row has another unit`.
const DEEPEST: usize = 3;

fn french(text: &str, depth: usize) -> Option<String> {
    let found = FRENCH
        .iter()
        .find_map(|reason| Some((reason, taken_over(text, &reason.english)?)));
    let (reason, taken) = found.filter(|_| depth < DEEPEST)?;
    let taken = taken.into_iter().map(|text| {
        french(text, depth + 1)
            .or_else(|| sum(text))
            .unwrap_or_else(|| text.to_owned())
    });
    let mut told = String::new();
    let mut taken = taken.chain(std::iter::once(String::new()));
    for part in &reason.french {
        told.push_str(part);
        told.push_str(&taken.next().unwrap_or_default());
    }
    Some(told)
}

/// A sum that is written as in English, such as `€1.368m`, as in French; `None` for other texts.
fn sum(text: &str) -> Option<String> {
    let english = Language::of("en")?;
    let code = text.split(|letter: char| !letter.is_ascii_uppercase());
    let symbols = ["€", ""].into_iter().chain(code.filter(|code| code.len() == 3));
    let figures = quantities(text, english);
    let bound = |least: bool| {
        let bounds = figures
            .iter()
            .filter_map(|figure| if least { figure.minimum } else { figure.maximum });
        if least { bounds.min() } else { bounds.max() }
    };
    let (least, most) = (bound(true)?.to_string(), bound(false)?.to_string());
    let written = |symbol: &str, language: &str| display(Some(&least), Some(&most), symbol, language);
    symbols
        .into_iter()
        .find(|symbol| written(symbol, "en") == text)
        .map(|symbol| written(symbol, "fr"))
}

/// What stands between these parts in a text; `None` if it has others.
fn taken_over<'t>(text: &'t str, parts: &[&str]) -> Option<Vec<&'t str>> {
    let (first, rest) = parts.split_first()?;
    let mut text = text.strip_prefix(first)?;
    let mut taken = Vec::new();
    for (index, part) in rest.iter().enumerate() {
        let is_last = index + 1 == rest.len();
        let place = match is_last {
            true => text.len().checked_sub(part.len()).filter(|_| text.ends_with(part))?,
            false => text.find(part)?,
        };
        taken.push(text.get(..place)?);
        text = text.get(place + part.len()..)?;
    }
    text.is_empty().then_some(taken)
}

#[cfg(test)]
mod tests {
    use super::{FRENCH, sum, told};

    #[test]
    fn sums_are_written_as_in_french() {
        for (least, most, symbol) in [
            ("1368000", "1368000", "€"),
            ("500", "500", "€"),
            ("190.5", "190.5", ""),
            ("3000000", "4000000", "€"),
            ("12500", "12500", "CHF"),
            ("500", "900", "€"),
        ] {
            let written = |language| text::amount::display(Some(least), Some(most), symbol, language);
            let english = written("en");
            let reason = format!("a total, which is not the sum of its rows: that is {english}");
            assert!(
                told(&reason, "fr").ends_with(&written("fr")),
                "{english}: {}",
                told(&reason, "fr")
            );
            assert!(told(&reason, "en").ends_with(&english));
        }
        for text in ["B7", "Ville de Brest", "`Part 3`", ""] {
            assert_eq!(sum(text), None);
        }
    }

    #[test]
    fn each_reason_has_as_many_gaps_in_french() {
        assert!(!FRENCH.is_empty());
        for reason in FRENCH.iter() {
            assert_eq!(reason.english.len(), reason.french.len(), "{:?}", reason.english);
        }
    }

    #[test]
    fn reasons_are_told_with_what_they_name() {
        for (english, french) in [
            ("not recorded", "non renseigné"),
            ("nothing tells what column D is", "rien ne dit ce qu’est la colonne D"),
            ("`Part` is not taken", "`Part` n’est pas repris"),
            (
                "a total, not compared: a row has another unit",
                "un total, non comparé : une ligne a une autre unité",
            ),
            ("a reason of nobody", "a reason of nobody"),
        ] {
            assert_eq!(told(english, "fr"), french);
            assert_eq!(told(english, "en"), english);
        }
    }
}
