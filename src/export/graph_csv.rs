//! Property graphs as two CSV tables, nodes and edges, for the default settings of Gephi's import wizard.
//!
//! Identifiers are IRIs, numbers are as written. `Weight` never mixes units: if all weights have the same symbol it has
//! the exact amounts, otherwise it is always 1 and each unit has a column `Amount SYMBOL`. `Kind` has an ordinal among
//! parallel edges (`kinds`), since Gephi merges edges of the same kind; `Relation` does not.
//!
//! Gephi infers the type of a column from its first 25 rows, and drops later values that do not fit. So a row with a
//! value of the column's widest type is moved to the top if needed. Gephi reads a column of dates as timestamps, which
//! exclude intervals. So only `Timeset` has time, from the first to the last day that the dates of an edge can mean;
//! `Period` has the dates as written, and every other date is written as an interval: `2024-05/2024-05`. Backslashes
//! are doubled, since Gephi reads them as escapes, and would lose the rest of a row.

use super::kinds::Kinds;
use super::period::{Day, Period, interval};
use super::table::{self, Column, period};
use super::units::Units;
use super::{Feature, GraphDescription};
use crate::formats::Identity;
use crate::view::{Attribute, Directions, PropertyGraph};
use petgraph::graph::EdgeIndex;
use std::io;
use std::ops::ControlFlow;

/// The description of Gephi's tables.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("csv", "csv", "text/csv", "Gephi's spreadsheet import"),
    files: &[
        ("-nodes.csv", |graph, _, mut out| write_nodes(graph, &mut out)),
        ("-edges.csv", |graph, _, mut out| write_edges(graph, &mut out)),
    ],
    features: &[Feature::Measures, Feature::Intervals, Feature::Build],
    both_ways: "`Undirected` in the column `Type`",
};

/// The number of rows from which Gephi infers the types of columns.
const LOOKED_AT: usize = 25;

/// Writes the nodes in graph order: `Id`, `Label`, then the attributes sorted by name.
///
/// # Errors
/// Those of `out`.
pub fn write_nodes(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let [iris, labels] = [graph.iris(), graph.node_labels()];
    let mut columns = vec![Column::of("Id", iris), Column::of("Label", labels)];
    let fixed = columns.len();
    for attribute in graph.node_attributes() {
        let name = free_name(attribute, &columns);
        columns.push(Column::of(name, attribute));
    }
    write_typed(columns, fixed, graph.topology().node_count(), out)
}

/// Writes the edges in graph order: `Source`, `Target`, `Type`, `Kind`, `Relation`, `Label`, `Weight`, then `Timeset`
/// and `Period` if some edge has a date, a column `Amount SYMBOL` for each of several units, and the attributes sorted
/// by name.
///
/// # Errors
/// Those of `out`.
pub fn write_edges(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let (units, kinds) = (&Units::of(graph), &Kinds::of(graph).map_err(io::Error::other)?);
    let (iris, relations, labels, weights) = (graph.iris(), graph.kinds(), graph.edge_labels(), graph.weights());
    let (edges, directions) = (graph.topology().raw_edges(), Directions::of(graph));
    let mut columns = vec![
        Column::at("Source", iris, move |row| Some(edges[row].source().index())),
        Column::at("Target", iris, move |row| Some(edges[row].target().index())),
        Column::lent("Type", move |row| {
            match directions.leads(graph.edge(EdgeIndex::new(row))) {
                true => Some("Directed"),
                false => Some("Undirected"),
            }
        }),
        Column::lent("Kind", move |row| Some(kinds.of_edge(EdgeIndex::new(row)))),
        Column::of("Relation", relations),
        Column::of("Label", labels),
    ];
    let fixed = columns.len();
    let is_one_unit = units.are_one();
    columns.push(Column::lent("Weight", move |row| match is_one_unit {
        true => weights.stored(row),
        false => Some("1"),
    }));
    let [starts, ends] = graph.dates();
    if starts.all().chain(ends.all()).next().is_some() {
        columns.push(Column::written("Timeset", move |row, cell| {
            timeset(starts.stored(row), ends.stored(row), cell);
        }));
        columns.push(Column::written("Period", move |row, cell| {
            period(starts.stored(row), ends.stored(row), cell);
        }));
    }
    for (place, (unit, _)) in units.iter().enumerate().filter(|_| !is_one_unit) {
        let name = if unit.is_empty() {
            "Amount".to_owned()
        } else {
            format!("Amount {unit}")
        };
        columns.push(Column::at(name, weights, move |row| {
            (units.place(row) == Some(place)).then_some(row)
        }));
    }
    for attribute in graph.edge_attributes() {
        let name = free_name(attribute, &columns);
        columns.push(Column::of(name, attribute));
    }
    write_typed(columns, fixed, graph.topology().edge_count(), out)
}

/// Writes the interval from the first to the last day that the dates of an edge can mean, in Gephi's notation. It is
/// empty without a date, if a date is no period ([`interval`]), and if it would end before it begins, which Gephi refuses.
fn timeset(start: Option<&str>, end: Option<&str>, cell: &mut String) {
    let [start, end] = interval([start, end]);
    match (start.map(|days| days.first), end.map(|days| days.last)) {
        (None, None) => {}
        (Some(start), Some(end)) if end < start => {}
        (start, end) => {
            let start = start.as_ref().map_or("-Infinity", Day::as_str);
            let end = end.as_ref().map_or("Infinity", Day::as_str);
            for part in ["<[", start, ", ", end, "]>"] {
                cell.push_str(part);
            }
        }
    }
}

/// The header of an attribute.
///
/// Gephi compares headers regardless of case, reads a table with `source` or `target` as edges, and interprets
/// `timeset` and names that contain `interval` or `timestamp`. An underscore is appended to such names.
fn free_name(attribute: Attribute<'_>, taken: &[Column<'_>]) -> String {
    const OWN: [&str; 8] = ["id", "label", "source", "target", "type", "kind", "weight", "timeset"];
    let mut name = attribute.name.to_owned();
    for (word, split) in [("interval", 5), ("timestamp", 4)] {
        while let Some(start) = name.to_ascii_lowercase().find(word) {
            name.insert(start + split, '_');
        }
    }
    while OWN.contains(&name.to_lowercase().as_str())
        || taken
            .iter()
            .any(|column| column.name.to_lowercase() == name.to_lowercase())
    {
        name.push('_');
    }
    name
}

/// The type that Gephi would infer for a cell, from narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Breadth {
    Empty,
    Boolean,
    Integer,
    Long,
    Whole,
    Number,
    Date,
    Text,
}

impl Breadth {
    /// The narrowest type that fits the cell.
    fn of(cell: &str) -> Breadth {
        let cell = cell.trim();
        let starts_a_number = cell.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
        if cell.is_empty() {
            Breadth::Empty
        } else if !starts_a_number {
            let is_boolean = cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false");
            if is_boolean { Breadth::Boolean } else { Breadth::Text }
        } else if cell.parse::<i32>().is_ok() {
            Breadth::Integer
        } else if cell.parse::<i64>().is_ok() {
            Breadth::Long
        } else if cell
            .trim_start_matches(['-', '+'])
            .bytes()
            .all(|byte| byte.is_ascii_digit())
        {
            Breadth::Whole
        } else if cell.parse::<f64>().is_ok() {
            Breadth::Number
        } else if Period::of(cell).is_some() {
            Breadth::Date
        } else {
            Breadth::Text
        }
    }
}

/// Writes a table; Gephi infers the types of the columns after the first `fixed`.
fn write_typed<'g>(columns: Vec<Column<'g>>, fixed: usize, rows: usize, out: &mut impl io::Write) -> io::Result<()> {
    let mut shown: Vec<usize> = Vec::new();
    let typed = |(place, column): (usize, Column<'g>)| {
        if place < fixed {
            return column;
        }
        let (widest, rows) = widest(&column, rows);
        shown.extend(rows);
        match widest {
            Breadth::Date => column.map(as_period),
            _ => column,
        }
    };
    let columns: Vec<Column<'g>> = columns.into_iter().enumerate().map(typed).collect();
    table::write(&columns, led_by(shown, rows), Some(b'\\'), out)
}

/// The widest type of a column, and the rows that show it: the first of this type, and also the first boolean, which no
/// other type includes.
fn widest(column: &Column<'_>, rows: usize) -> (Breadth, Vec<usize>) {
    let (mut widest, mut first, mut truth) = (Breadth::Empty, 0, None);
    column.each_cell(rows, |row, cell| {
        let breadth = Breadth::of(cell);
        if breadth == Breadth::Boolean {
            truth = truth.or(Some(row));
        }
        if breadth > widest {
            (widest, first) = (breadth, row);
        }
        match widest {
            Breadth::Text => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    let truth = truth.filter(|_| widest != Breadth::Text);
    (widest, [first].into_iter().chain(truth).collect())
}

/// Writes a date as an interval from itself to itself, which Gephi keeps as text.
fn as_period(date: &str, cell: &mut String) {
    if !date.is_empty() {
        period(Some(date), Some(date), cell);
    }
}

/// The indices of all rows; those in `shown` are moved to the top if they would not be among the first.
fn led_by(mut shown: Vec<usize>, rows: usize) -> impl Iterator<Item = usize> {
    shown.sort_unstable();
    shown.dedup();
    let mut leading = 0;
    // Each row that is moved up shifts the rows before it down.
    while leading < shown.len() && shown[shown.len() - 1 - leading] + leading >= LOOKED_AT {
        leading += 1;
    }
    let moved = shown.split_off(shown.len() - leading);
    let rest = (0..rows).filter({
        let moved = moved.clone();
        move |row| moved.binary_search(row).is_err()
    });
    moved.into_iter().chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use crate::view::Value;

    fn edges(graph: &PropertyGraph) -> String {
        samples::written(|out| write_edges(graph, out))
    }

    fn nodes(graph: &PropertyGraph) -> String {
        samples::written(|out| write_nodes(graph, out))
    }

    /// Sixty nodes with the same `value`, except for some.
    fn column(usual: &str, others: &[(usize, &str)]) -> Vec<String> {
        let mut graph = PropertyGraph::default();
        for number in 0..60 {
            let node = graph.add_node(&format!("n{number:02}"));
            let other = others.iter().find(|(place, _)| *place == number);
            graph.set_node(node, "value", Value::Text(other.map_or(usual, |(_, other)| other)));
        }
        nodes(&graph).lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn one_unit_is_the_weight() {
        let written = edges(&samples::funding());
        assert!(written.starts_with("Source,Target,Type,Kind,Relation,Label,Weight,channel,claim,"));
        assert!(
            written.contains("id/bpifrance,https://example.org/id/fonds,Directed,money,money,finance,50000000,money,")
        );
    }

    #[test]
    fn several_units_leave_the_weight_at_one() {
        let mut graph = samples::funding();
        let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
        samples::edge("money", "part", Some("41.370"), "%", "solid").add(&mut graph, nodes[0], nodes[3]);
        let written = edges(&graph);
        assert!(written.starts_with("Source,Target,Type,Kind,Relation,Label,Weight,Amount %,Amount €,"));
        assert!(written.contains(",Directed,money,money,part,1,41.370,,") && written.contains(",finance,1,,50000000,"));
    }

    #[test]
    fn an_edge_that_holds_both_ways_is_undirected() {
        let written = edges(&samples::both_ways(1));
        assert!(written.contains("id/b,Undirected,other,") && written.contains("id/a,Directed,other 2,"));
    }

    #[test]
    fn parallel_edges_are_of_different_kinds() {
        let mut graph = samples::funding();
        let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
        samples::edge("money", "finance", Some("7"), "€", "solid").add(&mut graph, nodes[1], nodes[2]);
        let written = edges(&graph);
        assert!(
            written.contains(",Directed,money,money,finance,50000000,")
                && written.contains(",Directed,money 2,money,finance,7,")
        );
    }

    #[test]
    fn periods_go_from_the_first_to_the_last_day() {
        let mut graph = PropertyGraph::default();
        let [from, to] = ["a", "b"].map(|iri| graph.add_node(iri));
        for (start, end) in [
            ("2024", "2024"),
            ("2024-02", ""),
            ("", "2023"),
            ("2024", "2023"),
            ("vers 2024", ""),
            ("", ""),
        ] {
            let edge = graph.add_edge(from, to);
            for (name, date) in [("start", start), ("end", end)] {
                if !date.is_empty() {
                    graph.set_edge(edge, name, Value::Date(date));
                }
            }
        }
        assert_eq!(
            edges(&graph),
            "Source,Target,Type,Kind,Relation,Label,Weight,Timeset,Period\n\
             a,b,Directed,link,,,1,\"<[2024-01-01, 2024-12-31]>\",2024/2024\n\
             a,b,Directed,link 2,,,1,\"<[2024-02-01, Infinity]>\",2024-02/..\n\
             a,b,Directed,link 3,,,1,\"<[-Infinity, 2023-12-31]>\",../2023\n\
             a,b,Directed,link 4,,,1,,2024/2023\n\
             a,b,Directed,link 5,,,1,,vers 2024/..\n\
             a,b,Directed,link 6,,,1,,\n"
        );
    }

    #[test]
    fn nodes_have_identifier_and_label_first() {
        let mut graph = samples::funding();
        let node = graph.add_node("https://example.org/id/a");
        graph.set_node(node, "label", Value::Text(""));
        graph.set_node(node, "source", Value::Text("x\"y,\nz"));
        graph.set_node(node, "Time_Interval", Value::Text("x"));
        let written = nodes(&graph);
        assert!(written.starts_with("Id,Label,Time_Inter_val,class,colour,shape,source_\n"));
        assert!(written.ends_with("\nhttps://example.org/id/a,,x,,,,\"x\"\"y,\nz\"\n"));
    }

    #[test]
    fn the_widest_type_of_a_column_is_among_the_first_rows() {
        let rows = column("2024", &[(40, "109000000000"), (50, "about 2024")]);
        assert_eq!(
            (rows[0].as_str(), rows[1].as_str(), rows.len()),
            ("n50,n50,about 2024", "n00,n00,2024", 60)
        );
        let rows = column("2024", &[(40, "true")]);
        assert!(rows[..LOOKED_AT].contains(&"n40,n40,true".to_owned()));
    }

    #[test]
    fn rows_that_are_moved_push_no_other_out() {
        let rows: Vec<usize> = led_by(vec![24, 23, 7, 59], 60).collect();
        assert_eq!((&rows[..4], rows.len()), (&[23, 24, 59, 0][..], 60));
        assert_eq!(rows.iter().position(|row| *row == 7), Some(10));
    }

    #[test]
    fn a_column_of_dates_is_one_of_periods() {
        assert_eq!(column("2024-05", &[(3, "2024")])[3], "n03,n03,2024/2024");
        assert_eq!(column("2024-05", &[(3, "May")])[4], "n04,n04,2024-05");
    }

    #[test]
    fn every_text_comes_back() {
        for label in samples::NASTY {
            let mut graph = PropertyGraph::default();
            let node = graph.add_node("https://example.org/id/a");
            graph.set_node(node, "label", Value::Text(label));
            let written = nodes(&graph);
            let mut reader = csv::Reader::from_reader(written.as_bytes());
            let row = reader.records().next().expect("a row").expect("CSV");
            assert_eq!(row[1].replace("\\\\", "\\"), label);
        }
    }
}
