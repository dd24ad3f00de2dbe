//! A cell of a table that a sheet changes, or would change.

use super::phrases::without_rows;
use super::wanted::CLAIMS;
use sheet::Note;
use text::Decimal;

/// A cell that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The table.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// The column.
    pub column: String,
    /// What the table has.
    pub old: String,
    /// What the sheet says.
    pub new: String,
}

impl Changed {
    /// Whether nothing changed but the number of the row of the sheet.
    pub fn is_moved(&self) -> bool {
        is_moved(&self.old, &self.new)
    }
}

/// Whether two texts differ in numbers of rows only.
pub(super) fn is_moved(one: &str, other: &str) -> bool {
    one != other && without_rows(one) == without_rows(other)
}

/// Tells that figures changed by thousands or millions alike: then it is perhaps their scale that changed, not the money.
pub(super) fn note_on_scales(changed: &[Changed]) -> Option<Note> {
    let is_figure = |one: &&Changed| one.table == CLAIMS && one.column == "minimum";
    let figures: Vec<&Changed> = changed.iter().filter(is_figure).collect();
    let factor = |one: &Changed, scale: u32| {
        let [old, new] = [&one.old, &one.new].map(|text| Decimal::parse(text));
        let (old, new) = (old.filter(|value| *value != Decimal::from(0))?, new?);
        Some([old.shifted(scale) == Some(new), new.shifted(scale) == Some(old)])
    };
    let (scale, place) = [3, 6, 9]
        .into_iter()
        .flat_map(|scale| [(scale, 0), (scale, 1)])
        .find(|(scale, place)| {
            let alike = figures
                .iter()
                .filter(|one| factor(one, *scale).is_some_and(|is| is[*place]));
            2 * alike.count() > figures.len()
        })?;
    let times = match (scale, place) {
        (3, 0) => "1000 times",
        (6, 0) => "a million times",
        (_, 0) => "a thousand million times",
        (3, _) => "a thousandth of",
        (6, _) => "a millionth of",
        _ => "a thousand millionth of",
    };
    let first = figures.first()?;
    Some(Note {
        address: None,
        text: format!(
            "Most figures that changed are {times} what they were (`{}` was {}, and is {}). Look whether the sheet says in which scale they \
             are: thousands (k€), millions (M€), or in full",
            first.key, first.old, first.new
        ),
    })
}
