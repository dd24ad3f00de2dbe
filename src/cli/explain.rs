//! `sourcier explain`

use super::{Outcome, Session, leave};
use crate::diagnostic::plural;
use crate::explain;
use crate::terminal::shown;
use std::io::Write;

/// Show a claim: its content, document, passage, row, derived links, and other claims about the same thing
///
/// CLAIM is a claim's key, or a figure or words to search for. The passage is quoted if the text is available (--texts).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier explain 109
  sourcier explain \"jean zay\"
  sourcier explain '25 %'
  sourcier explain som25-109-milliards --texts ~/articles
  sourcier explain som25-109-milliards --lang en")]
pub struct Arguments {
    /// A claim's key, a figure, or words
    #[arg(value_name = "CLAIM|FIGURE|WORDS", required = true)]
    claim: Vec<String>,
    /// The language of names and words [default: that of the dossier]
    #[arg(long, value_name = "LANGUAGE", value_parser = ["fr", "en"])]
    lang: Option<String>,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let open = session.accept(dossier, texts)?;
    let wanted = arguments.claim.join(" ");
    anyhow::ensure!(!wanted.trim().is_empty(), "say which claim: its key, a figure or words");
    let search = open.find(&wanted, arguments.lang.as_deref())?;
    let outcome = match search.found.as_slice() {
        [] => {
            let near = search.nearest.as_ref();
            let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            let told = format!("no claim has the key, the figure or the words \"{wanted}\"{near}");
            writeln!(out, "{}", shown(&told))?;
            Outcome::Findings
        }
        [one] => {
            if let Some(explanation) = open.explain(&one.claim, arguments.lang.as_deref())? {
                explain::write(&explanation, session.style, out)?;
            }
            Outcome::Clean
        }
        many => {
            writeln!(out, "{} (explain one by its key)\n", plural(many.len(), "claim"))?;
            for found in many {
                writeln!(out, "  {:<36} {}", shown(&found.key), shown(&found.says.join(" · ")))?;
            }
            Outcome::Clean
        }
    };
    leave(open);
    Ok(outcome)
}
