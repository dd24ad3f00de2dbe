//! Legends: samples of the styles of a drawing, as separate nodes and edges.

use super::super::drawing::{Channel, Legend, Stroke};
use super::super::lettering::{columns, wrap, xml};
use super::{LINE, coloured, line, look, markup};
use std::io;

/// The number of classes in a row of the legend, or twice the number of lines.
const ROW: usize = 4;

/// Writes the legend as a cluster, with a sample of each class, channel and line style, in rows.
pub(super) fn write(legend: &Legend, out: &mut impl io::Write) -> io::Result<()> {
    let heading = xml(legend.heading);
    writeln!(out, "  subgraph \"cluster (legend)\" {{")?;
    writeln!(
        out,
        "    label=<<B>{heading}</B>>; fontsize=12; style=\"rounded\"; color=\"#bbbbbb\"; margin=10;"
    )?;
    writeln!(out, "    node [fontsize=11, height=0.28, margin=\"0.08,0.03\"];")?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, (label, shape, colour)) in legend.classes.iter().enumerate() {
        let label = markup(&wrap(label, LINE, 2, columns));
        let name = format!("\"(legend) class {at}\"");
        writeln!(out, "    {name} [label=<{label}>, {}];", look(*shape, colour))?;
        put(&mut rows, at % ROW == 0, [name]);
    }
    for (at, (words, line)) in lines(legend).into_iter().enumerate() {
        let words = markup(&wrap(words, LINE + 6.0, 3, columns));
        let (from, to) = (format!("\"(legend) from {at}\""), format!("\"(legend) to {at}\""));
        writeln!(
            out,
            "    {from} [shape=point, width=0.04, label=\"\", color=\"#999999\"];"
        )?;
        writeln!(out, "    {to} [shape=plaintext, style=\"\", label=<{words}>];")?;
        writeln!(out, "    {from} -> {to} [{line}];")?;
        put(&mut rows, at % (ROW / 2) == 0, [from, to]);
    }
    let mut scales = Vec::new();
    for (at, (heading, samples)) in legend.scales.iter().enumerate() {
        let scale = write_scale(&format!("(legend) scale {at}"), heading, samples, out)?;
        // Graphviz draws a column from the bottom up.
        let column: Vec<&str> = scale.iter().rev().map(String::as_str).collect();
        writeln!(out, "    {{ rank=same; {} [style=invis]; }}", column.join(" -> "))?;
        scales.extend(scale.into_iter().next());
    }
    rows.extend(scales.chunks(ROW).map(<[String]>::to_vec));
    for (at, remark) in legend.remarks.iter().enumerate() {
        let remark = markup(&wrap(remark, LINE + 6.0, 4, columns));
        writeln!(
            out,
            "    \"(legend) remark {at}\" [shape=plaintext, style=\"\", label=<<I>{remark}</I>>];"
        )?;
    }
    for row in &rows {
        write_row(row, out)?;
    }
    writeln!(out, "  }}")
}

/// Writes the heading of a scale, and its amounts with their line widths below; returns the names of all nodes, for one
/// row.
pub(super) fn write_scale(
    name: &str,
    heading: &str,
    samples: &[(f64, String)],
    out: &mut impl io::Write,
) -> io::Result<Vec<String>> {
    let mut row = Vec::new();
    let small = "style=\"\", fontsize=11, height=0.28, margin=\"0.08,0.03\"";
    if !heading.is_empty() {
        row.push(format!("\"{name}\""));
        writeln!(
            out,
            "    \"{name}\" [{small}, shape=plaintext, label=<{}>];",
            markup(&wrap(heading, LINE + 6.0, 2, columns))
        )?;
    }
    for (at, (width, amount)) in samples.iter().enumerate() {
        let sample = format!("\"{name} {at}\"");
        writeln!(
            out,
            "    {sample} [{small}, shape=underline, color=\"{}\", penwidth={width:.1}, label=<{}>];",
            Channel::Money.colour(),
            markup(std::slice::from_ref(amount))
        )?;
        row.push(sample);
    }
    Ok(row)
}

/// Puts nodes into one rank.
pub(super) fn write_row(row: &[String], out: &mut impl io::Write) -> io::Result<()> {
    if row.len() > 1 {
        writeln!(out, "    {} [style=invis];", row.join(" -> "))?;
    }
    Ok(())
}

/// The labels and attributes of the legend's lines: channels, then the line styles of modalities, then how sums count.
fn lines(legend: &Legend) -> Vec<(&str, String)> {
    let channels = legend.channels.iter().map(|(channel, directed, words)| {
        let width = if *channel == Channel::Money { 3.2 } else { 1.2 };
        (words.as_str(), line((*channel).into(), *directed, Stroke::Solid, width))
    });
    let strokes = legend.strokes.iter().map(|(stroke, words)| {
        let look = format!(
            "style={}, color=\"{}\", penwidth=1.4, arrowhead=none",
            stroke.name(),
            coloured(*stroke, "#444444")
        );
        (words.as_str(), look)
    });
    let standings = legend
        .standings
        .iter()
        .map(|(hue, stroke, words)| (*words, line(*hue, true, *stroke, 2.0)));
    channels.chain(strokes).chain(standings).collect()
}

/// Appends names to the last row, or to a new one.
fn put<const COUNT: usize>(rows: &mut Vec<Vec<String>>, new: bool, names: [String; COUNT]) {
    match rows.last_mut().filter(|_| !new) {
        Some(row) => row.extend(names),
        None => rows.push(names.into()),
    }
}
