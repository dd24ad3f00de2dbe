//! What tells a row from others of one title, payer and recipient.

/// What tells a row from others of its group. Of numbers, the shorter one is the earlier: 9 before 10.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Number(usize, String),
    Day(String),
    /// The place that its money is for, where places tell sums apart.
    Place(String),
    /// The figure of money that is taken back, of which nothing else tells what it is.
    Figure(String),
}

impl Mark {
    /// The words of the mark.
    pub(super) fn text(&self) -> &str {
        let (Self::Number(_, text) | Self::Day(text) | Self::Place(text) | Self::Figure(text)) = self;
        text
    }
}
