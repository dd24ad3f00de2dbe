//! What is withheld: claims, documents and other rows by their column `publish`, names of entities, and what goes with them.
//!
//! Takes the whole graph of a dossier, rules included, since what a person is known for may stand in any table.

use super::left::Parts;
use super::names::Names;
use super::naming::{ALT_LABEL, LABEL, Naming, key, texts};
use super::own::Own;
use crate::dossier::Dossier;
use crate::graph::{Graph, text};
use crate::query::{self, AskError};
use crate::vocabulary as v;
use names::{offices, persons};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode};
use std::collections::{BTreeMap, BTreeSet};
use text::fold::fold_words;

const PUBLIC: &str = include_str!("public.rq");
const PERSONS: &str = include_str!("persons.rq");

/// `dcterms:isPartOf`.
pub const PART_OF: &str = "http://purl.org/dc/terms/isPartOf";
/// The class of an entity whose row has none.
const CONCEPT: &str = "https://w3id.org/sourcier/ns#Concept";

/// How many things are withheld.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims, those of withheld documents included.
    pub claims: usize,
    /// Documents.
    pub documents: usize,
    /// Names of entities.
    pub names: usize,
    /// Names of persons of whom no public office is known and nothing says whether they are published.
    pub persons: usize,
    /// Other rows that are not to be published.
    pub others: usize,
}

/// A passage of a withheld claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its first character; `None` where no passage is known.
    pub start: Option<usize>,
    /// Its end.
    pub end: Option<usize>,
    /// The words of the claim's figure; empty if there are none.
    pub written: String,
}

/// What is withheld.
#[derive(Debug, Default)]
pub struct Decision {
    /// Claims, documents and other things that are left out, with all that is below their IRIs.
    pub gone: BTreeSet<String>,
    /// Entities without their names, each with its number.
    pub nameless: BTreeMap<String, usize>,
    /// Names and keys that stand nowhere.
    pub names: Names,
    /// The given names of persons, where they are spoken of.
    pub own: Own,
    /// The keys of all of these.
    pub keys: BTreeSet<String>,
    /// The passages of withheld claims, by document.
    pub spans: BTreeMap<String, Vec<Span>>,
    /// The entities that anything mentions.
    pub mentioned: BTreeSet<String>,
    /// The labels of persons who are not named, since nothing says that they act in public; sorted.
    pub private: Vec<String>,
    /// The labels of persons who are named for the office that a name or class of theirs tells, with that office; sorted.
    pub in_office: Vec<(String, String)>,
    /// The labels of those of no class who are named, and may be persons; sorted.
    pub unsure: Vec<String>,
    /// The parts of names that may stand in what is published.
    pub parts: Parts,
    /// How many of each.
    pub counts: Counts,
    /// Whether anything is said of publishing at all.
    pub is_said: bool,
}

/// Decides what is withheld. `has_internal` tells whether columns are internal, so that names may stand in these alone.
///
/// # Errors
/// When a query over the graph fails.
pub fn decide(dossier: &Dossier, graph: &Graph, has_internal: bool) -> Result<Decision, AskError> {
    let deciding = Deciding {
        graph,
        claims: of_class(graph, v::CLAIM),
        documents: of_class(graph, v::DOCUMENT),
        entities: of_class(graph, v::ENTITY),
    };
    let mut decision = Decision::default();
    let (yes, no) = deciding.said();
    decision.is_said = !yes.is_empty() || !no.is_empty();
    decision.gone = deciding.gone(&yes, &no);
    let Persons {
        persons,
        private,
        in_office,
        unsure,
    } = deciding.persons(dossier, (&yes, &no), &decision.gone)?;
    let is_hidden = |entity: &&String| no.contains(*entity) || private.contains(*entity);
    let hidden: BTreeSet<String> = deciding.entities.iter().filter(is_hidden).cloned().collect();
    let label = |iri: &String| {
        texts(graph, iri, LABEL)
            .into_iter()
            .next()
            .unwrap_or_else(|| key(iri).to_owned())
    };
    let labelled = |persons: &mut dyn Iterator<Item = &String>| {
        let mut labels: Vec<String> = persons.map(label).collect();
        labels.sort();
        labels
    };
    decision.private = labelled(&mut hidden.intersection(&private));
    decision.unsure = labelled(&mut unsure.iter());
    let offices = in_office.iter();
    decision.in_office = offices
        .map(|(person, office)| (label(person), office.clone()))
        .collect();
    decision.in_office.sort();
    decision.counts = deciding.counts(&decision.gone, &hidden, decision.private.len());
    if hidden.is_empty() && decision.gone.is_empty() && !has_internal {
        return Ok(decision);
    }
    deciding.number(&hidden, &mut decision);
    let naming = Naming {
        graph,
        documents: &deciding.documents,
        entities: &deciding.entities,
        hidden: &hidden,
        persons: &persons,
        numbers: &decision.nameless,
        gone: &decision.gone,
    };
    (decision.names, decision.parts) = naming.names();
    decision.own = naming.given(|person| deciding.things(person));
    deciding.spans(&mut decision);
    let withheld = decision.gone.iter().chain(decision.nameless.keys());
    decision.keys = withheld.map(|iri| key(iri).to_owned()).collect();
    Ok(decision)
}

/// Whether a name has the title of a natural person: `Widow Jones`, `Mme Petit`.
fn is_titled(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    sheet::is_title(first.trim_end_matches('.')) && sheet::is_person(name)
}

/// The persons of a dossier.
struct Persons {
    persons: BTreeSet<String>,
    /// Those who are not named.
    private: BTreeSet<String>,
    /// Those who are named for an office, with the office.
    in_office: BTreeMap<String, String>,
    /// Those of no class who may be persons.
    unsure: BTreeSet<String>,
}

/// What decisions are made from.
struct Deciding<'a> {
    graph: &'a Graph,
    claims: BTreeSet<String>,
    documents: BTreeSet<String>,
    entities: BTreeSet<String>,
}

impl Deciding<'_> {
    /// How many of each are withheld, of which so many persons are private.
    fn counts(&self, gone: &BTreeSet<String>, hidden: &BTreeSet<String>, persons: usize) -> Counts {
        let in_gone = |set: &BTreeSet<String>| set.intersection(gone).count();
        let (claims, documents) = (in_gone(&self.claims), in_gone(&self.documents));
        Counts {
            claims,
            documents,
            names: hidden.len(),
            persons,
            others: gone.len() - claims - documents,
        }
    }

    /// What is said to be published, and what is said not to be. A word that nobody knows does not publish.
    fn said(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let publish = NamedNodeRef::new_unchecked(v::PUBLISH);
        let (mut yes, mut no) = (BTreeSet::new(), BTreeSet::new());
        for triple in self.graph.matching(None, Some(publish), None) {
            if let NamedOrBlankNode::NamedNode(subject) = triple.subject {
                let said = if text(&triple.object) == v::PUBLISH_YES {
                    &mut yes
                } else {
                    &mut no
                };
                said.insert(subject.into_string());
            }
        }
        yes.retain(|iri| !no.contains(iri));
        (yes, no)
    }

    /// What is left out: documents, claims that rest on them alone, claims, other rows; and documents of which no claim is left,
    /// unless they are to be published.
    fn gone(&self, yes: &BTreeSet<String>, no: &BTreeSet<String>) -> BTreeSet<String> {
        let mut gone: BTreeSet<String> = no.iter().filter(|iri| !self.entities.contains(*iri)).cloned().collect();
        for claim in &self.claims {
            let documents = texts(self.graph, claim, v::IN_DOCUMENT);
            if !documents.is_empty() && documents.iter().all(|document| no.contains(document)) {
                gone.insert(claim.clone());
            }
        }
        let documents_of = |claims: &mut dyn Iterator<Item = &String>| -> BTreeSet<String> {
            claims
                .flat_map(|claim| texts(self.graph, claim, v::IN_DOCUMENT))
                .collect()
        };
        let told = documents_of(&mut self.claims.iter().filter(|claim| !gone.contains(*claim)));
        let silent = documents_of(&mut self.claims.iter().filter(|claim| gone.contains(*claim)));
        let is_silent = |document: &String| !told.contains(document) && !yes.contains(document);
        gone.extend(silent.into_iter().filter(is_silent));
        gone
    }

    /// All persons, those who are private, and those who are public for an office that their names tell.
    fn persons(
        &self,
        dossier: &Dossier,
        (yes, no): (&BTreeSet<String>, &BTreeSet<String>),
        gone: &BTreeSet<String>,
    ) -> Result<Persons, AskError> {
        let mut persons = column(&query::ask(dossier, self.graph, PERSONS, &[])?, "person");
        let (told, unsure) = self.classless_persons(yes, no);
        persons.extend(told);
        let mut public = BTreeSet::new();
        for row in query::ask(dossier, self.graph, PUBLIC, &[])?.iter() {
            if let (Some(person), Some(by)) = (row.text("person"), row.text("by"))
                && !gone.contains(by)
            {
                public.insert(person.to_owned());
            }
        }
        let is_open = |person: &&String| !yes.contains(*person) && !no.contains(*person) && !public.contains(*person);
        let in_office = self.in_office(persons.iter().filter(is_open));
        let is_private = |person: &&String| {
            is_open(person) && !in_office.contains_key(*person) && !self.is_credited(dossier, person)
        };
        let private = persons.iter().filter(is_private).cloned().collect();
        Ok(Persons {
            persons,
            private,
            in_office,
            unsure,
        })
    }

    /// Those of no class who speak and whose label names a person, or who pay or receive and have the title of one (`Widow Jones`); and those
    /// who speak, of whom nothing is said, and whose label may be that of a person, or who pay or receive and are called as one.
    fn classless_persons(&self, yes: &BTreeSet<String>, no: &BTreeSet<String>) -> (Vec<String>, BTreeSet<String>) {
        let (mut told, mut unsure) = (Vec::new(), BTreeSet::new());
        for entity in &self.entities {
            let is_in = |role: &&str| {
                let (role, node) = (NamedNodeRef::new_unchecked(role), NamedNodeRef::new_unchecked(entity));
                self.graph
                    .matching(None, Some(role), Some(node.into()))
                    .next()
                    .is_some()
            };
            // `s:Concept` is the class of what has none in its row.
            let has_class = || {
                let classes = texts(self.graph, entity, v::RDF_TYPE);
                let own = classes.iter().filter(|class| class.starts_with(v::NS));
                own.into_iter().any(|class| class != v::ENTITY && class != CONCEPT)
            };
            let speaks = is_in(&v::SPEAKER);
            if !(speaks || [v::FUNDER, v::RECIPIENT].iter().any(is_in)) || has_class() {
                continue;
            }
            let labels = texts(self.graph, entity, LABEL);
            let is_named = |label: &String| persons::within(label).is_some();
            let is_told = |label: &String| match speaks {
                true => is_named(label) || offices::held(label).is_some() || is_titled(label),
                false => is_titled(label),
            };
            let may_be = |label: &String| {
                if speaks {
                    persons::may_be(label)
                } else {
                    is_named(label)
                }
            };
            if labels.iter().any(is_told) {
                told.push(entity.clone());
            } else if !yes.contains(entity) && !no.contains(entity) && labels.iter().any(may_be) {
                unsure.insert(entity.clone());
            }
        }
        (told, unsure)
    }

    /// Those of some persons whose label, alias or class tells a public office, with the office.
    fn in_office<'p>(&self, persons: impl Iterator<Item = &'p String>) -> BTreeMap<String, String> {
        let told = |person: &String| {
            let own = [LABEL, ALT_LABEL]
                .map(|property| texts(self.graph, person, property))
                .concat();
            let office = own.iter().find_map(|name| offices::held(name).map(str::to_owned));
            office.or_else(|| {
                let classes = texts(self.graph, person, v::RDF_TYPE);
                let names = classes.iter().flat_map(|class| texts(self.graph, class, LABEL));
                names.into_iter().find(|name| offices::is_office(name))
            })
        };
        persons
            .filter_map(|person| Some((person.clone(), told(person)?)))
            .collect()
    }

    /// Whether a person is credited in the manifest, which names them.
    fn is_credited(&self, dossier: &Dossier, person: &str) -> bool {
        let manifest = &dossier.manifest;
        let mut credited = manifest.publish.authors.iter().chain(&manifest.creator);
        let labels = texts(self.graph, person, LABEL);
        credited.any(|name| {
            let turned = name.split_once(',').map(|(family, given)| format!("{given} {family}"));
            let name = fold_words(&turned.unwrap_or_else(|| name.clone()));
            labels.iter().any(|label| fold_words(label) == name)
        })
    }

    /// Numbers the hidden entities in the order of the claims and documents that mention them; those that nothing published
    /// mentions are left out.
    fn number(&self, hidden: &BTreeSet<String>, decision: &mut Decision) {
        let mut first: BTreeMap<(String, &str), ()> = BTreeMap::new();
        for entity in &self.entities {
            let mentions = self.mentions(entity);
            if !mentions.is_empty() {
                decision.mentioned.insert(entity.clone());
            }
            if !hidden.contains(entity) {
                continue;
            }
            match mentions.into_iter().find(|by| !is_below(&decision.gone, by)) {
                Some(by) => {
                    first.insert((by, entity), ());
                }
                None => {
                    decision.gone.insert(entity.clone());
                }
            }
        }
        let numbered = first.keys().zip(1..);
        decision.nameless = numbered
            .map(|((_, entity), number)| ((*entity).to_owned(), number))
            .collect();
    }

    /// The claims and documents that mention an entity, and the parts of it that have rows of their own; sorted.
    fn mentions(&self, entity: &str) -> Vec<String> {
        let node = NamedNodeRef::new_unchecked(entity);
        let found = self.graph.matching(None, None, Some(node.into()));
        let found = found.filter_map(|triple| match triple.subject {
            NamedOrBlankNode::NamedNode(subject) => Some((subject.into_string(), triple.predicate)),
            NamedOrBlankNode::BlankNode(_) => None,
        });
        let is_thing = |iri: &str| is_below(&self.claims, iri) || is_below(&self.documents, iri);
        let counts = found.filter(|(subject, predicate)| {
            is_thing(subject) || (predicate.as_str() == PART_OF && self.entities.contains(subject))
        });
        let mut mentions: Vec<String> = counts.map(|(subject, _)| subject).collect();
        // Claims and documents come before entities.
        mentions.sort_by_cached_key(|iri| (!is_thing(iri), iri.clone()));
        mentions
    }

    /// The claims and documents that mention an entity, or have a row that does.
    fn things(&self, entity: &str) -> BTreeSet<String> {
        let mentions = self.mentions(entity).into_iter();
        let things = mentions.flat_map(|iri| {
            let parents = iri.match_indices('/').map(|(at, _)| iri[..at].to_owned());
            parents.chain([iri.clone()]).collect::<Vec<_>>()
        });
        things
            .filter(|iri| self.claims.contains(iri) || self.documents.contains(iri))
            .collect()
    }

    /// Collects the passages of withheld claims in documents that are published.
    fn spans(&self, decision: &mut Decision) {
        for claim in self.claims.iter().filter(|claim| decision.gone.contains(*claim)) {
            let written = texts(self.graph, claim, v::AS_WRITTEN)
                .into_iter()
                .next()
                .unwrap_or_default();
            let number = |iri: &str, property: &str| {
                texts(self.graph, iri, property)
                    .first()
                    .and_then(|text| text.parse().ok())
            };
            let node = NamedNodeRef::new_unchecked(claim);
            let of_claim = NamedNodeRef::new_unchecked(v::OF_CLAIM);
            let parts = self.graph.matching(None, Some(of_claim), Some(node.into()));
            let parts = parts.filter_map(|triple| match triple.subject {
                NamedOrBlankNode::NamedNode(part) => Some(part.into_string()),
                NamedOrBlankNode::BlankNode(_) => None,
            });
            let passages = std::iter::once(claim.clone()).chain(parts);
            let mut spans: Vec<Span> = passages
                .map(|iri| Span {
                    start: number(&iri, v::START),
                    end: number(&iri, v::END),
                    written: written.clone(),
                })
                .filter(|span| span.start.is_some())
                .collect();
            if spans.is_empty() {
                spans.push(Span {
                    start: None,
                    end: None,
                    written,
                });
            }
            for document in texts(self.graph, claim, v::IN_DOCUMENT) {
                decision
                    .spans
                    .entry(document)
                    .or_default()
                    .extend(spans.iter().cloned());
            }
        }
    }
}

/// Whether an IRI is one of these, or below one.
pub fn is_below(things: &BTreeSet<String>, iri: &str) -> bool {
    things.contains(iri) || iri.match_indices('/').any(|(at, _)| things.contains(&iri[..at]))
}

fn of_class(graph: &Graph, class: &str) -> BTreeSet<String> {
    let (rdf_type, class) = (
        NamedNodeRef::new_unchecked(v::RDF_TYPE),
        NamedNodeRef::new_unchecked(class),
    );
    let found = graph.matching(None, Some(rdf_type), Some(class.into()));
    let found = found.filter_map(|triple| match triple.subject {
        NamedOrBlankNode::NamedNode(subject) => Some(subject.into_string()),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    found.collect()
}

fn column(rows: &crate::graph::Solutions, name: &str) -> BTreeSet<String> {
    rows.iter()
        .filter_map(|row| row.text(name).map(str::to_owned))
        .collect()
}
