//! Parts, wholes, rests, rows.

use super::*;
use Relation::{AddsTo, DiffersInScope, MayTakeUp, PartOf, TakesUp};

#[test]
fn a_contribution_is_a_part_where_its_period_or_instrument_is_within() {
    let paid = || sum(40).by(&[X]).role(Role::Contribution);
    let claims = [
        [sum(100).years(2023, 2025), paid().years(2023, 2023)],
        [sum(100), paid().years(2023, 2023)],
        [sum(100).years(2023, 2025), paid()],
        [sum(100), paid().instrument(GRANT)],
        [sum(100).instrument(GRANT), paid()],
    ];
    for claims in claims {
        let instrument = claims[0].0.instrument.map_or("", |_| "grant ");
        let input = dossier(claims, &[]);
        totals(
            &input,
            By::Programme,
            &[&format!("P announced {instrument}100 [0]")],
            &["1 part of 0"],
        );
    }
    let input = dossier([sum(100).years(2023, 2023), paid().years(2024, 2024)], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced 100 [0]", "P announced public 40 [1]"],
        &[],
    );
    let input = dossier([sum(100).instrument(LOAN), paid().instrument(GRANT)], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced loan 100 [0]", "P announced grant public 40 [1]"],
        &[],
    );
}

#[test]
fn contributions_without_a_total_add() {
    let paid = |payer, amount| sum(amount).by(&[payer]).role(Role::Contribution);
    let input = dossier([paid(X, 40), paid(X1, 60)], &[]);
    totals(&input, By::Programme, &["P announced public 100 2 sums [0, 1]"], &[]);
}

#[test]
fn two_contributions_of_one_payer_are_rivals_unless_one_adds_to_the_other() {
    let claims = || [40, 60].map(|amount| sum(amount).by(&[X]).role(Role::Contribution));
    totals(
        &dossier(claims(), &[]),
        By::Programme,
        &["P announced public 40-60 disputed [0, 1]"],
        &[],
    );
    let input = dossier(claims(), &[(1, AddsTo, 0)]);
    totals(&input, By::Programme, &["P announced public 100 2 sums [0, 1]"], &[]);
}

#[test]
fn a_part_without_total_counts_as_part_of_more() {
    let part = || sum(40).role(Role::Part);
    totals(
        &dossier([part()], &[]),
        By::Programme,
        &["P announced 40 part of more [0]"],
        &[],
    );
    totals(
        &dossier([part(), sum(100)], &[]),
        By::Programme,
        &["P announced 100 [1]"],
        &["0 part of 1"],
    );
}

#[test]
fn an_increment_counts_with_what_it_adds_to() {
    let input = dossier([sum(100), sum(40).role(Role::Increment)], &[(1, AddsTo, 0)]);
    totals(&input, By::Programme, &["P announced 140 2 sums [0, 1]"], &[]);
    let claims = || [sum(100), sum(40).role(Role::Increment).by(&[X])];
    let input = dossier(claims(), &[(1, AddsTo, 0)]);
    let rows = ["P announced 100 [0]", "P announced public 40 [1]"];
    totals(&input, By::Programme, &rows, &[]);
    totals(
        &input,
        By::Payer,
        &["X announced public 40 [1]", "not stated announced 100 [0]"],
        &[],
    );
    let rows = ["P announced 100 [0]", "P announced public increment 40 [1]"];
    totals(&dossier(claims(), &[]), By::Programme, &rows, &[]);
}

#[test]
fn parts_of_a_replaced_whole_are_parts_of_what_counts() {
    let claims = [sum(100).said(S), sum(120).said(S).on(100), sum(40).about(&[Q]).on(200)];
    let input = dossier(claims, &[(2, PartOf, 0)]);
    totals(
        &input,
        By::Unit,
        &["EUR announced 120 [1]"],
        &["0 replaced by 1", "2 part of 1"],
    );
}

#[test]
fn by_programme_a_part_keeps_its_row_where_its_thing_differs() {
    let input = dossier(
        [sum(100), sum(40).about(&[P1]), sum(30).about(&[P1]).role(Role::Part)],
        &[],
    );
    let rows = ["P announced 100 [0]", "P1 announced 40 contained [1]"];
    totals(&input, By::Programme, &rows, &["2 part of 1"]);
    totals(
        &input,
        By::Kind,
        &["funding announced 100 [0]"],
        &["1 part of 0", "2 part of 1"],
    );
}

#[test]
fn by_payer_a_part_without_payer_stays_in_its_wholes_row() {
    let input = dossier([sum(100).by(&[X]), sum(40).about(&[P1])], &[]);
    totals(&input, By::Payer, &["X announced public 100 [0]"], &["1 part of 0"]);
    let input = dossier([sum(100).by(&[X]), sum(40).about(&[P1]).by(&[X])], &[]);
    totals(&input, By::Payer, &["X announced public 100 [0]"], &["1 part of 0"]);
}

#[test]
fn a_possible_part_with_another_payer_is_a_part() {
    let input = dossier(
        [sum(100).by(&[X]).years(2023, 2025), sum(40).by(&[Y]).years(2023, 2023)],
        &[],
    );
    totals(
        &input,
        By::Payer,
        &["X announced public 60 rest [0]", "Y announced private 40 [1]"],
        &[],
    );
    totals(&input, By::Programme, &["P announced public 100 [0]"], &["1 part of 0"]);
}

#[test]
fn by_recipient_the_rest_is_computed_as_by_payer() {
    let input = dossier([sum(100), sum(60).about(&[P1]).to(&[R])], &[]);
    totals(
        &input,
        By::Payee,
        &["R announced 60 [1]", "not stated announced 40 rest [0]"],
        &[],
    );
}

#[test]
fn a_whole_without_rest_is_covered() {
    let paid = |payer, amount| sum(amount).by(&[payer]).role(Role::Contribution);
    let input = dossier([sum(100), paid(X, 60), paid(Y, 40)], &[]);
    let rows = ["X announced public 60 [1]", "Y announced private 40 [2]"];
    totals(&input, By::Payer, &rows, &["0 covered by 1"]);
}

#[test]
fn rests_are_ranges() {
    let paid = |amount| sum(amount).about(&[P1]).by(&[X]);
    let input = dossier([sum(100), paid(40), paid(60)], &[]);
    let rows = [
        "X announced public 40-60 disputed [1, 2]",
        "not stated announced 40-60 rest [0]",
    ];
    totals(&input, By::Payer, &rows, &[]);
    let input = dossier([sum(100), between(Some(30), None).about(&[P1]).by(&[X])], &[]);
    totals(
        &input,
        By::Payer,
        &["X announced public 30- [1]", "not stated announced 0-70 rest [0]"],
        &[],
    );
}

#[test]
fn the_nearest_entity_is_the_whole() {
    let claims = [sum(200), sum(100).about(&[P1]).by(&[X]), sum(40).about(&[P11]).by(&[Y])];
    let input = dossier(claims, &[]);
    let rows = [
        "X announced public 60 rest [1]",
        "Y announced private 40 [2]",
        "not stated announced 100 rest [0]",
    ];
    totals(&input, By::Payer, &rows, &[]);
    totals(
        &input,
        By::Kind,
        &["funding announced 200 [0]"],
        &["1 part of 0", "2 part of 1"],
    );
}

#[test]
fn a_sum_taken_up_counts_once_across_programmes() {
    let input = dossier([sum(100).about(&[Q]), sum(300).on(100)], &[(1, TakesUp, 0)]);
    totals(&input, By::Unit, &["EUR announced 300 [1]"], &["0 taken up by 1"]);
    totals(
        &input,
        By::Programme,
        &["P announced 300 new 200 [1]", "Q announced 100 contained [0]"],
        &[],
    );
}

#[test]
fn a_sum_that_may_be_taken_up_counts_from_zero_across_programmes() {
    let input = dossier([sum(100).about(&[Q]), sum(300).on(100)], &[(1, MayTakeUp, 0)]);
    totals(&input, By::Unit, &["EUR announced 300-400 2 sums [0, 1]"], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced 300 new 200-300 [1]", "Q announced 100 [0]"],
        &[],
    );
}

#[test]
fn what_may_be_taken_up_is_no_part_by_the_thing_that_it_is_about() {
    let input = dossier([sum(100).about(&[P1]), sum(300).on(100)], &[(1, MayTakeUp, 0)]);
    totals(&input, By::Unit, &["EUR announced 300-400 2 sums [0, 1]"], &[]);
}

#[test]
fn in_a_circle_of_parts_none_is_a_part() {
    let input = dossier([sum(100), sum(40).about(&[Q])], &[(0, PartOf, 1), (1, PartOf, 0)]);
    totals(&input, By::Unit, &["EUR announced 140 2 sums [0, 1]"], &[]);
}

#[test]
fn a_whole_that_mixes_stages_gives_way_to_parts_that_add_up() {
    let claims = |whole| {
        [
            sum(whole),
            sum(40).role(Role::Part).column(VOTED),
            sum(60).role(Role::Part),
        ]
    };
    let links = [(1, PartOf, 0), (2, PartOf, 0)];
    let input = dossier(claims(100), &links);
    let rows = ["P announced 60 [2]", "P voted 40 [1]"];
    totals(&input, By::Programme, &rows, &["0 gave way to 1"]);
    let input = dossier(claims(150), &links);
    let rows = ["P announced 150 mixed [0]", "P voted 40 [1]"];
    totals(&input, By::Programme, &rows, &["2 part of 0"]);
}

#[test]
fn a_mixed_whole_keeps_the_parts_of_its_instrument() {
    let part = |amount, instrument| sum(amount).role(Role::Part).instrument(instrument);
    let claims = [sum(150).instrument(GRANT), part(40, GRANT), part(60, LOAN)];
    let input = dossier(claims, &[(1, PartOf, 0), (2, PartOf, 0)]);
    let rows = ["P announced grant 150 mixed [0]", "P announced loan 60 [2]"];
    totals(&input, By::Programme, &rows, &["1 part of 0"]);
}

#[test]
fn public_and_private_parts_mix_a_whole() {
    let paid = |payer, amount| sum(amount).by(&[payer]).role(Role::Contribution);
    let input = dossier([sum(100), paid(X, 60), paid(Y, 40)], &[(1, PartOf, 0), (2, PartOf, 0)]);
    let rows = ["P announced private 40 [2]", "P announced public 60 [1]"];
    totals(&input, By::Programme, &rows, &["0 gave way to 1"]);
}

#[test]
fn payments_and_other_documents_never_mix_a_whole() {
    let part = |amount| sum(amount).role(Role::Part);
    let links = [(1, PartOf, 0), (2, PartOf, 0)];
    let input = dossier([sum(100), part(40).column(PAID), part(60)], &links);
    let rows = ["P announced 100 [0]", "P paid 40 [1]"];
    totals(&input, By::Programme, &rows, &["2 part of 0"]);
    let input = dossier([sum(100), part(40).column(VOTED).on(100), part(60).on(100)], &links);
    let rows = ["P announced 100 [0]", "P voted 40 [1]"];
    totals(&input, By::Programme, &rows, &["2 part of 0"]);
}

#[test]
fn sectors_have_rows_of_their_own() {
    let year = |year, sum: Says| sum.years(year, year);
    let claims = [
        year(2023, sum(100).by(&[X])),
        year(2024, sum(40).by(&[Y])),
        year(2025, sum(20)),
        year(2026, sum(10).by(&[Z])),
        year(2027, sum(5).by(&[X, Y])),
    ];
    let rows = [
        "P announced public 100 [0]",
        "P announced private 40 [1]",
        "P announced 35 3 sums [2, 3, 4]",
    ];
    totals(&dossier(claims, &[]), By::Programme, &rows, &[]);
}

#[test]
fn unnamed_payers_have_a_sector_and_are_not_stated_or_not_recorded() {
    let unnamed = sum(100).with(|claim| claim.payer_sector = Some(Sector::Private));
    totals(
        &dossier([unnamed], &[]),
        By::Payer,
        &["not stated (private) announced private 100 [0]"],
        &[],
    );
    let unread = sum(100).with(|claim| claim.passage = None);
    totals(
        &dossier([unread], &[]),
        By::Payer,
        &["not recorded announced 100 [0]"],
        &[],
    );
}

#[test]
fn rounds_rates_and_other_scopes_stand_apart() {
    let rate = sum(20).with(|claim| claim.per = Some(0));
    let investor = sum(5).by(&[Y]).role(Role::Contribution).round();
    let input = dossier([sum(100), rate, sum(50).round().about(&[Q]), investor.about(&[Q])], &[]);
    let rows = [
        "P announced 100 [0]",
        "P announced rate 20 [1]",
        "Q announced round 50 [2]",
    ];
    totals(&input, By::Programme, &rows, &["3 part of 2"]);
    let payer = ["not stated announced 100 [0]", "not stated announced rate 20 [1]"];
    let round = [
        "Y announced private round 5 [3]",
        "not stated announced round 45 rest [2]",
    ];
    totals(&input, By::Payer, &[payer[0], payer[1], round[0], round[1]], &[]);
    let input = dossier([sum(100), sum(120).on(100)], &[(0, DiffersInScope, 1)]);
    totals(
        &input,
        By::Kind,
        &["funding announced scope 100 [0]", "funding announced scope 120 [1]"],
        &[],
    );
}

#[test]
fn several_things_are_one_joint_thing() {
    let input = dossier([sum(100).about(&[P, Q]), sum(40)], &[]);
    totals(
        &input,
        By::Programme,
        &["P announced 40 [1]", "P+Q announced 100 [0]"],
        &[],
    );
}

#[test]
fn a_part_with_an_instrument_stands_without_a_mixed_whole_that_states_none() {
    let part = |amount| sum(amount).role(Role::Part);
    let claims = [sum(150), part(40).instrument(GRANT), part(60).column(VOTED)];
    let input = dossier(claims, &[(1, PartOf, 0), (2, PartOf, 0)]);
    let rows = [
        "P announced 150 mixed [0]",
        "P announced grant 40 [1]",
        "P voted 60 [2]",
    ];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn a_sum_that_is_and_may_be_taken_up_is_taken_off_once() {
    for second in [MayTakeUp, PartOf] {
        let link = if second == PartOf {
            (0, PartOf, 1)
        } else {
            (1, MayTakeUp, 0)
        };
        let input = dossier([sum(100).about(&[Q]), sum(300)], &[(1, TakesUp, 0), link]);
        totals(
            &input,
            By::Programme,
            &["P announced 300 new 200 [1]", "Q announced 100 contained [0]"],
            &[],
        );
        totals(&input, By::Unit, &["EUR announced 300 [1]"], &["0 taken up by 1"]);
    }
}

#[test]
fn a_sum_may_be_taken_up_by_either_of_two() {
    let links = [(1, MayTakeUp, 0), (2, MayTakeUp, 0)];
    let input = dossier([sum(100).about(&[Q]), sum(300), sum(200).about(&[P1, Q])], &links);
    let rows = [
        "P announced 300 new 200-300 [1]",
        "Q announced 100 [0]",
        "P1+Q announced 200 new 100-200 [2]",
    ];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn what_replaces_a_larger_sum_may_take_up_what_that_may() {
    let claims = [sum(100).about(&[Q]), sum(300).said(S), sum(350).said(S).on(100)];
    let input = dossier(claims, &[(1, MayTakeUp, 0)]);
    totals(
        &input,
        By::Unit,
        &["EUR announced 350-450 2 sums [0, 2]"],
        &["1 replaced by 2"],
    );
}

#[test]
fn by_recipient_an_increment_counts_in_the_row_of_its_sum() {
    let public = sum(100).with(|claim| claim.payer_sector = Some(Sector::Public));
    let claims = [public, sum(120).on(100), sum(10).role(Role::Increment)];
    let input = dossier(claims, &[(2, AddsTo, 0)]);
    totals(
        &input,
        By::Payee,
        &["not stated announced 110-130 2 sums disputed [0, 2, 1]"],
        &[],
    );
}

#[test]
fn a_part_is_taken_off_every_rival_of_its_whole() {
    let investor = sum(30).by(&[Z]).role(Role::Contribution);
    let input = dossier([sum(100).by(&[X]), sum(100).by(&[Y]).on(100), investor.on(200)], &[]);
    let rows = [
        "X announced public 70 disputed rest [0]",
        "Y announced private 70 disputed rest [1]",
        "Z announced 30 [2]",
    ];
    totals(&input, By::Payer, &rows, &[]);
}

#[test]
fn a_disputed_sum_is_taken_up_with_its_range() {
    let claims = [sum(100).about(&[Q]), sum(120).about(&[Q]).on(100), sum(300)];
    let input = dossier(claims, &[(2, MayTakeUp, 0)]);
    let rows = ["P announced 300 new 180-300 [2]", "Q announced 100-120 disputed [0, 1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn guarantees_stand_beside_sums_and_never_in_them() {
    let guarantee = |amount| sum(amount).instrument(GUARANTEE);
    let input = dossier(
        [sum(100), guarantee(40).role(Role::Contribution).by(&[X])],
        &[(1, PartOf, 0)],
    );
    let rows = ["P announced 100 [0]", "P announced guarantee public 40 [1]"];
    totals(&input, By::Programme, &rows, &[]);
    let input = dossier([guarantee(100), guarantee(40).about(&[P1])], &[]);
    totals(&input, By::Unit, &["EUR announced guarantee 100 [0]"], &["1 part of 0"]);
    let input = dossier([sum(100), guarantee(100)], &[]);
    let rows = ["P announced 100 [0]", "P announced guarantee 100 [1]"];
    totals(&input, By::Programme, &rows, &[]);
    let input = dossier([sum(100), guarantee(20).role(Role::Increment)], &[(1, AddsTo, 0)]);
    let rows = ["P announced 100 [0]", "P announced guarantee increment 20 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn an_increment_of_another_instrument_stands_beside_its_sum() {
    let claims = [
        sum(100).instrument(GRANT),
        sum(20).instrument(LOAN).role(Role::Increment),
    ];
    let input = dossier(claims, &[(1, AddsTo, 0)]);
    let rows = ["P announced grant 100 [0]", "P announced loan 20 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn a_rate_is_not_added_to_a_sum() {
    let rate = sum(20).role(Role::Increment).with(|claim| claim.per = Some(0));
    let input = dossier([sum(100), rate], &[(1, AddsTo, 0)]);
    let rows = ["P announced 100 [0]", "P announced increment rate 20 [1]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn an_increment_stays_in_the_row_where_the_one_that_it_adds_to_stands() {
    let more = |amount| sum(amount).role(Role::Increment);
    let input = dossier(
        [sum(100), more(20).by(&[X]), more(5)],
        &[(1, AddsTo, 0), (2, AddsTo, 1)],
    );
    let rows = ["X announced public 25 2 sums [1, 2]", "not stated announced 100 [0]"];
    totals(&input, By::Payer, &rows, &[]);
}

#[test]
fn what_replaced_a_sum_contains_what_was_added_to_it_before() {
    let claims = |day| {
        [
            sum(100).said(S),
            sum(20).role(Role::Increment).said(S).on(day),
            sum(150).said(S).on(100),
        ]
    };
    let input = dossier(claims(0), &[(1, AddsTo, 0)]);
    let left_out = ["0 replaced by 2", "1 part of 2"];
    totals(&input, By::Programme, &["P announced 150 [2]"], &left_out);
    let input = dossier(claims(200), &[(1, AddsTo, 0)]);
    let row = "P announced 170 2 sums [2, 1]";
    totals(&input, By::Programme, &[row], &["0 replaced by 2"]);
    let mut elsewhere = claims(0);
    elsewhere[1] = elsewhere[1].clone().about(&[Q]).by(&[X]);
    let input = dossier(elsewhere, &[(1, AddsTo, 0)]);
    let rows = ["P announced 150 new 130 [2]", "Q announced public 20 contained [1]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 2"]);
    let rows = ["X announced public 20 [1]", "not stated announced 130 rest [2]"];
    totals(&input, By::Payer, &rows, &["0 replaced by 2"]);
}

#[test]
fn what_is_taken_up_by_two_sums_of_a_row_is_old_once() {
    let year = |amount, year| sum(amount).years(year, year).on(100);
    let old = sum(60).about(&[Q]).years(2023, 2024);
    let input = dossier(
        [old, year(100, 2023), year(100, 2024)],
        &[(1, TakesUp, 0), (2, TakesUp, 0)],
    );
    let rows = ["P announced 200 2 sums new 140 [1, 2]", "Q announced 60 contained [0]"];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn a_part_of_what_was_replaced_is_part_by_what_replaced_it() {
    let part = |amount| sum(amount).about(&[Q]).said(S);
    let input = dossier([sum(100), part(40), part(50).on(100)], &[(1, PartOf, 0)]);
    totals(
        &input,
        By::Unit,
        &["EUR announced 100 [0]"],
        &["1 replaced by 2", "2 part of 0"],
    );
}

#[test]
fn private_money_holds_no_public_part() {
    let private = sum(100).with(|claim| claim.payer_sector = Some(Sector::Private));
    let input = dossier([private, sum(40).about(&[P1]).by(&[X])], &[]);
    let rows = ["EUR announced private 100 [0]", "EUR announced public 40 [1]"];
    totals(&input, By::Unit, &rows, &[]);
}

#[test]
fn parts_take_the_payer_of_a_whole_that_does_not_keep_them() {
    let part = |amount| sum(amount).role(Role::Part);
    let claims = [sum(100).by(&[X]), part(40).column(VOTED), part(60)];
    let input = dossier(claims, &[(1, PartOf, 0), (2, PartOf, 0)]);
    let rows = ["X announced public 60 [2]", "X voted public 40 [1]"];
    totals(&input, By::Payer, &rows, &["0 gave way to 1"]);
}

#[test]
fn a_whole_of_grants_and_guarantees_gives_way_to_them() {
    let part = |amount, instrument| sum(amount).role(Role::Part).instrument(instrument);
    let claims = [sum(100), part(40, GRANT), part(60, GUARANTEE)];
    let input = dossier(claims, &[(1, PartOf, 0), (2, PartOf, 0)]);
    let rows = ["P announced grant 40 [1]", "P announced guarantee 60 [2]"];
    totals(&input, By::Programme, &rows, &["0 gave way to 1"]);
}

#[test]
fn of_two_entities_at_one_distance_the_greater_sum_is_the_whole() {
    let mut input = dossier([sum(40).about(&[P11, R]), sum(100).about(&[P1]), sum(200)], &[]);
    (input.entities[R].part_of, input.entities[P].part_of) = (Some(P), Some(P1));
    totals(
        &input,
        By::Kind,
        &["funding announced 300 2 sums [1, 2]"],
        &["0 part of 2"],
    );
}

#[test]
fn increments_of_different_sums_do_not_dispute_each_other() {
    let gift = |amount| sum(amount).role(Role::Contribution);
    let more = |amount| sum(amount).role(Role::Increment);
    let claims = || [gift(24).by(&[X]), gift(20).by(&[Y]), more(7).by(&[X]), more(6).by(&[Y])];
    let input = dossier(claims(), &[(2, AddsTo, 0), (3, AddsTo, 1)]);
    let rows = [
        "X announced public 31 2 sums [0, 2]",
        "Y announced private 26 2 sums [1, 3]",
    ];
    totals(&input, By::Payer, &rows, &[]);
    let input = dossier(claims(), &[(2, AddsTo, 0), (3, AddsTo, 0)]);
    let rows = [
        "P announced private 20 [1]",
        "P announced public 30-31 2 sums disputed [0, 2, 3]",
    ];
    totals(&input, By::Programme, &rows, &[]);
}

#[test]
fn what_replaces_an_increment_needs_its_own_link() {
    let more = |amount| sum(amount).role(Role::Increment);
    let claims = [sum(100).said(S), more(20), more(30), sum(150).said(S).on(100)];
    let input = dossier(claims, &[(1, AddsTo, 0), (2, Relation::Replaces, 1)]);
    let rows = ["P announced 150 [3]", "P announced increment 30 [2]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 3", "1 replaced by 2"]);
}

#[test]
fn an_increment_of_two_sums_counts_with_the_one_that_speaks_first() {
    let claims = [
        sum(100).said(S),
        sum(60).about(&[Q]).said(T).on(100),
        sum(150).said(S).on(100),
        sum(10).role(Role::Increment).said(S).on(200),
    ];
    let input = dossier(claims, &[(3, AddsTo, 0), (3, AddsTo, 1)]);
    let rows = ["P announced 150 [2]", "Q announced 70 2 sums [1, 3]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 2"]);
}

#[test]
fn what_was_said_with_the_whole_is_not_taken_up_by_what_replaces_that() {
    let part = sum(12).about(&[Q]).said(S);
    let input = dossier([sum(48).said(S), part, sum(60).said(S).on(100)], &[(1, PartOf, 0)]);
    let rows = ["P announced 60 [2]", "Q announced 12 contained [1]"];
    totals(&input, By::Programme, &rows, &["0 replaced by 2"]);
}
