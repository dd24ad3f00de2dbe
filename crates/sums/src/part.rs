//! Finds the whole of each part.

use crate::claim::{Input, Relation, Role, Span};
use crate::compare::{ancestors, pays_within};
use crate::figure::{Figure, Known, State, Whole};
use crate::form::{Contained, Formed, Topic};
use crate::links::Links;
use crate::voice::Voices;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use text::decimal::Decimal;

/// The size of a sum: a missing maximum is the greatest.
type Size = (bool, Option<Decimal>, Option<Decimal>);

/// A figure that a part may belong to. The least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    known: Known,
    other_period: bool,
    size: Reverse<Size>,
    figure: usize,
    /// Whether it takes up the part, which says more than that it holds it.
    takes_up: Reverse<bool>,
}

/// The figures that can be a whole, by what parts share with them.
struct Wholes<'i> {
    input: &'i Input,
    links: &'i Links,
    figures: &'i [Figure],
    /// The links from parts to wholes: the whole, and whether it takes the part up.
    decided: BTreeMap<usize, Vec<(usize, bool)>>,
    /// Totals by thing, the greatest first.
    totals: HashMap<(Shared, BTreeSet<usize>), Vec<usize>>,
    /// Figures by thing, role, one of their payers and who receives; those with the same payers together, the greatest first.
    payers: HashMap<(Shared, BTreeSet<usize>, usize, usize, Received), ByPayers<'i>>,
    /// Figures with a period, by topic and unit.
    periods: HashMap<(Topic, Option<usize>), Vec<usize>>,
}

/// Figures by all of their payers.
type ByPayers<'i> = BTreeMap<&'i BTreeSet<usize>, Vec<usize>>;

/// For whom figures are that may hold a part by its payers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Received {
    /// For anybody: all of them.
    ByAny,
    /// They are no contributions to somebody who is named.
    ByUnnamed,
    /// They are contributions to this one, among others.
    By(usize),
}

impl Received {
    /// The lists in which a whole stands.
    fn of_whole(figure: &Figure) -> Vec<Self> {
        std::iter::once(Self::ByAny).chain(Self::named(figure)).collect()
    }

    /// The lists in which the wholes of a part stand: what others receive is another contribution, whoever pays.
    fn of_part(figure: &Figure) -> Vec<Self> {
        match Self::is_to_somebody(figure) {
            true => std::iter::once(Self::ByUnnamed).chain(Self::named(figure)).collect(),
            false => vec![Self::ByAny],
        }
    }

    fn named(figure: &Figure) -> Vec<Self> {
        match Self::is_to_somebody(figure) {
            true => figure.payees.iter().copied().map(Self::By).collect(),
            false => vec![Self::ByUnnamed],
        }
    }

    fn is_to_somebody(figure: &Figure) -> bool {
        figure.use_of == Role::Contribution && !figure.payees.is_empty()
    }
}

/// Column, unit, period of a rate.
type Shared = (usize, Option<usize>, Option<usize>);

fn shared(figure: &Figure) -> Shared {
    (figure.column, figure.unit, figure.per)
}

/// Whether the figure is a sum that stands.
pub(crate) fn stands(figure: &Figure) -> bool {
    figure.counted && figure.state == State::Stands
}

/// Sets the whole of each figure that has one.
pub(crate) fn find(input: &Input, links: &Links, formed: &mut Formed) {
    let apart = give_way(input, formed);
    for link in input.links.iter().filter(|link| link.relation == Relation::PartOf) {
        if let (Some(part), Some(_)) = (formed.figure_of[link.claim], formed.figure_of[link.other]) {
            formed.figures[part].linked_part |= link.claim != link.other;
        }
    }
    formed.contained = contained(input, links, &formed.figures);
    let figures = &formed.figures;
    let mut decided: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
    for link in &formed.contained {
        decided.entry(link.part).or_default().push((link.whole, link.takes_up));
    }
    let wholes = Wholes::of(input, links, figures, decided);
    let mut best: BTreeMap<usize, Candidate> = BTreeMap::new();
    let mut same_thing: BTreeMap<usize, Candidate> = BTreeMap::new();
    let parts = figures.iter().enumerate().filter(|(_, figure)| stands(figure));
    for (index, figure) in parts.filter(|(index, _)| !apart.contains(index)) {
        let unit = figure.rivals;
        let candidates = wholes.candidates(index);
        let least = |candidates: &mut dyn Iterator<Item = Candidate>, found: &mut BTreeMap<usize, Candidate>| {
            if let Some(candidate) = candidates.min() {
                let known = found.entry(unit).or_insert(candidate);
                *known = candidate.min(*known);
            }
        };
        least(&mut candidates.iter().copied(), &mut best);
        let same = |candidate: &Candidate| figures[candidate.figure].things == figure.things;
        least(&mut candidates.iter().copied().filter(same), &mut same_thing);
    }
    break_circles(figures, &mut best);
    break_circles(figures, &mut same_thing);
    let whole = |found: &BTreeMap<usize, Candidate>, unit: usize| {
        found.get(&unit).map(|candidate| Whole {
            figure: candidate.figure,
            by: candidate.known,
            takes_up: candidate.takes_up.0,
        })
    };
    for figure in formed.figures.iter_mut().filter(|figure| stands(figure)) {
        figure.whole = whole(&best, figure.rivals);
        figure.same_thing_whole = whole(&same_thing, figure.rivals);
    }
}

/// The figure that counts in the place of another: itself, if it was neither replaced nor refined.
pub(crate) fn in_place(figures: &[Figure], index: usize) -> usize {
    match figures[index].state {
        State::Replaced(end) | State::Refined(end) => end,
        State::Stands | State::GaveWay(_) => index,
    }
}

/// Whether the instruments let one be counted within the other: not different where both are stated, and exposure only within exposure.
pub(crate) fn agree(one: &Figure, other: &Figure) -> bool {
    let differ = one.instrument.is_some() && other.instrument.is_some() && one.instrument != other.instrument;
    one.exposure == other.exposure && !differ
}

/// The increments that a later sum contains, with that sum: it replaced the sum that they add to, and they are not later than it.
fn grown(input: &Input, links: &Links, figures: &[Figure]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (increment, base) in links.pairs(Relation::AddsTo) {
        let State::Replaced(newer) = figures[base].state else {
            continue;
        };
        let is_increment = figures[increment].use_of == Role::Increment;
        let stands = figures[increment].state == State::Stands;
        if is_increment && stands && figures[increment].unit == figures[newer].unit {
            let [one, other] = [increment, newer].map(|index| Voices::of(input, &figures[index].claims));
            if !one.later_than(&other) {
                found.push((increment, newer));
            }
        }
    }
    found
}

/// Where parts go round in a circle, none of them is a part.
fn break_circles(figures: &[Figure], found: &mut BTreeMap<usize, Candidate>) {
    let above: BTreeMap<usize, usize> = found
        .iter()
        .map(|(&unit, candidate)| (unit, figures[candidate.figure].rivals))
        .collect();
    let mut done = BTreeSet::new();
    for &start in above.keys() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(unit) = at.filter(|unit| !done.contains(unit)) {
            done.insert(unit);
            path.push(unit);
            at = above.get(&unit).copied();
        }
        let circle = at.and_then(|end| path.iter().position(|&unit| unit == end));
        for unit in circle.into_iter().flat_map(|first| &path[first..]) {
            found.remove(unit);
        }
    }
}

/// What links say is contained in what, followed to the figures that stand.
fn contained(input: &Input, links: &Links, figures: &[Figure]) -> Vec<Contained> {
    let parts = links
        .pairs(Relation::PartOf)
        .map(|(part, whole)| (part, whole, false, false));
    let taken = links
        .pairs(Relation::TakesUp)
        .map(|(whole, part)| (part, whole, true, false));
    let grown = grown(input, links, figures).into_iter();
    let grown = grown.map(|(part, whole)| (part, whole, false, true));
    let mut contained = Vec::new();
    for (linked_part, linked_whole, taken, grown) in parts.chain(taken).chain(grown) {
        let [part, whole] = [linked_part, linked_whole].map(|index| in_place(figures, index));
        let [one, two] = [&figures[part], &figures[whole]];
        if part != whole && stands(one) && stands(two) && agree(one, two) {
            contained.push(Contained {
                part,
                whole,
                // Whether it was said before the whole that names it, whatever replaced both since.
                takes_up: taken
                    || one.things != two.things && said_before(input, &figures[linked_part], &figures[linked_whole]),
                grown,
            });
        }
    }
    contained
}

/// Whether a claim of the part stands in another document, older than those of the whole.
fn said_before(input: &Input, part: &Figure, whole: &Figure) -> bool {
    let published = |&claim: &usize| {
        let document = input.claims[claim].document;
        (document, input.documents[document].published)
    };
    part.claims.iter().map(published).any(|(document, day)| {
        whole.claims.iter().map(published).all(|(other, other_day)| {
            other != document && matches!((day, other_day), (Some(one), Some(two)) if one.last < two.first)
        })
    })
}

/// Finds wholes whose parts, linked from the whole's own document, differ in column, instrument or sector. They give way to parts that add up to
/// them, else they are mixed. Gives the parts that stand without a whole.
fn give_way(input: &Input, formed: &mut Formed) -> BTreeSet<usize> {
    let mut own: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for link in input.links.iter().filter(|link| link.relation == Relation::PartOf) {
        let (Some(part), Some(whole)) = (formed.figure_of[link.claim], formed.figure_of[link.other]) else {
            continue;
        };
        let [one, two] = [&formed.figures[part], &formed.figures[whole]];
        let document = input.claims[link.claim].document;
        let beside = two.claims.iter().any(|&claim| input.claims[claim].document == document);
        if part != whole && beside && stands(one) && stands(two) && (two.paid || !one.paid) {
            own.entry(whole).or_default().insert(part);
        }
    }
    let mut apart: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut changes = Vec::new();
    for (&whole, parts) in &own {
        let figures = &formed.figures;
        let stated: Vec<&Figure> = parts.iter().map(|&part| &figures[part]).collect();
        if !differ(&stated) {
            continue;
        }
        let gives_way = adds_up(&stated, &figures[whole]);
        changes.push((whole, gives_way, parts.iter().next().copied()));
        let outside = |part: &&usize| {
            let figure = &figures[**part];
            gives_way || figure.column != figures[whole].column || figure.instrument != figures[whole].instrument
        };
        for &part in parts.iter().filter(outside) {
            apart.entry(part).or_default().push(whole);
        }
    }
    for (whole, gives_way, first) in changes {
        let figure = &mut formed.figures[whole];
        match first {
            Some(first) if gives_way => figure.state = State::GaveWay(first),
            _ => figure.mixed = true,
        }
    }
    hand_down(input, &apart, &mut formed.figures);
    for (&part, wholes) in &apart {
        let figures = &formed.figures;
        let beside = |whole: &usize| {
            let [one, two] = [&figures[part], &figures[*whole]];
            stands(two) && one.column == two.column && one.exposure == two.exposure
        };
        let outside = wholes.iter().copied().find(beside);
        formed.figures[part].outside = outside;
    }
    apart.into_keys().collect()
}

/// Gives the payers and payees of wholes to the parts that stand without them and name none.
fn hand_down(input: &Input, apart: &BTreeMap<usize, Vec<usize>>, figures: &mut [Figure]) {
    let first = |wholes: &[usize], of: fn(&Figure) -> &BTreeSet<usize>| {
        let mut stated = wholes.iter().map(|&whole| of(&figures[whole]));
        stated.find(|set| !set.is_empty()).cloned().unwrap_or_default()
    };
    let handed: Vec<_> = apart
        .iter()
        .map(|(&part, wholes)| {
            (
                part,
                first(wholes, |figure| &figure.payers),
                first(wholes, |figure| &figure.payees),
            )
        })
        .collect();
    for (part, payers, payees) in handed {
        let figure = &mut figures[part];
        if figure.payers.is_empty() {
            figure.payers = payers;
        }
        if figure.payees.is_empty() {
            figure.payees = payees;
        }
        figure.take_sector(input);
    }
}

/// Whether two of the parts state different columns, instruments or sectors.
fn differ(parts: &[&Figure]) -> bool {
    let columns: BTreeSet<_> = parts.iter().map(|part| part.column).collect();
    let instruments: BTreeSet<_> = parts.iter().filter_map(|part| part.instrument).collect();
    let sectors: BTreeSet<_> = parts.iter().filter_map(|part| part.sector).collect();
    columns.len() > 1 || instruments.len() > 1 || sectors.len() > 1
}

/// Whether the bounds of the parts add up to those of the whole.
fn adds_up(parts: &[&Figure], whole: &Figure) -> bool {
    let sum = |of: fn(&Figure) -> Option<Decimal>| {
        parts
            .iter()
            .try_fold(Decimal::new(0, 0)?, |sum, part| sum.checked_add(of(part)?))
    };
    let least = sum(|figure| figure.bounds.minimum);
    let most = sum(|figure| figure.bounds.maximum);
    parts.iter().all(|part| part.unit == whole.unit)
        && least.is_some()
        && most.is_some()
        && least == whole.bounds.minimum
        && most == whole.bounds.maximum
}

impl<'i> Wholes<'i> {
    fn of(
        input: &'i Input,
        links: &'i Links,
        figures: &'i [Figure],
        decided: BTreeMap<usize, Vec<(usize, bool)>>,
    ) -> Self {
        let mut wholes = Self {
            input,
            links,
            figures,
            decided,
            totals: HashMap::new(),
            payers: HashMap::new(),
            periods: HashMap::new(),
        };
        for (index, figure) in figures.iter().enumerate().filter(|(_, figure)| stands(figure)) {
            if figure.use_of == Role::Total {
                let key = (shared(figure), figure.things.clone());
                wholes.totals.entry(key).or_default().push(index);
            }
            for &payer in &figure.payers {
                for received in Received::of_whole(figure) {
                    let key = (shared(figure), figure.things.clone(), figure.role, payer, received);
                    let together = wholes.payers.entry(key).or_default();
                    together.entry(&figure.payers).or_default().push(index);
                }
            }
            if figure.period.is_some() {
                let key = (Topic::of(figure), figure.unit);
                wholes.periods.entry(key).or_default().push(index);
            }
        }
        let payers = wholes.payers.values_mut().flat_map(BTreeMap::values_mut);
        for together in wholes.totals.values_mut().chain(payers) {
            together.sort_by_key(|&index| (Reverse(figures[index].bounds.size()), index));
        }
        wholes
    }

    /// The figures that this one may be a part of.
    fn candidates(&self, index: usize) -> Vec<Candidate> {
        let figure = &self.figures[index];
        let mut found: Vec<Candidate> = Vec::new();
        for &(whole, takes_up) in self.decided.get(&index).into_iter().flatten() {
            if self.figures[whole].rivals != figure.rivals {
                found.push(self.candidate(index, whole, Known::Link, takes_up));
            }
        }
        if figure.use_of == Role::Increment {
            return found;
        }
        found.extend(self.by_payers(index));
        found.extend(self.by_period(index));
        if matches!(figure.use_of, Role::Contribution | Role::Part) {
            let totals = self.totals.get(&(shared(figure), figure.things.clone()));
            found.extend(self.best_total(index, totals, Known::Thing));
        }
        found.extend(self.by_entity(index));
        found
    }

    fn candidate(&self, part: usize, whole: usize, known: Known, takes_up: bool) -> Candidate {
        Candidate {
            known,
            other_period: self.figures[part].period != self.figures[whole].period,
            size: Reverse(self.figures[whole].bounds.size()),
            figure: whole,
            takes_up: Reverse(takes_up),
        }
    }

    /// Whether a rule may make the one figure a part of the other.
    fn may_hold(&self, part: usize, whole: usize) -> bool {
        let [one, two] = [&self.figures[part], &self.figures[whole]];
        let periods = match (one.period, two.period) {
            (Some(one), Some(two)) => two.holds(one),
            _ => true,
        };
        // Money that is said to be private holds no public part, nor the reverse.
        let sectors = two.payer_sector.filter(|_| two.payers.is_empty());
        agree(one, two)
            && periods
            && (sectors.is_none() || one.sector.is_none() || one.sector == sectors)
            && one.rivals != two.rivals
            && !self.links.between(Relation::AddsTo, part, whole)
            && !self.links.between(Relation::DiffersInScope, part, whole)
            && !self.links.between(Relation::MayTakeUp, part, whole)
    }

    /// The best of the figures that others pay with this one's payers, for each group of such payers.
    fn by_payers(&self, index: usize) -> Vec<Candidate> {
        let figure = &self.figures[index];
        let Some(&first) = figure.payers.first() else {
            return Vec::new();
        };
        let mut groups: BTreeMap<(&BTreeSet<usize>, usize), &[usize]> = BTreeMap::new();
        for payer in std::iter::once(first).chain(ancestors(self.input, first)) {
            for (list, received) in Received::of_part(figure).into_iter().enumerate() {
                let key = (shared(figure), figure.things.clone(), figure.role, payer, received);
                let together = self.payers.get(&key).into_iter().flatten();
                groups.extend(together.map(|(&payers, wholes)| ((payers, list), wholes.as_slice())));
            }
        }
        // Nobody pays within what the same payers pay.
        groups.retain(|(payers, _), _| **payers != figure.payers);
        let best = groups.into_values().filter_map(|wholes| {
            let within = |whole: &usize| pays_within(self.input, figure, &self.figures[*whole]);
            self.best(index, wholes.iter().copied().take_while(within), Known::Payers)
        });
        best.collect()
    }

    fn by_period(&self, index: usize) -> Vec<Candidate> {
        let figure = &self.figures[index];
        let Some(period) = figure.period else {
            return Vec::new();
        };
        let longer = |whole: &usize| {
            let holds = |other: Span| other.holds(period) && other != period;
            self.figures[*whole].period.is_some_and(holds) && self.may_hold(index, *whole)
        };
        let key = (Topic::of(figure), figure.unit);
        let wholes = self.periods.get(&key).into_iter().flatten().copied().filter(longer);
        wholes
            .map(|whole| self.candidate(index, whole, Known::Thing, false))
            .collect()
    }

    /// The best of the wholes, which come sorted by size.
    fn best(&self, index: usize, wholes: impl Iterator<Item = usize>, known: Known) -> Option<Candidate> {
        let part = &self.figures[index];
        let mut best: Option<Candidate> = None;
        for whole in wholes {
            let rounds = !matches!(known, Known::Entity(_)) || part.round == self.figures[whole].round;
            if !rounds || !self.may_hold(index, whole) {
                continue;
            }
            let candidate = self.candidate(index, whole, known, false);
            if !candidate.other_period {
                return Some(candidate);
            }
            best = best.or(Some(candidate));
        }
        best
    }

    fn best_total(&self, index: usize, totals: Option<&Vec<usize>>, known: Known) -> Option<Candidate> {
        self.best(index, totals.into_iter().flatten().copied(), known)
    }

    /// The best total of the nearest entity that holds all things of the figure.
    fn by_entity(&self, index: usize) -> Option<Candidate> {
        let figure = &self.figures[index];
        let mut things = figure.things.iter();
        let first = *things.next()?;
        let others: Vec<HashMap<usize, usize>> = things
            .map(|&thing| ancestors(self.input, thing).zip(1..).collect())
            .collect();
        let mut best: Option<Candidate> = None;
        for (above, distance) in ancestors(self.input, first).zip(1..) {
            if best.is_some_and(|found| matches!(found.known, Known::Entity(nearest) if nearest < distance)) {
                break;
            }
            let mut distances = others.iter().map(|other| other.get(&above).copied());
            let Some(distance) = distances.try_fold(distance, |far: usize, own| Some(far.max(own?))) else {
                continue;
            };
            let totals = self.totals.get(&(shared(figure), BTreeSet::from([above])));
            let found = self.best_total(index, totals, Known::Entity(distance));
            best = best.into_iter().chain(found).min();
        }
        best
    }
}
