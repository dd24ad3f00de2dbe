//! The manual pages of codes.

use crate::Severity;

/// The manual page of a code.
#[derive(Debug, Clone, Copy)]
pub struct ManualPage {
    /// The code.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it means and what to do.
    pub text: &'static str,
    /// The rule that is broken, with the section of its specification, where a specification says so.
    pub rule: Option<&'static str>,
}

/// The pages of two lists.
pub(super) const fn joined<const COUNT: usize>(first: &[ManualPage], others: &[ManualPage]) -> [ManualPage; COUNT] {
    let mut all = [first[0]; COUNT];
    let mut index = 1;
    while index < COUNT {
        all[index] = match index.checked_sub(first.len()) {
            Some(rest) => others[rest],
            None => first[index],
        };
        index += 1;
    }
    all
}
