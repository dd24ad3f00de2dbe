//! Compares and adds bounds.

use crate::claim::Bounds;
use text::decimal::Decimal;

impl Bounds {
    /// Whether neither bound is known.
    pub fn is_empty(self) -> bool {
        self.minimum.is_none() && self.maximum.is_none()
    }

    /// Whether these bounds lie within the others; equal bounds do.
    pub(crate) fn inside(self, other: Self) -> bool {
        let above = other.minimum.is_none_or(|least| self.minimum >= Some(least));
        let below = other
            .maximum
            .is_none_or(|most| self.maximum.is_some_and(|own| own <= most));
        above && below
    }

    /// A key by which greater sums come later: the maximum, a missing one last, then the minimum, a missing one as nothing.
    pub(crate) fn size(self) -> (bool, Option<Decimal>, Option<Decimal>) {
        (
            self.maximum.is_none(),
            self.maximum,
            self.minimum.or(Decimal::new(0, 0)),
        )
    }

    /// From the least to the greatest of both.
    pub(crate) fn spanning(self, other: Self) -> Self {
        let zero = Decimal::new(0, 0);
        let minimum = match (self.minimum, other.minimum) {
            (None, None) => None,
            (one, two) => one.or(zero).min(two.or(zero)),
        };
        let maximum = match (self.maximum, other.maximum) {
            (Some(one), Some(two)) => Some(one.max(two)),
            _ => None,
        };
        Self { minimum, maximum }
    }

    /// The sum of both: a missing minimum counts as nothing, a missing maximum leaves the maximum open.
    pub(crate) fn plus(self, other: Self) -> Self {
        let zero = Decimal::new(0, 0);
        let minimum = match (self.minimum, other.minimum) {
            (None, None) => None,
            (one, two) => one
                .or(zero)
                .zip(two.or(zero))
                .and_then(|(one, two)| one.checked_add(two)),
        };
        let maximum = self.maximum.zip(other.maximum);
        Self {
            minimum,
            maximum: maximum.and_then(|(one, two)| one.checked_add(two)),
        }
    }

    /// What is left after the parts: at least nothing; the maximum stays open where it is.
    pub(crate) fn less(self, parts: &[Self]) -> Self {
        let Some(zero) = Decimal::new(0, 0) else { return self };
        let minus = |from: Decimal, sum: Option<Decimal>| {
            let rest = sum?.negated().and_then(|sum| from.checked_add(sum));
            Some(rest?.max(zero))
        };
        let most = parts.iter().try_fold(zero, |sum, part| sum.checked_add(part.maximum?));
        let least = parts
            .iter()
            .try_fold(zero, |sum, part| sum.checked_add(part.minimum.unwrap_or(zero)));
        Self {
            minimum: self.minimum.map(|from| minus(from, most).unwrap_or(zero)),
            maximum: self.maximum.map(|from| minus(from, least).unwrap_or(from)),
        }
    }
}
