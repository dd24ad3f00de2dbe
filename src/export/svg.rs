//! Property graphs as SVG, laid out and drawn by the program itself: no other software is needed.
//!
//! The picture resembles that of Graphviz: sources left, targets right; speech thin and grey, money green, its width
//! the logarithm of the amount within its unit. Labels are text elements; IRIs and claims are in tooltips. Coordinates
//! are rounded to a tenth of a pixel, so that the same graph gives the same bytes.

mod free;
mod plan;
mod shapes;
mod sheet;
mod surroundings;

use super::drawing::{Channel, Drawing, DrawnNode, Hue, Panel, Shape, Standing, Stroke, darker, ink};
use super::lettering::xml;
use super::{Feature, GraphDescription, Links, Look, drawable};
use crate::formats::Identity;
use crate::view::PropertyGraph;
use layout::{LOOP, Point, Route, Size, Stretch};
use plan::{Bundle, Face, Line, Plan};
use sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The description of SVG.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("svg", "svg", "image/svg+xml", "browsers and print"),
    files: &[(".svg", |graph, options, mut out| write(graph, &options.look, &mut out))],
    features: &[Feature::Measures, Feature::Picture, Feature::Engine, Feature::Build],
    both_ways: "a line without arrowhead",
};

/// The margin around the picture, in pixels.
const MARGIN: f64 = 24.0;

/// Writes the graph as one SVG document.
///
/// # Errors
/// When the graph is too large for a picture, and those of `out`.
pub fn write(graph: &PropertyGraph, look: &Look, out: &mut impl io::Write) -> io::Result<()> {
    drawable(graph).map_err(io::Error::other)?;
    let drawing = Drawing::in_panels(graph);
    let sheet = Sheet::of(&drawing, look.layout);
    let width = sheet.size.width;
    let title = surroundings::title(&drawing.title, width);
    let silent = sheet.panels.iter().map(|placed| placed.plan.silent()).sum();
    let legend = surroundings::legend(&drawing.legend, silent, width, look.numbered);
    let footer = surroundings::footer(&graph.about.source, &drawing.documents, width);
    let parts = [title.height, sheet.size.height, legend.height, footer.height];
    let height = parts.iter().sum::<f64>();
    write_head(
        graph,
        &drawing,
        role(&look.links),
        Size {
            width: width + 2.0 * MARGIN,
            height: height + 2.0 * MARGIN,
        },
        out,
    )?;
    let mut down = MARGIN;
    write_group(&title.content, part(look, "title"), MARGIN, down, out)?;
    down += title.height;
    for placed in &sheet.panels {
        let (left, top) = (MARGIN + placed.corner.0, down + placed.corner.1);
        write_group(&placed.heading.content, part(look, "heading"), left, top, out)?;
        let (across, top) = (number(left + placed.indent), number(top + placed.heading.height));
        writeln!(
            out,
            "<g{} transform=\"translate({across} {top})\">",
            part(look, "panel")
        )?;
        write_graph(placed.panel, &placed.plan, look, out)?;
        writeln!(out, "</g>")?;
    }
    down += sheet.size.height;
    write_group(&legend.content, part(look, "legend"), MARGIN, down, out)?;
    write_group(&footer.content, part(look, "footer"), MARGIN, down + legend.height, out)?;
    writeln!(out, "</svg>")
}

/// The ARIA role of a picture: one with links is a group, since what is in an `img` cannot be reached by keyboard.
fn role(links: &Links) -> &'static str {
    if links.is_empty() { "img" } else { "group" }
}

/// Writes the start of the root element: size, role, title, arrowheads.
fn write_head(
    graph: &PropertyGraph,
    drawing: &Drawing,
    role: &str,
    size: Size,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let (width, height) = (number(size.width.ceil()), number(size.height.ceil()));
    let (label, language) = (xml(&drawing.title), xml(&graph.about.language));
    let language = if language.is_empty() {
        String::new()
    } else {
        format!(" xml:lang=\"{language}\"")
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" "
    )?;
    write!(
        out,
        "viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-label=\"{label}\"{language} "
    )?;
    writeln!(
        out,
        "font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" fill=\"#1a1a1a\">"
    )?;
    writeln!(out, "<title>{label}</title>")?;
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    writeln!(out, "<defs>")?;
    let plain = [Channel::Speech, Channel::Money, Channel::Other].map(Hue::from);
    let edges = drawing.panels.iter().flat_map(|panel| &panel.edges);
    let marked: BTreeSet<Hue> = edges.map(|edge| edge.hue).filter(|hue| !plain.contains(hue)).collect();
    for hue in plain.into_iter().chain(marked) {
        writeln!(out, "{}", marker(hue))?;
    }
    writeln!(out, "</defs>")
}

/// The attribute that names a part of the picture for the script of a page.
fn part(look: &Look, name: &str) -> String {
    match look.numbered {
        true => format!(" data-part=\"{name}\""),
        false => String::new(),
    }
}

/// Writes elements in a group with attributes and an offset.
fn write_group(content: &str, attributes: String, right: f64, down: f64, out: &mut impl io::Write) -> io::Result<()> {
    if content.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<g{attributes} transform=\"translate({} {})\">\n{content}</g>",
        number(right),
        number(down)
    )
}

/// The arrowhead of a channel: open for speech, filled for money, hollow for others.
fn marker(hue: Hue) -> String {
    let (name, colour) = (name(hue), hue.colour());
    let head = match hue.channel {
        Channel::Speech => {
            format!("<path d=\"M1,1 L8,5 L1,9\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.4\"/>")
        }
        Channel::Money => format!("<path d=\"M0,0 L10,5 L0,10 z\" fill=\"{colour}\"/>"),
        Channel::Other => {
            format!("<path d=\"M1,1 L9,5 L1,9 z\" fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"1.2\"/>")
        }
    };
    let at = if hue.channel == Channel::Speech { 8 } else { 1 };
    format!(
        "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"{at}\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\">{head}</marker>"
    )
}

/// The name of an arrowhead.
fn name(hue: Hue) -> String {
    let channel = match hue.channel {
        Channel::Speech => "speech",
        Channel::Money => "money",
        Channel::Other => "other",
    };
    match hue.standing {
        Standing::Counted => channel.to_owned(),
        Standing::Disputed => format!("{channel}-disputed"),
        Standing::Replaced => format!("{channel}-replaced"),
        Standing::Uncounted => format!("{channel}-uncounted"),
        Standing::Gone => format!("{channel}-gone"),
    }
}

/// The dash attributes of a line style, for this line width in pixels.
fn dashes(stroke: Stroke, width: f64) -> String {
    match stroke {
        Stroke::Solid => String::new(),
        Stroke::Dashed => format!(
            " stroke-dasharray=\"{} {}\"",
            number(5.0 + width),
            number(3.5 + width * 0.6)
        ),
        Stroke::Covered => {
            let (long, gap) = (number(8.0 + width), number(2.0 + width * 0.5));
            let dot = number(1.5 + width * 0.3);
            format!(" stroke-dasharray=\"{long} {gap} {dot} {gap}\" stroke-linecap=\"butt\"")
        }
        Stroke::Broken => {
            let (long, gap) = (number(7.0 + width), number(2.5 + width * 0.5));
            let dot = number(1.5 + width * 0.2);
            format!(" stroke-dasharray=\"{long} {gap} {dot} {gap} {dot} {gap}\" stroke-linecap=\"butt\"")
        }
        Stroke::Dotted => format!(
            " stroke-dasharray=\"0.1 {}\" stroke-linecap=\"round\"",
            number(2.4 + width * 1.5)
        ),
    }
}

/// The attributes of a line: its width in pixels, and an arrowhead if it is directed.
fn line(hue: Hue, directed: bool, stroke: Stroke, width: f64) -> String {
    let dashes = dashes(stroke, width);
    let width = if stroke == Stroke::Dotted { width + 0.5 } else { width };
    let head = match directed {
        true => format!(" marker-end=\"url(#{})\"", name(hue)),
        false => String::new(),
    };
    format!(
        "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dashes}{head}",
        hue.colour(),
        number(width)
    )
}

/// Writes edges, then nodes, then captions, so that later ones are on top.
fn write_graph(panel: &Panel, plan: &Plan, look: &Look, out: &mut impl io::Write) -> io::Result<()> {
    let links = &look.links;
    let bundles = || plan.bundles.iter().zip(&plan.layout.routes);
    for channel in [Channel::Speech, Channel::Other, Channel::Money] {
        for (bundle, route) in bundles().filter(|(bundle, _)| bundle.hue.channel == channel) {
            let path = path(panel, plan, bundle, route);
            let tooltip = tooltip(panel, bundle);
            let line = line(bundle.hue, bundle.directed, bundle.stroke, bundle.width);
            let numbers = edge_numbers(look, panel, bundle);
            let drawn = format!("<path{numbers} d=\"{path}\" {line}><title>{tooltip}</title></path>");
            writeln!(out, "{}", linked(claim(panel, bundle), links, &drawn))?;
        }
    }
    for (at, node) in panel.nodes.iter().enumerate() {
        let drawn = drawn_node(
            node,
            look,
            &plan.texts[at],
            plan.layout.nodes[at],
            plan.layout.sizes[at],
        );
        writeln!(out, "{}", linked(&node.iri, links, &drawn))?;
    }
    let captions = bundles().filter(|(bundle, _)| !bundle.lines.is_empty());
    for (bundle, label, free) in captions.filter_map(|(bundle, route)| Some((bundle, route.label?, route.middle))) {
        let ink = darker(bundle.hue.colour());
        let height = plan::height(&bundle.lines);
        let (plate, top, halo) = match free {
            Some(_) => (plate(plan::room(bundle), label), label.y - height / 2.0, ""),
            None => (
                String::new(),
                label.y - height / 2.0 - bundle.width / 4.0 - 1.0,
                " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            ),
        };
        let text = text(
            &bundle.lines,
            label.x,
            top,
            &format!("fill=\"{ink}\"{halo}"),
            look.numbered,
        );
        let numbers = edge_numbers(look, panel, bundle);
        let drawn = format!("<g{numbers}>{plate}{text}<title>{}</title></g>", tooltip(panel, bundle));
        writeln!(out, "{}", linked(claim(panel, bundle), links, &drawn))?;
    }
    Ok(())
}

/// The attribute with the numbers of a bundle's edges for the script of a page.
fn edge_numbers(look: &Look, panel: &Panel, bundle: &Bundle) -> String {
    if !look.numbered {
        return String::new();
    }
    let numbers = bundle.edges.iter().map(|&edge| panel.edges[edge].number.to_string());
    format!(" data-edges=\"{}\"", numbers.collect::<Vec<_>>().join(" "))
}

/// The background of a caption, which covers its line.
fn plate(size: Size, centre: Point) -> String {
    shapes::outline(Shape::Box, centre, size, "fill=\"#ffffff\"")
}

/// The tooltip of a bundle: a paragraph for each edge.
fn tooltip(panel: &Panel, bundle: &Bundle) -> String {
    let tooltips: Vec<&str> = bundle
        .edges
        .iter()
        .map(|&edge| panel.edges[edge].tooltip.as_str())
        .collect();
    xml(&tooltips.join("\n\n"))
}

/// The first claim of a bundle; empty if its edges have none.
fn claim<'p>(panel: &'p Panel, bundle: &Bundle) -> &'p str {
    let mut claims = bundle.edges.iter().map(|&edge| panel.edges[edge].claim.as_str());
    claims.find(|claim| !claim.is_empty()).unwrap_or_default()
}

/// An element that leads to the address of a thing, if it has one.
fn linked(iri: &str, links: &Links, element: &str) -> String {
    match links.get(iri) {
        Some(address) => format!("<a href=\"{}\">{element}</a>", xml(address)),
        None => element.to_owned(),
    }
}

/// A node: shape, label, note, tooltip.
fn drawn_node(node: &DrawnNode, look: &Look, lines: &[Line], centre: Point, size: Size) -> String {
    let style = format!(
        "fill=\"{}\" stroke=\"{}\" stroke-width=\"1.1\"",
        node.colour,
        darker(&node.colour)
    );
    let outline = shapes::outline(node.shape, centre, size, &style);
    let top = centre.y - plan::height(lines) / 2.0;
    let text = text(lines, centre.x, top, &format!("fill=\"{}\"", ink(&node.colour)), false);
    let tooltip = xml(&node.tooltip());
    let numbers = match look.numbered {
        true => format!(" data-node=\"{}\"", node.number),
        false => String::new(),
    };
    format!("<g{numbers}>{outline}{text}<title>{tooltip}</title></g>")
}

/// Writes lines of text below each other, centred on `x`. The strike of a struck one is a thin line of its own: a text's own
/// decoration has the halo of the text, which cuts its letters. `numbered`: each line says of which edges it is, for the script of a page.
fn text(lines: &[Line], x: f64, top: f64, style: &str, numbered: bool) -> String {
    let mut set = format!("<text text-anchor=\"middle\" {style}>");
    let mut strikes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut foot = top;
    for line in lines {
        foot += line.height();
        let face = match line.face {
            Face::Plain => "",
            Face::Bold => " font-weight=\"bold\"",
            Face::Italic => " font-style=\"italic\"",
        };
        let base = foot - line.size * 0.3;
        let numbers: Vec<String> = line.edges.iter().map(usize::to_string).collect();
        let edges = match numbered && !numbers.is_empty() {
            true => format!(" data-lines=\"{}\"", numbers.join(" ")),
            false => String::new(),
        };
        let mut class = "";
        if line.struck {
            class = " class=\"struck\"";
            let from = x - line.width() / 2.0;
            let (height, to) = (number(base - line.size * 0.28), number(from + line.text_width()));
            strikes
                .entry(edges.clone())
                .or_default()
                .push(format!("M{},{height} H{to}", number(from)));
        }
        set += &format!(
            "<tspan{edges} x=\"{}\" y=\"{}\" font-size=\"{}\"{face}{class}>{}</tspan>",
            number(x),
            number(base),
            number(line.size),
            xml(&line.text)
        );
        if !line.marks.is_empty() {
            let (rise, size) = (number(line.size * 0.35), number(plan::MARK));
            set += &format!(
                "<tspan{edges} dy=\"-{rise}\" font-size=\"{size}\">{}</tspan>",
                xml(&line.marks)
            );
        }
    }
    set += "</text>";
    for (edges, strokes) in strikes {
        set += &format!(
            "<path{edges} class=\"strike\" d=\"{}\" stroke=\"#1a1a1a\" stroke-width=\"0.8\"/>",
            strokes.join(" ")
        );
    }
    set
}

/// The path of a bundle along its route, from border to border.
fn path(panel: &Panel, plan: &Plan, bundle: &Bundle, route: &Route) -> String {
    let (source, target) = bundle.ends;
    if let Some(middle) = route.middle {
        return free::path(panel, plan, bundle, middle);
    }
    let mut stretches = route.stretches.clone();
    let (Some(first), Some(last)) = (route.stretches.first(), route.stretches.last()) else {
        return loop_path(plan.layout.nodes[source], plan.layout.sizes[source]);
    };
    let forward = if first.start <= last.end { 1.0 } else { -1.0 };
    let inset = |node: usize, y: f64| {
        shapes::inset(
            panel.nodes[node].shape,
            plan.layout.sizes[node],
            y - plan.layout.nodes[node].y,
        )
    };
    let head = head(bundle);
    stretches[0].start -= forward * inset(source, first.y);
    let end = stretches.len() - 1;
    stretches[end].end += forward * (inset(target, last.y) - head);
    curve(&stretches)
}

/// The length of a bundle's arrowhead.
fn head(bundle: &Bundle) -> f64 {
    match bundle.hue.channel {
        _ if !bundle.directed => 0.0,
        Channel::Speech => 1.0,
        Channel::Money | Channel::Other => 9.0,
    }
}

/// Joins horizontal stretches by curves with horizontal tangents.
fn curve(stretches: &[Stretch]) -> String {
    let mut path = String::new();
    let mut before: Option<&Stretch> = None;
    for stretch in stretches {
        match before {
            None => path += &format!("M{},{}", number(stretch.start), number(stretch.y)),
            Some(Stretch { end, y, .. }) => {
                let middle = number((end + stretch.start) / 2.0);
                let (x, to) = (number(stretch.start), number(stretch.y));
                path += &format!(" C{middle},{} {middle},{to} {x},{to}", number(*y));
            }
        }
        path += &format!(" H{}", number(stretch.end));
        before = Some(stretch);
    }
    path
}

/// The path of a self-loop at the top of a node.
fn loop_path(centre: Point, size: Size) -> String {
    let (left, right) = (number(centre.x - 12.0), number(centre.x + 12.0));
    let (foot, top) = (centre.y - size.height / 2.0, centre.y - size.height / 2.0 - LOOP);
    format!(
        "M{left},{0} C{left},{1} {right},{1} {right},{2}",
        number(foot + 3.0),
        number(top),
        number(foot - 7.0)
    )
}

/// Formats a coordinate with at most one decimal.
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if part == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests;
