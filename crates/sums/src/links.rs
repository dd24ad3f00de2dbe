//! Links between claims, as links between figures.

use crate::claim::{Input, Link, Relation, Role, Status};
use crate::form::Formed;
use crate::order;
use std::collections::{BTreeSet, HashMap};

/// The input with links of claims that were withdrawn or corrected moved to the claims that replace them; `None` where none is moved.
///
/// Parts, additions and sums taken up stay so when the whole is corrected: the link leads to the claim that stands in its place.
pub(crate) fn moved(input: &Input) -> Option<Input> {
    let gone = |claim: usize| {
        let claim = &input.claims[claim];
        claim.status != Status::Current || input.documents[claim.document].withdrawn
    };
    let mut newer: HashMap<usize, usize> = HashMap::new();
    let ranks = order::ranks(input, &order::counted(input, &order::converted(input)));
    for link in input
        .links
        .iter()
        .filter(|link| link.relation == Relation::Replaces && link.claim != link.other)
    {
        let known = newer.entry(link.other).or_insert(link.claim);
        if ranks[link.claim] < ranks[*known] {
            *known = link.claim;
        }
    }
    let standing = |claim: usize| {
        let mut seen = BTreeSet::new();
        let mut at = claim;
        while gone(at) && seen.insert(at) {
            at = *newer.get(&at)?;
        }
        (!gone(at)).then_some(at)
    };
    let is_moved = |link: &&Link| {
        let decides = !matches!(
            link.relation,
            Relation::Replaces | Relation::SameAs | Relation::Converts | Relation::DoesNotFit
        );
        decides && (gone(link.claim) || gone(link.other))
    };
    let moved: Vec<Link> = input
        .links
        .iter()
        .filter(is_moved)
        .filter_map(|link| {
            Some(Link {
                claim: standing(link.claim)?,
                other: standing(link.other)?,
                ..*link
            })
        })
        .collect();
    if moved.is_empty() {
        return None;
    }
    let mut input = input.clone();
    input.links.extend(moved);
    Some(input)
}

/// The links of one relation between figures of one column: the figure, and the other one.
pub(crate) type Pairs = BTreeSet<(usize, usize)>;

/// The links between figures.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pairs: HashMap<Relation, Pairs>,
    /// The figures that each figure is a part of.
    wholes: HashMap<usize, BTreeSet<usize>>,
    /// The figures that each increment adds to.
    bases: HashMap<usize, BTreeSet<usize>>,
    /// The figures that a link keeps from being compared with each figure.
    apart: HashMap<usize, BTreeSet<usize>>,
}

impl Links {
    /// Finds the figures that the links of claims hold between: in each column where both claims' components have one.
    pub(crate) fn of(input: &Input, formed: &Formed) -> Self {
        let mut columns: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (index, figure) in formed.figures.iter().enumerate() {
            columns
                .entry(figure.component)
                .or_default()
                .push((figure.column, index));
        }
        let figures = |claim: usize| {
            let component = formed.figure_of[claim].map(|figure| formed.figures[figure].component)?;
            columns.get(&component)
        };
        let mut links = Self::default();
        for link in input.links.iter().filter(|link| link.claim != link.other) {
            for &(column, one) in figures(link.claim).into_iter().flatten() {
                for &(other_column, other) in figures(link.other).into_iter().flatten() {
                    if column == other_column && one != other {
                        links.add(link.relation, one, other);
                        if link.relation == Relation::AddsTo && formed.figures[one].use_of == Role::Increment {
                            links.bases.entry(one).or_default().insert(other);
                        }
                    }
                }
            }
        }
        links
    }

    fn add(&mut self, relation: Relation, one: usize, other: usize) {
        self.pairs.entry(relation).or_default().insert((one, other));
        if relation == Relation::PartOf {
            self.wholes.entry(one).or_default().insert(other);
        }
        if matches!(
            relation,
            Relation::PartOf | Relation::AddsTo | Relation::DiffersInScope | Relation::TakesUp | Relation::MayTakeUp
        ) {
            self.apart.entry(one).or_default().insert(other);
            self.apart.entry(other).or_default().insert(one);
        }
    }

    /// The pairs of a relation, in order.
    pub(crate) fn pairs(&self, relation: Relation) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        self.pairs.get(&relation).into_iter().flatten().copied()
    }

    /// Whether the relation holds between both, in either direction.
    pub(crate) fn between(&self, relation: Relation, one: usize, other: usize) -> bool {
        self.pairs
            .get(&relation)
            .is_some_and(|pairs| pairs.contains(&(one, other)) || pairs.contains(&(other, one)))
    }

    /// Whether a link says how both relate, or links say that both are parts of one whole, or increments of different sums, so that they
    /// are not compared.
    pub(crate) fn decide(&self, one: usize, other: usize) -> bool {
        let apart = self.apart.get(&one).is_some_and(|others| others.contains(&other));
        let siblings = || match (self.wholes.get(&one), self.wholes.get(&other)) {
            (Some(wholes), Some(others)) => !wholes.is_disjoint(others),
            _ => false,
        };
        let raise_others = || match (self.bases.get(&one), self.bases.get(&other)) {
            (Some(bases), Some(others)) => bases.is_disjoint(others),
            _ => false,
        };
        apart || siblings() || raise_others()
    }
}
