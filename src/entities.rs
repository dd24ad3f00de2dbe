//! Finds entities by key, name, alias or family name; also documents and claims, if a view has them as nodes.
//!
//! Takes the text a person typed; returns one node of a view, or one of the entities that have what is wanted, or an error with
//! the candidates. All commands that take a name use it. Comes after the queries.

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};
use crate::view::PropertyGraph;
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};
use text::fold::fold_words;

/// The maximum number of names in an error.
const SHOWN: usize = 8;
/// The similarity, from 0 to 1, above which a name is suggested.
const NEAR: f64 = 0.8;

/// The named entities, documents and claims of a dossier, and which of them can be meant: the nodes of one of its views, or those
/// that have what is wanted.
#[derive(Debug, Clone)]
pub struct Entities {
    /// By IRI.
    all: BTreeMap<String, Entity>,
    /// What is said of a match that cannot be meant.
    elsewhere: String,
}

/// A thing that can be found by name.
#[derive(Debug, Clone, Default)]
struct Entity {
    /// Its key in the table.
    key: String,
    /// Its label in the view, or else its name in the dossier's language.
    label: String,
    /// All its names, normalised.
    names: Vec<String>,
    /// The family names of a person, normalised; empty for other classes.
    families: Vec<String>,
    /// Whether it can be meant.
    is_here: bool,
    /// Its node in the view.
    node: Option<NodeIndex>,
}

/// A way to match: a predicate over an entity and its IRI.
type Way<'w> = dyn Fn(&str, &Entity) -> bool + 'w;

/// A name does not identify one node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Several nodes match.
    #[error("\"{wanted}\" can be {}: say which by its key", listed(found, *count))]
    Several {
        /// The text that was searched for.
        wanted: String,
        /// The first matches, with their keys.
        found: Vec<String>,
        /// The number of matches.
        count: usize,
    },
    /// The match cannot be meant.
    #[error("{name} is in the dossier, but {why}")]
    Elsewhere {
        /// Its name, with its key.
        name: String,
        /// Why not, such as that it is not in the view.
        why: String,
    },
    /// None is meant.
    #[error("nothing has the key, the name or the alias \"{wanted}\"{}", hint(near))]
    None {
        /// The text that was searched for.
        wanted: String,
        /// Similar names with their keys, most similar first.
        near: Vec<String>,
    },
}

fn listed(found: &[String], count: usize) -> String {
    let more = count - found.len().min(count);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", found.join(", "))
}

fn hint(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", near.join(", "))
    }
}

impl Entities {
    /// Collects all names in a graph, in every language and with aliases, and the labels of a view's nodes.
    ///
    /// # Errors
    /// When the query for the names fails.
    pub fn of(dossier: &Dossier, graph: &Graph, view: &PropertyGraph) -> Result<Self, AskError> {
        let mut all = named(dossier, graph)?;
        for node in view.nodes() {
            let entity = all.entry(node.iri().to_owned()).or_default();
            entity.node = Some(node.index);
            entity.is_here = true;
            if entity.key.is_empty() {
                entity.key = node.iri().rsplit(['/', '#']).next().unwrap_or_default().to_owned();
            }
            if !node.label().is_empty() {
                entity.label = node.label().to_owned();
                entity.names.push(fold_words(node.label()));
            }
        }
        add_families(dossier, graph, &mut all)?;
        Ok(Self {
            all,
            elsewhere: format!("not in the view \"{}\"", view.about.title),
        })
    }

    /// Collects all names of these entities, of which those in `here` can be meant; `elsewhere` says what the others lack.
    ///
    /// # Errors
    /// When the query for the names fails.
    pub fn among(
        dossier: &Dossier,
        graph: &Graph,
        entities: &BTreeSet<String>,
        here: &BTreeSet<String>,
        elsewhere: &str,
    ) -> Result<Self, AskError> {
        let mut all = named(dossier, graph)?;
        all.retain(|iri, _| entities.contains(iri));
        all.iter_mut()
            .for_each(|(iri, entity)| entity.is_here = here.contains(iri));
        add_families(dossier, graph, &mut all)?;
        Ok(Self {
            all,
            elsewhere: elsewhere.to_owned(),
        })
    }

    /// Finds a node by key or IRI; else by a whole name; else by a person's family name; else by words that are each a
    /// prefix of a word in one name; else by words that are prefixes of those in its key.
    ///
    /// The first of these that matches one that can be meant wins: `macron` matches Emmanuel Macron by family name before
    /// his speech by a word. The family name is the last word of a person's label, or all words but the first (`le
    /// maire` for Bruno Le Maire). Case and accents are ignored, and a key may have a prefix (`id:mistral-ai`).
    /// Others, such as entities outside the view, are skipped; the error names one if nothing else matches.
    ///
    /// # Errors
    /// When several match, or none.
    pub fn find(&self, wanted: &str) -> Result<&str, Unknown> {
        let wanted = wanted.trim();
        let words = fold_words(wanted);
        let key = wanted.split_once(':').map_or(wanted, |(_, key)| key);
        let is_key = |iri: &str, entity: &Entity| iri == wanted || [wanted, key].contains(&entity.key.as_str());
        let is_name = |_: &str, entity: &Entity| entity.names.contains(&words);
        let is_family = |_: &str, entity: &Entity| entity.families.contains(&words);
        let has_words = |_: &str, entity: &Entity| entity.names.iter().any(|name| begins(name, &words));
        let has_key_words = |_: &str, entity: &Entity| begins(&fold_words(&entity.key), &fold_words(key));
        let ways: [&Way; 5] = [&is_key, &is_name, &is_family, &has_words, &has_key_words];
        let mut elsewhere = None;
        for way in ways {
            let meant = self.all.iter().filter(|(iri, entity)| way(iri, entity));
            let mut here = Vec::new();
            for (iri, entity) in meant {
                match entity.is_here {
                    true => here.push((iri, entity)),
                    false => elsewhere = elsewhere.or(Some(entity)),
                }
            }
            match here.as_slice() {
                [] => {}
                [(iri, _)] => return Ok(iri),
                many => {
                    return Err(Unknown::Several {
                        wanted: wanted.to_owned(),
                        found: many.iter().take(SHOWN).map(|(_, entity)| entity.told()).collect(),
                        count: many.len(),
                    });
                }
            }
        }
        Err(match elsewhere {
            Some(entity) => Unknown::Elsewhere {
                name: entity.told(),
                why: self.elsewhere.clone(),
            },
            None => Unknown::None {
                wanted: wanted.to_owned(),
                near: self.near(&words),
            },
        })
    }

    /// Finds a node of the view, as [`Entities::find`].
    ///
    /// # Errors
    /// When several nodes match, or none.
    pub fn node(&self, wanted: &str) -> Result<NodeIndex, Unknown> {
        let found = self.find(wanted)?;
        let node = self.all.get(found).and_then(|entity| entity.node);
        node.ok_or_else(|| Unknown::Elsewhere {
            name: found.to_owned(),
            why: self.elsewhere.clone(),
        })
    }

    fn near(&self, words: &str) -> Vec<String> {
        let likeness = |entity: &Entity| {
            let names = entity.names.iter().chain([&entity.key]);
            names.map(|name| strsim::jaro_winkler(words, name)).fold(0.0, f64::max)
        };
        let here = self.all.values().filter(|entity| entity.is_here);
        let mut near: Vec<(f64, &Entity)> = here.map(|entity| (likeness(entity), entity)).collect();
        near.retain(|(likeness, _)| *likeness > NEAR);
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        near.iter().take(3).map(|(_, entity)| entity.told()).collect()
    }
}

/// All things of a dossier that have names, in every language and with aliases, by IRI.
fn named(dossier: &Dossier, graph: &Graph) -> Result<BTreeMap<String, Entity>, AskError> {
    let rows = query::ask(dossier, graph, include_str!("entities/names.rq"), &[])?;
    let mut all: BTreeMap<String, Entity> = BTreeMap::new();
    for row in rows.iter() {
        let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
        let entity = all.entry(text("entity")).or_default();
        entity.key = text("key");
        for label in [text("label"), text("name")] {
            if entity.label.is_empty() {
                entity.label = label;
            }
        }
        entity.names.push(fold_words(&text("name")));
    }
    Ok(all)
}

/// Adds the family names of persons.
fn add_families(dossier: &Dossier, graph: &Graph, all: &mut BTreeMap<String, Entity>) -> Result<(), AskError> {
    let persons = query::ask(dossier, graph, include_str!("entities/persons.rq"), &[])?;
    for row in persons.iter() {
        let (Some(person), Some(label)) = (row.text("person"), row.text("label")) else {
            continue;
        };
        if let Some(entity) = all.get_mut(person) {
            entity.families.extend(families(label));
        }
    }
    Ok(())
}

impl Entity {
    fn told(&self) -> String {
        match self.label == self.key {
            true => format!("`{}`", self.key),
            false => format!("{} (`{}`)", self.label, self.key),
        }
    }
}

/// The possible family names in a person's label, normalised: its last word, and all words but the first. A label of
/// one word has none, nor has a description (`un porte-parole de la Commission`, `PDG de Nvidia`).
pub(crate) fn families(label: &str) -> Vec<String> {
    if !is_name(label) {
        return Vec::new();
    }
    let label = fold_words(label);
    let Some((_, after_first)) = label.split_once(' ') else {
        return Vec::new();
    };
    let mut families = vec![after_first.to_owned()];
    families.extend(after_first.rsplit_once(' ').map(|(_, last)| last.to_owned()));
    families
}

/// Whether a label looks like a person's name: its first word is capitalised and not an abbreviation, and so are the
/// others, except particles (`de`, `von der`, `della`).
fn is_name(label: &str) -> bool {
    const PARTICLE: usize = 5;
    let is_abbreviation = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_uppercase);
    let is_lower = |word: &str| word.starts_with(char::is_lowercase);
    let mut words = label.split_whitespace();
    words
        .next()
        .is_some_and(|first| !is_lower(first) && !is_abbreviation(first))
        && words.all(|word| !is_lower(word) || word.chars().count() <= PARTICLE)
}

/// Whether each of the words is a prefix of a word in the name.
fn begins(name: &str, words: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        let parts = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let parts = split(name);
    let wanted = split(words);
    !wanted.is_empty()
        && wanted
            .iter()
            .all(|word| parts.iter().any(|part| part.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTITIES: [(&str, &str, &[&str]); 12] = [
        ("elysee", "palais de l’Élysée", &["Élysée"]),
        ("mistral", "vent", &[]),
        ("mistral-ai", "Mistral AI", &["Mistral"]),
        ("mistral-compute", "Mistral Compute", &[]),
        ("palais", "palais", &[]),
        (
            "discours",
            "discours de Bruno Le Maire à Jean Lévy",
            &["Discours de Paul Martin"],
        ),
        ("bruno-le-maire", "Bruno Le Maire", &[]),
        ("anne-martin", "Anne Martin", &[]),
        ("paul-martin", "Paul Martin", &[]),
        ("jean-levy", "Jean Lévy", &[]),
        ("paul-roux", "Paul Roux", &[]),
        ("cafe-roux", "Roux", &[]),
    ];

    const PERSONS: [&str; 5] = ["anne-martin", "bruno-le-maire", "jean-levy", "paul-martin", "paul-roux"];

    /// `palais` alone is not in the view.
    fn entities() -> Entities {
        let entity = |(place, (key, label, names)): (usize, (&str, &str, &[&str]))| {
            let entity = Entity {
                key: key.to_owned(),
                label: label.to_owned(),
                names: names.iter().chain([&label]).map(|name| fold_words(name)).collect(),
                families: if PERSONS.contains(&key) {
                    families(label)
                } else {
                    Vec::new()
                },
                is_here: key != "palais",
                node: Some(NodeIndex::new(place)).filter(|_| key != "palais"),
            };
            (format!("https://example.org/id/{key}"), entity)
        };
        Entities {
            all: ENTITIES.into_iter().enumerate().map(entity).collect(),
            elsewhere: "not in the view \"Money\"".to_owned(),
        }
    }

    fn found(wanted: &str) -> Result<&'static str, String> {
        let found = entities().node(wanted);
        found
            .map(|node| ENTITIES[node.index()].0)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_key_goes_before_a_name_and_a_name_before_words() {
        assert_eq!(found("mistral"), Ok("mistral"));
        assert_eq!(found("MISTRAL"), Ok("mistral-ai"));
        assert_eq!(found("comp mis"), Ok("mistral-compute"));
        assert_eq!(found("id:mistral-ai"), Ok("mistral-ai"));
        assert_eq!(found("https://example.org/id/elysee"), Ok("elysee"));
    }

    #[test]
    fn a_family_name_goes_before_words_and_after_a_whole_name() {
        for wanted in ["le maire", "MAIRE", "Le  Maire"] {
            assert_eq!(found(wanted), Ok("bruno-le-maire"), "{wanted}");
        }
        assert_eq!(found("levy"), Ok("jean-levy"));
        assert_eq!(found("roux"), Ok("cafe-roux"));
        assert_eq!(found("discours bruno"), Ok("discours"));
        let martins =
            "\"martin\" can be Anne Martin (`anne-martin`), Paul Martin (`paul-martin`): say which by its key";
        assert_eq!(found("martin"), Err(martins.to_owned()));
    }

    #[test]
    fn a_label_that_says_what_somebody_is_has_no_family_name() {
        for role in [
            "un porte-parole de la Commission",
            "PDG de Nvidia",
            "Un représentant de Bercy",
            "ministre Dupont",
        ] {
            assert_eq!(families(role), Vec::<String>::new(), "{role}");
        }
        for (name, family) in [
            ("Ursula von der Leyen", "leyen"),
            ("Charles de Gaulle", "gaulle"),
            ("JD Vance", "vance"),
            ("J. Edgar Hoover", "hoover"),
        ] {
            assert!(families(name).contains(&family.to_owned()), "{name}");
        }
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        for wanted in [
            "Élysée",
            "elysee",
            "ELYSEE",
            "E\u{301}lyse\u{301}e",
            "palais de l'elysee",
        ] {
            assert_eq!(found(wanted), Ok("elysee"), "{wanted}");
        }
    }

    #[test]
    fn what_is_not_in_the_view_does_not_stand_in_the_way() {
        assert_eq!(found("palais"), Ok("elysee"));
        let told = "`palais` is in the dossier, but not in the view \"Money\"";
        let mut entities = entities();
        entities.all.retain(|_, entity| entity.key != "elysee");
        let elsewhere = entities.find("palais").map_err(|error| error.to_string());
        assert_eq!(elsewhere, Err(told.to_owned()));
    }

    #[test]
    fn several_are_named_and_none_has_near_names() {
        let several =
            "\"mis\" can be Mistral AI (`mistral-ai`), Mistral Compute (`mistral-compute`): say which by its key";
        assert_eq!(found("mis"), Err(several.to_owned()));
        let none = "nothing has the key, the name or the alias \"mistrall\"; did you mean vent (`mistral`), \
                    Mistral AI (`mistral-ai`), Mistral Compute (`mistral-compute`)?";
        assert_eq!(found("mistrall"), Err(none.to_owned()));
        let empty = "nothing has the key, the name or the alias \"\"";
        assert_eq!(found(""), Err(empty.to_owned()));
    }
}
