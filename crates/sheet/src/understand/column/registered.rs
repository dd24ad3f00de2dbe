//! Numbers of those who receive, under a heading that does not say whose they are: each repeats with one name, whoever pays and for what.

use hashbrown::{HashMap, HashSet};

use crate::map::Role;
use crate::understand::grid::Grid;
use crate::understood::Basis;

use super::Spec;

/// Takes a column of identifiers for those of the recipients if each of them belongs to one recipient, who has no other, and one repeats
/// where somebody else pays, or for something else: a decision is one payer's, for one thing.
pub(super) fn take(specs: &mut [Spec], grid: &Grid<'_>, rows: &[usize]) {
    let only = |role: Role| {
        let mut found = specs.iter().filter(|spec| spec.role() == role);
        let first = found.next()?;
        found.next().is_none().then_some(first.index)
    };
    let key = specs
        .iter()
        .position(|spec| spec.role() == Role::Key && spec.basis != Basis::Map);
    let (Some(at), Some(recipient)) = (key, only(Role::Recipient)) else {
        return;
    };
    let other = [Role::Payer, Role::About].map(only);
    let text = |row: usize, column: usize| grid.own(row, column).map(|cell| cell.text.trim()).unwrap_or_default();
    let (mut owners, mut numbers) = (HashMap::new(), HashMap::new());
    let mut differs = false;
    let mut known: HashMap<&str, HashSet<[&str; 2]>> = HashMap::new();
    for row in rows.iter().copied() {
        let (number, owner) = (text(row, specs[at].index), text(row, recipient));
        if number.is_empty() || owner.is_empty() {
            continue;
        }
        if *owners.entry(number).or_insert(owner) != owner || *numbers.entry(owner).or_insert(number) != number {
            return;
        }
        let of_row = other.map(|column| column.map_or("", |column| text(row, column)));
        let of_number = known.entry(number).or_default();
        of_number.insert(of_row);
        differs |= of_number.len() > 1;
    }
    if differs {
        specs[at].map.role = Role::RecipientId;
        specs[at].basis = Basis::Values;
    }
}
