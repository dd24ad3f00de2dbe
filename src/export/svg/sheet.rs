//! Sheets: the panels of a drawing, laid out each on its own and set in rows, in their order; low ones of a row stand one below
//! the other.

use super::super::drawing::{Drawing, Panel};
use super::plan::Plan;
use super::surroundings::{self, Strip};
use layout::{Choice, Size};

/// How wide a sheet is at least, in pixels.
const LEAST: f64 = 720.0;
/// How wide a panel is at least.
const NARROW: f64 = 210.0;
/// The height of a heading, about.
const HEADING: f64 = 50.0;
/// The room between panels, across and down.
const APART: (f64, f64) = (36.0, 30.0);
/// From how many nodes on a panel is laid out once, and not again for the width of the sheet.
const LARGE: usize = 400;
/// How many times as high a row may become for a panel below another.
const SLACK: f64 = 1.3;
/// The width over height that a sheet is to have.
const ASPECT: f64 = 1.3;

/// The panels, and the room they take.
pub(super) struct Sheet<'d> {
    /// The room.
    pub(super) size: Size,
    /// The panels in their order.
    pub(super) panels: Vec<Placed<'d>>,
}

/// A panel and where it stands.
pub(super) struct Placed<'d> {
    /// What it shows.
    pub(super) panel: &'d Panel,
    /// How it is laid out.
    pub(super) plan: Plan,
    /// What stands above it.
    pub(super) heading: Strip,
    /// Where it begins, from the left and from the top.
    pub(super) corner: (f64, f64),
    /// How far its graph is moved to the right.
    pub(super) indent: f64,
}

impl<'d> Sheet<'d> {
    /// Lays out a drawing.
    pub(super) fn of(drawing: &'d Drawing, choice: Choice) -> Sheet<'d> {
        if let [panel] = drawing.panels.as_slice() {
            return Sheet::of_one(panel, Plan::of(panel, choice, LEAST));
        }
        let plans: Vec<Plan> = drawing
            .panels
            .iter()
            .map(|panel| Plan::of(panel, choice, 0.0))
            .collect();
        let sizes: Vec<Size> = plans.iter().map(size).collect();
        let (room, rows) = best(&sizes);
        let mut sheet = Sheet {
            size: Size {
                width: room,
                height: -APART.1,
            },
            panels: Vec::new(),
        };
        let mut panels = drawing.panels.iter().zip(plans);
        for row in rows {
            let mut columns: Vec<Vec<(&Panel, Plan)>> = row
                .iter()
                .map(|column| panels.by_ref().take(column.count).collect())
                .collect();
            if let [column] = columns.as_mut_slice()
                && let [(panel, plan)] = column.as_mut_slice()
                && panel.nodes.len() < LARGE
            {
                let wider = Plan::of(panel, choice, room);
                let fits = wider.layout.size.width <= room;
                if fits && wider.layout.size.height < plan.layout.size.height {
                    *plan = wider;
                }
            }
            sheet.add(columns);
        }
        sheet
    }

    /// Centres the only panel.
    fn of_one(panel: &'d Panel, plan: Plan) -> Sheet<'d> {
        let size = Size {
            width: plan.layout.size.width.max(LEAST),
            height: plan.layout.size.height,
        };
        let indent = (size.width - plan.layout.size.width) / 2.0;
        let placed = Placed {
            panel,
            plan,
            heading: Strip::none(),
            corner: (0.0, 0.0),
            indent,
        };
        Sheet {
            size,
            panels: vec![placed],
        }
    }

    /// Adds a row below, its columns as wide as to fill it together.
    fn add(&mut self, columns: Vec<Vec<(&'d Panel, Plan)>>) {
        let widest = |column: &[(&Panel, Plan)]| column.iter().map(|(_, plan)| size(plan).width).fold(0.0, f64::max);
        let taken: f64 = columns.iter().map(|column| widest(column)).sum();
        let gaps = APART.0 * (columns.len().max(1) - 1) as f64;
        let more = ((self.size.width - gaps - taken) / columns.len().max(1) as f64).max(0.0);
        let top = self.size.height + APART.1;
        let (mut left, mut foot) = (0.0, top);
        for column in columns {
            let width = widest(&column) + more;
            let mut down = top;
            for (panel, plan) in column {
                let heading = surroundings::heading(&panel.heading, &panel.scale, width);
                let below = down + heading.height + plan.layout.size.height;
                foot = f64::max(foot, below);
                self.panels.push(Placed {
                    panel,
                    plan,
                    heading,
                    corner: (left, down),
                    indent: 0.0,
                });
                down = below + APART.1;
            }
            left += width + APART.0;
        }
        self.size.height = foot;
    }
}

/// Gives the room that a panel needs: that of its graph, and what its heading takes at least.
fn size(plan: &Plan) -> Size {
    Size {
        width: plan.layout.size.width.max(NARROW),
        height: plan.layout.size.height + HEADING,
    }
}

/// Panels one below the other.
struct Column {
    /// How many they are.
    count: usize,
    /// The room they take together.
    size: Size,
}

/// Gives the width at which rows of panels leave little room empty, and the columns of each row.
fn best(sizes: &[Size]) -> (f64, Vec<Vec<Column>>) {
    let area: f64 = sizes
        .iter()
        .map(|size| (size.width + APART.0) * (size.height + APART.1))
        .sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let least = widest.max((area * ASPECT).sqrt() * 0.8).max(LEAST);
    let tries = (0..8).flat_map(|more| [1.0, SLACK].map(|slack| (least * (1.0 + 0.1 * f64::from(more)), slack)));
    let tried = tries.map(|(room, slack)| {
        let (rows, height) = rows(sizes, room, slack);
        let misfit = (room / height / ASPECT).ln().abs();
        (room * height * (1.0 + 0.5 * misfit), room, rows)
    });
    let least = tried.min_by(|one, other| one.0.total_cmp(&other.0));
    least.map_or((LEAST, Vec::new()), |(_, room, rows)| (room, rows))
}

/// Sets panels in rows no wider than this, and below the last of a row where that makes the row at most `slack` times as high;
/// gives the columns of each row, and how high all are together.
fn rows(sizes: &[Size], room: f64, slack: f64) -> (Vec<Vec<Column>>, f64) {
    let mut rows: Vec<Vec<Column>> = Vec::new();
    for &size in sizes {
        if !rows.last_mut().is_some_and(|row| joins(row, size, room, slack)) {
            rows.push(vec![Column { count: 1, size }]);
        }
    }
    let height = rows.iter().map(|row| height(row) + APART.1).sum();
    (rows, height)
}

/// Adds a panel to a row in its last column or in one more; tells whether it has room there.
fn joins(row: &mut Vec<Column>, size: Size, room: f64, slack: f64) -> bool {
    let (height, taken) = (
        height(row),
        row.iter().map(|column| column.size.width + APART.0).sum::<f64>(),
    );
    if let Some(last) = row.last_mut() {
        let wider = last.size.width.max(size.width);
        let higher = last.size.height + APART.1 + size.height;
        if higher <= height * slack && taken - APART.0 + wider - last.size.width <= room {
            *last = Column {
                count: last.count + 1,
                size: Size {
                    width: wider,
                    height: higher,
                },
            };
            return true;
        }
    }
    let fits = taken + size.width <= room;
    if fits {
        row.push(Column { count: 1, size });
    }
    fits
}

/// Gives the height of the highest column.
fn height(row: &[Column]) -> f64 {
    row.iter().map(|column| column.size.height).fold(0.0, f64::max)
}
