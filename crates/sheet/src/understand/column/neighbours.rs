//! Columns of further years beside those of a map: what the map says of its columns beyond their headings, it says of these, too.

use hashbrown::HashSet;
use text::fold::fold_words;

use crate::map::{ColumnMap, Role};
use crate::understood::Basis;

use super::Spec;

/// Gives columns that the map does not have the pattern of the years beside them: `2023-04/2024-03` for `2023/24` beside `2022/23`, whose
/// months were typed; and their unit, scale, stage and form, where their headings do not say these.
pub(super) fn take(specs: &mut [Spec]) {
    let is_of_map =
        |spec: &&Spec| spec.basis == Basis::Map && spec.map.role == Role::Amount && spec.said.period.is_some();
    let stems: HashSet<String> = specs
        .iter()
        .filter(is_of_map)
        .map(|spec| stem(&spec.heading.text))
        .collect();
    // Few figures, or what is written in place of others, tell nothing; the years before do.
    let is_another_year = |spec: &Spec| {
        spec.basis == Basis::Unknown
            && spec.said.period.is_some()
            && spec.kinds.numbers > 0
            && stems.contains(&stem(&spec.heading.text))
    };
    for spec in specs.iter_mut().filter(|spec| is_another_year(spec)) {
        (spec.map.role, spec.basis) = (Role::Amount, Basis::Heading);
        spec.map.period.clone_from(&spec.said.period);
    }
    let is_of_years = |spec: &&Spec| spec.map.role == Role::Amount && spec.said.period.is_some();
    let (known, new): (Vec<&Spec>, Vec<&Spec>) = specs
        .iter()
        .filter(is_of_years)
        .partition(|spec| spec.basis == Basis::Map);
    if known.is_empty() {
        return;
    }
    // `Comptes 2024` is beside `Comptes 2023`, whatever stands below `Budget 2023`.
    let nearest = |new: &Spec| -> Vec<&Spec> {
        let is_alike = |one: &&&Spec| stem(&one.heading.text) == stem(&new.heading.text);
        let alike: Vec<&Spec> = known.iter().filter(is_alike).copied().collect();
        if alike.is_empty() { known.clone() } else { alike }
    };
    let taken: Vec<(usize, ColumnMap)> = new
        .into_iter()
        .map(|spec| (spec.index, beside(spec, &nearest(spec))))
        .collect();
    for (index, map) in taken {
        if let Some(spec) = specs.get_mut(index) {
            spec.map = map;
        }
    }
}

/// A heading without its years.
fn stem(heading: &str) -> String {
    let bare: String = heading
        .chars()
        .map(|letter| if letter.is_ascii_digit() { ' ' } else { letter })
        .collect();
    fold_words(&bare)
}

/// What a new column is beside those of the map.
fn beside(new: &Spec, known: &[&Spec]) -> ColumnMap {
    let periods = known.iter().map(|one| {
        let (typed, said) = (one.map.period.as_deref()?, one.said.period.as_deref()?);
        shifted(typed, said, new.said.period.as_deref()?)
    });
    let has_measure = new.said.measure.is_some();
    let of_figures = |one: &&Spec| one.said.measure.is_none();
    let mut map = new.map.clone();
    map.period = one_of(periods).or(map.period);
    if !has_measure && known.iter().all(of_figures) {
        map.unit = one_of(known.iter().map(|one| one.map.unit.clone())).or(map.unit);
        map.scale = one_of(known.iter().map(|one| one.map.scale)).or(map.scale);
    }
    map.stage = map
        .stage
        .or_else(|| one_of(known.iter().map(|one| one.map.stage.clone())));
    map.instrument = map
        .instrument
        .or_else(|| one_of(known.iter().map(|one| one.map.instrument.clone())));
    map
}

/// The value that all have.
fn one_of<T: PartialEq>(mut values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = values.next()??;
    values.all(|value| value.as_ref() == Some(&first)).then_some(first)
}

/// The period that was typed for the years of one heading, moved to those of another; none if nothing else was typed, or the headings
/// count their years in different ways.
pub(super) fn shifted(typed: &str, said: &str, new: &str) -> Option<String> {
    if typed == said || said.len() != new.len() {
        return None;
    }
    let year = |date: &str| date.get(..4)?.parse::<i32>().ok();
    let by = year(new)? - year(said)?;
    let moved = typed.split('/').map(|date| {
        let year = year(date)? + by;
        Some(format!("{year:04}{}", date.get(4..)?))
    });
    Some(moved.collect::<Option<Vec<String>>>()?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_were_typed_are_moved_by_years() {
        for (typed, said, new, expected) in [
            ("2022-04/2023-03", "2022/2023", "2023/2024", Some("2023-04/2024-03")),
            ("2022-04/2023-03", "2022", "2024", Some("2024-04/2025-03")),
            ("2022/2023", "2022/2023", "2023/2024", None),
            ("2022-04/2023-03", "2022/2023", "2024", None),
        ] {
            assert_eq!(shifted(typed, said, new).as_deref(), expected);
        }
    }
}
