//! Draws pictures with an installed Graphviz.

use super::super::program::program;
use crate::export::{Feature, GraphFormat, Options};
use crate::view::PropertyGraph;
use anyhow::{Context as _, bail};
use std::io::Write as _;
use std::process::Stdio;

/// Draws a graph with Graphviz; returns the picture.
pub(super) fn draw(
    graph: &PropertyGraph,
    drawn: &Options,
    format: GraphFormat,
    scale: Option<f64>,
) -> anyhow::Result<Vec<u8>> {
    let mut dot = Vec::new();
    for (_, write) in GraphFormat::Dot.files() {
        write(graph, drawn, &mut dot)?;
    }
    let Some(mut command) = program("dot") else {
        bail!(
            "Graphviz is not installed: there is no `dot` (Debian: apt install graphviz); \
             without --engine dot, sourcier draws by itself"
        )
    };
    command.arg(format!("-T{format}"));
    if format.has(Feature::Pixels) {
        let scale = scale.unwrap_or(2.0);
        if !(0.01..=20.0).contains(&scale) {
            bail!("Graphviz draws at scales from 0.01 to 20, not {scale}");
        }
        command.arg(format!("-Gdpi={}", 72.0 * scale));
    }
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = pipes.spawn().context("cannot start Graphviz's `dot`")?;
    let stdin = child.stdin.take();
    // Graphviz may write before it has read everything, so a thread feeds it.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&dot)));
    let drawn = child.wait_with_output().context("cannot read from Graphviz's `dot`")?;
    if !drawn.status.success() || drawn.stdout.is_empty() {
        let said = String::from_utf8_lossy(&drawn.stderr);
        bail!("Graphviz cannot draw this graph: {}", said.trim());
    }
    if let Ok(Some(written)) = writer.join() {
        written.context("cannot write to Graphviz's `dot`")?;
    }
    Ok(drawn.stdout)
}
