//! Coordinates for the items of a grid, and the routes of edges.
//!
//! Each column is a weighted least-squares fit of items to their neighbours' positions under the order of the column,
//! solved exactly by pooling adjacent violators. Then edges with small steps are straightened where there is room.

use super::columns::{Grid, Item, Kind, gap};
use super::pack::Component;
use super::{Link, PlacedComponent, Point, Route, Size, Stretch};

/// The number of sweeps over the columns.
const SWEEPS: usize = 40;
/// The number of rounds of straightening: each edge that moves may make room for others.
const STRAIGHTENED: usize = 3;
/// The weight of a straight edge between bends and labels, relative to one at a node.
const LEVEL: f64 = 8.0;
/// The room on either side of the widest node of a column, for arrowheads.
const CLEAR: f64 = 11.0;

/// Places a grid; the result begins at the origin.
pub(super) fn place(grid: &Grid, component: &Component, links: &[Link]) -> PlacedComponent {
    let ys = heights(grid);
    let xs = Columns::of(grid, &ys);
    let ports = Ports::of(grid, &ys);
    let size = Size {
        width: xs.width,
        height: 0.0,
    };
    let mut piece = PlacedComponent {
        size,
        is_free: false,
        nodes: Vec::new(),
        columns: Vec::new(),
        routes: Vec::new(),
    };
    for (at, column) in grid.columns.iter().enumerate() {
        for &item in column {
            let Item { kind, size, .. } = grid.items[item];
            piece.size.height = piece.size.height.max(ys[item] + size.height / 2.0);
            if let Kind::Node(node) = kind {
                let (x, y) = (xs.centres[at], ys[item] + foot(&grid.items[item]));
                piece.nodes.push((node, Point { x, y }));
                piece.columns.push((node, at / 2));
            }
        }
    }
    for (chain, (link, items, turned)) in grid.chains.iter().enumerate() {
        piece
            .routes
            .push((*link, route(grid, chain, items, *turned, &xs, &ys, &ports)));
    }
    let loops = component
        .links
        .iter()
        .filter(|&&link| links[link].from == links[link].to);
    piece.routes.extend(loops.map(|&link| (link, Route::default())));
    piece
}

/// Assigns each item the height of its centre; the topmost item begins at 0.
fn heights(grid: &Grid) -> Vec<f64> {
    let mut ys = vec![0.0; grid.items.len()];
    for column in &grid.columns {
        let wished = vec![(0.0, 1.0); column.len()];
        settle(grid, column, &wished, &mut ys);
    }
    for sweep in 0..SWEEPS {
        let count = grid.columns.len();
        for step in 0..count {
            let column = &grid.columns[if sweep % 2 == 0 { step } else { count - 1 - step }];
            let wished: Vec<(f64, f64)> = column.iter().map(|&item| wish(grid, item, &ys)).collect();
            settle(grid, column, &wished, &mut ys);
        }
    }
    for _ in 0..STRAIGHTENED {
        straighten(grid, &mut ys);
    }
    let tops = grid.items.iter().zip(&ys).map(|(item, y)| y - item.size.height / 2.0);
    let top = tops.fold(f64::INFINITY, f64::min);
    ys.iter_mut().for_each(|y| *y -= top);
    ys
}

/// Lets each edge pass as many bends and labels as it can on one level.
fn straighten(grid: &Grid, ys: &mut [f64]) {
    let stacks = Stacks::of(grid, ys);
    for (_, items, _) in &grid.chains {
        let mut rest = &items[1..items.len() - 1];
        while !rest.is_empty() {
            let (count, room) = stacks.shared_room(rest, ys);
            let (level, after) = rest.split_at(count.max(1));
            if level.len() > 1 {
                put_level(grid, level, room, ys);
            }
            rest = after;
        }
    }
}

/// Lets an edge pass some items at their mean height, or as near to it as the room allows.
fn put_level(grid: &Grid, items: &[usize], (low, high): (f64, f64), ys: &mut [f64]) {
    let sum: f64 = items.iter().map(|&item| ys[item] + foot(&grid.items[item])).sum();
    let height = (sum / items.len() as f64).clamp(low, high);
    for &item in items {
        ys[item] = height - foot(&grid.items[item]);
    }
}

/// What is above and below each item in its column, and where the highest item begins and the lowest ends.
struct Stacks<'g> {
    grid: &'g Grid,
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    top: f64,
    end: f64,
}

impl<'g> Stacks<'g> {
    fn of(grid: &'g Grid, ys: &[f64]) -> Self {
        let mut above = vec![None; grid.items.len()];
        let mut below = vec![None; grid.items.len()];
        for pair in grid.columns.iter().flat_map(|column| column.windows(2)) {
            (below[pair[0]], above[pair[1]]) = (Some(pair[1]), Some(pair[0]));
        }
        let halves = || grid.items.iter().zip(ys).map(|(item, &y)| (y, item.size.height / 2.0));
        Self {
            grid,
            above,
            below,
            top: halves().map(|(y, half)| y - half).fold(f64::INFINITY, f64::min),
            end: halves().map(|(y, half)| y + half).fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// Returns the heights between which an edge can pass an item, as long as the others in its column stay.
    fn room(&self, item: usize, ys: &[f64]) -> (f64, f64) {
        let own = &self.grid.items[item];
        let half = own.size.height / 2.0;
        let apart = |above: usize, below: usize| apart(&self.grid.items[above], &self.grid.items[below]);
        let low = self.above[item].map_or(self.top + half, |other| ys[other] + apart(other, item));
        let high = self.below[item].map_or(self.end - half, |other| ys[other] - apart(item, other));
        (low + foot(own), high + foot(own))
    }

    /// Counts the first items that an edge can pass at one height, and gives the heights between which it can.
    fn shared_room(&self, items: &[usize], ys: &[f64]) -> (usize, (f64, f64)) {
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for (count, &item) in items.iter().enumerate() {
            let (least, most) = self.room(item, ys);
            if low.max(least) > high.min(most) {
                return (count, (low, high));
            }
            (low, high) = (low.max(least), high.min(most));
        }
        (items.len(), (low, high))
    }
}

/// Returns how far apart the centres of two items of a column are at least.
fn apart(above: &Item, below: &Item) -> f64 {
    (above.size.height + below.size.height) / 2.0 + gap(above, below)
}

/// Returns how far below its centre an edge passes an item: at a label's foot, in the middle of a node without its loops.
fn foot(item: &Item) -> f64 {
    match item.kind {
        Kind::Label(_) => item.size.height / 2.0 - 2.0,
        Kind::Node(_) | Kind::Bend(_) => (item.size.height - item.body.height) / 2.0,
    }
}

/// Returns the position that an item's neighbours prefer, and its weight: edges should be straight, above all between
/// bends and labels.
fn wish(grid: &Grid, item: usize, ys: &[f64]) -> (f64, f64) {
    let own = &grid.items[item];
    let (mut sum, mut weights) = (0.0, 0.0);
    for &other in own.left.iter().chain(&own.right) {
        let neighbour = &grid.items[other];
        let weight = match (own.kind, neighbour.kind) {
            (Kind::Node(_), _) | (_, Kind::Node(_)) => 1.0,
            _ => LEVEL,
        };
        sum += weight * (ys[other] + foot(neighbour) - foot(own));
        weights += weight;
    }
    if weights > 0.0 {
        (sum / weights, weights)
    } else {
        (ys[item], 1.0)
    }
}

/// Puts the items of a column as near to their wishes as their order and room allow.
fn settle(grid: &Grid, column: &[usize], wished: &[(f64, f64)], ys: &mut [f64]) {
    let mut below = Vec::with_capacity(column.len());
    let mut depth = 0.0;
    for (at, &item) in column.iter().enumerate() {
        if at > 0 {
            depth += apart(&grid.items[column[at - 1]], &grid.items[item]);
        }
        below.push(depth);
    }
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(column.len());
    for (&(wished, weight), below) in wished.iter().zip(&below) {
        let mut pool = (wished - below, weight, 1);
        while let Some(&(level, heavy, many)) = pools.last().filter(|above| above.0 > pool.0) {
            pool = (
                (level * heavy + pool.0 * pool.1) / (heavy + pool.1),
                heavy + pool.1,
                many + pool.2,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    let levels = pools
        .iter()
        .flat_map(|&(level, _, many)| std::iter::repeat_n(level, many));
    for ((&item, level), depth) in column.iter().zip(levels).zip(below) {
        ys[item] = level + depth;
    }
}

/// The positions of the columns.
struct Columns {
    /// The centre of each.
    centres: Vec<f64>,
    /// The width of each.
    widths: Vec<f64>,
    /// The width of all together.
    width: f64,
}

impl Columns {
    /// Sets the columns side by side, further apart where edges climb far between them.
    fn of(grid: &Grid, ys: &[f64]) -> Columns {
        let mut columns = Columns {
            centres: Vec::new(),
            widths: Vec::new(),
            width: 0.0,
        };
        for (at, column) in grid.columns.iter().enumerate() {
            let widest = column
                .iter()
                .map(|&item| grid.items[item].size.width)
                .fold(0.0, f64::max);
            let width = widest + if at % 2 == 0 { 2.0 * CLEAR } else { 0.0 };
            if at > 0 {
                columns.width += distance(grid, &grid.columns[at - 1], ys);
            }
            columns.centres.push(columns.width + width / 2.0);
            columns.widths.push(width);
            columns.width += width;
        }
        columns
    }
}

/// Returns the distance from a column to the next.
fn distance(grid: &Grid, column: &[usize], ys: &[f64]) -> f64 {
    let climbs = column.iter().flat_map(|&item| {
        grid.items[item]
            .right
            .iter()
            .map(move |&next| (ys[item] - ys[next]).abs())
    });
    (16.0 + climbs.fold(0.0, f64::max) * 0.13).min(110.0)
}

/// The share of a node's height over which the ends of edges are spread.
pub const SIDE: f64 = 0.78;

/// The ports of edges: their heights relative to the centres of the nodes.
struct Ports {
    /// At its left end, for each chain.
    leaving: Vec<f64>,
    /// At its right end.
    reaching: Vec<f64>,
}

impl Ports {
    /// Spreads the ends of edges over the sides of their nodes, in the order of what they lead to.
    fn of(grid: &Grid, ys: &[f64]) -> Ports {
        let count = grid.chains.len();
        let mut ports = Ports {
            leaving: vec![0.0; count],
            reaching: vec![0.0; count],
        };
        let mut sides: Vec<(usize, bool, f64, usize)> = Vec::with_capacity(count * 2);
        for (chain, (_, items, _)) in grid.chains.iter().enumerate() {
            let (first, last) = (items[0], items[items.len() - 1]);
            let (second, before) = (items[1], items[items.len() - 2]);
            sides.push((first, false, ys[second] + foot(&grid.items[second]), chain));
            sides.push((last, true, ys[before] + foot(&grid.items[before]), chain));
        }
        sides.sort_by(|one, other| {
            (one.0, one.1)
                .cmp(&(other.0, other.1))
                .then(one.2.total_cmp(&other.2))
                .then(one.3.cmp(&other.3))
        });
        for side in sides.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let room = grid.items[side[0].0].body.height * SIDE;
            let step = (room / side.len() as f64).min(13.0);
            for (at, &(_, reaching, _, chain)) in side.iter().enumerate() {
                let port = (at as f64 - (side.len() - 1) as f64 / 2.0) * step;
                *(if reaching {
                    &mut ports.reaching[chain]
                } else {
                    &mut ports.leaving[chain]
                }) = port;
            }
        }
        ports
    }
}

/// Routes an edge through its items.
fn route(grid: &Grid, chain: usize, items: &[usize], turned: bool, xs: &Columns, ys: &[f64], ports: &Ports) -> Route {
    let mut route = Route::default();
    for (step, &item) in items.iter().enumerate() {
        let own = &grid.items[item];
        let (centre, width) = (xs.centres[own.column], xs.widths[own.column]);
        let mut stretch = Stretch {
            start: centre - width / 2.0,
            end: centre + width / 2.0,
            y: ys[item] + foot(own),
        };
        if step == 0 {
            stretch.start = centre + own.body.width / 2.0;
            stretch.y += ports.leaving[chain];
        } else if step == items.len() - 1 {
            stretch.end = centre - own.body.width / 2.0;
            stretch.y += ports.reaching[chain];
        }
        if matches!(own.kind, Kind::Label(_)) {
            route.label = Some(Point { x: centre, y: ys[item] });
        }
        route.stretches.push(stretch);
    }
    if turned {
        route.stretches.reverse();
        route
            .stretches
            .iter_mut()
            .for_each(|stretch| std::mem::swap(&mut stretch.start, &mut stretch.end));
    }
    route
}
