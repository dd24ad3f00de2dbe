//! The words of numerals (`numbers.txt`): which number each names, and how it joins others.

use hashbrown::HashMap;

use crate::list::{self, Line};
use crate::phrase::Phrases;
use crate::vocabulary::{Term, Vocabulary};

/// A word of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// The number that it names; of a scale the power of ten, of a fraction the denominator.
    pub value: i128,
    pub role: Role,
    /// It is in the plural, so that without a number before it its value is open.
    pub plural: bool,
    /// It is about its number: `une vingtaine`.
    pub about: bool,
    /// Its number divides: `halve`.
    pub divides: bool,
    /// It is an ordinal that is rarely a figure: `premier`, `second`.
    pub weak: bool,
}

/// How a word joins the numeral around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A cardinal that takes nothing up to `most` after it: 9 for `vingt`, 19 for `soixante`, 0 for `dix`.
    Cardinal { most: i128 },
    /// One, which may be a pronoun or an article: `un`, `one`.
    Article,
    /// An article that stands for one only before a scale or a fraction: `a`, `an`.
    Determiner,
    /// A hundred.
    Hundred,
    /// A thousand and more, as a power of ten.
    Scale,
    /// A noun of number: `dizaine`, `dozen`.
    Collective,
    /// An ordinal; in the plural also a denominator.
    Ordinal,
    /// A denominator; `alone` without a numerator (`la moitié`), `half` joined to a noun (`demi-million`).
    Fraction { alone: bool, half: bool },
    /// A multiple: `doubler`, `twofold`. `adjective` where it is one only after certain words: `double`.
    Multiple { adjective: bool },
}

/// A sign of a scale, such as `Md`, as it is written after digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sign {
    pub written: &'static str,
    pub power: u32,
    pub kind: SignKind,
}

/// Where a sign of a scale may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignKind {
    Anywhere,
    /// Only without a space after the digits.
    Attached,
    /// Only in an amount of money.
    Money,
    /// In an amount of money, or before a noun that is counted: `5m people`.
    Noun,
}

/// A word between the parts of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Joins tens to one and eleven, and any numeral to a fraction.
    AndTens,
    /// Joins hundreds to what is below, and any numeral to a fraction.
    AndHundreds,
    /// The decimal mark in words.
    Point,
    /// Between a share and its whole: `sur`, `out of`.
    OutOf,
    /// Between a share and its whole, but mostly something else: `in`.
    In,
    /// Between a fraction and its scale: `de`, `of a`.
    Of,
}

/// The numerals of a language.
#[derive(Debug)]
pub(crate) struct Numbers {
    pub words: Phrases<Word>,
    pub links: Phrases<Link>,
    pub signs: HashMap<Term, Vec<Sign>>,
    pub ordinal_endings: Phrases<()>,
    pub before_multiple: Phrases<()>,
    /// Belongs to a fraction without a numerator: `la` of `la moitié`.
    pub fraction_article: Phrases<()>,
    /// Between a fraction and its whole: `des`, `of`.
    pub whole: Phrases<()>,
    /// Words that follow a fraction and no ordinal: `a third in`, but not `a third bridge`.
    pub after_fraction: Phrases<()>,
    /// Before a scale that is one of it: `le milliard d'euros`.
    pub before_scale: Phrases<()>,
    /// Before two numbers that `and` keeps apart: `between`.
    pub apart: Phrases<()>,
    /// The decimal mark; none in the language without words, in which `1,200` is ambiguous.
    pub decimal: Option<char>,
}

impl Numbers {
    /// Reads `numbers.txt`.
    pub fn read(list: &'static str, vocabulary: &mut Vocabulary) -> Self {
        let mut numbers = Self {
            words: Phrases::forward(),
            links: Phrases::forward(),
            signs: HashMap::new(),
            ordinal_endings: Phrases::forward(),
            before_multiple: Phrases::backward(),
            fraction_article: Phrases::backward(),
            whole: Phrases::forward(),
            after_fraction: Phrases::forward(),
            before_scale: Phrases::backward(),
            apart: Phrases::backward(),
            decimal: None,
        };
        for line in list::lines(list) {
            numbers.line(&line, vocabulary);
        }
        numbers
    }

    fn line(&mut self, line: &Line, vocabulary: &mut Vocabulary) {
        let phrase: &str = &line.phrase;
        match line.section {
            "settings" => self.decimal = line.value.chars().next(),
            "sign" => {
                let term = vocabulary.add(phrase);
                self.signs.entry(term).or_default().extend(sign(line));
            }
            "ordinal ending" => self.ordinal_endings.add(vocabulary, phrase, ()),
            "before multiple" => self.before_multiple.add(vocabulary, phrase, ()),
            "fraction article" => self.fraction_article.add(vocabulary, phrase, ()),
            "whole" => self.whole.add(vocabulary, phrase, ()),
            "after fraction" => self.after_fraction.add(vocabulary, phrase, ()),
            "before scale" => self.before_scale.add(vocabulary, phrase, ()),
            "apart" => self.apart.add(vocabulary, phrase, ()),
            "joint" if line.value == "tens" => self.links.add(vocabulary, phrase, Link::AndTens),
            "joint" => self.links.add(vocabulary, phrase, Link::AndHundreds),
            "point" => self.links.add(vocabulary, phrase, Link::Point),
            "out of" if line.value == "strict" => self.links.add(vocabulary, phrase, Link::In),
            "out of" => self.links.add(vocabulary, phrase, Link::OutOf),
            "of" => self.links.add(vocabulary, phrase, Link::Of),
            _ => {
                let Some(word) = word(line) else { return };
                self.words.add(vocabulary, phrase, word);
                if word.role == Role::Ordinal {
                    let plural = Word { plural: true, ..word };
                    self.words.add(vocabulary, &format!("{phrase}s"), plural);
                }
            }
        }
    }
}

/// Reads a word of a numeral; none for a section that has none.
fn word(line: &Line) -> Option<Word> {
    let (number, flag) = line.value.split_once(' ').unwrap_or((line.value, ""));
    let value = number.rsplit('/').next().and_then(|number| number.parse().ok());
    let role = match (line.section, flag) {
        ("cardinal", "article") => Role::Article,
        ("cardinal", "determiner") => Role::Determiner,
        ("cardinal", most) => Role::Cardinal {
            most: most.parse().unwrap_or(0),
        },
        ("hundred", _) => Role::Hundred,
        ("scale", _) => Role::Scale,
        ("collective", _) => Role::Collective,
        ("ordinal", _) => Role::Ordinal,
        ("fraction", flag) => Role::Fraction {
            alone: flag == "alone",
            half: flag == "half",
        },
        ("multiple", _) => Role::Multiple { adjective: false },
        ("adjective", _) => Role::Multiple { adjective: true },
        _ => return None,
    };
    Some(Word {
        value: value?,
        role,
        plural: flag == "plural",
        about: flag == "about",
        divides: number.starts_with("1/"),
        weak: flag == "weak",
    })
}

/// Reads a sign of a scale, which is written as it stands in the list.
fn sign(line: &Line) -> Option<Sign> {
    let (power, flag) = line.value.split_once(' ').unwrap_or((line.value, ""));
    let std::borrow::Cow::Borrowed(written) = line.phrase else {
        return None;
    };
    Some(Sign {
        written,
        power: power.parse().ok()?,
        kind: match flag {
            "attached" => SignKind::Attached,
            "money" => SignKind::Money,
            "noun" => SignKind::Noun,
            _ => SignKind::Anywhere,
        },
    })
}
