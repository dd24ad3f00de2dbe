//! The build: atomic, reproducible, without leftovers.

use crate::support::{invented_dossier, output, root, sourcier, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn set_title(dossier: &Path, title: &str) {
    let manifest = format!(
        "title = \"{title}\"\nbase = \"https://example.org/valmoret/\"\nlanguage = \"fr\"\ntexts = \"texts\"\n"
    );
    fs::write(dossier.join("sourcier.toml"), manifest).unwrap();
}

/// Builds with a title; returns the files of the build folder.
fn built(dossier: &Path, title: &str) -> BTreeMap<String, Vec<u8>> {
    set_title(dossier, title);
    output(dossier, &["build"]);
    tree(&dossier.join("build"))
}

#[test]
fn killed_anywhere_it_leaves_the_old_build_or_the_new_one_whole() {
    const KILLS: u32 = 60;
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path();
    invented_dossier(dossier);
    let first = built(dossier, "Premier");
    let started = Instant::now();
    let second = built(dossier, "Second");
    let whole = started.elapsed();
    assert_ne!(first, second);
    let (mut kept, mut replaced) = (0, 0);
    for index in 0..KILLS {
        set_title(dossier, if index % 2 == 0 { "Premier" } else { "Second" });
        let mut child = sourcier(dossier)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * index / KILLS * 6 / 5 + Duration::from_micros(u64::from(index) * 37));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = tree(&dossier.join("build"));
        assert!(
            found == first || found == second,
            "after kill {index} the build is neither the old nor the new one"
        );
        let wanted = if index % 2 == 0 { &first } else { &second };
        if found == *wanted { replaced += 1 } else { kept += 1 }
    }
    assert!(
        kept > 0,
        "no kill came before the swap ({replaced} of {KILLS} builds finished)"
    );
    assert_eq!(built(dossier, "Premier"), first);
    let beside: Vec<String> = fs::read_dir(dossier)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".build"))
        .collect();
    assert_eq!(
        beside,
        [".build.lock"],
        "a good build clears away what killed ones left"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let deeper = other.path().join("a folder with spaces/é");
    for dossier in [one.path(), &deeper] {
        invented_dossier(dossier);
        output(dossier, &["build"]);
    }
    // Folder, texts and locale must not influence the output.
    fs::remove_dir_all(deeper.join("texts")).unwrap();
    let again = sourcier(&deeper)
        .arg("build")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("TZ", "Asia/Tokyo")
        .output()
        .unwrap();
    assert!(again.status.success());
    assert_eq!(tree(&one.path().join("build")), tree(&deeper.join("build")));
}

#[test]
fn the_order_of_rows_changes_no_triple() {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let before = output(folder.path(), &["export", "rdf", "--format", "nquads"]);
    for table in ["claims.csv", "entities.csv", "units.csv", "documents.csv"] {
        let path = folder.path().join("data").join(table);
        let text = fs::read_to_string(&path).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    }
    assert_eq!(output(folder.path(), &["export", "rdf", "--format", "nquads"]), before);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path();
    invented_dossier(dossier);
    output(dossier, &["build"]);
    let expected = tree(&dossier.join("build"));
    let children: Vec<_> = (0..4)
        .map(|_| sourcier(dossier).arg("build").stdout(Stdio::null()).spawn().unwrap())
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(tree(&dossier.join("build")), expected);
}

#[test]
fn the_readme_s_pictures_are_those_that_the_program_makes() {
    let pictures = root().join("docs/pictures");
    let update = std::env::var_os("UPDATE").is_some();
    let folder = tempfile::tempdir().unwrap();
    for (name, sheet) in [("harbour", "harbour.csv"), ("port", "suivi.csv")] {
        let sheet = root().join("examples/import").join(sheet);
        output(folder.path(), &["init", name, "--from", sheet.to_str().unwrap()]);
    }
    let own = ["announcements", "money", "actors"].map(|view| (view, root(), view));
    let drawn = own
        .into_iter()
        .chain(["harbour", "port"].map(|name| (name, folder.path().join(name), "money")));
    for (name, dossier, view) in drawn {
        let drawn = output(&dossier, &["export", "graph", view, "--format", "svg"]);
        let path = pictures.join(format!("{name}.svg"));
        if update {
            fs::create_dir_all(&pictures).unwrap();
            fs::write(&path, &drawn).unwrap();
        }
        assert!(
            fs::read(&path).unwrap_or_default() == drawn,
            "{name}.svg is not today's: UPDATE=1 cargo test"
        );
    }
}

#[test]
fn the_manual_page_is_that_of_the_program() {
    let page = output(&root(), &["man"]);
    let path = root().join("docs/sourcier.1");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read(&path).unwrap_or_default() == page,
        "docs/sourcier.1 is not today's: UPDATE=1 cargo test"
    );
}

#[test]
fn the_money_picture_has_the_sums_of_nobody_and_marks_what_does_not_count() {
    let picture = fs::read_to_string(root().join("docs/pictures/money.svg")).unwrap();
    let line = |ends: &str, amount: &str| {
        let has = |line: &&str| line.starts_with("<path d=") && line.contains(ends) && line.contains(amount);
        let found = picture.lines().find(has);
        found.unwrap_or_else(|| panic!("no line {ends} of {amount}"))
    };
    for (thing, amount) in [
        ("investissement dans l’IA annoncé pour la France", "109\u{a0}Md€"),
        ("Stargate", "500\u{a0}Md$"),
        ("supercalculateur Jean Zay", "50\u{a0}M€"),
    ] {
        line(&format!("payeur non nommé → {thing}"), amount);
    }
    let headline = line(
        "France → investissement",
        ">\u{a0}300\u{a0}Md".replace('>', "&gt;").as_str(),
    );
    assert!(headline.contains("url(#money-uncounted)"), "{headline}");
    assert!(
        headline.contains("selon intelligence-artificielle.com\u{a0}; il lui manque la monnaie, en désaccord"),
        "{headline}"
    );
}
