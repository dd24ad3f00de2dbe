//! What tells sums of one title, payer and recipient apart: the number of a row, or in a register its day.

use super::last::Held;
use super::mark::Mark;
use crate::import::wanted::SAID_AGAIN;
use sheet::{AmountRole, Record, Source};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use text::Decimal;

/// The stage of payments, which add up by their days.
const PAID: &str = "received";

/// Whether a sum of the last import is that of a row with this mark.
type IsKnown<'c> = dyn Fn(&Held<'_>, &Mark, &Record) -> bool + 'c;

/// Whether a number is one that another thing has now, and one that a sum had in the last import.
pub(super) struct Others<'c> {
    pub(super) has: &'c dyn Fn(&str) -> bool,
    pub(super) had: &'c dyn Fn(&str) -> bool,
}

/// The rows of one title, payer and recipient.
pub(super) struct Group<'r> {
    pub(super) records: Vec<(usize, &'r Record)>,
    /// The mark of each row; none if nothing tells it from others, or it need not be told.
    marks: Vec<Option<Mark>>,
    /// Whether the money is for who receives it: then each of several has its mark.
    are_recipients: bool,
}

impl<'r> Group<'r> {
    pub(super) fn of(
        records: Vec<(usize, &'r Record)>,
        (are_recipients, is_running, by_places): (bool, bool, bool),
    ) -> Self {
        let days: HashSet<&str> = records.iter().filter_map(|(_, record)| day(record)).collect();
        // What documents say on several days may be the same money: that is for the rows of one document alone.
        let documents: BTreeSet<_> = records.iter().map(|(_, record)| document(record)).collect();
        let is_register = documents.len() < 2 && records.iter().all(|(_, record)| record.speaker.is_none());
        // Running numbers are others once a row is inserted, and count the statements of a list of these.
        let has_numbers = !is_running || is_register && days.len() < records.len();
        let mark = |(_, record): &(usize, &Record)| {
            let number = record.identifiers.first().filter(|_| has_numbers);
            let number = number.map(|one| Mark::Number(one.value.len(), one.value.clone()));
            // A sum in the place of another, or taken off it, is for the same thing.
            if !record.replaces.is_empty() || !record.adds_to.is_empty() {
                return None;
            }
            let of_day = || {
                let is_told = is_register && is_by_day(record, are_recipients);
                day(record).filter(|_| is_told).map(|day| Mark::Day(day.to_owned()))
            };
            let of_place = || {
                let place = record.place.as_ref().filter(|_| by_places);
                place.map(|place| Mark::Place(place.text.clone()))
            };
            let place = number.is_none().then(of_place).flatten();
            number.or(place).or_else(of_day).or_else(|| refund(record))
        };
        Self {
            marks: records.iter().map(mark).collect(),
            records,
            are_recipients,
        }
    }

    /// The rows whose mark stands with what the money is for, with that. `held`: the sums of the last import of this group.
    pub(super) fn named(&self, held: &[Held<'_>], others: &Others<'_>) -> Vec<(usize, String)> {
        let mut named = Vec::new();
        for (stage, indexes) in self.alike() {
            let is_of = |one: &&Held<'_>| stage.first().is_none_or(|stage| one.has_stage(stage));
            let held: Vec<Held<'_>> = held.iter().filter(is_of).cloned().collect();
            let names = self.names(&indexes, &held, others);
            let rows = indexes.iter().filter_map(|at| {
                let name = names.get(self.marks.get(*at)?.as_ref()?)?.clone()?;
                Some((self.records.get(*at)?.0, name))
            });
            named.extend(rows);
        }
        named.extend(self.withdrawn(&named));
        named
    }

    /// The rows with marks: all that have numbers, and those of one stage, time and form that have days.
    fn alike(&self) -> BTreeMap<Vec<String>, Vec<usize>> {
        let mut alike: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (at, (mark, (_, record))) in self.marks.iter().zip(&self.records).enumerate() {
            let key = match mark {
                None => continue,
                Some(Mark::Number(..) | Mark::Place(_)) => Vec::new(),
                Some(Mark::Day(_) | Mark::Figure(_)) if self.are_recipients => Vec::new(),
                Some(Mark::Day(_) | Mark::Figure(_)) => {
                    let stage = record.stage.as_ref().map(|stage| stage.text.clone());
                    let period = record.period.as_ref().map(|period| period.iso.clone());
                    let form = record.amounts.first().and_then(|amount| amount.instrument.clone());
                    [stage, period, form].map(Option::unwrap_or_default).into()
                }
            };
            alike.entry(key).or_default().push(at);
        }
        alike
    }

    /// What stands with the thing for each mark: as in the last import; else for all but the first, or all.
    fn names(&self, indexes: &[usize], held: &[Held<'_>], others: &Others<'_>) -> BTreeMap<&'_ Mark, Option<String>> {
        let of = |at: &usize| Some((self.marks.get(*at)?.as_ref()?, self.records.get(*at)?.1));
        let rows: Vec<(&Mark, &Record)> = indexes.iter().filter_map(of).collect();
        let mut names: BTreeMap<&Mark, Option<String>> = BTreeMap::new();
        let mut taken = vec![false; held.len()];
        let scheme = rows.first().and_then(|(_, record)| record.identifiers.first());
        let scheme = scheme.map_or("", |number| number.scheme.as_str());
        // Rows that were numbered anew, or whose day was corrected, are known by their figures.
        let is_renumbered = |one: &Held<'_>, record: &Record| match record.identifiers.first() {
            Some(number) => (others.had)(&number.value) || one.number(scheme).is_some_and(others.has),
            None => true,
        };
        let has_mark = |one: &Held<'_>, mark: &Mark, _: &Record| one.has_mark(mark);
        let has_figure =
            |one: &Held<'_>, _: &Mark, record: &Record| one.has_figure(record) && is_renumbered(one, record);
        let ways: [&IsKnown<'_>; 2] = [&has_mark, &has_figure];
        // Places that do not stand with their things yet, as before the map said so, do now.
        let are_places = are_several_places(rows.iter().map(|(mark, _)| *mark));
        let is_open = |one: &Held<'_>| !are_places || one.name.is_some();
        for is_known in ways {
            for (mark, record) in &rows {
                if names.contains_key(mark) {
                    continue;
                }
                let known = held
                    .iter()
                    .enumerate()
                    .find(|(at, one)| !taken[*at] && is_open(one) && is_known(one, mark, record));
                if let Some((at, one)) = known {
                    taken[at] = true;
                    names.insert(mark, one.name.clone());
                }
            }
        }
        if let Some((mark, at)) = only_left(&rows, &names, &taken) {
            names.insert(mark, held[at].name.clone());
        }
        let marks: BTreeSet<&Mark> = rows.iter().map(|(mark, _)| *mark).collect();
        let mut is_free = self.is_free(&marks, &rows, held);
        for mark in marks {
            let is_known = names.contains_key(mark);
            let is_first = !is_known && std::mem::take(&mut is_free);
            names
                .entry(mark)
                .or_insert_with(|| (!is_first).then(|| mark.text().to_owned()));
        }
        names
    }

    /// Whether the first of new marks needs not stand with the thing. A sum of the last import that has left the sheet still counts,
    /// and keeps its name.
    fn is_free(&self, marks: &BTreeSet<&Mark>, rows: &[(&Mark, &Record)], held: &[Held<'_>]) -> bool {
        let scheme = rows.first().and_then(|(_, record)| record.identifiers.first());
        let is_marked = |one: &Held<'_>| scheme.is_none_or(|scheme| one.number(&scheme.scheme).is_some());
        let is_held = held.iter().any(|one| one.name.is_some() || is_marked(one));
        let are_all_told = self.are_recipients && marks.len() > 1;
        let is_number = |mark: &Mark| matches!(mark, Mark::Number(..));
        let is_beside_numbers = self.marks.iter().flatten().any(is_number) && !marks.iter().all(|mark| is_number(mark));
        let is_refund = |mark: &&Mark| matches!(mark, Mark::Figure(_));
        // A refund of which no other row has the title takes the place of none.
        let are_refunds = marks.iter().all(is_refund) && self.records.len() > 1;
        let are_places = are_several_places(marks.iter().copied());
        !(is_held || are_all_told || is_beside_numbers || are_refunds || are_places)
    }

    /// The rows that withdraw a sum of the group, and have no mark of their own, with the name of that sum.
    fn withdrawn(&self, named: &[(usize, String)]) -> Vec<(usize, String)> {
        let figure = |record: &Record| record.amounts.first().map(|amount| (amount.minimum, amount.maximum));
        let is_gone =
            |(mark, (_, record)): &(&Option<Mark>, &(usize, &Record))| mark.is_none() && record.gone.is_some();
        let gone = self.marks.iter().zip(&self.records).filter(is_gone);
        let of = |(_, (index, record)): (&Option<Mark>, &(usize, &Record))| {
            let is_it = |(other, own): &&(usize, &Record)| {
                other != index && own.gone.is_none() && figure(own) == figure(record)
            };
            let whole = self.records.iter().filter(is_it).map(|(other, _)| *other).next_back()?;
            let name = named.iter().find(|(other, _)| *other == whole)?;
            Some((*index, name.1.clone()))
        };
        gone.filter_map(of).collect()
    }
}

/// Whether marks are those of several places.
fn are_several_places<'m>(marks: impl Iterator<Item = &'m Mark>) -> bool {
    let marks: BTreeSet<&Mark> = marks.collect();
    marks.len() > 1 && marks.iter().all(|mark| matches!(mark, Mark::Place(_)))
}

/// The one row that no sum of the last import is, and the one sum that no row is, where both have days and no numbers: its day and its
/// figure were corrected at once.
fn only_left<'m>(
    rows: &[(&'m Mark, &Record)],
    names: &BTreeMap<&Mark, Option<String>>,
    taken: &[bool],
) -> Option<(&'m Mark, usize)> {
    let mut left = rows.iter().filter(|(mark, _)| !names.contains_key(mark));
    let mut free = taken.iter().enumerate().filter(|(_, is_taken)| !**is_taken);
    let (Some((mark, record)), None) = (left.next(), left.next()) else {
        return None;
    };
    let (Some((at, _)), None) = (free.next(), free.next()) else {
        return None;
    };
    (matches!(mark, Mark::Day(_)) && record.identifiers.is_empty()).then_some((*mark, at))
}

/// The day of a row, or its years where it has none.
fn day(record: &Record) -> Option<&str> {
    let date = record.when.as_ref().or(record.period.as_ref())?;
    Some(date.iso.as_str())
}

fn document(record: &Record) -> Option<[Option<&str>; 2]> {
    let of = |source: &Source| source.title.is_some() || source.link.is_some();
    let source = record.source.as_ref().filter(|source| of(source))?;
    Some([source.title.as_deref(), source.link.as_deref()])
}

/// Whether the day of a row tells its sum from others of a register. Payments add up by their days anyway.
fn is_by_day(record: &Record, are_recipients: bool) -> bool {
    if are_recipients {
        return true;
    }
    let stage = record.stage.as_ref().map_or("", |stage| stage.text.as_str());
    let is_total = record
        .amounts
        .first()
        .is_some_and(|amount| amount.role == AmountRole::Total);
    let has_day = record.when.is_some();
    let is_by_day = stage != PAID || record.period.is_some();
    has_day && is_total && is_by_day && record.gone.is_none() && !SAID_AGAIN.contains(&stage)
}

/// The figure of money that is taken back: it does not replace what was given.
fn refund(record: &Record) -> Option<Mark> {
    let amount = record.amounts.first().filter(|_| record.speaker.is_none())?;
    let is_negative = amount.maximum.is_some_and(|value| value < Decimal::from(0));
    let is_paid_by_day = record.stage.as_ref().is_some_and(|stage| stage.text == PAID) && record.when.is_some();
    // `(1,200.00)` has brackets for a sign.
    let written = amount
        .as_written
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let text = written.map_or_else(|| amount.as_written.clone(), |inner| format!("-{inner}"));
    (is_negative && !is_paid_by_day).then_some(Mark::Figure(text))
}
