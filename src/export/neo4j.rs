//! Property graphs as two CSV tables, nodes and relationships, for `neo4j-admin database import full`.
//!
//! Headers have types. `:LABEL` is `Entity` and the class (`PublicBody`), `:TYPE` the kind (`FUNDS`); `class` and
//! `kind` have both as written. A decimal is a double, and a string `NAME_exact` repeats it (`exact` for the weight).
//! `start` and `end` are the first and last day that the dates can mean, `period` the dates as written. The items of
//! lists are separated by semicolons; since Neo4j has no escape, a semicolon in an item becomes a full-width one.

use super::period::{Period, Precision, interval};
use super::table::{self, Column, period, plain};
use super::{Feature, GraphDescription};
use crate::formats::Identity;
use crate::view::{Attribute, PropertyGraph, Type, Value};
use petgraph::graph::NodeIndex;
use std::borrow::Cow;
use std::io;

/// The description of Neo4j's tables.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("neo4j", "csv", "text/csv", "Neo4j (neo4j-admin database import)").by_name_only(),
    files: &[
        ("-nodes.csv", |graph, _, mut out| write_nodes(graph, &mut out)),
        ("-relationships.csv", |graph, _, mut out| {
            write_relationships(graph, &mut out)
        }),
    ],
    features: &[Feature::Measures, Feature::Intervals],
    both_ways: "the attribute alone: Neo4j's relationships have a direction",
};

/// Writes the nodes: `id:ID`, `:LABEL`, `name:string`, then the attributes sorted by name.
///
/// # Errors
/// Those of `out`.
pub fn write_nodes(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let node = |row| graph.node(NodeIndex::new(row));
    let attributes = graph.node_attributes();
    let class = attributes.iter().find(|attribute| attribute.name == "class").copied();
    let mut columns = vec![
        Column::of("id:ID", graph.iris()),
        Column::new(":LABEL", move |row| {
            let class = joined_words(&plain(class.and_then(|class| node(row).value(class))));
            if class.is_empty() {
                "Entity".into()
            } else {
                format!("Entity;{class}").into()
            }
        }),
        Column::of("name:string", graph.node_labels()),
    ];
    let mut taken: Vec<String> = ["id", "name"].map(str::to_owned).to_vec();
    for attribute in attributes {
        push(attribute, &mut columns, &mut taken);
    }
    table::write(&columns, 0..graph.topology().node_count(), None, out)
}

/// Writes the edges: `:START_ID`, `:END_ID`, `:TYPE`, `kind:string`, `name:string`, `weight:double`, `exact:string`,
/// `start:date`, `end:date`, `period:string`, then the attributes sorted by name.
///
/// # Errors
/// Those of `out`.
pub fn write_relationships(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    let edges = graph.topology().raw_edges();
    let (kinds, weights, [starts, ends]) = (graph.kinds(), graph.weights(), graph.dates());
    let types = [""].into_iter().chain(kinds.different().map(Value::stored));
    let dates = move |row| interval([starts.stored(row), ends.stored(row)]);
    let types: &Vec<String> = &types.map(relationship_type).collect();
    let mut columns = vec![
        Column::at(":START_ID", graph.iris(), move |row| Some(edges[row].source().index())),
        Column::at(":END_ID", graph.iris(), move |row| Some(edges[row].target().index())),
        Column::lent(":TYPE", move |row| {
            types.get(kinds.number(row) as usize).map(String::as_str)
        }),
        Column::of("kind:string", kinds),
        Column::of("name:string", graph.edge_labels()),
        Column::lent("weight:double", move |row| weights.stored(row).and_then(double)),
        Column::of("exact:string", weights),
        Column::written("start:date", move |row, cell| {
            if let [Some(days), _] = dates(row) {
                cell.push_str(days.first.as_str());
            }
        }),
        Column::written("end:date", move |row, cell| {
            if let [_, Some(days)] = dates(row) {
                cell.push_str(days.last.as_str());
            }
        }),
        Column::written("period:string", move |row, cell| {
            period(starts.stored(row), ends.stored(row), cell);
        }),
    ];
    let mut taken: Vec<String> = ["kind", "name", "weight", "exact", "start", "end", "period"]
        .map(str::to_owned)
        .to_vec();
    for attribute in graph.edge_attributes() {
        push(attribute, &mut columns, &mut taken);
    }
    table::write(&columns, 0..graph.topology().edge_count(), None, out)
}

/// Adds the columns of an attribute.
fn push<'g>(attribute: Attribute<'g>, columns: &mut Vec<Column<'g>>, taken: &mut Vec<String>) {
    let name = property_name(attribute.name, taken);
    let mut add = |name: &str, kind: &str| columns.push(Column::of(format!("{name}:{kind}"), attribute));
    match attribute.kind {
        Type::Text | Type::Iri => add(&name, "string"),
        Type::Boolean => add(&name, "boolean"),
        Type::Integer if attribute.used().all(|text| text.parse::<i64>().is_ok()) => add(&name, "long"),
        Type::Integer => add(&name, "string"),
        Type::Date if attribute.used().all(is_day) => add(&name, "date"),
        Type::Date => add(&name, "string"),
        Type::Decimal => {
            let exact = property_name(&format!("{}_exact", attribute.name), taken);
            columns.push(Column::lent(format!("{name}:double"), move |row| {
                attribute.stored(row).and_then(double)
            }));
            columns.push(Column::of(format!("{exact}:string"), attribute));
        }
        Type::List => columns.push(Column::new(format!("{name}:string[]"), move |row| {
            list(attribute.value(row))
        })),
    }
}

/// A number as Java reads a double: XML Schema's `INF` is its `Infinity`. `None` if the text is no number.
fn double(text: &str) -> Option<&str> {
    match text {
        "INF" | "+INF" => Some("Infinity"),
        "-INF" => Some("-Infinity"),
        "NaN" => Some(text),
        _ => text
            .parse::<f64>()
            .is_ok_and(|_| !text.contains(|letter: char| letter.is_ascii_alphabetic() && !"eE".contains(letter)))
            .then_some(text),
    }
}

/// Whether a text is the date of one day, without a time.
fn is_day(text: &str) -> bool {
    text.len() == 10 && Period::of(text).is_some_and(|days| days.precision == Precision::Day)
}

/// The items of a list, joined by semicolons.
fn list(value: Option<Value<'_>>) -> Cow<'_, str> {
    match value {
        Some(Value::List(items)) => {
            let items: Vec<_> = items.iter().map(|item| item.replace(';', "；")).collect();
            items.join(";").into()
        }
        other => plain(other),
    }
}

/// A unique property name that needs no quotes in Cypher: letters, digits and underscores.
fn property_name(name: &str, taken: &mut Vec<String>) -> String {
    let mut free: String = name
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '_' })
        .collect();
    if !free.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        free.insert(0, '_');
    }
    let plain = free.clone();
    let mut number = 1;
    while taken.contains(&free) {
        number += 1;
        free = format!("{plain}_{number}");
    }
    taken.push(free.clone());
    free
}

/// The type of a relationship in upper snake case: `isPartOf` becomes `IS_PART_OF`; `RELATED` without a kind.
fn relationship_type(kind: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for letter in kind.chars() {
        if !letter.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let begins = before == ' ' || before.is_lowercase() && letter.is_uppercase();
        if begins && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_uppercase());
        before = letter;
    }
    match name.chars().next() {
        None => "RELATED".to_owned(),
        Some(first) if first.is_numeric() => format!("_{name}"),
        Some(_) => name,
    }
}

/// A text in Pascal case: `organisme public` becomes `OrganismePublic`.
fn joined_words(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            name.extend(first.to_uppercase());
            name.push_str(letters.as_str());
        }
    }
    if name.starts_with(char::is_numeric) {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    fn written(graph: &PropertyGraph) -> [String; 2] {
        [
            samples::written(|out| write_nodes(graph, out)),
            samples::written(|out| write_relationships(graph, out)),
        ]
    }

    #[test]
    fn headers_have_types() {
        let [nodes, relationships] = written(&samples::funding());
        assert!(nodes.starts_with("id:ID,:LABEL,name:string,class:string,colour:string,shape:string\n"));
        assert!(nodes.contains("id/bpifrance,Entity;OrganismePublic,Bpifrance,organisme public,"));
        assert!(relationships.starts_with(
            ":START_ID,:END_ID,:TYPE,kind:string,name:string,weight:double,exact:string,start:date,end:date,period:string,\
             channel:string,claim:string,maximum:double,maximum_exact:string,minimum:double,minimum_exact:string,"
        ));
        assert!(relationships.contains("id/fonds,MONEY,money,finance,50000000,50000000,,,,money,"));
    }

    #[test]
    fn types_follow_from_all_values() {
        let mut graph = PropertyGraph::default();
        let nodes = ["a", "b"].map(|iri| graph.add_node(iri));
        for (node, (date, day, number, whole)) in nodes.iter().zip([
            ("2024-05", "2024-05-01", "1", "1"),
            ("2024-05-02", "2024-05-02", "9223372036854775808", "-2"),
        ]) {
            graph.set_node(*node, "date", Value::Date(date));
            graph.set_node(*node, "day", Value::Date(day));
            graph.set_node(*node, "number", Value::Integer(number));
            graph.set_node(*node, "whole n°", Value::Integer(whole));
            graph.set_node(*node, "whole-n°", Value::Boolean(true));
        }
        let [nodes, _] = written(&graph);
        assert!(nodes.starts_with(
            "id:ID,:LABEL,name:string,date:string,day:date,number:string,whole_n_:long,whole_n__2:boolean\n"
        ));
    }

    #[test]
    fn numbers_without_digits_are_those_of_java() {
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("a");
        for (given, expected) in [
            ("INF", "Infinity,INF"),
            ("-INF", "-Infinity,-INF"),
            ("NaN", "NaN,NaN"),
            ("1.5e3", "1.5e3,1.5e3"),
            ("inf", ",inf"),
            ("many", ",many"),
        ] {
            let edge = graph.add_edge(node, node);
            graph.set_edge(edge, "weight", Value::Decimal(given));
            graph.set_edge(edge, "share", Value::Decimal(given));
            let [_, relationships] = written(&graph);
            let row = format!("a,a,RELATED,,,{expected},,,,{expected}\n");
            assert!(relationships.ends_with(&row), "{relationships}");
        }
    }

    #[test]
    fn a_date_that_neo4j_has_not_leaves_no_interval() {
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("a");
        let edge = graph.add_edge(node, node);
        graph.set_edge(edge, "start", Value::Date("-0044"));
        graph.set_edge(edge, "end", Value::Date("2024"));
        let [_, relationships] = written(&graph);
        assert!(
            relationships.ends_with("a,a,RELATED,,,,,,,-0044/2024\n"),
            "{relationships}"
        );
    }

    #[test]
    fn dates_are_days_and_as_written() {
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("a");
        let edge = graph.add_edge(node, node);
        graph.set_edge(edge, "start", Value::Date("2024"));
        graph.set_edge(edge, "end", Value::Date("2024-02"));
        graph.set_edge_list(edge, "claims", ["x;y", "z"]);
        let [_, relationships] = written(&graph);
        assert!(
            relationships.ends_with(
                "period:string,claims:string[]\na,a,RELATED,,,,,2024-01-01,2024-02-29,2024/2024-02,x；y;z\n"
            )
        );
    }

    #[test]
    fn names_are_those_of_neo4j() {
        for (kind, name) in [
            ("funds", "FUNDS"),
            ("isPartOf", "IS_PART_OF"),
            ("finance (part)", "FINANCE_PART"),
            ("reçoit", "REÇOIT"),
            ("2024 plan", "_2024_PLAN"),
            ("?!", "RELATED"),
        ] {
            assert_eq!(relationship_type(kind), name);
        }
    }

    #[test]
    fn every_text_comes_back() {
        for label in samples::NASTY {
            let mut graph = PropertyGraph::default();
            let node = graph.add_node("https://example.org/id/a");
            graph.set_node(node, "label", Value::Text(label));
            let [nodes, _] = written(&graph);
            let mut reader = csv::Reader::from_reader(nodes.as_bytes());
            assert_eq!(&reader.records().next().expect("a row").expect("CSV")[2], label);
        }
    }
}
