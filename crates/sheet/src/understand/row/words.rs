//! Kind, stage, form of the money, place and notes: words of lists, and words as they stand.

use crate::map::Role;
use crate::record::Words;
use crate::words::LISTS;

use super::Row;

impl<'t> Row<'_, 't> {
    pub(super) fn kind(&mut self, about: Option<&Words>) -> Option<String> {
        let column = self.words(Role::Kind);
        let of = |words: &Words| {
            LISTS
                .whole("kind", &words.text)
                .or_else(|| LISTS.within("kind", &words.text).first().map(|found| found.value))
        };
        if let Some(words) = &column
            && of(words).is_none()
            && let Some(address) = words.address
        {
            self.used.retain(|used| *used != address);
            self.refuse(address, "no kind of claim is called so");
        }
        let told = column.as_ref().and_then(of).or_else(|| about.and_then(of));
        told.map(str::to_owned).or_else(|| self.table.map.defaults.kind.clone())
    }

    pub(super) fn stage(&mut self) -> Option<Words> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Stage) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
            } else if text.ends_with('?') {
                self.refuse(address, "a question: its stage is not known");
            } else if let Some(word) = stage_of(text) {
                self.used.push(address);
                found = Some(Words {
                    text: word.to_owned(),
                    address: Some(address),
                });
            } else if !LISTS.within("refused", text).is_empty() {
                self.refuse(address, "it did not come about: the row has no stage");
            } else {
                self.refuse(address, "no stage is called so");
            }
        }
        let has_column = self.table.count(Role::Stage) > 0;
        let default = self
            .table
            .map
            .defaults
            .stage
            .clone()
            .filter(|_| !has_column || found.is_none() && self.cells(Role::Stage).is_empty());
        found.or_else(|| default.map(|text| Words { text, address: None }))
    }

    pub(super) fn place(&mut self) -> Option<Words> {
        let mut found: Option<Words> = None;
        for (_, address, cell) in self.cells(Role::Place) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            self.used.push(address);
            match &mut found {
                Some(words) => words.text.push_str(&format!(", {text}")),
                None => {
                    found = Some(Words {
                        text: text.to_owned(),
                        address: Some(address),
                    })
                }
            }
        }
        found
    }

    pub(super) fn notes(&mut self) -> Vec<Words> {
        let mut found = Vec::new();
        let columns = self.table.count(Role::Note);
        for (spec, address, cell) in self.cells(Role::Note) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            self.used.push(address);
            let is_named = columns > 1 && !spec.heading.text.is_empty();
            let text = if is_named {
                format!("{}: {text}", spec.heading.text)
            } else {
                text.to_owned()
            };
            found.push(Words {
                text,
                address: Some(address),
            });
        }
        found
    }

    pub(super) fn instrument(&mut self) -> Option<String> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Instrument) {
            let text = cell.text.trim();
            let mut words: Vec<&str> = LISTS
                .within("instrument", text)
                .iter()
                .map(|found| found.value)
                .collect();
            words.dedup();
            match words.as_slice() {
                _ if LISTS.is_empty_word(text) => self.refuse(address, "not recorded"),
                [one] => {
                    self.used.push(address);
                    found = Some((*one).to_owned());
                }
                [] => self.refuse(address, "no form of money is called so"),
                _ => self.refuse(address, "several forms of money: which part is which is not said"),
            }
        }
        found
    }
}

/// The stage that a text says, as a whole or by its first word that is one.
fn stage_of(text: &str) -> Option<&'static str> {
    let found = LISTS.within("stage", text);
    let is_negated = |word: &String| matches!(word.as_str(), "non" | "pas" | "not" | "no" | "jamai" | "never");
    if crate::words::words(text).iter().any(is_negated) {
        return None;
    }
    LISTS
        .whole("stage", text)
        .or_else(|| found.first().map(|found| found.value))
}
