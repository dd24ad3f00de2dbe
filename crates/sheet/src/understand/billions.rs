//! Headings that say `billions` in a sheet that is not in English: which ones is a question.

use crate::map::{Change, ColumnMap, Language, Role};
use crate::measure::has_billions;
use crate::understood::{Basis, Choice, Doubt};

use super::Reading;
use super::column::Spec;

/// The power of ten of a billion in English, and in French.
const POWERS: [u32; 2] = [9, 12];

impl Reading<'_> {
    /// Asks which billions headings mean: those of English are taken, as people write them in French without thinking of the other.
    pub(super) fn ask_billions(&mut self, specs: &[Spec]) {
        let english = self.understood.map.language == Some(Language::English) || self.is_english(specs);
        let is_open = |spec: &&Spec| {
            matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum)
                && spec.basis != Basis::Map
                && spec.map.scale == Some(POWERS[0])
                && has_billions(&spec.heading.text)
        };
        for spec in specs.iter().filter(is_open).filter(|_| !english) {
            let choices = POWERS
                .into_iter()
                .zip(["a thousand millions, as in English", "a million millions, as in French"]);
            let change = |power: u32| match power == POWERS[0] {
                true => Change::Nothing,
                false => Change::Column(ColumnMap {
                    scale: Some(power),
                    ..spec.map.clone()
                }),
            };
            let choices = choices.map(|(power, label)| Choice {
                label: label.to_owned(),
                change: change(power),
            });
            self.understood.doubts.push(Doubt {
                address: spec.heading.cells.first().copied(),
                question: format!("{}: what is a billion there?", spec.label()),
                choices: choices.collect(),
            });
        }
    }
}
