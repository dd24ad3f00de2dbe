//! CPU seconds of the measures with less than quadratic time, on an edge list: a pair of node numbers on each line.
//!
//! ```text
//! scripts/interop.d/analysis.py graph > edges.txt            67 000 nodes, a million edges
//! cargo bench --bench measures -- edges.txt
//! scripts/interop.d/analysis.py speed edges.txt              igraph, the same graph
//! ```

use petgraph::graph::{DiGraph, NodeIndex};
use sourcier::analysis::{
    Direction, communities, core_number, joints, pagerank, shortest_paths, strong_components, weak_components,
};

/// The CPU time of this thread in nanoseconds.
fn processor_time() -> u64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    spent.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn measured<T>(name: &str, work: impl Fn() -> T, say: impl Fn(&T) -> String) {
    let mut times = Vec::new();
    let mut said = String::new();
    for _ in 0..3 {
        let begin = processor_time();
        let found = work();
        times.push(processor_time() - begin);
        said = say(&found);
    }
    times.sort_unstable();
    println!(
        "sourcier {name:<44} {:7.3} s  {said}",
        std::time::Duration::from_nanos(times[1]).as_secs_f64()
    );
}

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("skipped: cargo bench --bench measures -- EDGES");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("the list of edges can be read");
    let numbers = |line: &str| -> Option<(usize, usize)> {
        let (from, to) = line.split_once(' ')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    let edges: Vec<_> = text
        .lines()
        .map(|line| numbers(line).expect("two numbers a line"))
        .collect();
    let nodes = edges.iter().map(|(from, to)| 1 + from.max(to)).max().unwrap_or(0);
    let mut graph = DiGraph::<(), ()>::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    let largest = |groups: &Vec<u32>| groups.iter().max().map_or(0, |most| *most).to_string();
    measured("pagerank", || pagerank(&graph, None), |_| String::new());
    let said = |found: &sourcier::analysis::Communities| format!("{} ({})", found.modularity, found.count);
    measured("community, until stable", || communities(&graph, None, 1), said);
    measured("core", || core_number(&graph), largest);
    measured("component", || weak_components(&graph), largest);
    measured("strong_component", || strong_components(&graph), largest);
    measured(
        "articulation and bridges",
        || joints(&graph),
        |found| found.bridges.len().to_string(),
    );
    let (from, to) = (NodeIndex::new(0), NodeIndex::new(nodes - 1));
    let path = || shortest_paths(&graph, from, to, 10, Direction::Ignored);
    measured("10 shortest paths", path, |found| found.len().to_string());
}
