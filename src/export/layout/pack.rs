//! Packing: connected components, and where each of them stands.

use super::{Link, Piece, Size};

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
    let mut parents: Vec<usize> = (0..count).collect();
    for link in links {
        let (one, other) = (root(&mut parents, link.from), root(&mut parents, link.to));
        parents[one.max(other)] = one.min(other);
    }
    let mut positions = vec![usize::MAX; count];
    let mut components: Vec<Component> = Vec::new();
    for node in 0..count {
        let root = root(&mut parents, node);
        if positions[root] == usize::MAX {
            positions[root] = components.len();
            components.push(Component {
                nodes: Vec::new(),
                links: Vec::new(),
            });
        }
        components[positions[root]].nodes.push(node);
    }
    for (at, link) in links.iter().enumerate() {
        let root = root(&mut parents, link.from);
        components[positions[root]].links.push(at);
    }
    components.sort_by_key(|component| std::cmp::Reverse(component.nodes.len()));
    components
}

/// Finds the first node of a node's component, halving the way for the next to ask.
fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

/// Sets pieces side by side on shelves, one shelf below the other; gives the room they take together.
///
/// A shelf is as wide as the widest piece, as `least`, or as all pieces need for about `aspect`, whichever is most.
pub(super) fn shelve(pieces: &mut [Piece], aspect: f64, least: f64) -> Size {
    let widest = pieces.iter().map(|piece| piece.size.width).fold(0.0, f64::max);
    let area: f64 = pieces
        .iter()
        .map(|piece| (piece.size.width + APART) * (piece.size.height + APART))
        .sum();
    let limit = widest.max((area * aspect).sqrt()).max(least);
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0);
    let mut size = Size::default();
    for piece in pieces {
        if x > 0.0 && x + piece.size.width > limit {
            y += shelf + APART;
            (x, shelf) = (0.0, 0.0);
        }
        shift(piece, x, y);
        x += piece.size.width + APART;
        shelf = piece.size.height.max(shelf);
        size = Size {
            width: size.width.max(x - APART),
            height: y + shelf,
        };
    }
    size
}

/// Moves a piece.
fn shift(piece: &mut Piece, right: f64, down: f64) {
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
