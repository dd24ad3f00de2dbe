//! A name taken apart: folded words, each with its kind.
//!
//! Folding is NFKD without marks, in small letters, with `ß`, `ø`, `ł`, `æ` and their like spelt out. Hyphens and apostrophes part words,
//! `&` is "and", `C.N.R.S.` is one word, `H2020` is two.

use std::borrow::Cow;

use text::fold::fold;

use super::lexicon::{Gender, Kind, LONGEST, lexicon};
use super::pieces::{Piece, part_initials, pieces, read_digits};

/// One word of a name, or several that the lexicon knows as one.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Folded; numbers in Arabic figures.
    pub(super) text: String,
    /// What the lexicon has it as.
    pub(super) group: Option<u32>,
    /// How much it says.
    pub(super) kind: Kind,
    /// Whether it is in capitals where others do not.
    pub(super) caps: bool,
    /// Whether a full stop follows, as after an abbreviation.
    pub(super) dotted: bool,
    /// Whether a hyphen, or nothing, joins it to the word before.
    pub(super) joined: bool,
    /// Whether it is in brackets.
    pub(super) aside: bool,
    /// Whether it is part of a reference, such as the number of a supplier: "NM028-501".
    pub(super) reference: bool,
    /// The first letters of its words.
    pub(super) initials: String,
}

impl Word {
    /// How much the word weighs.
    pub(super) fn weight(&self) -> f64 {
        if self.aside {
            self.kind.weight() * 0.4
        } else {
            self.kind.weight()
        }
    }
}

/// A name taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// In the order of the name.
    pub(super) words: Vec<Word>,
    /// All letters and digits, without "and".
    pub(super) plain: String,
    /// Where the words after the first comma start.
    pub(super) comma: Option<usize>,
    /// Whether it was written in a script that leaves out vowels.
    pub(super) bare: bool,
}

impl Words {
    /// Whether the lexicon knows several words as one.
    pub(super) fn has_phrase(&self) -> bool {
        self.words.iter().any(|word| word.text.contains(' '))
    }
}

/// Takes a name apart, as that of a person or not.
pub(super) fn parse(name: &str, person: bool) -> Words {
    parse_up_to(name, person, LONGEST)
}

/// Takes a name apart, and lets the lexicon see no more words at once than that.
pub(super) fn parse_up_to(name: &str, person: bool, longest: usize) -> Words {
    let read = if person { read_digits(name) } else { Cow::Borrowed(name) };
    let pieces = pieces(&read);
    let pieces = if person { part_initials(pieces) } else { pieces };
    parse_pieces(name, &pieces, person, longest)
}

/// Takes apart a name that was parted at blanks and punctuation.
fn parse_pieces(name: &str, pieces: &[Piece], person: bool, longest: usize) -> Words {
    let shouted = pieces.len() > 1 && !name.chars().any(char::is_lowercase);
    let mut plain: String = pieces
        .iter()
        .filter(|p| !matches!(p.text.as_str(), "and" | "et" | "und"))
        .map(|p| p.text.as_str())
        .collect();
    if plain.is_empty() {
        plain = fold(name);
    }
    let mut words = Vec::with_capacity(pieces.len());
    let mut comma = None;
    let mut at = 0;
    while at < pieces.len() {
        if pieces[at].after_comma && comma.is_none() && !words.is_empty() {
            comma = Some(words.len());
        }
        let named = person && words.iter().any(|word: &Word| !word.kind.is_light());
        let (word, taken) = word(pieces, at, (person, named), shouted, longest);
        match words.last_mut().and_then(|before| compound(before, &word)) {
            Some(sum) => join_number(&mut words, sum),
            None => words.push(word),
        }
        at += taken;
    }
    // "Antoine Petit, PDG du CNRS": an office after the name is no part of it.
    if person
        && let Some(tail) = comma
        && matches!(words[tail].kind, Kind::Title(Gender::X))
    {
        words.truncate(tail);
        comma = None;
    }
    mark_references(&mut words);
    if !person {
        mark_description(&mut words, comma);
        mark_codes(&mut words);
        mark_standing(&mut words);
        mark_kinds(&mut words);
    }
    mend_legal_form(&mut words, person);
    settle(&mut words, person, shouted);
    Words {
        words,
        plain,
        comma,
        bare: false,
    }
}

/// The number that a ten and a unit make, the ten in words: "Forty-Four".
fn compound(before: &Word, word: &Word) -> Option<u32> {
    let is_spelt = before.kind == Kind::Number && before.group.is_some() && word.kind == Kind::Number;
    let value = |word: &Word| word.text.parse::<u32>().ok();
    let (ten, unit) = (value(before)?, value(word)?);
    (is_spelt && (20..100).contains(&ten) && ten % 10 == 0 && (1..10).contains(&unit)).then_some(ten + unit)
}

/// Makes the last word the number.
fn join_number(words: &mut [Word], number: u32) {
    if let Some(word) = words.last_mut() {
        word.text = number.to_string();
        word.group = None;
    }
}

/// Whether a name reads like that of a person: a title, a given name or an initial, and no word of an organisation.
pub(super) fn looks_like_a_person(name: &str) -> bool {
    // "C.N.R.S." has no initials.
    let parsed = parse_pieces(name, &pieces(&read_digits(name)), true, LONGEST);
    let names: Vec<&Word> = parsed.words.iter().filter(|word| !word.kind.is_light()).collect();
    let is_given = |word: &&Word| matches!(word.kind, Kind::Given(_));
    let is_initial = |word: &&Word| word.text.len() == 1 && word.dotted;
    let first = parsed.words.iter().find(|word| word.kind != Kind::Stop);
    // "General Electric" has no title.
    let is_title = |word: &Word| {
        let general = lexicon()
            .find(&word.text, false, word.caps)
            .is_some_and(|group| lexicon().group(group).kind == Kind::Generic);
        matches!(word.kind, Kind::Title(_)) && parsed.words.len() > 1 && !general
    };
    let given = names.first().is_some_and(|word| is_given(word) || is_initial(word))
        || parsed
            .comma
            .and_then(|at| parsed.words.get(at))
            .is_some_and(|word| is_given(&word))
        || (names.len() == 2 && is_given(&names[1]));
    let number = names
        .iter()
        .any(|word| word.text.starts_with(|c: char| c.is_ascii_digit()) && word.text.len() > 2);
    let known = |word: &&Word| {
        let group = if word.text.len() > 2 {
            lexicon().find(&word.text, false, word.caps)
        } else {
            None
        };
        group.is_some_and(|group| !matches!(lexicon().group(group).kind, Kind::Stop | Kind::Legal))
    };
    let other = parse(name, false).words;
    let phrase = parsed.comma.is_none() && other.iter().any(|word| word.text.contains(' '));
    // "J. Halloran & Sons Ltd"; a legal form of two letters may be a surname.
    let company = other
        .last()
        .is_some_and(|word| word.kind == Kind::Legal && word.text.len() > 2);
    let few = (1..=5).contains(&names.len());
    let named = first.is_some_and(is_title) || (names.len() > 1 && given);
    few && named && !number && !names.iter().any(known) && !phrase && !company
}

/// The word at a place, and how many pieces it takes.
fn word(pieces: &[Piece], at: usize, (person, named): (bool, bool), shouted: bool, longest: usize) -> (Word, usize) {
    let first = &pieces[at];
    let caps = !shouted && is_caps(&first.original);
    let make = |text: String, group: Option<u32>, kind: Kind, initials: String| Word {
        text,
        group,
        kind,
        caps,
        dotted: first.dotted,
        joined: first.joined,
        aside: first.aside,
        reference: false,
        initials,
    };
    // "E. Macron" has an initial, not a conjunction.
    let initial = person && is_initial(pieces, at, named);
    let longest = if initial {
        0
    } else {
        longest.min(pieces.len() - at).min(lexicon().longest(&first.text))
    };
    for taken in (1..=longest).rev() {
        let run = &pieces[at..at + taken];
        let text = run
            .iter()
            .map(|piece| piece.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let shown_in_capitals = caps || (shouted && !person && taken == 1 && text.len() < 3);
        if let Some(group) = lexicon().find(&text, person, shown_in_capitals) {
            let kind = lexicon().group(group).kind;
            let text = if kind == Kind::Number {
                lexicon().group(group).first.to_string()
            } else {
                text
            };
            return (make(text, Some(group), kind, initials(run, person)), taken);
        }
    }
    let text = first.text.clone();
    let initials = text.chars().take(1).collect();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return (make(text, None, Kind::Number, initials), 1);
    }
    if at > 0 && !first.dotted {
        let is_legal = |piece: &Piece| {
            let group = lexicon().find(&piece.text, false, true);
            group.is_some_and(|group| lexicon().group(group).kind == Kind::Legal)
        };
        // "Capital Partners V L.P."
        let rest = &pieces[at + 1..];
        let last = rest.is_empty() || (first.original.len() == 1 && rest.iter().all(is_legal));
        if let Some(value) = roman(&first.original, last) {
            return (make(value.to_string(), None, Kind::Number, initials), 1);
        }
    }
    (make(text, None, Kind::Word, initials), 1)
}

/// Whether a piece of the name of a person is an initial: "M. Macron" has a title, "Anna M. Beck" and "M. L. Beck" have initials.
fn is_initial(pieces: &[Piece], at: usize, named: bool) -> bool {
    let first = &pieces[at];
    let letter = |piece: &Piece| piece.text.chars().count() == 1;
    match first.text.as_str() {
        "m" => {
            let next = pieces.get(at + 1);
            next.is_some_and(|next| letter(next) || (named && !next.after_comma))
        }
        _ => letter(first) && (first.dotted || at == 0),
    }
}

/// The first letters of the pieces of a phrase, without those of its articles and prepositions.
fn initials(run: &[Piece], person: bool) -> String {
    let is_light = |piece: &Piece| {
        let group = lexicon().find(&piece.text, person, false);
        group.is_some_and(|group| lexicon().group(group).kind == Kind::Stop)
    };
    run.iter()
        .filter(|piece| run.len() == 1 || !is_light(piece))
        .filter_map(|piece| piece.text.chars().next())
        .collect()
}

/// How many figures a reference has at least, besides its letters.
const REFERENCE: usize = 5;

/// Marks the references after a name: letters and figures without blanks, too many figures for a year or a model.
fn mark_references(words: &mut [Word]) {
    let mut start = 1;
    while start < words.len() {
        let joined = words[start + 1..].iter().take_while(|word| word.joined).count();
        let run = &mut words[start..=start + joined];
        let figures = |word: &Word| word.text.chars().filter(char::is_ascii_digit).count();
        let is_reference = joined > 0
            && run[0].kind != Kind::Number
            && run[0].text.chars().count() < 4
            && run[1..].iter().all(|word| word.kind == Kind::Number)
            && run.iter().map(figures).sum::<usize>() >= REFERENCE;
        run.iter_mut().for_each(|word| word.reference = is_reference);
        start += joined + 1;
    }
}

/// Marks what a company is said to be after its name: "Aldon Inc., a Delaware corporation".
fn mark_description(words: &mut [Word], comma: Option<usize>) {
    let Some(start) = comma.filter(|start| matches!(words[*start].text.as_str(), "a" | "an")) else {
        return;
    };
    let is_end = |word: &Word| lexicon().is_through(word.group);
    let described = words[start..].iter_mut().take_while(|word| !is_end(word));
    described.for_each(|word| word.reference = true);
}

/// How many codes with a number among them are the codes of a register, not a name: "CNT GB2 COD 03".
const CODES: usize = 4;

/// Marks the codes of a register after a name.
fn mark_codes(words: &mut [Word]) {
    let is_code = |word: &Word| word.kind == Kind::Number || (word.caps && word.text.len() < 4);
    let count = words.iter().rev().take_while(|word| is_code(word)).count();
    let codes = words.len() - count..words.len();
    let numbers = words[codes.clone()]
        .iter()
        .filter(|word| word.kind == Kind::Number)
        .count();
    if count >= CODES && count < words.len() && numbers > 0 && numbers < count {
        words[codes].iter_mut().for_each(|word| word.reference = true);
    }
}

/// Marks a state before "as represented by" as aside, and an office after it as saying little, since either may be left out.
fn mark_standing(words: &mut [Word]) {
    let is_through = |word: &Word| lexicon().is_through(word.group);
    let Some(at) = words.iter().position(is_through) else {
        return;
    };
    let is_state = |word: &Word| word.kind.is_place() || matches!(word.kind, Kind::Head | Kind::Stop);
    if words[..at].iter().all(is_state) {
        words[..at].iter_mut().for_each(|word| word.aside = true);
    }
    let mut general = false;
    for word in &mut words[at..] {
        let is_office = lexicon().is_office(&word.text) || (general && word.text == "general");
        if is_office {
            word.kind = Kind::Descriptor;
        }
        general = is_office;
    }
}

/// Gives weight to the word of a public body that makes another general word of the one after it, where the two are taken apart: a "State
/// University" is not the "University of" that state.
fn mark_kinds(words: &mut [Word]) {
    for at in 1..words.len() {
        let (before, word) = (&words[at - 1], &words[at]);
        if before.kind == Kind::Head && word.kind == Kind::Generic {
            let phrase = lexicon().find(&format!("{} {}", before.text, word.text), false, false);
            if phrase.is_some_and(|group| lexicon().group(group).kind == Kind::Generic) {
                words[at - 1].kind = Kind::Word;
            }
        }
    }
}

/// Finds the legal form, or the word for a company, in the last word or two of a name that are one but for a slip.
fn mend_legal_form(words: &mut Vec<Word>, person: bool) {
    let at = words.iter().rposition(|word| word.kind != Kind::Legal);
    let Some(at) = at.filter(|at| !person && *at > 0 && words[at - 1].kind != Kind::Stop) else {
        return;
    };
    let is_unknown = |word: &Word| word.kind == Kind::Word && word.group.is_none();
    if !is_unknown(&words[at]) {
        return;
    }
    if at > 1 && is_unknown(&words[at - 1]) {
        let phrase = format!("{} {}", words[at - 1].text, words[at].text);
        if let Some(group) = lexicon().find_legal_slip(&phrase) {
            words.remove(at);
            words[at - 1].group = Some(group);
            words[at - 1].kind = Kind::Legal;
            return;
        }
    }
    if let Some(group) = lexicon().find_legal_slip(&words[at].text) {
        words[at].group = Some(group);
        words[at].kind = lexicon().group(group).kind;
    }
}

/// Up to how many letters a legal form before a name is one in capitals only.
const SHORT_FORM: usize = 4;

/// Takes back kinds that a word only has in its place: a legal form at either end, a title before the name.
fn settle(words: &mut [Word], person: bool, shouted: bool) {
    if person {
        let given = words
            .iter()
            .filter(|word| matches!(word.kind, Kind::Given(_) | Kind::Word))
            .count();
        if given == 0 {
            // "Dr Prince": what is last is the name.
            if let Some(word) = words.iter_mut().rev().find(|word| matches!(word.kind, Kind::Title(_))) {
                word.kind = Kind::Word;
            }
        }
        // "Stephen King" has no title.
        let is_given =
            |word: &Word| word.kind.is_light() || matches!(word.kind, Kind::Given(_)) || word.text.len() == 1;
        if let [before @ .., last] = words
            && matches!(last.kind, Kind::Title(Gender::X))
            && before.iter().any(|word| matches!(word.kind, Kind::Given(_)))
            && before.iter().all(is_given)
        {
            last.kind = Kind::Word;
            last.group = None;
        }
        return;
    }
    let mut tail = true;
    for at in (0..words.len()).rev() {
        if words[at].kind == Kind::Legal {
            // "OOO Gazprom" and "SIA Latvijas Gaze", but "Sia Partners".
            let leads = at == 0 && (shouted || words[at].caps || words[at].text.len() > SHORT_FORM);
            if (!tail && !leads) || words.len() == 1 {
                words[at].kind = Kind::Word;
            }
        } else if !matches!(words[at].kind, Kind::Descriptor | Kind::Stop) {
            tail = tail && (words[at].aside || words[at].reference);
        }
    }
    if words.iter().all(|word| word.kind.is_light()) {
        for word in words.iter_mut().filter(|word| word.kind != Kind::Stop || word.caps) {
            word.kind = Kind::Word;
        }
        if words.iter().all(|word| word.kind == Kind::Stop) {
            for word in words.iter_mut() {
                word.kind = Kind::Word;
            }
        }
    }
}

/// Whether all letters are capitals, and there are two at least.
fn is_caps(original: &str) -> bool {
    original.chars().filter(|c| c.is_alphabetic()).count() > 1 && !original.chars().any(char::is_lowercase)
}

/// The value of a Roman numeral up to 49; a single letter counts at the end of a name only.
fn roman(original: &str, last: bool) -> Option<u32> {
    let letters = original
        .trim_end_matches("er")
        .trim_end_matches("re")
        .trim_end_matches('e');
    if letters.is_empty() || (letters.len() == 1 && (!last || letters == "X" || letters == "L")) {
        return None;
    }
    let mut value = 0;
    let mut rest = letters;
    for (sign, worth, most) in [
        ("XL", 40, 1),
        ("X", 10, 3),
        ("IX", 9, 1),
        ("V", 5, 1),
        ("IV", 4, 1),
        ("I", 1, 3),
    ] {
        for _ in 0..most {
            // IV is tried before V is taken away, since "IV" starts with neither V nor X.
            if let Some(shorter) = rest.strip_prefix(sign) {
                rest = shorter;
                value += worth;
            }
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// The gender that a name shows by its title, else by its given name.
pub(super) fn gender(words: &Words) -> Gender {
    let by_title = words.words.iter().find_map(|word| match word.kind {
        Kind::Title(gender) if gender != Gender::X => Some(gender),
        _ => None,
    });
    let by_name = words.words.iter().find_map(|word| match word.kind {
        Kind::Given(gender) => Some(gender),
        _ => None,
    });
    by_title.or(by_name).unwrap_or(Gender::X)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, person: bool) -> Vec<String> {
        parse(name, person).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn letters_are_folded() {
        assert_eq!(fold("Ørsted Łódź Straße Æther ﬁn"), "orsted lodz strasse aether fin");
    }

    #[test]
    fn acronyms_with_full_stops_are_one_word() {
        assert_eq!(texts("C.N.R.S.", false), ["cnrs"]);
        assert_eq!(texts("P&G", false), ["pg"]);
    }

    #[test]
    fn numbers_are_read_in_all_forms() {
        assert_eq!(texts("Apollo XI", false), ["apollo", "11"]);
        assert_eq!(texts("Paris I", false), ["paris", "1"]);
        assert_eq!(texts("Partners V L.P.", false), ["partners", "5", "lp"]);
        assert_eq!(texts("Brigade Forty-Four", false), ["brigade", "44"]);
        assert_eq!(texts("COP21", false), ["cop", "21"]);
        assert_eq!(texts("Henri IV", true), ["henri", "4"]);
        assert_eq!(texts("Napoléon Ier", true), ["napoleon", "1"]);
    }

    #[test]
    fn apostrophes_part_words_after_an_article_only() {
        assert_eq!(texts("Al-Qa'ida", false), ["al", "qaida"]);
        assert_eq!(texts("Ministero dell'Interno", false)[1..], ["dell", "interno"]);
        assert_eq!(texts("First Int’l Bank", false), ["1", "intl", "bank"]);
    }

    #[test]
    fn digits_within_a_word_are_letters_in_the_name_of_a_person() {
        assert_eq!(texts("Mar1a N0vak", true), ["maria", "novak"]);
        assert_eq!(texts("COP21", false), ["cop", "21"]);
    }

    #[test]
    fn people_are_recognised() {
        for name in ["Emmanuel Macron", "M. Macron", "MACRON, Emmanuel", "E. Macron"] {
            assert!(looks_like_a_person(name), "{name}");
        }
        for name in ["Institut Pasteur", "France 2030", "Mistral AI", "Sénat"] {
            assert!(!looks_like_a_person(name), "{name}");
        }
    }
}
