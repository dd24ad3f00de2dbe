//! Scores an alignment: a logistic function of a few features.
//!
//! There is one function for people and one for everything else. The weights were fitted with shrinkage on the tuning half of the
//! evaluation set.

use super::acronym;
use super::align::{Alignment, How, Pair, align};
use super::explain::{asides_differ, reasons, same_but};
use super::lexicon::{Gender, Kind, lexicon};
use super::people::{Places, descent, is_trailing, numbers_that_differ, parts_a_compound};
use super::reason::Reason;
use super::words::{Word, Words, gender};

/// How many features there are.
pub(super) const FEATURES: usize = 10;

/// Names of organisations, programmes, places and all else: the constant first, then as in [`of_names`].
const NAMES: [f64; FEATURES + 1] = [1.9, -4.5, -1.8, -2.2, -4.0, -1.2, -0.4, -1.0, -0.4, 1.2, -1.3];

/// Names of people: the constant first, then as in [`of_people`].
const PEOPLE: [f64; FEATURES + 1] = [2.6, -4.8, -0.5, -2.8, -0.8, -1.6, -3.5, -1.9, -1.6, -0.2, -4.0];

/// What two different words in brackets weigh against each other.
const ASIDES: f64 = 0.6;

/// What legal forms of two companies weigh against each other.
const FORMS: f64 = 0.6;

/// How much less a word in apposition says.
const APPOSITION: f64 = 0.75;

/// What is left of a missing word where an ordinal is common.
const ORDINAL: f64 = 0.4;

/// A score before it is a probability, and why.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub(super) features: [f64; FEATURES],
    /// The logarithm of the odds.
    pub(super) logit: f64,
    pub(super) reasons: Vec<Reason>,
    /// Whether nothing but a surname is common.
    pub(super) surname_only: bool,
}

impl Weighed {
    /// Whether words of both names are left over, or nothing that counts is common: then a phrase may have hidden what is.
    pub(super) fn leaves_much(&self) -> bool {
        self.features[0] > 0.3 || self.features[5] > 0.5
    }
}

/// Compares two names taken apart; `rarity` says how much an ordinary word says in a list, 1 without one.
pub(super) fn weigh(a: &Words, b: &Words, person: bool, rarity: &dyn Fn(&str) -> f64) -> Weighed {
    if !a.plain.is_empty() && a.plain == b.plain && same_numbers(a, b) {
        let weights = if person { &PEOPLE } else { &NAMES };
        return Weighed {
            features: [0.0; FEATURES],
            logit: weights[0].max(4.0),
            reasons: vec![Reason::SameName],
            surname_only: false,
        };
    }
    let alignment = align(a, b, person);
    let side = Sides {
        a,
        b,
        alignment: &alignment,
        rarity,
    };
    let (features, surname_only) = if person {
        (side.of_people(), side.surname_only())
    } else {
        (side.of_names(), false)
    };
    let weights = if person { &PEOPLE } else { &NAMES };
    let logit = weights[0]
        + weights[1..]
            .iter()
            .zip(&features)
            .map(|(weight, feature)| weight * feature)
            .sum::<f64>();
    // "N. N." is nobody's initials.
    let nobody = person && [a, b].iter().any(|words| lexicon().is_placeholder(&words.plain));
    let names = |pair: &Pair| pair.how == How::Acronym || !a.words[pair.a[0]].kind.is_light();
    let logit = if !nobody && alignment.pairs.iter().any(names) {
        logit
    } else {
        logit.min(-4.0)
    };
    let mut reasons = reasons(a, b, &alignment, person);
    if person && side.other_gender() {
        reasons.push(Reason::OtherGender);
    }
    if reasons.is_empty() {
        reasons.push(same_but(a, b, &alignment));
    }
    if surname_only {
        reasons.push(Reason::SurnameOnly(side.common()));
    }
    Weighed {
        features,
        logit,
        reasons,
        surname_only,
    }
}

/// Letters alone are compared without blanks, but "Paris 12" is not "Paris 1 2".
fn same_numbers(a: &Words, b: &Words) -> bool {
    let numbers = |words: &Words| {
        words
            .words
            .iter()
            .filter(|word| word.kind == Kind::Number)
            .map(|word| word.text.clone())
            .collect::<Vec<_>>()
    };
    numbers(a) == numbers(b)
}

/// Two names, their alignment, and what is asked of them.
struct Sides<'a> {
    a: &'a Words,
    b: &'a Words,
    alignment: &'a Alignment,
    rarity: &'a dyn Fn(&str) -> f64,
}

impl Sides<'_> {
    fn weight(&self, word: &Word) -> f64 {
        if word.kind == Kind::Word {
            word.weight() * (self.rarity)(&word.text)
        } else {
            word.weight()
        }
    }

    fn free(&self) -> (Vec<&Word>, Vec<&Word>) {
        (
            self.alignment
                .free_a
                .iter()
                .map(|index| &self.a.words[*index])
                .collect(),
            self.alignment
                .free_b
                .iter()
                .map(|index| &self.b.words[*index])
                .collect(),
        )
    }

    /// The words left over that say something new: not acronyms of the name's own words ("Centre for Solar Studies CSS"), nor words that
    /// are common and stand twice ("the Attorney General of the United States", of the United States).
    fn free_of_names(&self) -> (Vec<&Word>, Vec<&Word>) {
        let much = self.alignment.pairs.len() >= LEAST_BESIDE_REPEATED;
        fn free<'w>(words: &'w Words, free: &[usize], much: bool) -> Vec<&'w Word> {
            let repeats = |index: usize| {
                let word = &words.words[index];
                let is_same =
                    |other: &Word| other.text == word.text || (word.group.is_some() && other.group == word.group);
                let mut others = words.words.iter().enumerate();
                word.kind != Kind::Number && others.any(|(at, other)| !free.contains(&at) && is_same(other))
            };
            let says = |index: &&usize| !(restates(words, **index) || (much && repeats(**index)));
            free.iter().filter(says).map(|index| &words.words[*index]).collect()
        }
        (
            free(self.a, &self.alignment.free_a, much),
            free(self.b, &self.alignment.free_b, much),
        )
    }

    /// Features of names that are not of people: words of both sides left over, words of one side left over, slips and doubtful
    /// likenesses, numbers that differ, a number on one side, how little is common, doubtful acronyms, a country left out, one side left
    /// over after "and", and what is left over as a share.
    fn of_names(&self) -> [f64; FEATURES] {
        let (mut free_a, mut free_b) = self.free_of_names();
        // The number of a supplier, which one list has and the other has not, is no part of the name.
        if !(free_a.iter().any(|word| word.reference) && free_b.iter().any(|word| word.reference)) {
            free_a.retain(|word| !word.reference);
            free_b.retain(|word| !word.reference);
        }
        let sum = |words: &[&Word]| -> f64 {
            words
                .iter()
                .filter(|word| word.kind != Kind::Number)
                .map(|word| self.weight(word))
                .sum()
        };
        let (left_a, left_b) = (sum(&free_a), sum(&free_b));
        // "DeepSeek (model)" is not "DeepSeek (company)".
        let asides = if asides_differ(self.a, self.b, self.alignment) {
            ASIDES
        } else {
            0.0
        };
        let conflict = left_a.min(left_b) + asides + if self.forms_exclude() { FORMS } else { 0.0 };
        let (mut extra, country) = match conflict < 0.3 {
            true => self.extra(left_a, left_b),
            false => ((left_a - left_b).abs(), 0.0),
        };
        let (blur, short, common) = self.likeness();
        let numbers = |words: &[&Word]| words.iter().filter(|word| word.kind == Kind::Number).count();
        let (numbers_a, numbers_b) = (numbers(&free_a), numbers(&free_b));
        let number_conflict = if numbers_a > 0 && numbers_b > 0 { 1.0 } else { 0.0 };
        let one_number = match (numbers_a > 0) != (numbers_b > 0) {
            true if common < 1.2 || self.has_series_number() => 2.0,
            true => 1.0,
            false => 0.0,
        };
        if conflict < 0.3 && self.has_ordinal() {
            // "Université Paris I" is "Université Paris 1 Panthéon-Sorbonne": the number says which.
            extra *= ORDINAL;
        }
        let coordinated = self.is_continued();
        // All that names have but words that say nothing: then it matters little how general it is.
        let all_common = self.all_but_light(&free_a, &free_b);
        [
            conflict.min(2.0),
            extra.min(2.0),
            blur.min(1.5),
            number_conflict,
            one_number,
            if all_common { 0.0 } else { (1.0 - common).max(0.0) },
            short.min(1.0),
            country.min(1.0),
            if coordinated { extra.min(2.0) } else { 0.0 },
            if coordinated || all_common {
                0.0
            } else {
                extra / (extra + common).max(0.01)
            },
        ]
    }

    /// Whether two words at least are common, and nothing is left over but articles, legal forms and the like.
    fn all_but_light(&self, free_a: &[&Word], free_b: &[&Word]) -> bool {
        let pairs = &self.alignment.pairs;
        // "Institut de France" is not "Institut français".
        let is_certain = |pair: &Pair| match pair.how {
            How::Same => true,
            How::Meaning => !self.a.words[pair.a[0]].kind.is_place(),
            _ => false,
        };
        let said = pairs
            .iter()
            .filter(|pair| !self.a.words[pair.a[0]].kind.is_light())
            .count();
        said > 1 && pairs.iter().all(is_certain) && free_a.iter().chain(free_b).all(|word| word.kind.is_light())
    }

    /// What the words left over on one side weigh, and how much of it is a country left out.
    fn extra(&self, left_a: f64, left_b: f64) -> (f64, f64) {
        let (longer, free, shorter) = if left_a > left_b {
            (self.a, &self.alignment.free_a, self.b)
        } else {
            (self.b, &self.alignment.free_b, self.a)
        };
        let mut country = self.country(longer, free, self.is_public());
        let mut extra = (left_a - left_b).abs();
        extra -= APPOSITION * self.apposition(longer, free);
        if is_bare(shorter) {
            // "Europe" is not the "Commission européenne": what sort of thing it is tells the two apart.
            extra += free
                .iter()
                .map(|index| 1.0 - longer.words[*index].weight())
                .filter(|rest| *rest < 0.9)
                .sum::<f64>();
            country = 0.0;
        }
        ((extra - country).max(0.0), country)
    }

    /// Whether the legal forms are those of two companies: "Deutsche Bank AG" and "Deutsche Bank GmbH".
    fn forms_exclude(&self) -> bool {
        let forms = |words: &Words| -> Vec<u32> {
            let legal = words.words.iter().filter(|word| word.kind == Kind::Legal);
            legal.filter_map(|word| word.group).collect()
        };
        let (a, b) = (forms(self.a), forms(self.b));
        let excluded = |form: &u32| b.iter().any(|other| lexicon().excludes(*form, *other));
        a.iter().all(|form| !b.contains(form)) && a.iter().any(excluded)
    }

    /// What pairs lack to be the same, what acronyms lack, and the weight of what is common.
    fn likeness(&self) -> (f64, f64, f64) {
        let mut blur = 0.0;
        let mut short = 0.0;
        let mut common = 0.0;
        for pair in &self.alignment.pairs {
            let heaviest = |words: &Words, indexes: &[usize]| {
                indexes
                    .iter()
                    .map(|index| self.weight(&words.words[*index]))
                    .fold(0.0, f64::max)
            };
            let weight = heaviest(self.a, &pair.a).max(heaviest(self.b, &pair.b));
            match pair.how {
                How::Acronym => short += 1.0 - pair.likeness,
                _ => blur += weight * (1.0 - pair.likeness),
            }
            common += weight * pair.likeness;
        }
        (blur, short, common)
    }

    /// The weight of countries that a name may leave out: "Sénat français" is the Sénat and the "US CHIPS Act" the CHIPS Act, but
    /// "Microsoft France" is not Microsoft.
    fn country(&self, longer: &Words, free: &[usize], public: bool) -> f64 {
        let counts = |index: &&usize| match longer.words[**index].kind {
            Kind::Home => public || **index == 0,
            Kind::Union => **index == 0,
            _ => false,
        };
        free.iter()
            .filter(counts)
            .map(|index| self.weight(&longer.words[*index]))
            .sum()
    }

    /// The weight of known words that only say what sort of thing it is: "plan d'investissement" before "France 2030".
    fn apposition(&self, longer: &Words, free: &[usize]) -> f64 {
        if longer.words.first().is_none_or(|word| word.kind != Kind::Descriptor) {
            return 0.0;
        }
        let before = free.iter().enumerate().take_while(|(place, index)| place == *index);
        let known = before
            .map(|(_, index)| &longer.words[*index])
            .filter(|word| word.kind == Kind::Word && word.group.is_some());
        known.map(|word| self.weight(word)).sum()
    }

    /// Whether an ordinal, not a year, is common.
    fn has_ordinal(&self) -> bool {
        self.alignment.pairs.iter().any(|pair| {
            let word = &self.a.words[pair.a[0]];
            word.kind == Kind::Number && word.text.len() < 3
        })
    }

    /// Whether the number that only one has tells one company of a series from another: "Solutions II, Inc."
    fn has_series_number(&self) -> bool {
        let ends = |words: &Words, free: &[usize]| {
            let number = free.iter().find(|index| words.words[**index].kind == Kind::Number);
            let rest = number.map(|index| &words.words[index + 1..]).unwrap_or_default();
            let closes = |word: &Word| word.kind.is_light() || word.kind.is_place();
            rest.iter().all(closes) && rest.iter().any(|word| word.kind == Kind::Legal)
        };
        ends(self.a, &self.alignment.free_a) || ends(self.b, &self.alignment.free_b)
    }

    /// Whether either name has the word of a public body.
    fn is_public(&self) -> bool {
        self.a
            .words
            .iter()
            .chain(&self.b.words)
            .any(|word| word.kind == Kind::Head || matches!(word.text.as_str(), "national" | "nationale"))
    }

    /// Whether the longer name goes on with "and" or a comma where the shorter ends: one ministry, named short and in full.
    fn is_continued(&self) -> bool {
        let heavy =
            |words: &Words, free: &[usize]| free.iter().copied().find(|index| !words.words[*index].kind.is_light());
        let (words, first) = match (
            heavy(self.a, &self.alignment.free_a),
            heavy(self.b, &self.alignment.free_b),
        ) {
            (Some(first), None) => (self.a, first),
            (None, Some(first)) => (self.b, first),
            _ => return false,
        };
        let before = first.saturating_sub(3)..=first;
        let and = before
            .clone()
            .any(|at| matches!(words.words[at].text.as_str(), "et" | "and" | "und"));
        let comma = self.is_public() && words.comma.is_some_and(|comma| before.contains(&comma));
        let said = words.words[..first].iter().map(|word| self.weight(word)).sum::<f64>();
        said > 1.2 && (and || comma)
    }

    /// Features of names of people: names of both sides left over, middle names, a compound given name parted or names turned round, a
    /// surname alone with a title, a surname alone, a given name alone, numbers and suffixes that differ, slips, initials, and gender.
    fn of_people(&self) -> [f64; FEATURES] {
        let (free_a, free_b) = self.free();
        let heavy = |words: &[&Word]| {
            words
                .iter()
                .filter(|word| !word.kind.is_light() && !matches!(word.kind, Kind::Number | Kind::Suffix))
                .count()
        };
        let (left_a, left_b) = (heavy(&free_a), heavy(&free_b));
        let conflict = left_a.min(left_b) as f64 + f64::from(u8::from(self.father_is_son()));
        let a_is_longer = left_a >= left_b;
        let (longer, shorter) = if a_is_longer {
            (self.a, self.b)
        } else {
            (self.b, self.a)
        };
        let free = if a_is_longer {
            &self.alignment.free_a
        } else {
            &self.alignment.free_b
        };
        let names_of_shorter = shorter
            .words
            .iter()
            .filter(|word| !word.kind.is_light() && word.kind != Kind::Number)
            .count();
        let one_name = left_a.max(left_b) > 0 && conflict == 0.0 && names_of_shorter == 1;
        let titled = shorter.words.iter().any(|word| matches!(word.kind, Kind::Title(_)));
        let surname = one_name && Places::of(longer).surname.is_some_and(|index| !free.contains(&index));
        let middle = if one_name {
            0.0
        } else {
            (left_a.max(left_b) as f64 - conflict).min(2.0)
        };
        let compound = !one_name && conflict == 0.0 && parts_a_compound(longer, free);
        let trailing = !one_name && conflict == 0.0 && names_of_shorter > 1 && is_trailing(longer, free);
        let (blur, initials) = self.blur_and_initials();
        let flag = |flag: bool| f64::from(u8::from(flag));
        [
            conflict.min(2.0),
            middle,
            flag(compound || (trailing && self.is_turned())),
            flag(surname && titled),
            flag(surname && !titled),
            flag(one_name && !surname),
            numbers_that_differ(&free_a, &free_b),
            blur.min(2.0),
            initials,
            flag(self.other_gender()),
        ]
    }

    /// How unlike the common words are, and how many of them are initials or acronyms.
    fn blur_and_initials(&self) -> (f64, f64) {
        let pairs = self.alignment.pairs.iter();
        pairs.fold((0.0, 0.0), |(blur, initials), pair| match pair.how {
            How::Initial | How::Acronym => (blur, initials + 1.0),
            _ => (blur + 1.0 - pair.likeness, initials),
        })
    }

    /// Whether common words are in another order, with no comma and no capitals that would explain it.
    fn is_turned(&self) -> bool {
        let explained =
            |words: &Words| words.comma.is_some() || words.words.iter().any(|word| word.caps && word.text.len() > 2);
        let mut order: Vec<(usize, usize)> = self.alignment.pairs.iter().map(|pair| (pair.a[0], pair.b[0])).collect();
        order.sort_unstable();
        !explained(self.a) && !explained(self.b) && order.windows(2).any(|two| two[0].1 > two[1].1)
    }

    /// Whether one names a son and his father, the other the father as the son: "Salman bin Muhammad" and "Muhammad bin Salman".
    fn father_is_son(&self) -> bool {
        let (Some((son, father)), Some((other_son, other_father))) = (descent(self.a), descent(self.b)) else {
            return false;
        };
        let paired = |a: usize, b: usize| {
            let mut pairs = self.alignment.pairs.iter();
            pairs.any(|pair| pair.a.contains(&a) && pair.b.contains(&b))
        };
        paired(son, other_father) && paired(father, other_son)
    }

    fn other_gender(&self) -> bool {
        let initial_m = |words: &Words| {
            words
                .words
                .first()
                .is_some_and(|word| word.text == "m" && word.kind == Kind::Title(Gender::M))
        };
        let starts_with_m = |words: &Words| {
            words
                .words
                .iter()
                .any(|word| matches!(word.kind, Kind::Given(_)) && word.text.starts_with('m'))
        };
        if (initial_m(self.a) && starts_with_m(self.b)) || (initial_m(self.b) && starts_with_m(self.a)) {
            return false;
        }
        matches!(
            (gender(self.a), gender(self.b)),
            (Gender::M, Gender::F) | (Gender::F, Gender::M)
        )
    }

    fn surname_only(&self) -> bool {
        let heavy = |words: &Words| words.words.iter().filter(|word| !word.kind.is_light()).count();
        heavy(self.a).min(heavy(self.b)) == 1 && heavy(self.a) != heavy(self.b)
    }

    fn common(&self) -> String {
        let words: Vec<&str> = self
            .alignment
            .pairs
            .iter()
            .map(|pair| self.a.words[pair.a[0]].text.as_str())
            .collect();
        words.join(" ")
    }
}

/// From how many common words on a word that stands twice says nothing new: "Duran Duran" is not "Duran".
const LEAST_BESIDE_REPEATED: usize = 3;

/// From how many letters on a word is no acronym of its own name.
const LONG_ACRONYM: usize = 8;

/// How sure an acronym of the name's own words is at least.
const OWN_ACRONYM: f64 = 0.75;

/// Whether a word is an acronym of other words of the same name.
fn restates(words: &Words, index: usize) -> bool {
    let word = &words.words[index];
    let may_be = (3..LONG_ACRONYM).contains(&word.text.len()) && acronym::may_be_acronym(word);
    let first = word.text.chars().next();
    let is_other = |other: &usize| *other != index;
    let rest: Vec<usize> = (0..words.words.len()).filter(is_other).collect();
    may_be
        && rest
            .iter()
            .any(|other| words.words[*other].text.chars().next() == first)
        && acronym::read(&word.text, &words.words, &rest).is_some_and(|reading| reading.sureness >= OWN_ACRONYM)
}

/// Whether a name is nothing but a place or a known word, so that it names no body of its own.
fn is_bare(words: &Words) -> bool {
    let mut heavy = words.words.iter().filter(|word| word.kind != Kind::Stop).peekable();
    heavy.peek().is_some()
        && heavy.all(|word| word.kind.is_place() || (word.kind == Kind::Word && word.group.is_some() && !word.caps))
}
