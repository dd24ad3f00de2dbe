//! `sourcier explain-code`

use super::{Outcome, Session};
use crate::diagnostic::nearest;
use crate::init;
use crate::manual::{codes, headers, page};
use crate::terminal::shown;
use anyhow::bail;
use std::io::Write;

/// Explain a diagnostic's code, or list all codes
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier explain-code          all codes
  sourcier explain-code T012     the meaning of T012, and how to fix it")]
pub struct Arguments {
    /// The code, such as T012; without one, all codes are listed
    code: Option<String>,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    // Outside of a dossier, the checks are those of a new one.
    let checks = session
        .dossier()
        .map_or_else(|_| init::checks(), |dossier| headers(&dossier));
    let Some(code) = &arguments.code else {
        for (code, severity, title) in codes(&checks) {
            writeln!(out, "{:<6} {:<8} {}", shown(&code), severity.name(), shown(&title))?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(page) = page(code, &checks) else {
        let known = codes(&checks);
        let near = nearest(code, known.iter().map(|(code, _, _)| code.as_str()));
        let hint = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
        bail!("there is no code {code}{hint}; `sourcier explain-code` lists them all");
    };
    for line in page.split_inclusive('\n') {
        let text = line.strip_suffix('\n');
        write!(out, "{}{}", shown(text.unwrap_or(line)), text.map_or("", |_| "\n"))?;
    }
    Ok(Outcome::Clean)
}
