//! Rows of totals, and what stands in none.

use super::claims::{links_that_count, out, speaking, uncounted};
use super::compare::{Compared, State, agree};
use super::figures::{Figure, Formed};
use super::wholes::{Known, Whole, Wholes, common, plus, sector};
use std::collections::{BTreeMap, BTreeSet};
use sums::{Aspect, Bounds, By, Group, Input, LeftOut, Reason, Relation, Role, Row, Sector};
use text::decimal::Decimal;

/// What a row is, beside its group kind.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    group: Group,
    column: usize,
    instrument: Option<usize>,
    unit: Option<usize>,
    sector: Option<Sector>,
    aspect: Aspect,
}

/// Figures of one unit that stand in one row.
struct Entry {
    unit: usize,
    figures: Vec<usize>,
}

/// Where an increment stands.
enum Addition {
    /// In a row of increments.
    Apart,
    /// In a plain row of its own: what it adds to was replaced by a sum that contains it.
    Plain,
    /// In the row of this entry, or beside it.
    With(usize),
}

/// The totals by one of the groupings.
struct Totals<'a> {
    input: &'a Input,
    compared: &'a Compared,
    wholes: &'a Wholes,
    by: By,
    entries: Vec<Entry>,
}

/// Adds up by one grouping.
pub fn add_up(
    input: &Input,
    formed: &Formed,
    compared: &Compared,
    wholes: &Wholes,
    by: By,
    rows: &mut Vec<Row>,
    left_out: &mut Vec<LeftOut>,
) {
    let mut totals = Totals {
        input,
        compared,
        wholes,
        by,
        entries: Vec::new(),
    };
    totals.find_entries();
    let mut found: Vec<(Key, Vec<usize>)> = Vec::new();
    for entry in 0..totals.entries.len() {
        if totals.covered_by(entry).is_none() {
            let key = totals.key(entry);
            match found.iter_mut().find(|(other, _)| *other == key) {
                Some((_, entries)) => entries.push(entry),
                None => found.push((key, vec![entry])),
            }
        }
    }
    rows.extend(found.into_iter().map(|(key, entries)| totals.row(key, &entries)));
    for claim in (0..input.claims.len()).filter(|claim| input.claims[*claim].money) {
        if let Some((reason, other)) = totals.why_left_out(formed, claim) {
            left_out.push(LeftOut {
                by,
                claim,
                reason,
                other,
            });
        }
    }
}

/// Wholes whose parts exceed them, by the claims that speak for the first figure of each unit. Parts are added up apart by how they are known,
/// whether they name payers, and whether their period is the whole's; only those in the whole's currency.
pub fn exceeded(input: &Input, compared: &Compared, wholes: &Wholes) -> BTreeSet<(usize, BTreeSet<usize>)> {
    // Any grouping but by programme, so that what may be taken up counts from 0.
    let totals = Totals {
        input,
        compared,
        wholes,
        by: By::Kind,
        entries: Vec::new(),
    };
    let mut parts: BTreeMap<(usize, Known, bool, bool), Vec<usize>> = BTreeMap::new();
    let units: BTreeSet<usize> = compared.units.iter().copied().collect();
    for unit in units.into_iter().filter(|unit| !totals.members(*unit).is_empty()) {
        let part = totals.head(unit);
        let Some(whole) = wholes.main[unit] else { continue };
        let other_period = part.period != totals.figure(whole.figure).period;
        let key = (
            totals.unit(whole.figure),
            whole.known,
            part.payers.is_empty(),
            other_period,
        );
        if part.unit == totals.figure(whole.figure).unit {
            parts.entry(key).or_default().push(unit);
        }
    }
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for ((whole, ..), units) in parts {
        let ranges: Vec<Bounds> = units.iter().map(|unit| totals.range(&totals.members(*unit))).collect();
        let least = sum(&ranges).minimum.unwrap_or(Decimal::from(0));
        let stated: Vec<Bounds> = totals
            .members(whole)
            .iter()
            .map(|figure| totals.figure(*figure).bounds)
            .collect();
        if range(&stated).maximum.is_some_and(|most| least > most) {
            let speakers = units.iter().map(|unit| totals.head(*unit).speaker());
            found.entry(totals.head(whole).speaker()).or_default().extend(speakers);
        }
    }
    found.into_iter().collect()
}

/// From the least minimum (missing: 0, unless all miss) to the greatest maximum (missing: open).
fn range(all: &[Bounds]) -> Bounds {
    let zero = Decimal::from(0);
    let stated = all.iter().any(|bounds| bounds.minimum.is_some());
    let minimum = all.iter().map(|bounds| bounds.minimum.unwrap_or(zero)).min();
    let open = all.iter().any(|bounds| bounds.maximum.is_none());
    let maximum = all.iter().filter_map(|bounds| bounds.maximum).max();
    Bounds {
        minimum: minimum.filter(|_| stated),
        maximum: maximum.filter(|_| !open),
    }
}

/// Minima add, a missing one is 0 unless all miss; maxima add, a missing one makes the sum open.
fn sum(all: &[Bounds]) -> Bounds {
    let zero = Decimal::from(0);
    let stated = all.iter().any(|bounds| bounds.minimum.is_some());
    let minima = all.iter().map(|bounds| bounds.minimum.unwrap_or(zero));
    let maxima: Option<Vec<Decimal>> = all.iter().map(|bounds| bounds.maximum).collect();
    Bounds {
        minimum: stated.then(|| minima.fold(zero, plus)),
        maximum: maxima.map(|maxima| maxima.into_iter().fold(zero, plus)),
    }
}

/// The minimum less the parts' maxima (0 if one is open), the maximum less their minima (missing: 0); never below 0. A missing bound
/// stays missing.
fn rest(whole: Bounds, parts: &[Bounds]) -> Bounds {
    let zero = Decimal::from(0);
    let parts = sum(parts);
    let less = |from: Decimal, what: Decimal| plus(from, what.negated().expect("small decimals")).max(zero);
    Bounds {
        minimum: whole
            .minimum
            .map(|minimum| parts.maximum.map_or(zero, |maxima| less(minimum, maxima))),
        maximum: whole
            .maximum
            .map(|maximum| less(maximum, parts.minimum.unwrap_or(zero))),
    }
}

impl Totals<'_> {
    fn figure(&self, figure: usize) -> &Figure {
        &self.compared.figures[figure]
    }

    fn first(&self, figures: impl Iterator<Item = usize>) -> Option<usize> {
        figures.min_by(|a, b| speaking(self.input, self.figure(*a).speaker(), self.figure(*b).speaker()))
    }

    fn unit(&self, figure: usize) -> usize {
        self.compared.units[figure]
    }

    /// The figures of a unit that count, in speaking order.
    fn members(&self, unit: usize) -> Vec<usize> {
        let mut members = self.compared.members(unit);
        members.retain(|member| self.wholes.counts[*member]);
        members.sort_by(|a, b| speaking(self.input, self.figure(*a).speaker(), self.figure(*b).speaker()));
        members
    }

    /// The figure that speaks first for the unit.
    fn head(&self, unit: usize) -> &Figure {
        self.figure(self.members(unit)[0])
    }

    /// The larger and the smaller figure of each link that says that one may take up the other, as they stand.
    fn possibly_taken_up(&self) -> Vec<(usize, usize)> {
        let links = self.compared.links.iter();
        let may = links.filter(|link| link.1 == Relation::MayTakeUp);
        may.map(|link| (self.compared.standing(link.0), self.compared.standing(link.2)))
            .filter(|(larger, smaller)| {
                self.wholes.counts[*larger]
                    && self.wholes.counts[*smaller]
                    && self.unit(*larger) != self.unit(*smaller)
                    && agree(self.figure(*larger), self.figure(*smaller))
            })
            .collect()
    }

    /// Except by programme, a sum that may be taken up by one that counts has minimum 0.
    fn bounds(&self, figure: usize) -> Bounds {
        let bounds = self.figure(figure).bounds;
        if self.by != By::Programme && self.possibly_taken_up().iter().any(|link| link.1 == figure) {
            return Bounds {
                minimum: Some(Decimal::from(0)),
                ..bounds
            };
        }
        bounds
    }

    fn range(&self, figures: &[usize]) -> Bounds {
        range(&figures.iter().map(|figure| self.bounds(*figure)).collect::<Vec<_>>())
    }

    /// The payers or payees by which the totals are grouped.
    fn parties(&self, figure: usize) -> &BTreeSet<usize> {
        let figure = self.figure(figure);
        if self.by == By::Payee {
            &figure.payees
        } else {
            &figure.payers
        }
    }

    /// All units above by a whole or a whole of the same thing, other than the unit itself, with their figures.
    fn above(&self, unit: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut next = vec![unit];
        while let Some(at) = next.pop() {
            for whole in [self.wholes.main[at], self.wholes.same_thing[at]].into_iter().flatten() {
                if found.insert(whole.figure) {
                    next.push(self.unit(whole.figure));
                }
            }
        }
        found.into_iter().filter(|figure| self.unit(*figure) != unit).collect()
    }

    /// The whole through which a figure does not stand in a row of its own.
    fn inside(&self, figure: usize) -> Option<Whole> {
        let unit = self.unit(figure);
        match self.by {
            By::Programme => {
                let same = |above: &usize| self.figure(*above).things == self.head(unit).things;
                let inside = self.above(unit).iter().any(same);
                self.nearest(unit).filter(|_| inside)
            }
            By::Kind | By::Unit => self.wholes.main[unit],
            By::Payer | By::Payee => {
                let whole = self.wholes.main[unit]?;
                let parties = self.parties(figure);
                let row = self.standing_in_a_row(whole.figure)?;
                (parties.is_empty() || parties == self.parties(row)).then_some(whole)
            }
        }
    }

    /// The whole of the same thing by programme, if there is one; else the whole.
    fn nearest(&self, unit: usize) -> Option<Whole> {
        let same_thing = self.wholes.same_thing[unit].filter(|_| self.by == By::Programme);
        same_thing.or(self.wholes.main[unit])
    }

    /// The figure, or the nearest above it that stands in a row.
    fn standing_in_a_row(&self, figure: usize) -> Option<usize> {
        let mut at = figure;
        let mut seen = BTreeSet::new();
        while let Some(whole) = self.inside(at) {
            if !seen.insert(at) {
                return None;
            }
            at = whole.figure;
        }
        Some(at)
    }

    /// A unit stands in one row; by payer and by payee its rivals are split.
    fn find_entries(&mut self) {
        let units: BTreeSet<usize> = self.compared.units.iter().copied().collect();
        for unit in units {
            let standing = self
                .members(unit)
                .into_iter()
                .filter(|member| self.inside(*member).is_none());
            let mut split: BTreeMap<Option<Group>, Vec<usize>> = BTreeMap::new();
            for member in standing {
                let group = matches!(self.by, By::Payer | By::Payee).then(|| self.group(member));
                split.entry(group).or_default().push(member);
            }
            self.entries
                .extend(split.into_values().map(|figures| Entry { unit, figures }));
        }
    }

    /// The group in which a figure stands.
    fn group(&self, figure: usize) -> Group {
        let head = self.head(self.unit(figure));
        match self.by {
            By::Programme => Group::Entities(head.things.clone()),
            By::Kind => Group::Kind(head.kind),
            By::Unit => Group::Unit(head.unit),
            By::Payer | By::Payee if !self.parties(figure).is_empty() => Group::Entities(self.parties(figure).clone()),
            By::Payer => Group::Unnamed {
                sector: self.figure(figure).payer_sector,
                recorded: self.figure(figure).recorded,
            },
            By::Payee => Group::Unnamed {
                sector: None,
                recorded: self.figure(figure).recorded,
            },
        }
    }

    /// By payer and payee: the units with rows of their own that are taken off this unit.
    fn taken_off(&self, unit: usize) -> Vec<usize> {
        if !matches!(self.by, By::Payer | By::Payee) {
            return Vec::new();
        }
        let parts: BTreeSet<usize> = self.entries.iter().map(|entry| entry.unit).collect();
        let off = |part: &usize| {
            let beside = || {
                let entries = self.entries.iter().filter(|entry| entry.unit == *part);
                self.first(entries.flat_map(|entry| entry.figures.iter().copied()))
            };
            let main = self.wholes.main[*part].map(|whole| whole.figure);
            let whole = main
                .or_else(|| self.wholes.outside[beside()?])
                .and_then(|whole| self.standing_in_a_row(whole));
            let differs = |whole: usize| self.unit(whole) != *part;
            whole.is_some_and(|whole| {
                differs(whole) && self.unit(whole) == unit && self.figure(whole).unit == self.head(*part).unit
            })
        };
        parts.into_iter().filter(off).collect()
    }

    /// The bounds with which an entry counts.
    fn counting(&self, entry: &Entry) -> Bounds {
        let off = self.taken_off(entry.unit);
        let parts: Vec<Bounds> = off.iter().map(|part| self.range(&self.members(*part))).collect();
        let bounds = self.range(&entry.figures);
        if parts.is_empty() { bounds } else { rest(bounds, &parts) }
    }

    /// A rest of zero is no row: the first part that covers the entry.
    fn covered_by(&self, entry: usize) -> Option<usize> {
        let entry = &self.entries[entry];
        let off = self.taken_off(entry.unit);
        if self.counting(entry).maximum != Some(Decimal::from(0)) {
            return None;
        }
        let parts = self.entries.iter().filter(|part| off.contains(&part.unit));
        self.first(parts.flat_map(|part| part.figures.iter().copied()))
    }

    /// A sum is apart from plain ones by scope, as a round (or within one), as a rate; an increment below.
    fn own_key(&self, entry: usize, increment: bool) -> Key {
        let figures = &self.entries[entry].figures;
        let scope = |figure: &usize| {
            let links = &self.compared.links;
            links
                .iter()
                .any(|link| link.1 == Relation::DiffersInScope && (link.0 == *figure || link.2 == *figure))
        };
        let first = self.figure(figures[0]);
        let each = || figures.iter().map(|figure| self.figure(*figure));
        let mut above = std::iter::successors(Some(first), |figure| {
            let index = self
                .compared
                .figures
                .iter()
                .position(|other| other.claims == figure.claims)?;
            let whole = self.wholes.main[self.unit(index)]?;
            Some(self.figure(whole.figure))
        });
        let aspect = Aspect {
            scope: figures
                .iter()
                .find(|figure| scope(figure))
                .map(|figure| self.figure(*figure).speaker()),
            round: above.any(|figure| figure.round),
            increment,
            per: first.per,
        };
        Key {
            group: self.group(figures[0]),
            column: first.column,
            instrument: common(each().map(|figure| figure.instrument)),
            unit: common(each().map(|figure| figure.unit)),
            sector: common(each().map(|figure| sector(self.input, figure))),
            aspect,
        }
    }

    /// The row of an entry: an increment that adds to a sum counts in the row of that, or beside it; in a circle each stands apart.
    fn key(&self, entry: usize) -> Key {
        let own = |increment| self.own_key(entry, increment);
        if self.figure(self.entries[entry].figures[0]).use_of != Role::Increment {
            return own(false);
        }
        let next = match self.addition(entry) {
            Addition::Apart => return own(true),
            Addition::Plain => return own(false),
            Addition::With(next) => next,
        };
        if self.goes_round(entry) {
            return own(true);
        }
        let (row, mut own) = (self.key(next), own(false));
        let by_party = matches!(self.by, By::Payer | By::Payee);
        let elsewhere = by_party && !self.parties(self.entries[entry].figures[0]).is_empty() && own.group != row.group;
        let instrument = own.instrument.is_none() || own.instrument == row.instrument;
        let sector = own.sector.is_none() || own.sector == row.sector;
        if !elsewhere && instrument && sector {
            return row;
        }
        if !elsewhere {
            own.group = row.group;
        }
        own
    }

    /// Whether the additions lead from the entry back to it.
    fn goes_round(&self, entry: usize) -> bool {
        let mut at = entry;
        for _ in &self.entries {
            match self.addition(at) {
                Addition::With(next) if next == entry => return true,
                Addition::With(next) => at = next,
                Addition::Apart | Addition::Plain => return false,
            }
        }
        false
    }

    /// What an increment adds to: of the first figure that adds to one, the sum that speaks first.
    fn addition(&self, entry: usize) -> Addition {
        let Entry { unit, figures } = &self.entries[entry];
        if self.figure(figures[0]).use_of != Role::Increment {
            return Addition::Apart;
        }
        let grown = |increment: usize, newer: usize| {
            let mut contained = self.compared.contained.iter();
            contained.any(|link| link.grown && (link.part, link.whole) == (increment, newer))
        };
        let target = figures.iter().find_map(|figure| {
            let links = self.compared.links.iter();
            let links = links.filter(|link| link.0 == *figure && link.1 == Relation::AddsTo);
            let sums = links.map(|link| self.compared.standing(link.2)).filter(|to| {
                let (i, s) = (self.figure(*figure), self.figure(*to));
                let alike = (i.unit, i.per, i.exposure) == (s.unit, s.per, s.exposure);
                self.wholes.counts[*to] && self.unit(*to) != *unit && i.use_of == Role::Increment && alike
            });
            self.first(sums).map(|to| (*figure, to))
        });
        let Some((figure, target)) = target else {
            return Addition::Apart;
        };
        if grown(figure, target) {
            return Addition::Plain;
        }
        let row = self.standing_in_a_row(target);
        row.and_then(|row| self.entries.iter().position(|entry| entry.figures.contains(&row)))
            .map_or(Addition::Apart, Addition::With)
    }

    /// Adds up the entries of a row.
    fn row(&self, key: Key, entries: &[usize]) -> Row {
        let entries: Vec<&Entry> = entries.iter().map(|entry| &self.entries[*entry]).collect();
        let counting: Vec<Bounds> = entries.iter().map(|entry| self.counting(entry)).collect();
        let bounds = sum(&counting);
        let figures: Vec<usize> = entries.iter().flat_map(|entry| entry.figures.iter().copied()).collect();
        let linked = |figure: usize| {
            let links = links_that_count(self.input);
            let parts = links.iter().filter(|link| link.relation == Relation::PartOf);
            parts
                .map(|link| link.claim)
                .any(|claim| self.figure(figure).claims.contains(&claim))
        };
        let more = |figure: &usize| {
            let part = self.figure(*figure).use_of == Role::Part;
            part && self.wholes.main[self.unit(*figure)].is_none() && !linked(*figure)
        };
        let whole = |figure: &usize| self.wholes.main[self.unit(*figure)].is_some();
        let mut claims: Vec<usize> = figures.iter().map(|figure| self.figure(*figure).speaker()).collect();
        claims.sort_by(|a, b| speaking(self.input, *a, *b));
        Row {
            by: self.by,
            group: key.group,
            column: key.column,
            instrument: key.instrument,
            unit: key.unit,
            sector: key.sector,
            aspect: key.aspect,
            bounds,
            count: entries.len(),
            disputed: entries.iter().any(|entry| self.members(entry.unit).len() > 1),
            mixed: figures.iter().any(|figure| self.wholes.mixed[*figure]),
            part_of_more: figures.iter().any(more),
            rest: entries.iter().any(|entry| !self.taken_off(entry.unit).is_empty()),
            contained: self.by == By::Programme && figures.iter().any(whole),
            new: self.new_money(bounds, &figures),
            claims,
        }
    }

    /// By programme: what is left of a row without the sums that its figures take up.
    fn new_money(&self, bounds: Bounds, figures: &[usize]) -> Option<Bounds> {
        if self.by != By::Programme {
            return None;
        }
        let units: BTreeSet<usize> = figures.iter().map(|figure| self.unit(*figure)).collect();
        let certainly = self.compared.contained.iter().filter(|link| link.takes_up);
        let certainly = certainly.map(|link| (link.whole, link.part, true));
        let possibly = self.possibly_taken_up();
        let possibly = possibly.iter().map(|(larger, smaller)| (*larger, *smaller, false));
        // By unit taken up: whether it certainly is.
        let mut taken: BTreeMap<usize, bool> = BTreeMap::new();
        for (larger, smaller, certain) in certainly.chain(possibly) {
            let holds = units.contains(&self.unit(larger))
                && self.wholes.counts[larger]
                && self.wholes.counts[smaller]
                && self.unit(larger) != self.unit(smaller)
                && self.figure(larger).unit == self.figure(smaller).unit;
            if holds {
                *taken.entry(self.unit(smaller)).or_default() |= certain;
            }
        }
        let ranges = taken.iter().map(|(unit, certain)| {
            let range = self.range(&self.members(*unit));
            if *certain {
                range
            } else {
                Bounds {
                    minimum: Some(Decimal::from(0)),
                    ..range
                }
            }
        });
        let ranges: Vec<Bounds> = ranges.collect();
        (!ranges.is_empty()).then(|| rest(bounds, &ranges))
    }

    /// Why a claim stands in no row, and the claim that it gives way to.
    fn why_left_out(&self, formed: &Formed, claim: usize) -> Option<(Reason, Option<usize>)> {
        if let Some(out) = out(self.input, claim) {
            return Some(out);
        }
        if let Some(uncounted) = uncounted(self.input, claim) {
            return Some(uncounted);
        }
        if formed.open.contains(&claim) {
            return Some((Reason::Open, None));
        }
        let index = self
            .compared
            .figures
            .iter()
            .position(|figure| figure.claims.contains(&claim))?;
        let figure = self.figure(index);
        let speaker = |figure: usize| Some(self.figure(figure).speaker());
        if figure.speaker() != claim {
            return Some((Reason::SaysAgain, Some(figure.speaker())));
        }
        match self.compared.states[index] {
            State::Replaced(by) => return Some((Reason::Replaced, speaker(by))),
            State::Refined(by) => return Some((Reason::Refined, speaker(by))),
            State::Stands | State::GaveWay => {}
        }
        if let Some(part) = self.wholes.gave_way[index] {
            return Some((Reason::GaveWay, speaker(part)));
        }
        if let Some(whole) = self.inside(index) {
            let reason = if whole.takes_up {
                Reason::TakenUp
            } else {
                Reason::PartOf
            };
            return Some((reason, speaker(whole.figure)));
        }
        let entry = self.entries.iter().position(|entry| entry.figures.contains(&index))?;
        self.covered_by(entry).map(|part| (Reason::Covered, speaker(part)))
    }
}
