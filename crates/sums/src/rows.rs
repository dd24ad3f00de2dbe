//! Adds up the sums into rows.

use crate::claim::{Bounds, Input, Role};
use crate::figure::Derived;
use crate::form::Formed;
use crate::left_out;
use crate::links::Links;
use crate::place::{Entry, Key, Places, Units};
use crate::total::{Aspect, By, Group, Row};
use std::collections::{BTreeMap, BTreeSet};
use text::decimal::Decimal;

/// Adds up the figures, for each grouping.
pub(crate) fn add_up(input: &Input, links: &Links, formed: Formed) -> Derived {
    let units = Units::of(&formed, links);
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for by in By::ALL {
        let places = Places::of(&formed, links, &units, by);
        let mut covered = BTreeMap::new();
        let mut by_key: BTreeMap<Key, Row> = BTreeMap::new();
        for entry in places.entries() {
            let bounds = entry.rest();
            if let Some(first) = entry.first_taken().filter(|_| bounds.maximum == Decimal::new(0, 0)) {
                covered.extend(entry.figures.iter().map(|&figure| (figure, first)));
                continue;
            }
            let key = places.key(&entry);
            let row = by_key.entry(key.clone()).or_insert_with(|| empty(by, &key, &formed));
            add(row, &entry, bounds, &formed);
        }
        left_out.extend(left_out::find(input, &formed, &places, &covered));
        rows.extend(by_key.into_values());
    }
    let exceeded = units.exceeded(&formed.figures);
    for row in &mut rows {
        finish(row, &units, &formed);
    }
    let beside: BTreeSet<(usize, usize)> = rows.iter().flat_map(|row| beside(row, &formed)).collect();
    let open = (0..formed.open.len()).filter(|&claim| formed.open[claim]);
    Derived {
        lacks: open.map(|claim| (claim, formed.lacks[claim])).collect(),
        figures: formed.figures,
        rows,
        left_out,
        exceeded,
        beside: beside.into_iter().collect(),
    }
}

/// The figures of a row by payer or payee whose period lies within that of another of the same things: payments until May and
/// until December of one year may be two sums, or one that grew.
fn beside(row: &Row, formed: &Formed) -> Vec<(usize, usize)> {
    if !matches!((row.by, &row.group), (By::Payer | By::Payee, Group::Entities(_))) {
        return Vec::new();
    }
    let figure_of = |&claim: &usize| formed.figure_of[claim];
    let mut figures: Vec<usize> = row.claims.iter().filter_map(figure_of).collect();
    let sides = |figure: usize| {
        let figure = &formed.figures[figure];
        (&figure.things, &figure.payers, &figure.payees)
    };
    let span = |figure: usize| formed.figures[figure].period.map(|span| (span.first, -span.last));
    figures.retain(|&figure| span(figure).is_some());
    figures.sort_by(|&one, &other| sides(one).cmp(&sides(other)).then(span(one).cmp(&span(other))));
    let mut found = Vec::new();
    let mut longest: Option<usize> = None;
    for figure in figures {
        let before = longest.filter(|&before| sides(before) == sides(figure));
        let end = |figure: usize| formed.figures[figure].period.map(|span| span.last);
        if let Some(before) = before
            && end(figure) <= end(before)
        {
            let is_shorter = span(figure) != span(before);
            if is_shorter && formed.figures[figure].rivals != formed.figures[before].rivals {
                found.push((figure, before));
            }
            continue;
        }
        longest = Some(figure);
    }
    found
}

/// A row without sums.
fn empty(by: By, key: &Key, formed: &Formed) -> Row {
    Row {
        by,
        group: key.group.clone(),
        column: key.column,
        instrument: key.instrument,
        unit: key.unit,
        sector: key.sector,
        aspect: Aspect {
            scope: key.scope.map(|figure| formed.figures[figure].claims[0]),
            round: key.round,
            increment: key.increment,
            per: key.per,
        },
        bounds: Bounds::default(),
        count: 0,
        disputed: false,
        mixed: false,
        part_of_more: false,
        rest: false,
        contained: false,
        new: None,
        claims: Vec::new(),
    }
}

fn add(row: &mut Row, entry: &Entry, bounds: Bounds, formed: &Formed) {
    row.bounds = if row.count == 0 {
        bounds
    } else {
        row.bounds.plus(bounds)
    };
    row.count += 1;
    row.disputed |= entry.disputed;
    row.rest |= entry.first_taken().is_some();
    for &index in &entry.figures {
        let figure = &formed.figures[index];
        row.mixed |= figure.mixed;
        row.contained |= row.by == By::Programme && figure.whole.is_some();
        row.part_of_more |= figure.use_of == Role::Part && figure.whole.is_none() && !figure.linked_part;
        row.claims.push(figure.claims[0]);
    }
}

/// Sorts the claims, and tells what is new.
fn finish(row: &mut Row, units: &Units, formed: &Formed) {
    row.claims.sort_by_key(|&claim| formed.ranks[claim]);
    if row.by != By::Programme {
        return;
    }
    let rivals: BTreeSet<usize> = row
        .claims
        .iter()
        .filter_map(|&claim| formed.figure_of[claim])
        .map(|figure| formed.figures[figure].rivals)
        .collect();
    let taken = units.taken_up(&rivals);
    row.new = (!taken.is_empty()).then(|| row.bounds.less(&taken));
}
