//! Which claims state one figure once.

use super::claims::{
    Topic, compatible, first_speaking, lacks_something, links_that_count, matter, nested, original, speaking,
    sum_later, taking_part, topic, uncounted,
};
use std::collections::{BTreeMap, BTreeSet};
use sums::{Bounds, Claim, Input, Relation, Role, Sector, Span};

/// A figure: the claims of one component in one column, and what it is.
#[derive(Debug, Clone)]
pub struct Figure {
    /// In speaking order.
    pub claims: Vec<usize>,
    pub component: usize,
    pub column: usize,
    pub paid: bool,
    pub things: BTreeSet<usize>,
    pub kind: usize,
    pub round: bool,
    pub role: usize,
    pub use_of: Role,
    pub per: Option<usize>,
    pub base: Option<usize>,
    pub money: bool,
    /// Whether it can be added up and is money.
    pub sum: bool,
    pub bounds: Bounds,
    pub unit: Option<usize>,
    pub period: Option<Span>,
    pub instrument: Option<usize>,
    pub exposure: bool,
    pub payers: BTreeSet<usize>,
    pub payees: BTreeSet<usize>,
    pub payer_sector: Option<Sector>,
    /// Whether a claim has a passage.
    pub recorded: bool,
}

impl Figure {
    /// The topic of the figure.
    pub fn topic(&self) -> Topic {
        let contribution = self.use_of == Role::Contribution;
        let matter = (
            self.column,
            self.things.clone(),
            self.kind,
            self.role,
            self.per,
            self.base,
            self.money,
            self.exposure,
        );
        (matter, contribution.then(|| (self.payers.clone(), self.payees.clone())))
    }

    /// The claim that speaks for it.
    pub fn speaker(&self) -> usize {
        self.claims[0]
    }
}

/// The figures, the open claims, and which figure replaces which because a claim without period does.
pub struct Formed {
    pub figures: Vec<Figure>,
    pub open: BTreeSet<usize>,
    /// Replacing and replaced.
    pub replacing: Vec<(usize, usize)>,
}

/// Claims that state one figure with the same dimensions.
struct Group {
    founder: usize,
    claims: Vec<usize>,
    payers: BTreeSet<usize>,
    payees: BTreeSet<usize>,
}

impl Group {
    fn new(input: &Input, claim: usize) -> Self {
        Self {
            founder: claim,
            claims: vec![claim],
            payers: input.claims[claim].payers.clone(),
            payees: input.claims[claim].payees.clone(),
        }
    }

    fn admits(&self, claim: &Claim) -> bool {
        compatible(&self.payers, &claim.payers) && compatible(&self.payees, &claim.payees)
    }

    /// The group has the payers and payees that any member stated.
    fn join(&mut self, input: &Input, claim: usize) {
        self.claims.push(claim);
        self.payers.extend(&input.claims[claim].payers);
        self.payees.extend(&input.claims[claim].payees);
    }

    fn speaker(&self, input: &Input) -> usize {
        first_speaking(input, self.claims.iter().copied()).expect("a group has a claim")
    }
}

/// Puts a claim into the group of these that speaks first.
fn join_first(input: &Input, groups: &mut [Group], candidates: &[usize], claim: usize) {
    let first = candidates.iter().copied().min_by(|a, b| {
        let (a, b) = (groups[*a].speaker(input), groups[*b].speaker(input));
        speaking(input, a, b)
    });
    groups[first.expect("a candidate")].join(input, claim);
}

/// Each claim joins the first group of equal topic, bounds and dimensions, and compatible payers and payees, or founds one.
fn equal_groups(input: &Input, claims: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for claim in claims.iter().copied() {
        let this = &input.claims[claim];
        let equal = |group: &Group| {
            let other = &input.claims[group.founder];
            matter(this) == matter(other)
                && this.bounds == other.bounds
                && (this.unit, this.period, this.instrument) == (other.unit, other.period, other.instrument)
                && group.admits(this)
        };
        let candidates: Vec<usize> = (0..groups.len()).filter(|group| equal(&groups[*group])).collect();
        if candidates.is_empty() {
            groups.push(Group::new(input, claim));
        } else {
            join_first(input, &mut groups, &candidates, claim);
        }
    }
    groups
}

/// More of payers and payees stated first, then speaking order.
fn joining_order(input: &Input, claims: &mut [usize]) {
    claims.sort_by(|a, b| {
        let stated = |claim: usize| {
            usize::from(!input.claims[claim].payers.is_empty()) + usize::from(!input.claims[claim].payees.is_empty())
        };
        stated(*b).cmp(&stated(*a)).then(speaking(input, *a, *b))
    });
}

/// The dimension fits if it is equal or the claim has none.
fn fits<T: PartialEq>(of_claim: Option<T>, of_other: Option<T>) -> bool {
    of_claim.is_none() || of_claim == of_other
}

/// The claim joins the group with equal bounds if its dimensions leave only one choice.
fn joins_complete(input: &Input, groups: &mut [Group], claim: usize) -> bool {
    let this = &input.claims[claim];
    let candidate = |group: &Group| {
        let other = &input.claims[group.founder];
        matter(this) == matter(other)
            && this.bounds == other.bounds
            && fits(this.unit, other.unit)
            && fits(this.period, other.period)
            && fits(this.instrument, other.instrument)
            && group.admits(this)
    };
    let candidates: Vec<usize> = (0..groups.len()).filter(|group| candidate(&groups[*group])).collect();
    let dimensions = |group: &usize| {
        let other = &input.claims[groups[*group].founder];
        (other.unit, other.period, other.instrument)
    };
    if candidates.is_empty()
        || candidates
            .iter()
            .any(|group| dimensions(group) != dimensions(&candidates[0]))
    {
        return false;
    }
    join_first(input, groups, &candidates, claim);
    true
}

/// A claim that a link makes a part or a whole, an addition or its base, a replacement, of another scope, or taken up is never open.
fn never_open(input: &Input, claim: usize) -> bool {
    use Relation::{AddsTo, DiffersInScope, MayTakeUp, PartOf, Replaces, TakesUp};
    links_that_count(input).iter().any(|link| {
        let from = link.claim == claim
            && matches!(
                link.relation,
                PartOf | AddsTo | Replaces | TakesUp | MayTakeUp | DiffersInScope
            );
        let to = link.other == claim && matches!(link.relation, PartOf | AddsTo | TakesUp | MayTakeUp | DiffersInScope);
        from || to
    })
}

/// Whether a link says how two claims relate, so that neither replaces the other by rule.
fn decided(input: &Input, a: usize, b: usize) -> bool {
    use Relation::{AddsTo, DiffersInScope, MayTakeUp, PartOf, TakesUp};
    links_that_count(input).iter().any(|link| {
        matches!(link.relation, PartOf | AddsTo | TakesUp | MayTakeUp | DiffersInScope)
            && ([link.claim, link.other] == [a, b] || [link.claim, link.other] == [b, a])
    })
}

/// Before it is open, a claim that is later than exactly one sum of its topic, in the same voice, replaces that sum: the first claim of it.
/// Sums are here the complete claims of the topic; none of these may have bounds inside the claim's, or around them.
fn replaces_one(input: &Input, complete: &[usize], parts: &Partition, claim: usize) -> Option<usize> {
    the_only_one(input, complete, parts, claim, |claims| {
        sum_later(input, &[claim], claims)
    })
}

/// A claim that links keep from being open is replaced by the only sum that is later than it, in the same voice: the first claim of it.
fn replaced_by_one(input: &Input, complete: &[usize], parts: &Partition, claim: usize) -> Option<usize> {
    the_only_one(input, complete, parts, claim, |claims| {
        sum_later(input, claims, &[claim])
    })
}

fn the_only_one(
    input: &Input,
    complete: &[usize],
    parts: &Partition,
    claim: usize,
    order: impl Fn(&[usize]) -> bool,
) -> Option<usize> {
    let this = &input.claims[claim];
    let mut sums: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for other in complete.iter().copied() {
        if topic(this) == topic(&input.claims[other]) {
            sums.entry(parts.part(other)).or_default().push(other);
        }
    }
    let possible = |claims: &Vec<usize>| {
        let others = || claims.iter().map(|other| &input.claims[*other]);
        others().any(|other| fits(this.unit, other.unit) && fits(this.instrument, other.instrument))
            && others().all(|other| !nested(this.bounds, other.bounds))
            && !claims.iter().any(|other| decided(input, claim, *other))
            && order(claims)
    };
    let mut earlier = sums.into_values().filter(possible);
    let found = earlier.next()?;
    earlier.next().is_none().then_some(found[0])
}

/// Claims in parts; joining two claims joins their parts.
struct Partition(BTreeMap<usize, usize>);

impl Partition {
    fn new(claims: &[usize]) -> Self {
        Self(claims.iter().map(|claim| (*claim, *claim)).collect())
    }

    fn part(&self, claim: usize) -> usize {
        self.0[&claim]
    }

    fn join(&mut self, a: usize, b: usize) {
        let (from, to) = (self.part(a), self.part(b));
        self.0
            .values_mut()
            .filter(|part| **part == from)
            .for_each(|part| *part = to);
    }

    fn join_groups(&mut self, groups: &[Group]) {
        for group in groups {
            group.claims.iter().for_each(|claim| self.join(*claim, group.founder));
        }
    }
}

/// Forms the figures.
pub fn form(input: &Input) -> Formed {
    let claims = taking_part(input);
    let mut parts = Partition::new(&claims);
    let mut linked = BTreeSet::new();
    for link in links_that_count(input)
        .iter()
        .filter(|link| matches!(link.relation, Relation::SameAs | Relation::Converts))
    {
        parts.join(link.claim, link.other);
        linked.extend([link.claim, link.other]);
    }
    let (mut incomplete, mut complete): (Vec<usize>, Vec<usize>) = claims
        .iter()
        .partition(|claim| lacks_something(input, &claims, **claim));
    joining_order(input, &mut complete);
    let mut groups = equal_groups(input, &complete);

    incomplete.retain(|claim| !linked.contains(claim));
    joining_order(input, &mut incomplete);
    incomplete.retain(|claim| !joins_complete(input, &mut groups, *claim));
    parts.join_groups(&groups);

    let (mut own, mut open, mut replacing) = (Vec::new(), BTreeSet::new(), Vec::new());
    for claim in incomplete {
        if let Some(replaced) = replaces_one(input, &complete, &parts, claim) {
            own.push(claim);
            replacing.push((claim, replaced));
        } else if never_open(input, claim) {
            own.push(claim);
            if let Some(newer) = replaced_by_one(input, &complete, &parts, claim) {
                replacing.push((newer, claim));
            }
        } else {
            open.insert(claim);
        }
    }
    parts.join_groups(&equal_groups(input, &own));

    let figures = figures(input, &claims, &parts, &open);
    let figure = |claim: usize| {
        figures
            .iter()
            .position(|figure| figure.claims.contains(&claim))
            .expect("a figure")
    };
    let replacing = replacing
        .into_iter()
        .map(|(from, to)| (figure(from), figure(to)))
        .collect();
    Formed {
        figures,
        open,
        replacing,
    }
}

/// A component is one figure in each column where it has claims.
fn figures(input: &Input, claims: &[usize], parts: &Partition, open: &BTreeSet<usize>) -> Vec<Figure> {
    let mut of: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for claim in claims.iter().copied().filter(|claim| !open.contains(claim)) {
        of.entry((parts.part(claim), input.claims[claim].column))
            .or_default()
            .push(claim);
    }
    let everywhere = |component: usize| {
        let columns = of.iter().filter(|((other, _), _)| *other == component);
        let mut claims: Vec<usize> = columns.flat_map(|(_, claims)| claims.iter().copied()).collect();
        claims.sort_by(|a, b| speaking(input, *a, *b));
        claims
    };
    of.iter()
        .map(|((component, _), claims)| figure(input, *component, claims.clone(), &everywhere(*component)))
        .collect()
}

/// The first claim speaks for the figure; what it does not state comes from the first that does, and then from the first in any column, but
/// for the period. Increment prevails, then total.
fn figure(input: &Input, component: usize, claims: Vec<usize>, everywhere: &[usize]) -> Figure {
    let all: Vec<&Claim> = claims.iter().map(|claim| &input.claims[*claim]).collect();
    let wider: Vec<usize> = claims.iter().chain(everywhere).copied().collect();
    let stated = || wider.iter().map(|claim| &input.claims[*claim]);
    let speaker = all[0];
    let set = |of: fn(&Claim) -> &BTreeSet<usize>| {
        stated()
            .map(of)
            .find(|set| !set.is_empty())
            .cloned()
            .unwrap_or_default()
    };
    let with = |role: Role| {
        all.iter()
            .zip(&claims)
            .find(|(claim, index)| {
                claim.use_of == role && claim.money == speaker.money && original(input, **index).is_none()
            })
            .map(|(claim, _)| claim)
    };
    // A share has another unit, and so has a converted figure.
    let unit = |claim: &&usize| input.claims[**claim].money == speaker.money && original(input, **claim).is_none();
    let with_instrument = stated().find(|claim| claim.instrument.is_some()).unwrap_or(speaker);
    let role = with(Role::Increment).or(with(Role::Total)).unwrap_or(&speaker);
    Figure {
        component,
        column: speaker.column,
        paid: speaker.paid,
        things: speaker.things.clone(),
        kind: speaker.kind,
        round: speaker.round,
        role: role.role,
        use_of: role.use_of,
        per: speaker.per,
        base: speaker.base,
        money: speaker.money,
        sum: speaker.money && uncounted(input, claims[0]).is_none(),
        bounds: speaker.bounds,
        unit: speaker
            .unit
            .or_else(|| wider.iter().filter(unit).find_map(|claim| input.claims[*claim].unit)),
        period: all.iter().find_map(|claim| claim.period),
        instrument: with_instrument.instrument,
        exposure: with_instrument.exposure,
        payers: set(|claim| &claim.payers),
        payees: set(|claim| &claim.payees),
        payer_sector: stated().find_map(|claim| claim.payer_sector),
        recorded: all.iter().any(|claim| claim.passage.is_some()),
        claims,
    }
}
