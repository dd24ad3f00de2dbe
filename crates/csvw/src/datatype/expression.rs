//! Formats that are regular expressions ("Model for Tabular Data", sections 6.4.5 and 6.4.6): of ECMAScript there, of the
//! library `regex` here, which has neither look-around nor back-references and in return takes no more than linear time.

use regex::{Regex, RegexBuilder};
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::{Anchored, util::start};
use std::iter::Peekable;
use std::str::Chars;

/// What a compiled expression may take of memory, in bytes.
const SIZE_LIMIT: usize = 4 << 20;

/// How long an expression may be, in bytes.
const LENGTH_LIMIT: usize = 10_000;

/// What the table of an expression may take of memory, in bytes; larger ones are matched by the library's own means.
const TABLE_LIMIT: usize = 1 << 18;

/// An expression that matches whole texts.
#[derive(Debug)]
pub(super) struct Expression {
    regex: Regex,
    /// The same as a table, where it is small: keys are short and many.
    table: Option<Table>,
}

/// A table from state and byte to state.
#[derive(Debug)]
struct Table {
    next: Vec<[u8; 256]>,
    accepts: Vec<bool>,
}

/// The state from which no text matches.
const DEAD: u8 = 0;

/// The state in which a text begins.
const START: u8 = 1;

impl Table {
    /// Tabulates an expression; `None` if it has too many states.
    fn new(expression: &str) -> Option<Self> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(TABLE_LIMIT))
            .determinize_size_limit(Some(TABLE_LIMIT));
        let dense = dense::Builder::new().configure(config).build(expression).ok()?;
        let start = dense.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
        let mut states = vec![start];
        let mut table = Self {
            next: vec![[DEAD; 256]],
            accepts: vec![false],
        };
        while let Some(state) = states.get(table.next.len() - 1).copied() {
            let mut row = [DEAD; 256];
            for byte in 0..=u8::MAX {
                let to = dense.next_state(state, byte);
                if dense.is_dead_state(to) {
                    continue;
                }
                let number = states.iter().position(|known| *known == to).unwrap_or_else(|| {
                    states.push(to);
                    states.len() - 1
                });
                row[usize::from(byte)] = u8::try_from(number + 1).ok()?;
            }
            table.next.push(row);
            table.accepts.push(dense.is_match_state(dense.next_eoi_state(state)));
        }
        Some(table)
    }

    /// Whether the whole of a text matches. A state that repeats itself, as most do in keys, is left by a branch and not
    /// by a load that waits for the one before.
    fn is_match(&self, text: &str) -> bool {
        let mut state = START;
        let mut row = &self.next[usize::from(state)];
        for byte in text.bytes() {
            let to = row[usize::from(byte)];
            if to != state {
                if to == DEAD {
                    return false;
                }
                state = to;
                row = &self.next[usize::from(state)];
            }
        }
        self.accepts[usize::from(state)]
    }
}

impl Expression {
    /// Whether the whole of a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.table {
            Some(table) => table.is_match(text),
            None => self.regex.is_match(text),
        }
    }
}

/// Compiles an expression of ECMAScript so that it matches whole texts only.
///
/// # Errors
/// Says why the expression cannot be used.
pub(super) fn compile(expression: &str) -> Result<Expression, String> {
    if expression.len() > LENGTH_LIMIT {
        return Err(format!("it is longer than {LENGTH_LIMIT} bytes"));
    }
    let translated = translate(expression)?;
    let whole = format!("^(?:{translated})$");
    let regex = RegexBuilder::new(&whole)
        .size_limit(SIZE_LIMIT)
        .nest_limit(100)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large once compiled".to_owned(),
            // The library draws a picture of several lines; its last line says what is wrong.
            other => other
                .to_string()
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned(),
        })?;
    let table = Table::new(&whole);
    Ok(Expression { regex, table })
}

const LOOK_AROUND: &str = "it looks around (?=, ?!, ?<= or ?<!), which this program cannot do";
const BACK_REFERENCE: &str = "it refers back to a group, which this program cannot do";

/// Writes an expression of ECMAScript as one of the library.
fn translate(expression: &str) -> Result<String, String> {
    let mut out = String::with_capacity(expression.len() * 2);
    let mut depth = 0_usize;
    let mut rest = expression.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match escape(&mut rest)? {
                Escape::Literal(literal) => push_literal(literal, &mut out),
                Escape::Class(class) => out.push_str(&class),
                Escape::Edge(edge) => out.push_str(edge),
            },
            '[' => class(&mut rest, &mut out)?,
            '.' => out.push_str("[^\\n\\r\\x{2028}\\x{2029}]"),
            '(' => {
                depth += 1;
                out.push('(');
                let ahead: String = rest.clone().take(3).collect();
                if ["?=", "?!", "?<=", "?<!"].iter().any(|look| ahead.starts_with(look)) {
                    return Err(LOOK_AROUND.to_owned());
                }
            }
            ')' => {
                depth = depth.checked_sub(1).ok_or("a closing parenthesis has no opening one")?;
                out.push(')');
            }
            '{' if !is_count(rest.clone()) => out.push_str("\\{"),
            '*' | '+' | '?' | '}' if rest.peek() == Some(&'+') => {
                return Err(format!("{character}+ repeats a repetition"));
            }
            other => out.push(other),
        }
    }
    if depth > 0 {
        return Err("an opening parenthesis has no closing one".to_owned());
    }
    Ok(out)
}

/// Whether what follows a brace makes it a repetition: `{2}`, `{2,}` or `{2,5}`.
fn is_count(rest: Peekable<Chars<'_>>) -> bool {
    let inside: String = rest.take_while(|character| *character != '}').take(20).collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match inside.split_once(',') {
        Some((least, most)) => is_number(least) && (most.is_empty() || is_number(most)),
        None => is_number(&inside),
    }
}

enum Escape {
    Literal(char),
    /// A set of characters, written so that it may be inside and outside of brackets.
    Class(String),
    Edge(&'static str),
}

fn escape(rest: &mut Peekable<Chars<'_>>) -> Result<Escape, String> {
    let Some(character) = rest.next() else {
        return Err("it ends with a backslash".to_owned());
    };
    let class = |class: &str| Ok(Escape::Class(class.to_owned()));
    match character {
        'd' => class("[0-9]"),
        'D' => class("[^0-9]"),
        'w' => class("[A-Za-z0-9_]"),
        'W' => class("[^A-Za-z0-9_]"),
        's' => class("[\\s\\x{FEFF}]"),
        'S' => class("[^\\s\\x{FEFF}]"),
        'p' | 'P' => property(character, rest).map(Escape::Class),
        'b' => Ok(Escape::Edge("(?-u:\\b)")),
        'B' => Ok(Escape::Edge("\\B")),
        't' => Ok(Escape::Literal('\t')),
        'n' => Ok(Escape::Literal('\n')),
        'r' => Ok(Escape::Literal('\r')),
        'f' => Ok(Escape::Literal('\u{C}')),
        'v' => Ok(Escape::Literal('\u{B}')),
        '0' if !rest.peek().is_some_and(char::is_ascii_digit) => Ok(Escape::Literal('\0')),
        '0'..='9' | 'k' => Err(BACK_REFERENCE.to_owned()),
        'x' => code(rest, 2).map(Escape::Literal),
        'u' if rest.next_if_eq(&'{').is_some() => {
            let digits: String = std::iter::from_fn(|| rest.next_if(char::is_ascii_hexdigit))
                .take(6)
                .collect();
            rest.next_if_eq(&'}').ok_or("\\u{ has no closing brace")?;
            code(&mut digits.chars().peekable(), digits.len()).map(Escape::Literal)
        }
        'u' => unit(rest).map(Escape::Literal),
        'c' => match rest.next() {
            Some(letter) if letter.is_ascii_alphabetic() => Ok(Escape::Literal(char::from(letter as u8 % 32))),
            _ => Err("\\c is followed by no letter".to_owned()),
        },
        other if other.is_ascii_alphanumeric() => Err(format!("\\{other} means nothing")),
        other => Ok(Escape::Literal(other)),
    }
}

/// The character of a number of hexadecimal digits.
fn code(rest: &mut Peekable<Chars<'_>>, length: usize) -> Result<char, String> {
    char::from_u32(code_unit(rest, length)?).ok_or_else(|| "a \\u is not the number of a character".to_owned())
}

fn code_unit(rest: &mut Peekable<Chars<'_>>, length: usize) -> Result<u32, String> {
    let digits: String = std::iter::from_fn(|| rest.next_if(char::is_ascii_hexdigit))
        .take(length)
        .collect();
    if digits.len() < length || digits.is_empty() {
        return Err("\\x and \\u are followed by too few hexadecimal digits".to_owned());
    }
    u32::from_str_radix(&digits, 16).map_err(|error| error.to_string())
}

/// The character of four hexadecimal digits, or of two such numbers that make a pair of UTF-16.
fn unit(rest: &mut Peekable<Chars<'_>>) -> Result<char, String> {
    let first = code_unit(rest, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first).ok_or_else(|| "half of a pair of \\u stands alone".to_owned());
    }
    let second = match (rest.next(), rest.next()) {
        (Some('\\'), Some('u')) => code_unit(rest, 4)?,
        _ => return Err("half of a pair of \\u stands alone".to_owned()),
    };
    let pair = [u16::try_from(first), u16::try_from(second)].into_iter().flatten();
    let character = char::decode_utf16(pair).next();
    character
        .and_then(Result::ok)
        .ok_or_else(|| "half of a pair of \\u stands alone".to_owned())
}

/// `\p{...}`, as the library knows it.
fn property(letter: char, rest: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    if rest.next_if_eq(&'{').is_none() {
        return Err(format!("\\{letter} is followed by no name in braces"));
    }
    let is_of_name = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '_' | '=' | '-');
    let name: String = std::iter::from_fn(|| rest.next_if(is_of_name)).collect();
    match rest.next() {
        Some('}') if !name.is_empty() => Ok(format!("\\{letter}{{{name}}}")),
        _ => Err(format!("\\{letter} is followed by no name in braces")),
    }
}

fn push_literal(character: char, out: &mut String) {
    // As a number it stands for itself, whatever it may mean in brackets or out of them.
    out.push_str(&format!("\\x{{{:X}}}", u32::from(character)));
}

/// Reads the rest of a set of characters in brackets.
///
/// The library knows sets within sets and their intersections; in ECMAScript the characters for these are characters.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), String> {
    let negated = rest.next_if_eq(&'^').is_some();
    if rest.next_if_eq(&']').is_some() {
        out.push_str(if negated { "[\\s\\S]" } else { "[^\\s\\S]" });
        return Ok(());
    }
    out.push_str(if negated { "[^" } else { "[" });
    loop {
        let Some(first) = member(rest)? else {
            out.push(']');
            return Ok(());
        };
        let mut ahead = rest.clone();
        let makes_range = ahead.next() == Some('-') && ahead.next().is_some_and(|character| character != ']');
        match first {
            Member::Character(first) if makes_range => {
                rest.next();
                push_literal(first, out);
                out.push('-');
                match member(rest)? {
                    Some(Member::Character(last)) if last >= first => push_literal(last, out),
                    Some(Member::Character(_)) => return Err("a range in brackets runs backwards".to_owned()),
                    _ => return Err("a range in brackets ends with a set".to_owned()),
                }
            }
            Member::Character(character) => push_literal(character, out),
            Member::Class(class) => out.push_str(&class),
        }
    }
}

enum Member {
    Character(char),
    Class(String),
}

/// The next member of a set in brackets; nothing at its end.
fn member(rest: &mut Peekable<Chars<'_>>) -> Result<Option<Member>, String> {
    match rest.next() {
        None => Err("an opening bracket has no closing one".to_owned()),
        Some(']') => Ok(None),
        Some('\\') if rest.next_if_eq(&'b').is_some() => Ok(Some(Member::Character('\u{8}'))),
        Some('\\') => match escape(rest)? {
            Escape::Literal(literal) => Ok(Some(Member::Character(literal))),
            Escape::Class(class) => Ok(Some(Member::Class(class))),
            Escape::Edge(_) => Err("\\B stands in brackets".to_owned()),
        },
        Some(character) => Ok(Some(Member::Character(character))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn matches(expression: &str, right: &[&str], wrong: &[&str]) {
        let regex = compile(expression).unwrap_or_else(|why| panic!("{expression}: {why}"));
        for text in right {
            assert!(regex.is_match(text), "{expression} matches {text:?}");
        }
        for text in wrong {
            assert!(!regex.is_match(text), "{expression} does not match {text:?}");
        }
    }

    #[test]
    fn an_expression_matches_whole_texts() {
        matches("[Aa]+", &["AaA"], &["", "AaB"]);
        matches("a|b", &["a", "b"], &["ab", "xb"]);
        matches("^-?P.*$", &["P1D"], &["xP1D"]);
        matches("", &[""], &["a"]);
    }

    #[test]
    fn classes_are_those_of_ecmascript() {
        matches(r"\d+\/\w+", &["12/ab_1"], &["١/a", "1/é"]);
        matches(r"[\d\-x]+", &["1-x"], &["a"]);
        matches(r"[^\d]", &["a"], &["1"]);
        matches(r"[^]", &["\n", "a"], &[""]);
        matches(r"a[]", &[], &["a", "a]"]);
        matches(r"[[:alpha:]]", &["a]", ":]"], &["b"]);
        matches(r"[a&&b~~-]+", &["a&b~-"], &["c"]);
        matches(r"[--a]", &["-", "A", "a"], &["b"]);
        matches(r"[\w-]+", &["a-b"], &["é"]);
        matches(r"\p{Lu}\p{L}*", &["Été"], &["été"]);
        matches(r"[\p{L} ]+", &["à côté"], &["1"]);
        matches(r".", &["a", "é"], &["\n", "\u{2028}"]);
        matches(r"\bfin\b", &["fin"], &[]);
    }

    #[test]
    fn escapes_are_those_of_ecmascript() {
        matches(r"\u00e9\xE9\u{1F600}\uD83D\uDE00", &["éé😀😀"], &["e"]);
        matches(r"\<\>\-\#\ \é\.", &["<>-# é."], &[]);
        matches(r"\t\cI\0", &["\t\t\0"], &[]);
        matches("{a}{1,x}{", &["{a}{1,x}{"], &[]);
        matches("a{2}b{1,}c{0,1}", &["aab", "aabbc"], &["ab"]);
        matches("(?:a)(?<name>b)?", &["a", "ab"], &[]);
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_with_a_reason() {
        for expression in ["(?=a)", "(?!a)", "(?<=a)", "(?<!a)"] {
            assert_eq!(compile(expression).map(|_| ()), Err(LOOK_AROUND.to_owned()));
        }
        for expression in [r"(a)\1", r"(?<n>a)\k<n>"] {
            assert_eq!(compile(expression).map(|_| ()), Err(BACK_REFERENCE.to_owned()));
        }
        let wrong = [
            "+",
            "[",
            "[a",
            "(",
            ")",
            "a)(b",
            "\\",
            "[z-a]",
            r"\u12",
            r"\uD800",
            r"\p{NoSuch}",
            r"\q",
            "a{2,1}",
            "a++",
        ];
        for expression in wrong {
            let why = compile(expression).map(|_| ());
            assert!(
                why.as_ref().is_err_and(|why| !why.is_empty() && !why.contains('\n')),
                "{expression}: {why:?}"
            );
        }
        assert_eq!(
            compile(r"((\p{L}{1000}){1000}){1000}").map(|_| ()),
            Err("it is too large once compiled".to_owned())
        );
        assert!(compile(&"(".repeat(5000)).is_err() && compile(&"a".repeat(20_000)).is_err());
        assert!(compile(&format!("{}{}", "(".repeat(4000), ")".repeat(4000))).is_err());
    }
}
