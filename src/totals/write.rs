//! Writes figures, totals, and left-out claims as triples.

use super::read::Stated;
use crate::vocabulary::{self as v, NS, RDF_TYPE};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use std::collections::{BTreeMap, HashMap};
use sums::{Aspect, Bounds, By, Derived, Figure, Group, Reason, Row, Sector, State};
use text::calendar::iso_date;
use text::decimal::Decimal;

/// Collects triples with subjects that are built from IRIs of claims.
struct Writer<'a> {
    stated: &'a Stated,
    triples: Vec<Triple>,
}

/// The triples of the figures, totals and left-out claims.
pub(super) fn triples(stated: &Stated, derived: &Derived) -> Vec<Triple> {
    let mut writer = Writer {
        stated,
        triples: Vec::new(),
    };
    let mut members: HashMap<usize, usize> = HashMap::new();
    for figure in derived.figures.iter().filter(|figure| figure.state == State::Stands) {
        *members.entry(figure.rivals).or_default() += 1;
    }
    for figure in &derived.figures {
        writer.figure(figure, &derived.figures);
        if figure.state == State::Stands && members[&figure.rivals] > 1 {
            writer.dispute(figure, &derived.figures[figure.rivals]);
        }
    }
    for &(shorter, longer) in &derived.beside {
        let [shorter, longer] = [shorter, longer].map(|figure| writer.sum(&derived.figures[figure]));
        writer.add(&shorter, v::COUNTED_BESIDE, longer);
    }
    for (whole, parts) in &derived.exceeded {
        for part in parts {
            let subject = writer.sum(&derived.figures[*whole]);
            let part = writer.sum(&derived.figures[*part]);
            writer.add(&subject, v::EXCEEDED_BY, part);
        }
    }
    derived.rows.iter().for_each(|row| writer.row(row));
    writer.left_out(derived);
    writer.triples
}

fn word(by: By) -> &'static str {
    match by {
        By::Programme => "programme",
        By::Payer => "funder",
        By::Payee => "recipient",
        By::Kind => "kind",
        By::Unit => "currency",
    }
}

/// The local name of the concept for a reason.
fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Withdrawn => "withdrawn",
        Reason::Corrected => "corrected",
        Reason::Converted => "converted",
        Reason::OtherKind => "other-kind",
        Reason::NoSum(_) => "no-sum",
        Reason::NoFigure => "no-figure",
        Reason::Open => "open",
        Reason::SaysAgain => "says-again",
        Reason::Replaced => "replaced",
        Reason::Refined => "refined",
        Reason::GaveWay => "gave-way",
        Reason::PartOf => "part-of",
        Reason::TakenUp => "taken-up",
        Reason::Covered => "covered",
    }
}

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn term(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NS}{local}"))
}

fn decimal(value: Decimal) -> Term {
    Literal::new_typed_literal(value.to_string(), xsd::DECIMAL).into()
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), node(predicate), object));
    }

    fn named(&mut self, subject: &NamedNode, predicate: &str, numbers: impl IntoIterator<Item = usize>) {
        for number in numbers {
            let object = node(&self.stated.names[number]);
            self.add(subject, predicate, object);
        }
    }

    fn claim(&self, claim: usize) -> NamedNode {
        node(&self.stated.claims[claim])
    }

    /// A node below a claim.
    fn below(&self, claim: usize, path: &str) -> NamedNode {
        node(&format!("{}/{path}", self.stated.claims[claim]))
    }

    fn sum(&self, figure: &Figure) -> NamedNode {
        self.below(figure.claims[0], "sum")
    }

    fn bounds(&mut self, subject: &NamedNode, [minimum, maximum]: [&str; 2], bounds: Bounds) {
        if let Some(value) = bounds.minimum {
            self.add(subject, minimum, decimal(value));
        }
        if let Some(value) = bounds.maximum {
            self.add(subject, maximum, decimal(value));
        }
    }

    fn sector(&mut self, subject: &NamedNode, sector: Option<Sector>) {
        let concept = match sector {
            Some(Sector::Public) => "sector-public",
            Some(Sector::Private) => "sector-private",
            None => return,
        };
        self.add(subject, v::SECTOR, term(concept));
    }

    fn figure(&mut self, figure: &Figure, figures: &[Figure]) {
        let subject = self.sum(figure);
        self.add(
            &subject,
            RDF_TYPE,
            node(if figure.counted { v::SUM } else { v::FIGURE }),
        );
        let speaker = self.claim(figure.claims[0]);
        self.add(&subject, v::SPEAKING_CLAIM, speaker);
        for &claim in &figure.claims {
            let claim = self.claim(claim);
            self.add(&claim, v::STATES, subject.clone());
        }
        self.bounds(&subject, [v::LEAST, v::GREATEST], figure.bounds);
        self.named(&subject, v::UNIT, figure.unit);
        self.named(&subject, v::COLUMN, [figure.column]);
        self.named(&subject, v::INSTRUMENT, figure.instrument);
        self.named(&subject, v::PAYER, figure.payers.iter().copied());
        self.named(&subject, v::PAYEE, figure.payees.iter().copied());
        self.sector(&subject, figure.sector);
        let period = figure
            .claims
            .iter()
            .find_map(|&claim| self.stated.periods[claim].clone());
        if let Some(period) = period {
            self.add(&subject, v::PERIOD, Literal::new_simple_literal(period));
        }
        if let Some(span) = figure.period {
            for (predicate, day) in [(v::PERIOD_EARLIEST, span.first), (v::PERIOD_LATEST, span.last)] {
                self.add(
                    &subject,
                    predicate,
                    Literal::new_typed_literal(iso_date(day), xsd::DATE),
                );
            }
        }
        let other = |figure: usize| self.sum(&figures[figure]);
        let state = match figure.state {
            State::Stands => None,
            State::Replaced(newer) => Some((v::REPLACED_BY, other(newer))),
            State::Refined(narrower) => Some((v::REFINED_BY, other(narrower))),
            State::GaveWay(part) => Some((v::GAVE_WAY_TO, other(part))),
        };
        let whole = figure.whole.map(|whole| (v::CONTAINED_IN, other(whole.figure)));
        for (predicate, object) in state.into_iter().chain(whole) {
            self.add(&subject, predicate, object);
        }
    }

    fn dispute(&mut self, figure: &Figure, first: &Figure) {
        let dispute = self.below(first.claims[0], "dispute");
        let subject = self.sum(figure);
        if figure == first {
            self.add(&dispute, RDF_TYPE, node(v::DISPUTE));
            let speaker = self.claim(first.claims[0]);
            self.add(&dispute, v::FIRST_CLAIM, speaker);
        }
        self.add(&subject, v::IN_DISPUTE, dispute);
    }

    fn row(&mut self, row: &Row) {
        let Some(&first) = row.claims.first() else { return };
        let subject = self.below(first, &format!("total/{}", word(row.by)));
        self.add(&subject, RDF_TYPE, node(v::TOTAL));
        self.add(&subject, v::GROUPED_BY, Literal::new_simple_literal(word(row.by)));
        match &row.group {
            Group::Entities(entities) => self.named(&subject, v::GROUP, entities.iter().copied()),
            Group::Kind(kind) => self.named(&subject, v::GROUP, [*kind]),
            Group::Unit(unit) => self.named(&subject, v::GROUP, *unit),
            Group::Unnamed { sector, recorded } => {
                let unnamed = if *recorded {
                    "unnamed-not-stated"
                } else {
                    "unnamed-not-recorded"
                };
                self.add(&subject, v::UNNAMED, term(unnamed));
                debug_assert!(sector.is_none() || *sector == row.sector, "their sector is the row's");
            }
        }
        self.named(&subject, v::COLUMN, [row.column]);
        self.named(&subject, v::INSTRUMENT, row.instrument);
        self.named(&subject, v::UNIT, row.unit);
        self.sector(&subject, row.sector);
        self.aspect(&subject, row.aspect);
        self.bounds(&subject, [v::LEAST, v::GREATEST], row.bounds);
        if let Some(new) = row.new {
            self.bounds(&subject, [v::NEW_MINIMUM, v::NEW_MAXIMUM], new);
        }
        let count = Literal::new_typed_literal(row.count.to_string(), xsd::INTEGER);
        self.add(&subject, v::SUM_COUNT, count);
        let marks = [
            (row.disputed, "mark-disputed"),
            (row.mixed, "mark-mixed"),
            (row.part_of_more, "mark-part-of-more"),
            (row.rest, "mark-rest"),
            (row.contained, "mark-contained"),
            (
                row.claims.iter().any(|&claim| self.stated.approximate[claim]),
                "mark-approximate",
            ),
        ];
        for (_, mark) in marks.into_iter().filter(|(is_set, _)| *is_set) {
            // The rule of an older dossier does not list the marks of its ontology, which has the first three.
            let is_first =
                self.stated.marks.is_empty() && !matches!(mark, "mark-rest" | "mark-contained" | "mark-approximate");
            let mark = term(mark);
            if is_first || self.stated.marks.contains(mark.as_str()) {
                self.add(&subject, v::MARK, mark);
            }
        }
        for &claim in &row.claims {
            let claim = self.claim(claim);
            self.add(&claim, v::IN_TOTAL, subject.clone());
        }
    }

    fn aspect(&mut self, subject: &NamedNode, aspect: Aspect) {
        let flags = [
            (aspect.scope.is_some(), "aspect-scope"),
            (aspect.round, "aspect-round"),
            (aspect.increment, "aspect-increment"),
        ];
        for (_, flag) in flags.into_iter().filter(|(is_set, _)| *is_set) {
            self.add(subject, v::ASPECT, term(flag));
        }
        self.named(subject, v::PER, aspect.per);
    }

    /// One node for each claim, reason and claim that it gives way to, with the groupings in which it is left out.
    fn left_out(&mut self, derived: &Derived) {
        let lacks: HashMap<usize, [bool; 3]> = derived.lacks.iter().copied().collect();
        let mut nodes: BTreeMap<(usize, Reason, Option<usize>), Vec<By>> = BTreeMap::new();
        for found in &derived.left_out {
            let key = (found.claim, found.reason, found.other);
            nodes.entry(key).or_default().push(found.by);
        }
        for ((claim, why, other), groupings) in nodes {
            let subject = self.below(claim, &format!("left-out/{}", word(groupings[0])));
            self.add(&subject, RDF_TYPE, node(v::NOT_COUNTED));
            let lacking = lacks.get(&claim).filter(|_| why == Reason::Open).into_iter().flatten();
            let dimensions = ["dimension-currency", "dimension-period", "dimension-instrument"];
            for (_, dimension) in lacking.zip(dimensions).filter(|(is_lacking, _)| **is_lacking) {
                self.add(&subject, v::LACKS, term(dimension));
            }
            let claim = self.claim(claim);
            self.add(&subject, v::OF_CLAIM, claim);
            self.add(&subject, v::REASON, term(&format!("left-out-{}", reason(why))));
            if let Reason::NoSum(role) = why {
                self.named(&subject, v::MEASURE_ROLE, [role]);
            }
            if let Some(other) = other {
                let other = self.claim(other);
                self.add(&subject, v::GIVES_WAY_TO, other);
            }
            for by in groupings {
                self.add(&subject, v::GROUPED_BY, Literal::new_simple_literal(word(by)));
            }
        }
    }
}
