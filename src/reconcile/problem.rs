//! Why a request is not answered.

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
    pub(super) fn invalid(place: &str, why: impl Into<String>, valid: impl Into<String>) -> Self {
        Self::Invalid {
            place: place.to_owned(),
            why: why.into(),
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
