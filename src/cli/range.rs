//! `sourcier range`

use super::{Outcome, Session};
use crate::diagnostic::{Report, SHOWN, nearest};
use crate::evidence::{self, Missing, Text};
use crate::open::OpenDossier;
use crate::terminal::shown;
use anyhow::{Context as _, bail};
use std::io::Write;

/// Find words in a document: start, end and hash for a claim's row
///
/// Offsets count characters (Unicode scalar values) from 0; the end is exclusive. White space, case and the form of
/// apostrophes are ignored. A figure that the text writes in another way is found, too: `400 M€` finds "400 millions d'euros".
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier range elysee-2024 \"400 millions d'euros\"
  sourcier range elysee-2024 \"neuf\" --texts ~/articles
  sourcier range elysee-2024 400M€                          wherever this sum stands, in words or digits")]
pub struct Arguments {
    /// The document's key
    document: String,
    /// The words to find in the text
    #[arg(required = true)]
    words: Vec<String>,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    // A person who looks up a range is still writing: other errors of the dossier do not matter here.
    let open = OpenDossier::open(dossier, texts, &mut Report::bounded(SHOWN))?;
    let base = format!("{}document/", open.dossier.manifest.base);
    let sources = evidence::sources(&open.loaded.graph)?;
    let keys = || sources.iter().filter_map(|source| source.document.strip_prefix(&base));
    let Some(source) = sources
        .iter()
        .find(|source| source.document == format!("{base}{}", arguments.document))
    else {
        let near =
            nearest(&arguments.document, keys()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let keys: Vec<_> = keys().collect();
        let known = match keys.as_slice() {
            [] => "the dossier has none yet: documents.csv".to_owned(),
            keys => format!("documents: {}", keys.join(", ")),
        };
        bail!("there is no document `{}`{near} ({known})", arguments.document);
    };
    let text = match Text::open(open.texts.as_ref(), &source.file, &source.sha256) {
        Ok(text) => text,
        Err(Missing::NotAtHand) => bail!(
            "the text `{}` is not available: give its folder with --texts DIR",
            source.file
        ),
        Err(Missing::Differs(found)) => bail!("the text `{}` is another one: its SHA-256 is {found}", source.file),
        Err(Missing::Unreadable(why)) => bail!("the text `{}` cannot be read: {why}", source.file),
        Err(Missing::NotUtf8) => bail!("the text `{}` is not UTF-8", source.file),
    };
    let words = arguments.words.join(" ");
    let mut found = text.find(&words);
    if found.is_empty() {
        found = source.find_figure(&text, &words, &open.dossier.manifest.language);
    }
    if found.is_empty() {
        let told = format!("\"{words}\" is not in {}", arguments.document);
        writeln!(out, "{}", shown(&told))?;
        return Ok(Outcome::Findings);
    }
    writeln!(out, "start,end,as_written")?;
    for range in &found {
        let slice = text.slice(range.start, range.end).context("a range outside its text")?;
        writeln!(out, "{},{},{}", range.start, range.end, shown(slice))?;
        let sentence = text.sentence(range.start);
        if let Some(sentence) = sentence.filter(|sentence| sentence.end < range.end) {
            writeln!(out, "  (reaches over the end of the sentence at {})", sentence.end)?;
        }
    }
    writeln!(out, "\nsha256 {}", shown(&source.sha256))?;
    for range in &found {
        writeln!(out, "{}#char={},{}", shown(&source.text), range.start, range.end)?;
    }
    Ok(Outcome::Clean)
}
