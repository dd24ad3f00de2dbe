//! The spaces of French punctuation, which must not begin a line: `Paris : la France` and `« oui »` get no-break spaces.

use std::ops::Range;

/// The elements whose text is left as it is, since it is no prose.
const VERBATIM: [&str; 7] = ["script", "style", "pre", "code", "textarea", "option", "svg"];

/// The text of a page, in HTML, with no-break spaces before `:`, `;`, `?`, `!` and `»` and behind `«`. Tags and texts that are
/// no prose are left as they are.
pub fn unbroken_marks(html: String) -> String {
    let mut places = Vec::new();
    let mut at = 0;
    let mut verbatim: Option<&str> = None;
    while let Some(length) = html[at..].find('<') {
        let start = at + length;
        if verbatim.is_none() {
            breaks(&html, at..start, &mut places);
        }
        let tag = html[start..].find('>').map_or("", |end| &html[start..=start + end]);
        at = match tag.is_empty() {
            true => html.len(),
            false => start + tag.len(),
        };
        let tag = tag.trim_start_matches('<');
        verbatim = match verbatim {
            Some(open) if tag.strip_prefix('/').is_some_and(|tag| is_named(tag, open)) => None,
            Some(open) => Some(open),
            None => VERBATIM.into_iter().find(|name| is_named(tag, name)),
        };
    }
    if verbatim.is_none() {
        breaks(&html, at..html.len(), &mut places);
    }
    replaced(html, &places)
}

/// Whether a tag without what it begins with is that of an element.
fn is_named(tag: &str, name: &str) -> bool {
    let rest = tag.strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// Adds the places of the spaces in a part of a text that must not end a line.
fn breaks(html: &str, part: Range<usize>, places: &mut Vec<usize>) {
    let prose = &html[part.start..part.end];
    for (at, _) in prose.match_indices(' ') {
        let mut after = prose[at + 1..].chars();
        // A mark that a word follows is none of French: `a :b`.
        let mut is_mark = || {
            after.next().is_some_and(|mark| ":;?!»".contains(mark))
                && after
                    .next()
                    .is_none_or(|after| after.is_whitespace() || ":;?!».,)".contains(after))
        };
        if prose[..at].ends_with('«') || is_mark() {
            places.push(part.start + at);
        }
    }
}

/// A text with no-break spaces in place of the spaces at these places.
fn replaced(html: String, places: &[usize]) -> String {
    if places.is_empty() {
        return html;
    }
    let mut set = String::with_capacity(html.len() + places.len());
    let mut done = 0;
    for &place in places {
        set.push_str(&html[done..place]);
        set.push('\u{a0}');
        done = place + 1;
    }
    set.push_str(&html[done..]);
    set
}

#[cfg(test)]
mod tests {
    use super::unbroken_marks;

    #[test]
    fn marks_stay_with_their_words_in_prose_alone() {
        let set = unbroken_marks(
            "<p title=\"a : b\">Paris : « oui » ? <em>non</em> : a :b</p><pre>?s : ?o</pre><p>é ;</p> !".to_owned(),
        );
        assert_eq!(
            set,
            "<p title=\"a : b\">Paris\u{a0}: «\u{a0}oui\u{a0}»\u{a0}? <em>non</em>\u{a0}: a :b</p><pre>?s : ?o</pre><p>é\u{a0};</p>\u{a0}!"
        );
        assert_eq!(unbroken_marks("a < b".to_owned()), "a < b");
    }
}
