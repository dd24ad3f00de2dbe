//! Datatypes of cells: the built-in ones of CSV on the Web that are implemented, with `format` as a regular
//! expression and length facets ("Metadata Vocabulary for Tabular Data", section 5.11).

use crate::vocabulary::XSD;
use regex::Regex;
use std::sync::Arc;

/// A built-in datatype.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// `xsd:string`.
    String,
    /// `xsd:decimal`.
    Decimal,
    /// `xsd:integer` and the types that narrow it.
    Integer {
        /// The XML Schema name.
        name: &'static str,
        /// The least value, where there is one.
        least: Option<i128>,
        /// The greatest value, where there is one.
        greatest: Option<i128>,
    },
    /// `xsd:boolean`.
    Boolean,
    /// `xsd:date`.
    Date,
    /// `xsd:anyURI`.
    AnyUri,
    /// `xsd:language`.
    Language,
}

const fn integer(name: &'static str, least: Option<i128>, greatest: Option<i128>) -> Base {
    Base::Integer { name, least, greatest }
}

/// The names in metadata, in the order in which messages list them.
const BASES: &[(&str, Base)] = &[
    ("string", Base::String),
    ("decimal", Base::Decimal),
    ("integer", integer("integer", None, None)),
    ("nonNegativeInteger", integer("nonNegativeInteger", Some(0), None)),
    ("positiveInteger", integer("positiveInteger", Some(1), None)),
    ("int", integer("int", Some(i32::MIN as i128), Some(i32::MAX as i128))),
    ("long", integer("long", Some(i64::MIN as i128), Some(i64::MAX as i128))),
    ("boolean", Base::Boolean),
    ("date", Base::Date),
    ("anyURI", Base::AnyUri),
    ("language", Base::Language),
];

/// Built-in datatypes of the standard that are not implemented yet ("Metadata Vocabulary", section 5.11.1).
pub(super) const IN_THE_STANDARD: &[&str] = &[
    "any",
    "anyAtomicType",
    "base64Binary",
    "binary",
    "byte",
    "dateTime",
    "dateTimeStamp",
    "datetime",
    "dayTimeDuration",
    "double",
    "duration",
    "ENTITY",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "html",
    "ID",
    "IDREF",
    "json",
    "Name",
    "NMTOKEN",
    "negativeInteger",
    "nonPositiveInteger",
    "normalizedString",
    "number",
    "QName",
    "short",
    "time",
    "token",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "xml",
    "yearMonthDuration",
];

/// A datatype of a column.
#[derive(Debug, Clone)]
pub struct Datatype {
    /// The built-in type.
    pub base: Base,
    /// The pattern of `format`, as written and compiled, whole cells only.
    pub format: Option<Arc<(String, Regex)>>,
    /// The least length in characters.
    pub minimum_length: Option<u64>,
    /// The greatest length in characters.
    pub maximum_length: Option<u64>,
}

impl Default for Datatype {
    fn default() -> Self {
        Self {
            base: Base::String,
            format: None,
            minimum_length: None,
            maximum_length: None,
        }
    }
}

/// Why a cell's text is not a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// Not in the lexical space of the type.
    Lexical {
        /// What would be.
        valid: String,
    },
    /// Not of the column's form.
    Format {
        /// The pattern.
        format: String,
        /// A text near to the one given that is of the form.
        suggestion: Option<String>,
    },
    /// Too long or too short.
    Length {
        /// How long it is.
        length: usize,
        /// How long it may be.
        valid: String,
    },
}

impl Base {
    /// Reads the name of a built-in datatype.
    pub fn parse(name: &str) -> Option<Self> {
        BASES.iter().find(|(known, _)| *known == name).map(|(_, base)| *base)
    }

    /// The names of all built-in datatypes that are implemented.
    pub fn names() -> Vec<&'static str> {
        BASES.iter().map(|(name, _)| *name).collect()
    }

    /// The name in metadata and in XML Schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer { name, .. } => name,
            other => BASES
                .iter()
                .find(|(_, base)| *base == other)
                .map_or("string", |(name, _)| name),
        }
    }

    /// The IRI of the XML Schema datatype.
    pub fn iri(self) -> String {
        format!("{XSD}{}", self.name())
    }

    fn check(self, text: &str) -> Result<(), String> {
        let right = match self {
            Self::String => true,
            Self::Decimal => is_decimal(text),
            Self::Integer { least, greatest, .. } => is_integer(text, least, greatest),
            Self::Boolean => ["true", "false", "1", "0"].contains(&text),
            Self::Date => is_date(text),
            Self::AnyUri => oxiri::IriRef::parse(text).is_ok(),
            Self::Language => oxigraph::model::Literal::new_language_tagged_literal("", text).is_ok(),
        };
        if right { Ok(()) } else { Err(self.valid()) }
    }

    fn valid(self) -> String {
        match self {
            Self::String => "any text".to_owned(),
            Self::Decimal => "digits with an optional sign and decimal point, at most 18 before and 18 after it, such as 400000000 or 7.5".to_owned(),
            Self::Integer {
                least: Some(least),
                greatest: None,
                ..
            } => format!("a whole number, at least {least}"),
            Self::Integer {
                least: Some(least),
                greatest: Some(greatest),
                ..
            } => {
                format!("a whole number from {least} to {greatest}")
            }
            Self::Integer { .. } => "a whole number".to_owned(),
            Self::Boolean => "true, false, 1 or 0".to_owned(),
            Self::Date => "a day that exists, as 2024-05-21".to_owned(),
            Self::AnyUri => "an address such as https://example.org/".to_owned(),
            Self::Language => "a language tag such as fr or en-GB".to_owned(),
        }
    }
}

impl Datatype {
    /// Checks the text of a cell.
    ///
    /// # Errors
    /// What is wrong and what would be valid.
    pub fn check(&self, text: &str) -> Result<(), Invalid> {
        self.base.check(text).map_err(|valid| Invalid::Lexical { valid })?;
        if let Some((format, regex)) = self.format.as_deref()
            && !regex.is_match(text)
        {
            let suggestion = Some(slug(text)).filter(|slug| regex.is_match(slug));
            return Err(Invalid::Format {
                format: format.clone(),
                suggestion,
            });
        }
        self.check_length(text)
    }

    fn check_length(&self, text: &str) -> Result<(), Invalid> {
        if self.minimum_length.is_none() && self.maximum_length.is_none() {
            return Ok(());
        }
        let length = text.chars().count();
        let valid = match (self.minimum_length, self.maximum_length) {
            (Some(least), _) if (length as u64) < least => format!("at least {least} characters"),
            (_, Some(most)) if (length as u64) > most => format!("at most {most} characters"),
            _ => return Ok(()),
        };
        Err(Invalid::Length { length, valid })
    }
}

/// Compiles the pattern of a `format`, so that it matches whole cells only.
///
/// # Errors
/// What the regular expression library says of it.
pub fn pattern(format: &str) -> Result<Regex, regex::Error> {
    Regex::new(&format!("^(?:{format})$"))
}

/// `xsd:decimal`, "XML Schema Part 2", section 3.3.3, within the 18 + 20 digits that the store keeps exactly.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    all_digits && !(whole.is_empty() && fraction.is_empty()) && whole.len() <= 18 && fraction.len() <= 18
}

fn is_integer(text: &str, least: Option<i128>, greatest: Option<i128>) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<i128>().is_ok_and(|value| {
            least.is_none_or(|least| value >= least)
                && greatest.is_none_or(|greatest| value <= greatest)
                && i64::try_from(value).is_ok()
        })
}

/// A date without time zone that exists in the Gregorian calendar.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return false;
    }
    let [Ok(year), Ok(month), Ok(day)] = [year, month, day].map(str::parse::<u32>) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A text as a key: lower case, accents off, `-` between words.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for character in text.trim().to_lowercase().chars() {
        match character {
            'a'..='z' | '0'..='9' => out.push(character),
            'à' | 'â' | 'ä' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'î' | 'ï' => out.push('i'),
            'ô' | 'ö' => out.push('o'),
            'ù' | 'û' | 'ü' => out.push('u'),
            'ç' => out.push('c'),
            'œ' => out.push_str("oe"),
            _ if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_matches('-').to_owned()
}
