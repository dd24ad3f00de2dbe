//! Numbers that are the figure otherwise than as they are read: with the scale of another one, or with marks between groups of three.

use text::Decimal;
use text::quantity::Quantity;

use super::super::claimed::Figure;
use super::has_bounds;

/// Whether a number without a unit is the figure once it has the scale of another one, which the claim takes over with the unit: the 15 in "12 million
/// euros in place of 15".
pub(super) fn has_carried_scale(figure: &Figure, values: &[Decimal], candidates: &[Quantity]) -> bool {
    let scaled = |scale: u32| {
        let values: Option<Vec<Decimal>> = values.iter().map(|value| value.shifted_down(scale)).collect();
        let is_bare = |quantity: &&Quantity| quantity.unit.is_none();
        values.is_some_and(|values| {
            candidates
                .iter()
                .filter(is_bare)
                .any(|quantity| has_bounds(quantity, &values))
        })
    };
    figure.basis.as_deref() == Some("carried-over") && [3, 6, 9, 12].into_iter().any(scaled)
}

/// Whether words have the values in digits whose groups of three have the mark that is decimal in their language: `312.500 Euro` is
/// 312500, wherever it is quoted.
pub(super) fn are_in(values: &[Decimal], words: &str) -> bool {
    let tokens = words.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')));
    let grouped = |token: &str| {
        let token = token.trim_matches(['.', ',']);
        let mark = token.chars().find(|letter| !letter.is_ascii_digit())?;
        let mut groups = token.split(mark);
        let first = groups
            .next()
            .filter(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))?;
        let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
        let rest: Vec<&str> = groups.collect();
        let is_number = rest.iter().all(|group| is_group(group));
        is_number.then(|| Decimal::parse(&format!("{first}{}", rest.concat())))?
    };
    let read: Vec<Decimal> = tokens.filter_map(grouped).collect();
    !values.is_empty() && values.iter().all(|value| read.contains(value))
}

#[cfg(test)]
mod tests {
    use super::are_in;
    use text::Decimal;

    #[test]
    fn groups_of_three_are_thousands_whatever_their_mark() {
        for (value, words, expected) in [
            ("312500", "zahlt 312.500 Euro", true),
            ("1250000", "1.250.000 €", true),
            ("312500", "312,500", true),
            ("312500", "312.5", false),
            ("500", "0.500", false),
            ("312500", "1312.500", false),
        ] {
            let value = Decimal::parse(value).expect("a number");
            assert_eq!(are_in(&[value], words), expected, "{words}");
        }
    }
}
