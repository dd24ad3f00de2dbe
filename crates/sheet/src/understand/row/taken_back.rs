//! Remarks that may say, among other words, that a sum does not count: that of their row, what is left of it, or another row's.

use crate::words::{LISTS, words};

/// Whose sum a remark may take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TakenBack {
    /// That of its row: `désistement, aide annulée`.
    Own,
    /// What is left of it: `soldé, reliquat annulé`.
    Rest,
    /// That of another row, in whose place this one stands: `annule et remplace la ligne 3`.
    Another,
}

/// The words for a sum that does not count.
const SECTIONS: [&str; 4] = ["gone", "refused", "not-counted", "replaced-by"];

/// How many words stand at most between such a word and that for what is left.
const NEAR: usize = 2;

/// Whose sum a remark may take back; none if it takes back none.
pub(super) fn taken_back(text: &str) -> Option<TakenBack> {
    let all = words(text);
    let spans = |section: &str| -> Vec<(usize, usize)> {
        let found = LISTS.within(section, text);
        found.iter().map(|one| (one.start, one.start + one.words)).collect()
    };
    let (instead, rest) = (spans("instead-of"), spans("rest-of-sum"));
    let found: Vec<(usize, usize)> = SECTIONS.into_iter().flat_map(spans).collect();
    let is_within = |(start, end): &(usize, usize)| instead.iter().any(|(from, to)| from <= start && end <= to);
    let is_of_rest = |(start, end): &(usize, usize)| {
        let near = start.saturating_sub(NEAR + 1)..(end + NEAR + 1).min(all.len());
        rest.iter().any(|(from, to)| near.start < *to && *from < near.end)
    };
    let own: Vec<&(usize, usize)> = found.iter().filter(|span| !is_within(span)).collect();
    match (own.is_empty(), found.is_empty() && instead.is_empty()) {
        (_, true) => None,
        (true, false) => Some(TakenBack::Another),
        _ if own.into_iter().all(is_of_rest) => Some(TakenBack::Rest),
        _ => Some(TakenBack::Own),
    }
}

/// Whether words say that money that was paid came back.
pub(super) fn is_returned(text: &str) -> bool {
    !LISTS.within("returned", text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{TakenBack, taken_back};

    #[test]
    fn what_is_left_of_a_sum_and_what_another_row_says_are_not_the_sum_of_the_row() {
        for (text, expected) in [
            ("désistement, aide annulée", Some(TakenBack::Own)),
            ("project cancelled in May", Some(TakenBack::Own)),
            ("soldé, reliquat annulé", Some(TakenBack::Rest)),
            ("remaining pledge cancelled, Jan 2025", Some(TakenBack::Rest)),
            ("annulation du solde", Some(TakenBack::Rest)),
            ("annule et remplace la décision du 12/03", Some(TakenBack::Another)),
            ("cancels and replaces row 3", Some(TakenBack::Another)),
            ("annule et remplace la ligne 3, puis annulé", Some(TakenBack::Own)),
            ("opens in June", None),
        ] {
            assert_eq!(taken_back(text), expected, "{text}");
        }
    }
}
