//! Headings, titles and notes that say `billions` in a sheet that is not in English: which ones is a question.

use crate::map::{Change, ColumnMap, Language, Role};
use crate::measure::{has_billions, without_german_billions};
use crate::understood::{Basis, Choice, Doubt};
use crate::workbook::Address;

use super::Reading;
use super::column::Spec;

/// The power of ten of a billion in English, and in French and German.
const POWERS: [u32; 2] = [9, 12];

impl Reading<'_> {
    /// Asks which billions headings mean: those of English are taken, as people write them in French without thinking of the other;
    /// those of German, where the word is German.
    pub(super) fn ask_billions(&mut self, specs: &[Spec]) {
        let is_english = self.has_english_billions(specs);
        let is_open = |spec: &&Spec| {
            matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum)
                && spec.basis != Basis::Map
                && spec.map.scale.is_some_and(|scale| POWERS.contains(&scale))
                && is_billions(&spec.heading.text)
        };
        for spec in specs.iter().filter(is_open).filter(|_| !is_english) {
            let change = |power: u32| {
                Change::Column(ColumnMap {
                    scale: Some(power),
                    ..spec.map.clone()
                })
            };
            let (text, cell) = (&spec.heading.text, spec.heading.cells.first().copied());
            let doubt = doubt((text, cell), &spec.label(), change);
            self.understood.doubts.push(doubt);
        }
    }

    /// Asks the same of a line above or below the table that says so of all its sums.
    pub(super) fn ask_billions_of_all(&mut self, specs: &[Spec], text: &str, address: Address) {
        let is_taken = self
            .understood
            .map
            .defaults
            .scale
            .is_some_and(|scale| POWERS.contains(&scale));
        if is_taken && is_billions(text) && !self.has_english_billions(specs) {
            let doubt = doubt((text, Some(address)), &format!("`{text}`"), Change::Scale);
            self.understood.doubts.push(doubt);
        }
    }

    /// Whether the sheet is in English, where a billion is a thousand millions.
    fn has_english_billions(&self, specs: &[Spec]) -> bool {
        self.understood.map.language == Some(Language::English) || self.is_english(specs)
    }
}

/// Whether a text says `billions`, and no greater power.
fn is_billions(text: &str) -> bool {
    has_billions(text) && !text.to_lowercase().contains("rillion")
}

/// The question what a billion is; what the language of the word usually means comes first, and was taken.
fn doubt((text, address): (&str, Option<Address>), label: &str, change: impl Fn(u32) -> Change) -> Doubt {
    let is_german = without_german_billions(text).is_some();
    let long = if is_german { "as in German" } else { "as in French" };
    let mut choices = POWERS
        .into_iter()
        .zip([
            "a thousand millions, as in English".to_owned(),
            format!("a million millions, {long}"),
        ])
        .collect::<Vec<_>>();
    if is_german {
        choices.reverse();
    }
    let choices = choices.into_iter().enumerate().map(|(place, (power, label))| Choice {
        label,
        change: if place == 0 { Change::Nothing } else { change(power) },
    });
    Doubt {
        address,
        question: format!("{label}: what is a billion there?"),
        choices: choices.collect(),
    }
}
