//! Migrates a dossier of an older format to the current one, as text edits.
//!
//! Takes an opened dossier; computes a [`Migration`], which can be shown or carried out. Vocabulary, queries, metadata and
//! `docs/tables.md` are replaced where they are as an older release shipped them, whatever the owner set in them (defaults
//! of parameters, licence). What the owner changed is left, and listed. In a file of the ontology only the blocks that the
//! owner changed are left. All new files are complete before the first one takes its place, and the manifest gets its new
//! format last: an interrupted migration is continued by the next one.

mod blocks;
mod shipped;

use crate::disk::limit;
use crate::dossier::{self, Dossier, FORMAT, MANIFEST};
use crate::init::{self, Language};
use crate::revision::{self, Revision, RevisionError};
use shipped::{File, Shipped};
use std::collections::BTreeSet;

/// The changes that bring a dossier to the current format.
#[derive(Debug, Default)]
pub struct Migration {
    /// The changes, by file; the manifest is last.
    pub changes: Vec<Change>,
    /// The files that are left as they are.
    pub left: Vec<Left>,
    revision: Revision,
}

/// The change of a file.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its name in the dossier.
    pub file: String,
    /// What happens to it.
    pub edit: Edit,
}

/// What happens to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It is new.
    Added,
    /// It is replaced by that of the current format.
    Replaced,
    /// Its blocks are replaced but for those of the owner; the first words of those that are shipped in another form.
    Merged(Vec<String>),
    /// The current format has no such file.
    Removed,
    /// The manifest gets the format.
    Format,
}

/// A file that is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its name in the dossier.
    pub file: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The owner changed it, and the current format has another one.
    Changed,
    /// The owner changed it, and the current format has none.
    NotShipped,
    /// It is the owner's own, and the current format has another one of this name.
    OfThisName,
}

/// A dossier could not be migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A file cannot be read or changed.
    #[error(transparent)]
    File(#[from] RevisionError),
    /// The format cannot be written into the manifest.
    #[error(
        "{MANIFEST} cannot be edited: write `format = {FORMAT}` as its first line, then run `sourcier migrate` again"
    )]
    Manifest,
}

impl Migration {
    /// Computes the changes for a dossier; none if it has the current format.
    ///
    /// # Errors
    /// When one of its files cannot be read, or its manifest cannot be edited.
    pub fn of(dossier: &Dossier) -> Result<Self, MigrateError> {
        let mut migration = Self::default();
        if dossier.manifest.format >= FORMAT {
            return Ok(migration);
        }
        let shipped = Shipped::of(dossier.manifest.format);
        let language = language(dossier);
        let mut names: BTreeSet<&str> = shipped.names().collect();
        names.extend(init::shared(language).map(|(name, _)| name));
        // Tables as they come have none of the vocabulary, and need no rules and checks over it.
        let mut has_words = false;
        for name in shipped.names().filter(|name| name.ends_with(".ttl")) {
            has_words |= revision::read(dossier, &place(name, dossier), limit::METADATA)?.is_some();
        }
        for name in names.into_iter().filter(|_| has_words) {
            migration.file(name, &shipped, language, dossier)?;
        }
        let old = revision::read(dossier, MANIFEST, limit::METADATA)?.unwrap_or_default();
        let new = with_format(&String::from_utf8_lossy(&old)).ok_or(MigrateError::Manifest)?;
        migration.push(MANIFEST.to_owned(), Edit::Format, Some(old), Some(new.into_bytes()));
        Ok(migration)
    }

    /// Adds what happens to one file.
    fn file(
        &mut self,
        name: &str,
        shipped: &Shipped,
        language: Language,
        dossier: &Dossier,
    ) -> Result<(), MigrateError> {
        let file = place(name, dossier);
        let before = shipped.file(name);
        let new = init::shared(language).find(|(shared, _)| *shared == name);
        let new = new.map(|(_, text)| text);
        let Some(old) = revision::read(dossier, &file, limit::METADATA)? else {
            // What was shipped and is not there was removed by the owner.
            if let Some(new) = new.filter(|_| before.is_none() && has_place(&file, dossier)) {
                self.push(file, Edit::Added, None, Some(new.into_bytes()));
            }
            return Ok(());
        };
        let text = std::str::from_utf8(&old).map(|text| text.replace("\r\n", "\n"));
        let text = text.ok();
        match (before, new, text) {
            (_, Some(new), Some(text)) if shipped::shape(name, &text) == shipped::shape(name, &new) => {}
            (Some(before), Some(_), Some(text)) if before.is(name, &text).is_some() => {
                let quoted = before.is(name, &text).flatten().unwrap_or(language);
                let new = init::shared(quoted).find(|(shared, _)| *shared == name);
                let new = new.map_or_else(String::new, |(_, new)| renewed(name, &text, &new));
                self.push_like(file, Edit::Replaced, old, &new);
            }
            (Some(before), None, Some(text)) if before.is(name, &text).is_some() => {
                self.push(file, Edit::Removed, Some(old), None);
            }
            (Some(before), Some(new), Some(text)) => self.merge(file, before, old, (&text, &new)),
            (Some(_), None, _) => self.leave(file, Reason::NotShipped),
            (Some(_), Some(_), None) => self.leave(file, Reason::Changed),
            (None, _, _) => self.leave(file, Reason::OfThisName),
        }
        Ok(())
    }

    /// Adds what happens to a file that its owner changed.
    fn merge(&mut self, file: String, before: &File, old: Vec<u8>, (text, new): (&str, &str)) {
        let merged = (!before.blocks.is_empty()).then(|| blocks::merge(text, new, before));
        match merged.flatten() {
            Some(merged) if merged.text == text => {}
            Some(merged) => self.push_like(file, Edit::Merged(merged.kept), old, &merged.text),
            None => self.leave(file, Reason::Changed),
        }
    }

    fn push(&mut self, file: String, edit: Edit, old: Option<Vec<u8>>, new: Option<Vec<u8>>) {
        self.changes.push(Change {
            file: file.clone(),
            edit,
        });
        self.revision.push(file, old, new);
    }

    /// Adds a change whose new text gets the line ends of the old one.
    fn push_like(&mut self, file: String, edit: Edit, old: Vec<u8>, new: &str) {
        let new = match old.windows(2).any(|two| two == b"\r\n") {
            true => new.replace('\n', "\r\n"),
            false => new.to_owned(),
        };
        self.push(file, edit, Some(old), Some(new.into_bytes()));
    }

    fn leave(&mut self, file: String, reason: Reason) {
        self.left.push(Left { file, reason });
    }

    /// Carries out the changes.
    ///
    /// # Errors
    /// When a file cannot be written, or was changed since it was read.
    pub fn carry_out(&self, dossier: &Dossier) -> Result<(), MigrateError> {
        Ok(self.revision.carry_out(dossier)?)
    }
}

/// The language of the defaults and quoted words of new files.
fn language(dossier: &Dossier) -> Language {
    let tag = dossier.manifest.language.split('-').next().unwrap_or_default();
    let known = Language::ALL.into_iter().find(|language| language.tag() == tag);
    known.unwrap_or_default()
}

/// The name in the dossier of a shipped file: its folders may have other names.
fn place(name: &str, dossier: &Dossier) -> String {
    let folders = &dossier.manifest.folders;
    let named = [
        ("data/", &folders.data),
        ("ontology/", &folders.ontology),
        ("queries/", &folders.queries),
    ];
    let below = |(folder, own): (&str, &String)| Some(format!("{own}/{}", name.strip_prefix(folder)?));
    named.into_iter().find_map(below).unwrap_or_else(|| name.to_owned())
}

/// Whether the folder of a new file is there: who removed it needs no new files in it.
fn has_place(file: &str, dossier: &Dossier) -> bool {
    file.rsplit_once('/')
        .is_none_or(|(folder, _)| dossier.has_folder(folder))
}

/// A new text with what the owner set in the old one.
fn renewed(name: &str, old: &str, new: &str) -> String {
    if shipped::is_query(name) {
        let set: Vec<(&str, &str)> = old
            .lines()
            .filter_map(shipped::default)
            .map(|(before, default, _)| (before, default))
            .collect();
        let line = |line: &str| {
            let own = shipped::default(line).and_then(|(before, _, after)| {
                let (_, default) = set.iter().find(|(known, _)| *known == before)?;
                Some(format!("{before}{default}{after}"))
            });
            own.unwrap_or_else(|| line.to_owned())
        };
        new.split_inclusive('\n').map(line).collect()
    } else if shipped::is_metadata(name) {
        let licence = old.split_inclusive('\n').position(shipped::is_licence);
        let Some(index) = licence else { return new.to_owned() };
        let mut lines: Vec<&str> = new.split_inclusive('\n').collect();
        let own = old.split_inclusive('\n').nth(index).unwrap_or_default();
        lines.insert(index.min(lines.len()), own);
        lines.concat()
    } else {
        new.to_owned()
    }
}

/// A line with the current format in place of its first number.
fn raised(line: &str) -> String {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let start = line.find(is_digit).unwrap_or(line.len());
    let (before, rest) = line.split_at(start);
    format!("{before}{FORMAT}{}", rest.trim_start_matches(is_digit))
}

/// The manifest with the current format; `None` if the result would not be a manifest.
fn with_format(text: &str) -> Option<String> {
    let (mark, rest) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let end = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    let is_table = |line: &&str| line.trim_start().starts_with('[');
    let is_format = |line: &str| line.split('=').next().is_some_and(|name| name.trim() == "format");
    let index = rest
        .split_inclusive('\n')
        .take_while(|line| !is_table(line))
        .position(is_format);
    let edited = match index {
        Some(index) => {
            let lines = rest.split_inclusive('\n').enumerate();
            let edit = |(at, line): (usize, &str)| match at == index {
                true => raised(line),
                false => line.to_owned(),
            };
            lines.map(edit).collect()
        }
        None => {
            format!("# The format of the dossier: `sourcier migrate` raises it.{end}format = {FORMAT}{end}{end}{rest}")
        }
    };
    let edited = format!("{mark}{edited}");
    let is_right = dossier::manifest(&edited).is_ok_and(|manifest| manifest.format == FORMAT);
    is_right.then_some(edited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_all_but_its_format() {
        let text = "# A pool.\ntitle = \"x\" # the name\nbase = \"https://e.org/\"\n\n[prefixes]\nformat = \"https://e.org/1/\"\n";
        let edited = with_format(text).unwrap();
        assert!(
            edited.ends_with(text) && edited.contains(&format!("\nformat = {FORMAT}\n\n")),
            "{edited}"
        );
        let older = format!("\u{feff}format  = 1 # the first 1\r\n{}", text.replace('\n', "\r\n"));
        assert_eq!(
            with_format(&older).unwrap(),
            older.replacen("= 1", &format!("= {FORMAT}"), 1)
        );
        assert_eq!(with_format("title = 1\n"), None);
    }

    #[test]
    fn defaults_and_licence_of_the_owner_are_kept() {
        let old = "# parameter: about id = pool -- a plan\n# parameter: by funder|kind = kind -- old\nOLD\n";
        let new = "# parameter: about id = footbridge-plan -- any plan\n# parameter: by funder|programme = funder -- new\nNEW\n";
        assert_eq!(
            renewed("queries/fate.rq", old, new),
            "# parameter: about id = pool -- any plan\n# parameter: by funder|programme = funder -- new\nNEW\n"
        );
        let old = "{\n  \"@context\": 1,\n  \"dc:license\": 7,\n  \"tables\": 1\n}\n";
        let new = "{\n  \"@context\": 1,\n  \"tables\": 2\n}\n";
        assert_eq!(
            renewed("data/csv-metadata.json", old, new),
            old.replace("\"tables\": 1", "\"tables\": 2")
        );
    }
}
