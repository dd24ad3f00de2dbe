//! What rows mean that may mean two things: the answers to questions, as maps keep them.

use serde::{Deserialize, Serialize};

/// What equal sums of one decision mean, in rows of different dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EqualSums {
    /// The sum of the decision, which is written in each row.
    One,
    /// Payments, which add up.
    Payments,
}

/// What rows mean that give one thing, at one stage and time, to several payers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeveralPayers {
    /// What each of them pays, which adds up.
    Contributions,
    /// Sums that contradict each other.
    Rivals,
}

/// What a number of a million or more means below a heading that gives a scale: millions, or thousands where others are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FullDigits {
    /// The sum in full: `3,900,000` below `£m` is 3.9 million.
    InFull,
    /// So many millions, or thousands.
    Scaled,
}

/// What the figure of a row is that changes the sum of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variations {
    /// The new total, in place of the earlier figure.
    Totals,
    /// What is added to it.
    Increments,
}
