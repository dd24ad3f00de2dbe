//! Conditions: `class=Programme`, `modality=announced`, `period=2024..2025`, `amount>=100 M€`.
//!
//! Takes the text of `--where`; returns a test of edges. Refuses a condition that cannot be parsed, and a value that
//! nothing in the view has; the error lists the values it has.

use super::RefineError;
use super::names::{Names, folded};
use super::quantity::Quantity;
use crate::view::{Edge, Node, PropertyGraph, Value};
use diagnostic::nearest;
use std::collections::BTreeSet;
use text::Decimal;

/// The comparison of a field with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Different,
    AtLeast,
    AtMost,
    More,
    Less,
}

/// The operators with their notation, longer ones first.
const OPERATORS: [(&str, Operator); 9] = [
    (">=", Operator::AtLeast),
    ("≥", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("≤", Operator::AtMost),
    ("!=", Operator::Different),
    ("≠", Operator::Different),
    (">", Operator::More),
    ("<", Operator::Less),
    ("=", Operator::Equal),
];

/// The fields with their synonyms.
const FIELDS: [(&str, &[&str]); 7] = [
    ("class", &["classe"]),
    ("modality", &["modalite", "status", "statut"]),
    ("kind", &["sorte", "lien", "link"]),
    ("document", &[]),
    ("unit", &["unite", "currency", "monnaie", "devise"]),
    ("period", &["periode", "when", "quand", "date", "year", "annee"]),
    ("amount", &["montant", "sum", "somme", "weight"]),
];

/// A condition on the edges of a view.
#[derive(Debug)]
pub(super) struct Condition {
    test: Test,
    /// Whether the condition holds for edges that fail the test.
    negated: bool,
}

#[derive(Debug)]
enum Test {
    /// The class of one of the ends is one of these words.
    Class(BTreeSet<String>),
    /// The kind or the label of the edge is one of these words.
    Kind(BTreeSet<String>),
    /// The value of an attribute of the edge, or of one of its ends, is one of these words.
    Attribute(String, BTreeSet<String>),
    /// The period of the edge overlaps this one.
    Period(String, String),
    /// The amount, in one of these units; if `None`, in a currency.
    Amount(Operator, Decimal, Option<BTreeSet<String>>),
}

impl Condition {
    /// Parses a condition on the edges of a view.
    ///
    /// # Errors
    /// When it cannot be parsed, or its value is neither in the view nor a term of the ontology.
    pub(super) fn parse(text: &str, view: &PropertyGraph, names: &Names) -> Result<Self, RefineError> {
        let bad = |why: &str| RefineError::Condition {
            condition: text.to_owned(),
            why: why.to_owned(),
        };
        let found = OPERATORS
            .iter()
            .filter_map(|(sign, operator)| Some((text.find(sign)?, sign, *operator)))
            .min_by_key(|(at, sign, _)| (*at, usize::MAX - sign.len()));
        let Some((at, sign, operator)) = found else {
            return Err(bad("it has no =, !=, >=, <=, > or <"));
        };
        let (field, value) = (text[..at].trim(), text[at + sign.len()..].trim());
        if value.is_empty() {
            return Err(bad("nothing stands behind the sign"));
        }
        let field = self::field(field, view).ok_or_else(|| unknown_field(text, field, view))?;
        let negated = operator == Operator::Different;
        let is_equality = negated || operator == Operator::Equal;
        let test = match field.as_str() {
            "amount" if negated => return Err(bad("an amount is compared with =, >=, <=, > or <")),
            "amount" => amount(operator, value, view, names).map_err(|why| why.with(text))?,
            "period" => period(operator, value).ok_or_else(|| {
                bad("a period is a year, a month or a day, or two with .. between, such as 2024, 2024-05 or 2023..2025")
            })?,
            _ if !is_equality => return Err(bad(&format!("{field} is compared with = or !="))),
            "class" => Test::Class(values("class", "class", value, view, names)?),
            "kind" => Test::Kind(values("kind", "kind", value, view, names)?),
            "unit" => Test::Attribute("symbol".to_owned(), values("unit", "symbol", value, view, names)?),
            "document" => Test::Attribute("document".to_owned(), documents(value, view, names)?),
            other => Test::Attribute(other.to_owned(), values(other, other, value, view, names)?),
        };
        Ok(Self { test, negated })
    }

    /// Whether an edge fulfils the condition.
    pub(super) fn holds(&self, edge: Edge<'_>) -> bool {
        let ends = [edge.source(), edge.target()];
        let passes = match &self.test {
            Test::Class(words) => ends.iter().any(|end| has(end.get("class"), words)),
            Test::Kind(words) => [edge.kind(), edge.label()]
                .iter()
                .any(|text| words.contains(&folded(text))),
            Test::Attribute(name, words) => {
                has(edge.get(name), words) || ends.iter().any(|end| has(end.get(name), words))
            }
            Test::Period(from, to) => days(edge).is_some_and(|(first, last)| first <= *to && *from <= last),
            Test::Amount(operator, bound, units) => measured(edge, units.as_ref()) && compared(edge, *operator, *bound),
        };
        passes != self.negated
    }

    /// Whether a node without edges fulfils the condition.
    pub(super) fn holds_alone(&self, node: Node<'_>) -> bool {
        match &self.test {
            Test::Class(words) => has(node.get("class"), words) != self.negated,
            Test::Attribute(name, words) => has(node.get(name), words) != self.negated,
            Test::Kind(_) | Test::Period(..) | Test::Amount(..) => false,
        }
    }
}

/// Resolves the name of a field: one of the list or a synonym, or an attribute of the view.
fn field(name: &str, view: &PropertyGraph) -> Option<String> {
    let name_folded = folded(name);
    let known = FIELDS
        .iter()
        .find(|(field, others)| *field == name_folded || others.contains(&name_folded.as_str()));
    known.map(|(field, _)| (*field).to_owned()).or_else(|| {
        let edges = view.edge_attributes().into_iter();
        let mut all = edges.chain(view.node_attributes()).map(|attribute| attribute.name);
        all.find(|attribute| folded(attribute) == name_folded)
            .map(str::to_owned)
    })
}

fn unknown_field(text: &str, field: &str, view: &PropertyGraph) -> RefineError {
    let mut known: BTreeSet<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
    known.extend(view.edge_attributes().iter().map(|attribute| attribute.name));
    known.extend(view.node_attributes().iter().map(|attribute| attribute.name));
    let hint =
        nearest(field, known.iter().copied()).map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    RefineError::Condition {
        condition: text.to_owned(),
        why: format!(
            "there is no field `{field}`{hint} (fields: {})",
            known.into_iter().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// Expands comma-separated values to all words that mean one of them.
fn values(
    list: &str,
    attribute: &str,
    value: &str,
    view: &PropertyGraph,
    names: &Names,
) -> Result<BTreeSet<String>, RefineError> {
    let there = there(attribute, view);
    let mut wanted = BTreeSet::new();
    for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let same = names.same(list, one);
        if same.is_empty() && !there.iter().any(|known| folded(known) == folded(one)) {
            return Err(unknown_value(list, one, &there, names));
        }
        wanted.insert(folded(one));
        wanted.extend(same);
    }
    Ok(wanted)
}

/// The documents whose title, key or citation is a value, or else contains all words of it.
fn documents(value: &str, view: &PropertyGraph, names: &Names) -> Result<BTreeSet<String>, RefineError> {
    let mut wanted = BTreeSet::new();
    for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let mut meant = names.same("document", one);
        if meant.is_empty() {
            meant = names.with_words("document", one);
        }
        if meant.is_empty() {
            return Err(unknown_value("document", one, &there("document", view), names));
        }
        wanted.extend(meant);
    }
    Ok(wanted)
}

pub(super) fn unknown_value(field: &str, value: &str, there: &BTreeSet<String>, names: &Names) -> RefineError {
    RefineError::Value {
        field: field.to_owned(),
        value: value.to_owned(),
        suggestion: nearest(value, there.iter().map(String::as_str).chain(names.words(field))).map(str::to_owned),
        there: there.iter().cloned().collect(),
    }
}

/// The values that edges or nodes of a view have for an attribute.
fn there(attribute: &str, view: &PropertyGraph) -> BTreeSet<String> {
    if attribute == "kind" {
        return view
            .edges()
            .map(|edge| edge.kind().to_owned())
            .filter(|kind| !kind.is_empty())
            .collect();
    }
    let edges = view.edges().filter_map(|edge| edge.get(attribute));
    let nodes = view.nodes().filter_map(|node| node.get(attribute));
    edges
        .chain(nodes)
        .map(Value::plain)
        .filter(|text| !text.is_empty())
        .collect()
}

fn has(value: Option<Value<'_>>, words: &BTreeSet<String>) -> bool {
    match value {
        None => false,
        Some(Value::List(items)) => items.iter().any(|item| words.contains(&folded(item))),
        Some(other) => words.contains(&folded(&other.plain())),
    }
}

/// Parses an amount.
fn amount(operator: Operator, value: &str, view: &PropertyGraph, names: &Names) -> Result<Test, Unread> {
    let quantity = Quantity::read(value).ok_or(Unread::NoAmount)?;
    let units = match quantity.unit.as_str() {
        // Without a unit, the amount is money.
        "" => None,
        unit => Some(
            values("unit", "symbol", unit, view, names)
                .or_else(|error| {
                    let singular = unit.trim_end_matches('s');
                    values("unit", "symbol", singular, view, names).map_err(|_| error)
                })
                .map_err(Unread::Unit)?,
        ),
    };
    Ok(Test::Amount(operator, quantity.value, units))
}

/// The reason why an amount cannot be parsed.
enum Unread {
    NoAmount,
    Unit(RefineError),
}

impl Unread {
    fn with(self, condition: &str) -> RefineError {
        match self {
            Self::Unit(error) => error,
            Self::NoAmount => RefineError::Condition {
                condition: condition.to_owned(),
                why: "an amount is digits, a scale and a unit as you like, such as 100000000, 100 M€, 1.5 Md€, $2bn or 25 %"
                    .to_owned(),
            },
        }
    }
}

/// Whether the edge's figure is in one of the units; without units, whether it is not marked as other than money.
fn measured(edge: Edge<'_>, units: Option<&BTreeSet<String>>) -> bool {
    match units {
        Some(units) => has(edge.get("symbol"), units),
        None => edge.get("money") != Some(Value::Boolean(false)),
    }
}

fn compared(edge: Edge<'_>, operator: Operator, bound: Decimal) -> bool {
    let Some(weight) = edge.weight().and_then(Decimal::parse) else {
        return false;
    };
    match operator {
        Operator::Equal => weight == bound,
        Operator::Different => weight != bound,
        Operator::AtLeast => weight >= bound,
        Operator::AtMost => weight <= bound,
        Operator::More => weight > bound,
        Operator::Less => weight < bound,
    }
}

/// Parses a period.
fn period(operator: Operator, value: &str) -> Option<Test> {
    const EVER: (&str, &str) = ("0000-01-01", "9999-12-31");
    let (from, to) = match (value.split_once("..").or_else(|| value.split_once('/')), operator) {
        (Some((from, to)), Operator::Equal | Operator::Different) => (from.trim(), to.trim()),
        (None, Operator::Equal | Operator::Different) => (value, value),
        (None, Operator::AtLeast) => (value, ""),
        (None, Operator::AtMost) => ("", value),
        _ => return None,
    };
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let day = |text: &str, open: &str, is_last: bool| match text {
        "" => Some(open.to_owned()),
        text => is_date(text).then(|| whole_day(text, is_last)),
    };
    let (first, last) = (day(from, EVER.0, false)?, day(to, EVER.1, true)?);
    (first <= last).then_some(Test::Period(first, last))
}

/// Whether a text is a year, a month or a day.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_part = |part: &str, length: usize, most: u32| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse().is_ok_and(|n: u32| n <= most)
    };
    match parts.as_slice() {
        [year] => is_part(year, 4, 9999),
        [year, month] => is_part(year, 4, 9999) && is_part(month, 2, 12),
        [year, month, day] => is_part(year, 4, 9999) && is_part(month, 2, 12) && is_part(day, 2, 31),
        _ => false,
    }
}

/// The first or last day of a date. The last day of any month is written as 31, which sorts correctly.
fn whole_day(date: &str, is_last: bool) -> String {
    match (date.len(), is_last) {
        (4, false) => format!("{date}-01-01"),
        (4, true) => format!("{date}-12-31"),
        (7, false) => format!("{date}-01"),
        (7, true) => format!("{date}-31"),
        _ => date.to_owned(),
    }
}

/// The first and last day of an edge: those of the claim, or else the publication date of its document.
fn days(edge: Edge<'_>) -> Option<(String, String)> {
    let published = edge.get("published").map(Value::plain);
    let (start, end) = match (edge.start(), edge.end()) {
        (Some(start), Some(end)) => (start, end),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => published.as_deref().map(|text| (text, text))?,
    };
    Some((whole_day(start, false), whole_day(end, true)))
}
