//! Damage and additions that come with names out of other data: letters decoded wrongly, entities of HTML, a former or trade name.

use std::borrow::Cow;

/// How often a text may have been decoded wrongly.
const MOST_ROUNDS: usize = 4;

/// A name without wrongly decoded letters ("ZÃ¼rich") and without entities ("Universit&eacute;").
pub(super) fn mended(name: &str) -> Cow<'_, str> {
    let mut name = Cow::Borrowed(name);
    if name.contains('&') && name.contains(';') {
        name = Cow::Owned(without_entities(&name));
    }
    for _ in 0..MOST_ROUNDS {
        if name.is_ascii() {
            break;
        }
        let Some(decoded) = decoded_again(&name) else { break };
        name = Cow::Owned(decoded);
    }
    name
}

/// The characters of Windows-1252 from 0x80 to 0x9F; 0 where it has none.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text whose UTF-8 was read as Windows-1252, if it is one.
fn decoded_again(text: &str) -> Option<String> {
    let byte = |letter: char| match u8::try_from(letter) {
        Ok(byte) => Some(byte),
        Err(_) => {
            let place = WINDOWS.iter().position(|known| *known == letter)?;
            u8::try_from(0x80 + place).ok()
        }
    };
    let bytes = text.chars().map(byte).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok()
}

/// The endings of entities that put a mark on the letter before.
const MARKS: [(&str, char); 7] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("uml", '\u{308}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30a}'),
];

/// A text with the letters that its entities stand for.
fn without_entities(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        clean.push_str(before);
        let entity = after
            .split_once(';')
            .and_then(|(name, after)| Some((letters(name)?, after)));
        match entity {
            Some((letters, after)) => {
                clean.push_str(&letters);
                rest = after;
            }
            None => {
                clean.push('&');
                rest = after;
            }
        }
    }
    clean.push_str(rest);
    clean
}

/// What an entity of that name stands for.
fn letters(entity: &str) -> Option<String> {
    let known = match entity {
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        "szlig" => "ß",
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.to_owned());
    }
    if let Some(code) = entity.strip_prefix('#') {
        return Some(char::from_u32(code.parse().ok()?)?.to_string());
    }
    let mut rest = entity.chars();
    let letter = rest.next().filter(char::is_ascii_alphabetic)?;
    let (_, mark) = MARKS.iter().find(|(name, _)| *name == rest.as_str())?;
    Some([letter, *mark].iter().collect())
}

/// What stands between a name and a former, trade or other name of the same.
const ALSO: [&str; 12] = [
    "formerly known as",
    "formerly",
    "f/k/a",
    "fka",
    "doing business as",
    "d/b/a",
    "dba",
    "trading as",
    "also known as",
    "a/k/a",
    "aka",
    "anciennement",
];

/// The first words of [`ALSO`]: few names have one.
const ALSO_FIRST: [&str; 11] = [
    "formerly",
    "f",
    "fka",
    "doing",
    "d",
    "dba",
    "trading",
    "also",
    "a",
    "aka",
    "anciennement",
];

/// The names before and after "formerly known as" and its like.
pub(super) fn other_names(name: &str) -> Vec<String> {
    let starts = |word: &str| ALSO_FIRST.iter().any(|first| first.eq_ignore_ascii_case(word));
    if !name.split(|letter: char| !letter.is_alphanumeric()).any(starts) {
        return Vec::new();
    }
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return Vec::new();
    }
    let is_end = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let found = ALSO.iter().find_map(|also| {
        let at = lower.find(also)?;
        let end = at + also.len();
        let is_word = is_end(lower[..at].chars().next_back()) && is_end(lower[end..].chars().next());
        is_word.then_some((&name[..at], &name[end..]))
    });
    let Some((before, after)) = found else {
        return Vec::new();
    };
    let bare = |part: &str| {
        let edge = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '[' | ']' | ',' | ';' | ':');
        part.trim_matches(edge).to_owned()
    };
    let parts = [bare(before), bare(after)];
    match parts.iter().any(String::is_empty) {
        true => Vec::new(),
        false => parts.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_decoded_wrongly_are_read() {
        assert_eq!(mended("UniversitÃ¤t ZÃ¼rich"), "Universität Zürich");
        assert_eq!(mended("ZÃƒÂ¼rich"), "Zürich");
        for right in ["Zürich", "Ã", "São Paulo", "“Ã”", "Ørsted A/S"] {
            assert_eq!(mended(right), right);
        }
    }

    #[test]
    fn entities_are_letters() {
        assert_eq!(mended("Universit&eacute; A&amp;B;"), "Universite\u{301} A&B;");
        assert_eq!(mended("A&B; C"), "A&B; C");
    }

    #[test]
    fn a_former_name_is_a_name() {
        assert_eq!(other_names("Aldon SA (formerly Berk SA)"), ["Aldon SA", "Berk SA"]);
        assert!(other_names("Formerly").is_empty());
        for also in ALSO {
            let first = also.split([' ', '/']).next();
            assert!(first.is_some_and(|first| ALSO_FIRST.contains(&first)), "{also}");
            assert_eq!(
                other_names(&format!("Aldon SA, {also} Berk SA")),
                ["Aldon SA", "Berk SA"]
            );
        }
        assert!(other_names("Takada").is_empty());
    }
}
