//! Forms figures: which claims state one figure once.

use crate::claim::{Bounds, Claim, Input, Relation, Role, Span, Status};
use crate::figure::{Figure, State};
use crate::order;
use crate::voice::Voices;
use petgraph::unionfind::UnionFind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The figures that claims form, and what happened to the other claims.
pub(crate) struct Formed {
    /// The figures, by the rank of the claims that speak for them.
    pub figures: Vec<Figure>,
    /// The rank of each claim: the lowest speaks.
    pub ranks: Vec<usize>,
    /// The figure of each claim, if it has one.
    pub figure_of: Vec<Option<usize>>,
    /// The claims that are left open.
    pub open: Vec<bool>,
    /// Whether each claim lacks the unit, period or instrument that others of its topic state.
    pub lacks: Vec<[bool; 3]>,
    /// Figures that replace another because their claim, which lacks something, is later: the later one first.
    pub later: Vec<(usize, usize)>,
    /// What links say is contained in what, once the figures are compared.
    pub contained: Vec<Contained>,
}

/// A part by link, as the ends of the link stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Contained {
    pub part: usize,
    pub whole: usize,
    /// Whether the whole takes up what was there before.
    pub takes_up: bool,
    /// Whether the part is an increment of a sum that the whole replaced.
    pub grown: bool,
}

/// What two claims share to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Topic {
    column: usize,
    things: BTreeSet<usize>,
    kind: usize,
    role: usize,
    per: Option<usize>,
    base: Option<usize>,
    money: bool,
    exposure: bool,
    /// Payers and payees of a contribution.
    between: Option<(BTreeSet<usize>, BTreeSet<usize>)>,
}

impl Topic {
    /// The topic in which claims state equal figures: whoever pays.
    fn of_claim(claim: &Claim) -> Self {
        Self {
            column: claim.column,
            things: claim.things.clone(),
            kind: claim.kind,
            role: claim.role,
            per: claim.per,
            base: claim.base,
            money: claim.money,
            exposure: claim.exposure,
            between: None,
        }
    }

    /// The topic of a figure; contributions are compared between the same payers and payees.
    pub(crate) fn of(figure: &Figure) -> Self {
        Self {
            column: figure.column,
            things: figure.things.clone(),
            kind: figure.kind,
            role: figure.role,
            per: figure.per,
            base: figure.base,
            money: figure.money,
            exposure: figure.exposure,
            between: (figure.use_of == Role::Contribution).then(|| (figure.payers.clone(), figure.payees.clone())),
        }
    }
}

/// Unit, period and instrument: compared within a topic, where a claim may lack one that others state.
type Dimensions = (Option<usize>, Option<Span>, Option<usize>);

fn dimensions(claim: &Claim) -> Dimensions {
    (claim.unit, claim.period, claim.instrument)
}

/// Whether the claim's dimensions are those of the others, or missing.
fn fits((unit, period, instrument): Dimensions, others: Dimensions) -> bool {
    (unit.is_none() || unit == others.0)
        && (period.is_none() || period == others.1)
        && (instrument.is_none() || instrument == others.2)
}

/// Whether both are the same entities, or one of both names none.
pub(crate) fn compatible(one: &BTreeSet<usize>, other: &BTreeSet<usize>) -> bool {
    one.is_empty() || other.is_empty() || one == other
}

/// Claims that state the same bounds of one topic.
struct Group {
    topic: usize,
    bounds: Bounds,
    dimensions: Dimensions,
    payers: BTreeSet<usize>,
    payees: BTreeSet<usize>,
    /// The rank of the claim that speaks.
    rank: usize,
    claims: Vec<usize>,
}

/// The complete claims of one topic that state one figure.
struct Complete {
    claims: Vec<usize>,
    voices: Voices,
}

struct Former<'i> {
    input: &'i Input,
    ranks: Vec<usize>,
    converted: Vec<bool>,
    counted: Vec<bool>,
    out: Vec<bool>,
    /// The topics in which claims state equal figures: whoever pays.
    topics: Vec<usize>,
    /// The topics in which claims are compared: for contributions with payers and payees.
    named: Vec<usize>,
    incomplete: Vec<bool>,
    lacks: Vec<[bool; 3]>,
    joined: HashSet<usize>,
    /// The claims that a link keeps from being open.
    linked: HashSet<usize>,
    /// The claims that a link sets into a relation with each claim in which neither replaces the other by rule.
    apart: HashMap<usize, HashSet<usize>>,
    union: UnionFind<usize>,
    open: Vec<bool>,
    groups: Vec<Group>,
    by_key: HashMap<(usize, Bounds, Dimensions), Vec<usize>>,
    by_bounds: HashMap<(usize, Bounds), Vec<usize>>,
    /// The complete claims of each topic with payers and payees.
    complete: HashMap<usize, Vec<usize>>,
}

/// Forms the figures of all claims.
pub(crate) fn figures(input: &Input) -> Formed {
    let mut former = Former::new(input);
    former.join_decided();
    let mut complete: Vec<usize> = former
        .taking_part()
        .filter(|&claim| !former.incomplete[claim])
        .collect();
    former.join_equals(&mut complete);
    former.index(&complete);
    let (mut own, later) = former.join_incomplete();
    former.by_key.clear();
    former.join_equals(&mut own);
    former.finish(&later)
}

fn is_out(input: &Input) -> Vec<bool> {
    input
        .claims
        .iter()
        .map(|claim| claim.status != Status::Current || input.documents[claim.document].withdrawn)
        .collect()
}

/// Numbers equal values alike.
fn numbers<T: Eq + std::hash::Hash>(values: impl Iterator<Item = T>) -> Vec<usize> {
    let mut known: HashMap<T, usize> = HashMap::new();
    values
        .map(|value| {
            let next = known.len();
            *known.entry(value).or_insert(next)
        })
        .collect()
}

impl<'i> Former<'i> {
    fn new(input: &'i Input) -> Self {
        let out = is_out(input);
        let topics = numbers(input.claims.iter().map(Topic::of_claim));
        let named = numbers(input.claims.iter().map(|claim| {
            let between = (claim.use_of == Role::Contribution).then(|| (claim.payers.clone(), claim.payees.clone()));
            (Topic::of_claim(claim), between)
        }));
        let mut stated = vec![[false; 3]; input.claims.len()];
        for (index, claim) in input.claims.iter().enumerate().filter(|&(index, _)| !out[index]) {
            let [unit, period, instrument] = &mut stated[named[index]];
            *unit |= claim.unit.is_some();
            *period |= claim.period.is_some();
            *instrument |= claim.instrument.is_some();
        }
        let lacks: Vec<[bool; 3]> = input
            .claims
            .iter()
            .zip(&named)
            .map(|(claim, &topic)| {
                let [unit, period, instrument] = stated[topic];
                [
                    unit && claim.unit.is_none(),
                    period && claim.period.is_none(),
                    instrument && claim.instrument.is_none(),
                ]
            })
            .collect();
        let incomplete = lacks.iter().map(|lacks| lacks.contains(&true)).collect();
        let count = input.claims.len();
        let converted = order::converted(input);
        let counted = order::counted(input, &converted);
        Self {
            input,
            ranks: order::ranks(input, &counted),
            converted,
            counted,
            out,
            topics,
            named,
            incomplete,
            lacks,
            joined: HashSet::new(),
            linked: HashSet::new(),
            apart: HashMap::new(),
            union: UnionFind::new(count),
            open: vec![false; count],
            groups: Vec::new(),
            by_key: HashMap::new(),
            by_bounds: HashMap::new(),
            complete: HashMap::new(),
        }
    }

    fn taking_part(&self) -> impl Iterator<Item = usize> + use<'_, 'i> {
        (0..self.input.claims.len()).filter(|&claim| !self.out[claim])
    }

    /// Joins what a person called the same, and notes which claims other links keep from being open.
    fn join_decided(&mut self) {
        for link in &self.input.links {
            if self.out[link.claim] || self.out[link.other] || link.claim == link.other {
                continue;
            }
            match link.relation {
                Relation::SameAs | Relation::Converts => {
                    self.union.union(link.claim, link.other);
                    self.joined.extend([link.claim, link.other]);
                }
                Relation::Replaces => {
                    self.linked.insert(link.claim);
                    continue;
                }
                Relation::PartOf
                | Relation::AddsTo
                | Relation::TakesUp
                | Relation::MayTakeUp
                | Relation::DiffersInScope => self.linked.extend([link.claim, link.other]),
                Relation::DoesNotFit => continue,
            }
            self.apart.entry(link.claim).or_default().insert(link.other);
            self.apart.entry(link.other).or_default().insert(link.claim);
        }
    }

    /// Those that name more payers and payees come first, then those that speak first.
    fn sort_for_joining(&self, claims: &mut [usize]) {
        let named = |claim: usize| {
            let claim = &self.input.claims[claim];
            usize::from(!claim.payers.is_empty()) + usize::from(!claim.payees.is_empty())
        };
        claims.sort_by_key(|&claim| (Reverse(named(claim)), self.ranks[claim]));
    }

    /// Joins the claims that state equal bounds in equal dimensions; those that name more payers and payees come first.
    fn join_equals(&mut self, claims: &mut [usize]) {
        self.sort_for_joining(claims);
        for &claim in claims.iter() {
            let stated = &self.input.claims[claim];
            let key = (self.topics[claim], stated.bounds, dimensions(stated));
            let found = self.by_key.get(&key).into_iter().flatten().copied().filter(|&group| {
                compatible(&self.groups[group].payers, &stated.payers)
                    && compatible(&self.groups[group].payees, &stated.payees)
            });
            match found.min_by_key(|&group| self.groups[group].rank) {
                Some(group) => self.add(group, claim),
                None => {
                    self.by_key.entry(key).or_default().push(self.groups.len());
                    self.groups.push(Group {
                        topic: key.0,
                        bounds: key.1,
                        dimensions: key.2,
                        payers: stated.payers.clone(),
                        payees: stated.payees.clone(),
                        rank: self.ranks[claim],
                        claims: vec![claim],
                    });
                }
            }
        }
    }

    fn add(&mut self, group: usize, claim: usize) {
        let stated = &self.input.claims[claim];
        let group = &mut self.groups[group];
        if group.payers.is_empty() {
            group.payers.clone_from(&stated.payers);
        }
        if group.payees.is_empty() {
            group.payees.clone_from(&stated.payees);
        }
        group.rank = group.rank.min(self.ranks[claim]);
        self.union.union(group.claims[0], claim);
        group.claims.push(claim);
    }

    fn index(&mut self, complete: &[usize]) {
        for (index, group) in self.groups.iter().enumerate() {
            let key = (group.topic, group.bounds);
            self.by_bounds.entry(key).or_default().push(index);
        }
        for &claim in complete {
            self.complete.entry(self.named[claim]).or_default().push(claim);
        }
    }

    /// Joins each claim that lacks something to the one sum that it can only mean. Gives those that stay figures of their own, and pairs of claims
    /// of which the first one's figure replaces that of the second.
    fn join_incomplete(&mut self) -> (Vec<usize>, Vec<(usize, usize)>) {
        let mut own = Vec::new();
        let mut later = Vec::new();
        let mut known = HashMap::new();
        let lacking = |&claim: &usize| self.incomplete[claim] && !self.joined.contains(&claim);
        let mut claims: Vec<usize> = self.taking_part().filter(lacking).collect();
        self.sort_for_joining(&mut claims);
        for claim in claims {
            if let Some(group) = self.meant(claim) {
                self.add(group, claim);
            } else if let Some(older) = self.alone(claim, &mut known, Voices::later_than) {
                own.push(claim);
                later.push((claim, older));
            } else if self.linked.contains(&claim) {
                own.push(claim);
                let newer = self.alone(claim, &mut known, |own, others| others.later_than(own));
                later.extend(newer.map(|newer| (newer, claim)));
            } else {
                self.open[claim] = true;
            }
        }
        (own, later)
    }

    /// The group of equal bounds that an incomplete claim means.
    fn meant(&self, claim: usize) -> Option<usize> {
        let stated = &self.input.claims[claim];
        let fitting = self
            .by_bounds
            .get(&(self.topics[claim], stated.bounds))
            .into_iter()
            .flatten()
            .copied()
            .filter(|&group| {
                let group = &self.groups[group];
                fits(dimensions(stated), group.dimensions)
                    && compatible(&group.payers, &stated.payers)
                    && compatible(&group.payees, &stated.payees)
            });
        let mut best: Option<usize> = None;
        for group in fitting {
            let Some(first) = best else {
                best = Some(group);
                continue;
            };
            if self.groups[first].dimensions != self.groups[group].dimensions {
                return None;
            }
            if self.groups[group].rank < self.groups[first].rank {
                best = Some(group);
            }
        }
        best
    }

    /// A claim of the only figure of the topic that stands in the relation `order` to the incomplete claim, such as that this is later in the same
    /// voice. Figures are not asked whose currency or instrument differ, or that a link sets beside the claim.
    fn alone(
        &self,
        claim: usize,
        known: &mut HashMap<usize, Vec<Complete>>,
        order: impl Fn(&Voices, &Voices) -> bool,
    ) -> Option<usize> {
        let stated = &self.input.claims[claim];
        let topic = self.named[claim];
        let apart = self.apart.get(&claim);
        let decided = |other: &usize| apart.is_some_and(|apart| apart.contains(other));
        let figures = known.entry(topic).or_insert_with(|| self.figures_of(topic));
        let own = Voices::of(self.input, [&claim]);
        let fitting = |figure: &&Complete| {
            let others = || figure.claims.iter().map(|&other| &self.input.claims[other]);
            let fits = |other: &Claim| {
                fits(
                    (stated.unit, None, stated.instrument),
                    (other.unit, None, other.instrument),
                )
            };
            let nested = |other: &Claim| stated.bounds.inside(other.bounds) || other.bounds.inside(stated.bounds);
            let is_decided = figure.claims.iter().any(decided);
            others().any(fits) && !others().any(nested) && !is_decided && order(&own, &figure.voices)
        };
        let mut fitting = figures.iter().filter(fitting);
        let found = fitting.next()?;
        fitting.next().is_none().then(|| found.claims[0])
    }

    /// The figures of the complete claims of a topic.
    fn figures_of(&self, topic: usize) -> Vec<Complete> {
        let mut figures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &claim in self.complete.get(&topic).into_iter().flatten() {
            figures.entry(self.union.find(claim)).or_default().push(claim);
        }
        let voices = |claims: &Vec<usize>| Voices::of(self.input, claims);
        figures
            .into_values()
            .map(|claims| Complete {
                voices: voices(&claims),
                claims,
            })
            .collect()
    }

    fn finish(self, later: &[(usize, usize)]) -> Formed {
        let mut members: HashMap<usize, BTreeMap<usize, Vec<usize>>> = HashMap::new();
        for claim in self.taking_part().filter(|&claim| !self.open[claim]) {
            let columns = members.entry(self.union.find(claim)).or_default();
            columns.entry(self.input.claims[claim].column).or_default().push(claim);
        }
        let mut figures = Vec::new();
        for (component, columns) in members {
            let mut all: Vec<usize> = columns.values().flatten().copied().collect();
            all.sort_by_key(|&claim| self.ranks[claim]);
            for mut claims in columns.into_values() {
                claims.sort_by_key(|&claim| self.ranks[claim]);
                figures.push(figure(
                    self.input,
                    &self.counted,
                    &self.converted,
                    component,
                    claims,
                    &all,
                ));
            }
        }
        figures.sort_by_key(|figure| self.ranks[figure.claims[0]]);
        let mut figure_of = vec![None; self.input.claims.len()];
        for (index, figure) in figures.iter_mut().enumerate() {
            figure.rivals = index;
            for &claim in &figure.claims {
                figure_of[claim] = Some(index);
            }
        }
        let later = later
            .iter()
            .filter_map(|&(newer, older)| Some((figure_of[newer]?, figure_of[older]?)))
            .collect();
        Formed {
            figures,
            ranks: self.ranks,
            figure_of,
            open: self.open,
            lacks: self.lacks,
            later,
            contained: Vec::new(),
        }
    }
}

/// The figure that the claims of one column state, the first of which speaks for it. What it does not say comes from the first that does: of
/// these, else of `all` claims of the figure, which may stand in other columns. The period is not theirs: that of a payment is its day.
fn figure(
    input: &Input,
    counted: &[bool],
    converted: &[bool],
    component: usize,
    claims: Vec<usize>,
    all: &[usize],
) -> Figure {
    let own = || claims.iter().map(|&claim| &input.claims[claim]);
    let stated = || own().chain(all.iter().map(|&claim| &input.claims[claim]));
    let speaker = &input.claims[claims[0]];
    // A converted figure repeats the original; it does not tell what that measures.
    let alike = |&&claim: &&usize| input.claims[claim].money == speaker.money && !converted[claim];
    let measured = || claims.iter().filter(alike).map(|&claim| &input.claims[claim]);
    let with = |use_of: Role| measured().find(|claim| claim.use_of == use_of);
    let role = with(Role::Increment).or_else(|| with(Role::Total)).unwrap_or(speaker);
    let entities = |of: fn(&Claim) -> &BTreeSet<usize>| {
        let mut sets = stated().map(of);
        sets.find(|set| !set.is_empty()).cloned().unwrap_or_default()
    };
    // A share has another unit, and so has a converted figure.
    let mut alike_anywhere = claims.iter().chain(all).filter(alike);
    let unit = alike_anywhere.find_map(|&claim| input.claims[claim].unit);
    let with_instrument = stated().find(|claim| claim.instrument.is_some()).unwrap_or(speaker);
    let mut figure = Figure {
        component,
        things: speaker.things.clone(),
        kind: speaker.kind,
        round: speaker.round,
        role: role.role,
        use_of: role.use_of,
        per: speaker.per,
        base: speaker.base,
        bounds: speaker.bounds,
        unit: speaker.unit.or(unit),
        money: speaker.money,
        counted: counted[claims[0]],
        exposure: with_instrument.exposure,
        column: speaker.column,
        paid: speaker.paid,
        period: own().find_map(|claim| claim.period),
        instrument: with_instrument.instrument,
        payers: entities(|claim| &claim.payers),
        payees: entities(|claim| &claim.payees),
        sector: None,
        recorded: own().any(|claim| claim.passage.is_some() || claim.quoted),
        payer_sector: stated().find_map(|claim| claim.payer_sector),
        state: State::Stands,
        rivals: 0,
        whole: None,
        same_thing_whole: None,
        linked_part: false,
        outside: None,
        mixed: false,
        claims,
    };
    figure.take_sector(input);
    figure
}

impl Figure {
    /// Sets the sector: that of its payers, if all have the same, or that of payers that are not named.
    pub(crate) fn take_sector(&mut self, input: &Input) {
        let mut sectors = self.payers.iter().map(|&payer| input.entities[payer].sector);
        self.sector = match sectors.next() {
            None => self.payer_sector,
            Some(first) if sectors.all(|sector| sector == first) => first,
            Some(_) => None,
        };
    }
}
