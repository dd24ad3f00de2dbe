//! Formats: the tables in the docs match the lists, media types identify one format each, and help texts name all
//! formats.

use crate::support::{output, root};
use sourcier::export::GraphFormat;
use sourcier::export::rdf::RdfFormat;
use sourcier::formats::{Format, Identity};
use sourcier::query::answer::AnswerFormat;
use std::collections::BTreeSet;
use std::fs;

/// Compares a marked section of a page with its lines, or rewrites it with `UPDATE=1`.
fn check_section(page: &str, name: &str, lines: &[String]) {
    let path = root().join(page);
    let text = fs::read_to_string(&path).unwrap();
    let begin =
        format!("<!-- {name}: begin. Made by `UPDATE=1 cargo test --test integration formats::`; do not edit. -->\n");
    let end = format!("<!-- {name}: end -->\n");
    let (before, rest) = text
        .split_once(&begin)
        .unwrap_or_else(|| panic!("{page} lacks {begin}"));
    let (section, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{page} lacks {end}"));
    let wanted = format!("\n{}\n\n", lines.join("\n"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
    } else {
        assert!(
            section == wanted,
            "{page}: the section {name} is not today's: UPDATE=1 cargo test"
        );
    }
}

/// The lines of a Markdown table.
fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | ").trim_end());
    let mut lines = vec![line(header.iter().map(|&cell| cell.to_owned()).collect())];
    lines.push(format!("|{}", "---|".repeat(header.len())));
    lines.extend(rows.into_iter().map(line));
    lines
}

/// File names in Markdown.
fn files(endings: impl IntoIterator<Item = String>) -> String {
    endings
        .into_iter()
        .map(|ending| format!("`{ending}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(feature = "png")]
#[test]
fn the_page_of_graphs_has_every_format() {
    let rows = GraphFormat::ALL.iter().map(|format| {
        let described = format.describe();
        let identity = described.identity();
        let purpose = identity.purpose.to_owned();
        let media_type = format!("`{}`", identity.media_type);
        let features = described.features().join(", ");
        vec![
            format!("`{format}`"),
            files(described.endings()),
            purpose,
            media_type,
            features,
        ]
    });
    let header = ["Format", "Files", "For", "Media type", "Features"];
    check_section("docs/graphs.md", "formats", &table(&header, rows));
    let rows = GraphFormat::ALL
        .iter()
        .map(|format| vec![format!("`{format}`"), format.description().both_ways.to_owned()]);
    let header = ["Format", "An edge that holds both ways"];
    check_section("docs/graphs.md", "both ways", &table(&header, rows));
}

#[test]
fn the_page_of_formats_has_every_kind() {
    let listed: serde_json::Value = serde_json::from_slice(&output(&root(), &["formats", "--json"])).unwrap();
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap().to_owned();
    let texts = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap().to_owned())
            .collect()
    };
    let mut lines = Vec::new();
    for (kind, list) in listed.as_object().unwrap() {
        if kind == GraphFormat::KIND {
            continue;
        }
        let commands: Vec<String> = text(list, "commands")
            .split(", ")
            .map(|command| format!("`{command}`"))
            .collect();
        lines.push(format!("**{kind}**, which {} writes", commands.join(", ")));
        lines.push(String::new());
        let rows = list["formats"].as_array().unwrap().iter().map(|format| {
            let media_type = format!("`{}`", text(format, "media_type"));
            let name = format!("`{}`", text(format, "name"));
            vec![
                name,
                files(texts(&format["files"])),
                text(format, "purpose"),
                media_type,
                texts(&format["features"]).join(", "),
            ]
        });
        lines.extend(table(&["Format", "Files", "For", "Media type", "Features"], rows));
        lines.push(String::new());
    }
    lines.pop();
    check_section("docs/formats.md", "kinds", &lines);
}

/// Checks that apply to every list of formats.
fn check_list<F: Format>() {
    let mut names = BTreeSet::new();
    let mut media_types = BTreeSet::new();
    for format in F::ALL {
        let described = format.describe();
        let Identity {
            name,
            extension,
            media_type,
            owns_media_type,
            purpose,
            aliases,
        } = *described.identity();
        for name in [name].iter().chain(aliases) {
            assert!(names.insert(*name), "{} has {name} twice", F::KIND);
            assert_eq!(F::named(name), Some(*format));
        }
        assert!(!purpose.is_empty() && !purpose.ends_with('.'), "{name}: {purpose}");
        assert!(!described.endings().is_empty());
        for ending in described.endings() {
            assert!(
                ending.ends_with(&format!(".{extension}")),
                "{name}: {ending} and {extension}"
            );
        }
        if owns_media_type {
            assert!(media_types.insert(media_type), "{} has {media_type} twice", F::KIND);
            assert_eq!(F::of_media_type(&format!("{media_type}; charset=utf-8")), Some(*format));
        } else {
            assert!(
                F::of_media_type(media_type).is_some_and(|other| other != *format),
                "{name}"
            );
        }
    }
}

#[test]
fn each_list_has_names_and_media_types_of_its_own() {
    check_list::<GraphFormat>();
    check_list::<RdfFormat>();
    check_list::<AnswerFormat>();
}

#[test]
fn media_types_name_formats() {
    assert_eq!(GraphFormat::of_media_type("IMAGE/SVG+XML"), Some(GraphFormat::Svg));
    assert_eq!(GraphFormat::of_media_type("application/json"), Some(GraphFormat::Json));
    assert_eq!(
        GraphFormat::of_media_type("application/gexf+xml"),
        Some(GraphFormat::Gexf)
    );
    assert_eq!(
        RdfFormat::of_media_type("text/turtle;charset=utf-8"),
        Some(RdfFormat::Turtle)
    );
    assert_eq!(AnswerFormat::of_media_type("text/csv"), Some(AnswerFormat::Csv));
    assert_eq!(
        AnswerFormat::of_media_type("application/sparql-results+json"),
        Some(AnswerFormat::Json)
    );
    assert_eq!(RdfFormat::of_media_type("text/html"), None);
}

#[test]
fn help_names_every_format_with_its_purpose() {
    fn check<F: Format>(command: &[&str]) {
        let help = String::from_utf8(output(&root(), &[command, &["--help"]].concat())).unwrap();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for format in F::ALL {
            let line = format!("{format}: {}", format.describe().identity().purpose);
            assert!(help.contains(&line), "{command:?} --help lacks `{line}`");
        }
    }
    check::<GraphFormat>(&["export", "graph"]);
    check::<RdfFormat>(&["export", "rdf"]);
    check::<RdfFormat>(&["table", "rdf"]);
    check::<AnswerFormat>(&["query"]);
}
