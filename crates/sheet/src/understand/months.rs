//! Years that share one, `2023/24` and `2024/25`: a question tells in which month they begin.

use crate::map::{Change, ColumnMap};
use crate::understood::{Choice, Doubt};

use super::Reading;
use super::column::Spec;

impl Reading<'_> {
    /// Asks in which month the years of columns begin.
    pub(super) fn ask_months(&mut self, specs: &[&Spec], (first, next, shared): (&Spec, &Spec, &str)) {
        let with_months = |spec: &&Spec| {
            let (one, two) = spec.map.period.as_deref()?.split_once('/')?;
            Some(ColumnMap {
                period: Some(format!("{one}-04/{two}-03")),
                ..spec.map.clone()
            })
        };
        let april = Choice {
            label: "in April (where they begin in another month, write that into the map instead)".to_owned(),
            change: Change::Columns(specs.iter().filter_map(with_months).collect()),
        };
        let unknown = Choice {
            label: "that is not known: sums of one thing in both are compared as if they were for the same time"
                .to_owned(),
            change: Change::Nothing,
        };
        self.understood.doubts.push(Doubt {
            address: next.heading.cells.last().copied(),
            question: format!(
                "{} and {} are years that share {shared}. In which month do they begin?",
                first.label(),
                next.label()
            ),
            choices: vec![unknown, april],
        });
    }
}
