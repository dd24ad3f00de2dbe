//! The spaces of French punctuation, which must not begin a line: `Paris : la France` and `« oui »` get no-break spaces.

use memchr::{memchr, memchr_iter};

/// The elements whose text is left as it is, since it is no prose.
const VERBATIM: [&str; 7] = ["script", "style", "pre", "code", "textarea", "option", "svg"];

/// The text of a page, in HTML, with no-break spaces before `:`, `;`, `?`, `!` and `»` and behind `«`. Tags and texts that are
/// no prose are left as they are.
pub fn unbroken_marks(html: String) -> String {
    let mut tags = Tags::of(&html);
    let spaces = memchr_iter(b' ', html.as_bytes());
    let places: Vec<usize> = spaces
        .filter(|space| may_not_end_a_line(&html, *space) && tags.is_prose(*space))
        .collect();
    if places.is_empty() {
        return html;
    }
    let mut set = String::with_capacity(html.len() + places.len());
    let mut done = 0;
    for place in places {
        set.push_str(&html[done..place]);
        set.push('\u{a0}');
        done = place + 1;
    }
    set.push_str(&html[done..]);
    set
}

/// Whether the space at a place is one of French punctuation, if it is in prose.
fn may_not_end_a_line(html: &str, space: usize) -> bool {
    // Bytes decide first: nearly all spaces are others.
    let (before, after) = (&html.as_bytes()[..space], &html.as_bytes()[space + 1..]);
    let is_mark = matches!(after, [b':' | b';' | b'?' | b'!', ..]) || after.starts_with("»".as_bytes());
    // A mark that a word follows is none of French: `a :b`.
    let ends = |after: char| after.is_whitespace() || ":;?!».,)<".contains(after);
    is_mark && html[space + 1..].chars().nth(1).is_none_or(ends) || before.ends_with("«".as_bytes())
}

/// The tags of a page, read as far as it is needed.
struct Tags<'h> {
    html: &'h str,
    /// Where the last one that was read ends.
    at: usize,
    /// The element without prose that is open there.
    verbatim: Option<&'static str>,
}

impl<'h> Tags<'h> {
    fn of(html: &'h str) -> Self {
        Self {
            html,
            at: 0,
            verbatim: None,
        }
    }

    /// Whether a place is in prose; places are asked for in their order.
    fn is_prose(&mut self, place: usize) -> bool {
        while let Some(start) = memchr(b'<', &self.html.as_bytes()[self.at..]).map(|start| self.at + start)
            && start < place
        {
            let rest = &self.html[start..];
            let tag = memchr(b'>', rest.as_bytes()).map_or(rest, |end| &rest[..=end]);
            self.at = start + tag.len();
            let tag = &tag[1..];
            self.verbatim = match self.verbatim {
                Some(open) if tag.strip_prefix('/').is_some_and(|tag| is_named(tag, open)) => None,
                Some(open) => Some(open),
                None => VERBATIM.into_iter().find(|name| is_named(tag, name)),
            };
        }
        self.at <= place && self.verbatim.is_none()
    }
}

/// Whether a tag without what it begins with is that of an element.
fn is_named(tag: &str, name: &str) -> bool {
    let rest = tag.strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
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
