//! The document of a row: title, address, page.

use crate::map::Role;
use crate::record::{Dated, Source};
use crate::understand::column::Spec;
use crate::understand::is_link;
use crate::words::LISTS;
use crate::workbook::{Address, Cell};

use super::Row;

impl<'t> Row<'_, 't> {
    pub(super) fn source(&mut self) -> Option<Source> {
        let defaults = &self.table.map.defaults;
        let mut source = Source {
            title: defaults.source.clone(),
            link: defaults.link.clone(),
            ..Source::default()
        };
        let mut is_own = false;
        for (spec, address, cell) in self.cells(Role::Source).into_iter().chain(self.cells(Role::Link)) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            if self.is_remark(spec, cell) {
                continue;
            }
            let (link, title) = link_and_title(text);
            if link.is_none() && cell.link.is_none() && title.is_none() {
                self.refuse(address, "no address of the web");
                continue;
            }
            self.used.push(address);
            self.given.numbered.extend(are_numbers(text).then_some(address));
            if !is_own {
                source = Source::default();
                is_own = true;
            }
            source.link = source.link.or(link).or_else(|| cell.link.clone());
            if let Some(title) = title {
                let (title, page) = with_page(&title);
                source.page = source.page.or(page);
                source.title = source.title.or(Some(title).filter(|title| !title.is_empty()));
            }
        }
        source.archive = self.archive();
        if let Some(page) = self.words(Role::Page) {
            source.page = Some(page.text);
        }
        self.publisher(&mut source);
        if source.title.is_none() {
            source.title = defaults.source.clone().or_else(|| self.table.source.clone());
        }
        (source != Source::default()).then_some(source)
    }

    /// Whether a cell among addresses is none: `cancelled` below `Link` is a remark, and no document.
    pub(super) fn is_remark(&self, spec: &Spec, cell: &Cell) -> bool {
        let text = cell.text.trim();
        let is_among = spec.kinds.links > 0 || self.table.count(Role::Source) > 0;
        let is_state = || LISTS.whole("gone", text).or(LISTS.whole("refused", text)).is_some();
        spec.role() == Role::Link
            && cell.link.is_none()
            && link_and_title(text).0.is_none()
            && text.chars().any(char::is_alphanumeric)
            && (is_among || is_state())
    }

    /// Who publishes the document of a row; where nothing else names the document, that is what it is called by.
    fn publisher(&mut self, source: &mut Source) {
        let publisher = self.words(Role::Publisher);
        match source.title.is_none() && source.link.is_none() {
            true => source.title = publisher.map(|publisher| publisher.text),
            false => source.publisher = publisher,
        }
    }

    /// The address of an archived copy, in words or behind them.
    fn archive(&mut self) -> Option<(Address, String)> {
        let (_, address, cell) = self.cells(Role::Archive).into_iter().next()?;
        let text = cell.text.trim();
        match link_and_title(text).0.or_else(|| cell.link.clone()) {
            Some(link) => {
                self.used.push(address);
                Some((address, link))
            }
            None if LISTS.is_empty_word(text) => {
                self.refuse(address, "not recorded");
                None
            }
            None => {
                self.refuse(address, "no address of the web");
                None
            }
        }
    }

    /// When the document of a row was published; where the row names none, that is no day of a document.
    pub(super) fn published(&mut self, source: &mut Option<Source>) -> Option<Dated> {
        let published = self.date(Role::Published)?;
        let is_when = self.table.count(Role::When) == 0;
        let is_day = !published.iso.contains('/');
        match source {
            Some(source) if is_day => source.published = Some(published.clone()),
            _ if is_when => {}
            _ => {
                self.used.retain(|used| Some(*used) != published.address);
                let why = if is_day {
                    "the row names no document that was published then"
                } else {
                    "a period, and no day of a document"
                };
                published
                    .address
                    .into_iter()
                    .for_each(|address| self.refuse(address, why));
            }
        }
        // Without another date, that is when it was said at the latest.
        is_when.then_some(Dated {
            basis: "inferred",
            ..published
        })
    }
}

/// Whether a source is several numbers, as of footnotes or of a list of documents elsewhere: `2, 3`.
fn are_numbers(text: &str) -> bool {
    let parts = text.split([',', ';', '/', '&', '+', ' ', '[', ']']);
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    let is_number = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_list = text.contains([',', ';', '/', '&', '+']) || text.trim().contains(' ') || text.contains("][");
    is_list && parts.peek().is_some() && parts.all(is_number)
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

/// A title and the page that it names: `article Devis (p. 2)`, `PLF 2025, p. 12`.
fn with_page(title: &str) -> (String, Option<String>) {
    let bare = title.trim_end().trim_end_matches(')');
    let is_page = |text: &str| {
        text.starts_with(|letter: char| letter.is_ascii_digit())
            && text
                .chars()
                .all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '–' | ' ' | ','))
    };
    for lead in ["pages ", "page ", "pp. ", "pp.", "p. ", "p.", "p "] {
        let Some((before, page)) = bare.rsplit_once(lead) else {
            continue;
        };
        let begins = before.is_empty() || before.ends_with([' ', '(', ',', '[']);
        if begins && is_page(page.trim()) {
            let before = before.trim_end_matches([' ', '(', ',', '[', '-']);
            return (before.to_owned(), Some(page.trim().to_owned()));
        }
    }
    (title.to_owned(), None)
}
