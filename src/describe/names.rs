//! Names of columns: what templates call them.

use std::collections::HashSet;

/// A longer name is cut, between two words where there are several.
const LENGTH: usize = 40;

/// A name for each title: lower case, accents off, `_` between words, each different.
pub fn names(titles: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut names = Vec::new();
    for (index, title) in titles.iter().enumerate() {
        let words = words(title);
        let base = match cut(&words) {
            "" => format!("column_{}", index + 1),
            name => name.to_owned(),
        };
        let mut name = base.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

fn cut(words: &str) -> &str {
    let Some(start) = words.get(..LENGTH).filter(|_| words.len() > LENGTH) else {
        return words;
    };
    match start.rfind('_') {
        Some(end) if !words[LENGTH..].starts_with('_') => &start[..end],
        _ => start,
    }
}

/// The words of a title, in lower case without accents, with `_` between them.
pub fn words(title: &str) -> String {
    let mut out = String::new();
    let mut was_lower = false;
    for character in title.chars() {
        if was_lower && character.is_uppercase() {
            out.push('_');
        }
        was_lower = character.is_lowercase();
        for lower in character.to_lowercase() {
            match lower {
                'a'..='z' | '0'..='9' => out.push(lower),
                '\u{300}'..='\u{36F}' => {}
                _ => match folded(lower) {
                    "" if out.ends_with('_') || out.is_empty() => {}
                    "" => out.push('_'),
                    letters => out.push_str(letters),
                },
            }
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// A letter without its accent; nothing for what is no Latin letter.
fn folded(letter: char) -> &'static str {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'º' | '°' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '¹' => "1",
        '²' | '₂' => "2",
        '³' | '₃' => "3",
        _ => "",
    }
}
