//! Alignment of two names: pairs of equal words, and unaligned words.

use strsim::osa_distance;

use super::acronym;
use super::lexicon::Kind;
use super::people::Places;
use super::spelling::{self, dedup};
use super::words::{Word, Words};

/// The kind of similarity between two words, or runs of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The same text, once folded.
    Same,
    /// The same word with the ending of another number or gender.
    Ending,
    /// The same meaning: a translation, a short form of a given name.
    Meaning,
    /// The same letters, parted otherwise.
    Joined,
    /// An acronym and its words.
    Acronym,
    /// An initial and its name, or an abbreviation.
    Initial,
    /// A typo: nearly the same letters.
    Typo,
}

/// Words of one name that are words of the other.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) a: Vec<usize>,
    pub(super) b: Vec<usize>,
    /// From 0 to 1.
    pub(super) likeness: f64,
    pub(super) how: How,
}

/// The alignment of two names.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    pub(super) pairs: Vec<Pair>,
    /// Words of the first name that the second has not, stop words included.
    pub(super) free_a: Vec<usize>,
    /// Words of the second name that the first has not.
    pub(super) free_b: Vec<usize>,
}

/// What a slip costs besides in a word so short that another name is as near: "Merz" and "Mertz", "Starmer" and "Starkey".
const BOLD: f64 = 1.0;

/// How many common names make a slip in one more likely than another person, wherever it is.
const MANY_COMMON: usize = 3;

/// How much is common besides a word that may have a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Something,
    Much,
}

/// How many words one may be written as.
const LONGEST_RUN: usize = 4;

/// How many bytes a letter has at most.
const MOST_BYTES: usize = 4;

/// Aligns two names, from the most certain similarity to the least.
pub(super) fn align(a: &Words, b: &Words, person: bool) -> Alignment {
    let mut alignment = Alignment {
        pairs: Vec::new(),
        free_a: (0..a.words.len()).collect(),
        free_b: (0..b.words.len()).collect(),
    };
    alignment.take_each(a, b, |x, y| {
        (x.text == y.text && number_fits(x, y)).then_some((1.0, How::Same))
    });
    alignment.take_each(a, b, |x, y| {
        (x.group.is_some() && x.group == y.group && !x.kind.is_light()).then_some((0.98, How::Meaning))
    });
    if !person {
        alignment.take_each(a, b, |x, y| inflected(x, y).then_some((0.95, How::Ending)));
    }
    if a.words.len() > 1 && b.words.len() > 1 {
        alignment.take_each(a, b, |x, y| (near(x, y) || near(y, x)).then_some((0.8, How::Meaning)));
    }
    alignment.take_runs(a, b, false);
    alignment.take_runs(b, a, true);
    alignment.take_acronyms(a, b, false);
    alignment.take_acronyms(b, a, true);
    let bare = a.bare || b.bare;
    alignment.take_each(a, b, |x, y| {
        respelt(x, y, person, bare).map(|likeness| (likeness, How::Typo))
    });
    if person {
        alignment.take_initials(a, b);
    }
    match person {
        true => alignment.take_short_given(a, b),
        false => alignment.take_founder(a, b),
    }
    alignment.take_each(a, b, |x, y| {
        (abbreviated(x, y, person) || abbreviated(y, x, person)).then_some((0.9, How::Initial))
    });
    alignment.take_typos(a, b, person);
    alignment
}

impl Alignment {
    /// Pairs single words, in the order of the first name.
    fn take_each(&mut self, a: &Words, b: &Words, fits: impl Fn(&Word, &Word) -> Option<(f64, How)>) {
        for x in self.free_a.clone() {
            let found = self
                .free_b
                .iter()
                .find_map(|y| fits(&a.words[x], &b.words[*y]).map(|fit| (*y, fit)));
            if let Some((y, (likeness, how))) = found {
                self.take(vec![x], vec![y], likeness, how);
            }
        }
    }

    /// Pairs the initial and the given name with which two names of a company start that is named after a person.
    fn take_founder(&mut self, a: &Words, b: &Words) {
        if self.free_a.first() != Some(&0) || self.free_b.first() != Some(&0) {
            return;
        }
        let (x, y) = (&a.words[0], &b.words[0]);
        let stands = |short: &Word, long: &Word| short.dotted && long.group.is_none() && initial(short, long);
        if stands(x, y) || stands(y, x) {
            self.take(vec![0], vec![0], 0.9, How::Initial);
        }
    }

    /// Pairs initials with names of people: those of a surname only where it is the other's surname ("John Elder" is not "John E. Foker"),
    /// and that of a middle name with a first name only where the other first name is common or an initial.
    fn take_initials(&mut self, a: &Words, b: &Words) {
        let (places_a, places_b) = (Places::of(a), Places::of(b));
        for x in self.free_a.clone() {
            let fits = |y: &&usize| {
                let (word_a, word_b) = (&a.words[x], &b.words[**y]);
                let (x_free, y_free) = (&self.free_a, &self.free_b);
                (initial(word_a, word_b) && places_a.allow(x, &places_b, **y, a, x_free))
                    || (initial(word_b, word_a) && places_b.allow(**y, &places_a, x, b, y_free))
            };
            if let Some(y) = self.free_b.iter().find(fits).copied() {
                self.take(vec![x], vec![y], 0.9, How::Initial);
            }
        }
    }

    /// Pairs two given names of which one is the beginning of the other: "Bartholomew" and "Bart". Surnames do not shorten so.
    fn take_short_given(&mut self, a: &Words, b: &Words) {
        let given = |words: &Words, free: &[usize]| Places::of(words).given.filter(|first| free.contains(first));
        if let (Some(x), Some(y)) = (given(a, &self.free_a), given(b, &self.free_b))
            && (shortens(&a.words[x], &b.words[y]) || shortens(&b.words[y], &a.words[x]))
        {
            self.take(vec![x], vec![y], 0.8, How::Initial);
        }
    }

    fn take(&mut self, a: Vec<usize>, b: Vec<usize>, likeness: f64, how: How) {
        self.free_a.retain(|index| !a.contains(index));
        self.free_b.retain(|index| !b.contains(index));
        self.pairs.push(Pair { a, b, likeness, how });
    }

    fn take_turned(&mut self, a: Vec<usize>, b: Vec<usize>, likeness: f64, how: How, turned: bool) {
        if turned {
            self.take(b, a, likeness, how)
        } else {
            self.take(a, b, likeness, how)
        }
    }

    /// Pairs one word with a run of words of the same letters.
    fn take_runs(&mut self, a: &Words, b: &Words, turned: bool) {
        let (one, many) = if turned {
            (&self.free_b, &self.free_a)
        } else {
            (&self.free_a, &self.free_b)
        };
        let (one, many) = (one.clone(), many.clone());
        for x in one {
            let whole = &a.words[x].text.replace(' ', "");
            if a.words[x].kind == Kind::Number {
                continue;
            }
            'runs: for start in 0..many.len() {
                let mut length = 0;
                for end in start..many.len().min(start + LONGEST_RUN) {
                    if many[end] != many[start] + (end - start) {
                        break;
                    }
                    length += b.words[many[end]].text.len();
                    if end == start || length + MOST_BYTES < whole.len() {
                        continue;
                    }
                    if length > whole.len() + LONGEST_RUN * MOST_BYTES {
                        break;
                    }
                    let run = many[start..=end].iter();
                    let joined: String = run.flat_map(|index| b.words[*index].text.split(' ')).collect();
                    let near = whole.len() > 6
                        && (letters(whole) ^ letters(&joined)).count_ones() <= 2
                        && osa_distance(whole, &joined) < 2;
                    if joined == *whole || near {
                        let likeness = if joined == *whole { 0.98 } else { 0.85 };
                        self.take_turned(vec![x], many[start..=end].to_vec(), likeness, How::Joined, turned);
                        break 'runs;
                    }
                }
            }
        }
    }

    fn take_acronyms(&mut self, a: &Words, b: &Words, turned: bool) {
        let ones = if turned {
            self.free_b.clone()
        } else {
            self.free_a.clone()
        };
        // "AP-HP": the parts of an acronym with a hyphen stand for words together.
        if ones.len() == a.words.len() && ones.len() > 1 && a.words.iter().skip(1).all(|word| word.joined) {
            let free = if turned {
                self.free_a.clone()
            } else {
                self.free_b.clone()
            };
            if a.plain.chars().count() < 8
                && a.words
                    .iter()
                    .all(|word| word.text.chars().count() < 5 && word.kind != Kind::Number)
                && let Some(reading) = acronym::read(&a.plain, &b.words, &free)
            {
                return self.take_turned(ones, reading.used, reading.sureness, How::Acronym, turned);
            }
        }
        for x in ones {
            let free = if turned {
                self.free_a.clone()
            } else {
                self.free_b.clone()
            };
            if !acronym::may_be_acronym(&a.words[x]) {
                continue;
            }
            if let Some(reading) = acronym::read(&a.words[x].text, &b.words, &free) {
                self.take_turned(vec![x], reading.used, reading.sureness, How::Acronym, turned);
            }
        }
    }

    /// Pairs words that differ by a typo, the most similar first.
    fn take_typos(&mut self, a: &Words, b: &Words, person: bool) {
        // "Asba Products" is not "Asha Products": in a name that is not a person's, a word of the lexicon is common to many.
        let says = |word: &Word| !word.kind.is_light() && (person || word.group.is_none());
        let common = self.pairs.iter().filter(|pair| says(&a.words[pair.a[0]]));
        let beside = match common.count() {
            0 => Beside::Nothing,
            1..MANY_COMMON => Beside::Something,
            _ => Beside::Much,
        };
        let mut found = Vec::new();
        for &x in &self.free_a {
            for &y in &self.free_b {
                if let Some(likeness) = typo(&a.words[x], &b.words[y], person, beside) {
                    found.push((likeness, x, y));
                }
            }
        }
        found.sort_by(|left, right| {
            right
                .0
                .total_cmp(&left.0)
                .then(left.1.cmp(&right.1))
                .then(left.2.cmp(&right.2))
        });
        for (likeness, x, y) in found {
            if self.free_a.contains(&x) && self.free_b.contains(&y) {
                self.take(vec![x], vec![y], likeness, How::Typo);
            }
        }
    }
}

/// A number is only ever a number.
fn number_fits(x: &Word, y: &Word) -> bool {
    (x.kind == Kind::Number) == (y.kind == Kind::Number)
}

/// Whether two words differ by the ending of a plural or a feminine only.
fn inflected(x: &Word, y: &Word) -> bool {
    let stem = |word: &Word| -> String {
        let text = word
            .text
            .strip_suffix('s')
            .or(word.text.strip_suffix('x'))
            .unwrap_or(&word.text);
        text.strip_suffix('e').unwrap_or(text).to_owned()
    };
    x.text.len().min(y.text.len()) > 4 && !x.caps && !y.caps && stem(x) == stem(y)
}

/// How like two words are that may be one name, written for other languages or scripts: "Poutine" and "Putin", "Qaeda" and "Qa'ida".
fn respelt(x: &Word, y: &Word, person: bool, bare: bool) -> Option<f64> {
    let known = match person {
        true => x.group.is_some() && y.group.is_some(),
        false => x.group.is_some() || y.group.is_some(),
    };
    if known || matches!(x.kind, Kind::Number) || matches!(y.kind, Kind::Number) {
        return None;
    }
    let written = || bare.then(|| spelling::same_consonants(&x.text, &y.text)).flatten();
    spelling::respelt(&x.text, &y.text).or_else(written)
}

/// Whether one is the European Union and the other the adjective, as in "EU Chips Act" and "European Chips Act".
fn near(x: &Word, y: &Word) -> bool {
    x.kind == Kind::Continent && y.kind == Kind::Union && y.text.starts_with(['e', 'u']) && x.text.starts_with("europe")
}

/// Whether a single letter stands for a name.
fn initial(short: &Word, long: &Word) -> bool {
    let letter = short.text.chars().count() == 1
        && short.kind != Kind::Number
        && !matches!(long.kind, Kind::Stop | Kind::Title(_));
    letter && long.text.starts_with(&short.text) && long.text.len() > 1
}

/// Whether a given name is the beginning of another, which is not its feminine.
fn shortens(short: &Word, long: &Word) -> bool {
    let both_known = short.group.is_some() && long.group.is_some();
    let rest = long.text.strip_prefix(&short.text);
    let is_feminine = |rest: &str| rest.len() < 2 || rest.ends_with(['a', 'e']);
    !both_known && short.text.len() > 3 && rest.is_some_and(|rest| !is_feminine(rest))
}

/// Whether a word is the beginning of another: with a full stop, or that of a general word ("Manuf" and "Manufacturing").
fn abbreviated(short: &Word, long: &Word, person: bool) -> bool {
    let general = || {
        let known = long.group.is_some() && !long.kind.is_place() && !long.text.contains(' ');
        !person && short.kind == Kind::Word && short.group.is_none() && short.text.len() > 3 && known
    };
    let longer = long.text.len() > short.text.len() + 1 && long.text.starts_with(&short.text);
    longer && ((short.dotted && short.text.len() > 2) || general())
}

/// Whether two given names differ by the ending that makes one a man's and the other a woman's: Martin and Martine.
fn feminine(x: &str, y: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(['a', 'e', 'o']).to_owned();
    let stems = [dedup(&stem(x)), dedup(&stem(y))];
    x != y && stems[0] == stems[1] && (x.ends_with(['a', 'e', 'o']) || y.ends_with(['a', 'e', 'o']))
}

/// Which letters a word has, as bits. A slip changes two of them at most.
fn letters(text: &str) -> u32 {
    text.chars().fold(0, |bits, letter| bits | 1 << (letter as u32 % 32))
}

/// How like two words are that should be the same but for a slip of the pen; nothing if they are too far, or both known.
fn typo(x: &Word, y: &Word, person: bool, beside: Beside) -> Option<f64> {
    if matches!(x.kind, Kind::Number | Kind::Stop)
        || matches!(y.kind, Kind::Number | Kind::Stop)
        || (x.group.is_some() && y.group.is_some())
    {
        return None;
    }
    if x.text.chars().chain(y.text.chars()).any(spelling::is_syllable) {
        return None;
    }
    let (left, right) = (x.text.chars().count(), y.text.chars().count());
    let (short, long) = (left.min(right), left.max(right));
    if (matches!(x.kind, Kind::Given(_)) || matches!(y.kind, Kind::Given(_))) && feminine(&x.text, &y.text) {
        return None;
    }
    let doubled = dedup(&x.text) == dedup(&y.text);
    if short < 4 || long - short > 3 || (x.caps && y.caps && long < 7) {
        return None;
    }
    let likeliest = if short > 10 { 3 } else { 2 };
    if (letters(&x.text) ^ letters(&y.text)).count_ones() > 2 * likeliest {
        return None;
    }
    let distance = osa_distance(&x.text, &y.text);
    let swapped = distance == 1 && left == right && {
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        sorted(&x.text) == sorted(&y.text)
    };
    let first = x.text.chars().next() != y.text.chars().next() && !swapped;
    let unknown = x.group.is_none() && y.group.is_none();
    let certain = person && beside == Beside::Much;
    let likely = unknown && beside != Beside::Nothing && !first;
    let most = match short {
        0..=4 => usize::from(swapped || doubled || x.group.is_some() != y.group.is_some() || likely || certain),
        6..=7 if likely => 2,
        5..=7 => 1,
        8..=10 => 2,
        _ => 3,
    };
    if distance > most {
        return None;
    }
    // Health and Wealth: slips seldom fall on the first letter, and rhymes do.
    if first && x.group.is_some() != y.group.is_some() {
        return None;
    }
    let cost = if doubled {
        0.4
    } else {
        let bold = (short < 5 && unknown && !swapped && !certain) || (short < 8 && distance > 1);
        distance as f64 + if first { 0.7 } else { 0.0 } + if bold { BOLD } else { 0.0 }
    };
    Some(1.0 - 1.6 * cost / long as f64)
}
