//! Finds items of a local list by name.
//!
//! Two names are tokenised (`words`), aligned (`align`) and scored (`weigh`). The score approximates the probability that they denote the
//! same thing; the threshold is 0.5. To search a list, `index` selects about a hundred names with common keys, and only these are scored.
//! The same input gives the same answers, in the same order. The crate reads no files; its only state is the list's index.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod acronym;
mod align;
pub mod bodies;
mod explain;
mod index;
mod lexicon;
mod mending;
pub mod offices;
mod people;
pub mod persons;
mod pieces;
mod reason;
mod spelling;
mod weigh;
mod words;

#[cfg(test)]
mod tests;

pub use reason::Reason;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use index::Index;
use lexicon::Kind;
use spelling::{Script, needs_latin, script};
use weigh::{Weighed, weigh};
use words::{Word, Words, looks_like_a_person, parse, parse_up_to};

/// The minimum score of a match.
pub const THRESHOLD: f64 = 0.5;

/// The maximum number of matches of [`Matcher::find`].
pub const MOST_MATCHES: usize = 20;

/// How many names of the list a search keeps taken apart: some kilobytes each.
const MOST_PREPARED: usize = 20_000;

/// How many people of one surname are compared as rivals.
const MOST_RIVALS: usize = 8;

/// The cost of a class mismatch between a person and anything else, in log-odds: more than the value of an equal name,
/// so that a machine does not match the person after whom it is named.
const OTHER_CLASS: f64 = 5.0;

/// The minimum score of matches that are returned.
const LEAST_SCORE: f64 = 0.02;

/// A coarse class of things whose names are built alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A human being.
    Person,
    /// A company, a public body, a media outlet, any organisation.
    Organisation,
    /// A programme, a plan, a law, an event.
    Programme,
    /// Anything else.
    Other,
}

/// An item of the list.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// Its identifier, such as `Q280413`.
    pub id: String,
    /// Its labels, in any languages.
    pub labels: Vec<String>,
    /// Its aliases, in any languages.
    pub aliases: Vec<String>,
    /// Its class, where the list says it.
    pub class: Option<Class>,
}

/// The entity that is searched for.
#[derive(Debug, Clone, Default)]
pub struct Name {
    /// Its labels, in any languages.
    pub labels: Vec<String>,
    /// Its aliases, in any languages.
    pub aliases: Vec<String>,
    /// Its class, where it is known.
    pub class: Option<Class>,
}

/// The classes of two named things, as far as known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The class of what the first name means.
    pub class_a: Option<Class>,
    /// The class of what the second name means.
    pub class_b: Option<Class>,
}

/// The score of two names, with its reasons.
#[derive(Debug, Clone)]
pub struct Score {
    /// From 0 to 1.
    pub value: f64,
    /// The reasons, similarities first.
    pub reasons: Vec<Reason>,
}

/// A candidate for an entity.
#[derive(Debug, Clone)]
pub struct Match {
    /// Its place in the list.
    pub candidate_index: usize,
    /// From 0 to 1, as in [`Score`].
    pub score: f64,
    /// The entity's most similar name.
    pub ours: String,
    /// The item's most similar name.
    pub theirs: String,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// A list of items with its index.
#[derive(Debug)]
pub struct Matcher<'a> {
    candidates: Cow<'a, [Candidate]>,
    index: Index,
}

impl<'a> Matcher<'a> {
    /// Indexes a list by words and letters of each name; the names themselves are borrowed.
    pub fn new(candidates: &'a [Candidate]) -> Self {
        Self {
            candidates: Cow::Borrowed(candidates),
            index: Index::new(candidates),
        }
    }

    /// Indexes a list as [`Matcher::new`] does, and keeps it: for a list that is searched as long as a program runs.
    pub fn owning(candidates: Vec<Candidate>) -> Matcher<'static> {
        Matcher {
            index: Index::new(&candidates),
            candidates: Cow::Owned(candidates),
        }
    }

    /// Finds candidates by name, sorted by score, then by their position in the list.
    pub fn find(&self, name: &Name) -> Vec<Match> {
        self.search(Limits::default()).find_before(name, usize::MAX)
    }

    /// A search for many names, which takes each name of the list apart once.
    pub fn search(&self, limits: Limits) -> Search<'_> {
        Search {
            matcher: self,
            limits,
            prepared: RefCell::default(),
            worth: RefCell::default(),
        }
    }
}

/// How many candidates are looked at for one name.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many are scored: those that have most in common with it.
    pub near: usize,
    /// How many are looked up, by rare words before common ones.
    pub followed: usize,
}

impl Default for Limits {
    /// Those of a search in a large list, where each name counts.
    fn default() -> Self {
        Self {
            near: 120,
            followed: 20_000,
        }
    }
}

impl Limits {
    /// Those of a search for each name of a list among the others.
    pub const QUICK: Self = Self {
        near: 30,
        followed: 2_000,
    };
}

/// A search for many names: what was taken apart of the names of the list is kept for the next. Of one thread alone.
pub struct Search<'m> {
    matcher: &'m Matcher<'m>,
    limits: Limits,
    prepared: RefCell<HashMap<usize, Rc<[Prepared<'m>]>>>,
    /// Room for a number for each name of the list.
    worth: RefCell<Vec<f64>>,
}

impl<'m> Search<'m> {
    /// Finds candidates by name, as [`Matcher::find`] does, among those that stand before a place in the list.
    pub fn find_before(&self, name: &Name, end: usize) -> Vec<Match> {
        let index = &self.matcher.index;
        let texts = name
            .labels
            .iter()
            .chain(&name.aliases)
            .filter(|text| !text.trim().is_empty());
        let ours: Vec<Prepared<'_>> = texts.map(|text| Prepared::new(text)).collect();
        let worth = &mut *self.worth.borrow_mut();
        let mut near: Vec<u32> = ours
            .iter()
            .flat_map(|our| index.near(&our.text, end, self.limits, worth))
            .collect();
        near.sort_unstable();
        near.dedup();
        let known = RefCell::new(HashMap::new());
        let rarity = |word: &str| index.rarity(word, &known);
        let mut matches: Vec<(Match, bool)> = near
            .into_iter()
            .filter_map(|at| self.best(at as usize, &ours, name.class, &rarity))
            .collect();
        sort(&mut matches);
        share_surnames(&mut matches);
        matches.truncate(MOST_MATCHES);
        matches.into_iter().map(|(found, _)| found).collect()
    }

    /// The names of a candidate, taken apart.
    fn prepared(&self, candidate_index: usize) -> Rc<[Prepared<'m>]> {
        let mut known = self.prepared.borrow_mut();
        let names = || {
            let candidate = &self.matcher.candidates[candidate_index];
            let texts = candidate.labels.iter().chain(&candidate.aliases);
            texts.map(|text| Prepared::new(text)).collect()
        };
        if known.len() >= MOST_PREPARED {
            return known.get(&candidate_index).cloned().unwrap_or_else(names);
        }
        Rc::clone(known.entry(candidate_index).or_insert_with(names))
    }

    /// The likest pair of names of ours and of a candidate's, and whether only a surname is common.
    fn best(
        &self,
        candidate_index: usize,
        ours: &[Prepared<'_>],
        class: Option<Class>,
        rarity: &dyn Fn(&str) -> f64,
    ) -> Option<(Match, bool)> {
        let hints = Hints {
            class_a: class,
            class_b: self.matcher.candidates[candidate_index].class,
        };
        let theirs = self.prepared(candidate_index);
        let mut best: Option<(Weighed, &str, &str)> = None;
        for their in theirs.iter() {
            for our in ours {
                let weighed = compare(our, their, &hints, rarity);
                if best.as_ref().is_none_or(|(best, ..)| weighed.logit > best.logit) {
                    best = Some((weighed, &our.text, &their.text));
                }
            }
        }
        let (weighed, ours, theirs) = best?;
        let score = probability(weighed.logit);
        let found = Match {
            candidate_index,
            score,
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            reasons: weighed.reasons,
        };
        (score >= LEAST_SCORE).then_some((found, weighed.surname_only))
    }
}

/// Several people of one surname cannot all be meant: they share what a surname alone is worth. Names of one person are no rivals.
fn share_surnames(matches: &mut [(Match, bool)]) {
    let people = Hints {
        class_a: Some(Class::Person),
        class_b: Some(Class::Person),
    };
    let mut rivals: Vec<String> = Vec::new();
    for (found, surname_only) in matches.iter() {
        let is_new = *surname_only
            && found.score >= THRESHOLD / 2.0
            && rivals.len() < MOST_RIVALS
            && rivals
                .iter()
                .all(|rival| score(rival, &found.theirs, &people).value < THRESHOLD);
        if is_new {
            rivals.push(found.theirs.clone());
        }
    }
    if rivals.len() < 2 {
        return;
    }
    for (found, _) in matches
        .iter_mut()
        .filter(|(found, surname_only)| *surname_only && found.score >= THRESHOLD / 2.0)
    {
        found.score /= rivals.len() as f64;
        found.reasons.push(Reason::Ambiguous(rivals.len()));
    }
    sort(matches);
}

/// The likeliest first, then in the order of the list.
fn sort(matches: &mut [(Match, bool)]) {
    matches.sort_by(|(a, _), (b, _)| {
        b.score
            .total_cmp(&a.score)
            .then(a.candidate_index.cmp(&b.candidate_index))
    });
}

/// Compares two names.
pub fn score(a: &str, b: &str, hints: &Hints) -> Score {
    let weighed = compare(&Prepared::new(a), &Prepared::new(b), hints, &|_| 1.0);
    Score {
        value: probability(weighed.logit),
        reasons: weighed.reasons,
    }
}

/// A name, taken apart when that is asked for first.
struct Prepared<'t> {
    text: Cow<'t, str>,
    script: Script,
    /// Whether its vowels are not written.
    bare: bool,
    latin: OnceCell<Box<Prepared<'static>>>,
    looks: OnceCell<bool>,
    as_person: OnceCell<Vec<Form>>,
    as_name: OnceCell<Vec<Form>>,
}

/// One form of a name.
struct Form {
    words: Words,
    /// The same with each phrase of the lexicon taken apart, if there is one.
    apart: Option<Words>,
}

impl<'t> Prepared<'t> {
    fn new(text: &'t str) -> Self {
        Self::of(Cow::Borrowed(text), false)
    }

    fn of(text: Cow<'t, str>, bare: bool) -> Self {
        Self {
            script: script(&text),
            text,
            bare,
            latin: OnceCell::new(),
            looks: OnceCell::new(),
            as_person: OnceCell::new(),
            as_name: OnceCell::new(),
        }
    }

    /// The same name in Latin letters.
    fn latin(&self) -> &Prepared<'static> {
        self.latin.get_or_init(|| {
            let bare = matches!(self.script, Script::Consonants(_));
            Box::new(Prepared::of(Cow::Owned(spelling::latin(&self.text)), bare))
        })
    }

    fn looks_like_a_person(&self) -> bool {
        *self.looks.get_or_init(|| looks_like_a_person(&self.text))
    }

    /// Whether nothing speaks against a person: few words, none of an organisation, no number.
    fn may_be_a_person(&self) -> bool {
        let known = |word: &Word| word.group.is_some() && !matches!(word.kind, Kind::Stop | Kind::Legal);
        self.forms(false).iter().all(|form| {
            let words = &form.words.words;
            words.len() < 5 && !words.iter().any(|word| known(word) || word.kind == Kind::Number)
        })
    }

    fn forms(&self, person: bool) -> &[Form] {
        let cell = if person { &self.as_person } else { &self.as_name };
        cell.get_or_init(|| {
            let form = |text: String| {
                let mut words = parse(&text, person);
                words.bare = self.bare;
                // A phrase with a slip in it is not in the lexicon: its words are then compared one by one.
                let apart = words.has_phrase().then(|| Words {
                    bare: self.bare,
                    ..parse_up_to(&text, person, 1)
                });
                Form { words, apart }
            };
            forms(&self.text).into_iter().map(form).collect()
        })
    }
}

fn compare(a: &Prepared<'_>, b: &Prepared<'_>, hints: &Hints, rarity: &dyn Fn(&str) -> f64) -> Weighed {
    match needs_latin(a.script, b.script) {
        true => compare_letters(a.latin(), b.latin(), hints, rarity),
        false => compare_letters(a, b, hints, rarity),
    }
}

/// Compares two names of one script.
fn compare_letters(a: &Prepared<'_>, b: &Prepared<'_>, hints: &Hints, rarity: &dyn Fn(&str) -> f64) -> Weighed {
    let person = as_people(a, b, hints);
    let mut best: Option<Weighed> = None;
    let mut keep = |weighed: Weighed| {
        if best.as_ref().is_none_or(|best| weighed.logit > best.logit) {
            best = Some(weighed);
        }
    };
    for a in a.forms(person) {
        for b in b.forms(person) {
            let weighed = weigh(&a.words, &b.words, person, rarity);
            let unsure = weighed.leaves_much();
            keep(weighed);
            if unsure && (a.apart.is_some() || b.apart.is_some()) {
                let (a, b) = (
                    a.apart.as_ref().unwrap_or(&a.words),
                    b.apart.as_ref().unwrap_or(&b.words),
                );
                keep(weigh(a, b, person, rarity));
            }
        }
    }
    let mut weighed = best.unwrap_or_else(|| weigh(&parse("", person), &parse("", person), person, rarity));
    if let (Some(a), Some(b)) = (hints.class_a, hints.class_b)
        && a != b
        && (a == Class::Person || b == Class::Person)
    {
        weighed.logit -= OTHER_CLASS;
        weighed.reasons.push(Reason::OtherClass);
    }
    weighed
}

/// Whether two names are compared as those of people: by their classes, else by their looks.
fn as_people(a: &Prepared<'_>, b: &Prepared<'_>, hints: &Hints) -> bool {
    match (hints.class_a, hints.class_b) {
        (Some(a), Some(b)) => a == Class::Person && b == Class::Person,
        (Some(Class::Person), None) => b.looks_like_a_person() || b.may_be_a_person(),
        (None, Some(Class::Person)) => a.looks_like_a_person() || a.may_be_a_person(),
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => match (a.looks_like_a_person(), b.looks_like_a_person()) {
            (true, true) => true,
            (true, false) => b.may_be_a_person(),
            (false, true) => a.may_be_a_person(),
            (false, false) => false,
        },
    }
}

/// A name as it is, and the other names that it holds: what is before brackets and within, if that is an acronym ("Centre national de ...
/// (CNRS)"), a former or trade name ("formerly known as"), the name in two languages.
fn forms(name: &str) -> Vec<String> {
    let mended = mending::mended(name);
    let name = mended.as_ref();
    let mut forms = vec![name.to_owned()];
    if let Some((before, rest)) = name.split_once('(')
        && let Some((within, after)) = rest.split_once(')')
    {
        let letters = within.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = within.chars().filter(|c| c.is_uppercase()).count();
        let is_place = parse(within, false).words.iter().any(|word| word.kind.is_place());
        let is_acronym = letters > 1 && capitals * 2 > letters && !within.contains(' ') && !is_place;
        if !before.trim().is_empty() && is_acronym {
            forms.push(format!("{} {}", before.trim(), after.trim()).trim().to_owned());
            forms.push(within.trim().to_owned());
        }
    }
    forms.extend(mending::other_names(name));
    if let Some((one, other)) = name.split_once('/')
        && !other.contains('/')
        && [one, other].iter().all(|part| part.trim().contains(' '))
        && weigh(&parse(one, false), &parse(other, false), false, &|_| 1.0).logit > 0.0
    {
        forms.extend([one.trim().to_owned(), other.trim().to_owned()]);
    }
    forms
}

fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
