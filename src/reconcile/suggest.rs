//! Suggests entities, types and properties while somebody writes: those of which a name has a word that begins so.

use super::candidates::Finder;
use super::catalogue::{Catalogue, Entity};
use super::extend::described;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use text::fold::fold_words;

/// How many are suggested at once.
const PAGE: usize = 20;

/// Where words of names begin.
#[derive(Debug)]
pub struct Starts {
    /// The names and identifiers, folded, each with the place of its entity, and whether it is an identifier.
    names: Vec<(Box<str>, u32, bool)>,
    /// The places of names, each with the byte at which a word begins; sorted by what stands there.
    starts: Vec<(u32, u32)>,
}

/// How well a name begins with a text: the whole name, its first words, or later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    First,
    Later,
}

impl Starts {
    /// The words of all names and identifiers.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut names: Vec<(Box<str>, u32, bool)> = Vec::new();
        for (entity, number) in catalogue.entities.iter().zip(0..) {
            let texts = catalogue.names(entity).chain([entity.name.as_str()]);
            names.extend(texts.map(|text| (fold_words(text).into(), number, false)));
            names.push((fold_words(catalogue.id(entity)).into(), number, true));
        }
        names.sort_unstable();
        names.dedup();
        let mut starts: Vec<(u32, u32)> = Vec::new();
        for ((name, ..), number) in names.iter().zip(0..) {
            starts.extend(words(name).filter_map(|byte| Some((number, u32::try_from(byte).ok()?))));
        }
        let mut sorted = Self {
            names,
            starts: Vec::new(),
        };
        starts.sort_by(|one, other| sorted.at(*one).cmp(sorted.at(*other)).then(one.cmp(other)));
        sorted.starts = starts;
        sorted
    }

    /// What stands at the start of a word.
    fn at(&self, (name, byte): (u32, u32)) -> &str {
        let name = self.names.get(name as usize);
        name.and_then(|(name, ..)| name.get(byte as usize..))
            .unwrap_or_default()
    }

    /// The places of the entities of which a name has words that begin so, with how well they do.
    fn beginning(&self, prefix: &str) -> BTreeMap<usize, Fit> {
        let first = self.starts.partition_point(|start| self.at(*start) < prefix);
        let own = self
            .starts
            .iter()
            .skip(first)
            .take_while(|start| self.at(**start).starts_with(prefix));
        let mut found: BTreeMap<usize, Fit> = BTreeMap::new();
        for start in own {
            let Some((name, entity, is_identifier)) = self.names.get(start.0 as usize) else {
                continue;
            };
            let fit = match start.1 {
                0 if name.as_ref() == prefix => Fit::Whole,
                // An identifier is seldom what somebody writes the beginning of.
                0 if !is_identifier => Fit::First,
                _ => Fit::Later,
            };
            let known = found.entry(*entity as usize).or_insert(fit);
            *known = fit.min(*known);
        }
        found
    }
}

/// The bytes at which words begin.
fn words(name: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    name.char_indices().filter_map(move |(byte, letter)| {
        let is_start = letter.is_alphanumeric() && !before.is_alphanumeric();
        before = letter;
        (is_start || byte == 0).then_some(byte)
    })
}

/// Suggests entities; those of similar names if no name begins so. `cursor` is how many are skipped.
pub fn entities(finder: &Finder<'_>, starts: &Starts, prefix: &str, cursor: usize) -> Value {
    let catalogue = finder.catalogue;
    let found = starts.beginning(&fold_words(prefix)).into_iter();
    let mut sorted: Vec<(Fit, String, usize)> = found
        .filter_map(|(place, fit)| Some((fit, fold_words(&catalogue.entities.get(place)?.name), place)))
        .collect();
    sorted.sort();
    let mut places: Vec<usize> = sorted.into_iter().map(|(.., place)| place).collect();
    if places.is_empty() {
        places = finder.similar(prefix).into_iter().map(|(place, _)| place).collect();
    }
    // An identifier is found as an IRI, too.
    let meant = catalogue.find(prefix.trim()).filter(|meant| !places.contains(meant));
    let shown = meant.into_iter().chain(places).skip(cursor).take(PAGE);
    let shown = shown.filter_map(|place| catalogue.entities.get(place));
    json!({"result": shown.map(|entity| suggested(catalogue, entity)).collect::<Vec<_>>()})
}

fn suggested(catalogue: &Catalogue, entity: &Entity) -> Value {
    let types = entity.types.iter().filter_map(|place| catalogue.types.get(*place));
    let types: Vec<Value> = types.map(|one| json!({"id": one.id, "name": one.name})).collect();
    json!({
        "id": catalogue.id(entity),
        "name": entity.name,
        "description": catalogue.description(entity),
        "notable": types,
    })
}

/// Suggests properties.
pub fn properties(catalogue: &Catalogue, prefix: &str, cursor: usize) -> Value {
    let all = catalogue.properties.iter();
    let all = all.map(|property| {
        (
            [property.id.as_str(), &property.name, &property.iri],
            described(property),
        )
    });
    json!({"result": chosen(all, prefix, cursor)})
}

/// Suggests types.
pub fn types(catalogue: &Catalogue, prefix: &str, cursor: usize) -> Value {
    let all = catalogue.types.all().iter();
    let all = all.map(|one| ([one.id.as_str(), &one.name, &one.iri], catalogue.types.described(one)));
    json!({"result": chosen(all, prefix, cursor)})
}

/// Those of some things of which a name has a word that begins so, the best ones first.
fn chosen<'c>(all: impl Iterator<Item = ([&'c str; 3], Value)>, prefix: &str, cursor: usize) -> Vec<Value> {
    let prefix = fold_words(prefix);
    let fit = |names: [&str; 3]| {
        let fits = names.into_iter().map(fold_words).flat_map(|name| {
            let starts: Vec<usize> = words(&name).filter(|byte| name[*byte..].starts_with(&prefix)).collect();
            let best = starts.into_iter().map(|byte| match byte {
                0 if name == prefix => Fit::Whole,
                0 => Fit::First,
                _ => Fit::Later,
            });
            best.min()
        });
        fits.min()
    };
    let mut fitting: Vec<(Fit, Value)> = all.filter_map(|(names, value)| Some((fit(names)?, value))).collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    let shown = fitting.into_iter().skip(cursor).take(PAGE);
    shown.map(|(_, value)| value).collect()
}
