//! Tables and metadata on disk: maps URLs to folders.
//!
//! Takes URLs; opens files in the mapped folders. A URL that is under none of them, or leads out of its folder, is not
//! opened, and neither is a link that leads out of it; no URL is ever fetched.

mod located;

pub use located::{Located, Unlocated};

use crate::disk::{self, Named, Opened, Tree, limit};
use crate::dossier::{Dossier, MANIFEST, unread};
use csvw::Resources;
use csvw::metadata::TableGroup;
use diagnostic::{Diagnostic, Place, Rejected, Report, code};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A mapping from URL prefixes to folders.
#[derive(Debug, Clone, Default)]
pub struct Files {
    folders: Vec<Folder>,
    /// Files that a person named, by URL. These may be links and pipes, outside of a dossier.
    named: Vec<(String, PathBuf)>,
}

#[derive(Debug, Clone)]
struct Folder {
    address: String,
    /// The folder that a link in it must not leave; `None` if it is not there.
    tree: Option<Tree>,
    /// Its path below that.
    below: PathBuf,
    name: String,
}

/// The URL of the metadata of a dossier's tables.
pub fn metadata(dossier: &Dossier) -> String {
    format!(
        "{}{}/csv-metadata.json",
        dossier.manifest.base, dossier.manifest.folders.data
    )
}

/// The description of a dossier's tables.
///
/// # Errors
/// When it is not there, or has errors.
pub fn group(dossier: &Dossier) -> Result<TableGroup, Rejected> {
    let mut report = Report::default();
    let group = csvw::metadata::read(&metadata(dossier), &Files::of(dossier), &mut report);
    report.accept(group.unwrap_or_default()).map(|(group, _)| group)
}

impl Files {
    /// The folder of a dossier's tables.
    pub fn of(dossier: &Dossier) -> Self {
        let data = &dossier.manifest.folders.data;
        let folder = Folder {
            address: format!("{}{data}/", dossier.manifest.base),
            tree: Some(dossier.tree.clone()),
            below: PathBuf::from(data),
            name: format!("{data}/"),
        };
        Self {
            folders: vec![folder],
            named: Vec::new(),
        }
    }

    /// Maps URLs below `address`, which ends in `/`, to a folder; messages prefix its files with `name`.
    pub fn lay(&mut self, address: &str, folder: impl AsRef<Path>, name: &str) {
        let (tree, below) = match disk::named(folder.as_ref(), MANIFEST) {
            Ok(Named::Inside(tree, below)) => (Some(tree), below),
            Ok(Named::Outside(_)) | Err(_) => (Tree::open(folder.as_ref()).ok(), PathBuf::new()),
        };
        self.folders.push(Folder {
            address: address.to_owned(),
            tree,
            below,
            name: name.to_owned(),
        });
    }

    /// Maps a URL, which must also be below that of a folder, to a file that a person named.
    pub fn name_file(&mut self, url: &str, path: &Path) {
        self.named.push((url.to_owned(), path.to_owned()));
    }

    /// The folder for a URL, with the rest of the URL as a relative path.
    fn find(&self, url: &str) -> Option<(&Folder, String)> {
        let url = url.split('#').next().unwrap_or_default();
        self.folders.iter().find_map(|folder| {
            let rest = url.strip_prefix(&folder.address)?;
            Some((folder, relative(rest)?))
        })
    }

    /// The path of a URL that a person named.
    fn named(&self, url: &str) -> Option<&Path> {
        let found = self.named.iter().find(|(named, _)| named == url)?;
        Some(&found.1)
    }

    /// Opens the file of a URL, which is `rest` below a folder.
    fn opened(&self, url: &str, folder: &Folder, rest: &str) -> io::Result<Opened> {
        let limit = match Path::new(rest).extension() {
            Some(extension) if extension == "json" => limit::METADATA,
            _ => limit::TABLE,
        };
        match (self.named(url), &folder.tree) {
            (Some(path), _) => disk::open_named(path, MANIFEST, limit),
            (None, Some(tree)) => tree.read_file(&folder.below.join(rest), limit),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// The rest of a URL as a path below its folder; `None` if it leads out of it.
fn relative(rest: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in rest.split('/') {
        let part = decoded(part)?;
        if part.is_empty() || part == "." || part == ".." || part.contains(['/', '\\', '\0']) {
            return None;
        }
        parts.push(part);
    }
    Some(parts.join("/"))
}

/// A percent-decoded segment of a URL; `None` if it is not UTF-8.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

impl Resources for Files {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let Some((folder, rest)) = self.find(url) else {
            return Ok(None);
        };
        match self.opened(url, folder, &rest) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                Err(code::unreadable_file(Place::file(self.name(url)), "it is a folder"))
            }
            Err(error) => Err(unread(&self.name(url), &error)),
        }
    }

    fn name(&self, url: &str) -> String {
        self.find(url)
            .map_or_else(|| url.to_owned(), |(folder, rest)| format!("{}{rest}", folder.name))
    }

    fn allows(&self, url: &str) -> bool {
        self.find(url).is_some()
    }

    fn size(&self, url: &str) -> Option<u64> {
        let (folder, rest) = self.find(url)?;
        match self.named(url) {
            Some(path) => disk::size_named(path),
            None => folder.tree.as_ref()?.size(&folder.below.join(rest)),
        }
    }
}
