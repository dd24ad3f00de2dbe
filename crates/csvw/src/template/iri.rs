//! Templates whose result is an IRI ("Metadata Vocabulary for Tabular Data", section 5.1.3): the expansion is, where it
//! is a prefixed name, expanded, then resolved against the URL of the table.
//!
//! A row should pay for none of that. What the literals decide is decided when the template is compiled, and three
//! kinds of template remain:
//! - nothing varies: the IRI is kept;
//! - what varies cannot change how the literal start resolves: the start is resolved once, and rows are joined to it;
//! - all else (`{+url}`) is expanded, and resolved row by row.
//!
//! Those of the second kind still have rows that resolve otherwise: `item/{key}` with the key `..` is no item, and with
//! `{key}` an empty key is the table itself. Such values are noticed by their first byte (`Watch`), and the row is then
//! resolved as a whole. Resolution is oxiri's, which leaves the dots in what is absolute already.

use super::super::limits::IRI_BYTES;
use super::expansion::Operator;
use super::{Template, TemplateError, TemplatePart, Value};
use oxiri::{Iri, IriRef};

/// Returns the namespace of a prefix, without its colon; CSV on the Web fixes which there are.
pub type Namespace = fn(&str) -> Option<&'static str>;

/// A template whose result is an IRI, resolved against a base.
#[derive(Debug, Clone)]
pub struct IriTemplate {
    template: Template,
    base: Iri<String>,
    namespace: Namespace,
    plan: Plan,
}

#[derive(Debug, Clone)]
enum Plan {
    /// Every row gives the same.
    Constant(String),
    /// The start is resolved, and what follows is written after it.
    Joined {
        start: String,
        rest: Vec<(TemplatePart, Watch)>,
        /// Whether the result may be no IRI even where no value is watched for.
        validated: bool,
        may_fail: bool,
    },
    /// Only the row can say how it resolves.
    Resolved,
}

/// Values with which the row has to be resolved as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Watch {
    /// Those that are empty or undefined.
    empty: bool,
    /// Those that begin with a dot, and may be a path's `.` or `..`.
    dots: bool,
}

impl IriTemplate {
    /// Compiles a template; `base` is what relative references are resolved against, `namespace` knows the prefixes.
    ///
    /// # Errors
    /// When the base is not an IRI, or when the template can give none, whatever the row.
    pub fn compile(template: Template, base: &str, namespace: Namespace) -> Result<Self, TemplateError> {
        let base = Iri::parse(base.to_owned()).map_err(|_| TemplateError::Base(base.to_owned()))?;
        let plan = plan(&template, &base, namespace)?;
        Ok(Self {
            template,
            base,
            namespace,
            plan,
        })
    }

    /// The IRI, where it is the same for every row.
    pub fn constant(&self) -> Option<&str> {
        match &self.plan {
            Plan::Constant(text) => Some(text),
            Plan::Joined { .. } | Plan::Resolved => None,
        }
    }

    /// Whether a row can make something of it that is not an IRI.
    ///
    /// No row can where this is false; where it is true, it may still be that none does.
    pub fn may_fail(&self) -> bool {
        match &self.plan {
            Plan::Constant(_) => false,
            Plan::Joined { may_fail, .. } => *may_fail,
            Plan::Resolved => true,
        }
    }

    /// The numbers of the variables, as [`Template::slots`] gives them.
    pub fn slots(&self) -> impl Iterator<Item = usize> + '_ {
        self.template.slots()
    }

    /// The names that have no number, as [`Template::undefined`] gives them.
    pub fn undefined(&self) -> &[String] {
        self.template.undefined()
    }

    /// Appends the IRI of a row to `out`.
    ///
    /// # Errors
    /// The expansion, where it is not an IRI and resolves to none, or is longer than [`IRI_BYTES`]; `out` is then as it was.
    #[inline]
    pub fn expand<'v>(&self, value: impl Fn(usize) -> Value<'v>, out: &mut String) -> Result<(), String> {
        match &self.plan {
            Plan::Constant(text) => {
                out.push_str(text);
                Ok(())
            }
            Plan::Joined {
                start, rest, validated, ..
            } => {
                let from = out.len();
                out.push_str(start);
                for (part, watch) in rest {
                    if *watch != Watch::default() && watch.sees(part, &value) {
                        out.truncate(from);
                        return self.resolve(value, out);
                    }
                    part.expand(&value, out);
                    if out.len() - from > IRI_BYTES {
                        return Err(too_long(from, out));
                    }
                }
                if *validated && Iri::parse(&out[from..]).is_err() {
                    out.truncate(from);
                    return self.resolve(value, out);
                }
                Ok(())
            }
            Plan::Resolved => self.resolve(value, out),
        }
    }

    /// Appends the IRI of a row as the specification words it: expanded, then a prefixed name, then resolved.
    fn resolve<'v>(&self, value: impl Fn(usize) -> Value<'v>, out: &mut String) -> Result<(), String> {
        let from = out.len();
        for part in &self.template.parts {
            part.expand(&value, out);
            if out.len() - from > IRI_BYTES {
                return Err(too_long(from, out));
            }
        }
        let prefixed = prefixed(&out[from..], self.namespace);
        if prefixed.is_none() && Iri::parse(&out[from..]).is_ok() {
            return Ok(());
        }
        let reference = prefixed.unwrap_or_else(|| out[from..].to_owned());
        out.truncate(from);
        match self.base.resolve(&reference) {
            Ok(iri) => {
                out.push_str(iri.as_str());
                Ok(())
            }
            Err(_) => Err(reference),
        }
    }
}

/// The beginning of an expansion that is too long for an IRI, which is removed.
fn too_long(from: usize, out: &mut String) -> String {
    let beginning: String = out[from..].chars().take(200).collect();
    out.truncate(from);
    format!("{beginning}… (more than {IRI_BYTES} bytes)")
}

impl Watch {
    fn sees<'v>(self, part: &TemplatePart, value: &impl Fn(usize) -> Value<'v>) -> bool {
        let sees_text = |text: &str| match text.as_bytes().first() {
            None => self.empty,
            Some(first) => self.dots && *first == b'.',
        };
        part.slots().any(|slot| match value(slot) {
            Value::Undefined | Value::List(_, []) => self.empty,
            Value::Text(text) => sees_text(text),
            Value::Number(_) => false,
            Value::List(text, items) => items.iter().any(|item| sees_text(&text[item.clone()])),
        })
    }
}

impl TemplatePart {
    fn operator(&self) -> Option<Operator> {
        match self {
            Self::Literal(_) => None,
            Self::Simple(_) => Some(Operator::Simple),
            Self::Expression(expression) => Some(expression.operator),
        }
    }

    /// Whether it can write a slash, apart from those that keep reserved characters.
    fn has_slash(&self) -> bool {
        self.operator() == Some(Operator::Path) || self.literal_has(&['/'])
    }

    fn literal_has(&self, characters: &[char]) -> bool {
        matches!(self, Self::Literal(text) if text.contains(characters))
    }
}

fn plan(template: &Template, base: &Iri<String>, namespace: Namespace) -> Result<Plan, TemplateError> {
    let (literal, rest) = match template.parts.split_first() {
        Some((TemplatePart::Literal(text), rest)) => (text.as_str(), rest),
        _ => ("", template.parts.as_slice()),
    };
    let start = prefixed(literal, namespace).unwrap_or_else(|| literal.to_owned());
    if rest.is_empty() {
        let iri = base.resolve(&start).map_err(|_| not_iri(start, base))?;
        return Ok(Plan::Constant(iri.into_inner()));
    }
    if start.starts_with("//") {
        return absolute(format!("{}:{start}", base.scheme()), rest, base);
    }
    match start.find([':', '/', '?', '#']) {
        Some(end) if start[end..].starts_with(':') => absolute(start, rest, base),
        _ => relative(start, rest, base),
    }
}

/// Plans for a start that has its scheme: rows are joined to it, and it remains to ask whether they can spoil it.
fn absolute(start: String, rest: &[TemplatePart], base: &Iri<String>) -> Result<Plan, TemplateError> {
    let after_scheme = start.split_once(':').map_or("", |(_, after)| after);
    let in_path = match after_scheme.strip_prefix("//") {
        Some(authority) => authority.contains(['/', '?', '#']),
        // A slash to come could make an authority of what follows it.
        None => !matches!(after_scheme, "" | "/") || !rest.iter().any(TemplatePart::has_slash),
    };
    let validated = !in_path || rest.iter().any(keeps_reserved);
    if !validated {
        check(&start, rest, base)?;
    }
    Ok(Plan::Joined {
        start,
        rest: rest.iter().map(|part| (part.clone(), Watch::default())).collect(),
        validated,
        may_fail: validated,
    })
}

/// Plans for a start that is a relative reference, or the beginning of one.
fn relative(start: String, rest: &[TemplatePart], base: &Iri<String>) -> Result<Plan, TemplateError> {
    let path_ended = start.contains(['?', '#']);
    let first = rest.first().and_then(TemplatePart::operator);
    let open = if path_ended { &[] } else { before_query(rest) };
    if open.iter().any(|part| part.operator() == Some(Operator::Reserved))
        || (!path_ended && may_become_scheme(&start, rest))
        || (start.is_empty() && matches!(first, Some(Operator::Path | Operator::Query)))
        || (start == "/" && first == Some(Operator::Path))
    {
        return Ok(Plan::Resolved);
    }
    let Some(joined) = resolved_start(&start, first, base)? else {
        return Ok(Plan::Resolved);
    };
    let (authority, bare) = Iri::parse(joined.as_str()).map_or((false, true), |iri| {
        let authority = iri.authority().is_some();
        (authority, !authority && matches!(iri.path(), "" | "/"))
    });
    if bare && first == Some(Operator::Path) {
        return Ok(Plan::Resolved);
    }
    let mut watches = vec![Watch::default(); rest.len()];
    if !path_ended && watch_dots(&start, rest, &mut watches).is_none() {
        return Ok(Plan::Resolved);
    }
    let slash_follows = start == "/" && rest.iter().any(TemplatePart::has_slash);
    if let Some(watch) = watches.first_mut() {
        watch.empty |= start.is_empty() || slash_follows || bare;
    }
    let validated = rest.iter().any(keeps_reserved);
    if !validated {
        check(&joined, rest, base)?;
    }
    let watched = watches.iter().any(|watch| *watch != Watch::default());
    let may_be_authority = matches!(start.as_str(), "" | "/") && rest.iter().any(|part| part.literal_has(&[':', '@']));
    Ok(Plan::Joined {
        start: joined,
        rest: rest.iter().cloned().zip(watches).collect(),
        validated,
        may_fail: validated || (watched && (!authority || may_be_authority)),
    })
}

/// Resolves the start of what is a relative reference; `None` where that depends on what follows it.
fn resolved_start(start: &str, first: Option<Operator>, base: &Iri<String>) -> Result<Option<String>, TemplateError> {
    // How it resolves shows with a letter after it; dots at its end stay as they are, and are watched.
    let example = if first == Some(Operator::Fragment) { "#x" } else { "x" };
    let reference = format!("{start}{example}");
    match base.resolve(&reference) {
        Ok(iri) => Ok(iri.as_str().strip_suffix(example).map(str::to_owned)),
        Err(_) if IriRef::parse(reference.as_str()).is_ok() => Ok(None),
        Err(_) => Err(not_iri(reference, base)),
    }
}

fn keeps_reserved(part: &TemplatePart) -> bool {
    part.operator().is_some_and(Operator::keeps_reserved)
}

/// The parts up to the literal that ends the path, with that literal.
fn before_query(rest: &[TemplatePart]) -> &[TemplatePart] {
    let end = rest.iter().position(|part| part.literal_has(&['?', '#']));
    &rest[..end.map_or(rest.len(), |end| end + 1)]
}

/// Whether a colon follows in what is still the first segment, so that a row could make a scheme or a prefix of it.
fn may_become_scheme(start: &str, rest: &[TemplatePart]) -> bool {
    !start.contains('/')
        && rest.iter().find_map(|part| match part {
            TemplatePart::Literal(text) => text.find([':', '/', '?', '#']).map(|end| text[end..].starts_with(':')),
            _ => None,
        }) == Some(true)
}

/// A segment of a path, as far as the template tells it.
#[derive(Default)]
struct Segment {
    /// Whether a literal writes in it.
    written: bool,
    /// Whether a literal writes more than dots in it, after the last place where a variable could begin it anew.
    named: bool,
    /// The parts that may write in it.
    parts: Vec<usize>,
}

impl Segment {
    fn push(&mut self, literal: &str) {
        self.named |= literal.bytes().any(|byte| byte != b'.');
        self.written |= !literal.is_empty();
    }

    /// Marks the parts that could make the segment `.` or `..`; `None` where it is that without them.
    fn close(&self, watches: &mut [Watch]) -> Option<()> {
        if self.named {
            return Some(());
        }
        for index in &self.parts {
            let watch = watches.get_mut(*index)?;
            watch.dots = true;
            watch.empty |= self.written;
        }
        (!self.written || !self.parts.is_empty()).then_some(())
    }
}

/// Marks the parts that could write a dot segment; `None` where the template has one in what varies.
fn watch_dots(start: &str, rest: &[TemplatePart], watches: &mut [Watch]) -> Option<()> {
    let mut segment = Segment::default();
    segment.push(start.rsplit('/').next().unwrap_or(start));
    for (index, part) in rest.iter().enumerate() {
        match part.operator() {
            None => {
                let TemplatePart::Literal(text) = part else { continue };
                let path = text.split(['?', '#']).next().unwrap_or(text);
                for (number, piece) in path.split('/').enumerate() {
                    if number > 0 {
                        segment.close(watches)?;
                        segment = Segment::default();
                    }
                    segment.push(piece);
                }
                if path.len() < text.len() {
                    break;
                }
            }
            Some(Operator::Path) => {
                // It ends the segment and begins another, or it is undefined and does neither.
                segment.close(watches)?;
                segment.named = false;
                segment.parts.push(index);
                segment.close(watches)?;
            }
            Some(Operator::Query | Operator::Fragment) => segment.close(watches)?,
            Some(Operator::Label) => {
                segment.written = true;
                segment.parts.push(index);
            }
            Some(Operator::Simple | Operator::Reserved | Operator::Parameter | Operator::Continuation) => {
                segment.parts.push(index);
            }
        }
    }
    segment.close(watches)
}

/// Checks that rows whose values are letters give IRIs; then all do, for values can add nothing that is not allowed.
fn check(start: &str, rest: &[TemplatePart], base: &Iri<String>) -> Result<(), TemplateError> {
    let mut example = start.to_owned();
    for part in rest {
        part.expand(&|_| Value::Text("x"), &mut example);
    }
    match Iri::parse(example.as_str()) {
        Ok(_) => Ok(()),
        Err(_) => Err(not_iri(example, base)),
    }
}

fn not_iri(text: String, base: &Iri<String>) -> TemplateError {
    TemplateError::NotIri {
        text,
        base: base.as_str().to_owned(),
    }
}

/// The IRI of a text that is a prefixed name.
fn prefixed(text: &str, namespace: Namespace) -> Option<String> {
    let end = text.find([':', '/', '?', '#'])?;
    let local = text[end..].strip_prefix(':')?;
    Some(format!("{}{local}", namespace(&text[..end])?))
}
