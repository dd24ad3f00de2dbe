//! Review of candidates: a person decides which item an entity is.
//!
//! Takes the table of decisions; returns the open entities, formatted in two columns, and writes each answer.

use super::decisions::{Decisions, Row};
use super::{Entity, LinkError, list};
use crate::dossier::Dossier;
use crate::terminal::shown;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// An entity with candidates but no decision.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    /// The entity.
    pub entity: &'a Entity,
    /// Its undecided rows, highest score first.
    pub candidates: Vec<Row>,
}

/// The outcome of writing an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is on disk.
    Yes,
    /// Somebody has decided on the row since; it was not changed.
    DecidedSince,
    /// The item is linked to this other entity; nothing was written.
    Already(String),
}

/// The verdict on a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the same thing.
    Same,
    /// It is another.
    NotSame,
}

/// An answer.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The verdict.
    pub verdict: Verdict,
    /// The person's note: the evidence for it, or the reason against; may be empty.
    pub why: &'a str,
    /// The day, ISO 8601.
    pub today: &'a str,
}

/// The entities that need a decision, by key.
pub fn open<'a>(entities: &'a [Entity], decisions: &Decisions) -> Vec<Open<'a>> {
    let linked = decisions.linked();
    let waiting = entities
        .iter()
        .filter(|entity| entity.items.is_empty() && !linked.contains(entity.key.as_str()));
    let with_rows = waiting.map(|entity| {
        let is_open = |row: &&Row| row.get("decision") == "undecided" && !row.get("qid").is_empty();
        let mut candidates: Vec<Row> = decisions.of(&entity.key).filter(is_open).cloned().collect();
        let score = |row: &Row| row.get("score").parse::<f64>().unwrap_or(-1.0);
        candidates.sort_by(|a, b| score(b).total_cmp(&score(a)));
        Open { entity, candidates }
    });
    with_rows.filter(|open| !open.candidates.is_empty()).collect()
}

/// The other entity that an item is linked to, by a decision or a table of the dossier.
pub fn already<'a>(qid: &str, entity: &str, entities: &'a [Entity], decisions: &'a Decisions) -> Option<&'a str> {
    let is_it = |row: &&Row| row.get("decision") == "same" && row.get("qid") == qid && row.get("entity") != entity;
    let decided = decisions.rows().find(is_it).map(|row| row.get("entity"));
    let has_it = |other: &&Entity| other.key != entity && other.items.iter().any(|item| item == qid);
    decided.or_else(|| entities.iter().find(has_it).map(|other| other.key.as_str()))
}

/// Writes an answer. An item that is linked to
/// another entity is refused. The file is on disk when this returns.
///
/// # Errors
/// When the table cannot be written.
pub fn answer(
    dossier: &Dossier,
    decisions: &mut Decisions,
    entities: &[Entity],
    entity: &str,
    qid: &str,
    given: &Given<'_>,
) -> Result<Written, LinkError> {
    let Given { verdict, why, today } = *given;
    let decision = match verdict {
        Verdict::Same => "same",
        Verdict::NotSame => "not-same",
    };
    let mut cells = vec![("decision", decision), ("decided_on", today)];
    if !why.is_empty() {
        cells.push(match verdict {
            Verdict::Same => ("evidence", why),
            Verdict::NotSame => ("reason", why),
        });
    }
    let (written, _) = decisions.change(dossier, |decisions| {
        let mut cells = cells.clone();
        // The matcher's reason explains why the item is a candidate; it is not the reason for the decision.
        let row = decisions.of(entity).find(|row| row.get("qid") == qid);
        if row.is_some_and(|row| list::is_reason(row.get("reason"))) {
            cells.insert(0, ("reason", ""));
        }
        if verdict == Verdict::Same
            && let Some(other) = already(qid, entity, entities, decisions)
        {
            return Written::Already(other.to_owned());
        }
        match decisions.decide(entity, qid, &cells) {
            true => Written::Yes,
            false => Written::DecidedSince,
        }
    })?;
    Ok(written)
}

/// The URL of an item for a browser.
pub fn address(qid: &str) -> String {
    format!("https://www.wikidata.org/wiki/{qid}")
}

/// Formats the entity on the left and its candidates on the right, within `width` columns. A candidate is marked if its
/// item is linked to another entity, or if only one of the two is a person.
pub fn side_by_side(open: &Open<'_>, entities: &[Entity], decisions: &Decisions, width: usize) -> String {
    let left_width = (width / 3).clamp(20, 40);
    let right_width = width.saturating_sub(left_width + 3).max(20);
    let entity = open.entity;
    let mut left = vec![entity.key.clone(), entity.class.clone()];
    left.extend(entity.labels.iter().cloned());
    left.extend(entity.aliases.iter().map(|alias| format!("also {alias}")));
    let left: Vec<String> = left.iter().flat_map(|text| wrapped(text, left_width)).collect();
    let mut right = Vec::new();
    for (index, row) in open.candidates.iter().enumerate() {
        let title = format!(
            "{}. {} {} {}",
            index + 1,
            row.get("label"),
            row.get("qid"),
            row.get("score")
        );
        right.extend(wrapped(title.trim_end(), right_width));
        let taken = already(row.get("qid"), &entity.key, entities, decisions);
        let types: Vec<String> = row.get("item_type").split('|').map(str::to_owned).collect();
        let clash = list::clashes(entity, &types).then(|| format!("! other class: ours is {}", entity.class));
        for text in [
            &taken.map_or_else(String::new, |key| format!("! already: {key}")),
            &clash.unwrap_or_default(),
            row.get("description"),
            &row.get("item_type").replace('|', ", "),
            &period(row.get("item_dates")),
            row.get("reason"),
        ] {
            if !text.is_empty() {
                let lines = wrapped(text, right_width.saturating_sub(3));
                right.extend(lines.into_iter().map(|line| format!("   {line}")));
            }
        }
    }
    let mut out = String::new();
    for index in 0..left.len().max(right.len()) {
        let (left, right) = (
            left.get(index).map_or("", String::as_str),
            right.get(index).map_or("", String::as_str),
        );
        let gap = " ".repeat(left_width.saturating_sub(left.width()));
        out.push_str(format!("{left}{gap} │ {right}").trim_end());
        out.push('\n');
    }
    out
}

/// Formats dates: `1977-12-21/` becomes "from 1977-12-21".
fn period(dates: &str) -> String {
    match dates.split_once('/') {
        Some((begin, "")) => format!("from {begin}"),
        Some(("", end)) => format!("until {end}"),
        Some((begin, end)) => format!("{begin} – {end}"),
        None => dates.to_owned(),
    }
}

/// Wraps a text to a width. Control characters separate words; others that a terminal must not get are replaced.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
    {
        let used = lines.last().map_or(0, |line| line.width());
        if used > 0 && used + 1 + word.width() > width {
            lines.push(String::new());
        }
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() {
            line.push(' ');
        }
        for c in shown(word).chars() {
            let Some(line) = lines.last_mut() else { continue };
            if line.width() + c.width().unwrap_or(0) > width {
                lines.push(c.to_string());
            } else {
                line.push(c);
            }
        }
    }
    lines
}
