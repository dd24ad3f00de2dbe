//! Columns whose heading was changed since the map was made: what stands in the place of one that is gone has its role.

use text::fold::fold_words;

use crate::map::{Change, ColumnMap, Map, Role};
use crate::understood::{Basis, Choice, Doubt};

use super::super::heading::said;
use super::super::measures::Measures;
use super::super::said::Said;
use super::Spec;
use super::neighbours::shifted;
use super::told::becomes;

/// Gives the roles of columns of the map that are gone to the new columns in their places, and asks about each.
///
/// The map has its columns from the left. A place is between two columns that are still there; as many new columns as old ones
/// must be in it.
pub(super) fn take(specs: &mut [Spec], map: &Map, measures: &Measures, doubts: &mut Vec<Doubt>) {
    let place = |column: &ColumnMap| {
        let occurrence = column.occurrence.unwrap_or(1);
        let is_it = |spec: &&Spec| {
            spec.basis == Basis::Map
                && fold_words(&spec.map.heading) == fold_words(&column.heading)
                && spec.map.occurrence.unwrap_or(1) == occurrence
        };
        specs.iter().find(is_it).map(|spec| spec.index)
    };
    let places: Vec<Option<usize>> = map.columns.iter().map(place).collect();
    let mut pairs: Vec<(usize, ColumnMap)> = Vec::new();
    let mut at = 0;
    while at < places.len() {
        if places.get(at).is_some_and(Option::is_some) {
            at += 1;
            continue;
        }
        let gone = places.iter().skip(at).take_while(|place| place.is_none()).count();
        let before = places.iter().take(at).rev().find_map(|place| *place);
        let after = places.iter().skip(at + gone).find_map(|place| *place);
        let from = before.map_or(0, |before| before + 1);
        let new: Vec<usize> = specs
            .iter()
            .filter(|spec| spec.index >= from && after.is_none_or(|after| spec.index < after))
            .filter(|spec| spec.basis != Basis::Map && !spec.heading.text.is_empty())
            .map(|spec| spec.index)
            .collect();
        if new.len() == gone {
            let old = map.columns.iter().skip(at).take(gone).cloned();
            pairs.extend(new.into_iter().zip(old));
        }
        at += gone;
    }
    for (index, old) in pairs.into_iter().filter(|(_, old)| old.role != Role::Ignored) {
        replaces(specs, index, &old.heading);
        if let Some(spec) = specs.get_mut(index) {
            one(spec, old, measures, doubts);
        }
    }
}

/// Columns that replace the figures of one whose heading was changed replace those below the new heading.
fn replaces(specs: &mut [Spec], index: usize, old: &str) {
    let Some(heading) = specs.get(index).map(|spec| spec.heading.text.clone()) else {
        return;
    };
    let is_it = |spec: &&mut Spec| {
        let other = spec.map.replaces.as_deref();
        other.is_some_and(|other| fold_words(other) == fold_words(old))
    };
    for spec in specs.iter_mut().filter(is_it) {
        spec.map.replaces = Some(heading.clone());
    }
}

/// Gives a column the role of the one in whose place it stands.
fn one(spec: &mut Spec, old: ColumnMap, measures: &Measures, doubts: &mut Vec<Doubt>) {
    let own = spec.map.clone();
    let heading = old.heading.clone();
    let before = old.clone();
    spec.map = taken_over(spec, old, &own, measures);
    let is_same = own.role == spec.map.role;
    if is_same && own.role != Role::Amount {
        return;
    }
    spec.basis = Basis::Map;
    if spec.map == own {
        return;
    }
    let label = |role: Role| match role {
        Role::Ignored => "it is not taken".to_owned(),
        role => format!("a column of its own: {}", becomes(role)),
    };
    let usual = becomes(spec.map.role);
    let other_scale = other_scale(spec, &before, measures);
    let has_other = other_scale.is_some();
    let label_of = |scale: Option<u32>| match (has_other, scale) {
        (false, _) => format!("yes, {usual}"),
        (true, None) => format!("yes, {usual}, in full"),
        (true, Some(scale)) => format!("yes, {usual}, in the scale of the old heading (scale = {scale})"),
    };
    let mut choices = vec![Choice {
        label: label_of(spec.map.scale),
        change: Change::Nothing,
    }];
    choices.extend(other_scale.map(|map| Choice {
        label: label_of(map.scale),
        change: Change::Column(map),
    }));
    choices.push(Choice {
        label: label(own.role),
        change: Change::Column(own),
    });
    doubts.push(Doubt {
        address: spec.heading.cells.first().copied(),
        question: format!("{} stands where `{heading}` was. Is it the same column?", spec.label()),
        choices,
    });
}

/// The same column with the other scale, where the old heading gave one, and the new one gives none.
fn other_scale(spec: &Spec, old: &ColumnMap, measures: &Measures) -> Option<ColumnMap> {
    let of_heading = said(&old.heading, measures).measure.map(|measure| measure.scale);
    let is_open = spec.said.measure.is_none() && old.role == Role::Amount;
    let scale = of_heading.filter(|scale| is_open && *scale > 0 && old.scale == Some(*scale))?;
    let other = if spec.map.scale.is_some() { None } else { Some(scale) };
    Some(ColumnMap {
        scale: other,
        ..spec.map.clone()
    })
}

/// Whether the figures below a heading that no longer gives a scale have so many digits that they are sums in full.
fn is_in_full(spec: &Spec, old: &ColumnMap, measures: &Measures) -> bool {
    let of_heading = said(&old.heading, measures).measure.map(|measure| measure.scale);
    let scale = old.scale.filter(|scale| of_heading == Some(*scale));
    let digits = |scale: u32| usize::try_from(scale).unwrap_or(usize::MAX);
    scale.is_some_and(|scale| spec.digits.is_some_and(|count| count > digits(scale)))
}

/// What the old column was, with what the new heading says of its figures.
fn taken_over(spec: &Spec, old: ColumnMap, own: &ColumnMap, measures: &Measures) -> ColumnMap {
    // `Amount (£m)` in the place of `Amount`: its figures have the unit and scale of the new heading.
    let (unit, scale) = match &spec.said.measure {
        Some(measure) => {
            let scale = Some(measure.scale).filter(|scale| *scale > 0);
            (measure.unit.clone().or(old.unit), scale)
        }
        None => (
            old.unit.clone(),
            old.scale.filter(|_| !is_in_full(spec, &old, measures)),
        ),
    };
    // `Montant 2024` in the place of `Montant 2023`: what the old heading said holds no longer.
    let before = said(&old.heading, measures);
    let held = |old: Option<String>, said: Option<String>, new: Option<String>| {
        new.or(old.filter(|old| said.as_ref() != Some(old)))
    };
    let told = |said: Option<&'static str>| said.map(str::to_owned);
    let is_figure = old.role == Role::Amount;
    // Months that were typed for the year of the old heading hold for that of the new one.
    let typed = || {
        let new = spec.said.period.as_deref().filter(|_| is_figure)?;
        shifted(old.period.as_deref()?, before.period.as_deref()?, new)
    };
    let typed = typed();
    let new = if is_figure { spec.said.clone() } else { Said::default() };
    ColumnMap {
        heading: own.heading.clone(),
        occurrence: own.occurrence,
        unit,
        scale,
        period: typed.or_else(|| held(old.period, before.period, new.period)),
        when: held(old.when, before.when, new.when),
        stage: held(
            old.stage,
            told(before.gone.or(before.stage)),
            told(new.gone.or(new.stage)),
        ),
        instrument: held(old.instrument, told(before.instrument), told(new.instrument)),
        ..old
    }
}
