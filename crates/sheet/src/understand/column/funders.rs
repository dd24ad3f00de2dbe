//! Columns of sums whose heading names who pays them: `EU contribution`, `ERDF (TEUR)`, `National public`, `Part de l'État`.

use crate::map::{Change, ColumnMap, Map, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::{LISTS, words};

use super::super::heading::{last_of, without_brackets};
use super::super::measures::Measures;
use super::Spec;
use super::party::called;

/// What a heading calls those who pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The European Union, or a fund of it.
    Union,
    /// A body by its name: `État`, `Canton`.
    Body,
    /// Those of the country who add to what the Union gives: `National share`.
    National,
    /// A level of government: `Subvention cantonale`, `Federal share`.
    Level,
    /// Others by what they are: `Private`, `Other public`.
    Others,
}

/// Who pays the sums of a column, as its heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Funder {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// Who pays the sums of a column, if its heading names them, and nothing else but sums and stages.
pub(super) fn of(spec: &Spec, measures: &Measures) -> Option<Funder> {
    named(&spec.heading.text, measures)
}

fn named(heading: &str, measures: &Measures) -> Option<Funder> {
    let bare = without_brackets(last_of(heading));
    let found = LISTS.within("heading-funder", &bare);
    // A phrase may stand in the lists of both languages.
    let one = found
        .first()
        .filter(|one| found.iter().all(|other| other.start == one.start))?;
    let kind = match one.value {
        "union" => Kind::Union,
        "body" => Kind::Body,
        "national" => Kind::National,
        "level" => Kind::Level,
        _ => Kind::Others,
    };
    let stages: Vec<(usize, usize)> = STAGES
        .iter()
        .flat_map(|section| LISTS.within(section, &bare))
        .map(|found| (found.start, found.start + found.words))
        .collect();
    let is_named = |at: usize| (one.start..one.start + one.words).contains(&at);
    let (mut names, mut all, mut next) = (Vec::new(), Vec::new(), 0);
    for token in bare.split_whitespace() {
        if measures.of(token).is_some() {
            next += words(token).len();
            continue;
        }
        for word in words(token).iter() {
            let is_stage = stages.iter().any(|(start, end)| (*start..*end).contains(&next));
            if !is_named(next) && !is_stage && LISTS.whole("funder-sum", word).is_none() {
                return None;
            }
            next += 1;
        }
        let of_name = next.checked_sub(1).is_some_and(is_named);
        names.extend(of_name.then(|| without_article(token)));
        all.push(token);
    }
    let name = match kind {
        Kind::Union | Kind::Body => names.join(" "),
        // `National` alone is nobody's name.
        Kind::National | Kind::Level | Kind::Others => all.join(" "),
    };
    let name = name.trim_matches([',', ':', ';', '-', '–', ' ']).to_owned();
    (!name.is_empty()).then_some(Funder { name, kind })
}

/// The sections of words for stages, which may stand beside the name.
const STAGES: [&str; 3] = ["stage", "heading-stage", "stage-heading"];

/// `l'UE` without its article.
fn without_article(token: &str) -> &str {
    let cut = token.split_once(['\'', '’']);
    cut.map_or(token, |(article, rest)| if article.len() < 3 { rest } else { token })
}

/// Gives the sums of the Union to it, where a column names those who pay the rest: `EU contribution`, `National share`, `National
/// co-funder`; and where no column names anybody.
pub(super) fn take(specs: &mut [Spec], map: Option<&Map>, measures: &Measures, doubts: &mut Vec<Doubt>) {
    let is_said = map.is_some_and(|map| map.defaults.payer.is_some());
    let is_sum = |spec: &Spec| {
        let is_plain = spec.map.payer.is_none() && !spec.said.is_cost && !spec.said.is_total;
        spec.role() == Role::Amount && spec.basis != Basis::Map && is_plain
    };
    let found: Vec<(usize, Option<Funder>)> = specs
        .iter()
        .enumerate()
        .filter(|(_, spec)| is_sum(spec))
        .map(|(place, spec)| (place, of(spec, measures)))
        .collect();
    let is_of = |one: &Option<Funder>, kind: Kind| one.as_ref().is_some_and(|funder| funder.kind == kind);
    let has_union = found.iter().any(|(_, one)| is_of(one, Kind::Union));
    if is_said || !has_union {
        return;
    }
    let is_payer = |spec: &&Spec| spec.role() == Role::Payer && called(spec).is_none();
    let payers: Vec<&Spec> = specs.iter().filter(is_payer).collect();
    let are_others = payers
        .iter()
        .all(|spec| !LISTS.within("co-funder", &spec.heading.text).is_empty());
    let is_beside = found.iter().any(|(_, one)| !is_of(one, Kind::Union));
    // `Funder` beside `EU grant` alone says which fund of the Union pays.
    if !are_others && !is_beside {
        return;
    }
    let asked = payers.first().filter(|_| !are_others).map(|spec| spec.label());
    let has_column = !payers.is_empty();
    let is_of_column = |one: &Option<Funder>| one.is_none() || is_of(one, Kind::National);
    let has_rest = found.iter().any(|(_, one)| is_of_column(one));
    for (place, funder) in found {
        let Some((spec, funder)) = specs.get_mut(place).zip(funder) else {
            continue;
        };
        let is_taken = match funder.kind {
            Kind::Union => true,
            Kind::Others => has_column,
            // `Regional share` alone is that of the co-funder whom the column names.
            Kind::Level => has_column && has_rest,
            Kind::Body | Kind::National => false,
        };
        if is_taken {
            spec.map.payer = Some(funder.name);
            doubts.extend(asked.as_ref().map(|column| question(spec, column)));
        }
    }
}

/// Asks who pays a sum: the one whom its own heading names, or those whom a column of its table names.
fn question(spec: &Spec, column: &str) -> Doubt {
    let own = spec.map.payer.clone().unwrap_or_default();
    Doubt {
        address: spec.heading.cells.first().copied(),
        question: format!("Who pays the sums of {}?", spec.label()),
        choices: vec![
            Choice {
                label: format!("{own}, as its heading says"),
                change: Change::Nothing,
            },
            Choice {
                label: format!("those of {column}"),
                change: Change::Column(ColumnMap {
                    payer: None,
                    ..spec.map.clone()
                }),
            },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Measures, named};

    #[test]
    fn headings_name_those_who_pay() {
        for (heading, expected) in [
            ("EU contribution (EUR)", Some(("EU", Kind::Union))),
            ("Part UE (€)", Some(("UE", Kind::Union))),
            ("Contribution de l’UE", Some(("UE", Kind::Union))),
            ("ERDF (TEUR)", Some(("ERDF", Kind::Union))),
            ("ESF+ (Mio. EUR)", Some(("ESF+", Kind::Union))),
            ("FEDER programmé (€)", Some(("FEDER", Kind::Union))),
            ("National public (TEUR)", Some(("National public", Kind::National))),
            ("National share M€", Some(("National share", Kind::National))),
            ("Private", Some(("Private", Kind::Others))),
            ("Part État", Some(("État", Kind::Body))),
            ("Subvention canton (CHF)", Some(("canton", Kind::Body))),
            ("EU contribution to partner 1", None),
            ("Private sector jobs", None),
            ("EU rate of co-financing", None),
            ("Amount", None),
        ] {
            let found = named(heading, &Measures::default());
            let found = found.as_ref().map(|one| (one.name.as_str(), one.kind));
            assert_eq!(found, expected, "{heading}");
        }
    }
}
