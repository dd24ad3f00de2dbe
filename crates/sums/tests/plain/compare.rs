//! Which figure replaces, refines or disputes which.

use super::claims::{compatible, inside, links_that_count, nested, speaking, sum_later};
use super::figures::{Figure, Formed};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use sums::{Bounds, Input, Relation, Role};
use text::decimal::Decimal;

/// Whether a figure stands, and which one stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Stands,
    Replaced(usize),
    Refined(usize),
    /// Its parts stand in its place.
    GaveWay,
}

/// The figures, compared.
pub struct Compared {
    pub figures: Vec<Figure>,
    pub states: Vec<State>,
    /// Relations between figures of one column.
    pub links: Vec<(usize, Relation, usize)>,
    /// The unit of each figure: rivals share one.
    pub units: Vec<usize>,
    /// What links say is contained in what, between figures that stand.
    pub contained: Vec<Contained>,
}

/// A part by link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contained {
    pub part: usize,
    pub whole: usize,
    /// Whether the whole takes up what was there before.
    pub takes_up: bool,
    /// Whether the part is an increment of a sum that the whole replaced.
    pub grown: bool,
}

impl Compared {
    /// The figure that counts in the place of this one.
    pub fn standing(&self, figure: usize) -> usize {
        match self.states[figure] {
            State::Stands | State::GaveWay => figure,
            State::Replaced(by) | State::Refined(by) => by,
        }
    }

    /// The figures of a unit.
    pub fn members(&self, unit: usize) -> Vec<usize> {
        (0..self.figures.len())
            .filter(|figure| self.units[*figure] == unit)
            .collect()
    }

    /// Whether there is a link of this relation from one to the other.
    pub fn linked(&self, from: usize, relation: Relation, to: usize) -> bool {
        self.links.contains(&(from, relation, to))
    }
}

/// A link between claims holds between their components, in each column where both have a figure.
fn links_between_figures(input: &Input, figures: &[Figure]) -> Vec<(usize, Relation, usize)> {
    let component = |claim: usize| {
        figures
            .iter()
            .find(|figure| figure.claims.contains(&claim))
            .map(|figure| figure.component)
    };
    let mut found = Vec::new();
    for link in links_that_count(input) {
        let (Some(from), Some(to)) = (component(link.claim), component(link.other)) else {
            continue;
        };
        for (a, figure) in figures
            .iter()
            .enumerate()
            .filter(|(_, figure)| figure.component == from)
        {
            let other = figures
                .iter()
                .position(|other| other.component == to && other.column == figure.column);
            if let Some(b) = other.filter(|b| *b != a) {
                found.push((a, link.relation, b));
            }
        }
    }
    found
}

/// Sums by their maximum (a missing one is the greatest), then by their minimum (a missing one is 0).
pub fn size(a: Bounds, b: Bounds) -> Ordering {
    let key = |bounds: Bounds| {
        (
            bounds.maximum.is_none(),
            bounds.maximum,
            bounds.minimum.unwrap_or(Decimal::from(0)),
        )
    };
    key(a).cmp(&key(b))
}

/// What an entity is a part of, at any depth, nearest first; never itself.
pub fn ancestors(input: &Input, entity: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut next = input.entities[entity].part_of;
    while let Some(above) = next.filter(|above| *above != entity && !found.contains(above)) {
        found.push(above);
        next = input.entities[above].part_of;
    }
    found
}

/// One of several payers, or a member of a payer, pays a smaller sum within the other's.
pub fn pays_within(input: &Input, part: &Figure, whole: &Figure) -> bool {
    let within = |payer: &usize| {
        let above = ancestors(input, *payer);
        whole.payers.contains(payer) || above.iter().any(|above| whole.payers.contains(above))
    };
    !part.payers.is_empty()
        && part.payers != whole.payers
        && part.payers.iter().all(within)
        && size(part.bounds, whole.bounds) == Ordering::Less
}

/// Two different stated instruments.
pub fn instruments_differ(a: &Figure, b: &Figure) -> bool {
    a.instrument.is_some() && b.instrument.is_some() && a.instrument != b.instrument
}

/// One can count within the other: exposure only within exposure, and no two different instruments.
pub fn agree(a: &Figure, b: &Figure) -> bool {
    a.exposure == b.exposure && !instruments_differ(a, b)
}

/// A part about another thing is taken up if a claim of it is in a document that is dated before all documents of the whole. Both are those that
/// the link names, not those that stand in their place.
pub fn taken_up(input: &Input, part: &Figure, whole: &Figure) -> bool {
    let published = |claim: &usize| input.documents[input.claims[*claim].document].published;
    let before_all = |claim: &usize| {
        let before = |other: &usize| match (published(claim), published(other)) {
            (Some(part), Some(whole)) => part.last < whole.first,
            _ => false,
        };
        whole.claims.iter().all(before)
    };
    part.claims.iter().any(before_all)
}

/// The figures while they are compared.
struct Comparison<'a> {
    input: &'a Input,
    figures: &'a [Figure],
    links: &'a [(usize, Relation, usize)],
}

impl Comparison<'_> {
    fn all(&self) -> std::ops::Range<usize> {
        0..self.figures.len()
    }

    /// Links of parts, additions, scope and taking up keep a rule away, and so do a common whole by link, and increments of different sums.
    fn kept_apart(&self, a: usize, b: usize) -> bool {
        use Relation::{AddsTo, DiffersInScope, MayTakeUp, PartOf, TakesUp};
        let whole_of = |part: usize| {
            let links = self.links.iter().filter(move |link| link.0 == part && link.1 == PartOf);
            links.map(|link| link.2).collect::<BTreeSet<usize>>()
        };
        let apart = |relation| matches!(relation, AddsTo | DiffersInScope | MayTakeUp | PartOf | TakesUp);
        let between = |link: &&(usize, Relation, usize)| (link.0, link.2) == (a, b) || (link.0, link.2) == (b, a);
        let bases_of = |increment: usize| {
            let links = self
                .links
                .iter()
                .filter(move |link| link.0 == increment && link.1 == AddsTo);
            links.map(|link| link.2).collect::<BTreeSet<usize>>()
        };
        let increments = [a, b]
            .iter()
            .all(|index| self.figures[*index].use_of == Role::Increment);
        let raise = increments && [a, b].iter().all(|index| !bases_of(*index).is_empty());
        self.links.iter().filter(between).any(|link| apart(link.1))
            || !whole_of(a).is_disjoint(&whole_of(b))
            || raise && bases_of(a).is_disjoint(&bases_of(b))
    }

    /// One topic, unit and instrument, and periods that are the same or overlap in part. What is added is not compared with what is not; nor a
    /// payer within payers with these.
    fn comparable(&self, a: usize, b: usize) -> bool {
        let (f, g) = (&self.figures[a], &self.figures[b]);
        let periods = match (f.period, g.period) {
            (None, None) => true,
            (Some(f), Some(g)) => f == g || (f.overlaps(g) && !f.holds(g) && !g.holds(f)),
            _ => false,
        };
        a != b
            && periods
            && f.topic() == g.topic()
            && (f.unit, f.instrument) == (g.unit, g.instrument)
            && f.sum == g.sum
            && !pays_within(self.input, f, g)
            && !pays_within(self.input, g, f)
            && !self.kept_apart(a, b)
    }

    /// Who replaces whom: by link, as a later sum with other bounds, or as a later claim without period.
    fn replacing(&self, formed: &Formed) -> BTreeSet<(usize, usize)> {
        let mut edges: BTreeSet<(usize, usize)> = formed.replacing.iter().copied().collect();
        for (a, relation, b) in self.links {
            if *relation == Relation::Replaces && !instruments_differ(&self.figures[*a], &self.figures[*b]) {
                edges.insert((*a, *b));
            }
        }
        for a in self.all() {
            for b in self.all().filter(|b| self.comparable(a, *b)) {
                let (f, g) = (&self.figures[a], &self.figures[b]);
                let said = self.said_not_to_fit(a, b);
                if !nested(f.bounds, g.bounds) && !said && sum_later(self.input, &f.claims, &g.claims) {
                    edges.insert((a, b));
                }
            }
        }
        edges
    }

    /// The narrower figure refines the wider one, if payers and payees do not contradict each other.
    fn refining(&self, replaced: impl Fn(usize) -> bool) -> BTreeSet<(usize, usize)> {
        let refines = |a: usize, b: usize| {
            let (f, g) = (&self.figures[a], &self.figures[b]);
            self.comparable(a, b)
                && f.period == g.period
                && f.bounds != g.bounds
                && inside(f.bounds, g.bounds)
                && compatible(&f.payers, &g.payers)
                && compatible(&f.payees, &g.payees)
        };
        let pairs = self.all().flat_map(|a| self.all().map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| !replaced(*a) && !replaced(*b) && refines(*a, *b))
            .collect()
    }

    /// Of one thing, where a link says that both cannot be true.
    fn said_not_to_fit(&self, a: usize, b: usize) -> bool {
        let alike = |f: &Figure| {
            let thing = (f.column, f.things.clone(), f.unit, f.instrument);
            (thing, f.per, f.money, f.round, f.sum, f.use_of == Role::Increment)
        };
        let says = |relation| self.links.contains(&(a, relation, b)) || self.links.contains(&(b, relation, a));
        says(Relation::DoesNotFit) && alike(&self.figures[a]) == alike(&self.figures[b])
    }

    /// Comparable, or of one thing where a link says that both cannot be true, or a circle of replacements joins them.
    fn rival(&self, a: usize, b: usize, circle: bool) -> bool {
        let (f, g) = (&self.figures[a], &self.figures[b]);
        self.comparable(a, b)
            || self.said_not_to_fit(a, b)
            || (circle && (f.unit, f.instrument) == (g.unit, g.instrument))
    }

    /// Of these figures, the one that speaks first.
    fn first(&self, figures: impl Iterator<Item = usize>) -> Option<usize> {
        figures.min_by(|a, b| speaking(self.input, self.figures[*a].speaker(), self.figures[*b].speaker()))
    }
}

/// Everything from which the figure is reached along the edges.
fn reaching(edges: &BTreeSet<(usize, usize)>, figure: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut next = vec![figure];
    while let Some(at) = next.pop() {
        let before = edges.iter().filter(|edge| edge.1 == at).map(|edge| edge.0);
        next.extend(before.filter(|before| found.insert(*before)));
    }
    found
}

/// Where the chain of edges into the figure begins.
fn ends(edges: &BTreeSet<(usize, usize)>, figure: usize) -> impl Iterator<Item = usize> {
    reaching(edges, figure)
        .into_iter()
        .filter(|end| !edges.iter().any(|edge| edge.1 == *end))
}

/// Compares all figures with each other.
pub fn compare(input: &Input, formed: &Formed) -> Compared {
    let figures = &formed.figures;
    let links = links_between_figures(input, figures);
    let comparison = Comparison {
        input,
        figures,
        links: &links,
    };

    let all = comparison.replacing(formed);
    let circle = |a: usize, b: usize| reaching(&all, a).contains(&b) && reaching(&all, b).contains(&a);
    let edges: BTreeSet<(usize, usize)> = all.iter().copied().filter(|(a, b)| !circle(*a, *b)).collect();
    let replaced = |figure: usize| edges.iter().any(|edge| edge.1 == figure);
    let narrower = comparison.refining(replaced);
    let refined = |figure: usize| narrower.iter().any(|edge| edge.1 == figure);

    let narrowest = |figure: usize| comparison.first(ends(&narrower, figure)).unwrap_or(figure);
    let state = |figure: usize| {
        if replaced(figure) {
            let end = comparison.first(ends(&edges, figure));
            State::Replaced(narrowest(end.expect("a chain has an end")))
        } else if refined(figure) {
            State::Refined(narrowest(figure))
        } else {
            State::Stands
        }
    };
    let states: Vec<State> = comparison.all().map(state).collect();

    let mut units: Vec<usize> = comparison.all().collect();
    for a in comparison.all() {
        for b in comparison.all() {
            let stand = states[a] == State::Stands && states[b] == State::Stands;
            if a != b && stand && comparison.rival(a, b, circle(a, b)) {
                let (from, to) = (units[a], units[b]);
                units
                    .iter_mut()
                    .filter(|unit| **unit == from)
                    .for_each(|unit| *unit = to);
            }
        }
    }
    let mut compared = Compared {
        figures: with_payers(&comparison, &narrower),
        states,
        links: links.clone(),
        units,
        contained: Vec::new(),
    };
    compared.contained = contained(input, &compared);
    compared
}

/// Parts and sums taken up, by link; each link holds for what stands in the place of its ends.
fn contained(input: &Input, compared: &Compared) -> Vec<Contained> {
    let mut found = Vec::new();
    for (from, relation, to) in compared.links.iter().copied() {
        let grown = relation == Relation::AddsTo && within_the_newer(input, compared, from, to);
        let (part, whole) = match relation {
            Relation::PartOf => (from, to),
            Relation::TakesUp => (to, from),
            Relation::AddsTo if grown => (from, to),
            _ => continue,
        };
        let named = if grown { compared.standing(whole) } else { whole };
        let before = taken_up(input, &compared.figures[part], &compared.figures[named]);
        let (part, whole) = (compared.standing(part), compared.standing(whole));
        let (p, w) = (&compared.figures[part], &compared.figures[whole]);
        if part != whole && p.sum && w.sum && agree(p, w) {
            found.push(Contained {
                part,
                whole,
                takes_up: relation == Relation::TakesUp || p.things != w.things && before,
                grown,
            });
        }
    }
    found
}

/// An increment is contained in the sum that replaced its own, unless it is later than that.
fn within_the_newer(input: &Input, compared: &Compared, increment: usize, base: usize) -> bool {
    let State::Replaced(newer) = compared.states[base] else {
        return false;
    };
    let (i, n) = (&compared.figures[increment], &compared.figures[newer]);
    compared.states[increment] == State::Stands
        && i.use_of == Role::Increment
        && i.unit == n.unit
        && !sum_later(input, &i.claims, &n.claims)
}

/// The narrower figure takes over payers and payees where it has none, from the first that it refines and that has them.
fn with_payers(comparison: &Comparison<'_>, narrower: &BTreeSet<(usize, usize)>) -> Vec<Figure> {
    let mut figures = comparison.figures.to_vec();
    let wider: BTreeMap<usize, Vec<usize>> = narrower.iter().fold(BTreeMap::new(), |mut wider, (a, b)| {
        wider.entry(*a).or_insert_with(Vec::new).push(*b);
        wider
    });
    for (figure, wider) in wider {
        let from = |of: fn(&Figure) -> &BTreeSet<usize>| {
            let stating = wider
                .iter()
                .copied()
                .filter(|other| !of(&comparison.figures[*other]).is_empty());
            comparison
                .first(stating)
                .map(|other| of(&comparison.figures[other]).clone())
        };
        let (payers, payees) = (from(|figure| &figure.payers), from(|figure| &figure.payees));
        let figure = &mut figures[figure];
        figure.payers = payers
            .filter(|_| figure.payers.is_empty())
            .unwrap_or(figure.payers.clone());
        figure.payees = payees
            .filter(|_| figure.payees.is_empty())
            .unwrap_or(figure.payees.clone());
    }
    figures
}
