//! Where each sum stands, for each grouping: in a row, or inside its whole.

use crate::claim::{Bounds, Relation, Role, Sector};
use crate::figure::{Figure, Known, Whole};
use crate::form::Formed;
use crate::links::Links;
use crate::part::{agree, in_place, stands};
use crate::total::{By, Group};
use std::collections::{BTreeMap, BTreeSet};
use text::decimal::Decimal;

/// The key of a row, but for what it is grouped by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub group: Group,
    pub column: usize,
    pub instrument: Option<usize>,
    pub unit: Option<usize>,
    pub sector: Option<Sector>,
    pub scope: Option<usize>,
    pub round: bool,
    pub increment: bool,
    pub per: Option<usize>,
}

/// The sums that stand, rivals together.
#[derive(Debug)]
pub(crate) struct Units {
    /// The figures of each unit.
    members: BTreeMap<usize, Vec<usize>>,
    /// The units, each after that of its whole.
    order: Vec<usize>,
    /// The figures that another may take up.
    may: BTreeSet<usize>,
    /// What each unit takes up: the other unit, and its range.
    taken: BTreeMap<usize, Vec<(usize, Bounds)>>,
}

impl Units {
    pub(crate) fn of(formed: &Formed, links: &Links) -> Self {
        let figures = &formed.figures;
        let mut units = Self {
            members: BTreeMap::new(),
            order: Vec::new(),
            may: BTreeSet::new(),
            taken: BTreeMap::new(),
        };
        for (index, figure) in figures.iter().enumerate().filter(|(_, figure)| stands(figure)) {
            units.members.entry(figure.rivals).or_default().push(index);
        }
        units.sort(figures);
        units.take(formed, links);
        units
    }

    /// Finds what units take up of others, and what they may take up.
    fn take(&mut self, formed: &Formed, links: &Links) {
        let figures = &formed.figures;
        let may: Vec<(usize, usize)> = links
            .pairs(Relation::MayTakeUp)
            .map(|(whole, part)| (in_place(figures, whole), in_place(figures, part)))
            .filter(|&(whole, part)| agree(&figures[whole], &figures[part]))
            .collect();
        let taken = formed.contained.iter().filter(|link| link.takes_up);
        let certain = taken.map(|link| (link.whole, link.part, true));
        let possible = may.into_iter().map(|(whole, part)| (whole, part, false));
        let mut found: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for (whole, part, certain) in possible.chain(certain) {
            let [one, two] = [&figures[whole], &figures[part]];
            if !stands(one) || !stands(two) || one.rivals == two.rivals {
                continue;
            }
            if !certain {
                self.may.insert(part);
            }
            if one.unit == two.unit {
                found.insert((one.rivals, two.rivals), certain);
            }
        }
        for ((whole, part), certain) in found {
            let mut range = range(figures, &self.members[&part], &BTreeSet::new());
            if !certain {
                range.minimum = Decimal::new(0, 0);
            }
            self.taken.entry(whole).or_default().push((part, range));
        }
    }

    /// Orders the units so that each comes after that of its whole.
    fn sort(&mut self, figures: &[Figure]) {
        let mut done = BTreeSet::new();
        for &unit in self.members.keys() {
            let mut path = Vec::new();
            let mut at = Some(unit);
            while let Some(unit) = at.filter(|&unit| done.insert(unit)) {
                path.push(unit);
                let first = self.members[&unit][0];
                at = figures[first].whole.map(|whole| figures[whole.figure].rivals);
            }
            self.order.extend(path.into_iter().rev());
        }
    }

    /// What units take up of others, each of these once; what is certain counts before what is possible.
    pub(crate) fn taken_up(&self, units: &BTreeSet<usize>) -> Vec<Bounds> {
        let mut taken: BTreeMap<usize, Bounds> = BTreeMap::new();
        let of_units = units.iter().filter_map(|unit| self.taken.get(unit));
        for &(part, range) in of_units.flatten() {
            let known = taken.entry(part).or_insert(range);
            known.minimum = known.minimum.max(range.minimum);
        }
        taken.into_values().collect()
    }

    /// The first figure of a unit.
    fn first(&self, unit: usize) -> usize {
        self.members[&unit][0]
    }

    /// The wholes whose parts exceed them, with these. Parts by links, role, payers and things are added up apart, as are those that name payers and those of
    /// another period.
    pub(crate) fn exceeded(&self, figures: &[Figure]) -> Vec<(usize, Vec<usize>)> {
        let mut parts: BTreeMap<(usize, Known, bool, bool), Vec<usize>> = BTreeMap::new();
        for (&unit, members) in &self.members {
            let part = &figures[members[0]];
            let whole = part.whole.filter(|whole| figures[whole.figure].unit == part.unit);
            if let Some(whole) = whole {
                let known = match whole.by {
                    Known::Entity(_) => Known::Entity(0),
                    known => known,
                };
                let other_period = part.period != figures[whole.figure].period;
                let key = (
                    figures[whole.figure].rivals,
                    known,
                    part.payers.is_empty(),
                    other_period,
                );
                parts.entry(key).or_default().push(unit);
            }
        }
        let mut exceeded: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for ((whole, ..), units) in parts {
            let members = &self.members[&whole];
            let of = range(figures, members, &BTreeSet::new());
            let least = units.iter().try_fold(Decimal::new(0, 0), |sum, unit| {
                let range = range(figures, &self.members[unit], &self.may);
                Some(sum?.checked_add(range.minimum.or(Decimal::new(0, 0))?))
            });
            if let (Some(Some(least)), Some(most)) = (least, of.maximum)
                && least > most
            {
                let firsts = units.iter().map(|unit| self.members[unit][0]);
                exceeded.entry(members[0]).or_default().extend(firsts);
            }
        }
        exceeded.into_iter().collect()
    }
}

/// From the least to the greatest of the figures. Those that another may take up may be nothing.
fn range(figures: &[Figure], members: &[usize], may: &BTreeSet<usize>) -> Bounds {
    let bounds = |index: &usize| {
        let bounds = figures[*index].bounds;
        Bounds {
            minimum: if may.contains(index) {
                Decimal::new(0, 0)
            } else {
                bounds.minimum
            },
            maximum: bounds.maximum,
        }
    };
    let mut all = members.iter().map(bounds);
    all.next()
        .map_or_else(Bounds::default, |first| all.fold(first, Bounds::spanning))
}

/// A unit in one row, or by payer the part of it that one payer pays.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its figures, in speaking order.
    pub figures: Vec<usize>,
    /// Whether it has rivals.
    pub disputed: bool,
    range: Bounds,
    /// The parts that stand in rows of their own, and the first figure of each.
    taken: Vec<(Bounds, usize)>,
}

impl Entry {
    /// What it adds to its row.
    pub(crate) fn rest(&self) -> Bounds {
        if self.taken.is_empty() {
            return self.range;
        }
        let parts: Vec<Bounds> = self.taken.iter().map(|&(bounds, _)| bounds).collect();
        self.range.less(&parts)
    }

    /// The first of the parts that are taken off.
    pub(crate) fn first_taken(&self) -> Option<usize> {
        self.taken.iter().map(|&(_, first)| first).min()
    }
}

/// Where the figures stand, for one grouping.
pub(crate) struct Places<'f> {
    /// The grouping.
    pub by: By,
    figures: &'f [Figure],
    units: &'f Units,
    /// The whole in which a figure is left out.
    inside: BTreeMap<usize, Whole>,
    /// The sum to which an increment adds.
    bases: BTreeMap<usize, usize>,
    /// The increments that a sum contains, which replaced the one that they add to.
    grown: BTreeSet<(usize, usize)>,
    /// The figures that differ in scope from others.
    scopes: BTreeSet<usize>,
}

impl<'f> Places<'f> {
    pub(crate) fn of(formed: &'f Formed, links: &Links, units: &'f Units, by: By) -> Self {
        let figures = &formed.figures;
        let grown = formed.contained.iter().filter(|link| link.grown);
        let grown = grown.map(|link| (link.part, link.whole)).collect();
        let mut places = Self {
            by,
            figures,
            units,
            inside: BTreeMap::new(),
            bases: bases(figures, links),
            grown,
            scopes: links
                .pairs(Relation::DiffersInScope)
                .flat_map(|(one, other)| [one, other])
                .collect(),
        };
        for unit in &units.order {
            for &index in &units.members[unit] {
                if let Some(whole) = places.whole_within(index) {
                    places.inside.insert(index, whole);
                }
            }
        }
        places
    }

    /// The whole in whose row the figure is contained, if it has no row of its own.
    fn whole_within(&self, index: usize) -> Option<Whole> {
        let figure = &self.figures[index];
        match self.by {
            By::Programme => {
                let things = &self.figures[self.units.first(figure.rivals)].things;
                let inside = self.above(figure).any(|above| self.figures[above].things == *things);
                figure.same_thing_whole.or(figure.whole).filter(|_| inside)
            }
            By::Kind | By::Unit => figure.whole,
            By::Payer | By::Payee => {
                let whole = figure.whole?;
                let holder = self.holder(whole.figure);
                let named = self.named(index);
                (named.is_empty() || named == self.named(holder)).then_some(whole)
            }
        }
    }

    /// The figures of other units above a figure, by wholes of any thing or of the same one.
    fn above(&self, figure: &Figure) -> impl Iterator<Item = usize> {
        let unit = figure.rivals;
        let mut found = BTreeSet::new();
        let mut next = vec![figure];
        while let Some(at) = next.pop() {
            for whole in [at.whole, at.same_thing_whole].into_iter().flatten() {
                if found.insert(whole.figure) {
                    next.push(&self.figures[whole.figure]);
                }
            }
        }
        found
            .into_iter()
            .filter(move |&above| self.figures[above].rivals != unit)
    }

    /// The whole in which the figure is left out.
    pub(crate) fn inside(&self, index: usize) -> Option<Whole> {
        self.inside.get(&index).copied()
    }

    /// The figure at or above this one that stands in a row.
    fn holder(&self, index: usize) -> usize {
        let above = |index: &usize| self.inside.get(index).map(|whole| whole.figure);
        // No circle of parts is left; the limit holds whatever mixes both kinds of wholes.
        std::iter::successors(Some(index), above)
            .take(self.figures.len())
            .last()
            .unwrap_or(index)
    }

    fn named(&self, index: usize) -> &BTreeSet<usize> {
        match self.by {
            By::Payee => &self.figures[index].payees,
            _ => &self.figures[index].payers,
        }
    }

    fn splits(&self) -> bool {
        matches!(self.by, By::Payer | By::Payee)
    }

    /// All units that stand in rows, with what is taken off them.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let may = match self.by {
            By::Programme => &BTreeSet::new(),
            _ => &self.units.may,
        };
        let mut entries: BTreeMap<(usize, Option<Group>), Entry> = BTreeMap::new();
        for (&unit, members) in &self.units.members {
            for &index in members.iter().filter(|index| !self.inside.contains_key(index)) {
                let entry = entries.entry(self.part_of_unit(unit, index)).or_insert_with(|| Entry {
                    figures: Vec::new(),
                    disputed: members.len() > 1,
                    range: Bounds::default(),
                    taken: Vec::new(),
                });
                entry.figures.push(index);
            }
        }
        for entry in entries.values_mut() {
            entry.range = range(self.figures, &entry.figures, may);
        }
        if self.splits() {
            for members in self.units.members.values() {
                self.take_off(members, may, &mut entries);
            }
        }
        entries.into_values().collect()
    }

    /// Takes a unit that stands by itself off the figure above it.
    fn take_off(
        &self,
        members: &[usize],
        may: &BTreeSet<usize>,
        entries: &mut BTreeMap<(usize, Option<Group>), Entry>,
    ) {
        let Some(&first) = members.iter().find(|index| !self.inside.contains_key(index)) else {
            return;
        };
        let figure = &self.figures[first];
        let Some(whole) = figure.whole.map(|whole| whole.figure).or(figure.outside) else {
            return;
        };
        let holder = &self.figures[self.holder(whole)];
        if holder.unit != figure.unit || holder.rivals == figure.rivals {
            return;
        }
        let range = range(self.figures, members, may);
        let of_holder = entries.iter_mut().filter(|((unit, _), _)| *unit == holder.rivals);
        of_holder.for_each(|(_, entry)| entry.taken.push((range, first)));
    }

    /// The unit; by payer, with the payers of the figure.
    fn part_of_unit(&self, unit: usize, index: usize) -> (usize, Option<Group>) {
        (unit, self.splits().then(|| self.group(index)))
    }

    fn group(&self, index: usize) -> Group {
        let figure = &self.figures[index];
        match self.by {
            By::Programme => Group::Entities(figure.things.clone()),
            By::Kind => Group::Kind(figure.kind),
            By::Unit => Group::Unit(figure.unit),
            By::Payer | By::Payee if self.named(index).is_empty() => Group::Unnamed {
                sector: figure.payer_sector.filter(|_| self.by == By::Payer),
                recorded: figure.recorded,
            },
            By::Payer | By::Payee => Group::Entities(self.named(index).clone()),
        }
    }

    /// The key of the row in which the entry stands.
    pub(crate) fn key(&self, entry: &Entry) -> Key {
        self.key_of(&entry.figures)
    }

    fn key_of(&self, figures: &[usize]) -> Key {
        let own = self.own_key(figures, true);
        let Some((increment, base)) = self.base(figures) else {
            return own;
        };
        let own = Key {
            increment: false,
            ..own
        };
        if self.grown.contains(&(increment, base)) {
            return own;
        }
        if self.goes_round(figures) {
            return self.own_key(figures, true);
        }
        let row = self.key_of(&self.beside(self.holder(base)));
        let elsewhere = self.splits() && !self.named(figures[0]).is_empty() && own.group != row.group;
        let instrument = own.instrument.is_none() || own.instrument == row.instrument;
        let sector = own.sector.is_none() || own.sector == row.sector;
        if !elsewhere && instrument && sector {
            return row;
        }
        let group = if elsewhere { own.group } else { row.group };
        Key { group, ..own }
    }

    /// The first figure of a row that adds to a sum, with that sum.
    fn base(&self, figures: &[usize]) -> Option<(usize, usize)> {
        let increment = self.figures[*figures.first()?].use_of == Role::Increment;
        let mut bases = figures
            .iter()
            .filter_map(|index| Some((*index, *self.bases.get(index)?)));
        bases.next().filter(|_| increment)
    }

    /// Whether the additions of increments lead from these figures back to them.
    fn goes_round(&self, figures: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = figures.to_vec();
        while let Some((increment, base)) = self.base(&at) {
            if self.grown.contains(&(increment, base)) {
                return false;
            }
            at = self.beside(self.holder(base));
            match at.first() {
                Some(first) if figures.contains(first) => return true,
                Some(first) if seen.insert(*first) => {}
                _ => return false,
            }
        }
        false
    }

    /// The figures that stand in one row with this one.
    fn beside(&self, index: usize) -> Vec<usize> {
        let unit = self.figures[index].rivals;
        let key = self.part_of_unit(unit, index);
        let members = self.units.members.get(&unit).into_iter().flatten().copied();
        members
            .filter(|other| !self.inside.contains_key(other) && self.part_of_unit(unit, *other) == key)
            .collect()
    }

    /// The key that the figures have by themselves; `apart` if an increment among them stands apart.
    fn own_key(&self, figures: &[usize], apart: bool) -> Key {
        let first = &self.figures[figures[0]];
        let all = self.units.members.get(&first.rivals).filter(|_| !self.splits());
        let mut sectors = all
            .map_or(figures, Vec::as_slice)
            .iter()
            .map(|&index| self.figures[index].sector);
        let sector = sectors
            .next()
            .flatten()
            .filter(|&one| sectors.all(|sector| sector == Some(one)));
        let above = std::iter::successors(Some(first), |figure| {
            figure.whole.map(|whole| &self.figures[whole.figure])
        });
        Key {
            group: self.group(figures[0]),
            column: first.column,
            instrument: first.instrument,
            unit: first.unit,
            sector,
            scope: figures.iter().copied().find(|index| self.scopes.contains(index)),
            round: above.into_iter().any(|figure| figure.round),
            increment: apart && first.use_of == Role::Increment,
            per: first.per,
        }
    }
}

/// The sum that each increment adds to, where it stands in the same column and unit.
fn bases(figures: &[Figure], links: &Links) -> BTreeMap<usize, usize> {
    let mut bases = BTreeMap::new();
    for (increment, named) in links.pairs(Relation::AddsTo) {
        let base = in_place(figures, named);
        let [one, two] = [&figures[increment], &figures[base]];
        let counts = stands(one) && stands(two) && one.rivals != two.rivals;
        let alike = one.unit == two.unit && one.per == two.per && one.exposure == two.exposure;
        if counts && alike && one.use_of == Role::Increment {
            let first = bases.entry(increment).or_insert(base);
            *first = base.min(*first);
        }
    }
    bases
}
