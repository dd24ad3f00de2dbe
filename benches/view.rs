//! From a store to a property graph: the time of a view's query alone, and with building the graph of its rows.
//!
//! Usage: `cargo bench --bench view -- DOSSIER VIEW`. CPU seconds of the process, threads included; peak memory in MiB.

use sourcier::diagnostic::{Report, SHOWN};
use sourcier::dossier::Dossier;
use sourcier::load::load;
use sourcier::open::answer_view;
use sourcier::query::{self, Defaults, Folder};
use std::collections::BTreeMap;
use std::path::Path;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [folder, name] = words.as_slice() else {
        anyhow::bail!("usage: cargo bench --bench view -- DOSSIER VIEW");
    };
    let dossier = Dossier::open(Path::new(folder))?;
    let mut report = Report::bounded(SHOWN);
    let start = cpu_seconds();
    let loaded = load(&dossier, None, &mut report)?;
    let read = cpu_seconds();
    println!(
        "load: {:.2} s, {} triples, peak {} MiB",
        read - start,
        loaded.graph.len(),
        peak()
    );
    let views = query::load(&dossier, Folder::Views, &mut report);
    report.accept(())?;
    let view = views.iter().find(|view| view.name == *name);
    let view = view.ok_or_else(|| anyhow::anyhow!("no view {name}"))?;
    let algebra = view.bind(&dossier, &loaded.graph, &BTreeMap::new(), Defaults::MustExist)?;
    let before = cpu_seconds();
    let mut rows = 0_usize;
    for row in loaded.graph.select("view", algebra)?.into_iter().flatten() {
        rows += usize::from(!row?.values().is_empty());
    }
    let evaluated = cpu_seconds();
    println!(
        "evaluate: {:.2} s, {rows} rows, peak {} MiB",
        evaluated - before,
        peak()
    );
    let graph = answer_view(view, &dossier, &loaded.graph, &BTreeMap::new(), Defaults::MustExist)?;
    let done = cpu_seconds();
    let (nodes, edges) = (graph.topology().node_count(), graph.topology().edge_count());
    println!(
        "evaluate and make the graph: {:.2} s, {nodes} nodes, {edges} edges, peak {} MiB",
        done - evaluated,
        peak()
    );
    Ok(())
}

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The peak memory of the process so far, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
