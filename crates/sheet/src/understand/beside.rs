//! Words beside a figure, and those of cells of stages and forms: what they say, and which of them nothing is known of.

mod each;

use std::rc::Rc;

pub(super) use each::{one_of, priced};

use super::date;
use crate::words::{LISTS, words};

/// What words say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The modalities, none twice, in their order.
    pub(super) stages: Vec<&'static str>,
    /// The forms of money, none twice.
    pub(super) instruments: Vec<&'static str>,
    /// Whether the money was there, and is gone.
    pub(super) is_gone: bool,
    /// Whether it never came about.
    pub(super) is_refused: bool,
    /// Whether this holds for a part of the sum only.
    pub(super) is_partly: bool,
    /// How exact the figure is.
    pub(super) wording: Option<&'static str>,
    /// The period of a rate.
    pub(super) per: Option<&'static str>,
    /// Whether the figure comes on top of another.
    pub(super) is_increment: bool,
    /// Whether it says by how much another falls.
    pub(super) is_decrease: bool,
    /// Whether it is the sum for one of several.
    pub(super) is_each: bool,
    /// Whether something was said that has no place of its own: whether taxes are in the sum.
    pub(super) has_remark: bool,
    /// The words that say nothing known, as written.
    pub(super) unknown: Vec<String>,
}

/// The sections of words of stages and forms.
const STATES: [&str; 10] = [
    "replaced-by",
    "stage",
    "stage-cell",
    "instrument",
    "gone",
    "refused",
    "denied",
    "partly",
    "increment",
    "filler",
];

/// The sections of words before a figure; the last stands nowhere else.
const BEFORE: [&str; 13] = [
    "stage",
    "instrument",
    "gone",
    "refused",
    "wording",
    "increment",
    "decrease",
    "each",
    "rate",
    "tax",
    "filler",
    "denied",
    "wording-before",
];

/// The sections of words after it.
const AFTER: &[&str] = match BEFORE.split_last() {
    Some((_, others)) => others,
    None => &[],
};

/// The most words of a phrase that is looked for.
const LONGEST: usize = 6;

impl Told {
    fn add(&mut self, section: &str, value: &'static str) {
        let list = match section {
            "stage" | "stage-cell" => &mut self.stages,
            "instrument" => &mut self.instruments,
            _ => {
                match section {
                    "gone" | "replaced-by" => self.is_gone = true,
                    "refused" => self.is_refused = true,
                    "partly" => self.is_partly = true,
                    "wording" | "wording-before" => self.wording = Some(value),
                    "rate" => self.per = Some(value),
                    "increment" => self.is_increment = true,
                    "decrease" => self.is_decrease = true,
                    "each" => self.is_each = true,
                    "tax" => self.has_remark = true,
                    _ => {}
                }
                return;
            }
        };
        if !list.contains(&value) {
            list.push(value);
        }
    }

    /// What a map says that words are: a modality, or that the money is gone or was refused.
    pub(super) fn of(stage: &'static str) -> Self {
        let mut told = Self::default();
        match stage {
            "none" => {}
            "withdrawn" => told.is_gone = true,
            "refused" => told.is_refused = true,
            stage => told.stages.push(stage),
        }
        told
    }

    /// Takes over what others say.
    pub(super) fn extend(&mut self, other: Self) {
        other.stages.into_iter().for_each(|stage| self.add("stage", stage));
        let instruments = other.instruments.into_iter();
        instruments.for_each(|instrument| self.add("instrument", instrument));
        self.is_gone |= other.is_gone;
        self.is_refused |= other.is_refused;
        self.is_partly |= other.is_partly;
        self.wording = self.wording.or(other.wording);
        self.per = self.per.or(other.per);
        self.is_increment |= other.is_increment;
        self.is_decrease |= other.is_decrease;
        self.is_each |= other.is_each;
        self.has_remark |= other.has_remark;
        self.unknown.extend(other.unknown);
    }

    /// Takes over that money is gone or was refused, from words beside the figure; `has_sum`: they have a sum of their own.
    pub(super) fn end(&mut self, words: &Self, has_sum: bool) {
        self.is_partly |= (words.is_gone || words.is_refused) && has_sum;
        self.is_gone |= words.is_gone || words.is_refused && has_sum;
        self.is_refused |= words.is_refused && !has_sum;
    }

    /// The one form of money.
    pub(super) fn instrument(&self) -> Option<&'static str> {
        match self.instruments.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// How firm the money is: of several stages the last; none where a later one is only foreseen.
    pub(super) fn stage(&self) -> Option<&'static str> {
        let rank = |stage: &&&str| ORDER.iter().position(|known| known == *stage);
        match self.stages.as_slice() {
            [one] => Some(one),
            stages if stages.iter().any(|stage| FORESEEN.contains(stage)) => None,
            stages => stages.iter().max_by_key(rank).copied(),
        }
    }

    /// Whether words say something of the money itself.
    pub(super) fn is_state(&self) -> bool {
        !self.stages.is_empty() || !self.instruments.is_empty() || self.is_gone || self.is_refused
    }
}

/// Modalities, the less firm first.
pub(super) const ORDER: [&str; 6] = ["wished", "called-for", "announced", "approved", "committed", "received"];

/// Modalities of what is yet to come.
const FORESEEN: [&str; 3] = ["proposed", "expected", "planned"];

/// What a cell of stages or forms says: `prêt signé`, `voté (CP)`, `voté, non versé`.
pub(super) fn states(text: &str) -> Told {
    let mut told = Told::default();
    for part in text.split([',', ';', '(', ')', '+', '\n']) {
        // `12/03/2024` is one word, `prêt/garantie` two.
        let is_date = part
            .split_whitespace()
            .any(|word| word.contains('/') && word.contains(|letter: char| letter.is_ascii_digit()));
        let parts: Vec<&str> = if is_date { vec![part] } else { part.split('/').collect() };
        parts.into_iter().for_each(|part| told.extend(part_of(part, &STATES)));
    }
    told
}

/// How firm a cell says the whole sum is, where it says another stage of a part: `announced, partly paid`.
pub(super) fn stage_of_whole(text: &str) -> Option<&'static str> {
    let mut told = Told::default();
    for part in text.split([',', ';', '(', ')', '+', '\n', '/', ':']) {
        let mut parts = vec![part];
        for word in [" but ", " mais ", " and ", " et ", " then ", " puis ", " - ", " – "] {
            parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
        }
        let said = parts.into_iter().map(|part| part_of(part, &STATES));
        said.filter(|said| !said.is_partly).for_each(|said| told.extend(said));
    }
    told.stage()
}

/// What a part of a cell says; words that are denied say nothing that is known.
fn part_of(part: &str, sections: &[&'static str]) -> Told {
    let mut tokens: Vec<(&str, Rc<[String]>)> = part.split_whitespace().map(|token| (token, words(token))).collect();
    // `in 2025 budget`
    let last = tokens.len().saturating_sub(1);
    let mut place = 0;
    tokens.retain(|(token, _)| {
        place += 1;
        !(1 < place && place <= last && date::is_of_years(token))
    });
    let all: Vec<String> = tokens.iter().flat_map(|(_, words)| words.iter().cloned()).collect();
    let edges = edges_of(&tokens);
    let mut told = Told::default();
    let mut known = vec![false; all.len()];
    let (mut start, mut is_denied) = (0, false);
    while start < all.len() {
        // `crédit-bail` is no credit.
        let found = LISTS.at(sections, &all, start);
        let whole = found.filter(|(count, _)| edges.contains(&start) && edges.contains(&(start + count)));
        let Some((count, values)) = whole else {
            start += 1;
            continue;
        };
        is_denied |= values.iter().any(|(section, _)| *section == "denied");
        values.iter().for_each(|(section, value)| told.add(section, value));
        known.iter_mut().skip(start).take(count).for_each(|word| *word = true);
        start += count;
    }
    // `versé à 50 %`
    told.is_partly |= all.iter().any(|word| word == "%") && !all.iter().any(|word| word == "100");
    if is_denied {
        // `non retenu` is a phrase of its own, and holds.
        let is_refused = told.is_refused;
        told = Told {
            is_refused,
            ..Told::default()
        };
        known.fill(is_refused);
    }
    let mut at = 0;
    for (token, words) in &tokens {
        let own = known.get(at..at + words.len()).unwrap_or_default();
        at += words.len();
        if own.iter().any(|known| !known) {
            told.unknown.push((*token).to_owned());
        }
    }
    told
}

/// The positions of words at which tokens begin and end; what an elision leaves begins there, too (`d'impôt`).
fn edges_of(tokens: &[(&str, Rc<[String]>)]) -> Vec<usize> {
    let (mut edges, mut at) = (vec![0], 0);
    for (token, words) in tokens {
        if token.contains(['\'', '’']) {
            edges.extend(at + 1..at + words.len());
        }
        at += words.len();
        edges.push(at);
    }
    edges
}

/// A cell of a figure without the words around it that are known.
pub(super) struct Edged<'t> {
    /// What is left: the figure, and words that are not known.
    pub(super) core: &'t str,
    /// What was taken off.
    pub(super) told: Told,
}

/// Signs before a figure that qualify it.
const SIGNS: [(&str, &str); 13] = [
    ("+/-", "about"),
    ("+ de ", "more-than"),
    ("- de ", "less-than"),
    ("±", "about"),
    ("~", "about"),
    ("≈", "about"),
    ("≃", "about"),
    (">=", "at-least"),
    ("≥", "at-least"),
    ("<=", "up-to"),
    ("≤", "up-to"),
    (">", "more-than"),
    ("<", "less-than"),
];

/// Takes the words that are known off both ends of a figure: `env. 5 M€ HT`, `prêt de 5 M€ max.`, `+2 M€`.
pub(super) fn edges(text: &str) -> Edged<'_> {
    let mut edged = Edged {
        core: text.trim(),
        told: Told::default(),
    };
    for _ in 0..MOST {
        let before = edged.core;
        edged.signs();
        edged.before();
        edged.after();
        if edged.core == before {
            break;
        }
    }
    edged
}

/// How often words are taken off, which bounds the time for a cell.
const MOST: usize = 12;

impl Edged<'_> {
    fn signs(&mut self) {
        if let Some((sign, wording)) = SIGNS.iter().find(|(sign, _)| self.core.starts_with(sign)) {
            self.told.wording = Some(wording);
            self.core = self.core.get(sign.len()..).unwrap_or_default().trim_start();
        } else if let Some(rest) = self.core.strip_prefix('+') {
            self.told.is_increment = true;
            self.core = rest.trim_start();
        } else if let Some(rest) = self.core.strip_suffix('+') {
            self.told.wording = Some("at-least");
            self.core = rest.trim_end();
        }
    }

    /// Words that stand at the figure without a space: `5 M€/an`, `5 M€HT`.
    fn glued(&mut self) {
        for tax in ["HT", "TTC"] {
            let rest = self.core.strip_suffix(tax);
            if let Some(rest) = rest.filter(|rest| rest.ends_with(|letter: char| !letter.is_alphabetic())) {
                self.told.has_remark = true;
                self.core = rest.trim_end();
            }
        }
        let Some(at) = self.core.rfind('/').filter(|at| *at > 0) else {
            return;
        };
        let (rest, phrase) = self.core.split_at(at);
        if let Some(told) = each::each(phrase) {
            self.told.extend(told);
            self.core = rest.trim_end();
        }
    }

    fn before(&mut self) {
        let tokens = tokens(self.core);
        let most = tokens.iter().take_while(|(_, token)| is_words(token)).count();
        for count in (1..=most.min(LONGEST)).rev() {
            let rest = match tokens.get(count) {
                Some((at, _)) => self.core.get(*at..).unwrap_or_default(),
                // Words alone are no figure.
                None => continue,
            };
            let Some(phrase) = self.core.get(..self.core.len() - rest.len()) else {
                continue;
            };
            if let Some(told) = whole(phrase, &BEFORE) {
                self.told.extend(told);
                self.core = rest.trim_start_matches([':', ',', ';', ' ']);
                self.core = self.core.strip_prefix("- ").unwrap_or(self.core);
                return;
            }
        }
    }

    fn after(&mut self) {
        self.glued();
        let tokens = tokens(self.core);
        let most = tokens.iter().rev().take_while(|(_, token)| is_words(token)).count();
        for count in (1..=most.min(LONGEST)).rev() {
            let Some(place) = tokens.len().checked_sub(count).filter(|place| *place > 0) else {
                continue;
            };
            let at = tokens.get(place).map_or(0, |(at, _)| *at);
            let denied = place.checked_sub(1).and_then(|before| tokens.get(before));
            if denied.is_some_and(|(_, token)| LISTS.whole("denied", token).is_some()) {
                continue;
            }
            let (rest, phrase) = self.core.split_at(at);
            // Of a bracket both ends are taken.
            if phrase.matches('(').count() != phrase.matches(')').count() {
                continue;
            }
            if let Some(told) = whole(phrase, AFTER).or_else(|| each::each(phrase)) {
                self.told.extend(told);
                self.core = rest.trim_end_matches([':', ',', ';', ' ', '-', '–', '—']);
                return;
            }
        }
    }
}

/// The words of a text with the places where they begin.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let begin = text.as_ptr() as usize;
    let tokens = text.split_whitespace();
    tokens.map(|token| (token.as_ptr() as usize - begin, token)).collect()
}

fn is_words(token: &str) -> bool {
    !token.contains(|letter: char| letter.is_ascii_digit()) && !token.contains(['€', '$', '£', '¥', '%'])
}

/// What a phrase says that is one of a list as a whole.
fn whole(phrase: &str, sections: &[&'static str]) -> Option<Told> {
    let words = words(phrase);
    // `d'environ`
    let words = match &*words {
        [first, rest @ ..] if !rest.is_empty() && matches!(first.as_str(), "d" | "l" | "qu") => rest,
        all => all,
    };
    let (count, values) = LISTS.at(sections, words, 0)?;
    // What is denied is for the words beside the figure to tell.
    if count != words.len() || values.iter().any(|(section, _)| *section == "denied") {
        return None;
    }
    let mut told = Told::default();
    values.iter().for_each(|(section, value)| told.add(section, value));
    Some(told)
}

/// The place in a text where a part of the figure before it begins: `dont 3 M€`, `including £2m`.
pub(super) fn part(text: &str) -> Option<usize> {
    let tokens = tokens(text);
    let all: Vec<(usize, Rc<[String]>)> = tokens.iter().map(|(at, token)| (*at, words(token))).collect();
    let begins = |place: usize| {
        // `€` has no words: it stands with the figure.
        if all.get(place).is_none_or(|(_, words)| words.is_empty()) {
            return false;
        }
        let words: Vec<String> = all
            .iter()
            .skip(place)
            .take(3)
            .flat_map(|(_, words)| words.iter().cloned())
            .collect();
        LISTS.at(&["part-of"], &words, 0).is_some() && LISTS.at(&["tax"], &words, 0).is_none()
    };
    let place = (1..all.len()).find(|place| begins(*place))?;
    all.get(place).map(|(at, _)| *at)
}

/// Whether a text begins with the words for a part: `dont État 3 M€`.
pub(super) fn begins_part(text: &str) -> bool {
    LISTS.at(&["part-of"], &words(text), 0).is_some()
}

/// Whether a text offers another figure instead: `ou 6 M€`.
pub(super) fn is_other(text: &str) -> bool {
    let words = words(text);
    let mut words = words.iter();
    let is_or = words.next().is_some_and(|word| matches!(word.as_str(), "ou" | "or"));
    is_or
        && words
            .next()
            .is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Whether a text multiplies or divides a figure: `3 x 2 M€`, `2 fois 3 M€`, `(x 3)`, `la moitié de 10 M€`. `5 M€ en 3 fois`
/// does not.
pub(super) fn multiplies(text: &str) -> bool {
    let is_times = |letter: char| matches!(letter, 'x' | 'X' | '×' | '*' | '∗');
    let bytes: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digit = |place: Option<usize>| {
        place
            .and_then(|place| bytes.get(place))
            .is_some_and(|letter| letter.is_ascii_digit() || matches!(letter, '€' | '$' | '£' | '(' | ')'))
    };
    let signs = bytes.iter().enumerate().filter(|(_, letter)| is_times(**letter));
    let is_sign = |place: usize| {
        let (before, after) = (digit(place.checked_sub(1)), digit(Some(place + 1)));
        let is_footnote = bytes.get(place) == Some(&'*') && !after;
        let begins = place == 0 || bytes.get(place.wrapping_sub(1)) == Some(&'(');
        !is_footnote && ((before || begins) && after || before && place + 1 == bytes.len())
    };
    if signs.into_iter().any(|(place, _)| is_sign(place)) {
        return true;
    }
    // `£2m x 3 years`
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let has_digit = |token: &&str| token.contains(|letter: char| letter.is_ascii_digit());
    let is_alone = |token: &str| token.chars().count() == 1 && token.chars().all(is_times);
    let beside = tokens.windows(3).any(|three| match three {
        [before, sign, after] => is_alone(sign) && has_digit(before) && has_digit(after),
        _ => false,
    });
    if beside {
        return true;
    }
    let all = words(text);
    // `a quarter of a billion` is a figure, `a quarter of €8m` none that a program calculates.
    let is_of_scale = |end: usize| {
        let is_article = |word: &&String| matches!(word.as_str(), "a" | "un" | "one");
        let rest = all.get(end..).unwrap_or_default();
        let word = rest.iter().find(|word| !is_article(word));
        word.is_some_and(|word| LISTS.scale(word).is_some_and(|scale| scale >= 6))
    };
    let is_fraction = |place: usize| {
        let found = LISTS.at(&["fraction"], &all, place);
        found.is_some_and(|(count, _)| !is_of_scale(place + count))
    };
    if (0..all.len()).any(is_fraction) {
        return true;
    }
    let is_number = |place: Option<usize>| place.and_then(|place| all.get(place)).is_some();
    let is_in = |place: usize| {
        place
            .checked_sub(2)
            .and_then(|place| all.get(place))
            .is_some_and(|word| matches!(word.as_str(), "en" | "in"))
    };
    let times = (0..all.len()).filter(|place| LISTS.at(&["times"], &all, *place).is_some());
    times
        .into_iter()
        .any(|place| is_number(place.checked_sub(1)) && !is_in(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_stages_and_forms_are_all_read_or_left() {
        for (text, stage, instrument, unknown) in [
            ("prêt signé", Some("committed"), Some("loan"), ""),
            ("subvention versée", Some("received"), Some("grant"), ""),
            ("voté (CP)", Some("approved"), Some("payment-credit"), ""),
            ("voté, non versé", Some("approved"), None, "non versé"),
            ("signé chez le notaire", Some("committed"), None, "chez notaire"),
            ("annoncé puis versé", Some("received"), None, "puis"),
            ("vote prévu", None, None, ""),
            ("crédit-bail signé", Some("committed"), None, "crédit-bail"),
            ("crédit d'impôt", None, Some("tax-relief"), ""),
            ("loan, not yet signed", None, Some("loan"), "not yet signed"),
        ] {
            let told = states(text);
            assert_eq!((told.stage(), told.instrument()), (stage, instrument), "{text}");
            assert_eq!(told.unknown.join(" "), unknown, "{text}");
        }
        for (text, gone, refused) in [
            ("annulé", true, false),
            ("Retirée", true, false),
            ("withdrawn", true, false),
            ("non retenu", false, true),
            ("rejected", false, true),
            ("non annulé", false, false),
        ] {
            let told = states(text);
            assert_eq!((told.is_gone, told.is_refused), (gone, refused), "{text}");
        }
    }

    #[test]
    fn words_at_the_edges_of_a_figure_are_taken_off() {
        for (text, core) in [
            ("env. 5 M€", "5 M€"),
            ("~5 M€", "5 M€"),
            ("prêt de 5 M€ max.", "5 M€"),
            ("jusqu'à 5 M€ HT", "5 M€"),
            ("5 M€ (prêt)", "5 M€"),
            ("5 M€ par logement", "5 M€"),
            ("5 M€ par commune", "5 M€"),
            ("£30k a club", "£30k"),
            ("12 000 € l'élève", "12 000 €"),
            ("5 M€ la région", "5 M€ la région"),
            ("5 M€ par ville de Brume", "5 M€ par ville de Brume"),
            ("5 M€ par l'État", "5 M€ par l'État"),
            ("+ de 5 M€", "5 M€"),
            ("additional £2m", "£2m"),
            ("Phase 5 M€", "Phase 5 M€"),
            ("max", "max"),
        ] {
            assert_eq!(edges(text).core, core, "{text}");
        }
    }

    #[test]
    fn products_are_told_from_figures() {
        for text in [
            "3 x 2 M€",
            "3x2M€",
            "2 fois 3 M€",
            "2 M€ (x3)",
            "2 M€ × 3",
            "twice 3 times 2m",
            "la moitié de 10 M€",
            "un tiers des 9 M€",
            "half of €10m",
            "a quarter of the £8m",
            "a quarter of 8 million",
        ] {
            assert!(multiplies(text), "{text}");
        }
        for text in [
            "5 M€ en 3 fois",
            "54*",
            "5 M€",
            "Max 5 M€",
            "taux 5 %",
            "5 M€ au 3e quart",
            "5 M€ pour les tiers-lieux",
            "€5m first half",
            "a quarter of a billion pounds",
            "trois quarts de milliard d'euros",
            "un tiers de milliard",
        ] {
            assert!(!multiplies(text), "{text}");
        }
    }
}
