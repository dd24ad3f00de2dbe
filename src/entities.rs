//! Entities told in words: by key, name or alias.
//!
//! Takes what a person wrote; gives one entity, or says which could be meant. Stands after the queries; commands use it.

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};

/// As many near names as are shown.
const SHOWN: usize = 8;
/// How like a name must be to be near, from 0 to 1.
const NEAR: f64 = 0.8;

/// The entities of a dossier, with all their names.
#[derive(Debug, Clone)]
pub struct Entities(Vec<Entity>);

/// An entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its IRI.
    pub iri: String,
    /// Its key in the table.
    pub key: String,
    /// Its name in the dossier's language.
    pub label: String,
    /// All its names, in small letters without accents.
    names: Vec<String>,
}

/// Words do not tell one entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Several are meant.
    #[error("\"{wanted}\" can be {}: say which by its key", listed(found, *count))]
    Several {
        /// What was asked for.
        wanted: String,
        /// The first of them, with their keys.
        found: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// It is known, but not here.
    #[error("{name} is in the dossier, but not in the view `{view}`")]
    Elsewhere {
        /// Its name, with its key.
        name: String,
        /// The view.
        view: String,
    },
    /// None is meant.
    #[error("nothing has the key, the name or the alias \"{wanted}\"{}", hint(near))]
    None {
        /// What was asked for.
        wanted: String,
        /// Names that are near, with their keys, the nearest first.
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
    /// All entities of a graph, with their names in every language and their aliases.
    ///
    /// # Errors
    /// When the question cannot be answered.
    pub fn of(dossier: &Dossier, graph: &Graph) -> Result<Self, AskError> {
        let rows = query::ask(dossier, graph, include_str!("entities/names.rq"), &[])?;
        let mut entities: Vec<Entity> = Vec::new();
        for row in rows.iter() {
            let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
            if entities.last().is_none_or(|last| last.iri != text("entity")) {
                entities.push(Entity {
                    iri: text("entity"),
                    key: text("key"),
                    label: text("label"),
                    names: Vec::new(),
                });
            }
            if let Some(last) = entities.last_mut() {
                last.names.push(plain(&text("name")));
            }
        }
        Ok(Self(entities))
    }

    /// Finds the one that is meant: by key or IRI, else by a whole name, else by words that all begin words of one name.
    ///
    /// Case and accents do not matter. `is_there` says which are in the view `view`; others are not looked for.
    ///
    /// # Errors
    /// When several are meant or none.
    pub fn find(&self, wanted: &str, view: &str, is_there: impl Fn(&str) -> bool) -> Result<&Entity, Unknown> {
        let wanted = wanted.trim();
        let words = plain(wanted);
        let is_key = |entity: &Entity| entity.key == wanted || entity.iri == wanted;
        let is_name = |entity: &Entity| entity.names.contains(&words);
        let has_words = |entity: &Entity| !words.is_empty() && entity.names.iter().any(|name| begins(name, &words));
        let ways: [&dyn Fn(&Entity) -> bool; 3] = [&is_key, &is_name, &has_words];
        let mut elsewhere = None;
        for way in ways {
            let (here, others): (Vec<&Entity>, Vec<&Entity>) = self
                .0
                .iter()
                .filter(|entity| way(entity))
                .partition(|entity| is_there(&entity.iri));
            match here.as_slice() {
                [] => elsewhere = elsewhere.or(others.first().copied()),
                [one] => return Ok(one),
                many => {
                    return Err(Unknown::Several {
                        wanted: wanted.to_owned(),
                        found: many.iter().take(SHOWN).map(|entity| entity.told()).collect(),
                        count: many.len(),
                    });
                }
            }
        }
        Err(match elsewhere {
            Some(entity) => Unknown::Elsewhere {
                name: entity.told(),
                view: view.to_owned(),
            },
            None => Unknown::None {
                wanted: wanted.to_owned(),
                near: self.near(&words, is_there),
            },
        })
    }

    fn near(&self, words: &str, is_there: impl Fn(&str) -> bool) -> Vec<String> {
        let likeness = |entity: &Entity| {
            let names = entity.names.iter().chain([&entity.key]);
            names.map(|name| strsim::jaro_winkler(words, name)).fold(0.0, f64::max)
        };
        let here = self.0.iter().filter(|entity| is_there(&entity.iri));
        let mut near: Vec<(f64, &Entity)> = here.map(|entity| (likeness(entity), entity)).collect();
        near.retain(|(likeness, _)| *likeness > NEAR);
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.iri.cmp(&other.1.iri)));
        near.iter().take(3).map(|(_, entity)| entity.told()).collect()
    }
}

impl Entity {
    fn told(&self) -> String {
        format!("{} (`{}`)", self.label, self.key)
    }
}

/// Whether every word that is asked for begins a word of the name.
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

/// Small letters, without the accents of French and its neighbours, single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
        .chars()
    {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => plain.push('a'),
            'ç' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => plain.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => plain.push('u'),
            'ÿ' | 'ý' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            '’' => plain.push('\''),
            '\u{300}'..='\u{36f}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities() -> Entities {
        let entity = |key: &str, label: &str, names: &[&str]| Entity {
            iri: format!("https://example.org/id/{key}"),
            key: key.to_owned(),
            label: label.to_owned(),
            names: names.iter().chain([&label]).map(|name| plain(name)).collect(),
        };
        Entities(vec![
            entity("elysee", "palais de l’Élysée", &["Élysée"]),
            entity("mistral", "vent", &[]),
            entity("mistral-ai", "Mistral AI", &["Mistral"]),
            entity("mistral-compute", "Mistral Compute", &[]),
            entity("palais", "palais", &[]),
        ])
    }

    fn found(wanted: &str) -> Result<String, Unknown> {
        let there = |iri: &str| !iri.ends_with("/palais");
        entities().find(wanted, "money", there).map(|entity| entity.key.clone())
    }

    #[test]
    fn a_key_goes_before_a_name_and_a_name_before_words() {
        assert_eq!(found("mistral").as_deref(), Ok("mistral"));
        assert_eq!(found("MISTRAL").as_deref(), Ok("mistral-ai"));
        assert_eq!(found("comp mis").as_deref(), Ok("mistral-compute"));
        assert_eq!(found("https://example.org/id/elysee").as_deref(), Ok("elysee"));
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
            assert_eq!(found(wanted).as_deref(), Ok("elysee"), "{wanted}");
        }
    }

    #[test]
    fn what_is_not_in_the_view_does_not_stand_in_the_way() {
        assert_eq!(found("palais").as_deref(), Ok("elysee"));
        let all = entities();
        let elsewhere = all.find("palais", "money", |_| false);
        let told = "palais (`palais`) is in the dossier, but not in the view `money`";
        assert_eq!(elsewhere.map_err(|error| error.to_string()), Err(told.to_owned()));
    }

    #[test]
    fn several_are_named_and_none_has_near_names() {
        let several =
            "\"mis\" can be Mistral AI (`mistral-ai`), Mistral Compute (`mistral-compute`): say which by its key";
        assert_eq!(found("mis").map_err(|error| error.to_string()), Err(several.to_owned()));
        let none = "nothing has the key, the name or the alias \"mistrall\"; did you mean vent (`mistral`), \
                    Mistral AI (`mistral-ai`), Mistral Compute (`mistral-compute`)?";
        assert_eq!(
            found("mistrall").map_err(|error| error.to_string()),
            Err(none.to_owned())
        );
        assert_eq!(
            found("").map_err(|error| error.to_string()),
            Err("nothing has the key, the name or the alias \"\"".to_owned())
        );
    }
}
