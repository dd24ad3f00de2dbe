//! Parses the comment header of a `.rq` file: title, question and parameters; for a check also code, severity and
//! message.
//!
//! ```text
//! # title: Who operates a facility
//! # answers: Who operates it, and what is promised to it?
//! # parameter: facility id = jean-zay -- the facility
//! ```

use csvw::datatype::{Base, Datatype, Declared};
use diagnostic::{Diagnostic, Place, Severity, code};
use std::collections::BTreeMap;

/// The header of a query.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// One line.
    pub title: String,
    /// The title in other languages (`# title@fr: ...`), by language tag.
    pub titles: BTreeMap<String, String>,
    /// The question that the query answers.
    pub answers: String,
    /// The same in other languages (`# answers@fr: ...`), by language tag.
    pub answers_in: BTreeMap<String, String>,
    /// The parameters, in header order.
    pub parameters: Vec<Parameter>,
    /// A check's code, severity and message.
    pub check: Option<CheckHeader>,
    /// The step of the program that takes a rule's rows, instead of a CONSTRUCT.
    pub step: Option<String>,
}

impl Header {
    /// The title in a language, or the one without a language.
    pub fn title_in(&self, language: &str) -> &str {
        self.titles.get(language).unwrap_or(&self.title)
    }

    /// Adds the parameter [`LANGUAGE`] to a view, unless it declares it or uses a variable of this name.
    pub(super) fn add_language(&mut self, text: &str) {
        let is_declared = self.parameters.iter().any(|parameter| parameter.name == LANGUAGE);
        let is_used = ["?", "$"]
            .iter()
            .any(|sign| text.contains(&format!("{sign}{LANGUAGE}")));
        if !is_declared && !is_used {
            self.parameters.push(Parameter {
                name: LANGUAGE.to_owned(),
                kind: Kind::String,
                default: None,
                help: "language of labels".to_owned(),
            });
        }
    }
}

/// The header lines that only a check has.
#[derive(Debug, Clone)]
pub struct CheckHeader {
    /// Its code.
    pub code: String,
    /// The severity of its findings.
    pub severity: Severity,
    /// The message; `{column}` is replaced by the row's value.
    pub message: String,
    /// A hint how to fix the finding.
    pub help: Option<String>,
    /// The manual page.
    pub explain: String,
}

/// A parameter: a variable of the query that the caller sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable's name, without `?`.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// The default value; without one the variable stays unbound.
    pub default: Option<String>,
    /// A description for help texts.
    pub help: String,
}

/// The parameter for the language of labels.
pub const LANGUAGE: &str = "lang";

/// The type of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// An IRI, whole or as a prefixed name.
    Iri,
    /// A key below a prefix, such as `id`.
    Key(String),
    /// One of several words, written `fr|en`.
    Choice(String),
}

impl Parameter {
    /// The default value: for `lang`, the dossier's language if the query supports it, otherwise the header's default.
    pub fn default_in<'a>(&'a self, language: &'a str) -> Option<&'a str> {
        let is_language = self.name == LANGUAGE && self.kind.takes(language);
        is_language.then_some(language).or(self.default.as_deref())
    }
}

impl Kind {
    /// The type's name in headers.
    pub fn name(&self) -> &str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Iri => "iri",
            Self::Key(prefix) => prefix,
            Self::Choice(words) => words,
        }
    }

    /// An example of a value.
    pub fn example(&self) -> String {
        let example = match self {
            Self::String => "a text",
            Self::Integer => "a whole number such as 2025",
            Self::Decimal => "digits such as 10000000000 or 7.5",
            Self::Boolean => "true or false",
            Self::Date => "a day such as 2024-05-21",
            Self::Iri => "an address or a prefixed name such as id:jean-zay",
            Self::Key(_) => "a key",
            Self::Choice(words) => return words.replace('|', " or "),
        };
        example.to_owned()
    }

    /// Whether a text is a valid value of this type. Whether a key exists must be looked up in the graph.
    pub fn takes(&self, value: &str) -> bool {
        if let Self::Choice(words) = self {
            return words.split('|').any(|word| word == value);
        }
        match Base::parse(self.name()) {
            Some(base) if *self != Self::String => {
                let datatype = Datatype::compile(&Declared::new(base)).0;
                datatype.read(value, &mut String::new()).is_ok()
            }
            _ => true,
        }
    }

    fn parse(word: &str, prefixes: &BTreeMap<String, String>) -> Option<Self> {
        [
            Self::String,
            Self::Integer,
            Self::Decimal,
            Self::Boolean,
            Self::Date,
            Self::Iri,
        ]
        .into_iter()
        .find(|kind| kind.name() == word)
        .or_else(|| prefixes.contains_key(word).then(|| Self::Key(word.to_owned())))
        .or_else(|| word.contains('|').then(|| Self::Choice(word.to_owned())))
    }
}

/// Parses the header of a query.
///
/// # Errors
/// One diagnostic for each line that is missing or invalid.
pub fn parse(
    file: &str,
    text: &str,
    is_check: bool,
    prefixes: &BTreeMap<String, String>,
) -> Result<Header, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut header = Header::default();
    let mut fields = fields(text, prefixes, &mut header, |line_number, why| {
        let valid = "# parameter: name type = default -- what it is; types: string, integer, decimal, \
                     boolean, date, iri, a prefix such as id, or words such as fr|en";
        wrong.push(code::bad_header(Place::in_text(file, text, line_number, 1), why, valid));
    });
    header.step = fields.remove("step");
    let mut take = |name: &'static str, example: &str| match fields.remove(name) {
        Some(value) => value,
        None => {
            let why = format!("the header has no line `# {name}: ...`");
            wrong.push(code::bad_header(Place::in_text(file, text, 1, 1), &why, example));
            String::new()
        }
    };
    header.title = take("title", "# title: one line that says what the query is");
    header.answers = take("answers", "# answers: the question that it answers");
    if is_check {
        let code = take("code", "# code: C101");
        let severity = take("severity", "# severity: error, warning or note");
        let message = take(
            "message",
            "# message: what is wrong, with {column} for the columns of a row",
        );
        match Severity::parse(&severity) {
            Some(severity) => {
                header.check = Some(CheckHeader {
                    code,
                    severity,
                    message,
                    help: fields.remove("help"),
                    explain: fields.remove("explain").unwrap_or_default(),
                })
            }
            None if severity.is_empty() => {}
            None => {
                let line = text.lines().position(|line| line.contains("severity:"));
                let place = Place::in_text(file, text, line.map_or(1, |index| index as u64 + 1), 1);
                let why = format!("`{severity}` is no severity");
                wrong.push(code::bad_header(place, &why, "error, warning or note"));
            }
        }
    }
    if wrong.is_empty() { Ok(header) } else { Err(wrong) }
}

/// The most parameters of a query: each is looked for in the whole query.
const MOST_PARAMETERS: usize = 32;

/// Adds titles and parameters to the header, and returns the other lines by name; lines with the same name are joined.
/// `refuse` is called with the line number and the reason for each invalid parameter.
fn fields<'t>(
    text: &'t str,
    prefixes: &BTreeMap<String, String>,
    header: &mut Header,
    mut refuse: impl FnMut(u64, &str),
) -> BTreeMap<&'t str, String> {
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    let mut declared = 0;
    for (index, line) in text.lines().enumerate().take_while(|(_, line)| line.starts_with('#')) {
        let Some((name, value)) = line.trim_start_matches('#').split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        if let Some(language) = name.strip_prefix("title@") {
            header.titles.insert(language.to_owned(), value.to_owned());
        }
        if let Some(language) = name.strip_prefix("answers@") {
            join(header.answers_in.entry(language.to_owned()).or_default(), value);
        }
        match name {
            "parameter" => {
                declared += 1;
                match parameter(value, prefixes) {
                    _ if declared > MOST_PARAMETERS + 1 => {}
                    _ if declared > MOST_PARAMETERS => {
                        refuse(
                            index as u64 + 1,
                            &format!("a query has at most {MOST_PARAMETERS} parameters"),
                        );
                    }
                    Ok(parameter) => header.parameters.push(parameter),
                    Err(why) => refuse(index as u64 + 1, &why),
                }
            }
            "title" | "answers" | "code" | "severity" | "message" | "help" | "explain" | "step" => {
                join(fields.entry(name).or_default(), value);
            }
            _ => {}
        }
    }
    fields
}

/// Adds a line to a text.
fn join(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

fn parameter(text: &str, prefixes: &BTreeMap<String, String>) -> Result<Parameter, String> {
    let (declaration, help) = text.split_once("--").unwrap_or((text, ""));
    let (declared, default) = match declaration.split_once('=') {
        Some((declared, default)) => (declared, Some(default.trim().trim_matches('"').to_owned())),
        None => (declaration, None),
    };
    let mut words = declared.split_whitespace();
    let (Some(name), Some(kind), None) = (words.next(), words.next(), words.next()) else {
        return Err(format!("`{}` is no parameter", text.trim()));
    };
    let kind = Kind::parse(kind, prefixes).ok_or_else(|| format!("`{kind}` is no type of a parameter"))?;
    let name = name.trim_start_matches('?').to_owned();
    Ok(Parameter {
        name,
        kind,
        default: default.filter(|d| !d.is_empty()),
        help: help.trim().to_owned(),
    })
}
