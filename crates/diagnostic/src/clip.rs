//! Shortens what a message shows of very long values and lists.

use super::Diagnostic;
use super::render::grouped;

/// The most characters of a text of a finding.
const TEXT: usize = 2000;

/// The most characters of what is put in the place of the middle.
const MARK: usize = 50;

/// How many characters are kept at the end of a text that is shortened.
const TAIL: usize = 300;

/// The most names of a list of valid ones.
const NAMES: usize = 100;

/// The most bytes of these names together.
const NAMES_BYTES: usize = 4000;

/// A text of at most `most` characters: from a longer one, the middle is replaced by its length, such as
/// `[… 5 000 000 characters …]`. The last characters stay, since messages end with the reason.
pub fn clipped(text: &str, most: usize) -> String {
    // A text of few bytes has few characters.
    if text.len() <= most || text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let tail = TAIL.min(most / 2);
    // A text that was shortened is not shortened again.
    let head = most.saturating_sub(tail + MARK);
    let from = text.char_indices().nth(head).map_or(text.len(), |(byte, _)| byte);
    let to = text
        .char_indices()
        .rev()
        .take(tail)
        .last()
        .map_or(text.len(), |(byte, _)| byte);
    let left_out = text[from..to.max(from)].chars().count();
    format!(
        "{}[… {} characters …]{}",
        &text[..from],
        grouped(left_out),
        &text[to.max(from)..]
    )
}

/// Names, separated by commas; of very many, the first and how many more there are.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut names = names.into_iter();
    for (index, name) in names.by_ref().enumerate() {
        if index == NAMES || (index > 0 && out.len() + name.len() > NAMES_BYTES) {
            let more = grouped(1 + names.count());
            return format!("{out} and {more} more");
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(name);
    }
    out
}

impl Diagnostic {
    /// The finding with texts that a person can read.
    #[must_use]
    pub(super) fn clipped(mut self) -> Self {
        let texts = [Some(&mut self.message), self.valid.as_mut(), self.help.as_mut()];
        for text in texts.into_iter().flatten().filter(|text| text.len() > TEXT) {
            *text = clipped(text, TEXT);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_its_ends_and_says_its_length() {
        let text = format!("`{}` is no number", "é".repeat(5000));
        let short = clipped(&text, 200);
        assert!(short.starts_with("`ééé"), "{short}");
        assert!(short.ends_with("ééé` is no number"), "{short}");
        assert!(short.contains("[… 4 865 characters …]"), "{short}");
        assert_eq!(clipped(&short, 200), short);
        assert_eq!(clipped("short", 100), "short");
        assert_eq!(clipped("ééééé", 5), "ééééé");
    }

    #[test]
    fn a_long_list_says_how_many_more_there_are() {
        let names: Vec<String> = (0..1000).map(|number| format!("n{number}")).collect();
        let list = listed(names.iter().map(String::as_str));
        assert!(list.ends_with("n98, n99 and 900 more"), "{list}");
        assert_eq!(listed(["a", "b"]), "a, b");
    }
}
