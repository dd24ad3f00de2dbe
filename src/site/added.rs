//! What is added up in a row of totals. Payers and recipients that nobody names are not one, nor are currencies that nobody writes: each of
//! their sums is a row of its own.

use super::claimed::Claim;
use super::read::Reader;
use super::things::Thing;
use crate::vocabulary as v;
use std::collections::BTreeMap;
use text::Decimal;

/// What a row shows: a total, or one sum of it.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// Its place among the sums of a total, the largest first.
    pub place: usize,
    /// Its bounds, as decimals; neither, if several sums are not added up.
    pub bounds: (Option<String>, Option<String>),
    /// How many sums are added.
    pub count: String,
    /// The IRIs of its marks.
    pub marks: Vec<String>,
    /// The claims that stand in it.
    pub claims: Vec<String>,
}

/// One sum of a total, or figures that differ about it.
struct Part<'a> {
    figures: Vec<Thing<'a>>,
    claims: Vec<String>,
    bounds: [Option<Decimal>; 2],
}

/// The rows for a total: one, or one for each sum if nobody names who pays or receives them, or their currency.
pub fn added(reader: &Reader<'_>, total: &Thing<'_>) -> Vec<Added> {
    let claims = reader.of(v::IN_TOTAL, total.iri);
    let claims = claims.into_iter().map(str::to_owned).collect();
    let whole = Added {
        place: 0,
        bounds: (
            total.text(v::LEAST).map(str::to_owned),
            total.text(v::GREATEST).map(str::to_owned),
        ),
        count: total.text(v::SUM_COUNT).unwrap_or_default().to_owned(),
        marks: total.texts(v::MARK).into_iter().map(str::to_owned).collect(),
        claims,
    };
    let is_one = !total.has(v::UNNAMED) && total.has(v::UNIT);
    if is_one || whole.count == "1" {
        return vec![whole];
    }
    let mut parts = parts(reader, &whole.claims);
    let Some(rest) = with_rest(reader, total, &mut parts) else {
        return vec![Added {
            bounds: (None, None),
            ..whole
        }];
    };
    parts.sort_by(|one, other| {
        other.bounds[1]
            .cmp(&one.bounds[1])
            .then_with(|| one.claims.cmp(&other.claims))
    });
    let rows = parts.into_iter().enumerate().map(|(place, part)| Added {
        place,
        marks: marks(&part, &whole.marks, rest.as_deref()),
        bounds: (
            part.bounds[0].map(|bound| bound.to_string()),
            part.bounds[1].map(|bound| bound.to_string()),
        ),
        count: "1".to_owned(),
        claims: part.claims,
    });
    rows.collect()
}

/// The sums that some claims state. Figures that differ about one sum are one, from the least to the greatest.
fn parts<'a>(reader: &Reader<'a>, claims: &[String]) -> Vec<Part<'a>> {
    let mut parts: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for claim in claims.iter().filter_map(|claim| Claim::read(reader, claim)) {
        let Some(figure) = claim.thing.text(v::STATES).map(|figure| reader.thing(figure)) else {
            continue;
        };
        let number = |bound: &str| figure.text(bound).and_then(Decimal::parse);
        let [least, greatest] = [v::LEAST, v::GREATEST].map(number);
        let name = figure.text(v::IN_DISPUTE).unwrap_or(figure.iri);
        match parts.get_mut(name) {
            Some(part) => {
                let [known, most] = part.bounds;
                // Without a bound there is none for all.
                part.bounds = [known.min(least), most.and_then(|most| Some(most.max(greatest?)))];
                part.claims.push(claim.iri().to_owned());
                part.figures.push(figure);
            }
            None => {
                let part = Part {
                    claims: vec![claim.iri().to_owned()],
                    bounds: [least, greatest],
                    figures: vec![figure],
                };
                parts.insert(name, part);
            }
        }
    }
    parts.into_values().collect()
}

/// Makes the sums add up to the total: that of which a part stands elsewhere is what remains of it, and its first claim is returned.
/// `None` if it is not known which it is.
fn with_rest(reader: &Reader<'_>, total: &Thing<'_>, parts: &mut [Part<'_>]) -> Option<Option<String>> {
    let whole = [v::LEAST, v::GREATEST].map(|bound| total.text(bound).and_then(Decimal::parse));
    let sum = |at: usize, parts: &[Part<'_>]| -> Option<Decimal> {
        let mut bounds = parts.iter().map(|part| part.bounds[at]);
        bounds.try_fold(Decimal::from(0), |sum, bound| sum.checked_add(bound?))
    };
    let sums = [sum(0, parts), sum(1, parts)];
    if sums == whole {
        return Some(None);
    }
    let has_parts = |part: &Part<'_>| {
        let mut figures = part.figures.iter();
        figures.any(|figure| !reader.of(v::CONTAINED_IN, figure.iri).is_empty())
    };
    let wholes: Vec<usize> = (0..parts.len()).filter(|at| has_parts(&parts[*at])).collect();
    let [at] = wholes.as_slice() else { return None };
    let part = &mut parts[*at];
    for bound in 0..2 {
        let taken = sums[bound]?.checked_add(whole[bound]?.negated()?)?;
        part.bounds[bound] = Some(part.bounds[bound]?.checked_add(taken.negated()?)?);
    }
    part.claims.first().cloned().map(Some)
}

/// Those of the marks of a total that one of its sums has.
fn marks(part: &Part<'_>, marks: &[String], rest: Option<&str>) -> Vec<String> {
    let has = |mark: &&String| match mark.as_str() {
        v::MARK_DISPUTED => part.figures.iter().any(|figure| figure.has(v::IN_DISPUTE)),
        v::MARK_REST => part.claims.first().map(String::as_str) == rest,
        _ => true,
    };
    marks.iter().filter(has).cloned().collect()
}
