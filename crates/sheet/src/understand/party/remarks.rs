//! Brackets behind names that say what those called so do, or how sure it is: `Métropole (chef de file)`, `État (le reste)`.

use crate::words::LISTS;

/// What brackets of a cell of names say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::understand) struct Remarks {
    /// Whether one of those named pays what others leave, so that numbers in brackets are what these pay.
    has_rest: bool,
}

/// The words of brackets at the end of a name, with the name before them.
fn bracket(name: &str) -> Option<(&str, &str)> {
    let (before, inner) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    let before = before.trim();
    (!before.is_empty()).then_some((before, inner.trim()))
}

/// The remarks in brackets of a cell; none if it has none that are known.
pub(in crate::understand) fn remarks(text: &str) -> Option<Remarks> {
    let inner = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let known: Vec<&str> = inner.filter_map(|inner| LISTS.whole("beside-party", inner)).collect();
    (!known.is_empty()).then(|| Remarks {
        has_rest: known.contains(&"rest"),
    })
}

impl Remarks {
    /// A name without the remark behind it.
    pub(in crate::understand) fn without<'n>(&self, name: &'n str) -> &'n str {
        let is_known = |inner: &str| LISTS.whole("beside-party", inner).is_some();
        let is_share = |inner: &str| self.has_rest && inner.starts_with(|letter: char| letter.is_ascii_digit());
        match bracket(name) {
            Some((before, inner)) if is_known(inner) || is_share(inner) => before,
            _ => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::remarks;

    #[test]
    fn remarks_are_told_from_parts_of_names() {
        for (text, name, expected) in [
            (
                "Métropole (chef de file), État",
                "Métropole (chef de file)",
                "Métropole",
            ),
            ("Région (sous réserve)", "Région (sous réserve)", "Région"),
            ("Métropole (60), État (le reste)", "Métropole (60)", "Métropole"),
            ("Métropole (60), État (le reste)", "État (le reste)", "État"),
            ("Lycée (60), Région (pilote)", "Lycée (60)", "Lycée (60)"),
        ] {
            let rest = remarks(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(rest.without(name), expected, "{text}");
        }
        assert_eq!(remarks("Région (FEDER)"), None);
    }
}
