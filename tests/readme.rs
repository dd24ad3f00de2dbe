//! README and docs: their commands print the output shown, their links work, their lists are complete.
//!
//! Every line `$ sourcier ...` of a block ```` ```console ```` runs in a copy of the repository's dossier and examples,
//! one for each page. Its exit code must be 0, or that of a trailing comment `# exit 1`. The lines below it must be
//! printed in that order; `...` skips lines, and `…` at the end of a line skips the rest of it.

use crate::support::{copy, root, said};
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command of a page, with the output shown below it.
struct Shown {
    command: String,
    exit: i32,
    lines: Vec<String>,
}

/// The pages, relative to the repository.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(PathBuf::from)
        .to_vec();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(Path::new("docs").join(path.file_name().unwrap()));
        }
    }
    pages.sort();
    pages
}

fn text(page: &Path) -> String {
    fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{}: {error}", page.display()))
}

/// The blocks of a page in one language.
fn blocks(page: &str, language: &str) -> Vec<Vec<String>> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line == fence {
            blocks.push(
                lines
                    .by_ref()
                    .take_while(|line| *line != "```")
                    .map(str::to_owned)
                    .collect(),
            );
        } else if line.starts_with("```") {
            // A block in another language: skip to its end, which must not count as a start.
            lines.by_ref().find(|line| *line == "```");
        }
    }
    blocks
}

/// The commands of a page.
fn commands(page: &str) -> Vec<Shown> {
    let exit = Regex::new(r" +# exit ([0-9]+)$").unwrap();
    let mut commands: Vec<Shown> = Vec::new();
    for block in blocks(page, "console") {
        let mut is_ours = false;
        for line in block {
            if let Some(command) = line.strip_prefix("$ ") {
                is_ours = command == "sourcier" || command.starts_with("sourcier ");
                if is_ours {
                    let code = exit.captures(command).map_or(0, |found| found[1].parse().unwrap());
                    commands.push(Shown {
                        command: exit.replace(command, "").into_owned(),
                        exit: code,
                        lines: Vec::new(),
                    });
                }
            } else if is_ours && let Some(last) = commands.last_mut() {
                last.lines.push(line);
            }
        }
    }
    commands
}

/// The first line that is shown but not printed in this order.
fn missing<'a>(shown: &'a [String], printed: &str) -> Option<&'a str> {
    let mut printed = printed.lines().map(str::trim_end);
    let mut wanted = shown
        .iter()
        .map(|line| line.trim_end())
        .filter(|line| !line.is_empty() && *line != "...");
    wanted.find(|line| match line.strip_suffix('…') {
        Some(start) => !printed.any(|found| found.starts_with(start.trim_end())),
        None => !printed.any(|found| found == *line),
    })
}

#[test]
fn the_commands_of_readme_and_docs_print_what_is_shown() {
    let tools = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_sourcier"), tools.path().join("sourcier")).unwrap();
    let path = format!(
        "{}:{}",
        tools.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut seen = 0;
    for page in pages() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "ontology", "queries", "examples"] {
            copy(&root().join(part), &folder.path().join(part));
        }
        fs::copy(root().join("sourcier.toml"), folder.path().join("sourcier.toml")).unwrap();
        for shown in commands(&text(&page)) {
            let output = Command::new("sh")
                .args(["-c", &shown.command])
                .current_dir(folder.path())
                .env("PATH", &path)
                .env("SOURCE_DATE_EPOCH", "1750000000")
                .env_remove("SOURCIER_TEXTS")
                .env("SOURCIER_CACHE", "")
                .env_remove("COLUMNS")
                .output()
                .unwrap();
            let (place, command, printed) = (page.display(), &shown.command, said(&output));
            assert_eq!(output.status.code(), Some(shown.exit), "{place}: {command}\n{printed}");
            if let Some(line) = missing(&shown.lines, &printed) {
                panic!("{place}: {command} does not print, or not in this order:\n{line}\n\nIt prints:\n{printed}");
            }
            seen += 1;
        }
    }
    assert!(seen > 15, "only {seen} commands were found");
}

#[test]
fn the_page_on_import_begins_with_one_command_that_leads_from_a_sheet_to_a_picture() {
    let page = text(Path::new("docs/import.md"));
    let block = &blocks(&page, "console")[0];
    let commands: Vec<&String> = block.iter().filter(|line| line.starts_with("$ ")).collect();
    let [command] = commands.as_slice() else {
        panic!("the first block has other commands, too: {commands:?}");
    };
    let sheet = command.strip_prefix("$ sourcier init port --from ").unwrap();
    let bytes = fs::read(root().join(sheet)).unwrap();
    assert!(
        std::str::from_utf8(&bytes).is_err() && bytes.contains(&b';'),
        "not as French Excel saves it"
    );
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), &folder.path().join("examples"));
    let arguments: Vec<&str> = command.split(' ').skip(2).collect();
    let printed = said(
        &crate::support::sourcier(folder.path())
            .args(arguments)
            .output()
            .unwrap(),
    );
    let (_, picture) = printed.split_once("The money: ").unwrap();
    let picture = fs::read_to_string(folder.path().join(picture.trim())).unwrap();
    assert!(picture.contains("<svg") && picture.contains("Quai sud"), "{picture}");
}

#[test]
fn the_diagnostics_that_are_shown_stand_in_a_case() {
    let mut open = vec![root().join("tests/cases")];
    let mut expected = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name == "expected") {
                expected.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    for page in pages() {
        for block in blocks(&text(&page), "text") {
            let block = block.join("\n");
            let is_diagnostic = ["error[", "warning[", "note["]
                .iter()
                .any(|start| block.starts_with(start));
            assert!(
                !is_diagnostic || expected.iter().any(|text| text.contains(&block)),
                "{}: no case of tests/cases expects\n{block}",
                page.display()
            );
        }
    }
}

#[test]
fn links_within_the_repository_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut seen = 0;
    for page in pages() {
        let text = text(&page);
        for found in link.captures_iter(&text) {
            let target = found[1].split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            let path = root().join(&page).parent().unwrap().join(target);
            assert!(
                path.exists(),
                "{} links to {target}, which is not there",
                page.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 5, "only {seen} links were found");
}

#[test]
fn the_page_of_queries_names_every_query() {
    let page = text(Path::new("docs/queries.md"));
    for folder in ["queries", "queries/rules", "queries/checks", "queries/views"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rq") {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                assert!(
                    page.contains(&format!("`{name}`")),
                    "docs/queries.md does not name {folder}/{name}.rq"
                );
            }
        }
    }
}

#[test]
fn the_page_of_tables_names_every_table_and_column() {
    let page = text(Path::new("docs/tables.md"));
    for entry in fs::read_dir(root().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let table = path.file_name().unwrap().to_string_lossy().into_owned();
        let heading = format!("## {table}\n");
        let section = page
            .split_once(&heading)
            .unwrap_or_else(|| panic!("docs/tables.md has no section on {table}"))
            .1;
        let section = section.split("\n## ").next().unwrap_or_default();
        let header = fs::read_to_string(&path).unwrap();
        for column in header.lines().next().unwrap_or_default().split(',') {
            assert!(
                section.contains(&format!("| `{column}` |")),
                "docs/tables.md does not explain {table}: {column}"
            );
        }
    }
}
