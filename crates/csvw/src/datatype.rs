//! Datatypes of cells: what metadata declares of one, compiled once; and the text of a cell, checked against it and given
//! as RDF writes it.
//!
//! Takes a [`Declared`] as it is in metadata and gives a [`Datatype`] and what is wrong with the declaration
//! ("Metadata Vocabulary for Tabular Data", section 5.11). [`Datatype::read`] then takes the text of one value, its white
//! space already normalised, and gives its lexical form or says what would be valid ("Model for Tabular Data", section 6.4,
//! steps 8 and 9).

mod base;
mod calendar;
mod date_format;
mod duration;
mod expression;
mod facet;
mod lexical;
mod number_format;
mod number_pattern;
#[cfg(test)]
mod tests;

pub use base::Base;

use date_format::DateFormat;
use expression::Expression;
use facet::Facets;
use number_format::NumberFormat;
use std::sync::Arc;

/// What metadata declares of a datatype.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The built-in datatype that it narrows.
    pub base: Base,
    /// `@id`: the IRI that its literals carry instead of that of its base.
    pub id: Option<String>,
    /// `format`.
    pub format: Option<DatatypeFormat>,
    /// `length`.
    pub length: Option<u64>,
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `minInclusive` or `minimum`, a number of JSON as its text.
    pub min_inclusive: Option<String>,
    /// `maxInclusive` or `maximum`.
    pub max_inclusive: Option<String>,
    /// `minExclusive`.
    pub min_exclusive: Option<String>,
    /// `maxExclusive`.
    pub max_exclusive: Option<String>,
}

impl Declared {
    /// Declares a built-in datatype as it is.
    pub fn new(base: Base) -> Self {
        Self {
            base,
            id: None,
            format: None,
            length: None,
            min_length: None,
            max_length: None,
            min_inclusive: None,
            max_inclusive: None,
            min_exclusive: None,
            max_exclusive: None,
        }
    }
}

impl Default for Declared {
    fn default() -> Self {
        Self::new(Base::String)
    }
}

/// How cells of a datatype are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatatypeFormat {
    /// A string: by the base a pattern of numbers, of dates, two words for true and false, or a regular expression.
    Text(String),
    /// An object, which numbers may have.
    Number {
        /// `pattern`.
        pattern: Option<String>,
        /// `decimalChar`.
        decimal_char: Option<String>,
        /// `groupChar`.
        group_char: Option<String>,
    },
}

/// Something of a declaration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The property in metadata.
    pub property: &'static str,
    /// What is wrong with it.
    pub why: String,
    /// The valid values.
    pub valid: String,
    /// Whether the specification calls it an error; otherwise it asks for a warning, and the property is ignored.
    pub is_error: bool,
}

/// Why a text is not a value of a datatype.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// It is not written as values of the datatype are.
    Lexical {
        /// What would be.
        valid: String,
    },
    /// It does not match the regular expression of the format.
    Format {
        /// The expression.
        format: String,
        /// A text near to the one given that matches.
        suggestion: Option<String>,
    },
    /// It is too long or too short.
    Length {
        /// How long it is.
        length: usize,
        /// How long it may be.
        valid: String,
    },
    /// It is too little or too much.
    Range {
        /// What is within the limits, as "at most 10".
        valid: String,
    },
}

/// A datatype of a column, ready to read cells.
#[derive(Debug, Clone)]
pub struct Datatype {
    /// The built-in datatype.
    pub base: Base,
    /// The IRI that its literals carry, where it is not that of the base.
    pub id: Option<Arc<str>>,
    /// What is declared beyond the base; most columns have nothing.
    rules: Option<Arc<Rules>>,
}

#[derive(Debug)]
struct Rules {
    form: Form,
    facets: Facets,
}

/// How cells are written.
#[derive(Debug)]
enum Form {
    /// As XML Schema writes them.
    Plain,
    /// As XML Schema writes them, and so that they match.
    Expression(String, Box<Expression>),
    Number(NumberFormat, Option<String>),
    Date(DateFormat, String),
    /// As one word for true and one for false.
    Boolean(String, String),
}

impl Default for Datatype {
    fn default() -> Self {
        Self {
            base: Base::String,
            id: None,
            rules: None,
        }
    }
}

impl Datatype {
    /// Compiles a declaration; unusable properties are dropped and reported.
    pub fn compile(declared: &Declared) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let id = declared.id.as_deref().filter(|id| match Base::of_iri(id) {
            Some(base) => {
                problems.push(Problem {
                    property: "@id",
                    why: format!("it is the address of the built-in datatype {}", base.name()),
                    valid: format!("an address of your own, or \"base\": \"{}\" instead", base.name()),
                    is_error: true,
                });
                false
            }
            None => true,
        });
        let form = declared
            .format
            .as_ref()
            .map_or(Ok(Form::Plain), |format| Form::compile(declared.base, format));
        let form = form.unwrap_or_else(|why| {
            let valid = valid_format(declared.base).to_owned();
            problems.push(Problem {
                property: "format",
                why,
                valid,
                is_error: false,
            });
            Form::Plain
        });
        let facets = Facets::compile(declared, &mut problems);
        let is_plain = matches!(form, Form::Plain) && facets.is_empty();
        let datatype = Self {
            base: declared.base,
            id: id.map(Arc::from),
            rules: (!is_plain).then(|| Arc::new(Rules { form, facets })),
        };
        (datatype, problems)
    }

    /// Whether every text is a value, as it is.
    pub fn is_plain_string(&self) -> bool {
        self.base == Base::String && self.rules.is_none()
    }

    /// Whether its literals are strings, which can have a language.
    pub fn is_string(&self) -> bool {
        self.base == Base::String && self.id.is_none()
    }

    /// The IRI that literals carry.
    pub fn iri(&self) -> &str {
        self.id.as_deref().unwrap_or_else(|| self.base.iri())
    }

    /// Checks the text of one value and gives its lexical form for RDF: the text itself where it needs no change, otherwise
    /// what is then written into the buffer.
    ///
    /// Its white space is normalised as the base asks for, and it is not one of the texts for null.
    ///
    /// # Errors
    /// What is wrong and what would be valid.
    pub fn read<'a>(&self, text: &'a str, buffer: &'a mut String) -> Result<&'a str, Invalid> {
        let Some(rules) = self.rules.as_deref() else {
            return read_plain(self.base, text);
        };
        let lexical = rules.form.read(self.base, text, buffer)?;
        rules.facets.check(self.base, lexical)?;
        Ok(lexical)
    }
}

fn read_plain(base: Base, text: &str) -> Result<&str, Invalid> {
    if !lexical::is_value(base, text) {
        return Err(Invalid::Lexical { valid: base.valid() });
    }
    match (base, text) {
        (Base::Boolean, "1") => Ok("true"),
        (Base::Boolean, "0") => Ok("false"),
        _ => Ok(text),
    }
}

impl Form {
    fn compile(base: Base, format: &DatatypeFormat) -> Result<Self, String> {
        let text = match format {
            DatatypeFormat::Text(text) if base.is_numeric() => {
                return Ok(Self::Number(
                    NumberFormat::compile(Some(text), None, None)?,
                    Some(text.clone()),
                ));
            }
            DatatypeFormat::Number {
                pattern,
                decimal_char,
                group_char,
            } if base.is_numeric() => {
                let format = NumberFormat::compile(pattern.as_deref(), decimal_char.as_deref(), group_char.as_deref())?;
                return Ok(Self::Number(format, pattern.clone()));
            }
            DatatypeFormat::Number { .. } => {
                return Err(format!("only numbers have an object here, and {} is none", base.name()));
            }
            DatatypeFormat::Text(text) => text,
        };
        if base == Base::Boolean {
            return match text.split_once('|') {
                Some((yes, no)) if !yes.is_empty() && !no.is_empty() && yes != no && !no.contains('|') => {
                    Ok(Self::Boolean(yes.to_owned(), no.to_owned()))
                }
                _ => Err(format!(
                    "\"{text}\" is not a word for true, |, and another one for false"
                )),
            };
        }
        if base.is_date_time() {
            let why = |why| format!("\"{text}\" cannot be read: {why}");
            return Ok(Self::Date(DateFormat::compile(base, text).map_err(why)?, text.clone()));
        }
        let why = |why| format!("the regular expression \"{text}\" cannot be used: {why}");
        Ok(Self::Expression(
            text.clone(),
            Box::new(expression::compile(text).map_err(why)?),
        ))
    }

    fn read<'a>(&self, base: Base, text: &'a str, buffer: &'a mut String) -> Result<&'a str, Invalid> {
        let is_value = match self {
            Self::Plain => return read_plain(base, text),
            Self::Expression(format, regex) => {
                let lexical = read_plain(base, text)?;
                if !regex.is_match(text) {
                    let suggestion = Some(slug(text)).filter(|slug| regex.is_match(slug));
                    return Err(Invalid::Format {
                        format: format.clone(),
                        suggestion,
                    });
                }
                return Ok(lexical);
            }
            Self::Boolean(yes, _) if text == yes => return Ok("true"),
            Self::Boolean(_, no) if text == no => return Ok("false"),
            Self::Boolean(..) => false,
            Self::Number(format, _) => format.read(base, text, buffer) && lexical::is_value(base, buffer),
            Self::Date(format, _) => format.read(base, text, buffer),
        };
        if is_value {
            Ok(buffer)
        } else {
            Err(Invalid::Lexical {
                valid: self.valid(base),
            })
        }
    }

    fn valid(&self, base: Base) -> String {
        match self {
            Self::Plain | Self::Expression(..) => base.valid(),
            Self::Boolean(yes, no) => format!("{yes} for true or {no} for false"),
            Self::Date(format, pattern) => format!("{} written {pattern}, as {}", kind(base), format.example()),
            Self::Number(format, pattern) => {
                let pattern = pattern.as_ref().map(|pattern| format!(" written {pattern}"));
                format!(
                    "{}{}, as {}",
                    kind(base),
                    pattern.unwrap_or_default(),
                    format.example(base)
                )
            }
        }
    }
}

/// What a value of a datatype is called that may be written in many ways.
fn kind(base: Base) -> String {
    match (base, base.integer_limits()) {
        (_, Some((Some(least), Some(greatest)))) => format!("a whole number from {least} to {greatest}"),
        (_, Some((Some(least), None))) => format!("a whole number, {least} or more,"),
        (_, Some((None, Some(greatest)))) => format!("a whole number, {greatest} or less,"),
        (_, Some((None, None))) => "a whole number".to_owned(),
        (Base::Date | Base::GMonthDay | Base::GDay, None) => "a day that exists".to_owned(),
        (Base::DateTime | Base::DateTimeStamp, None) => "a day that exists and a time".to_owned(),
        (Base::Time, None) => "a time of day".to_owned(),
        (Base::GYear, None) => "a year".to_owned(),
        (Base::GMonth | Base::GYearMonth, None) => "a month".to_owned(),
        (_, None) => "a number".to_owned(),
    }
}

/// What `format` may be.
fn valid_format(base: Base) -> &'static str {
    match base {
        Base::Boolean => "the word for true, |, and the word for false, as yes|no",
        Base::Date => "a format of days, as dd/MM/yyyy",
        Base::DateTime => "a format of days and times, as dd/MM/yyyy HH:mm",
        Base::DateTimeStamp => "a format of days, times and time zones, as yyyy-MM-dd HH:mm XXX",
        Base::Time => "a format of times, as HH:mm",
        Base::GYear => "yyyy",
        Base::GYearMonth => "a format of months, as MM/yyyy",
        Base::GMonth => "M or MM",
        Base::GMonthDay => "a format of days of the year, as dd/MM",
        Base::GDay => "d or dd",
        _ if base.is_numeric() => {
            "a pattern of numbers, as #,##0.00, or an object with pattern, decimalChar and groupChar"
        }
        _ => "a regular expression, as [A-Z]{2}[0-9]+",
    }
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
