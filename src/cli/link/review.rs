//! `sourcier link review`

use super::answers::{Answer, Answers};
use super::{Linked, today};
use crate::cli::program::browse;
use crate::cli::{Outcome, Session};
use crate::diagnostic::plural;
use crate::dossier::Dossier;
use crate::link::Entity;
use crate::link::decisions::Decisions;
use crate::link::review::{self, Given, Open, Verdict, Written, address, side_by_side};
use crate::terminal::shown;
use std::io::Write;

/// Decide on candidates, one entity at a time
///
/// Shows your entity on the left, candidates on the right. Each answer is written to disk at once, so you can stop at any
/// time and continue later. Skipped candidates stay undecided. On a terminal, press s (same; asks for the evidence), n (not
/// the same; asks for an optional reason), o (open the page in a browser), Enter (skip) or q (quit). Otherwise each answer
/// is a line.
#[derive(Debug, clap::Args)]
#[command(after_help = "Answers from a file or a pipe, a line each:
  s 2 the official site   candidate 2 is the same, with the evidence
  n 1 her namesake        candidate 1 is not the same, with an optional reason
  n                       none of the candidates is the same
  o 2                     open the address of candidate 2 in a browser
                          (an empty line) skip this entity
  q                       quit")]
pub struct Arguments {}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Linked { dossier, entities, .. } = Linked::open(session)?;
    let mut table = Table {
        dossier: &dossier,
        entities: &entities,
        decisions: super::decisions(&dossier)?,
    };
    let waiting = review::open(&entities, &table.decisions);
    if waiting.is_empty() {
        writeln!(
            out,
            "nothing waits for a decision; `sourcier link candidates` looks for items"
        )?;
        return Ok(Outcome::Clean);
    }
    let width = session.width.unwrap_or(100);
    let mut answers = Answers::from_standard_input();
    let mut count = 0;
    let of = waiting.len();
    for (index, open) in waiting.into_iter().enumerate() {
        let shown = side_by_side(&open, &entities, &table.decisions, width);
        writeln!(out, "\n── {} of {of}\n{shown}", index + 1)?;
        let (written, goes_on) = one(&mut table, open, width, &mut answers, out)?;
        count += written;
        if !goes_on {
            break;
        }
    }
    writeln!(out, "\n{} written to wikidata.csv", plural(count, "answer"))?;
    Ok(Outcome::Clean)
}

/// The table of decisions, and what it is about.
struct Table<'a> {
    dossier: &'a Dossier,
    entities: &'a [Entity],
    decisions: Decisions,
}

/// Asks about one entity until it is decided or skipped; returns the number of answers written, and whether to
/// continue.
fn one(
    table: &mut Table<'_>,
    mut open: Open<'_>,
    width: usize,
    answers: &mut Answers,
    out: &mut impl Write,
) -> anyhow::Result<(usize, bool)> {
    let mut count = 0;
    loop {
        match answers.next(open.candidates.len(), out)? {
            Answer::Same(chosen, evidence) => match decide(table, &open, chosen, (Verdict::Same, &evidence), out)? {
                Written::Already(_) => {}
                Written::DecidedSince => return Ok((count, true)),
                Written::Yes => return Ok((count + 1, true)),
            },
            Answer::NotSame(chosen, why) => {
                for index in &chosen {
                    let written = decide(table, &open, *index, (Verdict::NotSame, &why), out)?;
                    count += usize::from(written == Written::Yes);
                }
                let mut index = 0;
                open.candidates.retain(|_| {
                    index += 1;
                    !chosen.contains(&(index - 1))
                });
                if open.candidates.is_empty() {
                    return Ok((count, true));
                }
                write!(out, "{}", side_by_side(&open, table.entities, &table.decisions, width))?;
            }
            Answer::Open(chosen) => {
                let address = address(open.candidates[chosen].get("qid"));
                writeln!(out, "{}", shown(&address))?;
                browse(&address);
            }
            Answer::Skip => return Ok((count, true)),
            Answer::Stop => return Ok((count, false)),
            Answer::Unclear(why) => writeln!(out, "{why}")?,
        }
    }
}

/// Writes an answer, or prints why it was refused.
fn decide(
    table: &mut Table<'_>,
    open: &Open<'_>,
    chosen: usize,
    (verdict, why): (Verdict, &str),
    out: &mut impl Write,
) -> anyhow::Result<Written> {
    let (key, qid) = (&open.entity.key, open.candidates[chosen].get("qid"));
    let today = today();
    let given = Given {
        verdict,
        why,
        today: &today,
    };
    let written = review::answer(table.dossier, &mut table.decisions, table.entities, key, qid, &given)?;
    let told = match &written {
        Written::Yes => return Ok(written),
        Written::DecidedSince => format!("{qid} was decided on in wikidata.csv in the meantime: that stays"),
        Written::Already(other) => format!(
            "{qid} is {other} already, and an item is one entity: it is not {key}, or change the row of {other} in \
             wikidata.csv first"
        ),
    };
    writeln!(out, "{}", shown(&told))?;
    Ok(written)
}
