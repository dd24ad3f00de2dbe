//! Random dossiers: small ones in which every rule meets every other often, and wild ones.

mod shuffled;
mod told;

pub use shuffled::shuffle;
pub use told::Told;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::BTreeSet;
use sums::{Bounds, Claim, Document, Entity, Input, Link, Relation, Role, Sector, Span, Status};
use text::decimal::Decimal;

/// Entities 0 to 3 are things, the others pay, receive and speak.
const ENTITIES: usize = 9;
const THINGS: usize = 4;
const PAYERS: usize = 4;

/// The instrument that is exposure.
const GUARANTEE: usize = 2;

/// In which respects the claims of a dossier vary: where all vary, hardly two claims are ever compared.
#[derive(Debug, Clone, Copy)]
struct Varying {
    columns: bool,
    things: bool,
    kinds: bool,
    roles: bool,
    units: bool,
    periods: bool,
    instruments: bool,
    payers: bool,
    payees: bool,
    bounds: bool,
    voices: bool,
    statuses: bool,
}

fn varying() -> impl Strategy<Value = Varying> {
    let often = || proptest::bool::weighted(0.5);
    let seldom = || proptest::bool::weighted(0.25);
    let first = (seldom(), often(), seldom(), often(), seldom(), seldom());
    let second = (
        seldom(),
        often(),
        seldom(),
        proptest::bool::weighted(0.85),
        often(),
        seldom(),
    );
    (first, second).prop_map(|(first, second)| {
        let (columns, things, kinds, roles, units, periods) = first;
        let (instruments, payers, payees, bounds, voices, statuses) = second;
        Varying {
            columns,
            things,
            kinds,
            roles,
            units,
            periods,
            instruments,
            payers,
            payees,
            bounds,
            voices,
            statuses,
        }
    })
}

fn set(of: &[usize]) -> BTreeSet<usize> {
    of.iter().copied().collect()
}

/// Figures that are equal, inside one another, apart, open and missing, and that add up: 40 and 60 are 100.
fn bounds() -> impl Strategy<Value = Bounds> {
    let of = |minimum: Option<i64>, maximum: Option<i64>| Bounds {
        minimum: minimum.map(Decimal::from),
        maximum: maximum.map(Decimal::from),
    };
    prop_oneof![
        6 => Just(of(Some(100), Some(100))),
        5 => Just(of(Some(40), Some(40))),
        5 => Just(of(Some(60), Some(60))),
        2 => Just(of(Some(20), Some(20))),
        2 => Just(of(Some(40), Some(60))),
        1 => Just(of(Some(50), Some(120))),
        1 => Just(of(Some(40), None)),
        1 => Just(of(None, Some(60))),
        1 => Just(of(Some(0), Some(0))),
        1 => Just(of(None, None)),
    ]
}

fn years(first: i64, last: i64) -> Option<Span> {
    Some(Span {
        first: first * 365,
        last: last * 365 + 364,
    })
}

fn period() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![
        3 => Just(None),
        4 => Just(years(0, 0)),
        3 => Just(years(1, 1)),
        2 => Just(years(0, 4)),
        1 => Just(years(1, 5)),
    ]
}

/// Days on which something is said or published: single, equal, overlapping, or not known.
fn day() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![
        2 => Just(None),
        6 => (0..6_i64).prop_map(|day| Some(Span { first: day, last: day })),
        1 => (0..4_i64).prop_map(|day| Some(Span { first: day, last: day + 2 })),
    ]
}

fn things() -> impl Strategy<Value = BTreeSet<usize>> {
    prop_oneof![
        5 => Just(set(&[0])),
        4 => Just(set(&[1])),
        2 => Just(set(&[2])),
        1 => Just(set(&[3])),
        1 => Just(set(&[1, 2])),
        1 => Just(set(&[0, 3])),
    ]
}

fn payers() -> impl Strategy<Value = BTreeSet<usize>> {
    prop_oneof![
        6 => Just(set(&[])),
        4 => Just(set(&[PAYERS])),
        2 => Just(set(&[PAYERS + 1])),
        2 => Just(set(&[PAYERS + 2])),
        1 => Just(set(&[PAYERS, PAYERS + 1])),
        1 => Just(set(&[PAYERS + 2, PAYERS + 3])),
        1 => Just(set(&[PAYERS + 3])),
    ]
}

fn speakers() -> impl Strategy<Value = BTreeSet<usize>> {
    prop_oneof![3 => Just(set(&[])), 4 => Just(set(&[7])), 2 => Just(set(&[8])), 1 => Just(set(&[7, 8]))]
}

/// A role, with its use: two roles have the use of a total.
fn role() -> impl Strategy<Value = usize> {
    prop_oneof![6 => Just(0_usize), 4 => Just(1), 3 => Just(2), 3 => Just(3), 1 => Just(4), 1 => Just(5)]
}

fn use_of(role: usize) -> Role {
    [
        Role::Total,
        Role::Contribution,
        Role::Part,
        Role::Increment,
        Role::Apart,
        Role::Total,
    ][role]
}

fn sector() -> impl Strategy<Value = Option<Sector>> {
    prop_oneof![2 => Just(None), 2 => Just(Some(Sector::Public)), 1 => Just(Some(Sector::Private))]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![8 => Just(Status::Current), 1 => Just(Status::Corrected), 1 => Just(Status::Withdrawn)]
}

/// Kinds: 1 is a round, 2 makes no sums.
const KINDS: [usize; 12] = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 0];
/// Columns: 2 is that of payments.
const COLUMNS: [usize; 10] = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
const UNITS: [Option<usize>; 3] = [Some(0), Some(1), None];
const INSTRUMENTS: [Option<usize>; 9] = [
    None,
    None,
    None,
    Some(0),
    Some(0),
    Some(1),
    Some(1),
    None,
    Some(GUARANTEE),
];

fn claim(varying: Varying, documents: usize) -> impl Strategy<Value = Claim> {
    let place = (0..documents, proptest::option::weighted(0.8, (0..4_u64, 5..7_u64)));
    let what = (things(), 0..12_usize, role(), 0..30_usize, bounds(), 0..20_usize);
    let when = (period(), day(), 0..9_usize, 0..10_usize);
    let who = (speakers(), payers(), payers(), sector(), status());
    let seldom = (0..12_usize, proptest::bool::weighted(0.7));
    (place, what, when, who, seldom).prop_map(move |(place, what, when, who, seldom)| {
        let (things, kind, role, per, bounds, unit) = what;
        let (period, own, instrument, column) = when;
        let (speakers, payers, payees, payer_sector, status) = who;
        let kind = KINDS[if varying.kinds { kind } else { 0 }];
        let role = if varying.roles { role } else { 0 };
        let column = COLUMNS[if varying.columns { column } else { 0 }];
        let instrument = INSTRUMENTS[if varying.instruments { instrument } else { 0 }];
        Claim {
            document: place.0,
            passage: place.1,
            quoted: false,
            words: String::new(),
            things: if varying.things { things } else { set(&[0]) },
            kind,
            sums: kind != 2,
            round: kind == 1,
            role,
            use_of: use_of(role),
            per: (per == 0).then_some(0),
            base: (per == 1).then_some(0),
            bounds: Bounds {
                minimum: if varying.bounds { bounds.minimum } else { bounds.maximum },
                ..bounds
            },
            unit: UNITS[if varying.units { unit % 3 } else { 0 }],
            unit_written: seldom.1,
            money: seldom.0 != 0,
            column,
            paid: column == 2,
            period: period.filter(|_| varying.periods),
            own: own.filter(|_| varying.voices),
            instrument,
            exposure: instrument == Some(GUARANTEE),
            speakers: if varying.voices { speakers } else { set(&[]) },
            payers: if varying.payers { payers } else { set(&[]) },
            payees: if varying.payees { payees } else { set(&[]) },
            payer_sector,
            status: if varying.statuses { status } else { Status::Current },
        }
    })
}

fn document() -> impl Strategy<Value = Document> {
    (day(), 0..20_usize).prop_map(|(published, withdrawn)| Document {
        hash: String::new(),
        published,
        withdrawn: withdrawn == 0,
    })
}

/// Parts of entities: a tree mostly; else any, circles included.
fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let tree = [None, Some(0), Some(1), None, None, Some(4), Some(4), None, None];
    let parts = prop_oneof![
        3 => Just(tree.to_vec()),
        1 => vec(proptest::option::weighted(0.5, 0..ENTITIES), ENTITIES),
        1 => vec(proptest::option::weighted(0.6, 0..THINGS), ENTITIES),
    ];
    (parts, vec(sector(), ENTITIES)).prop_map(|(parts, sectors)| {
        let pairs = parts.into_iter().zip(sectors);
        pairs.map(|(part_of, sector)| Entity { part_of, sector }).collect()
    })
}

fn relation() -> impl Strategy<Value = Relation> {
    prop_oneof![
        4 => Just(Relation::SameAs),
        6 => Just(Relation::PartOf),
        3 => Just(Relation::AddsTo),
        1 => Just(Relation::DiffersInScope),
        2 => Just(Relation::DoesNotFit),
        3 => Just(Relation::Replaces),
        2 => Just(Relation::TakesUp),
        2 => Just(Relation::MayTakeUp),
        2 => Just(Relation::Converts),
    ]
}

/// Links between two claims; a link of a claim to itself is for the wild dossiers.
fn links(claims: usize, most: usize) -> impl Strategy<Value = Vec<Link>> {
    let link = (0..claims, relation(), 1..claims.max(2));
    let link = link.prop_map(move |(claim, relation, steps)| Link {
        claim,
        relation,
        other: (claim + steps) % claims,
    });
    vec(link, if claims > 1 { 0..=most } else { 0..=0 })
}

/// What random claims seldom make: a whole with two parts, linked or not, which often add up to it and differ in something.
#[derive(Debug, Clone, Copy)]
struct Planted {
    /// The relation of both parts to the whole.
    relation: Option<Relation>,
    /// The role of the parts.
    role: usize,
    columns: (usize, usize),
    instruments: (Option<usize>, Option<usize>),
    payers: (usize, usize),
    same_document: bool,
    whole: i64,
    /// The second part is that of the first one.
    chained: bool,
    /// Which of the three the next claim replaces.
    replaced: Option<usize>,
}

fn planted() -> impl Strategy<Value = Planted> {
    let relation = prop_oneof![
        6 => Just(Some(Relation::PartOf)),
        4 => Just(Some(Relation::AddsTo)),
        1 => Just(Some(Relation::TakesUp)),
        1 => Just(Some(Relation::MayTakeUp)),
        3 => Just(None),
    ];
    let roles = prop_oneof![2 => Just(0_usize), 2 => Just(1), 2 => Just(2), 2 => Just(3)];
    let column = || prop_oneof![4 => Just(0_usize), 1 => Just(1), 1 => Just(2)];
    let instrument =
        || prop_oneof![4 => Just(None), 2 => Just(Some(0)), 2 => Just(Some(1)), 1 => Just(Some(GUARANTEE))];
    let whole = prop_oneof![2 => Just(100_i64), 1 => Just(150), 1 => Just(80)];
    let place = (proptest::bool::weighted(0.8), whole);
    let then = (
        proptest::bool::weighted(0.2),
        proptest::option::weighted(0.4, prop_oneof![3 => Just(0_usize), 1 => Just(1), 1 => Just(2)]),
    );
    let differing = (
        (column(), column()),
        (instrument(), instrument()),
        (0..4_usize, 0..4_usize),
    );
    (relation, roles, differing, place, then).prop_map(|(relation, role, differing, place, then)| {
        let (columns, instruments, payers) = differing;
        let ((same_document, whole), (chained, replaced)) = (place, then);
        Planted {
            relation,
            role: if relation == Some(Relation::AddsTo) { 3 } else { role },
            columns,
            instruments,
            payers,
            same_document,
            whole,
            chained,
            replaced,
        }
    })
}

/// Makes a whole of the first claim, and parts of the next two.
fn plant(input: &mut Input, planted: Planted) {
    let [whole, first, second, ..] = &mut input.claims[..] else {
        return;
    };
    let of = |value: i64| Bounds {
        minimum: Some(Decimal::from(value)),
        maximum: Some(Decimal::from(value)),
    };
    let parts = [
        (first, 40, planted.columns.0, planted.instruments.0, planted.payers.0),
        (second, 60, planted.columns.1, planted.instruments.1, planted.payers.1),
    ];
    whole.bounds = of(planted.whole);
    for (part, value, column, instrument, payer) in parts {
        if planted.same_document {
            part.document = whole.document;
        }
        part.bounds = of(value);
        (part.column, part.paid) = (column, column == 2);
        (part.instrument, part.exposure) = (instrument, instrument == Some(GUARANTEE));
        (part.role, part.use_of) = (planted.role, use_of(planted.role));
        part.unit = whole.unit;
        part.payers = if payer == 3 {
            BTreeSet::new()
        } else {
            set(&[PAYERS + payer])
        };
    }
    if let Some(relation) = planted.relation {
        let larger_first = matches!(relation, Relation::TakesUp | Relation::MayTakeUp);
        let link = |part, whole| {
            let (claim, other) = if larger_first { (whole, part) } else { (part, whole) };
            Link { claim, relation, other }
        };
        let links = [link(1, 0), link(2, usize::from(planted.chained))];
        input.links.extend(links);
    }
    if let Some(other) = planted.replaced.filter(|_| input.claims.len() > 3) {
        let relation = Relation::Replaces;
        input.links.push(Link {
            claim: 3,
            relation,
            other,
        });
    }
}

/// Small dossiers in which no two claims tie in speaking order.
pub fn small() -> impl Strategy<Value = Told> {
    (varying(), 1..=4_usize, 1..=14_usize).prop_flat_map(|(varying, documents, claims)| {
        let contents = (
            vec(claim(varying, documents), claims),
            vec(document(), documents),
            entities(),
        );
        let order = Just((0..claims).collect::<Vec<_>>()).prop_shuffle();
        let planted = proptest::option::weighted(0.4, planted());
        (contents, links(claims, 6), order, planted).prop_map(
            |((mut claims, mut documents, entities), links, order, planted)| {
                for (claim, word) in claims.iter_mut().zip(order) {
                    claim.words = format!("{word:02}");
                }
                for (index, document) in documents.iter_mut().enumerate() {
                    document.hash = format!("{index}");
                }
                let mut input = Input {
                    claims,
                    documents,
                    entities,
                    links,
                };
                if let Some(planted) = planted {
                    plant(&mut input, planted);
                }
                Told(input)
            },
        )
    })
}

/// Dossiers with anything: huge and negative figures, ties, claims about nothing, circles.
pub fn wild() -> impl Strategy<Value = Told> {
    let number = prop_oneof![
        (any::<i128>(), 0..39_u32).prop_filter_map("a decimal", |(mantissa, scale)| Decimal::new(mantissa, scale)),
        (-2..2_i64).prop_map(Decimal::from),
    ];
    let odd = (
        proptest::option::of(number.clone()),
        proptest::option::of(number),
        btree_set(0..ENTITIES, 0..3),
    );
    (small(), vec(odd, 14), any::<bool>()).prop_map(|(Told(mut input), odd, tie)| {
        if let Some(link) = input.links.first_mut() {
            link.other = link.claim;
        }
        for (claim, (minimum, maximum, things)) in input.claims.iter_mut().zip(odd) {
            claim.bounds = Bounds { minimum, maximum };
            claim.things = things;
            if tie {
                claim.words = String::new();
            }
        }
        Told(input)
    })
}
