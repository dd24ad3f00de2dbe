//! Those who pay, receive or speak, by their identifiers: two of one name with two identifiers are two, and one identifier with two names
//! is told.

use super::{ENTITIES, Wanted, clean, has};
use sheet::{Identifier, NotTaken, Note, Party};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use text::fold::fold_words;

/// How many digits the number of a French company has; that of one of its places has five more (SIRET).
const SIREN: usize = 9;
const SIRET: usize = 14;

/// An identifier, as it is compared: the heading of its column, and its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    scheme: String,
    value: String,
    /// Whether it tells one from another: no zeros that stand for none.
    tells: bool,
}

impl Identity {
    fn of(scheme: &str, value: &str) -> Self {
        let plain: String = fold_words(value)
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let is_siret = plain.len() == SIRET && plain.bytes().all(|byte| byte.is_ascii_digit());
        let mut letters = plain.chars();
        let first = letters.next();
        Self {
            scheme: fold_words(scheme),
            tells: plain.len() > 2 && letters.any(|letter| Some(letter) != first),
            value: if is_siret { plain[..SIREN].to_owned() } else { plain },
        }
    }

    fn from(identifier: &Identifier) -> Self {
        Self::of(&identifier.scheme, &identifier.value)
    }
}

/// Whether two have different identifiers of one kind.
fn differ(one: &BTreeSet<Identity>, other: &BTreeSet<Identity>) -> bool {
    let of = |all: &BTreeSet<Identity>, scheme: &str| -> BTreeSet<String> {
        let own = all.iter().filter(|identity| identity.scheme == scheme);
        own.map(|identity| identity.value.clone()).collect()
    };
    one.iter().any(|identity| {
        let others = of(other, &identity.scheme);
        !others.is_empty() && others.is_disjoint(&of(one, &identity.scheme))
    })
}

/// Those of the sheet who have identifiers.
#[derive(Debug, Default)]
pub(super) struct Identified {
    /// By folded name: the names that they have in the tables, each with its identifiers.
    by_name: HashMap<String, Vec<(String, BTreeSet<Identity>)>>,
    /// The names of each identifier, as both are first written, by what they are folded.
    names: BTreeMap<Identity, (BTreeSet<String>, BTreeMap<String, String>)>,
    /// What was told apart: the name, and the new ones.
    apart: BTreeMap<String, BTreeSet<String>>,
}

impl Wanted<'_> {
    /// The name under which a party stands in the tables: its own, or where another of the name has another identifier, one with that.
    pub(super) fn name_of(&mut self, party: &Party) -> String {
        let folded = fold_words(&clean(&party.name));
        let telling = party.identifiers.iter().map(|one| (Identity::from(one), one));
        let telling: Vec<(Identity, &Identifier)> = telling.filter(|(identity, _)| identity.tells).collect();
        for (identity, written) in &telling {
            let known = self.identified.names.entry(identity.clone());
            let (values, names) = known.or_default();
            values.insert(clean(&written.value));
            names.entry(folded.clone()).or_insert_with(|| clean(&party.name));
        }
        let Some((_, first)) = telling.first() else {
            return party.name.clone();
        };
        let own: BTreeSet<Identity> = telling.iter().map(|(identity, _)| identity.clone()).collect();
        let apart = format!("{} ({})", clean(&party.name), clean(&first.value));
        let before = self.in_tables(&party.name, &party.identifiers);
        let is_known = !self.around.entities.named(&apart).is_empty();
        let all = self.identified.by_name.entry(folded).or_default();
        if all.is_empty() {
            all.push((party.name.clone(), before));
        }
        // Who was told apart before keeps the name, whichever row comes first.
        let found = all.iter_mut().find(|(name, known)| match is_known {
            true => *name == apart,
            false => !differ(known, &own),
        });
        if let Some((name, known)) = found {
            known.extend(own);
            return name.clone();
        }
        all.push((apart.clone(), own));
        let others = self.identified.apart.entry(clean(&party.name)).or_default();
        others.insert(apart.clone());
        apart
    }

    /// The identifiers of these kinds that the tables have of a name.
    fn in_tables(&self, name: &str, kinds: &[Identifier]) -> BTreeSet<Identity> {
        let entities = self.around.entities;
        let [key] = entities.named(&clean(name))[..] else {
            return BTreeSet::new();
        };
        let parts = entities.cell(key, "note").split("; ");
        let of = |part: &str| {
            kinds.iter().find_map(|kind| {
                let value = part.strip_prefix(&clean(&kind.scheme))?.strip_prefix(' ')?;
                Some(Identity::of(&kind.scheme, value))
            })
        };
        parts.filter_map(of).filter(|identity| identity.tells).collect()
    }

    /// The key of a party, with its identifiers in its note.
    pub(super) fn party(&mut self, party: &Party, left: &mut Vec<NotTaken>) -> String {
        let class = party.class.clone().or(party.person.then(|| "Person".to_owned()));
        let name = self.name_of(party);
        let key = self.entity(&name, class.as_deref(), None);
        for identifier in &party.identifiers {
            let text = format!("{} {}", identifier.scheme, identifier.value);
            let row = self.at.get(&(ENTITIES, key.clone()));
            match row.and_then(|row| self.rows.get_mut(*row)) {
                Some(row) => {
                    let note = row.cells.entry("note".to_owned()).or_default();
                    if !has(note, &text) {
                        let gap = if note.is_empty() { "" } else { "; " };
                        *note = format!("{note}{gap}{}", clean(&text));
                    }
                }
                None if has(self.around.entities.cell(&key, "note"), &clean(&text)) => {}
                None => left.push(NotTaken {
                    address: identifier.address,
                    text: identifier.value.clone(),
                    reason: format!("{key} was in entities.csv before: its row is left as it is"),
                }),
            }
        }
        key
    }

    /// Tells names that were told apart by their identifiers, and identifiers that have several names.
    pub(super) fn notes_on_identifiers(&self) -> Vec<Note> {
        let apart = self.identified.apart.iter().map(|(name, others)| {
            let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
            format!(
                "`{name}` stands beside different identifiers: {} of that name, `{name}` and {}, are entities of their own",
                others.len() + 1,
                others.join(", ")
            )
        });
        let several = self.identified.names.iter().filter(|(_, (_, names))| names.len() > 1);
        let several = several.map(|(identity, (values, names))| {
            let names: Vec<String> = names.values().map(|name| format!("`{name}`")).collect();
            let have = match values.first().filter(|_| values.len() == 1) {
                Some(value) => format!("one identifier, {value}"),
                None => format!("identifiers of one company or body, {}", identity.value),
            };
            format!(
                "{} have {have}: each name is an entity of its own. If they are one, `sourcier merge` makes one of them",
                names.join(" and ")
            )
        });
        let all = apart.chain(several).take(MOST);
        all.map(|text| Note { address: None, text }).collect()
    }
}

/// How many of them are told.
const MOST: usize = 12;
