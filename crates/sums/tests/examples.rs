//! Small examples, each with the answer that an auditor accepts, written by hand.

mod compared;
mod forming;
mod issue;
mod parts;

use crate::{Answer, engine, plainly};
use std::collections::BTreeSet;
use sums::{
    Bounds, By, Claim, Document, Entity, Group, Input, LeftOut, Link, Reason, Relation, Role, Row, Sector, Span, Status,
};
use text::decimal::Decimal;

/// Whether the engine answers, too.
const ENGINE: bool = true;

/// Things: P1 is a part of P, P11 of P1. X1 and X2 are parts of X, a public body; Y is a company, Z an association.
const ENTITIES: [(&str, Option<usize>, Option<Sector>); 13] = [
    ("P", None, None),
    ("P1", Some(P), None),
    ("P11", Some(P1), None),
    ("Q", None, None),
    ("X", None, Some(Sector::Public)),
    ("X1", Some(X), Some(Sector::Public)),
    ("X2", Some(X), Some(Sector::Public)),
    ("Y", None, Some(Sector::Private)),
    ("Z", None, None),
    ("S", None, Some(Sector::Private)),
    ("T", None, Some(Sector::Private)),
    ("R", None, None),
    ("R2", None, None),
];
const P: usize = 0;
const P1: usize = 1;
const P11: usize = 2;
const Q: usize = 3;
const X: usize = 4;
const X1: usize = 5;
const X2: usize = 6;
const Y: usize = 7;
const Z: usize = 8;
const S: usize = 9;
const T: usize = 10;
const R: usize = 11;
const R2: usize = 12;

const COLUMNS: [&str; 7] = ["asked", "expected", "announced", "voted", "committed", "paid", "stated"];
const ASKED: usize = 0;
const ANNOUNCED: usize = 2;
const VOTED: usize = 3;
const PAID: usize = 5;

const INSTRUMENTS: [&str; 3] = ["grant", "loan", "guarantee"];
const GRANT: usize = 0;
const LOAN: usize = 1;
const GUARANTEE: usize = 2;

const UNITS: [&str; 2] = ["EUR", "USD"];
const USD: usize = 1;

/// A claim while it is written down.
#[derive(Clone)]
struct Says(Claim);

/// 100 EUR announced for P, in the first document, for a total.
fn sum(amount: i64) -> Says {
    between(Some(amount), Some(amount))
}

/// A sum with these bounds.
fn between(minimum: Option<i64>, maximum: Option<i64>) -> Says {
    Says(Claim {
        document: 0,
        passage: Some((0, 0)),
        quoted: false,
        words: String::new(),
        things: BTreeSet::from([P]),
        kind: 0,
        sums: true,
        round: false,
        role: 0,
        use_of: Role::Total,
        per: None,
        base: None,
        bounds: Bounds {
            minimum: minimum.map(Decimal::from),
            maximum: maximum.map(Decimal::from),
        },
        unit: Some(0),
        unit_written: true,
        money: true,
        column: ANNOUNCED,
        paid: false,
        period: None,
        own: None,
        instrument: None,
        exposure: false,
        speakers: BTreeSet::new(),
        payers: BTreeSet::new(),
        payees: BTreeSet::new(),
        payer_sector: None,
        status: Status::Current,
    })
}

impl Says {
    fn with(mut self, change: impl FnOnce(&mut Claim)) -> Self {
        change(&mut self.0);
        self
    }

    /// In the document of this day; -1 is one without a date.
    fn on(self, day: i64) -> Self {
        self.with(|claim| claim.document = DAYS.iter().position(|other| *other == day).expect("a day"))
    }

    fn about(self, things: &[usize]) -> Self {
        self.with(|claim| claim.things = things.iter().copied().collect())
    }

    fn column(self, column: usize) -> Self {
        self.with(|claim| (claim.column, claim.paid) = (column, column == PAID))
    }

    fn role(self, role: Role) -> Self {
        self.with(|claim| (claim.role, claim.use_of) = (role as usize, role))
    }

    /// For the years from the first to the last.
    fn years(self, first: i64, last: i64) -> Self {
        self.with(|claim| {
            claim.period = Some(Span {
                first: first * 366,
                last: last * 366 + 365,
            })
        })
    }

    /// Said or happened on these days, by its own words.
    fn own(self, first: i64, last: i64) -> Self {
        self.with(|claim| claim.own = Some(Span { first, last }))
    }

    fn unit(self, unit: Option<usize>) -> Self {
        self.with(|claim| (claim.unit, claim.unit_written) = (unit, unit.is_some()))
    }

    fn instrument(self, instrument: usize) -> Self {
        self.with(|claim| (claim.instrument, claim.exposure) = (Some(instrument), instrument == GUARANTEE))
    }

    fn said(self, speaker: usize) -> Self {
        self.with(|claim| claim.speakers = BTreeSet::from([speaker]))
    }

    fn by(self, payers: &[usize]) -> Self {
        self.with(|claim| claim.payers = payers.iter().copied().collect())
    }

    fn to(self, payees: &[usize]) -> Self {
        self.with(|claim| claim.payees = payees.iter().copied().collect())
    }

    fn round(self) -> Self {
        self.with(|claim| (claim.kind, claim.round) = (1, true))
    }
}

/// The days of the documents; their hashes have the same order.
const DAYS: [i64; 4] = [0, 100, 200, -1];

/// A dossier; within a document the claims stand in this order.
fn dossier<const N: usize>(claims: [Says; N], links: &[(usize, Relation, usize)]) -> Input {
    let place = |(index, claim): (usize, Says)| {
        let start = index as u64 * 10;
        claim
            .with(|claim| claim.passage = claim.passage.map(|_| (start, start + 5)))
            .0
    };
    let document = |(index, day): (usize, &i64)| Document {
        hash: index.to_string(),
        published: (*day >= 0).then_some(Span {
            first: *day,
            last: *day,
        }),
        withdrawn: false,
    };
    let link = |(claim, relation, other): &(usize, Relation, usize)| Link {
        claim: *claim,
        relation: *relation,
        other: *other,
    };
    Input {
        claims: claims.into_iter().enumerate().map(place).collect(),
        documents: DAYS.iter().enumerate().map(document).collect(),
        entities: ENTITIES
            .iter()
            .map(|(_, part_of, sector)| Entity {
                part_of: *part_of,
                sector: *sector,
            })
            .collect(),
        links: links.iter().map(link).collect(),
    }
}

/// Holds the totals by one grouping against the rows and left-out claims that are right.
///
/// A row is: group, column, instrument, currency (unless EUR), sector, aspects, bounds, remarks, its claims in brackets.
#[track_caller]
fn totals(input: &Input, by: By, rows: &[&str], left_out: &[&str]) {
    let expected = |lines: &[&str]| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines.sort();
        lines
    };
    let answers = [(true, plainly as fn(&Input) -> Answer), (ENGINE, engine)];
    for (_, derive) in answers.into_iter().filter(|(asked, _)| *asked) {
        let answer = derive(input);
        let mut found: Vec<String> = answer.0.iter().filter(|row| row.by == by).map(row).collect();
        found.sort();
        let mut left: Vec<String> = answer
            .1
            .iter()
            .filter(|left| left.by == by)
            .map(left_out_in_words)
            .collect();
        left.sort();
        assert_eq!((found, left), (expected(rows), expected(left_out)));
    }
}

fn row(row: &Row) -> String {
    let aspect = &row.aspect;
    let words = [
        (row.count > 1, format!("{} sums", row.count)),
        (row.disputed, "disputed".to_owned()),
        (row.mixed, "mixed".to_owned()),
        (row.part_of_more, "part of more".to_owned()),
        (row.rest, "rest".to_owned()),
        (row.contained, "contained".to_owned()),
    ];
    let mut parts = vec![group(&row.group), COLUMNS[row.column].to_owned()];
    parts.extend(row.instrument.map(|instrument| INSTRUMENTS[instrument].to_owned()));
    match row.unit {
        Some(0) => {}
        Some(unit) => parts.push(UNITS[unit].to_owned()),
        None => parts.push("no currency".to_owned()),
    }
    parts.extend(row.sector.map(sector));
    let aspects = [
        (aspect.scope.is_some(), "scope"),
        (aspect.round, "round"),
        (aspect.increment, "increment"),
        (aspect.per.is_some(), "rate"),
    ];
    parts.extend(
        aspects
            .iter()
            .filter(|aspect| aspect.0)
            .map(|aspect| aspect.1.to_owned()),
    );
    parts.push(bounds(row.bounds));
    parts.extend(words.into_iter().filter(|word| word.0).map(|word| word.1));
    parts.extend(row.new.map(|new| format!("new {}", bounds(new))));
    parts.push(format!("{:?}", row.claims));
    parts.join(" ")
}

fn sector(sector: Sector) -> String {
    format!("{sector:?}").to_lowercase()
}

fn bounds(bounds: Bounds) -> String {
    let text = |bound: Option<Decimal>| bound.map_or_else(String::new, |bound| bound.to_string());
    if bounds.minimum.is_some() && bounds.minimum == bounds.maximum {
        return text(bounds.minimum);
    }
    format!("{}-{}", text(bounds.minimum), text(bounds.maximum))
}

fn group(group: &Group) -> String {
    match group {
        Group::Entities(set) => set
            .iter()
            .map(|entity| ENTITIES[*entity].0)
            .collect::<Vec<_>>()
            .join("+"),
        Group::Unnamed { sector: of, recorded } => {
            let of = of.map_or_else(String::new, |of| format!(" ({})", sector(of)));
            format!("not {}{of}", if *recorded { "stated" } else { "recorded" })
        }
        Group::Kind(kind) => ["funding", "raises", "other"][*kind].to_owned(),
        Group::Unit(unit) => unit.map_or("none", |unit| UNITS[unit]).to_owned(),
    }
}

fn left_out_in_words(left: &LeftOut) -> String {
    let reason = match left.reason {
        Reason::Withdrawn => "withdrawn",
        Reason::Corrected => "corrected",
        Reason::Converted => "converts",
        Reason::OtherKind => "of another kind",
        Reason::NoSum(_) => "no sum",
        Reason::NoFigure => "no figure",
        Reason::Open => "open",
        Reason::SaysAgain => "says again",
        Reason::Replaced => "replaced by",
        Reason::Refined => "refined by",
        Reason::GaveWay => "gave way to",
        Reason::PartOf => "part of",
        Reason::TakenUp => "taken up by",
        Reason::Covered => "covered by",
    };
    let other = left.other.map_or_else(String::new, |other| format!(" {other}"));
    format!("{} {reason}{other}", left.claim)
}
