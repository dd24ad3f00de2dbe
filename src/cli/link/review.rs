//! `sourcier link review`

use super::{Linked, today};
use crate::cli::{Outcome, Session};
use sourcier::diagnostic::plural;
use sourcier::link::review::{self, Open, Verdict, address, side_by_side};
use std::io::{self, BufRead, Write};
use std::process::{Command, Stdio};

/// Decide on candidates, one entity at a time
///
/// Ours stands on the left, candidates on the right. Each answer is on disk at once: you may stop whenever you like, and
/// go on later. What you do not answer stays undecided.
#[derive(Debug, clap::Args)]
#[command(after_help = "Answers, each with Enter:
  s 2 the official site   candidate 2 is the same, and why (the evidence)
  n 1                     candidate 1 is another one
  n                       all that are shown are others
  o 2                     open the address of candidate 2 in a browser
  Enter                   skip this entity
  q                       stop")]
pub struct Arguments {}

const KEYS: &str = "s N EVIDENCE same · n [N] not same · o [N] open · Enter skip · q stop";

/// What a person typed.
enum Answer {
    Same(usize, String),
    NotSame(Vec<usize>),
    Open(usize),
    Skip,
    Stop,
    Unclear(&'static str),
}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Linked {
        entities,
        mut decisions,
        ..
    } = Linked::open(session)?;
    let waiting = review::open(&entities, &decisions);
    if waiting.is_empty() {
        writeln!(
            out,
            "nothing waits for a decision; `sourcier link candidates` looks for items"
        )?;
        return Ok(Outcome::Clean);
    }
    let width = session.width.unwrap_or(100);
    let mut lines = io::stdin().lock().lines();
    let mut answers = 0;
    let of = waiting.len();
    'entities: for (index, mut open) in waiting.into_iter().enumerate() {
        writeln!(out, "\n── {} of {of}\n{}", index + 1, side_by_side(&open, width))?;
        loop {
            write!(out, "{KEYS}\n> ")?;
            out.flush()?;
            let Some(line) = lines.next().transpose()? else {
                break 'entities;
            };
            match read(&line, open.candidates.len()) {
                Answer::Same(chosen, evidence) => {
                    decide(&mut decisions, &open, chosen, Verdict::Same, &evidence)?;
                    answers += 1;
                    break;
                }
                Answer::NotSame(chosen) => {
                    for index in &chosen {
                        decide(&mut decisions, &open, *index, Verdict::NotSame, "")?;
                        answers += 1;
                    }
                    let mut index = 0;
                    open.candidates.retain(|_| {
                        index += 1;
                        !chosen.contains(&(index - 1))
                    });
                    if open.candidates.is_empty() {
                        break;
                    }
                    write!(out, "{}", side_by_side(&open, width))?;
                }
                Answer::Open(chosen) => {
                    let address = address(open.candidates[chosen].get("qid"));
                    writeln!(out, "{address}")?;
                    browse(&address);
                }
                Answer::Skip => break,
                Answer::Stop => break 'entities,
                Answer::Unclear(why) => writeln!(out, "{why}")?,
            }
        }
    }
    writeln!(out, "\n{} written to wikidata.csv", plural(answers, "answer"))?;
    Ok(Outcome::Clean)
}

fn decide(
    decisions: &mut sourcier::link::decisions::Decisions,
    open: &Open<'_>,
    chosen: usize,
    verdict: Verdict,
    evidence: &str,
) -> anyhow::Result<()> {
    let qid = open.candidates[chosen].get("qid");
    review::answer(decisions, &open.entity.key, qid, verdict, evidence, &today())?;
    Ok(())
}

/// Reads an answer about so many candidates.
fn read(line: &str, count: usize) -> Answer {
    let mut words = line.trim().splitn(3, char::is_whitespace);
    let key = words.next().unwrap_or_default().to_lowercase();
    let number = words
        .next()
        .map(|word| word.parse::<usize>().ok().filter(|n| (1..=count).contains(n)));
    let rest = words.next().unwrap_or_default().trim();
    let one = match number {
        Some(Some(number)) => Some(number - 1),
        None if count == 1 => Some(0),
        _ => None,
    };
    match (key.as_str(), one) {
        ("", _) => Answer::Skip,
        ("q", _) => Answer::Stop,
        ("s", Some(one)) if !rest.is_empty() => Answer::Same(one, rest.to_owned()),
        ("s", Some(_)) => {
            Answer::Unclear("what shows that they are the same? Such as: s 1 the date of birth on the official page")
        }
        ("n", _) if number.is_none() => Answer::NotSame((0..count).collect()),
        ("n", Some(one)) => Answer::NotSame(vec![one]),
        ("o", Some(one)) => Answer::Open(one),
        ("s" | "n" | "o", None) => Answer::Unclear("which one? Give its number, such as: o 1"),
        _ => Answer::Unclear("s, n, o, q or Enter"),
    }
}

/// Opens an address in a browser, if there is one; it is printed in any case.
fn browse(address: &str) {
    let browser = std::env::var("BROWSER").unwrap_or_else(|_| "xdg-open".to_owned());
    let started = Command::new(browser)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    drop(started);
}
