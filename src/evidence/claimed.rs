//! What claims say of figures and dates, as their tables have it.

use super::{AskError, select};
use crate::graph::{Graph, Solution};
use std::collections::BTreeMap;
use std::rc::Rc;
use text::Decimal;
use text::time::Day;

/// What a claim says that its passage must say, too.
#[derive(Debug, Clone, Default)]
pub(super) struct Claimed {
    /// Its figure.
    pub figure: Option<Figure>,
    /// Its dates.
    pub dates: Vec<Date>,
}

/// The figure of a claim. Cells are as written; those that are empty are missing.
#[derive(Debug, Clone, Default)]
pub(super) struct Figure {
    /// The bounds, distinct: one, or the minimum and the maximum.
    pub bounds: Vec<String>,
    /// The key of its unit.
    pub unit: Option<String>,
    /// A unit is recorded that the dossier does not have, which is told elsewhere.
    pub is_unknown: bool,
    /// What the unit measures: `money`, `share`, `multiple`, `count`, `rank`, `duration`.
    pub quantity: Option<String>,
    /// The words for the unit: labels, nouns, symbol.
    pub words: Rc<Vec<String>>,
    /// `written`, `carried-over` or `none`.
    pub basis: Option<String>,
    /// The word of its wording.
    pub wording: Option<String>,
    /// The period of a rate.
    pub per: Option<String>,
}

impl Figure {
    /// The bounds as numbers.
    pub fn values(&self) -> Vec<Decimal> {
        self.bounds.iter().filter_map(|bound| Decimal::parse(bound)).collect()
    }
}

/// A date of a claim.
#[derive(Debug, Clone)]
pub(super) struct Date {
    /// The property of its cell.
    pub property: String,
    /// As written: a year, a month, a day, or two of these with `/` between.
    pub text: String,
    /// Its first and its last day.
    pub days: (Day, Day),
    /// `written`, `computed` or `inferred`; none for periods.
    pub basis: Option<String>,
}

/// The words for each unit of the dossier.
pub(super) type Units = BTreeMap<String, Rc<Vec<String>>>;

/// The words for each unit.
pub(super) fn units(graph: &Graph) -> Result<Units, AskError> {
    let mut units: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in select(graph, include_str!("units.rq"))?.iter() {
        if let (Some(unit), Some(word)) = (row.text("unit"), row.text("word")) {
            units.entry(unit.to_owned()).or_default().push(word.to_owned());
        }
    }
    Ok(units.into_iter().map(|(unit, words)| (unit, Rc::new(words))).collect())
}

/// What each claim says of figures and dates.
pub(super) fn claimed(graph: &Graph, units: &Units) -> Result<BTreeMap<String, Claimed>, AskError> {
    let mut claims: BTreeMap<String, Claimed> = BTreeMap::new();
    for row in select(graph, include_str!("figures.rq"))?.iter() {
        if let Some(claim) = row.text("claim") {
            claims.entry(claim.to_owned()).or_default().figure = Some(figure(&row, units));
        }
    }
    for row in select(graph, include_str!("dates.rq"))?.iter() {
        let text = |name: &str| row.text(name).map(str::to_owned);
        if let (Some(claim), Some(property), Some(written)) = (text("claim"), text("property"), text("text"))
            && let Some(days) = text::time::days(&written)
        {
            claims.entry(claim).or_default().dates.push(Date {
                property,
                text: written,
                days,
                basis: text("basis"),
            });
        }
    }
    Ok(claims)
}

fn figure(row: &Solution<'_>, units: &Units) -> Figure {
    let text = |name: &str| row.text(name).map(str::to_owned);
    let unit = text("unit");
    let mut bounds: Vec<String> = [text("minimum"), text("maximum")].into_iter().flatten().collect();
    bounds.dedup();
    Figure {
        bounds,
        words: unit
            .as_ref()
            .and_then(|unit| units.get(unit))
            .cloned()
            .unwrap_or_default(),
        is_unknown: unit.is_none() && row.get("of").is_some(),
        unit,
        quantity: text("quantity"),
        basis: text("basis"),
        wording: text("wording"),
        per: text("per"),
    }
}
