//! A plot for print: what a site shows of a thing, as a picture that stands alone.
//!
//! Takes an open dossier and the name of a thing; returns SVG. Like pages it shows what is published only: open the dossier by
//! [`OpenDossier::published`].

use super::address::{Place, stem};
use super::chain::chain;
use super::claimed::{Claim, colon, headline, semicolon, symbol, voice};
use super::entity::{ROLES, roles};
use super::excerpt::Excerpts;
use super::frame::{Frame, Imprint};
use super::page::{Page, Shared};
use super::plots::{Plots, aims};
use super::read::{Names, Reader};
use super::things::Things;
use super::totals::{self, Row};
use super::words::{Language, fill};
use crate::chart::{self, Mark, Plot, Surroundings};
use crate::entities::{Entities, Unknown};
use crate::open::OpenDossier;
use crate::query::AskError;
use crate::vocabulary as v;
use std::collections::{BTreeMap, BTreeSet};

/// What a plot shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// The sums of a programme, a payer or a recipient, by stage.
    Sums,
    /// What was said of a thing's money over time.
    Time,
    /// Targets against baselines, of one thing or of all.
    Targets,
}

/// Whose sums are shown: those for a thing, those that it pays, or those that it receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// For it.
    Programme,
    /// Paid by it.
    Funder,
    /// Received by it.
    Recipient,
}

impl Grouping {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Programme, Self::Funder, Self::Recipient];

    /// Its name in totals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Funder => "funder",
            Self::Recipient => "recipient",
        }
    }
}

/// A plot that is wanted.
#[derive(Debug, Clone)]
pub struct ChartRequest {
    /// What it shows.
    pub kind: ChartKind,
    /// Of what: a key, a name or an alias; or a claim's key or figure, for what the claim is about.
    pub name: Option<String>,
    /// Whose sums; if `None`, the first of which there are any.
    pub by: Option<Grouping>,
    /// The language; if `None`, that of the dossier.
    pub language: Option<Language>,
    /// The width in millimetres.
    pub width: f64,
}

/// The least and the greatest width of a plot, in millimetres: that of a narrow column, and that of a sheet of A3.
const WIDTHS: (f64, f64) = (50.0, 420.0);

/// A plot for print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// A name for its file.
    pub name: String,
    /// The picture.
    pub svg: String,
    /// What else there is of the thing, and is not in the picture.
    pub others: Vec<Grouping>,
}

/// A plot cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// A query of the program failed.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The name identifies nothing that has what is to be drawn.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The figure or words are those of several claims, about different things.
    #[error("\"{wanted}\" is said of {}: say which by its key", found.join(", "))]
    Several {
        /// The text that was searched for.
        wanted: String,
        /// What it is said of, with keys.
        found: Vec<String>,
    },
    /// No name is given where one is needed.
    #[error("name a thing: its key, name or alias, or a claim's key or figure")]
    Nameless,
    /// The dossier has nothing of the kind.
    #[error("{0}")]
    Nothing(&'static str),
    /// The width is not usable.
    #[error("a picture {0} mm wide is of no use: choose 50 to 420 mm, such as 85 for a column of a newspaper")]
    Width(f64),
}

/// Draws a plot for print.
///
/// # Errors
/// When the name identifies nothing of which there is such a plot, the width is not usable, or a query fails.
pub fn print(open: &OpenDossier, request: &ChartRequest) -> Result<Printed, ChartError> {
    if !(WIDTHS.0..=WIDTHS.1).contains(&request.width) {
        return Err(ChartError::Width(request.width));
    }
    let things = Things::of(&open.loaded.graph);
    let language = request
        .language
        .unwrap_or_else(|| Language::of(&open.dossier.manifest.language));
    let shared = Shared {
        names: Names::of(&things),
        ..Shared::default()
    };
    let (imprint, excerpts) = (
        Imprint::of(&open.dossier.manifest, true, Vec::new()),
        Excerpts::default(),
    );
    let page = Page {
        open,
        reader: Reader::new(&things, &shared.names, language),
        frame: Frame::new(&imprint, language, Place::Page("index")),
        excerpts: &excerpts,
        site: &shared,
    };
    let printing = Printing {
        page: &page,
        width: request.width,
    };
    match request.kind {
        ChartKind::Sums => printing.sums(request),
        ChartKind::Time => printing.time(request),
        ChartKind::Targets => printing.targets(request),
    }
}

/// A plot in the making.
struct Printing<'p> {
    page: &'p Page<'p>,
    width: f64,
}

impl Printing<'_> {
    fn plots(&self) -> Plots<'_> {
        Plots::of_print(self.page, chart::room(self.width))
    }

    fn sums(&self, request: &ChartRequest) -> Result<Printed, ChartError> {
        let reader = &self.page.reader;
        let (groupings, lacks) = match request.by {
            None => (
                Grouping::ALL.to_vec(),
                "has no sums: none is for it, paid or received by it".to_owned(),
            ),
            Some(by) => (vec![by], format!("has no sums by {}", by.name())),
        };
        let totals = reader.of(v::RDF_TYPE, v::TOTAL);
        let totals = totals.iter().map(|total| reader.thing(total)).filter(|total| {
            let by = total.texts(v::GROUPED_BY);
            groupings.iter().any(|known| by.contains(&known.name()))
        });
        let here: BTreeSet<String> = totals
            .flat_map(|total| total.texts(v::GROUP).into_iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        if here.is_empty() && request.by.is_none() {
            return Err(ChartError::Nothing("no claim of this dossier is in a total"));
        }
        let wanted = request.name.as_deref().ok_or(ChartError::Nameless)?;
        let entity = self.find(wanted, &here, &lacks)?;
        let drawn = groupings
            .iter()
            .map(|by| (*by, totals::of_group(reader, by.name(), &entity)));
        let mut drawn = drawn.filter(|(_, rows)| !rows.is_empty());
        let (chosen, rows) = drawn.next().unwrap_or((Grouping::Programme, Vec::new()));
        Ok(Printed {
            name: format!("sums-{}", stem(&entity)),
            svg: self.drawn_sums(&entity, chosen, &rows),
            others: drawn.map(|(by, _)| by).collect(),
        })
    }

    fn drawn_sums(&self, entity: &str, by: Grouping, rows: &[Row]) -> String {
        let words = self.page.words();
        let mut drawn = self.plots().sums(entity, rows);
        let mut claims: Vec<String> = drawn.iter().flat_map(|sums| sums.claims.clone()).collect();
        let shown = match by {
            Grouping::Programme => words.sums_by_stage,
            Grouping::Funder => words.sums_as_funder,
            Grouping::Recipient => words.sums_as_recipient,
        };
        let mut unit = match drawn.as_mut_slice() {
            [one] => fill(shown, &[&one.unit]),
            many => {
                many.iter_mut()
                    .for_each(|sums| sums.plot.heading.clone_from(&sums.unit));
                fill(shown, &[""]).trim_end_matches([',', ' ']).to_owned()
            }
        };
        let stages: BTreeSet<&str> = rows.iter().map(|row| row.column.0.as_str()).collect();
        if stages.len() > 1 {
            unit = format!("{unit}. {}", words.not_to_add);
        }
        if let (Some((remark, others)), Some(last)) = (self.left_out(entity, by), drawn.last_mut()) {
            last.plot.remarks.push(remark);
            claims.extend(others);
        }
        let plots: Vec<Plot> = drawn.into_iter().map(|sums| sums.plot).collect();
        let name = self.page.reader.label(entity);
        self.framed(headline(&name), unit, &claims, &plots)
    }

    /// The claims that are left out of the sums, other than those that say the same again: as a remark, and by their IRIs.
    fn left_out(&self, entity: &str, by: Grouping) -> Option<(String, Vec<String>)> {
        let (reader, words) = (&self.page.reader, self.page.words());
        let mut roles = roles(self.page, entity);
        let role = ROLES.iter().find(|(_, grouping)| *grouping == Some(by.name()))?.0;
        let mut told = Vec::new();
        let mut claims = Vec::new();
        for claim in roles
            .remove(role)
            .unwrap_or_default()
            .iter()
            .filter(|claim| claim.is_money())
        {
            let notes = claim.left_out(reader);
            let notes = notes
                .iter()
                .filter(|note| note.groupings.iter().any(|own| own == by.name()));
            // What is only said again stands beside no plot.
            for why in notes.filter(|note| !note.says_again).map(|note| note.told(reader)) {
                told.push(format!("{}, {} ({why})", claim.figure(reader), voice(reader, claim)));
                claims.push(claim.iri().to_owned());
            }
        }
        let more = told.len().saturating_sub(MOST_LEFT_OUT);
        told.truncate(MOST_LEFT_OUT);
        claims.truncate(MOST_LEFT_OUT);
        if more > 0 {
            told.push(fill(words.and_more, &[&more.to_string()]));
        }
        let colon = colon(reader.language);
        (!told.is_empty()).then(|| {
            (
                format!("{}{colon} {}", words.left_out, told.join(semicolon(reader.language))),
                claims,
            )
        })
    }

    fn time(&self, request: &ChartRequest) -> Result<Printed, ChartError> {
        let reader = &self.page.reader;
        let mut about: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
        for claim in self.claims().into_iter().filter(Claim::is_money) {
            for thing in claim.thing.texts(v::ABOUT) {
                about.entry(thing.to_owned()).or_default().push(claim);
            }
        }
        if about.is_empty() {
            return Err(ChartError::Nothing("no claim of this dossier is of money"));
        }
        let wanted = request.name.as_deref().ok_or(ChartError::Nameless)?;
        if !about.keys().any(|thing| stem(thing) == wanted)
            && let Some(printed) = self.promise(wanted)
        {
            return Ok(printed);
        }
        let here = about.keys().cloned().collect();
        let entity = self.find(wanted, &here, "no claim of money is about it")?;
        let claims: Vec<&Claim<'_>> = about.get(&entity).into_iter().flatten().collect();
        let plot = self.plots().time(&claims);
        let (title, unit) = (headline(&reader.label(&entity)), self.page.words().money_over_time);
        let iris: Vec<String> = claims.iter().map(|claim| claim.iri().to_owned()).collect();
        Ok(Printed {
            name: format!("time-{}", stem(&entity)),
            svg: self.framed(title, unit.to_owned(), &iris, &[plot]),
            others: Vec::new(),
        })
    }

    /// What was said of the promise that a claim of money is part of, by the claim's key.
    fn promise(&self, key: &str) -> Option<Printed> {
        let reader = &self.page.reader;
        let claims: Vec<Claim<'_>> = self.claims().into_iter().filter(Claim::is_money).collect();
        let start = claims.iter().find(|claim| claim.key() == key)?;
        let chain = chain(reader, &claims, start);
        let plot = self.plots().time(&chain.iter().collect::<Vec<_>>());
        let name = reader.labels(start.thing.texts(v::ABOUT));
        let unit = fill(self.page.words().promise_over_time, &[&start.figure(reader)]);
        let iris: Vec<String> = chain.iter().map(|claim| claim.iri().to_owned()).collect();
        Some(Printed {
            name: format!("time-{}", stem(start.iri())),
            svg: self.framed(headline(&name), unit, &iris, &[plot]),
            others: Vec::new(),
        })
    }

    fn targets(&self, request: &ChartRequest) -> Result<Printed, ChartError> {
        let (reader, words) = (&self.page.reader, self.page.words());
        let claims = self.claims();
        let (mut targets, baselines) = aims(&claims);
        targets.retain(|claim| claim.measure.is_some());
        let here: BTreeSet<String> = targets
            .iter()
            .flat_map(|claim| claim.thing.texts(v::ABOUT))
            .map(str::to_owned)
            .collect();
        let (mut name, mut title, mut unit) = ("targets".to_owned(), words.targets.to_owned(), String::new());
        if let Some(wanted) = request.name.as_deref().filter(|_| !here.is_empty()) {
            let entity = self.find(wanted, &here, "no claim states a target for it")?;
            targets.retain(|claim| claim.thing.texts(v::ABOUT).contains(&entity.as_str()));
            name = format!("targets-{}", stem(&entity));
            (title, unit) = (headline(&reader.label(&entity)), title);
        }
        let nothing = || ChartError::Nothing("no claim of this dossier states a target with a figure");
        let plot = self.plots().targets(&targets, &baselines).ok_or_else(nothing)?;
        let same = |one: &Claim<'_>, other: &Claim<'_>| one.thing.all(v::ABOUT).eq(other.thing.all(v::ABOUT));
        let starts = baselines
            .iter()
            .filter(|baseline| targets.iter().any(|target| same(target, baseline)));
        let iris: Vec<String> = targets
            .iter()
            .chain(starts.copied())
            .map(|claim| claim.iri().to_owned())
            .collect();
        Ok(Printed {
            name,
            svg: self.framed(title, unit, &iris, &[plot]),
            others: Vec::new(),
        })
    }

    /// All claims, in the order of their days.
    fn claims(&self) -> Vec<Claim<'_>> {
        let reader = &self.page.reader;
        let claims = reader.of(v::RDF_TYPE, v::CLAIM);
        let mut claims: Vec<Claim<'_>> = claims.iter().filter_map(|claim| Claim::read(reader, claim)).collect();
        claims.sort_by_cached_key(|claim| (claim.day(reader), claim.iri()));
        claims
    }

    /// The thing that is meant, one of those in `here`; a claim's key or figure means what the claim is about.
    fn find(&self, wanted: &str, here: &BTreeSet<String>, lacks: &str) -> Result<String, ChartError> {
        let open = self.page.open;
        let reader = &self.page.reader;
        let all = reader.of(v::RDF_TYPE, v::ENTITY).into_iter();
        let all: BTreeSet<String> = all.map(str::to_owned).collect();
        let entities = Entities::among(&open.dossier, &open.loaded.graph, &all, here, lacks)?;
        let unknown = match entities.find(wanted) {
            Ok(found) => return Ok(found.to_owned()),
            Err(unknown @ Unknown::Several { .. }) => return Err(unknown.into()),
            Err(unknown) => unknown,
        };
        let found = open.find(wanted, None)?.found;
        let is_figure = wanted.chars().any(char::is_numeric);
        let claims = found.iter().filter(|claim| is_figure || claim.key == wanted);
        let claims = claims.filter_map(|claim| Claim::read(reader, &claim.claim));
        let claims: Vec<Claim<'_>> = claims.filter(|claim| claim.measure.is_some()).collect();
        // A figure of money is not one of what is counted: "5 to 10".
        let has_money = claims.iter().any(Claim::is_money);
        let about: BTreeSet<String> = claims
            .iter()
            .filter(|claim| claim.is_money() || !has_money)
            .flat_map(|claim| {
                claim
                    .thing
                    .texts(v::ABOUT)
                    .into_iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        let told = |thing: &String| format!("{} (`{}`)", reader.label(thing), stem(thing));
        let meant: Vec<&String> = about.iter().filter(|thing| here.contains(*thing)).collect();
        match (meant.as_slice(), about.first()) {
            ([one], _) => Ok((*one).clone()),
            ([], None) => Err(unknown.into()),
            ([], Some(thing)) => Err(ChartError::Unknown(Unknown::Elsewhere {
                name: told(thing),
                why: lacks.to_owned(),
            })),
            (many, _) => Err(ChartError::Several {
                wanted: wanted.to_owned(),
                found: many.iter().map(|thing| told(thing)).collect(),
            }),
        }
    }

    fn framed(&self, title: String, unit: String, claims: &[String], plots: &[Plot]) -> String {
        let words = self.page.words();
        let mut plots = plots.to_vec();
        if let Some(last) = plots.last_mut() {
            last.remarks.extend(self.in_brackets(claims));
        }
        let surroundings = Surroundings {
            title,
            unit,
            source: totals::sources(self.page, claims, usize::MAX),
            language: self.page.frame.language().tag().to_owned(),
        };
        let legend = |mark| match mark {
            Mark::Range => words.key_range,
            Mark::Open => words.key_open,
            Mark::Replaced => words.key_replaced,
            Mark::Struck => words.key_struck,
            Mark::Span => words.key_span,
            Mark::Baseline => words.key_baseline,
            Mark::Target => words.key_target,
        };
        chart::in_print(&surroundings, &plots, legend, self.width)
    }

    /// What units in brackets mean, for each unit that is in brackets beside the figure of a claim.
    fn in_brackets(&self, claims: &[String]) -> Vec<String> {
        let reader = &self.page.reader;
        let claims = claims.iter().filter_map(|claim| Claim::read(reader, claim));
        let units = claims
            .filter(Claim::is_carried)
            .filter_map(|claim| claim.measure?.text(v::UNIT_OF_MEASURE));
        let signs: BTreeSet<String> = units
            .map(|unit| symbol(reader, unit))
            .filter(|sign| !sign.is_empty())
            .collect();
        signs
            .iter()
            .map(|sign| fill(self.page.words().in_brackets, &[sign]))
            .collect()
    }
}

/// The most claims that are named as left out of sums.
const MOST_LEFT_OUT: usize = 5;
