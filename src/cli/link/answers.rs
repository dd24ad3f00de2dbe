//! Reads a person's answers in `sourcier link review`: single keys on a terminal where the system has them, otherwise lines.

#[cfg(any(not(unix), feature = "portable"))]
mod lines;
#[cfg(all(unix, not(feature = "portable")))]
mod raw;

use crate::terminal::shown;
#[cfg(any(not(unix), feature = "portable"))]
use lines::{HAS_KEYS, Raw};
#[cfg(all(unix, not(feature = "portable")))]
use raw::{HAS_KEYS, Raw};
use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal, Read as _, StdinLock, Write};

const LINE: &str = "s N EVIDENCE same · n [N [WHY]] not same · o [N] open · Enter skip · q stop";
const KEYS: &str = "s same · n not same · o open · Enter skip · q stop";

/// An answer about candidates, which are counted from 0.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// This one is the same, with the evidence.
    Same(usize, String),
    /// These are not the same, with the reason, if given.
    NotSame(Vec<usize>, String),
    /// Open its page in a browser.
    Open(usize),
    /// Not now.
    Skip,
    /// No more.
    Stop,
    /// An invalid answer, with a description of the valid ones.
    Unclear(&'static str),
}

/// The source of answers.
pub enum Answers {
    /// Standard input is not a terminal, or has no keys.
    Lines(StdinLock<'static>),
    /// Standard input is a terminal.
    Keys(Keys),
}

impl Answers {
    /// Reads answers from standard input.
    pub fn from_standard_input() -> Self {
        if HAS_KEYS && io::stdin().is_terminal() && io::stdout().is_terminal() {
            Self::Keys(Keys::default())
        } else {
            Self::Lines(io::stdin().lock())
        }
    }

    /// Asks about `count` candidates. The end of the input is [`Answer::Stop`], and so is a last line without a line
    /// end, since it may be incomplete.
    pub fn next(&mut self, count: usize, out: &mut impl Write) -> io::Result<Answer> {
        match self {
            Self::Lines(input) => {
                ask(out, &format!("{LINE}\n> "))?;
                let mut line = String::new();
                input.read_line(&mut line)?;
                if !line.is_empty() && !line.ends_with('\n') {
                    writeln!(
                        out,
                        "\nthe input ends within an answer: `{}` is not taken",
                        shown(&line)
                    )?;
                }
                match line.strip_suffix('\n') {
                    Some(line) => Ok(read(line, count)),
                    None => Ok(Answer::Stop),
                }
            }
            Self::Keys(keys) => keys.next(count, out),
        }
    }
}

fn ask(out: &mut impl Write, question: &str) -> io::Result<()> {
    write!(out, "{question}")?;
    out.flush()
}

/// Parses a line as an answer about `count` candidates.
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
        ("n", _) if number.is_none() => Answer::NotSame((0..count).collect(), String::new()),
        ("n", Some(one)) => Answer::NotSame(vec![one], rest.to_owned()),
        ("o", Some(one)) => Answer::Open(one),
        ("s" | "n" | "o", None) => Answer::Unclear("which one? Give its number, such as: o 1"),
        _ => Answer::Unclear("s, n, o, q or Enter"),
    }
}

/// A pressed key.
enum Key {
    Letter(char),
    Enter,
    /// Ctrl-C, Ctrl-D, Escape, or the terminal was closed.
    Stop,
}

/// Reads keys as they are pressed, and lines for texts.
#[derive(Default)]
pub struct Keys {
    /// Bytes that were typed ahead.
    typed: VecDeque<u8>,
}

impl Keys {
    fn next(&mut self, count: usize, out: &mut impl Write) -> io::Result<Answer> {
        let key = self.key(&format!("{KEYS} "), out)?;
        let letter = match key {
            Key::Letter(letter) => letter.to_ascii_lowercase(),
            Key::Enter | Key::Stop => ' ',
        };
        writeln!(out, "{letter}")?;
        match (key, letter) {
            (Key::Stop, _) | (_, 'q') => Ok(Answer::Stop),
            (Key::Enter, _) | (_, ' ') => Ok(Answer::Skip),
            (_, 's') => match self.which(count, "", out)?.as_deref() {
                Some(&[one]) => self.same(one, out),
                _ => Ok(Answer::Unclear("none is chosen")),
            },
            (_, 'n') => match self.which(count, ", a all", out)? {
                Some(chosen) => {
                    ask(out, "why not (Enter leaves it open)? ")?;
                    Ok(self.line()?.map_or(Answer::Stop, |why| Answer::NotSame(chosen, why)))
                }
                None => Ok(Answer::Unclear("none is chosen")),
            },
            (_, 'o') => match self.which(count, "", out)?.as_deref() {
                Some(&[one]) => Ok(Answer::Open(one)),
                _ => Ok(Answer::Unclear("none is chosen")),
            },
            _ => Ok(Answer::Unclear("s, n, o, q or Enter")),
        }
    }

    /// Asks which of the candidates are meant; if there is only one, it is that.
    fn which(&mut self, count: usize, more: &str, out: &mut impl Write) -> io::Result<Option<Vec<usize>>> {
        if count == 1 {
            return Ok(Some(vec![0]));
        }
        let question = format!("which, 1 to {count}{more}? ");
        let word = if count > 9 {
            ask(out, &question)?;
            self.line()?.unwrap_or_default()
        } else {
            let word = match self.key(&question, out)? {
                Key::Letter(letter) => letter.to_string(),
                Key::Enter | Key::Stop => String::new(),
            };
            writeln!(out, "{word}")?;
            word
        };
        if word == "a" && !more.is_empty() {
            return Ok(Some((0..count).collect()));
        }
        let number = word.parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        Ok(number.map(|number| vec![number - 1]))
    }

    fn same(&mut self, one: usize, out: &mut impl Write) -> io::Result<Answer> {
        ask(out, "what shows it (a date of birth, the official site)? ")?;
        match self.line()? {
            None => Ok(Answer::Stop),
            Some(evidence) if evidence.is_empty() => {
                Ok(Answer::Unclear("nothing is written: a link needs its evidence"))
            }
            Some(evidence) => Ok(Answer::Same(one, evidence)),
        }
    }

    /// Reads one key, without Enter. Keys that were typed before the question are kept.
    fn key(&mut self, question: &str, out: &mut impl Write) -> io::Result<Key> {
        let _raw = Raw::begin()?;
        ask(out, question)?;
        loop {
            let Some(byte) = self.byte()? else { return Ok(Key::Stop) };
            match byte {
                b'\r' | b'\n' => return Ok(Key::Enter),
                0x1b if !self.typed.is_empty() => self.pass_sequence(),
                0x03 | 0x04 | 0x1b => return Ok(Key::Stop),
                // The rest of a multi-byte character, which is no valid key.
                0x80..=0xbf => {}
                byte if byte.is_ascii_graphic() || byte == b' ' => return Ok(Key::Letter(char::from(byte))),
                _ => return Ok(Key::Letter('?')),
            }
        }
    }

    /// Skips the rest of an escape sequence, such as that of an arrow key (ECMA-48).
    fn pass_sequence(&mut self) {
        if matches!(self.typed.pop_front(), Some(b'[' | b'O')) {
            while self
                .typed
                .pop_front()
                .is_some_and(|byte| !(0x40..=0x7e).contains(&byte))
            {}
        }
    }

    /// Reads a line with the terminal's editing; `None` if the input ends before it does.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        loop {
            match self.byte()? {
                None => return Ok(None),
                Some(b'\n' | b'\r') => return Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned())),
                Some(byte) => bytes.push(byte),
            }
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        if self.typed.is_empty() {
            let mut buffer = [0; 256];
            let count = loop {
                match io::stdin().read(&mut buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            self.typed.extend(&buffer[..count]);
        }
        Ok(self.typed.pop_front())
    }
}
