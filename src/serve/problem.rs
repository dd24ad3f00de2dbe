//! What a client is told in place of an answer.

/// A request that has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The status of HTTP.
    pub status: u16,
    /// What is wrong, and what would be valid.
    pub text: String,
    /// The methods that are allowed, where another one was used.
    pub allowed: Option<&'static str>,
}

impl Problem {
    /// The request is wrong.
    pub fn bad(text: &str) -> Self {
        Self::of(400, text)
    }

    /// The query exceeded its budget (SPARQL 1.1 Protocol, section 2.1.6: the service refuses to execute it).
    pub fn exceeded(why: &str) -> Self {
        Self::of(
            500,
            &format!("the query was stopped: {why}; the owner of this endpoint sets the limits"),
        )
    }

    /// Something failed here.
    pub fn failed(text: &str) -> Self {
        Self::of(500, text)
    }

    /// A status with a text.
    pub fn of(status: u16, text: &str) -> Self {
        Self {
            status,
            text: text.to_owned(),
            allowed: None,
        }
    }
}
