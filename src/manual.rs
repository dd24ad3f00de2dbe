//! Manual pages of diagnostic codes: the program's own, and those of a dossier's checks.
//!
//! Takes the headers of checks; returns manual pages for people, and rules for SARIF.

use crate::dossier::Dossier;
use crate::query::{self, Folder, header::Header};
use diagnostic::{Report, Rule, Severity, Tool, code};

/// The SARIF description of the program, with the rules of a dossier's checks.
pub fn tool(rules: Vec<Rule>) -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        description: env!("CARGO_PKG_DESCRIPTION"),
        rules,
    }
}

/// The headers of a dossier's checks, with their files.
pub fn headers(dossier: &Dossier) -> Vec<(String, Header)> {
    let checks = query::load(dossier, Folder::Checks, &mut Report::default());
    checks.into_iter().map(|check| (check.file, check.header)).collect()
}

/// The manual page of a code: one of the program's own, or of one of these checks.
pub fn page(code: &str, checks: &[(String, Header)]) -> Option<String> {
    let own = code::MANUAL.iter().find(|page| page.code.eq_ignore_ascii_case(code));
    if let Some(rule) = own.and_then(|page| Rule::own(page.code)) {
        let specification = rule
            .specification
            .map_or_else(String::new, |specification| format!("\nRule: {specification}\n"));
        return Some(format!(
            "{} ({})\n\n{}\n{specification}",
            rule.code,
            rule.severity.name(),
            rule.text
        ));
    }
    let mut told = checks
        .iter()
        .filter_map(|(file, header)| Some((file, &header.title, header.check.as_ref()?)));
    let (file, title, header) = told.find(|(.., header)| header.code.eq_ignore_ascii_case(code))?;
    let help = header.help.as_deref().map_or_else(String::new, |help| {
        format!("\nWhat to do: {}\n", help.replace('{', "‹").replace('}', "›"))
    });
    Some(format!(
        "{} ({}): {}\n\n{}\n{help}\nThe check is {}.\n",
        header.code,
        header.severity.name(),
        title,
        header.explain,
        file
    ))
}

/// All codes with the first line of their manual page: the program's own, and those of these checks.
pub fn codes(checks: &[(String, Header)]) -> Vec<(String, Severity, String)> {
    let own = code::MANUAL.iter().map(|page| {
        let first = page.text.lines().next().unwrap_or_default().trim().to_owned();
        (page.code.to_owned(), page.severity, first)
    });
    let checks = checks.iter().filter_map(|(_, header)| {
        let check = header.check.as_ref()?;
        Some((check.code.clone(), check.severity, header.title.clone()))
    });
    let mut all: Vec<_> = own.chain(checks).collect();
    all.sort();
    all
}

/// The rules for the codes of the dossier's checks.
pub fn rules(dossier: &Dossier) -> Vec<Rule> {
    let rules = headers(dossier).into_iter().filter_map(|(_, header)| {
        let check = header.check?;
        Some(Rule {
            code: check.code,
            severity: check.severity,
            title: header.title,
            text: check.explain,
            specification: None,
        })
    });
    rules.collect()
}
