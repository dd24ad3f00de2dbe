//! Small programs that violate each structural rule, to test that the rules detect violations.

use std::collections::BTreeMap;

use super::program::Program;
use super::rules::{self, Leave};

const NOBODY: Leave<'_> = Leave {
    files: &[],
    sockets: &[],
    clocks: &[],
    ends: &[],
    standard_streams: &[],
};

fn program(files: &[(&str, &str)]) -> Program {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let program = Program::parse(&files);
    assert!(program.strays.is_empty(), "{:?}", program.strays);
    program
}

/// The violations in a module `early` that comes before `late`.
fn order(early: &str) -> Vec<String> {
    let lib = ("src/lib.rs", "pub mod early;\npub mod late;\n");
    let late = ("src/late.rs", "pub mod deep;\npub struct Late;\n");
    let files = [
        lib,
        ("src/early.rs", early),
        late,
        ("src/late/deep.rs", "pub fn run() {}\n"),
        ("src/early/inner.rs", ""),
    ];
    let program = program(&files);
    rules::out_of_order(&program, &["early".to_owned(), "late".to_owned()]).0
}

#[test]
fn a_module_that_uses_a_later_one_is_found_however_it_says_so() {
    let ways = [
        "mod inner; use crate::late::Late;",
        "mod inner; use crate::{late::Late};",
        "mod inner; use crate::{early::{inner}, late as other};",
        "mod inner; fn f() { crate::late::deep::run(); }",
        "mod inner; use super::late::deep; fn f() { deep::run() }",
        "mod inner; mod block { use super::super::late; }",
        "mod inner; #[cfg(test)] mod tests { } fn f() { crate::late::deep::run() }",
        "mod inner; #[cfg(any(test, feature = \"x\"))] use crate::late::Late;",
        "mod inner; #[cfg(not(test))] use crate::late::Late;",
        "mod inner; fn f() { println!(\"{}\", crate::late::deep::run()); }",
        "mod inner; macro_rules! m { () => { $crate::late::deep::run() } }",
        "mod inner; use crate as all; fn f() { all::late::deep::run() }",
        "mod inner; use crate::*; fn f() { late::deep::run() }",
        "mod inner; fn f() -> Vec<crate::late::Late> { Vec::new() }",
        "mod inner; pub use crate::late::deep::run as start;",
    ];
    for way in ways {
        assert!(!order(way).is_empty(), "not found: {way}");
    }
    let fine = [
        "mod inner; #[cfg(test)] use crate::late::Late;",
        "mod inner; #[cfg(test)] mod tests { use crate::late::Late; }",
        "mod inner; #[cfg(all(test, unix))] fn f() { crate::late::deep::run() }",
        "mod inner; struct S; impl S { #[cfg(test)] fn f() { crate::late::deep::run() } }",
        "mod inner; /// As [`crate::late::Late`].\nfn f() {}",
        "mod inner; fn f() { let late = 1; late; }",
    ];
    for way in fine {
        assert_eq!(order(way), Vec::<String>::new(), "{way}");
    }
}

#[test]
fn a_file_of_tests_is_test_code_wholly_and_what_stands_below_its_name_is_not() {
    let files = [
        ("src/lib.rs", "pub mod early;\npub mod late;\n"),
        ("src/early.rs", "#[cfg(test)]\nmod tests;\n"),
        ("src/early/tests.rs", "mod more;\nuse crate::late;\n"),
        ("src/early/tests/more.rs", "use std::fs;\n"),
        (
            "src/late.rs",
            "#[cfg(test)]\nmod tests;\n\nfn read() { std::fs::read(\"x\"); }\n",
        ),
        ("src/late/tests.rs", ""),
    ];
    let program = program(&files);
    assert!(
        rules::out_of_order(&program, &["early".to_owned(), "late".to_owned()])
            .0
            .is_empty()
    );
    assert_eq!(
        rules::without_leave(&program, &NOBODY),
        ["src/late.rs touches files (std::fs::read)"]
    );
    assert_eq!(rules::long_files(&program, 1).get("src/late.rs"), Some(&2));
}

#[test]
fn who_touches_the_world_without_leave_is_found() {
    let found = |code: &str| {
        let crates = [
            ("src/lib.rs", ""),
            ("crates/tool/Cargo.toml", "[package]\nname = \"sourcier-tool\"\n"),
            ("crates/tool/src/lib.rs", code),
        ];
        rules::without_leave(&program(&crates), &NOBODY).join("; ")
    };
    assert!(found("use std::{fs::{self}, io}; fn f() { fs::read(\"x\"); }").contains("touches files"));
    assert!(found("use std::fs::File as Handle; fn f() { Handle::open(\"x\"); }").contains("touches files"));
    assert!(found("use std as core_of_it; fn f() { core_of_it::fs::read(\"x\"); }").contains("touches files"));
    assert!(found("fn f(path: &std::path::Path) -> bool { path.is_dir() }").contains("touches files (is_dir)"));
    assert!(found("use std::{net::TcpStream};").contains("opens sockets"));
    assert!(found("fn f() { ureq::get(\"x\"); }").contains("opens sockets"));
    assert!(found("use std::time::{Duration, Instant};").contains("looks at the clock"));
    assert!(found("use std::time; fn f() { time::SystemTime::now(); }").contains("looks at the clock"));
    assert!(found("use std::io::Write; fn f() { std::io::stdout().flush(); }").contains("standard streams"));
    assert!(found("#[cfg(test)] mod tests {} fn f() { std::println!(\"x\") }").contains("prints"));
    assert!(found("fn f() { vec![if true { eprintln!(\"x\") }]; }").contains("prints"));
    assert!(found("use std::process; fn f() { process::exit(1) }").contains("exits"));
    assert_eq!(
        found("use std::time::Duration; use std::path::Path; use std::io::{self, Write};"),
        ""
    );
}

#[test]
fn circles_of_files_are_found() {
    let circles = |a: &str, b: &str, parent: &str| {
        let lib = ("src/lib.rs", "pub mod tree;\n");
        let tree = format!("mod a;\nmod b;\n{parent}");
        let circles = rules::circles(&program(&[
            lib,
            ("src/tree.rs", &tree),
            ("src/tree/a.rs", a),
            ("src/tree/b.rs", b),
        ]));
        circles
            .into_iter()
            .map(|circle| circle.join(" "))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let both = "tree::a tree::b";
    assert_eq!(
        circles("use super::b::B; pub struct A;", "use super::a::A; pub struct B;", ""),
        both
    );
    assert_eq!(
        circles(
            "use super::{b::B}; pub struct A;",
            "fn f() { crate::tree::a::f(); }",
            ""
        ),
        both
    );
    // Re-exports of a parent count as its own; those of a cousin are followed.
    assert_eq!(
        circles(
            "use super::B; pub struct A;",
            "use super::A; pub struct B;",
            "pub use a::A; pub use b::B;"
        ),
        ""
    );
    // A child uses the types of its parent, which calls it.
    assert_eq!(
        circles(
            "use super::T; pub struct A;",
            "use super::a::A;",
            "pub struct T; fn f() { a::f(T); b::f(); }"
        ),
        ""
    );
    let root = |path| {
        let text = format!("pub mod {path};");
        let lib = ("crates/csvw/src/lib.rs", text.as_str());
        let files = [
            ("src/lib.rs", ""),
            ("crates/csvw/Cargo.toml", "package.name = \"csvw\"\n"),
            lib,
        ];
        rules::circles(&program(
            &[
                &files[..],
                &[("crates/csvw/src/block.rs", "mod a; mod b;")],
                &[
                    ("crates/csvw/src/block/a.rs", "use crate::block::b;"),
                    ("crates/csvw/src/block/b.rs", "use csvw::block::a;"),
                ],
            ]
            .concat(),
        ))
    };
    assert_eq!(
        root("block").into_iter().next(),
        Some(vec!["csvw::block::a".to_owned(), "csvw::block::b".to_owned()])
    );
}

#[test]
fn long_functions_are_found_wherever_they_stand() {
    let long = format!("{{\n{}}}", "    g();\n    // why\n\n".repeat(4));
    let code = format!(
        "fn f() {long}\n#[cfg(test)]\nmod tests {{ fn t() {long} }}\nimpl S {{ fn m() {long} }}\nmod block {{ fn b() {long} }}\n"
    );
    let program = program(&[("src/lib.rs", "pub mod a;"), ("src/a.rs", &code)]);
    let expected = ["a::S::m", "a::block::b", "a::f"].map(|name| (name.to_owned(), 14));
    assert_eq!(rules::long_functions(&program, 13), BTreeMap::from(expected));
    assert!(rules::long_functions(&program, 14).is_empty());
}
