//! Numbers whose groups of three have the mark that is decimal in the language of their text.

use text::Decimal;

/// Whether words have the values in digits whose groups of three have the mark that is decimal in their language: `312.500 Euro` is
/// 312500, wherever it is quoted.
pub(super) fn are_in(values: &[Decimal], words: &str) -> bool {
    let tokens = words.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')));
    let grouped = |token: &str| {
        let token = token.trim_matches(['.', ',']);
        let mark = token.chars().find(|letter| !letter.is_ascii_digit())?;
        let mut groups = token.split(mark);
        let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))?;
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
