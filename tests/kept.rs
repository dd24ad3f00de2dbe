//! The graph that is kept between runs: it answers as one that is loaded anew, whatever became of the dossier or of the cache.

use crate::support::{invented_dossier, said, sourcier_of_index as sourcier, tree};
use std::fs::{self, File, FileTimes};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Output;

const QUESTION: [&str; 4] = ["query", "largest-sums", "--format", "csv"];

fn edit_file(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

/// A dossier and a folder for caches.
struct Place {
    dossier: tempfile::TempDir,
    caches: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            dossier: tempfile::tempdir().unwrap(),
            caches: tempfile::tempdir().unwrap(),
        };
        invented_dossier(place.dossier.path());
        place
    }

    fn cache(&self) -> PathBuf {
        self.caches.path().join("graphs")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = sourcier(self.dossier.path());
        command.env("SOURCIER_CACHE", self.cache()).args(arguments);
        command.output().unwrap()
    }

    /// The answer with the cache, which must be that without one.
    fn answer(&self, arguments: &[&str]) -> String {
        let fresh = sourcier(self.dossier.path()).args(arguments).output().unwrap();
        let answer = self.run(arguments);
        assert_eq!(said(&answer), said(&fresh));
        assert_eq!(answer.status, fresh.status);
        assert_eq!(answer.stdout, fresh.stdout);
        String::from_utf8(answer.stdout).unwrap()
    }

    /// The kept graphs.
    fn kept(&self) -> Vec<PathBuf> {
        self.files("graph")
    }

    /// The files in the folder of caches with an ending.
    fn files(&self, ending: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.cache()).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().unwrap() == ending).collect()
    }

    /// The one kept graph.
    fn graph(&self) -> PathBuf {
        let kept = self.kept();
        assert_eq!(kept.len(), 1, "{kept:?}");
        kept[0].clone()
    }

    /// Whether a run writes the kept graph anew.
    fn is_made_anew(&self, run: impl FnOnce()) -> bool {
        is_written(&self.graph(), run)
    }
}

/// Whether something writes a file anew.
fn is_written(file: &Path, run: impl FnOnce()) -> bool {
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let opened = File::options().append(true).open(file).unwrap();
    opened.set_times(FileTimes::new().set_modified(long_ago)).unwrap();
    run();
    file.metadata().unwrap().modified().unwrap() != long_ago
}

const CHECK: [&str; 3] = ["check", "--format", "json"];

#[test]
fn findings_are_told_again_while_nothing_that_was_looked_at_differs() {
    let place = Place::new();
    let dossier = place.dossier.path();
    // An entity that nobody mentions is a finding, with its row.
    let entities = dossier.join("data/entities.csv");
    let text = fs::read_to_string(&entities).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let cell = |name: &&str| match *name {
        "key" => "nobody",
        "class" => "Company",
        name if name.starts_with("label") => "Nobody at all",
        _ => "",
    };
    let row: Vec<&str> = header.iter().map(cell).collect();
    fs::write(&entities, format!("{text}{}\n", row.join(","))).unwrap();
    let told = place.answer(&CHECK);
    assert!(told.contains("C124") && told.contains("nobody"), "{told}");
    let [findings] = place.files("findings").try_into().unwrap();
    let again = |edit: &dyn Fn()| {
        is_written(&findings, || {
            edit();
            place.answer(&CHECK);
        })
    };
    assert!(!again(&|| ()));
    assert!(!is_written(&findings, || {
        place.answer(&["check"]);
        place.answer(&["check", "--strict", "--format", "sarif"]);
    }));
    // A question belongs to what is checked, but not to the graph.
    let more = "# title: More\n# answers: Which?\nSELECT ?c { ?c a s:Claim } ORDER BY ?c LIMIT 2\n";
    assert!(!place.is_made_anew(|| assert!(again(&|| fs::write(dossier.join("queries/more.rq"), more).unwrap()))));
    assert!(again(&|| edit_file(
        &dossier.join("queries/checks/unused-entity.rq"),
        "# severity: note",
        "# severity: warning"
    )));
    for entry in fs::read_dir(dossier.join("texts")).unwrap() {
        let path = entry.unwrap().path();
        let mut words = fs::read_to_string(&path).unwrap();
        words.push_str("More.\n");
        // With another text than the hash says, there is an error, and nothing is kept.
        fs::write(&path, &words).unwrap();
    }
    place.answer(&CHECK);
    let whole = fs::read(&findings).unwrap();
    fs::write(&entities, &text).unwrap();
    for bytes in [
        &whole[..whole.len() - 1],
        &[&whole[..], b" "].concat(),
        b"",
        &whole[64..],
    ] {
        fs::write(&findings, bytes).unwrap();
        place.answer(&CHECK);
    }
}

#[test]
fn a_report_of_a_kept_graph_is_that_of_a_dossier_that_is_loaded() {
    let place = Place::new();
    let folders = tempfile::tempdir().unwrap();
    let folder = |name: &str| folders.path().join(name);
    let written = |name: &str| {
        let site = folder(name);
        let done = place.run(&["report", "-o", site.to_str().unwrap()]);
        assert!(done.status.success(), "{}", said(&done));
        tree(&site)
    };
    let fresh = written("fresh");
    assert!(!place.is_made_anew(|| assert_eq!(written("kept"), fresh)));
    let none = folder("none");
    let mut command = sourcier(place.dossier.path());
    let done = command.args(["report", "-o", none.to_str().unwrap()]).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(tree(&none), fresh);
    edit_file(
        &place.dossier.path().join("sourcier.toml"),
        "title = \"",
        "title = \"Now ",
    );
    assert_ne!(written("edited"), fresh);
}

#[test]
fn a_file_that_did_not_change_for_a_while_is_not_read_again() {
    let place = Place::new();
    let dossier = place.dossier.path();
    place.answer(&QUESTION);
    // What changed within the same second as the graph was written is compared byte by byte.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    edit_file(&dossier.join("sourcier.toml"), "title = \"", "title = \"Now ");
    place.answer(&QUESTION);
    place.answer(&QUESTION);
    let [stamps] = place.files("stamps").try_into().unwrap();
    let text = fs::read_to_string(&stamps).unwrap();
    assert!(text.contains("data/claims.csv"), "{text}");
    // What changed within a second before the graph was kept has no stamp: on a slow machine that is longer ago.
    let changed = |path: &Path| {
        let about = path.metadata().unwrap();
        (about.ctime(), about.ctime_nsec())
    };
    let (manifest, kept) = (changed(&dossier.join("sourcier.toml")), changed(&place.graph()));
    let is_old = (manifest.0 + 1, manifest.1) < kept;
    assert_eq!(text.contains("sourcier.toml"), is_old, "{manifest:?} {kept:?} {text}");
    // Another content of the same length, with the same date: the system still knows that it changed.
    let table = dossier.join("data/claims.csv");
    let dates = table.metadata().unwrap().modified().unwrap();
    let claims = fs::read_to_string(&table).unwrap();
    assert!(place.is_made_anew(|| {
        fs::write(&table, claims.replacen("000000", "111111", 1)).unwrap();
        let file = File::options().append(true).open(&table).unwrap();
        file.set_times(FileTimes::new().set_modified(dates)).unwrap();
        place.answer(&QUESTION);
    }));
    // Whatever stands there, it decides nothing alone.
    for broken in ["", "{}", "[1]", &text.replace("\"digest\":\"", "\"digest\":\"0")] {
        fs::write(&stamps, broken).unwrap();
        place.answer(&QUESTION);
    }
}

#[test]
fn a_dossier_that_did_not_change_is_opened_and_not_loaded() {
    let place = Place::new();
    let before = tree(place.dossier.path());
    let answer = place.answer(&QUESTION);
    assert!(answer.lines().count() > 2, "{answer}");
    assert!(!place.is_made_anew(|| assert_eq!(place.answer(&QUESTION), answer)));
    assert_eq!(tree(place.dossier.path()), before, "nothing is kept in the dossier");
    // Other commands use the same graph; rows of tables are read when they are asked for.
    for arguments in [
        &["query", "totals", "--set", "by=funder"][..],
        &["query", "-e", "DESCRIBE ?c { ?c a s:Claim } LIMIT 1"],
        &["export", "graph", "--format", "graphml"],
        &["export", "rdf"],
        &["analyse", "nodes"],
        &["explain", "g-plan"],
    ] {
        assert!(!place.is_made_anew(|| {
            place.answer(arguments);
        }));
    }
}

#[test]
fn whatever_the_graph_is_made_from_is_looked_at() {
    let place = Place::new();
    let dossier = place.dossier.path();
    place.answer(&QUESTION);
    let change = |edit: &dyn Fn()| {
        assert!(place.is_made_anew(|| {
            edit();
            place.answer(&QUESTION);
        }));
    };
    // Of the same length and the same date.
    change(&|| {
        let table = dossier.join("data/claims.csv");
        let dates = table.metadata().unwrap().modified().unwrap();
        let text = fs::read_to_string(&table).unwrap();
        let at = text.find("000000").unwrap();
        let changed = format!("{}111111{}", &text[..at], &text[at + 6..]);
        fs::write(&table, changed).unwrap();
        let file = File::options().append(true).open(&table).unwrap();
        file.set_times(FileTimes::new().set_modified(dates)).unwrap();
    });
    change(&|| {
        fs::write(
            dossier.join("ontology/more.ttl"),
            "<http://example.org/a> a <http://example.org/B> .\n",
        )
        .unwrap()
    });
    change(&|| fs::remove_file(dossier.join("ontology/more.ttl")).unwrap());
    change(&|| {
        let rule =
            "# title: More\n# answers: Nothing.\nCONSTRUCT { ?c a <http://example.org/C> } WHERE { ?c a s:Claim }\n";
        fs::write(dossier.join("queries/rules/99-more.rq"), rule).unwrap();
    });
    change(&|| edit_file(&dossier.join("sourcier.toml"), "title = \"", "title = \"New: "));
    // What a question is does not belong to the graph.
    assert!(!place.is_made_anew(|| {
        let more = "# title: More\n# answers: Which?\nSELECT ?c { ?c a s:Claim } ORDER BY ?c LIMIT 2\n";
        fs::write(dossier.join("queries/more.rq"), more).unwrap();
        place.answer(&["query", "more"]);
    }));
}

#[test]
fn a_dossier_with_errors_is_never_kept_nor_answered_from_before() {
    let place = Place::new();
    place.answer(&QUESTION);
    let table = place.dossier.path().join("data/claims.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(
        &table,
        text.replacen("g-plan,gazette-2024,", "g-plan,no-such-document,", 1),
    )
    .unwrap();
    let broken = place.run(&QUESTION);
    assert_ne!(broken.status.code(), Some(0));
    assert!(said(&broken).contains("no-such-document"), "{}", said(&broken));
    fs::write(&table, text).unwrap();
    assert!(!place.is_made_anew(|| {
        place.answer(&QUESTION);
    }));
}

#[test]
fn a_kept_graph_that_was_cut_or_changed_is_made_anew() {
    let place = Place::new();
    place.answer(&QUESTION);
    let graph = place.graph();
    let whole = fs::read(&graph).unwrap();
    let middle = whole.len() / 2;
    let mut changed = whole.clone();
    changed[middle] ^= 1;
    let others: [&[u8]; 4] = [&[], &whole[..middle], &changed, b"another program's file"];
    for bytes in others {
        fs::write(&graph, bytes).unwrap();
        assert!(place.is_made_anew(|| {
            place.answer(&QUESTION);
        }));
    }
    // That of another dossier, under the name of this one.
    let other = Place::new();
    edit_file(
        &other.dossier.path().join("sourcier.toml"),
        "title = \"",
        "title = \"Other ",
    );
    other.answer(&QUESTION);
    fs::copy(other.graph(), &graph).unwrap();
    assert!(place.is_made_anew(|| {
        place.answer(&QUESTION);
    }));
}

#[test]
fn without_a_place_for_caches_everything_works() {
    let place = Place::new();
    fs::write(place.cache(), "a file where the folder should be").unwrap();
    place.answer(&QUESTION);
    assert!(place.cache().is_file());
    let none = sourcier(place.dossier.path())
        .env("SOURCIER_CACHE", "")
        .env("HOME", place.caches.path())
        .args(QUESTION)
        .output()
        .unwrap();
    assert!(none.status.success());
    assert_eq!(
        fs::read_dir(place.caches.path()).unwrap().count(),
        1,
        "nothing is kept where that is not wanted"
    );
    let of_home = sourcier(place.dossier.path())
        .env_remove("SOURCIER_CACHE")
        .env_remove("XDG_CACHE_HOME")
        .env("HOME", place.caches.path())
        .args(QUESTION)
        .output()
        .unwrap();
    assert!(of_home.status.success());
    assert!(place.caches.path().join(".cache/sourcier").is_dir());
}

#[test]
fn two_at_once_answer_the_same() {
    let place = Place::new();
    let run = || {
        let mut command = sourcier(place.dossier.path());
        let command = command.env("SOURCIER_CACHE", place.cache()).args(QUESTION);
        command.stdout(std::process::Stdio::piped()).spawn().unwrap()
    };
    let answers: Vec<Vec<u8>> = [run(), run(), run()]
        .map(|child| child.wait_with_output().unwrap().stdout)
        .into();
    assert!(!answers[0].is_empty() && answers.iter().all(|answer| *answer == answers[0]));
    place.graph();
}

#[test]
fn few_graphs_are_kept_and_none_is_another_users_to_see() {
    let place = Place::new();
    for number in 0..40 {
        fs::create_dir_all(place.cache()).unwrap();
        fs::write(place.cache().join(format!("{number:024x}.graph")), "old").unwrap();
    }
    let own = place.cache().join("my own.graph");
    fs::write(&own, "not a kept one").unwrap();
    place.answer(&QUESTION);
    assert_eq!(fs::read(&own).unwrap(), b"not a kept one");
    fs::remove_file(&own).unwrap();
    assert_eq!(place.kept().len(), 32);
    assert!(!place.is_newest_gone());
    let fresh = Place::new();
    fresh.answer(&QUESTION);
    assert_eq!(fresh.cache().metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

impl Place {
    /// Whether the graph that was written last was removed with the old ones.
    fn is_newest_gone(&self) -> bool {
        self.kept().iter().all(|graph| fs::read(graph).unwrap() == b"old")
    }
}

#[test]
fn a_text_that_a_quotation_is_found_in_belongs_to_it() {
    let place = Place::new();
    let dossier = place.dossier.path();
    let texts = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(dossier.join("texts")).into_iter().flatten() {
        let path: PathBuf = entry.unwrap().path();
        fs::copy(&path, texts.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::remove_dir_all(dossier.join("texts")).unwrap_or_default();
    let arguments = [&["--texts", texts.path().to_str().unwrap()], &QUESTION[..]].concat();
    place.answer(&arguments);
    assert!(!place.is_made_anew(|| {
        place.answer(&arguments);
    }));
    // Without them it is another graph.
    place.answer(&QUESTION);
    assert_eq!(place.kept().len(), 2);
}

#[test]
fn a_damaged_block_of_a_mapped_graph_is_in_no_answer() {
    let place = Place::new();
    // A graph that is mapped, not read.
    let more: String = (0..40_000)
        .map(|number| {
            format!("<http://example.org/thing/{number}> <http://example.org/says> \"Number {number}, of many\" .\n")
        })
        .collect();
    fs::write(place.dossier.path().join("ontology/more.ttl"), more).unwrap();
    place.answer(&QUESTION);
    let graph = place.graph();
    let whole = fs::read(&graph).unwrap();
    assert!(whole.len() > 4 << 20, "{}", whole.len());
    let of_one = [
        "query",
        "-e",
        "SELECT ?o { <http://example.org/thing/7> ?p ?o } ORDER BY ?o",
        "--format",
        "csv",
    ];
    let all = [
        "query",
        "-e",
        "SELECT ?s { ?s <http://example.org/says> ?o }",
        "--format",
        "csv",
    ];
    let expected = [&QUESTION[..], &of_one, &all].map(|question| place.answer(question));
    let found = |expected: &[String; 3]| {
        let questions = [&QUESTION[..], &of_one, &all];
        for (question, expected) in questions.iter().zip(expected) {
            let answer = place.run(question);
            assert_eq!(String::from_utf8(answer.stdout).unwrap(), *expected);
            assert!(answer.status.success());
        }
    };
    for part in 0..12 {
        let mut changed = whole.clone();
        // A byte in each block of a twelfth of the file.
        let bytes = whole.len() * part / 12..whole.len() * (part + 1) / 12;
        bytes.step_by(1 << 14).for_each(|at| changed[at] ^= 16);
        fs::write(&graph, changed).unwrap();
        found(&expected);
        // Whatever was read of it is whole again.
        found(&expected);
    }
}

/// A table of which the headings are looked at first, without what stands behind.
#[test]
fn the_graph_of_a_dossier_with_a_long_table_is_kept() {
    let place = Place::new();
    let entities = place.dossier.path().join("data/entities.csv");
    let text = fs::read_to_string(&entities).unwrap();
    let columns = text.lines().next().unwrap().split(',');
    let columns: Vec<&str> = columns.collect();
    let row = |number: usize| {
        let cell = |name: &&str| match *name {
            "key" => format!("nobody-{number}"),
            "class" => "Company".to_owned(),
            name if name.starts_with("label") => format!("Nobody {number} of a long list of nobodies"),
            _ => String::new(),
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let rows: Vec<String> = (0..2000).map(row).collect();
    fs::write(&entities, format!("{text}{}\n", rows.join("\n"))).unwrap();
    assert!(entities.metadata().unwrap().len() > 2 * (64 << 10));
    place.answer(&QUESTION);
    assert!(!place.is_made_anew(|| {
        place.answer(&QUESTION);
    }));
    assert!(place.is_made_anew(|| {
        edit_file(&entities, "Nobody 1999 of", "Somebody 1999 of");
        place.answer(&QUESTION);
    }));
}
