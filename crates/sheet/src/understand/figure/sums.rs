//! The sums of a cell, and what the words around the figure make of them.

use text::Decimal;

use crate::record::{Amount, AmountRole};
use crate::understand::beside::Told;

/// The sums of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::understand) struct Sums {
    /// The sum, then what is said besides.
    pub(in crate::understand) amounts: Vec<Amount>,
    /// The footnote to which it refers.
    pub(in crate::understand) footnote: Option<String>,
    /// Words beside the figure.
    pub(in crate::understand) remark: Option<String>,
    /// Years beside the figure.
    pub(in crate::understand) period: Option<String>,
    /// A mark that may be decimal or not, and was taken as not.
    pub(in crate::understand) unsure: Option<char>,
    /// Whether it is a number of full digits below a heading that says millions.
    pub(in crate::understand) is_full: bool,
    /// Whether it is scaled like others, and looks as if it were not.
    pub(in crate::understand) is_scaled: bool,
    /// Whether words that are not understood stand before it.
    pub(in crate::understand) is_worded: bool,
    /// The words of a further sum in brackets, of another form of money, which is in no total: `in-kind: 12m`.
    pub(in crate::understand) besides: Option<String>,
    /// Half of the last digit that is written, for comparing totals.
    pub(in crate::understand) precision: Option<Decimal>,
    /// What the words around the figure say.
    pub(in crate::understand) told: Box<Told>,
}

/// Why a cell with several figures is not taken.
pub(in crate::understand) const SEVERAL: &str =
    "it has several figures, which are in no total: give each a row of its own";

impl Sums {
    /// The sums of several names apart, for comparing totals.
    pub(in crate::understand) fn apart(&self) -> Vec<Self> {
        let are_of_names = self
            .amounts
            .iter()
            .all(|amount| amount.role == AmountRole::Contribution);
        if self.amounts.len() < 2 || !are_of_names {
            return vec![self.clone()];
        }
        let one = |amount: &Amount| Self {
            amounts: vec![amount.clone()],
            ..self.clone()
        };
        self.amounts.iter().map(one).collect()
    }

    /// Takes over what the words around the figure say.
    pub(super) fn tell(&mut self, told: Told, text: &str) {
        self.told.extend(told);
        let told = &self.told;
        // What one of several is, only its words say: `per home`.
        let is_unplaced = told.has_remark || told.is_each || told.is_partly || told.instruments.len() > 1;
        if is_unplaced || told.stages.len() > 1 && told.stage().is_none() {
            self.remark = self.remark.take().or_else(|| Some(text.to_owned()));
        }
        let Some(first) = self.amounts.first_mut() else { return };
        match told.wording {
            Some("about") if first.wording == "exact" => first.wording = "about",
            Some(wording @ ("at-least" | "more-than")) => {
                first.minimum = first.minimum.or(first.maximum);
                (first.maximum, first.wording) = (None, wording);
            }
            Some(wording @ ("up-to" | "less-than")) => {
                first.maximum = first.maximum.or(first.minimum);
                (first.minimum, first.wording) = (None, wording);
            }
            _ => {}
        }
        first.per = first.per.or(told.per);
        if told.is_increment && first.role == AmountRole::Total {
            first.role = AmountRole::Increment;
        }
        if told.is_each && first.role == AmountRole::Total {
            first.role = AmountRole::Each;
        }
        if let Some(instrument) = told.instrument() {
            let own = self.amounts.iter_mut().filter(|amount| amount.role != AmountRole::Part);
            own.for_each(|amount| amount.instrument = Some(instrument.to_owned()));
        }
    }

    /// Takes back the form of money where other words name another: `5 M€ de prêt et subvention`.
    pub(super) fn doubt_instrument(&mut self, words: &Told, usual: Option<&String>) {
        if words.instruments.iter().any(|one| !self.told.instruments.contains(one)) {
            let whole = self.amounts.iter_mut().filter(|amount| amount.role != AmountRole::Part);
            whole.for_each(|amount| amount.instrument = usual.cloned());
        }
    }

    /// Takes down that the cell has a question mark.
    pub(super) fn ask(&mut self, text: &str) {
        self.remark = Some(text.to_owned());
        if let Some(first) = self.amounts.first_mut()
            && first.wording == "exact"
        {
            first.wording = "about";
        }
    }
}
