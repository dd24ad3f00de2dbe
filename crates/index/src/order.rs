//! The order of terms in ORDER BY, as the evaluator has it: unbound, blank nodes, IRIs, literals, triple terms.
//!
//! Literals that have a value in common are ordered by value, others by their text, datatype and language.

use crate::Damaged;
use oxrdf::{NamedOrBlankNode, Term};
use spareval::ExpressionTerm as Value;
use std::cmp::Ordering;
use std::collections::HashMap;

/// The place of each number among all of them, by the order of their values; equal values have the same place.
pub(crate) fn places(
    numbers: impl IntoIterator<Item = u32>,
    value: impl Fn(u32) -> Result<Value, Damaged>,
) -> Result<HashMap<u32, u32>, Damaged> {
    let mut numbers: Vec<u32> = numbers.into_iter().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let values = numbers.into_iter().map(|number| Ok((number, value(number)?)));
    let sorted = sorted(values.collect::<Result<_, _>>()?);
    let mut places = HashMap::with_capacity(sorted.len());
    let mut before: Option<(&Value, u32)> = None;
    for (number, value) in &sorted {
        let place = match before {
            Some((last, place)) if compare(last, value).is_eq() => place,
            Some((_, place)) => place + 1,
            None => 0,
        };
        places.insert(*number, place);
        before = Some((value, place));
    }
    Ok(places)
}

/// Merges by hand: values of different kinds have no total order, where the sort of the standard library may panic.
fn sorted(mut values: Vec<(u32, Value)>) -> Vec<(u32, Value)> {
    if values.len() < 2 {
        return values;
    }
    let right = sorted(values.split_off(values.len() / 2));
    let mut left = sorted(values).into_iter().peekable();
    let mut merged = Vec::with_capacity(left.len() + right.len());
    for item in right {
        while let Some(smaller) = left.next_if(|other| compare(&other.1, &item.1).is_le()) {
            merged.push(smaller);
        }
        merged.push(item);
    }
    merged.extend(left);
    merged
}

/// What kind of term a value is, in the order of kinds.
fn kind(value: &Value) -> u8 {
    match value {
        Value::BlankNode(_) => 0,
        Value::NamedNode(_) => 1,
        Value::Triple(_) => 3,
        _ => 2,
    }
}

/// The order of two values.
pub(crate) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::BlankNode(a), Value::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Value::NamedNode(a), Value::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (Value::Triple(a), Value::Triple(b)) => subjects(&a.subject, &b.subject)
            .then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()))
            .then_with(|| compare(&a.object, &b.object)),
        _ => kind(a).cmp(&kind(b)).then_with(|| literals(a, b)),
    }
}

fn subjects(a: &NamedOrBlankNode, b: &NamedOrBlankNode) -> Ordering {
    match (a, b) {
        (NamedOrBlankNode::BlankNode(a), NamedOrBlankNode::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (NamedOrBlankNode::NamedNode(a), NamedOrBlankNode::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (NamedOrBlankNode::BlankNode(_), NamedOrBlankNode::NamedNode(_)) => Ordering::Less,
        (NamedOrBlankNode::NamedNode(_), NamedOrBlankNode::BlankNode(_)) => Ordering::Greater,
    }
}

fn literals(a: &Value, b: &Value) -> Ordering {
    by_value(a, b).unwrap_or_else(|| match (Term::from(a.clone()), Term::from(b.clone())) {
        (Term::Literal(a), Term::Literal(b)) => {
            (a.value(), a.datatype(), a.language()).cmp(&(b.value(), b.datatype(), b.language()))
        }
        _ => Ordering::Equal,
    })
}

/// The order of two literals by value, if they have values that are ordered.
fn by_value(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::StringLiteral(a), Value::StringLiteral(b)) => Some(a.cmp(b)),
        (
            Value::LangStringLiteral { value: a, language },
            Value::LangStringLiteral {
                value: b,
                language: other,
            },
        ) => (language == other).then(|| a.cmp(b)),
        (Value::DateTimeLiteral(a), Value::DateTimeLiteral(b)) => a.partial_cmp(b),
        (Value::DateLiteral(a), Value::DateLiteral(b)) => a.partial_cmp(b),
        (Value::TimeLiteral(a), Value::TimeLiteral(b)) => a.partial_cmp(b),
        (Value::GYearLiteral(a), Value::GYearLiteral(b)) => a.partial_cmp(b),
        (Value::GYearMonthLiteral(a), Value::GYearMonthLiteral(b)) => a.partial_cmp(b),
        (Value::GMonthLiteral(a), Value::GMonthLiteral(b)) => a.partial_cmp(b),
        (Value::GMonthDayLiteral(a), Value::GMonthDayLiteral(b)) => a.partial_cmp(b),
        (Value::GDayLiteral(a), Value::GDayLiteral(b)) => a.partial_cmp(b),
        _ => by_number(a, b).or_else(|| by_duration(a, b)),
    }
}

fn by_number(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::IntegerLiteral(a), Value::IntegerLiteral(b)) => a.partial_cmp(b),
        (Value::IntegerLiteral(a), Value::DecimalLiteral(b)) => b.partial_cmp(&(*a).into()).map(Ordering::reverse),
        (Value::DecimalLiteral(a), Value::IntegerLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::DecimalLiteral(a), Value::DecimalLiteral(b)) => a.partial_cmp(b),
        (Value::FloatLiteral(a), Value::FloatLiteral(b)) => a.partial_cmp(b),
        (Value::FloatLiteral(a), Value::IntegerLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::FloatLiteral(a), Value::DecimalLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::DoubleLiteral(a), Value::DoubleLiteral(b)) => a.partial_cmp(b),
        (Value::DoubleLiteral(a), Value::FloatLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::DoubleLiteral(a), Value::IntegerLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::DoubleLiteral(a), Value::DecimalLiteral(b)) => a.partial_cmp(&(*b).into()),
        (Value::IntegerLiteral(_) | Value::DecimalLiteral(_), Value::FloatLiteral(_))
        | (Value::IntegerLiteral(_) | Value::DecimalLiteral(_) | Value::FloatLiteral(_), Value::DoubleLiteral(_)) => {
            by_number(b, a).map(Ordering::reverse)
        }
        _ => None,
    }
}

fn by_duration(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::DurationLiteral(a), Value::DurationLiteral(b)) => a.partial_cmp(b),
        (Value::DurationLiteral(a), Value::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (Value::DurationLiteral(a), Value::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        (Value::YearMonthDurationLiteral(a), Value::DurationLiteral(b)) => a.partial_cmp(b),
        (Value::YearMonthDurationLiteral(a), Value::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (Value::YearMonthDurationLiteral(a), Value::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        (Value::DayTimeDurationLiteral(a), Value::DurationLiteral(b)) => a.partial_cmp(b),
        (Value::DayTimeDurationLiteral(a), Value::YearMonthDurationLiteral(b)) => a.partial_cmp(b),
        (Value::DayTimeDurationLiteral(a), Value::DayTimeDurationLiteral(b)) => a.partial_cmp(b),
        _ => None,
    }
}
