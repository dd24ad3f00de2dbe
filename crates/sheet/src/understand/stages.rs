//! Words of a status that are no stage: the map has them, so that a person can say what they are.

use crate::workbook::Note;

use super::Reading;

/// The most words that the map has, and the most letters of one: more are texts, and no words of a list.
const MOST: usize = 30;
const LONGEST: usize = 40;

/// The most words that a note names.
const TOLD: usize = 8;

impl Reading<'_> {
    /// Takes such words into the map, as none, and tells them once.
    pub(super) fn tell_no_stages(&mut self) {
        let mut new: Vec<String> = Vec::new();
        let cells = std::mem::take(&mut self.seen.no_stages);
        for text in cells.iter().map(|address| self.shown(*address)) {
            let is_known = self.understood.map.stage_of(&text).is_some() || new.contains(&text);
            if !is_known && text.chars().count() <= LONGEST {
                new.push(text);
            }
            if new.len() > MOST {
                return;
            }
        }
        let Some(first) = cells.first().copied().filter(|_| !new.is_empty()) else {
            return;
        };
        let named: Vec<String> = new.iter().take(TOLD).map(|word| format!("`{word}`")).collect();
        let more = if new.len() > TOLD { " ..." } else { "" };
        let (are, has) = match new.len() {
            1 => ("is no stage that is known, and says nothing of its sum", "has it"),
            _ => (
                "are no stages that are known, and say nothing of their sums",
                "has them",
            ),
        };
        let text = format!(
            "{}{more} {are}. The map {has} below [stages], as `none`: write `announced`, `voted`, `committed`, `paid`, `withdrawn` or another \
             stage there, and import again.",
            named.join(", ")
        );
        self.understood.notes.push(Note::at(first, text));
        let stages = &mut self.understood.map.stages;
        stages.extend(new.into_iter().map(|word| (word, "none".to_owned())));
    }
}
