//! URI templates (RFC 6570), level 1 and 2: `{name}`, `{+name}`, `{#name}`.
//!
//! Metadata says with them how a row's cells become IRIs ("Metadata Vocabulary for Tabular Data", section 5.1.3).

use super::row::Row;
use std::fmt::Write as _;

/// A template, compiled and resolved against the address of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable { operator: Option<char>, name: Name },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Column(usize),
    Row,
    SourceRow,
    OwnColumn,
}

/// Why a template cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace that is never closed, or opened.
    #[error("its braces do not match")]
    Braces,
    /// An operator or a list of variables.
    #[error("the expression `{{{0}}}` of a URI template")]
    NotImplemented(String),
    /// A column that is not there.
    #[error("there is no column `{0}`")]
    UnknownColumn(String),
    /// The result can be no IRI.
    #[error("`{0}` does not resolve to an absolute IRI")]
    Relative(String),
}

impl Template {
    /// Compiles a template; `columns` are the names that it may use, `base` the address of the table.
    ///
    /// # Errors
    /// When it cannot be read, uses an operator that is not implemented, or names no column.
    pub fn compile(text: &str, columns: &[String], base: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (literal, tail) = rest.split_at(open);
            let body = tail.strip_prefix('{').ok_or(TemplateError::Braces)?;
            let (expression, after) = body.split_once('}').ok_or(TemplateError::Braces)?;
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            parts.push(variable(expression, columns)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        resolve(&mut parts, base)?;
        let template = Self { parts };
        template.check()?;
        Ok(template)
    }

    /// Whether a row can make something of it that is no IRI: percent-encoded values cannot.
    pub fn may_fail(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Variable { operator: Some(_), .. }))
    }

    /// Checks that the template gives an absolute IRI, with letters in the place of its variables.
    fn check(&self) -> Result<(), TemplateError> {
        let example: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Variable {
                    operator: Some('#'), ..
                } => "#x",
                Part::Variable { .. } => "x",
            })
            .collect();
        oxiri::Iri::parse(example.as_str())
            .map(|_| ())
            .map_err(|_| TemplateError::Relative(example.clone()))
    }

    /// The text, where the template has no variables.
    pub fn constant(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The columns that the template uses, by index.
    pub fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable {
                name: Name::Column(index),
                ..
            } => Some(*index),
            _ => None,
        })
    }

    /// Writes the IRI that a row gives into `out`.
    pub fn expand(&self, row: &Row, column_name: &str, out: &mut String) {
        out.clear();
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Variable { operator, name } => {
                    if *operator == Some('#') {
                        out.push('#');
                    }
                    let reserved = operator.is_some();
                    match name {
                        Name::Column(index) => encode(&row.values[*index], reserved, out),
                        Name::Row => {
                            let _ = write!(out, "{}", row.row_number);
                        }
                        Name::SourceRow => {
                            let _ = write!(out, "{}", row.line);
                        }
                        Name::OwnColumn => encode(column_name, reserved, out),
                    }
                }
            }
        }
    }
}

fn variable(expression: &str, columns: &[String]) -> Result<Part, TemplateError> {
    let not_implemented = || TemplateError::NotImplemented(expression.to_owned());
    let (operator, name) = match expression.chars().next() {
        Some(operator @ ('+' | '#')) => (Some(operator), &expression[1..]),
        Some(c) if c.is_alphanumeric() || c == '_' || c == '%' => (None, expression),
        _ => return Err(not_implemented()),
    };
    if name.contains([',', ':', '*']) {
        return Err(not_implemented());
    }
    let name = match name {
        "_row" => Name::Row,
        "_sourceRow" => Name::SourceRow,
        "_name" => Name::OwnColumn,
        _ => Name::Column(
            columns
                .iter()
                .position(|column| column == name)
                .ok_or_else(|| TemplateError::UnknownColumn(name.to_owned()))?,
        ),
    };
    Ok(Part::Variable { operator, name })
}

/// Resolves the literal start of a template once, so that no row has to; a prefixed name becomes its IRI.
fn resolve(parts: &mut Vec<Part>, base: &str) -> Result<(), TemplateError> {
    let start = match parts.first() {
        Some(Part::Literal(text)) => text.clone(),
        _ => {
            parts.insert(0, Part::Literal(String::new()));
            String::new()
        }
    };
    let expanded = super::context::expand(&start).unwrap_or(start);
    let resolved = oxiri::Iri::parse(base)
        .and_then(|base| base.resolve(&expanded))
        .map_err(|_| TemplateError::Relative(expanded.clone()))?;
    let text = if expanded.is_empty() {
        base.rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"))
    } else {
        resolved.into_inner()
    };
    if let Some(Part::Literal(first)) = parts.first_mut() {
        *first = text;
    }
    Ok(())
}

/// Percent-encodes what RFC 6570 section 3.2.1 asks for.
fn encode(text: &str, reserved: bool, out: &mut String) {
    for character in text.chars() {
        let kept = character.is_ascii_alphanumeric()
            || "-._~".contains(character)
            || (reserved && ":/?#[]@!$&'()*+,;=%".contains(character));
        if kept {
            out.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}
