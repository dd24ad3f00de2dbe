//! Property graphs as two CSV tables, nodes and edges, that Gephi's import wizard takes with its defaults.
//!
//! Identifiers are IRIs, numbers stand as they were written. `Weight` never mixes units: if all edges that have a weight
//! share one symbol it holds the exact amounts, else it is 1 throughout and a column `Amount SYMBOL` for each unit holds
//! them. Gephi takes the type of a column from its first 25 rows and drops what does not fit it later; therefore a row
//! that shows a column's widest type stands at the top where it would otherwise come too late. Where Gephi merges edges
//! that are parallel and of one kind, it adds their weights up unless told otherwise; the claims stay apart here.

use crate::view::{Attribute, Edge, PropertyGraph, Value};
use std::collections::BTreeSet;
use std::io;

/// The rows from which Gephi's wizard guesses the types of columns.
const LOOKED_AT: usize = 25;

/// Writes the nodes, ordered by IRI: `Id`, `Label`, then the attributes ordered by name.
///
/// # Errors
/// Those of `out`.
pub fn write_nodes(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let mut nodes: Vec<_> = graph.nodes().collect();
    nodes.sort_by_key(|node| node.iri());
    let attributes = graph.node_attributes();
    let header = header(&["Id", "Label"], &attributes, &[]);
    let rows = nodes
        .iter()
        .map(|node| {
            let mut row = vec![node.iri().to_owned(), node.label().to_owned()];
            row.extend(attributes.iter().map(|name| cell(node.value(*name))));
            row
        })
        .collect();
    write_table(&header, rows, out)
}

/// Writes the edges, ordered by the IRIs of their ends, then by what they say: `Source`, `Target`, `Type`, `Kind`,
/// `Label`, `Weight`, `Start`, `End`, then an `Amount` column for each unit if there are several, then the attributes
/// ordered by name.
///
/// # Errors
/// Those of `out`.
pub fn write_edges(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let attributes = graph.edge_attributes();
    let symbols: BTreeSet<String> = graph
        .edges()
        .filter(|edge| edge.weight().is_some())
        .map(symbol)
        .collect();
    let amounts: Vec<&String> = if symbols.len() > 1 {
        symbols.iter().collect()
    } else {
        Vec::new()
    };
    let amount_names: Vec<String> = amounts.iter().map(|symbol| amount_name(symbol)).collect();
    let fixed = ["Source", "Target", "Type", "Kind", "Label", "Weight", "Start", "End"];
    let header = header(&fixed, &attributes, &amount_names);
    let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut rows: Vec<Vec<String>> = graph
        .edges()
        .map(|edge| {
            let weight = if symbols.len() == 1 {
                owned(edge.weight())
            } else {
                "1".to_owned()
            };
            let mut row = Vec::from([edge.source(), edge.target()].map(|node| node.iri().to_owned()));
            row.extend(["Directed", edge.kind(), edge.label()].map(str::to_owned));
            row.push(weight);
            row.extend([edge.start(), edge.end()].map(owned));
            row.extend(amounts.iter().map(|unit| amount(edge, unit)));
            row.extend(attributes.iter().map(|name| cell(edge.value(*name))));
            row
        })
        .collect();
    rows.sort();
    write_table(&header, rows, out)
}

/// Gives the symbol of an edge's unit; empty where there is none.
fn symbol(edge: Edge<'_>) -> String {
    cell(edge.get("symbol"))
}

/// Names the column of a unit's amounts.
fn amount_name(symbol: &str) -> String {
    if symbol.is_empty() {
        "Amount".to_owned()
    } else {
        format!("Amount {symbol}")
    }
}

/// Gives the weight of an edge where it is of this unit, else nothing.
fn amount(edge: Edge<'_>, unit: &str) -> String {
    let weight = edge.weight().filter(|_| symbol(edge) == unit);
    weight.unwrap_or_default().to_owned()
}

/// Gives an attribute as a cell; empty where there is none.
fn cell(value: Option<Value<'_>>) -> String {
    value.map(Value::plain).unwrap_or_default()
}

/// Puts the header together: fixed columns, amounts, attributes.
///
/// Gephi compares headers without regard to case, takes a table with `source` or `target` for edges and reads `timeset`,
/// `interval` and `timestamp` its own way: attributes of such names get a low line behind them.
fn header(fixed: &[&str], attributes: &[Attribute<'_>], amounts: &[String]) -> Vec<String> {
    let own = [
        "id",
        "label",
        "source",
        "target",
        "type",
        "kind",
        "weight",
        "timeset",
        "interval",
        "timestamp",
    ];
    let mut header: Vec<String> = fixed
        .iter()
        .map(|&name| name.to_owned())
        .chain(amounts.iter().cloned())
        .collect();
    for attribute in attributes {
        let mut name = attribute.name.to_owned();
        while own.contains(&name.to_lowercase().as_str())
            || header.iter().any(|taken| taken.to_lowercase() == name.to_lowercase())
        {
            name.push('_');
        }
        header.push(name);
    }
    header
}

/// What Gephi would take a cell for, from narrow to wide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Breadth {
    Empty,
    Integer,
    Long,
    Whole,
    Number,
    Text,
}

impl Breadth {
    /// Finds the narrowest type that takes the cell.
    fn of(cell: &str) -> Breadth {
        if cell.trim().is_empty() {
            Breadth::Empty
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
        } else {
            Breadth::Text
        }
    }
}

/// Moves to the top, for each column, a row of the widest type that the column holds, if none is among the first.
fn lead_with_widest(rows: &mut [Vec<String>]) {
    let columns = rows.first().map_or(0, Vec::len);
    let mut led = 0;
    for column in 0..columns {
        let breadth = |row: &Vec<String>| Breadth::of(&row[column]);
        let widest = rows.iter().map(breadth).max();
        let first = rows.iter().position(|row| Some(breadth(row)) == widest);
        if let Some(first) = first.filter(|&first| first >= LOOKED_AT && led < LOOKED_AT) {
            rows[led..=first].rotate_right(1);
            led += 1;
        }
    }
}

/// Writes a table.
fn write_table(header: &[String], mut rows: Vec<Vec<String>>, out: &mut impl io::Write) -> io::Result<()> {
    lead_with_widest(&mut rows);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header).map_err(into_io)?;
    for row in rows {
        writer.write_record(row).map_err(into_io)?;
    }
    writer.flush()
}

/// Gives the input/output error that a CSV error wraps.
fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    fn edges(graph: &PropertyGraph) -> String {
        let mut out = Vec::new();
        write_edges(graph, &mut out).expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn one_unit_is_the_weight() {
        let written = edges(&samples::funding());
        assert!(written.starts_with("Source,Target,Type,Kind,Label,Weight,Start,End,channel,claim,"));
        assert!(written.contains("id/bpifrance,https://example.org/id/fonds,Directed,money,finance,50000000,,,"));
    }

    #[test]
    fn several_units_leave_the_weight_at_one() {
        let mut graph = samples::funding();
        let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
        samples::edge("money", "part", Some("41.370"), "%", "solid").add(&mut graph, nodes[0], nodes[3]);
        let written = edges(&graph);
        assert!(written.starts_with("Source,Target,Type,Kind,Label,Weight,Start,End,Amount %,Amount €,"));
        assert!(written.contains(",Directed,money,part,1,,,41.370,,") && written.contains(",finance,1,,,,50000000,"));
    }

    #[test]
    fn nodes_have_identifier_and_label_first() {
        let mut graph = samples::funding();
        let node = graph.add_node("https://example.org/id/a");
        graph.set_node(node, "label", Value::Text(""));
        graph.set_node(node, "source", Value::Text("x\"y,\nz"));
        let mut out = Vec::new();
        write_nodes(&graph, &mut out).expect("memory takes all");
        let written = String::from_utf8(out).expect("UTF-8");
        assert!(
            written.starts_with("Id,Label,class,colour,shape,source_\nhttps://example.org/id/a,,,,,\"x\"\"y,\nz\"\n")
        );
    }

    #[test]
    fn the_widest_type_of_a_column_is_among_the_first_rows() {
        let mut rows: Vec<Vec<String>> = (0..60).map(|row| vec![format!("r{row}"), "2024".to_owned()]).collect();
        rows[40][1] = "109000000000".to_owned();
        rows[50][1] = "2024-05".to_owned();
        lead_with_widest(&mut rows);
        assert_eq!(
            (rows[0][1].as_str(), rows[1][0].as_str(), rows.len()),
            ("2024-05", "r0", 60)
        );
    }
}
