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
    let has_sum = |index: usize| {
        let mut others = specs.iter().filter(|spec| spec.index != index);
        others.any(|spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum))
    };
    // `Grant` and `Engagement` above numbers are sums; above `GR-11`, identifiers.
    let is_it = |spec: &&Spec| {
        let may_be_sum = spec.role() == Role::Amount || spec.said.role == Some(Role::Amount) || !has_sum(spec.index);
        let is_code = |text: &str| text.contains(char::is_alphabetic) || !may_be_sum && is_number(text);
        let is_it = is_open(spec) && is_named(&spec.heading.text);
        is_it && are_distinct(grid, rows, spec.index, &is_code) && !are_round(grid, rows, spec.index)
    };
    let Some(index) = specs.iter().find(is_it).map(|spec| spec.index) else {
        return;
    };
    let it = specs.iter_mut().find(|spec| spec.index == index);
    if let Some(spec) = it {
        spec.map.role = Role::Key;
        (spec.map.instrument, spec.map.period, spec.map.stage) = (None, None, None);
        spec.basis = Basis::Heading;
    }
}

/// Whether a text without letters is a number of a row and no sum: neither round nor with decimals.
fn is_number(text: &str) -> bool {
    let is_plain = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '/' | '.'));
    let has_parts = text.contains(['-', '/']);
    is_plain && (has_parts || !text.contains('.'))
}

/// Whether most cells of a column are round numbers, as sums are.
fn are_round(grid: &Grid<'_>, rows: &[usize], column: usize) -> bool {
    let texts = rows
        .iter()
        .filter_map(|row| grid.own(*row, column))
        .map(|cell| cell.text.trim());
    let (mut all, mut round) = (0, 0);
    for text in texts {
        all += 1;
        round += usize::from(text.len() > 2 && text.ends_with("00") && !text.contains(char::is_alphabetic));
    }
    2 * round > all
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
fn are_distinct(grid: &Grid<'_>, rows: &[usize], column: usize, may_be: &dyn Fn(&str) -> bool) -> bool {
    let mut seen = HashSet::new();
    let cells = rows.iter().filter_map(|row| grid.own(*row, column));
    let texts = cells.map(|cell| cell.text.trim());
    for text in texts.filter(|text| !LISTS.is_empty_word(text)) {
        let is_code = text.len() <= LONGEST
            && text.split_whitespace().count() <= WORDS
            && text.contains(|letter: char| letter.is_ascii_digit())
            && date::dates(text).iter().all(|date| date.len() < "2024-05-21".len());
        if !is_code || !may_be(text) || is_link(text) || !seen.insert(text) {
            return false;
        }
    }
    seen.len() > 1
}
