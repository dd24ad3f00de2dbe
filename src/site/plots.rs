//! Plots of a dossier: sums by stage, what was said over time, targets. Pages and prints draw the same.

use super::address::Place;
use super::claimed::{Claim, semicolon, unbroken, voice};
use super::page::Page;
use super::sentence::in_brackets;
use super::things::Thing;
use super::totals::{self, Row};
use super::words::fill;
use crate::chart::{self, Bar, Lane, Plot, Point, Surroundings, Target};
use crate::vocabulary as v;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// The width of plots on pages, in pixels.
const WIDE: f64 = 560.0;

/// The width of plots on phones, in pixels.
const NARROW: f64 = 340.0;

/// The lane of what was withdrawn.
const WITHDRAWN: &str = "withdrawn";

/// The most voices that are named beside a bar.
const MOST_VOICES: usize = 4;

/// Draws plots of a width for a page, whose parts lead to their claims, or for print.
#[derive(Clone, Copy)]
pub struct Plots<'p> {
    page: &'p Page<'p>,
    wide: f64,
    is_linked: bool,
}

/// Sums of one currency.
pub struct Sums {
    /// In what they are, such as "in €".
    pub unit: String,
    /// Their plot.
    pub plot: Plot,
    /// The claims that stand in them.
    pub claims: Vec<String>,
}

impl<'p> Plots<'p> {
    /// For a page, of a width in pixels.
    pub fn of_page(page: &'p Page<'p>, wide: f64) -> Self {
        Self {
            page,
            wide,
            is_linked: true,
        }
    }

    /// For print, of a width in pixels.
    pub fn of_print(page: &'p Page<'p>, wide: f64) -> Self {
        Self {
            page,
            wide,
            is_linked: false,
        }
    }

    fn address(&self, claim: &str) -> Option<String> {
        self.is_linked.then(|| self.page.to(Place::Claim(claim)))
    }

    /// Rows of totals as bars, a plot for each currency. `entity` is whose sums they are.
    pub fn sums(&self, entity: &str, rows: &[Row]) -> Vec<Sums> {
        let mut drawn = self.by_currency(entity, rows);
        // The currency that most is said in comes first.
        drawn.sort_by_key(|sums| std::cmp::Reverse(sums.claims.len()));
        drawn
    }

    fn by_currency(&self, entity: &str, rows: &[Row]) -> Vec<Sums> {
        let words = self.page.words();
        let mut by_currency: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            by_currency.entry(&row.currency).or_default().push(row);
        }
        let drawn = by_currency.into_iter().map(|(currency, rows)| {
            let bars: Vec<Bar> = rows.iter().map(|row| self.bar(entity, row)).collect();
            Sums {
                unit: match currency.is_empty() {
                    true => words.no_currency.to_owned(),
                    false => fill(words.per_currency, &[currency]),
                },
                plot: chart::bars(&bars, self.wide),
                claims: rows.iter().flat_map(|row| &row.claims).cloned().collect(),
            }
        });
        drawn.collect()
    }

    fn bar(&self, entity: &str, row: &Row) -> Bar {
        let words = self.page.words();
        let number = |bound: &Option<String>| bound.as_deref().and_then(|bound| bound.parse().ok());
        let others: Vec<&str> = row
            .group
            .iter()
            .map(String::as_str)
            .filter(|other| *other != entity)
            .collect();
        let together = (!others.is_empty())
            .then(|| fill(words.together_with, &[&self.page.reader.labels(others.iter().copied())]));
        let purpose = self.purpose(row);
        let notes: Vec<&str> = row
            .aspects
            .iter()
            .chain(&row.marks)
            .chain(&together)
            .chain(&purpose)
            .map(String::as_str)
            .collect();
        let name = row.column.0.rsplit("column-").next().unwrap_or_default();
        Bar {
            label: row.column.1.clone(),
            note: notes.join(", "),
            said: self.said(row),
            least: number(&row.bounds.0),
            greatest: number(&row.bounds.1),
            figure: row.figure.clone(),
            class: format!("stage-{name}"),
            address: row.claims.first().and_then(|claim| self.address(claim)),
        }
    }

    /// What the money of a payer or for a recipient is for.
    fn purpose(&self, row: &Row) -> Option<String> {
        if row.grouping == totals::GROUPINGS[0] {
            return None;
        }
        let reader = &self.page.reader;
        let about = row.claims.iter().flat_map(|claim| reader.thing(claim).texts(v::ABOUT));
        let about: BTreeSet<String> = about.map(|thing| reader.label(thing)).collect();
        let more = about.len().saturating_sub(MOST_VOICES);
        let mut about: Vec<String> = about.into_iter().take(MOST_VOICES).collect();
        if more > 0 {
            about.push(fill(self.page.words().and_more, &[&more.to_string()]));
        }
        (!about.is_empty()).then(|| fill(self.page.words().for_what, &[&about.join(", ")]))
    }

    /// Who says the figures of a row; if they differ about one sum, who says which.
    fn said(&self, row: &Row) -> String {
        let (words, reader) = (self.page.words(), &self.page.reader);
        let claims: Vec<Claim<'_>> = row
            .claims
            .iter()
            .filter_map(|claim| Claim::read(reader, claim))
            .collect();
        let is_one = row.count == "1";
        let different: BTreeSet<String> = claims.iter().map(|claim| claim.figure(reader)).collect();
        let mut voices: Vec<String> = claims
            .iter()
            .map(|claim| match is_one && different.len() > 1 {
                true => format!("{} ({})", claim.figure(reader), voice(reader, claim)),
                false => voice(reader, claim),
            })
            .collect();
        voices.sort();
        voices.dedup();
        let more = voices.len().saturating_sub(MOST_VOICES);
        voices.truncate(MOST_VOICES);
        if more > 0 {
            voices.push(fill(words.and_more, &[&more.to_string()]));
        }
        match (voices.is_empty(), is_one) {
            (true, _) => String::new(),
            (false, true) if different.len() > 1 => voices.join(", "),
            (false, true) => fill(words.said_by_whom, &[&voices.join(", ")]),
            (false, false) => {
                let count = fill(words.sums_counted, &[&row.count]);
                format!("{} ({count})", fill(words.said_by_whom, &[&voices.join(", ")]))
            }
        }
    }

    /// What was said of a thing over time: a lane for each column, in their order, one for what takes up earlier money, and one for
    /// withdrawals.
    pub fn time(&self, claims: &[&Claim<'_>]) -> Plot {
        let mut lanes: BTreeMap<(i64, String), Lane> = BTreeMap::new();
        for claim in claims {
            let (order, name, label) = self.lane(claim, claims);
            let lane = lanes.entry((order, name)).or_default();
            lane.label = label;
            lane.points.push(self.point(claim));
        }
        let told: BTreeSet<&str> = self.messages(claims).collect();
        let withdrawn = claims.iter().filter_map(|claim| self.withdrawal(claim, &told));
        let withdrawn: Vec<Point> = withdrawn.collect();
        if !withdrawn.is_empty() {
            let lane = lanes.entry((i64::MAX, WITHDRAWN.to_owned())).or_default();
            self.page.words().lane_withdrawn.clone_into(&mut lane.label);
            lane.points.extend(withdrawn);
        }
        let lanes: Vec<Lane> = lanes.into_values().collect();
        chart::stages(&lanes, self.page.words().undated, self.wide)
    }

    /// The days of the messages that withdraw something.
    fn messages<'t>(&'t self, claims: &'t [&Claim<'p>]) -> impl Iterator<Item = &'p str> + 't {
        let reader = &self.page.reader;
        let messages = claims.iter().filter(|claim| claim.tells_withdrawal(reader));
        messages.filter_map(|claim| claim.gone_on(reader))
    }

    /// The order, the name and the label of a claim's lane.
    fn lane(&self, claim: &Claim<'_>, claims: &[&Claim<'_>]) -> (i64, String, String) {
        let (reader, words) = (&self.page.reader, self.page.words());
        if claim.tells_withdrawal(reader) {
            return (i64::MAX, WITHDRAWN.to_owned(), words.lane_withdrawn.to_owned());
        }
        let column = claim.column(reader).unwrap_or_default();
        let order = reader.text(column, v::COLUMN_ORDER);
        // The stages are numbered from 1: what takes up an earlier promise is after what was announced at the same stage.
        let order = order
            .and_then(|order| order.parse::<i64>().ok())
            .map_or(i64::MAX - 1, |order| order * 2);
        let earlier = [v::TAKES_UP, v::MAY_TAKE_UP]
            .map(|link| claim.thing.texts(link))
            .concat();
        match claims.iter().any(|other| earlier.contains(&other.iri())) {
            true => {
                let label = format!("{}, {}", reader.label(column), words.lane_taken_up);
                (order + 1, column.to_owned(), label)
            }
            false => (order, column.to_owned(), reader.label(column)),
        }
    }

    /// The withdrawal of a claim as a hollow point, since it counts nowhere, unless one of the claims is the message of that day.
    fn withdrawal(&self, claim: &Claim<'_>, told: &BTreeSet<&str>) -> Option<Point> {
        let reader = &self.page.reader;
        let on = claim.gone_on(reader).filter(|_| claim.is_withdrawn(reader))?;
        if told.contains(on) {
            return None;
        }
        let by = claim.thing.text(v::STATUS_BY).map(|by| reader.label(by));
        let said = [
            Some(claim.figure(reader)),
            by,
            Some(unbroken(&reader.language.date(on))),
        ];
        Some(Point {
            year: year(on),
            label: said
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            ends: None,
            is_replaced: true,
            is_struck: false,
            address: self.address(claim.iri()),
        })
    }

    fn point(&self, claim: &Claim<'_>) -> Point {
        let reader = &self.page.reader;
        let when = claim.date_in_print(reader).unwrap_or_default();
        let is_message = claim.tells_withdrawal(reader);
        let is_left_out = claim.left_out_by(reader, totals::GROUPINGS[0]).is_some();
        let said = [claim.figure(reader), voice(reader, claim), when];
        let said = said
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let notes = claim.remarks(reader);
        let (year, ends) = time(claim.days(reader));
        Point {
            year,
            ends,
            label: match notes.is_empty() {
                true => said,
                false => format!("{said}{}{}", semicolon(reader.language), notes.join(", ")),
            },
            is_replaced: is_left_out || is_message,
            is_struck: claim.is_gone(reader) && !is_message,
            address: self.address(claim.iri()),
        }
    }

    /// Targets with their baselines among these claims; `None` if none of them has a number.
    pub fn targets(&self, targets: &[Claim<'_>], baselines: &[&Claim<'_>]) -> Option<Plot> {
        let mut drawn: Vec<(Target, BTreeSet<String>)> = Vec::new();
        for claim in targets {
            let Some(target) = self.target(claim, baselines) else {
                continue;
            };
            let reader = &self.page.reader;
            let start = self.baseline(claim, baselines);
            // What is said of the start alone says so.
            let of_start = |start: &&Claim<'_>| (start.figure(reader), start.marks(reader).join(", "));
            let of_start = start.as_ref().map(of_start).filter(|(_, marks)| !marks.is_empty());
            let of_start = of_start.map(|(figure, marks)| fill(self.page.words().of_which, &[&figure, &marks]));
            let marks = claim.marks(reader).into_iter().chain(of_start);
            let mut stage: Vec<String> = claim.firmness(reader).into_iter().collect();
            for mark in marks {
                if !stage.contains(&mark) {
                    stage.push(mark);
                }
            }
            let voice = voice(reader, claim) + &in_brackets(&stage.join(", "));
            // What several documents say again is one target.
            match drawn.iter_mut().find(|(other, _)| target.is_same(other)) {
                Some((_, voices)) => voices.extend([voice]),
                None => drawn.push((target, BTreeSet::from([voice]))),
            }
        }
        let drawn: Vec<Target> = drawn
            .into_iter()
            .map(|(target, voices)| Target {
                said: fill(self.page.words().said_by_whom, &[&Vec::from_iter(voices).join(", ")]),
                ..target
            })
            .collect();
        (!drawn.is_empty()).then(|| chart::targets(&drawn, self.wide))
    }

    /// Where a target starts from: the baseline of the same thing and unit.
    fn baseline<'c, 'b>(&self, claim: &Claim<'_>, baselines: &[&'c Claim<'b>]) -> Option<&'c Claim<'b>> {
        let unit = |claim: &Claim<'_>| unit(claim.measure.as_ref());
        let about = claim.thing.texts(v::ABOUT);
        let mut baselines = baselines.iter().copied();
        baselines.find(|other| other.thing.texts(v::ABOUT) == about && unit(other) == unit(claim))
    }

    /// A target with the baseline of the same thing and unit, if there is one; `None` if it has no number.
    fn target(&self, claim: &Claim<'_>, baselines: &[&Claim<'_>]) -> Option<Target> {
        let value = |claim: &Claim<'_>| -> Option<f64> {
            let measure = claim.measure.as_ref()?;
            measure.text(v::MAXIMUM).or(measure.text(v::MINIMUM))?.parse().ok()
        };
        let baseline = self.baseline(claim, baselines);
        let reader = &self.page.reader;
        let about = reader.labels(claim.thing.texts(v::ABOUT));
        let due = claim.due(reader);
        Some(Target {
            label: match due {
                Some(due) => about + &in_brackets(&format!("{} {due}", self.page.words().due.to_lowercase())),
                None => about,
            },
            said: String::new(),
            baseline: baseline.and_then(|other| Some((value(other)?, other.figure(reader)))),
            target: Some((value(claim)?, claim.figure(reader))),
            address: self.address(claim.iri()),
        })
    }
}

fn unit(measure: Option<&Thing<'_>>) -> Option<String> {
    measure.and_then(|measure| measure.text(v::UNIT_OF_MEASURE).map(str::to_owned))
}

/// A plot as a figure, drawn for a width and again for a phone; empty if there is nothing to draw.
pub fn figure(
    page: &Page<'_>,
    surroundings: &Surroundings,
    wide: f64,
    drawn: impl Fn(&Plots<'_>) -> Option<Plot>,
) -> Markup {
    let layouts = [(wide, "broad"), (NARROW, "narrow")].map(|(wide, class)| {
        let plot = drawn(&Plots::of_page(page, wide))?;
        Some(chart::in_page(surroundings, &plot, wide, class))
    });
    html! {
        @if layouts.iter().any(Option::is_some) {
            figure.chart { @for layout in layouts.into_iter().flatten() { (PreEscaped(layout)) } }
        }
    }
}

/// The rows of an entity as plots, one for each currency, with their sources.
pub fn of_rows(page: &Page<'_>, entity: &str, title: &str, rows: &[Row]) -> Markup {
    html! {
        @for (at, sums) in Plots::of_page(page, WIDE).sums(entity, rows).iter().enumerate() {
            @let surroundings = Surroundings {
                title: title.to_owned(),
                unit: sums.unit.clone(),
                source: totals::sources(page, &sums.claims, totals::MOST_SOURCES),
                language: page.frame.language().tag().to_owned(),
            };
            (figure(page, &surroundings, WIDE, |plots| plots.sums(entity, rows).into_iter().nth(at).map(|sums| sums.plot)))
        }
    }
}

/// The claims that state targets, and those that state where they start.
pub fn aims<'c, 'a>(claims: &'c [Claim<'a>]) -> (Vec<Claim<'a>>, Vec<&'c Claim<'a>>) {
    let role = |claim: &Claim<'_>| {
        let measure = claim.measure.as_ref();
        measure.and_then(|measure| measure.text(v::MEASURE_ROLE).map(str::to_owned))
    };
    let is_target = |claim: &&Claim<'_>| {
        let aimed = [v::MEASURE_ROLE_TARGET, v::MEASURE_ROLE_MULTIPLE];
        claim.thing.is(v::KIND, v::KIND_TARGET)
            || claim.thing.has(v::DUE)
            || role(claim).is_some_and(|role| aimed.contains(&role.as_str()))
    };
    let is_baseline = |claim: &&Claim<'_>| role(claim).as_deref() == Some(v::MEASURE_ROLE_BASELINE);
    let targets = claims.iter().filter(|claim| is_target(claim) && !is_baseline(claim));
    (targets.copied().collect(), claims.iter().filter(is_baseline).collect())
}

/// The time of days in years, that of the first and the last one: its middle, and its ends if it is longer than a day.
pub(super) fn time((first, last): (&str, &str)) -> (Option<f64>, Option<(f64, f64)>) {
    const DAY: f64 = 1.0 / 366.0;
    match (year(first), year(last)) {
        (Some(from), Some(to)) if to - from > DAY => {
            // A month of 31 days is longer than its twelfth of the year, and ends with it.
            let month = ((to * 12.0 + 1e-6).floor() + 1.0) / 12.0;
            let to = (to + DAY).min(month);
            (Some((from + to) / 2.0), Some((from, to)))
        }
        (from, _) => (from, None),
    }
}

/// A day as a time in years.
fn year(day: &str) -> Option<f64> {
    let mut parts = day.splitn(3, '-').map(str::parse::<f64>);
    let year = parts.next()?.ok()?;
    let month = parts.next().and_then(Result::ok).unwrap_or(1.0);
    let day = parts.next().and_then(Result::ok).unwrap_or(1.0);
    Some(year + (month - 1.0) / 12.0 + (day - 1.0) / 366.0)
}
