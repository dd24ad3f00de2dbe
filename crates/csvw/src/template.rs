//! URI templates (RFC 6570, all four levels), compiled once and expanded for every row.
//!
//! Holds the template and its parser; `expansion` writes what the variables give, `iri` makes the result an IRI
//! ("Metadata Vocabulary for Tabular Data", section 5.1.3). Takes the template's text and numbers for its variables.
//! Rejects what the grammar of RFC 6570 rejects; associative arrays there are none, for no cell holds one.
//!
//! One deviation: letters outside ASCII that an IRI may hold (`ucschar` of RFC 3987) are in literals
//! as they are, where RFC 6570 percent-encodes them. A template's result is an IRI here, and `straße/{x}` should name
//! what `straße/` names elsewhere. Values are percent-encoded as RFC 6570 says.

mod expansion;
mod iri;
#[cfg(test)]
mod tests;

pub use iri::{IriTemplate, Namespace};

use super::limits::TEMPLATE_BYTES;
use expansion::{Expression, Modifier, Operator, Variable, push_literal};
use std::ops::Range;

/// A template, compiled: variables are numbered by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<TemplatePart>,
    undefined: Vec<String>,
}

/// Literals never stand side by side, and are never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TemplatePart {
    Literal(String),
    /// `{name}`, by its slot: what nearly every template is made of.
    Simple(usize),
    Expression(Expression),
}

/// What a variable stands for in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'v> {
    /// Nothing: unlike the empty text, it leaves no trace in the result.
    Undefined,
    /// A text.
    Text(&'v str),
    /// A number, such as that of the row, in decimal digits.
    Number(u64),
    /// The pieces of a text, in order; a list without pieces is undefined.
    ///
    /// A cell that is split at a separator is one text and the ranges of its items: nobody has to gather the items
    /// before they are written.
    ///
    /// # Panics
    /// Expansion panics, as slicing does, on a range that does not lie in the text.
    List(&'v str, &'v [Range<usize>]),
}

/// Why a template cannot be compiled; positions are bytes of its text, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The text is longer than the limit.
    #[error("it has {length} bytes, and a template at most {TEMPLATE_BYTES}")]
    Long {
        /// How many bytes it has.
        length: usize,
    },
    /// An opening brace without its closing one.
    #[error(
        "the `{{` at byte {at} is never closed: an expression is `{{name}}`, and a brace by itself is written `%7B`"
    )]
    Unclosed {
        /// Where the brace is.
        at: usize,
    },
    /// A closing brace without its opening one.
    #[error(
        "the `}}` at byte {at} closes nothing: an expression is `{{name}}`, and a brace by itself is written `%7D`"
    )]
    Unopened {
        /// Where the brace is.
        at: usize,
    },
    /// An operator that RFC 6570 keeps for later.
    #[error(
        "`{operator}` at byte {at} is reserved by RFC 6570: the operators are `+`, `#`, `.`, `/`, `;`, `?` and `&`"
    )]
    Reserved {
        /// The operator.
        operator: char,
        /// Where it is.
        at: usize,
    },
    /// What is in the place of a name is none.
    #[error(
        "`{name}` at byte {at} is no variable name: one is made of ASCII letters, digits, `_` and `%XX`, with single \
         dots between them; several are divided by `,`, and any other letter is percent-encoded"
    )]
    Name {
        /// What is there.
        name: String,
        /// Where it is.
        at: usize,
    },
    /// A prefix that is too short, too long, or no number.
    #[error("the prefix `:{length}` at byte {at} is no length: it is a number from 1 to 9999, as in `{{name:3}}`")]
    Prefix {
        /// What is there.
        length: String,
        /// Where its colon is.
        at: usize,
    },
    /// A prefix of what is to be exploded.
    #[error("`{name}` at byte {at} has both a prefix and `*`: a variable takes either `{{name:3}}` or `{{name*}}`")]
    PrefixAndExplode {
        /// The variable with both its modifiers.
        name: String,
        /// Where it is.
        at: usize,
    },
    /// No row can make an IRI of it.
    #[error(
        "`{text}` gives no IRI, resolved against `{base}`: an IRI or a relative reference such as `item/{{name}}` does"
    )]
    NotIri {
        /// The expansion with `x` for every variable.
        text: String,
        /// What it was to be resolved against.
        base: String,
    },
    /// What references are to be resolved against is not an IRI.
    #[error("the base `{0}` is no absolute IRI: one is like `https://example.org/table.csv`")]
    Base(String),
}

impl Template {
    /// Compiles a template.
    ///
    /// `slot` gives the number of a variable by its name, or `None` where there is no such variable: it then expands
    /// to nothing, and its name is kept in [`Template::undefined`].
    ///
    /// # Errors
    /// When the text is not of RFC 6570's grammar. Characters that may be in no URI are no error, but
    /// percent-encoded (section 3.1).
    pub fn parse(text: &str, slot: &mut dyn FnMut(&str) -> Option<usize>) -> Result<Self, TemplateError> {
        if text.len() > TEMPLATE_BYTES {
            return Err(TemplateError::Long { length: text.len() });
        }
        let mut template = Self {
            parts: Vec::new(),
            undefined: Vec::new(),
        };
        let mut position = 0;
        while let Some(found) = text[position..].find(['{', '}']) {
            let at = position + found;
            template.push_literal(&text[position..at]);
            if text[at..].starts_with('}') {
                return Err(TemplateError::Unopened { at });
            }
            let length = text[at..].find('}').ok_or(TemplateError::Unclosed { at })?;
            template.push_expression(&text[at + 1..at + length], at + 1, slot)?;
            position = at + length + 1;
        }
        template.push_literal(&text[position..]);
        Ok(template)
    }

    /// The numbers of the variables, in the order of the text; one that occurs twice is given twice.
    pub fn slots(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().flat_map(|part| part.slots())
    }

    /// The names that have no number, each once, in the order of the text.
    pub fn undefined(&self) -> &[String] {
        &self.undefined
    }

    /// The text, where no variable is left.
    pub fn constant(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [TemplatePart::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Appends the expansion to `out`.
    ///
    /// The prefix of `{name:3}` is not applicable to lists (section 2.4.1), which are written whole.
    pub fn expand<'v>(&self, value: impl Fn(usize) -> Value<'v>, out: &mut String) {
        for part in &self.parts {
            part.expand(&value, out);
        }
    }

    fn push_literal(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(TemplatePart::Literal(before)) = self.parts.last_mut() {
            push_literal(text, before);
        } else {
            let mut literal = String::with_capacity(text.len());
            push_literal(text, &mut literal);
            self.parts.push(TemplatePart::Literal(literal));
        }
    }

    /// Reads what is between two braces; `at` is where it begins in the template.
    fn push_expression(
        &mut self,
        text: &str,
        at: usize,
        slot: &mut dyn FnMut(&str) -> Option<usize>,
    ) -> Result<(), TemplateError> {
        let first = text.chars().next();
        if let Some(operator @ ('=' | ',' | '!' | '@' | '|')) = first {
            return Err(TemplateError::Reserved { operator, at });
        }
        let operator = first.and_then(Operator::of);
        let mut at = at + usize::from(operator.is_some());
        let names = &text[usize::from(operator.is_some())..];
        let operator = operator.unwrap_or(Operator::Simple);
        let mut variables = Vec::new();
        for specification in names.split(',') {
            let (name, modifier) = specified(specification, at)?;
            at += specification.len() + 1;
            match slot(name) {
                Some(slot) => variables.push(Variable {
                    name: name.to_owned(),
                    slot,
                    modifier,
                }),
                None if self.undefined.iter().any(|known| known == name) => {}
                None => self.undefined.push(name.to_owned()),
            }
        }
        self.parts.push(match (operator, variables.as_slice()) {
            (_, []) => return Ok(()),
            (Operator::Simple, [variable]) if variable.modifier == Modifier::None => {
                TemplatePart::Simple(variable.slot)
            }
            _ => TemplatePart::Expression(Expression { operator, variables }),
        });
        Ok(())
    }
}

impl TemplatePart {
    fn slots(&self) -> impl Iterator<Item = usize> + '_ {
        let (simple, variables) = match self {
            Self::Literal(_) => (None, [].as_slice()),
            Self::Simple(slot) => (Some(*slot), [].as_slice()),
            Self::Expression(expression) => (None, expression.variables.as_slice()),
        };
        simple.into_iter().chain(variables.iter().map(|variable| variable.slot))
    }

    #[inline]
    fn expand<'v>(&self, value: &impl Fn(usize) -> Value<'v>, out: &mut String) {
        match self {
            Self::Literal(text) => out.push_str(text),
            Self::Simple(slot) => expansion::simple(value(*slot), out),
            Self::Expression(expression) => expression.expand(value, out),
        }
    }
}

/// Reads `name`, `name:3` or `name*`.
fn specified(text: &str, at: usize) -> Result<(&str, Modifier), TemplateError> {
    let (name, modifier) = match text.find([':', '*']) {
        None => (text, Modifier::None),
        Some(end) if &text[end..] == "*" => (&text[..end], Modifier::Explode),
        Some(end) if text[end..].starts_with([':', '*']) && text[end + 1..].contains([':', '*']) => {
            return Err(TemplateError::PrefixAndExplode {
                name: text.to_owned(),
                at,
            });
        }
        Some(end) if text[end..].starts_with(':') => {
            let length = &text[end + 1..];
            let prefix = prefix(length).ok_or_else(|| TemplateError::Prefix {
                length: length.to_owned(),
                at: at + end,
            })?;
            (&text[..end], Modifier::Prefix(prefix))
        }
        Some(_) => (text, Modifier::None),
    };
    if !is_name(name) {
        return Err(TemplateError::Name {
            name: name.to_owned(),
            at,
        });
    }
    Ok((name, modifier))
}

/// The length of a prefix (section 2.4.1): one to four digits that do not begin with 0.
fn prefix(length: &str) -> Option<usize> {
    let digits = (1..=4).contains(&length.len()) && length.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || length.starts_with('0') {
        return None;
    }
    length.parse().ok()
}

/// Whether a text is a `varname` of section 2.3.
fn is_name(text: &str) -> bool {
    text.split('.').all(|word| {
        let mut rest = word.as_bytes();
        while let [byte, tail @ ..] = rest {
            rest = match tail {
                [high, low, after @ ..] if *byte == b'%' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    after
                }
                _ if byte.is_ascii_alphanumeric() || *byte == b'_' => tail,
                _ => return false,
            };
        }
        !word.is_empty()
    })
}
