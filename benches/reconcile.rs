//! The Reconciliation Service over many names: what making it costs, and what a query does.
//!
//! Usage: `cargo bench --bench reconcile -- COUNT ...`. For each count, makes a dossier of so many companies with invented names, asks for a
//! thousand of them in batches as OpenRefine does, each with two letters exchanged, and for suggestions of the same names' beginnings.
//! CPU seconds of the process; peak memory in MiB.

use anyhow::{Context as _, ensure};
use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
use sourcier::open::OpenDossier;
use sourcier::reconcile::Service;
use std::fs;
use std::path::Path;

const SYLLABLES: [&str; 24] = [
    "bel", "cor", "dra", "fen", "gal", "hur", "jol", "kor", "lan", "mer", "nov", "or", "pel", "quin", "ros", "sol",
    "tar", "ul", "ver", "wes", "xan", "yor", "zel", "bri",
];
const TRADES: [&str; 12] = [
    "Énergie",
    "Transports",
    "Services",
    "Habitat",
    "Industries",
    "Conseil",
    "Santé",
    "Agro",
    "Bois",
    "Textile",
    "Marine",
    "Logistique",
];
const QUERIES: usize = 1000;
const BATCH: usize = 50;

fn main() -> anyhow::Result<()> {
    let counts: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if counts.is_empty() {
        println!("skipped: cargo bench --bench reconcile -- COUNT ...");
        return Ok(());
    }
    for count in counts {
        measure(count.parse().context("a count")?)?;
    }
    Ok(())
}

fn measure(count: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    make(folder.path(), count)?;
    let mut report = Report::default();
    let open = OpenDossier::open(Dossier::open(folder.path())?, None, &mut report)?;
    let start = cpu_seconds();
    let service = Service::of(&open);
    let made = cpu_seconds();
    println!("{count} entities: made in {:.2} s, peak {} MiB", made - start, peak());
    let asked: Vec<usize> = (0..QUERIES).map(|number| number * count / QUERIES).collect();
    let (mut first, mut slowest) = (0, 0.0_f64);
    for batch in asked.chunks(BATCH) {
        let queries = batch
            .iter()
            .map(|number| (format!("q{number}"), serde_json::json!({"query": slip(&name(*number))})));
        let queries = serde_json::Value::Object(queries.collect()).to_string();
        let before = cpu_seconds();
        let reply = service.answer("http://localhost/reconcile", "", &[("queries".to_owned(), queries)])?;
        slowest = slowest.max(cpu_seconds() - before);
        let answer: serde_json::Value = serde_json::from_slice(&reply.body)?;
        first += batch
            .iter()
            .filter(|number| answer[format!("q{number}")]["result"][0]["id"] == key(**number))
            .count();
    }
    let queried = cpu_seconds();
    println!(
        "  a query: {:.2} ms, the slowest batch of {BATCH}: {:.0} ms; {first} of {QUERIES} have the right entity first",
        (queried - made) * 1000.0 / QUERIES as f64,
        slowest * 1000.0
    );
    ensure!(first * 10 > QUERIES * 9, "the names are not found");
    for number in &asked {
        let prefix: String = name(*number).chars().take(4).collect();
        service.answer(
            "http://localhost/reconcile",
            "/suggest/entity",
            &[("prefix".to_owned(), prefix)],
        )?;
    }
    println!(
        "  a suggestion: {:.2} ms",
        (cpu_seconds() - queried) * 1000.0 / QUERIES as f64
    );
    Ok(())
}

/// A dossier of companies, with the repository's vocabulary.
fn make(folder: &Path, count: usize) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["ontology", "data", "queries/rules"] {
        fs::create_dir_all(folder.join(part))?;
    }
    let rules = fs::read_dir(root.join("queries/rules"))?;
    let rules: Vec<String> = rules
        .map(|rule| Ok(format!("queries/rules/{}", rule?.file_name().display())))
        .collect::<anyhow::Result<_>>()?;
    let others = ["sourcier.toml", "ontology/sourcier.ttl", "data/csv-metadata.json"].map(str::to_owned);
    for file in others.iter().chain(&rules) {
        fs::copy(root.join(file), folder.join(file))?;
    }
    for table in [
        "claim-links",
        "claim-roles",
        "claims",
        "documents",
        "evidence",
        "left-out",
        "units",
        "wikidata",
    ] {
        let file = format!("data/{table}.csv");
        let text = fs::read_to_string(root.join(&file))?;
        fs::write(
            folder.join(&file),
            text.lines().next().unwrap_or_default().to_owned() + "\n",
        )?;
    }
    let mut entities = "key,class,label_fr,label_en,aliases,part_of,members,note,note_fr\n".to_owned();
    for number in 0..count {
        entities += &format!("{},Company,{},,,,,,\n", key(number), name(number));
    }
    Ok(fs::write(folder.join("data/entities.csv"), entities)?)
}

fn key(number: usize) -> String {
    format!("company-{number}")
}

/// A name of two words of three syllables each, and a trade.
fn name(number: usize) -> String {
    let word = |seed: usize| {
        let places = [seed, seed / 24, seed / 576].map(|place| place % 24);
        let word: String = places.iter().map(|place| SYLLABLES[*place]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    let (one, other) = (
        number.wrapping_mul(7919) + 13,
        number.wrapping_mul(104_729) + number / 13_824 * 5 + 7,
    );
    format!("{} {} {}", word(one), word(other), TRADES[number % TRADES.len()])
}

/// A name with two letters of its first word exchanged.
fn slip(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.swap(2, 3);
    letters.into_iter().collect()
}

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The peak memory of the process so far, in MiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
