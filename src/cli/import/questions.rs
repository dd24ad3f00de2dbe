//! Asks a person on a terminal what a sheet leaves open.

use crate::sheet::{Change, Doubt, Map, Understood};
use crate::terminal::shown;
use std::io::{self, BufRead, IsTerminal, Write};

/// What came of the questions.
pub enum Answers {
    /// There was nothing to ask, or all first answers were taken.
    Unchanged,
    /// The decisions.
    Decided(Map),
    /// The decisions, with which the sheet is to be understood anew, since it is another sheet or another row of headings.
    Anew(Map),
    /// The person wants no import.
    Stopped,
}

/// Whether somebody is there to answer.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks one question after the other; those that were asked before are passed over.
pub fn ask(understood: &Understood, asked: &mut Vec<String>, out: &mut impl Write) -> io::Result<Answers> {
    let mut map = understood.map.clone();
    let open: Vec<&Doubt> = understood
        .doubts
        .iter()
        .filter(|doubt| !asked.contains(&doubt.question))
        .collect();
    for (index, doubt) in open.iter().enumerate() {
        asked.push(doubt.question.clone());
        writeln!(out, "\nQuestion {} of {}", index + 1, open.len())?;
        let Some(change) = one(doubt, out)? else {
            return Ok(Answers::Stopped);
        };
        map.apply(change);
        if matches!(change, Change::Sheet(_) | Change::Header(..)) {
            return Ok(Answers::Anew(map));
        }
    }
    Ok(match map == understood.map {
        true => Answers::Unchanged,
        false => Answers::Decided(map),
    })
}

/// Asks one question until the answer is clear; `None`: the person stops.
fn one<'d>(doubt: &'d Doubt, out: &mut impl Write) -> io::Result<Option<&'d Change>> {
    let place = doubt.address.map_or_else(String::new, |address| format!("{address}: "));
    writeln!(out, "{place}{}", shown(&doubt.question))?;
    for (index, choice) in doubt.choices.iter().enumerate() {
        writeln!(out, "  {}. {}", index + 1, shown(&choice.label))?;
    }
    let count = doubt.choices.len();
    let number = number(count, out)?;
    let choice = number.and_then(|number| doubt.choices.get(number.checked_sub(1)?));
    Ok(choice.map(|choice| &choice.change))
}

/// Asks whether to go on with what may be wrong; the first answer is not to.
pub fn goes_on(what: &str, out: &mut impl Write) -> io::Result<bool> {
    writeln!(out, "  1. stop, and change nothing\n  2. {}", shown(what))?;
    Ok(number(2, out)? == Some(2))
}

/// Asks whether a new claim is an old one; the first answer is that it is not. `None`: the person stops.
pub fn is_same(told: &str, out: &mut impl Write) -> io::Result<Option<bool>> {
    writeln!(out, "\n{}", shown(told))?;
    writeln!(out, "  1. another claim: both stay, and count\n  2. the same claim")?;
    Ok(number(2, out)?.map(|number| number == 2))
}

/// Asks for a number until the answer is clear; `None`: the person stops.
fn number(count: usize, out: &mut impl Write) -> io::Result<Option<usize>> {
    loop {
        write!(out, "1 to {count}, Enter takes 1, q stops: ")?;
        out.flush()?;
        let mut line = String::new();
        // The end of the input, or of an incomplete line, is no answer.
        if io::stdin().lock().read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Ok(None);
        }
        let answer = line.trim();
        if answer.eq_ignore_ascii_case("q") {
            return Ok(None);
        }
        let number = match answer {
            "" => Some(1),
            answer => answer.parse::<usize>().ok(),
        };
        match number.filter(|number| (1..=count).contains(number)) {
            Some(number) => return Ok(Some(number)),
            None => writeln!(out, "give a number from 1 to {count}")?,
        }
    }
}
