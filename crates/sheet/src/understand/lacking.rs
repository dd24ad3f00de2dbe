//! Rows that name nobody where all others do: a sum of those is one whatever it is called, if its figure says so, or its name.

use hashbrown::HashSet;

use crate::map::Role;
use crate::words::{LISTS, words};

use super::column::Spec;
use super::grid::Grid;
use super::table::{self, Kind, Row, SumsUp};

/// The rows of a table that lack what the others have, and the last row of data.
#[derive(Default)]
pub(super) struct Lacking {
    rows: HashSet<usize>,
    last: Option<usize>,
    /// The columns that all other rows fill.
    full: Vec<usize>,
}

/// The columns that rows of data fill, and those of sums do not.
fn tells(role: Role) -> bool {
    matches!(
        role,
        Role::Payer | Role::Recipient | Role::Speaker | Role::PayerId | Role::RecipientId | Role::Key | Role::When
    )
}

impl Lacking {
    pub(super) fn of(grid: &Grid<'_>, specs: &[Spec], rows: &[Row]) -> Self {
        let data: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Data).collect();
        // Rows that are called sums tell nothing of what others have.
        let others: Vec<&Row> = data
            .iter()
            .copied()
            .filter(|row| table::sums_up(grid, specs, row).is_none())
            .collect();
        let has = |row: &Row, column: usize| !LISTS.is_empty_word(grid.text(row.index, column));
        let columns: Vec<usize> = specs
            .iter()
            .filter(|spec| tells(spec.role()))
            .map(|spec| spec.index)
            .filter(|column| {
                let count = others.iter().filter(|row| has(row, *column)).count();
                count > 1 && 3 * count >= 2 * others.len()
            })
            .collect();
        let is_full = |column: &usize| others.len() > 1 && others.iter().all(|row| has(row, *column));
        let full = specs
            .iter()
            .filter(|spec| spec.role() != Role::Amount)
            .map(|spec| spec.index);
        let full = full.filter(is_full).collect();
        let lacks = |row: &&&Row| !columns.iter().any(|column| grid.shown(row.index, *column).is_some());
        let lacking = data.iter().filter(|_| !columns.is_empty()).filter(lacks);
        Self {
            rows: lacking.map(|row| row.index).collect(),
            last: data.last().map(|row| row.index),
            full,
        }
    }

    /// Whether a row lacks what others have.
    pub(super) fn has(&self, row: &Row) -> bool {
        self.rows.contains(&row.index)
    }

    /// What a row may be that lacks what others have: a sum whose figure is that of rows above, under whatever name.
    pub(super) fn may_sum_up(&self, grid: &Grid<'_>, specs: &[Spec], row: &Row) -> Option<SumsUp> {
        self.label(grid, specs, row)
            .filter(|_| self.rows.contains(&row.index))?;
        Some(SumsUp {
            of: String::new(),
            is_mean: false,
            is_company: false,
            beside: Vec::new(),
        })
    }

    /// Whether a row is a sum by its name, though its figure is not that of rows above: it is called so and nothing else, and lacks what
    /// others have, or stands below all of them.
    pub(super) fn is_called_sum(&self, grid: &Grid<'_>, specs: &[Spec], row: &Row) -> Option<Called> {
        let label = self.label(grid, specs, row)?;
        let is_last = self.last == Some(row.index) && self.rows.len() < 2;
        let is_lacking = self.rows.contains(&row.index);
        let is = |section: &str| LISTS.whole(section, label).is_some();
        let of_words = || words(label).iter().any(|word| LISTS.whole("sure-sum", word).is_some());
        if is("means") && is_lacking || is("statistics") && (is_lacking || is_last) {
            return Some(Called::Statistic);
        }
        let is_sum = is("sure-sum") && (is_lacking || is_last) || is_lacking && (is("sums-up") || of_words());
        is_sum.then(|| {
            let (of, _) = table::label_of_sum(label).unwrap_or_default();
            Called::Sum { of }
        })
    }

    /// Whether a row has a word for a total where others name who pays or receives, beside the thing of rows above: `Total Pier`, or
    /// `Total` alone where it lacks what all others have. Gives the thing.
    pub(super) fn is_sum_of_thing(&self, grid: &Grid<'_>, specs: &[Spec], row: &Row) -> Option<String> {
        let of = |is_it: fn(Role) -> bool| {
            let column = row
                .filled
                .iter()
                .find(|column| specs.get(**column).is_some_and(|spec| is_it(spec.role())));
            column.map(|column| (*column, words(grid.text(row.index, *column))))
        };
        let (column, thing) = of(|role| role == Role::About)?;
        let is_party = |role| matches!(role, Role::Payer | Role::Recipient);
        let parties = row
            .filled
            .iter()
            .filter(|column| specs.get(**column).is_some_and(|spec| is_party(spec.role())));
        let rest = parties
            .map(|column| grid.text(row.index, *column))
            .find_map(|name| table::rest_beside("sure-sum", name))?;
        let begins = || {
            thing
                .join(" ")
                .strip_prefix(&rest)
                .is_some_and(|more| more.is_empty() || more.starts_with(' '))
        };
        let names_thing = !rest.is_empty() && begins();
        let is_bare = rest.is_empty() || LISTS.whole("sums-up", &rest).is_some();
        let lacks = || self.full.iter().any(|column| grid.text(row.index, *column).is_empty());
        let above = (0..row.index).rev().take(LOOKED_AT);
        let same = above.filter(|above| words(grid.text(*above, column)) == thing);
        (names_thing || is_bare && lacks()).then_some(())?;
        (same.take(2).count() == 2).then(|| thing.join(" "))
    }

    /// The only text of a row besides figures and remarks.
    fn label<'g>(&self, grid: &Grid<'g>, specs: &[Spec], row: &Row) -> Option<&'g str> {
        let role = |column: usize| specs.get(column).map_or(Role::Ignored, Spec::role);
        let is_text = |column: &&usize| !table::is_figure(role(**column)) && !table::is_remark(role(**column));
        let mut texts = row
            .filled
            .iter()
            .filter(is_text)
            .map(|column| grid.text(row.index, *column));
        let label = texts.next()?;
        let has_figure = row.filled.iter().any(|column| table::is_figure(role(*column)));
        (texts.next().is_none() && has_figure).then_some(label)
    }
}

/// How many rows above are looked at for their thing.
const LOOKED_AT: usize = 1000;

/// What a row is by its name.
pub(super) enum Called {
    /// A sum of the rows above; of which, if it says so.
    Sum { of: String },
    /// A mean, a median, a count.
    Statistic,
}
