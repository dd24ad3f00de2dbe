//! Which claims state one sum, which are open, and which count nowhere.

use super::*;
use Relation::{AddsTo, Converts, DiffersInScope, PartOf, Replaces, SameAs};

#[test]
fn equal_sums_are_one_whoever_says_them() {
    let input = dossier([sum(100).said(S), sum(100).said(T).on(100), sum(100).on(-1)], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced 100 [0]"],
        &["1 says again 0", "2 says again 0"],
    );
}

#[test]
fn the_earliest_document_speaks_then_the_first_passage_then_the_hash() {
    let input = dossier([sum(100).on(-1), sum(100).on(100), sum(100).on(0), sum(100).on(0)], &[]);
    let again = ["0 says again 2", "1 says again 2", "3 says again 2"];
    totals(&input, By::Programme, &["P announced 100 [2]"], &again);
    let mut input = dossier([sum(100).on(100), sum(100)], &[]);
    input.documents[1].published = input.documents[0].published;
    input.claims[0].passage = input.claims[1].passage;
    totals(&input, By::Programme, &["P announced 100 [1]"], &["0 says again 1"]);
}

#[test]
fn a_written_currency_speaks_before_one_carried_over() {
    let carried_over = sum(100).with(|claim| claim.unit_written = false);
    let input = dossier([carried_over, sum(100).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 100 [1]"], &["0 says again 1"]);
}

#[test]
fn what_the_speaker_does_not_state_comes_from_the_next() {
    let input = dossier([sum(100), sum(100).by(&[X]).to(&[R]).on(100)], &[]);
    totals(&input, By::Payer, &["X announced public 100 [0]"], &["1 says again 0"]);
    totals(&input, By::Payee, &["R announced public 100 [0]"], &["1 says again 0"]);
    let input = dossier(
        [sum(100), sum(105).by(&[X]).years(2024, 2024).on(100)],
        &[(0, SameAs, 1)],
    );
    totals(&input, By::Payer, &["X announced public 100 [0]"], &["1 says again 0"]);
}

#[test]
fn a_claim_without_year_joins_the_one_sum_with_equal_bounds() {
    let input = dossier(
        [sum(2).years(2023, 2023), sum(3).years(2024, 2024), sum(3).on(100)],
        &[],
    );
    totals(
        &input,
        By::Programme,
        &["P announced 5 2 sums [0, 1]"],
        &["2 says again 1"],
    );
}

#[test]
fn nothing_is_missing_where_none_states_it() {
    let input = dossier([sum(2), sum(2).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 2 [0]"], &["1 says again 0"]);
}

#[test]
fn no_chain_passes_through_a_claim_without_currency() {
    let input = dossier([sum(100).unit(Some(USD)), sum(100).unit(None), sum(100)], &[]);
    let rows = ["P announced 100 [2]", "P announced USD 100 [0]"];
    totals(&input, By::Programme, &rows, &["1 open"]);
}

#[test]
fn same_as_joins_whatever_is_missing() {
    let claims = || [sum(2).years(2023, 2023), sum(2).years(2024, 2024), sum(2)];
    let input = dossier(claims(), &[(2, SameAs, 1)]);
    totals(
        &input,
        By::Programme,
        &["P announced 4 2 sums [0, 1]"],
        &["2 says again 1"],
    );
}

#[test]
fn before_it_is_open_a_later_claim_replaces_the_one_sum() {
    let input = dossier([sum(100).years(2023, 2023).said(S), sum(150).said(S).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 150 [1]"], &["0 replaced by 1"]);
    let input = dossier([sum(100).years(2023, 2023).said(S), sum(150).said(T).on(100)], &[]);
    totals(&input, By::Programme, &["P announced 100 [0]"], &["1 open"]);
    let two = [
        sum(100).years(2023, 2023).said(S),
        sum(120).years(2024, 2024).said(S),
        sum(150).said(S).on(100),
    ];
    let input = dossier(two, &[]);
    totals(&input, By::Programme, &["P announced 220 2 sums [0, 1]"], &["2 open"]);
}

#[test]
fn what_a_link_makes_a_part_is_never_open() {
    let input = dossier([sum(200).years(2023, 2023), sum(40)], &[(1, PartOf, 0)]);
    totals(&input, By::Programme, &["P announced 200 [0]"], &["1 part of 0"]);
    let input = dossier([sum(200).years(2023, 2023), sum(40)], &[(1, Replaces, 0)]);
    totals(&input, By::Programme, &["P announced 40 [1]"], &["0 replaced by 1"]);
    let input = dossier([sum(200).years(2023, 2023), sum(40)], &[(0, DiffersInScope, 1)]);
    totals(
        &input,
        By::Programme,
        &["P announced scope 200 [0]", "P announced scope 40 [1]"],
        &[],
    );
}

#[test]
fn a_claim_without_payer_repeats_the_rival_that_speaks_first() {
    let input = dossier(
        [sum(100).on(0), sum(100).by(&[Y]).on(200), sum(100).by(&[X]).on(100)],
        &[],
    );
    let rows = [
        "X announced public 100 disputed [0]",
        "Y announced private 100 disputed [1]",
    ];
    totals(&input, By::Payer, &rows, &["2 says again 0"]);
}

#[test]
fn same_as_across_columns_is_one_sum_in_each() {
    let input = dossier([sum(100).by(&[X]), sum(100).column(VOTED).on(100)], &[(1, SameAs, 0)]);
    let rows = ["P announced public 100 [0]", "P voted public 100 [1]"];
    totals(&input, By::Programme, &rows, &[]);
    let rows = ["X announced public 100 [0]", "X voted public 100 [1]"];
    totals(&input, By::Payer, &rows, &[]);
}

#[test]
fn an_increment_prevails_over_a_total_and_that_over_a_part() {
    let input = dossier([sum(100), sum(100).role(Role::Increment)], &[(0, SameAs, 1)]);
    totals(
        &input,
        By::Programme,
        &["P announced increment 100 [0]"],
        &["1 says again 0"],
    );
    let input = dossier([sum(100).role(Role::Part), sum(100)], &[(0, SameAs, 1)]);
    totals(&input, By::Programme, &["P announced 100 [0]"], &["1 says again 0"]);
}

#[test]
fn an_amount_speaks_for_a_share() {
    let share = sum(10).with(|claim| (claim.money, claim.unit) = (false, None));
    let input = dossier([share, sum(20).on(100)], &[(0, SameAs, 1)]);
    totals(&input, By::Programme, &["P announced 20 [1]"], &[]);
}

#[test]
fn other_kinds_each_and_figures_without_bounds_are_no_sums() {
    let other = sum(100).with(|claim| (claim.kind, claim.sums) = (2, false));
    let input = dossier([other, sum(2).role(Role::Apart), between(None, None), sum(40)], &[]);
    let left_out = ["0 of another kind", "1 no sum", "2 no figure"];
    for by in [By::Programme, By::Payer] {
        let group = if by == By::Programme { "P" } else { "not stated" };
        totals(&input, by, &[&format!("{group} announced 40 [3]")], &left_out);
    }
}

#[test]
fn the_original_currency_counts() {
    let input = dossier([sum(109), sum(119).unit(Some(USD))], &[(1, Converts, 0)]);
    totals(&input, By::Unit, &["EUR announced 109 [0]"], &["1 converts 0"]);
    let dollars = |day| sum(119).unit(Some(USD)).on(day);
    let input = dossier([sum(109), dollars(0), dollars(100)], &[(1, Converts, 0)]);
    let left_out = ["1 converts 0", "2 says again 0"];
    totals(&input, By::Unit, &["EUR announced 109 [0]"], &left_out);
    let input = dossier([sum(109).unit(None), dollars(0)], &[(1, Converts, 0)]);
    totals(
        &input,
        By::Unit,
        &["none announced no currency 109 [0]"],
        &["1 converts 0"],
    );
}

#[test]
fn the_unit_of_an_amount_comes_from_another_amount() {
    let share = sum(10).with(|claim| (claim.money, claim.unit) = (false, Some(USD)));
    let links = [(0, SameAs, 1), (1, SameAs, 2)];
    let input = dossier(
        [
            share,
            sum(20).unit(None),
            sum(21).with(|claim| claim.unit_written = false),
        ],
        &links,
    );
    totals(&input, By::Unit, &["EUR announced 20 [1]"], &["2 says again 1"]);
}

#[test]
fn an_amount_of_a_rate_speaks_after_that_of_a_whole() {
    let rate = sum(20).with(|claim| claim.per = Some(0));
    let input = dossier([rate, sum(100).on(100)], &[(0, SameAs, 1)]);
    totals(&input, By::Programme, &["P announced 100 [1]"], &["0 says again 1"]);
}

#[test]
fn two_payers_do_not_both_repeat_one_sum() {
    let later = |payer, day| sum(2).by(&[payer]).on(day);
    let input = dossier([sum(2).years(2023, 2023), later(X, 100), later(Y, 200)], &[]);
    totals(
        &input,
        By::Payer,
        &["X announced public 2 [0]"],
        &["1 says again 0", "2 open"],
    );
}

#[test]
fn a_later_contribution_replaces_none_of_another_payer() {
    let gift = |payer, amount| sum(amount).by(&[payer]).role(Role::Contribution).said(S);
    let claims = [
        gift(X, 40).years(2023, 2023),
        gift(Y, 20).years(2024, 2024).said(T),
        gift(Y, 60).on(100),
    ];
    let rows = ["X announced public 40 [0]", "Y announced private 60 [2]"];
    totals(&dossier(claims, &[]), By::Payer, &rows, &["1 replaced by 2"]);
}

#[test]
fn withdrawn_and_corrected_claims_take_part_in_nothing() {
    let status = |status| move |claim: &mut Claim| claim.status = status;
    let withdrawn = sum(100).with(status(Status::Withdrawn));
    let corrected = sum(90).with(status(Status::Corrected));
    let input = dossier([withdrawn, corrected, sum(80)], &[(2, Replaces, 1)]);
    totals(
        &input,
        By::Programme,
        &["P announced 80 [2]"],
        &["0 withdrawn", "1 corrected 2"],
    );
    let mut input = dossier([sum(100), sum(80).on(100)], &[]);
    input.documents[0].withdrawn = true;
    totals(&input, By::Programme, &["P announced 80 [1]"], &["0 withdrawn"]);
    let middle = sum(2).with(status(Status::Withdrawn));
    let input = dossier([sum(2), middle, sum(3)], &[(0, SameAs, 1), (1, SameAs, 2)]);
    totals(
        &input,
        By::Programme,
        &["P announced 2-3 disputed [0, 2]"],
        &["1 withdrawn"],
    );
}

#[test]
fn different_instruments_are_different_sums() {
    let input = dossier([sum(100).instrument(GRANT), sum(100).instrument(LOAN), sum(100)], &[]);
    let rows = ["P announced grant 100 [0]", "P announced loan 100 [1]"];
    totals(&input, By::Programme, &rows, &["2 open"]);
}

#[test]
fn a_claim_has_no_relation_to_itself() {
    let withdrawn = sum(100).with(|claim| claim.status = Status::Withdrawn);
    let input = dossier([withdrawn, sum(80)], &[(0, Replaces, 0), (1, Converts, 1)]);
    totals(&input, By::Programme, &["P announced 80 [1]"], &["0 withdrawn"]);
}

#[test]
fn a_part_that_lacks_its_year_joins_no_complete_sum_afterwards() {
    let gift = |amount| sum(amount).role(Role::Contribution);
    let claims = [
        gift(100).by(&[Y]),
        gift(100).by(&[Z]).years(2023, 2023),
        gift(20).years(2024, 2024),
        gift(100),
        sum(500).about(&[Q]),
    ];
    let input = dossier(claims, &[(3, PartOf, 4)]);
    let rows = ["EUR announced 620 3 sums [1, 2, 4]", "EUR announced private 100 [0]"];
    totals(&input, By::Unit, &rows, &["3 part of 4"]);
}

#[test]
fn a_whole_that_lacks_its_period_replaces_its_speakers_earlier_sum() {
    let first = || sum(48).years(2023, 2027).said(S);
    let part = |day| sum(36).about(&[P1]).said(S).on(day);
    let input = dossier([first(), sum(60).said(S).on(100), part(100)], &[(2, PartOf, 1)]);
    let rows = ["P announced 60 [1]", "P1 announced 36 contained [2]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 1"]);
    let more = sum(3).role(Role::Increment).said(S).on(100);
    let input = dossier([first(), sum(60).said(S).on(100), more], &[(2, AddsTo, 1)]);
    totals(
        &input,
        By::Programme,
        &["P announced 63 2 sums [1, 2]"],
        &["0 replaced by 1"],
    );
    let later = sum(60).years(2023, 2028).said(S).on(100);
    let input = dossier([sum(48).said(S), part(0), later], &[(1, PartOf, 0)]);
    let rows = ["P announced 60 [2]", "P1 announced 36 contained [1]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 2"]);
}

#[test]
fn a_claim_does_not_replace_what_a_link_sets_beside_it() {
    let claims = || [sum(48).years(2023, 2027).said(S), sum(60).said(S).on(100)];
    let rows = ["P announced scope 48 [0]", "P announced scope 60 [1]"];
    totals(&dossier(claims(), &[(1, DiffersInScope, 0)]), By::Programme, &rows, &[]);
    let input = dossier(claims(), &[(0, PartOf, 1)]);
    totals(&input, By::Programme, &["P announced 60 [1]"], &["0 part of 1"]);
}

#[test]
fn a_converted_figure_does_not_tell_what_the_original_measures() {
    let gift = sum(400).role(Role::Contribution).by(&[X]);
    let euros = sum(370).unit(Some(USD)).by(&[X]);
    let other = sum(30).role(Role::Contribution).by(&[Y]);
    let input = dossier([gift, euros, other], &[(1, Converts, 0)]);
    totals(
        &input,
        By::Programme,
        &["P announced public 400 [0]", "P announced private 30 [2]"],
        &["1 converts 0"],
    );
}
