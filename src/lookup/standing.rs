//! Looks up how the sums of claims count: at which stage, and whether the totals have them, dispute them or leave them out.

use super::facts::{Facts, Source};
use crate::query::AskError;
use crate::terminal::isolated;
use text::amount::display_with_sign;

/// The columns of a view for which claims are looked up here.
pub(super) const COLUMNS: [&str; 3] = ["stage", "standing", "remark"];

/// The standings that lead to another claim, by which the sum is replaced or in which it is contained.
const GIVES_WAY: [&str; 6] = ["replaced", "refined", "gave-way", "part-of", "taken-up", "covered"];
/// The standings whose reason says all.
const BY_ITSELF: [&str; 3] = ["disputed", "withdrawn", "corrected"];
/// The standings of figures in whose place another one stands.
const IN_PLACE: [&str; 2] = ["replaced", "refined"];
/// The standing of a figure that others dispute.
const DISPUTED: &str = "disputed";
/// What is remarked of a figure, however it counts.
const REMARKS: [&str; 3] = ["aspect increment", "aspect scope", "ambiguous"];
/// The standing of the message of a withdrawal, which its label tells.
const MESSAGE: &str = "withdrawal";

/// How claims count.
pub(super) struct Standings<'a> {
    facts: Facts<'a>,
    language: &'a str,
}

impl<'a> Standings<'a> {
    /// Looks up claims.
    pub fn of(claims: &[&str], source: &Source<'a>) -> Result<Self, AskError> {
        let facts = source.facts(include_str!("standing.rq"), claims)?;
        Ok(Self {
            facts,
            language: source.language,
        })
    }

    /// The stage, the standing and the remark of a claim; a sum that counts undisputed has neither standing nor remark.
    pub fn about(&self, claim: &str) -> impl Iterator<Item = (&'static str, String)> {
        let text = |name: &str| self.facts.text(self.facts.number(claim), name);
        let own = text("standing");
        // The figure of somebody else disputes it.
        let standing = match own {
            Some(own) if IN_PLACE.contains(&own) && self.others(claim).is_some() => Some(DISPUTED),
            own => own,
        };
        let remark = own.filter(|standing| *standing != MESSAGE);
        let remark = remark.and_then(|standing| self.remark(claim, standing));
        let remarks: Vec<String> = remark
            .into_iter()
            .chain(REMARKS.iter().filter_map(|name| text(name).map(str::to_owned)))
            .collect();
        let found = [
            ("stage", text("stage").map(str::to_owned)),
            ("standing", standing.map(str::to_owned)),
            ("remark", (!remarks.is_empty()).then(|| remarks.join(", "))),
        ];
        found.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }

    /// That others say another figure, if it stands in the place of a claim's, and nobody decided that.
    fn others(&self, claim: &str) -> Option<&str> {
        let text = |name: &str| self.facts.text(self.facts.number(claim), name);
        text("others").filter(|_| text("decided").is_none())
    }

    /// Why a sum does not count by itself, in favour of which other, and whether others dispute it. Who says it comes first, apart
    /// from the reason, which nobody said.
    fn remark(&self, claim: &str, standing: &str) -> Option<String> {
        let number = self.facts.number(claim);
        let text = |name: &str| self.facts.text(number, name);
        let reason = text("reason")?;
        if BY_ITSELF.contains(&standing) {
            return Some(reason.to_owned());
        }
        if GIVES_WAY.contains(&standing) {
            let by_rule = || text("updated").filter(|_| standing == "replaced" && text("decided").is_none());
            let others = self.others(claim).filter(|_| IN_PLACE.contains(&standing));
            let reason = others.or_else(by_rule).unwrap_or(reason);
            let symbol = text("symbol").unwrap_or_default();
            let amount = display_with_sign(None, text("minimum"), text("maximum"), symbol, self.language);
            return Some(self.disputed(number, format!("{reason} {amount}").trim_end()));
        }
        let lacks = self.facts.about(number).filter(|fact| fact.0.starts_with("lacks "));
        let mut lacks: Vec<&str> = lacks.map(|(_, value, _)| value.stored()).collect();
        lacks.sort_unstable();
        let why = match text("lacking") {
            Some(lacking) => format!("{lacking} {}", lacks.join(", ")),
            None => reason.to_owned(),
        };
        let why = self.disputed(number, &why);
        Some(match (text("by"), text("says")) {
            (Some(by), Some(says)) => format!("{by} {}{}{why}", isolated(says), semicolon(self.language)),
            _ => why,
        })
    }

    /// A reason, with the mark of what others dispute.
    fn disputed(&self, claim: Option<u32>, reason: &str) -> String {
        match self.facts.text(claim, "disputed") {
            Some(disputed) => format!("{reason}, {disputed}"),
            None => reason.to_owned(),
        }
    }
}

/// The semicolon of a language between two parts of a line.
fn semicolon(language: &str) -> &'static str {
    match language.starts_with("fr") {
        true => "\u{a0}; ",
        false => "; ",
    }
}
