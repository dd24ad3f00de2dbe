//! Text layout: widths, line breaks, and characters that are valid in XML.
//!
//! Widths are those of Helvetica and Arial, in thousandths of the font size, from Adobe's font metrics; for other
//! characters they are estimated from the Unicode width. No font is read, so that the same text has the same width on
//! every machine.

use unicode_width::UnicodeWidthChar;

/// The widths of U+0020 to U+007E in thousandths of the font size.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The end of a truncated text.
const ELLIPSIS: char = '…';

/// The width of a character in thousandths of the font size.
fn advance(character: char) -> u16 {
    match character {
        ' '..='~' => ASCII.get(character as usize - 0x20).copied().unwrap_or(600),
        'à'..='å' | 'è'..='ë' | 'ð' | 'ñ' | 'ò'..='ö' | 'ø'..='ü' | '€' | '«' | '»' | '–' => 556,
        'ç' | 'ý' | 'ÿ' => 500,
        'ì'..='ï' | '\u{a0}' | 'Ì'..='Ï' => 278,
        'À'..='Å' | 'È'..='Ë' | 'Ý' => 667,
        'Ç' | 'Ð' | 'Ñ' | 'Ù'..='Ü' => 722,
        'Ò'..='Ö' | 'Ø' => 778,
        'æ' => 889,
        'Æ' | 'œ' | 'Œ' | '—' | '\u{fffd}' | ELLIPSIS => 1000,
        '\u{2018}' | '\u{2019}' | '\u{202f}' => 222,
        '×' | '≥' | '≤' | '±' => 584,
        other => match other.width() {
            None | Some(0) => 0,
            Some(1) => 620,
            Some(_) => 1050,
        },
    }
}

/// The width of a text in pixels, in a font of `size` pixels.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u64 = text.chars().map(|character| u64::from(advance(character))).sum();
    thousandths as f64 * size / 1000.0
}

/// The number of columns of a text in a fixed-width font.
pub(crate) fn columns(text: &str) -> f64 {
    text.chars()
        .map(|character| character.width().unwrap_or(0))
        .sum::<usize>() as f64
}

/// Wraps a text into at most `lines` lines no wider than `limit`, in the unit of `measure`.
///
/// Lines break at white space, and anywhere in words that are too wide, but never at a no-break space. Their widths are
/// balanced. A text that does not fit is truncated with an ellipsis. An empty text has no lines.
pub(crate) fn wrap(text: &str, limit: f64, lines: usize, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let most = (limit * lines as f64).max(1.0);
    let words = words(text, limit, most, &measure);
    let broken = fill(&words, limit, &measure);
    if broken.len() > lines {
        return cut(broken, lines, limit, &measure);
    }
    (5..10)
        .map(|tenths| limit * f64::from(tenths) / 10.0)
        .filter(|narrower| words.iter().all(|word| measure(word) <= *narrower))
        .map(|narrower| fill(&words, narrower, &measure))
        .find(|even| even.len() == broken.len())
        .unwrap_or(broken)
}

/// Splits a text into words no wider than `limit`; stops when their total width exceeds `most`.
fn words(text: &str, limit: f64, most: f64, measure: &impl Fn(&str) -> f64) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut total = 0.0;
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        for piece in pieces(word, limit, most, measure) {
            total += measure(&piece);
            match words.last_mut() {
                Some(last) if clings(last, &piece) && measure(last) + measure(&piece) < limit => {
                    *last = format!("{last} {piece}");
                }
                _ => words.push(piece),
            }
        }
        if total > most * 2.0 {
            break;
        }
    }
    words
}

/// Whether there is no line break between two words, because of French quotation marks or high punctuation.
fn clings(word: &str, next: &str) -> bool {
    word.ends_with('«') || matches!(next, "»" | ":" | ";" | "!" | "?" | "%" | "€" | "$")
}

/// Whether a line may break at this character, which is then dropped.
fn breaks(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Splits a word into pieces no wider than `limit`; combining marks and joined characters are kept with the preceding
/// one.
fn pieces(word: &str, limit: f64, most: f64, measure: &impl Fn(&str) -> f64) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let (mut taken, mut total) = (0.0, 0.0);
    let mut buffer = [0; 4];
    for character in word.chars() {
        let wide = measure(character.encode_utf8(&mut buffer));
        let joined = piece.ends_with('\u{200d}') || character.width() == Some(0);
        if !piece.is_empty() && !joined && taken + wide > limit {
            pieces.push(std::mem::take(&mut piece));
            taken = 0.0;
        }
        piece.push(character);
        taken += wide;
        total += wide;
        if total > most * 2.0 || piece.len() > 4_000 {
            break;
        }
    }
    pieces.push(piece);
    pieces
}

/// Fills lines with words greedily, up to `limit`.
fn fill(words: &[String], limit: f64, measure: &impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if measure(line) + measure(" ") + measure(word) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    lines
}

/// Keeps the first `lines` lines; if any were dropped, the last one ends in an ellipsis.
fn cut(mut broken: Vec<String>, lines: usize, limit: f64, measure: &impl Fn(&str) -> f64) -> Vec<String> {
    broken.truncate(lines);
    if let Some(last) = broken.last_mut() {
        let mut buffer = [0; 4];
        let room = limit - measure(ELLIPSIS.encode_utf8(&mut buffer));
        while !last.is_empty() && measure(last.trim_end()) > room {
            last.pop();
        }
        last.truncate(last.trim_end().len());
        last.push(ELLIPSIS);
    }
    broken
}

/// Escapes a text for an XML 1.0 element or quoted attribute.
///
/// Markup characters and line breaks become references; characters that are invalid in XML 1.0 become U+FFFD.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_within_the_limit() {
        let label = "Commission européenne pour l’intelligence artificielle de confiance";
        for line in wrap(label, 22.0, 9, columns) {
            assert!(columns(&line) <= 22.0, "{line}");
        }
        assert_eq!(wrap(label, 22.0, 9, columns).join(" "), label);
    }

    #[test]
    fn a_no_break_space_never_breaks() {
        assert_eq!(
            wrap("environ 109\u{a0}Md€", 10.0, 3, columns),
            ["environ", "109\u{a0}Md€"]
        );
    }

    #[test]
    fn quotation_marks_stay_with_their_words() {
        assert_eq!(
            wrap("Nouveau fonds « significatif »", 18.0, 3, columns),
            ["Nouveau fonds", "« significatif »"]
        );
    }

    #[test]
    fn a_cut_shows() {
        let lines = wrap(&"x".repeat(10_000), 22.0, 3, columns);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…') && columns(&lines[2]) <= 22.0);
        assert!(wrap(" \n ", 22.0, 3, columns).is_empty());
    }

    #[test]
    fn joined_emoji_stay_whole() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert!(
            wrap(&family.repeat(9), 4.0, 99, columns)
                .iter()
                .all(|line| !line.starts_with('\u{200d}'))
        );
    }

    #[test]
    fn width_knows_narrow_and_wide_letters() {
        assert!(width("illi", 13.0) < width("MWMW", 13.0) / 3.0);
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
    }

    #[test]
    fn xml_holds_no_forbidden_character() {
        assert_eq!(
            xml("a<b>&\"'\u{0}\u{b}\u{fffe}\n"),
            "a&lt;b&gt;&amp;&quot;&#39;\u{fffd}\u{fffd}\u{fffd}&#10;"
        );
    }
}
