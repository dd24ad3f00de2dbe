//! Compares figures of one topic: replacement, refinement, rivals.

use crate::claim::{Input, Relation, Role, Span};
use crate::figure::{Figure, State};
use crate::form::{Formed, Topic, compatible};
use crate::links::Links;
use crate::voice::Voices;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whether two periods are compared: both missing, equal, or partly overlapping. One inside the other makes a possible part.
fn meet(one: Option<Span>, other: Option<Span>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other || one.overlaps(other) && !one.holds(other) && !other.holds(one),
        _ => false,
    }
}

/// Sets the state of each figure, and the number of its unit.
pub(crate) fn compare(input: &Input, links: &Links, formed: &mut Formed) {
    let groups = comparable(&formed.figures);
    let circles = replace(input, links, &groups, formed);
    let narrowed = refine(links, &groups, input, &mut formed.figures);
    oppose(input, links, &groups, &circles, &mut formed.figures);
    take_over(input, &narrowed, &mut formed.figures);
    follow(&mut formed.figures);
}

/// Names, for each figure that is replaced, the figure that stands in the end.
fn follow(figures: &mut [Figure]) {
    for index in 0..figures.len() {
        if let State::Replaced(end) = figures[index].state
            && let State::Refined(narrower) = figures[end].state
        {
            figures[index].state = State::Replaced(narrower);
        }
    }
}

/// The figures of one topic, unit and instrument, several of them. Sums that are added are not compared with those that are not.
fn comparable(figures: &[Figure]) -> Vec<Vec<usize>> {
    type Key = (Topic, Option<usize>, Option<usize>, bool);
    let mut groups: HashMap<Key, Vec<usize>> = HashMap::new();
    for (index, figure) in figures.iter().enumerate() {
        let key = (Topic::of(figure), figure.unit, figure.instrument, figure.counted);
        groups.entry(key).or_default().push(index);
    }
    let mut groups: Vec<_> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    groups
}

fn pairs(group: &[usize]) -> impl Iterator<Item = (usize, usize)> + use<'_> {
    group
        .iter()
        .enumerate()
        .flat_map(|(place, &one)| group[place + 1..].iter().map(move |&other| (one, other)))
}

/// Whether the figures are compared by rule.
fn compared(input: &Input, links: &Links, figures: &[Figure], one: usize, other: usize) -> bool {
    let [a, b] = [&figures[one], &figures[other]];
    meet(a.period, b.period) && !links.decide(one, other) && !pays_within(input, a, b) && !pays_within(input, b, a)
}

/// Whether the payers of a smaller sum are some of the other's payers, or members of them: it is paid within the other.
pub(crate) fn pays_within(input: &Input, part: &Figure, whole: &Figure) -> bool {
    if part.payers.is_empty() || part.payers == whole.payers || part.bounds.size() >= whole.bounds.size() {
        return false;
    }
    part.payers.iter().all(|&payer| {
        whole.payers.contains(&payer) || ancestors(input, payer).any(|above| whole.payers.contains(&above))
    })
}

/// The entities that an entity is a part of, the nearest first; it ends where the parts go round in a circle.
pub(crate) fn ancestors(input: &Input, entity: usize) -> impl Iterator<Item = usize> + use<'_> {
    let mut seen = BTreeSet::from([entity]);
    std::iter::successors(input.entities[entity].part_of, |&above| input.entities[above].part_of)
        .take_while(move |&above| seen.insert(above))
}

/// Finds the replaced figures. Gives the circles of replacements, whose figures are rivals.
fn replace(input: &Input, links: &Links, groups: &[Vec<usize>], formed: &mut Formed) -> Vec<Vec<usize>> {
    let figures = &mut formed.figures;
    let mut graph = DiGraph::<(), ()>::new();
    for _ in figures.iter() {
        graph.add_node(());
    }
    let mut edge = |older: usize, newer: usize| {
        graph.update_edge(NodeIndex::new(older), NodeIndex::new(newer), ());
    };
    for (newer, older) in links.pairs(Relation::Replaces) {
        let [one, two] = [figures[newer].instrument, figures[older].instrument];
        if one.is_none() || two.is_none() || one == two {
            edge(older, newer);
        }
    }
    for &(newer, older) in &formed.later {
        if newer != older {
            edge(older, newer);
        }
    }
    for group in groups {
        let voices: Vec<Voices> = group
            .iter()
            .map(|&index| Voices::of(input, &figures[index].claims))
            .collect();
        for (one, other) in pairs(&(0..group.len()).collect::<Vec<_>>()) {
            let [a, b] = [group[one], group[other]];
            let [bounds, others] = [figures[a].bounds, figures[b].bounds];
            if bounds.inside(others) || others.inside(bounds) || !compared(input, links, figures, a, b) {
                continue;
            }
            // A person who says that they do not fit knows more than their dates.
            if links.between(Relation::DoesNotFit, a, b) && are_alike(&figures[a], &figures[b]) {
                continue;
            }
            if voices[one].later_than(&voices[other]) {
                edge(b, a);
            } else if voices[other].later_than(&voices[one]) {
                edge(a, b);
            }
        }
    }
    settle(&graph, figures)
}

/// Sets which figures are replaced, along the chains of replacements. Gives the circles.
fn settle(graph: &DiGraph<(), ()>, figures: &mut [Figure]) -> Vec<Vec<usize>> {
    let components = petgraph::algo::kosaraju_scc(graph);
    let mut component_of = vec![0; figures.len()];
    for (number, component) in components.iter().enumerate() {
        for node in component {
            component_of[node.index()] = number;
        }
    }
    let mut circles = Vec::new();
    // The components come in an order in which what replaces comes before what is replaced.
    for (number, component) in components.iter().enumerate() {
        let ends: Vec<(usize, Option<usize>)> = component
            .iter()
            .map(|&node| {
                let end = graph
                    .neighbors(node)
                    .filter(|newer| component_of[newer.index()] != number)
                    .map(|newer| match figures[newer.index()].state {
                        State::Replaced(end) => end,
                        _ => newer.index(),
                    })
                    .min();
                (node.index(), end)
            })
            .collect();
        for &(index, end) in &ends {
            if let Some(end) = end {
                figures[index].state = State::Replaced(end);
            }
        }
        let standing: Vec<usize> = ends
            .iter()
            .filter(|(_, end)| end.is_none())
            .map(|&(index, _)| index)
            .collect();
        if standing.len() > 1 {
            circles.push(standing);
        }
    }
    circles
}

/// The figures of a group that stand.
fn standing(group: &[usize], figures: &[Figure]) -> Vec<usize> {
    let stands = |index: &usize| figures[*index].state == State::Stands;
    group.iter().copied().filter(stands).collect()
}

/// Finds the figures that a narrower one refines. Gives the wider figures of each narrower one.
fn refine(links: &Links, groups: &[Vec<usize>], input: &Input, figures: &mut [Figure]) -> BTreeMap<usize, Vec<usize>> {
    let mut narrower: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for group in groups {
        let standing = standing(group, figures);
        for (one, other) in pairs(&standing) {
            let [a, b] = [&figures[one], &figures[other]];
            if a.bounds == b.bounds || a.period != b.period {
                continue;
            }
            let (narrow, wide) = match (a.bounds.inside(b.bounds), b.bounds.inside(a.bounds)) {
                (true, _) => (one, other),
                (_, true) => (other, one),
                _ => continue,
            };
            if compatible(&a.payers, &b.payers)
                && compatible(&a.payees, &b.payees)
                && compared(input, links, figures, one, other)
            {
                narrower.entry(wide).or_default().push(narrow);
            }
        }
    }
    let mut widest_last: Vec<usize> = narrower.keys().copied().collect();
    widest_last.sort_by_key(|&wide| {
        let bounds = figures[wide].bounds;
        (
            bounds.maximum.is_none(),
            bounds.maximum,
            std::cmp::Reverse(bounds.minimum),
        )
    });
    let mut wider: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for wide in widest_last {
        let end = |narrow: usize| match figures[narrow].state {
            State::Refined(end) => end,
            _ => narrow,
        };
        if let Some(end) = narrower[&wide].iter().map(|&narrow| end(narrow)).min() {
            figures[wide].state = State::Refined(end);
        }
        for &narrow in &narrower[&wide] {
            wider.entry(narrow).or_default().push(wide);
        }
    }
    wider
}

/// Gives the payers and payees of wider figures to the narrower ones that name none.
fn take_over(input: &Input, wider: &BTreeMap<usize, Vec<usize>>, figures: &mut [Figure]) {
    for (&narrow, wide) in wider {
        if figures[narrow].state != State::Stands {
            continue;
        }
        let mut wide = wide.clone();
        wide.sort_unstable();
        let first = |of: fn(&Figure) -> &BTreeSet<usize>| {
            let mut stated = wide.iter().map(|&index| of(&figures[index]));
            stated.find(|set| !set.is_empty()).cloned().unwrap_or_default()
        };
        let [payers, payees] = [first(|figure| &figure.payers), first(|figure| &figure.payees)];
        let figure = &mut figures[narrow];
        if figure.payers.is_empty() {
            figure.payers = payers;
        }
        if figure.payees.is_empty() {
            figure.payees = payees;
        }
        figure.take_sector(input);
    }
}

/// Whether figures that a person called incompatible are figures of the same thing.
fn are_alike(one: &Figure, other: &Figure) -> bool {
    let increments = [one, other].map(|figure| figure.use_of == Role::Increment);
    one.things == other.things
        && one.unit == other.unit
        && one.instrument == other.instrument
        && one.per == other.per
        && one.money == other.money
        && one.counted == other.counted
        && one.round == other.round
        && increments[0] == increments[1]
}

/// Joins rivals into units.
fn oppose(input: &Input, links: &Links, groups: &[Vec<usize>], circles: &[Vec<usize>], figures: &mut [Figure]) {
    let mut units = UnionFind::<usize>::new(figures.len());
    for group in groups {
        let standing = standing(group, figures);
        for (one, other) in pairs(&standing) {
            if !units.equiv(one, other) && compared(input, links, figures, one, other) {
                units.union(one, other);
            }
        }
    }
    for circle in circles {
        let mut first: HashMap<(Option<usize>, Option<usize>), usize> = HashMap::new();
        for &index in circle {
            let key = (figures[index].unit, figures[index].instrument);
            units.union(*first.entry(key).or_insert(index), index);
        }
    }
    for (one, other) in links.pairs(Relation::DoesNotFit) {
        let [a, b] = [&figures[one], &figures[other]];
        if [a, b].iter().all(|figure| figure.state == State::Stands) && are_alike(a, b) {
            units.union(one, other);
        }
    }
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (index, figure) in figures.iter_mut().enumerate() {
        figure.rivals = *first.entry(units.find(index)).or_insert(index);
    }
}
