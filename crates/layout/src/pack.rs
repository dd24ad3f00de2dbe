//! Packs connected components onto a page.

use super::components::components as connected;
use super::{Link, PlacedComponent, Size};

/// The room between two components.
const APART: f64 = 28.0;

/// The nodes and links of a connected component, by their positions, ascending.
pub(super) struct Component {
    /// Its nodes.
    pub(super) nodes: Vec<usize>,
    /// Its links.
    pub(super) links: Vec<usize>,
}

/// Finds the connected components: the largest first, then by their first node.
pub(super) fn components(count: usize, links: &[Link]) -> Vec<Component> {
    let (component_of, found) = connected(count, links.iter().map(|link| (link.from, link.to)));
    let empty = || Component {
        nodes: Vec::new(),
        links: Vec::new(),
    };
    let mut components: Vec<Component> = std::iter::repeat_with(empty).take(found).collect();
    for (node, &component) in component_of.iter().enumerate() {
        components[component].nodes.push(node);
    }
    for (at, link) in links.iter().enumerate() {
        components[component_of[link.from]].links.push(at);
    }
    components.sort_by_key(|component| std::cmp::Reverse(component.nodes.len()));
    components
}

/// Sets pieces side by side, the highest first, each as far up and then left as it goes; returns the room they take together.
///
/// They go as far right as the widest piece, as `least`, or as all pieces need for about `aspect`, whichever is most; or
/// somewhat further, where that leaves less room empty.
pub(super) fn shelve(pieces: &mut [PlacedComponent], aspect: f64, least: f64) -> Size {
    let widest = pieces.iter().map(|piece| piece.size.width).fold(0.0, f64::max);
    let area: f64 = pieces
        .iter()
        .map(|piece| (piece.size.width + APART) * (piece.size.height + APART))
        .sum();
    let limit = widest.max((area * aspect).sqrt()).max(least);
    pieces.sort_by(|one, other| other.size.height.total_cmp(&one.size.height));
    let sizes: Vec<Size> = pieces.iter().map(|piece| piece.size).collect();
    let tries = if sizes.len() > 300 { 1 } else { 9 };
    let mut best: Option<(f64, Shelved)> = None;
    for further in 0..tries {
        let (places, size) = set(&sizes, limit * (1.0 + 0.1 * f64::from(further)));
        let misfit = (size.width / size.height.max(1.0) / aspect).ln().abs();
        let waste = size.width * size.height * (1.0 + 0.4 * misfit);
        if best.as_ref().is_none_or(|(least, ..)| waste < *least) {
            best = Some((waste, (places, size)));
        }
    }
    let Some((_, (places, size))) = best else {
        return Size::default();
    };
    for (piece, (x, y)) in pieces.iter_mut().zip(places) {
        shift(piece, x, y);
    }
    size
}

/// The positions of boxes, and the room they take.
type Shelved = (Vec<(f64, f64)>, Size);

/// Sets boxes side by side as far right as `limit`, the highest first; returns where they are, and the room they take.
fn set(sizes: &[Size], limit: f64) -> Shelved {
    let mut line = vec![Step {
        start: 0.0,
        end: limit + APART,
        y: 0.0,
    }];
    let mut room = Size::default();
    let mut places = Vec::with_capacity(sizes.len());
    for &size in sizes {
        let (x, y) = settle(&mut line, size);
        room.width = room.width.max(x + size.width);
        room.height = room.height.max(y + size.height);
        places.push((x, y));
    }
    (places, room)
}

/// A step of the skyline.
#[derive(Clone, Copy)]
struct Step {
    start: f64,
    end: f64,
    y: f64,
}

/// Finds the highest place for a piece along the skyline, the first of several, and updates the skyline.
fn settle(line: &mut Vec<Step>, size: Size) -> (f64, f64) {
    let whole = line.last().map_or(0.0, |step| step.end);
    let (mut place, mut lowest) = (0.0, f64::MAX);
    for at in 0..line.len() {
        let (start, end) = (line[at].start, line[at].start + size.width + APART);
        if end > whole + 0.001 && at > 0 {
            break;
        }
        let below = line[at..].iter().take_while(|step| step.start < end - 0.001);
        let y = below.map(|step| step.y).fold(0.0, f64::max);
        if y < lowest - 0.001 {
            (place, lowest) = (start, y);
        }
    }
    let new = Step {
        start: place,
        end: place + size.width + APART,
        y: lowest + size.height + APART,
    };
    let mut lowered = Vec::with_capacity(line.len() + 2);
    for step in line.iter() {
        let (left, right) = (
            Step {
                end: step.end.min(new.start),
                ..*step
            },
            Step {
                start: step.start.max(new.end),
                ..*step
            },
        );
        lowered.extend([left, right].into_iter().filter(|part| part.end > part.start + 0.001));
    }
    lowered.push(new);
    lowered.sort_by(|one, other| one.start.total_cmp(&other.start));
    *line = lowered;
    (place, lowest)
}

/// Moves a piece.
fn shift(piece: &mut PlacedComponent, right: f64, down: f64) {
    for (_, centre) in &mut piece.nodes {
        centre.x += right;
        centre.y += down;
    }
    for (_, route) in &mut piece.routes {
        for point in route.label.iter_mut().chain(&mut route.middle) {
            point.x += right;
            point.y += down;
        }
        for stretch in &mut route.stretches {
            stretch.start += right;
            stretch.end += right;
            stretch.y += down;
        }
    }
}
