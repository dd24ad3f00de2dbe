//! The document of a row: title, address, page.

use crate::map::Role;
use crate::record::Source;
use crate::understand::is_link;
use crate::words::LISTS;

use super::Row;

impl<'t> Row<'_, 't> {
    pub(super) fn source(&mut self) -> Option<Source> {
        let defaults = &self.table.map.defaults;
        let mut source = Source {
            title: defaults.source.clone(),
            link: defaults.link.clone(),
            page: None,
        };
        let mut is_own = false;
        for (_, address, cell) in self.cells(Role::Source).into_iter().chain(self.cells(Role::Link)) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            let (link, title) = link_and_title(text);
            if link.is_none() && cell.link.is_none() && title.is_none() {
                self.refuse(address, "no address of the web");
                continue;
            }
            self.used.push(address);
            if !is_own {
                source = Source::default();
                is_own = true;
            }
            source.link = source.link.or(link).or_else(|| cell.link.clone());
            if let Some(title) = title {
                let (title, page) = with_page(&title);
                source.page = source.page.or(page);
                source.title = source.title.or(Some(title));
            }
        }
        if let Some(page) = self.words(Role::Page) {
            source.page = Some(page.text);
        }
        if source.title.is_none() {
            source.title = defaults.source.clone().or_else(|| self.table.source.clone());
        }
        (source != Source::default()).then_some(source)
    }
}

/// The address and the other words of a source.
fn link_and_title(text: &str) -> (Option<String>, Option<String>) {
    let link = text
        .split_whitespace()
        .find(|word| is_link(word.trim_matches(['(', ')', '<', '>', ','])));
    let link = link.map(|word| word.trim_matches(['(', ')', '<', '>', ',']).to_owned());
    let rest = match &link {
        Some(link) => text.replace(link.as_str(), " "),
        None => text.to_owned(),
    };
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = rest.trim_matches(['(', ')', '<', '>', ',', ':', '-', ' ']);
    let rest = if link.is_some() { rest } else { text };
    (
        link,
        Some(rest.to_owned()).filter(|rest| rest.chars().any(char::is_alphanumeric)),
    )
}

/// A title and the page that it names: `article Devis (p. 2)`.
fn with_page(title: &str) -> (String, Option<String>) {
    let Some((before, rest)) = title.rsplit_once('(') else {
        return (title.to_owned(), None);
    };
    let inner = rest.trim_end().strip_suffix(')').unwrap_or_default().trim();
    let folded = text::fold::fold(inner);
    let page = ["pages", "page", "pp.", "p.", "pp", "p"]
        .iter()
        .find_map(|lead| folded.strip_prefix(lead))
        .map(str::trim);
    match page.filter(|page| page.starts_with(|letter: char| letter.is_ascii_digit())) {
        Some(page) => (before.trim().to_owned(), Some(page.to_owned())),
        None => (title.to_owned(), None),
    }
}
