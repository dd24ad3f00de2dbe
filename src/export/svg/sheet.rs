//! Sheets: the panels of a drawing, each laid out separately and arranged in rows. Low panels of a row are stacked.

use super::super::drawing::{Drawing, Panel};
use super::plan::Plan;
use super::surroundings::{self, Strip};
use layout::{Choice, Size};

/// The minimum width of a sheet, in pixels.
const LEAST: f64 = 720.0;
/// The minimum width of a panel.
const NARROW: f64 = 210.0;
/// The approximate height of a heading.
const HEADING: f64 = 50.0;
/// The horizontal and vertical gap between panels.
const APART: (f64, f64) = (36.0, 30.0);
/// A panel with at least this many nodes is laid out once only, and not again for the width of the sheet.
const LARGE: usize = 400;
/// The factor by which stacking may increase the height of a row.
const SLACK: f64 = 1.3;
/// The aspect ratio (width over height) to aim for.
const ASPECT: f64 = 1.3;

/// The panels and their total size.
pub(super) struct Sheet<'d> {
    /// The total size.
    pub(super) size: Size,
    /// The panels in order.
    pub(super) panels: Vec<Placed<'d>>,
}

/// A panel with its position.
pub(super) struct Placed<'d> {
    /// The panel.
    pub(super) panel: &'d Panel,
    /// Its layout.
    pub(super) plan: Plan,
    /// Its heading.
    pub(super) heading: Strip,
    /// Its top left corner.
    pub(super) corner: (f64, f64),
    /// The horizontal offset of its graph.
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

    /// Centres a single panel.
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

    /// Appends a row, whose columns are widened to fill the sheet.
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

/// The size of a panel: that of its graph, but at least what its heading needs.
fn size(plan: &Plan) -> Size {
    Size {
        width: plan.layout.size.width.max(NARROW),
        height: plan.layout.size.height + HEADING,
    }
}

/// Stacked panels.
struct Column {
    /// Their number.
    count: usize,
    /// Their total size.
    size: Size,
}

/// The width at which rows of panels waste the least space, and the columns of each row.
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

/// Arranges panels in rows no wider than `room`, stacking a panel below the last of a row if that makes the row at most
/// `slack` times as high. Returns the columns of each row, and the total height.
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

/// Adds a panel to a row, in its last column or in a new one; returns whether it fits.
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

/// The height of the highest column.
fn height(row: &[Column]) -> f64 {
    row.iter().map(|column| column.size.height).fold(0.0, f64::max)
}
