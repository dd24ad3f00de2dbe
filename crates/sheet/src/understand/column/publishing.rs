//! Columns that say whether a row is to be published: `Publish`, `Publier`, `Ne pas publier`.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::super::grid::Grid;
use super::Spec;

/// What a cell of such a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::understand) enum Answer {
    Yes,
    No,
    Unclear,
}

/// What a cell says; none if it is blank.
pub(in crate::understand) fn answer(text: &str) -> Option<Answer> {
    let text = text.trim();
    let is_in = |section: &str, marks: [char; 2]| {
        let mut letters = text.chars();
        let is_mark = letters.next().is_some_and(|letter| marks.contains(&letter)) && letters.next().is_none();
        is_mark || LISTS.whole(section, text).is_some()
    };
    match () {
        () if text.is_empty() => None,
        () if is_in("yes", ['✓', '✔']) => Some(Answer::Yes),
        () if is_in("no", ['✗', '✘']) => Some(Answer::No),
        () => Some(Answer::Unclear),
    }
}

/// Whether a heading asks the other way round: `Do not publish`, `Confidentiel`.
pub(in crate::understand) fn is_turned(heading: &str) -> bool {
    LISTS.whole("publish-heading", heading) == Some("not")
}

/// Takes such columns: those whose heading may mean something else as well (`Publication`) only if all of their cells say yes or no.
pub(super) fn take(specs: &mut [Spec], grid: &Grid<'_>, rows: &[usize]) {
    for spec in specs.iter_mut().filter(|spec| spec.basis != Basis::Map) {
        let Some(certainty) = LISTS.whole("publish-heading", spec.heading.text.trim_end_matches([' ', '?'])) else {
            continue;
        };
        let cells = rows.iter().filter_map(|row| grid.own(*row, spec.index));
        let answers: Vec<Answer> = cells.filter_map(|cell| answer(&cell.text)).collect();
        let is_clear = answers.iter().all(|answer| *answer != Answer::Unclear);
        let has_others = spec.kinds.dates + spec.kinds.links > 0;
        if !answers.is_empty() && (is_clear || certainty != "perhaps" && !has_others) {
            (spec.map.role, spec.basis) = (Role::Publish, Basis::Heading);
        }
    }
}
