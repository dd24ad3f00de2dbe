//! Which sum is a part of which, and which wholes mix columns, instruments or sectors.

use super::claims::{links_that_count, speaking};
use super::compare::{Compared, State, agree, ancestors, instruments_differ, pays_within, size};
use super::figures::Figure;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use sums::{Bounds, Input, Relation, Role, Sector};
use text::decimal::Decimal;

/// How a part is known to be one, whatever the distance of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    Link,
    Payers,
    Thing,
    Entity,
}

/// The whole of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    pub figure: usize,
    pub known: Known,
    pub takes_up: bool,
}

/// What the parts of a dossier are.
pub struct Wholes {
    /// By figure: whether it is a sum of money that stands and did not give way.
    pub counts: Vec<bool>,
    /// By figure: the part in whose favour it gave way.
    pub gave_way: Vec<Option<usize>>,
    /// By figure: whether its parts differ.
    pub mixed: Vec<bool>,
    /// By figure: the mixed whole of the same column beside which a part stands.
    pub outside: Vec<Option<usize>>,
    /// By unit.
    pub main: Vec<Option<Whole>>,
    /// By unit: the whole of the same thing.
    pub same_thing: Vec<Option<Whole>>,
}

/// A whole, with how it was found: 0 by link, 1 by payer, 2 by period or thing, and so on by distance of entities.
struct Candidate {
    part: usize,
    rank: usize,
    whole: Whole,
}

struct Search<'a> {
    input: &'a Input,
    compared: &'a Compared,
}

impl Search<'_> {
    fn figure(&self, figure: usize) -> &Figure {
        &self.compared.figures[figure]
    }

    fn all(&self) -> std::ops::Range<usize> {
        0..self.compared.figures.len()
    }

    /// Only counted sums of money that stand are parts and wholes.
    fn counts(&self, figure: usize) -> bool {
        self.figure(figure).sum && self.compared.states[figure] == State::Stands
    }

    /// Part of by link, or taken up by link, where the part or whole was replaced or refined by what stands in its place; or an increment
    /// within what replaced the sum that it was added to.
    fn by_link(&self, part: usize) -> Vec<Candidate> {
        let mut found: Vec<Whole> = self
            .compared
            .contained
            .iter()
            .filter(|contained| contained.part == part)
            .map(|contained| Whole {
                figure: contained.whole,
                known: Known::Link,
                takes_up: contained.takes_up,
            })
            .collect();
        found.retain(|whole| {
            self.counts(whole.figure) && self.compared.units[whole.figure] != self.compared.units[part]
        });
        found
            .into_iter()
            .map(|whole| Candidate { part, rank: 0, whole })
            .collect()
    }

    /// What a rule can make a whole of the part at all.
    fn possible(&self, part: usize, whole: usize) -> bool {
        let (p, w) = (self.figure(part), self.figure(whole));
        let linked =
            |relation| self.compared.linked(part, relation, whole) || self.compared.linked(whole, relation, part);
        let periods = match (p.period, w.period) {
            (Some(p), Some(w)) => w.holds(p),
            _ => true,
        };
        p.use_of != Role::Increment
            && self.counts(whole)
            && self.compared.units[part] != self.compared.units[whole]
            && (p.column, p.unit, p.per) == (w.column, w.unit, w.per)
            && periods
            && agree(p, w)
            && !self.of_another_sector(p, w)
            && !linked(Relation::AddsTo)
            && !linked(Relation::DiffersInScope)
            && !linked(Relation::MayTakeUp)
    }

    /// The whole names no payers, but says whether they are public or private, and the part says otherwise.
    fn of_another_sector(&self, part: &Figure, whole: &Figure) -> bool {
        let of_part = sector(self.input, part);
        whole.payers.is_empty() && whole.payer_sector.is_some() && of_part.is_some() && of_part != whole.payer_sector
    }

    /// The first rule that makes it a whole of the part.
    fn rank(&self, part: usize, whole: usize) -> Option<usize> {
        let (p, w) = (self.figure(part), self.figure(whole));
        let strictly_within = match (p.period, w.period) {
            (Some(p), Some(w)) => p != w && w.holds(p),
            _ => false,
        };
        let is_to_somebody = |figure: &Figure| figure.use_of == Role::Contribution && !figure.payees.is_empty();
        let others_receive = is_to_somebody(p) && is_to_somebody(w) && p.payees.is_disjoint(&w.payees);
        if (&p.things, p.role) == (&w.things, w.role) && !others_receive && pays_within(self.input, p, w) {
            return Some(1);
        }
        if p.topic() == w.topic() && strictly_within {
            return Some(2);
        }
        if w.use_of != Role::Total {
            return None;
        }
        if matches!(p.use_of, Role::Contribution | Role::Part) && p.things == w.things {
            return Some(2);
        }
        (p.round == w.round)
            .then(|| self.distance(p, w))
            .flatten()
            .map(|distance| 2 + distance)
    }

    /// How far above the part's things the whole's single thing is.
    fn distance(&self, part: &Figure, whole: &Figure) -> Option<usize> {
        let thing = (whole.things.len() == 1).then(|| whole.things.first()).flatten()?;
        let steps = |from: &usize| {
            let above = ancestors(self.input, *from);
            above.iter().position(|above| above == thing).map(|index| index + 1)
        };
        let all: Option<Vec<usize>> = part.things.iter().map(steps).collect();
        all?.into_iter().max()
    }

    fn candidates(&self, part: usize) -> Vec<Candidate> {
        let mut found = self.by_link(part);
        for whole in self.all().filter(|whole| self.possible(part, *whole)) {
            if let Some(rank) = self.rank(part, whole) {
                found.push(Candidate {
                    part,
                    rank,
                    whole: Whole {
                        figure: whole,
                        known: [Known::Link, Known::Payers, Known::Thing, Known::Entity][rank.min(3)],
                        takes_up: false,
                    },
                });
            }
        }
        found
    }

    /// By rank; then of the same period; then the greatest; then the one that speaks first; taken up before part.
    fn better(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let key = |candidate: &Candidate| {
            let other_period = self.figure(candidate.part).period != self.figure(candidate.whole.figure).period;
            (candidate.rank, other_period)
        };
        let (v, w) = (self.figure(a.whole.figure), self.figure(b.whole.figure));
        key(a)
            .cmp(&key(b))
            .then(size(w.bounds, v.bounds))
            .then(speaking(self.input, v.speaker(), w.speaker()))
            .then(b.whole.takes_up.cmp(&a.whole.takes_up))
    }

    /// The whole of a unit is the best of its members'; in a circle, none is a part.
    fn of_units(&self, alone: &BTreeSet<usize>, admitted: impl Fn(&Candidate) -> bool) -> Vec<Option<Whole>> {
        let best = |unit: usize| {
            let members = self
                .compared
                .members(unit)
                .into_iter()
                .filter(|member| self.counts(*member) && !alone.contains(member));
            let candidates = members.flat_map(|member| self.candidates(member)).filter(&admitted);
            candidates
                .min_by(|a, b| self.better(a, b))
                .map(|candidate| candidate.whole)
        };
        let wholes: Vec<Option<Whole>> = self.all().map(best).collect();
        let above = |unit: usize| wholes[unit].map(|whole| self.compared.units[whole.figure]);
        let on_circle = |unit: usize| {
            let mut at = above(unit);
            for _ in self.all() {
                match at {
                    Some(other) if other == unit => return true,
                    Some(other) => at = above(other),
                    None => return false,
                }
            }
            false
        };
        self.all()
            .map(|unit| wholes[unit].filter(|_| !on_circle(unit)))
            .collect()
    }

    /// The figures that count, in speaking order.
    fn in_speaking_order(&self) -> Vec<usize> {
        let mut figures: Vec<usize> = self.all().filter(|figure| self.counts(*figure)).collect();
        figures.sort_by(|a, b| speaking(self.input, self.figure(*a).speaker(), self.figure(*b).speaker()));
        figures
    }

    /// The parts of a whole that its own document links to it, in any column; payments only if it is one.
    fn curated_parts(&self, whole: usize) -> BTreeSet<usize> {
        let figure = self.figure(whole);
        let documents: BTreeSet<usize> = figure
            .claims
            .iter()
            .map(|claim| self.input.claims[*claim].document)
            .collect();
        let links = links_that_count(self.input);
        let parts = links.iter().filter(|link| {
            link.relation == Relation::PartOf
                && figure.claims.contains(&link.other)
                && documents.contains(&self.input.claims[link.claim].document)
        });
        let figures = parts.filter_map(|link| self.all().find(|part| self.figure(*part).claims.contains(&link.claim)));
        figures
            .filter(|part| *part != whole && self.counts(*part) && (figure.paid || !self.figure(*part).paid))
            .collect()
    }

    /// Two parts state different columns, instruments or sectors.
    fn differ(&self, parts: &BTreeSet<usize>) -> bool {
        let pair = |a: &Figure, b: &Figure| {
            let sectors = (sector(self.input, a), sector(self.input, b));
            a.column != b.column
                || instruments_differ(a, b)
                || (sectors.0.is_some() && sectors.1.is_some() && sectors.0 != sectors.1)
        };
        parts
            .iter()
            .any(|a| parts.iter().any(|b| pair(self.figure(*a), self.figure(*b))))
    }

    /// The parts have both bounds and the whole's unit, and add up to it exactly.
    fn add_up(&self, parts: &BTreeSet<usize>, whole: usize) -> bool {
        let whole = self.figure(whole);
        let both = |bounds: Bounds| bounds.minimum.is_some() && bounds.maximum.is_some();
        let mut all = parts.iter().map(|part| self.figure(*part));
        let total = |of: fn(Bounds) -> Option<Decimal>| {
            parts
                .iter()
                .filter_map(|part| of(self.figure(*part).bounds))
                .fold(Decimal::from(0), plus)
        };
        both(whole.bounds)
            && all.all(|part| both(part.bounds) && part.unit == whole.unit)
            && Some(total(|bounds| bounds.minimum)) == whole.bounds.minimum
            && Some(total(|bounds| bounds.maximum)) == whole.bounds.maximum
    }
}

/// Adds decimals that are small enough.
pub fn plus(a: Decimal, b: Decimal) -> Decimal {
    a.checked_add(b).expect("small decimals")
}

/// Public if all payers are public, private if all are private; without payers what the claim says.
pub fn sector(input: &Input, figure: &Figure) -> Option<Sector> {
    if figure.payers.is_empty() {
        return figure.payer_sector;
    }
    common(figure.payers.iter().map(|payer| input.entities[*payer].sector))
}

/// The value that all have, if they have one.
pub fn common<T: PartialEq>(values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let values: Vec<Option<T>> = values.collect();
    let same = values.iter().all(|value| *value == values[0]);
    values.into_iter().next().flatten().filter(|_| same)
}

/// A whole whose parts differ, as its own document links them.
struct Mixed {
    whole: usize,
    parts: BTreeSet<usize>,
    gives_way: bool,
}

impl Mixed {
    /// The parts that stand without the whole: all, if it gives way; else those of another column or not exactly of its instrument.
    fn alone(&self, search: &Search<'_>) -> BTreeSet<usize> {
        let whole = search.figure(self.whole);
        let kept = |part: &Figure| (part.column, part.instrument) == (whole.column, whole.instrument);
        let parts = self.parts.iter().copied();
        parts
            .filter(|part| self.gives_way || !kept(search.figure(*part)))
            .collect()
    }
}

fn mixed_wholes(search: &Search<'_>) -> Vec<Mixed> {
    let wholes = search.in_speaking_order().into_iter();
    wholes
        .map(|whole| (whole, search.curated_parts(whole)))
        .filter(|(_, parts)| search.differ(parts))
        .map(|(whole, parts)| Mixed {
            whole,
            gives_way: search.add_up(&parts, whole),
            parts,
        })
        .collect()
}

/// Finds parts and wholes. Parts that stand without their mixed whole take its payers and payees where they name none.
pub fn find(input: &Input, compared: &mut Compared) -> Wholes {
    let search = Search { input, compared };
    let mixed_wholes = mixed_wholes(&search);
    let mut counts: Vec<bool> = search.all().map(|figure| search.counts(figure)).collect();
    let mut gave_way = vec![None; counts.len()];
    let mut mixed = vec![false; counts.len()];
    let mut alone = BTreeSet::new();
    let mut outside = vec![None; counts.len()];
    let mut figures = compared.figures.clone();
    for of in &mixed_wholes {
        if of.gives_way {
            counts[of.whole] = false;
            gave_way[of.whole] = search
                .in_speaking_order()
                .into_iter()
                .find(|part| of.parts.contains(part));
        } else {
            mixed[of.whole] = true;
        }
        for part in of.alone(&search) {
            alone.insert(part);
            let [one, two] = [search.figure(part), search.figure(of.whole)];
            if !of.gives_way
                && one.column == two.column
                && one.exposure == two.exposure
                && outside[part].is_none_or(|known| of.whole < known)
            {
                outside[part] = Some(of.whole);
            }
            let (part, whole) = (&mut figures[part], search.figure(of.whole));
            if part.payers.is_empty() {
                part.payers = whole.payers.clone();
            }
            if part.payees.is_empty() {
                part.payees = whole.payees.clone();
            }
        }
    }
    // What gave way is no whole any more.
    for (whole, part) in gave_way.iter().enumerate() {
        if part.is_some() {
            compared.states[whole] = State::GaveWay;
        }
    }
    compared.figures = figures;
    let search = Search { input, compared };
    let main = search.of_units(&alone, |_| true);
    let same_thing = search.of_units(&alone, |candidate| {
        search.figure(candidate.part).things == search.figure(candidate.whole.figure).things
    });
    Wholes {
        counts,
        gave_way,
        mixed,
        outside,
        main,
        same_thing,
    }
}
