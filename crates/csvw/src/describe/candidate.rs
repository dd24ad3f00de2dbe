//! The datatypes that a column is tried with, each with its ways of writing, narrowest first.
//!
//! Each is compiled as metadata would be: what is found to fit here is valid when the table is read. A `Shape` asks for
//! more where the datatype alone is too generous to be evidence, as `+33612345678` is an integer to XML Schema.

use crate::datatype::{Base, Datatype, DatatypeFormat, Declared};
use serde_json::{Value, json};

/// Columns are tried with these.
pub struct Candidates(Vec<Candidate>);

/// A datatype and a way of writing its values.
pub struct Candidate {
    pub base: Base,
    /// `format` as metadata writes it.
    pub format: Option<Value>,
    pub datatype: Datatype,
    pub shape: Shape,
    pub when: When,
}

/// What the texts have to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Any,
    /// One of two words.
    Words(&'static str, &'static str),
    /// Digits, with what is before decimals and between groups of three digits.
    Number(Option<char>, Option<char>),
    /// The same with a sign for per cent, maybe after a space.
    Percent(char, bool),
    /// A number with an exponent, and a point or a sign to tell it from a code.
    Exponent,
    /// Four digits.
    Year,
    /// A year first, in four digits, and no time zone.
    Day,
    YearFirst,
    Address,
}

/// What else must be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Always,
    /// Both words occur.
    BothWords,
    /// The title speaks of years.
    Year,
    /// The title speaks of days.
    Day,
    /// The title speaks of months.
    Month,
}

/// Words for true and false.
const WORDS: [(&str, &str); 15] = [
    ("True", "False"),
    ("TRUE", "FALSE"),
    ("oui", "non"),
    ("Oui", "Non"),
    ("OUI", "NON"),
    ("vrai", "faux"),
    ("Vrai", "Faux"),
    ("VRAI", "FAUX"),
    ("yes", "no"),
    ("Yes", "No"),
    ("YES", "NO"),
    ("O", "N"),
    ("o", "n"),
    ("Y", "N"),
    ("y", "n"),
];

/// Days, the order that is meant where two fit first.
const DAYS: [&str; 11] = [
    "dd/MM/yyyy",
    "d/M/yyyy",
    "dd-MM-yyyy",
    "d-M-yyyy",
    "dd.MM.yyyy",
    "d.M.yyyy",
    "yyyy/MM/dd",
    "MM/dd/yyyy",
    "M/d/yyyy",
    "MM-dd-yyyy",
    "M-d-yyyy",
];

/// Days whose years have two digits.
const SHORT_DAYS: [&str; 8] = [
    "dd/MM/yy", "d/M/yy", "dd-MM-yy", "d-M-yy", "dd.MM.yy", "d.M.yy", "MM/dd/yy", "M/d/yy",
];

/// The same with a time.
const SHORT_TIMES: [&str; 4] = ["dd/MM/yy HH:mm", "d/M/yy H:mm", "MM/dd/yy HH:mm", "M/d/yy H:mm"];

/// Times after a day.
const TIMES: [&str; 4] = [" HH:mm:ss", " HH:mm", " H:mm:ss", " H:mm"];

/// Times after a day that is written as in ISO 8601.
const ISO_TIMES: [&str; 11] = [
    "THH:mm",
    "THH:mmXXX",
    " HH:mm:ss",
    " HH:mm",
    " H:mm:ss",
    " HH:mm:ssXXX",
    " HH:mm:ss XXX",
    " HH:mm:ssX",
    " HH:mm:ss.SSSSSS",
    " HH:mm:ss.SSSSSSXXX",
    " HH:mm:ss.SSSSSSX",
];

impl Candidates {
    /// Compiles all of them.
    pub fn new() -> Self {
        let mut all = Vec::new();
        let mut add = |base, format: Option<Value>, shape, when| {
            let (datatype, problems) = compile(base, format.as_ref());
            debug_assert!(problems, "{format:?} can be used");
            all.push(Candidate {
                base,
                format,
                datatype,
                shape,
                when,
            });
        };
        add(Base::Boolean, None, Shape::Words("true", "false"), When::Always);
        for (yes, no) in WORDS {
            let when = if yes.len() == 1 { When::BothWords } else { When::Always };
            add(
                Base::Boolean,
                Some(json!(format!("{yes}|{no}"))),
                Shape::Words(yes, no),
                when,
            );
        }
        add(Base::GYear, None, Shape::Year, When::Year);
        add(Base::Date, Some(json!("yyyyMMdd")), Shape::YearFirst, When::Day);
        numbers(&mut add);
        days(&mut add);
        times(&mut add);
        add(Base::AnyUri, None, Shape::Address, When::Always);
        debug_assert!(all.len() <= 128, "there is a bit for each");
        Self(all)
    }

    /// A bit for each of them; there are fewer than 128.
    pub fn all(&self) -> u128 {
        u128::MAX >> (128 - self.0.len().clamp(1, 128))
    }

    /// Those of a set, narrowest first.
    pub fn of(&self, set: u128) -> impl Iterator<Item = &Candidate> {
        let all = self.0.iter().enumerate();
        all.filter(move |(index, _)| set & (1 << index) != 0)
            .map(|(_, candidate)| candidate)
    }

    /// Leaves in a set only those of which a text is a value.
    pub fn narrow(&self, set: u128, text: &str, buffer: &mut String) -> u128 {
        let mut left = set;
        let mut rest = set;
        while rest != 0 {
            let index = rest.trailing_zeros();
            rest &= rest - 1;
            let fits = self
                .0
                .get(index as usize)
                .is_some_and(|candidate| candidate.fits(text, buffer));
            if !fits {
                left &= !(1 << index);
            }
        }
        left
    }
}

/// Numbers: whole ones, then those with decimals.
fn numbers(add: &mut impl FnMut(Base, Option<Value>, Shape, When)) {
    add(Base::Integer, None, Shape::Number(None, None), When::Always);
    let space = Some(json!({"groupChar": " "}));
    add(Base::Integer, space, Shape::Number(None, Some(' ')), When::Always);
    add(Base::Decimal, None, Shape::Number(Some('.'), None), When::Always);
    for (decimal, group) in [
        (',', None),
        (',', Some(' ')),
        (',', Some('.')),
        ('.', Some(',')),
        ('.', Some(' ')),
        ('.', Some('\'')),
    ] {
        let mut format = json!({"decimalChar": decimal.to_string()});
        if let Some(group) = group {
            format["groupChar"] = json!(group.to_string());
            if group != ' ' {
                // Without decimals, the number is a whole one.
                let whole = json!({"decimalChar": decimal.to_string(), "groupChar": group.to_string()});
                add(
                    Base::Integer,
                    Some(whole),
                    Shape::Number(None, Some(group)),
                    When::Always,
                );
            }
        }
        add(
            Base::Decimal,
            Some(format),
            Shape::Number(Some(decimal), group),
            When::Always,
        );
    }
    for (decimal, is_spaced) in [('.', false), (',', false), ('.', true), (',', true)] {
        let format = percent(decimal, is_spaced, 12);
        add(
            Base::Decimal,
            Some(format),
            Shape::Percent(decimal, is_spaced),
            When::Always,
        );
    }
    add(Base::Double, None, Shape::Exponent, When::Always);
}

/// Days, then days with a time.
fn days(add: &mut impl FnMut(Base, Option<Value>, Shape, When)) {
    add(Base::Date, None, Shape::Day, When::Always);
    for day in DAYS {
        add(Base::Date, Some(json!(day)), Shape::Any, When::Always);
    }
    for day in SHORT_DAYS {
        // `12-05-24` may as well be a code.
        let when = if day.contains('/') { When::Always } else { When::Day };
        add(Base::Date, Some(json!(day)), Shape::Any, when);
    }
    add(Base::DateTime, None, Shape::YearFirst, When::Always);
    for time in ISO_TIMES {
        add(
            Base::DateTime,
            Some(json!(format!("yyyy-MM-dd{time}"))),
            Shape::YearFirst,
            When::Always,
        );
    }
    for day in DAYS {
        for time in TIMES {
            add(
                Base::DateTime,
                Some(json!(format!("{day}{time}"))),
                Shape::Any,
                When::Always,
            );
        }
    }
    for format in SHORT_TIMES {
        add(Base::DateTime, Some(json!(format)), Shape::Any, When::Always);
    }
}

/// Times, and months.
fn times(add: &mut impl FnMut(Base, Option<Value>, Shape, When)) {
    add(Base::Time, None, Shape::Any, When::Always);
    for time in ["HH:mm", "H:mm", "H:mm:ss"] {
        add(Base::Time, Some(json!(time)), Shape::Any, When::Always);
    }
    add(Base::GYearMonth, None, Shape::YearFirst, When::Month);
    add(Base::GYearMonth, Some(json!("MM/yyyy")), Shape::Any, When::Month);
}

/// The format of percentages with so many decimals at most.
pub fn percent(decimal: char, is_spaced: bool, decimals: usize) -> Value {
    let fraction = match decimals {
        0 => String::new(),
        count => format!("{decimal}{}", "#".repeat(count)),
    };
    let pattern = format!("0{fraction}{}%", if is_spaced { " " } else { "" });
    match decimal {
        '.' => json!(pattern),
        decimal => json!({"pattern": pattern, "decimalChar": decimal.to_string()}),
    }
}

/// Compiles a datatype with a `format`; also gives whether all of it could be used.
pub fn compile(base: Base, format: Option<&Value>) -> (Datatype, bool) {
    let text = |name: &str| {
        format
            .and_then(|format| format.get(name))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let format = format.map(|format| match format.as_str() {
        Some(text) => DatatypeFormat::Text(text.to_owned()),
        None => DatatypeFormat::Number {
            pattern: text("pattern"),
            decimal_char: text("decimalChar"),
            group_char: text("groupChar"),
        },
    });
    let (datatype, problems) = Datatype::compile(&Declared {
        format,
        ..Declared::new(base)
    });
    (datatype, problems.is_empty())
}

impl Candidate {
    fn fits(&self, text: &str, buffer: &mut String) -> bool {
        self.shape.fits(text) && self.datatype.read(text, buffer).is_ok()
    }

    /// Its format, where that is a text.
    pub fn pattern(&self) -> &str {
        self.format.as_ref().and_then(Value::as_str).unwrap_or_default()
    }

    /// What notes call it.
    pub fn name(&self) -> String {
        match self.pattern() {
            "" => self.base.name().to_owned(),
            format => format!("{} ({format})", self.base.name()),
        }
    }
}

impl Shape {
    /// Whether a text looks so.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Any => text.starts_with(|first: char| first.is_ascii_digit()),
            Self::Words(yes, no) => text == yes || text == no,
            Self::Number(decimal, group) => is_number(text, decimal, group),
            Self::Percent(decimal, is_spaced) => {
                let number = text.strip_suffix('%');
                let number = if is_spaced {
                    number.and_then(|text| text.strip_suffix(is_space))
                } else {
                    number
                };
                number.is_some_and(|number| is_number(number, Some(decimal), None))
            }
            Self::Exponent => is_number(text, Some('.'), None) || has_exponent(text),
            Self::Year => text.len() == 4 && ("1000".."3000").contains(&text),
            Self::Day => text.len() == 10 && begins_with_year(text),
            Self::YearFirst => begins_with_year(text),
            Self::Address => is_address(text),
        }
    }
}

fn begins_with_year(text: &str) -> bool {
    text.len() > 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a URL of the Web.
pub fn is_address(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| text.starts_with(scheme) && text.len() > scheme.len())
}

/// The spaces that are between digits.
pub fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{202F}')
}

/// Whether a text is a number; one that begins with a superfluous zero or with `+` is rather a code.
fn is_number(text: &str, decimal: Option<char>, group: Option<char>) -> bool {
    let unsigned = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let (whole, fraction) = match decimal.and_then(|decimal| unsigned.split_once(decimal)) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !is_digits(fraction)) || (whole.len() > 1 && whole.starts_with('0')) {
        return false;
    }
    if is_digits(whole) || (whole.is_empty() && fraction.is_some()) {
        return true;
    }
    let Some(group) = group else { return false };
    let is_mark = |character: char| character == group || (group == ' ' && is_space(character));
    let mut groups = whole.split(is_mark);
    groups.next().is_some_and(|first| first.len() <= 3 && is_digits(first))
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

fn has_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    (mantissa.contains('.') || exponent.starts_with(['-', '+'])) && is_number(mantissa, Some('.'), None)
}
