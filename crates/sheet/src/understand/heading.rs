//! What a heading, or a title above the table, says: role, unit, years, stage.

use crate::map::{Defaults, Role};
use crate::measure::{Measure, with_words};
use crate::words::{Found, LISTS, Language, Meaning, Sense, words};

use super::date;
use super::measures::{KEPT, Measures};
use super::said::{REFUSED, Said, WITHDRAWN};

/// Reads a heading; of two rows of headings, both with ` / ` between.
pub(super) fn said(heading: &str, measures: &Measures) -> Said {
    if heading.len() > LONGEST {
        return Said::default();
    }
    if let Some(known) = measures.headings.borrow().get(heading) {
        return known.clone();
    }
    let said = read(heading, measures);
    let mut known = measures.headings.borrow_mut();
    if known.len() < KEPT {
        known.insert(heading.to_owned(), said.clone());
    }
    said
}

/// The longest heading, in bytes; a longer text is a title or a note.
const LONGEST: usize = 400;

fn read(heading: &str, measures: &Measures) -> Said {
    let bare = without_brackets(heading);
    let all = words(&bare);
    let mut said = Said {
        measure: measure_in(heading, measures),
        ..Said::default()
    };
    let found = LISTS.heading(&all);
    said.is_cost = found.iter().any(|one| one.value.sense == Sense::Cost);
    said.is_total = is_total(&bare, &all);
    if let Some((role, is_weak, count)) = role(&all, &found) {
        said.role = Some(role);
        said.is_weak = is_weak;
        said.certainty = count * 100 / all.len().max(1);
    }
    if let Some((role, is_weak)) = of_last(&bare, &all, said.role) {
        said.role = Some(role);
        said.is_weak = is_weak;
        said.certainty = 100;
    }
    said.period = date::years(heading).or_else(|| {
        let date = date::date(&bare, crate::map::DateOrder::DayFirst)?;
        (date.iso.len() <= 15).then_some(date.iso)
    });
    let part = said
        .period
        .as_deref()
        .and_then(|period| date::part_of_year(heading, period));
    said.period = part.or(said.period);
    said.when = said.period.as_deref().and_then(|period| date::day_in(heading, period));
    said.stage = stage(heading, &bare, &said);
    let has = |section| !LISTS.within(section, &bare).is_empty();
    said.gone = match () {
        () if has("refused") => Some(REFUSED),
        () if has("gone") => Some(WITHDRAWN),
        () => None,
    };
    said.instrument = instrument(&bare);
    said.is_cumulative = !LISTS.within("cumulative", heading).is_empty();
    // `Versé depuis le début` is no first day.
    if said.is_cumulative && matches!(said.role, Some(Role::PeriodStart | Role::PeriodEnd | Role::When)) {
        (said.role, said.is_weak) = (Some(Role::Amount), true);
    }
    tell_instalment(&mut said, &bare);
    let of_payment = LISTS.within("paid-day", &bare);
    let is_done = of_payment.iter().all(|found| found.value.is_empty());
    said.is_day_of_payment = said.role == Some(Role::When) && is_done && !of_payment.is_empty();
    let of_person = LISTS.within("person-heading", heading);
    said.is_person = !of_person.is_empty() && of_person.iter().all(|found| found.value.is_empty());
    said.is_body = LISTS
        .within("class", last_of(&bare))
        .first()
        .is_some_and(|found| found.start == 0 && found.value == "PublicBody");
    said
}

/// The form of money that a heading names. The `crédits` of a budget are no loans.
fn instrument(heading: &str) -> Option<&'static str> {
    let form = |text: &str| LISTS.within("instrument", text).first().map(|found| found.value);
    let is_of_budget = |word: &&str| ["credits", "crédits"].contains(&word.to_lowercase().as_str());
    let found = form(heading)?;
    let parts: Vec<&str> = heading.split(|letter: char| !letter.is_alphabetic()).collect();
    match found == "loan" && parts.iter().any(&is_of_budget) {
        true => {
            let others: Vec<&str> = parts.iter().filter(|part| !is_of_budget(part)).copied().collect();
            form(&others.join(" "))
        }
        false => Some(found),
    }
}

/// How firm the figures below a heading are; `bare`: the heading without what stands in brackets.
fn stage(heading: &str, bare: &str, said: &Said) -> Option<&'static str> {
    let within = |section: &str, text: &str| LISTS.within(section, text).first().map(|found| found.value);
    let of_group = || LISTS.whole("heading-stage", bare.split_once(" / ")?.0);
    let of_figures = || within("stage-heading", bare);
    // `2024/25 (draft)`
    let in_brackets = || {
        let inner = heading.split_once('(')?.1.split(')').next()?;
        within("year-stage", inner).or_else(|| within("stage", inner))
    };
    let of_years = || said.period.is_some().then(in_brackets).flatten();
    let found = within("stage", bare)
        .or_else(of_group)
        .or_else(of_figures)
        .or_else(of_years);
    found.filter(|_| said.role != Some(Role::Programme))
}

/// Whether a heading is that of a total, perhaps with its years: `Total 2024`.
fn is_total(bare: &str, all: &[String]) -> bool {
    let is_word = |word: &&str| date::year(word).is_none();
    let words: Vec<&str> = all.iter().map(String::as_str).filter(is_word).collect();
    LISTS.whole("total", bare).is_some() || LISTS.whole("total", &words.join(" ")).is_some()
}

/// Tells that figures are instalments, which were paid.
fn tell_instalment(said: &mut Said, bare: &str) {
    let instalment = LISTS
        .within("instalment", bare)
        .first()
        .map(|found| found.value == "rest");
    let is_figure = said.role.is_none() || said.is_weak || said.role == Some(Role::Amount);
    said.instalment = instalment.filter(|_| is_figure && said.instrument.is_none() && said.gone.is_none());
    if said.instalment.is_some() {
        said.stage = said.stage.or(Some("received"));
    }
}

/// The lower of two headings.
pub(super) fn last_of(heading: &str) -> &str {
    heading.rsplit_once(" / ").map_or(heading, |(_, last)| last)
}

/// The role of the lower of two headings, `Versement / Date`, where it says more than both together.
fn of_last(bare: &str, all: &[String], both: Option<Role>) -> Option<(Role, bool)> {
    let last = words(last_of(bare));
    // `Qui / Annonce`
    if last.len() == all.len() || LISTS.whole_heading(all).is_some() {
        return None;
    }
    let Meaning {
        sense: Sense::Role(role),
        weak,
        ..
    } = LISTS.whole_heading(&last)?
    else {
        return None;
    };
    let is_of_party = matches!(
        both,
        Some(Role::PayerId | Role::PayerType | Role::RecipientId | Role::RecipientType | Role::Place)
    );
    let is_of_figure = matches!(role, Role::Currency | Role::Share | Role::Amount);
    let is_guess = weak && both.is_some();
    (!(is_of_party || is_of_figure || is_guess)).then_some((role, weak))
}

/// A heading without what stands in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                bare.push(' ');
            }
            _ if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    if bare.trim().is_empty() { text.to_owned() } else { bare }
}

/// The role that the phrases of a heading give, whether it is weak, and how many words gave it.
fn role(all: &[String], found: &[Found<Meaning>]) -> Option<(Role, bool, usize)> {
    if let Some(Meaning {
        sense: Sense::Role(role),
        weak,
        ..
    }) = LISTS.whole_heading(all)
    {
        return Some((role, weak, all.len()));
    }
    let roles = || {
        found.iter().filter_map(|one| match one.value.sense {
            Sense::Role(role) => Some((role, one)),
            _ => None,
        })
    };
    let has = |sense| found.iter().any(|one| one.value.sense == sense);
    let names = |wanted| roles().any(|(role, _)| role == wanted);
    let party = if names(Role::Payer) {
        Some((Role::PayerId, Role::PayerType))
    } else {
        None
    };
    let party = party.or(names(Role::Recipient).then_some((Role::RecipientId, Role::RecipientType)));
    if let Some((id, kind)) = party {
        let combined = [
            (Sense::Identifier, id),
            (Sense::Type, kind),
            (Sense::Located, Role::Place),
        ];
        if let Some((_, role)) = combined.into_iter().find(|(sense, _)| has(*sense)) {
            return Some((role, false, all.len()));
        }
    }
    // `Charity no.`, `N° SIREN`: a number of those who receive, which repeats with them, and no decision's.
    if (has(Sense::Identifier) || names(Role::Key)) && !LISTS.within("registered", &all.join(" ")).is_empty() {
        return Some((party.map_or(Role::RecipientId, |(id, _)| id), false, all.len()));
    }
    let mut best: Option<(Role, &Found<Meaning>)> = None;
    for (role, one) in roles().filter(|(_, one)| !one.value.weak) {
        let is_better = best.is_none_or(|(_, known)| {
            one.words > known.words
                || one.words == known.words && one.value.language == Language::English && one.start > known.start
        });
        if is_better {
            best = Some((role, one));
        }
    }
    if let Some((role, one)) = best {
        return Some((role, false, one.words));
    }
    if has(Sense::Cost) {
        return Some((Role::Amount, false, 2));
    }
    if has(Sense::Identifier) {
        return Some((Role::Key, false, 1));
    }
    let weak = roles().next().filter(|_| all.len() <= 4);
    weak.map(|(role, one)| (role, true, one.words))
}

/// The unit that a heading or title gives: `(M€)`, `en milliers d'euros`, `Amount £m`.
pub(super) fn measure_in(text: &str, measures: &Measures) -> Option<Measure> {
    let text = with_words(text);
    let text = text.as_ref();
    let in_brackets = text.split(['(', '[']).skip(1).find_map(|part| {
        let inner = part.split([')', ']']).next().unwrap_or_default();
        let of_lead = lead(inner).and_then(|rest| measures.of(rest));
        of_lead.or_else(|| measures.of(inner))
    });
    let Some(found) = in_brackets else {
        return measure_of_parts(text, measures);
    };
    // `Montants en € (milliers)`, `Montants en milliers (€)`
    let is_half = found.unit.is_none() || found.unit.as_deref() != Some("%") && found.scale == 0;
    let other = measure_of_parts(&without_brackets(text), measures).filter(|_| is_half);
    Some(match other {
        Some(other) if found.unit.is_none() && other.scale == 0 => Measure {
            unit: other.unit,
            ..found
        },
        Some(other) if other.unit.is_none() => Measure {
            scale: other.scale,
            ..found
        },
        _ => found,
    })
}

/// Whether a text is a currency beside which it says whether taxes are in the sum, and nothing else: `€ HT`, `EUR, incl. VAT`.
pub(super) fn is_of_taxes(text: &str, measures: &Measures) -> bool {
    let all = words(text);
    let taxes = LISTS.within("tax", text);
    let is_tax = |at: usize| taxes.iter().any(|tax| (tax.start..tax.start + tax.words).contains(&at));
    let rest = all
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_tax(*at))
        .map(|(_, word)| word.as_str());
    let rest: Vec<&str> = rest
        .filter(|word| !matches!(*word, "in" | "en" | "all" | "tout" | "toute"))
        .collect();
    rest.is_empty() || rest.iter().all(|word| measures.of(word).is_some())
}

/// The most words of a unit: `hundreds of thousands of euros`.
const UNIT_WORDS: usize = 5;

/// The unit and scale that stand in a text without brackets.
fn measure_of_parts(text: &str, measures: &Measures) -> Option<Measure> {
    for part in text.split([':', ',', ';', '-', '–', '—', '(', ')', '\n', '.']) {
        if let Some(measure) = lead(part).and_then(|rest| measures.of(rest)) {
            return Some(measure);
        }
        let tokens: Vec<&str> = part.split_whitespace().collect();
        for (place, token) in tokens.iter().enumerate() {
            let rest = tokens.get(place + 1..).unwrap_or_default();
            if matches!(text::fold::fold(token).as_str(), "en" | "in") {
                let longest = (1..=UNIT_WORDS.min(rest.len())).rev();
                let found = longest
                    .filter_map(|count| measures.of(&rest.get(..count)?.join(" ")))
                    .next();
                if found.is_some() {
                    return found;
                }
            }
        }
        // The last words of a heading, if they name a currency.
        let last = (1..=UNIT_WORDS.min(tokens.len())).rev();
        let found = last
            .filter_map(|count| measures.of(&tokens.get(tokens.len() - count..)?.join(" ")))
            .find(|one| one.unit.is_some());
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What follows `en`, `montants en`, `unit:` at the beginning of a text.
fn lead(text: &str) -> Option<&str> {
    let text = text.trim();
    let tokens: Vec<&str> = text.split_whitespace().collect();
    for count in (1..=3.min(tokens.len())).rev() {
        let lead = tokens.get(..count)?.join(" ");
        // `Amounts in £ thousands`: the sign is no part of the lead.
        let is_words = tokens.get(count - 1)?.contains(char::is_alphanumeric);
        if is_words && LISTS.whole("unit-lead", lead.trim_end_matches(':')).is_some() {
            let last = tokens.get(count - 1)?;
            let at = text.find(last)? + last.len();
            return text.get(at..).map(|rest| rest.trim_start_matches([':', ' ']));
        }
    }
    None
}

/// What the lines above or below a table say of all its figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The unit and scale.
    pub(super) measure: Option<Measure>,
    /// The years.
    pub(super) period: Option<String>,
    ///
    /// The stage.
    pub(super) stage: Option<&'static str>,
}

impl Title {
    /// Whether something that it says holds for the rows.
    pub(super) fn is_in(&self, defaults: &Defaults) -> bool {
        let has_measure = self.measure.as_ref().is_some_and(|measure| {
            measure.unit.is_some() && measure.unit == defaults.unit
                || measure.scale > 0 && defaults.scale == Some(measure.scale)
        });
        let has_period = self.period.is_some() && self.period == defaults.period;
        has_measure || has_period || self.stage.is_some() && self.stage == defaults.stage.as_deref()
    }
}

/// Reads a line above a table.
pub(super) fn title(text: &str, measures: &Measures) -> Title {
    if text.len() > 400 {
        return Title::default();
    }
    Title {
        measure: measure_in(text, measures),
        period: period_of_title(text),
        stage: LISTS.within("title-stage", text).first().map(|found| found.value),
    }
}

/// What a line above a table says beside the years of its sums.
const OF_YEARS: [&str; 2] = ["title-period", "title-stage"];

/// The years of a line above a table, if it says that they are those of the sums: `Exercice 2024`, `Budget 2023-2024 (en M€)`,
/// `Aides 2024 de la ville`, `2024`. The day on which a sheet was updated is none, nor is the year of its source.
fn period_of_title(text: &str) -> Option<String> {
    let parts = text.split([',', ';', '(', ')', '[', ']', '\n', '–', '—']);
    let mut parts = parts.flat_map(|part| part.split(" - "));
    parts.find_map(|part| {
        let years = date::years(part)?;
        let all = words(part);
        let without_digits = |word: &String| word.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned();
        let is_joint = |word: &str| matches!(word, "" | "et" | "and" | "to" | "a" | "au");
        let bare: Vec<String> = all.iter().map(without_digits).filter(|word| !is_joint(word)).collect();
        let is_said = OF_YEARS
            .iter()
            .any(|section| LISTS.whole(section, &bare.join(" ")).is_some());
        let is_before = || {
            let (count, _) = LISTS.at(&OF_YEARS, &all, 0)?;
            let is_lead = |word: &&String| matches!(word.as_str(), "pour" | "en" | "de" | "for" | "in" | "of");
            let next = all.iter().skip(count).find(|word| !is_lead(word))?;
            date::year(next)
        };
        let is_bare = bare.is_empty() && part.trim() == text.trim();
        (is_bare || is_said || is_before().is_some()).then_some(years)
    })
}

/// Reads a line below a table, which tells the unit only if a part of it begins so: `en millions d'euros`.
pub(super) fn trailing(text: &str, measures: &Measures) -> Option<Measure> {
    let mut parts = text.split([':', ',', ';', '(', ')']);
    parts
        .find_map(|part| lead(part).and_then(|rest| measures.of(rest.trim_end_matches('.'))))
        .or_else(|| lead(text).and_then(|rest| measures.of(rest.trim_end_matches('.'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(heading: &str) -> Said {
        said(heading, &Measures::default())
    }

    #[test]
    fn headings_of_both_languages_have_their_roles() {
        for (heading, role) in [
            ("Qui annonce ?", Role::Speaker),
            ("Qui paie", Role::Payer),
            ("Bénéficiaire", Role::Recipient),
            ("Objet", Role::About),
            ("Objet de la subvention", Role::About),
            ("Montant (M€)", Role::Amount),
            ("Montant de la subvention", Role::Amount),
            ("Montant versé au bénéficiaire", Role::Amount),
            ("Date d’annonce", Role::When),
            ("Statut", Role::Stage),
            ("Source / lien", Role::Source),
            ("Siret du bénéficiaire", Role::RecipientId),
            ("idAttribuant", Role::PayerId),
            ("Type de bénéficiaire", Role::RecipientType),
            ("Commune du bénéficiaire", Role::Place),
            ("Source de financement", Role::Payer),
            ("Programme", Role::Programme),
            ("Recipient Org:Name", Role::Recipient),
            ("Recipient Org:Identifier", Role::RecipientId),
            ("Funding Org:Name", Role::Payer),
            ("Amount Awarded", Role::Amount),
            ("Award Date", Role::When),
            ("Planned Dates:Start Date", Role::PeriodStart),
            ("Commentaires", Role::Note),
            ("URL", Role::Link),
            ("Lien archivé", Role::Archive),
            ("Archive", Role::Archive),
            ("Archived copy", Role::Archive),
            ("N° de dossier", Role::Key),
            ("Charity no.", Role::RecipientId),
            ("Reg. no.", Role::RecipientId),
            ("VAT no.", Role::RecipientId),
            ("Supplier no.", Role::RecipientId),
            ("Registered charity no", Role::RecipientId),
            ("N° SIREN", Role::RecipientId),
            ("Numéro BCE", Role::RecipientId),
            ("N° RNA", Role::RecipientId),
            ("Grant no.", Role::Key),
            ("Ref no", Role::Key),
        ] {
            assert_eq!(of(heading).role, Some(role), "{heading}");
        }
        assert_eq!(of("Chose").role, None);
    }

    #[test]
    fn headings_tell_unit_years_stage_and_kind_of_credit() {
        let said = of("2025 / Exécuté (30/09)");
        assert_eq!(
            (said.period.as_deref(), said.stage, said.when.as_deref()),
            (Some("2025"), Some("received"), Some("2025-09-30"))
        );
        let said = of("2024 / AE");
        assert_eq!(
            (said.period.as_deref(), said.instrument),
            (Some("2024"), Some("commitment-authorisation"))
        );
        for (heading, unit, scale) in [
            ("Montant (M€)", "EUR", 6),
            ("Montant en k€", "EUR", 3),
            ("Amount (£m)", "GBP", 6),
            ("Montant (en milliers d'euros)", "EUR", 3),
            ("Amount in millions of euros", "EUR", 6),
            ("Projet de loi de finances - Mission Ports (en M€)", "EUR", 6),
            ("Montant €", "EUR", 0),
        ] {
            assert_eq!(
                of(heading).measure,
                Some(Measure {
                    unit: Some(unit.to_owned()),
                    scale
                }),
                "{heading}"
            );
        }
        assert_eq!(of("Qui annonce ?").measure, None);
    }
}
