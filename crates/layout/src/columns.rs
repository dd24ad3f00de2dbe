//! Layers of nodes, bends and edge labels.
//!
//! Takes a component; returns a [`Grid`] in which every edge connects adjacent layers (columns), left to right. Nodes are
//! in even columns, labels in odd ones.

use super::pack::Component;
use super::{Link, Size};

/// An item of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The node at this position of the whole graph.
    Node(usize),
    /// The label of the link at this position.
    Label(usize),
    /// A bend of the link at this position.
    Bend(usize),
}

/// An item with its column, its room and its neighbours.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its kind.
    pub(super) kind: Kind,
    /// The position of its column.
    pub(super) column: usize,
    /// The room it takes.
    pub(super) size: Size,
    /// The room its node takes without the loops above it; else the same.
    pub(super) body: Size,
    /// The items in the column to the left that it is joined to.
    pub(super) left: Vec<usize>,
    /// The items in the column to the right.
    pub(super) right: Vec<usize>,
}

/// The items of a component, and the columns they are in, top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// All items.
    pub(super) items: Vec<Item>,
    /// The items of each column.
    pub(super) columns: Vec<Vec<usize>>,
    /// For each link of the component: its position, its items left to right, whether it runs right to left.
    pub(super) chains: Vec<(usize, Vec<usize>, bool)>,
}

/// The room between two items of a column.
pub(super) fn gap(above: &Item, below: &Item) -> f64 {
    match (above.kind, below.kind) {
        (Kind::Node(_), Kind::Node(_)) => 16.0,
        (Kind::Node(_), _) | (_, Kind::Node(_)) => 10.0,
        (Kind::Label(_), Kind::Label(_)) => 7.0,
        _ => 5.0,
    }
}

/// An edge between nodes of the component, directed so that the edges form no cycle.
#[derive(Clone, Copy)]
struct Arc {
    link: usize,
    from: usize,
    to: usize,
    turned: bool,
}

/// Assigns columns; splits those that would make the component much higher than its width over `aspect`.
pub(super) fn assign(component: &Component, sizes: &[Size], slots: &[Size], links: &[Link], aspect: f64) -> Grid {
    let arcs = arcs(component, links);
    let layers = tighten(longest_paths(component.nodes.len(), &arcs), &arcs);
    let heights: Vec<f64> = component.nodes.iter().map(|&node| slots[node].height + 16.0).collect();
    let highest = column_heights(&layers, &heights).into_iter().fold(0.0, f64::max);
    let mut best: Option<(f64, Grid)> = None;
    for parts in 1..=8 {
        let ranks = split(&layers, &heights, &arcs, highest / f64::from(parts));
        let grid = fill(component, (sizes, slots), links, &arcs, &ranks);
        let size = estimate(&grid);
        let misfit = (size.width / size.height.max(1.0) / aspect).ln().abs();
        if best.as_ref().is_none_or(|(least, _)| misfit < *least) {
            best = Some((misfit, grid));
        }
        if size.width > size.height * aspect {
            break;
        }
    }
    best.map(|(_, grid)| grid).unwrap_or_default()
}

/// Reverses the back edges of a depth-first search from the sources, which removes all cycles.
fn arcs(component: &Component, links: &[Link]) -> Vec<Arc> {
    let count = component.nodes.len();
    let place = |node: usize| component.nodes.binary_search(&node).unwrap_or(0);
    let mut arcs: Vec<Arc> = component
        .links
        .iter()
        .map(|&link| Arc {
            link,
            from: place(links[link].from),
            to: place(links[link].to),
            turned: false,
        })
        .filter(|arc| arc.from != arc.to)
        .collect();
    let mut out = vec![Vec::new(); count];
    let mut balance = vec![(0_i64, 0_i64); count];
    for (at, arc) in arcs.iter().enumerate() {
        out[arc.from].push(at);
        balance[arc.from].1 -= 1;
        balance[arc.to].0 += 1;
    }
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|&node| (balance[node].0 > 0, balance[node].0 + balance[node].1, node));
    for back in back_arcs(&starts, &out, &arcs) {
        let arc = &mut arcs[back];
        (arc.from, arc.to, arc.turned) = (arc.to, arc.from, true);
    }
    arcs
}

/// Finds the back edges: those to an ancestor in the depth-first search.
fn back_arcs(starts: &[usize], out: &[Vec<usize>], arcs: &[Arc]) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        Not,
        Open,
        Done,
    }
    let mut visits = vec![Visit::Not; out.len()];
    let mut back = Vec::new();
    for &start in starts {
        if visits[start] != Visit::Not {
            continue;
        }
        visits[start] = Visit::Open;
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let Some(&arc) = out[*node].get(*next) else {
                visits[*node] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let to = arcs[arc].to;
            match visits[to] {
                Visit::Open => back.push(arc),
                Visit::Done => {}
                Visit::Not => {
                    visits[to] = Visit::Open;
                    path.push((to, 0));
                }
            }
        }
    }
    back
}

/// Assigns each node the length of the longest path to it (longest-path layering).
fn longest_paths(count: usize, arcs: &[Arc]) -> Vec<usize> {
    let mut layers = vec![0; count];
    let mut waiting = vec![0; count];
    let mut out = vec![Vec::new(); count];
    for arc in arcs {
        waiting[arc.to] += 1;
        out[arc.from].push(arc.to);
    }
    let mut ready: Vec<usize> = (0..count).filter(|&node| waiting[node] == 0).collect();
    while let Some(node) = ready.pop() {
        for &to in &out[node] {
            layers[to] = layers[to].max(layers[node] + 1);
            waiting[to] -= 1;
            if waiting[to] == 0 {
                ready.push(to);
            }
        }
    }
    layers
}

/// Moves nodes between the layers of their neighbours to shorten edges: to the right if they have more outgoing than
/// incoming edges, otherwise to the left.
fn tighten(mut layers: Vec<usize>, arcs: &[Arc]) -> Vec<usize> {
    let (mut incoming, mut outgoing) = (vec![Vec::new(); layers.len()], vec![Vec::new(); layers.len()]);
    for arc in arcs {
        incoming[arc.to].push(arc.from);
        outgoing[arc.from].push(arc.to);
    }
    for _ in 0..8 {
        let before = layers.clone();
        for node in 0..layers.len() {
            let least = incoming[node].iter().map(|&from| layers[from] + 1).max();
            let most = outgoing[node].iter().map(|&to| layers[to] - 1).min();
            layers[node] = match (least, most) {
                (None, Some(most)) => most,
                (Some(least), Some(most)) if outgoing[node].len() > incoming[node].len() => most.max(least),
                (Some(least), _) => least,
                (None, None) => layers[node],
            };
        }
        if layers == before {
            break;
        }
    }
    layers
}

/// Adds up the heights of the nodes of each layer.
fn column_heights(layers: &[usize], heights: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; layers.iter().max().map_or(0, |most| most + 1)];
    for (&layer, height) in layers.iter().zip(heights) {
        sums[layer] += height;
    }
    sums
}

/// Assigns each node a rank, splitting layers that are higher than `limit`: sinks to the left, other nodes to the right.
fn split(layers: &[usize], heights: &[f64], arcs: &[Arc], limit: f64) -> Vec<usize> {
    let (mut incoming, mut outgoing) = (vec![0; layers.len()], vec![0; layers.len()]);
    for arc in arcs {
        incoming[arc.to] += 1;
        outgoing[arc.from] += 1;
    }
    let mut ranks = vec![0; layers.len()];
    let mut base = 0;
    for (layer, sum) in column_heights(layers, heights).into_iter().enumerate() {
        let mut nodes: Vec<usize> = (0..layers.len()).filter(|&node| layers[node] == layer).collect();
        nodes.sort_by_key(|&node| (outgoing[node] > 0, incoming[node], node));
        let parts = (sum / limit.max(1.0) - 0.02).ceil().max(1.0);
        let mut filled = 0.0;
        for node in nodes {
            let part = ((filled + heights[node] / 2.0) / sum * parts)
                .floor()
                .clamp(0.0, parts - 1.0);
            ranks[node] = base + part as usize;
            filled += heights[node];
        }
        base += parts as usize;
    }
    ranks
}

/// Fills the columns, given the sizes of nodes without and with their loops: nodes in even ones, labels in odd ones, bends wherever an edge passes.
fn fill(
    component: &Component,
    (sizes, slots): (&[Size], &[Size]),
    links: &[Link],
    arcs: &[Arc],
    ranks: &[usize],
) -> Grid {
    let count = ranks.iter().max().map_or(0, |most| most * 2 + 1);
    let mut grid = Grid {
        columns: vec![Vec::new(); count],
        ..Grid::default()
    };
    for (place, &node) in component.nodes.iter().enumerate() {
        let item = add(&mut grid, ranks[place] * 2, Kind::Node(node), slots[node]);
        grid.items[item].body = sizes[node];
    }
    let mut crowd = vec![0.0; count];
    for arc in arcs {
        let (first, last) = (ranks[arc.from] * 2 + 1, ranks[arc.to] * 2 - 1);
        let label = links[arc.link].label;
        let labelled = if crowd[first] < crowd[last] * 0.6 { first } else { last };
        crowd[labelled] += if label.height > 0.0 { label.height + 7.0 } else { 0.0 };
        lead(&mut grid, arc, &links[arc.link], (first, last, labelled));
    }
    grid
}

/// Adds a label to one of the columns between the ends of an edge, and a bend to each other.
fn lead(grid: &mut Grid, arc: &Arc, link: &Link, (first, last, labelled): (usize, usize, usize)) {
    let height = link.thickness + 3.0;
    let mut chain = vec![arc.from];
    for column in first..=last {
        let (kind, size) = if link.label.height > 0.0 && column == labelled {
            (Kind::Label(arc.link), link.label)
        } else {
            (Kind::Bend(arc.link), Size { width: 0.0, height })
        };
        chain.push(add(grid, column, kind, size));
    }
    chain.push(arc.to);
    for pair in chain.windows(2) {
        grid.items[pair[0]].right.push(pair[1]);
        grid.items[pair[1]].left.push(pair[0]);
    }
    grid.chains.push((arc.link, chain, arc.turned));
}

/// Appends an item to a column; returns its position.
fn add(grid: &mut Grid, column: usize, kind: Kind, size: Size) -> usize {
    let item = grid.items.len();
    grid.items.push(Item {
        kind,
        column,
        size,
        body: size,
        left: Vec::new(),
        right: Vec::new(),
    });
    grid.columns[column].push(item);
    item
}

/// Estimates the room that a grid takes once it is placed.
fn estimate(grid: &Grid) -> Size {
    let mut size = Size::default();
    for column in &grid.columns {
        let items = || column.iter().map(|&item| &grid.items[item]);
        size.width += items().map(|item| item.size.width).fold(0.0, f64::max) + 34.0;
        size.height = size.height.max(items().map(|item| item.size.height + 9.0).sum());
    }
    size
}
