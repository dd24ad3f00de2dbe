//! Conditions: `class=Programme`, `modality=announced`, `period=2024..2025`, `amount>=100 M€`.
//!
//! Takes the text of `--where`; gives a test of edges. Refuses what is no condition, and values that nothing in the view
//! has, with those that there are.

use super::RefineError;
use super::names::{Names, folded};
use super::quantity::Quantity;
use crate::view::{Edge, Node, PropertyGraph, Value};
use diagnostic::nearest;
use std::collections::BTreeSet;
use text::Decimal;

/// How a field and a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Different,
    AtLeast,
    AtMost,
    More,
    Less,
}

/// The operators as they are written, longer ones first.
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

/// The fields, and what else people call them.
const FIELDS: [(&str, &[&str]); 7] = [
    ("class", &["classe"]),
    ("modality", &["modalite", "status", "statut"]),
    ("kind", &["sorte", "lien", "link"]),
    ("document", &[]),
    ("unit", &["unite", "currency", "monnaie", "devise"]),
    ("period", &["periode", "when", "quand", "date", "year", "annee"]),
    ("amount", &["montant", "sum", "somme", "weight"]),
];

/// A condition that edges of a view fulfil or not.
#[derive(Debug)]
pub(super) struct Condition {
    test: Test,
    /// Whether those are wanted that do not pass the test.
    negated: bool,
}

#[derive(Debug)]
enum Test {
    /// One of the words is the class of an end.
    Class(BTreeSet<String>),
    /// One of the words is the kind or the label of the edge.
    Kind(BTreeSet<String>),
    /// One of the words is the value of an attribute of the edge, or of one of its ends.
    Attribute(String, BTreeSet<String>),
    /// Some day of the edge lies between these two.
    Period(String, String),
    /// The amount, in one of these units or in money.
    Amount(Operator, Decimal, Option<BTreeSet<String>>),
}

impl Condition {
    /// Reads a condition on the edges of a view.
    ///
    /// # Errors
    /// When it is none, or when nothing in the view, nor a term of the ontology, has its value.
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

    /// Whether an edge fulfils it.
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

    /// Whether a node without edges fulfils it.
    pub(super) fn holds_alone(&self, node: Node<'_>) -> bool {
        match &self.test {
            Test::Class(words) => has(node.get("class"), words) != self.negated,
            Test::Attribute(name, words) => has(node.get(name), words) != self.negated,
            Test::Kind(_) | Test::Period(..) | Test::Amount(..) => false,
        }
    }
}

/// The field that people call so: one of the list, or an attribute of the view.
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

/// The words that mean one of the values, which stand between commas.
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

/// The documents of which the title, the key or the citation has all words of a value.
fn documents(value: &str, view: &PropertyGraph, names: &Names) -> Result<BTreeSet<String>, RefineError> {
    let mut wanted = BTreeSet::new();
    for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let meant = names.with_words("document", one);
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

/// The values that edges or nodes of a view have.
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

/// Reads an amount.
fn amount(operator: Operator, value: &str, view: &PropertyGraph, names: &Names) -> Result<Test, Unread> {
    let quantity = Quantity::read(value).ok_or(Unread::NoAmount)?;
    let units = match quantity.unit.as_str() {
        // Money is asked for, where there is any.
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

/// Why an amount cannot be read.
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

/// Whether the edge's figure is in one of the units; where none is asked for, whether it is not known to be no money.
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

/// Reads a period.
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

/// The first or last day that a date can mean; the last of any month is written 31, which compares as it should.
fn whole_day(date: &str, is_last: bool) -> String {
    match (date.len(), is_last) {
        (4, false) => format!("{date}-01-01"),
        (4, true) => format!("{date}-12-31"),
        (7, false) => format!("{date}-01"),
        (7, true) => format!("{date}-31"),
        _ => date.to_owned(),
    }
}

/// The first and last day of an edge: those that the claim gives, else those on which its document was published.
fn days(edge: Edge<'_>) -> Option<(String, String)> {
    let published = edge.get("published").map(Value::plain);
    let (start, end) = match (edge.start(), edge.end()) {
        (Some(start), Some(end)) => (start, end),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => published.as_deref().map(|text| (text, text))?,
    };
    Some((whole_day(start, false), whole_day(end, true)))
}
