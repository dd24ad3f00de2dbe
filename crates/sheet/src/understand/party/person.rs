//! Whether a name is that of a natural person.

use text::fold::fold;

use crate::words::{LISTS, words};

use super::parts::parts;
use super::{LONGEST, class};

/// A name without what is said of its bearer: `Jeanne Castin, préfète`, `Luc Aubin (maire)`.
fn bare(name: &str) -> &str {
    let name = [" (", " t/a ", " trading as ", " dba ", " exploitant "]
        .iter()
        .fold(name, |name, mark| name.split(mark).next().unwrap_or(name));
    match name.split_once(", ") {
        Some((before, after)) if after.chars().next().is_some_and(char::is_lowercase) && !is_given(after) => before,
        _ => name,
    }
}

/// A name without the number behind it, which tells persons of one name apart, or from whom a list counts: `Jane Smith17`,
/// `Paul Durand 2`, `Durand Paul (n° 3)`.
fn without_number(name: &str) -> &str {
    let is_behind =
        |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '(' | ')' | '#' | '/' | '-' | '_' | ',');
    let rest = name.trim_end_matches(is_behind);
    let number = name.get(rest.len()..).unwrap_or_default();
    if !number.contains(|letter: char| letter.is_ascii_digit()) {
        return name;
    }
    let mark = [" n°", " N°", " nº", " Nº", " n", " N", " no", " No", "(n°", "(no", "(n"];
    let marked = mark.iter().find_map(|mark| rest.strip_suffix(mark));
    marked.map_or(rest, |rest| rest.trim_end_matches([' ', '(', ',', '-']))
}

/// Whether a name reads like that of a natural person: a civility, an initial or a given name, and no word of an organisation; or
/// like that of a family.
pub(in crate::understand) fn person(name: &str) -> bool {
    let name = without_number(name);
    if name.len() > LONGEST || name.contains(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    let (whole, called) = (tokens(name), name);
    let name = bare(name);
    let tokens = tokens(name);
    let is_no_other = || class(name).is_none_or(|class| class == "Person");
    if tokens.len() > 1 && is_civility(tokens.first()) || is_family(&tokens) || has_name_at_birth(&tokens) {
        return is_no_other();
    }
    // `Girard Sylvie (Mme)`, `Smith, Mrs`; but `Port M` is one of several ports.
    let is_long = |token: &&str| plain(token).len() > 1 || called.contains([',', '(']);
    if whole.len() > 1
        && whole.last().is_some_and(is_long)
        && is_civility(whole.last())
        && tokens.first() != whole.last()
    {
        return is_no_other();
    }
    if is_with_others(name) {
        return true;
    }
    // `Minister Sue Lang`: whoever holds an office is one kind, whatever the office.
    if of_office(name).is_some_and(person) {
        return is_no_other();
    }
    // `c/o Mary Jones`, with nobody before it.
    if lead(name.trim_matches(EDGES)).is_some_and(person) {
        return true;
    }
    if !may_be(name) || LISTS.whole("eponym", name).is_some() {
        return false;
    }
    is_given_first(&tokens) || is_surname_first(name, &tokens)
}

/// What stands behind a title of office at the beginning of a name.
fn of_office(name: &str) -> Option<&str> {
    let all = words(name);
    let (count, _) = LISTS.at(&["office"], &all, 0)?;
    let mut gaps = name.match_indices([' ', '\'', '’', '-']).map(|(at, _)| at + 1);
    name.get(gaps.nth(count.checked_sub(1)?)?..).map(str::trim_start)
}

/// Whether a name is that of a person behind a title of office, perhaps the surname alone: `Minister Lang`; not `Président de région`.
pub(in crate::understand) fn holds_office(name: &str) -> bool {
    let is_name = |rest: &str| {
        let begins = rest.starts_with(char::is_uppercase) && class(rest).is_none();
        begins && LISTS.at(&["office", "contact"], &words(rest), 0).is_none() && tokens(rest).len() <= 3
    };
    of_office(name).is_some_and(is_name)
}

/// Whether a person's name is one of several that words join, and none of the others is that of an organisation: `Jane Doe and
/// friends`, `Marie et Paul Petit`.
fn is_with_others(name: &str) -> bool {
    let parts = parts(name);
    let is_open = |part: &&str| class(part).is_none() && LISTS.within("no-person", part).is_empty();
    // `J & P Smith`
    let first = |part: &&str| part.split_whitespace().next().is_some_and(is_initial);
    let is_couple = parts.iter().all(first) && parts.last().is_some_and(|last| last.split_whitespace().count() == 2);
    parts.len() > 1 && parts.iter().all(is_open) && (is_couple || parts.iter().any(|part| person(part)))
}

/// Whether a name tells that of its bearer at birth or by marriage: `Marie Dupont née Petit`.
fn has_name_at_birth(tokens: &[&str]) -> bool {
    let is_it = |token: &&str| matches!(plain(token).as_str(), "nee" | "epouse" | "ep" | "vve");
    tokens.len() > 2 && tokens.iter().skip(1).any(is_it)
}

/// Whether a name has the form of a person's, whatever its words are: two to four words with capitals, none of them of an
/// organisation or a place.
pub(in crate::understand) fn may_be(name: &str) -> bool {
    let name = bare(without_number(name));
    let tokens = tokens(name);
    let is_word = |token: &&str| {
        let bare = token.trim_matches(['.', ',']);
        bare.chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'))
    };
    let is_capital = |token: &&str| token.chars().next().is_some_and(char::is_uppercase) || is_particle(token);
    let is_list = name.contains(',');
    name.len() <= LONGEST
        && (2..=5).contains(&tokens.len())
        && tokens.iter().filter(|token| !is_particle(token)).count() <= 4
        && tokens.iter().all(is_word)
        && (is_list || tokens.iter().all(is_capital) || tokens.len() == 2 && !name.chars().any(char::is_uppercase))
        && class(name).is_none()
        && LISTS.within("no-person", name).is_empty()
}

fn tokens(name: &str) -> Vec<&str> {
    let all = name.split([' ', ',', '\u{a0}', '(', ')']);
    all.filter(|token| !token.is_empty()).collect()
}

fn plain(token: &str) -> String {
    fold(token.trim_matches(['.', ',']))
}

fn is_civility(token: Option<&&str>) -> bool {
    token.is_some_and(|token| {
        let is_short = matches!(*token, "M" | "Me" | "Dr" | "Mr" | "Ms" | "MM" | "Mx" | "Pr" | "EI");
        // `Widows and Orphans Fund` is nobody.
        let is_plural = token.len() > 4 && token.ends_with('s');
        !is_plural && LISTS.whole("civility", token).is_some() && (token.len() > 2 || token.ends_with('.') || is_short)
    })
}

fn is_particle(token: &str) -> bool {
    let plain = plain(token);
    matches!(
        plain.as_str(),
        "de" | "du"
            | "des"
            | "le"
            | "la"
            | "von"
            | "van"
            | "der"
            | "den"
            | "el"
            | "al"
            | "ben"
            | "bin"
            | "ibn"
            | "ap"
            | "da"
            | "dos"
            | "di"
            | "d"
    )
}

/// Whether a word is an initial, or several: `J.`, `J.R.`, `J`.
fn is_initial(token: &str) -> bool {
    let letters = token.split('.').filter(|part| !part.is_empty());
    let is_one = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_uppercase);
    token.split('.').count() <= 4 && letters.clone().count() > 0 && letters.clone().all(is_one)
        || token.ends_with('.') && token.trim_end_matches('.').chars().count() <= 2
}

/// Whether a word is a given name, or one with a hyphen begins with one.
fn is_given(token: &str) -> bool {
    let plain = plain(token);
    let first = plain.split('-').next();
    LISTS.is_given(&plain) || first.is_some_and(|given| LISTS.is_given(given))
}

fn is_given_first(tokens: &[&str]) -> bool {
    match tokens {
        [first, rest @ ..] if is_initial(first) => match rest {
            [last] => !is_initial(last) && (first.contains('.') || is_given(last)),
            // `J R Smith`, `J. R. Smith`
            [middle, last] => is_initial(middle) && !is_initial(last),
            _ => false,
        },
        [first, rest @ ..] => is_given(first) && !rest.is_empty(),
        [] => false,
    }
}

/// Whether a surname stands before a given name: `Dupont Marie`, `DURAND Éric`, `Smith, John A.`, `Le Goff Yann`.
fn is_surname_first(name: &str, tokens: &[&str]) -> bool {
    if let Some((_, given)) = name.split_once(',') {
        let first = given.split_whitespace().next();
        return first.is_some_and(|first| is_given(first) || is_initial(first) && first.contains('.'));
    }
    let names: Vec<&str> = tokens.iter().copied().filter(|token| !is_particle(token)).collect();
    let is_upper = |token: &str| !token.chars().any(char::is_lowercase) && token.chars().count() > 2;
    // What begins with an article alone is a place or a thing: `Le Charles`.
    let begins_plain = tokens.len() == names.len() || names.len() > 1;
    let is_surname = |token: &str| LISTS.whole("surname", token).is_some();
    match names[..] {
        [first, ..] if !begins_plain || LISTS.whole("no-surname", first).is_some() => false,
        // Of languages whose given names are many.
        [first, .., last] if is_surname(first) || is_surname(last) => true,
        [surname, given] => {
            is_given(given) || is_initial(given) && given.ends_with('.') || is_surname_with_initial(surname, given)
        }
        [surname, first, second] => {
            let is_second = is_given(second) || is_initial(second);
            is_given(first) && (is_second || is_upper(surname) && !is_upper(first))
        }
        _ => false,
    }
}

/// Whether two words are a surname with an initial that may be nothing else: `Smith J`, `Durand J.-P.`; but `Lot A`, `Hangar Y`.
fn is_surname_with_initial(surname: &str, given: &str) -> bool {
    let mut letters = given.split(['-', '.']).filter(|part| !part.is_empty());
    let is_double = given.contains('-') && letters.clone().count() == 2;
    let is_one = letters.all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    let is_word = LISTS.whole("before-letter", surname).is_some() || class(surname).is_some();
    let is_long = surname.chars().count() > 2 && surname.chars().skip(1).any(char::is_lowercase);
    is_one && (is_double || given.len() == 1) && is_long && !is_word
}

/// The persons whom words name for whom money is, or whom one may ask: `Bursary for Leila Haddad`, `Wheelchair - Omar S.`, `ask Mary
/// Jones`. Only names that are those of persons for certain, behind words that say so; `Statue of Anna Karlsson` is a statue.
pub(in crate::understand) fn individuals(text: &str) -> Vec<&str> {
    if text.len() > LONGEST_REMARK {
        return Vec::new();
    }
    let mut found = Vec::new();
    let is_for_one = !LISTS.within("for-one", text).is_empty();
    for (at, mark) in text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ' ' | '-' | '–' | ':' | ','))
        .take(MARKS)
    {
        let (before, rest) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let rest = rest.trim_start_matches([' ', '-', '–', ':', ',']);
        let last = before.rsplit([' ', '\'', '’', '(']).next().unwrap_or_default();
        let is_led = LISTS.whole("asked", last).is_some() || is_for_one && LISTS.whole("for-whom", last).is_some();
        let is_dashed = matches!(mark, '-' | '–') && before.ends_with(' ');
        let Some(name) = [3, 2]
            .into_iter()
            .find_map(|count| first_words(rest, count).filter(|name| person(name)))
        else {
            continue;
        };
        // `Wheelchair - Omar S.`: the initial keeps the surname back already.
        let is_short = tokens(name)
            .last()
            .is_some_and(|last| is_initial(last) && last.ends_with('.'));
        if is_led || is_dashed && (is_for_one || is_short && name == rest.trim_end()) {
            found.push(name);
        }
    }
    found
}

/// The longest text in which persons are looked for, in bytes.
const LONGEST_REMARK: usize = 200;

/// The first words of a text, with capitals.
fn first_words(text: &str, count: usize) -> Option<&str> {
    let mut ends = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ' ' | ',' | '(' | ')' | ';'))
        .map(|(at, _)| at);
    let end = ends.nth(count - 1).unwrap_or(text.len());
    let words = text.get(..end)?.trim_end_matches([',', ';', ')', '(']);
    let is_name =
        words.split(' ').count() == count && words.split(' ').all(|word| word.starts_with(char::is_uppercase));
    is_name.then_some(words)
}

/// Whether words name a family: `famille Dupont`, `les consorts Dupont`, `the Ford family`.
fn is_family(tokens: &[&str]) -> bool {
    let tokens = match tokens {
        [first, rest @ ..] if matches!(fold(first).as_str(), "la" | "les" | "the") => rest,
        all => all,
    };
    let is_name = |token: &&str| token.chars().next().is_some_and(char::is_uppercase);
    let is_kin = |token: &str| LISTS.whole("family", token).is_some();
    match tokens {
        // `Familles Rurales` is an association.
        [first, rest @ ..] if is_kin(first) && fold(first) != "familles" => {
            let of = rest.first().filter(|of| matches!(fold(of).as_str(), "of" | "de"));
            let rest = rest.get(usize::from(of.is_some())..).unwrap_or_default();
            // `Estate Management`
            let is_estate = fold(first) == "estate" && of.is_none();
            !is_estate && !rest.is_empty() && rest.iter().all(is_name)
        }
        [rest @ .., last] if is_kin(last) => (1..=2).contains(&rest.len()) && rest.iter().all(is_name),
        _ => false,
    }
}

/// A name without the natural person who is named beside it, and these words: `Trust (contact: Jane Smith)`, `Sea Trust c/o J. Doe`,
/// `Club, représenté par Mme Petit`.
pub(in crate::understand) fn without_contact(name: &str) -> Option<(&str, &str)> {
    if name.len() > LONGEST || person(name) {
        return None;
    }
    let marks = name
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '(' | '[' | ',' | ';' | ':' | '-' | '–' | '—' | '/' | ' '));
    let found = marks.take(MARKS).find_map(|(at, mark)| {
        let (before, beside) = name.split_at_checked(at)?;
        let bare = beside.trim_matches(EDGES);
        let may_name = |rest: &str| person(rest) || mark != ' ' && (may_be(rest) || words(rest).len() == 1);
        let of_lead = lead(bare).is_some_and(may_name);
        // Without such a word, a name in brackets is that of the person only behind an association or a company.
        let is_beside = mark != ' ' && mark != '/' && (mark != '-' || before.ends_with(' '));
        let of_body = || {
            let is_called =
                is_civility(tokens(bare).first()) || matches!(class(before), Some("Organisation" | "Company"));
            is_beside && is_called && person(bare)
        };
        (of_lead || of_body()).then_some((before.trim_end_matches(EDGES), beside))
    });
    found.filter(|(before, _)| before.contains(char::is_alphabetic))
}

/// The most places in a name at which that of a person is looked for.
const MARKS: usize = 40;

/// What stands around a name beside another.
const EDGES: [char; 13] = [' ', '(', ')', '[', ']', ',', ';', ':', '-', '–', '—', '/', '\n'];

/// What follows the words that lead to a person at the beginning of a text: `contact: `, `c/o `, `représenté par `.
fn lead(text: &str) -> Option<&str> {
    let gaps = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ' ' | ':' | '.'));
    let found = gaps.take(6).collect::<Vec<_>>().into_iter().rev().find_map(|(at, _)| {
        let (lead, rest) = text.split_at_checked(at)?;
        LISTS
            .whole("contact", lead)
            .is_some()
            .then(|| rest.trim_matches(EDGES).trim_start_matches(['.', ' ']))
    });
    found.filter(|rest| rest.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a list of names.
    fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
        list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    const PERSONS: &str = include_str!("../../../tests/names/persons.txt");
    const ORGANISATIONS: &str = include_str!("../../../tests/names/organisations.txt");

    #[test]
    fn of_a_hundred_persons_and_organisations_nearly_all_are_told_apart() {
        let missed: Vec<&str> = names(PERSONS).filter(|name| !person(name)).collect();
        let refused: Vec<&str> = names(ORGANISATIONS).filter(|name| person(name)).collect();
        assert!(missed.len() <= 5 && refused.is_empty(), "{missed:?} {refused:?}");
    }

    #[test]
    fn a_person_beside_a_name_is_told_from_a_part_of_it() {
        for (name, expected) in [
            ("Trust (contact: Jane Smith)", "Trust"),
            ("Trust - contact Jane Smith", "Trust"),
            ("Sea Trust c/o Jane Smith", "Sea Trust"),
            ("Sea Trust, attn. Ms Smith", "Sea Trust"),
            ("Sea Trust (Jane Smith)", "Sea Trust"),
            ("Sea Trust (represented by Jane Smith)", "Sea Trust"),
            ("Club nautique (référente : Marie Petit)", "Club nautique"),
            ("Club nautique, représenté par Mme Petit", "Club nautique"),
            ("Club nautique - à l'attention de Marie Petit", "Club nautique"),
            ("Association Voiles (Marie Petit)", "Association Voiles"),
            ("Atelier Petit - Mme Marie Petit", "Atelier Petit"),
        ] {
            assert_eq!(without_contact(name).map(|(name, _)| name), Some(expected), "{name}");
        }
        for name in [
            "Lycée (Jean Moulin)",
            "Contact Club",
            "Marie Curie Foundation",
            "Union Saint-Pierre - Football",
            "Chez Paul",
            "Association de contact Europe",
            "Mr John Doe (contact)",
            "Saint-Denis (93)",
            "Contact Group",
        ] {
            assert_eq!(without_contact(name), None, "{name}");
        }
    }
}
