//! `sourcier analyse path`

use super::super::argument::parser;
use super::super::{Outcome, Session, write_to};
use super::{Chosen, Seen, see};
use crate::analysis::{Direction, both_ways, links, shortest_paths, ways};
use crate::diagnostic::plural;
use crate::entities::Entities;
use crate::formats::Identity;
use crate::terminal::shown;
use crate::view::{Directions, Edge, Value};
use petgraph::graph::NodeIndex;
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Find the shortest paths between two entities, with their claims
///
/// FROM and TO are keys, names or aliases, family names of persons (macron, "le maire"), or prefixes of words of one name,
/// tried in this order; case and accents are ignored. Paths are simple, and their length is the number of steps; parallel
/// edges are one step. The direction of edges is ignored unless --directed is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier analyse path mistral-ai bpifrance --view claims
  sourcier analyse path macron bpifrance --view claims
  sourcier analyse path \"Mistral AI\" microsoft --view claims -k 3
  sourcier analyse path bpifrance startups-ia --view money --directed")]
pub struct Arguments {
    /// The first node
    from: String,
    /// The last node
    to: String,
    #[command(flatten)]
    chosen: Chosen,
    /// The number of paths, the shortest first
    #[arg(short, long = "count", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Follow the direction of edges
    #[arg(long)]
    directed: bool,
    /// The output format
    #[arg(long, value_parser = parser::<PathFormat>(), default_value_t = PathFormat::Text)]
    format: PathFormat,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

crate::formats! {
    /// A format of paths.
    pub enum PathFormat of "paths", described by Identity {
        /// For people.
        Text = Identity::new("text", "txt", "text/plain", "people: each step with its claims"),
        /// For programs.
        Json = Identity::new("json", "json", "application/json", "programs: one object with all paths"),
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let seen = see(&arguments.chosen, session)?;
    let entities = Entities::of(&seen.open.dossier, &seen.open.loaded.graph, &seen.view)?;
    let ends = [entities.node(&arguments.from)?, entities.node(&arguments.to)?];
    let direction = if arguments.directed {
        Direction::Followed
    } else {
        Direction::Ignored
    };
    let ways = ways(seen.view.topology(), &both_ways(&seen.view));
    let found = Paths {
        seen: &seen,
        ends,
        paths: shortest_paths(&ways, ends[0], ends[1], arguments.k as usize, direction),
        direction,
    };
    write_to(arguments.output.as_deref(), out, |out| match arguments.format {
        PathFormat::Text => Ok(write_text(&found, out)?),
        PathFormat::Json => write_json(&found, out),
    })?;
    let outcome = if found.paths.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    seen.leave();
    Ok(outcome)
}

/// Paths between two nodes of a view.
struct Paths<'s> {
    seen: &'s Seen,
    ends: [NodeIndex; 2],
    paths: Vec<Vec<NodeIndex>>,
    direction: Direction,
}

fn write_text(found: &Paths<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Paths {
        seen, paths, direction, ..
    } = found;
    let label = |node: NodeIndex| shown(seen.view.node(node).label());
    let name = shown(&seen.name);
    let directions = Directions::of(&seen.view);
    let how = match direction {
        Direction::Ignored => "",
        Direction::Followed => ", along edges",
    };
    let [from, to] = found.ends.map(label);
    if paths.is_empty() {
        writeln!(out, "{from} and {to} are not linked in the view `{name}`{how}")?;
        return writeln!(out, "(--view NAME asks another; `sourcier export graph` lists them)");
    }
    let count = plural(paths.len(), "path");
    writeln!(out, "{from} — {to}: {count} in the view `{name}`{how}")?;
    for (index, path) in paths.iter().enumerate() {
        writeln!(out, "\n{}. {}", index + 1, plural(path.len() - 1, "link"))?;
        for (place, node) in path.iter().enumerate() {
            writeln!(out, "   {}", label(*node))?;
            let Some(next) = path.get(place + 1) else { continue };
            for edge in links(&seen.view, *node, *next, *direction) {
                let arrow = match edge.source == *node {
                    _ if !directions.leads(edge) => '↕',
                    true => '↓',
                    false => '↑',
                };
                let said = [edge.label().to_owned(), edge.amount(&seen.view.about.language)];
                let claim = super::claim(seen, edge).map_or_else(String::new, |claim| format!("  [{claim}]"));
                let said: Vec<_> = said.into_iter().filter(|part| !part.is_empty()).collect();
                let said = format!("{}{claim}", said.join(" · "));
                writeln!(out, "     {arrow} {}", shown(&said))?;
            }
        }
    }
    Ok(())
}

fn write_json(found: &Paths<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let Paths {
        seen, paths, direction, ..
    } = found;
    let node = |index: NodeIndex| {
        let node = seen.view.node(index);
        json!({"iri": node.iri(), "label": node.label()})
    };
    let directions = Directions::of(&seen.view);
    let link = |edge: Edge<'_>| {
        let claim = edge.get("claim").map(Value::plain);
        json!({
            "source": edge.source().iri(),
            "target": edge.target().iri(),
            "directed": directions.leads(edge),
            "kind": edge.kind(),
            "label": edge.label(),
            "amount": edge.amount(&seen.view.about.language),
            "claim": claim,
        })
    };
    let step = |pair: &[NodeIndex]| -> Json {
        links(&seen.view, pair[0], pair[1], *direction)
            .into_iter()
            .map(link)
            .collect()
    };
    let path = |path: &Vec<NodeIndex>| {
        let nodes: Json = path.iter().map(|index| node(*index)).collect();
        let steps: Json = path.windows(2).map(step).collect();
        json!({"length": path.len() - 1, "nodes": nodes, "links": steps})
    };
    let paths: Json = paths.iter().map(path).collect();
    let is_directed = *direction == Direction::Followed;
    let [from, to] = found.ends.map(node);
    let said = json!({"view": seen.name, "directed": is_directed, "from": from, "to": to, "paths": paths});
    serde_json::to_writer_pretty(&mut *out, &said)?;
    writeln!(out)?;
    Ok(())
}
