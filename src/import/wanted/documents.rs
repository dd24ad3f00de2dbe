//! The documents of rows: those that the tables or the last import have, and new ones.

use super::{DOCUMENTS, Wanted, bounded, clean, owned, titles};
use crate::tables::slug;
use sheet::Source;
use text::fold::fold_words;

impl Wanted<'_> {
    /// The document of a row.
    pub(super) fn document(&mut self, source: Option<&Source>) -> String {
        let link = source.and_then(|source| source.link.clone());
        let link = link.filter(|link| oxiri::Iri::parse(link.as_str()).is_ok());
        let title = source.and_then(|source| source.title.as_deref().or(source.link.as_deref()));
        let title = title
            .map(clean)
            .filter(|title| !title.is_empty() && Some(title) != link.as_ref());
        // Other rows of the source have its address.
        let of_title = || {
            title
                .as_deref()
                .and_then(|title| self.filled_links.get(&fold_words(title)))
        };
        let link = link.clone().or_else(|| of_title().cloned());
        let title = match (&link, title) {
            (None, None) => Some(self.around.title.clone()),
            (_, title) => title,
        };
        // Where the sheet has one title at several addresses, as of a newspaper, the address tells the document.
        let is_name = |title: &&str| link.is_none() || !self.shared_titles.contains(&fold_words(title));
        let texts = [link.as_deref(), title.as_deref().filter(is_name)]
            .into_iter()
            .flatten();
        let mut names = texts.clone().map(|text| (fold_words(text), None));
        let known = names.find_map(|name| self.by_label.get(&(format!("document {}", name.0), name.1)).cloned());
        if let Some(key) = known {
            return key;
        }
        let documents = self.around.documents;
        // What another sheet gave another address is another document.
        let is_elsewhere = |key: &str| {
            let address = documents.cell(key, "address");
            let is_other = !address.is_empty() && link.as_deref().is_some_and(|link| link != address);
            is_other && self.around.ledger.row(DOCUMENTS, key).is_none()
        };
        let same = texts.clone().find_map(|text| match documents.named(text)[..] {
            [key] if is_elsewhere(key) => None,
            [key] => Some(key.to_owned()),
            _ => documents.has(text).then(|| text.to_owned()),
        });
        let (link, title) = (link.as_deref(), title.as_deref());
        let found = self.last_document(link, title).or(same);
        let key = found.clone().unwrap_or_else(|| self.new_document(link, title));
        for text in texts {
            self.by_label
                .insert((format!("document {}", fold_words(text)), None), key.clone());
        }
        if found.is_none() || self.around.ledger.row(DOCUMENTS, &key).is_some() {
            let language = self.around.language.filter(|_| documents.column("language").is_some());
            let cells = [("address", link), ("title", title), ("language", language)];
            let cells = cells.map(|(column, value)| (column, value.unwrap_or_default()));
            self.push(DOCUMENTS, key.clone(), owned(&cells));
        }
        key
    }

    /// The key of the document of the last import that has this address, or else this title and no address.
    fn last_document(&self, link: Option<&str>, title: Option<&str>) -> Option<String> {
        let (column, text) = link
            .map(|link| ("address", link))
            .or(title.map(|title| ("title", title)))?;
        let is_one = |key: &str| {
            let row = self.around.ledger.row(DOCUMENTS, key);
            link.is_some() || row.is_some_and(|row| !row.contains_key("address"))
        };
        self.last(DOCUMENTS, column, text, is_one)
    }

    /// The key of a new document; of one whose title others have, with the end of its address.
    fn new_document(&self, link: Option<&str>, title: Option<&str>) -> String {
        let documents = self.around.documents;
        let name = title.or(link).unwrap_or_default();
        let name = name.trim_start_matches("https://").trim_start_matches("http://");
        let is_shared = self.shared_titles.contains(&fold_words(name)) || !documents.named(name).is_empty();
        match link.and_then(titles::end_of).filter(|_| is_shared) {
            Some(end) => self.new_key(DOCUMENTS, &bounded(&format!("{}-{end}", slug(name))), documents),
            None => self.new_key(DOCUMENTS, name, documents),
        }
    }
}
