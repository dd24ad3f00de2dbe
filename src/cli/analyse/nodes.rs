//! `sourcier analyse` without a subcommand: measures of nodes.

use super::super::{Outcome, Session, query::assignment, write_to};
use super::{Output, Seen, TableFormat, see};
use anyhow::{Context as _, bail};
use oxigraph::model::{Literal, vocab::xsd};
use serde_json::{Map, Value as Json, json};
use sourcier::analysis::{self, Column, Direction, Measure, Options, Values};
use sourcier::graph::{Answer, Solutions};
use sourcier::query::answer::{self, AnswerFormat};
use std::cmp::{Ordering, Reverse};
use std::io::Write;

/// As many rows as a table has where --top is not said.
const TOP: usize = 20;

#[derive(Debug, clap::Args)]
#[group(id = "nodes")]
pub struct Arguments {
    /// The view's name (the file in queries/views/ without .rq) [default: the manifest's `view`]
    view: Option<String>,
    /// Set a parameter of the view
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Which measures, the first of which orders the rows [default: degree,in_degree,out_degree,pagerank,core,community]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', value_parser = super::measure)]
    measure: Vec<Measure>,
    /// How many nodes [default: 20 in a table, all in CSV and JSON]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Let betweenness and closeness follow the direction of edges
    #[arg(long)]
    directed: bool,
    /// The seed of communities [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Compute betweenness and closeness of any graph, however long it takes
    #[arg(long)]
    unlimited: bool,
    #[command(flatten)]
    output: Output,
}

const DEFAULT: [Measure; 6] = [
    Measure::Degree,
    Measure::InDegree,
    Measure::OutDegree,
    Measure::PageRank,
    Measure::Core,
    Measure::Community,
];

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let measures = if arguments.measure.is_empty() {
        &DEFAULT[..]
    } else {
        &arguments.measure
    };
    heeded(arguments, measures)?;
    let seen = see(arguments.view.as_ref(), &arguments.set, session)?;
    let seed = arguments.seed.unwrap_or(1);
    let options = Options {
        direction: if arguments.directed {
            Direction::Followed
        } else {
            Direction::Ignored
        },
        seed,
        amounts: if measures.contains(&Measure::WeightedDegree) {
            analysis::amounts(&seen.view)
        } else {
            Vec::new()
        },
        both_ways: analysis::both_ways(&seen.view),
        unlimited: arguments.unlimited,
    };
    let columns = analysis::columns(seen.view.topology(), measures, &options)
        .context("choose other measures with --measure, or wait for them with --unlimited")?;
    let format = arguments.output.format;
    let most = arguments
        .top
        .unwrap_or(if format == TableFormat::Table { TOP } else { usize::MAX });
    let order = ordered(&seen, &columns, most);
    let width = session.width.filter(|_| arguments.output.output.is_none());
    write_to(arguments.output.output.as_deref(), out, |out| match format {
        TableFormat::Table => write_table(&seen, &columns, &order, width, out),
        TableFormat::Csv => write_csv(&seen, &columns, &order, out),
        TableFormat::Spreadsheet => write_spreadsheet(&seen, &columns, &order, out),
        TableFormat::Json => write_json(&seen, &columns, &order, seed, out),
    })?;
    seen.leave();
    Ok(Outcome::Clean)
}

/// Refuses options that none of the measures heeds.
fn heeded(arguments: &Arguments, measures: &[Measure]) -> anyhow::Result<()> {
    let walks = measures.iter().any(|measure| measure.walks_from_each());
    for (given, option) in [(arguments.directed, "--directed"), (arguments.unlimited, "--unlimited")] {
        if given && !walks {
            bail!("{option} is for betweenness and closeness: ask for one of them with --measure");
        }
    }
    if arguments.seed.is_some() && !measures.contains(&Measure::Community) {
        bail!("--seed is for community: ask for it with --measure");
    }
    Ok(())
}

/// The indices of the nodes that are shown: ordered by the first column, groups by their number, all else the largest first.
fn ordered(seen: &Seen, columns: &[Column], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..seen.view.topology().node_count()).collect();
    let by_value = |one: usize, other: usize| match columns.first() {
        None => Ordering::Equal,
        Some(column) => match &column.values {
            Values::Integer(values) if is_group(column.measure) => values[one].cmp(&values[other]),
            Values::Integer(values) => values[other].cmp(&values[one]),
            Values::Real(values) => values[other].total_cmp(&values[one]),
            Values::Decimal(values) => Reverse(values[one]).cmp(&Reverse(values[other])),
            Values::Boolean(values) => values[other].cmp(&values[one]),
        },
    };
    let nodes: Vec<_> = seen.view.nodes().collect();
    let name = |index: usize| (nodes[index].label(), nodes[index].iri());
    order.sort_by(|one, other| by_value(*one, *other).then_with(|| name(*one).cmp(&name(*other))));
    order.truncate(most);
    order
}

fn is_group(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Component | Measure::StrongComponent | Measure::Community
    )
}

/// A value as text; reals with so many decimals, or all that they have.
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

fn write_table(
    seen: &Seen,
    columns: &[Column],
    order: &[usize],
    width: Option<usize>,
    mut out: &mut dyn Write,
) -> anyhow::Result<()> {
    let nodes: Vec<_> = seen.view.nodes().collect();
    let row = |index: &usize| {
        let values = columns.iter().map(|column| text(&column.values, *index, Some(6)));
        let cells = [nodes[*index].label().to_owned()].into_iter().chain(values);
        cells.map(super::literal).collect()
    };
    let names = columns.iter().map(|column| column.name.clone());
    let solutions = Solutions {
        variables: ["node".to_owned()].into_iter().chain(names).collect(),
        rows: order.iter().map(row).collect(),
    };
    answer::write(
        &Answer::Solutions(solutions),
        AnswerFormat::Table,
        width,
        &seen.dossier,
        &mut out,
    )?;
    let by = columns.first().map_or("name", |column| column.name.as_str());
    let graph = seen.view.topology();
    writeln!(
        out,
        "view `{}`: {} of {} nodes, by {by}; {} edges",
        seen.name,
        order.len(),
        graph.node_count(),
        graph.edge_count()
    )?;
    for column in columns {
        let Values::Integer(values) = &column.values else {
            continue;
        };
        let count = values.iter().copied().max().unwrap_or(0);
        match column.measure {
            Measure::Community => {
                let modularity = analysis::modularity(graph, None, values);
                writeln!(out, "community: {count}, modularity {modularity:.4}")?;
            }
            Measure::Component | Measure::StrongComponent => writeln!(out, "{}: {count}", column.name)?,
            _ => {}
        }
    }
    if columns.is_empty() {
        writeln!(out, "no edge of the view has an amount that adds up")?;
    }
    Ok(())
}

fn write_csv(seen: &Seen, columns: &[Column], order: &[usize], out: &mut dyn Write) -> anyhow::Result<()> {
    let nodes: Vec<_> = seen.view.nodes().collect();
    let mut table = csv::Writer::from_writer(out);
    table.write_record(
        ["iri", "label"]
            .into_iter()
            .chain(columns.iter().map(|column| column.name.as_str())),
    )?;
    for index in order {
        let values = columns.iter().map(|column| text(&column.values, *index, None));
        let names = [nodes[*index].iri(), nodes[*index].label()].map(str::to_owned);
        table.write_record(names.into_iter().chain(values))?;
    }
    table.flush()?;
    Ok(())
}

/// As CSV, but texts that a spreadsheet would compute are kept from it.
fn write_spreadsheet(seen: &Seen, columns: &[Column], order: &[usize], mut out: &mut dyn Write) -> anyhow::Result<()> {
    let nodes: Vec<_> = seen.view.nodes().collect();
    let row = |index: &usize| {
        let names = [nodes[*index].iri(), nodes[*index].label()].map(|name| super::literal(name.to_owned()));
        let values = columns.iter().map(|column| {
            let text = text(&column.values, *index, None);
            match column.values {
                Values::Boolean(_) => super::literal(text),
                _ if text.is_empty() => None,
                _ => Some(Literal::new_typed_literal(text, xsd::DECIMAL).into()),
            }
        });
        names.into_iter().chain(values).collect()
    };
    let names = columns.iter().map(|column| column.name.clone());
    let solutions = Solutions {
        variables: ["iri", "label"].map(str::to_owned).into_iter().chain(names).collect(),
        rows: order.iter().map(row).collect(),
    };
    let answer = Answer::Solutions(solutions);
    Ok(answer::write(
        &answer,
        AnswerFormat::Spreadsheet,
        None,
        &seen.dossier,
        &mut out,
    )?)
}

fn write_json(seen: &Seen, columns: &[Column], order: &[usize], seed: u64, out: &mut dyn Write) -> anyhow::Result<()> {
    let nodes: Vec<_> = seen.view.nodes().collect();
    let graph = seen.view.topology();
    let value = |column: &Column, index: usize| match &column.values {
        Values::Boolean(values) => json!(values[index]),
        Values::Real(values) => json!(values[index]),
        // An exact sum is a text: readers of JSON make doubles of numbers.
        Values::Decimal(values) => json!(values[index].map(|value| value.to_string())),
        Values::Integer(values) => json!(values[index]),
    };
    let node = |index: &usize| {
        let mut found = Map::new();
        found.insert("iri".to_owned(), json!(nodes[*index].iri()));
        found.insert("label".to_owned(), json!(nodes[*index].label()));
        for column in columns {
            found.insert(column.name.clone(), value(column, *index));
        }
        Json::Object(found)
    };
    let mut said = json!({"view": seen.name, "nodes": graph.node_count(), "edges": graph.edge_count()});
    for column in columns {
        if let (Measure::Community, Values::Integer(values)) = (column.measure, &column.values) {
            let count = values.iter().copied().max().unwrap_or(0);
            let modularity = analysis::modularity(graph, None, values);
            said["communities"] = json!({"count": count, "modularity": modularity, "seed": seed});
        }
    }
    said["values"] = order.iter().map(node).collect();
    serde_json::to_writer_pretty(&mut *out, &said)?;
    writeln!(out)?;
    Ok(())
}
