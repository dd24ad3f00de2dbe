//! Overlap removal: moves overlapping boxes apart by the minimum.

use super::super::{Point, Size};

/// Moves boxes off one another in at most so many rounds; tells whether none overlap now.
///
/// Two boxes that overlap part along the axis on which they need less. Boxes in the same place part by their positions in
/// the list.
pub fn spread(centres: &mut [Point], sizes: &[Size], rounds: usize) -> bool {
    let highest = sizes.iter().map(|size| size.height).fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..centres.len()).collect();
    for _ in 0..rounds {
        order.sort_by(|&one, &other| centres[one].y.total_cmp(&centres[other].y).then(one.cmp(&other)));
        let mut touched = false;
        for at in 0..order.len() {
            for next in at + 1..order.len() {
                let (one, other) = (order[at], order[next]);
                if centres[other].y - centres[one].y > highest + 1.0 {
                    break;
                }
                touched |= part(centres, sizes, one, other);
            }
        }
        if !touched {
            return true;
        }
    }
    false
}

/// Parts two boxes; tells whether they overlapped.
fn part(centres: &mut [Point], sizes: &[Size], one: usize, other: usize) -> bool {
    let (x, y) = (centres[other].x - centres[one].x, centres[other].y - centres[one].y);
    let across = (sizes[one].width + sizes[other].width) / 2.0 - x.abs();
    let down = (sizes[one].height + sizes[other].height) / 2.0 - y.abs();
    if across < 0.01 || down < 0.01 {
        return false;
    }
    let sign = |value: f64| {
        if value > 0.0 || value == 0.0 && one < other {
            0.5
        } else {
            -0.5
        }
    };
    if across < down {
        let off = sign(x) * (across + 0.02);
        centres[one].x -= off;
        centres[other].x += off;
    } else {
        let off = sign(y) * (down + 0.02);
        centres[one].y -= off;
        centres[other].y += off;
    }
    true
}
