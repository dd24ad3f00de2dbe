//! Which sum replaces, refines or disputes which.

use super::*;
use Relation::{Converts, DoesNotFit, PartOf, Replaces};

#[test]
fn disputed_sums_are_added_in() {
    let year = |sum: Says, year| sum.years(year, year);
    let input = dossier(
        [year(sum(100), 2023), year(sum(120), 2023).on(100), year(sum(40), 2024)],
        &[],
    );
    totals(
        &input,
        By::Programme,
        &["P announced 140-160 2 sums disputed [0, 2, 1]"],
        &[],
    );
}

#[test]
fn one_sum_is_later_only_if_none_of_the_others_claims_is() {
    let claims = [sum(100).said(S), sum(150).said(S).on(100), sum(100).said(S).on(200)];
    let input = dossier(claims, &[]);
    totals(
        &input,
        By::Programme,
        &["P announced 100-150 disputed [0, 1]"],
        &["2 says again 0"],
    );
}

#[test]
fn the_same_speaker_or_payer_replaces_another_does_not() {
    let input = dossier([sum(100).said(S), sum(150).said(S).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 150 [1]"], &["0 replaced by 1"]);
    let input = dossier([sum(100).by(&[X]).said(S), sum(150).by(&[X]).said(T).on(100)], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced public 150 [1]"],
        &["0 replaced by 1"],
    );
    let input = dossier([sum(100).said(S), sum(150).said(T).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 100-150 disputed [0, 1]"], &[]);
}

#[test]
fn the_end_of_a_chain_stands() {
    let input = dossier(
        [sum(100).said(S), sum(150).said(S).on(100), sum(180).said(S).on(200)],
        &[],
    );
    totals(
        &input,
        By::Programme,
        &["P announced 180 [2]"],
        &["0 replaced by 2", "1 replaced by 2"],
    );
}

#[test]
fn between_bounds_inside_one_another_only_refinement_holds() {
    let claims = || [sum(120).said(S), between(Some(100), None).said(S).on(100)];
    totals(
        &dossier(claims(), &[]),
        By::Programme,
        &["P announced 120 [0]"],
        &["1 refined by 0"],
    );
    let input = dossier(claims(), &[(1, Replaces, 0)]);
    totals(&input, By::Programme, &["P announced 100- [1]"], &["0 replaced by 1"]);
}

#[test]
fn the_narrower_takes_over_the_payer() {
    let input = dossier([between(Some(100), None).by(&[X]), sum(120).on(100)], &[]);
    totals(&input, By::Payer, &["X announced public 120 [1]"], &["0 refined by 1"]);
    let input = dossier([between(Some(100), None).by(&[X]), sum(120).by(&[Y]).on(100)], &[]);
    let rows = [
        "X announced public 100- disputed [0]",
        "Y announced private 120 disputed [1]",
    ];
    totals(&input, By::Payer, &rows, &[]);
}

#[test]
fn different_recipients_are_rivals_also_with_equal_bounds() {
    let input = dossier([sum(100).to(&[R]), sum(100).to(&[R2]).on(100)], &[]);
    let rows = ["R announced 100 disputed [0]", "R2 announced 100 disputed [1]"];
    totals(&input, By::Payee, &rows, &[]);
    totals(&input, By::Kind, &["funding announced 100 disputed [0, 1]"], &[]);
}

#[test]
fn a_component_counts_once_even_where_two_of_its_periods_are_apart() {
    let claims = [
        sum(100).years(2023, 2024),
        sum(120).years(2024, 2025),
        sum(150).years(2025, 2026),
    ];
    let input = dossier(claims, &[]);
    totals(&input, By::Programme, &["P announced 100-150 disputed [0, 1, 2]"], &[]);
}

#[test]
fn missing_bounds_add_as_zero_and_open() {
    let up_to = between(None, Some(60)).years(2023, 2023);
    let at_least = between(Some(60), None).years(2023, 2023);
    let input = dossier([up_to, sum(40).years(2024, 2024)], &[]);
    totals(&input, By::Programme, &["P announced 40-100 2 sums [0, 1]"], &[]);
    let input = dossier([at_least, sum(40).years(2024, 2024)], &[]);
    totals(&input, By::Programme, &["P announced 100- 2 sums [0, 1]"], &[]);
}

#[test]
fn a_link_replaces_between_periods_and_payers_not_between_instruments() {
    let input = dossier(
        [
            sum(100).by(&[X]).years(2023, 2023),
            sum(120).by(&[Y]).years(2024, 2024).on(100),
        ],
        &[(1, Replaces, 0)],
    );
    totals(
        &input,
        By::Programme,
        &["P announced private 120 [1]"],
        &["0 replaced by 1"],
    );
    let input = dossier(
        [sum(100).instrument(GRANT), sum(120).instrument(LOAN).on(100)],
        &[(1, Replaces, 0)],
    );
    let rows = ["P announced grant 100 [0]", "P announced loan 120 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn own_dates_alone_decide_where_both_tell_them() {
    let input = dossier([sum(100).said(S).own(0, 10), sum(150).said(S).own(5, 15).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 100-150 disputed [0, 1]"], &[]);
    let input = dossier([sum(100).said(S).own(0, 4), sum(150).said(S).own(5, 15)], &[]);
    totals(&input, By::Programme, &["P announced 150 [1]"], &["0 replaced by 1"]);
}

#[test]
fn within_one_document_unnamed_counts_as_the_same_voice() {
    let input = dossier([sum(100).said(S).own(0, 0), sum(150).own(5, 5)], &[]);
    totals(&input, By::Programme, &["P announced 150 [1]"], &["0 replaced by 1"]);
    let input = dossier([sum(100).said(S).own(0, 0), sum(150).own(5, 5).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 100-150 disputed [0, 1]"], &[]);
}

#[test]
fn a_circle_of_replacements_is_a_dispute() {
    let input = dossier([sum(100), sum(150).on(100)], &[(0, Replaces, 1), (1, Replaces, 0)]);
    totals(&input, By::Programme, &["P announced 100-150 disputed [0, 1]"], &[]);
}

#[test]
fn parts_of_one_whole_by_link_are_different_parts() {
    let part = |amount| sum(amount).about(&[P1]).role(Role::Part).said(S);
    let input = dossier(
        [sum(100), part(40), part(60).on(100)],
        &[(1, PartOf, 0), (2, PartOf, 0)],
    );
    let rows = ["P announced 100 [0]", "P1 announced 100 2 sums contained [1, 2]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn a_person_who_says_that_two_do_not_fit_is_believed_before_their_dates() {
    let later = [sum(120).by(&[X]).on(0), sum(90).by(&[X]).on(100)];
    let input = dossier(later.clone(), &[]);
    totals(
        &input,
        By::Programme,
        &["P announced public 90 [1]"],
        &["0 replaced by 1"],
    );
    let input = dossier(later, &[(1, DoesNotFit, 0)]);
    totals(
        &input,
        By::Programme,
        &["P announced public 90-120 disputed [0, 1]"],
        &[],
    );
}

#[test]
fn what_does_not_fit_is_rival_within_a_column_only() {
    let paid = sum(120).by(&[X]).role(Role::Contribution);
    let input = dossier([sum(100), paid.clone()], &[(0, DoesNotFit, 1)]);
    totals(&input, By::Programme, &["P announced 100-120 disputed [0, 1]"], &[]);
    let input = dossier([sum(100), paid.column(VOTED)], &[(0, DoesNotFit, 1)]);
    let rows = ["P announced 100 [0]", "P voted public 120 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn a_payer_within_joint_payers() {
    let joint = || sum(100).by(&[X, Y]);
    let input = dossier([joint(), sum(40).by(&[X]).on(100)], &[]);
    totals(
        &input,
        By::Payer,
        &["X announced public 40 [1]", "X+Y announced 60 rest [0]"],
        &[],
    );
    totals(&input, By::Programme, &["P announced 100 [0]"], &["1 part of 0"]);
    let input = dossier([joint(), sum(100).by(&[X]).on(100)], &[]);
    let rows = ["X announced public 100 disputed [1]", "X+Y announced 100 disputed [0]"];
    totals(&input, By::Payer, &rows, &[]);
    let input = dossier(
        [sum(100).by(&[X]), sum(40).by(&[X1]).on(100), sum(70).by(&[X2]).on(200)],
        &[],
    );
    let rows = [
        "X1 announced public 40 disputed [1]",
        "X2 announced public 70 disputed [2]",
    ];
    let rest = "X announced public 30-60 rest [0]";
    totals(&input, By::Payer, &[rows[0], rows[1], rest], &[]);
}

#[test]
fn what_is_not_added_joins_no_rivals() {
    let share = |amount| sum(amount).with(|claim| claim.money = false);
    let rate = sum(100).with(|claim| claim.per = Some(0));
    let input = dossier(
        [sum(100), rate, share(40), share(60)],
        &[(0, DoesNotFit, 2), (1, DoesNotFit, 3)],
    );
    totals(
        &input,
        By::Programme,
        &["P announced 100 [0]", "P announced rate 100 [1]"],
        &[],
    );
}

#[test]
fn a_member_pays_within_its_group_and_does_not_replace_it() {
    let claims = [sum(100).by(&[X]).said(S), sum(40).by(&[X1]).said(S).on(100)];
    let input = dossier(claims, &[]);
    let rows = ["X announced public 60 rest [0]", "X1 announced public 40 [1]"];
    totals(&input, By::Payer, &rows, &[]);
}

#[test]
fn what_is_not_added_replaces_by_link_only() {
    let dollars = |amount| sum(amount).unit(Some(USD));
    let claims = || {
        [
            dollars(100).said(S).column(VOTED),
            sum(150),
            dollars(160).said(S).column(VOTED).on(100),
        ]
    };
    let input = dossier(claims(), &[(2, Converts, 1)]);
    let rows = ["USD voted USD 100 [0]", "EUR announced 150 [1]"];
    totals(&input, By::Unit, &rows, &["2 converts 1"]);
    let input = dossier(claims(), &[(2, Converts, 1), (2, Replaces, 0)]);
    totals(&input, By::Unit, &rows[1..], &["0 replaced by 2", "2 converts 1"]);
}

#[test]
fn rivals_by_link_are_both_plans_or_both_increments() {
    let input = dossier([sum(100), sum(40).role(Role::Increment)], &[(0, DoesNotFit, 1)]);
    let rows = ["P announced 100 [0]", "P announced increment 40 [1]"];
    totals(&input, By::Programme, &rows, &[]);
    let input = dossier([sum(100), sum(40).round()], &[(0, DoesNotFit, 1)]);
    let rows = ["P announced 100 [0]", "P announced round 40 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn two_currencies_in_a_circle_of_replacements_are_no_rivals() {
    let input = dossier(
        [sum(100), sum(150).unit(Some(USD)).on(100)],
        &[(0, Replaces, 1), (1, Replaces, 0)],
    );
    totals(
        &input,
        By::Unit,
        &["EUR announced 100 [0]", "USD announced USD 150 [1]"],
        &[],
    );
}
