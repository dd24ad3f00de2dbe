//! The news items for which totals were wrong once.

use super::*;
use Relation::{PartOf, Replaces, SameAs};

#[test]
fn a_recap_does_not_beat_the_news() {
    let input = dossier([sum(180).own(240, 270), sum(125).own(60, 90)], &[]);
    totals(&input, By::Programme, &["P announced 180 [0]"], &["1 replaced by 0"]);
}

#[test]
fn a_payment_leaves_the_promise() {
    for paid in [1, 10] {
        let input = dossier([sum(10).by(&[X]), sum(paid).by(&[X]).column(PAID).on(100)], &[]);
        let paid = format!("X paid public {paid} [1]");
        totals(&input, By::Payer, &["X announced public 10 [0]", &paid], &[]);
    }
}

#[test]
fn payments_of_two_years_are_two_sums() {
    let input = dossier(
        [
            sum(2).column(PAID).years(2023, 2023),
            sum(3).column(PAID).years(2024, 2024),
        ],
        &[],
    );
    totals(&input, By::Programme, &["P paid 5 2 sums [0, 1]"], &[]);
}

#[test]
fn a_promise_does_not_replace_a_demand() {
    let input = dossier([sum(1200).column(ASKED).said(Z), sum(45).said(X).by(&[X]).on(100)], &[]);
    totals(
        &input,
        By::Programme,
        &["P asked 1200 [0]", "P announced public 45 [1]"],
        &[],
    );
}

#[test]
fn a_part_said_twice_counts_within_its_whole() {
    let whole = sum(100);
    let part = sum(40).about(&[P1]).role(Role::Part);
    let again = sum(40).about(&[P1]);
    let links = [(1, PartOf, 0), (1, SameAs, 2)];
    let input = dossier([whole.clone(), part.clone(), again.clone()], &links);
    totals(
        &input,
        By::Unit,
        &["EUR announced 100 [0]"],
        &["1 part of 0", "2 says again 1"],
    );
    let input = dossier(
        [again.clone(), part.clone(), whole.clone()],
        &[(1, PartOf, 2), (1, SameAs, 0)],
    );
    totals(
        &input,
        By::Unit,
        &["EUR announced 100 [2]"],
        &["0 part of 2", "1 says again 0"],
    );
    let input = dossier([whole.clone(), part, again.clone().column(PAID)], &links);
    totals(
        &input,
        By::Unit,
        &["EUR announced 100 [0]", "EUR paid 40 [2]"],
        &["1 part of 0"],
    );
    let input = dossier([whole, again], &[]);
    totals(&input, By::Unit, &["EUR announced 100 [0]"], &["1 part of 0"]);
}

#[test]
fn a_part_has_its_own_payer() {
    let input = dossier([sum(100), sum(60).about(&[P1]).by(&[Y])], &[]);
    totals(
        &input,
        By::Payer,
        &["Y announced private 60 [1]", "not stated announced 40 rest [0]"],
        &[],
    );
    totals(&input, By::Unit, &["EUR announced 100 [0]"], &["1 part of 0"]);
}

#[test]
fn two_who_are_said_to_pay_the_same_are_rivals() {
    let input = dossier([sum(100).by(&[X]), sum(100).by(&[Y]).on(100)], &[]);
    let rows = [
        "X announced public 100 disputed [0]",
        "Y announced private 100 disputed [1]",
    ];
    totals(&input, By::Payer, &rows, &[]);
    totals(&input, By::Unit, &["EUR announced 100 disputed [0, 1]"], &[]);
}

#[test]
fn an_increment_is_no_total() {
    let input = dossier([sum(400).role(Role::Increment)], &[]);
    totals(&input, By::Programme, &["P announced increment 400 [0]"], &[]);
}

#[test]
fn a_sum_without_currency_is_open_beside_two_currencies() {
    let input = dossier([sum(100).unit(None), sum(100), sum(100).unit(Some(USD))], &[]);
    let rows = ["EUR announced 100 [1]", "USD announced USD 100 [2]"];
    totals(&input, By::Unit, &rows, &["0 open"]);
    let input = dossier([sum(100).unit(None)], &[]);
    totals(&input, By::Unit, &["none announced no currency 100 [0]"], &[]);
}

#[test]
fn a_sum_without_year_is_open_beside_two_years() {
    let input = dossier([sum(2).years(2023, 2023), sum(2).years(2024, 2024), sum(2)], &[]);
    totals(&input, By::Programme, &["P announced 4 2 sums [0, 1]"], &["2 open"]);
}

#[test]
fn an_envelope_its_year_the_vote_and_the_payment() {
    let input = dossier(
        [
            sum(540).years(2025, 2029).said(S),
            sum(108).years(2025, 2025).said(S).role(Role::Part),
            sum(90).years(2025, 2025).said(Z).column(VOTED),
            sum(20).years(2025, 2025).column(PAID),
        ],
        &[(1, PartOf, 0)],
    );
    let rows = ["P announced 540 [0]", "P paid 20 [3]", "P voted 90 [2]"];
    totals(&input, By::Programme, &rows, &["1 part of 0"]);
}

#[test]
fn money_taken_up_in_a_larger_programme() {
    let input = dossier(
        [
            sum(200).about(&[Q]).said(S),
            sum(300).said(S).on(100),
            sum(200).about(&[Q]).said(S).on(100),
        ],
        &[(2, PartOf, 1), (2, SameAs, 0)],
    );
    let rows = ["P announced 300 new 100 [1]", "Q announced 200 contained [0]"];
    totals(&input, By::Programme, &rows, &["2 says again 0"]);
    totals(
        &input,
        By::Unit,
        &["EUR announced 300 [1]"],
        &["0 taken up by 1", "2 says again 0"],
    );
}

#[test]
fn a_paper_corrects_its_figure() {
    let withdrawn = sum(30)
        .column(PAID)
        .years(2024, 2024)
        .by(&[X])
        .with(|claim| claim.status = Status::Withdrawn);
    let claims = |withdrawn: Says| {
        [
            withdrawn,
            sum(3).column(PAID).years(2024, 2024).by(&[X]).on(100),
            sum(2).column(PAID).years(2023, 2023).by(&[X]).on(100),
        ]
    };
    let row = "X paid public 5 2 sums [1, 2]";
    let input = dossier(claims(withdrawn.clone()), &[(1, Replaces, 0)]);
    totals(&input, By::Payer, &[row], &["0 withdrawn 1"]);
    let input = dossier(claims(withdrawn), &[]);
    totals(&input, By::Payer, &[row], &["0 withdrawn"]);
}
