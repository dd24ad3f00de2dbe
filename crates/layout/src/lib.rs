//! Layered graph layouts from left to right, with edge labels.
//!
//! Takes the sizes of nodes and of edge labels; returns centres and routes. After Sugiyama: back edges are
//! reversed, nodes are assigned to layers (columns) so that edges point right, every edge gets a bend in each column that
//! it crosses and a place for its label, columns are ordered to reduce crossings and placed by least squares. Bends and
//! labels take room as nodes do, so nothing overlaps by construction. Columns that would be too high are split. Connected
//! components are laid out separately and packed. Same input, same output: ties are broken by position.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod captions;
mod columns;
mod components;
pub mod force;
mod free;
mod order;
mod pack;
mod place;
mod plane;

pub use place::SIDE;
pub use plane::bend;

/// How a graph is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Force-directed for large components that are no trees, layered for the rest.
    #[default]
    Fitting,
    /// Layered, sources on the left.
    Layered,
    /// Force-directed.
    Force,
}

/// The number of nodes above which a component is large.
const LARGE: usize = 60;
/// The width above which a component is too wide for a page, in pixels, unless it is high as well.
const WIDE: f64 = 1600.0;

impl Choice {
    /// Tells whether a component is laid out by force: always if chosen, except for pairs; by default if it is large and no tree.
    fn frees(self, component: &pack::Component) -> bool {
        let (nodes, links) = (component.nodes.len(), component.links.len());
        match self {
            Choice::Layered => false,
            Choice::Force => nodes > 2,
            Choice::Fitting => nodes > LARGE && links * 10 > nodes * 11,
        }
    }
}

/// A width and a height in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// A point in pixels; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// The sizes of nodes, in their order.
#[derive(Clone, Copy)]
pub struct Bodies<'s> {
    /// In columns, where edges end at two of their sides and need room there.
    pub level: &'s [Size],
    /// Where edges end all around them.
    pub free: &'s [Size],
}

/// An edge to be laid out.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The position of its source among the nodes.
    pub from: usize,
    /// The position of its target.
    pub to: usize,
    /// The size of its label; nothing where there is none.
    pub label: Size,
    /// The width of its line in pixels.
    pub thickness: f64,
    /// If there is not enough room, labels of the lowest ranks are placed first.
    pub rank: usize,
}

/// A horizontal stretch of an edge, in its own direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Its height.
    pub y: f64,
}

/// The route of an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Its level stretches, first to last; curves lead from one to the next. None for an edge from a node to itself.
    pub stretches: Vec<Stretch>,
    /// For an edge of a force-directed component instead: the middle of its curve.
    pub middle: Option<Point>,
    /// The centre of its label; `None` if it has no room.
    pub label: Option<Point>,
}

/// A finished layout; everything lies between the origin and `size`.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The room taken.
    pub size: Size,
    /// The centres of the nodes, in the order given.
    pub nodes: Vec<Point>,
    /// Their sizes, as they are laid out.
    pub sizes: Vec<Size>,
    /// Their columns, counted from the left of their component from 0, in the order given.
    pub columns: Vec<usize>,
    /// The routes of the edges, in the order given.
    pub routes: Vec<Route>,
}

/// How high a loop from a node to itself rises above it.
pub const LOOP: f64 = 22.0;

/// Lays a graph out in columns; see [`arrange`].
pub fn layered(nodes: &[Size], links: &[Link], aspect: f64, least: f64) -> Layout {
    let bodies = Bodies {
        level: nodes,
        free: nodes,
    };
    arrange(bodies, links, Choice::Layered, aspect, least)
}

/// Lays a graph out so that its width is about `aspect` times its height, at least `least` pixels wide where it is packed.
pub fn arrange(bodies: Bodies<'_>, links: &[Link], choice: Choice, aspect: f64, least: f64) -> Layout {
    let nodes = bodies.level;
    let (level, spacious) = (slots(bodies.level, links), slots(bodies.free, links));
    let mut layout = Layout {
        routes: vec![Route::default(); links.len()],
        ..Layout::default()
    };
    (layout.nodes, layout.columns) = (vec![Point::default(); nodes.len()], vec![0; nodes.len()]);
    layout.sizes = nodes.to_vec();
    let mut pieces: Vec<_> = pack::components(nodes.len(), links)
        .into_iter()
        .map(|component| {
            let free = || free::piece(&component, bodies.free, &spacious, links, aspect);
            if choice.frees(&component) {
                return free();
            }
            let layered = piece(&component, nodes, &level, links, aspect);
            if choice == Choice::Fitting && layered.size.width > WIDE && layered.size.width > layered.size.height * 2.0
            {
                return free();
            }
            layered
        })
        .collect();
    layout.size = pack::shelve(&mut pieces, aspect, least);
    for piece in pieces {
        for (node, centre) in piece.nodes {
            layout.nodes[node] = centre;
            if piece.is_free {
                layout.sizes[node] = bodies.free[node];
            }
        }
        for (node, column) in piece.columns {
            layout.columns[node] = column;
        }
        for (link, route) in piece.routes {
            layout.routes[link] = route;
        }
    }
    place_loops(links, &mut layout);
    layout
}

/// Returns the room each node needs together with the loops and their labels above it.
fn slots(nodes: &[Size], links: &[Link]) -> Vec<Size> {
    let mut slots = nodes.to_vec();
    let mut looped = vec![false; nodes.len()];
    for link in links.iter().filter(|link| link.from == link.to) {
        let slot = &mut slots[link.from];
        slot.width = slot.width.max(link.label.width + 8.0);
        slot.height += link.label.height + if looped[link.from] { 0.0 } else { LOOP };
        looped[link.from] = true;
    }
    slots
}

/// Stacks the labels of loops above their nodes.
fn place_loops(links: &[Link], layout: &mut Layout) {
    let mut tops: Vec<f64> = layout
        .nodes
        .iter()
        .zip(&layout.sizes)
        .map(|(centre, size)| centre.y - size.height / 2.0 - LOOP)
        .collect();
    for (link, route) in links
        .iter()
        .zip(&mut layout.routes)
        .filter(|(link, _)| link.from == link.to)
    {
        let top = &mut tops[link.from];
        route.label = Some(Point {
            x: layout.nodes[link.from].x,
            y: *top - link.label.height / 2.0,
        });
        *top -= link.label.height;
    }
}

/// A component that is laid out on its own.
struct PlacedComponent {
    /// The room it takes.
    size: Size,
    /// Whether it has a force-directed layout.
    is_free: bool,
    /// Its nodes with their centres.
    nodes: Vec<(usize, Point)>,
    /// Its nodes with their columns.
    columns: Vec<(usize, usize)>,
    /// Its edges with their routes.
    routes: Vec<(usize, Route)>,
}

/// Lays out one component.
fn piece(component: &pack::Component, nodes: &[Size], slots: &[Size], links: &[Link], aspect: f64) -> PlacedComponent {
    let mut grid = columns::assign(component, nodes, slots, links, aspect);
    order::uncross(&mut grid);
    place::place(&grid, component, links)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tells whether two boxes around centres share more than a border.
    fn overlap(a: (Point, Size), b: (Point, Size)) -> bool {
        let near = |a: f64, b: f64, room: f64| (a - b).abs() < room / 2.0 - 0.01;
        near(a.0.x, b.0.x, a.1.width + b.1.width) && near(a.0.y, b.0.y, a.1.height + b.1.height)
    }

    fn graphs() -> impl Strategy<Value = (Vec<Size>, Vec<Link>)> {
        let size = (20.0..160.0f64, 20.0..90.0f64).prop_map(|(width, height)| Size { width, height });
        prop::collection::vec(size, 1..40).prop_flat_map(|nodes| {
            let count = nodes.len();
            let label = (0.0..120.0f64, 0.0..40.0f64).prop_map(|(width, height)| Size { width, height });
            let link = (0..count, 0..count, label, 1.0..8.0f64);
            let link = link.prop_map(|(from, to, label, thickness)| Link {
                from,
                to,
                label,
                thickness,
                rank: 0,
            });
            (Just(nodes), prop::collection::vec(link, 0..120))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn neither_nodes_nor_labels_overlap((nodes, links) in graphs()) {
            let layout = layered(&nodes, &links, 1.4, 400.0);
            let mut boxes: Vec<_> = layout.nodes.iter().copied().zip(nodes.iter().copied()).collect();
            boxes.extend(layout.routes.iter().zip(&links).filter(|(_, link)| link.label.height > 0.0).filter_map(|(route, link)| Some((route.label?, link.label))));
            for (at, &one) in boxes.iter().enumerate() {
                prop_assert!(one.0.x - one.1.width / 2.0 > -0.01 && one.0.x + one.1.width / 2.0 < layout.size.width + 0.01);
                prop_assert!(one.0.y - one.1.height / 2.0 > -0.01 && one.0.y + one.1.height / 2.0 < layout.size.height + 0.01);
                for &other in &boxes[..at] {
                    prop_assert!(!overlap(one, other), "{one:?} {other:?}");
                }
            }
        }

        #[test]
        fn neither_nodes_nor_labels_overlap_where_force_places_them((nodes, links) in graphs()) {
            let bodies = Bodies { level: &nodes, free: &nodes };
            let layout = arrange(bodies, &links, Choice::Force, 1.4, 400.0);
            let mut boxes: Vec<_> = layout.nodes.iter().copied().zip(nodes.iter().copied()).collect();
            boxes.extend(layout.routes.iter().zip(&links).filter(|(_, link)| link.label.height > 0.0).filter_map(|(route, link)| Some((route.label?, link.label))));
            for (at, &one) in boxes.iter().enumerate() {
                prop_assert!(one.0.x - one.1.width / 2.0 > -0.01 && one.0.x + one.1.width / 2.0 < layout.size.width + 0.01);
                prop_assert!(one.0.y - one.1.height / 2.0 > -0.01 && one.0.y + one.1.height / 2.0 < layout.size.height + 0.01);
                for &other in &boxes[..at] {
                    prop_assert!(!overlap(one, other), "{one:?} {other:?}");
                }
            }
        }

        #[test]
        fn a_route_leads_from_source_to_target((nodes, links) in graphs()) {
            let layout = layered(&nodes, &links, 1.4, 400.0);
            for (link, route) in links.iter().zip(&layout.routes).filter(|(link, _)| link.from != link.to) {
                let (first, last) = (route.stretches[0], route.stretches[route.stretches.len() - 1]);
                for (node, x, y) in [(link.from, first.start, first.y), (link.to, last.end, last.y)] {
                    prop_assert!((layout.nodes[node].x - x).abs() <= nodes[node].width / 2.0 + 0.01);
                    prop_assert!((layout.nodes[node].y - y).abs() <= nodes[node].height / 2.0 + 0.01);
                }
            }
        }
    }

    #[test]
    fn an_empty_graph_takes_no_room() {
        assert_eq!(layered(&[], &[], 1.4, 0.0).size, Size::default());
    }

    #[test]
    fn the_layout_is_the_same_each_time() {
        let nodes = vec![
            Size {
                width: 80.0,
                height: 30.0
            };
            30
        ];
        let label = Size {
            width: 50.0,
            height: 14.0,
        };
        let links: Vec<Link> = (0..60)
            .map(|n| Link {
                from: n % 7,
                to: (n * 11) % 30,
                label,
                thickness: 1.0,
                rank: 0,
            })
            .collect();
        let (one, two) = (layered(&nodes, &links, 1.4, 0.0), layered(&nodes, &links, 1.4, 0.0));
        assert_eq!((one.nodes, one.routes), (two.nodes, two.routes));
    }

    /// As many nodes, and links between them with labels, ranked in their order.
    fn ranked(count: usize, ends: impl Iterator<Item = (usize, usize)>) -> (Vec<Size>, Vec<Link>) {
        let (width, height) = (120.0, 32.0);
        let label = Size {
            width: 60.0,
            height: 16.0,
        };
        let link = |(rank, (from, to))| Link {
            from,
            to,
            label,
            thickness: 1.0,
            rank,
        };
        (
            vec![Size { width, height }; count],
            ends.enumerate().map(link).collect(),
        )
    }

    fn by_force((nodes, links): &(Vec<Size>, Vec<Link>)) -> Layout {
        let bodies = Bodies {
            level: nodes,
            free: nodes,
        };
        arrange(bodies, links, Choice::Force, 1.4, 0.0)
    }

    #[test]
    fn where_labels_are_many_those_of_the_lowest_rank_stand() {
        let dense = (0..30).flat_map(|from| (from + 1..30).map(move |to| (from, to)));
        let layout = by_force(&ranked(30, dense));
        let standing: Vec<bool> = layout.routes.iter().map(|route| route.label.is_some()).collect();
        assert!(standing[..30].iter().all(|stands| *stands));
        assert!(standing.iter().filter(|stands| !**stands).count() > 100);
        assert!(layout.size.width * layout.size.height < 6e6, "{:?}", layout.size);
    }

    #[test]
    fn what_force_sets_in_a_line_is_not_drawn_out() {
        let layout = by_force(&ranked(4, (1..4).map(|to| (to - 1, to))));
        assert!(layout.size.width < 1400.0, "{:?}", layout.size);
    }

    #[test]
    fn a_wide_fan_is_no_tower() {
        let nodes = vec![
            Size {
                width: 140.0,
                height: 40.0
            };
            61
        ];
        let label = Size {
            width: 60.0,
            height: 16.0,
        };
        let links: Vec<Link> = (1..61)
            .map(|to| Link {
                from: 0,
                to,
                label,
                thickness: 1.0,
                rank: 0,
            })
            .collect();
        let size = layered(&nodes, &links, 1.4, 0.0).size;
        assert!(
            size.width / size.height > 0.7 && size.width / size.height < 2.8,
            "{size:?}"
        );
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
