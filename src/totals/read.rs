//! Reads claims from the rows of a rule: one row for each feature of a claim, document, entity, measure or term.

use crate::graph::{Rows, text};
use oxigraph::model::Term;
use oxigraph::sparql::QueryEvaluationError;
use std::collections::{BTreeSet, HashMap};
use sums::{Bounds, Claim, Document, Entity, Input, Link, Relation, Role, Sector, Span, Status};
use text::calendar::days_since_1970;
use text::decimal::Decimal;

/// Claims, and the names behind their numbers.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The claims, documents, entities and links.
    pub input: Input,
    /// The names behind the numbers of entities, kinds, roles, units, columns and instruments.
    pub names: Vec<String>,
    /// The IRI of each claim.
    pub claims: Vec<String>,
    /// The period of each claim, as it is written.
    pub periods: Vec<Option<String>>,
    /// Whether the figure of each claim is approximate.
    pub approximate: Vec<bool>,
    /// The marks of totals that the ontology has, by IRI.
    pub marks: BTreeSet<String>,
}

/// The features of all subjects.
#[derive(Debug, Default)]
struct Features {
    numbers: HashMap<String, usize>,
    names: Vec<String>,
    /// The values of each feature, by subject.
    values: HashMap<&'static str, HashMap<usize, Vec<Value>>>,
}

/// A name, or the text of a literal.
#[derive(Debug, Clone)]
enum Value {
    Name(usize),
    Text(String),
}

/// The features that are read; rows with others are ignored, so that a rule may have more.
const FEATURES: &[&str] = &[
    // Of claims.
    "measure",
    "document",
    "start",
    "end",
    "words",
    "quoted",
    "thing",
    "kind",
    "modality",
    "first",
    "last",
    "due-first",
    "due-last",
    "when",
    "period",
    "period-first",
    "period-last",
    "instrument",
    "speaker",
    "payer",
    "payee",
    "payer-sector",
    "status",
    "same-as",
    "part-of",
    "adds-to",
    "differs-in-scope",
    "does-not-fit",
    "replaces",
    "takes-up",
    "may-take-up",
    "converts",
    // Of measures.
    "minimum",
    "maximum",
    "unit",
    "unit-basis",
    "role",
    "per",
    "base",
    "wording",
    "money",
    // Of documents, entities and terms.
    "hash",
    "is-document",
    "within",
    "sector",
    "column",
    "paid",
    "use",
    "sums",
    "round",
    "exposure",
    // The marks of totals that the dossier's ontology has: an older one lacks some.
    "mark",
];

/// Reads the claims.
///
/// # Errors
/// When a row cannot be evaluated.
pub(super) fn read(rows: Rows<'_>) -> Result<Stated, QueryEvaluationError> {
    let known: HashMap<&str, &'static str> = FEATURES.iter().map(|&feature| (feature, feature)).collect();
    let mut features = Features::default();
    for row in rows {
        let row = row?;
        if let [Some(subject), Some(feature), Some(value)] = row.values()
            && let Some(feature) = known.get(text(feature))
        {
            features.add(subject, feature, value);
        }
    }
    features.sort();
    Ok(features.stated())
}

impl Features {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len();
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    fn add(&mut self, subject: &Term, feature: &'static str, value: &Term) {
        let subject = self.number(text(subject));
        let value = match value {
            Term::Literal(literal) => Value::Text(literal.value().to_owned()),
            named => Value::Name(self.number(text(named))),
        };
        let values = self.values.entry(feature).or_default();
        values.entry(subject).or_default().push(value);
    }

    /// Numbers the names anew in their order, so that the order of the rows changes nothing.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|&one, &two| self.names[one].cmp(&self.names[two]));
        let mut places = vec![0; order.len()];
        for (place, &number) in order.iter().enumerate() {
            places[number] = place;
        }
        self.names.sort_unstable();
        self.numbers.values_mut().for_each(|number| *number = places[*number]);
        for subjects in self.values.values_mut() {
            *subjects = std::mem::take(subjects)
                .into_iter()
                .map(|(subject, mut values)| {
                    for value in &mut values {
                        if let Value::Name(number) = value {
                            *number = places[*number];
                        }
                    }
                    (places[subject], values)
                })
                .collect();
        }
    }

    fn of(&self, subject: usize, feature: &str) -> &[Value] {
        let values = self.values.get(feature).and_then(|subjects| subjects.get(&subject));
        values.map_or(&[], Vec::as_slice)
    }

    fn names(&self, subject: usize, feature: &str) -> BTreeSet<usize> {
        let values = self.of(subject, feature).iter();
        values
            .filter_map(|value| match value {
                Value::Name(number) => Some(*number),
                Value::Text(_) => None,
            })
            .collect()
    }

    fn name(&self, subject: usize, feature: &str) -> Option<usize> {
        self.names(subject, feature).first().copied()
    }

    fn text(&self, subject: usize, feature: &str) -> Option<&str> {
        let texts = self.of(subject, feature).iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::Name(_) => None,
        });
        texts.min()
    }

    fn is(&self, subject: usize, feature: &str) -> bool {
        self.text(subject, feature)
            .is_some_and(|text| text == "true" || text == "1")
    }

    fn span(&self, subject: usize, first: &str, last: &str) -> Option<Span> {
        Some(Span {
            first: day(self.text(subject, first)?)?,
            last: day(self.text(subject, last)?)?,
        })
    }

    fn subjects(&self, feature: &str) -> Vec<usize> {
        let mut subjects: Vec<usize> = self
            .values
            .get(feature)
            .into_iter()
            .flat_map(HashMap::keys)
            .copied()
            .collect();
        subjects.sort_unstable();
        subjects
    }

    fn sector(&self, subject: usize, feature: &str) -> Option<Sector> {
        match self.text(subject, feature)? {
            "public" => Some(Sector::Public),
            "private" => Some(Sector::Private),
            _ => None,
        }
    }

    fn stated(self) -> Stated {
        let total = self
            .subjects("use")
            .into_iter()
            .find(|&role| self.text(role, "use") == Some("total"));
        let documents = self.documents();
        let mut entities = vec![Entity::default(); self.names.len()];
        for entity in self.subjects("within") {
            entities[entity].part_of = self.name(entity, "within").filter(|&whole| whole != entity);
        }
        for class in self.subjects("sector") {
            entities[class].sector = self.sector(class, "sector");
        }
        let mut claims = Vec::new();
        let mut stated = Stated::default();
        for subject in self.subjects("measure") {
            if let Some(measure) = self.name(subject, "measure")
                && let Some(claim) = self.claim(subject, measure, total, &documents, &entities)
            {
                let period = self.text(subject, "period");
                let period = period.or_else(|| self.text(subject, "when").filter(|_| claim.paid));
                stated.periods.push(period.map(str::to_owned));
                stated.approximate.push(self.text(measure, "wording") == Some("about"));
                stated.claims.push(self.names[subject].clone());
                stated.input.claims.push(claim);
                claims.push(subject);
            }
        }
        let marks = self.subjects("mark").into_iter();
        stated.marks = marks.map(|mark| self.names[mark].clone()).collect();
        stated.input.links = self.links(&claims);
        stated.input.documents = documents.1;
        stated.input.entities = entities;
        stated.names = self.names;
        stated
    }

    /// The documents, and the index of each.
    fn documents(&self) -> (HashMap<usize, usize>, Vec<Document>) {
        // A rule of an older format names only documents with a text.
        let mut subjects = self.subjects("hash");
        subjects.extend(self.subjects("is-document"));
        subjects.sort_unstable();
        subjects.dedup();
        let documents = subjects.iter().map(|&subject| Document {
            // Without a text, the document itself is what tells it from others.
            hash: self
                .text(subject, "hash")
                .map_or_else(|| self.names[subject].to_string(), str::to_owned),
            published: self.span(subject, "first", "last"),
            withdrawn: self.text(subject, "status") == Some("withdrawn"),
        });
        let documents = documents.collect();
        (subjects.into_iter().zip(0..).collect(), documents)
    }

    /// A claim; none if its document is not known.
    fn claim(
        &self,
        subject: usize,
        measure: usize,
        total: Option<usize>,
        (documents, _): &(HashMap<usize, usize>, Vec<Document>),
        entities: &[Entity],
    ) -> Option<Claim> {
        let kind = self.name(subject, "kind")?;
        let modality = self.name(subject, "modality")?;
        let column = self.name(modality, "column").unwrap_or(modality);
        let role = self.name(measure, "role").or(total).unwrap_or(modality);
        let money = !self.of(measure, "money").is_empty();
        let paid = self.is(column, "paid");
        let own = self.span(subject, "first", "last");
        let period = self
            .span(subject, "period-first", "period-last")
            .or_else(|| self.span(subject, "due-first", "due-last").filter(|_| !money))
            .or(own.filter(|_| paid));
        let number = |feature| self.text(subject, feature).and_then(|text| text.parse().ok());
        let bound = |feature| self.text(measure, feature).and_then(Decimal::parse);
        Some(Claim {
            document: *documents.get(&self.name(subject, "document")?)?,
            passage: number("start").zip(number("end")),
            quoted: !self.of(subject, "quoted").is_empty(),
            words: self.text(subject, "words").unwrap_or_default().to_owned(),
            things: self.names(subject, "thing"),
            kind,
            sums: self.is(kind, "sums"),
            round: self.is(kind, "round"),
            role,
            use_of: use_of(self.text(role, "use")),
            per: self.name(measure, "per"),
            base: self.name(measure, "base"),
            bounds: Bounds {
                minimum: bound("minimum"),
                maximum: bound("maximum"),
            },
            unit: self.name(measure, "unit"),
            unit_written: self.text(measure, "unit-basis") == Some("written"),
            money,
            column,
            paid,
            period,
            own,
            instrument: self.name(subject, "instrument"),
            exposure: self
                .name(subject, "instrument")
                .is_some_and(|instrument| self.is(instrument, "exposure")),
            speakers: self.names(subject, "speaker"),
            payers: without_members(self.names(subject, "payer"), entities),
            payees: without_members(self.names(subject, "payee"), entities),
            payer_sector: self.sector(subject, "payer-sector"),
            status: match self.text(subject, "status") {
                Some("withdrawn") => Status::Withdrawn,
                Some("corrected") => Status::Corrected,
                _ => Status::Current,
            },
        })
    }

    fn links(&self, claims: &[usize]) -> Vec<Link> {
        let indices: HashMap<usize, usize> = claims.iter().copied().zip(0..).collect();
        let relations = [
            ("same-as", Relation::SameAs),
            ("part-of", Relation::PartOf),
            ("adds-to", Relation::AddsTo),
            ("differs-in-scope", Relation::DiffersInScope),
            ("does-not-fit", Relation::DoesNotFit),
            ("replaces", Relation::Replaces),
            ("takes-up", Relation::TakesUp),
            ("may-take-up", Relation::MayTakeUp),
            ("converts", Relation::Converts),
        ];
        let mut links = Vec::new();
        for (feature, relation) in relations {
            for (claim, &subject) in claims.iter().enumerate() {
                for other in self.names(subject, feature) {
                    if let Some(&other) = indices.get(&other) {
                        links.push(Link { claim, relation, other });
                    }
                }
            }
        }
        links
    }
}

fn use_of(word: Option<&str>) -> Role {
    match word {
        Some("total") => Role::Total,
        Some("contribution") => Role::Contribution,
        Some("part") => Role::Part,
        Some("increment") => Role::Increment,
        _ => Role::Apart,
    }
}

/// The entities without those that are a part of another among them: who is named with its group acts within it.
fn without_members(named: BTreeSet<usize>, entities: &[Entity]) -> BTreeSet<usize> {
    if named.len() < 2 {
        return named;
    }
    let is_member = |entity: usize| {
        let mut seen = BTreeSet::from([entity]);
        std::iter::successors(entities[entity].part_of, |&above| entities[above].part_of)
            .take_while(|&above| seen.insert(above))
            .any(|above| named.contains(&above))
    };
    let kept: BTreeSet<usize> = named.iter().copied().filter(|&entity| !is_member(entity)).collect();
    if kept.is_empty() { named } else { kept }
}

/// The days from 1970 to a day such as `2024-05-21`.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some(days_since_1970(year, month, day))
}
