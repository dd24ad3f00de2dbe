//! The lexicon: legal forms, titles, stop words, general words, and translations between French, English and German.
//!
//! Its data is in `lexicon.txt` and `given.txt`; this module parses them and gives the weight of each kind of word.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use strsim::osa_distance;

/// The kind of a word: how much it says about who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article, a preposition, a particle.
    Stop,
    /// A legal form, such as `SA`.
    Legal,
    /// A title or an office before a name.
    Title(Gender),
    /// A suffix that tells generations apart, such as `Jr`.
    Suffix,
    /// A word that only says what sort of thing it is: group, programme, project.
    Descriptor,
    /// A general word that many names have.
    Generic,
    /// The word that makes a public body: ministry, agency.
    Head,
    /// A country or a city.
    Place,
    /// A country that names of its own bodies often leave out.
    Home,
    /// A part of the world.
    Continent,
    /// A union of countries, by its name or its short form.
    Union,
    /// A given name.
    Given(Gender),
    /// A number: year, ordinal, edition.
    Number,
    /// Any other word.
    Word,
}

/// Whom a title or a given name can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    /// A man.
    M,
    /// A woman.
    F,
    /// Either.
    X,
}

impl Kind {
    /// The weight of a word of this kind; an ordinary word weighs 1.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Stop | Self::Legal | Self::Title(_) => 0.02,
            Self::Descriptor => 0.15,
            Self::Suffix => 0.3,
            Self::Generic => 0.45,
            Self::Head => 0.6,
            Self::Number => 0.7,
            Self::Place | Self::Home | Self::Continent | Self::Union | Self::Given(_) | Self::Word => 1.0,
        }
    }

    /// Whether the word names a place.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Self::Place | Self::Home | Self::Continent | Self::Union)
    }

    /// Whether the word says next to nothing.
    pub(super) fn is_light(self) -> bool {
        matches!(self, Self::Stop | Self::Legal | Self::Title(_) | Self::Descriptor)
    }
}

/// A group of forms that mean the same.
#[derive(Debug)]
pub(super) struct Group {
    /// The kind of all its forms.
    pub(super) kind: Kind,
    /// The first letters of its forms, without repetition: what the group can stand for in an acronym.
    pub(super) initials: Vec<char>,
    /// Its first form.
    pub(super) first: Box<str>,
    /// Whether a short form counts only in capitals (`UN`, `US`).
    entity: bool,
    /// The law and the sort of a legal form, where they tell companies apart.
    law: Option<Law>,
}

/// A legal form in the laws that have it.
#[derive(Debug)]
struct Law {
    /// The codes of the countries.
    countries: Vec<Box<str>>,
    /// Which sort of company it makes there.
    sort: Box<str>,
}

impl Law {
    /// Reads what follows the kind `legal`: countries and a sort.
    fn read(text: &str) -> Option<Self> {
        let (countries, sort) = text.trim().split_once(' ')?;
        Some(Self {
            countries: countries.split(',').map(Into::into).collect(),
            sort: sort.into(),
        })
    }

    /// Whether one law has both forms, for different sorts of companies.
    fn excludes(&self, other: &Self) -> bool {
        self.sort != other.sort && self.countries.iter().any(|country| other.countries.contains(country))
    }
}

/// The words of both files.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    groups: Vec<Group>,
    names: HashMap<String, u32>,
    people: HashMap<String, u32>,
    /// How many words the longest form has that starts with a word.
    longest: HashMap<String, usize>,
    /// What an apostrophe follows that parts words.
    elisions: HashSet<String>,
    /// What stands between a name and that of the father.
    descent: HashSet<String>,
    /// What is written in place of a name that is not known.
    placeholders: HashSet<String>,
    /// The group of what stands between a state and the office that acts for it.
    through: Option<u32>,
    /// The offices that stand there.
    offices: HashSet<String>,
    /// Legal forms of one long word or two, in which slips are found.
    long_forms: Vec<String>,
}

/// From how many letters on a slip in a legal form is found.
const LONG_FORM: usize = 7;

/// The longest form, in words.
pub(super) const LONGEST: usize = 7;

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("lexicon.txt"), include_str!("given.txt")));

/// The lexicon that is compiled in.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn read(words: &str, given: &str) -> Self {
        let mut lexicon = Self::default();
        for (kind, forms) in lines(words) {
            let forms: Vec<&str> = forms.split('|').map(str::trim).collect();
            let words = match kind {
                "elision" => Some(&mut lexicon.elisions),
                "descent" => Some(&mut lexicon.descent),
                "placeholder" => Some(&mut lexicon.placeholders),
                "office" => Some(&mut lexicon.offices),
                _ => None,
            };
            if let Some(words) = words {
                words.extend(forms.into_iter().map(str::to_owned));
                continue;
            }
            if kind == "through" {
                lexicon.through = Some(lexicon.groups.len() as u32);
            }
            let (kind, law) = match kind.split_once(' ') {
                Some((kind, law)) => (kind, Law::read(law)),
                None => (kind, None),
            };
            let (kind, of_people, of_names) = kind_of(kind);
            lexicon.add(kind, &forms, of_people, of_names);
            if let Some(group) = lexicon.groups.last_mut() {
                group.law = law;
            }
            let is_long = |form: &&str| form.len() >= LONG_FORM && form.matches(' ').count() < 2;
            // "Compnay"; but "Enterprise" is no slip of "entreprise".
            let long = forms.iter().copied().filter(is_long);
            let long = long.filter(|form| kind == Kind::Legal || *form == "company");
            lexicon.long_forms.extend(long.map(str::to_owned));
        }
        for (kind, forms) in lines(given) {
            let gender = match kind {
                "m" => Gender::M,
                "f" => Gender::F,
                "surname" => {
                    // Known surnames are not slips of one another.
                    forms
                        .split_whitespace()
                        .for_each(|name| lexicon.add(Kind::Word, &[name], true, false));
                    continue;
                }
                _ => Gender::X,
            };
            for group in forms.split_whitespace() {
                let forms: Vec<&str> = group.split('/').collect();
                lexicon.add(Kind::Given(gender), &forms, true, false);
            }
        }
        lexicon
    }

    fn add(&mut self, kind: Kind, forms: &[&str], of_people: bool, of_names: bool) {
        let mut initials: Vec<char> = forms.iter().filter_map(|form| form.chars().next()).collect();
        initials.sort_unstable();
        initials.dedup();
        let number = self.groups.len() as u32;
        let entity = matches!(kind, Kind::Word | Kind::Union) && forms.iter().any(|form| form.contains(' '));
        self.groups.push(Group {
            kind,
            initials,
            first: forms[0].into(),
            entity,
            law: None,
        });
        for form in forms {
            if let Some(start) = form.split(' ').next() {
                let longest = self.longest.entry(start.to_owned()).or_default();
                *longest = (*longest).max(form.split(' ').count());
            }
            // The first group that has a form keeps it, so that the order of the file decides.
            if of_people {
                self.people.entry((*form).to_owned()).or_insert(number);
            }
            if of_names {
                self.names.entry((*form).to_owned()).or_insert(number);
            }
        }
    }

    /// The group of a folded form, in names of people or in all other names.
    pub(super) fn find(&self, form: &str, person: bool, caps: bool) -> Option<u32> {
        let map = if person { &self.people } else { &self.names };
        let number = map.get(form).copied();
        // `UN` and `US` are words of their own in capitals, and the article or the pronoun otherwise.
        let short = (2..=4).contains(&form.len()) && !form.contains(' ') && !matches!(form, "ia" | "ai");
        match number {
            Some(number) if short && !caps && self.groups[number as usize].entity => None,
            Some(number) if form == "us" && !caps => {
                debug_assert!(self.groups[number as usize].kind == Kind::Home);
                None
            }
            Some(number) if form == "un" && caps && !person => self.names.get("onu").copied().or(Some(number)),
            number => number,
        }
    }

    /// The group of the long legal form that a word is but for one slip: "Aktiengeselschaft".
    pub(super) fn find_legal_slip(&self, word: &str) -> Option<u32> {
        if word.len() + 1 < LONG_FORM {
            return None;
        }
        let form = self.long_forms.iter().find(|form| {
            let near = form.len().abs_diff(word.len()) < 2 && form.as_bytes()[0] == word.as_bytes()[0];
            near && osa_distance(form, word) < 2
        });
        self.names.get(form?).copied()
    }

    /// Whether an apostrophe after it parts words.
    pub(super) fn is_elision(&self, before: &str) -> bool {
        self.elisions.contains(before)
    }

    /// Whether it is a title, an office or a degree of a person.
    pub(super) fn is_title(&self, form: &str) -> bool {
        let group = self.people.get(form);
        group.is_some_and(|group| matches!(self.group(*group).kind, Kind::Title(_)))
    }

    /// Whether names of people have it as a word of its own.
    pub(super) fn is_of_people(&self, form: &str) -> bool {
        self.people.contains_key(form)
    }

    /// Whether it stands between a person's name and that of the father.
    pub(super) fn is_descent(&self, word: &str) -> bool {
        self.descent.contains(word)
    }

    /// Whether it is written in place of a person's name that is not known.
    pub(super) fn is_placeholder(&self, word: &str) -> bool {
        self.placeholders.contains(word)
    }

    /// Whether it is the group of what stands between a state and the office that acts for it.
    pub(super) fn is_through(&self, group: Option<u32>) -> bool {
        group.is_some() && group == self.through
    }

    /// Whether it is an office that may act for a state.
    pub(super) fn is_office(&self, word: &str) -> bool {
        self.offices.contains(word)
    }

    /// Whether two legal forms are never those of one company.
    pub(super) fn excludes(&self, a: u32, b: u32) -> bool {
        match (&self.group(a).law, &self.group(b).law) {
            (Some(a), Some(b)) => a.excludes(b),
            _ => false,
        }
    }

    /// How many words the longest form has that starts with this word; 0 if there is none.
    pub(super) fn longest(&self, start: &str) -> usize {
        self.longest.get(start).copied().unwrap_or(0)
    }

    /// The group of that number.
    pub(super) fn group(&self, number: u32) -> &Group {
        &self.groups[number as usize]
    }
}

/// The kind that a line of the lexicon names, and whether its words stand in names of people, and in all other names.
fn kind_of(kind: &str) -> (Kind, bool, bool) {
    match kind {
        "stop" => (Kind::Stop, true, true),
        "through" => (Kind::Stop, false, true),
        "legal" => (Kind::Legal, false, true),
        "title" => (Kind::Title(Gender::X), true, false),
        "title-m" => (Kind::Title(Gender::M), true, false),
        "title-f" => (Kind::Title(Gender::F), true, false),
        "particle" => (Kind::Stop, true, false),
        "given" => (Kind::Given(Gender::M), true, false),
        "name" => (Kind::Word, true, false),
        "ordinal" => (Kind::Number, false, true),
        "suffix" => (Kind::Suffix, true, false),
        "descriptor" => (Kind::Descriptor, false, true),
        "generic" => (Kind::Generic, false, true),
        "head" => (Kind::Head, false, true),
        "place" => (Kind::Place, false, true),
        "home" => (Kind::Home, false, true),
        "continent" => (Kind::Continent, false, true),
        "union" => (Kind::Union, false, true),
        _ => (Kind::Word, false, true),
    }
}

fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(kind, forms)| (kind.trim(), forms.trim()))
}
