//! The help of each error in a table is followed by a case, to the letter, and leads to tables without findings; so is what each error of the
//! form of tables (T001 and on) calls valid.
//!
//! Which codes give help is read from what the cases print. A case declares `# follows: T012`: a run prints the code with its help, the
//! lines after it do what the help says, and the same command then finds neither it nor anything new.

use std::collections::BTreeSet;

use regex::Regex;

use super::codes::{Case, cases};

/// A finding of a case with its help.
struct Advised {
    command: String,
    code: String,
    help: String,
}

#[test]
fn the_help_of_each_error_in_a_table_is_followed() {
    let wrong = wrong(&cases());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes without a case that follows their help, and cases that do not follow it or are left with findings.
fn wrong(cases: &[Case]) -> Vec<String> {
    let advised: BTreeSet<String> = cases.iter().flat_map(advised).map(|found| found.code).collect();
    let followed: BTreeSet<&String> = cases.iter().flat_map(|case| &case.follows).collect();
    let missing = advised.iter().filter(|code| !followed.contains(code));
    let mut wrong: Vec<String> = missing
        .map(|code| format!("no case follows the help of {code} (`# follows: {code}`)"))
        .collect();
    for case in cases {
        wrong.extend(case.follows.iter().filter_map(|code| {
            let why = does_not_follow(case, code)?;
            Some(format!("{}: {code}: {why}", case.name))
        }));
    }
    wrong
}

fn does_not_follow(case: &Case, code: &str) -> Option<String> {
    let found: Vec<Advised> = advised(case).into_iter().filter(|found| found.code == code).collect();
    let Some(first) = found.first() else {
        return Some("no run finds it in a table and gives help".to_owned());
    };
    let after = match case.script.split_once(&format!("$ {}\n", first.command)) {
        Some((_, after)) => after,
        None => return Some(format!("`{}` is not in the script", first.command)),
    };
    let Some(last) = case
        .runs
        .last()
        .filter(|last| last.command == first.command && after.contains("$ "))
    else {
        return Some(format!("the last command is not `{}` once more", first.command));
    };
    let before = case
        .runs
        .iter()
        .find(|run| run.command == first.command)
        .map(|run| &run.codes);
    let is_new =
        |found: &&String| case.follows.contains(*found) || before.is_none_or(|before| !before.contains(*found));
    if last.codes.iter().any(|found| is_new(&found)) || last.exit != "0" {
        return Some("the last command finds something else, or the same again".to_owned());
    }
    let typed = Regex::new("^(?:did you mean `([^`]+)`|say in the metadata (.+)$)").unwrap();
    found.iter().find_map(|found| {
        let text = typed.captures(&found.help)?.iter().skip(1).flatten().next()?.as_str();
        (!after.contains(text)).then(|| format!("`{text}` is what the help says, and not what is written"))
    })
}

/// The errors in tables that a case shows with help.
fn advised(case: &Case) -> Vec<Advised> {
    let head = Regex::new(r"^(?:! )?(error|warning|note)\[(\w+)\]: ").unwrap();
    let (mut command, mut code, mut in_table) = ("", None, false);
    let mut found = Vec::new();
    for line in case.expected.lines() {
        if let Some(run) = line.strip_prefix("$ sourcier ") {
            (command, code, in_table) = (run, None, false);
        } else if let Some(parts) = head.captures(line) {
            code = (&parts[1] == "error").then(|| parts[2].to_owned());
            in_table = false;
        } else if line.starts_with("  --> ") {
            in_table = line.contains(".csv");
        } else if let (Some(code), true) = (&code, in_table) {
            // What is valid is the advice of an error of the form of a table, if it has no other.
            let valid = || line.strip_prefix("   = valid: ").filter(|_| code.starts_with('T'));
            if let Some(help) = line.strip_prefix("   = help: ").or_else(valid) {
                found.push(Advised {
                    command: command.to_owned(),
                    code: code.clone(),
                    help: help.to_owned(),
                });
            }
        }
    }
    found
}

#[test]
fn a_case_that_does_not_lead_to_a_clean_table_is_found() {
    let faulty = "$ sourcier check\nerror[T012]: there is no `a`\n  --> data/claims.csv, row 1\n   = help: did you mean `b`?\nexit 1\n";
    let clean = "$ sourcier check\nnothing found\nexit 0\n";
    let other = "$ sourcier check\nwarning[C102]: no class\nexit 0\n";
    let of =
        |script: &str, expected: &str| wrong(&[Case::new("case", script, expected, Default::default())]).join("; ");
    let followed = "# follows: T012\nedit data/claims.csv: b => a\n$ check\nfollow data/claims.csv: a => b\n$ check\n";
    assert_eq!(of(followed, &format!("{faulty}{clean}")), "");
    assert!(of(followed, &format!("{faulty}{other}")).contains("finds something else"));
    assert!(of(followed, &format!("{clean}{clean}")).contains("no run finds it"));
    let another = followed.replace("a => b", "a => c");
    assert!(of(&another, &format!("{faulty}{clean}")).contains("not what is written"));
    let nothing_done = "# follows: T012\nedit data/claims.csv: b => a\n$ check\n";
    assert!(of(nothing_done, faulty).contains("once more"));
    assert!(of("# fires: T012\n$ check\n", faulty).contains("no case follows the help of T012"));
}
