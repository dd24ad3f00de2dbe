//! What titles, headings and values tell of a whole table: unit, years, stage, decimal mark, order of day and month.

use hashbrown::HashSet;

use crate::map::{Change, DateOrder, Language, Role};
use crate::measure;
use crate::understood::{Basis, Choice, Doubt, Used};
use crate::words::words;
use crate::workbook::{Address, Note, Value};

use super::column::Spec;
use super::grid::Grid;
use super::layout::Layout;
use super::mark::OTHERWISE;
use super::{Reading, beside, date, heading, party};
use std::cmp::Ordering;

/// How many columns of sums are compared by their years.
const YEARS: usize = 100;

/// How many rows are looked at for the language of their words.
const LOOKED_AT: usize = 500;

impl Reading<'_> {
    /// Completes the map: what titles, headings and values tell.
    pub(super) fn decide_map(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], is_told: bool) {
        let understood = &mut self.understood;
        let number = |row: usize| u32::try_from(row + 1).unwrap_or(u32::MAX);
        understood.map.header = Some(if layout.header.is_empty() {
            0
        } else {
            number(layout.header.start)
        });
        understood.map.header_rows = Some(u32::try_from(layout.header.len()).unwrap_or(1));
        understood.map.columns = specs
            .iter()
            .filter(|spec| !spec.heading.text.is_empty() || spec.role() != Role::Ignored)
            .map(|spec| spec.map.clone())
            .collect();
        for heading in layout.headings.iter().flat_map(|heading| &heading.cells) {
            let text = self
                .sheet
                .cell(*heading)
                .map(|cell| cell.text.trim().to_owned())
                .unwrap_or_default();
            understood.headings.push(Used {
                address: *heading,
                text,
                as_what: "heading",
            });
        }
        let amounts: Vec<&Spec> = specs
            .iter()
            .filter(|spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum))
            .collect();
        for spec in specs
            .iter()
            .filter(|spec| spec.role() == Role::Amount && spec.basis != Basis::Map)
        {
            self.tell_bracket(spec);
            self.tell_each(spec, specs);
        }
        self.tell_years(&amounts);
        self.titles(grid, layout, specs, is_told);
        if !is_told {
            self.ask_payer(grid, layout, specs);
        }
        self.decimal_mark(grid, layout, specs, &amounts);
        self.date_order(grid, layout, specs);
    }

    /// Tells years that share one, `2023/24` and `2024/25`: nobody knows in which month they begin.
    fn tell_years(&mut self, amounts: &[&Spec]) {
        let year = |text: &str| date::year(text).is_some();
        let mut begin: Vec<(&str, &str, &Spec)> = Vec::new();
        for spec in amounts.iter().take(YEARS) {
            let years = spec.map.period.as_deref().and_then(|period| period.split_once('/'));
            begin.extend(
                years
                    .filter(|(one, two)| year(one) && year(two))
                    .map(|(one, two)| (one, two, *spec)),
            );
        }
        begin.sort_by_key(|(one, _, spec)| (*one, spec.index));
        let shared = begin
            .iter()
            .find_map(|first| Some((first, begin.iter().find(|next| next.0 == first.1 && next.1 > next.0)?)));
        let Some(((one, two, first), (_, _, next))) = shared.filter(|(first, _)| first.0 < first.1) else {
            return;
        };
        if first.basis != Basis::Map {
            let own: Vec<&Spec> = begin.iter().map(|(.., spec)| *spec).collect();
            self.ask_months(&own, (first, next, two));
            return;
        }
        let text = format!(
            "{} and {} are years that share {two}: sums of one thing in both are compared as if they were for the same time. If the year \
             begins in April, write period = \"{one}-04/{two}-03\" for the first into the map, and so on.",
            first.label(),
            next.label()
        );
        self.understood.notes.push(Note {
            address: first.heading.cells.first().copied(),
            text,
        });
    }

    /// Tells a bracket of a heading that was not understood: it may be a unit, and the figures then too small.
    fn tell_bracket(&mut self, spec: &Spec) {
        let Some((_, rest)) = spec.heading.text.split_once('(') else {
            return;
        };
        let inner = rest.split(')').next().unwrap_or_default().trim();
        let is_date = spec.said.when.is_some() || date::years(inner).is_some();
        let is_stage = spec.said.stage.is_some() && spec.said.period.is_some();
        let is_known = is_stage
            || match &spec.said.measure {
                Some(measure) => {
                    measure.scale > 0 || !measure::names_a_currency(inner) || self.measures.of(inner).is_some()
                }
                None => false,
            };
        if is_known || is_date || !inner.chars().any(char::is_alphabetic) || heading::is_of_taxes(inner, self.measures)
        {
            return;
        }
        let of = match spec.said.measure.as_ref().and_then(|measure| measure.unit.as_ref()) {
            Some(unit) => format!(" but for {unit}, and the figures below it are read without a scale"),
            None => String::new(),
        };
        let text = format!(
            "({inner}) in the heading {} is not understood{of}. If it is a unit, write it as in (M€), (k€) or (USD m).",
            spec.label()
        );
        self.understood.notes.push(Note {
            address: spec.heading.cells.last().copied(),
            text,
        });
    }

    /// Tells that figures below `Cost per home` are taken for sums; not below `Amount per project`, where a column has the projects.
    fn tell_each(&mut self, spec: &Spec, specs: &[Spec]) {
        let Some(one) = beside::one_of(&spec.heading.text) else {
            return;
        };
        let word = words(one).join(" ");
        let names = |other: &Spec| other.index != spec.index && words(&other.heading.text).join(" ").contains(&word);
        if specs.iter().any(names) {
            return;
        }
        let text = format!(
            "The figures below {} are taken for sums of their rows. If each is for one of several, write so beside it (`£12,000 per {one}`).",
            spec.label()
        );
        self.understood.notes.push(Note {
            address: spec.heading.cells.last().copied(),
            text,
        });
    }

    /// Reads the lines above the table. Those that say nothing of all rows are not taken.
    fn titles(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec], is_told: bool) {
        let has_years = specs.iter().any(|spec| {
            matches!(spec.role(), Role::When | Role::Period | Role::PeriodStart) || spec.map.period.is_some()
        });
        let mut unused = Vec::new();
        for row in 0..layout.header.start {
            for column in grid.filled(row) {
                let (address, text) = (Address::of(row, column), grid.text(row, column));
                let mut title = heading::title(text, self.measures);
                title.period = title.period.filter(|_| !has_years);
                let defaults = &mut self.understood.map.defaults;
                if !is_told {
                    if let Some(measure) = title.measure.clone() {
                        defaults.unit = defaults.unit.take().or(measure.unit);
                        defaults.scale = defaults.scale.take().or(Some(measure.scale).filter(|scale| *scale > 0));
                    }
                    defaults.period = defaults.period.take().or(title.period.clone());
                    defaults.stage = defaults.stage.take().or(title.stage.map(str::to_owned));
                }
                match title.is_in(defaults) || defaults.payer.as_deref() == Some(text) {
                    true => {
                        self.understood.headings.push(Used {
                            address,
                            text: text.to_owned(),
                            as_what: "title",
                        });
                        if !is_told {
                            self.ask_billions_of_all(specs, text, address);
                        }
                    }
                    false => unused.push(address),
                }
            }
        }
        self.refuse(
            unused,
            "it stands above the headings, and does not say of all rows what their unit, years, stage or source is",
        );
    }

    /// Asks for the order of day and month; `order` is the one that was taken.
    fn ask_order(&mut self, address: Address, order: DateOrder, beside: &str) {
        let other = if order == DateOrder::DayFirst {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        self.ask_first(address, [order, other], beside);
    }

    /// Asks what comes first in a date, of two.
    fn ask_first(&mut self, address: Address, orders: [DateOrder; 2], beside: &str) {
        let label = self.sheet.cell(address).map_or("", |cell| cell.text.trim());
        let choice = |order: DateOrder| Choice {
            label: match order {
                DateOrder::DayFirst => "the day",
                DateOrder::MonthFirst => "the month",
                DateOrder::YearFirst => "the year",
            }
            .to_owned(),
            change: Change::Dates(order),
        };
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!("What comes first in dates such as {label}?{beside}"),
            choices: orders.map(choice).into(),
        });
    }

    /// Decides whether the year comes first in dates such as `24-03-05`: by what changes less, else a person is asked. Beside dates such as
    /// `2024-03-05` it does, until somebody says otherwise.
    fn short_order(&mut self, short: &Short) {
        let Some(address) = short.first else { return };
        let count = short.ends.iter().map(|ends| ends.len()).collect::<Vec<_>>();
        let few = |end: usize, other: usize| count.get(end) <= Some(&2) && count.get(other) >= Some(&4);
        let usual = match () {
            () if few(1, 0) => return,
            () if few(0, 1) || short.is_beside_iso => DateOrder::YearFirst,
            () => DateOrder::DayFirst,
        };
        let other = match usual {
            DateOrder::DayFirst => DateOrder::YearFirst,
            _ => DateOrder::DayFirst,
        };
        if !few(0, 1) {
            self.ask_first(address, [usual, other], "");
        }
        self.understood.map.date_order = Some(usual);
    }

    /// Asks whether a body that a line above the table names pays, where no column says who does.
    fn ask_payer(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) {
        let is_said = specs
            .iter()
            .any(|spec| spec.role() == Role::Payer || spec.map.payer.is_some());
        let has_recipient = specs.iter().any(|spec| spec.role() == Role::Recipient);
        if is_said || !has_recipient || self.understood.map.defaults.payer.is_some() {
            return;
        }
        let titles =
            (0..layout.header.start).flat_map(|row| grid.filled(row).into_iter().map(move |column| (row, column)));
        let found = titles
            .into_iter()
            .find_map(|(row, column)| Some((row, column, body_in(grid.text(row, column))?)));
        let Some((row, column, name)) = found else {
            return;
        };
        self.understood.doubts.push(Doubt {
            address: Some(Address::of(row, column)),
            question: format!("No column says who pays. Is it {name}?"),
            choices: vec![
                Choice {
                    label: "that is not recorded".to_owned(),
                    change: Change::Nothing,
                },
                Choice {
                    label: format!("{name} pays"),
                    change: Change::Payer(name.to_owned()),
                },
            ],
        });
    }

    /// Decides the order of day and month: by the days above 12. Where the cells have both orders, or leave it open, a person is asked.
    /// What the last import decided holds unless all cells that tell say otherwise.
    pub(super) fn date_order(&mut self, grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) {
        let known = self.understood.map.date_order;
        let Days {
            day,
            month,
            unsure,
            short,
        } = days(grid, layout, specs);
        if known.is_none() && day + month == 0 {
            self.short_order(&short);
        }
        if known == Some(DateOrder::YearFirst) || self.understood.map.date_order == Some(DateOrder::YearFirst) {
            return;
        }
        let order = if month > day {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        let is_both = day > 0 && month > 0;
        match (known, unsure) {
            (Some(_), Some(address)) if is_both => self.tell_orders(address),
            (Some(known), Some(address)) if day + month > 0 && known != order => {
                self.ask_order(address, order, OTHERWISE);
            }
            (Some(_), _) => return,
            (None, _) if self.understood.map.date_order.is_some() => return,
            (None, Some(address)) if is_both || day + month == 0 && self.is_english(specs) => {
                self.ask_order(address, order, "");
            }
            (None, _) => {}
        }
        if known.is_some() && is_both {
            return;
        }
        if day + month > 0 || unsure.is_some() {
            self.understood.map.date_order = Some(order);
        }
    }

    /// Tells that dates have both orders, of which the map decides.
    fn tell_orders(&mut self, address: Address) {
        let text = format!(
            "Some dates have the day first, and some the month. Which is which nothing tells in dates such as {}, which are read as the map \
             says (date-order): write them as 2024-05-21.",
            self.sheet.cell(address).map_or("", |cell| cell.text.trim())
        );
        self.understood.notes.push(Note::at(address, text));
    }

    /// Whether the headings are in English rather than in French.
    pub(super) fn is_english(&self, specs: &[Spec]) -> bool {
        let (french, english) = self.headings_in(specs);
        english > french
    }

    /// Decides the language of the sheet: that of most headings, else that of the words in its cells.
    pub(super) fn decide_language(&mut self, specs: &[Spec]) {
        if self.understood.map.language.is_some() {
            return;
        }
        let (french, english) = match self.headings_in(specs) {
            (french, english) if french == english => self.cells_in(),
            of_headings => of_headings,
        };
        self.understood.map.language = match french.cmp(&english) {
            Ordering::Less => Some(Language::English),
            Ordering::Equal => None,
            Ordering::Greater => Some(Language::French),
        };
    }

    /// How many of the first cells have a short word or a letter of French, and of English.
    fn cells_in(&self) -> (usize, usize) {
        const FRENCH: [&str; 8] = ["de", "du", "des", "la", "le", "les", "et", "pour"];
        const ENGLISH: [&str; 6] = ["the", "of", "and", "for", "to", "by"];
        let cells = self.sheet.rows.iter().take(LOOKED_AT).flatten();
        let texts = cells.filter(|cell| cell.value == Value::Text && cell.text.len() < 500);
        let (mut french, mut english) = (0, 0);
        for cell in texts {
            let lower = cell.text.to_lowercase();
            let has = |list: &[&str]| lower.split_whitespace().any(|word| list.contains(&word));
            french += usize::from(has(&FRENCH) || lower.contains(['é', 'è', 'à', 'ç', 'ê', 'ô']));
            english += usize::from(has(&ENGLISH));
        }
        (french, english)
    }

    /// How many headings are French, and how many English.
    fn headings_in(&self, specs: &[Spec]) -> (usize, usize) {
        use crate::words::LISTS;
        let languages = specs
            .iter()
            .filter(|spec| spec.heading.text.len() < 200)
            .flat_map(|spec| LISTS.heading(&words(&spec.heading.text)));
        let (mut french, mut english) = (0, 0);
        for found in languages {
            match found.value.language {
                Language::French => french += 1,
                Language::English => english += 1,
            }
        }
        (french, english)
    }
}

/// How many dates have the day first, how many the month, and the first that may have either.
struct Days {
    day: usize,
    month: usize,
    unsure: Option<Address>,
    short: Short,
}

/// Dates such as `24-03-05`, in which the year may stand at either end.
#[derive(Default)]
struct Short {
    first: Option<Address>,
    /// What stands at each end.
    ends: [HashSet<String>; 2],
    /// Whether other dates have a year of four digits, and have it first.
    is_beside_iso: bool,
}

/// What the cells of dates tell of the order of day and month.
fn days(grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) -> Days {
    let mut days = Days {
        day: 0,
        month: 0,
        unsure: None,
        short: Short::default(),
    };
    let is_date = |role: Role| matches!(role, Role::When | Role::Period | Role::PeriodStart | Role::PeriodEnd);
    let dates = specs.iter().filter(|spec| is_date(spec.role()));
    let cells = dates.flat_map(|spec| (layout.header.end..grid.height()).map(|row| (row, spec.index)));
    for (row, column) in cells {
        let Some(cell) = grid.own(row, column).filter(|cell| cell.value == Value::Text) else {
            continue;
        };
        let is_iso = cell
            .text
            .trim()
            .get(..5)
            .is_some_and(|year| year.ends_with('-') && date::year(&year[..4]).is_some());
        days.short.is_beside_iso |= is_iso;
        if let Some(ends) = date::ends(&cell.text) {
            days.short.first = days.short.first.or(Some(Address::of(row, column)));
            for (known, end) in days.short.ends.iter_mut().zip(ends) {
                known.insert(end.to_owned());
            }
            continue;
        }
        let Some(date) = date::date(&cell.text, DateOrder::DayFirst) else {
            continue;
        };
        match date.order {
            Some(DateOrder::DayFirst) => days.day += 1,
            Some(DateOrder::MonthFirst) => days.month += 1,
            None if date.is_unsure => days.unsure = days.unsure.or(Some(Address::of(row, column))),
            Some(DateOrder::YearFirst) | None => {}
        }
    }
    days
}

/// The body that a line above a table is called by, or begins or ends with: `Hollins Foundation - grants register`.
fn body_in(title: &str) -> Option<&str> {
    const MARKS: [&str; 6] = [" - ", " – ", " — ", ": ", " | ", ", "];
    let parts = MARKS.iter().flat_map(|mark| {
        let cut = title.split_once(mark).zip(title.rsplit_once(mark));
        cut.into_iter().flat_map(|((first, _), (_, last))| [first, last])
    });
    let is_body = |part: &&str, classes: &[&str]| {
        let class = party::class(part).filter(|class| classes.contains(class));
        part.split_whitespace().count() <= 6 && class.is_some()
    };
    let whole =
        Some(title).filter(|whole| is_body(whole, &["PublicBody"]) && !MARKS.iter().any(|mark| whole.contains(mark)));
    let is_name = |part: &&str| part.starts_with(char::is_uppercase);
    let named = parts.map(str::trim).filter(is_name);
    whole.or_else(|| {
        named
            .into_iter()
            .find(|part| is_body(part, &["PublicBody", "Organisation", "Company"]))
    })
}
