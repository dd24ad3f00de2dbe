//! Why a request is not answered.

use diagnostic::clipped;

/// The most characters that are repeated of a request.
const MOST_SAID: usize = 120;

/// A request is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A part of the request is not valid.
    #[error("{place} {why}; valid: {valid}")]
    Invalid {
        /// Where, such as `queries: q0.limit`.
        place: String,
        /// What is wrong.
        why: String,
        /// What would be valid.
        valid: String,
    },
    /// The request asks for more than one may.
    #[error("{place} has {count} {what}; valid: at most {most}")]
    TooMuch {
        /// Where.
        place: String,
        /// How much it has.
        count: usize,
        /// Of what.
        what: &'static str,
        /// How much it may have.
        most: usize,
    },
    /// There is nothing at this address.
    #[error("there is no {what}; valid: {valid}")]
    NotFound {
        /// What is not there.
        what: String,
        /// What would be.
        valid: String,
    },
}

impl Problem {
    /// A part of the request is not valid.
    pub(super) fn invalid(place: &str, why: impl AsRef<str>, valid: impl Into<String>) -> Self {
        Self::Invalid {
            place: clipped(place, MOST_SAID),
            why: clipped(why.as_ref(), MOST_SAID),
            valid: valid.into(),
        }
    }

    /// A part of the request has more than it may have.
    pub(super) fn too_much(place: &str, (count, what): (usize, &'static str), most: usize) -> Self {
        Self::TooMuch {
            place: clipped(place, MOST_SAID),
            count,
            what,
            most,
        }
    }

    /// There is no such thing.
    pub(super) fn not_found(what: &str, valid: impl Into<String>) -> Self {
        Self::NotFound {
            what: clipped(what, MOST_SAID),
            valid: valid.into(),
        }
    }

    /// The status of HTTP: 400, 404, or 413 for a request that asks for too much.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid { .. } => 400,
            Self::NotFound { .. } => 404,
            Self::TooMuch { .. } => 413,
        }
    }
}
