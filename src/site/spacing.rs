//! The spaces of French punctuation, which must not begin a line: `Paris : la France` and `« oui »` get no-break spaces.

/// The elements whose text is left as it is, since it is no prose.
const VERBATIM: [&str; 7] = ["script", "style", "pre", "code", "textarea", "option", "svg"];

/// The text of a page, in HTML, with no-break spaces before `:`, `;`, `?`, `!` and `»` and behind `«`. Tags and texts that are
/// no prose are left as they are.
pub fn unbroken_marks(html: &str) -> String {
    let mut set = String::with_capacity(html.len() + 256);
    let mut rest = html;
    let mut verbatim: Option<&str> = None;
    while let Some(start) = rest.find('<') {
        let (prose, tag) = rest.split_at(start);
        push(&mut set, prose, verbatim.is_some());
        let (tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |end| end + 1));
        set.push_str(tag);
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next();
        match verbatim {
            Some(open) if tag.starts_with("</") && name == Some(open) => verbatim = None,
            None if !tag.starts_with("</") => verbatim = VERBATIM.into_iter().find(|own| name == Some(own)),
            _ => {}
        }
        rest = after;
    }
    push(&mut set, rest, verbatim.is_some());
    set
}

/// Adds text between tags.
fn push(set: &mut String, prose: &str, is_verbatim: bool) {
    if is_verbatim {
        set.push_str(prose);
        return;
    }
    let mut letters = prose.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let mut ahead = letters.clone();
        let next = ahead.next();
        // A mark that a word follows is none of French: `a :b`.
        let is_mark = next.is_some_and(|next| ":;?!»".contains(next))
            && ahead
                .next()
                .is_none_or(|after| after.is_whitespace() || ":;?!».,)".contains(after));
        match letter {
            ' ' if is_mark || before == Some('«') => set.push('\u{a0}'),
            _ => set.push(letter),
        }
        before = Some(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::unbroken_marks;

    #[test]
    fn marks_stay_with_their_words_in_prose_alone() {
        let set = unbroken_marks(
            "<p title=\"a : b\">Paris : « oui » ? <em>non</em> : a :b</p><pre>?s : ?o</pre><p>é ;</p> !",
        );
        assert_eq!(
            set,
            "<p title=\"a : b\">Paris\u{a0}: «\u{a0}oui\u{a0}»\u{a0}? <em>non</em>\u{a0}: a :b</p><pre>?s : ?o</pre><p>é\u{a0};</p>\u{a0}!"
        );
        assert_eq!(unbroken_marks("a < b"), "a < b");
    }
}
