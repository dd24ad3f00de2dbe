//! Tables and metadata on disk: maps URLs to folders.
//!
//! Takes URLs; opens files in the mapped folders. A URL that is under none of them, or leads out of its folder, is not
//! opened; no URL is ever fetched.

use crate::dossier::Dossier;
use csvw::Resources;
use diagnostic::{Diagnostic, Place, code};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A mapping from URL prefixes to folders.
#[derive(Debug, Clone, Default)]
pub struct Files {
    folders: Vec<Folder>,
}

#[derive(Debug, Clone)]
struct Folder {
    address: String,
    path: PathBuf,
    name: String,
}

impl Files {
    /// The folder of a dossier's tables.
    pub fn of(dossier: &Dossier) -> Self {
        let data = &dossier.manifest.folders.data;
        let mut files = Self::default();
        let address = format!("{}{data}/", dossier.manifest.base);
        files.lay(&address, dossier.path(data), &format!("{data}/"));
        files
    }

    /// Maps URLs below `address`, which ends in `/`, to a folder; messages prefix its files with `name`.
    pub fn lay(&mut self, address: &str, folder: impl Into<PathBuf>, name: &str) {
        self.folders.push(Folder {
            address: address.to_owned(),
            path: folder.into(),
            name: name.to_owned(),
        });
    }

    /// The folder for a URL, with the rest of the URL as a relative path.
    fn find(&self, url: &str) -> Option<(&Folder, String)> {
        let url = url.split('#').next().unwrap_or_default();
        self.folders.iter().find_map(|folder| {
            let rest = url.strip_prefix(&folder.address)?;
            Some((folder, relative(rest)?))
        })
    }

    fn path(&self, url: &str) -> Option<PathBuf> {
        self.find(url).map(|(folder, rest)| folder.path.join(rest))
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

/// The URL of a file or folder: its absolute path, percent-encoded.
pub fn address(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut out = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl Resources for Files {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let Some(path) = self.path(url) else { return Ok(None) };
        let unreadable = |why: &str| code::unreadable_file(Place::file(self.name(url)), why);
        match File::open(&path) {
            Ok(file) if file.metadata().is_ok_and(|found| found.is_dir()) => Err(unreadable("it is a folder")),
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&error.to_string())),
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
        Some(self.path(url)?.metadata().ok()?.len())
    }
}
