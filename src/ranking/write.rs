//! Writes rankings as a table, CSV, CSV for spreadsheets or JSON.

use super::Ranking;
use crate::analysis::{Column, Measure, Values};
use crate::dossier::Dossier;
use crate::export::table::into_io;
use crate::graph::{Answer, Solutions};
use crate::query::answer::{self, AnswerFormat, WriteError};
use crate::terminal::shown;
use oxigraph::model::{Literal, Term, vocab::xsd};
use serde_json::{Map, Value as Json, json};
use std::io::{self, Write};

/// A value as text; reals are rounded to `decimals`, if given.
fn text(values: &Values, index: usize, decimals: Option<usize>) -> String {
    match (values, decimals) {
        (Values::Integer(values), _) => values[index].to_string(),
        (Values::Real(values), Some(decimals)) => format!("{:.decimals$}", values[index]),
        (Values::Real(values), None) => values[index].to_string(),
        (Values::Decimal(values), _) => values[index].map_or_else(String::new, |value| value.to_string()),
        (Values::Boolean(values), Some(_)) => if values[index] { "yes" } else { "no" }.to_owned(),
        (Values::Boolean(values), None) => values[index].to_string(),
    }
}

fn literal(text: String) -> Option<Term> {
    Some(Literal::new_simple_literal(text).into())
}

impl Ranking {
    /// The names of the columns: the given ones, then those of the measures.
    fn names(&self, first: &[&str]) -> Vec<String> {
        let measures = self.columns.iter().map(|column| column.name.clone());
        first.iter().map(|name| (*name).to_owned()).chain(measures).collect()
    }
}

/// Writes a table for a terminal, followed by remarks on the graph; it is fitted into `width` columns, if given.
///
/// # Errors
/// When writing fails.
pub fn table(
    ranking: &Ranking,
    width: Option<usize>,
    dossier: &Dossier,
    mut out: &mut dyn Write,
) -> Result<(), WriteError> {
    let nodes: Vec<_> = ranking.graph.nodes().collect();
    let row = |index: &usize| {
        let columns = ranking.columns.iter();
        let values = columns.map(|column| text(&column.values, *index, Some(6)));
        let cells = [nodes[*index].label().to_owned()].into_iter().chain(values);
        cells.map(literal).collect()
    };
    let solutions = Solutions {
        variables: ranking.names(&["node"]),
        rows: ranking.order.iter().map(row).collect(),
    };
    let answer = Answer::Solutions(solutions);
    answer::write(answer.into(), AnswerFormat::Table, width, dossier, &mut out)?;
    Ok(remarks(ranking, out)?)
}

/// The remarks below the table: the view, and the groups.
fn remarks(ranking: &Ranking, out: &mut dyn Write) -> io::Result<()> {
    let by = shown(ranking.columns.first().map_or("name", |column| column.name.as_str()));
    let graph = ranking.graph.topology();
    writeln!(
        out,
        "view `{}`: {} of {} nodes, by {by}; {} edges",
        shown(&ranking.view),
        ranking.order.len(),
        graph.node_count(),
        graph.edge_count()
    )?;
    for column in &ranking.columns {
        match (ranking.division(column), Ranking::groups(column)) {
            (Some(division), _) => {
                let (count, modularity) = (division.count, division.modularity);
                writeln!(out, "community: {count}, modularity {modularity:.4}")?;
            }
            (None, Some(count)) => writeln!(out, "{}: {count}", shown(&column.name))?,
            (None, None) => {}
        }
    }
    if ranking.columns.is_empty() {
        writeln!(out, "no edge of the view has an amount that adds up")?;
    }
    Ok(())
}

/// Writes CSV.
///
/// # Errors
/// When writing fails.
pub fn csv(ranking: &Ranking, out: &mut dyn Write) -> io::Result<()> {
    let nodes: Vec<_> = ranking.graph.nodes().collect();
    let mut table = csv::Writer::from_writer(out);
    table.write_record(ranking.names(&["iri", "label"])).map_err(into_io)?;
    for index in &ranking.order {
        let columns = ranking.columns.iter();
        let values = columns.map(|column| text(&column.values, *index, None));
        let names = [nodes[*index].iri(), nodes[*index].label()].map(str::to_owned);
        table.write_record(names.into_iter().chain(values)).map_err(into_io)?;
    }
    table.flush()
}

/// Writes CSV in which texts that look like formulas are escaped.
///
/// # Errors
/// When writing fails.
pub fn spreadsheet(ranking: &Ranking, dossier: &Dossier, mut out: &mut dyn Write) -> Result<(), WriteError> {
    let nodes: Vec<_> = ranking.graph.nodes().collect();
    let value = |column: &Column, index: usize| {
        let text = text(&column.values, index, None);
        match column.values {
            Values::Boolean(_) => literal(text),
            _ if text.is_empty() => None,
            _ => Some(Literal::new_typed_literal(text, xsd::DECIMAL).into()),
        }
    };
    let row = |index: &usize| {
        let names = [nodes[*index].iri(), nodes[*index].label()].map(|name| literal(name.to_owned()));
        let values = ranking.columns.iter().map(|column| value(column, *index));
        names.into_iter().chain(values).collect()
    };
    let solutions = Solutions {
        variables: ranking.names(&["iri", "label"]),
        rows: ranking.order.iter().map(row).collect(),
    };
    let answer = Answer::Solutions(solutions);
    answer::write(answer.into(), AnswerFormat::Spreadsheet, None, dossier, &mut out)
}

/// Writes JSON.
///
/// # Errors
/// When writing fails.
pub fn json(ranking: &Ranking, out: &mut dyn Write) -> io::Result<()> {
    let nodes: Vec<_> = ranking.graph.nodes().collect();
    let graph = ranking.graph.topology();
    let value = |column: &Column, index: usize| match &column.values {
        Values::Boolean(values) => json!(values[index]),
        Values::Real(values) => json!(values[index]),
        // Exact sums are strings: most JSON readers convert numbers to doubles.
        Values::Decimal(values) => json!(values[index].map(|value| value.to_string())),
        Values::Integer(values) => json!(values[index]),
    };
    let node = |index: &usize| {
        let mut found = Map::new();
        found.insert("iri".to_owned(), json!(nodes[*index].iri()));
        found.insert("label".to_owned(), json!(nodes[*index].label()));
        for column in &ranking.columns {
            found.insert(column.name.clone(), value(column, *index));
        }
        Json::Object(found)
    };
    let mut said = json!({"view": ranking.view, "nodes": graph.node_count(), "edges": graph.edge_count()});
    let communities = ranking
        .columns
        .iter()
        .filter(|column| column.measure == Measure::Community);
    for division in communities.filter_map(|column| ranking.division(column)) {
        said["communities"] = json!({"count": division.count, "modularity": division.modularity, "seed": ranking.seed});
    }
    said["values"] = ranking.order.iter().map(node).collect();
    serde_json::to_writer_pretty(&mut *out, &said)?;
    writeln!(out)
}
