//! Which sheet of a workbook is read, and why.

use crate::map::{Change, Map};
use crate::understood::{Choice, Doubt, Understood};
use crate::workbook::{Format, Note, Workbook, counted};

use super::grid::Grid;
use super::measures::Measures;
use super::{layout, shipped};

/// How many sheets are looked at, which bounds the time that this takes.
const RATED: usize = 50;

/// Chooses the sheet: the one that the map names, else the one whose headings say most.
pub(super) fn choose(
    workbook: &Workbook,
    map: Option<&Map>,
    measures: &Measures,
    understood: &mut Understood,
) -> Option<usize> {
    let wanted = map.and_then(|map| map.sheet.as_ref());
    if let Some(name) = wanted {
        if let Some(position) = workbook.sheets.iter().position(|sheet| sheet.name == *name) {
            understood.why = Some(format!("the map names the sheet `{name}`"));
            return Some(position);
        }
        understood
            .notes
            .push(Note::new(format!("There is no sheet `{name}` any more.")));
    }
    let mut rated: Vec<(i64, usize)> = Vec::new();
    for (position, sheet) in workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| !sheet.is_empty())
        .take(RATED)
    {
        let grid = Grid::new(sheet);
        let layout = layout::find(&grid, map, measures);
        let score = layout.as_ref().map_or(-1, |layout| layout.score);
        let is_shipped = layout.as_ref().is_some_and(|layout| shipped::of(layout).is_some());
        let bonus = i64::from(is_shipped) * 1000 - i64::from(sheet.hidden) * 500;
        rated.push((score + bonus, position));
    }
    let best = rated
        .iter()
        .max_by_key(|(score, position)| (*score, std::cmp::Reverse(*position)))
        .map(|(_, position)| *position)?;
    if workbook.sheets.len() > 1 {
        tell_sheets(workbook, best, &rated, understood);
    }
    Some(best)
}

fn tell_sheets(workbook: &Workbook, best: usize, rated: &[(i64, usize)], understood: &mut Understood) {
    let name = |position: usize| {
        workbook
            .sheets
            .get(position)
            .map(|sheet| sheet.name.clone())
            .unwrap_or_default()
    };
    understood.why = Some(format!(
        "of {} sheets, the headings of `{}` say most",
        workbook.sheets.len(),
        name(best)
    ));
    for (_, sheet) in workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(position, _)| *position != best)
    {
        let hidden = if sheet.hidden { ", which is hidden," } else { "" };
        if workbook.format == Format::JsonLines {
            let count = sheet.rows.len().saturating_sub(1);
            understood.notes.push(Note::new(format!(
                "{} of the schema `{}`: only names are taken, for those who pay and receive.",
                counted(count, "entity", "entities"),
                sheet.name
            )));
            continue;
        }
        let text = match sheet.filled().count() {
            0 => format!("The sheet `{}`{hidden} is empty.", sheet.name),
            count => format!(
                "The sheet `{}`{hidden} is not read: {}. Name it in the map to read it instead.",
                sheet.name,
                counted(count, "cell", "cells")
            ),
        };
        understood.notes.push(Note::new(text));
    }
    ask_sheet(best, rated, &name, understood);
}

/// Asks which sheet is read, if the headings of others say nearly as much.
fn ask_sheet(best: usize, rated: &[(i64, usize)], name: &dyn Fn(usize) -> String, understood: &mut Understood) {
    let score = |position: usize| {
        rated
            .iter()
            .find(|(_, known)| *known == position)
            .map(|(score, _)| *score)
    };
    let near: Vec<usize> = rated
        .iter()
        .filter(|(score_of, position)| {
            *position != best && *score_of >= 3 && Some(*score_of * 10) >= score(best).map(|best| best * 8)
        })
        .map(|(_, position)| *position)
        .collect();
    if near.is_empty() || understood.map.sheet.is_some() {
        return;
    }
    let mut choices = vec![Choice {
        label: name(best),
        change: Change::Nothing,
    }];
    choices.extend(near.into_iter().map(|position| Choice {
        label: name(position),
        change: Change::Sheet(name(position)),
    }));
    understood.doubts.push(Doubt {
        address: None,
        question: "Several sheets have a table. Which one is read?".to_owned(),
        choices,
    });
}
