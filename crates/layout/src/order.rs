//! Crossing reduction within columns, by barycentres and swaps of neighbours.

use super::columns::Grid;

/// The number of sweeps over the columns.
const SWEEPS: usize = 24;
/// The number of items above which neighbours are not swapped, to save time.
const MANY: usize = 2_500;

/// Reorders the items of each column so that few edges cross; keeps the best order met.
pub(super) fn uncross(grid: &mut Grid) {
    let mut best = (crossings(grid), grid.columns.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        sort_columns(grid, sweep % 2 == 0);
        if grid.items.len() < MANY {
            swap_neighbours(grid);
        }
        let count = crossings(grid);
        if count < best.0 {
            best = (count, grid.columns.clone());
        }
    }
    grid.columns = best.1;
}

/// Assigns each item its place in its column.
fn places(grid: &Grid) -> Vec<usize> {
    let mut places = vec![0; grid.items.len()];
    for column in &grid.columns {
        for (place, &item) in column.iter().enumerate() {
            places[item] = place;
        }
    }
    places
}

/// Sorts every column by the mean place of each item's neighbours, on the left going right or on the right going left.
fn sort_columns(grid: &mut Grid, rightwards: bool) {
    let mut places = places(grid);
    let count = grid.columns.len();
    for step in 1..count {
        let at = if rightwards { step } else { count - 1 - step };
        let mut keyed: Vec<(f64, usize)> = Vec::with_capacity(grid.columns[at].len());
        for &item in &grid.columns[at] {
            let neighbours = if rightwards {
                &grid.items[item].left
            } else {
                &grid.items[item].right
            };
            keyed.push((mean(neighbours, &places).unwrap_or(f64::NAN), item));
        }
        keep_loose_items(&mut keyed);
        keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
        grid.columns[at] = keyed.into_iter().map(|(_, item)| item).collect();
        for (place, &item) in grid.columns[at].iter().enumerate() {
            places[item] = place;
        }
    }
}

/// Gives items without neighbours the key of the item above them, so that they stay beside it.
fn keep_loose_items(keyed: &mut [(f64, usize)]) {
    let mut above = f64::NEG_INFINITY;
    for (key, _) in keyed {
        if key.is_nan() {
            *key = above;
        }
        above = *key;
    }
}

/// Returns the mean place of items; none without items.
fn mean(items: &[usize], places: &[usize]) -> Option<f64> {
    let sum: usize = items.iter().map(|&item| places[item]).sum();
    (!items.is_empty()).then(|| sum as f64 / items.len() as f64)
}

/// Swaps neighbours in each column while this reduces crossings.
fn swap_neighbours(grid: &mut Grid) {
    let mut places = places(grid);
    for _ in 0..4 {
        let mut better = false;
        for at in 0..grid.columns.len() {
            for upper in 1..grid.columns[at].len() {
                let (above, below) = (grid.columns[at][upper - 1], grid.columns[at][upper]);
                let (kept, swapped) = local_crossings(grid, &places, above, below);
                if swapped < kept {
                    grid.columns[at].swap(upper - 1, upper);
                    places.swap(above, below);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// Counts the crossings between the edges of two neighbours, as they are and swapped.
fn local_crossings(grid: &Grid, places: &[usize], above: usize, below: usize) -> (usize, usize) {
    let (mut kept, mut swapped) = (0, 0);
    let sides = [
        (&grid.items[above].left, &grid.items[below].left),
        (&grid.items[above].right, &grid.items[below].right),
    ];
    for (ones, others) in sides {
        for &one in ones {
            for &other in others {
                kept += usize::from(places[one] > places[other]);
                swapped += usize::from(places[one] < places[other]);
            }
        }
    }
    (kept, swapped)
}

/// Counts all crossings.
pub(super) fn crossings(grid: &Grid) -> usize {
    let places = places(grid);
    grid.columns
        .windows(2)
        .map(|pair| crossings_between(grid, &places, &pair[0], pair[1].len()))
        .sum()
}

/// Counts the crossings between a column and the next, with an accumulator tree (Barth, Mutzel, Jünger 2004).
fn crossings_between(grid: &Grid, places: &[usize], column: &[usize], next: usize) -> usize {
    let mut tree = vec![0_usize; next + 1];
    let (mut count, mut seen) = (0, 0);
    for &item in column {
        let mut ends: Vec<usize> = grid.items[item].right.iter().map(|&end| places[end]).collect();
        ends.sort_unstable();
        for &end in &ends {
            let (mut at, mut before) = (end + 1, 0);
            while at > 0 {
                before += tree[at];
                at &= at - 1;
            }
            count += seen - before;
        }
        for end in ends {
            seen += 1;
            let mut at = end + 1;
            while at <= next {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::columns::{Item, Kind};
    use super::*;
    use crate::Size;

    /// Makes a grid of two columns of three, joined as given.
    fn two_columns(joins: &[(usize, usize)]) -> Grid {
        let (kind, size) = (Kind::Node, Size::default());
        let item = |at| Item {
            kind: kind(at),
            column: at / 3,
            size,
            body: size,
            left: Vec::new(),
            right: Vec::new(),
        };
        let mut grid = Grid {
            items: (0..6).map(item).collect(),
            ..Grid::default()
        };
        grid.columns = vec![vec![0, 1, 2], vec![3, 4, 5]];
        for &(left, right) in joins {
            grid.items[left].right.push(right);
            grid.items[right].left.push(left);
        }
        grid
    }

    #[test]
    fn crossings_are_counted() {
        assert_eq!(crossings(&two_columns(&[(0, 5), (1, 4), (2, 3)])), 3);
        assert_eq!(crossings(&two_columns(&[(0, 3), (0, 4), (1, 4), (2, 5)])), 0);
    }

    #[test]
    fn crossings_that_need_not_be_go() {
        let mut grid = two_columns(&[(0, 5), (1, 4), (2, 3), (0, 4)]);
        uncross(&mut grid);
        assert_eq!(crossings(&grid), 0);
    }
}
