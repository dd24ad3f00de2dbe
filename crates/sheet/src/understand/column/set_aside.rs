//! Columns of figures that are no sums beside those that are: left out, with a question.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Choice, Doubt};

use super::Spec;

/// Why columns are left out, and what is asked about each.
pub(super) struct Aside<'a> {
    /// Whether a column is so.
    pub is_so: &'a dyn Fn(&Spec) -> bool,
    /// Whether a column of amounts has sums, beside which it is left out.
    pub is_sum: &'a dyn Fn(&Spec) -> bool,
    /// The reason, for the account of cells.
    pub reason: &'a str,
    /// The question, of the label of the column.
    pub question: &'a dyn Fn(&str) -> String,
    /// The answers: that it is not taken, and that it is.
    pub answers: [&'a str; 2],
    /// Its role if it is taken.
    pub role: Role,
}

/// Leaves out the columns that are so, if another one has sums.
pub(super) fn leave_out(specs: &mut [Spec], aside: &Aside<'_>, doubts: &mut Vec<Doubt>) {
    let (is_so, is_sum) = (aside.is_so, aside.is_sum);
    let has_sum = specs
        .iter()
        .any(|spec| spec.role() == Role::Amount && spec.kinds.all > 0 && !is_so(spec) && is_sum(spec));
    for spec in specs.iter_mut().filter(|spec| is_so(spec)).filter(|_| has_sum) {
        let taken = ColumnMap {
            role: aside.role,
            stage: None,
            ..spec.map.clone()
        };
        spec.map.role = Role::Ignored;
        spec.ignored = Some(aside.reason.to_owned());
        let [no, yes] = aside.answers.map(str::to_owned);
        let changes = [(no, Change::Nothing), (yes, Change::Column(taken))];
        doubts.push(Doubt {
            address: spec.heading.cells.first().copied(),
            question: (aside.question)(&spec.label()),
            choices: changes.map(|(label, change)| Choice { label, change }).to_vec(),
        });
    }
}
