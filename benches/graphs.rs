//! Writes an invented graph in a format, and reports CPU seconds and peak memory.
//!
//! `cargo bench --bench graphs -- FORMAT [--nodes N] [--edges N] [--seed N] [--output PATH] [--positions none|force]`
//! prints one line of JSON; with forced positions, the figures include the layout. Degrees follow Zipf's law, labels
//! have accents, quotation marks and line breaks, dates have all precisions, amounts several currencies. The same seed
//! gives the same graph. `benches/graphs` runs it beside igraph and networkx.

use sourcier::export::{GraphFormat, Options, positions};
use sourcier::formats::Format;
use sourcier::view::{About, PropertyGraph, Value};
use std::fs::{self, File};
use std::io::{self, Write};
use std::process::ExitCode;

/// The arguments.
struct Asked {
    format: GraphFormat,
    nodes: usize,
    edges: usize,
    seed: u64,
    output: Option<String>,
    placed: bool,
}

/// Counts the bytes that it forwards.
struct Counted {
    out: Box<dyn Write>,
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reproducible pseudorandom numbers (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number below `end`, skewed towards small ones.
    fn skewed(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64).powf(share) as usize - 1).min(end - 1)
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

fn graph(asked: &Asked) -> PropertyGraph {
    let mut chance = Chance(asked.seed);
    let mut graph = PropertyGraph::new(About {
        title: "Who pays & who receives".to_owned(),
        source: "Source : invented (https://example.org/)".to_owned(),
        language: "en".to_owned(),
        creator: "Nobody".to_owned(),
        modified: Some("2026-11".to_owned()),
        ..About::default()
    });
    let mut nodes = Vec::with_capacity(asked.nodes);
    for number in 0..asked.nodes {
        let node = graph.add_node(&format!("https://example.org/dossier/id/organisation-{number}"));
        let (class, colour, shape) = [
            ("entreprise", "#8ecae6", "box"),
            ("organisme public", "#a3b18a", "box"),
            ("personne", "#f2c14e", "ellipse"),
            ("fonds", "#ffc078", "note"),
        ][chance.below(4)];
        let label = match number % 10 {
            0 => format!("Société « Été » n° {number} \"Æ & Cie\""),
            1 => format!("Organisation {number}\nde l'Île-de-France"),
            _ => format!("Organisation publique {number}"),
        };
        for (name, value) in [
            ("label", label.as_str()),
            ("class", class),
            ("colour", colour),
            ("shape", shape),
        ] {
            graph.set_node(node, name, Value::Text(value));
        }
        let founded = (1800 + chance.below(225)).to_string();
        graph.set_node(node, "founded", Value::Date(&founded));
        nodes.push(node);
    }
    for number in 0..asked.edges {
        let (source, target) = (chance.skewed(asked.nodes), chance.below(asked.nodes));
        let edge = graph.add_edge(nodes[source], nodes[target]);
        let amount = match number % 3 {
            0 => format!("{}.{:02}", chance.below(10_000_000), chance.below(100)),
            _ => format!("{}000000", 1 + chance.below(109_000)),
        };
        let (year, month, day) = (2000 + chance.below(27), 1 + chance.below(12), 1 + chance.below(28));
        let date = match number % 4 {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let claim = format!("https://example.org/dossier/claim/c-{number}");
        let label = format!(
            "{} ({} — « {year} »)",
            chance.of(&["finance", "annonce", "bénéficie à", "lève"]),
            number % 1000
        );
        for (name, value) in [
            (
                "kind",
                Value::Text(chance.of(&["funds", "announces", "benefits", "raises"])),
            ),
            ("label", Value::Text(&label)),
            ("weight", Value::Decimal(&amount)),
            ("start", Value::Date(&date)),
            ("end", Value::Date(&date)),
            ("symbol", Value::Text(chance.of(&["€", "€", "€", "$", "£"]))),
            ("modality", Value::Text(chance.of(&["annoncé", "versé", "proposé"]))),
            ("style", Value::Text(chance.of(&["solid", "dashed", "dotted"]))),
            ("claim", Value::Iri(&claim)),
            ("claims", Value::Integer(chance.of(&["1", "1", "1", "2", "3"]))),
            ("minimum", Value::Decimal(&amount)),
            (
                "document",
                Value::Text(chance.of(&["Élysée, 2024", "Rapport \"A\"", "Gazette <1>"])),
            ),
            ("asserted", Value::Boolean(number % 5 != 0)),
        ] {
            graph.set_edge(edge, name, value);
        }
    }
    graph
}

/// The CPU seconds of this process, user and system.
fn cpu() -> io::Result<f64> {
    let times = fs::read_to_string("/proc/self/stat")?;
    let behind_name = times.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    Ok(ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0)
}

/// A field of /proc/self/status in MiB.
fn memory(line: &str) -> io::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let found = status
        .lines()
        .find_map(|known| known.strip_prefix(line)?.split_whitespace().nth(1));
    Ok(found
        .and_then(|kibibytes| kibibytes.parse::<f64>().ok())
        .unwrap_or_default()
        / 1024.0)
}

fn measure(asked: &Asked) -> io::Result<()> {
    let graph = graph(asked);
    // Resets the peak memory.
    fs::write("/proc/self/clear_refs", "5")?;
    let (before, held) = (cpu()?, memory("VmRSS")?);
    let options = Options {
        positions: if asked.placed { positions(&graph) } else { Vec::new() },
        ..Options::default()
    };
    let path = asked.output.as_deref().unwrap_or("/dev/null");
    let mut bytes = 0;
    for (number, (_, write)) in asked.format.files().iter().enumerate() {
        let file = if number == 0 {
            File::create(path)?
        } else {
            File::options().append(true).open(path)?
        };
        let mut out = Counted {
            out: Box::new(io::BufWriter::new(file)),
            bytes: 0,
        };
        write(&graph, &options, &mut out)?;
        out.flush()?;
        bytes += out.bytes;
    }
    let (format, seconds) = (asked.format.name(), cpu()? - before);
    let peak = memory("VmHWM")?;
    writeln!(
        io::stdout(),
        "{{\"format\":\"{format}\",\"nodes\":{},\"edges\":{},\"cpu_s\":{seconds:.2},\"graph_mib\":{held:.0},\"peak_mib\":{peak:.0},\"bytes\":{bytes}}}",
        asked.nodes,
        asked.edges
    )
}

/// Parses the command line; `--bench`, which cargo adds, is ignored.
fn asked() -> Option<Asked> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let name = words.next()?;
    let mut asked = Asked {
        format: *GraphFormat::ALL.iter().find(|format| format.name() == name)?,
        nodes: 67_000,
        edges: 1_000_000,
        seed: 1,
        output: None,
        placed: false,
    };
    while let Some(option) = words.next() {
        let value = words.next()?;
        match option.as_str() {
            "--nodes" => asked.nodes = value.parse().ok().filter(|nodes| *nodes > 0)?,
            "--edges" => asked.edges = value.parse().ok()?,
            "--seed" => asked.seed = value.parse().ok()?,
            "--output" => asked.output = Some(value),
            "--positions" if value == "force" || value == "none" => asked.placed = value == "force",
            _ => return None,
        }
    }
    Some(asked)
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        let names: Vec<_> = GraphFormat::ALL.iter().map(|format| format.name()).collect();
        let names = names.join("|");
        eprintln!(
            "cargo bench --bench graphs -- {names} [--nodes N] [--edges N] [--seed N] [--output PATH] [--positions none|force]"
        );
        return ExitCode::from(2);
    };
    match measure(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
