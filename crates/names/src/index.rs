//! An index that selects names of a list that share words, letters or initials with a name, so that only these are scored.
//!
//! Each name is filed under its words (translations under one key), its letters without blanks, and its initials; each word of the list
//! under its groups of three letters, so that words with a typo are found. Rare keys are followed first, and a key that is too common is
//! followed only until enough names are found.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use strsim::osa_distance;

use super::lexicon::Kind;
use super::spelling::{Script, latin, script};
use super::words::{Words, parse};
use super::{Candidate, Limits};

/// The maximum number of words with a typo considered for one word.
const MOST_SLIPS: usize = 12;
/// In how many names a word is that is taken for no slip.
const COMMON: usize = 20;
/// What a key of a whole name is worth, a word being worth 1.
const WHOLE: f64 = 3.0;
/// What a word with one slip is worth.
const SLIP: f64 = 0.7;
/// From how many names on a list says how rare a word is.
const LEAST_NAMES: usize = 2_000;
/// The weight of the rarest and of the commonest word.
const RARITY: (f64, f64) = (1.0, 0.45);

/// The index of a list.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Hashes of keys, ascending, one for each entry.
    keys: Vec<u64>,
    /// The name of each entry.
    entries: Vec<u32>,
    /// The words of the list, in the order in which they were met.
    words: Vec<Box<str>>,
    /// The words that have these three letters.
    slips: HashMap<[u8; 3], Vec<u32>>,
    /// The candidate of each name.
    owners: Vec<u32>,
    /// How many keys each name has.
    sizes: Vec<u8>,
}

impl Index {
    /// Files all names of a list.
    pub(super) fn new(candidates: &[Candidate]) -> Self {
        let mut index = Self::default();
        let mut filed: Vec<(u64, u32)> = Vec::new();
        let mut met: HashSet<u64> = HashSet::new();
        for (number, candidate) in candidates.iter().enumerate() {
            for name in candidate.labels.iter().chain(&candidate.aliases) {
                let keys = keys(name, false);
                for key in &keys {
                    let hash = hash(key);
                    filed.push((hash, index.owners.len() as u32));
                    if is_word(key) && met.insert(hash) {
                        index.add_word(key);
                    }
                }
                index.owners.push(number as u32);
                index.sizes.push(keys.len().min(255) as u8);
            }
        }
        filed.sort_unstable();
        (index.keys, index.entries) = filed.into_iter().unzip();
        index
    }

    fn add_word(&mut self, word: &str) {
        let number = self.words.len() as u32;
        self.words.push(word.into());
        for three in threes(word) {
            self.slips.entry(three).or_default().push(number);
        }
    }

    /// Where the entries of a key are.
    fn place(&self, key: &str) -> Range<usize> {
        let hash = hash(key);
        let start = self.keys.partition_point(|other| *other < hash);
        start..start + self.keys[start..].partition_point(|other| *other == hash)
    }

    /// How much a word says: 1 if it is rare in the list, less if many names have it. What was asked before is in `known`, by the word's
    /// hash: the candidates for one name share many words.
    pub(super) fn rarity(&self, word: &str, known: &RefCell<HashMap<u64, f64>>) -> f64 {
        if self.owners.len() < LEAST_NAMES {
            return 1.0;
        }
        let hash = hash(word);
        let before = known.borrow().get(&hash).copied();
        before.unwrap_or_else(|| {
            let rarity = self.count_rarity(word);
            known.borrow_mut().insert(hash, rarity);
            rarity
        })
    }

    fn count_rarity(&self, word: &str) -> f64 {
        let names = self.owners.len();
        let count = self.place(word).len().max(1) as f64;
        let rarity = (names as f64 / count).ln();
        // A word of one name in a thousand is rare enough.
        RARITY.1 + (RARITY.0 - RARITY.1) * (rarity / 1000_f64.ln()).min(1.0)
    }

    /// The candidates before a place in the list that have most in common with a name, those with rare words first. `worth` is room
    /// for a number for each name of the list, which are 0 before and after.
    pub(super) fn near(&self, name: &str, end: usize, limits: Limits, worth: &mut Vec<f64>) -> Vec<u32> {
        worth.resize(self.owners.len(), 0.0);
        let is_before = |name: &u32| (self.owners[*name as usize] as usize) < end;
        let mut follow: Vec<(Range<usize>, f64)> = Vec::new();
        let keys = keys(name, true);
        for key in &keys {
            let whole = if is_word(key) || key.starts_with('#') {
                1.0
            } else {
                WHOLE
            };
            follow.push((self.place(key), whole));
            // A word that many names have is not a slip.
            if is_word(key) && self.place(key).len() < COMMON {
                follow.extend(
                    self.slips_of(key)
                        .into_iter()
                        .map(|(likeness, number)| (self.place(&self.words[number as usize]), likeness)),
                );
            }
        }
        follow.retain(|(place, _)| !place.is_empty());
        follow.sort_by_key(|(place, _)| (place.len(), place.start));
        let mut met: Vec<u32> = Vec::new();
        let mut followed = 0;
        for (place, likeness) in follow {
            if followed > 0 && followed + place.len() > limits.followed {
                break;
            }
            followed += place.len();
            let value = likeness * (1.0 + self.owners.len() as f64 / place.len() as f64).ln();
            for name in self.entries[place].iter().filter(|name| is_before(name)) {
                let worth = &mut worth[*name as usize];
                if *worth == 0.0 {
                    met.push(*name);
                }
                *worth += value;
            }
        }
        let own = keys.len() as f64;
        let share = |name: u32| {
            let worth = std::mem::take(&mut worth[name as usize]);
            (name, worth / (own + f64::from(self.sizes[name as usize])))
        };
        let mut near: Vec<(u32, f64)> = met.into_iter().map(share).collect();
        let first = |a: &(u32, f64), b: &(u32, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if near.len() > limits.near {
            near.select_nth_unstable_by(limits.near, first);
            near.truncate(limits.near);
        }
        near.sort_by(first);
        near.into_iter().map(|(name, _)| self.owners[name as usize]).collect()
    }

    /// The words of the list that are this one but for a slip, with a likeness.
    fn slips_of(&self, word: &str) -> Vec<(f64, u32)> {
        let letters = word.chars().count();
        // Another number is no slip.
        if letters < 4 || word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let most = if letters < 8 { 1 } else { 2 };
        let own = threes(word);
        // A slip touches three groups of letters, or four where two letters are swapped.
        let least = own.len().saturating_sub(4 * most).max(1);
        let mut common: HashMap<u32, usize> = HashMap::new();
        for three in &own {
            for number in self.slips.get(three).into_iter().flatten() {
                *common.entry(*number).or_default() += 1;
            }
        }
        let mut found: Vec<(f64, u32)> = common
            .into_iter()
            .filter(|(_, count)| *count >= least)
            .filter_map(|(number, _)| {
                let text = &self.words[number as usize];
                let fits = text.len().abs_diff(word.len()) <= most && **text != *word;
                let distance = if fits { osa_distance(text, word) } else { usize::MAX };
                (distance <= most).then(|| (SLIP / distance as f64, number))
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(MOST_SLIPS);
        found
    }
}

/// FNV-1a, 64 bits: the same on every machine. Two keys of one hash only make a name be weighed that need not be.
fn hash(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether a key is a word, not a meaning, all letters, or initials.
fn is_word(key: &str) -> bool {
    !key.starts_with(['#', '=', '@', '^'])
}

/// The keys of a name, and of the name in Latin letters if it is in others.
fn keys(name: &str, sought: bool) -> Vec<String> {
    let mut keys = keys_of(name, sought);
    if script(name) != Script::Latin {
        keys.extend(keys_of(&latin(name), sought));
        keys.sort_unstable();
        keys.dedup();
    }
    keys
}

/// The keys of a name as it is written: its words, `#` and the number of a group of meanings, `=` and all letters, and its initials.
fn keys_of(name: &str, sought: bool) -> Vec<String> {
    let as_name = parse(name, false);
    let as_person = parse(name, true);
    let mut keys: Vec<String> = Vec::new();
    for (words, person) in [(&as_name, false), (&as_person, true)] {
        for word in words.words.iter().filter(|word| !word.kind.is_light()) {
            match word.group {
                Some(group) => keys.push(format!("#{group}")),
                None => keys.push(word.text.clone()),
            }
            // A word that the lexicon knows may still be meant as it is.
            if !person && !word.text.contains(' ') && !matches!(word.kind, Kind::Generic | Kind::Head) {
                keys.push(word.text.clone());
            }
        }
    }
    keys.push(format!("={}", as_name.plain));
    let heavy: String = as_name
        .words
        .iter()
        .filter(|word| !word.kind.is_light())
        .map(|word| word.text.replace(' ', ""))
        .collect();
    keys.push(format!("={heavy}"));
    if as_name.words.len() > 1 && as_name.plain.len() < 8 {
        keys.push(format!("{}{}", if sought { '^' } else { '@' }, as_name.plain));
    }
    initials(&as_name, sought, &mut keys);
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty() && key != "=");
    keys
}

/// The initials of a name, with and without its stop words, and a short name as initials of others. Initials (`^`) are sought among short
/// names (`@`), and short names among initials.
fn initials(words: &Words, sought: bool, keys: &mut Vec<String>) {
    let (initials, short) = if sought { ('@', '^') } else { ('^', '@') };
    let heavy: String = words
        .words
        .iter()
        .filter(|word| !matches!(word.kind, Kind::Stop | Kind::Legal))
        .map(|word| word.initials.as_str())
        .collect();
    let all: String = words
        .words
        .iter()
        .filter(|word| word.kind != Kind::Legal)
        .filter_map(|word| word.text.chars().next())
        .collect();
    let places: String = words
        .words
        .iter()
        .filter(|word| !matches!(word.kind, Kind::Stop | Kind::Legal | Kind::Place | Kind::Home))
        .map(|word| word.initials.as_str())
        .collect();
    // "CCI de Paris": the first words of a long name may be shortened alone.
    let firsts: Vec<String> = heavy
        .char_indices()
        .skip(3)
        .map(|(at, _)| heavy[..at].to_owned())
        .collect();
    keys.extend(
        firsts
            .into_iter()
            .filter(|first| first.len() < 6)
            .map(|first| format!("{initials}{first}")),
    );
    for letters in [heavy, all, places] {
        if (2..=9).contains(&letters.chars().count()) {
            let mut sorted: Vec<char> = letters.chars().collect();
            sorted.sort_unstable();
            keys.push(format!("{initials}{letters}"));
            keys.push(format!("{initials}~{}", sorted.into_iter().collect::<String>()));
        }
    }
    for word in &words.words {
        if (2..=9).contains(&word.text.chars().count())
            && (word.group.is_none() || word.caps || words.words.len() == 1)
            && words.words.len() < 4
        {
            let mut sorted: Vec<char> = word.text.chars().collect();
            sorted.sort_unstable();
            keys.push(format!("{short}{}", word.text));
            keys.push(format!("{short}~{}", sorted.into_iter().collect::<String>()));
        }
    }
}

/// Three bytes at a time, with one blank on either side.
fn threes(word: &str) -> Vec<[u8; 3]> {
    let mut bytes = vec![b' '];
    bytes.extend_from_slice(word.as_bytes());
    bytes.push(b' ');
    let mut threes: Vec<[u8; 3]> = bytes.windows(3).map(|three| [three[0], three[1], three[2]]).collect();
    threes.sort_unstable();
    threes.dedup();
    threes
}
