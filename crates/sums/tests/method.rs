//! The engine against a plain implementation of the method (docs/method.md), over random dossiers, and against small examples whose
//! answers are written by hand.

mod examples;
mod plain;
mod random;

use proptest::prelude::*;
use random::{Told, shuffle, small, wild};
use std::collections::{BTreeMap, BTreeSet};
use sums::{By, Input, LeftOut, Row};

/// What is compared, in an order of its own.
type Answer = (Vec<Row>, Vec<LeftOut>);

fn sorted((mut rows, mut left_out): Answer) -> Answer {
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    left_out.sort();
    (rows, left_out)
}

fn engine(input: &Input) -> Answer {
    let derived = sums::derive(input);
    sorted((derived.rows, derived.left_out))
}

fn plainly(input: &Input) -> Answer {
    sorted(plain::derive(input))
}

/// Each claim of money stands in exactly one row or is left out exactly once, for each grouping; no other claim is in either.
fn each_claim_once(input: &Input, (rows, left_out): &Answer) -> Result<(), TestCaseError> {
    for by in By::ALL {
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        let standing = rows
            .iter()
            .filter(|row| row.by == by)
            .flat_map(|row| row.claims.iter().copied());
        let left = left_out.iter().filter(|left| left.by == by).map(|left| left.claim);
        for claim in standing.chain(left) {
            *found.entry(claim).or_default() += 1;
        }
        let money = |claim: &usize| input.claims[*claim].money;
        let expected: BTreeMap<usize, usize> = (0..input.claims.len()).filter(money).map(|claim| (claim, 1)).collect();
        prop_assert_eq!(found, expected, "{:?}", by);
    }
    Ok(())
}

/// Renumbered and in another order, the input gives the same answer.
fn order_is_nothing(input: &Input, seeds: &[u64], derive: fn(&Input) -> Answer) -> Result<(), TestCaseError> {
    let shuffled = shuffle(input, seeds);
    let answer = sorted(shuffled.back(derive(&shuffled.input)));
    prop_assert_eq!(answer, derive(input));
    Ok(())
}

/// What only one of both says, for people, and how much that is.
fn differences(engine: &Answer, plain: &Answer) -> (String, usize) {
    let lines = |(rows, left_out): &Answer| {
        let rows = rows.iter().map(|row| format!("{row:?}"));
        rows.chain(left_out.iter().map(|left| format!("{left:?}")))
            .collect::<BTreeSet<String>>()
    };
    let (engine, plain) = (lines(engine), lines(plain));
    let only = |who: &str, these: &BTreeSet<String>, those: &BTreeSet<String>| {
        these
            .difference(those)
            .map(|line| format!("\nonly {who}: {line}"))
            .collect::<Vec<String>>()
    };
    let all = [only("engine", &engine, &plain), only("plain", &plain, &engine)].concat();
    (all.concat(), all.len())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_says_what_the_plain_implementation_says(Told(input) in small()) {
        let (differing, count) = differences(&engine(&input), &plainly(&input));
        prop_assert!(count == 0, "{}", differing);
    }

    #[test]
    fn the_engine_finds_the_wholes_that_their_parts_exceed(Told(input) in small()) {
        let derived = sums::derive(&input);
        let speaker = |figure: &usize| derived.figures[*figure].claims[0];
        let exceeded = derived.exceeded.iter();
        let exceeded = exceeded.map(|(whole, parts)| (speaker(whole), parts.iter().map(speaker).collect()));
        prop_assert_eq!(exceeded.collect::<BTreeSet<_>>(), plain::exceeded(&input));
    }

    #[test]
    fn each_claim_of_money_stands_in_one_place(Told(input) in small()) {
        each_claim_once(&input, &engine(&input))?;
    }

    #[test]
    fn each_claim_of_money_stands_in_one_place_plainly(Told(input) in small()) {
        each_claim_once(&input, &plainly(&input))?;
    }

    #[test]
    fn order_and_numbers_change_nothing(Told(input) in small(), seeds in proptest::collection::vec(any::<u64>(), 40)) {
        order_is_nothing(&input, &seeds, engine)?;
    }

    #[test]
    fn order_and_numbers_change_nothing_plainly(Told(input) in small(), seeds in proptest::collection::vec(any::<u64>(), 40)) {
        order_is_nothing(&input, &seeds, plainly)?;
    }

    #[test]
    fn no_dossier_is_too_odd(Told(input) in wild()) {
        engine(&input);
    }
}

/// What random dossiers reach: each kind of row, and each reason for which a claim is left out.
#[test]
fn random_dossiers_reach_every_mark_and_reason() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for _ in 0..1000 {
        let Told(input) = small().new_tree(&mut runner).expect("a dossier").current();
        let (rows, left_out) = engine(&input);
        reached.extend(left_out.iter().map(|left| reason(left.reason)));
        for row in &rows {
            let marks = [
                ("scope", row.aspect.scope.is_some()),
                ("round", row.aspect.round),
                ("increment", row.aspect.increment),
                ("per", row.aspect.per.is_some()),
                ("disputed", row.disputed),
                ("mixed", row.mixed),
                ("part of more", row.part_of_more),
                ("rest", row.rest),
                ("contained", row.contained),
                ("new", row.new.is_some()),
                ("open maximum", row.bounds.maximum.is_none()),
                ("several sums", row.count > 1),
            ];
            reached.extend(
                marks
                    .iter()
                    .filter(|(_, is_set)| *is_set)
                    .map(|(mark, _)| (*mark).to_owned()),
            );
        }
    }
    let all = [
        "Converted",
        "Corrected",
        "Covered",
        "GaveWay",
        "NoFigure",
        "NoSum",
        "Open",
        "OtherKind",
        "PartOf",
        "Refined",
        "Replaced",
        "SaysAgain",
        "TakenUp",
        "Withdrawn",
        "contained",
        "disputed",
        "increment",
        "mixed",
        "new",
        "open maximum",
        "part of more",
        "per",
        "rest",
        "round",
        "scope",
        "several sums",
    ];
    assert_eq!(reached.iter().map(String::as_str).collect::<Vec<_>>(), all);
}

/// The name of a reason, without its number.
fn reason(reason: sums::Reason) -> String {
    let name = format!("{reason:?}");
    name.split('(').next().unwrap_or(&name).to_owned()
}
