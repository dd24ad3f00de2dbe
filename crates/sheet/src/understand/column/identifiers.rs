//! Columns of numbers of contracts, vouchers, decisions, payments, under the name of these: identifiers of their rows, if each has its own.

use hashbrown::HashSet;

use crate::map::Role;
use crate::understand::grid::Grid;
use crate::understand::{date, is_link};
use crate::understood::Basis;
use crate::words::{LISTS, words};

use super::Spec;

/// The longest identifier, in bytes, and how many words it may have.
const LONGEST: usize = 40;
const WORDS: usize = 3;

/// Headings without words that are those of numbers.
const SIGNS: [&str; 6] = ["#", "№", "nº", "n.", "no", "n"];

/// Takes the first column under such a name for identifiers, where no other column has them and each row has its own.
pub(super) fn take(specs: &mut [Spec], grid: &Grid<'_>, rows: &[usize]) {
    if specs.iter().any(|spec| spec.role() == Role::Key) {
        return;
    }
    let is_it =
        |spec: &&mut Spec| is_open(spec) && is_named(&spec.heading.text) && are_distinct(grid, rows, spec.index);
    if let Some(spec) = specs.iter_mut().find(is_it) {
        spec.map.role = Role::Key;
        (spec.map.instrument, spec.map.period, spec.map.stage) = (None, None, None);
        spec.basis = Basis::Heading;
    }
}

/// Whether nothing says that a column is something else.
fn is_open(spec: &Spec) -> bool {
    let is_free = match spec.role() {
        Role::Ignored => true,
        Role::Amount | Role::Stage | Role::About | Role::When => spec.said.is_weak || spec.said.role.is_none(),
        _ => false,
    };
    is_free && spec.basis != Basis::Map && spec.said.measure.is_none()
}

fn is_named(heading: &str) -> bool {
    let text = heading.trim().to_lowercase();
    SIGNS.contains(&text.as_str()) || LISTS.whole("numbered", &words(heading).join(" ")).is_some()
}

/// Whether each row that has a cell here has one of its own, which is short, has a digit, and is no date.
fn are_distinct(grid: &Grid<'_>, rows: &[usize], column: usize) -> bool {
    let mut seen = HashSet::new();
    let cells = rows.iter().filter_map(|row| grid.own(*row, column));
    let texts = cells.map(|cell| cell.text.trim());
    for text in texts.filter(|text| !LISTS.is_empty_word(text)) {
        let is_code = text.len() <= LONGEST
            && text.split_whitespace().count() <= WORDS
            && text.contains(|letter: char| letter.is_ascii_digit())
            && date::dates(text).iter().all(|date| date.len() < "2024-05-21".len());
        if !is_code || is_link(text) || !seen.insert(text) {
            return false;
        }
    }
    seen.len() > 1
}
