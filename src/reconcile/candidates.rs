//! Which entities a name may mean, by the program's matcher, and whether one of them is sure.
//!
//! A match is sure where an import would take the entity for the one that a sheet names: it alone has the name or the other
//! name, but for case, accents and blanks; or its identifier is given. All else is for a person to decide.

use super::catalogue::Catalogue;
use super::evidence::{Values, Verdict, Wanted};
use super::request::{Query, Strict};
use names::{Candidate, Class, Limits, Matcher, Name, Search};
use std::collections::{BTreeMap, HashMap};
use text::fold::fold_words;

/// The most entities of one name, or with one identifier, that are looked at.
const MOST_ALIKE: usize = 200;
/// The score of an equal name, and the most for one that is only similar.
const EQUAL: f64 = 100.0;
const SIMILAR: f64 = 99.0;
/// The least score of a candidate.
const LEAST: f64 = 5.0;
/// How much of what is missing to the full score values add if all agree, and how much of the score they take if none does.
const EVIDENCE: f64 = 0.5;
/// What is left of the score of an entity of none of the types.
const OTHER_TYPE: f64 = 0.5;

/// The names of entities, to be searched.
#[derive(Debug)]
pub struct Names {
    matcher: Matcher<'static>,
    /// The entities of each name, folded.
    equal: HashMap<Box<str>, Vec<u32>>,
}

/// An entity that a query may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its place.
    pub place: usize,
    /// From 0 to 100.
    pub score: f64,
    /// Whether it is sure.
    pub is_sure: bool,
    /// How similar its name is, from 0 to 100.
    pub name: f64,
    /// Whether it has the types that the query gives.
    pub has_type: bool,
    /// What the properties of the query say of it.
    pub verdict: Verdict,
}

impl Names {
    /// The names of all entities.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut equal: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut candidates = Vec::with_capacity(catalogue.entities.len());
        for (entity, number) in catalogue.entities.iter().zip(0..) {
            let mut labels: Vec<String> = catalogue.names(entity).map(str::to_owned).collect();
            if labels.is_empty() {
                labels.push(entity.name.clone());
            }
            // Most names are the same in all languages.
            labels.sort();
            labels.dedup();
            for label in &labels {
                let owners = equal.entry(fold_words(label).into()).or_default();
                if owners.last() != Some(&number) {
                    owners.push(number);
                }
            }
            candidates.push(Candidate {
                id: catalogue.id(entity).to_owned(),
                labels,
                aliases: Vec::new(),
                class: catalogue.class(entity),
            });
        }
        Self {
            matcher: Matcher::owning(candidates),
            equal,
        }
    }

    /// A search for several names.
    pub fn search(&self) -> Search<'_> {
        self.matcher.search(Limits::default())
    }

    /// The places of the entities that have a name.
    fn equal(&self, text: &str) -> &[u32] {
        self.equal.get(fold_words(text).as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Finds entities: all that the service knows, and a search over its names.
pub struct Finder<'s> {
    /// The entities.
    pub catalogue: &'s Catalogue,
    /// Their names.
    pub names: &'s Names,
    /// Their values.
    pub values: &'s Values,
    /// The search.
    pub search: Search<'s>,
}

impl Finder<'_> {
    /// The places of entities of similar names, with scores, for a name without more.
    pub fn similar(&self, text: &str) -> Vec<(usize, f64)> {
        let found = self.alike(text, None).into_iter();
        let mut found: Vec<(usize, f64)> = found.filter(|(_, score)| *score >= LEAST).collect();
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found
    }

    /// The places of entities whose names are equal or similar, with scores.
    fn alike(&self, text: &str, class: Option<Class>) -> BTreeMap<usize, f64> {
        if text.is_empty() {
            return BTreeMap::new();
        }
        let name = Name {
            labels: vec![text.to_owned()],
            aliases: Vec::new(),
            class,
        };
        let similar = self.search.find_before(&name, usize::MAX).into_iter();
        let similar = similar.map(|found| (found.candidate_index, (found.score * 100.0).min(SIMILAR)));
        let equal = self.names.equal(text).iter().take(MOST_ALIKE);
        let mut alike: BTreeMap<usize, f64> = similar.collect();
        alike.extend(equal.map(|place| (*place as usize, EQUAL)));
        alike.extend(self.catalogue.find(text).map(|place| (place, EQUAL)));
        alike
    }

    /// The entities that a query may mean: those with the highest scores first, then in the order of their identifiers.
    pub fn find(&self, query: &Query) -> Vec<Found> {
        let types: Vec<Option<usize>> = query.types.iter().map(|one| self.catalogue.types.find(one)).collect();
        let wanted = Wanted::of(self.catalogue, &query.evidence);
        let mut alike = self.alike(&query.text, self.class(&types));
        for place in self.values.identified(&wanted, MOST_ALIKE) {
            alike.entry(place).or_default();
        }
        if query.text.is_empty() {
            let agreeing = self.values.agreeing(&wanted, MOST_ALIKE);
            agreeing.into_iter().for_each(|place| {
                alike.entry(place).or_default();
            });
        }
        let found = alike.into_iter();
        let mut found: Vec<Found> = found
            .filter_map(|(place, name)| self.judged((place, name), query, &types, &wanted))
            .collect();
        if let Some(place) = self.sure(query, &found)
            && let Some(sure) = found.iter_mut().find(|one| one.place == place)
        {
            sure.is_sure = true;
            sure.score = EQUAL;
        }
        found.retain(|one| one.score >= LEAST);
        found.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            other
                .is_sure
                .cmp(&one.is_sure)
                .then(by_score)
                .then(one.place.cmp(&other.place))
        });
        found.truncate(query.limit);
        found
    }

    /// The coarse class that all types of a query have.
    fn class(&self, types: &[Option<usize>]) -> Option<Class> {
        let mut classes = types.iter().map(|place| self.catalogue.types.get((*place)?)?.class);
        let first = classes.next()?;
        first.filter(|_| classes.all(|other| other == first))
    }

    /// An entity with its score; `None` if it is not of a type that it must have.
    fn judged(
        &self,
        (place, name): (usize, f64),
        query: &Query,
        types: &[Option<usize>],
        wanted: &Wanted,
    ) -> Option<Found> {
        let entity = self.catalogue.entities.get(place)?;
        let is_of = |wanted: &Option<usize>| {
            wanted.is_some_and(|wanted| entity.types.iter().any(|own| self.catalogue.types.is_a(*own, wanted)))
        };
        let has_type = match query.strict {
            Strict::All => types.iter().all(is_of),
            Strict::Any | Strict::Should => types.is_empty() || types.iter().any(is_of),
        };
        if !has_type && query.strict != Strict::Should {
            return None;
        }
        let verdict = self.values.verdict(wanted, entity, place);
        let share = |count: usize| count as f64 / wanted.count().max(1) as f64;
        let mut score = match (verdict.is_identified, query.text.is_empty()) {
            (true, _) => EQUAL,
            (false, true) => EQUAL * share(verdict.agree),
            (false, false) => {
                name + (EQUAL - name) * EVIDENCE * share(verdict.agree) - name * EVIDENCE * share(verdict.disagree)
            }
        };
        if !has_type {
            score *= OTHER_TYPE;
        }
        Some(Found {
            place,
            score: (score * 100.0).round() / 100.0,
            is_sure: false,
            name,
            has_type,
            verdict,
        })
    }

    /// The place of the entity that a query means for sure, if there is one.
    fn sure(&self, query: &Query, found: &[Found]) -> Option<usize> {
        let equal = self.names.equal(&query.text);
        let by_key = self.catalogue.find(&query.text).filter(|_| !query.text.is_empty());
        let identified = found
            .iter()
            .filter(|one| one.verdict.is_identified)
            .map(|one| one.place);
        let mut identified: Vec<usize> = identified.chain(by_key).collect();
        identified.sort_unstable();
        identified.dedup();
        let fits = |one: &&Found| one.has_type && one.verdict.disagree == 0;
        match identified[..] {
            [] => {}
            // Another one of the name would be meant as well.
            [place] => {
                let is_alone = Some(place) != by_key || equal.iter().all(|other| *other as usize == place);
                let fitting = found.iter().find(|one| one.place == place).filter(fits);
                return fitting.filter(|_| is_alone).map(|one| one.place);
            }
            _ => return None,
        }
        if equal.len() > MOST_ALIKE {
            return None;
        }
        let mut fitting: Vec<&Found> = found
            .iter()
            .filter(|one| equal.iter().any(|place| *place as usize == one.place))
            .filter(fits)
            .collect();
        if fitting.len() > 1 {
            fitting.retain(|one| one.verdict.agree > 0);
        }
        match fitting[..] {
            [one] if equal.len() == 1 || one.verdict.agree > 0 || !query.types.is_empty() => Some(one.place),
            _ => None,
        }
    }
}
