//! Force-directed layout of a component, with curved edges and their labels.
//!
//! Takes a component; returns a [`PlacedComponent`]. Nodes are boxes that are moved off one another, on a plane that has room for the
//! labels, too; an edge is a curve around obstacles, with its label on it where there is room ([`captions`]). A
//! plane without room for some label is enlarged, up to a limit; then only labels of the lowest ranks are placed.

use super::captions;
use super::force::{length, positions, spread};
use super::pack::Component;
use super::plane::{Plane, STEPS, around, at, bend};
use super::{Link, PlacedComponent, Point, Route, Size};
use std::collections::BTreeMap;

/// The number of rounds in which nodes are moved off one another, times nodes.
const ROUNDS: usize = 300_000;
/// The room around a node, across and down.
const ROOM: (f64, f64) = (26.0, 22.0);
/// How many times the room that its boxes need a component takes at first.
const FILL: f64 = 2.0;
/// The factor by which a plane without room for a label grows.
const GROWTH: f64 = 1.12;
/// The maximum number of times that it grows.
const GROWN: i32 = 3;
/// The number of labels above which it does not grow.
const MANY: usize = 60;
/// How much nodes are spread over the page: 0 leaves them as force places them, 1 gives all the same distance along each axis.
const EVEN: f64 = 0.6;
/// How far parallel edges lie apart.
const PARALLEL: f64 = 24.0;
/// The bows an edge may make, as shares of its length, the best first.
const BOWS: [f64; 7] = [0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3];
/// The number of nodes times edges above which edges are not routed around obstacles.
const PATIENCE: usize = 1_000_000;

/// Lays out one component; `slots` are the rooms of all nodes with the loops above them.
pub(super) fn piece(
    component: &Component,
    nodes: &[Size],
    slots: &[Size],
    links: &[Link],
    aspect: f64,
) -> PlacedComponent {
    let place = |node: usize| component.nodes.binary_search(&node).unwrap_or(0);
    let edges: Vec<(usize, usize)> = component
        .links
        .iter()
        .map(|&link| (place(links[link].from), place(links[link].to)))
        .collect();
    let own: Vec<&Link> = component.links.iter().map(|&link| &links[link]).collect();
    let (plane, routes) = roomy(component, slots, &own, &edges, aspect);
    let (low, high) = extent(&plane, &own, &routes);
    let moved = |point: Point| Point {
        x: point.x - low.x,
        y: point.y - low.y,
    };
    let body = |node: usize, slot: Point| Point {
        x: slot.x,
        y: slot.y + (slots[node].height - nodes[node].height) / 2.0,
    };
    let centres = component.nodes.iter().zip(&plane.centres);
    PlacedComponent {
        size: Size {
            width: high.x - low.x,
            height: high.y - low.y,
        },
        is_free: true,
        nodes: centres
            .map(|(&node, &centre)| (node, body(node, moved(centre))))
            .collect(),
        columns: component.nodes.iter().map(|&node| (node, 0)).collect(),
        routes: component
            .links
            .iter()
            .zip(routes)
            .map(|(&link, route)| {
                let (label, middle) = (route.label.map(moved), route.middle.map(moved));
                (link, Route { label, middle, ..route })
            })
            .collect(),
    }
}

/// Places nodes and labels on a plane that grows until all labels have room, or gives the one that leaves the fewest without.
fn roomy(
    component: &Component,
    slots: &[Size],
    links: &[&Link],
    edges: &[(usize, usize)],
    aspect: f64,
) -> (Plane, Vec<Route>) {
    let sizes: Vec<Size> = component.nodes.iter().map(|&node| slots[node]).collect();
    let mut placed = positions(sizes.len(), edges, None);
    even_out(&mut placed, |place| &mut place.0);
    even_out(&mut placed, |place| &mut place.1);
    let labelled = |link: &Link| link.from != link.to && link.label.height > 0.0;
    let labels = links.iter().filter(|link| labelled(link));
    let (count, area) = labels.fold((0, 0.0), |(count, area), link| {
        (count + 1, area + link.label.width * link.label.height)
    });
    let attempt = |growth: f64| {
        let plane = plane(&sizes, &placed, area, aspect, growth);
        let mut routes = routes(edges, &plane);
        captions::place(links, edges, &plane, &mut routes);
        let silent = links
            .iter()
            .zip(&routes)
            .filter(|(link, route)| labelled(link) && route.label.is_none());
        (silent.count(), plane, routes)
    };
    let mut best = attempt(1.0);
    for step in 1..=GROWN {
        if best.0 == 0 || count > MANY {
            break;
        }
        let next = attempt(GROWTH.powi(step));
        if next.0 < best.0 {
            best = next;
        }
    }
    (best.1, best.2)
}

/// Sets nodes of these sizes where force has placed them, on a plane that also has room for labels, so that they lie apart.
fn plane(sizes: &[Size], placed: &[(f64, f64)], labels: f64, aspect: f64, growth: f64) -> Plane {
    let roomy: Vec<Size> = sizes.iter().map(|&size| around(size, ROOM.0, ROOM.1)).collect();
    let area = labels + roomy.iter().map(|size| size.width * size.height).sum::<f64>();
    let extent = |of: fn(&(f64, f64)) -> f64| placed.iter().map(of).fold(1.0, f64::max);
    let width = (area * FILL * aspect).sqrt() * growth;
    let (mut across, mut down) = (
        width / extent(|place| place.0),
        width / aspect / extent(|place| place.1),
    );
    // What lies nearly on a line is not drawn out to a page.
    down = down.min(across / 0.7);
    across = across.min(down * 2.5);
    let mut centres = Vec::new();
    for _ in 0..16 {
        let scaled = placed.iter().map(|&(x, y)| Point {
            x: x * across,
            y: y * down,
        });
        centres = scaled.collect();
        if spread(&mut centres, &roomy, (ROUNDS / sizes.len().max(1)).clamp(20, 300)) {
            break;
        }
        (across, down) = (across * 1.1, down * 1.1);
    }
    Plane {
        centres,
        sizes: sizes.to_vec(),
    }
}

/// Moves places along an axis towards equal distances, in their order: what is crowded gets room, what is empty goes.
fn even_out(placed: &mut [(f64, f64)], axis: impl Fn(&mut (f64, f64)) -> &mut f64) {
    let mut order: Vec<usize> = (0..placed.len()).collect();
    let values: Vec<f64> = placed.iter_mut().map(|place| *axis(place)).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let extent = values.iter().copied().fold(0.0, f64::max);
    let last = (placed.len().max(2) - 1) as f64;
    for (rank, at) in order.into_iter().enumerate() {
        let value = axis(&mut placed[at]);
        *value += (extent * rank as f64 / last - *value) * EVEN;
    }
}

/// Returns the corners of the box around everything.
fn extent(plane: &Plane, links: &[&Link], routes: &[Route]) -> (Point, Point) {
    let bends = routes.iter().filter_map(|route| route.middle);
    let bends = bends.map(|middle| (middle, Size::default()));
    let labels = links
        .iter()
        .zip(routes)
        .filter_map(|(link, route)| Some((route.label?, link.label)));
    let boxes = plane.centres.iter().copied().zip(plane.sizes.iter().copied());
    let (mut low, mut high) = (
        Point {
            x: f64::MAX,
            y: f64::MAX,
        },
        Point {
            x: f64::MIN,
            y: f64::MIN,
        },
    );
    for (centre, size) in boxes.chain(bends).chain(labels) {
        low.x = low.x.min(centre.x - size.width / 2.0);
        low.y = low.y.min(centre.y - size.height / 2.0);
        high.x = high.x.max(centre.x + size.width / 2.0);
        high.y = high.y.max(centre.y + size.height / 2.0);
    }
    (low, high)
}

/// Routes the edges around obstacles.
fn routes(edges: &[(usize, usize)], plane: &Plane) -> Vec<Route> {
    let bows = match plane.sizes.len() * edges.len() > PATIENCE {
        true => &BOWS[..1],
        false => &BOWS,
    };
    let mut parallels: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut routes = Vec::with_capacity(edges.len());
    for &(from, to) in edges {
        let mut route = Route::default();
        if from != to {
            let beside = parallels.entry((from.min(to), from.max(to))).or_insert(0.0);
            let off = if from < to { *beside } else { -*beside };
            *beside += PARALLEL;
            let ends = (plane.centres[from], plane.centres[to]);
            let far = length(ends.1.x - ends.0.x, ends.1.y - ends.0.y);
            let middles = bows.iter().map(|share| aside(ends, off + share * far));
            route.middle = middles.min_by_key(|&middle| hits(ends, middle, (from, to), plane));
        }
        routes.push(route);
    }
    routes
}

/// Returns the point this far to the right of the middle between two points.
fn aside((start, end): (Point, Point), off: f64) -> Point {
    let (x, y) = (end.x - start.x, end.y - start.y);
    let far = length(x, y).max(0.01);
    Point {
        x: (start.x + end.x) / 2.0 - y / far * off,
        y: (start.y + end.y) / 2.0 + x / far * off,
    }
}

/// Counts at how many of its points a curve lies on something other than its ends.
fn hits((start, end): (Point, Point), middle: Point, own: (usize, usize), plane: &Plane) -> usize {
    let by = bend(start, middle, end);
    let on = |point: Point| {
        let boxes = plane.centres.iter().zip(&plane.sizes).enumerate();
        boxes
            .filter(|(at, (centre, size))| {
                let (x, y) = ((point.x - centre.x).abs(), (point.y - centre.y).abs());
                *at != own.0 && *at != own.1 && x < size.width / 2.0 + 3.0 && y < size.height / 2.0 + 3.0
            })
            .count()
    };
    (1..STEPS).map(|step| on(at([start, by, end], step))).sum()
}
