//! The words of dates, periods and durations: the list `dates.txt` of a language.
//!
//! Sections with values hold months, weekdays, units and the like; all others are sets of phrases. Sets that are looked for
//! before a place ([`Before`]) are found from right to left, the others ([`After`]) from left to right.

use std::collections::HashMap;

use crate::list;
use crate::phrase::Phrases;
use crate::vocabulary::{Term, Vocabulary};

/// A month as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    /// From 1 to 12.
    pub number: u8,
    /// The word alone is a month: not `May` or `mars`, which need a day, a year or a preposition.
    pub is_certain: bool,
    /// The word is an abbreviation, and needs a day or a year.
    pub is_short: bool,
}

/// A weekday as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weekday {
    /// From 1, Monday, to 7.
    pub number: u8,
    /// The word is an abbreviation, and needs a day.
    pub is_short: bool,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "half" => Self::Half,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }
}

/// Makes an enum of the sets of phrases, with the names of their sections.
macro_rules! sets {
    ($(#[$documentation:meta])* $name:ident { $($(#[$line:meta])* $set:ident = $section:literal),* $(,)? }) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$line])* $set),* }

        impl $name {
            const SECTIONS: &[&str] = &[$($section),*];
        }
    };
}

sets! {
    /// Sets of phrases that are looked for at a place.
    After {
        /// `le`, `the`: before a date or a length.
        Article = "article",
        /// `mois de` before the name of a month.
        MonthOf = "month-of",
        /// Between a part, month or quarter and what it belongs to.
        Of = "of",
        /// `ce`, `this`.
        This = "this",
        /// `ci`, after a hyphen.
        ThisEnding = "this-ending",
        /// `en cours`.
        ThisBehind = "this-after",
        /// `last`.
        Last = "last",
        /// `dernier`.
        LastBehind = "last-after",
        /// `next`.
        Next = "next",
        /// `prochain`.
        NextBehind = "next-after",
        /// `à venir` after a length.
        ComingBehind = "coming-after",
        /// `derniers` in `les cinq derniers mois`.
        LastWithin = "last-within",
        /// `prochains` in `les cinq prochains mois`.
        NextWithin = "next-within",
        /// `premiers` in `les neuf premiers mois de 2024`.
        FirstWithin = "first-within",
        /// `past` in `the past year`, without a number.
        LastSingle = "last-single",
        /// `coming` in `the coming decade`.
        NextSingle = "next-single",
        /// `final` in `the final quarter of 2024`.
        LastOfYear = "last-of-year",
        /// Units that follow these.
        SingleUnit = "single-unit",
        /// `year-end`.
        YearEnd = "year-end",
        /// `earlier` in `earlier this year`.
        Earlier = "earlier",
        /// `later` in `later this year`.
        Later = "later",
        /// The first part of a year, month, decade ...
        Early = "early",
        /// Its start.
        Start = "start",
        /// Its middle.
        Mid = "mid",
        /// Its last part.
        Late = "late",
        /// Its end.
        End = "end",
        /// `half` in `the first half of 2024`.
        HalfWord = "half-word",
        /// `Q` in `Q3 2024`.
        QuarterLetter = "quarter-letter",
        /// `H` in `H1 2024`.
        HalfLetter = "half-letter",
        /// `années` in `années 2020`.
        Decade = "decade",
        /// `s` in `2030s`.
        DecadeEnding = "decade-ending",
        /// `FY` in `FY2024`.
        Fiscal = "fiscal",
        /// The time after a date.
        Since = "since",
        /// The time to the end of a date.
        Until = "until",
        /// A date as a limit.
        By = "by",
        /// The time to the start of a date.
        Before = "before",
        /// The time after the end of a date.
        Then = "after",
        /// The time from the start of a date.
        From = "from",
        /// A date that is not exact.
        About = "about",
        /// The first word of `between ... and ...`.
        Between = "between",
        /// The second word of `between ... and ...`.
        And = "and",
        /// The first word of `from ... to ...`.
        RangeFrom = "range-from",
        /// The second word of `from ... to ...`.
        To = "to",
        /// Between the dates of a list.
        List = "list",
        /// A length that is not exact.
        AboutLength = "about-length",
        /// Between a number and its unit: `three consecutive years`.
        LengthAdjective = "length-adjective",
        /// A length that is exact: `tout juste`.
        Exactly = "exactly",
        /// Before a length that lasts.
        Over = "over",
        /// `il y a`.
        Ago = "ago",
        /// `ago`.
        AgoBehind = "ago-after",
        /// `dans`, and `in` before something to come.
        Ahead = "ahead",
        /// `from now`.
        AheadBehind = "ahead-after",
        /// Before a length as a limit.
        Within = "within",
        /// Before a length with `last` or `next`.
        Recent = "recent",
        /// `et demi`.
        AndHalf = "and-half",
        /// `demi` in `un demi-siècle`.
        HalfLength = "half-length",
        /// Units that are a length with `un` alone.
        LoneUnit = "lone-unit",
        /// `un`, `a`: a length of one, after a preposition only.
        One = "one",
        /// The middle of a clock time: `h`.
        Clock = "clock",
        /// The end of a clock time: `p.m.`.
        ClockBehind = "clock-after",
        /// A word of the future near a month or weekday without a year.
        Future = "future",
        /// A word of the past.
        Past = "past",
        /// A word before a participle, which is then of no tense: `will be tried`.
        Passive = "passive",
        /// A word that only looks like a verb.
        NoVerb = "not-future",
        /// Names and holidays that hold a word of a date.
        NoDate = "no-date",
        /// Nouns that are counted: a number of four digits before them is no year.
        Counted = "counted",
        /// Nouns after a year without a preposition: `the 2024 budget`.
        YearBehind = "year-after",
        /// Words without a meaning of their own, which end a name or a noun.
        Function = "function",
    }
}

sets! {
    /// Sets of phrases that are looked for before a place.
    Before {
        /// Prepositions before any date.
        In = "in",
        /// Words after which a number of four digits is a year.
        YearIn = "year-in",
        /// Words after which it may be a year.
        YearOf = "year-of",
        /// Nouns that a year follows: `budget 2024`.
        YearNoun = "year-before",
        /// `the` in `the 2024 budget`.
        YearDeterminer = "year-determiner",
        /// Words before a period of years: `exercice 2024-2025`.
        Period = "period-before",
        /// Words after which a number is no year and no date: `page 2024`.
        NoYear = "no-year",
        /// Words before a day in digits: `le 21/05`.
        DayOf = "day-of",
        /// `chaque`, `every`: no single day.
        Every = "every",
        /// Words before a season without a year: `à l'automne`.
        Season = "season-in",
        /// Prepositions of clock times: `à 18 heures`.
        Clock = "clock-before",
        /// Words that are no name, though they are capitalised at the start of a sentence.
        Function = "function",
    }
}

/// The words of dates of one language.
#[derive(Debug)]
pub(crate) struct Dates {
    /// In `05/06/2024` the month comes first.
    pub is_month_first: bool,
    /// Months and weekdays are written with a capital letter.
    pub is_capital: bool,
    /// The list has words.
    pub is_worded: bool,
    pub months: Phrases<Month>,
    pub weekdays: Phrases<Weekday>,
    /// Seasons, from 1, spring, to 4; from 5 on a month.
    pub seasons: Phrases<u8>,
    pub units: Phrases<Unit>,
    /// Days counted from that of the document.
    pub days: Phrases<i64>,
    /// Adjectives that are a length in years: `quinquennal`.
    pub adjectives: Phrases<u8>,
    pub future_endings: Vec<String>,
    pub past_endings: Vec<String>,
    after: Vec<Phrases<()>>,
    before: Vec<Phrases<()>>,
    /// By the number of its term, what a word is for times.
    uses: Vec<Use>,
}

/// What a word is for times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    None,
    /// A time can begin with it.
    Opening,
    /// It is a month, weekday, season, unit or day, without which no time in words is.
    Core,
}

/// Sets with whose words no time begins.
const INNER: [After; 18] = [
    After::ThisEnding,
    After::HalfWord,
    After::DecadeEnding,
    After::And,
    After::To,
    After::List,
    After::AgoBehind,
    After::AheadBehind,
    After::AndHalf,
    After::Clock,
    After::ClockBehind,
    After::Future,
    After::Past,
    After::Passive,
    After::NoVerb,
    After::Counted,
    After::YearBehind,
    After::Function,
];

impl Dates {
    /// Reads a list, and adds its words to the vocabulary.
    pub fn read(list: &'static str, vocabulary: &mut Vocabulary) -> Self {
        let list = list::lines(list);
        let mut sections: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for line in &list {
            sections
                .entry(line.section)
                .or_default()
                .push((&*line.phrase, line.value));
        }
        let lines = |section: &str| sections.get(section).map_or(&[] as &[_], Vec::as_slice);
        let has = |section: &str, phrase: &str| lines(section).iter().any(|line| line.0 == phrase);
        let mut dates = Self {
            is_month_first: has("order", "month day year"),
            is_capital: has("capital", "yes"),
            is_worded: !list.is_empty(),
            months: Phrases::forward(),
            weekdays: Phrases::forward(),
            seasons: numbers(lines("season"), vocabulary),
            units: Phrases::forward(),
            days: numbers(lines("day"), vocabulary),
            adjectives: numbers(lines("adjective"), vocabulary),
            future_endings: lines("future-ending").iter().map(|line| line.0.to_owned()).collect(),
            past_endings: lines("past-ending").iter().map(|line| line.0.to_owned()).collect(),
            after: Vec::new(),
            before: Vec::new(),
            uses: Vec::new(),
        };
        dates.add_words(&lines, vocabulary);
        dates.after = sets(After::SECTIONS, Phrases::forward, &lines, vocabulary);
        dates.before = sets(Before::SECTIONS, Phrases::backward, &lines, vocabulary);
        dates.uses = dates.uses_of(vocabulary.len());
        dates
    }

    /// Adds months, weekdays and units.
    fn add_words<'a>(&mut self, lines: &dyn Fn(&str) -> &'a [(&'a str, &'a str)], vocabulary: &mut Vocabulary) {
        for (section, is_certain, is_short) in [
            ("month", true, false),
            ("month-or-other", false, false),
            ("month-short", true, true),
            ("month-short-or-other", false, true),
        ] {
            for (phrase, value) in lines(section) {
                let number = value.parse().unwrap_or(1);
                let month = Month {
                    number,
                    is_certain,
                    is_short,
                };
                self.months.add(vocabulary, phrase, month);
            }
        }
        for (section, is_short) in [("weekday", false), ("weekday-short", true)] {
            for (phrase, value) in lines(section) {
                let number = value.parse().unwrap_or(1);
                self.weekdays.add(vocabulary, phrase, Weekday { number, is_short });
            }
        }
        for (phrase, value) in lines("unit") {
            if let Some(unit) = Unit::of(value) {
                self.units.add(vocabulary, phrase, unit);
            }
        }
    }

    /// By the number of its term, what each of so many words is for times.
    fn uses_of(&self, words: usize) -> Vec<Use> {
        let mut uses = vec![Use::None; words + 1];
        let is_inner = |index: usize| INNER.iter().any(|inner| *inner as usize == index);
        let openings = self.after.iter().enumerate().filter(|(index, _)| !is_inner(*index));
        for term in openings.flat_map(|(_, set)| set.starts()) {
            uses[term.index()] = Use::Opening;
        }
        let words = self
            .months
            .starts()
            .chain(self.weekdays.starts())
            .chain(self.seasons.starts());
        let words = words
            .chain(self.units.starts())
            .chain(self.days.starts())
            .chain(self.adjectives.starts());
        let sets = [After::YearEnd, After::NoDate]
            .into_iter()
            .flat_map(|set| self.after(set).starts());
        for term in words.chain(sets) {
            uses[term.index()] = Use::Core;
        }
        uses
    }

    /// Whether a time can begin with a word of these lists.
    pub fn is_opening(&self, term: Term) -> bool {
        self.uses.get(term.index()).is_some_and(|known| *known >= Use::Opening)
    }

    /// Whether a word is one of those without which no time in words is.
    pub fn is_core(&self, term: Term) -> bool {
        self.uses.get(term.index()) == Some(&Use::Core)
    }

    /// A set that is looked for at a place.
    pub fn after(&self, set: After) -> &Phrases<()> {
        &self.after[set as usize]
    }

    /// A set that is looked for before a place.
    pub fn before(&self, set: Before) -> &Phrases<()> {
        &self.before[set as usize]
    }
}

fn numbers<N: std::str::FromStr>(lines: &[(&str, &str)], vocabulary: &mut Vocabulary) -> Phrases<N> {
    let mut phrases = Phrases::forward();
    for (phrase, value) in lines {
        if let Ok(number) = value.parse() {
            phrases.add(vocabulary, phrase, number);
        }
    }
    phrases
}

fn sets<'a>(
    sections: &[&str],
    empty: fn() -> Phrases<()>,
    lines: &dyn Fn(&str) -> &'a [(&'a str, &'a str)],
    vocabulary: &mut Vocabulary,
) -> Vec<Phrases<()>> {
    let mut sets = Vec::new();
    for section in sections {
        let mut phrases = empty();
        for (phrase, _) in lines(section) {
            phrases.add(vocabulary, phrase, ());
            // Capitals are often written without accents: `A partir de`. A single `A` stays the verb.
            if let Some(rest) = phrase.strip_prefix("à ") {
                phrases.add(vocabulary, &format!("a {rest}"), ());
            }
        }
        sets.push(phrases);
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_list_is_read() {
        let known = [
            "order",
            "capital",
            "month",
            "month-or-other",
            "month-short",
            "month-short-or-other",
            "weekday",
            "weekday-short",
            "season",
            "unit",
            "day",
            "adjective",
            "future-ending",
            "past-ending",
        ];
        for list in [
            include_str!("../../languages/fr/dates.txt"),
            include_str!("../../languages/en/dates.txt"),
        ] {
            for line in list::lines(list) {
                let is_set = After::SECTIONS.contains(&line.section) || Before::SECTIONS.contains(&line.section);
                assert!(is_set || known.contains(&line.section), "{line:?}");
                if line.section == "unit" {
                    assert!(Unit::of(line.value).is_some(), "{line:?}");
                }
                let needs_number = known[2..12].contains(&line.section) && line.section != "unit";
                assert!(!needs_number || line.value.parse::<i64>().is_ok(), "{line:?}");
            }
        }
    }
}
